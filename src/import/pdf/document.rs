//! Joins the pages to one text, with edits that lead back to them.

use super::content::{PageGlyphs, PdfGlyph};
use super::direction::in_order;
use super::lines::{PrintedLine, lines};
use super::page::blocks;
use super::paragraphs::{LineJoin, PrintedRow, line_joins};
use super::{direction, margins};
use crate::import::file::EditedText;
use crate::study::origin::Edit;
use crate::text::number;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct JoinedPages {
    pub text: String,
    /// Where the text differs from the lines of the pages.
    pub edits: Vec<Edit>,
    /// What was left out, changed or unreadable.
    pub notes: Vec<String>,
    /// Number of pages with text.
    pub written: usize,
}

struct JoinedLine {
    /// Line number printed in the margin.
    number: String,
    row: PrintedRow,
    /// A running header or footer.
    running: bool,
}

pub fn join_pages(pages: Vec<PageGlyphs>) -> JoinedPages {
    let notes = unreadable_notes(&pages);
    let glyphs = pages.into_iter().map(|page| page.glyphs);
    let (entries, more) = entries(glyphs.collect());
    let mut put = write(&entries);
    put.notes = [more, std::mem::take(&mut put.notes), notes].concat();
    put
}

/// Reports what could not be read or is not visible.
fn unreadable_notes(pages: &[PageGlyphs]) -> Vec<String> {
    let mut notes = Vec::new();
    let numbers = |wanted: &dyn Fn(&PageGlyphs) -> bool| {
        let numbers = pages
            .iter()
            .enumerate()
            .filter(|(_, page)| wanted(page))
            .map(|(place, _)| (place + 1).to_string());
        numbers.collect::<Vec<_>>().join(", ")
    };
    let unknown: usize = pages.iter().map(|page| page.unknown).sum();
    if unknown > 0 {
        let on = numbers(&|page| page.unknown > 0);
        notes.push(format!(
            "{unknown} letters could not be read, as the file does not say which they are (page {on}): compare with the PDF"
        ));
    }
    if pages.iter().any(|page| page.broken) {
        let on = numbers(&|page| page.broken);
        notes.push(format!("page {on} is damaged, and what follows the damage could not be read: compare with the PDF"));
    }
    let outside: usize = pages.iter().map(|page| page.outside).sum();
    if outside > 0 {
        notes.push(format!(
            "{outside} letters left out outside the pages, where nobody sees them"
        ));
    }
    let recognised = pages.iter().filter(|page| page.invisible > 0).count();
    if recognised > 0 {
        notes.push(format!("the words of {recognised} page(s) are invisible text behind the page image, as from text recognition: compare them with the pages"));
    }
    notes
}

/// For each page its lines in the main direction, and the rotated ones.
type LinesByDirection = (Vec<Vec<PrintedLine>>, Vec<Vec<PrintedLine>>);

fn of_pages(pages: impl IntoIterator<Item = Vec<PdfGlyph>>) -> LinesByDirection {
    let divide = |glyphs| {
        let (mut lines, others) = lines(glyphs);
        let turned = lines.split_off(lines.len() - others);
        (lines, turned)
    };
    pages.into_iter().map(divide).unzip()
}

/// The lines of the pages without the small print to the left of the line numbers, and that print.
/// `None` where there is none.
fn without_small_print(pages: &[Vec<PdfGlyph>]) -> Option<(LinesByDirection, Vec<String>)> {
    let small = margins::small_print(pages);
    if small.iter().all(Vec::is_empty) {
        return None;
    }
    let (mut said, mut starts) = (Vec::new(), Vec::new());
    let mut kept = pages.to_vec();
    for (glyphs, runs) in kept.iter_mut().zip(&small) {
        for run in runs.iter().rev() {
            let taken: Vec<PdfGlyph> = glyphs.drain(run.clone()).collect();
            starts.extend(taken.first().map(|first| first.x));
            said.push(
                taken
                    .iter()
                    .map(|glyph| &*glyph.letters)
                    .collect::<String>(),
            );
        }
    }
    let lines = of_pages(kept);
    let (found, _) = margins::find_line_numbers(&lines.0).filter(|(_, right)| !right)?;
    let edge = found
        .iter()
        .map(|(page, place, _)| lines.0[*page][*place].x0())
        .fold(f64::MAX, f64::min);
    starts
        .iter()
        .all(|start| *start < edge)
        .then_some((lines, said))
}

