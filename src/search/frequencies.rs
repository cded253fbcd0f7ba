//! How often each word stands in an answer. Nothing is left out that is not named:
//! "ikke" and "not" turn a sentence, so they are in no list of stop words here.

use super::stem::{StemCache, StemLanguage};
use crate::text::language::stop_words;
use std::collections::{BTreeMap, BTreeSet};

/// What is counted as one word, and what is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordCountOptions {
    /// Whether words with the same stem are one, in the language of their document.
    pub by_stem: bool,
    /// Words that are not counted, in small letters; [`WordCountOptions::small_words`] offers some.
    pub excluded: BTreeSet<String>,
}

/// Small words of Danish. No word that denies, doubts or says how much.
const DANISH: &str = "af alt at blev bliver da de dem den denne der deres det dette dig din du efter eller en end er et for fra \
ham han hans har havde hende her hos hun hvad hvor i ind jeg jer jo med mig min mit mod ned nu når og også om op os over på sig \
sin sit skal som så til ud under var vi vil ville være været";
/// Small words of English.
const ENGLISH: &str = "a about after all am an and are as at be because been before being but by can could did do does for from \
had has have he her here him his how i if in into is it its just me my of on or our out over she so some than that the their them \
then there these they this those to up us was we were what when where which who will with would you your";

/// How often words stand in an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frequencies {
    /// How many words were counted.
    pub words: usize,
    /// How many words were left out.
    pub left_out: usize,
    /// In how many turns, quotes or notes was counted.
    pub among: usize,
    /// The words, the most frequent first, then by the alphabet.
    pub rows: Vec<Frequency>,
}

/// How often one word stands in an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// The word; of several forms the most frequent.
    pub word: String,
    /// How often.
    pub count: usize,
    /// In how many turns, quotes or notes.
    pub holding: usize,
    /// Its forms with how often each stands, the most frequent first.
    pub forms: Vec<(String, usize)>,
}

/// A word in the making.
#[derive(Default)]
struct WordTally {
    holding: usize,
    last: usize,
    forms: BTreeMap<String, usize>,
}

/// Counts the words of one turn, quote or note after the other.
pub struct Counter<'a> {
    counting: &'a WordCountOptions,
    found: Frequencies,
    tallies: BTreeMap<String, WordTally>,
}

impl WordCountOptions {
    /// Small words that say little by themselves, in Danish, English and the languages of
    /// these codes.
    #[must_use]
    pub fn small_words<'a>(languages: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
        let others = languages
            .filter(|code| !matches!(*code, "da" | "en"))
            .flat_map(stop_words);
        DANISH
            .split(' ')
            .chain(ENGLISH.split(' '))
            .chain(others)
            .map(str::to_owned)
            .collect()
    }
}

impl<'a> Counter<'a> {
    /// A counter that has counted nothing.
    pub fn new(counting: &'a WordCountOptions) -> Counter<'a> {
        Counter {
            counting,
            found: Frequencies::default(),
            tallies: BTreeMap::new(),
        }
    }

    /// Begins another turn, quote or note.
    pub fn begin(&mut self) {
        self.found.among += 1;
    }

    /// Counts a word.
    pub fn count(&mut self, form: &str, language: Option<StemLanguage>, stems: &mut StemCache) {
        if self.counting.excluded.contains(form) {
            self.found.left_out += 1;
            return;
        }
        self.found.words += 1;
        let key = language
            .filter(|_| self.counting.by_stem)
            .map_or(form, |language| stems.stem(language, form));
        if !self.tallies.contains_key(key) {
            self.tallies.insert(key.to_owned(), WordTally::default());
        }
        let Some(tally) = self.tallies.get_mut(key) else {
            return;
        };
        if tally.last != self.found.among {
            (tally.last, tally.holding) = (self.found.among, tally.holding + 1);
        }
        match tally.forms.get_mut(form) {
            Some(count) => *count += 1,
            None => drop(tally.forms.insert(form.to_owned(), 1)),
        }
    }

    /// What was counted.
    pub fn frequencies(self) -> Frequencies {
        let row = |tally: WordTally| {
            let mut forms: Vec<(String, usize)> = tally.forms.into_iter().collect();
            forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let word = forms
                .first()
                .map(|(form, _)| form.clone())
                .unwrap_or_default();
            Frequency {
                word,
                count: forms.iter().map(|(_, count)| count).sum(),
                holding: tally.holding,
                forms,
            }
        };
        let mut rows: Vec<Frequency> = self.tallies.into_values().map(row).collect();
        rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
        Frequencies { rows, ..self.found }
    }
}
