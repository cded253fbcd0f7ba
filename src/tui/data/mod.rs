//! The data view: the variables of every dataset with their frequencies, and a crosstab of the two
//! marked as row and column.

mod actions;
mod advice_card;
mod edit;
mod frequencies;
mod mark_variables;
mod paired;
mod variables;

pub use actions::ACTIONS;

use super::canvas::Canvas;
use super::context::AppContext;
use super::crosstab::CrosstabDisplay;
use super::jobs::AsyncValue;
use super::key::{Mouse, MouseKind};
use super::list::ListState;
use super::theme::StyleRole;
use super::view::View;
use crate::evidence::Crosstab;
use crate::stats::advice::Advice;
use crate::study::{Dataset, Id, Refusal};
use crate::tui::route::ViewKind;
use advice_card::{AdviceJob, AdviceSubject, advise};
use ratatui::layout::Rect;
use std::collections::HashSet;
use variables::VariableRow;

/// A variable by dataset and name, which stay valid across revisions.
type VariableKey = (Id<Dataset>, String);

#[derive(Default)]
pub struct DataView {
    /// Revision the rows were counted at.
    revision: Option<u64>,
    rows: Vec<VariableRow>,
    list: ListState,
    /// The variables marked as row and column of the crosstab.
    row: Option<VariableKey>,
    column: Option<VariableKey>,
    /// The variables marked to be described together.
    marked: HashSet<VariableKey>,
    /// The crosstab of `row` and `column`, or why there is none.
    crosstab: Option<Result<Crosstab, Refusal>>,
    advice: AsyncValue<AdviceJob>,
    /// The advice takes the place of the table, scrolled to `advice_first_row`.
    advice_full_height: bool,
    advice_first_row: u16,
    /// The study's level of significance.
    alpha: f64,
    cells: CrosstabDisplay,
    /// First visible category (row, column) of the table.
    first_category: (usize, usize),
    /// Shows the table when there is no room for it beside the list.
    at_table: bool,
    area: Rect,
}

/// Width from which the list and the table are side by side.
const WIDE: u16 = 116;

/// Height from which there is room for the table, the advice and the selected variable.
const ROOMY: u16 = 46;

impl DataView {
    /// What a row of the crossed dataset stands for, unless it is one person.
    fn weighting(&self, context: &AppContext) -> Option<String> {
        let (dataset, _) = self.row.as_ref()?;
        context
            .study()
            .dataset(*dataset)?
            .weighting
            .as_ref()
            .map(|weighting| weighting.in_words())
    }

    /// Opens the data with a variable marked as the row of the crosstab.
    pub fn with_marked(dataset: Id<Dataset>, variable: &str) -> DataView {
        DataView {
            row: Some((dataset, variable.to_owned())),
            ..DataView::default()
        }
    }

