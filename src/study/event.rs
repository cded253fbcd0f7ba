//! Events: the facts a study is made of.
//!
//! Facts come in pairs that take each other back, and a fact that changes
//! something says what was before. So [`Event::inverse`] needs no past, and
//! undo is nothing but more facts. Every shape written here must be readable
//! for ever: only add fields with a default; for anything else see
//! [`super::upgrade`]. No event holds the words of a transcript, a memo or a
//! condensation: those are [`super::Content`], which can be erased.

use super::{
    AnalysisPlan, Code, CodeBody, Coding, CondensationFact, Configuration, ConfigurationBody,
    ContentId, Dataset, DatasetBody, Document, DocumentBody, Id, Inference, Informant,
    InformantFact, Link, Polarity, SavedSearch, Theory, Time, Variable, Verdict,
    change::{Change, ChangeBody},
    coding::{Anchor, HashedSpan},
    dataset::{Exclusion, Indicator},
    finding::AcceptedFinding,
    guide::{GuideItem, GuideItemBody},
    mention::{Mention, Naming},
    node::NodeBody,
    reported::{Reported, ReportedBody},
    theory::QuoteAt,
    weighting::Weighting,
};
use crate::text::Span;
use serde::{Deserialize, Serialize};

pub use super::memo_target::MemoTarget;

