//! What became of a theory from one version to another: every node and every
//! link, with the reasons of the change log and what to beware of.
//!
//! Where the log says nothing, the versions themselves do: what is only in one
//! left or came, and what has another part was demoted or promoted.

use super::{quotes, tests};
use crate::study::{
    Change, Code, CodeKind, Id, Link, Study, Theory,
    change::{Operation, TheoryElement},
    node::Origin,
    theory::Prespecification,
};

/// What became of a node.
#[derive(Clone, Debug)]
pub struct NodeChange<'a> {
    /// The code.
    pub code: Id<Code>,
    /// Its part: in the later version when it is there, or else in the earlier one.
    pub kind: CodeKind,
    /// What became of it.
    pub operation: Operation,
    /// What took its place, or what it became.
    pub by: Option<Id<Code>>,
    /// What it took the place of, or was before.
    pub instead_of: Option<Id<Code>>,
    /// What the log says of it.
    pub log: Vec<&'a Change>,
    /// What to beware of.
    pub warnings: Vec<&'static str>,
}

/// What became of a link.
#[derive(Clone, Debug)]
pub struct LinkChange<'a> {
    /// As it is in the earlier version.
    pub before: Option<&'a Link>,
    /// As it is in the later version.
    pub after: Option<&'a Link>,
    /// What became of it.
    pub operation: Operation,
    /// What the log says of it, or of the node that took it along.
    pub log: Vec<&'a Change>,
    /// What to beware of.
    pub warnings: Vec<&'static str>,
}

impl<'a> LinkChange<'a> {
    /// The link as it is, or as it was.
    #[must_use]
    pub fn link(&self) -> Option<&'a Link> {
        self.after.or(self.before)
    }
}

/// Two versions compared.
#[derive(Clone, Debug)]
pub struct Diff<'a> {
    /// The earlier version.
    pub before: &'a Theory,
    /// The later version.
    pub after: &'a Theory,
    /// The nodes: those of the earlier version in its order, then those that came.
    pub nodes: Vec<NodeChange<'a>>,
    /// The links, likewise.
    pub links: Vec<LinkChange<'a>>,
}

impl<'a> Diff<'a> {
    /// Compares two versions.
    #[must_use]
    pub fn new(study: &'a Study, before: &'a Theory, after: &'a Theory) -> Diff<'a> {
        let log = log(study, before, after);
        let came = after
            .nodes
            .iter()
            .filter(|code| !before.nodes.contains(code));
        let nodes = before
            .nodes
            .iter()
            .chain(came)
            .map(|code| node(study, before, after, &log, *code))
            .collect();
        let follows = |old: &Link, new: &Link| {
            new.carried == Some(old.id)
                || (new.carried.is_none()
                    && (old.from, old.to, old.on) == (new.from, new.to, new.on))
        };
        let old = study.links_of(before).map(|link| {
            (
                Some(link),
                study.links_of(after).find(|new| follows(link, new)),
            )
        });
        let new = study
            .links_of(after)
            .filter(|link| !study.links_of(before).any(|old| follows(old, link)));
        let links = old
            .chain(new.map(|link| (None, Some(link))))
            .map(|(old, new)| link(study, before, after, &log, old, new))
            .collect();
        Diff {
            before,
            after,
            nodes,
            links,
        }
    }

    /// Whether anything is not as it was.
    #[must_use]
    pub fn changed(&self) -> bool {
        let operations = self
            .nodes
            .iter()
            .map(|node| node.operation)
            .chain(self.links.iter().map(|link| link.operation));
        operations
            .into_iter()
            .any(|operation| operation != Operation::Kept)
    }
}

/// The change log of the later version, and of those between it and the earlier one.
fn log<'a>(study: &'a Study, before: &Theory, after: &'a Theory) -> Vec<&'a Change> {
    let mut log = Vec::new();
    let mut at = Some(after);
    while let Some(theory) = at.filter(|theory| theory.id != before.id) {
        let mut own: Vec<&Change> = study.changes(theory.id).collect();
        own.extend(log);
        log = own;
        at = study.parent_of(theory);
    }
    log
}

fn node<'a>(
    study: &Study,
    before: &Theory,
    after: &Theory,
    log: &[&'a Change],
    code: Id<Code>,
) -> NodeChange<'a> {
    let entries: Vec<&Change> = log
        .iter()
        .copied()
        .filter(|change| {
            change.body.on == TheoryElement::Node(code) || change.body.by == Some(code)
        })
        .collect();
    let own = |change: &&&Change| change.body.on == TheoryElement::Node(code);
    let was = before
        .nodes
        .contains(&code)
        .then(|| study.kind_in(before, code));
    let is = after
        .nodes
        .contains(&code)
        .then(|| study.kind_in(after, code));
    let said = entries
        .iter()
        .rev()
        .find(own)
        .map(|change| change.body.operation);
    let operation = match (was, is) {
        (None, _) => Operation::Added,
        (Some(_), None) => {
            let left = |operation: &Operation| {
                matches!(
                    operation,
                    Operation::Replaced | Operation::Demoted | Operation::Promoted
                )
            };
            entries
                .iter()
                .filter(own)
                .map(|change| change.body.operation)
                .find(left)
                .unwrap_or(Operation::Removed)
        }
        (Some(was), Some(is)) if was != is => {
            if is == CodeKind::Context {
                Operation::Demoted
            } else {
                Operation::Promoted
            }
        }
        _ => said
            .filter(|said| !matches!(said, Operation::Removed | Operation::Added))
            .unwrap_or(Operation::Kept),
    };
    let mut warnings = Vec::new();
    if is.is_some() && study.node_in(after, code).origin == Some(Origin::PostHoc) {
        warnings.push("post hoc: the data that suggested it cannot confirm it");
    }
    if was.is_none()
        && study.indicators(code).is_empty()
        && study
            .links_of(after)
            .any(|link| link.from == code || link.to == code)
    {
        warnings.push("no indicator measures it");
    }
    NodeChange {
        code,
        kind: is.or(was).unwrap_or_default(),
        operation,
        by: entries.iter().find(own).and_then(|change| change.body.by),
        instead_of: entries
            .iter()
            .find(|change| change.body.by == Some(code))
            .and_then(|change| match change.body.on {
                TheoryElement::Node(other) if other != code => Some(other),
                _ => None,
            }),
        log: entries,
        warnings,
    }
}

