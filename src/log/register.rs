//! What this installation remembers of the studies it wrote to: outside the studies, so that a file
//! that lost its end, or was replaced by an older one, is recognised.

use super::{Head, RecordStore, Session, data_folder};
use crate::disk;
use crate::study::Refusal;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use uuid::Uuid;

const FILE: &str = "register.json";
const LOCK: &str = "register.lock";
/// Where a register that cannot be read is kept.
const DAMAGED: &str = "register.damaged.json";

/// The register of an installation.
#[derive(Clone, Debug)]
pub struct Register {
    folder: PathBuf,
}

/// The last record of a writer in a study, as this installation wrote or saw it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct LastWritten {
    study: String,
    writer: Uuid,
    n: u64,
    hash: String,
    /// Whether it was written here.
    #[serde(default = "yes")]
    own: bool,
    /// What the system tells files apart by.
    file: String,
    path: PathBuf,
    /// Why an older state was restored since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    restored: Option<String>,
}

fn yes() -> bool {
    true
}

impl LastWritten {
    fn head(&self) -> Head {
        Head {
            writer: self.writer,
            n: self.n,
            hash: self.hash.clone(),
        }
    }

    /// Whether the file that was written to still lies where it lay.
    fn is_there(&self) -> bool {
        file_identity(&self.path).is_some_and(|file| file == self.file)
    }
}

/// As whom to write to a study file, and what it lacks.
#[derive(Clone, Debug, PartialEq)]
pub struct Recognition {
    pub writer: Uuid,
    /// Why the file holds less than was written here, if so.
    pub shorter: Option<Refusal>,
    /// Whether anything was remembered of the file.
    pub is_known: bool,
}

impl Register {
    /// Where this installation keeps what belongs to it.
    pub fn of_installation() -> Option<Register> {
        data_folder().map(|folder| Register { folder })
    }

    pub fn in_folder(folder: &Path) -> Register {
        Register {
            folder: folder.to_owned(),
        }
    }

    /// Compares a study file with what was written here. A copy beside its original gets a writer of
    /// its own, so that no two files ever hold different records of one writer and number.
    ///
    /// # Errors
    /// When the register or the file cannot be read.
    pub fn recognize(
        &self,
        (study, path): (&str, &Path),
        store: &dyn RecordStore,
        installation: Uuid,
    ) -> Result<Recognition, Refusal> {
        let file = file_identity(path);
        let known: Vec<LastWritten> = self.read()?;
        let known: Vec<&LastWritten> = known.iter().filter(|last| last.study == study).collect();
        // A file that is gone was moved or replaced: this one stands for it.
        let (mine, copied): (Vec<_>, Vec<_>) = known
            .into_iter()
            .partition(|last| Some(&last.file) == file.as_ref() || !last.is_there());
        let mut writer = (copied.iter().chain(&mine))
            .filter(|last| last.own)
            .all(|last| last.writer != installation)
            .then_some(installation);
        let is_known = !mine.is_empty();
        let mut shorter = None;
        for last in mine.into_iter().filter(|last| last.restored.is_none()) {
            if !store.has(&last.head())? {
                shorter = shorter.or_else(|| Some(told_shorter(path, last)));
            } else if last.own {
                writer = Some(last.writer);
            }
        }
        Ok(Recognition {
            writer: writer.unwrap_or_else(Uuid::now_v7),
            shorter,
            is_known,
        })
    }

    /// Remembers the last records of a study file, those of `own` as written here.
    ///
    /// # Errors
    /// When the register cannot be written.
    pub fn remember(
        &self,
        (study, path): (&str, &Path),
        heads: &[Head],
        own: Uuid,
    ) -> Result<(), Refusal> {
        let Some(file) = file_identity(path) else {
            return Err(Refusal::new(
                format!("{} is not there any more", path.display()),
                "Another program moved or deleted it",
            ));
        };
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let lasts = heads.iter().map(|head| LastWritten {
            study: study.to_owned(),
            writer: head.writer,
            n: head.n,
            hash: head.hash.clone(),
            own: head.writer == own,
            file: file.clone(),
            path: path.clone(),
            restored: None,
        });
        let lasts: Vec<LastWritten> = lasts.collect();
        self.change(|known| {
            for last in lasts {
                // What was only seen is remembered of each file, what was written of the study.
                let same = |known: &LastWritten| {
                    known.study == last.study
                        && known.writer == last.writer
                        && (last.own && known.own || known.file == last.file)
                };
                // Another process may have written after this one, and been faster here.
                if known.iter().any(|known| same(known) && known.n > last.n) {
                    continue;
                }
                known.retain(|known| !same(known));
                known.push(last);
            }
        })
    }

    /// Notes that what a study file lacks was taken back on purpose.
    ///
    /// # Errors
    /// When the register cannot be read or written, or the file cannot be read.
    pub fn accept_restored(
        &self,
        (study, path): (&str, &Path),
        store: &dyn RecordStore,
        reason: &str,
    ) -> Result<(), Refusal> {
        let file = file_identity(path);
        let mut lacking = Vec::new();
        for last in self.read()? {
            let is_mine = Some(&last.file) == file.as_ref() || !last.is_there();
            if last.study == study && is_mine && !store.has(&last.head())? {
                lacking.push(last.head());
            }
        }
        self.change(|known| {
            for last in known.iter_mut() {
                if last.study == study && lacking.contains(&last.head()) {
                    last.restored.get_or_insert_with(|| reason.to_owned());
                }
            }
        })
    }

