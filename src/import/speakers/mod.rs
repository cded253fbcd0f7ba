//! Detects who speaks where in a transcript and who asks, from evidence and for every format.
//!
//! Five steps, one file each: the candidates of each line (`line`), the strength of a label
//! (`label`), which candidates begin turns (`evidence`, with `accepted_labels`), where exactly
//! turns begin (`turn_starts`), and who asks (`interviewer`). The result is stored with the
//! document as marks, so that a later version of the detection never changes it. Everything here
//! can be overruled by options.

mod accepted_labels;
mod doubts;
mod evidence;
mod interviewer;
pub(super) mod label;
mod line;
mod turn_starts;

use super::reader::TurnHeading;
use crate::study::Refusal;
use crate::text::{Span, TurnFormat, TurnMark, boundary, turn};
use evidence::{RejectedLabel, TurnDecision};
use label::LabelClass;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::fmt;
use turn_starts::{TurnSpeaker, TurnStart};

pub use evidence::SpeakerReason;
pub use interviewer::InterviewerSource;
pub use turn_starts::TurnLayout;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DetectedSpeaker {
    /// As written at its first occurrence.
    pub label: String,
    /// Number of turns that the label begins.
    pub turns: usize,
    /// Number of words spoken.
    pub words: usize,
    pub interviewer: bool,
    pub why: SpeakerReason,
    /// Number of turns with a question mark.
    #[serde(skip)]
    questions: usize,
}

/// What the user specified; everything left out is detected.
#[derive(Clone, Copy, Debug, Default)]
pub struct SpeakerOptions<'a> {
    pub speakers: &'a [String],
    /// Labels of the interviewers; a single `-` for none.
    pub interviewer: &'a [String],
    pub layout: Option<TurnLayout>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerAnalysis {
    pub layout: TurnLayout,
    /// In order of appearance.
    pub speakers: Vec<DetectedSpeaker>,
    pub marks: Vec<TurnMark>,
    pub interviewer: InterviewerSource,
    /// All words spoken, including those of unnamed speakers.
    pub words: usize,
    /// Number of turns with a time.
    pub timed: usize,
    /// What looks like a label but is treated as words.
    pub passed_over: Vec<String>,
    pub doubts: Vec<SpeakerDoubt>,
}

/// Something that a person should check, and the option that settles it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerDoubt {
    /// What is doubtful, and how it was resolved.
    pub what: String,
    /// A command-line option with an explanation, or another remedy.
    pub option: String,
}

impl SpeakerDoubt {
    fn new(what: impl Into<String>, option: impl Into<String>) -> SpeakerDoubt {
        SpeakerDoubt {
            what: what.into(),
            option: option.into(),
        }
    }
}

impl fmt::Display for SpeakerDoubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.what, self.option)
    }
}

/// Detects the speakers of a text from the `headings` that the format provides, or else from the
/// text itself; `strong` holds its bold stretches. Refuses a speaker named by the user who does not
/// occur.
pub fn detect_speakers(
    text: &str,
    strong: &[Span],
    headings: Option<&[TurnHeading]>,
    options: SpeakerOptions<'_>,
) -> Result<SpeakerAnalysis, Refusal> {
    let found = match headings {
        Some(headings)
            if options
                .layout
                .is_none_or(|layout| layout == TurnLayout::File) =>
        {
            by_file(text, headings, options.speakers)
        }
        _ => by_text(text, strong, options),
    };
    let DetectedTurns {
        layout,
        turn_starts: begins,
        reasons: why,
        passed_over,
        mut doubts,
    } = found;
    let (mut speakers, marks) = turn_starts::assemble(text, begins, &why);
    let (words, timed) = count(text, &mut speakers, &marks);
    let known: HashSet<String> = speakers
        .iter()
        .filter(|speaker| speaker.turns > 0)
        .map(|speaker| label::key(&speaker.label))
        .collect();
    if let Some(silent) = listed(options.speakers, &known)
        .into_iter()
        .find(|label| !known.contains(&label::key(label)))
    {
        let own = by_text(text, strong, SpeakerOptions::default());
        let hint = match own.turn_starts.iter().find_map(TurnStart::label) {
            Some(label) => format!("Write labels as they are in the text, such as `{label}`"),
            None => "Write labels as they are before a colon or above the words; no speaker is marked in it".into(),
        };
        return Err(Refusal::new(
            format!("nobody called `{silent}` speaks in it"),
            hint,
        ));
    }
    let interviewer =
        interviewer::mark_interviewer(&mut speakers, &listed(options.interviewer, &known))?;
    if !speakers.is_empty()
        && speakers.iter().all(|speaker| speaker.interviewer)
        && interviewer != InterviewerSource::ByPerson
    {
        doubts.push(SpeakerDoubt::new(
            "nobody but the interviewer is marked",
            "--speakers lists all speakers",
        ));
    }
    let questions = text
        .lines()
        .filter(|line| line.trim_end().ends_with('?'))
        .count();
    if speakers.is_empty() && questions > 2 && options.layout.is_none() {
        let option = "--speakers lists all speakers, --turns nobody says that there are none";
        doubts.push(SpeakerDoubt::new(
            "no speaker is marked, although questions are asked",
            option,
        ));
    }
    if options.speakers.is_empty() {
        doubts.extend(doubts::doubts_about_labels(text, &speakers, &marks));
    }
    if interviewer == InterviewerSource::Nobody && speakers.len() > 1 {
        doubts.push(SpeakerDoubt::new(
            "nobody was recognised as the interviewer",
            "--interviewer LABEL says who the interviewer is, --interviewer - that there is none",
        ));
    }
    Ok(SpeakerAnalysis {
        layout,
        speakers,
        marks,
        interviewer,
        words,
        timed,
        passed_over,
        doubts,
    })
}

