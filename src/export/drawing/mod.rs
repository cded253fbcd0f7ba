//! The programme theory as a drawing: activity → mechanism → output → outcome,
//! circumstances below the activities with arrows to what they act on.
//!
//! A [`Drawing`] says what is drawn and what it means; [`svg`], [`dot`],
//! [`mermaid`] and [`text`] write it. A line's style says how the link stands
//! after its tests, its width how many quotes speak of it, and nothing is said by
//! colour alone. A drawing of two versions marks what became of everything.

pub mod dot;
mod layout;
pub mod mermaid;
mod route;
pub mod svg;
pub mod text;

use crate::evidence::{Diff, Evidence, Proposal, Reading};
use crate::study::{
    Code, Id, Kind, Link, Stopped, Study, Theory, Watch, change::Operation, node::Origin,
    theory::Expected,
};
use crate::text::{harmless, number};
use std::collections::HashMap;

/// A theory to be drawn.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// What it is of.
    pub title: String,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The links between them.
    pub links: Vec<Arrow>,
    /// Whether two versions are compared.
    pub compares: bool,
}

/// A node to be drawn.
#[derive(Clone, Debug)]
pub struct Node {
    /// The code.
    pub code: Id<Code>,
    /// Its part.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// `#RRGGBB`.
    pub colour: String,
    /// Whether it was suggested by the data it would be tested on.
    pub post_hoc: bool,
    /// What became of it, when two versions are compared.
    pub mark: Option<Operation>,
    /// What took its place, or what it took the place of.
    pub note: String,
}

/// A link to be drawn.
#[derive(Clone, Debug)]
pub struct Arrow {
    /// The link.
    pub link: Id<Link>,
    /// The place of the node it begins in.
    pub from: usize,
    /// The place of the node it leads to.
    pub to: usize,
    /// The place of the link it acts on, when it acts on one.
    pub on: Option<usize>,
    /// What it says: activates, moderates, produces, leads to.
    pub relation: &'static str,
    /// How it stands after its tests.
    pub standing: Reading,
    /// How many quotes speak of it.
    pub quotes: usize,
    /// How many tests it has.
    pub tests: usize,
    /// How many of them have p below the study's level.
    pub significant: usize,
    /// What a verdict on it would rest on now, in a line.
    pub summary: String,
    /// The direction expected.
    pub expected: Expected,
    /// The claim in words.
    pub statement: String,
    /// What became of it, when two versions are compared.
    pub mark: Option<Operation>,
}

/// A version of the theory as SVG; `None` when there is no such version.
#[must_use]
pub fn picture(study: &Study, theory: Id<Theory>) -> Option<String> {
    Some(svg::write(
        &Drawing::of(study, study.theory_at(theory)?, Watch::default()).ok()?,
    ))
}

impl Drawing {
    /// A version of the theory; `watch` hears of each link.
    ///
    /// # Errors
    /// When it is stopped.
    pub fn of(study: &Study, theory: &Theory, watch: Watch<'_>) -> Result<Drawing, Stopped> {
        let nodes: Vec<Node> = study
            .nodes_of(theory)
            .map(|node| Node::new(study, theory, node.id(), node.kind))
            .collect();
        let links: Vec<(&Link, Option<Operation>)> =
            study.links_of(theory).map(|link| (link, None)).collect();
        let frozen = if theory.frozen { "frozen" } else { "draft" };
        Drawing::new(
            study,
            format!("Programme theory {} ({frozen})", theory.version),
            nodes,
            &links,
            false,
            watch,
        )
    }

