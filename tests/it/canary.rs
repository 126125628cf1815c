//! Nothing personal is in any file that the program writes: not in the database, its journal, the keyring, the heads, the
//! staging, nor in a line of the log; not as UTF-8, UTF-16, hexadecimal or base64 (P4, V14.2.4, V16.2.5).
use crate::house::{House, run};
use crate::people::{add, form};
use cloister::actor::Role;
use cloister::db::Conn;
use diesel::prelude::*;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};

const FAMILY: &str = "Kanarienvogelsson";
const GIVEN: &str = "Zéphyrinette";
const EMAIL: &str = "canary.q7x@vogelhaus.example";
const NUMBER: &str = "06 98 76 54 31";
const COMPANY: &str = "Vogelhaus Blätterteig KG";
const JOB: &str = "Oberkanarienzüchterin";
const ADDRESS: &str = "17, quai des Serins";
const NOTE: &str = "Elle préfère le millet rouge";
const SUBJECT: &str = "Cage introuvable depuis jeudi";
const WORDING: &str = "J’accepte les nouvelles de la volière";
const IBAN: &str = "FR7630006000011234567890189";
const IMPORTED: &str = "Plumencourt";
const IMPORTED_EMAIL: &str = "h.plumencourt@perchoir.example";
const REJECTED: &str = "Duvetterie";

/// Everything that the program logs, for the whole test binary.
pub fn log() -> Arc<Mutex<Vec<u8>>> {
    #[derive(Clone)]
    struct Sink(Arc<Mutex<Vec<u8>>>);
    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    static LOG: OnceLock<Arc<Mutex<Vec<u8>>>> = OnceLock::new();
    LOG.get_or_init(|| {
        let sink = Sink(Arc::default());
        let writer = sink.clone();
        let _ = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_writer(move || writer.clone())
            .try_init();
        sink.0
    })
    .clone()
}

/// A value as it could stand in a file.
fn guises(value: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf8 = value.as_bytes().to_vec();
    let utf16: Vec<u16> = value.encode_utf16().collect();
    let mut all = vec![
        ("utf-16le", utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect()),
        ("utf-16be", utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect()),
        ("hex", data_encoding::HEXLOWER.encode(&utf8).into_bytes()),
        ("HEX", data_encoding::HEXUPPER.encode(&utf8).into_bytes()),
        ("folded", cloister::search::fold(value).into_bytes()),
    ];
    // Base 64 of a longer text that holds the value: three alignments, without the letters that depend on neighbours.
    for skip in 0..3 {
        let mut padded = vec![0; skip];
        padded.extend_from_slice(&utf8);
        let text = data_encoding::BASE64.encode(&padded);
        let inner = text.as_bytes()[4..text.len() - 4].to_vec();
        all.push(("base64", inner));
    }
    all.push(("utf-8", utf8));
    all.retain(|guise| guise.1.len() >= 6);
    all
}

pub fn find(haystack: &[u8], values: &[String], place: &str, faults: &mut Vec<String>) {
    for value in values {
        for (guise, bytes) in guises(value) {
            if memchr::memmem::find(haystack, &bytes).is_some() {
                faults.push(format!("{value} stands in {place} as {guise}"));
            }
        }
    }
}

pub fn sweep(folder: &Path, values: &[String], faults: &mut Vec<String>) -> usize {
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files += sweep(&path, values, faults);
        } else {
            files += 1;
            find(&std::fs::read(&path).unwrap(), values, &path.display().to_string(), faults);
            find(path.display().to_string().as_bytes(), values, "a file name", faults);
        }
    }
    files
}

