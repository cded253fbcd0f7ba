//! What people said, as others may repeat it: so many words in a row, or a name.

use super::{
    Addition, Amendment, Assignment, Document, Event, Id, Informant, Study,
    erasure::Erasure,
    erasure::cells,
    erasure::informant_turns,
    erasure::words_of,
    speaker_label, upgrade,
    word_runs::{for_each_run, hash_of_run},
};
use crate::text::{FoldMode, FoldedText};
use serde_json::Value;
use std::collections::HashSet;

/// How many words in a row are told as a quotation. Fewer than are erased with what they repeat
/// ([`super::erasure::MIN_REPEATED_WORDS`]): telling costs nothing but a look.
pub const MIN_MATCHED_WORDS: usize = 4;

/// What would be recognised of what is erased.
#[derive(Clone, Debug, Default)]
pub struct ErasureMatcher {
    /// The hashes of its runs, sorted: a book has millions.
    runs: Vec<u64>,
    /// Names of informants, word by word.
    names: Vec<Vec<String>>,
    documents: Vec<Id<Document>>,
    informants: Vec<Id<Informant>>,
    /// Whole texts that are erased, such as the query of a saved search.
    texts: HashSet<String>,
}

impl Study {
    /// What would be recognised of what an erasure takes.
    pub fn erasure_matcher(&self, erasure: &Erasure) -> ErasureMatcher {
        let documents: Vec<&Document> = erasure
            .documents
            .iter()
            .filter_map(|id| self.documents.get_any(*id))
            .collect();
        let mut runs: Vec<u64> = Vec::new();
        for text in documents
            .iter()
            .flat_map(|document| informant_turns(document))
        {
            collect_runs(text, &mut runs);
        }
        for lost in &erasure.datasets {
            let cells = self
                .datasets
                .get_any(lost.dataset)
                .into_iter()
                .flat_map(|dataset| cells(dataset, &lost.rows));
            cells.for_each(|cell| collect_runs(cell, &mut runs));
        }
        runs.sort_unstable();
        runs.dedup();
        let informants: Vec<&Informant> = self.informants_leaving(erasure).collect();
        let called = informants
            .iter()
            .map(|informant| informant.body.name.as_str());
        let labels = documents
            .iter()
            .flat_map(|document| &document.body.speakers);
        let labels = labels.filter(|speaker| {
            speaker
                .informant
                .is_some_and(|id| informants.iter().any(|known| known.id == id))
        });
        let names = called
            .chain(labels.map(|speaker| speaker.label.as_str()))
            .filter(|name| !speaker_label::is_generic_label(name));
        let mut names: Vec<Vec<String>> =
            names.map(words).filter(|words| !words.is_empty()).collect();
        names.sort();
        names.dedup();
        let texts = erasure
            .search
            .iter()
            .flat_map(|(_, contents)| contents)
            .filter_map(|content| self.words(*content));
        ErasureMatcher {
            runs,
            names,
            documents: erasure.documents.clone(),
            informants: informants.iter().map(|informant| informant.id).collect(),
            texts: texts.map(str::to_owned).collect(),
        }
    }

    /// The informants who say nothing any more after an erasure.
    pub(super) fn informants_leaving<'a>(
        &'a self,
        erasure: &'a Erasure,
    ) -> impl Iterator<Item = &'a Informant> {
        let gone =
            |document: &Document| document.erased || erasure.documents.contains(&document.id);
        let speaks = |document: &Document, id| document.speakers_of(id).next().is_some();
        self.informants.all().filter(move |informant| {
            let id = informant.id;
            erasure.informant == Some(id)
                || self.documents.all().any(|document| {
                    erasure.documents.contains(&document.id) && speaks(document, id)
                }) && self
                    .documents()
                    .all(|document| gone(document) || !speaks(document, id))
        })
    }
}

