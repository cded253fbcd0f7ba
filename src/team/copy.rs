//! A copy for a colleague: all of the study, some of its documents, or without what others coded.

use crate::log::{
    Author, RecordHash, Rewriting, Session, StoredLog, StoredRecord, hex, write_study,
};
use crate::study::{Act, Document, Event, Id, LeftOut, Record, Ref, Refusal, Time, upgrade};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// What a copy shall hold.
#[derive(Debug)]
pub struct CopyRequest<'a> {
    /// For whom: the name by which they code.
    pub person: &'a str,
    /// Only these documents; without any, all.
    pub documents: &'a [Id<Document>],
    /// Whether what others coded is left out.
    pub blind: bool,
    /// Who signs the copy: a writer who writes nothing else.
    pub author: Author,
    /// When it is made.
    pub time: Time,
}

/// What a copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyOutcome {
    pub records: usize,
    pub left_out: usize,
}

impl CopyRequest<'_> {
    /// Makes the copy, proves that it holds, and puts it at `to`.
    ///
    /// # Errors
    /// When the study does not hold, something lies at `to`, or it cannot be written.
    pub fn make(&self, session: &mut Session, to: &Path) -> Result<CopyOutcome, Refusal> {
        let faults = session.store().faults();
        if let Some(fault) = faults.iter().find(|fault| fault.forbids_writing()) {
            return Err(Refusal::new(
                format!("{} is damaged: {fault}", session.location()),
                "Nothing was written; see `virk check`",
            ));
        }
        let study = session.study();
        let wanted: BTreeSet<Id<Document>> = study
            .versions()
            .filter(|id| self.documents.contains(&study.current_version(*id)))
            .collect();
        let log = session.stored()?;
        let leave = self.left_out(&log, &wanted)?;
        let ranges = ranges(&log, &leave);
        let mut kept: Vec<Arc<StoredRecord>> = log
            .records
            .iter()
            .filter(|record| !leave.contains(&record.id))
            .cloned()
            .collect();
        let named: BTreeSet<_> = kept
            .iter()
            .filter_map(|record| record.event())
            .flat_map(|event| event.every_content())
            .filter(|content| log.texts.contains_key(content))
            .collect();
        let texts = session.stored_texts(&named.into_iter().collect::<Vec<_>>())?;
        let made = self.signed(&log, ranges)?;
        // Whoever reads what lacks something has to know of it first.
        let place = if leave.is_empty() { kept.len() } else { 0 };
        kept.insert(place, Arc::new(made));
        let outcome = CopyOutcome {
            records: kept.len(),
            left_out: leave.len(),
        };
        let rewriting = Rewriting {
            records: kept,
            texts,
            ..Rewriting::default()
        };
        write_study(to, &rewriting)?;
        Ok(outcome)
    }

    /// The fact that says for whom the copy is and what it lacks.
    fn signed(&self, log: &StoredLog, left_out: Vec<LeftOut>) -> Result<StoredRecord, Refusal> {
        let latest = log.records.iter().map(|record| record.time).max();
        let record = Record {
            id: Uuid::now_v7(),
            writer: self.author.writer,
            n: 1,
            time: Time(self.time.0.max(latest.unwrap_or_default() + 1)),
            coder: self.author.coder.clone(),
            batch: Uuid::now_v7(),
            act: Act::Do,
            event: Event::CopyMade {
                person: self.person.into(),
                blind: self.blind,
                left_out,
            },
        };
        let (hashes, heads) = (upgrade::Hashes::new(), upgrade::Heads::new());
        StoredRecord::new(&record, hashes, heads, &RecordHash::default())
    }

    /// The records that the copy lacks: with every thing go the facts that name it.
    fn left_out(
        &self,
        log: &StoredLog,
        wanted: &BTreeSet<Id<Document>>,
    ) -> Result<HashSet<Uuid>, Refusal> {
        let mut leave = HashSet::new();
        if !self.blind && self.documents.is_empty() {
            return Ok(leave);
        }
        let mut things: HashSet<String> = HashSet::new();
        let facts: Vec<(&StoredRecord, Event, Value)> = log
            .records
            .iter()
            .map(|record| {
                let event = record.event().ok_or_else(|| {
                    Refusal::new(
                        "a newer virk has written to the study, and this one cannot tell what to leave out",
                        "Nothing was written; install the newer virk",
                    )
                })?;
                let value = json!(event);
                Ok((&**record, event, value))
            })
            .collect::<Result<_, Refusal>>()?;
        let coders = coders(&facts);
        // What is left out may be named before it was made where copies were merged, and what names
        // it may be a thing of its own.
        loop {
            let before = leave.len();
            for (record, event, value) in &facts {
                if leave.contains(&record.id)
                    || !self.is_left_out(record, event, value, &coders, &things, wanted)
                {
                    continue;
                }
                leave.insert(record.id);
                things.extend(thing_of(event, value));
            }
            if leave.len() == before {
                return Ok(leave);
            }
        }
    }

    fn is_left_out(
        &self,
        record: &StoredRecord,
        event: &Event,
        value: &Value,
        coders: &HashMap<String, String>,
        things: &HashSet<String>,
        wanted: &BTreeSet<Id<Document>>,
    ) -> bool {
        if names(value, things) {
            return true;
        }
        if !self.documents.is_empty()
            && let Event::Added(crate::study::Addition::Document { id, .. }) = event
            && !wanted.contains(id)
        {
            return true;
        }
        if !self.blind {
            return false;
        }
        // Whose coding it is about decides; else who says something of a place in a text.
        match coding_of(event, value) {
            Some(coding) => coders.get(&coding).is_none_or(|coder| coder != self.person),
            None => &*record.coder != self.person && names_place(value),
        }
    }
}

