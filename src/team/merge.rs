//! Merging a copy into a study: worked out before anything is written, then written at once.

use super::conflicts::conflicts;
use super::union::{Apart, apart, union, what_is_erased};
use crate::log::{Rewriting, Session, StoredLog, StoredRecord};
use crate::study::event::Spoken;
use crate::study::{
    Command, Conflict, ContentId, Document, Erasing, Event, Id, Refusal, Study, upgrade,
};
use crate::text::number::count_noun;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// What a merge would bring.
#[derive(Debug)]
pub struct Merge {
    /// How many records only they have.
    pub records: usize,
    /// The same by who wrote them and what they say, in the words of the log.
    pub by_kind: BTreeMap<(String, String), usize>,
    /// What both say differently.
    pub conflicts: Vec<Conflict>,
    /// How many texts are erased here by it.
    pub erased: usize,
    /// Writers that had gone on in both copies and are told apart from now on.
    pub renamed: usize,
    /// The records that the conflicts are about.
    pub records_told: BTreeMap<Uuid, Arc<StoredRecord>>,
    rewriting: Rewriting,
    note: Option<Command>,
    revision: u64,
}

impl Merge {
    /// Works out what merging `theirs` into `ours` would do; `None` when they have nothing that is
    /// not here.
    ///
    /// # Errors
    /// When one of them does not hold, or they are not copies of one study.
    pub fn plan(ours: &mut Session, theirs: &mut Session) -> Result<Option<Merge>, Refusal> {
        refuse_unsound(ours)?;
        refuse_unsound(theirs)?;
        let revision = ours.study().revision();
        let (our, their) = (ours.stored()?, theirs.stored()?);
        let all = union(&our, &their)?;
        let alone = apart(&our, &their);
        if alone.theirs.is_empty() && all.texts == our.texts {
            return Ok(None);
        }
        refuse_rows_of_both(&alone, ours.study())?;
        let conflicts = conflicts(&alone.ours, &alone.theirs);
        let erased = also_erased(&alone, ours.study(), theirs.study(), &all);
        let people: BTreeSet<String> = alone
            .theirs
            .iter()
            .filter(|record| !notes_copy(record))
            .map(|record| record.coder.to_string())
            .collect();
        let told: HashSet<Uuid> = conflicts
            .iter()
            .flat_map(|conflict| [conflict.ours, conflict.theirs])
            .collect();
        let both = alone.ours.iter().chain(&alone.theirs);
        let records_told = both
            .filter(|record| told.contains(&record.id))
            .map(|record| (record.id, record.clone()))
            .collect();
        let erasing: BTreeSet<ContentId> = erased.iter().flat_map(contents_of).collect();
        let rewriting = rewriting(&our, all, theirs, &erasing)?;
        // Where one side has nothing of its own nothing is told: it is the other from now on.
        let is_told =
            !alone.ours.is_empty() && alone.theirs.iter().any(|record| !notes_copy(record));
        let records = alone.theirs.len();
        Ok(Some(Merge {
            records,
            by_kind: by_kind(&alone.theirs),
            erased: rewriting.gone.len() + erasing.len(),
            renamed: renamed_writers(&rewriting, &our),
            records_told,
            note: (is_told || !erased.is_empty()).then(|| Command::NoteMerge {
                people: people.into_iter().collect(),
                records: u32::try_from(records).unwrap_or(u32::MAX),
                conflicts: conflicts.clone(),
                erased,
            }),
            conflicts,
            rewriting,
            revision,
        }))
    }

    /// Does it: all of it or nothing.
    ///
    /// # Errors
    /// When somebody has written meanwhile, or it cannot be written; nothing has changed then.
    pub fn perform(self, ours: &mut Session) -> Result<String, Refusal> {
        let done = ours.rewrite(&self.rewriting, self.revision, self.note)?;
        Ok(done.unwrap_or_else(|| {
            let records = count_noun(self.records, "record");
            format!("Took {records} over; nothing of this side was new to them")
        }))
    }
}