/// A fact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "the fields are documented on the bodies they carry"
)]
pub enum Event {
    /// The first fact of every study.
    StudyStarted {
        title: String,
        language: String,
        alpha: f64,
    },
    /// A document joined the study.
    DocumentAdded {
        id: Id<Document>,
        body: DocumentBody,
    },
    /// A document's words, and all texts that hold some of them, were erased for ever.
    DocumentErased {
        id: Id<Document>,
        contents: Vec<ContentId>,
    },
    /// An informant withdrew: what only they said was erased, and how they were described.
    InformantErased {
        id: Id<Informant>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        contents: Vec<ContentId>,
    },
    /// A document left the study, with its codings out of sight.
    DocumentRemoved { id: Id<Document> },
    /// A removed document is back.
    DocumentRestored { id: Id<Document> },
    /// A corrected version of a document took its place; what became of each coding is told by
    /// facts of their own.
    DocumentReplaced { id: Id<Document>, by: Id<Document> },
    /// The replacing was taken back.
    DocumentReinstated { id: Id<Document>, by: Id<Document> },
    /// How a document's text differs from its file was kept: the map back.
    OriginSet {
        document: Id<Document>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<ContentId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<ContentId>,
    },
    /// An informant became known.
    InformantAdded {
        id: Id<Informant>,
        body: InformantFact,
    },
    /// An informant was described anew.
    InformantChanged {
        id: Id<Informant>,
        was: InformantFact,
        now: InformantFact,
    },
    /// An informant left the study.
    InformantRemoved { id: Id<Informant> },
    /// A removed informant is back.
    InformantRestored { id: Id<Informant> },
    /// A label of a document stands for somebody else than before; without an informant it is the
    /// interviewer's. What the informant said, and its codings, go along.
    SpeakerAssigned {
        document: Id<Document>,
        label: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Id<Informant>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Id<Informant>>,
    },
    /// A code joined the codebook.
    CodeAdded { id: Id<Code>, body: CodeBody },
    /// A code was changed, with the reason.
    CodeChanged {
        id: Id<Code>,
        was: Box<CodeBody>,
        now: Box<CodeBody>,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A code became part of another, which speaks for it from now on. What
    /// became of its codings is told by facts of their own.
    CodeMerged {
        id: Id<Code>,
        into: Id<Code>,
        reason: ContentId,
    },
    /// The merging was taken back.
    CodeParted {
        id: Id<Code>,
        into: Id<Code>,
        reason: ContentId,
    },
    /// Codings of a code were divided among others, which are named. What
    /// became of each is told by facts of their own.
    CodeSplit {
        id: Id<Code>,
        into: Vec<Id<Code>>,
        reason: ContentId,
    },
    /// The splitting was taken back.
    CodeRejoined {
        id: Id<Code>,
        into: Vec<Id<Code>>,
        reason: ContentId,
    },
    /// A code left the codebook, with the reason.
    CodeRetired {
        id: Id<Code>,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A retired code is back.
    CodeRestored { id: Id<Code> },
    /// A coder put a span under a code.
    Coded {
        id: Id<Coding>,
        document: Id<Document>,
        span: Span,
        code: Id<Code>,
        hash: Box<str>,
    },
    /// A coding made elsewhere joined the study, under the name of who made it.
    CodingAdopted {
        id: Id<Coding>,
        document: Id<Document>,
        span: Span,
        code: Id<Code>,
        hash: Box<str>,
        by: Box<str>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Time>,
    },
    /// A coding was taken away.
    CodingRemoved { id: Id<Coding> },
    /// A removed coding is back.
    CodingRestored { id: Id<Coding> },
    /// A coding was put under another code.
    CodingRecoded {
        id: Id<Coding>,
        was: Id<Code>,
        now: Id<Code>,
    },
    /// A coding's boundary was moved.
    BoundaryMoved {
        id: Id<Coding>,
        was: HashedSpan,
        now: HashedSpan,
    },
    /// A coding was carried to another version of its document.
    CodingCarried {
        id: Id<Coding>,
        was: Anchor,
        now: Anchor,
    },
    /// A quote came along to a corrected version with other words than before: somebody should look
    /// at it.
    QuoteDoubted { quote: QuoteAt, since: QuoteAt },
    /// Somebody has looked at it, or it came along no longer.
    QuoteConfirmed { quote: QuoteAt, since: QuoteAt },
    /// A quote's condensation was written, changed or taken away.
    CondensationSet {
        quote: QuoteAt,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<CondensationFact>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<CondensationFact>,
    },
    /// A memo was written, changed or taken away.
    MemoSet {
        on: MemoTarget,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<ContentId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<ContentId>,
    },
    /// A version of the programme theory was begun.
    TheoryAdded {
        id: Id<Theory>,
        version: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<Id<Theory>>,
    },
    /// A version was taken away.
    TheoryRemoved { id: Id<Theory> },
    /// A removed version is back.
    TheoryRestored { id: Id<Theory> },
    /// A version was frozen: from now on it never changes.
    TheoryFrozen { id: Id<Theory> },
    /// The freezing was taken back.
    TheoryThawed { id: Id<Theory> },
    /// A code became a node of a theory, at a place among the nodes or at their end.
    NodeAdded {
        theory: Id<Theory>,
        code: Id<Code>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<u32>,
    },
    /// A node left a theory, and the place among the nodes that it left.
    NodeRemoved {
        theory: Id<Theory>,
        code: Id<Code>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<u32>,
    },
    /// Something else was said of a node: its origin, its part, its resource and reasoning.
    NodeDescribed {
        theory: Id<Theory>,
        code: Id<Code>,
        was: NodeBody,
        now: NodeBody,
    },
    /// A link was drawn.
    LinkAdded { link: Link },
    /// A link was taken away.
    LinkRemoved { id: Id<Link> },
    /// A removed link is back.
    LinkRestored { id: Id<Link> },
    /// Something else was said of a link.
    LinkChanged { was: Box<Link>, now: Box<Link> },
    /// It was written down what became of an element of a theory, and why.
    ChangeNoted { id: Id<Change>, body: ChangeBody },
    /// An entry of the change log was taken away.
    ChangeWithdrawn { id: Id<Change> },
    /// A withdrawn entry is back.
    ChangeRestored { id: Id<Change> },
    /// A configuration was put together.
    ConfigurationAdded {
        id: Id<Configuration>,
        body: ConfigurationBody,
    },
    /// A configuration was changed.
    ConfigurationChanged {
        id: Id<Configuration>,
        was: Box<ConfigurationBody>,
        now: Box<ConfigurationBody>,
    },
    /// A configuration was taken away.
    ConfigurationRemoved { id: Id<Configuration> },
    /// A removed configuration is back.
    ConfigurationRestored { id: Id<Configuration> },
    /// What a quote does to a configuration was judged.
    ConfigurationJudged {
        configuration: Id<Configuration>,
        quote: QuoteAt,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Polarity>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Polarity>,
    },
    /// What a quote does to a link was judged.
    PolaritySet {
        link: Id<Link>,
        quote: QuoteAt,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Polarity>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Polarity>,
    },
    /// The evaluator concluded something of a link.
    VerdictSet {
        link: Id<Link>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Verdict>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Verdict>,
    },
    /// What numbers and quotes say of a link together was written, changed or taken away.
    InferenceSet {
        link: Id<Link>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Inference>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Inference>,
    },
    /// The analysis was planned, or planned anew.
    PlanSet {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<AnalysisPlan>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<AnalysisPlan>,
    },
    /// A quote may stand in what is published.
    QuoteReleased { quote: QuoteAt },
    /// It may no longer.
    QuoteWithheld { quote: QuoteAt },
    /// A survey or register extract joined the study.
    DatasetAdded { id: Id<Dataset>, body: DatasetBody },
    /// A dataset left the study.
    DatasetRemoved { id: Id<Dataset> },
    /// A removed dataset is back.
    DatasetRestored { id: Id<Dataset> },
    /// A dataset's rows, and all texts that hold some of their words, were erased for ever; it left
    /// the study with them.
    DatasetErased {
        id: Id<Dataset>,
        contents: Vec<ContentId>,
    },
    /// Rows of a dataset were erased for ever, by their numbers in the file that was imported, from
    /// 1; `now` holds the others.
    RowsErased {
        dataset: Id<Dataset>,
        rows: Vec<u32>,
        now: ContentId,
        contents: Vec<ContentId>,
    },
    /// A variable was said to measure a code.
    IndicatorAdded { indicator: Indicator },
    /// It no longer is.
    IndicatorRemoved { indicator: Indicator },
    /// A variable was described anew, made of others, or (one that was) taken away.
    VariableSet {
        dataset: Id<Dataset>,
        was: Option<Box<Variable>>,
        now: Option<Box<Variable>>,
    },
    /// Rows were left out of every count for a reason, or count again.
    FilterSet {
        dataset: Id<Dataset>,
        was: Option<Exclusion>,
        now: Option<Exclusion>,
    },
    /// The rows of a dataset stand for unequally many people, or come in clusters.
    WeightingSet {
        dataset: Id<Dataset>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Weighting>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Weighting>,
    },
    /// A search was saved under a name, changed or taken away.
    SearchSaved {
        name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<SavedSearch>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<SavedSearch>,
    },
    /// A saved search was erased for ever, in every version it had.
    SearchErased {
        name: String,
        contents: Vec<ContentId>,
    },
    /// What a report prints of its tests joined the study.
    ReportedAdded {
        id: Id<Reported>,
        body: ReportedBody,
    },
    /// Reported results left the study.
    ReportedRemoved { id: Id<Reported> },
    /// Removed reported results are back.
    ReportedRestored { id: Id<Reported> },
    /// A question of an interview guide became known.
    GuideItemAdded {
        id: Id<GuideItem>,
        body: GuideItemBody,
    },
    /// A question left its guide.
    GuideItemRemoved { id: Id<GuideItem> },
    /// A removed question is back.
    GuideItemRestored { id: Id<GuideItem> },
    /// A finding of the checks was accepted, with the reason, or no longer is.
    AcceptanceSet {
        finding: AcceptedFinding,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<ContentId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<ContentId>,
    },
}

/// Who or what a fact speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// A document.
    Document(Id<Document>),
    /// An informant.
    Informant(Id<Informant>),
}

/// Takes a fact apart: the fields that say what holds now, the one that says what held before, and
/// the one that names what was erased.
macro_rules! facts {
    ($event:expr, $seen:ident: $($kind:ident { $($now:ident),* } $(before $before:ident)? $(erased $erased:ident)?;)*) => {
        match $event {
            $(Event::$kind { $($now,)* $($before,)? $($erased,)? } => {
                $($now.mention(&mut |content| $seen(Naming::Now, content));)*
                $($before.mention(&mut |content| $seen(Naming::Before, content));)?
                $($erased.mention(&mut |content| $seen(Naming::Erased, content));)?
            })*
        }
    };
}

impl Event {
    /// The fact that takes this one back; `None` for what cannot be taken back.
    #[must_use]
    pub fn inverse(&self) -> Option<Event> {
        use Event as E;
        Some(match self.clone() {
            E::StudyStarted { .. } | E::DocumentErased { .. } | E::InformantErased { .. } => {
                return None;
            }
            E::DatasetErased { .. } | E::RowsErased { .. } | E::SearchErased { .. } => return None,
            E::DocumentAdded { id, .. } | E::DocumentRestored { id } => E::DocumentRemoved { id },
            E::DocumentRemoved { id } => E::DocumentRestored { id },
            E::DocumentReplaced { id, by } => E::DocumentReinstated { id, by },
            E::DocumentReinstated { id, by } => E::DocumentReplaced { id, by },
            E::OriginSet { document, was, now } => E::OriginSet {
                document,
                was: now,
                now: was,
            },
            E::InformantAdded { id, .. } | E::InformantRestored { id } => {
                E::InformantRemoved { id }
            }
            E::InformantChanged { id, was, now } => E::InformantChanged {
                id,
                was: now,
                now: was,
            },
            E::InformantRemoved { id } => E::InformantRestored { id },
            E::SpeakerAssigned {
                document,
                label,
                was,
                now,
            } => E::SpeakerAssigned {
                document,
                label,
                was: now,
                now: was,
            },
            E::CodeAdded { id, .. } | E::CodeRestored { id } => E::CodeRetired {
                id,
                reason: String::new(),
            },
            E::CodeChanged {
                id,
                was,
                now,
                reason,
            } => E::CodeChanged {
                id,
                was: now,
                now: was,
                reason,
            },
            E::CodeMerged { id, into, reason } => E::CodeParted { id, into, reason },
            E::CodeParted { id, into, reason } => E::CodeMerged { id, into, reason },
            E::CodeSplit { id, into, reason } => E::CodeRejoined { id, into, reason },
            E::CodeRejoined { id, into, reason } => E::CodeSplit { id, into, reason },
            E::CodeRetired { id, .. } => E::CodeRestored { id },
            E::Coded { id, .. } | E::CodingAdopted { id, .. } | E::CodingRestored { id } => {
                E::CodingRemoved { id }
            }
            E::CodingRemoved { id } => E::CodingRestored { id },
            E::CodingRecoded { id, was, now } => E::CodingRecoded {
                id,
                was: now,
                now: was,
            },
            E::BoundaryMoved { id, was, now } => E::BoundaryMoved {
                id,
                was: now,
                now: was,
            },
            E::CodingCarried { id, was, now } => E::CodingCarried {
                id,
                was: now,
                now: was,
            },
            E::QuoteDoubted { quote, since } => E::QuoteConfirmed { quote, since },
            E::QuoteConfirmed { quote, since } => E::QuoteDoubted { quote, since },
            E::CondensationSet { quote, was, now } => E::CondensationSet {
                quote,
                was: now,
                now: was,
            },
            E::MemoSet { on, was, now } => E::MemoSet {
                on,
                was: now,
                now: was,
            },
            E::TheoryAdded { id, .. } | E::TheoryRestored { id } => E::TheoryRemoved { id },
            E::TheoryRemoved { id } => E::TheoryRestored { id },
            E::TheoryFrozen { id } => E::TheoryThawed { id },
            E::TheoryThawed { id } => E::TheoryFrozen { id },
            E::NodeAdded { theory, code, at } => E::NodeRemoved { theory, code, at },
            E::NodeRemoved { theory, code, at } => E::NodeAdded { theory, code, at },
            E::NodeDescribed {
                theory,
                code,
                was,
                now,
            } => E::NodeDescribed {
                theory,
                code,
                was: now,
                now: was,
            },
            E::LinkAdded { link } => E::LinkRemoved { id: link.id },
            E::LinkRemoved { id } => E::LinkRestored { id },
            E::LinkRestored { id } => E::LinkRemoved { id },
            E::LinkChanged { was, now } => E::LinkChanged { was: now, now: was },
            E::ChangeNoted { id, .. } | E::ChangeRestored { id } => E::ChangeWithdrawn { id },
            E::ChangeWithdrawn { id } => E::ChangeRestored { id },
            E::ConfigurationAdded { id, .. } | E::ConfigurationRestored { id } => {
                E::ConfigurationRemoved { id }
            }
            E::ConfigurationRemoved { id } => E::ConfigurationRestored { id },
            E::ConfigurationChanged { id, was, now } => E::ConfigurationChanged {
                id,
                was: now,
                now: was,
            },
            E::ConfigurationJudged {
                configuration,
                quote,
                was,
                now,
            } => E::ConfigurationJudged {
                configuration,
                quote,
                was: now,
                now: was,
            },
            E::PolaritySet {
                link,
                quote,
                was,
                now,
            } => E::PolaritySet {
                link,
                quote,
                was: now,
                now: was,
            },
            E::VerdictSet { link, was, now } => E::VerdictSet {
                link,
                was: now,
                now: was,
            },
            E::InferenceSet { link, was, now } => E::InferenceSet {
                link,
                was: now,
                now: was,
            },
            E::PlanSet { was, now } => E::PlanSet { was: now, now: was },
            E::QuoteReleased { quote } => E::QuoteWithheld { quote },
            E::QuoteWithheld { quote } => E::QuoteReleased { quote },
            E::DatasetAdded { id, .. } | E::DatasetRestored { id } => E::DatasetRemoved { id },
            E::DatasetRemoved { id } => E::DatasetRestored { id },
            E::IndicatorAdded { indicator } => E::IndicatorRemoved { indicator },
            E::IndicatorRemoved { indicator } => E::IndicatorAdded { indicator },
            E::VariableSet { dataset, was, now } => E::VariableSet {
                dataset,
                was: now,
                now: was,
            },
            E::FilterSet { dataset, was, now } => E::FilterSet {
                dataset,
                was: now,
                now: was,
            },
            E::WeightingSet { dataset, was, now } => E::WeightingSet {
                dataset,
                was: now,
                now: was,
            },
            E::SearchSaved { name, was, now } => E::SearchSaved {
                name,
                was: now,
                now: was,
            },
            E::ReportedAdded { id, .. } | E::ReportedRestored { id } => E::ReportedRemoved { id },
            E::ReportedRemoved { id } => E::ReportedRestored { id },
            E::GuideItemAdded { id, .. } | E::GuideItemRestored { id } => {
                E::GuideItemRemoved { id }
            }
            E::GuideItemRemoved { id } => E::GuideItemRestored { id },
            E::AcceptanceSet { finding, was, now } => E::AcceptanceSet {
                finding,
                was: now,
                now: was,
            },
        })
    }

