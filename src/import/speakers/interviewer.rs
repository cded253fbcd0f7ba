//! Tells the interviewer from the informants.
//!
//! Lines, paragraphs, and transcribers' notes.

use super::label::InterviewerLikelihood;
use super::line::TranscriptLine;
use super::{DetectedSpeaker, label};
use crate::study::Refusal;
use crate::text::Span;
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InterviewerSource {
    /// Named by the user.
    ByPerson,
    /// By a label such as `Interviewer`.
    ByLabel,
    /// Asks more than anybody else and speaks less.
    ByQuestions,
    Nobody,
}

/// Turns with questions needed before questions are evidence; one fewer where one speaker asks in
/// every turn and nobody else ever does.
const QUESTIONS: usize = 3;

/// Marks the interviewers among the speakers. `named` holds the labels chosen by the user, a single
/// `-` for none; a label that nobody has is refused.
pub(super) fn mark_interviewer(
    speakers: &mut [DetectedSpeaker],
    named: &[String],
) -> Result<InterviewerSource, Refusal> {
    if let [nobody] = named
        && nobody.trim() == "-"
    {
        return Ok(InterviewerSource::ByPerson);
    }
    for name in named {
        if !speakers.iter().any(|speaker| same(&speaker.label, name)) {
            let labels: Vec<String> = speakers
                .iter()
                .map(|speaker| format!("`{}`", speaker.label))
                .collect();
            let hint = match labels.as_slice() {
                [] => "No speaker is marked in it".into(),
                _ => format!("Choose one of {}", labels.join(", ")),
            };
            return Err(Refusal::new(
                format!("nobody called `{name}` speaks in it"),
                hint,
            ));
        }
    }
    if !named.is_empty() {
        speakers.iter_mut().for_each(|speaker| {
            speaker.interviewer = named.iter().any(|name| same(&speaker.label, name))
        });
        return Ok(InterviewerSource::ByPerson);
    }
    let by = |wanted: InterviewerLikelihood| {
        speakers
            .iter()
            .filter(|speaker| label::interviewer_likelihood(&speaker.label) == wanted)
            .count()
    };
    for (asks, questions) in [
        (InterviewerLikelihood::Certain, 0),
        (InterviewerLikelihood::Possible, 20),
    ] {
        // A label that everybody has tells nothing.
        if by(asks) == 0 || by(asks) == speakers.len() && speakers.len() > 1 {
            continue;
        }
        // Among many speakers, `Question` may be somebody in the audience.
        let turns: usize = speakers.iter().map(|speaker| speaker.turns).sum();
        // Where people are called A, B, C and so on, `I` and `Q` are just two of them.
        let series = speakers
            .iter()
            .filter(|speaker| label::key(&speaker.label).chars().count() == 1)
            .count()
            > 4;
        let is = |speaker: &DetectedSpeaker| {
            if series && label::key(&speaker.label).chars().count() == 1 {
                return false;
            }
            let much = speaker.turns * 20 >= turns || label::key(&speaker.label).starts_with("int");
            label::interviewer_likelihood(&speaker.label) == asks
                && share(speaker) >= questions
                && much
        };
        if speakers.iter().any(is) {
            speakers
                .iter_mut()
                .for_each(|speaker| speaker.interviewer = is(speaker));
            return Ok(InterviewerSource::ByLabel);
        }
    }
    match asker(speakers) {
        Some(place) => {
            speakers[place].interviewer = true;
            Ok(InterviewerSource::ByQuestions)
        }
        None => Ok(InterviewerSource::Nobody),
    }
}

fn same(label: &str, name: &str) -> bool {
    label::key(label) == label::key(name) && !label::key(name).is_empty()
}

/// Percentage of turns with a question.
fn share(speaker: &DetectedSpeaker) -> usize {
    speaker.questions * 100 / speaker.turns.max(1)
}

