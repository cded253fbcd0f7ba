//! Walks the body of a Word document element by element.

use super::{DocxStyle, DocxStyles};
use crate::import::code_page;
use crate::import::paragraphs::{DocumentCell, ParagraphBuilder};
use crate::import::reader::{left_out_sentence, with_lost_words};
use crate::import::xml::XmlStartTag;
use crate::text::{boundary, number};

/// Elements whose words are not part of the text: deleted and moved text, field codes, earlier
/// properties, ruby annotations.
const SKIPPED_ELEMENTS: [&str; 12] = [
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "delInstrText",
    "rt",
    "rPrChange",
    "pPrChange",
    "sectPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
];

#[derive(Default)]
struct DocxRun {
    look: DocxStyle,
    /// From its character style.
    style: DocxStyle,
    font: String,
}

#[derive(Default)]
struct DocxParagraph {
    look: DocxStyle,
    style: DocxStyle,
    /// Its end was deleted, so the next paragraph continues it.
    continues: bool,
    /// Text boxes anchored in it.
    boxes: Vec<ParagraphBuilder>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DrawingContent {
    Picture,
    Chart,
    Diagram,
    Embedded,
    Words,
}

/// The drawing that surrounds the current element, or a text box in it.
enum DrawingContext {
    Drawing(DrawingContent),
    Box,
}

#[derive(Default)]
pub struct DocxBody {
    /// The text so far; inside a text box, that of the box.
    pub text: ParagraphBuilder,
    /// The suspended texts around the current text box, with their runs.
    outer_texts: Vec<(ParagraphBuilder, Vec<DocxRun>)>,
    drawing_contexts: Vec<DrawingContext>,
    depth: usize,
    /// The skipped element around the current one, and the nesting depth in it.
    skipped_element: Option<(String, usize)>,
    /// Nesting depth in properties of paragraphs and runs.
    paragraph_properties_depth: usize,
    run_properties_depth: usize,
    in_run_text: bool,
    runs: Vec<DocxRun>,
    paragraphs: Vec<DocxParagraph>,
    /// Counts at the start of each choice between alternatives.
    choices: Vec<usize>,
    content_length: usize,
    /// Open tables, row by row, and the paragraph where each open cell begins.
    tables: Vec<Vec<Vec<DocumentCell>>>,
    cells: Vec<usize>,
    table_notes: Vec<String>,
    styles: DocxStyles,
    plain: DocxStyle,
    /// The entries of a drop-down list, and the selected one.
    list: (Vec<String>, usize),
    ticked: bool,
    inserted: usize,
    deleted: usize,
    deleted_text: String,
    hidden_text: String,
    phonetic_guides: usize,
    numbered: usize,
    /// References to footnotes and endnotes.
    pub footnotes: usize,
    pictures: usize,
    /// Charts and diagrams, whose words are in other parts.
    pub charts: usize,
    pub diagrams: usize,
    embedded: usize,
    boxes: usize,
    unknown_symbols: usize,
}

impl DocxBody {
    pub fn new(styles: DocxStyles) -> DocxBody {
        DocxBody {
            plain: styles.plain(),
            styles,
            ..DocxBody::default()
        }
    }

    pub fn open(&mut self, element: &XmlStartTag<'_>) {
        self.depth += 1;
        let name = element.name();
        if matches!(name, "t" | "delText") {
            self.in_run_text = true;
        }
        if self.skipped_element.is_some() {
            return;
        }
        match name {
            "AlternateContent" => self.choices.push(self.content_length),
            // The first alternative is used; the others repeat it for older programs.
            "Choice" | "Fallback"
                if self
                    .choices
                    .last()
                    .is_some_and(|before| self.content_length > *before) =>
            {
                self.skip_element(name)
            }
            "drawing" | "pict" => self
                .drawing_contexts
                .push(DrawingContext::Drawing(DrawingContent::Picture)),
            "object" => self
                .drawing_contexts
                .push(DrawingContext::Drawing(DrawingContent::Embedded)),
            "txbxContent" | "txBody" => self.begin_box(),
            _ => match self.drawing_contexts.last_mut() {
                Some(DrawingContext::Drawing(drawn)) => match name {
                    "chart" => *drawn = DrawingContent::Chart,
                    "relIds" => *drawn = DrawingContent::Diagram,
                    "textpath" => {
                        let words = element
                            .get("string")
                            .filter(|words| !words.trim().is_empty());
                        if let Some(words) = words {
                            self.begin_box();
                            self.put(&words);
                            self.end_box();
                        }
                    }
                    _ => {}
                },
                _ => self.begin(name, element),
            },
        }
    }

