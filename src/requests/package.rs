//! The access package (Art. 15 and 20): everything that is held, readable, as JSON and as CSV, in one archive that is
//! encrypted to a passphrase. The passphrase is shown once and kept nowhere; the archive is taken once, within days.
//!
//! A ZIP with AES-256, because whoever gets it can open it with what people have (7-Zip, Keka, WinZip); its key is drawn by
//! the house, long enough that the weak stretching of that format does not matter (decision 10).
use super::fulfilling::people_of;
use super::{deed, open_rows, store};
use crate::actor::Right;
use crate::app::{Looking, Writing};
use crate::audit::pages::what_word;
use crate::auth::visit::role_word;
use crate::catalogue::{Field, Holding, KeyClass, Mask};
use crate::companies;
use crate::deeds::{self, Reading, What};
use crate::erasure::pages::holding_word;
use crate::error::{Error, Result};
use crate::kept;
use crate::notes::{self, Target};
use crate::people::Person;
use crate::people::pages::{ground_word, lang_word, origin_word};
use crate::sheet::{Delimiter, Layout, Writer};
use crate::vault::Owner;
use crate::web::{dates, faults};
use crate::words::{Lang, Words};
use crate::{accounts, assistance, consent, erasure, forms, leads, newsletter};
use chrono::{Duration, NaiveDateTime};
use std::fmt;
use std::io::{Cursor, Write};
use zeroize::Zeroize;
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipWriter};

/// An archive waits so long to be taken.
pub const PACKAGE_DAYS: i64 = kept::PACKAGE_DAYS;
/// How far back the log tells who looked (its lines are kept for twelve months).
const LOOKS: Duration = Duration::days(365);
/// As far back as lists are remembered at all.
const EVER: Duration = Duration::days(3_650);
/// More than anybody has.
const MOST: usize = 10_000;

/// What an archive holds: parts with columns and rows, in the language of whoever asks.
pub struct Contents {
    pub lang: Lang,
    pub company: String,
    pub number: i64,
    pub at: NaiveDateTime,
    pub parts: Vec<Part>,
}

