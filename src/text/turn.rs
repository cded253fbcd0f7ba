//! Turns of a transcript: who speaks where.
//!
//! The turns found at import are stored with the document as [`TurnMark`]s, so that a better
//! detection in a later version never moves existing turns. Documents imported by earlier versions
//! store a format instead, and their turns are detected whenever they are opened; therefore these
//! three rules must not change:
//!
//! ```text
//! Mentor 1: We talk.      [Mentor 1] We talk.     Mentor 1
//!                                                 We talk.
//! (colon)                 (bracket)               (block)
//! ```

use super::Span;
use super::turn_detection::{blocks_in, detected_turns, labels};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::sync::Arc;

/// How a transcript marks its speakers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnFormat {
    /// `Name: words`, optionally after a time stamp.
    Colon,
    /// `[Name] words`.
    Bracket,
    /// Blocks between blank lines; a short first line that recurs is the speaker.
    Block,
    /// As found at import, in the order of the text.
    #[serde(serialize_with = "marks_out", deserialize_with = "marks_in")]
    Marked(Arc<[TurnMark]>),
}

fn marks_out<S: Serializer>(marks: &Arc<[TurnMark]>, out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(marks.iter())
}

fn marks_in<'de, D: Deserializer<'de>>(stored: D) -> Result<Arc<[TurnMark]>, D::Error> {
    Vec::deserialize(stored).map(Into::into)
}

/// The start of a turn, or of a new time stamp within one.
///
/// Stored as `[start, words, speaker, time]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    from = "(u32, u32, Option<u16>, Option<u64>)",
    into = "(u32, u32, Option<u16>, Option<u64>)"
)]
pub struct TurnMark {
    /// Byte at which the label and time begin; these are not part of the words.
    pub start: u32,
    /// Byte at which the words begin; they end at the next mark.
    pub words: u32,
    /// Index among the document's speakers; `None` for nobody.
    pub speaker: Option<u16>,
    /// Milliseconds from the start of the recording.
    pub time: Option<u64>,
}

impl From<(u32, u32, Option<u16>, Option<u64>)> for TurnMark {
    fn from((start, words, speaker, time): (u32, u32, Option<u16>, Option<u64>)) -> TurnMark {
        TurnMark {
            start,
            words,
            speaker,
            time,
        }
    }
}

impl From<TurnMark> for (u32, u32, Option<u16>, Option<u64>) {
    fn from(mark: TurnMark) -> Self {
        (mark.start, mark.words, mark.speaker, mark.time)
    }
}

/// A paragraph by one speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Index in the list of labels by which the turns were found.
    pub speaker: Option<u16>,
    /// Whether this very paragraph names the speaker.
    pub labelled: bool,
    /// Start in milliseconds, if this very paragraph has a time stamp.
    pub time: Option<u64>,
    /// Without label, time stamp and surrounding white space.
    pub words: Span,
}

impl TurnFormat {
    /// The format that gives `text` the most labelled turns; [`TurnFormat::Block`] if no speakers
    /// are marked.
    #[must_use]
    pub fn detect(text: &str) -> TurnFormat {
        let colon = speakers(text, &TurnFormat::Colon)
            .into_iter()
            .map(|(_, n)| n)
            .sum::<usize>();
        let bracket = speakers(text, &TurnFormat::Bracket)
            .into_iter()
            .map(|(_, n)| n)
            .sum::<usize>();
        match (colon, bracket) {
            (0, 0) => TurnFormat::Block,
            _ if bracket > colon => TurnFormat::Bracket,
            _ => TurnFormat::Colon,
        }
    }

    /// For display: "name and colon", "name in brackets", "blank-line blocks".
    #[must_use]
    pub fn describe(&self) -> &'static str {
        match self {
            TurnFormat::Marked(_) => "marks",
            TurnFormat::Colon => "name and colon",
            TurnFormat::Bracket => "name in brackets",
            TurnFormat::Block => "blank-line blocks",
        }
    }
}

/// Speaker labels of `text` with the number of turns that begin with each, in order of first
/// appearance.
///
/// A label that occurs only once counts if the text has at most three labels in all: "Note: …" in
/// the middle of a long interview is speech.
#[must_use]
pub fn speakers(text: &str, format: &TurnFormat) -> Vec<(String, usize)> {
    let mut labels = labels(text, format);
    if labels.len() > 3 || *format == TurnFormat::Block {
        labels.retain(|(_, turns)| *turns > 1);
    }
    labels
}

/// The turns of `text` in order, by a format and the labels of the speakers. Every character
/// outside labels, time stamps and blank lines is in exactly one turn.
///
/// Marks that do not fit the text, as in a damaged study, are skipped.
#[must_use]
pub fn turns(text: &str, format: &TurnFormat, labels: &[String]) -> Vec<Turn> {
    match format {
        TurnFormat::Marked(marks) => marked_turns(text, marks),
        _ => detected_turns(text, format, labels),
    }
}

