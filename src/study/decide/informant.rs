//! Informants: whom labels stand for, and how that is put right later.

use super::{Decision, IdSource, count};
use crate::study::{
    Addition, Document, Event, Id, Informant, InformantBody, Ref, Refusal, Study, speaker_label,
};
use std::collections::{BTreeSet, HashSet};

impl Study {
    /// The informant of this name, known before or made known now. What is said
    /// anew of a known one is added; what is left empty stays as it was.
    pub(super) fn find_or_add_informant(
        &self,
        body: InformantBody,
        decision: &mut Decision,
        mint: IdSource<'_>,
    ) -> Id<Informant> {
        match self.informant_named(&body.name) {
            Some(known) => self.add_to(known, body, decision, mint),
            None => {
                let id = Id::new(mint());
                let body = decision.name_informant(None, body, mint);
                decision
                    .events
                    .push(Event::Added(Addition::Informant { id, body }));
                id
            }
        }
    }

    /// Says more of a known informant.
    pub(super) fn add_to(
        &self,
        known: &Informant,
        body: InformantBody,
        decision: &mut Decision,
        mint: IdSource<'_>,
    ) -> Id<Informant> {
        let mut now = known.body.clone();
        if !body.role.is_empty() {
            now.role = body.role;
        }
        if !body.department.is_empty() {
            now.department = body.department;
        }
        now.attributes.extend(body.attributes);
        if now != known.body {
            decision.change_informant(known, now, mint);
        }
        known.id
    }

    /// Who a new document's label stands for, when only the label tells. A pseudonym is the same
    /// person everywhere. A label that names nobody is somebody of this document as soon as it
    /// stands in another, and whoever had it first is then called after their document too.
    pub(super) fn find_or_add_by_label(
        &self,
        body: InformantBody,
        (title, instead): (&str, Option<Id<Document>>),
        (decision, said): (&mut Decision, &mut String),
        mint: IdSource<'_>,
    ) -> Id<Informant> {
        let name = body.name.clone();
        let stands = |document: &Document, label: &str| {
            let speaker = document
                .body
                .speakers
                .iter()
                .find(|speaker| speaker_label::is_same_label(&speaker.label, label))?;
            self.informant(speaker.informant?)
        };
        // A corrected version: as in the one before.
        if let Some(known) = instead
            .and_then(|id| self.document(id))
            .and_then(|before| stands(before, &name))
        {
            return self.add_to(known, body, decision, mint);
        }
        let bare = self.informant_named(&name);
        let nobody = speaker_label::is_generic_label(&name);
        if !nobody && bare.is_some() {
            return self.find_or_add_informant(body, decision, mint);
        }
        let others = || {
            self.documents()
                .filter(|document| Some(document.id) != instead)
        };
        let met: BTreeSet<Id<Informant>> = others()
            .filter_map(|document| stands(document, &name))
            .map(|known| known.id)
            .collect();
        if !nobody {
            // Whoever was renamed since is still who the label stands for.
            return match met.first().and_then(|id| self.informant(*id)) {
                Some(only) if met.len() == 1 => {
                    *said += &format!("; {name} is {}", only.body.name);
                    self.add_to(only, body, decision, mint)
                }
                _ => self.find_or_add_informant(body, decision, mint),
            };
        }
        let holds: Vec<&Document> = bare
            .map(|bare| {
                others()
                    .filter(|other| other.speakers_of(bare.id).next().is_some())
                    .collect()
            })
            .unwrap_or_default();
        if met.is_empty() && holds.is_empty() {
            return self.find_or_add_informant(body, decision, mint);
        }
        if let (Some(bare), [only]) = (bare, holds.as_slice())
            && bare.body.is_bare()
        {
            let now = InformantBody {
                name: self.free_name(&name, &only.body.title),
                ..bare.body.clone()
            };
            decision.change_informant(bare, now, mint);
        }
        let own = of_document(&name, title);
        *said += &format!("; {name} names nobody and is somebody else there, {own}");
        self.find_or_add_informant(InformantBody { name: own, ..body }, decision, mint)
    }

    pub(super) fn informant_named(&self, name: &str) -> Option<&Informant> {
        self.informants()
            .find(|informant| informant.body.name == name)
    }

    /// A name after a document that nobody has.
    pub(super) fn free_name(&self, label: &str, title: &str) -> String {
        let name = of_document(label, title);
        let numbered = (2..).map(|number| format!("{name} ({number})"));
        std::iter::once(name.clone())
            .chain(numbered)
            .find(|name| self.informant_named(name).is_none())
            .unwrap_or(name)
    }

    pub(super) fn describe_informant(
        &self,
        body: InformantBody,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        if body.name.trim().is_empty() {
            return Err(Refusal::new("an informant needs a name", "Use a pseudonym"));
        }
        let mut decision = Decision::without_events(format!("Described {}", body.name));
        self.find_or_add_informant(body, &mut decision, mint);
        Ok(decision)
    }

    pub(super) fn rename_informant(
        &self,
        id: Id<Informant>,
        name: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let known = self.require_informant(id)?;
        let (was, name) = (&known.body.name, name.trim());
        if name == was {
            return Ok(Decision::without_events(format!(
                "{was} already has that name"
            )));
        }
        self.check_free(name, &[id], || {
            format!("`virk informant join {was:?} {name:?}` makes them one person")
        })?;
        let now = InformantBody {
            name: name.to_owned(),
            ..known.body.clone()
        };
        let mut decision = Decision::without_events(format!("Renamed {was} to {name}"));
        decision.change_informant(known, now, mint);
        Ok(decision)
    }