pub struct Part {
    /// Of its file, and in the JSON.
    pub key: &'static str,
    pub title: String,
    pub columns: Vec<(&'static str, String)>,
    pub rows: Vec<Vec<String>>,
}

/// How an archive stands.
#[derive(Clone, Debug)]
pub struct Package {
    pub made_at: NaiveDateTime,
    pub until: NaiveDateTime,
    pub taken_at: Option<NaiveDateTime>,
    /// It is there to be taken.
    pub waits: bool,
    pub size: i64,
}

/// Shown once, given separately, kept nowhere.
pub struct Passphrase(String);

impl Passphrase {
    /// 24 signs that nobody mistakes for each other: 118 bits.
    fn draw() -> Self {
        const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
        let sign = |_| SIGNS.get(rand::random_range(0..SIGNS.len())).copied().map_or('a', char::from);
        let groups: Vec<String> = (0..6).map(|_| (0..4).map(sign).collect()).collect();
        Passphrase(groups.join("-"))
    }
}

impl fmt::Display for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Drop for Passphrase {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

pub fn package(l: &mut Looking, id: i64) -> Result<Option<Package>> {
    l.must(Right::WorkRequests)?;
    let now = l.now;
    let row = store::package(l.conn(), id)?;
    Ok(row.map(|row| Package {
        made_at: row.made_at,
        until: row.until,
        taken_at: row.taken_at,
        waits: row.taken_at.is_none() && row.until > now && row.body.is_some(),
        size: row.size,
    }))
}

/// Makes the archive, in place of an earlier one. `draw` makes the page that people read.
///
/// # Errors
/// `Stale` when it is not known who asks, or the request does not ask for a copy.
pub fn make_package(w: &mut Writing, id: i64, draw: fn(&Contents) -> Result<String>) -> Result<Passphrase> {
    w.must(Right::WorkRequests)?;
    let row = store::get(w.conn(), id)?;
    let identified = store::identity(w.conn(), id)?.means.is_some();
    let request = open_rows(w, vec![row])?.pop().ok_or(Error::Unreadable)?;
    if !identified || !request.is_open() || !request.wants_copy() {
        return Err(Error::Stale);
    }
    let people = people_of(w, id)?;
    let contents = Contents {
        lang: request.lang,
        company: w.app().config().company.clone(),
        number: id,
        at: w.now,
        parts: parts(w, request.lang, &people)?,
    };
    let passphrase = Passphrase::draw();
    let archive = archive(&contents, &draw(&contents)?, &passphrase)?;
    let owner = Owner::request(id);
    let sealing = w.sealing(&[owner], KeyClass::Identity)?;
    let digest = ring::digest::digest(&ring::digest::SHA256, &archive);
    let row = store::PackageRow {
        request_id: id,
        made_at: w.now,
        made_by: w.actor.staff_id(),
        until: w.now + Duration::days(PACKAGE_DAYS),
        taken_at: None,
        sha256: data_encoding::HEXLOWER.encode(digest.as_ref()),
        size: i64::try_from(archive.len()).unwrap_or(i64::MAX),
        body: Some(sealing.seal_bytes(Field::RequestPackage, owner, id, &archive)?),
    };
    store::set_package(w.conn(), &row)?;
    w.record(deed(What::PrivacyPackaged, id).with("people", people.len()).with("sha256", &row.sha256));
    Ok(passphrase)
}

/// The archive, once.
///
/// # Errors
/// `Stale` when it was taken, or too late.
pub fn take_package(w: &mut Writing, id: i64) -> Result<Vec<u8>> {
    w.must(Right::WorkRequests)?;
    let row = store::package(w.conn(), id)?.ok_or(Error::NotFound)?;
    let owner = Owner::request(id);
    let keys = w.unlock(&[owner], KeyClass::Identity)?;
    let body = row.body.as_ref().ok_or(Error::Stale)?;
    let archive = keys.open_bytes(Field::RequestPackage, owner, id, body)?.to_vec();
    let now = w.now;
    if !store::take_package(w.conn(), id, now)? {
        return Err(Error::Stale);
    }
    w.record(deed(What::PrivacyPackageTaken, id).with("sha256", &row.sha256));
    Ok(archive)
}

fn archive(contents: &Contents, page: &str, passphrase: &Passphrase) -> Result<Vec<u8>> {
    // No name of a file tells of anybody: names are not encrypted in this format.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .with_aes_encryption(AesMode::Aes256, &passphrase.0);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| -> Result<()> {
        zip.start_file(name, options).map_err(|_| Error::internal("an archive could not be begun"))?;
        zip.write_all(bytes).map_err(|_| Error::internal("an archive could not be written"))
    };
    add("data.html", page.as_bytes())?;
    add("data.json", json(contents)?.as_bytes())?;
    for part in contents.parts.iter().filter(|part| !part.rows.is_empty()) {
        add(&format!("csv/{}.csv", part.key), &csv(part)?)?;
    }
    let done = zip.finish().map_err(|_| Error::internal("an archive could not be finished"))?;
    Ok(done.into_inner())
}

/// `{"identity": [{"field": ..., "value": ...}], ...}`: structured, commonly used, machine-readable (Art. 20(1)).
fn json(contents: &Contents) -> Result<String> {
    use serde_json::{Map, Value};
    let mut all = Map::new();
    for part in &contents.parts {
        let row = |row: &Vec<String>| {
            let cells = part.columns.iter().zip(row);
            Value::Object(cells.map(|((key, _), cell)| ((*key).to_owned(), Value::from(cell.as_str()))).collect())
        };
        all.insert(part.key.to_owned(), Value::Array(part.rows.iter().map(row).collect()));
    }
    serde_json::to_string_pretty(&Value::Object(all)).map_err(Error::internal)
}

fn csv(part: &Part) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut sheet = Writer::new(&mut bytes, Layout { delimiter: Delimiter::Semicolon, bom: true })?;
    sheet.header(part.columns.iter().map(|(_, label)| label))?;
    for row in &part.rows {
        sheet.row(row)?;
    }
    sheet.finish()?;
    Ok(bytes)
}

fn part(key: &'static str, title: String, columns: Vec<(&'static str, String)>) -> Part {
    Part { key, title, columns, rows: Vec::new() }
}

