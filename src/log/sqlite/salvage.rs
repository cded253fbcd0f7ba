//! Saves what can be read from a damaged study file.
//!
//! SQLite refuses a file whose first page, schema or inner pages are damaged, although most rows are
//! still there. So the pages are read directly (SQLite's file format, sections 1.6 and 2.1): every
//! leaf page of a table, wherever it is, gives its rows, and a row is told by its shape and proven by
//! its hash. A file that a row was deleted from holds no more of it: virk overwrites what it deletes.

use super::Store;
use super::cipher;
use crate::disk;
use crate::log::proof::{HashedRecord, LOST, RecordHash, act_from_columns, act_to_columns};
use crate::study::content::is_proven;
use crate::study::upgrade::{self, Body};
use crate::study::{ContentId, Event, Id, Refusal};
use rusqlite::params;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::rc::Rc;
use uuid::Uuid;

/// No study file is larger.
const LARGEST_FILE: u64 = 16 << 30;

/// What was saved and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Salvage {
    pub records: usize,
    /// Records that are missing between others or at the beginning. How many are missing at the end
    /// nobody knows.
    pub missing_records: u64,
    /// Records of a gap's far side, which the chain cannot prove.
    pub unproven_records: usize,
    pub texts: usize,
    /// Texts that records name and that could not be read.
    pub lost_texts: usize,
}

/// A record as it lies in the file.
struct SavedRecord {
    seq: i64,
    id: Uuid,
    writer: Uuid,
    n: u64,
    time: i64,
    coder: String,
    batch: Uuid,
    act: (u8, Option<Uuid>),
    body: String,
    hash: RecordHash,
}

/// A value of a row.
enum SavedValue {
    Null,
    Integer(i64),
    Text(String),
    Blob(Vec<u8>),
}

/// Saves what can be read from the file at `damaged` as a new study at `new`.
///
/// Every writer's records get a new writer's number and chain, since those of before have gaps; all
/// else of them stays. A text that could not be read is marked as lost, and `virk check` goes on
/// saying so.
///
/// # Errors
/// When there is something at `new`, or nothing of a study in the damaged file.
pub fn salvage(damaged: &Path, new: &Path) -> Result<Salvage, Refusal> {
    cipher::prepare(damaged)?;
    let mut bytes = disk::read(damaged, LARGEST_FILE)?;
    let reserved = cipher::decrypt(&mut bytes, damaged);
    let (mut records, mut texts) = (BTreeMap::new(), HashMap::new());
    for (seq, row) in rows(&bytes, reserved) {
        match row.len() {
            11 => {
                if let Some(record) = to_record(seq, row) {
                    records.entry(record.seq).or_insert(record);
                }
            }
            3 => {
                if let Some((id, hash, text)) = to_text(row) {
                    texts.entry(id).or_insert((hash, text));
                }
            }
            _ => {}
        }
    }
    let (records, mut salvage) = prove(records.into_values());
    if records.is_empty() {
        return Err(Refusal::new(
            format!("no record of a study can be read in {}", damaged.display()),
            if cipher::key_of(damaged).is_some() {
                "Nothing was written; perhaps this is not its passphrase. Else try a backup, or a version that a synchroniser or a snapshot kept"
            } else {
                "Nothing was written; try a backup, or a version that a synchroniser or a snapshot kept"
            },
        ));
    }
    // What was encrypted stays so, by the same passphrase.
    let mut store = Store::create_with(new, cipher::key_of(damaged))?;
    let written = write(&mut store, records, texts, &mut salvage);
    if let Err(error) = written {
        drop(store);
        let _ = std::fs::remove_file(new);
        return Err(super::errors::to_refusal(&error, new));
    }
    Ok(salvage)
}

/// Leaves out records whose hash does not fit the one before them, and counts the gaps.
fn prove(records: impl Iterator<Item = SavedRecord>) -> (Vec<SavedRecord>, Salvage) {
    let mut salvage = Salvage::default();
    // The last record of each writer, and its hash unless that record was left out.
    let mut ends: HashMap<Uuid, (u64, Option<RecordHash>)> = HashMap::new();
    let mut proven = Vec::new();
    for record in records {
        let (last, before) = ends
            .get(&record.writer)
            .copied()
            .unwrap_or((0, Some(RecordHash::default())));
        if record.n <= last {
            continue;
        }
        let gap = record.n - last - 1;
        salvage.missing_records += gap;
        let fits = before.filter(|_| gap == 0).map(|before| {
            let act = act_from_columns(record.act.0, record.act.1);
            act.is_some_and(|act| {
                hash_of(&record, record.writer, record.n, act, &before) == record.hash
            })
        });
        let is_readable = upgrade::read_body(&record.body).is_ok();
        let keep = fits.unwrap_or(is_readable);
        ends.insert(record.writer, (record.n, keep.then_some(record.hash)));
        if keep {
            salvage.unproven_records += usize::from(fits.is_none());
            proven.push(record);
        } else {
            salvage.missing_records += 1;
        }
    }
    salvage.records = proven.len();
    (proven, salvage)
}

