//! What is sealed opens for its own place and owner, and for nothing else (P4, V11.2.5, V11.3.3, V11.3.4).
use crate::house::{House, run};
use cloister::actor::{Actor, Role, StaffActor};
use cloister::catalogue::{Field, KeyClass};
use cloister::db::values::Sealed;
use cloister::error::{Error, Result};
use cloister::vault::{Clearance, Owner, OwnerKind, Sealing, Unlocked};
use proptest::prelude::*;
use std::sync::Arc;

async fn keys(house: &House, owners: &'static [Owner], class: KeyClass) -> (Sealing, Unlocked) {
    let sealing = house.write(move |w| w.sealing(owners, class)).await;
    let unlocked = house.look(move |l| l.unlock(owners, class)).await;
    (sealing, unlocked)
}

const ANNA: Owner = Owner { kind: OwnerKind::Person, id: 1 };
const BORIS: Owner = Owner { kind: OwnerKind::Person, id: 2 };
const FIRM: Owner = Owner { kind: OwnerKind::Company, id: 1 };

#[test]
fn whatever_is_sealed_opens_again() {
    let (sealing, unlocked) = run(async {
        let house = House::open().await;
        keys(&house, &[ANNA], KeyClass::Identity).await
    });
    proptest!(|(text in ".*", row in any::<i64>())| {
        let sealed = sealing.seal(Field::NoteText, ANNA, row, &text).expect("seals");
        prop_assert_eq!(unlocked.open(Field::NoteText, ANNA, row, &sealed).expect("opens"), text);
    });
}

#[test]
fn a_value_that_was_altered_or_moved_does_not_open() {
    let (sealing, unlocked) = run(async {
        let house = House::open().await;
        keys(&house, &[ANNA, BORIS, FIRM], KeyClass::Identity).await
    });
    let sealed = sealing.seal(Field::PersonFamilyName, ANNA, 7, "Lefèvre").expect("seals");
    let refused = |opened: Result<String>| assert!(matches!(opened, Err(Error::Unreadable)), "{opened:?}");
    refused(unlocked.open(Field::PersonFamilyName, ANNA, 8, &sealed));
    refused(unlocked.open(Field::PersonGivenName, ANNA, 7, &sealed));
    refused(unlocked.open(Field::PersonFamilyName, BORIS, 7, &sealed));
    refused(unlocked.open(Field::CompanyName, FIRM, 7, &sealed));
    for at in 0..sealed.0.len() {
        for bit in [1, 128] {
            let mut altered = sealed.0.clone();
            altered[at] ^= bit;
            refused(unlocked.open(Field::PersonFamilyName, ANNA, 7, &Sealed(altered)));
        }
    }
    for end in 0..sealed.0.len() {
        refused(unlocked.open(Field::PersonFamilyName, ANNA, 7, &Sealed(sealed.0[..end].to_vec())));
    }
}

#[test]
fn no_nonce_is_used_twice_under_a_key() {
    let (sealing, _) = run(async {
        let house = House::open().await;
        keys(&house, &[ANNA], KeyClass::Identity).await
    });
    let mut nonces: Vec<Vec<u8>> = (0..20_000)
        .map(|row| sealing.seal(Field::NoteText, ANNA, row, "same").expect("seals").0[2..14].to_vec())
        .collect();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), 20_000);
}

#[test]
fn a_key_that_was_destroyed_opens_nothing_and_is_not_drawn_again() {
    run(async {
        let house = House::open().await;
        let (sealing, _) = keys(&house, &[ANNA], KeyClass::Identity).await;
        let sealed = sealing.seal(Field::NoteText, ANNA, 1, "gone").expect("seals");
        let app = house.app.clone();
        tokio::task::spawn_blocking(move || app.vault().shred(OwnerKind::Person, &[ANNA.id], KeyClass::Identity))
            .await
            .expect("no panic")
            .expect("shreds");
        let unlocked = house.look(|l| l.unlock(&[ANNA], KeyClass::Identity)).await;
        assert!(unlocked.open(Field::NoteText, ANNA, 1, &sealed).is_err());
        let again = house.app.write(&Actor::Console, |w| w.sealing(&[ANNA], KeyClass::Identity).map(drop)).await;
        assert!(matches!(again, Err(Error::Unreadable)), "{again:?}");
    });
}

#[test]
fn keys_of_a_write_that_was_rolled_back_are_gone_and_those_of_a_kill_are_settled() {
    run(async {
        let house = House::open().await;
        let failed: Result<()> = house
            .app
            .write(&Actor::Console, |w| {
                w.sealing(&[BORIS], KeyClass::Identity)?;
                Err(Error::Stale)
            })
            .await;
        assert!(failed.is_err());
        assert!(!house.look(|l| l.unlock(&[BORIS], KeyClass::Identity)).await.has(BORIS));
        // A kill between the keyring's commit and the database's: pending keys of a batch that nobody knows.
        let app = house.app.clone();
        tokio::task::spawn_blocking(move || {
            app.vault().draw(&[BORIS], KeyClass::Identity, "never committed", |_| Ok(false)).map(drop)
        })
        .await
        .expect("no panic")
        .expect("draws");
        let house = house.reopen().await;
        assert!(!house.look(|l| l.unlock(&[BORIS], KeyClass::Identity)).await.has(BORIS));
    });
}

#[test]
fn nothing_is_sealed_under_a_key_that_a_kill_left_pending() {
    run(async {
        let house = House::open().await;
        let app = house.app.clone();
        tokio::task::spawn_blocking(move || {
            app.vault().draw(&[BORIS], KeyClass::Identity, "never committed", |_| Ok(false)).map(drop)
        })
        .await
        .expect("no panic")
        .expect("draws");
        let (sealing, _) = keys(&house, &[BORIS], KeyClass::Identity).await;
        let sealed = sealing.seal(Field::NoteText, BORIS, 1, "kept").expect("seals");
        let house = house.reopen().await;
        let unlocked = house.look(|l| l.unlock(&[BORIS], KeyClass::Identity)).await;
        assert_eq!(unlocked.open(Field::NoteText, BORIS, 1, &sealed).expect("opens"), "kept");
    });
}

#[test]
fn operations_and_visitors_can_have_no_clearance() {
    let staff = |role| Actor::Staff(Arc::new(StaffActor { id: 1, role, from: None, request: String::new() }));
    for class in KeyClass::ALL {
        assert!(Clearance::of(&staff(Role::Operations), *class).is_none());
        assert!(Clearance::of(&Actor::Visitor { from: None }, *class).is_none());
    }
    for role in [Role::Marketing, Role::Cio] {
        assert!(Clearance::of(&staff(role), KeyClass::Identity).is_some());
        assert!(Clearance::of(&staff(role), KeyClass::Payment).is_none());
    }
}

#[test]
fn a_database_sealed_under_another_root_key_does_not_open() {
    run(async {
        let house = House::open().await;
        let folder = house.folder.path().join("house");
        let key = folder.join("keys/root.key");
        std::fs::remove_file(&key).unwrap();
        cloister::vault::make_root(&key).unwrap();
        let config = house.app.config().clone();
        let opened = tokio::task::spawn_blocking(move || {
            cloister::house::open(config, cloister::clock::Clock::default()).map(drop)
        });
        let refused = opened.await.expect("no panic").expect_err("another root key");
        assert!(refused.to_string().contains("another root key"), "{refused}");
    });
}