/// Everything that is held of them, who looked at it, where it came from and went.
fn parts(w: &mut Writing, lang: Lang, people: &[Person]) -> Result<Vec<Part>> {
    let t = lang.words();
    let when = |at: &NaiveDateTime| dates::moment(lang, *at);
    let (day, kind, text) = (t.msg_requests_pack_day(), t.msg_requests_pack_kind(), t.msg_requests_pack_text());
    let mut identity = part(
        "identity",
        holding_word(t, Holding::Identity),
        vec![("field", t.msg_requests_pack_field()), ("value", t.msg_requests_pack_value())],
    );
    let mut reaches = part(
        "reaches",
        holding_word(t, Holding::Reaches),
        vec![("kind", kind.clone()), ("value", t.msg_requests_pack_value())],
    );
    let mut lead = part(
        "leads",
        holding_word(t, Holding::Leads),
        vec![("opened", day.clone()), ("stage", t.msg_requests_pack_state()), ("next_step", text.clone())],
    );
    let mut noted = part(
        "notes",
        holding_word(t, Holding::Notes),
        vec![("at", day.clone()), ("kind", kind.clone()), ("text", text.clone())],
    );
    let mut helped = part(
        "assistance",
        holding_word(t, Holding::Assistance),
        vec![
            ("opened", day.clone()),
            ("state", t.msg_requests_pack_state()),
            ("subject", t.msg_requests_pack_subject()),
            ("detail", text.clone()),
            ("answer", t.msg_requests_pack_answer()),
        ],
    );
    let mut banked = part(
        "accounts",
        holding_word(t, Holding::Accounts),
        vec![("label", kind.clone()), ("account", t.msg_requests_pack_value())],
    );
    let mut said = part(
        "consents",
        holding_word(t, Holding::Consents),
        vec![
            ("day", day.clone()),
            ("act", kind.clone()),
            ("purpose", t.msg_requests_pack_purpose()),
            ("channel", t.msg_requests_pack_channel()),
            ("address", t.msg_requests_pack_value()),
            ("source", t.msg_requests_pack_source()),
            ("note", text.clone()),
            ("wording", t.msg_requests_pack_wording()),
        ],
    );
    let mut sent = part(
        "submissions",
        holding_word(t, Holding::Submissions),
        vec![("at", day.clone()), ("field", t.msg_requests_pack_field()), ("value", text.clone())],
    );
    let mut lists = part(
        "recipients",
        t.msg_requests_pack_recipients(),
        vec![
            ("at", day.clone()),
            ("purpose", t.msg_requests_pack_purpose()),
            ("channel", t.msg_requests_pack_channel()),
            ("recipient", t.msg_requests_pack_recipient()),
        ],
    );
    for person in people {
        identity.rows.extend(identity_rows(w, lang, person)?);
        let rows = person.reaches.iter();
        reaches
            .rows
            .extend(rows.map(|kept| vec![faults::reach_kind(t, kept.reach.kind()), kept.reach.written().into_owned()]));
        if let Some(found) = leads::of(w, person.id)? {
            let stage = leads::pages::stage_word(t, found.stage);
            lead.rows.push(vec![when(&found.opened_at), stage, found.next_step]);
        }
        for note in notes::before(w, Target::Person(person.id), None, MOST)?.notes {
            noted.rows.push(vec![when(&note.at), notes::pages::kind_word(t, note.kind), note.text]);
        }
        for line in assistance::of_person(w, person.id, MOST)?.lines {
            let (open, closed) = (t.msg_assistance_state_open(), t.msg_assistance_state_closed());
            let (request, state) = (&line.request, if line.request.is_open() { open } else { closed });
            let [subject, detail, answer] = [&request.subject, &request.detail, &request.answer].map(Clone::clone);
            helped.rows.push(vec![when(&request.opened_at), state, subject, detail, answer]);
        }
        for (label, account) in accounts::for_the_holder(w, person.id)? {
            banked.rows.push(vec![label, account]);
        }
        for told in consent::story(w, person.id)?.told {
            said.rows.push(vec![
                dates::day(lang, told.happened_on),
                told.act.label(t),
                told.purpose.label(t),
                told.channel.label(t),
                told.address,
                told.source.label(t),
                told.note,
                told.wording,
            ]);
        }
        for (row, content) in forms::submissions_of(w, person.id)? {
            let fields = content.0.into_iter().filter(|(_, value)| !value.is_empty());
            sent.rows.extend(fields.map(|(field, value)| vec![when(&row.sent_at), field, value]));
        }
    }
    let ids: Vec<i64> = people.iter().map(|person| person.id).collect();
    let since = w.now - EVER;
    for export in newsletter::holding(w, &ids, since)? {
        let to = t.msg_requests_pack_list();
        lists.rows.push(vec![when(&export.at), export.purpose.label(t), export.channel.label(t), to]);
    }
    let looked = looks(w, lang, &ids)?;
    let mut all = vec![identity, reaches, lead, noted, helped, banked, said, sent, lists];
    let rest = rest(w, lang, &ids, &all)?;
    all.push(rest);
    all.push(looked);
    all.push(standing(t));
    Ok(all)
}

