//! How a project was read: what it holds, how its positions were understood, what
//! comes in and what is left behind. The command line and the screen tell the same.

use super::{ConversionLosses, offsets::OffsetUnit, tally::ConversionTally};
use crate::text::{number, sanitize};
use serde::Serialize;

/// How many names are told of each.
const MAX_LISTED_NAMES: usize = 5;

/// How a project was read.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProjectReport {
    /// The program that wrote it.
    pub origin: String,
    /// When it was written, as the file says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub written: String,
    /// What its positions count.
    pub counting: OffsetUnit,
    /// What spoke for that, where it is not what the standard says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// How many codes, documents, codings and notes it has.
    pub codes: usize,
    /// See `codes`.
    pub documents: usize,
    /// See `codes`.
    pub codings: usize,
    /// See `codes`.
    pub notes: usize,
    /// The sources whose words are not in the project.
    pub missing: Vec<String>,
    /// The names of quotes that are not the words at their places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unlike: Vec<String>,
    /// What was put elsewhere than where it stood, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    /// What the file holds of each kind of thing, and what becomes of it.
    #[serde(skip_serializing_if = "is_empty")]
    pub held: ConversionTally,
    /// What a study has no place for.
    pub losses: ConversionLosses,
}

fn is_empty(tally: &ConversionTally) -> bool {
    tally.all().next().is_none()
}

impl ProjectReport {
    /// "From MAXQDA 24; 12 codes, 3 documents, 40 codings; positions count code points".
    #[must_use]
    pub fn headline(&self) -> String {
        let origin = if self.origin.is_empty() {
            "an unnamed program"
        } else {
            self.origin.as_str()
        };
        let why = if self.why.is_empty() {
            String::new()
        } else {
            format!(", {}", self.why)
        };
        format!(
            "from {}; {}, {}, {}; positions count {}{why}",
            sanitize::sanitize_line(origin),
            number::count_noun(self.codes, "code"),
            number::count_noun(self.documents, "document"),
            number::count_noun(self.codings, "coding"),
            self.counting
        )
    }

    /// What else is to be told, a sentence for each; none when all went as it stands in the file.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let missing = self.missing.iter().map(|title| {
            format!(
                "The words of “{}” are not in the project; its quotes are left out",
                sanitize::sanitize_line(title)
            )
        });
        let mut told: Vec<String> = missing.collect();
        if !self.unlike.is_empty() {
            let names = named(&self.unlike);
            told.push(match self.unlike.len() {
                1 => format!("1 quote is called otherwise than the words at its place; its place was believed: {names}"),
                n => format!("{n} quotes are called otherwise than the words at their places; the places were believed: {names}"),
            });
        }
        told.extend(
            self.remarks
                .iter()
                .map(|remark| sanitize::sanitize_line(remark)),
        );
        if !self.losses.is_empty() {
            told.push(format!(
                "Left behind, since a study has no place for it: {}",
                self.losses.summary()
            ));
        }
        told
    }
}

/// The first few of them, in quotation marks.
fn named(names: &[String]) -> String {
    let shown = names.iter().take(MAX_LISTED_NAMES).map(|name| {
        let short: String = name.chars().take(40).collect();
        let dots = if short.len() < name.len() { "…" } else { "" };
        format!("“{}{dots}”", sanitize::sanitize_line(&short))
    });
    let more = if names.len() > MAX_LISTED_NAMES {
        format!(" and {} more", names.len() - MAX_LISTED_NAMES)
    } else {
        String::new()
    };
    shown.collect::<Vec<_>>().join(", ") + &more
}
