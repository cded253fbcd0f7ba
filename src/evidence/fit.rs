//! How numbers and quotes fit: the table by which a proposal is made
//! (confirm, expand, discord after Fetters, Curry and Creswell 2013; what is not
//! shown is no evidence of absence). It offers; the researcher decides.

use super::{Balance, Numbers};
use crate::study::{inference::Fit, theory::Conclusion};
use std::fmt;

/// What the quotes of a link say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voices {
    /// Those judged all speak for it.
    Support,
    /// Some speak against it, or say when and for whom.
    Mixed,
    /// Those judged all speak against it.
    Contradict,
    /// None has been judged.
    None,
}

impl Voices {
    /// What a balance of quotes says.
    #[must_use]
    pub fn of(balance: Balance) -> Voices {
        match (balance.supports, balance.contradicts, balance.nuances) {
            (0, 0, 0) => Voices::None,
            (_, 0, 0) => Voices::Support,
            (0, _, 0) => Voices::Contradict,
            _ => Voices::Mixed,
        }
    }

    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Voices::Support => "supports",
            Voices::Mixed => "mixed",
            Voices::Contradict => "contradicts",
            Voices::None => "none",
        }
    }
}

impl fmt::Display for Voices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What the table says of numbers and quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// How they fit.
    pub fit: Fit,
    /// What that suggests.
    pub conclusion: Conclusion,
    /// Why, in a sentence.
    pub because: &'static str,
}