    pub(super) fn change_informant(
        &self,
        id: Id<Informant>,
        now: InformantBody,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let known = self.require_informant(id)?;
        self.check_free(&now.name, &[id], || "Choose another name".to_owned())?;
        let mut decision = Decision::without_events(format!("Described {}", now.name));
        if now != known.body {
            decision.change_informant(known, now, mint);
        }
        Ok(decision)
    }

    pub(super) fn join_informants(
        &self,
        from: &[Id<Informant>],
        into: Id<Informant>,
        name: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let kept = self.require_informant(into)?;
        let mut seen = HashSet::from([into]);
        let from: Vec<&Informant> = from
            .iter()
            .filter(|id| seen.insert(**id))
            .map(|id| self.require_informant(*id))
            .collect::<Result<_, _>>()?;
        if from.is_empty() {
            return Err(Refusal::new(
                "joining needs at least two informants",
                format!("Name others than {}", kept.body.name),
            ));
        }
        let name = if name.trim().is_empty() {
            kept.body.name.as_str()
        } else {
            name.trim()
        };
        let all: Vec<Id<Informant>> = seen.into_iter().collect();
        self.check_free(name, &all, || {
            "Name that informant among those to join, or choose another name".to_owned()
        })?;
        let mut decision = Decision::default();
        for informant in &from {
            self.reassign_labels(informant.id, |_| true, Some(into), &mut decision);
        }
        let mut now = InformantBody {
            name: name.to_owned(),
            ..kept.body.clone()
        };
        let mut lost = Vec::new();
        for other in &from {
            add_body(&mut now, &other.body, &mut lost);
        }
        if now != kept.body {
            decision.change_informant(kept, now, mint);
        }
        decision.events.extend(
            from.iter()
                .map(|informant| Event::Removed(Ref::Informant { id: informant.id })),
        );
        let names: Vec<&str> = from
            .iter()
            .map(|informant| informant.body.name.as_str())
            .collect();
        let some = if names.len() > 3 {
            count(names.len(), "informant")
        } else {
            names.join(", ")
        };
        decision.message = format!("Joined {some} with {name}");
        if !lost.is_empty() {
            decision.message += &format!("; they were described in two ways: {}", lost.join(", "));
        }
        Ok(decision)
    }

    pub(super) fn require_informant(&self, id: Id<Informant>) -> Result<&Informant, Refusal> {
        self.informant(id).ok_or_else(|| {
            Refusal::new(
                "that informant is not in the study",
                "See `virk informant list`",
            )
        })
    }

    /// Refuses a name that is empty, or that somebody else than `own` has.
    pub(super) fn check_free(
        &self,
        name: &str,
        own: &[Id<Informant>],
        way_on: impl Fn() -> String,
    ) -> Result<(), Refusal> {
        if name.is_empty() {
            return Err(Refusal::new("an informant needs a name", "Use a pseudonym"));
        }
        match self
            .informant_named(name)
            .filter(|other| !own.contains(&other.id))
        {
            Some(_) => Err(Refusal::new(
                format!("another informant is called {name}"),
                way_on(),
            )),
            None => Ok(()),
        }
    }

    pub(super) fn speaks_in(&self, id: Id<Informant>) -> String {
        let titles: Vec<String> = self
            .documents_of(id)
            .take(6)
            .map(|document| format!("`{}`", document.body.title))
            .collect();
        if titles.is_empty() {
            "Nothing was changed".into()
        } else {
            format!("Choose among {}", titles.join(", "))
        }
    }
}

/// What a label that names nobody makes of a document's title: `R · interview-3`.
fn of_document(label: &str, title: &str) -> String {
    format!("{label} · {title}")
}

/// The label that stands for an informant in a document, when it names nobody; else the informant's
/// name.
pub(super) fn label_of<'a>(document: &'a Document, informant: &'a Informant) -> &'a str {
    let mut labels = document
        .speakers_of(informant.id)
        .map(|speaker| speaker.label.as_str());
    labels
        .find(|label| speaker_label::is_generic_label(label))
        .unwrap_or(&informant.body.name)
}

/// Adds what another is described by; `lost` hears of what differs, which the first keeps.
fn add_body(now: &mut InformantBody, other: &InformantBody, lost: &mut Vec<String>) {
    let mut add = |what: &str, kept: &mut String, other: &str| {
        if kept.is_empty() {
            other.clone_into(kept);
        } else if !other.is_empty() && *kept != other {
            lost.push(format!("{what} {kept} stays, not {other}"));
        }
    };
    add("role", &mut now.role, &other.role);
    add("department", &mut now.department, &other.department);
    for (name, value) in &other.attributes {
        add(name, now.attributes.entry(name.clone()).or_default(), value);
    }
}

/// Nobody knows of which of them a description was true.
pub(super) fn stays_described(body: &InformantBody, name: &str) -> String {
    if body.is_bare() {
        String::new()
    } else {
        format!("; what was said of them (role, department, attributes) stays with {name}")
    }
}

pub(super) fn titles(documents: &[&Document]) -> String {
    match documents {
        [only] => format!("`{}`", only.body.title),
        several => count(several.len(), "document"),
    }
}
