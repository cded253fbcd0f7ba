//! Finds the beginnings of paragraphs from the spacing, indents and ends of printed lines.

use crate::text::boundary;
use std::collections::{HashMap, HashSet};

/// Stands for any time at the beginning of a line.
const TIME: &str = "0:00";

/// A printed line in reading order, with distances measured in its own direction.
#[derive(Clone, Debug, Default)]
pub struct PrintedRow {
    pub words: String,
    pub page: usize,
    /// Number of the block on the pages.
    pub block: usize,
    /// Lines with the same measure end at comparable positions.
    pub measure: usize,
    /// The block is one of several columns.
    pub column: bool,
    /// Height of its baseline, upwards.
    pub y: f64,
    pub size: f64,
    pub start: f64,
    pub end: f64,
    pub first_word: f64,
    /// In a block of its own, such as a table cell.
    pub apart: bool,
    /// Its words are divided into cells, as in a table or behind a name.
    pub cells: bool,
}

/// How a line continues the previous one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineJoin {
    /// As part of the same paragraph.
    Continues,
    /// As a new line without extra spacing.
    Line,
    Paragraph,
}

pub fn line_joins(rows: &[PrintedRow]) -> Vec<LineJoin> {
    if rows.is_empty() {
        return Vec::new();
    }
    let page = RowStatistics::of(rows);
    let mut joins = vec![LineJoin::Paragraph];
    joins.extend((1..rows.len()).map(|place| page.follows(place)));
    // In a file without paragraph spacing, a new line is a new paragraph.
    let parted = joins
        .iter()
        .skip(1)
        .filter(|follows| **follows == LineJoin::Paragraph)
        .count();
    let lines = joins
        .iter()
        .filter(|follows| **follows == LineJoin::Line)
        .count();
    if parted * 4 < lines {
        joins
            .iter_mut()
            .filter(|follows| **follows == LineJoin::Line)
            .for_each(|follows| *follows = LineJoin::Paragraph);
    }
    joins
}

struct RowStatistics<'a> {
    rows: &'a [PrintedRow],
    /// Usual line step, relative to the font size.
    step: f64,
    /// Right edge of full lines, by measure.
    full: HashMap<usize, f64>,
    /// Hanging indents: the first line of a paragraph stands out to the left.
    hanging: bool,
    /// Openings of turns, such as names. An opening counts only if the spacing mostly agrees.
    openings: HashSet<String>,
    /// The file marks turns by such openings.
    opened: bool,
}

impl<'a> RowStatistics<'a> {
    fn of(rows: &'a [PrintedRow]) -> RowStatistics<'a> {
        let mut layout = RowStatistics {
            rows,
            step: 0.0,
            full: HashMap::new(),
            hanging: false,
            openings: HashSet::new(),
            opened: false,
        };
        let mut steps: Vec<f64> = layout.pairs().map(|place| layout.step_to(place)).collect();
        steps.sort_by(f64::total_cmp);
        layout.step = steps.get(steps.len() / 10).copied().unwrap_or(1.2);
        layout.full = layout.measures();
        let mut of_full: Vec<f64> = layout
            .pairs()
            .filter(|place| !layout.short(place - 1))
            .map(|place| layout.step_to(place))
            .collect();
        of_full.sort_by(f64::total_cmp);
        if of_full.len() >= 3 {
            layout.step = of_full[of_full.len() / 2];
        }
        layout.hanging = layout.is_hanging();
        let mut seen: HashMap<String, (usize, usize)> = HashMap::new();
        for place in 0..rows.len() {
            let Some(opening) = opening(&rows[place].words) else {
                continue;
            };
            let seen = seen.entry(opening).or_default();
            seen.0 += 1;
            seen.1 += usize::from(
                place == 0 || layout.begins(place) || ends_sentence(&rows[place - 1].words),
            );
        }
        // A name that occurs within lines as often as at their beginning is an address.
        let words = rows
            .iter()
            .map(|row| row.words.to_lowercase())
            .collect::<Vec<_>>()
            .join(" ");
        let everywhere = |opening: &str| words.matches(&format!("{opening}:")).count();
        seen.retain(|opening, (all, new)| {
            *all > 1 && *new * 3 >= *all * 2 && everywhere(opening) * 2 <= *all * 3
        });
        layout.opened = seen.values().map(|(all, _)| all).sum::<usize>() >= 4;
        layout.openings = seen.into_keys().collect();
        layout
    }

    /// True if position alone shows that the row begins something new.
    fn begins(&self, place: usize) -> bool {
        let below = self.rows[place].block == self.rows[place - 1].block;
        self.short(place - 1) || (below && self.step_to(place) > 1.25 * self.step + 0.05)
    }

    /// Rows directly below another one of the same block.
    fn pairs(&self) -> impl Iterator<Item = usize> + '_ {
        (1..self.rows.len()).filter(|place| {
            self.rows[*place].block == self.rows[place - 1].block && self.step_to(*place) > 0.3
        })
    }

