//! What the evaluator infers of a link: what the numbers say, what the people
//! say, how the two fit, and what to beware of (Fetters et al.: confirm, expand,
//! discord). It stands beside the verdict and gives its grounds.

use super::{ContentId, Id, Link, Study, theory::QuoteAt};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How numbers and quotes fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// Both say the same.
    Confirm,
    /// One says more than the other: when, for whom, how far.
    Expand,
    /// They say different things, which wants an explanation.
    Discord,
    /// They speak of different sides of the link.
    Complement,
    /// Only the numbers say something.
    QuantOnly,
    /// Only people say something.
    QualOnly,
    /// Neither says anything.
    Silence,
    /// It cannot be told yet.
    Unclear,
}

impl Fit {
    /// All of them.
    pub const ALL: [Fit; 8] = [
        Fit::Confirm,
        Fit::Expand,
        Fit::Discord,
        Fit::Complement,
        Fit::QuantOnly,
        Fit::QualOnly,
        Fit::Silence,
        Fit::Unclear,
    ];

    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Fit::Confirm => "confirm",
            Fit::Expand => "expand",
            Fit::Discord => "discord",
            Fit::Complement => "complement",
            Fit::QuantOnly => "quant only",
            Fit::QualOnly => "qual only",
            Fit::Silence => "silence",
            Fit::Unclear => "unclear",
        }
    }

    /// What it means, in a few words.
    #[must_use]
    pub fn about(self) -> &'static str {
        match self {
            Fit::Confirm => "numbers and quotes say the same",
            Fit::Expand => "one says more: when, for whom, how far",
            Fit::Discord => "they say different things",
            Fit::Complement => "they speak of different sides",
            Fit::QuantOnly => "only the numbers say something",
            Fit::QualOnly => "only people say something",
            Fit::Silence => "neither says anything",
            Fit::Unclear => "it cannot be told yet",
        }
    }

    /// The fit called so; `_` and `-` stand for blanks.
    #[must_use]
    pub fn parse(name: &str) -> Option<Fit> {
        let name = name.trim().to_lowercase().replace(['_', '-'], " ");
        Fit::ALL.into_iter().find(|fit| fit.name() == name)
    }
}

impl fmt::Display for Fit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How sure the evaluator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// It may well be otherwise.
    Low,
    /// In between.
    Medium,
    /// It would be a surprise if it were otherwise.
    High,
}

impl Confidence {
    /// All of them.
    pub const ALL: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }

    /// The confidence called so.
    #[must_use]
    pub fn parse(name: &str) -> Option<Confidence> {
        Confidence::ALL
            .into_iter()
            .find(|confidence| confidence.name() == name.trim().to_lowercase())
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is inferred of a link; its words are contents, since they may quote people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inference {
    /// What the numbers say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantitative: Option<ContentId>,
    /// What the people say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qualitative: Option<ContentId>,
    /// How the two fit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fit: Option<Fit>,
    /// Why they do not, where they do not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explanation: Option<ContentId>,
    /// What to beware of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caveats: Option<ContentId>,
    /// How sure the evaluator is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
}

impl Inference {
    /// The texts it speaks of.
    #[must_use]
    pub fn contents(&self) -> Vec<ContentId> {
        [
            self.quantitative,
            self.qualitative,
            self.explanation,
            self.caveats,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// An inference as a person writes it; an empty text says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inferred {
    /// What the numbers say.
    pub quantitative: String,
    /// What the people say.
    pub qualitative: String,
    /// How the two fit.
    pub fit: Option<Fit>,
    /// Why they do not, where they do not.
    pub explanation: String,
    /// What to beware of.
    pub caveats: String,
    /// How sure the evaluator is.
    pub confidence: Option<Confidence>,
}

impl Study {
    /// What was inferred of a link.
    #[must_use]
    pub fn inference(&self, link: Id<Link>) -> Option<&Inference> {
        self.inferences.get(&link)
    }

    /// The same in words; nothing where nothing was inferred or the words were erased.
    #[must_use]
    pub fn inferred(&self, link: Id<Link>) -> Inferred {
        let Some(inference) = self.inference(link) else {
            return Inferred::default();
        };
        let say = |content: Option<ContentId>| {
            content
                .and_then(|id| self.words(id))
                .unwrap_or_default()
                .to_owned()
        };
        Inferred {
            quantitative: say(inference.quantitative),
            qualitative: say(inference.qualitative),
            fit: inference.fit,
            explanation: say(inference.explanation),
            caveats: say(inference.caveats),
            confidence: inference.confidence,
        }
    }

    /// Whether a quote may stand in what is published.
    #[must_use]
    pub fn is_released(&self, quote: QuoteAt) -> bool {
        self.released.contains(&quote)
    }

    /// The quotes of live documents that may stand in what is published.
    pub fn released(&self) -> impl Iterator<Item = QuoteAt> + '_ {
        self.released
            .iter()
            .copied()
            .filter(|quote| self.document(quote.document).is_some())
    }
}
