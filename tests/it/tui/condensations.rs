//! The condensation grid: read, turned, edited in place, left and come back to.

use super::screen::Screen;
use virk::tui::colour::ColourDepth;
use virk::tui::key::MouseKind;

const FIRST: &str = "I: And then?\n\nAnna: I began to think about what I could do. I could do a lot, it turned out.\n\nAnna: They knew my name.";
const SECOND: &str = "Bo: Nobody knew my name there, and I was nobody.";

fn condensed(depth: ColourDepth) -> Screen {
    let screen = Screen::on(&[("One", FIRST), ("Two", SECOND)], depth).press("Enter J s a m r e");
    let screen = screen
        .types("She thinks about what she could do; empowered")
        .press("Tab")
        .types("own influence")
        .press("Enter");
    let screen = screen
        .press("Esc J s a m r q j Enter s a m r e")
        .types("Nobody knew him")
        .press("Tab")
        .types("being known");
    screen.press("Enter q k")
}

#[test]
fn grid_at_80x24() {
    insta::assert_snapshot!(condensed(ColourDepth::True).press("g c").snapshot());
}

#[test]
fn turned_grid_at_80x24() {
    insta::assert_snapshot!(condensed(ColourDepth::None).press("g c t").snapshot());
}

#[test]
fn words_that_were_not_said_are_told() {
    condensed(ColourDepth::True)
        .press("F7")
        .sees("2 of 2 condensed")
        .sees("1 with words not said")
        .sees("89 %");
}

#[test]
fn one_edits_in_place_and_takes_it_back() {
    let screen = condensed(ColourDepth::True)
        .press("F7 j")
        .sees("Bo · 2 of 2")
        .press("e")
        .sees("Nobody knew my name there");
    let screen = screen
        .press("Ctrl-u")
        .types("He was unknown")
        .press("Enter")
        .sees("He was unknown")
        .sees("Bo · 2 of 2");
    screen
        .press("u")
        .sees("Nobody knew him")
        .sees_not("He was unknown");
}

#[test]
fn enter_opens_the_passage_and_back_returns_to_the_row() {
    let screen = condensed(ColourDepth::True)
        .press("F7 j Enter")
        .sees("Two · turn 1")
        .selects("Nobody knew my name there, and I was nobody.");
    screen
        .press("Backspace")
        .sees("Bo · 2 of 2")
        .press("t j l Enter")
        .says("Nothing of Bo is condensed as own influence");
}

#[test]
fn a_cell_of_the_turned_grid_opens_its_passage() {
    let screen = condensed(ColourDepth::True)
        .press("F7 t")
        .sees("being known × Anna")
        .sees("2 themes by 2 informants · 2 cells empty");
    let screen = screen
        .press("l Enter")
        .sees("Two · turn 1")
        .press("q")
        .sees("being known × Bo");
    screen
        .mouse(MouseKind::Press, "· She thinks")
        .sees("own influence × Anna")
        .mouse(MouseKind::Press, "· She thinks")
        .sees("One · turn 2");
}

#[test]
fn the_grid_is_written_as_it_is_turned() {
    let screen = condensed(ColourDepth::True)
        .press("F7 x c")
        .sees("study-condensations.csv")
        .press("Enter");
    let path = screen.folder().join("study-condensations.csv");
    let screen = screen.says(&format!("Wrote 2 quotes to {}", path.display()));
    assert!(
        std::fs::read_to_string(&path)
            .unwrap()
            .contains(",89,empowered")
    );
    let screen = screen
        .press("t x m")
        .sees("study-themes.md")
        .press("Enter")
        .sees("Wrote 2 themes");
    let themes = std::fs::read_to_string(screen.folder().join("study-themes.md")).unwrap();
    assert!(
        themes.contains("| being known | – | Nobody knew him |"),
        "{themes}"
    );
}

#[test]
fn what_is_not_condensed_is_shown_and_found() {
    let screen = condensed(ColourDepth::True)
        .press("q F7 a")
        .sees("2 of 3 condensed")
        .sees("not condensed yet");
    screen
        .press("n")
        .sees("Anna · 2 of 3")
        .press("n")
        .says("Every quote after this one is condensed");
}

#[test]
fn an_empty_grid_says_what_to_do() {
    Screen::on(&[("One", FIRST)], ColourDepth::True)
        .press("g c")
        .sees("Nothing is condensed yet")
        .press("e")
        .says("Nothing is condensed yet");
}
