//! Word frequencies of the results. Nothing is excluded by default: "ikke" and "not" reverse the
//! meaning of a sentence, so they are on no list of stop words here.

use super::stem::{StemCache, StemLanguage};
use crate::text::language::stop_words;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordCountOptions {
    /// Whether to count words with the same stem as one, by the language of their document.
    pub by_stem: bool,
    /// Words to exclude, in lower case; [`WordCountOptions::small_words`] suggests some.
    pub excluded: BTreeSet<String>,
}

/// Common Danish function words, without any that negate, hedge or quantify.
const DANISH: &str = "af alt at blev bliver da de dem den denne der deres det dette dig din du efter eller en end er et for fra \
ham han hans har havde hende her hos hun hvad hvor i ind jeg jer jo med mig min mit mod ned nu når og også om op os over på sig \
sin sit skal som så til ud under var vi vil ville være været";
/// Common English function words, chosen likewise.
const ENGLISH: &str = "a about after all am an and are as at be because been before being but by can could did do does for from \
had has have he her here him his how i if in into is it its just me my of on or our out over she so some than that the their them \
then there these they this those to up us was we were what when where which who will with would you your";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frequencies {
    /// Words counted.
    pub words: usize,
    /// Words excluded.
    pub left_out: usize,
    /// Number of turns, quotes or notes counted.
    pub among: usize,
    /// Most frequent first, then alphabetically.
    pub rows: Vec<Frequency>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frequency {
    /// The most frequent of its forms.
    pub word: String,
    /// Occurrences.
    pub count: usize,
    /// Number of turns, quotes or notes that contain it.
    pub holding: usize,
    /// Forms with their occurrences, most frequent first.
    pub forms: Vec<(String, usize)>,
}

/// Counts of one word so far.
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
    /// Function words of Danish, English and the languages with these codes.
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
    pub fn new(counting: &'a WordCountOptions) -> Counter<'a> {
        Counter {
            counting,
            found: Frequencies::default(),
            tallies: BTreeMap::new(),
        }
    }

    /// Starts the next turn, quote or note.
    pub fn begin(&mut self) {
        self.found.among += 1;
    }

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
