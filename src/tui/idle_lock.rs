//! The screen of an encrypted study, hidden when nobody has been at it for a while, until somebody
//! types the passphrase. The study stays in memory: this is against eyes, not against programs.

use super::canvas::Canvas;
use super::key::{Input, Key};
use super::theme::StyleRole;
use crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use std::time::{Duration, Instant, SystemTime};
use unicode_width::UnicodeWidthStr;

/// Minutes, unless the settings say otherwise.
pub const DEFAULT_MINUTES: u32 = 15;
const LINES: u16 = 5;
const PROMPT: &str = "Passphrase: ";

/// A time by both clocks: the one stands still while a machine sleeps, the other may be set back.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub steady: Instant,
    pub wall: SystemTime,
}

impl Moment {
    pub fn now() -> Moment {
        Moment {
            steady: Instant::now(),
            wall: SystemTime::now(),
        }
    }

    fn since(self, earlier: Moment) -> Duration {
        let steady = self.steady.saturating_duration_since(earlier.steady);
        let wall = self.wall.duration_since(earlier.wall).unwrap_or_default();
        steady.max(wall)
    }
}

/// What an input did to a hidden screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockResponse {
    Stays,
    Opens,
    Quits,
}

pub struct IdleLock {
    /// How long nobody may be at it; `None`: for ever.
    patience: Option<Duration>,
    last_input: Moment,
    is_locked: bool,
    typed: String,
    was_wrong: bool,
}

impl IdleLock {
    /// After so many minutes; never after 0.
    pub fn after(minutes: u32, now: Moment) -> IdleLock {
        IdleLock {
            patience: (minutes > 0).then(|| Duration::from_secs(60 * u64::from(minutes))),
            last_input: now,
            is_locked: false,
            typed: String::new(),
            was_wrong: false,
        }
    }

    pub fn is_locked(&self) -> bool {
        self.is_locked
    }

    pub fn lock(&mut self) {
        self.is_locked = true;
        self.typed.clear();
        self.was_wrong = false;
    }

    /// Locks if nobody has been there for long enough; answers whether it did just now.
    pub fn lock_if_idle(&mut self, now: Moment) -> bool {
        let is_due = self
            .patience
            .is_some_and(|patience| now.since(self.last_input) >= patience);
        if self.is_locked || !is_due {
            return false;
        }
        self.lock();
        true
    }

    pub fn note_input(&mut self, now: Moment) {
        self.last_input = now;
    }

    /// Takes an input while the screen is hidden; `opens` says whether a passphrase is right.
    pub fn handle_input(
        &mut self,
        input: &Input,
        opens: impl FnOnce(&str) -> bool,
    ) -> LockResponse {
        match input {
            Input::Key(key) if *key == ctrl('c') => return LockResponse::Quits,
            Input::Key(key) if key.code == KeyCode::Enter => {
                let typed = std::mem::take(&mut self.typed);
                self.is_locked = !opens(&typed);
                self.was_wrong = self.is_locked;
                if !self.is_locked {
                    return LockResponse::Opens;
                }
            }
            Input::Key(key) if key.code == KeyCode::Backspace => drop(self.typed.pop()),
            Input::Key(key) if key.code == KeyCode::Esc || *key == ctrl('u') => self.typed.clear(),
            Input::Key(key) => {
                self.was_wrong &= key.typed().is_none();
                self.typed.extend(key.typed());
            }
            Input::Paste(text) => self.typed.push_str(text.trim_end_matches(['\r', '\n'])),
            Input::Mouse(_) | Input::Resize(..) | Input::Focus => {}
        }
        LockResponse::Stays
    }

    /// Draws nothing of the study, not even its name.
    pub fn draw(&self, canvas: &mut Canvas<'_>) -> Option<Position> {
        let area = canvas.area();
        canvas.blank(area);
        let (text, muted) = (
            canvas.style(StyleRole::Text),
            canvas.style(StyleRole::Muted),
        );
        let width = area.width.min(60);
        let x = area.x + (area.width - width) / 2;
        let y = area.y + area.height.saturating_sub(LINES) / 2;
        canvas.put(
            x,
            y,
            x + width,
            "The study is locked.",
            canvas.style(StyleRole::Title),
        );
        let hidden = "•".repeat(
            self.typed
                .chars()
                .count()
                .min(usize::from(width) - PROMPT.width() - 1),
        );
        let caret = canvas.put(x, y + 2, x + width, &format!("{PROMPT}{hidden}"), text);
        let below = if self.was_wrong {
            (
                "This is not its passphrase.",
                canvas.style(StyleRole::Error),
            )
        } else {
            (
                "Enter opens it, Ctrl-c leaves virk. Everything is saved.",
                muted,
            )
        };
        canvas.paragraph(
            Rect {
                x,
                y: y + 4,
                width,
                height: 2,
            },
            below.0,
            below.1,
        );
        Some(Position { x: caret, y: y + 2 })
    }
}

