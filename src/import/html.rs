//! HTML: the words a browser would show, without styles, scripts and links.
//!
//! Any HTML is read, however careless, as browsers do; nothing in it is ever run
//! or fetched.

use super::decode::decode;
use super::paragraphs::{Paragraphs, table};
use super::reader::{Reading, left_out};
use crate::study::Refusal;

/// Elements whose insides nobody sees.
const SILENT: [&str; 8] = ["script", "style", "head", "template", "noscript", "svg", "math", "iframe"];
/// Elements that stand on lines of their own.
pub(super) const BLOCKS: [&str; 34] = [
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

/// Reads the bytes of the file called `name`.
///
/// # Errors
/// When it is no text.
pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Refusal> {
    let decoded = decode(bytes, name)?;
    let mut page = Shown::default();
    page.go(&decoded.text);
    page.block();
    let mut notes = page.notes;
    notes.dedup();
    notes.extend(left_out(page.pictures, "picture", "pictures"));
    let (text, _) = page.text.done();
    Ok(Reading { text, encoding: format!("html, {}", decoded.encoding), notes, ..Reading::default() })
}

/// What is shown so far.
#[derive(Default)]
struct Shown {
    text: Paragraphs,
    /// The element whose insides are passed over.
    silent: Option<String>,
    /// How deep in `<pre>`, where white space counts.
    verbatim: usize,
    tables: Vec<(usize, Vec<Vec<String>>)>,
    cells: Vec<usize>,
    notes: Vec<String>,
    pictures: usize,
}

impl Shown {
    fn go(&mut self, html: &str) {
        let mut rest = html;
        while let Some(place) = rest.find('<') {
            self.words(&rest[..place]);
            rest = &rest[place..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let named = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
            if !named {
                self.words("<");
                rest = &rest[1..];
                continue;
            }
            let end = end_of_tag(rest);
            self.tag(&rest[1..end]);
            rest = rest.get(end + 1..).unwrap_or("");
            if let Some(silent) = self.silent.take() {
                // Inside a script `<` means nothing: go straight to its end.
                rest = after_close(rest, &silent);
            }
        }
        self.words(rest);
    }

    fn tag(&mut self, inside: &str) {
        let closes = inside.starts_with('/');
        let bare = inside.trim_start_matches('/');
        let name: String = bare.chars().take_while(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        match (name.as_str(), closes) {
            ("br", _) => {
                self.text.open.truncate(self.text.open.trim_end_matches(' ').len());
                self.text.open.push('\n');
            }
            ("img", _) => self.pictures += 1,
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
                self.tables.push((self.text.len(), Vec::new()));
            }
            ("table", true) => self.end_table(),
            ("tr", false) => {
                if let Some((_, rows)) = self.tables.last_mut() {
                    rows.push(Vec::new());
                }
            }
            ("td" | "th", false) => {
                self.end_cell();
                self.cells.push(self.text.len());
            }
            ("td" | "th" | "tr", true) => self.end_cell(),
            (silent, false) if SILENT.contains(&silent) && !inside.ends_with('/') => self.silent = Some(silent.to_owned()),
            (block, _) if BLOCKS.contains(&block) => self.block(),
            _ => {}
        }
    }

    fn words(&mut self, html: &str) {
        let words = html_escape::decode_html_entities(html);
        if self.verbatim > 0 {
            return self.text.open.push_str(&words);
        }
        for word in words.split_inclusive([' ', '\n', '\t', '\r']) {
            let bare = word.trim_end_matches([' ', '\n', '\t', '\r']);
            self.text.open.push_str(bare);
            let begun = !self.text.open.is_empty() && !self.text.open.ends_with([' ', '\n']);
            if bare.len() < word.len() && begun {
                self.text.open.push(' ');
            }
        }
    }

    /// Ends the paragraph under way, if it holds anything.
    fn block(&mut self) {
        if self.text.open.trim().is_empty() {
            self.text.open.clear();
        } else {
            let kept = self.text.open.trim_end().len();
            self.text.open.truncate(kept);
            self.text.end();
        }
    }

    fn end_cell(&mut self) {
        let Some(from) = self.cells.pop() else { return };
        self.block();
        let words = self.text.take_from(from).join("\n");
        if let Some(row) = self.tables.last_mut().and_then(|(_, rows)| rows.last_mut()) {
            row.push(words);
        } else {
            self.text.push(words);
        }
    }

    fn end_table(&mut self) {
        self.end_cell();
        self.block();
        let Some((_, rows)) = self.tables.pop() else { return };
        let (lines, note) = table(&rows);
        lines.into_iter().for_each(|line| self.text.push(line));
        self.notes.extend(note);
    }
}

/// The place of the `>` that ends the tag at the front; quoted ones do not.
fn end_of_tag(html: &str) -> usize {
    let mut quote = None;
    for (place, c) in html.char_indices() {
        match (c, quote) {
            ('>', None) => return place,
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            _ => {}
        }
    }
    html.len()
}

/// What follows the end of the element called so; nothing when it never ends.
fn after_close<'a>(html: &'a str, name: &str) -> &'a str {
    let close = format!("</{name}");
    let mut at = 0;
    while let Some(place) = html[at..].find("</") {
        at += place;
        if html.get(at..at + close.len()).is_some_and(|found| found.eq_ignore_ascii_case(&close)) {
            return html[at..].split_once('>').map_or("", |(_, after)| after);
        }
        at += 2;
    }
    ""
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
        assert_eq!(text("<table><tr><td>I<td>Hvad?</tr><tr><td>M1</td><td>Ja.</td></tr></table>"), "I: Hvad?\n\nM1: Ja.\n");
        assert_eq!(text("<p title='a>b'>x<!-- y --><pre>a  b\n c</pre>"), "x\n\na  b\n c\n");
    }

    #[test]
    fn careless_html_is_read_to_its_end() {
        for html in ["<", "<p", "<!--", "<script>", "</", "<td></table></td><tr>", "a<3 b", "<p \"x"] {
            let _ = text(html);
        }
    }
}
