//! Who speaks where in a transcript, and who asks: decided from evidence, for every format.
//!
//! Four steps, each a file: what a *line* says of name and time; what a name is worth (*label*);
//! which of the places begin turns (*evidence*); and who *asks*. What was decided is stored with
//! the document as marks, so that it stays as the person saw it. Everything here can be overruled.

mod asks;
mod evidence;
pub(super) mod label;
mod line;
mod paragraphs;

use super::reader::Heading;
use crate::study::Refusal;
use crate::text::{Mark, Span, TurnFormat, boundary, turn};
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

/// A place where a turn begins, with the label as words.
struct Begin {
    start: u32,
    words: u32,
    label: Option<String>,
    time: Option<u64>,
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
    let (mut speakers, marks) = assemble(text, begins, &why, layout);
    let words = count(text, &mut speakers, &marks);
    if let Some(silent) = said
        .speakers
        .iter()
        .find(|label| !speakers.iter().any(|known| label::key(&known.label) == label::key(label) && known.turns > 0))
    {
        let hint = match speakers.first() {
            Some(speaker) => format!("Write labels as they stand in the text, such as `{}`", speaker.label),
            None => "Write labels as they stand in the text".into(),
        };
        return Err(Refusal::new(format!("nobody called `{silent}` speaks in it"), hint));
    }
    let interviewer = asks::tell(&mut speakers, said.interviewer, layout)?;
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
            Begin { start: heading.span.start, words: heading.span.end, label, time: heading.time }
        })
        .collect();
    let why = begins.iter().filter_map(|begin| begin.label.as_deref()).map(|label| (label::key(label), Why::File)).collect();
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
    let timed = sure_times(text, &headings);
    for (place, one) in headings.iter().enumerate() {
        let label = match one.label {
            Some(label) => Some(one_line(label.text(text))),
            None if dashes => Some(format!("Speaker {}", place % 2 + 1)),
            None if timed(one.start) => None,
            None => continue,
        };
        begins.push(Begin { start: one.start, words: one.words, label, time: one.time });
    }
    let mut why = speakers;
    if dashes {
        why.extend(["speaker1", "speaker2"].map(|key| (key.to_owned(), Why::Alternates)));
    }
    let by_words = layout.is_some_and(|layout| layout != Layout::TimeLine);
    if let ([only], true) = (why.keys().collect::<Vec<_>>().as_slice(), by_words) {
        let label = begins.iter().find_map(|begin| begin.label.clone()).unwrap_or_else(|| (*only).clone());
        if let Some(alone) = alone(text, &begins) {
            begins = alone;
            doubts.push(Doubt::new(
                format!("nobody but “{label}” is marked; paragraphs without a label are taken for nobody's"),
                "--speakers names all who speak",
            ));
        }
    }
    begins = with_stamps(text, begins);
    begins = with_notes(text, begins);
    let passed_over = passed_over.into_iter().map(|(label, _)| label).collect();
    Found { layout: layout.unwrap_or(Layout::Nobody), begins, why, passed_over, doubts }
}

/// Where one person alone is marked, what stands between may as well be somebody else's: it is nobody's. `None` where
/// nothing stands between.
fn alone(text: &str, begins: &[Begin]) -> Option<Vec<Begin>> {
    let mut all: Vec<Begin> = Vec::new();
    let mut between = false;
    let ends = begins.iter().skip(1).map(|next| next.start).chain([text.len() as u32]);
    for (begin, end) in begins.iter().zip(ends) {
        all.push(Begin { label: begin.label.clone(), ..*begin });
        let paragraphs = paragraphs::paragraphs(text, Span { start: begin.words, end });
        if let (Some(_), [_, second, ..]) = (&begin.label, paragraphs.as_slice()) {
            between = true;
            all.push(Begin { start: second.start, words: second.start, label: Some(String::new()), time: None });
        }
    }
    between.then_some(all)
}

/// Which bare times at the front of lines are times of the recording and not of the day that is told of.
fn sure_times<'a>(text: &'a str, headings: &[line::Candidate]) -> impl Fn(u32) -> bool + use<'a> {
    let bare = headings.iter().filter(|one| one.label.is_none()).count();
    let many = bare > 2 && bare * 3 >= text.lines().filter(|line| !line.trim().is_empty()).count();
    move |at: u32| {
        let time = text[at as usize..].trim_start();
        let token = time.split_whitespace().next().unwrap_or_default();
        let whole = time.lines().next().is_some_and(|line| line.trim_end() == token);
        many || whole || !time.starts_with(|c: char| c.is_ascii_digit()) || token.matches(':').count() > 1
    }
}

