//! A session is the same over every store: what holds of a study in a file holds of one in memory,
//! and will hold of one on a server.

mod memory;

use crate::support::{TALK, author, codes, start, transcript, visible};
use memory::Memory;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;
use virk::log::{self, Arrival, Author, RecordStore, Session, Store};
use virk::study::{Command, Content, Record, StudyLocation, event::MemoTarget};

/// A place for one study.
enum Place {
    File(TempDir),
    Memory(Memory),
}

impl Place {
    fn location(&self) -> StudyLocation {
        match self {
            Place::File(folder) => StudyLocation::File(folder.path().join("study.virk")),
            Place::Memory(_) => StudyLocation::Elsewhere("the memory".into()),
        }
    }

    fn new_store(&self) -> Box<dyn RecordStore> {
        match self {
            Place::File(_) => Box::new(Store::create(self.location().file().unwrap()).unwrap()),
            Place::Memory(memory) => Box::new(memory.store()),
        }
    }

    fn store(&self) -> Box<dyn RecordStore> {
        match self {
            Place::File(_) => log::open(&self.location()).unwrap(),
            Place::Memory(memory) => Box::new(memory.store()),
        }
    }

    /// A study by Ann with codes and a transcript.
    fn study(&self) -> Session {
        let (store, location) = (self.new_store(), self.location());
        let mut session = Session::begin(store, location, author("ann"), start()).unwrap();
        session.perform(codes()).unwrap();
        session.perform(transcript("talk", TALK)).unwrap();
        session
    }

    /// Somebody who opens it at an installation of their own.
    fn open(&self, coder: &str) -> Session {
        let by = Author {
            writer: Uuid::from_u128(
                coder
                    .bytes()
                    .fold(9, |sum, byte| sum * 256 + u128::from(byte)),
            ),
            coder: Arc::from(coder),
        };
        Session::resume(self.store(), self.location(), by).unwrap()
    }

    /// Everything that is kept, in order of arrival.
    fn everything(&self) -> (Vec<Record>, Vec<Content>) {
        let (mut records, mut contents) = (Vec::new(), Vec::new());
        let read = self.store().read_all(&mut |arrival| match arrival {
            Arrival::Record(record) => records.push(record),
            Arrival::Contents(more) => contents.extend(more),
        });
        read.unwrap();
        (records, contents)
    }

    /// Records that come from elsewhere, a batch after the other.
    fn receives(&self, records: &[Record], mut contents: Vec<Content>) {
        let mut store = self.new_store();
        for batch in records.chunk_by(|one, next| one.batch == next.batch) {
            store.begin().unwrap();
            store.commit(batch, std::mem::take(&mut contents)).unwrap();
        }
    }
}

fn file() -> Place {
    Place::File(tempfile::tempdir().unwrap())
}

fn memory() -> Place {
    Place::Memory(Memory::default())
}

/// The same test over each store.
fn in_each(test: impl Fn(Place)) {
    println!("in a file");
    test(file());
    println!("in memory");
    test(memory());
}

fn memo(text: &str) -> Command {
    Command::SetMemo {
        on: MemoTarget::Study,
        text: text.into(),
    }
}

fn said(session: &Session) -> Option<&str> {
    session.study().memo(MemoTarget::Study)
}

fn holds(session: &Session) -> bool {
    let store = session.store();
    store.verify().unwrap().is_empty()
}

#[test]
fn what_one_writes_the_other_takes_in() {
    in_each(|place| {
        // Given a study that two people have open,
        let (mut ann, mut bo) = (place.study(), place.open("bo"));
        assert_eq!(visible(ann.study()), visible(bo.study()));
        // when one writes,
        ann.perform(memo("from ann")).unwrap();
        // then the other has it as soon as they look, and nothing new after that.
        assert_eq!(said(&bo), None);
        assert!(bo.refresh().unwrap() && !bo.refresh().unwrap());
        assert_eq!(said(&bo), Some("from ann"));
        assert_eq!(visible(ann.study()), visible(bo.study()));
        assert!(holds(&ann));
    });
}

