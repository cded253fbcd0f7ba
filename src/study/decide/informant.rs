//! Informants: whom labels stand for, and how that is put right later.

use super::{Decision, IdSource, count};
use crate::study::{
    Addition, Assignment, Document, Event, Id, Informant, InformantBody, InformantFact, Ref,
    Refusal, Study, speaker_label,
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
    fn add_to(
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

    fn informant_named(&self, name: &str) -> Option<&Informant> {
        self.informants()
            .find(|informant| informant.body.name == name)
    }

    /// A name after a document that nobody has.
    fn free_name(&self, label: &str, title: &str) -> String {
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
        let mut decision = Decision {
            message: format!("Described {}", body.name),
            ..Decision::default()
        };
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
            return Ok(Decision {
                message: format!("{was} is called so already"),
                ..Decision::default()
            });
        }
        self.check_free(name, &[id], || {
            format!("`virk informant join {was:?} {name:?}` takes the two for one person")
        })?;
        let now = InformantBody {
            name: name.to_owned(),
            ..known.body.clone()
        };
        let mut decision = Decision {
            message: format!("Renamed {was} to {name}"),
            ..Decision::default()
        };
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
        let mut decision = Decision {
            message: format!("Described {}", now.name),
            ..Decision::default()
        };
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
                "joining takes two informants",
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

    pub(super) fn split_informant(
        &self,
        id: Id<Informant>,
        documents: &[Id<Document>],
        name: &str,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let known = self.require_informant(id)?;
        let was = &known.body.name;
        let mut there = Vec::new();
        for document in documents {
            let document = self.require_document(*document)?;
            if document.speakers_of(id).next().is_none() {
                return Err(Refusal::new(
                    format!("{was} does not speak in `{}`", document.body.title),
                    self.speaks_in(id),
                ));
            }
            there.push(document);
        }
        let Some(first) = there.first() else {
            return Err(Refusal::new("no document is named", self.speaks_in(id)));
        };
        if self
            .documents_of(id)
            .all(|document| documents.contains(&document.id))
        {
            return Err(Refusal::new(
                format!("{was} speaks nowhere else, so nobody would be left"),
                format!("`virk informant rename {was:?} NAME` calls {was} otherwise"),
            ));
        }
        let name = if name.trim().is_empty() {
            self.free_name(label_of(first, known), &first.body.title)
        } else {
            name.trim().to_owned()
        };
        let label = first
            .speakers_of(id)
            .next()
            .map_or("LABEL", |speaker| speaker.label.as_str());
        self.check_free(&name, &[], || {
            format!("`virk document speaker {:?} {label:?} --informant {name:?}` takes {was} there for {name}", first.body.title)
        })?;
        let mut decision = Decision {
            message: format!("Split {was}: {name} speaks in {}", titles(&there)),
            ..Decision::default()
        };
        let new = Id::new(mint());
        decision.events.push(Event::Added(Addition::Informant {
            id: new,
            body: InformantFact {
                name,
                ..InformantFact::default()
            },
        }));
        self.reassign_labels(
            id,
            |document| documents.contains(&self.current_version(document)),
            Some(new),
            &mut decision,
        );
        decision.message += &stays_described(&known.body, was);
        Ok(decision)
    }

    pub(super) fn split_by_document(
        &self,
        informants: &[Id<Informant>],
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let mut decision = Decision::default();
        let mut said = Vec::new();
        for id in informants {
            let known = self.require_informant(*id)?;
            let was = &known.body.name;
            let documents: Vec<&Document> = self.documents_of(*id).collect();
            let [first, others @ ..] = documents.as_slice() else {
                continue;
            };
            if others.is_empty() {
                return Err(Refusal::new(
                    format!("{was} speaks in `{}` alone", first.body.title),
                    format!("`virk informant rename {was:?} NAME` calls {was} otherwise"),
                ));
            }
            // A name that somebody chose stays with the first; the label's own would stand for all
            // of them still.
            let label = label_of(first, known);
            let first_name = if label == *was {
                self.free_name(label, &first.body.title)
            } else {
                was.clone()
            };
            if first_name != *was {
                let now = InformantBody {
                    name: first_name.clone(),
                    ..known.body.clone()
                };
                decision.change_informant(known, now, mint);
            }
            for document in others {
                let name = self.free_name(label_of(document, known), &document.body.title);
                let new = Id::new(mint());
                decision.events.push(Event::Added(Addition::Informant {
                    id: new,
                    body: InformantFact {
                        name,
                        ..InformantFact::default()
                    },
                }));
                self.reassign_labels(
                    *id,
                    |other| self.current_version(other) == document.id,
                    Some(new),
                    &mut decision,
                );
            }
            said.push(format!(
                "{was} into {}{}",
                count(documents.len(), "informant"),
                stays_described(&known.body, &first_name)
            ));
        }
        if said.is_empty() {
            return Err(Refusal::new(
                "nobody speaks in several documents",
                "See `virk informant list`",
            ));
        }
        decision.message = format!("Split {}", said.join("; "));
        Ok(decision)
    }

    pub(super) fn assign_speaker(
        &self,
        document: Id<Document>,
        label: &str,
        informant: Option<&str>,
        mint: IdSource<'_>,
    ) -> Result<Decision, Refusal> {
        let document = self.require_document(document)?;
        let title = &document.body.title;
        let speakers = &document.body.speakers;
        let typed = label.trim();
        let exact = speakers.iter().find(|speaker| speaker.label == typed);
        let Some(speaker) = exact.or_else(|| {
            speakers
                .iter()
                .find(|speaker| speaker_label::is_same_label(&speaker.label, typed))
        }) else {
            let labels: Vec<String> = speakers
                .iter()
                .map(|speaker| format!("`{}`", speaker.label))
                .collect();
            let hint = match labels.is_empty() {
                true => "No speaker is marked in it; import it again with --speakers".to_owned(),
                false => format!("Choose one of {}", labels.join(", ")),
            };
            return Err(Refusal::new(
                format!("nobody called `{typed}` speaks in `{title}`"),
                hint,
            ));
        };
        let (label, was) = (&speaker.label, speaker.informant);
        let mut decision = Decision::default();
        let now = match informant.map(str::trim) {
            Some("") => return Err(Refusal::new("an informant needs a name", "Use a pseudonym")),
            Some(name) => {
                decision.message = format!("{label} in `{title}` is {name}");
                Some(self.find_or_add_informant(
                    InformantBody {
                        name: name.to_owned(),
                        ..InformantBody::default()
                    },
                    &mut decision,
                    mint,
                ))
            }
            None => {
                decision.message = format!("{label} in `{title}` is the interviewer");
                None
            }
        };
        if now == was {
            decision.message += " already";
            return Ok(decision);
        }
        let assigned = |of: &Document| {
            Event::Set(Assignment::Speaker {
                document: of.id,
                label: label.clone(),
                was,
                now,
            })
        };
        // Earlier versions too, so that their orphans are whose they are.
        let versions = self
            .documents
            .all()
            .filter(|version| self.current_version(version.id) == document.id);
        let same = versions.filter(|version| {
            version
                .body
                .speakers
                .iter()
                .any(|speaker| speaker.label == *label && speaker.informant == was)
        });
        decision.events.extend(same.map(assigned));
        if let Some(left) = was.and_then(|id| self.informant(id)) {
            let elsewhere = self.documents.all().any(|other| {
                let here = self.current_version(other.id) == document.id;
                other
                    .speakers_of(left.id)
                    .any(|speaker| !here || speaker.label != *label)
            });
            if !elsewhere && left.body.is_bare() {
                decision
                    .events
                    .push(Event::Removed(Ref::Informant { id: left.id }));
            } else if !elsewhere {
                decision.message += &format!(
                    "; {} speaks nowhere now, and stays as described",
                    left.body.name
                );
            }
        }
        Ok(decision)
    }

    /// Lets the labels that stand for an informant in some documents, also in versions and
    /// documents out of sight, stand for another.
    fn reassign_labels(
        &self,
        from: Id<Informant>,
        of: impl Fn(Id<Document>) -> bool,
        now: Option<Id<Informant>>,
        decision: &mut Decision,
    ) {
        for document in self.documents.all().filter(|document| of(document.id)) {
            let labels = document
                .speakers_of(from)
                .map(|speaker| speaker.label.clone());
            let assigned = labels.map(|label| {
                Event::Set(Assignment::Speaker {
                    document: document.id,
                    label,
                    was: Some(from),
                    now,
                })
            });
            decision.events.extend(assigned);
        }
    }

    fn require_informant(&self, id: Id<Informant>) -> Result<&Informant, Refusal> {
        self.informant(id).ok_or_else(|| {
            Refusal::new(
                "that informant is not in the study",
                "See `virk informant list`",
            )
        })
    }

    /// Refuses a name that is empty, or that somebody else than `own` has.
    fn check_free(
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

    fn speaks_in(&self, id: Id<Informant>) -> String {
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
fn label_of<'a>(document: &'a Document, informant: &'a Informant) -> &'a str {
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
fn stays_described(body: &InformantBody, name: &str) -> String {
    if body.is_bare() {
        String::new()
    } else {
        format!("; what was said of them (role, department, attributes) stays with {name}")
    }
}

fn titles(documents: &[&Document]) -> String {
    match documents {
        [only] => format!("`{}`", only.body.title),
        several => count(several.len(), "document"),
    }
}
