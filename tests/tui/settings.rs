//! A person's own keys are told wherever keys are told.

use crate::screen::Screen;
use virk::tui::{colour::Depth, keymap::Keymap, settings::Settings};

const TEXT: &str = "M: One thing. Another thing.";

fn screen(settings: &str) -> Screen {
    let settings = Settings::parse(settings, "config.toml");
    assert!(settings.faults.is_empty(), "{:?}", settings.faults);
    let (keymap, faults) = Keymap::with(&settings.bindings).unwrap();
    assert!(faults.is_empty(), "{faults:?}");
    let mut screen = Screen::on(&[("Talk", TEXT)], Depth::True);
    screen.app.desk.keymap = keymap;
    screen.press("Enter")
}

#[test]
fn own_keys_work_and_are_told() {
    let screen = screen("[keys.transcript]\ncode = \"k\"\nsentence = \"g s\"\n[keys.anywhere]\nhelp = \"F9\"\n");
    let screen = screen.sees("k code").sees("g s sentence").sees("F9 help").sees("k chooses a code");
    let screen = screen.press("g s").selects("One thing.").press("k").sees("Code “One thing.").press("Esc");
    // What stood on k from the start has its other key.
    let screen = screen.press("F9").types("row up").sees("Up").press("Esc");
    screen.press("g").sees("Select the sentence").press("Esc ?").says("? does nothing here; F9 shows every key");
}

#[test]
fn sentences_of_every_view_name_the_keys_a_person_chose() {
    let own = "[keys.evidence]\nverdict = \"Z\"\nturn_over = \"Y\"\n[keys.data]\nmark = \"Z\"\n[keys.configurations]\nwrite_statement = \"Z\"\n\
               [keys.transcript]\nnext_coding = \"Z\"\n";
    let screen = screen(own).press(")").says("Nothing is coded here; Z goes to the next coding");
    let screen = screen.press("g e").sees("Not concluded yet; Z writes the verdict.");
    let screen = screen.press("Y Enter").says("Y goes to the quotes; Enter opens one in its document");
    screen.press("F6 Tab").says("Mark two variables with Z to see their crosstab");
}

#[test]
fn keys_taken_away_leave_the_palette() {
    let screen = screen("[keys.transcript]\ncode = []\n").sees("“code” in the palette chooses a code");
    screen.press("Ctrl-p").types("code choose").press("Enter").sees("Code “One thing.");
}