impl ErasureMatcher {
    /// The words of a text that repeat what is erased: [`MIN_MATCHED_WORDS`] or more in a row, or a name.
    pub fn find_in(&self, text: &str) -> Option<String> {
        if self.texts.contains(text) {
            return Some(text.to_owned());
        }
        let folded = FoldedText::new(text, FoldMode::IgnoreCase);
        let words = words_of(&folded);
        // Each run that is repeated, and those that overlap with it, are told as one.
        let mut found: Option<(usize, usize)> = None;
        for (at, run) in words.windows(MIN_MATCHED_WORDS).enumerate() {
            let run = run
                .iter()
                .map(|(_, word)| *word)
                .collect::<Vec<_>>()
                .join(" ");
            if self.runs.binary_search(&hash_of_run(&run)).is_ok() {
                found = match found {
                    Some((from, to)) if at <= to => Some((from, at + MIN_MATCHED_WORDS)),
                    None => Some((at, at + MIN_MATCHED_WORDS)),
                    Some(first) => return Some(told(&words, first)),
                };
            }
        }
        let named = || {
            let of = |name: &Vec<String>| {
                let place = words
                    .windows(name.len())
                    .position(|some| some.iter().zip(name).all(|((_, word), part)| word == part));
                place.map(|place| (place, place + name.len()))
            };
            self.names.iter().find_map(of)
        };
        found.or_else(named).map(|place| told(&words, place))
    }

    /// Whether a fact repeats what is erased, says who said it, or what it was about.
    pub fn matches_event(&self, event: &Event) -> bool {
        let about = match event {
            Event::Set(Assignment::Condensation { quote, was, now }) => {
                let themes = was
                    .iter()
                    .chain(now)
                    .map(|condensation| condensation.theme.as_str());
                self.documents.contains(&quote.document)
                    && themes.into_iter().any(|theme| !theme.is_empty())
            }
            Event::Added(Addition::Document { id, .. }) => self.documents.contains(id),
            Event::Added(Addition::Informant { id, .. })
            | Event::Changed(Amendment::Informant { id, .. }) => self.informants.contains(id),
            _ => false,
        };
        about || self.matches_value(&upgrade::as_logged(event))
    }

    fn matches_value(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.find_in(text).is_some(),
            Value::Array(items) => items.iter().any(|item| self.matches_value(item)),
            Value::Object(fields) => fields.values().any(|field| self.matches_value(field)),
            _ => false,
        }
    }
}

fn told(words: &[(usize, &str)], (from, to): (usize, usize)) -> String {
    words[from..to]
        .iter()
        .map(|(_, word)| *word)
        .collect::<Vec<_>>()
        .join(" ")
}

fn words(text: &str) -> Vec<String> {
    words_of(&FoldedText::new(text, FoldMode::IgnoreCase))
        .into_iter()
        .map(|(_, word)| word.to_owned())
        .collect()
}

fn collect_runs(text: &str, runs: &mut Vec<u64>) {
    for_each_run(text, MIN_MATCHED_WORDS, |run| runs.push(hash_of_run(run)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Ref;

    fn traces() -> ErasureMatcher {
        let mut runs = Vec::new();
        collect_runs("Jeg så pludselig på mig selv udefra", &mut runs);
        runs.sort_unstable();
        ErasureMatcher {
            runs,
            names: vec![words("Mentor 1")],
            ..ErasureMatcher::default()
        }
    }

    #[test]
    fn four_words_in_a_row_or_a_name_are_found_however_they_are_written() {
        let found = |text: &str| traces().find_in(text);
        assert_eq!(found("at SE pludselig"), None);
        assert_eq!(
            found("Hun så – pludselig – på mig, sagde hun").as_deref(),
            Some("så pludselig på mig")
        );
        assert_eq!(
            found("jeg så pludselig på mig selv udefra i går").as_deref(),
            Some("jeg så pludselig på mig selv udefra")
        );
        assert_eq!(found("som MENTOR 1 siger").as_deref(), Some("mentor 1"));
        assert_eq!(found("som mentor 12 siger"), None);
        // Three words in a row are anybody's.
        assert_eq!(found("pludselig på mig"), None);
    }

    #[test]
    fn a_fact_is_searched_through_whatever_its_shape() {
        let retired = |reason: &str| {
            Event::Removed(Ref::Code {
                id: Id::new(uuid::Uuid::nil()),
                reason: reason.into(),
            })
        };
        assert!(traces().matches_event(&retired("Mentor 1 brugte det")));
        assert!(!traces().matches_event(&retired("ingen bruger det")));
    }
}
