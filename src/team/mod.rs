//! One study in many hands: copies for colleagues, and what they wrote joined again.
//!
//! Two copies are joined by identity, never by name: the [`union()`] of their records and texts, minus
//! what either erased, is a pure function of both.

mod branches;
mod union;

pub use union::{Apart, apart, union};
