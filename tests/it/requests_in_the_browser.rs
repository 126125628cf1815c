//! Privacy requests as the Dpo and the Cio walk them in a real Chromium: the six presses of the normal path, a refusal, an
//! extension, a stop within the ten minutes. Leaves screenshots in target/screenshots to be looked at, light and dark.
use crate::browser::Browser;
use crate::forms::published;
use crate::house::{House, run};
use crate::intake::{ANNA, Public, settings, take_in};
use crate::relay::{self, Relay};
use chrono::Duration;
use cloister::actor::Role;
use cloister::demo::Login;

struct Office {
    browser: Browser,
    house: House,
    name: &'static str,
    fr: bool,
}

impl Office {
    fn say<'a>(&self, fr: &'a str, en: &'a str) -> &'a str {
        if self.fr { fr } else { en }
    }

    async fn go(&self, path: &str) {
        self.browser.go(&format!("{}{path}", self.house.url)).await;
    }

    /// Light and dark.
    async fn look(&self, what: &str) {
        self.browser.screenshot(&format!("requests-{}-{what}", self.name)).await;
        self.browser.lit("dark").await;
        self.browser.screenshot(&format!("requests-{}-{what}-dark", self.name)).await;
        self.browser.lit("light").await;
        let mut hard = self.browser.hard_to_use().await;
        // Without scripts the page of work that goes on is asked again by itself; nothing is typed there.
        hard.retain(|one| !one.starts_with("refresh:"));
        assert!(hard.is_empty(), "{what}: {hard:#?}");
    }

    async fn sign_in(&self, login: &Login) {
        self.go("/sign-in").await;
        self.browser.fill("Identifiant", &login.user_name).await;
        self.browser.fill("Mot de passe", &login.password).await;
        self.browser.click("Continuer").await;
        self.browser.see("Code à usage unique").await;
        self.house.later(Duration::seconds(31));
        self.browser.fill("Code", &login.code_at(self.house.app.clock().unix()).unwrap()).await;
        self.browser.click("Se connecter").await;
        self.browser.signed_in().await;
    }

    async fn jobs(&self) {
        let app = self.house.app.clone();
        let run = move || ["requests", "erasures", "requests"].map(|job| cloister::jobs::run(&app, job).unwrap());
        tokio::task::spawn_blocking(run).await.unwrap();
    }
}

/// A visitor of the website asks for their data to be erased; the form's page is told.
async fn asked(house: &House) {
    published(house, "droits", "privacy", "dpo", &[]).await;
    let public = Public::open(settings(house));
    let asks = [&ANNA[..5], &[("message", "Bonjour,\nmerci d’effacer toutes mes données.\nAnna")]].concat();
    public.fill_in(house, "/fr/droits", &asks).await.is(303);
    take_in(house).await;
    let app = house.app.clone();
    tokio::task::spawn_blocking(move || cloister::jobs::run(&app, "requests").unwrap()).await.unwrap();
}

/// The colleague, in French or in English.
async fn dpo(house: &House, fr: bool) -> Login {
    let (_, login) = house.account(Role::Dpo, "helene").await;
    let mut visitor = house.visitor();
    visitor.sign_in(&login, house.app.clock().unix()).await;
    if fr {
        visitor.post("/language", &[("lang", "fr")]).await;
    }
    login
}

