//! What a project holds, counted over its XML before anything is understood of it,
//! and what became of each: placed in the study, or left behind and told. Whatever
//! is neither has slipped through a hole in the reader, and is told as well.

use super::{Losses, xml::Element};
use crate::text::number;
use serde::Serialize;
use std::collections::BTreeMap;

/// A kind of thing a project holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Thing {
    /// A coder.
    User,
    /// A code.
    Code,
    /// The colour of a code.
    Colour,
    /// What is said of anything.
    Description,
    /// A variable.
    Variable,
    /// A value of a variable, of a case or a source.
    Value,
    /// A case.
    Case,
    /// What a case points to.
    CaseReference,
    /// A text, picture, PDF or recording.
    Source,
    /// The transcript of a recording.
    Transcript,
    /// The words that describe a picture.
    PictureText,
    /// The formatted version of a text.
    FormattedText,
    /// Where a transcript meets its recording.
    SyncPoint,
    /// A quote, or an area or stretch of what is not text.
    Selection,
    /// A coding.
    Coding,
    /// A time something was made or changed.
    Time,
    /// Who made or changed something.
    Author,
    /// A note.
    Note,
    /// Where a note belongs.
    NoteReference,
    /// A link.
    Link,
    /// A set.
    Set,
    /// A member of a set.
    Member,
    /// A graph.
    Graph,
    /// A vertex or edge of a graph.
    GraphPart,
}

impl Thing {
    /// All of them, in the order in which they are told.
    pub const ALL: [Thing; 24] = [
        Thing::Code,
        Thing::Colour,
        Thing::Source,
        Thing::Selection,
        Thing::Coding,
        Thing::Note,
        Thing::NoteReference,
        Thing::Description,
        Thing::Case,
        Thing::CaseReference,
        Thing::Variable,
        Thing::Value,
        Thing::User,
        Thing::Author,
        Thing::Time,
        Thing::Link,
        Thing::Set,
        Thing::Member,
        Thing::Graph,
        Thing::GraphPart,
        Thing::Transcript,
        Thing::SyncPoint,
        Thing::PictureText,
        Thing::FormattedText,
    ];

    /// What it is called, one of them.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Thing::User => "coder",
            Thing::Code => "code",
            Thing::Colour => "colour",
            Thing::Description => "description",
            Thing::Variable => "variable",
            Thing::Value => "value of a variable",
            Thing::Case => "case",
            Thing::CaseReference => "reference of a case",
            Thing::Source => "source",
            Thing::Transcript => "transcript of a recording",
            Thing::PictureText => "written description",
            Thing::FormattedText => "formatted text",
            Thing::SyncPoint => "time mark of a transcript",
            Thing::Selection => "quote",
            Thing::Coding => "coding",
            Thing::Time => "date",
            Thing::Author => "author",
            Thing::Note => "note",
            Thing::NoteReference => "place of a note",
            Thing::Link => "link",
            Thing::Set => "set",
            Thing::Member => "member of a set",
            Thing::Graph => "graph",
            Thing::GraphPart => "part of a graph",
        }
    }
}

/// How many of a kind the file holds, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fate {
    /// In the file.
    pub held: usize,
    /// In the study.
    pub placed: usize,
    /// Left behind, and told.
    pub left: usize,
}

/// Every kind of thing with its fate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Tally(BTreeMap<Thing, Fate>);

impl Tally {
    /// What the file holds under its root. When and by whom the file itself was
    /// written belongs to the file and not to what is in it.
    #[must_use]
    pub fn of(root: &Element) -> Tally {
        Tally::counted(
            root.children
                .iter()
                .map(|child| (child, root.name.as_str()))
                .collect(),
        )
    }

    /// What one element holds, itself included, that stands under one called `parent`.
    pub(super) fn within(element: &Element, parent: &str) -> Tally {
        Tally::counted(vec![(element, parent)])
    }

