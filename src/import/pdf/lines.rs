//! Groups glyphs into lines by their baselines, and restores spaces from gaps.

use super::content::PdfGlyph;
use std::collections::BTreeMap;
use std::rc::Rc;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Distance from the baseline within which a glyph belongs to a line, in ems.
const OFF: f64 = 0.3;

/// Letters at one position of a line.
#[derive(Clone, Debug)]
pub struct LinePiece {
    /// In reading order.
    pub letters: Rc<str>,
    /// Beginning along the line.
    pub x0: f64,
    /// End along the line.
    pub x1: f64,
    /// Preceded by a space.
    pub space: bool,
}

/// A printed line, from left to right.
#[derive(Clone, Debug)]
pub struct PrintedLine {
    /// Height of its baseline, upwards.
    pub y: f64,
    /// The most common size of its letters.
    pub size: f64,
    /// Never empty.
    pub pieces: Vec<LinePiece>,
}

impl PrintedLine {
    pub fn x0(&self) -> f64 {
        self.pieces.first().map_or(0.0, |piece| piece.x0)
    }

    pub fn x1(&self) -> f64 {
        self.pieces.last().map_or(0.0, |piece| piece.x1)
    }

    /// The words from left to right.
    pub fn words(&self) -> String {
        let mut words = String::new();
        for (place, piece) in self.pieces.iter().enumerate() {
            if piece.space && place > 0 {
                words.push(' ');
            }
            words.push_str(&piece.letters);
        }
        words
    }

    pub fn first_word(&self) -> f64 {
        let end = self
            .pieces
            .iter()
            .skip(1)
            .position(|piece| piece.space)
            .map_or(self.pieces.len(), |place| place + 1);
        self.pieces
            .get(end - 1)
            .map_or(0.0, |last| last.x1 - self.x0())
    }

    /// Gaps wider than `least`: the number of the piece behind, and the extent of the gap.
    pub fn gaps(&self, least: f64) -> impl Iterator<Item = (usize, f64, f64)> + '_ {
        let pairs = self.pieces.windows(2).enumerate();
        pairs
            .map(|(place, pair)| (place + 1, pair[0].x1, pair[1].x0))
            .filter(move |(_, from, to)| to - from > least)
    }

    /// True if gaps divide the words into cells, as in a table.
    pub fn has_cells(&self) -> bool {
        let mut gaps: Vec<f64> = self
            .gaps(0.1 * self.size)
            .map(|(_, from, to)| to - from)
            .collect();
        gaps.sort_by(f64::total_cmp);
        let usual = if gaps.len() > 2 {
            gaps[gaps.len() / 2]
        } else {
            0.25 * self.size
        };
        gaps.last()
            .is_some_and(|widest| *widest > 2.0 * self.size && *widest > 3.0 * usual)
    }

    /// Splits the line before the `place`th piece and returns the rest.
    pub fn split_off(&mut self, place: usize) -> PrintedLine {
        PrintedLine {
            y: self.y,
            size: self.size,
            pieces: self.pieces.split_off(place),
        }
    }
}

/// The lines of a page from the top, those in the main direction first, and the number of rotated
/// ones at the end.
pub fn lines(glyphs: Vec<PdfGlyph>) -> (Vec<PrintedLine>, usize) {
    let mut turned: BTreeMap<i16, Vec<PdfGlyph>> = BTreeMap::new();
    for glyph in glyphs {
        turned.entry(glyph.angle).or_default().push(glyph);
    }
    let mut turned: Vec<Vec<PdfGlyph>> = turned.into_values().collect();
    turned.sort_by_key(|glyphs| std::cmp::Reverse(glyphs.len()));
    let mut groups = turned.into_iter().map(of_one_direction);
    let mut lines = groups.next().unwrap_or_default();
    let upright = lines.len();
    lines.extend(groups.flatten());
    let others = lines.len() - upright;
    (lines, others)
}

fn of_one_direction(glyphs: Vec<PdfGlyph>) -> Vec<PrintedLine> {
    let mut glyphs = with_marks(glyphs);
    glyphs.sort_by(|one, other| other.y.total_cmp(&one.y));
    let mut rows: Vec<Vec<PdfGlyph>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if row[0].y - glyph.y <= OFF * row[0].size.min(glyph.size) => row.push(glyph),
            _ => rows.push(vec![glyph]),
        }
    }
    let rows = with_raised(rows);
    rows.into_iter().filter_map(line).collect()
}

/// Joins combining marks to the letters they are drawn over.
fn with_marks(glyphs: Vec<PdfGlyph>) -> Vec<PdfGlyph> {
    let mut joined: Vec<PdfGlyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let mark = glyph.letters.chars().all(is_combining_mark) && !glyph.letters.is_empty();
        let before = joined.last_mut().filter(|before| {
            (before.x + before.width - glyph.x).abs() < glyph.size
                && (before.y - glyph.y).abs() < glyph.size
        });
        match before {
            Some(before) if mark && !before.letters.trim().is_empty() => {
                before.letters = before
                    .letters
                    .chars()
                    .chain(glyph.letters.chars())
                    .nfc()
                    .collect::<String>()
                    .into();
            }
            _ => joined.push(glyph),
        }
    }
    joined
}

