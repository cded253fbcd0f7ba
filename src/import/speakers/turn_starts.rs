//! From candidates that begin turns to the marks stored with a document.

use super::line::TurnCandidate;
use super::time_stamps;
use super::{DetectedSpeaker, SpeakerReason, label, paragraphs};
use crate::text::{Span, TurnMark};
use std::collections::HashMap;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TurnSpeaker {
    Named(String),
    /// The previous speaker continues.
    Same,
    /// Nobody: a note, or words of an unnamed speaker.
    Nobody,
}

#[derive(Clone, Debug)]
pub(super) struct TurnStart {
    /// Beginning of the heading.
    pub start: u32,
    pub words: u32,
    pub who: TurnSpeaker,
    pub time: Option<u64>,
}

impl TurnStart {
    pub fn label(&self) -> Option<&str> {
        match &self.who {
            TurnSpeaker::Named(label) => Some(label),
            _ => None,
        }
    }

    /// A start without a heading.
    fn at(place: u32, who: TurnSpeaker) -> TurnStart {
        TurnStart {
            start: place,
            words: place,
            who,
            time: None,
        }
    }
}

/// Where only one person is marked, further paragraphs of a turn may be somebody else's: they
/// become nobody's. `None` if there are no such paragraphs.
pub(super) fn alone(text: &str, begins: &[TurnStart]) -> Option<Vec<TurnStart>> {
    let mut all: Vec<TurnStart> = Vec::new();
    let ends = begins
        .iter()
        .skip(1)
        .map(|next| next.start)
        .chain([text.len() as u32]);
    for (begin, end) in begins.iter().zip(ends) {
        all.push(begin.clone());
        let paragraphs = paragraphs::paragraphs(
            text,
            Span {
                start: begin.words,
                end,
            },
        );
        if let (Some(_), [_, second, ..]) = (begin.label(), paragraphs.as_slice()) {
            all.push(TurnStart::at(second.start, TurnSpeaker::Nobody));
        }
    }
    (all.len() > begins.len()).then_some(all)
}

/// For each heading, whether a bare time at the front of a line is surely a time of the recording
/// rather than a time of day in the story. It is if many lines begin with one, if it has hours,
/// minutes and seconds, or if it is alone on a line next to a name.
pub(super) fn sure_times(text: &str, headings: &[TurnCandidate]) -> Vec<bool> {
    let bare = headings.iter().filter(|one| one.label.is_none()).count();
    let many = bare > 2 && bare * 3 >= text.lines().filter(|line| !line.trim().is_empty()).count();
    let adjoins = |one: &TurnCandidate, other: &TurnCandidate| {
        text.get(one.words as usize..other.start as usize)
            .is_some_and(|between| between.trim().is_empty())
    };
    let sure = |place: usize| {
        let one = &headings[place];
        let time = text[one.start as usize..].trim_start();
        let token = time.split_whitespace().next().unwrap_or_default();
        let whole = time
            .lines()
            .next()
            .is_some_and(|line| line.trim_end() == token);
        let above = place
            .checked_sub(1)
            .is_some_and(|above| headings[above].label.is_some() && adjoins(&headings[above], one));
        let below = headings
            .get(place + 1)
            .is_some_and(|below| below.label.is_some() && adjoins(one, below));
        many || whole && (above || below)
            || !time.starts_with(|c: char| c.is_ascii_digit())
            || token.matches(':').count() > 1
    };
    (0..headings.len()).map(sure).collect()
}

/// Adds the times within the words. A time at the end of a paragraph that has none applies to that
/// paragraph.
pub(super) fn with_stamps(text: &str, begins: Vec<TurnStart>) -> Vec<TurnStart> {
    let mut stamps: Vec<(Span, u64)> = Vec::new();
    let mut at = 0;
    for (start, words) in begins
        .iter()
        .map(|begin| (begin.start, begin.words))
        .chain([(text.len() as u32, 0)])
    {
        if at < start {
            stamps.extend(time_stamps::stamps(
                text,
                Span {
                    start: at,
                    end: start,
                },
            ));
        }
        at = words.max(at);
    }
    // A time of day in brackets is rare; three of them are times of the recording.
    let unlike_clocks = |(span, _): &(Span, u64)| {
        span.text(text).starts_with('#') || span.text(text).matches(':').count() > 1
    };
    if stamps.len() < 3 && !stamps.iter().any(unlike_clocks) {
        return begins;
    }
    let mut all: Vec<TurnStart> = Vec::with_capacity(begins.len() + stamps.len());
    let mut begins = begins.into_iter().peekable();
    for (span, time) in stamps {
        while let Some(begin) = begins.next_if(|begin| begin.start < span.start) {
            all.push(begin);
        }
        let rest = text[span.end as usize..].trim_start_matches([' ', '\t', '\r', '.']);
        let ends = rest.starts_with('\n') || rest.trim().is_empty();
        let paragraph = all.last_mut().filter(|last| {
            let words = &text[last.words as usize..span.start as usize];
            ends && last.time.is_none() && !words.trim().is_empty() && !words.contains("\n\n")
        });
        let time = match paragraph {
            Some(last) => {
                last.time = Some(time);
                None
            }
            None => Some(time),
        };
        all.push(TurnStart {
            start: span.start,
            words: span.end,
            who: TurnSpeaker::Same,
            time,
        });
    }
    all.extend(begins);
    all
}

