//! Searching across the study.

use super::{screen::Screen, studied::studied};
use virk::tui::app::TerminalCommand;
use virk::tui::colour::ColourDepth;
use virk::tui::key::{Input, MouseKind};

#[test]
fn what_one_may_type_is_shown_until_one_types() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .sees("both words, or with the same stem")
        .sees("code:Reflection");
    assert_eq!(screen.before_caret(), " Search › ");
    screen
        .types("grew")
        .sees_not("both words")
        .sees("1 turn in 1 document")
        .sees("Mentor 1 · turn 2")
        .sees("◆Re ▲De");
}

#[test]
fn search_at_80x24() {
    insta::assert_snapshot!(
        studied(ColourDepth::True)
            .press("F3")
            .types("look OR saw")
            .press("Down j")
            .snapshot()
    );
}

#[test]
fn search_at_200x60() {
    insta::assert_snapshot!(
        studied(ColourDepth::None)
            .sized(200, 60)
            .press("F3")
            .types("code:reflection")
            .press("Enter")
            .snapshot()
    );
}

#[test]
fn a_mistake_is_shown_at_its_place_and_the_last_passages_stay() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("grew co:reflection");
    let row = |screen: &Screen, sign: &str| {
        screen
            .text()
            .lines()
            .find_map(|row| row.find(sign).map(|at| row[..at].chars().count()))
    };
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
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("code:dev")
        .sees("3 quotes in 2 documents")
        .press("Enter j j");
    let screen = screen
        .sees("passage 3 of 3")
        .press("Enter")
        .selects("They look back and then they dare to look ahead, all of them.");
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
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("saw")
        .press("Down j q")
        .sees("First talk")
        .press("g s")
        .sees("passage 2 of 2");
    screen
        .press("F2")
        .sees("document 1 of 2")
        .press("F3")
        .sees("passage 2 of 2")
        .press("Esc F5 F3")
        .sees("passage 2 of 2");
}

#[test]
fn nothing_found_says_what_else_to_try() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("zebra")
        .sees("Nothing found. The beginning of a word finds more")
        .sees("0 turns");
    screen
        .press("Enter")
        .says("Nothing found")
        .press("Esc")
        .sees("/ ask")
        .press("/ Ctrl-u")
        .types("\"open")
        .sees("not closed");
}

#[test]
fn what_changes_in_the_study_changes_the_answer() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("code:tool")
        .sees("0 quotes");
    let (document, code) = (screen.document(), screen.code("Tool"));
    let span = virk::text::Span::of(3, 7);
    screen
        .neighbour()
        .perform(virk::study::Command::Apply {
            document,
            span,
            codes: vec![code],
        })
        .unwrap();
    screen.give(Input::Focus).sees("1 quote in 1 document");
}

#[test]
fn the_mouse_walks_and_opens() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("saw")
        .mouse(MouseKind::Press, "Mentor 1 · turn 4")
        .sees("passage 2 of 2");
    screen
        .mouse(MouseKind::Press, "Mentor 1 · turn 4")
        .selects("No. One man saw himself and got smaller. He needed a friend first.")
        .press("q")
        .mouse(MouseKind::Wheel(-3), "Mentor 1 · turn 4")
        .sees("passage 1 of 2");
}

#[test]
fn order_and_copy() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("look")
        .press("Esc o")
        .says("The best passages first")
        .press("y");
    let copied = screen
        .wishes
        .iter()
        .find_map(|wish| {
            if let TerminalCommand::Copy(text) = wish {
                Some(text.clone())
            } else {
                None
            }
        })
        .unwrap();
    assert!(
        copied.ends_with("(Mentor 2, Second talk, turn 2)"),
        "{copied}"
    );
}

#[test]
fn what_is_searched_is_seen_and_switched() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("grew")
        .press("Esc")
        .sees("in turns · in reading order · by document");
    let screen = screen
        .press("s s")
        .says("Searching quotes")
        .sees("Search in quotes › grew")
        .sees("1 quote in 1 document");
    let screen = screen
        .press("s")
        .says("Searching condensations")
        .sees("= She saw herself and grew");
    screen
        .press("s s")
        .sees("0 memos")
        .press("s")
        .sees("Search › grew")
        .sees("1 turn in 1 document");
}

#[test]
fn a_memo_is_found_and_opened_at_its_quote() {
    let screen = studied(ColourDepth::True);
    let document = screen.document();
    let text = screen.study().document(document).unwrap().text.clone();
    let at = text.find("One man").unwrap();
    let quote = virk::study::theory::QuoteAt {
        document,
        span: virk::text::Span::of(at, at + 36),
    };
    let on = virk::study::event::MemoTarget::Quote(quote);
    screen
        .neighbour()
        .perform(virk::study::Command::SetMemo {
            on,
            text: "he \u{1b}[31m laughed".into(),
        })
        .unwrap();
    let screen = screen
        .give(Input::Focus)
        .press("F3")
        .types("in:memos laughed")
        .press("Down");
    screen
        .sees("1 memo")
        .sees("Memo on “One man")
        .sees("he ␛[31m laughed")
        .press("Enter")
        .selects("One man saw himself and got smaller.");
}