fn ctrl(letter: char) -> Key {
    Key {
        ctrl: true,
        ..Key::plain(KeyCode::Char(letter))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::colour::ColourDepth;
    use crate::tui::theme::Theme;
    use ratatui::buffer::Buffer;

    const MINUTE: Duration = Duration::from_secs(60);

    fn later(moment: Moment, steady: Duration, wall: Duration) -> Moment {
        Moment {
            steady: moment.steady + steady,
            wall: moment.wall + wall,
        }
    }

    fn type_in(lock: &mut IdleLock, words: &str) -> LockResponse {
        for letter in words.chars() {
            let key = Input::Key(Key::plain(KeyCode::Char(letter)));
            assert_eq!(lock.handle_input(&key, |_| true), LockResponse::Stays);
        }
        let enter = Input::Key(Key::plain(KeyCode::Enter));
        lock.handle_input(&enter, |typed| typed == "hest batteri")
    }

    fn screen(lock: &IdleLock) -> String {
        let mut cells = Buffer::empty(Rect::new(0, 0, 80, 24));
        cells.set_string(0, 0, "what somebody said", ratatui::style::Style::new());
        lock.draw(&mut Canvas::new(
            &mut cells,
            Theme::new(ColourDepth::None, false),
        ));
        cells.content().iter().map(|cell| cell.symbol()).collect()
    }

    #[test]
    fn it_locks_after_minutes_without_input_and_while_the_machine_slept() {
        let start = Moment::now();
        let mut lock = IdleLock::after(2, start);
        assert!(!lock.lock_if_idle(later(start, MINUTE, MINUTE)));
        lock.note_input(later(start, MINUTE, MINUTE));
        assert!(!lock.lock_if_idle(later(start, 2 * MINUTE, 2 * MINUTE)));
        assert!(lock.lock_if_idle(later(start, 3 * MINUTE, 3 * MINUTE)));
        assert!(lock.is_locked());
        assert!(
            !lock.lock_if_idle(later(start, 9 * MINUTE, 9 * MINUTE)),
            "only once"
        );
        let mut asleep = IdleLock::after(2, start);
        assert!(asleep.lock_if_idle(later(start, MINUTE, 60 * MINUTE)));
        let mut never = IdleLock::after(0, start);
        assert!(!never.lock_if_idle(later(start, 900 * MINUTE, 900 * MINUTE)));
    }

    #[test]
    fn nothing_but_the_passphrase_shows_the_study_again() {
        let mut lock = IdleLock::after(1, Moment::now());
        lock.lock();
        assert_eq!(type_in(&mut lock, "hest"), LockResponse::Stays);
        assert!(lock.is_locked());
        let shown = screen(&lock);
        assert!(shown.contains("This is not its passphrase."), "{shown}");
        for other in [
            Input::Key(Key::plain(KeyCode::Esc)),
            Input::Key(Key::plain(KeyCode::Char('q'))),
            Input::Key(Key::plain(KeyCode::Backspace)),
            Input::Focus,
            Input::Resize(80, 24),
        ] {
            assert_eq!(lock.handle_input(&other, |_| true), LockResponse::Stays);
        }
        for letter in "hest".chars() {
            lock.handle_input(&Input::Key(Key::plain(KeyCode::Char(letter))), |_| true);
        }
        let shown = screen(&lock);
        assert!(
            shown.contains("Passphrase: ••••") && !shown.contains("said"),
            "{shown}"
        );
        assert!(!shown.contains("hest"), "{shown}");
        assert_eq!(type_in(&mut lock, " batteri"), LockResponse::Opens);
        assert!(!lock.is_locked());
        lock.lock();
        let pasted = Input::Paste("hest batteri\n".into());
        lock.handle_input(&pasted, |_| true);
        assert_eq!(type_in(&mut lock, ""), LockResponse::Opens);
        assert_eq!(
            lock.handle_input(&Input::Key(ctrl('c')), |_| false),
            LockResponse::Quits
        );
    }
}
