//! For systems where only reading can be waited for: a thread reads the terminal.

use super::{LoopEvent, MAX_INPUTS_AT_ONCE};
use crate::tui::key::Input;
use crossterm::event;
use std::sync::mpsc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;
use std::{io, thread};

pub struct EventSource {
    events: Receiver<LoopEvent>,
    waker_sender: Sender<LoopEvent>,
    shutdown_requested: bool,
}

impl EventSource {
    /// Starts the thread. Never fails; the signature is that of `unix`.
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

    /// The function that background jobs call when there is something to draw.
    pub fn waker(&self) -> io::Result<impl Fn() + Send + Sync + 'static> {
        let waker_sender = self.waker_sender.clone();
        // The receiver is gone once the user has quit.
        Ok(move || drop(waker_sender.send(LoopEvent::Inputs(Vec::new()))))
    }

    /// Waits at most `patience` for something to happen.
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

    /// Input that has arrived since; empty if there is none.
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

/// Forwards terminal events; those that arrive together are sent together.
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
    // The receiver is gone once the user has quit.
    let _ = sender.send(LoopEvent::Shutdown);
}
