//! The programme theory as a drawing: activity → mechanism → output → outcome, with circumstances
//! below the activities and arrows from them to what they act on.
//!
//! [`TheoryDrawing`] holds what is drawn and what it means; [`svg`], [`dot`], [`mermaid`] and
//! [`text`] write it. The style of a line shows the link's status after its tests, its width the
//! number of quotes, and nothing is conveyed by colour alone. A drawing that compares two versions
//! marks the fate of each element.

pub mod dot;
mod layout;
pub mod mermaid;
pub mod svg;
pub mod text;

use crate::evidence::{Diff, Evidence, LinkStatus, Proposal};
use crate::study::revision::Operation;
use crate::study::theory::{ExpectedDirection, Origin};
use crate::study::{Cancelled, Code, CodeKind, Id, Link, ProgressMonitor, Study, Theory};
use crate::text::{number, sanitize};
use std::collections::HashMap;

#[derive(Clone, Debug)]
pub struct TheoryDrawing {
    pub title: String,
    pub nodes: Vec<DrawnNode>,
    pub links: Vec<DrawnLink>,
    /// True if the drawing compares two versions.
    pub compares: bool,
}

#[derive(Clone, Debug)]
pub struct DrawnNode {
    pub code: Id<Code>,
    pub kind: CodeKind,
    pub name: String,
    /// `#RRGGBB`.
    pub colour: String,
    /// True if the node was suggested by the data it would be tested on.
    pub post_hoc: bool,
    /// What became of it in the other version, if two are compared.
    pub mark: Option<Operation>,
    /// Names what replaced it, or what it replaced.
    pub note: String,
}

#[derive(Clone, Debug)]
pub struct DrawnLink {
    pub link: Id<Link>,
    /// Index of the node where it begins.
    pub from: usize,
    /// Index of the node it leads to.
    pub to: usize,
    /// Index of the link it acts on, for a moderator of a link.
    pub on: Option<usize>,
    /// The verb of the link: activates, moderates, produces, leads to.
    pub relation: &'static str,
    /// Status after its tests.
    pub standing: LinkStatus,
    /// Number of quotes about it.
    pub quotes: usize,
    pub tests: usize,
    /// Number of tests with p below the study's level.
    pub significant: usize,
    /// One line that sums up the evidence a verdict would rest on today.
    pub summary: String,
    pub expected: ExpectedDirection,
    pub statement: String,
    /// What became of it in the other version, if two are compared.
    pub mark: Option<Operation>,
}

/// Returns `None` if there is no such version.
pub fn theory_svg(study: &Study, theory: Id<Theory>) -> Option<String> {
    Some(svg::write(
        &TheoryDrawing::of(study, study.theory_at(theory)?, ProgressMonitor::default()).ok()?,
    ))
}

impl TheoryDrawing {
    /// Draws a version of the theory; `watch` reports progress by link.
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

    /// Draws what became of one version in another; `watch` reports progress by link.
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
            // A removed link acts on a link of its own version, so look for the successor of that
            // one.
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

    /// Takes the status of links from their proposals, which assess the tests; without them the
    /// drawing only counts significant tests.
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

    /// The nodes of a kind, with their places among all.
    fn nodes_of(&self, kind: CodeKind) -> Vec<(usize, &DrawnNode)> {
        let all = self.nodes.iter().enumerate();
        all.filter(|(_, node)| node.kind == kind).collect()
    }

    /// One line about a link: its ends, quotes and tests.
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

/// The sign of what became of an element, with a blank behind it.
fn sign(mark: Option<Operation>) -> String {
    mark.filter(|mark| *mark != Operation::Kept)
        .map(|mark| format!("{} ", mark.sign()))
        .unwrap_or_default()
}

impl DrawnLink {
    /// What became of it, its verb, and how many of its tests are significant.
    fn label(&self) -> String {
        let tests = match self.tests {
            0 => String::new(),
            tests => format!(" {}/{tests}", self.significant),
        };
        format!("{}{}{tests}", sign(self.mark), self.relation)
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
