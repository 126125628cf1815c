//! The pages of imports, as a colleague walks through them.
use super::*;
use crate::house::Visitor;
use cloister::actor::Role;

const FILE: [&str; 5] = [
    "Nom;Prénom;E-mail;Newsletter;Date d'inscription",
    "Petit;Anne;anne@azur.example;oui;12/03/2024",
    "Roux;Luc;luc@azur.example;oui;",
    "Blanc;<b>Ève</b>;eve@azur.example;non;",
    "Noir;Noé;noe chez noir;non;",
];

async fn upload(visitor: &Visitor, file: Vec<u8>) -> String {
    visitor.upload("/imports", "file", file).await.is(303).to().to_owned()
}

/// Every field of the questions as the page shows it, as a browser would send it.
async fn fields(visitor: &Visitor, path: &str) -> Vec<(String, String)> {
    let page = visitor.get(path).await.is(200).body;
    let form = page.split("/plan\"").nth(1).unwrap().split("</form>").next().unwrap();
    let attribute = |tag: &str, name: &str| {
        tag.split(&format!(" {name}=\"")).nth(1).map(|rest| rest.split('"').next().unwrap().to_owned())
    };
    let mut fields = Vec::new();
    for select in form.split("<select").skip(1) {
        let select = select.split("</select>").next().unwrap();
        let chosen = select.split("<option").find(|option| option.split('>').next().unwrap().contains(" selected"));
        let value = chosen.and_then(|option| attribute(option, "value")).unwrap_or_default();
        fields.push((attribute(select, "name").unwrap(), value));
    }
    for input in form.split("<input").skip(1) {
        let input = input.split('>').next().unwrap();
        let ticks = input.contains("type=\"checkbox\"");
        if !ticks || input.contains(" checked") {
            fields.push((attribute(input, "name").unwrap(), attribute(input, "value").unwrap_or_default()));
        }
    }
    fields.retain(|field| field.0 != "csrf");
    fields
}

async fn post(visitor: &Visitor, path: &str, fields: &[(String, String)]) -> crate::house::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post(path, &fields).await
}

fn set(fields: &mut Vec<(String, String)>, name: &str, value: &str) {
    fields.retain(|field| field.0 != name);
    fields.push((name.to_owned(), value.to_owned()));
}

