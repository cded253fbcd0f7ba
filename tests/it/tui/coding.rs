//! Coding, condensing, judging, and taking it back.

use super::screen::Screen;
use virk::study::command::NewCode;
use virk::study::theory::QuoteAt;
use virk::study::{BilingualText, CodeBody, CodeKind, Command};
use virk::tui::app::TerminalCommand;
use virk::tui::key::{Input, MouseKind};

const TALK: &str =
    "I: Hvad så?\nM: #[Jeg så pludselig på mig selv|]# udefra. Og så voksede jeg.\nI: Ja.";

fn quote(screen: &Screen) -> QuoteAt {
    let study = screen.study();
    let document = screen.document();
    QuoteAt {
        document,
        span: study.codings_in(document).next().unwrap().span,
    }
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
    Screen::with(TALK)
        .press("a")
        .sees("Code by kind")
        .sees("m  Code as a mechanism")
        .press("Esc")
        .sees_not("Code by kind");
}

#[test]
fn the_picker_codes_with_several_and_makes_new_codes() {
    let screen = Screen::with(TALK)
        .press("Space")
        .types("rel")
        .sees("What is meant by relationship.")
        .press("Tab")
        .types("de");
    let coded = "I: Hvad så?\nM: «Relationship:«Development:Jeg så pludselig på mig selv»» udefra. Og så voksede jeg.\nI: Ja.";
    let screen = screen
        .press("Tab Enter")
        .shows(coded)
        .says("Coded 6 words as Relationship + Development");
    let screen = screen
        .press("Esc s Space")
        .types("Looking back")
        .sees("New code “Looking back”")
        .press("Enter");
    let screen = screen
        .sees("of which kind?")
        .press("m")
        .says("Coded 7 words as Looking back, a new code")
        .press("u");
    assert_eq!(screen.study().codes().count(), 6);
}

#[test]
fn any_code_is_two_letters_away_by_its_tag() {
    Screen::with(TALK)
        .press("Space")
        .types("se")
        .press("Enter")
        .says("Coded 6 words as Self-support");
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
        .says("Coded 1 word as Development, in the interviewer's words");
}

#[test]
fn codings_are_taken_away_and_everything_is_undone_and_done_again() {
    let screen = Screen::with(TALK)
        .press("a m r")
        .press("x")
        .says("Removed 1 coding (Reflection)")
        .shows(&TALK.replace("#[", "").replace("|]#", ""));
    let screen = screen.press("u").sees("Undone: Removed the coding");
    let screen = screen
        .press("u")
        .shows(&TALK.replace("#[", "").replace("|]#", ""))
        .press("U");
    screen.shows("I: Hvad så?\nM: «Reflection:Jeg så pludselig på mig selv» udefra. Og så voksede jeg.\nI: Ja.").press("Ctrl-r x");
}

#[test]
fn of_several_codings_one_chooses_which_to_take_away() {
    let screen = Screen::with(TALK)
        .press("a m r a m e x")
        .sees("Remove from")
        .types("Rs")
        .press("Enter");
    screen.says("Removed 1 coding (Relationship)");
}

#[test]
fn a_quote_is_condensed_and_themes_are_offered_again() {
    let screen = Screen::with(TALK)
        .press("a m r e")
        .sees("Jeg så pludselig på mig selv")
        .types("Saw herself");
    assert_eq!(
        screen.before_caret().trim_start_matches(['│', ' ']),
        "Saw herself"
    );
    let screen = screen
        .press("Tab")
        .types("distance")
        .press("Enter")
        .says("Condensed to 2 words");
    assert_eq!(
        screen.study().condensations().next().unwrap().1.theme,
        "distance"
    );
    let screen = screen
        .sees("Saw herself — distance")
        .press("Esc s s e")
        .types("She grew")
        .press("Tab")
        .types("dis")
        .sees("(Right accepts)");
    let screen = screen.press("Right Enter");
    assert_eq!(
        screen.study().condensations().nth(1).unwrap().1.theme,
        "distance"
    );
}

