//! What a colleague wrote, parsed: something, and not more than fits.

/// The most characters of a note, an answer, a detail.
pub const LONG: usize = 10_000;
/// The most characters of a line: a subject, a next step.
pub const SHORT: usize = 200;

/// Text that was parsed: not empty, within its limit, lines ended by `\n`, no control characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text(String);

/// Why something that was written cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    Empty,
    /// It has so many characters.
    TooLong(usize),
}

impl Text {
    /// Several lines, up to [`LONG`].
    pub fn long(typed: &str) -> Result<Self, Unfit> {
        let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
        Self::within(LONG, lines.chars().filter(|c| matches!(c, '\n' | '\t') || !c.is_control()).collect())
    }

    /// One line, up to [`SHORT`]; what was pasted on several becomes one.
    pub fn short(typed: &str) -> Result<Self, Unfit> {
        let words = typed.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        Self::within(SHORT, words.collect::<Vec<_>>().join(" "))
    }

    fn within(limit: usize, text: String) -> Result<Self, Unfit> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err(Unfit::Empty),
            many if many > limit => Err(Unfit::TooLong(many)),
            _ => Ok(Text(text.to_owned())),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_keeps_its_lines_and_its_signs() {
        let text = Text::long("  Bob <script>\r\nO'Brien\rİstanbul 🏦\u{7}\t.  ").unwrap();
        assert_eq!(text.as_str(), "Bob <script>\nO'Brien\nİstanbul 🏦\t.");
        assert_eq!(Text::short(" Rappeler\r\nO'Brien \u{7} ").unwrap().as_str(), "Rappeler O'Brien");
    }

    #[test]
    fn nothing_and_too_much_are_refused_and_counted_in_characters() {
        assert_eq!(Text::long(" \r\n\t"), Err(Unfit::Empty));
        assert_eq!(Text::short("\u{1}"), Err(Unfit::Empty));
        assert!(Text::long(&"é".repeat(LONG)).is_ok());
        assert_eq!(Text::long(&"🏦".repeat(LONG + 1)), Err(Unfit::TooLong(LONG + 1)));
        assert!(Text::short(&"İ".repeat(SHORT)).is_ok());
        assert_eq!(Text::short(&"a".repeat(SHORT + 1)), Err(Unfit::TooLong(SHORT + 1)));
    }
}
