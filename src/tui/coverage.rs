//! For each node of the theory, what there is and what is missing: to check before people are
//! interviewed, and before anything is written.

use super::action::{Action, list_moves, view_actions};
use super::canvas::Canvas;
use super::context::{AppCommand, AppContext};
use super::key::Mouse;
use super::list::ListState;
use super::route::Route;
use super::route::ViewKind;
use super::theme::StyleRole;
use super::view::View;
use crate::evidence::matrix;
use crate::evidence::matrix::NodeCoverage;
use crate::text::{number, sanitize};
use ratatui::layout::Rect;

#[derive(Default)]
pub struct CoverageView {
    revision: Option<u64>,
    version: String,
    nodes: Vec<NodeCoverage>,
    list: ListState,
    area: Rect,
}

/// The coverage view's actions and their default keys.
pub const ACTIONS: &[Action] = view_actions![
    CoverageView,
    ViewKind::Coverage,
    (
        "open_node",
        &["Enter", "l", "Right"],
        "evidence",
        "Open the evidence of the node's first link",
        CoverageView::open,
    ),
    (
        "next_gap",
        &["Tab", "J"],
        "next gap",
        "Go to the next node with a gap",
        CoverageView::next_gap,
    ),
];

pub const MOVES: &[Action] = list_moves![
    ViewKind::Coverage,
    [
        "next_node",
        "previous_node",
        "nodes_down",
        "nodes_up",
        "first_node",
        "last_node"
    ],
    ("node", "nodes"),
    ("ten", 10)
];

/// Rows above the list: title, blank, column headings.
const HEAD: u16 = 3;

const HEADS: [&str; 6] = ["Defined", "Guide", "Survey", "Quotes", "People", "Tests"];

impl CoverageView {
    fn open(&mut self, context: &mut AppContext) {
        let study = context.study();
        let node = self.nodes.get(self.list.selected()).map(|node| node.code);
        let link = node.zip(study.theory()).and_then(|(node, theory)| {
            study
                .links_of(theory)
                .find(|link| link.from == node || link.to == node)
                .map(|link| link.id)
        });
        match link {
            Some(link) => context.send(AppCommand::Open(Route::Evidence(Some(link)))),
            None => context.notify("No link of the theory starts or ends there"),
        }
    }

    fn next_gap(&mut self, context: &mut AppContext) {
        let (at, count) = (self.list.selected(), self.nodes.len());
        let next = (1..=count)
            .map(|step| (at + step) % count.max(1))
            .find(|place| self.nodes[*place].missing_columns().next().is_some());
        match next {
            Some(place) => self.list.select(place),
            None => context.notify("There is no gap"),
        }
    }

    /// Rows at the foot that list the gaps of the selected node.
    fn about_rows(&self) -> u16 {
        if self.area.height >= 12 { 3 } else { 0 }
    }

    fn rows(&self) -> Rect {
        let head = HEAD.min(self.area.height);
        Rect {
            y: self.area.y + head,
            height: (self.area.height - head).saturating_sub(self.about_rows()),
            ..self.area
        }
    }

    /// Width of a column.
    fn column(&self) -> u16 {
        if self.area.width >= 110 { 12 } else { 8 }
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, y: u16, node: &NodeCoverage) {
        let width = self.column();
        let (left, end) = (self.area.x + 1, self.area.right() - 1);
        let numbers = end.saturating_sub(width * 6);
        let name = format!("{} {}", node.kind.glyph(), node.name);
        canvas.put_cut(
            left,
            y,
            numbers,
            &sanitize::sanitize_line(&name),
            canvas.style(StyleRole::Text),
        );
        for (x, (place, count)) in (numbers + width..)
            .step_by(width as usize)
            .zip(node.counts.into_iter().enumerate())
        {
            let (text, role) = match (place, count) {
                (_, 0) => ("–".to_owned(), StyleRole::Error),
                (0, _) => ("yes".to_owned(), StyleRole::Text),
                (_, count) => (count.to_string(), StyleRole::Text),
            };
            canvas.put_right(y, x, &text, canvas.style(role));
        }
    }

    fn draw_about(&self, canvas: &mut Canvas<'_>) {
        let rows = self.about_rows();
        let Some(node) = self.nodes.get(self.list.selected()).filter(|_| rows > 0) else {
            return;
        };
        let area = Rect {
            y: self.area.bottom() - rows,
            height: rows,
            ..self.area
        };
        for x in area.left()..area.right() {
            canvas.put(x, area.y, area.right(), "─", canvas.style(StyleRole::Rule));
        }
        let gaps: Vec<&str> = node.missing_columns().map(missing).collect();
        let message = if gaps.is_empty() {
            "Nothing is missing.".to_owned()
        } else {
            format!("Missing: {}.", gaps.join("; "))
        };
        let room = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width - 2,
            height: rows - 1,
        };
        canvas.paragraph(room, &message, canvas.style(StyleRole::Text));
    }
}

/// What would fill the gap.
fn missing(column: &str) -> &'static str {
    match column {
        "definition" => "a definition in the codebook",
        "guide" => "a question in an interview guide",
        "survey" => "a variable that measures it",
        "quotes" => "a coded quote",
        "informants" => "an informant who mentions it",
        _ => "a test of its links",
    }
}

impl View for CoverageView {
    fn kind(&self) -> ViewKind {
        ViewKind::Coverage
    }

    fn step(&mut self, rows: isize) {
        self.list.step(rows);
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        self.area = area;
        let study = context.study();
        if self.revision.replace(study.revision()) != Some(study.revision()) {
            let theory = study.theory();
            self.version = theory
                .map(|theory| theory.version.clone())
                .unwrap_or_default();
            self.nodes = theory
                .map(|theory| matrix::node_coverage(study, theory))
                .unwrap_or_default();
        }
        self.list
            .update(self.nodes.len(), self.rows().height, |_| 1);
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, end) = (area.x + 1, area.right() - 1);
        let x = canvas.put(
            left,
            area.y,
            end,
            "Coverage",
            canvas.style(StyleRole::Title),
        );
        if self.nodes.is_empty() {
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width - 2,
                height: area.height.saturating_sub(2),
            };
            canvas.paragraph(room, &context.no_theory(), canvas.style(StyleRole::Text));
            return;
        }
        let gaps: usize = self
            .nodes
            .iter()
            .map(|node| node.missing_columns().count())
            .sum();
        let about = format!(
            "theory {} · {} · {}",
            sanitize::sanitize_line(&self.version),
            number::count_noun(self.nodes.len(), "node"),
            if gaps == 0 {
                "no gap".to_owned()
            } else {
                number::count_noun(gaps, "gap")
            }
        );
        canvas.put(x + 2, area.y, end, &about, canvas.style(StyleRole::Muted));
        let width = self.column();
        let numbers = end.saturating_sub(width * 6);
        canvas.put(
            left,
            area.y + 2,
            end,
            "Node",
            canvas.style(StyleRole::Muted),
        );
        for (x, head) in (numbers + width..).step_by(width as usize).zip(HEADS) {
            canvas.put_right(area.y + 2, x, head, canvas.style(StyleRole::Muted));
        }
        let rows = self.rows();
        for (y, place) in (rows.top()..rows.bottom()).zip(self.list.top()..self.nodes.len()) {
            self.draw_row(canvas, y, &self.nodes[place]);
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

    fn status_text(&self, _: &AppContext) -> String {
        match self.nodes.len() {
            0 => "no nodes".into(),
            count => format!("node {} of {count}", self.list.selected() + 1),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        let rows = self.rows();
        if self.list.handle_mouse(mouse, rows) {
            self.open(context);
        }
    }
}
