//! Puts the parts of a page into reading order: column by column, and tables row by row.

use super::lines::PrintedLine;

/// Minimum width of the gap between columns, in ems.
const GUTTER: f64 = 0.9;
/// Lines needed on both sides of the gap.
const SIDE_BY_SIDE: usize = 3;
/// A right column may begin this many lines further down.
const FAR: usize = 12;
/// Nesting depth of columns.
const DEEPEST: usize = 3;

/// A column, or lines across the whole page.
#[derive(Debug, Default)]
pub struct PageBlock {
    /// From the top.
    pub lines: Vec<PrintedLine>,
    /// One of several columns.
    pub column: bool,
    pub cell: bool,
}

/// The blocks of a page in reading order.
pub fn blocks(lines: Vec<PrintedLine>) -> Vec<PageBlock> {
    let mut blocks = Vec::new();
    divide(lines, 0, false, &mut blocks);
    blocks
}

fn divide(lines: Vec<PrintedLine>, depth: usize, cell: bool, blocks: &mut Vec<PageBlock>) {
    let put = |blocks: &mut Vec<PageBlock>, lines: Vec<PrintedLine>| {
        if !lines.is_empty() {
            blocks.push(PageBlock {
                lines,
                column: depth > 0,
                cell,
            });
        }
    };
    let mut whole = Vec::new();
    let mut rest = lines;
    while !rest.is_empty() {
        let found = if depth < DEEPEST { region(&rest) } else { None };
        let Some((length, gutter)) = found else {
            whole.push(rest.remove(0));
            continue;
        };
        put(blocks, std::mem::take(&mut whole));
        let behind = rest.split_off(length);
        let rows = rows(rest, gutter);
        let cell = rows.len() > 1;
        for row in rows {
            let (left, right) = parted(row, gutter);
            divide(left, depth + 1, cell, blocks);
            divide(right, depth + 1, cell, blocks);
        }
        rest = behind;
    }
    put(blocks, whole);
}

/// Left and right edge of a strip without print.
type WhiteStrip = (f64, f64);

/// Number and height of each line on one side of a strip.
type StripSide = Vec<(usize, f64)>;

/// The number of lines from the top that form two columns, and the strip between them.
fn region(lines: &[PrintedLine]) -> Option<(usize, WhiteStrip)> {
    let first = lines.first()?;
    // A right column may begin behind a gap, or where lines begin far to the right.
    let left = lines
        .iter()
        .fold(f64::MAX, |least: f64, line| least.min(line.x0()));
    let mut edges: Vec<i64> = Vec::new();
    for line in lines.iter().take(FAR) {
        let begin = Some(line.x0()).filter(|begin| begin - left > 5.0 * first.size);
        edges.extend(
            begin
                .into_iter()
                .chain(line.gaps(GUTTER * line.size).map(|(_, _, to)| to))
                .map(|edge| edge.round() as i64),
        );
    }
    edges.sort_unstable();
    edges.dedup();
    let mut regions: Vec<(usize, WhiteStrip)> = edges
        .into_iter()
        .filter_map(|edge| follow(lines, edge as f64 - 1.0))
        .collect();
    regions.sort_by_key(|(length, _)| std::cmp::Reverse(*length));
    regions
        .into_iter()
        .find(|(length, gutter)| are_columns(&lines[..*length], *gutter))
}

