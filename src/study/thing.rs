//! The life of what a study is made of: it is added, removed, brought back, and described anew.

use super::dataset::Indicator;
use super::event::Spoken;
use super::mention::{Mention, Naming, taken_apart};
use super::revision::{Change, ChangeBody};
use super::{
    Code, CodeBody, Coding, Configuration, ConfigurationBody, ContentId, Dataset, DatasetBody,
    Document, DocumentBody, GuideItem, GuideItemBody, Id, Informant, InformantFact, Link, Reported,
    ReportedBody, Theory,
};
use serde::{Deserialize, Serialize};
use std::mem::swap;

/// Something that joins a study, as a fact says it. How a coding comes to be is said by facts of
/// their own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "thing", rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "the fields are documented on the bodies they carry"
)]
pub enum Addition {
    /// A document.
    Document {
        id: Id<Document>,
        body: DocumentBody,
    },
    /// Somebody became known.
    Informant {
        id: Id<Informant>,
        body: InformantFact,
    },
    /// A code of the codebook.
    Code { id: Id<Code>, body: CodeBody },
    /// A version of the programme theory was begun.
    Theory {
        id: Id<Theory>,
        version: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<Id<Theory>>,
    },
    /// A code became a node of a theory, at a place among the nodes or at their end.
    Node {
        theory: Id<Theory>,
        code: Id<Code>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<u32>,
    },
    /// A link was drawn.
    Link { link: Link },
    /// It was written down what became of an element of a theory, and why.
    Change { id: Id<Change>, body: ChangeBody },
    /// A configuration was put together.
    Configuration {
        id: Id<Configuration>,
        body: ConfigurationBody,
    },
    /// A survey or register extract.
    Dataset { id: Id<Dataset>, body: DatasetBody },
    /// A variable was said to measure a code.
    Indicator { indicator: Indicator },
    /// What a report prints of its tests.
    Reported {
        id: Id<Reported>,
        body: ReportedBody,
    },
    /// A question of an interview guide.
    GuideItem {
        id: Id<GuideItem>,
        body: GuideItemBody,
    },
}

/// Something that leaves a study or comes back, by what identifies it. What was removed stays on
/// its shelf; nodes and indicators have no identity and are added anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "thing", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields identify what the variant names")]
pub enum Ref {
    /// A document, with its codings out of sight.
    Document { id: Id<Document> },
    /// An informant.
    Informant { id: Id<Informant> },
    /// A code, with the reason for retiring it.
    Code {
        id: Id<Code>,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A coding.
    Coding { id: Id<Coding> },
    /// A version of the theory.
    Theory { id: Id<Theory> },
    /// A node, and the place among the nodes that it left.
    Node {
        theory: Id<Theory>,
        code: Id<Code>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<u32>,
    },
    /// A link.
    Link { id: Id<Link> },
    /// An entry of the change log.
    Change { id: Id<Change> },
    /// A configuration.
    Configuration { id: Id<Configuration> },
    /// A dataset.
    Dataset { id: Id<Dataset> },
    /// What a variable measures.
    Indicator { indicator: Indicator },
    /// Reported results.
    Reported { id: Id<Reported> },
    /// A question of an interview guide.
    GuideItem { id: Id<GuideItem> },
}

/// Something described anew: all that is said of it, before and now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "thing", rename_all = "snake_case")]
#[allow(
    missing_docs,
    reason = "the fields are documented on the bodies they carry"
)]
pub enum Amendment {
    /// An informant.
    Informant {
        id: Id<Informant>,
        was: InformantFact,
        now: InformantFact,
    },
    /// A code, with the reason.
    Code {
        id: Id<Code>,
        was: Box<CodeBody>,
        now: Box<CodeBody>,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// A link.
    Link { was: Box<Link>, now: Box<Link> },
    /// A configuration.
    Configuration {
        id: Id<Configuration>,
        was: Box<ConfigurationBody>,
        now: Box<ConfigurationBody>,
    },
}

/// What is erased for ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "thing", rename_all = "snake_case")]
#[allow(missing_docs, reason = "the fields say what the variant names")]
pub enum Erasing {
    /// A document's words, and all texts that hold some of them.
    Document {
        id: Id<Document>,
        contents: Vec<ContentId>,
    },
    /// An informant withdrew: what only they said, and how they were described.
    Informant {
        id: Id<Informant>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        contents: Vec<ContentId>,
    },
    /// A dataset's rows, and all texts that hold some of their words; it left the study with them.
    Dataset {
        id: Id<Dataset>,
        contents: Vec<ContentId>,
    },
    /// Rows of a dataset, by their numbers in the file that was imported, from 1; `now` holds the
    /// others.
    Rows {
        dataset: Id<Dataset>,
        rows: Vec<u32>,
        now: ContentId,
        contents: Vec<ContentId>,
    },
    /// A saved search, in every version it had.
    Search {
        name: String,
        contents: Vec<ContentId>,
    },
}

impl Addition {
    /// What identifies it.
    pub fn named(self) -> Ref {
        match self {
            Addition::Document { id, .. } => Ref::Document { id },
            Addition::Informant { id, .. } => Ref::Informant { id },
            Addition::Code { id, .. } => Ref::Code {
                id,
                reason: String::new(),
            },
            Addition::Theory { id, .. } => Ref::Theory { id },
            Addition::Node { theory, code, at } => Ref::Node { theory, code, at },
            Addition::Link { link } => Ref::Link { id: link.id },
            Addition::Change { id, .. } => Ref::Change { id },
            Addition::Configuration { id, .. } => Ref::Configuration { id },
            Addition::Dataset { id, .. } => Ref::Dataset { id },
            Addition::Indicator { indicator } => Ref::Indicator { indicator },
            Addition::Reported { id, .. } => Ref::Reported { id },
            Addition::GuideItem { id, .. } => Ref::GuideItem { id },
        }
    }

