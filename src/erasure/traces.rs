//! What of somebody can be recognised where no number leads to them: uploads, parcels, notes about others. In memory only.
use super::{Scope, everything};
use crate::app::Looking;
use crate::catalogue::Field;
use crate::error::Result;
use crate::notes;
use crate::people;
use crate::search::fold;
use crate::vault::Owner;
use chrono::NaiveDateTime;

/// Fewer digits are not a telephone number of one person.
const DIGITS: usize = 8;

/// E-mail addresses, numbers and names to look for.
pub(super) struct Traces {
    /// Folded: an address or an account wherever it stands.
    whole: Vec<String>,
    /// Digits of numbers, without the calling code.
    numbers: Vec<String>,
    /// Names of which all words must be there.
    names: Vec<Vec<String>>,
}

impl Traces {
    pub(super) fn of(l: &mut Looking, scope: &Scope) -> Result<Self> {
        let mut traces = Traces { whole: Vec::new(), numbers: Vec::new(), names: Vec::new() };
        for person in people::these(l, &scope.people)? {
            let words = fold(&person.name()).split(' ').map(str::to_owned).collect::<Vec<_>>();
            // One word alone is anybody's name.
            if words.len() > 1 {
                traces.names.push(words);
            }
            for kept in &person.reaches {
                match (kept.reach.email(), kept.reach.number()) {
                    (Some(email), _) => traces.whole.push(fold(&email.canonical())),
                    (_, Some(number)) => traces.numbers.push(number.national_digits()),
                    _ => {}
                }
            }
            for value in everything(l, Owner::person(person.id))? {
                if value.field == Field::AccountIban {
                    traces.whole.push(fold(&value.text));
                }
            }
        }
        traces.numbers.retain(|digits| digits.len() >= DIGITS);
        Ok(traces)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.numbers.is_empty() && self.names.is_empty()
    }

    /// Does this text name one of them?
    pub(super) fn are_in(&self, text: &str) -> bool {
        let folded = fold(text);
        let tight: String = folded.chars().filter(|c| !c.is_whitespace()).collect();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let words: Vec<&str> = folded.split([' ', '.', '@', '_', '+']).collect();
        self.whole.iter().any(|whole| tight.contains(whole.as_str()))
            || self.numbers.iter().any(|number| digits.contains(number.trim_start_matches('0')))
            || self.names.iter().any(|name| name.iter().all(|word| words.contains(&word.as_str())))
    }
}

/// A note about somebody else that names whoever is looked for.
#[derive(Clone, Debug)]
pub struct Mention {
    pub note: i64,
    pub about: Owner,
    pub at: NaiveDateTime,
    pub text: String,
}

/// Notes about others that name somebody of the scope: what an erasure by key does not reach. Reads every note; whoever
/// calls owes the deed.
pub fn mentions(l: &mut Looking, scope: &Scope) -> Result<Vec<Mention>> {
    let scope = scope.whole(l)?;
    let traces = Traces::of(l, &scope)?;
    if traces.is_empty() {
        return Ok(Vec::new());
    }
    let own = scope.owners();
    let found = notes::all_that(l, &|about, text| !own.contains(&about) && traces.are_in(text))?;
    Ok(found.into_iter().map(|(note, about, at, text)| Mention { note, about, at, text }).collect())
}
