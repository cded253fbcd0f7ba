//! Converts the HTML of a Taguette document to text. Taguette gives positions in UTF-8 bytes of all
//! text between tags, including white space; each such byte is mapped to the text that people read.

use crate::import::html::BLOCK_ELEMENTS;
use html_escape::decode_html_entities;

/// A document's text, and the map from Taguette's positions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaguetteDocument {
    /// With an empty line between paragraphs.
    pub text: String,
    /// The byte in the text for each byte that Taguette counts, and for the end.
    positions: Vec<u32>,
    /// Number of pictures that were left out.
    pub pictures: usize,
    verbatim: usize,
    /// Line break or space due before the next word.
    pending_break: &'static str,
}

impl TaguetteDocument {
    pub fn read(html: &str) -> TaguetteDocument {
        let mut page = TaguetteDocument::default();
        let mut rest = html;
        while let Some(place) = rest.find('<') {
            page.words(&rest[..place]);
            rest = &rest[place..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
                page.words("<");
                rest = &rest[1..];
                continue;
            }
            let end = rest.find('>').unwrap_or(rest.len());
            page.mark(&rest[1..end]);
            rest = rest.get(end + 1..).unwrap_or("");
        }
        page.words(rest);
        page.positions.push(page.text.len() as u32);
        page
    }

    /// Maps a range of Taguette positions to the text, without surrounding white space; `None` if
    /// it lies outside or is blank.
    pub fn range(&self, start: i64, end: i64) -> Option<std::ops::Range<usize>> {
        let at = |position: i64| {
            self.positions
                .get(usize::try_from(position).ok()?)
                .map(|place| *place as usize)
        };
        let (start, end) = (at(start)?, at(end)?);
        let words = self.text.get(start..end)?;
        let from = start + (words.len() - words.trim_start().len());
        let to = end - (words.len() - words.trim_end().len());
        (from < to).then_some(from..to)
    }

    fn mark(&mut self, inside: &str) {
        let closes = inside.starts_with('/');
        let bare = inside.trim_start_matches('/');
        let name: String = bare
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match name.as_str() {
            "br" => self.part("\n"),
            "img" => self.pictures += 1,
            // Cells of a row are separated by tabs.
            "td" | "th" if !closes => self.part("\t"),
            block if BLOCK_ELEMENTS.contains(&block) => {
                self.part("\n\n");
                if block == "pre" {
                    self.verbatim = if closes {
                        self.verbatim.saturating_sub(1)
                    } else {
                        self.verbatim + 1
                    };
                }
            }
            _ => {}
        }
    }

    /// Requests a break before the next word; the widest one requested wins.
    fn part(&mut self, by: &'static str) {
        let width = |by: &str| match by {
            "" => 0,
            " " => 1,
            "\t" => 2,
            "\n" => 3,
            _ => 4,
        };
        if width(by) > width(self.pending_break) {
            self.pending_break = by;
        }
    }

    fn words(&mut self, html: &str) {
        // Browsers and parsers normalize line ends.
        let words = decode_html_entities(html).replace("\r\n", "\n");
        for c in words.chars() {
            if c.is_whitespace() && self.verbatim == 0 && c != '\u{a0}' {
                self.positions
                    .extend(std::iter::repeat_n(self.text.len() as u32, c.len_utf8()));
                self.part(" ");
                continue;
            }
            let due = std::mem::take(&mut self.pending_break);
            if !self.text.is_empty() {
                self.text.push_str(due);
            }
            self.positions
                .extend(std::iter::repeat_n(self.text.len() as u32, c.len_utf8()));
            self.text.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_that_is_counted_leads_to_its_place() {
        let html = "<p>I: s&aring; <em>hvad</em>\n  så?</p>\n<ul><li>M: 3 < 4 &amp; 😀</li></ul><table><tr><td>a</td>\n<td>b</td></tr></table>";
        let page = TaguetteDocument::read(html);
        assert_eq!(page.text, "I: så hvad så?\n\nM: 3 < 4 & 😀\n\na\tb");
        // What Taguette counts: the text between tags.
        let counted = "I: så hvad\n  så?\nM: 3 < 4 & 😀a\nb";
        assert_eq!(page.positions.len(), counted.len() + 1);
        for words in ["hvad\n  så?", "så?\nM: 3", "😀", "a\nb", "& 😀"] {
            let start = counted.find(words).unwrap();
            let range = page
                .range(start as i64, (start + words.len()) as i64)
                .unwrap();
            let bare = |words: &str| words.split_whitespace().collect::<String>();
            assert_eq!(bare(&page.text[range]), bare(words));
        }
        assert_eq!(
            (
                page.range(0, 99),
                page.range(-1, 3),
                page.range(5, 5),
                page.range(9, 4)
            ),
            (None, None, None, None)
        );
    }

    #[test]
    fn careless_html_is_read_to_its_end() {
        for html in [
            "<",
            "<p",
            "<!--",
            "</",
            "a<3 b",
            "&#x110000;&nosuch;",
            "<pre>\n a\r\nb",
            "",
        ] {
            let page = TaguetteDocument::read(html);
            assert!(
                page.positions
                    .iter()
                    .all(|place| page.text.is_char_boundary(*place as usize)),
                "{html}"
            );
        }
    }
}