/// Adds the times that stand among the words. One that ends a paragraph without a time is the time of that paragraph.
fn with_stamps(text: &str, begins: Vec<Begin>) -> Vec<Begin> {
    let mut all: Vec<Begin> = Vec::with_capacity(begins.len());
    let mut stamps: Vec<(Span, u64)> = Vec::new();
    let mut at = 0;
    for end in begins.iter().map(|begin| (begin.start, begin.words)).chain([(text.len() as u32, 0)]) {
        if at < end.0 {
            stamps.extend(line::stamps(text, Span { start: at, end: end.0 }));
        }
        at = end.1.max(at);
    }
    // A time of the day in brackets is rare; three are times of a recording.
    let sure = stamps.len() > 2
        || stamps.iter().any(|(span, _)| span.text(text).starts_with('#') || span.text(text).matches(':').count() > 1);
    if !sure {
        return begins;
    }
    let mut begins = begins.into_iter().peekable();
    for (span, time) in stamps {
        while let Some(begin) = begins.next_if(|begin| begin.start < span.start) {
            all.push(begin);
        }
        let rest = &text[span.end as usize..];
        let ends = rest.trim_start_matches([' ', '\t', '\r', '.']).starts_with('\n') || rest.trim().is_empty();
        let mut time = Some(time);
        if ends
            && let Some(last) = all.last_mut().filter(|last| {
                last.time.is_none()
                    && !text[last.words as usize..span.start as usize].trim().is_empty()
                    && !text[last.words as usize..span.start as usize].contains("\n\n")
            })
        {
            last.time = time.take();
        }
        all.push(Begin { start: span.start, words: span.end, label: None, time });
    }
    all.extend(begins);
    all
}

/// Marks transcribers' notes and the imprint of a program as said by nobody.
fn with_notes(text: &str, begins: Vec<Begin>) -> Vec<Begin> {
    let Some(first) = begins.iter().find(|begin| begin.label.is_some()).map(|begin| begin.start) else { return begins };
    let mut all: Vec<Begin> = Vec::with_capacity(begins.len());
    let mut begins = begins.into_iter().peekable();
    let paragraphs = paragraphs::paragraphs(text, Span { start: first, end: text.len() as u32 });
    let last = paragraphs.len().saturating_sub(2);
    let mut speaker: Option<String> = None;
    let mut silent = false;
    for (place, paragraph) in paragraphs.into_iter().enumerate() {
        let from = all.len();
        while let Some(begin) = begins.next_if(|begin| begin.start < paragraph.end) {
            all.push(begin);
        }
        let headed = all[from..].iter().any(|begin| begin.start >= paragraph.start && begin.label.is_some());
        let note = !headed && (paragraphs::is_note(text, paragraph) || place >= last && paragraphs::is_imprint(text, paragraph));
        if note {
            all.push(Begin { start: paragraph.start, words: paragraph.start, label: Some(String::new()), time: None });
        } else if silent && !headed {
            all.push(Begin { start: paragraph.start, words: paragraph.start, label: speaker.clone(), time: None });
        }
        silent = note;
        if let Some(label) = all[from..].iter().rev().filter_map(|begin| begin.label.as_ref()).find(|label| !label.is_empty()) {
            speaker = Some(label.clone());
        }
    }
    all.extend(begins);
    all.sort_by_key(|begin| begin.start);
    all
}

/// Puts places together into marks: a name above a time, or a time above a name, is one heading.
fn assemble(text: &str, begins: Vec<Begin>, why: &HashMap<String, Why>, layout: Layout) -> (Vec<Speaker>, Vec<Mark>) {
    let mut speakers: Vec<Speaker> = Vec::new();
    let mut places: HashMap<String, u16> = HashMap::new();
    let mut marks: Vec<Mark> = Vec::with_capacity(begins.len());
    let mut current: Option<u16> = None;
    for begin in begins {
        // An empty label is nobody; none at all leaves the word to whoever has it.
        let speaker = match &begin.label {
            None if layout == Layout::File => None,
            None => current,
            Some(label) if label.is_empty() => None,
            Some(label) => {
                let key = label::key(label);
                let place = *places.entry(key.clone()).or_insert_with(|| {
                    let why = why.get(&key).copied().unwrap_or(Why::Recurs);
                    speakers.push(Speaker { label: label.clone(), turns: 0, words: 0, interviewer: false, why, questions: 0 });
                    (speakers.len() - 1) as u16
                });
                Some(place)
            }
        };
        current = speaker;
        let joins = marks.last().is_some_and(|last: &Mark| {
            last.words > last.start
                && begin.words > begin.start
                && (begin.label.is_none() || last.speaker == speaker || last.time.is_some())
                && text
                    .get(last.words as usize..begin.start as usize)
                    .is_some_and(|between| between.trim().is_empty() && between.matches('\n').count() < 3)
        });
        match marks.last_mut().filter(|last| joins && (last.time.is_none() || begin.time.is_none() || last.speaker == speaker)) {
            Some(last) if last.speaker == speaker || only_time(text, last) => {
                *last = Mark { words: begin.words, speaker, time: last.time.or(begin.time), ..*last };
            }
            _ => marks.push(Mark { start: begin.start, words: begin.words, speaker, time: begin.time }),
        }
    }
    (speakers, marks)
}

/// Whether a heading holds a time and no name.
fn only_time(text: &str, mark: &Mark) -> bool {
    text.get(mark.start as usize..mark.words as usize).is_some_and(|heading| !heading.contains(char::is_alphabetic))
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
