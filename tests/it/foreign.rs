//! Projects of QualCoder and Taguette, code lists and tables of codings: what comes in, what is
//! left behind and told, twice is once, and one undo takes it back.

use crate::support::{Desk, TALK, codes, start, transcript, visible};
use std::path::{Path, PathBuf};
use virk::exchange::{code_list, coding_table, other_programs, refi::import::ProjectImport};
use virk::export::{TableFormat, format::TableWriteOptions, privacy::PrivacyFilter};
use virk::import::TextFile;
use virk::import::pseudonyms::Pseudonyms;
use virk::import::transcript::PersonalDataPolicy;
use virk::study::{CodeKind, Study, event::MemoTarget, theory::QuoteAt};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import/projects")
        .join(name)
}

fn read(name: &str, study: &Study) -> ProjectImport {
    other_programs::open(&fixture(name), study, &PersonalDataPolicy::Refuse).unwrap()
}

/// A study with a project in it.
fn with(name: &str) -> (Desk, ProjectImport) {
    let mut desk = Desk::given([start()]);
    let incoming = read(name, &desk.study);
    desk.when(incoming.command.clone()).unwrap();
    (desk, incoming)
}

/// Every coding as its code, words and coder.
fn codings(study: &Study) -> Vec<(String, String, String)> {
    let told = |coding: &virk::study::Coding| {
        let words = coding
            .span
            .text(&study.document(coding.document).unwrap().text);
        (
            study.code_name(coding.code).to_owned(),
            words.to_owned(),
            coding.coder.to_string(),
        )
    };
    let mut all: Vec<_> = study.codings().map(told).collect();
    all.sort();
    all
}

fn coded_as(code: &str, words: &str, coder: &str) -> (String, String, String) {
    (code.to_owned(), words.to_owned(), coder.to_owned())
}

#[test]
fn a_project_of_qualcoder_comes_in_with_its_tree_coders_memos_and_cases() {
    let (desk, incoming) = with("qualcoder.qda.zip");
    let study = &desk.study;
    assert_eq!(incoming.report.origin, "QualCoder 3.8 (v17)");
    assert_eq!(
        codings(study),
        [
            coded_as("Outcome", "Så blev det bedre", "bo"),
            coded_as("Outcome", "trust", "ann"),
            coded_as("Reflection", "på mig selv 👩‍👧 udefra", "ann"),
            coded_as("Task reflection", "pludselig", "ann"),
        ]
    );
    let tree: Vec<(usize, &str, CodeKind)> = study
        .code_tree()
        .into_iter()
        .map(|(depth, code)| (depth, code.name("en"), code.body.kind))
        .collect();
    assert_eq!(
        tree,
        [
            (0, "Mechanisms", CodeKind::Mechanism),
            (1, "Reflection", CodeKind::Mechanism),
            (2, "Task reflection", CodeKind::Mechanism),
            (0, "Outcome", CodeKind::Outcome)
        ]
    );
    let reflection = study.find_code("Reflection").unwrap();
    assert_eq!(
        (
            reflection.body.colour.as_str(),
            reflection.body.definition.en.as_str()
        ),
        ("#F06060", "Seeing oneself from outside")
    );
    let talk = study.find_document("talk").unwrap();
    assert_eq!(
        study.memo(MemoTarget::Document(talk.id)),
        Some("A synthetic talk")
    );
    let memos: Vec<(&str, &str)> = study
        .memos()
        .filter_map(|(on, memo)| match on {
            MemoTarget::Quote(QuoteAt { document, span }) => {
                Some((span.text(&study.document(document).unwrap().text), memo))
            }
            _ => None,
        })
        .collect();
    assert_eq!(
        memos,
        [
            ("Hvordan gik det?", "An open question"),
            ("på mig selv 👩‍👧 udefra", "Turning point")
        ]
    );
    let own = study.memo(MemoTarget::Study).unwrap();
    for said in [
        "What works for whom?",
        "Mentor 1: Worked there for years",
        "Day one 2026-03-01 09:30:00: It begins",
    ] {
        assert!(own.contains(said), "{own}");
    }
    assert_eq!(
        study.find_informant("Mentor 1").unwrap().body.attributes["age"],
        "30-39"
    );
    assert_eq!(
        study.find_document("notes").unwrap().text.as_ref(),
        "First line.\nSecond line, trust.\n"
    );
    let losses = &incoming.report.losses;
    for (what, count) in [
        ("picture", 1),
        ("coded area of a picture", 1),
        ("passage of a case", 1),
        ("mark of importance", 1),
        (
            "quote whose words stand elsewhere in its text, or nowhere",
            1,
        ),
        ("coding of a source that is gone", 1),
    ] {
        assert_eq!(losses.count(what), count, "{what}: {}", losses.summary());
    }
}

