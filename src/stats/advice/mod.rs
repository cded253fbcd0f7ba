//! Advice: chooses the fitting test for a table, and says what it shows and what cannot be
//! concluded.
//!
//! The engine chooses the test by levels and margins, runs it, determines how few answers decide,
//! reads the middle category in other ways, and writes messages and a sentence to paste. It makes
//! suggestions and never decides for the researcher. It has no memory: the family of tests is part
//! of the request.

mod effect;
mod question;
mod recommend;
mod rules;
mod sensitivity;
mod sentence;

pub use effect::{ComparedGroup, EffectMeasure, Effects, MeasuredEffect};
pub use question::AssociationStatus;
pub use question::{AdviceCode, AdviceMessage, AdviceSeverity};
pub use question::{AdviceRequest, Expectation, Family};
pub use question::{AlternativeMethod, AlternativeTest};
pub use recommend::{Certainty, Method, TestOutcome, recommend, run};
pub use sensitivity::{Fragility, Move, fragility};
pub use sensitivity::{MiddleReading, MiddleReadingResult, readings};

use super::chisq::{self, ChiSquare, pearson};
pub use super::side::{MiddleMeaning, SideLevel, TableSide};

use super::error::StatsError;
use super::estimate::Estimate;
use super::table::Table;
use super::{association, correlation, estimate, ordinal};
use serde::Serialize;

/// The advice on one table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advice {
    /// The result in the fixed vocabulary.
    pub status: AssociationStatus,
    /// The recommended test; `None` if there is none.
    pub outcome: Option<TestOutcome>,
    /// Why there is none.
    pub why: Option<StatsError>,
    /// The effect to report, with the interval that agrees with the test.
    pub association: Option<Estimate>,
    /// All fitting effects, and the groups compared.
    pub effects: Option<Effects>,
    /// The observed direction, if the test has one.
    pub direction: Option<Expectation>,
    /// p adjusted within the family by Holm, 0 to 1.
    pub holm: Option<f64>,
    /// p adjusted within the family by Benjamini–Hochberg, 0 to 1.
    pub benjamini_hochberg: Option<f64>,
    /// p of the nominal test, if it shows a relation that the trend test does not.
    pub bent: Option<f64>,
    /// Alternative tests, where their result may differ.
    pub beside: Vec<AlternativeTest>,
    /// Dependence on single answers; `None` if it cannot be computed exactly.
    pub fragility: Option<Fragility>,
    /// Results under each interpretation of the middle category.
    pub readings: Vec<MiddleReadingResult>,
    /// Most severe first.
    pub messages: Vec<AdviceMessage>,
    /// A sentence to paste, in English.
    pub english: String,
    /// A sentence to paste, in Danish.
    pub danish: String,
}

impl Advice {
    /// Returns whether a positive result may be undone by an answer or two, another interpretation
    /// of the middle category, the number of tests or more random tables. This is reported beside
    /// the status and does not change it.
    pub fn is_fragile(&self, alpha: f64) -> bool {
        let (n, p) = self
            .outcome
            .as_ref()
            .map_or((0.0, 1.0), |outcome| (outcome.n, outcome.p));
        let few = self.fragility.as_ref().is_some_and(|f| {
            f.one_person.is_some() || f.fewest.is_some_and(|fewest| fewest <= fragile_below(n))
        });
        let lost = self.benjamini_hochberg.is_some_and(|p| p > alpha);
        let reading = self
            .readings
            .iter()
            .any(|read| read.p.is_none_or(|p| p > alpha));
        p <= alpha
            && (few
                || lost
                || reading
                || self
                    .outcome
                    .as_ref()
                    .is_some_and(|outcome| outcome.is_undecided(alpha)))
    }
}

/// The data that messages and sentences are based on.
struct AdviceFacts<'a> {
    table: &'a Table,
    small: Table,
    question: &'a AdviceRequest,
    chi_square: ChiSquare,
    outcome: TestOutcome,
    effects: Effects,
    direction: Option<Expectation>,
    holm: Option<f64>,
    benjamini_hochberg: Option<f64>,
    nonlinear: Option<TestOutcome>,
    alternatives: Vec<AlternativeTest>,
    fragility: Option<Fragility>,
    readings: Vec<MiddleReadingResult>,
    status: AssociationStatus,
}

/// Advice about a table.
pub fn advise(table: &Table, question: &AdviceRequest) -> Advice {
    match facts(table, question) {
        Ok(facts) => {
            let messages = rules::messages(&facts);
            let (english, danish) = sentence::of(&facts);
            Advice {
                status: facts.status,
                why: None,
                outcome: Some(facts.outcome),
                association: facts.effects.first().map(|effect| effect.estimate.clone()),
                effects: Some(facts.effects),
                direction: facts.direction,
                holm: facts.holm,
                benjamini_hochberg: facts.benjamini_hochberg,
                bent: facts.nonlinear.map(|other| other.p),
                beside: facts.alternatives,
                fragility: facts.fragility,
                readings: facts.readings,
                messages,
                english,
                danish,
            }
        }
        Err(why) => {
            let (english, danish) = sentence::not_testable(table, &why);
            Advice {
                status: AssociationStatus::NotTestable,
                outcome: None,
                association: None,
                effects: None,
                direction: None,
                holm: None,
                benjamini_hochberg: None,
                bent: None,
                beside: Vec::new(),
                fragility: None,
                readings: Vec::new(),
                messages: vec![rules::not_testable(table, &why)],
                why: Some(why),
                english,
                danish,
            }
        }
    }
}

