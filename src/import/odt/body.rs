//! Walks the body of an OpenDocument text element by element.

use super::{OdtStyle, OdtStyles};
use crate::import::paragraphs::{DocumentCell, ParagraphBuilder};
use crate::import::reader::{left_out_sentence, with_lost_words};
use crate::import::xml::XmlStartTag;
use crate::text::{boundary, number};

/// Drawing elements, which may contain text.
const SHAPES: [&str; 12] = [
    "frame",
    "custom-shape",
    "rect",
    "ellipse",
    "circle",
    "line",
    "polyline",
    "polygon",
    "path",
    "connector",
    "caption",
    "measure",
];

/// Why words are not part of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SkipReason {
    Deleted,
    Note,
    Reading,
    Script,
}

/// The suspended state around a shape.
struct OuterText {
    text: ParagraphBuilder,
    paragraphs: usize,
    looks: Vec<OdtStyle>,
    boxes: Vec<ParagraphBuilder>,
    pictures: usize,
    objects: usize,
}

#[derive(Default)]
pub struct OdtBody {
    /// The text so far; inside a text frame, that of the frame.
    pub text: ParagraphBuilder,
    pub(super) styles: OdtStyles,
    /// Within the body, and the nesting depth in skipped elements.
    inside: bool,
    skip: Option<(SkipReason, usize)>,
    depth: usize,
    /// Nesting depth of paragraphs, and the style of each open span.
    paragraphs: usize,
    looks: Vec<OdtStyle>,
    outer_texts: Vec<OuterText>,
    /// Text frames anchored in the current paragraph.
    boxes: Vec<ParagraphBuilder>,
    boxed: usize,
    tables: Vec<Vec<Vec<DocumentCell>>>,
    cells: Vec<usize>,
    table_notes: Vec<String>,
    changes: usize,
    footnotes: usize,
    phonetic_guides: usize,
    /// Depths of the open hidden sections, and whether the current paragraph is hidden.
    hidden_sections: Vec<usize>,
    paragraph_is_hidden: bool,
    /// Words left out: deleted, in notes, hidden.
    deleted_text: String,
    note_text: String,
    hidden_text: String,
    pictures: usize,
    /// Objects such as charts, whose words are in other parts.
    pub objects: usize,
    in_comment: bool,
    pub comments: Vec<String>,
    /// Names of comments that span text, needed for their ends.
    named_comments: Vec<String>,
}

