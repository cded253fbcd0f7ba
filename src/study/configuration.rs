//! Configurations: in which circumstances (C) which mechanism (M) led to which
//! outcome (O), as somebody tells it. Parts may be missing: two of three are a
//! finding too (Jackson & Kolla 2012).

use super::{Code, ContentId, Id, theory::QuoteAt};
use serde::{Deserialize, Serialize};

/// One part of a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The circumstances.
    Context,
    /// What is set going in people.
    Mechanism,
    /// What comes of it.
    Outcome,
}

impl Part {
    /// The parts in their order.
    pub const ALL: [Part; 3] = [Part::Context, Part::Mechanism, Part::Outcome];

    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Part::Context => "context",
            Part::Mechanism => "mechanism",
            Part::Outcome => "outcome",
        }
    }

    /// Its letter: C, M or O.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Part::Context => 'C',
            Part::Mechanism => 'M',
            Part::Outcome => 'O',
        }
    }

    /// The part called so, or by its letter.
    #[must_use]
    pub fn parse(name: &str) -> Option<Part> {
        let name = name.trim().to_lowercase();
        Part::ALL
            .into_iter()
            .find(|part| !name.is_empty() && part.name().starts_with(&name))
    }
}

/// What a part points to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartBody {
    /// The codes that name it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Id<Code>>,
    /// Where it is spoken of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<QuoteAt>,
}

impl PartBody {
    /// A part named by these codes.
    #[must_use]
    pub fn of(codes: Vec<Id<Code>>) -> PartBody {
        PartBody {
            codes,
            quotes: Vec::new(),
        }
    }

    /// Whether it points to nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.quotes.is_empty()
    }
}

/// Everything about a configuration that a researcher may change, but its quotes for and against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfigurationBody {
    /// The circumstances.
    #[serde(default, skip_serializing_if = "PartBody::is_empty")]
    pub context: PartBody,
    /// The mechanism.
    #[serde(default, skip_serializing_if = "PartBody::is_empty")]
    pub mechanism: PartBody,
    /// The outcome.
    #[serde(default, skip_serializing_if = "PartBody::is_empty")]
    pub outcome: PartBody,
    /// If … then … because …; it may quote people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<ContentId>,
    /// The configuration for which this one's outcome is the context (ripple, Jagosh et al. 2015).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Id<Configuration>>,
    /// The configurations it was merged from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub derived_from: Vec<Id<Configuration>>,
}

impl ConfigurationBody {
    /// One of its parts.
    #[must_use]
    pub fn part(&self, part: Part) -> &PartBody {
        match part {
            Part::Context => &self.context,
            Part::Mechanism => &self.mechanism,
            Part::Outcome => &self.outcome,
        }
    }

    /// One of its parts, to change.
    pub fn part_mut(&mut self, part: Part) -> &mut PartBody {
        match part {
            Part::Context => &mut self.context,
            Part::Mechanism => &mut self.mechanism,
            Part::Outcome => &mut self.outcome,
        }
    }

    /// Which parts are there, e.g. `CMO` or `MO`.
    #[must_use]
    pub fn shape(&self) -> String {
        Part::ALL
            .into_iter()
            .filter(|part| !self.part(*part).is_empty())
            .map(Part::letter)
            .collect()
    }

    /// The parts that are missing.
    pub fn missing(&self) -> impl Iterator<Item = Part> {
        Part::ALL
            .into_iter()
            .filter(|part| self.part(*part).is_empty())
    }
}

/// A context–mechanism–outcome statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configuration {
    /// Its identity.
    pub id: Id<Configuration>,
    /// What it says.
    pub body: ConfigurationBody,
}
