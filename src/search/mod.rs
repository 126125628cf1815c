//! The in-memory index: the one declared place where names stand in clear (V11.7.2, V14.2.2).
//!
//! A folded scan behind this door, which also keeps the order by name and by company, so that lists sort and page by
//! key although nothing sortable is stored. What it costs: 100,000 people are about 40 MB and a few milliseconds a
//! search. The way out, for millions: a bitmap per trigram behind the same door (design §5).
mod fold;

pub use fold::{Query, fold};
use memchr::memmem::Finder;
use parking_lot::RwLock;
use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use zeroize::Zeroize;

crate::db::values::words! {
    pub enum Kind {
        Person = "person",
        Company = "company",
    }
}

/// What the index knows of a person or a company. Made by the rooms that own the rows.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// As people sort it: family name first.
    pub name: String,
    /// Whatever else can be found: e-mail addresses, given names.
    pub words: String,
    /// Telephone and fax numbers as digits, international and national.
    pub numbers: Vec<String>,
    pub facets: Facets,
}

/// What lists filter by. Words and references, nothing personal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    pub stage: Option<&'static str>,
    pub owner: Option<i64>,
    pub company: Option<i64>,
    pub third_party: bool,
    pub customer: bool,
    /// Kept and used for nothing (Art. 18): in no list, and found by the Dpo alone.
    pub restricted: bool,
}

/// Clear text that is wiped when it leaves the index.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Text(String);

impl Drop for Text {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

struct Slot {
    kind: Kind,
    id: i64,
    name: Text,
    company: Text,
    /// Whatever else can be found, folded.
    words: Text,
    numbers: Text,
    facets: Facets,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Name,
    Company,
}

/// Whose leads a list is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whose {
    #[default]
    Everybodys,
    Nobodys,
    Of(i64),
}

impl Whose {
    fn includes(self, owner: Option<i64>) -> bool {
        match self {
            Whose::Everybodys => true,
            Whose::Nobodys => owner.is_none(),
            Whose::Of(id) => owner == Some(id),
        }
    }
}

#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub leads_only: bool,
    pub stage: Option<&'static str>,
    pub owner: Whose,
    pub company: Option<i64>,
    pub customers_only: bool,
    pub third_parties: bool,
    /// Those whose processing is restricted, and nobody else; otherwise nobody of them.
    pub restricted: bool,
    pub text: String,
}

/// Where a page begins: after or before the row with this id, which need not match the filter any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Start,
    After(i64),
    Before(i64),
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Listed {
    pub ids: Vec<i64>,
    pub before: bool,
    pub after: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub hits: Vec<(Kind, i64)>,
    /// There are more than were asked for: say "50+".
    pub more: bool,
}

/// Stop looking after so many: the rest could not be shown anyway.
const ENOUGH: usize = 2_000;

type NameKey = (Kind, Text, i64);
type CompanyKey = (Kind, Text, Text, i64);

#[derive(Default)]
struct Shelf {
    slots: Vec<Option<Slot>>,
    places: HashMap<(Kind, i64), usize>,
    free: Vec<usize>,
    by_name: BTreeSet<NameKey>,
    by_company: BTreeSet<CompanyKey>,
}

#[derive(Default)]
pub struct Index {
    shelf: RwLock<Shelf>,
}

impl Index {
    pub fn put(&self, kind: Kind, id: i64, entry: &Entry) {
        self.shelf.write().put(kind, id, entry);
    }

    pub fn put_all(&self, kind: Kind, entries: &[(i64, Entry)]) {
        let mut shelf = self.shelf.write();
        for (id, entry) in entries {
            shelf.put(kind, *id, entry);
        }
    }

    pub fn remove(&self, kind: Kind, id: i64) {
        self.shelf.write().remove(kind, id);
    }

    pub fn clear(&self) {
        *self.shelf.write() = Shelf::default();
    }

    pub fn count(&self, kind: Kind) -> usize {
        self.shelf.read().walk(kind, Order::Name, From::Start).count()
    }

    /// Whoever matches all words of the query; names that begin with the first word come first. Nobody whose processing is
    /// restricted.
    pub fn find(&self, query: &str, only: Option<Kind>, limit: usize) -> Found {
        self.find_if(query, only, limit, |slot| !slot.facets.restricted)
    }

