//! The word forms read so far, with their stems, and which of them match a term of a query.

use super::stem::{LANGUAGES, StemCache, StemLanguage};
use super::text_clause::{MatchKind, TermPattern};
use super::word::fold_letters;
use memchr::memmem;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How a form matches a term in each language of [`LANGUAGE_SLOTS`].
pub type MatchKinds = [Option<MatchKind>; LANGUAGES + 1];

/// The languages with a stemmer, and one slot for all others.
pub const LANGUAGE_SLOTS: [Option<StemLanguage>; LANGUAGES + 1] = {
    let mut tongues = [None; LANGUAGES + 1];
    let mut place = 0;
    while place < LANGUAGES {
        tongues[place] = Some(StemLanguage::ALL[place]);
        place += 1;
    }
    tongues
};

/// An exact match does not depend on the language.
pub const EXACT_IN_ALL: MatchKinds = [Some(MatchKind::Exact); LANGUAGES + 1];
const NO_MATCH: MatchKinds = [None; LANGUAGES + 1];

/// Index of a language in [`LANGUAGE_SLOTS`].
pub fn language_slot(language: Option<StemLanguage>) -> usize {
    language.map_or(LANGUAGES, |language| language as usize)
}

/// Precedes every form and occurs in none.
const SEPARATOR: char = '\n';

/// Forms are numbered in the order of insertion.
#[derive(Clone, Debug, Default)]
pub struct FormTable {
    /// All forms, each preceded by [`SEPARATOR`].
    text: String,
    /// Offset of each form in `text`.
    starts: Vec<u32>,
    /// Numbers in byte order, for the forms added before the last `sort`.
    sorted: Vec<u32>,
}

impl FormTable {
    /// Returns the number of the new form.
    pub fn push(&mut self, form: &str) -> u32 {
        self.text.push(SEPARATOR);
        self.starts.push(self.text.len() as u32);
        self.text.push_str(form);
        self.starts.len() as u32 - 1
    }

    fn len(&self) -> usize {
        self.starts.len()
    }

    pub fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let end = self.starts.get(number + 1).map_or(self.text.len(), |next| {
            *next as usize - SEPARATOR.len_utf8()
        });
        &self.text[self.starts[number] as usize..end]
    }

    /// Must be called before the lookups below; costs nothing if nothing was added since.
    pub fn sort(&mut self) {
        if self.sorted.len() == self.len() {
            return;
        }
        let mut sorted: Vec<u32> = self.all().collect();
        sorted.sort_unstable_by(|a, b| self.get(*a).cmp(self.get(*b)));
        self.sorted = sorted;
    }

    /// Sorted forms only.
    fn number(&self, form: &str) -> Option<u32> {
        self.with_prefix(form)
            .first()
            .copied()
            .filter(|number| self.get(*number) == form)
    }

    /// Sorted forms only.
    fn with_prefix(&self, beginning: &str) -> &[u32] {
        let first = self
            .sorted
            .partition_point(|number| self.get(*number) < beginning);
        let length =
            self.sorted[first..].partition_point(|number| self.get(*number).starts_with(beginning));
        &self.sorted[first..first + length]
    }

    /// `part` must not be empty. Reading all forms takes a tenth of a millisecond for each megabyte.
    fn containing(&self, part: &str) -> Vec<u32> {
        let mut found = Vec::new();
        for at in memmem::find_iter(self.text.as_bytes(), part) {
            let number = self.starts.partition_point(|start| *start as usize <= at) as u32 - 1;
            if found.last() != Some(&number) {
                found.push(number);
            }
        }
        found
    }

    pub fn all(&self) -> Range<u32> {
        0..self.len() as u32
    }
}

/// Word forms, numbered.
#[derive(Default)]
pub struct Lexicon {
    forms: FormTable,
    numbers: HashMap<Box<str>, u32>,
    /// Per language: the forms of each stem that occur in documents of that language.
    stems: [HashMap<Box<str>, Vec<u32>>; LANGUAGES],
    read: [HashSet<u32>; LANGUAGES],
}

