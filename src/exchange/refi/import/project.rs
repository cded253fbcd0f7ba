//! The content of a project's XML that a study can use, by the GUIDs of the file; the rest is
//! counted.

use super::{
    ConversionLosses,
    offsets::ClaimedPosition,
    sources,
    tally::{self, ConversionTally, ProjectItem},
    xml::XmlElement,
};
use crate::study::CodeBody;
use std::borrow::Cow;
use std::collections::HashMap;

/// A GUID without braces, in lower case.
pub type Guid = String;

#[derive(Clone, Debug, Default)]
pub struct RefiProject {
    pub origin: String,
    /// The date of the export, as the file has it.
    pub written: String,
    /// The names of coders.
    pub users: HashMap<Guid, String>,
    /// The codes, parents before children.
    pub codes: Vec<CodeEntry>,
    pub variables: HashMap<Guid, String>,
    pub cases: Vec<CaseEntry>,
    /// Sources with text; pictures and the like are lost.
    pub sources: Vec<SourceEntry>,
    /// Name and words.
    pub notes: HashMap<Guid, (String, String)>,
    /// Paths of notes whose words lie in files of their own.
    pub note_paths: HashMap<Guid, String>,
    /// Notes on the project as a whole, and on nothing.
    pub own_notes: Vec<Guid>,
    /// Descriptions of things that have no memo in virk: of what, and the words.
    pub stray_remarks: Vec<(String, String)>,
    /// Sets, which may represent configurations.
    pub sets: Vec<SetEntry>,
    /// Links and graphs, which may represent a theory.
    pub drawings: Vec<DrawingEntry>,
    pub tally: ConversionTally,
    pub losses: ConversionLosses,
    /// Sentences about what was imported somewhere else than it was in the project.
    pub remarks: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct DrawingEntry {
    pub guid: Guid,
    pub notes: Vec<Guid>,
    pub tally: ConversionTally,
}

#[derive(Clone, Debug, Default)]
pub struct SetEntry {
    pub guid: Guid,
    pub name: String,
    pub description: String,
    pub tally: ConversionTally,
}

#[derive(Clone, Debug, Default)]
pub struct CodeEntry {
    pub guid: Guid,
    /// The index of its parent among the codes.
    pub parent: Option<usize>,
    pub name: String,
    /// As the file has it.
    pub colour: String,
    pub description: String,
    /// What a table of codes says beside name and description.
    pub body: Option<Box<CodeBody>>,
    pub notes: Vec<Guid>,
}

/// A case, the unit of analysis of other programs: a person in virk.
#[derive(Clone, Debug, Default)]
pub struct CaseEntry {
    pub guid: Guid,
    pub name: String,
    pub values: Vec<(String, String)>,
    /// Sources that are about it.
    pub sources: Vec<Guid>,
}

#[derive(Clone, Debug, Default)]
pub struct SourceEntry {
    pub guid: Guid,
    pub name: String,
    /// The path of its text, unless the XML holds it.
    pub path: Option<String>,
    /// The path of the formatted version, for when the plain one is empty.
    pub formatted: Option<String>,
    /// Its text, when the XML holds it.
    pub content: Option<String>,
    pub selections: Vec<SelectionEntry>,
    /// Codings of the source as a whole.
    pub codings: Vec<CodingEntry>,
    pub descriptions: Vec<String>,
    pub notes: Vec<Guid>,
    pub values: Vec<(String, String)>,
    pub tally: ConversionTally,
}

#[derive(Clone, Debug, Default)]
pub struct SelectionEntry {
    pub guid: Guid,
    pub claim: ClaimedPosition,
    pub description: String,
    pub codings: Vec<CodingEntry>,
    pub notes: Vec<Guid>,
    /// Notes that links connect with it (annotations of NVivo).
    pub linked: Vec<Guid>,
    pub user: Option<Guid>,
    /// The date as the file has it.
    pub date: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct CodingEntry {
    /// A code or a case.
    pub code: Guid,
    pub user: Option<Guid>,
    /// The date as the file has it.
    pub date: Option<String>,
}

impl RefiProject {
    /// Counts `n` things as lost; `what` names one of them for people.
    pub(super) fn lose(
        &mut self,
        thing: ProjectItem,
        what: impl Into<Cow<'static, str>>,
        n: usize,
    ) {
        self.tally.leave(thing, n);
        self.losses.add(what, n);
    }

