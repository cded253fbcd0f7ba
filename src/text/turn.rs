//! Who speaks where: a transcript's turns, found once by a named format.
//!
//! The format is chosen at import, shown to the person, and stored with the
//! document; the turns themselves are derived from the text whenever it is
//! opened, so that no event has to hold them. Three formats cover what
//! transcribers type:
//!
//! ```text
//! Mentor 1: We talk.      [Mentor 1] We talk.     Mentor 1
//!                                                 We talk.
//! (colon)                 (bracket)               (block)
//! ```

use super::Span;
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// How a transcript marks its speakers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnFormat {
    /// `Name: words`, optionally after a time stamp.
    Colon,
    /// `[Name] words`.
    Bracket,
    /// Blocks between blank lines; a short first line that recurs is the speaker.
    Block,
}

/// A stretch of one speaker: the paragraph of a transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The speaker's label in the text, also when it stands before an earlier paragraph.
    pub speaker: Option<Span>,
    /// Whether the label stands before this very paragraph.
    pub labelled: bool,
    /// What is said, without the label and without white space around it.
    pub words: Span,
}

/// A label: begins with a letter, up to 40 characters, no sentence marks.
const LABEL: &str = r"\p{L}[\p{L}\p{N} .'’_/&-]{0,39}?";
const TIME: &str = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?";

static COLON: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^[ \t]*(?:{TIME}[ \t]+)?({LABEL})[ \t]*(?:{TIME}[ \t]*)?:(?:[ \t]|$)")).ok());
static BRACKET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"^[ \t]*(?:{TIME}[ \t]+)?\[({LABEL})\][ \t]*:?(?:[ \t]|$)")).ok());

impl TurnFormat {
    /// The format that gives `text` the most labelled turns; [`TurnFormat::Block`]
    /// when no speaker is marked.
    #[must_use]
    pub fn detect(text: &str) -> TurnFormat {
        let colon = speakers(text, TurnFormat::Colon).into_iter().map(|(_, n)| n).sum::<usize>();
        let bracket = speakers(text, TurnFormat::Bracket).into_iter().map(|(_, n)| n).sum::<usize>();
        match (colon, bracket) {
            (0, 0) => TurnFormat::Block,
            _ if bracket > colon => TurnFormat::Bracket,
            _ => TurnFormat::Colon,
        }
    }

    /// The word for people: "name and colon", "name in brackets", "blank-line blocks".
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            TurnFormat::Colon => "name and colon",
            TurnFormat::Bracket => "name in brackets",
            TurnFormat::Block => "blank-line blocks",
        }
    }
}

/// The speakers' labels of `text` with the number of turns each begins, in
/// order of first appearance.
///
/// A label that stands once only is taken for one when at most three labels
/// are marked at all: "Note: …" in the middle of a long interview is speech.
#[must_use]
pub fn speakers(text: &str, format: TurnFormat) -> Vec<(String, usize)> {
    let mut labels = labels(text, format);
    if labels.len() > 3 || format == TurnFormat::Block {
        labels.retain(|(_, turns)| *turns > 1);
    }
    labels
}

/// What stands before a colon or in brackets like a label but is taken for
/// speech, because it stands there once only.
#[must_use]
pub fn passed_over(text: &str, format: TurnFormat) -> Vec<String> {
    if format == TurnFormat::Block {
        return Vec::new();
    }
    let labels = labels(text, format);
    let all = labels.len() > 3;
    labels.into_iter().filter(|(_, turns)| all && *turns == 1).map(|(label, _)| label).collect()
}

/// All labels with how often they stand, in order of first appearance.
fn labels(text: &str, format: TurnFormat) -> Vec<(String, usize)> {
    let mut order: Vec<(String, usize)> = Vec::new();
    let mut place: HashMap<&str, usize> = HashMap::new();
    for line in marked_lines(text, format) {
        let label = line.text(text);
        let at = *place.entry(label).or_insert_with(|| {
            order.push((label.to_owned(), 0));
            order.len() - 1
        });
        order[at].1 += 1;
    }
    order
}

/// All labels that could mark a speaker, recurring or not.
fn marked_lines(text: &str, format: TurnFormat) -> Vec<Span> {
    match format {
        TurnFormat::Block => blocks(text).into_iter().filter_map(|block| heading(text, block)).collect(),
        TurnFormat::Colon | TurnFormat::Bracket => {
            lines(text).filter_map(|line| label(text, line, format).map(|(name, _)| name)).collect()
        }
    }
}

/// The turns of `text`, in order; every character outside labels and blank
/// lines lies in exactly one.
#[must_use]
pub fn turns(text: &str, format: TurnFormat) -> Vec<Turn> {
    let known = speakers(text, format);
    turns_by(text, format, &known.iter().map(|(label, _)| label.as_str()).collect())
}

