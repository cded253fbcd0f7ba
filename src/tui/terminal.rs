//! The terminal: borrowed at the start, given back as it was whatever happens.
//!
//! [`Terminal`] restores the screen when it is dropped, and a panic of the thread that
//! draws restores it before the panic is reported. What the [`Renderer`] makes of a frame goes out
//! in one write; a frame that differs in nothing writes nothing.

#[cfg(unix)]
use super::event_source::shell_job;
use super::{renderer::Renderer, screen_buffer::ScreenBuffer};
use crate::study::Refusal;
use crate::text::sanitize::sanitize;
use crossterm::{
    clipboard::CopyToClipboard,
    cursor::{Hide, Show},
    event::{
        DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
        EnableFocusChange, EnableMouseCapture,
    },
    execute,
    terminal::{self, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen},
};
use ratatui::layout::Position;
use std::io::{self, Write};
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// The screen while virk has it.
pub struct Terminal {
    mouse: bool,
    renderer: Renderer,
    /// What went wrong beside the screen.
    faults: Arc<Mutex<Vec<String>>>,
}

impl Terminal {
    /// Takes the screen.
    ///
    /// # Errors
    /// When there is no terminal to draw on.
    pub fn open(mouse: bool) -> Result<Terminal, Refusal> {
        let faults = restore_on_panic();
        let size = terminal::size()
            .and_then(|size| enter(mouse).map(|()| size))
            .map_err(|error| {
                leave();
                Refusal::new(
                    format!("there is no terminal to draw on ({error})"),
                    "The command line does the same: see `virk --help`",
                )
            })?;
        Ok(Terminal {
            mouse,
            renderer: Renderer::new(size),
            faults,
        })
    }

    /// Draws a frame, if it differs from the one before.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn draw(
        &mut self,
        draw: impl FnOnce(&mut ScreenBuffer) -> Option<Position>,
    ) -> io::Result<()> {
        let bytes = self.renderer.render(draw);
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
        self.renderer = Renderer::new(terminal::size()?);
        Ok(())
    }

    /// Puts text on the clipboard, through the terminal (OSC 52).
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(io::stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Gives the screen back, stops, with its process group as Ctrl-Z does or alone, and takes the
    /// screen again when the shell continues it. Answers whether it has: where no shell could, it
    /// goes on at once.
    ///
    /// # Errors
    /// When the terminal is gone.
    #[cfg(unix)]
    pub fn suspend(&mut self, with_group: bool) -> io::Result<bool> {
        if !shell_job::goes_on() {
            return Ok(false);
        }
        leave();
        shell_job::stop_process(with_group)?;
        self.reopen()?;
        Ok(true)
    }

    /// Takes the screen again after others may have used it.
    ///
    /// # Errors
    /// When the terminal is gone.
    #[cfg(unix)]
    pub fn reopen(&mut self) -> io::Result<()> {
        // Who thinks it is raw already does not make it so.
        terminal::disable_raw_mode()?;
        enter(self.mouse)?;
        self.redraw()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // After a panic the hook has given it back already, and its report must not be written
        // over.
        if !thread::panicking() {
            leave();
        }
        for fault in self
            .faults
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .iter()
        {
            eprintln!(
                "Beside the screen virk stopped on an error of its own, and went on: {}",
                sanitize(fault)
            );
        }
    }
}

fn enter(mouse: bool) -> io::Result<()> {
    terminal::enable_raw_mode()?;
    let mut out = io::stdout();
    execute!(
        out,
        EnterAlternateScreen,
        EnableBracketedPaste,
        EnableFocusChange,
        Hide
    )?;
    if mouse {
        execute!(out, EnableMouseCapture)
    } else {
        Ok(())
    }
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

/// A panic gives the screen back before it is reported. One of a thread that works beside
/// the screen takes no screen away: it is kept, to be told in the end.
fn restore_on_panic() -> Arc<Mutex<Vec<String>>> {
    let faults = Arc::new(Mutex::new(Vec::new()));
    let (screen, kept) = (thread::current().id(), faults.clone());
    let report = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() != screen {
            kept.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(panic.to_string());
            return;
        }
        leave();
        report(panic);
        eprintln!(
            "virk stopped on an error of its own. Your study is safe on disk: everything you saw done was saved."
        );
    }));
    faults
}
