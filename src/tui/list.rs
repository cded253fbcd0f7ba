//! Selection and scrolling of a list. Items may differ in height; only the heights of a few items
//! are requested, so that the cost depends on what is visible, not on the length of the list.

use super::key::{Mouse, MouseKind};
use ratatui::layout::Rect;

#[derive(Clone, Copy, Debug, Default)]
pub struct ListState {
    selected: usize,
    top: usize,
    count: usize,
}

impl ListState {
    /// Index of the selected item.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Index of the first visible item.
    pub fn top(&self) -> usize {
        self.top
    }

    pub fn step(&mut self, by: isize) {
        self.selected = self
            .selected
            .saturating_add_signed(by)
            .min(self.count.saturating_sub(1));
    }

    pub fn select(&mut self, at: usize) {
        self.selected = at;
    }

    /// Handles the mouse where each item is one row of `rows`: the wheel scrolls, a click selects.
    /// Returns whether the click was on the item already selected, which opens it.
    pub fn handle_mouse(&mut self, mouse: Mouse, rows: Rect) -> bool {
        match mouse.kind {
            MouseKind::Wheel(by) => self.step(by.signum() as isize),
            MouseKind::Press if rows.contains(mouse.at) => {
                match self.item_at(mouse.at.y - rows.y, |_| 1) {
                    Some(item) if item == self.selected => return true,
                    Some(item) => self.select(item),
                    None => {}
                }
            }
            _ => {}
        }
        false
    }

    /// Takes the number of items, the rows available and the height of each item; scrolls the
    /// selected item into view.
    pub fn update(&mut self, count: usize, rows: u16, height: impl Fn(usize) -> u16) {
        self.count = count;
        self.selected = self.selected.min(count.saturating_sub(1));
        // The first item such that everything up to `last` fits.
        let first = |last: usize| {
            let (mut first, mut used) = (last, height(last));
            while first > 0 && used.saturating_add(height(first - 1)) <= rows {
                first -= 1;
                used += height(first);
            }
            first
        };
        if count == 0 {
            self.top = 0;
            return;
        }
        self.top = self
            .top
            .clamp(first(self.selected), self.selected)
            .min(first(count - 1).max(first(self.selected)));
    }

    /// The item shown `row` rows below the top of the list.
    pub fn item_at(&self, row: u16, height: impl Fn(usize) -> u16) -> Option<usize> {
        let mut below = 0;
        (self.top..self.count).find(|item| {
            below += height(*item);
            row < below
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_stands_on_is_in_sight_and_no_room_is_wasted() {
        let mut list = ListState::default();
        let height = |item: usize| if item == 3 { 4 } else { 2 };
        list.update(10, 7, height);
        list.step(3);
        list.update(10, 7, height);
        assert_eq!((list.selected(), list.top()), (3, 2));
        assert_eq!(
            (
                list.item_at(1, height),
                list.item_at(2, height),
                list.item_at(99, height)
            ),
            (Some(2), Some(3), None)
        );
        list.step(isize::MAX / 2);
        list.update(10, 7, height);
        assert_eq!((list.selected(), list.top()), (9, 7));
        list.update(8, 7, height);
        assert_eq!((list.selected(), list.top()), (7, 5));
        list.update(0, 7, height);
        assert_eq!(
            (list.selected(), list.top(), list.item_at(0, height)),
            (0, 0, None)
        );
    }

    #[test]
    fn a_press_goes_to_an_item_and_opens_the_one_stood_on() {
        let mut list = ListState::default();
        let rows = Rect::new(0, 3, 20, 2);
        list.update(2, 2, |_| 1);
        let press = |x, y| Mouse {
            kind: MouseKind::Press,
            at: ratatui::layout::Position { x, y },
        };
        assert_eq!(
            (list.handle_mouse(press(4, 4), rows), list.selected()),
            (false, 1)
        );
        assert_eq!(
            (list.handle_mouse(press(4, 4), rows), list.selected()),
            (true, 1)
        );
        assert_eq!(
            (list.handle_mouse(press(4, 5), rows), list.selected()),
            (false, 1)
        );
        let wheel = Mouse {
            kind: MouseKind::Wheel(-3),
            ..press(9, 9)
        };
        assert_eq!(
            (list.handle_mouse(wheel, rows), list.selected()),
            (false, 0)
        );
    }

    #[test]
    fn an_item_higher_than_the_screen_begins_on_top() {
        let mut list = ListState::default();
        list.update(3, 2, |_| 9);
        list.step(1);
        list.update(3, 2, |_| 9);
        assert_eq!((list.selected(), list.top()), (1, 1));
    }
}
