//! The list of variables: what each is about, how many answered, and the distribution as a chart of
//! one row.
//!
//! The crosstab of the two marked variables: the table, the test, what the categories mean, and the
//! advice.

use super::{DataView, advice_card};
use crate::evidence::Crosstab;
use crate::evidence::crosstab::CrosstabSide;
use crate::study::dataset::MeasurementLevel;
use crate::study::{Dataset, Id, Refusal, Study};
use crate::text::sanitize;
use crate::tui::canvas::Canvas;
use crate::tui::context::AppContext;
use crate::tui::crosstab;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;

pub struct VariableRow {
    pub dataset: Id<Dataset>,
    /// "survey · 31 of 44 rows".
    pub heading: String,
    /// Its name in the file.
    pub name: String,
    /// What it is about.
    pub label: String,
    pub level: MeasurementLevel,
    /// True if a scale is proposed and not yet confirmed.
    pub proposed: bool,
    /// How many answered.
    pub answered: usize,
    /// Frequency of each category; empty if there are too many for a chart.
    pub counts: Vec<usize>,
}

/// Rows above the variables for the column headings.
pub const HEAD: u16 = 1;

/// Most categories in a chart.
const MOST: usize = 12;

/// Width of the chart.
const PICTURE: u16 = MOST as u16;

pub fn rows(study: &Study) -> Vec<VariableRow> {
    let mut rows = Vec::new();
    for dataset in study.datasets() {
        let name = sanitize::sanitize_line(&dataset.body.name);
        let heading = format!(
            "{name} · {} of {} rows",
            dataset.kept_rows.len(),
            dataset.body.rows
        );
        for (place, variable) in dataset.body.variables.iter().enumerate() {
            let counts = counts(dataset, place);
            rows.push(VariableRow {
                dataset: dataset.id,
                heading: heading.clone(),
                name: variable.name.clone(),
                label: sanitize::sanitize_line(variable.label.in_language(&study.language)),
                level: variable.level,
                proposed: variable.proposed.is_some(),
                answered: counts.iter().map(|(_, count)| count).sum(),
                counts: if counts.len() <= MOST && variable.level != MeasurementLevel::Id {
                    counts.into_iter().map(|(_, count)| count).collect()
                } else {
                    Vec::new()
                },
            });
        }
    }
    rows
}

/// The categories of a variable in order, each with its frequency.
pub fn counts(dataset: &Dataset, place: usize) -> Vec<(String, usize)> {
    let mut counts: Vec<(String, usize)> = dataset
        .categories(place)
        .into_iter()
        .map(|code| (code, 0))
        .collect();
    let places: std::collections::HashMap<String, usize> = counts
        .iter()
        .enumerate()
        .map(|(place, (code, _))| (code.clone(), place))
        .collect();
    for answer in dataset.answers(place).flatten() {
        if let Some(place) = places.get(answer) {
            counts[*place].1 += 1;
        }
    }
    counts
}

/// Height of a list item; the first of a dataset has a heading above it.
pub fn height(rows: &[VariableRow], place: usize) -> u16 {
    1 + u16::from(is_headed(rows, place))
}

fn is_headed(rows: &[VariableRow], place: usize) -> bool {
    place == 0
        || rows.get(place - 1).map(|row| row.dataset) != rows.get(place).map(|row| row.dataset)
}

/// A bar chart of one row, a character per category.
pub fn picture(counts: &[usize]) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let most = counts.iter().copied().max().unwrap_or(0);
    let bar = |count: usize| {
        if count == 0 {
            '·'
        } else {
            BARS[(count * (BARS.len() - 1))
                .div_ceil(most.max(1))
                .min(BARS.len() - 1)]
        }
    };
    counts.iter().map(|count| bar(*count)).collect()
}

/// Draws the visible variables.
pub fn draw(view: &DataView, canvas: &mut Canvas<'_>) {
    let (area, room) = (view.list_area(), view.variable_rows());
    if area.height == 0 {
        return;
    }
    let (quiet, text) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Text),
    );
    let end = area.right().saturating_sub(1);
    let wide = area.width >= 60;
    let picture_at = end.saturating_sub(PICTURE);
    let answered = picture_at.saturating_sub(1);
    let level = answered.saturating_sub(if wide { 14 } else { 5 });
    let label = area.x + 3 + (area.width / 5).clamp(8, 16);
    canvas.put(area.x + 3, area.y, label, "Variable", quiet);
    canvas.put(label, area.y, level, "About", quiet);
    canvas.put_right(area.y, answered, "n", quiet);
    canvas.put(picture_at, area.y, end, "Answers", quiet);
    let mut y = room.y;
    for (place, row) in view.rows.iter().enumerate().skip(view.list.top()) {
        if is_headed(&view.rows, place) && y < room.bottom() {
            canvas.put(
                area.x + 1,
                y,
                end,
                &row.heading,
                canvas.style(StyleRole::Title),
            );
            y += 1;
        }
        if y >= room.bottom() {
            return;
        }
        if view.marked.contains(&(row.dataset, row.name.clone())) {
            canvas.put(area.x, y, area.x + 1, "*", canvas.style(StyleRole::Key));
        }
        let is = |mark: &Option<super::VariableKey>| {
            mark.as_ref()
                .is_some_and(|at| at.0 == row.dataset && at.1 == row.name)
        };
        let mark = if is(&view.row) { "R" } else { "" };
        let x = canvas.put(area.x + 1, y, end, mark, canvas.style(StyleRole::Key));
        canvas.put(
            x,
            y,
            end,
            if is(&view.column) { "C" } else { "" },
            canvas.style(StyleRole::Key),
        );
        let asked = row.proposed && !wide;
        canvas.put_cut(
            area.x + 3,
            y,
            label - if asked { 2 } else { 1 },
            &row.name,
            text,
        );
        canvas.put(
            label - 2,
            y,
            label - 1,
            if asked { "?" } else { "" },
            canvas.style(StyleRole::Match),
        );
        canvas.put_cut(label, y, level.saturating_sub(1), &row.label, quiet);
        if wide {
            let x = canvas.put(level, y, answered, row.level.name(), quiet);
            canvas.put(
                x,
                y,
                answered,
                if row.proposed { " ?" } else { "" },
                canvas.style(StyleRole::Match),
            );
        }
        canvas.put_right(y, answered, &row.answered.to_string(), text);
        let shown = if row.counts.is_empty() {
            "many values".to_owned()
        } else {
            picture(&row.counts)
        };
        canvas.put(
            picture_at + 1,
            y,
            end + 1,
            &shown,
            if row.counts.is_empty() {
                quiet
            } else {
                canvas.style(StyleRole::Success)
            },
        );
        if place == view.list.selected() {
            canvas.restyle(
                Rect {
                    y,
                    height: 1,
                    ..area
                },
                canvas.style(StyleRole::Current),
            );
        }
        y += 1;
    }
}

