//! What the evaluator infers of a link: what the numbers say, what the people
//! say, how the two fit, and what to beware of (Fetters et al.: confirm, expand,
//! discord). It stands beside the verdict and gives its grounds.
//!
//! Findings of the checks on the reasoning, as far as a study remembers them:
//! what was found where, and that a researcher accepts it.
//!
//! What is wrong is found anew each time ([`crate::evidence`] looks for it);
//! only acceptances are facts. An acceptance knows by a hash what the finding
//! said: as soon as it says something else, it is found again.
//!
//! Interview guides: what is asked, and which parts of the theory it is about.
//!
//! Saved searches: questions one asks again and again, kept under a name.

use super::mention::Mention;
use super::reported::Reported;
use super::theory::QuoteAt;
use super::{Code, ContentId, Dataset, Id, Informant, Link, Study};
use crate::text::{FoldMode, folding, sanitize};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How numbers and quotes fit together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntegrationFit {
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

impl IntegrationFit {
    /// All of them.
    pub const ALL: [IntegrationFit; 8] = [
        IntegrationFit::Confirm,
        IntegrationFit::Expand,
        IntegrationFit::Discord,
        IntegrationFit::Complement,
        IntegrationFit::QuantOnly,
        IntegrationFit::QualOnly,
        IntegrationFit::Silence,
        IntegrationFit::Unclear,
    ];

    /// The word.
    pub fn name(self) -> &'static str {
        match self {
            IntegrationFit::Confirm => "confirm",
            IntegrationFit::Expand => "expand",
            IntegrationFit::Discord => "discord",
            IntegrationFit::Complement => "complement",
            IntegrationFit::QuantOnly => "quant only",
            IntegrationFit::QualOnly => "qual only",
            IntegrationFit::Silence => "silence",
            IntegrationFit::Unclear => "unclear",
        }
    }

    /// What it means, in a few words.
    pub fn about(self) -> &'static str {
        match self {
            IntegrationFit::Confirm => "numbers and quotes say the same",
            IntegrationFit::Expand => "one says more: when, for whom, how far",
            IntegrationFit::Discord => "they say different things",
            IntegrationFit::Complement => "they are about different aspects",
            IntegrationFit::QuantOnly => "only the numbers say something",
            IntegrationFit::QualOnly => "only people say something",
            IntegrationFit::Silence => "neither says anything",
            IntegrationFit::Unclear => "it is not clear yet",
        }
    }

    /// The fit called so; `_` and `-` stand for blanks.
    pub fn parse(name: &str) -> Option<IntegrationFit> {
        let name = name.trim().to_lowercase().replace(['_', '-'], " ");
        IntegrationFit::ALL
            .into_iter()
            .find(|fit| fit.name() == name)
    }
}

impl fmt::Display for IntegrationFit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How sure the evaluator is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "lowercase")]
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
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The confidence called so.
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
    pub fit: Option<IntegrationFit>,
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
    pub fn contents(&self) -> Vec<ContentId> {
        let mut contents = Vec::new();
        self.mention(&mut |content| contents.push(content));
        contents
    }
}

/// An inference as a person writes it; an empty text says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InferenceText {
    /// What the numbers say.
    pub quantitative: String,
    /// What the people say.
    pub qualitative: String,
    /// How the two fit.
    pub fit: Option<IntegrationFit>,
    /// Why they do not, where they do not.
    pub explanation: String,
    /// What to beware of.
    pub caveats: String,
    /// How sure the evaluator is.
    pub confidence: Option<Confidence>,
}

impl Study {
    /// What was inferred of a link.
    pub fn inference(&self, link: Id<Link>) -> Option<&Inference> {
        self.inferences.get(&link)
    }

    /// The same in words; nothing where nothing was inferred or the words were erased.
    pub fn inference_text(&self, link: Id<Link>) -> InferenceText {
        let Some(inference) = self.inference(link) else {
            return InferenceText::default();
        };
        let say = |content: Option<ContentId>| {
            content
                .and_then(|id| self.words(id))
                .unwrap_or_default()
                .to_owned()
        };
        InferenceText {
            quantitative: say(inference.quantitative),
            qualitative: say(inference.qualitative),
            fit: inference.fit,
            explanation: say(inference.explanation),
            caveats: say(inference.caveats),
            confidence: inference.confidence,
        }
    }

    /// Whether a quote may stand in what is published.
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

/// What a finding is about: where one goes to do something about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingSubject {
    /// The study as a whole.
    Study,
    /// A code.
    Code(Id<Code>),
    /// A link of a theory.
    Link(Id<Link>),
    /// An informant.
    Informant(Id<Informant>),
    /// A variable of a dataset.
    Variable {
        /// The dataset.
        dataset: Id<Dataset>,
        /// The variable's name.
        variable: String,
    },
    /// A test, a claim, an element … of reported results.
    Reported {
        /// The reported results.
        of: Id<Reported>,
        /// What it is called there, e.g. `T100`.
        item: String,
    },
}

/// A finding as an acceptance knows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AcceptedFinding {
    /// The rule, e.g. `L5`.
    pub rule: String,
    /// What it is about.
    pub object: FindingSubject,
    /// The hash of what it says ([`crate::text::sanitize::quote_hash`]).
    pub says: Box<str>,
}

/// The rule under which words may stand in the public archive.
pub const ARCHIVE_RULE: &str = "archive";

impl AcceptedFinding {
    /// Words that may stand in the public archive, however their letters are written.
    pub fn words(words: &str) -> AcceptedFinding {
        let says =
            sanitize::quote_hash(folding::fold(words.trim(), FoldMode::IgnoreCase).trim()).into();
        AcceptedFinding {
            rule: ARCHIVE_RULE.into(),
            object: FindingSubject::Study,
            says,
        }
    }
}

/// Everything about a question of an interview guide but its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuideItemBody {
    /// The guide it belongs to, e.g. `mentors`.
    pub guide: String,
    /// Its number in the guide, as written there; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Its words.
    pub content: ContentId,
    /// The codes it asks about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub about: Vec<Id<Code>>,
}

/// A question of an interview guide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuideItem {
    /// Its identity.
    pub id: Id<GuideItem>,
    /// What is known of it.
    pub body: GuideItemBody,
}

/// A question kept under a name. What it says is a content and not part of a
/// fact: a phrase that is searched for may be somebody's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSearch {
    /// The query as it was typed.
    pub query: ContentId,
    /// What it looks at, as the search names it; empty for what the query itself says.
    #[serde(default, rename = "in", skip_serializing_if = "String::is_empty")]
    pub scope: String,
}

impl Study {
    /// The saved searches by name.
    pub fn searches(&self) -> impl Iterator<Item = (&str, &SavedSearch)> {
        self.searches
            .iter()
            .map(|(name, saved)| (name.as_str(), saved))
    }

    /// The query of a saved search and what it looks at; `None` when there is
    /// none of exactly this name, or its words have been erased.
    pub fn saved_search(&self, name: &str) -> Option<(&str, &str)> {
        let saved = self.searches.get(name)?;
        Some((self.words(saved.query)?, &saved.scope))
    }
}
