//! What the browser gets: escaped values, no inline code, nothing from elsewhere. The CSP would stop most of it in the
//! browser; here it does not reach one.
use super::text::Text;
use super::{keep, lines, plant};

/// Values that a template may write unescaped: the template, the value, and why it is safe.
const SAFE: [(&str, &str, &str); 1] =
    [("templates/parts/secret.html", "svg|safe", "a QR code that our server draws: squares, no text of anybody's")];

fn values_are_escaped(files: &[Text]) -> Vec<String> {
    let unescaped = |line: &str| {
        let line = line.replace(char::is_whitespace, "");
        let lifts = line.contains("|safe")
            || line.contains("escape(\"none\")")
            || line.contains("|e(\"none\")")
            || line.contains("autoescape");
        lifts.then_some("the value is not escaped: escape it, or add it to SAFE with the reason why it is safe")
    };
    let allowed = |file: &Text, complaint: &String| {
        let at = complaint.split(':').nth(1).and_then(|line| line.parse::<usize>().ok()).unwrap_or(1);
        let line = file.text.lines().nth(at - 1).unwrap_or_default();
        SAFE.iter().any(|(path, value, _)| *path == file.path && line.contains(value))
    };
    templates(files)
        .flat_map(|file| lines(file, &file.text, unescaped).filter(|found| !allowed(file, found)).collect::<Vec<_>>())
        .collect()
}

/// Askama binds a macro's parameters one after the other: a value that is called like an earlier parameter is that
/// parameter. `form::text("name", label, name)` shows the word "name" in the field.
fn values_are_not_hidden_by_parameters(files: &[Text]) -> Vec<String> {
    // The parameters of a field in their order: templates/parts/form.html.
    const ORDER: [&str; 5] = ["name", "label", "value", "error", "hint"];
    let hidden = |line: &str| {
        let mut fields =
            line.split("form::").skip(1).filter(|call| !call.starts_with("check") && !call.starts_with("radio("));
        let is_hidden = |call: &str| {
            let arguments = call.split("}}").next().unwrap_or_default().split(',').enumerate();
            let bare = |argument: &str| ORDER.iter().position(|one| *one == argument.trim_end_matches(')').trim());
            arguments.skip(1).any(|(at, argument)| bare(argument).is_some_and(|earlier| earlier < at))
        };
        fields.any(is_hidden).then_some("say self.NAME: a parameter of the macro has this name")
    };
    let pages = templates(files).filter(|file| !file.path.starts_with("templates/parts/"));
    pages.flat_map(|file| lines(file, &file.text, hidden).collect::<Vec<_>>()).collect()
}

#[test]
fn no_value_is_called_like_the_parameter_of_a_macro() {
    keep(values_are_not_hidden_by_parameters);
    let planted = [("templates/a/b.html", "{{ form::text(\"name\", t.x(), name, errors.of(\"name\")) }}")];
    assert_eq!(plant(values_are_not_hidden_by_parameters, &planted).len(), 1);
}

/// V1.3.2, V3.2.2: our script writes text, never code or HTML, and keeps nothing in the browser.
fn the_script_makes_no_code_and_keeps_nothing(files: &[Text]) -> Vec<String> {
    const BANNED: [&str; 11] = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
        "setAttribute(\"on",
    ];
    let wrong = |line: &str| {
        BANNED.iter().any(|banned| line.contains(banned)).then_some("our script writes textContent and keeps nothing")
    };
    let scripts =
        files.iter().filter(|file| file.path.starts_with("static/") && matches!(extension(file), "js" | "mjs"));
    scripts.flat_map(|file| lines(file, &file.text, wrong).collect::<Vec<_>>()).collect()
}

/// V1.2.3, V3.4.3, V3.6.1 (P12): no inline script or style, and no part of a page from anybody else.
fn pages_are_made_of_our_own_files(files: &[Text]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in templates(files) {
        for tag in tags(&file.text) {
            let mut complain =
                |wrong: &str| complaints.push(format!("{}:{}: <{}>: {wrong}", file.path, tag.line, tag.name));
            let attribute =
                |name: &str| tag.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
            if attribute("style").is_some() || tag.name == "style" {
                complain("styles live in static/*.css: the CSP drops this one");
            }
            if tag.attributes.iter().any(|(name, _)| name.len() > 2 && name.starts_with("on")) {
                complain("handlers live in static/*.js: the CSP drops this one");
            }
            if tag.name == "script" && attribute("src").is_none() {
                complain("scripts live in static/*.js: the CSP drops this one");
            }
            let fetched = matches!(
                tag.name.as_str(),
                "script" | "img" | "link" | "iframe" | "source" | "audio" | "video" | "object" | "embed"
            );
            let elsewhere = |link: &str| link.starts_with("//") || link.contains("://");
            if fetched && ["src", "href", "srcset", "data"].into_iter().filter_map(attribute).any(elsewhere) {
                complain("nothing is fetched from elsewhere");
            }
            if ["href", "action", "formaction", "src"]
                .into_iter()
                .filter_map(attribute)
                .any(|link| link.trim_start().to_lowercase().starts_with("javascript:"))
            {
                complain("a link is an address");
            }
        }
    }
    complaints
}

