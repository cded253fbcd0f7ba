//! The word forms read so far, with their stems, and which of them match a term of a query.

use super::forms::FormTable;
use super::stem::{LANGUAGES, StemCache, StemLanguage};
use super::text_clause::{MatchKind, TermPattern};
use super::word::fold_letters;
use std::collections::{HashMap, HashSet};

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
        TermPattern::Fuzzy(typo) => forms.similar_to(typo),
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
