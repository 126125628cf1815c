//! One row of a file, read as a person: parsed once, or refused with the column and the reason.
use super::columns::{Column, date, truthy};
use super::{Answers, Channel};
use crate::reach::{self, Country, FRANCE, Reach, ReachKind};
use crate::search::fold;
use crate::vault::Vault;
use crate::words::Lang;
use chrono::NaiveDate;

/// What a row says of a person, as far as an import takes it over.
pub struct Candidate {
    pub civility: String,
    pub given_name: String,
    pub family_name: String,
    pub job_title: String,
    pub address: String,
    pub lang: Option<Lang>,
    /// Each with its keyed hash, none twice.
    pub reaches: Vec<(Reach, Vec<u8>)>,
    pub company: Option<CandidateCompany>,
    pub yes: Yes,
    pub no_email: bool,
    pub no_calls: bool,
}

pub struct CandidateCompany {
    pub name: String,
    pub address: String,
    pub external: Option<String>,
    pub reaches: Vec<Reach>,
}

/// Whether the row says that somebody opted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Yes {
    No,
    /// Yes, and not since when: worth nothing.
    Undated,
    Since(NaiveDate),
}

/// Why a row cannot be a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    NoName,
    TooLong,
    Reach(reach::Fault),
}

/// A row that is refused: the column, counted from 0, when one is to blame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unfit {
    pub column: Option<usize>,
    pub why: Why,
}

/// What the form of a person takes, in characters: whatever comes in can be put right there.
const NAME: usize = 100;
const LINE: usize = 200;
const ADDRESS: usize = 500;

const REACHES: [(Column, ReachKind); 6] = [
    (Column::Email, ReachKind::Email),
    (Column::Email2, ReachKind::Email),
    (Column::Phone, ReachKind::Phone),
    (Column::Phone2, ReachKind::Phone),
    (Column::Mobile, ReachKind::Mobile),
    (Column::Fax, ReachKind::Fax),
];

impl Candidate {
    pub fn first(&self, channel: Channel) -> Option<&(Reach, Vec<u8>)> {
        self.reaches.iter().find(|(reach, _)| channel.reaches(reach.kind()))
    }

    /// The letters by which two writings of a name are one.
    pub fn folded_name(&self) -> (String, String) {
        (fold(&self.family_name), fold(&self.given_name))
    }

    /// Has nothing by which somebody could be recognised but a name.
    pub fn is_only_a_name(&self) -> bool {
        self.reaches.iter().all(|(reach, _)| reach.kind() == ReachKind::Fax)
    }

    /// As the index knows people.
    pub fn sort_name(&self) -> String {
        format!("{} {}", self.family_name, self.given_name)
    }

    pub fn company_name(&self) -> Option<&str> {
        self.company.as_ref().map(|company| company.name.as_str())
    }
}

/// Reads rows of one file.
pub struct Rows<'a> {
    answers: &'a Answers,
    vault: &'a Vault,
    today: NaiveDate,
}

struct Cells<'r> {
    columns: &'r [Column],
    cells: &'r [String],
}

impl<'r> Cells<'r> {
    /// Of the first column of that kind: where it stands, and what does, on one line.
    fn get(&self, column: Column) -> Option<(usize, &'r str)> {
        let at = self.columns.iter().position(|known| *known == column)?;
        let cell = self.cells.get(at)?.trim();
        // A dash, a dot or a stroke is how people write "nothing" where a program insists.
        cell.contains(|c: char| c.is_alphanumeric()).then_some((at, cell))
    }

    fn all(&self, column: Column) -> impl Iterator<Item = &'r str> {
        let columns = self.columns.iter().zip(self.cells);
        columns.filter(move |(known, _)| **known == column).map(|(_, cell)| cell.as_str())
    }

    /// Words with one blank between them.
    fn words(&self, column: Column) -> Result<String, Unfit> {
        let Some((at, cell)) = self.get(column) else { return Ok(String::new()) };
        let cell = crate::text::seen(cell);
        let words: Vec<&str> =
            cell.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
        let words = words.join(" ");
        let most = match column {
            Column::Civility | Column::GivenName | Column::FamilyName => NAME,
            _ => LINE,
        };
        if words.chars().count() > most {
            return Err(Unfit { column: Some(at), why: Why::TooLong });
        }
        Ok(words)
    }

    fn country(&self, column: Column) -> Country {
        self.get(column).and_then(|(_, cell)| country(cell)).unwrap_or(FRANCE)
    }

    /// As it is written on an envelope. France needs no saying in a French house.
    fn address(&self, columns: [Column; 4]) -> Result<String, Unfit> {
        let [street, post_code, town, country_column] = columns;
        let (at, street) = self.get(street).map_or((None, ""), |(at, cell)| (Some(at), cell));
        // Dolibarr writes the end of a line as a backslash and an n.
        let street = street.replace("\\r", "").replace("\\n", "\n");
        let town = format!("{} {}", self.words(post_code)?, self.words(town)?);
        let country = self.words(country_column)?;
        let country = if self.country(country_column) == FRANCE { String::new() } else { country };
        let lines = street.lines().chain([town.as_str(), country.as_str()]);
        let address = lines.map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        if address.chars().count() > ADDRESS {
            return Err(Unfit { column: at, why: Why::TooLong });
        }
        Ok(address)
    }
}

