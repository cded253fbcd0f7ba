//! The condensation grid: for each informant the words, their condensation, theme and codes, and
//! how much shorter it is; or pivoted, themes by informants, where an empty cell means that
//! somebody did not speak of the theme.
//!
//! The words are read-only here. A condensation is edited in the same form as in a transcript, and
//! undone the same way.

mod actions;
mod pivot;
mod unit_rows;

pub use actions::{ACTIONS, MOVES};

use super::canvas::Canvas;
use super::context::AppContext;
use super::key::{Mouse, MouseKind};
use super::list::ListState;
use super::theme::StyleRole;
use super::view::View;
use crate::study::theory::QuoteAt;
use crate::text::number;
use crate::tui::route::ViewKind;
use ratatui::layout::Rect;
use unit_rows::CondensationTable;

#[derive(Default)]
pub struct CondensationsView {
    /// Revision the table was gathered at, and whether it includes what is not condensed.
    of: Option<(u64, bool)>,
    table: CondensationTable,
    /// Also shows what is not condensed yet.
    show_uncondensed: bool,
    /// Shows themes against informants.
    pivoted: bool,
    units: ListState,
    themes: ListState,
    /// In the pivoted grid: the selected informant, and the first visible one.
    column: usize,
    first_column: usize,
    area: Rect,
}

/// Rows above the grid: title, blank, column headings.
const HEAD: u16 = 3;

impl CondensationsView {
    /// The list the keys move in.
    fn list(&mut self) -> &mut ListState {
        if self.pivoted {
            &mut self.themes
        } else {
            &mut self.units
        }
    }

    /// The selected units: one, or all of a cell.
    fn selected_units(&self) -> Vec<usize> {
        if !self.pivoted {
            return if self.table.units.is_empty() {
                Vec::new()
            } else {
                vec![self.units.selected()]
            };
        }
        let row = self.table.pivot.cells.get(self.themes.selected());
        row.and_then(|row| row.get(self.column))
            .cloned()
            .unwrap_or_default()
    }

    fn rows(&self) -> Rect {
        let head = HEAD.min(self.area.height);
        Rect {
            y: self.area.y + head,
            height: self.area.height - head,
            ..self.area
        }
    }

    /// Gathers the table; the selection follows its quote.
    fn gather(&mut self, context: &AppContext) {
        let stood_on: Option<QuoteAt> = self
            .table
            .units
            .get(self.units.selected())
            .map(|unit| unit.at);
        let theme = self.table.pivot.themes.get(self.themes.selected()).cloned();
        self.table = CondensationTable::new(context.study(), self.show_uncondensed);
        if let Some(place) =
            stood_on.and_then(|at| self.table.units.iter().position(|unit| unit.at == at))
        {
            self.units.select(place);
        }
        if let Some(place) = theme.and_then(|theme| {
            self.table
                .pivot
                .themes
                .iter()
                .position(|known| *known == theme)
        }) {
            self.themes.select(place);
        }
    }

    fn summary(&self) -> String {
        let CondensationTable { units, pivot, .. } = &self.table;
        if self.pivoted {
            let empty = pivot
                .cells
                .iter()
                .flatten()
                .filter(|cell| cell.is_empty())
                .count();
            let (themes, people) = (
                number::count_noun(pivot.themes.len(), "theme"),
                number::count_noun(pivot.informants.len(), "informant"),
            );
            return format!(
                "{themes} by {people} · {} empty",
                number::count_noun(empty, "cell")
            );
        }
        let condensed = units.iter().filter(|unit| !unit.condensed.is_empty());
        let (words, left) = condensed.clone().fold((0, 0), |sum, unit| {
            (sum.0 + unit.words.0, sum.1 + unit.words.1)
        });
        let foreign = condensed
            .clone()
            .filter(|unit| !unit.unsaid_words.is_empty())
            .count();
        let share = (left * 100 + words / 2).checked_div(words);
        let shorter = share.map_or_else(String::new, |share| {
            format!(" · {share} % of {words} words")
        });
        format!(
            "{} of {} condensed{shorter} · {foreign} with words not said",
            condensed.count(),
            units.len()
        )
    }
}

