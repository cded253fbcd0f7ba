//! What a query asks of words: single words, rows of them, and patterns.

use super::stem::{LANGUAGES, Language, Stems};
use super::typo::Typo;
use super::word::Sieve;
use crate::text::Span;
use crate::text::folded::{Folded, Folding, fold};
use regex::{Regex, RegexBuilder};
use std::borrow::Cow;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// From so many letters on, a Danish word is also found inside longer words:
/// shorter ones are parts of too many words that have nothing to do with them.
pub const COMPOUND: usize = 5;

/// How a word is what was asked for; later ones rank above earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kin {
    /// It is a longer word that holds it: a Danish compound.
    Inside,
    /// It has the same stem.
    Stem,
    /// It is that word, or what a pattern asks for.
    Exact,
}

/// What one word must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// This form.
    Exact(String),
    /// This form, a word with the same stem in the document's language, or in
    /// Danish a word that holds it.
    Stem {
        /// The form.
        form: String,
        /// Its stem in each of [`Language::ALL`].
        stems: [String; LANGUAGES],
        /// Whether longer Danish words are meant too.
        compounds: bool,
    },
    /// A form that begins so.
    Prefix(String),
    /// A form that holds this anywhere: Danish compounds.
    Inside(String),
    /// A form but for typing errors.
    Near(Typo),
}

impl Step {
    /// A word and its relatives.
    pub fn word(form: String, stems: &mut Stems) -> Step {
        let stems = Language::ALL.map(|language| stems.stem(language, &form).to_owned());
        let compounds = form.chars().nth(COMPOUND - 1).is_some();
        Step::Stem {
            form,
            stems,
            compounds,
        }
    }

    /// A form with as many typing errors as its length forgives.
    pub fn near(form: String) -> Step {
        let errors = if form.chars().count() <= 5 { 1 } else { 2 };
        Step::Near(Typo::new(&form, errors))
    }

    /// Whether a word is meant, and how.
    pub fn says(&self, form: &str, language: Option<Language>, stems: &mut Stems) -> Option<Kin> {
        match self {
            Step::Exact(wanted) => (wanted == form).then_some(Kin::Exact),
            Step::Stem { form: wanted, .. } if wanted == form => Some(Kin::Exact),
            Step::Stem {
                form: part,
                stems: wanted,
                ..
            } => {
                let language = language?;
                let wanted = &wanted[language as usize];
                if language.may_stem(form, wanted) && stems.stem(language, form) == wanted {
                    return Some(Kin::Stem);
                }
                (language == Language::Danish
                    && form.len() > part.len()
                    && self.compounds()
                    && holds(form, part))
                .then_some(Kin::Inside)
            }
            Step::Prefix(_) | Step::Inside(_) | Step::Near(_) => {
                self.takes(form).then_some(Kin::Exact)
            }
        }
    }

    /// Lets a sieve keep all words of a language that could be meant.
    fn sift(&self, language: Option<Language>, sieve: &mut Sieve) {
        match self {
            Step::Exact(form) | Step::Prefix(form) => sieve.keep_like(form),
            Step::Stem { form, stems, .. } => {
                sieve.keep_like(form);
                if matches!(language, Some(Language::Dutch | Language::French)) {
                    // Their stems do not tell how words begin.
                    *sieve = Sieve::OPEN;
                } else if let Some(language) = language {
                    // A word begins as its stem does.
                    sieve.keep_like(&stems[language as usize]);
                }
                if language == Some(Language::Danish) && self.compounds() {
                    sieve.keep_longer(form.len());
                }
            }
            Step::Inside(part) => sieve.keep_longer(part.len() - 1),
            Step::Near(_) => *sieve = Sieve::OPEN,
        }
    }

    /// Whether longer Danish words are meant too.
    pub fn compounds(&self) -> bool {
        matches!(
            self,
            Step::Stem {
                compounds: true,
                ..
            }
        )
    }

    /// Whether a form is meant, whatever the language.
    pub fn takes(&self, form: &str) -> bool {
        match self {
            Step::Exact(wanted) | Step::Stem { form: wanted, .. } => wanted == form,
            Step::Prefix(begin) => form.starts_with(begin.as_str()),
            Step::Inside(part) => form.contains(part.as_str()),
            Step::Near(typo) => typo.takes(form),
        }
    }
}

/// Whether a form holds a part, which is not empty; both are too short for a searcher to be worth
/// making.
fn holds(form: &str, part: &str) -> bool {
    let (form, part) = (form.as_bytes(), part.as_bytes());
    form.windows(part.len())
        .any(|bytes| bytes[0] == part[0] && bytes == part)
}

/// A part of a query that only words can answer.
#[derive(Clone, Debug)]
pub enum Leaf {
    /// Words in a row: one is a word, more are a phrase.
    Row(Vec<Step>),
    /// Two rows at most so many words apart, in either order.
    Near {
        /// One row.
        left: Vec<Step>,
        /// The other.
        right: Vec<Step>,
        /// How far apart: 1 is side by side.
        within: usize,
    },
    /// A regular expression over the text as it stands and over its folded form.
    Pattern(Pattern),
}

