//! The units in which programs count positions.
//!
//! The standard counts code points from 0, end exclusive. Programs count UTF-16 units, line ends as
//! two, the byte-order mark, or include the last character. The quotes of a project show which it
//! is ([`super::offset_detection`]).

use super::package::SourceText;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OffsetUnit {
    /// UTF-16 units instead of code points: an emoji counts two.
    pub utf16: bool,
    /// A line end counts two.
    pub returns: bool,
    /// A byte-order mark counts one.
    pub mark: bool,
    /// The end is the last character of the quote, not the one after it.
    pub inclusive: bool,
    /// UTF-8 bytes, which Taguette counts: `å` counts two.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bytes: bool,
}

/// The position of a quote as the project has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimedPosition {
    pub start: i64,
    pub end: i64,
    /// The name of the quote: often its words, or their beginning.
    pub name: String,
}

impl fmt::Display for OffsetUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            OffsetUnit { bytes: true, .. } => "UTF-8 bytes",
            OffsetUnit { utf16: true, .. } => "UTF-16 units",
            _ => "code points",
        })?;
        for (is, said) in [
            (self.returns, "line ends as two"),
            (self.mark, "the byte-order mark"),
            (self.inclusive, "the end included"),
        ] {
            if is {
                write!(f, ", {said}")?;
            }
        }
        Ok(())
    }
}

impl OffsetUnit {
    /// The units that differ from each other in these texts, the standard's first.
    #[must_use]
    pub fn possible<'a>(texts: impl Iterator<Item = &'a SourceText> + Clone) -> Vec<OffsetUnit> {
        let any = |test: &dyn Fn(&SourceText) -> bool| {
            if texts.clone().any(test) {
                &[false, true][..]
            } else {
                &[false][..]
            }
        };
        let wide = any(&|words| words.text.chars().any(|c| c.len_utf16() > 1));
        let returns = any(&|words| words.has_crlf);
        let mark = any(&|words| words.has_bom);
        let mut all = Vec::new();
        for inclusive in [false, true] {
            for &mark in mark {
                for &returns in returns {
                    all.extend(wide.iter().map(|&utf16| OffsetUnit {
                        utf16,
                        returns,
                        mark,
                        inclusive,
                        bytes: false,
                    }));
                }
            }
        }
        all
    }

    /// The byte at which each unit of the text begins, and the end of the text.
    #[must_use]
    pub fn units(self, words: &SourceText) -> Vec<u32> {
        let mut units = Vec::with_capacity(words.text.len() + 1);
        if self.mark && words.has_bom {
            units.push(0);
        }
        for (at, c) in words.text.char_indices() {
            let wide = match self {
                OffsetUnit { bytes: true, .. } => c.len_utf8(),
                OffsetUnit { utf16: true, .. } => c.len_utf16(),
                _ => 1,
            };
            let width = if self.returns && words.has_crlf && c == '\n' {
                2
            } else {
                wide
            };
            units.extend(std::iter::repeat_n(at as u32, width));
        }
        units.push(words.text.len() as u32);
        units
    }

    /// The bytes of a claim; `None` when it lies outside the text or is empty.
    #[must_use]
    pub fn range(self, units: &[u32], claim: &ClaimedPosition) -> Option<Range<usize>> {
        let start = usize::try_from(claim.start).ok()?;
        let end = usize::try_from(claim.end)
            .ok()?
            .checked_add(usize::from(self.inclusive))?;
        let range = *units.get(start)? as usize..*units.get(end)? as usize;
        (range.start < range.end).then_some(range)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_outside_or_is_empty_is_no_quote() {
        let words = SourceText {
            text: "abc".into(),
            ..SourceText::default()
        };
        let counting = OffsetUnit::default();
        let units = counting.units(&words);
        for (start, end) in [(-1, 2), (0, 4), (2, 2), (3, 1), (i64::MAX, i64::MAX)] {
            assert_eq!(
                counting.range(
                    &units,
                    &ClaimedPosition {
                        start,
                        end,
                        name: String::new()
                    }
                ),
                None,
                "{start}..{end}"
            );
        }
        let inclusive = OffsetUnit {
            inclusive: true,
            ..counting
        };
        assert_eq!(
            inclusive.range(
                &units,
                &ClaimedPosition {
                    start: 0,
                    end: 2,
                    name: String::new()
                }
            ),
            Some(0..3)
        );
    }
}
