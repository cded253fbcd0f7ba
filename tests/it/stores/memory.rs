//! A store in memory: what a session needs of any.

use std::collections::HashSet;
use std::mem::replace;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use uuid::Uuid;
use virk::log::{Arrival, Fault, Head, NewRecords, ReadOutcome, RecordStore};
use virk::study::{Content, ContentId, Event, Record, Refusal, Time};

/// The place itself; whoever has it can open a store on it.
#[derive(Clone, Default)]
pub struct Memory(Arc<(Mutex<Kept>, Condvar)>);

#[derive(Default)]
struct Kept {
    records: Vec<Record>,
    contents: Vec<Content>,
    is_locked: bool,
    is_full: bool,
}

/// One who has it open.
pub struct MemoryStore {
    memory: Memory,
    /// How many records have been handed over, and the last of them in the order of the fold.
    read: usize,
    last: (Time, Uuid, u64),
}

impl Memory {
    pub fn store(&self) -> MemoryStore {
        MemoryStore {
            memory: self.clone(),
            read: 0,
            last: first(),
        }
    }

    /// From now on nothing can be written, or again.
    pub fn fills(&self, is_full: bool) {
        self.kept().is_full = is_full;
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.0.lock().unwrap()
    }
}

fn first() -> (Time, Uuid, u64) {
    (Time(i64::MIN), Uuid::nil(), 0)
}

fn key(record: &Record) -> (Time, Uuid, u64) {
    (record.time, record.writer, record.n)
}

impl MemoryStore {
    fn new_records(&mut self) -> (Vec<Record>, bool) {
        let records = self.memory.kept().records[self.read..].to_vec();
        self.read += records.len();
        let mut sorted = true;
        for record in &records {
            sorted &= key(record) > self.last;
            self.last = self.last.max(key(record));
        }
        (records, sorted)
    }

    fn let_go(&self) {
        self.memory.kept().is_locked = false;
        self.memory.0.1.notify_all();
    }
}

impl RecordStore for MemoryStore {
    fn is_read_only(&self) -> bool {
        false
    }

    fn has_changed(&mut self) -> Result<bool, Refusal> {
        Ok(self.memory.kept().records.len() > self.read)
    }

    fn read_all(&mut self, each: &mut dyn FnMut(Arrival)) -> Result<ReadOutcome, Refusal> {
        (self.read, self.last) = (0, first());
        let contents = self.memory.kept().contents.clone();
        let (records, sorted) = self.new_records();
        each(Arrival::Contents(contents));
        records
            .into_iter()
            .for_each(|record| each(Arrival::Record(record)));
        Ok(ReadOutcome {
            sorted,
            unread: None,
        })
    }

    fn read_new(&mut self) -> Result<NewRecords, Refusal> {
        let (records, sorted) = self.new_records();
        let named: HashSet<ContentId> = records
            .iter()
            .flat_map(|record| record.event.contents())
            .collect();
        let kept = self.memory.kept();
        let contents = kept.contents.iter().filter(|it| named.contains(&it.id));
        Ok(NewRecords {
            contents: contents.cloned().collect(),
            records,
            reordered: !sorted,
            unread: None,
        })
    }

    fn begin(&mut self) -> Result<(), Refusal> {
        let kept = self.memory.kept();
        let waited = self.memory.0.1.wait_while(kept, |kept| kept.is_locked);
        waited.unwrap().is_locked = true;
        Ok(())
    }

    fn next_number(&self, writer: Uuid) -> Result<(u64, Time), Refusal> {
        let kept = self.memory.kept();
        let own = kept.records.iter().filter(|record| record.writer == writer);
        let n = own.map(|record| record.n).max().unwrap_or_default();
        Ok((n + 1, self.last.0))
    }

    fn commit(
        &mut self,
        records: &[Record],
        contents: Vec<Content>,
    ) -> Result<Vec<Content>, Refusal> {
        let mut gone = HashSet::new();
        for record in records {
            for id in record.event.erased_contents() {
                gone.insert(id.uuid());
            }
        }
        let is_full = {
            let mut kept = self.memory.kept();
            if !kept.is_full {
                kept.records.extend_from_slice(records);
                kept.contents.extend_from_slice(&contents);
                kept.contents.retain(|it| !gone.contains(&it.id.uuid()));
                self.read = kept.records.len();
            }
            kept.is_full
        };
        self.let_go();
        if is_full {
            return Err(Refusal::new("the memory is full", "Make room"));
        }
        self.last = records.iter().map(key).fold(self.last, Ord::max);
        Ok(contents)
    }

    fn rollback(&mut self) {
        self.let_go();
    }

    fn events_between(&self, writer: Uuid, first: u64, last: u64) -> Result<Vec<Event>, Refusal> {
        let kept = self.memory.kept();
        let meant =
            |record: &&Record| record.writer == writer && (first..=last).contains(&record.n);
        let records = kept.records.iter().filter(meant);
        Ok(records.map(|record| record.event.clone()).collect())
    }

    fn latest(&self, limit: usize) -> Result<Vec<Record>, Refusal> {
        let records = &self.memory.kept().records;
        Ok(records[records.len().saturating_sub(limit)..].to_vec())
    }

    fn verify(&self) -> Result<Vec<Fault>, Refusal> {
        let mut ends: Vec<(Uuid, u64)> = Vec::new();
        let mut breaks = Vec::new();
        for Record { writer, n, .. } in &self.memory.kept().records {
            let place = ends.iter().position(|(known, _)| known == writer);
            let place = place.unwrap_or_else(|| {
                ends.push((*writer, 0));
                ends.len() - 1
            });
            if replace(&mut ends[place].1, *n) + 1 != *n {
                let (writer, n) = (*writer, *n);
                let why = "records before it are missing";
                breaks.push(Fault::Chain { writer, n, why });
            }
        }
        Ok(breaks)
    }

    fn heads(&self) -> Vec<Head> {
        Vec::new()
    }

    fn has(&self, _: &Head) -> Result<bool, Refusal> {
        Err(Refusal::new("records in memory have no hashes", ""))
    }

    fn faults(&self) -> &[Fault] {
        &[]
    }
}
