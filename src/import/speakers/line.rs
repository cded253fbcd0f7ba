//! Finds everything in a line that could begin a turn: names, times, dashes. Nothing is judged yet.

use super::TurnLayout;
use super::turn_starts::{TIME, milliseconds};
use crate::text::Span;
use regex::Regex;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TurnCandidate {
    pub layout: TurnLayout,
    /// Beginning of the heading.
    pub start: u32,
    /// Beginning of the words; the end of the line where they follow below.
    pub words: u32,
    /// The name; `None` for a time alone and for dashes.
    pub label: Option<Span>,
    pub time: Option<u64>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct TranscriptLine {
    pub span: Span,
    /// It begins a paragraph.
    pub first: bool,
    /// The next line has words too.
    pub above_words: bool,
}

/// A name: begins with a letter, and ends at the punctuation of a sentence.
const LABEL: &str = r"\p{L}[\p{L}\p{M}\p{N} .,'’_/&()\[\]–#+-]{0,59}?(?:_\?+)?";
/// What may precede a name: turn numbers, bullets, emphasis marks.
const LEAD: &str = r"^(?:\d{1,4}[.)]?[ \t]+)?(?:[-–—•>]+[ \t]*)?(?:\*{1,2}|__)?";
/// Longest heading, in bytes.
const HEAD: usize = 160;

struct LinePatterns {
    time: Regex,
    colon: Regex,
    chat: Regex,
    bracket: Regex,
    time_line: Regex,
    time_inside: Regex,
    tab: Regex,
    dot: Regex,
    rule: Regex,
    dash: Regex,
    name: Regex,
}

static PATTERNS: LazyLock<Option<LinePatterns>> = LazyLock::new(|| LinePatterns::new().ok());

impl LinePatterns {
    fn new() -> Result<LinePatterns, regex::Error> {
        let stamp = format!(r"(?:[\[({{<#][ \t]*(?:{TIME})[ \t]*[\])}}>#]|(?:{TIME}))");
        Ok(LinePatterns {
            time: Regex::new(&format!(r"^@?({stamp})[ \t]*[-–—|,:]?(?:[ \t]+|$)"))?,
            colon: Regex::new(&format!(
                r"{LEAD}({LABEL})(?:\*{{1,2}}|__)?[ \t]*({stamp})?[ \t]*[:：](?:\*{{1,2}}|__)?(?:[ \t]*({stamp})?[ \t]+|[ \t]*$|[^\d/\\\s])"
            ))?,
            // Zoom: a time, a tab, a display name of any form, a colon, a tab.
            chat: Regex::new(r"^(?:From[ \t]+)?([^\t]{1,80}?)[ \t]*:\t[ \t]*")?,
            bracket: Regex::new(&format!(r"^[\[(<]({LABEL})[\])>][ \t]*({stamp})?:?[ \t]*"))?,
            time_line: Regex::new(&format!(
                r"{LEAD}({LABEL})(?:\*{{1,2}}|__)?[ \t]*:?(?:[ \t]*[,|·–—-])?[ \t]*({stamp})[ \t]*:?$"
            ))?,
            time_inside: Regex::new(&format!(
                r"{LEAD}({LABEL})[ \t]*(?:[\[({{#]({TIME})[\])}}#]|\t({TIME})(?:\t|$))[ \t]*[-–—:]?[ \t]*"
            ))?,
            tab: Regex::new(&format!(r"{LEAD}({LABEL})[ ]*:?\t[ \t]*"))?,
            dot: Regex::new(r"^(\p{Lu}{1,3}\d{0,2})\.[ \t]+")?,
            rule: Regex::new(&format!(r"^({LABEL})[ \t]+(?:[-–—>|]|->)[ \t]+"))?,
            dash: Regex::new(r"^[-–—][ \t]*")?,
            name: Regex::new(&format!(r"^{LABEL}$"))?,
        })
    }
}

/// Adds all candidates of one line to `found`.
pub(super) fn candidates(
    text: &str,
    line: TranscriptLine,
    strong: Option<Span>,
    found: &mut Vec<TurnCandidate>,
) {
    let Some(patterns) = PATTERNS.as_ref() else {
        return;
    };
    let whole = line.span.text(text);
    let begins = line.span.start as usize + (whole.len() - whole.trim_start().len());
    let head = head(whole.trim());
    let complete = head.len() == whole.trim().len();
    let start = begins as u32;
    let end = line.span.end;
    let (time, after) = match patterns.time.captures(head) {
        Some(found) => (
            found.get(1).and_then(|time| milliseconds(time.as_str())),
            found.get(0).map_or(0, |all| all.end()),
        ),
        None => (None, 0),
    };
    let rest = &head[after..];
    let at = begins + after;
    let span = |part: regex::Match<'_>| Span::of(at + part.start(), at + part.end()).trim(text);
    let time_of =
        |part: Option<regex::Match<'_>>| part.and_then(|time| milliseconds(time.as_str())).or(time);
    if rest.is_empty() {
        if time.is_some() {
            found.push(TurnCandidate {
                layout: TurnLayout::TimeLine,
                start,
                words: end,
                label: None,
                time,
            });
        }
        return;
    }
    let mut add = |layout: TurnLayout, label: Option<Span>, words: usize, time: Option<u64>| {
        if let Some(label) = label
            .map(|label| without_marks(text, label))
            .filter(|label| !label.is_empty())
        {
            found.push(TurnCandidate {
                layout,
                start,
                words: words as u32,
                label: Some(label),
                time,
            });
        }
    };
    if rest.starts_with(['[', '(', '<'])
        && let Some(marks) = patterns.bracket.captures(rest)
    {
        let words = at + marks.get(0).map_or(0, |all| all.end());
        let time = time_of(marks.get(2));
        add(
            if words as u32 == end || words == at + rest.len() && time.is_some() && complete {
                TurnLayout::TimeLine
            } else {
                TurnLayout::Bracket
            },
            marks.get(1).and_then(span),
            words,
            time,
        );
    }
    let chat = (time.is_some() && head[..after].ends_with('\t'))
        .then(|| patterns.chat.captures(rest))
        .flatten();
    if let Some(marks) = chat {
        add(
            TurnLayout::TimeLine,
            marks.get(1).and_then(span),
            at + marks.get(0).map_or(0, |all| all.end()),
            time,
        );
    } else if rest.contains([':', '：'])
        && let Some(marks) = patterns.colon.captures(rest)
    {
        let all = marks.get(0).map_or(0, |all| all.end());
        // A match may include the first letter behind the colon.
        let matched = &rest[..all];
        let words = match matched.chars().next_back() {
            Some(last)
                if !last.is_whitespace() && !"::*_：".contains(last) && marks.get(3).is_none() =>
            {
                all - last.len_utf8()
            }
            _ => all,
        };
        let time = time_of(marks.get(2).or(marks.get(3)));
        let layout = if complete && words >= rest.len() && time.is_some() {
            TurnLayout::TimeLine
        } else {
            TurnLayout::Colon
        };
        add(layout, marks.get(1).and_then(span), at + words, time);
    }
    if complete
        && rest.ends_with(|c: char| c.is_ascii_digit() || "])}>#:".contains(c))
        && let Some(marks) = patterns.time_line.captures(rest)
    {
        add(
            TurnLayout::TimeLine,
            marks.get(1).and_then(span),
            at + rest.len(),
            time_of(marks.get(2)),
        );
    } else if time.is_some()
        && complete
        && patterns.name.is_match(rest)
        && !rest.ends_with(['.', ',', '-', '–'])
    {
        add(
            TurnLayout::TimeLine,
            Span::of(at, at + rest.len()).trim(text),
            at + rest.len(),
            time,
        );
    } else if let Some(marks) = patterns.time_inside.captures(rest) {
        let words = at + marks.get(0).map_or(0, |all| all.end());
        add(
            TurnLayout::TimeLine,
            marks.get(1).and_then(span),
            words,
            time_of(marks.get(2).or(marks.get(3))),
        );
    }
    if rest.contains('\t')
        && let Some(marks) = patterns.tab.captures(rest)
    {
        add(
            TurnLayout::Tab,
            marks.get(1).and_then(span),
            at + marks.get(0).map_or(0, |all| all.end()),
            time,
        );
    }
    if let Some(marks) = patterns.dot.captures(rest) {
        add(
            TurnLayout::Dot,
            marks.get(1).and_then(span),
            at + marks.get(0).map_or(0, |all| all.end()),
            time,
        );
    }
    if [" -", " –", " —", " >", " |"]
        .iter()
        .any(|rule| rest.contains(rule))
        && let Some(marks) = patterns.rule.captures(rest)
    {
        add(
            TurnLayout::Rule,
            marks.get(1).and_then(span),
            at + marks.get(0).map_or(0, |all| all.end()),
            time,
        );
    }
    if let Some(strong) = strong
        .and_then(|strong| strong.trim(text))
        .filter(|strong| strong.start as usize <= at && strong.end <= end)
    {
        let words = without_marks(
            text,
            Span {
                start: at as u32,
                end: strong.end.max(at as u32),
            },
        );
        if words.len() <= 60 {
            let follows = text[strong.end as usize..end as usize]
                .trim_start_matches([':', '.', '-', '–', ' ', '\t']);
            add(
                TurnLayout::Strong,
                Some(words),
                end as usize - follows.len(),
                time,
            );
        }
    }
    if complete
        && line.first
        && patterns.name.is_match(rest)
        && rest.len() <= 60
        && !rest.ends_with(['.', ',', '-', '–'])
    {
        let label = Span::of(at, at + rest.len());
        if line.above_words {
            add(TurnLayout::OwnLine, Some(label), at + rest.len(), time);
        }
    }
    if let Some(marks) = patterns
        .dash
        .find(rest)
        .filter(|dash| dash.end() < rest.len())
    {
        found.push(TurnCandidate {
            layout: TurnLayout::Dash,
            start,
            words: (at + marks.end()) as u32,
            label: None,
            time,
        });
    }
    if time.is_some() {
        found.push(TurnCandidate {
            layout: TurnLayout::TimeLine,
            start,
            words: at as u32,
            label: None,
            time,
        });
    }
}

/// The part of a line that a heading may take up.
fn head(line: &str) -> &str {
    let mut end = line.len().min(HEAD);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line[..end].trim_end()
}

/// Strips emphasis marks and punctuation around a label.
fn without_marks(text: &str, label: Span) -> Span {
    let words = label.text(text);
    let left = words.len()
        - words
            .trim_start_matches(|c: char| !c.is_alphanumeric())
            .len();
    let right = words
        .trim_end_matches(|c: char| c.is_whitespace() || ":,-–*_#".contains(c))
        .len();
    let right = right.max(left);
    Span {
        start: label.start + left as u32,
        end: label.start + right as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<(TurnLayout, String, String, Option<u64>)> {
        let mut found = Vec::new();
        candidates(
            line,
            TranscriptLine {
                span: Span::of(0, line.len()),
                first: true,
                above_words: true,
            },
            None,
            &mut found,
        );
        found
            .into_iter()
            .map(|one| {
                let label = one
                    .label
                    .map_or(String::new(), |label| label.text(line).to_owned());
                (
                    one.layout,
                    label,
                    line[one.words as usize..].to_owned(),
                    one.time,
                )
            })
            .collect()
    }

    fn has(line: &str, layout: TurnLayout, label: &str, words: &str, time: Option<u64>) {
        let wanted = (layout, label.to_owned(), words.to_owned(), time);
        assert!(read(line).contains(&wanted), "{line}: {:?}", read(line));
    }

    #[test]
    fn headings_in_every_order() {
        has("Anna: Hello.", TurnLayout::Colon, "Anna", "Hello.", None);
        has(
            "**Anna:** Hello.",
            TurnLayout::Colon,
            "Anna",
            "Hello.",
            None,
        );
        has(
            "12 Anna (she/her): Hello.",
            TurnLayout::Colon,
            "Anna (she/her)",
            "Hello.",
            None,
        );
        has("I:Hello?", TurnLayout::Colon, "I", "Hello?", None);
        has(
            "[00:01:02] Anna: Hello.",
            TurnLayout::Colon,
            "Anna",
            "Hello.",
            Some(62_000),
        );
        has(
            "Anna (00:02): Hello.",
            TurnLayout::Colon,
            "Anna",
            "Hello.",
            Some(2_000),
        );
        has(
            "#00:00:05-2# B: Hello.",
            TurnLayout::Colon,
            "B",
            "Hello.",
            Some(5_200),
        );
        has(
            "Anna Host  0:03",
            TurnLayout::TimeLine,
            "Anna Host",
            "",
            Some(3_000),
        );
        has(
            "00:00:03 Speaker 1",
            TurnLayout::TimeLine,
            "Speaker 1",
            "",
            Some(3_000),
        );
        has(
            "Anna Host (00:03):",
            TurnLayout::TimeLine,
            "Anna Host",
            "",
            Some(3_000),
        );
        has(
            "Speaker 1 | 00:12",
            TurnLayout::TimeLine,
            "Speaker 1",
            "",
            Some(12_000),
        );
        has(
            "Bo (00:00:09.5) Hello.",
            TurnLayout::TimeLine,
            "Bo",
            "Hello.",
            Some(9_500),
        );
        has(
            "[00:00:03 - 00:00:09] Anna",
            TurnLayout::TimeLine,
            "Anna",
            "",
            Some(3_000),
        );
        has("[00:05]", TurnLayout::TimeLine, "", "", Some(5_000));
        has("[Anna] Hello.", TurnLayout::Bracket, "Anna", "Hello.", None);
        has("I:\tHello?", TurnLayout::Tab, "I", "Hello?", None);
        has("Q. Why?", TurnLayout::Dot, "Q", "Why?", None);
        has("Anna – Hello.", TurnLayout::Rule, "Anna", "Hello.", None);
        has("- Hello.", TurnLayout::Dash, "", "Hello.", None);
        has("GARDENER", TurnLayout::OwnLine, "GARDENER", "", None);
        assert!(
            read("We met at 10:30 and went home.")
                .iter()
                .all(|one| one.0 != TurnLayout::Colon)
        );
    }
}
