//! Which column of a file is what: guessed from its names, then from its cells, and corrected by whoever imports.

mod headers;
mod values;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use crate::reach::{EmailAddress, FRANCE, PhoneNumber};
use headers::{Meaning, fold, is_strong, meaning};
pub use values::{date, truthy};

crate::db::values::words! {
    /// What a column of an import says about a person or their company, in the order in which a form offers them.
    pub enum Column {
        /// The number the other program gave the person.
        ExternalId = "external_id",
        Civility = "civility",
        GivenName = "given_name",
        FamilyName = "family_name",
        FullName = "full_name",
        JobTitle = "job_title",
        Email = "email",
        Email2 = "email_2",
        Phone = "phone",
        Phone2 = "phone_2",
        Mobile = "mobile",
        Fax = "fax",
        Street = "street",
        PostCode = "post_code",
        Town = "town",
        Country = "country",
        Language = "language",
        Company = "company",
        CompanyExternalId = "company_external_id",
        CompanyPhone = "company_phone",
        CompanyEmail = "company_email",
        CompanyStreet = "company_street",
        CompanyPostCode = "company_post_code",
        CompanyTown = "company_town",
        CompanyCountry = "company_country",
        Note = "note",
        CreatedOn = "created_on",
        /// Says that the person agreed to be written to. Worth nothing without date and source of the proof.
        OptIn = "opt_in",
        OptInDate = "opt_in_date",
        /// Says that the person does not want to be written to. Binds at once.
        OptOut = "opt_out",
        DoNotCall = "do_not_call",
        /// Where the other program has the person from.
        Source = "source",
        /// Known, and of no use here.
        Ignore = "ignore",
    }
}

impl Column {
    /// Whether several columns of a file may be this one: notes add up, and a no counts wherever it stands.
    pub fn may_repeat(self) -> bool {
        matches!(self, Column::Note | Column::OptOut | Column::DoNotCall | Column::Ignore)
    }

    /// The same thing said of the company, for a name that stands a second time among the company's columns.
    fn of_the_company(self) -> Option<Column> {
        match self {
            Column::ExternalId => Some(Column::CompanyExternalId),
            Column::Phone | Column::Phone2 => Some(Column::CompanyPhone),
            Column::Email | Column::Email2 => Some(Column::CompanyEmail),
            Column::Street => Some(Column::CompanyStreet),
            Column::PostCode => Some(Column::CompanyPostCode),
            Column::Town => Some(Column::CompanyTown),
            Column::Country => Some(Column::CompanyCountry),
            Column::Ignore => Some(Column::Ignore),
            _ => None,
        }
    }
}

/// Guesses what each column is; `None` is one that nobody knows or whose place is taken. Without names (`headers`
/// empty) the cells alone tell, which finds an e-mail address and a telephone number.
pub fn guess(headers: &[String], sample: &[Vec<String>]) -> Vec<Option<Column>> {
    let width = headers.len().max(sample.iter().map(Vec::len).max().unwrap_or_default());
    let mut guess = Guess { sample, found: vec![None; width], taken: HashSet::new() };
    guess.by_name(&headers.iter().map(|name| fold(name)).collect::<Vec<_>>());
    guess.by_content();
    guess.found
}

struct Guess<'a> {
    sample: &'a [Vec<String>],
    found: Vec<Option<Column>>,
    taken: HashSet<Column>,
}