/// Whether the record says nothing but that a copy was made or merged.
fn notes_copy(record: &StoredRecord) -> bool {
    let facts = [
        r#""fact":{"type":"copy_merged""#,
        r#""fact":{"type":"copy_made""#,
    ];
    facts.iter().any(|fact| record.body.contains(fact))
}

fn refuse_unsound(session: &Session) -> Result<(), Refusal> {
    let faults = session.store().faults();
    if let Some(fault) = faults.iter().find(|fault| fault.forbids_writing()) {
        return Err(Refusal::new(
            format!("{} is damaged: {fault}", session.location()),
            "Nothing was changed; only copies that hold are merged: see `virk check`",
        ));
    }
    match session.read_only() {
        // A newer virk wrote it, or it lies where nobody may write: what may not be written may
        // be read.
        Some(why) if !session.store().is_read_only() => Err(why),
        _ => Ok(()),
    }
}

/// Rows that were erased on both sides leave two files of which each still holds what the other
/// erased.
fn refuse_rows_of_both(alone: &Apart, study: &Study) -> Result<(), Refusal> {
    let lost = |records: &[Arc<StoredRecord>]| -> BTreeSet<_> {
        let erasing = records
            .iter()
            .filter(|record| record.body.contains("erased\""));
        let events = erasing.filter_map(|record| record.event());
        events
            .filter_map(|event| match event {
                Event::Erased(Erasing::Rows { dataset, .. }) => Some(dataset),
                _ => None,
            })
            .collect()
    };
    let both = lost(&alone.ours);
    match both.intersection(&lost(&alone.theirs)).next() {
        None => Ok(()),
        Some(dataset) => {
            let name = study
                .dataset(*dataset)
                .map_or("a dataset", |known| &known.body.name);
            Err(Refusal::new(
                format!(
                    "rows of `{name}` were erased in both copies, and each still holds those that the other erased"
                ),
                "Nothing was changed; erase the same rows in both with `virk erase`, from a copy made before, or erase the dataset",
            ))
        }
    }
}

/// What goes with the words that one side erased and the other still has: corrected versions, notes
/// of others, and whatever repeats six words in a row.
fn also_erased(alone: &Apart, ours: &Study, theirs: &Study, all: &StoredLog) -> Vec<Erasing> {
    let mut gone: BTreeMap<Uuid, Erasing> = BTreeMap::new();
    for (records, other) in [(&alone.ours, theirs), (&alone.theirs, ours)] {
        let erasing = records
            .iter()
            .filter(|record| record.body.contains("erased\""));
        for event in erasing.filter_map(|record| record.event()) {
            for erasing in erased_with(&event, other) {
                let id = match &erasing {
                    Erasing::Document { id, .. } => id.uuid(),
                    Erasing::Informant { id, .. } => id.uuid(),
                    Erasing::Dataset { id, .. } => id.uuid(),
                    Erasing::Rows { .. } | Erasing::Search { .. } => continue,
                };
                gone.insert(id, erasing);
            }
        }
    }
    // What a fact of either side has erased already is not said again.
    let said = said_erased(alone);
    for erasing in gone.values_mut() {
        let contents = match erasing {
            Erasing::Document { contents, .. }
            | Erasing::Informant { contents, .. }
            | Erasing::Dataset { contents, .. }
            | Erasing::Rows { contents, .. }
            | Erasing::Search { contents, .. } => contents,
        };
        contents.retain(|id| all.texts.contains_key(id) || !said.contains(id));
    }
    gone.into_values()
        .filter(|erasing| !contents_of(erasing).is_empty())
        .collect()
}

/// The texts of which a fact of either side says that they were erased.
fn said_erased(alone: &Apart) -> BTreeSet<ContentId> {
    let both = alone.ours.iter().chain(&alone.theirs);
    let erasing = both.filter(|record| record.body.contains("erased\""));
    let events = erasing.filter_map(|record| record.event());
    events.flat_map(|event| event.erased_contents()).collect()
}

