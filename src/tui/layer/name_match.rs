//! How well typed text matches a name: users type beginnings.

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};
use unicode_normalization::UnicodeNormalization;

/// From the best match to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchQuality {
    /// The text is the tag.
    Tag,
    /// The text is the whole name.
    Name,
    /// The name begins with the text.
    Beginning,
    /// Every typed word begins a word of the name.
    Words,
    /// Every typed word occurs somewhere in the name.
    Inside,
    /// The typed letters occur in this order, with others between them.
    Letters,
}

/// Typed text, prepared for comparison with many names.
pub struct NameMatcher {
    text: String,
    pattern: Pattern,
    matcher: Matcher,
    letters: Vec<char>,
}

impl NameMatcher {
    /// No character has a special meaning: the text may become a new name.
    pub fn new(typed: &str) -> NameMatcher {
        let pattern = Pattern::new(
            typed,
            CaseMatching::Ignore,
            Normalization::Smart,
            AtomKind::Fuzzy,
        );
        NameMatcher {
            text: compared(typed),
            pattern,
            matcher: Matcher::new(Config::DEFAULT),
            letters: Vec::new(),
        }
    }

    /// Compares with a name and its tag; returns the quality and the indices of the matching
    /// letters.
    pub fn match_name(&mut self, name: &str, tag: &str) -> Option<(MatchQuality, Vec<u32>)> {
        let whole = self.whole(name, tag);
        let mut hits = Vec::new();
        let score = self.pattern.indices(
            Utf32Str::new(name, &mut self.letters),
            &mut self.matcher,
            &mut hits,
        );
        hits.sort_unstable();
        hits.dedup();
        Some((
            whole.or_else(|| score.map(|_| MatchQuality::Letters))?,
            hits,
        ))
    }

    /// Compares with all names of a thing; returns the best quality, and the indices of the matching
    /// letters of the text that is shown. Scattered letters are no match.
    pub fn match_any(&mut self, shown: &str, names: &[String]) -> Option<(MatchQuality, Vec<u32>)> {
        let best = names.iter().filter_map(|name| self.whole(name, "")).min()?;
        let hits = match self.match_name(shown, "") {
            Some((MatchQuality::Letters, _)) | None => Vec::new(),
            Some((_, hits)) => hits,
        };
        Some((best, hits))
    }

    /// Compares without taking words apart.
    fn whole(&self, name: &str, tag: &str) -> Option<MatchQuality> {
        let (name, typed) = (compared(name), self.text.as_str());
        let words = || name.split(|c: char| !c.is_alphanumeric());
        let all = |has: &dyn Fn(&str) -> bool| typed.split_whitespace().all(has);
        match () {
            () if compared(tag) == typed => Some(MatchQuality::Tag),
            () if name == typed => Some(MatchQuality::Name),
            () if name.starts_with(typed) => Some(MatchQuality::Beginning),
            () if all(&|part| words().any(|word| word.starts_with(part))) => {
                Some(MatchQuality::Words)
            }
            () if all(&|part| name.contains(part)) => Some(MatchQuality::Inside),
            () => None,
        }
    }
}

/// Normalised for comparison: without case, in one Unicode form.
fn compared(text: &str) -> String {
    text.trim().to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(typed: &str, name: &str) -> Option<MatchQuality> {
        NameMatcher::new(typed)
            .match_name(name, "Tg")
            .map(|(nearness, _)| nearness)
    }

    #[test]
    fn every_way_to_meet_a_name() {
        let name = "Built trust – å";
        let ways = [
            ("tg", Some(MatchQuality::Tag)),
            ("built TRUST – a\u{30a}", Some(MatchQuality::Name)),
            ("BUI", Some(MatchQuality::Beginning)),
            ("tru", Some(MatchQuality::Words)),
            ("tr bu", Some(MatchQuality::Words)),
            ("rust uil", Some(MatchQuality::Inside)),
            ("bltr", Some(MatchQuality::Letters)),
            ("!trust", None),
            ("^x", None),
        ];
        for (typed, nearness) in ways {
            assert_eq!(near(typed, name), nearness, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn the_ways_are_told_apart_as_they_are_described(name in "[A-Ca-c ]{1,8}", typed in "[A-Ca-c]{1,3}( [a-c]{1,2})?") {
            let (plain, wanted) = (name.trim().to_lowercase(), typed.trim().to_lowercase());
            let found = near(&typed, &name);
            let parts = || wanted.split(' ');
            let begins = parts().all(|part| plain.split(' ').any(|word| word.starts_with(part)));
            let inside = parts().all(|part| plain.contains(part));
            // The letters in order, word by word.
            let scattered = parts().all(|part| {
                let mut rest = plain.chars();
                part.chars().all(|letter| rest.any(|c| c == letter))
            });
            let expected = match () {
                () if plain == wanted => Some(MatchQuality::Name),
                () if plain.starts_with(&wanted) => Some(MatchQuality::Beginning),
                () if begins => Some(MatchQuality::Words),
                () if inside => Some(MatchQuality::Inside),
                () if scattered => Some(MatchQuality::Letters),
                () => None,
            };
            prop_assert_eq!(found, expected, "{:?} in {:?}", typed, name);
        }
    }
}
