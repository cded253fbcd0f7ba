//! The evidence matrix: reading, sorting, exporting.

use super::studied::studied;
use virk::export::privacy::Privacy;
use virk::tui::app::TerminalCommand;
use virk::tui::colour::ColourDepth;
use virk::tui::key::MouseKind;

#[test]
fn matrix_at_80x24() {
    insta::assert_snapshot!(studied(ColourDepth::True).press("F5").snapshot());
}

#[test]
fn matrix_at_200x60() {
    insta::assert_snapshot!(
        studied(ColourDepth::None)
            .sized(200, 60)
            .press("F5")
            .snapshot()
    );
}

#[test]
fn a_row_opens_its_evidence_and_one_comes_back_to_it() {
    let screen = studied(ColourDepth::True)
        .press("F5 j")
        .sees("link 2 of 2")
        .press("Enter")
        .sees("LINK ◆ Relationship ──► ▲ Development");
    screen
        .press("q")
        .sees("Evidence matrix")
        .sees("link 2 of 2")
        .sees("untested: Relationship has no indicator");
}

#[test]
fn it_is_sorted_by_a_column_and_backwards_by_the_same_again() {
    let first = |screen: &super::screen::Screen| screen.text().lines().nth(3).unwrap().to_owned();
    let screen = studied(ColourDepth::True)
        .press("F5 s")
        .sees("Sort the links by")
        .press("l")
        .says("Sorted by link");
    assert!(first(&screen).contains("Reflection"));
    let screen = screen
        .press("s l")
        .says("Sorted by link, backwards")
        .sees("Link ▴");
    assert!(first(&screen).contains("Relationship"));
    assert!(first(&screen.mouse(MouseKind::Press, "Plan p")).contains("Reflection"));
}

#[test]
fn every_table_is_taken_away_from_anywhere() {
    let screen = studied(ColourDepth::True)
        .press("g x")
        .sees("Export to a file")
        .sees("Every informant")
        .press("i c");
    let path = screen.folder().join("study-informants.csv");
    let screen = screen.sees("study-informants.csv").press("Enter");
    let _screen = screen.says(&format!("Wrote 2 informants to {}", path.display()));
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .starts_with("Informant,Role,Department,")
    );
}

#[test]
fn the_whole_study_is_taken_away_in_the_form_that_others_take() {
    let mut screen = studied(ColourDepth::True);
    for (key, about, suffix) in [
        ("a", "DB Browser", "tables.sqlite"),
        ("l", "One record", "log.jsonl"),
        ("p", "NVivo", "project.qdpx"),
        ("r", "Public archive", "archive.zip"),
    ] {
        screen = screen
            .press("g x")
            .sees(about)
            .press(key)
            .sees(suffix)
            .press("Enter");
        assert!(
            screen.folder().join(format!("study-{suffix}")).exists(),
            "{key}\n{}",
            screen.text()
        );
    }
}

#[test]
fn it_is_written_into_a_file_and_never_over_one_without_asking() {
    let screen = studied(ColourDepth::True)
        .press("F5 e")
        .sees("Export the evidence matrix as")
        .press("c")
        .sees("study-matrix.csv")
        .press("Enter");
    let path = screen.folder().join("study-matrix.csv");
    let screen = screen.says(&format!("Wrote 2 links to {}", path.display()));
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .starts_with("From,From kind,Relation,To,")
    );
    std::fs::write(&path, "mine").unwrap();
    let screen = screen.press("e c Enter").says(&format!(
        "{} already exists: Enter again replaces it, or give another name",
        path.display()
    ));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    let screen = screen
        .press("Enter")
        .says(&format!("Wrote 2 links to {}", path.display()));
    assert_ne!(std::fs::read_to_string(&path).unwrap(), "mine");
    let screen = screen
        .press("e a Ctrl-u")
        .types("/nowhere/at/all.html")
        .press("Enter")
        .sees("cannot write /nowhere/at/all.html");
    screen
        .press("Ctrl-u Enter")
        .says("no file is named. Type a name, or Esc cancels");
}

#[test]
fn what_leaves_the_screen_is_for_its_readers() {
    let mut screen = studied(ColourDepth::True).read_by(Privacy::Public);
    for (key, what) in [
        ("a", "the database"),
        ("l", "the log"),
        ("p", "the project"),
        ("s", "the syntax"),
    ] {
        screen = screen
            .press("g x")
            .sees("Export to a file")
            .press(key)
            .sees(what)
            .sees("only for people who");
    }
    // Tables go through the shield.
    let screen = screen
        .press("g x i c Enter")
        .says("there is no informant to write yet. Nothing was written");
    let screen = screen.press("g x q j");
    let quotes = screen.folder().join("study-quotes.json");
    let screen = screen.press("Enter");
    assert!(
        !quotes.exists()
            || !std::fs::read_to_string(&quotes)
                .unwrap()
                .contains("Mentor 1"),
        "{}",
        screen.text()
    );
    let screen = screen
        .press("Esc Esc F5 e c Enter")
        .sees("Wrote 2 links to");
    let matrix = std::fs::read_to_string(screen.folder().join("study-matrix.csv")).unwrap();
    assert!(
        !matrix.contains("Mentor 1") && matrix.contains("[withheld]"),
        "{matrix}"
    );
    // So does what goes to the clipboard, which knows no shield.
    let screen = screen
        .press("F3")
        .types("saw")
        .press("Esc v y")
        .sees("the clipboard")
        .sees("only for people who");
    assert!(
        !screen
            .wishes
            .iter()
            .any(|wish| matches!(wish, TerminalCommand::Copy(_)))
    );
    let screen = screen.read_by(Privacy::Internal).press("y");
    assert!(
        screen
            .wishes
            .iter()
            .any(|wish| matches!(wish, TerminalCommand::Copy(_)))
    );
}
