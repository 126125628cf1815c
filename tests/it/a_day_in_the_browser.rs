//! A first whole day, walked by a person in a real Chromium, with and without JavaScript: sign in, import, look up, work,
//! record a consent, export, see what other roles see. Leaves screenshots in target/screenshots to be looked at.
use crate::browser::Browser;
use crate::house::{House, run};
use cloister::demo::{Login, Logins, Plan};

struct Day {
    browser: Browser,
    house: House,
    logins: Logins,
    /// `js` or `plain`, in the names of the screenshots.
    name: &'static str,
}

impl Day {
    async fn begin(javascript: bool) -> Option<Self> {
        let browser = Browser::open(javascript).await?;
        let house = House::open().await;
        let app = house.app.clone();
        let plan = Plan { people: 150, seed: 20_260_101 };
        let logins = tokio::task::spawn_blocking(move || cloister::demo::make(&app, &plan)).await.unwrap().unwrap();
        Some(Day { browser, house, logins, name: if javascript { "js" } else { "plain" } })
    }

    async fn go(&self, path: &str) {
        self.browser.go(&format!("{}{path}", self.house.url)).await;
    }

    async fn look(&self, what: &str) {
        self.browser.screenshot(&format!("{}-{what}", self.name)).await;
    }

    fn login(&self, user_name: &str) -> &Login {
        self.logins.get(user_name).expect("a demo account")
    }

    async fn sign_in(&self, user_name: &str) {
        let login = self.login(user_name);
        self.go("/sign-in").await;
        self.browser.fill("Identifiant", &login.user_name).await;
        self.browser.fill("Mot de passe", &login.password).await;
        self.browser.click("Continuer").await;
        self.browser.see("Code à usage unique").await;
        let code = login.code_at(self.house.app.clock().unix()).unwrap();
        self.browser.fill("Code", &code).await;
        self.browser.click("Se connecter").await;
        self.browser.signed_in().await;
    }

    async fn sign_out(&self, shown_name: &str) {
        self.browser.click(&format!("Menu du compte\u{a0}: {shown_name}")).await;
        self.browser.click("Se déconnecter").await;
        self.browser.see("Identifiant").await;
    }
}

async fn a_day(javascript: bool) {
    let Some(day) = Day::begin(javascript).await else { return };
    let browser = &day.browser;

    // Sales imports what another program exported.
    day.go("/people").await;
    browser.see("Identifiant").await;
    day.look("01-sign-in").await;
    day.sign_in("sales").await;
    browser.see("Bonjour Claire").await;
    day.look("02-home-sales").await;
    day.go("/imports/new").await;
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/dolibarr-22-contacts.csv");
    browser.attach("Fichier", &file).await;
    browser.click("Déposer et regarder").await;
    browser.see("Ce que sont les colonnes").await;
    browser.choose("Provenance", "Un autre de nos logiciels").await;
    browser.choose("Base légale", "Intérêt légitime").await;
    browser.fill("Source de la preuve", "Case cochée dans l’ancien logiciel").await;
    browser.fill("Jour de tous ces oui", "2026-01-15").await;
    day.look("03-import-answers").await;
    browser.click("Voir ce qui se passerait").await;
    browser.see("Ce qui se passerait").await;
    day.look("04-import-preview").await;
    let mut people = 0;
    for many in 2..200 {
        if browser.shows(&format!("Importer {many} personnes")).await {
            people = many;
        }
    }
    assert!(people > 10, "the preview says how many");
    browser.click(&format!("Importer {people} personnes")).await;
    browser.see("Importé").await;
    day.look("05-imported").await;

    // Support finds the caller, by four digits, and opens a request.
    day.sign_out("Claire Vasseur, Commercial").await;
    day.sign_in("support").await;
    browser.see("Bonjour Sofia").await;
    day.look("06-home-support").await;
    browser.fill("Rechercher une personne ou une société", "robert mehdi").await;
    if javascript {
        browser.see("Verrerie Lumière").await;
        day.look("07-suggestions").await;
    }
    browser.press_enter("Rechercher une personne ou une société").await;
    browser.see("1 résultat").await;
    browser.click("Mehdi Robert").await;
    browser.see("Appels et notes").await;
    day.look("08-person").await;
    browser.fill("Ce qui s’est dit", "Rappelle demain matin.").await;
    browser.tick("Appel reçu").await;
    browser.click("Consigner").await;
    browser.see("Rappelle demain matin.").await;
    browser.click("Ouvrir une demande").await;
    browser.fill("Objet", "Relevés bancaires non reçus").await;
    browser.click("Ouvrir la demande").await;
    browser.see("La demande est ouverte.").await;
    browser.fill("Réponse", "Renvoyés à l’instant.").await;
    browser.click("Clore la demande").await;
    browser.see("La demande est close.").await;
    day.look("09-request").await;

    // Marketing records a withdrawal and takes a list out.
    day.sign_out("Sofia Marchand, Support").await;
    day.sign_in("marketing").await;
    browser.see("Bonjour Inès").await;
    day.go("/people").await;
    browser.see("Personnes").await;
    day.look("10-people").await;
    day.go("/newsletters/new").await;
    browser.tick("Lettre d’information").await;
    browser.click("Compter").await;
    browser.see("Répondent aux critères").await;
    day.look("11-funnel").await;
    let mut recipients = 0;
    for many in 2..300 {
        if browser.shows(&format!("Faire une liste de {many} destinataires")).await {
            recipients = many;
        }
    }
    assert!(recipients > 10, "the funnel says how many");
    browser.click(&format!("Faire une liste de {recipients} destinataires")).await;
    browser.click("Télécharger la liste").await;
    let list = String::from_utf8(browser.downloaded(".csv").await).unwrap();
    assert_eq!(list.trim_end().lines().count(), recipients + 1, "a header and a line each");
    day.go("/newsletters").await;
    browser.see("Complète").await;
    day.look("12-manifests").await;

    // IT operations: the same house, in pseudonyms.
    day.sign_out("Inès Caron, Marketing").await;
    day.sign_in("operations").await;
    browser.see("Exploitation").await;
    day.look("13-operations").await;
    day.go("/operations/people").await;
    browser.see("Exploitation").await;
    assert!(!browser.shows("Robert").await && !browser.shows("Verrerie").await);
    day.look("14-pseudonyms").await;
    day.go("/people").await;
    browser.see("Non autorisé").await;
    day.look("15-refused").await;

    // The DPO answers for it.
    day.sign_out("Yann Le Goff, Exploitation").await;
    day.sign_in("dpo").await;
    browser.see("Bonjour Hélène").await;
    day.go("/audit").await;
    browser.see("Journal").await;
    day.look("16-audit").await;
    day.go("/audit/verification").await;
    day.look("17-verification").await;
    browser.resize(390, 844).await;
    day.go("/people").await;
    browser.see("Personnes").await;
    day.look("18-telephone").await;
}

#[test]
fn a_whole_day_with_javascript() {
    run(a_day(true));
}

#[test]
fn a_whole_day_without_javascript() {
    run(a_day(false));
}
