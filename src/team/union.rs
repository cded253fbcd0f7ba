//! The records and texts of two copies together: a pure function of both.

use super::branches::{first_written, is_forked, named_apart, not_the_same};
use crate::log::{LOST, RecordHash, StoredLog, StoredRecord, from_hex};
use crate::study::event::Spoken;
use crate::study::{ContentId, Erasing, Event, LeftOut, Refusal};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// What each of two copies has alone, in order of arrival.
#[derive(Debug, Default)]
pub struct Apart {
    pub ours: Vec<Arc<StoredRecord>>,
    pub theirs: Vec<Arc<StoredRecord>>,
}

/// What each of two copies has alone.
pub fn apart(ours: &StoredLog, theirs: &StoredLog) -> Apart {
    let ids =
        |log: &StoredLog| -> HashSet<Uuid> { log.records.iter().map(|record| record.id).collect() };
    let alone = |log: &StoredLog, other: HashSet<Uuid>| {
        let records = log.records.iter();
        records
            .filter(|record| !other.contains(&record.id))
            .cloned()
            .collect()
    };
    Apart {
        ours: alone(ours, ids(theirs)),
        theirs: alone(theirs, ids(ours)),
    }
}

/// All records of two copies of a study by their identities, and all texts by identity and hash,
/// minus what either has erased; in the order of the log.
///
/// It is the same whichever comes first, whatever is joined before, and however often.
///
/// # Errors
/// When they are not copies of one study, or a record or text is not the same in both.
pub fn union(one: &StoredLog, other: &StoredLog) -> Result<StoredLog, Refusal> {
    if origin(one) != origin(other) || origin(one).is_none() {
        return Err(Refusal::new(
            "they are not copies of one study",
            "Only copies of one file can be merged; a study of its own comes in with `virk export` and `virk import`",
        ));
    }
    let records = in_order(joined(one, other)?);
    let texts = texts(one, other, &records)?;
    Ok(StoredLog { records, texts })
}

/// The record that started the study.
fn origin(log: &StoredLog) -> Option<Uuid> {
    let records = log.records.iter();
    let records = records.filter(|record| !is_copy_made(&record.body));
    let first = records.min_by_key(|record| (record.time, record.writer, record.n));
    first.map(|record| record.id)
}

/// Whether the body says that a copy was made.
fn is_copy_made(body: &str) -> bool {
    const FACT: &str = r#""fact":{"type":"copy_made""#;
    body.strip_prefix(r#"{"shape":2,"#)
        .is_some_and(|rest| rest.starts_with(FACT))
        || is_renamed(body) && body.contains(FACT)
}

/// Whether the record with this body has another writer than it had first.
fn is_renamed(body: &str) -> bool {
    body.starts_with(r#"{"forked":"#)
}

/// What a copy lacks, as its records say.
fn left_out(record: &StoredRecord) -> Vec<LeftOut> {
    match record.event().filter(|_| is_copy_made(&record.body)) {
        Some(Event::CopyMade { left_out, .. }) => left_out,
        _ => Vec::new(),
    }
}

fn joined(one: &StoredLog, other: &StoredLog) -> Result<Vec<Arc<StoredRecord>>, Refusal> {
    let mut all: HashMap<Uuid, &Arc<StoredRecord>> = HashMap::with_capacity(one.records.len());
    let mut renamed = false;
    for record in one.records.iter().chain(&other.records) {
        let is_renamed_here = is_renamed(&record.body);
        renamed |= is_renamed_here;
        if let Some(known) = all.insert(record.id, record)
            && known.hash != record.hash
        {
            // The same record may have been renamed in one of them.
            if !is_renamed_here && !is_renamed(&known.body) {
                return Err(not_the_same(record));
            }
        }
    }
    if !renamed && !is_forked(all.values().copied()) {
        return Ok(all.into_values().cloned().collect());
    }
    let made = one.records.iter().chain(&other.records);
    let ends: HashMap<(Uuid, u64), RecordHash> = made
        .flat_map(|record| left_out(record))
        .filter_map(|range| Some(((range.writer, range.last), from_hex(&range.hash)?)))
        .collect();
    named_apart(first_written(one, &ends), first_written(other, &ends))
}

/// The records in the order of the log, which is one in which they may arrive: each after what its
/// writer had seen.
fn in_order(mut records: Vec<Arc<StoredRecord>>) -> Vec<Arc<StoredRecord>> {
    records.sort_unstable_by_key(|record| (record.writer, record.n));
    // A chain never runs backwards, whatever its clock said.
    let mut times = Vec::with_capacity(records.len());
    let mut latest = (Uuid::nil(), i64::MIN);
    for record in &records {
        let time = match latest {
            (writer, time) if writer == record.writer => time.max(record.time),
            _ => record.time,
        };
        latest = (record.writer, time);
        times.push(time);
    }
    let lacking = lacking_copies(&records);
    let mut keyed: Vec<_> = records
        .into_iter()
        .zip(times)
        .map(|(record, time)| {
            let key = (!lacking.contains(&record.id), time, record.writer, record.n);
            (key, record)
        })
        .collect();
    keyed.sort_unstable_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, record)| record).collect()
}