/// Turns as found at import: the paragraphs between one mark and the next.
fn marked_turns(text: &str, marks: &[TurnMark]) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let mut from = TurnMark {
        start: 0,
        words: 0,
        speaker: None,
        time: None,
    };
    let mut spoke = None;
    let mut stretch = |from: TurnMark, end: u32| {
        let stretch = Span {
            start: from.words,
            end,
        };
        // A time stamp without a name does not label the turn.
        let named = text[from.start as usize..from.words as usize].contains(char::is_alphabetic);
        let names = from.speaker.is_some() && (named || from.speaker != spoke);
        spoke = from.speaker.or(spoke);
        let mut first = true;
        for block in blocks_in(text, stretch) {
            let before = turns.len();
            let (labelled, time) = (first && names, from.time.filter(|_| first));
            push(
                &mut turns,
                text,
                Turn {
                    speaker: from.speaker,
                    labelled,
                    time,
                    words: block,
                },
            );
            first &= turns.len() == before;
        }
    };
    for mark in marks {
        if mark.start < from.words || text.get(mark.start as usize..mark.words as usize).is_none() {
            continue;
        }
        stretch(from, mark.start);
        from = *mark;
    }
    stretch(from, text.len() as u32);
    turns
}

pub(super) fn push(turns: &mut Vec<Turn>, text: &str, turn: Turn) {
    if let Some(words) = turn.words.trim(text) {
        turns.push(Turn { words, ..turn });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let format = TurnFormat::detect(text);
        let labels: Vec<String> = speakers(text, &format)
            .into_iter()
            .map(|(label, _)| label)
            .collect();
        turns(text, &format, &labels)
            .into_iter()
            .map(|turn| {
                (
                    turn.speaker
                        .map_or(String::new(), |at| labels[at as usize].clone()),
                    turn.words.text(text).to_owned(),
                )
            })
            .collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected
            .iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    }

    #[test]
    fn names_with_colons() {
        let text = "[A note.]\n\nInterviewer: Hello?\nMentor 1: Yes: hello.\nmore\n\nstill me\n\nInterviewer: Good.";
        assert_eq!(
            read(text),
            pairs(&[
                ("", "[A note.]"),
                ("Interviewer", "Hello?"),
                ("Mentor 1", "Yes: hello.\nmore"),
                ("Mentor 1", "still me"),
                ("Interviewer", "Good."),
            ])
        );
    }

    #[test]
    fn time_stamps_before_or_after_the_name() {
        let text = "[00:01:02] Søren: Ja.\n00:01:05 Åse: Nej.\nSøren (00:02): Jo.\nÅse: Hm.";
        assert_eq!(
            read(text),
            pairs(&[
                ("Søren", "Ja."),
                ("Åse", "Nej."),
                ("Søren", "Jo."),
                ("Åse", "Hm.")
            ])
        );
    }

    #[test]
    fn names_in_brackets() {
        assert_eq!(
            read("[I] Hello?\n[M1] Yes.\n[I] Good."),
            pairs(&[("I", "Hello?"), ("M1", "Yes."), ("I", "Good.")])
        );
    }

    #[test]
    fn blocks_with_and_without_names() {
        assert_eq!(
            read("M1\nYes.\n\nI\nGood.\n\nM1\nNo.\n\nI\nOh."),
            pairs(&[("M1", "Yes."), ("I", "Good."), ("M1", "No."), ("I", "Oh.")])
        );
        assert_eq!(
            read("One thing.\n\nAnother\nthing."),
            pairs(&[("", "One thing."), ("", "Another\nthing.")])
        );
    }

    #[test]
    fn a_word_with_a_colon_inside_speech_is_no_speaker() {
        let text = "I: a\nM: b\nI: c\nM: d\nRemember: this\nThus: that\nI: e";
        assert_eq!(
            speakers(text, &TurnFormat::Colon),
            vec![("I".to_owned(), 3), ("M".to_owned(), 2)]
        );
    }

    #[test]
    fn marks_say_who_speaks_and_when() {
        let text = "Talk\n\nAnna 0:03\nHello.\n\nMore.\n\n[laughs]\n\nBo 0:09\n\nYes.";
        let at = |part: &str| text.find(part).unwrap() as u32;
        let mark = |from: &str, words: u32, speaker, time| TurnMark {
            start: at(from),
            words,
            speaker,
            time,
        };
        let marks = [
            mark("Anna", at("Hello"), Some(0), Some(3_000)),
            mark("[laughs]", at("[laughs]"), None, None),
            mark("Bo", at("Yes"), Some(1), Some(9_000)),
        ];
        let turns = turns(text, &TurnFormat::Marked(marks.into()), &[]);
        let said: Vec<_> = turns
            .iter()
            .map(|turn| {
                (
                    turn.speaker,
                    turn.labelled,
                    turn.time,
                    turn.words.text(text),
                )
            })
            .collect();
        assert_eq!(
            said,
            [
                (None, false, None, "Talk"),
                (Some(0), true, Some(3_000), "Hello."),
                (Some(0), false, None, "More."),
                (None, false, None, "[laughs]"),
                (Some(1), true, Some(9_000), "Yes."),
            ]
        );
        let stored = serde_json::to_string(&marks[0]).unwrap();
        assert_eq!(stored, "[6,16,0,3000]");
    }

    #[test]
    fn marks_that_do_not_fit_are_passed_over() {
        let marks = [
            TurnMark {
                start: 9,
                words: 2,
                speaker: Some(0),
                time: None,
            },
            TurnMark {
                start: 1,
                words: 400,
                speaker: None,
                time: None,
            },
        ];
        let turns = turns("så og så", &TurnFormat::Marked(marks.into()), &[]);
        assert_eq!(turns.len(), 1);
        assert_eq!(turns[0].words.text("så og så"), "så og så");
    }

    #[test]
    fn an_empty_text_has_no_turn() {
        assert!(read("").is_empty());
        assert!(read("\n \n").is_empty());
    }
}
