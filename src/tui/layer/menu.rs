//! A short list with a letter for each item: one key answers.

use super::dialog_action::{DialogAction, PAGE};
use super::picker::{Picker, PickerChoice};
use super::{KeyHint, Layer, LayerResponse, OnAnswer, foot};
use crate::text::wrap;
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::key::Input;
use crate::tui::theme::StyleRole;
use crate::tui::view::View;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub struct MenuItem<T> {
    /// Symbols shown before the text in a style of their own.
    pub sign: String,
    pub style: Style,
    pub text: String,
    pub value: T,
}

pub struct Menu<T> {
    title: String,
    items: Vec<(char, MenuItem<T>)>,
    at: usize,
    then: Option<OnAnswer<T>>,
}

impl<T: Clone> Menu<T> {
    /// Each item gets the first free letter of its text.
    pub fn new(
        title: impl Into<String>,
        items: Vec<MenuItem<T>>,
        then: impl FnOnce(&mut dyn View, &mut AppContext, T) + 'static,
    ) -> Menu<T> {
        let mut taken = Vec::new();
        let items = items
            .into_iter()
            .map(|item| {
                let own = item
                    .text
                    .chars()
                    .flat_map(char::to_lowercase)
                    .filter(|c| c.is_alphanumeric());
                let letter = own
                    .chain('a'..='z')
                    .chain('0'..='9')
                    .find(|letter| !taken.contains(letter))
                    .unwrap_or(' ');
                taken.push(letter);
                (letter, item)
            })
            .collect();
        Menu {
            title: title.into(),
            items,
            at: 0,
            then: Some(Box::new(then)),
        }
    }

    fn choose(
        &mut self,
        place: usize,
        view: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse {
        if let (Some((_, item)), Some(then)) = (self.items.get(place), self.then.take()) {
            then(view, context, item.value.clone());
        }
        LayerResponse::Close
    }
}

impl<T: Clone> Layer for Menu<T> {
    fn handle_input(
        &mut self,
        input: &Input,
        view: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse {
        let Input::Key(key) = input else {
            return LayerResponse::Consumed;
        };
        let last = self.items.len().saturating_sub(1);
        match context.dialog_action(input) {
            Some(DialogAction::Cancel) => return LayerResponse::Close,
            Some(DialogAction::Confirm) => return self.choose(self.at, view, context),
            Some(DialogAction::Next | DialogAction::NextField) => {
                self.at = if self.at == last { 0 } else { self.at + 1 }
            }
            Some(DialogAction::Previous | DialogAction::PreviousField) => {
                self.at = self.at.checked_sub(1).unwrap_or(last)
            }
            Some(DialogAction::PageDown) => self.at = (self.at + PAGE).min(last),
            Some(DialogAction::PageUp) => self.at = self.at.saturating_sub(PAGE),
            _ => {
                let place = key
                    .typed()
                    .and_then(|letter| self.items.iter().position(|(known, _)| *known == letter));
                match place {
                    Some(place) => return self.choose(place, view, context),
                    None => context.notify(format!(
                        "{key} is not in the list; {} closes it",
                        context.keymap.first_key_for(DialogAction::Cancel)
                    )),
                }
            }
        }
        LayerResponse::Consumed
    }

    fn draw(&self, _: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let widest = self
            .items
            .iter()
            .map(|(_, item)| wrap::width(&item.sign) + wrap::width(&item.text) + 8)
            .max()
            .unwrap_or(0);
        let width = widest.max(wrap::width(&self.title) + 6) as u16;
        let inside = canvas.frame(foot(area, width, self.items.len() as u16 + 2), &self.title);
        let first = (self.at + 1).saturating_sub(inside.height as usize);
        for (y, (place, (letter, item))) in
            (inside.top()..inside.bottom()).zip(self.items.iter().enumerate().skip(first))
        {
            let x = canvas.put(
                inside.x,
                y,
                inside.right(),
                letter.encode_utf8(&mut [0; 4]),
                canvas.style(StyleRole::Key),
            );
            let x = canvas.put(x + 2, y, inside.right(), &item.sign, item.style)
                + u16::from(!item.sign.is_empty());
            canvas.put(
                x,
                y,
                inside.right(),
                &item.text,
                canvas.style(StyleRole::Text),
            );
            if place == self.at {
                canvas.restyle(
                    Rect {
                        y,
                        height: 1,
                        ..inside
                    },
                    canvas.style(StyleRole::Current),
                );
            }
        }
    }

    fn hints(&self, context: &AppContext) -> Vec<KeyHint> {
        vec![
            ("letter".into(), "choose"),
            context.dialog_hint(DialogAction::Confirm, "choose"),
            context.dialog_hint(DialogAction::Cancel, "close"),
        ]
    }
}

/// Lists the messages, latest first.
pub fn ask_messages(context: &mut AppContext) {
    let choices: Vec<PickerChoice<()>> = context
        .messages
        .all()
        .map(|message| plain(message.to_owned(), "", ()))
        .collect();
    if choices.is_empty() {
        context.notify("No messages yet");
        return;
    }
    context.push_layer(Picker::new("Messages, latest first", choices, |_, _, _| {}));
}

fn plain<T>(text: String, note: &str, value: T) -> PickerChoice<T> {
    PickerChoice {
        sign: String::new(),
        style: Style::new(),
        text,
        tag: String::new(),
        note: note.to_owned(),
        about: String::new(),
        other_words: Vec::new(),
        value,
    }
}
