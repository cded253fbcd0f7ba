//! Corrected versions of transcripts: read like any other, and compared word by word with the
//! document they replace.

use super::transcript::{self, TranscriptImport, TranscriptOptions, TranscriptReport};
use crate::study::{Command, Document, InformantBody, Refusal, Study, command::NewSpeaker};
use crate::text::alignment::{Alignment, tokens};
use crate::text::folding::{FoldMode, fold};
use similar::{Algorithm, DiffTag, capture_diff_slices_deadline};
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Time limit for comparing two texts. Versions of one interview take a fraction of a second;
/// unrelated texts could take hours, and what is not compared by then counts as changed.
const COMPARE_TIMEOUT: Duration = Duration::from_secs(20);

/// A corrected version, ready to replace a document.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Replaces the document, as one undo step.
    pub command: Command,
    /// How the words of both versions correspond.
    pub alignment: Box<Alignment>,
    pub report: TranscriptReport,
}

/// Reads the file at `path` as a corrected version of `document`. Title, language and interviewer
/// are kept from the document unless the options say otherwise. Refuses a file with exactly the
/// same words.
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
                "{} is already in the study: `{}` has exactly these words",
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

/// Keeps the informant of a label that the document has already.
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

/// How the words of `old` and `new` correspond.
pub fn align_words(old: &Arc<str>, new: &Arc<str>) -> Alignment {
    let (before, after) = (words(old), words(new));
    // Patience diff (Cohen) anchors on words that are unique in both, so that common words such as
    // "I" and "the" do not mislead it.
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

/// Words and punctuation in a normalized form: a different apostrophe or composition of a letter is
/// no correction.
fn words(text: &str) -> Vec<Cow<'_, str>> {
    tokens(text)
        .into_iter()
        .map(|token| fold(token.text(text), FoldMode::KeepLayout))
        .collect()
}
