//! HTML: the words that a browser would show, without styles, scripts and links.
//!
//! Any HTML is accepted, however malformed, as browsers do; nothing in it is run or fetched. Text
//! that is not visible is left out and counted. `aria-hidden` text is visible, and hidden only from
//! screen readers, so it is kept.

mod element;

use super::code_page::CodePage;
use super::decode::decode;
use super::paragraphs::{DocumentCell, JoinedParagraphs, ParagraphBuilder};
use super::reader::{ParsedText, count_lettered_words, left_out_sentence, with_lost_words};
use crate::study::Refusal;
use crate::text::{boundary, number};
use element::{ElementStack, HtmlStyleSheet};

/// Elements without visible content.
const SKIPPED_ELEMENTS: [&str; 9] = [
    "script", "style", "head", "template", "noscript", "svg", "math", "iframe", "datalist",
];
pub(crate) const BLOCK_ELEMENTS: [&str; 34] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "nav",
    "aside",
    "blockquote",
    "figure",
    "figcaption",
    "hr",
    "address",
    "form",
    "body",
    "thead",
    "tbody",
    "caption",
    "pre",
];

pub fn read(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    let decoded = decode(bytes, name)?;
    let mut page = HtmlReader {
        sheet: HtmlStyleSheet::read(&decoded.text),
        ..HtmlReader::default()
    };
    page.go(&decoded.text);
    page.block();
    let mut notes = page.table_notes;
    notes.dedup();
    let hidden = boundary::count_words(&page.hidden);
    if hidden > 0 {
        notes.push(format!(
            "hidden text was left out ({})",
            number::count_noun(hidden, "word")
        ));
    }
    notes.extend(left_out_sentence(
        page.phonetic_guides,
        "reading above a word (ruby)",
        "readings above words (ruby)",
    ));
    notes.extend(left_out_sentence(page.pictures, "picture", "pictures"));
    notes.extend(with_lost_words(
        left_out_sentence(page.drawings, "drawing or formula", "drawings and formulas"),
        count_lettered_words(&page.drawn),
    ));
    let JoinedParagraphs { text, strong, .. } = page.text.finish();
    Ok(ParsedText {
        text,
        encoding: format!("html, {}", decoded.encoding),
        strong,
        notes,
        ..ParsedText::default()
    })
}

/// The encoding declared by a page; used where its bytes are not UTF-8.
pub fn declared_encoding(bytes: &[u8]) -> Option<CodePage> {
    if std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_048)]).to_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let declared = after.trim_start_matches(['"', '\'']);
    CodePage::from_name(
        declared
            .split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))
            .next()?,
    )
}

/// The visible text so far.
#[derive(Default)]
struct HtmlReader {
    text: ParagraphBuilder,
    sheet: HtmlStyleSheet,
    element_stack: ElementStack,
    /// The element whose content is being skipped.
    skipped_element: Option<String>,
    /// Nesting depth in `<pre>`, where white space is significant.
    verbatim: usize,
    tables: Vec<Vec<Vec<DocumentCell>>>,
    cells: Vec<usize>,
    table_notes: Vec<String>,
    hidden: String,
    phonetic_guides: usize,
    pictures: usize,
    /// Drawings and formulas, and the text in them.
    drawings: usize,
    drawn: String,
}

