//! The codebook: the tree, and what is done to codes.

use super::screen::Screen;
use virk::study::Study;
use virk::study::event::MemoTarget;
use virk::tui::colour::ColourDepth;
use virk::tui::key::MouseKind;
use virk::tui::route::ViewKind;

const TALK: &str =
    "I: Hvad så?\nM: #[Jeg så pludselig på mig selv|]# udefra. Og så voksede jeg.\nI: Ja.";

/// A transcript in which two sentences are under Reflection and one under Development.
fn coded() -> Screen {
    Screen::with(TALK)
        .press("a m r Esc s s a m r Esc Space")
        .types("de")
        .press("Enter F9")
}

/// How many codings a code has.
fn count(study: &Study, name: &str) -> usize {
    study
        .codings()
        .filter(|coding| study.code_name(coding.code) == name)
        .count()
}

#[test]
fn the_codebook_at_80x24() {
    insta::assert_snapshot!(coded().press("j j").snapshot());
}

#[test]
fn the_codebook_at_120x40() {
    insta::assert_snapshot!(
        Screen::sample(ColourDepth::None)
            .sized(120, 40)
            .press("g b j j j j")
            .text()
    );
}

#[test]
fn a_code_is_made_renamed_defined_retagged_and_moved_each_with_a_reason() {
    let screen = coded()
        .press("n")
        .types("Being seen")
        .press("Tab")
        .types("Somebody notices")
        .press("Enter m");
    let screen = screen
        .says("Added the code Being seen")
        .sees("Somebody notices");
    let screen = screen
        .press("r Ctrl-u")
        .types("Being met")
        .press("Tab")
        .types("wider")
        .press("Enter");
    let screen = screen.says("Renamed the code Being seen to Being met: wider");
    let screen = screen
        .press("t")
        .sees("Taken: De Di")
        .press("Ctrl-u")
        .types("de")
        .press("Enter")
        .sees("taken by Development");
    let screen = screen
        .press("Ctrl-u")
        .types("Q7")
        .press("Enter")
        .says("Gave the code Being met the letters Q7");
    let screen = screen
        .press("m")
        .types("reflection")
        .press("Enter Enter")
        .says("Moved the code Being met under Reflection");
    let screen = screen
        .press("e Tab")
        .types("when it is said")
        .press("Enter")
        .says("Changed the code Being met")
        .sees("Include: when it is said");
    let screen = screen
        .press("w")
        .types("look again")
        .press("Enter")
        .says("Memo written")
        .sees("Memo: look again");
    let screen = screen
        .press("K o Enter")
        .says("Made the code Being met of the kind output");
    let screen = screen
        .press("x")
        .sees("Nothing is coded with it")
        .types("not needed")
        .press("Enter");
    let screen = screen
        .says("Retired Being met; its codings are hidden")
        .press("u u u u u u u");
    let made = screen.study().find_code("Being seen").unwrap();
    assert_eq!(
        (
            made.body.parent,
            made.body.tag.as_str(),
            made.body.kind.name()
        ),
        (None, "Be", "mechanism")
    );
    assert!(screen.press("u").study().find_code("Being seen").is_err());
}

#[test]
fn a_colour_is_chosen_among_those_everybody_can_tell_apart() {
    let screen = coded()
        .press("c")
        .sees("Contrast")
        .sees("orange")
        .types("deep green")
        .sees("No code has it yet")
        .press("Enter Enter");
    let screen = screen.says("Recoloured the code Tool");
    assert_eq!(
        screen.study().find_code("Tool").unwrap().body.colour,
        "#005E45"
    );
    let screen = screen
        .press("c")
        .types("#12AB9F")
        .press("Enter Enter")
        .says("Recoloured the code Tool");
    screen
        .press("c")
        .types("beige")
        .press("Enter Enter")
        .sees("is not a colour")
        .press("Esc Esc u u")
        .says("Undone: Recoloured the code Tool");
}

#[test]
fn a_code_is_merged_into_another_by_one_undo() {
    let screen = coded()
        .press("j j M")
        .sees("Merge Reflection into which code?")
        .types("de")
        .press("Enter");
    let screen = screen
        .sees("Development takes over its codings")
        .press("Enter")
        .sees("needs a reason")
        .types("one thing")
        .press("Enter");
    let screen = screen
        .says("Merged Reflection into Development: 2 codings; 1 was there already")
        .sees("Development");
    assert_eq!(
        (
            count(screen.study(), "Development"),
            screen.study().codes().count()
        ),
        (2, 5)
    );
    let screen = screen.press("u");
    assert_eq!(
        (
            count(screen.study(), "Development"),
            count(screen.study(), "Reflection")
        ),
        (1, 2)
    );
}

