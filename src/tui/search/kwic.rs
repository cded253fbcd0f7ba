//! Keyword in context: each match in the middle of a line.
//!
//! Word frequencies in the result.
//!
//! Passages selected for an action on all of them.
//!
//! Keys to select passages: one, a range, all, none.

use super::{SearchView, place};
use crate::search::{ConcordanceLine, Passage};
use crate::study::QuoteSpeaker;
use crate::study::theory::QuoteAt;
use crate::text::{Span, sanitize, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

/// Most words on either side.
pub const WORDS: usize = 20;

/// Width of the speaker's name.
const WHO: u16 = 14;

/// Pairs lines with the row of their passage.
pub fn placed(search: &SearchView, lines: Vec<ConcordanceLine>) -> Vec<(usize, ConcordanceLine)> {
    let passages = search.passages();
    let row = |line: &ConcordanceLine| {
        search.grouped.order.iter().position(|place| {
            let passage = &passages[*place];
            passage.document == line.document
                && passage.span.start <= line.at.start
                && line.at.end <= passage.span.end
        })
    };
    lines
        .into_iter()
        .filter_map(|line| Some((row(&line)?, line)))
        .collect()
}

/// Draws the visible lines.
pub fn draw(search: &SearchView, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
    let study = context.study();
    let quiet = canvas.style(StyleRole::Muted);
    if search.lines.is_empty() {
        canvas.put(
            area.x + 1,
            area.y,
            area.right(),
            "The query has no words to show in lines.",
            quiet,
        );
        return;
    }
    let who_ends = area.x + 2 + WHO;
    let middle = who_ends + (area.width.saturating_sub(WHO + 3)) / 2;
    for (y, (row, (_, line))) in
        (area.top()..area.bottom()).zip(search.lines.iter().enumerate().skip(search.list.top()))
    {
        let Some(document) = study.document(line.document) else {
            continue;
        };
        let one_line = |span: Span| {
            sanitize::sanitize_line(
                &span
                    .text(&document.text)
                    .split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        };
        if search.has_chosen(row) {
            canvas.put(area.x, y, area.right(), "✓", canvas.style(StyleRole::Key));
        }
        let who = match study.speaker_at(document, line.at) {
            QuoteSpeaker::Unknown(None) => document.body.title.clone(),
            voice => voice.to_string(),
        };
        let who = sanitize::sanitize_line(&who);
        canvas.put_cut(area.x + 2, y, who_ends, &who, quiet);
        let (before, at) = (one_line(line.before), one_line(line.at));
        let begin = middle.saturating_sub(wrap::width(&at) as u16 / 2);
        put_end(canvas, (who_ends + 1, y, begin.saturating_sub(1)), &before);
        let x = canvas.put(
            begin,
            y,
            area.right() - 1,
            &at,
            canvas.style(StyleRole::Match),
        );
        // Text that follows without a blank, such as a comma, stays attached.
        let glued = document.text[line.at.end as usize..]
            .chars()
            .next()
            .is_some_and(|c| !c.is_whitespace());
        canvas.put(
            x + u16::from(!glued),
            y,
            area.right() - 1,
            &one_line(line.after),
            canvas.style(StyleRole::Text),
        );
        if row == search.list.selected() && !search.typing {
            canvas.restyle(
                Rect {
                    y,
                    height: 1,
                    ..area
                },
                canvas.style(StyleRole::Current),
            );
        }
    }
}

/// Writes the end of a text so that it ends before a column.
fn put_end(canvas: &mut Canvas<'_>, (from, y, end): (u16, u16, u16), text: &str) {
    let room = end.saturating_sub(from) as usize;
    let begins = text
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| wrap::width(&text[*at..]) <= room)
        .unwrap_or(text.len());
    canvas.put_right(y, end, &text[begins..], canvas.style(StyleRole::Text));
}

/// Width of a word.
const WORD: u16 = 24;
/// Width of a count.
const COUNT: u16 = 8;

/// Draws the visible words, each with its count and a bar.
pub fn draw_words(search: &SearchView, canvas: &mut Canvas<'_>, area: Rect) {
    let Some(found) = &search.shown_response else {
        return;
    };
    let rows = &found.words.rows;
    let most = rows.first().map_or(1, |row| row.count).max(1);
    let quiet = canvas.style(StyleRole::Muted);
    if rows.is_empty() {
        canvas.put(
            area.x + 1,
            area.y,
            area.right(),
            "There are no words to count.",
            quiet,
        );
        return;
    }
    let counted = area.x + 2 + WORD + COUNT;
    for (y, (place, row)) in
        (area.top()..area.bottom()).zip(rows.iter().enumerate().skip(search.list.top()))
    {
        canvas.put_cut(
            area.x + 2,
            y,
            area.x + 2 + WORD,
            &sanitize::sanitize_line(&row.word),
            canvas.style(StyleRole::Text),
        );
        canvas.put_right(
            y,
            counted,
            &row.count.to_string(),
            canvas.style(StyleRole::Text),
        );
        canvas.put_right(y, counted + COUNT, &format!("in {}", row.holding), quiet);
        let room = area.right().saturating_sub(counted + COUNT + 3) as usize;
        let bar = "█".repeat(room.min(60) * row.count / most);
        canvas.put(
            counted + COUNT + 2,
            y,
            area.right() - 1,
            &bar,
            canvas.style(StyleRole::Rule),
        );
        if place == search.list.selected() && !search.typing {
            canvas.restyle(
                Rect {
                    y,
                    height: 1,
                    ..area
                },
                canvas.style(StyleRole::Current),
            );
        }
    }
}

/// The selected passages, and the start of a range.
#[derive(Clone, Debug, Default)]
pub struct PassageSelection {
    selected: BTreeSet<QuoteAt>,
    /// The row where the range begins; it ends at the current row.
    range_start: Option<usize>,
}

impl PassageSelection {
    pub fn is_empty(&self) -> bool {
        self.selected.is_empty() && self.range_start.is_none()
    }

    /// Selects a passage, or deselects it.
    pub fn toggle(&mut self, place: QuoteAt) {
        if !self.selected.remove(&place) {
            self.selected.insert(place);
        }
    }

    pub fn extend(&mut self, places: impl IntoIterator<Item = QuoteAt>) {
        self.selected.extend(places);
    }

    /// Starts a range at a row, or ends it and returns the row where it began.
    pub fn toggle_range(&mut self, row: usize) -> Option<usize> {
        match self.range_start.take() {
            None => {
                self.range_start = Some(row);
                None
            }
            begun => begun,
        }
    }

    pub fn clear(&mut self) {
        *self = PassageSelection::default();
    }

    /// True if the passage on `row` is selected while the cursor is on row `at`.
    pub fn contains(&self, place: QuoteAt, row: usize, at: usize) -> bool {
        self.selected.contains(&place)
            || self
                .range_start
                .is_some_and(|from| (from.min(at)..=from.max(at)).contains(&row))
    }

    /// Drops passages that no longer exist.
    pub fn keep(&mut self, there: &BTreeSet<QuoteAt>) {
        self.selected.retain(|place| there.contains(place));
    }
}

impl SearchView {
    /// The selected passages, else the current one.
    pub(super) fn selected_or_current(&self) -> Vec<Passage> {
        let at = self.list.selected();
        let rows = 0..self.len();
        let is_meant = |row: &usize| {
            if self.selection.is_empty() {
                *row == at
            } else {
                self.has_chosen(*row)
            }
        };
        let mut selected: Vec<Passage> = rows
            .filter(is_meant)
            .filter_map(|row| self.passage(row).cloned())
            .collect();
        // Several lines may belong to one passage.
        selected.dedup_by_key(|passage| place(passage));
        selected
    }

    pub(super) fn has_chosen(&self, row: usize) -> bool {
        self.passage(row).is_some_and(|passage| {
            self.selection
                .contains(place(passage), row, self.list.selected())
        })
    }

    pub(super) fn choose(&mut self, context: &mut AppContext) {
        match self.passage(self.list.selected()).map(place) {
            Some(at) => {
                self.selection.toggle(at);
                self.list.step(1);
                self.say_chosen(context);
            }
            None => context.notify("There is no passage to mark here"),
        }
    }

    pub(super) fn choose_range(&mut self, context: &mut AppContext) {
        if let Some(from) = self.selection.toggle_range(self.list.selected()) {
            let (low, high) = (
                from.min(self.list.selected()),
                from.max(self.list.selected()),
            );
            let places: Vec<QuoteAt> = (low..=high)
                .filter_map(|row| self.passage(row).map(place))
                .collect();
            self.selection.extend(places);
        }
        self.say_chosen(context);
    }

    pub(super) fn choose_all(&mut self, context: &mut AppContext) {
        let all = (0..self.len()).all(|row| self.has_chosen(row));
        self.selection.clear();
        if !all {
            let places: Vec<QuoteAt> = self.passages().iter().map(place).collect();
            self.selection.extend(places);
        }
        self.say_chosen(context);
    }

    pub(super) fn choose_none(&mut self, context: &mut AppContext) {
        if self.is_waiting() {
            context.search_job.cancel();
            self.cancelled_request = self.last_request.clone();
            context.notify("Search cancelled; change the query to search again");
            return;
        }
        self.selection.clear();
        self.say_chosen(context);
    }

    fn say_chosen(&self, context: &mut AppContext) {
        match (0..self.len()).filter(|row| self.has_chosen(*row)).count() {
            0 => context.notify("Nothing is marked"),
            count => context.notify(format!(
                "{count} marked: {} codes, {} copies, {} exports them",
                context.key_for("code_passages"),
                context.key_for("copy_passage"),
                context.key_for("export_passages")
            )),
        }
    }
}
