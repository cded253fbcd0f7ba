//! The folder of a study's index, in the user's cache.
//!
//! An index is a copy of what people said, so the folder is its owner's alone
//! (0700, its files 0600), it says which study it belongs to, and it goes when that study is
//! gone. Its name tells the version: what another virk made is thrown away.

use crate::disk;
use crate::search::stem::{StemCache, StemLanguage};
use crate::text::digest::sha256;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Changes whenever an index made before must not be read any more.
const FORMAT: u32 = 2;

/// The file that says which study a folder belongs to.
const OWNER: &str = "study";

/// Words that show whether the stemmers work as they did.
const STEMMER_PROBE: &str = "refleksionens undervisningerne bekymringer relationerne løst ligheden generously happiness relational dying conditioned";

/// A study's folder.
pub struct IndexFolder {
    study: PathBuf,
    root: PathBuf,
    path: PathBuf,
}

impl IndexFolder {
    /// The folder for a study's file; `None` when there is no file or no cache.
    pub fn of(study: &Path, given: Option<&Path>) -> Option<IndexFolder> {
        let study = fs::canonicalize(study).ok()?;
        let root = disk::search_index_folder(&study, given)?;
        let path = root.join(version());
        Some(IndexFolder { study, root, path })
    }

    /// Where the index lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is an index.
    pub fn holds_index(&self) -> bool {
        self.path.join("meta.json").is_file()
    }

    /// The right to change the index, as long as the answer lives; `None` while
    /// another process has it. The system frees it when that process dies.
    pub fn lock(&self) -> io::Result<Option<File>> {
        make_private(&self.root)?;
        let (owner, name) = (
            self.root.join(OWNER),
            self.study.as_os_str().as_encoded_bytes(),
        );
        if !fs::read(&owner).is_ok_and(|known| known == name) {
            disk::write(&owner, name).map_err(|refusal| io::Error::other(refusal.what))?;
        }
        self.remove_stale();
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.root.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(file)),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// An empty folder for a new index; indexes of other versions are gone.
    pub fn make(&self) -> io::Result<&Path> {
        for entry in fs::read_dir(&self.root)?.flatten() {
            if entry.path().is_dir() {
                fs::remove_dir_all(entry.path())?;
            }
        }
        make_private(&self.path)?;
        Ok(&self.path)
    }

    /// Makes every file its owner's alone too, should the folder ever be moved or opened.
    pub fn restrict_permissions(&self) -> io::Result<()> {
        #[cfg(unix)]
        for folder in [&self.root, &self.path] {
            for entry in fs::read_dir(folder)?
                .flatten()
                .filter(|entry| entry.path().is_file())
            {
                // What has gone meanwhile needs no lock.
                let _ = fs::set_permissions(
                    entry.path(),
                    std::os::unix::fs::PermissionsExt::from_mode(0o600),
                );
            }
        }
        Ok(())
    }

    /// Throws everything away, unless another process is at work on it.
    pub fn clear(&self) {
        if self.root.is_dir() && matches!(self.lock(), Ok(Some(_))) {
            // What cannot be removed now is removed at the next chance.
            let _ = fs::remove_dir_all(&self.root);
        }
    }

    /// Throws away the indexes of studies that are no longer where they were.
    fn remove_stale(&self) {
        let Some(all) = self.root.parent().and_then(|all| fs::read_dir(all).ok()) else {
            return;
        };
        for entry in all.flatten() {
            let owner = fs::read(entry.path().join(OWNER))
                .ok()
                .and_then(|owner| String::from_utf8(owner).ok());
            // An empty one is just being written.
            if owner.is_some_and(|owner| !owner.is_empty() && !Path::new(&owner).exists()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }
}

/// What an index depends on beside the study: virk, tantivy, and how the stemmers stem.
fn version() -> String {
    let mut stems = StemCache::default();
    let mut made = String::from(tantivy::version_string());
    for word in STEMMER_PROBE.split(' ') {
        for language in StemLanguage::ALL {
            made.push(' ');
            made.push_str(stems.stem(language, word));
        }
    }
    format!(
        "{}-{FORMAT}-{}",
        env!("CARGO_PKG_VERSION"),
        &sha256(made.as_bytes())[..8]
    )
}

/// A folder that only its owner may look into, also when it was there before.
fn make_private(folder: &Path) -> io::Result<()> {
    disk::create_folder(folder)?;
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}