impl OdtBody {
    pub fn open(&mut self, element: &XmlStartTag<'_>) {
        self.depth += 1;
        if element.name() == "body" {
            self.inside = true;
        }
        if !self.inside || self.skip.is_some() {
            self.changes += usize::from(self.inside && element.name() == "changed-region");
            return;
        }
        match element.name() {
            "annotation" => {
                let id = self.comments.len().to_string();
                self.comments.push(String::new());
                self.named_comments
                    .push(element.get("name").unwrap_or_default());
                self.text.begin_comment(id);
                self.in_comment = true;
            }
            _ if self.in_comment => {}
            "tracked-changes" => self.start_skipping(SkipReason::Deleted),
            "note" => {
                self.footnotes += 1;
                self.start_skipping(SkipReason::Note);
            }
            "ruby-text" => {
                self.phonetic_guides += 1;
                self.start_skipping(SkipReason::Reading);
            }
            "script" => self.start_skipping(SkipReason::Script),
            "annotation-end" => {
                let name = element.get("name").unwrap_or_default();
                if let Some(place) = self.named_comments.iter().rposition(|known| *known == name) {
                    self.text.end_comment(&place.to_string());
                }
            }
            shape if SHAPES.contains(&shape) => self.begin_shape(),
            kind @ ("p" | "h") => {
                self.paragraphs += 1;
                let look = self
                    .styles
                    .look("paragraph", &element.get("style-name").unwrap_or_default());
                self.looks.push(if kind == "h" {
                    OdtStyle {
                        bold: Some(true),
                        ..look
                    }
                } else {
                    look
                });
            }
            "span" => {
                let look = self
                    .styles
                    .look("text", &element.get("style-name").unwrap_or_default());
                let around = self.looks.last().copied().unwrap_or_default();
                self.looks.push(look.or(around));
            }
            "section" if element.get("display").as_deref() == Some("none") => {
                self.hidden_sections.push(self.depth)
            }
            // Fields that hide themselves, or the paragraph around them.
            "hidden-text" if element.get("is-hidden").as_deref() == Some("true") => {
                self.hidden_text
                    .push_str(&element.get("string-value").unwrap_or_default());
                self.hidden_text.push(' ');
                self.start_skipping(SkipReason::Script);
            }
            "hidden-paragraph" => {
                self.paragraph_is_hidden |= element.get("is-hidden").as_deref() == Some("true")
            }
            "s" => {
                let count = element
                    .get("c")
                    .and_then(|count| count.parse().ok())
                    .unwrap_or(1_usize);
                self.put(&" ".repeat(count.min(1_000)));
            }
            "tab" => self.put("\t"),
            "line-break" => self.put("\n"),
            "image" => self.pictures += 1,
            "object" => self.objects += 1,
            "table" => self.tables.push(Vec::new()),
            "table-row" => self
                .tables
                .last_mut()
                .into_iter()
                .for_each(|rows| rows.push(Vec::new())),
            "table-cell" | "covered-table-cell" => self.cells.push(self.text.len()),
            _ => {}
        }
    }