    /// The same, also those whose processing is restricted: for whoever answers for them.
    pub fn find_all(&self, query: &str, only: Option<Kind>, limit: usize) -> Found {
        self.find_if(query, only, limit, |_| true)
    }

    fn find_if(&self, query: &str, only: Option<Kind>, limit: usize, shown: impl Fn(&Slot) -> bool) -> Found {
        let query = Query::parse(query);
        if query.is_empty() {
            return Found::default();
        }
        let matcher = Matcher::new(&query);
        let shelf = self.shelf.read();
        let mut hits: Vec<&Slot> = shelf
            .slots
            .iter()
            .flatten()
            .filter(|slot| only.is_none_or(|kind| slot.kind == kind) && shown(slot) && matcher.matches(slot))
            .take(ENOUGH)
            .collect();
        let first = query.words.first().map_or("", String::as_str);
        hits.sort_by_cached_key(|slot| {
            let begins = slot.name.0.starts_with(first);
            let begins_word = slot.name.0.split(' ').any(|word| word.starts_with(first));
            (!begins, !begins_word, slot.kind, slot.name.clone(), slot.id)
        });
        Found { more: hits.len() > limit, hits: hits.iter().take(limit).map(|slot| (slot.kind, slot.id)).collect() }
    }

    /// A page of a list in its order.
    pub fn list(&self, kind: Kind, order: Order, filter: &Filter, from: From, limit: usize) -> Listed {
        let query = Query::parse(&filter.text);
        let matcher = (!query.is_empty()).then(|| Matcher::new(&query));
        let shelf = self.shelf.read();
        let passes = |id: &i64| {
            shelf
                .slot(kind, *id)
                .is_some_and(|slot| filter.passes(slot) && matcher.as_ref().is_none_or(|matcher| matcher.matches(slot)))
        };
        let backwards = matches!(from, From::Before(_));
        let mut ids: Vec<i64> = shelf.walk(kind, order, from).filter(passes).take(limit + 1).collect();
        let more = ids.len() > limit;
        ids.truncate(limit);
        if backwards {
            ids.reverse();
        }
        // Where one came from there is something to go back to.
        Listed { before: if backwards { more } else { from != From::Start }, after: backwards || more, ids }
    }

    /// Those of a kind that are called exactly that, however it is written, oldest first.
    pub fn named(&self, kind: Kind, name: &str) -> Vec<i64> {
        let name = Text(fold(name));
        let shelf = self.shelf.read();
        let keys = shelf.by_name.range((kind, name.clone(), i64::MIN)..=(kind, name, i64::MAX));
        keys.map(|key| key.2).collect()
    }

    /// How many pass a filter: exact, and a scan.
    pub fn matching(&self, kind: Kind, filter: &Filter) -> usize {
        let query = Query::parse(&filter.text);
        let matcher = (!query.is_empty()).then(|| Matcher::new(&query));
        self.shelf
            .read()
            .slots
            .iter()
            .flatten()
            .filter(|slot| {
                slot.kind == kind && filter.passes(slot) && matcher.as_ref().is_none_or(|matcher| matcher.matches(slot))
            })
            .count()
    }
}

impl Shelf {
    fn slot(&self, kind: Kind, id: i64) -> Option<&Slot> {
        self.places.get(&(kind, id)).and_then(|place| self.slots.get(*place)).and_then(Option::as_ref)
    }

    /// A company is put before its people; when its name changes they follow.
    fn put(&mut self, kind: Kind, id: i64, entry: &Entry) {
        let before = self.slot(kind, id).map(|slot| slot.name.clone());
        self.remove(kind, id);
        let name = Text(fold(&entry.name));
        if kind == Kind::Company && before.is_some_and(|before| before != name) {
            self.rename_company(id, &name);
        }
        let company = entry.facets.company.and_then(|company| self.slot(Kind::Company, company));
        let company = company.map_or_else(|| Text(String::new()), |slot| slot.name.clone());
        let words = Text(fold(&entry.words));
        let slot =
            Slot { kind, id, words, numbers: Text(entry.numbers.join(" ")), facets: entry.facets, name, company };
        self.insert(slot);
    }

    fn rename_company(&mut self, company: i64, name: &Text) {
        let theirs = |slot: &&Slot| slot.kind == Kind::Person && slot.facets.company == Some(company);
        let people: Vec<i64> = self.slots.iter().flatten().filter(theirs).map(|slot| slot.id).collect();
        for id in people {
            if let Some(mut slot) = self.take(Kind::Person, id) {
                slot.company = name.clone();
                self.insert(slot);
            }
        }
    }

