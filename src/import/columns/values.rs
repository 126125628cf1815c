//! What single cells mean, whatever program wrote them.

use chrono::{Datelike, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime};

use super::headers::fold;

/// Whether a cell says yes. Everything that is not clearly a yes is a no: a consent is never read into a file.
pub fn truthy(cell: &str) -> bool {
    matches!(cell.trim(), "✓" | "✔" | "☑" | "✅")
        || matches!(
            fold(cell).as_str(),
            "1" | "oui"
                | "o"
                | "yes"
                | "y"
                | "x"
                | "vrai"
                | "true"
                | "t"
                | "on"
                | "ok"
                | "optin"
                | "subscribed"
                | "abonne"
                | "abonnee"
                | "inscrit"
                | "inscrite"
        )
}

/// A moment as exports write it: ISO 8601 (`2024-01-31`, `2024-01-31 22:09:21`, `2024-01-31T22:09:21.5+02:00`) or
/// the French way (`31/01/2024`, `31/01/2024 22:09`, `31.01.2024 à 22h09`).
///
/// A moment with an offset is turned into UTC; one without is taken as it is, because a file does not say where its
/// clock hung. Two readings that guess are refused: years of two digits, and a bare number, which may be a
/// spreadsheet's day count, a Unix time or anything else. `04/13/2024` is no day; `04/03/2024` is the 4th of March.
pub fn date(cell: &str) -> Option<NaiveDateTime> {
    let cell = cell.trim();
    let end = cell.find(|c: char| c.is_whitespace() || c == 'T' || c == ',').unwrap_or(cell.len());
    let (first, rest) = cell.split_at(end);
    let day = day(first)?;
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == 'T' || c == ',');
    let rest = rest.strip_prefix("à").unwrap_or(rest).trim_start();
    if rest.is_empty() {
        // `2024-01-31T` promises a time.
        return (!cell.ends_with('T')).then(|| day.and_time(NaiveTime::MIN));
    }
    let (clock, offset) = split_offset(rest)?;
    let moment = day.and_time(time(clock)?);
    match offset {
        None => Some(moment),
        Some(offset) => moment.checked_sub_offset(offset),
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    let separator = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
    let mut parts = text.split(separator);
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || second.len() > 2 {
        return None;
    }
    let (year, month, day) = match (first.len(), third.len()) {
        (4, 1..=2) => (first, second, third),
        (1..=2, 4) => (third, second, first),
        _ => return None,
    };
    let date = NaiveDate::from_ymd_opt(i32::try_from(number(year)?).ok()?, number(month)?, number(day)?)?;
    (1900..=2100).contains(&date.year()).then_some(date)
}

fn time(text: &str) -> Option<NaiveTime> {
    let mut parts = text.split([':', 'h']);
    let hour = number(parts.next()?)?;
    let minute = match parts.next()? {
        // `22h`.
        "" if text.ends_with('h') => 0,
        minute => number(minute)?,
    };
    let second = match parts.next() {
        None => 0,
        // Fractions of a second are of no use to anybody here.
        Some(second) => {
            let (whole, fraction) = second.split_once(['.', ',']).unwrap_or((second, "0"));
            if !is_digits(fraction) {
                return None;
            }
            number(whole)?
        }
    };
    if parts.next().is_some() { None } else { NaiveTime::from_hms_opt(hour, minute, second) }
}

/// Cuts `Z`, `UTC`, `+02:00` or `+0200` off.
fn split_offset(text: &str) -> Option<(&str, Option<FixedOffset>)> {
    if let Some(clock) = text.strip_suffix('Z').or_else(|| text.strip_suffix("UTC")) {
        return Some((clock.trim_end(), FixedOffset::east_opt(0)));
    }
    let Some(at) = text.rfind(['+', '-']) else { return Some((text, None)) };
    let (clock, offset) = text.split_at(at);
    let digits: String = offset.chars().filter(|&c| !matches!(c, ':' | '+' | '-')).collect();
    if !is_digits(&digits) || !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let (hours, minutes) = digits.split_at(2);
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse().ok().filter(|&minutes| minutes < 60)? };
    let seconds = hours.parse::<i32>().ok()? * 3600 + minutes * 60;
    let seconds = if offset.starts_with('-') { -seconds } else { seconds };
    Some((clock.trim_end(), Some(FixedOffset::east_opt(seconds)?)))
}

