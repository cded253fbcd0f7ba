//! Turns a project into one command: codes and documents first, then what refers to them.
//!
//! Most programs make new GUIDs at every export. Things are therefore recognised by content: a code
//! by its key or its path of names, a document by its text, a coding by its place, code and coder.
//! Importing a project twice adds nothing.

use super::attachments::Attachments;
use super::keys::CodeKeys;
use super::offset_detection::DetectedOffsets;
use super::offsets::OffsetUnit;
use super::package::SourceText;
use super::project::{Guid, RefiProject};
use super::tally::{ConversionTally, ProjectItem};
use super::{
    ConversionLosses, ExtensionData, Package, ProjectReport, extension_data, offset_detection,
    report, values,
};
use crate::import::transcript::PersonalDataPolicy;
use crate::study::command::Deferred;
use crate::study::{Command, InformantBody, Refusal, Study};
use crate::text::{Span, sanitize};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct ProjectImport {
    /// One batch, so that one undo takes the import back.
    pub command: Command,
    pub report: ProjectReport,
}

/// Reads the project called `name`; `counting` overrides what its positions seem to count.
/// Refused when it is broken or beyond the limits, or its texts hold personal data and the policy
/// refuses them.
pub fn read<R: Read + Seek>(
    name: &str,
    reader: R,
    counting: Option<OffsetUnit>,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    from(
        name,
        Package::open(name, reader)?,
        counting,
        study,
        personal,
    )
}

/// As [`read`], of an archive, an unpacked folder, or a bare `.qde` file.
pub fn open(
    path: &Path,
    counting: Option<OffsetUnit>,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    from(
        &path.display().to_string(),
        Package::open_path(path)?,
        counting,
        study,
        personal,
    )
}

fn from<R: Read + Seek>(
    name: &str,
    mut package: Package<R>,
    counting: Option<OffsetUnit>,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    let mut project = super::project::parse_project(&package.project()?);
    let mut paths: Vec<(Guid, String)> = project.note_paths.drain().collect();
    paths.sort_unstable();
    for (note, path) in paths {
        match (package.words(&path)?, project.notes.get_mut(&note)) {
            (Some(words), Some((_, said))) if said.is_empty() => *said = words.text,
            (Some(words), Some((_, said))) => *said = format!("{}\n\n{said}", words.text),
            _ => project
                .losses
                .add("note whose words are not in the project", 1),
        }
    }
    plan(
        name,
        &project,
        |path| package.words(path),
        counting,
        study,
        personal,
    )
}

