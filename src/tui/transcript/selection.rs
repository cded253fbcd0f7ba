//! Cursor and selection. The cursor is always a whole word; the selection grows by words, sentences
//! and turns, and never splits a grapheme.
//!
//! Selecting sentences by letter: every visible sentence gets a letter, those of the current turn
//! first, and its key selects it. Any sentence of a turn is thus two keys away, wherever the cursor
//! is.

use super::TranscriptView;
use crate::text::{Span, Turn, boundary};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::key::Input;
use crate::tui::layer::dialog_action::DialogAction;
use crate::tui::layer::{KeyHint, Layer, LayerResponse};
use crate::tui::theme::StyleRole;
use crate::tui::view::View;
use ratatui::layout::{Position, Rect};

/// The cursor and the selected stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The current word.
    pub cursor: Span,
    pub selected: Option<Span>,
    /// While extending: the words with which the selection began.
    anchor: Option<Span>,
}

/// The text that the cursor moves in.
#[derive(Clone, Copy)]
pub struct DocumentText<'a> {
    pub text: &'a str,
    /// The cursor visits only what is said, not the speakers' labels.
    pub turns: &'a [Turn],
}

impl DocumentText<'_> {
    /// Index of the turn at byte `at`, or of the nearest one before it.
    pub fn turn(&self, at: u32) -> usize {
        self.turns
            .partition_point(|turn| turn.words.start <= at)
            .saturating_sub(1)
    }

    fn words(&self, turn: usize) -> Span {
        self.turns
            .get(turn)
            .map_or(Span { start: 0, end: 0 }, |turn| turn.words)
    }

    /// The word at byte `at`; a turn without words counts as one word.
    pub fn word(&self, at: u32) -> Span {
        let within = self.words(self.turn(at));
        boundary::word_at(self.text, within, at as usize).unwrap_or(within)
    }

    /// The last word of a stretch, ignoring punctuation at its end.
    pub fn last_word(&self, span: Span) -> Span {
        let within = self.words(self.turn(span.end.saturating_sub(1)));
        boundary::word_before(self.text, within, span.end as usize)
            .unwrap_or_else(|| self.word(span.end.saturating_sub(1)))
    }

    /// The next or previous word; at the ends of the text, `from` itself.
    pub fn word_beside(&self, from: Span, forward: bool) -> Span {
        let turn = self.turn(from.start);
        let within = self.words(turn);
        let beside = if forward {
            boundary::word_after(self.text, within, from.start as usize)
        } else {
            boundary::word_before(self.text, within, from.start as usize)
        };
        beside.unwrap_or_else(|| match (forward, turn) {
            (true, turn) if turn + 1 < self.turns.len() => self.word(self.words(turn + 1).start),
            (false, turn) if turn > 0 => self.word(self.words(turn - 1).end.saturating_sub(1)),
            _ => from,
        })
    }

    /// The sentence at byte `at`.
    pub fn sentence(&self, at: u32) -> Span {
        let within = self.words(self.turn(at));
        boundary::sentence_at(self.text, within, at as usize).unwrap_or(within)
    }

    /// True if the turns at both offsets have the same speaker, as far as labels tell.
    pub fn same_speaker(&self, one: u32, other: u32) -> bool {
        let speaker = |at| self.turns.get(self.turn(at)).and_then(|turn| turn.speaker);
        speaker(one) == speaker(other)
    }

    /// The turn at byte `at`.
    pub fn whole_turn(&self, at: u32) -> Span {
        self.words(self.turn(at))
    }
}

impl Selection {
    /// Cursor at the beginning.
    pub fn new(document_text: DocumentText<'_>) -> Selection {
        Selection {
            cursor: document_text.word(0),
            selected: None,
            anchor: None,
        }
    }

    /// True while moving extends the selection.
    pub fn extends(&self) -> bool {
        self.anchor.is_some()
    }

    /// True if more is selected than the word the cursor is on.
    pub fn is_selected(&self) -> bool {
        self.selected.is_some()
    }

    /// The selection, or the current word.
    pub fn extent(&self) -> Span {
        self.selected.unwrap_or(self.cursor)
    }

    /// Moves to a word, extending the selection if that is on.
    pub fn move_to(&mut self, to: Span) {
        self.cursor = to;
        self.selected = self.anchor.map(|anchor| anchor.union(to));
    }

    /// Selects a stretch; while extending, up to its end.
    pub fn select(&mut self, document_text: DocumentText<'_>, span: Span) {
        let span = self.anchor.map_or(span, |anchor| anchor.union(span));
        self.selected = Some(span);
        self.cursor = if self.extends() {
            document_text.last_word(span)
        } else {
            document_text.word(span.start)
        };
    }