/// The facts that say what copies lack, of those of which something is still lacking: they come
/// first, so that whoever reads on knows of it.
fn lacking_copies(records: &[Arc<StoredRecord>]) -> HashSet<Uuid> {
    let made: Vec<_> = records
        .iter()
        .filter(|record| is_copy_made(&record.body))
        .map(|record| (record.id, left_out(record)))
        .filter(|(_, ranges)| !ranges.is_empty())
        .collect();
    if made.is_empty() {
        return HashSet::new();
    }
    let there: HashSet<(Uuid, u64)> = records
        .iter()
        .map(|record| (record.writer, record.n))
        .collect();
    let lacks =
        |range: &LeftOut| (range.first..=range.last).any(|n| !there.contains(&(range.writer, n)));
    made.into_iter()
        .filter(|(_, ranges)| ranges.iter().any(lacks))
        .map(|(id, _)| id)
        .collect()
}

fn texts(
    one: &StoredLog,
    other: &StoredLog,
    records: &[Arc<StoredRecord>],
) -> Result<BTreeMap<ContentId, Box<str>>, Refusal> {
    let mut texts = one.texts.clone();
    for (id, hash) in &other.texts {
        match texts.get_mut(id) {
            None => drop(texts.insert(*id, hash.clone())),
            Some(known) if known == hash || **hash == *LOST => {}
            Some(known) if **known == *LOST => known.clone_from(hash),
            Some(_) => {
                return Err(Refusal::new(
                    format!("the text {id} is not the same in both copies"),
                    "Nothing was changed; run `virk check` on both, and merge a copy that holds",
                ));
            }
        }
    }
    if records
        .iter()
        .any(|record| record.body.contains("erased\""))
    {
        let gone = erased(one, other);
        texts.retain(|id, _| !gone.contains(id));
    }
    Ok(texts)
}

/// The texts that are gone: those that a fact of either copy erased; those of one copy that speak of
/// what the other erased meanwhile; and those that are gone from one copy, which has the facts that
/// name them.
fn erased(one: &StoredLog, other: &StoredLog) -> BTreeSet<ContentId> {
    let alone = apart(one, other);
    let mut gone = BTreeSet::new();
    let mut spoken: [Vec<Spoken>; 2] = Default::default();
    let ids: [HashSet<Uuid>; 2] = [&alone.ours, &alone.theirs]
        .map(|records| records.iter().map(|record| record.id).collect());
    let logs = [one, other];
    let mut named_alone: [Vec<(Option<Spoken>, Vec<ContentId>)>; 2] = Default::default();
    for side in [0, 1] {
        for record in &logs[side].records {
            let is_alone = ids[side].contains(&record.id);
            // What both have is read once.
            if side == 1 && !is_alone {
                continue;
            }
            let Some(event) = record.event() else {
                continue;
            };
            gone.extend(event.erased_contents());
            let named = event.every_content();
            if is_alone {
                spoken[side].extend(what_is_erased(&event));
                named_alone[side].push((event.speaks_of(), named));
            } else {
                let [here, there] = logs.map(|log| &log.texts);
                let lacking = |id: &ContentId| !here.contains_key(id) || !there.contains_key(id);
                gone.extend(named.into_iter().filter(lacking));
            }
        }
    }
    for side in [0, 1] {
        let erased_there = &spoken[1 - side];
        let about = named_alone[side]
            .iter()
            .filter(|(about, _)| about.is_some_and(|about| erased_there.contains(&about)));
        gone.extend(about.flat_map(|(_, named)| named));
    }
    gone
}

/// Whom or what a fact has erased.
pub fn what_is_erased(event: &Event) -> Option<Spoken> {
    match event {
        Event::Erased(Erasing::Document { id, .. }) => Some(Spoken::Document(*id)),
        Event::Erased(Erasing::Informant { id, .. }) => Some(Spoken::Informant(*id)),
        _ => None,
    }
}
