//! The study file: durable, catching up with others, never skipping a fact,
//! and showing when it was tampered with.

use crate::support::{author, rehash_last, session, visible};
use rusqlite::{Connection, params};
use uuid::Uuid;
use virk::log::{Author, Fault, Head, Session, Store};
use virk::study::{Command, Dataset, Id, Variable, document::Provenance, event::MemoTarget};

fn memo(text: &str) -> Command {
    Command::SetMemo {
        on: MemoTarget::Study,
        text: text.into(),
    }
}

#[test]
fn what_was_acknowledged_is_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut first = session(&path);
    first.perform(memo("kept")).unwrap();
    let before = visible(first.study());
    drop(first);
    assert_eq!(
        visible(Session::open(&path, author("bo")).unwrap().study()),
        before
    );
}

#[test]
fn one_file_lies_in_the_folder_when_nobody_writes() {
    let folder = tempfile::tempdir().unwrap();
    let _open = session(&folder.path().join("s.virk"));
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no -wal, -shm or -journal for a synchroniser to lose"
    );
}

#[test]
fn two_processes_catch_up_with_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut one = session(&path);
    let mut two = Session::open(&path, author("bo")).unwrap();
    one.perform(memo("from one")).unwrap();
    assert!(two.refresh().unwrap());
    assert!(!two.refresh().unwrap(), "nothing new the second time");
    assert_eq!(two.study().memo(MemoTarget::Study), Some("from one"));
    // Without looking first: the command itself is judged on the latest state.
    two.perform(memo("from two")).unwrap();
    let id = one.study().documents().next().unwrap().id;
    one.perform(Command::RemoveDocument { id }).unwrap();
    assert_eq!(one.study().memo(MemoTarget::Study), Some("from two"));
    assert!(two.refresh().unwrap());
    assert_eq!(visible(one.study()), visible(two.study()));
    assert!(one.store().verify().unwrap().is_empty());
}

#[test]
fn many_writers_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    drop(session(&path));
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let path = &path;
            scope.spawn(move || {
                let mut session = Session::open(path, author(&format!("coder {writer}"))).unwrap();
                for n in 0..10 {
                    session.perform(memo(&format!("{writer} {n}"))).unwrap();
                }
            });
        }
    });
    let session = Session::open(&path, author("ann")).unwrap();
    let written = session
        .store()
        .latest(usize::MAX)
        .unwrap()
        .iter()
        .filter(|record| record.coder.starts_with("coder"))
        .count();
    assert_eq!(written, 40);
    assert!(session.store().verify().unwrap().is_empty());
}

/// Whoever opens a study finds the journal of one who writes, and neither stops the other.
#[test]
fn opening_a_study_stops_nobody_who_writes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    drop(session(&path));
    std::thread::scope(|scope| {
        for writer in 0..2 {
            let path = &path;
            scope.spawn(move || {
                let mut session = Session::open(path, author(&format!("coder {writer}"))).unwrap();
                (0..40)
                    .for_each(|n| drop(session.perform(memo(&format!("{writer} {n}"))).unwrap()));
            });
            scope.spawn(move || {
                (0..60).for_each(|_| drop(Session::open(path, author("reader")).unwrap()))
            });
        }
    });
    let session = Session::open(&path, author("ann")).unwrap();
    assert_eq!(
        session
            .store()
            .latest(usize::MAX)
            .unwrap()
            .iter()
            .filter(|record| record.coder.starts_with("coder"))
            .count(),
        80
    );
}

#[test]
fn the_chain_proves_the_words_and_not_only_the_facts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut first = session(&path);
    first.perform(memo("as it was said")).unwrap();
    let of = first
        .study()
        .contents()
        .find(|(_, words)| *words == "as it was said");
    let id = of.unwrap().0;
    let file = Connection::open(&path).unwrap();
    let hash = |salt: &str, text: &str| virk::study::content::salted_hash(salt, text);
    let changed = || first.store().verify().unwrap();
    assert!(changed().is_empty());
    // Who changes a text and the hash beside it is found out by the fact, which says another one.
    for salt in ["", "0190"] {
        file.execute(
            "UPDATE content SET text = 'as it was not', hash = ?1 WHERE id = ?2",
            params![hash(salt, "as it was not"), id.uuid()],
        )
        .unwrap();
        assert_eq!(changed(), [Fault::Altered(id)]);
    }
    let bodies: String = file
        .query_row("SELECT group_concat(body) FROM record", [], |row| {
            row.get(0)
        })
        .unwrap();
    // A bare hash would tell a short text that was erased to whoever guesses it.
    assert!(!bodies.contains(&virk::text::sanitize::sha256(b"as it was said")));
    assert!(bodies.contains("\"sha256\":{\"") && bodies.starts_with("{\"shape\":2,\"fact\":"));
}