#[derive(QueryableByName)]
struct Dump {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

/// On PostgreSQL the files are not ours to read: every row of every table as text instead.
#[expect(clippy::disallowed_methods, reason = "reads every table, whatever its name")]
pub fn dump(conn: &mut Conn) -> String {
    let Conn::Postgres(c) = conn else { return String::new() };
    let tables: Vec<Dump> = diesel::sql_query(
        "SELECT table_name::text AS text FROM information_schema.tables WHERE table_schema = current_schema()",
    )
    .load(&mut **c)
    .unwrap();
    let mut all = String::new();
    for table in tables {
        let sql = format!("SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM {} t", table.text);
        all.push_str(&diesel::sql_query(sql).get_result::<Dump>(&mut **c).unwrap().text);
    }
    all
}

#[test]
fn no_personal_value_is_in_any_file_that_the_program_wrote() {
    let log = log();
    run(async {
        let house = House::open().await;
        let (_, login) = house.account(Role::Marketing, "volatile.colleague").await;
        let mut marketing = house.visitor();
        marketing.sign_in(&login, house.app.clock().unix()).await;
        let sales = house.signed_in(Role::Sales).await;
        let support = house.signed_in(Role::Support).await;

        let person = [
            ("family_name", FAMILY),
            ("given_name", GIVEN),
            ("company", COMPANY),
            ("job_title", JOB),
            ("address", ADDRESS),
            ("reach_0_value", EMAIL),
            ("reach_1_value", NUMBER),
        ];
        let path = add(&sales, &person).await;
        let mut edited = person.to_vec();
        edited.extend([("version", "1"), ("civility", "Madame la Volière")]);
        sales.post(&format!("{path}/edit"), &form(&edited)).await.is(303);
        sales.get(&format!("/search?q={FAMILY}")).await.is(200);
        sales.get("/search?q=98765&fragment=1").await.is(200);
        sales.get("/people?q=kanarien").await.is(200);

        sales.post(&format!("{path}/notes"), &[("kind", "call_in"), ("text", NOTE)]).await.is(303);
        let asked = [("subject", SUBJECT), ("detail", NOTE), ("take", "yes")];
        support.post(&format!("{path}/assistance"), &asked).await.is(303);
        sales.post(&format!("{path}/lead"), &[]).await.is(303);

        let page = marketing.get(&format!("{path}/consents/new")).await.is(200);
        record_consent(&marketing, &path, &page.body).await;
        let list = [("purpose", "newsletter"), ("channel", "email"), ("delimiter", "semicolon")];
        let file = marketing.export(&list).await.is(200);
        assert!(file.says(EMAIL) && file.says(FAMILY), "the list holds whoever consented: {}", file.body);

        let company = house.look(|l| cloister::companies::called(l, COMPANY)).await.remove(0).id;
        let account = [("iban", IBAN), ("label", "Compte des graines"), ("holder", "company")];
        sales.post(&format!("/companies/{company}/accounts"), &account).await.is(303);

        let csv = format!(
            "Nom;Prénom;Email;Téléphone;Newsletter;Date\n{IMPORTED};Hyacinthe;{IMPORTED_EMAIL};0698765432;1;2026-01-02\n\
             {REJECTED};Odile;not an address;;0;\n"
        );
        let staged = sales.upload("/imports", "file", csv.into_bytes()).await.is(303).to().to_owned();
        assert!(sales.get(&staged).await.is(200).says(IMPORTED));

        let mut values: Vec<String> = [
            FAMILY,
            GIVEN,
            EMAIL,
            COMPANY,
            JOB,
            ADDRESS,
            NOTE,
            SUBJECT,
            WORDING,
            IBAN,
            IMPORTED,
            IMPORTED_EMAIL,
            REJECTED,
            NUMBER,
            "+33698765431",
            "33698765431",
            "0698765431",
            "FR76 3000 6000 0112 3456 7890 189",
            "Madame la Volière",
            "volatile.colleague",
            "Compte des graines",
        ]
        .map(str::to_owned)
        .to_vec();
        values.extend([login.password.clone(), login.totp_secret.clone()]);

        let mut faults = Vec::new();
        let files = sweep(house.folder.path(), &values, &mut faults);
        assert!(files >= 3, "the house wrote files: {files}");
        find(house.look(|l| Ok(dump(l.conn()))).await.as_bytes(), &values, "the database", &mut faults);
        find(&log.lock().unwrap(), &values, "the log", &mut faults);
        assert!(faults.is_empty(), "{faults:#?}");

        // The sweep finds what is there: a planted value, in each guise.
        for (guise, bytes) in guises(FAMILY) {
            let planted = house.folder.path().join("house/staging/planted");
            std::fs::write(&planted, [b"before ".as_slice(), &bytes, b" after"].concat()).unwrap();
            let mut found = Vec::new();
            sweep(house.folder.path(), &values, &mut found);
            assert!(!found.is_empty(), "{guise} was not found");
        }
    });
}

/// Records a consent for the one e-mail address of that person.
async fn record_consent(by: &crate::house::Visitor, path: &str, page: &str) {
    let (_, rest) = page.split_once("value=\"email-").expect("the form offers the address");
    let place = format!("email-{}", rest.split('"').next().unwrap());
    let fields = [
        ("act", "given"),
        ("purpose_newsletter", "yes"),
        ("where", &place),
        ("source", "form"),
        ("happened_on", "2026-01-02"),
        ("note", "Volet du formulaire"),
        ("wording", WORDING),
    ];
    by.post(&format!("{path}/consents/new"), &fields).await.is(303);
}
