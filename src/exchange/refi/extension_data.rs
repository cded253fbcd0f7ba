//! What a study knows and REFI-QDA has no element for, as JSON in a note called `virk` in the
//! project: kinds, keys, tags and rules of codes, how turns are marked, central themes, the parts
//! of configurations, the programme theory. Other programs show the note and pass it on, and virk
//! reads it back, so that a project that only passed through them returns complete. Where another
//! program changed something, its change wins over the note.
//!
//! Fields are only ever added, with a default: notes of earlier versions must be readable for ever.

use crate::study::document::Provenance;
use crate::study::revision::Operation;
use crate::study::theory::{Conclusion, ExpectedDirection, Origin};
use crate::study::{Basis, CodeBody, CodeKind, InformantBody, Polarity};
use crate::text::TurnFormat;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

pub const NOTE_NAME: &str = "virk";

/// The content of the note. Everything is keyed by the GUIDs of the project's XML.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExtensionData {
    pub virk: String,
    /// The language of the names of codes in the XML; a study may have two.
    pub language: String,
    #[serde(default)]
    pub codes: BTreeMap<Uuid, CodeBody>,
    #[serde(default)]
    pub informants: BTreeMap<Uuid, InformantBody>,
    #[serde(default)]
    pub documents: BTreeMap<Uuid, DocumentReading>,
    /// The central themes of condensations, by selection.
    #[serde(default)]
    pub themes: BTreeMap<Uuid, String>,
    #[serde(default)]
    pub configurations: Vec<ConfigurationParts>,
    /// Earlier versions first, so that a parent precedes what is derived from it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub theories: Vec<TheoryVersionEntry>,
}

/// How a document is divided into turns, and who speaks in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DocumentReading {
    /// `"en"` or `"da"`.
    pub language: String,
    pub format: TurnFormat,
    /// Each label with its informant; the interviewer has none.
    pub speakers: Vec<(String, Option<Uuid>)>,
    pub source: Provenance,
    /// The hash of the text. When another program changed the text, the turns no longer fit it and
    /// are found again.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hash: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ConfigurationParts {
    /// The set that represents it in the XML.
    pub set: Uuid,
    /// Codes of context, mechanism and outcome.
    pub codes: [Vec<Uuid>; 3],
    /// Selections that are evidence of each part.
    pub selections: [Vec<Uuid>; 3],
    /// Selections that support or contradict the whole.
    pub told: Vec<(Uuid, Polarity)>,
    /// The statement "if … then … because …".
    #[serde(default)]
    pub statement: String,
    /// The set of the next configuration in a chain: its context is this one's outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Uuid>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TheoryVersionEntry {
    /// The graph that draws it; only one version is drawn.
    pub id: Uuid,
    pub version: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub frozen: bool,
    pub nodes: Vec<NodeEntry>,
    pub links: Vec<LinkEntry>,
    /// Why its elements were changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<ChangeEntry>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NodeEntry {
    pub code: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// Its role in the theory, where that differs from the kind of the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<CodeKind>,
    /// What the programme offers (resource).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub resource: String,
    /// How people respond to it (reasoning).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reasoning: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkEntry {
    /// The link that represents it in the XML.
    pub id: Uuid,
    pub from: Uuid,
    pub to: Uuid,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub statement: String,
    /// The source of the claim.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    #[serde(default, skip_serializing_if = "is_unstated")]
    pub expected: ExpectedDirection,
    /// The link that it moderates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Uuid>,
    /// The link of the parent version that it continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carried: Option<Uuid>,
    /// Whether it was added after the data were known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub post_hoc: bool,
    /// Selections that support or contradict it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judged: Vec<(Uuid, Polarity)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<VerdictEntry>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictEntry {
    pub conclusion: Conclusion,
    pub reason: String,
    /// The evidence in one line of counts, for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rests_on: String,
    /// The same as numbers, by which a later change of the evidence is noticed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Box<Basis>>,
}

/// A change of an element of the theory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeEntry {
    pub operation: Operation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<Uuid>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Uuid>,
    /// The code that replaces the node.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Uuid>,
    pub reason: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Uuid>,
}

fn is_unstated(expected: &ExpectedDirection) -> bool {
    *expected == ExpectedDirection::Unstated
}

/// The description of a code that other programs show: its definition, then its kind and rules, a
/// line each.
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
