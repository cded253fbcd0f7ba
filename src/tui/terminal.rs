//! The terminal: borrowed at the start, given back as it was whatever happens.
//!
//! [`Terminal`] restores the screen when it is dropped, and a panic restores it
//! before the panic is reported. A frame is compared with the one before and
//! what differs goes out as one synchronized update in one write; a frame that
//! differs in nothing writes nothing.

use crate::study::Refusal;
use crossterm::{
    clipboard::CopyToClipboard,
    cursor::{Hide, MoveTo, Show},
    event::{
        DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange, EnableMouseCapture,
    },
    execute, queue,
    terminal::{
        self, BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    },
};
use ratatui::{
    backend::{Backend, CrosstermBackend},
    buffer::Buffer,
    layout::{Position, Rect},
};
use std::io::{self, Write};
use std::sync::Once;

/// The screen while virk has it.
pub struct Terminal {
    mouse: bool,
    painter: Painter,
}

impl Terminal {
    /// Takes the screen.
    ///
    /// # Errors
    /// When there is no terminal to draw on.
    pub fn take(mouse: bool) -> Result<Terminal, Refusal> {
        restore_on_panic();
        let size = terminal::size().and_then(|size| enter(mouse).map(|()| size)).map_err(|error| {
            leave();
            Refusal::new(format!("there is no terminal to draw on ({error})"), "The command line does the same: see `virk --help`")
        })?;
        // Colours are decided by the theme; crossterm must not drop modifiers with them under NO_COLOR.
        crossterm::style::force_color_output(true);
        Ok(Terminal { mouse, painter: Painter::new(size) })
    }

    /// Draws a frame, if it differs from the one before.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        let bytes = self.painter.paint(draw)?;
        if bytes.is_empty() {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        out.write_all(bytes)?;
        out.flush()
    }

    /// Forgets what is on the screen: the next frame is drawn in full, at the size there is now.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn redraw(&mut self) -> io::Result<()> {
        self.painter = Painter::new(terminal::size()?);
        Ok(())
    }

    /// Puts text on the clipboard, through the terminal (OSC 52).
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Gives the screen back, stops the process as Ctrl-Z does, and takes the
    /// screen again when the shell continues it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn suspend(&mut self) -> io::Result<()> {
        leave();
        // The process group, as the terminal itself would: also what virk was started by.
        #[cfg(unix)]
        std::process::Command::new("kill").args(["-TSTP", "0"]).status()?;
        enter(self.mouse)?;
        self.redraw()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // After a panic the hook has given it back already, and its report must not be written over.
        if !std::thread::panicking() {
            leave();
        }
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    terminal::enable_raw_mode()?;
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, Hide)?;
    if mouse { execute!(out, EnableMouseCapture) } else { Ok(()) }
}

/// Restores everything, as far as there is a terminal to restore.
fn leave() {
    let mut out = io::stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableFocusChange,
        DisableBracketedPaste,
        Show,
        LeaveAlternateScreen
    );
    let _ = terminal::disable_raw_mode();
}

/// A panic gives the screen back before it is reported.
fn restore_on_panic() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            leave();
            report(panic);
            eprintln!("virk stopped on an error of its own. Your study is safe on disk: everything you saw done was saved.");
        }));
    });
}

/// Two buffers and the bytes that turn one into the other.
pub struct Painter {
    shown: Buffer,
    next: Buffer,
    caret: Option<Position>,
    bytes: Vec<u8>,
    fresh: bool,
}

impl Painter {
    /// A painter for a screen of this size, of which nothing is known.
    #[must_use]
    pub fn new((columns, rows): (u16, u16)) -> Painter {
        let area = Rect::new(0, 0, columns, rows);
        Painter {
            shown: Buffer::empty(area),
            next: Buffer::empty(area),
            caret: None,
            bytes: Vec::with_capacity(1 << 16),
            fresh: true,
        }
    }

    /// The bytes that bring the screen to what `draw` draws; none when it shows that already.
    ///
    /// # Errors
    /// Never in practice: the bytes are written to memory.
    pub fn paint(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<&[u8]> {
        self.next.reset();
        let caret = draw(&mut self.next);
        self.bytes.clear();
        let mut changes = self.shown.diff_iter(&self.next).peekable();
        if changes.peek().is_some() || caret != self.caret || self.fresh {
            queue!(self.bytes, BeginSynchronizedUpdate, Hide)?;
            if self.fresh {
                queue!(self.bytes, Clear(ClearType::All))?;
            }
            CrosstermBackend::new(&mut self.bytes).draw(changes)?;
            if let Some(Position { x, y }) = caret {
                queue!(self.bytes, MoveTo(x, y), Show)?;
            }
            queue!(self.bytes, EndSynchronizedUpdate)?;
        }
        self.caret = caret;
        self.fresh = false;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(&self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_differs_in_nothing_writes_nothing() {
        let mut painter = Painter::new((10, 2));
        let hello = |buffer: &mut Buffer| {
            buffer.set_string(0, 0, "hello", ratatui::style::Style::new());
            None
        };
        assert!(!painter.paint(hello).unwrap().is_empty());
        assert!(painter.paint(hello).unwrap().is_empty());
    }
}
