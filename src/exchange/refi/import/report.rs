//! The report of an import: what the project holds, how its positions were understood, what is
//! imported and what is lost. The command line and the screen show the same.

use super::{ConversionLosses, offsets::OffsetUnit, tally::ConversionTally};
use crate::text::{number, sanitize};
use serde::Serialize;

/// How many names a sentence lists.
const MAX_LISTED_NAMES: usize = 5;

#[derive(Clone, Debug, Default, Serialize)]
pub struct ProjectReport {
    pub origin: String,
    /// The date of the export, as the file has it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub written: String,
    pub counting: OffsetUnit,
    /// The reason, where it is not the standard's unit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    pub codes: usize,
    pub documents: usize,
    pub codings: usize,
    pub notes: usize,
    /// Sources whose text is not in the project.
    pub missing: Vec<String>,
    /// Names of quotes that differ from the words at their places.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unlike: Vec<String>,
    /// Sentences about what was imported somewhere else than it was in the project.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<String>,
    #[serde(skip_serializing_if = "is_empty")]
    pub held: ConversionTally,
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

    /// Warnings, a sentence each; none when everything was imported as it was.
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
