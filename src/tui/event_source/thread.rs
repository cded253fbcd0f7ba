//! Where only reading can be waited for: a thread of its own reads the terminal.

use super::{LoopEvent, MAX_INPUTS_AT_ONCE};
use crate::tui::input::Input;
use crossterm::event;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// The ears of the loop.
pub struct EventSource {
    events: Receiver<LoopEvent>,
    waker_sender: Sender<LoopEvent>,
    shutdown_requested: bool,
}

impl EventSource {
    /// Begins to listen.
    ///
    /// # Errors
    /// Never here.
    pub fn new() -> io::Result<EventSource> {
        let (waker_sender, events) = mpsc::channel();
        let sender = waker_sender.clone();
        thread::spawn(move || listen(&sender));
        Ok(EventSource {
            events,
            waker_sender,
            shutdown_requested: false,
        })
    }

    /// What a worker rings when it has an answer.
    ///
    /// # Errors
    /// Never here.
    pub fn waker(&self) -> io::Result<impl Fn() + Send + Sync + 'static> {
        let waker_sender = self.waker_sender.clone();
        // Nobody listens when the person has left already.
        Ok(move || drop(waker_sender.send(LoopEvent::Inputs(Vec::new()))))
    }

    /// Waits until something happens, at most for `patience`.
    ///
    /// # Errors
    /// Never here.
    pub fn wait(&mut self, patience: Duration) -> io::Result<LoopEvent> {
        if self.shutdown_requested {
            return Ok(LoopEvent::Shutdown);
        }
        Ok(match self.events.recv_timeout(patience) {
            Ok(events) => events,
            Err(RecvTimeoutError::Timeout) => LoopEvent::Timeout,
            Err(RecvTimeoutError::Disconnected) => LoopEvent::Shutdown,
        })
    }

    /// What has come since; nothing when nothing has.
    ///
    /// # Errors
    /// Never here.
    pub fn drain(&mut self) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        for events in self.events.try_iter() {
            match events {
                LoopEvent::Inputs(more) => inputs.extend(more),
                LoopEvent::Timeout => {}
                LoopEvent::Shutdown => self.shutdown_requested = true,
            }
        }
        Ok(inputs)
    }
}

/// Passes on what the terminal tells. What has come together is passed on together.
fn listen(sender: &Sender<LoopEvent>) {
    while let Ok(event) = event::read() {
        let mut inputs: Vec<Input> = Input::from_event(event).into_iter().collect();
        while inputs.len() < MAX_INPUTS_AT_ONCE && event::poll(Duration::ZERO).unwrap_or(false) {
            let Ok(event) = event::read() else { break };
            inputs.extend(Input::from_event(event));
        }
        if !inputs.is_empty() && sender.send(LoopEvent::Inputs(inputs)).is_err() {
            return;
        }
    }
    // Nobody listens when the person has left already.
    let _ = sender.send(LoopEvent::Shutdown);
}
