//! Paragraphs of a document put together to a text.

use crate::text::Span;

/// A text under way, paragraph by paragraph, with comments on its places.
#[derive(Default)]
pub struct Paragraphs {
    done: Vec<String>,
    /// The paragraph under way.
    pub open: String,
    comments: Vec<Mark>,
}

/// A place in the paragraphs: which, and the byte in it.
type Place = (usize, usize);

struct Mark {
    id: String,
    from: Place,
    to: Option<Place>,
}

impl Paragraphs {
    /// Ends the paragraph under way.
    pub fn end(&mut self) {
        self.done.push(std::mem::take(&mut self.open));
    }

    /// How many have ended.
    pub fn len(&self) -> usize {
        self.done.len()
    }

    /// Takes away all paragraphs from the `from`th on.
    pub fn take_from(&mut self, from: usize) -> Vec<String> {
        self.done.split_off(from.min(self.done.len()))
    }

    /// Adds a whole paragraph.
    pub fn push(&mut self, paragraph: String) {
        self.done.push(paragraph);
    }

    /// A comment begins here.
    pub fn begin_comment(&mut self, id: String) {
        self.comments.push(Mark { id, from: (self.done.len(), self.open.len()), to: None });
    }

    /// A comment ends here.
    pub fn end_comment(&mut self, id: &str) {
        let here = (self.done.len(), self.open.len());
        if let Some(mark) = self.comments.iter_mut().rfind(|mark| mark.id == id) {
            mark.to = Some(here);
        }
    }

    /// The comment speaks of the paragraph under way, up to here.
    pub fn comment_on_paragraph(&mut self, id: &str) {
        let here = (self.done.len(), self.open.len());
        if let Some(mark) = self.comments.iter_mut().rfind(|mark| mark.id == id) {
            (mark.from, mark.to) = ((here.0, 0), Some(here));
        }
    }

    /// The text, and where each comment lies by its id. Paragraphs are parted by an
    /// empty line, unless the writer did that with empty paragraphs.
    pub fn done(mut self) -> (String, Vec<(String, Span)>) {
        if !self.open.is_empty() {
            self.end();
        }
        let empty = self.done.iter().filter(|paragraph| paragraph.trim().is_empty()).count();
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
        let place = |(paragraph, byte): Place| starts.get(paragraph).map_or(text.len(), |start| (start + byte).min(text.len()));
        let spans = self.comments.into_iter().filter_map(|mark| {
            let (from, to) = (place(mark.from), place(mark.to.unwrap_or(mark.from)));
            Some((mark.id, Span::snap(&text, from..to).ok()?.trim(&text)?))
        });
        let spans = spans.collect();
        (text, spans)
    }
}

/// A table's rows as paragraphs: cells side by side, or, where the first cell names who
/// speaks in every row, as `Name: words`. Cells that only number the rows are left
/// out. Answers what was done, if anything had to be.
pub fn table(rows: &[Vec<String>]) -> (Vec<String>, Option<String>) {
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(|cell| cell.trim()).collect()).collect();
    let filled: Vec<&Vec<&str>> = rows.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).collect();
    let wide = filled.iter().map(|row| row.len()).max().unwrap_or(0);
    let is_number = |cell: &str| !cell.is_empty() && cell.trim_end_matches(['.', ')']).chars().all(|c| c.is_ascii_digit());
    let numbered = wide > 1 && filled.len() > 1 && filled.iter().filter(|row| is_number(row[0])).count() * 10 >= filled.len() * 8;
    let from = usize::from(numbered);
    let label = |row: &&&Vec<&str>| {
        row.get(from).is_some_and(|cell| cell.chars().next().is_some_and(char::is_alphabetic) && cell.chars().count() <= 40)
    };
    let spoken = wide == from + 2 && filled.len() > 1 && filled.iter().filter(label).count() * 10 >= filled.len() * 6;
    let written = filled.iter().filter_map(|row| {
        let cells = row.get(from..).unwrap_or_default();
        let words: Vec<&str> = cells.iter().copied().filter(|cell| !cell.is_empty()).collect();
        match cells {
            _ if words.is_empty() => None,
            [name, words] if spoken && !name.is_empty() => Some(format!("{}: {words}", name.trim_end_matches(':').trim_end())),
            _ => Some(words.join("\t")),
        }
    });
    let written = written.collect();
    let note = match (spoken, numbered) {
        (true, true) => Some("a table was read as speakers and words, without its line numbers".to_owned()),
        (true, false) => Some("a table was read as speakers and words".to_owned()),
        (false, true) => Some("the line numbers of a table were left out".to_owned()),
        (false, false) => None,
    };
    (written, note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn a_table_of_speakers_becomes_turns() {
        let (lines, note) = table(&rows(&[&["1", "I:", "Hvad?"], &["2", "Mentor 1", "Det: ja."], &["3", "", "mere"]]));
        assert_eq!(lines, ["I: Hvad?", "Mentor 1: Det: ja.", "mere"]);
        assert!(note.unwrap().contains("line numbers"));
        assert_eq!(table(&rows(&[&["a", "b", "c"], &["d", "", "f"]])), (vec!["a\tb\tc".into(), "d\tf".into()], None));
    }

    #[test]
    fn comments_find_their_words() {
        let mut text = Paragraphs::default();
        text.open.push_str("Jeg ");
        text.begin_comment("7".into());
        text.open.push_str("så det");
        text.end_comment("7");
        text.end();
        text.open.push_str("mere");
        let (text, comments) = text.done();
        assert_eq!(text, "Jeg så det\n\nmere\n");
        assert_eq!(comments.len(), 1);
        assert_eq!(comments[0].1.text(&text), "så det");
    }
}
