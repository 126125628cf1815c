//! What the website is for, walked by a person in a real Chromium: a form, the mail that confirms it, the lead with its
//! proof, the list, the link in the list, and what is owed afterwards. Leaves screenshots to be looked at.
use crate::browser::Browser;
use crate::forms::published;
use crate::house::{House, run};
use crate::intake::{Public, settings, take_in};
use crate::links::publish;
use crate::relay::{self, Relay};
use chrono::Duration;
use cloister::actor::Role;
use cloister::intake::Settings;

async fn sign_in(browser: &Browser, house: &House, login: &cloister::demo::Login) {
    browser.go(&format!("{}/sign-in", house.url)).await;
    browser.fill("Identifiant", &login.user_name).await;
    browser.fill("Mot de passe", &login.password).await;
    browser.click("Continuer").await;
    browser.see("Code à usage unique").await;
    house.later(Duration::seconds(31));
    browser.fill("Code", &login.code_at(house.app.clock().unix()).unwrap()).await;
    browser.click("Se connecter").await;
    browser.see("Hello").await;
}

#[test]
fn a_visitor_subscribes_confirms_is_written_to_and_unsubscribes() {
    run(async {
        let (Some(relay), Some(browser)) = (Relay::open(&[]), Browser::open(true).await) else { return };
        let website = format!("127.0.0.1:{}", relay::free_port());
        let mut told = relay::settings(relay.port);
        told.retain(|(name, _)| *name != "CLOISTER_WEBSITE");
        told.push(("CLOISTER_WEBSITE", format!("http://{website}")));
        let house = House::open_told(told).await;
        published(&house, "lettre", "newsletter", "marketing", &["newsletter"]).await;
        publish(&house).await;
        let public = Public::open(Settings { listen: website.parse().unwrap(), ..settings(&house) });
        let (_, login) = house.account(Role::Marketing, "ines").await;

        // The visitor reads, fills in, ticks the one box, and sends.
        browser.go(&format!("{}/fr/lettre", public.url)).await;
        browser.see("Avant d’écrire : ce que nous faisons de vos données").await;
        browser.fill("Nom", "Dupré-Öztürk").await;
        browser.fill("E-mail", "anna.dupre@exemple.example").await;
        browser.tick_named("consent_newsletter").await;
        browser.screenshot("visitor-01-form").await;
        house.later(Duration::seconds(3));
        browser.click("Envoyer").await;
        browser.see("Votre envoi est bien arrivé.").await;
        browser.screenshot("visitor-02-thanks").await;
        take_in(&house).await;
        relay::send(&house).await;

        // The mail that a real server received has the link; opening it does nothing, the button does.
        let mails = relay.mails();
        assert_eq!((mails.len(), mails[0].to.as_slice()), (1, ["anna.dupre@exemple.example".to_owned()].as_slice()));
        browser.go(&format!("{}/c/{}", public.url, mails[0].token())).await;
        browser.see("Confirmer votre abonnement").await;
        browser.screenshot("visitor-03-confirm").await;
        browser.click("Confirmer").await;
        browser.see("si le lien était valable, votre abonnement commence").await;
        take_in(&house).await;

        // Marketing finds the lead with the proof, and takes the list out.
        sign_in(&browser, &house, &login).await;
        browser.go(&format!("{}/forms/arrivals", house.url)).await;
        browser.see("Dupré-Öztürk").await;
        browser.screenshot("visitor-04-arrivals").await;
        browser.click("Dupré-Öztürk").await;
        browser.see("Newsletter").await;
        browser.screenshot("visitor-05-story").await;
        let take_list = async || {
            browser.go(&format!("{}/newsletters/new", house.url)).await;
            browser.tick("Newsletter").await;
            browser.click("Count").await;
            browser.see("Match the criteria").await;
        };
        take_list().await;
        browser.click("Make a list of 1 recipient").await;
        browser.screenshot("visitor-06-list").await;
        browser.click("Download the list").await;
        let list = String::from_utf8(browser.downloaded(".csv").await).unwrap();
        let link = format!("http://{website}/u/");
        let token = list.split_once(&link).expect("a link in the row").1.split(['"', '>', ';', ',']).next().unwrap();
        assert!(list.contains("anna.dupre@exemple.example"));

        // The link in the list stops it, and the house knows before anybody can take another list out.
        browser.go(&format!("{link}{token}")).await;
        browser.see("Ne plus recevoir nos messages").await;
        browser.screenshot("visitor-07-stop").await;
        browser.click("Tout arrêter").await;
        browser.see("Votre demande est enregistrée").await;
        take_in(&house).await;
        take_list().await;
        assert!(!browser.shows("Make a list of 1 recipient").await, "nobody is left to write to");
        browser.screenshot("visitor-08-nobody").await;
        house.write(cloister::newsletter::gather).await;
        browser.go(&format!("{}/newsletters/recalls", house.url)).await;
        browser.see("Take them out of the program that sends mail").await;
        browser.see("They are out").await;
        browser.screenshot("visitor-09-recall").await;
        browser.click("They are out").await;
        browser.see("Nothing is owed").await;
    });
}

