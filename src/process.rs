//! What the process keeps from others on this machine while it holds a study in memory.

/// Has the system write no core file of this process, whatever happens to it, and lets nobody but
/// the administrator read its memory: both would hold what people said.
pub fn keep_memory_private() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Lowering a limit is never refused.
        let _ = setrlimit(Resource::Core, none);
    }
    #[cfg(any(target_os = "linux", target_os = "android"))]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // A core file may also be piped to a program, which no limit keeps from it.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}
