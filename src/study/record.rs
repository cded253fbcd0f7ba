//! Records: events as they are stored.

use super::Event;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// Microseconds since 1970-01-01 UTC.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Time(pub i64);

/// Whether a batch does something new or takes back or repeats another batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// New.
    Do,
    /// Takes back that batch.
    Undo(Uuid),
    /// Repeats that batch.
    Redo(Uuid),
}

/// An event with who, when and where in the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Identity, UUIDv7.
    pub id: Uuid,
    /// The installation that wrote it.
    pub writer: Uuid,
    /// Its number among that writer's records, from 1.
    pub n: u64,
    /// When.
    pub time: Time,
    /// By whom.
    pub coder: Arc<str>,
    /// The records of one command share a batch; undo takes back whole batches.
    pub batch: Uuid,
    /// New, undo or redo.
    pub act: Act,
    /// What happened.
    pub event: Event,
}
