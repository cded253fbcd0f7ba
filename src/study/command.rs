//! Commands: what a person intends. The TUI, the CLI and the importers all
//! speak these, and [`super::Study::decide`] judges them.

use super::adopted_theory::AdoptedTheory;
pub use super::command_parts::{CodeTarget, NewCode, NewGuideItem, NewLink, NewSpeaker, SplitPart};
use super::configuration::PartBody;
use super::dataset::{Exclusion, Variable};
use super::document::Provenance;
use super::event::MemoTarget;
use super::filter::Weighting;
use super::inference::{AcceptedFinding, InferenceText};
use super::origin::Edit;
use super::reported::{Reported, ReportedResults};
use super::revision::{Justification, Revision};
use super::theory::{Conclusion, QuoteAt};
use super::{
    AnalysisPlan, Basis, Code, CodeBody, Coding, Column, Configuration, ConfigurationBody,
    Conflict, Dataset, Document, Erasing, Event, Id, Informant, InformantBody, Kept, Link,
    Polarity, Refusal, Study, Theory, Time,
};
use crate::text::alignment::Alignment;
use crate::text::{Span, TurnFormat};
use std::fmt;
use std::sync::Arc;

/// An intention.
#[derive(Clone, Debug)]
#[allow(
    missing_docs,
    reason = "the fields are documented on the facts they become"
)]
pub enum Command {
    /// Begin a study; the first command of all.
    StartStudy {
        title: String,
        language: String,
        alpha: f64,
    },
    /// Import a document.
    AddDocument {
        title: String,
        language: String,
        format: TurnFormat,
        text: Arc<str>,
        speakers: Vec<NewSpeaker>,
        source: Provenance,
    },
    /// Keep how the text with this hash differs from its file, and take the
    /// comments that stood in the file for memos; goes with the document's import.
    KeepOrigin {
        hash: String,
        edits: Vec<Edit>,
        comments: Vec<(Span, String)>,
    },
    /// Erase a document's words for ever; its codings stay as facts.
    EraseDocument { id: Id<Document> },
    /// Erase what only this informant said, and take them out of the study.
    EraseInformant { id: Id<Informant> },
    /// Erase a dataset's rows for ever, and take it out of the study.
    EraseDataset { id: Id<Dataset> },
    /// Erase rows of a dataset for ever, by their numbers in its file, from 1.
    EraseRows {
        dataset: Id<Dataset>,
        rows: Vec<u32>,
    },
    /// Erase a saved search for ever, in every version it had.
    EraseSearch { name: String },
    /// Remove a document from the study, with its codings.
    RemoveDocument { id: Id<Document> },
    /// Put a corrected version in the place of a document: what is said of its quotes
    /// goes to where their words stand now, and stays with the earlier version where they are gone.
    ReplaceDocument {
        id: Id<Document>,
        title: String,
        language: String,
        format: TurnFormat,
        speakers: Vec<NewSpeaker>,
        source: Provenance,
        words: Box<Alignment>,
    },
    /// Put an orphan, and what is said of it, on words of the standing version.
    Reanchor { orphan: QuoteAt, to: QuoteAt },
    /// Remove an orphan with its codings, memo and condensation.
    LetGo { orphan: QuoteAt },
    /// A quote that came along with other words than before has been looked at, and stays.
    Confirm { quote: QuoteAt },
    /// Make an informant known, or describe a known one anew.
    DescribeInformant { body: InformantBody },
    /// Rename an informant.
    RenameInformant { id: Id<Informant>, name: String },
    /// Describe an informant so, and no otherwise.
    ChangeInformant {
        id: Id<Informant>,
        body: Box<InformantBody>,
    },
    /// Take informants for one person, who keeps the name unless a new one is given.
    JoinInformants {
        from: Vec<Id<Informant>>,
        into: Id<Informant>,
        name: String,
    },
    /// Take who speaks in these documents for somebody else than the informant of the other
    /// documents; without a name, called after the first of them.
    SplitInformant {
        id: Id<Informant>,
        documents: Vec<Id<Document>>,
        name: String,
    },
    /// Take each of these informants for somebody else in every document they speak in.
    SplitByDocument { informants: Vec<Id<Informant>> },
    /// Say who a label of a document stands for: the informant of this name, known or new; `None`
    /// for the interviewer.
    AssignSpeaker {
        document: Id<Document>,
        label: String,
        informant: Option<String>,
    },
    /// Add codes; those whose key is known already are left as they are.
    AddCodes { codes: Vec<NewCode> },
    /// Change a code.
    ChangeCode {
        id: Id<Code>,
        body: Box<CodeBody>,
        reason: String,
    },
    /// Retire codes: they leave the codebook, and their codings are hidden.
    RetireCodes {
        codes: Vec<Id<Code>>,
        reason: String,
    },
    /// Merge codes into one that is kept, with the reason.
    MergeCodes {
        from: Vec<Id<Code>>,
        into: Id<Code>,
        reason: String,
    },
    /// Divide codings of a code among others, with the reason; what is not named stays.
    SplitCode {
        code: Id<Code>,
        parts: Vec<SplitPart>,
        reason: String,
    },
    /// Put a span under one or more codes.
    Apply {
        document: Id<Document>,
        span: Span,
        codes: Vec<Id<Code>>,
    },
    /// Add a code and put a span under it.
    ApplyNew {
        document: Id<Document>,
        span: Span,
        code: Box<NewCode>,
    },
    /// Put many quotes under the same codes; what is coded so already stays as it is.
    ApplyEach {
        quotes: Vec<QuoteAt>,
        codes: Vec<Id<Code>>,
    },
    /// Put codings under another code; what is said of their quotes stays.
    Recode {
        codings: Vec<Id<Coding>>,
        code: Id<Code>,
    },
    /// Put codings of one quote on other words; what is said of the quote goes with them.
    MoveBoundary {
        codings: Vec<Id<Coding>>,
        span: Span,
    },
    /// Remove codings.
    Uncode { codings: Vec<Id<Coding>> },
    /// Write a quote's condensation; an empty text takes it away.
    Condense {
        quote: QuoteAt,
        text: String,
        theme: String,
    },
    /// Write a memo; an empty text takes it away.
    SetMemo { on: MemoTarget, text: String },
    /// Begin a version of the programme theory.
    AddTheory {
        version: String,
        nodes: Vec<Id<Code>>,
        links: Vec<NewLink>,
    },
    /// Take over versions of a theory that were made elsewhere, earlier ones first.
    AdoptTheories { versions: Vec<AdoptedTheory> },
    /// Freeze a version.
    FreezeTheory { id: Id<Theory> },
    /// Begin a version from another one, which is frozen with that, and change it so.
    DeriveTheory {
        from: Id<Theory>,
        version: String,
        revisions: Vec<(Revision, Justification)>,
    },
    /// Change a draft.
    ReviseTheory {
        id: Id<Theory>,
        revision: Revision,
        why: Justification,
    },
    /// Put a configuration together: circumstances, mechanism, outcome, any of them empty.
    AddConfiguration {
        parts: [PartBody; 3],
        statement: String,
        quotes: Vec<(QuoteAt, Polarity)>,
    },
    /// Change a configuration; a `statement` of `None` stays as it is.
    ChangeConfiguration {
        id: Id<Configuration>,
        body: Box<ConfigurationBody>,
        statement: Option<String>,
    },
    /// Say what a quote does to a configuration; `None` takes it away from there.
    TellOfConfiguration {
        id: Id<Configuration>,
        quote: QuoteAt,
        polarity: Option<Polarity>,
    },
    /// Put configurations that tell the same into one, which remembers them.
    MergeConfigurations {
        sources: Vec<Id<Configuration>>,
        statement: String,
    },
    /// Take a configuration away.
    RemoveConfiguration { id: Id<Configuration> },
    /// Say what a quote does to a link; `None` takes it back.
    Judge {
        link: Id<Link>,
        quote: QuoteAt,
        polarity: Option<Polarity>,
    },
    /// Say what many quotes do to a link; those that are judged so already stay as they are.
    JudgeEach {
        link: Id<Link>,
        quotes: Vec<QuoteAt>,
        polarity: Option<Polarity>,
    },
    /// Conclude something of a link, with the reason.
    Conclude {
        link: Id<Link>,
        conclusion: Conclusion,
        reason: String,
        rests_on: String,
        basis: Option<Box<Basis>>,
    },
    /// Write what numbers and quotes say of a link together; nothing written takes it away.
    Infer {
        link: Id<Link>,
        inferred: Box<InferenceText>,
    },
    /// Declare by which test a link counts as shown; `None` takes it back.
    SetPlan { plan: Option<AnalysisPlan> },
    /// Say whether a quote may stand in what is published.
    Release { quote: QuoteAt, released: bool },
    /// Import a dataset; `columns` are cells column by column, `indicators`
    /// pairs of a variable's name and the code it measures.
    AddDataset {
        name: String,
        variables: Vec<Variable>,
        exclusions: Vec<Exclusion>,
        columns: Vec<Column>,
        indicators: Vec<(String, Id<Code>)>,
        source: Provenance,
    },
    /// Take a dataset out of the study.
    RemoveDataset { id: Id<Dataset> },
    /// Say that a variable measures a code, or that it does not.
    SetIndicator {
        dataset: Id<Dataset>,
        variable: String,
        code: Id<Code>,
        measures: bool,
    },
    /// Say anew what the variable of this name means; how it is made stays.
    DescribeVariable {
        dataset: Id<Dataset>,
        variable: Box<Variable>,
    },
    /// Make a variable of others: a recode or an index.
    MakeVariable {
        dataset: Id<Dataset>,
        variable: Box<Variable>,
    },
    /// Take a made variable away, and what it measures.
    UnmakeVariable {
        dataset: Id<Dataset>,
        variable: String,
    },
    /// Leave rows out by a rule, or with `out` false count them again.
    Filter {
        dataset: Id<Dataset>,
        rule: Exclusion,
        out: bool,
    },
    /// Say what the rows of a dataset stand for; `None`: one person each.
    Weigh {
        dataset: Id<Dataset>,
        weighting: Option<Weighting>,
    },
    /// Save a search under a name, in place of one that has it; an empty query takes it away.
    SaveSearch {
        name: String,
        query: String,
        scope: String,
    },
    /// Put a span under a code as it was done elsewhere: by somebody, at a time if it is known.
    /// What that person has coded so already stays as it is.
    Adopt {
        document: Id<Document>,
        span: Span,
        code: Id<Code>,
        by: Arc<str>,
        at: Option<Time>,
    },
    /// Write down what a report prints of its tests.
    AddReported {
        name: String,
        results: Box<ReportedResults>,
        source: Provenance,
    },
    /// Remove reported results from the study.
    RemoveReported { id: Id<Reported> },
    /// Add the questions of an interview guide.
    AddGuide {
        guide: String,
        items: Vec<NewGuideItem>,
    },
    /// Remove an interview guide from the study.
    RemoveGuide { guide: String },
    /// Accept a finding of the checks, with the reason; without one it is open again.
    Accept {
        finding: AcceptedFinding,
        reason: String,
    },
    /// Note that a copy was merged in, what it said otherwise, and what else goes with words that
    /// one side erased.
    NoteMerge {
        people: Vec<String>,
        records: u32,
        conflicts: Vec<Conflict>,
        erased: Vec<Erasing>,
    },
    /// Settle a conflict, with the facts that make hold what is kept.
    Settle {
        conflict: Conflict,
        kept: Kept,
        because: String,
        again: Vec<Event>,
    },
    /// Make one of two documents with the same words; what was said of the first is said of the
    /// other.
    UnifyDocuments {
        id: Id<Document>,
        into: Id<Document>,
    },
    /// Several at once: one batch, one undo.
    All(Vec<Command>),
    /// What follows from the commands before it.
    Later(Deferred),
}

