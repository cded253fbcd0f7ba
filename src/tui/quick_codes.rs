//! The codes for quick coding: nine on the digit keys, and the most recent ones.
//!
//! Which code is on which digit is a habit of one user, not part of the study: it is stored with
//! the settings of this installation, by the ids of the codes, and contains no text from the study.

use crate::disk;
use crate::study::{Code, Id, Refusal, Study};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;
use uuid::Uuid;

const DIGITS: usize = 9;

/// Codes on the digits 1–9. A code keeps its digit so that users can learn it: a new code gets a
/// free digit, or the last one if all are taken.
#[derive(Debug, Default)]
pub struct QuickCodes {
    codes: [Option<Id<Code>>; DIGITS],
    last_used: Vec<Id<Code>>,
    storage: Option<QuickCodeFile>,
}

#[derive(Clone, Debug)]
pub struct QuickCodeFile {
    /// One file for all studies and coders.
    pub file: PathBuf,
    /// Whose digits these are.
    pub coder: Arc<str>,
}

/// Content of the file: for each coder, codes with their digits. An id occurs only in one study and
/// its copies, so a study may be moved or renamed.
type StoredQuickCodes = BTreeMap<String, BTreeMap<Uuid, usize>>;

impl QuickCodes {
    /// Starts with the codes used most.
    pub fn new(study: &Study) -> QuickCodes {
        let counts = study.coding_counts();
        let mut used: Vec<(usize, Id<Code>)> = study
            .codes()
            .filter_map(|code| counts.get(&code.id).map(|count| (*count, code.id)))
            .collect();
        used.sort_by_key(|(count, _)| Reverse(*count));
        let mut digits = QuickCodes::default();
        digits
            .codes
            .iter_mut()
            .zip(used)
            .for_each(|(place, (_, code))| *place = Some(code));
        digits
    }

    /// The stored codes; the first time, those used most.
    pub fn load(study: &Study, kept: QuickCodeFile) -> QuickCodes {
        let all = kept.read().unwrap_or_default();
        let own = all.get(&*kept.coder).into_iter().flatten();
        let mut digits = QuickCodes::default();
        // Reversed: a later code may have taken the digit of one that had left the codebook.
        for (code, digit) in own.rev() {
            let code = Id::new(*code);
            let place = digit
                .checked_sub(1)
                .and_then(|place| digits.codes.get_mut(place));
            if let Some(place @ None) = place.filter(|_| living(study, code).is_some()) {
                *place = Some(code);
            }
        }
        if digits.codes.iter().all(Option::is_none) {
            digits = QuickCodes::new(study);
        }
        QuickCodes {
            storage: Some(kept),
            ..digits
        }
    }

    /// Remembers codes that were just applied.
    ///
    /// # Errors
    /// If they cannot be stored. They stay valid until virk ends.
    pub fn remember(&mut self, codes: &[Id<Code>], study: &Study) -> Result<(), Refusal> {
        for code in codes {
            if self.digit_for(*code, study).is_none() {
                let place = self.free(study).unwrap_or(DIGITS - 1);
                self.codes[place] = Some(*code);
            }
        }
        self.last_used = codes.to_vec();
        self.store(study)
    }

    /// The code on a digit from 1 to 9, while it is in the codebook.
    pub fn code(&self, digit: usize, study: &Study) -> Option<Id<Code>> {
        living(study, (*self.codes.get(digit.checked_sub(1)?)?)?)
    }

    /// The code's digit, or that of a code merged into it.
    pub fn digit_for(&self, code: Id<Code>, study: &Study) -> Option<usize> {
        (1..=DIGITS).find(|digit| self.code(*digit, study) == Some(code))
    }

    /// The most recent codes that were applied together.
    pub fn last_used(&self) -> &[Id<Code>] {
        &self.last_used
    }

    /// The first index that is empty, or whose code has left the codebook or is on an earlier
    /// digit.
    fn free(&self, study: &Study) -> Option<usize> {
        let is_free = |digit: usize| match self.code(digit, study) {
            Some(code) => self.digit_for(code, study) != Some(digit),
            None => true,
        };
        (1..=DIGITS)
            .find(|digit| is_free(*digit))
            .map(|digit| digit - 1)
    }

    fn store(&mut self, study: &Study) -> Result<(), Refusal> {
        let Some(kept) = &self.storage else {
            return Ok(());
        };
        let Err(error) = kept.write(&self.codes, study) else {
            return Ok(());
        };
        let what = format!(
            "the digits of codes cannot be kept in {}: {error}",
            kept.file.display()
        );
        // Report the failure once; the codes stay valid until virk ends.
        self.storage = None;
        Err(Refusal::new(
            what,
            "Coding works as before; set VIRK_HOME to a folder you may write to",
        ))
    }
}

impl QuickCodeFile {
    fn read(&self) -> io::Result<StoredQuickCodes> {
        match fs::read(&self.file) {
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(StoredQuickCodes::default()),
            Err(error) => Err(error),
        }
    }

    /// Writes the digits of this study and keeps those of other studies.
    fn write(&self, codes: &[Option<Id<Code>>], study: &Study) -> io::Result<()> {
        let mut all = self.read()?;
        let own = all.entry(self.coder.to_string()).or_default();
        let before = own.clone();
        own.retain(|code, _| living(study, Id::new(*code)).is_none());
        own.extend(
            codes
                .iter()
                .zip(1..)
                .filter_map(|(code, digit)| Some(((*code)?.uuid(), digit))),
        );
        if *own == before {
            return Ok(());
        }
        if let Some(folder) = self.file.parent() {
            disk::create_folder(folder)?;
        }
        disk::write(&self.file, serde_json::to_vec_pretty(&all)?)
            .map_err(|refusal| io::Error::other(refusal.what))
    }
}

/// The code, or the one it was merged into, while it is in the codebook.
fn living(study: &Study, code: Id<Code>) -> Option<Id<Code>> {
    study.code(study.current_code(code)).map(|code| code.id)
}
