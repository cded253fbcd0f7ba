//! The codebook as JSON, which `import::codebook` reads, and as a table for people.

use super::{Cell, Column, Table, privacy::Privacy, privacy::Shield};
use crate::study::{CodeBody, Kind, Study, Words};
use serde::Serialize;

#[derive(Serialize)]
struct CodebookFile<'a> {
    title: &'a str,
    codes: Vec<Entry<'a>>,
}

/// A code as it stands in the file: its parent by key.
#[derive(Serialize)]
struct Entry<'a> {
    key: &'a str,
    kind: Kind,
    parent: Option<&'a str>,
    name: &'a Words,
    tag: &'a str,
    colour: &'a str,
    definition: &'a Words,
    include: &'a Words,
    exclude: &'a Words,
    example: &'a Words,
}

/// The study's codebook, parents before their children.
#[must_use]
pub fn codebook(study: &Study) -> String {
    let codes = study.code_tree().into_iter().map(|(_, code)| {
        let CodeBody {
            key,
            kind,
            parent,
            name,
            tag,
            colour,
            definition,
            include,
            exclude,
            example,
        } = &code.body;
        let parent = parent
            .and_then(|parent| study.code(parent))
            .map(|parent| parent.body.key.as_str());
        Entry {
            key,
            kind: *kind,
            parent,
            name,
            tag,
            colour,
            definition,
            include,
            exclude,
            example,
        }
    });
    let file = CodebookFile {
        title: &study.title,
        codes: codes.collect(),
    };
    // Strings and a few words for kinds: this cannot fail.
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}

/// The codebook as a table: a code in a row, parents before their children, in the study's
/// language. Examples, which quote, stay at home in public, and so do definitions that are not
/// declared to be public.
#[must_use]
pub fn table(shield: Shield<'_>) -> Table {
    let study = shield.study();
    let public = shield.privacy() == Privacy::Public;
    let counts = study.coding_counts();
    let columns = vec![
        Column::words("name", "Code"),
        Column::words("kind", "Kind"),
        Column::words("under", "Under"),
        Column::words("tag", "Tag"),
        Column::words("definition", "Definition"),
        Column::words("include", "Include"),
        Column::words("exclude", "Exclude"),
        Column::words("example", "Example"),
        Column::numbers("codings", "Codings"),
        Column::words("key", "Key"),
    ];
    let rule = |words: &Words| Cell::from(shield.definition(words.say(&study.language)));
    let rows = study.code_tree().into_iter().map(|(_, code)| {
        let body = &code.body;
        vec![
            code.name(&study.language).into(),
            body.kind.name().into(),
            body.parent.map(|parent| study.code_name(parent)).into(),
            body.tag.as_str().into(),
            rule(&body.definition),
            rule(&body.include),
            rule(&body.exclude),
            if public {
                Cell::Empty
            } else {
                Cell::from(body.example.say(&study.language))
            },
            counts.get(&code.id).copied().unwrap_or_default().into(),
            body.key.as_str().into(),
        ]
    });
    let notes = if public {
        vec![
            "Examples are left out, since they may quote; definitions are withheld unless they are declared to be public."
                .to_owned(),
        ]
    } else {
        Vec::new()
    };
    Table {
        title: Some(format!("Codebook of {}", study.title)),
        columns,
        rows: rows.collect(),
        notes,
    }
}
