//! The data: the variables of every dataset with how they were answered, and
//! two of them crossed. One marks a row and a column; the table follows.

mod actions;
mod card;
mod edit;
mod erase;
mod frequencies;
mod paired;
mod several;
mod table;
mod tie;
mod variables;

pub use actions::ACTIONS;

use super::{
    advisor::{Subject, advise},
    canvas::Canvas,
    crosstab::Cells,
    desk::Desk,
    gathering::Gathering,
    input::{Did, Mouse},
    list::List,
    theme::Meaning,
    view::View,
};
use crate::evidence::Crosstab;
use crate::stats::advice::Advice;
use crate::study::{Dataset, Id, Refusal};
use ratatui::layout::Rect;
use std::collections::HashSet;
use variables::Row;

/// A variable by its dataset and its name, which outlast a revision.
type At = (Id<Dataset>, String);

/// The data on the screen.
#[derive(Default)]
pub struct Data {
    /// The revision of the study that was counted.
    revision: Option<u64>,
    rows: Vec<Row>,
    list: List,
    /// The variables marked as row and column of the crosstab.
    row: Option<At>,
    column: Option<At>,
    /// The variables marked to be described together.
    marked: HashSet<At>,
    /// The table of the two, or why there is none.
    crosstab: Option<Result<Crosstab, Refusal>>,
    /// The advice on it.
    advised: Gathering<Subject, Advice>,
    /// Whether the advice has the whole place of the table, and the row it begins with.
    reading: bool,
    read_from: u16,
    /// The study's level of significance.
    alpha: f64,
    cells: Cells,
    /// The category the table begins with.
    first: (usize, usize),
    /// Whether one looks at the table where there is no room for it beside the list.
    at_table: bool,
    area: Rect,
}

/// From this width on the list and what is told of it stand side by side.
const WIDE: u16 = 116;

/// From this height on there is room for the table, the advice, and the variable one stands on.
const ROOMY: u16 = 46;

impl Data {
    /// What the rows of the crossed dataset stand for, when not one person each.
    fn weighting(&self, desk: &Desk) -> Option<String> {
        let (dataset, _) = self.row.as_ref()?;
        desk.study()
            .dataset(*dataset)?
            .weighting
            .as_ref()
            .map(|weighting| weighting.in_words())
    }

    /// The data with a variable marked as the row of the table.
    #[must_use]
    pub fn marking(dataset: Id<Dataset>, variable: &str) -> Data {
        Data {
            row: Some((dataset, variable.to_owned())),
            ..Data::default()
        }
    }

    /// The place of a variable in the list.
    fn place_of(&self, at: &At) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| row.dataset == at.0 && row.name == at.1)
    }

    /// Where the list stands.
    fn list_area(&self) -> Rect {
        let area = self.area;
        if area.width >= WIDE {
            return Rect {
                width: (area.width * 2 / 5).max(56),
                ..area
            };
        }
        let below = if area.height >= 18 { 9 } else { 0 };
        Rect {
            height: if self.at_table {
                0
            } else {
                area.height - below
            },
            ..area
        }
    }

    /// Where the table or the frequencies stand.
    fn table_area(&self) -> Rect {
        let (area, list) = (self.area, self.list_area());
        if area.width >= WIDE {
            Rect {
                x: list.right() + 2,
                width: area.width - list.width - 2,
                ..area
            }
        } else {
            Rect {
                y: list.bottom(),
                height: area.height - list.height,
                ..area
            }
        }
    }

    /// Rows for the variables themselves, below their heads.
    fn variable_rows(&self) -> Rect {
        let list = self.list_area();
        let head = variables::HEAD.min(list.height);
        Rect {
            y: list.y + head,
            height: list.height - head,
            ..list
        }
    }

    /// Asks for advice on the table that is looked at, and takes what is there.
    fn seek_advice(&mut self, desk: &Desk) {
        let study = desk.study();
        let place = |at: &At| study.dataset(at.0)?.place(&at.1);
        let subject = match (&self.crosstab, &self.row, &self.column) {
            (Some(Ok(_)), Some(row), Some(column)) => {
                place(row).zip(place(column)).map(|places| Subject {
                    revision: study.revision(),
                    dataset: row.0,
                    row: places.0,
                    column: places.1,
                })
            }
            _ => None,
        };
        match subject {
            Some(subject) => {
                self.advised
                    .settle(&desk.workers.advice, desk, subject, move |study, _| {
                        advise(study, subject)
                    });
            }
            None => self.advised.forget(),
        }
    }

    /// The advice on the table that is looked at, when it is there.
    fn advice(&self) -> Option<&Advice> {
        self.advised.current().map(|advice| &**advice)
    }

    /// Crosses what is marked, when both are.
    fn cross(&mut self, desk: &Desk) {
        let study = desk.study();
        let found = |at: &At| {
            study
                .dataset(at.0)
                .and_then(|dataset| Some((dataset, dataset.place(&at.1)?)))
        };
        self.alpha = study.alpha;
        self.crosstab = match (
            self.row.as_ref().and_then(found),
            self.column.as_ref().and_then(found),
        ) {
            (Some((dataset, row)), Some((other, column))) if dataset.id == other.id => {
                Some(Crosstab::new(dataset, row, column, &study.language))
            }
            (Some((dataset, _)), Some((other, _))) => Some(Err(Refusal::new(
                format!(
                    "{} and {} are different people",
                    dataset.body.name, other.body.name
                ),
                "Two variables can be crossed when they are in the same dataset",
            ))),
            _ => None,
        };
    }
}