    /// Starts or ends extending.
    pub fn toggle_extending(&mut self) {
        self.anchor = match self.anchor {
            Some(_) => None,
            None => Some(self.extent()),
        };
        self.selected = Some(self.extent());
    }

    /// Ends extending; the selection stays.
    pub fn end_extending(&mut self) {
        self.anchor = None;
    }

    pub fn clear(&mut self) {
        (self.selected, self.anchor) = (None, None);
    }

    /// Selects the next larger unit: word, sentence, turn.
    pub fn grow(&mut self, document_text: DocumentText<'_>) {
        let now = self.selected.unwrap_or(Span {
            start: self.cursor.start,
            end: self.cursor.start,
        });
        let at = self.extent().start;
        let units = [
            document_text.word(at),
            document_text.sentence(at),
            document_text.whole_turn(at),
        ];
        if let Some(unit) = units
            .into_iter()
            .map(|unit| unit.union(now))
            .find(|unit| *unit != now)
        {
            (self.selected, self.anchor) = (Some(unit), None);
        }
    }

    /// Selects the next smaller unit around the cursor.
    pub fn shrink(&mut self, document_text: DocumentText<'_>) {
        let Some(now) = self.selected else { return };
        let at = self.cursor.start;
        let units = [
            document_text.whole_turn(at),
            document_text.sentence(at),
            document_text.word(at),
        ];
        self.anchor = None;
        self.selected = units
            .into_iter()
            .find(|unit| now.contains(*unit) && *unit != now);
    }

    /// Adds a word at the end of the selection, or removes one.
    pub fn stretch(&mut self, document_text: DocumentText<'_>, more: bool) {
        let now = self.extent();
        let from = document_text.last_word(now);
        let last = document_text.word_beside(from, more);
        if last.end > now.start && (!more || document_text.same_speaker(from.start, last.start)) {
            self.anchor = None;
            self.selected = Some(Span {
                start: now.start,
                end: last.end,
            });
            self.cursor = last;
        }
    }
}

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
        view: &mut dyn View,
        context: &mut AppContext,
    ) -> LayerResponse {
        let Input::Key(key) = input else {
            return LayerResponse::CloseAndPass;
        };
        let wanted = key
            .typed()
            .and_then(|letter| self.0.iter().find(|known| known.letter == letter));
        match (wanted, view.downcast_mut::<TranscriptView>()) {
            (Some(wanted), Some(view)) => {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{TurnFormat, turn};

    const TEXT: &str = "I: Hvad så? Ja.\nM: Jeg så, øh, mig selv. Udefra!";

    fn on(act: impl FnOnce(&mut Selection, DocumentText<'_>)) -> &'static str {
        let turns = turn::turns(TEXT, &TurnFormat::Colon, &["I".into(), "M".into()]);
        let document_text = DocumentText {
            text: TEXT,
            turns: &turns,
        };
        let mut selection = Selection::new(document_text);
        act(&mut selection, document_text);
        selection.extent().text(TEXT)
    }

    #[test]
    fn words_go_from_turn_to_turn_and_leave_labels_out() {
        let step = |times: usize,
                    forward: bool,
                    selection: &mut Selection,
                    document_text: DocumentText<'_>| {
            (0..times).for_each(|_| {
                selection.move_to(document_text.word_beside(selection.cursor, forward))
            });
        };
        assert_eq!(on(|s, g| step(3, true, s, g)), "Jeg");
        assert_eq!(on(|s, g| step(99, true, s, g)), "Udefra");
        assert_eq!(
            on(|s, g| (step(3, true, s, g), step(1, false, s, g)).0),
            "Ja"
        );
        assert_eq!(on(|s, g| step(1, false, s, g)), "Hvad");
    }

    #[test]
    fn selections_grow_and_shrink_by_unit() {
        let grow = |times| {
            move |s: &mut Selection, g: DocumentText<'_>| (0..times).for_each(|_| s.grow(g))
        };
        assert_eq!(on(grow(1)), "Hvad");
        assert_eq!(on(grow(2)), "Hvad så?");
        assert_eq!(on(grow(3)), "Hvad så? Ja.");
        assert_eq!(on(grow(9)), "Hvad så? Ja.");
        assert_eq!(on(|s, g| (grow(3)(s, g), s.shrink(g)).0), "Hvad så?");
        assert_eq!(on(|s, g| (grow(1)(s, g), s.stretch(g, true)).0), "Hvad så");
    }

    #[test]
    fn extending_covers_what_lies_between() {
        let extended = on(|s, g| {
            s.toggle_extending();
            s.move_to(g.word_beside(s.cursor, true));
            s.move_to(g.word_beside(s.cursor, true));
        });
        assert_eq!(extended, "Hvad så? Ja");
    }
}
