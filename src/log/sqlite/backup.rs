//! A copy of the study file, taken while it is in use.

use super::Store;
use super::errors::to_refusal;
use crate::disk::AtomicFile;
use crate::log::{Backup, RecordStore};
use crate::study::Refusal;
use std::path::Path;

impl Backup for Store {
    fn backup_to(&self, to: &Path) -> Result<(), Refusal> {
        if to.exists() {
            return Err(Refusal::new(
                format!("{} exists already", to.display()),
                "Nothing was written; choose another name",
            ));
        }
        // Half a copy under its name would be taken for a whole one.
        let draft = AtomicFile::create(to)?;
        let name = draft.path().to_str().ok_or_else(|| {
            Refusal::new("the name of the copy is not UTF-8", "Choose another name")
        })?;
        self.file
            .execute("VACUUM INTO ?1", [name])
            .map_err(|error| to_refusal(&error, to))?;
        let copy = Store::open(draft.path())?;
        if let Some(fault) = copy.verify()?.first() {
            return Err(Refusal::new(
                format!("the copy is faulty: {fault}"),
                "The study itself has the fault too: see `virk check`",
            ));
        }
        drop(copy);
        draft.commit_new()
    }
}
