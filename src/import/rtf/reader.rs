//! Parses Rich Text byte by byte.

mod structure;

use super::{LeftOutKind, RtfDestination, RtfFonts, RtfState, RtfTable, SKIPPED_GROUPS};
use crate::import::code_page;
use crate::import::code_page::CodePage;
use crate::import::paragraphs::ParagraphBuilder;
use crate::study::Refusal;
use std::collections::BTreeMap;

/// Limit on nested groups.
const DEEPEST: usize = 2_000;

pub struct RtfReader<'a> {
    bytes: &'a [u8],
    at: usize,
    state: RtfState,
    groups: Vec<RtfState>,
    /// The text so far; inside a text box, that of the box.
    pub text: ParagraphBuilder,
    /// The suspended texts around the current text box.
    outer_texts: Vec<(ParagraphBuilder, RtfTable, Vec<ParagraphBuilder>)>,
    /// Text boxes anchored in the current paragraph.
    text_boxes: Vec<ParagraphBuilder>,
    rows: RtfTable,
    heading: bool,
    /// Bytes of the code page not decoded yet: a letter may take several.
    pending: Vec<u8>,
    /// The first half of a surrogate pair.
    high_surrogate: Option<u16>,
    skip: usize,
    fonts: RtfFonts,
    plain_font: i64,
    /// The document's code page, for fonts that name none.
    pub page: CodePage,
    pub table_notes: Vec<String>,
    pub left_out: BTreeMap<LeftOutKind, String>,
    pub deletions: usize,
    pub comments: usize,
    /// Footnotes and endnotes.
    pub footnotes: usize,
    pub pictures: usize,
    /// Automatic numbers and bullets.
    pub numbers: usize,
    pub boxes: usize,
    /// Symbols without a known letter.
    pub unknown_symbols: usize,
}

