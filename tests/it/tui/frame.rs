//! What stands on the screen, text and looks.

use super::screen::Screen;
use virk::tui::app::TerminalCommand;
use virk::tui::colour::ColourDepth;

const TALK: &str = "I: What happened at the first meeting?\n\nMentor: It was the three of us, and she had sat completely still. Then she said one sentence, and we all wrote it down. From there she began to think about what she could do.\n\nI: And then?\n\nMentor: \u{1b}[31mNothing\u{7} at first. 日本 👩‍👧 e\u{301}.\n\nI: Thank you.";

fn coded(depth: ColourDepth) -> Screen {
    let screen = Screen::on(
        &[("Mentor 1", TALK), ("Mentor 2", "M: Yes.\n\nM: No.")],
        depth,
    );
    screen
        .press("Enter J s s a m r a u d e")
        .types("A sentence all three wrote down")
        .press("Enter")
        .press("Esc w w v w w a c d v Esc")
}

#[test]
fn documents_at_80x24() {
    insta::assert_snapshot!(coded(ColourDepth::True).press("q").snapshot());
}

#[test]
fn an_empty_study_says_what_to_do() {
    Screen::on(&[], ColourDepth::True)
        .sees("This study has no documents yet.")
        .sees("import interviews/*.txt")
        .sees("virk demo")
        .press("Enter");
}

#[test]
fn transcript_at_80x24() {
    insta::assert_snapshot!(coded(ColourDepth::True).snapshot());
}

#[test]
fn transcript_at_200x60() {
    insta::assert_snapshot!(coded(ColourDepth::True).sized(200, 60).snapshot());
}

#[test]
fn transcript_without_colour() {
    insta::assert_snapshot!(coded(ColourDepth::None).sized(100, 30).snapshot());
}

#[test]
fn picker_at_80x24() {
    insta::assert_snapshot!(
        coded(ColourDepth::Sixteen)
            .press("Space")
            .types("re")
            .snapshot()
    );
}

#[test]
fn help_is_searched_and_done() {
    let screen = Screen::on(&[("Mentor 1", TALK)], ColourDepth::True)
        .press("Enter ?")
        .sees("Keyboard shortcuts");
    screen
        .types("find words")
        .sees("Find words in this document")
        .press("Enter")
        .sees("Find in this document");
}

#[test]
fn the_palette_finds_actions_by_name() {
    let screen = Screen::on(&[("Mentor 1", TALK)], ColourDepth::True)
        .press("Ctrl-p")
        .types("next doc")
        .sees("Go to the next document");
    screen
        .types(" qqq")
        .sees("No matches; type something else")
        .press("Esc")
        .sees_not("Nothing matches");
}

#[test]
fn too_small_a_screen_is_refused_politely() {
    Screen::with(TALK)
        .sized(39, 9)
        .sees("virk needs 40 × 10 cells")
        .press("j a m r")
        .sized(80, 24)
        .sees("Mentor");
}

#[test]
fn a_project_of_another_program_is_imported_and_taken_back() {
    let fixture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/import/projects/taguette.sqlite3"
    );
    let screen = Screen::on(&[], ColourDepth::None)
        .press("i")
        .types(fixture)
        .press("Enter")
        .sees("What would be imported")
        .press("Enter")
        .sees("01-mentor-1");
    screen.press("u").sees("This study has no documents yet");
}

#[test]
fn what_a_list_has_no_room_for_is_told_in_full() {
    let screen = Screen::on(&[("Talk", TALK)], ColourDepth::True)
        .press("?")
        .types("letter at every")
        .sees("in sight; its ke…");
    screen.sees("sentence in sight; its key selects it");
}

#[test]
fn the_first_screen_is_not_left_by_one_key() {
    let quits = |screen: &Screen| screen.wishes.contains(&TerminalCommand::Quit);
    let screen = Screen::on(&[("Mentor 1", TALK)], ColourDepth::True)
        .sees("q quit")
        .press("q")
        .says("Press it again to quit virk, or Ctrl-q; everything is saved");
    assert!(!quits(&screen));
    let screen = screen.press("j q");
    assert!(!quits(&screen), "another key was between");
    let screen = screen.press("q");
    assert!(quits(&screen));
}

#[test]
fn ctrl_c_copies_a_selection_and_quits_only_when_asked_twice() {
    let screen = Screen::on(&[("Mentor 1", TALK)], ColourDepth::True).press("Enter s Ctrl-c");
    assert!(matches!(
        screen.wishes.last(),
        Some(TerminalCommand::Copy(_))
    ));
    let screen = screen
        .press("Esc Ctrl-c")
        .says("Press it again to quit virk, or Ctrl-q; everything is saved")
        .press("Ctrl-c");
    assert!(screen.wishes.contains(&TerminalCommand::Quit));
}
