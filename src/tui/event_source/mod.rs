//! What the event loop waits on: the terminal and the background jobs at once.
//!
//! Where file descriptors can be polled (`unix`) there is no extra thread between a key and its
//! effect. Elsewhere (`thread`) a thread reads the terminal and forwards its events.

#[cfg(unix)]
pub mod shell_job;
#[cfg(not(unix))]
mod thread;
#[cfg(unix)]
mod unix;

use super::key::Input;
#[cfg(not(unix))]
pub use thread::EventSource;
#[cfg(unix)]
pub use unix::EventSource;

const MAX_INPUTS_AT_ONCE: usize = 1024;

/// Why the loop woke up.
pub enum LoopEvent {
    /// Input since the last time; empty if a background job woke the loop.
    Inputs(Vec<Input>),
    /// Nothing happened within the given time.
    Timeout,
    /// Another process wants virk to stop (`kill -TSTP`).
    #[cfg(unix)]
    SuspendRequested,
    /// Running again after a stop; other programs may have used the terminal meanwhile.
    #[cfg(unix)]
    Resumed,
    /// The user or the system asks virk to end.
    Shutdown,
}
