//! What a query asks of words: single words, rows of them, and patterns.

use super::fuzzy::FuzzyForm;
use super::stem::{LANGUAGES, StemCache, StemLanguage};
use super::word::WordPrefilter;
use crate::text::Span;
use crate::text::folding::{FoldMode, FoldedText, fold};
use regex::{Regex, RegexBuilder};
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// From so many letters on, a Danish word is also found inside longer words:
/// shorter ones are parts of too many words that have nothing to do with them.
pub const MIN_COMPOUND_LENGTH: usize = 5;

/// How a word is what was asked for; later ones rank above earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchKind {
    /// It is a longer word that holds it: a Danish compound.
    Inside,
    /// It has the same stem.
    Stem,
    /// It is that word, or what a pattern asks for.
    Exact,
}

/// What one word must be.
#[derive(Clone, Debug, PartialEq)]
pub enum TermPattern {
    /// This form.
    Exact(String),
    /// This form, a word with the same stem in the document's language, or in
    /// Danish a word that holds it.
    Stem {
        /// The form.
        form: String,
        /// Its stem in each of [`StemLanguage::ALL`].
        stems: [String; LANGUAGES],
        /// Whether longer Danish words are meant too.
        compounds: bool,
    },
    /// A form that begins so.
    Prefix(String),
    /// A form that holds this anywhere: Danish compounds.
    Substring(String),
    /// A form but for typing errors.
    Fuzzy(FuzzyForm),
}

impl TermPattern {
    /// A word and its relatives.
    pub fn word(form: String, stems: &mut StemCache) -> TermPattern {
        let stems = StemLanguage::ALL.map(|language| stems.stem(language, &form).to_owned());
        let compounds = form.chars().nth(MIN_COMPOUND_LENGTH - 1).is_some();
        TermPattern::Stem {
            form,
            stems,
            compounds,
        }
    }

    /// A form with as many typing errors as its length forgives.
    pub fn fuzzy(form: String) -> TermPattern {
        let errors = if form.chars().count() <= 5 { 1 } else { 2 };
        TermPattern::Fuzzy(FuzzyForm::new(&form, errors))
    }

    /// Whether a word is meant, and how.
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

    /// Lets a sieve keep all words of a language that could be meant.
    fn extend_prefilter(&self, language: Option<StemLanguage>, sieve: &mut WordPrefilter) {
        match self {
            TermPattern::Exact(form) | TermPattern::Prefix(form) => sieve.keep_like(form),
            TermPattern::Stem { form, stems, .. } => {
                sieve.keep_like(form);
                if matches!(language, Some(StemLanguage::Dutch | StemLanguage::French)) {
                    // Their stems do not tell how words begin.
                    *sieve = WordPrefilter::KEEP_ALL;
                } else if let Some(language) = language {
                    // A word begins as its stem does.
                    sieve.keep_like(&stems[language as usize]);
                }
                if language == Some(StemLanguage::Danish) && self.compounds() {
                    sieve.keep_longer(form.len());
                }
            }
            TermPattern::Substring(part) => sieve.keep_longer(part.len() - 1),
            TermPattern::Fuzzy(_) => *sieve = WordPrefilter::KEEP_ALL,
        }
    }

    /// Whether longer Danish words are meant too.
    pub fn compounds(&self) -> bool {
        matches!(
            self,
            TermPattern::Stem {
                compounds: true,
                ..
            }
        )
    }

    /// Whether a form is meant, whatever the language.
    pub fn matches_form(&self, form: &str) -> bool {
        match self {
            TermPattern::Exact(wanted) | TermPattern::Stem { form: wanted, .. } => wanted == form,
            TermPattern::Prefix(begin) => form.starts_with(begin.as_str()),
            TermPattern::Substring(part) => form.contains(part.as_str()),
            TermPattern::Fuzzy(typo) => typo.matches(form),
        }
    }
}

/// Whether a form holds a part, which is not empty; both are too short for a searcher to be worth
/// making.
fn contains_part(form: &str, part: &str) -> bool {
    let (form, part) = (form.as_bytes(), part.as_bytes());
    form.windows(part.len())
        .any(|bytes| bytes[0] == part[0] && bytes == part)
}

/// A part of a query that only words can answer.
#[derive(Clone, Debug)]
pub enum TextClause {
    /// Words in a row: one is a word, more are a phrase.
    Phrase(Vec<TermPattern>),
    /// Two rows at most so many words apart, in either order.
    Proximity {
        /// One row.
        left: Vec<TermPattern>,
        /// The other.
        right: Vec<TermPattern>,
        /// How far apart: 1 is side by side.
        within: usize,
    },
    /// A regular expression over the text as it stands and over its folded form.
    Pattern(RegexPattern),
}

