//! Building blocks of sentences to paste, in English and Danish: quoted labels, numbers with their
//! intervals, p-values, lists.
//!
//! All sentences are built from these, so that a number, a variable or an interval is phrased the
//! same way everywhere. For sentences only: files and JSON contain full doubles.

mod number;

pub use number::Scale;
pub use number::VariablePhrase;

use serde::Serialize;

/// The two languages of sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SentenceLanguage {
    /// Decimal point, without a zero before it for numbers that cannot exceed 1.
    English,
    /// Decimal comma.
    Danish,
}

impl SentenceLanguage {
    /// From a flag for Danish.
    pub fn of(danish: bool) -> SentenceLanguage {
        if danish {
            SentenceLanguage::Danish
        } else {
            SentenceLanguage::English
        }
    }

    /// The text in this language.
    pub fn say<'a>(self, english: &'a str, danish: &'a str) -> &'a str {
        if self == SentenceLanguage::English {
            english
        } else {
            danish
        }
    }

    /// The sentence in this language.
    pub fn choose(self, english: String, danish: String) -> String {
        match self {
            SentenceLanguage::English => english,
            SentenceLanguage::Danish => danish,
        }
    }

    /// Text from the data, in quotation marks and on one line.
    pub fn quoted(self, words: &str) -> String {
        let words = words
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty());
        let words = words.collect::<Vec<_>>().join(" ");
        match self {
            SentenceLanguage::English => format!("“{words}”"),
            SentenceLanguage::Danish => format!("»{words}«"),
        }
    }

    /// "a, b and c".
    pub fn list(self, items: &[String]) -> String {
        self.joined(items, ", ", self.say(" and ", " og "))
    }

    /// A list of items that end in a clause, after which Danish has a comma.
    pub fn clauses(self, items: &[String]) -> String {
        self.joined(items, ", ", self.say(" and ", ", og "))
    }

    /// "1, 2 and 3" with scores as they are; "1,5; 2 og 3" if the numbers contain commas.
    pub fn scores(self, scores: &[f64]) -> String {
        let all: Vec<String> = scores.iter().map(|score| self.plain(*score)).collect();
        let between = if all.iter().any(|score| score.contains(',')) {
            "; "
        } else {
            ", "
        };
        self.joined(&all, between, self.say(" and ", " og "))
    }

    /// "Higher values of “A” go with lower values of “B”". The flag beside the first phrase tells
    /// whether it takes a singular verb.
    pub fn goes_with(self, (a, one): (&str, bool), b: &str, rising: bool, first: bool) -> String {
        let start = phrase(self.say("higher", "højere"), first);
        let go = match (self, one) {
            (SentenceLanguage::English, true) => "goes with",
            (SentenceLanguage::English, false) => "go with",
            (SentenceLanguage::Danish, _) => "hænger sammen med",
        };
        let end = if rising {
            self.say("higher", "højere")
        } else {
            self.say("lower", "lavere")
        };
        format!("{start} {a} {go} {end} {b}")
    }

    /// "probability that someone whose “Gender” is “Woman” has a higher value of “Trust” than
    /// someone whose “Gender” is “Man”, ties counted as one half: .69".
    pub fn superior(
        self,
        by: &VariablePhrase<'_>,
        (x, y): (&str, &str),
        higher: &str,
        told: &str,
    ) -> String {
        let (x, y) = (by.whose(self, x), by.whose(self, y));
        self.choose(
            format!(
                "probability that someone {x} has {higher} than someone {y}, ties counted as one half: {told}"
            ),
            format!(
                "sandsynligheden for, at en person, {x}, har {higher} end en person, {y}, når ens værdier tæller en halv: {told}"
            ),
        )
    }

    /// "33 of 80 left out because one or both values are missing".
    pub fn left_out(self, missing: f64, asked: f64) -> String {
        let of = self.of_n(missing, asked);
        self.choose(
            format!("{of} left out because one or both values are missing"),
            format!("{of} udeladt, fordi den ene eller begge værdier mangler"),
        )
    }

    /// " Another test that fits these data falls on the other side of .05: Fisher’s exact test, p =
    /// .089."; empty if there is none.
    pub fn other_side(self, alpha: f64, others: &[(String, f64)]) -> String {
        let told: Vec<String> = others
            .iter()
            .map(|(name, p)| format!("{name}, {}", self.p_against(*p, alpha)))
            .collect();
        let (told, level) = (told.join("; "), self.level(alpha));
        match (others.len(), self) {
            (0, _) => String::new(),
            (1, SentenceLanguage::English) => format!(
                " Another test that fits these data falls on the other side of {level}: {told}."
            ),
            (1, SentenceLanguage::Danish) => format!(
                " En anden test, der passer til data, falder på den anden side af {level}: {told}."
            ),
            (_, SentenceLanguage::English) => format!(
                " Other tests that fit these data fall on the other side of {level}: {told}."
            ),
            (_, SentenceLanguage::Danish) => format!(
                " Andre test, der passer til data, falder på den anden side af {level}: {told}."
            ),
        }
    }

    fn joined(self, items: &[String], between: &str, last: &str) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [others @ .., end] => format!("{}{last}{end}", others.join(between)),
        }
    }
}

