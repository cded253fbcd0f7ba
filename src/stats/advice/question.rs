//! The request for advice: the expected direction, the level, and the family of the test.
//!
//! It contains only what advice depends on besides the table, which carries the meaning of its two
//! sides itself.
//!
//! Messages of advice: a stable code, a severity, a sentence in two languages, and a source.
//!
//! Codes are used by scripts and settings and must not change; sentences may be improved.
//!
//! The fixed vocabulary for the result of a test.
//!
//! No other words are used: never "proven", never "no relation". A single table shows an
//! association or does not; "supported" is reserved for links, whose tests are weighed together.
//! The researcher's verdict on a link is separate and belongs to the study.
//!
//! Alternative tests for the same table. They are reported where they fall on the other side of the
//! level, and beside a large-sample p that is based on few answers.
//!
//! They never change which test is recommended. For 2 × 2 these are Fisher's exact test, the same
//! with mid-p, and Boschloo's unconditional test; for larger tables the exact form of the
//! recommended test, if it is cheap.

use super::recommend::{Certainty, Method, TestOutcome, run};
use crate::stats::chisq::ChiSquare;
use crate::stats::exact::{Effort, boschloo, fisher_2x2};
use crate::stats::shares::GroupShares;
use crate::stats::table::Table;
use serde::Serialize;
use std::fmt;

/// The direction expected by the theory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expectation {
    /// Higher goes with higher.
    Rising,
    /// Higher goes with lower.
    Falling,
    /// Some relation, of any shape.
    Any,
}

/// The family of a test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Family {
    /// Number of this test within the family, from 1.
    pub position: usize,
    /// p-values of the other tests of the family; `None` for those that could not be computed.
    pub others: Vec<Option<f64>>,
    /// All tests made in the study, including this one and those not retained.
    pub in_study: usize,
}

/// Everything that advice depends on besides the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdviceRequest {
    /// The expected direction.
    pub expected: Expectation,
    /// The level of significance, 0 to 1 (usually 0.05).
    pub alpha: f64,
    /// The smallest effect of interest, as a correlation (0 to 1), if declared in advance.
    pub smallest: Option<f64>,
    /// Number of people asked who did not answer one of the two questions.
    pub missing: usize,
    /// The other tests.
    pub family: Option<Family>,
    /// Budget and seed of exact tests.
    pub effort: Effort,
}

impl Default for AdviceRequest {
    /// No expectation, level .05, and no family.
    fn default() -> AdviceRequest {
        AdviceRequest {
            expected: Expectation::Any,
            alpha: 0.05,
            smallest: None,
            missing: 0,
            family: None,
            effort: Effort::default(),
        }
    }
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AdviceCode {
    /// Expected counts too small for large-sample p-values.
    Sparse,
    /// Both variables are ordered, and a nominal test would waste that.
    OrdinalUnderNominal,
    /// The middle category also serves as "don't know".
    MiddleDoubles,
    /// The interpretation of the middle category changes the result.
    MiddleDecides,
    /// The result depends on one person.
    OnePerson,
    /// A few changed answers flip the result.
    Fragile,
    /// p slightly above alpha.
    NearMiss,
    /// Not shown does not mean absent.
    AbsenceIsNotEvidence,
    /// The test has no direction.
    AssociationIsNotDirection,
    /// The relation is opposite to the expected one.
    OtherDirection,
    /// One test among several.
    TestOfMany,
    /// Significant alone, not within its family.
    NotAfterCorrection,
    /// Related, but not by a rising or falling line.
    NotAStraightTrend,
    /// Plain Cramér's V is inflated.
    InflatedV,
    /// The interval of V is too short for such uneven margins.
    ShortInterval,
    /// Too few answers for percentages.
    SmallBase,
    /// The Monte Carlo interval contains alpha.
    Undecided,
    /// Categories nobody chose were left out of the test.
    EmptyCategories,
    /// Fractional weights.
    Weighted,
    /// Categories so rare that merging them by meaning should be considered.
    Collapse,
    /// The table cannot be tested.
    NotTestable,
}

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AdviceSeverity {
    /// Good to know.
    Note,
    /// Belongs in the text beside the result.
    Caution,
    /// The result should not be reported without it.
    Warning,
}

/// A piece of advice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AdviceMessage {
    /// What it is about.
    pub code: AdviceCode,
    /// How much it matters.
    pub severity: AdviceSeverity,
    /// The English sentence.
    pub english: String,
    /// The Danish sentence.
    pub danish: String,
    /// Where it comes from.
    pub source: &'static str,
}

/// The result of a test with respect to the expected relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum AssociationStatus {
    /// One table: shown.
    #[serde(rename = "association shown")]
    Shown,
    /// One table: any relation is within what was declared too small to matter.
    #[serde(rename = "at most slight")]
    Slight,
    /// One table: neither the absence of a relation nor one that matters can be excluded.
    #[serde(rename = "too imprecise to say")]
    Imprecise,
    /// The tests of a link: shown, and not dependent on an answer or two.
    #[serde(rename = "supported")]
    Supported,
    /// The tests of a link: shown, but undone by a changed answer, a correction for many tests or
    /// an interpretation of the middle category.
    #[serde(rename = "supported, fragile")]
    Fragile,
    /// Not shown, which is no evidence of absence.
    #[serde(rename = "not shown")]
    NotShown,
    /// Shown in the opposite direction.
    #[serde(rename = "contrary")]
    Contrary,
    /// Not tested.
    #[serde(rename = "untested")]
    Untested,
    /// The data do not allow a test.
    #[serde(rename = "not testable")]
    NotTestable,
}

impl AssociationStatus {
    /// The English word.
    pub fn english(self) -> &'static str {
        match self {
            AssociationStatus::Shown => "association shown",
            AssociationStatus::Slight => "at most slight",
            AssociationStatus::Imprecise => "too imprecise to say",
            AssociationStatus::Supported => "supported",
            AssociationStatus::Fragile => "supported, fragile",
            AssociationStatus::NotShown => "not shown",
            AssociationStatus::Contrary => "contrary",
            AssociationStatus::Untested => "untested",
            AssociationStatus::NotTestable => "not testable",
        }
    }

    /// The Danish word.
    pub fn danish(self) -> &'static str {
        match self {
            AssociationStatus::Shown => "sammenhæng påvist",
            AssociationStatus::Slight => "højst svag",
            AssociationStatus::Imprecise => "for usikkert til at sige",
            AssociationStatus::Supported => "understøttet",
            AssociationStatus::Fragile => "understøttet, men skrøbeligt",
            AssociationStatus::NotShown => "ikke påvist",
            AssociationStatus::Contrary => "modsat",
            AssociationStatus::Untested => "ikke testet",
            AssociationStatus::NotTestable => "kan ikke testes",
        }
    }
}

impl fmt::Display for AssociationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.english())
    }
}

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
