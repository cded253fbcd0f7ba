//! The study as plain tables in an SQLite database, for R, Python and DB Browser.
//!
//! This is a copy for analysis: virk never reads it back. It contains what people said, so only its
//! owner may read the file.
//! holds what people said, so only its owner may read the file.
//!
//! Tables of the survey answers and of the tests of links.

mod qualitative;

use crate::disk::AtomicFile;
use crate::evidence::tests;
use crate::study::{
    Cancelled, Column, Dataset, Document, Id, Link, ProgressMonitor, Refusal, Study, answer,
};
use crate::text::Span;
use rusqlite::{Connection, Transaction, params};
use std::collections::HashMap;
use std::path::Path;

pub const SCHEMA: &str = include_str!("schema.sql");

/// Writes the study to the database at `path`, replacing an existing one. Progress is reported by
/// variable and then by link. Refuses a path that has the name of a study; when it fails, nothing
/// has changed.
/// When it cannot be written, is stopped, or has the name of a study; then nothing has changed.
pub fn write(study: &Study, path: &Path, watch: ProgressMonitor<'_>) -> Result<(), Refusal> {
    if path
        .extension()
        .is_some_and(|extension| extension == "virk")
    {
        return Err(Refusal::new(
            format!("{} has the name of a study", path.display()),
            "Nothing was written; give the file another extension",
        ));
    }
    let refuse = |why: String| {
        Refusal::new(
            format!("cannot write {}: {why}", path.display()),
            "Check the folder, its permissions and the free space on the disk",
        )
    };
    let draft = AtomicFile::create(path)?;
    fill(study, draft.path(), watch).map_err(|halt| match halt {
        SqliteFailure::Stopped => Cancelled.into(),
        SqliteFailure::Failed(error) => refuse(error.to_string()),
    })?;
    draft.commit()
}

enum SqliteFailure {
    Stopped,
    Failed(rusqlite::Error),
}

impl From<Cancelled> for SqliteFailure {
    fn from(_: Cancelled) -> SqliteFailure {
        SqliteFailure::Stopped
    }
}

impl From<rusqlite::Error> for SqliteFailure {
    fn from(error: rusqlite::Error) -> SqliteFailure {
        SqliteFailure::Failed(error)
    }
}

fn fill(study: &Study, path: &Path, watch: ProgressMonitor<'_>) -> Result<(), SqliteFailure> {
    let mut file = Connection::open(path)?;
    file.pragma_update(None, "foreign_keys", true)?;
    let tables = file.transaction()?;
    tables.execute_batch(SCHEMA)?;
    let records = i64::try_from(study.revision()).unwrap_or(i64::MAX);
    tables.execute(
        "INSERT INTO study VALUES (?1, ?2, ?3, ?4, ?5)",
        (
            &study.title,
            &study.language,
            study.alpha,
            env!("CARGO_PKG_VERSION"),
            records,
        ),
    )?;
    qualitative::fill(study, &tables)?;
    fill_quantitative(study, &tables, watch)?;
    tables.commit()?;
    file.close().map_err(|(_, error)| error.into())
}

/// A span in code points.
fn char_positions(document: &Document, span: Span) -> (i64, i64) {
    let (start, end) = document.points().of_span(&document.text, span);
    (start as i64, end as i64)
}

/// `None`, which becomes NULL, for an empty text.
fn non_empty(words: &str) -> Option<&str> {
    (!words.is_empty()).then_some(words)
}

/// A database being filled.
type SqliteTables<'a> = Transaction<'a>;

/// Row ids of variables, by dataset and column index.
type VariableRowIds = HashMap<(Id<Dataset>, usize), i64>;

fn fill_quantitative(
    study: &Study,
    tables: &SqliteTables<'_>,
    watch: ProgressMonitor<'_>,
) -> Result<(), SqliteFailure> {
    let mut rows = VariableRowIds::new();
    for dataset in study.datasets() {
        variables(study, dataset, tables, &mut rows)?;
        answers(dataset, tables, &rows, watch)?;
    }
    let mut measure = tables.prepare("INSERT OR IGNORE INTO indicators VALUES (?1, ?2)")?;
    for code in study.codes() {
        for indicator in study.indicators(code.id) {
            let place = study
                .dataset(indicator.dataset)
                .and_then(|dataset| dataset.variable_index(&indicator.variable));
            if let Some(row) = place.and_then(|place| rows.get(&(indicator.dataset, place))) {
                measure.execute(params![row, code.id.to_string()])?;
            }
        }
    }
    results(study, tables, &rows, watch)
}