    /// Handles a start tag within the text.
    fn begin(&mut self, name: &str, element: &XmlStartTag<'_>) {
        if SKIPPED_ELEMENTS.contains(&name) {
            let of_end = self.run_properties_depth > 0 && self.paragraph_properties_depth > 0;
            match (name, self.paragraphs.last_mut()) {
                ("del", Some(paragraph)) if of_end => paragraph.continues = true,
                _ => {}
            }
            self.deleted += usize::from(matches!(name, "del" | "moveFrom"));
            self.phonetic_guides += usize::from(name == "rt");
            return self.skip_element(name);
        }
        match name {
            "ins" | "moveTo" => self.inserted += 1,
            "p" => self.paragraphs.push(DocxParagraph {
                style: self.plain,
                ..DocxParagraph::default()
            }),
            "pPr" => self.paragraph_properties_depth += 1,
            "r" => self.runs.push(DocxRun::default()),
            "rPr" => self.run_properties_depth += 1,
            "pStyle" => {
                let style = self.styles.look(&element.get("val").unwrap_or_default());
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.style = style;
                }
            }
            _ if self.paragraph_properties_depth > 0 => {
                if let Some(paragraph) = self
                    .paragraphs
                    .last_mut()
                    .filter(|_| self.run_properties_depth == 0)
                {
                    paragraph.look.apply_property(element);
                }
            }
            _ if self.run_properties_depth > 0 => {
                let style = (name == "rStyle")
                    .then(|| self.styles.look(&element.get("val").unwrap_or_default()));
                if let Some(run) = self.runs.last_mut() {
                    run.look.apply_property(element);
                    run.style = style.unwrap_or(run.style);
                    if name == "rFonts" {
                        run.font = element
                            .get("ascii")
                            .or_else(|| element.get("hAnsi"))
                            .unwrap_or_default();
                    }
                }
            }
            "tab" | "ptab" => self.put("\t"),
            "br" | "cr" => self.put("\n"),
            "noBreakHyphen" => self.put("\u{2011}"),
            "sym" => {
                let code = element
                    .get("char")
                    .and_then(|code| u32::from_str_radix(&code, 16).ok())
                    .unwrap_or(0);
                let sign = code_page::letter(&element.get("font").unwrap_or_default(), code);
                self.unknown_symbols += usize::from(sign.is_none());
                self.put(
                    sign.unwrap_or(char::REPLACEMENT_CHARACTER)
                        .encode_utf8(&mut [0; 4]),
                );
            }
            "footnoteReference" | "endnoteReference" => self.footnotes += 1,
            "altChunk" | "subDoc" => self.embedded += 1,
            // Form fields keep the selected entry or tick outside the text.
            "ddList" => self.list = (Vec::new(), 0),
            "result" => {
                self.list.1 = element
                    .get("val")
                    .and_then(|value| value.parse().ok())
                    .unwrap_or(0)
            }
            "listEntry" => self.list.0.push(element.get("val").unwrap_or_default()),
            "checkBox" => self.ticked = false,
            "checked" | "default" => {
                self.ticked = !element
                    .get("val")
                    .is_some_and(|value| matches!(value.as_str(), "0" | "false"))
            }
            "commentRangeStart" => self
                .text
                .begin_comment(element.get("id").unwrap_or_default()),
            "commentRangeEnd" => self
                .text
                .end_comment(&element.get("id").unwrap_or_default()),
            // Some programs write no range, only the place of the comment mark.
            "commentReference" => self
                .text
                .comment_here(&element.get("id").unwrap_or_default()),
            "tbl" => {
                self.end_open();
                self.tables.push(Vec::new());
            }
            "tr" => self
                .tables
                .last_mut()
                .into_iter()
                .for_each(|rows| rows.push(Vec::new())),
            "tc" => self.cells.push(self.text.len()),
            _ => {}
        }
    }

    /// Handles an end tag.
    pub fn close(&mut self, name: &str) {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        if matches!(name, "t" | "delText") {
            self.in_run_text = false;
        }
        if let Some((_, begun)) = &self.skipped_element {
            if *begun == depth {
                self.skipped_element = None;
            }
            return;
        }
        match name {
            "AlternateContent" => drop(self.choices.pop()),
            "drawing" | "pict" | "object" => self.end_drawing(),
            "txbxContent" | "txBody" => self.end_box(),
            _ if matches!(
                self.drawing_contexts.last(),
                Some(DrawingContext::Drawing(_))
            ) => {}
            "p" => self.end_paragraph(),
            "pPr" => {
                self.paragraph_properties_depth = self.paragraph_properties_depth.saturating_sub(1)
            }
            "r" => drop(self.runs.pop()),
            "rPr" => self.run_properties_depth = self.run_properties_depth.saturating_sub(1),
            "ddList" => {
                let (entries, chosen) = std::mem::take(&mut self.list);
                self.put(entries.get(chosen).map_or("", String::as_str));
            }
            "checkBox" => self.put(if self.ticked { "☒" } else { "☐" }),
            "tc" => {
                self.end_open();
                let Some(from) = self.cells.pop() else { return };
                let cell = self.text.take_cell(from);
                if let Some(row) = self.tables.last_mut().and_then(|rows| rows.last_mut()) {
                    row.push(cell);
                }
            }
            "tbl" => {
                let rows = self.tables.pop().unwrap_or_default();
                self.table_notes.extend(self.text.push_table(&rows));
            }
            _ => {}
        }
    }

