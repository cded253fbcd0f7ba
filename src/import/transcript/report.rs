//! How a transcript was read, for people.

use super::{DetectedSpeaker, InterviewerSource, SpeakerDoubt, TurnLayout};
use crate::text::{language, sanitize};
use serde::Serialize;
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TranscriptReport {
    pub title: String,
    /// How the bytes were decoded.
    pub encoding: String,
    /// Language code; `"other"` for an unknown language.
    pub language: String,
    pub format: TurnLayout,
    /// Number of turns with a time.
    pub timed: usize,
    /// In order of appearance.
    pub speakers: Vec<DetectedSpeaker>,
    pub interviewer: InterviewerSource,
    /// What looks like a label but is treated as speech.
    pub passed_over: Vec<String>,
    /// What a person should check.
    pub doubts: Vec<SpeakerDoubt>,
    pub words: usize,
    /// The file's name.
    pub file: String,
    /// What the reader left out or assumed.
    pub notes: Vec<String>,
    /// Number of places where the text differs from the file; the original is kept for each.
    pub changes: usize,
}

impl TranscriptReport {
    /// The report on one line, without the speakers, which are listed beside it.
    pub fn summary(&self) -> String {
        let notes: String = self
            .notes
            .iter()
            .map(|note| format!("; {}", sanitize::sanitize_line(note)))
            .collect();
        format!("{}{notes}", self.reading())
    }

    fn reading(&self) -> String {
        let language = language::name(&self.language);
        let timed = if self.timed > 0 {
            format!(", {} with a time", self.timed)
        } else {
            String::new()
        };
        let nobody = if self.speakers.is_empty() {
            "; no speaker is marked"
        } else {
            ""
        };
        format!(
            "{}, {language}, {} words; turns marked by {}{timed}{nobody}",
            self.encoding,
            self.words,
            self.format.describe()
        )
    }
}

impl fmt::Display for TranscriptReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reading())?;
        for (place, speaker) in self.speakers.iter().enumerate() {
            write!(
                f,
                "{} {}",
                if place == 0 { ":" } else { "," },
                sanitize::sanitize_line(&speaker.label)
            )?;
            write!(
                f,
                " ({} turn{}",
                speaker.turns,
                if speaker.turns == 1 { "" } else { "s" }
            )?;
            match (speaker.interviewer, self.interviewer) {
                (true, InterviewerSource::ByQuestions) => {
                    f.write_str(", the interviewer, by the questions asked)")?
                }
                (true, _) => f.write_str(", the interviewer)")?,
                _ => f.write_str(")")?,
            }
        }
        if let [first, others @ ..] = self.passed_over.as_slice() {
            let more = if others.is_empty() {
                String::new()
            } else {
                format!(" and {} more", others.len())
            };
            write!(
                f,
                "; read as speech: `{}:`{more}",
                sanitize::sanitize_line(first)
            )?;
        }
        for note in &self.notes {
            write!(f, "; {}", sanitize::sanitize_line(note))?;
        }
        Ok(())
    }
}