impl<'a> Rows<'a> {
    pub fn new(answers: &'a Answers, vault: &'a Vault, today: NaiveDate) -> Self {
        Rows { answers, vault, today }
    }

    /// # Errors
    /// The first thing that makes the row unfit.
    pub fn read(&self, cells: &[String]) -> Result<Candidate, Unfit> {
        let cells = Cells { columns: &self.answers.columns, cells };
        let (mut given_name, mut family_name) = (cells.words(Column::GivenName)?, cells.words(Column::FamilyName)?);
        if family_name.is_empty() {
            let (given, family) = split_name(&cells.words(Column::FullName)?);
            family_name = family;
            if given_name.is_empty() {
                given_name = given;
            } else if let Some(rest) = family_name_behind(&given_name, &cells.words(Column::FullName)?) {
                family_name = rest;
            }
        }
        if family_name.is_empty() {
            let named = [Column::FamilyName, Column::FullName].into_iter();
            let column = named.filter_map(|name| self.answers.columns.iter().position(|known| *known == name)).next();
            return Err(Unfit { column, why: Why::NoName });
        }
        let country = cells.country(Column::Country);
        let mut reaches: Vec<(Reach, Vec<u8>)> = Vec::new();
        for (column, kind) in REACHES {
            let Some((at, cell)) = cells.get(column) else { continue };
            let reach = Reach::parse_from(kind, cell, country)
                .map_err(|fault| Unfit { column: Some(at), why: Why::Reach(fault) })?;
            let blind = reach::blind(self.vault, &reach);
            if !reaches.iter().any(|(_, known)| *known == blind) {
                reaches.push((reach, blind));
            }
        }
        Ok(Candidate {
            civility: cells.words(Column::Civility)?,
            given_name,
            family_name,
            job_title: cells.words(Column::JobTitle)?,
            address: cells.address([Column::Street, Column::PostCode, Column::Town, Column::Country])?,
            lang: cells.get(Column::Language).and_then(|(_, cell)| language(cell)),
            reaches,
            company: company(&cells)?,
            yes: self.yes(&cells),
            no_email: cells.all(Column::OptOut).any(truthy),
            no_calls: cells.all(Column::DoNotCall).any(truthy),
        })
    }

    fn yes(&self, cells: &Cells) -> Yes {
        let Some(opt_in) = &self.answers.opt_in else { return Yes::No };
        let dated = cells.get(Column::OptInDate).is_some_and(|(_, cell)| !cell.trim().is_empty());
        let agreed = if self.answers.has(Column::OptIn) { cells.all(Column::OptIn).any(truthy) } else { dated };
        if !agreed {
            return Yes::No;
        }
        let own = cells.get(Column::OptInDate).and_then(|(_, cell)| date(cell)).map(|moment| moment.date());
        let on = if self.answers.has(Column::OptInDate) { own } else { opt_in.on };
        // Nobody agreed tomorrow, and nobody gave this house a consent before there were e-mail lists.
        on.filter(|on| *on <= self.today && *on >= FIRST_DAY).map_or(Yes::Undated, Yes::Since)
    }
}

/// What the ledger takes as the day of a consent at the earliest.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1990, 1, 1).expect("checked when compiling: that day exists");

fn company(cells: &Cells) -> Result<Option<CandidateCompany>, Unfit> {
    let name = cells.words(Column::Company)?;
    if fold(&name).is_empty() {
        return Ok(None);
    }
    let country = cells.country(Column::CompanyCountry);
    let mut reaches = Vec::new();
    for (column, kind) in [(Column::CompanyEmail, ReachKind::Email), (Column::CompanyPhone, ReachKind::Phone)] {
        let Some((at, cell)) = cells.get(column) else { continue };
        let reach = Reach::parse_from(kind, cell, country);
        reaches.push(reach.map_err(|fault| Unfit { column: Some(at), why: Why::Reach(fault) })?);
    }
    let external = cells.words(Column::CompanyExternalId)?;
    Ok(Some(CandidateCompany {
        name,
        address: cells.address([
            Column::CompanyStreet,
            Column::CompanyPostCode,
            Column::CompanyTown,
            Column::CompanyCountry,
        ])?,
        external: (!external.is_empty()).then_some(external),
        reaches,
    }))
}