impl Guess<'_> {
    fn by_name(&mut self, names: &[String]) {
        let meanings: Vec<Option<Meaning>> = names.iter().map(|name| meaning(name)).collect();
        let named =
            |column| meanings.iter().any(|meaning| matches!(meaning, Some(Meaning::OneOf([only])) if *only == column));
        let companys = about_the_company(names, &meanings);
        for strong in [true, false] {
            for (at, meaning) in meanings.iter().enumerate().filter(|(at, _)| is_strong(&names[*at]) == strong) {
                let candidates: &[Column] = match meaning {
                    None => continue,
                    Some(Meaning::OneOf(columns)) => columns,
                    Some(Meaning::Name) if named(Column::FamilyName) => &[Column::FullName],
                    Some(Meaning::Name) if named(Column::GivenName) => &[Column::FamilyName, Column::FullName],
                    Some(Meaning::Name) => &[Column::FullName],
                    Some(Meaning::Title) if self.column_is(at, is_civility) => &[Column::Civility],
                    Some(Meaning::Title) if named(Column::JobTitle) => &[Column::Civility],
                    Some(Meaning::Title) if named(Column::Civility) => &[Column::JobTitle],
                    // Outlook in French has it twice, first for the form of address.
                    Some(Meaning::Title) if names[at + 1..].contains(&names[at]) => &[Column::Civility],
                    Some(Meaning::Title) => &[Column::JobTitle],
                };
                if companys.contains(&at) {
                    self.take_first(at, &candidates[..1], Column::of_the_company);
                } else {
                    self.take_first(at, candidates, Some);
                }
            }
        }
    }

    fn take_first(&mut self, at: usize, candidates: &[Column], which: impl Fn(Column) -> Option<Column>) {
        let free = |column: &Column| column.may_repeat() || !self.taken.contains(column);
        if let Some(column) = candidates.iter().filter_map(|&column| which(column)).find(free) {
            self.take(at, column);
        }
    }

    fn take(&mut self, at: usize, column: Column) {
        // A name may promise addresses that are not there (`Email` as a yes or no, a type, a label).
        let is_email = matches!(column, Column::Email | Column::Email2 | Column::CompanyEmail);
        if is_email && self.cells(at).next().is_some() && !self.cells(at).any(|cell| cell.contains('@')) {
            return;
        }
        self.found[at] = Some(column);
        self.taken.insert(column);
    }

    /// Only what names left open, and only one of each: the second column of addresses in a file is as likely the
    /// colleague who looks after the person.
    fn by_content(&mut self) {
        for at in 0..self.found.len() {
            if self.found[at].is_some() {
                continue;
            }
            if !self.taken.contains(&Column::Email) && self.column_is(at, |cell| EmailAddress::parse(cell).is_ok()) {
                self.take(at, Column::Email);
            } else if ![Column::Phone, Column::Mobile].iter().any(|column| self.taken.contains(column))
                && self.column_is(at, is_surely_a_phone_number)
            {
                self.take(at, Column::Phone);
            }
        }
    }

    /// What stands in a column, blanks left out.
    fn cells(&self, at: usize) -> impl Iterator<Item = &str> {
        self.sample.iter().filter_map(move |row| row.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
    }

    /// Whether four cells in five are of a kind; people make mistakes.
    fn column_is(&self, at: usize, kind: impl Fn(&str) -> bool) -> bool {
        let (mut all, mut fitting) = (0usize, 0usize);
        for cell in self.cells(at) {
            all += 1;
            fitting += usize::from(kind(cell));
        }
        all > 0 && fitting * 5 >= all * 4
    }
}

/// The columns that speak of the company although they are named like the person's. A name is looked at only if it
/// stands in both sections: Dolibarr writes the person's address, then the company's, under the same names. One
/// that stands alone is the person's, wherever it stands.
fn about_the_company(names: &[String], meanings: &[Option<Meaning>]) -> HashSet<usize> {
    let mut in_company = false;
    let sections: Vec<bool> = meanings
        .iter()
        .map(|meaning| {
            match meaning {
                Some(Meaning::OneOf([Column::Company | Column::CompanyExternalId])) => in_company = true,
                Some(Meaning::OneOf([Column::GivenName | Column::FamilyName | Column::FullName]) | Meaning::Name) => {
                    in_company = false;
                }
                _ => {}
            }
            in_company
        })
        .collect();
    let elsewhere = |at: usize| (0..names.len()).any(|other| names[other] == names[at] && !sections[other]);
    // Companies have no title.
    let titled = |at: usize| meanings[at] == Some(Meaning::Title);
    (0..names.len()).filter(|&at| sections[at] && !titled(at) && elsewhere(at)).collect()
}

/// Digits alone may be any number; people write a plus, a leading zero or signs in between.
fn is_surely_a_phone_number(cell: &str) -> bool {
    cell.starts_with(['+', '0', '(']) && PhoneNumber::parse(cell, FRANCE).is_ok()
}

fn is_civility(cell: &str) -> bool {
    matches!(
        fold(cell).as_str(),
        "m" | "mr"
            | "mrs"
            | "ms"
            | "miss"
            | "mx"
            | "mme"
            | "mlle"
            | "mle"
            | "mm"
            | "monsieur"
            | "madame"
            | "mademoiselle"
            | "dr"
            | "docteur"
            | "doctor"
            | "pr"
            | "prof"
            | "professeur"
            | "professor"
            | "me"
            | "maitre"
            | "herr"
            | "frau"
    )
}
