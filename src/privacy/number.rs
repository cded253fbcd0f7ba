//! Candidates for numbers written in groups of digits.
//!
//! People write a number in one piece or in groups, with spaces, hyphens, dots, slashes, brackets,
//! or across a line break. So a text is first split into *runs*: digit groups separated by nothing
//! else. Each kind of number then examines every stretch of neighbouring groups.

use super::context::NumberContext;
use std::ops::Range;

/// Fewer digits identify nobody.
const FEWEST: usize = 7;
/// Length of the longest kind of number.
const MOST: usize = 16;
/// Limit on groups, except for numbers written digit by digit.
const GROUPS: usize = 8;
/// Limit on spaces between two groups.
const BLANKS: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupSeparator {
    Blank,
    /// Nothing but a line break.
    Break,
    Dash,
    Dot,
    /// A dot followed by a space, as at the end of a sentence.
    Stop,
    Slash,
    Plus,
    Bracket,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GroupGap {
    pub sign: GroupSeparator,
    /// With white space beside the sign.
    pub spaced: bool,
    /// Includes a line break.
    pub broken: bool,
}

/// What is adjacent to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberEdge {
    /// Nothing that could belong to it.
    Free,
    /// Letters, without a space.
    Letters,
    /// Another number after a space.
    Number,
    /// Another number on the next line.
    Line,
    /// Digits joined by a sign without a space: part of something longer.
    Tight,
}

pub(super) struct DigitRun {
    groups: Vec<Range<usize>>,
    gaps: Vec<GroupGap>,
}

#[derive(Clone, Debug)]
pub(super) struct NumberCandidate {
    pub digits: String,
    /// Number of digits in each group.
    pub shape: Vec<usize>,
    pub gaps: Vec<GroupGap>,
    pub range: Range<usize>,
    pub before: NumberEdge,
    pub after: NumberEdge,
    /// Preceded by a plus sign.
    pub plus: bool,
    /// Written digit by digit.
    pub single: bool,
    /// Number of line breaks inside.
    pub breaks: usize,
    /// Alone on its lines.
    pub whole_lines: bool,
}

impl NumberCandidate {
    /// True if both edges are among `edges`.
    pub fn edges_are(&self, edges: &[NumberEdge]) -> bool {
        edges.contains(&self.before) && edges.contains(&self.after)
    }

    /// Nothing but line ends beside it.
    pub fn is_alone(&self) -> bool {
        self.edges_are(&[NumberEdge::Free, NumberEdge::Line])
    }

    /// True if it would join numbers listed below each other.
    pub fn is_column(&self) -> bool {
        self.breaks > 1
            || self.breaks == 1
                && (self.before == NumberEdge::Line || self.after == NumberEdge::Line)
    }

    /// Some of its digits as a value; -1 if there are none.
    pub fn part(&self, range: Range<usize>) -> i16 {
        self.digits
            .get(range)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(-1)
    }

    /// True if all gaps have the same separator, one of `signs`.
    pub fn divided_by(&self, signs: &[GroupSeparator]) -> bool {
        same(&self.gaps, signs)
    }
}

/// True if all gaps have the same separator, one of `signs`.
pub(super) fn same(gaps: &[GroupGap], signs: &[GroupSeparator]) -> bool {
    gaps.first().is_none_or(|first| {
        signs.contains(&first.sign) && gaps.iter().all(|gap| gap.sign == first.sign)
    })
}

/// Runs with enough digits in a folded text.
pub(super) fn runs(text: &str) -> Vec<DigitRun> {
    let bytes = text.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while let Some(start) = bytes[at..]
        .iter()
        .position(u8::is_ascii_digit)
        .map(|found| at + found)
    {
        let mut run = DigitRun {
            groups: vec![group(bytes, start)],
            gaps: Vec::new(),
        };
        let mut end = run.groups[0].end;
        while let Some((gap, next)) = gap(bytes, end) {
            run.gaps.push(gap);
            run.groups.push(group(bytes, next));
            end = group(bytes, next).end;
        }
        at = end;
        if run.groups.iter().map(ExactSizeIterator::len).sum::<usize>() >= FEWEST {
            runs.push(run);
        }
    }
    runs
}

fn group(bytes: &[u8], start: usize) -> Range<usize> {
    start
        ..bytes[start..]
            .iter()
            .position(|byte| !byte.is_ascii_digit())
            .map_or(bytes.len(), |length| start + length)
}

