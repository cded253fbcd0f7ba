//! Nodes and links of a draft: removing and drawing them.

use super::count;
use super::draft::TheoryDraft;
use crate::study::command::NewLink;
use crate::study::revision::{Justification, Operation, TheoryElement};
use crate::study::theory::NodeDescription;
use crate::study::{Addition, Code, Event, Id, Link, Ref, Refusal};

impl TheoryDraft<'_, '_> {
    /// Takes a node out with its links, and answers how many those were.
    pub(super) fn remove(&mut self, code: Id<Code>) -> Result<usize, Refusal> {
        let code = self.node(code)?;
        let at = self
            .theory
            .nodes
            .iter()
            .position(|node| *node == code)
            .map(|at| at as u32);
        let ends = |link: &&Link| link.from == code || link.to == code;
        let links: Vec<Id<Link>> = self
            .study
            .links_of(self.theory)
            .filter(ends)
            .map(|link| link.id)
            .collect();
        let gone = self.remove_links(&links);
        self.decision.events.push(Event::Removed(Ref::Node {
            theory: self.theory.id,
            code,
            at,
        }));
        Ok(gone)
    }

    /// Takes links away, and with them the moderators that act on them.
    pub(super) fn remove_links(&mut self, links: &[Id<Link>]) -> usize {
        let acting = self
            .study
            .links_of(self.theory)
            .filter(|link| link.on.is_some_and(|on| links.contains(&on)))
            .map(|link| link.id);
        let mut all = links.to_vec();
        all.extend(acting.filter(|link| !links.contains(link)));
        self.decision
            .events
            .extend(all.iter().map(|id| Event::Removed(Ref::Link { id: *id })));
        all.len()
    }

    pub(super) fn draw_all(
        &mut self,
        links: &[(Id<Code>, Id<Code>)],
        came: Option<Id<Code>>,
    ) -> Result<(), Refusal> {
        for (from, to) in links {
            let there = self
                .study
                .links_of(self.theory)
                .any(|link| (link.from, link.to, link.on) == (*from, *to, None));
            if !there {
                self.draw(NewLink::between(*from, *to), None, came.as_slice())?;
            }
        }
        Ok(())
    }

    /// Draws a link between nodes, those that `came` just now among them.
    pub(super) fn draw(
        &mut self,
        new: NewLink,
        on: Option<Id<Link>>,
        came: &[Id<Code>],
    ) -> Result<Id<Link>, Refusal> {
        let NewLink {
            from,
            to,
            statement,
            basis,
            expected,
        } = new;
        for end in [from, to] {
            if !came.contains(&end) {
                self.node(end)?;
            }
        }
        if from == to {
            return Err(Refusal::new(
                "a link needs two different ends",
                "Choose another end node",
            ));
        }
        let on = on.map(|on| self.link(on).map(|link| link.id)).transpose()?;
        if self
            .study
            .links_of(self.theory)
            .any(|link| (link.from, link.to, link.on) == (from, to, on))
        {
            return Err(Refusal::new(
                format!(
                    "theory {} already has the link {} → {}",
                    self.theory.version,
                    self.name(from),
                    self.name(to)
                ),
                "Reword it, or draw another",
            ));
        }
        let id = Id::new((self.mint)());
        let post_hoc = self.seen_data();
        let link = Link {
            statement,
            basis,
            expected,
            on,
            post_hoc,
            ..Link::new(id, self.theory.id, from, to)
        };
        self.decision
            .events
            .push(Event::Added(Addition::Link { link }));
        Ok(id)
    }

    pub(super) fn replace(
        &mut self,
        code: Id<Code>,
        by: Id<Code>,
        node: &NodeDescription,
        links: Option<Vec<(Id<Code>, Id<Code>)>>,
        why: &Justification,
    ) -> Result<(), Refusal> {
        if code == by {
            return Err(Refusal::new(
                "a node cannot replace itself",
                "Choose another code",
            ));
        }
        let links = links.unwrap_or_else(|| {
            let swap = |end| if end == code { by } else { end };
            let own = self
                .study
                .links_of(self.theory)
                .filter(|link| link.from == code || link.to == code);
            own.map(|link| (swap(link.from), swap(link.to)))
                .filter(|(from, to)| from != to)
                .collect()
        });
        self.remove(code)?;
        self.ensure(by, node)?;
        self.draw_all(&links, Some(by))?;
        self.append_message(format!(
            "{} replaced {}, with {}",
            self.name(by),
            self.name(code),
            count(links.len(), "link")
        ));
        self.log_change(
            Operation::Replaced,
            TheoryElement::Node(code),
            Some(by),
            why,
        );
        Ok(())
    }
}
