//! A list narrowed by typing: codes, actions, documents. Matching letters are highlighted; a
//! two-letter tag typed in full comes first, so that any of three hundred codes is a few keys away.
//! Enter takes the first item: a text that no choice begins with is offered as a new name first,
//! where new names are allowed.

mod drawing;

use super::dialog_action::{DialogAction, PAGE};
use super::name_match::{MatchQuality, NameMatcher};
use super::text_dialog::TextField;
use super::{KeyHint, Layer, LayerResponse, OnAnswer};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::key::{Input, Mouse, MouseKind};
use crate::tui::view::View;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub struct PickerChoice<T> {
    /// A symbol shown before the text in a style of its own.
    pub sign: String,
    pub style: Style,
    /// Shown and matched.
    pub text: String,
    /// Typed in full, it brings this choice first; may be empty.
    pub tag: String,
    /// Shown at the right in a quiet style.
    pub note: String,
    /// Description shown while the choice is selected.
    pub about: String,
    /// Matched like the text and not shown. A choice with such words is not found by scattered letters.
    pub other_words: Vec<String>,
    pub value: T,
}

/// The answer of a picker.
pub enum Picked<T> {
    /// In the order of the list.
    Some(Vec<T>),
    /// A new item with this name.
    New(String),
}

pub struct Picker<T> {
    title: String,
    choices: Vec<PickerChoice<T>>,
    typed: TextField,
    /// Indices of matching choices, best first, with the indices of the matching letters.
    shown: Vec<(usize, Vec<u32>)>,
    at: usize,
    marked: Vec<usize>,
    /// Allows picking several.
    several: bool,
    /// Label of the item for a new name, e.g. `New code`.
    new_label: Option<&'static str>,
    /// The new item comes before the choices, because none begins with the typed text.
    new_first: bool,
    /// The new item always comes after the choices.
    new_last: bool,
    then: Option<OnAnswer<Picked<T>>>,
}

impl<T: Clone> Picker<T> {
    /// A picker for one choice.
    pub fn new(
        title: impl Into<String>,
        choices: Vec<PickerChoice<T>>,
        then: impl FnOnce(&mut dyn View, &mut AppContext, Picked<T>) + 'static,
    ) -> Picker<T> {
        let mut picker = Picker {
            title: title.into(),
            choices,
            typed: TextField::default(),
            shown: Vec::new(),
            at: 0,
            marked: Vec::new(),
            several: false,
            new_label: None,
            new_first: false,
            new_last: false,
            then: Some(Box::new(then)),
        };
        picker.narrow();
        picker
    }

    /// Allows picking several.
    pub fn several(mut self) -> Picker<T> {
        self.several = true;
        self
    }

    /// Offers a new item for a name that is not in the list.
    pub fn or_new(mut self, label: &'static str) -> Picker<T> {
        self.new_label = Some(label);
        self
    }

    /// Offers something new only after all matches, because it is not a name.
    pub fn or_new_last(self, label: &'static str) -> Picker<T> {
        Picker {
            new_last: true,
            ..self.or_new(label)
        }
    }

    fn narrow(&mut self) {
        (self.at, self.new_first) = (0, false);
        let typed = self.typed.text().trim();
        if typed.is_empty() {
            self.shown = (0..self.choices.len())
                .map(|place| (place, Vec::new()))
                .collect();
            return;
        }
        let mut asked = NameMatcher::new(typed);
        let mut found: Vec<(MatchQuality, usize, Vec<u32>)> = Vec::new();
        for (place, choice) in self.choices.iter().enumerate() {
            let found_as = if choice.other_words.is_empty() {
                asked.match_name(&choice.text, &choice.tag)
            } else {
                asked.match_any(&choice.text, &choice.other_words)
            };
            if let Some((nearness, hits)) = found_as {
                found.push((nearness, place, hits));
            }
        }
        found.sort_by_key(|(nearness, place, _)| (*nearness, *place));
        self.new_first = !self.new_last
            && found
                .first()
                .is_none_or(|(nearness, ..)| *nearness > MatchQuality::Beginning);
        self.shown = found
            .into_iter()
            .map(|(_, place, hits)| (place, hits))
            .collect();
    }