fn contents_of(erasing: &Erasing) -> Vec<ContentId> {
    Event::Erased(erasing.clone()).erased_contents()
}

/// What a copy would erase if it erased the same.
fn erased_with(event: &Event, study: &Study) -> Vec<Erasing> {
    let of_documents = |documents: Vec<Id<Document>>, contents: Vec<Vec<ContentId>>| {
        let each = documents.into_iter().zip(contents);
        each.map(|(id, contents)| Erasing::Document { id, contents })
    };
    match what_is_erased(event) {
        Some(Spoken::Document(id)) => {
            let mut all = Vec::new();
            // A corrected version holds the words too.
            for version in [study.current_version(id), id] {
                if let Some(document) = study.any_document(version).filter(|known| !known.erased) {
                    let mut erasure = study.erasure_of(document);
                    if let Some(first) = erasure.contents.first_mut() {
                        first.append(&mut erasure.details);
                    }
                    all.extend(of_documents(erasure.documents, erasure.contents));
                }
            }
            all
        }
        Some(Spoken::Informant(id)) => {
            let known = study.informant(id);
            // Where others speak with them, people decide whose words those are.
            let Some(Ok(erasure)) = known.map(|known| study.erasure_of_informant(known)) else {
                return Vec::new();
            };
            let mut all: Vec<Erasing> = of_documents(erasure.documents, erasure.contents).collect();
            all.push(Erasing::Informant {
                id,
                contents: erasure.details,
            });
            all
        }
        None => match event {
            Event::Erased(Erasing::Dataset { id, .. }) => {
                let Some(dataset) = study.dataset(*id) else {
                    return Vec::new();
                };
                let lost = study.erasure_of_dataset(dataset).datasets.into_iter();
                lost.map(|lost| Erasing::Dataset {
                    id: lost.dataset,
                    contents: lost.contents,
                })
                .collect()
            }
            _ => Vec::new(),
        },
    }
}

fn rewriting(
    our: &StoredLog,
    all: StoredLog,
    theirs: &mut Session,
    erasing: &BTreeSet<ContentId>,
) -> Result<Rewriting, Refusal> {
    let same = our.records.iter().zip(&all.records);
    let unchanged = same.take_while(|(old, new)| old == new).count();
    // What a fact of this merge erases is there until that fact is: every step is proved.
    let unsaid = erasing
        .iter()
        .filter(|id| !our.texts.contains_key(id) && !all.texts.contains_key(id))
        .copied();
    let joining: Vec<ContentId> = all
        .texts
        .iter()
        .filter(|(id, hash)| our.texts.get(id) != Some(hash))
        .map(|(id, _)| *id)
        .chain(unsaid)
        .collect();
    let gone = our
        .texts
        .keys()
        .filter(|id| !all.texts.contains_key(id) && !erasing.contains(id));
    Ok(Rewriting {
        unchanged,
        texts: theirs.stored_texts(&joining)?,
        gone: gone.copied().collect(),
        records: all.records,
    })
}

fn by_kind(records: &[Arc<StoredRecord>]) -> BTreeMap<(String, String), usize> {
    let mut counts = BTreeMap::new();
    for record in records {
        if notes_copy(record) {
            continue;
        }
        let kind = record
            .event()
            .and_then(|event| upgrade::word_of_fact(&event))
            .unwrap_or_default();
        *counts.entry((record.coder.to_string(), kind)).or_insert(0) += 1;
    }
    counts
}

fn renamed_writers(rewriting: &Rewriting, our: &StoredLog) -> usize {
    let known: HashSet<Uuid> = our.records.iter().map(|record| record.writer).collect();
    let renamed: HashSet<Uuid> = rewriting
        .records
        .iter()
        .filter(|record| record.body.starts_with(r#"{"forked":"#))
        .map(|record| record.writer)
        .collect();
    renamed.difference(&known).count()
}
