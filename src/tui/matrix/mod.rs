//! The evidence matrix: the evidence of every link in a row, to be sorted, read
//! and taken away as a file.

mod circumstances;
mod columns;

use super::{
    action::{Action, Run},
    canvas::Canvas,
    desk::{Desk, Go},
    evidence::Evidence,
    gathering::Gathering,
    input::{Did, Mouse},
    layer::{
        menu::{Item, Menu},
        save::{self, Parcel},
    },
    list::List,
    theme::Meaning,
    view::{Page, View},
};
use crate::evidence;
use crate::export::{matrix, privacy::Shield};
use crate::study::{Study, Watch};
use crate::text::{harmless, number};
use columns::{By, Columns};
use ratatui::{layout::Rect, style::Style};

/// The matrix on the screen.
#[derive(Default)]
pub struct Matrix {
    /// The matrix of a revision of the study.
    gathered: Gathering<u64, evidence::Matrix>,
    by: By,
    backwards: bool,
    /// The rows of the matrix in the order they are shown.
    order: Vec<usize>,
    list: List,
    area: Rect,
}

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Matrix, &mut Desk),
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint,
        run: Run::Matrix(run),
    }
}

/// What can be done in the matrix.
pub const ACTIONS: &[Action] = &[
    action(
        "open_evidence",
        &["Enter", "l", "Right"],
        "evidence",
        "Open the evidence of the link",
        Matrix::open,
    ),
    action(
        "sort",
        &["s"],
        "sort",
        "Sort the links by a column; by the same one again, backwards",
        Matrix::ask_sort,
    ),
    action(
        "export_matrix",
        &["e"],
        "export",
        "Write the matrix into a file: CSV, a workbook, Word, HTML",
        Matrix::export,
    ),
    action(
        "circumstances",
        &["c"],
        "",
        "List what moderates the links, and explain one by a regression",
        Matrix::ask_circumstances,
    ),
    action(
        "renew_matrix",
        &["R"],
        "",
        "Gather the matrix that was stopped",
        |view, _| view.gathered.again(),
    ),
    action(
        "next_row",
        &["j", "Down"],
        "",
        "Go to the next link",
        |view, _| view.list.step(1),
    ),
    action(
        "previous_row",
        &["k", "Up"],
        "",
        "Go to the link before",
        |view, _| view.list.step(-1),
    ),
    action(
        "rows_down",
        &["PgDn", "Ctrl-d"],
        "",
        "Go ten links down",
        |view, _| view.list.step(10),
    ),
    action(
        "rows_up",
        &["PgUp", "Ctrl-u"],
        "",
        "Go ten links up",
        |view, _| view.list.step(-10),
    ),
    action(
        "first_row",
        &["Home", "g g"],
        "",
        "Go to the first link",
        |view, _| view.list.go(0),
    ),
    action(
        "last_row",
        &["End", "G"],
        "",
        "Go to the last link",
        |view, _| view.list.step(isize::MAX / 2),
    ),
];

/// Rows above the list: what the matrix is of, a blank, the heads.
const HEAD: u16 = 3;

impl Matrix {
    fn row(&self, place: usize) -> Option<&evidence::Row> {
        self.gathered.shown()?.rows.get(*self.order.get(place)?)
    }

    fn open(&mut self, desk: &mut Desk) {
        match self.row(self.list.at()) {
            Some(row) => desk.go(Go::Open(Box::new(Page::Evidence(Box::new(Evidence::of(
                row.link,
            )))))),
            None => desk.say(desk.no_links()),
        }
    }

    fn export(&mut self, desk: &mut Desk) {
        if !has_links(desk.study()) {
            desk.say("There is nothing to export yet: the theory has no link");
            return;
        }
        let make = |shield: Shield<'_>, watch: Watch<'_>| {
            let ask = matrix::Ask {
                privacy: shield.privacy(),
                ..matrix::Ask::default()
            };
            matrix::matrix(
                shield.study(),
                shield.study().find_theory(None)?,
                &ask,
                1,
                watch,
            )
        };
        save::ask(
            Parcel {
                name: "the evidence matrix",
                suffix: "matrix",
                row: "link",
                make: Box::new(make),
            },
            desk,
        );
    }

    fn ask_sort(&mut self, desk: &mut Desk) {
        let item = |by: By| Item {
            sign: String::new(),
            style: Style::new(),
            text: by.name().to_owned(),
            value: by,
        };
        desk.ask(Menu::new(
            "Sort the links by",
            By::ALL.map(item).into(),
            |page, desk, by| {
                if let Page::Matrix(matrix) = page {
                    matrix.sort(by);
                    let backwards = if matrix.backwards { ", backwards" } else { "" };
                    desk.say(format!("Sorted by {}{backwards}", by.name()));
                }
            },
        ));
    }