    /// What the texts of this fact speak of: when its words are erased, so are they.
    #[must_use]
    pub fn document_quoted(&self) -> Option<Spoken> {
        use Event as E;
        match self {
            E::CondensationSet { quote, .. } => Some(Spoken::Document(quote.document)),
            E::OriginSet { document, .. } => Some(Spoken::Document(*document)),
            E::MemoSet { on, .. } => match on {
                MemoTarget::Document(id) => Some(Spoken::Document(*id)),
                MemoTarget::Quote(quote) => Some(Spoken::Document(quote.document)),
                MemoTarget::Study | MemoTarget::Code(_) | MemoTarget::Link(_) => None,
            },
            E::InformantAdded { id, .. } | E::InformantChanged { id, .. } => {
                Some(Spoken::Informant(*id))
            }
            // Not of one document alone: what they repeat is found word by word.
            E::StudyStarted { .. }
            | E::DocumentAdded { .. }
            | E::DocumentErased { .. }
            | E::InformantErased { .. }
            | E::DocumentRemoved { .. }
            | E::DocumentRestored { .. }
            | E::DocumentReplaced { .. }
            | E::DocumentReinstated { .. }
            | E::InformantRemoved { .. }
            | E::InformantRestored { .. }
            | E::SpeakerAssigned { .. }
            | E::CodeAdded { .. }
            | E::CodeChanged { .. }
            | E::CodeMerged { .. }
            | E::CodeParted { .. }
            | E::CodeSplit { .. }
            | E::CodeRejoined { .. }
            | E::CodeRetired { .. }
            | E::CodeRestored { .. }
            | E::Coded { .. }
            | E::CodingAdopted { .. }
            | E::CodingRemoved { .. }
            | E::CodingRestored { .. }
            | E::CodingRecoded { .. }
            | E::BoundaryMoved { .. }
            | E::CodingCarried { .. }
            | E::QuoteDoubted { .. }
            | E::QuoteConfirmed { .. }
            | E::TheoryAdded { .. }
            | E::TheoryRemoved { .. }
            | E::TheoryRestored { .. }
            | E::TheoryFrozen { .. }
            | E::TheoryThawed { .. }
            | E::NodeAdded { .. }
            | E::NodeRemoved { .. }
            | E::NodeDescribed { .. }
            | E::LinkAdded { .. }
            | E::LinkRemoved { .. }
            | E::LinkRestored { .. }
            | E::LinkChanged { .. }
            | E::ChangeNoted { .. }
            | E::ChangeWithdrawn { .. }
            | E::ChangeRestored { .. }
            | E::ConfigurationAdded { .. }
            | E::ConfigurationChanged { .. }
            | E::ConfigurationRemoved { .. }
            | E::ConfigurationRestored { .. }
            | E::ConfigurationJudged { .. }
            | E::PolaritySet { .. }
            | E::VerdictSet { .. }
            | E::InferenceSet { .. }
            | E::PlanSet { .. }
            | E::QuoteReleased { .. }
            | E::QuoteWithheld { .. }
            | E::DatasetAdded { .. }
            | E::DatasetRemoved { .. }
            | E::DatasetRestored { .. }
            | E::DatasetErased { .. }
            | E::RowsErased { .. }
            | E::IndicatorAdded { .. }
            | E::IndicatorRemoved { .. }
            | E::VariableSet { .. }
            | E::FilterSet { .. }
            | E::WeightingSet { .. }
            | E::SearchSaved { .. }
            | E::SearchErased { .. }
            | E::ReportedAdded { .. }
            | E::ReportedRemoved { .. }
            | E::ReportedRestored { .. }
            | E::GuideItemAdded { .. }
            | E::GuideItemRemoved { .. }
            | E::GuideItemRestored { .. }
            | E::AcceptanceSet { .. } => None,
        }
    }

