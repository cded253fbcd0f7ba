//! What a study knows and REFI-QDA has no place for, as a note called `virk`
//! in the project: kinds, keys, tags and rules of codes, how turns are marked,
//! central themes, the parts of configurations. Other programs show it as a
//! note and hand it on; virk reads it back, so that a project that only passed
//! through comes home whole. What another program changed wins over it.

use crate::study::{CodeBody, InformantBody, Polarity, document::Source};
use crate::text::TurnFormat;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The name of the note.
pub const NAME: &str = "virk";

/// All of it, by the identities that the project uses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Supplement {
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
    pub documents: BTreeMap<Uuid, Reading>,
    /// The central theme of the condensation of a selection.
    #[serde(default)]
    pub themes: BTreeMap<Uuid, String>,
    /// The configurations, in order.
    #[serde(default)]
    pub configurations: Vec<Parts>,
}

/// How a document is read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// `"en"` or `"da"`.
    pub language: String,
    /// How its turns are marked.
    pub format: TurnFormat,
    /// The labels, and the informant each stands for; the interviewer stands for none.
    pub speakers: Vec<(String, Option<Uuid>)>,
    /// The file it came from.
    pub source: Source,
}

/// A configuration: the codes and selections of its three parts, and the selections for and against it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Parts {
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

/// How a code is described to other programs: its definition, then its kind and rules.
#[must_use]
pub fn description(code: &CodeBody, language: &str) -> String {
    let mut lines = vec![code.definition.say(language).to_owned()];
    lines.push(format!("Kind: {}", code.kind));
    for (label, words) in [("Include", &code.include), ("Exclude", &code.exclude), ("Example", &code.example)] {
        if !words.is_empty() {
            lines.push(format!("{label}: {}", words.say(language)));
        }
    }
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}
