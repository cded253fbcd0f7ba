//! Evidence: for every link of a theory its quotes and its tests, side by side.
//!
//! Nothing is hidden here. Tests that showed nothing count as much as the others, a link without
//! tests gives the reason, and the number of tests in the link and in the whole theory is part of
//! the evidence. The verdict is the researcher's; this module only presents the evidence.

mod assessed_test;
pub mod assessment;
pub mod basis;
pub mod categorical;
pub mod circumstance;
pub mod comparison;
mod comparison_lines;
pub mod comparison_sentence;
pub mod composite_index;
pub mod configurations;
pub mod coverage;
pub mod crosstab;
pub mod crosstab_analysis;
pub mod diff;
pub mod effect;
pub mod element_status;
pub mod family;
pub mod fit;
mod fitting;
pub mod homogeneity;
pub mod link;
pub mod link_status;
pub mod lint;
pub mod matrix;
pub mod nonresponse;
pub mod numeric_status;
pub mod paired;
pub mod pairs;
pub mod planned_tests;
pub mod power;
mod power_model;
pub mod power_plan;
pub mod proposal;
mod proposal_sentences;
pub mod quarters;
pub mod quotes;
pub mod regression_analysis;
pub mod regression_sentence;
pub mod reliability;
pub mod signs;
pub mod strata;
pub mod subcodes;
pub mod tally;
pub mod tests;
pub mod weighted;

pub use assessment::{AssessedTest, LinkAssessment};
pub use comparison::ScoreComparison;
pub use crosstab::Crosstab;
pub use crosstab_analysis::CrosstabAnalysis;
pub use diff::Diff;
pub use element_status::ElementStatus;
pub use link::{Balance, Evidence};
pub use link_status::LinkStatus;
pub use matrix::{Matrix, MatrixRow};
pub use numeric_status::NumericStatus;
pub use pairs::{PairwiseTests, TestedPair};
pub use proposal::Proposal;
pub use quotes::LinkQuote;
pub use strata::Strata;
pub use subcodes::SubcodeResult;
pub use tally::TestTally;
pub use tests::{IndicatorTest, LinkTests};
pub use weighted::WeightedCrosstab;