    /// The texts this fact has erased.
    #[must_use]
    pub fn erased_contents(&self) -> Vec<ContentId> {
        self.named(|how| how == Naming::Erased)
    }

    /// The texts this fact speaks of: what another process must read beside the fact.
    #[must_use]
    pub fn contents(&self) -> Vec<ContentId> {
        self.named(|how| how == Naming::Now)
    }

    /// All texts this fact names, also those it erased or that held before.
    #[must_use]
    pub fn every_content(&self) -> Vec<ContentId> {
        self.named(|_| true)
    }

    fn named(&self, wanted: impl Fn(Naming) -> bool) -> Vec<ContentId> {
        let mut contents = Vec::new();
        self.mention(&mut |how, content| {
            if wanted(how) {
                contents.push(content);
            }
        });
        contents
    }

    /// Hands every text the fact names to `seen`. All fields of all kinds stand here.
    fn mention(&self, seen: &mut dyn FnMut(Naming, ContentId)) {
        facts! { self, seen:
            StudyStarted { title, language, alpha };
            DocumentAdded { id, body };
            DocumentErased { id } erased contents;
            InformantErased { id } erased contents;
            DocumentRemoved { id };
            DocumentRestored { id };
            DocumentReplaced { id, by };
            DocumentReinstated { id, by };
            OriginSet { document, now } before was;
            InformantAdded { id, body };
            InformantChanged { id, now } before was;
            InformantRemoved { id };
            InformantRestored { id };
            SpeakerAssigned { document, label, now } before was;
            CodeAdded { id, body };
            CodeChanged { id, now, reason } before was;
            CodeMerged { id, into, reason };
            CodeParted { id, into } before reason;
            CodeSplit { id, into, reason };
            CodeRejoined { id, into } before reason;
            CodeRetired { id, reason };
            CodeRestored { id };
            Coded { id, document, span, code, hash };
            CodingAdopted { id, document, span, code, hash, by, at };
            CodingRemoved { id };
            CodingRestored { id };
            CodingRecoded { id, now } before was;
            BoundaryMoved { id, now } before was;
            CodingCarried { id, now } before was;
            QuoteDoubted { quote, since };
            QuoteConfirmed { quote, since };
            CondensationSet { quote, now } before was;
            MemoSet { on, now } before was;
            TheoryAdded { id, version, parent };
            TheoryRemoved { id };
            TheoryRestored { id };
            TheoryFrozen { id };
            TheoryThawed { id };
            NodeAdded { theory, code, at };
            NodeRemoved { theory, code, at };
            NodeDescribed { theory, code, now } before was;
            LinkAdded { link };
            LinkRemoved { id };
            LinkRestored { id };
            LinkChanged { now } before was;
            ChangeNoted { id, body };
            ChangeWithdrawn { id };
            ChangeRestored { id };
            ConfigurationAdded { id, body };
            ConfigurationChanged { id, now } before was;
            ConfigurationRemoved { id };
            ConfigurationRestored { id };
            ConfigurationJudged { configuration, quote, now } before was;
            PolaritySet { link, quote, now } before was;
            VerdictSet { link, now } before was;
            InferenceSet { link, now } before was;
            PlanSet { now } before was;
            QuoteReleased { quote };
            QuoteWithheld { quote };
            DatasetAdded { id, body };
            DatasetRemoved { id };
            DatasetRestored { id };
            DatasetErased { id } erased contents;
            RowsErased { dataset, rows, now } erased contents;
            IndicatorAdded { indicator };
            IndicatorRemoved { indicator };
            VariableSet { dataset, now } before was;
            FilterSet { dataset, now } before was;
            WeightingSet { dataset, now } before was;
            SearchSaved { name, now } before was;
            SearchErased { name } erased contents;
            ReportedAdded { id, body };
            ReportedRemoved { id };
            ReportedRestored { id };
            GuideItemAdded { id, body };
            GuideItemRemoved { id };
            GuideItemRestored { id };
            AcceptanceSet { finding, now } before was;
        }
    }
}
