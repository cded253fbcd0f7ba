//! The three rules by which documents of earlier versions find their turns. They must not change.

use super::Span;
use super::turn::{Turn, TurnFormat, push};
use regex::Regex;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A label: begins with a letter, up to 40 characters, no sentence punctuation.
const LABEL: &str = r"\p{L}[\p{L}\p{N} .'’_/&-]{0,39}?";
const TIME: &str = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?";

static COLON: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^[ \t]*(?:{TIME}[ \t]+)?({LABEL})[ \t]*(?:{TIME}[ \t]*)?:(?:[ \t]|$)"
    ))
    .ok()
});

static BRACKET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^[ \t]*(?:{TIME}[ \t]+)?\[({LABEL})\][ \t]*:?(?:[ \t]|$)"
    ))
    .ok()
});

/// All labels with their frequencies, in order of first appearance.
pub(super) fn labels(text: &str, format: &TurnFormat) -> Vec<(String, usize)> {
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
fn marked_lines(text: &str, format: &TurnFormat) -> Vec<Span> {
    match format {
        TurnFormat::Marked(_) => Vec::new(),
        TurnFormat::Block => blocks(text)
            .into_iter()
            .filter_map(|block| heading(text, block))
            .collect(),
        TurnFormat::Colon | TurnFormat::Bracket => lines(text)
            .filter_map(|line| label(text, line, format).map(|(name, _)| name))
            .collect(),
    }
}

/// Turns of a document imported by an earlier version.
pub(super) fn detected_turns(text: &str, format: &TurnFormat, labels: &[String]) -> Vec<Turn> {
    let places: HashMap<&str, u16> = (0..)
        .zip(labels)
        .map(|(place, label)| (label.as_str(), place))
        .collect();
    let known = |name: Span| places.get(name.text(text)).copied();
    let mut turns: Vec<Turn> = Vec::new();
    let mut speaker = None;
    for block in blocks(text) {
        if *format == TurnFormat::Block {
            let named = heading(text, block).and_then(|name| Some((known(name)?, name.end)));
            let words = Span {
                start: named.map_or(block.start, |(_, end)| end),
                end: block.end,
            };
            push(
                &mut turns,
                text,
                Turn {
                    speaker: named.map(|(place, _)| place),
                    labelled: named.is_some(),
                    time: None,
                    words,
                },
            );
            continue;
        }
        // A block is one turn, or several if consecutive lines have labels.
        let mut from = block.start;
        let mut labelled = false;
        if is_note(text, block)
            && label(text, block, format).is_none_or(|(name, _)| known(name).is_none())
        {
            push(
                &mut turns,
                text,
                Turn {
                    speaker: None,
                    labelled: false,
                    time: None,
                    words: block,
                },
            );
            continue;
        }
        for line in lines_in(text, block) {
            let Some((place, words)) =
                label(text, line, format).and_then(|(name, words)| Some((known(name)?, words)))
            else {
                continue;
            };
            push(
                &mut turns,
                text,
                Turn {
                    speaker,
                    labelled,
                    time: None,
                    words: Span {
                        start: from,
                        end: line.start,
                    },
                },
            );
            (speaker, labelled, from) = (Some(place), true, words);
        }
        push(
            &mut turns,
            text,
            Turn {
                speaker,
                labelled,
                time: None,
                words: Span {
                    start: from,
                    end: block.end,
                },
            },
        );
    }
    turns
}

/// A transcriber's note: a block entirely in brackets.
fn is_note(text: &str, block: Span) -> bool {
    let words = block.text(text).trim();
    words.starts_with('[')
        && words.ends_with(']')
        && !words[1..words.len() - 1].contains(['[', ']'])
}

/// The label at the start of `line`, and the byte at which the words begin.
fn label(text: &str, line: Span, format: &TurnFormat) -> Option<(Span, u32)> {
    let pattern = if *format == TurnFormat::Bracket {
        BRACKET.as_ref()?
    } else {
        COLON.as_ref()?
    };
    let found = pattern.captures(line.text(text))?;
    let (whole, name) = (found.get(0)?, found.get(1)?);
    let start = line.start as usize;
    Span::of(start + name.start(), start + name.end())
        .trim(text)
        .map(|name| (name, (start + whole.end()) as u32))
}

/// The short first line of a block of several lines.
fn heading(text: &str, block: Span) -> Option<Span> {
    let words = block.text(text);
    let first = words.lines().next()?;
    let rest = words.len() > first.len() && !words[first.len()..].trim().is_empty();
    let short =
        first.chars().count() <= 40 && first.chars().next().is_some_and(char::is_alphabetic);
    let speech = first
        .trim_end()
        .ends_with(['.', ',', ';', '?', '!', '…', '-', '–']);
    (rest && short && !speech)
        .then(|| Span::of(block.start as usize, block.start as usize + first.len()))
        .and_then(|name| {
            let name = name.trim(text)?;
            let bare = name.text(text).trim_end_matches(':').len();
            Some(Span::of(name.start as usize, name.start as usize + bare))
        })
}

/// Spans between blank lines.
fn blocks(text: &str) -> Vec<Span> {
    blocks_in(text, Span::of(0, text.len()))
}

pub(super) fn blocks_in(text: &str, within: Span) -> Vec<Span> {
    let mut blocks: Vec<Span> = Vec::new();
    let mut open: Option<Span> = None;
    for line in lines_in(text, within) {
        if line.text(text).trim().is_empty() {
            blocks.extend(open.take());
        } else {
            open = Some(open.map_or(line, |block| block.union(line)));
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