/// All lines in reading order, and notes on what was left out.
fn entries(pages: Vec<Vec<PdfGlyph>>) -> (Vec<JoinedLine>, Vec<String>) {
    let ((mut upright, turned), mut beside) =
        without_small_print(&pages).unwrap_or_else(|| (of_pages(pages), Vec::new()));
    let direction = direction::detect_rtl_order(upright.iter().flatten());
    let mut notes = Vec::new();
    // Line numbers would confuse the search for columns; they are reattached to their lines below.
    let mut numbers: Vec<Vec<(f64, String)>> = vec![Vec::new(); upright.len()];
    if let Some((found, right)) = margins::find_line_numbers(&upright) {
        let (first, last) = (
            found.first().map_or(0, |found| found.2),
            found.last().map_or(0, |found| found.2),
        );
        notes.push(format!(
            "{} numbers in the margin left out ({first} to {last})",
            found.len()
        ));
        let mut edge = f64::MAX;
        for (page, place, _) in found.into_iter().rev() {
            let (rest, number) = margins::without_number(upright[page].remove(place), right);
            edge = edge.min(number.x0());
            numbers[page].push((number.y, number.words()));
            rest.into_iter()
                .for_each(|rest| upright[page].insert(place, rest));
        }
        // To the left of line numbers there are annotations, such as names of codes.
        if !right {
            beside.extend(
                upright
                    .iter_mut()
                    .flat_map(|lines| margins::left_of(lines, edge)),
            );
        }
        if let Some(first) = beside.first() {
            notes.push(format!(
                "{} left of them left out, as “{first}”",
                number::count_noun(beside.len(), "line")
            ));
        }
    }
    let running = margins::running_lines(&upright);
    // Rotated text that repeats on most pages is a stamp or a watermark.
    let mut stamps: HashMap<String, usize> = HashMap::new();
    turned
        .iter()
        .flatten()
        .for_each(|line| *stamps.entry(line.words()).or_default() += 1);
    stamps.retain(|_, times| *times > 1 && *times * 5 >= turned.len() * 3);
    let mut entries: Vec<JoinedLine> = Vec::new();
    let mut block = 0;
    for (page, ((lines, turned), mut numbers)) in
        upright.into_iter().zip(turned).zip(numbers).enumerate()
    {
        let (mut top, mut bottom, mut body) = (Vec::new(), Vec::new(), Vec::new());
        for (place, line) in lines.into_iter().enumerate() {
            match (running.contains(&(page, place)), body.is_empty()) {
                (true, true) => top.push(line),
                (true, false) => bottom.push(line),
                _ => body.push(line),
            }
        }
        let mut push =
            |line: PrintedLine, (block, column, apart, running): (usize, bool, bool, bool)| {
                let own = numbers
                    .iter()
                    .position(|(y, _)| (y - line.y).abs() < 0.01)
                    .map(|place| numbers.remove(place).1);
                entries.push(JoinedLine {
                    number: own.unwrap_or_default(),
                    row: PrintedRow {
                        apart,
                        ..row(line, page, block, column, direction)
                    },
                    running,
                });
            };
        top.into_iter()
            .for_each(|line| push(line, (block, false, false, true)));
        for part in blocks(body) {
            block += 1;
            part.lines
                .into_iter()
                .for_each(|line| push(line, (block, part.column, part.cell, false)));
        }
        block += 1;
        turned.into_iter().for_each(|line| {
            let stamp = stamps.contains_key(&line.words());
            push(line, (block, true, true, stamp));
        });
        bottom
            .into_iter()
            .for_each(|line| push(line, (block, true, true, true)));
        for (_, number) in numbers {
            entries.push(JoinedLine {
                number,
                row: PrintedRow {
                    page,
                    block,
                    ..PrintedRow::default()
                },
                running: false,
            });
        }
        block += 1;
    }
    (entries, notes)
}

