//! Rich Text (RTF 1.9): the words without formatting.
//!
//! Letters beyond ASCII are bytes of the font's code page, or Unicode numbers followed by
//! substitutes for older readers. Text boxes follow the paragraph they are anchored in. Hidden and
//! deleted text, notes, headers and comments are left out and reported.
//!
//! The font table of a Rich Text file, which determines the encoding of its bytes.
//!
//! The parser state of Rich Text groups.

mod reader;

use super::code_page;
use super::code_page::CodePage;
use super::paragraphs::{DocumentCell, JoinedParagraphs};
use super::reader::{ParsedText, count_lettered_words, left_out_sentence, with_lost_words};
use crate::study::Refusal;
use crate::text::{boundary, number};
use reader::RtfReader;
use std::collections::HashMap;

pub fn read(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    if !bytes.starts_with(b"{\\rtf") {
        return Err(Refusal::new(
            format!("{name} is no Rich Text"),
            "Open it in the program it came from and save it again",
        ));
    }
    let mut reader = RtfReader::new(bytes);
    reader.run(name)?;
    reader.end();
    let notes = notes(&reader);
    let encoding = format!("rtf, {}", reader.page.name());
    let JoinedParagraphs { text, strong, .. } = reader.text.finish();
    Ok(ParsedText {
        text,
        encoding,
        strong,
        notes,
        ..ParsedText::default()
    })
}

/// The report, in sentences.
fn notes(reader: &RtfReader<'_>) -> Vec<String> {
    let mut notes = reader.table_notes.clone();
    notes.dedup();
    let words = |aside: LeftOutKind| {
        reader
            .left_out
            .get(&aside)
            .map_or(0, |words| boundary::count_words(words))
    };
    if reader.deletions > 0 {
        let said = format!(
            "tracked changes: {} left out",
            number::count_noun(reader.deletions, "deletion")
        );
        notes.extend(with_lost_words(Some(said), words(LeftOutKind::Deleted)));
    }
    if reader.boxes > 0 {
        notes.push(format!(
            "{} read after the paragraph they belong to",
            number::count_noun(reader.boxes, "text box")
        ));
    }
    if words(LeftOutKind::Hidden) > 0 {
        notes.push(format!(
            "hidden text was left out ({})",
            number::count_noun(words(LeftOutKind::Hidden), "word")
        ));
    }
    notes.extend(left_out_sentence(
        reader.numbers,
        "automatic number of a paragraph",
        "automatic numbers of paragraphs",
    ));
    notes.extend(with_lost_words(
        left_out_sentence(reader.comments, "comment", "comments"),
        words(LeftOutKind::Comment),
    ));
    notes.extend(with_lost_words(
        left_out_sentence(reader.footnotes, "footnote", "footnotes"),
        words(LeftOutKind::Footnote),
    ));
    let headers = reader
        .left_out
        .get(&LeftOutKind::Header)
        .map_or(0, |words| count_lettered_words(words));
    if headers > 0 {
        notes.push(format!(
            "headers and footers were left out ({})",
            number::count_noun(headers, "word")
        ));
    }
    notes.extend(left_out_sentence(reader.pictures, "picture", "pictures"));
    if reader.unknown_symbols > 0 {
        notes.push(format!(
            "{} of a font whose signs are not known, each shown as �",
            number::count_noun(reader.unknown_symbols, "symbol")
        ));
    }
    notes
}

#[derive(Clone, Debug, Default)]
pub struct RtfFont {
    /// `None` for the code page of the document.
    page: Option<CodePage>,
    name: Vec<u8>,
    /// A symbol font.
    is_symbol: bool,
}

#[derive(Debug, Default)]
pub struct RtfFonts {
    by_number: HashMap<i64, RtfFont>,
    /// Number of the font being read.
    current: i64,
}

impl RtfFonts {
    /// Begins the font with this number.
    pub fn begin(&mut self, number: i64) {
        self.current = number;
        self.by_number.insert(number, RtfFont::default());
    }

