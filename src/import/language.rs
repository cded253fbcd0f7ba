//! Which of the two languages a transcript is in, told by its smallest words.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words of one language that the other does not have, among its commonest in speech.
const DANISH: &str =
    "og jeg det er ikke som på til så han hun der af har vi med var den et men noget nogen hvad også eller efter meget kan skal";
const ENGLISH: &str =
    "the and you that it was they of with what this but not she he there are were would who is when about because";

static WORDS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let da = DANISH.split(' ').map(|word| (word, "da"));
    let en = ENGLISH.split(' ').map(|word| (word, "en"));
    da.chain(en).collect()
});

/// How much of a text is looked at, in words.
const SAMPLE: usize = 5_000;

/// `"da"` or `"en"`; `None` when the words do not tell.
#[must_use]
pub fn detect(text: &str) -> Option<&'static str> {
    let (mut danish, mut english) = (0, 0);
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(SAMPLE) {
        match WORDS.get(word.to_lowercase().as_str()).copied() {
            Some("da") => danish += 1,
            Some(_) => english += 1,
            None => {}
        }
    }
    match danish.cmp(&english) {
        std::cmp::Ordering::Greater => Some("da"),
        std::cmp::Ordering::Less => Some("en"),
        std::cmp::Ordering::Equal => None,
    }
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn a_sentence_is_enough() {
        assert_eq!(detect("Mentor 1: Det er jo ikke mig, der gør det."), Some("da"));
        assert_eq!(detect("Mentor 1: It isn’t me who does it, is it?"), Some("en"));
        assert_eq!(detect("Hm. 1 2 3"), None);
    }
}
