//! Matches the codes of a project with those of the study: by virk's key, or by the path of names.

use super::{
    ExtensionData, extension_data,
    project::{self, CodeEntry, Guid},
    values, xml,
};
use crate::study::{BilingualText, Code, CodeBody, CodeKind, Refusal, Study, command::NewCode};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

/// The codes of a codebook file (`.qdc`) that the study does not have.
pub fn codebook(name: &str, text: &str, study: &Study) -> Result<Vec<NewCode>, Refusal> {
    let root = xml::read(text, name)?;
    let codes = project::codes(Some(&root));
    if codes.is_empty() {
        return Err(Refusal::new(
            format!("{name} holds no code"),
            "Nothing was imported; check the file",
        ));
    }
    Ok(CodeKeys::new(&codes, None, study).new)
}

/// The codes of a list that the study does not have; codes with the same path of names are the
/// same.
pub(in crate::exchange) fn new_codes(codes: &[CodeEntry], study: &Study) -> Vec<NewCode> {
    CodeKeys::new(codes, None, study).new
}

pub(in crate::exchange) struct CodeKeys {
    pub by_guid: HashMap<Guid, Arc<str>>,
    pub new: Vec<NewCode>,
}

impl CodeKeys {
    pub(in crate::exchange) fn new(
        codes: &[CodeEntry],
        supplement: Option<&ExtensionData>,
        study: &Study,
    ) -> CodeKeys {
        let mut known: HashMap<Vec<String>, Arc<str>> = HashMap::new();
        for code in study.codes() {
            known
                .entry(path_in(study, code))
                .or_insert_with(|| code.body.key.as_str().into());
        }
        let there: HashSet<&str> = study.codes().map(|code| code.body.key.as_str()).collect();
        let mut taken: HashSet<Arc<str>> = study
            .codes()
            .map(|code| code.body.key.as_str().into())
            .collect();
        let mut keys = CodeKeys {
            by_guid: HashMap::new(),
            new: Vec::new(),
        };
        let mut paths: Vec<(Vec<String>, Arc<str>)> = Vec::with_capacity(codes.len());
        for entry in codes {
            let body = body(entry, codes, supplement, &study.language);
            let parent = entry.parent.and_then(|parent| paths.get(parent)).cloned();
            let mut path = parent
                .as_ref()
                .map(|(path, _)| path.clone())
                .unwrap_or_default();
            path.push(entry.name.clone());
            let own = (!body.key.is_empty()).then(|| Arc::from(body.key.as_str()));
            let known_key = own
                .clone()
                .filter(|key| there.contains(&**key))
                .or_else(|| known.get(&path).cloned());
            let key = known_key.unwrap_or_else(|| {
                let key = own.unwrap_or_else(|| free_key(&entry.name, &taken));
                let body = CodeBody {
                    key: key.to_string(),
                    ..body
                };
                keys.new.push(NewCode {
                    body,
                    parent: parent.map(|(_, key)| key.to_string()),
                });
                key
            });
            taken.insert(key.clone());
            keys.by_guid.insert(entry.guid.clone(), key.clone());
            paths.push((path, key));
        }
        keys
    }
}

/// The names from the top of the codebook down to the code.
fn path_in(study: &Study, code: &Code) -> Vec<String> {
    let mut path = vec![code.name(&study.language).to_owned()];
    let mut at = code;
    while let Some(parent) = at
        .body
        .parent
        .and_then(|parent| study.code(parent))
        .filter(|_| path.len() < 100)
    {
        path.push(parent.name(&study.language).to_owned());
        at = parent;
    }
    path.reverse();
    path
}

/// Virk's own note of a code knows more than the XML, but what another program changed in the XML
/// since is newer and wins.
fn body(
    entry: &CodeEntry,
    all: &[CodeEntry],
    supplement: Option<&ExtensionData>,
    language: &str,
) -> CodeBody {
    let colour = values::parse_colour(&entry.colour);
    let say = |words: &mut BilingualText, language: &str, said: &str| {
        if language == "da" {
            &mut words.da
        } else {
            &mut words.en
        }
        .clear();
        if language == "da" {
            &mut words.da
        } else {
            &mut words.en
        }
        .push_str(said);
    };
    let written = supplement.zip(Uuid::parse_str(&entry.guid).ok());
    if let Some((supplement, mut body)) = written
        .and_then(|(supplement, guid)| Some((supplement, supplement.codes.get(&guid)?.clone())))
    {
        if body.name.in_language(&supplement.language) != entry.name && !entry.name.is_empty() {
            say(&mut body.name, &supplement.language, &entry.name);
        }
        if !colour.is_empty() {
            body.colour = colour;
        }
        if extension_data::description(&body, &supplement.language) != entry.description {
            say(
                &mut body.definition,
                &supplement.language,
                &entry.description,
            );
        }
        return body;
    }
    let told = entry.body.as_deref().cloned().unwrap_or_default();
    let kind = if told.kind == CodeKind::Other {
        kind(entry, all)
    } else {
        told.kind
    };
    let mut body = CodeBody {
        colour,
        kind,
        ..told
    };
    say(
        &mut body.name,
        language,
        if entry.name.is_empty() {
            "Code without a name"
        } else {
            &entry.name
        },
    );
    say(&mut body.definition, language, &entry.description);
    body
}

/// The kind by the name of a code above, such as "Mechanisms": other programs have no kinds.
fn kind(entry: &CodeEntry, all: &[CodeEntry]) -> CodeKind {
    let mut at = Some(entry);
    while let Some(code) = at {
        let name = code.name.trim().trim_end_matches('s').to_lowercase();
        if let Some(kind) = CodeKind::parse(&name) {
            return kind;
        }
        at = code.parent.and_then(|parent| all.get(parent));
    }
    CodeKind::Other
}

fn free_key(name: &str, taken: &HashSet<Arc<str>>) -> Arc<str> {
    let words: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .collect();
    let key = Some(words.trim_matches('_'))
        .filter(|key| !key.is_empty())
        .unwrap_or("code")
        .to_owned();
    let mut numbered = (2..).map(|n| format!("{key}_{n}"));
    let mut candidate = key.clone();
    while taken.contains(candidate.as_str()) {
        candidate = numbered.next().unwrap_or_default();
    }
    candidate.into()
}
