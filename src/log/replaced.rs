//! Another file where an open study was: a synchroniser or a person has put it there. Until the session
//! ends it still holds the file it opened, so what was acknowledged can be saved.

use super::register::file_identity;
use super::{Session, engine};
use crate::disk;
use crate::study::{Refusal, StudyLocation};
use std::path::{Path, PathBuf};

/// What a study begins with that is not encrypted.
const PLAIN: &[u8] = b"SQLite format 3\0";

impl Session {
    /// Remembers which file was opened.
    pub(super) fn note_file(&mut self) {
        self.file = self.location.file().and_then(file_identity);
    }

    /// Looks whether the file that was opened still lies there. If not, this session writes nothing
    /// more, and what the other file lacks is saved beside it.
    pub(super) fn look_for_replacement(&mut self) {
        let Some(path) = self.location.file().map(Path::to_owned) else {
            return;
        };
        let now = file_identity(&path);
        if self.file.is_none() || self.replaced.is_some() || now == self.file {
            return;
        }
        let what = match now {
            Some(_) => format!("another file was put where {} was open", path.display()),
            None => format!("{} was moved or deleted while it was open", path.display()),
        };
        let hint = match self.is_all_there(&path) {
            true => "It holds everything that was done here; open it again to go on".to_owned(),
            false => match self.rescue(&path) {
                Ok(copy) => format!(
                    "Everything that was done here is saved in {}; compare the two, and go on with the one that is right",
                    copy.display()
                ),
                Err(refusal) => format!(
                    "What was done here could not be saved beside it: {}. Leave virk open, and bring the file back",
                    refusal.what
                ),
            },
        };
        self.replaced = Some(Refusal::new(what, hint));
    }

    /// Whether the file that lies there now holds all that this session knows. One that would have to
    /// be asked for a passphrase is not opened.
    fn is_all_there(&self, path: &Path) -> bool {
        if disk::read_prefix(path, PLAIN.len() as u64) != PLAIN {
            return false;
        }
        let Ok(store) = engine::open(&StudyLocation::from(path)) else {
            return false;
        };
        let heads = self.store.heads();
        heads.iter().all(|head| store.has(head).unwrap_or(false))
    }

    fn rescue(&self, path: &Path) -> Result<PathBuf, Refusal> {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let mut names = (1..1000).map(|number| {
            let number = if number == 1 {
                String::new()
            } else {
                format!("-{number}")
            };
            path.with_file_name(format!("{stem}-rescued{number}.virk"))
        });
        let free = names.find(|name| !name.exists());
        let copy = free.unwrap_or_else(|| path.with_extension("rescued.virk"));
        self.backup_to(&copy)?;
        Ok(copy)
    }
}
