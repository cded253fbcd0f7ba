//! Who speaks where: an informant split by document, labels given to others.

use super::informant::{label_of, stays_described, titles};
use super::{Decision, IdSource, count};
use crate::study::{
    Addition, Assignment, Document, Event, Id, Informant, InformantBody, InformantFact, Ref,
    Refusal, Study, speaker_label,
};

impl Study {
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
                format!("`virk informant rename {was:?} NAME` renames {was}"),
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
        let mut decision =
            Decision::without_events(format!("Split {was}: {name} speaks in {}", titles(&there)));
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
                    format!("`virk informant rename {was:?} NAME` renames {was}"),
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
    pub(super) fn reassign_labels(
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
}
