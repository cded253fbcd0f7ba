//! The sources of a project's XML: texts, PDFs by their text version, recordings by their
//! transcripts. Pictures, and areas and intervals of what is not text, are lost with everything
//! attached to them.

use super::{
    offsets::ClaimedPosition,
    project::{CodingEntry, Guid, RefiProject, SelectionEntry, SourceEntry, guid, targets},
    tally::{self, ConversionTally, ProjectItem},
    xml::XmlElement,
};
use std::collections::HashMap;

pub(super) fn import_source(project: &mut RefiProject, source: &XmlElement) {
    match source.name.as_str() {
        "TextSource" => {
            let entry = text(project, source, ConversionTally::within(source, "Sources"));
            project.sources.push(entry);
        }
        "PDFSource" => pdf(project, source),
        "PictureSource" => leave_source(project, source, "picture"),
        "AudioSource" | "VideoSource" => recording(project, source),
        _ => leave_source(project, source, "source of an unknown kind"),
    }
}

/// Counts a source with all it holds as lost.
fn leave_source(project: &mut RefiProject, source: &XmlElement, what: &'static str) {
    project.lose(ProjectItem::Source, what, 1);
    let whose = if what == "picture" {
        "a picture"
    } else {
        "a source of an unknown kind"
    };
    for part in &source.children {
        project.leave(&ConversionTally::within(part, &source.name), whose);
    }
}

fn text(project: &mut RefiProject, source: &XmlElement, held: ConversionTally) -> SourceEntry {
    let path = source.get("plainTextPath");
    let content = source.child_text("PlainTextContent");
    let formatted = source.get("richTextPath");
    // The formatted version is read only where there is no other.
    let speaks = path.is_none() && content.is_none();
    let mut entry = SourceEntry {
        guid: guid(source, "guid"),
        name: source.get("name").unwrap_or_default().trim().to_owned(),
        path: path.or(formatted).map(str::to_owned),
        formatted: path.and(formatted).map(str::to_owned),
        content: content.map(str::to_owned),
        tally: held,
        ..SourceEntry::default()
    };
    if formatted.is_some() {
        if speaks {
            project.tally.place(ProjectItem::FormattedText, 1);
        } else {
            project.lose(ProjectItem::FormattedText, "formatted version of a text", 1);
        }
        entry.tally.place(ProjectItem::FormattedText, 1);
    }
    entry.selections = source
        .children_named("PlainTextSelection")
        .map(|element| selection(element, position(element)))
        .collect();
    said(project, source, &mut entry);
    entry
}

/// Notes, descriptions, values and codings of the source as a whole.
fn said(project: &mut RefiProject, source: &XmlElement, entry: &mut SourceEntry) {
    let described = source
        .child_text("Description")
        .map(str::trim)
        .filter(|words| !words.is_empty());
    entry.descriptions.extend(described.map(str::to_owned));
    for element in source.children_named("Coding") {
        entry.codings.push(coding(element));
        entry.notes.extend(targets(element, "NoteRef"));
    }
    entry.notes.extend(targets(source, "NoteRef"));
    for element in source
        .children_named("VariableValue")
        .filter(|element| tally::value(element).is_some())
    {
        let variable = element
            .child("VariableRef")
            .map(|variable| guid(variable, "targetGUID"))
            .unwrap_or_default();
        match (project.variables.get(&variable), tally::value(element)) {
            (Some(name), Some(value)) => entry.values.push((name.clone(), value.trim().to_owned())),
            _ => {
                project.lose(ProjectItem::Value, "value of an unknown variable", 1);
                entry.tally.place(ProjectItem::Value, 1);
            }
        }
    }
}

/// A PDF by its text version, or else by the text in the PDF itself.
fn pdf(project: &mut RefiProject, source: &XmlElement) {
    let mut held = ConversionTally::within(source, "Sources");
    for area in source.children_named("PDFSelection") {
        let part = ConversionTally::within(area, "PDFSource");
        project.leave(&part, "a PDF page");
        held.place_part(&part);
    }
    let mut entry = match source.child("Representation") {
        Some(words) => text(project, words, held),
        None => SourceEntry {
            path: source.get("path").map(str::to_owned),
            tally: held,
            ..SourceEntry::default()
        },
    };
    // Cases and sets refer to the GUID of the PDF, not of its text version.
    entry.guid = guid(source, "guid");
    entry.name = source.get("name").unwrap_or_default().trim().to_owned();
    said(project, source, &mut entry);
    project.sources.push(entry);
}