    /// What its texts speak of.
    pub(super) fn speaks_of(&self) -> Option<Spoken> {
        match self {
            Addition::Informant { id, .. } => Some(Spoken::Informant(*id)),
            Addition::Document { .. }
            | Addition::Code { .. }
            | Addition::Theory { .. }
            | Addition::Node { .. }
            | Addition::Link { .. }
            | Addition::Change { .. }
            | Addition::Configuration { .. }
            | Addition::Dataset { .. }
            | Addition::Indicator { .. }
            | Addition::Reported { .. }
            | Addition::GuideItem { .. } => None,
        }
    }

    pub(super) fn mention(&self, seen: &mut dyn FnMut(Naming, ContentId)) {
        taken_apart! { self, seen, Addition:
            Document { id, body };
            Informant { id, body };
            Code { id, body };
            Theory { id, version, parent };
            Node { theory, code, at };
            Link { link };
            Change { id, body };
            Configuration { id, body };
            Dataset { id, body };
            Indicator { indicator };
            Reported { id, body };
            GuideItem { id, body };
        }
    }
}

impl Ref {
    /// What is added again when this comes back, where it has no identity to come back by.
    pub fn anew(&self) -> Option<Addition> {
        match self.clone() {
            Ref::Node { theory, code, at } => Some(Addition::Node { theory, code, at }),
            Ref::Indicator { indicator } => Some(Addition::Indicator { indicator }),
            Ref::Document { .. }
            | Ref::Informant { .. }
            | Ref::Code { .. }
            | Ref::Coding { .. }
            | Ref::Theory { .. }
            | Ref::Link { .. }
            | Ref::Change { .. }
            | Ref::Configuration { .. }
            | Ref::Dataset { .. }
            | Ref::Reported { .. }
            | Ref::GuideItem { .. } => None,
        }
    }

    /// The same without the reason for which it left.
    pub fn without_reason(self) -> Ref {
        match self {
            Ref::Code { id, .. } => Ref::Code {
                id,
                reason: String::new(),
            },
            other => other,
        }
    }

    pub(super) fn mention(&self, seen: &mut dyn FnMut(Naming, ContentId)) {
        taken_apart! { self, seen, Ref:
            Document { id };
            Informant { id };
            Code { id, reason };
            Coding { id };
            Theory { id };
            Node { theory, code, at };
            Link { id };
            Change { id };
            Configuration { id };
            Dataset { id };
            Indicator { indicator };
            Reported { id };
            GuideItem { id };
        }
    }
}

impl Amendment {
    /// What takes it back.
    pub fn turned(mut self) -> Amendment {
        use Amendment as A;
        match &mut self {
            A::Informant { was, now, .. } => swap(was, now),
            A::Code { was, now, .. } => swap(was, now),
            A::Link { was, now } => swap(was, now),
            A::Configuration { was, now, .. } => swap(was, now),
        }
        self
    }

    /// What its texts speak of.
    pub(super) fn speaks_of(&self) -> Option<Spoken> {
        match self {
            Amendment::Informant { id, .. } => Some(Spoken::Informant(*id)),
            Amendment::Code { .. } | Amendment::Link { .. } | Amendment::Configuration { .. } => {
                None
            }
        }
    }

    pub(super) fn mention(&self, seen: &mut dyn FnMut(Naming, ContentId)) {
        taken_apart! { self, seen, Amendment:
            Informant { id, now } before was;
            Code { id, now, reason } before was;
            Link { now } before was;
            Configuration { id, now } before was;
        }
    }
}

impl Erasing {
    pub(super) fn mention(&self, seen: &mut dyn FnMut(Naming, ContentId)) {
        taken_apart! { self, seen, Erasing:
            Document { id } erased contents;
            Informant { id } erased contents;
            Dataset { id } erased contents;
            Rows { dataset, rows, now } erased contents;
            Search { name } erased contents;
        }
    }
}
