//! Evidence: for every link of a theory its quotes and its tests, side by side.
//!
//! Nothing is hidden here. Tests that showed nothing count as much as the others, a link without
//! tests gives the reason, and the number of tests in the link and in the whole theory is part of
//! the evidence. The verdict is the researcher's; this module only presents the evidence.

pub mod assessment;
pub mod basis;
pub mod circumstance;
pub mod comparison;
mod comparison_lines;
pub mod comparison_sentence;
pub mod composite_index;
pub mod crosstab;
pub mod crosstab_analysis;
pub mod diff;
pub mod effect;
pub mod element_status;
mod fitting;
pub mod link;
pub mod lint;
pub mod matrix;
pub mod nonresponse;
pub mod numeric_status;
pub mod paired;
pub mod pairs;
pub mod planned_tests;
mod power_model;
pub mod power_plan;
pub mod proposal;
mod proposal_sentences;
pub mod quarters;
pub mod regression_analysis;
pub mod regression_sentence;
pub mod strata;
pub mod tests;
pub mod weighted;

pub use assessment::{AssessedTest, LinkAssessment};
pub use comparison::ScoreComparison;
pub use crosstab::Crosstab;
pub use crosstab_analysis::CrosstabAnalysis;
pub use diff::Diff;
pub use element_status::ElementStatus;
pub use element_status::SubcodeResult;
pub use link::LinkQuote;
pub use link::LinkStatus;
pub use link::{Balance, Evidence};
pub use matrix::{Matrix, MatrixRow};
pub use numeric_status::NumericStatus;
pub use pairs::TestTally;
pub use pairs::{PairwiseTests, TestedPair};
pub use proposal::Proposal;
pub use strata::Strata;
pub use tests::{IndicatorTest, LinkTests};
pub use weighted::WeightedCrosstab;
