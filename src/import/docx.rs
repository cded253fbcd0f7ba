//! Word documents (OOXML, ECMA-376): the words of the body as a reader sees them.
//!
//! Tracked insertions are accepted, deletions dropped. Comments become memos on their place. Text
//! boxes follow the paragraph they are anchored in. Automatic numbers, notes, headers, pictures,
//! hidden text and ruby annotations are left out and reported, with the number of words lost.

mod body;
mod styles;

use super::archive::ZipContainer;
use super::paragraphs::JoinedParagraphs;
use super::reader::{ParsedText, count_lettered_words, left_out_sentence, with_lost_words};
use super::xml::{XmlNode, walk_xml};
use crate::study::Refusal;
use crate::text::number;
use body::DocxBody;
use std::collections::HashMap;
use styles::DocxStyles;

pub fn read(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Refusal::new(
            format!("{name} is encrypted, or in the format of Word before 2007"),
            "Save it as .docx without a password",
        ));
    }
    let mut archive = ZipContainer::open(name, bytes)?;
    let main = related(name, &mut archive, "")?
        .remove("officeDocument")
        .unwrap_or_else(|| "word/document.xml".to_owned());
    let body = archive.required_part(&main)?;
    let parts = related(name, &mut archive, &main)?;
    let part =
        |kind: &str, usual: &str| parts.get(kind).cloned().unwrap_or_else(|| usual.to_owned());
    let said = match archive.part(&part("comments", "word/comments.xml"))? {
        Some(comments) => comments_of(name, &comments)?,
        None => HashMap::new(),
    };
    let styles = match archive.part(&part("styles", "word/styles.xml"))? {
        Some(styles) => DocxStyles::read(name, &styles)?,
        None => DocxStyles::default(),
    };
    let mut reader = DocxBody::new(styles);
    walk_xml(name, &body, &mut |node| {
        match node {
            XmlNode::Open(element) => reader.open(&element),
            XmlNode::Close(name) => reader.close(name),
            XmlNode::Text(words) => reader.text(words),
        }
        Ok(())
    })?;
    let mut notes = reader.notes();
    notes.extend(beside(name, &mut archive, &reader)?);
    let JoinedParagraphs {
        text,
        comments,
        strong,
    } = reader.text.finish();
    let mut unplaced = said.clone();
    comments
        .iter()
        .for_each(|(id, _)| drop(unplaced.remove(id)));
    let lost = unplaced
        .values()
        .map(|words| count_lettered_words(words))
        .sum();
    notes.extend(with_lost_words(
        left_out_sentence(
            unplaced.len(),
            "comment beside no words",
            "comments beside no words",
        ),
        lost,
    ));
    let comments = comments
        .into_iter()
        .filter_map(|(id, span)| Some((span, said.get(&id)?.clone())))
        .collect();
    Ok(ParsedText {
        text,
        encoding: "docx".into(),
        comments,
        strong,
        notes,
        ..ParsedText::default()
    })
}

/// Parts of the archive related to one part (or, for `None`, to the package), by relationship type.
/// Word on the web calls the body `document2.xml`, so the name cannot be assumed.
fn related(
    name: &str,
    archive: &mut ZipContainer<'_>,
    of: &str,
) -> Result<HashMap<String, String>, Refusal> {
    let (folder, file) = of
        .rsplit_once('/')
        .map_or(("", of), |(folder, file)| (folder, file));
    let within = |path: &str| {
        if folder.is_empty() {
            path.to_owned()
        } else {
            format!("{folder}/{path}")
        }
    };
    let mut parts = HashMap::new();
    let Some(bytes) = archive.part(&within(&format!("_rels/{file}.rels")))? else {
        return Ok(parts);
    };
    walk_xml(name, &bytes, &mut |node| {
        if let XmlNode::Open(element) = node
            && element.name() == "Relationship"
            && let (Some(kind), Some(target)) = (element.get("Type"), element.get("Target"))
            && element
                .get("TargetMode")
                .is_none_or(|mode| mode != "External")
        {
            let path = target
                .strip_prefix('/')
                .map_or_else(|| within(&target), str::to_owned);
            parts.insert(kind.rsplit('/').next().unwrap_or_default().to_owned(), path);
        }
        Ok(())
    })?;
    Ok(parts)
}

