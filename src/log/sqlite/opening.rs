//! Creating and opening a study file: its schema, its settings, and what is refused.

use super::Store;
use super::cipher::{self, CipherKey};
use super::errors::to_refusal;
use super::scrub;
use crate::disk;
use crate::log::RecordStore;
use crate::study::Refusal;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

/// "virk" in ASCII: tells a study from any other SQLite file.
pub(super) const APPLICATION_ID: i32 = 0x7669_726b;
/// The shape of the two tables.
pub(super) const SCHEMA_VERSION: i32 = 1;
/// How long to wait for another process's write.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

const SCHEMA: &str = "
CREATE TABLE record (
  seq    INTEGER PRIMARY KEY,          -- order of arrival in this file
  id     BLOB NOT NULL UNIQUE,         -- UUIDv7
  writer BLOB NOT NULL,                -- the installation
  n      INTEGER NOT NULL,             -- counts per writer from 1
  time   INTEGER NOT NULL,             -- microseconds since 1970-01-01 UTC
  coder  TEXT NOT NULL,
  batch  BLOB NOT NULL,                -- records of one command
  act    INTEGER NOT NULL,             -- 0 do, 1 undo, 2 redo
  of     BLOB,                         -- the batch undone or redone
  body   TEXT NOT NULL,                -- the event as JSON
  hash   BLOB NOT NULL,                -- SHA-256 over this record and the writer's record before
  UNIQUE (writer, n)
);
CREATE TABLE content (
  id   BLOB PRIMARY KEY,               -- UUIDv7, named by events
  hash TEXT NOT NULL,                  -- SHA-256 of the text
  text TEXT NOT NULL                   -- what people said
);";

impl Store {
    /// Makes a new, empty study file.
    ///
    /// # Errors
    /// When something is at `path` already or the file cannot be made.
    pub fn create(path: &Path) -> Result<Store, Refusal> {
        Store::create_with(path, None)
    }

