//! The terminal UI, for work by hand.
//!
//! The way of a key, to be read in one sitting: [`input`] makes an event of the
//! terminal into an [`input::Input`]; [`app::App::update`] offers it to the
//! [`layer`]s and then to the [`keymap`], which knows from the table of
//! [`action`]s what it does; the action works on its [`view`] and, through the
//! [`desk::Desk`], on the study; then a frame is drawn.
//!
//! The loop sleeps until something happens, takes everything that has happened
//! by then, and draws at most one frame. It has no ticks: once a second it asks
//! whether another process has written, and draws only if one has.

pub mod action;
pub mod advisor;
pub mod app;
pub mod board;
pub mod bringer;
pub mod canvas;
pub mod cells;
pub mod codebook;
pub mod colour;
pub mod condensations;
mod configurations;
pub mod coverage;
mod crosstab;
pub mod data;
pub mod desk;
pub mod digits;
pub mod documents;
pub mod evidence;
mod excerpt;
pub mod export;
mod frame;
pub mod importing;
pub mod input;
pub mod key;
pub mod keymap;
pub mod layer;
pub mod lint;
pub mod list;
pub mod look;
pub mod matrix;
mod orphans;
pub mod painter;
pub mod proposer;
pub mod said;
pub mod search;
pub mod seeker;
pub mod settings;
pub mod terminal;
pub mod theme;
pub mod transcript;
pub mod view;

use crate::log::Session;
use crate::study::Refusal;
use app::{App, Wish};
use canvas::Canvas;
use colour::Depth;
use desk::Desk;
use documents::Documents;
use input::Input;
use settings::Settings;
use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};
use terminal::Terminal;
use theme::Theme;
use view::Page;

/// What the loop waits for.
enum News {
    /// What a person did since the last time.
    Inputs(Vec<Input>),
    /// The seeker or the advisor has an answer.
    Answered,
    /// The terminal is gone.
    Over,
}

/// While keys keep coming a frame is drawn at least this often.
const FRAME: Duration = Duration::from_millis(16);

/// How often to ask whether another process has written.
const GLANCE: Duration = Duration::from_secs(1);

/// Opens a study in the terminal until the person leaves. Faults in the settings
/// are told, and never keep it from opening.
///
/// # Errors
/// When there is no terminal, or it is gone.
pub fn run(session: Session, settings: &Settings) -> Result<(), Refusal> {
    let variable = |name: &str| std::env::var(name).ok();
    let depth = settings.depth.unwrap_or_else(|| Depth::detect(variable));
    let theme = Theme::new(depth, settings.light.unwrap_or_else(|| has_light_background(variable)));
    let (keymap, clashes) = keymap::Keymap::with(&settings.bindings)?;
    let mut app = App::new(Desk::new(session, theme, keymap), Page::Documents(Documents::default()));
    // The first fault is said last, so that it is the one on the screen.
    settings.faults.iter().chain(&clashes).rev().for_each(|fault| app.desk.refuse(fault.clone()));
    let mut terminal = Terminal::take(settings.mouse.unwrap_or(true))?;
    let (sender, news) = mpsc::channel();
    #[cfg(unix)]
    obey_signals(sender.clone())?;
    let (answered, advised, proposed, brought) = (sender.clone(), sender.clone(), sender.clone(), sender.clone());
    // Nobody is called when the person has left already.
    app.desk.seeker.call(move || drop(answered.send(News::Answered)));
    app.desk.advisor.call(move || drop(advised.send(News::Answered)));
    app.desk.proposer.call(move || drop(proposed.send(News::Answered)));
    app.desk.bringer.call(move || drop(brought.send(News::Answered)));
    thread::spawn(move || listen(&sender));
    serve(&mut app, &mut terminal, &news)
        .map_err(|error| Refusal::new(format!("the terminal is gone ({error})"), "Your study is saved"))
}

/// Draws, waits, takes what has happened, and so on until the person leaves.
fn serve(app: &mut App, terminal: &mut Terminal, news: &Receiver<News>) -> io::Result<()> {
    loop {
        let theme = app.desk.theme;
        terminal.draw(|cells| app.draw(&mut Canvas::new(cells, theme)))?;
        let first = loop {
            match news.recv_timeout(GLANCE) {
                Ok(first) => break Some(first),
                Err(RecvTimeoutError::Timeout) if app.desk.refresh() => break None,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(()),
            }
        };
        let began = Instant::now();
        for happened in first.into_iter().chain(news.try_iter()) {
            let inputs = match happened {
                News::Inputs(inputs) => inputs,
                News::Answered => continue,
                News::Over => return Ok(()),
            };
            for wish in inputs.into_iter().flat_map(|input| app.update(input)) {
                match wish {
                    Wish::Redraw => terminal.redraw()?,
                    Wish::Copy(text) => terminal.copy(&text)?,
                    Wish::Suspend => terminal.suspend()?,
                    Wish::Quit => return Ok(()),
                }
            }
            if began.elapsed() >= FRAME {
                break;
            }
        }
    }
}

/// So many inputs are passed on at once at most.
const MOST_AT_ONCE: usize = 1024;

/// Passes on what the terminal tells, from a thread of its own: reading waits.
/// What has come together is passed on together, so that it makes one frame.
fn listen(sender: &Sender<News>) {
    while let Ok(event) = crossterm::event::read() {
        let mut inputs: Vec<Input> = Input::from_event(event).into_iter().collect();
        while inputs.len() < MOST_AT_ONCE && crossterm::event::poll(Duration::ZERO).unwrap_or(false) {
            let Ok(event) = crossterm::event::read() else { break };
            inputs.extend(Input::from_event(event));
        }
        if !inputs.is_empty() && sender.send(News::Inputs(inputs)).is_err() {
            return;
        }
    }
    // Nobody listens when the person has left already.
    let _ = sender.send(News::Over);
}

/// A polite end (`kill`, a closed window) gives the terminal back too.
#[cfg(unix)]
fn obey_signals(sender: Sender<News>) -> Result<(), Refusal> {
    use signal_hook::{consts, iterator::Signals};
    let signals = Signals::new([consts::SIGTERM, consts::SIGHUP]);
    let mut signals =
        signals.map_err(|error| Refusal::new(format!("the system does not let virk hear signals ({error})"), "Try again"))?;
    thread::spawn(move || signals.forever().next().map(|_| sender.send(News::Over)));
    Ok(())
}

/// What terminals say of themselves in `COLORFGBG`, e.g. `0;15`.
fn has_light_background(variable: impl Fn(&str) -> Option<String>) -> bool {
    let said = variable("COLORFGBG").unwrap_or_default();
    said.rsplit(';')
        .next()
        .and_then(|background| background.parse::<u8>().ok())
        .is_some_and(|background| background == 7 || background == 15)
}
