//! Finds out from the quotes of a project what its positions count.
//!
//! The standard's unit holds unless a clear majority of the informative quotes contradicts it. A
//! quote is informative when two units cut different words out of the text and its name equals one
//! of the cuts only. A name shorter than the cut counts only where the program visibly shortens
//! names: otherwise one carelessly marked quote would move all others.

use super::offsets::{ClaimedPosition, OffsetUnit};
use super::package::SourceText;
use std::ops::Range;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DetectedOffsets {
    pub counting: OffsetUnit,
    /// The reason, for people; empty when nothing contradicted the standard.
    pub why: String,
}

/// How many quotes whose names tell nothing must agree on another unit than the standard's.
const AGREED: usize = 4;
/// Shorter names are often of equal length by chance, so they are no sign of shortening.
const SHORTENED: usize = 20;

/// The unit in which the claimed positions in these texts count.
pub fn detect_offsets<'a>(
    sources: impl Iterator<Item = (&'a SourceText, &'a [ClaimedPosition])> + Clone,
) -> DetectedOffsets {
    let ways = OffsetUnit::possible(sources.clone().map(|(words, _)| words));
    let limit = limit(sources.clone().flat_map(|(_, claims)| claims));
    let votes: Vec<OffsetVote> = sources
        .flat_map(|(words, claims)| votes(words, claims, &ways, limit))
        .collect();
    let Some(other) = (1..ways.len()).max_by_key(|way| {
        let named = votes.iter().filter(|vote| vote.named[*way]).count();
        let neat: i32 = votes
            .iter()
            .map(|vote| vote.whole[*way] + vote.neat[*way])
            .sum();
        (named, neat, std::cmp::Reverse(*way))
    }) else {
        return DetectedOffsets::default();
    };
    let differ = || votes.iter().filter(|vote| vote.cuts[other] != vote.cuts[0]);
    let pro = differ()
        .filter(|vote| vote.named[other] && !vote.named[0])
        .count();
    let contra = differ()
        .filter(|vote| vote.named[0] && !vote.named[other])
        .count();
    // Where no name tells, the unit that cuts fewer words in the middle is the better one.
    let silent = || differ().filter(|vote| vote.named[other] == vote.named[0]);
    let all = silent().count();
    let whole = |way: usize| silent().filter(|vote| vote.whole[way] == 2).count();
    let why = match pro + contra {
        0 if all >= AGREED && 10 * whole(other) >= 9 * all && 2 * whole(0) <= all => {
            format!(
                "since {} of {all} quotes else begin or end in the middle of words",
                all - whole(0)
            )
        }
        told if told > 0 && pro >= 2 * contra && pro > contra && whole(other) >= whole(0) => {
            format!("as the names of {pro} of {told} quotes say")
        }
        _ => return DetectedOffsets::default(),
    };
    DetectedOffsets {
        counting: ways[other],
        why,
    }
}

/// The names of quotes that differ from the words at their places. Of other programs only those
/// that would fit in another unit: there a name may just as well be a title.
pub fn mismatched_quotes<'a>(
    counting: OffsetUnit,
    sources: impl Iterator<Item = (&'a SourceText, &'a [ClaimedPosition])> + Clone,
    own: bool,
) -> Vec<String> {
    let limit = limit(sources.clone().flat_map(|(_, claims)| claims));
    let possible = OffsetUnit::possible(sources.clone().map(|(words, _)| words));
    let mut names = Vec::new();
    for (words, claims) in sources {
        let units = counting.units(words);
        let others: Vec<(OffsetUnit, Vec<u32>)> = possible
            .iter()
            .map(|way| (*way, way.units(words)))
            .collect();
        for claim in claims.iter().filter(|claim| !claim.name.trim().is_empty()) {
            let says = |way: OffsetUnit, units: &[u32]| {
                way.range(units, claim)
                    .is_some_and(|range| is_name(&claim.name, &words.text[range], limit))
            };
            let elsewhere = || own || others.iter().any(|(way, units)| says(*way, units));
            if !says(counting, &units) && elsewhere() {
                names.push(claim.name.clone());
            }
        }
    }
    names
}

/// How well a claimed position fits the text in one unit.
struct OffsetVote {
    cuts: Vec<Option<Range<usize>>>,
    /// Whether the name is the words of the cut.
    named: Vec<bool>,
    /// How many ends of the cut lie between words; negative outside the text.
    whole: Vec<i32>,
    /// How many ends are no white space: people rarely begin a quote with the end of the line
    /// before.
    neat: Vec<i32>,
}