    /// Index of a variable in the list.
    fn place_of(&self, at: &VariableKey) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| row.dataset == at.0 && row.name == at.1)
    }

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

    fn variable_rows(&self) -> Rect {
        let list = self.list_area();
        let head = variables::HEAD.min(list.height);
        Rect {
            y: list.y + head,
            height: list.height - head,
            ..list
        }
    }

    /// Requests the advice on the visible crosstab, or takes it once it is there.
    fn seek_advice(&mut self, context: &AppContext) {
        let study = context.study();
        let place = |at: &VariableKey| study.dataset(at.0)?.variable_index(&at.1);
        let subject = match (&self.crosstab, &self.row, &self.column) {
            (Some(Ok(_)), Some(row), Some(column)) => {
                place(row).zip(place(column)).map(|places| AdviceSubject {
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
                self.advice
                    .update(context, subject, move |study, _| advise(study, subject));
            }
            None => self.advice.clear(),
        }
    }

    /// The advice on the visible crosstab, once it is there.
    fn advice(&self) -> Option<&Advice> {
        self.advice.current().map(|advice| &**advice)
    }

    /// Computes the crosstab once both variables are marked.
    fn cross(&mut self, context: &AppContext) {
        let study = context.study();
        let found = |at: &VariableKey| {
            study
                .dataset(at.0)
                .and_then(|dataset| Some((dataset, dataset.variable_index(&at.1)?)))
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

impl View for DataView {
    fn kind(&self) -> ViewKind {
        ViewKind::Data
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        self.area = area;
        if self.revision.replace(context.study().revision()) != Some(context.study().revision()) {
            self.rows = variables::rows(context.study());
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
            self.cross(context);
        }
        self.at_table &= self.crosstab.is_some();
        self.seek_advice(context);
        self.advice_full_height &= matches!(self.crosstab, Some(Ok(_)));
        if self.advice_full_height {
            let room = self.table_area();
            let all = advice_card::height(
                self.advice(),
                &context.study().language,
                room.width.saturating_sub(2),
            );
            self.advice_first_row = self
                .advice_first_row
                .min((all + variables::HEADING_ROWS).saturating_sub(room.height));
        }
        let room = self.variable_rows().height;
        let rows = &self.rows;
        self.list
            .update(rows.len(), room, |place| variables::height(rows, place));
        if let Some(Ok(crosstab)) = &self.crosstab {
            let last = (
                crosstab.table.rows().saturating_sub(1),
                crosstab.table.columns().saturating_sub(1),
            );
            self.first_category = (
                self.first_category.0.min(last.0),
                self.first_category.1.min(last.1),
            );
        }
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        if self.rows.is_empty() {
            draw_nothing(context, canvas, area);
            return;
        }
        variables::draw(self, canvas);
        let place = self.table_area();
        if area.width >= WIDE {
            for y in place.top()..place.bottom() {
                canvas.put(place.x - 2, y, place.x, "│", canvas.style(StyleRole::Rule));
            }
        } else if !self.at_table {
            for x in place.left()..place.right() {
                canvas.put(
                    x,
                    place.y,
                    place.right(),
                    if place.height > 0 { "─" } else { "" },
                    canvas.style(StyleRole::Rule),
                );
            }
        }
        match &self.crosstab {
            Some(crossed)
                if area.width >= WIDE && area.height >= ROOMY && !self.advice_full_height =>
            {
                // There is room for both: the table, and the selected variable below it.
                let used = variables::draw_table(
                    self,
                    crossed,
                    context,
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
                frequencies::draw(self, context, canvas, below);
            }
            Some(crossed) if area.width >= WIDE || self.at_table => {
                variables::draw_table(self, crossed, context, canvas, place);
            }
            _ => frequencies::draw(self, context, canvas, place),
        }
    }

    fn status_text(&self, _: &AppContext) -> String {
        let marks: Vec<&str> = [&self.row, &self.column]
            .into_iter()
            .flatten()
            .map(|at| at.1.as_str())
            .collect();
        match (self.rows.len(), marks.as_slice()) {
            (0, _) => "no data".into(),
            (count, []) if self.marked.is_empty() => {
                format!("variable {} of {count}", self.list.selected() + 1)
            }
            (count, []) => format!(
                "variable {} of {count}, {} marked",
                self.list.selected() + 1,
                self.marked.len()
            ),
            (_, marks) => crate::text::sanitize::sanitize_line(&marks.join(" × ")),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        let room = self.variable_rows();
        match mouse.kind {
            MouseKind::Wheel(by) if self.at_table => self.scroll((by.signum() as isize, 0)),
            MouseKind::Wheel(by) => self.list.step(by.signum() as isize),
            MouseKind::Press if room.contains(mouse.at) => {
                let rows = &self.rows;
                let Some(place) = self
                    .list
                    .item_at(mouse.at.y - room.y, |place| variables::height(rows, place))
                else {
                    return;
                };
                if place == self.list.selected() {
                    self.mark(context)
                } else {
                    self.list.select(place)
                }
            }
            _ => {}
        }
    }
}

/// Explains how to import data.
fn draw_nothing(context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
    let file = crate::text::sanitize::sanitize_line(&context.session().location().to_string());
    let lines = [
        (StyleRole::Text, "This study has no data yet.".to_owned()),
        (StyleRole::Text, String::new()),
        (
            StyleRole::Text,
            format!(
                "Press {} to import a survey or a register: CSV, Excel, SPSS, Stata …",
                context.key_for("import_data")
            ),
        ),
        (
            StyleRole::Muted,
            "Or on the command line, optionally with a file that describes its variables:"
                .to_owned(),
        ),
        (
            StyleRole::Key,
            format!("  virk --study {file} data import survey.csv --variables variables.json"),
        ),
    ];
    for (y, (role, line)) in (area.y + 1..area.bottom()).zip(&lines) {
        canvas.put(area.x + 1, y, area.right() - 1, line, canvas.style(*role));
    }
}
