//! Text that becomes XML: escaped by maud, and without what XML cannot hold.

use maud::{PreEscaped, Render};
use std::borrow::Cow;

/// Whether XML 1.0 can hold a character, even escaped.
fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// How many characters XML cannot hold.
pub(super) fn unencodable_chars(words: &str) -> usize {
    words.chars().filter(|c| !is_xml_char(*c)).count()
}

/// Words as the content of an element; what XML cannot hold becomes U+FFFD.
pub(super) fn text(words: &str) -> Cow<'_, str> {
    if unencodable_chars(words) == 0 && !words.contains('\r') {
        return Cow::Borrowed(words);
    }
    Cow::Owned(
        words
            .chars()
            .map(|c| if c == '\r' { '\n' } else { c })
            .map(|c| if is_xml_char(c) { c } else { '\u{fffd}' })
            .collect(),
    )
}

/// Words as an attribute: line ends and tabs as references, which a reader
/// would otherwise turn into spaces.
pub(super) fn attribute(words: &str) -> PreEscaped<String> {
    let escaped = text(words).render().into_string();
    PreEscaped(escaped.replace('\n', "&#10;").replace('\t', "&#9;"))
}
