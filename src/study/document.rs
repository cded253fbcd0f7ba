//! Documents: transcripts whose text never changes under their codings.

use super::{ContentId, Id, Informant};
use crate::text::{CodePointIndex, Span, Turn, TurnFormat, turn};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, OnceLock};

/// Where a document or dataset came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// File name without its folders.
    pub file: String,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// How its bytes were read, e.g. `utf-8` or `windows-1252`.
    pub encoding: String,
    /// The version of virk that read it.
    pub virk: String,
}

/// Who a label before a turn stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentSpeaker {
    /// The label as it stands in the text.
    pub label: String,
    /// The informant; `None` for the interviewer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub informant: Option<Id<Informant>>,
}

/// Everything about a document but its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentBody {
    /// What it is called; unique among live documents.
    pub title: String,
    /// The code of its language, which decides on the stems of search; `"other"` has none.
    pub language: String,
    /// How its turns are marked.
    pub format: TurnFormat,
    /// Who speaks in it.
    pub speakers: Vec<DocumentSpeaker>,
    /// Its words.
    pub content: ContentId,
    /// SHA-256 of its words, in hexadecimal.
    pub hash: String,
    /// Where it came from.
    pub source: Provenance,
}

/// One transcript, field note or report.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its identity.
    pub id: Id<Document>,
    /// What is known of it.
    pub body: DocumentBody,
    /// Its words; empty once erased.
    pub text: Arc<str>,
    /// Whether its words have been erased.
    pub erased: bool,
    labels: OnceLock<Vec<String>>,
    turns: OnceLock<Arc<[Turn]>>,
    points: OnceLock<Arc<CodePointIndex>>,
}

impl Document {
    /// A document with its words; `None` for words that have been erased.
    pub fn new(id: Id<Document>, body: DocumentBody, text: Option<Arc<str>>) -> Document {
        let erased = text.is_none();
        Document {
            id,
            body,
            text: text.unwrap_or_default(),
            erased,
            labels: OnceLock::new(),
            turns: OnceLock::new(),
            points: OnceLock::new(),
        }
    }

    /// The turns, in order; found at the first call.
    pub fn turns(&self) -> &Arc<[Turn]> {
        self.turns
            .get_or_init(|| turn::turns(&self.text, &self.body.format, self.labels()).into())
    }

    /// The labels that [`Turn::speaker`] counts in.
    pub fn labels(&self) -> &[String] {
        self.labels
            .get_or_init(|| match self.body.speakers.as_slice() {
                // Earlier editions left it to the text who speaks.
                [] => turn::speakers(&self.text, &self.body.format)
                    .into_iter()
                    .map(|(label, _)| label)
                    .collect(),
                speakers => speakers
                    .iter()
                    .map(|speaker| speaker.label.clone())
                    .collect(),
            })
    }

    /// Lets a label stand for somebody else; the turns stay as they are.
    pub(super) fn assign(&mut self, label: &str, informant: Option<Id<Informant>>) {
        let speakers = self
            .body
            .speakers
            .iter_mut()
            .filter(|speaker| speaker.label == label);
        speakers.for_each(|speaker| speaker.informant = informant);
    }

    /// The table between bytes and code points; counted at the first call.
    pub fn points(&self) -> &Arc<CodePointIndex> {
        self.points
            .get_or_init(|| Arc::new(CodePointIndex::new(&self.text)))
    }

    /// The number (from 0) of the turn at byte `at`, or of the nearest before it.
    pub fn turn_at(&self, at: usize) -> usize {
        self.turns()
            .partition_point(|turn| turn.words.start as usize <= at)
            .saturating_sub(1)
    }

    /// The label of who speaks in a turn.
    pub fn label(&self, turn: &Turn) -> Option<&str> {
        self.labels()
            .get(usize::from(turn.speaker?))
            .map(String::as_str)
    }

    /// When the turn of this number was said, in milliseconds of the recording: by the time it
    /// bears, or, for a paragraph that goes on, by the last one before it of the same speaker.
    pub fn time_of(&self, turn: usize) -> Option<u64> {
        let mut before = self.turns().get(..=turn)?.iter().rev();
        let from = before
            .clone()
            .position(|turn| turn.time.is_some() || turn.labelled)?;
        let speaker = self.turns()[turn].speaker;
        before
            .nth(from)
            .filter(|begun| begun.speaker == speaker)?
            .time
    }

    /// Who speaks in a turn, when it is not the interviewer.
    pub fn informant(&self, turn: &Turn) -> Option<Id<Informant>> {
        self.body
            .speakers
            .get(usize::from(turn.speaker?))?
            .informant
    }

    /// Whether a turn is the interviewer's: its label stands for nobody, where others stand
    /// for informants. In a document in which nobody is told apart, no turn is.
    pub fn is_interviewers(&self, turn: &Turn) -> bool {
        let speakers = &self.body.speakers;
        let own = turn
            .speaker
            .and_then(|place| speakers.get(usize::from(place)));
        own.is_some_and(|own| own.informant.is_none())
            && speakers.iter().any(|speaker| speaker.informant.is_some())
    }

    /// The labels that stand for an informant.
    pub fn speakers_of(&self, informant: Id<Informant>) -> impl Iterator<Item = &DocumentSpeaker> {
        self.body
            .speakers
            .iter()
            .filter(move |speaker| speaker.informant == Some(informant))
    }

    /// Who speaks at the first byte of `span`.
    pub fn informant_of(&self, span: Span) -> Option<Id<Informant>> {
        self.informant(self.turns().get(self.turn_at(span.start as usize))?)
    }
}
