//! Reorders lines written from right to left.
//!
//! A page shows where letters stand, not in which order they were written.

use super::lines::{LinePiece, PrintedLine};
use super::paragraphs::label;
use unicode_bidi::{BidiClass, bidi_class};

/// How a file positions right-to-left words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RtlOrder {
    /// As displayed: the first letter is on the right.
    #[default]
    Visual,
    /// In writing order, from programs that do not support such scripts: the first letter is on the
    /// left.
    Logical,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum DirectionClass {
    Right,
    Left,
    Number,
    Neutral,
}

fn kind(piece: &LinePiece) -> DirectionClass {
    let of = |letter: char| match bidi_class(letter) {
        BidiClass::R | BidiClass::AL => DirectionClass::Right,
        BidiClass::L => DirectionClass::Left,
        BidiClass::EN | BidiClass::AN => DirectionClass::Number,
        _ => DirectionClass::Neutral,
    };
    if piece.letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return DirectionClass::Left;
    }
    piece
        .letters
        .chars()
        .map(of)
        .find(|kind| *kind != DirectionClass::Neutral)
        .unwrap_or(DirectionClass::Neutral)
}

/// True if any part of a line is written from right to left.
fn has_right(line: &PrintedLine) -> bool {
    // The scripts written so begin at Hebrew.
    let could = |piece: &&LinePiece| piece.letters.chars().any(|letter| letter >= '\u{590}');
    line.pieces
        .iter()
        .filter(could)
        .any(|piece| kind(piece) == DirectionClass::Right)
}

/// Letters of Hebrew and Arabic that occur only at the end of a word.
fn ends_words(piece: &LinePiece) -> bool {
    piece
        .letters
        .chars()
        .all(|letter| "ךםןףץةى".contains(letter))
}

/// Detects the order by letters that occur only at the end of a word.
pub fn detect_rtl_order<'a>(lines: impl Iterator<Item = &'a PrintedLine>) -> RtlOrder {
    let mut votes = 0i64;
    for line in lines.filter(|line| has_right(line)) {
        for word in line
            .pieces
            .chunk_by(|_, next| !next.space)
            .filter(|word| word.len() > 1)
        {
            let letters: Vec<&LinePiece> = word
                .iter()
                .filter(|piece| kind(piece) == DirectionClass::Right)
                .collect();
            if let [first, .., last] = letters.as_slice() {
                votes += i64::from(ends_words(first)) - i64::from(ends_words(last));
            }
        }
    }
    if votes < 0 {
        RtlOrder::Logical
    } else {
        RtlOrder::Visual
    }
}

/// A piece, or a space between two, with its embedding level.
struct BidiItem {
    piece: Option<LinePiece>,
    kind: DirectionClass,
    level: u8,
}

/// Puts the pieces of a line into reading order.
pub fn in_order(line: &mut PrintedLine, direction: RtlOrder) {
    if direction == RtlOrder::Logical || !has_right(line) {
        return;
    }
    // A name and a colon on the left begin a left-to-right line, whatever follows.
    let named = label(&line.words()).is_some_and(|label| {
        !label
            .chars()
            .any(|letter| matches!(bidi_class(letter), BidiClass::R | BidiClass::AL))
    });
    let mut items: Vec<BidiItem> = Vec::with_capacity(line.pieces.len() * 2);
    for piece in line.pieces.drain(..) {
        if piece.space && !items.is_empty() {
            items.push(BidiItem {
                piece: None,
                kind: DirectionClass::Neutral,
                level: 0,
            });
        }
        let kind = kind(&piece);
        items.push(BidiItem {
            piece: Some(piece),
            kind,
            level: 0,
        });
    }
    let base = u8::from(!named && runs_left(&items));
    levels(&mut items, base);
    // Display order is made by reversing the deepest level first; this undoes it.
    for level in 1..=2 {
        let mut from = 0;
        while from < items.len() {
            let run = items[from..]
                .iter()
                .take_while(|item| item.level >= level)
                .count();
            items[from..from + run].reverse();
            from += run.max(1);
        }
    }
    mirror(&mut items);
    let mut space = false;
    for item in items {
        match item.piece {
            Some(piece) => line.pieces.push(LinePiece {
                space: std::mem::take(&mut space),
                ..piece
            }),
            None => space = true,
        }
    }
}