/// Marks transcribers' notes and program remarks as nobody's words; the speaker before continues
/// after them.
pub(super) fn with_notes(text: &str, begins: Vec<TurnStart>) -> Vec<TurnStart> {
    let Some(first) = begins
        .iter()
        .find(|begin| begin.label().is_some())
        .map(|begin| begin.start)
    else {
        return begins;
    };
    let mut all: Vec<TurnStart> = Vec::with_capacity(begins.len());
    let mut begins = begins.into_iter().peekable();
    let paragraphs = paragraphs::paragraphs(
        text,
        Span {
            start: first,
            end: text.len() as u32,
        },
    );
    let (mut speaker, mut silent) = (TurnSpeaker::Nobody, false);
    for paragraph in paragraphs {
        let from = all.len();
        while let Some(begin) = begins.next_if(|begin| begin.start < paragraph.end) {
            all.push(begin);
        }
        let headed = all[from..]
            .iter()
            .any(|begin| begin.start >= paragraph.start && begin.who != TurnSpeaker::Same);
        if let Some(begin) = all[from..]
            .iter()
            .rev()
            .find(|begin| begin.who != TurnSpeaker::Same)
        {
            speaker = begin.who.clone();
        }
        // A time in brackets is not a note.
        let time = all[from..]
            .iter()
            .any(|begin| begin.start <= paragraph.start && paragraph.end <= begin.words);
        let note = !headed
            && !time
            && (paragraphs::is_note(text, paragraph) || paragraphs::is_imprint(text, paragraph));
        if note {
            all.push(TurnStart::at(paragraph.start, TurnSpeaker::Nobody));
        } else if silent && !headed {
            all.push(TurnStart::at(paragraph.start, speaker.clone()));
        }
        silent = note;
    }
    all.extend(begins);
    all.sort_by_key(|begin| begin.start);
    all
}

/// Builds the marks. A name above a time, or a time above a name, is one heading.
pub(super) fn assemble(
    text: &str,
    begins: Vec<TurnStart>,
    why: &HashMap<String, SpeakerReason>,
) -> (Vec<DetectedSpeaker>, Vec<TurnMark>) {
    let mut speakers: Vec<DetectedSpeaker> = Vec::new();
    let mut places: HashMap<String, u16> = HashMap::new();
    let mut marks: Vec<TurnMark> = Vec::with_capacity(begins.len());
    let mut current: Option<u16> = None;
    for begin in begins {
        current = match &begin.who {
            TurnSpeaker::Same => current,
            TurnSpeaker::Nobody => None,
            TurnSpeaker::Named(label) => {
                let key = label::key(label);
                match (places.get(&key), u16::try_from(speakers.len())) {
                    (Some(place), _) => Some(*place),
                    (None, Ok(place)) => {
                        let why = why.get(&key).copied().unwrap_or(SpeakerReason::Recurs);
                        speakers.push(DetectedSpeaker {
                            label: label.clone(),
                            turns: 0,
                            words: 0,
                            interviewer: false,
                            why,
                            questions: 0,
                        });
                        places.insert(key, place);
                        Some(place)
                    }
                    // More speakers than a mark can number: these words become nobody's.
                    (None, Err(_)) => None,
                }
            }
        };
        let mark = TurnMark {
            start: begin.start,
            words: begin.words,
            speaker: current,
            time: begin.time,
        };
        match marks
            .last_mut()
            .filter(|last| is_one_heading(text, last, &mark))
        {
            Some(last) => {
                *last = TurnMark {
                    words: mark.words,
                    speaker: mark.speaker,
                    time: last.time.or(mark.time),
                    ..*last
                }
            }
            None => marks.push(mark),
        }
    }
    (speakers, marks)
}

/// True if two headings are one: nothing is said between them, and one has the name and the other
/// the time.
fn is_one_heading(text: &str, one: &TurnMark, other: &TurnMark) -> bool {
    let between = text.get(one.words as usize..other.start as usize);
    let adjoin = between
        .is_some_and(|between| between.trim().is_empty() && between.matches('\n').count() < 3);
    let names = |mark: &TurnMark| {
        text.get(mark.start as usize..mark.words as usize)
            .is_some_and(|words| words.contains(char::is_alphabetic))
    };
    let headings = one.words > one.start && other.words > other.start;
    headings
        && adjoin
        && (one.time.is_none() || other.time.is_none())
        && !(names(one) && names(other))
}
