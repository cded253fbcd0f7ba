//! The statistics of virk.
//!
//! Counts become tables, tables become tests, effect measures and exact p-values, and those become
//! advice. The library uses no files, clock, terminal or study. It is no verdict machine: it
//! reports what was found, how certain that is, and what cannot be concluded; the researcher
//! decides.
//!
//! Two conventions hold throughout. A number that does not exist is an `Err(StatsError)` and never
//! NaN; and every result states how it was computed (`method`) and its caveats (`warnings`).

#![warn(missing_docs)]

pub mod advice;
pub mod agreement;
pub mod association;
pub mod bayes;
pub mod bulk;
pub mod chisq;
pub mod correlation;
pub mod distributions;
pub mod equivalence;
pub mod error;
pub mod estimate;
pub mod exact;
pub mod groups;
pub mod hypergeometric;
pub mod latent;
pub mod mantel;
pub mod max_t;
pub mod moderation;
pub mod odds;
pub mod ordinal;
pub mod paired;
pub mod phrase;
pub mod planning;
pub mod regression;
pub mod reliability;
pub mod rng;
pub mod scores;
pub mod shares;
pub mod side;
pub mod signed_rank;
pub mod strata;
pub mod suppression;
pub mod survey;
pub mod table;

pub use error::{StatsError, Warning};
pub use estimate::Test;
pub use estimate::{Estimate, Interval};
pub use side::{MiddleMeaning, SideLevel, TableSide};
pub use table::Table;