    /// What became of a version in another; `watch` hears of each link.
    ///
    /// # Errors
    /// When it is stopped.
    pub fn of_diff(study: &Study, diff: &Diff<'_>, watch: Watch<'_>) -> Result<Drawing, Stopped> {
        let nodes = diff.nodes.iter().map(|change| {
            let theory = if diff.after.nodes.contains(&change.code) {
                diff.after
            } else {
                diff.before
            };
            let mut node = Node::new(study, theory, change.code, change.kind);
            node.mark = Some(change.operation);
            node.note = match (change.by.filter(|by| *by != change.code), change.instead_of) {
                (Some(by), _) if !diff.after.nodes.contains(&change.code) => {
                    format!("→ {}", harmless::one_line(study.code_name(by)))
                }
                (_, Some(was)) => {
                    format!("instead of {}", harmless::one_line(study.code_name(was)))
                }
                _ => String::new(),
            };
            node
        });
        let nodes: Vec<_> = nodes.collect();
        let links: Vec<_> = diff
            .links
            .iter()
            .filter_map(|change| Some((change.link()?, Some(change.operation))))
            .collect();
        Drawing::new(
            study,
            format!(
                "Programme theory {} → {}",
                diff.before.version, diff.after.version
            ),
            nodes,
            &links,
            true,
            watch,
        )
    }

    fn new(
        study: &Study,
        title: String,
        nodes: Vec<Node>,
        links: &[(&Link, Option<Operation>)],
        compares: bool,
        watch: Watch<'_>,
    ) -> Result<Drawing, Stopped> {
        let places: HashMap<Id<Code>, usize> = nodes
            .iter()
            .enumerate()
            .map(|(place, node)| (node.code, place))
            .collect();
        let drawn: Vec<_> = links
            .iter()
            .filter(|(link, _)| places.contains_key(&link.from) && places.contains_key(&link.to))
            .collect();
        let arrows = drawn.iter().enumerate().map(|(done, (link, mark))| {
            watch.step(done, drawn.len(), "link")?;
            let evidence = Evidence::new(study, link);
            let (standing, significant) = Reading::of(study, &evidence);
            // A link that left acts on a link of its own version, which the other carries on.
            let acts_on = |other: &Link| {
                Some(other.id) == link.on || (other.carried.is_some() && other.carried == link.on)
            };
            Ok(Arrow {
                link: link.id,
                from: places[&link.from],
                to: places[&link.to],
                on: drawn.iter().position(|(other, _)| acts_on(other)),
                relation: study.relation_of(link),
                standing,
                quotes: evidence.quotes.len(),
                tests: evidence.tests.tests.len(),
                significant,
                summary: evidence.summary(study),
                expected: link.expected,
                statement: harmless::one_line(&link.statement),
                mark: *mark,
            })
        });
        let links = arrows.collect::<Result<_, _>>()?;
        Ok(Drawing {
            title: harmless::one_line(&title),
            nodes,
            links,
            compares,
        })
    }

    /// Lets proposals say how their links stand: they weigh the tests, where the
    /// drawing by itself only counts them.
    #[must_use]
    pub fn weighed(mut self, proposals: &[Proposal<'_>]) -> Drawing {
        for arrow in &mut self.links {
            if let Some(proposal) = proposals
                .iter()
                .find(|proposal| proposal.evidence.link.id == arrow.link)
            {
                arrow.standing = Reading::from(proposal.numbers);
            }
        }
        self
    }

    /// What a link is, in a line: its ends, its quotes and its tests.
    #[must_use]
    pub fn told(&self, arrow: &Arrow) -> String {
        let name = |place: usize| self.nodes.get(place).map_or("?", |node| node.name.as_str());
        let tests = match arrow.tests {
            0 => "untested".to_owned(),
            tests => format!(
                "{} of {} significant, {}",
                arrow.significant,
                number::some(tests, "test"),
                arrow.standing.name()
            ),
        };
        let mark = arrow
            .mark
            .map(|mark| format!(" ({mark})"))
            .unwrap_or_default();
        let (from, to, quotes) = (
            name(arrow.from),
            name(arrow.to),
            number::some(arrow.quotes, "quote"),
        );
        format!("{from} {} {to}{mark}: {quotes}; {tests}", arrow.relation)
    }
}

impl Node {
    fn new(study: &Study, theory: &Theory, id: Id<Code>, kind: Kind) -> Node {
        Node {
            code: id,
            kind,
            name: harmless::one_line(study.code_name(id)),
            colour: study
                .code(id)
                .map_or_else(|| "#707070".to_owned(), |code| code.body.colour.clone()),
            post_hoc: study.node_in(theory, id).origin == Some(Origin::PostHoc),
            mark: None,
            note: String::new(),
        }
    }
}