#[test]
fn a_command_is_judged_on_what_is_there_and_not_on_what_was_seen() {
    in_each(|place| {
        // Given a document that one has taken away and the other has not looked since,
        let (mut ann, mut bo) = (place.study(), place.open("bo"));
        let id = ann.study().documents().next().unwrap().id;
        ann.perform(Command::RemoveDocument { id }).unwrap();
        assert_eq!(bo.study().documents().count(), 1);
        // when the other corrects its words in a memo,
        let on = MemoTarget::Document(id);
        let text = "late".into();
        let refused = bo.perform(Command::SetMemo { on, text });
        // then that is refused, they have caught up, and nothing is left in the way of the next.
        assert!(refused.is_err());
        assert_eq!(bo.study().documents().count(), 0);
        bo.perform(memo("from bo")).unwrap();
        ann.perform(transcript("another", TALK)).unwrap();
        assert_eq!(said(&ann), Some("from bo"));
    });
}

#[test]
fn undo_and_redo_are_more_facts_by_the_same_person() {
    in_each(|place| {
        // Given two changes by one and a later one by another,
        let mut ann = place.study();
        let before = visible(ann.study());
        ann.perform(memo("one")).unwrap();
        let after = visible(ann.study());
        let mut bo = place.open("bo");
        // when the first takes back and repeats,
        ann.undo().unwrap();
        assert_eq!(visible(ann.study()), before);
        assert!(bo.undo().unwrap_err().what.contains("nothing to undo"));
        ann.redo().unwrap();
        // then the study is as it was, for whoever opens it, and has only grown.
        assert_eq!(visible(place.open("cy").study()), after);
        assert_eq!(place.everything().0.len() as u64, ann.study().revision());
    });
}

#[test]
fn records_are_numbered_by_writer_and_never_go_back_in_time() {
    in_each(|place| {
        // Given four who write at the same time,
        drop(place.study());
        std::thread::scope(|scope| {
            for coder in ["bo", "cy", "di", "eve"] {
                let mut session = place.open(coder);
                scope.spawn(move || {
                    // when each does ten things,
                    for n in 0..10 {
                        session.perform(memo(&format!("{coder} {n}"))).unwrap();
                    }
                });
            }
        });
        // then none is lost, each writer's are counted from 1, and they stand in order of time.
        let (records, _) = place.everything();
        let by = |coder: &str| -> Vec<u64> {
            let own = records.iter().filter(|record| &*record.coder == coder);
            own.map(|record| record.n).collect()
        };
        for coder in ["bo", "cy", "di", "eve"] {
            assert_eq!(by(coder), (1..=10).collect::<Vec<u64>>());
        }
        assert!(records.is_sorted_by_key(|record| record.time));
        let ann = place.open("ann");
        assert!(holds(&ann));
        let latest = ann.store().latest(3).unwrap();
        assert_eq!(latest, records[records.len() - 3..]);
    });
}

#[test]
fn a_record_that_arrives_late_is_folded_at_its_time() {
    in_each(|place| {
        // Given a study in which something was said and then said otherwise,
        let origin = memory();
        let mut ann = origin.study();
        ann.perform(memo("early")).unwrap();
        ann.perform(memo("late")).unwrap();
        let (mut records, contents) = origin.everything();
        let last = records.len() - 1;
        // when the later record arrives before the earlier one,
        records.swap(last - 1, last);
        place.receives(&records, contents);
        // then what was said later counts.
        assert_eq!(said(&place.open("bo")), Some("late"));
    });
}

#[test]
fn a_study_moves_from_one_store_to_another() {
    for (from, to) in [(file(), memory()), (memory(), file())] {
        // Given a study with a past,
        let mut ann = from.study();
        ann.perform(memo("one")).unwrap();
        ann.undo().unwrap();
        ann.perform(memo("two")).unwrap();
        // when its records are written to another store,
        let (records, contents) = from.everything();
        to.receives(&records, contents);
        // then it is the same study there, and goes on: undo reaches what was done before.
        let mut moved = Session::resume(to.store(), to.location(), author("ann")).unwrap();
        assert_eq!(visible(moved.study()), visible(ann.study()));
        moved.undo().unwrap();
        assert_eq!(said(&moved), None);
        assert!(holds(&moved));
    }
}

