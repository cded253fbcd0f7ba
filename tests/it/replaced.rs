//! Another file where a study is open: said at once, and nothing acknowledged is lost.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;
use virk::log::{Author, Session};
use virk::study::{Command, event::MemoTarget};

fn author(writer: u128) -> Author {
    Author {
        writer: Uuid::from_u128(writer),
        coder: Arc::from("anna"),
    }
}

fn study(path: &Path) -> Session {
    let start = Command::StartStudy {
        title: "A synthetic study".into(),
        language: "en".into(),
        alpha: 0.05,
    };
    Session::create(path, author(1), start).unwrap()
}

fn memo(session: &mut Session, text: &str) -> Result<String, virk::study::Refusal> {
    session.perform(Command::SetMemo {
        on: MemoTarget::Study,
        text: text.into(),
    })
}

#[test]
fn an_older_file_under_an_open_study_is_told_and_what_it_lacks_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.virk");
    let mut session = study(&path);
    let older = fs::read(&path).unwrap();
    memo(&mut session, "Acknowledged").unwrap();
    // As a synchroniser does.
    fs::write(folder.path().join("draft"), older).unwrap();
    fs::rename(folder.path().join("draft"), &path).unwrap();
    let told = session.refresh().unwrap_err();
    assert!(told.what.contains("another file was put"), "{told:?}");
    assert!(told.hint.contains("study-rescued.virk"), "{told:?}");
    let refused = memo(&mut session, "Lost?").unwrap_err();
    assert_eq!(refused.what, told.what);
    let rescued = Session::open(&folder.path().join("study-rescued.virk"), author(2)).unwrap();
    assert_eq!(rescued.study().revision(), session.study().revision());
    assert!(rescued.store().verify().unwrap().is_empty());
    // Said once more, saved once.
    assert!(session.refresh().is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_file_with_everything_in_its_place_needs_no_copy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.virk");
    let mut session = study(&path);
    memo(&mut session, "Acknowledged").unwrap();
    fs::copy(&path, folder.path().join("draft")).unwrap();
    fs::rename(folder.path().join("draft"), &path).unwrap();
    let told = memo(&mut session, "Next").unwrap_err();
    assert!(told.hint.contains("It holds everything"), "{told:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_study_that_was_deleted_while_open_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("study.virk");
    let mut session = study(&path);
    memo(&mut session, "Acknowledged").unwrap();
    fs::remove_file(&path).unwrap();
    let told = memo(&mut session, "Next").unwrap_err();
    assert!(told.what.contains("moved or deleted"), "{told:?}");
    let rescued = Session::open(&folder.path().join("study-rescued.virk"), author(2)).unwrap();
    assert_eq!(rescued.study().revision(), session.study().revision());
}
