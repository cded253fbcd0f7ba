//! The terminal: taken over at the start, and restored whatever happens.
//!
//! [`Terminal`] restores the screen when dropped, and a panic of the drawing thread restores it
//! before the panic is reported.

#[cfg(unix)]
use super::event_source::shell_job;
use super::renderer::Renderer;
use crate::crash;
use crate::study::Refusal;
use crate::text::sanitize::sanitize;
use crossterm::{
    cursor::{Hide, Show},
    event::{
        DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
        EnableFocusChange, EnableMouseCapture,
    },
    execute,
    terminal::{self, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen},
};
use ratatui::{buffer::Buffer, layout::Position};
use std::io::{self, Stdout};
use std::panic;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Ownership of the screen.
pub struct Terminal {
    mouse: bool,
    renderer: Renderer<Stdout>,
    /// Panics of background threads.
    faults: Arc<Mutex<Vec<String>>>,
}

impl Terminal {
    /// Takes over the screen.
    ///
    /// # Errors
    /// If there is no terminal.
    pub fn open(mouse: bool) -> Result<Terminal, Refusal> {
        let faults = restore_on_panic();
        let renderer = terminal::size()
            .and_then(|size| enter(mouse).map(|()| size))
            .and_then(|size| Renderer::new(size, io::stdout()))
            .map_err(|error| {
                leave();
                Refusal::new(
                    format!("there is no terminal to draw on ({error})"),
                    "The command line does the same: see `virk --help`",
                )
            })?;
        Ok(Terminal {
            mouse,
            renderer,
            faults,
        })
    }

    /// Draws a frame, if it differs from the previous one.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> io::Result<()> {
        self.renderer.render(draw)
    }

    /// Draws the next frame in full, at the current size.
    pub fn redraw(&mut self) -> io::Result<()> {
        self.renderer.redraw(terminal::size()?)
    }

    /// Restores the screen and stops, alone or with the process group as Ctrl-Z does; takes over
    /// the screen again when continued. Returns whether it stopped: where no shell could continue
    /// it, it does not.
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

    /// Takes over the screen again after other programs may have used it.
    #[cfg(unix)]
    pub fn reopen(&mut self) -> io::Result<()> {
        // Crossterm would skip enabling raw mode that it believes to be on.
        terminal::disable_raw_mode()?;
        enter(self.mouse)?;
        self.redraw()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // After a panic the hook has restored it already, and its report must not be overwritten.
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
                "Something beside the screen stopped because of an error of virk's own; virk continued. {}",
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

/// Restores as much as possible.
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

/// Restores the screen before a panic of the drawing thread is reported. Panics of background
/// threads leave the screen alone; they are collected and reported at the end.
fn restore_on_panic() -> Arc<Mutex<Vec<String>>> {
    let faults = Arc::new(Mutex::new(Vec::new()));
    let (screen, kept) = (thread::current().id(), faults.clone());
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() != screen {
            kept.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(crash::record_panic(panic));
            return;
        }
        leave();
        crash::report_panic(panic);
    }));
    faults
}
