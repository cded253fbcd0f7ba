//! The theory board and the configurations: looking, changing with reasons, comparing.

use super::{screen::Screen, studied::studied};
use virk::study::revision::Operation;
use virk::tui::colour::ColourDepth;

#[test]
fn the_board_shows_the_layers_and_the_links_of_the_node_one_stands_on() {
    let screen = studied(ColourDepth::True)
        .press("F10")
        .sees("Programme theory v1 (draft)")
        .sees("MECHANISMS")
        .sees("◆ Reflection");
    // On Reflection: its link leads to Development, with quotes and a test.
    let screen = screen
        .sees("━━▶ ▲ Development")
        .sees("to Development")
        .sees("3q  1/1");
    let screen = screen
        .press("Tab")
        .sees("3 quotes (+1 −1 ~0 ·1) by 2")
        .sees("supported (produces");
    screen
        .press("Enter")
        .sees("LINK ◆ Reflection ──► ▲ Development")
        .press("q")
        .sees("Programme theory v1");
}

#[test]
fn the_board_can_be_read_at_every_size_and_without_colour() {
    for (columns, rows) in [(80, 24), (120, 40), (200, 60)] {
        for depth in [ColourDepth::None, ColourDepth::Sixteen, ColourDepth::True] {
            let screen = studied(depth)
                .sized(columns, rows)
                .press("g t")
                .sees("MECHANISMS")
                .sees("OUTCOMES");
            screen
                .sees("Reflection")
                .sees("Relationship")
                .sees("Development")
                .press("j")
                .sees("to Development")
                .press("l")
                .sees("from Reflection");
        }
    }
    studied(ColourDepth::True)
        .sized(20, 5)
        .press("g t j l Tab Enter q");
}

#[test]
fn a_new_version_is_changed_with_reasons_and_compared_with_the_old_one() {
    let screen = studied(ColourDepth::True)
        .press("F10 n")
        .sees("A new version from v1")
        .press("Enter");
    let screen = screen
        .says("Began theory v2 from v1, which is frozen now")
        .sees("Programme theory v2 (draft)");
    // A change without its reason keeps the form open.
    let screen = screen
        .press("x")
        .sees("Remove Reflection")
        .press("Enter")
        .sees("needs a reason");
    let screen = screen
        .types("nobody reflects")
        .press("Enter")
        .says("Reflection left theory v2, with 1 link");
    let screen = screen
        .press("a")
        .types("Tool")
        .press("Enter")
        .sees("Where does it come from?")
        .press("i")
        .types("they said so")
        .press("Enter");
    let screen = screen.says("Tool is a node of theory v2");
    let screen = screen
        .press("d")
        .sees("v1 → v2")
        .sees("- Reflection")
        .sees("+ Tool")
        .press("d")
        .sees("Programme theory v2");
    let log: Vec<Operation> = {
        let study = screen.study();
        study
            .changes(study.theory().unwrap().id)
            .map(|change| change.body.operation)
            .collect()
    };
    assert_eq!(log, [Operation::Removed, Operation::Added]);
    let screen = screen.press("u u").sees("Reflection").sees_not("Tool");
    screen
        .press("F y")
        .says("Froze theory v2: it will not change again")
        .press("x")
        .says("v2 is frozen; n begins a new version from it");
}

#[test]
fn links_are_drawn_reworded_expected_and_taken_away() {
    let screen = studied(ColourDepth::True)
        .press("F10 n Enter")
        .sees("Began theory v2");
    let screen = screen
        .press("L")
        .sees("Reflection leads to")
        .types("Relationship")
        .press("Enter")
        .sees("Which direction")
        .press("p");
    let screen = screen
        .types("They trust more")
        .press("Tab")
        .types("a hunch")
        .press("Enter")
        .says("Drew the link Reflection → Relationship");
    let screen = screen
        .press("Tab j r")
        .sees("What becomes of the link?")
        .press("w")
        .types(" at times")
        .press("Tab");
    let screen = screen
        .types("one doubts")
        .press("Enter")
        .says("Changed the link Reflection → Relationship");
    let screen = screen
        .press("E n")
        .types("look")
        .press("Enter")
        .sees("Changed the link");
    let screen = screen
        .press("x")
        .types("it was a hunch")
        .press("Enter")
        .says("Removed the link Reflection → Relationship");
    let screen = screen
        .press("Tab R")
        .types("Diagnosis")
        .press("Enter")
        .types("it is the body")
        .press("Enter");
    let screen = screen.says("Diagnosis replaced Reflection, with 1 link");
    let screen = screen
        .press("k k k P")
        .types("more than a circumstance")
        .press("Enter");
    screen.says("Diagnosis promoted: it is mechanism now");
}

#[test]
fn the_theory_is_drawn_into_a_file() {
    let screen = studied(ColourDepth::True)
        .press("F10 e")
        .sees("theory.svg")
        .press("Enter")
        .sees("Drew it to");
    let svg = std::fs::read_to_string(screen.folder().join("theory.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.contains("Reflection"));
}

#[test]
fn a_configuration_is_put_together_from_the_words_one_stands_on() {
    let screen = Screen::with("Mentor 1: #[She saw herself and grew.|]# Then she left.").press("C");
    let screen = screen
        .sees("Configuration: context")
        .sees("Diagnosis")
        .press("d")
        .sees("C Diagnosis")
        .sees("Reflection");
    // Enter leaves a part empty; Backspace goes back to it.
    let screen = screen
        .press("Enter Backspace r")
        .sees("M Reflection")
        .press("Esc");
    let screen = screen
        .says("Not added yet: Enter leaves this part empty, Esc again cancels")
        .press("Enter");
    let screen = screen.says("Added C Diagnosis · M Reflection · O –; the outcome is missing");
    let screen = screen
        .press("g o")
        .sees("1 configuration · 1 partial")
        .sees("Reflection (1)")
        .sees("no O")
        .sees("She saw herself and grew.");
    let screen = screen
        .press("s")
        .sees("If diagnosis, then –, because reflection.")
        .press("Enter")
        .says("Changed C Diagnosis · M Reflection · O –");
    let screen = screen
        .press("o")
        .types("Development")
        .press("Enter")
        .says("Changed C Diagnosis · M Reflection · O Development");
    let screen = screen
        .press("p c")
        .sees("The quote contradicts")
        .sees("+0 −1 ~0")
        .sees_not("no O");
    let screen = screen.press("Enter").selects("She saw herself and grew.");
    screen
        .press("q x")
        .sees("Removed")
        .sees("None yet")
        .press("u")
        .sees("Reflection (1)");
}

#[test]
fn configurations_are_marked_merged_and_chained() {
    let screen = studied(ColourDepth::True)
        .press("g o")
        .sees("None yet")
        .press("a Enter r d");
    let screen = screen
        .sees("M Reflection · O Development")
        .press("a d r Enter")
        .sees("O –");
    let screen = screen
        .press("g g n")
        .types("C Diagnosis")
        .press("Enter")
        .sees("its outcome is the context of 2");
    let screen = screen
        .press("Space j Space")
        .sees("2 marked")
        .press("w")
        .types("both")
        .press("Enter")
        .sees("Merged 2 configurations");
    screen.press("g g").sees("merged from 1, 2").sees("└");
}
