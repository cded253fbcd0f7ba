//! Finds what is printed besides the words: running headers and footers, page numbers, line numbers
//! in the margin.
//!
//! They are removed only where they cannot be part of a turn, and the removal is reported; doubtful
//! lines stay.

use super::content::PdfGlyph;
use super::lines::PrintedLine;
use super::paragraphs::label;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Lines at the top and at the bottom of a page that may be headers or footers.
const EDGE: usize = 3;
/// Tolerance for the height of a running line across pages, in points.
const SAME_PLACE: f64 = 3.0;
/// Tolerance for the edge of a column of numbers, in points.
const SAME_EDGE: f64 = 1.5;
/// Numbers needed for a column of line numbers.
const NUMBERS: usize = 5;

/// Glyph ranges of each page in small print that begin to the left of all text of the usual size.
/// Coding programs print the names of codes there, and a long one may reach underneath the text.
pub fn small_print(pages: &[Vec<PdfGlyph>]) -> Vec<Vec<Range<usize>>> {
    let rounded = |size: f64| (size * 4.0).round() as i64;
    let mut sizes: HashMap<i64, usize> = HashMap::new();
    for glyph in pages.iter().flatten() {
        *sizes.entry(rounded(glyph.size)).or_default() += 1;
    }
    let Some(usual) = sizes
        .into_iter()
        .max_by_key(|(size, count)| (*count, *size))
        .map(|(size, _)| size as f64 / 4.0)
    else {
        return Vec::new();
    };
    let of_page = |glyphs: &Vec<PdfGlyph>| {
        let says = |run: &Range<usize>| {
            glyphs[run.clone()]
                .iter()
                .any(|glyph| glyph.letters.contains(char::is_alphabetic))
        };
        let (small, others): (Vec<_>, Vec<_>) = runs(glyphs)
            .filter(says)
            .partition(|run| glyphs[run.start].size < 0.9 * usual);
        let edge = others
            .iter()
            .fold(f64::MAX, |least, run| least.min(glyphs[run.start].x));
        small
            .into_iter()
            .filter(|run| glyphs[run.start].x + usual < edge && edge < f64::MAX)
            .collect()
    };
    pages.iter().map(of_page).collect()
}

/// Consecutive glyphs of one size on one line.
fn runs(glyphs: &[PdfGlyph]) -> impl Iterator<Item = Range<usize>> + '_ {
    let goes_on = |one: &PdfGlyph, next: &PdfGlyph| {
        let (size, gap) = (one.size, next.x - one.x - one.width);
        (next.y - one.y).abs() < 0.1 * size
            && (next.size - size).abs() < 0.05 * size
            && gap.abs() < 2.0 * size
    };
    let mut at = 0;
    glyphs.chunk_by(goes_on).map(move |run| {
        at += run.len();
        at - run.len()..at
    })
}

/// Removes what lies entirely left of `edge`, in points; returns it line by line.
pub fn left_of(lines: &mut Vec<PrintedLine>, edge: f64) -> Vec<String> {
    let mut taken = Vec::new();
    for line in lines.iter_mut() {
        let beside = line
            .pieces
            .iter()
            .take_while(|piece| piece.x1 <= edge)
            .count();
        if beside > 0 {
            let rest = line.pieces.split_off(beside);
            taken.push(line.words());
            line.pieces = rest;
        }
    }
    lines.retain(|line| !line.pieces.is_empty());
    taken
}

/// Running headers and footers, as page and line.
pub fn running_lines(pages: &[Vec<PrintedLine>]) -> HashSet<(usize, usize)> {
    let written: Vec<usize> = (0..pages.len())
        .filter(|page| !pages[*page].is_empty())
        .collect();
    let widest = widest_step(pages);
    let mut alike: HashMap<(String, bool), Vec<(usize, usize)>> = HashMap::new();
    for (page, lines) in pages.iter().enumerate() {
        for place in edges(lines.len()) {
            let top = place < lines.len() / 2 || (place == 0 && lines.len() == 1);
            alike
                .entry((shape(&lines[place].words()).0, top))
                .or_default()
                .push((page, place));
        }
    }
    let mut found = HashSet::new();
    for ((shape, _), places) in alike {
        for group in at_one_height(pages, &places) {
            let on: HashSet<usize> = group.iter().map(|(page, _)| *page).collect();
            if on.len() > 1
                && mostly(&on, &written)
                && counts(pages, &group)
                && no_turn(pages, &group, &shape, &written, widest)
            {
                found.extend(group);
            }
        }
    }
    from_the_edge(pages, &found)
}

