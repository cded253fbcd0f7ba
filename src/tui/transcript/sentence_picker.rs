//! Selecting sentences by letter: every visible sentence gets a letter, those of the current turn
//! first, and its key selects it. Any sentence of a turn is thus two keys away, wherever the cursor
//! is.

use super::TranscriptView;
use crate::text::{Span, boundary};
use crate::tui::{
    canvas::Canvas,
    context::AppContext,
    input::Input,
    layer::{KeyHint, Layer, LayerResponse, dialog_action::DialogAction},
    theme::StyleRole,
    view::AnyView,
};
use ratatui::layout::{Position, Rect};

/// A sentence with its letter and the screen position where it begins.
struct LetteredSentence {
    letter: char,
    sentence: Span,
    at: Position,
}

/// The letters on top of a transcript.
struct SentencePicker(Vec<LetteredSentence>);

impl TranscriptView {
    /// Shows a letter at every visible sentence, to select one.
    pub(super) fn ask_sentence(&mut self, context: &mut AppContext) {
        let height = self.layout.text.height as usize;
        let sight = (self.top, (self.top + height).min(self.rows.len()));
        let Some(first) = self.rows.get(sight.0).map(|row| row.turn as usize) else {
            return;
        };
        let last = self
            .rows
            .get(sight.1.saturating_sub(1))
            .map_or(first, |row| row.turn as usize);
        let here = self.document_text().turn(self.selection().cursor.start);
        let turns = std::iter::once(here).chain((first..=last).filter(|turn| *turn != here));
        let sentences = turns
            .filter_map(|turn| self.turns.get(turn))
            .flat_map(|turn| boundary::sentences(&self.text, turn.words));
        let seen = sentences.filter_map(|sentence| {
            let row = self.rows.at(sentence.start);
            let below = (sight.0..sight.1).contains(&row).then(|| row - self.top)?;
            let column = self.rows.column(&self.text, row, sentence.start);
            let text = self.layout.text;
            Some((
                sentence,
                Position {
                    x: text.x + column as u16,
                    y: text.y + below as u16,
                },
            ))
        });
        let letters = ('a'..='z').chain('A'..='Z');
        let all = letters
            .zip(seen)
            .map(|(letter, (sentence, at))| LetteredSentence {
                letter,
                sentence,
                at,
            })
            .collect();
        context.push_layer(SentencePicker(all));
    }
}

impl Layer for SentencePicker {
    fn handle_input(
        &mut self,
        input: &Input,
        view: &mut AnyView,
        context: &mut AppContext,
    ) -> LayerResponse {
        let Input::Key(key) = input else {
            return LayerResponse::CloseAndPass;
        };
        let wanted = key
            .typed()
            .and_then(|letter| self.0.iter().find(|known| known.letter == letter));
        match (wanted, view) {
            (Some(wanted), AnyView::Transcript(view)) => {
                let sentence = wanted.sentence;
                view.update_selection(|selection, document_text| {
                    selection.clear();
                    selection.select(document_text, sentence);
                });
                LayerResponse::Close
            }
            _ if context.dialog_action(input) == Some(DialogAction::Cancel) => LayerResponse::Close,
            _ => LayerResponse::CloseAndPass,
        }
    }

    fn draw(&self, _: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let style = canvas.style(StyleRole::Cursor);
        for LetteredSentence { letter, at, .. } in
            self.0.iter().filter(|known| area.contains(known.at))
        {
            canvas.put(
                at.x,
                at.y,
                area.right(),
                letter.encode_utf8(&mut [0; 4]),
                style,
            );
        }
    }

    fn hints(&self, context: &AppContext) -> Vec<KeyHint> {
        vec![
            ("letter".into(), "select that sentence"),
            context.dialog_hint(DialogAction::Cancel, "close"),
        ]
    }
}
