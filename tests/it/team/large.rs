//! How long two large copies take to merge: 100,000 records each, of which they share 50,000.

use super::people::{Dice, Person, Words, stored_texts};
use crate::support::span_of;
use std::sync::Arc;
use std::time::Instant;
use uuid::Uuid;
use virk::log::{Author, Rewriting, Session, StoredLog, StoredRecord, write_study};
use virk::study::{Act, Event, Id, Record, Time, upgrade};
use virk::team::Merge;

/// Codings by this writer at the end of a log.
fn code(log: &mut StoredLog, person: &Person, writer: Uuid, count: u64) {
    let document = person.study.documents().next().unwrap();
    let code = person.study.codes().next().unwrap().id;
    let span = span_of(document, "hårdt");
    let hash: Box<str> = virk::text::sanitize::quote_hash("hårdt").into();
    let latest = log.records.last().unwrap().time;
    let mut before = Default::default();
    for n in 1..=count {
        let record = Record {
            id: Uuid::now_v7(),
            writer,
            n,
            time: Time(latest + 2 * n as i64),
            coder: "Coder".into(),
            batch: Uuid::now_v7(),
            act: Act::Do,
            event: Event::Coded {
                id: Id::new(Uuid::now_v7()),
                document: document.id,
                span,
                code,
                hash: hash.clone(),
            },
        };
        let (hashes, heads) = (upgrade::Hashes::new(), upgrade::Heads::new());
        let stored = StoredRecord::new(&record, hashes, heads, &before).unwrap();
        before = stored.hash;
        log.records.push(Arc::new(stored));
    }
}

#[test]
#[ignore = "measures: cargo test --release --test it team::large -- --ignored --nocapture"]
fn two_large_copies_are_merged() {
    let (mut dice, mut words) = (Dice::new(1), Words::default());
    let anna = Person::begins(&mut dice, &mut words);
    let mut base = anna.log.clone();
    code(&mut base, &anna, dice.uuid(), 50_000);
    let folder = tempfile::tempdir().unwrap();
    let mut sessions = ["anna", "bente"].map(|who| {
        let mut log = base.clone();
        code(&mut log, &anna, dice.uuid(), 50_000);
        let path = folder.path().join(format!("{who}.virk"));
        let rewriting = Rewriting {
            texts: stored_texts(&log, &words),
            records: log.records,
            ..Rewriting::default()
        };
        write_study(&path, &rewriting).unwrap();
        let author = Author {
            writer: dice.uuid(),
            coder: who.into(),
        };
        let begun = Instant::now();
        let session = Session::open(&path, author).unwrap();
        println!("opened in {:.2} s", begun.elapsed().as_secs_f64());
        session
    });
    let [ours, theirs] = &mut sessions;
    let begun = Instant::now();
    let merge = Merge::plan(ours, theirs).unwrap().unwrap();
    println!("worked out in {:.2} s", begun.elapsed().as_secs_f64());
    assert_eq!(merge.records, 50_000);
    merge.perform(ours).unwrap();
    println!("merged in {:.2} s", begun.elapsed().as_secs_f64());
    let all = ours.study().codings().count();
    assert_eq!(all, 150_000);
}
