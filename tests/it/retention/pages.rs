//! What pages say: the date and why, the forecast, the signature, holds.
use super::*;
use crate::house::{Visitor, run};
use cloister::actor::Role;
use cloister::people::PersonKind;
use cloister::retention::{Because, Class};

/// The date on a page's own panel; empty when no end is in sight.
fn kept_until(page: &str) -> String {
    let panel = page.split_once("id=\"kept\"").expect("the page says until when it is kept").1;
    let panel = panel.split("</section>").next().unwrap();
    panel
        .split_once("<time datetime=\"")
        .map(|(_, rest)| rest.split('"').next().unwrap())
        .unwrap_or_default()
        .to_owned()
}

struct Cast {
    paths: Vec<(String, i64)>,
}

fn cast(app: &App) -> Cast {
    let mut paths = Vec::new();
    let far = ago(app, 4_000);
    for (name, ends) in [
        ("Running", None),
        ("Ending", Some(today(app) + Days::new(20))),
        ("Ended", Some(ago(app, 10))),
        ("Gone", Some(ago(app, 120))),
        ("Held", Some(ago(app, 130))),
    ] {
        let company = firm(app, name);
        contract(app, company, far, ends);
        let contact = heard(app, &format!("Contact{name}"), Some(company), ago(app, 3));
        let third = somebody(app, &format!("Third{name}"), Some(company), PersonKind::ThirdParty);
        paths.extend([(format!("/companies/{company}"), company)]);
        paths.extend([contact, third].map(|id| (format!("/people/{id}"), id)));
        if name == "Held" {
            hold(app, Of::Company(company), today(app) + Days::new(40));
        }
    }
    let prospects = firm(app, "Prospects");
    for (name, company, days) in [
        ("Silent", None, 1_200),
        ("Soon", None, 1_060),
        ("Lately", Some(prospects), 5),
        ("Quiet", Some(prospects), 1_300),
    ] {
        let id = heard(app, name, company, ago(app, days));
        paths.push((format!("/people/{id}"), id));
    }
    paths.push((format!("/companies/{prospects}"), prospects));
    let new = somebody(app, "New", None, PersonKind::Contact);
    paths.push((format!("/people/{new}"), new));
    Cast { paths }
}

#[test]
fn what_a_page_says_is_the_date_that_the_job_keeps() {
    run(async {
        let house = House::open().await;
        let Cast { paths } = apart(&house, cast).await;
        let dpo = house.signed_in(Role::Dpo).await;
        let mut said: Vec<(i64, String)> = Vec::new();
        for (path, id) in &paths {
            let page = dpo.get(path).await.is(200);
            said.push((*id, kept_until(&page.body)));
        }
        // The job's own list, as far ahead as any of these dates.
        let due = apart(&house, |app| {
            let by = today(app) + Days::new(2_000);
            look(app, |l| retention::falling_due(l, by))
        })
        .await;
        let of_people = apart(&house, |app| {
            let by = today(app) + Days::new(2_000);
            look(app, |l| {
                let due = retention::falling_due(l, by)?;
                Ok(due.into_iter().filter(|item| item.class == Class::Customer).map(|item| item.id).collect::<Vec<_>>())
            })
        })
        .await;
        assert_eq!(of_people.len(), 4, "every customer but the one whose contract runs");
        for (id, said) in &said {
            if let Some(item) = due.iter().find(|item| item.id == *id) {
                assert_eq!(item.until.on.map(|on| on.to_string()).unwrap_or_default(), *said, "{id}");
            }
        }
        let before = apart(&house, there).await;
        apart(&house, |app| (sign(app), run_now(app))).await;
        let after = apart(&house, there).await;
        let today = house.app.clock().today().to_string();
        for (id, said) in &said {
            let due = !said.is_empty() && said.as_str() <= today.as_str();
            assert!(before.contains(id));
            assert_eq!(!after.contains(id), due, "{id}: the page said {said:?}");
        }
        let gone = before.len() - after.len();
        assert_eq!(gone, 3 + 2, "the customer with its two, and two prospects");
    });
}