/// True if most of a line is written from right to left.
fn runs_left(items: &[BidiItem]) -> bool {
    let count = |wanted: DirectionClass| items.iter().filter(|item| item.kind == wanted).count();
    count(DirectionClass::Right) > count(DirectionClass::Left)
}

/// Sets embedding levels: 0 left to right, 1 right to left, 2 left to right within that.
fn levels(items: &mut [BidiItem], base: u8) {
    let kinds: Vec<DirectionClass> = items.iter().map(|item| item.kind).collect();
    let strong =
        |kind: &&DirectionClass| matches!(kind, DirectionClass::Right | DirectionClass::Left);
    let resolved = |place: usize| {
        let before = || kinds[..place].iter().rev().find(strong).copied();
        let behind = || kinds[place + 1..].iter().find(strong).copied();
        match kinds[place] {
            // "12/3" is one number.
            DirectionClass::Neutral
                if place > 0
                    && items[place].piece.is_some()
                    && kinds[place - 1] == DirectionClass::Number
                    && kinds.get(place + 1) == Some(&DirectionClass::Number) =>
            {
                DirectionClass::Number
            }
            DirectionClass::Number
                if before() == Some(DirectionClass::Left)
                    && behind() != Some(DirectionClass::Right) =>
            {
                DirectionClass::Left
            }
            DirectionClass::Neutral => {
                let edge = |kind: Option<DirectionClass>| match kind {
                    Some(DirectionClass::Number) => Some(DirectionClass::Right),
                    kind => kind,
                };
                let not_neutral = |kind: &&DirectionClass| **kind != DirectionClass::Neutral;
                let (before, behind) = (
                    kinds[..place].iter().rev().find(not_neutral).copied(),
                    kinds[place + 1..].iter().find(not_neutral).copied(),
                );
                if edge(before) == edge(behind) {
                    edge(before).unwrap_or(DirectionClass::Neutral)
                } else {
                    DirectionClass::Neutral
                }
            }
            kind => kind,
        }
    };
    let level = |place: usize| {
        let to_right = kinds[place + 1..].iter().find(strong).copied();
        match (resolved(place), base) {
            (DirectionClass::Right, _) => 1,
            (DirectionClass::Left, base) => base * 2,
            (DirectionClass::Number, 1) => 2,
            (DirectionClass::Number, _) => 2 * u8::from(to_right == Some(DirectionClass::Right)),
            (DirectionClass::Neutral, base) => base,
        }
    };
    let levels: Vec<u8> = (0..items.len()).map(level).collect();
    items
        .iter_mut()
        .zip(levels)
        .for_each(|(item, level)| item.level = level);
}

/// Brackets in right-to-left text are drawn mirrored. Where a closing one comes first, all of its
/// kind are swapped.
fn mirror(items: &mut [BidiItem]) {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("«", "»")] {
        let first = |wanted: &str| {
            items.iter().position(|item| {
                item.level == 1
                    && item
                        .piece
                        .as_ref()
                        .is_some_and(|piece| &*piece.letters == wanted)
            })
        };
        if first(open).is_none_or(|opening| first(close).is_none_or(|closing| opening < closing)) {
            continue;
        }
        for piece in items
            .iter_mut()
            .filter(|item| item.level == 1)
            .filter_map(|item| item.piece.as_mut())
        {
            let turned = [(open, close), (close, open)]
                .into_iter()
                .find(|(from, _)| *piece.letters == **from);
            if let Some((_, to)) = turned {
                piece.letters = to.into();
            }
        }
    }
}
