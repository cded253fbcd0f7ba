//! File access: atomic writes, files readable by their owner only, and checked reads.
//!
//! What virk writes contains confidential interviews. So every file is written under a random name
//! beside its target, where nobody can plant a link, with permissions for the owner only, synced to
//! disk, and then renamed: if virk is killed or the disk is full, the file is either the old or the
//! new one, and whole.

mod search_index;

use crate::study::Refusal;
pub use search_index::{delete_search_index, is_former_index, is_index_of, search_index_folder};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Prefix and suffix of the names of temporary files.
const TEMP_NAME: (&str, &str) = (".virk-", ".part");
#[cfg(unix)]
const OWNER_ONLY: u32 = 0o600;
/// The largest file read into memory; some readers have a lower limit.
pub const MAX_FILE_SIZE: u64 = 1 << 30;

/// A file being written: a temporary file beside its target, deleted on drop.
#[derive(Debug)]
pub struct AtomicFile {
    file: NamedTempFile,
    /// With symbolic links resolved.
    target: PathBuf,
    /// The path as the user gave it.
    name: String,
}

impl AtomicFile {
    /// The file at `path` may exist.
    ///
    /// # Errors
    /// When the target is a folder, a device or a pipe, or its folder is not writable.
    pub fn create(path: &Path) -> Result<AtomicFile, Refusal> {
        let name = path.display().to_string();
        let refuse = |error: io::Error| cannot_write(&name, &error);
        let target = match fs::metadata(path) {
            Ok(there) if there.is_file() => fs::canonicalize(path).map_err(refuse)?,
            Ok(there) => {
                let what = if there.is_dir() {
                    "a folder"
                } else {
                    "a device or a pipe, not a file"
                };
                return Err(Refusal::new(
                    format!("{name} is {what}"),
                    "Nothing was written; name a file",
                ));
            }
            // A dangling link would be replaced, and it is not ours.
            Err(_) if fs::symlink_metadata(path).is_ok() => {
                return Err(Refusal::new(
                    format!("{name} is a link that leads nowhere"),
                    "Nothing was written; name a file",
                ));
            }
            Err(_) => path.to_owned(),
        };
        let folder = parent_folder(&target);
        // Left behind by processes killed before the rename.
        abandoned_temp_files(folder)
            .iter()
            .for_each(|draft| drop(fs::remove_file(draft)));
        loop {
            let file = tempfile::Builder::new()
                .prefix(TEMP_NAME.0)
                .suffix(TEMP_NAME.1)
                .tempfile_in(folder)
                .map_err(refuse)?;
            // Locked while in use; the lock ends with the process, however that happens. Some file
            // systems have no locks.
            let locked = file.as_file().try_lock();
            // Between the two calls another virk may have deleted the file as abandoned.
            if locked.is_err() || is_same_file(file.as_file(), file.path()) {
                return Ok(AtomicFile { file, target, name });
            }
        }
    }

    /// For libraries that write the file themselves.
    pub fn path(&self) -> &Path {
        self.file.path()
    }

    /// # Errors
    /// When the disk is full or fails; the target is unchanged then.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Refusal> {
        self.file
            .write_all(bytes)
            .map_err(|error| cannot_write(&self.name, &error))
    }

    /// Replaces the target with this file.
    ///
    /// # Errors
    /// When that fails; the target is unchanged then, unless the refusal says otherwise.
    pub fn commit(self) -> Result<(), Refusal> {
        self.persist(false)
    }

    /// Moves the file to its target, which must not exist.
    ///
    /// # Errors
    /// As [`AtomicFile::commit`], and when the target exists.
    pub fn commit_new(self) -> Result<(), Refusal> {
        self.persist(true)
    }

    fn persist(self, new: bool) -> Result<(), Refusal> {
        let AtomicFile { file, target, name } = self;
        #[cfg(unix)]
        if let Ok(there) = fs::metadata(&target) {
            use std::os::unix::fs::PermissionsExt;
            let stricter = fs::Permissions::from_mode(there.permissions().mode() & OWNER_ONLY);
            file.as_file()
                .set_permissions(stricter)
                .map_err(|error| cannot_write(&name, &error))?;
        }
        file.as_file()
            .sync_all()
            .map_err(|error| cannot_write(&name, &error))?;
        let placed = if new {
            file.persist_noclobber(&target)
        } else {
            file.persist(&target)
        };
        placed.map_err(|error| match error.error.kind() {
            io::ErrorKind::AlreadyExists => Refusal::new(
                format!("{name} exists already"),
                "Nothing was written; choose another name",
            ),
            _ => cannot_write(&name, &error.error),
        })?;
        sync_folder(&target).map_err(|error| {
            Refusal::new(
                format!("{name} was written, but it is not certain that it outlives a loss of power: {error}"),
                "Look at it, and write it once more",
            )
        })
    }
}

