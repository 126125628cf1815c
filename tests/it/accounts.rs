//! Bank accounts: sealed, masked, shown whole for a reason to whom it concerns; third parties.
use crate::companies::add;
use crate::house::{House, Visitor, run};
use cloister::actor::Role;

// Specimens of the SWIFT registry: nobody's accounts.
const IBAN: &str = "FR14 2004 1010 0505 0001 3M02 606";
const OTHER: &str = "DE89370400440532013000";
const MASKED: &str = "FR•• •••• … 2606";
const REASON: &str = "virement rejeté, vérification au téléphone";

async fn hold(visitor: &Visitor, company: &str, iban: &str) -> String {
    let fields = [("holder", "company"), ("label", "Paie"), ("iban", iban)];
    visitor.post(&format!("{company}/accounts"), &fields).await.is(303);
    let page = visitor.get(company).await.is(200);
    let id = page.main().rsplit_once("href=\"/accounts/").expect("the account is listed").1;
    format!("/accounts/{}", id.split('/').next().unwrap())
}

/// Somebody at the company, and an assistance request of theirs in these hands.
async fn assisted(sales: &Visitor, support: &Visitor) {
    let person = crate::people::add(sales, &[("company", "Zéphyr SAS")]).await;
    let fields = [("subject", "Virement rejeté"), ("detail", ""), ("take", "1")];
    support.post(&format!("{person}/assistance"), &fields).await.is(303);
}

#[test]
fn an_account_is_masked_for_those_who_may_know_of_it_and_nothing_for_the_others() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let company = add(&sales, "Zéphyr SAS").await;
        let account = hold(&sales, &company, IBAN).await;
        for role in [Role::Support, Role::Sales, Role::Marketing, Role::Dpo, Role::Cio] {
            let visitor = house.signed_in(role).await;
            let knows = matches!(role, Role::Support | Role::Sales | Role::Dpo);
            let page = visitor.get(&company).await.is(200);
            assert_eq!(page.says(MASKED), knows, "{role:?}\n{}", page.main());
            assert!(!page.says("20041010") && !page.says("2004 1010"), "{role:?}");
            assert_eq!(page.says("/accounts/"), knows, "{role:?}");
            assert_eq!(page.says(&format!("{account}/reveal")), role == Role::Dpo, "{role:?}");
        }
        let folder = house.folder.path().to_owned();
        for written in ["FR1420041010050500013M02606", IBAN, "Paie"] {
            assert!(!is_in_a_file(&folder, written), "{written} stands in a file");
        }
    });
}

/// Is this text in any file under a folder?
fn is_in_a_file(folder: &std::path::Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return is_in_a_file(&path, text);
        }
        std::fs::read(&path).unwrap().windows(text.len()).any(|bytes| bytes == text.as_bytes())
    })
}

#[test]
fn support_sees_an_account_whole_only_while_an_open_request_of_that_customer_is_theirs() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let (anne, bob) = (house.signed_in(Role::Support).await, house.signed_in(Role::Support).await);
        let company = add(&sales, "Zéphyr SAS").await;
        let account = hold(&sales, &company, IBAN).await;
        let reveal = format!("{account}/reveal");
        let asked = [("reason", REASON)];
        anne.post(&reveal, &asked).await.is(403);
        assisted(&sales, &anne).await;
        anne.post(&reveal, &[("reason", "comme ça")]).await.is(422);
        anne.post(&reveal, &[("reason", &"x".repeat(201))]).await.is(422);
        let whole = anne.post(&reveal, &asked).await.is(200);
        assert!(whole.says(IBAN) && whole.says(REASON), "{}", whole.main());
        assert_eq!(whole.headers.get("cache-control").unwrap(), "no-store");
        assert!(!anne.get(&account).await.is(200).says(IBAN));
        bob.post(&reveal, &asked).await.is(403);
        sales.post(&reveal, &asked).await.is(403);
        // What another company's customer asked opens nothing here.
        let elsewhere = add(&sales, "Azur").await;
        let other = hold(&sales, &elsewhere, OTHER).await;
        anne.post(&format!("{other}/reveal"), &asked).await.is(403);
    });
}