/// Who made each coding.
fn coders(facts: &[(&StoredRecord, Event, Value)]) -> HashMap<String, String> {
    let coders = facts.iter().filter_map(|(record, event, _)| match event {
        Event::Coded { id, .. } => Some((id.to_string(), record.coder.to_string())),
        Event::CodingAdopted { id, by, .. } => Some((id.to_string(), by.to_string())),
        _ => None,
    });
    coders.collect()
}

/// The coding that a fact is about.
fn coding_of(event: &Event, value: &Value) -> Option<String> {
    let about = matches!(
        event,
        Event::Coded { .. }
            | Event::CodingAdopted { .. }
            | Event::CodingRecoded { .. }
            | Event::BoundaryMoved { .. }
            | Event::CodingCarried { .. }
            | Event::Removed(Ref::Coding { .. })
            | Event::Restored(Ref::Coding { .. })
    );
    let id = value.get("id").and_then(Value::as_str);
    id.filter(|_| about).map(str::to_owned)
}

/// The thing that a fact brings into the study; what is left out is not to be spoken of.
fn thing_of(event: &Event, value: &Value) -> Option<String> {
    let id = match event {
        Event::Added(_) => value.get("id").or_else(|| value.get("link")?.get("id")),
        Event::Coded { .. } | Event::CodingAdopted { .. } => value.get("id"),
        _ => None,
    };
    id.and_then(Value::as_str).map(str::to_owned)
}

/// Whether a place in a text stands anywhere in a fact.
fn names_place(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(names_place),
        Value::Object(fields) => fields.contains_key("span") || fields.values().any(names_place),
        _ => false,
    }
}

fn names(value: &Value, things: &HashSet<String>) -> bool {
    match value {
        Value::String(text) => things.contains(text),
        Value::Array(values) => values.iter().any(|value| names(value, things)),
        Value::Object(fields) => fields
            .iter()
            .any(|(key, value)| things.contains(key) || names(value, things)),
        _ => false,
    }
}

/// The numbers that are left out, writer by writer.
fn ranges(log: &StoredLog, leave: &HashSet<Uuid>) -> Vec<LeftOut> {
    let mut gaps: BTreeMap<Uuid, BTreeMap<u64, RecordHash>> = BTreeMap::new();
    for record in log
        .records
        .iter()
        .filter(|record| leave.contains(&record.id))
    {
        let of_writer = gaps.entry(record.writer).or_default();
        of_writer.insert(record.n, record.hash);
    }
    let mut ranges: Vec<LeftOut> = Vec::new();
    for (writer, numbers) in gaps {
        for (n, hash) in numbers {
            let hash = hex(&hash).into();
            match ranges.last_mut() {
                Some(range) if range.writer == writer && range.last + 1 == n => {
                    (range.last, range.hash) = (n, hash);
                }
                _ => ranges.push(LeftOut {
                    writer,
                    first: n,
                    last: n,
                    hash,
                }),
            }
        }
    }
    ranges
}
