//! Accepting what the checks on the reasoning find.

use super::{Decision, Mint};
use crate::study::{
    Event, Refusal, Study,
    finding::{ARCHIVE, Accepted},
};

impl Study {
    pub(super) fn accept(
        &self,
        finding: Accepted,
        reason: &str,
        mint: Mint<'_>,
    ) -> Result<Decision, Refusal> {
        let was = self.acceptances.get(&finding).copied();
        let reason = reason.trim();
        let found = match finding.rule.as_str() {
            ARCHIVE => "words of the public archive".to_owned(),
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
            return Ok(Decision::fact(
                Event::AcceptanceSet {
                    finding,
                    was,
                    now: None,
                },
                said,
            ));
        }
        let mut decision = Decision {
            said: format!("Accepted {found}"),
            ..Decision::default()
        };
        let now = Some(decision.store(mint, reason));
        decision
            .events
            .push(Event::AcceptanceSet { finding, was, now });
        Ok(decision)
    }
}
