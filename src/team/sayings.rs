//! What the records of one side say in the end: of each place, each thing and each name.

use crate::log::StoredRecord;
use crate::study::{Addition, Amendment, Assignment, CodeBody, ConflictKind, Erasing, Event, Ref};
use crate::text::FoldMode;
use crate::text::folding::fold;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use uuid::Uuid;

/// What one side says of a place in the end.
#[derive(Debug)]
pub struct Saying {
    pub kind: ConflictKind,
    /// What stood there before this side said anything.
    was: Value,
    pub now: Value,
    pub record: Uuid,
}

impl Saying {
    /// Whether anything is otherwise than before; what was taken back is not.
    pub fn changes(&self) -> bool {
        self.was != self.now
    }
}

/// How something went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    Removed,
    /// Merged into another, or divided among others.
    Merged,
    Corrected,
    /// It stays, and may no longer be changed.
    Frozen,
    Erased,
}

/// What one side's records say.
#[derive(Debug, Default)]
pub struct Sayings {
    pub places: BTreeMap<String, Saying>,
    /// What went, with the record by which it did.
    pub gone: HashMap<Uuid, (Uuid, Gone)>,
    /// The hashes of texts that were imported, each with its documents and the records.
    pub texts: BTreeMap<Box<str>, BTreeSet<(Uuid, Uuid)>>,
    /// New names of things, with the record that says so.
    named: HashMap<Uuid, (Uuid, Vec<String>)>,
}

impl Sayings {
    pub fn new(records: &[Arc<StoredRecord>]) -> Sayings {
        let mut sorted: Vec<&Arc<StoredRecord>> = records.iter().collect();
        sorted.sort_by_key(|record| (record.time, record.writer, record.n));
        let mut sayings = Sayings::default();
        for record in sorted {
            if let Some(event) = record.event() {
                sayings.take(&event, record.id);
            }
        }
        sayings
    }

    /// The names of what is there in the end, each with all things that have it and the records
    /// that say so.
    pub fn names(&self) -> BTreeMap<String, BTreeSet<(Uuid, Uuid)>> {
        let there = self
            .named
            .iter()
            .filter(|(thing, _)| !self.gone.contains_key(thing));
        let mut all: BTreeMap<String, BTreeSet<(Uuid, Uuid)>> = BTreeMap::new();
        for (thing, (record, names)) in there {
            for name in names {
                all.entry(name.clone())
                    .or_default()
                    .insert((*thing, *record));
            }
        }
        all
    }

    fn take(&mut self, event: &Event, record: Uuid) {
        match event {
            Event::Added(thing) => self.take_addition(thing, record),
            Event::Removed(thing) => {
                if let Some(id) = id_of(thing) {
                    self.gone.insert(id, (record, Gone::Removed));
                }
                self.take_presence(thing, false, record);
            }
            Event::Restored(thing) => drop(id_of(thing).map(|id| self.gone.remove(&id))),
            Event::Changed(change) => self.take_change(change, record),
            Event::Set(place) => {
                let (place, was, now) = place_of(place);
                self.set(ConflictKind::BothSet, place, was, now, record);
            }
            Event::Erased(gone) => self.take_erasure(gone, record),
            Event::DocumentReplaced { id, .. } => {
                self.gone.insert(id.uuid(), (record, Gone::Corrected));
            }
            Event::CodeMerged { id, into, .. } => {
                self.gone.insert(id.uuid(), (record, Gone::Merged));
                let place = format!("merged {id}");
                self.set(
                    ConflictKind::BothSet,
                    place,
                    Value::Null,
                    json!(into),
                    record,
                );
            }
            Event::CodeSplit { id, .. } => {
                self.gone.insert(id.uuid(), (record, Gone::Merged));
            }
            Event::DocumentReinstated { id, .. } => drop(self.gone.remove(&id.uuid())),
            Event::CodeParted { id, into, .. } => {
                self.gone.remove(&id.uuid());
                let place = format!("merged {id}");
                self.set(
                    ConflictKind::BothSet,
                    place,
                    json!(into),
                    Value::Null,
                    record,
                );
            }
            Event::CodeRejoined { id, .. } => drop(self.gone.remove(&id.uuid())),
            Event::CodingRecoded { id, was, now } => {
                let place = format!("code of {id}");
                self.set(
                    ConflictKind::BothRecoded,
                    place,
                    json!(was),
                    json!(now),
                    record,
                );
            }
            Event::BoundaryMoved { id, was, now } => {
                let place = format!("words of {id}");
                self.set(
                    ConflictKind::BothMoved,
                    place,
                    json!(was),
                    json!(now),
                    record,
                );
            }
            Event::CodingCarried { id, was, now } => {
                let place = format!("words of {id}");
                self.set(
                    ConflictKind::BothMoved,
                    place,
                    json!(was),
                    json!(now),
                    record,
                );
            }
            Event::TheoryFrozen { id } => {
                self.gone.insert(id.uuid(), (record, Gone::Frozen));
            }
            Event::TheoryThawed { id } => drop(self.gone.remove(&id.uuid())),
            Event::QuoteReleased { quote } | Event::QuoteWithheld { quote } => {
                let released = matches!(event, Event::QuoteReleased { .. });
                let place = format!("released {}", json!(quote));
                let (was, now) = (json!(!released), json!(released));
                self.set(ConflictKind::BothSet, place, was, now, record);
            }
            Event::StudyStarted { .. }
            | Event::Coded { .. }
            | Event::CodingAdopted { .. }
            | Event::QuoteDoubted { .. }
            | Event::QuoteConfirmed { .. }
            | Event::CopyMade { .. }
            | Event::CopyMerged { .. }
            | Event::ConflictSettled { .. }
            | Event::ConflictReopened { .. } => {}
        }
    }