/// The speaker who asks in most turns, at least three times as often as anybody else, and speaks
/// less than the others together.
fn asker(speakers: &[DetectedSpeaker]) -> Option<usize> {
    let (place, most) = speakers
        .iter()
        .enumerate()
        .max_by_key(|(_, speaker)| share(speaker))?;
    let only = share(most) == 100
        && speakers
            .iter()
            .filter(|speaker| speaker.questions > 0)
            .count()
            == 1;
    let least = if only { QUESTIONS - 1 } else { QUESTIONS };
    let alone = speakers
        .iter()
        .enumerate()
        .all(|(other, speaker)| other == place || share(speaker) * 3 <= share(most));
    let words: usize = speakers.iter().map(|speaker| speaker.words).sum();
    // In a short conversation of two, both may say about as much.
    let answers = most.words * 100 <= words * 55;
    (speakers.len() > 1 && most.questions >= least && share(most) >= 60 && alone && answers)
        .then_some(place)
}

pub(super) fn lines(text: &str) -> Vec<TranscriptLine> {
    let mut lines: Vec<TranscriptLine> = Vec::new();
    let (mut at, mut first) = (0, true);
    for line in text.split_inclusive('\n') {
        let span = Span::of(at, at + line.trim_end_matches(['\n', '\r']).len());
        at += line.len();
        if line.trim().is_empty() {
            first = true;
            continue;
        }
        if let Some(last) = lines.last_mut() {
            last.above_words = true;
        }
        lines.push(TranscriptLine {
            span,
            first,
            above_words: false,
        });
        // A name may follow directly below a title, or below a line that holds only a time.
        let title = lines.len() == 1
            && line.trim().len() <= 40
            && !line.trim().ends_with(['.', ',', '?', '!', ':']);
        first = title || line.contains(':') && !line.contains(char::is_alphabetic);
    }
    lines
}

/// Stretches between blank lines.
pub(super) fn paragraphs(text: &str, within: Span) -> Vec<Span> {
    let mut paragraphs: Vec<Span> = Vec::new();
    let mut open = false;
    let mut at = within.start as usize;
    for line in within.text(text).split_inclusive('\n') {
        let end = at + line.trim_end().len();
        match paragraphs.last_mut() {
            _ if line.trim().is_empty() => open = false,
            Some(last) if open => last.end = end as u32,
            _ => {
                paragraphs.push(Span::of(at, end));
                open = true;
            }
        }
        at += line.len();
    }
    paragraphs
}

/// A transcriber's note: a paragraph entirely in brackets.
pub(super) fn is_note(text: &str, paragraph: Span) -> bool {
    let words = paragraph.text(text).trim();
    [('[', ']'), ('(', ')')].into_iter().any(|(open, close)| {
        words.len() > 2
            && words.starts_with(open)
            && words.ends_with(close)
            && !words[1..words.len() - 1].contains([open, close])
    })
}

/// Remarks of a program or transcriber about the recording: `Transcribed by …`, `Anna stopped
/// transcription`, `End of interview`, `Page 1 of 2`.
pub(super) fn is_imprint(text: &str, paragraph: Span) -> bool {
    let words = paragraph
        .text(text)
        .trim_matches(|c: char| c.is_whitespace() || "*_-–—.#[]()=".contains(c))
        .to_lowercase();
    let begins = [
        "transcribed by",
        "transcript by",
        "transcription by",
        "generated by",
        "this transcript was",
        "this transcript has been",
        "transskriberet af",
        "transcription ended",
    ];
    let ends = ["stopped transcription", "started transcription"];
    let whole = [
        "end of interview",
        "end of recording",
        "end of transcript",
        "end of transcription",
        "interview slut",
        "ende des interviews",
        "ende der aufnahme",
    ];
    let page = words.strip_prefix("page ").is_some_and(|rest| {
        rest.split(" of ")
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    });
    let short = words.len() < 160 && !words.contains('\n');
    short
        && (begins.iter().any(|part| words.starts_with(part))
            || ends.iter().any(|part| words.ends_with(part))
            || whole.contains(&words.as_str())
            || page)
}
