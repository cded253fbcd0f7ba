//! What a program counts when it says where a quote stands.
//!
//! The standard counts code points from 0, end exclusive. Programs count UTF-16
//! units, line ends as two, a byte-order mark, or the last character in. Which
//! of these a project means is found by trying: the right one makes the quotes'
//! names equal to their words, lets them begin and end at word boundaries, and
//! leaves none of them outside its text.

use super::package::Words;
use serde::Serialize;
use std::fmt;
use std::ops::Range;

/// A way of counting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counting {
    /// UTF-16 units instead of code points: an emoji counts two.
    pub utf16: bool,
    /// A line end counts two.
    pub returns: bool,
    /// A byte-order mark counts one.
    pub mark: bool,
    /// The end is the last character instead of the one behind it.
    pub inclusive: bool,
    /// UTF-8 bytes, which Taguette counts: `å` counts two.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub bytes: bool,
}

/// Where a quote is said to stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// Where it begins.
    pub start: i64,
    /// Where it ends.
    pub end: i64,
    /// What it is called: often its words, or their beginning.
    pub name: String,
}

impl fmt::Display for Counting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Counting { bytes: true, .. } => "UTF-8 bytes",
            Counting { utf16: true, .. } => "UTF-16 units",
            _ => "code points",
        })?;
        for (is, said) in
            [(self.returns, "line ends as two"), (self.mark, "the byte-order mark"), (self.inclusive, "the end included")]
        {
            if is {
                write!(f, ", {said}")?;
            }
        }
        Ok(())
    }
}

impl Counting {
    /// The ways that could make a difference in these texts, the standard's first.
    #[must_use]
    pub fn possible<'a>(texts: impl Iterator<Item = &'a Words> + Clone) -> Vec<Counting> {
        let any = |test: &dyn Fn(&Words) -> bool| if texts.clone().any(test) { &[false, true][..] } else { &[false][..] };
        let wide = any(&|words| words.text.chars().any(|c| c.len_utf16() > 1));
        let returns = any(&|words| words.returns);
        let mark = any(&|words| words.marked);
        let mut all = Vec::new();
        for inclusive in [false, true] {
            for &mark in mark {
                for &returns in returns {
                    all.extend(wide.iter().map(|&utf16| Counting { utf16, returns, mark, inclusive, bytes: false }));
                }
            }
        }
        all
    }

    /// The byte at which every unit of the text begins, and its end.
    #[must_use]
    pub fn units(self, words: &Words) -> Vec<u32> {
        let mut units = Vec::with_capacity(words.text.len() + 1);
        if self.mark && words.marked {
            units.push(0);
        }
        for (at, c) in words.text.char_indices() {
            let wide = match self {
                Counting { bytes: true, .. } => c.len_utf8(),
                Counting { utf16: true, .. } => c.len_utf16(),
                _ => 1,
            };
            let width = if self.returns && words.returns && c == '\n' { 2 } else { wide };
            units.extend(std::iter::repeat_n(at as u32, width));
        }
        units.push(words.text.len() as u32);
        units
    }

    /// The bytes of a claim; `None` when it lies outside the text or is empty.
    #[must_use]
    pub fn range(self, units: &[u32], claim: &Claim) -> Option<Range<usize>> {
        let start = usize::try_from(claim.start).ok()?;
        let end = usize::try_from(claim.end).ok()?.checked_add(usize::from(self.inclusive))?;
        let range = *units.get(start)? as usize..*units.get(end)? as usize;
        (range.start < range.end).then_some(range)
    }

    /// How well this way of counting fits the claims on a text.
    fn fit(self, words: &Words, claims: &[Claim]) -> i64 {
        let units = self.units(words);
        claims.iter().map(|claim| self.range(&units, claim).map_or(-8, |range| speaks_for(&words.text, range, &claim.name))).sum()
    }
}

