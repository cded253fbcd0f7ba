//! From places where turns begin to the marks that a document keeps.

use super::line::{self, TurnCandidate};
use super::{DetectedSpeaker, SpeakerReason, label, paragraphs};
use crate::text::{Span, TurnMark};
use std::collections::HashMap;

/// Who speaks from a place on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TurnSpeaker {
    /// Somebody with this label.
    Named(String),
    /// Whoever spoke before.
    Same,
    /// Nobody: a note, or words nobody is named for.
    Nobody,
}

/// A place where a turn begins.
#[derive(Clone, Debug)]
pub(super) struct TurnStart {
    /// Where what is said by nobody begins.
    pub start: u32,
    /// Where words begin.
    pub words: u32,
    pub who: TurnSpeaker,
    /// In milliseconds.
    pub time: Option<u64>,
}

impl TurnStart {
    /// The label of who speaks, when one is named.
    pub fn label(&self) -> Option<&str> {
        match &self.who {
            TurnSpeaker::Named(label) => Some(label),
            _ => None,
        }
    }

    /// A place without a heading.
    fn at(place: u32, who: TurnSpeaker) -> TurnStart {
        TurnStart {
            start: place,
            words: place,
            who,
            time: None,
        }
    }
}

/// Where one person alone is marked, what stands between may as well be somebody else's: it is
/// nobody's. `None` where nothing stands between.
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

/// Which bare times at the front of lines are times of the recording and not of the day that is
/// told of, by their places among the headings: many do, those of hours, minutes and seconds, and
/// those alone on a line next to a name.
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

/// Adds the times that stand among the words. One that ends a paragraph without a time is the time
/// of that paragraph.
pub(super) fn with_stamps(text: &str, begins: Vec<TurnStart>) -> Vec<TurnStart> {
    let mut stamps: Vec<(Span, u64)> = Vec::new();
    let mut at = 0;
    for (start, words) in begins
        .iter()
        .map(|begin| (begin.start, begin.words))
        .chain([(text.len() as u32, 0)])
    {
        if at < start {
            stamps.extend(line::stamps(
                text,
                Span {
                    start: at,
                    end: start,
                },
            ));
        }
        at = words.max(at);
    }
    // A time of the day in brackets is rare; three are times of a recording.
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

/// Marks transcribers' notes and the imprint of a program as said by nobody; who spoke before goes
/// on after them.
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
        // A time in brackets is no note.
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

/// Puts places together into marks: a name above a time, or a time above a name, is one heading.
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
                    // Nobody has so many people in one transcript.
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

/// Whether a heading goes on with the next one: nothing is said between them, and one has the name
/// and the other the time.
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
