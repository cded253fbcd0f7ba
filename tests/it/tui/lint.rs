//! The checks on the reasoning and the coverage, by keys.

use super::screen::Screen;
use super::studied::{link, studied};
use virk::study::{Command, theory::Conclusion};
use virk::tui::colour::ColourDepth;
use virk::tui::key::Input;

/// A study where a link is untested and another kept against its evidence.
fn doubtful(depth: ColourDepth) -> Screen {
    let screen = studied(depth);
    let kept = link(&screen, 1);
    let mut session = screen.neighbour_as_anna();
    let verdict = Command::Conclude {
        link: kept,
        conclusion: Conclusion::Keep,
        reason: "It must be so.".into(),
        rests_on: String::new(),
        basis: None,
    };
    session.perform(verdict).unwrap();
    screen.give(Input::Focus)
}

#[test]
fn lint_at_80x24() {
    insta::assert_snapshot!(doubtful(ColourDepth::True).press("g l").snapshot());
}

#[test]
fn lint_at_120x40_without_colour() {
    insta::assert_snapshot!(
        doubtful(ColourDepth::None)
            .sized(120, 40)
            .press("g l")
            .snapshot()
    );
}

#[test]
fn a_finding_leads_to_its_link_and_one_comes_back() {
    let screen = doubtful(ColourDepth::True)
        .press("g l")
        .sees("1 error · 1 note")
        .sees("finding 1 of 2")
        .press("Enter");
    screen
        .sees("LINK ◆ Relationship")
        .press("q")
        .sees("Checks on the reasoning")
        .press("j")
        .sees("finding 2 of 2");
}

#[test]
fn a_finding_is_accepted_with_a_reason_and_opened_again() {
    let screen = doubtful(ColourDepth::True)
        .press("g l")
        .sees("L13")
        .press("a")
        .sees("Accept the finding");
    let screen = screen.press("Enter").sees("needs a reason");
    let screen = screen
        .types("A premise of the programme")
        .press("Enter")
        .says("Accepted what L13 finds at Relationship → Development");
    let screen = screen
        .sees("1 note · 1 accepted")
        .sees("finding 1 of 1")
        .sees_not("✗");
    let screen = screen
        .press("t")
        .sees("Accepted: A premise of the programme")
        .sees("finding 1 of 2");
    screen
        .press("t u")
        .says("Undone: Accepted what L13 finds at Relationship → Development")
        .sees("finding 1 of 2");
}

#[test]
fn rules_are_walked() {
    let screen = doubtful(ColourDepth::True)
        .press("g l J")
        .sees("finding 2 of 2")
        .press("K")
        .sees("finding 1 of 2");
    screen
        .press("G")
        .sees("finding 2 of 2")
        .press("g g")
        .sees("finding 1 of 2");
}

#[test]
fn an_empty_study_says_what_is_checked() {
    let screen = Screen::on(&[], ColourDepth::True);
    screen
        .press("g l")
        .sees("No findings.")
        .press("Enter a")
        .says("There is nothing to accept");
}

#[test]
fn coverage_at_80x24() {
    insta::assert_snapshot!(studied(ColourDepth::True).press("g n").snapshot());
}

#[test]
fn coverage_shows_gaps_and_leads_to_the_evidence() {
    let screen = studied(ColourDepth::True)
        .sized(120, 40)
        .press("g n")
        .sees("theory v1 · 3 nodes")
        .sees("Defined")
        .sees("node 1 of 3");
    let screen = screen.sees("Missing: a question in an interview guide");
    screen
        .press("Tab")
        .sees("node 2 of 3")
        .sees("a variable that measures it")
        .press("Enter")
        .sees("LINK ◆ Relationship");
}