    /// Counts an element with all it holds as lost.
    pub(super) fn leave(&mut self, part: &ConversionTally, whose: &str) {
        self.tally.leave_part(part, whose, &mut self.losses);
    }

    /// Keeps words that have no memo of their own for the memo of the study.
    fn say(&mut self, of: String, words: Option<&str>) {
        if let Some(words) = words.map(str::trim).filter(|words| !words.is_empty()) {
            self.stray_remarks.push((of, words.to_owned()));
            self.tally.place(ProjectItem::Description, 1);
        }
    }
}

pub(super) fn guid(element: &XmlElement, name: &str) -> Guid {
    element
        .get(name)
        .unwrap_or_default()
        .trim_matches(['{', '}', ' '])
        .to_lowercase()
}

pub(super) fn targets(element: &XmlElement, name: &str) -> Vec<Guid> {
    element
        .children_named(name)
        .map(|reference| guid(reference, "targetGUID"))
        .collect()
}

/// Reads everything under the root element.
pub fn parse_project(root: &XmlElement) -> RefiProject {
    let mut project = RefiProject {
        origin: root.get("origin").unwrap_or_default().to_owned(),
        written: root.get("creationDateTime").unwrap_or_default().to_owned(),
        own_notes: targets(root, "NoteRef"),
        tally: ConversionTally::of(root),
        ..RefiProject::default()
    };
    project
        .tally
        .place(ProjectItem::NoteReference, project.own_notes.len());
    project.say(String::new(), root.child_text("Description"));
    let under = |name: &str| {
        root.child(name)
            .map(|element| element.children.as_slice())
            .unwrap_or_default()
    };
    for user in under("Users") {
        let name = user.get("name").or(user.get("id")).unwrap_or_default();
        project.users.insert(guid(user, "guid"), name.to_owned());
    }
    project.codes = codes(root.child("CodeBook"));
    wrapper(&mut project, root.child("CodeBook"));
    for variable in under("Variables") {
        let name = variable
            .get("name")
            .unwrap_or("Variable without a name")
            .to_owned();
        project.say(name.clone(), variable.child_text("Description"));
        project.variables.insert(guid(variable, "guid"), name);
    }
    for (place, case) in under("Cases").iter().enumerate() {
        let name = case
            .get("name")
            .map_or_else(|| format!("Case {}", place + 1), str::to_owned);
        project.say(name.clone(), case.child_text("Description"));
        project.lose(
            ProjectItem::CaseReference,
            "code of a case",
            case.children_named("CodeRef").count(),
        );
        project.lose(
            ProjectItem::CaseReference,
            "quote of a case",
            case.children_named("SelectionRef").count(),
        );
        let values = values(case, &mut project);
        project.cases.push(CaseEntry {
            guid: guid(case, "guid"),
            name,
            values,
            sources: targets(case, "SourceRef"),
        });
    }
    for source in under("Sources") {
        sources::import_source(&mut project, source);
    }
    for note in under("Notes") {
        let said: Vec<&str> = [
            note.child_text("PlainTextContent"),
            note.child_text("Description"),
        ]
        .into_iter()
        .flatten()
        .filter(|words| !words.trim().is_empty())
        .collect();
        project.tally.place(
            ProjectItem::Description,
            usize::from(
                note.child_text("Description")
                    .is_some_and(|words| !words.trim().is_empty()),
            ),
        );
        let path = note.get("plainTextPath").or(note.get("richTextPath"));
        if let Some(path) = path.filter(|_| note.child_text("PlainTextContent").is_none()) {
            project
                .note_paths
                .insert(guid(note, "guid"), path.to_owned());
        }
        project.lose(
            ProjectItem::FormattedText,
            "formatted text of a note",
            usize::from(note.get("richTextPath").is_some()),
        );
        for part in note
            .children
            .iter()
            .filter(|part| !matches!(part.name.as_str(), "PlainTextContent" | "Description"))
        {
            project.leave(&ConversionTally::within(part, "Note"), "a note");
        }
        let name = note.get("name").unwrap_or_default().to_owned();
        project
            .notes
            .insert(guid(note, "guid"), (name, said.join("\n\n")));
    }
    links(&mut project, under("Links"));
    for set in under("Sets") {
        project.sets.push(SetEntry {
            guid: guid(set, "guid"),
            name: set.get("name").unwrap_or("Set").to_owned(),
            description: set
                .child_text("Description")
                .unwrap_or_default()
                .trim()
                .to_owned(),
            tally: ConversionTally::within(set, "Sets"),
        });
    }
    project
        .drawings
        .extend(under("Graphs").iter().map(|graph| drawn(graph, "Graphs")));
    project
}

/// The codes of a codebook element, parents before children.
pub fn codes(codebook: Option<&XmlElement>) -> Vec<CodeEntry> {
    let mut codes = Vec::new();
    let mut waiting: Vec<(Option<usize>, &XmlElement)> = top(codebook)
        .into_iter()
        .rev()
        .map(|code| (None, code))
        .collect();
    while let Some((parent, code)) = waiting.pop() {
        if code.name != "Code" {
            continue;
        }
        waiting.extend(
            code.children_named("Code")
                .map(|child| (Some(codes.len()), child))
                .collect::<Vec<_>>()
                .into_iter()
                .rev(),
        );
        codes.push(CodeEntry {
            guid: guid(code, "guid"),
            parent,
            name: code.get("name").unwrap_or_default().to_owned(),
            colour: code.get("color").unwrap_or_default().to_owned(),
            description: code
                .child_text("Description")
                .unwrap_or_default()
                .to_owned(),
            body: None,
            notes: targets(code, "NoteRef"),
        });
    }
    codes
}

fn all_at_top(codebook: Option<&XmlElement>) -> Vec<&XmlElement> {
    codebook
        .and_then(|codebook| codebook.child("Codes"))
        .map(|codes| codes.children.iter().collect())
        .unwrap_or_default()
}

/// The root that NVivo puts around all codes; nothing can be coded with it.
fn wrapped<'a>(top: &[&'a XmlElement]) -> Option<&'a XmlElement> {
    let [only] = top else { return None };
    (only.get("name") == Some("Nodes") && matches!(only.get("isCodable"), Some("false" | "0")))
        .then_some(*only)
}

