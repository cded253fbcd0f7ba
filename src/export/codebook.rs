//! The codebook as JSON: what `import::codebook` reads.

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
        let CodeBody { key, kind, parent, name, tag, colour, definition, include, exclude, example } = &code.body;
        let parent = parent.and_then(|parent| study.code(parent)).map(|parent| parent.body.key.as_str());
        Entry { key, kind: *kind, parent, name, tag, colour, definition, include, exclude, example }
    });
    let file = CodebookFile { title: &study.title, codes: codes.collect() };
    // Strings and a few words for kinds: this cannot fail.
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}
