//! Lists that page by key, and the numbers beside them.
use crate::search::{From, Listed};
use crate::words::Lang;

/// Where a page of a list begins, from `?after=` or `?before=`; text that is no number begins at the start.
pub fn place(after: &str, before: &str) -> From {
    match (after.parse(), before.parse()) {
        (Ok(id), _) => From::After(id),
        (_, Ok(id)) => From::Before(id),
        _ => From::Start,
    }
}

/// The addresses of the previous and of the next page, empty where there is none.
pub fn neighbours(path: &str, filters: &[(&str, &str)], listed: &Listed) -> (String, String) {
    let previous = listed.ids.first().filter(|_| listed.before);
    let next = listed.ids.last().filter(|_| listed.after);
    let to = |name: &str, id: Option<&i64>| {
        id.map_or_else(String::new, |id| address(path, filters, &[(name, &id.to_string())]))
    };
    (to("before", previous), to("after", next))
}

/// An address of a list with these filters, empty ones left out.
pub fn address(path: &str, filters: &[(&str, &str)], more: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = filters.iter().chain(more).filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(pairs) {
        Ok(query) if !query.is_empty() => format!("{path}?{query}"),
        _ => path.to_owned(),
    }
}

/// A number as people read it: `12 345` in French (with a narrow no-break space), `12,345` in English.
pub fn number(lang: Lang, n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    if n < 0 {
        out.push('−');
    }
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(if lang == Lang::Fr { '\u{202f}' } else { ',' });
        }
        out.push(c);
    }
    out
}

/// How many bytes, in the unit one would say it in.
pub fn size(lang: Lang, bytes: u64) -> String {
    let units: [&str; 4] = if lang == Lang::Fr { ["o", "ko", "Mo", "Go"] } else { ["B", "kB", "MB", "GB"] };
    let (mut whole, mut tenths, mut unit) = (bytes, 0, 0);
    while whole >= 1000 && unit + 1 < units.len() {
        (whole, tenths, unit) = (whole / 1000, whole % 1000 / 100, unit + 1);
    }
    let whole = number(lang, i64::try_from(whole).unwrap_or(i64::MAX));
    let point = if lang == Lang::Fr { ',' } else { '.' };
    let unit_name = units.get(unit).copied().unwrap_or_default();
    if unit == 0 { format!("{whole}\u{a0}{unit_name}") } else { format!("{whole}{point}{tenths}\u{a0}{unit_name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_sizes_are_written_as_each_language_writes_them() {
        assert_eq!(number(Lang::Fr, 1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(number(Lang::En, -12_345), "−12,345");
        assert_eq!(number(Lang::En, 999), "999");
        assert_eq!(size(Lang::Fr, 41_234_567), "41,2\u{a0}Mo");
        assert_eq!(size(Lang::En, 999), "999\u{a0}B");
    }

    #[test]
    fn an_address_carries_the_filters_that_are_set() {
        let listed = Listed { ids: vec![4, 9], before: false, after: true };
        let (previous, next) = neighbours("/companies", &[("text", "a&b"), ("customers", "")], &listed);
        assert_eq!((previous.as_str(), next.as_str()), ("", "/companies?text=a%26b&after=9"));
    }
}
