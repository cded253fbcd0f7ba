//! A short list where each item has a letter: one key answers.

use super::{
    Answer, Hint, Layer, Then,
    deed::{Deed, PAGE},
    foot,
};
use crate::text::wrap;
use crate::tui::{canvas::Canvas, desk::Desk, input::Input, theme::Meaning, view::Page};
use ratatui::{layout::Rect, style::Style};

/// Something to choose.
pub struct Item<T> {
    /// Signs before it, in a look of their own.
    pub sign: String,
    /// The look of the signs.
    pub style: Style,
    /// What it is called.
    pub text: String,
    /// What it stands for.
    pub value: T,
}

/// A list of items by letter.
pub struct Menu<T> {
    title: String,
    items: Vec<(char, Item<T>)>,
    at: usize,
    then: Option<Then<T>>,
}

impl<T: Clone> Menu<T> {
    /// A menu of these items; each gets the first letter of its text that is free.
    pub fn new(
        title: impl Into<String>,
        items: Vec<Item<T>>,
        then: impl FnOnce(&mut Page, &mut Desk, T) + 'static,
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

    fn choose(&mut self, place: usize, page: &mut Page, desk: &mut Desk) -> Answer {
        if let (Some((_, item)), Some(then)) = (self.items.get(place), self.then.take()) {
            then(page, desk, item.value.clone());
        }
        Answer::Closed
    }
}

impl<T: Clone> Layer for Menu<T> {
    fn input(&mut self, input: &Input, page: &mut Page, desk: &mut Desk) -> Answer {
        let Input::Key(key) = input else {
            return Answer::Kept;
        };
        let last = self.items.len().saturating_sub(1);
        match desk.deed(input) {
            Some(Deed::Leave) => return Answer::Closed,
            Some(Deed::Answer) => return self.choose(self.at, page, desk),
            Some(Deed::Next | Deed::GoOn) => {
                self.at = if self.at == last { 0 } else { self.at + 1 }
            }
            Some(Deed::Previous | Deed::GoBack) => self.at = self.at.checked_sub(1).unwrap_or(last),
            Some(Deed::PageDown) => self.at = (self.at + PAGE).min(last),
            Some(Deed::PageUp) => self.at = self.at.saturating_sub(PAGE),
            _ => {
                let place = key
                    .typed()
                    .and_then(|letter| self.items.iter().position(|(known, _)| *known == letter));
                match place {
                    Some(place) => return self.choose(place, page, desk),
                    None => desk.say(format!(
                        "{key} is not in the list; {} closes it",
                        desk.keymap.key_of(Deed::Leave)
                    )),
                }
            }
        }
        Answer::Kept
    }

    fn draw(&self, _: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
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
                canvas.style(Meaning::Key),
            );
            let x = canvas.put(x + 2, y, inside.right(), &item.sign, item.style)
                + u16::from(!item.sign.is_empty());
            canvas.put(
                x,
                y,
                inside.right(),
                &item.text,
                canvas.style(Meaning::Text),
            );
            if place == self.at {
                canvas.restyle(
                    Rect {
                        y,
                        height: 1,
                        ..inside
                    },
                    canvas.style(Meaning::Current),
                );
            }
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Hint> {
        vec![
            ("letter".into(), "choose"),
            desk.hint(Deed::Answer, "choose"),
            desk.hint(Deed::Leave, "close"),
        ]
    }
}
