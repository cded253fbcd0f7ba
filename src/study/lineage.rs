//! Versions of the theory and what led from one to the next; configurations.

use super::configuration::ConfigurationPart;
use super::revision::TheoryElement;
use super::theory::{NodeAt, NodeBody, Origin, Prespecification, QuoteAt, relation};
use super::{Change, Code, CodeKind, Configuration, Id, Link, Polarity, Study, Theory};
use std::collections::BTreeSet;

impl Study {
    /// A live version of the theory.
    pub fn theory_at(&self, id: Id<Theory>) -> Option<&Theory> {
        self.theories.get(id)
    }

    /// The version a version was derived from.
    pub fn parent_of(&self, theory: &Theory) -> Option<&Theory> {
        self.theories.get(theory.parent?)
    }

    /// What is said of a code as a node of a version.
    pub fn node_in(&self, theory: &Theory, code: Id<Code>) -> NodeBody {
        theory.described.get(&code).copied().unwrap_or_default()
    }

    /// The part of a code in a version: its role there, or else its kind.
    pub fn kind_in(&self, theory: &Theory, code: Id<Code>) -> CodeKind {
        self.node_in(theory, code).role.unwrap_or_else(|| {
            self.codes
                .get_any(code)
                .map(|code| code.body.kind)
                .unwrap_or_default()
        })
    }

