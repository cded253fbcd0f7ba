//! Damaged and tampered studies: nothing wrong is shown without saying so, nothing is written on top,
//! and what can be read can be saved.
//!
//! CI takes a seeded sample; all of it: `VIRK_DAMAGES=300 cargo test --test it damage:: -- --nocapture`.

use crate::support::author;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use virk::import::sample::create_sample;
use virk::log::{Arrival, RecordStore, Session, Store, salvage};
use virk::study::{Command, Refusal, event::MemoTarget};

/// SplitMix64 (Steele, Lea, Flood 2014): the same damages everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(limit).unwrap()).unwrap()
    }
}

const PAGE: usize = 4096;
const KINDS: [&str; 8] = [
    "one bit",
    "3 bytes",
    "64 random bytes",
    "a page of zeros",
    "two pages swapped",
    "cut anywhere",
    "pages cut off",
    "junk appended",
];

fn damage(bytes: &mut Vec<u8>, kind: usize, random: &mut Random) {
    let pages = bytes.len() / PAGE;
    match kind {
        0 => {
            let at = random.below(bytes.len());
            bytes[at] ^= 1 << random.below(8);
        }
        1 | 2 => {
            for _ in 0..if kind == 1 { 3 } else { 64 } {
                let at = random.below(bytes.len());
                bytes[at] = u8::try_from(random.below(256)).unwrap();
            }
        }
        3 => {
            let page = random.below(pages) * PAGE;
            bytes[page..page + PAGE].fill(0);
        }
        4 => {
            let (one, two) = (random.below(pages) * PAGE, random.below(pages) * PAGE);
            for at in 0..PAGE {
                bytes.swap(one + at, two + at);
            }
        }
        5 => bytes.truncate(random.below(bytes.len())),
        6 => bytes.truncate((pages - 1 - random.below(pages / 2)) * PAGE),
        _ => bytes.extend((0..random.below(10_000) + 1).map(|at| (at % 251) as u8)),
    }
}

/// Everything a study says, as it is read when it is opened: its records and its texts.
fn everything(path: &Path) -> Result<String, Refusal> {
    let (mut records, mut texts) = (Vec::new(), BTreeMap::new());
    Store::open(path)?.read_all(&mut |arrival| match arrival {
        Arrival::Record(record) => records.push(record),
        Arrival::Contents(contents) => {
            texts.extend(contents.into_iter().map(|text| (text.id, text)));
        }
    })?;
    Ok(format!("{records:?}{texts:?}"))
}

fn how_many() -> usize {
    std::env::var("VIRK_DAMAGES").map_or(24, |count| count.parse().unwrap())
}

fn sample(folder: &Path) -> Vec<u8> {
    let path = folder.join("sound.virk");
    drop(create_sample(&path, author("AB")).unwrap());
    fs::read(path).unwrap()
}

#[test]
fn no_damage_is_silent_and_none_is_written_on() {
    let folder = tempfile::tempdir().unwrap();
    let sound = sample(folder.path());
    let before = everything(&folder.path().join("sound.virk")).unwrap();
    let path = folder.path().join("damaged.virk");
    let mut random = Random(20_261_201);
    let mut seen: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for round in 0..how_many() {
        let kind = round % KINDS.len();
        let mut bytes = sound.clone();
        damage(&mut bytes, kind, &mut random);
        fs::write(&path, &bytes).unwrap();
        let counts = seen.entry(KINDS[kind]).or_default();
        let Ok(mut session) = Session::open(&path, author("AB")) else {
            counts[0] += 1;
            continue;
        };
        let is_told = session.read_only().is_some();
        let verified = session.store().verify();
        let is_same = everything(&path).is_ok_and(|now| now == before);
        assert!(
            is_told || is_same,
            "round {round}, {}: a wrong answer, and nothing said",
            KINDS[kind]
        );
        let holds = verified.is_ok_and(|faults| faults.is_empty());
        assert!(
            holds <= is_same,
            "round {round}, {}: check is silent",
            KINDS[kind]
        );
        counts[match (is_told, holds) {
            (true, _) => 1,
            (false, false) => 2,
            (false, true) => 3,
        }] += 1;
        if is_told {
            let written = session.perform(Command::SetMemo {
                on: MemoTarget::Study,
                text: "on a damaged file".into(),
            });
            assert!(written.is_err(), "round {round}, {}", KINDS[kind]);
        }
    }
    for (kind, [refused, told, checked, harmless]) in seen {
        println!(
            "{kind}: refused {refused}, told {told}, only check sees {checked}, harmless {harmless}"
        );
    }
}

