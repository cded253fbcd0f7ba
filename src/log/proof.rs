//! Proof that a store holds what was written: each writer's records are chained by hash, and a
//! record says which texts there are and what their hashes are.

use super::branch::{FormerPlace, branch_name};
use super::gaps::Gaps;
use crate::study::{
    Act, ContentId, Event, Record,
    content::{is_proven, said_of},
    upgrade::{Hashes, Heads},
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A hash of a record and, through it, of all before it by the same writer.
pub type RecordHash = [u8; 32];

/// Stands for the hash of a text that could not be saved from a damaged file.
pub const LOST: &str = "lost";

/// Everything of a record that its hash covers.
pub struct HashedRecord<'a> {
    pub id: Uuid,
    /// The installation that wrote it.
    pub writer: Uuid,
    /// Counts per writer, from 1.
    pub n: u64,
    /// Microseconds since 1970.
    pub time: i64,
    pub coder: &'a str,
    pub batch: Uuid,
    pub act: Act,
    /// The event as JSON.
    pub body: &'a str,
}

impl HashedRecord<'_> {
    /// The hash of this record after `before`; `before` is zero for the first.
    pub fn hash(&self, before: &RecordHash) -> RecordHash {
        let (act, of) = act_to_columns(self.act);
        let mut sha = Sha256::new();
        sha.update(before);
        sha.update(self.id.as_bytes());
        sha.update(self.writer.as_bytes());
        sha.update(self.n.to_be_bytes());
        sha.update(self.time.to_be_bytes());
        // Lengths keep a coder's name from running into the body.
        sha.update((self.coder.len() as u64).to_be_bytes());
        sha.update(self.coder.as_bytes());
        sha.update(self.batch.as_bytes());
        sha.update([act]);
        sha.update(of.unwrap_or_default().as_bytes());
        sha.update(self.body.as_bytes());
        sha.finalize().into()
    }
}

/// An act as it is stored: a number and the batch it refers to.
pub fn act_to_columns(act: Act) -> (u8, Option<Uuid>) {
    match act {
        Act::Do => (0, None),
        Act::Undo(batch) => (1, Some(batch)),
        Act::Redo(batch) => (2, Some(batch)),
    }
}

/// The act that was stored so.
pub fn act_from_columns(number: u8, of: Option<Uuid>) -> Option<Act> {
    match (number, of) {
        // A plain record refers to nothing, and its hash could not tell an empty reference.
        (0, None) => Some(Act::Do),
        (1, Some(batch)) => Some(Act::Undo(batch)),
        (2, Some(batch)) => Some(Act::Redo(batch)),
        _ => None,
    }
}

/// A record by which a later look at the study finds out whether anything before it is missing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    pub writer: Uuid,
    pub n: u64,
    /// Its first 64 bits or more, in hexadecimal.
    pub hash: String,
}

/// As people keep it: `WRITER:N:HASH`.
impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.writer, self.n, self.hash)
    }
}

impl FromStr for Head {
    type Err = String;

    fn from_str(typed: &str) -> Result<Head, String> {
        let wrong = || "it is WRITER:N:HASH, as `virk check` prints it".to_owned();
        let mut parts = typed.trim().splitn(3, ':');
        let mut part = || parts.next().ok_or_else(wrong);
        let (writer, n, hash) = (part()?, part()?, part()?);
        Ok(Head {
            writer: Uuid::parse_str(writer).map_err(|_| wrong())?,
            n: n.parse().map_err(|_| wrong())?,
            hash: Some(hash)
                .filter(|hash| (16..=64).contains(&hash.len()))
                .filter(|hash| hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
                .ok_or_else(wrong)?
                .to_lowercase(),
        })
    }
}

/// A hash as it is written.
pub fn hex(hash: &RecordHash) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A hash that was written so.
pub fn from_hex(written: &str) -> Option<RecordHash> {
    let mut hash = RecordHash::default();
    if written.len() != 2 * hash.len() || !written.is_ascii() {
        return None;
    }
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&written[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(hash)
}

/// Something in a store that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The chain of a writer is broken at its record `n`.
    Chain {
        writer: Uuid,
        n: u64,
        why: &'static str,
    },
    /// The text is not the one that was written.
    Altered(ContentId),
    /// A record names the text, and nobody erased it.
    Missing(ContentId),
    /// The text could not be saved when the study was damaged. Everything else is whole.
    Lost(ContentId),
    /// What the storage engine says of its own structure.
    Structure(String),
}

impl Fault {
    /// Whether nothing may be written any more: it would hide what happened.
    pub fn forbids_writing(&self) -> bool {
        !matches!(self, Fault::Lost(_))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Chain { writer, n, why } => write!(f, "record {n} of writer {writer}: {why}"),
            Fault::Altered(id) => write!(f, "the text {id} is not what was stored"),
            Fault::Missing(id) => write!(f, "the text {id} is missing, and nobody erased it"),
            Fault::Lost(id) => write!(f, "the text {id} was lost when the study was damaged"),
            Fault::Structure(what) => write!(f, "the file's structure: {what}"),
        }
    }
}

