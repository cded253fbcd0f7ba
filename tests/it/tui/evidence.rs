//! The evidence of a link: quotes, tests, verdict.

use super::{
    screen::Screen,
    studied::{link, studied},
};
use virk::study::inference::{InferenceText, IntegrationFit};
use virk::study::theory::Conclusion;
use virk::study::{Command, InformantBody, Polarity};
use virk::tui::app::TerminalCommand;
use virk::tui::colour::ColourDepth;
use virk::tui::key::{Input, MouseKind};

#[test]
fn evidence_at_80x24() {
    insta::assert_snapshot!(studied(ColourDepth::True).press("F4").snapshot());
}

#[test]
fn tests_at_80x24() {
    insta::assert_snapshot!(studied(ColourDepth::Sixteen).press("F4 Tab").snapshot());
}

#[test]
fn evidence_at_200x60() {
    insta::assert_snapshot!(
        studied(ColourDepth::None)
            .sized(200, 60)
            .press("F4")
            .snapshot()
    );
}

#[test]
fn contradicting_quotes_come_first_and_one_goes_with_the_quote_one_judges() {
    let screen = studied(ColourDepth::True)
        .press("F4")
        .sees("3 quotes +1 −1 ~0 ·1")
        .sees("−  Mentor 1 · First talk · turn 4 · contradicts");
    let screen = screen
        .press("End n")
        .sees("~  Mentor 2")
        .sees("+1 −1 ~1 ·0");
    let quote = screen
        .study()
        .polarities(link(&screen, 0))
        .find(|(_, polarity)| *polarity == Polarity::Nuances)
        .unwrap()
        .0;
    let screen = screen
        .press("Enter")
        .selects(
            quote
                .span
                .text(&screen_text(&studied(ColourDepth::True), 1)),
        )
        .press("q");
    screen
        .press("0")
        .sees("·  Mentor 2")
        .press("u")
        .sees("~  Mentor 2")
        .press("+")
        .sees("+2 −1 ~0 ·0")
        .press("-")
        .sees("+1 −2 ~0 ·0");
}

fn screen_text(screen: &Screen, place: usize) -> String {
    screen
        .study()
        .documents()
        .nth(place)
        .unwrap()
        .text
        .to_string()
}

#[test]
fn what_was_inferred_and_from_which_departments_the_quotes_come_stand_beside_the_verdict() {
    let screen = studied(ColourDepth::True);
    let link = link(&screen, 0);
    let mut session = screen.neighbour_as_anna();
    for (name, department) in [("Mentor 1", "North"), ("Mentor 2", "South")] {
        let body = InformantBody {
            name: name.into(),
            department: department.into(),
            ..InformantBody::default()
        };
        session
            .perform(Command::DescribeInformant { body })
            .unwrap();
    }
    let inferred = InferenceText {
        quantitative: "Too few answers to tell.".into(),
        qualitative: "It takes a friend first.".into(),
        fit: Some(IntegrationFit::QualOnly),
        ..InferenceText::default()
    };
    session
        .perform(Command::Infer {
            link,
            inferred: Box::new(inferred),
        })
        .unwrap();
    let screen = screen
        .give(Input::Focus)
        .press("F4")
        .sees("No verdict yet")
        .sees("Numbers: Too few answers to tell.");
    let screen = screen
        .sees("Quotes: It takes a friend first.")
        .sees("Fit: qual only: only people say something");
    let screen = screen
        .press("v r")
        .types("needs a friend")
        .press("Enter")
        .sees("revise: needs a friend")
        .sees("Fit: qual only");
    screen
        .sized(120, 40)
        .press("j")
        .sees("Quoted: North (2), South (1) · Mentor 1 (2), Mentor 2 (1)")
        .sees("Fit: qual only");
}

#[test]
fn the_verdict_is_chosen_and_reasoned() {
    let screen = studied(ColourDepth::True)
        .press("F4")
        .sees("No verdict yet")
        .press("v r")
        .sees("revise: reason")
        .types("Not for all");
    let screen = screen
        .press("Enter")
        .sees("revise: Not for all")
        .sees("Rested on 3 quotes (+1 −1 ~0 ·1) by 2 informants");
    assert_eq!(
        screen.study().verdict(link(&screen, 0)).unwrap().conclusion,
        Conclusion::Revise
    );
    screen
        .press("v k")
        .types("!")
        .press("Enter")
        .sees("keep: Not for all!")
        .press("u")
        .sees("revise: Not for all");
}

#[test]
fn a_link_without_a_test_says_why() {
    let screen = studied(ColourDepth::True)
        .press("F4 Right")
        .sees("Relationship ──► ▲ Development")
        .sees("link 2 of 2")
        .sees("No quotes yet");
    screen
        .press("Tab")
        .sees("Untested:")
        .sees("Relationship has no indicator")
        .sees("0 tests here")
        .press("l")
        .says("This is the last link");
}

#[test]
fn a_link_is_chosen_by_its_name() {
    studied(ColourDepth::True)
        .press("F4 /")
        .types("relationship")
        .press("Enter")
        .sees("LINK ◆ Relationship")
        .press("h")
        .sees("LINK ◆ Reflection");
}

#[test]
fn the_first_link_of_the_sample_shows_all_its_tests() {
    let screen = Screen::sample(ColourDepth::True)
        .sized(120, 40)
        .press("F4 /")
        .types("reflection personal")
        .press("Enter Tab");
    let screen = screen
        .sees("6 tests here, 6 significant")
        .sees("p = 0.025 *  χ² = 28.87  df = 16  N = 31")
        .sees("25 of 25 cells expect fewer than 5");
    screen.press("j").sees("3 Neither agree nor");
}

#[test]
fn the_mouse_goes_from_side_to_side() {
    let screen = studied(ColourDepth::True)
        .sized(120, 30)
        .press("F4")
        .mouse(MouseKind::Press, "p = ")
        .sees("▸ 1 test here")
        .press("Enter");
    let screen = screen
        .says("Tab goes to the quotes; Enter opens one in its document")
        .mouse(MouseKind::Press, "They look back");
    let screen = screen.sees("▸ 3 quotes").press("y");
    assert!(screen.wishes.iter().any(
        |wish| matches!(wish, TerminalCommand::Copy(text) if text.contains("Mentor 2, Second talk"))
    ));
    screen
        .mouse(MouseKind::Press, "They look back")
        .selects("They look back and then they dare to look ahead, all of them.");
}

#[test]
fn without_a_theory_every_view_of_it_tells_the_keys_that_begin_one() {
    let screen = Screen::on(&[], ColourDepth::True);
    let mut session = screen.neighbour_as_anna();
    while session.study().theory().is_some() {
        session.undo().unwrap();
    }
    let screen = screen.give(virk::tui::key::Input::Focus);
    ["F4", "j k v Enter + / Esc Tab F5", "F10", "g n"]
        .into_iter()
        .fold(screen, |screen, keys| {
            let screen = screen.press(keys);
            let text = screen
                .text()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            assert!(
                text.contains("There is no programme theory yet: g t, then n begins one"),
                "{keys}\n{}",
                screen.text()
            );
            screen
        });
}