async fn six_presses(javascript: bool, fr: bool, name: &'static str) {
    let (Some(relay), Some(browser)) = (Relay::open(&[]), Browser::open(javascript).await) else { return };
    let house = House::open_told(relay::settings(relay.port)).await;
    asked(&house).await;
    let login = dpo(&house, fr).await;
    let office = Office { browser, house, name, fr };
    let browser = &office.browser;
    office.sign_in(&login).await;
    browser.see(office.say("Demandes de droits", "Privacy requests")).await;
    office.look("01-home").await;
    office.go("/requests").await;
    office.look("02-list").await;
    browser.click("Anna Dupré-Öztürk").await;
    browser.see(office.say("Qui demande ?", "Who asks?")).await;
    office.look("03-identify").await;
    // 1
    browser.click(office.say("Envoyer le code", "Mail the code")).await;
    browser.see(office.say("Un code est en route", "A code is under way")).await;
    relay::send(&office.house).await;
    let code = relay.mails()[0].body.lines().find(|line| line.len() == 9 && line.contains(' ')).unwrap().to_owned();
    browser.fill(office.say("Code communiqué par la personne", "Code that the person told"), &code).await;
    office.look("04-code").await;
    // 2
    browser.click(office.say("Confirmer l’identité", "Confirm the identity")).await;
    browser.see(office.say("Ce qui est détenu", "What is held")).await;
    office.look("05-found").await;
    // 3
    browser.click(office.say("C’est tout\u{a0}: passer à la décision", "That is everything: go on to decide")).await;
    browser.see(office.say("Ce qu’il en advient", "What becomes of it")).await;
    office.look("06-decide").await;
    // 4
    browser.click(office.say("Décider ainsi", "Decide so")).await;
    browser.see(office.say("Exécution", "Carrying out")).await;
    office.look("07-act").await;
    // 5
    browser.click(office.say("Exécuter", "Carry out")).await;
    browser.see(office.say("Peut encore être arrêté", "Can still be stopped")).await;
    office.look("08-ten-minutes").await;
    office.house.later(Duration::minutes(10));
    office.jobs().await;
    // With the script, or by the refresh of the page without it.
    browser.see(office.say("Certificat", "Certificate")).await;
    office.look("09-done").await;
    // 6
    browser.click(office.say("Rédiger la réponse", "Write the answer")).await;
    browser.see("Vos données ont été effacées").await;
    office.look("10-letter").await;
    browser.resize(390, 844).await;
    office.go("/requests").await;
    office.look("11-telephone").await;
}

#[test]
fn six_presses_lead_to_the_answer_in_a_browser_with_our_script() {
    run(six_presses(true, true, "fr"));
}

#[test]
fn six_presses_lead_to_the_answer_in_a_browser_without_scripts() {
    run(six_presses(false, false, "plain"));
}

#[test]
fn a_stop_an_extension_and_a_refusal_in_a_browser() {
    run(async {
        let Some(browser) = Browser::open(true).await else { return };
        let house = House::open().await;
        asked(&house).await;
        let login = dpo(&house, false).await;
        let office = Office { browser, house, name: "en", fr: false };
        let browser = &office.browser;
        office.sign_in(&login).await;
        office.go("/requests").await;
        browser.click("Anna Dupré-Öztürk").await;
        browser.see("Known otherwise").await;
        browser.fill("How the person is known", "Called back at the number on record.").await;
        browser.click("Identified like this").await;
        browser.click("That is everything: go on to decide").await;
        browser.click("Decide so").await;
        browser.click("Carry out").await;
        browser.see("Can still be stopped").await;
        browser.click("Stop").await;
        browser.see("nothing was erased").await;
        office.look("21-stopped").await;

        browser.click("Extend the time").await;
        browser.fill("Reason, as the letter says it", "Files in three places.").await;
        browser.click("Extend and write the letter").await;
        browser.see("There is one thing to correct").await;
        office.look("22-extension-problem").await;
        office.go("/requests").await;
        browser.click("Anna Dupré-Öztürk").await;
        browser.click("Refuse").await;
        browser.choose("Reason", "Identity cannot be established (Art. 12(2))").await;
        browser.fill("Explanation, as the letter gives it", "Nobody answers at any address of yours.").await;
        office.look("23-refuse").await;
        browser.click("Refuse and write the letter").await;
        browser.see("tribunal judiciaire").await;
        office.look("24-refusal").await;

        office.go("/requests/new").await;
        browser.see("Record a privacy request").await;
        office.look("25-new").await;
    });
}
