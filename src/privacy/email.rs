//! E-mail addresses, including those spelled to fool programs: `name (at) example dot org`.

use super::context::{LazyRegex, pattern};
use super::{Detector, DetectorFn, PersonalDataKind, near_digits};
use std::ops::Range;
use std::sync::LazyLock;

pub(super) const DETECTOR: Detector = Detector {
    kind: PersonalDataKind::Email,
    find: DetectorFn::Anywhere(find),
};

static PLAIN: LazyRegex = LazyLock::new(|| {
    pattern(r"[\p{L}\p{N}._%+'-]*[\p{L}\p{N}_%+-]@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,24}")
});

/// Common top-level domains, required where the spelling is loose, so that words with `at` in
/// between are no address.
const ENDINGS: &str = "com|org|net|edu|gov|int|info|eu|dk|se|no|fi|is|fo|gl|de|at|ch|nl|be|fr|es|it|pl|uk|co|ie|us|ca|au|io|me|nu|biz|dev|app|online|mail";

/// With spaces or line breaks inside.
static APART: LazyRegex = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)[\p{{L}}\p{{N}}._%+-]+[ \n]{{0,2}}@[ \n]{{0,2}}[\p{{L}}\p{{N}}-]+(?:[ \n]?\.[ \n]?[\p{{L}}\p{{N}}-]+){{0,3}}[ \n]?\.[ \n]?(?:{ENDINGS})\b"
    ))
});

/// With a word instead of `@`.
static SPELLED: LazyRegex = LazyLock::new(|| {
    let at = r"(?:[ \n]*[(\[{<][ ]?(?:at|a|ät|et|snabel-?a|snabela|@|æt|krøllalfa|alfakrøll|arroba|klammeraffe)[ ]?[)\]}>][ \n]*|[ \n]+(?:at|snabel[- ]?a|snabela|krøllalfa|alfakrøll|ät|klammeraffe|kukkis|miukumauku)[ \n]+|_at_|\*at\*|-at-)";
    let dot = r"(?:[ \n]*[(\[{<][ ]?(?:dot|punktum|punkt|prik|piste|\.)[ ]?[)\]}>][ \n]*|[ \n]+(?:dot|punktum|punkt|prik|piste)[ \n]+|_dot_|\*dot\*|-dot-|[ ]?\.[ ]?)";
    pattern(&format!(
        r"(?i)[\p{{L}}\p{{N}}._%+-]+(?:{dot}[\p{{L}}\p{{N}}_%+-]+)??{at}[\p{{L}}\p{{N}}-]+(?:{dot}[\p{{L}}\p{{N}}-]+){{0,3}}?{dot}(?:{ENDINGS})\b"
    ))
});

/// With `@`, but a word instead of the dot.
static SAID: LazyRegex = LazyLock::new(|| {
    pattern(
        r"(?i)[\p{L}\p{N}.-]+@[\p{L}\p{N}-]+[ \n]?(?:[(\[{][ ]?)?(?:dot|punktum|punkt|prik|piste)(?:[ ]?[)\]}])?[ \n]?(?:com|org|net|dk|se|no|fi|de|uk|eu|info)\b",
    )
});

/// The end of an address that may be spelled with words.
static ENDS: LazyRegex = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)(?:\.|dot|punktum|punkt|prik|piste)[ \n)\]}}>*_-]{{0,3}}(?:{ENDINGS})\b"
    ))
});

/// Finds addresses by every pattern, strictest first; the caller drops overlaps.
fn find(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let signs = memchr::memchr_iter(b'@', text.as_bytes()).map(|at| at..at + 1);
    let signed = near_digits::stretches(text, signs);
    let ends = near_digits::stretches(
        text,
        ENDS.iter()
            .flat_map(|ends| ends.find_iter(text))
            .map(|end| end.range()),
    );
    for (pattern, stretches) in [
        (&PLAIN, &signed),
        (&APART, &signed),
        (&SAID, &signed),
        (&SPELLED, &ends),
    ] {
        for stretch in stretches {
            for place in pattern
                .iter()
                .flat_map(|pattern| pattern.find_iter(&text[stretch.clone()]))
            {
                if is_address(place.as_str()) {
                    ranges.push(stretch.start + place.start()..stretch.start + place.end());
                }
            }
        }
    }
    ranges
}

/// Rejects loose spellings that are ordinary words, such as `kig at home.dk`.
fn is_address(written: &str) -> bool {
    let words = written.to_lowercase();
    if words.contains(['@', '(', '[', '{', '<', '*', '_']) || !words.contains([' ', '\n']) {
        return true;
    }
    // Accepted if the dot is a word too, or the local part is no ordinary word: `anna.b at
    // example.org`.
    let local = words.split([' ', '\n']).next().unwrap_or_default();
    let named = local.contains(['.', '_', '+']) && local.chars().any(char::is_alphabetic);
    named
        || ["dot", "punktum", "punkt", "prik", "piste", "snabel"]
            .iter()
            .any(|word| words.contains(word))
}
