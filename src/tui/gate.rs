//! What leaves the screen, as files and on the clipboard: the gate of the command line, for keys.

use super::desk::Desk;
use crate::export::privacy::{SMALL, Shield, internal_only};
use crate::study::Refusal;

impl Desk {
    /// What those who get a file may see.
    #[must_use]
    pub fn shield(&self) -> Shield<'_> {
        Shield::new(self.study(), self.privacy, SMALL)
    }

    /// Whether what shows everything may leave the screen; says why it may not.
    pub fn lets_out(&mut self, what: &str) -> bool {
        let allowed = internal_only(self.privacy, what);
        let so = allowed.is_ok();
        if let Err(refusal) = allowed {
            let hint = "Tables and the archive hold what they may see; without VIRK_PRIVACY virk lets out everything";
            self.refuse(Refusal {
                hint: hint.into(),
                ..refusal
            });
        }
        so
    }
}
