//! Stopping for a while, as a job of a shell: only where somebody can let it go on.

use rustix::process::{Pid, Signal, getpgid, getpgrp, getppid, getsid, kill_current_process_group};
use signal_hook::{consts::SIGTSTP, low_level::emulate_default_handler};
use std::io;

/// Whether a shell would let a stopped virk go on: one of those that started it is of another process group of the
/// same session. Else the system itself leaves a job running that is to stop (POSIX: an orphaned process group).
#[must_use]
pub fn goes_on() -> bool {
    let (group, Ok(session)) = (getpgrp(), getsid(None)) else { return false };
    let mut above = getppid();
    // What virk was started by may be of its own group, such as a script.
    for _ in 0..64 {
        let Some(pid) = above else { return false };
        if getsid(Some(pid)) != Ok(session) {
            return false;
        }
        if getpgid(Some(pid)).is_ok_and(|other| other != group) {
            return true;
        }
        above = above_of(pid);
    }
    false
}

/// Stops, and comes back when it goes on.
///
/// # Errors
/// When the system does not let it.
pub fn stop(with_group: bool) -> io::Result<()> {
    if with_group {
        // As the terminal itself would: also what virk was started by.
        kill_current_process_group(Signal::TSTP)?;
    }
    emulate_default_handler(SIGTSTP)
}

/// What started another process, where the system tells.
fn above_of(pid: Pid) -> Option<Pid> {
    let told = std::fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).ok()?;
    // The name, in brackets, may hold anything.
    let above = told.rsplit_once(')')?.1.split_whitespace().nth(1)?;
    Pid::from_raw(above.parse().ok()?)
}