    /// The new item, if it is offered.
    fn offers_new(&self) -> Option<(&'static str, &str)> {
        let typed = self.typed.text().trim();
        let known = self.choices.iter().any(|choice| choice.text == typed);
        self.new_label
            .filter(|_| !typed.is_empty() && !known)
            .map(|label| (label, typed))
    }

    fn rows(&self) -> usize {
        self.shown.len() + usize::from(self.offers_new().is_some())
    }

    /// The choice on a row; `None` for the new item.
    fn on_row(&self, row: usize) -> Option<&(usize, Vec<u32>)> {
        let before = usize::from(self.new_first && self.offers_new().is_some());
        self.shown.get(row.checked_sub(before)?)
    }

    fn mark(&mut self) {
        let Some((place, _)) = self.on_row(self.at) else {
            // A new item cannot be combined with others.
            self.at = (self.at + 1).min(self.rows().saturating_sub(1));
            return;
        };
        match self.marked.iter().position(|marked| marked == place) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(*place),
        }
        self.typed = TextField::default();
        let at = self.at;
        self.narrow();
        self.at = (at + 1).min(self.rows().saturating_sub(1));
    }

    fn pick(&mut self, view: &mut dyn View, context: &mut AppContext) -> LayerResponse {
        let mut places = self.marked.clone();
        let here = self.on_row(self.at).map(|(place, _)| *place);
        places.extend(here.filter(|_| self.marked.is_empty()));
        let picked = match (places.is_empty(), self.offers_new()) {
            (false, Some((label, name))) if here.is_none() => {
                let (count, lower) = (self.marked.len(), label.to_lowercase());
                context.notify(format!("{count} marked, and “{name}” is not one of them: delete it, or pick the {lower} by itself"));
                return LayerResponse::Consumed;
            }
            (false, _) => {
                places.sort_unstable();
                Picked::Some(
                    places
                        .into_iter()
                        .map(|place| self.choices[place].value.clone())
                        .collect(),
                )
            }
            (true, Some((_, name))) => Picked::New(name.to_owned()),
            (true, None) => {
                let leave = context.keymap.first_key_for(DialogAction::Cancel);
                context.notify(format!(
                    "No matches; type something else, or {leave} closes the list"
                ));
                return LayerResponse::Consumed;
            }
        };
        if let Some(then) = self.then.take() {
            then(view, context, picked);
        }
        LayerResponse::Close
    }
}

