//! Erasing: what goes when people withdraw, told before it goes.
//!
//! The facts stay, as every record does: that there was a document, who coded
//! it where and under what. The words go: the document's, those of its
//! condensations and memos in every version they ever had, and every other
//! memo or reason that repeats a stretch of what was said. So do the rows of a
//! survey, all of them or those of one respondent, and the words of a saved
//! search. Themes go with their condensations, and who says nothing any more
//! is no longer described. Titles, file names, pseudonyms and the texts of codes
//! and links are facts and stay; so do themes and descriptions that an earlier
//! virk wrote into the facts.

use super::word_runs::repeating;
use super::{ContentId, Dataset, Document, Id, Informant, Refusal, Study};
use crate::text::{FoldMode, FoldedText};
use std::collections::HashSet;

/// How many words in a row, once repeated elsewhere, count as a quotation.
/// Fewer would take memos that only happen to speak alike.
pub const MIN_REPEATED_WORDS: usize = 6;

/// What an erasure takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasure {
    /// The documents whose words go, also those taken out of the study before.
    pub documents: Vec<Id<Document>>,
    /// The informant who leaves, when it is one who withdraws.
    pub informant: Option<Id<Informant>>,
    /// The texts that go, per document.
    pub contents: Vec<Vec<ContentId>>,
    /// The codings that stay without words.
    pub codings: usize,
    /// The datasets that go, or lose rows; with a live one those like it that were taken out of the
    /// study before.
    pub datasets: Vec<ErasedDataset>,
    /// The saved search that goes, and its texts.
    pub search: Option<(String, Vec<ContentId>)>,
    /// How those were described who say nothing any more.
    pub details: Vec<ContentId>,
    /// Texts that go and are no notes: themes, and descriptions of informants.
    pub descriptions: HashSet<ContentId>,
}

/// What is erased of a dataset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasedDataset {
    /// Which.
    pub dataset: Id<Dataset>,
    /// The numbers of its rows; without any, all of it.
    pub rows: Vec<u32>,
    /// The texts that go: its rows, and what repeats their words.
    pub contents: Vec<ContentId>,
}

impl Erasure {
    /// How many texts go beside those of the documents: condensations, memos,
    /// reasons, in all their versions.
    pub fn notes(&self) -> usize {
        let lost = self.datasets.iter().map(|lost| &lost.contents);
        let all: HashSet<ContentId> = self
            .contents
            .iter()
            .chain(lost)
            .flatten()
            .copied()
            .filter(|content| !self.descriptions.contains(content))
            .collect();
        all.len()
            .saturating_sub(self.documents.len() + self.datasets.len())
    }

    /// Whether a text goes.
    pub fn takes(&self, content: ContentId) -> bool {
        let lost = self.datasets.iter().map(|lost| &lost.contents);
        let search = self.search.iter().map(|(_, contents)| contents);
        let mut all = self.contents.iter().chain(lost).chain(search);
        all.any(|contents| contents.contains(&content)) || self.details.contains(&content)
    }

    /// How many rows go, when not a whole dataset does.
    pub fn rows(&self) -> usize {
        self.datasets.iter().map(|lost| lost.rows.len()).sum()
    }
}

impl Study {
    /// What goes when a document is erased, with every copy of it that was
    /// taken out of the study before.
    pub fn erasure_of(&self, document: &Document) -> Erasure {
        let mut erasure = Erasure::default();
        for copy in self
            .documents
            .all()
            .filter(|copy| self.is_copy(copy, document))
        {
            let mut contents = vec![copy.body.content];
            contents.extend(self.notes_on.get(&copy.id).into_iter().flatten());
            contents.extend(self.contents_repeating(informant_turns(copy)));
            contents.retain(|content| self.has_content(*content));
            contents.sort_unstable();
            contents.dedup();
            erasure.documents.push(copy.id);
            erasure.codings += self.codings_by_document.get(&copy.id).map_or(0, Vec::len);
            erasure.contents.push(contents);
        }
        self.with_descriptions(erasure)
    }

