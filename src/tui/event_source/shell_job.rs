//! Job control: stopping, but only where a shell can continue the process.

use rustix::process::{Signal, kill_current_process_group};
use signal_hook::{consts::SIGTSTP, low_level::emulate_default_handler};
use std::io;

/// The ids of a process for job control. An id is 0 if it belongs to something outside of this
/// process's namespace, such as the shell that started a container. Hence plain numbers:
/// `rustix::process::getsid`, which assumes that 0 cannot occur, is not used on Linux.
#[derive(Clone, Copy)]
struct ProcessIds {
    parent: i32,
    group: i32,
    session: i32,
}

/// Returns whether a shell would continue a stopped virk: one of its ancestors must be in another
/// process group of the same session. The system does not stop an orphaned process group in the
/// first place (POSIX).
pub fn goes_on() -> bool {
    i32::try_from(std::process::id()).is_ok_and(|own| goes_on_among(own, standing))
}

fn goes_on_among(own: i32, standing: impl Fn(i32) -> Option<ProcessIds>) -> bool {
    let Some(virk) = standing(own) else {
        return false;
    };
    let mut parent = virk.parent;
    // virk's parent may be in virk's own group, such as a script.
    for _ in 0..64 {
        let Some(above) = standing(parent).filter(|above| above.session == virk.session) else {
            return false;
        };
        if above.group != virk.group {
            return true;
        }
        parent = above.parent;
    }
    false
}

/// Stops the process and returns once it is continued.
pub fn stop_process(with_group: bool) -> io::Result<()> {
    if with_group {
        // As the terminal would, also stop the processes that started virk.
        kill_current_process_group(Signal::TSTP)?;
    }
    emulate_default_handler(SIGTSTP)
}

#[cfg(target_os = "linux")]
fn standing(pid: i32) -> Option<ProcessIds> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may contain anything.
    let mut numbers = stat
        .rsplit_once(')')?
        .1
        .split_whitespace()
        .skip(1)
        .map(str::parse);
    let mut next = || numbers.next()?.ok();
    Some(ProcessIds {
        parent: next()?,
        group: next()?,
        session: next()?,
    })
}

/// Without `/proc` only virk's own parent is known.
#[cfg(not(target_os = "linux"))]
fn standing(pid: i32) -> Option<ProcessIds> {
    use rustix::process::{Pid, getpgid, getppid, getsid};
    let process = Pid::from_raw(pid)?;
    let parent = (i32::try_from(std::process::id()) == Ok(pid))
        .then(getppid)
        .flatten();
    Some(ProcessIds {
        parent: Pid::as_raw(parent),
        group: getpgid(Some(process)).ok()?.as_raw_pid(),
        session: getsid(Some(process)).ok()?.as_raw_pid(),
    })
}

#[cfg(test)]
mod tests {
    use super::{ProcessIds, goes_on_among};

    /// Processes 10, 9, 8 …, each the child of the next, as (group, session).
    fn goes_on(rows: &[(i32, i32)]) -> bool {
        goes_on_among(10, |pid| {
            let &(group, session) = rows.get(usize::try_from(10 - pid).ok()?)?;
            Some(ProcessIds {
                parent: pid - 1,
                group,
                session,
            })
        })
    }

    #[test]
    fn a_shell_of_the_same_session_lets_it_go_on() {
        assert!(goes_on(&[(10, 8), (8, 8)]));
        assert!(goes_on(&[(9, 8), (9, 8), (8, 8)]), "through a script");
        assert!(
            !goes_on(&[(10, 10), (9, 8)]),
            "the leader of a session has nobody"
        );
        assert!(!goes_on(&[(10, 10), (10, 10)]));
    }

    #[test]
    fn what_stands_outside_of_a_container_is_nobody() {
        assert!(!goes_on(&[(10, 10), (0, 0)]));
        assert!(!goes_on(&[(0, 0)]), "neither group nor parent can be seen");
        assert!(
            goes_on(&[(10, 0), (9, 0)]),
            "a shell whose session began outside"
        );
    }
}
