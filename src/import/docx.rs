//! Word documents (OOXML, ECMA-376): the words of the body as a reader sees them.
//!
//! Tracked insertions are accepted, deletions dropped. Comments become memos on their place. Text
//! boxes follow the paragraph they are anchored in. Automatic numbers, notes, headers, pictures,
//! hidden text and ruby annotations are left out and reported, with the number of words lost.
//!
//! The styles of a Word document.

mod body;

use super::archive::ZipContainer;
use super::paragraphs::JoinedParagraphs;
use super::reader::{ParsedText, count_lettered_words, left_out_sentence, with_lost_words};
use super::xml::{XmlNode, XmlStartTag, walk_xml};
use crate::study::Refusal;
use crate::text::number;
use body::DocxBody;
use std::collections::HashMap;

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

/// Length of a chain of styles based on one another.
const DEEPEST: usize = 20;

/// `None` means that the style does not specify a property.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocxStyle {
    pub bold: Option<bool>,
    pub hidden: Option<bool>,
    pub heading: bool,
    /// Its paragraphs have automatic numbers.
    pub numbered: Option<bool>,
}

impl DocxStyle {
    /// Applies an element of run or paragraph properties.
    pub fn apply_property(&mut self, element: &XmlStartTag<'_>) {
        match element.name() {
            "b" => self.bold = Some(is_on(element)),
            "vanish" => self.hidden = Some(is_on(element)),
            "outlineLvl" => self.heading |= element.get("val").is_some_and(|level| level != "9"),
            "numPr" => self.numbered = Some(true),
            // List number 0 removes numbering.
            "numId" if element.get("val").as_deref() == Some("0") => self.numbered = Some(false),
            _ => {}
        }
    }

    fn or(self, base: DocxStyle) -> DocxStyle {
        DocxStyle {
            bold: self.bold.or(base.bold),
            hidden: self.hidden.or(base.hidden),
            heading: self.heading || base.heading,
            numbered: self.numbered.or(base.numbered),
        }
    }
}

/// The value of a toggle: `<w:b/>` is on, `<w:b w:val="0"/>` is off.
fn is_on(element: &XmlStartTag<'_>) -> bool {
    !element
        .get("val")
        .is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off" | "none"))
}

#[derive(Debug, Default)]
pub struct DocxStyles {
    by_id: HashMap<String, (DocxStyle, Option<String>)>,
    /// The default paragraph style.
    plain: Option<String>,
}

impl DocxStyles {
    /// Reads the styles part of the file called `name`.
    pub fn read(name: &str, bytes: &[u8]) -> Result<DocxStyles, Refusal> {
        let mut styles = DocxStyles::default();
        let (mut id, mut look, mut base) = (String::new(), DocxStyle::default(), None);
        let mut conditional = 0_usize;
        walk_xml(name, bytes, &mut |node| {
            match node {
                XmlNode::Open(element) => match element.name() {
                    "style" => {
                        id = element.get("styleId").unwrap_or_default();
                        (look, base) = (DocxStyle::default(), None);
                        let plain = element.get("type").as_deref() == Some("paragraph")
                            && element.get("default").is_some_and(|on| on != "0");
                        if plain {
                            styles.plain = Some(id.clone());
                        }
                    }
                    "name" => {
                        let called = element.get("val").unwrap_or_default().to_lowercase();
                        look.heading |= called.starts_with("heading ") || called == "title";
                    }
                    "basedOn" => base = element.get("val"),
                    // Formatting for certain rows or columns of a table only.
                    "tblStylePr" => conditional += 1,
                    _ if conditional == 0 => look.apply_property(&element),
                    _ => {}
                },
                XmlNode::Close("tblStylePr") => conditional = conditional.saturating_sub(1),
                XmlNode::Close("style") => drop(
                    styles
                        .by_id
                        .insert(std::mem::take(&mut id), (look, base.take())),
                ),
                _ => {}
            }
            Ok(())
        })?;
        Ok(styles)
    }

    /// The style with this id, including those it is based on.
    pub fn look(&self, id: &str) -> DocxStyle {
        let mut look = DocxStyle::default();
        let mut next = Some(id);
        for _ in 0..DEEPEST {
            let Some((own, base)) = next.and_then(|id| self.by_id.get(id)) else {
                break;
            };
            look = look.or(*own);
            next = base.as_deref();
        }
        look
    }

    /// The style of paragraphs that name none.
    pub fn plain(&self) -> DocxStyle {
        self.plain
            .as_deref()
            .map_or_else(DocxStyle::default, |id| self.look(id))
    }
}