    /// An erasure with what describes those who say nothing any more after it.
    fn with_descriptions(&self, mut erasure: Erasure) -> Erasure {
        // Also of those who were taken for one person with them.
        let joined = erasure.documents.iter();
        let joined = joined.filter_map(|document| self.once_spoke.get(document));
        let joined = joined.flatten().copied().filter(|id| {
            let elsewhere = self.documents().any(|document| {
                !erasure.documents.contains(&document.id)
                    && document.speakers_of(*id).next().is_some()
            });
            self.informant(*id).is_none() && !elsewhere
        });
        let leaving = self
            .informants_leaving(&erasure)
            .map(|informant| informant.id);
        let details = leaving
            .chain(joined)
            .filter_map(|id| self.details_of.get(&id));
        let mut details: Vec<ContentId> = details
            .flatten()
            .copied()
            .filter(|content| self.has_content(*content))
            .collect();
        details.sort_unstable();
        details.dedup();
        let lost = erasure.datasets.iter().map(|lost| &lost.contents);
        let all = erasure.contents.iter().chain(lost).flatten();
        erasure.descriptions = all
            .filter(|content| self.descriptions.contains(content))
            .copied()
            .collect();
        erasure.details = details;
        erasure
    }

    /// What goes when an informant withdraws: every document in which nobody
    /// else is an informant.
    /// Refused when others speak in one of the documents: whose words those are is for people to
    /// decide.
    pub fn erasure_of_informant(&self, informant: &Informant) -> Result<Erasure, Refusal> {
        let speaks = |document: &&Document| {
            document
                .body
                .speakers
                .iter()
                .any(|speaker| speaker.informant == Some(informant.id))
        };
        let documents: Vec<&Document> = self
            .documents
            .all()
            .filter(|document| !document.erased)
            .filter(speaks)
            .collect();
        let shared: Vec<String> = documents
            .iter()
            .filter(|document| {
                document
                    .body
                    .speakers
                    .iter()
                    .filter_map(|speaker| speaker.informant)
                    .any(|other| other != informant.id)
            })
            .map(|document| format!("`{}`", document.body.title))
            .collect();
        if !shared.is_empty() {
            return Err(Refusal::new(
                format!(
                    "others speak with {} in {}",
                    informant.body.name,
                    shared.join(", ")
                ),
                "Nothing was erased; erase those documents by their titles first, or put a corrected version in their place",
            ));
        }
        let mut erasure = Erasure {
            informant: Some(informant.id),
            ..Erasure::default()
        };
        for document in documents {
            let Erasure {
                documents,
                contents,
                codings,
                ..
            } = self.erasure_of(document);
            for (id, contents) in documents.into_iter().zip(contents) {
                if !erasure.documents.contains(&id) {
                    erasure.documents.push(id);
                    erasure.contents.push(contents);
                }
            }
            erasure.codings += codings;
        }
        Ok(self.with_descriptions(erasure))
    }

    /// What goes when a dataset is erased, with every copy of it that was taken out of the study
    /// before.
    pub fn erasure_of_dataset(&self, dataset: &Dataset) -> Erasure {
        let copies = self
            .datasets
            .all()
            .filter(|copy| copy.id == dataset.id || self.is_copy_of_dataset(copy, dataset));
        self.with_descriptions(Erasure {
            datasets: copies.map(|copy| self.erased_dataset(copy, &[])).collect(),
            ..Erasure::default()
        })
    }

