//! Something to read on top of a view: lines under a title, and what of them can be copied.

use super::{
    Answer, Hint, Layer,
    deed::{Deed, PAGE},
    foot,
};
use crate::text::{Span, harmless, wrap};
use crate::tui::{
    canvas::Canvas,
    desk::{Desk, Go},
    input::Input,
    theme::Meaning,
    view::Page,
};
use ratatui::layout::Rect;

/// A line under way: how it looks, and what it says. A line that is laid out already is never
/// wrapped but cut.
pub struct Told {
    title: String,
    lines: Vec<(Meaning, String)>,
    copy: String,
    /// What is copied, as people call it.
    called: &'static str,
    /// The lines broken for the width of the last frame.
    rows: Vec<(Meaning, String)>,
    from: usize,
    seen: usize,
}

impl Told {
    /// Lines under a title, and the sentence that the answer key copies.
    #[must_use]
    pub fn new(
        title: impl Into<String>,
        lines: Vec<(Meaning, String)>,
        copy: impl Into<String>,
    ) -> Told {
        Told {
            title: harmless::one_line(&title.into()),
            lines,
            copy: copy.into(),
            called: "the sentence",
            rows: Vec::new(),
            from: 0,
            seen: 1,
        }
    }

    /// The same, when what is copied is no sentence.
    #[must_use]
    pub fn called(self, called: &'static str) -> Told {
        Told { called, ..self }
    }
}

impl Layer for Told {
    fn input(&mut self, input: &Input, _: &mut Page, desk: &mut Desk) -> Answer {
        let Input::Key(_) = input else {
            return Answer::Passed;
        };
        let last = self.rows.len().saturating_sub(self.seen);
        match desk.deed(input) {
            Some(Deed::Leave) => return Answer::Closed,
            Some(Deed::Answer) => {
                desk.say(format!("Copied {}", self.called));
                desk.go(Go::Copy(self.copy.clone()));
                return Answer::Closed;
            }
            Some(Deed::Next | Deed::GoOn) => self.from = (self.from + 1).min(last),
            Some(Deed::Previous | Deed::GoBack) => self.from = self.from.saturating_sub(1),
            Some(Deed::PageDown) => self.from = (self.from + PAGE).min(last),
            Some(Deed::PageUp) => self.from = self.from.saturating_sub(PAGE),
            _ => {}
        }
        Answer::Kept
    }

    fn settle(&mut self, area: Rect) {
        let columns = area.width.min(WIDEST).saturating_sub(4).max(8) as usize;
        self.rows.clear();
        for (meaning, line) in &self.lines {
            let line = harmless::one_line(line);
            if line.is_empty() {
                self.rows.push((*meaning, String::new()));
            }
            wrap::wrap(&line, Span::of(0, line.len()), columns, |row| {
                self.rows.push((*meaning, row.text(&line).to_owned()))
            });
        }
        self.seen = (area.height.saturating_sub(2) as usize).max(1);
        self.from = self.from.min(self.rows.len().saturating_sub(self.seen));
    }

    fn draw(&self, _: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let height = (self.rows.len() as u16).saturating_add(2);
        let inside = canvas.frame(foot(area, WIDEST, height), &self.title);
        for (y, (meaning, row)) in
            (inside.top()..inside.bottom()).zip(self.rows.iter().skip(self.from))
        {
            canvas.put(inside.x, y, inside.right(), row, canvas.style(*meaning));
        }
        if self.from + (inside.height as usize) < self.rows.len() && inside.height > 0 {
            canvas.put(
                inside.right() - 1,
                inside.bottom() - 1,
                inside.right(),
                "…",
                canvas.style(Meaning::Quiet),
            );
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Hint> {
        vec![
            desk.hint(Deed::Leave, "close"),
            desk.hint(
                Deed::Answer,
                if self.called == "the list" {
                    "copy the list"
                } else {
                    "copy the sentence"
                },
            ),
            desk.hint(Deed::Next, "further"),
        ]
    }
}

/// Lines longer than this are hard to read.
const WIDEST: u16 = 100;