fn votes(
    words: &SourceText,
    claims: &[ClaimedPosition],
    ways: &[OffsetUnit],
    limit: Option<usize>,
) -> Vec<OffsetVote> {
    let units: Vec<Vec<u32>> = ways.iter().map(|way| way.units(words)).collect();
    let vote = |claim: &ClaimedPosition| {
        let cuts: Vec<_> = ways
            .iter()
            .zip(&units)
            .map(|(way, units)| way.range(units, claim))
            .collect();
        let named = |cut: &Option<Range<usize>>| {
            cut.as_ref()
                .is_some_and(|cut| is_name(&claim.name, &words.text[cut.clone()], limit))
        };
        let whole = |cut: &Option<Range<usize>>| {
            cut.as_ref().map_or(-1, |cut| {
                between(&words.text, cut.start) + between(&words.text, cut.end)
            })
        };
        let neat = |cut: &Option<Range<usize>>| {
            cut.as_ref().map_or(-1, |cut| {
                let cut = &words.text[cut.clone()];
                i32::from(!cut.starts_with(char::is_whitespace))
                    + i32::from(!cut.ends_with(char::is_whitespace))
            })
        };
        let neat = cuts.iter().map(neat).collect();
        OffsetVote {
            neat,
            named: cuts.iter().map(named).collect(),
            whole: cuts.iter().map(whole).collect(),
            cuts,
        }
    };
    claims.iter().map(vote).collect()
}

/// 1 between words, 0 within one.
fn between(text: &str, at: usize) -> i32 {
    let before = text[..at]
        .chars()
        .next_back()
        .is_some_and(char::is_alphanumeric);
    let after = text[at..].chars().next().is_some_and(char::is_alphanumeric);
    i32::from(!(before && after))
}

/// The length at which a program cuts names off, if it does: several names are as long, and none is
/// longer.
fn limit<'a>(claims: impl Iterator<Item = &'a ClaimedPosition> + Clone) -> Option<usize> {
    let lengths = claims.map(|claim| claim.name.chars().count());
    let longest = lengths.clone().max()?;
    (longest >= SHORTENED && lengths.filter(|length| *length == longest).count() > 1)
        .then_some(longest)
}

/// How many signs of shortening are tried: a name of nothing but dots has any number of them.
const SIGNS: usize = 4;

/// Returns whether a name is the words of a cut, or visibly a shortened form of them.
fn is_name(name: &str, cut: &str, limit: Option<usize>) -> bool {
    let (name, cut) = (name.trim(), bare(cut));
    if name.is_empty() {
        return false;
    }
    if bare(name) == cut {
        return true;
    }
    let shortened = |beginning: &str, end: &str| {
        let (beginning, end) = (bare(beginning), bare(end));
        let kept = beginning.len() + end.len();
        kept > 0 && kept <= cut.len() && cut.starts_with(&beginning) && cut.ends_with(&end)
    };
    let signs = ["[...]", "[…]", "...", "…"];
    if signs.iter().any(|sign| {
        name.match_indices(sign)
            .take(SIGNS)
            .any(|(at, _)| shortened(&name[..at], &name[at + sign.len()..]))
    }) {
        return true;
    }
    limit == Some(name.chars().count()) && cut.starts_with(&bare(name))
}

