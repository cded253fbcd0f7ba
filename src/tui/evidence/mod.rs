//! The evidence of one link: what people said on the left, the tests on the right, and the
//! evaluator's verdict below. Without room for both sides, Tab switches between them.

mod actions;
mod layout;
mod link_evidence;
mod quotes;
mod verdict;

pub use actions::{ACTIONS, MOVES, link_choices};

use super::canvas::Canvas;
use super::context::AppContext;
use super::jobs::AsyncValue;
use super::key::{Mouse, MouseKind};
use super::list::ListState;
use super::theme::StyleRole;
use super::view::View;
use crate::study::{Id, Link, ProgressMonitor, Study};
use crate::tui::route::ViewKind;
use layout::EvidenceLayout;
use link_evidence::LinkEvidence;
use ratatui::layout::Rect;
pub use verdict::ProposalJob;
use verdict::propose;

/// The side that has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EvidencePane {
    #[default]
    Quotes,
    Tests,
}

#[derive(Default)]
pub struct EvidenceView {
    /// `None` means the first link of the theory.
    link: Option<Id<Link>>,
    /// Link and revision that `evidence` was gathered for.
    of: Option<(Id<Link>, u64)>,
    evidence: Option<LinkEvidence>,
    pane: EvidencePane,
    quotes: ListState,
    tests: ListState,
    layout: EvidenceLayout,
    /// The proposed verdict, once it was asked for.
    proposal: AsyncValue<ProposalJob>,
    proposal_requested: bool,
}

impl EvidenceView {
    pub fn for_link(link: Id<Link>) -> EvidenceView {
        EvidenceView {
            link: Some(link),
            ..EvidenceView::default()
        }
    }

    pub fn link(&self) -> Option<Id<Link>> {
        self.of.map(|(link, _)| link)
    }

    /// Switches to another link.
    fn show(&mut self, link: Id<Link>) {
        *self = EvidenceView {
            link: Some(link),
            pane: self.pane,
            layout: self.layout,
            proposal_requested: self.proposal_requested,
            ..EvidenceView::default()
        };
    }

    /// Moves to the next or previous link of the theory.
    fn next_link(&mut self, forward: bool, context: &mut AppContext) {
        let links = neighbour_link(context.study(), self.link(), forward);
        match links {
            Some(link) => self.show(link),
            None => context.notify(if forward {
                "This is the last link"
            } else {
                "This is the first link"
            }),
        }
    }

    /// The list of the focused side.
    fn list(&mut self) -> &mut ListState {
        match self.pane {
            EvidencePane::Quotes => &mut self.quotes,
            EvidencePane::Tests => &mut self.tests,
        }
    }

    fn turn_over(&mut self) {
        self.pane = match self.pane {
            EvidencePane::Quotes => EvidencePane::Tests,
            EvidencePane::Tests => EvidencePane::Quotes,
        };
    }

    fn quote(&self) -> Option<&link_evidence::QuoteCard> {
        self.evidence.as_ref()?.quotes.get(self.quotes.selected())
    }
}

fn neighbour_link(study: &Study, link: Option<Id<Link>>, forward: bool) -> Option<Id<Link>> {
    let link = study.link(link?)?;
    let theory = study.theories().find(|theory| theory.id == link.theory)?;
    let links: Vec<Id<Link>> = study.links_of(theory).map(|link| link.id).collect();
    let place = links.iter().position(|id| *id == link.id)?;
    links
        .get(if forward {
            place.checked_add(1)?
        } else {
            place.checked_sub(1)?
        })
        .copied()
}

impl View for EvidenceView {
    fn kind(&self) -> ViewKind {
        ViewKind::Evidence
    }

    fn step(&mut self, rows: isize) {
        self.list().step(rows);
    }

    fn cancel_job(&self, context: &AppContext) -> bool {
        context.jobs.of::<ProposalJob>().cancel_if_running()
    }

