//! From a project to what the study should become: codes and documents first,
//! and then what rests on them, all of it one undo.
//!
//! Identities are made anew by most programs at every export. So things are
//! known again by what they are: a code by its key or its path of names, a
//! document by its words, a coding by its place, code and coder. Importing a
//! project twice adds nothing.

use super::{
    Losses, Package, Supplement,
    keys::Keys,
    package::Words,
    personal,
    position::{self, Counting},
    project::{CodingEntry, Guid, Project, SelectionEntry, SourceEntry},
    rest::{Rest, Said, Taken, Told},
    supplement::{self, Parts, Reading},
};
use crate::import::{
    TextFile,
    transcript::{self, Personal},
};
use crate::study::{
    Command, InformantBody, Refusal, Study,
    command::{Later, NewSpeaker},
    document::Source,
};
use crate::text::{Span, digest};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek};
use std::sync::Arc;
use uuid::Uuid;

/// A project ready to join a study.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Adds everything, as one undo.
    pub command: Command,
    /// How the project was read.
    pub report: Report,
}

/// How a project was read.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The program that wrote it.
    pub origin: String,
    /// What its positions count.
    pub counting: Counting,
    /// How many codes, documents, codings and notes it has.
    pub codes: usize,
    /// See `codes`.
    pub documents: usize,
    /// See `codes`.
    pub codings: usize,
    /// See `codes`.
    pub notes: usize,
    /// The sources whose words are not in the project.
    pub missing: Vec<String>,
    /// What a study has no place for.
    pub losses: Losses,
}

/// Reads the project called `name` for a study; `counting` overrules what is found out.
///
/// # Errors
/// When it is no project, a broken one, or one beyond the limits, or numbers in its
/// texts tell who somebody is and nobody said what to do with them.
pub fn read<R: Read + Seek>(
    name: &str,
    reader: R,
    counting: Option<Counting>,
    study: &Study,
    personal: &Personal,
) -> Result<Incoming, Refusal> {
    let mut package = Package::open(name, reader)?;
    let project = super::project::project(&package.project()?);
    plan(name, &project, |path| package.words(path), counting, study, personal)
}

/// How a project joins a study; `words_at` tells the words of sources that are not in the project itself.
///
/// # Errors
/// When a text cannot be read, or tells who somebody is and nobody said what to do with that.
pub fn plan(
    name: &str,
    project: &Project,
    words_at: impl FnMut(&str) -> Result<Option<Words>, Refusal>,
    counting: Option<Counting>,
    study: &Study,
    personal: &Personal,
) -> Result<Incoming, Refusal> {
    let supplement = supplement_of(project);
    let project = &*personal::named(project, personal);
    let mut plan = Plan { study, project, supplement, losses: project.losses.clone(), rest: Rest::default(), missing: Vec::new() };
    let sources = plan.texts(words_at)?;
    let counting = counting.unwrap_or_else(|| {
        let claims: Vec<Vec<_>> =
            sources.iter().map(|(source, _)| source.selections.iter().map(|selection| selection.claim.clone()).collect()).collect();
        position::choose(sources.iter().map(|(_, words)| words).zip(claims.iter().map(Vec::as_slice)))
    });
    let keys = plan.codes();
    let mut commands = plan.informants();
    let mut documents = 0;
    let mut titles: HashSet<String> = study.documents().map(|document| document.body.title.clone()).collect();
    let mut hashes: HashSet<String> = study.documents().map(|document| document.body.hash.clone()).collect();
    let mut selections: HashMap<Guid, (Arc<str>, Span)> = HashMap::new();
    for (source, words) in &sources {
        let (source, words, counting) = personal::words(name, source, words, counting, study, personal)?;
        let (source, words) = (&*source, &*words);
        let hash: Arc<str> = digest::sha256(words.text.as_bytes()).into();
        plan.quotes(source, words, counting, &hash, &keys.by_guid, &mut selections);
        documents += 1;
        if hashes.insert(hash.to_string()) {
            commands.extend(plan.document(name, source, words, &mut titles)?);
        }
    }
    plan.configurations(&keys.by_guid, &selections);
    plan.own_notes();
    let Plan { losses, rest, missing, supplement, .. } = plan;
    let report = Report {
        origin: project.origin.clone(),
        counting,
        codes: project.codes.len(),
        documents,
        codings: rest.codings.len(),
        notes: project.notes.len() - usize::from(supplement.is_some()),
        missing,
        losses,
    };
    let rest = Arc::new(rest);
    let configurations = rest.clone();
    let mut all = vec![Command::AddCodes { codes: keys.new }];
    all.extend(commands);
    all.push(Command::Later(Later::new(move |study| rest.command(study))));
    all.push(Command::Later(Later::new(move |study| Ok(configurations.chained(study)))));
    Ok(Incoming { command: Command::All(all), report })
}