/// Capitalises the words if they begin a sentence.
pub fn phrase(words: &str, first: bool) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(letter) if first => letter.to_uppercase().chain(letters).collect(),
        _ => words.to_owned(),
    }
}

/// The same text in two languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BilingualSentence {
    /// English.
    pub en: String,
    /// Danish.
    pub da: String,
}

impl BilingualSentence {
    /// Words as they are.
    pub fn new(en: impl Into<String>, da: impl Into<String>) -> BilingualSentence {
        BilingualSentence {
            en: en.into(),
            da: da.into(),
        }
    }

    /// Builds the text once for each language.
    pub fn both(make: impl Fn(SentenceLanguage) -> String) -> BilingualSentence {
        BilingualSentence {
            en: make(SentenceLanguage::English),
            da: make(SentenceLanguage::Danish),
        }
    }

    /// The text in one of the languages.
    #[must_use]
    pub fn say(&self, danish: bool) -> &str {
        if danish { &self.da } else { &self.en }
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, SentenceLanguage};
    use crate::stats::Interval;

    const BOTH: [SentenceLanguage; 2] = [SentenceLanguage::English, SentenceLanguage::Danish];

    #[test]
    fn lists_and_scores() {
        let items = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(BOTH.map(|t| t.list(&items)), ["a, b and c", "a, b og c"]);
        assert_eq!(BOTH.map(|t| t.clauses(&items[..2])), ["a and b", "a, og b"]);
        assert_eq!(
            BOTH.map(|t| t.scores(&[0.5, 1000.0, 2.0])),
            ["0.5, 1000 and 2", "0,5; 1000 og 2"]
        );
        assert_eq!(
            SentenceLanguage::Danish.quoted("two\nlines\u{1b}[31m"),
            "»two lines [31m«"
        );
    }

    #[test]
    fn numbers_have_the_digits_that_they_carry() {
        assert_eq!(BOTH.map(|t| t.count(100_000.0)), ["100,000", "100.000"]);
        assert_eq!(BOTH.map(|t| t.count(2542.3)), ["2,542.3", "2.542,3"]);
        assert_eq!(BOTH.map(|t| t.count(999.0)), ["999", "999"]);
        assert_eq!(BOTH.map(|t| t.percent(5.0, 8.0, 0)), ["63 %", "63 %"]);
        let interval = Interval::new(-0.52, -0.000_01, 0.95, "");
        assert_eq!(
            BOTH.map(|t| t.estimate(-0.28, Some(&interval), Scale::Points(0))),
            [
                "−28 percentage points [−52; just below 0], 95 % CI",
                "−28 procentpoint [−52; lige under 0], 95 %-konfidensinterval"
            ]
        );
        let ratio = Interval::new(0.3, 0.999_99, 0.95, "");
        assert_eq!(
            SentenceLanguage::English.estimate(0.56, Some(&ratio), Scale::Ratio),
            "0.56 [0.30; just below 1], 95 % CI"
        );
        let chance = Interval::new(0.502, 0.79, 0.99, "");
        assert_eq!(
            BOTH.map(|t| t.estimate(0.69, Some(&chance), Scale::Chance)),
            [
                ".69 [.502; .79], 99 % CI",
                "0,69 [0,502; 0,79], 99 %-konfidensinterval"
            ]
        );
        assert_eq!(
            SentenceLanguage::English.estimate(-0.01, None, Scale::Points(0)),
            "−1 percentage point"
        );
        // An end that is no effect is one.
        let none = Interval::new(0.0, 0.09, 0.95, "");
        assert_eq!(
            SentenceLanguage::English.estimate(0.02, Some(&none), Scale::Unit),
            ".02 [.00; .09], 95 % CI"
        );
    }

    #[test]
    fn p_never_hides_on_which_side_of_the_level_it_lies() {
        let p = |p: f64| BOTH.map(|t| t.p_against(p, 0.05));
        assert_eq!(p(0.0169), ["p = .017", "p = 0,017"]);
        assert_eq!(p(0.000_2), ["p < .001", "p < 0,001"]);
        assert_eq!(p(0.138), ["p = .14", "p = 0,14"]);
        assert_eq!(p(0.0496), ["p = .0496", "p = 0,0496"]);
        assert_eq!(p(0.049_996), ["p just below .05", "p lige under 0,05"]);
        assert_eq!(p(0.050_003), ["p just above .05", "p lige over 0,05"]);
        assert_eq!(p(0.05), ["p = .050", "p = 0,050"]);
        assert_eq!(
            SentenceLanguage::English.p_against(0.004_999_9, 0.005),
            "p just below .005"
        );
    }
}
