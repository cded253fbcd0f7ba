//! Coding, condensing, judging, and taking it back.

use crate::screen::Screen;
use virk::{
    study::{CodeBody, Command, Kind, Words, command::NewCode, theory::QuoteAt},
    tui::{
        app::Wish,
        input::{Did, Input},
    },
};

const TALK: &str = "I: Hvad så?\nM: #[Jeg så pludselig på mig selv|]# udefra. Og så voksede jeg.\nI: Ja.";

fn quote(screen: &Screen) -> QuoteAt {
    let study = screen.study();
    let document = screen.document();
    QuoteAt { document, span: study.codings_in(document).next().unwrap().span }
}

#[test]
fn a_chord_codes_what_is_selected() {
    Screen::with(TALK)
        .press("a m r")
        .shows("I: Hvad så?\nM: «Reflection:Jeg så pludselig på mig selv» udefra. Og så voksede jeg.\nI: Ja.")
        .says("Coded 6 words as Reflection");
}

#[test]
fn a_pending_prefix_shows_what_may_follow_at_once() {
    Screen::with(TALK).press("a").sees("Code by kind").sees("m  Code as a mechanism").press("Esc").sees_not("Code by kind");
}

#[test]
fn the_picker_codes_with_several_and_makes_new_codes() {
    let screen = Screen::with(TALK).press("Space").types("rel").sees("What is meant by relationship.").press("Tab").types("de");
    let coded = "I: Hvad så?\nM: «Relationship:«Development:Jeg så pludselig på mig selv»» udefra. Og så voksede jeg.\nI: Ja.";
    let screen = screen.press("Tab Enter").shows(coded).says("Coded 6 words as Relationship + Development");
    let screen = screen.press("Esc s Space").types("Looking back").sees("New code “Looking back”").press("Enter");
    let screen = screen.sees("of which kind?").press("m").says("Coded 7 words as Looking back, a new code").press("u");
    assert_eq!(screen.study().codes().count(), 6);
}

#[test]
fn any_code_is_two_letters_away_by_its_tag() {
    Screen::with(TALK).press("Space").types("se").press("Enter").says("Coded 6 words as Self-support");
}

#[test]
fn without_a_selection_the_sentence_is_coded_and_repeating_costs_one_key() {
    Screen::with(TALK)
        .press("Esc a o Esc")
        .press("Space d e Enter")
        .shows("I: Hvad så?\nM: «Development:Jeg så pludselig på mig selv udefra.» Og så voksede jeg.\nI: Ja.")
        .press("s s .")
        .says("Coded 4 words as Development")
        .press("Esc J 1")
        .says("Coded 1 word as Development");
}

#[test]
fn codings_are_taken_away_and_everything_is_undone_and_done_again() {
    let screen = Screen::with(TALK)
        .press("a m r")
        .press("x")
        .says("Took away 1 coding (Reflection)")
        .shows(&TALK.replace("#[", "").replace("|]#", ""));
    let screen = screen.press("u").sees("Undid: Took away the coding");
    let screen = screen.press("u").shows(&TALK.replace("#[", "").replace("|]#", "")).press("U");
    screen.shows("I: Hvad så?\nM: «Reflection:Jeg så pludselig på mig selv» udefra. Og så voksede jeg.\nI: Ja.").press("Ctrl-r x");
}

#[test]
fn of_several_codings_one_chooses_which_to_take_away() {
    let screen = Screen::with(TALK).press("a m r a m e x").sees("Take away from").types("Rs").press("Enter");
    screen.says("Took away 1 coding (Relationship)");
}

#[test]
fn a_quote_is_condensed_and_themes_are_offered_again() {
    let screen = Screen::with(TALK).press("a m r e").sees("Jeg så pludselig på mig selv").types("Saw herself");
    assert_eq!(screen.before_caret().trim_start_matches(['│', ' ']), "Saw herself");
    let screen = screen.press("Tab").types("distance").press("Enter").says("Condensed to 2 words");
    assert_eq!(screen.study().condensations().next().unwrap().1.theme, "distance");
    let screen = screen
        .sees("Saw herself — distance")
        .press("Esc s s e")
        .types("She grew")
        .press("Tab")
        .types("dis")
        .sees("(Right takes it)");
    let screen = screen.press("Right Enter");
    assert_eq!(screen.study().condensations().nth(1).unwrap().1.theme, "distance");
}