fn supplement_of(project: &Project) -> Option<Supplement> {
    let mut own = project.own_notes.iter().filter_map(|note| project.notes.get(note));
    own.find(|(name, _)| name == supplement::NAME).and_then(|(_, words)| serde_json::from_str(words).ok())
}

/// A project on its way into a study.
struct Plan<'a> {
    study: &'a Study,
    project: &'a Project,
    supplement: Option<Supplement>,
    losses: Losses,
    rest: Rest,
    missing: Vec<String>,
}

impl<'a> Plan<'a> {
    /// The sources with their words; those without are told as missing.
    fn texts(
        &mut self,
        mut words_at: impl FnMut(&str) -> Result<Option<Words>, Refusal>,
    ) -> Result<Vec<(&'a SourceEntry, Words)>, Refusal> {
        let mut texts = Vec::new();
        for source in &self.project.sources {
            let words = match (&source.content, &source.path) {
                (Some(content), _) => Some(Words { text: content.clone(), encoding: "utf-8", ..Words::default() }),
                (None, Some(path)) => words_at(path)?,
                (None, None) => None,
            };
            match words {
                Some(words) if words.text.trim().is_empty() => self.losses.add("empty source", 1),
                Some(words) => texts.push((source, words)),
                None => {
                    self.missing.push(source.name.clone());
                    self.losses.add("quote whose source is missing", source.selections.len());
                }
            }
        }
        Ok(texts)
    }

    fn codes(&mut self) -> Keys {
        let keys = Keys::new(&self.project.codes, self.supplement.as_ref(), self.study);
        for code in &self.project.codes {
            let words = self.note_words(&code.notes);
            if let Some(key) = keys.by_guid.get(&code.guid).filter(|_| !words.is_empty()) {
                self.rest.code_memos.push((key.clone(), words));
            }
        }
        keys
    }

    /// Cases become informants.
    fn informants(&self) -> Vec<Command> {
        let cases = self.project.cases.iter().map(|case| {
            let written = self.supplement.as_ref().zip(Uuid::parse_str(&case.guid).ok());
            let written = written.and_then(|(supplement, guid)| supplement.informants.get(&guid)).cloned();
            let mut body = written.unwrap_or_default();
            body.name.clone_from(&case.name);
            for (name, value) in &case.values {
                set(&mut body, name, value);
            }
            body
        });
        cases.filter(|body| !body.name.trim().is_empty()).map(|body| Command::DescribeInformant { body }).collect()
    }

    /// The commands that add a document.
    fn document(
        &self,
        file: &str,
        source: &SourceEntry,
        words: &Words,
        titles: &mut HashSet<String>,
    ) -> Result<Vec<Command>, Refusal> {
        let title = free_title(&source.name, titles);
        let provenance = Source {
            file: file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned(),
            sha256: digest::sha256(words.text.as_bytes()),
            encoding: words.encoding.to_owned(),
            virk: env!("CARGO_PKG_VERSION").to_owned(),
        };
        let written = self.supplement.as_ref().zip(Uuid::parse_str(&source.guid).ok());
        if let Some((supplement, reading)) =
            written.and_then(|(supplement, guid)| Some((supplement, supplement.documents.get(&guid)?)))
        {
            return Ok(vec![as_written(title, words, reading, supplement)]);
        }
        let options = transcript::TranscriptOptions { title: Some(title), ..Default::default() };
        let text = TextFile { name: format!("{file}: {}", source.name), text: words.text.clone(), source: provenance };
        let mut commands = transcript::read(text, &options)?.commands();
        // What is known of a source is known of the one who speaks in it.
        if let [Command::AddDocument { speakers, .. }] = commands.as_mut_slice() {
            let mut informants = speakers.iter_mut().filter_map(|speaker| speaker.informant.as_mut());
            if let (Some(only), None) = (informants.next(), informants.next()) {
                source.values.iter().for_each(|(name, value)| set(only, name, value));
            }
        }
        Ok(commands)
    }

    /// What is said of a source and its quotes.
    fn quotes(
        &mut self,
        source: &SourceEntry,
        words: &Words,
        counting: Counting,
        document: &Arc<str>,
        keys: &HashMap<Guid, Arc<str>>,
        selections: &mut HashMap<Guid, (Arc<str>, Span)>,
    ) {
        let units = counting.units(words);
        let memo = self.note_words(&source.notes);
        if !memo.is_empty() {
            self.rest.document_memos.push((document.clone(), memo));
        }
        for selection in &source.selections {
            let span = counting.range(&units, &selection.claim).and_then(|range| Span::snap(&words.text, range).ok());
            let Some(span) = span else {
                self.losses.add("quote outside its text or without words", 1);
                continue;
            };
            selections.insert(selection.guid.clone(), (document.clone(), span));
            self.said(selection, document, span);
            for coding in &selection.codings {
                self.coding(coding, document, span, keys);
            }
        }
        let whole = Span::of(0, words.text.len()).trim(&words.text);
        for coding in &source.codings {
            match whole {
                Some(whole) => self.coding(coding, document, whole, keys),
                None => self.losses.add("coding of an empty source", 1),
            }
        }
    }