#[test]
fn pasted_text_is_one_input_and_a_changed_form_is_not_lost_to_one_esc() {
    let screen = Screen::with(TALK)
        .press("m")
        .give(Input::Paste("first\nsecond j x".into()))
        .press("Esc")
        .says("Not saved yet: Enter to save, Esc again discards what was typed");
    let screen = screen
        .press("Enter")
        .says("Memo written")
        .sees("Memo        first second j x");
    screen.press("m Esc").sees_not("Memo on these words");
}

#[test]
fn a_quote_with_both_ends_of_a_link_is_judged() {
    let screen = Screen::with(TALK)
        .press("p")
        .says("These words are not about a link: first code both ends of one, e.g. its mechanism and its outcome");
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
fn a_click_in_the_codebook_codes_what_is_selected_and_nothing_else() {
    let screen = Screen::with(TALK)
        .sized(120, 40)
        .mouse(MouseKind::Press, "Diagnosis")
        .says("Coded 6 words as Diagnosis");
    let screen = screen
        .press("u Esc Esc")
        .mouse(MouseKind::Press, "Diagnosis");
    let screen = screen
        .says("Nothing is selected: s selects the sentence, then a click codes it as Diagnosis");
    let screen = screen.shows(&TALK.replace("#[", "").replace("|]#", ""));
    screen
        .press("s")
        .mouse(MouseKind::Press, "Diagnosis")
        .says("Coded 7 words as Diagnosis");
}

#[test]
fn coding_ends_extending_and_the_next_move_begins_anew() {
    let talk = "I: Hvad så?\nM: Jeg så på mig selv. Det var udefra. Og så voksede jeg. Ja.\nI: Ja.";
    let coded = "I: Hvad så?\nM: «Reflection:Jeg så på mig selv. Det var udefra.» «Reflection:Og så voksede jeg.» Ja.\nI: Ja.";
    let screen = Screen::with(talk)
        .press("J s v s")
        .sees("extending")
        .press("a m r")
        .sees_not("extending");
    screen
        .selects("Jeg så på mig selv. Det var udefra.")
        .press("s")
        .selects("Og så voksede jeg.")
        .press(".")
        .shows(coded);
    // By the picker, by a digit and by the mouse as well.
    for keys in ["Space r e f l Enter", "1", "a m r"] {
        let screen = Screen::with(talk)
            .press("G K a m r J g g J s v s")
            .press(keys)
            .sees_not("extending");
        screen
            .press("w")
            .selects("Og")
            .press("s .")
            .sees_not("extending");
    }
    let screen = Screen::with(talk)
        .mouse(MouseKind::Press, "Det")
        .mouse(MouseKind::Drag, "udefra")
        .selects("Det var udefra");
    screen
        .press("a m r")
        .sees_not("extending")
        .press("s s")
        .selects("Og så voksede jeg.");
    // What is said of the words ends it too.
    Screen::with(talk)
        .press("J s v s e")
        .types("Saw herself")
        .press("Enter")
        .sees_not("extending")
        .press("w")
        .selects("Og");
}

#[test]
fn a_typed_name_is_never_put_down_as_another_code() {
    // “Tion” stands inside of other names and begins none.
    let screen = Screen::with(TALK)
        .press("Space")
        .types("tion")
        .sees("New code “tion”")
        .press("Enter")
        .sees("of which kind?");
    let screen = screen
        .press("Esc Space")
        .types("Refl")
        .press("Enter")
        .says("Coded 6 words as Reflection");
    let screen = screen
        .press("u Space")
        .types("dlp")
        .press("Enter")
        .sees("New code “dlp”: of which kind?")
        .press("Esc");
    // One step below stands what holds it; several that are marked are not forgotten.
    let screen = screen
        .press("Space")
        .types("tion")
        .press("Down Enter")
        .says("Coded 6 words as Reflection")
        .press("u");
    let screen = screen
        .press("Space")
        .types("Tool")
        .press("Tab")
        .types("Warmth")
        .press("Enter");
    let screen = screen.says(
        "1 marked, and “Warmth” is not one of them: delete it, or pick the new code by itself",
    );
    let screen = screen.press("Ctrl-u Enter").says("Coded 6 words as Tool");
    assert_eq!(screen.study().codes().count(), 6);
}

#[test]
fn digits_stay_with_their_codes_when_virk_is_opened_again() {
    let screen = Screen::with(TALK)
        .opened_again()
        .press("J s a a t Esc s s a c d Esc s a m r");
    // What is used most is not what was used first.
    let screen = screen
        .press("g g a m r J J a m r")
        .opened_again()
        .sized(120, 40)
        .sees("1 ○ To")
        .sees("2 ● Di")
        .sees("3 ◆ Re");
    let screen = screen
        .press("J s s 1")
        .says("Coded 4 words as Tool")
        .opened_again()
        .press("G s 2");
    let screen = screen.says("Coded 1 word as Diagnosis, in the interviewer's words");
    // A code that takes another's place takes its digit; a new one takes one that is free.
    let [tool, diagnosis, reflection] =
        ["Tool", "Diagnosis", "Reflection"].map(|name| screen.code(name));
    let merge = Command::MergeCodes {
        from: vec![diagnosis],
        into: screen.code("Relationship"),
        reason: "the same".into(),
    };
    screen.neighbour_as_anna().perform(merge).unwrap();
    screen
        .neighbour_as_anna()
        .perform(Command::RetireCodes {
            codes: vec![tool],
            reason: String::new(),
        })
        .unwrap();
    let screen = screen
        .opened_again()
        .sees("2 ◆ Rs")
        .press("J s 2")
        .says("Coded 7 words as Relationship");
    let screen = screen
        .press("1")
        .says("1 has no code yet; Space chooses one")
        .press("a u d")
        .sees("1 ▲ De");
    let at_hand = [
        screen.code("Development"),
        screen.code("Relationship"),
        reflection,
    ]
    .map(Some);
    assert_eq!(
        [1, 2, 3].map(|digit| screen.app.context.code_for_digit(digit)),
        at_hand
    );
    // They hold no words, and another study has its own.
    let kept = std::fs::read_to_string(screen.folder().join("digits.json")).unwrap();
    assert!(
        kept.contains("\"anna\"") && !kept.contains("Reflection"),
        "{kept}"
    );
    let other = Screen::with(TALK);
    std::fs::write(other.folder().join("digits.json"), kept).unwrap();
    let other = other.opened_again();
    assert_eq!(other.app.context.code_for_digit(1), None);
    other
        .press("a m r")
        .opened_again()
        .press("J s 1")
        .says("Coded 7 words as Reflection");
}

#[test]
fn when_all_digits_are_taken_only_the_last_one_changes() {
    let screen = Screen::with(TALK);
    let codes = (0..6).map(|n| NewCode {
        body: CodeBody {
            name: BilingualText::new(format!("Later {n}")),
            ..CodeBody::default()
        },
        parent: None,
    });
    screen
        .neighbour()
        .perform(Command::AddCodes {
            codes: codes.collect(),
        })
        .unwrap();
    let mut screen = screen.give(Input::Focus);
    let codes: Vec<_> = screen.study().codes().map(|code| code.id).collect();
    codes
        .iter()
        .take(9)
        .for_each(|code| screen.app.context.remember_used_codes(&[*code]));
    screen
        .app
        .context
        .remember_used_codes(&[codes[9], codes[2]]);
    let digits: Vec<_> = codes
        .iter()
        .map(|code| screen.app.context.digit_for_code(*code))
        .collect();
    assert_eq!(
        digits[..10],
        [
            Some(1),
            Some(2),
            Some(3),
            Some(4),
            Some(5),
            Some(6),
            Some(7),
            Some(8),
            None,
            Some(9)
        ]
    );
    assert_eq!(
        screen.app.context.quick_codes.last_used(),
        [codes[9], codes[2]]
    );
}

#[test]
fn digits_stand_in_the_list_of_codes_too() {
    Screen::with(TALK)
        .press("a m r Space")
        .sees("[1] here · 1")
        .sees("Re Reflection");
}

#[test]
fn a_quote_is_copied_with_its_source() {
    let screen = Screen::with(TALK).press("y");
    assert_eq!(
        screen.wishes,
        [
            TerminalCommand::Redraw,
            TerminalCommand::Copy("“Jeg så pludselig på mig selv” (M, Talk, turn 2)".into())
        ][1..]
    );
}

#[test]
fn what_another_process_does_is_seen() {
    let screen = Screen::with(TALK);
    let (document, code) = (screen.document(), screen.code("Reflection"));
    screen
        .neighbour()
        .perform(Command::Apply {
            document,
            span: virk::text::Span::of(3, 12),
            codes: vec![code],
        })
        .unwrap();
    let screen = screen.give(Input::Focus);
    screen.shows("I: «Reflection:Hvad så?»\nM: Jeg så pludselig på mig selv udefra. Og så voksede jeg.\nI: Ja.").sees("1 coded");
}

#[test]
fn what_is_refused_is_said_in_full() {
    Screen::with(TALK)
        .press("a m r 1")
        .sees("these words are already coded as Reflection")
        .sees("Nothing was changed");
}

#[test]
fn any_of_three_hundred_codes_is_four_keys_away() {
    let screen = Screen::with(TALK);
    let names = ["Trust", "Tempo", "Talk", "Tools", "Time"];
    let codes = (0..300).map(|n| {
        let name = BilingualText::new(format!("{} {}", names[n % names.len()], n / names.len()));
        NewCode {
            body: CodeBody {
                kind: CodeKind::Mechanism,
                name,
                ..CodeBody::default()
            },
            parent: None,
        }
    });
    screen
        .neighbour()
        .perform(Command::AddCodes {
            codes: codes.collect(),
        })
        .unwrap();
    let mut screen = screen.give(Input::Focus);
    let all: Vec<(String, String)> = screen
        .study()
        .codes()
        .map(|code| (code.body.tag.clone(), code.name("en").to_owned()))
        .skip(7)
        .step_by(13)
        .collect();
    assert!(all.len() > 20);
    for (tag, name) in all {
        screen = screen
            .press("Space")
            .types(&tag)
            .press("Enter")
            .says(&format!("Coded 6 words as {name}"));
    }
}

#[test]
fn another_code_takes_the_place_of_one_and_its_condensation_stays() {
    let screen = Screen::with(TALK)
        .press("a m r e")
        .types("Saw herself")
        .press("Enter r")
        .sees("Instead of Reflection")
        .types("rs");
    let screen = screen
        .press("Enter")
        .says("Coded as Relationship instead")
        .sees("Saw herself");
    let screen = screen.shows("I: Hvad så?\nM: «Relationship:Jeg så pludselig på mig selv» udefra. Og så voksede jeg.\nI: Ja.");
    screen.press("u").shows("I: Hvad så?\nM: «Reflection:Jeg så pludselig på mig selv» udefra. Og så voksede jeg.\nI: Ja.");
}

#[test]
fn all_hits_are_coded_at_once_and_taken_back_at_once() {
    let screen = Screen::with(TALK)
        .press("A")
        .says("No matches to code; / searches for words")
        .press("/")
        .types("så")
        .press("Enter A");
    let screen = screen
        .sees("1 of 3 sentences is the interviewer's")
        .press("o")
        .sees("Code the 2 sentences")
        .types("to")
        .press("Enter");
    let screen = screen
        .shows("I: Hvad så?\nM: «Tool:Jeg så pludselig på mig selv udefra.» «Tool:Og så voksede jeg.»\nI: Ja.")
        .press("u A e");
    let screen = screen
        .sees("Code the 3 sentences")
        .types("to")
        .press("Enter")
        .says("Coded 3 quotes as Tool");
    let screen =
        screen.shows("I: «Tool:Hvad så?»\nM: «Tool:Jeg så pludselig på mig selv udefra.» «Tool:Og så voksede jeg.»\nI: Ja.");
    screen
        .press("A e")
        .types("to")
        .press("Enter")
        .says("these quotes are already coded as Tool. Nothing was changed")
        .press("u")
        .shows(&TALK.replace("#[", "").replace("|]#", ""));
}
