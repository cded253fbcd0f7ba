//! What is said of something, in one place each: it is written, changed or taken away.

use super::{
    AnalysisPlan, Code, CondensationFact, Configuration, ContentId, Dataset, Document, Id,
    Inference, Informant, Link, Polarity, SavedSearch, Theory, Variable, Verdict,
    coding::MemoTarget,
    dataset::Exclusion,
    event::Spoken,
    filter::Weighting,
    inference::AcceptedFinding,
    mention::{Mention, Naming, taken_apart},
    theory::NodeBody,
    theory::QuoteAt,
};
use serde::{Deserialize, Serialize};
use std::mem::swap;

/// What stands in a place, before and now; nothing where it was not written or is taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "thing", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the other fields say which place it is")]
pub enum Assignment {
    /// How a document's text differs from its file: the map back.
    Origin {
        document: Id<Document>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<ContentId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<ContentId>,
    },
    /// Whom a label of a document stands for; without an informant it is the interviewer's. What
    /// the informant said, and its codings, go along.
    Speaker {
        document: Id<Document>,
        label: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Id<Informant>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Id<Informant>>,
    },
    /// A quote's condensation.
    Condensation {
        quote: QuoteAt,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<CondensationFact>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<CondensationFact>,
    },
    /// A memo.
    Memo {
        on: MemoTarget,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<ContentId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<ContentId>,
    },
    /// What is said of a node: its origin, its part, its resource and reasoning.
    Node {
        theory: Id<Theory>,
        code: Id<Code>,
        was: NodeBody,
        now: NodeBody,
    },
    /// What a quote does to a configuration.
    Configuration {
        configuration: Id<Configuration>,
        quote: QuoteAt,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Polarity>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Polarity>,
    },
    /// What a quote does to a link.
    Polarity {
        link: Id<Link>,
        quote: QuoteAt,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Polarity>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Polarity>,
    },
    /// What the evaluator concludes of a link.
    Verdict {
        link: Id<Link>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Verdict>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Verdict>,
    },
    /// What numbers and quotes say of a link together.
    Inference {
        link: Id<Link>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Inference>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Inference>,
    },
    /// The plan of the analysis.
    Plan {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<AnalysisPlan>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<AnalysisPlan>,
    },
    /// What a variable means; one that is made of others comes and goes so.
    Variable {
        dataset: Id<Dataset>,
        was: Option<Box<Variable>>,
        now: Option<Box<Variable>>,
    },
    /// A rule by which rows are left out of every count, for a reason.
    Filter {
        dataset: Id<Dataset>,
        was: Option<Exclusion>,
        now: Option<Exclusion>,
    },
    /// How many people the rows of a dataset stand for, and in which clusters they come.
    Weighting {
        dataset: Id<Dataset>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Weighting>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Weighting>,
    },
    /// The search saved under a name.
    Search {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<SavedSearch>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<SavedSearch>,
    },
    /// The reason for which a finding of the checks is accepted.
    Acceptance {
        finding: AcceptedFinding,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<ContentId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<ContentId>,
    },
}

impl Assignment {
    /// What takes it back.
    pub fn turned(mut self) -> Assignment {
        use Assignment as A;
        match &mut self {
            A::Origin { was, now, .. } => swap(was, now),
            A::Speaker { was, now, .. } => swap(was, now),
            A::Condensation { was, now, .. } => swap(was, now),
            A::Memo { was, now, .. } => swap(was, now),
            A::Node { was, now, .. } => swap(was, now),
            A::Configuration { was, now, .. } => swap(was, now),
            A::Polarity { was, now, .. } => swap(was, now),
            A::Verdict { was, now, .. } => swap(was, now),
            A::Inference { was, now, .. } => swap(was, now),
            A::Plan { was, now } => swap(was, now),
            A::Variable { was, now, .. } => swap(was, now),
            A::Filter { was, now, .. } => swap(was, now),
            A::Weighting { was, now, .. } => swap(was, now),
            A::Search { was, now, .. } => swap(was, now),
            A::Acceptance { was, now, .. } => swap(was, now),
        }
        self
    }

    /// What the texts in the place speak of.
    pub(super) fn speaks_of(&self) -> Option<Spoken> {
        use Assignment as A;
        match self {
            A::Condensation { quote, .. } => Some(Spoken::Document(quote.document)),
            A::Origin { document, .. } => Some(Spoken::Document(*document)),
            A::Memo { on, .. } => match on {
                MemoTarget::Document(id) => Some(Spoken::Document(*id)),
                MemoTarget::Quote(quote) => Some(Spoken::Document(quote.document)),
                MemoTarget::Study | MemoTarget::Code(_) | MemoTarget::Link(_) => None,
            },
            A::Speaker { .. }
            | A::Node { .. }
            | A::Configuration { .. }
            | A::Polarity { .. }
            | A::Verdict { .. }
            | A::Inference { .. }
            | A::Plan { .. }
            | A::Variable { .. }
            | A::Filter { .. }
            | A::Weighting { .. }
            | A::Search { .. }
            | A::Acceptance { .. } => None,
        }
    }

    pub(super) fn mention(&self, seen: &mut dyn FnMut(Naming, ContentId)) {
        taken_apart! { self, seen, Assignment:
            Origin { document, now } before was;
            Speaker { document, label, now } before was;
            Condensation { quote, now } before was;
            Memo { on, now } before was;
            Node { theory, code, now } before was;
            Configuration { configuration, quote, now } before was;
            Polarity { link, quote, now } before was;
            Verdict { link, now } before was;
            Inference { link, now } before was;
            Plan { now } before was;
            Variable { dataset, now } before was;
            Filter { dataset, now } before was;
            Weighting { dataset, now } before was;
            Search { name, now } before was;
            Acceptance { finding, now } before was;
        }
    }
}
