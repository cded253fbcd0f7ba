//! A piece of advice: a code that stays the same, how much it matters, a sentence in two languages,
//! and where it comes from.
//!
//! Codes are for scripts and settings; sentences may be improved, codes may not change.

use serde::Serialize;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AdviceCode {
    /// Expected counts too small for large-sample p-values.
    Sparse,
    /// Both variables are ordered, and a nominal test would waste that.
    OrdinalUnderNominal,
    /// The middle category is also a way out.
    MiddleDoubles,
    /// The reading of the middle category changes the verdict.
    MiddleDecides,
    /// One person carries the verdict.
    OnePerson,
    /// A few moved answers flip the verdict.
    Fragile,
    /// p a little above alpha.
    NearMiss,
    /// Not shown is not absent.
    AbsenceIsNotEvidence,
    /// The test has no direction.
    AssociationIsNotDirection,
    /// The relation goes the other way than expected.
    OtherDirection,
    /// One test among several.
    TestOfMany,
    /// Significant alone, not within its family.
    NotAfterCorrection,
    /// Associated, but not as a rising or falling line.
    NotAStraightTrend,
    /// Plain Cramér's V is inflated.
    InflatedV,
    /// The interval of V is too short for margins as uneven as these.
    ShortInterval,
    /// Too few answers for percentages.
    SmallBase,
    /// The Monte Carlo interval contains alpha.
    Undecided,
    /// Categories nobody chose were left out of the test.
    EmptyCategories,
    /// Fractional weights.
    Weighted,
    /// Categories so thin that merging by meaning may be considered.
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
