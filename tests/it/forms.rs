//! Notices and forms: who writes and who publishes, what was published stays, and the same makes the same bytes.
use crate::house::{House, Visitor, run};
use cloister::actor::Role::{Cio, Dpo, Marketing, Sales, Support};
use cloister::db::Conn;
use cloister::forms::{Leaf, Part, State};
use cloister::words::Lang;
use diesel::connection::SimpleConnection;

/// A notice as Marketing types it; `retention` is what later versions change.
pub fn notice_fields(retention: &str) -> Vec<(String, String)> {
    let mut fields = vec![("name".to_owned(), "Site public".to_owned())];
    for lang in Lang::ALL {
        for part in Part::ALL {
            let text = match (part, lang) {
                (Part::Retention, _) => retention.to_owned(),
                (Part::Controller, _) => "Trésorerie Martin SAS, 12 rue des Essais, 75002 Paris".to_owned(),
                (Part::Purposes, Lang::Fr) => "Répondre à votre message <b>et</b> rien d’autre".to_owned(),
                (part, lang) => format!("{} {}", part.word(), lang.word()),
            };
            fields.push((format!("{}_{}", lang.word(), part.word()), text));
        }
    }
    fields
}

pub fn form_fields(slug: &str, kind: &str, desk: &str, notice: i64, purposes: &[&str]) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = [
        ("slug", slug),
        ("kind", kind),
        ("desk", desk),
        ("notice", &notice.to_string()),
        ("fr_title", "Nous écrire"),
        ("fr_intro", "Nous répondons sous deux jours."),
        ("en_title", "Write to us"),
        ("en_intro", "We answer within two days."),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .to_vec();
    for ask in ["given_name", "phone", "company", "message"] {
        fields.push((format!("ask_{ask}"), "yes".to_owned()));
    }
    fields.extend(purposes.iter().map(|purpose| (format!("purpose_{purpose}"), "yes".to_owned())));
    fields
}

pub async fn send(visitor: &Visitor, path: &str, fields: &[(String, String)]) -> crate::house::Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    visitor.post(path, &fields).await
}

