//! Keys in dialogs: one table of actions for forms, lists, menus and everything else on top of a
//! view, in the format of the views' tables, so that settings, help and `virk config keys` cover
//! them too. The dialog decides what an action does.
//!
//! Letters are never bound: in a dialog they are typed, or name a choice.

use super::KeyHint;
use crate::study::Refusal;
use crate::tui::action::{Action, ActionHandler};
use crate::tui::context::AppContext;
use crate::tui::key::{Input, Key};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialogAction {
    /// Leave without an answer.
    Cancel,
    /// Accept what was chosen or typed.
    Confirm,
    Next,
    Previous,
    /// To the next field, or mark a choice and go to the next.
    NextField,
    /// To the previous field or choice.
    PreviousField,
    /// Ten choices down.
    PageDown,
    /// Ten choices up.
    PageUp,
    /// Break the line in a field.
    NewLine,
    /// Move the caret one character left.
    Left,
    /// Move the caret one character right, or accept the suggestion.
    Right,
    /// Move the caret to the beginning of the word.
    WordLeft,
    /// Move the caret to the next word.
    WordRight,
    /// Move the caret to the beginning of the field.
    Start,
    /// Move the caret to the end of the field, or accept the suggestion.
    End,
    /// Delete before the caret; in an empty field, go back a step.
    DeleteBefore,
    DeleteAfter,
    DeleteWord,
    /// Delete everything before the caret.
    DeleteToStart,
    /// Delete everything after the caret.
    DeleteToEnd,
    /// When splitting a code: leave the quote under its code.
    KeepCode,
    /// When splitting a code: add codes to divide the quotes among.
    MoreCodes,
}

/// Choices per page.
pub const PAGE: usize = 10;

/// The dialog actions with their default keys. Each dialog has its own word for them.
pub const ACTIONS: &[Action] = &[
    dialog_action(
        "leave",
        &["Esc", "Ctrl-c"],
        "Cancel; forget the keys typed so far",
        DialogAction::Cancel,
    ),
    dialog_action(
        "answer",
        &["Enter"],
        "Confirm: choose, save, or do what the last line says",
        DialogAction::Confirm,
    ),
    dialog_action(
        "next_choice",
        &["Down", "Ctrl-n"],
        "Go to the next choice; in a field, a line down",
        DialogAction::Next,
    ),
    dialog_action(
        "previous_choice",
        &["Up", "Ctrl-p"],
        "Go to the previous choice; in a field, a line up",
        DialogAction::Previous,
    ),
    dialog_action(
        "go_on",
        &["Tab"],
        "Go to the next field; in a list with several choices, mark this one",
        DialogAction::NextField,
    ),
    dialog_action(
        "go_back",
        &["Shift-Tab"],
        "Go to the previous field or choice",
        DialogAction::PreviousField,
    ),
    dialog_action(
        "choices_down",
        &["PgDn"],
        "Go ten choices down",
        DialogAction::PageDown,
    ),
    dialog_action(
        "choices_up",
        &["PgUp"],
        "Go ten choices up",
        DialogAction::PageUp,
    ),
    dialog_action(
        "new_line",
        &["Alt-Enter", "Ctrl-j"],
        "Begin a new line in a field of several lines",
        DialogAction::NewLine,
    ),
    dialog_action(
        "letter_left",
        &["Left"],
        "Move one letter left",
        DialogAction::Left,
    ),
    dialog_action(
        "letter_right",
        &["Right"],
        "Move one letter right; at the end, accept the suggestion",
        DialogAction::Right,
    ),
    dialog_action(
        "word_left",
        &["Ctrl-Left"],
        "Go to the beginning of the word",
        DialogAction::WordLeft,
    ),
    dialog_action(
        "word_right",
        &["Ctrl-Right"],
        "Go to the next word",
        DialogAction::WordRight,
    ),
    dialog_action(
        "field_start",
        &["Home", "Ctrl-a"],
        "Go to the beginning of the field",
        DialogAction::Start,
    ),
    dialog_action(
        "field_end",
        &["End", "Ctrl-e"],
        "Go to the end of the field; there, accept the suggestion",
        DialogAction::End,
    ),
    dialog_action(
        "delete_before",
        &["Backspace"],
        "Delete the previous letter; if nothing is typed, go one step back",
        DialogAction::DeleteBefore,
    ),
    dialog_action(
        "delete_after",
        &["Del"],
        "Delete the next letter",
        DialogAction::DeleteAfter,
    ),
    dialog_action(
        "delete_word",
        &["Ctrl-w", "Alt-Backspace", "Ctrl-Backspace"],
        "Delete the previous word",
        DialogAction::DeleteWord,
    ),
    dialog_action(
        "delete_to_start",
        &["Ctrl-u"],
        "Delete to the beginning",
        DialogAction::DeleteToStart,
    ),
    dialog_action(
        "delete_to_end",
        &["Ctrl-k"],
        "Delete to the end",
        DialogAction::DeleteToEnd,
    ),
    dialog_action(
        "leave_quote",
        &["Space"],
        "While a code is split: leave the quote as it is",
        DialogAction::KeepCode,
    ),
    dialog_action(
        "more_codes",
        &["+"],
        "While a code is split: add another code",
        DialogAction::MoreCodes,
    ),
];

