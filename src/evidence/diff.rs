//! Comparison of two versions of a theory: what happened to every node and link, with the reasons
//! from the change log and warnings.
//!
//! Where the log has no entry, the change is inferred from the versions themselves: what occurs in
//! one of them only was added or removed, and a changed role is a demotion or promotion.

use super::{link, tests};
use crate::study::revision::{Operation, TheoryElement};
use crate::study::theory::{Origin, Prespecification};
use crate::study::{Change, Code, CodeKind, Id, Link, Study, Theory};

#[derive(Clone, Debug)]
pub struct NodeChange<'a> {
    pub code: Id<Code>,
    /// Its role in the later version, or in the earlier one if it was removed.
    pub kind: CodeKind,
    pub operation: Operation,
    /// The node that replaced it, or that it became.
    pub by: Option<Id<Code>>,
    /// The node that it replaced, or that it was before.
    pub instead_of: Option<Id<Code>>,
    /// Entries of the change log about it.
    pub log: Vec<&'a Change>,
    pub warnings: Vec<&'static str>,
}

#[derive(Clone, Debug)]
pub struct LinkChange<'a> {
    /// Its state in the earlier version.
    pub before: Option<&'a Link>,
    /// Its state in the later version.
    pub after: Option<&'a Link>,
    pub operation: Operation,
    /// Entries of the change log about it, or about the node with which it was removed.
    pub log: Vec<&'a Change>,
    pub warnings: Vec<&'static str>,
}

impl<'a> LinkChange<'a> {
    /// The later state, or the earlier one if it was removed.
    pub fn link(&self) -> Option<&'a Link> {
        self.after.or(self.before)
    }
}

/// Two versions compared.
#[derive(Clone, Debug)]
pub struct Diff<'a> {
    pub before: &'a Theory,
    pub after: &'a Theory,
    /// Nodes of the earlier version in order, followed by new ones.
    pub nodes: Vec<NodeChange<'a>>,
    /// Likewise.
    pub links: Vec<LinkChange<'a>>,
}

impl<'a> Diff<'a> {
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

    /// Returns whether the versions differ.
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

/// Change log of the later version and of those between it and the earlier one.
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
    // A link without an entry was added or removed together with one of its nodes.
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
        match (old.is_none(), tested, link::of_link(study, new).is_empty()) {
            (true, false, true) => warnings.push("new, never tested, and no quote is about it"),
            (true, false, false) => warnings.push("new and never tested"),
            (false, false, true) => warnings.push("carried on untested, and no quote is about it"),
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