#[test]
fn passages_stand_by_document_by_informant_or_by_themselves() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("look OR saw")
        .press("Esc")
        .sees(" First talk  2")
        .sees(" Second talk  1");
    let screen = screen
        .press("j b")
        .says("Passages by informant")
        .sees(" Mentor 1  2")
        .sees("Mentor 1 · First talk, turn 2");
    let screen = screen
        .sees("passage 2 of 3")
        .press("J")
        .sees("passage 3 of 3")
        .press("K")
        .sees("passage 1 of 3");
    screen
        .press("b")
        .says("Passages without headings")
        .sees_not("Mentor 1  2")
        .press("b")
        .says("Passages by document");
}

#[test]
fn the_turns_around_a_passage_are_shown_when_asked_for() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("\"friend\"")
        .press("Esc")
        .sees_not("I: Always?");
    screen
        .press("t")
        .sees("I: Always?")
        .sees("1 turn around")
        .press("t")
        .sees("Mentor 1: She saw herself")
        .press("t")
        .sees_not("I: Always?");
}

#[test]
fn several_are_chosen_coded_at_once_and_taken_back_at_once() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("saw")
        .press("Esc Space Space")
        .sees("2 marked");
    let screen = screen
        .press("c")
        .sees("Code how much of each?")
        .press("s")
        .sees("Code 2 sentences")
        .types("Tool")
        .press("Enter");
    let screen = screen
        .says("Coded 2 sentences as Tool; u undoes it")
        .sees_not("2 marked");
    assert_eq!(
        screen
            .study()
            .codings()
            .filter(|coding| coding.code == screen.code("Tool"))
            .count(),
        2
    );
    let screen = screen
        .press("* c s")
        .types("Tool")
        .press("Enter")
        .says("Nothing to code: 2 sentences already coded that way");
    let screen = screen.press("Esc u");
    assert_eq!(
        screen
            .study()
            .codings()
            .filter(|coding| coding.code == screen.code("Tool"))
            .count(),
        0
    );
}

#[test]
fn what_is_coded_is_found_at_once_and_what_is_taken_back_is_gone() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("code:tool")
        .sees("0 quotes")
        .press("Ctrl-u")
        .types("friend")
        .press("Esc c w");
    let screen = screen
        .types("Tool")
        .press("Enter")
        .says("Coded 1 place as Tool; u undoes it");
    let screen = screen
        .press("/ Ctrl-u")
        .types("code:tool")
        .sees("1 quote in 1 document")
        .press("Esc u")
        .sees("0 quotes");
    screen.press("U").sees("1 quote in 1 document");
}

#[test]
fn the_chosen_quotes_get_another_code_or_speak_to_a_link() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("code:reflection")
        .press("Esc *")
        .sees("3 marked");
    let screen = screen
        .press("r")
        .sees("Which code should be changed?")
        .types("Refl")
        .press("Enter")
        .sees("Instead of Reflection, for 3 codings");
    let screen = screen
        .types("Relationship")
        .press("Enter")
        .says("Changed 3 codings to Relationship; u undoes it");
    let screen = screen
        .sees("0 quotes")
        .press("u")
        .sees("3 quotes")
        .press("* p")
        .sees("Which link are 3 passages about?");
    let screen = screen
        .types("Relationship")
        .press("Enter n")
        .says("3 quotes judged for Relationship → Development: nuances; u undoes it");
    let link = screen
        .study()
        .theory()
        .map(|theory| theory.links[1])
        .unwrap();
    assert_eq!(screen.study().polarities(link).count(), 3);
    let screen = screen.press("u");
    assert_eq!(screen.study().polarities(link).count(), 0);
}

#[test]
fn what_is_counted_is_all_that_was_found_and_not_only_what_was_fetched() {
    let turns = (0..2_100).map(|turn| {
        format!(
            "Mentor {}: We spoke of trust.",
            if turn < 2_050 { 1 } else { 2 }
        )
    });
    let text = turns.collect::<Vec<_>>().join("\n\n");
    let screen = Screen::on(&[("Long talk", &text)], ColourDepth::None)
        .sized(120, 40)
        .press("F3")
        .types("trust");
    // Who speaks after the first 2,000 is counted, too.
    let screen = screen
        .sees("first 2000 of 2100 turns")
        .press("Esc f")
        .sees("Filter 2100 passages by")
        .sees("Mentor 2");
    let screen = screen
        .types("mentor 2")
        .sees("50")
        .press("Enter")
        .sees("50 turns in 1 document");
    assert!(!screen.text().contains("the first"));
}

