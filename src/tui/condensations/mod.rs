//! The condensation grid: for each informant what was said, what was made of
//! it, its theme, its codes, and how much shorter it is; or turned, themes by
//! informants, where empty cells say that somebody did not speak of it.
//!
//! What was said is only read here. What was made of it is written in the same
//! form as in a transcript, and undone the same way.

mod actions;
mod gathered;
mod sheet;
mod turned;

pub use actions::ACTIONS;

use super::{
    canvas::Canvas,
    desk::Desk,
    input::{Did, Mouse},
    list::List,
    theme::Meaning,
    view::View,
};
use crate::study::theory::QuoteAt;
use crate::text::number;
use gathered::Gathered;
use ratatui::layout::Rect;

/// The grid on the screen.
#[derive(Default)]
pub struct Condensations {
    /// The revision of the study it was gathered at, and whether what is not condensed was gathered
    /// too.
    of: Option<(u64, bool)>,
    gathered: Gathered,
    /// Whether also what is not condensed yet is shown.
    whole: bool,
    /// Whether themes stand against informants.
    turned: bool,
    units: List,
    themes: List,
    /// The informant one stands on in the turned grid, and the first one in sight.
    column: usize,
    first_column: usize,
    area: Rect,
}

/// Rows above the grid: what it is, a blank, the heads.
const HEAD: u16 = 3;

impl Condensations {
    /// The list one walks.
    fn list(&mut self) -> &mut List {
        if self.turned {
            &mut self.themes
        } else {
            &mut self.units
        }
    }

    /// The units one stands on: one, or those of a cell.
    fn here(&self) -> Vec<usize> {
        if !self.turned {
            return if self.gathered.units.is_empty() {
                Vec::new()
            } else {
                vec![self.units.at()]
            };
        }
        let row = self.gathered.pivot.cells.get(self.themes.at());
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

    /// One goes with the quote one stood on, wherever it is now.
    fn gather(&mut self, desk: &Desk) {
        let stood_on: Option<QuoteAt> =
            self.gathered.units.get(self.units.at()).map(|unit| unit.at);
        let theme = self.gathered.pivot.themes.get(self.themes.at()).cloned();
        self.gathered = Gathered::new(desk.study(), self.whole);
        if let Some(place) =
            stood_on.and_then(|at| self.gathered.units.iter().position(|unit| unit.at == at))
        {
            self.units.go(place);
        }
        if let Some(place) = theme.and_then(|theme| {
            self.gathered
                .pivot
                .themes
                .iter()
                .position(|known| *known == theme)
        }) {
            self.themes.go(place);
        }
    }

    fn summary(&self) -> String {
        let Gathered { units, pivot, .. } = &self.gathered;
        if self.turned {
            let empty = pivot
                .cells
                .iter()
                .flatten()
                .filter(|cell| cell.is_empty())
                .count();
            let (themes, people) = (
                number::some(pivot.themes.len(), "theme"),
                number::some(pivot.informants.len(), "informant"),
            );
            return format!(
                "{themes} by {people} · {} empty",
                number::some(empty, "cell")
            );
        }
        let condensed = units.iter().filter(|unit| !unit.condensed.is_empty());
        let (said, left) = condensed.clone().fold((0, 0), |sum, unit| {
            (sum.0 + unit.words.0, sum.1 + unit.words.1)
        });
        let foreign = condensed
            .clone()
            .filter(|unit| !unit.foreign.is_empty())
            .count();
        let share = (left * 100 + said / 2).checked_div(said);
        let shorter =
            share.map_or_else(String::new, |share| format!(" · {share} % of {said} words"));
        format!(
            "{} of {} condensed{shorter} · {foreign} with words not said",
            condensed.count(),
            units.len()
        )
    }
}

impl View for Condensations {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        self.area = area;
        let now = Some((desk.study().revision(), self.whole));
        if self.of != now {
            self.of = now;
            self.gather(desk);
        }
        let rows = self.rows();
        let (mut units, mut themes) = (self.units, self.themes);
        let columns = sheet::Columns::new(rows);
        units.settle(self.gathered.units.len(), rows.height, |place| {
            sheet::height(&self.gathered, place, &columns, place == self.units.at())
        });
        self.column = self
            .column
            .min(self.gathered.pivot.informants.len().saturating_sub(1));
        self.first_column = turned::first_in_sight(
            rows,
            self.first_column,
            self.column,
            self.gathered.pivot.informants.len(),
        );
        let columns = turned::Columns::new(
            rows,
            self.first_column,
            self.gathered.pivot.informants.len(),
        );
        themes.settle(self.gathered.pivot.themes.len(), rows.height, |place| {
            turned::height(&self.gathered, place, &columns, place == self.themes.at())
        });
        (self.units, self.themes) = (units, themes);
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, end) = (area.x + 1, area.right() - 1);
        let x = canvas.put(
            left,
            area.y,
            end,
            "Condensed meaning",
            canvas.style(Meaning::Title),
        );
        if self.gathered.units.is_empty() {
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width - 2,
                height: area.height.saturating_sub(2),
            };
            let why = format!(
                "Nothing is condensed yet. In a transcript, {} on a quote writes its meaning in a short sentence, with its theme; \
                 here, {} shows all quotes that are not condensed yet, to be written one after the other.",
                desk.key("condense"),
                desk.key("whole_grid")
            );
            canvas.paragraph(room, &why, canvas.style(Meaning::Text));
            return;
        }
        canvas.put_cut(
            x + 2,
            area.y,
            end,
            &self.summary(),
            canvas.style(Meaning::Quiet),
        );
        let rows = self.rows();
        if self.turned {
            turned::draw(self, canvas, rows);
        } else {
            sheet::draw(self, canvas, rows);
        }
    }

    fn whereabouts(&self, _: &Desk) -> String {
        let Gathered { units, pivot, .. } = &self.gathered;
        if self.turned {
            let theme = pivot
                .themes
                .get(self.themes.at())
                .map_or("", String::as_str);
            let informant = pivot.informants.get(self.column).map_or("", String::as_str);
            return format!(
                "{} × {}",
                gathered::theme_name(theme),
                gathered::informant_name(informant)
            );
        }
        match units.get(self.units.at()) {
            Some(unit) => format!(
                "{} · {} of {}",
                gathered::informant_name(&unit.informant),
                self.units.at() + 1,
                units.len()
            ),
            None => "nothing condensed".into(),
        }
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        let rows = self.rows();
        match mouse.did {
            Did::Wheel(by) => self.list().step(by.signum() as isize),
            Did::Press if rows.contains(mouse.at) => {
                let row = mouse.at.y - rows.y;
                let (place, column) = if self.turned {
                    let columns = turned::Columns::new(
                        rows,
                        self.first_column,
                        self.gathered.pivot.informants.len(),
                    );
                    let place = self.themes.item_at(row, |place| {
                        turned::height(&self.gathered, place, &columns, place == self.themes.at())
                    });
                    (place, columns.at(mouse.at.x).unwrap_or(self.column))
                } else {
                    let columns = sheet::Columns::new(rows);
                    let height = |place| {
                        sheet::height(&self.gathered, place, &columns, place == self.units.at())
                    };
                    (self.units.item_at(row, height), self.column)
                };
                let Some(place) = place else { return };
                if place == self.list().at() && column == self.column {
                    self.open(desk);
                } else {
                    self.list().go(place);
                    self.column = column;
                }
            }
            _ => {}
        }
    }
}
