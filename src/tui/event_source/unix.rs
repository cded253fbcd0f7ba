//! For systems where file descriptors can be polled: the drawing thread waits for keys itself,
//! because waking another thread for each key takes as long as a third of a frame. Background jobs
//! wake it by writing a byte into a pipe that is polled beside the terminal. A resize, a
//! termination (`kill`, a closed window) and job control arrive as signals, which write into pipes
//! as well.

use super::{LoopEvent, MAX_INPUTS_AT_ONCE};
use crate::tui::key::Input;
use crossterm::event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::low_level::pipe;
use signal_hook::{consts, flag};
use std::fs::File;
use std::io;
use std::io::{IsTerminal, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub struct EventSource {
    terminal: OwnedFd,
    wake_reader: PipeReader,
    wake_writer: PipeWriter,
    shutdown_requested: Arc<AtomicBool>,
    suspend_requested: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
}

impl EventSource {
    /// Opens the terminal and registers the signals.
    ///
    /// # Errors
    /// If there is no terminal, or signal handlers cannot be registered.
    pub fn new() -> io::Result<EventSource> {
        let stdin = io::stdin();
        // As crossterm does: standard input may be a pipe while the keys come from the terminal.
        let terminal = if stdin.is_terminal() {
            stdin.as_fd().try_clone_to_owned()?
        } else {
            File::open("/dev/tty")?.into()
        };
        let (wake_reader, wake_writer) = io::pipe()?;
        let [over, stop, back] = [(); 3].map(|()| Arc::new(AtomicBool::new(false)));
        // Let crossterm register its own resize handler first, so that it knows the new size before
        // the pipe wakes the loop.
        event::poll(Duration::ZERO)?;
        pipe::register(consts::SIGWINCH, OwnedFd::from(wake_writer.try_clone()?))?;
        let ends = [
            consts::SIGTERM,
            consts::SIGHUP,
            consts::SIGINT,
            consts::SIGQUIT,
        ]
        .map(|end| (end, &over));
        for (signal, flag_set) in ends
            .into_iter()
            .chain([(consts::SIGTSTP, &stop), (consts::SIGCONT, &back)])
        {
            flag::register(signal, Arc::clone(flag_set))?;
            pipe::register(signal, OwnedFd::from(wake_writer.try_clone()?))?;
        }
        Ok(EventSource {
            terminal,
            wake_reader,
            wake_writer,
            shutdown_requested: over,
            suspend_requested: stop,
            resumed: back,
        })
    }

    /// Clears pending stop and continue signals, after the screen has been given back and taken
    /// again.
    pub fn clear_suspend(&self) {
        self.suspend_requested.store(false, Ordering::Relaxed);
        self.resumed.store(false, Ordering::Relaxed);
    }

    /// The function that background jobs call when there is something to draw.
    pub fn waker(&self) -> io::Result<impl Fn() + Send + Sync + 'static> {
        let wake_writer = self.wake_writer.try_clone()?;
        // The receiver is gone once the user has quit, and a full pipe wakes the loop just as well.
        Ok(move || drop((&wake_writer).write(&[0])))
    }

    /// Waits at most `patience` for something to happen, and takes everything that has.
    pub fn wait(&mut self, patience: Duration) -> io::Result<LoopEvent> {
        // Input that crossterm has buffered no longer makes the terminal readable.
        if !event::poll(Duration::ZERO)? {
            let patience = Timespec {
                tv_sec: i64::try_from(patience.as_secs()).unwrap_or(i64::MAX),
                tv_nsec: 0,
            };
            let mut sources = [
                PollFd::new(&self.terminal, PollFlags::IN),
                PollFd::new(&self.wake_reader, PollFlags::IN),
            ];
            match poll(&mut sources, Some(&patience)) {
                Ok(0) => return Ok(LoopEvent::Timeout),
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            let [terminal, wake_reader] = sources.map(|source| source.revents());
            if wake_reader.contains(PollFlags::IN) {
                let _ = self.wake_reader.read(&mut [0; 64])?;
            }
            if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return Ok(LoopEvent::Shutdown);
            }
        }
        if self.shutdown_requested.load(Ordering::Relaxed) {
            Ok(LoopEvent::Shutdown)
        } else if self.suspend_requested.swap(false, Ordering::Relaxed) {
            Ok(LoopEvent::SuspendRequested)
        } else if self.resumed.swap(false, Ordering::Relaxed) {
            Ok(LoopEvent::Resumed)
        } else {
            self.drain().map(LoopEvent::Inputs)
        }
    }

    /// Takes everything that has arrived, so that it makes one frame; empty if there is nothing.
    pub fn drain(&mut self) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        while inputs.len() < MAX_INPUTS_AT_ONCE && event::poll(Duration::ZERO)? {
            inputs.extend(Input::from_event(event::read()?));
        }
        Ok(inputs)
    }
}
