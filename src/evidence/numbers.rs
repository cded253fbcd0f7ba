//! What the numbers say of a link, or one test of it: the fixed words.
//!
//! "Supported" is kept for links: it says that the plan shows a relation, that its tests agree in
//! sign, and that the stricter reading leaves some of it. What is not shown is no evidence of
//! absence; only with a smallest effect of interest can it be told whether there is at most little,
//! or whether these answers cannot say.

use super::signs::Signs;
use super::tally::Tally;
use super::weighing::{Weighed, Weighing};
use crate::stats::family;
use crate::study::{plan::Unit, theory::Expected};
use serde::Serialize;
use std::fmt;

/// The word for what the numbers say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Numbers {
    /// Of a link: shown by the plan, signs agree, and some of it holds by the stricter reading.
    #[serde(rename = "supported")]
    Supported,
    /// Of a link: shown by the plan, but the stricter reading or an item that goes another way
    /// leaves doubt.
    #[serde(rename = "supported, fragile")]
    Fragile,
    /// Of a link: shown, but some of it rises and some of it falls.
    #[serde(rename = "signs differ")]
    Mixed,
    /// Of one test: shown by the plan.
    #[serde(rename = "shown")]
    Shown,
    /// Shown against the direction expected.
    #[serde(rename = "contrary")]
    Contrary,
    /// Whatever there is lies below the smallest effect of interest.
    #[serde(rename = "at most slight")]
    Slight,
    /// Nothing is shown, and more than the smallest effect of interest may be there.
    #[serde(rename = "too imprecise to say")]
    Imprecise,
    /// Nothing is shown, and no smallest effect of interest was declared.
    #[serde(rename = "not shown")]
    NotShown,
    /// Nobody has tested it.
    #[serde(rename = "untested")]
    Untested,
    /// The data cannot say.
    #[serde(rename = "not testable")]
    NotTestable,
}

impl Numbers {
    /// The word.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Numbers::Supported => "supported",
            Numbers::Fragile => "supported, fragile",
            Numbers::Mixed => "signs differ",
            Numbers::Shown => "shown",
            Numbers::Contrary => "contrary",
            Numbers::Slight => "at most slight",
            Numbers::Imprecise => "too imprecise to say",
            Numbers::NotShown => "not shown",
            Numbers::Untested => "untested",
            Numbers::NotTestable => "not testable",
        }
    }

    /// Whether a relation was shown in the direction expected.
    #[must_use]
    pub fn is_shown(self) -> bool {
        matches!(self, Numbers::Supported | Numbers::Fragile | Numbers::Shown)
    }

    /// Whether a test was made and showed nothing.
    #[must_use]
    pub fn shows_nothing(self) -> bool {
        matches!(
            self,
            Numbers::NotShown | Numbers::Imprecise | Numbers::Slight
        )
    }
}

/// The word for a link whose tests have been weighed.
#[must_use]
pub fn of_link(weighing: &Weighing<'_>, tally: Tally, level: f64) -> Numbers {
    let counted = || {
        weighing
            .tests
            .iter()
            .filter(|test| test.circular.is_none() && test.planned.is_some())
    };
    if tally.run == 0 {
        return if weighing.tests.is_empty()
            && (weighing.plan.unit == Unit::Pairs || weighing.pairs.is_empty())
        {
            Numbers::Untested
        } else {
            Numbers::NotTestable
        };
    }
    if against(weighing) {
        return Numbers::Mixed;
    }
    let shown = || counted().filter(|test| test.shown());
    let slight: Vec<Option<bool>> = counted().map(Weighed::slight).collect();
    if slight.iter().all(|slight| *slight == Some(true)) {
        return Numbers::Slight;
    }
    if !tally.shows(&weighing.plan, level) {
        // What bends is neither slight nor imprecise.
        let imprecise = slight.contains(&Some(false)) && !has_shape(weighing, level);
        return if imprecise {
            Numbers::Imprecise
        } else {
            Numbers::NotShown
        };
    }
    let signs = Signs::of(shown().map(|test| &test.test));
    let directed = signs.rising + signs.falling > 0;
    match weighing.link.expected {
        _ if !signs.agree() => return Numbers::Mixed,
        Expected::Positive if directed && !signs.rises() => return Numbers::Contrary,
        Expected::Negative if directed && signs.rises() => return Numbers::Contrary,
        _ => {}
    }
    let one_way = signs.rising == 0 || signs.falling == 0;
    let indices = shown()
        .filter_map(|test| test.test.indices.as_deref())
        .flatten();
    let Signs {
        items, doubtful, ..
    } = &weighing.signs;
    let coherent = items.is_empty()
        && doubtful.is_empty()
        && indices
            .into_iter()
            .all(|index| index.turned.is_empty() && index.doubtful.is_empty());
    if one_way && coherent && weighing.signs.agree() && tally.adjusted > 0 {
        Numbers::Supported
    } else {
        Numbers::Fragile
    }
}

/// Whether an index is made of items that go against each other, so that it is the mean of nothing.
fn against(weighing: &Weighing<'_>) -> bool {
    let indices = weighing
        .tests
        .iter()
        .filter_map(|test| test.test.indices.as_deref());
    indices.flatten().any(|index| !index.against.is_empty())
}

/// Whether Pearson's chi-square shows something in any pair of a link, by Holm within the link: a
/// relation that bends is none that may be removed.
#[must_use]
pub fn has_shape(weighing: &Weighing<'_>, level: f64) -> bool {
    let own = weighing
        .pairs
        .iter()
        .map(|test| test.crosstab.pearson().ok().map(|test| test.p));
    let indices = weighing
        .tests
        .iter()
        .filter(|test| test.test.indices.is_some())
        .map(Weighed::shape);
    family::holm(&own.chain(indices).collect::<Vec<_>>())
        .into_iter()
        .flatten()
        .any(|p| p < level)
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