    fn set(&mut self, kind: ConflictKind, place: String, was: Value, now: Value, record: Uuid) {
        match self.places.get_mut(&place) {
            Some(said) => (said.now, said.record) = (now, record),
            None => {
                let said = Saying {
                    kind,
                    was,
                    now,
                    record,
                };
                self.places.insert(place, said);
            }
        }
    }

    fn take_addition(&mut self, thing: &Addition, record: Uuid) {
        use Addition as A;
        let mut name = |id: Uuid, names: Vec<String>| drop(self.named.insert(id, (record, names)));
        match thing {
            A::Document { id, body } => {
                name(id.uuid(), vec![named("document", &body.title)]);
                let texts = self.texts.entry(body.hash.as_str().into());
                texts.or_default().insert((id.uuid(), record));
            }
            A::Informant { id, body } => name(id.uuid(), vec![named("informant", &body.name)]),
            A::Code { id, body } => name(id.uuid(), code_names(body)),
            A::Theory { id, version, .. } => name(id.uuid(), vec![named("theory", version)]),
            A::Dataset { id, body } => name(id.uuid(), vec![named("dataset", &body.name)]),
            A::Reported { id, body } => name(id.uuid(), vec![named("reported", &body.name)]),
            A::Node { theory, code, .. } => {
                let (place, yes) = (format!("node {theory} {code}"), json!(true));
                self.set(ConflictKind::BothSet, place, json!(false), yes, record);
            }
            A::Indicator { indicator } => {
                let (place, yes) = (format!("indicator {}", json!(indicator)), json!(true));
                self.set(ConflictKind::BothSet, place, json!(false), yes, record);
            }
            A::Link { .. } | A::Change { .. } | A::Configuration { .. } | A::GuideItem { .. } => {}
        }
    }

    /// What has no identity of its own to be gone by.
    fn take_presence(&mut self, thing: &Ref, there: bool, record: Uuid) {
        let place = match thing {
            Ref::Node { theory, code, .. } => format!("node {theory} {code}"),
            Ref::Indicator { indicator } => format!("indicator {}", json!(indicator)),
            _ => return,
        };
        self.set(
            ConflictKind::BothSet,
            place,
            json!(!there),
            json!(there),
            record,
        );
    }

