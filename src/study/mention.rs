//! Which texts a fact names, so that no text escapes erasing.
//!
//! Every body is taken apart field by field, and every field has to say what it names: a new field
//! does not compile before it stands here, and neither does a type of which nobody has said
//! whether it names texts.

use super::coding::{Anchor, HashedSpan, MemoTarget};
use super::configuration::PartBody;
use super::conflict::{Conflict, Kept, LeftOut};
use super::dataset::{Condition, Exclusion, Indicator, MeasurementLevel, MiddleAnswer, Value};
use super::derivation::Derivation;
use super::document::{DocumentSpeaker, Provenance};
use super::filter::{FilterOperator, WeightKind, Weighting};
use super::inference::{AcceptedFinding, Confidence, FindingSubject, IntegrationFit};
use super::informant::InformantDetails;
use super::revision::{Change, ChangeBody, ChangeGround, Operation, TheoryElement};
use super::scale::ProposedScale;
use super::theory::{Conclusion, ExpectedDirection, NodeBody, Origin, QuoteAt};
use super::{
    AnalysisPlan, Basis, BilingualText, Code, CodeBody, CodeKind, Coding, CondensationFact,
    Configuration, ConfigurationBody, ContentId, Dataset, DatasetBody, Document, DocumentBody,
    GuideItem, GuideItemBody, Id, Inference, Informant, InformantFact, Link, Polarity, Reported,
    ReportedBody, SavedSearch, Theory, Time, Variable, Verdict,
};
use crate::text::{Span, TurnFormat};
use std::collections::BTreeMap;

/// How a fact names a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// As what holds from then on.
    Now,
    /// As what held before.
    Before,
    /// As what was erased.
    Erased,
}

/// Takes a fact apart: first the variants that hold facts of their own, then of every other the
/// fields that say what holds now, the one that says what held before, and the one that names what
/// was erased.
macro_rules! taken_apart {
    ($fact:expr, $seen:ident, $Fact:ident: $([$($inner:ident)*])?
     $($kind:ident { $($now:ident),* } $(before $before:ident)? $(erased $erased:ident)?;)*) => {
        match $fact {
            $($($Fact::$inner(fact) => fact.mention($seen),)*)?
            $($Fact::$kind { $($now,)* $($before,)? $($erased)? } => {
                $($now.mention(&mut |content| $seen(Naming::Now, content));)*
                $($before.mention(&mut |content| $seen(Naming::Before, content));)?
                $($erased.mention(&mut |content| $seen(Naming::Erased, content));)?
            })*
        }
    };
}
pub(super) use taken_apart;

/// What may name texts that are kept beside the facts.
pub(super) trait Mention {
    /// Hands every text it names to `seen`.
    fn mention(&self, seen: &mut dyn FnMut(ContentId));
}

impl Mention for ContentId {
    fn mention(&self, seen: &mut dyn FnMut(ContentId)) {
        seen(*self);
    }
}

impl<T: Mention + ?Sized> Mention for Box<T> {
    fn mention(&self, seen: &mut dyn FnMut(ContentId)) {
        (**self).mention(seen);
    }
}

impl<T: Mention> Mention for Option<T> {
    fn mention(&self, seen: &mut dyn FnMut(ContentId)) {
        self.iter().for_each(|item| item.mention(seen));
    }
}

impl<T: Mention> Mention for Vec<T> {
    fn mention(&self, seen: &mut dyn FnMut(ContentId)) {
        self.iter().for_each(|item| item.mention(seen));
    }
}

impl<K: Mention, V: Mention> Mention for BTreeMap<K, V> {
    fn mention(&self, seen: &mut dyn FnMut(ContentId)) {
        for (key, value) in self {
            key.mention(seen);
            value.mention(seen);
        }
    }
}

/// Types that name no text.
macro_rules! silent {
    ($($kind:ty),* $(,)?) => {$(
        impl Mention for $kind {
            fn mention(&self, _: &mut dyn FnMut(ContentId)) {}
        }
    )*};
}

silent![
    str,
    String,
    bool,
    u32,
    usize,
    f64,
    Span,
    Time,
    TurnFormat, // what is typed, and numbers
    Id<Change>,
    Id<Code>,
    Id<Coding>,
    Id<Configuration>,
    Id<Dataset>,
    Id<Document>,
    Id<GuideItem>,
    Id<Informant>,
    Id<Link>,
    Id<Reported>,
    Id<Theory>, // other things
    FilterOperator,
    Conclusion,
    Confidence,
    TheoryElement,
    ExpectedDirection,
    IntegrationFit,
    CodeKind,
    MeasurementLevel,
    FindingSubject,
    Operation,
    Origin,
    Polarity,
    WeightKind,
    Kept, // choices
    Conflict,
    LeftOut, // records
    Basis,
    Derivation,
    AnalysisPlan,
    ProposedScale, // numbers and names of variables
];

/// Bodies, with all their fields: what one names is what its fields name.
macro_rules! bodies {
    ($($body:ident { $($field:ident),* $(,)? })*) => {$(
        impl Mention for $body {
            fn mention(&self, seen: &mut dyn FnMut(ContentId)) {
                let $body { $($field),* } = self;
                $($field.mention(seen);)*
            }
        }
    )*};
}

bodies! {
    AcceptedFinding { rule, object, says }
    Anchor { document, extent }
    ChangeBody { theory, operation, on, by, reason, grounds }
    CodeBody { key, kind, parent, name, tag, colour, definition, include, exclude, example }
    CondensationFact { content, theme, theme_content }
    Condition { variable, equals }
    ConfigurationBody { context, mechanism, outcome, statement, next, derived_from }
    DatasetBody { name, variables, exclusions, content, rows, source }
    DocumentBody { title, language, format, speakers, content, hash, source }
    Exclusion { variable, comparison, equals, reason }
    HashedSpan { span, hash }
    GuideItemBody { guide, number, content, about }
    Indicator { code, dataset, variable }
    Inference { quantitative, qualitative, fit, explanation, caveats, confidence }
    InformantDetails { role, department, attributes }
    InformantFact { name, inline, details }
    Link { id, theory, from, to, statement, basis, expected, on, carried, post_hoc }
    MiddleAnswer { code, means }
    NodeBody { origin, role, resource, reasoning }
    PartBody { codes, quotes }
    QuoteAt { document, span }
    ReportedBody { name, content, tests, source }
    SavedSearch { query, scope }
    Provenance { file, sha256, encoding, virk }
    DocumentSpeaker { label, informant }
    Value { code, label }
    Variable {
        name, level, label, question, values, missing, middle, yes, proposed, asked_if, before,
        goal, made,
    }
    Verdict { conclusion, reason, rests_on, basis }
    Weighting { weight, weights, cluster }
    BilingualText { en, da }
}

impl Mention for ChangeGround {
    fn mention(&self, seen: &mut dyn FnMut(ContentId)) {
        match self {
            ChangeGround::Quote(quote) => quote.mention(seen),
            ChangeGround::Test { dataset, a, b } => {
                dataset.mention(seen);
                a.mention(seen);
                b.mention(seen);
            }
            ChangeGround::Memo(target) => target.mention(seen),
            ChangeGround::Link(link) => link.mention(seen),
        }
    }
}

impl Mention for MemoTarget {
    fn mention(&self, seen: &mut dyn FnMut(ContentId)) {
        match self {
            MemoTarget::Study => {}
            MemoTarget::Document(id) => id.mention(seen),
            MemoTarget::Quote(quote) => quote.mention(seen),
            MemoTarget::Code(id) => id.mention(seen),
            MemoTarget::Link(id) => id.mention(seen),
        }
    }
}
