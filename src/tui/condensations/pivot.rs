//! The pivoted grid: a row per theme, a column per informant. It shows only as many columns as are
//! legible; the others are reached by stepping sideways.

use super::unit_rows::CondensationTable;
use super::{CondensationsView, unit_rows};
use crate::text::{Span, wrap};
use crate::tui::canvas::Canvas;
use crate::tui::theme::StyleRole;
use ratatui::layout::Rect;

/// Narrowest legible column.
const NARROWEST: u16 = 18;
/// Most rows of a theme: `FEW`, or `MANY` for the selected one.
const FEW: u16 = 3;
const MANY: u16 = 12;

/// The visible columns.
pub struct PivotColumns {
    theme: Rect,
    first: usize,
    count: usize,
    left: u16,
    wide: u16,
}

fn theme_width(area: Rect) -> u16 {
    (area.width / 5).clamp(12, 30)
}

/// Number of columns that fit.
fn room_for(area: Rect) -> usize {
    (area.width.saturating_sub(theme_width(area) + 2) / NARROWEST).max(1) as usize
}

/// The first visible column, such that column `at` is visible, too.
pub fn first_in_sight(area: Rect, first: usize, at: usize, count: usize) -> usize {
    let room = room_for(area);
    first
        .clamp((at + 1).saturating_sub(room), at)
        .min(count.saturating_sub(room))
}

impl PivotColumns {
    /// The columns from `first` on, out of `informants`.
    pub fn new(area: Rect, first: usize, informants: usize) -> PivotColumns {
        let theme = theme_width(area);
        let left = area.x + theme + 2;
        let count = room_for(area).min(informants.saturating_sub(first));
        let wide = area.right().saturating_sub(left) / (count.max(1) as u16);
        PivotColumns {
            theme: Rect {
                x: area.x + 1,
                width: theme,
                ..area
            },
            first,
            count,
            left,
            wide,
        }
    }

    /// Index of the informant whose column is at `x`.
    pub fn at(&self, x: u16) -> Option<usize> {
        let column = (x.checked_sub(self.left)? / self.wide.max(1)) as usize;
        (column < self.count).then_some(self.first + column)
    }

    fn room(&self, column: usize, y: u16, height: u16) -> Rect {
        let x = self.left + (column - self.first) as u16 * self.wide;
        Rect {
            x,
            y,
            width: self.wide.saturating_sub(1),
            height,
        }
    }

    fn in_sight(&self) -> std::ops::Range<usize> {
        self.first..self.first + self.count
    }
}

/// Text of a cell: each condensation after a sign.
fn cell_text(gathered: &CondensationTable, places: &[usize]) -> String {
    let sentences = places.iter().filter_map(|place| gathered.units.get(*place));
    sentences
        .map(|unit| format!("· {}", unit.condensed))
        .collect::<Vec<_>>()
        .join("\n")
}

fn rows_of(text: &str, width: u16) -> u16 {
    let mut rows = 0;
    wrap::wrap(text, Span::of(0, text.len()), width as usize, |_| rows += 1);
    rows
}

/// Rows of a theme with the blank below it.
pub fn height(
    gathered: &CondensationTable,
    place: usize,
    columns: &PivotColumns,
    current: bool,
) -> u16 {
    let (Some(row), Some(theme)) = (
        gathered.pivot.cells.get(place),
        gathered.pivot.themes.get(place),
    ) else {
        return 0;
    };
    let cells = columns.in_sight().filter_map(|column| row.get(column));
    let most = cells
        .map(|places| rows_of(&cell_text(gathered, places), columns.wide.saturating_sub(1)))
        .max()
        .unwrap_or(0);
    most.max(rows_of(theme, columns.theme.width))
        .clamp(1, if current { MANY } else { FEW })
        + 1
}

pub fn draw(view: &CondensationsView, canvas: &mut Canvas<'_>, area: Rect) {
    let gathered = &view.table;
    let columns = PivotColumns::new(area, view.first_column, gathered.pivot.informants.len());
    let (quiet, title) = (
        canvas.style(StyleRole::Muted),
        canvas.style(StyleRole::Title),
    );
    let heads = area.y.saturating_sub(1);
    canvas.put(
        columns.theme.x,
        heads,
        columns.theme.right(),
        "Theme",
        quiet,
    );
    for column in columns.in_sight() {
        let room = columns.room(column, heads, 1);
        let name = unit_rows::informant_name(&gathered.pivot.informants[column]);
        canvas.put_cut(
            room.x,
            heads,
            room.right(),
            name,
            if column == view.column { title } else { quiet },
        );
    }
    let more = (
        columns.first > 0,
        columns.in_sight().end < gathered.pivot.informants.len(),
    );
    for (there, x, sign) in [
        (more.0, columns.left - 1, "‹"),
        (more.1, area.right() - 1, "›"),
    ] {
        if there {
            canvas.put(x, heads, x + 1, sign, canvas.style(StyleRole::Key));
        }
    }
    let mut y = area.y;
    for place in view.themes.top()..gathered.pivot.themes.len() {
        if y >= area.bottom() {
            return;
        }
        let current = place == view.themes.selected();
        let height = (height(gathered, place, &columns, current) - 1).min(area.bottom() - y);
        draw_theme(view, canvas, &columns, place, Rect { y, height, ..area });
        y += height + 1;
    }
}

fn draw_theme(
    view: &CondensationsView,
    canvas: &mut Canvas<'_>,
    columns: &PivotColumns,
    place: usize,
    area: Rect,
) {
    let gathered = &view.table;
    let (text, quiet) = (
        canvas.style(StyleRole::Text),
        canvas.style(StyleRole::Muted),
    );
    let current = place == view.themes.selected();
    let theme = Rect {
        y: area.y,
        height: area.height,
        ..columns.theme
    };
    canvas.paragraph(
        theme,
        unit_rows::theme_name(&gathered.pivot.themes[place]),
        if current {
            canvas.style(StyleRole::Title)
        } else {
            text
        },
    );
    for column in columns.in_sight() {
        let room = columns.room(column, area.y, area.height);
        match gathered.pivot.cells[place][column].as_slice() {
            [] => drop(canvas.put(room.x, room.y, room.right(), "– nothing", quiet)),
            places => drop(canvas.paragraph(room, &cell_text(gathered, places), text)),
        }
        if current && column == view.column {
            canvas.restyle(room, canvas.style(StyleRole::Current));
        }
    }
}