/// Numbers of the first and last lines of a page with this many lines.
fn edges(lines: usize) -> impl Iterator<Item = usize> {
    (0..lines).filter(move |place| *place < EDGE || place + EDGE >= lines)
}

/// A line with `#` for each number, and the numbers.
fn shape(words: &str) -> (String, Vec<u64>) {
    let (mut shape, mut numbers) = (String::new(), Vec::new());
    let mut digits = String::new();
    for letter in words.chars().chain([' ']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        if !digits.is_empty() {
            shape.push('#');
            numbers.push(digits.parse().unwrap_or(u64::MAX));
            digits.clear();
        }
        shape.push(letter);
    }
    (shape.trim_end().to_owned(), numbers)
}

/// Groups lines of the same shape by height.
fn at_one_height(
    pages: &[Vec<PrintedLine>],
    places: &[(usize, usize)],
) -> Vec<Vec<(usize, usize)>> {
    let mut places = places.to_vec();
    let height = |place: &(usize, usize)| pages[place.0][place.1].y;
    places.sort_by(|one, other| height(one).total_cmp(&height(other)));
    let groups = places.chunk_by(|one, other| height(other) - height(one) <= SAME_PLACE);
    groups.map(<[_]>::to_vec).collect()
}

/// True if these are most of the pages, or most of the left-hand or right-hand ones.
fn mostly(on: &HashSet<usize>, written: &[usize]) -> bool {
    let most = |of: Vec<&usize>| on.len() * 5 >= of.len() * 3;
    let even = on.iter().filter(|page| *page % 2 == 0).count();
    let side = match even {
        0 => Some(1),
        even if even == on.len() => Some(0),
        _ => None,
    };
    most(written.iter().collect())
        || (on.len() >= 3
            && side.is_some_and(|side| {
                most(written.iter().filter(|page| *page % 2 == side).collect())
            }))
}

/// True if every number is either the same on all pages or counts along with them.
fn counts(pages: &[Vec<PrintedLine>], group: &[(usize, usize)]) -> bool {
    let numbers: Vec<(u64, Vec<u64>)> = group
        .iter()
        .map(|(page, place)| (*page as u64, shape(&pages[*page][*place].words()).1))
        .collect();
    let Some((page, first)) = numbers.first() else {
        return false;
    };
    (0..first.len()).all(|slot| {
        let same = numbers
            .iter()
            .all(|(_, own)| own.get(slot) == first.get(slot));
        let with_page =
            |page: u64, own: &[u64]| own.get(slot).map(|number| number.wrapping_sub(page));
        same || numbers
            .iter()
            .all(|(own_page, own)| with_page(*own_page, own) == with_page(*page, first))
    })
}

/// True if the lines cannot be speech.
fn no_turn(
    pages: &[Vec<PrintedLine>],
    group: &[(usize, usize)],
    shape: &str,
    written: &[usize],
    widest: f64,
) -> bool {
    let says = shape
        .split(|letter: char| !letter.is_alphabetic())
        .filter(|word| !word.is_empty());
    let number_words = [
        "page", "pages", "of", "p", "pp", "side", "af", "seite", "von", "sida", "sidan", "av",
        "pagina", "página", "de", "van", "s",
    ];
    if shape.contains('#')
        && says
            .clone()
            .all(|word| number_words.contains(&word.to_lowercase().as_str()))
    {
        let varies = group.windows(2).any(|pair| {
            self::shape(&pages[pair[0].0][pair[0].1].words()).1
                != self::shape(&pages[pair[1].0][pair[1].1].words()).1
        });
        return varies || apart(pages, group, widest);
    }
    if let Some(name) = label(shape) {
        let elsewhere: Vec<(usize, usize)> = pages
            .iter()
            .enumerate()
            .flat_map(|(page, lines)| (0..lines.len()).map(move |place| (page, place)))
            .collect();
        let named = |(page, place): (usize, usize)| {
            !group.contains(&(page, place)) && label(&pages[page][place].words()) == Some(name)
        };
        let of_side = |side: usize| written.iter().filter(|page| *page % 2 == side).count();
        let one_side = group.iter().all(|(page, _)| page % 2 == group[0].0 % 2);
        let all = if one_side {
            of_side(group[0].0 % 2)
        } else {
            written.len()
        };
        let everywhere = group.len() >= 3 && group.len() * 10 >= all * 9;
        if !everywhere || elsewhere.into_iter().any(named) {
            return false;
        }
    }
    apart(pages, group, widest)
}

