//! Who speaks where in a transcript, and who asks: decided from evidence, for every format.
//!
//! Five steps, each a file: what a *line* says of name and time; what a name is worth (*label*);
//! which of the places begin turns (*evidence*); how they *begin*; and who *asks*. What was decided
//! is stored with the document as marks, so that it stays as the person saw it. Everything here can
//! be overruled.

mod doubts;
mod evidence;
mod interviewer;
pub(super) mod label;
mod line;
mod paragraphs;
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
pub use line::TurnLayout;

/// A speaker of a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DetectedSpeaker {
    /// The label as it stands in the text, the first time.
    pub label: String,
    /// How many turns the label begins.
    pub turns: usize,
    /// How many words are spoken.
    pub words: usize,
    /// Whether this is the interviewer, who is no informant.
    pub interviewer: bool,
    /// Why the label is taken for somebody who speaks.
    pub why: SpeakerReason,
    /// In how many turns something is asked.
    #[serde(skip)]
    questions: usize,
}

/// What the person says of who speaks; what is left out is found in the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct SpeakerOptions<'a> {
    /// The labels of all who speak.
    pub speakers: &'a [String],
    /// The labels of those who ask; `-` alone for nobody.
    pub interviewer: &'a [String],
    /// How turns are marked.
    pub layout: Option<TurnLayout>,
}

/// Who speaks where, and how it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeakerAnalysis {
    /// How turns are marked.
    pub layout: TurnLayout,
    /// In order of appearance.
    pub speakers: Vec<DetectedSpeaker>,
    /// Where turns begin.
    pub marks: Vec<TurnMark>,
    /// How the interviewer was told from the informants.
    pub interviewer: InterviewerSource,
    /// How many words are said, by speakers or by nobody named.
    pub words: usize,
    /// How many turns have a time.
    pub timed: usize,
    /// What stands like a label and is taken for words.
    pub passed_over: Vec<String>,
    /// What a person should look at.
    pub doubts: Vec<SpeakerDoubt>,
}

/// What would not convince a person, and the option that settles it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpeakerDoubt {
    /// What is in doubt, and how it was taken.
    pub what: String,
    /// The option of the command line, and what it says.
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

/// Who speaks in a text: by the `headings` of the file, where it has some, else by what
/// the text itself shows; `strong` are its stretches in bold.
///
/// # Errors
/// When the person names somebody who does not speak in it.
pub fn detect_speakers(
    text: &str,
    strong: &[Span],
    headings: Option<&[TurnHeading]>,
    said: SpeakerOptions<'_>,
) -> Result<SpeakerAnalysis, Refusal> {
    let found = match headings {
        Some(headings) if said.layout.is_none_or(|layout| layout == TurnLayout::File) => {
            by_file(text, headings, said.speakers)
        }
        _ => by_text(text, strong, said),
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
    if let Some(silent) = listed(said.speakers, &known)
        .into_iter()
        .find(|label| !known.contains(&label::key(label)))
    {
        let own = by_text(text, strong, SpeakerOptions::default());
        let hint = match own.turn_starts.iter().find_map(TurnStart::label) {
            Some(label) => format!("Write labels as they stand in the text, such as `{label}`"),
            None => "Write labels as they stand before a colon or above the words; no speaker is marked in it".into(),
        };
        return Err(Refusal::new(
            format!("nobody called `{silent}` speaks in it"),
            hint,
        ));
    }
    let interviewer =
        interviewer::mark_interviewer(&mut speakers, &listed(said.interviewer, &known))?;
    if !speakers.is_empty()
        && speakers.iter().all(|speaker| speaker.interviewer)
        && interviewer != InterviewerSource::ByPerson
    {
        doubts.push(SpeakerDoubt::new(
            "nobody but the interviewer is marked",
            "--speakers names all who speak",
        ));
    }
    let questions = text
        .lines()
        .filter(|line| line.trim_end().ends_with('?'))
        .count();
    if speakers.is_empty() && questions > 2 && said.layout.is_none() {
        let option = "--speakers names all who speak, --turns nobody that nobody is marked";
        doubts.push(SpeakerDoubt::new(
            "nobody is marked as speaking, where questions are asked",
            option,
        ));
    }
    if said.speakers.is_empty() {
        doubts.extend(doubts::doubts_about_labels(text, &speakers, &marks));
    }
    if interviewer == InterviewerSource::Nobody && speakers.len() > 1 {
        doubts.push(SpeakerDoubt::new(
            "nobody is taken for the interviewer",
            "--interviewer LABEL says who asks, --interviewer - that nobody does",
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

/// Where turns begin, and why.
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
                // What the person says is no label was said by whoever has the word.
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

fn by_text(text: &str, strong: &[Span], said: SpeakerOptions<'_>) -> DetectedTurns {
    let lines = paragraphs::lines(text);
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
    let verdict = match said.speakers {
        [] => evidence::decide_turns(text, &candidates, said.layout),
        labels => {
            let known: HashSet<String> = candidates
                .iter()
                .filter_map(|one| Some(label::key(one.label?.text(text))))
                .collect();
            let keys: HashSet<String> = listed(labels, &known)
                .iter()
                .map(|label| label::key(label))
                .collect();
            evidence::accept_named_labels(text, &candidates, &keys, said.layout)
        }
    };
    let TurnDecision {
        layout,
        headings,
        speakers,
        rejected: passed_over,
    } = verdict;
    let mut doubts = Vec::new();
    // Where nobody is marked at all, a name before a colon is a name in a sentence; where somebody
    // is, what recurs may be somebody too, whatever it is called.
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
    if let ([first, others @ ..], true) = (once.as_slice(), said.speakers.is_empty()) {
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
            format!("“{first}:”{named}{more} could be somebody who speaks and is taken for words"),
            "--speakers names all who speak",
        ));
    }
    let dashes = layout == Some(TurnLayout::Dash);
    if dashes {
        doubts.push(SpeakerDoubt::new(
            "lines with dashes are taken for two people who take turns",
            "--turns nobody takes them for nobody's",
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
    // Where the person names the only one who speaks, all of it is theirs, unless others are marked
    // as well.
    let others = said.speakers.is_empty()
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
        if said.speakers.is_empty() {
            doubts.push(SpeakerDoubt::new(
                format!("nobody but “{label}” is marked; paragraphs without a label are taken for nobody's"),
                "--speakers names all who speak",
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

/// Counts what each says; answers how many words are said in all, and how many turns have a time.
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

/// The labels a person lists, with commas between them or one by one: a label may hold a comma
/// itself.
fn listed(said: &[String], known: &HashSet<String>) -> Vec<String> {
    let each = |said: &String| match known.contains(&label::key(said)) {
        true => vec![said.trim().to_owned()],
        false => said
            .split(',')
            .map(str::trim)
            .filter(|label| !label.is_empty())
            .map(str::to_owned)
            .collect(),
    };
    said.iter().flat_map(each).collect()
}

/// A label whose words a line end parts.
fn one_line(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}