impl HtmlReader {
    fn go(&mut self, html: &str) {
        let mut rest = html;
        while let Some(place) = rest.find('<') {
            self.words(&rest[..place]);
            rest = &rest[place..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let named = rest[1..]
                .starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
            if !named {
                self.words("<");
                rest = &rest[1..];
                continue;
            }
            let end = element::end_of_tag(rest);
            self.tag(&rest[1..end]);
            rest = rest.get(end + 1..).unwrap_or("");
            if let Some(silent) = self.skipped_element.take() {
                // Inside a script `<` has no meaning: skip to its end.
                let after = element::after_close(rest, &silent);
                if matches!(silent.as_str(), "svg" | "math") {
                    self.drawings += 1;
                    self.drawn
                        .push_str(&element::strip_tags(&rest[..rest.len() - after.len()]));
                }
                rest = after;
            }
        }
        self.words(rest);
    }

    fn tag(&mut self, inside: &str) {
        let closes = inside.starts_with('/');
        let bare = inside.trim_start_matches('/');
        let name: String = bare
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        // Paragraphs end before the element stack changes, since its style applies to their words.
        let block = BLOCK_ELEMENTS.contains(&name.as_str());
        match (name.as_str(), closes) {
            ("br", _) => {
                self.text
                    .open
                    .truncate(self.text.open.trim_end_matches(' ').len());
                self.text.open.push('\n');
            }
            ("img", _) => self.pictures += 1,
            ("rt", false) => self.phonetic_guides += 1,
            ("pre", false) => {
                self.block();
                self.verbatim += 1;
            }
            ("pre", true) => {
                self.block();
                self.verbatim = self.verbatim.saturating_sub(1);
            }
            ("table", false) => {
                self.block();
                self.tables.push(Vec::new());
            }
            ("table", true) => self.end_table(),
            ("tr", false) => {
                self.end_cell();
                self.block();
                self.tables
                    .last_mut()
                    .into_iter()
                    .for_each(|rows| rows.push(Vec::new()));
            }
            ("td" | "th", false) => {
                self.end_cell();
                self.cells.push(self.text.len());
            }
            ("td" | "th" | "tr", true) => self.end_cell(),
            (silent, false) if SKIPPED_ELEMENTS.contains(&silent) && !inside.ends_with('/') => {
                self.skipped_element = Some(silent.to_owned());
                return;
            }
            _ if block => self.block(),
            _ => {}
        }
        if closes {
            self.element_stack.close(&name);
        } else {
            self.element_stack.open(&name, inside, block, &self.sheet);
        }
    }

    fn words(&mut self, html: &str) {
        let words = html_escape::decode_html_entities(html);
        if self.element_stack.is_phonetic_guide() {
            return;
        }
        if self.element_stack.is_hidden() {
            self.hidden.push_str(&words);
            return self.hidden.push(' ');
        }
        let from = self.text.open.len();
        if self.verbatim > 0 {
            self.text.open.push_str(&words);
        } else {
            for word in words.split_inclusive([' ', '\n', '\t', '\r']) {
                let bare = word.trim_end_matches([' ', '\n', '\t', '\r']);
                self.text.open.push_str(bare);
                let begun = !self.text.open.is_empty() && !self.text.open.ends_with([' ', '\n']);
                if bare.len() < word.len() && begun {
                    self.text.open.push(' ');
                }
            }
        }
        if self.element_stack.is_strong() {
            self.text.strong_from(from);
        }
    }

    /// Ends the current paragraph, unless it is empty.
    fn block(&mut self) {
        if self.text.open.trim().is_empty() {
            self.text.discard();
        } else {
            let kept = self.text.open.trim_end().len();
            self.text.open.truncate(kept);
            self.text.end();
        }
    }

    fn end_cell(&mut self) {
        let Some(from) = self.cells.pop() else { return };
        self.block();
        // A cell outside any row keeps its paragraphs.
        if let Some(row) = self.tables.last_mut().and_then(|rows| rows.last_mut()) {
            row.push(self.text.take_cell(from));
        }
    }

    fn end_table(&mut self) {
        self.end_cell();
        self.block();
        let Some(rows) = self.tables.pop() else {
            return;
        };
        self.table_notes.extend(self.text.push_table(&rows));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        read("f.html", html.as_bytes()).unwrap().text
    }

    #[test]
    fn what_a_browser_shows() {
        let html = "<!DOCTYPE html><html><head><title>T</title><style>p {a:'<p>'}</style></head><body>\n<p>I: s&aring;,\n &#230;rlig</p><script>if (a<b) '</p>'</SCRIPT><p>M: 3 < 4<br/>ja</p></body>";
        assert_eq!(text(html), "I: så, ærlig\n\nM: 3 < 4\nja\n");
        assert_eq!(
            text("<table><tr><td>I<td>Hvad?</tr><tr><td>M1</td><td>Ja.</td></tr></table>"),
            "I: Hvad?\n\nM1: Ja.\n"
        );
        assert_eq!(
            text("<p title='a>b'>x<!-- y --><pre>a  b\n c</pre>"),
            "x\n\na  b\n c\n"
        );
    }

    #[test]
    fn careless_html_is_read_to_its_end() {
        for html in [
            "<",
            "<p",
            "<!--",
            "<script>",
            "</",
            "<td></table></td><tr>",
            "a<3 b",
            "<p \"x",
            "<svg",
            "<style>.a{",
            "<b style=",
        ] {
            let _ = text(html);
        }
    }

    #[test]
    fn what_is_hidden_is_left_out_and_said() {
        let html = "<head><style>.c1{font-weight:700}.gone { color:red; display: none } @media print{.c2{display:none}}</style></head>\
            <p hidden>nobody reads this<p>Bo: ja<span style='display:none'>, men nej</span>.\
            <p class='x gone'>Typist<p class=c2>Bo: mere <ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>!\
            <p aria-hidden=true>Shown<div hidden><p>a<p>b</div><svg><text>Figur</text></svg>";
        let reading = read("f.html", html.as_bytes()).unwrap();
        assert_eq!(reading.text, "Bo: ja.\n\nBo: mere 漢字!\n\nShown\n");
        assert_eq!(
            reading.notes,
            [
                "hidden text was left out (8 words)",
                "1 reading above a word (ruby) was left out",
                "1 drawing or formula was left out (1 word)"
            ]
        );
    }

    #[test]
    fn bold_words_and_headings_are_on_record() {
        let html = "<style>span.c1{font-weight:700}</style><h3>Åse</h3><p><b>Bo:</b> ja <strong>meget</strong></p>\
            <p><span class=c1>Eva</span> <span style='font-weight: bold'>Li</span> hm<table><tr><td><b>A</b><td>Hvad?<tr><td>B<td>Ja</table>";
        let reading = read("f.html", html.as_bytes()).unwrap();
        let strong: Vec<&str> = reading
            .strong
            .iter()
            .map(|span| span.text(&reading.text))
            .collect();
        assert_eq!(strong, ["Åse", "Bo:", "meget", "Eva", "Li", "A"]);
        assert!(
            reading.text.ends_with("A: Hvad?\n\nB: Ja\n"),
            "{}",
            reading.text
        );
    }
}
