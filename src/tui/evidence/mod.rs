//! The evidence of one link: what people said on the left, what the numbers
//! say on the right, and below them what the evaluator concludes. Where there
//! is no room for both, Tab shows one and then the other.

mod actions;
mod gathered;
mod heading;
mod layout;
mod proposal;
mod quotes;
mod tests;
mod verdict;

pub use actions::{ACTIONS, link_choices};

use super::{
    canvas::Canvas,
    desk::Desk,
    gathering::Gathering,
    input::{Did, Mouse},
    list::List,
    proposer::{self, Proposed, propose},
    theme::Meaning,
    view::View,
};
use crate::study::{Id, Link, Study, Watch};
use gathered::Gathered;
use layout::Layout;
use ratatui::layout::Rect;

/// Which side one works on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// What people said.
    #[default]
    Quotes,
    /// What the numbers say.
    Tests,
}

/// The evidence of a link on the screen.
#[derive(Default)]
pub struct Evidence {
    /// The link; the first of the theory until one is chosen.
    link: Option<Id<Link>>,
    /// The link and the revision of the study that were gathered.
    of: Option<(Id<Link>, u64)>,
    gathered: Option<Gathered>,
    side: Side,
    quotes: List,
    tests: List,
    layout: Layout,
    /// What is proposed of the link, once it was asked for.
    proposed: Gathering<proposer::Subject, Proposed>,
    /// Whether a proposal was asked for.
    asked: bool,
}

impl Evidence {
    /// The evidence of this link.
    #[must_use]
    pub fn of(link: Id<Link>) -> Evidence {
        Evidence {
            link: Some(link),
            ..Evidence::default()
        }
    }

    /// The link whose evidence is shown.
    #[must_use]
    pub fn link(&self) -> Option<Id<Link>> {
        self.of.map(|(link, _)| link)
    }

    /// Shows another link.
    fn show(&mut self, link: Id<Link>) {
        *self = Evidence {
            link: Some(link),
            side: self.side,
            layout: self.layout,
            asked: self.asked,
            ..Evidence::default()
        };
    }

    /// The next link of the theory, or the one before.
    fn beside(&mut self, forward: bool, desk: &mut Desk) {
        let links = link_beside(desk.study(), self.link(), forward);
        match links {
            Some(link) => self.show(link),
            None => desk.say(if forward {
                "This is the last link"
            } else {
                "This is the first link"
            }),
        }
    }

    /// The list of the side one works on.
    fn list(&mut self) -> &mut List {
        match self.side {
            Side::Quotes => &mut self.quotes,
            Side::Tests => &mut self.tests,
        }
    }

    fn turn_over(&mut self) {
        self.side = match self.side {
            Side::Quotes => Side::Tests,
            Side::Tests => Side::Quotes,
        };
    }

    fn quote(&self) -> Option<&gathered::Quoted> {
        self.gathered.as_ref()?.quotes.get(self.quotes.at())
    }
}

fn link_beside(study: &Study, link: Option<Id<Link>>, forward: bool) -> Option<Id<Link>> {
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

impl View for Evidence {
    fn settle(&mut self, desk: &Desk, area: Rect) {
        let study = desk.study();
        let link = self.link.filter(|link| study.link(*link).is_some());
        let link = link.or_else(|| study.links_of(study.theory()?).next().map(|link| link.id));
        let now = link.map(|link| (link, study.revision()));
        if self.of != now {
            let stood_on = self.quote().map(|quote| quote.at);
            self.of = now;
            self.gathered = link.and_then(|link| Gathered::new(study, link));
            // A quote that was judged moves in the list, and one goes with it.
            let quotes = self.gathered.iter().flat_map(|gathered| &gathered.quotes);
            if let Some(place) =
                stood_on.and_then(|at| quotes.map(|quote| quote.at).position(|other| other == at))
            {
                self.quotes.go(place);
            }
        }
        if let Some(subject) = now.filter(|_| self.asked) {
            let propose = move |study: &Study, watch: Watch<'_>| propose(study, subject.0, watch);
            self.proposed
                .settle(&desk.workers.proposal, desk, subject, propose);
        }
        let Some(gathered) = &self.gathered else {
            return;
        };
        self.layout = Layout::new(area, gathered, self.side);
        let (mut quotes, mut tests) = (self.quotes, self.tests);
        let room = self.layout.quotes;
        quotes.settle(gathered.quotes.len(), room.height + 1, |place| {
            quotes::height(gathered, place, room, place == self.quotes.at())
        });
        let room = self.layout.tests;
        tests.settle(gathered.tests.len(), room.height + 1, |place| {
            tests::height(gathered, place, room, place == self.tests.at())
        });
        (self.quotes, self.tests) = (quotes, tests);
    }

    fn draw(&self, desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
        let Some(gathered) = &self.gathered else {
            draw_nothing(desk, canvas, area);
            return;
        };
        heading::draw(self, gathered, canvas);
        quotes::draw(self, gathered, canvas);
        tests::draw(self, gathered, canvas);
        verdict::draw(self, desk, gathered, canvas);
    }

    fn whereabouts(&self, _: &Desk) -> String {
        match &self.gathered {
            Some(Gathered {
                place: (at, count), ..
            }) => format!("link {} of {count}", at + 1),
            None => "no link".into(),
        }
    }

    fn mouse(&mut self, mouse: Mouse, desk: &mut Desk) {
        let Some(gathered) = &self.gathered else {
            return;
        };
        let Layout {
            quotes,
            tests,
            tabs,
            ..
        } = self.layout;
        if tabs.contains(mouse.at) && mouse.did == Did::Press {
            self.side = if mouse.at.x < tabs.x + tabs.width / 2 {
                Side::Quotes
            } else {
                Side::Tests
            };
            return;
        }
        let (side, room) = match mouse.at {
            at if quotes.contains(at) => (Side::Quotes, quotes),
            at if tests.contains(at) => (Side::Tests, tests),
            _ => return,
        };
        let row = mouse.at.y - room.y;
        let place = match side {
            Side::Quotes => self.quotes.item_at(row, |place| {
                quotes::height(gathered, place, room, place == self.quotes.at())
            }),
            Side::Tests => self.tests.item_at(row, |place| {
                tests::height(gathered, place, room, place == self.tests.at())
            }),
        };
        let was = std::mem::replace(&mut self.side, side);
        match (mouse.did, place) {
            (Did::Wheel(rows), _) => self.list().step(rows.signum() as isize),
            (Did::Press, Some(place)) if was == side && place == self.list().at() => {
                self.open(desk)
            }
            (Did::Press, Some(place)) => self.list().go(place),
            _ => {}
        }
    }
}

/// What to do when there is no link yet.
fn draw_nothing(desk: &Desk, canvas: &mut Canvas<'_>, area: Rect) {
    let room = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(1),
    };
    canvas.paragraph(
        room,
        &format!("There is no link to show evidence for. {}", desk.no_links()),
        canvas.style(Meaning::Text),
    );
}
