//! Importing from the screen: seen first, then one change; and corrected versions.

use super::screen::Screen;
use std::sync::mpsc;
use virk::study::Refusal;
use virk::tui::colour::ColourDepth;
use virk::tui::import_preview::ImportJob;
use virk::tui::key::Input;

fn talks(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    files
        .iter()
        .for_each(|(name, words)| std::fs::write(folder.path().join(name), words).unwrap());
    folder
}

#[test]
fn a_folder_of_transcripts_is_seen_and_then_imported_as_one_undo() {
    let folder = talks(&[
        ("a.txt", "I: Hvad?\nM: Ja.\nI: Og?\nM: Nej."),
        ("b.txt", "I: Så?\nM: Jo.\nI: Godt.\nM: Tak."),
    ]);
    let screen = Screen::on(&[], ColourDepth::True)
        .press("i")
        .types("nowhere.txt")
        .press("Enter")
        .sees("nowhere.txt")
        .sees("Import");
    let screen = screen
        .sees("Enter read")
        .press("Esc")
        .says("Not saved yet: Enter to read, Esc again discards what was typed");
    let screen = screen
        .press("Ctrl-u")
        .types(folder.path().to_str().unwrap())
        .press("Enter");
    let screen = screen
        .sees("What would be imported")
        .sees("Enter import")
        .sees("a.txt")
        .sees("M · informant · 2 turns");
    assert_eq!(
        screen.study().documents().count(),
        0,
        "nothing has changed yet"
    );
    let screen = screen.press("Enter").sees("document 1 of 2");
    let screen = screen
        .press("M")
        .sees("Messages")
        .sees("nowhere.txt")
        .press("Esc u")
        .sees("This study has no documents yet.");
    // Twice is said, and Esc leaves everything as it was.
    let screen = screen
        .press("U i")
        .types(folder.path().to_str().unwrap())
        .press("Enter")
        .sees("already in the study, as `a`");
    let screen = screen
        .sees("There is nothing new to import")
        .sees_not("Enter import");
    let screen = screen
        .press("Enter")
        .sees("There is nothing to import")
        .press("Esc")
        .sees("Nothing was imported");
    assert_eq!(screen.study().documents().count(), 2);
}

/// A name is an informant, an interviewer or nobody who speaks, as `Tab` has it, and it is so that
/// it comes in.
#[test]
fn who_speaks_is_put_right_before_anything_comes_in() {
    let folder = talks(&[(
        "a.txt",
        "Anna: So.\nBo: Yes.\nAnna: Oh.\nBo: No.\nNote: it rained.",
    )]);
    let path = folder.path().join("a.txt");
    let screen = Screen::on(&[], ColourDepth::True)
        .press("i")
        .types(path.to_str().unwrap())
        .press("Enter");
    let screen = screen
        .sees("nobody was recognised as the interviewer")
        .sees("Anna · informant · 2 turns, 2 words");
    let screen = screen
        .sees("Tab interviewer")
        .press("Tab")
        .sees("Anna · interviewer · 2 turns")
        .sees("Tab not a speaker");
    let screen = screen
        .press("Down Down")
        .sees("Tab informant")
        .press("Tab")
        .sees("Note · informant · 1 turn, 2 words");
    let screen = screen
        .press("Down Tab Tab Up")
        .sees("Note · not a speaker")
        .press("Enter")
        .sees("document 1 of 1");
    let document = screen.study().documents().next().unwrap();
    let who: Vec<_> = document
        .body
        .speakers
        .iter()
        .map(|one| (one.label.as_str(), one.informant.is_some()))
        .collect();
    assert_eq!(who, [("Anna", false), ("Bo", true)]);
}

#[test]
fn names_that_are_watched_for_are_refused_and_nothing_comes_in() {
    let folder = talks(&[
        ("a.txt", "I: Hvad?\nM: Ja, Anna Holm."),
        ("b.txt", "I: Så?\nM: Jo."),
    ]);
    let screen = Screen::on(&[], ColourDepth::True)
        .press("i")
        .types(folder.path().to_str().unwrap())
        .press("Tab")
        .types("Bo, Anna Holm");
    let screen = screen
        .press("Enter")
        .sees("name in line 2")
        .sees("b.txt")
        .sees("Nothing can be imported")
        .sees("1 of 2 files cannot be imported, so none is");
    let screen = screen
        .sees_not("Enter import")
        .press("Enter")
        .sees("There is nothing to import");
    assert_eq!(screen.study().documents().count(), 0);
    let table = folder.path().join("key.csv");
    // What was written is still there, to be mended.
    let screen = screen
        .press("Esc")
        .sees("Enter read")
        .sees("Bo, Anna Holm")
        .press("Tab Ctrl-u")
        .types("Anna Holm")
        .press("Tab");
    let screen = screen
        .types(table.to_str().unwrap())
        .press("Enter")
        .sees("replaced by pseudonyms")
        .press("Enter");
    assert_eq!(screen.study().documents().count(), 2);
    assert!(
        screen
            .study()
            .documents()
            .all(|document| !document.text.contains("Anna"))
    );
    assert!(
        std::fs::read_to_string(table)
            .unwrap()
            .contains("Anna Holm,[name 1]")
    );
}