/// How many lines from the top stay clear of the strip before `edge`: to its left, its right, or
/// both.
fn follow(lines: &[PrintedLine], edge: f64) -> Option<(usize, WhiteStrip)> {
    let mut from = f64::MIN;
    let (mut left, mut right): (StripSide, StripSide) = (Vec::new(), Vec::new());
    for (place, line) in lines.iter().enumerate() {
        let end = edge - GUTTER * line.size;
        let near = place == 0 || lines[place - 1].y - line.y < 3.0 * line.size;
        let gap = line
            .gaps(GUTTER * line.size)
            .find(|(_, from, to)| *from <= end && *to >= edge);
        let (on_left, on_right) = match gap {
            Some((_, until, _)) => (Some(until), true),
            None if line.x1() <= end => (Some(line.x1()), false),
            None if line.x0() >= edge => (None, true),
            None => break,
        };
        if !near {
            break;
        }
        from = from.max(on_left.unwrap_or(f64::MIN));
        left.extend(on_left.map(|_| (place, line.y)));
        right.extend(on_right.then_some((place, line.y)));
    }
    let range = |side: &[(usize, f64)]| Some((side.last()?.1, side.first()?.1));
    let beside = |side: &[(usize, f64)], (low, high): (f64, f64)| {
        side.iter()
            .filter(|(_, y)| (low - 1.0..=high + 1.0).contains(y))
            .count()
    };
    let (of_left, of_right) = (range(&left)?, range(&right)?);
    // Left lines below the end of the right column belong to the columns only if spaced as before.
    let mut steps: Vec<f64> = left.windows(2).map(|pair| pair[0].1 - pair[1].1).collect();
    steps.sort_by(f64::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(0.0);
    let last_right = right.last()?.0;
    let apart = left
        .windows(2)
        .find(|pair| pair[1].0 > last_right && pair[0].1 - pair[1].1 > 1.6 * usual);
    let length = apart.map_or(left.last()?.0.max(last_right) + 1, |pair| pair[1].0);
    (beside(&left, of_right) >= SIDE_BY_SIDE && beside(&right, of_left) >= SIDE_BY_SIDE)
        .then_some((length, (from, edge)))
}

/// Divides lines at a strip.
fn parted(lines: Vec<PrintedLine>, strip: WhiteStrip) -> (Vec<PrintedLine>, Vec<PrintedLine>) {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for mut line in lines {
        let place = line.pieces.partition_point(|piece| piece.x0 < strip.1);
        let behind = line.split_off(place);
        left.extend((!line.pieces.is_empty()).then_some(line));
        right.extend((!behind.pieces.is_empty()).then_some(behind));
    }
    (left, right)
}

/// True if both sides hold running text. A name, a number or a time beside the text is not a
/// column.
fn are_columns(lines: &[PrintedLine], strip: WhiteStrip) -> bool {
    let (left, right) = parted(lines.to_vec(), strip);
    let width = |side: &[PrintedLine]| {
        side.iter().fold(0.0, |most: f64, line| most.max(line.x1()))
            - side
                .iter()
                .fold(f64::MAX, |least: f64, line| least.min(line.x0()))
    };
    let words = |side: &[PrintedLine]| {
        side.iter()
            .map(|line| {
                1 + line
                    .pieces
                    .iter()
                    .skip(1)
                    .filter(|piece| piece.space)
                    .count()
            })
            .sum::<usize>() as f64
            / side.len() as f64
    };
    let (narrow, wide) = (
        width(&left).min(width(&right)),
        width(&left).max(width(&right)),
    );
    let edge = |side: &[PrintedLine]| {
        let least = side
            .iter()
            .fold(f64::MAX, |least: f64, line| least.min(line.x0()));
        side.iter()
            .filter(|line| line.x0() - least < 2.5 * line.size)
            .count()
            * 4
            >= side.len() * 3
    };
    narrow > 0.4 * wide
        && words(&left) >= 2.5
        && words(&right) >= 2.5
        && edge(&left)
        && edge(&right)
}

/// Divides side-by-side cells into table rows; real columns come back as a single row.
///
/// Cells of a row begin at the same height, and the gap between rows runs through both sides, even
/// where one cell is shorter.
fn rows(lines: Vec<PrintedLine>, strip: WhiteStrip) -> Vec<Vec<PrintedLine>> {
    let mut steps: Vec<f64> = lines.windows(2).map(|pair| pair[0].y - pair[1].y).collect();
    steps.sort_by(f64::total_cmp);
    let usual = steps.get(steps.len() / 3).copied().unwrap_or(0.0);
    let both = |line: &PrintedLine| line.x0() < strip.0 + 0.1 && line.x1() > strip.1 - 0.1;
    let shared = lines.iter().filter(|line| both(line)).count();
    let fewer = lines
        .iter()
        .filter(|line| line.x0() < strip.0)
        .count()
        .min(lines.iter().filter(|line| line.x1() > strip.1).count());
    if shared * 10 < fewer * 7 {
        return vec![lines];
    }
    let mut rows: Vec<Vec<PrintedLine>> = Vec::new();
    for line in &lines {
        let apart = rows
            .last()
            .and_then(|row| row.last())
            .is_some_and(|last| last.y - line.y > 1.3 * usual);
        match rows.last_mut() {
            Some(row) if !(apart && both(line)) => row.push(line.clone()),
            _ => rows.push(vec![line.clone()]),
        }
    }
    let uneven = rows
        .iter()
        .filter(|row| row.iter().any(|line| !both(line)))
        .count();
    // The shorter cell is empty down to the end of its row.
    let left = |line: &PrintedLine| line.x0() < strip.0 + 0.1;
    let rest = |row: &&Vec<PrintedLine>| {
        let rest: Vec<&PrintedLine> = row.iter().skip_while(|line| both(line)).collect();
        rest.iter()
            .all(|line| !both(line) && left(line) == left(rest[0]))
    };
    let cells = rows.iter().filter(rest).count();
    if rows.len() >= 3 && uneven * 2 >= rows.len() && cells * 10 >= rows.len() * 9 {
        rows
    } else {
        vec![lines]
    }
}