/// How much a range looks like a quote: its name is its words or their
/// beginning, and it cuts no word in two.
fn speaks_for(text: &str, range: Range<usize>, name: &str) -> i64 {
    let whole = |at: usize| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[at..].chars().next().is_some_and(char::is_alphanumeric);
        i64::from(!(before && after))
    };
    let name = name.trim().trim_end_matches("...").trim_end_matches('…');
    let words = &text[range.clone()];
    let named = !name.is_empty() && begins(words, name);
    whole(range.start) + whole(range.end) + if named { 6 } else { 0 }
}

/// Whether words begin with a name, white space apart, which programs change in names.
fn begins(words: &str, name: &str) -> bool {
    let mut words = words.chars().filter(|c| !c.is_whitespace());
    name.chars().filter(|c| !c.is_whitespace()).all(|c| words.next() == Some(c))
}

/// The way of counting that fits the claims on these texts best; the standard's when none is better.
#[must_use]
pub fn choose<'a>(sources: impl Iterator<Item = (&'a Words, &'a [Claim])> + Clone) -> Counting {
    let possible = Counting::possible(sources.clone().map(|(words, _)| words));
    let fit = |counting: &Counting| sources.clone().map(|(words, claims)| counting.fit(words, claims)).sum::<i64>();
    let mut best = (i64::MIN, Counting::default());
    for counting in possible {
        let fit = fit(&counting);
        if fit > best.0 {
            best = (fit, counting);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "I: Hej 👩‍👧!\nA: Så ærligt talt 😀 hårdt.\nI: Ja?\nA: Det blev bedre.";

    /// What a program that counts so would claim of these words.
    fn claims(counting: Counting, words: &Words, quotes: &[&str], named: bool) -> Vec<Claim> {
        let units = counting.units(words);
        let unit = |byte: usize| units.iter().rposition(|at| *at as usize == byte).unwrap() as i64;
        let first = |byte: usize| units.iter().position(|at| *at as usize == byte).unwrap() as i64;
        quotes
            .iter()
            .map(|quote| {
                let at = words.text.find(quote).unwrap();
                let start = if at == 0 { unit(0) } else { first(at) };
                Claim {
                    start,
                    end: first(at + quote.len()) - i64::from(counting.inclusive),
                    name: if named { (*quote).to_owned() } else { String::new() },
                }
            })
            .collect()
    }

    #[test]
    fn every_way_of_counting_is_told_by_names_and_mostly_without() {
        let words = Words { text: TEXT.into(), marked: true, returns: true, encoding: "utf-8" };
        let quotes = ["Så ærligt talt", "hårdt", "Det blev bedre", "bedre"];
        for counting in Counting::possible([&words].into_iter()) {
            for named in [true, false] {
                let claims = claims(counting, &words, &quotes, named);
                assert_eq!(choose([(&words, claims.as_slice())].into_iter()), counting, "{counting}, named: {named}");
                let units = counting.units(&words);
                for (claim, quote) in claims.iter().zip(quotes) {
                    assert_eq!(&words.text[counting.range(&units, claim).unwrap()], quote);
                }
            }
        }
    }

    #[test]
    fn plain_texts_are_counted_as_the_standard_says() {
        let words = Words { text: "A: We talk.".into(), ..Words::default() };
        assert_eq!(Counting::possible([&words].into_iter()).len(), 2);
        let claims = [Claim { start: 3, end: 5, name: String::new() }];
        assert_eq!(choose([(&words, &claims[..])].into_iter()), Counting::default());
        assert_eq!(choose(std::iter::empty()), Counting::default());
    }

    #[test]
    fn what_lies_outside_or_is_empty_is_no_quote() {
        let words = Words { text: "abc".into(), ..Words::default() };
        let counting = Counting::default();
        let units = counting.units(&words);
        for (start, end) in [(-1, 2), (0, 4), (2, 2), (3, 1), (i64::MAX, i64::MAX)] {
            assert_eq!(counting.range(&units, &Claim { start, end, name: String::new() }), None, "{start}..{end}");
        }
        let inclusive = Counting { inclusive: true, ..counting };
        assert_eq!(inclusive.range(&units, &Claim { start: 0, end: 2, name: String::new() }), Some(0..3));
    }
}