#[test]
fn a_project_of_taguette_comes_in_at_the_words_of_its_highlights() {
    let (desk, incoming) = with("taguette.sqlite3");
    let study = &desk.study;
    assert_eq!(
        (
            incoming.report.origin.as_str(),
            incoming.report.counting.to_string().as_str()
        ),
        ("Taguette", "UTF-8 bytes")
    );
    assert_eq!(
        codings(study),
        [
            coded_as("Outcome", "Nej\ttak", "ann"),
            coded_as("Outcome", "Så blev det bedre.", "ann"),
            coded_as("Reflection", "Så blev det bedre.", "ann"),
            coded_as("Reflection", "pludselig på mig selv 👩‍👧 udefra", "ann"),
        ]
    );
    let talk = study.find_document("01-mentor-1").unwrap();
    assert!(
        talk.text
            .starts_with("Interviewer: Hvordan gik det?\n\nMentor 1: Jeg så pludselig på mig selv 👩‍👧 udefra & blev klogere.\n\n")
    );
    assert_eq!(talk.body.speakers.len(), 2);
    assert_eq!(
        study.memo(MemoTarget::Document(talk.id)),
        Some("A synthetic talk")
    );
    assert_eq!(
        study.find_code("Reflection").unwrap().body.definition.en,
        "Seeing oneself from outside"
    );
    assert_eq!(incoming.report.losses.count("highlight without a tag"), 1);
}

#[test]
fn twice_is_once_and_one_undo_takes_it_back() {
    for name in ["qualcoder.qda.zip", "taguette.sqlite3"] {
        let (mut desk, _) = with(name);
        let once = visible(&desk.study);
        let again = read(name, &desk.study);
        desk.when(again.command).unwrap();
        assert_eq!(visible(&desk.study), once, "{name}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.virk");
        let mut session =
            virk::log::Session::create(&path, crate::support::author("cy"), start()).unwrap();
        let empty = visible(session.study());
        let command = read(name, session.study()).command;
        session.perform(command).unwrap();
        assert_ne!(visible(session.study()), empty);
        session.undo().unwrap();
        assert_eq!(visible(session.study()), empty, "{name}");
    }
}

#[test]
fn what_tells_who_somebody_is_is_refused_or_replaced_with_its_places() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data.qda");
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch(
        "CREATE TABLE source (id integer primary key, name text, fulltext text, memo text);
         CREATE TABLE code_name (cid integer primary key, name text);
         CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, memo text);
         INSERT INTO source VALUES (1, 'talk', 'I: Hvem?\n\nM: Ring 20304050 til Anna Holm, så går det.\n', '');
         INSERT INTO code_name VALUES (1, 'Trust');
         INSERT INTO code_text VALUES (1, 1, 1, 'så går det', 42, 52, 'ann', 'Anna Holm smiler');",
    )
    .unwrap();
    drop(file);
    let mut desk = Desk::given([start()]);
    let refused =
        other_programs::open(&path, &desk.study, &PersonalDataPolicy::Refuse).unwrap_err();
    assert!(
        refused.what.contains("phone number in line 3") && !refused.what.contains("20304050"),
        "{}",
        refused.what
    );
    let key = folder.path().join("key.csv");
    std::fs::write(&key, "name,pseudonym\nAnna Holm,Mentor 7\n").unwrap();
    let table = std::sync::Arc::new(std::sync::Mutex::new(Pseudonyms::open(&key).unwrap()));
    let incoming =
        other_programs::open(&path, &desk.study, &PersonalDataPolicy::Replace(table)).unwrap();
    desk.when(incoming.command).unwrap();
    assert_eq!(
        codings(&desk.study),
        [coded_as("Trust", "så går det", "ann")]
    );
    let memos: String = desk.study.memos().map(|(_, memo)| memo).collect();
    let seen = format!(
        "{}{memos}{}",
        desk.study.documents().next().unwrap().text,
        visible(&desk.study)
    );
    assert!(
        memos == "Mentor 7 smiler"
            && seen.contains("Mentor 7")
            && !seen.contains("Anna Holm")
            && !seen.contains("20304050"),
        "{seen}"
    );
}

#[test]
fn databases_that_are_none_of_these_and_hostile_ones_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |sql: &str| {
        let path = folder.path().join("x.sqlite3");
        let _ = std::fs::remove_file(&path);
        rusqlite::Connection::open(&path)
            .unwrap()
            .execute_batch(sql)
            .unwrap();
        other_programs::open(&path, &Study::default(), &PersonalDataPolicy::Refuse)
            .unwrap_err()
            .what
    };
    assert!(refused("CREATE TABLE a (b)").contains("no project of QualCoder"));
    // A view in the place of a table could be a program that never ends.
    let view = "CREATE TABLE source (id); CREATE TABLE code_name (cid);
        CREATE VIEW code_text AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS ctid FROM n;";
    assert!(refused(view).contains("no project of QualCoder"));
    let several =
        "CREATE TABLE documents (id); CREATE TABLE highlights (id); CREATE TABLE tags (id); CREATE TABLE highlight_tags (tag_id);
        CREATE TABLE projects (id, name); INSERT INTO projects VALUES (1, 'A'), (2, 'B');";
    assert!(refused(several).contains("several projects: A, B"));
    // Nothing is written, not even beside it.
    let entries = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(entries, 1);
}

