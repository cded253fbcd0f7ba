//! Makes text from files safe for a terminal.
//!
//! An escape sequence in a transcript could recolour the screen, move the cursor, or on some
//! terminals type commands. Control characters are replaced by their Unicode pictures (`␛`), and
//! invisible characters that reorder a line by `�`.
//!
//! Hashes, by which a coding proves that its words are unchanged.

use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fmt::Write;

/// The character to display for `c`: itself, or a visible and harmless one.
///
/// A tab becomes a space. Line feeds are kept: breaking lines is up to the caller.
#[must_use]
pub fn visible_char(c: char) -> char {
    match c {
        '\n' => '\n',
        '\t' => ' ',
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        // Bidirectional marks, embeddings, overrides and isolates; line and paragraph separators;
        // tags.
        '\u{200e}'
        | '\u{200f}'
        | '\u{61c}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{2028}'
        | '\u{2029}' => '\u{fffd}',
        '\u{feff}' | '\u{e0000}'..='\u{e007f}' => '\u{fffd}',
        _ => c,
    }
}

/// `text` made safe for a terminal; borrowed if nothing had to change.
#[must_use]
pub fn sanitize(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| visible_char(c) == c) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().map(visible_char).collect())
    }
}

/// `text` made safe and put on one line: line feeds become spaces.
#[must_use]
pub fn sanitize_line(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' { ' ' } else { visible_char(c) })
        .collect()
}

/// SHA-256 of `bytes`, 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of `salt` and then `bytes`, 64 lower-case hexadecimal digits.
#[must_use]
pub fn salted_sha256(salt: &str, bytes: &[u8]) -> String {
    let mut sha = Sha256::new();
    sha.update(salt.as_bytes());
    sha.update(bytes);
    hex(&sha.finalize())
}

/// SHA-256 of `text` in the notation of a content security policy: `sha256-` and Base64.
#[must_use]
pub fn sha256_base64(text: &str) -> String {
    format!(
        "sha256-{}",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

/// The first 64 bits of the SHA-256 of a quote, 16 hexadecimal digits: enough to detect any change
/// of the text, short enough to store with every coding.
#[must_use]
pub fn quote_hash(words: &str) -> String {
    hex(&Sha256::digest(words.as_bytes())[..8])
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            // Writing to a String cannot fail.
            let _ = write!(out, "{byte:02x}");
            out
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_are_pictures() {
        assert_eq!(sanitize("\u{1b}[31mred\u{7}"), "␛[31mred␇");
        assert_eq!(sanitize("a\u{202e}b\u{9b}c"), "a\u{fffd}b\u{fffd}c");
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(sanitize("æøå 👩‍👧\nnew line"), Cow::Borrowed(_)));
        assert_eq!(sanitize_line("a\nb"), "a b");
    }
}

#[cfg(test)]
mod digest_tests {
    #[test]
    fn the_standard_vector() {
        // FIPS 180-4, "abc".
        assert!(super::sha256(b"abc").starts_with("ba7816bf8f01cfea"));
        assert_eq!(super::quote_hash("abc"), "ba7816bf8f01cfea");
    }
}
