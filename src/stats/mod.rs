//! Numbers in, numbers out: the statistics of virk.
//!
//! Counts become tables, tables become tests, measures of association and exact p-values, and those
//! become advice. The library knows nobody: no files, no clock, no terminal and no study. It
//! refuses to be a verdict machine: it says what was found, how sure that is, and what cannot be
//! said; the researcher decides.
//!
//! Two habits hold everywhere. A number that does not exist is an `Err(Why)` and never NaN; and
//! every result says how it was made (`method`) and what to beware of (`warnings`).

#![warn(missing_docs)]

pub mod advice;
pub mod agreement;
pub mod association;
pub mod bayes;
pub mod bulk;
pub mod chisq;
pub mod correlation;
pub mod equivalence;
pub mod erf;
pub mod error;
pub mod estimate;
pub mod exact;
pub mod factorial;
pub mod family;
pub mod groups;
pub mod hypergeometric;
pub mod krippendorff;
pub mod lambda;
pub mod latent;
mod linear;
pub mod mantel;
pub mod max_t;
pub mod moderation;
pub mod noncentral;
pub mod odds;
pub mod ordinal;
pub mod paired;
pub mod phrase;
pub mod planning;
pub mod power;
pub mod proportion;
pub mod regression;
pub mod reliability;
pub mod residuals;
pub mod rng;
pub mod scores;
pub mod shares;
pub mod side;
pub mod signed_rank;
pub mod strata;
mod student;
pub mod suppression;
pub mod survey;
pub mod table;
pub mod tail;
pub mod test;
pub mod variants;

pub use error::{StatsError, Warning};
pub use estimate::{Estimate, Interval};
pub use side::{MiddleMeaning, SideLevel, TableSide};
pub use table::Table;
pub use test::Test;
