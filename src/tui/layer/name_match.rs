//! How near what is typed comes to a name: people type how it begins.

use nucleo_matcher::{
    Config, Matcher, Utf32Str,
    pattern::{AtomKind, CaseMatching, Normalization, Pattern},
};
use unicode_normalization::UnicodeNormalization;

/// How what is typed meets a name, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MatchQuality {
    /// It is its tag.
    Tag,
    /// It is the whole name.
    Name,
    /// The name begins so.
    Beginning,
    /// Every word typed begins a word of the name.
    Words,
    /// Every word typed stands somewhere in the name.
    Inside,
    /// Its letters stand in the name, with others between them.
    Letters,
}

/// What is typed, to be compared with many names.
pub struct NameMatcher {
    text: String,
    pattern: Pattern,
    matcher: Matcher,
    letters: Vec<char>,
}

impl NameMatcher {
    /// Something typed. No sign in it has a meaning of its own: it may be a name to be.
    #[must_use]
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

    /// How near it comes to a name or its tag, and the places of its letters in the name.
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

    /// How near it comes without any of its words being taken apart.
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

/// A text as it is compared: without case, and with each letter written in one way.
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
            // Its letters in their order, word by word.
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
