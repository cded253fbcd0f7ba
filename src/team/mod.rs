//! One study in many hands: copies for colleagues, and what they wrote joined again.
//!
//! Two copies are joined by identity, never by name: the [`union()`] of their records and texts, minus
//! what either erased, is a pure function of both, and what they say differently ([`conflicts()`]) is
//! one of what each has alone. [`Merge`] brings a copy into a study, [`Disagreement`] settles what both
//! say differently, [`CopyRequest`] makes a copy for somebody.

mod branches;
mod conflicts;
mod copy;
mod merge;
mod sayings;
mod settlement;
mod union;

pub use conflicts::conflicts;
pub use copy::{CopyOutcome, CopyRequest};
pub use merge::Merge;
pub use settlement::Disagreement;
pub use union::{Apart, apart, union};
