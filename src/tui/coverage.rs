//! What there is for each node of the theory, and what is missing: to be looked
//! at before people are asked, and before anything is written.

use super::{
    action::{Action, Run},
    canvas::Canvas,
    desk::{Desk, Go},
    evidence::Evidence,
    input::Mouse,
    list::List,
    theme::Meaning,
    view::{Page, View},
};
use crate::evidence::coverage::{self, Covered};
use crate::text::{harmless, number};
use ratatui::layout::Rect;

/// The coverage on the screen.
#[derive(Default)]
pub struct Coverage {
    revision: Option<u64>,
    version: String,
    nodes: Vec<Covered>,
    list: List,
    area: Rect,
}

const fn action(
    name: &'static str,
    keys: &'static [&'static str],
    hint: &'static str,
    doc: &'static str,
    run: fn(&mut Coverage, &mut Desk),
) -> Action {
    Action {
        name,
        keys,
        doc,
        hint,
        run: Run::Coverage(run),
    }
}

/// What can be done in the coverage.
pub const ACTIONS: &[Action] = &[
    action(
        "open_node",
        &["Enter", "l", "Right"],
        "evidence",
        "Open the evidence of the node's first link",
        Coverage::open,
    ),
    action(
        "next_gap",
        &["Tab", "J"],
        "next gap",
        "Go to the next node with a gap",
        Coverage::next_gap,
    ),
    action(
        "next_node",
        &["j", "Down"],
        "",
        "Go to the next node",
        |view, _| view.list.step(1),
    ),
    action(
        "previous_node",
        &["k", "Up"],
        "",
        "Go to the node before",
        |view, _| view.list.step(-1),
    ),
    action(
        "nodes_down",
        &["PgDn", "Ctrl-d"],
        "",
        "Go ten nodes down",
        |view, _| view.list.step(10),
    ),
    action(
        "nodes_up",
        &["PgUp", "Ctrl-u"],
        "",
        "Go ten nodes up",
        |view, _| view.list.step(-10),
    ),
    action(
        "first_node",
        &["Home", "g g"],
        "",
        "Go to the first node",
        |view, _| view.list.go(0),
    ),
    action(
        "last_node",
        &["End", "G"],
        "",
        "Go to the last node",
        |view, _| view.list.step(isize::MAX / 2),
    ),
];

/// Rows above the list: what it is of, a blank, the heads.
const HEAD: u16 = 3;

/// The heads of the columns.
const HEADS: [&str; 6] = ["Defined", "Guide", "Survey", "Quotes", "People", "Tests"];

impl Coverage {
    fn open(&mut self, desk: &mut Desk) {
        let study = desk.study();
        let node = self.nodes.get(self.list.at()).map(|node| node.code);
        let link = node.zip(study.theory()).and_then(|(node, theory)| {
            study
                .links_of(theory)
                .find(|link| link.from == node || link.to == node)
                .map(|link| link.id)
        });
        match link {
            Some(link) => desk.go(Go::Open(Box::new(Page::Evidence(Box::new(Evidence::of(
                link,
            )))))),
            None => desk.say("No link of the theory begins or ends there"),
        }
    }

    fn next_gap(&mut self, desk: &mut Desk) {
        let (at, count) = (self.list.at(), self.nodes.len());
        let next = (1..=count)
            .map(|step| (at + step) % count.max(1))
            .find(|place| self.nodes[*place].gaps().next().is_some());
        match next {
            Some(place) => self.list.go(place),
            None => desk.say("There is no gap"),
        }
    }

    /// Rows at the foot for what is missing of the node one stands on.
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

    /// How wide a column is.
    fn column(&self) -> u16 {
        if self.area.width >= 110 { 12 } else { 8 }
    }

