//! Where only reading can be waited for: a thread of its own reads the terminal.

use super::{MOST_AT_ONCE, News};
use crate::tui::input::Input;
use crossterm::event;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// The ears of the loop.
pub struct Attention {
    news: Receiver<News>,
    bell: Sender<News>,
    over: bool,
}

impl Attention {
    /// Begins to listen.
    ///
    /// # Errors
    /// Never here.
    pub fn new() -> io::Result<Attention> {
        let (bell, news) = mpsc::channel();
        let sender = bell.clone();
        thread::spawn(move || listen(&sender));
        Ok(Attention {
            news,
            bell,
            over: false,
        })
    }

    /// What a worker rings when it has an answer.
    ///
    /// # Errors
    /// Never here.
    pub fn bell(&self) -> io::Result<impl Fn() + Send + Sync + 'static> {
        let bell = self.bell.clone();
        // Nobody listens when the person has left already.
        Ok(move || drop(bell.send(News::Inputs(Vec::new()))))
    }

    /// Waits until something happens, at most for `patience`.
    ///
    /// # Errors
    /// Never here.
    pub fn wait(&mut self, patience: Duration) -> io::Result<News> {
        if self.over {
            return Ok(News::Over);
        }
        Ok(match self.news.recv_timeout(patience) {
            Ok(news) => news,
            Err(RecvTimeoutError::Timeout) => News::Quiet,
            Err(RecvTimeoutError::Disconnected) => News::Over,
        })
    }

    /// What has come since; nothing when nothing has.
    ///
    /// # Errors
    /// Never here.
    pub fn take(&mut self) -> io::Result<Vec<Input>> {
        let mut inputs = Vec::new();
        for news in self.news.try_iter() {
            match news {
                News::Inputs(more) => inputs.extend(more),
                News::Quiet => {}
                News::Over => self.over = true,
            }
        }
        Ok(inputs)
    }
}

/// Passes on what the terminal tells. What has come together is passed on together.
fn listen(sender: &Sender<News>) {
    while let Ok(event) = event::read() {
        let mut inputs: Vec<Input> = Input::from_event(event).into_iter().collect();
        while inputs.len() < MOST_AT_ONCE && event::poll(Duration::ZERO).unwrap_or(false) {
            let Ok(event) = event::read() else { break };
            inputs.extend(Input::from_event(event));
        }
        if !inputs.is_empty() && sender.send(News::Inputs(inputs)).is_err() {
            return;
        }
    }
    // Nobody listens when the person has left already.
    let _ = sender.send(News::Over);
}
