//! The folder of a study's index, in the user's cache.
//!
//! An index is a copy of confidential text. So the folder is readable by its owner only (0700,
//! files 0600), records which study it belongs to, and is deleted once that study no longer exists.
//! Its name contains a version: an index made by another version of virk is deleted.

use crate::disk;
use crate::search::stem::{StemCache, StemLanguage};
use crate::text::digest::sha256;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Increment whenever existing indexes must not be read any more.
const FORMAT: u32 = 2;

/// The file recording which study a folder belongs to.
const OWNER: &str = "study";

/// Words whose stems reveal a change in the stemmers.
const STEMMER_PROBE: &str = "refleksionens undervisningerne bekymringer relationerne løst ligheden generously happiness relational dying conditioned";

/// The index folder of one study.
pub struct IndexFolder {
    study: PathBuf,
    root: PathBuf,
    path: PathBuf,
}

impl IndexFolder {
    /// `None` without a study file or cache.
    pub fn of(study: &Path, given: Option<&Path>) -> Option<IndexFolder> {
        let study = fs::canonicalize(study).ok()?;
        let root = disk::search_index_folder(&study, given)?;
        let path = root.join(version());
        Some(IndexFolder { study, root, path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn holds_index(&self) -> bool {
        self.path.join("meta.json").is_file()
    }

    /// Locks the index for writing until the file is dropped; `None` while another process holds
    /// the lock. The system releases it if that process dies.
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

    /// Creates an empty folder for a new index and deletes indexes of other versions.
    pub fn make(&self) -> io::Result<&Path> {
        for entry in fs::read_dir(&self.root)?.flatten() {
            if entry.path().is_dir() {
                fs::remove_dir_all(entry.path())?;
            }
        }
        make_private(&self.path)?;
        Ok(&self.path)
    }

    /// Makes every file private too, in case the folder is moved or opened up later.
    pub fn restrict_permissions(&self) -> io::Result<()> {
        #[cfg(unix)]
        for folder in [&self.root, &self.path] {
            for entry in fs::read_dir(folder)?
                .flatten()
                .filter(|entry| entry.path().is_file())
            {
                // A file that is gone needs no protection.
                let _ = fs::set_permissions(
                    entry.path(),
                    std::os::unix::fs::PermissionsExt::from_mode(0o600),
                );
            }
        }
        Ok(())
    }

    /// Deletes the index unless another process is writing it.
    pub fn clear(&self) {
        if self.root.is_dir() && matches!(self.lock(), Ok(Some(_))) {
            // What cannot be deleted now is deleted next time.
            let _ = fs::remove_dir_all(&self.root);
        }
    }

    /// Deletes the indexes of studies that no longer exist.
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

/// Everything the index depends on apart from the study: virk, tantivy, and the stemmers.
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

/// Creates a folder that only its owner may read, or restricts an existing one.
fn make_private(folder: &Path) -> io::Result<()> {
    disk::create_folder(folder)?;
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}