#[test]
fn a_corrected_version_is_put_in_place_and_its_orphans_are_found() {
    let talk = "I: What did it do?\n\nMentor 1: She saw herself from outside. Then it was summer.";
    let screen = Screen::on(&[("Talk", talk)], ColourDepth::True);
    let (document, reflection) = (screen.document(), screen.code("Reflection"));
    let mut session = screen.neighbour_as_anna();
    for words in ["She saw herself from outside.", "Then it was summer."] {
        let at = talk.find(words).unwrap();
        let span = virk::text::Span::of(at, at + words.len());
        session
            .perform(virk::study::Command::Apply {
                document,
                span,
                codes: vec![reflection],
            })
            .unwrap();
    }
    let folder = talks(&[(
        "new.txt",
        &talk
            .replace("from outside", "from the outside")
            .replace("Then it was summer.", "Spring came."),
    )]);
    let path = folder.path().join("new.txt");
    let screen = screen
        .give(Input::Focus)
        .press("R")
        .types(path.to_str().unwrap())
        .press("Enter");
    let screen = screen
        .sees("to review:")
        .sees("orphan:")
        .press("Enter")
        .sees("1 orphan");
    let screen = screen
        .press("o")
        .sees("Then it was summer.")
        .press("Esc Enter");
    let screen = screen
        .press("G O")
        .sees("Which orphan belongs to these words?")
        .press("Enter");
    assert_eq!(screen.study().orphans().len(), 0);
    let screen = screen
        .press("q o Enter k")
        .sees_not("A quote whose words changed");
    assert_eq!(screen.study().changed_quotes().count(), 0);
    let screen = screen.press("u u u");
    assert_eq!(screen.study().codings().count(), 2);
    assert_eq!(&*screen.study().documents().next().unwrap().text, talk);
}

#[test]
fn an_errand_that_is_stopped_ends_and_brings_nothing() {
    let (ended, end) = mpsc::channel();
    let screen = Screen::on(&[], ColourDepth::True);
    let bringing = &screen.app.context.jobs.of::<ImportJob>();
    let (begins, begun) = mpsc::channel();
    bringing.start((), move |watch| {
        begins.send(()).unwrap();
        while watch.report(1, 2, "file").is_ok() {}
        ended.send(()).unwrap();
        Some(Err(Refusal::new("too late", "")))
    });
    begun.recv().unwrap();
    bringing.cancel();
    end.recv().unwrap();
    bringing.wait_until_idle();
    assert!(bringing.answer(&()).is_none());
}

/// A survey is read and shown column by column; what identifies somebody can be left outside.
#[test]
fn a_survey_is_seen_column_by_column_and_then_imported_as_one_undo() {
    let path = std::path::absolute("tests/fixtures/surveys/personal.csv").unwrap();
    let screen = Screen::on(&[], ColourDepth::True).press("F6");
    let screen = screen
        .press("I")
        .types("nowhere.csv")
        .press("Enter")
        .sees("there is no file")
        .press("Ctrl-u");
    let screen = screen
        .types(path.to_str().unwrap())
        .press("Enter")
        .sees("What would be imported");
    let screen = screen
        .sees("3 columns may identify somebody")
        .sees("Tab leave out")
        .press("Tab")
        .sees("name · left out");
    let screen = screen
        .sees("2 columns may identify")
        .sees("Tab import")
        .press("Down Tab Down Tab")
        .press("Enter");
    let names: Vec<String> = screen
        .study()
        .datasets()
        .next()
        .unwrap()
        .body
        .variables
        .iter()
        .map(|variable| variable.name.clone())
        .collect();
    assert_eq!(names, ["sat"]);
    assert_eq!(screen.press("u").study().datasets().count(), 0);
}
