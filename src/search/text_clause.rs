//! The clauses of a query that are about words: single words, phrases, proximity and regular
//! expressions.

use super::stem::{LANGUAGES, StemCache, StemLanguage};
use super::word::WordPrefilter;
use crate::text::Span;
use crate::text::folding::{FoldMode, FoldedText, fold};
use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder, SINK_STATE};
use regex::{Regex, RegexBuilder};
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, LazyLock};
use unicode_normalization::UnicodeNormalization;

/// Shorter Danish words are not looked up inside compounds: they occur in too many unrelated ones.
pub const MIN_COMPOUND_LENGTH: usize = 5;

/// How closely a word matches a term, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchKind {
    /// A Danish compound that contains the term.
    Inside,
    /// A word with the same stem.
    Stem,
    /// The word itself, or a match of a regular expression.
    Exact,
}

/// The condition on one word.
#[derive(Clone, Debug)]
pub enum TermPattern {
    /// Exactly this form.
    Exact(String),
    /// This form, a word with the same stem in the document's language, or in Danish a compound
    /// that contains it.
    Stem {
        form: String,
        /// Its stem in each of [`StemLanguage::ALL`].
        stems: [String; LANGUAGES],
        /// Whether Danish compounds match too.
        compounds: bool,
    },
    Prefix(String),
    /// Anywhere in the word: parts of Danish compounds.
    Substring(String),
    /// Within an edit distance.
    Fuzzy(FuzzyForm),
}

impl TermPattern {
    /// A term that also matches related words.
    pub fn word(form: String, stems: &mut StemCache) -> TermPattern {
        let stems = StemLanguage::ALL.map(|language| stems.stem(language, &form).to_owned());
        let compounds = form.chars().nth(MIN_COMPOUND_LENGTH - 1).is_some();
        TermPattern::Stem {
            form,
            stems,
            compounds,
        }
    }

    /// The number of errors allowed grows with the length of the word.
    pub fn fuzzy(form: &str) -> TermPattern {
        let errors = if form.chars().count() <= 5 { 1 } else { 2 };
        TermPattern::Fuzzy(FuzzyForm::new(form, errors))
    }

    /// How a form matches in a document of this language; `None` if it does not.
    pub fn match_kind(
        &self,
        form: &str,
        language: Option<StemLanguage>,
        stems: &mut StemCache,
    ) -> Option<MatchKind> {
        match self {
            TermPattern::Exact(wanted) => (wanted == form).then_some(MatchKind::Exact),
            TermPattern::Stem { form: wanted, .. } if wanted == form => Some(MatchKind::Exact),
            TermPattern::Stem {
                form: part,
                stems: wanted,
                ..
            } => {
                let language = language?;
                let wanted = &wanted[language as usize];
                if language.may_stem(form, wanted) && stems.stem(language, form) == wanted {
                    return Some(MatchKind::Stem);
                }
                (language == StemLanguage::Danish
                    && form.len() > part.len()
                    && self.compounds()
                    && contains_part(form, part))
                .then_some(MatchKind::Inside)
            }
            TermPattern::Prefix(_) | TermPattern::Substring(_) | TermPattern::Fuzzy(_) => {
                self.matches_form(form).then_some(MatchKind::Exact)
            }
        }
    }

    /// Makes the prefilter keep every word that could match in this language.
    fn extend_prefilter(&self, language: Option<StemLanguage>, prefilter: &mut WordPrefilter) {
        match self {
            TermPattern::Exact(form) | TermPattern::Prefix(form) => prefilter.keep_like(form),
            TermPattern::Stem { form, stems, .. } => {
                prefilter.keep_like(form);
                if matches!(language, Some(StemLanguage::Dutch | StemLanguage::French)) {
                    // Their stemmers also change the beginnings of words.
                    *prefilter = WordPrefilter::KEEP_ALL;
                } else if let Some(language) = language {
                    // A word begins with its stem.
                    prefilter.keep_like(&stems[language as usize]);
                }
                if language == Some(StemLanguage::Danish) && self.compounds() {
                    prefilter.keep_longer(form.len());
                }
            }
            TermPattern::Substring(part) => prefilter.keep_longer(part.len() - 1),
            TermPattern::Fuzzy(_) => *prefilter = WordPrefilter::KEEP_ALL,
        }
    }

    pub fn compounds(&self) -> bool {
        matches!(
            self,
            TermPattern::Stem {
                compounds: true,
                ..
            }
        )
    }

    /// Ignores stems and compounds, which depend on the language.
    pub fn matches_form(&self, form: &str) -> bool {
        match self {
            TermPattern::Exact(wanted) | TermPattern::Stem { form: wanted, .. } => wanted == form,
            TermPattern::Prefix(begin) => form.starts_with(begin.as_str()),
            TermPattern::Substring(part) => form.contains(part.as_str()),
            TermPattern::Fuzzy(typo) => typo.matches(form),
        }
    }
}

/// A word as it may be mistyped: all forms within an edit distance (optimal string alignment:
/// insertions, deletions, substitutions and transpositions of neighbours).
#[derive(Clone)]
pub struct FuzzyForm(Arc<DFA>);