#[test]
fn a_reveal_is_a_deed_without_the_reason_and_the_reason_is_kept_sealed_for_the_dpo() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let (dpo, other) = (house.signed_in(Role::Dpo).await, house.signed_in(Role::Dpo).await);
        let company = add(&sales, "Zéphyr SAS").await;
        let account = hold(&sales, &company, OTHER).await;
        assert!(dpo.post(&format!("{account}/reveal"), &[("reason", REASON)]).await.is(200).says("DE89 3704 0044"));
        let deeds = house.deeds().await;
        let revealed: Vec<_> = deeds.iter().filter(|deed| deed.starts_with("account.revealed")).collect();
        assert_eq!(revealed.len(), 1);
        assert!(revealed[0].ends_with(&format!("reason_length={}", REASON.chars().count())), "{revealed:?}");
        assert!(!deeds.iter().any(|deed| deed.contains("virement")));
        assert!(other.get(&account).await.is(200).says(REASON));
        let support = house.signed_in(Role::Support).await;
        assert!(!support.get(&account).await.is(200).says(REASON));
        assert!(!is_in_a_file(house.folder.path(), "virement rejeté"));
    });
}

#[test]
fn an_account_that_the_house_holds_already_is_said() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let (company, other) = (add(&sales, "Zéphyr SAS").await, add(&sales, "Azur").await);
        hold(&sales, &company, IBAN).await;
        let same = [("holder", "company"), ("label", ""), ("iban", "fr1420041010050500013m02606")];
        let here = sales.post(&format!("{company}/accounts"), &same).await.is(422);
        assert!(here.says("already held for this customer"), "{}", here.main());
        let there = sales.post(&format!("{other}/accounts"), &same).await.is(422);
        assert!(there.says("already held for another customer") && there.says("Zéphyr SAS"), "{}", there.main());
        let mut anyway = same.to_vec();
        anyway.push(("anyway", "1"));
        sales.post(&format!("{other}/accounts"), &anyway).await.is(303);
        sales.post(&format!("{other}/accounts"), &anyway).await.is(422);
        for (wrong, says) in
            [("FR15 2004 1010 0505 0001 3M02 606", "typing error"), ("12345", "shape of an IBAN"), ("", "needed")]
        {
            let fields = [("holder", "company"), ("label", ""), ("iban", wrong)];
            assert!(sales.post(&format!("{other}/accounts"), &fields).await.is(422).says(says), "{wrong}");
        }
        let stranger = [("holder", "1"), ("label", ""), ("iban", OTHER)];
        sales.post(&format!("{other}/accounts"), &stranger).await.is(422);
    });
}

#[test]
fn a_third_party_is_held_for_the_customer_with_an_account_of_their_own_and_is_in_no_list() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let company = add(&sales, "Zéphyr SAS").await;
        let third = format!("{company}/third-parties");
        sales.post(&third, &[("family_name", ""), ("given_name", ""), ("iban", "nonsense")]).await.is(422);
        let fields = [
            ("family_name", "Benali"),
            ("given_name", "Karim"),
            ("iban", IBAN),
            ("reach_0_kind", "email"),
            ("reach_0_value", "k.benali@fournisseur.example"),
        ];
        sales.post(&third, &fields).await.is(303);
        let page = sales.get(&company).await.is(200);
        assert!(page.says("Benali Karim") && page.says(MASKED) && page.says("k.benali@"), "{}", page.main());
        assert!(!sales.get("/people").await.says("Benali"));
        let support = house.signed_in(Role::Support).await;
        support.post(&third, &fields).await.is(400);
        let mut without = fields.to_vec();
        without.retain(|field| field.0 != "iban");
        without[0] = ("family_name", "Roussel");
        support.post(&third, &without).await.is(303);
        assert!(support.get(&company).await.says("Roussel"));
        // An account of a third party of theirs is one of this customer's.
        let same = [("holder", "company"), ("label", ""), ("iban", IBAN)];
        sales.post(&format!("{company}/accounts"), &same).await.is(422);
    });
}

#[test]
fn an_account_is_removed_after_a_question_and_leaves_a_deed() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let company = add(&sales, "Zéphyr SAS").await;
        let account = hold(&sales, &company, IBAN).await;
        let dpo = house.signed_in(Role::Dpo).await;
        dpo.post(&format!("{account}/reveal"), &[("reason", REASON)]).await.is(200);
        let removal = format!("{account}/removal");
        assert!(sales.get(&removal).await.is(200).says(MASKED));
        dpo.get(&removal).await.is(403);
        sales.post(&removal, &[]).await.is(303);
        assert!(!sales.get(&company).await.says(MASKED));
        dpo.get(&account).await.is(404);
        assert!(house.deeds().await.iter().any(|deed| deed.starts_with("account.removed company=")));
    });
}
