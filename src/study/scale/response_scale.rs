//! Scales as they are known: which wording stands where on which.
//!
//! Scales of whole numbers.
//!
//! Plain yes and no.

use crate::study::answer::plain_number;
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
    pub steps: Vec<(i8, &'static str)>,
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

/// The scales of all languages, as they are written down.
const SCALE_LINES: &str = include_str!("scales.txt");

/// All scales.
pub static SCALES: LazyLock<Vec<ResponseScale>> = LazyLock::new(|| {
    let mut scales: Vec<ResponseScale> = Vec::new();
    for line in SCALE_LINES.lines() {
        if let Some((name, mark)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
            scales.push(ResponseScale {
                name,
                steps: Vec::new(),
                undecided: mark == " undecided",
            });
        } else if let Some((rank, wordings)) = line.split_once(' ')
            && let (Ok(rank), Some(scale)) = (rank.parse(), scales.last_mut())
        {
            scale.steps.push((rank, wordings));
        }
    }
    scales
});

static WORDINGS: LazyLock<HashMap<String, ScaleWording>> = LazyLock::new(|| {
    let mut wordings: HashMap<String, ScaleWording> = HashMap::new();
    for (scale, known) in SCALES.iter().enumerate() {
        for (rank, words) in &known.steps {
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

/// What such a scale is called, before its ends.
pub const NUMBER_SCALE_NAME: &str = "whole numbers";

/// The whole number that an answer is.
pub fn whole(answer: &str) -> Option<i64> {
    plain_number(answer)?.parse().ok()
}

/// The ends of the scale that whole numbers seem to be on: from 0 or 1 to at most 10, or as far
/// below 0 as above, and at least half of it answered by somebody.
pub fn ends(numbers: &[i64]) -> Option<(i64, i64)> {
    let (low, high) = (*numbers.iter().min()?, *numbers.iter().max()?);
    let begins = matches!(low, 0 | 1) && high <= 10 || low == -high && high <= 5;
    let mut different = numbers.to_vec();
    different.sort_unstable();
    different.dedup();
    let steps = high - low + 1;
    (begins && steps >= 4 && different.len() >= 3 && different.len() as i64 * 2 >= steps)
        .then_some((low, high))
}

/// The number that stands before words, as in `5 – very`, or alone.
pub fn leading_number(words: &str) -> Option<i64> {
    let words = words.trim().trim_start_matches('(');
    let end = words
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(words.len());
    let rest = &words[end..];
    let parted =
        rest.is_empty() || rest.starts_with([' ', '.', ':', ')', '=', '-', '–', '—', '\u{a0}']);
    if (1..=2).contains(&end) && parted {
        words[..end].parse().ok()
    } else {
        None
    }
}

/// Codes that stand for no answer in many surveys.
const MISSING_CODES: [i64; 20] = [
    8, 9, 66, 77, 88, 96, 97, 98, 99, 666, 777, 888, 996, 997, 998, 999, 9998, 9999, 99_998, 99_999,
];

/// Whole numbers that look like codes for no answer: far outside what the others are. Nobody can
/// know it.
pub fn likely_missing_codes(numbers: &[i64]) -> Vec<i64> {
    let mut different = numbers.to_vec();
    different.sort_unstable();
    different.dedup();
    let is_code = |number: i64| MISSING_CODES.contains(&number.saturating_abs()) || number == -1;
    // From above: behind a gap, beyond a small scale that is answered throughout, or far beyond
    // larger numbers.
    let begins = |at: usize| {
        let (below, above) = different.split_at(at);
        let ([low, .., top], [first, ..]) = (below, above) else {
            return false;
        };
        let throughout =
            *top <= 10 && below.len() as i64 >= top - (*low).max(0) && *first > top + 1;
        let far = *top > 10 && *first >= 99 && first.saturating_mul(2) > top.saturating_mul(3);
        above.iter().all(|number| is_code(*number)) && (throughout || far)
    };
    let at = (2..different.len())
        .find(|at| begins(*at))
        .unwrap_or(different.len());
    let mut found = different.split_off(at);
    // From below: where no other number is under 0, and they are not the lower half of a scale.
    let under = different.partition_point(|number| *number < 0);
    let (negative, rest) = different.split_at(under);
    if let ([low, ..], [_, .., top]) = (negative, rest)
        && negative.len() <= 3
        && *low != -top
        && negative.iter().all(|number| is_code(*number))
    {
        found.extend(negative);
    }
    found.sort_unstable();
    found
}

/// Words for yes and for no, in English, Danish, Swedish, Norwegian, German.
const WORDS: [(&str, &str); 6] = [
    ("yes", "no"),
    ("ja", "nej"),
    ("ja", "nei"),
    ("ja", "nein"),
    ("jo", "nej"),
    ("true", "false"),
];

/// The answer that means yes, of answers each with its meaning in words; `None` where they are not
/// plain yes and no, or where yes is written in several ways.
pub fn find_yes<'a>(answers: impl IntoIterator<Item = (&'a str, &'a str)>) -> Option<&'a str> {
    let answers: Vec<(&str, String)> = answers
        .into_iter()
        .map(|(code, words)| (code, fold(words.trim(), FoldMode::IgnoreCase).into_owned()))
        .collect();
    let one = |wanted: &str| {
        let mut found = answers.iter().filter(|(_, words)| words == wanted);
        found.next().filter(|_| found.next().is_none())
    };
    WORDS.iter().find_map(|(yes, no)| {
        let (yes, _) = one(yes)?;
        one(no)?;
        // Beside the two there may be an answer that is neither, but not many of them.
        (answers.len() <= 4).then_some(*yes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_scales_is_read() {
        let lines = || SCALE_LINES.lines().filter(|line| !line.is_empty());
        let steps = SCALES.iter().map(|scale| scale.steps.len()).sum::<usize>();
        let remarks = lines().filter(|line| line.starts_with('#')).count();
        assert_eq!(SCALES.len() + steps + remarks, lines().count());
        let marks = lines().filter(|line| line.starts_with('[') && !line.ends_with(']'));
        assert!(marks.clone().all(|line| line.ends_with("] undecided")));
        let undecided = SCALES.iter().filter(|scale| scale.undecided).count();
        assert_eq!((SCALES.len(), undecided), (38, marks.count()));
    }

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

#[cfg(test)]
mod number_tests {
    use super::*;

    #[test]
    fn scales_of_numbers_begin_at_nought_or_one() {
        assert_eq!(ends(&[1, 2, 3, 4, 5]), Some((1, 5)));
        assert_eq!(ends(&[0, 3, 10, 5, 7, 8]), Some((0, 10)));
        assert_eq!(ends(&[-2, -1, 0, 1, 2]), Some((-2, 2)));
        assert_eq!(ends(&[1, 2, 4]), Some((1, 4)));
        for none in [
            &[1, 2][..],
            &[0, 1],
            &[1, 2, 3],
            &[18, 19, 20, 21],
            &[1, 2, 9],
            &[2, 3, 4, 5],
            &[1, 2, 3, 12],
            &[],
        ] {
            assert_eq!(ends(none), None, "{none:?}");
        }
    }

    #[test]
    fn codes_for_no_answer_are_far_from_the_rest() {
        assert_eq!(likely_missing_codes(&[1, 2, 3, 9]), [9]);
        assert_eq!(likely_missing_codes(&[1, 2, 3, 4, 5, 8, 9]), [8, 9]);
        assert_eq!(likely_missing_codes(&[1, 2, 3, 4, 5, 98, 99]), [98, 99]);
        assert_eq!(likely_missing_codes(&[0, 1, 99]), [99]);
        assert_eq!(likely_missing_codes(&[-1, 1, 2, 3]), [-1]);
        assert_eq!(likely_missing_codes(&[-9, -1, 0, 1, 2, 3]), [-9, -1]);
        assert_eq!(likely_missing_codes(&[18, 25, 64, 999]), [999]);
        for none in [
            &[1, 2, 3, 4, 5, 6, 7, 8, 9][..],
            &[5, 6, 7, 8, 9],
            &[-2, -1, 0, 1, 2],
            &[95, 96, 97, 98, 99],
            &[1, 2, 3],
            &[9],
            &[88, 90, 99],
            &[],
        ] {
            assert!(
                likely_missing_codes(none).is_empty(),
                "{none:?} {:?}",
                likely_missing_codes(none)
            );
        }
    }

    #[test]
    fn numbers_before_words_are_read() {
        for (words, number) in [
            ("1 - never", Some(1)),
            ("(2) rarely", Some(2)),
            ("10", Some(10)),
            ("3: often", Some(3)),
            ("4th", None),
            ("a1", None),
            ("100 %", None),
        ] {
            assert_eq!(leading_number(words), number, "{words}");
        }
    }
}

#[cfg(test)]
mod yes_no_tests {
    use super::*;

    #[test]
    fn yes_is_known_where_it_stands_beside_no() {
        let told = |words: &[&'static str]| find_yes(words.iter().map(|word| (*word, *word)));
        assert_eq!(told(&["No", "Yes"]), Some("Yes"));
        assert_eq!(told(&["JA", "nej", "Ved ikke"]), Some("JA"));
        assert_eq!(told(&["Nein", "Ja"]), Some("Ja"));
        assert_eq!(told(&["Nei", " ja "]), Some(" ja "));
        assert_eq!(find_yes([("1", "Yes"), ("2", "No")]), Some("1"));
        for none in [
            &["Yes"][..],
            &["Yes", "yes", "No"],
            &["Yes", "Maybe"],
            &["0", "1"],
            &["Ja", "No"],
            &[],
        ] {
            assert_eq!(told(none), None, "{none:?}");
        }
    }
}
