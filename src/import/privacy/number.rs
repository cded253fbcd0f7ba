//! Digits that may be one number, with what stands between them.
//!
//! People write the same number in one, in groups, with blanks, hyphens, points,
//! strokes, brackets, over a line break. So a text is first taken apart into *runs*:
//! groups of digits with no more than such signs between them. Every kind of number
//! is then asked of each stretch of neighbouring groups whether it is one of its own.

use super::context::NumberContext;
use std::ops::Range;

/// Fewer digits tell nobody.
const FEWEST: usize = 7;
/// No number that is looked for has more.
const MOST: usize = 16;
/// No number is written in more groups, but digit by digit.
const GROUPS: usize = 8;
/// Blanks between two groups of one number, at most.
const BLANKS: usize = 4;

/// The sign between two groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GroupSeparator {
    Blank,
    /// Nothing but the end of a line.
    Break,
    Dash,
    Dot,
    /// A point and a blank, as at the end of a sentence.
    Stop,
    Slash,
    Plus,
    Bracket,
}

/// What stands between two groups of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GroupGap {
    pub sign: GroupSeparator,
    /// Whether there are blanks beside the sign.
    pub spaced: bool,
    /// Whether a line ends there.
    pub broken: bool,
}

/// What stands beside a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberEdge {
    /// Nothing that belongs to it.
    Free,
    /// Letters, without a blank.
    Letters,
    /// Another number behind a blank.
    Number,
    /// Another number on the next line.
    Line,
    /// Digits with a sign but no blank: it is part of something longer.
    Tight,
}

/// Groups of digits in a row.
pub(super) struct DigitRun {
    groups: Vec<Range<usize>>,
    gaps: Vec<GroupGap>,
}

/// Digits that may be a number.
#[derive(Clone, Debug)]
pub(super) struct NumberCandidate {
    pub digits: String,
    /// How many digits each group has.
    pub shape: Vec<usize>,
    /// Between the groups.
    pub gaps: Vec<GroupGap>,
    pub range: Range<usize>,
    pub before: NumberEdge,
    pub after: NumberEdge,
    /// Whether a plus stands before it.
    pub plus: bool,
    /// Whether the digits stood one by one.
    pub single: bool,
    /// How often a line ends within it.
    pub breaks: usize,
    /// Whether nothing else stands on its lines.
    pub whole_lines: bool,
}

impl NumberCandidate {
    /// Whether both sides are of these kinds.
    pub fn edges_are(&self, edges: &[NumberEdge]) -> bool {
        edges.contains(&self.before) && edges.contains(&self.after)
    }

    /// Whether nothing stands beside it but line ends.
    pub fn is_alone(&self) -> bool {
        self.edges_are(&[NumberEdge::Free, NumberEdge::Line])
    }

    /// Whether it would join numbers that stand below each other.
    pub fn is_column(&self) -> bool {
        self.breaks > 1
            || self.breaks == 1
                && (self.before == NumberEdge::Line || self.after == NumberEdge::Line)
    }

    /// Some of its digits as a number.
    pub fn part(&self, range: Range<usize>) -> i16 {
        self.digits
            .get(range)
            .and_then(|digits| digits.parse().ok())
            .unwrap_or(-1)
    }

    /// Whether all gaps are of one of these signs, the same everywhere.
    pub fn divided_by(&self, signs: &[GroupSeparator]) -> bool {
        same(&self.gaps, signs)
    }
}

/// Whether all gaps are of one of these signs, the same everywhere.
pub(super) fn same(gaps: &[GroupGap], signs: &[GroupSeparator]) -> bool {
    gaps.first().is_none_or(|first| {
        signs.contains(&first.sign) && gaps.iter().all(|gap| gap.sign == first.sign)
    })
}

/// The runs of a folded text that have digits enough.
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

/// The gap that begins at a place, and where the digits behind it begin; `None` where the number
/// ends.
fn gap(bytes: &[u8], at: usize) -> Option<(GroupGap, usize)> {
    let (mut signs, mut blanks, mut breaks, mut last_blank) = ([0_u8; 2], 0, 0, false);
    let mut signed = 0;
    for (offset, byte) in bytes[at..].iter().enumerate() {
        match byte {
            b' ' => blanks += 1,
            b'\n' => breaks += 1,
            // Two hyphens are a dash.
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
                    // A new number in another form.
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

/// Every stretch of a text that one kind takes for its own, the longest where several begin at one
/// place.
pub(super) fn find_numbers(
    text: &str,
    runs: &[DigitRun],
    holds: impl Fn(&NumberCandidate, &NumberContext<'_>) -> bool,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
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
                    found.push(range);
                    to
                }
                None => from + 1,
            };
        }
    }
    found
}

/// The same number where what is broken at the end of a line is one group, or digits that stand one
/// by one are.
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
    /// Whether the digits stand one by one.
    fn is_single(&self, from: usize, to: usize) -> bool {
        self.groups[from..to].iter().all(|group| group.len() == 1)
    }

    /// Whether a number may begin and end there: one that is written digit by digit does not stand
    /// among single digits.
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
        // `+ 9` is a sum; a code of a country is set off only where it has two digits.
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
        // .2345 is a number less than one.
        if one == Some('.') && two.is_none_or(|c| !c.is_alphanumeric() && c != ')') {
            return NumberEdge::Tight;
        }
        outer(one, two, &['.', ',', ':'])
    }

    fn after(&self, text: &str, to: usize) -> NumberEdge {
        if to < self.groups.len() {
            // A workbook makes 2512634471.0 of it.
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

    /// What a gap is to the numbers on both sides of it.
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

/// What the signs beside a run are to it.
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