    /// The same, encrypted by this key.
    pub(super) fn create_with(path: &Path, key: Option<CipherKey>) -> Result<Store, Refusal> {
        // Of two that make the same study at once, one is told that it exists; it must not take the
        // other's away.
        disk::create_new(path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Refusal::new(
                format!("{} exists already", path.display()),
                "Nothing was changed; choose another name",
            ),
            ErrorKind::NotFound => Refusal::new(
                format!(
                    "there is no folder {}",
                    path.parent().unwrap_or(path).display()
                ),
                "Nothing was changed; make the folder first, or name another",
            ),
            _ => Refusal::new(
                format!("cannot make {}: {error}", path.display()),
                "Check the folder, its permissions and the free space on the disk",
            ),
        })?;
        cipher::remember(path, key);
        Store::furnish(path).inspect_err(|_| {
            // A half-made file would only be in the way of the next try.
            let _ = std::fs::remove_file(path);
        })
    }

    /// Makes an empty study of an empty file.
    pub(super) fn furnish(path: &Path) -> Result<Store, Refusal> {
        let made = Store::connect(path).and_then(|file| {
            file.pragma_update(None, "application_id", APPLICATION_ID)?;
            file.pragma_update(None, "user_version", SCHEMA_VERSION)?;
            file.execute_batch(SCHEMA)?;
            Ok(file)
        });
        match made {
            Ok(file) => Ok(Store::with(file, path, false)),
            Err(error) => Err(to_refusal(&error, path)),
        }
    }

    /// Opens a study file.
    ///
    /// # Errors
    /// When it is missing, no study, damaged, locked, or from a newer virk.
    pub fn open(path: &Path) -> Result<Store, Refusal> {
        if path.is_dir() {
            return Err(Refusal::new(
                format!("{} is a folder, not a study", path.display()),
                "Name the NAME.virk file in it",
            ));
        }
        if !path.exists() {
            return Err(Refusal::new(
                format!("there is no study {}", path.display()),
                "Start one with `virk new NAME.virk`, or see one with `virk demo`",
            ));
        }
        cipher::prepare(path)?;
        scrub::overwrite_stale_journal(path);
        let file = Store::connect(path).map_err(|error| to_refusal(&error, path))?;
        let pragma = |name: &str| {
            file.pragma_query_value(None, name, |row| row.get::<_, i32>(0))
                .map_err(|error| to_refusal(&error, path))
        };
        if pragma("application_id")? != APPLICATION_ID {
            return Err(Refusal::new(
                format!("{} is not a virk study", path.display()),
                "A study is a file made by `virk new` or `virk demo`",
            ));
        }
        cipher::fits(path);
        let format = pragma("user_version")?;
        if format > SCHEMA_VERSION {
            return Err(Refusal::new(
                format!(
                    "{} comes from a newer virk (format {format}; this one knows {SCHEMA_VERSION})",
                    path.display()
                ),
                "Nothing was changed; install the newer virk",
            ));
        }
        refuse_foreign_schema(&file, path)?;
        let read_only = file
            .is_readonly("main")
            .map_err(|error| to_refusal(&error, path))?;
        Ok(Store::with(file, path, read_only))
    }

    fn connect(path: &Path) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let file = Connection::open_with_flags(path, flags)?;
        cipher::apply(&file, path)?;
        // A study may come from anybody: what its schema says is never run.
        for (config, on) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        ] {
            file.set_db_config(config, on)?;
        }
        file.pragma_update(None, "cell_size_check", true)?;
        if cipher::key_of(path).is_some() {
            // A temporary file would not be encrypted by every build of SQLite.
            file.pragma_update(None, "temp_store", "MEMORY")?;
        }
        file.busy_timeout(BUSY_TIMEOUT)?;
        file.pragma_update(None, "journal_mode", "DELETE")?;
        file.pragma_update(None, "synchronous", "EXTRA")?;
        // What is erased is overwritten, not merely forgotten.
        file.pragma_update(None, "secure_delete", true)?;
        Ok(file)
    }

    /// Whether the file holds as a whole as it lies. Neither looks at a journal nor takes a lock.
    #[cfg(unix)]
    pub(super) fn holds_without_journal(path: &Path) -> bool {
        let Some(name) = path.to_str() else {
            return false;
        };
        let name = name
            .replace('%', "%25")
            .replace('?', "%3f")
            .replace('#', "%23");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let Ok(file) = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)
        else {
            return false;
        };
        if cipher::apply(&file, path).is_err() {
            return false;
        }
        let mut store = Store::with(file, path, true);
        store
            .structure_faults()
            .is_ok_and(|faults| faults.is_empty())
            && store.read_all(&mut |_| ()).is_ok()
            && store.faults().is_empty()
    }
}

/// Refuses a file that holds anything but the two tables: a trigger or a view would change or hide
/// what people said.
fn refuse_foreign_schema(file: &Connection, path: &Path) -> Result<(), Refusal> {
    let read = || -> rusqlite::Result<Vec<String>> {
        let mut rows = file.prepare(
            "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE NOT (type = 'index' AND sql IS NULL) ORDER BY name",
        )?;
        let ours: Vec<String> = SCHEMA.split_inclusive(';').map(plain_sql).collect();
        let rows = rows.query_map([], |row| {
            let sql: Option<String> = row.get(1)?;
            Ok((row.get(0)?, plain_sql(&sql.unwrap_or_default())))
        })?;
        let foreign = rows.filter_map(|row| match row {
            Ok((_, sql)) if ours.contains(&sql) => None,
            row => Some(row.map(|(name, _)| name)),
        });
        foreign.collect()
    };
    let foreign = read().map_err(|error| to_refusal(&error, path))?;
    match foreign.first() {
        None => Ok(()),
        Some(first) => Err(Refusal::new(
            format!(
                "{} contains more than a study: the {first}, which virk did not write",
                path.display()
            ),
            "Nothing of it was run and nothing was changed; ask for the study again, or save what can be read with `virk salvage`",
        )),
    }
}

/// SQL without comments, line breaks and its final semicolon.
fn plain_sql(sql: &str) -> String {
    let lines = sql
        .lines()
        .map(|line| line.split("--").next().unwrap_or(line));
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    words.join(" ").trim_end_matches(';').to_owned()
}