    /// Handles an end tag.
    pub fn close(&mut self, name: &str) {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        if let Some((_, begun)) = self.skip {
            if begun == depth {
                self.skip = None;
            } else if matches!(name, "p" | "h") {
                self.deleted_text.push('\n');
                self.note_text.push('\n');
            }
            return;
        }
        if self.hidden_sections.last() == Some(&depth) {
            self.hidden_sections.pop();
        }
        match name {
            "body" => self.inside = false,
            "annotation" => {
                self.in_comment = false;
                // A comment without an end is attached to the paragraph so far.
                let place = self.comments.len().saturating_sub(1);
                if self.named_comments.get(place).is_none_or(String::is_empty) {
                    self.text.comment_on_paragraph(&place.to_string());
                }
            }
            "creator" if self.in_comment => self.comment(": "),
            "date" | "initials" if self.in_comment => {}
            _ if self.in_comment || !self.inside => {}
            shape if SHAPES.contains(&shape) => self.end_shape(),
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.looks.pop();
                let boxes = std::mem::take(&mut self.boxes);
                if std::mem::take(&mut self.paragraph_is_hidden) {
                    self.hidden_text.push_str(&self.text.discard());
                }
                if boxes.is_empty() || !self.text.open.is_empty() {
                    self.text.end();
                }
                boxes.into_iter().for_each(|words| self.text.append(words));
            }
            "span" => drop(self.looks.pop()),
            "table-cell" | "covered-table-cell" => {
                let Some(from) = self.cells.pop() else { return };
                let cell = self.text.take_cell(from);
                if let Some(row) = self.tables.last_mut().and_then(|rows| rows.last_mut()) {
                    row.push(cell);
                }
            }
            "table" => {
                let rows = self.tables.pop().unwrap_or_default();
                self.table_notes.extend(self.text.push_table(&rows));
            }
            _ => {}
        }
    }

    /// Handles character data.
    pub fn text(&mut self, words: &str) {
        match self.skip {
            Some((SkipReason::Deleted, _)) => self.deleted_text.push_str(words),
            Some((SkipReason::Note, _)) => self.note_text.push_str(words),
            Some(_) => {}
            None if self.in_comment => {
                // The date of a comment is not part of its text.
                let is_date = words.len() > 15 && words.as_bytes().get(10) == Some(&b'T');
                if !is_date && !words.trim().is_empty() {
                    self.comment(words);
                }
            }
            None if self.inside && self.paragraphs > 0 => self.flow(words),
            None => {}
        }
    }

    /// The report, in sentences.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.table_notes.clone();
        notes.dedup();
        if self.changes > 0 {
            let gone = match boundary::count_words(&self.deleted_text) {
                0 => String::new(),
                words => format!(
                    ", {} of them deleted and left out",
                    number::count_noun(words, "word")
                ),
            };
            notes.push(format!(
                "tracked changes: {} taken as accepted{gone}",
                self.changes
            ));
        }
        if self.boxed > 0 {
            notes.push(format!(
                "{} read after the paragraph they belong to",
                number::count_noun(self.boxed, "text frame")
            ));
        }
        let hidden = boundary::count_words(&self.hidden_text);
        if hidden > 0 {
            notes.push(format!(
                "hidden text was left out ({})",
                number::count_noun(hidden, "word")
            ));
        }
        notes.extend(left_out_sentence(
            self.phonetic_guides,
            "reading above a word (ruby)",
            "readings above words (ruby)",
        ));
        notes.extend(with_lost_words(
            left_out_sentence(self.footnotes, "footnote", "footnotes"),
            super::count_lettered_words(&self.note_text),
        ));
        notes.extend(left_out_sentence(self.pictures, "picture", "pictures"));
        notes
    }

    fn start_skipping(&mut self, silence: SkipReason) {
        self.skip = Some((silence, self.depth));
    }

    fn look(&self) -> OdtStyle {
        self.looks.last().copied().unwrap_or_default()
    }

    fn is_hidden(&self) -> bool {
        !self.hidden_sections.is_empty() || self.look().hidden == Some(true)
    }

    fn put(&mut self, words: &str) {
        if self.is_hidden() {
            self.hidden_text.push_str(words);
            return self.hidden_text.push(' ');
        }
        let from = self.text.open.len();
        self.text.open.push_str(words);
        if self.look().bold == Some(true) {
            self.text.strong_from(from);
        }
    }

    /// Adds text with white space collapsed, as in HTML; `<text:s>` marks significant spaces.
    fn flow(&mut self, words: &str) {
        if self.is_hidden() {
            self.hidden_text.push_str(words);
            return self.hidden_text.push(' ');
        }
        let from = self.text.open.len();
        for word in words.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            self.text.open.push_str(bare);
            if bare.len() < word.len() && !self.text.open.ends_with([' ', '\n', '\t']) {
                self.text.open.push(' ');
            }
        }
        if self.look().bold == Some(true) {
            self.text.strong_from(from);
        }
    }

    fn comment(&mut self, words: &str) {
        if let Some(comment) = self.comments.last_mut() {
            comment.push_str(words);
        }
    }

    fn begin_shape(&mut self) {
        self.outer_texts.push(OuterText {
            text: std::mem::take(&mut self.text),
            paragraphs: std::mem::take(&mut self.paragraphs),
            looks: std::mem::take(&mut self.looks),
            boxes: std::mem::take(&mut self.boxes),
            pictures: self.pictures,
            objects: self.objects,
        });
    }

    fn end_shape(&mut self) {
        let Some(outer) = self.outer_texts.pop() else {
            return;
        };
        let words = std::mem::replace(&mut self.text, outer.text);
        (self.paragraphs, self.looks, self.boxes) = (outer.paragraphs, outer.looks, outer.boxes);
        if self.objects > outer.objects {
            // A picture is stored beside an object, for programs that cannot show it.
            (self.objects, self.pictures) = (outer.objects + 1, outer.pictures);
        }
        if words.len() == 0 && words.open.is_empty() {
            return;
        }
        self.boxed += 1;
        if self.paragraphs > 0 {
            self.boxes.push(words);
        } else {
            self.text.append(words);
        }
    }
}