/// A regular expression: as it was typed, and with its letters folded.
#[derive(Clone, Debug)]
pub struct RegexPattern {
    typed: Regex,
    folded: Regex,
}

impl RegexPattern {
    /// Reads a regular expression.
    ///
    /// # Errors
    /// When it is none.
    pub fn new(typed: &str) -> Result<RegexPattern, regex::Error> {
        let built = |pattern: &str| {
            RegexBuilder::new(pattern)
                .case_insensitive(true)
                .size_limit(1 << 20)
                .build()
        };
        // In brackets a dash that became a hyphen would mean a range.
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

    /// Where it holds in a text, in order.
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

/// How far two rows of so many words each may stand apart.
#[derive(Clone, Copy, Debug)]
pub struct Proximity {
    /// Words of one row.
    pub left: usize,
    /// Words of the other.
    pub right: usize,
    /// From the last word of the first to the first word of the second; 1 is side by side.
    pub max_distance: usize,
}

impl Proximity {
    /// Tells the places of each row that have one of the other near: first word, words, and how.
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
        for (a, kin) in lefts
            .iter()
            .filter(|(a, _)| rights.iter().any(|(b, _)| close(*a, *b)))
        {
            found(*a, self.left, *kin);
        }
        for (b, kin) in rights
            .iter()
            .filter(|(b, _)| lefts.iter().any(|(a, _)| close(*a, *b)))
        {
            found(*b, self.right, *kin);
        }
    }
}

/// A place where a leaf holds, in words and in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// How its words are those asked for: the least of them.
    pub kind: MatchKind,
}

/// A word as it was read: its bytes and its form in the reader's store.
#[derive(Clone, Copy, Debug)]
pub struct ReadWord {
    /// Bytes of the document.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Bytes of the form in the store.
    pub form: (usize, usize),
}

/// The words of a stretch, read once for all leaves.
#[derive(Debug, Default)]
pub struct WordBuffer {
    /// The words in order.
    pub words: Vec<ReadWord>,
    /// Their forms, one after the other.
    pub forms: String,
}

impl WordBuffer {
    fn form(&self, word: usize) -> &str {
        let (from, to) = self.words[word].form;
        &self.forms[from..to]
    }

    /// The forms of its words, in order.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .map(|word| &self.forms[word.form.0..word.form.1])
    }

    /// Where a row of steps holds: first word of each place, and how.
    pub fn phrase_matches(
        &self,
        row: &[TermPattern],
        language: Option<StemLanguage>,
        stems: &mut StemCache,
    ) -> Vec<(usize, MatchKind)> {
        let mut found = Vec::new();
        if let [step] = row {
            let words = self.forms().enumerate();
            return words
                .filter_map(|(word, form)| Some((word, step.match_kind(form, language, stems)?)))
                .collect();
        }
        let Some(last) = (self.words.len() + 1).checked_sub(row.len()) else {
            return found;
        };
        for first in 0..last {
            let mut least = MatchKind::Exact;
            let holds = row.iter().enumerate().all(|(place, step)| {
                let kin = step.match_kind(self.form(first + place), language, stems);
                least = kin.map_or(least, |kin| kin.min(least));
                kin.is_some()
            });
            if holds {
                found.push((first, least));
            }
        }
        found
    }

    fn place(&self, first: usize, words: usize, kin: MatchKind) -> Match {
        Match {
            start: self.words[first].start,
            end: self.words[first + words - 1].end,
            kind: kin,
        }
    }
}

impl TextClause {
    /// Which words of a language must be read to find some leaves: all, where it matters what
    /// stands beside them.
    pub fn prefilter(leaves: &[TextClause], language: Option<StemLanguage>) -> WordPrefilter {
        let mut sieve = WordPrefilter::KEEP_NONE;
        for leaf in leaves {
            match leaf {
                TextClause::Phrase(row) if row.len() == 1 => row
                    .iter()
                    .for_each(|step| step.extend_prefilter(language, &mut sieve)),
                TextClause::Phrase(_) | TextClause::Proximity { .. } => {
                    return WordPrefilter::KEEP_ALL;
                }
                TextClause::Pattern(_) => {}
            }
        }
        sieve
    }

    /// Where the leaf holds in a stretch of `text` whose words have been read.
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
                    .map(|(first, kin)| stretch.place(first, row.len(), kin))
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
                within.find_pairs(&lefts, &rights, |first, words, kin| {
                    found.push(stretch.place(first, words, kin))
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
