//! Joins the paragraphs of a document to one text.

use crate::text::Span;

/// Collects paragraphs, with the comments and bold stretches in them.
#[derive(Default)]
pub struct ParagraphBuilder {
    done: Vec<String>,
    pub open: String,
    comments: Vec<CommentRange>,
    /// Bold stretches: number of the paragraph, first byte and end.
    strong: Vec<(usize, usize, usize)>,
}

#[derive(Debug, Default)]
pub struct JoinedParagraphs {
    pub text: String,
    /// Comment ids and the stretches they are attached to.
    pub comments: Vec<(String, Span)>,
    /// Bold text and headings.
    pub strong: Vec<Span>,
}

/// Number of the paragraph, and the byte in it.
type ParagraphPosition = (usize, usize);

struct CommentRange {
    id: String,
    from: ParagraphPosition,
    to: Option<ParagraphPosition>,
}

impl ParagraphBuilder {
    /// Ends the current paragraph.
    pub fn end(&mut self) {
        self.done.push(std::mem::take(&mut self.open));
    }

    /// Number of finished paragraphs.
    pub fn len(&self) -> usize {
        self.done.len()
    }

    /// Removes the paragraphs from the `from`th on and returns them as a table cell.
    pub fn take_cell(&mut self, from: usize) -> DocumentCell {
        let mut starts = Vec::new();
        let mut cell = DocumentCell::default();
        for (place, paragraph) in self
            .done
            .split_off(from.min(self.done.len()))
            .into_iter()
            .enumerate()
        {
            if place > 0 {
                cell.text.push('\n');
            }
            starts.push(cell.text.len());
            cell.text.push_str(&paragraph);
        }
        let inside = |(paragraph, byte): ParagraphPosition| {
            Some(starts.get(paragraph.checked_sub(from)?)? + byte)
        };
        for (number, mark) in self.comments.iter().enumerate() {
            cell.comment_starts
                .extend(inside(mark.from).map(|byte| (number, byte)));
            cell.comment_ends
                .extend(mark.to.and_then(inside).map(|byte| (number, byte)));
        }
        self.strong.retain(|(paragraph, start, end)| {
            cell.strong
                .extend(inside((*paragraph, *start)).zip(inside((*paragraph, *end))));
            *paragraph < from
        });
        cell
    }