impl View for Data {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        self.area = area;
        if self.revision.replace(desk.study().revision()) != Some(desk.study().revision()) {
            self.rows = variables::rows(desk.study());
            for mark in [&mut self.row, &mut self.column] {
                mark.take_if(|at| {
                    !self
                        .rows
                        .iter()
                        .any(|row| row.dataset == at.0 && row.name == at.1)
                });
            }
            let rows = &self.rows;
            self.marked.retain(|at| {
                rows.iter()
                    .any(|row| row.dataset == at.0 && row.name == at.1)
            });
            self.cross(desk);
        }
        self.at_table &= self.crosstab.is_some();
        self.seek_advice(desk);
        self.reading &= matches!(self.crosstab, Some(Ok(_)));
        if self.reading {
            let room = self.table_area();
            let all = card::height(
                self.advice(),
                &desk.study().language,
                room.width.saturating_sub(2),
            );
            self.read_from = self
                .read_from
                .min((all + table::HEAD).saturating_sub(room.height));
        }
        let room = self.variable_rows().height;
        let rows = &self.rows;
        self.list
            .settle(rows.len(), room, |place| variables::height(rows, place));
        if let Some(Ok(crosstab)) = &self.crosstab {
            let last = (
                crosstab.table.rows().saturating_sub(1),
                crosstab.table.columns().saturating_sub(1),
            );
            self.first = (self.first.0.min(last.0), self.first.1.min(last.1));
        }
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        if self.rows.is_empty() {
            draw_nothing(desk, canvas, area);
            return;
        }
        variables::draw(self, canvas);
        let place = self.table_area();
        if area.width >= WIDE {
            for y in place.top()..place.bottom() {
                canvas.put(place.x - 2, y, place.x, "│", canvas.style(Meaning::Rule));
            }
        } else if !self.at_table {
            for x in place.left()..place.right() {
                canvas.put(
                    x,
                    place.y,
                    place.right(),
                    if place.height > 0 { "─" } else { "" },
                    canvas.style(Meaning::Rule),
                );
            }
        }
        match &self.crosstab {
            Some(crossed) if area.width >= WIDE && area.height >= ROOMY && !self.reading => {
                // Room for both: the table, and below it the variable one stands on.
                let used = table::draw(
                    self,
                    crossed,
                    desk,
                    canvas,
                    Rect {
                        height: place.height - 15,
                        ..place
                    },
                );
                let below = Rect {
                    y: place.y + used + 1,
                    height: 14,
                    ..place
                };
                frequencies::draw(self, desk, canvas, below);
            }
            Some(crossed) if area.width >= WIDE || self.at_table => {
                table::draw(self, crossed, desk, canvas, place);
            }
            _ => frequencies::draw(self, desk, canvas, place),
        }
    }

    fn whereabouts(&self, _: &Desk) -> String {
        let marks: Vec<&str> = [&self.row, &self.column]
            .into_iter()
            .flatten()
            .map(|at| at.1.as_str())
            .collect();
        match (self.rows.len(), marks.as_slice()) {
            (0, _) => "no data".into(),
            (count, []) if self.marked.is_empty() => {
                format!("variable {} of {count}", self.list.at() + 1)
            }
            (count, []) => format!(
                "variable {} of {count}, {} marked",
                self.list.at() + 1,
                self.marked.len()
            ),
            (_, marks) => crate::text::harmless::one_line(&marks.join(" × ")),
        }
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        let room = self.variable_rows();
        match mouse.did {
            Did::Wheel(by) if self.at_table => self.scroll((by.signum() as isize, 0)),
            Did::Wheel(by) => self.list.step(by.signum() as isize),
            Did::Press if room.contains(mouse.at) => {
                let rows = &self.rows;
                let Some(place) = self
                    .list
                    .item_at(mouse.at.y - room.y, |place| variables::height(rows, place))
                else {
                    return;
                };
                if place == self.list.at() {
                    self.mark(desk)
                } else {
                    self.list.go(place)
                }
            }
            _ => {}
        }
    }
}

/// What to do when there are no data yet.
fn draw_nothing(desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
    let file =
        crate::text::harmless::one_line(&desk.session().store().path().display().to_string());
    let lines = [
        (Meaning::Text, "This study has no data yet.".to_owned()),
        (Meaning::Text, String::new()),
        (
            Meaning::Text,
            format!(
                "Press {} to import a survey or a register: CSV, Excel, SPSS, Stata …",
                desk.key("import_data")
            ),
        ),
        (
            Meaning::Quiet,
            "Or on the command line, with a file that says what its numbers mean:".to_owned(),
        ),
        (
            Meaning::Key,
            format!("  virk --study {file} data import survey.csv --variables variables.json"),
        ),
    ];
    for (y, (meaning, line)) in (area.y + 1..area.bottom()).zip(&lines) {
        canvas.put(
            area.x + 1,
            y,
            area.right() - 1,
            line,
            canvas.style(*meaning),
        );
    }
}
