//! Copies that were merged in, and what they said otherwise.

use super::{Decision, IdSource, count};
use crate::study::{Conflict, Erasing, Event, Kept, Refusal, Study};

impl Study {
    /// Notes that a copy was merged in; `erased` is what else repeats words that one side erased.
    pub(super) fn note_merge(
        &self,
        people: Vec<String>,
        records: u32,
        conflicts: Vec<Conflict>,
        erased: Vec<Erasing>,
    ) -> Decision {
        let said = format!(
            "Merged {} in, {}",
            count(records as usize, "record"),
            count(conflicts.len(), "conflict")
        );
        let mut events: Vec<Event> = erased.into_iter().map(Event::Erased).collect();
        events.push(Event::CopyMerged {
            people,
            records,
            conflicts,
        });
        Decision {
            events,
            contents: Vec::new(),
            message: said,
        }
    }

    /// Settles a conflict; `again` are the facts that make what is kept hold.
    pub(super) fn settle(
        &self,
        conflict: Conflict,
        kept: Kept,
        because: &str,
        again: Vec<Event>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let known = self
            .conflicts()
            .find(|(known, _)| known.key() == conflict.key());
        match known {
            None => {
                return Err(Refusal::new(
                    "the study knows no such conflict",
                    "See `virk conflicts`",
                ));
            }
            Some((_, Some(_))) => {
                return Err(Refusal::new(
                    "that conflict has been settled",
                    "Take it back with `virk undo`, or change what is there now by hand",
                ));
            }
            Some((_, None)) => {}
        }
        if because.trim().is_empty() {
            return Err(Refusal::new(
                "a conflict is settled for a reason",
                "Say why: --because TEXT",
            ));
        }
        self.check_still_holds(&again)?;
        let mut decision = Decision {
            events: again,
            ..Decision::default()
        };
        let reason = decision.store_words(mint, because.trim());
        decision.events.push(Event::ConflictSettled {
            conflict,
            kept,
            reason,
        });
        decision.message = match kept {
            Kept::Ours => "Settled: ours is kept".into(),
            Kept::Theirs => "Settled: theirs is kept".into(),
            Kept::Both => "Settled: both are kept".into(),
        };
        Ok(decision)
    }
}
