//! The report of an import: what the project holds, how its positions were understood, what is
//! imported and what is lost. The command line and the screen show the same.
//!
//! Personal data in a project: refused, kept, or replaced by pseudonyms, in which case the
//! positions of quotes move with the text.

use super::ConversionLosses;
use super::offsets::{ClaimedPosition, OffsetUnit};
use super::package::SourceText;
use super::project::{RefiProject, SourceEntry};
use super::tally::ConversionTally;
use crate::import::pseudonyms::Pseudonyms;
use crate::import::transcript::PersonalDataPolicy;
use crate::import::{TextFile, transcript};
use crate::study::document::Provenance;
use crate::study::{Refusal, Study};
use crate::text::{Span, number, sanitize};
use serde::Serialize;
use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

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

/// The table stays usable when another thread panicked while it had the lock.
fn open(table: &Mutex<Pseudonyms>) -> MutexGuard<'_, Pseudonyms> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Replaces names in the names, notes and values of a project, where the policy asks for it.
pub(super) fn pseudonymize_project<'a>(
    project: &'a RefiProject,
    personal: &PersonalDataPolicy,
) -> Cow<'a, RefiProject> {
    let PersonalDataPolicy::Replace(table) = personal else {
        return Cow::Borrowed(project);
    };
    let mut table = open(table);
    let mut project = project.clone();
    let mut put = |words: &mut String| *words = table.replace(words, &[]).0;
    for (name, words) in project.notes.values_mut() {
        put(name);
        put(words);
    }
    for case in &mut project.cases {
        put(&mut case.name);
        case.values.iter_mut().for_each(|(_, value)| put(value));
    }
    for source in &mut project.sources {
        put(&mut source.name);
        source.values.iter_mut().for_each(|(_, value)| put(value));
        source.descriptions.iter_mut().for_each(&mut put);
        source
            .selections
            .iter_mut()
            .for_each(|selection| put(&mut selection.description));
    }
    for set in &mut project.sets {
        put(&mut set.name);
        put(&mut set.description);
    }
    for (of, words) in &mut project.stray_remarks {
        put(of);
        put(words);
    }
    Cow::Owned(project)
}

/// A source and its text as the study may have them, and the unit of the positions of its quotes.
pub(super) type PreparedSource<'a> = (Cow<'a, SourceEntry>, Cow<'a, SourceText>, OffsetUnit);

/// Applies the policy on personal data to a source; a text that the study has already is left as it
/// is.
/// Refused when the text holds personal data and the policy refuses them.
pub(super) fn pseudonymize_source<'a>(
    file: &str,
    source: &'a SourceEntry,
    words: &'a SourceText,
    counting: OffsetUnit,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<PreparedSource<'a>, Refusal> {
    let as_it_is = (Cow::Borrowed(source), Cow::Borrowed(words), counting);
    let hash = sanitize::sha256(words.text.as_bytes());
    if study.documents().any(|document| document.body.hash == hash) {
        return Ok(as_it_is);
    }
    match personal {
        PersonalDataPolicy::Keep => Ok(as_it_is),
        PersonalDataPolicy::Refuse => {
            let name = format!("{file}: {}", source.name);
            transcript::refuse_personal(
                &TextFile {
                    name,
                    text: words.text.clone(),
                    source: Provenance::default(),
                },
                &[],
            )?;
            Ok(as_it_is)
        }
        PersonalDataPolicy::Replace(table) => {
            Ok(replaced(source, words, counting, &mut open(table)))
        }
    }
}

fn replaced<'a>(
    source: &SourceEntry,
    words: &SourceText,
    counting: OffsetUnit,
    table: &mut Pseudonyms,
) -> PreparedSource<'a> {
    let units = counting.units(words);
    let span = |claim: &ClaimedPosition| {
        counting
            .range(&units, claim)
            .and_then(|range| Span::snap(&words.text, range).ok())
    };
    let spans: Vec<Option<Span>> = source
        .selections
        .iter()
        .map(|selection| span(&selection.claim))
        .collect();
    let placed: Vec<Span> = spans.iter().flatten().copied().collect();
    let (text, moved, _) = table.replace(&words.text, &placed);
    let mut moved = moved.into_iter();
    let mut source = source.clone();
    for (selection, span) in source.selections.iter_mut().zip(&spans) {
        // A quote without a place stays without one.
        let place = span.and_then(|_| moved.next()).map(|span| {
            let start = text[..span.start as usize].chars().count() as i64;
            (start, start + span.text(&text).chars().count() as i64)
        });
        let (start, end) = place.unwrap_or((-1, -1));
        selection.claim = ClaimedPosition {
            start,
            end,
            name: String::new(),
        };
    }
    let words = SourceText {
        text,
        has_bom: false,
        has_crlf: false,
        encoding: words.encoding,
    };
    (Cow::Owned(source), Cow::Owned(words), OffsetUnit::default())
}
