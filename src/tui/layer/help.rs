//! Help and palette: the table of actions as a list one can search and do.

use super::picker::{Choice, Picked, Picker};
use crate::tui::{
    action::{self, Action, Place},
    desk::{Desk, Go},
};
use ratatui::style::Style;

/// Shows every key and what it does.
pub fn ask(desk: &mut Desk) {
    let choices = Place::ALL
        .into_iter()
        .flat_map(|place| action::all().filter(move |action| action.place() == place))
        .map(|action| choice(action, format!("{:<14} {}", desk.keymap.keys_of(action), action.doc), action.place().title()))
        .collect();
    desk.ask(Picker::new("Help: every key and what it does; Enter does it", choices, run));
}

/// Finds an action by name.
pub fn ask_palette(desk: &mut Desk) {
    let choices = action::all()
        .map(|action| {
            let keys = desk.keymap.keys_of(action);
            choice(action, format!("{:<20} {}", action.name.replace('_', " "), action.doc), &keys)
        })
        .collect();
    desk.ask(Picker::new("Palette: find an action by name", choices, run));
}

fn choice(action: &'static Action, text: String, note: &str) -> Choice<&'static Action> {
    Choice {
        sign: String::new(),
        style: Style::new(),
        text,
        tag: String::new(),
        note: note.to_owned(),
        about: String::new(),
        value: action,
    }
}

fn run(_: &mut crate::tui::view::Page, desk: &mut Desk, picked: Picked<&'static Action>) {
    if let Picked::Some(actions) = picked {
        actions.into_iter().for_each(|action| desk.go(Go::Run(action)));
    }
}