#[test]
fn a_facet_narrows_the_search() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("look OR saw")
        .press("Esc f")
        .sees("Filter 3 passages by")
        .types("mentor 2");
    let screen = screen
        .press("Enter")
        .sees("(look OR saw) informant:\"Mentor 2\"")
        .sees("1 turn in 1 document");
    screen
        .press("/ Ctrl-u")
        .types("zebra")
        .press("Esc f")
        .says("Nothing to filter");
}

#[test]
fn a_search_is_saved_and_asked_again() {
    let screen = studied(ColourDepth::True)
        .press("F3 Esc P")
        .sees("No saved searches yet")
        .press("S")
        .sees("Type a valid query first");
    let screen = screen
        .press("/")
        .types("saw")
        .press("Esc s s S")
        .types("seeing")
        .press("Enter")
        .says("Saved the search “seeing”");
    let screen = screen
        .press("/ Ctrl-u")
        .types("else")
        .press("Esc s s s s P")
        .sees("seeing")
        .press("Enter");
    screen
        .sees("Search in quotes › saw")
        .press("u")
        .sees("Undone: Saved the search “seeing”");
}

#[test]
fn the_chosen_are_copied_as_quotes_and_written_into_a_file() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("saw")
        .press("Esc v j v")
        .sees("2 marked")
        .press("y")
        .says("Copied 2 passages with their sources");
    let copied = screen
        .wishes
        .iter()
        .find_map(|wish| {
            if let TerminalCommand::Copy(text) = wish {
                Some(text.clone())
            } else {
                None
            }
        })
        .unwrap();
    assert_eq!(
        copied.matches("(Mentor 1, First talk, turn ").count(),
        2,
        "{copied}"
    );
    let path = screen.folder().join("found.md");
    let screen = screen
        .press("e")
        .sees("Export the passages as")
        .press("m Ctrl-u")
        .types(path.to_str().unwrap())
        .press("Enter");
    let screen = screen.sees("Wrote 2 passages to");
    let written = std::fs::read_to_string(screen.folder().join("found.md")).unwrap();
    assert!(written.contains("One man saw himself"), "{written}");
}

#[test]
fn beside_a_wide_list_stands_who_says_what() {
    let screen = studied(ColourDepth::None)
        .sized(130, 30)
        .press("F3")
        .types("code:*")
        .press("Esc");
    let row = |text: &str, name: &str| {
        text.lines().find_map(|row| {
            row.split_once(&format!("│ {name} "))
                .map(|(_, cells)| cells.split_whitespace().collect::<Vec<_>>().join(" "))
        })
    };
    let text = screen.text();
    assert_eq!(
        row(&text, "Who × code").as_deref(),
        Some("all ◆Re ▲De"),
        "{text}"
    );
    assert_eq!(row(&text, "Mentor 1").as_deref(), Some("2 2 2"), "{text}");
    screen.sized(100, 30).sees_not("Who × code");
}

#[test]
fn the_hits_of_a_search_are_walked_in_the_document() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("\"saw\"")
        .press("Enter Enter");
    screen
        .press("n")
        .says("Match 1 of 2")
        .selects("saw")
        .press("n")
        .says("Match 2 of 2")
        .press("q")
        .sees("passage 1 of 2");
}

#[test]
fn each_place_stands_in_a_line_and_words_are_counted() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("saw")
        .press("Esc w")
        .sees("She saw herself from outside")
        .sees("passage 1 of 2");
    let screen = screen
        .press("j Enter")
        .selects("No. One man saw himself and got smaller. He needed a friend first.")
        .press("q");
    let screen = screen
        .press("w W")
        .sees("saw")
        .sees("in 2")
        .press("W")
        .sees("passage 1 of 2");
    screen.press("W Enter").sees("Search › saw saw");
}

#[test]
fn more_like_a_quote_by_the_words_they_share() {
    let screen = studied(ColourDepth::True)
        .press("F3")
        .types("\"outside\" code:*")
        .press("Esc m")
        .sees("Similar to this quote")
        .sees("similar, by shared words");
    let screen = screen
        .sees("One man saw himself and got smaller.")
        .press("m")
        .says("The results of the query again");
    screen.sees("She saw herself from outside");
}

#[test]
fn codes_are_suggested_with_the_quotes_that_argue_for_them() {
    let screen = Screen::with("A: Trust grows slowly.\n\nB: #[My trust grows too.|]#");
    let (document, code) = (screen.document(), screen.code("Relationship"));
    let span = virk::text::Span::of(3, 22);
    screen
        .neighbour()
        .perform(virk::study::Command::Apply {
            document,
            span,
            codes: vec![code],
        })
        .unwrap();
    let screen = screen
        .give(Input::Focus)
        .press("H")
        .sees("Suggested by quotes")
        .sees("Relationship")
        .sees("A: Trust grows slowly.");
    let screen = screen
        .press("1")
        .says("Coded 4 words as Relationship")
        .press("H")
        .sees("No coded quote shares a word with these");
    screen
        .press("Esc u")
        .shows("A: «Relationship:Trust grows slowly.»\n\nB: My trust grows too.");
}