    /// Sets the code page from a Windows character set.
    pub fn charset(&mut self, charset: i64) {
        let Some(font) = self.by_number.get_mut(&self.current) else {
            return;
        };
        font.is_symbol = charset == 2;
        font.page = match charset {
            77 => CodePage::from_number(10_000),
            78 | 128 => CodePage::from_number(932),
            79 | 129 => CodePage::from_number(949),
            80 | 134 => CodePage::from_number(936),
            81 | 136 => CodePage::from_number(950),
            161 => CodePage::from_number(1253),
            162 => CodePage::from_number(1254),
            163 => CodePage::from_number(1258),
            177..=181 => CodePage::from_number(if charset == 177 || charset == 181 {
                1255
            } else {
                1256
            }),
            186 => CodePage::from_number(1257),
            204 => CodePage::from_number(1251),
            222 => CodePage::from_number(874),
            238 => CodePage::from_number(1250),
            254 => CodePage::from_number(437),
            255 => CodePage::from_number(850),
            // 0 and 1 are Windows-1252 or the code page of the document.
            _ => None,
        };
    }

    pub fn page(&mut self, number: i64) {
        if let Some(font) = self.by_number.get_mut(&self.current) {
            font.page = CodePage::from_number(number);
        }
    }

    /// Adds a byte to the name of the font.
    pub fn name(&mut self, byte: u8) {
        if let Some(font) = self.by_number.get_mut(&self.current)
            && byte != b';'
            && font.name.len() < 100
        {
            font.name.push(byte);
        }
    }

    /// `None` for the code page of the document.
    pub fn page_of(&self, number: i64) -> Option<CodePage> {
        self.by_number.get(&number)?.page
    }

    /// The name of a font, if it is a symbol font.
    pub fn symbol_font(&self, number: i64) -> Option<String> {
        let font = self.by_number.get(&number)?;
        let name = String::from_utf8_lossy(&font.name).trim().to_owned();
        (font.is_symbol || code_page::is_symbol_font(&name)).then_some(name)
    }
}

/// Groups that contain no text.
pub const SKIPPED_GROUPS: [&str; 21] = [
    "bkmkstart",
    "bkmkend",
    "filetbl",
    "fldinst",
    "listtable",
    "revtbl",
    "rsidtbl",
    "rxe",
    "tc",
    "xe",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "themedata",
    "nonesttables",
    "nonshppict",
    "atnauthor",
    "atnid",
    "upr",
];

/// Text that is left out and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOutKind {
    /// By a tracked change.
    Deleted,
    Hidden,
    /// At the foot of a page or at the end.
    Footnote,
    Comment,
    /// At the top or foot of every page.
    Header,
}

/// Where the text of a group goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RtfDestination {
    Text,
    /// Left out and counted.
    Aside(LeftOutKind),
    /// To the names of fonts.
    Fonts,
    /// Discarded: it is not text.
    Nowhere,
}

/// State of a group, inherited by the groups in it.
#[derive(Clone, Copy)]
pub struct RtfState {
    pub destination: RtfDestination,
    /// Nesting depth in text boxes.
    pub boxed: usize,
    /// A repetition for older readers.
    pub is_fallback: bool,
    /// In a shape: the number of text boxes read before it.
    pub shape: Option<usize>,
    /// By a tracked change.
    pub deleted: bool,
    pub hidden: bool,
    pub bold: bool,
    /// Number in the font table.
    pub font: i64,
    /// Number of substitute letters after `\u`, for older readers.
    pub stand_ins: usize,
}

