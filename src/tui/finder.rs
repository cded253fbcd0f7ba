//! Help and palette: the table of actions as a list to search, by name, by sentence and by what
//! people call it elsewhere. What belongs to another view is done there.

use super::action::Action;
use super::context::{AppCommand, AppContext};
use super::layer::dialog_action::DialogAction;
use super::layer::picker::{Picked, Picker, PickerChoice};
use super::route::{Route, ViewKind};
use super::synonyms;
use super::view::View;
use ratatui::style::Style;

/// Lists every action of this view with its keys, then what can be done everywhere, then the other
/// views.
pub fn ask_help(context: &mut AppContext) {
    let here = context.view_kind;
    let choices = in_order(context)
        .map(|action| {
            let keys = match action.kind() {
                kind if kind == here || kind == ViewKind::Anywhere => {
                    context.keys_here(action).join(", ")
                }
                _ => context.keymap.keys_for(action),
            };
            choice(format!("{keys:<14} {}", action.doc), group(action), action)
        })
        .collect();
    let title = format!(
        "Keyboard shortcuts ({} runs the selected one)",
        context.keymap.first_key_for(DialogAction::Confirm)
    );
    context.push_layer(Picker::new(title, choices, run));
}

/// Lists every action by its name, to run one.
pub fn ask_palette(context: &mut AppContext) {
    let choices = in_order(context)
        .filter(|action| action.kind() != ViewKind::Dialog)
        .map(|action| {
            let keys = context.keymap.keys_for(action);
            let note = match group(action) {
                "" => keys,
                group => format!("{group} · {keys}"),
            };
            let text = format!("{:<20} {}", action.name.replace('_', " "), action.doc);
            choice(text, &note, action)
        })
        .collect();
    context.push_layer(Picker::new(
        "Palette: type what you want to do",
        choices,
        run,
    ));
}

/// The actions of the view on top, what moves in it last; then those of everywhere and of the other
/// views.
fn in_order(context: &AppContext) -> impl Iterator<Item = &'static Action> {
    let (actions, here) = (context.keymap.actions, context.view_kind);
    let rank = move |action: &Action| match action.kind() {
        kind if kind == here && !is_move(action) => 0,
        kind if kind == here => 1,
        ViewKind::Anywhere => 2,
        ViewKind::Dialog => 4,
        _ => 3,
    };
    let mut sorted: Vec<&'static Action> = actions.all().collect();
    sorted.sort_by_key(|action| rank(action));
    sorted.into_iter()
}

/// Whether it only moves, which everybody tries by themselves.
fn is_move(action: &Action) -> bool {
    let moves = ["Down", "Up", "PgDn", "PgUp", "Home", "End", "Left", "Right"];
    let opens = action.keys.contains(&"Enter");
    !opens && action.keys.iter().any(|key| moves.contains(key))
}

/// The heading an action stands under.
fn group(action: &Action) -> &'static str {
    match action.kind() {
        ViewKind::Anywhere => "Everywhere",
        kind => kind.title(),
    }
}

fn choice(text: String, note: &str, action: &'static Action) -> PickerChoice<&'static Action> {
    let name = action.name.replace('_', " ");
    let both = format!("{name} {}", action.doc);
    let mut other_words = vec![name, action.doc.to_owned(), both];
    other_words.extend(synonyms::of(action.name).map(str::to_owned));
    PickerChoice {
        sign: String::new(),
        style: Style::new(),
        text,
        tag: String::new(),
        note: note.to_owned(),
        about: String::new(),
        other_words,
        value: action,
    }
}

fn run(_: &mut dyn View, context: &mut AppContext, picked: Picked<&'static Action>) {
    let Picked::Some(actions) = picked else {
        return;
    };
    for action in actions {
        let kind = action.kind();
        if !matches!(kind, ViewKind::Anywhere | ViewKind::Dialog) && kind != context.view_kind {
            match Route::to(kind, context) {
                Some(route) => context.send(AppCommand::SwitchTo(route)),
                None => return context.notify("Import a transcript first"),
            }
        }
        context.send(AppCommand::RunAction(action));
    }
}
