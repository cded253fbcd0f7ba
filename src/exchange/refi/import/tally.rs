//! Counts what a project holds, over its XML and before anything is interpreted, and what became of
//! it: placed in the study, or lost and reported. What is neither was overlooked by the reader, and
//! is reported too.

use super::{ConversionLosses, xml::XmlElement};
use crate::text::number;
use serde::Serialize;
use std::collections::BTreeMap;

/// A kind of thing a project holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectItem {
    User,
    Code,
    Colour,
    Description,
    Variable,
    /// A value of a variable, of a case or a source.
    Value,
    Case,
    /// What a case points to.
    CaseReference,
    /// A text, picture, PDF or recording.
    Source,
    Transcript,
    /// The words that describe a picture.
    PictureText,
    FormattedText,
    /// Where a transcript meets its recording.
    SyncPoint,
    /// A quote, or an area or stretch of what is not text.
    Selection,
    Coding,
    /// A time something was made or changed.
    Time,
    /// Who made or changed something.
    Author,
    Note,
    /// Where a note belongs.
    NoteReference,
    Link,
    Set,
    Member,
    Graph,
    /// A vertex or edge of a graph.
    GraphPart,
}

impl ProjectItem {
    /// In the order of the report.
    pub const ALL: [ProjectItem; 24] = [
        ProjectItem::Code,
        ProjectItem::Colour,
        ProjectItem::Source,
        ProjectItem::Selection,
        ProjectItem::Coding,
        ProjectItem::Note,
        ProjectItem::NoteReference,
        ProjectItem::Description,
        ProjectItem::Case,
        ProjectItem::CaseReference,
        ProjectItem::Variable,
        ProjectItem::Value,
        ProjectItem::User,
        ProjectItem::Author,
        ProjectItem::Time,
        ProjectItem::Link,
        ProjectItem::Set,
        ProjectItem::Member,
        ProjectItem::Graph,
        ProjectItem::GraphPart,
        ProjectItem::Transcript,
        ProjectItem::SyncPoint,
        ProjectItem::PictureText,
        ProjectItem::FormattedText,
    ];

