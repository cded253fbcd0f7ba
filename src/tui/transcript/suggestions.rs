//! Suggestions: the codes that similar quotes argue for, each with those quotes. One key accepts
//! one; virk never codes by itself.

use super::TranscriptView;
use crate::search::Suggestion;
use crate::study::quote::CodedText;
use crate::study::theory::QuoteAt;
use crate::study::{Command, QuoteSpeaker};
use crate::text::{number, sanitize};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::key::Input;
use crate::tui::layer::dialog_action::DialogAction;
use crate::tui::layer::{KeyHint, Layer, LayerResponse, foot};
use crate::tui::search_job::{SearchKind, SearchRequest, SearchResponse};
use crate::tui::theme::StyleRole;
use crate::tui::view::View;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use std::sync::Arc;

/// Rows per suggestion: the code, two quotes, a blank.
const ROWS: u16 = 4;

impl TranscriptView {
    /// Asks for codes that similar quotes argue for.
    pub(super) fn suggest(&mut self, context: &mut AppContext) {
        let quote = QuoteAt {
            document: self.document,
            span: self.target(),
        };
        let question = SearchRequest {
            kind: SearchKind::CodeSuggestions(quote),
            ..SearchRequest::default()
        };
        context
            .search_job
            .submit(&context.snapshot(), question.clone());
        context.push_layer(SuggestionsDialog {
            quote,
            request: question,
            revision: context.study().revision(),
            at: 0,
        });
    }
}

/// The suggestions, once they are found.
struct SuggestionsDialog {
    quote: QuoteAt,
    request: SearchRequest,
    revision: u64,
    at: usize,
}

impl SuggestionsDialog {
    /// The response, once it is there.
    fn response(&self, context: &AppContext) -> Option<Arc<SearchResponse>> {
        context
            .search_job
            .response()
            .filter(|found| found.request == self.request && found.revision == self.revision)
    }

    fn apply(&self, place: usize, context: &mut AppContext) -> LayerResponse {
        let Some(code) = self
            .response(context)
            .and_then(|found| Some(found.codes.get(place)?.code))
        else {
            return LayerResponse::Consumed;
        };
        let QuoteAt { document, span } = self.quote;
        if context.perform(Command::Apply {
            document,
            span,
            codes: vec![code],
        }) {
            context.remember_used_codes(&[code]);
        }
        LayerResponse::Close
    }

    fn draw_one(
        &self,
        context: &AppContext,
        canvas: &mut Canvas<'_>,
        area: Rect,
        place: usize,
        suggestion: &Suggestion,
    ) {
        let study = context.study();
        let Some(code) = study.code(suggestion.code) else {
            return;
        };
        let quiet = canvas.style(StyleRole::Muted);
        let x = canvas.put(
            area.x,
            area.y,
            area.right(),
            &format!("{}  ", place + 1),
            canvas.style(StyleRole::Key),
        );
        let sign = format!(
            "{} {} ",
            code.body.kind.glyph(),
            sanitize::sanitize_line(&code.body.tag)
        );
        let x = canvas.put(
            x,
            area.y,
            area.right(),
            &sign,
            canvas.theme.code(&code.body.colour),
        );
        let bold = canvas.style(StyleRole::Text).add_modifier(Modifier::BOLD);
        let x = canvas.put_cut(
            x,
            area.y,
            area.right(),
            &sanitize::sanitize_line(code.name(&study.language)),
            bold,
        );
        canvas.put(
            x + 2,
            area.y,
            area.right(),
            &number::count_noun(suggestion.quotes.len(), "quote"),
            quiet,
        );
        for (y, alike) in
            (area.y + 1..area.bottom()).zip(suggestion.quotes.iter().take(ROWS as usize - 2))
        {
            let Some(document) = study.document(alike.quote.document) else {
                continue;
            };
            let quote = CodedText::new(study, document).quote(alike.quote.span);
            let who = match quote.speaker() {
                QuoteSpeaker::Unknown(None) => document.body.title.clone(),
                voice => voice.to_string(),
            };
            let words: String = quote.words().chars().take(400).collect();
            let shared: Vec<&str> = alike
                .shared
                .iter()
                .take(3)
                .map(|shared| shared.stem.as_str())
                .collect();
            let note = sanitize::sanitize_line(&shared.join(" "));
            let end = canvas
                .put_right(y, area.right(), &note, canvas.style(StyleRole::Match))
                .saturating_sub(1);
            canvas.put_cut(
                area.x + 3,
                y,
                end,
                &sanitize::sanitize_line(&format!("{who}: {words}")),
                quiet,
            );
        }
        if place == self.at {
            canvas.restyle(Rect { height: 1, ..area }, canvas.style(StyleRole::Current));
        }
    }
}

impl Layer for SuggestionsDialog {
    fn handle_input(
        &mut self,
        input: &Input,
        _: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse {
        let Input::Key(key) = input else {
            return LayerResponse::Consumed;
        };
        let last = self
            .response(context)
            .map_or(0, |found| found.codes.len().saturating_sub(1));
        match (context.dialog_action(input), key.typed()) {
            (Some(DialogAction::Cancel), _) => return LayerResponse::Close,
            (Some(DialogAction::Confirm), _) => return self.apply(self.at, context),
            (Some(DialogAction::Next | DialogAction::NextField), _) => {
                self.at = if self.at >= last { 0 } else { self.at + 1 }
            }
            (Some(DialogAction::Previous | DialogAction::PreviousField), _) => {
                self.at = self.at.checked_sub(1).unwrap_or(last)
            }
            (_, Some(digit @ '1'..='9')) => {
                return self.apply(digit as usize - '1' as usize, context);
            }
            _ => context.notify(format!(
                "1, 2 or 3 assigns a code; {} closes the list",
                context.keymap.first_key_for(DialogAction::Cancel)
            )),
        }
        LayerResponse::Consumed
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let found = self.response(context);
        let rows = found
            .as_ref()
            .map_or(1, |found| (found.codes.len() as u16 * ROWS).max(1));
        let inside = canvas.frame(
            foot(area, 100, rows + 2),
            "Suggested by quotes that share words with these",
        );
        match found {
            None => {
                canvas.put(
                    inside.x,
                    inside.y,
                    inside.right(),
                    "…",
                    canvas.style(StyleRole::Muted),
                );
            }
            Some(found) if found.codes.is_empty() => {
                let none = "No coded quote shares a word with these.";
                canvas.put(
                    inside.x,
                    inside.y,
                    inside.right(),
                    none,
                    canvas.style(StyleRole::Muted),
                );
            }
            Some(found) => {
                for (place, suggestion) in found.codes.iter().enumerate() {
                    let y = inside.y + place as u16 * ROWS;
                    if y < inside.bottom() {
                        let room = Rect {
                            y,
                            height: ROWS.min(inside.bottom() - y),
                            ..inside
                        };
                        self.draw_one(context, canvas, room, place, suggestion);
                    }
                }
            }
        }
    }

    fn hints(&self, context: &AppContext) -> Vec<KeyHint> {
        let hint = |action, word| context.dialog_hint(action, word);
        vec![
            ("1 2 3".into(), "take"),
            hint(DialogAction::Confirm, "take"),
            hint(DialogAction::Cancel, "close"),
            hint(DialogAction::Next, "next"),
        ]
    }
}
