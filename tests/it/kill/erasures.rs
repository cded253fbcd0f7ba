//! An erasure that is killed has not happened, or is finished by whoever opens the study next.

use super::points::{Point, Stage};
use crate::support::author;
use std::fs;
use virk::disk;
use virk::log::Session;

/// What is erased, and words of it that stand nowhere else.
const ERASURES: [(&str, &[&str], &str); 5] = [
    ("a document", &["erase", "w", "--yes"], "zebrahestepasser"),
    (
        "an informant",
        &["erase", "Vidne 7", "--yes"],
        "zebrahestepasser",
    ),
    ("a dataset", &["erase", "sv", "--yes"], "kvadratrodsbagning"),
    (
        "a respondent",
        &["erase", "sv", "--where", "nr = 010190-1234", "--yes"],
        "010190-1234",
    ),
    (
        "a search",
        &["erase", "--search", "tvivl", "--yes"],
        "giraffens",
    ),
];

/// What people do next.
const NEXT: [&[&str]; 4] = [
    &["log", "--limit", "1"],
    &["document", "list"],
    &["check"],
    &["searches"],
];

/// A study with words in every place that erasing reaches.
fn set(stage: &Stage) {
    let path = |name: &str| stage.work.join(name);
    let said =
        "Interviewer: hej\nVidne 7: zebrahestepasser, sagde jeg, og det var mere end én gang\n"
            .repeat(60);
    fs::write(path("w.txt"), said).unwrap();
    fs::write(
        path("other.txt"),
        "Interviewer: og?\nVidne 8: en mus er en mus, og to er en familie i huset\n".repeat(400),
    )
    .unwrap();
    let rows: String = (0..400)
        .map(|n| format!("nr-{n};Fint nok, tak;{}\n", n % 5))
        .collect();
    fs::write(
        path("sv.csv"),
        format!("nr;sagt;grad\n010190-1234;kvadratrodsbagning;3\n{rows}"),
    )
    .unwrap();
    stage.done(&["new", "s.virk", "--title", "Test"]);
    stage.done(&["import", "w.txt", "other.txt"]);
    stage.done(&["data", "import", "sv.csv", "--keep-personal"]);
    stage.done(&[
        "condense",
        "set",
        "w",
        "26..42",
        "zebrahestepasser i en sætning",
    ]);
    stage.done(&["memo", "document", "w", "zebrahestepasser i en note"]);
    stage.done(&[
        "memo",
        "study",
        "En sagde: zebrahestepasser, sagde jeg, og det var mere end en",
    ]);
    stage.done(&["search", "mus", "--save", "tvivl"]);
    stage.done(&["search", "giraffens OR mus", "--save", "tvivl"]);
    for name in ["w.txt", "other.txt", "sv.csv"] {
        fs::remove_file(path(name)).unwrap();
    }
    // What an index of a large study is: a file of words in a folder of the cache.
    let session = Session::open(&path("s.virk"), author("parent")).unwrap();
    let index = disk::search_index_folder(session.study().id().unwrap(), Some(&path("home/cache")))
        .unwrap();
    // Beside it that of a copy of the study, and one that an earlier virk left.
    let copy = index.with_extension("2");
    let former = index.with_file_name("0123456789abcdef0123456789abcdef");
    for index in [index, copy, former] {
        fs::create_dir_all(&index).unwrap();
        fs::write(
            index.join("words"),
            "010190-1234 giraffens kvadratrodsbagning mus zebrahestepasser",
        )
        .unwrap();
    }
}

#[test]
fn a_killed_erasure_is_none_or_is_finished_at_the_next_opening() {
    let stage = Stage::new(set);
    let (mut none, mut finished, mut all) = (0, 0, 0);
    for (name, words, secret) in super::points::cases(&ERASURES, 3) {
        let mut at = 0;
        all += stage.kill(name, words, &mut |stage: &Stage, point: &Point| {
            at += 1;
            stage.virk(NEXT[at % NEXT.len()]);
            let told = || {
                format!(
                    "{name} at {point:?}, then {:?}: {:?}",
                    NEXT[at % NEXT.len()],
                    stage.holding(secret)
                )
            };
            let journal = fs::metadata(stage.work.join("s.virk-journal"));
            assert!(journal.is_err(), "a journal is left: {}", told());
            let session = Session::open(&stage.work.join("s.virk"), author("parent")).unwrap();
            assert!(session.interrupted_erasure().is_none(), "{}", told());
            assert!(session.store().verify().unwrap().is_empty(), "{}", told());
            let holding = stage.holding(secret);
            if holding.is_empty() {
                finished += 1;
                return;
            }
            // Nothing has happened: all is where it was, the index too.
            none += 1;
            let study = session.study();
            assert!(
                study.documents().all(|document| !document.erased),
                "{}",
                told()
            );
            assert_eq!(
                study
                    .datasets()
                    .map(|dataset| dataset.body.rows)
                    .collect::<Vec<_>>(),
                [401],
                "{}",
                told()
            );
            assert!(
                study.saved_search("tvivl").is_some() && study.informants().count() == 2,
                "{}",
                told()
            );
        });
    }
    println!("{all} kills: {none} not erased, {finished} without a byte");
}
