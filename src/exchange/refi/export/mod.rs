//! Writes studies as projects (.qdpx) and codebooks (.qdc).
//!
//! Whatever is in the study, the XML is valid against the standard's schemas. Positions are code
//! points, end exclusive, of text files without byte-order mark and with LF line ends, as in the
//! standard's own example.

mod codes;
mod sources;
mod theory;

use super::{ConversionLosses, ExtensionData, extension_data, values};
use crate::study::{Refusal, Study, Time, event::MemoTarget};
use codes::RefiProjectNotes;
use codes::attribute;
use maud::html;
use std::collections::BTreeSet;
use std::io::{Cursor, Write};
use uuid::Uuid;
use zip::{ZipWriter, write::SimpleFileOptions};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
const PROJECT: &str = "urn:QDA-XML:project:1.0";
const CODEBOOK: &str = "urn:QDA-XML:codebook:1.0";
const PROJECT_SCHEMA: &str =
    "urn:QDA-XML:project:1.0 http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd";
const CODEBOOK_SCHEMA: &str =
    "urn:QDA-XML:codebook:1.0 http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd";

#[derive(Clone, Debug)]
pub struct RefiExport {
    pub bytes: Vec<u8>,
    pub losses: ConversionLosses,
}

/// What the parts of a project add to while they are written.
struct RefiProjectDraft<'a> {
    study: &'a Study,
    supplement: ExtensionData,
    notes: RefiProjectNotes,
    losses: ConversionLosses,
    coders: BTreeSet<&'a str>,
}

/// The whole study as a project, dated `now`.
pub fn project(study: &Study, now: Time) -> Result<RefiExport, Refusal> {
    let mut draft = RefiProjectDraft {
        study,
        supplement: ExtensionData {
            virk: env!("CARGO_PKG_VERSION").to_owned(),
            language: study.language.clone(),
            ..ExtensionData::default()
        },
        notes: RefiProjectNotes::default(),
        losses: project_losses(study),
        coders: BTreeSet::new(),
    };
    let codebook = codes::codebook(&mut draft);
    let (variables, cases) = codes::cases(&mut draft);
    let sources = sources::sources(&mut draft);
    let sets = codes::sets(&mut draft);
    let (links, graphs) = theory::graphs(&mut draft);
    theory::versions(&mut draft);
    let memo = study.memo(MemoTarget::Study).map(|words| {
        draft
            .notes
            .add(values::derived_uuid("memo of the study", ""), "Memo", words)
    });
    let supplement = serde_json::to_string_pretty(&draft.supplement).map_err(|error| {
        Refusal::new(
            format!("the note for virk cannot be written: {error}"),
            "Tell us of it",
        )
    })?;
    let supplement = draft.notes.add(
        values::derived_uuid("supplement", ""),
        extension_data::NOTE_NAME,
        &supplement,
    );
    let lost = draft.notes.unencodable_chars();
    draft.losses.add("character that XML cannot hold", lost);
    let users = html! {
        @if !draft.coders.is_empty() {
            Users { @for coder in &draft.coders { User guid=(values::derived_uuid("coder", coder)) name=(attribute(coder)) {} } }
        }
    };
    let xml = html! {
        Project xmlns=(PROJECT) xmlns:xsi=(INSTANCE) xsi:schemaLocation=(PROJECT_SCHEMA) name=(attribute(&study.title))
            origin={ "virk " (env!("CARGO_PKG_VERSION")) } creationDateTime=(values::xml_date(now)) {
            (users) (codebook) (variables) (cases) (sources.xml) (draft.notes.xml()) (links) (sets) (graphs)
            @for note in memo.iter().chain([&supplement]) { NoteRef targetGUID=(note) {} }
        }
    };
    let bytes = archive(&xml.into_string(), &sources.files).map_err(|error| {
        Refusal::new(
            format!("the project cannot be put together: {error}"),
            "Check the room on the disk",
        )
    })?;
    Ok(RefiExport {
        bytes,
        losses: draft.losses,
    })
}

pub fn codebook(study: &Study) -> RefiExport {
    let mut losses = ConversionLosses::default();
    losses.add(
        "memo",
        study
            .codes()
            .filter(|code| study.memo(MemoTarget::Code(code.id)).is_some())
            .count(),
    );
    let xml = html! {
        CodeBook xmlns=(CODEBOOK) xmlns:xsi=(INSTANCE) xsi:schemaLocation=(CODEBOOK_SCHEMA)
            origin={ "virk " (env!("CARGO_PKG_VERSION")) } { Codes { (codes::codes_without_notes(study)) } }
    };
    RefiExport {
        bytes: (HEAD.to_owned() + &xml.into_string()).into_bytes(),
        losses,
    }
}

/// What REFI-QDA has no element for, and the note for virk does not hold either.
fn project_losses(study: &Study) -> ConversionLosses {
    let mut losses = ConversionLosses::default();
    losses.add("dataset", study.datasets().count());
    losses.add("indicator", study.all_indicators().count());
    losses.add("saved search", study.searches().count());
    losses.add(
        "analysis plan",
        usize::from(study.declared_plan().is_some()),
    );
    losses.add("released quote", study.released().count());
    losses.add(
        "question of an interview guide",
        study.guide_items().count(),
    );
    losses.add("set of reported results", study.reported().count());
    losses.add("accepted finding", study.acceptances().count());
    losses.add(
        "orphan of an earlier version of a document",
        study.orphans().len(),
    );
    losses.add(
        "erased document",
        study.documents().filter(|document| document.erased).count(),
    );
    losses
}

fn archive(
    xml: &str,
    files: &[(Uuid, std::sync::Arc<str>)],
) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file(values::PROJECT_FILE, SimpleFileOptions::default())?;
    archive.write_all(HEAD.as_bytes())?;
    archive.write_all(xml.as_bytes())?;
    for (id, words) in files {
        archive.start_file(
            format!("{}{id}.txt", values::SOURCES_FOLDER),
            SimpleFileOptions::default(),
        )?;
        archive.write_all(words.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