    fn draw_row(&self, canvas: &mut Canvas<'_>, y: u16, node: &Covered) {
        let width = self.column();
        let (left, end) = (self.area.x + 1, self.area.right() - 1);
        let numbers = end.saturating_sub(width * 6);
        let name = format!("{} {}", node.kind.glyph(), node.name);
        canvas.put_cut(
            left,
            y,
            numbers,
            &harmless::one_line(&name),
            canvas.style(Meaning::Text),
        );
        for (x, (place, count)) in (numbers + width..)
            .step_by(width as usize)
            .zip(node.counts.into_iter().enumerate())
        {
            let (text, meaning) = match (place, count) {
                (_, 0) => ("–".to_owned(), Meaning::Refused),
                (0, _) => ("yes".to_owned(), Meaning::Text),
                (_, count) => (count.to_string(), Meaning::Text),
            };
            canvas.put_right(y, x, &text, canvas.style(meaning));
        }
    }

    fn draw_about(&self, canvas: &mut Canvas<'_>) {
        let rows = self.about_rows();
        let Some(node) = self.nodes.get(self.list.at()).filter(|_| rows > 0) else {
            return;
        };
        let area = Rect {
            y: self.area.bottom() - rows,
            height: rows,
            ..self.area
        };
        for x in area.left()..area.right() {
            canvas.put(x, area.y, area.right(), "─", canvas.style(Meaning::Rule));
        }
        let gaps: Vec<&str> = node.gaps().map(missing).collect();
        let said = if gaps.is_empty() {
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
        canvas.paragraph(room, &said, canvas.style(Meaning::Text));
    }
}

/// What a gap is, and what fills it.
fn missing(column: &str) -> &'static str {
    match column {
        "definition" => "a definition in the codebook",
        "guide" => "a question in an interview guide",
        "survey" => "a variable that measures it",
        "quotes" => "a coded quote",
        "informants" => "somebody who speaks of it",
        _ => "a test of its links",
    }
}

impl View for Coverage {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        self.area = area;
        let study = desk.study();
        if self.revision.replace(study.revision()) != Some(study.revision()) {
            let theory = study.theory();
            self.version = theory
                .map(|theory| theory.version.clone())
                .unwrap_or_default();
            self.nodes = theory
                .map(|theory| coverage::coverage(study, theory))
                .unwrap_or_default();
        }
        self.list
            .settle(self.nodes.len(), self.rows().height, |_| 1);
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, end) = (area.x + 1, area.right() - 1);
        let x = canvas.put(left, area.y, end, "Coverage", canvas.style(Meaning::Title));
        if self.nodes.is_empty() {
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width - 2,
                height: area.height.saturating_sub(2),
            };
            canvas.paragraph(room, &desk.no_theory(), canvas.style(Meaning::Text));
            return;
        }
        let gaps: usize = self.nodes.iter().map(|node| node.gaps().count()).sum();
        let about = format!(
            "theory {} · {} · {}",
            harmless::one_line(&self.version),
            number::some(self.nodes.len(), "node"),
            if gaps == 0 {
                "no gap".to_owned()
            } else {
                number::some(gaps, "gap")
            }
        );
        canvas.put(x + 2, area.y, end, &about, canvas.style(Meaning::Quiet));
        let width = self.column();
        let numbers = end.saturating_sub(width * 6);
        canvas.put(left, area.y + 2, end, "Node", canvas.style(Meaning::Quiet));
        for (x, head) in (numbers + width..).step_by(width as usize).zip(HEADS) {
            canvas.put_right(area.y + 2, x, head, canvas.style(Meaning::Quiet));
        }
        let rows = self.rows();
        for (y, place) in (rows.top()..rows.bottom()).zip(self.list.top()..self.nodes.len()) {
            self.draw_row(canvas, y, &self.nodes[place]);
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

    fn whereabouts(&self, _: &Desk) -> String {
        match self.nodes.len() {
            0 => "no nodes".into(),
            count => format!("node {} of {count}", self.list.at() + 1),
        }
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        let rows = self.rows();
        if self.list.mouse(mouse, rows) {
            self.open(desk);
        }
    }
}
