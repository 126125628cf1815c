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
