//! Help and palette: the table of actions as a searchable list.

use super::{
    dialog_action::DialogAction,
    picker::{Picked, Picker, PickerChoice},
};
use crate::tui::{
    action::{self, Action, ViewKind},
    context::{AppCommand, AppContext},
};
use ratatui::style::Style;

/// Lists every key and what it does.
pub fn ask(context: &mut AppContext) {
    let here = context.view_kind;
    let elsewhere = action::all().filter(
        |action| !matches!(action.kind(), place if place == here || place == ViewKind::Anywhere),
    );
    let choices = action::available(here)
        .map(|action| (action, ""))
        .chain(elsewhere.map(|action| (action, action.kind().title())))
        .map(|(action, place)| {
            let keys = if place.is_empty() {
                context.keys_here(action).join(", ")
            } else {
                context.keymap.keys_for(action)
            };
            plain(format!("{keys:<14} {}", action.doc), place, action)
        })
        .collect();
    let title = format!(
        "Help: every key and what it does; {} does it",
        context.keymap.first_key_for(DialogAction::Confirm)
    );
    context.push_layer(Picker::new(title, choices, run));
}

/// Lists the actions to run one by name.
pub fn ask_palette(context: &mut AppContext) {
    let choices = action::available(context.view_kind)
        .map(|action| {
            let keys = context.keys_here(action).join(", ");
            plain(
                format!("{:<20} {}", action.name.replace('_', " "), action.doc),
                &keys,
                action,
            )
        })
        .collect();
    context.push_layer(Picker::new("Palette: find an action by name", choices, run));
}

/// Lists the messages, latest first.
pub fn ask_messages(context: &mut AppContext) {
    let choices: Vec<PickerChoice<()>> = context
        .messages
        .all()
        .map(|message| plain(message.to_owned(), "", ()))
        .collect();
    if choices.is_empty() {
        context.notify("Nothing has been said yet");
        return;
    }
    context.push_layer(Picker::new(
        "What virk has said, latest first",
        choices,
        |_, _, _| {},
    ));
}

fn plain<T>(text: String, note: &str, value: T) -> PickerChoice<T> {
    PickerChoice {
        sign: String::new(),
        style: Style::new(),
        text,
        tag: String::new(),
        note: note.to_owned(),
        about: String::new(),
        value,
    }
}

fn run(
    _: &mut crate::tui::view::AnyView,
    context: &mut AppContext,
    picked: Picked<&'static Action>,
) {
    if let Picked::Some(actions) = picked {
        actions
            .into_iter()
            .for_each(|action| context.send(AppCommand::RunAction(action)));
    }
}
