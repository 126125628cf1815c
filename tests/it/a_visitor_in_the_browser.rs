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
            browser.go(&format!("{}{form}", public.url)).await;
            browser.screenshot(&format!("visitor-form-{lang}-{scheme}-{width}")).await;
        }
    });
}
