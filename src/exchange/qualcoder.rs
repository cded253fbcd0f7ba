//! QualCoder projects (.qda): a folder or an archive with `data.qda`, an SQLite database (schema
//! versions 1 to 17, QualCoder 1.9 to 3.x).
//!
//! QualCoder counts positions inconsistently: its screen in UTF-16 units, its searches in code
//! points. But it stores the words too, so each coding is placed where its words are. One whose
//! words are nowhere it could mean is left out and counted.

use super::database::{ForeignDatabase, number, words};
use super::qualcoder_sources::sources;
use super::refi::import::{
    ProjectImport,
    offsets::OffsetUnit,
    plan,
    shared::{CaseEntry, CodeEntry, RefiProject},
};
use crate::import::{file, transcript::PersonalDataPolicy};
use crate::study::{Refusal, Study};
use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};
use std::path::Path;

const DATA: &str = "data.qda";

/// Reads the project at `path`, a folder or an archive.
pub fn open(
    path: &Path,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    let name = path.display().to_string();
    if !path.is_dir() {
        return read(&name, file::bytes(path)?, study, personal);
    }
    let log = path.join(format!("{DATA}-wal"));
    if log.metadata().is_ok_and(|log| log.len() > 0) {
        return Err(Refusal::new(
            format!("{name} is open in QualCoder"),
            "Nothing was imported; close the project there first",
        ));
    }
    read(&name, file::bytes(&path.join(DATA))?, study, personal)
}

/// Reads a project called `name` from the bytes of its database, or of an archive that contains it.
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    let bytes = if bytes.starts_with(b"PK") {
        unpacked(name, &bytes)?
    } else {
        bytes
    };
    from(&ForeignDatabase::open(name, bytes)?, study, personal)
}

pub fn from(
    database: &ForeignDatabase,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    let name = database.name();
    if !["source", "code_name", "code_text"]
        .iter()
        .all(|table| database.has(table))
    {
        return Err(Refusal::new(
            format!("{name} is no project of QualCoder"),
            "A project is a folder NAME.qda with data.qda in it",
        ));
    }
    let (project, counting) = project(database)?;
    let mut incoming = plan::plan(
        name,
        &project,
        |_| Ok(None),
        Some(OffsetUnit::default()),
        study,
        personal,
    )?;
    incoming.report.counting = counting;
    Ok(incoming)
}

/// Extracts the database from an archive of a project folder.
fn unpacked(name: &str, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let refuse = |why: String| {
        Refusal::new(
            format!("{name}: {why}"),
            "Check that it is an archive of a project of QualCoder",
        )
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| refuse("it is no archive, or was cut short".into()))?;
    let names: Vec<String> = archive
        .file_names()
        .flatten()
        .map(|file| file.into_owned())
        .collect();
    let inside = names
        .iter()
        .find(|file| file.rsplit('/').next() == Some(DATA))
        .ok_or_else(|| refuse(format!("holds no {DATA}")))?;
    let entry = archive
        .by_name(inside)
        .map_err(|_| refuse(format!("its {DATA} cannot be unpacked")))?;
    let mut data = Vec::new();
    let most = super::database::MAX_DATABASE_BYTES as u64 + 1;
    entry
        .take(most)
        .read_to_end(&mut data)
        .map_err(|_| refuse(format!("its {DATA} is damaged")))?;
    Ok(data)
}

fn project(database: &ForeignDatabase) -> Result<(RefiProject, OffsetUnit), Refusal> {
    let about = database.rows("project", &["about", "databaseversion", "memo"], |row| {
        Ok((words(row, 0)?, words(row, 1)?, words(row, 2)?))
    })?;
    let (about, version, memo) = about.into_iter().next().unwrap_or_default();
    let about = if about.is_empty() {
        "QualCoder".to_owned()
    } else {
        about
    };
    let mut project = RefiProject {
        origin: format!("{about} ({version})"),
        ..RefiProject::default()
    };
    note(&mut project, "project", "", &memo, None);
    codes(database, &mut project)?;
    let values = values(database, &mut project)?;
    for (id, name, memo) in database.rows("cases", &["caseid", "name", "memo"], |row| {
        Ok((number(row, 0)?, words(row, 1)?, words(row, 2)?))
    })? {
        let values = values
            .get(&("case".to_owned(), id))
            .cloned()
            .unwrap_or_default();
        note(&mut project, &format!("case {id}"), &name, &memo, None);
        project.cases.push(CaseEntry {
            guid: format!("case {id}"),
            name,
            values,
            sources: Vec::new(),
        });
    }
    for (id, name, entry, date) in
        database.rows("journal", &["jid", "name", "jentry", "date"], |row| {
            Ok((
                number(row, 0)?,
                words(row, 1)?,
                words(row, 2)?,
                words(row, 3)?,
            ))
        })?
    {
        note(
            &mut project,
            &format!("journal {id}"),
            format!("{name} {date}").trim(),
            &entry,
            None,
        );
    }
    for (table, what) in [
        ("code_image", "coded area of a picture"),
        ("code_av", "coded stretch of a recording"),
        ("case_text", "passage of a case"),
        ("graph", "graph"),
        ("stored_sql", "stored query"),
    ] {
        project.losses.add(what, database.count(table)?);
    }
    let counting = sources(database, &mut project, &values)?;
    Ok((project, counting))
}