impl FuzzyForm {
    /// `errors` is the largest edit distance to match: one or two.
    fn new(form: &str, errors: usize) -> FuzzyForm {
        static BUILDERS: [LazyLock<LevenshteinAutomatonBuilder>; 2] = [
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(1, true)),
            LazyLock::new(|| LevenshteinAutomatonBuilder::new(2, true)),
        ];
        FuzzyForm(Arc::new(BUILDERS[errors - 1].build_dfa(form)))
    }

    fn matches(&self, form: &str) -> bool {
        let mut state = self.0.initial_state();
        for byte in form.bytes() {
            state = self.0.transition(state, byte);
            if state == SINK_STATE {
                return false;
            }
        }
        matches!(self.0.distance(state), Distance::Exact(_))
    }
}

impl fmt::Debug for FuzzyForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FuzzyForm").finish_non_exhaustive()
    }
}

/// `part` must not be empty. Both strings are too short for building a substring searcher to pay.
fn contains_part(form: &str, part: &str) -> bool {
    let (form, part) = (form.as_bytes(), part.as_bytes());
    form.windows(part.len())
        .any(|bytes| bytes[0] == part[0] && bytes == part)
}

/// A clause of a query that is about words.
#[derive(Clone, Debug)]
pub enum TextClause {
    /// Consecutive words; a single word is a phrase of one.
    Phrase(Vec<TermPattern>),
    /// Two phrases at most `within` words apart, in either order.
    Proximity {
        left: Vec<TermPattern>,
        right: Vec<TermPattern>,
        /// 1 means adjacent.
        within: usize,
    },
    /// A regular expression, run over the original and the folded text.
    Pattern(RegexPattern),
}

/// A regular expression as typed, and with its letters folded.
#[derive(Clone, Debug)]
pub struct RegexPattern {
    typed: Regex,
    folded: Regex,
}

impl RegexPattern {
    pub fn new(typed: &str) -> Result<RegexPattern, regex::Error> {
        let built = |pattern: &str| {
            RegexBuilder::new(pattern)
                .case_insensitive(true)
                .size_limit(1 << 20)
                .build()
        };
        // In a character class, a dash folded to a hyphen would become a range.
        let folded = if typed.contains('[') {
            Cow::Borrowed(typed)
        } else {
            fold(typed, FoldMode::KeepLayout)
        };
        let composed: String = typed.nfc().collect();
        let typed = built(&composed)?;
        Ok(RegexPattern {
            folded: built(&folded).unwrap_or_else(|_| typed.clone()),
            typed,
        })
    }

    /// Disjoint matches in the text, in order.
    fn places(&self, text: &str) -> Vec<Span> {
        let found = |pattern: &Regex, text: &str| -> Vec<Range<usize>> {
            pattern
                .find_iter(text)
                .filter(|found| !found.is_empty())
                .map(|found| found.range())
                .collect()
        };
        let typed = found(&self.typed, text)
            .into_iter()
            .map(|range| Span::of(range.start, range.end));
        let folded = FoldedText::new(text, FoldMode::KeepLayout);
        if folded.text() == text {
            return typed.collect();
        }
        let mut all: Vec<Span> = typed.collect();
        for span in found(&self.folded, folded.text())
            .into_iter()
            .map(|range| folded.original_span(range))
        {
            if !span.is_empty() && !all.iter().any(|other| other.overlaps(span)) {
                all.push(span);
            }
        }
        all.sort_unstable();
        all
    }
}

/// The maximal distance between two phrases of given lengths.
#[derive(Clone, Copy, Debug)]
pub struct Proximity {
    /// Words in the first phrase.
    pub left: usize,
    /// Words in the second phrase.
    pub right: usize,
    /// From the last word of one to the first word of the other; 1 means adjacent.
    pub max_distance: usize,
}

impl Proximity {
    /// Calls `found` with first word, number of words and match kind for every occurrence that has
    /// one of the other phrase within reach.
    pub fn find_pairs(
        self,
        lefts: &[(usize, MatchKind)],
        rights: &[(usize, MatchKind)],
        mut found: impl FnMut(usize, usize, MatchKind),
    ) {
        let close = |a: usize, b: usize| {
            let apart = if a < b {
                b.checked_sub(a + self.left - 1)
            } else {
                a.checked_sub(b + self.right - 1)
            };
            apart.is_some_and(|apart| (1..=self.max_distance).contains(&apart))
        };
        for (a, kind) in lefts
            .iter()
            .filter(|(a, _)| rights.iter().any(|(b, _)| close(*a, *b)))
        {
            found(*a, self.left, *kind);
        }
        for (b, kind) in rights
            .iter()
            .filter(|(b, _)| lefts.iter().any(|(a, _)| close(*a, *b)))
        {
            found(*b, self.right, *kind);
        }
    }
}

/// A match of a clause, in bytes of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The weakest match kind among its words.
    pub kind: MatchKind,
}

