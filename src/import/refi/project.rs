//! A project as it stands in its XML: what a study can use, by the identities
//! the file gives, and what it cannot, counted.

use super::{Losses, position::Claim, xml::Element};
use std::collections::HashMap;

/// An identity in a file: without braces, in lower case.
pub type Guid = String;

/// A project.
#[derive(Clone, Debug, Default)]
pub struct Project {
    /// The program that wrote it.
    pub origin: String,
    /// The coders' names.
    pub users: HashMap<Guid, String>,
    /// The codes, parents before children.
    pub codes: Vec<CodeEntry>,
    /// The cases.
    pub cases: Vec<CaseEntry>,
    /// The sources that have words.
    pub sources: Vec<SourceEntry>,
    /// The notes: name and words.
    pub notes: HashMap<Guid, (String, String)>,
    /// The notes on the project as a whole, and those on nothing.
    pub own_notes: Vec<Guid>,
    /// Sets that may stand for configurations.
    pub sets: Vec<Guid>,
    /// What a study has no place for.
    pub losses: Losses,
}

/// A code.
#[derive(Clone, Debug, Default)]
pub struct CodeEntry {
    /// Its identity.
    pub guid: Guid,
    /// The place of its parent among the codes.
    pub parent: Option<usize>,
    /// What it is called.
    pub name: String,
    /// As it stands in the file.
    pub colour: String,
    /// What it means.
    pub description: String,
    /// The notes on it.
    pub notes: Vec<Guid>,
}

/// A case: whom a source is about.
#[derive(Clone, Debug, Default)]
pub struct CaseEntry {
    /// Its identity.
    pub guid: Guid,
    /// What it is called.
    pub name: String,
    /// What is known of it.
    pub values: Vec<(String, String)>,
}

/// A source with words.
#[derive(Clone, Debug, Default)]
pub struct SourceEntry {
    /// Its identity.
    pub guid: Guid,
    /// What it is called.
    pub name: String,
    /// Where its words are, unless they stand here.
    pub path: Option<String>,
    /// Its words, when they stand in the XML.
    pub content: Option<String>,
    /// The quotes.
    pub selections: Vec<SelectionEntry>,
    /// Codings of the source as a whole.
    pub codings: Vec<CodingEntry>,
    /// The notes on it.
    pub notes: Vec<Guid>,
    /// What is known of it.
    pub values: Vec<(String, String)>,
}

/// A quote.
#[derive(Clone, Debug, Default)]
pub struct SelectionEntry {
    /// Its identity.
    pub guid: Guid,
    /// Where it stands.
    pub claim: Claim,
    /// What is said of it.
    pub description: String,
    /// Its codings.
    pub codings: Vec<CodingEntry>,
    /// The notes on it.
    pub notes: Vec<Guid>,
}

/// A coding.
#[derive(Clone, Debug, Default)]
pub struct CodingEntry {
    /// The code, or a case.
    pub code: Guid,
    /// By whom.
    pub user: Option<Guid>,
    /// When, as it stands in the file.
    pub date: Option<String>,
}

/// The identity an attribute holds.
fn guid(element: &Element, name: &str) -> Guid {
    element.get(name).unwrap_or_default().trim_matches(['{', '}', ' ']).to_lowercase()
}

fn targets(element: &Element, name: &str) -> Vec<Guid> {
    element.all(name).map(|reference| guid(reference, "targetGUID")).collect()
}

/// Everything under a project's root element.
#[must_use]
pub fn project(root: &Element) -> Project {
    let mut project = Project {
        origin: root.get("origin").unwrap_or_default().to_owned(),
        own_notes: targets(root, "NoteRef"),
        ..Project::default()
    };
    let under = |name: &str| root.first(name).map(|element| element.children.as_slice()).unwrap_or_default();
    for user in under("Users") {
        let name = user.get("name").or(user.get("id")).unwrap_or_default();
        project.users.insert(guid(user, "guid"), name.to_owned());
    }
    project.codes = codes(root.first("CodeBook"));
    let variables: HashMap<Guid, String> = under("Variables")
        .iter()
        .map(|variable| (guid(variable, "guid"), variable.get("name").unwrap_or_default().to_owned()))
        .collect();
    for case in under("Cases") {
        let name = case.get("name").unwrap_or_default().to_owned();
        project.cases.push(CaseEntry { guid: guid(case, "guid"), name, values: values(case, &variables) });
    }
    for source in under("Sources") {
        match source.name.as_str() {
            "TextSource" => project.sources.push(text_source(source, &variables)),
            "PDFSource" => {
                project.losses.add("area on a PDF page", source.all("PDFSelection").count());
                match source.first("Representation") {
                    Some(words) => project.sources.push(represented(source, words, &variables)),
                    None => project.losses.add("PDF without its text", 1),
                }
            }
            "PictureSource" => project.losses.add("picture", 1),
            "AudioSource" | "VideoSource" => project.losses.add("recording", 1),
            _ => {}
        }
    }
    for note in under("Notes") {
        let words = note.words("PlainTextContent").or(note.words("Description")).unwrap_or_default();
        project.notes.insert(guid(note, "guid"), (note.get("name").unwrap_or_default().to_owned(), words.to_owned()));
    }
    links(&mut project, under("Links"));
    project.sets = under("Sets").iter().map(|set| guid(set, "guid")).collect();
    project.losses.add("graph", under("Graphs").len());
    unattached(&mut project);
    project
}