    /// Adds a table row by row; returns a note where its layout was interpreted.
    pub fn push_table(&mut self, rows: &[Vec<DocumentCell>]) -> Option<String> {
        let words: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.text.clone()).collect())
            .collect();
        let (lines, note) = table(&words);
        let first = self.done.len();
        let mut at = 0;
        for (number, row) in rows.iter().enumerate() {
            let line = lines.get(at).filter(|line| line.row == number);
            for (column, cell) in row.iter().enumerate() {
                let before = cell.text.len() - cell.text.trim_start().len();
                let length = cell.text.trim().len();
                let begins = line.and_then(|line| *line.cells.get(column)?);
                // Comments in a cell that was left out go to the beginning of its row.
                let place = |byte: usize| {
                    (
                        first + at,
                        begins.map_or(0, |begins| begins + byte.saturating_sub(before).min(length)),
                    )
                };
                cell.comment_starts
                    .iter()
                    .for_each(|(mark, byte)| self.comments[*mark].from = place(*byte));
                cell.comment_ends
                    .iter()
                    .for_each(|(mark, byte)| self.comments[*mark].to = Some(place(*byte)));
                if begins.is_some() {
                    self.strong.extend(
                        cell.strong
                            .iter()
                            .map(|(from, to)| (first + at, place(*from).1, place(*to).1)),
                    );
                }
            }
            at += usize::from(line.is_some());
        }
        self.done.extend(lines.into_iter().map(|line| line.text));
        note
    }

    /// Appends the paragraphs of another text, such as a text box.
    pub fn append(&mut self, mut other: ParagraphBuilder) {
        if !other.open.is_empty() {
            other.end();
        }
        let first = self.done.len();
        let moved = |(paragraph, byte): ParagraphPosition| (paragraph + first, byte);
        let marks = other.comments.into_iter();
        self.comments.extend(marks.map(|mark| CommentRange {
            from: moved(mark.from),
            to: mark.to.map(moved),
            ..mark
        }));
        self.strong.extend(
            other
                .strong
                .into_iter()
                .map(|(paragraph, from, to)| (paragraph + first, from, to)),
        );
        self.done.extend(other.done);
    }

    /// Marks the current paragraph as bold from byte `from` to its present end.
    pub fn strong_from(&mut self, from: usize) {
        let (paragraph, to) = (self.done.len(), self.open.len());
        match self.strong.last_mut() {
            Some((known, _, end)) if *known == paragraph && *end == from => *end = to,
            _ if from < to => self.strong.push((paragraph, from, to)),
            _ => {}
        }
    }

    /// Empties the current paragraph and returns its words.
    pub fn discard(&mut self) -> String {
        let open = self.done.len();
        self.strong.retain(|(paragraph, ..)| *paragraph != open);
        std::mem::take(&mut self.open)
    }

    pub fn begin_comment(&mut self, id: String) {
        self.comments.push(CommentRange {
            id,
            from: (self.done.len(), self.open.len()),
            to: None,
        });
    }

    pub fn end_comment(&mut self, id: &str) {
        let here = (self.done.len(), self.open.len());
        if let Some(mark) = self.comments.iter_mut().rfind(|mark| mark.id == id) {
            mark.to = Some(here);
        }
    }

    /// Attaches a comment to the current paragraph so far, unless it has begun already.
    pub fn comment_here(&mut self, id: &str) {
        if !self.comments.iter().any(|mark| mark.id == id) {
            self.begin_comment(id.to_owned());
            self.comment_on_paragraph(id);
        }
    }

    /// Attaches a comment to the current paragraph so far.
    pub fn comment_on_paragraph(&mut self, id: &str) {
        let here = (self.done.len(), self.open.len());
        if let Some(mark) = self.comments.iter_mut().rfind(|mark| mark.id == id) {
            (mark.from, mark.to) = ((here.0, 0), Some(here));
        }
    }

    /// The joined text. Paragraphs are separated by an empty line, unless the document itself
    /// separates them by empty paragraphs.
    pub fn finish(mut self) -> JoinedParagraphs {
        if !self.open.is_empty() {
            self.end();
        }
        let empty = self
            .done
            .iter()
            .filter(|paragraph| paragraph.trim().is_empty())
            .count();
        let parted = empty * 4 >= self.done.len();
        let mut text = String::new();
        let mut starts = Vec::with_capacity(self.done.len());
        for paragraph in &self.done {
            if !parted && paragraph.trim().is_empty() {
                starts.push(text.len());
                continue;
            }
            if !text.is_empty() {
                text.push_str(if parted { "\n" } else { "\n\n" });
            }
            starts.push(text.len());
            text.push_str(paragraph);
        }
        text.push('\n');
        let place = |(paragraph, byte): ParagraphPosition| {
            starts
                .get(paragraph)
                .map_or(text.len(), |start| (start + byte).min(text.len()))
        };
        let span = |from: ParagraphPosition, to: ParagraphPosition| {
            Span::snap(&text, place(from)..place(to)).ok()?.trim(&text)
        };
        let whole =
            |paragraph: usize| span((paragraph, 0), (paragraph, self.done.get(paragraph)?.len()));
        let all = Span::snap(&text, 0..text.len())
            .ok()
            .and_then(|all| all.trim(&text));
        let comments = self.comments.iter().filter_map(|mark| {
            // A comment on no words is attached to its paragraph, or else to the whole text.
            let words = span(mark.from, mark.to.unwrap_or(mark.from))
                .or_else(|| whole(mark.from.0))
                .or(all)?;
            Some((mark.id.clone(), words))
        });
        let comments = comments.collect();
        let strong = self
            .strong
            .iter()
            .filter_map(|(paragraph, from, to)| span((*paragraph, *from), (*paragraph, *to)))
            .collect();
        JoinedParagraphs {
            text,
            comments,
            strong,
        }
    }
}

/// The content of a table cell, with its comments and bold stretches.
#[derive(Default)]
pub struct DocumentCell {
    text: String,
    /// Numbers of the comments that begin here, and the byte.
    comment_starts: Vec<(usize, usize)>,
    comment_ends: Vec<(usize, usize)>,
    strong: Vec<(usize, usize)>,
}

/// A table row as a paragraph.
struct TableRowText {
    row: usize,
    text: String,
    /// Where the words of each cell begin; `None` for cells left out.
    cells: Vec<Option<usize>>,
}

