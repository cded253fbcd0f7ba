//! Who speaks where in a transcript, and who asks: decided from evidence, for every format.
//!
//! Five steps, each a file: what a *line* says of name and time; what a name is worth (*label*);
//! which of the places begin turns (*evidence*); how they *begin*; and who *asks*. What was decided is stored with
//! the document as marks, so that it stays as the person saw it. Everything here can be overruled.

mod asks;
mod begin;
mod evidence;
pub(super) mod label;
mod line;
mod paragraphs;

use super::reader::Heading;
use crate::study::Refusal;
use crate::text::{Mark, Span, TurnFormat, boundary, turn};
use begin::{Begin, Who};
use evidence::Verdict;
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
        Doubt { what: what.into(), option: option.into() }
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
pub fn tell(text: &str, strong: &[Span], headings: Option<&[Heading]>, said: Said<'_>) -> Result<Speech, Refusal> {
    let found = match headings {
        Some(headings) if said.layout.is_none_or(|layout| layout == Layout::File) => by_file(text, headings, said.speakers),
        _ => by_text(text, strong, said),
    };
    let Found { layout, begins, why, passed_over, mut doubts } = found;
    let (mut speakers, marks) = begin::assemble(text, begins, &why);
    let words = count(text, &mut speakers, &marks);
    if let Some(silent) = said
        .speakers
        .iter()
        .find(|label| !speakers.iter().any(|known| label::key(&known.label) == label::key(label) && known.turns > 0))
    {
        let own = by_text(text, strong, Said::default());
        let hint = match own.begins.iter().find_map(Begin::label) {
            Some(label) => format!("Write labels as they stand in the text, such as `{label}`"),
            None => "Write labels as they stand before a colon or above the words; no speaker is marked in it".into(),
        };
        return Err(Refusal::new(format!("nobody called `{silent}` speaks in it"), hint));
    }
    let interviewer = asks::tell(&mut speakers, said.interviewer)?;
    if interviewer == Told::Nobody && speakers.len() > 1 {
        doubts.push(Doubt::new(
            "nobody is taken for the interviewer",
            "--interviewer LABEL says who asks, --interviewer - that nobody does",
        ));
    }
    Ok(Speech { layout, speakers, marks, interviewer, words, passed_over, doubts })
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
    let keys: HashSet<String> = only.iter().map(|label| label::key(label)).collect();
    let speaks = |label: &String| keys.is_empty() || keys.contains(&label::key(label));
    let begins: Vec<Begin> = headings
        .iter()
        .map(|heading| {
            let label = heading.label.map(|label| one_line(label.text(text))).filter(|label| !label.is_empty() && speaks(label));
            let who = label.map_or(if heading.same { Who::Same } else { Who::Nobody }, Who::Named);
            Begin { start: heading.span.start, words: heading.span.end, who, time: heading.time }
        })
        .collect();
    let why = begins.iter().filter_map(Begin::label).map(|label| (label::key(label), Why::File)).collect();
    Found { layout: Layout::File, begins, why, passed_over: Vec::new(), doubts: Vec::new() }
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
            .map(|span| Span { start: span.start.max(line.span.start), end: span.end.min(line.span.end) });
        line::candidates(text, *line, own, &mut candidates);
    }
    let verdict = match said.speakers {
        [] => evidence::judge(text, &candidates, said.layout),
        labels => {
            let keys: HashSet<String> = labels.iter().map(|label| label::key(label)).collect();
            evidence::told(text, &candidates, &keys, said.layout)
        }
    };
    let Verdict { layout, headings, speakers, passed_over } = verdict;
    let mut doubts = Vec::new();
    // Where nobody is marked at all, a name before a colon is a name in a sentence.
    let least = if speakers.is_empty() { Class::Initials } else { Class::Words };
    let once: Vec<&str> = passed_over.iter().filter(|(_, class)| *class > least).map(|(label, _)| label.as_str()).collect();
    if let ([first, others @ ..], true) = (once.as_slice(), said.speakers.is_empty()) {
        let more = if others.is_empty() { String::new() } else { format!(" and {} more", others.len()) };
        doubts.push(Doubt::new(
            format!("“{first}:”{more} could be somebody who speaks and is taken for words"),
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
            None if timed(one.start) => Who::Same,
            None => continue,
        };
        begins.push(Begin { start: one.start, words: one.words, who, time: one.time });
    }
    let mut why = speakers;
    if dashes {
        why.extend(["speaker1", "speaker2"].map(|key| (key.to_owned(), Why::Alternates)));
    }
    let by_words = layout.is_some_and(|layout| layout != Layout::TimeLine);
    if let ([only], true) = (why.keys().collect::<Vec<_>>().as_slice(), by_words) {
        let label = begins.iter().find_map(Begin::label).unwrap_or(only).to_owned();
        if let Some(alone) = begin::alone(text, &begins) {
            begins = alone;
            doubts.push(Doubt::new(
                format!("nobody but “{label}” is marked; paragraphs without a label are taken for nobody's"),
                "--speakers names all who speak",
            ));
        }
    }
    begins = begin::with_stamps(text, begins);
    begins = begin::with_notes(text, begins);
    let passed_over = passed_over.into_iter().map(|(label, _)| label).collect();
    Found { layout: layout.unwrap_or(Layout::Nobody), begins, why, passed_over, doubts }
}

/// Counts what each says; answers how many words are said in all.
fn count(text: &str, speakers: &mut [Speaker], marks: &[Mark]) -> usize {
    let mut all = 0;
    for turn in turn::turns(text, &TurnFormat::Marked(marks.into()), &[]) {
        let words = turn.words.text(text);
        let count = boundary::count_words(words);
        all += count;
        let Some(speaker) = turn.speaker.and_then(|place| speakers.get_mut(usize::from(place))) else { continue };
        speaker.turns += usize::from(turn.labelled);
        speaker.words += count;
        speaker.questions += usize::from(turn.labelled && words.contains(['?', '？', '¿']));
    }
    all
}

/// A label whose words a line end parts.
fn one_line(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}