    /// The nodes of a version, in order.
    pub fn nodes_of<'a>(&'a self, theory: &'a Theory) -> impl Iterator<Item = NodeAt<'a>> + 'a {
        theory.nodes.iter().filter_map(|id| {
            Some(NodeAt {
                code: self.codes.get_any(*id)?,
                kind: self.kind_in(theory, *id),
                node: self.node_in(theory, *id),
            })
        })
    }

    /// What a link says: activates, moderates, produces, leads to.
    pub fn relation_of(&self, link: &Link) -> &'static str {
        if link.on.is_some() {
            return "moderates";
        }
        let Some(theory) = self.theories.get_any(link.theory) else {
            return relation(CodeKind::Other, CodeKind::Other);
        };
        relation(
            self.kind_in(theory, link.from),
            self.kind_in(theory, link.to),
        )
    }

    /// The link of the parent version that a link carries on.
    pub fn parent_link(&self, link: &Link) -> Option<&Link> {
        self.links.get_any(link.carried?)
    }

    /// A link, also when it is not there any more.
    pub fn any_link(&self, id: Id<Link>) -> Option<&Link> {
        self.links.get_any(id)
    }

    /// The link of the parent version that a link carries on, also when neither is there any more.
    pub fn parent_link_id(&self, link: Id<Link>) -> Option<Id<Link>> {
        self.links.get_any(link)?.carried
    }

    /// Since when a link stands fast.
    pub fn prespecification(&self, link: &Link) -> Prespecification {
        let Some(theory) = self.theories.get_any(link.theory) else {
            return Prespecification::NotFrozen;
        };
        let post_hoc = |code| self.node_in(theory, code).origin == Some(Origin::PostHoc);
        if link.post_hoc || post_hoc(link.from) || post_hoc(link.to) {
            return Prespecification::PostHoc;
        }
        if let Some(fixed @ Prespecification::Prespecified(_)) = self
            .parent_link(link)
            .map(|earlier| self.prespecification(earlier))
        {
            return fixed;
        }
        theory
            .frozen_at
            .map_or(Prespecification::NotFrozen, Prespecification::Prespecified)
    }

    /// The change log of a version, in order.
    pub fn changes(&self, theory: Id<Theory>) -> impl DoubleEndedIterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.body.theory == theory)
    }

    /// What the log of a version says of an element, latest last. A link is
    /// also found by the one of the parent version that it carried on.
    pub fn changes_on(
        &self,
        theory: Id<Theory>,
        element: TheoryElement,
    ) -> impl DoubleEndedIterator<Item = &Change> {
        self.changes(theory)
            .filter(move |change| match (change.body.on, element) {
                (TheoryElement::Node(on), TheoryElement::Node(code)) => on == code,
                (TheoryElement::Link(on), TheoryElement::Link(link)) => {
                    on == link
                        || self
                            .links
                            .get_any(on)
                            .is_some_and(|known| known.carried == Some(link))
                }
                _ => false,
            })
    }

    /// The configurations, in the order they were put together.
    pub fn configurations(&self) -> impl DoubleEndedIterator<Item = &Configuration> + Clone {
        self.configurations.iter()
    }

    /// A live configuration.
    pub fn configuration(&self, id: Id<Configuration>) -> Option<&Configuration> {
        self.configurations.get(id)
    }

    /// The number of a configuration: its place among all there ever were, from 1.
    pub fn configuration_number(&self, id: Id<Configuration>) -> usize {
        self.configurations
            .index_of(id)
            .map_or(0, |place| place + 1)
    }

    /// The configuration with this number.
    pub fn configuration_numbered(&self, number: usize) -> Option<&Configuration> {
        self.configurations.get_at(number.checked_sub(1)?)
    }

    /// "C … – M … – O …" in the study's language, a dash where a part is missing.
    pub fn configuration_name(&self, configuration: &Configuration) -> String {
        ConfigurationPart::ALL
            .map(|part| format!("{} {}", part.letter(), self.part_name(configuration, part)))
            .join(" · ")
    }

    /// The codes of a part by name; a dash when there is none.
    pub fn part_name(&self, configuration: &Configuration, part: ConfigurationPart) -> String {
        let body = configuration.body.part(part);
        let names: Vec<&str> = body
            .codes
            .iter()
            .map(|code| self.code_name(*code))
            .collect();
        match (names.is_empty(), body.quotes.len()) {
            (true, 0) => "–".into(),
            (true, 1) => "a quote".into(),
            (true, several) => format!("{several} quotes"),
            _ => names.join(" + "),
        }
    }

    /// The quotes for and against a configuration, in live documents.
    pub fn configuration_polarities(
        &self,
        configuration: Id<Configuration>,
    ) -> impl Iterator<Item = (QuoteAt, Polarity)> + '_ {
        let least = QuoteAt::least();
        self.configuration_polarities
            .range((configuration, least)..)
            .take_while(move |((at, _), _)| *at == configuration)
            .filter(|((_, quote), _)| self.document(quote.document).is_some())
            .map(|((_, quote), polarity)| (*quote, *polarity))
    }

    /// What a quote does to a configuration.
    pub fn configuration_polarity(
        &self,
        configuration: Id<Configuration>,
        quote: QuoteAt,
    ) -> Option<Polarity> {
        self.configuration_polarities
            .get(&(configuration, quote))
            .copied()
    }

    /// The configurations that were merged into others.
    pub fn merged_configurations(&self) -> BTreeSet<Id<Configuration>> {
        self.configurations()
            .flat_map(|configuration| configuration.body.derived_from.iter().copied())
            .collect()
    }

    /// The parts by which a configuration joins the ends of a link: a code of
    /// one part is the link's beginning or under it, a code of a later part its end.
    pub fn joins(
        &self,
        configuration: &Configuration,
        link: &Link,
    ) -> Option<(ConfigurationPart, ConfigurationPart)> {
        let (from, to) = (self.subtree(link.from), self.subtree(link.to));
        let has = |part: ConfigurationPart, under: &std::collections::HashSet<Id<Code>>| {
            configuration
                .body
                .part(part)
                .codes
                .iter()
                .any(|code| under.contains(code))
        };
        let pairs = [
            (ConfigurationPart::Context, ConfigurationPart::Mechanism),
            (ConfigurationPart::Mechanism, ConfigurationPart::Outcome),
            (ConfigurationPart::Context, ConfigurationPart::Outcome),
        ];
        pairs
            .into_iter()
            .find(|(a, b)| has(*a, &from) && has(*b, &to))
    }
}