/// The gap at byte `at` and the start of the next group; `None` where the run ends.
fn gap(bytes: &[u8], at: usize) -> Option<(GroupGap, usize)> {
    let (mut signs, mut blanks, mut breaks, mut last_blank) = ([0_u8; 2], 0, 0, false);
    let mut signed = 0;
    for (offset, byte) in bytes[at..].iter().enumerate() {
        match byte {
            b' ' => blanks += 1,
            b'\n' => breaks += 1,
            // Two hyphens stand for a dash.
            b'-' if signed == 1 && signs[0] == b'-' => {}
            b'_' => {
                *signs.get_mut(signed)? = b'-';
                signed += 1;
            }
            b'-' | b'.' | b'/' | b'+' | b'(' | b')' => {
                *signs.get_mut(signed)? = *byte;
                signed += 1;
            }
            b'0'..=b'9' => {
                let sign = match (&signs[..signed], breaks, last_blank) {
                    ([], 0, _) => GroupSeparator::Blank,
                    ([], ..) => GroupSeparator::Break,
                    ([b'-'], ..) => GroupSeparator::Dash,
                    ([b'.'], _, true) => GroupSeparator::Stop,
                    ([b'.'], ..) => GroupSeparator::Dot,
                    ([b'/'], ..) => GroupSeparator::Slash,
                    ([b'+'], ..) => GroupSeparator::Plus,
                    ([b'(' | b')'], ..)
                    | ([b')', b'(' | b'-' | b'.' | b'/'] | [b'-' | b'/', b'('], ..) => {
                        GroupSeparator::Bracket
                    }
                    // Unusual combinations separate two numbers.
                    _ => return None,
                };
                return Some((
                    GroupGap {
                        sign,
                        spaced: blanks + breaks > 0,
                        broken: breaks > 0,
                    },
                    at + offset,
                ));
            }
            _ => return None,
        }
        last_blank = matches!(byte, b' ' | b'\n');
        if blanks > BLANKS || breaks > 1 {
            return None;
        }
    }
    None
}

/// Ranges of the numbers that `holds` accepts; where several begin at one group, the longest.
pub(super) fn find_numbers(
    text: &str,
    runs: &[DigitRun],
    holds: impl Fn(&NumberCandidate, &NumberContext<'_>) -> bool,
) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for run in runs {
        let (first, last) = (run.groups[0].start, run.groups[run.groups.len() - 1].end);
        let context = NumberContext::new(text, first, last);
        let mut from = 0;
        while from < run.groups.len() {
            let mut best = None;
            let mut digits = 0;
            for to in from + 1..=run.groups.len() {
                digits += run.groups[to - 1].len();
                if digits > MOST {
                    break;
                }
                if to - from > GROUPS && !run.is_single(from, to) {
                    break;
                }
                if digits >= FEWEST && run.may_end(from, to) {
                    let number = run.number(text, from, to);
                    let taken = std::iter::once(number.clone())
                        .chain(joined(&number))
                        .find(|number| holds(number, &context));
                    best = taken.map(|number| (number.range, to)).or(best);
                }
            }
            from = match best {
                Some((range, to)) => {
                    ranges.push(range);
                    to
                }
                None => from + 1,
            };
        }
    }
    ranges
}

/// The number with groups joined across line breaks, or with single digits joined to groups.
fn joined(number: &NumberCandidate) -> Option<NumberCandidate> {
    let single = number.shape.len() >= FEWEST && number.shape.iter().all(|length| *length == 1);
    let joins = |gap: &GroupGap| {
        gap.sign == GroupSeparator::Break || single && gap.sign == GroupSeparator::Blank
    };
    if !number.gaps.iter().any(joins) {
        return None;
    }
    let mut shape = vec![number.shape[0]];
    let mut gaps = Vec::new();
    for (gap, length) in number.gaps.iter().zip(&number.shape[1..]) {
        match shape.last_mut() {
            Some(last) if joins(gap) => *last += length,
            _ => {
                shape.push(*length);
                gaps.push(*gap);
            }
        }
    }
    Some(NumberCandidate {
        shape,
        gaps,
        single,
        ..number.clone()
    })
}

impl DigitRun {
    fn is_single(&self, from: usize, to: usize) -> bool {
        self.groups[from..to].iter().all(|group| group.len() == 1)
    }

