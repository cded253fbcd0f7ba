//! The privacy check on everything that leaves the screen, by file or clipboard: the same as that
//! of the command line.

use super::context::AppContext;
use crate::export::privacy::{DEFAULT_MIN_COUNT, PrivacyFilter, check_internal};
use crate::study::Refusal;

impl AppContext {
    /// What the recipients of a file may see.
    #[must_use]
    pub fn privacy_filter(&self) -> PrivacyFilter<'_> {
        PrivacyFilter::new(self.study(), self.privacy, DEFAULT_MIN_COUNT)
    }

    /// Returns whether something that shows everything may leave the screen; if not, tells the user
    /// why.
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