pub fn id_in(path: &str) -> i64 {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

/// What stands in a hidden field of a page.
pub fn hidden(body: &str, name: &str) -> String {
    let (_, rest) = body.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

pub async fn publish(dpo: &Visitor, path: &str) -> crate::house::Answer {
    let page = dpo.get(path).await.is(200);
    let (_, form) = page.body.split_once(&format!("{path}/publication")).expect("a button that publishes");
    dpo.post(&format!("{path}/publication"), &[("version", &hidden(form, "version"))]).await.is(303)
}

/// A notice and a form, both published by the real doors. The ids of both.
pub async fn published(house: &House, slug: &str, kind: &str, desk: &str, purposes: &[&str]) -> (i64, i64) {
    let (marketing, dpo) = (house.signed_in(Marketing).await, house.signed_in(Dpo).await);
    let notice = id_in(send(&marketing, "/notices", &notice_fields("trois ans")).await.is(303).to());
    publish(&dpo, &format!("/notices/{notice}")).await;
    let form = form_fields(slug, kind, desk, notice, purposes);
    let form = id_in(send(&marketing, "/forms", &form).await.is(303).to());
    publish(&dpo, &format!("/forms/{form}")).await;
    (notice, form)
}

#[test]
fn marketing_writes_a_notice_and_only_the_dpo_publishes_it() {
    run(async {
        let house = House::open().await;
        let (marketing, dpo) = (house.signed_in(Marketing).await, house.signed_in(Dpo).await);
        let notice = id_in(send(&marketing, "/notices", &notice_fields("trois ans")).await.is(303).to());
        let path = format!("/notices/{notice}");
        assert!(!marketing.get(&path).await.is(200).says("/publication"), "no button for whoever may not");
        for role in [Marketing, Support, Sales, Cio] {
            house.signed_in(role).await.post(&format!("{path}/publication"), &[("version", "1")]).await.is(403);
        }
        send(&dpo, "/notices", &notice_fields("x")).await.is(403);
        publish(&dpo, &path).await;
        assert!(dpo.get(&path).await.is(200).says("Version 1"));
        assert!(house.deeds().await.iter().any(|deed| deed.starts_with("notice.published version=1 sha256=")));
    });
}

#[test]
fn a_notice_that_lacks_a_part_in_one_language_is_not_published() {
    run(async {
        let house = House::open().await;
        let (marketing, dpo) = (house.signed_in(Marketing).await, house.signed_in(Dpo).await);
        let mut fields = notice_fields("trois ans");
        fields.retain(|(name, _)| name != "en_recipients");
        let notice = id_in(send(&marketing, "/notices", &fields).await.is(303).to());
        publish(&dpo, &format!("/notices/{notice}")).await;
        let page = dpo.get(&format!("/notices/{notice}")).await.is(200);
        assert!(page.says("A text is missing in one of the languages"), "{}", page.main());
        assert!(page.says("Nothing is published"));
    });
}

#[test]
fn a_published_notice_stays_and_the_next_version_shows_what_changed_word_by_word() {
    run(async {
        let house = House::open().await;
        let (marketing, dpo) = (house.signed_in(Marketing).await, house.signed_in(Dpo).await);
        let notice = id_in(send(&marketing, "/notices", &notice_fields("conservées trois ans")).await.is(303).to());
        let path = format!("/notices/{notice}");
        publish(&dpo, &path).await;
        // Asked for twice: the first look still bears what the last action said.
        dpo.get(&format!("{path}/versions/1")).await.is(200);
        let first = dpo.get(&format!("{path}/versions/1")).await.is(200);
        let mut fields = notice_fields("conservées deux ans");
        fields.push(("version".to_owned(), "1".to_owned()));
        send(&marketing, &format!("{path}/edit"), &fields).await.is(303);
        let draft = dpo.get(&path).await.is(200);
        let (removed, added) = (draft.body.split_once("<del>").unwrap().1, draft.body.split_once("<ins>").unwrap().1);
        assert!(removed.split("</del>").next().unwrap().contains("trois"));
        assert!(added.split("</ins>").next().unwrap().contains("deux"));
        assert!(added.contains("[added:"), "said in words, not only in colour");
        publish(&dpo, &path).await;
        dpo.get(&format!("{path}/versions/1")).await.is(200);
        let again = dpo.get(&format!("{path}/versions/1")).await.is(200);
        assert_eq!(again.main(), first.main(), "the first version reads as it did");
        assert!(dpo.get(&format!("{path}/versions/2")).await.is(200).says("What changed since version 1"));
        // Whoever read the draft before the last change does not publish it.
        dpo.post(&format!("{path}/publication"), &[("version", "1")]).await.is(409);
    });
}

#[test]
fn the_database_itself_refuses_to_change_what_was_published() {
    run(async {
        let house = House::open().await;
        published(&house, "contact", "contact", "dpo", &[]).await;
        let tried = |statement: &'static str| {
            house.app.write(&cloister::actor::Actor::Console, move |w| {
                let done = match w.conn() {
                    Conn::Sqlite(c) => c.batch_execute(statement),
                    Conn::Postgres(c) => c.batch_execute(statement),
                };
                Ok(done?)
            })
        };
        for statement in [
            "UPDATE notices SET texts = '{}'",
            "DELETE FROM notices",
            "UPDATE publications SET slug = 'x'",
            "DELETE FROM publications",
            "UPDATE published_pages SET sha256 = 'x'",
            "DELETE FROM published_pages",
        ] {
            assert!(tried(statement).await.is_err(), "{statement}");
        }
        tried("UPDATE form_drafts SET version = version + 1").await.expect("a draft may change");
    });
}

#[test]
fn a_form_without_a_published_notice_is_not_published() {
    run(async {
        let house = House::open().await;
        let (marketing, dpo) = (house.signed_in(Marketing).await, house.signed_in(Dpo).await);
        let notice = id_in(send(&marketing, "/notices", &notice_fields("trois ans")).await.is(303).to());
        let fields = form_fields("contact", "contact", "dpo", notice, &[]);
        let form = id_in(send(&marketing, "/forms", &fields).await.is(303).to());
        let path = format!("/forms/{form}");
        assert!(!dpo.get(&path).await.is(200).says("/publication"), "no button yet, and the reason why");
        assert!(dpo.get(&path).await.says("Without a published notice"));
        dpo.post(&format!("{path}/publication"), &[("version", "1")]).await.is(303);
        assert_eq!(house.look(move |l| Ok(cloister::forms::form(l, form)?.form.state)).await, State::Draft);
        dpo.get(&format!("{path}/preview/fr/form")).await.is(303);
        publish(&dpo, &format!("/notices/{notice}")).await;
        publish(&dpo, &path).await;
        assert_eq!(house.look(move |l| Ok(cloister::forms::form(l, form)?.form.state)).await, State::Published);
        // Marketing may build it, and not publish it.
        marketing.post(&format!("{path}/publication"), &[("version", "1")]).await.is(403);
    });
}

#[test]
fn the_preview_is_what_is_published_byte_for_byte_and_the_same_form_makes_the_same_bytes() {
    run(async {
        let house = House::open().await;
        let (notice, form) = published(&house, "contact", "contact", "dpo", &["newsletter"]).await;
        let dpo = house.signed_in(Dpo).await;
        for lang in ["fr", "en"] {
            for leaf in Leaf::ALL {
                let preview = dpo.get(&format!("/forms/{form}/preview/{lang}/{}", leaf.word())).await.is(200);
                let kept = dpo.get(&format!("/forms/{form}/versions/1/{lang}/{}", leaf.word())).await.is(200);
                assert_eq!(preview.body, kept.body, "{lang} {}", leaf.word());
            }
        }
        // Nothing changed: there is nothing to publish. Taken off and published again: the same bytes, the same hashes.
        dpo.post(&format!("/forms/{form}/publication"), &[("version", "1")]).await.is(303);
        assert_eq!(house.look(move |l| Ok(cloister::forms::versions(l, form)?.len())).await, 1);
        dpo.post(&format!("/forms/{form}/closing"), &[]).await.is(303);
        house.later(chrono::Duration::days(3));
        let dpo = house.signed_in(Dpo).await;
        publish(&dpo, &format!("/forms/{form}")).await;
        let hashes = house
            .look(move |l| {
                let versions = cloister::forms::versions(l, form)?;
                Ok(versions
                    .iter()
                    .map(|(_, pages)| pages.iter().map(|page| page.sha256.clone()).collect::<Vec<_>>())
                    .collect::<Vec<_>>())
            })
            .await;
        assert_eq!(hashes.len(), 2);
        assert_eq!(hashes[0], hashes[1]);
        // A new notice: the old version still reads as it did.
        let before = dpo.get(&format!("/forms/{form}/versions/1/fr/form")).await.is(200).body;
        let marketing = house.signed_in(Marketing).await;
        let mut fields = notice_fields("un an");
        fields.push(("version".to_owned(), "1".to_owned()));
        send(&marketing, &format!("/notices/{notice}/edit"), &fields).await.is(303);
        publish(&dpo, &format!("/notices/{notice}")).await;
        assert!(dpo.get(&format!("/forms/{form}")).await.says("Changed since it was published"));
        publish(&dpo, &format!("/forms/{form}")).await;
        assert_eq!(dpo.get(&format!("/forms/{form}/versions/1/fr/form")).await.is(200).body, before);
        assert_ne!(dpo.get(&format!("/forms/{form}/versions/3/fr/form")).await.is(200).body, before);
    });
}

#[test]
fn a_visitor_is_informed_before_the_fields_and_no_box_is_ticked() {
    run(async {
        let house = House::open().await;
        let purposes = ["newsletter", "promotion", "information", "business"];
        let (_, form) = published(&house, "lettre", "newsletter", "marketing", &purposes).await;
        let dpo = house.signed_in(Dpo).await;
        let page = dpo.get(&format!("/forms/{form}/preview/fr/form")).await.is(200).body;
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is on the page:\n{page}"));
        for part in Part::ALL {
            let text = match part {
                Part::Retention => "trois ans".to_owned(),
                Part::Controller => "Trésorerie Martin SAS".to_owned(),
                Part::Purposes => "Répondre à votre message &#60;b&#62;et&#60;/b&#62;".to_owned(),
                part => format!("{} fr", part.word()),
            };
            assert!(at(&text) < at("name=\"family_name\""), "{text} stands before the first field");
        }
        for purpose in purposes {
            assert!(page.contains(&format!("name=\"consent_{purpose}\" value=\"yes\"><span>J’accepte")));
        }
        assert!(!page.contains("checked"));
        assert!(!page.contains("<script") && !page.contains("://"), "nothing is fetched from elsewhere, nothing runs");
        let english = dpo.get(&format!("/forms/{form}/preview/en/form")).await.is(200);
        assert!(
            english.says("<html lang=\"en\">") && english.says("Write to us") && english.says("href=\"/fr/lettre\"")
        );
    });
}

#[test]
fn a_form_that_cannot_be_comes_back_with_words_and_what_was_typed() {
    run(async {
        let house = House::open().await;
        let (notice, _) = published(&house, "contact", "contact", "dpo", &[]).await;
        let marketing = house.signed_in(Marketing).await;
        for (slug, kind, desk, purposes, words) in [
            ("contact", "contact", "cio", &[][..], "Another form has this address already"),
            ("été", "contact", "cio", &[][..], "small letters without accents"),
            ("droits", "privacy", "sales", &[][..], "A privacy request goes to the DPO"),
            ("droits", "privacy", "dpo", &["newsletter"][..], "A privacy request goes to the DPO"),
            ("lettre", "newsletter", "marketing", &[][..], "at least one consent"),
            ("lettre", "gossip", "marketing", &[][..], "Choose one."),
        ] {
            let page = send(&marketing, "/forms", &form_fields(slug, kind, desk, notice, purposes)).await.is(422);
            assert!(page.says(words), "{slug}: {}", page.main());
            assert!(page.says("We answer within two days."), "what was typed is kept");
        }
        let page = send(&marketing, "/notices", &notice_fields(&"x".repeat(5_000))).await.is(422);
        assert!(page.says("Too long") && page.says("12 rue des Essais"));
        send(&marketing, "/forms", &form_fields("a", "contact", "dpo", 99_999, &[])).await.is(400);
    });
}