fn top(codebook: Option<&XmlElement>) -> Vec<&XmlElement> {
    let top = all_at_top(codebook);
    wrapped(&top).map_or(top, |only| only.children_named("Code").collect())
}

/// Counts what is lost of such a root.
fn wrapper(project: &mut RefiProject, codebook: Option<&XmlElement>) {
    let Some(root) = wrapped(&all_at_top(codebook)) else {
        return;
    };
    project.lose(
        ProjectItem::Code,
        "code above all others under which nothing can be coded",
        1,
    );
    project.lose(
        ProjectItem::Colour,
        "colour of a code above all others",
        usize::from(root.get("color").is_some()),
    );
    project.say("Nodes".into(), root.child_text("Description"));
    project.lose(
        ProjectItem::NoteReference,
        "place of a note",
        root.children_named("NoteRef").count(),
    );
}

/// The values of a case or a source; those of undefined variables are lost.
fn values(element: &XmlElement, project: &mut RefiProject) -> Vec<(String, String)> {
    let mut values = Vec::new();
    for entry in element.children_named("VariableValue") {
        let Some(value) = tally::value(entry) else {
            continue;
        };
        let variable = entry
            .child("VariableRef")
            .map(|variable| guid(variable, "targetGUID"))
            .unwrap_or_default();
        match project.variables.get(&variable) {
            Some(name) => values.push((name.clone(), value.trim().to_owned())),
            None => project.lose(ProjectItem::Value, "value of an unknown variable", 1),
        }
    }
    values
}

/// A link from a note to a quote is a note on it (NVivo's annotations); other links may be those of
/// a theory.
fn links(project: &mut RefiProject, links: &[XmlElement]) {
    for link in links {
        let (origin, target) = (guid(link, "originGUID"), guid(link, "targetGUID"));
        let note = [(&origin, &target), (&target, &origin)]
            .into_iter()
            .find(|(note, _)| project.notes.contains_key(*note));
        let mut selections = project
            .sources
            .iter_mut()
            .flat_map(|source| &mut source.selections);
        match note.and_then(|(note, other)| {
            Some((note, selections.find(|selection| selection.guid == *other)?))
        }) {
            Some((note, selection)) => {
                selection.linked.push(note.clone());
                project.tally.place(ProjectItem::Link, 1);
                project.lose(
                    ProjectItem::NoteReference,
                    "place of a note",
                    link.children_named("NoteRef").count(),
                );
            }
            None => project.drawings.push(drawn(link, "Links")),
        }
    }
}

fn drawn(element: &XmlElement, parent: &str) -> DrawingEntry {
    DrawingEntry {
        guid: guid(element, "guid"),
        notes: targets(element, "NoteRef"),
        tally: ConversionTally::within(element, parent),
    }
}