#[derive(Default)]
pub struct RtfTable {
    /// The paragraph where the current cell begins; `None` outside a table.
    pub cell: Option<usize>,
    pub row: Vec<DocumentCell>,
    /// The finished rows.
    pub done: Vec<Vec<DocumentCell>>,
    /// Paragraphs are marked as part of a table.
    pub inside: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rtf: &str) -> String {
        read("f.rtf", rtf.as_bytes()).unwrap().text
    }

    #[test]
    fn letters_come_in_three_ways() {
        assert_eq!(
            text(r"{\rtf1\ansi\ansicpg1252 s\'e5 \u229?rlig \u-10179?\u-9113? \emdash\par ja}"),
            "så årlig 👧 —\n\nja\n"
        );
        assert_eq!(
            text(r"{\rtf1\ansi {\fonttbl{\f0 Arial;}}{\*\generator x}a{\deleted b}\{c\}}"),
            "a{c}\n"
        );
    }

    #[test]
    fn every_font_has_its_letters() {
        let fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial CYR{\*\falt Arial};}{\f2\fcharset128 MS Mincho;}{\f3\fcharset2 Wingdings;}\f4\fcharset77 Geneva;{\f5\cpg850 X;}}";
        let rtf = |words: &str| text(&format!(r"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{words}}}"));
        assert_eq!(
            rtf(r"s\'e5 {\f1 \'cf\'f0}\'e5 \f2\'93\'fa\plain\'e5"),
            "så Прå 日å\n"
        );
        assert_eq!(
            rtf(r"\f3\'e0\f0 , {\f3 \u61692?}{\f3 \u-3844\'fc} \f4\'8c\f5\'86"),
            "→, ✓✓ åå\n"
        );
        let reading = read("f.rtf", format!(r"{{\rtf1{fonts}a \f3\'ff}}").as_bytes()).unwrap();
        assert_eq!(
            (
                reading.text.as_str(),
                reading.notes[0].starts_with("1 symbol of a font")
            ),
            ("a �\n", true)
        );
        assert_eq!(text(r"{\rtf1\ansi\ansicpg1251 \'cf\'f0}"), "Пр\n");
        assert_eq!(text(r"{\rtf1\pca s\'86}"), "så\n");
        assert_eq!(
            text(r"{\rtf1\ansi {\uc2\u26085\'93\'fa\uc0\u233 x}\u8217?s}"),
            "日éx’s\n"
        );
    }

    #[test]
    fn what_is_left_out_is_counted() {
        let rtf = r"{\rtf1\ansi{\header Bilag 3\par}Bo: ja{\v  men ikke nu}{\deleted  og nej}.{\footnote Se bilag.}\par{\pntext\'b7\tab}Mere{\v0  ord}\par}";
        let reading = read("f.rtf", rtf.as_bytes()).unwrap();
        assert_eq!(reading.text, "Bo: ja.\n\nMere ord\n");
        let notes = [
            "tracked changes: 1 deletion left out (2 words)",
            "hidden text was left out (3 words)",
            "1 automatic number of a paragraph was left out",
            "1 footnote was left out (2 words)",
            "headers and footers were left out (1 word)",
        ];
        assert_eq!(reading.notes, notes);
    }

    #[test]
    fn text_boxes_and_tables_are_read() {
        let rtf = r"{\rtf1\ansi Bo: ja {\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt \pard I boksen\par Mere\par}}{\shprslt{\*\do{\dptxbxtext\pard I boksen\par}}}}og nej.\par Slut\par}";
        let reading = read("f.rtf", rtf.as_bytes()).unwrap();
        assert_eq!(reading.text, "Bo: ja og nej.\n\nI boksen\n\nMere\n\nSlut\n");
        assert_eq!(
            reading.notes,
            ["1 text box read after the paragraph they belong to"]
        );
        let rtf = r"{\rtf1\ansi \trowd\cellx1\cellx2\pard\intbl {\b I}\cell Hvad?\par Og?\cell\row\trowd\pard\intbl Bo\cell Ja.\cell\row\pard Slut.\par}";
        let reading = read("f.rtf", rtf.as_bytes()).unwrap();
        assert_eq!(reading.text, "I: Hvad?\nOg?\n\nBo: Ja.\n\nSlut.\n");
        assert_eq!(reading.strong[0].text(&reading.text), "I");
    }

    #[test]
    fn bold_words_and_headings_are_on_record() {
        let rtf = r"{\rtf1\ansi{\b Bo:} ja \b meget\b0  og\par\pard\outlinelevel0 Overskrift\par\pard\plain ord\par}";
        let reading = read("f.rtf", rtf.as_bytes()).unwrap();
        let strong: Vec<&str> = reading
            .strong
            .iter()
            .map(|span| span.text(&reading.text))
            .collect();
        assert_eq!(strong, ["Bo:", "meget", "Overskrift"]);
    }

    #[test]
    fn what_is_cut_short_is_no_disaster() {
        let fonts = [
            r"{\rtf1{\fonttbl{\f",
            r"{\rtf1{\fonttbl\f1\fcharset",
            r"{\rtf1\cell\row\cell}",
            r"{\rtf1{\shptxt",
        ];
        for rtf in [
            r"{\rtf1 \'",
            r"{\rtf1 \",
            r"{\rtf1 }}}}",
            r"{\rtf1 \bin99999999999 x",
            r"{\rtf1 \u",
            r"{\rtf1 \uc99999 \u1 a",
        ]
        .into_iter()
        .chain(fonts)
        {
            let _ = read("f.rtf", rtf.as_bytes());
        }
        assert!(
            read(
                "f.rtf",
                format!("{{\\rtf1 {}", "{".repeat(9_999)).as_bytes()
            )
            .unwrap_err()
            .what
            .contains("too deep")
        );
    }
}
