//! How numbers and quotes fit: the table by which a proposal is made
//! (confirm, expand, discord after Fetters, Curry and Creswell 2013; what is not
//! shown is no evidence of absence). It offers; the researcher decides.

use super::Balance;
use crate::stats::advice::Status;
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

/// Reads the table. `excluded` says that the intervals of all tests leave no room for a relation worth the name.
#[must_use]
pub fn read(numbers: Status, voices: Voices, mostly_for: bool, excluded: bool) -> Reading {
    let reading = |fit, conclusion, because| Reading { fit, conclusion, because };
    // Words of one table, as a link would have them.
    let numbers = match numbers {
        Status::Shown => Status::Supported,
        Status::Slight | Status::Imprecise => Status::NotShown,
        other => other,
    };
    match (numbers, voices) {
        (Status::Supported, Voices::Support) => reading(Fit::Confirm, Conclusion::Keep, "Numbers and quotes say the same."),
        (Status::Fragile, Voices::Support) => {
            reading(Fit::Confirm, Conclusion::Keep, "Numbers and quotes say the same, but the numbers are fragile.")
        }
        (Status::Supported | Status::Fragile, Voices::Mixed) if mostly_for => {
            reading(Fit::Expand, Conclusion::Keep, "The numbers show it and most quotes do; the others say when it does not hold.")
        }
        (Status::Supported | Status::Fragile, Voices::Mixed) => reading(
            Fit::Expand,
            Conclusion::Revise,
            "The numbers show it; the quotes say when, for whom and how far: so should the link.",
        ),
        (Status::Supported | Status::Fragile, Voices::Contradict) => {
            reading(Fit::Discord, Conclusion::Open, "The numbers show what people deny: find out why before concluding.")
        }
        (Status::Supported | Status::Fragile, Voices::None) => {
            reading(Fit::QuantOnly, Conclusion::Open, "Only the numbers show it: look for people who speak of it, for and against.")
        }
        (Status::NotShown, Voices::Support) => reading(
            Fit::Discord,
            Conclusion::Open,
            "People tell of it and the numbers do not show it: look at the indicator, a ceiling, and how little so few answers can show.",
        ),
        (Status::NotShown, Voices::Mixed) => {
            reading(Fit::Unclear, Conclusion::Open, "The numbers do not show it, and people do not agree.")
        }
        (Status::NotShown, Voices::Contradict) if excluded => reading(
            Fit::Confirm,
            Conclusion::Remove,
            "People deny it, and the intervals leave no room for more than a weak relation.",
        ),
        (Status::NotShown, Voices::Contradict) => reading(
            Fit::Unclear,
            Conclusion::Open,
            "People deny it; that the numbers do not show it confirms nothing, as their intervals leave room for a relation.",
        ),
        (Status::NotShown, Voices::None) => {
            reading(Fit::Silence, Conclusion::Open, "The numbers do not show it, and nobody speaks of it.")
        }
        (Status::Contrary, Voices::Support | Voices::Mixed) => {
            reading(Fit::Discord, Conclusion::Open, "The numbers go the other way than people tell.")
        }
        (Status::Contrary, Voices::Contradict) => {
            reading(Fit::Confirm, Conclusion::Revise, "Numbers and quotes both go the other way.")
        }
        (Status::Contrary, Voices::None) => {
            reading(Fit::QuantOnly, Conclusion::Revise, "The numbers go the other way, and nobody speaks of it.")
        }
        (_, Voices::Support) => {
            reading(Fit::QualOnly, Conclusion::Open, "Only people speak for it: give it an indicator and ask in numbers.")
        }
        (_, Voices::Mixed) => reading(
            Fit::QualOnly,
            Conclusion::Revise,
            "Only people speak of it, and they say when and for whom: so should the link.",
        ),
        (_, Voices::Contradict) => reading(Fit::QualOnly, Conclusion::Open, "Only people speak of it, and they deny it."),
        (_, Voices::None) => reading(Fit::Silence, Conclusion::Open, "Nobody has asked, neither in words nor in numbers."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absence_is_never_read_from_what_was_not_shown() {
        for voices in [Voices::Support, Voices::Mixed, Voices::Contradict, Voices::None] {
            for numbers in [Status::NotShown, Status::Untested, Status::NotTestable] {
                for mostly_for in [false, true] {
                    let reading = read(numbers, voices, mostly_for, false);
                    assert_ne!(reading.conclusion, Conclusion::Remove, "{numbers} {voices}");
                    assert_ne!(reading.fit, Fit::Confirm, "{numbers} {voices}");
                }
            }
        }
        assert_eq!(read(Status::NotShown, Voices::Contradict, false, true).conclusion, Conclusion::Remove);
    }
}
