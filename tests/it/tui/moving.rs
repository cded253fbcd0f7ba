//! Moving, selecting and finding.

use super::screen::Screen;
use virk::tui::key::MouseKind;

const TALK: &str = "I: Hvad skete der?\n\nM: Jeg så, øh, mig selv. Det var udefra! Ja.\n\nI: Og så?\n\nM: Så gik det 👩‍👧 bedre.";

#[test]
fn one_walks_by_word_and_turn() {
    Screen::with(TALK)
        .selects("Hvad")
        .press("w w")
        .selects("der")
        .press("w")
        .selects("Jeg")
        .press("b h")
        .selects("skete");
    Screen::with(TALK)
        .press("J")
        .selects("Jeg")
        .press("J J")
        .selects("Så")
        .press("K")
        .selects("Og")
        .press("G")
        .selects("bedre");
    Screen::with(TALK)
        .press("j")
        .selects("Jeg")
        .press("j j")
        .selects("Så")
        .press("j j")
        .selects("Så")
        .press("k")
        .selects("Og");
}

#[test]
fn one_selects_by_sentence_and_turn() {
    let screen = Screen::with(TALK)
        .press("J s")
        .selects("Jeg så, øh, mig selv.");
    let screen = screen
        .press("s")
        .selects("Det var udefra!")
        .press("s")
        .selects("Ja.")
        .press("S")
        .selects("Det var udefra!");
    screen
        .press("t")
        .selects("Jeg så, øh, mig selv. Det var udefra! Ja.")
        .press("Esc")
        .selects("Jeg");
}

#[test]
fn sentences_and_turns_stop_where_another_speaks() {
    let ends = "The turn ends here; J goes to the next turn";
    let begins = "The turn begins here; K goes to the previous turn";
    let screen = Screen::with(TALK)
        .press("J s s s")
        .selects("Ja.")
        .press("s")
        .selects("Ja.")
        .says(ends);
    let screen = screen
        .press("s s s")
        .selects("Ja.")
        .says(ends)
        .press("S S")
        .selects("Jeg så, øh, mig selv.");
    let screen = screen
        .press("S")
        .selects("Jeg så, øh, mig selv.")
        .says(begins);
    let turn = "Jeg så, øh, mig selv. Det var udefra! Ja.";
    let screen = screen
        .press("t")
        .selects(turn)
        .press("t")
        .selects(turn)
        .says(ends)
        .press("T")
        .selects(turn)
        .says(begins);
    // Nor while extending, from either side.
    let screen = screen
        .press("Esc v s s s s s")
        .selects(turn)
        .says(ends)
        .press("Esc g g v s s")
        .selects("Hvad skete der?")
        .says(ends);
    screen.press("Esc J J v S S").selects("Og så?").says(begins);
    Screen::with(TALK).press("J s s s > >").selects("Ja.");
    let screen = Screen::with(TALK).press("J s s s a m r )").selects("Ja.");
    screen
        .says("Somebody else speaks beyond this; = gives a quote the selected words")
        .press("J v J")
        .selects("Og så?\n\nM: Så");
}

#[test]
fn sentences_go_on_where_the_same_person_speaks() {
    Screen::with("I: Hvad?\n\nM: Ja. Jo.\n\nM: Nej.")
        .press("J s s s")
        .selects("Nej.")
        .press("S S")
        .selects("Ja.");
    // A field note has paragraphs and no speakers.
    Screen::with("Ingen her. Regn.\n\nTo kom. Sol.")
        .press("s s s")
        .selects("To kom.")
        .press("t t")
        .selects("To kom. Sol.");
}

#[test]
fn selections_grow_shrink_and_extend() {
    let screen = Screen::with(TALK)
        .press("J + +")
        .selects("Jeg så, øh, mig selv.")
        .press("+")
        .selects("Jeg så, øh, mig selv. Det var udefra! Ja.");
    screen
        .press("-")
        .selects("Jeg så, øh, mig selv.")
        .press("- -")
        .selects("Jeg");
    Screen::with(TALK)
        .press("J v w w")
        .selects("Jeg så, øh")
        .press("v w")
        .selects("mig");
    Screen::with(TALK)
        .press("J s >")
        .selects("Jeg så, øh, mig selv. Det")
        .press("< <")
        .selects("Jeg så, øh, mig");
}

#[test]
fn the_mouse_selects_words_and_what_lies_between() {
    let screen = Screen::with(TALK)
        .mouse(MouseKind::Press, "øh")
        .selects("øh");
    let screen = screen
        .mouse(MouseKind::Press, "øh")
        .selects("øh")
        .mouse(MouseKind::Press, "øh")
        .selects("Jeg så, øh, mig selv.")
        .mouse(MouseKind::Press, "var")
        .selects("var");
    screen
        .mouse(MouseKind::Drag, "Ja")
        .selects("var udefra! Ja");
}

