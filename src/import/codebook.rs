//! Codebooks as JSON, as in `codebooks/`: names, definitions and rules in two languages, parents by
//! key.

use super::{TextFile, allowed_fields::AllowedFields};
use crate::study::{BilingualText, CodeBody, CodeKind, Refusal, Study, command::NewCode};
use serde::Deserialize;
use std::collections::HashSet;
use std::path::Path;

#[derive(Deserialize)]
struct ImportedCodebook {
    codes: Vec<ImportedCode>,
}

#[derive(Deserialize)]
struct ImportedCode {
    #[serde(default)]
    key: String,
    #[serde(default)]
    kind: CodeKind,
    #[serde(default)]
    parent: Option<String>,
    name: BilingualText,
    #[serde(default)]
    tag: String,
    #[serde(default)]
    colour: String,
    #[serde(default)]
    definition: BilingualText,
    #[serde(default)]
    include: BilingualText,
    #[serde(default)]
    exclude: BilingualText,
    #[serde(default)]
    example: BilingualText,
}

/// A codebook that virk brings along, by its name: `realist`, for realist evaluation. `None` for
/// other names, and where a file has the name.
pub fn included_codebook(name: &Path) -> Option<Result<TextFile, Refusal>> {
    let is_meant = name == Path::new("realist") && !name.exists();
    is_meant.then(|| {
        let bytes = include_bytes!("../../codebooks/realist.json");
        TextFile::from_bytes("realist", "realist.json".to_owned(), bytes)
    })
}

/// The codes of a codebook file, in its order; refuses a key that occurs twice.
pub fn parse_codebook(file: &TextFile) -> Result<Vec<NewCode>, Refusal> {
    let words = || AllowedFields::of::<BilingualText>("a text in two languages");
    let code = ["name", "definition", "include", "exclude", "example"]
        .into_iter()
        .fold(
            AllowedFields::of::<ImportedCode>("a code"),
            |code, field| code.within(field, words()),
        );
    let fields = AllowedFields::of::<ImportedCodebook>("a codebook")
        .ignoring(&["title", "name"])
        .within("codes", code);
    let ImportedCodebook { codes } =
        file.json_with_fields("a codebook as `virk codebook export` writes it", &fields)?;
    if codes.is_empty() {
        return Err(Refusal::new(
            format!("{} holds no code", file.name),
            "Nothing was imported; check the file",
        ));
    }
    let mut keys = HashSet::new();
    if let Some(twice) = codes
        .iter()
        .find(|code| !code.key.is_empty() && !keys.insert(code.key.as_str()))
    {
        return Err(Refusal::new(
            format!("{} has two codes with the key `{}`", file.name, twice.key),
            "Give one of them another key",
        ));
    }
    Ok(codes.into_iter().map(ImportedCode::into_code).collect())
}

impl ImportedCode {
    fn into_code(self) -> NewCode {
        NewCode {
            body: CodeBody {
                parent: None,
                key: self.key,
                kind: self.kind,
                name: self.name,
                tag: self.tag,
                colour: self.colour,
                definition: self.definition,
                include: self.include,
                exclude: self.exclude,
                example: self.example,
            },
            parent: self.parent,
        }
    }
}

/// Refuses keys that the study does not have, and lists all of them.
pub(super) fn refuse_unknown_keys<'a>(
    file: &str,
    study: &Study,
    keys: impl Iterator<Item = &'a String>,
) -> Result<(), Refusal> {
    let mut unknown: Vec<&str> = keys
        .map(String::as_str)
        .filter(|key| study.code_by_key(key).is_none())
        .collect();
    unknown.sort_unstable();
    unknown.dedup();
    if unknown.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = unknown.iter().map(|key| format!("`{key}`")).collect();
    Err(Refusal::new(
        format!(
            "{file} refers to codes that are not in the study: {}",
            names.join(", ")
        ),
        "Import their codebook first, or add them with `virk codebook`",
    ))
}
