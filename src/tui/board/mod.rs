//! The theory board: the nodes of a version in layers, the links of the selected node drawn by
//! status, and the evidence of each. Drafts are edited here, every change with its reason.

mod actions;
mod layers;
mod links;
mod revise;
mod revise_links;
mod versions;

pub use actions::ACTIONS;

use super::canvas::Canvas;
use super::context::AppContext;
use super::jobs::AsyncValue;
use super::jobs::JobKind;
use super::key::{Mouse, MouseKind};
use super::list::ListState;
use super::theme::StyleRole;
use super::view::View;
use crate::evidence::Diff;
use crate::export::drawing::{DrawnLink, DrawnNode, TheoryDrawing};
use crate::study::{Id, ProgressMonitor, Study, Theory};
use crate::tui::route::ViewKind;
use layers::{BoardLayers, WIDE};
use ratatui::layout::Rect;

/// What is drawn: the version, whether it is compared with its predecessor, and the study's
/// revision.
pub type BoardSubject = (Id<Theory>, bool, u64);

/// Drawing the theory.
pub struct BoardJob;

impl JobKind for BoardJob {
    type Subject = BoardSubject;
    type Answer = TheoryDrawing;
}

#[derive(Default)]
pub struct BoardView {
    /// `None` means the latest version.
    theory: Option<Id<Theory>>,
    /// Shows what became of the previous version.
    compares: bool,
    drawing: AsyncValue<BoardJob>,
    layers: BoardLayers,
    /// Index of the selected node.
    at: usize,
    /// True while the keys move among the links of the node.
    on_links: bool,
    links: ListState,
    area: Rect,
}

impl BoardView {
    fn theory<'a>(&self, study: &'a Study) -> Option<&'a Theory> {
        self.theory
            .and_then(|id| study.theory_at(id))
            .or_else(|| study.theory())
    }

    fn node(&self) -> Option<&DrawnNode> {
        self.drawing.latest()?.nodes.get(self.at)
    }

    /// Indices of the links of the selected node, outgoing ones first.
    fn links_here(&self) -> Vec<usize> {
        let Some(drawing) = self.drawing.latest() else {
            return Vec::new();
        };
        let places = |meets: &dyn Fn(&DrawnLink) -> bool| {
            drawing
                .links
                .iter()
                .enumerate()
                .filter(|(_, arrow)| meets(arrow))
                .map(|(place, _)| place)
                .collect::<Vec<_>>()
        };
        let mut all = places(&|arrow| arrow.from == self.at);
        all.extend(places(&|arrow| arrow.to == self.at));
        all
    }

    /// The selected link.
    fn link(&self) -> Option<&DrawnLink> {
        let place = *self.links_here().get(self.links.selected())?;
        self.drawing.latest()?.links.get(place)
    }

    fn go(&mut self, at: usize) {
        if self.at != at {
            self.at = at;
            self.links.select(0);
        }
    }

    /// Moves among the nodes, or among the links.
    fn step(&mut self, by: isize) {
        if self.on_links {
            self.links.step(by);
        } else {
            self.go(self.layers.step(self.at, by));
        }
    }

    /// Moves to a neighbouring layer.
    fn across(&mut self, by: isize) {
        self.on_links = false;
        self.go(self.layers.across(self.at, by));
    }

    /// Areas of the layers and of the links.
    fn panes(&self) -> (Rect, Rect) {
        let body = Rect {
            y: self.area.y + 2,
            height: self.area.height.saturating_sub(2),
            ..self.area
        };
        if body.width >= WIDE {
            let above = self.layers.rows().min(body.height.saturating_sub(8));
            let rest = body.height - above;
            return (
                Rect {
                    height: above,
                    ..body
                },
                Rect {
                    y: body.y + above,
                    height: rest,
                    ..body
                },
            );
        }
        let left = body.width * 2 / 5;
        (
            Rect {
                width: left,
                ..body
            },
            Rect {
                x: body.x + left,
                width: body.width - left,
                ..body
            },
        )
    }
}

