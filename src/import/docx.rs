//! Word documents (OOXML, ECMA-376): the words of the body, as their reader sees them.
//!
//! Tracked insertions count as accepted and deletions as gone. Comments become
//! memos where they stand. Automatic numbers, notes, headers and pictures are left
//! out, and each is said.

use super::archive::Archive;
use super::paragraphs::{Paragraphs, table};
use super::reader::{Reading, left_out};
use super::xml::{Element, Node, walk};
use crate::study::Refusal;
use std::collections::{HashMap, HashSet};

/// Elements whose words are not the document's: deleted, moved away, field
/// codes, what stands in for a drawing, and old twins of new drawings.
const SILENT: [&str; 7] = ["del", "moveFrom", "instrText", "delText", "Fallback", "drawing", "pict"];

/// Reads the bytes of the file called `name`.
///
/// # Errors
/// When it is no Word document, encrypted, broken or hostile.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Refusal> {
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(Refusal::new(
            format!("{name} is encrypted, or in the format of Word before 2007"),
            "Save it as .docx without a password",
        ));
    }
    let mut archive = Archive::open(name, bytes)?;
    let body = archive.needed("word/document.xml")?;
    let said = match archive.part("word/comments.xml")? {
        Some(comments) => comments_of(name, &comments)?,
        None => HashMap::new(),
    };
    let numbered = match archive.part("word/styles.xml")? {
        Some(styles) => numbered_styles(name, &styles)?,
        None => HashSet::new(),
    };
    let mut reader = Body { styles: numbered, ..Body::default() };
    walk(name, &body, &mut |node| {
        match node {
            Node::Open(element) => reader.open(&element),
            Node::Close(name) => reader.close(name),
            Node::Text(words) => reader.text(words),
        }
        Ok(())
    })?;
    let mut notes: Vec<String> = reader.tables.clone();
    notes.dedup();
    if reader.inserted + reader.deleted > 0 {
        notes.push(format!("tracked changes: {} insertions taken, {} deletions left out", reader.inserted, reader.deleted));
    }
    notes.extend(left_out(reader.numbered, "automatic number of a paragraph", "automatic numbers of paragraphs"));
    notes.extend(left_out(reader.footnotes, "footnote", "footnotes"));
    notes.extend(left_out(reader.pictures, "picture", "pictures"));
    let (text, marks) = reader.text.done();
    let comments = marks.into_iter().filter_map(|(id, span)| Some((span, said.get(&id)?.clone()))).collect();
    Ok(Reading { text, encoding: "docx".into(), comments, notes, ..Reading::default() })
}

/// The body on the way.
#[derive(Default)]
struct Body {
    text: Paragraphs,
    /// How deep in silent elements.
    silent: usize,
    /// Whether one stands in a run's text.
    words: bool,
    /// Tables around the place: the paragraph each begins at, its rows.
    open: Vec<(usize, Vec<Vec<String>>)>,
    /// Where the cell under way begins.
    cells: Vec<usize>,
    tables: Vec<String>,
    /// The styles that number their paragraphs.
    styles: HashSet<String>,
    inserted: usize,
    deleted: usize,
    numbered: usize,
    footnotes: usize,
    pictures: usize,
}

impl Body {
    fn open(&mut self, element: &Element<'_>) {
        let name = element.name();
        match name {
            "del" | "moveFrom" => self.deleted += 1,
            "ins" | "moveTo" if self.silent == 0 => self.inserted += 1,
            "drawing" | "pict" => self.pictures += usize::from(self.silent == 0),
            _ => {}
        }
        if SILENT.contains(&name) {
            self.silent += 1;
        }
        if self.silent > 0 {
            return;
        }
        match name {
            "t" => self.words = true,
            "tab" => self.text.open.push('\t'),
            "br" | "cr" => self.text.open.push('\n'),
            "noBreakHyphen" => self.text.open.push('\u{2011}'),
            "numPr" => self.numbered += 1,
            "pStyle" => self.numbered += usize::from(element.get("val").is_some_and(|style| self.styles.contains(&style))),
            "footnoteReference" | "endnoteReference" => self.footnotes += 1,
            "commentRangeStart" => self.text.begin_comment(element.get("id").unwrap_or_default()),
            "commentRangeEnd" => self.text.end_comment(&element.get("id").unwrap_or_default()),
            "tbl" => self.open.push((self.text.len(), Vec::new())),
            "tr" => {
                if let Some((_, rows)) = self.open.last_mut() {
                    rows.push(Vec::new());
                }
            }
            "tc" => self.cells.push(self.text.len()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if SILENT.contains(&name) {
            self.silent = self.silent.saturating_sub(1);
            return;
        }
        match name {
            "t" => self.words = false,
            // The tab stops of a paragraph are called tab too; they stand before its words.
            "pPr" => self.text.open.truncate(self.text.open.trim_end_matches('\t').len()),
            "p" => self.text.end(),
            "tc" => {
                let Some(from) = self.cells.pop() else { return };
                let words = self.text.take_from(from).join("\n");
                if let Some(row) = self.open.last_mut().and_then(|(_, rows)| rows.last_mut()) {
                    row.push(words);
                }
            }
            "tbl" => {
                let Some((_, rows)) = self.open.pop() else { return };
                let (lines, note) = table(&rows);
                lines.into_iter().for_each(|line| self.text.push(line));
                self.tables.extend(note);
            }
            _ => {}
        }
    }

    fn text(&mut self, words: &str) {
        if self.words && self.silent == 0 {
            self.text.open.push_str(words);
        }
    }
}

/// The styles that number their paragraphs, by their ids.
fn numbered_styles(name: &str, bytes: &[u8]) -> Result<HashSet<String>, Refusal> {
    let (mut styles, mut id) = (HashSet::new(), String::new());
    walk(name, bytes, &mut |node| {
        if let Node::Open(element) = node {
            match element.name() {
                "style" => id = element.get("styleId").unwrap_or_default(),
                "numPr" => drop(styles.insert(id.clone())),
                _ => {}
            }
        }
        Ok(())
    })?;
    Ok(styles)
}

/// What the comments say, by their ids, with who says it.
fn comments_of(name: &str, bytes: &[u8]) -> Result<HashMap<String, String>, Refusal> {
    let mut comments: HashMap<String, String> = HashMap::new();
    let (mut id, mut words) = (String::new(), false);
    walk(name, bytes, &mut |node| {
        match node {
            Node::Open(element) if element.name() == "comment" => {
                id = element.get("id").unwrap_or_default();
                let author = element.get("author").filter(|author| !author.is_empty());
                comments.insert(id.clone(), author.map(|author| format!("{author}: ")).unwrap_or_default());
            }
            Node::Open(element) if element.name() == "t" => words = true,
            Node::Close("t") => words = false,
            Node::Close("p") => {
                if let Some(comment) = comments.get_mut(&id) {
                    comment.push('\n');
                }
            }
            Node::Text(text) if words => {
                if let Some(comment) = comments.get_mut(&id) {
                    comment.push_str(text);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    comments.values_mut().for_each(|comment| comment.truncate(comment.trim_end().len()));
    Ok(comments)
}
