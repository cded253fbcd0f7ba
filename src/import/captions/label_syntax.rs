//! The syntax of speaker labels in captions: names before a colon or in brackets, `>>`, dashes.

use crate::import::speakers::label::{LabelClass, class};

/// A label-like phrase at the beginning of a line.
pub struct CaptionLabel {
    pub name: String,
    pub colon: bool,
    /// Number of bytes, with colon and white space.
    pub length: usize,
}

/// Labels are shorter than this, in bytes.
const LONGEST: usize = 120;

/// Length of the `>>` that `words` begins with, with white space; 0 without one.
pub fn arrow(words: &str) -> usize {
    let rest = words.trim_start_matches('>');
    if words.len() - rest.len() < 2 {
        0
    } else {
        words.len() - rest.trim_start().len()
    }
}

/// Positions of `>>` before words.
pub fn arrows(words: &str) -> impl Iterator<Item = usize> + '_ {
    words
        .match_indices(">>")
        .map(|(place, _)| place)
        .filter(|place| {
            let fresh = words[..*place]
                .chars()
                .next_back()
                .is_none_or(char::is_whitespace);
            fresh && arrow(&words[*place..]) > 0
        })
}

/// Length of the dash that `words` begins with: a single one, and not a minus sign.
pub fn dash(words: &str) -> usize {
    let is_dash = |c: char| matches!(c, '-' | '‐' | '‑' | '–' | '—');
    let Some(rest) = words.strip_prefix(is_dash) else {
        return 0;
    };
    let after = rest.trim_start();
    let close = after.len() == rest.len();
    if after.is_empty()
        || after.starts_with(is_dash)
        || (close && after.starts_with(|c: char| c.is_numeric()))
    {
        return 0;
    }
    words.len() - after.len()
}

/// Parses a label-like phrase at the beginning of `line`: `Anna:`, `[Anna]:`, `(Anna) …`. `more`
/// tells that other lines follow, without which a bracket alone is a sound.
pub fn label(line: &str, more: bool) -> Option<CaptionLabel> {
    let mut end = line.len().min(LONGEST);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let head = &line[..end];
    let closing = match line.as_bytes().first() {
        Some(b'[') => Some(']'),
        Some(b'(') => Some(')'),
        _ => None,
    };
    let (name, length, colon) = if let Some(closing) = closing {
        let close = head.find(closing)?;
        let (name, rest) = (&line[1..close], &line[close + 1..]);
        let colon = rest.starts_with(':');
        let name = name.strip_suffix(':').unwrap_or(name);
        let joined = !colon && !rest.is_empty() && !rest.starts_with(char::is_whitespace);
        if joined || is_speech(name) || (!colon && !more && rest.trim().is_empty()) {
            return None;
        }
        (name, close + 1 + usize::from(colon), colon)
    } else {
        let place = head.find([':', '：'])?;
        let wide = line[place..].starts_with('：');
        let rest = &line[place + if wide { '：'.len_utf8() } else { 1 }..];
        if !wide && !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
            return None;
        }
        (&line[..place], line.len() - rest.len(), true)
    };
    let name = name.trim();
    let blank = line[length..].len() - line[length..].trim_start().len();
    name.chars()
        .any(char::is_alphanumeric)
        .then(|| CaptionLabel {
            name: name.to_owned(),
            colon,
            length: length + blank,
        })
}

/// True if a label is written like a name or a role in an interview.
pub fn is_name(label: &str) -> bool {
    let letter = label.chars().find(|c| c.is_alphabetic());
    // In scripts without case only the length tells a name from a sentence.
    let caseless = letter.is_some_and(|c| !c.is_lowercase() && !c.is_uppercase());
    let long = caseless && (label.chars().count() > 16 || label.split_whitespace().count() > 3);
    class(label) > LabelClass::Words
        && letter.is_some()
        && !long
        && !label.contains(['?', '!', ';', '"', '“', '”'])
}

/// One or two words without punctuation, such as `jochem-brouwer`.
pub fn is_nickname(label: &str) -> bool {
    let words = label
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric));
    let sentence = label.contains(['?', '!', ',', ';']) || label.contains(". ");
    // Two lower-case words are part of a sentence: `my mother`.
    let short = match words.count() {
        1 => true,
        2 => label.contains(|c: char| c.is_uppercase() || c.is_numeric() || "-_|@".contains(c)),
        _ => false,
    };
    short
        && label.chars().count() <= 30
        && label.contains(char::is_alphabetic)
        && !sentence
        && !is_speech(label)
}

/// A word before a colon within speech, or a sound: `Note`, `[Music]`.
pub fn is_speech(label: &str) -> bool {
    class(label) == LabelClass::Nobody
}