impl<'a> RtfReader<'a> {
    pub fn new(bytes: &'a [u8]) -> RtfReader<'a> {
        let state = RtfState {
            destination: RtfDestination::Text,
            boxed: 0,
            is_fallback: false,
            shape: None,
            deleted: false,
            hidden: false,
            bold: false,
            font: 0,
            stand_ins: 1,
        };
        RtfReader {
            bytes,
            at: 0,
            state,
            groups: Vec::new(),
            text: ParagraphBuilder::default(),
            outer_texts: Vec::new(),
            text_boxes: Vec::new(),
            rows: RtfTable::default(),
            heading: false,
            pending: Vec::new(),
            high_surrogate: None,
            skip: 0,
            fonts: RtfFonts::default(),
            plain_font: 0,
            page: CodePage::WINDOWS_1252,
            table_notes: Vec::new(),
            left_out: BTreeMap::new(),
            deletions: 0,
            comments: 0,
            footnotes: 0,
            pictures: 0,
            numbers: 0,
            boxes: 0,
            unknown_symbols: 0,
        }
    }

    /// Parses to the end; refuses groups that are nested too deeply.
    pub fn run(&mut self, name: &str) -> Result<(), Refusal> {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            self.at += 1;
            match byte {
                b'{' => {
                    if self.groups.len() >= DEEPEST {
                        return Err(Refusal::new(
                            format!("{name} nests its groups too deep"),
                            "Nothing was read: do not trust this file",
                        ));
                    }
                    self.groups.push(self.state);
                    self.skip = 0;
                }
                b'}' => {
                    self.flush();
                    self.skip = 0;
                    let outer = self.groups.pop().unwrap_or(self.state);
                    if self.state.boxed > outer.boxed {
                        self.end_box();
                    }
                    if outer.shape.is_none() && self.state.shape == Some(self.boxes) {
                        self.pictures += 1;
                    }
                    self.state = outer;
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        Ok(())
    }

    /// Closes what is still open at the end of the file.
    pub fn end(&mut self) {
        self.flush();
        while !self.outer_texts.is_empty() {
            self.end_box();
        }
        self.end_table();
        self.end_open();
    }

    fn control(&mut self) {
        let Some(first) = self.bytes.get(self.at).copied() else {
            return;
        };
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            match first {
                b'\'' => {
                    let hex = self
                        .bytes
                        .get(self.at..self.at + 2)
                        .and_then(|hex| std::str::from_utf8(hex).ok());
                    if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                        self.at += 2;
                        self.byte(byte);
                    }
                }
                b'~' => self.put("\u{a0}"),
                b'_' => self.put("\u{2011}"),
                b'-' => {}
                b'*' => self.to(RtfDestination::Nowhere),
                b'\r' | b'\n' => self.par(),
                other => self.byte(other),
            }
            return;
        }
        let rest = &self.bytes[self.at..];
        let letters = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count()
            .min(32);
        let word = std::str::from_utf8(&rest[..letters]).unwrap_or_default();
        let digits = rest[letters..]
            .iter()
            .enumerate()
            .take_while(|(n, byte)| byte.is_ascii_digit() || (*n == 0 && **byte == b'-'))
            .count();
        let number = std::str::from_utf8(&rest[letters..letters + digits])
            .ok()
            .and_then(|digits| digits.parse::<i64>().ok());
        self.at += letters + digits;
        if self.bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        self.word(word, number);
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        let on = number != Some(0);
        match word {
            "par" | "sect" | "nestrow" => self.par(),
            "line" => self.put("\n"),
            "tab" | "nestcell" => self.put("\t"),
            "cell" => self.cell(),
            "row" => self.row(),
            "trowd" | "intbl" if self.state.destination == RtfDestination::Text => {
                self.flush();
                self.rows.inside |= word == "intbl";
                self.rows.cell.get_or_insert(self.text.len());
            }
            "pard" if self.state.destination == RtfDestination::Text => {
                self.flush();
                (self.rows.inside, self.heading) = (false, false);
            }
            "outlinelevel" if self.state.destination == RtfDestination::Text => {
                self.heading = number.is_none_or(|level| level < 9)
            }
            "emdash" => self.put("—"),
            "endash" => self.put("–"),
            "lquote" => self.put("‘"),
            "rquote" => self.put("’"),
            "ldblquote" => self.put("“"),
            "rdblquote" => self.put("”"),
            "bullet" => self.put("•"),
            "u" => self.unicode(number.unwrap_or(0)),
            "uc" => {
                self.state.stand_ins = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16)
            }
            "ansicpg" => {
                self.page = CodePage::from_number(number.unwrap_or(1252)).unwrap_or(self.page)
            }
            "mac" => self.page = CodePage::from_number(10_000).unwrap_or(self.page),
            "pc" => self.page = CodePage::from_number(437).unwrap_or(self.page),
            "pca" => self.page = CodePage::from_number(850).unwrap_or(self.page),
            "deff" => {
                (self.plain_font, self.state.font) = (number.unwrap_or(0), number.unwrap_or(0))
            }
            "f" if self.state.destination == RtfDestination::Fonts => {
                self.fonts.begin(number.unwrap_or(0))
            }
            "f" => {
                self.flush();
                self.state.font = number.unwrap_or(self.plain_font);
            }
            "fcharset" => self.fonts.charset(number.unwrap_or(0)),
            "cpg" => self.fonts.page(number.unwrap_or(0)),
            // Binary data of a picture or object.
            "bin" => {
                self.at = self
                    .at
                    .saturating_add(usize::try_from(number.unwrap_or(0)).unwrap_or(0))
                    .min(self.bytes.len())
            }
            "b" => {
                self.flush();
                self.state.bold = on;
            }
            "v" => {
                self.flush();
                self.state.hidden = on;
            }
            "deleted" => {
                self.flush();
                self.deletions += usize::from(on && !self.state.deleted);
                self.state.deleted = on;
            }
            "plain" => {
                self.flush();
                let plain = RtfState {
                    deleted: false,
                    hidden: false,
                    bold: false,
                    font: self.plain_font,
                    ..self.state
                };
                self.state = plain;
            }
            word => self.group(word),
        }
    }