/// Checks records and texts against each other as they are read, in order of arrival.
#[derive(Default)]
pub struct Verifier {
    /// The last record of each writer.
    ends: HashMap<Uuid, (u64, RecordHash)>,
    /// How far each writer has named the records of each other one.
    named: HashMap<(Uuid, Uuid), u64>,
    /// All texts that are there, with the part of their hash that facts repeat.
    contents: HashMap<ContentId, Option<Box<str>>>,
    /// Texts that records name and that are not there, whether erased or lost.
    absent: BTreeSet<ContentId>,
    erased: HashSet<ContentId>,
    /// Records of this file that a copy lacks, by their writers: what the copy's first fact says.
    gaps: Gaps,
    /// Whether anything but that was read.
    is_past_front: bool,
    branches: Branches,
    faults: Vec<Fault>,
}

/// What was read of renamed writers.
#[derive(Default)]
struct Branches {
    /// The hashes that their records had before, by the places where they stood.
    former: HashMap<(Uuid, u64), Vec<String>>,
    /// The last of these of each.
    ends: HashMap<Uuid, String>,
    /// The records that they grow from.
    roots: Vec<Head>,
}

impl Verifier {
    /// A text that is there, with its hash; `text` is `None` if it is proven when it is read.
    pub fn content(&mut self, id: ContentId, hash: &str, text: Option<&str>) {
        self.contents.insert(id, said_of(hash).map(Into::into));
        if hash == LOST {
            self.faults.push(Fault::Lost(id));
            return;
        }
        if let Some(text) = text {
            self.prove(id, hash, text);
        }
    }

    /// Compares a text with its hash.
    pub fn prove(&mut self, id: ContentId, hash: &str, text: &str) {
        if !is_proven(hash, text) {
            self.alter(id);
        }
    }