fn variables(
    study: &Study,
    dataset: &Dataset,
    tables: &SqliteTables<'_>,
    rows: &mut VariableRowIds,
) -> rusqlite::Result<()> {
    let (id, body) = (dataset.id.to_string(), &dataset.body);
    let file = non_empty(&body.source.file);
    tables.execute(
        "INSERT INTO datasets VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            id,
            body.name,
            body.rows,
            dataset.kept_rows.len() as i64,
            file
        ],
    )?;
    let mut insert =
        tables.prepare("INSERT INTO variables VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut label_of =
        tables.prepare("INSERT OR IGNORE INTO value_labels VALUES (?1, ?2, ?3, ?4)")?;
    for (place, variable) in body.variables.iter().enumerate() {
        let say = |words: &crate::study::BilingualText| {
            non_empty(words.in_language(&study.language)).map(str::to_owned)
        };
        insert.execute(params![
            id,
            place as i64 + 1,
            variable.name,
            variable.level.name(),
            say(&variable.label),
            say(&variable.question)
        ])?;
        let row = tables.last_insert_rowid();
        rows.insert((dataset.id, place), row);
        for value in &variable.values {
            label_of.execute(params![
                row,
                value.code,
                say(&value.label),
                variable.missing.contains(&value.code)
            ])?;
        }
        for missing in &variable.missing {
            label_of.execute(params![row, missing, None::<String>, true])?;
        }
    }
    Ok(())
}

fn answers(
    dataset: &Dataset,
    tables: &SqliteTables<'_>,
    rows: &VariableRowIds,
    watch: ProgressMonitor<'_>,
) -> Result<(), SqliteFailure> {
    let mut insert = tables.prepare("INSERT INTO answers VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut counted = vec![false; dataset.columns.first().map_or(0, Column::len)];
    for row in dataset.kept_rows.iter() {
        if let Some(kept) = counted.get_mut(*row as usize) {
            *kept = true;
        }
    }
    for (place, column) in dataset.columns.iter().enumerate() {
        watch.report(place, dataset.columns.len(), "variable")?;
        let (Some(variable), Some(known)) = (
            rows.get(&(dataset.id, place)),
            dataset.body.variables.get(place),
        ) else {
            continue;
        };
        let Some(reading) = dataset.parsed_column(place) else {
            continue;
        };
        for (row, cell) in column.iter().enumerate() {
            let answered = reading.answer(row);
            // A missing code is written as it was declared, an answer as the variable's categories
            // spell it.
            let declared = || {
                known
                    .missing
                    .iter()
                    .find(|code| reading.is_same_answer(code, cell.trim()))
                    .map(String::as_str)
            };
            let written = answered.or_else(declared).unwrap_or(cell);
            let kept = counted.get(row).copied().unwrap_or_default();
            let number = answered.and_then(answer::number);
            insert.execute(params![
                variable,
                row as i64 + 1,
                written,
                number,
                answered.is_none(),
                kept
            ])?;
        }
    }
    Ok(())
}

/// Pearson's chi-square for every pair of indicators of every link.
fn results(
    study: &Study,
    tables: &SqliteTables<'_>,
    rows: &VariableRowIds,
    watch: ProgressMonitor<'_>,
) -> Result<(), SqliteFailure> {
    let mut insert = tables
        .prepare("INSERT INTO tests VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")?;
    let links: Vec<&Link> = study
        .theories()
        .flat_map(|theory| study.links_of(theory))
        .collect();
    for (done, link) in links.iter().enumerate() {
        watch.report(done, links.len(), "link")?;
        for test in tests::of_link(study, link).tests {
            let row = |name: &str| rows.get(&(test.dataset.id, test.dataset.variable_index(name)?));
            let (Some(a), Some(b)) = (
                row(&test.crosstab.row.name),
                row(&test.crosstab.column.name),
            ) else {
                continue;
            };
            let pearson = test.pearson.as_ref().ok();
            insert.execute(params![
                link.id.to_string(),
                a,
                b,
                test.crosstab.n() as i64,
                pearson.map(|test| test.statistic),
                pearson.map(|test| test.df),
                pearson.map(|test| test.p),
                test.cramers_v.as_ref().ok().map(|estimate| estimate.value),
                pearson.map(|test| test.min_expected),
                test.pearson.as_ref().err().map(ToString::to_string),
            ])?;
        }
    }
    Ok(())
}