impl View for CondensationsView {
    fn kind(&self) -> ViewKind {
        ViewKind::Condensations
    }

    fn step(&mut self, rows: isize) {
        self.list().step(rows);
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        self.area = area;
        let now = Some((context.study().revision(), self.show_uncondensed));
        if self.of != now {
            self.of = now;
            self.gather(context);
        }
        let rows = self.rows();
        let (mut units, mut themes) = (self.units, self.themes);
        let columns = unit_rows::CondensationColumns::new(rows);
        units.update(self.table.units.len(), rows.height, |place| {
            unit_rows::height(&self.table, place, &columns, place == self.units.selected())
        });
        self.column = self
            .column
            .min(self.table.pivot.informants.len().saturating_sub(1));
        self.first_column = pivot::first_in_sight(
            rows,
            self.first_column,
            self.column,
            self.table.pivot.informants.len(),
        );
        let columns =
            pivot::PivotColumns::new(rows, self.first_column, self.table.pivot.informants.len());
        themes.update(self.table.pivot.themes.len(), rows.height, |place| {
            pivot::height(
                &self.table,
                place,
                &columns,
                place == self.themes.selected(),
            )
        });
        (self.units, self.themes) = (units, themes);
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, end) = (area.x + 1, area.right() - 1);
        let x = canvas.put(
            left,
            area.y,
            end,
            "Condensed meaning",
            canvas.style(StyleRole::Title),
        );
        if self.table.units.is_empty() {
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width - 2,
                height: area.height.saturating_sub(2),
            };
            let why = format!(
                "Nothing is condensed yet. In a transcript, {} on a quote writes its meaning in a short sentence, with its theme; \
                 here, {} shows all quotes that are not condensed yet, to be condensed one after the other.",
                context.key_for("condense"),
                context.key_for("whole_grid")
            );
            canvas.paragraph(room, &why, canvas.style(StyleRole::Text));
            return;
        }
        canvas.put_cut(
            x + 2,
            area.y,
            end,
            &self.summary(),
            canvas.style(StyleRole::Muted),
        );
        let rows = self.rows();
        if self.pivoted {
            pivot::draw(self, canvas, rows);
        } else {
            unit_rows::draw(self, canvas, rows);
        }
    }

    fn status_text(&self, _: &AppContext) -> String {
        let CondensationTable { units, pivot, .. } = &self.table;
        if self.pivoted {
            let theme = pivot
                .themes
                .get(self.themes.selected())
                .map_or("", String::as_str);
            let informant = pivot.informants.get(self.column).map_or("", String::as_str);
            return format!(
                "{} × {}",
                unit_rows::theme_name(theme),
                unit_rows::informant_name(informant)
            );
        }
        match units.get(self.units.selected()) {
            Some(unit) => format!(
                "{} · {} of {}",
                unit_rows::informant_name(&unit.informant),
                self.units.selected() + 1,
                units.len()
            ),
            None => "nothing condensed".into(),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        let rows = self.rows();
        match mouse.kind {
            MouseKind::Wheel(by) => self.list().step(by.signum() as isize),
            MouseKind::Press if rows.contains(mouse.at) => {
                let row = mouse.at.y - rows.y;
                let (place, column) = if self.pivoted {
                    let columns = pivot::PivotColumns::new(
                        rows,
                        self.first_column,
                        self.table.pivot.informants.len(),
                    );
                    let place = self.themes.item_at(row, |place| {
                        pivot::height(
                            &self.table,
                            place,
                            &columns,
                            place == self.themes.selected(),
                        )
                    });
                    (place, columns.at(mouse.at.x).unwrap_or(self.column))
                } else {
                    let columns = unit_rows::CondensationColumns::new(rows);
                    let height = |place| {
                        unit_rows::height(
                            &self.table,
                            place,
                            &columns,
                            place == self.units.selected(),
                        )
                    };
                    (self.units.item_at(row, height), self.column)
                };
                let Some(place) = place else { return };
                if place == self.list().selected() && column == self.column {
                    self.open(context);
                } else {
                    self.list().select(place);
                    self.column = column;
                }
            }
            _ => {}
        }
    }
}