/// Adds a note to `on`, or to the project as a whole.
pub(super) fn note(
    project: &mut RefiProject,
    guid: &str,
    name: &str,
    memo: &str,
    on: Option<&mut Vec<String>>,
) {
    if memo.trim().is_empty() {
        return;
    }
    project
        .notes
        .insert(guid.to_owned(), (name.to_owned(), memo.to_owned()));
    on.unwrap_or(&mut project.own_notes).push(guid.to_owned());
}

/// A row of the tables of codes and categories.
struct QualCoderCode {
    guid: String,
    parent: Option<String>,
    name: String,
    memo: String,
    colour: String,
}

/// Joins categories and codes into one tree, parents before children.
fn codes(database: &ForeignDatabase, project: &mut RefiProject) -> Result<(), Refusal> {
    let under = |kind: &str, id: i64| (id > 0).then(|| format!("{kind} {id}"));
    let mut rows = database.rows(
        "code_cat",
        &["catid", "name", "memo", "supercatid"],
        |row| {
            let parent = under("cat", number(row, 3)?);
            Ok(QualCoderCode {
                guid: format!("cat {}", number(row, 0)?),
                parent,
                name: words(row, 1)?,
                memo: words(row, 2)?,
                colour: String::new(),
            })
        },
    )?;
    rows.extend(database.rows(
        "code_name",
        &["cid", "name", "memo", "catid", "color", "supercid"],
        |row| {
            // Newer projects allow codes under codes.
            let parent = under("code", number(row, 5)?).or(under("cat", number(row, 3)?));
            Ok(QualCoderCode {
                guid: format!("code {}", number(row, 0)?),
                parent,
                name: words(row, 1)?,
                memo: words(row, 2)?,
                colour: words(row, 4)?,
            })
        },
    )?);
    let known: HashSet<String> = rows.iter().map(|row| row.guid.clone()).collect();
    let mut children: HashMap<Option<String>, Vec<QualCoderCode>> = HashMap::new();
    for mut row in rows {
        row.parent = row.parent.filter(|parent| known.contains(parent));
        children.entry(row.parent.clone()).or_default().push(row);
    }
    let mut waiting: Vec<(Option<usize>, QualCoderCode)> = children
        .remove(&None)
        .into_iter()
        .flatten()
        .rev()
        .map(|row| (None, row))
        .collect();
    while let Some((parent, row)) = waiting.pop() {
        let place = project.codes.len();
        waiting.extend(
            children
                .remove(&Some(row.guid.clone()))
                .into_iter()
                .flatten()
                .rev()
                .map(|row| (Some(place), row)),
        );
        let QualCoderCode {
            guid,
            name,
            memo,
            colour,
            ..
        } = row;
        project.codes.push(CodeEntry {
            guid,
            parent,
            name,
            colour,
            description: memo,
            ..CodeEntry::default()
        });
    }
    // What is left belongs to cycles.
    project.losses.add(
        "code that stands under itself",
        children.values().map(Vec::len).sum(),
    );
    Ok(())
}

pub(super) type AttributeValues = HashMap<(String, i64), Vec<(String, String)>>;

fn values(
    database: &ForeignDatabase,
    project: &mut RefiProject,
) -> Result<AttributeValues, Refusal> {
    let mut values = AttributeValues::new();
    let rows = database.rows(
        "attribute",
        &["attrid", "attr_type", "id", "name", "value"],
        |row| {
            Ok((
                (words(row, 1)?, number(row, 2)?),
                (words(row, 3)?, words(row, 4)?),
            ))
        },
    )?;
    for (of, (name, value)) in rows {
        match of.0.as_str() {
            "case" | "file" if value.trim().is_empty() => {}
            "case" | "file" => values.entry(of).or_default().push((name, value)),
            _ => project.losses.add("attribute of a journal", 1),
        }
    }
    Ok(values)
}
