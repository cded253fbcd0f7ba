//! QualCoder projects (.qda): a folder or an archive with `data.qda`, an SQLite database (schema
//! versions 1 to 17, QualCoder 1.9 to 3.x).
//!
//! QualCoder counts positions inconsistently: its screen in UTF-16 units, its searches in code
//! points. But it stores the words too, so each coding is placed where its words are. One whose
//! words are nowhere it could mean is left out and counted.

use super::database::{ForeignDatabase, number, words};
use super::refi::import::{
    ProjectImport,
    offsets::{ClaimedPosition, OffsetUnit},
    package::{self, SourceText},
    plan,
    shared::{CaseEntry, CodeEntry, CodingEntry, RefiProject, SelectionEntry, SourceEntry},
};
use crate::import::{file, transcript::PersonalDataPolicy};
use crate::study::{Refusal, Study};
use crate::text::number;
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
fn note(
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

type AttributeValues = HashMap<(String, i64), Vec<(String, String)>>;

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

struct QualCoderCoding {
    claim: ClaimedPosition,
    code: Option<i64>,
    owner: String,
    date: String,
    memo: String,
}

impl QualCoderCoding {
    /// QualCoder's screen writes paragraph separators for line ends.
    fn normalized_words(&self) -> String {
        self.claim
            .name
            .replace('\u{2029}', "\n")
            .replace("\r\n", "\n")
    }
}

fn sources(
    database: &ForeignDatabase,
    project: &mut RefiProject,
    values: &AttributeValues,
) -> Result<OffsetUnit, Refusal> {
    let mut marks: HashMap<i64, Vec<QualCoderCoding>> = HashMap::new();
    let rows = database.rows(
        "code_text",
        &[
            "ctid",
            "fid",
            "pos0",
            "pos1",
            "seltext",
            "cid",
            "owner",
            "date",
            "memo",
            "important",
        ],
        |row| {
            let claim = ClaimedPosition {
                start: number(row, 2)?,
                end: number(row, 3)?,
                name: words(row, 4)?,
            };
            let mark = QualCoderCoding {
                claim,
                code: Some(number(row, 5)?),
                owner: words(row, 6)?,
                date: words(row, 7)?,
                memo: words(row, 8)?,
            };
            Ok((number(row, 1)?, mark, number(row, 9)?))
        },
    )?;
    project.losses.add(
        "mark of importance",
        rows.iter()
            .filter(|(_, _, important)| *important == 1)
            .count(),
    );
    rows.into_iter()
        .for_each(|(file, mark, _)| marks.entry(file).or_default().push(mark));
    let rows = database.rows(
        "annotation",
        &["anid", "fid", "pos0", "pos1", "memo"],
        |row| {
            let claim = ClaimedPosition {
                start: number(row, 2)?,
                end: number(row, 3)?,
                name: String::new(),
            };
            Ok((
                number(row, 1)?,
                QualCoderCoding {
                    claim,
                    code: None,
                    owner: String::new(),
                    date: String::new(),
                    memo: words(row, 4)?,
                },
            ))
        },
    )?;
    rows.into_iter()
        .for_each(|(file, mark)| marks.entry(file).or_default().push(mark));
    let rows = database.rows(
        "source",
        &["id", "name", "fulltext", "mediapath", "memo"],
        |row| {
            Ok((
                number(row, 0)?,
                words(row, 1)?,
                words(row, 2)?,
                words(row, 3)?,
                words(row, 4)?,
            ))
        },
    )?;
    let mut texts: Vec<(i64, String, String, SourceText)> = Vec::new();
    for (id, name, text, media, memo) in rows {
        let media = media.to_lowercase();
        match () {
            () if !text.is_empty() => texts.push((
                id,
                name.clone(),
                memo,
                package::words(text.as_bytes(), &format!("{}: {name}", database.name()))?,
            )),
            () if media.starts_with("/images") || media.starts_with("images:") => {
                project.losses.add("picture", 1)
            }
            () if media.starts_with("/audio")
                || media.starts_with("/video")
                || media.starts_with("audio:")
                || media.starts_with("video:") =>
            {
                project.losses.add("recording", 1);
            }
            () => project.losses.add("empty source", 1),
        }
    }
    // End positions are always exclusive in QualCoder.
    let mut ways = OffsetUnit::possible(texts.iter().map(|(_, _, _, words)| words));
    ways.retain(|way| !way.inclusive);
    let exact_quotes = |way: &OffsetUnit| {
        let found = texts.iter().map(|(id, _, _, words)| {
            let units = way.units(words);
            let here = marks
                .get(id)
                .into_iter()
                .flatten()
                .filter(|mark| !mark.claim.name.is_empty());
            here.filter(|mark| {
                way.range(&units, &mark.claim)
                    .is_some_and(|range| words.text[range] == mark.normalized_words())
            })
            .count()
        });
        found.sum::<usize>()
    };
    // The unit by which most codings have their exact words; the sort is stable, so earlier units
    // win ties.
    ways.sort_by_cached_key(|way| std::cmp::Reverse(exact_quotes(way)));
    let counting = ways.first().copied().unwrap_or_default();
    let mut moved = 0;
    for (id, name, memo, text) in texts {
        let placed = MeasuredText::new(&text, &ways);
        let mut entry = SourceEntry {
            guid: format!("source {id}"),
            name,
            ..SourceEntry::default()
        };
        entry.values = values
            .get(&("file".to_owned(), id))
            .cloned()
            .unwrap_or_default();
        note(
            project,
            &entry.guid.clone(),
            "",
            &memo,
            Some(&mut entry.notes),
        );
        for (place, mark) in marks.remove(&id).into_iter().flatten().enumerate() {
            let there = placed.locate(&mark);
            moved += usize::from(there.is_none());
            let Some(claim) = there.or_else(|| placed.find_unique(&mark)) else {
                moved -= 1;
                project.losses.add(
                    "quote whose words stand elsewhere in its text, or nowhere",
                    1,
                );
                continue;
            };
            let guid = format!("source {id} mark {place}");
            let mut selection = SelectionEntry {
                guid: guid.clone(),
                claim,
                ..SelectionEntry::default()
            };
            note(project, &guid, "", &mark.memo, Some(&mut selection.notes));
            if let Some(code) = mark.code {
                let user = (!mark.owner.is_empty()).then(|| mark.owner.clone());
                user.iter()
                    .for_each(|name| drop(project.users.insert(name.clone(), name.clone())));
                selection.codings.push(CodingEntry {
                    code: format!("code {code}"),
                    user,
                    date: Some(mark.date),
                });
            }
            entry.selections.push(selection);
        }
        entry.content = Some(text.text);
        project.sources.push(entry);
    }
    if moved > 0 {
        project.remarks.push(format!(
            "{} did not stand where QualCoder says, and were put where their words stand once in the text",
            number::count_noun(moved, "quote")
        ));
    }
    project.losses.add(
        "coding of a source that is gone",
        marks.values().map(Vec::len).sum(),
    );
    Ok(counting)
}

/// A text with the byte offset of every unit, for each unit.
struct MeasuredText<'a> {
    text: &'a str,
    ways: Vec<(OffsetUnit, Vec<u32>)>,
}

