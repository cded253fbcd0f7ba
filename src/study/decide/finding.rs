//! Accepting what the checks on the reasoning find.

use super::{Decision, IdSource};
use crate::study::{
    Assignment, Event, Refusal, Study,
    finding::{ARCHIVE_RULE, AcceptedFinding},
};

impl Study {
    pub(super) fn accept(
        &self,
        finding: AcceptedFinding,
        reason: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let was = self.acceptances.get(&finding).copied();
        let reason = reason.trim();
        let found = match finding.rule.as_str() {
            ARCHIVE_RULE => "words of the public archive".to_owned(),
            rule => format!(
                "what {rule} finds at {}",
                self.object_in_words(&finding.object)
            ),
        };
        if reason.is_empty() {
            if was.is_none() {
                return Err(Refusal::new(
                    "accepting a finding needs a reason",
                    "Say in a sentence why it may stand",
                ));
            }
            let said = format!("Left open again {found}");
            return Ok(Decision::from_event(
                Event::Set(Assignment::Acceptance {
                    finding,
                    was,
                    now: None,
                }),
                said,
            ));
        }
        let mut decision = Decision {
            message: format!("Accepted {found}"),
            ..Decision::default()
        };
        let now = Some(decision.store_words(mint, reason));
        decision
            .events
            .push(Event::Set(Assignment::Acceptance { finding, was, now }));
        Ok(decision)
    }
}
