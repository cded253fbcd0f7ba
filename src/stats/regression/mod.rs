//! Regression: an outcome explained by several things at once, and whether one of them matters more
//! for some than for others.
//!
//! A yes/no outcome by logistic regression, ordered answers by proportional odds, numbers by least
//! squares. A fit that did not converge has no p-value, and a sample that cannot bear the
//! coefficients is refused: at least five cases for each (Vittinghoff & McCulloch 2007), with a
//! reservation below ten (Peduzzi et al. 1996). Cases are the rarer answer of a yes/no outcome,
//! Harrell's (2015, §4.4) n − Σnⱼ³/n² for ordered answers, and people for numbers.

mod cumulative;
mod fit;
mod least_squares;
mod logistic;
mod newton;
mod ordered;
mod predictors;
mod separation;
mod yes_no;

pub use fit::{Coefficient, RegressionFit, RegressionKind};
pub use least_squares::least_squares;
pub use ordered::proportional_odds;
pub use predictors::Predictors;
pub use yes_no::logistic;

/// Fewest cases per coefficient.
pub const LEAST_CASES: f64 = 5.0;

/// Cases per coefficient from which nothing is said.
pub const ENOUGH_CASES: f64 = 10.0;
