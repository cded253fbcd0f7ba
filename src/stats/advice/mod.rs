//! Advice: from a table and what its variables mean to the test that fits, what it says, and what may not be said.
//!
//! The engine chooses the test by levels and margins, runs it, asks how few answers decide, reads the middle category in other
//! ways, and writes messages and a sentence to paste. It offers; it never decides for the researcher, and it has no memory: the
//! family of tests comes with the question.

mod fragility;
mod message;
mod number;
mod question;
mod recommend;
mod rules;
mod sensitivity;
mod sentence;
mod status;

pub use fragility::{Fragility, Move, fragility};
pub use message::{Code, Message, Severity};
pub use question::{Expectation, Family, Question};
pub use recommend::{Certainty, Method, Outcome, is_sparse, recommend, run};
pub use sensitivity::{Reading, Variation, readings};
pub use status::Status;

use super::chisq::{ChiSquare, pearson};
pub use super::side::{Level, Middle, Side};

use super::estimate::Estimate;
use super::table::Table;
use super::why::Why;
use super::{association, correlation, family, ordinal};
use serde::Serialize;

/// Everything there is to say about one table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Advice {
    /// What the test says, in one of six words.
    pub status: Status,
    /// The recommended test; nothing when there is none.
    pub outcome: Option<Outcome>,
    /// Why there is none.
    pub why: Option<Why>,
    /// The measure of association that fits, with its interval.
    pub association: Option<Estimate>,
    /// The observed direction, when the test has one.
    pub direction: Option<Expectation>,
    /// p adjusted within the family by Holm, 0 to 1.
    pub holm: Option<f64>,
    /// p adjusted within the family by Benjamini and Hochberg, 0 to 1.
    pub benjamini_hochberg: Option<f64>,
    /// How few answers decide.
    pub fragility: Option<Fragility>,
    /// The middle category in its readings.
    pub readings: Vec<Variation>,
    /// Messages, the weightiest first.
    pub messages: Vec<Message>,
    /// A sentence to paste, in English.
    pub english: String,
    /// The same in Danish.
    pub danish: String,
}

/// What the rules and the sentence look at.
struct Facts<'a> {
    table: &'a Table,
    small: Table,
    question: &'a Question,
    chi_square: ChiSquare,
    outcome: Outcome,
    association: Option<Estimate>,
    direction: Option<Expectation>,
    holm: Option<f64>,
    benjamini_hochberg: Option<f64>,
    fragility: Fragility,
    readings: Vec<Variation>,
    status: Status,
}

/// Advice about a table.
pub fn advise(table: &Table, question: &Question) -> Advice {
    match facts(table, question) {
        Ok(facts) => {
            let messages = rules::messages(&facts);
            let (english, danish) = sentence::of(&facts);
            Advice {
                status: facts.status,
                why: None,
                outcome: Some(facts.outcome),
                association: facts.association,
                direction: facts.direction,
                holm: facts.holm,
                benjamini_hochberg: facts.benjamini_hochberg,
                fragility: Some(facts.fragility),
                readings: facts.readings,
                messages,
                english,
                danish,
            }
        }
        Err(why) => {
            let (english, danish) = sentence::not_testable(table, &why);
            Advice {
                status: Status::NotTestable,
                outcome: None,
                association: None,
                direction: None,
                holm: None,
                benjamini_hochberg: None,
                fragility: None,
                readings: Vec::new(),
                messages: vec![rules::not_testable(&why)],
                why: Some(why),
                english,
                danish,
            }
        }
    }
}

/// Gathers the facts, or says why there are none.
fn facts<'a>(table: &'a Table, question: &'a Question) -> Result<Facts<'a>, Why> {
    if !(question.alpha > 0.0 && question.alpha < 1.0) {
        return Err(Why::Range);
    }
    let small = table.testable()?;
    let method = recommend(table)?;
    let outcome = decisive(table, method, question)?;
    let directed = recommend::has_direction(method, &small) && table.directed().is_ok();
    let association = match method {
        Method::NMinusOne | Method::Fisher => association::phi(table),
        _ if directed => ordinal::tau_b(table),
        _ => association::cramers_v_corrected(table),
    };
    let slope = match method {
        Method::LinearByLinear | Method::LinearByLinearExact => correlation::pearson_r(table).map(|r| r.value),
        _ => ordinal::tau_b(table).map(|t| t.value),
    };
    let direction = match slope {
        Ok(slope) if directed && slope > 0.0 => Some(Expectation::Rising),
        Ok(slope) if directed && slope < 0.0 => Some(Expectation::Falling),
        _ => None,
    };
    let (holm, benjamini_hochberg) = match &question.family {
        Some(f) if !f.others.is_empty() => {
            let mut all = vec![Some(outcome.p)];
            all.extend(&f.others);
            (family::holm(&all)[0], family::benjamini_hochberg(&all)[0])
        }
        _ => (None, None),
    };
    let mut facts = Facts {
        chi_square: pearson(table)?,
        fragility: fragility(table, method, question, outcome.p),
        readings: readings(table, question),
        status: Status::NotShown,
        association: association.ok(),
        table,
        small,
        question,
        outcome,
        direction,
        holm,
        benjamini_hochberg,
    };
    facts.status = status(&facts);
    Ok(facts)
}

/// The recommended test; where a Monte Carlo interval contains alpha, once more with ten times the draws.
fn decisive(table: &Table, method: Method, question: &Question) -> Result<Outcome, Why> {
    let outcome = run(table, method, &question.effort)?;
    match outcome.certainty {
        Certainty::MonteCarlo { low, high, .. } if low <= question.alpha && question.alpha <= high => {
            let mut effort = question.effort.clone();
            effort.samples = effort.samples.saturating_mul(10);
            // The enumeration has failed already and would only fail again.
            effort.work = 0;
            run(table, method, &effort)
        }
        _ => Ok(outcome),
    }
}

/// Answers that may move before a verdict counts as robust: two in a hundred, at least one and at most three.
fn fragile_below(n: f64) -> usize {
    ((n / 50.0) as usize).clamp(1, 3)
}

/// The word for the facts.
fn status(facts: &Facts<'_>) -> Status {
    let alpha = facts.question.alpha;
    if facts.outcome.p > alpha {
        return Status::NotShown;
    }
    let expected = facts.question.expected;
    if expected != Expectation::Any && facts.direction.is_some_and(|d| d != expected) {
        return Status::Contrary;
    }
    let few = facts.fragility.fewest.is_some_and(|k| k <= fragile_below(facts.outcome.n));
    let lost = facts.benjamini_hochberg.is_some_and(|p| p > alpha);
    let reading = facts.readings.iter().any(|v| v.p.is_none_or(|p| p > alpha));
    if few || lost || reading || facts.fragility.one_person.is_some() || rules::undecided(facts) {
        Status::Fragile
    } else {
        Status::Supported
    }
}
