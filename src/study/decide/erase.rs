//! Erasing what people said: documents, what an informant said, answers to a survey, saved
//! searches.

use super::{Decision, IdSource, count};
use crate::study::{
    Column, Dataset, Document, Erasing, Event, Id, Informant, Refusal, Study,
    content::ContentData,
    erasure::{ErasedDataset, Erasure},
    sentence::numbered,
};
use std::sync::Arc;

impl Study {
    pub(super) fn erase_document(&self, id: Id<Document>) -> Result<Decision, Refusal> {
        let known = self.documents.get_any(id);
        let document = known.ok_or_else(|| {
            Refusal::new(
                "that document has never been in the study",
                "See `virk document list`",
            )
        })?;
        if document.erased {
            let said = format!(
                "The words of `{}` have already been erased",
                document.body.title
            );
            return Ok(Decision::without_events(said));
        }
        Ok(self.erase(&self.erasure_of(document), &document.body.title))
    }

    pub(super) fn erase_informant(&self, id: Id<Informant>) -> Result<Decision, Refusal> {
        let known = self.informant(id);
        let informant = known.ok_or_else(|| {
            Refusal::new(
                "that informant is not in the study",
                "See `virk informant list`",
            )
        })?;
        Ok(self.erase(&self.erasure_of_informant(informant)?, &informant.body.name))
    }

    fn erase(&self, erasure: &Erasure, name: &str) -> Decision {
        // With a document goes how those were described whom it leaves without words.
        let mut details = erasure.details.clone();
        let mut events: Vec<Event> = Vec::new();
        for (place, (id, contents)) in erasure.documents.iter().zip(&erasure.contents).enumerate() {
            let mut contents = contents.clone();
            if place == 0 && erasure.informant.is_none() {
                contents.append(&mut details);
            }
            events.push(Event::Erased(Erasing::Document { id: *id, contents }));
        }
        events.extend(erasure.informant.map(|id| {
            Event::Erased(Erasing::Informant {
                id,
                contents: details,
            })
        }));
        let said = format!(
            "Erased `{name}`: the words of {} and {} on them; {} without words stay",
            count(erasure.documents.len(), "document"),
            count(erasure.notes(), "note"),
            count(erasure.codings, "coding"),
        );
        Decision {
            events,
            contents: Vec::new(),
            message: said,
        }
    }

    pub(super) fn erase_dataset(&self, id: Id<Dataset>) -> Result<Decision, Refusal> {
        let dataset = self.require_any_dataset(id)?;
        let name = &dataset.body.name;
        if dataset.erased {
            return Ok(Decision::without_events(format!(
                "The rows of `{name}` have already been erased"
            )));
        }
        let erasure = self.erasure_of_dataset(dataset);
        let events = erasure.datasets.iter().map(|lost| {
            Event::Erased(Erasing::Dataset {
                id: lost.dataset,
                contents: lost.contents.clone(),
            })
        });
        let said = format!(
            "Erased `{name}`: its {}{}{}; it left the study, and its tests with it",
            count(
                dataset.columns.first().map_or(0, |column| column.len()),
                "row"
            ),
            repeating(&erasure),
            copies(&erasure),
        );
        Ok(Decision {
            events: events.collect(),
            contents: Vec::new(),
            message: said,
        })
    }

    pub(super) fn erase_rows(
        &self,
        id: Id<Dataset>,
        rows: &[u32],
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let dataset = self.require_dataset(id)?;
        let name = &dataset.body.name;
        let erasure = self.erasure_of_rows(dataset, rows)?;
        let Some((
            ErasedDataset {
                rows: gone,
                contents,
                ..
            },
            others,
        )) = erasure.datasets.split_first()
        else {
            let said = match rows {
                [] => "No row was named".to_owned(),
                rows => format!("{} of `{name}` already erased", capital(&numbered(rows))),
            };
            return Ok(Decision::without_events(said));
        };
        let mut decision = Decision::default();
        let places: Vec<bool> = dataset
            .row_numbers()
            .map(|number| gone.binary_search(&number).is_err())
            .collect();
        let stays = |column: &Column| -> Column {
            column
                .iter()
                .zip(&places)
                .filter(|(_, stays)| **stays)
                .map(|(cell, _)| cell)
                .collect()
        };
        let columns: Arc<[Column]> = dataset
            .columns
            .iter()
            .take(dataset.file_column_count())
            .map(stays)
            .collect();
        let now = decision.store_content(mint, ContentData::Rows(columns));
        decision.events.push(Event::Erased(Erasing::Rows {
            dataset: id,
            rows: gone.clone(),
            now,
            contents: contents.clone(),
        }));
        decision.events.extend(others.iter().map(|lost| {
            Event::Erased(Erasing::Dataset {
                id: lost.dataset,
                contents: lost.contents.clone(),
            })
        }));
        let left = places.len() - gone.len();
        decision.message = format!(
            "Erased {} of `{name}`{}{}; {} {}, and every test was recomputed",
            numbered(gone),
            repeating(&erasure),
            copies(&erasure),
            count(left, "row"),
            if left == 1 { "stays" } else { "stay" },
        );
        Ok(decision)
    }

    pub(super) fn erase_search(&self, name: &str) -> Result<Decision, Refusal> {
        if !self.past_queries.iter().any(|(known, _)| known == name) {
            return Err(Refusal::new(
                format!("no search was ever saved as “{name}”"),
                "See `virk searches`",
            ));
        }
        let erasure = self.erasure_of_search(name);
        let Some((name, contents)) = erasure
            .search
            .filter(|(name, contents)| !contents.is_empty() || self.searches.contains_key(name))
        else {
            return Ok(Decision::without_events(format!(
                "The search “{name}” has already been erased"
            )));
        };
        let said = format!(
            "Erased the search “{name}”: {} in all",
            count(contents.len(), "text")
        );
        Ok(Decision::from_event(
            Event::Erased(Erasing::Search { name, contents }),
            said,
        ))
    }

    fn require_any_dataset(&self, id: Id<Dataset>) -> Result<&Dataset, Refusal> {
        let known = self.datasets.get_any(id);
        known.ok_or_else(|| {
            Refusal::new(
                "that dataset has never been in the study",
                "See `virk data describe`",
            )
        })
    }
}

/// ", 2 notes that repeat their words".
fn repeating(erasure: &Erasure) -> String {
    match erasure.notes() {
        0 => String::new(),
        notes => format!(
            ", {} that repeat{} their words",
            count(notes, "note"),
            if notes == 1 { "s" } else { "" }
        ),
    }
}

/// ", and 1 copy taken out of the study before".
fn copies(erasure: &Erasure) -> String {
    match erasure.datasets.len() {
        0 | 1 => String::new(),
        2 => ", and 1 copy taken out of the study before".to_owned(),
        more => format!(", and {} copies taken out of the study before", more - 1),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