/// Counts what is outside the body (notes, headers, charts, diagrams) and the words in it.
fn beside(
    name: &str,
    archive: &mut ZipContainer<'_>,
    reader: &DocxBody,
) -> Result<Vec<String>, Refusal> {
    let mut words: HashMap<&str, usize> = HashMap::new();
    for part in archive.names()? {
        let inside = part
            .strip_prefix("word/")
            .filter(|inside| inside.ends_with(".xml"))
            .unwrap_or_default();
        let kind = match inside {
            "footnotes.xml" | "endnotes.xml" => "notes",
            _ if inside.starts_with("header") || inside.starts_with("footer") => "headers",
            _ if inside.starts_with("diagrams/data") => "diagrams",
            _ if inside.starts_with("charts/chart") => "charts",
            _ => continue,
        };
        let bytes = archive.part(&part)?.unwrap_or_default();
        *words.entry(kind).or_default() += words_of(name, &bytes)?;
    }
    let count = |kind: &str| words.get(kind).copied().unwrap_or(0);
    let mut notes = Vec::new();
    notes.extend(with_lost_words(
        left_out_sentence(reader.footnotes, "footnote", "footnotes"),
        count("notes"),
    ));
    if count("headers") > 0 {
        notes.push(format!(
            "headers and footers were left out ({})",
            number::count_noun(count("headers"), "word")
        ));
    }
    let (charts, diagrams) = (
        left_out_sentence(reader.charts, "chart", "charts"),
        left_out_sentence(reader.diagrams, "diagram", "diagrams"),
    );
    notes.extend(with_lost_words(charts, count("charts")));
    notes.extend(with_lost_words(diagrams, count("diagrams")));
    Ok(notes)
}

/// Number of words in a part of the archive.
fn words_of(name: &str, bytes: &[u8]) -> Result<usize, Refusal> {
    let (mut all, mut inside, mut twins) = (String::new(), false, 0_usize);
    walk_xml(name, bytes, &mut |node| {
        match node {
            // The fallback for older programs repeats the words of a drawing.
            XmlNode::Open(element) if element.name() == "Fallback" => twins += 1,
            XmlNode::Close("Fallback") => twins = twins.saturating_sub(1),
            XmlNode::Open(element) if matches!(element.name(), "t" | "v") => inside = true,
            XmlNode::Close("t" | "v") => inside = false,
            XmlNode::Close("p" | "pt" | "tab" | "br") => all.push('\n'),
            XmlNode::Text(words) if inside && twins == 0 => all.push_str(words),
            _ => {}
        }
        Ok(())
    })?;
    Ok(count_lettered_words(&all))
}

/// Comments by id, with their authors.
fn comments_of(name: &str, bytes: &[u8]) -> Result<HashMap<String, String>, Refusal> {
    let mut comments: HashMap<String, String> = HashMap::new();
    let (mut id, mut words) = (String::new(), false);
    walk_xml(name, bytes, &mut |node| {
        match node {
            XmlNode::Open(element) if element.name() == "comment" => {
                id = element.get("id").unwrap_or_default();
                let author = element.get("author").filter(|author| !author.is_empty());
                comments.insert(
                    id.clone(),
                    author
                        .map(|author| format!("{author}: "))
                        .unwrap_or_default(),
                );
            }
            XmlNode::Open(element) if element.name() == "t" => words = true,
            XmlNode::Close("t") => words = false,
            XmlNode::Close("p") => {
                if let Some(comment) = comments.get_mut(&id) {
                    comment.push('\n');
                }
            }
            XmlNode::Text(text) if words => {
                if let Some(comment) = comments.get_mut(&id) {
                    comment.push_str(text);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    comments
        .values_mut()
        .for_each(|comment| comment.truncate(comment.trim_end().len()));
    Ok(comments)
}
