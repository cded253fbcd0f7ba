//! Help and palette: the table of actions as a list one can search and do.

use super::{
    deed::Deed,
    picker::{Choice, Picked, Picker},
};
use crate::tui::{
    action::{self, Action, Place},
    desk::{Desk, Go},
};
use ratatui::style::Style;

/// Shows every key and what it does.
pub fn ask(desk: &mut Desk) {
    let here = desk.view;
    let elsewhere = action::all().filter(
        |action| !matches!(action.place(), place if place == here || place == Place::Anywhere),
    );
    let choices = action::available(here)
        .map(|action| (action, ""))
        .chain(elsewhere.map(|action| (action, action.place().title())))
        .map(|(action, place)| {
            let keys = if place.is_empty() {
                desk.keys_here(action).join(", ")
            } else {
                desk.keymap.keys_of(action)
            };
            plain(format!("{keys:<14} {}", action.doc), place, action)
        })
        .collect();
    let title = format!(
        "Help: every key and what it does; {} does it",
        desk.keymap.key_of(Deed::Answer)
    );
    desk.ask(Picker::new(title, choices, run));
}

/// Finds an action by name.
pub fn ask_palette(desk: &mut Desk) {
    let choices = action::available(desk.view)
        .map(|action| {
            let keys = desk.keys_here(action).join(", ");
            plain(
                format!("{:<20} {}", action.name.replace('_', " "), action.doc),
                &keys,
                action,
            )
        })
        .collect();
    desk.ask(Picker::new("Palette: find an action by name", choices, run));
}

/// Shows what has been said, latest first.
pub fn ask_messages(desk: &mut Desk) {
    let choices: Vec<Choice<()>> = desk
        .talk
        .all()
        .map(|said| plain(said.to_owned(), "", ()))
        .collect();
    if choices.is_empty() {
        desk.say("Nothing has been said yet");
        return;
    }
    desk.ask(Picker::new(
        "What virk has said, latest first",
        choices,
        |_, _, _| {},
    ));
}

fn plain<T>(text: String, note: &str, value: T) -> Choice<T> {
    Choice {
        sign: String::new(),
        style: Style::new(),
        text,
        tag: String::new(),
        note: note.to_owned(),
        about: String::new(),
        value,
    }
}

fn run(_: &mut crate::tui::view::Page, desk: &mut Desk, picked: Picked<&'static Action>) {
    if let Picked::Some(actions) = picked {
        actions
            .into_iter()
            .for_each(|action| desk.go(Go::Run(action)));
    }
}
