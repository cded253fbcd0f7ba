//! The codes and documents that rows of a table name, found without walking the study for each row.

use crate::study::{Document, Study};
use std::collections::HashMap;

/// The keys of the study's codes by name and by key; `None` where several are called so.
pub(super) struct KnownCodes<'a>(HashMap<&'a str, Option<&'a str>>);

impl<'a> KnownCodes<'a> {
    pub(super) fn new(study: &'a Study) -> KnownCodes<'a> {
        let mut called: HashMap<&str, Option<&str>> = HashMap::new();
        for code in study.codes() {
            let key = code.body.key.as_str();
            let name = code.name(&study.language);
            for call in std::iter::once(name).chain((name != key).then_some(key)) {
                called
                    .entry(call)
                    .and_modify(|known| *known = None)
                    .or_insert(Some(key));
            }
        }
        KnownCodes(called)
    }

    /// The key of an existing code for a code given without a path, if only one code has this name
    /// or key.
    pub(super) fn key(&self, path: &[String]) -> Option<&'a str> {
        let [name] = path else { return None };
        self.0.get(name.as_str()).copied().flatten()
    }
}

/// The documents of a study by title, by file and by file without its extension, in lower case.
pub(super) struct DocumentNames<'a>(HashMap<String, Vec<&'a Document>>);

impl<'a> DocumentNames<'a> {
    pub(super) fn new(study: &'a Study) -> DocumentNames<'a> {
        let mut called: HashMap<String, Vec<&'a Document>> = HashMap::new();
        for document in study.documents() {
            let file = document.body.source.file.to_lowercase();
            let stem = file.rsplit_once('.').map(|(stem, _)| stem.to_owned());
            for name in [Some(document.body.title.to_lowercase()), stem, Some(file)]
                .into_iter()
                .flatten()
            {
                let known = called.entry(name).or_default();
                if known.last().is_none_or(|last| last.id != document.id) {
                    known.push(document);
                }
            }
        }
        DocumentNames(called)
    }

    /// Finds a document by its name with or without group, number or extension.
    pub(super) fn find(&self, name: &str, group: Option<&str>) -> NamedDocument<'a> {
        let bare = numberless(name.trim());
        let stem = bare
            .rsplit_once('.')
            .filter(|(_, ending)| ending.len() <= 5 && !ending.contains(' '))
            .map_or(bare, |(stem, _)| stem);
        let in_group = group.map(|group| format!("{}/{}", group.trim(), name.trim()));
        let names: Vec<String> = [
            Some(name.trim()),
            Some(bare),
            Some(stem),
            in_group.as_deref(),
        ]
        .into_iter()
        .flatten()
        .map(str::to_lowercase)
        .collect();
        let all = self.all(&names);
        let whole = in_group.map(|name| name.to_lowercase());
        match all.as_slice() {
            [] => Err("coding whose document is not in the study"),
            [only] => Ok(only),
            several => several
                .iter()
                .find(|document| Some(document.body.title.to_lowercase()) == whole)
                .copied()
                .ok_or("coding whose document could be several in the study"),
        }
    }

    /// Every document with one of these names, each once.
    fn all(&self, names: &[String]) -> Vec<&'a Document> {
        let mut all: Vec<&Document> = names
            .iter()
            .filter_map(|name| self.0.get(name))
            .flatten()
            .copied()
            .collect();
        all.sort_by_key(|document| document.id);
        all.dedup_by_key(|document| document.id);
        all
    }
}

/// A document by the name and the group that a row gives.
pub(super) type NamedDocument<'a> = Result<&'a Document, &'static str>;

/// Removes ATLAS.ti's number: `3: Interview 1`.
fn numberless(name: &str) -> &str {
    let rest = name.trim_start_matches('D').trim_start();
    match rest.split_once(':') {
        Some((number, bare))
            if !number.is_empty() && number.trim().bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            bare.trim()
        }
        _ => name,
    }
}