#[test]
fn pasted_text_is_one_input_and_a_changed_form_is_not_lost_to_one_esc() {
    let screen = Screen::with(TALK)
        .press("m")
        .give(Input::Paste("first\nsecond j x".into()))
        .press("Esc")
        .says("Not done yet: Enter to save, Esc once more throws away what was typed");
    let screen = screen.press("Enter").says("Memo written").sees("Memo        first second j x");
    screen.press("m Esc").sees_not("Memo on these words");
}

#[test]
fn a_quote_with_both_ends_of_a_link_is_judged() {
    let screen = Screen::with(TALK)
        .press("p")
        .says("These words carry no link: code both ends of one first, e.g. its mechanism and its outcome");
    let screen = screen
        .press("a m r a u d p")
        .sees("Reflection → Development")
        .press("c")
        .says("The quote contradicts Reflection → Development");
    let link = screen.study().theory().unwrap().links[0];
    assert!(screen.study().polarity(link, quote(&screen)).is_some());
    screen.sees("− contradicts Reflection → Development");
}

#[test]
fn a_click_in_the_codebook_codes() {
    Screen::with(TALK).sized(120, 40).mouse(Did::Press, "Diagnosis").says("Coded 6 words as Diagnosis");
}

#[test]
fn a_quote_is_copied_with_its_source() {
    let screen = Screen::with(TALK).press("y");
    assert_eq!(screen.wishes, [Wish::Redraw, Wish::Copy("“Jeg så pludselig på mig selv” (M, Talk, turn 2)".into())][1..]);
}

#[test]
fn what_another_process_does_is_seen() {
    let screen = Screen::with(TALK);
    let (document, code) = (screen.document(), screen.code("Reflection"));
    screen.neighbour().perform(Command::Apply { document, span: virk::text::Span::of(3, 12), codes: vec![code] }).unwrap();
    let screen = screen.give(Input::Focus);
    screen.shows("I: «Reflection:Hvad så?»\nM: Jeg så pludselig på mig selv udefra. Og så voksede jeg.\nI: Ja.").sees("1 coded");
}

#[test]
fn what_is_refused_is_said_in_full() {
    Screen::with(TALK).press("a m r 1").sees("these words are coded as Reflection already").sees("Nothing was changed");
}

#[test]
fn any_of_three_hundred_codes_is_four_keys_away() {
    let screen = Screen::with(TALK);
    let names = ["Trust", "Tempo", "Talk", "Tools", "Time"];
    let codes = (0..300).map(|n| {
        let name = Words::new(format!("{} {}", names[n % names.len()], n / names.len()));
        NewCode { body: CodeBody { kind: Kind::Mechanism, name, ..CodeBody::default() }, parent: None }
    });
    screen.neighbour().perform(Command::AddCodes { codes: codes.collect() }).unwrap();
    let mut screen = screen.give(Input::Focus);
    let all: Vec<(String, String)> =
        screen.study().codes().map(|code| (code.body.tag.clone(), code.name("en").to_owned())).skip(7).step_by(13).collect();
    assert!(all.len() > 20);
    for (tag, name) in all {
        screen = screen.press("Space").types(&tag).press("Enter").says(&format!("Coded 6 words as {name}"));
    }
}

#[test]
fn another_code_takes_the_place_of_one_and_its_condensation_stays() {
    let screen =
        Screen::with(TALK).press("a m r e").types("Saw herself").press("Enter r").sees("Instead of Reflection").types("rs");
    let screen = screen.press("Enter").says("Coded as Relationship instead").sees("Saw herself");
    let screen = screen.shows("I: Hvad så?\nM: «Relationship:Jeg så pludselig på mig selv» udefra. Og så voksede jeg.\nI: Ja.");
    screen.press("u").shows("I: Hvad så?\nM: «Reflection:Jeg så pludselig på mig selv» udefra. Og så voksede jeg.\nI: Ja.");
}

#[test]
fn all_hits_are_coded_at_once_and_taken_back_at_once() {
    let screen =
        Screen::with(TALK).press("A").says("Nothing is found to code; / looks for words").press("/").types("så").press("Enter A");
    let screen = screen.sees("Code the 3 sentences").types("to").press("Enter").says("Coded 3 quotes as Tool");
    let screen =
        screen.shows("I: «Tool:Hvad så?»\nM: «Tool:Jeg så pludselig på mig selv udefra.» «Tool:Og så voksede jeg.»\nI: Ja.");
    screen
        .press("A")
        .types("to")
        .press("Enter")
        .says("these quotes are coded as Tool already. Nothing was changed")
        .press("u")
        .shows(&TALK.replace("#[", "").replace("|]#", ""));
}