impl<'a> MeasuredText<'a> {
    fn new(words: &'a SourceText, ways: &[OffsetUnit]) -> MeasuredText<'a> {
        MeasuredText {
            text: &words.text,
            ways: ways.iter().map(|way| (*way, way.units(words))).collect(),
        }
    }

    /// The position of the words in code points, if they occur exactly once.
    fn find_unique(&self, mark: &QualCoderCoding) -> Option<ClaimedPosition> {
        let wanted = mark.normalized_words();
        let mut places = self.text.match_indices(&wanted);
        let (Some((at, _)), None) = (
            places.next().filter(|_| !wanted.trim().is_empty()),
            places.next(),
        ) else {
            return None;
        };
        let start = self.text[..at].chars().count() as i64;
        Some(ClaimedPosition {
            start,
            end: start + wanted.chars().count() as i64,
            name: mark.claim.name.clone(),
        })
    }

    /// The position in code points by the first unit that gives the exact words, or else by the
    /// first that gives them apart from white space.
    fn locate(&self, mark: &QualCoderCoding) -> Option<ClaimedPosition> {
        let wanted = mark.normalized_words();
        let bare = |words: &str| {
            words
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        let ranges: Vec<_> = self
            .ways
            .iter()
            .filter_map(|(way, units)| way.range(units, &mark.claim))
            .collect();
        let letters = bare(&wanted);
        let mut ranges = ranges.iter();
        let exact = ranges
            .clone()
            .find(|range| letters.is_empty() || self.text[(*range).clone()] == wanted);
        let found =
            exact.or_else(|| ranges.find(|range| bare(&self.text[(*range).clone()]) == letters))?;
        let start = self.text[..found.start].chars().count() as i64;
        let end = start + self.text[found.clone()].chars().count() as i64;
        Some(ClaimedPosition {
            start,
            end,
            name: mark.claim.name.clone(),
        })
    }
}