impl<T: Clone> Layer for Picker<T> {
    fn handle_input(
        &mut self,
        input: &Input,
        view: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse {
        let last = self.rows().saturating_sub(1);
        if let Input::Mouse(Mouse {
            kind: MouseKind::Wheel(rows),
            ..
        }) = input
        {
            self.at = self
                .at
                .saturating_add_signed(rows.signum() as isize)
                .min(last);
            return LayerResponse::Consumed;
        }
        let action = context.dialog_action(input);
        match action {
            Some(DialogAction::Cancel) => return LayerResponse::Close,
            Some(DialogAction::Confirm) => return self.pick(view, context),
            Some(DialogAction::NextField) if self.several => self.mark(),
            Some(DialogAction::Next | DialogAction::NextField) => {
                self.at = if self.at >= last { 0 } else { self.at + 1 }
            }
            Some(DialogAction::Previous | DialogAction::PreviousField) => {
                self.at = self.at.checked_sub(1).unwrap_or(last)
            }
            Some(DialogAction::PageDown) => self.at = (self.at + PAGE).min(last),
            Some(DialogAction::PageUp) => self.at = self.at.saturating_sub(PAGE),
            _ if self.typed.handle_input(input, action) => self.narrow(),
            _ => {}
        }
        LayerResponse::Consumed
    }

    fn draw(&self, _: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw_frame(canvas, area);
    }

    fn hints(&self, context: &AppContext) -> Vec<KeyHint> {
        let mut hints = vec![
            ("type".into(), "narrow"),
            context.dialog_hint(DialogAction::Confirm, "choose"),
            context.dialog_hint(DialogAction::Cancel, "close"),
        ];
        if self.several {
            hints.push(context.dialog_hint(DialogAction::NextField, "mark several"));
        }
        hints.push(context.dialog_hint(DialogAction::Next, "next"));
        hints
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    /// A picker with these names and tags after `typed` was typed.
    fn typed(names: &[(&str, &str)], typed: &str) -> Picker<()> {
        let choice = |(text, tag): &(&str, &str)| PickerChoice {
            sign: String::new(),
            style: Style::new(),
            text: (*text).to_owned(),
            tag: (*tag).to_owned(),
            note: String::new(),
            about: String::new(),
            other_words: Vec::new(),
            value: (),
        };
        let mut picker =
            Picker::new("", names.iter().map(choice).collect(), |_, _, _| ()).or_new("New");
        picker.typed = TextField::new(typed);
        picker.narrow();
        picker
    }

    /// The items offered for the typed letters, best first, including the new one.
    fn offered(letters: &str) -> Vec<&'static str> {
        let names = [
            ("Initial meeting → Reflection", ""),
            ("Perfect flow", ""),
            ("Reflection → Growth", ""),
            ("Task reflection", ""),
            ("Reflection", ""),
            ("The tool", "To"),
        ];
        let picker = typed(&names, letters);
        (0..picker.rows())
            .map(|row| {
                picker
                    .on_row(row)
                    .map_or("New", |(place, _)| names[*place].0)
            })
            .collect()
    }

    proptest! {
        #[test]
        fn the_nearest_stand_first_and_equals_as_in_the_list(
            names in proptest::collection::vec("[a-c]{1,3}( [a-c]{1,3})?", 0..12),
            letters in "[a-c]{1,3}( [a-c])?",
        ) {
            let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "zz")).collect();
            let picker = typed(&all, &letters);
            let mut near = NameMatcher::new(&letters);
            let mut expected: Vec<(MatchQuality, usize)> =
                all.iter().enumerate().filter_map(|(place, (name, tag))| Some((near.match_name(name, tag)?.0, place))).collect();
            expected.sort_unstable();
            let shown: Vec<usize> = picker.shown.iter().map(|(place, _)| *place).collect();
            prop_assert_eq!(shown, expected.iter().map(|(_, place)| *place).collect::<Vec<_>>());
            // Enter takes a choice only if one begins with the typed text.
            let begins = names.iter().any(|name| name.starts_with(&letters));
            prop_assert_eq!(picker.on_row(0).is_some_and(|(place, _)| names[*place].starts_with(&letters)), begins);
            prop_assert_eq!(picker.on_row(0).is_none(), !begins);
        }
    }

    #[test]
    fn what_begins_as_typed_comes_before_what_only_holds_it() {
        assert_eq!(
            offered("refl")[..3],
            [
                "Reflection → Growth",
                "Reflection",
                "Initial meeting → Reflection"
            ]
        );
        assert_eq!(offered("Reflection")[0], "Reflection");
        assert_eq!(offered("refl")[4..], ["Perfect flow", "New"]);
        assert_eq!(offered("to")[0], "The tool");
    }

    #[test]
    fn what_begins_no_name_is_new_before_anything_else() {
        assert_eq!(offered("grow")[..2], ["New", "Reflection → Growth"]);
        assert_eq!(offered("ta re")[..2], ["New", "Task reflection"]);
        assert_eq!(offered("peflow")[..2], ["New", "Perfect flow"]);
        assert_eq!(offered("zz"), ["New"]);
        assert_eq!(offered("").len(), 6);
    }
}
