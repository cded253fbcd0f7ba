//! The codebook as JSON, which `import::codebook` reads back, and as a table for people.

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

pub use crate::tables::codes::codebook as table;