/// True if the lines are set apart from the text by an unusually wide step or a different size.
fn apart(pages: &[Vec<PrintedLine>], group: &[(usize, usize)], widest: f64) -> bool {
    let lines: HashSet<(usize, usize)> = group.iter().copied().collect();
    let apart = group.iter().filter(|(page, place)| {
        let (line, on) = (&pages[*page][*place], &pages[*page]);
        let inner = if *place < on.len() / 2 {
            on.get(place + 1)
        } else {
            place.checked_sub(1).and_then(|place| on.get(place))
        };
        let step = inner.map_or(f64::MAX, |inner| (inner.y - line.y).abs());
        let other_size =
            inner.is_none_or(|inner| (inner.size - line.size).abs() > 0.08 * inner.size);
        // A header may have several lines.
        let next = if *place < on.len() / 2 {
            place + 1
        } else {
            place.wrapping_sub(1)
        };
        step > 1.15 * widest || other_size || lines.contains(&(*page, next))
    });
    apart.count() * 10 >= group.len() * 8
}

/// The widest usual step between lines of a page (90th percentile).
fn widest_step(pages: &[Vec<PrintedLine>]) -> f64 {
    let inner = |lines: &Vec<PrintedLine>| {
        lines
            .windows(2)
            .skip(EDGE - 1)
            .map(|pair| pair[0].y - pair[1].y)
            .collect::<Vec<f64>>()
    };
    let mut steps: Vec<f64> = pages
        .iter()
        .filter(|lines| lines.len() > 2 * EDGE)
        .flat_map(|lines| {
            let mut steps = inner(lines);
            steps.truncate(lines.len() - 2 * EDGE);
            steps
        })
        .collect();
    if steps.is_empty() {
        // Without longer pages, the edges have to be included.
        steps = pages
            .iter()
            .flat_map(|lines| lines.windows(2).map(|pair| pair[0].y - pair[1].y))
            .collect();
    }
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() * 9 / 10).copied().unwrap_or(f64::MAX)
}

/// Keeps only lines that are reached from the edge of the page without a gap.
fn from_the_edge(
    pages: &[Vec<PrintedLine>],
    found: &HashSet<(usize, usize)>,
) -> HashSet<(usize, usize)> {
    let mut outermost = HashSet::new();
    for (page, lines) in pages.iter().enumerate() {
        let is = |place: &usize| found.contains(&(page, *place));
        outermost.extend((0..lines.len()).take_while(is).map(|place| (page, place)));
        outermost.extend(
            (0..lines.len())
                .rev()
                .take_while(is)
                .map(|place| (page, place)),
        );
    }
    outermost
}

/// Left and right end.
type HorizontalExtent = (f64, f64);
/// Page, line, number.
type MarginNumber = (usize, usize, u64);

/// Finds line numbers in the margin: a column of numbers that count up, next to all of the text.
/// The flag is true for the right margin.
pub fn find_line_numbers(pages: &[Vec<PrintedLine>]) -> Option<(Vec<MarginNumber>, bool)> {
    [false, true]
        .into_iter()
        .find_map(|right| Some((column(pages, right)?, right)))
}

