//! What the documents say of the house is so: the map names the rooms in their order, links lead somewhere.
use super::text::Text;
use super::{keep, plant};

/// The first column of the table under `| rooms |` in the README against `pub mod` in src/lib.rs.
fn the_map_is_that_of_the_house(files: &[Text]) -> Vec<String> {
    let text = |path: &str| files.iter().find(|file| file.path == path);
    let (Some(readme), Some(lib)) = (text("README.md"), text("src/lib.rs")) else { return Vec::new() };
    let code = lib.code();
    let rooms = code.lines().filter_map(|line| line.trim().strip_prefix("pub mod ")?.strip_suffix(';'));
    let table = readme.text.lines().skip_while(|line| !line.starts_with("| rooms |")).skip(2);
    let cells = table.map_while(|line| line.strip_prefix('|')?.split('|').next());
    let map = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let (map, rooms): (Vec<&str>, Vec<&str>) = (map.collect(), rooms.collect());
    if map == rooms {
        return Vec::new();
    }
    let apart = map.iter().zip(&rooms).position(|(map, room)| map != room).unwrap_or(map.len().min(rooms.len()));
    let at = |names: &[&str]| names.get(apart).map_or("nothing more", |name| *name).to_owned();
    vec![format!("README.md: the map says {} where src/lib.rs has {}", at(&map), at(&rooms))]
}

/// Links of Markdown files to files of ours.
fn links_lead_to_files(files: &[Text]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.path.ends_with(".md")) {
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in file.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let link = link.split('#').next().unwrap_or_default();
            if link.is_empty() || link.contains("://") {
                continue;
            }
            let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
            for part in link.split('/') {
                match part {
                    "" | "." => {}
                    ".." => drop(parts.pop()),
                    part => parts.push(part),
                }
            }
            let path = parts.join("/");
            let inside = |file: &Text| file.path == path || file.path.starts_with(&format!("{path}/"));
            if !files.iter().any(inside) {
                complaints.push(format!("{}: {link} leads nowhere", file.path));
            }
        }
    }
    complaints
}

/// `path.rs::name` in the table of requirements: a function of that name, right below a `#[test]`, in that file.
fn every_proof_is_a_test(files: &[Text]) -> Vec<String> {
    let Some(table) = files.iter().find(|file| file.path == "docs/asvs.md") else { return Vec::new() };
    let mut complaints = Vec::new();
    for (at, line) in table.text.lines().enumerate().filter(|(_, line)| line.starts_with("| V")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, level, _, proof] = cells.as_slice() else {
            complaints.push(format!("docs/asvs.md:{}: id, level, statement, proof", at + 1));
            continue;
        };
        if !matches!(*level, "1" | "2" | "3") || proof.is_empty() {
            complaints.push(format!("docs/asvs.md:{}: a level, and a test or a reason", at + 1));
        }
        for named in proof.split('`').skip(1).step_by(2).filter(|named| named.contains("::")) {
            let is_there = named.split_once("::").is_some_and(|(path, name)| {
                let file = files.iter().find(|file| file.path == path);
                file.is_some_and(|file| {
                    let parts = file.text.split(&format!("fn {name}(")).collect::<Vec<_>>();
                    // The attributes stand between it and what was before.
                    parts.len() == 2 && parts[0].rsplit("\n\n").next().is_some_and(|above| above.contains("test]"))
                })
            });
            if !is_there {
                complaints.push(format!("docs/asvs.md:{}: {named} is no test", at + 1));
            }
        }
    }
    complaints
}

#[test]
fn every_test_that_proves_a_requirement_is_there() {
    keep(every_proof_is_a_test);
    let tests = ("tests/it/a.rs", "//! A.\n\n#[test]\nfn it_holds() {}\n\nfn helps() {}\n");
    let row = |proof: &str| format!("| V1.1.1 | 1 | says | {proof} |\n");
    let with = |proof: &str| plant(every_proof_is_a_test, &[("docs/asvs.md", &row(proof)), tests]).len();
    for fine in
        ["`tests/it/a.rs::it_holds`", "open", "not done: `src/x.rs` has it", "`tests/it/a.rs::it_holds`, because"]
    {
        assert_eq!(with(fine), 0, "{fine}");
    }
    for wrong in ["", "`tests/it/a.rs::it_hold`", "`tests/it/b.rs::it_holds`", "`tests/it/a.rs::helps`"] {
        assert_eq!(with(wrong), 1, "{wrong}");
    }
}

#[test]
fn the_readme_maps_every_room_in_its_order() {
    keep(the_map_is_that_of_the_house);
    let lib = ("src/lib.rs", "pub mod error;\npub mod people;\n");
    let with = |table| plant(the_map_is_that_of_the_house, &[("README.md", table), lib]);
    assert!(with("| rooms | what |\n|---|---|\n| `error` | x `y` |\n| `people` | |\n\n`other`").is_empty());
    assert_eq!(with("| rooms |\n|---|\n| `people` `error` |\n").len(), 1);
    assert_eq!(
        with("| rooms |\n|---|\n| `error` |\n"),
        ["README.md: the map says nothing more where src/lib.rs has people"]
    );
}

#[test]
fn documents_link_to_what_is_there() {
    keep(links_lead_to_files);
    let planted = [
        ("docs/a.md", "[b](b.md#x) [here](../README.md) [folder](decisions/) [out](https://example.com/) [self](#top)"),
        ("docs/decisions/1.md", ""),
        ("README.md", "[a](docs/a.md)"),
    ];
    assert_eq!(plant(links_lead_to_files, &planted), ["docs/a.md: b.md leads nowhere"]);
}