    /// A selection's description: virk's condensation, and a comment in other programs.
    fn said(&mut self, selection: &SelectionEntry, document: &Arc<str>, span: Span) {
        let mut memo = self.note_words(&selection.notes);
        let mut condensed = None;
        if let Some(supplement) = &self.supplement {
            let theme = Uuid::parse_str(&selection.guid).ok().and_then(|guid| supplement.themes.get(&guid)).cloned();
            if !selection.description.is_empty() || theme.is_some() {
                condensed = Some((selection.description.clone(), theme.unwrap_or_default()));
            }
        } else if !selection.description.trim().is_empty() {
            memo = [selection.description.trim().to_owned(), memo]
                .into_iter()
                .filter(|said| !said.is_empty())
                .collect::<Vec<_>>()
                .join("\n\n");
        }
        if condensed.is_some() || !memo.is_empty() {
            self.rest.said.push(Said { document: document.clone(), span, condensed, memo });
        }
    }

    fn coding(&mut self, coding: &CodingEntry, document: &Arc<str>, span: Span, keys: &HashMap<Guid, Arc<str>>) {
        let Some(key) = keys.get(&coding.code) else {
            let case = self.project.cases.iter().any(|case| case.guid == coding.code);
            self.losses.add(if case { "passage of a case" } else { "coding of an unknown code" }, 1);
            return;
        };
        let by = coding.user.as_ref().and_then(|user| self.project.users.get(user)).filter(|name| !name.is_empty());
        let at = coding.date.as_deref().and_then(super::rest::time);
        let by = by.map(|by| Arc::from(by.as_str()));
        self.rest.codings.push(Taken { document: document.clone(), span, code: key.clone(), by, at });
    }

    fn configurations(&mut self, keys: &HashMap<Guid, Arc<str>>, selections: &HashMap<Guid, (Arc<str>, Span)>) {
        let Some(supplement) = &self.supplement else {
            self.losses.add("set", self.project.sets.len());
            return;
        };
        let known: HashSet<&Guid> = self.project.sets.iter().collect();
        let guid = |id: &Uuid| id.to_string();
        for Parts { set, codes, selections: places, told, statement, next } in &supplement.configurations {
            if !known.contains(&guid(set)) {
                continue;
            }
            self.rest.configurations.push(Told {
                set: *set,
                codes: codes.clone().map(|codes| codes.iter().filter_map(|code| keys.get(&guid(code)).cloned()).collect()),
                places: places
                    .clone()
                    .map(|places| places.iter().filter_map(|place| selections.get(&guid(place)).cloned()).collect()),
                told: told
                    .iter()
                    .filter_map(|(place, polarity)| Some((selections.get(&guid(place))?.clone(), *polarity)))
                    .collect(),
                statement: statement.clone(),
                next: *next,
            });
        }
    }

    /// The notes on the project as a whole, joined; the note for virk is none.
    fn own_notes(&mut self) {
        let notes = self.project.own_notes.iter().filter_map(|note| self.project.notes.get(note));
        let own = self.supplement.is_some();
        let notes = notes.filter(|(name, words)| !(words.trim().is_empty() || own && name == supplement::NAME));
        let said = notes.map(|(name, words)| if own || name.is_empty() { words.clone() } else { format!("{name}: {words}") });
        self.rest.study_memo = said.collect::<Vec<_>>().join("\n\n");
    }

    fn note_words(&self, notes: &[Guid]) -> String {
        let words = notes.iter().filter_map(|note| self.project.notes.get(note)).map(|(_, words)| words.trim());
        words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("\n\n")
    }
}

/// Role and department by name, anything else as an attribute.
fn set(body: &mut InformantBody, name: &str, value: &str) {
    match name.to_lowercase().as_str() {
        "role" | "rolle" => value.clone_into(&mut body.role),
        "department" | "afdeling" => value.clone_into(&mut body.department),
        _ => drop(body.attributes.insert(name.to_owned(), value.to_owned())),
    }
}

fn as_written(title: String, words: &Words, reading: &Reading, supplement: &Supplement) -> Command {
    let informant = |id: Uuid| supplement.informants.get(&id).cloned();
    Command::AddDocument {
        title,
        language: reading.language.clone(),
        format: reading.format.clone(),
        text: Arc::from(words.text.as_str()),
        speakers: reading
            .speakers
            .iter()
            .map(|(label, id)| NewSpeaker { label: label.clone(), informant: id.and_then(informant) })
            .collect(),
        source: reading.source.clone(),
    }
}

fn free_title(name: &str, titles: &mut HashSet<String>) -> String {
    let name = if name.trim().is_empty() { "Document" } else { name.trim() };
    let mut title = name.to_owned();
    let mut n = 2;
    while !titles.insert(title.clone()) {
        title = format!("{name} ({n})");
        n += 1;
    }
    title
}