    fn update(&mut self, context: &AppContext, area: Rect) {
        let study = context.study();
        let link = self.link.filter(|link| study.link(*link).is_some());
        let link = link.or_else(|| study.links_of(study.theory()?).next().map(|link| link.id));
        let now = link.map(|link| (link, study.revision()));
        if self.of != now {
            let stood_on = self.quote().map(|quote| quote.at);
            self.of = now;
            self.evidence = link.and_then(|link| LinkEvidence::new(study, link));
            // A quote that has just been judged moves in the list; the selection follows it.
            let quotes = self.evidence.iter().flat_map(|gathered| &gathered.quotes);
            if let Some(place) =
                stood_on.and_then(|at| quotes.map(|quote| quote.at).position(|other| other == at))
            {
                self.quotes.select(place);
            }
        }
        if let Some(subject) = now.filter(|_| self.proposal_requested) {
            let propose =
                move |study: &Study, watch: ProgressMonitor<'_>| propose(study, subject.0, watch);
            self.proposal.update(context, subject, propose);
        }
        let Some(gathered) = &self.evidence else {
            return;
        };
        self.layout = EvidenceLayout::new(area, gathered, self.pane);
        let (mut quotes, mut tests) = (self.quotes, self.tests);
        let room = self.layout.quotes;
        quotes.update(gathered.quotes.len(), room.height + 1, |place| {
            quotes::height(gathered, place, room, place == self.quotes.selected())
        });
        let room = self.layout.tests;
        tests.update(gathered.tests.len(), room.height + 1, |place| {
            quotes::test_height(gathered, place, room, place == self.tests.selected())
        });
        (self.quotes, self.tests) = (quotes, tests);
    }

    fn draw(&self, context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(gathered) = &self.evidence else {
            draw_nothing(context, canvas, area);
            return;
        };
        layout::draw(self, gathered, canvas);
        quotes::draw(self, gathered, canvas);
        quotes::draw_tests(self, gathered, canvas);
        verdict::draw(self, context, gathered, canvas);
    }

    fn status_text(&self, _: &AppContext) -> String {
        match &self.evidence {
            Some(LinkEvidence {
                place: (at, count), ..
            }) => format!("link {} of {count}", at + 1),
            None => "no link".into(),
        }
    }

    fn handle_mouse(&mut self, mouse: Mouse, context: &mut AppContext) {
        let Some(gathered) = &self.evidence else {
            return;
        };
        let EvidenceLayout {
            quotes,
            tests,
            tabs,
            ..
        } = self.layout;
        if tabs.contains(mouse.at) && mouse.kind == MouseKind::Press {
            self.pane = if mouse.at.x < tabs.x + tabs.width / 2 {
                EvidencePane::Quotes
            } else {
                EvidencePane::Tests
            };
            return;
        }
        let (side, room) = match mouse.at {
            at if quotes.contains(at) => (EvidencePane::Quotes, quotes),
            at if tests.contains(at) => (EvidencePane::Tests, tests),
            _ => return,
        };
        let row = mouse.at.y - room.y;
        let place = match side {
            EvidencePane::Quotes => self.quotes.item_at(row, |place| {
                quotes::height(gathered, place, room, place == self.quotes.selected())
            }),
            EvidencePane::Tests => self.tests.item_at(row, |place| {
                quotes::test_height(gathered, place, room, place == self.tests.selected())
            }),
        };
        let was = std::mem::replace(&mut self.pane, side);
        match (mouse.kind, place) {
            (MouseKind::Wheel(rows), _) => self.list().step(rows.signum() as isize),
            (MouseKind::Press, Some(place)) if was == side && place == self.list().selected() => {
                self.open(context)
            }
            (MouseKind::Press, Some(place)) => self.list().select(place),
            _ => {}
        }
    }
}

/// Explains how to create links.
fn draw_nothing(context: &AppContext, canvas: &mut Canvas<'_>, area: Rect) {
    let room = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    canvas.paragraph(
        room,
        &format!(
            "There is no link to show evidence for. {}",
            context.no_links()
        ),
        canvas.style(StyleRole::Text),
    );
}
