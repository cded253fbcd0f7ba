//! Alternative tests for the same table. They are reported where they fall on the other side of the
//! level, and beside a large-sample p that is based on few answers.
//!
//! They never change which test is recommended. For 2 × 2 these are Fisher's exact test, the same
//! with mid-p, and Boschloo's unconditional test; for larger tables the exact form of the
//! recommended test, if it is cheap.

use super::question::AdviceRequest;
use super::recommend::{Certainty, Method, TestOutcome, run};
use crate::stats::chisq::ChiSquare;
use crate::stats::exact::{Effort, boschloo, fisher_2x2};
use crate::stats::shares::GroupShares;
use crate::stats::table::Table;
use serde::Serialize;

/// Below this expected count the large-sample p of a 2 × 2 table is not reported alone.
const MIN_EXPECTED: f64 = 5.0;

/// Tests of one table differ by at most this factor unless some cell has a small expected count.
const MAX_FACTOR: f64 = 4.0;

/// Another test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AlternativeMethod {
    /// Fisher's exact test.
    FisherExact,
    /// Fisher's exact test with mid-p.
    FisherMidP,
    /// Boschloo's unconditional test.
    Boschloo,
    /// The exact form of the recommended test.
    Exact,
}

/// A test beside the recommended one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AlternativeTest {
    /// Which.
    pub test: AlternativeMethod,
    /// Its two-sided p, 0 to 1.
    pub p: f64,
}

/// Returns whether the large-sample p of a 2 × 2 table is based on few answers.
pub(super) fn is_thin(outcome: &TestOutcome, chi_square: &ChiSquare) -> bool {
    outcome.method == Method::NMinusOne && chi_square.min_expected < MIN_EXPECTED
}

/// The tests beside the recommended one; empty if they could not add anything.
pub(super) fn alternative_tests(
    table: &Table,
    outcome: &TestOutcome,
    chi_square: &ChiSquare,
    question: &AdviceRequest,
) -> Vec<AlternativeTest> {
    let alpha = question.alpha;
    let near = alpha / MAX_FACTOR <= outcome.p && outcome.p <= alpha * MAX_FACTOR;
    match outcome.method {
        _ if table.whole().is_err() || table.is_weighted() => Vec::new(),
        Method::NMinusOne if near || is_thin(outcome, chi_square) => two_by_two(table),
        Method::Fisher => two_by_two(table)
            .into_iter()
            .filter(|other| other.test != AlternativeMethod::FisherExact)
            .collect(),
        Method::NMinusOne => Vec::new(),
        method if near && outcome.certainty == Certainty::LargeSample => {
            // This is one of many tables and must be quick.
            let effort = Effort {
                work: question.effort.work / 8,
                samples: 0,
                ..question.effort.clone()
            };
            let exact = run(table, method.exact(), &effort)
                .ok()
                .filter(|exact| exact.certainty == Certainty::Exact);
            exact
                .map(|exact| AlternativeTest {
                    test: AlternativeMethod::Exact,
                    p: exact.p,
                })
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

fn two_by_two(table: &Table) -> Vec<AlternativeTest> {
    let Ok(fisher) = fisher_2x2(table) else {
        return Vec::new();
    };
    let mut all = vec![
        AlternativeTest {
            test: AlternativeMethod::FisherExact,
            p: fisher.p,
        },
        AlternativeTest {
            test: AlternativeMethod::FisherMidP,
            p: fisher.mid_p,
        },
    ];
    all.extend(
        GroupShares::of(table)
            .and_then(|shares| boschloo(shares.counts))
            .ok()
            .map(|p| AlternativeTest {
                test: AlternativeMethod::Boschloo,
                p,
            }),
    );
    all
}
