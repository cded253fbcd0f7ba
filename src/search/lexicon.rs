//! The forms of words that have been read, with their stems: which of them a
//! step of a query means.

use super::forms::Forms;
use super::leaf::{Kin, Step};
use super::stem::{LANGUAGES, Language, Stems};
use super::word::plain;
use std::collections::{HashMap, HashSet};

/// How a form is what was asked for, in a document of each of [`TONGUES`].
pub type Kins = [Option<Kin>; LANGUAGES + 1];

/// The languages words may be read in: those that have stems, and any other.
pub const TONGUES: [Option<Language>; LANGUAGES + 1] = {
    let mut tongues = [None; LANGUAGES + 1];
    let mut place = 0;
    while place < LANGUAGES {
        tongues[place] = Some(Language::ALL[place]);
        place += 1;
    }
    tongues
};

/// What a word is in every language: exactly that word.
pub const SAME: Kins = [Some(Kin::Exact); LANGUAGES + 1];
/// What a word is that is nothing in any language.
const NOTHING: Kins = [None; LANGUAGES + 1];

/// The place of a language in [`TONGUES`].
pub fn tongue(language: Option<Language>) -> usize {
    language.map_or(LANGUAGES, |language| language as usize)
}

/// Forms by number, and back.
#[derive(Default)]
pub struct Lexicon {
    forms: Forms,
    numbers: HashMap<Box<str>, u32>,
    /// Per language, the forms of each stem that stand in a text of that language.
    stems: [HashMap<Box<str>, Vec<u32>>; LANGUAGES],
    read: [HashSet<u32>; LANGUAGES],
}

impl Lexicon {
    /// The number of a form read in a language.
    pub fn number(&mut self, form: &str, language: Option<Language>, stems: &mut Stems) -> u32 {
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

    /// The forms with a stem, in each of [`TONGUES`]; where words have no stems, the form itself.
    pub fn with_stem(&self, stem: &str) -> Vec<Vec<u32>> {
        let stemmed = self
            .stems
            .iter()
            .map(|stems| stems.get(stem).cloned().unwrap_or_default());
        stemmed
            .chain([self.numbers.get(stem).copied().into_iter().collect()])
            .collect()
    }

    /// Makes ready for [`Lexicon::told`].
    pub fn sort(&mut self) {
        self.forms.sort();
    }

    /// The forms that a step means, and how, in each of [`TONGUES`].
    pub fn told(&self, step: &Step, folds: bool, stems: &mut Stems) -> Vec<(u32, Kins)> {
        let mut related = Vec::new();
        if let Step::Stem { stems, .. } = step {
            related.extend(
                self.stems
                    .iter()
                    .zip(stems)
                    .filter_map(|(known, stem)| known.get(stem.as_str()))
                    .flatten(),
            );
        }
        told(&self.forms, step, related, folds, stems)
    }
}

/// The sorted forms that a step means, and how, in each of [`TONGUES`]; those
/// with the same stem are among `related`.
pub fn told(
    forms: &Forms,
    step: &Step,
    related: Vec<u32>,
    folds: bool,
    stems: &mut Stems,
) -> Vec<(u32, Kins)> {
    let mut candidates = match step {
        _ if folds => forms.all().collect(),
        Step::Exact(form) => forms.number(form).into_iter().collect(),
        Step::Stem { form, .. } => {
            let mut all = related;
            all.extend(forms.number(form));
            if step.compounds() {
                all.extend(forms.holding(form));
            }
            all
        }
        Step::Prefix(beginning) => forms.beginning(beginning).to_vec(),
        Step::Inside(part) => forms.holding(part),
        Step::Near(typo) => forms.near(typo),
    };
    candidates.sort_unstable();
    candidates.dedup();
    if !folds && !matches!(step, Step::Stem { .. }) {
        return candidates
            .into_iter()
            .map(|number| (number, SAME))
            .collect();
    }
    let mut kins = |number: u32| {
        let form = forms.get(number);
        let folded = folds.then(|| plain(form));
        let form = folded.as_deref().unwrap_or(form);
        TONGUES.map(|language| step.says(form, language, stems))
    };
    candidates
        .into_iter()
        .map(|number| (number, kins(number)))
        .filter(|(_, kins)| *kins != NOTHING)
        .collect()
}