    /// One of them, for people.
    pub fn name(self) -> &'static str {
        match self {
            ProjectItem::User => "coder",
            ProjectItem::Code => "code",
            ProjectItem::Colour => "colour",
            ProjectItem::Description => "description",
            ProjectItem::Variable => "variable",
            ProjectItem::Value => "value of a variable",
            ProjectItem::Case => "case",
            ProjectItem::CaseReference => "reference of a case",
            ProjectItem::Source => "source",
            ProjectItem::Transcript => "transcript of a recording",
            ProjectItem::PictureText => "written description",
            ProjectItem::FormattedText => "formatted text",
            ProjectItem::SyncPoint => "time mark of a transcript",
            ProjectItem::Selection => "quote",
            ProjectItem::Coding => "coding",
            ProjectItem::Time => "date",
            ProjectItem::Author => "author",
            ProjectItem::Note => "note",
            ProjectItem::NoteReference => "place of a note",
            ProjectItem::Link => "link",
            ProjectItem::Set => "set",
            ProjectItem::Member => "member of a set",
            ProjectItem::Graph => "graph",
            ProjectItem::GraphPart => "part of a graph",
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ItemFate {
    /// In the file.
    pub held: usize,
    /// In the study.
    pub placed: usize,
    /// Lost, and reported.
    pub left: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ConversionTally(BTreeMap<ProjectItem, ItemFate>);

impl ConversionTally {
    /// Counts everything under the root. Date and author of the root itself belong to the file, not
    /// to its content.
    pub fn of(root: &XmlElement) -> ConversionTally {
        ConversionTally::counted(
            root.children
                .iter()
                .map(|child| (child, root.name.as_str()))
                .collect(),
        )
    }

    /// Counts an element and what is in it; its kind depends on `parent`, the name of the element
    /// around it.
    pub(super) fn within(element: &XmlElement, parent: &str) -> ConversionTally {
        ConversionTally::counted(vec![(element, parent)])
    }

    fn counted<'a>(mut waiting: Vec<(&'a XmlElement, &'a str)>) -> ConversionTally {
        let mut tally = ConversionTally::default();
        while let Some((element, parent)) = waiting.pop() {
            tally.hold(element, parent);
            waiting.extend(
                element
                    .children
                    .iter()
                    .map(|child| (child, element.name.as_str())),
            );
        }
        tally
    }

    /// Counts an element without what is in it.
    pub(super) fn hold(&mut self, element: &XmlElement, parent: &str) {
        let thing = match (element.name.as_str(), parent) {
            ("User", _) => Some(ProjectItem::User),
            ("Code", "Codes" | "Code") => Some(ProjectItem::Code),
            ("Description", _) if !element.text.trim().is_empty() => Some(ProjectItem::Description),
            ("Variable", _) => Some(ProjectItem::Variable),
            ("VariableValue", _) if value(element).is_some() => Some(ProjectItem::Value),
            ("Case", _) => Some(ProjectItem::Case),
            ("CodeRef" | "SourceRef" | "SelectionRef", "Case") => Some(ProjectItem::CaseReference),
            (_, "Sources") => Some(ProjectItem::Source),
            ("Transcript", _) => Some(ProjectItem::Transcript),
            ("TextDescription", _) => Some(ProjectItem::PictureText),
            ("SyncPoint", _) => Some(ProjectItem::SyncPoint),
            ("Coding", _) => Some(ProjectItem::Coding),
            ("Note", "Notes") => Some(ProjectItem::Note),
            ("NoteRef", _) => Some(ProjectItem::NoteReference),
            ("Link", _) => Some(ProjectItem::Link),
            ("Set", _) => Some(ProjectItem::Set),
            ("MemberCode" | "MemberSource" | "MemberNote", _) => Some(ProjectItem::Member),
            ("Graph", _) => Some(ProjectItem::Graph),
            ("Vertex" | "Edge", _) => Some(ProjectItem::GraphPart),
            (name, _) if name.ends_with("Selection") => Some(ProjectItem::Selection),
            _ => None,
        };
        let has = |name: &str| usize::from(element.get(name).is_some());
        for (thing, n) in [
            (
                ProjectItem::Colour,
                usize::from(thing == Some(ProjectItem::Code)) * has("color"),
            ),
            (
                ProjectItem::Time,
                has("creationDateTime") + has("modifiedDateTime"),
            ),
            (
                ProjectItem::Author,
                has("creatingUser") + has("modifyingUser"),
            ),
            (ProjectItem::FormattedText, has("richTextPath")),
        ] {
            self.held(thing, n);
        }
        thing.into_iter().for_each(|thing| self.held(thing, 1));
    }

    fn held(&mut self, thing: ProjectItem, n: usize) {
        if n > 0 {
            self.0.entry(thing).or_default().held += n;
        }
    }

    pub fn place(&mut self, thing: ProjectItem, n: usize) {
        if n > 0 {
            self.0.entry(thing).or_default().placed += n;
        }
    }

    /// Counts all that a part of the file holds as placed.
    pub(super) fn place_part(&mut self, part: &ConversionTally) {
        part.all().for_each(|(thing, fate)| {
            self.place(thing, fate.held.saturating_sub(fate.placed + fate.left))
        });
    }

    /// Adds what a part of the file holds.
    pub(super) fn hold_part(&mut self, part: &ConversionTally) {
        part.all()
            .for_each(|(thing, fate)| self.held(thing, fate.held));
    }

    /// Counts `n` things as lost; the caller reports them.
    pub fn leave(&mut self, thing: ProjectItem, n: usize) {
        if n > 0 {
            self.0.entry(thing).or_default().left += n;
        }
    }

    pub fn fate(&self, thing: ProjectItem) -> ItemFate {
        self.0.get(&thing).copied().unwrap_or_default()
    }

    /// The kinds the file holds, in the order of the report.
    pub fn all(&self) -> impl Iterator<Item = (ProjectItem, ItemFate)> {
        ProjectItem::ALL
            .into_iter()
            .map(|thing| (thing, self.fate(thing)))
            .filter(|(_, fate)| fate.held > 0)
    }

    /// Counts everything in a `part` of the file that has not been placed as lost, and reports it
    /// as belonging to `whose`, unless that is empty.
    pub(super) fn leave_part(
        &mut self,
        part: &ConversionTally,
        whose: &str,
        losses: &mut ConversionLosses,
    ) {
        for (thing, fate) in part.all() {
            let rest = fate.held.saturating_sub(fate.placed + fate.left);
            // Dates and authors are reported together, at the end.
            if !matches!(thing, ProjectItem::Time | ProjectItem::Author) {
                let of = if whose.is_empty() {
                    String::new()
                } else {
                    format!(" of {whose}")
                };
                self.leave(thing, rest);
                losses.add(format!("{}{of}", thing.name()), rest);
            }
        }
    }

    /// Reports everything that was neither placed nor lost.
    pub(super) fn close(&mut self, losses: &mut ConversionLosses) {
        for (thing, fate) in &mut self.0 {
            let slipped = fate.held.saturating_sub(fate.placed + fate.left);
            fate.left += slipped;
            if matches!(thing, ProjectItem::Time | ProjectItem::Author) {
                losses.add(
                    format!("{} of a source, note or quote", thing.name()),
                    slipped,
                );
                continue;
            }
            losses.add(format!("{} that was overlooked", thing.name()), slipped);
        }
    }

    /// "819 codings: 812 come in, 7 are left behind", a line for each kind.
    pub fn lines(&self) -> Vec<String> {
        let line = |(thing, fate): (ProjectItem, ItemFate)| {
            let what = number::count_noun(fate.held, thing.name());
            match (fate.placed, fate.left) {
                (_, 0) => format!("{what}: all come in"),
                (0, _) => format!("{what}: left behind"),
                (placed, left) => format!("{what}: {placed} come in, {left} left behind"),
            }
        };
        self.all().map(line).collect()
    }
}

/// The text of a value of any type; `None` when it is empty.
pub(super) fn value(element: &XmlElement) -> Option<&str> {
    let words = element
        .children
        .iter()
        .find(|child| child.name.ends_with("Value"))?;
    Some(words.text.as_str()).filter(|words| !words.trim().is_empty())
}
