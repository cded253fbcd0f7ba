//! What the loop sleeps on: the terminal and the workers at once.
//!
//! Where a file can be waited for (`unix`) no other thread stands between a key and
//! what it does. Elsewhere (`thread`) one reads the terminal and passes on what it hears.

#[cfg(unix)]
pub mod shell_job;
#[cfg(not(unix))]
mod thread;
#[cfg(unix)]
mod unix;

use super::input::Input;
#[cfg(not(unix))]
pub use thread::EventSource;
#[cfg(unix)]
pub use unix::EventSource;

/// So many inputs are taken at once at most.
const MAX_INPUTS_AT_ONCE: usize = 1024;

/// What has happened when the loop wakes.
pub enum LoopEvent {
    /// What a person did since the last time; nothing when a worker has rung.
    Inputs(Vec<Input>),
    /// Nothing, for as long as was asked.
    Timeout,
    /// Somebody else than the person at the keys wants a stop for a while (`kill -TSTP`).
    #[cfg(unix)]
    SuspendRequested,
    /// It goes on after a stop; others may have used the terminal meanwhile.
    #[cfg(unix)]
    Resumed,
    /// The person or the system wants an end.
    Shutdown,
}
