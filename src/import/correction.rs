//! A corrected version of a transcript: read like any other, and compared word
//! by word with the one whose place it is to take.

use super::transcript::{self, TranscriptImport, TranscriptOptions, TranscriptReport};
use crate::study::{Command, Document, InformantBody, Refusal, Study, command::NewSpeaker};
use crate::text::alignment::{Alignment, tokens};
use crate::text::folding::{FoldMode, fold};
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long two texts are compared. Versions of one interview take a fraction
/// of a second; texts that have nothing in common could take hours, and what is
/// not compared by then counts as changed.
const COMPARE_TIMEOUT: Duration = Duration::from_secs(20);

/// A corrected version, ready to take a document's place.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Puts it there, as one undo.
    pub command: Command,
    /// Which words stand where.
    pub alignment: Box<Alignment>,
    /// How the file was read.
    pub report: TranscriptReport,
}

/// Reads the file at `path` as a corrected version of `document`. What the options
/// leave out, such as the title, is as in the document, and so is who asks.
///
/// # Errors
/// When it cannot be read as a transcript, or has the very words that the document has.
pub fn read_correction(
    path: &Path,
    options: &TranscriptOptions,
    document: &Document,
    study: &Study,
) -> Result<Correction, Refusal> {
    let known = &document.body;
    let options = TranscriptOptions {
        title: options.title.clone().or_else(|| Some(known.title.clone())),
        language: options
            .language
            .clone()
            .or_else(|| Some(known.language.clone())),
        ..options.clone()
    };
    let TranscriptImport {
        command,
        origin_command: origin,
        hash,
        mut report,
    } = transcript::import_transcript(path, &options)?;
    if hash == known.hash {
        return Err(Refusal::new(
            format!(
                "{} is in the study already: `{}` has these very words",
                path.display(),
                known.title
            ),
            "Nothing was changed",
        ));
    }
    let Command::AddDocument {
        title,
        language,
        format,
        text,
        mut speakers,
        source,
    } = command
    else {
        return Err(Refusal::new("that is no transcript", "Name a transcript"));
    };
    if options.interviewer.is_empty() {
        speakers
            .iter_mut()
            .for_each(|speaker| as_before(speaker, document, study));
        for said in &mut report.speakers {
            let who = speakers.iter().find(|speaker| speaker.label == said.label);
            said.interviewer = who.is_some_and(|speaker| speaker.informant.is_none());
        }
    }
    let words = Box::new(align_words(&document.text, &text));
    let replaces = Command::ReplaceDocument {
        id: document.id,
        title,
        language,
        format,
        speakers,
        source,
        words: words.clone(),
    };
    let command = Command::All([Some(replaces), origin].into_iter().flatten().collect());
    Ok(Correction {
        command,
        alignment: words,
        report,
    })
}

/// A label the document has already stands for the same person as there.
fn as_before(speaker: &mut NewSpeaker, document: &Document, study: &Study) {
    let Some(known) = document
        .body
        .speakers
        .iter()
        .find(|known| known.label == speaker.label)
    else {
        return;
    };
    let informant = known.informant.and_then(|id| study.informant(id));
    speaker.informant = informant.map(|known| InformantBody {
        name: known.body.name.clone(),
        ..InformantBody::default()
    });
    speaker.by_name = true;
}

/// Which words of `old` stand where in `new`.
#[must_use]
pub fn align_words(old: &Arc<str>, new: &Arc<str>) -> Alignment {
    let (before, after) = (words(old), words(new));
    // Patience (Cohen): what stands once in both holds the two together, so that "I" and "the" lead
    // nobody astray.
    let changes = capture_diff_slices_deadline(
        Algorithm::Patience,
        &before,
        &after,
        Some(Instant::now() + COMPARE_TIMEOUT),
    );
    let same: Vec<_> = changes
        .iter()
        .filter(|change| change.tag() == DiffTag::Equal)
        .map(|change| (change.old_range(), change.new_range()))
        .collect();
    Alignment::new(old.clone(), new.clone(), &same)
}

/// The words and marks as they are compared: another apostrophe or another composition of a letter
/// corrects nothing.
fn words(text: &str) -> Vec<Cow<'_, str>> {
    tokens(text)
        .into_iter()
        .map(|token| fold(token.text(text), FoldMode::KeepLayout))
        .collect()
}
