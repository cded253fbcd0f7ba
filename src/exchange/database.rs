//! Opens databases of other programs safely.
//!
//! The bytes are read into memory and never written: no journal, no lock, no extra file. Only plain
//! tables are queried. Views, virtual tables and triggers are foreign code and never run; a
//! database that has one in place of a table is refused. The size of values and the work of a query
//! are limited.

use crate::study::Refusal;
use rusqlite::limits::Limit;
use rusqlite::{Connection, Row, config::DbConfig};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// In bytes.
pub const MAX_DATABASE_BYTES: usize = 256 << 20;
/// Longest value, in bytes.
const TEXT: i32 = 64 << 20;
/// Rows of one table.
const ROWS: usize = 4_000_000;
/// A query may take this many times [`STEPS`] steps of the virtual machine.
const TIMES: u32 = 4_000;
const STEPS: i32 = 100_000;

pub struct ForeignDatabase {
    name: String,
    connection: Connection,
    /// Plain tables with their columns, in lower case.
    tables: HashMap<String, HashSet<String>>,
    /// How many times the current query has taken [`STEPS`] steps.
    steps_used: Arc<AtomicU32>,
}

impl ForeignDatabase {
    /// Opens the bytes of the file called `name`.
    pub fn open(name: &str, mut bytes: Vec<u8>) -> Result<ForeignDatabase, Refusal> {
        if bytes.len() > MAX_DATABASE_BYTES {
            return Err(Refusal::new(
                format!("{name} is larger than {} MB", MAX_DATABASE_BYTES >> 20),
                "Nothing was read; divide the project",
            ));
        }
        if !bytes.starts_with(b"SQLite format 3\0") || bytes.len() < 512 {
            return Err(Refusal::new(
                format!("{name} is no SQLite database"),
                "Export it again from the program it came from",
            ));
        }
        // A database in memory cannot use a write-ahead log, which these two bytes would announce.
        bytes[18..20].fill(1);
        let refuse = |error: rusqlite::Error| broken(name, &error);
        let mut file = Connection::open_in_memory().map_err(refuse)?;
        for (config, on) in [
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
            (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
        ] {
            file.set_db_config(config, on).map_err(refuse)?;
        }
        for (limit, most) in [
            (Limit::SQLITE_LIMIT_LENGTH, TEXT),
            (Limit::SQLITE_LIMIT_ATTACHED, 0),
            (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000),
            (Limit::SQLITE_LIMIT_COLUMN, 200),
            (Limit::SQLITE_LIMIT_EXPR_DEPTH, 50),
            (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        ] {
            file.set_limit(limit, most).map_err(refuse)?;
        }
        let length = bytes.len();
        file.deserialize_read_exact("main", bytes.as_slice(), length, true)
            .map_err(refuse)?;
        drop(bytes);
        let spent = Arc::new(AtomicU32::new(0));
        let counter = spent.clone();
        let over = move || counter.fetch_add(1, Ordering::Relaxed) > TIMES;
        file.progress_handler(STEPS, Some(over)).map_err(refuse)?;
        file.pragma_update(None, "cell_size_check", true)
            .map_err(refuse)?;
        let mut database = ForeignDatabase {
            name: name.to_owned(),
            connection: file,
            tables: HashMap::new(),
            steps_used: spent,
        };
        database.check()?;
        database.tables = database.plain_tables()?;
        Ok(database)
    }

    fn check(&self) -> Result<(), Refusal> {
        let found: String = self
            .connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(|error| broken(&self.name, &error))?;
        if found == "ok" {
            return Ok(());
        }
        Err(Refusal::new(
            format!(
                "{} is damaged: {}",
                self.name,
                crate::text::sanitize::sanitize_line(found.lines().next().unwrap_or_default())
            ),
            "Nothing was read; open it in the program it came from, and save a copy there",
        ))
    }

    fn plain_tables(&self) -> Result<HashMap<String, HashSet<String>>, Refusal> {
        let refuse = |error: rusqlite::Error| broken(&self.name, &error);
        let sql = "SELECT lower(name) FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' AND name NOT LIKE 'sqlite_%' LIMIT 500";
        let mut names = self.connection.prepare(sql).map_err(refuse)?;
        let names: Vec<String> = names
            .query_map([], |row| row.get(0))
            .map_err(refuse)?
            .collect::<Result<_, _>>()
            .map_err(refuse)?;
        let mut tables = HashMap::new();
        for table in names {
            // Hidden columns are computed by the untrusted schema.
            let mut columns = self
                .connection
                .prepare("SELECT lower(name) FROM pragma_table_xinfo(?1) WHERE hidden = 0")
                .map_err(refuse)?;
            let columns = columns
                .query_map([&table], |row| row.get(0))
                .map_err(refuse)?
                .collect::<Result<_, _>>()
                .map_err(refuse)?;
            tables.insert(table, columns);
        }
        Ok(tables)
    }

    /// The name used in messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// True if it has a plain table of this name.
    pub fn has(&self, table: &str) -> bool {
        self.tables.contains_key(table)
    }

    /// The number of rows; 0 without the table.
    pub fn count(&self, table: &str) -> Result<usize, Refusal> {
        if !self.has(table) {
            return Ok(0);
        }
        self.steps_used.store(0, Ordering::Relaxed);
        let count: i64 = self
            .connection
            .query_row(&format!("SELECT count(*) FROM \"{table}\""), [], |row| {
                row.get(0)
            })
            .map_err(|error| broken(&self.name, &error))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Reads the given columns of a table, in order of row id. Columns or tables that older
    /// versions of a program lack are read as nothing. Refuses databases that exceed the limits.
    pub fn rows<T>(
        &self,
        table: &str,
        columns: &[&str],
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, Refusal> {
        let Some(known) = self.tables.get(table) else {
            return Ok(Vec::new());
        };
        self.steps_used.store(0, Ordering::Relaxed);
        let cells = columns.iter().map(|column| {
            if known.contains(*column) {
                format!("\"{column}\"")
            } else {
                "NULL".to_owned()
            }
        });
        let sql = format!(
            "SELECT {} FROM \"{table}\" ORDER BY 1",
            cells.collect::<Vec<_>>().join(", ")
        );
        let refuse = |error: rusqlite::Error| broken(&self.name, &error);
        let mut query = self.connection.prepare(&sql).map_err(refuse)?;
        let mut found = Vec::new();
        let mut rows = query.query([]).map_err(refuse)?;
        while let Some(row) = rows.next().map_err(refuse)? {
            if found.len() >= ROWS {
                return Err(Refusal::new(
                    format!(
                        "{}: {table} has more rows than a project can have",
                        self.name
                    ),
                    "Nothing was read",
                ));
            }
            found.push(read(row).map_err(refuse)?);
        }
        Ok(found)
    }
}

/// An integer; 0 for anything else.
pub fn number(row: &Row<'_>, place: usize) -> rusqlite::Result<i64> {
    Ok(match row.get_ref(place)? {
        rusqlite::types::ValueRef::Integer(number) => number,
        rusqlite::types::ValueRef::Real(number) => number as i64,
        _ => 0,
    })
}

/// Text; empty for anything else, with invalid UTF-8 replaced.
pub fn words(row: &Row<'_>, place: usize) -> rusqlite::Result<String> {
    Ok(match row.get_ref(place)? {
        rusqlite::types::ValueRef::Text(words) => String::from_utf8_lossy(words).into_owned(),
        rusqlite::types::ValueRef::Integer(number) => number.to_string(),
        rusqlite::types::ValueRef::Real(number) => number.to_string(),
        _ => String::new(),
    })
}

fn broken(name: &str, error: &rusqlite::Error) -> Refusal {
    let why = match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::OperationInterrupted) => {
            "it takes more work to read than any project".to_owned()
        }
        _ => crate::text::sanitize::sanitize_line(&error.to_string()),
    };
    Refusal::new(
        format!("{name} cannot be read: {why}"),
        "Nothing was imported; open it in the program it came from, and save a copy there",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(sql: &str) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("d");
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        std::fs::read(path).unwrap()
    }

    #[test]
    fn plain_tables_are_read_and_programs_are_not_run() {
        let database = ForeignDatabase::open(
            "f",
            bytes(
                "PRAGMA journal_mode=WAL; CREATE TABLE source (id, name, sum AS (id + 1)); INSERT INTO source (id, name) VALUES (1, 'a'), (2, x'ff');
                 CREATE VIEW code_name AS SELECT 1 AS cid; CREATE VIRTUAL TABLE code_text USING fts5(seltext);",
            ),
        )
        .unwrap();
        assert!(database.has("source") && !database.has("code_name") && !database.has("code_text"));
        let rows = database
            .rows("source", &["id", "name", "sum", "memo"], |row| {
                Ok((number(row, 0)?, words(row, 1)?, words(row, 2)?))
            })
            .unwrap();
        assert_eq!(
            rows,
            [
                (1, "a".to_owned(), String::new()),
                (2, String::new(), String::new())
            ]
        );
        assert_eq!(
            (
                database.count("source").unwrap(),
                database.count("code_name").unwrap()
            ),
            (2, 0)
        );
        assert!(
            database
                .connection
                .execute("DELETE FROM source", [])
                .is_err(),
            "read-only"
        );
        assert!(database.connection.execute("ATTACH 'x' AS x", []).is_err());
    }

    #[test]
    fn what_is_no_database_or_a_broken_one_is_refused() {
        assert!(
            ForeignDatabase::open("f", b"hello".to_vec())
                .err()
                .unwrap()
                .what
                .contains("no SQLite database")
        );
        let whole = bytes(
            "CREATE TABLE a (b); INSERT INTO a SELECT randomblob(3000) FROM (VALUES (1), (2), (3), (4), (5));",
        );
        for length in [600, 4096, 9000] {
            let refused = ForeignDatabase::open("f", whole[..length.min(whole.len() - 1)].to_vec())
                .err()
                .unwrap()
                .what;
            assert!(
                refused.contains("cannot be read") || refused.contains("damaged"),
                "{refused}"
            );
        }
    }

    #[test]
    fn a_query_that_never_ends_is_stopped() {
        let database = ForeignDatabase::open("f", bytes("CREATE TABLE a (b);")).unwrap();
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
        let error = database
            .connection
            .query_row(endless, [], |row| row.get::<_, i64>(0))
            .unwrap_err();
        assert!(broken("f", &error).what.contains("more work"), "{error}");
    }
}