fn templates(files: &[Text]) -> impl Iterator<Item = &Text> {
    files.iter().filter(|file| file.path.starts_with("templates/"))
}

fn extension(file: &Text) -> &str {
    file.file_name().rsplit('.').next().unwrap_or_default()
}

struct Tag {
    name: String,
    line: usize,
    attributes: Vec<(String, String)>,
}

/// The opening tags of a template. What stands in `{{ }}`, `{% %}` or `{# #}` is no HTML, also inside a tag.
fn tags(template: &str) -> Vec<Tag> {
    let html = without_template_language(template);
    let mut tags = Vec::new();
    for (at, _) in html.match_indices('<') {
        let inside = &html[at + 1..];
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name_ends = inside.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at(name_ends);
        let line = html[..at].matches('\n').count() + 1;
        tags.push(Tag { name: name.to_lowercase(), line, attributes: attributes_of(attributes) });
    }
    tags
}

fn attributes_of(mut rest: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\''));
        let ends = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).unwrap_or(rest.len());
        let (name, after) = rest.split_at(ends);
        if name.is_empty() {
            return attributes;
        }
        let mut value = "";
        rest = after;
        if let Some(after) = after.trim_start().strip_prefix('=').map(str::trim_start) {
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let inside = quote.and_then(|quote| after.strip_prefix(quote)).unwrap_or(after);
            let ends = inside
                .find(|c: char| quote.map_or(c.is_whitespace() || c == '>', |quote| c == quote))
                .unwrap_or(inside.len());
            (value, rest) = inside.split_at(ends);
        }
        attributes.push((name.to_lowercase(), value.to_owned()));
    }
}

fn without_template_language(template: &str) -> String {
    let mut html = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((at, close)) = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
        .into_iter()
        .filter_map(|(open, close)| Some((rest.find(open)?, close)))
        .min()
    {
        let (before, inside) = rest.split_at(at);
        let (inside, after) = inside.split_at(inside.find(close).map_or(inside.len(), |end| end + close.len()));
        html.push_str(before);
        html.extend(inside.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    html.push_str(rest);
    html
}

#[test]
fn every_value_on_a_page_is_escaped() {
    keep(values_are_escaped);
}

#[test]
fn our_script_makes_no_code_and_keeps_nothing_in_the_browser() {
    keep(the_script_makes_no_code_and_keeps_nothing);
}

#[test]
fn every_page_is_made_of_our_own_files() {
    keep(pages_are_made_of_our_own_files);
}

#[test]
fn an_unescaped_value_is_found() {
    for wrong in
        ["<p>{{ name|safe }}</p>", "{{ name | safe }}", "{{ name|escape(\"none\") }}", "{% autoescape false %}"]
    {
        assert_eq!(plant(values_are_escaped, &[("templates/people/index.html", wrong)]).len(), 1, "{wrong}");
    }
    assert!(plant(values_are_escaped, &[("templates/people/index.html", "{{ name }} is safe")]).is_empty());
}

#[test]
fn a_script_that_writes_html_or_keeps_something_is_found() {
    for wrong in ["box.innerHTML = answer;", "eval(text)", "localStorage.setItem('q', q)", "document.cookie"] {
        assert_eq!(
            plant(the_script_makes_no_code_and_keeps_nothing, &[("static/search.js", wrong)]).len(),
            1,
            "{wrong}"
        );
    }
    assert!(
        plant(
            the_script_makes_no_code_and_keeps_nothing,
            &[("static/search.js", "box.textContent = answer; retrieval(1)")]
        )
        .len()
            == 1
    );
    assert!(
        plant(the_script_makes_no_code_and_keeps_nothing, &[("static/search.js", "box.textContent = answer;")])
            .is_empty()
    );
}

#[test]
fn inline_code_and_foreign_parts_are_found() {
    for wrong in [
        "<p style=\"color: red\">",
        "<p\n  class=\"a\"\n  style = 'x'>",
        "<button class=a onclick=\"go()\">",
        "<a {% if x %}class=\"y\"{% endif %} onmouseover=go>",
        "<script>go()</script>",
        "<script type=module>go()</script>",
        "<style>p {}</style>",
        "<img src=\"https://example.com/a.png\">",
        "<link rel=stylesheet href=//example.com/a.css>",
        "<a href=\"javascript:go()\">",
    ] {
        assert_eq!(
            plant(pages_are_made_of_our_own_files, &[("templates/people/index.html", wrong)]).len(),
            1,
            "{wrong}"
        );
    }
    for right in [
        "<script src=\"{{ page.asset(\"search.js\") }}\" defer></script>",
        "<p>only style= matters, {{ a < b }} on x=1</p>",
        "<input name=\"once\" value=\"on click=\">",
        "<a href=\"https://example.com/\" rel=noopener>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><path fill=\"red\"/></svg>",
        "<p title=\"{% if a > b %}onclick={% endif %}\">",
    ] {
        let found = plant(pages_are_made_of_our_own_files, &[("templates/people/index.html", right)]);
        assert!(found.is_empty(), "{right}: {found:?}");
    }
}
