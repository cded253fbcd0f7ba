//! What tells who somebody is, in a project on its way into a study: refused, kept, or
//! replaced by pseudonyms, words and places together.

use super::{
    package::Words,
    position::{Claim, Counting},
    project::{Project, SourceEntry},
};
use crate::import::{
    TextFile,
    pseudonyms::Pseudonyms,
    transcript::{self, Personal},
};
use crate::study::{Refusal, Study, document::Source};
use crate::text::{Span, digest};
use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// A table that another thread left in the middle of a change is still a table.
fn open(table: &Mutex<Pseudonyms>) -> MutexGuard<'_, Pseudonyms> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The project with pseudonyms in its names, notes and values, as far as they are to be put there.
pub(super) fn named<'a>(project: &'a Project, personal: &Personal) -> Cow<'a, Project> {
    let Personal::Replace(table) = personal else {
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
    for (of, words) in &mut project.sayings {
        put(of);
        put(words);
    }
    Cow::Owned(project)
}

/// A source and its words as they may join the study, and what the places of its
/// quotes count; what the study has already is left as it is.
pub(super) type Joining<'a> = (Cow<'a, SourceEntry>, Cow<'a, Words>, Counting);

/// See [`Joining`].
///
/// # Errors
/// When numbers or addresses tell who somebody is, and nobody said what to do with them.
pub(super) fn words<'a>(
    file: &str,
    source: &'a SourceEntry,
    words: &'a Words,
    counting: Counting,
    study: &Study,
    personal: &Personal,
) -> Result<Joining<'a>, Refusal> {
    let as_it_is = (Cow::Borrowed(source), Cow::Borrowed(words), counting);
    let hash = digest::sha256(words.text.as_bytes());
    if study.documents().any(|document| document.body.hash == hash) {
        return Ok(as_it_is);
    }
    match personal {
        Personal::Keep => Ok(as_it_is),
        Personal::Refuse => {
            let name = format!("{file}: {}", source.name);
            transcript::refuse_personal(
                &TextFile {
                    name,
                    text: words.text.clone(),
                    source: Source::default(),
                },
                &[],
            )?;
            Ok(as_it_is)
        }
        Personal::Replace(table) => Ok(replaced(source, words, counting, &mut open(table))),
    }
}

fn replaced<'a>(
    source: &SourceEntry,
    words: &Words,
    counting: Counting,
    table: &mut Pseudonyms,
) -> Joining<'a> {
    let units = counting.units(words);
    let span = |claim: &Claim| {
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
        // One that had no place has none now.
        let place = span.and_then(|_| moved.next()).map(|span| {
            let start = text[..span.start as usize].chars().count() as i64;
            (start, start + span.text(&text).chars().count() as i64)
        });
        let (start, end) = place.unwrap_or((-1, -1));
        selection.claim = Claim {
            start,
            end,
            name: String::new(),
        };
    }
    let words = Words {
        text,
        marked: false,
        returns: false,
        encoding: words.encoding,
    };
    (Cow::Owned(source), Cow::Owned(words), Counting::default())
}
