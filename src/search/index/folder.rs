//! The folder of a study's index, in the user's cache.
//!
//! An index is a copy of confidential text. So the folder is readable by its owner only (0700,
//! files 0600) and deleted once its study no longer exists. It is found by the study's id, so that a
//! study keeps its index when it is moved, and records where the study is, so that copies of one
//! study are told apart. It contains a version: an index made by another version of virk is deleted.

use crate::disk;
use crate::study::{Id, Study, StudyLocation};
use crate::text::sanitize::sha256;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Increment whenever existing indexes must not be read any more.
const FORMAT: u32 = 3;

/// The file recording which study a folder belongs to.
const OWNER: &str = "study";

/// The index folder of one study.
pub struct IndexFolder {
    study: Id<Study>,
    /// Where the study lies, as the folder says it.
    owner: Vec<u8>,
    root: PathBuf,
    path: PathBuf,
}

impl IndexFolder {
    /// `None` without a cache, or without a file where the study was.
    pub fn of(
        study: Id<Study>,
        location: &StudyLocation,
        given: Option<&Path>,
    ) -> Option<IndexFolder> {
        let owner = match location.file() {
            Some(path) => {
                let path = fs::canonicalize(path).ok()?;
                path.into_os_string().into_encoded_bytes()
            }
            None => location.to_string().into_bytes(),
        };
        let root = root(disk::search_index_folder(study, given)?, &owner);
        let path = root.join(version());
        Some(IndexFolder {
            study,
            owner,
            root,
            path,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn holds_index(&self) -> bool {
        self.path.join("meta.json").is_file()
    }

    /// Locks the index for writing until the file is dropped; `None` while another process holds
    /// the lock, or when a copy of the study has taken the folder. The system releases the lock if
    /// that process dies.
    pub fn lock(&self) -> io::Result<Option<File>> {
        make_private(&self.root)?;
        match owner(&self.root) {
            Some(owner) if owner == self.owner => {}
            Some(owner) if !is_gone(&owner) => return Ok(None),
            _ => disk::write(&self.root.join(OWNER), &self.owner)
                .map_err(|refusal| io::Error::other(refusal.what))?,
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

    /// Deletes the indexes of studies that no longer exist and those of earlier versions of virk.
    fn remove_stale(&self) {
        for folder in folders(&self.root) {
            let is_over = owner(&folder).is_some_and(|owner| {
                let replaced = owner == self.owner && !disk::is_index_of(self.study, &folder);
                replaced || is_gone(&owner)
            });
            if is_over || disk::is_former_index(&folder) {
                let _ = fs::remove_dir_all(folder);
            }
        }
    }
}

/// The folder of a study at `owned_by`: the one that records it; else one whose study is gone,
/// since a study that was moved keeps its index; else a new one. So each copy of a study has its
/// own: in a common one each would delete what the other has indexed.
fn root(first: PathBuf, owned_by: &[u8]) -> PathBuf {
    let own: Vec<(PathBuf, Option<Vec<u8>>)> = folders(&first)
        .into_iter()
        .filter(|folder| folder.file_stem() == first.file_name())
        .map(|folder| {
            let owner = owner(&folder);
            (folder, owner)
        })
        .collect();
    let says = |(_, owner): &&(PathBuf, Option<Vec<u8>>)| owner.as_deref() == Some(owned_by);
    let is_free = |(_, owner): &&(PathBuf, Option<Vec<u8>>)| {
        owner.as_ref().is_none_or(|owner| is_gone(owner))
    };
    if let Some((folder, _)) = own.iter().find(says).or_else(|| own.iter().find(is_free)) {
        return folder.clone();
    }
    let mut root = first.clone();
    let mut number = 1;
    while root.exists() {
        number += 1;
        root = first.with_extension(number.to_string());
    }
    root
}

/// The folders of all indexes, sorted by name.
fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = root.parent().map(fs::read_dir).and_then(Result::ok);
    let mut folders: Vec<PathBuf> = entries
        .into_iter()
        .flat_map(|entries| entries.flatten())
        .map(|entry| entry.path())
        .collect();
    folders.sort();
    folders
}

/// Where the study of an index is.
fn owner(folder: &Path) -> Option<Vec<u8>> {
    fs::read(folder.join(OWNER)).ok()
}

/// True if no study is at the recorded place any more; what is no path cannot be gone.
fn is_gone(owner: &[u8]) -> bool {
    let path = std::str::from_utf8(owner).map(Path::new);
    path.is_ok_and(|path| path.is_absolute() && !path.exists())
}

/// Everything the index depends on apart from the study: virk, and tantivy.
fn version() -> String {
    format!(
        "{}-{FORMAT}-{}",
        env!("CARGO_PKG_VERSION"),
        &sha256(tantivy::version_string().as_bytes())[..8]
    )
}

/// Creates a folder that only its owner may read, or restricts an existing one.
fn make_private(folder: &Path) -> io::Result<()> {
    disk::create_folder(folder)?;
    #[cfg(unix)]
    fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}
