//! Personal data in a project: refused, kept, or replaced by pseudonyms, in which case the
//! positions of quotes move with the text.

use super::{
    offsets::{ClaimedPosition, OffsetUnit},
    package::SourceText,
    project::{RefiProject, SourceEntry},
};
use crate::import::{
    TextFile,
    pseudonyms::Pseudonyms,
    transcript::{self, PersonalDataPolicy},
};
use crate::study::{Refusal, Study, document::Provenance};
use crate::text::{Span, digest};
use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

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
///
/// # Errors
/// When the text holds personal data and the policy refuses them.
pub(super) fn pseudonymize_source<'a>(
    file: &str,
    source: &'a SourceEntry,
    words: &'a SourceText,
    counting: OffsetUnit,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<PreparedSource<'a>, Refusal> {
    let as_it_is = (Cow::Borrowed(source), Cow::Borrowed(words), counting);
    let hash = digest::sha256(words.text.as_bytes());
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
