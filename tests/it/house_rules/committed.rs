//! What must not be committed: names of the machines and of the registries that built it.
use super::text::Text;
use super::{keep, lines, plant};

/// Hosts of package registries. A client knows its own; a name here binds the build to one place. Written in pieces, so
/// that this file keeps its own rule.
const HOSTS: [&str; 7] = [
    concat!("crates", ".io"),
    concat!("pypi", ".org"),
    concat!("pythonhosted", ".org"),
    concat!("registry.npmjs", ".org"),
    concat!("deb.debian", ".org"),
    concat!("proxy.golang", ".org"),
    concat!("fastly", ".debian"),
];

/// Where people and machines keep a check-out.
const PLACES: [&str; 5] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("C:\\Us", "ers\\"),
];

fn nothing_names_the_machine_that_built_it(files: &[Text]) -> Vec<String> {
    let wrong = |line: &str| {
        if HOSTS.iter().any(|host| line.contains(host)) {
            return Some("names the host of a package registry");
        }
        // `homework/` is no absolute path, nor is a folder inside another: one starts where no other path goes on.
        let absolute = |place: &str| {
            let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '}' | ')' | '*' | '>');
            line.match_indices(place).any(|(at, _)| !line[..at].ends_with(goes_on))
        };
        PLACES.iter().any(|place| absolute(place)).then_some("names a path of one machine")
    };
    // Cargo writes the lockfile, and names its default registry there.
    let ours = files.iter().filter(|file| file.path != "Cargo.lock");
    ours.flat_map(|file| lines(file, &file.text, wrong).collect::<Vec<_>>()).collect()
}

#[test]
fn nothing_committed_names_a_build_machine_or_a_registry() {
    keep(nothing_names_the_machine_that_built_it);
}

#[test]
fn a_path_of_a_machine_or_a_registry_host_is_found() {
    let rule = nothing_names_the_machine_that_built_it;
    for place in PLACES {
        assert_eq!(plant(rule, &[("docs/a.md", &format!("see `{place}cloister/src`"))]).len(), 1, "{place}");
    }
    for host in HOSTS {
        assert_eq!(plant(rule, &[("deny.toml", &format!("allow = [\"https://{host}/index\"]"))]).len(), 1, "{host}");
    }
    for fine in [concat!("templates/wo", "rk/index.html"), "{{ root }}/home/", "/people/7", "https://example.com/"] {
        assert!(plant(rule, &[("docs/a.md", fine)]).is_empty(), "{fine}");
    }
    assert!(plant(rule, &[("Cargo.lock", HOSTS.first().unwrap())]).is_empty());
}