/// Rows above the table for the two variables.
pub const HEADING_ROWS: u16 = 2;

/// Draws the table, or why there is none; returns the number of rows used.
pub fn draw_table(
    view: &DataView,
    crossed: &Result<Crosstab, Refusal>,
    context: &AppContext,
    canvas: &mut Canvas<'_>,
    area: Rect,
) -> u16 {
    let room = Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    };
    let (quiet, text, title) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Text),
        canvas.style(StyleRole::Title),
    );
    let crosstab = match crossed {
        Ok(crosstab) => crosstab,
        Err(refusal) => {
            let sentence = sanitize::sanitize_line(&format!("{}. {}.", refusal.what, refusal.hint));
            return canvas.paragraph(room, &sentence, canvas.style(StyleRole::Error));
        }
    };
    let mut y = room.y;
    let left = |y: u16| Rect {
        y: y.min(room.bottom()),
        height: room.bottom().saturating_sub(y),
        ..room
    };
    let side =
        |side: &CrosstabSide| sanitize::sanitize_line(&format!("{} ({})", side.label, side.name));
    for (letter, side) in [("R", side(&crosstab.row)), ("C", side(&crosstab.column))] {
        let line = left(y);
        if line.height > 0 {
            canvas.put(
                line.x,
                y,
                line.right(),
                letter,
                canvas.style(StyleRole::Key),
            );
            canvas.paragraph(
                Rect {
                    x: line.x + 2,
                    width: line.width.saturating_sub(2),
                    height: 1,
                    ..line
                },
                &side,
                title,
            );
        }
        y += 1;
    }
    if view.advice_full_height {
        return y - area.y
            + advice_card::draw(canvas, left(y), view, context, view.advice_first_row);
    }
    y += canvas.paragraph(
        Rect {
            height: left(y).height.min(1),
            ..left(y)
        },
        &format!("Cells: {}", view.cells),
        quiet,
    );
    // The table gets what the sentences below it leave.
    let below = 8.min(room.height / 3);
    let space = left(y).height.saturating_sub(below);
    let table = Rect {
        height: crosstab::height(crosstab).min(space),
        ..left(y)
    };
    let whole = crosstab::draw(canvas, table, crosstab, view.cells, view.first_category);
    y += table.height;
    if !whole {
        let keys = ["table_left", "table_down", "table_up", "table_right"]
            .map(|action| context.key_for(action));
        let more = format!("… more: {} scroll the table", keys.join(" "));
        y += canvas.paragraph(
            Rect {
                height: left(y).height.min(1),
                ..left(y)
            },
            &more,
            quiet,
        );
    }
    y += canvas.paragraph(left(y), &crosstab::statistics(crosstab, view.alpha), text);
    if let Some(weighting) = view.weighting(context) {
        let note = format!(
            "! Each row counts as one here; by {weighting}: `virk crosstab {} {}`",
            crosstab.row.name, crosstab.column.name
        );
        y += canvas.paragraph(
            left(y),
            &sanitize::sanitize_line(&note),
            canvas.style(StyleRole::Match),
        );
    }
    if let Some(left_out) = crosstab::left_out(crosstab) {
        y += canvas.paragraph(
            left(y),
            &format!("! {left_out}"),
            canvas.style(StyleRole::Match),
        );
    }
    if let Some(legend) = crosstab::legend(crosstab, view.cells) {
        y += canvas.paragraph(
            Rect {
                height: left(y).height.min(2),
                ..left(y)
            },
            &legend,
            quiet,
        );
    }
    if left(y).height > 3 {
        y += 1;
    }
    y += advice_card::draw(canvas, left(y), view, context, 0);
    y.min(area.bottom()) - area.y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_shows_every_category_and_tells_none_from_few() {
        assert_eq!(picture(&[0, 1, 8, 4]), "·▂█▅");
        assert_eq!(
            (picture(&[]), picture(&[0, 0])),
            (String::new(), "··".into())
        );
    }
}