fn column(pages: &[Vec<PrintedLine>], right: bool) -> Option<Vec<MarginNumber>> {
    // Numbers may be aligned to the left or to the right, so both edges are tried.
    let mut numbers: Vec<(usize, usize, u64, HorizontalExtent)> = Vec::new();
    for (page, lines) in pages.iter().enumerate() {
        for (place, line) in lines.iter().enumerate() {
            numbers.extend(
                number_at(line, right).map(|(from, to, number)| (page, place, number, (from, to))),
            );
        }
    }
    let mut found: Vec<(usize, usize, u64, f64)> = Vec::new();
    for edge in [
        |strip: HorizontalExtent| strip.0,
        |strip: HorizontalExtent| strip.1,
    ] {
        numbers.sort_by(|one, other| edge(one.3).total_cmp(&edge(other.3)));
        let largest = numbers
            .chunk_by(|one, other| edge(other.3) - edge(one.3) < SAME_EDGE)
            .max_by_key(|group| group.len())
            .unwrap_or_default();
        if largest.len() > found.len() {
            found = largest
                .iter()
                .map(|(page, place, number, strip)| {
                    (
                        *page,
                        *place,
                        *number,
                        if right { strip.0 } else { strip.1 },
                    )
                })
                .collect();
        }
    }
    found.sort_by_key(|(page, place, ..)| (*page, *place));
    let steps: Vec<i64> = found
        .windows(2)
        .map(|pair| pair[1].2 as i64 - pair[0].2 as i64)
        .collect();
    let step = *steps.first()?;
    // On a new page numbering may restart, or repeat the last numbers where their lines continue.
    let begins_anew = |place: usize| {
        found[place + 1].0 != found[place].0
            && (found[place + 1].2 as i64 <= step.max(1) || steps[place] <= 0)
    };
    let counts = steps
        .iter()
        .enumerate()
        .all(|(place, own)| *own == step || begins_anew(place));
    // One number per page is a page number.
    let of_pages = found.windows(2).all(|pair| pair[0].0 != pair[1].0);
    if of_pages || found.len() < NUMBERS || ![1, 2, 5, 10].contains(&step) || !counts {
        return None;
    }
    let inner = if right {
        found
            .iter()
            .fold(f64::MAX, |least, found| least.min(found.3))
    } else {
        found.iter().fold(f64::MIN, |most, found| most.max(found.3))
    };
    let own: HashSet<(usize, usize)> = found
        .iter()
        .map(|(page, place, ..)| (*page, *place))
        .collect();
    let beside = |line: &PrintedLine| {
        if right {
            line.x1() > inner
        } else {
            line.x0() < inner
        }
    };
    let others = pages.iter().enumerate().flat_map(|(page, lines)| {
        lines
            .iter()
            .enumerate()
            .map(move |(place, line)| ((page, place), line))
    });
    let (mut all, mut crossing) = (0, 0);
    for (_, line) in others.filter(|(place, _)| !own.contains(place)) {
        all += 1;
        crossing += usize::from(beside(line));
    }
    (crossing * 10 <= all).then(|| {
        found
            .into_iter()
            .map(|(page, place, number, _)| (page, place, number))
            .collect()
    })
}

/// The number that begins (or ends) a line and is set apart from the words: its extent and value.
fn number_at(line: &PrintedLine, right: bool) -> Option<(f64, f64, u64)> {
    let pieces = &line.pieces;
    let (range, gap) = if right {
        let from = pieces.iter().rposition(|piece| piece.space)?;
        (
            from..pieces.len(),
            from.checked_sub(1)
                .map(|before| pieces[from].x0 - pieces[before].x1),
        )
    } else {
        let to = pieces
            .iter()
            .skip(1)
            .position(|piece| piece.space)
            .map_or(pieces.len(), |place| place + 1);
        (
            0..to,
            pieces.get(to).map(|next| next.x0 - pieces[to - 1].x1),
        )
    };
    let digits: String = pieces[range.clone()]
        .iter()
        .map(|piece| &*piece.letters)
        .collect();
    let alone = digits.len() <= 5 && digits.chars().all(|letter| letter.is_ascii_digit());
    let number = digits
        .parse()
        .ok()
        .filter(|_| alone && gap.is_none_or(|gap| gap > 0.5 * line.size))?;
    Some((pieces[range.start].x0, pieces[range.end - 1].x1, number))
}

/// Splits the number off a line; `None` if there is nothing else.
pub fn without_number(mut line: PrintedLine, right: bool) -> (Option<PrintedLine>, PrintedLine) {
    let pieces = &line.pieces;
    if right {
        let from = pieces.iter().rposition(|piece| piece.space).unwrap_or(0);
        let number = line.split_off(from);
        return (Some(line).filter(|line| !line.pieces.is_empty()), number);
    }
    let to = pieces
        .iter()
        .skip(1)
        .position(|piece| piece.space)
        .map_or(pieces.len(), |place| place + 1);
    let rest = line.split_off(to);
    (Some(rest).filter(|rest| !rest.pieces.is_empty()), line)
}