#[test]
fn a_shape_of_tomorrow_opens_the_study_read_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut first = session(&path);
    let before = visible(first.study());
    first.perform(memo("after")).unwrap();
    drop(first);
    let file = Connection::open(&path).unwrap();
    file.execute(
        "UPDATE record SET body = replace(body, '\"shape\":2', '\"shape\":3') WHERE seq = (SELECT max(seq) FROM record)",
        [],
    )
    .unwrap();
    rehash_last(&file);
    drop(file);
    let session = Session::open(&path, author("ann")).unwrap();
    assert_eq!(visible(session.study()), before);
    let refusal = session.read_only().unwrap();
    assert!(
        refusal.what.contains("which this virk does not know"),
        "{}",
        refusal.what
    );
}

#[test]
fn an_unknown_event_opens_the_study_read_only_as_it_stood_before() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut first = session(&path);
    first.perform(memo("before")).unwrap();
    let before = visible(first.study());
    first.perform(memo("after")).unwrap();
    drop(first);
    let file = Connection::open(&path).unwrap();
    let last: i64 = file
        .query_row("SELECT max(seq) FROM record", [], |row| row.get(0))
        .unwrap();
    file.execute(
        "UPDATE record SET body = '{\"type\":\"dream_told\"}' WHERE seq = ?1",
        [last],
    )
    .unwrap();
    rehash_last(&file);
    drop(file);
    let bytes = std::fs::read(&path).unwrap();

    let mut session = Session::open(&path, author("ann")).unwrap();
    assert_eq!(visible(session.study()), before);
    let refusal = session.perform(memo("no")).unwrap_err();
    assert!(
        refusal.what.contains("`dream_told`") && refusal.what.contains("read-only"),
        "{}",
        refusal.what
    );
    assert!(session.undo().is_err());
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "nothing was written");
}

#[test]
fn a_study_from_the_future_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    drop(session(&path));
    Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    let refusal = Store::open(&path).err().unwrap();
    assert!(refusal.what.contains("newer virk"), "{}", refusal.what);
}

#[test]
fn what_is_not_a_study_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.db");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE t (x)")
        .unwrap();
    let noise = folder.path().join("noise.virk");
    std::fs::write(&noise, [0xff; 5000]).unwrap();
    for (path, says) in [
        (&other, "not a virk study"),
        (&noise, "not a virk study"),
        (&folder.path().to_owned(), "folder"),
        (&folder.path().join("none"), "no study"),
    ] {
        let bytes = std::fs::read(path).ok();
        let refusal = Store::open(path).err().unwrap();
        assert!(refusal.what.contains(says), "{}", refusal.what);
        assert!(!refusal.hint.is_empty());
        assert_eq!(std::fs::read(path).ok(), bytes);
    }
    assert!(
        Store::create(&noise)
            .err()
            .unwrap()
            .what
            .contains("exists already")
    );
}

#[test]
fn tampering_and_loss_show() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut first = session(&path);
    first.perform(memo("one")).unwrap();
    first.perform(memo("two")).unwrap();
    let file = Connection::open(&path).unwrap();

    let broken = || -> Vec<u64> {
        let faults = first.store().verify().unwrap();
        let chain = faults.iter().filter_map(|fault| match fault {
            Fault::Chain { n, .. } => Some(*n),
            _ => None,
        });
        chain.collect()
    };
    file.execute("UPDATE record SET coder = 'somebody else' WHERE n = 3", [])
        .unwrap();
    assert_eq!(broken(), [3]);
    file.execute("UPDATE record SET coder = 'ann' WHERE n = 3", [])
        .unwrap();
    assert!(first.store().verify().unwrap().is_empty());
    // Which batch a plain record refers to is not hashed, so it must refer to none.
    file.execute("UPDATE record SET of = batch WHERE n = 3", [])
        .unwrap();
    assert_eq!(broken(), [3, 4, 4]);
    file.execute("UPDATE record SET of = NULL WHERE n = 3", [])
        .unwrap();

    let swap = "UPDATE record SET seq = CASE seq WHEN 3 THEN -4 ELSE -3 END WHERE seq IN (3, 4);
        UPDATE record SET seq = -seq WHERE seq < 0";
    file.execute_batch(swap).unwrap();
    assert!(!broken().is_empty(), "the order of arrival");
    file.execute_batch(swap).unwrap();
    assert!(broken().is_empty());

    file.execute("DELETE FROM record WHERE n = 4", []).unwrap();
    assert_eq!(broken(), [5, 5]);
}

