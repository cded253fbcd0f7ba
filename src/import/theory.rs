//! Programme theories as JSON: versions with their nodes (keys of codes) and links.

use super::{TextFile, allowed_fields::AllowedFields, codebook::refuse_unknown_keys};
use crate::study::{Command, Refusal, Study, command::NewLink, theory::ExpectedDirection};
use serde::Deserialize;
use serde_json::{Map, Value};

#[derive(Deserialize)]
struct TheoryVersionFile {
    nodes: Vec<TheoryNodeEntry>,
    links: Vec<TheoryLinkEntry>,
}

/// A node: the key of a code, alone or in an object with further fields.
#[derive(Deserialize)]
#[serde(untagged)]
enum TheoryNodeEntry {
    Key(String),
    Told { id: String },
}

#[derive(Deserialize)]
struct TheoryLinkEntry {
    from: String,
    to: String,
    #[serde(default)]
    statement: String,
    #[serde(default)]
    basis: String,
    /// `positive`, `negative`, `none` or `unstated`, or their signs, as parsed by
    /// [`ExpectedDirection::parse`].
    #[serde(default)]
    expected: Option<String>,
}

/// Fields of a node that are ignored, because the code has them.
const OF_A_CODE: [&str; 4] = ["kind", "name", "definition", "key"];

/// Fields of a link that are ignored, because the theory's log has them.
const OF_THE_LOG: [&str; 1] = ["status"];

const SHAPE: &str = "versions by name, each with `nodes` and `links`";

/// Reads a version of the theory; without `version` the only one in the file.
pub fn parse_theory(
    file: &TextFile,
    version: Option<&str>,
    study: &Study,
) -> Result<Command, Refusal> {
    let mut content: Map<String, Value> = file.json(SHAPE)?;
    content.retain(|_, value| value.get("nodes").is_some() && value.get("links").is_some());
    let names: Vec<String> = content.keys().map(|name| format!("`{name}`")).collect();
    let (name, value) = match version {
        Some(name) => (name.to_owned(), content.remove(name)),
        None if content.len() == 1 => content
            .into_iter()
            .next()
            .map(|(name, value)| (name, Some(value)))
            .unwrap_or_default(),
        None => (String::new(), None),
    };
    let Some(value) = value else {
        let what = match version {
            _ if names.is_empty() => format!("{} holds no theory", file.name),
            Some(version) => format!("{} has no version `{version}`", file.name),
            None => format!("{} has several versions", file.name),
        };
        let hint = if names.is_empty() {
            format!("It should hold {SHAPE}")
        } else {
            format!("Choose one of {}", names.join(", "))
        };
        return Err(Refusal::new(what, hint));
    };
    let node = AllowedFields::one("a node", "id").ignoring(&OF_A_CODE);
    let link = AllowedFields::of::<TheoryLinkEntry>("a link").ignoring(&OF_THE_LOG);
    AllowedFields::of::<TheoryVersionFile>("a version")
        .within("nodes", node)
        .within("links", link)
        .check(file, &value)?;
    let TheoryVersionFile { nodes, links } = serde_json::from_value(value).map_err(|error| {
        Refusal::new(
            format!("{}, version {name}: {error}", file.name),
            format!("It should hold {SHAPE}"),
        )
    })?;
    let keys: Vec<String> = nodes
        .into_iter()
        .map(|(TheoryNodeEntry::Key(key) | TheoryNodeEntry::Told { id: key })| key)
        .collect();
    let ends = links.iter().flat_map(|link| [&link.from, &link.to]);
    refuse_unknown_keys(&file.name, study, keys.iter().chain(ends))?;
    let code = |key: &str| study.code_by_key(key);
    let mut new = Vec::with_capacity(links.len());
    for TheoryLinkEntry {
        from,
        to,
        statement,
        basis,
        expected,
    } in links
    {
        let expected = match expected {
            Some(typed) => ExpectedDirection::parse(&typed).ok_or_else(|| {
                Refusal::new(
                    format!(
                        "{}, link {from} → {to}: `{typed}` is not a direction to expect",
                        file.name
                    ),
                    "Write positive, negative, none or unstated",
                )
            })?,
            None => ExpectedDirection::Unstated,
        };
        if let (Some(from), Some(to)) = (code(&from), code(&to)) {
            new.push(NewLink {
                from,
                to,
                statement,
                basis,
                expected,
            });
        }
    }
    Ok(Command::AddTheory {
        nodes: keys.iter().filter_map(|key| code(key)).collect(),
        links: new,
        version: name,
    })
}