/// Removes white space, which programs change in names, and replaces what XML cannot hold as they
/// do.
fn bare(words: &str) -> String {
    let letters = words.chars().filter(|c| !c.is_whitespace());
    letters
        .map(|c| {
            if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "I: Hej 👩‍👧!\nA: Så ærligt talt 😀 hårdt.\nI: Ja?\nA: Det blev bedre.";

    /// What a program that counts so would claim of these words.
    fn claims(
        counting: OffsetUnit,
        words: &SourceText,
        quotes: &[&str],
        named: bool,
    ) -> Vec<ClaimedPosition> {
        let units = counting.units(words);
        let unit = |byte: usize| units.iter().rposition(|at| *at as usize == byte).unwrap() as i64;
        let first = |byte: usize| units.iter().position(|at| *at as usize == byte).unwrap() as i64;
        quotes
            .iter()
            .map(|quote| {
                let at = words.text.find(quote).unwrap();
                let start = if at == 0 { unit(0) } else { first(at) };
                ClaimedPosition {
                    start,
                    end: first(at + quote.len()) - i64::from(counting.inclusive),
                    name: if named {
                        (*quote).to_owned()
                    } else {
                        String::new()
                    },
                }
            })
            .collect()
    }

    #[test]
    fn every_way_of_counting_is_told_by_names_and_mostly_without() {
        let words = SourceText {
            text: TEXT.into(),
            has_bom: true,
            has_crlf: true,
            encoding: "utf-8",
        };
        let quotes = ["Så ærligt talt", "hårdt", "Det blev bedre", "bedre"];
        for counting in OffsetUnit::possible([&words].into_iter()) {
            for named in [true, false] {
                let claims = claims(counting, &words, &quotes, named);
                assert_eq!(
                    detect_offsets([(&words, claims.as_slice())].into_iter()).counting,
                    counting,
                    "{counting}, named: {named}"
                );
                let units = counting.units(&words);
                for (claim, quote) in claims.iter().zip(quotes) {
                    assert_eq!(&words.text[counting.range(&units, claim).unwrap()], quote);
                }
            }
        }
    }

    #[test]
    fn plain_texts_are_counted_as_the_standard_says() {
        let words = SourceText {
            text: "A: We talk.".into(),
            ..SourceText::default()
        };
        assert_eq!(OffsetUnit::possible([&words].into_iter()).len(), 2);
        let claims = [ClaimedPosition {
            start: 3,
            end: 5,
            name: String::new(),
        }];
        assert_eq!(
            detect_offsets([(&words, &claims[..])].into_iter()),
            DetectedOffsets::default()
        );
        assert_eq!(
            detect_offsets(std::iter::empty()),
            DetectedOffsets::default()
        );
    }

    fn claim(start: i64, end: i64, name: &str) -> ClaimedPosition {
        ClaimedPosition {
            start,
            end,
            name: name.into(),
        }
    }

    fn chosen(text: &str, claims: &[ClaimedPosition]) -> OffsetUnit {
        let words = SourceText {
            text: text.into(),
            ..SourceText::default()
        };
        detect_offsets([(&words, claims)].into_iter()).counting
    }

    const PARK: &str = "A: It helped me. We went walking together in the park. We did. So it was.";

    #[test]
    fn places_without_names_are_believed_when_they_cut_no_words() {
        // As NVivo for Windows counts; another unit cuts as few words, but includes line ends.
        let text = "One 😀 two.\nThree 😀 four.\nFive 😀 six.\nSeven 😀 eight.\nNine.\n";
        let words = SourceText {
            text: text.into(),
            has_bom: true,
            has_crlf: true,
            encoding: "utf-8",
        };
        let counting = OffsetUnit {
            utf16: true,
            returns: true,
            ..OffsetUnit::default()
        };
        let quotes = [
            "Three 😀 four.",
            "Five 😀 six.",
            "Seven 😀 eight.",
            "Nine.",
            "eight.",
        ];
        let claims = claims(counting, &words, &quotes, false);
        let found = detect_offsets([(&words, claims.as_slice())].into_iter());
        assert_eq!(
            (found.counting, found.why.contains("middle of words")),
            (counting, true),
            "{found:?}"
        );
    }

    #[test]
    fn quotes_that_end_in_the_middle_of_words_are_cut_as_they_are_named() {
        let claims = [
            claim(3, 15, "It helped me"),
            claim(25, 52, "walking together in the par"),
        ];
        assert_eq!(chosen(PARK, &claims), OffsetUnit::default());
        // Not even when there are no other quotes.
        assert_eq!(chosen(PARK, &claims[1..]), OffsetUnit::default());
    }

    #[test]
    fn one_sloppy_quote_moves_no_other() {
        let mut claims = vec![claim(3, 15, "It helped me"); 20];
        claims.extend([claim(17, 18, "We"), claim(25, 31, "walking")]);
        assert_eq!(chosen(PARK, &claims), OffsetUnit::default());
        let words = SourceText {
            text: PARK.into(),
            ..SourceText::default()
        };
        assert_eq!(
            mismatched_quotes(
                OffsetUnit::default(),
                [(&words, claims.as_slice())].into_iter(),
                false
            ),
            ["We", "walking"]
        );
    }

    #[test]
    fn a_clear_majority_of_telling_names_is_believed() {
        let inclusive = OffsetUnit {
            inclusive: true,
            ..OffsetUnit::default()
        };
        let mut claims = vec![
            claim(17, 18, "We"),
            claim(25, 31, "walking"),
            claim(3, 14, "It helped me"),
        ];
        assert_eq!(chosen(PARK, &claims), inclusive);
        claims.extend([claim(58, 61, "did"), claim(3, 15, "It helped me")]);
        assert_eq!(
            chosen(PARK, &claims),
            OffsetUnit::default(),
            "three against two are no clear majority"
        );
    }

    #[test]
    fn shortened_names_tell_of_beginnings_only() {
        for name in ["walking tog…", "walking ...", "walk [...] park"] {
            assert!(
                is_name(name, "walking together in the park", None),
                "{name}"
            );
        }
        assert!(!is_name(
            "walking tog",
            "walking together in the park",
            None
        ));
        assert!(is_name(
            "walking tog",
            "walking together in the park",
            Some(11)
        ));
        assert!(!is_name("…", "walking", None) && !is_name("walking … walking", "walking", None));
        let claims = [claim(25, 53, "walking tog…"), claim(3, 15, "It he…")];
        assert_eq!(chosen(PARK, &claims), OffsetUnit::default());
    }
}