#[test]
fn a_code_list_adds_what_is_not_there_and_nothing_twice() {
    let mut desk = Desk::given([start(), codes()]);
    let before = desk.study.codes().count();
    let text = "Reflection > Task reflection\nReflection > Social reflection ; #56B4E9 ; Seeing others\nContext\n  Labour market\n";
    let file = TextFile::from_bytes("codes.txt", "codes.txt".into(), text.as_bytes()).unwrap();
    for _ in 0..2 {
        let codes = code_list::parse_code_list(&file, &desk.study).unwrap();
        desk.when(virk::study::Command::AddCodes { codes }).unwrap();
        assert_eq!(desk.study.codes().count(), before + 3);
    }
    let social = desk.study.find_code("Social reflection").unwrap();
    assert_eq!(
        desk.study.code_name(social.body.parent.unwrap()),
        "Reflection"
    );
    assert_eq!(
        (
            social.body.colour.as_str(),
            social.body.definition.en.as_str()
        ),
        ("#56B4E9", "Seeing others")
    );
    assert_eq!(
        desk.study.find_code("Labour market").unwrap().body.kind,
        CodeKind::Context
    );
}

fn talk() -> Desk {
    Desk::given([start(), codes(), transcript("talk", TALK)])
}

fn table(text: &str) -> TextFile {
    TextFile::from_bytes("c.csv", "c.csv".into(), text.as_bytes()).unwrap()
}

#[test]
fn a_table_of_codings_comes_in_by_place_or_by_words() {
    let mut desk = talk();
    let start = TALK.chars().count() - "Så blev det bedre.".chars().count();
    let text = format!(
        "\u{feff}Document;Start;End;Words;Code;Coder;Time;Memo\ntalk;{start};{};Så blev det;m_refl;bo;2026-03-01 09:30;Om a;b\n\ntalk;;;a\u{30a}rligt talt 👩‍👧 hårdt;Personal development;;;\n",
        start + 11
    )
    .replace("Om a;b", "\"Om a;b\"");
    assert!(
        coding_table::is_coding_table(&table(&text))
            && !coding_table::is_coding_table(&table("a;b\n1;2\n"))
    );
    for _ in 0..2 {
        let command = coding_table::read_codings(&table(&text), &desk.study).unwrap();
        desk.when(command).unwrap();
        assert_eq!(
            codings(&desk.study),
            [
                coded_as("Personal development", "a\u{30a}rligt talt 👩‍👧 hårdt", "ann"),
                coded_as("Reflection", "Så blev det", "bo")
            ]
        );
    }
    assert!(desk.study.memos().any(|(_, memo)| memo == "Om a;b"));
    // What virk writes it reads, into a study that has the same documents and codes.
    let written = TableFormat::Csv
        .write(
            &virk::export::codings::codings(PrivacyFilter::internal(&desk.study)),
            TableWriteOptions::default(),
        )
        .unwrap();
    let mut other = talk();
    let file = TextFile::from_bytes("codings.csv", "codings.csv".into(), &written.bytes).unwrap();
    let command = coding_table::read_codings(&file, &other.study).unwrap();
    other.when(command).unwrap();
    assert_eq!(codings(&other.study), codings(&desk.study));
}

#[test]
fn every_mistake_in_a_table_of_codings_is_told_by_its_line() {
    let desk = talk();
    let text = "document,start,end,words,code\ntalk,0,11,Interviewer,m_refl\ntalk,0,11,Mentor,m_refl\nother,0,3,,m_refl\ntalk,,,nobody says this,m_refl\ntalk,5,9999,,m_refl\ntalk,0,11,,Hope\ntalk,x,y,,m_refl\n";
    let refused = coding_table::read_codings(&table(text), &desk.study).unwrap_err();
    for told in [
        "c.csv has 6 mistakes",
        "line 3: “Mentor” does not stand at 0–11 of `talk`",
        "line 4: no document starts with `other`",
        "line 5: “nobody says this” stands nowhere in `talk`",
        "line 6: 5–9999 lies outside `talk`",
        "line 7: no code starts with `Hope`",
        "line 8: `x`–`y` is no place",
    ] {
        assert!(refused.what.contains(told), "{told}\n{}", refused.what);
    }
    assert!(
        coding_table::read_codings(&table("a,b\n"), &desk.study)
            .unwrap_err()
            .hint
            .contains("document;start;end;code")
    );
    assert!(
        coding_table::read_codings(&table("document,words,code\n"), &desk.study)
            .unwrap_err()
            .what
            .contains("holds no coding")
    );
}
