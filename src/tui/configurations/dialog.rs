//! Building a configuration: C, M and O in turn. A letter names a code, confirming without one
//! leaves the part empty, and a key returns to the part before.

use crate::study::configuration::{ConfigurationPart, PartBody};
use crate::study::theory::QuoteAt;
use crate::study::{Code, CodeKind, Command, Id, Polarity};
use crate::text::sanitize;
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::key::Input;
use crate::tui::layer::dialog_action::DialogAction;
use crate::tui::layer::{KeyHint, Layer, LayerResponse, foot};
use crate::tui::theme::StyleRole;
use crate::tui::view::View;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A code that can name a part.
struct PartCodeChoice {
    letter: char,
    code: Id<Code>,
    glyph: char,
    style: Style,
    name: String,
}

pub struct ConfigurationDialog {
    /// The quote it was started from, if any.
    quote: Option<QuoteAt>,
    codes: [Vec<PartCodeChoice>; 3],
    chosen: [Option<Id<Code>>; 3],
    /// Index of the part that is asked for.
    at: usize,
    /// True after the first attempt to leave.
    warned: bool,
}

/// The kinds of code that usually name a part.
fn kinds(part: ConfigurationPart) -> &'static [CodeKind] {
    match part {
        ConfigurationPart::Context => &[CodeKind::Context, CodeKind::Activity],
        ConfigurationPart::Mechanism => &[CodeKind::Mechanism],
        ConfigurationPart::Outcome => &[CodeKind::Output, CodeKind::Outcome],
    }
}

impl ConfigurationDialog {
    /// Starts a configuration from a quote, or from none.
    pub fn new(quote: Option<QuoteAt>, context: &AppContext) -> ConfigurationDialog {
        let study = context.study();
        let codes = ConfigurationPart::ALL.map(|part| {
            let mut taken = Vec::new();
            let mut named = Vec::new();
            let tree = study.code_tree();
            for code in kinds(part)
                .iter()
                .flat_map(|kind| tree.iter().filter(move |(_, code)| code.body.kind == *kind))
            {
                let code = code.1;
                let name = sanitize::sanitize_line(code.name(&study.language));
                let own = name
                    .chars()
                    .flat_map(char::to_lowercase)
                    .filter(char::is_ascii_alphanumeric)
                    .collect::<Vec<_>>();
                let letter = own
                    .into_iter()
                    .chain('a'..='z')
                    .chain('0'..='9')
                    .chain('A'..='Z')
                    .find(|letter| !taken.contains(letter));
                let Some(letter) = letter else { continue };
                taken.push(letter);
                named.push(PartCodeChoice {
                    letter,
                    code: code.id,
                    glyph: code.body.kind.glyph(),
                    style: context.theme.code(&code.body.colour),
                    name,
                });
            }
            named
        });
        ConfigurationDialog {
            quote,
            codes,
            chosen: [None; 3],
            at: 0,
            warned: false,
        }
    }

    fn answer_part(&mut self, code: Option<Id<Code>>, context: &mut AppContext) -> LayerResponse {
        self.chosen[self.at] = code;
        self.at += 1;
        if self.at < 3 {
            return LayerResponse::Consumed;
        }
        if self.chosen.iter().all(Option::is_none) {
            context.notify("No part was chosen, so nothing was added");
            return LayerResponse::Close;
        }
        let parts = self
            .chosen
            .map(|code| PartBody::of(code.into_iter().collect()));
        let quotes = self
            .quote
            .map(|quote| (quote, Polarity::Supports))
            .into_iter()
            .collect();
        context.perform(Command::AddConfiguration {
            parts,
            statement: String::new(),
            quotes,
        });
        LayerResponse::Close
    }
}