fn link<'a>(
    study: &Study,
    before: &Theory,
    after: &Theory,
    log: &[&'a Change],
    old: Option<&'a Link>,
    new: Option<&'a Link>,
) -> LinkChange<'a> {
    let is_it = |on: Id<Link>| {
        let carried = study.parent_link_id(on);
        [old, new]
            .into_iter()
            .flatten()
            .any(|link| link.id == on || carried == Some(link.id))
    };
    let own: Vec<&Change> = log
        .iter()
        .copied()
        .filter(|change| matches!(change.body.on, TheoryElement::Link(on) if is_it(on)))
        .collect();
    let said = own.last().map(|change| change.body.operation);
    let operation = match (old, new) {
        (None, _) => Operation::Added,
        (_, None) => Operation::Removed,
        (Some(old), Some(new)) => {
            let reworded = if old.statement == new.statement {
                Operation::Kept
            } else {
                Operation::Reworded
            };
            said.filter(|said| !matches!(said, Operation::Removed | Operation::Added))
                .unwrap_or(reworded)
        }
    };
    // A link without an entry of its own came or left with a node.
    let ends = |link: &Link, theory: &Theory| {
        [link.from, link.to].map(|end| (end, theory.nodes.contains(&end)))
    };
    let moved: Vec<Id<Code>> = match (old, new) {
        (Some(old), None) => ends(old, after)
            .into_iter()
            .filter(|(_, there)| !there)
            .map(|(end, _)| end)
            .collect(),
        (None, Some(new)) => ends(new, before)
            .into_iter()
            .filter(|(_, there)| !there)
            .map(|(end, _)| end)
            .collect(),
        _ => Vec::new(),
    };
    let of_ends = |change: &&Change| {
        moved
            .iter()
            .any(|end| change.body.on == TheoryElement::Node(*end) || change.body.by == Some(*end))
    };
    let log = if own.is_empty() {
        log.iter().copied().filter(of_ends).collect()
    } else {
        own
    };
    let mut warnings = Vec::new();
    if let Some(new) = new {
        let tested = !tests::of_link(study, new).tests.is_empty();
        match (
            old.is_none(),
            tested,
            quotes::of_link(study, new).is_empty(),
        ) {
            (true, false, true) => warnings.push("new, never tested, and no quote speaks of it"),
            (true, false, false) => warnings.push("new and never tested"),
            (false, false, true) => warnings.push("carried on untested, and no quote speaks of it"),
            (false, false, false) => warnings.push("carried on untested"),
            _ => {}
        }
        if study.prespecification(new) == Prespecification::PostHoc && tested {
            warnings.push("post hoc: drawn from the data it is tested on");
        }
    }
    LinkChange {
        before: old,
        after: new,
        operation,
        log,
        warnings,
    }
}