/// Temporary files in a folder whose process has died, with the journals SQLite left beside them.
/// They contain what was to be written; the next write into the folder deletes them.
pub fn abandoned_temp_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.strip_prefix(TEMP_NAME.0));
        let Some(name) =
            name.filter(|_| fs::symlink_metadata(&path).is_ok_and(|there| there.is_file()))
        else {
            continue;
        };
        if name.ends_with(TEMP_NAME.1) {
            // Its own process holds the lock, and other users may not be able to read it.
            let free = |file: File| file.try_lock().is_ok() && is_same_file(&file, &path);
            found.extend(
                File::options()
                    .read(true)
                    .write(true)
                    .open(&path)
                    .is_ok_and(free)
                    .then_some(path),
            );
        } else if let Some((draft, "journal")) = name.rsplit_once('-')
            && draft.ends_with(TEMP_NAME.1)
            && !path
                .with_file_name(format!("{}{draft}", TEMP_NAME.0))
                .exists()
        {
            found.push(path);
        }
    }
    // A journal is deleted with its file.
    let beside = |draft: &PathBuf| PathBuf::from(format!("{}-journal", draft.display()));
    let journals: Vec<PathBuf> = found
        .iter()
        .map(beside)
        .filter(|journal| journal.is_file())
        .collect();
    found.extend(journals);
    found.sort();
    found
}

/// Returns whether `path` is still the open file.
fn is_same_file(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (Ok(own), Ok(there)) = (file.metadata(), fs::metadata(path)) else {
            return false;
        };
        (own.dev(), own.ino()) == (there.dev(), there.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// The folder that contains a file.
pub fn parent_folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Writes a file, replacing an existing one.
///
/// # Errors
/// When that fails; an existing file is unchanged then.
pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Refusal> {
    let mut draft = AtomicFile::create(path)?;
    draft.write(content.as_ref())?;
    draft.commit()
}

/// Creates an empty file, readable by its owner only.
///
/// # Errors
/// When it exists, or the folder is not writable.
pub fn create_new(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, OWNER_ONLY);
    options.open(path)
}

/// Creates a folder and its missing parents, readable by their owner only.
pub fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Reads a regular file of at most `most` bytes.
pub fn read(path: &Path, most: u64) -> Result<Vec<u8>, Refusal> {
    let name = path.display().to_string();
    let refuse = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Refusal::new(
            format!("there is no file {name}"),
            "Check the name and the folder",
        ),
        io::ErrorKind::PermissionDenied => Refusal::new(
            format!("{name} may not be read"),
            "Ask for the right to read it",
        ),
        _ => Refusal::new(
            format!("cannot read {name}: {error}"),
            "Copy the file to another disk and try again",
        ),
    };
    let there = fs::metadata(path).map_err(refuse)?;
    if there.is_dir() {
        return Err(Refusal::new(
            format!("{name} is a folder"),
            "Name the files in it",
        ));
    }
    // Reading a pipe or a device may never end.
    if !there.is_file() {
        return Err(Refusal::new(
            format!("{name} is a device or a pipe, not a file"),
            "Save what it holds as a file, and name that",
        ));
    }
    let too_large = || {
        Refusal::new(
            format!("{name} is larger than {} MB", most >> 20),
            "Divide it into several files",
        )
    };
    if there.len() > most {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(there.len()).unwrap_or_default());
    File::open(path)
        .and_then(|file| file.take(most + 1).read_to_end(&mut bytes))
        .map_err(refuse)?;
    // It may have grown in the meantime.
    if bytes.len() as u64 > most {
        Err(too_large())
    } else {
        Ok(bytes)
    }
}