/// A regular expression: as it was typed, and with its letters folded.
#[derive(Clone, Debug)]
pub struct Pattern {
    typed: Regex,
    folded: Regex,
}

impl Pattern {
    /// Reads a regular expression.
    ///
    /// # Errors
    /// When it is none.
    pub fn new(typed: &str) -> Result<Pattern, regex::Error> {
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
            fold(typed, Folding::Shape)
        };
        let composed: String = typed.nfc().collect();
        let typed = built(&composed)?;
        Ok(Pattern {
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
        let folded = Folded::new(text, Folding::Shape);
        if folded.text() == text {
            return typed.collect();
        }
        let mut all: Vec<Span> = typed.collect();
        for span in found(&self.folded, folded.text())
            .into_iter()
            .map(|range| folded.back(range))
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
pub struct Within {
    /// Words of one row.
    pub left: usize,
    /// Words of the other.
    pub right: usize,
    /// From the last word of the first to the first word of the second; 1 is side by side.
    pub words: usize,
}

impl Within {
    /// Tells the places of each row that have one of the other near: first word, words, and how.
    pub fn near(
        self,
        lefts: &[(usize, Kin)],
        rights: &[(usize, Kin)],
        mut found: impl FnMut(usize, usize, Kin),
    ) {
        let close = |a: usize, b: usize| {
            let apart = if a < b {
                b.checked_sub(a + self.left - 1)
            } else {
                a.checked_sub(b + self.right - 1)
            };
            apart.is_some_and(|apart| (1..=self.words).contains(&apart))
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
    pub kin: Kin,
}

/// A word as it was read: its bytes and its form in the reader's store.
#[derive(Clone, Copy, Debug)]
pub struct Read {
    /// Bytes of the document.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Bytes of the form in the store.
    pub form: (usize, usize),
}

/// The words of a stretch, read once for all leaves.
#[derive(Debug, Default)]
pub struct Stretch {
    /// The words in order.
    pub words: Vec<Read>,
    /// Their forms, one after the other.
    pub forms: String,
}

impl Stretch {
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
    pub fn rows(
        &self,
        row: &[Step],
        language: Option<Language>,
        stems: &mut Stems,
    ) -> Vec<(usize, Kin)> {
        let mut found = Vec::new();
        if let [step] = row {
            let words = self.forms().enumerate();
            return words
                .filter_map(|(word, form)| Some((word, step.says(form, language, stems)?)))
                .collect();
        }
        let Some(last) = (self.words.len() + 1).checked_sub(row.len()) else {
            return found;
        };
        for first in 0..last {
            let mut least = Kin::Exact;
            let holds = row.iter().enumerate().all(|(place, step)| {
                let kin = step.says(self.form(first + place), language, stems);
                least = kin.map_or(least, |kin| kin.min(least));
                kin.is_some()
            });
            if holds {
                found.push((first, least));
            }
        }
        found
    }

    fn place(&self, first: usize, words: usize, kin: Kin) -> Match {
        Match {
            start: self.words[first].start,
            end: self.words[first + words - 1].end,
            kin,
        }
    }
}

impl Leaf {
    /// Which words of a language must be read to find some leaves: all, where it matters what
    /// stands beside them.
    pub fn sieve(leaves: &[Leaf], language: Option<Language>) -> Sieve {
        let mut sieve = Sieve::SHUT;
        for leaf in leaves {
            match leaf {
                Leaf::Row(row) if row.len() == 1 => {
                    row.iter().for_each(|step| step.sift(language, &mut sieve))
                }
                Leaf::Row(_) | Leaf::Near { .. } => return Sieve::OPEN,
                Leaf::Pattern(_) => {}
            }
        }
        sieve
    }

    /// Where the leaf holds in a stretch of `text` whose words have been read.
    pub fn matches(
        &self,
        text: &str,
        clip: (usize, usize),
        stretch: &Stretch,
        language: Option<Language>,
        stems: &mut Stems,
    ) -> Vec<Match> {
        match self {
            Leaf::Row(row) => {
                let rows = stretch.rows(row, language, stems);
                rows.into_iter()
                    .map(|(first, kin)| stretch.place(first, row.len(), kin))
                    .collect()
            }
            Leaf::Near {
                left,
                right,
                within,
            } => {
                let (lefts, rights) = (
                    stretch.rows(left, language, stems),
                    stretch.rows(right, language, stems),
                );
                let mut found = Vec::new();
                let within = Within {
                    left: left.len(),
                    right: right.len(),
                    words: *within,
                };
                within.near(&lefts, &rights, |first, words, kin| {
                    found.push(stretch.place(first, words, kin))
                });
                found
            }
            Leaf::Pattern(pattern) => {
                let places = pattern
                    .places(text.get(clip.0..clip.1).unwrap_or_default())
                    .into_iter()
                    .map(Span::range);
                places
                    .map(|found| Match {
                        start: clip.0 + found.start,
                        end: clip.0 + found.end,
                        kin: Kin::Exact,
                    })
                    .collect()
            }
        }
    }
}
