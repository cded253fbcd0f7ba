//! A person's own keys are told wherever keys are told.

use super::screen::Screen;
use virk::settings::Settings;
use virk::tui::{colour::ColourDepth, keymap::Keymap};

const TEXT: &str = "M: One thing. Another thing.";

fn screen(settings: &str) -> Screen {
    let settings = Settings::parse(settings, "config.toml");
    let (keymap, faults) = Keymap::from_settings(virk::tui::screens::ACTIONS, &settings).unwrap();
    assert!(faults.is_empty(), "{faults:?}");
    let mut screen = Screen::on(&[("Talk", TEXT)], ColourDepth::True);
    screen.app.context.keymap = keymap;
    screen.press("Enter")
}

#[test]
fn own_keys_work_and_are_told() {
    let screen = screen(
        "[keys.transcript]\ncode = \"k\"\nsentence = \"g s\"\n[keys.anywhere]\nhelp = \"F9\"\n",
    );
    let screen = screen
        .sees("k code")
        .sees("g s sentence")
        .sees("F9 help")
        .sees("k chooses a code");
    let screen = screen
        .press("g s")
        .selects("One thing.")
        .press("k")
        .sees("Code “One thing.")
        .press("Esc");
    // What stood on k from the start has its other key.
    let screen = screen.press("F9").types("row up").sees("Up").press("Esc");
    screen
        .press("g")
        .sees("Select the sentence")
        .press("Esc ?")
        .says("? does nothing here; F9 shows all keys");
}

#[test]
fn sentences_of_every_view_name_the_keys_a_person_chose() {
    let own = "[keys.evidence]\nverdict = \"Z\"\nturn_over = \"Y\"\n[keys.data]\nmark = \"Z\"\n[keys.configurations]\nwrite_statement = \"Z\"\n\
               [keys.transcript]\nnext_coding = \"Z\"\n";
    let screen = screen(own)
        .press(")")
        .says("Nothing is coded here; Z goes to the next coding");
    let screen = screen.press("g e").sees("No verdict yet; Z writes one.");
    let screen = screen
        .press("Y Enter")
        .says("Y goes to the quotes; Enter opens one in its document");
    screen
        .press("F6 Tab")
        .says("Mark two variables with Z to see their crosstab");
}

#[test]
fn own_keys_of_questions_work_in_every_one_of_them_and_are_told() {
    let own = "[keys.questions]\nleave = \"Ctrl-g\"\nanswer = \"Ctrl-o\"\ngo_on = \"F8\"\nnew_line = \"Ctrl-l\"\n\
               delete_before = \"Ctrl-h\"\nleave_quote = \".\"\nmore_codes = \"*\"\nletter_right = \"Ctrl-f\"\n";
    // A form: what stood on these keys from the start does nothing now, and letters stay letters.
    let screen = screen(own)
        .press("e")
        .sees("Ctrl-o save")
        .sees("F8 next field")
        .sees("Ctrl-l new line")
        .sees("Ctrl-g close");
    let screen = screen
        .types("so. x")
        .press("Ctrl-h Esc Enter Tab *")
        .press("Ctrl-l")
        .types("b")
        .press("F8")
        .types("theme");
    let screen = screen
        .press("Ctrl-g")
        .says("Not saved yet: Ctrl-o to save, Ctrl-g again discards what was typed");
    let screen = screen.press("Ctrl-o");
    let (_, known) = screen.study().condensations().next().unwrap();
    assert_eq!(
        (screen.study().words(known.content), known.theme.as_str()),
        (Some("so. *\nb"), "theme")
    );
    // What was written before is offered, and the offer names its key.
    let screen = screen
        .press("t e F8 Ctrl-u")
        .types("th")
        .sees("eme  (Ctrl-f accepts)")
        .press("Ctrl-f Ctrl-g Ctrl-g");
    // A list.
    let screen = screen
        .press("c")
        .sees("Ctrl-o choose")
        .sees("F8 mark several")
        .press("F8 F8 Esc")
        .sees("Code “")
        .press("Ctrl-o");
    assert_eq!(screen.study().codings().count(), 2);
    // A menu, a question by letters, and the line of the search.
    let screen = screen
        .press("F10 n Ctrl-o L")
        .sees("leads to")
        .press("Ctrl-o")
        .sees("letter choose")
        .sees("Ctrl-g close");
    let screen = screen
        .press("Ctrl-g q C")
        .sees("Ctrl-o skip")
        .press("Ctrl-g")
        .sees_not("Configuration: context");
    let screen = screen
        .press("F3")
        .sees("Ctrl-o to the passages")
        .sees("Ctrl-g done")
        .press("Ctrl-g q");
    // Quotes read one by one, where signs are free.
    let screen = screen
        .press("g b s")
        .types("Turning point")
        .press("Ctrl-o")
        .types("why")
        .press("Ctrl-o");
    let screen = screen
        .sees(". stays")
        .sees("Ctrl-h previous")
        .sees("Ctrl-g done, keep");
    let screen = screen
        .press("Space")
        .says("Space is not one of the codes; * adds one, . leaves the quote as it is");
    screen
        .press("* Ctrl-g . Ctrl-g")
        .sees("All quotes keep the code");
}

#[test]
fn keys_that_began_something_are_forgotten_by_the_key_that_leaves() {
    screen("[keys.questions]\nleave = \"Ctrl-g\"\n")
        .press("g")
        .sees("Go to")
        .press("Ctrl-g")
        .sees_not("Go to the matrix");
}

#[test]
fn keys_taken_away_leave_the_palette() {
    let screen =
        screen("[keys.transcript]\ncode = []\n").sees("“code” in the palette chooses a code");
    screen
        .press("Ctrl-p")
        .types("code selection")
        .press("Enter")
        .sees("Code “One thing.");
}
