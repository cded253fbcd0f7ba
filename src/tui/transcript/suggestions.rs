//! Suggestions: the codes that quotes like these words argue for, each with the
//! quotes. One key takes one; virk never codes by itself.

use super::Transcript;
use crate::search::Suggestion;
use crate::study::{Command, Voice, quote::CodedText, theory::QuoteAt};
use crate::text::{harmless, number};
use crate::tui::{
    canvas::Canvas,
    desk::Desk,
    input::Input,
    layer::{Answer, Hint, Layer, deed::Deed, foot},
    seeker::{Found, Question, Wanted},
    theme::Meaning,
    view::Page,
};
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use std::sync::Arc;

/// Rows each suggestion takes: the code, two quotes, a blank.
const ROWS: u16 = 4;

impl Transcript {
    /// Asks which codes quotes like these words argue for.
    pub(super) fn suggest(&mut self, desk: &mut Desk) {
        let quote = QuoteAt {
            document: self.document,
            span: self.target(),
        };
        let question = Question {
            wanted: Wanted::Codes(quote),
            ..Question::default()
        };
        desk.seeker.ask(desk.study(), question.clone());
        desk.ask(Suggestions {
            quote,
            question,
            revision: desk.study().revision(),
            at: 0,
        });
    }
}

/// Codes to choose from, as soon as they are found.
struct Suggestions {
    quote: QuoteAt,
    question: Question,
    revision: u64,
    at: usize,
}

impl Suggestions {
    /// The answer, when it is there.
    fn found(&self, desk: &Desk) -> Option<Arc<Found>> {
        desk.seeker
            .found()
            .filter(|found| found.question == self.question && found.revision == self.revision)
    }

    fn take(&self, place: usize, desk: &mut Desk) -> Answer {
        let Some(code) = self
            .found(desk)
            .and_then(|found| Some(found.codes.get(place)?.code))
        else {
            return Answer::Kept;
        };
        let QuoteAt { document, span } = self.quote;
        if desk.perform(Command::Apply {
            document,
            span,
            codes: vec![code],
        }) {
            desk.used(&[code]);
        }
        Answer::Closed
    }

    fn draw_one(
        &self,
        desk: &Desk,
        canvas: &mut Canvas<'_>,
        area: Rect,
        place: usize,
        suggestion: &Suggestion,
    ) {
        let study = desk.study();
        let Some(code) = study.code(suggestion.code) else {
            return;
        };
        let quiet = canvas.style(Meaning::Quiet);
        let x = canvas.put(
            area.x,
            area.y,
            area.right(),
            &format!("{}  ", place + 1),
            canvas.style(Meaning::Key),
        );
        let sign = format!(
            "{} {} ",
            code.body.kind.glyph(),
            harmless::one_line(&code.body.tag)
        );
        let x = canvas.put(
            x,
            area.y,
            area.right(),
            &sign,
            canvas.theme.code(&code.body.colour),
        );
        let bold = canvas.style(Meaning::Text).add_modifier(Modifier::BOLD);
        let x = canvas.put_cut(
            x,
            area.y,
            area.right(),
            &harmless::one_line(code.name(&study.language)),
            bold,
        );
        canvas.put(
            x + 2,
            area.y,
            area.right(),
            &number::some(suggestion.quotes.len(), "quote"),
            quiet,
        );
        for (y, alike) in
            (area.y + 1..area.bottom()).zip(suggestion.quotes.iter().take(ROWS as usize - 2))
        {
            let Some(document) = study.document(alike.quote.document) else {
                continue;
            };
            let quote = CodedText::new(study, document).quote(alike.quote.span);
            let who = match quote.voice() {
                Voice::Unknown(None) => document.body.title.clone(),
                voice => voice.to_string(),
            };
            let words: String = quote.words().chars().take(400).collect();
            let shared: Vec<&str> = alike
                .shared
                .iter()
                .take(3)
                .map(|shared| shared.stem.as_str())
                .collect();
            let note = harmless::one_line(&shared.join(" "));
            let end = canvas
                .put_right(y, area.right(), &note, canvas.style(Meaning::Match))
                .saturating_sub(1);
            canvas.put_cut(
                area.x + 3,
                y,
                end,
                &harmless::one_line(&format!("{who}: {words}")),
                quiet,
            );
        }
        if place == self.at {
            canvas.restyle(Rect { height: 1, ..area }, canvas.style(Meaning::Current));
        }
    }
}

impl Layer for Suggestions {
    fn input(&mut self, input: &Input, _: &mut Page, desk: &mut Desk) -> Answer {
        let Input::Key(key) = input else {
            return Answer::Kept;
        };
        let last = self
            .found(desk)
            .map_or(0, |found| found.codes.len().saturating_sub(1));
        match (desk.deed(input), key.typed()) {
            (Some(Deed::Leave), _) => return Answer::Closed,
            (Some(Deed::Answer), _) => return self.take(self.at, desk),
            (Some(Deed::Next | Deed::GoOn), _) => {
                self.at = if self.at >= last { 0 } else { self.at + 1 }
            }
            (Some(Deed::Previous | Deed::GoBack), _) => {
                self.at = self.at.checked_sub(1).unwrap_or(last)
            }
            (_, Some(digit @ '1'..='9')) => return self.take(digit as usize - '1' as usize, desk),
            _ => desk.say(format!(
                "1, 2 or 3 takes a code; {} closes the list",
                desk.keymap.key_of(Deed::Leave)
            )),
        }
        Answer::Kept
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let found = self.found(desk);
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
                    canvas.style(Meaning::Quiet),
                );
            }
            Some(found) if found.codes.is_empty() => {
                let none = "No coded quote shares a word with these.";
                canvas.put(
                    inside.x,
                    inside.y,
                    inside.right(),
                    none,
                    canvas.style(Meaning::Quiet),
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
                        self.draw_one(desk, canvas, room, place, suggestion);
                    }
                }
            }
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Hint> {
        let hint = |deed, word| desk.hint(deed, word);
        vec![
            ("1 2 3".into(), "take"),
            hint(Deed::Answer, "take"),
            hint(Deed::Leave, "close"),
            hint(Deed::Next, "next"),
        ]
    }
}