    /// Each field that was changed is a place of its own.
    fn take_change(&mut self, change: &Amendment, record: Uuid) {
        let (id, was, now) = match change {
            Amendment::Code { id, was, now, .. } => {
                let before = code_names(was);
                let fresh: Vec<String> = code_names(now)
                    .into_iter()
                    .filter(|name| !before.contains(name))
                    .collect();
                if !fresh.is_empty() {
                    self.named.insert(id.uuid(), (record, fresh));
                }
                (id.uuid(), json!(was), json!(now))
            }
            Amendment::Informant { id, was, now } => {
                if was.name != now.name {
                    let name = named("informant", &now.name);
                    self.named.insert(id.uuid(), (record, vec![name]));
                }
                (id.uuid(), json!(was), json!(now))
            }
            Amendment::Link { was, now } => (now.id.uuid(), json!(was), json!(now)),
            Amendment::Configuration { id, was, now } => (id.uuid(), json!(was), json!(now)),
        };
        for field in fields_of(&was, &now) {
            let value = |body: &Value| body.get(&field).cloned().unwrap_or_default();
            let (was, now) = (value(&was), value(&now));
            if was != now {
                let place = format!("{field} of {id}");
                self.set(ConflictKind::BothSet, place, was, now, record);
            }
        }
    }

    fn take_erasure(&mut self, gone: &Erasing, record: Uuid) {
        let id = match gone {
            Erasing::Document { id, .. } => id.uuid(),
            Erasing::Informant { id, .. } => id.uuid(),
            Erasing::Dataset { id, .. } => id.uuid(),
            Erasing::Rows { .. } | Erasing::Search { .. } => return,
        };
        self.gone.insert(id, (record, Gone::Erased));
    }
}

/// The fields of two bodies.
pub fn fields_of(was: &Value, now: &Value) -> Vec<String> {
    let keys = |value: &Value| value.as_object().map(|body| body.keys().cloned().collect());
    let mut fields: Vec<String> = keys(was).unwrap_or_default();
    fields.extend(keys(now).unwrap_or_default());
    fields.sort();
    fields.dedup();
    fields
}

/// How the names begin that tell codes apart and are no names. They come after the names.
pub const LETTERS: &str = "letters ";

fn named(kind: &str, name: &str) -> String {
    format!("{kind} {}", fold(name, FoldMode::IgnoreCase))
}

/// What must be one code's alone: key, names, and the two letters.
fn code_names(body: &CodeBody) -> Vec<String> {
    let names = [&body.name.en, &body.name.da]
        .into_iter()
        .filter(|name| !name.is_empty());
    let mut names: Vec<String> = names.map(|name| named("code", name)).collect();
    names.push(format!("{LETTERS}key {}", body.key));
    if !body.tag.is_empty() {
        names.push(format!("{LETTERS}tag {}", body.tag.to_lowercase()));
    }
    names
}

/// Which place an assignment is about, what stood there and what stands there.
fn place_of(place: &Assignment) -> (String, Value, Value) {
    match place {
        Assignment::Variable { dataset, was, now } => {
            let variable = was.as_ref().or(now.as_ref());
            let name = variable.map_or("", |variable| &variable.name);
            (format!("variable {dataset} {name}"), json!(was), json!(now))
        }
        // Each rule stands by itself.
        Assignment::Filter { dataset, was, now } => (
            format!("filter {dataset} {}", json!(was.as_ref().or(now.as_ref()))),
            json!(was.is_some()),
            json!(now.is_some()),
        ),
        place => {
            let mut value = json!(place);
            let mut take = |field: &str| {
                let fields = value.as_object_mut();
                fields
                    .and_then(|fields| fields.remove(field))
                    .unwrap_or_default()
            };
            let (was, now) = (take("was"), take("now"));
            (value.to_string(), was, now)
        }
    }
}

fn id_of(thing: &Ref) -> Option<Uuid> {
    Some(match thing {
        Ref::Document { id } => id.uuid(),
        Ref::Informant { id } => id.uuid(),
        Ref::Code { id, .. } => id.uuid(),
        Ref::Coding { id } => id.uuid(),
        Ref::Theory { id } => id.uuid(),
        Ref::Link { id } => id.uuid(),
        Ref::Change { id } => id.uuid(),
        Ref::Configuration { id } => id.uuid(),
        Ref::Dataset { id } => id.uuid(),
        Ref::Reported { id } => id.uuid(),
        Ref::GuideItem { id } => id.uuid(),
        Ref::Node { .. } | Ref::Indicator { .. } => return None,
    })
}
