//! Records and texts of another copy join a study at work.

use super::Session;
use crate::log::{Replica, Rewriting, StoredLog, StoredText};
use crate::study::{Act, Command, ContentId, Refusal};
use uuid::Uuid;

impl Session {
    /// Everything as it is stored.
    ///
    /// # Errors
    /// When its store cannot tell, or it cannot be read.
    pub fn stored(&mut self) -> Result<StoredLog, Refusal> {
        self.replica()?.stored()
    }

    /// Those of these texts that are there, as they are stored.
    ///
    /// # Errors
    /// The same.
    pub fn stored_texts(&mut self, ids: &[ContentId]) -> Result<Vec<StoredText>, Refusal> {
        self.replica()?.stored_texts(ids)
    }

    /// Puts records and texts in place, proves what lies there then, and notes what was done, if
    /// anything is to be noted: all of it or nothing. `revision` is that of the study on which the rewriting was worked out.
    ///
    /// # Errors
    /// When somebody has written since, or what would lie there does not hold; nothing has changed
    /// then.
    pub fn rewrite(
        &mut self,
        rewriting: &Rewriting,
        revision: u64,
        note: Option<Command>,
    ) -> Result<Option<String>, Refusal> {
        self.refuse_read_only()?;
        let erases = !rewriting.gone.is_empty() || note.as_ref().is_some_and(Command::erases);
        if erases {
            self.prepare_erasing()?;
        }
        let done = self.rewrite_at_once(rewriting, revision, note);
        if done.is_ok() {
            self.follow_in_register();
        }
        if erases {
            let scrubbed = self.scrub(done.is_ok());
            return done.and_then(|said| scrubbed.map(|()| said));
        }
        done
    }

    fn rewrite_at_once(
        &mut self,
        rewriting: &Rewriting,
        revision: u64,
        note: Option<Command>,
    ) -> Result<Option<String>, Refusal> {
        self.store.begin()?;
        if let Err(refusal) = self.put_in_place(rewriting, revision) {
            self.store.rollback();
            self.read_all()?;
            return Err(refusal);
        }
        let Some(note) = note else {
            return self.store.commit(&[], Vec::new()).map(|_| None);
        };
        let done = self.write_locked(|study, author| {
            let decision = study.decide(note, &author.coder, &mut Uuid::now_v7)?;
            Ok((
                Act::Do,
                decision.events,
                decision.contents,
                decision.message,
            ))
        });
        if done.is_err() {
            self.read_all()?;
        }
        done.map(Some)
    }

    fn put_in_place(&mut self, rewriting: &Rewriting, revision: u64) -> Result<(), Refusal> {
        self.catch_up()?;
        if self.study.revision() != revision {
            return Err(Refusal::new(
                "somebody has written to the study meanwhile",
                "Nothing was changed; do it again",
            ));
        }
        self.replica()?.rewrite(rewriting)?;
        self.read_all()?;
        match self
            .store
            .faults()
            .iter()
            .find(|fault| fault.forbids_writing())
        {
            None => Ok(()),
            Some(fault) => Err(Refusal::new(
                format!("the two copies together would not hold: {fault}"),
                "Nothing was changed; run `virk check` on both",
            )),
        }
    }

    fn replica(&mut self) -> Result<&mut dyn Replica, Refusal> {
        let location = self.location.to_string();
        self.store.replica().ok_or_else(|| {
            Refusal::new(
                format!("{location} is no file that could be copied or merged"),
                "Name a NAME.virk file",
            )
        })
    }
}
