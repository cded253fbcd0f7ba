//! The evidence matrix: a row for the evidence of each link, to sort, read and export.

mod columns;

use super::action::{Action, list_moves, view_actions};
use super::canvas::Canvas;
use super::context::{AppCommand, AppContext};
use super::jobs::AsyncValue;
use super::jobs::JobKind;
use super::key::{Mouse, MouseKind};
use super::layer::menu::{Menu, MenuItem};
use super::layer::save;
use super::layer::save::TableExport;
use super::list::ListState;
use super::theme::StyleRole;
use super::view::View;
use crate::evidence;
use crate::evidence::Matrix;
use crate::export::matrix;
use crate::export::privacy::PrivacyFilter;
use crate::study::{ProgressMonitor, Study};
use crate::text::{number, sanitize};
use crate::tui::route::Route;
use crate::tui::route::ViewKind;
use columns::{MatrixColumns, MatrixSort};
use ratatui::layout::Rect;
use ratatui::style::Style;
use strum::VariantArray;

/// The evidence matrix at a revision of the study.
pub struct MatrixJob;

impl JobKind for MatrixJob {
    type Subject = u64;
    type Answer = Matrix;
}

#[derive(Default)]
pub struct MatrixView {
    /// The matrix at a revision of the study.
    matrix: AsyncValue<MatrixJob>,
    by: MatrixSort,
    descending: bool,
    /// Row indices in display order.
    order: Vec<usize>,
    list: ListState,
    area: Rect,
}

/// The matrix's actions and their default keys.
pub const ACTIONS: &[Action] = view_actions![
    MatrixView,
    ViewKind::Matrix,
    (
        "open_evidence",
        &["Enter", "l", "Right"],
        "evidence",
        "Open the evidence of the link",
        MatrixView::open,
    ),
    (
        "sort",
        &["s"],
        "sort",
        "Sort the links by a column; the same one again reverses the order",
        MatrixView::ask_sort,
    ),
    (
        "export_matrix",
        &["e"],
        "export",
        "Export the matrix: CSV, Excel, Word, HTML",
        MatrixView::export,
    ),
    (
        "circumstances",
        &["c"],
        "",
        "List the moderators of links, and explain one by a regression",
        MatrixView::ask_circumstances,
    ),
    (
        "renew_matrix",
        &["R"],
        "",
        "Compute the matrix again after cancelling",
        |view, _| view.matrix.retry(),
    ),
];

pub const MOVES: &[Action] = list_moves![
    ViewKind::Matrix,
    [
        "next_row",
        "previous_row",
        "rows_down",
        "rows_up",
        "first_row",
        "last_row"
    ],
    ("link", "links"),
    ("ten", 10)
];

/// Rows above the list: title, blank, column headings.
const HEAD: u16 = 3;

impl MatrixView {
    fn row(&self, place: usize) -> Option<&evidence::MatrixRow> {
        self.matrix.latest()?.rows.get(*self.order.get(place)?)
    }

    fn open(&mut self, context: &mut AppContext) {
        match self.row(self.list.selected()) {
            Some(row) => context.send(AppCommand::Open(Route::Evidence(Some(row.link)))),
            None => context.notify(context.no_links()),
        }
    }

    fn export(&mut self, context: &mut AppContext) {
        if !has_links(context.study()) {
            context.notify("There is nothing to export yet: the theory has no links");
            return;
        }
        let make = |privacy_filter: PrivacyFilter<'_>, watch: ProgressMonitor<'_>| {
            let ask = matrix::MatrixRequest {
                privacy: privacy_filter.privacy(),
                ..matrix::MatrixRequest::default()
            };
            matrix::matrix(
                privacy_filter.study(),
                privacy_filter.study().find_theory(None)?,
                &ask,
                1,
                watch,
            )
        };
        save::ask(
            TableExport {
                name: "the evidence matrix",
                suffix: "matrix",
                row: "link",
                make: Box::new(make),
            },
            context,
        );
    }

    fn ask_sort(&mut self, context: &mut AppContext) {
        let item = |by: MatrixSort| MenuItem {
            sign: String::new(),
            style: Style::new(),
            text: by.to_string(),
            value: by,
        };
        context.push_layer(Menu::new(
            "Sort the links by",
            MatrixSort::VARIANTS.iter().copied().map(item).collect(),
            |view, context, by| {
                if let Some(matrix) = view.downcast_mut::<MatrixView>() {
                    matrix.sort(by);
                    let backwards = if matrix.descending { ", backwards" } else { "" };
                    context.notify(format!("Sorted by {by}{backwards}"));
                }
            },
        ));
    }

    /// Sorts by a column, or reverses the order if it is sorted by it already; the same link stays
    /// selected.
    fn sort(&mut self, by: MatrixSort) {
        self.descending = self.by == by && !self.descending;
        self.by = by;
        self.arrange();
    }

    fn arrange(&mut self) {
        let Some(matrix) = self.matrix.latest() else {
            self.order.clear();
            return;
        };
        let stood_on = self.order.get(self.list.selected()).copied();
        let mut order: Vec<usize> = (0..matrix.rows.len()).collect();
        order.sort_by(|a, b| self.by.compare(&matrix.rows[*a], &matrix.rows[*b]));
        if self.descending {
            order.reverse();
        }
        if let Some(place) = stood_on.and_then(|row| order.iter().position(|other| *other == row)) {
            self.list.select(place);
        }
        self.order = order;
    }

