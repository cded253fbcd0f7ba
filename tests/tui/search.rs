//! Searching across the study.

use crate::{screen::Screen, studied::studied};
use virk::tui::{app::Wish, colour::Depth, input::Did, input::Input};

#[test]
fn what_one_may_type_is_shown_until_one_types() {
    let screen = studied(Depth::True).press("F3").sees("both words, or with the same stem").sees("code:Reflection");
    assert_eq!(screen.before_caret(), " Search › ");
    screen.types("grew").sees_not("both words").sees("1 turn in 1 document").sees("Mentor 1 · turn 2").sees("◆Re ▲De");
}

#[test]
fn search_at_80x24() {
    insta::assert_snapshot!(studied(Depth::True).press("F3").types("look OR saw").press("Down j").snapshot());
}

#[test]
fn search_at_200x60() {
    insta::assert_snapshot!(studied(Depth::None).sized(200, 60).press("F3").types("code:reflection").press("Enter").snapshot());
}

#[test]
fn a_mistake_is_shown_at_its_place_and_the_last_passages_stay() {
    let screen = studied(Depth::True).press("F3").types("grew co:reflection");
    let row =
        |screen: &Screen, sign: &str| screen.text().lines().find_map(|row| row.find(sign).map(|at| row[..at].chars().count()));
    assert_eq!(row(&screen, "▲"), row(&screen, "co:reflection"));
    screen
        .sees("there is no field `co:`")
        .press("Ctrl-u")
        .types("grew")
        .sees_not("no field")
        .types(" \"open")
        .sees("not closed")
        .sees("1 turn in 1 document");
}

#[test]
fn a_passage_is_opened_in_its_document_and_one_comes_back_to_it() {
    let screen = studied(Depth::True).press("F3").types("code:dev").sees("3 quotes in 2 documents").press("Enter j j");
    let screen =
        screen.sees("passage 3 of 3").press("Enter").selects("They look back and then they dare to look ahead, all of them.");
    screen
        .press("q")
        .sees("passage 3 of 3")
        .press("k Enter")
        .selects("One man saw himself and got smaller.")
        .press("F3")
        .sees("code:dev");
}

#[test]
fn leaving_and_coming_again_finds_the_search_as_it_was() {
    let screen =
        studied(Depth::True).press("F3").types("saw").press("Down j q").sees("First talk").press("g s").sees("passage 2 of 2");
    screen.press("F2").sees("document 1 of 2").press("F3").sees("passage 2 of 2").press("Esc F5 F3").sees("passage 2 of 2");
}

#[test]
fn nothing_found_says_what_else_to_try() {
    let screen = studied(Depth::True).press("F3").types("zebra").sees("Nothing found. A beginning finds more").sees("0 turns");
    screen.press("Enter").says("Nothing found").press("Esc").sees("/ ask").press("/ Ctrl-u").types("\"open").sees("not closed");
}

#[test]
fn what_changes_in_the_study_changes_the_answer() {
    let screen = studied(Depth::True).press("F3").types("code:tool").sees("0 quotes");
    let (document, code) = (screen.document(), screen.code("Tool"));
    let span = virk::text::Span::of(3, 7);
    screen.neighbour().perform(virk::study::Command::Apply { document, span, codes: vec![code] }).unwrap();
    screen.give(Input::Focus).sees("1 quote in 1 document");
}

#[test]
fn the_mouse_walks_and_opens() {
    let screen = studied(Depth::True).press("F3").types("saw").mouse(Did::Press, "Mentor 1 · turn 4").sees("passage 2 of 2");
    screen
        .mouse(Did::Press, "Mentor 1 · turn 4")
        .selects("No. One man saw himself and got smaller. He needed a friend first.")
        .press("q")
        .mouse(Did::Wheel(-3), "Mentor 1 · turn 4")
        .sees("passage 1 of 2");
}

#[test]
fn order_and_copy() {
    let screen = studied(Depth::True).press("F3").types("look").press("Esc o").says("The best passages first").press("y");
    let copied = screen.wishes.iter().find_map(|wish| if let Wish::Copy(text) = wish { Some(text.clone()) } else { None }).unwrap();
    assert!(copied.ends_with("(Mentor 2, Second talk, turn 2)"), "{copied}");
}
