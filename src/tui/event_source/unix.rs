//! Where a file can be waited for: the thread that draws waits for the keys itself, since waking
//! another one for every key costs as much as a third of a frame. Workers ring by a byte in a pipe,
//! which is waited for beside the terminal; a change of the terminal's size, an end (`kill`, a
//! closed window) and a stop for a while are signals, and ring as well.

use super::{LoopEvent, MAX_INPUTS_AT_ONCE};
use crate::tui::input::Input;
use crossterm::event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::{consts, flag, low_level::pipe};
use std::fs::File;
use std::io::{self, IsTerminal, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The ears of the loop.
pub struct EventSource {
    terminal: OwnedFd,
    wake_reader: PipeReader,
    wake_writer: PipeWriter,
    shutdown_requested: Arc<AtomicBool>,
    suspend_requested: Arc<AtomicBool>,
    resumed: Arc<AtomicBool>,
}

impl EventSource {
    /// Begins to listen.
    ///
    /// # Errors
    /// When there is no terminal, or the system does not let a process hear signals.
    pub fn new() -> io::Result<EventSource> {
        let stdin = io::stdin();
        // As crossterm does: words may be piped in while the keys come from the terminal.
        let terminal = if stdin.is_terminal() {
            stdin.as_fd().try_clone_to_owned()?
        } else {
            File::open("/dev/tty")?.into()
        };
        let (rung, bell) = io::pipe()?;
        let [over, stop, back] = [(); 3].map(|()| Arc::new(AtomicBool::new(false)));
        // Crossterm hears of a new size before the bell rings, so that it has it to tell.
        event::poll(Duration::ZERO)?;
        pipe::register(consts::SIGWINCH, OwnedFd::from(bell.try_clone()?))?;
        let ends = [
            consts::SIGTERM,
            consts::SIGHUP,
            consts::SIGINT,
            consts::SIGQUIT,
        ]
        .map(|end| (end, &over));
        for (signal, told) in ends
            .into_iter()
            .chain([(consts::SIGTSTP, &stop), (consts::SIGCONT, &back)])
        {
            flag::register(signal, Arc::clone(told))?;
            pipe::register(signal, OwnedFd::from(bell.try_clone()?))?;
        }
        Ok(EventSource {
            terminal,
            wake_reader: rung,
            wake_writer: bell,
            shutdown_requested: over,
            suspend_requested: stop,
            resumed: back,
        })
    }

    /// Forgets that a stop was wanted and that it was over, once the screen has been given back and
    /// taken again.
    pub fn clear_suspend(&self) {
        self.suspend_requested.store(false, Ordering::Relaxed);
        self.resumed.store(false, Ordering::Relaxed);
    }

    /// What a worker rings when it has an answer.
    ///
    /// # Errors
    /// When the system has no more files to give.
    pub fn waker(&self) -> io::Result<impl Fn() + Send + Sync + 'static> {
        let bell = self.wake_writer.try_clone()?;
        // Nobody listens when the person has left already, and a full pipe wakes as well.
        Ok(move || drop((&bell).write(&[0])))
    }

    /// Waits until something happens, at most for `patience`, and takes all of it.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn wait(&mut self, patience: Duration) -> io::Result<LoopEvent> {
        // What crossterm has read already does not show in the terminal any more.
        if !event::poll(Duration::ZERO)? {
            let patience = Timespec {
                tv_sec: i64::try_from(patience.as_secs()).unwrap_or(i64::MAX),
                tv_nsec: 0,
            };
            let mut ears = [
                PollFd::new(&self.terminal, PollFlags::IN),
                PollFd::new(&self.wake_reader, PollFlags::IN),
            ];
            match poll(&mut ears, Some(&patience)) {
                Ok(0) => return Ok(LoopEvent::Timeout),
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            let [terminal, rung] = ears.map(|ear| ear.revents());
            if rung.contains(PollFlags::IN) {
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

    /// What has come together is taken together, so that it makes one frame; nothing when nothing
    /// has.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub fn drain(&mut self) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        while inputs.len() < MAX_INPUTS_AT_ONCE && event::poll(Duration::ZERO)? {
            inputs.extend(Input::from_event(event::read()?));
        }
        Ok(inputs)
    }
}