/// The turns of `text` when it has been said which labels mark speakers.
#[must_use]
pub fn turns_by(text: &str, format: TurnFormat, labels: &HashSet<&str>) -> Vec<Turn> {
    let is_known = |name: Span| labels.contains(name.text(text));
    let mut turns: Vec<Turn> = Vec::new();
    let mut speaker = None;
    for block in blocks(text) {
        if format == TurnFormat::Block {
            let named = heading(text, block).filter(|name| is_known(*name));
            let from = named.map_or(block.start, |name| name.end);
            push(&mut turns, text, named, named.is_some(), Span { start: from, end: block.end });
            continue;
        }
        // A block is one turn, or several when labels follow line upon line.
        let mut from = block.start;
        let mut labelled = false;
        if is_note(text, block) && label(text, block, format).is_none_or(|(name, _)| !is_known(name)) {
            push(&mut turns, text, None, false, block);
            continue;
        }
        for line in lines_in(text, block) {
            let Some((name, words)) = label(text, line, format).filter(|(name, _)| is_known(*name)) else { continue };
            push(&mut turns, text, speaker, labelled, Span { start: from, end: line.start });
            (speaker, labelled, from) = (Some(name), true, words);
        }
        push(&mut turns, text, speaker, labelled, Span { start: from, end: block.end });
    }
    turns
}

fn push(turns: &mut Vec<Turn>, text: &str, speaker: Option<Span>, labelled: bool, words: Span) {
    if let Some(words) = words.trim(text) {
        turns.push(Turn { speaker, labelled, words });
    }
}

/// A transcriber's note: a block wholly in brackets.
fn is_note(text: &str, block: Span) -> bool {
    let words = block.text(text).trim();
    words.starts_with('[') && words.ends_with(']') && !words[1..words.len() - 1].contains(['[', ']'])
}

/// The label at the front of `line` and the byte where the words begin.
fn label(text: &str, line: Span, format: TurnFormat) -> Option<(Span, u32)> {
    let pattern = if format == TurnFormat::Bracket { BRACKET.as_ref()? } else { COLON.as_ref()? };
    let found = pattern.captures(line.text(text))?;
    let (whole, name) = (found.get(0)?, found.get(1)?);
    let start = line.start as usize;
    Span::of(start + name.start(), start + name.end()).trim(text).map(|name| (name, (start + whole.end()) as u32))
}

/// The short first line of a block that has more lines.
fn heading(text: &str, block: Span) -> Option<Span> {
    let words = block.text(text);
    let first = words.lines().next()?;
    let rest = words.len() > first.len() && !words[first.len()..].trim().is_empty();
    let short = first.chars().count() <= 40 && first.chars().next().is_some_and(char::is_alphabetic);
    let speech = first.trim_end().ends_with(['.', ',', ';', '?', '!', '…', '-', '–']);
    (rest && short && !speech).then(|| Span::of(block.start as usize, block.start as usize + first.len())).and_then(|name| {
        let name = name.trim(text)?;
        let bare = name.text(text).trim_end_matches(':').len();
        Some(Span::of(name.start as usize, name.start as usize + bare))
    })
}

/// Stretches between blank lines.
fn blocks(text: &str) -> Vec<Span> {
    let mut blocks: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    for line in lines(text) {
        if line.text(text).trim().is_empty() {
            blocks.extend(open.take());
        } else {
            open = Some(open.map_or(line, |block| block.cover(line)));
        }
    }
    blocks.extend(open);
    blocks
}

fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    lines_in(text, Span::of(0, text.len()))
}

fn lines_in(text: &str, within: Span) -> impl Iterator<Item = Span> + '_ {
    let mut at = within.start as usize;
    within.text(text).split_inclusive('\n').map(move |line| {
        let span = Span::of(at, at + line.trim_end_matches('\n').len());
        at += line.len();
        span
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let format = TurnFormat::detect(text);
        turns(text, format)
            .into_iter()
            .map(|turn| (turn.speaker.map_or(String::new(), |s| s.text(text).to_owned()), turn.words.text(text).to_owned()))
            .collect()
    }

    fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
        expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
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
        assert_eq!(read(text), pairs(&[("Søren", "Ja."), ("Åse", "Nej."), ("Søren", "Jo."), ("Åse", "Hm.")]));
    }

    #[test]
    fn names_in_brackets() {
        assert_eq!(read("[I] Hello?\n[M1] Yes.\n[I] Good."), pairs(&[("I", "Hello?"), ("M1", "Yes."), ("I", "Good.")]));
    }

    #[test]
    fn blocks_with_and_without_names() {
        assert_eq!(
            read("M1\nYes.\n\nI\nGood.\n\nM1\nNo.\n\nI\nOh."),
            pairs(&[("M1", "Yes."), ("I", "Good."), ("M1", "No."), ("I", "Oh.")])
        );
        assert_eq!(read("One thing.\n\nAnother\nthing."), pairs(&[("", "One thing."), ("", "Another\nthing.")]));
    }

    #[test]
    fn a_word_with_a_colon_inside_speech_is_no_speaker() {
        let text = "I: a\nM: b\nI: c\nM: d\nRemember: this\nThus: that\nI: e";
        assert_eq!(speakers(text, TurnFormat::Colon), vec![("I".to_owned(), 3), ("M".to_owned(), 2)]);
        assert_eq!(passed_over(text, TurnFormat::Colon), ["Remember", "Thus"]);
        assert!(passed_over("I: a\nM: b\nThus: that", TurnFormat::Colon).is_empty());
    }

    #[test]
    fn an_empty_text_has_no_turn() {
        assert!(read("").is_empty());
        assert!(read("\n \n").is_empty());
    }
}
