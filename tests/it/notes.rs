//! Calls and notes: written down once, read by the team, changed by nobody.
use crate::house::{House, run};
use crate::people::add;
use cloister::actor::Role;
use cloister::notes::{self, NoteKind, Target, Text};

/// What tries every page: markup, quotes, letters that fold oddly, signs outside the basic plane.
pub const NASTY: &str = "Bob <script>alert(1)</script>\r\nO'Brien & \"İstanbul\" 🏦 {{ 7*7 }}";

pub fn number(path: &str) -> i64 {
    path.rsplit('/').next().unwrap().parse().unwrap()
}

#[test]
fn a_call_is_written_down_and_read_by_everybody_who_may_see_the_person() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let person = add(&sales, &[]).await;
        let notes = format!("{person}/notes");
        let written = sales.post(&notes, &[("kind", "call_in"), ("text", NASTY)]).await.is(303);
        assert_eq!(written.to(), format!("{person}#notes"));
        for role in [Role::Support, Role::Marketing, Role::Dpo, Role::Cio] {
            let page = house.signed_in(role).await.get(&notes).await.is(200);
            assert!(page.says("Incoming call") && page.says("O&#39;Brien &#38; &#34;İstanbul&#34; 🏦 {{ 7*7 }}"));
            assert!(page.says("Bob &#60;script&#62;") && !page.says("Bob <script>"), "{}", page.main());
            assert!(page.says(" of the test"), "who wrote it");
        }
        // The panel on the person's own page: whoever may write has the form.
        let page = sales.get(&person).await.is(200);
        assert!(page.says("O&#39;Brien &#38;") && page.says(&format!("action=\"{notes}\"")), "{}", page.main());
        let page = house.signed_in(Role::Marketing).await.get(&person).await.is(200);
        assert!(page.says("O&#39;Brien &#38;") && !page.says(&format!("action=\"{notes}\"")), "{}", page.main());
        let id = number(&person);
        let told = house.deeds().await;
        let deed = told.iter().find(|deed| deed.starts_with("note.added")).expect("a deed");
        assert!(deed.contains("kind=call_in") && !deed.contains("Brien"), "{deed}");
        assert!(told.iter().any(|deed| deed.starts_with("person.opened")));
        let story = house.look(move |l| notes::of_person(l, id, 10)).await;
        assert_eq!(story.notes.first().unwrap().text, NASTY.replace("\r\n", "\n"));
    });
}

#[test]
fn a_note_that_is_empty_or_too_long_comes_back_with_words_and_with_what_was_typed() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let notes = format!("{}/notes", add(&sales, &[]).await);
        let empty = sales.post(&notes, &[("kind", "meeting"), ("text", " \r\n ")]).await.is(422);
        assert!(empty.says("This is needed.") && empty.says("value=\"meeting\" checked"), "{}", empty.main());
        // 10 kB are more than the 10,000 characters that fit.
        let long = format!("{}fin", "é<b> ".repeat(2_048));
        let back = sales.post(&notes, &[("kind", "note"), ("text", &long)]).await.is(422);
        assert!(back.says("Too long: at most 10,000 characters.") || back.says("Too long: at most 10000 characters."));
        assert!(back.says("é&#60;b&#62; fin</textarea>"), "what was typed is still there");
        let fits = "🏦".repeat(10_000);
        sales.post(&notes, &[("kind", "note"), ("text", &fits)]).await.is(303);
        sales.post(&notes, &[("kind", "telepathy"), ("text", "x")]).await.is(400);
        sales.post(&notes, &[("kind", "note"), ("text", "x"), ("at", "2020-01-01")]).await.is(400);
        sales.post("/people/99999999999999999999/notes", &[("kind", "note"), ("text", "x")]).await.is(404);
        sales.post("/people/4/notes", &[("kind", "note"), ("text", "x")]).await.is(404);
        sales.post("/companies/4/notes", &[("kind", "note"), ("text", "x")]).await.is(404);
    });
}

#[test]
fn notes_about_a_company_are_not_notes_about_its_people() {
    run(async {
        let house = House::open().await;
        let support = house.signed_in(Role::Support).await;
        let person = add(&support, &[]).await;
        let page = support.get(&person).await.is(200);
        let company =
            page.body.split("/companies/").find_map(|rest| rest.split('"').next()?.parse::<i64>().ok()).unwrap();
        let notes = format!("/companies/{company}/notes");
        support.post(&notes, &[("kind", "note"), ("text", "Ferme en août")]).await.is(303);
        assert!(support.get(&notes).await.is(200).says("Ferme en août"));
        assert!(support.get(&format!("/companies/{company}")).await.is(200).says("Ferme en août"));
        assert!(!support.get(&format!("{person}/notes")).await.is(200).says("Ferme en août"));
        // A place in one story is none in another.
        let story = house.look(move |l| notes::of_company(l, company, 10)).await;
        let note = story.notes.first().unwrap().id;
        support.get(&format!("{person}/notes?before={note}")).await.is(404);
    });
}

#[test]
fn the_newest_notes_come_first_and_the_older_ones_are_a_page_away() {
    run(async {
        let house = House::open().await;
        let sales = house.signed_in(Role::Sales).await;
        let person = add(&sales, &[]).await;
        let id = number(&person);
        house
            .write(move |w| {
                let start = w.now;
                for i in 0..120 {
                    let text = Text::long(&format!("note {i:03}.")).unwrap();
                    // Written down in another order than they happened, some at the same moment.
                    let at = start - chrono::Duration::minutes((i * 7 % 120) / 3);
                    notes::add(w, Target::Person(id), NoteKind::Note, &text, at)?;
                }
                Ok(())
            })
            .await;
        let (mut path, mut seen, mut pages) = (format!("{person}/notes"), Vec::new(), 0);
        loop {
            let page = sales.get(&path).await.is(200);
            pages += 1;
            seen.extend(page.main().split("note ").filter_map(|rest| rest.get(..3)?.parse::<u32>().ok()));
            let Some((before, _)) = page
                .main()
                .split_once("\" ")
                .and(page.main().split_once("rel=\"next\" href=\""))
                .map(|(_, rest)| rest.split_once('"').unwrap())
            else {
                break;
            };
            path = before.replace("&#38;", "&");
        }
        assert_eq!(pages, 3);
        let mut all = seen.clone();
        all.sort_unstable();
        assert_eq!(all, (0..120).collect::<Vec<_>>(), "each once");
        let story = house.look(move |l| notes::of_person(l, id, 200)).await;
        assert!(story.notes.windows(2).all(|two| two[0].at >= two[1].at));
        assert!(!story.more);
        assert!(house.look(move |l| notes::of_person(l, id, 119)).await.more);
    });
}