/// Drawing of a version, or of what became of the previous one; `None` if cancelled.
fn drawn(
    study: &Study,
    (theory, compares, _): BoardSubject,
    watch: ProgressMonitor<'_>,
) -> Option<TheoryDrawing> {
    let theory = study.theory_at(theory)?;
    match study.parent_of(theory).filter(|_| compares) {
        Some(parent) => {
            TheoryDrawing::of_diff(study, &Diff::new(study, parent, theory), watch).ok()
        }
        None => TheoryDrawing::of(study, theory, watch).ok(),
    }
}

impl View for BoardView {
    fn kind(&self) -> ViewKind {
        ViewKind::Board
    }

    fn cancel_job(&self, context: &AppContext) -> bool {
        context.jobs.of::<BoardJob>().cancel_if_running()
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        self.area = area;
        let study = context.study();
        let stood_on = self.node().map(|node| node.code);
        match self
            .theory(study)
            .map(|theory| (theory.id, self.compares, study.revision()))
        {
            None => self.drawing.clear(),
            Some(now) => {
                if self
                    .drawing
                    .update(context, now, move |study, watch| drawn(study, now, watch))
                {
                    let nodes = self
                        .drawing
                        .latest()
                        .into_iter()
                        .flat_map(|drawing| &drawing.nodes);
                    self.at = nodes
                        .map(|node| Some(node.code))
                        .position(|code| code == stood_on)
                        .unwrap_or(0);
                }
            }
        }
        let nodes = self
            .drawing
            .latest()
            .map_or(&[][..], |drawing| &drawing.nodes);
        self.layers.update(nodes, area.width);
        if self.node().is_none() || !self.layers.has(self.at) {
            self.at = self.layers.first();
        }
        let (layers, links) = self.panes();
        self.layers.scroll(self.at, layers.height);
        let count = self.links_here().len();
        self.links
            .update(count, links.height.saturating_sub(links::ABOUT + 1), |_| 1);
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let (left, end) = (area.x + 1, area.right().saturating_sub(1));
        let progress = self
            .drawing
            .progress_text("Drawing", "renew_board", context);
        let Some(drawing) = self.drawing.latest() else {
            canvas.put(
                left,
                area.y,
                end,
                "Programme theory",
                canvas.style(StyleRole::Title),
            );
            let room = Rect {
                x: left,
                y: area.y + 2,
                width: area.width.saturating_sub(2),
                height: area.height.saturating_sub(2),
            };
            let why = progress
                .filter(|_| self.theory(context.study()).is_some())
                .unwrap_or_else(|| context.no_theory());
            canvas.paragraph(room, &why, canvas.style(StyleRole::Text));
            return;
        };
        let end = canvas.put_right(
            area.y,
            end,
            progress.as_deref().unwrap_or_default(),
            canvas.style(StyleRole::Key),
        );
        canvas.put_cut(
            left,
            area.y,
            end.saturating_sub(1),
            &drawing.title,
            canvas.style(StyleRole::Title),
        );
        let (layers, links) = self.panes();
        self.layers
            .draw(drawing, self.at, self.on_links, canvas, layers);
        links::draw(self, context, drawing, canvas, links);
    }

    fn status_text(&self, context: &AppContext) -> String {
        match (self.theory(context.study()), self.drawing.latest()) {
            (Some(theory), Some(drawing)) => {
                let state = if theory.frozen { "frozen" } else { "draft" };
                format!(
                    "{} {state} · {} nodes · {} links",
                    theory.version,
                    drawing.nodes.len(),
                    drawing.links.len()
                )
            }
            (Some(theory), None) => theory.version.clone(),
            (None, _) => "no theory".into(),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        let (layers, links) = self.panes();
        match mouse.kind {
            MouseKind::Wheel(by) => self.step(by.signum() as isize),
            MouseKind::Press if layers.contains(mouse.at) => {
                if let Some(at) = self.layers.node_at(layers, mouse.at) {
                    self.on_links = false;
                    self.go(at);
                }
            }
            MouseKind::Press if links.contains(mouse.at) && mouse.at.y > links.y => {
                let Some(place) = self.links.item_at(mouse.at.y - links.y - 1, |_| 1) else {
                    return;
                };
                if self.on_links && place == self.links.selected() {
                    self.open(context);
                } else {
                    self.on_links = true;
                    self.links.select(place);
                }
            }
            _ => {}
        }
    }
}
