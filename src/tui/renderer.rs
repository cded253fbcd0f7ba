//! Frames on their way to the terminal: ratatui finds the cells that differ from the previous frame,
//! crossterm's backend says them, and `SynchronizedBackend` writes each frame at once.

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::queue;
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use std::io::{self, Write};

/// Draws frames on `W`.
pub struct Renderer<W: Write> {
    terminal: Terminal<SynchronizedBackend<W>>,
}

impl<W: Write> Renderer<W> {
    /// For a screen of this many columns and rows, whose content is unknown.
    pub fn new(size: (u16, u16), out: W) -> io::Result<Renderer<W>> {
        // Which colours there are decides the theme, also for NO_COLOR; crossterm would leave half a
        // sequence of those it drops.
        crossterm::style::force_color_output(true);
        let mut terminal = Terminal::new(SynchronizedBackend {
            out,
            size: size.into(),
            bytes: Vec::new(),
            caret: None,
            is_caret_known: false,
        })?;
        terminal.clear()?;
        Ok(Renderer { terminal })
    }

    /// Brings the screen to what `draw` draws, in one write; writes nothing if nothing differs.
    /// `draw` answers where the terminal's own cursor is shown.
    pub fn render(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        self.terminal.draw(|frame| {
            if let Some(caret) = draw(frame.buffer_mut()) {
                frame.set_cursor_position(caret);
            }
        })?;
        Ok(())
    }

    /// Forgets what the screen shows: the next frame is drawn in full, at this size.
    pub fn redraw(&mut self, size: (u16, u16)) -> io::Result<()> {
        self.terminal.backend_mut().size = size.into();
        self.terminal.backend_mut().is_caret_known = false;
        self.terminal.autoresize()?;
        self.terminal.clear()
    }

    pub fn output(&mut self) -> &mut W {
        &mut self.terminal.backend_mut().out
    }
}

/// Collects what a frame says, and writes it as one synchronized update when the frame is done, so
/// that no terminal shows half of it.
struct SynchronizedBackend<W> {
    out: W,
    size: Size,
    bytes: Vec<u8>,
    /// The cursor as the terminal shows it.
    caret: Option<Position>,
    is_caret_known: bool,
}

impl<W: Write> SynchronizedBackend<W> {
    fn crossterm(&mut self) -> CrosstermBackend<&mut Vec<u8>> {
        CrosstermBackend::new(&mut self.bytes)
    }

    /// Hides the cursor, unless it is hidden.
    fn hide(&mut self) -> io::Result<()> {
        if self.caret.take().is_some() || !self.is_caret_known {
            self.is_caret_known = true;
            queue!(self.bytes, Hide)?;
        }
        Ok(())
    }
}

impl<W: Write> Backend for SynchronizedBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // A wide grapheme shows over the cells that it covers.
        let content = content.filter(|(_, _, cell)| !cell.symbol().is_empty());
        let mut content = content.peekable();
        if content.peek().is_none() {
            return Ok(());
        }
        self.hide()?;
        self.crossterm().draw(content)
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.hide()
    }

    /// Ratatui says where it is shown right after.
    fn show_cursor(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.caret.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.caret != Some(position) || !self.is_caret_known {
            queue!(self.bytes, MoveTo(position.x, position.y), Show)?;
        }
        (self.caret, self.is_caret_known) = (Some(position), true);
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.crossterm().clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.crossterm().clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.size,
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.bytes.is_empty() {
            return Ok(());
        }
        let mut frame = Vec::with_capacity(self.bytes.len() + 16);
        queue!(frame, BeginSynchronizedUpdate)?;
        frame.append(&mut self.bytes);
        queue!(frame, EndSynchronizedUpdate)?;
        self.out.write_all(&frame)?;
        self.out.flush()
    }
}