const fn dialog_action(
    name: &'static str,
    keys: &'static [&'static str],
    doc: &'static str,
    dialog_action: DialogAction,
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint: "",
        run: ActionHandler::Dialog(dialog_action),
    }
}

impl DialogAction {
    /// The row of [`ACTIONS`] for this variant.
    pub fn action(self) -> &'static Action {
        // The table has the order of the variants (checked by a test).
        &ACTIONS[self as usize]
    }

    /// Refuses bindings that would not work: a dialog takes one key at a time, and characters are
    /// typed. Only the keys for splitting a code may be punctuation.
    ///
    /// # Errors
    /// If there are several keys, or one that types a character.
    pub fn allows(self, keys: &[Key]) -> Result<(), Refusal> {
        let written = || {
            keys.iter()
                .map(Key::to_string)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let typed = |letter: char| {
            !matches!(self, DialogAction::KeepCode | DialogAction::MoreCodes)
                || letter.is_alphanumeric()
        };
        match keys {
            [key] if key.typed().is_some_and(typed) => Err(Refusal::new(
                format!("`{}` types a letter or picks a choice in a form", written()),
                "Take a key that types nothing, such as Ctrl-x, Alt-x or F8",
            )),
            [_] => Ok(()),
            _ => Err(Refusal::new(
                format!(
                    "`{}` is more than one key, and forms take one at a time",
                    written()
                ),
                "Take one key, such as Ctrl-x, Alt-x or F8",
            )),
        }
    }
}

/// Lookups for dialogs.
impl AppContext {
    /// The dialog action an input triggers, if any.
    pub fn dialog_action(&self, input: &Input) -> Option<DialogAction> {
        match input {
            Input::Key(key) => self.keymap.dialog_action(*key),
            _ => None,
        }
    }

    /// The key of a dialog action with the dialog's own word for it.
    pub fn dialog_hint(&self, dialog_action: DialogAction, word: &'static str) -> KeyHint {
        (self.keymap.first_key_for(dialog_action).to_owned(), word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deed_has_its_row_and_may_have_its_keys() {
        for (place, action) in ACTIONS.iter().enumerate() {
            let ActionHandler::Dialog(dialog_action) = action.run else {
                panic!("{} is no deed", action.name)
            };
            assert_eq!(dialog_action as usize, place, "{}", action.name);
            action.keys.iter().for_each(|written| {
                dialog_action
                    .allows(&Key::parse_all(written).unwrap())
                    .unwrap()
            });
        }
        assert_eq!(DialogAction::MoreCodes as usize + 1, ACTIONS.len());
    }
}
