//! Finding things by the beginning of a name, and the nearest name to one that is unknown.

use super::{Code, Document, Refusal};
use crate::text::{FoldMode, folding::fold};

/// Something with names to be found by.
pub(super) struct LookupCandidate<T> {
    pub(super) item: T,
    pub(super) names: Vec<String>,
}

impl<T> LookupCandidate<T> {
    /// Something with one name.
    pub(super) fn new(item: T, name: &str) -> LookupCandidate<T> {
        LookupCandidate {
            item,
            names: vec![name.to_owned()],
        }
    }
}

impl<'a> LookupCandidate<&'a Document> {
    pub(super) fn document(document: &'a Document) -> LookupCandidate<&'a Document> {
        let body = &document.body;
        LookupCandidate {
            item: document,
            names: vec![body.title.clone(), body.source.file.clone()],
        }
    }
}

impl<'a> LookupCandidate<&'a Code> {
    pub(super) fn code(code: &'a Code) -> LookupCandidate<&'a Code> {
        LookupCandidate {
            item: code,
            names: code.body.names().map(str::to_owned).collect(),
        }
    }
}

fn list<T>(named: &[LookupCandidate<T>]) -> String {
    named
        .iter()
        .filter_map(|named| named.names.iter().rfind(|name| !name.is_empty()))
        .take(6)
        .map(|name| format!("`{name}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

pub(super) fn find_by_name<T: Copy>(
    what: &str,
    typed: &str,
    all: impl IntoIterator<Item = LookupCandidate<T>>,
    see: &str,
) -> Result<T, Refusal> {
    let mut all: Vec<LookupCandidate<T>> = all.into_iter().collect();
    let wanted = fold(typed.trim(), FoldMode::IgnoreCase);
    for named in &mut all {
        // The first name that is not a key is shown to people.
        named.names.retain(|name| !name.is_empty());
    }
    let says = |named: &LookupCandidate<T>, test: &dyn Fn(&str) -> bool| {
        named
            .names
            .iter()
            .any(|name| test(&fold(name, FoldMode::IgnoreCase)))
    };
    // Names that differ in a dash alone are two, as they are typed.
    let typed_so = |named: &&LookupCandidate<T>| {
        named
            .names
            .iter()
            .any(|name| name.to_lowercase() == typed.trim().to_lowercase())
    };
    // … and so are names that differ in capitals alone.
    let letter_by_letter = all
        .iter()
        .find(|named| named.names.iter().any(|name| name == typed.trim()));
    if let Some(exact) = letter_by_letter
        .or_else(|| all.iter().find(typed_so))
        .or_else(|| all.iter().find(|named| says(named, &|name| name == wanted)))
    {
        return Ok(exact.item);
    }
    if wanted.is_empty() {
        return Err(Refusal::new(format!("no {what} given"), see));
    }
    let begin: Vec<&LookupCandidate<T>> = all
        .iter()
        .filter(|named| says(named, &|name| name.starts_with(&*wanted)))
        .collect();
    match begin.as_slice() {
        [only] => return Ok(only.item),
        [] => {}
        several => {
            let names: Vec<String> = several
                .iter()
                .take(6)
                .filter_map(|named| {
                    named
                        .names
                        .iter()
                        .find(|name| fold(name, FoldMode::IgnoreCase).starts_with(&*wanted))
                })
                .map(|name| format!("`{name}`"))
                .collect();
            return Err(Refusal::new(
                format!("several {what}s start with `{typed}`"),
                format!("Type more letters of one of these: {}", names.join(", ")),
            ));
        }
    }
    let nearest = nearest_name(
        &wanted,
        all.iter()
            .flat_map(|named| named.names.iter().map(String::as_str)),
    );
    let hint = match nearest {
        Some(name) => format!("Did you mean `{name}`? {see}"),
        None => see.to_owned(),
    };
    Err(Refusal::new(
        format!("no {what} starts with `{typed}`"),
        hint.trim().to_owned(),
    ))
}

/// The only one where nothing is typed; refuses with `none` where there are none, and names the
/// choices where there are several.
pub(super) fn find_only<T: Copy>(
    all: &[LookupCandidate<T>],
    none: (&str, &str),
    several: (&str, &str),
) -> Result<T, Refusal> {
    match all {
        [only] => Ok(only.item),
        [] => Err(Refusal::new(none.0, none.1)),
        all => Err(Refusal::new(
            several.0,
            format!("{} {}", several.1, list(all)),
        )),
    }
}

/// The name most like what was typed, when one is like it at all
/// (Jaro–Winkler similarity of at least 0.7).
pub fn nearest_name<'a>(typed: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(typed, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness >= 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}