    fn counted<'a>(mut waiting: Vec<(&'a Element, &'a str)>) -> Tally {
        let mut tally = Tally::default();
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
    pub(super) fn hold(&mut self, element: &Element, parent: &str) {
        let thing = match (element.name.as_str(), parent) {
            ("User", _) => Some(Thing::User),
            ("Code", "Codes" | "Code") => Some(Thing::Code),
            ("Description", _) if !element.text.trim().is_empty() => Some(Thing::Description),
            ("Variable", _) => Some(Thing::Variable),
            ("VariableValue", _) if value(element).is_some() => Some(Thing::Value),
            ("Case", _) => Some(Thing::Case),
            ("CodeRef" | "SourceRef" | "SelectionRef", "Case") => Some(Thing::CaseReference),
            (_, "Sources") => Some(Thing::Source),
            ("Transcript", _) => Some(Thing::Transcript),
            ("TextDescription", _) => Some(Thing::PictureText),
            ("SyncPoint", _) => Some(Thing::SyncPoint),
            ("Coding", _) => Some(Thing::Coding),
            ("Note", "Notes") => Some(Thing::Note),
            ("NoteRef", _) => Some(Thing::NoteReference),
            ("Link", _) => Some(Thing::Link),
            ("Set", _) => Some(Thing::Set),
            ("MemberCode" | "MemberSource" | "MemberNote", _) => Some(Thing::Member),
            ("Graph", _) => Some(Thing::Graph),
            ("Vertex" | "Edge", _) => Some(Thing::GraphPart),
            (name, _) if name.ends_with("Selection") => Some(Thing::Selection),
            _ => None,
        };
        let has = |name: &str| usize::from(element.get(name).is_some());
        for (thing, n) in [
            (
                Thing::Colour,
                usize::from(thing == Some(Thing::Code)) * has("color"),
            ),
            (
                Thing::Time,
                has("creationDateTime") + has("modifiedDateTime"),
            ),
            (Thing::Author, has("creatingUser") + has("modifyingUser")),
            (Thing::FormattedText, has("richTextPath")),
        ] {
            self.held(thing, n);
        }
        thing.into_iter().for_each(|thing| self.held(thing, 1));
    }

    fn held(&mut self, thing: Thing, n: usize) {
        if n > 0 {
            self.0.entry(thing).or_default().held += n;
        }
    }

    /// `n` more of a kind are in the study.
    pub fn place(&mut self, thing: Thing, n: usize) {
        if n > 0 {
            self.0.entry(thing).or_default().placed += n;
        }
    }

    /// All that a part of the file holds is in the study.
    pub(super) fn place_part(&mut self, part: &Tally) {
        part.all().for_each(|(thing, fate)| {
            self.place(thing, fate.held.saturating_sub(fate.placed + fate.left))
        });
    }

    /// Holds what a part of the file holds.
    pub(super) fn hold_part(&mut self, part: &Tally) {
        part.all()
            .for_each(|(thing, fate)| self.held(thing, fate.held));
    }

    /// `n` more of a kind are left behind, told by whoever calls.
    pub fn leave(&mut self, thing: Thing, n: usize) {
        if n > 0 {
            self.0.entry(thing).or_default().left += n;
        }
    }

    /// The fate of a kind.
    #[must_use]
    pub fn fate(&self, thing: Thing) -> Fate {
        self.0.get(&thing).copied().unwrap_or_default()
    }

    /// The kinds the file holds, in the order in which they are told.
    pub fn all(&self) -> impl Iterator<Item = (Thing, Fate)> {
        Thing::ALL
            .into_iter()
            .map(|thing| (thing, self.fate(thing)))
            .filter(|(_, fate)| fate.held > 0)
    }

    /// Leaves behind everything that a `part` of the file holds, and tells it as being of `whose`,
    /// if that is said. What has been placed of it stays so.
    pub(super) fn leave_part(&mut self, part: &Tally, whose: &str, losses: &mut Losses) {
        for (thing, fate) in part.all() {
            let rest = fate.held.saturating_sub(fate.placed + fate.left);
            // Dates and authors are told together, at the end.
            if !matches!(thing, Thing::Time | Thing::Author) {
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

    /// Tells of everything that was neither placed nor left behind.
    pub(super) fn close(&mut self, losses: &mut Losses) {
        for (thing, fate) in &mut self.0 {
            let slipped = fate.held.saturating_sub(fate.placed + fate.left);
            fate.left += slipped;
            if matches!(thing, Thing::Time | Thing::Author) {
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
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let line = |(thing, fate): (Thing, Fate)| {
            let what = number::some(fate.held, thing.name());
            match (fate.placed, fate.left) {
                (_, 0) => format!("{what}: all come in"),
                (0, _) => format!("{what}: left behind"),
                (placed, left) => format!("{what}: {placed} come in, {left} left behind"),
            }
        };
        self.all().map(line).collect()
    }
}

/// The words of a value, whatever its type; none when it is empty.
pub(super) fn value(element: &Element) -> Option<&str> {
    let words = element
        .children
        .iter()
        .find(|child| child.name.ends_with("Value"))?;
    Some(words.text.as_str()).filter(|words| !words.trim().is_empty())
}