    /// Handles a control word that determines the kind of group.
    fn group(&mut self, word: &str) {
        match word {
            "fonttbl" => self.to(RtfDestination::Fonts),
            // The name of an alternative font.
            "falt" | "panose" => self.to(RtfDestination::Nowhere),
            "footnote" => {
                self.footnotes += 1;
                self.to(RtfDestination::Aside(LeftOutKind::Footnote));
            }
            "annotation" => {
                self.comments += 1;
                self.to(RtfDestination::Aside(LeftOutKind::Comment));
            }
            "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr"
            | "footerf" => {
                self.to(RtfDestination::Aside(LeftOutKind::Header));
            }
            "listtext" | "pntext" => {
                self.numbers += usize::from(self.state.destination == RtfDestination::Text);
                self.to(RtfDestination::Nowhere);
            }
            // The text of a text box is nested in the numbers that describe a shape.
            "shptxt" | "dptxbxtext" if !self.state.is_fallback => {
                self.flush();
                (self.state.destination, self.state.boxed) =
                    (RtfDestination::Text, self.state.boxed + 1);
                let around = (
                    std::mem::take(&mut self.text),
                    std::mem::take(&mut self.rows),
                    std::mem::take(&mut self.text_boxes),
                );
                self.outer_texts.push(around);
            }
            "shp" => self.state.shape = self.state.shape.or(Some(self.boxes)),
            "shprslt" => {
                self.state.is_fallback = true;
                self.to(RtfDestination::Nowhere);
            }
            // The visible rendering of an embedded object.
            "result" => self.to(RtfDestination::Text),
            // A copy of the picture for older readers follows.
            "shppict" => self.pictures += 1,
            "ud" => self.to(RtfDestination::Text),
            silent if SKIPPED_GROUPS.contains(&silent) => {
                self.pictures +=
                    usize::from(silent == "pict" && self.state.destination == RtfDestination::Text);
                self.to(RtfDestination::Nowhere);
            }
            _ => {}
        }
    }

    fn unicode(&mut self, number: i64) {
        self.flush();
        // Numbers are signed 16-bit; letters beyond are surrogate pairs.
        let unit = (number & 0xffff) as u16;
        let units: Vec<u16> = self
            .high_surrogate
            .take()
            .into_iter()
            .chain([unit])
            .collect();
        let disguised = (0xf000..0xf100).contains(&unit);
        if (0xd800..0xdc00).contains(&unit) {
            self.high_surrogate = Some(unit);
        } else if let Some(font) = self
            .fonts
            .symbol_font(self.state.font)
            .filter(|_| disguised)
        {
            self.sign(&font, unit.into());
        } else {
            let letters: String = char::decode_utf16(units)
                .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect();
            self.put(&letters);
        }
        self.skip = self.state.stand_ins;
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match self.state.destination {
            RtfDestination::Fonts => self.fonts.name(byte),
            RtfDestination::Nowhere => {}
            RtfDestination::Text | RtfDestination::Aside(_) => self.pending.push(byte),
        }
    }

    fn put(&mut self, words: &str) {
        self.flush();
        self.say(words);
    }

    fn sign(&mut self, font: &str, code: u32) {
        let sign = code_page::sign(font, code);
        self.unknown_symbols += usize::from(
            sign.is_none()
                && self.leave_out().is_none()
                && self.state.destination == RtfDestination::Text,
        );
        self.say(
            sign.unwrap_or(char::REPLACEMENT_CHARACTER)
                .encode_utf8(&mut [0; 4]),
        );
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        if let Some(font) = self.fonts.symbol_font(self.state.font) {
            return bytes
                .into_iter()
                .for_each(|byte| self.sign(&font, byte.into()));
        }
        let page = self.fonts.page_of(self.state.font).unwrap_or(self.page);
        self.say(&page.decode(&bytes));
    }

    /// Why words are left out at this point; `None` for visible text.
    fn leave_out(&self) -> Option<LeftOutKind> {
        match self.state {
            RtfState {
                destination: RtfDestination::Aside(aside),
                ..
            } => Some(aside),
            RtfState { deleted: true, .. } => Some(LeftOutKind::Deleted),
            RtfState { hidden: true, .. } => Some(LeftOutKind::Hidden),
            _ => None,
        }
    }

    fn say(&mut self, words: &str) {
        if matches!(
            self.state.destination,
            RtfDestination::Nowhere | RtfDestination::Fonts
        ) {
            return;
        }
        if let Some(aside) = self.leave_out() {
            return self.left_out.entry(aside).or_default().push_str(words);
        }
        if !self.rows.inside {
            self.end_table();
        }
        let from = self.text.open.len();
        self.text.open.push_str(words);
        if self.state.bold || self.heading {
            self.text.strong_from(from);
        }
    }

    fn to(&mut self, flow: RtfDestination) {
        self.flush();
        self.state.destination = flow;
    }
}