    /// False within a number written digit by digit: it must be taken as a whole.
    fn may_end(&self, from: usize, to: usize) -> bool {
        let goes_on = |group: usize, gap: usize| {
            self.groups.get(group).is_some_and(|group| group.len() == 1)
                && self.gaps[gap].sign == GroupSeparator::Blank
        };
        !self.is_single(from, to)
            || !(from > 0 && goes_on(from - 1, from - 1) || goes_on(to, to - 1))
    }

    fn number(&self, text: &str, from: usize, to: usize) -> NumberCandidate {
        let (groups, gaps) = (&self.groups[from..to], &self.gaps[from..to - 1]);
        let (mut start, end) = (groups[0].start, groups[groups.len() - 1].end);
        let before = text[..start].trim_end_matches(['(', ' ']);
        let plus_near = before.ends_with('+')
            && start - before.len() < 3
            && !text[before.len()..start].starts_with("  ");
        let apart = from == 0
            || self.gaps[from - 1].spaced
            || self.gaps[from - 1].sign == GroupSeparator::Bracket;
        // `+ 9` is addition: a single digit is a country code only directly behind the plus.
        let plus =
            plus_near && apart && (groups[0].len() > 1 || text[..start].ends_with(['+', '(']));
        if plus {
            start = before.len() - 1;
        }
        if text[..start].ends_with('(') && text[start..end].contains(')') {
            start -= 1;
        }
        NumberCandidate {
            digits: groups.iter().map(|group| &text[group.clone()]).collect(),
            shape: groups.iter().map(ExactSizeIterator::len).collect(),
            gaps: gaps.to_vec(),
            before: if plus {
                NumberEdge::Free
            } else {
                self.before(text, from)
            },
            after: self.after(text, to),
            range: start..end,
            plus,
            single: false,
            breaks: gaps.iter().filter(|gap| gap.broken).count(),
            whole_lines: (text[..start].is_empty() || text[..start].ends_with('\n'))
                && (text[end..].is_empty() || text[end..].starts_with('\n')),
        }
    }

    fn before(&self, text: &str, from: usize) -> NumberEdge {
        if from > 0 {
            return self.edge(from - 1);
        }
        let mut before = text[..self.groups[0].start].chars().rev();
        let (one, two) = (before.next(), before.next());
        // A decimal such as `.2345`.
        if one == Some('.') && two.is_none_or(|c| !c.is_alphanumeric() && c != ')') {
            return NumberEdge::Tight;
        }
        outer(one, two, &['.', ',', ':'])
    }

    fn after(&self, text: &str, to: usize) -> NumberEdge {
        if to < self.groups.len() {
            // Workbooks export `2512634471.0`.
            let last = to + 1 == self.groups.len() || self.gaps[to].spaced;
            let whole = last
                && &text[self.groups[to].clone()] == "0"
                && self.gaps[to - 1].sign == GroupSeparator::Dot;
            return if whole {
                NumberEdge::Free
            } else {
                self.edge(to - 1)
            };
        }
        let mut after = text[self.groups[to - 1].end..].chars();
        let (one, two) = (after.next(), after.next());
        if one == Some('%') {
            NumberEdge::Tight
        } else {
            outer(one, two, &['.', ',', ':'])
        }
    }

    /// What a gap means for the numbers beside it.
    fn edge(&self, gap: usize) -> NumberEdge {
        let GroupGap { sign, spaced, .. } = self.gaps[gap];
        let long = self.groups[gap].len() > 5 && self.groups[gap + 1].len() > 5;
        match sign {
            GroupSeparator::Stop | GroupSeparator::Bracket => NumberEdge::Free,
            GroupSeparator::Break => NumberEdge::Line,
            GroupSeparator::Plus if spaced => NumberEdge::Free,
            GroupSeparator::Slash if spaced || long => NumberEdge::Free,
            GroupSeparator::Blank => NumberEdge::Number,
            _ if spaced => NumberEdge::Number,
            _ => NumberEdge::Tight,
        }
    }
}

/// What the characters beside a run mean for it.
fn outer(one: Option<char>, two: Option<char>, signs: &[char]) -> NumberEdge {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic());
    match one {
        Some(sign) if signs.contains(&sign) && two.is_some_and(|c| c.is_ascii_digit()) => {
            NumberEdge::Tight
        }
        Some('-' | '/' | '\\' | '@' | '#' | '&' | '_') if letter(two) => NumberEdge::Letters,
        Some(sign) if sign.is_alphabetic() || sign == '@' => NumberEdge::Letters,
        _ => NumberEdge::Free,
    }
}