    /// What goes when rows of a dataset are erased, by their numbers in its file. Copies that were
    /// taken out of the study before hold those rows too, so they go as a whole.
    /// Refused when there is no such row, or none would be left.
    pub fn erasure_of_rows(&self, dataset: &Dataset, rows: &[u32]) -> Result<Erasure, Refusal> {
        let name = &dataset.body.name;
        let there: Vec<u32> = dataset.row_numbers().collect();
        let last = there
            .iter()
            .chain(&dataset.erased_rows)
            .max()
            .copied()
            .unwrap_or_default();
        if let Some(none) = rows.iter().find(|row| !(1..=last).contains(row)) {
            return Err(Refusal::new(
                format!("there is no row {none} in `{name}`"),
                format!(
                    "Nothing was erased; its rows are 1 to {last}, the first below the headings being 1"
                ),
            ));
        }
        let mut rows: Vec<u32> = rows
            .iter()
            .copied()
            .filter(|row| there.binary_search(row).is_ok())
            .collect();
        rows.sort_unstable();
        rows.dedup();
        if !rows.is_empty() && rows.len() == there.len() {
            return Err(Refusal::new(
                format!("these are all rows of `{name}`"),
                format!("Nothing was erased; erase the dataset: `virk erase {name:?}`"),
            ));
        }
        let mut erasure = Erasure::default();
        if !rows.is_empty() {
            erasure.datasets.push(self.erased_dataset(dataset, &rows));
            let copies = self
                .datasets
                .all()
                .filter(|copy| self.is_copy_of_dataset(copy, dataset));
            erasure
                .datasets
                .extend(copies.map(|copy| self.erased_dataset(copy, &[])));
        }
        Ok(self.with_descriptions(erasure))
    }

    /// What goes when a saved search is erased: its query in every version it had, also under a
    /// name it had before.
    pub fn erasure_of_search(&self, name: &str) -> Erasure {
        let named = || {
            self.past_queries
                .iter()
                .filter(|(known, _)| known == name)
                .map(|(_, query)| *query)
        };
        let asked: HashSet<&str> = named().filter_map(|query| self.words(query)).collect();
        let live: HashSet<ContentId> = self
            .searches()
            .filter(|(known, _)| *known != name)
            .map(|(_, saved)| saved.query)
            .collect();
        let before = self.past_queries.iter().map(|(_, query)| *query);
        let before = before.filter(|query| {
            !live.contains(query)
                && self
                    .words(*query)
                    .is_some_and(|words| asked.contains(words))
        });
        let mut contents: Vec<ContentId> = named()
            .chain(before)
            .filter(|query| self.contents.contains_key(query))
            .collect();
        contents.sort_unstable();
        contents.dedup();
        Erasure {
            search: Some((name.to_owned(), contents)),
            ..Erasure::default()
        }
    }

    /// What goes with rows of a dataset; with all of it where none are named.
    fn erased_dataset(&self, dataset: &Dataset, rows: &[u32]) -> ErasedDataset {
        let mut contents = vec![dataset.body.content];
        contents.extend(self.contents_repeating(cells(dataset, rows)));
        contents.retain(|content| self.has_content(*content));
        contents.sort_unstable();
        contents.dedup();
        ErasedDataset {
            dataset: dataset.id,
            rows: rows.to_vec(),
            contents,
        }
    }

    /// Whether `copy` was taken out of the study and holds the rows of `dataset`, known by its name
    /// or its file.
    fn is_copy_of_dataset(&self, copy: &Dataset, dataset: &Dataset) -> bool {
        let (one, other) = (&copy.body, &dataset.body);
        let file = !one.source.sha256.is_empty() && one.source.sha256 == other.source.sha256;
        let like = one.name == other.name
            || file
            || !one.source.file.is_empty() && one.source.file == other.source.file;
        copy.id != dataset.id && self.datasets.get(copy.id).is_none() && !copy.erased && like
    }

    /// Whether `copy` holds the words of `document`: it is the document itself, or
    /// a copy taken out of the study, known by its words, its title or its file.
    fn is_copy(&self, copy: &Document, document: &Document) -> bool {
        let gone = self.documents.get(copy.id).is_none();
        let earlier = self.current_version(copy.id) == document.id;
        let (one, other) = (&copy.body, &document.body);
        let file = !one.source.file.is_empty() && one.source.file == other.source.file;
        copy.id == document.id
            || (gone
                && !copy.erased
                && (earlier || one.hash == other.hash || one.title == other.title || file))
    }