struct DetectedTurns {
    layout: TurnLayout,
    turn_starts: Vec<TurnStart>,
    reasons: HashMap<String, SpeakerReason>,
    passed_over: Vec<String>,
    doubts: Vec<SpeakerDoubt>,
}

fn by_file(text: &str, headings: &[TurnHeading], only: &[String]) -> DetectedTurns {
    let known: HashSet<String> = headings
        .iter()
        .filter_map(|heading| Some(label::key(heading.label?.text(text))))
        .collect();
    let keys: HashSet<String> = listed(only, &known)
        .iter()
        .map(|label| label::key(label))
        .collect();
    let speaks = |label: &String| keys.is_empty() || keys.contains(&label::key(label));
    let begins: Vec<TurnStart> = headings
        .iter()
        .map(|heading| {
            let TurnHeading {
                span,
                label,
                time,
                same_speaker: same,
            } = *heading;
            let named = label
                .map(|label| (label.start, one_line(label.text(text))))
                .filter(|(_, label)| !label.is_empty());
            let (who, words) = match named {
                Some((_, label)) if speaks(&label) => (TurnSpeaker::Named(label), span.end),
                // If the user's list leaves this label out, its words belong to the current
                // speaker.
                Some((from, _)) => (TurnSpeaker::Same, from),
                None if same => (TurnSpeaker::Same, span.end),
                None => (TurnSpeaker::Nobody, span.end),
            };
            TurnStart {
                start: span.start,
                words,
                who,
                time,
            }
        })
        .collect();
    let why = begins
        .iter()
        .filter_map(TurnStart::label)
        .map(|label| (label::key(label), SpeakerReason::File))
        .collect();
    DetectedTurns {
        layout: TurnLayout::File,
        turn_starts: begins,
        reasons: why,
        passed_over: Vec::new(),
        doubts: Vec::new(),
    }
}

