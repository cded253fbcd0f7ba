//! Cases, documents and speakers. The values of a source belong to the person who speaks in it;
//! where several speak, they are kept in the memo of the document.

use super::extension_data::DocumentReading;
use super::package::SourceText;
use super::plan::{ProjectPlan, titled};
use super::project::{Guid, SourceEntry};
use super::tally::ProjectItem;
use crate::import::{TextFile, transcript};
use crate::study::command::NewSpeaker;
use crate::study::document::Provenance;
use crate::study::{Command, InformantBody, Refusal, speaker_label};
use crate::text::sanitize;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

impl ProjectPlan<'_> {
    pub(super) fn import_informants(&mut self) -> Vec<Command> {
        if let Some(supplement) = &self.supplement {
            self.informants = supplement.informants.clone().into_iter().collect();
        }
        let mut commands = Vec::new();
        for case in &self.project.cases {
            let own = Uuid::parse_str(&case.guid)
                .ok()
                .filter(|id| self.informants.contains_key(id));
            let mut body = own
                .and_then(|id| self.informants.get(&id))
                .cloned()
                .unwrap_or_default();
            body.name.clone_from(&case.name);
            for (name, value) in &case.values {
                set(&mut body, name, value);
                self.variables.insert(name.clone());
                self.tally.place(ProjectItem::Value, 1);
            }
            if body.name.trim().is_empty() {
                continue;
            }
            self.tally.place(ProjectItem::Case, 1);
            if let Some(id) = own {
                self.informants.insert(id, body.clone());
            }
            commands.push(Command::DescribeInformant { body });
        }
        commands
    }

    pub(super) fn document_commands(
        &mut self,
        file: &str,
        source: &SourceEntry,
        words: &SourceText,
        hash: &Arc<str>,
        titles: &mut HashSet<String>,
    ) -> Result<Vec<Command>, Refusal> {
        let title = free_title(&source.name, titles);
        let provenance = Provenance {
            file: file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned(),
            sha256: sanitize::sha256(words.text.as_bytes()),
            encoding: words.encoding.to_owned(),
            virk: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let written = self
            .supplement
            .as_ref()
            .zip(Uuid::parse_str(&source.guid).ok());
        let written = written
            .and_then(|(supplement, guid)| supplement.documents.get(&guid))
            .cloned();
        // A text that was changed since, by another program or by pseudonyms, is divided into turns
        // again.
        let written = written.filter(|reading| reading.hash.is_empty() || reading.hash == **hash);
        let own = written.is_some();
        let mut commands = match written {
            Some(reading) => vec![self.as_written(title, words, reading)],
            None => {
                let options = transcript::TranscriptOptions {
                    title: Some(title),
                    ..Default::default()
                };
                let text = TextFile {
                    name: format!("{file}: {}", source.name),
                    text: words.text.clone(),
                    source: provenance,
                };
                transcript::read(text, &options)?.commands()
            }
        };
        let adds = commands.iter_mut().find_map(|command| match command {
            Command::AddDocument {
                title, speakers, ..
            } => Some((title.clone(), speakers)),
            _ => None,
        });
        let Some((title, speakers)) = adds else {
            return Ok(commands);
        };
        let informants: HashSet<&str> = speakers
            .iter()
            .filter_map(|speaker| Some(speaker.informant.as_ref()?.name.as_str()))
            .collect();
        let alone = informants.len() == 1;
        if alone {
            let mut informants = speakers
                .iter_mut()
                .filter_map(|speaker| speaker.informant.as_mut());
            if let Some(only) = informants.next() {
                if !own {
                    self.called_by_case(&title, source, only);
                }
                for (name, value) in &source.values {
                    set(only, name, value);
                    self.variables.insert(name.clone());
                    self.tally.place(ProjectItem::Value, 1);
                }
                let same = only.clone();
                informants.for_each(|other| *other = same.clone());
            }
        } else {
            self.in_the_memo(&title, source, hash);
        }
        let names = speakers
            .iter()
            .filter_map(|speaker| Some(speaker.informant.as_ref()?.name.clone()))
            .collect();
        self.speakers.insert(hash.clone(), names);
        Ok(commands)
    }

    /// If one person speaks in the only source of a case, the case is that person.
    fn called_by_case(&mut self, title: &str, source: &SourceEntry, only: &mut InformantBody) {
        let mut about = self
            .project
            .cases
            .iter()
            .filter(|case| case.sources.contains(&source.guid));
        let (Some(case), None) = (about.next(), about.next()) else {
            return;
        };
        if case.name.trim().is_empty() || case.name == only.name {
            return;
        }
        let named = self.project.cases.iter().any(|case| case.name == only.name);
        if !named {
            self.remarks.push(format!(
                "“{}”, who speaks in “{title}”, is the case “{}”",
                only.name, case.name
            ));
            only.name.clone_from(&case.name);
        }
    }

    /// What a source adds to a document that is in the study, or came earlier in the project.
    pub(super) fn known_document(&mut self, source: &SourceEntry, hash: &Arc<str>) -> Vec<Command> {
        let known = self
            .study
            .documents()
            .find(|document| document.body.hash == **hash);
        if let Some(document) = known {
            let informants = document
                .body
                .speakers
                .iter()
                .filter_map(|speaker| self.study.informant(speaker.informant?));
            let names: Vec<String> = informants
                .map(|informant| informant.body.name.clone())
                .collect();
            self.speakers.insert(hash.clone(), names);
        }
        if source.values.is_empty() {
            return Vec::new();
        }
        let speakers: HashSet<String> = self
            .speakers
            .get(hash)
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        let mut speakers = speakers.into_iter();
        // A label that names nobody may stand for another informant in this document.
        let (Some(name), None) = (
            speakers
                .next()
                .filter(|name| known.is_some() || !speaker_label::is_generic_label(name)),
            speakers.next(),
        ) else {
            self.in_the_memo(titled(&source.name), source, hash);
            return Vec::new();
        };
        let mut body = InformantBody {
            name,
            ..InformantBody::default()
        };
        for (name, value) in &source.values {
            set(&mut body, name, value);
            self.variables.insert(name.clone());
            self.tally.place(ProjectItem::Value, 1);
        }
        vec![Command::DescribeInformant { body }]
    }

    /// Keeps the values of a source with several speakers in the memo of its document.
    fn in_the_memo(&mut self, title: &str, source: &SourceEntry, hash: &Arc<str>) {
        if source.values.is_empty() {
            return;
        }
        let lines: Vec<String> = source
            .values
            .iter()
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        self.remarks.push(format!(
            "What is known of “{title}” is kept in its memo, since nobody speaks alone in it: {}",
            lines.join(", ")
        ));
        self.attachments
            .document_memos
            .push((hash.clone(), lines.join("\n")));
        self.variables
            .extend(source.values.iter().map(|(name, _)| name.clone()));
        self.tally.place(ProjectItem::Value, source.values.len());
    }

    /// Accounts for the sources of cases: a person must speak in them.
    pub(super) fn cases(&mut self, sources: &[(&SourceEntry, SourceText)]) {
        let read: HashMap<&Guid, &Arc<str>> = sources
            .iter()
            .filter_map(|(source, _)| Some((&source.guid, self.hashes.get(&source.guid)?)))
            .collect();
        let mut speaks = 0;
        let mut silent = 0;
        for case in &self.project.cases {
            for source in &case.sources {
                let names = read.get(source).and_then(|hash| self.speakers.get(*hash));
                if names.is_some_and(|names| names.contains(&case.name)) {
                    speaks += 1;
                } else {
                    silent += 1;
                }
            }
        }
        self.tally.place(ProjectItem::CaseReference, speaks);
        self.lose(
            ProjectItem::CaseReference,
            "source of a case that is nobody who speaks in it",
            silent,
        );
    }

    fn as_written(&self, title: String, words: &SourceText, reading: DocumentReading) -> Command {
        let informant = |id: Uuid| self.informants.get(&id).cloned();
        Command::AddDocument {
            title,
            language: reading.language,
            format: reading.format,
            text: Arc::from(words.text.as_str()),
            speakers: reading
                .speakers
                .into_iter()
                .map(|(label, id)| NewSpeaker {
                    label,
                    informant: id.and_then(informant),
                    by_name: true,
                })
                .collect(),
            source: reading.source,
        }
    }
}

fn set(body: &mut InformantBody, name: &str, value: &str) {
    match name.to_lowercase().as_str() {
        "role" | "rolle" => value.clone_into(&mut body.role),
        "department" | "afdeling" => value.clone_into(&mut body.department),
        _ => drop(body.attributes.insert(name.to_owned(), value.to_owned())),
    }
}

fn free_title(name: &str, titles: &mut HashSet<String>) -> String {
    let name = titled(name);
    let mut title = name.to_owned();
    let mut n = 2;
    while !titles.insert(title.clone()) {
        title = format!("{name} ({n})");
        n += 1;
    }
    title
}
