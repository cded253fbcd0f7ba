//! What the rows of a dataset stand for: weights, and the clusters that people come in.

use serde::{Deserialize, Serialize};

/// What a weight counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightKind {
    /// So many people gave these answers.
    Frequency,
    /// One person gave them, and stands for so many.
    Sampling,
}

impl WeightKind {
    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            WeightKind::Frequency => "frequency",
            WeightKind::Sampling => "sampling",
        }
    }
}

/// The variables that say what a row stands for; at least one of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Weighting {
    /// How much each row counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// What that counts.
    pub weights: WeightKind,
    /// Who belongs together: team, class, site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
}

impl Weighting {
    /// Whether tests need the design: weights of a sample, or clusters.
    #[must_use]
    pub fn is_design(&self) -> bool {
        self.cluster.is_some() || (self.weight.is_some() && self.weights == WeightKind::Sampling)
    }

    /// In words: "sampling weights `w`, clusters `team`".
    #[must_use]
    pub fn in_words(&self) -> String {
        let weight = self
            .weight
            .as_ref()
            .map(|weight| format!("{} weights `{weight}`", self.weights.name()));
        let cluster = self
            .cluster
            .as_ref()
            .map(|cluster| format!("clusters `{cluster}`"));
        weight
            .into_iter()
            .chain(cluster)
            .collect::<Vec<String>>()
            .join(", ")
    }
}
