//! Who speaks where in a transcript, and who asks: decided from evidence, for every format.
//!
//! Five steps, each a file: what a *line* says of name and time; what a name is worth (*label*);
//! which of the places begin turns (*evidence*); how they *begin*; and who *asks*. What was decided
//! is stored with the document as marks, so that it stays as the person saw it. Everything here can
//! be overruled.

mod asks;
mod begin;
mod doubts;
mod evidence;
pub(super) mod label;
mod line;
mod paragraphs;

use super::reader::Heading;
use crate::study::Refusal;
use crate::text::{Mark, Span, TurnFormat, boundary, turn};
use begin::{Begin, Who};
use evidence::{PassedOver, Verdict};
use label::Class;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::fmt;

pub use asks::Told;
pub use evidence::Why;
pub use line::Layout;

/// A speaker of a transcript.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Speaker {
    /// The label as it stands in the text, the first time.
    pub label: String,
    /// How many turns the label begins.
    pub turns: usize,
    /// How many words are spoken.
    pub words: usize,
    /// Whether this is the interviewer, who is no informant.
    pub interviewer: bool,
    /// Why the label is taken for somebody who speaks.
    pub why: Why,
    /// In how many turns something is asked.
    #[serde(skip)]
    questions: usize,
}

/// What the person says of who speaks; what is left out is found in the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'a> {
    /// The labels of all who speak.
    pub speakers: &'a [String],
    /// The labels of those who ask; `-` alone for nobody.
    pub interviewer: &'a [String],
    /// How turns are marked.
    pub layout: Option<Layout>,
}

/// Who speaks where, and how it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Speech {
    /// How turns are marked.
    pub layout: Layout,
    /// In order of appearance.
    pub speakers: Vec<Speaker>,
    /// Where turns begin.
    pub marks: Vec<Mark>,
    /// How the interviewer was told from the informants.
    pub interviewer: Told,
    /// How many words are said, by speakers or by nobody named.
    pub words: usize,
    /// How many turns have a time.
    pub timed: usize,
    /// What stands like a label and is taken for words.
    pub passed_over: Vec<String>,
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
}

/// What would not convince a person, and the option that settles it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// What is in doubt, and how it was taken.
    pub what: String,
    /// The option of the command line, and what it says.
    pub option: String,
}

impl Doubt {
    fn new(what: impl Into<String>, option: impl Into<String>) -> Doubt {
        Doubt {
            what: what.into(),
            option: option.into(),
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.what, self.option)
    }
}

