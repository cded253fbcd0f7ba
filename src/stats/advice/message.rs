//! Messages of advice: a stable code, a severity, a sentence in two languages, and a source.
//!
//! Codes are used by scripts and settings and must not change; sentences may be improved.

use serde::Serialize;

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