#[test]
fn a_text_that_nobody_erased_is_missed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut first = session(&path);
    first.perform(memo("one")).unwrap();
    let file = Connection::open(&path).unwrap();
    let id = |text: &str| -> Uuid {
        let select = "SELECT id FROM content WHERE text = ?1";
        file.query_row(select, [text], |row| row.get(0)).unwrap()
    };
    let memo_id = id("one");
    let other = Uuid::now_v7();
    let rename = "UPDATE content SET id = ?1 WHERE id = ?2";
    file.execute(rename, params![other, memo_id]).unwrap();
    let faults = first.store().verify().unwrap();
    assert_eq!(faults, [Fault::Missing(Id::new(memo_id))]);
    file.execute(rename, params![memo_id, other]).unwrap();
    assert!(first.store().verify().unwrap().is_empty());

    let document = first.study().documents().next().unwrap().id;
    first
        .perform(Command::EraseDocument { id: document })
        .unwrap();
    assert!(first.store().verify().unwrap().is_empty());
}

#[test]
fn records_that_are_cut_off_show_in_what_others_wrote_later_and_to_who_kept_a_head() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut one = session(&path);
    let other = Author {
        writer: Uuid::from_u128(99),
        coder: "bo".into(),
    };
    let mut two = Session::open(&path, other).unwrap();
    two.perform(memo("of the other")).unwrap();
    let file = Connection::open(&path).unwrap();
    let heads = |session: &Session| session.store().heads();
    one.perform(memo("after it")).unwrap();
    let named: i64 = file
        .query_row(
            "SELECT count(*) FROM record WHERE body LIKE '%\"heads\":{%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(named, 2, "each names the other once");
    one.perform(memo("and again")).unwrap();
    assert!(one.store().verify().unwrap().is_empty());
    let kept = heads(&one);
    assert!(kept.iter().all(|head| one.store().has(head).unwrap()));

    let writer = Uuid::from_u128(99);
    file.execute_batch("CREATE TEMP TABLE kept AS SELECT * FROM record")
        .unwrap();
    file.execute("DELETE FROM record WHERE writer = ?1", [writer])
        .unwrap();
    let faults = one.store().verify().unwrap();
    assert!(
        matches!(faults[..], [Fault::Chain { writer: of, n: 1, .. }] if of == writer),
        "{faults:?}"
    );
    file.execute_batch(
        "INSERT INTO record SELECT * FROM temp.kept WHERE seq NOT IN (SELECT seq FROM record)",
    )
    .unwrap();
    assert!(one.store().verify().unwrap().is_empty());

    // Nobody wrote after the last record: only who knows of it misses it.
    file.execute(
        "DELETE FROM record WHERE seq = (SELECT max(seq) FROM record)",
        [],
    )
    .unwrap();
    assert!(!kept.iter().all(|head| one.store().has(head).unwrap()));
    for head in kept {
        assert_eq!(head.to_string().parse(), Ok(head));
    }
    assert!("0190:1".parse::<Head>().is_err());
}

#[test]
fn a_damaged_study_is_read_and_not_written_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    drop(session(&path));
    let file = Connection::open(&path).unwrap();
    file.execute("UPDATE record SET time = time + 1 WHERE seq = 2", [])
        .unwrap();
    let mut session = Session::open(&path, author("ann")).unwrap();
    assert_eq!(session.study().documents().count(), 1);
    let refusal = session.perform(memo("no")).unwrap_err();
    assert!(
        refusal.what.contains("is damaged: record 2 of writer"),
        "{refusal:?}"
    );
    let count: i64 = file
        .query_row(
            "SELECT count(*) FROM content WHERE text = 'no'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(count, 0);
}

