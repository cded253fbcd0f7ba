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
mod attention;
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
mod erasing;
pub mod evidence;
mod excerpt;
pub mod export;
mod frame;
mod gate;
pub mod gathering;
pub mod importing;
pub mod informants;
pub mod input;
mod interviewers;
pub mod key;
pub mod keymap;
pub mod layer;
pub mod lint;
pub mod list;
pub mod look;
pub mod matrix;
mod orphans;
pub mod painter;
pub mod personal;
pub mod proposer;
pub mod said;
pub mod search;
pub mod seeker;
pub mod settings;
pub mod terminal;
pub mod theme;
pub mod transcript;
pub mod view;
pub mod worker;
pub mod workers;

use crate::log::{self, Session};
use crate::study::Refusal;
use app::{App, Wish};
use attention::{Attention, News};
use canvas::Canvas;
use colour::Depth;
use desk::Desk;
use documents::Documents;
use settings::Settings;
use std::io;
use std::time::{Duration, Instant};
use terminal::Terminal;
use theme::Theme;
use view::Page;

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
    let theme = Theme::new(
        depth,
        settings
            .light
            .unwrap_or_else(|| has_light_background(variable)),
    );
    let (keymap, clashes) = keymap::Keymap::with(&settings.bindings)?;
    let mut desk = Desk::new(session, theme, keymap);
    desk.privacy = settings.privacy;
    if let Some(home) = log::home() {
        desk.keep_digits(home.join("digits.json"));
    }
    let mut app = App::new(desk, Page::Documents(Documents::default()));
    informants::offer(&mut app.desk);
    if let Some(found) = app.desk.session().cut_short().cloned() {
        app.desk.refuse(found);
    }
    // The first fault is said last, so that it is the one on the screen.
    settings
        .faults
        .iter()
        .chain(&clashes)
        .rev()
        .for_each(|fault| app.desk.refuse(fault.clone()));
    let gone = |error| {
        Refusal::new(
            format!("the terminal is gone ({error})"),
            "Your study is saved",
        )
    };
    // Before the screen is taken: whatever ends virk from now on gives it back.
    let mut attention = Attention::new().map_err(gone)?;
    let mut terminal = Terminal::take(settings.mouse.unwrap_or(true))?;
    app.desk.seeker.call(attention.bell().map_err(gone)?);
    app.desk.workers.call(attention.bell().map_err(gone)?);
    serve(&mut app, &mut terminal, &mut attention).map_err(gone)
}

/// Draws, waits, takes what has happened, and so on until the person leaves.
fn serve(app: &mut App, terminal: &mut Terminal, attention: &mut Attention) -> io::Result<()> {
    loop {
        let theme = app.desk.theme;
        terminal.draw(|cells| app.draw(&mut Canvas::new(cells, theme)))?;
        let mut inputs = loop {
            match attention.wait(GLANCE)? {
                News::Inputs(inputs) => break inputs,
                News::Quiet if app.desk.refresh() => break Vec::new(),
                News::Quiet => {}
                #[cfg(unix)]
                News::Stop => {
                    rest(app, terminal, attention, false)?;
                    break Vec::new();
                }
                #[cfg(unix)]
                News::Back => {
                    terminal.retake()?;
                    break Vec::new();
                }
                News::Over => return Ok(()),
            }
        };
        let began = Instant::now();
        loop {
            for input in inputs {
                for wish in app.update(input) {
                    match wish {
                        Wish::Redraw => terminal.redraw()?,
                        Wish::Copy(text) => terminal.copy(&text)?,
                        #[cfg(unix)]
                        Wish::Suspend => rest(app, terminal, attention, true)?,
                        #[cfg(not(unix))]
                        Wish::Suspend => {}
                        Wish::Quit => return Ok(()),
                    }
                }
            }
            if began.elapsed() >= FRAME {
                break;
            }
            inputs = attention.take()?;
            if inputs.is_empty() {
                break;
            }
        }
    }
}

/// Stops for a while, with what virk was started by or alone.
#[cfg(unix)]
fn rest(
    app: &mut App,
    terminal: &mut Terminal,
    attention: &Attention,
    with_group: bool,
) -> io::Result<()> {
    if !terminal.suspend(with_group)? {
        app.desk
            .say("There is no shell here that could let virk go on");
    }
    attention.rested();
    app.desk.refresh();
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
