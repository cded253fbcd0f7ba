//! Regression: explains an outcome by several predictors at once, and tests whether the effect of
//! one depends on another.
//!
//! Logistic regression for a yes/no outcome, proportional odds for ordered answers, least squares
//! for numbers. A fit that did not converge has no p-value. A sample too small for the number of
//! coefficients is refused: at least five cases for each are required (Vittinghoff & McCulloch
//! 2007), with a caveat below ten (Peduzzi et al. 1996). Cases are the rarer answer of a yes/no
//! outcome, Harrell's (2015, §4.4) n − Σnⱼ³/n² for ordered answers, and people for numbers.

mod fit;
mod least_squares;
mod logistic;
mod ordered;

pub use fit::{Coefficient, RegressionFit, RegressionKind};
pub use least_squares::Predictors;
pub use least_squares::least_squares;
pub use logistic::logistic;
pub use ordered::proportional_odds;

/// Smallest number of cases per coefficient.
pub const LEAST_CASES: f64 = 5.0;

/// Cases per coefficient from which on there is no caveat.
pub const ENOUGH_CASES: f64 = 10.0;