    fn insert(&mut self, slot: Slot) {
        let (kind, id) = (slot.kind, slot.id);
        self.by_name.insert((kind, slot.name.clone(), id));
        self.by_company.insert((kind, slot.company.clone(), slot.name.clone(), id));
        let place = match self.free.pop() {
            Some(place) => place,
            None => {
                self.slots.push(None);
                self.slots.len() - 1
            }
        };
        self.places.insert((kind, id), place);
        if let Some(free) = self.slots.get_mut(place) {
            *free = Some(slot);
        }
    }

    fn remove(&mut self, kind: Kind, id: i64) {
        drop(self.take(kind, id));
    }

    fn take(&mut self, kind: Kind, id: i64) -> Option<Slot> {
        let place = self.places.remove(&(kind, id))?;
        let slot = self.slots.get_mut(place).and_then(Option::take)?;
        self.by_name.remove(&(kind, slot.name.clone(), id));
        self.by_company.remove(&(kind, slot.company.clone(), slot.name.clone(), id));
        self.free.push(place);
        Some(slot)
    }

    /// The ids of a kind in an order, from a place on; backwards when the place is an end.
    fn walk(&self, kind: Kind, order: Order, from: From) -> Box<dyn Iterator<Item = i64> + '_> {
        let at = match from {
            From::Start => None,
            From::After(id) | From::Before(id) => self.slot(kind, id),
        };
        let none = || Text(String::new());
        match order {
            Order::Name => {
                let key = at.map(|slot| (kind, slot.name.clone(), slot.id));
                let keys = span(&self.by_name, key, (kind, none(), i64::MIN), from);
                Box::new(keys.map(|key| (key.0, key.2)).take_while(move |key| key.0 == kind).map(|key| key.1))
            }
            Order::Company => {
                let key = at.map(|slot| (kind, slot.company.clone(), slot.name.clone(), slot.id));
                let keys = span(&self.by_company, key, (kind, none(), none(), i64::MIN), from);
                Box::new(keys.map(|key| (key.0, key.3)).take_while(move |key| key.0 == kind).map(|key| key.1))
            }
        }
    }
}

/// A stretch of an ordered set: from the first key, from after a key, or backwards from before it.
fn span<K: Ord>(keys: &BTreeSet<K>, key: Option<K>, first: K, from: From) -> Box<dyn Iterator<Item = &K> + '_> {
    match (key, from) {
        (Some(key), From::Before(_)) => Box::new(keys.range((Bound::Unbounded, Bound::Excluded(key))).rev()),
        (Some(key), _) => Box::new(keys.range((Bound::Excluded(key), Bound::Unbounded))),
        // The row is gone: better the first page than none.
        (None, _) => Box::new(keys.range(first..)),
    }
}

impl Filter {
    fn passes(&self, slot: &Slot) -> bool {
        let facets = &slot.facets;
        (!self.leads_only || facets.stage.is_some())
            && self.stage.is_none_or(|stage| facets.stage == Some(stage))
            && self.owner.includes(facets.owner)
            && self.company.is_none_or(|company| facets.company == Some(company))
            && (!self.customers_only || facets.customer)
            && (self.third_parties || !facets.third_party)
            && self.restricted == facets.restricted
    }
}

struct Matcher<'q> {
    words: Vec<(Finder<'q>, Option<Finder<'q>>)>,
    number: Option<Finder<'q>>,
}

impl<'q> Matcher<'q> {
    fn new(query: &'q Query) -> Self {
        let digits = |word: &'q str| Query::word_as_digits(word).map(|digits| Finder::new(digits.as_bytes()));
        Matcher {
            words: query.words.iter().map(|word| (Finder::new(word.as_bytes()), digits(word))).collect(),
            number: query.number.as_ref().map(|number| Finder::new(number.as_bytes())),
        }
    }