    /// Rows at the foot that describe the selected link.
    fn about_rows(&self) -> u16 {
        if self.area.height >= 14 { 5 } else { 0 }
    }

    fn rows(&self) -> Rect {
        let head = HEAD.min(self.area.height);
        Rect {
            y: self.area.y + head,
            height: (self.area.height - head).saturating_sub(self.about_rows()),
            ..self.area
        }
    }

    fn draw_about(&self, canvas: &mut Canvas<'_>) {
        let (rows, rule) = (self.about_rows(), canvas.style(StyleRole::Rule));
        let Some(row) = self.row(self.list.selected()).filter(|_| rows > 0) else {
            return;
        };
        let area = Rect {
            y: self.area.bottom() - rows,
            height: rows,
            ..self.area
        };
        for x in area.left()..area.right() {
            canvas.put(x, area.y, area.right(), "─", rule);
        }
        let who = if row.informants.is_empty() {
            "nobody".to_owned()
        } else {
            row.informants.join(", ")
        };
        let mut tested = row.tested();
        // The first note says already why a link is untested.
        let notes = row.notes.iter().skip(usize::from(row.tests == 0));
        notes.for_each(|note| tested += &format!("; {note}"));
        if row.sparse > 0 {
            tested += &format!(
                "; {} of {} with expected counts too small for p to be more than a guide",
                row.sparse, row.tests
            );
        }
        let concluded = row.verdict.map_or_else(
            || "not yet".to_owned(),
            |word| format!("{word}: {}", row.reason),
        );
        let lines = [
            ("Claim", row.statement.clone()),
            ("Quoted", who),
            ("Tests", tested),
            ("Verdict", concluded),
        ];
        for (y, (label, text)) in (area.y + 1..area.bottom()).zip(lines) {
            canvas.put(
                area.x + 1,
                y,
                area.right(),
                label,
                canvas.style(StyleRole::Muted),
            );
            canvas.put_cut(
                area.x + 10,
                y,
                area.right() - 1,
                &sanitize::sanitize_line(&text),
                canvas.style(StyleRole::Text),
            );
        }
    }
}

/// True if there is anything to compute.
fn has_links(study: &Study) -> bool {
    study
        .theory()
        .is_some_and(|theory| study.links_of(theory).next().is_some())
}

impl View for MatrixView {
    fn kind(&self) -> ViewKind {
        ViewKind::Matrix
    }

    fn step(&mut self, rows: isize) {
        self.list.step(rows);
    }

    fn cancel_job(&self, context: &AppContext) -> bool {
        context.jobs.of::<MatrixJob>().cancel_if_running()
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        self.area = area;
        let study = context.study();
        if !has_links(study) {
            self.matrix.clear();
            self.arrange();
        } else if self
            .matrix
            .update(context, study.revision(), |study, watch| {
                evidence::Matrix::new(study, study.theory()?, watch).ok()
            })
        {
            self.arrange();
        }
        self.list
            .update(self.order.len(), self.rows().height, |_| 1);
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, end) = (area.x + 1, area.right() - 1);
        canvas.put(
            left,
            area.y,
            end,
            "Evidence matrix",
            canvas.style(StyleRole::Title),
        );
        let progress = self
            .matrix
            .progress_text("Gathering", "renew_matrix", context)
            .filter(|_| has_links(context.study()));
        let Some(matrix) = self.matrix.latest() else {
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width - 2,
                height: area.height.saturating_sub(2),
            };
            canvas.paragraph(
                room,
                &progress.unwrap_or_else(|| context.no_links()),
                canvas.style(StyleRole::Text),
            );
            return;
        };
        let end = canvas.put_right(
            area.y,
            end,
            progress.as_deref().unwrap_or_default(),
            canvas.style(StyleRole::Key),
        );
        let about = format!(
            "theory {} · {} · {} in the theory · * p < {}",
            sanitize::sanitize_line(&matrix.version),
            number::count_noun(matrix.rows.len(), "link"),
            number::count_noun(matrix.tests_in_theory, "test"),
            matrix.alpha
        );
        canvas.put_cut(
            left + 17,
            area.y,
            end.saturating_sub(1),
            &about,
            canvas.style(StyleRole::Muted),
        );
        let columns = MatrixColumns::new(area);
        columns.draw_heads(canvas, area.y + 2, self.by, self.descending);
        let rows = self.rows();
        for (y, place) in (rows.top()..rows.bottom()).zip(self.list.top()..self.order.len()) {
            let Some(row) = self.row(place) else { break };
            columns.draw(canvas, y, row);
            if place == self.list.selected() {
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
        self.draw_about(canvas);
    }

    fn status_text(&self, context: &AppContext) -> String {
        match self.order.len() {
            0 if has_links(context.study()) => String::new(),
            0 => "no links".into(),
            count => format!("link {} of {count}", self.list.selected() + 1),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        let rows = self.rows();
        if mouse.kind == MouseKind::Press && mouse.at.y + 1 == rows.y {
            if let Some(by) = MatrixColumns::new(self.area).at(mouse.at.x) {
                self.sort(by);
            }
        } else if self.list.handle_mouse(mouse, rows) {
            self.open(context);
        }
    }
}