/// Turns table rows into paragraphs: cells side by side or, where the first cell of every row names
/// a speaker, `Name: words`. Cells that merely number the rows are left out. Also returns a note
/// where anything was interpreted.
fn table(rows: &[Vec<String>]) -> (Vec<TableRowText>, Option<String>) {
    let rows: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(|cell| cell.trim()).collect())
        .collect();
    let filled: Vec<(usize, &Vec<&str>)> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| row.iter().any(|cell| !cell.is_empty()))
        .collect();
    let wide = filled.iter().map(|(_, row)| row.len()).max().unwrap_or(0);
    let is_number = |cell: &str| {
        !cell.is_empty()
            && cell
                .trim_end_matches(['.', ')'])
                .chars()
                .all(|c| c.is_ascii_digit())
    };
    let numbered = wide > 1
        && filled.len() > 1
        && filled.iter().filter(|(_, row)| is_number(row[0])).count() * 10 >= filled.len() * 8;
    let from = usize::from(numbered);
    let label = |(_, row): &&(usize, &Vec<&str>)| {
        row.get(from).is_some_and(|cell| {
            cell.chars().next().is_some_and(char::is_alphabetic) && cell.chars().count() <= 40
        })
    };
    let spoken = wide == from + 2
        && filled.len() > 1
        && filled.iter().filter(label).count() * 10 >= filled.len() * 6;
    let written = filled.iter().filter_map(|(row, cells)| {
        let mut line = TableRowText {
            row: *row,
            text: String::new(),
            cells: vec![None; from.min(cells.len())],
        };
        let named = spoken && cells.len() == from + 2 && !cells[from].is_empty();
        for (place, cell) in cells.iter().enumerate().skip(from) {
            let cell = if named && place == from {
                cell.trim_end_matches(':').trim_end()
            } else {
                cell
            };
            if cell.is_empty() && !(named && place == from + 1) {
                line.cells.push(None);
                continue;
            }
            if !line.text.is_empty() {
                line.text.push_str(if named { ": " } else { "\t" });
            }
            line.cells.push(Some(line.text.len()));
            line.text.push_str(cell);
        }
        (!line.text.is_empty()).then_some(line)
    });
    let written = written.collect();
    let note = match (spoken, numbered) {
        (true, true) => {
            Some("a table was read as speakers and words, without its line numbers".to_owned())
        }
        (true, false) => Some("a table was read as speakers and words".to_owned()),
        (false, true) => Some("the line numbers of a table were left out".to_owned()),
        (false, false) => None,
    };
    (written, note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &[&[&str]]) -> (Vec<String>, Option<String>) {
        let rows: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|cell| (*cell).to_owned()).collect())
            .collect();
        let (lines, note) = table(&rows);
        (lines.into_iter().map(|line| line.text).collect(), note)
    }

    #[test]
    fn a_table_of_speakers_becomes_turns() {
        let (lines, note) = read(&[
            &["1", "I:", "Hvad?"],
            &["2", "Mentor 1", "Det: ja."],
            &["3", "", "mere"],
        ]);
        assert_eq!(lines, ["I: Hvad?", "Mentor 1: Det: ja.", "mere"]);
        assert!(note.unwrap().contains("line numbers"));
        assert_eq!(
            read(&[&["a", "b", "c"], &["d", "", "f"]]),
            (vec!["a\tb\tc".into(), "d\tf".into()], None)
        );
    }

    #[test]
    fn comments_and_bold_words_in_a_table_stay_with_their_words() {
        let mut text = ParagraphBuilder::default();
        let mut rows = Vec::new();
        for (row, [name, words]) in [["", ""], ["Anna", " Jeg så det "], ["Bo", "Ja, mere"]]
            .into_iter()
            .enumerate()
        {
            let cells = [name, words].map(|words| {
                let from = text.len();
                text.open.push_str(words);
                if words == "Anna" {
                    text.strong_from(0);
                }
                if words.ends_with("mere") {
                    text.begin_comment("7".into());
                    text.open.push_str(" endnu");
                    text.end_comment("7");
                }
                text.end();
                text.take_cell(from)
            });
            assert_eq!(rows.len(), row);
            rows.push(Vec::from(cells));
        }
        assert_eq!(
            text.push_table(&rows).as_deref(),
            Some("a table was read as speakers and words")
        );
        let JoinedParagraphs {
            text,
            comments,
            strong,
        } = text.finish();
        assert_eq!(text, "Anna: Jeg så det\n\nBo: Ja, mere endnu\n");
        assert_eq!(
            (comments[0].1.text(&text), strong[0].text(&text)),
            ("endnu", "Anna")
        );
    }

    #[test]
    fn comments_find_their_words() {
        let mut text = ParagraphBuilder::default();
        text.open.push_str("Jeg ");
        text.begin_comment("7".into());
        text.open.push_str("så det");
        text.end_comment("7");
        text.end();
        text.open.push_str("mere");
        text.strong_from(0);
        text.open.push_str(" endnu");
        let JoinedParagraphs {
            text,
            comments,
            strong,
        } = text.finish();
        assert_eq!(text, "Jeg så det\n\nmere endnu\n");
        assert_eq!(comments.len(), 1);
        assert_eq!(comments[0].1.text(&text), "så det");
        assert_eq!(
            strong
                .iter()
                .map(|span| span.text(&text))
                .collect::<Vec<_>>(),
            ["mere"]
        );
    }
}