    /// Sorts by a column, or backwards when it is sorted so already; one stays on the same link.
    fn sort(&mut self, by: By) {
        self.backwards = self.by == by && !self.backwards;
        self.by = by;
        self.arrange();
    }

    fn arrange(&mut self) {
        let Some(matrix) = self.gathered.shown() else {
            self.order.clear();
            return;
        };
        let stood_on = self.order.get(self.list.at()).copied();
        let mut order: Vec<usize> = (0..matrix.rows.len()).collect();
        order.sort_by(|a, b| self.by.compare(&matrix.rows[*a], &matrix.rows[*b]));
        if self.backwards {
            order.reverse();
        }
        if let Some(place) = stood_on.and_then(|row| order.iter().position(|other| *other == row)) {
            self.list.go(place);
        }
        self.order = order;
    }

    /// Rows at the foot for what is told of the link one stands on.
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
        let (rows, rule) = (self.about_rows(), canvas.style(Meaning::Rule));
        let Some(row) = self.row(self.list.at()).filter(|_| rows > 0) else {
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
        // Why a link is untested stands in the first note already.
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
                canvas.style(Meaning::Quiet),
            );
            canvas.put_cut(
                area.x + 10,
                y,
                area.right() - 1,
                &harmless::one_line(&text),
                canvas.style(Meaning::Text),
            );
        }
    }
}

/// Whether there is anything to gather.
fn has_links(study: &Study) -> bool {
    study
        .theory()
        .is_some_and(|theory| study.links_of(theory).next().is_some())
}

impl View for Matrix {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        self.area = area;
        let study = desk.study();
        if !has_links(study) {
            self.gathered.forget();
            self.arrange();
        } else if self.gathered.settle(
            &desk.workers.matrix,
            desk,
            study.revision(),
            |study, watch| evidence::Matrix::new(study, study.theory()?, watch).ok(),
        ) {
            self.arrange();
        }
        self.list
            .settle(self.order.len(), self.rows().height, |_| 1);
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, end) = (area.x + 1, area.right() - 1);
        canvas.put(
            left,
            area.y,
            end,
            "Evidence matrix",
            canvas.style(Meaning::Title),
        );
        let said = self
            .gathered
            .said("Gathering", "renew_matrix", desk)
            .filter(|_| has_links(desk.study()));
        let Some(matrix) = self.gathered.shown() else {
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width - 2,
                height: area.height.saturating_sub(2),
            };
            canvas.paragraph(
                room,
                &said.unwrap_or_else(|| desk.no_links()),
                canvas.style(Meaning::Text),
            );
            return;
        };
        let end = canvas.put_right(
            area.y,
            end,
            said.as_deref().unwrap_or_default(),
            canvas.style(Meaning::Key),
        );
        let about = format!(
            "theory {} · {} · {} in the theory · * p < {}",
            harmless::one_line(&matrix.version),
            number::some(matrix.rows.len(), "link"),
            number::some(matrix.tests_in_theory, "test"),
            matrix.alpha
        );
        canvas.put_cut(
            left + 17,
            area.y,
            end.saturating_sub(1),
            &about,
            canvas.style(Meaning::Quiet),
        );
        let columns = Columns::new(area);
        columns.draw_heads(canvas, area.y + 2, self.by, self.backwards);
        let rows = self.rows();
        for (y, place) in (rows.top()..rows.bottom()).zip(self.list.top()..self.order.len()) {
            let Some(row) = self.row(place) else { break };
            columns.draw(canvas, y, row);
            if place == self.list.at() {
                canvas.restyle(
                    Rect {
                        y,
                        height: 1,
                        ..area
                    },
                    canvas.style(Meaning::Current),
                );
            }
        }
        self.draw_about(canvas);
    }

    fn whereabouts(&self, desk: &Desk) -> String {
        match self.order.len() {
            0 if has_links(desk.study()) => String::new(),
            0 => "no links".into(),
            count => format!("link {} of {count}", self.list.at() + 1),
        }
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        let rows = self.rows();
        if mouse.did == Did::Press && mouse.at.y + 1 == rows.y {
            if let Some(by) = Columns::new(self.area).at(mouse.at.x) {
                self.sort(by);
            }
        } else if self.list.mouse(mouse, rows) {
            self.open(desk);
        }
    }
}
