//! The joint: for every link of a theory its quotes and its tests, side by side.
//!
//! Nothing is hidden here. Tests that showed nothing count as much as the
//! others, a link without a test says why, and the number of tests in the link
//! and in the whole theory is part of the evidence. A verdict is the
//! researcher's; this module only lays things out.

pub mod basis;
pub mod circumstance;
pub mod compared;
pub mod comparison;
pub mod configurations;
pub mod coverage;
pub mod crosstab;
pub mod diff;
pub mod effect;
pub mod explained;
pub mod family;
pub mod findings;
pub mod fit;
mod fitted;
pub mod homogeneity;
pub mod index;
pub mod link;
pub mod lint;
pub mod matrix;
pub mod missing;
pub mod model;
pub mod numbers;
pub mod paired;
pub mod pairs;
pub mod part;
pub mod places;
pub mod planned;
pub mod planning;
pub mod power;
pub mod proposal;
pub mod quarters;
pub mod quotes;
pub mod reading;
pub mod reliability;
pub mod signs;
pub mod standing;
pub mod strata;
pub mod tally;
pub mod tests;
pub mod weighing;
pub mod weighted;

pub use comparison::Comparison;
pub use crosstab::Crosstab;
pub use diff::Diff;
pub use findings::Findings;
pub use link::{Balance, Evidence};
pub use matrix::{Matrix, Row};
pub use numbers::Numbers;
pub use pairs::{Pair, Pairs};
pub use part::Part;
pub use proposal::Proposal;
pub use quotes::LinkQuote;
pub use reading::Reading;
pub use standing::Standing;
pub use strata::Strata;
pub use tally::Tally;
pub use tests::{IndicatorTest, LinkTests};
pub use weighing::{Weighed, Weighing};
pub use weighted::Weighted;
