//! Copies that had gone on as the same writer: each branch gets a name of its own.
//!
//! The names depend on nothing but the records, so whoever joins the same copies, in whatever order,
//! gets the same records byte by byte. Where a chain parts, the branch with the smallest hash goes on
//! under the writer's name, and every other is called after its first record.

use crate::log::{FormerPlace, RecordHash, StoredLog, StoredRecord, branch_name, from_hex, hex};
use crate::study::Refusal;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// A record where it was first written, after the record with this hash; without where that is not
/// known.
pub struct FirstWritten {
    pub record: Arc<StoredRecord>,
    pub before: Option<RecordHash>,
}

/// The records of a copy where they were first written, by their identities.
pub fn first_written(
    log: &StoredLog,
    left_out: &HashMap<(Uuid, u64), RecordHash>,
) -> HashMap<Uuid, FirstWritten> {
    let hashes: HashMap<(Uuid, u64), RecordHash> = log
        .records
        .iter()
        .map(|record| ((record.writer, record.n), record.hash))
        .collect();
    let firsts = log.records.iter().map(|record| {
        let first = match FormerPlace::read_from(&record.body) {
            Some((place, body)) => renamed_back(record, &place, body),
            None => {
                let place = (record.writer, record.n.saturating_sub(1));
                let before = if record.n == 1 {
                    Some(RecordHash::default())
                } else {
                    hashes.get(&place).or_else(|| left_out.get(&place)).copied()
                };
                FirstWritten {
                    record: record.clone(),
                    before,
                }
            }
        };
        (record.id, first)
    });
    firsts.collect()
}

fn renamed_back(record: &StoredRecord, place: &FormerPlace, body: String) -> FirstWritten {
    let first = StoredRecord {
        writer: place.writer,
        n: place.n,
        body: body.into(),
        hash: from_hex(&place.hash).unwrap_or_default(),
        ..record.clone()
    };
    FirstWritten {
        record: Arc::new(first),
        before: from_hex(&place.before),
    }
}

/// Whether two of these were written under the same number of the same writer.
pub fn is_forked<'a>(records: impl Iterator<Item = &'a Arc<StoredRecord>>) -> bool {
    let mut places = HashSet::new();
    let mut records = records;
    records.any(|record| !places.insert((record.writer, record.n)))
}

/// The same records, with a name for each branch.
///
/// # Errors
/// When a record is not the same in both copies.
pub fn named_apart(
    one: HashMap<Uuid, FirstWritten>,
    other: HashMap<Uuid, FirstWritten>,
) -> Result<Vec<Arc<StoredRecord>>, Refusal> {
    let mut writers: BTreeMap<Uuid, Vec<FirstWritten>> = BTreeMap::new();
    let mut known: HashMap<Uuid, RecordHash> = HashMap::new();
    for (id, first) in one.into_iter().chain(other) {
        match known.insert(id, first.record.hash) {
            None => writers.entry(first.record.writer).or_default().push(first),
            Some(hash) if hash == first.record.hash => {}
            Some(_) => return Err(not_the_same(&first.record)),
        }
    }
    let named = writers.into_values().map(named_branches);
    Ok(named.flatten().collect())
}

/// Why two copies cannot be joined in which a record differs.
pub fn not_the_same(record: &StoredRecord) -> Refusal {
    Refusal::new(
        format!(
            "record {} of writer {} is not the same in both copies: one was changed, or was saved from a damaged file",
            record.n, record.writer
        ),
        "Nothing was changed; run `virk check` on both, and merge a copy that holds",
    )
}

/// The records of one writer.
fn named_branches(mut records: Vec<FirstWritten>) -> Vec<Arc<StoredRecord>> {
    records.sort_by_key(|first| (first.record.n, first.record.hash));
    let mut next: HashMap<RecordHash, RecordHash> = HashMap::new();
    for first in &records {
        if let Some(before) = first.before {
            // The first that comes has the smallest hash.
            next.entry(before).or_insert(first.record.hash);
        }
    }
    // By the hash where it was first written: the writer, the number and the hash of today.
    let mut names: HashMap<RecordHash, (Uuid, u64, RecordHash)> = HashMap::new();
    let mut named = Vec::with_capacity(records.len());
    for FirstWritten { record, before } in records {
        let goes_on = before.is_none_or(|before| next.get(&before) == Some(&record.hash));
        let parent = before.and_then(|before| names.get(&before).copied());
        let (writer, n, end) = match parent {
            _ if !goes_on => (
                branch_name(record.writer, &record.hash),
                0,
                RecordHash::default(),
            ),
            Some(parent) => parent,
            None => (record.writer, record.n - 1, RecordHash::default()),
        };
        let stored = if writer == record.writer {
            record.clone()
        } else {
            Arc::new(renamed(&record, (writer, n + 1, end), before))
        };
        names.insert(record.hash, (stored.writer, stored.n, stored.hash));
        named.push(stored);
    }
    named
}

fn renamed(
    record: &StoredRecord,
    (writer, n, end): (Uuid, u64, RecordHash),
    before: Option<RecordHash>,
) -> StoredRecord {
    let place = FormerPlace {
        writer: record.writer,
        n: record.n,
        hash: hex(&record.hash),
        before: hex(&before.unwrap_or_default()),
    };
    let stored = StoredRecord {
        writer,
        n,
        body: place.written_into(&record.body).into(),
        ..record.clone()
    };
    let hash = stored.hashed().hash(&end);
    StoredRecord { hash, ..stored }
}