/// Reads the table. `removable` says that nothing but a slight relation can be there, by the
/// declared smallest effect, that no test sees a shape, and that more than one person denies it.
#[must_use]
pub fn read(numbers: Numbers, voices: Voices, mostly_for: bool, removable: bool) -> Reading {
    let reading = |fit, conclusion, because| Reading {
        fit,
        conclusion,
        because,
    };
    match (numbers, voices) {
        (Numbers::Supported | Numbers::Shown, Voices::Support) => reading(
            Fit::Confirm,
            Conclusion::Keep,
            "Numbers and quotes say the same.",
        ),
        (Numbers::Fragile, Voices::Support) => reading(
            Fit::Confirm,
            Conclusion::Keep,
            "Numbers and quotes say the same, but the numbers are fragile.",
        ),
        (Numbers::Supported | Numbers::Shown | Numbers::Fragile, Voices::Mixed) if mostly_for => {
            reading(
                Fit::Expand,
                Conclusion::Keep,
                "The numbers show it and most quotes do; the others say when it does not hold.",
            )
        }
        (Numbers::Supported | Numbers::Shown | Numbers::Fragile, Voices::Mixed) => reading(
            Fit::Expand,
            Conclusion::Revise,
            "The numbers show it; the quotes say when, for whom and how far: so should the link.",
        ),
        (Numbers::Supported | Numbers::Shown | Numbers::Fragile, Voices::Contradict) => reading(
            Fit::Discord,
            Conclusion::Open,
            "The numbers show what people deny: find out why before concluding.",
        ),
        (Numbers::Supported | Numbers::Shown | Numbers::Fragile, Voices::None) => reading(
            Fit::QuantOnly,
            Conclusion::Open,
            "Only the numbers show it: look for people who speak of it, for and against.",
        ),
        (Numbers::Mixed, Voices::None) => reading(
            Fit::QuantOnly,
            Conclusion::Open,
            "Some of the numbers rise and some fall: is an item reversed, or are there two relations?",
        ),
        (Numbers::Mixed, _) => reading(
            Fit::Unclear,
            Conclusion::Open,
            "Some of the numbers rise and some fall, so that together they say nothing: is an item reversed, or are there two relations?",
        ),
        (Numbers::Slight, Voices::Support) => reading(
            Fit::Discord,
            Conclusion::Open,
            "People tell of it, and the numbers leave room for a slight relation at most: do they measure what people speak of?",
        ),
        (Numbers::Slight, Voices::Mixed) => reading(
            Fit::Unclear,
            Conclusion::Open,
            "The numbers leave room for a slight relation at most, and people do not agree.",
        ),
        (Numbers::Slight, Voices::Contradict) if removable => reading(
            Fit::Confirm,
            Conclusion::Remove,
            "People deny it, and the intervals lie within the smallest effect of interest that the plan declares.",
        ),
        (Numbers::Slight, Voices::Contradict) => reading(
            Fit::Complement,
            Conclusion::Open,
            "The numbers leave room for a slight relation at most, and somebody denies it: one person, or a shape of the relation that a correlation does not see, is not enough to remove it.",
        ),
        (Numbers::Slight, Voices::None) => reading(
            Fit::QuantOnly,
            Conclusion::Open,
            "The numbers leave room for a slight relation at most, and nobody speaks of it.",
        ),
        (Numbers::Imprecise, Voices::Support) => reading(
            Fit::QualOnly,
            Conclusion::Open,
            "People tell of it; so few answers cannot say whether there is more than the smallest effect of interest.",
        ),
        (Numbers::Imprecise, Voices::Mixed | Voices::Contradict) => reading(
            Fit::Unclear,
            Conclusion::Open,
            "The numbers are too imprecise to say, so that they neither confirm nor deny what people tell.",
        ),
        (Numbers::Imprecise, Voices::None) => reading(
            Fit::Silence,
            Conclusion::Open,
            "The numbers are too imprecise to say, and nobody speaks of it.",
        ),
        (Numbers::NotShown, Voices::Support) => reading(
            Fit::Discord,
            Conclusion::Open,
            "People tell of it and the numbers do not show it: look at the indicator, a ceiling, and how little so few answers can show.",
        ),
        (Numbers::NotShown, Voices::Mixed) => reading(
            Fit::Unclear,
            Conclusion::Open,
            "The numbers do not show it, and people do not agree.",
        ),
        (Numbers::NotShown, Voices::Contradict) => reading(
            Fit::Unclear,
            Conclusion::Open,
            "People deny it; that the numbers do not show it confirms nothing, as their intervals leave room for a relation.",
        ),
        (Numbers::NotShown, Voices::None) => reading(
            Fit::Silence,
            Conclusion::Open,
            "The numbers do not show it, and nobody speaks of it.",
        ),
        (Numbers::Contrary, Voices::Support | Voices::Mixed) => reading(
            Fit::Discord,
            Conclusion::Open,
            "The numbers go the other way than people tell.",
        ),
        (Numbers::Contrary, Voices::Contradict) => reading(
            Fit::Confirm,
            Conclusion::Revise,
            "Numbers and quotes both go the other way.",
        ),
        (Numbers::Contrary, Voices::None) => reading(
            Fit::QuantOnly,
            Conclusion::Revise,
            "The numbers go the other way, and nobody speaks of it.",
        ),
        (Numbers::Untested | Numbers::NotTestable, Voices::Support) => reading(
            Fit::QualOnly,
            Conclusion::Open,
            "Only people speak for it: give it an indicator and ask in numbers.",
        ),
        (Numbers::Untested | Numbers::NotTestable, Voices::Mixed) => reading(
            Fit::QualOnly,
            Conclusion::Revise,
            "Only people speak of it, and they say when and for whom: so should the link.",
        ),
        (Numbers::Untested | Numbers::NotTestable, Voices::Contradict) => reading(
            Fit::QualOnly,
            Conclusion::Open,
            "Only people speak of it, and they deny it.",
        ),
        (Numbers::Untested | Numbers::NotTestable, Voices::None) => reading(
            Fit::Silence,
            Conclusion::Open,
            "Nobody has asked, neither in words nor in numbers.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absence_is_never_read_from_what_was_not_shown() {
        for voices in [
            Voices::Support,
            Voices::Mixed,
            Voices::Contradict,
            Voices::None,
        ] {
            for numbers in [
                Numbers::NotShown,
                Numbers::Imprecise,
                Numbers::Mixed,
                Numbers::Untested,
                Numbers::NotTestable,
            ] {
                for (mostly_for, removable) in
                    [(false, false), (true, false), (false, true), (true, true)]
                {
                    let reading = read(numbers, voices, mostly_for, removable);
                    assert_ne!(reading.conclusion, Conclusion::Remove, "{numbers} {voices}");
                    assert_ne!(reading.fit, Fit::Confirm, "{numbers} {voices}");
                }
            }
            assert_ne!(
                read(Numbers::Slight, voices, false, false).conclusion,
                Conclusion::Remove
            );
        }
        assert_eq!(
            read(Numbers::Slight, Voices::Contradict, false, true).conclusion,
            Conclusion::Remove
        );
    }
}