/// Given and family name out of one cell: `Dupont, Jean`, `Jean DUPONT`, `DUPONT Jean`, and otherwise the first word
/// against the rest.
fn split_name(name: &str) -> (String, String) {
    if let Some((family, given)) = name.split_once(',') {
        return (given.trim().to_owned(), family.trim().to_owned());
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let loud =
        |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1 && !word.chars().any(char::is_lowercase);
    // Capitals tell a family name when they stand at one end.
    let from_start = words.iter().take_while(|word| loud(word)).count();
    let from_end = words.iter().rev().take_while(|word| loud(word)).count();
    if (1..words.len()).contains(&from_start) {
        let (family, given) = words.split_at(from_start);
        return (given.join(" "), family.join(" "));
    }
    if (1..words.len()).contains(&from_end) {
        let (given, family) = words.split_at(words.len() - from_end);
        return (given.join(" "), family.join(" "));
    }
    match words.as_slice() {
        [] => (String::new(), String::new()),
        [only] => (String::new(), (*only).to_owned()),
        [first, rest @ ..] => ((*first).to_owned(), rest.join(" ")),
    }
}

/// The rest of a whole name that begins or ends with a given name that stands in a column of its own.
fn family_name_behind(given: &str, name: &str) -> Option<String> {
    let rest = name.strip_prefix(given).or_else(|| name.strip_suffix(given))?.trim();
    (!rest.is_empty()).then(|| rest.to_owned())
}

fn language(cell: &str) -> Option<Lang> {
    let word = fold(cell);
    let code = word.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    match code {
        "fr" | "fra" | "fre" | "francais" | "francaise" | "french" => Some(Lang::Fr),
        "" => None,
        // Everybody else reads English sooner than French.
        _ => Some(Lang::En),
    }
}

/// A country by its code, or by its name in French and English where our customers are.
fn country(cell: &str) -> Option<Country> {
    let word = fold(cell);
    let code = match word.as_str() {
        "france" | "fra" => "FR",
        "allemagne" | "germany" | "deutschland" => "DE",
        "autriche" | "austria" => "AT",
        "belgique" | "belgium" | "belgie" => "BE",
        "canada" => "CA",
        "danemark" | "denmark" => "DK",
        "espagne" | "spain" | "espana" => "ES",
        "etats unis" | "usa" | "united states" | "united states of america" => "US",
        "finlande" | "finland" => "FI",
        "grece" | "greece" => "GR",
        "irlande" | "ireland" => "IE",
        "italie" | "italy" | "italia" => "IT",
        "luxembourg" => "LU",
        "maroc" | "morocco" => "MA",
        "monaco" => "MC",
        "norvege" | "norway" => "NO",
        "pays bas" | "netherlands" | "the netherlands" => "NL",
        "pologne" | "poland" => "PL",
        "portugal" => "PT",
        "royaume uni" | "united kingdom" | "uk" | "great britain" => "GB",
        "suede" | "sweden" => "SE",
        "suisse" | "switzerland" | "schweiz" => "CH",
        "tunisie" | "tunisia" => "TN",
        _ => return if word.len() == 2 { word.to_ascii_uppercase().parse().ok() } else { None },
    };
    code.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_name_is_taken_apart_the_way_it_was_written() {
        for (name, given, family) in [
            ("Jean Dupont", "Jean", "Dupont"),
            ("Dupont, Jean", "Jean", "Dupont"),
            ("DUPONT Jean", "Jean", "DUPONT"),
            ("Jean-Pierre DE LA TOUR", "Jean-Pierre", "DE LA TOUR"),
            ("Anne de la Tour", "Anne", "de la Tour"),
            ("Dupont", "", "Dupont"),
            ("JEAN DUPONT", "JEAN", "DUPONT"),
            ("Robert'); DROP TABLE people;--", "Robert');", "DROP TABLE people;--"),
            ("", "", ""),
        ] {
            assert_eq!(split_name(name), (given.to_owned(), family.to_owned()), "{name}");
        }
    }

    #[test]
    fn a_country_is_known_by_code_and_by_name() {
        assert_eq!(country("de"), "DE".parse().ok());
        assert_eq!(country("États-Unis"), "US".parse().ok());
        assert_eq!(country("Royaume-Uni"), "GB".parse().ok());
        assert_eq!(country("Atlantide"), None);
        assert_eq!(country("XQ"), None);
    }
}
