//! The programme theory as a drawing: activity → mechanism → output → outcome,
//! circumstances below the activities with arrows to what they act on.
//!
//! A [`TheoryDrawing`] says what is drawn and what it means; [`svg`], [`dot`],
//! [`mermaid`] and [`text`] write it. A line's style says how the link stands
//! after its tests, its width how many quotes speak of it, and nothing is said by
//! colour alone. A drawing of two versions marks what became of everything.

pub mod dot;
mod layout;
pub mod mermaid;
mod route;
pub mod svg;
pub mod text;

use crate::evidence::{Diff, Evidence, LinkStatus, Proposal};
use crate::study::{
    Cancelled, Code, CodeKind, Id, Link, ProgressMonitor, Study, Theory, change::Operation,
    node::Origin, theory::ExpectedDirection,
};
use crate::text::{number, sanitize};
use std::collections::HashMap;

/// A theory to be drawn.
#[derive(Clone, Debug)]
pub struct TheoryDrawing {
    /// What it is of.
    pub title: String,
    /// The nodes.
    pub nodes: Vec<DrawnNode>,
    /// The links between them.
    pub links: Vec<DrawnLink>,
    /// Whether two versions are compared.
    pub compares: bool,
}

/// A node to be drawn.
#[derive(Clone, Debug)]
pub struct DrawnNode {
    /// The code.
    pub code: Id<Code>,
    /// Its part.
    pub kind: CodeKind,
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
pub struct DrawnLink {
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
    pub standing: LinkStatus,
    /// How many quotes speak of it.
    pub quotes: usize,
    /// How many tests it has.
    pub tests: usize,
    /// How many of them have p below the study's level.
    pub significant: usize,
    /// What a verdict on it would rest on now, in a line.
    pub summary: String,
    /// The direction expected.
    pub expected: ExpectedDirection,
    /// The claim in words.
    pub statement: String,
    /// What became of it, when two versions are compared.
    pub mark: Option<Operation>,
}

/// A version of the theory as SVG; `None` when there is no such version.
#[must_use]
pub fn theory_svg(study: &Study, theory: Id<Theory>) -> Option<String> {
    Some(svg::write(
        &TheoryDrawing::of(study, study.theory_at(theory)?, ProgressMonitor::default()).ok()?,
    ))
}

impl TheoryDrawing {
    /// A version of the theory; `watch` hears of each link.
    ///
    /// # Errors
    /// When it is stopped.
    pub fn of(
        study: &Study,
        theory: &Theory,
        watch: ProgressMonitor<'_>,
    ) -> Result<TheoryDrawing, Cancelled> {
        let nodes: Vec<DrawnNode> = study
            .nodes_of(theory)
            .map(|node| DrawnNode::new(study, theory, node.id(), node.kind))
            .collect();
        let links: Vec<(&Link, Option<Operation>)> =
            study.links_of(theory).map(|link| (link, None)).collect();
        let frozen = if theory.frozen { "frozen" } else { "draft" };
        TheoryDrawing::new(
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
    pub fn of_diff(
        study: &Study,
        diff: &Diff<'_>,
        watch: ProgressMonitor<'_>,
    ) -> Result<TheoryDrawing, Cancelled> {
        let nodes = diff.nodes.iter().map(|change| {
            let theory = if diff.after.nodes.contains(&change.code) {
                diff.after
            } else {
                diff.before
            };
            let mut node = DrawnNode::new(study, theory, change.code, change.kind);
            node.mark = Some(change.operation);
            node.note = match (change.by.filter(|by| *by != change.code), change.instead_of) {
                (Some(by), _) if !diff.after.nodes.contains(&change.code) => {
                    format!("→ {}", sanitize::sanitize_line(study.code_name(by)))
                }
                (_, Some(was)) => {
                    format!(
                        "instead of {}",
                        sanitize::sanitize_line(study.code_name(was))
                    )
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
        TheoryDrawing::new(
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
        nodes: Vec<DrawnNode>,
        links: &[(&Link, Option<Operation>)],
        compares: bool,
        watch: ProgressMonitor<'_>,
    ) -> Result<TheoryDrawing, Cancelled> {
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
            watch.report(done, drawn.len(), "link")?;
            let evidence = Evidence::new(study, link);
            let (standing, significant) = LinkStatus::of(study, &evidence);
            // A link that left acts on a link of its own version, which the other carries on.
            let acts_on = |other: &Link| {
                Some(other.id) == link.on || (other.carried.is_some() && other.carried == link.on)
            };
            Ok(DrawnLink {
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
                statement: sanitize::sanitize_line(&link.statement),
                mark: *mark,
            })
        });
        let links = arrows.collect::<Result<_, _>>()?;
        Ok(TheoryDrawing {
            title: sanitize::sanitize_line(&title),
            nodes,
            links,
            compares,
        })
    }

    /// Lets proposals say how their links stand: they weigh the tests, where the
    /// drawing by itself only counts them.
    #[must_use]
    pub fn with_proposals(mut self, proposals: &[Proposal<'_>]) -> TheoryDrawing {
        for arrow in &mut self.links {
            if let Some(proposal) = proposals
                .iter()
                .find(|proposal| proposal.evidence.link.id == arrow.link)
            {
                arrow.standing = LinkStatus::from(proposal.numbers);
            }
        }
        self
    }

    /// What a link is, in a line: its ends, its quotes and its tests.
    #[must_use]
    pub fn link_line(&self, arrow: &DrawnLink) -> String {
        let name = |place: usize| self.nodes.get(place).map_or("?", |node| node.name.as_str());
        let tests = match arrow.tests {
            0 => "untested".to_owned(),
            tests => format!(
                "{} of {} significant, {}",
                arrow.significant,
                number::count_noun(tests, "test"),
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
            number::count_noun(arrow.quotes, "quote"),
        );
        format!("{from} {} {to}{mark}: {quotes}; {tests}", arrow.relation)
    }
}

impl DrawnNode {
    fn new(study: &Study, theory: &Theory, id: Id<Code>, kind: CodeKind) -> DrawnNode {
        DrawnNode {
            code: id,
            kind,
            name: sanitize::sanitize_line(study.code_name(id)),
            colour: study
                .code(id)
                .map_or_else(|| "#707070".to_owned(), |code| code.body.colour.clone()),
            post_hoc: study.node_in(theory, id).origin == Some(Origin::PostHoc),
            mark: None,
            note: String::new(),
        }
    }
}