fn by_text(text: &str, strong: &[Span], options: SpeakerOptions<'_>) -> DetectedTurns {
    let lines = interviewer::lines(text);
    let mut candidates = Vec::new();
    let mut bold = strong.iter().peekable();
    for line in &lines {
        while bold.next_if(|span| span.end <= line.span.start).is_some() {}
        let own = bold
            .peek()
            .filter(|span| span.start < line.span.end)
            .map(|span| Span {
                start: span.start.max(line.span.start),
                end: span.end.min(line.span.end),
            });
        line::candidates(text, *line, own, &mut candidates);
    }
    let verdict = match options.speakers {
        [] => evidence::decide_turns(text, &candidates, options.layout),
        labels => {
            let known: HashSet<String> = candidates
                .iter()
                .filter_map(|one| Some(label::key(one.label?.text(text))))
                .collect();
            let keys: HashSet<String> = listed(labels, &known)
                .iter()
                .map(|label| label::key(label))
                .collect();
            evidence::accept_named_labels(text, &candidates, &keys, options.layout)
        }
    };
    let TurnDecision {
        layout,
        headings,
        speakers,
        rejected: passed_over,
    } = verdict;
    let mut doubts = Vec::new();
    // Without any speakers, a name before a colon is just part of a sentence. With some, anything
    // that recurs may be another speaker.
    let least = if speakers.is_empty() {
        LabelClass::Initials
    } else {
        LabelClass::Words
    };
    let alike = |passed: &RejectedLabel| passed.class == LabelClass::Words || passed.count > 2;
    let maybe =
        |passed: &&RejectedLabel| passed.class > least || !speakers.is_empty() && alike(passed);
    let once: Vec<&str> = passed_over
        .iter()
        .filter(maybe)
        .map(|passed| passed.label.as_str())
        .collect();
    if let ([first, others @ ..], true) = (once.as_slice(), options.speakers.is_empty()) {
        let named = others
            .iter()
            .take(4)
            .map(|label| format!(", “{label}:”"))
            .collect::<String>();
        let more = if others.len() > 4 {
            format!(" and {} more", others.len() - 4)
        } else {
            String::new()
        };
        doubts.push(SpeakerDoubt::new(
            format!("“{first}:”{named}{more} could be a speaker, but is read as words"),
            "--speakers lists all speakers",
        ));
    }
    let dashes = layout == Some(TurnLayout::Dash);
    if dashes {
        doubts.push(SpeakerDoubt::new(
            "lines with dashes are read as two speakers in turn",
            "--turns nobody reads them without speakers",
        ));
    }
    let mut begins: Vec<TurnStart> = Vec::with_capacity(headings.len());
    let timed = turn_starts::sure_times(text, &headings);
    for (place, one) in headings.iter().enumerate() {
        let who = match one.label {
            Some(label) => TurnSpeaker::Named(one_line(label.text(text))),
            None if dashes => TurnSpeaker::Named(format!("Speaker {}", place % 2 + 1)),
            None if timed[place] => TurnSpeaker::Same,
            None => continue,
        };
        begins.push(TurnStart {
            start: one.start,
            words: one.words,
            who,
            time: one.time,
        });
    }
    let mut why = speakers;
    if dashes {
        why.extend(["speaker1", "speaker2"].map(|key| (key.to_owned(), SpeakerReason::Alternates)));
    }
    // If the user names a single speaker, everything is theirs, unless others are marked as well.
    let others = options.speakers.is_empty()
        || passed_over
            .iter()
            .any(|passed| passed.class > LabelClass::Words);
    let by_words = layout.is_some_and(|layout| layout != TurnLayout::TimeLine);
    if let ([only], true) = (
        why.keys().collect::<Vec<_>>().as_slice(),
        by_words && others,
    ) && let Some(alone) = turn_starts::alone(text, &begins)
    {
        let label = begins
            .iter()
            .find_map(TurnStart::label)
            .unwrap_or(only)
            .to_owned();
        begins = alone;
        if options.speakers.is_empty() {
            doubts.push(SpeakerDoubt::new(
                format!(
                    "nobody but “{label}” is marked; paragraphs without a label have no speaker"
                ),
                "--speakers lists all speakers",
            ));
        }
    }
    begins = turn_starts::with_stamps(text, begins);
    begins = turn_starts::with_notes(text, begins);
    let passed_over = passed_over.into_iter().map(|passed| passed.label).collect();
    DetectedTurns {
        layout: layout.unwrap_or(TurnLayout::Nobody),
        turn_starts: begins,
        reasons: why,
        passed_over,
        doubts,
    }
}

/// Counts turns, words and questions per speaker; returns all words, and the turns with a time.
fn count(text: &str, speakers: &mut [DetectedSpeaker], marks: &[TurnMark]) -> (usize, usize) {
    let (mut all, mut timed) = (0, 0);
    for turn in turn::turns(text, &TurnFormat::Marked(marks.into()), &[]) {
        let words = turn.words.text(text);
        let count = boundary::count_words(words);
        all += count;
        timed += usize::from(turn.time.is_some());
        let Some(speaker) = turn
            .speaker
            .and_then(|place| speakers.get_mut(usize::from(place)))
        else {
            continue;
        };
        speaker.turns += usize::from(turn.labelled);
        speaker.words += count;
        speaker.questions += usize::from(turn.labelled && words.contains(['?', '？', '¿']));
    }
    (all, timed)
}

/// Labels listed by the user, separated by commas or given one by one: a label may itself contain a
/// comma.
fn listed(given: &[String], known: &HashSet<String>) -> Vec<String> {
    let each = |given: &String| match known.contains(&label::key(given)) {
        true => vec![given.trim().to_owned()],
        false => given
            .split(',')
            .map(str::trim)
            .filter(|label| !label.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    given.iter().flat_map(each).collect()
}

/// Joins a label that is broken across lines.
fn one_line(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}