/// An intention that rests on what the commands before it make known, such as
/// codings under codes that come in with them. One of [`Command::All`].
#[derive(Clone)]
pub struct Deferred(Arc<DeferredFn>);

type DeferredFn = dyn Fn(&Study) -> Result<Command, Refusal> + Send + Sync;

impl Deferred {
    /// What `follow` answers when the study is as far as that.
    pub fn new(
        follow: impl Fn(&Study) -> Result<Command, Refusal> + Send + Sync + 'static,
    ) -> Deferred {
        Deferred(Arc::new(follow))
    }

    /// The intention, now that `study` is known.
    /// Whatever refuses it.
    pub fn resolve(&self, study: &Study) -> Result<Command, Refusal> {
        (self.0)(study)
    }
}

impl fmt::Debug for Deferred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later(…)")
    }
}

impl Command {
    /// Whether it erases words, so that they must leave the disk too.
    pub fn erases(&self) -> bool {
        use Command as C;
        match self {
            C::EraseDocument { .. } | C::EraseInformant { .. } => true,
            C::EraseDataset { .. } | C::EraseRows { .. } | C::EraseSearch { .. } => true,
            C::NoteMerge { erased, .. } => !erased.is_empty(),
            C::All(commands) => commands.iter().any(Command::erases),
            // Nobody erases later what is not there yet.
            C::Later(_) => false,
            C::StartStudy { .. }
            | C::AddDocument { .. }
            | C::KeepOrigin { .. }
            | C::RemoveDocument { .. }
            | C::ReplaceDocument { .. }
            | C::Reanchor { .. }
            | C::LetGo { .. }
            | C::Confirm { .. }
            | C::DescribeInformant { .. }
            | C::RenameInformant { .. }
            | C::ChangeInformant { .. }
            | C::JoinInformants { .. }
            | C::SplitInformant { .. }
            | C::SplitByDocument { .. }
            | C::AssignSpeaker { .. }
            | C::AddCodes { .. }
            | C::ChangeCode { .. }
            | C::RetireCodes { .. }
            | C::MergeCodes { .. }
            | C::SplitCode { .. }
            | C::Apply { .. }
            | C::ApplyNew { .. }
            | C::ApplyEach { .. }
            | C::Recode { .. }
            | C::MoveBoundary { .. }
            | C::Uncode { .. }
            | C::Condense { .. }
            | C::SetMemo { .. }
            | C::AddTheory { .. }
            | C::AdoptTheories { .. }
            | C::FreezeTheory { .. }
            | C::DeriveTheory { .. }
            | C::ReviseTheory { .. }
            | C::AddConfiguration { .. }
            | C::ChangeConfiguration { .. }
            | C::TellOfConfiguration { .. }
            | C::MergeConfigurations { .. }
            | C::RemoveConfiguration { .. }
            | C::Judge { .. }
            | C::JudgeEach { .. }
            | C::Conclude { .. }
            | C::Infer { .. }
            | C::SetPlan { .. }
            | C::Release { .. }
            | C::AddDataset { .. }
            | C::RemoveDataset { .. }
            | C::SetIndicator { .. }
            | C::DescribeVariable { .. }
            | C::MakeVariable { .. }
            | C::UnmakeVariable { .. }
            | C::Filter { .. }
            | C::Weigh { .. }
            | C::SaveSearch { .. }
            | C::Adopt { .. }
            | C::AddReported { .. }
            | C::RemoveReported { .. }
            | C::AddGuide { .. }
            | C::RemoveGuide { .. }
            | C::Accept { .. }
            | C::Settle { .. }
            | C::UnifyDocuments { .. } => false,
        }
    }
}
