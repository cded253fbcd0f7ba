//! Sentences by letter: every sentence in sight shows one, those of the turn
//! one stands in first, and its key selects it. So any sentence of a turn is
//! two keys away, wherever in it one stands.

use super::Transcript;
use crate::text::{Span, boundary};
use crate::tui::{
    canvas::Canvas,
    desk::Desk,
    input::Input,
    layer::{Answer, Hint, Layer, deed::Deed},
    theme::Meaning,
    view::Page,
};
use ratatui::layout::{Position, Rect};

/// A sentence with its letter and where on the screen it begins.
struct Lettered {
    letter: char,
    sentence: Span,
    at: Position,
}

/// The letters on top of a transcript.
struct Letters(Vec<Lettered>);

impl Transcript {
    /// Shows a letter at every sentence in sight, to select one by.
    pub(super) fn ask_sentence(&mut self, desk: &mut Desk) {
        let height = self.layout.text.height as usize;
        let sight = (self.top, (self.top + height).min(self.rows.len()));
        let Some(first) = self.rows.get(sight.0).map(|row| row.turn as usize) else {
            return;
        };
        let last = self
            .rows
            .get(sight.1.saturating_sub(1))
            .map_or(first, |row| row.turn as usize);
        let here = self.ground().turn(self.selection().cursor.start);
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
            .map(|(letter, (sentence, at))| Lettered {
                letter,
                sentence,
                at,
            })
            .collect();
        desk.ask(Letters(all));
    }
}

impl Layer for Letters {
    fn input(&mut self, input: &Input, page: &mut Page, desk: &mut Desk) -> Answer {
        let Input::Key(key) = input else {
            return Answer::Left;
        };
        let wanted = key
            .typed()
            .and_then(|letter| self.0.iter().find(|known| known.letter == letter));
        match (wanted, page) {
            (Some(wanted), Page::Transcript(view)) => {
                let sentence = wanted.sentence;
                view.select(|selection, ground| {
                    selection.clear();
                    selection.choose(ground, sentence);
                });
                Answer::Closed
            }
            _ if desk.deed(input) == Some(Deed::Leave) => Answer::Closed,
            _ => Answer::Left,
        }
    }

    fn draw(&self, _: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let style = canvas.style(Meaning::Cursor);
        for Lettered { letter, at, .. } in self.0.iter().filter(|known| area.contains(known.at)) {
            canvas.put(
                at.x,
                at.y,
                area.right(),
                letter.encode_utf8(&mut [0; 4]),
                style,
            );
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Hint> {
        vec![
            ("letter".into(), "select that sentence"),
            desk.hint(Deed::Leave, "close"),
        ]
    }
}