fn hash_of(
    record: &SavedRecord,
    writer: Uuid,
    n: u64,
    act: crate::study::Act,
    before: &RecordHash,
) -> RecordHash {
    let hashed = HashedRecord {
        id: record.id,
        writer,
        n,
        time: record.time,
        coder: &record.coder,
        batch: record.batch,
        act,
        body: &record.body,
    };
    hashed.hash(before)
}

fn write(
    store: &mut Store,
    records: Vec<SavedRecord>,
    mut texts: HashMap<ContentId, (String, String)>,
    salvage: &mut Salvage,
) -> rusqlite::Result<()> {
    let file = &store.file;
    file.execute_batch("BEGIN IMMEDIATE")?;
    let mut insert = file.prepare(
        "INSERT INTO record (id, writer, n, time, coder, batch, act, of, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let mut writers: HashMap<Uuid, (Uuid, u64, RecordHash)> = HashMap::new();
    let (mut named, mut erased) = (HashSet::new(), HashSet::new());
    let mut ids = HashSet::new();
    for mut record in records {
        let Some(act) = act_from_columns(record.act.0, record.act.1) else {
            continue;
        };
        if !ids.insert(record.id) {
            continue;
        }
        if let Ok(mut body) = upgrade::read_body(&record.body) {
            named.extend(body.fact.every_content());
            erased.extend(body.fact.erased_contents());
            forget_lost(&mut record, &mut body, &texts);
        }
        let (writer, n, hash) = writers
            .entry(record.writer)
            .or_insert_with(|| (Uuid::now_v7(), 0, RecordHash::default()));
        *n += 1;
        *hash = hash_of(&record, *writer, *n, act, hash);
        let (act, of) = act_to_columns(act);
        insert.execute(params![
            record.id,
            *writer,
            *n,
            record.time,
            record.coder,
            record.batch,
            act,
            of,
            record.body,
            &hash[..]
        ])?;
    }
    drop(insert);
    let mut insert = file.prepare("INSERT INTO content (id, hash, text) VALUES (?1, ?2, ?3)")?;
    for id in named.iter().filter(|id| !erased.contains(*id)) {
        match texts.remove(id) {
            Some((hash, text)) => {
                salvage.texts += 1;
                insert.execute(params![id.uuid(), hash, text])?;
            }
            None => {
                salvage.lost_texts += 1;
                insert.execute(params![id.uuid(), LOST, ""])?;
            }
        }
    }
    drop(insert);
    file.execute_batch("COMMIT")
}

/// A body must not prove a text that is lost, nor name records that have other numbers now.
fn forget_lost(
    record: &mut SavedRecord,
    body: &mut Body<Event>,
    texts: &HashMap<ContentId, (String, String)>,
) {
    let before = body.sha256.len() + body.heads.len();
    body.sha256.retain(|id, _| texts.contains_key(id));
    // Writers get new numbers.
    body.heads.clear();
    if body.sha256.len() < before
        && let Ok(rewritten) = serde_json::to_string(body)
    {
        record.body = rewritten;
    }
}

fn to_record(seq: i64, row: Vec<SavedValue>) -> Option<SavedRecord> {
    let [_, id, writer, n, time, coder, batch, act, of, body, hash] =
        <[SavedValue; 11]>::try_from(row).ok()?;
    Some(SavedRecord {
        seq,
        id: id.uuid()?,
        writer: writer.uuid()?,
        n: u64::try_from(n.integer()?).ok()?,
        time: time.integer()?,
        coder: coder.text()?,
        batch: batch.uuid()?,
        act: (
            u8::try_from(act.integer()?).ok()?,
            match of {
                SavedValue::Null => None,
                of => Some(of.uuid()?),
            },
        ),
        body: body.text()?,
        hash: match hash {
            SavedValue::Blob(hash) => hash.try_into().ok()?,
            _ => return None,
        },
    })
}

/// A text with its hash, if the hash fits.
fn to_text(row: Vec<SavedValue>) -> Option<(ContentId, String, String)> {
    let [id, hash, text] = <[SavedValue; 3]>::try_from(row).ok()?;
    let (id, hash, text) = (Id::new(id.uuid()?), hash.text()?, text.text()?);
    is_proven(&hash, &text).then_some((id, hash, text))
}

impl SavedValue {
    fn integer(&self) -> Option<i64> {
        match self {
            SavedValue::Integer(number) => Some(*number),
            _ => None,
        }
    }

    fn text(self) -> Option<String> {
        match self {
            SavedValue::Text(text) => Some(text),
            _ => None,
        }
    }

    fn uuid(self) -> Option<Uuid> {
        match self {
            SavedValue::Blob(bytes) => Uuid::from_slice(&bytes).ok(),
            _ => None,
        }
    }
}

/// The rows of all table leaves of a SQLite file, with their numbers; encryption reserves some bytes at
/// the end of each page.
fn rows(file: &[u8], reserved: usize) -> impl Iterator<Item = (i64, Vec<SavedValue>)> {
    let size = page_size(file);
    let usable = size - reserved.min(size / 2);
    let pages = (0..file.len().div_ceil(size)).map(move |number| number * size);
    // All rows together are no longer than the file, unless somebody made it so that they overlap.
    let left = Rc::new(Cell::new(2 * file.len()));
    pages.flat_map(move |start| {
        let left = left.clone();
        let page = &file[start..file.len().min(start + size)];
        let header = if start == 0 { 100 } else { 0 };
        let cells = match page.get(header) {
            Some(0x0d) => usize::from(number16(page, header + 3).unwrap_or(0)),
            _ => 0,
        };
        (0..cells).filter_map(move |cell| {
            let at = usize::from(number16(page, header + 8 + 2 * cell)?);
            row(file, page, at, size, usable, &left)
        })
    })
}

/// 4096, which virk's files have, unless the header says another power of two.
fn page_size(file: &[u8]) -> usize {
    match number16(file, 16).map(usize::from) {
        Some(1) => 65_536,
        Some(size) if size >= 512 && size.is_power_of_two() => size,
        _ => 4096,
    }
}

fn row(
    file: &[u8],
    page: &[u8],
    mut at: usize,
    size: usize,
    usable: usize,
    left: &Cell<usize>,
) -> Option<(i64, Vec<SavedValue>)> {
    let length = usize::try_from(varint(page, &mut at)?).ok()?;
    let seq = varint(page, &mut at)?;
    left.set(left.get().checked_sub(length)?);
    let most = usable - 35;
    let local = if length <= most {
        length
    } else {
        let least = (usable - 12) * 32 / 255 - 23;
        let rest = least + (length - least) % (usable - 4);
        if rest <= most { rest } else { least }
    };
    let mut payload = page.get(at..at + local)?.to_vec();
    if local < length {
        let mut next = number32(page, at + local)?;
        // Each page gives at least a byte, so a circle ends.
        while payload.len() < length {
            let start = usize::try_from(next.checked_sub(1)?).ok()? * size;
            let more = (length - payload.len()).min(usable - 4);
            payload.extend_from_slice(file.get(start + 4..start + 4 + more)?);
            next = number32(file, start)?;
        }
    }
    Some((seq, cells(&payload)?))
}

fn cells(payload: &[u8]) -> Option<Vec<SavedValue>> {
    let mut at = 0;
    let header = usize::try_from(varint(payload, &mut at)?).ok()?;
    let mut body = header;
    let mut cells = Vec::new();
    while at < header {
        let kind = varint(payload, &mut at)?;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 | 7 => 8,
            12.. => usize::try_from((kind - 12) / 2).ok()?,
            _ => return None,
        };
        let bytes = payload.get(body..body.checked_add(length)?)?;
        body += length;
        cells.push(match kind {
            0 => SavedValue::Null,
            1..=6 => SavedValue::Integer(integer(bytes)),
            8 | 9 => SavedValue::Integer(kind - 8),
            7 => return None,
            kind if kind % 2 == 0 => SavedValue::Blob(bytes.to_vec()),
            _ => SavedValue::Text(String::from_utf8(bytes.to_vec()).ok()?),
        });
    }
    Some(cells)
}

/// A signed number, most significant byte first.
fn integer(bytes: &[u8]) -> i64 {
    let negative = bytes.first().is_some_and(|first| first & 0x80 != 0);
    bytes
        .iter()
        .fold(if negative { -1 } else { 0 }, |number, byte| {
            number << 8 | i64::from(*byte)
        })
}

/// SQLite's number of one to nine bytes, seven bits in each but the ninth.
fn varint(bytes: &[u8], at: &mut usize) -> Option<i64> {
    let mut number: u64 = 0;
    for place in 0..9 {
        let byte = *bytes.get(*at)?;
        *at += 1;
        if place == 8 {
            number = number << 8 | u64::from(byte);
        } else {
            number = number << 7 | u64::from(byte & 0x7f);
            if byte & 0x80 == 0 {
                break;
            }
        }
    }
    Some(number.cast_signed())
}

fn number16(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes(bytes.try_into().ok()?))
}

fn number32(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at + 4)?;
    Some(u32::from_be_bytes(bytes.try_into().ok()?))
}
