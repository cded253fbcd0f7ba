//! Computes the fitting tests of many pairs on several threads, with advice on those that show
//! something.
//!
//! Integration of numbers and quotes: the table behind the proposals (confirmation, expansion,
//! discordance after Fetters, Curry and Creswell 2013; what is not shown is no evidence of
//! absence). It makes suggestions; the researcher decides.

use super::crosstab_analysis::question;
use super::planned_tests::{FittingTest, TestKey};
use super::tests::IndicatorTest;
use super::{Balance, NumericStatus};
use crate::stats::advice::{Advice, Expectation};
use crate::stats::exact::Effort;
use crate::stats::{StatsError, advice};
use crate::study::inference::IntegrationFit;
use crate::study::plan::PlannedTest;
use crate::study::theory::{Conclusion, ExpectedDirection};
use crate::study::{AnalysisPlan, Cancelled, ProgressMonitor};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How much of an assessment to compute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AssessmentDepth {
    /// Everything.
    All,
    /// Only what the plan uses.
    Planned,
}

/// The fitting test, with advice if there is any.
pub(super) type FittingWithAdvice = (Result<FittingTest, StatsError>, Option<Box<Advice>>);

/// The fitting test of each, with advice on those that show something.
pub(super) fn fit_all(
    all: &BTreeMap<TestKey, (IndicatorTest<'_>, ExpectedDirection)>,
    (depth, plan): (AssessmentDepth, &AnalysisPlan),
    level: f64,
    threads: usize,
    watch: ProgressMonitor<'_>,
) -> Result<BTreeMap<TestKey, FittingWithAdvice>, Cancelled> {
    let work: Vec<_> = all.iter().collect();
    let share = work.len().div_ceil(threads.max(1)).max(1);
    let done = &AtomicUsize::new(0);
    let one = |(key, (test, expected)): &(&TestKey, &(IndicatorTest<'_>, ExpectedDirection))| {
        watch.report(done.fetch_add(1, Ordering::Relaxed), all.len(), "test")?;
        Ok((
            (*key).clone(),
            fit_one(test, *expected, level, (depth, plan)),
        ))
    };
    std::thread::scope(|scope| {
        let parts: Vec<_> = work
            .chunks(share)
            .map(|part| {
                scope.spawn(move || part.iter().map(one).collect::<Result<Vec<_>, Cancelled>>())
            })
            .collect();
        let mut fitted = BTreeMap::new();
        for part in parts {
            // Propagate a panic: a missing test would silently change the results of all others.
            fitted.extend(
                part.join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?,
            );
        }
        Ok(fitted)
    })
}

/// Each of many tests gets a smaller budget than a test requested by itself.
fn effort() -> Effort {
    Effort {
        work: 2_000_000,
        samples: 10_000,
        ..Effort::default()
    }
}

/// The budget where many tests are summarised and none is shown by itself.
pub(super) fn small_effort() -> Effort {
    Effort {
        work: 20_000,
        samples: 1_000,
        ..Effort::default()
    }
}

fn fit_one(
    test: &IndicatorTest<'_>,
    expected: ExpectedDirection,
    level: f64,
    (depth, plan): (AssessmentDepth, &AnalysisPlan),
) -> FittingWithAdvice {
    if depth == AssessmentDepth::Planned {
        // Pearson's p has been computed already, and this plan uses nothing else.
        let needed = test.scores.is_some() || plan.test == PlannedTest::Fitting;
        return (
            if needed {
                FittingTest::new(test, &small_effort())
            } else {
                Err(StatsError::Cancelled)
            },
            None,
        );
    }
    let fitting = FittingTest::new(test, &effort());
    let interesting =
        test.is_significant(level) || fitting.as_ref().is_ok_and(|fitting| fitting.p <= level);
    // The effect of one answer more or less is not defined for a weighted sample.
    if test.scores.is_some() || test.weighted.is_some() || !interesting {
        return (fitting, None);
    }
    let mut question = question(level, effort());
    question.expected = match expected {
        ExpectedDirection::Positive => Expectation::Rising,
        ExpectedDirection::Negative => Expectation::Falling,
        ExpectedDirection::None | ExpectedDirection::Unstated => Expectation::Any,
    };
    (
        fitting,
        Some(Box::new(advice::advise(&test.crosstab.table, &question))),
    )
}

/// The quotes of a link taken together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::Display, strum::IntoStaticStr)]
pub enum QuoteConsensus {
    /// All judged quotes support it.
    #[strum(to_string = "supports")]
    Support,
    /// Some contradict it, or restrict it to circumstances.
    #[strum(to_string = "mixed")]
    Mixed,
    /// All judged quotes contradict it.
    #[strum(to_string = "contradicts")]
    Contradict,
    /// No quote has been judged.
    #[strum(to_string = "none")]
    None,
}

impl QuoteConsensus {
    pub fn of(balance: Balance) -> QuoteConsensus {
        match (balance.supports, balance.contradicts, balance.nuances) {
            (0, 0, 0) => QuoteConsensus::None,
            (_, 0, 0) => QuoteConsensus::Support,
            (0, _, 0) => QuoteConsensus::Contradict,
            _ => QuoteConsensus::Mixed,
        }
    }

    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// The entry of the table for numbers and quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FitAssessment {
    pub fit: IntegrationFit,
    pub conclusion: Conclusion,
    /// Why, in one sentence.
    pub reason: &'static str,
}

/// `removable` means that at most a slight relation can exist: by the declared smallest effect,
/// without any test showing a curved relation, and with more than one person contradicting it.
pub fn assess_fit(
    numbers: NumericStatus,
    voices: QuoteConsensus,
    mostly_for: bool,
    removable: bool,
) -> FitAssessment {
    let reading = |fit, conclusion, because| FitAssessment {
        fit,
        conclusion,
        reason: because,
    };
    match (numbers, voices) {
        (NumericStatus::Supported | NumericStatus::Shown, QuoteConsensus::Support) => reading(
            IntegrationFit::Confirm,
            Conclusion::Keep,
            "Numbers and quotes say the same.",
        ),
        (NumericStatus::Fragile, QuoteConsensus::Support) => reading(
            IntegrationFit::Confirm,
            Conclusion::Keep,
            "Numbers and quotes say the same, but the numbers are fragile.",
        ),
        (
            NumericStatus::Supported | NumericStatus::Shown | NumericStatus::Fragile,
            QuoteConsensus::Mixed,
        ) if mostly_for => reading(
            IntegrationFit::Expand,
            Conclusion::Keep,
            "The numbers show it and most quotes do; the others say when it does not hold.",
        ),
        (
            NumericStatus::Supported | NumericStatus::Shown | NumericStatus::Fragile,
            QuoteConsensus::Mixed,
        ) => reading(
            IntegrationFit::Expand,
            Conclusion::Revise,
            "The numbers show it; the quotes say when, for whom and how far: so should the link.",
        ),
        (
            NumericStatus::Supported | NumericStatus::Shown | NumericStatus::Fragile,
            QuoteConsensus::Contradict,
        ) => reading(
            IntegrationFit::Discord,
            Conclusion::Open,
            "The numbers show what people deny: find out why before concluding.",
        ),
        (
            NumericStatus::Supported | NumericStatus::Shown | NumericStatus::Fragile,
            QuoteConsensus::None,
        ) => reading(
            IntegrationFit::QuantOnly,
            Conclusion::Open,
            "Only the numbers show it: look for people who speak of it, for and against.",
        ),
        (NumericStatus::Mixed, QuoteConsensus::None) => reading(
            IntegrationFit::QuantOnly,
            Conclusion::Open,
            "Some of the numbers rise and some fall: is an item reversed, or are there two relations?",
        ),
        (NumericStatus::Mixed, _) => reading(
            IntegrationFit::Unclear,
            Conclusion::Open,
            "Some of the numbers rise and some fall, so that together they say nothing: is an item reversed, or are there two relations?",
        ),
        (NumericStatus::Slight, QuoteConsensus::Support) => reading(
            IntegrationFit::Discord,
            Conclusion::Open,
            "People tell of it, and the numbers leave room for a slight relation at most: do they measure what people speak of?",
        ),
        (NumericStatus::Slight, QuoteConsensus::Mixed) => reading(
            IntegrationFit::Unclear,
            Conclusion::Open,
            "The numbers leave room for a slight relation at most, and people do not agree.",
        ),
        (NumericStatus::Slight, QuoteConsensus::Contradict) if removable => reading(
            IntegrationFit::Confirm,
            Conclusion::Remove,
            "People deny it, and the intervals lie within the smallest effect of interest that the plan declares.",
        ),
        (NumericStatus::Slight, QuoteConsensus::Contradict) => reading(
            IntegrationFit::Complement,
            Conclusion::Open,
            "The numbers leave room for a slight relation at most, and somebody denies it: one person, or a shape of the relation that a correlation does not see, is not enough to remove it.",
        ),
        (NumericStatus::Slight, QuoteConsensus::None) => reading(
            IntegrationFit::QuantOnly,
            Conclusion::Open,
            "The numbers leave room for a slight relation at most, and nobody mentions it.",
        ),
        (NumericStatus::Imprecise, QuoteConsensus::Support) => reading(
            IntegrationFit::QualOnly,
            Conclusion::Open,
            "People tell of it; so few answers cannot say whether there is more than the smallest effect of interest.",
        ),
        (NumericStatus::Imprecise, QuoteConsensus::Mixed | QuoteConsensus::Contradict) => reading(
            IntegrationFit::Unclear,
            Conclusion::Open,
            "The numbers are too imprecise to say, so that they neither confirm nor deny what people tell.",
        ),
        (NumericStatus::Imprecise, QuoteConsensus::None) => reading(
            IntegrationFit::Silence,
            Conclusion::Open,
            "The numbers are too imprecise to say, and nobody mentions it.",
        ),
        (NumericStatus::NotShown, QuoteConsensus::Support) => reading(
            IntegrationFit::Discord,
            Conclusion::Open,
            "People tell of it and the numbers do not show it: look at the indicator, a ceiling, and how little so few answers can show.",
        ),
        (NumericStatus::NotShown, QuoteConsensus::Mixed) => reading(
            IntegrationFit::Unclear,
            Conclusion::Open,
            "The numbers do not show it, and people do not agree.",
        ),
        (NumericStatus::NotShown, QuoteConsensus::Contradict) => reading(
            IntegrationFit::Unclear,
            Conclusion::Open,
            "People deny it; that the numbers do not show it confirms nothing, as their intervals leave room for a relation.",
        ),
        (NumericStatus::NotShown, QuoteConsensus::None) => reading(
            IntegrationFit::Silence,
            Conclusion::Open,
            "The numbers do not show it, and nobody mentions it.",
        ),
        (NumericStatus::Contrary, QuoteConsensus::Support | QuoteConsensus::Mixed) => reading(
            IntegrationFit::Discord,
            Conclusion::Open,
            "The numbers go the other way than people tell.",
        ),
        (NumericStatus::Contrary, QuoteConsensus::Contradict) => reading(
            IntegrationFit::Confirm,
            Conclusion::Revise,
            "Numbers and quotes both go the other way.",
        ),
        (NumericStatus::Contrary, QuoteConsensus::None) => reading(
            IntegrationFit::QuantOnly,
            Conclusion::Revise,
            "The numbers go the other way, and nobody mentions it.",
        ),
        (NumericStatus::Untested | NumericStatus::NotTestable, QuoteConsensus::Support) => reading(
            IntegrationFit::QualOnly,
            Conclusion::Open,
            "Only people speak for it: give it an indicator and ask in numbers.",
        ),
        (NumericStatus::Untested | NumericStatus::NotTestable, QuoteConsensus::Mixed) => reading(
            IntegrationFit::QualOnly,
            Conclusion::Revise,
            "Only people speak of it, and they say when and for whom: so should the link.",
        ),
        (NumericStatus::Untested | NumericStatus::NotTestable, QuoteConsensus::Contradict) => {
            reading(
                IntegrationFit::QualOnly,
                Conclusion::Open,
                "Only people speak of it, and they deny it.",
            )
        }
        (NumericStatus::Untested | NumericStatus::NotTestable, QuoteConsensus::None) => reading(
            IntegrationFit::Silence,
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
            QuoteConsensus::Support,
            QuoteConsensus::Mixed,
            QuoteConsensus::Contradict,
            QuoteConsensus::None,
        ] {
            for numbers in [
                NumericStatus::NotShown,
                NumericStatus::Imprecise,
                NumericStatus::Mixed,
                NumericStatus::Untested,
                NumericStatus::NotTestable,
            ] {
                for (mostly_for, removable) in
                    [(false, false), (true, false), (false, true), (true, true)]
                {
                    let reading = assess_fit(numbers, voices, mostly_for, removable);
                    assert_ne!(reading.conclusion, Conclusion::Remove, "{numbers} {voices}");
                    assert_ne!(reading.fit, IntegrationFit::Confirm, "{numbers} {voices}");
                }
            }
            assert_ne!(
                assess_fit(NumericStatus::Slight, voices, false, false).conclusion,
                Conclusion::Remove
            );
        }
        assert_eq!(
            assess_fit(
                NumericStatus::Slight,
                QuoteConsensus::Contradict,
                false,
                true
            )
            .conclusion,
            Conclusion::Remove
        );
    }
}