/// The codes of a codebook element, parents before children.
#[must_use]
pub fn codes(codebook: Option<&Element>) -> Vec<CodeEntry> {
    let top = codebook.and_then(|codebook| codebook.first("Codes")).map(|codes| codes.children.iter().collect::<Vec<_>>());
    let mut top = top.unwrap_or_default();
    // NVivo wraps everything in a root of its own, which nothing can be coded under.
    if let [only] = top.as_slice()
        && only.get("name") == Some("Nodes")
        && matches!(only.get("isCodable"), Some("false" | "0"))
    {
        top = only.all("Code").collect();
    }
    let mut codes = Vec::new();
    let mut waiting: Vec<(Option<usize>, &Element)> = top.into_iter().rev().map(|code| (None, code)).collect();
    while let Some((parent, code)) = waiting.pop() {
        if code.name != "Code" {
            continue;
        }
        waiting.extend(code.all("Code").map(|child| (Some(codes.len()), child)).collect::<Vec<_>>().into_iter().rev());
        codes.push(CodeEntry {
            guid: guid(code, "guid"),
            parent,
            name: code.get("name").unwrap_or_default().to_owned(),
            colour: code.get("color").unwrap_or_default().to_owned(),
            description: code.words("Description").unwrap_or_default().to_owned(),
            notes: targets(code, "NoteRef"),
        });
    }
    codes
}

fn values(element: &Element, variables: &HashMap<Guid, String>) -> Vec<(String, String)> {
    let values = element.all("VariableValue").filter_map(|value| {
        let name = variables.get(&guid(value.first("VariableRef")?, "targetGUID"))?;
        let words = value.children.iter().find(|child| child.name.ends_with("Value"))?;
        (!words.text.is_empty()).then(|| (name.clone(), words.text.clone()))
    });
    values.collect()
}

fn text_source(source: &Element, variables: &HashMap<Guid, String>) -> SourceEntry {
    SourceEntry {
        guid: guid(source, "guid"),
        name: source.get("name").unwrap_or_default().to_owned(),
        path: source.get("plainTextPath").map(str::to_owned),
        content: source.words("PlainTextContent").map(str::to_owned),
        selections: source.all("PlainTextSelection").map(selection).collect(),
        codings: source.all("Coding").map(coding).collect(),
        notes: targets(source, "NoteRef"),
        values: values(source, variables),
    }
}

/// A PDF by the text that stands for it.
fn represented(source: &Element, words: &Element, variables: &HashMap<Guid, String>) -> SourceEntry {
    let mut entry = text_source(words, variables);
    entry.name = source.get("name").unwrap_or_default().to_owned();
    entry.codings.extend(source.all("Coding").map(coding));
    entry.notes.extend(targets(source, "NoteRef"));
    entry.values.extend(values(source, variables));
    entry
}

fn selection(element: &Element) -> SelectionEntry {
    let position = |name: &str| element.get(name).and_then(|value| value.trim().parse().ok()).unwrap_or(-1);
    SelectionEntry {
        guid: guid(element, "guid"),
        claim: Claim {
            start: position("startPosition"),
            end: position("endPosition"),
            name: element.get("name").unwrap_or_default().to_owned(),
        },
        description: element.words("Description").unwrap_or_default().to_owned(),
        codings: element.all("Coding").map(coding).collect(),
        notes: targets(element, "NoteRef"),
    }
}

fn coding(element: &Element) -> CodingEntry {
    CodingEntry {
        code: element.first("CodeRef").map(|code| guid(code, "targetGUID")).unwrap_or_default(),
        user: Some(guid(element, "creatingUser")).filter(|user| !user.is_empty()),
        date: element.get("creationDateTime").map(str::to_owned),
    }
}

/// A link from a note to a quote is a note on it (NVivo's annotations); other links have no place.
fn links(project: &mut Project, links: &[Element]) {
    for link in links {
        let (origin, target) = (guid(link, "originGUID"), guid(link, "targetGUID"));
        let note = [(&origin, &target), (&target, &origin)].into_iter().find(|(note, _)| project.notes.contains_key(*note));
        let mut selections = project.sources.iter_mut().flat_map(|source| &mut source.selections);
        match note.and_then(|(note, other)| Some((note, selections.find(|selection| selection.guid == *other)?))) {
            Some((note, selection)) => selection.notes.push(note.clone()),
            None => project.losses.add("link", 1),
        }
    }
}

/// Notes on nothing belong to the project as a whole.
fn unattached(project: &mut Project) {
    let mut attached: std::collections::HashSet<&Guid> = project.own_notes.iter().collect();
    attached.extend(project.codes.iter().flat_map(|code| &code.notes));
    for source in &project.sources {
        attached.extend(&source.notes);
        attached.extend(source.selections.iter().flat_map(|selection| &selection.notes));
    }
    let mut rest: Vec<Guid> = project.notes.keys().filter(|note| !attached.contains(note)).cloned().collect();
    rest.sort_unstable();
    project.own_notes.extend(rest);
}