/// Who speaks in a text: by the `headings` of the file, where it has some, else by what
/// the text itself shows; `strong` are its stretches in bold.
///
/// # Errors
/// When the person names somebody who does not speak in it.
pub fn tell(
    text: &str,
    strong: &[Span],
    headings: Option<&[Heading]>,
    said: Said<'_>,
) -> Result<Speech, Refusal> {
    let found = match headings {
        Some(headings) if said.layout.is_none_or(|layout| layout == Layout::File) => {
            by_file(text, headings, said.speakers)
        }
        _ => by_text(text, strong, said),
    };
    let Found {
        layout,
        begins,
        why,
        passed_over,
        mut doubts,
    } = found;
    let (mut speakers, marks) = begin::assemble(text, begins, &why);
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
        let own = by_text(text, strong, Said::default());
        let hint = match own.begins.iter().find_map(Begin::label) {
            Some(label) => format!("Write labels as they stand in the text, such as `{label}`"),
            None => "Write labels as they stand before a colon or above the words; no speaker is marked in it".into(),
        };
        return Err(Refusal::new(
            format!("nobody called `{silent}` speaks in it"),
            hint,
        ));
    }
    let interviewer = asks::tell(&mut speakers, &listed(said.interviewer, &known))?;
    if !speakers.is_empty()
        && speakers.iter().all(|speaker| speaker.interviewer)
        && interviewer != Told::ByPerson
    {
        doubts.push(Doubt::new(
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
        doubts.push(Doubt::new(
            "nobody is marked as speaking, where questions are asked",
            option,
        ));
    }
    if said.speakers.is_empty() {
        doubts.extend(doubts::of_labels(text, &speakers, &marks));
    }
    if interviewer == Told::Nobody && speakers.len() > 1 {
        doubts.push(Doubt::new(
            "nobody is taken for the interviewer",
            "--interviewer LABEL says who asks, --interviewer - that nobody does",
        ));
    }
    Ok(Speech {
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
struct Found {
    layout: Layout,
    begins: Vec<Begin>,
    why: HashMap<String, Why>,
    passed_over: Vec<String>,
    doubts: Vec<Doubt>,
}

fn by_file(text: &str, headings: &[Heading], only: &[String]) -> Found {
    let known: HashSet<String> = headings
        .iter()
        .filter_map(|heading| Some(label::key(heading.label?.text(text))))
        .collect();
    let keys: HashSet<String> = listed(only, &known)
        .iter()
        .map(|label| label::key(label))
        .collect();
    let speaks = |label: &String| keys.is_empty() || keys.contains(&label::key(label));
    let begins: Vec<Begin> = headings
        .iter()
        .map(|heading| {
            let Heading {
                span,
                label,
                time,
                same,
            } = *heading;
            let named = label
                .map(|label| (label.start, one_line(label.text(text))))
                .filter(|(_, label)| !label.is_empty());
            let (who, words) = match named {
                Some((_, label)) if speaks(&label) => (Who::Named(label), span.end),
                // What the person says is no label was said by whoever has the word.
                Some((from, _)) => (Who::Same, from),
                None if same => (Who::Same, span.end),
                None => (Who::Nobody, span.end),
            };
            Begin {
                start: span.start,
                words,
                who,
                time,
            }
        })
        .collect();
    let why = begins
        .iter()
        .filter_map(Begin::label)
        .map(|label| (label::key(label), Why::File))
        .collect();
    Found {
        layout: Layout::File,
        begins,
        why,
        passed_over: Vec::new(),
        doubts: Vec::new(),
    }
}

fn by_text(text: &str, strong: &[Span], said: Said<'_>) -> Found {
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
        [] => evidence::judge(text, &candidates, said.layout),
        labels => {
            let known: HashSet<String> = candidates
                .iter()
                .filter_map(|one| Some(label::key(one.label?.text(text))))
                .collect();
            let keys: HashSet<String> = listed(labels, &known)
                .iter()
                .map(|label| label::key(label))
                .collect();
            evidence::told(text, &candidates, &keys, said.layout)
        }
    };
    let Verdict {
        layout,
        headings,
        speakers,
        passed_over,
    } = verdict;
    let mut doubts = Vec::new();
    // Where nobody is marked at all, a name before a colon is a name in a sentence; where somebody
    // is, what recurs may be somebody too, whatever it is called.
    let least = if speakers.is_empty() {
        Class::Initials
    } else {
        Class::Words
    };
    let alike = |passed: &PassedOver| passed.class == Class::Words || passed.count > 2;
    let maybe =
        |passed: &&PassedOver| passed.class > least || !speakers.is_empty() && alike(passed);
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
        doubts.push(Doubt::new(
            format!("“{first}:”{named}{more} could be somebody who speaks and is taken for words"),
            "--speakers names all who speak",
        ));
    }
    let dashes = layout == Some(Layout::Dash);
    if dashes {
        doubts.push(Doubt::new(
            "lines with dashes are taken for two people who take turns",
            "--turns nobody takes them for nobody's",
        ));
    }
    let mut begins: Vec<Begin> = Vec::with_capacity(headings.len());
    let timed = begin::sure_times(text, &headings);
    for (place, one) in headings.iter().enumerate() {
        let who = match one.label {
            Some(label) => Who::Named(one_line(label.text(text))),
            None if dashes => Who::Named(format!("Speaker {}", place % 2 + 1)),
            None if timed[place] => Who::Same,
            None => continue,
        };
        begins.push(Begin {
            start: one.start,
            words: one.words,
            who,
            time: one.time,
        });
    }
    let mut why = speakers;
    if dashes {
        why.extend(["speaker1", "speaker2"].map(|key| (key.to_owned(), Why::Alternates)));
    }
    // Where the person names the only one who speaks, all of it is theirs, unless others are marked
    // as well.
    let others =
        said.speakers.is_empty() || passed_over.iter().any(|passed| passed.class > Class::Words);
    let by_words = layout.is_some_and(|layout| layout != Layout::TimeLine);
    if let ([only], true) = (
        why.keys().collect::<Vec<_>>().as_slice(),
        by_words && others,
    ) && let Some(alone) = begin::alone(text, &begins)
    {
        let label = begins
            .iter()
            .find_map(Begin::label)
            .unwrap_or(only)
            .to_owned();
        begins = alone;
        if said.speakers.is_empty() {
            doubts.push(Doubt::new(
                format!("nobody but “{label}” is marked; paragraphs without a label are taken for nobody's"),
                "--speakers names all who speak",
            ));
        }
    }
    begins = begin::with_stamps(text, begins);
    begins = begin::with_notes(text, begins);
    let passed_over = passed_over.into_iter().map(|passed| passed.label).collect();
    Found {
        layout: layout.unwrap_or(Layout::Nobody),
        begins,
        why,
        passed_over,
        doubts,
    }
}

/// Counts what each says; answers how many words are said in all, and how many turns have a time.
fn count(text: &str, speakers: &mut [Speaker], marks: &[Mark]) -> (usize, usize) {
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