    fn alter(&mut self, id: ContentId) {
        let fault = Fault::Altered(id);
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// A record that cannot be hashed, since nobody writes such an act.
    pub fn unreadable_act(&mut self, writer: Uuid, n: u64) {
        self.broken(writer, n, "its act cannot be read");
    }

    /// The next record and the hash that is stored with it. Answers whether they fit.
    pub fn record(&mut self, record: &HashedRecord<'_>, stored: &RecordHash) -> bool {
        let (writer, n) = (record.writer, record.n);
        let (last, mut hash) = self.ends.get(&writer).copied().unwrap_or_default();
        if n != last + 1 {
            match self.gaps.hash_before(writer, last, n) {
                Some(before) => hash = before,
                None => self.broken(writer, n, "records before it are missing"),
            }
        }
        if let Some((former, body)) = FormerPlace::read_from(record.body) {
            self.renamed(record, former, &body);
        }
        let fits = record.hash(&hash) == *stored;
        if !fits {
            self.broken(
                writer,
                n,
                "its hash does not match: it or an earlier record was changed",
            );
        }
        self.ends.insert(writer, (n, *stored));
        fits
    }

    /// A record that says where it stood before its writer was renamed.
    fn renamed(&mut self, record: &HashedRecord<'_>, former: FormerPlace, body: &str) {
        let (writer, n) = (record.writer, record.n);
        let goes_on = match self.branches.ends.get(&writer) {
            Some(end) => *end == former.before,
            None => {
                let first = from_hex(&former.hash);
                self.branches.roots.extend((former.n > 1).then(|| Head {
                    writer: former.writer,
                    n: former.n - 1,
                    hash: former.before.clone(),
                }));
                n == 1 && first.is_some_and(|first| branch_name(former.writer, &first) == writer)
            }
        };
        if !goes_on || !former.proves(record, body) {
            self.broken(writer, n, "it does not come from where it says it does");
        }
        self.branches.ends.insert(writer, former.hash.clone());
        let place = (former.writer, former.n);
        self.branches
            .former
            .entry(place)
            .or_default()
            .push(former.hash);
    }

    /// The records that branches grow from, but for those that are in branches themselves or that a
    /// copy leaves out.
    pub fn branch_roots(&self) -> impl Iterator<Item = &Head> {
        let roots = self.branches.roots.iter();
        roots.filter(|root| !self.was(root.writer, root.n, &root.hash))
    }

    /// Whether a record is known that once stood there with this hash, or the copy lacks it.
    fn was(&self, writer: Uuid, n: u64, hash: &str) -> bool {
        let former = self.branches.former.get(&(writer, n));
        former.is_some_and(|known| known.iter().any(|known| known == hash))
            || self.gaps.lack(writer, n)
    }

    /// What a record says of texts: those that its event names, and their hashes.
    pub fn fact(&mut self, event: &Event, hashes: &Hashes) {
        match event {
            // Only what comes after it in the file may lack anything: once the records are there
            // again, they are not to go missing unseen.
            Event::CopyMade { left_out, .. } if !self.is_past_front => {
                left_out.iter().for_each(|range| self.gaps.add(range));
            }
            Event::CopyMade { .. } => {}
            _ => self.is_past_front = true,
        }
        self.erased.extend(event.erased_contents());
        for id in event.every_content() {
            match self.contents.get(&id) {
                None => drop(self.absent.insert(id)),
                Some(stored) => {
                    if hashes
                        .get(&id)
                        .is_some_and(|said| stored.as_deref() != Some(said))
                    {
                        self.alter(id);
                    }
                }
            }
        }
    }

    /// The number and hash of a writer's last record; 0 and zeros when there is none.
    pub fn end(&self, writer: Uuid) -> (u64, RecordHash) {
        let end = self.ends.get(&writer).copied().unwrap_or_default();
        // A writer goes on behind what a copy lacks.
        self.gaps.behind(writer, end.0).unwrap_or(end)
    }

    /// What `by` says that others had written before.
    pub fn heads(&mut self, by: Uuid, heads: &Heads) {
        for (writer, (n, hash)) in heads {
            self.named.insert((by, *writer), *n);
            if self.was(*writer, *n, hash) {
                continue;
            }
            let (end, stored) = self.end(*writer);
            if end < *n {
                self.broken(*writer, *n, "it is missing, though another writer saw it");
            } else if end == *n && hex(&stored) != *hash {
                self.broken(*writer, *n, "it is not the record that another writer saw");
            }
        }
    }

    /// The last records of others that `by` has not named yet.
    pub fn unnamed_heads(&self, by: Uuid) -> Heads {
        let others = self.ends.iter().filter(|(writer, (n, _))| {
            **writer != by && self.named.get(&(by, **writer)) != Some(n)
        });
        others
            .map(|(writer, (n, hash))| (*writer, (*n, hex(hash))))
            .collect()
    }

    /// The last record of each writer.
    pub fn ends(&self) -> impl Iterator<Item = Head> {
        self.ends.iter().map(|(writer, (n, hash))| Head {
            writer: *writer,
            n: *n,
            hash: hex(hash)[..16].to_owned(),
        })
    }

    /// A batch that this process wrote itself, with the number and hash of its last record.
    pub fn written(&mut self, batch: &[Record], end: (u64, RecordHash)) {
        if let Some(first) = batch.first() {
            let named = self.unnamed_heads(first.writer).into_iter();
            let named = named.map(|(writer, (n, _))| ((first.writer, writer), n));
            self.named.extend(named.collect::<Vec<_>>());
        }
        for record in batch {
            self.ends.insert(record.writer, end);
            self.erased.extend(record.event.erased_contents());
        }
    }

    /// When everything has been read: what is missing.
    pub fn finish(&mut self) {
        let missing = self.absent.iter().filter(|id| !self.erased.contains(id));
        self.faults.extend(missing.copied().map(Fault::Missing));
        // Only the chains go on.
        self.contents = HashMap::new();
        self.absent = BTreeSet::new();
    }

    /// What does not hold, of all that was read so far.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    fn broken(&mut self, writer: Uuid, n: u64, why: &'static str) {
        self.faults.push(Fault::Chain { writer, n, why });
    }
}
