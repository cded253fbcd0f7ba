//! Scroll detection: uses the terminal's scrolling when that leaves fewer cells to write, including
//! fixed parts beside the moving text that have to be written again.

use crate::tui::screen_buffer::ScreenCell;

/// A region of rows to scroll: `top` to `bottom` (exclusive), up by `by` rows, or down if negative.
/// Rows that come in are blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScrollRegion {
    pub top: u16,
    /// Exclusive.
    pub bottom: u16,
    pub by: i16,
}

/// Least number of cells that scrolling must save.
const LEAST_SAVED: i64 = 150;
/// Rows are compared in parts of this many cells.
const PART: usize = 24;
/// Number of rows sampled.
const PROBES: usize = 8;

impl ScrollRegion {
    /// The region whose scrolling leaves the fewest cells to write, if it is worth it.
    pub fn find(shown: &[ScreenCell], next: &[ScreenCell], width: u16) -> Option<ScrollRegion> {
        let width = usize::from(width);
        let screens = ScreenPair {
            shown,
            next,
            width,
            rows: next.len() / width.max(1),
        };
        let by = screens.vote()?;
        let drift = screens.band(by);
        drift
            .filter(|(_, saved)| *saved >= LEAST_SAVED)
            .map(|(drift, _)| drift)
    }

    /// The row that is at `y` after scrolling; `None` where a blank one has come in.
    pub fn source(self, y: u16) -> Option<u16> {
        if !(self.top..self.bottom).contains(&y) {
            return Some(y);
        }
        y.checked_add_signed(self.by)
            .filter(|from| (self.top..self.bottom).contains(from))
    }
}

struct ScreenPair<'a> {
    shown: &'a [ScreenCell],
    next: &'a [ScreenCell],
    width: usize,
    rows: usize,
}

impl ScreenPair<'_> {
    fn row<'c>(&self, cells: &'c [ScreenCell], y: usize) -> &'c [ScreenCell] {
        &cells[y * self.width..(y + 1) * self.width]
    }

    /// The distance by which most of the sampled parts have moved. Short distances are tried first,
    /// because users scroll by a row more often than by ten.
    fn vote(&self) -> Option<isize> {
        let mut parts = Vec::with_capacity(PROBES * self.width.div_ceil(PART));
        for y in (0..PROBES).map(|probe| (probe * 2 + 1) * self.rows / (PROBES * 2)) {
            for x in (0..self.width).step_by(PART) {
                let columns = x..(x + PART).min(self.width);
                let (from, to) = (
                    &self.row(self.shown, y)[columns.clone()],
                    &self.row(self.next, y)[columns.clone()],
                );
                // Unchanged or uniform parts carry no information.
                if to != from && to.iter().any(|cell| *cell != to[0]) {
                    parts.push((y, columns, to));
                }
            }
        }
        let moved = |by: isize| {
            let from = |y: usize| {
                y.checked_add_signed(by)
                    .filter(|from| *from < self.rows)
                    .map(|from| self.row(self.shown, from))
            };
            parts
                .iter()
                .filter(|(y, columns, to)| {
                    from(*y).is_some_and(|from| from[columns.clone()] == **to)
                })
                .count()
        };
        let mut most = (0, 0);
        for by in (1..self.rows as isize).flat_map(|by| [by, -by]) {
            let votes = moved(by);
            if votes > most.0 {
                most = (votes, by);
            }
            if most.0 * 2 > parts.len() {
                break;
            }
        }
        (most.0 > 0).then_some(most.1)
    }

    /// The region that gains most when rows move up by `by`, and the number of cells it saves.
    fn band(&self, by: isize) -> Option<(ScrollRegion, i64)> {
        let still: Vec<i64> = (0..self.rows)
            .map(|y| differing(self.row(self.next, y), self.row(self.shown, y)))
            .collect();
        let mut best: Option<(usize, usize, i64)> = None;
        let (mut start, mut sum) = (0, 0);
        // The rows that gain most: a maximum subarray (Kadane's algorithm).
        for (y, still) in still.iter().enumerate() {
            let Some(from) = y.checked_add_signed(by).filter(|from| *from < self.rows) else {
                continue;
            };
            if sum <= 0 {
                (start, sum) = (y, 0);
            }
            sum += still - differing(self.row(self.next, y), self.row(self.shown, from));
            if best.is_none_or(|(_, _, most)| sum > most) {
                best = Some((start, y + 1, sum));
            }
        }
        let (start, end, gained) = best?;
        let (top, bottom) = if by > 0 {
            (start, end + by.unsigned_abs())
        } else {
            (start - by.unsigned_abs(), end)
        };
        let blank = |y: usize| {
            self.row(self.next, y)
                .iter()
                .filter(|cell| **cell != ScreenCell::BLANK)
                .count() as i64
        };
        let incoming = if by > 0 { end..bottom } else { top..start };
        let lost: i64 = incoming.map(|y| blank(y) - still[y]).sum();
        Some((
            ScrollRegion {
                top: top as u16,
                bottom: bottom as u16,
                by: by as i16,
            },
            gained - lost,
        ))
    }
}

fn differing(one: &[ScreenCell], other: &[ScreenCell]) -> i64 {
    one.iter()
        .zip(other)
        .filter(|(one, other)| one != other)
        .count() as i64
}
