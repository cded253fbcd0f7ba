//! What coding costs in keys, and codes told apart without colour.

use super::screen::Screen;
use virk::study::command::NewCode;
use virk::study::theory::QuoteAt;
use virk::study::{BilingualText, CodeBody, CodeKind, Command};
use virk::text::{Span, boundary};
use virk::tui::colour::ColourDepth;
use virk::tui::key::{Input, Key};

const TURN: &str = "Først sagde jeg nej. Så tænkte jeg over det. Min mentor ringede igen! Hun huskede mit navn. \
Det gjorde forskellen, tror jeg. Vi gik en tur. Hun spurgte, hvad jeg kunne. Ikke hvad jeg ikke kunne. Jeg kom på arbejde. \
Om tirsdagen. Så om torsdagen. I dag har jeg fast arbejde.";

/// Three hundred codes as a codebook of a large evaluation might have them.
fn codes() -> Vec<NewCode> {
    let topics = [
        "Trust",
        "Reflection",
        "Motivation",
        "Workplace",
        "Health",
        "Family",
        "Money",
        "Language",
        "Transport",
        "Praise",
        "Chemistry",
        "Goals",
        "Meetings",
        "Skills",
        "Network",
        "Identity",
        "Routine",
        "Sleep",
        "Housing",
        "Education",
    ];
    let sides = [
        "begins",
        "grows",
        "is missing",
        "is lost",
        "with the mentor",
        "with the caseworker",
        "with colleagues",
        "at home",
        "in crisis",
        "over time",
        "as a barrier",
        "as a resource",
        "by example",
        "in words",
        "in deeds",
    ];
    let all = topics
        .iter()
        .flat_map(|topic| sides.iter().map(move |side| format!("{topic} {side}")));
    let kinds = [CodeKind::Context, CodeKind::Mechanism, CodeKind::Outcome];
    let code = |(n, name): (usize, String)| NewCode {
        body: CodeBody {
            kind: kinds[n % 3],
            name: BilingualText::new(name),
            ..CodeBody::default()
        },
        parent: None,
    };
    all.enumerate().map(code).collect()
}

fn presses(screen: Screen, keys: &str, most: usize) -> Screen {
    let count = Key::parse_all(keys).unwrap().len();
    assert!(count <= most, "{keys} are {count} keys");
    screen.press(keys)
}

/// The talk, standing on the word that begins at `at` of the turn.
fn standing(at: usize) -> Screen {
    let (before, after) = TURN.split_at(at);
    let (word, rest) = after.split_at(after.find(' ').unwrap_or(after.len()));
    Screen::with(&format!(
        "I: Hvad så?\nM: {before}#[{word}|]#{rest}\nI: Ja."
    ))
    .press("Esc")
}

#[test]
fn a_sentence_and_a_recent_code_cost_three_keys_from_anywhere_in_its_turn() {
    let within = Span::of(0, TURN.len());
    let sentences = boundary::sentences(TURN, within);
    assert_eq!(sentences.len(), 12);
    for word in boundary::words(TURN, within).iter().step_by(7) {
        let mut screen = standing(word.start as usize).press("a m r u");
        for (letter, sentence) in ('a'..='z').zip(&sentences) {
            screen = presses(screen, &format!("z {letter} 1"), 3);
            let study = screen.study();
            let coding = study.codings().next().unwrap();
            assert_eq!(
                coding
                    .span
                    .text(&study.document(coding.document).unwrap().text),
                sentence.text(TURN)
            );
            assert_eq!(study.code_name(coding.code), "Reflection");
            screen = screen.press("u");
        }
    }
}

#[test]
fn a_sentence_and_any_of_three_hundred_codes_cost_at_most_seven_keys() {
    let screen = standing(0);
    screen
        .neighbour()
        .perform(Command::AddCodes { codes: codes() })
        .unwrap();
    let mut screen = screen.give(Input::Focus);
    let all: Vec<(String, String)> = screen
        .study()
        .codes()
        .map(|code| (code.body.tag.clone(), code.name("en").to_owned()))
        .collect();
    assert_eq!(all.len(), 306);
    for (n, (tag, name)) in all.iter().enumerate() {
        let letters: Vec<String> = tag.chars().map(String::from).collect();
        let sentence = char::from(b'a' + (n % 12) as u8);
        screen = presses(
            screen,
            &format!("z {sentence} Space {} Enter", letters.join(" ")),
            7,
        );
        let study = screen.study();
        let last = study.codings().last().unwrap();
        assert_eq!(study.code_name(last.code), name, "by {tag}");
    }
    assert_eq!(screen.study().codings().count(), 306);
}

#[test]
fn a_boundary_is_moved_by_a_key_and_what_is_said_goes_along() {
    let screen = standing(0)
        .press("z b a m r m")
        .types("here")
        .press("Enter");
    let coded = |screen: &Screen| {
        let study = screen.study();
        let coding = study.codings().next().unwrap().clone();
        let memo = study.memo(virk::study::event::MemoTarget::Quote(QuoteAt {
            document: coding.document,
            span: coding.span,
        }));
        assert_eq!(memo, Some("here"));
        coding
            .span
            .text(&study.document(coding.document).unwrap().text)
            .to_owned()
    };
    let screen = screen.press(")").says("The quote has 6 words now");
    assert_eq!(coded(&screen), "Så tænkte jeg over det. Min");
    let screen = screen.press("( ;");
    assert_eq!(coded(&screen), "tænkte jeg over det");
    let screen = screen.press(", ,");
    assert_eq!(coded(&screen), "nej. Så tænkte jeg over det");
    let screen = screen.press("z c =");
    assert_eq!(coded(&screen), "nej. Så tænkte jeg over det");
    let screen = screen
        .says("Nothing is coded among the selected words")
        .press("z b =");
    assert_eq!(coded(&screen), "Så tænkte jeg over det.");
    screen.press("w w w w w w i").selects("Min mentor ringede igen! Hun huskede mit navn. Det gjorde forskellen, tror jeg. Vi gik en tur. Hun spurgte, hvad jeg kunne. Ikke hvad jeg ikke kunne. Jeg kom på arbejde. Om tirsdagen. Så om torsdagen. I dag har jeg fast arbejde.");
}

#[test]
fn without_colours_and_with_few_every_code_is_told_apart_by_its_letters() {
    for (depth, light) in [
        (ColourDepth::None, false),
        (ColourDepth::Sixteen, false),
        (ColourDepth::Sixteen, true),
        (ColourDepth::True, true),
    ] {
        let mut screen = Screen::sample(depth);
        if light {
            screen = screen.press("F8");
        }
        screen = screen.press("F9");
        let codes: Vec<(String, String)> = screen
            .study()
            .code_tree()
            .iter()
            .map(|(_, code)| (code.body.tag.clone(), code.name("en").to_owned()))
            .collect();
        let mut tags: Vec<String> = codes.iter().map(|(tag, _)| tag.to_lowercase()).collect();
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), codes.len());
        for (tag, name) in &codes {
            let shown: String = name.chars().take(20).collect();
            let row = screen
                .text()
                .lines()
                .find(|row| row.contains(&format!(" {tag} ")) && row.contains(&shown))
                .map(str::to_owned);
            assert!(
                row.is_some(),
                "{tag} {name} at {depth:?}:\n{}",
                screen.text()
            );
            screen = screen.press("j");
        }
        // In a transcript the letters stand beside the words.
        let screen = screen.press("F2 Enter Tab");
        let study = screen.study();
        let coding = study.codings_in(screen.document()).next().unwrap();
        let tag = study.code(coding.code).unwrap().body.tag.clone();
        screen.sees(&tag);
    }
}
