//! Scales as they are known: which wording stands where on which.

use super::{danish, english, german, norwegian, swedish};
use crate::text::folding::{FoldMode, fold};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A scale in one language.
#[derive(Debug)]
pub struct ResponseScale {
    /// What is asked on it.
    pub name: &'static str,
    /// Where on it which wordings stand, lowest first; between wordings of one rank there is no
    /// order.
    pub steps: &'static [(i8, &'static str)],
    /// Whether "undecided" may be its middle.
    pub undecided: bool,
}

/// What a wording is.
#[derive(Clone, Debug, Default)]
pub struct ScaleWording {
    /// The scales on which it has a rank, by their place among all.
    pub ranks: Vec<(usize, i8)>,
    /// Whether it is no answer to what is asked, such as "Don't know".
    pub non_answer: bool,
    /// Whether it may be the middle or no answer, such as "Not sure".
    pub undecided: bool,
}

/// No answer to what is asked, in all languages.
const NON_ANSWERS: [&str; 5] = [
    "don't know|dont know|do not know|i don't know|i do not know|not applicable|n/a|na|not relevant|no opinion|prefer not to say|prefer not to answer|prefer not to respond|rather not say|decline to answer|declined to answer|refused|can't say|cannot say|can't choose|no answer|does not apply|doesn't apply|not answered|no response|don't know/not applicable|don't know/no opinion|don't know/no answer|don't know/refused|don't want to answer|do not want to answer|do not wish to answer|dk|don't remember|can't remember|unable to rate|unable to say",
    "ved ikke|ved det ikke|det ved jeg ikke|ikke relevant|irrelevant|ønsker ikke at svare|ønsker ikke at besvare|vil ikke svare|vil helst ikke svare|ubesvaret|ikke besvaret|intet svar|kan ikke svare|ingen mening|ingen holdning|husker ikke|kan ikke huske|ikke aktuelt|ikke aktuel|uoplyst|ved ikke/ikke relevant|kan ikke vurdere",
    "vet ej|vet inte|ej relevant|inte relevant|ej aktuellt|inte aktuellt|vill inte svara|vill ej svara|ingen åsikt|ingen uppfattning|inget svar|ej svar|kan inte svara|kan ej svara|minns inte|ej tillämpligt|inte tillämpligt|kan ej bedöma|kan inte bedöma|vet ej/ej aktuellt",
    "vet ikke|ønsker ikke å svare|vil ikke svare|ikke besvart|ubesvart|ingen formening|veit ikkje|ikkje relevant|kan ikke bedømme|vet ikke/ikke aktuelt|ikke relevant for meg",
    "weiß nicht|ich weiß nicht|weiß ich nicht|keine angabe|keine angaben|nicht zutreffend|keine antwort|nicht relevant|kann ich nicht beurteilen|kann ich nicht sagen|kann nicht beurteilen|keine meinung|möchte ich nicht sagen|möchte nicht antworten|nicht anwendbar|entfällt|verweigert|k.a.|weiß nicht/keine angabe",
];

/// The middle of a scale or no answer: nobody can say which.
const UNDECIDED: &str = "undecided|unsure|not sure|uncertain|i'm not sure|i am not sure|neutral/don't know|usikker|er usikker|osäker|unsicher|weiß nicht genau";

/// All scales.
pub static SCALES: LazyLock<Vec<&'static ResponseScale>> = LazyLock::new(|| {
    let all = [
        &english::SCALES[..],
        &danish::SCALES,
        &swedish::SCALES,
        &norwegian::SCALES,
        &german::SCALES,
    ];
    all.into_iter().flatten().collect()
});

static WORDINGS: LazyLock<HashMap<String, ScaleWording>> = LazyLock::new(|| {
    let mut wordings: HashMap<String, ScaleWording> = HashMap::new();
    for (scale, known) in SCALES.iter().enumerate() {
        for (rank, words) in known.steps {
            for wording in words.split('|') {
                wordings
                    .entry(normalize(wording))
                    .or_default()
                    .ranks
                    .push((scale, *rank));
            }
        }
    }
    for wording in NON_ANSWERS.iter().flat_map(|words| words.split('|')) {
        wordings.entry(normalize(wording)).or_default().non_answer = true;
    }
    for wording in UNDECIDED.split('|') {
        wordings.entry(normalize(wording)).or_default().undecided = true;
    }
    wordings
});

/// What a wording is; `None` for one that no scale has.
#[must_use]
pub fn find_wording(words: &str) -> Option<&'static ScaleWording> {
    let find = |words: &str| WORDINGS.get(words);
    let whole = normalize(words);
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    // With the number that stands before or behind it, or with what is added in brackets.
    let behind = || {
        whole
            .split_once(' ')
            .filter(|(first, _)| is_number(first))
            .and_then(|(_, rest)| find(rest))
    };
    let before = || {
        whole
            .rsplit_once(' ')
            .filter(|(_, last)| is_number(last))
            .and_then(|(rest, _)| find(rest))
    };
    let bare = || {
        words
            .split_once('(')
            .map(|(before, _)| normalize(before))
            .and_then(|bare| find(&bare))
    };
    find(&whole).or_else(behind).or_else(before).or_else(bare)
}

/// A wording as it is compared: letters and numbers in small, one space between words.
#[must_use]
pub fn normalize(words: &str) -> String {
    let folded = fold(words, FoldMode::IgnoreCase);
    let mut key = String::with_capacity(folded.len());
    for letter in folded.chars() {
        match letter {
            'ß' => key.push_str("ss"),
            '\'' => key.push(letter),
            letter if letter.is_alphanumeric() => key.push(letter),
            _ if key.ends_with(' ') || key.is_empty() => {}
            _ => key.push(' '),
        }
    }
    key.truncate(key.trim_end().len());
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_scale_rises_and_says_nothing_twice() {
        for known in SCALES.iter() {
            assert!(known.steps.is_sorted_by(|a, b| a.0 < b.0), "{known:?}");
            let mut words: Vec<String> = known
                .steps
                .iter()
                .flat_map(|(_, words)| words.split('|').map(normalize))
                .collect();
            let all = words.len();
            words.sort_unstable();
            words.dedup();
            assert_eq!(words.len(), all, "{known:?}");
        }
        // What is outside of every scale has a rank on none.
        for (wording, meaning) in WORDINGS.iter() {
            assert!(
                !(meaning.non_answer || meaning.undecided) || meaning.ranks.is_empty(),
                "{wording}"
            );
        }
    }

    #[test]
    fn wordings_are_known_however_they_are_written() {
        for words in [
            "Strongly agree",
            "STRONGLY AGREE ",
            "strongly_agree",
            "5 - Strongly agree",
            "(5) Strongly agree",
            "Strongly agree (5)",
            "Strongly agree (always)",
            "Strongly\u{a0}agree.",
        ] {
            assert!(
                find_wording(words).is_some_and(|meaning| meaning.ranks.contains(&(0, 30))),
                "{words}"
            );
        }
        for words in [
            "Don’t know",
            "don't know",
            "DON‘T KNOW",
            "N/A",
            "Weiss nicht",
            "Ved ikke",
            "Vet ej",
            "keine Angabe",
        ] {
            assert!(
                find_wording(words).is_some_and(|meaning| meaning.non_answer),
                "{words}"
            );
        }
        assert!(
            find_wording("Blue").is_none()
                && find_wording("").is_none()
                && find_wording("7").is_none()
        );
    }
}