fn row(
    mut line: PrintedLine,
    page: usize,
    block: usize,
    column: bool,
    direction: direction::RtlOrder,
) -> PrintedRow {
    let (left, right) = (line.x0(), line.x1());
    let first = line.first_word();
    let last = line
        .pieces
        .iter()
        .rposition(|piece| piece.space)
        .map_or(right - left, |place| right - line.pieces[place].x0);
    let cells = line.has_cells();
    in_order(&mut line, direction);
    let to_left = line
        .pieces
        .first()
        .is_some_and(|piece| piece.x0 > left + 0.01);
    let measure = if column {
        2 + block
    } else {
        usize::from(to_left)
    };
    let (start, end, first_word) = if to_left {
        (-right, -left, last)
    } else {
        (left, right, first)
    };
    PrintedRow {
        words: line.words(),
        page,
        block,
        measure,
        column,
        y: line.y,
        size: line.size,
        start,
        end,
        first_word,
        cells,
        apart: false,
    }
}

/// Writes the text; edits are made against the lines of the pages as printed.
fn write(entries: &[JoinedLine]) -> JoinedPages {
    let mut raw = String::new();
    let mut places: Vec<(Range<usize>, usize)> = Vec::with_capacity(entries.len());
    let mut page = 0;
    let mut left_out: Vec<&str> = Vec::new();
    for entry in entries {
        if !raw.is_empty() && entry.row.page == page {
            raw.push('\n');
        }
        (page..entry.row.page).for_each(|_| raw.push('\u{c}'));
        page = entry.row.page;
        if !entry.number.is_empty() {
            raw.push_str(&entry.number);
            raw.push(' ');
        }
        let from = raw.len();
        raw.push_str(&entry.row.words);
        places.push((from..raw.len(), places.len()));
        if entry.running {
            left_out.push(&entry.row.words);
        }
    }
    let visible: Vec<usize> = (0..entries.len())
        .filter(|place| !entries[*place].running && !entries[*place].row.words.is_empty())
        .collect();
    let rows: Vec<PrintedRow> = visible
        .iter()
        .map(|place| entries[*place].row.clone())
        .collect();
    let vocabulary = PageWords::of(&raw);
    let mut draft = EditedText::new(&raw);
    let (mut joined, mut unfolded) = (0, 0);
    for (place, follows) in visible.iter().zip(line_joins(&rows)) {
        let range = places[*place].0.clone();
        let words = &raw[range.clone()];
        let broken = if follows == LineJoin::Continues {
            vocabulary.broken_word(draft.text(), words)
        } else {
            None
        };
        match (follows, broken) {
            _ if draft.text().is_empty() => draft.replace_to(range.start, ""),
            (_, Some(soft)) => {
                joined += 1;
                if soft {
                    draft.take_back();
                }
                draft.replace_to(range.start, "");
            }
            (LineJoin::Continues, None) => draft.replace_to(range.start, " "),
            (LineJoin::Line, _) => draft.replace_to(range.start, "\n"),
            (LineJoin::Paragraph, _) => draft.replace_to(range.start, "\n\n"),
        }
        for (at, letter) in words.char_indices().filter(|(_, letter)| is_form(*letter)) {
            let at = range.start + at;
            draft.copy_to(at);
            draft.replace_to(at + letter.len_utf8(), &plain_letters(letter));
            unfolded += 1;
        }
        draft.copy_to(range.end);
    }
    draft.replace_to(raw.len(), "\n");
    let (text, edits) = draft.done();
    let written = visible
        .iter()
        .map(|place| entries[*place].row.page)
        .collect::<HashSet<_>>()
        .len();
    JoinedPages {
        text,
        edits,
        notes: notes(&left_out, joined, unfolded),
        written,
    }
}

