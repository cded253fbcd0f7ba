//! What repeats on every page of a file: its headers, footers and numbers.

use std::collections::HashMap;
use std::ops::Range;

/// How many filled lines at the top and at the bottom of a page may be headers.
const EDGE: usize = 3;

/// A line of a file: its bytes without the line feed, and whether it is left out.
pub struct Line {
    /// The bytes of the line.
    pub range: Range<usize>,
    /// Whether it repeats on the pages and says nothing of its own.
    pub left_out: bool,
}

/// The lines of a file.
pub struct Plan {
    /// In order; a page ends with a form feed after its last.
    pub lines: Vec<Line>,
    /// How many are left out.
    pub left_out: usize,
}

/// Looks at pages, which form feeds part, and decides what repeats.
pub fn plan(raw: &str) -> Plan {
    let mut lines: Vec<Line> = Vec::new();
    // Per page, its filled lines.
    let mut pages: Vec<Vec<usize>> = Vec::new();
    let mut at = 0;
    for page in raw.split('\u{c}') {
        let mut filled = Vec::new();
        let mut from = at;
        for line in page.split('\n') {
            if !line.trim().is_empty() {
                filled.push(lines.len());
            }
            lines.push(Line { range: from..from + line.len(), left_out: false });
            from += line.len() + 1;
        }
        pages.push(filled);
        at += page.len() + 1;
    }
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in &pages {
        let mut here: Vec<String> = edges(page).map(|line| shape(&raw[lines[line].range.clone()])).collect();
        here.sort_unstable();
        here.dedup();
        here.into_iter().for_each(|shape| *seen.entry(shape).or_default() += 1);
    }
    let written = pages.iter().filter(|page| !page.is_empty()).count();
    for page in &pages {
        let edge: Vec<usize> = edges(page).collect();
        for line in edge {
            let shape = shape(&raw[lines[line].range.clone()]);
            let repeats = seen.get(&shape).copied().unwrap_or(0);
            lines[line].left_out = written > 1 && repeats > 1 && repeats * 2 >= written;
        }
        // From the edge inwards: what stands behind a line of its own is no header.
        let inner = |place: usize, lines: &[Line]| !lines[place].left_out;
        let top = page.iter().take_while(|line| !inner(**line, &lines)).count();
        let bottom = page.iter().rev().take_while(|line| !inner(**line, &lines)).count();
        for line in page.iter().skip(top).take(page.len().saturating_sub(top + bottom)) {
            lines[*line].left_out = false;
        }
    }
    let left_out = lines.iter().filter(|line| line.left_out).count();
    Plan { lines, left_out }
}

/// The lines at the top and at the bottom of a page: up to the first empty line,
/// as a header stands by itself, and no more than [`EDGE`].
fn edges(page: &[usize]) -> impl Iterator<Item = usize> + '_ {
    let alone = |lines: &[usize]| lines.windows(2).take_while(|pair| pair[0].abs_diff(pair[1]) == 1).count() + 1;
    let reversed: Vec<usize> = page.iter().rev().copied().collect();
    let (top, bottom) = (alone(page).min(EDGE), page.len().saturating_sub(alone(&reversed).min(EDGE)));
    page.iter().enumerate().filter(move |(place, _)| *place < top || *place >= bottom).map(|(_, line)| *line)
}

/// A line without its numbers, which count from page to page.
fn shape(line: &str) -> String {
    let mut shape = String::new();
    for c in line.trim().chars() {
        match c {
            c if c.is_ascii_digit() => {
                if !shape.ends_with('#') {
                    shape.push('#');
                }
            }
            c => shape.push(c),
        }
    }
    shape
}