/// Computes the facts.
fn facts<'a>(table: &'a Table, question: &'a AdviceRequest) -> Result<AdviceFacts<'a>, StatsError> {
    if !(question.alpha > 0.0 && question.alpha < 1.0) {
        return Err(StatsError::Range);
    }
    let small = table.testable()?;
    let method = recommend(table)?;
    let outcome = decisive(table, method, question)?;
    let (holm, benjamini_hochberg) = match &question.family {
        Some(f) if !f.others.is_empty() => {
            let mut all = vec![Some(outcome.p)];
            all.extend(&f.others);
            (
                estimate::holm(&all)[0],
                estimate::benjamini_hochberg(&all)[0],
            )
        }
        _ => (None, None),
    };
    let chi_square = pearson(table)?;
    let mut facts = AdviceFacts {
        alternatives: question::alternative_tests(table, &outcome, &chi_square, question),
        chi_square,
        effects: effect::effects(table, &outcome, question.alpha)?,
        direction: direction(table, method),
        nonlinear: nonlinear(table, &outcome, question),
        // Part of the budget only: advice on one of many tables must be quick.
        fragility: fragility(table, method, question.alpha, question.effort.work / 8),
        readings: readings(table, question),
        status: AssociationStatus::NotShown,
        table,
        small,
        question,
        outcome,
        holm,
        benjamini_hochberg,
    };
    facts.status = status(&facts);
    Ok(facts)
}

/// The direction of the relation, if both sides are ordered or have a yes and the test uses that.
fn direction(table: &Table, method: Method) -> Option<Expectation> {
    let slope = match method.large_sample() {
        Method::LinearByLinear => correlation::pearson_r(table).ok()?.value,
        Method::Pearson | Method::KruskalWallis => return None,
        _ => ordinal::tau_b(table).ok()?.value,
    };
    match slope {
        slope if slope > 0.0 => Some(Expectation::Rising),
        slope if slope < 0.0 => Some(Expectation::Falling),
        _ => None,
    }
}

/// The p of the nominal test if it shows a relation that the trend test does not: a curved
/// relation.
fn nonlinear(
    table: &Table,
    outcome: &TestOutcome,
    question: &AdviceRequest,
) -> Option<TestOutcome> {
    let trend = outcome.method.large_sample() == Method::LinearByLinear;
    if !trend || outcome.p <= question.alpha {
        return None;
    }
    let sparse = chisq::is_sparse(&pearson(table).ok()?) && table.whole().is_ok();
    let method = if sparse {
        Method::FisherFreemanHalton
    } else {
        Method::Pearson
    };
    // A second test of the same table has to be more significant than the first.
    run(table, method, &question.effort)
        .ok()
        .filter(|other| other.p <= question.alpha.min(0.01))
}

/// Runs the recommended test; if a Monte Carlo interval contains alpha, again with ten times the
/// draws.
fn decisive(
    table: &Table,
    method: Method,
    question: &AdviceRequest,
) -> Result<TestOutcome, StatsError> {
    let outcome = run(table, method, &question.effort)?;
    if !outcome.is_undecided(question.alpha) {
        return Ok(outcome);
    }
    let mut effort = question.effort.clone();
    effort.samples = effort.samples.saturating_mul(10);
    // Enumeration has failed already and would only fail again.
    effort.work = 0;
    run(table, method, &effort)
}

/// Number of changed answers below which a result counts as fragile: two per hundred, at least one
/// and at most three.
fn fragile_below(n: f64) -> usize {
    ((n / 50.0) as usize).clamp(1, 3)
}

/// The word for the facts.
fn status(facts: &AdviceFacts<'_>) -> AssociationStatus {
    let (question, shown) = (facts.question, facts.outcome.p <= facts.question.alpha);
    if let Some(smallest) = question.smallest {
        // The effect of the test is within the smallest effect of interest, and so is everything
        // that the order may hide.
        let v = association::cramers_v_at(facts.table, 1.0 - question.alpha)
            .ok()
            .and_then(|v| v.interval);
        let inside = |reach: Option<f64>| reach.is_some_and(|reach| reach < smallest);
        if inside(facts.effects.interval_reach()) && inside(v.map(|interval| interval.high)) {
            return AssociationStatus::Slight;
        }
    }
    let expected = question.expected;
    match shown {
        false if question.smallest.is_some() && facts.nonlinear.is_none() => {
            AssociationStatus::Imprecise
        }
        false => AssociationStatus::NotShown,
        true if expected != Expectation::Any && facts.direction.is_some_and(|d| d != expected) => {
            AssociationStatus::Contrary
        }
        true => AssociationStatus::Shown,
    }
}