    /// The texts, other than documents and survey rows, that repeat [`MIN_REPEATED_WORDS`] words in a row of what
    /// was said.
    fn contents_repeating<'a>(&self, said: impl Iterator<Item = &'a str>) -> Vec<ContentId> {
        let bodies = self.documents.all().map(|document| document.body.content);
        let rows = self.datasets.all().map(|dataset| dataset.body.content);
        let other: HashSet<ContentId> = bodies.chain(rows).collect();
        let notes: Vec<(ContentId, &str)> = self
            .contents
            .iter()
            .filter(|(id, _)| !other.contains(id))
            .map(|(id, text)| (*id, &**text))
            .collect();
        if notes.is_empty() {
            return Vec::new();
        }
        repeating(&notes, &said.collect::<Vec<_>>(), MIN_REPEATED_WORDS)
    }

    /// Whether a text is there: words, or the rows of a survey.
    fn has_content(&self, content: ContentId) -> bool {
        self.contents.contains_key(&content) || self.rows.contains_key(&content)
    }

    /// Whether these words were erased, rather than lost.
    pub fn was_erased(&self, content: ContentId) -> bool {
        self.erased.contains(&content)
    }
}

/// What informants say in a document, turn by turn.
pub(super) fn informant_turns(document: &Document) -> impl Iterator<Item = &str> {
    let turns = document.turns().clone();
    let places: Vec<_> = turns
        .iter()
        .filter(|turn| document.label(turn).is_none() || document.informant(turn).is_some())
        .map(|turn| turn.words)
        .collect();
    places.into_iter().map(|words| words.text(&document.text))
}

/// The cells of rows of a dataset, of all rows where none are named. Cells made of others repeat
/// those.
pub(super) fn cells<'a>(
    dataset: &'a Dataset,
    rows: &[u32],
) -> impl Iterator<Item = &'a str> + use<'a> {
    let named: HashSet<u32> = rows.iter().copied().collect();
    let numbers = dataset.row_numbers().enumerate();
    let places: Vec<usize> = numbers
        .filter(|(_, number)| named.is_empty() || named.contains(number))
        .map(|(place, _)| place)
        .collect();
    let own = dataset.columns.iter().take(dataset.file_column_count());
    own.flat_map(move |column| {
        places
            .clone()
            .into_iter()
            .filter_map(|place| column.get(place))
    })
}

/// The words of a folded text and where they begin in it, without what stands between them.
pub fn words_of<'f>(folded: &'f FoldedText<'_>) -> Vec<(usize, &'f str)> {
    let mut words = Vec::new();
    let mut at = 0;
    for part in folded
        .text()
        .split_inclusive(|c: char| !c.is_alphanumeric())
    {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            words.push((at, word));
        }
        at += part.len();
    }
    words
}

/// Every [`MIN_REPEATED_WORDS`] words in a row, however their letters are written.
pub fn word_runs(text: &str) -> impl Iterator<Item = String> {
    let folded = FoldedText::new(text, FoldMode::IgnoreCase);
    let words: Vec<String> = words_of(&folded)
        .into_iter()
        .map(|(_, word)| word.to_owned())
        .collect();
    (MIN_REPEATED_WORDS..=words.len())
        .map(move |end| words[end - MIN_REPEATED_WORDS..end].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_a_row_are_the_same_however_they_are_written() {
        let runs = |text: &str| word_runs(text).collect::<Vec<_>>();
        let plain = runs("the office can’t see itself from outside");
        assert_eq!(plain.len(), 3);
        for written in [
            "The oﬃce can't\u{a0}see it\u{ad}self from outside",
            "the of\u{200b}fice can\u{2032}t SEE itself\u{202f}– from out\u{2060}side",
            "ｔｈｅ oﬃce can`t see itself from outside!",
        ] {
            assert_eq!(runs(written), plain);
        }
        assert_eq!(
            runs("i går så vi Mu\u{308}ller gå"),
            runs("I GÅR SÅ VI MÜLLER GA\u{30a}")
        );
    }
}