#[test]
fn a_study_from_elsewhere_runs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (name, statement) in [
        (
            "trigger",
            "CREATE TRIGGER greedy AFTER INSERT ON record BEGIN DELETE FROM content; END",
        ),
        ("view", "CREATE VIEW greedy AS SELECT * FROM content"),
        ("table", "CREATE TABLE greedy (text TEXT)"),
        ("index", "CREATE INDEX greedy ON content (text)"),
        (
            "table",
            "ALTER TABLE content ADD COLUMN more TEXT DEFAULT 'x'",
        ),
    ] {
        let path = folder.path().join("s.virk");
        drop(session(&path));
        Connection::open(&path)
            .unwrap()
            .execute_batch(statement)
            .unwrap();
        let refusal = Session::open(&path, author("ann")).err().unwrap();
        assert!(
            refusal.what.contains(&format!("the {name} ")),
            "{refusal:?}"
        );
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn no_event_holds_what_people_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut session = session(&path);
    session.perform(memo("a confidential memo")).unwrap();
    let file = Connection::open(&path).unwrap();
    let leaks: i64 = file
        .query_row("SELECT count(*) FROM record WHERE body LIKE '%pludselig%' OR body LIKE '%confidential%'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(leaks, 0);
}

#[test]
fn records_merged_in_late_are_folded_in_the_order_of_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut first = session(&path);
    first.perform(memo("early")).unwrap();
    first.perform(memo("late")).unwrap();
    // As if the last record had arrived in this file before the one that came earlier.
    let file = Connection::open(&path).unwrap();
    let last: i64 = file
        .query_row("SELECT max(seq) FROM record", [], |row| row.get(0))
        .unwrap();
    file.execute("UPDATE record SET seq = -seq WHERE seq >= ?1 - 1", [last])
        .unwrap();
    file.execute(
        "UPDATE record SET seq = ?1 + ?1 + seq WHERE seq < 0",
        [last],
    )
    .unwrap();
    drop(file);
    assert_eq!(
        Session::open(&path, author("bo"))
            .unwrap()
            .study()
            .memo(MemoTarget::Study),
        Some("late")
    );
}

/// A dataset whose rows are longer than what is read with the other texts.
fn register(name: &str, rows: usize) -> (Command, String) {
    let cells: [Vec<String>; 3] = [
        (0..rows).map(|row| row.to_string()).collect(),
        (0..rows)
            .map(|row| ["North", "Øst \"2\"", ""][row % 3].to_owned())
            .collect(),
        (0..rows)
            .map(|row| format!("branch {}\n\\", row % 500))
            .collect(),
    ];
    let stored = serde_json::to_string(&cells).unwrap();
    let command = Command::AddDataset {
        name: name.into(),
        variables: ["id", "region", "branch"]
            .map(|name| Variable {
                name: name.into(),
                ..Variable::default()
            })
            .to_vec(),
        exclusions: Vec::new(),
        columns: cells.iter().map(|cells| cells.iter().collect()).collect(),
        indicators: Vec::new(),
        source: Provenance::default(),
    };
    (command, stored)
}

#[test]
fn rows_of_any_length_are_stored_as_an_array_of_columns_and_read_back_by_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    let mut one = session(&path);
    let mut two = Session::open(&path, author("bo")).unwrap();
    let (large, stored) = register("large", 60_000);
    let (small, little) = register("small", 5);
    assert!(stored.len() > 1 << 20 && little.len() < 1 << 20);
    one.perform(Command::All(vec![large, small])).unwrap();
    one.perform(Command::SetMemo {
        on: MemoTarget::Study,
        text: "long ".repeat(300_000),
    })
    .unwrap();
    assert!(two.refresh().unwrap());
    let three = Session::open(&path, author("cy")).unwrap();
    for study in [one.study(), two.study(), three.study()] {
        let datasets: Vec<&Dataset> = study.datasets().collect();
        assert_eq!(
            serde_json::to_string(&datasets[0].columns.to_vec()).unwrap(),
            stored
        );
        assert_eq!(
            serde_json::to_string(&datasets[1].columns.to_vec()).unwrap(),
            little
        );
        assert_eq!(
            study.memo(MemoTarget::Study).map(str::len),
            Some("long ".repeat(300_000).trim().len())
        );
    }
    let file = Connection::open(&path).unwrap();
    let mut texts = file
        .prepare("SELECT text FROM content WHERE typeof(text) = 'text'")
        .unwrap();
    let texts: Vec<String> = texts
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(texts.contains(&stored) && texts.contains(&little));
    assert!(one.store().verify().unwrap().is_empty());
    one.undo().unwrap();
    one.undo().unwrap();
    assert_eq!(one.study().datasets().count(), 0);
    one.redo().unwrap();
    assert_eq!(
        one.study()
            .datasets()
            .map(|dataset| dataset.columns[0].len())
            .collect::<Vec<_>>(),
        [60_000, 5]
    );
}