fn recording(project: &mut RefiProject, source: &XmlElement) {
    let transcripts: Vec<&XmlElement> = source.children_named("Transcript").collect();
    if transcripts.is_empty() {
        project.lose(ProjectItem::Source, "recording without a transcript", 1);
        for part in &source.children {
            project.leave(&ConversionTally::within(part, &source.name), "a recording");
        }
        return;
    }
    let mut beside = ConversionTally::default();
    beside.hold(source, "Sources");
    for part in &source.children {
        match part.name.as_str() {
            "AudioSelection" | "VideoSelection" => {
                project.leave(&ConversionTally::within(part, &source.name), "a recording")
            }
            "Transcript" => {}
            _ => beside.hold_part(&ConversionTally::within(part, &source.name)),
        }
    }
    let name = source.get("name").unwrap_or_default().trim();
    for (place, transcript) in transcripts.into_iter().enumerate() {
        let marks: HashMap<Guid, i64> = transcript
            .children_named("SyncPoint")
            .filter_map(|mark| {
                Some((
                    guid(mark, "guid"),
                    mark.get("position")?.trim().parse().ok()?,
                ))
            })
            .collect();
        let mut held = ConversionTally::within(transcript, &source.name);
        project.lose(
            ProjectItem::SyncPoint,
            "time mark of a transcript",
            transcript.children_named("SyncPoint").count(),
        );
        held.place(
            ProjectItem::SyncPoint,
            transcript.children_named("SyncPoint").count(),
        );
        let mut entry = text(project, transcript, held);
        entry.selections = transcript
            .children_named("TranscriptSelection")
            .map(|element| {
                let at = |end: &str| marks.get(&guid(element, end)).copied().unwrap_or(-1);
                let (start, end) = (at("fromSyncPoint"), at("toSyncPoint"));
                selection(
                    element,
                    ClaimedPosition {
                        start,
                        end,
                        name: element.get("name").unwrap_or_default().to_owned(),
                    },
                )
            })
            .collect();
        let own = transcript
            .get("name")
            .map(str::trim)
            .filter(|own| !own.is_empty());
        entry.name = own.map_or_else(|| name.to_owned(), str::to_owned);
        // Notes on the recording go to its first transcript.
        if place == 0 {
            entry.guid = guid(source, "guid");
            entry.tally.hold_part(&beside);
            said(project, source, &mut entry);
        }
        project.sources.push(entry);
    }
}

fn position(element: &XmlElement) -> ClaimedPosition {
    let position = |name: &str| {
        element
            .get(name)
            .and_then(|value| value.trim().parse().ok())
            .unwrap_or(-1)
    };
    let name = element.get("name").unwrap_or_default().to_owned();
    ClaimedPosition {
        start: position("startPosition"),
        end: position("endPosition"),
        name,
    }
}

fn selection(element: &XmlElement, claim: ClaimedPosition) -> SelectionEntry {
    let mut notes = targets(element, "NoteRef");
    notes.extend(
        element
            .children_named("Coding")
            .flat_map(|coding| targets(coding, "NoteRef")),
    );
    SelectionEntry {
        guid: guid(element, "guid"),
        claim,
        description: element
            .child_text("Description")
            .unwrap_or_default()
            .to_owned(),
        codings: element.children_named("Coding").map(coding).collect(),
        notes,
        linked: Vec::new(),
        user: Some(guid(element, "creatingUser")).filter(|user| !user.is_empty()),
        date: element.get("creationDateTime").map(str::to_owned),
    }
}

fn coding(element: &XmlElement) -> CodingEntry {
    CodingEntry {
        code: element
            .child("CodeRef")
            .map(|code| guid(code, "targetGUID"))
            .unwrap_or_default(),
        user: Some(guid(element, "creatingUser")).filter(|user| !user.is_empty()),
        date: element.get("creationDateTime").map(str::to_owned),
    }
}