#[test]
fn a_page_says_why_in_both_languages() {
    run(async {
        let house = House::open().await;
        let Cast { paths } = apart(&house, cast).await;
        let (dpo, sales) = (house.signed_in(Role::Dpo).await, house.signed_in(Role::Sales).await);
        let of = |at: usize| paths[at].0.clone();
        assert!(dpo.get(&of(0)).await.says("As long as the contract runs"));
        assert!(dpo.get(&of(6)).await.says("the customer goes 3 months after it"));
        assert!(sales.get(&of(7)).await.says("the customer goes 3 months after it"), "a contact of a customer");
        assert!(dpo.get(&of(12)).await.says("Held through"));
        assert!(sales.get(&of(15)).await.says("a prospect goes 3 years after that"));
        assert!(dpo.get(&of(12)).await.says("/holds/new") && !sales.get(&of(12)).await.says("/holds/new"));
        sales.post("/language", &[("lang", "fr")]).await.is(303);
        assert!(
            sales.get(&of(15)).await.says("un prospect part 3\u{a0}ans après")
                || sales.get(&of(15)).await.says("un prospect part 3 ans après")
        );
        assert!(sales.get(&of(6)).await.says("le client part 3 mois après"));
    });
}

#[test]
fn the_forecast_counts_what_lies_ahead_and_the_dpo_alone_signs_it() {
    run(async {
        let house = House::open().await;
        apart(&house, cast).await;
        let (dpo, cio, sales) =
            (house.signed_in(Role::Dpo).await, house.signed_in(Role::Cio).await, house.signed_in(Role::Sales).await);
        sales.get("/retention").await.is(403);
        let page = dpo.get("/retention").await.is(200);
        // Gone, Silent and Quiet are late; Ended, Held and Soon come within ninety days, Ending after them.
        assert!(page.says("1 customer, 2 prospects"), "{}", page.main());
        assert!(page.says("3 customers, 3 prospects"), "{}", page.main());
        assert!(page.says("3 records should have gone") && page.says("Sign this list"), "{}", page.main());
        let seen = cio.get("/retention").await.is(200);
        assert!(seen.says("1 customer, 2 prospects") && !seen.says("Sign this list"), "{}", seen.main());
        let digest = page.body.split_once("name=\"digest\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        cio.post("/retention/forecasts", &[("digest", &digest)]).await.is(403);
        let list = dpo.get("/retention/due?within=90").await.is(200);
        assert!(
            list.says("Gone")
                && list.says("Ended")
                && list.says("Silent")
                && list.says("Held through")
                && !list.says("Ending"),
            "{}",
            list.main()
        );
        let held = dpo.get("/retention/due?within=held").await.is(200);
        assert!(held.says("Held") && !held.says("Silent"), "{}", held.main());
        assert!(!dpo.get("/retention/due?within=30&class=customer").await.is(200).says("Ended"));

        // Somebody calls between the look and the signature.
        let lately = house.app.clone();
        tokio::task::spawn_blocking(move || heard(&lately, "Surprise", None, ago(&lately, 1_090))).await.unwrap();
        let back = dpo.post("/retention/forecasts", &[("digest", &digest)]).await.is(409);
        assert!(back.says("The list has changed"), "{}", back.main());
        assert!(!house.deeds().await.iter().any(|deed| deed.starts_with("forecast.signed")));

        let digest = back.body.split_once("name=\"digest\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
        let signed = dpo.post("/retention/forecasts", &[("digest", &digest)]).await.is(303).to().to_owned();
        assert!(dpo.get(&signed).await.is(200).says("waits for its day"));
        assert!(dpo.get("/retention").await.says("Everything up to this day is signed"));
        let deeds = house.deeds().await;
        let told: Vec<_> = deeds.iter().filter(|deed| deed.starts_with("forecast.signed")).collect();
        assert_eq!(told.len(), 1);
        assert!(told[0].ends_with("customer=3 prospect=4"), "{told:?}");
        apart(&house, run_now).await;
        assert!(dpo.get(&signed).await.is(200).says("deletion ordered"));
        assert!(!dpo.get("/retention").await.says("should have gone</p>"));
        let run = dpo.get("/retention").await.body;
        let run = run.split_once("data-href=\"/retention/runs/").unwrap().1.split('"').next().unwrap().to_owned();
        let report = dpo.get(&format!("/retention/runs/{run}")).await.is(200);
        assert!(report.says("1 customer, 2 prospects") && report.says("held"), "{}", report.main());
    });
}

async fn place(dpo: &Visitor, path: &str, until: &str, reason: &str, ground: &str) -> u16 {
    let fields = [("ground", ground), ("until", until), ("reason", reason)];
    dpo.post(&format!("{path}/holds"), &fields).await.status.as_u16()
}

#[test]
fn a_hold_has_a_reason_that_is_sealed_and_an_end_that_comes_by_itself() {
    run(async {
        let house = House::open().await;
        let id = apart(&house, |app| heard(app, "Plaideur", None, ago(app, 1_200))).await;
        let path = format!("/people/{id}");
        let (dpo, cio, sales) =
            (house.signed_in(Role::Dpo).await, house.signed_in(Role::Cio).await, house.signed_in(Role::Sales).await);
        let reason = "instance devant le tribunal de commerce";
        let until = (house.app.clock().today() + Days::new(30)).to_string();
        sales
            .post(&format!("{path}/holds"), &[("ground", "dispute"), ("until", &until), ("reason", reason)])
            .await
            .is(403);
        for (until, reason, ground) in [
            (until.as_str(), "court", "dispute"),
            (until.as_str(), reason, ""),
            ("2020-01-01", reason, "dispute"),
            ("2199-01-01", reason, "law"),
            ("bientôt", reason, "law"),
        ] {
            assert_eq!(place(&dpo, &path, until, reason, ground).await, 422, "{until} {reason} {ground}");
        }
        assert_eq!(place(&dpo, "/people/999999", &until, reason, "law").await, 404);
        assert_eq!(place(&dpo, &path, &until, reason, "dispute").await, 303);
        assert!(dpo.get(&path).await.is(200).says("Held through"));
        let page = cio.get("/retention").await.is(200);
        assert!(page.says(reason) && page.says("Plaideur") && !page.says("End this hold"), "{}", page.main());
        for words in [reason, "tribunal"] {
            let mut faults = Vec::new();
            crate::canary::sweep(house.folder.path(), &[words.to_owned()], &mut faults);
            assert!(faults.is_empty(), "{faults:?}");
        }
        let deeds = house.deeds().await;
        assert!(deeds.iter().any(|deed| deed.starts_with("hold.placed hold=") && deed.contains("ground=dispute")));
        assert!(!deeds.iter().any(|deed| deed.contains("tribunal")));

        // Signed for the day after the hold, and not before.
        apart(&house, |app| (sign(app), run_now(app))).await;
        assert!(apart(&house, there).await.contains(&id));
        for _ in 0..31 {
            house.later(chrono::Duration::days(1));
            apart(&house, |app| retention::run(app).unwrap()).await;
        }
        assert!(!apart(&house, there).await.contains(&id), "the day after the hold it is gone");
        assert!(house.deeds().await.iter().any(|deed| deed == "hold.lapsed"));
    });
}

#[test]
fn a_hold_that_is_ended_keeps_through_that_day_and_somebody_s_hold_keeps_their_customer() {
    run(async {
        let house = House::open().await;
        let (company, person) = apart(&house, |app| {
            let company = firm(app, "Zéphyr SAS");
            contract(app, company, ago(app, 900), Some(ago(app, 200)));
            (company, heard(app, "Martin", Some(company), ago(app, 3)))
        })
        .await;
        let dpo = house.signed_in(Role::Dpo).await;
        let until = (house.app.clock().today() + Days::new(300)).to_string();
        assert_eq!(place(&dpo, &format!("/people/{person}"), &until, "a claim of his own", "dispute").await, 303);
        let report = apart(&house, |app| {
            sign(app);
            run_now(app)
        })
        .await;
        assert_eq!(report.skipped.get(&retention::Ground::Held), Some(&1));
        assert!(apart(&house, there).await.contains(&company));
        let page = dpo.get("/retention").await.is(200);
        let end = page.body.split_once("action=\"/retention/holds/").unwrap().1.split('"').next().unwrap().to_owned();
        dpo.post(&format!("/retention/holds/{end}"), &[]).await.is(303);
        dpo.post(&format!("/retention/holds/{end}"), &[]).await.is(303);
        let until = apart(&house, move |app| look(app, |l| retention::of_company(l, company))).await;
        assert_eq!(until.on, Some(house.app.clock().today() + Days::new(1)));
        assert!(matches!(until.because, Because::Held { .. }));
        house.later(chrono::Duration::days(1));
        let report = apart(&house, |app| {
            sign(app);
            run_now(app)
        })
        .await;
        assert_eq!(report.ordered.get(&Class::Customer), Some(&1));
        let there = apart(&house, there).await;
        assert!(!there.contains(&company) && !there.contains(&person));
        assert_eq!(house.deeds().await.iter().filter(|deed| deed.starts_with("hold.ended")).count(), 1);
    });
}

mod browser {
    use super::*;

    /// The screens, in a real browser, in both colours and languages; looked at in target/screenshots.
    #[test]
    fn the_screens_of_retention_are_easy_to_use() {
        use crate::browser::Browser;
        use cloister::demo::Plan;
        run(async {
            let Some(browser) = Browser::open(true).await else { return };
            let house = House::open().await;
            let app = house.app.clone();
            let plan = Plan { people: 600, seed: 20_260_101 };
            let logins = tokio::task::spawn_blocking(move || cloister::demo::make(&app, &plan)).await.unwrap().unwrap();
            let go = async |path: &str| browser.go(&format!("{}{path}", house.url)).await;
            let enter = async |user: &str| {
                let login = logins.get(user).expect("a demo account");
                go("/sign-in").await;
                browser.fill("Identifiant", &login.user_name).await;
                browser.fill("Mot de passe", &login.password).await;
                browser.click("Continuer").await;
                browser.see("Code à usage unique").await;
                browser.fill("Code", &login.code_at(house.app.clock().unix()).unwrap()).await;
                browser.click("Se connecter").await;
                browser.signed_in().await;
            };
            enter("dpo").await;
            for (path, name) in [
                ("/retention", "retention"),
                ("/retention/due?within=90", "retention-due"),
                ("/retention/due?within=held", "retention-held"),
                ("/", "retention-home"),
            ] {
                go(path).await;
                browser.screenshot(name).await;
                assert_eq!(browser.hard_to_use().await, Vec::<String>::new(), "{name}");
            }
            go("/retention").await;
            browser.click("Signer cette liste").await;
            browser.see("La liste est signée.").await;
            browser.screenshot("retention-signed").await;
            assert_eq!(browser.hard_to_use().await, Vec::<String>::new());
            apart(&house, run_now).await;
            go("/retention").await;
            browser.screenshot("retention-after").await;
            let (company, card) = apart(&house, |app| {
                look(app, |l| {
                    let cards = cloister::accounts::cards_taken_until(l, today(app), 0, 1)?;
                    let card = cloister::accounts::cards_taken(l, &cards)?[0];
                    Ok((card.1, card.0))
                })
            })
            .await;
            for (path, name) in [
                (format!("/companies/{company}"), "retention-company"),
                (format!("/cards/{card}"), "retention-card"),
                (format!("/companies/{company}/holds/new"), "retention-hold"),
            ] {
                go(&path).await;
                browser.screenshot(name).await;
                assert_eq!(browser.hard_to_use().await, Vec::<String>::new(), "{name}");
            }
            browser.lit("dark").await;
            go("/retention").await;
            browser.click("Menu du compte\u{a0}: Hélène Aubry, DPO").await;
            browser.click("enEnglish").await;
            browser.see("Signed lists").await;
            for (path, name) in [("/retention", "retention-dark"), ("/retention/due?within=90", "retention-due-dark")] {
                go(path).await;
                browser.screenshot(name).await;
                assert_eq!(browser.hard_to_use().await, Vec::<String>::new(), "{name}");
            }
            browser.lit("light").await;
            browser.resize(390, 844).await;
            go("/retention").await;
            browser.screenshot("retention-telephone").await;
            assert_eq!(browser.hard_to_use().await, Vec::<String>::new());
        });
    }
}

/// The page, the job and the list that leaves go by one last contact: a form of the website counts in all of them.
#[test]
fn whoever_writes_by_a_form_of_the_website_got_in_touch() {
    use crate::intake::{ANNA, Public, settings, take_in};
    use cloister::consent::Contact;
    run(async {
        let house = House::open().await;
        crate::forms::published(&house, "contact", "contact", "sales", &[]).await;
        let anna = crate::consent::person(&house, "Dupré-Öztürk", &[ANNA[2].1]).await;
        let long_ago = house.app.clock().today() - Days::new(1_200);
        house
            .write(move |w| {
                crate::consent::line(w, anna, Act::Given, Some(&email(ANNA[2].1)), long_ago);
                Ok(())
            })
            .await;
        let marketing = house.signed_in(Role::Marketing).await;
        let list = [("purpose", "newsletter"), ("delimiter", "comma")];
        assert!(!marketing.export(&list).await.is(200).body.contains("anna.dupre"));
        let until = apart(&house, move |app| look(app, |l| retention::of_person(l, anna))).await;
        assert!(until.is_due(house.app.clock().today()));
        let public = Public::open(settings(&house));
        public.fill_in(&house, "/fr/contact", &ANNA).await.is(303);
        take_in(&house).await;
        let day = house.app.clock().today();
        let until = apart(&house, move |app| look(app, |l| retention::of_person(l, anna))).await;
        assert_eq!(until.because, Because::LastContact { on: day, how: Contact::Submission });
        assert_eq!(until.on, Some(consent::ends_on(day)));
        let due = apart(&house, |app| {
            let by = today(app) + Days::new(900);
            look(app, |l| retention::falling_due(l, by))
        })
        .await;
        assert!(due.iter().all(|item| item.id != anna), "the job's SQL says so too");
        assert!(marketing.export(&list).await.is(200).body.contains("anna.dupre"), "and the list's");
    });
}