    /// Step down to a row, relative to the font size.
    fn step_to(&self, place: usize) -> f64 {
        let (before, row) = (&self.rows[place - 1], &self.rows[place]);
        (before.y - row.y) / before.size.max(row.size)
    }

    /// Where the line would have ended with the first word of the next one.
    fn reach(&self, place: usize) -> f64 {
        let row = &self.rows[place];
        row.end + 0.25 * row.size + self.rows.get(place + 1).map_or(0.0, |next| next.first_word)
    }

    /// The right edge of full lines: no line is longer, and a line that continues in the next one
    /// had no room for its first word.
    fn measures(&self) -> HashMap<usize, f64> {
        let mut ends: HashMap<usize, Vec<f64>> = HashMap::new();
        self.rows
            .iter()
            .for_each(|row| ends.entry(row.measure).or_default().push(row.end));
        let mut reaches: HashMap<usize, Vec<f64>> = HashMap::new();
        for place in self.pairs() {
            let goes_on = self.rows[place].words.starts_with(char::is_lowercase)
                && opening(&self.rows[place].words).is_none();
            if goes_on && self.step_to(place) <= 1.3 * self.step {
                reaches
                    .entry(self.rows[place - 1].measure)
                    .or_default()
                    .push(self.reach(place - 1));
            }
        }
        let furthest = |ends: &Vec<f64>| ends.iter().copied().fold(f64::MIN, f64::max);
        let nearest = |measure: &usize| {
            let mut reaches = reaches
                .get(measure)
                .filter(|reaches| reaches.len() >= 4)?
                .clone();
            reaches.sort_by(f64::total_cmp);
            reaches.get(reaches.len() * 3 / 100).copied()
        };
        ends.iter()
            .map(|(measure, ends)| {
                (
                    *measure,
                    furthest(ends).min(nearest(measure).unwrap_or(f64::MAX)),
                )
            })
            .collect()
    }

    /// True if the line ends although the next word would have fitted.
    fn short(&self, place: usize) -> bool {
        let row = &self.rows[place];
        let full = self.full.get(&row.measure).copied().unwrap_or(f64::MAX);
        self.rows.get(place + 1).is_some() && self.reach(place) + 0.2 * row.size < full
    }

    /// True if the line ends far from the right edge.
    fn far_short(&self, place: usize) -> bool {
        let row = &self.rows[place];
        let full = self.full.get(&row.measure).copied().unwrap_or(f64::MAX);
        self.reach(place) < full - 0.15 * (full - row.start).abs()
    }

    fn is_hanging(&self) -> bool {
        let share = |out: bool| {
            let moves = self.pairs().filter(|place| {
                let by = self.rows[*place].start - self.rows[place - 1].start;
                by.abs() > 0.8 * self.rows[*place].size && (by < 0.0) == out
            });
            let (mut all, mut ended) = (1.0, 0.5);
            for place in moves {
                all += 1.0;
                ended += f64::from(u8::from(
                    self.short(place - 1) || ends_sentence(&self.rows[place - 1].words),
                ));
            }
            ended / all
        };
        share(true) > share(false)
    }