/// A word in a [`WordBuffer`].
#[derive(Clone, Copy, Debug)]
pub struct ReadWord {
    /// Its number among all words there, which tells what stands next to it.
    pub number: usize,
    /// First byte in the document.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Byte range of its form in [`WordBuffer::forms`].
    pub form: (usize, usize),
}

/// The words of a stretch of text that may matter, read once for all clauses.
#[derive(Debug, Default)]
pub struct WordBuffer {
    /// In order.
    pub words: Vec<ReadWord>,
    /// Their forms, concatenated.
    pub forms: String,
}

impl WordBuffer {
    fn form(&self, word: &ReadWord) -> &str {
        &self.forms[word.form.0..word.form.1]
    }

    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| self.form(word))
    }

    /// Number of the first word and match kind of every occurrence of a phrase.
    pub fn phrase_matches(
        &self,
        row: &[TermPattern],
        language: Option<StemLanguage>,
        stems: &mut StemCache,
    ) -> Vec<(usize, MatchKind)> {
        let kind = |words: &[ReadWord]| {
            let mut least = MatchKind::Exact;
            for (place, (step, word)) in row.iter().zip(words).enumerate() {
                // A word between them may have been left out.
                if word.number != words[0].number + place {
                    return None;
                }
                least = least.min(step.match_kind(self.form(word), language, stems)?);
            }
            Some((words[0].number, least))
        };
        self.words.windows(row.len()).filter_map(kind).collect()
    }

    /// The match that begins at the word of a number.
    fn place(&self, first: usize, words: usize, kind: MatchKind) -> Match {
        let first = self.words.partition_point(|word| word.number < first);
        Match {
            start: self.words[first].start,
            end: self.words[first + words - 1].end,
            kind,
        }
    }
}

impl TextClause {
    /// Returns whether only the text itself can answer it.
    pub fn is_pattern(&self) -> bool {
        matches!(self, TextClause::Pattern(_))
    }

    /// The words that have to be read to evaluate some clauses.
    pub fn prefilter(clauses: &[TextClause], language: Option<StemLanguage>) -> WordPrefilter {
        let mut prefilter = WordPrefilter::KEEP_NONE;
        let steps = clauses.iter().flat_map(|clause| match clause {
            TextClause::Phrase(row) => [row.as_slice(), &[]],
            TextClause::Proximity { left, right, .. } => [left.as_slice(), right],
            TextClause::Pattern(_) => [&[] as &[TermPattern]; 2],
        });
        steps
            .flatten()
            .for_each(|step| step.extend_prefilter(language, &mut prefilter));
        prefilter
    }

    /// Matches of the clause in `text`, whose words are already in `stretch`.
    pub fn matches(
        &self,
        text: &str,
        clip: (usize, usize),
        stretch: &WordBuffer,
        language: Option<StemLanguage>,
        stems: &mut StemCache,
    ) -> Vec<Match> {
        match self {
            TextClause::Phrase(row) => {
                let rows = stretch.phrase_matches(row, language, stems);
                rows.into_iter()
                    .map(|(first, kind)| stretch.place(first, row.len(), kind))
                    .collect()
            }
            TextClause::Proximity {
                left,
                right,
                within,
            } => {
                let (lefts, rights) = (
                    stretch.phrase_matches(left, language, stems),
                    stretch.phrase_matches(right, language, stems),
                );
                let mut found = Vec::new();
                let within = Proximity {
                    left: left.len(),
                    right: right.len(),
                    max_distance: *within,
                };
                within.find_pairs(&lefts, &rights, |first, words, kind| {
                    found.push(stretch.place(first, words, kind))
                });
                found
            }
            TextClause::Pattern(pattern) => {
                let places = pattern
                    .places(text.get(clip.0..clip.1).unwrap_or_default())
                    .into_iter()
                    .map(Span::range);
                places
                    .map(|found| Match {
                        start: clip.0 + found.start,
                        end: clip.0 + found.end,
                        kind: MatchKind::Exact,
                    })
                    .collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_word_is_near_as_the_whole_table_has_it(
            wanted in "[abæ\u{4e00}]{1,9}|[ab]{60,70}",
            other in "[abæ\u{4e00}]{0,9}|[ab]{60,70}",
            errors in 1usize..3,
        ) {
            prop_assert_eq!(FuzzyForm::new(&wanted, errors).matches(&other), strsim::osa_distance(&wanted, &other) <= errors);
        }

        #[test]
        fn an_error_is_forgiven(word in "[a-zæøå]{3,9}", at in 0usize..9, letter in "[a-zæøå]", which in 0..4) {
            let mut letters: Vec<char> = word.chars().collect();
            let (at, letter) = (at % (letters.len() - 1), letter.chars().next().unwrap());
            match which {
                0 => drop(letters.remove(at)),
                1 => letters.insert(at, letter),
                2 => letters[at] = letter,
                _ => letters.swap(at, at + 1),
            }
            prop_assert!(FuzzyForm::new(&word, 1).matches(&letters.into_iter().collect::<String>()));
        }
    }
}
