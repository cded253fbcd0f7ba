//! E-mail addresses, also as they are written to be read by people alone: `name (at) example dot org`.

use super::context::Pattern;
use super::{Detector, Kind};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector { kind: Kind::Email, find: |text, _| find(text) };

static PLAIN: Pattern =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}._%+'-]*[\p{L}\p{N}_%+-]@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}").ok());

/// Endings that are known, so that words with an `at` between them are no address.
const ENDINGS: &str = "com|org|net|edu|gov|int|info|eu|dk|se|no|fi|is|fo|gl|de|at|ch|nl|be|fr|es|it|pl|uk|co|ie|us|ca|au|io|me|nu|biz|dev|app|online|mail";

/// With blanks or line breaks in it.
static APART: Pattern = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)[\p{{L}}\p{{N}}._%+-]+[ \n]{{0,2}}@[ \n]{{0,2}}[\p{{L}}\p{{N}}-]+(?:[ \n]?\.[ \n]?[\p{{L}}\p{{N}}-]+){{0,3}}[ \n]?\.[ \n]?(?:{ENDINGS})\b"
    ))
    .ok()
});

/// With a word for the sign.
static SPELLED: Pattern = LazyLock::new(|| {
    let at = r"(?:[ \n]*[(\[{<][ ]?(?:at|a|ät|et|snabel-?a|snabela|@|æt|krøllalfa|alfakrøll|arroba|klammeraffe)[ ]?[)\]}>][ \n]*|[ \n]+(?:at|snabel[- ]?a|snabela|krøllalfa|alfakrøll|ät|klammeraffe|kukkis|miukumauku)[ \n]+|_at_|\*at\*|-at-)";
    let dot = r"(?:[ \n]*[(\[{<][ ]?(?:dot|punktum|punkt|prik|piste|\.)[ ]?[)\]}>][ \n]*|[ \n]+(?:dot|punktum|punkt|prik|piste)[ \n]+|_dot_|\*dot\*|-dot-|[ ]?\.[ ]?)";
    Regex::new(&format!(
        r"(?i)[\p{{L}}\p{{N}}._%+-]+(?:{dot}[\p{{L}}\p{{N}}_%+-]+)??{at}[\p{{L}}\p{{N}}-]+(?:{dot}[\p{{L}}\p{{N}}-]+){{0,3}}?{dot}(?:{ENDINGS})\b"
    ))
    .ok()
});

/// A word for the point, as somebody says it who says `at`.
static SAID: Pattern = LazyLock::new(|| {
    Regex::new(r"(?i)[\p{L}\p{N}.-]+@[\p{L}\p{N}-]+[ \n]?(?:[(\[{][ ]?)?(?:dot|punktum|punkt|prik|piste)(?:[ ]?[)\]}])?[ \n]?(?:com|org|net|dk|se|no|fi|de|uk|eu|info)\b").ok()
});

fn find(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let signed = memchr::memchr(b'@', text.as_bytes()).is_some();
    let patterns = [(&PLAIN, signed), (&APART, signed), (&SAID, signed), (&SPELLED, true)];
    for (pattern, _) in patterns.into_iter().filter(|(_, may)| *may) {
        for place in pattern.iter().flat_map(|pattern| pattern.find_iter(text)) {
            let words = place.as_str();
            let blanks = words.contains([' ', '\n']);
            // `kig at home.dk` is no address: where `at` is a bare word, the point is one too.
            let bare_at = !words.contains(['@', '(', '[', '{', '<', '*', '_']) && blanks;
            let said = ["dot", "punktum", "punkt", "prik", "piste"].iter().any(|dot| words.to_lowercase().contains(dot));
            // Somebody's name there is no word: `anna.b at example.org`.
            let local = words.split([' ', '\n']).next().unwrap_or_default();
            let named = local.contains(['.', '_', '+']) && local.chars().any(char::is_alphabetic);
            if (!bare_at || said || named || words.to_lowercase().contains("snabel"))
                && !found.iter().any(|known| meets(known, &place.range()))
            {
                found.push(place.range());
            }
        }
    }
    found
}

fn meets(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}