fn number(text: &str) -> Option<u32> {
    // `parse` alone would take a sign.
    is_digits(text).then(|| text.parse().ok())?
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;

    #[test]
    fn a_cell_that_says_yes_is_a_yes_and_nothing_else_is() {
        for cell in [
            "1", "oui", "OUI", " Oui ", "yes", "Y", "x", "X", "vrai", "VRAI", "true", "TRUE", "on", "✓", "Opt-in",
            "Abonné",
        ] {
            assert!(truthy(cell), "{cell}");
        }
        for cell in [
            "",
            " ",
            "0",
            "non",
            "no",
            "N",
            "false",
            "FAUX",
            "off",
            "2",
            "11",
            "-",
            "?",
            "désabonné",
            "unsubscribed",
            "peut-être",
            "n/a",
            "null",
            "01/02/2024",
        ] {
            assert!(!truthy(cell), "{cell}");
        }
    }

    #[test]
    fn dates_are_read_the_iso_way_and_the_french_way() {
        for (cell, expected) in [
            ("2024-01-31", "2024-01-31 00:00:00"),
            ("2024-01-31 22:09:21", "2024-01-31 22:09:21"),
            ("2024-01-31 22:09", "2024-01-31 22:09:00"),
            ("2024-01-31T22:09:21", "2024-01-31 22:09:21"),
            ("2024-01-31T22:09:21Z", "2024-01-31 22:09:21"),
            ("2024-01-31T22:09:21.123456Z", "2024-01-31 22:09:21"),
            ("2024-01-31T22:09:21.000+0000", "2024-01-31 22:09:21"),
            ("2024-02-01T00:09:21+02:00", "2024-01-31 22:09:21"),
            ("2024-01-31 17:09:21-05", "2024-01-31 22:09:21"),
            ("2024-01-31 22:09:21 UTC", "2024-01-31 22:09:21"),
            ("2024/01/31", "2024-01-31 00:00:00"),
            ("31/01/2024", "2024-01-31 00:00:00"),
            ("4/3/2024", "2024-03-04 00:00:00"),
            ("31/01/2024 22:09", "2024-01-31 22:09:00"),
            ("31/01/2024 22:09:21", "2024-01-31 22:09:21"),
            ("31/01/2024 à 22h09", "2024-01-31 22:09:00"),
            ("31.01.2024, 22:09", "2024-01-31 22:09:00"),
            ("31-01-2024 9h", "2024-01-31 09:00:00"),
            ("  29/02/2024\t", "2024-02-29 00:00:00"),
        ] {
            assert_eq!(date(cell).map(|moment| moment.to_string()).as_deref(), Some(expected), "{cell}");
        }
    }

    #[test]
    fn what_would_have_to_be_guessed_is_no_date() {
        for cell in [
            "",
            "45322",
            "1706738961",
            "20240131",
            "31/01/24",
            "24-01-31",
            "29/02/2023",
            "04/13/2024",
            "2024-13-01",
            "0000-00-00",
            "0000-00-00 00:00:00",
            "1024-01-31",
            "31/01",
            "janvier 2024",
            "1/31/2024 10:09 PM",
            "31/01/2024 22:09 PM",
            "2024-01-31T",
            "2024-01-31 25:00",
            "2024-01-31 22:09:21+99:00",
            "2024-01-31 22:09:21+é",
            "+1/+1/2024",
            "31/01/2024/5",
            "é",
            "31/01/2024 é",
            "2024-01-31 10:00:00.é",
        ] {
            assert_eq!(date(cell), None, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn every_moment_reads_back_in_both_writings(seconds in 0i64..4_000_000_000) {
            let moment = DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
            prop_assert_eq!(date(&moment.format("%Y-%m-%d %H:%M:%S").to_string()), Some(moment));
            prop_assert_eq!(date(&moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()), Some(moment));
            prop_assert_eq!(date(&moment.format("%d/%m/%Y %H:%M:%S").to_string()), Some(moment));
        }

        #[test]
        fn no_cell_makes_it_panic(cell in "[0-9/T:.,+à h-]{0,24}|\\PC{0,16}") {
            let _ = (date(&cell), truthy(&cell));
        }
    }
}