#[test]
fn what_is_erased_is_gone_for_all() {
    in_each(|place| {
        // Given a document that two people have open,
        let (mut ann, mut bo) = (place.study(), place.open("bo"));
        let id = ann.study().documents().next().unwrap().id;
        let is_kept = |words: &str| {
            let (_, contents) = place.everything();
            contents.iter().any(|it| it.text.stored().contains(words))
        };
        assert!(is_kept("pludselig"));
        // when one erases it,
        ann.perform(Command::EraseDocument { id }).unwrap();
        // then no store holds its words, the other loses them too, and nothing brings them back.
        assert!(!is_kept("pludselig"));
        bo.refresh().unwrap();
        for session in [&ann, &bo, &place.open("cy")] {
            let document = session.study().document(id).unwrap();
            assert!(document.erased && document.text.is_empty());
            assert!(session.interrupted_erasure().is_none());
        }
        assert!(ann.undo().is_err() && holds(&ann));
    });
}

#[test]
fn what_cannot_be_written_has_not_happened() {
    // Given a study and a store with no room left,
    let memory = Memory::default();
    let place = Place::Memory(memory.clone());
    let mut ann = place.study();
    let before = visible(ann.study());
    memory.fills(true);
    // when something is done,
    let refusal = ann.perform(memo("no")).unwrap_err();
    // then it is refused in the store's words, nothing has changed, and later it can be done.
    assert_eq!(refusal.what, "the memory is full");
    assert_eq!(visible(ann.study()), before);
    memory.fills(false);
    ann.perform(memo("yes")).unwrap();
    assert_eq!(said(&place.open("bo")), Some("yes"));
}

#[test]
fn a_snapshot_stays_as_it_is() {
    in_each(|place| {
        // Given a study that somebody beside the screen looks at,
        let mut ann = place.study();
        let snapshot = ann.snapshot();
        let before = visible(&snapshot);
        // when it changes,
        ann.perform(memo("new")).unwrap();
        // then what is looked at does not; and where nobody looks, nothing is copied.
        assert_eq!(visible(&snapshot), before);
        assert_eq!(said(&ann), Some("new"));
        drop(snapshot);
        let study = std::ptr::from_ref(ann.study());
        ann.perform(memo("newer")).unwrap();
        assert_eq!(study, std::ptr::from_ref(ann.study()));
    });
}

#[test]
fn who_a_study_is_does_not_depend_on_where_it_lies() {
    // Given a study, its copy in another store, and a study made just like it,
    let (file, copy, other) = (file(), memory(), memory());
    let mut ann = file.study();
    let (records, contents) = file.everything();
    copy.receives(&records, contents);
    // when both go on,
    let mut bo = copy.open("bo");
    ann.perform(memo("in the file")).unwrap();
    bo.perform(memo("in memory")).unwrap();
    // then they are the same study still, as it was named when it was started; the other is not.
    let id = ann.study().id();
    assert!(id.is_some() && id.map(|id| id.uuid()) == records.first().map(|record| record.id));
    assert_eq!(bo.study().id(), id);
    assert_eq!(file.open("cy").study().id(), id);
    assert_ne!(other.study().study().id(), id);
}

#[test]
fn only_a_file_is_copied_as_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.virk");
    in_each(|place| {
        // Given a study, when a copy is asked for,
        let ann = place.study();
        let copied = ann.backup_to(&copy);
        // then there is one, or a sentence that says why not.
        match place {
            Place::File(_) => {
                copied.unwrap();
                let again = Session::open(&copy, author("ann")).unwrap();
                assert_eq!(visible(again.study()), visible(ann.study()));
            }
            Place::Memory(_) => assert!(copied.unwrap_err().what.contains("the memory")),
        }
    });
}