#[test]
fn words_are_found_without_regard_to_case_and_round_the_ends() {
    let screen = Screen::with(TALK)
        .press("/")
        .types("så")
        .press("Enter")
        .selects("så")
        .says("Match 1 of 3");
    let screen = screen
        .press("n")
        .selects("så")
        .says("Match 2 of 3")
        .press("n")
        .selects("Så")
        .press("n")
        .says("Match 1 of 3, wrapped around");
    screen
        .press("N")
        .says("Match 3 of 3, wrapped around")
        .press("/")
        .types("x[")
        .press("Enter")
        .says("“x[” is not in this document");
}

#[test]
fn one_goes_from_document_to_document_and_back_to_the_list() {
    let screen = Screen::on(
        &[
            ("First", "M: Ja.\n\nM: Jo."),
            ("Second", "M: Nej.\n\nM: Jo."),
        ],
        virk::tui::colour::ColourDepth::True,
    );
    let screen = screen
        .sees("document 1 of 2")
        .press("j Enter")
        .sees("Second · turn 1 of 2")
        .selects("Nej");
    screen
        .press("g k")
        .selects("Ja")
        .press("g k")
        .says("This is the first document")
        .press("q")
        .sees("document 2 of 2");
}

#[test]
fn one_comes_back_to_where_one_left() {
    Screen::with(TALK)
        .press("J w w g d")
        .sees("document 1 of 1")
        .press("Enter")
        .selects("øh");
}

#[test]
fn the_wheel_scrolls_and_what_one_stands_on_stays_in_sight() {
    let long: String = (0..60).map(|n| format!("M: Så nummer {n}.\n\n")).collect();
    let screen = Screen::with(&long)
        .mouse(MouseKind::Wheel(9), "nummer 1")
        .sees_not("nummer 1.")
        .press("w")
        .selects("nummer");
    screen
        .press("b j")
        .sees("nummer 5")
        .press("g g")
        .sees("nummer 0");
}

#[test]
fn quotes_are_walked_also_those_within_others() {
    let screen = Screen::with(TALK).press("J t a m r Esc s a o t Esc a c d");
    let screen = screen
        .press("g g Tab")
        .selects("Jeg så, øh, mig selv. Det var udefra! Ja.")
        .press("Tab")
        .selects("Jeg så, øh, mig selv.");
    screen
        .press("Tab")
        .says("No coding after this")
        .press("Shift-Tab")
        .selects("Jeg så, øh, mig selv. Det var udefra! Ja.");
}

#[test]
fn keys_faster_than_frames_mean_the_same() {
    let documents = [("First", TALK), ("Second", "M: Nej.\n\nM: Jo.")];
    let screen = Screen::on(&documents, virk::tui::colour::ColourDepth::True)
        .burst("Enter J s a m r s . g j J t a m r");
    screen.shows("I: Hvad skete der?\n\nM: «Reflection:Jeg så, øh, mig selv.» «Reflection:Det var udefra!» Ja.\n\nI: Og så?\n\nM: Så gik det 👩‍👧 bedre.").selects("Jo.");
}

const MANY: &str = "I: What?\n\nM: One is coded.\n\nI: And?\n\nM: Two is not.\n\nM: Three is coded.\n\nM: Four is not.";

#[test]
fn far_moves_lead_back_and_at_last_to_where_one_came_from() {
    let screen = Screen::on(&[("Talk", MANY)], virk::tui::colour::ColourDepth::True).press("Enter");
    let screen = screen
        .press("%")
        .sees("1 to 6")
        .types("5")
        .press("Enter")
        .selects("Three")
        .press("G")
        .selects("not");
    let screen = screen
        .press("Ctrl-o")
        .selects("Three")
        .press("Ctrl-o")
        .selects("What")
        .press("Alt-Right")
        .selects("Three");
    let screen = screen
        .press("%")
        .types("50 %")
        .press("Enter")
        .selects("Two")
        .press("%")
        .types("7")
        .press("Enter");
    let screen = screen
        .says("“7” is neither a turn from 1 to 6 nor a share like 50 %")
        .press("Esc Esc Ctrl-o Ctrl-o");
    screen
        .selects("What")
        .press("Ctrl-o")
        .sees("document 1 of 1");
}

#[test]
fn quotes_are_chosen_from_a_list_and_walked_by_code() {
    let screen = Screen::with(MANY).press("J s a m r Esc % 5 Enter s a u d Esc g g");
    let screen = screen
        .press("o")
        .sees("One is coded")
        .sees("turn 5")
        .types("three")
        .press("Enter")
        .selects("Three is coded.");
    let screen = screen
        .press("f")
        .sees("Only Development is shown")
        .press("g g Tab")
        .selects("Three is coded.");
    screen
        .press("Shift-Tab")
        .says("No coding of Development before this")
        .press("Ctrl-o")
        .selects("Three is coded.");
}

#[test]
fn what_is_not_coded_stands_out_and_is_counted() {
    let screen = Screen::with(MANY)
        .press("J s a m r Esc")
        .sized(120, 30)
        .sees("1 of 4 turns coded");
    let screen = screen
        .press("F")
        .says("Coded words are dimmed; 3 of 4 turns have no coding. F shows all again");
    screen
        .press("g u")
        .selects("Two")
        .press("F")
        .says("Coded words are shown again")
        .press("L")
        .sees(" 7 4 M")
        .press("L")
        .sees_not(" 7 4 M");
}
