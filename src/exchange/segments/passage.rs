//! Finds the words of a segment in a document: verbatim except for white space, which programs
//! change.
//!
//! Taguette's highlights as an HTML page: the words, then their document and tags.

use crate::exchange::taguette;
use crate::import::tabular::TabularData;
use crate::text::Span;
use memchr::memmem::Finder;

/// A document's words with a map back to it.
pub struct SearchableText<'a> {
    words: &'a str,
    /// With white space as single spaces, and without any.
    spaced: FoldedWords,
    bare: FoldedWords,
    /// Whether paragraphs may be counted by all lines, and by lines with words, judging by segments
    /// that occur once.
    paragraph_countings: [bool; 2],
}

/// Words without some of their characters, and the origin of each byte.
struct FoldedWords {
    text: String,
    /// Start and end of the original character of each byte.
    from: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageMatch {
    /// The only occurrence, or the only one in the right paragraph.
    One(Span),
    Nowhere,
    /// Nothing decides between them.
    Several,
    /// The segment has no words.
    Empty,
}

impl FoldedWords {
    fn new(words: &str, blank: &str) -> FoldedWords {
        let mut folded = FoldedWords {
            text: String::with_capacity(words.len()),
            from: Vec::with_capacity(words.len()),
        };
        let mut put = |letter: &str, from: usize, to: usize| {
            folded.text.push_str(letter);
            folded
                .from
                .extend(std::iter::repeat_n((from as u32, to as u32), letter.len()));
        };
        let mut space = false;
        for (at, letter) in words.char_indices() {
            let end = at + letter.len_utf8();
            if letter.is_whitespace() {
                space = true;
                continue;
            }
            // A soft hyphen is visible only at a line end.
            if letter == '\u{ad}' {
                continue;
            }
            if std::mem::take(&mut space) {
                put(blank, at, at);
            }
            put(letter.encode_utf8(&mut [0; 4]), at, end);
        }
        folded
    }