/// Merges rows of small raised or lowered letters into the rows beside them.
fn with_raised(mut rows: Vec<Vec<PdfGlyph>>) -> Vec<Vec<PdfGlyph>> {
    let mut place = 0;
    while place < rows.len() {
        let into = [place + 1, place.wrapping_sub(1)].into_iter().find(|near| {
            rows.get(*near)
                .is_some_and(|near| belongs(&rows[place], near))
        });
        match into {
            Some(near) => {
                let raised = rows.remove(place);
                let near = if near > place { near - 1 } else { near };
                rows[near].extend(raised);
            }
            None => place += 1,
        }
    }
    rows
}

/// True if small letters belong to a row, as a note number or an index does.
fn belongs(small: &[PdfGlyph], row: &[PdfGlyph]) -> bool {
    let (size, large) = (
        small[0].size,
        row.iter()
            .fold(0.0, |most: f64, glyph| most.max(glyph.size)),
    );
    let off = small[0].y - row[0].y;
    if small.len() > row.len() || size > large * 0.85 || off > large * 0.6 || off < -large * 0.35 {
        return false;
    }
    small
        .iter()
        .filter(|glyph| !glyph.letters.trim().is_empty())
        .all(|glyph| {
            let near = |other: &PdfGlyph| {
                other.x - large < glyph.x + glyph.width && other.x + other.width + large > glyph.x
            };
            let covers = |other: &PdfGlyph| {
                other.x + other.width * 0.25 < glyph.x + glyph.width
                    && other.x + other.width * 0.75 > glyph.x
            };
            row.iter().any(near)
                && !row
                    .iter()
                    .any(|other| covers(other) && !other.letters.trim().is_empty())
        })
}

/// Builds a line from a row of glyphs; `None` if there are only spaces.
fn line(mut row: Vec<PdfGlyph>) -> Option<PrintedLine> {
    row.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut sizes: Vec<f64> = row
        .iter()
        .filter(|glyph| is_word(glyph))
        .map(|glyph| glyph.size)
        .collect();
    sizes.sort_by(f64::total_cmp);
    let size = *sizes.get(sizes.len() / 2)?;
    let mut heights: Vec<f64> = row
        .iter()
        .filter(|glyph| is_word(glyph) && glyph.size >= size * 0.85)
        .map(|glyph| glyph.y)
        .collect();
    heights.sort_by(f64::total_cmp);
    let y = *heights.get(heights.len() / 2)?;
    let widest = widest_within_word(&row, size);
    let mut pieces: Vec<LinePiece> = Vec::with_capacity(row.len());
    let mut space = false;
    for glyph in row {
        let (x0, x1) = (glyph.x, glyph.x + glyph.width);
        let letters = readable(&glyph.letters);
        if letters.trim().is_empty() {
            space |= !letters.is_empty();
            continue;
        }
        let inner = letters.trim();
        let last = pieces.last();
        // Drawn twice to imitate bold.
        if last.is_some_and(|last| {
            *last.letters == *inner && (last.x0 - x0).abs() < glyph.size * 0.1 && !space
        }) {
            continue;
        }
        let gap = last.map_or(0.0, |last| x0 - last.x1);
        let space_before = space || letters.starts_with(char::is_whitespace) || gap > widest;
        space = letters.ends_with(char::is_whitespace);
        pieces.push(LinePiece {
            letters: inner.into(),
            x0,
            x1,
            space: space_before,
        });
    }
    (!pieces.is_empty()).then_some(PrintedLine { y, size, pieces })
}

fn is_word(glyph: &PdfGlyph) -> bool {
    glyph
        .letters
        .chars()
        .any(|letter| !letter.is_whitespace() && !letter.is_control())
}

/// Removes control characters and turns all kinds of space into a plain one.
fn readable(letters: &Rc<str>) -> Rc<str> {
    let odd = |letter: char| {
        letter.is_control()
            || (letter.is_whitespace() && letter != ' ')
            || ('\u{f000}'..='\u{f0ff}').contains(&letter)
    };
    if !letters.chars().any(odd) {
        return letters.clone();
    }
    let plain = letters.chars().filter_map(|letter| match letter {
        // Word's bullets, from symbol fonts.
        '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' => Some('•'),
        letter if letter.is_whitespace() => Some(' '),
        letter if letter.is_control() => None,
        letter => Some(letter),
    });
    plain.collect::<String>().into()
}

/// The widest gap within a word: smaller where spaces are not drawn, larger in spaced-out text.
fn widest_within_word(row: &[PdfGlyph], size: f64) -> f64 {
    let words: Vec<&PdfGlyph> = row.iter().filter(|glyph| is_word(glyph)).collect();
    let spaces = row
        .iter()
        .filter(|glyph| glyph.letters.contains(char::is_whitespace))
        .count();
    let mut gaps: Vec<f64> = words
        .windows(2)
        .map(|pair| pair[1].x - pair[0].x - pair[0].width)
        .collect();
    gaps.sort_by(f64::total_cmp);
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(0.0);
    let least = if spaces * 12 >= words.len() {
        0.25
    } else {
        0.14
    };
    // With few letters the usual gap tells nothing: these may be one-letter words.
    let spaced = if gaps.len() >= 8 && usual > size * 0.05 {
        usual
    } else {
        0.0
    };
    least * size + spaced
}
