//! What a study knows and REFI-QDA has no place for, as a note called `virk`
//! in the project: kinds, keys, tags and rules of codes, how turns are marked,
//! central themes, the parts of configurations, the programme theory. Other programs show it as a
//! note and hand it on; virk reads it back, so that a project that only passed
//! through comes home whole. What another program changed wins over it.

use crate::study::{
    Basis, CodeBody, CodeKind, InformantBody, Polarity,
    change::Operation,
    document::Provenance,
    node::Origin,
    theory::{Conclusion, ExpectedDirection},
};
use crate::text::TurnFormat;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The name of the note.
pub const NOTE_NAME: &str = "virk";

/// All of it, by the identities that the project uses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExtensionData {
    /// The version of virk that wrote it.
    pub virk: String,
    /// The language in which the project names codes.
    pub language: String,
    /// The codes.
    #[serde(default)]
    pub codes: BTreeMap<Uuid, CodeBody>,
    /// The informants.
    #[serde(default)]
    pub informants: BTreeMap<Uuid, InformantBody>,
    /// The documents.
    #[serde(default)]
    pub documents: BTreeMap<Uuid, DocumentReading>,
    /// The central theme of the condensation of a selection.
    #[serde(default)]
    pub themes: BTreeMap<Uuid, String>,
    /// The configurations, in order.
    #[serde(default)]
    pub configurations: Vec<ConfigurationParts>,
    /// The versions of the programme theory, earlier ones first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub theories: Vec<TheoryVersionEntry>,
}

/// How a document is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentReading {
    /// `"en"` or `"da"`.
    pub language: String,
    /// How its turns are marked.
    pub format: TurnFormat,
    /// The labels, and the informant each stands for; the interviewer stands for none.
    pub speakers: Vec<(String, Option<Uuid>)>,
    /// The file it came from.
    pub source: Provenance,
    /// The hash of the words that all this is about: turns found in them are not those of others.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hash: String,
}

/// A configuration: the codes and selections of its three parts, and the selections for and against
/// it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConfigurationParts {
    /// The set that stands for it.
    pub set: Uuid,
    /// Codes of context, mechanism and outcome.
    pub codes: [Vec<Uuid>; 3],
    /// Selections that speak of them.
    pub selections: [Vec<Uuid>; 3],
    /// Selections for and against.
    pub told: Vec<(Uuid, Polarity)>,
    /// If … then … because ….
    #[serde(default)]
    pub statement: String,
    /// The set of the configuration whose context this one's outcome is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

/// A version of the programme theory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TheoryVersionEntry {
    /// The graph that draws it, if one does.
    pub id: Uuid,
    /// What it is called.
    pub version: String,
    /// The version it was derived from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Whether it never changes any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub frozen: bool,
    /// Its nodes, in order.
    pub nodes: Vec<NodeEntry>,
    /// Its links, in order.
    pub links: Vec<LinkEntry>,
    /// What became of its elements, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeEntry>,
}

/// A node: a code, and what the version says of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeEntry {
    /// The code.
    pub code: Uuid,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Its part, where that differs from the code's kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<CodeKind>,
    /// What the programme offers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub resource: String,
    /// How people respond to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reasoning: String,
}

/// A link, what quotes do to it, and what was concluded of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkEntry {
    /// The link that stands for it.
    pub id: Uuid,
    /// The code where it begins.
    pub from: Uuid,
    /// The code where it leads.
    pub to: Uuid,
    /// The claim in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub statement: String,
    /// Where the claim comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    /// The direction expected.
    #[serde(default, skip_serializing_if = "is_unstated")]
    pub expected: ExpectedDirection,
    /// The link it acts on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Uuid>,
    /// The link of the parent version that it carries on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Uuid>,
    /// Whether it was drawn when the data were known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub post_hoc: bool,
    /// The selections for and against it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judged: Vec<(Uuid, Polarity)>,
    /// What was concluded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<VerdictEntry>,
    /// What somebody noted of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
}

/// A conclusion with its reason.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictEntry {
    /// What is concluded.
    pub conclusion: Conclusion,
    /// Why.
    pub reason: String,
    /// The evidence in one line of counts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rests_on: String,
    /// The same in numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Box<Basis>>,
}

/// What became of an element, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeEntry {
    /// What became of it.
    pub operation: Operation,
    /// The node, a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<Uuid>,
    /// The link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Uuid>,
    /// The code it was replaced by, or became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Uuid>,
    /// Why.
    pub reason: String,
    /// The selections it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Uuid>,
}

fn is_unstated(expected: &ExpectedDirection) -> bool {
    *expected == ExpectedDirection::Unstated
}

/// How a code is described to other programs: its definition, then its kind and rules.
#[must_use]
pub fn description(code: &CodeBody, language: &str) -> String {
    let mut lines = vec![code.definition.in_language(language).to_owned()];
    lines.push(format!("Kind: {}", code.kind));
    for (label, words) in [
        ("Include", &code.include),
        ("Exclude", &code.exclude),
        ("Example", &code.example),
    ] {
        if !words.is_empty() {
            lines.push(format!("{label}: {}", words.in_language(language)));
        }
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
