//! From candidates that begin turns to the marks stored with a document.
//!
//! The ways in which transcripts mark turns.
//!
//! Times of the recording, as written in transcripts.

use super::line::TurnCandidate;
use super::{DetectedSpeaker, SpeakerReason, interviewer, label};
use crate::text::{Span, TurnMark};
use regex::Regex;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::LazyLock;

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
        let paragraphs = interviewer::paragraphs(
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
            stamps.extend(find_stamps(
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
    let paragraphs = interviewer::paragraphs(
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
            && (interviewer::is_note(text, paragraph) || interviewer::is_imprint(text, paragraph));
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

/// How turns are marked in a transcript, strongest evidence first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
pub enum TurnLayout {
    /// By the file format: captions with voices, rows of a table.
    #[strum(serialize = "the file itself")]
    File,
    /// `Anna 0:05` on its own line, in either order.
    #[strum(serialize = "name and time")]
    TimeLine,
    #[strum(serialize = "name and colon")]
    Colon,
    #[strum(serialize = "name in brackets")]
    Bracket,
    /// A name in bold or as a heading: `**Anna** words`.
    #[strum(serialize = "name in bold or as a heading")]
    Strong,
    /// `Anna`, a tab, then words.
    #[strum(serialize = "name and tab")]
    Tab,
    #[strum(serialize = "letter and full stop")]
    Dot,
    #[strum(serialize = "name and dash")]
    Rule,
    /// `Anna` on its own line, without a time.
    #[strum(serialize = "name on a line of its own")]
    OwnLine,
    /// `– words`, by two people who alternate.
    #[strum(serialize = "dashes")]
    Dash,
    /// No turns are marked.
    #[strum(serialize = "blank lines")]
    Nobody,
}

impl TurnLayout {
    pub fn describe(self) -> &'static str {
        self.into()
    }
}

/// A time: `0:05`, `00:00:05.123`, `01:02:03-4`, or a range, of which the start counts.
///
/// Some programs omit leading zeros: `0:1:34.80`.
pub(super) const TIME: &str = r"(?:\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,3}|(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,:]\d{1,3}|-\d\b)?)(?:[ \t]*(?:-->|[-–—]|to)[ \t]*(?:\d{1,3}:)?\d{1,3}:\d{1,2}(?:[.,:]\d{1,3})?)?";

static STAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"#(?:{TIME})#|[\[({{](?:\d{{1,3}}:\d{{1,3}}:\d{{2}}(?:[.,:]\d{{1,3}}|-\d)?|\d{{1,3}}:\d{{2}}[.,]\d{{1,3}}|\d{{1,2}}:\d{{2}})[\])}}]"
    ))
    .ok()
});

/// Times within the words, such as `#00:00:05-2#` or `[00:01:02]`, with their milliseconds.
pub(super) fn find_stamps(text: &str, within: Span) -> Vec<(Span, u64)> {
    let Some(pattern) = STAMP.as_ref() else {
        return Vec::new();
    };
    let words = within.text(text);
    if !words.contains(['#', '[', '(', '{']) || !words.contains(':') {
        return Vec::new();
    }
    let at = within.start as usize;
    let found = pattern.find_iter(words);
    found
        .filter_map(|stamp| {
            Some((
                Span::of(at + stamp.start(), at + stamp.end()),
                milliseconds(stamp.as_str())?,
            ))
        })
        .collect()
}

/// The first time in a stamp, in milliseconds.
pub(super) fn milliseconds(stamp: &str) -> Option<u64> {
    let stamp = stamp.trim_matches(|c: char| !c.is_ascii_digit());
    let end = stamp
        .find(|c: char| !(c.is_ascii_digit() || ":.,".contains(c)))
        .unwrap_or(stamp.len());
    let mut tenths = stamp[end..]
        .strip_prefix('-')
        .and_then(|rest| rest.chars().next())
        .and_then(|c| c.to_digit(10))
        .unwrap_or(0);
    if stamp[end..].len() > 2 {
        // `0:05-0:09` is a range, but `0:05-2` means five seconds and two tenths.
        tenths = 0;
    }
    let (clock, fraction) = match stamp[..end].split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, fraction),
        None => (&stamp[..end], ""),
    };
    let mut parts: Vec<u64> = clock
        .split(':')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    // A fourth part counts frames, whose length depends on the camera.
    parts.truncate(3);
    let seconds = match parts.as_slice() {
        [hours, minutes, seconds] => (hours * 60 + minutes) * 60 + seconds,
        [minutes, seconds] => minutes * 60 + seconds,
        _ => return None,
    };
    let thousandths = format!("{fraction:0<3}")
        .get(..3)
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0);
    Some(seconds * 1_000 + thousandths + u64::from(tenths) * 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_milliseconds() {
        for (stamp, time) in [
            ("0:05", 5_000),
            ("#00:00:05-2#", 5_200),
            ("01:02:03,4", 3_723_400),
            ("0:05-0:09", 5_000),
            ("61:00", 3_660_000),
        ] {
            assert_eq!(milliseconds(stamp), Some(time), "{stamp}");
        }
        let text = "Yes #00:00:05-2# and (00:00:07) no [laughs] (7)";
        let times: Vec<u64> = find_stamps(text, Span::of(0, text.len()))
            .into_iter()
            .map(|(_, time)| time)
            .collect();
        assert_eq!(times, [5_200, 7_000]);
    }
}