/// By what Chromium tells assistive technology, and by measure: no part of it is somebody else's script.
#[test]
fn the_public_pages_can_be_used_by_everybody_in_both_languages_by_day_and_by_night() {
    run(async {
        let Some(browser) = Browser::open(true).await else { return };
        let house = House::open_with(&[("CLOISTER_COMPANY", "Trésorerie Martin")]).await;
        published(&house, "lettre", "newsletter", "marketing", &["newsletter", "promotion"]).await;
        publish(&house).await;
        let public = Public::open(settings(&house));
        for (lang, scheme, width) in
            [("fr", "light", 1280), ("fr", "dark", 320), ("en", "light", 320), ("en", "dark", 1280)]
        {
            browser.lit(scheme).await;
            browser.resize(width, 800).await;
            let form = format!("/{lang}/lettre");
            for path in [
                form.clone(),
                format!("{form}/notice"),
                format!("{form}/thanks"),
                format!("/u/abcdefghijklmnopqrstuvwxyz?l={lang}"),
                format!("/c/abcdefghijklmnopqrstuvwxyz?l={lang}"),
            ] {
                browser.go(&format!("{}{path}", public.url)).await;
                let about = format!("{path} by {scheme} at {width}");
                let told = browser.told().await;
                for role in ["textbox", "checkbox", "button", "link", "heading"] {
                    let nameless = told.iter().filter(|(told, name)| told == role && name.trim().is_empty()).count();
                    assert_eq!(nameless, 0, "{about}: {role} without a name: {told:#?}");
                }
                let many = |role: &str| told.iter().filter(|(told, _)| told == role).count();
                assert_eq!((many("main"), many("RootWebArea")), (1, 1), "{about}: {told:#?}");
                assert!(many("heading") >= 1, "{about}");
                assert_eq!(browser.hard_to_use().await, Vec::<String>::new(), "{about}");
            }
            // What is said in answer has no address of its own: it is sent for.
            let filled = "const f = document.querySelector('form'); f.noValidate = true; f.family_name.value = 'x'; \
                f.email.type = 'text'; f.email.value = 'x@exemple.example';";
            let token = "abcdefghijklmnopqrstuvwxyz";
            let answers = [
                (
                    form.clone(),
                    format!("{filled} f.family_name.value = ' '; f.submit()"),
                    ["Il manque", "Something is missing"],
                ),
                (
                    form.clone(),
                    format!("{filled} f.email.value = 'x@y'; f.submit()"),
                    ["Cette adresse", "This e-mail address"],
                ),
                (
                    form.clone(),
                    format!("{filled} f.family_name.value = 'x'.repeat(101); f.submit()"),
                    ["trop long", "too long"],
                ),
                (
                    form.clone(),
                    format!("{filled} f.family_name.value = '\\ufffd'; f.submit()"),
                    ["illisible", "cannot be read"],
                ),
                (format!("/u/{token}?l={lang}"), "document.forms[1].submit()".to_owned(), ["Aucune case", "No box"]),
                (
                    format!("/u/{token}?l={lang}"),
                    "document.forms[0].submit()".to_owned(),
                    ["enregistrée", "is recorded"],
                ),
                (
                    format!("/c/{token}?l={lang}"),
                    "document.forms[0].submit()".to_owned(),
                    ["enregistrée", "is recorded"],
                ),
            ];
            for (path, script, words) in answers {
                browser.go(&format!("{}{path}", public.url)).await;
                house.later(Duration::seconds(3));
                browser.alter(&script).await;
                browser.see(words[usize::from(lang == "en")]).await;
                let about = format!("{} by {scheme} at {width}", words[0]);
                assert_eq!(browser.hard_to_use().await, Vec::<String>::new(), "{about}");
            }
            browser.go(&format!("{}{form}", public.url)).await;
            browser.screenshot(&format!("visitor-form-{lang}-{scheme}-{width}")).await;
        }
    });
}