    /// Forgets what a study file holds no longer because a merge has put it under another name.
    fn forget_renamed(
        &self,
        (study, path): (&str, &Path),
        store: &dyn RecordStore,
    ) -> Result<(), Refusal> {
        let file = file_identity(path);
        let mut renamed = Vec::new();
        for last in self.read()? {
            if last.study == study
                && Some(&last.file) == file.as_ref()
                && !store.has(&last.head())?
            {
                renamed.push(last);
            }
        }
        match renamed.is_empty() {
            true => Ok(()),
            false => self.change(|known| known.retain(|last| !renamed.contains(last))),
        }
    }

    fn read(&self) -> Result<Vec<LastWritten>, Refusal> {
        let path = self.folder.join(FILE);
        let refuse = |error: String| {
            Refusal::new(
                format!(
                    "what was written here before cannot be compared: {} cannot be read ({error})",
                    path.display()
                ),
                "The study is not touched by it; at the next change the register begins anew",
            )
        };
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| refuse(error.to_string())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(refuse(error.to_string())),
        }
    }

    /// Reads, changes and replaces the register while no other process does.
    fn change(&self, change: impl FnOnce(&mut Vec<LastWritten>)) -> Result<(), Refusal> {
        let path = self.folder.join(FILE);
        let refuse = |error: std::io::Error| {
            Refusal::new(
                format!("cannot remember this in {}: {error}", path.display()),
                "The study itself is written; make room there, or set VIRK_HOME to a folder you may write to",
            )
        };
        disk::create_folder(&self.folder).map_err(refuse)?;
        let lock = self.folder.join(LOCK);
        let lock = match disk::create_new(&lock) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                OpenOptions::new().append(true).open(&lock)
            }
            made => made,
        };
        let lock = lock.map_err(refuse)?;
        lock.lock().map_err(refuse)?;
        let mut known = match self.read() {
            Ok(known) => known,
            Err(_) => {
                fs::rename(&path, self.folder.join(DAMAGED)).map_err(refuse)?;
                Vec::new()
            }
        };
        change(&mut known);
        let bytes = serde_json::to_vec_pretty(&known).map_err(|error| refuse(error.into()))?;
        disk::write(&path, bytes)
    }
}

impl Session {
    /// Compares the file with what was written here before, and remembers what is written from now
    /// on. A study that no file keeps is nobody's to cut.
    ///
    /// # Errors
    /// When the register cannot be read; the session goes on all the same.
    pub fn use_register(&mut self, register: Register) -> Result<(), Refusal> {
        let recognized = self.registered().map(|(study, path)| {
            register.recognize((&study, path), &*self.store, self.author.writer)
        });
        self.register = Some(register);
        if let Some(recognized) = recognized.transpose()? {
            self.author.writer = recognized.writer;
            self.shorter = recognized.shorter;
            if !recognized.is_known && self.read_only().is_none() {
                self.note_in_register();
            }
        }
        Ok(())
    }

    /// Goes on, under a fresh writer, with a file that holds less than was written here.
    ///
    /// # Errors
    /// When it holds everything, or this cannot be noted.
    pub fn accept_restored(&mut self, reason: &str) -> Result<(), Refusal> {
        let (Some(register), Some(_), Some((study, path))) =
            (self.register.clone(), &self.shorter, self.registered())
        else {
            return Err(Refusal::new(
                format!("{} holds everything that was written here", self.location),
                "Nothing was changed; there is nothing that was restored",
            ));
        };
        register.accept_restored((&study, path), &*self.store, reason)?;
        self.use_register(register)
    }

    /// Remembers the last record after a merge, which may have given records another writer.
    pub(super) fn follow_in_register(&mut self) {
        if let (Some(register), Some((study, path))) = (&self.register, self.registered()) {
            // What cannot be forgotten is told at the next opening.
            let _ = register.forget_renamed((&study, path), &*self.store);
        }
        self.note_in_register();
    }

    fn registered(&self) -> Option<(String, &Path)> {
        Some((self.study.id()?.to_string(), self.location.file()?))
    }

    /// Remembers the last record, and answers with what to say when that fails.
    pub(super) fn note_in_register(&self) -> Option<String> {
        let (register, (study, path)) = (self.register.as_ref()?, self.registered()?);
        let noted = register.remember((&study, path), &self.store.heads(), self.author.writer);
        noted
            .err()
            .map(|refusal| format!("It is written, but: {}", refusal.what))
    }
}

fn told_shorter(path: &Path, last: &LastWritten) -> Refusal {
    let (path, n) = (path.display(), last.n);
    let lost = match last.own {
        true => format!("{path} ends before change {n} that was made here"),
        false => format!(
            "{path} ends before change {n} of writer {} that was there",
            last.writer
        ),
    };
    Refusal::new(
        format!(
            "{lost}, or holds another in its place: it was cut short, or an older copy lies there now"
        ),
        "It is shown as it is, and not written to; bring back the newer file, or, if it was restored on purpose, say so with `virk check --restored \"REASON\"`",
    )
}

/// What the system tells files apart by, whatever their names; `None` when there is none.
pub(super) fn file_identity(path: &Path) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let file = fs::metadata(path).ok()?;
        Some(format!("{}:{}", file.dev(), file.ino()))
    }
    #[cfg(not(unix))]
    {
        Some(fs::canonicalize(path).ok()?.display().to_string())
    }
}