/// How many rows of each table SQLite reads one by one.
fn readable(path: &Path) -> usize {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let name = format!("file:{}?immutable=1", path.display());
    let Ok(file) = Connection::open_with_flags(name, flags) else {
        return 0;
    };
    let count = |table: &str, columns: &str| {
        let sql = format!("SELECT {columns} FROM {table} WHERE rowid = ?1");
        let Ok(mut row) = file.prepare(&sql) else {
            return 0;
        };
        let sums = |row: &rusqlite::Row<'_>| row.get::<_, Option<i64>>(0);
        (1..2_000)
            .filter(|rowid| row.query_row([rowid], sums).is_ok())
            .count()
    };
    count(
        "record",
        "length(id) + length(coder) + length(body) + length(hash)",
    ) + count("content", "length(id) + length(hash) + length(text)")
}

#[test]
fn what_can_be_read_of_a_damaged_study_can_be_saved() {
    let folder = tempfile::tempdir().unwrap();
    let sound = sample(folder.path());
    let (path, new) = (
        folder.path().join("damaged.virk"),
        folder.path().join("saved.virk"),
    );
    let mut random = Random(20_261_202);
    let (mut tried, mut could, mut did) = (0, 0, 0);
    while tried < how_many().div_ceil(5) {
        let kind = [2, 3, 4, 5, 6][random.below(5)];
        let mut bytes = sound.clone();
        damage(&mut bytes, kind, &mut random);
        fs::write(&path, &bytes).unwrap();
        if Session::open(&path, author("AB")).is_ok() {
            continue;
        }
        tried += 1;
        let rows = readable(&path);
        let Ok(saved) = salvage(&path, &new) else {
            assert_eq!(rows, 0, "{}", KINDS[kind]);
            continue;
        };
        could += rows;
        did += saved.records + saved.texts;
        let mut session = Session::open(&new, author("AB")).unwrap();
        let faults = session.store().verify().unwrap();
        assert_eq!(faults.len(), saved.lost_texts, "{faults:?}");
        session
            .perform(Command::SetMemo {
                on: MemoTarget::Study,
                text: "after it was saved".into(),
            })
            .unwrap();
        assert_eq!(
            fs::read(&path).unwrap(),
            bytes,
            "the damaged file stays as it is"
        );
        drop(session);
        fs::remove_file(&new).unwrap();
    }
    println!("{tried} files that nothing opens: {could} rows could be read, {did} were saved");
    assert!(did * 100 >= could * 95, "{did} of {could}");
}

#[test]
fn a_sound_study_is_saved_whole() {
    let folder = tempfile::tempdir().unwrap();
    sample(folder.path());
    let (path, new) = (
        folder.path().join("sound.virk"),
        folder.path().join("saved.virk"),
    );
    let saved = salvage(&path, &new).unwrap();
    assert_eq!(
        (
            saved.missing_records,
            saved.unproven_records,
            saved.lost_texts
        ),
        (0, 0, 0)
    );
    let (one, two) = (
        Session::open(&path, author("AB")).unwrap(),
        Session::open(&new, author("AB")).unwrap(),
    );
    assert!(two.store().verify().unwrap().is_empty());
    assert_eq!(
        crate::support::visible(one.study()),
        crate::support::visible(two.study())
    );
    let texts = |session: &Session| -> BTreeMap<_, String> {
        let texts = session.study().contents();
        texts.map(|(id, text)| (id, text.to_owned())).collect()
    };
    assert_eq!(texts(&one), texts(&two));
    assert!(salvage(&path, &new).is_err(), "there is a file");
}

#[test]
fn a_journal_of_an_older_state_undoes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let journal = folder.path().join("s.virk-journal");
    let mut session = create_sample(&path, author("AB")).unwrap();
    // A journal as a killed virk leaves it, in the middle of a change.
    let file = Connection::open(&path).unwrap();
    file.execute_batch(
        "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN IMMEDIATE;
         UPDATE content SET text = text || ' '; UPDATE record SET body = body || ' ';",
    )
    .unwrap();
    let older = fs::read(&journal).unwrap();
    file.execute_batch("ROLLBACK").unwrap();
    drop(file);
    for n in 0..5 {
        let text = format!("acknowledged {n}");
        session
            .perform(Command::SetMemo {
                on: MemoTarget::Study,
                text,
            })
            .unwrap();
    }
    drop(session);
    let before = everything(&path).unwrap();
    fs::write(&journal, &older).unwrap();
    let session = Session::open(&path, author("AB")).unwrap();
    assert_eq!(everything(&path).unwrap(), before);
    assert!(session.read_only().is_none() && !journal.exists());
    assert!(session.store().verify().unwrap().is_empty());
}