/// Plans the import of a project that has been read, from REFI-QDA or another program; `words_at`
/// reads the text at a path of the project.
/// Refused when a text cannot be read, or holds personal data and the policy refuses them.
pub fn plan(
    name: &str,
    project: &RefiProject,
    words_at: impl FnMut(&str) -> Result<Option<SourceText>, Refusal>,
    counting: Option<OffsetUnit>,
    study: &Study,
    personal: &PersonalDataPolicy,
) -> Result<ProjectImport, Refusal> {
    let supplement = supplement_of(project);
    let project = &*report::pseudonymize_project(project, personal);
    let mut plan = ProjectPlan::new(study, project, supplement);
    let sources = plan.texts(words_at)?;
    let claims: Vec<Vec<_>> = sources
        .iter()
        .map(|(source, _)| {
            source
                .selections
                .iter()
                .map(|selection| selection.claim.clone())
                .collect()
        })
        .collect();
    let claimed = || {
        sources
            .iter()
            .map(|(_, words)| words)
            .zip(claims.iter().map(Vec::as_slice))
    };
    // virk itself counts as the standard does.
    let own = project.origin.starts_with("virk");
    let DetectedOffsets { counting, why } = match counting {
        Some(counting) => DetectedOffsets {
            counting,
            why: String::new(),
        },
        None if own => DetectedOffsets::default(),
        None => offset_detection::detect_offsets(claimed()),
    };
    let unlike = offset_detection::mismatched_quotes(counting, claimed(), own);
    let keys = plan.codes();
    let mut commands = plan.import_informants();
    let mut titles: HashSet<String> = study
        .documents()
        .map(|document| document.body.title.clone())
        .collect();
    let known: HashSet<String> = study
        .documents()
        .map(|document| document.body.hash.clone())
        .collect();
    let mut here: HashSet<Arc<str>> = HashSet::new();
    for (source, words) in &sources {
        let (source, words, counting) =
            report::pseudonymize_source(name, source, words, counting, study, personal)?;
        let (source, words) = (&*source, &*words);
        let hash: Arc<str> = sanitize::sha256(words.text.as_bytes()).into();
        plan.import_quotes(source, words, counting, &hash, &keys.by_guid);
        plan.frame(source, here.insert(hash.clone()));
        if known.contains(&*hash) || plan.speakers.contains_key(&hash) {
            commands.extend(plan.known_document(source, &hash));
        } else {
            commands.extend(plan.document_commands(name, source, words, &hash, &mut titles)?);
        }
    }
    plan.cases(&sources);
    plan.import_configurations(&keys.by_guid);
    plan.import_theories(&keys.by_guid);
    plan.import_own_notes();
    plan.users_and_variables();
    let ProjectPlan {
        mut losses,
        mut tally,
        attachments: rest,
        missing,
        remarks,
        supplement,
        ..
    } = plan;
    tally.close(&mut losses);
    let report = ProjectReport {
        origin: project.origin.clone(),
        written: project.written.clone(),
        counting,
        why,
        codes: project.codes.len(),
        documents: sources.len(),
        codings: rest.codings.len(),
        notes: project.notes.len() - usize::from(supplement.is_some()),
        missing,
        unlike,
        remarks,
        held: tally,
        losses,
    };
    let rest = Arc::new(rest);
    let (chained, theories) = (rest.clone(), rest.clone());
    let mut all = vec![Command::AddCodes { codes: keys.new }];
    all.extend(commands);
    all.push(Command::Later(Deferred::new(move |study| {
        rest.to_command(study)
    })));
    all.push(Command::Later(Deferred::new(move |study| {
        Ok(chained.chain_commands(study))
    })));
    all.push(Command::Later(Deferred::new(move |study| {
        Ok(theories.theory_command(study))
    })));
    Ok(ProjectImport {
        command: Command::All(all),
        report,
    })
}

fn supplement_of(project: &RefiProject) -> Option<ExtensionData> {
    let mut own = project
        .own_notes
        .iter()
        .filter_map(|note| project.notes.get(note));
    own.find(|(name, _)| name == extension_data::NOTE_NAME)
        .and_then(|(_, words)| serde_json::from_str(words).ok())
}

/// What makes two codings the same: place, code and coder.
type CodedPassage = (Arc<str>, Span, Arc<str>, Option<Arc<str>>);

/// What has been gathered so far.
pub(super) struct ProjectPlan<'a> {
    pub study: &'a Study,
    pub project: &'a RefiProject,
    pub supplement: Option<ExtensionData>,
    pub tally: ConversionTally,
    pub losses: ConversionLosses,
    pub attachments: Attachments,
    pub missing: Vec<String>,
    pub remarks: Vec<String>,
    /// Notes whose words have been imported somewhere.
    pub placed_notes: HashSet<Guid>,
    /// Coders and variables that something imported refers to; others are lost.
    pub users: HashSet<Guid>,
    pub variables: HashSet<String>,
    /// Informants of virk's own note, updated by the cases of the XML.
    pub informants: HashMap<Uuid, InformantBody>,
    /// Speakers of the documents so far, by the hash of the text.
    pub speakers: HashMap<Arc<str>, Vec<String>>,
    /// The hash of the text of each source.
    pub hashes: HashMap<Guid, Arc<str>>,
    /// Places of quotes, by selection.
    pub places: HashMap<Guid, (Arc<str>, Span)>,
    /// Codings so far, so that the same one is not counted twice.
    pub placed_codings: HashSet<CodedPassage>,
}