impl Lexicon {
    /// Number of a form that was read in a document of this language; new forms are added.
    pub fn number(
        &mut self,
        form: &str,
        language: Option<StemLanguage>,
        stems: &mut StemCache,
    ) -> u32 {
        let number = match self.numbers.get(form) {
            Some(number) => *number,
            None => {
                let number = self.forms.push(form);
                self.numbers.insert(form.into(), number);
                number
            }
        };
        if let Some(language) = language
            && self.read[language as usize].insert(number)
        {
            let stem = stems.stem(language, form);
            self.stems[language as usize]
                .entry(stem.into())
                .or_default()
                .push(number);
        }
        number
    }

    /// Forms with this stem, per slot of [`LANGUAGE_SLOTS`]; in languages without a stemmer, the
    /// form itself.
    pub fn with_stem(&self, stem: &str) -> Vec<Vec<u32>> {
        let stemmed = self
            .stems
            .iter()
            .map(|stems| stems.get(stem).cloned().unwrap_or_default());
        stemmed
            .chain([self.numbers.get(stem).copied().into_iter().collect()])
            .collect()
    }

    /// Must be called before [`Lexicon::expand`].
    pub fn sort(&mut self) {
        self.forms.sort();
    }

    /// Forms matching a term, and how, per slot of [`LANGUAGE_SLOTS`].
    pub fn expand(
        &self,
        step: &TermPattern,
        folds: bool,
        stems: &mut StemCache,
    ) -> Vec<(u32, MatchKinds)> {
        let mut related = Vec::new();
        if let TermPattern::Stem { stems, .. } = step {
            related.extend(
                self.stems
                    .iter()
                    .zip(stems)
                    .filter_map(|(known, stem)| known.get(stem.as_str()))
                    .flatten(),
            );
        }
        expand_forms(&self.forms, step, related, folds, stems)
    }
}

/// Sorted forms matching a term, and how, per slot of [`LANGUAGE_SLOTS`]; `related` has the forms
/// with the same stem.
pub fn expand_forms(
    forms: &FormTable,
    step: &TermPattern,
    related: Vec<u32>,
    folds: bool,
    stems: &mut StemCache,
) -> Vec<(u32, MatchKinds)> {
    let mut candidates = match step {
        _ if folds => forms.all().collect(),
        TermPattern::Exact(form) => forms.number(form).into_iter().collect(),
        TermPattern::Stem { form, .. } => {
            let mut all = related;
            all.extend(forms.number(form));
            if step.compounds() {
                all.extend(forms.containing(form));
            }
            all
        }
        TermPattern::Prefix(beginning) => forms.with_prefix(beginning).to_vec(),
        TermPattern::Substring(part) => forms.containing(part),
        TermPattern::Fuzzy(_) => {
            let all = forms.all();
            all.filter(|number| step.matches_form(forms.get(*number)))
                .collect()
        }
    };
    candidates.sort_unstable();
    candidates.dedup();
    if !folds && !matches!(step, TermPattern::Stem { .. }) {
        return candidates
            .into_iter()
            .map(|number| (number, EXACT_IN_ALL))
            .collect();
    }
    let mut kinds = |number: u32| {
        let form = forms.get(number);
        let folded = folds.then(|| fold_letters(form));
        let form = folded.as_deref().unwrap_or(form);
        LANGUAGE_SLOTS.map(|language| step.match_kind(form, language, stems))
    };
    candidates
        .into_iter()
        .map(|number| (number, kinds(number)))
        .filter(|(_, kinds)| *kinds != NO_MATCH)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn forms_are_found_as_by_reading_all_of_them(
            words in proptest::collection::btree_set("[abæ]{1,6}", 1..40),
            shuffled in any::<bool>(),
            wanted in "[abæ]{1,6}",
        ) {
            let mut words: Vec<String> = words.into_iter().collect();
            if shuffled {
                words.reverse();
            }
            let mut forms = FormTable::default();
            for (number, word) in words.iter().enumerate() {
                prop_assert_eq!(forms.push(word) as usize, number);
            }
            forms.sort();
            let those = |found: &[u32]| {
                let mut found: Vec<String> = found.iter().map(|number| forms.get(*number).to_owned()).collect();
                found.sort();
                found
            };
            let plainly = |is: &dyn Fn(&str) -> bool| {
                let mut found: Vec<String> = words.iter().filter(|word| is(word)).cloned().collect();
                found.sort();
                found
            };
            prop_assert_eq!(those(forms.with_prefix(&wanted)), plainly(&|word| word.starts_with(&wanted)));
            prop_assert_eq!(those(&forms.containing(&wanted)), plainly(&|word| word.contains(&wanted)));
        }
    }
}