    fn follows(&self, place: usize) -> LineJoin {
        let (before, row) = (&self.rows[place - 1], &self.rows[place]);
        let below = before.block == row.block;
        let step = self.step_to(place);
        if below && step.abs() <= 0.3 {
            return LineJoin::Continues;
        }
        let ended = ends_sentence(&before.words);
        if let Some(opening) = opening(&row.words)
            && (self.openings.contains(&opening) && opening != TIME
                || self.begins(place)
                || (!self.opened
                    && (ended
                        || (opening.split(' ').count() <= 2
                            && row.words.starts_with(char::is_uppercase)))))
        {
            return LineJoin::Paragraph;
        }
        if (before.size - row.size).abs() > 0.15 * before.size.max(row.size) {
            return LineJoin::Paragraph;
        }
        let begins_low = row.words.starts_with(char::is_lowercase);
        // A broken word always continues.
        if below
            && step <= 1.25 * self.step + 0.05
            && step > 0.0
            && ends_in_half(&before.words, &row.words)
        {
            return LineJoin::Continues;
        }
        let short = if begins_low && !ended {
            self.far_short(place - 1)
        } else {
            self.short(place - 1)
        };
        if !below {
            let same_flow = before.measure == row.measure || (before.column && row.column);
            // A page break hides the space between paragraphs.
            let new = short
                || row.apart
                || before.apart
                || !same_flow
                || (ended && !self.opened && !begins_low)
                || (ended && self.alone(place));
            return if new {
                LineJoin::Paragraph
            } else {
                LineJoin::Continues
            };
        }
        let moved = row.start - before.start;
        let indented =
            moved.abs() > 0.8 * row.size && (moved < 0.0) == self.hanging && (ended || short);
        if step > 1.25 * self.step + 0.05 || step < 0.0 || indented {
            return LineJoin::Paragraph;
        }
        if short || row.cells {
            LineJoin::Line
        } else {
            LineJoin::Continues
        }
    }

    /// True if the row is short and by itself, like the name of a speaker.
    fn alone(&self, place: usize) -> bool {
        let few = self.rows[place].words.split(' ').count() <= 4;
        let below = self
            .rows
            .get(place + 1)
            .is_some_and(|next| next.block == self.rows[place].block);
        few && (self.short(place) || (below && self.step_to(place + 1) > 1.25 * self.step + 0.05))
    }
}

fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', '“'])
        .ends_with(['.', '?', '!', ':', '…', '؟', '。'])
        || words.ends_with(['”', '"', ']'])
}

/// True if a word or number is broken by a hyphen between `before` and `words`.
fn ends_in_half(before: &str, words: &str) -> bool {
    let half = before
        .strip_suffix(['-', '\u{ad}', '\u{2010}'])
        .and_then(|half| half.chars().last());
    let next = words.chars().next();
    half.is_some_and(char::is_alphabetic) && next.is_some_and(char::is_lowercase)
        || half.is_some_and(|letter| letter.is_ascii_digit())
            && next.is_some_and(|letter| letter.is_ascii_digit())
}

/// The beginning of a line that could open a turn: a name, a time, a dash, `Q.`.
fn opening(words: &str) -> Option<String> {
    if let Some(label) = label(words) {
        return Some(label.to_lowercase());
    }
    let first = words.split(' ').next().unwrap_or_default();
    let bare = first.trim_matches(['[', ']', '(', ')', '#']);
    if bare.contains(':')
        && bare.len() >= 4
        && bare
            .chars()
            .all(|letter| letter.is_ascii_digit() || ":.,-".contains(letter))
    {
        return Some(TIME.to_owned());
    }
    match first {
        "-" | "–" | "—" => Some("–".to_owned()),
        "Q." | "A." | "Q:" | "A:" => Some(first.to_owned()),
        _ => None,
    }
}

/// The label at the beginning of a line: a few words and a colon.
pub fn label(words: &str) -> Option<&str> {
    let (label, rest) = words.split_once(':')?;
    let letters = label.chars().count();
    let name = label.split(['(', '[']).next().unwrap_or_default();
    let ends_sentence = name.contains(['.', '?', '!', ';', ',', '"', '“', '”']);
    let begins = label
        .chars()
        .next()
        .is_some_and(|letter| letter.is_alphabetic() || letter == '[' || letter == '(');
    // Google Docs puts a zero-width space behind the colon.
    let apart =
        rest.is_empty() || rest.starts_with(' ') || rest.starts_with(boundary::is_invisible);
    (begins && apart && !ends_sentence && letters <= 40 && name.split_whitespace().count() <= 4)
        .then(|| label.trim())
}