#[test]
fn several_marked_codes_become_one_and_come_back_by_one_undo() {
    let screen = coded()
        .press("j j")
        .sees("Reflection")
        .press("Space")
        .says("1 marked: M merges, x retires them, Esc clears the marks");
    let screen = screen
        .press("/")
        .types("tool")
        .press("Enter Space")
        .says("2 marked: M merges, x retires them, Esc clears the marks")
        .sees("code 2 of 6, 2 marked");
    let screen = screen
        .press("M")
        .sees("Merge 2 codes: which one is kept?")
        .types("de")
        .press("Enter");
    let screen = screen
        .sees("Merge Tool, Reflection into Development")
        .types("one thing")
        .press("Enter");
    let screen =
        screen.says("Merged Tool + Reflection into Development: 2 codings; 1 was there already");
    assert_eq!(
        (
            count(screen.study(), "Development"),
            screen.study().codes().count()
        ),
        (2, 4)
    );
    // Nothing is marked any more: the next merge is of the code one stands on.
    let screen = screen
        .press("M")
        .sees("Merge Development into which code?")
        .press("Esc u");
    assert_eq!(
        (
            count(screen.study(), "Reflection"),
            screen.study().codes().count()
        ),
        (2, 6)
    );
}

#[test]
fn the_code_that_is_kept_may_be_one_of_the_marked_and_esc_marks_none() {
    let screen = coded()
        .press("j j v /")
        .types("de")
        .press("Enter v M")
        .sees("Merge 2 codes")
        .press("Enter");
    let screen = screen
        .types("one thing")
        .press("Enter")
        .says("Merged Development into Reflection: 1 coding; 1 was there already")
        .press("u v Esc")
        .says("No code is marked");
    assert!(
        !screen
            .press("j")
            .sees("code ")
            .snapshot()
            .contains("marked")
    );
}

#[test]
fn several_marked_codes_are_retired_with_one_reason_by_one_undo() {
    let screen = coded()
        .press("n")
        .types("Being met")
        .press("Enter m N")
        .types("Being heard")
        .press("Enter m");
    // The lower one leaves with the upper one, though a code that others stand under stays.
    let screen = screen
        .press("Space /")
        .types("being met")
        .press("Enter Space x")
        .sees("Retire 2 codes: Being met, Being heard");
    let screen = screen
        .types("never used")
        .press("Enter")
        .says("Retired 2 codes; their codings are hidden");
    assert_eq!(screen.study().codes().count(), 6);
    let screen = screen.press("u");
    assert!(
        screen.study().find_code("Being heard").unwrap().body.parent
            == Some(screen.code("Being met"))
    );
}

#[test]
fn a_code_is_split_by_reading_its_quotes_and_leaving_early_keeps_what_was_decided() {
    let screen = coded()
        .press("j j s")
        .types("Turning point")
        .press("Enter")
        .sees("What distinction do the codes make?")
        .types("two things")
        .press("Enter");
    let screen = screen
        .sees("quote 1 of 2")
        .sees("Jeg så pludselig")
        .press("t")
        .sees("quote 2 of 2, 1 reassigned");
    let screen = screen
        .press("y")
        .says("y is not one of the codes; + adds one, Space leaves the quote as it is")
        .press("Esc");
    let screen = screen.says("Split Reflection: 1 coding assigned to 1 code");
    assert_eq!(
        (
            count(screen.study(), "Turning point"),
            count(screen.study(), "Reflection")
        ),
        (1, 1)
    );
    let screen = screen.press("u");
    assert_eq!(
        (
            screen.study().codes().count(),
            count(screen.study(), "Reflection")
        ),
        (6, 2)
    );
    let screen = screen
        .press("s")
        .types("tool")
        .press("Enter")
        .types("why")
        .press("Enter +")
        .types("Other thing")
        .press("Enter o Backspace Space t Enter");
    screen
        .says("Split Reflection: 1 coding assigned to 1 code")
        .press("j")
        .sees("Reflection");
}

#[test]
fn quotes_of_a_code_are_listed_in_the_search_and_one_comes_back() {
    let screen = coded()
        .press("j j Enter")
        .sees("code:\"reflection\"")
        .sees("passage 1 of 2")
        .press("q")
        .sees("code 3 of 6");
    let screen = screen
        .press("/")
        .types("self")
        .press("Enter")
        .sees("code 6 of 6")
        .sees("Self-support");
    assert_eq!(screen.app.view().kind(), ViewKind::Codebook);
    screen
        .press("s")
        .says("Self-support has no quotes to split")
        .mouse(MouseKind::Press, "Tool")
        .sees("code 1 of 6");
}

#[test]
fn an_empty_codebook_says_what_to_do() {
    let screen = Screen::on(&[], ColourDepth::None);
    let mut session = screen.neighbour_as_anna();
    while session.study().codes().next().is_some() {
        session.undo().unwrap();
    }
    let screen = screen
        .press("F9")
        .give(virk::tui::key::Input::Focus)
        .sees("This study has no codes yet.");
    let screen = screen
        .press("r x M s t c m e w Enter")
        .says("No codes yet; n makes one")
        .press("n")
        .types("Trust")
        .press("Enter m");
    assert!(screen.study().memo(MemoTarget::Study).is_none());
    screen.says("Added the code Trust").sees("Tr");
}
