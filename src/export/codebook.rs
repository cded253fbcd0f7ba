//! The codebook as JSON, which `import::codebook` reads back, and as a table for people.

use super::{ExportCell, ExportColumn, ExportTable, privacy::Privacy, privacy::PrivacyFilter};
use crate::study::{BilingualText, CodeKind, Study};
use serde::Serialize;

#[derive(Serialize)]
struct CodebookExport<'a> {
    title: &'a str,
    codes: Vec<CodeExport<'a>>,
}

/// A code as written to the file; its parent is given by key.
#[derive(Serialize)]
struct CodeExport<'a> {
    key: &'a str,
    kind: CodeKind,
    parent: Option<&'a str>,
    name: &'a BilingualText,
    tag: &'a str,
    colour: &'a str,
    definition: &'a BilingualText,
    include: &'a BilingualText,
    exclude: &'a BilingualText,
    example: &'a BilingualText,
}

/// The study's codebook as JSON, parents before their children.
pub fn codebook(study: &Study) -> String {
    let codes = study.code_tree().into_iter().map(|(_, code)| {
        let body = &code.body;
        let parent = body.parent.and_then(|parent| study.code(parent));
        CodeExport {
            key: &body.key,
            kind: body.kind,
            parent: parent.map(|parent| parent.body.key.as_str()),
            name: &body.name,
            tag: &body.tag,
            colour: &body.colour,
            definition: &body.definition,
            include: &body.include,
            exclude: &body.exclude,
            example: &body.example,
        }
    });
    let file = CodebookExport {
        title: &study.title,
        codes: codes.collect(),
    };
    // Strings and enum names only: serialisation cannot fail.
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}

/// The codebook as a table, one code per row, parents before their children, with headings in the
/// study's language. In public, examples are left out because they quote, and definitions unless
/// they are declared public.
pub fn table(privacy_filter: PrivacyFilter<'_>) -> ExportTable {
    let study = privacy_filter.study();
    let public = privacy_filter.privacy() == Privacy::Public;
    let counts = study.coding_counts();
    let columns = vec![
        ExportColumn::words("name", "Code"),
        ExportColumn::words("kind", "Kind"),
        ExportColumn::words("under", "Under"),
        ExportColumn::words("tag", "Tag"),
        ExportColumn::words("definition", "Definition"),
        ExportColumn::words("include", "Include"),
        ExportColumn::words("exclude", "Exclude"),
        ExportColumn::words("example", "Example"),
        ExportColumn::numbers("codings", "Codings"),
        ExportColumn::words("key", "Key"),
    ];
    let rule = |words: &BilingualText| {
        ExportCell::from(privacy_filter.definition(words.in_language(&study.language)))
    };
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
                ExportCell::Empty
            } else {
                ExportCell::from(body.example.in_language(&study.language))
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
    ExportTable {
        title: Some(format!("Codebook of {}", study.title)),
        columns,
        rows: rows.collect(),
        notes,
    }
}
