//! Layout of the transcript's screen.

use ratatui::layout::Rect;

/// Width from which the codebook is shown by default.
pub const WIDE: u16 = 100;
/// Width from which the card is beside the text, not below it.
const VERY_WIDE: u16 = 150;
/// Width of a lane in the margin: two letters and a blank.
pub const LANE: u16 = 3;
/// Longer lines are hard to read.
const LONGEST_LINE: u16 = 96;

/// The parts of the screen. A part without room has no width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TranscriptLayout {
    pub codebook: Rect,
    /// Line numbers, if switched on.
    pub lines: Rect,
    /// Turn numbers.
    pub gutter: Rect,
    pub speaker: Rect,
    pub text: Rect,
    /// Stripes and tags of codings.
    pub margin: Rect,
    /// The whole document in one column.
    pub minimap: Rect,
    /// The card of the current quote.
    pub card: Rect,
}

impl TranscriptLayout {
    /// Divides an area, given the number of turns, the number of lines to number, and the width of
    /// the labels.
    #[must_use]
    pub fn new(
        area: Rect,
        turns: usize,
        lines: usize,
        label: usize,
        codebook: bool,
    ) -> TranscriptLayout {
        let mut rest = area;
        let mut layout = TranscriptLayout::default();
        if codebook {
            layout.codebook = take_left(
                &mut rest,
                (area.width / 4).clamp(26, 38).min(area.width / 2),
            );
        }
        layout.card = if area.width >= VERY_WIDE {
            take_right(&mut rest, (area.width / 4).clamp(34, 50))
        } else {
            let height = match area.height {
                0..=13 => 0,
                14..=34 => 6,
                _ => 9,
            };
            take_bottom(&mut rest, height)
        };
        layout.minimap = take_right(&mut rest, 1);
        take_right(&mut rest, 1);
        let lanes = match area.width {
            0..60 => 1,
            60..120 => 3,
            120..180 => 4,
            _ => 6,
        };
        let gutter = turns.max(1).ilog10() as u16 + 2;
        let speaker = (label.min(12) as u16 + 1).min(if rest.width < 70 { 5 } else { 13 });
        if lines > 0 {
            layout.lines = take_left(&mut rest, lines.ilog10() as u16 + 2);
        }
        layout.gutter = take_left(&mut rest, gutter);
        layout.speaker = take_left(&mut rest, speaker);
        let text = rest
            .width
            .saturating_sub(lanes * LANE + 1)
            .min(LONGEST_LINE);
        layout.text = take_left(&mut rest, text);
        take_left(&mut rest, 1);
        layout.margin = rest;
        layout
    }

    /// Number of lanes that fit in the margin.
    #[must_use]
    pub fn lanes(&self) -> usize {
        (self.margin.width / LANE) as usize
    }
}

fn take_left(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    let taken = Rect { width, ..*rest };
    *rest = Rect {
        x: rest.x + width,
        width: rest.width - width,
        ..*rest
    };
    taken
}

fn take_right(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    rest.width -= width;
    Rect {
        x: rest.right(),
        width,
        ..*rest
    }
}

fn take_bottom(rest: &mut Rect, height: u16) -> Rect {
    let height = height.min(rest.height);
    rest.height -= height;
    Rect {
        y: rest.bottom(),
        height,
        ..*rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_room_to_read_at_every_size() {
        for (width, height, codebook) in [
            (80, 22, false),
            (80, 22, true),
            (100, 28, true),
            (120, 38, true),
            (200, 58, true),
        ] {
            let layout =
                TranscriptLayout::new(Rect::new(0, 0, width, height), 120, 0, 11, codebook);
            assert!(
                layout.text.width >= if width == 80 && codebook { 32 } else { 44 },
                "{width}: {}",
                layout.text.width
            );
            assert!(layout.text.height >= 15 && layout.lanes() >= 3);
        }
    }
}
