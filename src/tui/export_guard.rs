//! What leaves the screen, as files and on the clipboard: the gate of the command line, for keys.

use super::context::AppContext;
use crate::export::privacy::{DEFAULT_MIN_COUNT, PrivacyFilter, check_internal};
use crate::study::Refusal;

impl AppContext {
    /// What those who get a file may see.
    #[must_use]
    pub fn privacy_filter(&self) -> PrivacyFilter<'_> {
        PrivacyFilter::new(self.study(), self.privacy, DEFAULT_MIN_COUNT)
    }

    /// Whether what shows everything may leave the screen; says why it may not.
    pub fn allow_export(&mut self, what: &str) -> bool {
        let allowed = check_internal(self.privacy, what);
        let so = allowed.is_ok();
        if let Err(refusal) = allowed {
            let hint = "Tables and the archive hold what they may see; without VIRK_PRIVACY virk lets out everything";
            self.notify_refusal(Refusal {
                hint: hint.into(),
                ..refusal
            });
        }
        so
    }
}