    fn matches(&self, slot: &Slot) -> bool {
        let numbers = slot.numbers.0.as_bytes();
        if let Some(number) = &self.number {
            return number.find(numbers).is_some();
        }
        self.words.iter().all(|(word, digits)| {
            [&slot.name, &slot.company, &slot.words].iter().any(|text| word.find(text.0.as_bytes()).is_some())
                || digits.as_ref().is_some_and(|digits| digits.find(numbers).is_some())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        let index = Index::default();
        let person = |id, name: &str, company, words: &str, numbers: &[&str], stage| {
            index.put(
                Kind::Person,
                id,
                &Entry {
                    name: name.into(),
                    words: words.into(),
                    numbers: numbers.iter().map(|n| (*n).to_owned()).collect(),
                    facets: Facets { stage, company: Some(company), ..Facets::default() },
                },
            );
        };
        index.put(Kind::Company, 8, &Entry { name: "Zéphyr SAS".into(), ..Entry::default() });
        index.put(Kind::Company, 9, &Entry { name: "Azur & Fils".into(), ..Entry::default() });
        person(1, "Dupont Émilie", 8, "e.dupont@zephyr.fr", &["33612345678", "0612345678"], Some("new"));
        person(2, "Dupond Jean-Pierre", 9, "jp@azur.fr", &["33140506070", "0140506070"], None);
        person(3, "O'Brien Zoé", 9, "zoe@azur.fr", &[], Some("won"));
        index
    }

    fn ids(found: &Found) -> Vec<i64> {
        found.hits.iter().map(|hit| hit.1).collect()
    }

    #[test]
    fn a_person_is_found_by_part_of_a_name_company_address_or_number() {
        let index = index();
        for (typed, wanted) in [
            ("emil", vec![1]),
            ("dup", vec![2, 1]),
            ("o'brien", vec![3]),
            ("jean pierre", vec![2]),
            ("azur zoe", vec![3]),
            ("@azur", vec![2, 3]),
            ("6 12 34", vec![1]),
            ("+33 (0)1 40", vec![2]),
            ("5060", vec![2]),
            ("azur nobody", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(ids(&index.find(typed, Some(Kind::Person), 50)), wanted, "{typed}");
        }
        assert_eq!(index.find("azur", None, 50).hits.len(), 3);
        assert!(index.find("azur", None, 2).more);
    }

    #[test]
    fn a_company_is_known_by_its_whole_name_and_by_nothing_less() {
        let index = index();
        assert_eq!(index.named(Kind::Company, "AZUR et fils"), Vec::<i64>::new());
        assert_eq!(index.named(Kind::Company, "azur & Fils"), vec![9]);
        assert_eq!(index.named(Kind::Company, "azur"), Vec::<i64>::new());
        assert_eq!(index.named(Kind::Person, "azur & fils"), Vec::<i64>::new());
    }

    #[test]
    fn an_erased_person_is_found_by_nobody() {
        let index = index();
        index.remove(Kind::Person, 1);
        assert!(index.find("emil", None, 50).hits.is_empty());
        assert_eq!(index.list(Kind::Person, Order::Name, &Filter::default(), From::Start, 9).ids, vec![2, 3]);
    }

    #[test]
    fn people_follow_their_company_when_it_is_renamed() {
        let index = index();
        index.put(Kind::Company, 9, &Entry { name: "Boréal SAS".into(), ..Entry::default() });
        assert_eq!(ids(&index.find("boreal", Some(Kind::Person), 50)), vec![2, 3]);
        assert!(index.find("azur fils", None, 50).hits.is_empty());
        assert_eq!(index.list(Kind::Person, Order::Company, &Filter::default(), From::Start, 9).ids, vec![2, 3, 1]);
    }

    #[test]
    fn lists_page_by_key_in_both_directions_and_orders() {
        let index = index();
        let all = Filter::default();
        let first = index.list(Kind::Person, Order::Name, &all, From::Start, 2);
        assert_eq!((first.ids.clone(), first.before, first.after), (vec![2, 1], false, true));
        let next = index.list(Kind::Person, Order::Name, &all, From::After(1), 2);
        assert_eq!((next.ids.clone(), next.before, next.after), (vec![3], true, false));
        let back = index.list(Kind::Person, Order::Name, &all, From::Before(3), 2);
        assert_eq!((back.ids, back.before, back.after), (vec![2, 1], false, true));
        let company = index.list(Kind::Person, Order::Company, &all, From::Start, 9);
        assert_eq!(company.ids, vec![2, 3, 1]);
        let leads = Filter { leads_only: true, ..Filter::default() };
        assert_eq!(index.list(Kind::Person, Order::Name, &leads, From::Start, 9).ids, vec![1, 3]);
    }
}