    /// Handles character data.
    pub fn text(&mut self, words: &str) {
        match &self.skipped_element {
            _ if !self.in_run_text => {}
            None => self.put(words),
            Some((name, _)) if name == "del" => {
                self.deleted_text.push_str(words);
                self.deleted_text.push(' ');
            }
            Some(_) => {}
        }
    }

    /// The report, in sentences.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.table_notes.clone();
        notes.dedup();
        if self.inserted + self.deleted > 0 {
            let (inserted, deleted) = (
                number::count_noun(self.inserted, "insertion"),
                number::count_noun(self.deleted, "deletion"),
            );
            let said = format!("tracked changes: {inserted} accepted, {deleted} left out");
            notes.extend(with_lost_words(
                Some(said),
                boundary::count_words(&self.deleted_text),
            ));
        }
        if self.boxes > 0 {
            notes.push(format!(
                "{} read after the paragraph they belong to",
                number::count_noun(self.boxes, "text box")
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
        notes.extend(left_out_sentence(
            self.numbered,
            "automatic number of a paragraph",
            "automatic numbers of paragraphs",
        ));
        notes.extend(left_out_sentence(self.pictures, "picture", "pictures"));
        notes.extend(left_out_sentence(
            self.embedded,
            "embedded document",
            "embedded documents",
        ));
        if self.unknown_symbols > 0 {
            notes.push(format!(
                "{} of a font whose signs are not known, each shown as �",
                number::count_noun(self.unknown_symbols, "symbol")
            ));
        }
        notes
    }

    fn skip_element(&mut self, name: &str) {
        self.skipped_element = Some((name.to_owned(), self.depth));
    }

    fn put(&mut self, words: &str) {
        self.content_length += words.len();
        let (paragraph, run) = (self.paragraphs.last(), self.runs.last());
        let of_paragraph = paragraph
            .map(|paragraph| paragraph.style)
            .unwrap_or_default();
        let (style, own) = run.map(|run| (run.style, run.look)).unwrap_or_default();
        // Toggle properties: on in both styles means off.
        let is_on = |own: Option<bool>, one: Option<bool>, other: Option<bool>| {
            own.unwrap_or(one.unwrap_or(false) != other.unwrap_or(false))
        };
        if is_on(own.hidden, of_paragraph.hidden, style.hidden) {
            return self.hidden_text.push_str(words);
        }
        let font = run
            .map(|run| run.font.as_str())
            .filter(|font| code_page::is_symbol_font(font));
        let from = self.text.open.len();
        match font {
            Some(font) => {
                let disguised = |letter: &char| ('\u{f000}'..='\u{f0ff}').contains(letter);
                let plain = |letter: char| {
                    Some(letter)
                        .filter(disguised)
                        .and_then(|letter| code_page::sign(font, letter.into()))
                        .unwrap_or(letter)
                };
                self.text.open.extend(words.chars().map(plain));
            }
            None => self.text.open.push_str(words),
        }
        let heading =
            of_paragraph.heading || paragraph.is_some_and(|paragraph| paragraph.look.heading);
        if heading || is_on(own.bold, of_paragraph.bold, style.bold) {
            self.text.strong_from(from);
        }
    }

    fn end_open(&mut self) {
        if !self.text.open.is_empty() {
            self.text.end();
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        self.numbered +=
            usize::from(paragraph.look.numbered.or(paragraph.style.numbered) == Some(true));
        match paragraph.boxes.is_empty() {
            true if paragraph.continues => return,
            true => self.text.end(),
            false => self.end_open(),
        }
        paragraph
            .boxes
            .into_iter()
            .for_each(|words| self.text.append(words));
    }

    fn begin_box(&mut self) {
        self.drawing_contexts.iter_mut().for_each(|around| {
            if let DrawingContext::Drawing(drawn) = around {
                *drawn = DrawingContent::Words;
            }
        });
        self.drawing_contexts.push(DrawingContext::Box);
        self.outer_texts.push((
            std::mem::take(&mut self.text),
            std::mem::take(&mut self.runs),
        ));
    }

    fn end_box(&mut self) {
        self.drawing_contexts.pop();
        self.end_open();
        let Some((outer, runs)) = self.outer_texts.pop() else {
            return;
        };
        self.runs = runs;
        let words = std::mem::replace(&mut self.text, outer);
        if words.len() == 0 {
            return;
        }
        self.boxes += 1;
        match self.paragraphs.last_mut() {
            Some(paragraph) => paragraph.boxes.push(words),
            None => {
                self.end_open();
                self.text.append(words);
            }
        }
    }

    fn end_drawing(&mut self) {
        let Some(DrawingContext::Drawing(drawn)) = self.drawing_contexts.pop() else {
            return;
        };
        self.content_length += 1;
        match drawn {
            DrawingContent::Picture => self.pictures += 1,
            DrawingContent::Chart => self.charts += 1,
            DrawingContent::Diagram => self.diagrams += 1,
            DrawingContent::Embedded => self.embedded += 1,
            DrawingContent::Words => {}
        }
    }
}
