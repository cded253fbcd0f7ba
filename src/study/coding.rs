//! Codings and condensations: what a coder saw in a stretch of text.
//!
//! Codes: the topics of the codebook.
//!
//! What a memo may be attached to.

use super::theory::QuoteAt;
use super::{ContentId, Document, Id, Link, Time};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// A span under a code, by a coder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coding {
    /// Its identity.
    pub id: Id<Coding>,
    /// Where.
    pub document: Id<Document>,
    /// Which words.
    pub span: Span,
    /// Under what.
    pub code: Id<Code>,
    /// The hash of the words when they were coded ([`crate::text::sanitize::quote_hash`]).
    pub hash: Box<str>,
    /// By whom.
    pub coder: Arc<str>,
    /// When.
    pub time: Time,
}

/// The words a coding lies on, and their hash: what a moved boundary changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HashedSpan {
    /// Which words.
    pub span: Span,
    /// Their hash ([`crate::text::sanitize::quote_hash`]).
    pub hash: Box<str>,
}

/// Where a coding lies, across the versions of its document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The version.
    pub document: Id<Document>,
    /// Which words of it, and their hash.
    #[serde(flatten)]
    pub extent: HashedSpan,
}

/// A quote's meaning in a short sentence, with its central theme (Kvale &
/// Brinkmann: natural unit → central theme).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condensation {
    /// The sentence.
    pub content: ContentId,
    /// The central theme, a few words; empty once erased.
    pub theme: String,
    /// The text the theme stands in; none of one that stands in the fact.
    pub theme_content: Option<ContentId>,
}

/// A condensation as a fact names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CondensationFact {
    /// The sentence.
    pub content: ContentId,
    /// The theme, where an earlier virk wrote it into the fact itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub theme: String,
    /// The theme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme_content: Option<ContentId>,
}

impl Condensation {
    /// The same as the fact named it.
    pub fn fact(&self) -> CondensationFact {
        CondensationFact {
            content: self.content,
            theme: match self.theme_content {
                Some(_) => String::new(),
                None => self.theme.clone(),
            },
            theme_content: self.theme_content,
        }
    }
}

/// A short text in the study's two languages; either may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BilingualText {
    /// English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub en: String,
    /// Danish.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub da: String,
}

impl BilingualText {
    /// The same words in both languages' stead.
    pub fn new(words: impl Into<String>) -> BilingualText {
        BilingualText {
            en: words.into(),
            da: String::new(),
        }
    }

    /// The words in `language` (`"da"` or `"en"`), or in the other one when missing.
    pub fn in_language(&self, language: &str) -> &str {
        let (first, second) = if language == "da" {
            (&self.da, &self.en)
        } else {
            (&self.en, &self.da)
        };
        if first.is_empty() { second } else { first }
    }

    /// Whether nothing is said in either language.
    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.da.is_empty()
    }
}

/// What part a code plays in a programme theory (Pawson & Tilley 1997; outputs
/// kept apart from outcomes).
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
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
pub enum CodeKind {
    /// What the programme does.
    Activity,
    /// The circumstances under which a mechanism works; moderators.
    #[serde(alias = "moderator")]
    Context,
    /// What the activity sets going in people.
    Mechanism,
    /// What changes in the short term.
    Output,
    /// What the programme is for.
    Outcome,
    /// Anything else worth finding again.
    #[default]
    Other,
}

impl CodeKind {
    /// All kinds in the order of a theory.
    pub const ALL: [CodeKind; 6] = [
        CodeKind::Activity,
        CodeKind::Context,
        CodeKind::Mechanism,
        CodeKind::Output,
        CodeKind::Outcome,
        CodeKind::Other,
    ];

    /// The word for the kind, as in files and on the command line.
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// A sign that tells kinds apart without colour.
    pub fn glyph(self) -> char {
        match self {
            CodeKind::Activity => '○',
            CodeKind::Context => '●',
            CodeKind::Mechanism => '◆',
            CodeKind::Output => '■',
            CodeKind::Outcome => '▲',
            CodeKind::Other => '·',
        }
    }

    /// The kind called `name`; `moderator` is a context.
    pub fn parse(name: &str) -> Option<CodeKind> {
        let name = name.to_lowercase();
        if name == "moderator" {
            return Some(CodeKind::Context);
        }
        CodeKind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for CodeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Everything about a code that a researcher may change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeBody {
    /// A short name for files, unique in the study, e.g. `m_reflection`.
    pub key: String,
    /// Its part in the theory.
    #[serde(default)]
    pub kind: CodeKind,
    /// The code it belongs under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Id<Code>>,
    /// What it is called.
    pub name: BilingualText,
    /// Two letters that tell it apart where colour cannot, unique in the study.
    pub tag: String,
    /// `#RRGGBB`.
    pub colour: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "BilingualText::is_empty")]
    pub definition: BilingualText,
    /// When to use it.
    #[serde(default, skip_serializing_if = "BilingualText::is_empty")]
    pub include: BilingualText,
    /// When not to.
    #[serde(default, skip_serializing_if = "BilingualText::is_empty")]
    pub exclude: BilingualText,
    /// What a coded passage sounds like.
    #[serde(default, skip_serializing_if = "BilingualText::is_empty")]
    pub example: BilingualText,
}

impl CodeBody {
    /// What it may be found by: its key, its name in English and in Danish; none is empty.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [self.key.as_str(), &self.name.en, &self.name.da]
            .into_iter()
            .filter(|name| !name.is_empty())
    }
}

/// A topic of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its identity.
    pub id: Id<Code>,
    /// What it says.
    pub body: CodeBody,
}

impl Code {
    /// Its name in `language`.
    pub fn name(&self, language: &str) -> &str {
        self.body.name.in_language(language)
    }
}

/// What a memo is attached to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemoTarget {
    /// The study itself.
    Study,
    /// A document.
    Document(Id<Document>),
    /// A quote: the words of a document's span.
    Quote(QuoteAt),
    /// A code.
    Code(Id<Code>),
    /// A link of a theory.
    Link(Id<Link>),
}