/// The first bytes of a file, to recognise its format; empty if it cannot be read or is no regular
/// file.
pub fn read_prefix(path: &Path, most: u64) -> Vec<u8> {
    let mut first = Vec::new();
    if fs::metadata(path).is_ok_and(|there| there.is_file()) {
        let read = File::open(path).and_then(|file| file.take(most).read_to_end(&mut first));
        if read.is_err() {
            first.clear();
        }
    }
    first
}

/// Permissions of everyone but the owner, such as `0o044`; 0 if there are none.
pub fn permissions_of_others(path: &Path) -> u32 {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::metadata(path).map_or(0, |there| there.permissions().mode() & 0o077)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        0
    }
}

/// Syncs the directory entry of a file to disk.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        match File::open(parent_folder(path)).and_then(|folder| folder.sync_all()) {
            // Some network drives do not support it.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
                ) =>
            {
                Ok(())
            }
            synced => synced,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        Ok(())
    }
}

fn cannot_write(name: &str, error: &io::Error) -> Refusal {
    Refusal::new(
        format!("cannot write {name}: {error}"),
        "Check the folder, its permissions and the free space on the disk",
    )
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_is_its_owners_and_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.csv");
        write(&path, "first").unwrap();
        assert_eq!(mode(&path), 0o600);
        for (before, after) in [(0o644, 0o600), (0o400, 0o400)] {
            fs::set_permissions(&path, fs::Permissions::from_mode(before)).unwrap();
            write(&path, "second").unwrap();
            assert_eq!(
                (fs::read_to_string(&path).unwrap().as_str(), mode(&path)),
                ("second", after)
            );
        }
        drop(AtomicFile::create(&path).unwrap());
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "a draft that was given up is gone"
        );
    }

    #[test]
    fn drafts_of_the_dead_are_taken_away_and_those_at_work_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("quotes.csv");
        let at_work = AtomicFile::create(&path).unwrap();
        for dead in [
            ".virk-abc123.part",
            ".virk-abc123.part-journal",
            ".virk-def456.part-journal",
        ] {
            fs::write(folder.path().join(dead), "words").unwrap();
        }
        fs::write(folder.path().join("quotes.csv.part"), "somebody else's").unwrap();
        symlink(
            folder.path().join("quotes.csv.part"),
            folder.path().join(".virk-linked.part"),
        )
        .unwrap();
        assert_eq!(abandoned_temp_files(folder.path()).len(), 3);
        write(&path, "whole").unwrap();
        assert!(abandoned_temp_files(folder.path()).is_empty() && at_work.path().exists());
        at_work.commit().unwrap();
        // The file, somebody else's file, and the link to it.
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn links_are_followed_and_what_is_no_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (
            folder.path().join("real.csv"),
            folder.path().join("link.csv"),
        );
        fs::write(&real, "first").unwrap();
        symlink(&real, &link).unwrap();
        write(&link, "second").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "second");
        fs::remove_file(&real).unwrap();
        assert!(
            write(&link, "third")
                .unwrap_err()
                .what
                .contains("leads nowhere")
        );
        for no_file in [folder.path(), Path::new("/dev/null")] {
            assert!(
                write(no_file, "x").unwrap_err().what.contains(" is a "),
                "{}",
                no_file.display()
            );
            assert!(read(no_file, MAX_FILE_SIZE).is_err());
        }
        assert!(write(&folder.path().join("no folder/x.csv"), "x").is_err());
    }

    #[test]
    fn what_is_there_is_not_replaced_by_what_must_be_new() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("copy.virk");
        let draft = AtomicFile::create(&path).unwrap();
        fs::write(&path, "somebody else's").unwrap();
        assert!(
            draft
                .commit_new()
                .unwrap_err()
                .what
                .contains("exists already")
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "somebody else's");
        assert!(create_new(&path).is_err());
    }

    #[test]
    fn a_file_is_looked_at_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.txt");
        // A sparse file of a terabyte takes no space.
        File::create(&path).unwrap().set_len(1 << 40).unwrap();
        assert!(
            read(&path, MAX_FILE_SIZE)
                .unwrap_err()
                .what
                .contains("larger than 1024 MB")
        );
        assert!(
            read(&folder.path().join("none.txt"), MAX_FILE_SIZE)
                .unwrap_err()
                .what
                .contains("there is no file")
        );
    }
}
