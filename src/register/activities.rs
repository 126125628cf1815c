//! The register of processing activities (Art. 30(1)): what the catalogue says of every column, grouped by activity. It
//! cannot say something else than the program does, because nobody writes it.
use super::{Party, parties};
use crate::actor::{Right, Role};
use crate::app::Looking;
use crate::catalogue::{Field, TRACES};
use crate::error::Result;
use crate::kept::Kept;
use crate::purposes::{Activity, Category, Ground, People, Purpose};

/// A processing activity, with everything that Art. 30(1) asks of it.
#[derive(Clone, Debug)]
pub struct Processing {
    pub activity: Activity,
    pub purposes: Vec<Purpose>,
    pub grounds: Vec<Ground>,
    pub people: &'static [People],
    pub categories: Vec<Category>,
    /// Who sees it, inside.
    pub roles: Vec<Role>,
    /// Who receives it, outside; all of them in the European Economic Area.
    pub parties: Vec<Party>,
    pub terms: Vec<Kept>,
}

fn once<T: PartialEq>(all: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for one in more {
        if !all.contains(&one) {
            all.push(one);
        }
    }
}

/// What the catalogue says of one column or of one table.
struct Said {
    purpose: Purpose,
    grounds: &'static [Ground],
    kept: Kept,
    seen_by: &'static [Role],
    category: Option<Category>,
}

fn said() -> impl Iterator<Item = Said> {
    let fields = Field::ALL.iter().map(|field| {
        let spec = field.spec();
        Said {
            purpose: spec.purpose,
            grounds: spec.grounds,
            kept: spec.kept,
            seen_by: spec.seen_by,
            category: Category::of(spec.table, spec.column),
        }
    });
    let traces = TRACES.iter().map(|trace| Said {
        purpose: trace.purpose,
        grounds: trace.grounds,
        kept: trace.kept,
        seen_by: trace.seen_by,
        category: Category::of(trace.table, trace.columns.first().copied().unwrap_or_default()),
    });
    fields.chain(traces)
}

/// All processing activities, in the order of the catalogue's words.
pub fn processing(l: &mut Looking) -> Result<Vec<Processing>> {
    l.must(Right::SeeRegister)?;
    let parties: Vec<Party> = parties(l)?.into_iter().filter(|party| party.ended_at.is_none()).collect();
    let mut all = Vec::with_capacity(Activity::ALL.len());
    for &activity in Activity::ALL {
        let mut one = Processing {
            activity,
            purposes: Vec::new(),
            grounds: activity.grounds().to_vec(),
            people: activity.people(),
            categories: Vec::new(),
            roles: Vec::new(),
            parties: parties.iter().filter(|party| party.activities.contains(&activity)).cloned().collect(),
            terms: Vec::new(),
        };
        for said in said().filter(|said| said.purpose.activity() == activity) {
            once(&mut one.purposes, [said.purpose]);
            once(&mut one.grounds, said.grounds.iter().copied());
            once(&mut one.categories, said.category);
            once(&mut one.roles, said.seen_by.iter().copied());
            once(&mut one.terms, [said.kept]);
        }
        one.roles.sort_unstable();
        if !one.purposes.is_empty() {
            all.push(one);
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_of_the_catalogue_has_a_category() {
        for field in Field::ALL {
            let spec = field.spec();
            assert!(Category::of(spec.table, spec.column).is_some(), "{}.{}", spec.table, spec.column);
        }
        for trace in TRACES {
            assert!(trace.columns.iter().all(|column| Category::of(trace.table, column).is_some()), "{}", trace.table);
        }
        assert_eq!(Category::of("people", "job_title"), Some(Category::Work), "a column goes before its table");
        assert_eq!(Category::of("people", "given_name"), Some(Category::Identity));
        assert_eq!(Category::of("shoes", "size"), None);
    }
}
