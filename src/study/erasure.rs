//! Erasing: what goes when people withdraw, told before it goes.
//!
//! The facts stay, as every record does: that there was a document, who coded
//! it where and under what. The words go: the document's, those of its
//! condensations and memos in every version they ever had, and every other
//! memo or reason that repeats a stretch of what was said. Titles, file names,
//! pseudonyms and the texts of codes and links are facts and stay.

use super::{ContentId, Document, Id, Informant, Refusal, Study};
use crate::text::{Folded, Folding};
use std::collections::HashSet;

/// How many words in a row, once repeated elsewhere, count as a quotation.
/// Fewer would take memos that only happen to speak alike.
pub const RUN: usize = 6;

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
}

impl Erasure {
    /// How many texts go beside those of the documents: condensations, memos,
    /// reasons, in all their versions.
    #[must_use]
    pub fn notes(&self) -> usize {
        let all: HashSet<ContentId> = self.contents.iter().flatten().copied().collect();
        all.len().saturating_sub(self.documents.len())
    }
}

impl Study {
    /// What goes when a document is erased, with every copy of it that was
    /// taken out of the study before.
    #[must_use]
    pub fn erasure_of(&self, document: &Document) -> Erasure {
        let mut erasure = Erasure::default();
        for copy in self.documents.all().filter(|copy| self.is_copy(copy, document)) {
            let mut contents = vec![copy.body.content];
            contents.extend(self.notes_on.get(&copy.id).into_iter().flatten());
            contents.extend(self.contents_repeating(copy));
            contents.retain(|content| self.contents.contains_key(content));
            contents.sort_unstable();
            contents.dedup();
            erasure.documents.push(copy.id);
            erasure.codings += self.coded.get(&copy.id).map_or(0, Vec::len);
            erasure.contents.push(contents);
        }
        erasure
    }

    /// What goes when an informant withdraws: every document in which nobody
    /// else is an informant.
    ///
    /// # Errors
    /// When others speak in one of the documents: whose words those are is for people to decide.
    pub fn erasure_of_informant(&self, informant: &Informant) -> Result<Erasure, Refusal> {
        let speaks = |document: &&Document| document.body.speakers.iter().any(|speaker| speaker.informant == Some(informant.id));
        let documents: Vec<&Document> = self.documents.all().filter(|document| !document.erased).filter(speaks).collect();
        let shared: Vec<String> = documents
            .iter()
            .filter(|document| {
                document.body.speakers.iter().filter_map(|speaker| speaker.informant).any(|other| other != informant.id)
            })
            .map(|document| format!("`{}`", document.body.title))
            .collect();
        if !shared.is_empty() {
            return Err(Refusal::new(
                format!("others speak with {} in {}", informant.body.name, shared.join(", ")),
                "Nothing was erased; erase those documents by their titles first, or put a corrected version in their place",
            ));
        }
        let mut erasure = Erasure { informant: Some(informant.id), ..Erasure::default() };
        for document in documents {
            let Erasure { documents, contents, codings, .. } = self.erasure_of(document);
            for (id, contents) in documents.into_iter().zip(contents) {
                if !erasure.documents.contains(&id) {
                    erasure.documents.push(id);
                    erasure.contents.push(contents);
                }
            }
            erasure.codings += codings;
        }
        Ok(erasure)
    }

    /// Whether `copy` holds the words of `document`: it is the document itself, or
    /// a copy taken out of the study, known by its words, its title or its file.
    fn is_copy(&self, copy: &Document, document: &Document) -> bool {
        let gone = self.documents.get(copy.id).is_none();
        let earlier = self.standing(copy.id) == document.id;
        let (one, other) = (&copy.body, &document.body);
        let file = !one.source.file.is_empty() && one.source.file == other.source.file;
        copy.id == document.id || (gone && !copy.erased && (earlier || one.hash == other.hash || one.title == other.title || file))
    }

    /// The texts, other than documents and survey rows, that repeat [`RUN`] words in
    /// a row of what informants say in a document.
    fn contents_repeating(&self, document: &Document) -> Vec<ContentId> {
        let mut runs = HashSet::new();
        for turn in document.turns().iter() {
            let asked = document.label(turn).is_some() && document.informant(turn).is_none();
            if !asked {
                runs.extend(runs_of(turn.words.text(&document.text)));
            }
        }
        let bodies = self.documents.all().map(|document| document.body.content);
        let rows = self.datasets.all().map(|dataset| dataset.body.content);
        let other: HashSet<ContentId> = bodies.chain(rows).collect();
        let notes = self.contents.iter().filter(|(id, _)| !other.contains(id));
        notes.filter(|(_, text)| runs_of(text).any(|run| runs.contains(&run))).map(|(id, _)| *id).collect()
    }

    /// Where words that an erasure takes are repeated in facts, which it cannot take: definitions and
    /// examples of codes, statements of links, attributes. They are changed by hand.
    #[must_use]
    pub fn still_said(&self, erasure: &Erasure) -> Vec<String> {
        let documents = erasure.documents.iter().filter_map(|id| self.documents.ever(*id));
        let runs: HashSet<String> = documents.flat_map(|document| runs_of(&document.text).collect::<Vec<_>>()).collect();
        let repeats = |text: &str| runs_of(text).any(|run| runs.contains(&run));
        let codes = self.codes.all().filter(|code| {
            let body = &code.body;
            let texts = [&body.definition, &body.include, &body.exclude, &body.example];
            texts.iter().any(|words| repeats(&words.en) || repeats(&words.da))
        });
        let links = self.links.all().filter(|link| repeats(&link.statement));
        let informants = self.informants.all().filter(|known| known.body.attributes.values().any(|value| repeats(value)));
        codes
            .map(|code| format!("the texts of the code {}", code.name(&self.language)))
            .chain(links.map(|link| format!("the statement of the link {}", self.link_name(link))))
            .chain(informants.map(|known| format!("the attributes of {}", known.body.name)))
            .collect()
    }

    /// Whether these words were erased, rather than lost.
    #[must_use]
    pub fn was_erased(&self, content: ContentId) -> bool {
        self.erased.contains(&content)
    }
}

/// The words of a folded text and where they begin in it, without what stands between them.
#[must_use]
pub fn words_of<'f>(folded: &'f Folded<'_>) -> Vec<(usize, &'f str)> {
    let mut words = Vec::new();
    let mut at = 0;
    for part in folded.text().split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        if !word.is_empty() {
            words.push((at, word));
        }
        at += part.len();
    }
    words
}

/// Every [`RUN`] words in a row, however their letters are written.
pub fn runs_of(text: &str) -> impl Iterator<Item = String> {
    let folded = Folded::new(text, Folding::Words);
    let words: Vec<String> = words_of(&folded).into_iter().map(|(_, word)| word.to_owned()).collect();
    (RUN..=words.len()).map(move |end| words[end - RUN..end].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_a_row_are_the_same_however_they_are_written() {
        let runs = |text: &str| runs_of(text).collect::<Vec<_>>();
        let plain = runs("the office can’t see itself from outside");
        assert_eq!(plain.len(), 3);
        for written in [
            "The oﬃce can't\u{a0}see it\u{ad}self from outside",
            "the of\u{200b}fice can\u{2032}t SEE itself\u{202f}– from out\u{2060}side",
            "ｔｈｅ oﬃce can`t see itself from outside!",
        ] {
            assert_eq!(runs(written), plain);
        }
        assert_eq!(runs("i går så vi Mu\u{308}ller gå"), runs("I GÅR SÅ VI MÜLLER GA\u{30a}"));
    }
}