    /// All occurrences of `needle`.
    fn all(&self, needle: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut from = 0;
        let finder = Finder::new(needle);
        while let Some(at) = self
            .text
            .as_bytes()
            .get(from..)
            .and_then(|rest| finder.find(rest))
        {
            let (start, end) = (from + at, from + at + needle.len());
            found.push((self.from[start].0 as usize, self.from[end - 1].1 as usize));
            from = start + self.text[start..].chars().next().map_or(1, char::len_utf8);
        }
        found
    }
}

impl<'a> SearchableText<'a> {
    pub fn new(words: &'a str) -> SearchableText<'a> {
        SearchableText {
            words,
            spaced: FoldedWords::new(words, " "),
            bare: FoldedWords::new(words, ""),
            paragraph_countings: [true; 2],
        }
    }

    /// Learns how paragraphs are counted, from a segment that occurs once.
    pub fn learn_paragraph_counting(&mut self, segment: &str, paragraph: Option<usize>) {
        let Some(paragraph) = paragraph else { return };
        if let [(start, _)] = self.all(segment).as_slice() {
            let counted = self.paragraphs(*start);
            // A number that matches neither way, such as a page number, is no evidence.
            if counted.contains(&paragraph) {
                self.paragraph_countings =
                    [0, 1].map(|way| self.paragraph_countings[way] && counted[way] == paragraph);
            }
        }
    }

    pub fn find(&self, segment: &str, paragraph: Option<usize>) -> PassageMatch {
        if segment.trim().is_empty() {
            return PassageMatch::Empty;
        }
        let all = self.all(segment);
        let span = |(start, end): &(usize, usize)| Span::snap(self.words, *start..*end).ok();
        match all.as_slice() {
            [] => PassageMatch::Nowhere,
            [only] => span(only).map_or(PassageMatch::Nowhere, PassageMatch::One),
            several => {
                let Some(paragraph) = paragraph else {
                    return PassageMatch::Several;
                };
                let right = |at: &&(usize, usize)| {
                    let counted = self.paragraphs(at.0);
                    (0..2).any(|way| self.paragraph_countings[way] && counted[way] == paragraph)
                };
                let mut right = several.iter().filter(right);
                match (right.next(), right.next()) {
                    (Some(only), None) => {
                        span(only).map_or(PassageMatch::Several, PassageMatch::One)
                    }
                    _ => PassageMatch::Several,
                }
            }
        }
    }

    fn all(&self, segment: &str) -> Vec<(usize, usize)> {
        let spaced = FoldedWords::new(segment.trim(), " ").text;
        if spaced.is_empty() {
            return Vec::new();
        }
        let found = self.spaced.all(&spaced);
        if found.is_empty() {
            self.bare.all(&FoldedWords::new(segment, "").text)
        } else {
            found
        }
    }

    /// The paragraph number at a byte, from 1: counting all lines, and counting lines with words.
    fn paragraphs(&self, at: usize) -> [usize; 2] {
        let before = &self.words[..at];
        let filled = before
            .lines()
            .filter(|line| !line.trim().is_empty())
            .count();
        // The current line has been counted already if there are words before `at` in it.
        let begun = before
            .rsplit('\n')
            .next()
            .is_some_and(|line| !line.trim().is_empty());
        [
            1 + before.matches('\n').count(),
            filled + usize::from(!begun),
        ]
    }
}

/// Title of such a page, in every language of Taguette.
const TITLE: &str = "Taguette";

pub fn is_highlights(page: &str) -> bool {
    let title = page
        .split_once("<title>")
        .and_then(|(_, rest)| rest.split_once("</title>"))
        .map(|(title, _)| title.trim());
    title.is_some_and(|title| title.contains(TITLE)) && page.contains("<strong>")
}

/// The highlights as a table: document, tags, words.
pub fn cells(page: &str) -> TabularData {
    let body = page.split_once("</h1>").map_or(page, |(_, body)| body);
    let mut columns = [Vec::new(), Vec::new(), Vec::new()];
    // Each highlight ends with two bold labels: its document and its tags.
    for part in body.split("<hr>") {
        let Some((words, about)) = part.rfind("<p>").map(|at| part.split_at(at)) else {
            continue;
        };
        let mut told = about
            .split("</strong>")
            .skip(1)
            .map(|said| taguette::plain(said.split("<strong>").next().unwrap_or_default()));
        let (Some(document), Some(tags)) = (told.next(), told.next()) else {
            continue;
        };
        columns[0].push(document.trim().to_owned());
        columns[1].push(
            tags.split(',')
                .map(str::trim)
                .collect::<Vec<_>>()
                .join("\n"),
        );
        columns[2].push(taguette::plain(words).trim().to_owned());
    }
    let header = ["document", "tags", "content"].map(str::to_owned).to_vec();
    let columns = columns
        .iter()
        .map(|column| column.iter().collect())
        .collect();
    TabularData {
        header,
        columns,
        ..TabularData::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TALK: &str = "Ann: Yes. It is so.\n\nBo: Yes. We\u{a0}did\nwalk.\n\nAnn: Yes.\n";

    fn words(place: PassageMatch) -> Option<&'static str> {
        if let PassageMatch::One(span) = place {
            Some(span.text(TALK))
        } else {
            None
        }
    }

    #[test]
    fn words_are_found_but_for_white_space() {
        let text = SearchableText::new(TALK);
        assert_eq!(
            words(text.find("We did walk.", None)),
            Some("We\u{a0}did\nwalk.")
        );
        assert_eq!(words(text.find(" It is\n so ", None)), Some("It is so"));
        assert_eq!(text.find("We did not walk.", None), PassageMatch::Nowhere);
        assert_eq!(text.find(" \n", None), PassageMatch::Empty);
    }

    #[test]
    fn what_stands_in_several_places_is_put_where_its_paragraph_is_or_nowhere() {
        let mut text = SearchableText::new(TALK);
        assert_eq!(text.find("Yes.", None), PassageMatch::Several);
        assert_eq!(text.find("Yes.", Some(9)), PassageMatch::Several);
        let at = |place| {
            if let PassageMatch::One(span) = place {
                span.start
            } else {
                0
            }
        };
        // Paragraph 3 is Bo's counting all lines; paragraph 4 is the last one counting lines with
        // words.
        assert_eq!(at(text.find("Yes.", Some(3))), 25);
        assert_eq!(at(text.find("Yes.", Some(4))), 50);
        text.learn_paragraph_counting("We did", Some(2));
        assert_eq!(at(text.find("Yes.", Some(2))), 25);
        assert_eq!(text.find("Yes.", Some(3)), PassageMatch::Several);
    }
}

#[cfg(test)]
mod html_tests {
    use super::*;

    #[test]
    fn highlights_of_a_page_are_rows() {
        let page = "<!DOCTYPE html>\n<html><head><title>Taguette highlights</title></head><body>\n<h1>Taguette highlights</h1>\n\n<p>It helped &amp; me</p>\n    <p>\n      <strong>Document:</strong> talk\n      <strong>Tags:</strong>\n        Trust,\n        Hope\n    </p>\n    <hr>\n<p>Two.</p><p>Lines.</p>\n    <p>\n      <strong>Document:</strong> other\n      <strong>Tags:</strong>\n        Trust\n    </p></body></html>";
        assert!(
            is_highlights(page)
                && !is_highlights("<title>Interview</title><p><strong>A:</strong> b")
        );
        let cells = cells(page);
        assert_eq!(cells.columns[0], ["talk", "other"]);
        assert_eq!(cells.columns[1], ["Trust\nHope", "Trust"]);
        assert_eq!(&cells.columns[2][0], "It helped & me");
        assert_eq!(
            cells.columns[2][1].split_whitespace().collect::<Vec<_>>(),
            ["Two.", "Lines."]
        );
    }
}
