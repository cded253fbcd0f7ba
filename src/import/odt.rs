//! OpenDocument texts (LibreOffice): the words of the body.
//!
//! What was deleted under tracked changes stands apart in these files and is
//! left out; comments become memos where they stand.

use super::archive::Archive;
use super::paragraphs::{Paragraphs, table};
use super::reader::{Reading, left_out};
use super::xml::{Element, Node, walk};
use crate::study::Refusal;

/// Reads the bytes of the file called `name`.
///
/// # Errors
/// When it is no such document, encrypted, broken or hostile.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Refusal> {
    let mut archive = Archive::open(name, bytes)?;
    let manifest = archive.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.windows(15).any(|window| window == b"encryption-data") {
        return Err(Refusal::new(format!("{name} is encrypted"), "Save it without a password"));
    }
    let content = archive.needed("content.xml")?;
    let mut body = Body::default();
    walk(name, &content, &mut |node| {
        match node {
            Node::Open(element) => body.open(&element),
            Node::Close(name) => body.close(name),
            Node::Text(words) => body.text(words),
        }
        Ok(())
    })?;
    let mut notes = body.tables;
    notes.dedup();
    if body.changes > 0 {
        notes.push(format!("tracked changes: {} taken as accepted", body.changes));
    }
    notes.extend(left_out(body.footnotes, "footnote", "footnotes"));
    notes.extend(left_out(body.pictures, "picture", "pictures"));
    let (text, marks) = body.text.done();
    let said = |id: &str| body.comments.get(id.parse::<usize>().ok()?).map(|words| words.trim().to_owned());
    let comments = marks.into_iter().filter_map(|(id, span)| Some((span, said(&id)?))).collect();
    Ok(Reading { text, encoding: "odt".into(), comments, notes, ..Reading::default() })
}

#[derive(Default)]
struct Body {
    text: Paragraphs,
    /// Whether one is in the body, and how deep in what is not its text.
    inside: bool,
    silent: usize,
    /// How deep in paragraphs.
    paragraphs: usize,
    open: Vec<(usize, Vec<Vec<String>>)>,
    cells: Vec<usize>,
    tables: Vec<String>,
    changes: usize,
    footnotes: usize,
    pictures: usize,
    /// Whether one is in a comment, and what the comments say.
    commenting: bool,
    comments: Vec<String>,
    /// The names of comments that span words, for their ends.
    named: Vec<String>,
}

impl Body {
    fn open(&mut self, element: &Element<'_>) {
        match element.name() {
            "body" => self.inside = true,
            "tracked-changes" | "note" => {
                self.silent += 1;
                self.footnotes += usize::from(element.name() == "note");
            }
            "changed-region" => self.changes += 1,
            "annotation" => {
                let id = self.comments.len().to_string();
                self.comments.push(String::new());
                self.named.push(element.get("name").unwrap_or_default());
                self.text.begin_comment(id);
                self.commenting = true;
            }
            _ if self.commenting || self.silent > 0 => {}
            "annotation-end" => {
                let name = element.get("name").unwrap_or_default();
                if let Some(place) = self.named.iter().rposition(|known| *known == name) {
                    self.text.end_comment(&place.to_string());
                }
            }
            "p" | "h" => self.paragraphs += 1,
            "s" => {
                let count = element.get("c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                self.text.open.extend(std::iter::repeat_n(' ', count.min(1_000)));
            }
            "tab" => self.text.open.push('\t'),
            "line-break" => self.text.open.push('\n'),
            "image" | "object" => self.pictures += 1,
            "table" => self.open.push((self.text.len(), Vec::new())),
            "table-row" => {
                if let Some((_, rows)) = self.open.last_mut() {
                    rows.push(Vec::new());
                }
            }
            "table-cell" | "covered-table-cell" => self.cells.push(self.text.len()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "body" => self.inside = false,
            "tracked-changes" | "note" => self.silent = self.silent.saturating_sub(1),
            "annotation" => {
                self.commenting = false;
                // A comment without an end of its own speaks of the paragraph so far.
                let place = self.comments.len().saturating_sub(1);
                if self.named.get(place).is_none_or(String::is_empty) {
                    self.text.comment_on_paragraph(&place.to_string());
                }
            }
            "creator" if self.commenting => self.comment(": "),
            "date" | "initials" if self.commenting => {}
            _ if self.commenting || self.silent > 0 => {}
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.text.end();
            }
            "table-cell" | "covered-table-cell" => {
                let Some(from) = self.cells.pop() else { return };
                let words = self.text.take_from(from).join("\n");
                if let Some(row) = self.open.last_mut().and_then(|(_, rows)| rows.last_mut()) {
                    row.push(words);
                }
            }
            "table" => {
                let Some((_, rows)) = self.open.pop() else { return };
                let (lines, note) = table(&rows);
                lines.into_iter().for_each(|line| self.text.push(line));
                self.tables.extend(note);
            }
            _ => {}
        }
    }

    fn comment(&mut self, words: &str) {
        if let Some(comment) = self.comments.last_mut() {
            comment.push_str(words);
        }
    }

    fn text(&mut self, words: &str) {
        if self.commenting {
            // The date of a comment is no part of what it says.
            let is_date = words.len() > 15 && words.as_bytes().get(10) == Some(&b'T');
            if !is_date && !words.trim().is_empty() {
                self.comment(words);
            }
        } else if self.inside && self.silent == 0 && self.paragraphs > 0 {
            // White space runs together, as in HTML; `<text:s>` says where it does not.
            for word in words.split_inclusive(char::is_whitespace) {
                let bare = word.trim_end();
                self.text.open.push_str(bare);
                if bare.len() < word.len() && !self.text.open.ends_with([' ', '\n', '\t']) {
                    self.text.open.push(' ');
                }
            }
        }
    }
}