fn notes(left_out: &[&str], joined: usize, unfolded: usize) -> Vec<String> {
    let mut notes = Vec::new();
    if !left_out.is_empty() {
        let mut shown: Vec<String> = Vec::new();
        for words in left_out {
            let shape: String = words
                .chars()
                .filter(|letter| !letter.is_ascii_digit())
                .collect();
            if !shown.iter().any(|shown| {
                shown
                    .chars()
                    .filter(|letter| !letter.is_ascii_digit())
                    .eq(shape.chars())
            }) {
                shown.push((*words).to_owned());
            }
        }
        let more = if shown.len() > 4 { " …" } else { "" };
        let shown: Vec<String> = shown
            .iter()
            .take(4)
            .map(|words| format!("“{words}”"))
            .collect();
        notes.push(format!(
            "{} lines of page headers and page numbers left out, as {}{more}",
            left_out.len(),
            shown.join(", ")
        ));
    }
    if joined > 0 {
        notes.push(format!(
            "{joined} words joined that were broken at line ends"
        ));
    }
    if unfolded > 0 {
        notes.push(format!(
            "{unfolded} joined letters, as ﬁ for fi, written as single ones"
        ));
    }
    notes
}

/// True for presentation forms such as ligatures.
fn is_form(letter: char) -> bool {
    matches!(letter, '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
        && !matches!(letter, '\u{fb1e}' | '\u{fd3e}' | '\u{fd3f}' | '\u{fdfd}')
}

/// The ordinary letters of a presentation form; an accent without the space that carries it.
fn plain_letters(form: char) -> String {
    let letters: String = form.to_string().nfkc().collect();
    if letters.starts_with(' ') {
        letters.trim_start().to_owned()
    } else {
        letters
    }
}

/// The vocabulary of the pages, which decides about hyphens.
struct PageWords<'a> {
    /// Number of occurrences.
    words: HashMap<&'a str, usize>,
    hyphened: HashSet<&'a str>,
}

impl<'a> PageWords<'a> {
    fn of(raw: &'a str) -> PageWords<'a> {
        let mut words = HashMap::new();
        raw.split(|letter: char| !letter.is_alphanumeric())
            .for_each(|word| *words.entry(word).or_default() += 1);
        let hyphened = raw
            .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
            .filter(|word| word.contains('-'))
            .collect();
        PageWords { words, hyphened }
    }

    /// `Some` if a word is broken between `before` and `words`; true if the hyphen only marks the
    /// break, and false if it belongs to the word.
    fn broken_word(&self, before: &str, words: &str) -> Option<bool> {
        let first = before.strip_suffix(['-', '\u{ad}', '\u{2010}'])?;
        let head: String = first
            .chars()
            .rev()
            .take_while(|letter| letter.is_alphanumeric())
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let tail: String = words
            .chars()
            .take_while(|letter| letter.is_alphanumeric())
            .collect();
        let digits = |of: Option<char>| of.is_some_and(|letter| letter.is_ascii_digit());
        if digits(head.chars().last()) && digits(tail.chars().next()) {
            return Some(false);
        }
        if head.is_empty() || !tail.chars().next().is_some_and(char::is_lowercase) {
            return None;
        }
        // "ind- og udland": a suspended hyphen, and no broken word.
        if [
            "og", "eller", "samt", "and", "or", "und", "oder", "och", "en", "of",
        ]
        .contains(&tail.as_str())
        {
            return None;
        }
        if before.ends_with('\u{ad}') {
            return Some(true);
        }
        // English compounds that keep their hyphen.
        if ["well", "self"].contains(&head.to_lowercase().as_str()) {
            return Some(false);
        }
        // A hyphen that also occurs within a line belongs to the word.
        Some(
            !self.hyphened.contains(format!("{head}-{tail}").as_str())
                && !self.two_words(&head, &tail),
        )
    }

    /// True if both halves occur as words elsewhere and the whole never does: "well-known".
    fn two_words(&self, head: &str, tail: &str) -> bool {
        let elsewhere = |word: &str| self.words.get(word).is_some_and(|count| *count > 1);
        let long = |word: &str| word.chars().count() >= 3;
        let whole = format!("{head}{tail}");
        long(head)
            && long(tail)
            && !self.words.contains_key(whole.as_str())
            && elsewhere(head)
            && elsewhere(tail)
    }
}