impl<'a> ProjectPlan<'a> {
    fn new(
        study: &'a Study,
        project: &'a RefiProject,
        supplement: Option<ExtensionData>,
    ) -> ProjectPlan<'a> {
        ProjectPlan {
            study,
            project,
            supplement,
            tally: project.tally.clone(),
            losses: project.losses.clone(),
            attachments: Attachments::default(),
            missing: Vec::new(),
            remarks: project.remarks.clone(),
            placed_notes: HashSet::new(),
            users: HashSet::new(),
            variables: HashSet::new(),
            informants: HashMap::new(),
            speakers: HashMap::new(),
            hashes: HashMap::new(),
            places: HashMap::new(),
            placed_codings: HashSet::new(),
        }
    }

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

    fn codes(&mut self) -> CodeKeys {
        let keys = CodeKeys::new(&self.project.codes, self.supplement.as_ref(), self.study);
        let new: HashSet<&str> = keys.new.iter().map(|code| code.body.key.as_str()).collect();
        for code in &self.project.codes {
            self.tally.place(ProjectItem::Code, 1);
            let words = self.note_words(&code.notes);
            let Some(key) = keys.by_guid.get(&code.guid) else {
                continue;
            };
            // A code that the study has already is not changed.
            let known = self
                .study
                .code_by_key(key)
                .and_then(|id| self.study.code(id))
                .filter(|_| !new.contains(&**key));
            let described = known.is_none_or(|known| {
                let language = self
                    .supplement
                    .as_ref()
                    .map_or(&self.study.language, |supplement| &supplement.language);
                [
                    known.body.definition.in_language(language),
                    &extension_data::description(&known.body, language),
                ]
                .contains(&code.description.as_str())
            });
            let colour = values::parse_colour(&code.colour);
            let same_colour =
                known.is_none_or(|known| known.body.colour.eq_ignore_ascii_case(&colour));
            match () {
                () if code.description.trim().is_empty() => {}
                () if described => self.tally.place(ProjectItem::Description, 1),
                () => self.lose(
                    ProjectItem::Description,
                    "description of a code that the study describes in other words",
                    1,
                ),
            }
            match () {
                () if code.colour.is_empty() => {}
                () if colour.is_empty() => self.lose(
                    ProjectItem::Colour,
                    "colour of a code that is written in no known way",
                    1,
                ),
                () if same_colour => self.tally.place(ProjectItem::Colour, 1),
                () => self.lose(
                    ProjectItem::Colour,
                    "colour of a code that has another in the study",
                    1,
                ),
            }
            if !words.is_empty() {
                self.attachments.code_memos.push((key.clone(), words));
            }
        }
        keys
    }

    /// The words of the notes on something that is imported.
    pub(super) fn note_words(&mut self, notes: &[Guid]) -> String {
        let mut said = Vec::new();
        for note in notes {
            match self.project.notes.get(note) {
                Some((_, words)) => {
                    self.tally.place(ProjectItem::NoteReference, 1);
                    let words = words.trim();
                    if !words.is_empty() {
                        self.placed_notes.insert(note.clone());
                        said.push(words);
                    }
                }
                None => self.lose(
                    ProjectItem::NoteReference,
                    "place of a note that is not in the project",
                    1,
                ),
            }
        }
        said.join("\n\n")
    }

    /// The words of notes that links connect with a quote.
    pub(super) fn linked_words(&mut self, notes: &[Guid]) -> String {
        let words = notes
            .iter()
            .filter_map(|note| Some((note, self.project.notes.get(note)?.1.trim())));
        let words: Vec<(&Guid, &str)> = words.filter(|(_, words)| !words.is_empty()).collect();
        self.placed_notes
            .extend(words.iter().map(|(note, _)| (*note).clone()));
        words
            .into_iter()
            .map(|(_, words)| words)
            .collect::<Vec<_>>()
            .join("\n\n")
    }

    /// Accounts for coders and variables: those that nothing imported refers to are lost.
    fn users_and_variables(&mut self) {
        let used = self
            .project
            .users
            .keys()
            .filter(|user| self.users.contains(*user))
            .count();
        self.tally.place(ProjectItem::User, used);
        let held = self.tally.fate(ProjectItem::User).held;
        self.lose(
            ProjectItem::User,
            "coder without a coding",
            held.saturating_sub(used),
        );
        let used = self
            .project
            .variables
            .values()
            .filter(|name| self.variables.contains(*name))
            .count();
        self.tally.place(ProjectItem::Variable, used);
        let held = self.tally.fate(ProjectItem::Variable).held;
        self.lose(
            ProjectItem::Variable,
            "variable without a value",
            held.saturating_sub(used),
        );
    }
}

pub(super) fn titled(name: &str) -> &str {
    if name.trim().is_empty() {
        "Document"
    } else {
        name.trim()
    }
}
