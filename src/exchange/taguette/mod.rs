//! Taguette projects (.sqlite3): documents as HTML, highlights by UTF-8 bytes, tags without a
//! hierarchy.
//!
//! Authors and times of highlights come from Taguette's list of commands. The snippet stored with
//! each highlight verifies its position; a highlight whose text differs from its snippet is left
//! out and counted.

mod html_document;

use super::database::{ForeignDatabase, number, words};
use super::refi::import::{
    ProjectImport,
    offsets::{ClaimedPosition, OffsetUnit},
    plan,
    shared::{CodeEntry, CodingEntry, RefiProject, SelectionEntry, SourceEntry},
};
use crate::import::transcript::PersonalDataPolicy;
use crate::study::{Refusal, Study};
use html_document::TaguetteDocument;
use std::collections::HashMap;

/// Reads the project in a database; refuses one with several projects.
pub fn from(
    database: &ForeignDatabase,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    let name = database.name();
    if !["documents", "highlights", "tags", "highlight_tags"]
        .iter()
        .all(|table| database.has(table))
    {
        return Err(Refusal::new(
            format!("{name} is no project of Taguette"),
            "virk reads SQLite projects of Taguette (.sqlite3) and of QualCoder (.qda)",
        ));
    }
    let project = project(database)?;
    let mut incoming = plan::plan(
        name,
        &project,
        |_| Ok(None),
        Some(OffsetUnit::default()),
        study,
        personal,
    )?;
    incoming.report.counting = OffsetUnit {
        bytes: true,
        ..OffsetUnit::default()
    };
    Ok(incoming)
}

fn project(database: &ForeignDatabase) -> Result<RefiProject, Refusal> {
    let projects = database.rows("projects", &["id", "name", "description"], |row| {
        Ok((words(row, 1)?, words(row, 2)?))
    })?;
    if projects.len() > 1 {
        let names: Vec<String> = projects
            .iter()
            .map(|(name, _)| crate::text::sanitize::sanitize_line(name))
            .collect();
        return Err(Refusal::new(
            format!(
                "{} holds several projects: {}",
                database.name(),
                names.join(", ")
            ),
            "Nothing was imported; open one in Taguette and export it alone, as SQLite3",
        ));
    }
    let mut project = RefiProject {
        origin: "Taguette".into(),
        ..RefiProject::default()
    };
    for (name, description) in projects {
        note(&mut project, "project", &name, &description, None);
    }
    for (id, path, description) in database.rows("tags", &["id", "path", "description"], |row| {
        Ok((number(row, 0)?, words(row, 1)?, words(row, 2)?))
    })? {
        project.codes.push(CodeEntry {
            guid: format!("tag {id}"),
            name: path,
            description,
            ..CodeEntry::default()
        });
    }
    let mut tags: HashMap<i64, Vec<i64>> = HashMap::new();
    for (highlight, tag) in database.rows("highlight_tags", &["highlight_id", "tag_id"], |row| {
        Ok((number(row, 0)?, number(row, 1)?))
    })? {
        tags.entry(highlight).or_default().push(tag);
    }
    let made = made(database)?;
    let rows = database.rows(
        "highlights",
        &["id", "document_id", "start_offset", "end_offset", "snippet"],
        |row| {
            Ok((
                number(row, 1)?,
                Highlight {
                    id: number(row, 0)?,
                    start: number(row, 2)?,
                    end: number(row, 3)?,
                    snippet: words(row, 4)?,
                },
            ))
        },
    )?;
    let mut highlights: HashMap<i64, Vec<Highlight>> = HashMap::new();
    rows.into_iter()
        .for_each(|(document, highlight)| highlights.entry(document).or_default().push(highlight));
    for (id, name, description, html) in database.rows(
        "documents",
        &["id", "name", "description", "contents"],
        |row| {
            Ok((
                number(row, 0)?,
                words(row, 1)?,
                words(row, 2)?,
                words(row, 3)?,
            ))
        },
    )? {
        let page = TaguetteDocument::read(&html);
        project.losses.add("picture", page.pictures);
        let mut entry = SourceEntry {
            guid: format!("document {id}"),
            name,
            ..SourceEntry::default()
        };
        note(
            &mut project,
            &entry.guid.clone(),
            "",
            &description,
            Some(&mut entry.notes),
        );
        for highlight in highlights.remove(&id).into_iter().flatten() {
            let Some(claim) = highlight.claim(&page) else {
                project
                    .losses
                    .add("highlight whose words are not at its place", 1);
                continue;
            };
            let mut selection = SelectionEntry {
                guid: format!("highlight {}", highlight.id),
                claim,
                ..SelectionEntry::default()
            };
            let (user, date) = made.get(&highlight.id).cloned().unzip();
            user.iter()
                .for_each(|name| drop(project.users.insert(name.clone(), name.clone())));
            let tagged = tags.remove(&highlight.id).unwrap_or_default();
            project
                .losses
                .add("highlight without a tag", usize::from(tagged.is_empty()));
            selection.codings = tagged
                .into_iter()
                .map(|tag| CodingEntry {
                    code: format!("tag {tag}"),
                    user: user.clone(),
                    date: date.clone(),
                })
                .collect();
            entry.selections.push(selection);
        }
        entry.content = Some(page.text);
        project.sources.push(entry);
    }
    project.losses.add(
        "highlight of a document that is gone",
        highlights.values().map(Vec::len).sum(),
    );
    Ok(project)
}

/// Adds a note to `on`, or to the project as a whole.
fn note(
    project: &mut RefiProject,
    guid: &str,
    name: &str,
    memo: &str,
    on: Option<&mut Vec<String>>,
) {
    if !memo.trim().is_empty() {
        project
            .notes
            .insert(guid.to_owned(), (name.to_owned(), memo.to_owned()));
        on.unwrap_or(&mut project.own_notes).push(guid.to_owned());
    }
}

/// Author and time of each highlight.
fn made(database: &ForeignDatabase) -> Result<HashMap<i64, (String, String)>, Refusal> {
    let rows = database.rows(
        "commands",
        &["id", "date", "user_login", "payload"],
        |row| Ok((words(row, 1)?, words(row, 2)?, words(row, 3)?)),
    )?;
    let added = rows.into_iter().filter_map(|(date, user, payload)| {
        let payload: serde_json::Value = serde_json::from_str(&payload).ok()?;
        let id = payload.get("highlight_id")?.as_i64()?;
        (payload.get("type")? == "highlight_add").then_some((id, (user, date)))
    });
    // A highlight was made by the first command about it.
    Ok(added.fold(HashMap::new(), |mut made, (id, who)| {
        made.entry(id).or_insert(who);
        made
    }))
}

/// The text of a piece of HTML.
pub fn plain(html: &str) -> String {
    TaguetteDocument::read(html).text
}

struct Highlight {
    id: i64,
    start: i64,
    end: i64,
    /// HTML.
    snippet: String,
}

impl Highlight {
    /// Its position in code points, if the snippet is there.
    fn claim(&self, page: &TaguetteDocument) -> Option<ClaimedPosition> {
        let range = page.range(self.start, self.end)?;
        let bare = |words: &str| {
            words
                .chars()
                .filter(|c| !c.is_whitespace())
                .collect::<String>()
        };
        let (said, snippet) = (
            &page.text[range.clone()],
            TaguetteDocument::read(&self.snippet).text,
        );
        if !snippet.is_empty() && bare(&snippet) != bare(said) {
            return None;
        }
        let start = page.text[..range.start].chars().count() as i64;
        Some(ClaimedPosition {
            start,
            end: start + said.chars().count() as i64,
            name: said.to_owned(),
        })
    }
}
