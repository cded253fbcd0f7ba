//! Text for XML: maud escapes it, and characters that XML cannot hold are replaced here.

use maud::{PreEscaped, Render};
use std::borrow::Cow;

/// XML 1.0 cannot hold the others even when they are escaped.
fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

pub(super) fn unencodable_chars(words: &str) -> usize {
    words.chars().filter(|c| !is_xml_char(*c)).count()
}

/// The content of an element; what XML cannot hold becomes U+FFFD.
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

/// An attribute: line ends and tabs become character references, since a reader turns bare ones
/// into spaces.
pub(super) fn attribute(words: &str) -> PreEscaped<String> {
    let escaped = text(words).render().into_string();
    PreEscaped(escaped.replace('\n', "&#10;").replace('\t', "&#9;"))
}