/// Every sealed value that the catalogue knows of them and that stands in no part above: a column that is added one day is
/// in the next package, whether or not anybody thought of it here. What is only a secret of the house is left out.
fn rest(w: &mut Writing, lang: Lang, ids: &[i64], parts: &[Part]) -> Result<Part> {
    let t = lang.words();
    let columns = vec![("data", t.msg_requests_pack_kind()), ("value", t.msg_requests_pack_value())];
    let mut rest = part("other", t.msg_requests_pack_other(), columns);
    let cells: Vec<&str> = parts.iter().flat_map(|part| part.rows.iter().flatten()).map(String::as_str).collect();
    for id in ids {
        for value in erasure::everything(w, Owner::person(*id))? {
            let parsed: serde_json::Value = serde_json::from_str(&value.text).unwrap_or_default();
            let shown = cells.contains(&value.text.as_str()) || parsed.is_object();
            // As it is sealed an account has no spaces, and a number no dots.
            let tight = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let shown = shown || cells.iter().any(|cell| tight(cell) == tight(&value.text));
            let numbers = value.field == Field::Reach;
            if !shown && !numbers && value.field.spec().mask != Mask::Never && !value.text.is_empty() {
                rest.rows.push(vec![holding_word(t, value.holding), value.text]);
            }
        }
    }
    Ok(rest)
}

fn identity_rows(w: &mut Writing, lang: Lang, person: &Person) -> Result<Vec<Vec<String>>> {
    let t = lang.words();
    let company = companies::name(w, person.company_id)?;
    let rows = [
        (t.msg_people_civility(), person.civility.clone()),
        (t.msg_people_given_name(), person.given_name.clone()),
        (t.msg_people_family_name(), person.family_name.clone()),
        (t.msg_people_job_title(), person.job_title.clone()),
        (t.msg_people_address(), person.address.clone()),
        (t.msg_people_lang(), lang_word(t, person.lang)),
        (t.msg_requests_pack_company(), company),
        (t.msg_requests_pack_source(), origin_word(t, person.origin)),
        (t.msg_people_ground(), ground_word(t, person.ground)),
        (t.msg_requests_pack_added(), dates::moment(lang, person.added_at)),
        (t.msg_requests_pack_changed(), dates::moment(lang, person.changed_at)),
    ];
    Ok(rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(field, value)| vec![field, value]).collect())
}

/// Who looked, in which role and when, as far back as the log goes: not which colleague, whose data that is (Art. 15(4);
/// Court of Justice, C-579/21).
fn looks(l: &mut Looking, lang: Lang, ids: &[i64]) -> Result<Part> {
    const ALONE: [What; 2] = [What::PersonOpened, What::AccountRevealed];
    const TOGETHER: [What; 3] = [What::Searched, What::SearchedWhileTyping, What::Listed];
    let t = lang.words();
    let mut looked = part(
        "looks",
        t.msg_requests_pack_looks(),
        vec![
            ("at", t.msg_requests_pack_day()),
            ("what", t.msg_requests_pack_kind()),
            ("role", t.msg_requests_pack_role()),
        ],
    );
    let since = l.now - LOOKS;
    let mut lines = Vec::new();
    for id in ids {
        let most = i64::try_from(MOST).unwrap_or(i64::MAX);
        let about = Reading { subject: Some((deeds::Subject::Person, *id)), limit: most, ..Reading::default() };
        lines.extend(deeds::read(l.conn(), &about)?.into_iter().filter(|line| ALONE.contains(&line.what)));
    }
    let mut before = None;
    loop {
        let some = deeds::telling(l.conn(), &TOGETHER, before, 1_000)?;
        let Some(last) = some.last() else { break };
        before = Some(last.n);
        let over = last.at < since;
        lines.extend(some.into_iter().filter(|line| names_one_of(&line.detail, ids)));
        if over {
            break;
        }
    }
    lines.retain(|line| line.at >= since);
    lines.sort_by_key(|line| line.n);
    looked.rows = lines
        .iter()
        .map(|line| {
            let role = line.role.map_or_else(|| t.msg_requests_pack_house(), |role| role_word(role, t));
            vec![dates::moment(lang, line.at), what_word(t, line.what), role]
        })
        .collect();
    Ok(looked)
}

/// The `ids=4,9` of a deed.
fn names_one_of(detail: &str, ids: &[i64]) -> bool {
    let listed = detail.split(' ').find_map(|word| word.strip_prefix("ids=")).unwrap_or_default();
    listed.split(',').filter_map(|id| id.parse::<i64>().ok()).any(|id| ids.contains(&id))
}

/// What every copy says: archives, terms, rights.
fn standing(t: &Words) -> Part {
    let mut part = part(
        "information",
        t.msg_requests_pack_information(),
        vec![("about", t.msg_requests_pack_field()), ("text", t.msg_requests_pack_text())],
    );
    part.rows = vec![
        vec![t.msg_requests_pack_archives(), t.msg_requests_pack_archives_text()],
        vec![t.msg_requests_pack_terms(), t.msg_requests_pack_terms_text()],
        vec![t.msg_requests_pack_rights(), t.msg_requests_pack_rights_text()],
        vec![t.msg_requests_pack_decisions(), t.msg_requests_pack_decisions_text()],
    ];
    part
}
