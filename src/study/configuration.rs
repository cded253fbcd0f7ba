//! Configurations: in which circumstances (C) which mechanism (M) led to which
//! outcome (O), as somebody tells it. Parts may be missing: two of three are a
//! finding too (Jackson & Kolla 2012).

use super::{Code, ContentId, Id, theory::QuoteAt};
use serde::{Deserialize, Serialize};

/// One part of a configuration.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "lowercase")]
pub enum ConfigurationPart {
    /// The circumstances.
    Context,
    /// What is set going in people.
    Mechanism,
    /// What comes of it.
    Outcome,
}

impl ConfigurationPart {
    /// The parts in their order.
    pub const ALL: [ConfigurationPart; 3] = [
        ConfigurationPart::Context,
        ConfigurationPart::Mechanism,
        ConfigurationPart::Outcome,
    ];

    /// The word.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// Its letter: C, M or O.
    pub fn letter(self) -> char {
        match self {
            ConfigurationPart::Context => 'C',
            ConfigurationPart::Mechanism => 'M',
            ConfigurationPart::Outcome => 'O',
        }
    }

    /// The part called so, or by its letter.
    pub fn parse(name: &str) -> Option<ConfigurationPart> {
        let name = name.trim().to_lowercase();
        ConfigurationPart::ALL
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
    pub fn of(codes: Vec<Id<Code>>) -> PartBody {
        PartBody {
            codes,
            quotes: Vec::new(),
        }
    }

    /// Whether it points to nothing.
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
    pub fn part(&self, part: ConfigurationPart) -> &PartBody {
        match part {
            ConfigurationPart::Context => &self.context,
            ConfigurationPart::Mechanism => &self.mechanism,
            ConfigurationPart::Outcome => &self.outcome,
        }
    }

    /// One of its parts, to change.
    pub fn part_mut(&mut self, part: ConfigurationPart) -> &mut PartBody {
        match part {
            ConfigurationPart::Context => &mut self.context,
            ConfigurationPart::Mechanism => &mut self.mechanism,
            ConfigurationPart::Outcome => &mut self.outcome,
        }
    }

    /// Which parts are there, e.g. `CMO` or `MO`.
    pub fn shape(&self) -> String {
        ConfigurationPart::ALL
            .into_iter()
            .filter(|part| !self.part(*part).is_empty())
            .map(ConfigurationPart::letter)
            .collect()
    }

    /// The parts that are missing.
    pub fn missing(&self) -> impl Iterator<Item = ConfigurationPart> {
        ConfigurationPart::ALL
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