/// Waits for the work in the background, as the page does.
async fn done(visitor: &Visitor, path: &str) {
    for _ in 0..6_000 {
        let page = visitor.get(&format!("{path}?fragment=1")).await.is(200);
        if page.says("data-go") {
            return;
        }
        assert!(page.says("data-refresh"), "{}", page.body);
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("the work never ends");
}

async fn people_of_azur(house: &House) -> usize {
    let app = house.app.clone();
    tokio::task::spawn_blocking(move || found(&app, "azur.example").len()).await.unwrap()
}

#[test]
fn a_colleague_uploads_answers_looks_and_imports() {
    let house = house();
    run(async {
        let marketing = house.signed_in(Role::Marketing).await;
        assert!(marketing.get("/imports").await.is(200).says("Nothing was imported yet"));
        marketing.get("/imports/new").await.is(200);
        let path = upload(&marketing, csv(&FILE)).await;

        let questions = marketing.get(&path).await.is(200);
        for shown in ["4 rows", "UTF-8", "Semicolon", "anne@azur.example", "Source of the proof"] {
            assert!(questions.says(shown), "{shown}: {}", questions.main());
        }
        assert!(!questions.says("<b>Ève"), "what a file says is escaped");
        let mut answers = fields(&marketing, &path).await;
        let refused = post(&marketing, &format!("{path}/plan"), &answers).await.is(422);
        assert!(refused.says("Choose one of these"), "{}", refused.main());
        set(&mut answers, "origin", "trade_fair");
        set(&mut answers, "ground", "legitimate_interest");
        let refused = post(&marketing, &format!("{path}/plan"), &answers).await.is(422);
        assert!(refused.says("Without the source of its proof a consent is worth nothing"), "{}", refused.main());
        set(&mut answers, "proof", "Signed list of the stand");
        post(&marketing, &format!("{path}/plan"), &answers).await.is(303);
        done(&marketing, &path).await;

        let preview = marketing.get(&path).await.is(200);
        for shown in [
            "Import 3 people",
            "Consent with day and proof",
            "Says yes, but not since when",
            "E-mail: An e-mail address has no space in it",
        ] {
            assert!(preview.says(shown), "{shown}: {}", preview.main());
        }
        assert_eq!(people_of_azur(&house).await, 0);
        let invalid = marketing.get(&format!("{path}?v=invalid")).await.is(200);
        assert!(invalid.says("Noé Noir") || invalid.says("Noir Noé"), "{}", invalid.main());
        assert!(!invalid.says("Anne Petit"));
        let rejected = marketing.get(&format!("{path}/rejected.csv")).await.is(200);
        assert!(rejected.says("\"Line\";\"Reason\";\"Nom\""), "{}", rejected.body);
        assert!(rejected.says("noe chez noir") && !rejected.says("anne@"));

        let version =
            preview.body.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        marketing.post(&format!("{path}/application"), &[("version", &version)]).await.is(303);
        done(&marketing, &path).await;
        let after = marketing.get(&path).await.is(200);
        assert!(after.says("Legal ground") && after.says("Signed list of the stand"), "{}", after.main());
        assert_eq!(people_of_azur(&house).await, 3);
        marketing.post(&format!("{path}/application"), &[("version", &version)]).await.is(409);

        let list = marketing.get("/imports").await.is(200);
        assert!(list.says("3 people added") && list.says("Trade fair"), "{}", list.main());
        let deeds = house.deeds().await;
        for deed in ["import.staged rows=4", "import.planned new=3 changes=0 rejected=1", "import.seen part=rejected"] {
            assert!(deeds.iter().any(|told| told == deed), "{deed}: {deeds:#?}");
        }
    });
}

#[test]
fn who_may_only_see_imports_sees_no_row_of_them() {
    let house = house();
    let id = plan(&house.app, &csv(&FILE)).import.id;
    run(async {
        for role in [Role::Dpo, Role::Cio] {
            let visitor = house.signed_in(role).await;
            let page = visitor.get(&format!("/imports/{id}")).await.is(200);
            assert!(page.says("Salon Finance, Lyon"), "{}", page.main());
            assert!(!page.says("Petit") && !page.says("/application"), "{}", page.main());
        }
        let sales = house.signed_in(Role::Sales).await;
        assert!(sales.get(&format!("/imports/{id}")).await.is(200).says("Anne Petit"));
    });
}

#[test]
fn a_file_that_is_refused_comes_back_with_the_reason_beside_the_field() {
    let house = house();
    run(async {
        let sales = house.signed_in(Role::Sales).await;
        for (file, words) in [
            (b"".to_vec(), "This file is empty"),
            (b"%PDF-1.7 ...".to_vec(), "This is a PDF"),
            (b"PK\x03\x04....".to_vec(), "Open it and save the sheet as CSV"),
            (b"Nom;Email\r\n\"Petit;a@b.example\r\n".to_vec(), "The quotes that open on line 2 never close"),
        ] {
            let page = sales.upload("/imports", "file", file).await.is(422);
            assert!(page.says(words) && page.says("id=\"file-error\""), "{words}: {}", page.main());
        }
        assert_eq!(staged_files(&house), 0);
        sales.upload("/imports", "other", b"a,b\r\n1,2\r\n".to_vec()).await.is(400);
        assert!(sales.get("/imports").await.is(200).says("Nothing was imported yet"));
    });
}

#[test]
fn somebody_with_five_unfinished_imports_is_asked_to_finish_one() {
    let house = house();
    run(async {
        let sales = house.signed_in(Role::Sales).await;
        let mut last = String::new();
        for _ in 0..import::PENDING {
            last = upload(&sales, csv(&FILE)).await;
        }
        let page = sales.upload("/imports", "file", csv(&FILE)).await.is(422);
        assert!(page.says("You have 5 unfinished imports"), "{}", page.main());
        sales.post(&format!("{last}/discard"), &[]).await.is(303);
        upload(&sales, csv(&FILE)).await;
    });
}

#[test]
fn a_file_that_was_read_wrongly_is_read_again_as_told() {
    let house = house();
    run(async {
        let sales = house.signed_in(Role::Sales).await;
        let path = upload(&sales, csv(&["Jean;Petit,Roux;jean@azur.example", "Zoé;Blanc,Noir;zoe@azur.example"])).await;
        assert!(sales.get(&path).await.is(200).says("2 rows"));
        let told = [("encoding", "utf-8"), ("delimiter", ";"), ("header", "yes")];
        sales.post(&format!("{path}/reading"), &told).await.is(303);
        let page = sales.get(&path).await.is(200);
        assert!(page.says("1 row<") || page.says("1 row ") && page.says("Petit,Roux"), "{}", page.main());
        let wrong = [("encoding", "utf-16le"), ("delimiter", ";"), ("header", "yes")];
        let refused = sales.post(&format!("{path}/reading"), &wrong).await.is(422);
        assert!(refused.says("id=\"encoding-error\""), "{}", refused.main());
    });
}