/// What finds nothing may not look: each rule is shown a page that breaks it, and nothing but it.
#[test]
fn every_rule_about_the_public_pages_finds_the_fault_that_it_is_about() {
    run(async {
        let Some(browser) = Browser::open(true).await else { return };
        let house = House::open_with(&[("CLOISTER_COMPANY", "Trésorerie Martin")]).await;
        published(&house, "lettre", "newsletter", "marketing", &["newsletter", "promotion"]).await;
        publish(&house).await;
        let public = Public::open(settings(&house));
        browser.lit("light").await;
        browser.resize(320, 800).await;
        let faults = [
            ("lang", "document.documentElement.removeAttribute('lang')"),
            ("lang", "document.querySelector('header a').lang = 'english!'"),
            ("title", "document.title = ''"),
            ("zoom", "document.querySelector('meta[name=viewport]').content += ', user-scalable=no'"),
            ("zoom", "document.querySelector('meta[name=viewport]').remove()"),
            ("refresh", "document.head.insertAdjacentHTML('beforeend', '<meta http-equiv=refresh content=600>')"),
            ("duplicate id", "document.querySelector('main').id = 'notice'"),
            ("reference", "document.querySelector('section').setAttribute('aria-labelledby', 'nothing')"),
            ("main", "const m = document.querySelector('main'); m.outerHTML = '<aside>' + m.innerHTML + '</aside>'"),
            ("outside of every landmark", "document.body.insertAdjacentHTML('beforeend', '<p>Lost words</p>')"),
            (
                "h1",
                "document.querySelector('h1').remove(); document.querySelector('h2').outerHTML = '<p id=notice>x</p>'",
            ),
            ("h1", "document.querySelector('h2').outerHTML = '<h1 id=notice>Twice</h1>'"),
            ("heading order", "document.querySelector('h2').outerHTML = '<h4 id=notice>Too deep</h4>'"),
            ("heading without words", "document.querySelector('h2').textContent = ''"),
            ("label", "document.querySelector('label[for=email]').remove()"),
            ("link name", "document.querySelector('header a').textContent = ''"),
            ("button name", "document.querySelector('form button').textContent = ''"),
            ("image", "document.querySelector('main').insertAdjacentHTML('beforeend', '<img width=40 height=40>')"),
            ("legend", "document.querySelector('legend').remove()"),
            ("hidden and reached", "document.getElementById('website').tabIndex = 0"),
            ("tabindex", "document.getElementById('email').tabIndex = 3"),
            ("autocomplete", "document.getElementById('email').autocomplete = 'off'"),
            ("autocomplete", "document.getElementById('family_name').removeAttribute('autocomplete')"),
            ("dl", "document.querySelector('dl').insertAdjacentHTML('beforeend', '<p>Between</p>')"),
            ("list", "document.querySelector('main').insertAdjacentHTML('beforeend', '<li>Alone</li>')"),
            ("contrast", "document.querySelector('main > p, dt').style.color = '#bbb'"),
            (
                "small",
                "document.querySelector('form button').style.cssText = 'min-height: 0; padding: 0; font-size: 12px'",
            ),
            (
                "small and close",
                "document.querySelector('header').insertAdjacentHTML('beforeend', '<p><a href=x>a</a><a href=y>b</a></p>')",
            ),
            ("wide", "document.querySelector('.sheet').style.width = '400px'"),
        ];
        for (rule, script) in faults {
            browser.go(&format!("{}/fr/lettre", public.url)).await;
            assert_eq!(browser.hard_to_use().await, Vec::<String>::new(), "before: {script}");
            browser.alter(script).await;
            let found = browser.hard_to_use().await;
            let named: Vec<&str> =
                found.iter().filter_map(|what| what.split_once(": ")).map(|(rule, _)| rule).collect();
            assert!(!named.is_empty() && named.iter().all(|named| *named == rule), "{rule} by {script}: {found:?}");
        }
    });
}