impl Layer for ConfigurationDialog {
    fn handle_input(
        &mut self,
        input: &Input,
        _: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse {
        let Input::Key(key) = input else {
            return LayerResponse::Consumed;
        };
        let warned = std::mem::take(&mut self.warned);
        match context.dialog_action(input) {
            Some(DialogAction::Cancel) if !warned && self.chosen.iter().any(Option::is_some) => {
                self.warned = true;
                let (empty, stop) = (
                    context.keymap.first_key_for(DialogAction::Confirm),
                    context.keymap.first_key_for(DialogAction::Cancel),
                );
                context.notify(format!(
                    "Not added yet: {empty} leaves this part empty, {stop} again cancels"
                ));
                LayerResponse::Consumed
            }
            Some(DialogAction::Cancel) => LayerResponse::Close,
            Some(DialogAction::Confirm) => self.answer_part(None, context),
            Some(
                DialogAction::DeleteBefore
                | DialogAction::Previous
                | DialogAction::Left
                | DialogAction::PreviousField,
            ) => {
                self.at = self.at.saturating_sub(1);
                LayerResponse::Consumed
            }
            _ => {
                let code = key.typed().and_then(|letter| {
                    self.codes[self.at]
                        .iter()
                        .find(|named| named.letter == letter)
                });
                match code.map(|named| named.code) {
                    Some(code) => self.answer_part(Some(code), context),
                    None => {
                        let (empty, stop) = (
                            context.keymap.first_key_for(DialogAction::Confirm),
                            context.keymap.first_key_for(DialogAction::Cancel),
                        );
                        context.notify(format!(
                            "{key} is not in the list; {empty} leaves it empty, {stop} cancels"
                        ));
                        LayerResponse::Consumed
                    }
                }
            }
        }
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(part) = ConfigurationPart::ALL.get(self.at) else {
            return;
        };
        let codes = &self.codes[self.at];
        let columns = if area.width >= 76 { 2 } else { 1 };
        let rows = codes.len().div_ceil(columns) as u16;
        let inside = canvas.frame(
            foot(area, 76, rows + 4),
            &format!("Configuration: {}", part.name()),
        );
        let mut x = inside.x;
        for (place, part) in ConfigurationPart::ALL.iter().enumerate() {
            let named = self.chosen[place]
                .filter(|_| place < self.at)
                .map(|code| sanitize::sanitize_line(context.study().code_name(code)));
            let shown = match (place.cmp(&self.at), named) {
                (std::cmp::Ordering::Less, Some(name)) => name,
                (std::cmp::Ordering::Less, None) => "–".into(),
                (std::cmp::Ordering::Equal, _) => "?".into(),
                _ => "…".into(),
            };
            x = canvas.put(
                x,
                inside.y,
                inside.right(),
                &format!("{} ", part.letter()),
                canvas.style(StyleRole::Key),
            );
            x = canvas.put_cut(
                x,
                inside.y,
                inside.right(),
                &shown,
                canvas.style(StyleRole::Text),
            ) + 2;
        }
        if codes.is_empty() {
            canvas.put(
                inside.x,
                inside.y + 2,
                inside.right(),
                &format!(
                    "The codebook has no such code; {} leaves it empty",
                    context.keymap.first_key_for(DialogAction::Confirm)
                ),
                canvas.style(StyleRole::Muted),
            );
        }
        let width = inside.width / columns as u16;
        for (place, named) in codes.iter().enumerate() {
            let (column, row) = (place as u16 / rows, place as u16 % rows);
            let (x, y) = (inside.x + column * width, inside.y + 2 + row);
            if y >= inside.bottom() {
                continue;
            }
            let end = (x + width - 1).min(inside.right());
            let x = canvas.put(
                x,
                y,
                end,
                named.letter.encode_utf8(&mut [0; 4]),
                canvas.style(StyleRole::Key),
            );
            let x = canvas.put(
                x + 1,
                y,
                end,
                named.glyph.encode_utf8(&mut [0; 4]),
                named.style,
            );
            canvas.put_cut(x + 1, y, end, &named.name, canvas.style(StyleRole::Text));
        }
    }

    fn hints(&self, context: &AppContext) -> Vec<KeyHint> {
        vec![
            ("letter".into(), "pick"),
            context.dialog_hint(DialogAction::Confirm, "skip"),
            context.dialog_hint(DialogAction::Cancel, "stop"),
            context.dialog_hint(DialogAction::DeleteBefore, "previous"),
        ]
    }
}
