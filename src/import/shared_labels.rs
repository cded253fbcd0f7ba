//! Labels such as `Interviewer` that name nobody and occur in several documents: whom they stand
//! for is reported before and after an import, and can be changed.

use crate::evidence::lint::unnamed_informants;
use crate::study::{Command, Study, speaker_label};
use crate::text::{number, sanitize};
use serde::Serialize;
use std::collections::BTreeSet;

/// A label that names nobody and occurs in several documents, at least one of them new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SharedLabel {
    pub label: String,
    /// Titles of the documents with this label; those already in the study first.
    pub documents: Vec<String>,
    /// How many of them were in the study before.
    #[serde(skip)]
    existing_count: usize,
    /// Name of the informant it stands for in the study, if there is only one.
    #[serde(skip)]
    only_informant: Option<String>,
}

/// Labels that name nobody and are shared by documents to be added, or by one of them and a
/// document of the study.
pub fn find_shared_labels<'a>(
    study: &Study,
    commands: impl IntoIterator<Item = &'a Command>,
) -> Vec<SharedLabel> {
    let mut shared: Vec<SharedLabel> = Vec::new();
    for command in commands {
        let Command::AddDocument {
            title, speakers, ..
        } = command
        else {
            continue;
        };
        for speaker in speakers {
            let alone = speaker
                .informant
                .as_ref()
                .is_some_and(|body| body.name == speaker.label);
            if speaker.by_name || !alone || !speaker_label::is_generic_label(&speaker.label) {
                continue;
            }
            match shared
                .iter_mut()
                .find(|known| speaker_label::is_same_label(&known.label, &speaker.label))
            {
                Some(known) => known.documents.push(title.clone()),
                None => {
                    let (mut documents, whom) = standing(study, &speaker.label);
                    let before = documents.len();
                    documents.push(title.clone());
                    shared.push(SharedLabel {
                        label: speaker.label.clone(),
                        documents,
                        existing_count: before,
                        only_informant: whom,
                    });
                }
            }
        }
    }
    shared.retain(|shared| shared.documents.len() > 1);
    shared
}

/// Titles of the study's documents in which a label stands for an informant, and that informant if
/// it is always the same.
fn standing(study: &Study, wanted: &str) -> (Vec<String>, Option<String>) {
    let (mut titles, mut whom) = (Vec::new(), BTreeSet::new());
    for document in study.documents() {
        let speaker = document
            .body
            .speakers
            .iter()
            .find(|speaker| speaker_label::is_same_label(&speaker.label, wanted));
        if let Some(informant) = speaker.and_then(|speaker| study.informant(speaker.informant?)) {
            titles.push(document.body.title.clone());
            whom.insert(informant.body.name.clone());
        }
    }
    let only = if whom.len() == 1 {
        whom.pop_first()
    } else {
        None
    };
    (titles, only)
}

/// Makes each label that names nobody one person in all added documents, and records that this was
/// chosen. An informant of the study with this label is that person.
pub fn join_shared_labels(study: &Study, commands: &mut Vec<Command>) {
    let mut spellings: Vec<String> = Vec::new();
    for command in commands.iter_mut() {
        let Command::AddDocument { speakers, .. } = command else {
            continue;
        };
        for speaker in speakers
            .iter_mut()
            .filter(|speaker| speaker_label::is_generic_label(&speaker.label))
        {
            let Some(body) = speaker
                .informant
                .as_mut()
                .filter(|body| body.name == speaker.label)
            else {
                continue;
            };
            // The first spelling is used for all: `Interviewee`, `INTERVIEWEE`.
            let spelling = spellings
                .iter()
                .find(|known| speaker_label::is_same_label(known, &speaker.label))
                .cloned();
            body.name = spelling.unwrap_or_else(|| {
                spellings.push(speaker.label.clone());
                speaker.label.clone()
            });
            if let (_, Some(known)) = standing(study, &speaker.label) {
                body.name = known;
            }
            speaker.by_name = true;
        }
    }
    commands.push(unnamed_informants::accept(
        None,
        "One person, as decided when the transcripts were imported",
    ));
}

impl SharedLabel {
    /// A sentence on whom the label stands for; `way` tells how to change it.
    pub fn describe(&self, joined: bool, way: &str) -> String {
        let label = sanitize::sanitize_line(&self.label);
        if joined {
            let apart = if self.only_informant.is_some() {
                0
            } else {
                self.existing_count
            };
            let some = number::count_noun(self.documents.len() - apart, "document");
            let whom = self
                .only_informant
                .iter()
                .map(|name| format!(", {},", sanitize::sanitize_line(name)))
                .collect::<String>();
            return format!("{label} is one person{whom} in {some}; {way}");
        }
        let some = number::count_noun(self.documents.len(), "document");
        let name = |title: &String| format!("{label} · {}", sanitize::sanitize_line(title));
        let new = &self.documents[self.existing_count.min(self.documents.len())..];
        let names: Vec<String> = new.iter().take(2).map(name).collect();
        let more = if new.len() > 2 { " …" } else { "" };
        format!(
            "{label} names nobody, so it is a different person in each of {some}: {}{more}; {way}",
            names.join(", ")
        )
    }
}
