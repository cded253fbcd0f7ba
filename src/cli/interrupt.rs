//! Ctrl-C while something takes long: the work stops where it next tells of its progress, and what it was to
//! write is not written. Pressed again it ends the process at once, as it does at any other time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Notices Ctrl-C for as long as it lives.
pub struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    pub fn watch() -> Interrupt {
        let asked = handler();
        asked.store(false, Ordering::Relaxed);
        Interrupt(asked)
    }

    pub fn was_asked_for(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        // From now on Ctrl-C ends the process.
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Whether Ctrl-C was pressed, or would end the process.
#[cfg(unix)]
fn handler() -> Arc<AtomicBool> {
    use signal_hook::{consts::SIGINT, flag};
    use std::sync::OnceLock;
    static ASKED: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let asked = ASKED.get_or_init(|| {
        let asked = Arc::new(AtomicBool::new(true));
        // In this order: the first Ctrl-C finds nothing asked for yet, the second ends the process. Where
        // neither can be registered the first one does.
        if flag::register_conditional_default(SIGINT, asked.clone()).is_ok() {
            let _ = flag::register(SIGINT, asked.clone());
        }
        asked
    });
    asked.clone()
}

#[cfg(not(unix))]
fn handler() -> Arc<AtomicBool> {
    Arc::default()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn the_first_ctrl_c_only_asks() {
        let interrupt = Interrupt::watch();
        assert!(!interrupt.was_asked_for());
        signal_hook::low_level::raise(signal_hook::consts::SIGINT).unwrap();
        assert!(interrupt.was_asked_for());
        drop(interrupt);
        assert!(!Interrupt::watch().was_asked_for());
    }
}
