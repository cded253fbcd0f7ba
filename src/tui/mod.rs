//! The terminal UI.
//!
//! The path of a key: `event_source` turns a terminal event into an [`key::Input`];
//! [`app::App::handle_input`] offers it to the [`layer`]s and then to the [`keymap`], which is
//! built from the table of [`action`]s; the action works on its [`view`] and, through the
//! [`context::AppContext`], on the study; then a frame is drawn.
//!
//! The loop sleeps until something happens, handles everything that has happened by then, and draws
//! at most one frame. There are no ticks: once a second it checks whether another process has
//! written, and draws only if one has.

pub mod action;
pub mod app;
mod appearance;
pub mod board;
pub mod canvas;
pub mod clipboard;
pub mod codebook;
pub mod colour;
pub mod condensations;
mod configurations;
pub mod context;
pub mod coverage;
mod crosstab;
pub mod data;
pub mod documents;
mod erasing;
mod event_source;
pub mod evidence;
mod excerpt;
pub mod export;
pub mod finder;
pub mod idle_lock;
pub mod import_preview;
pub mod importing;
pub mod informants;
mod interviewers;
pub mod job_runner;
pub mod jobs;
pub mod key;
pub mod key_bindings;
pub mod keymap;
pub mod layer;
pub mod lint;
pub mod list;
pub mod matrix;
mod orphans;
pub mod personal_data;
pub mod quick_codes;
pub mod renderer;
pub mod route;
pub mod screens;
pub mod search;
pub mod search_job;
mod search_request;
pub mod start;
pub mod status_bar;
pub mod synonyms;
pub mod terminal;
pub mod theme;
pub mod tour;
pub mod transcript;
pub mod view;

use crate::export::privacy::Privacy;
use crate::log::{self, Session};
use crate::settings::Settings;
use crate::study::Refusal;
use app::{App, TerminalCommand};
use canvas::Canvas;
use colour::ColourDepth;
use context::AppContext;
use event_source::{EventSource, LoopEvent};
use idle_lock::{IdleLock, LockResponse, Moment};
use key::Input;
use route::Route;
use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use terminal::Terminal;
use theme::Theme;

/// Longest time between frames while keys keep arriving.
const FRAME: Duration = Duration::from_millis(16);

/// How often to check whether another process has written.
const REFRESH_INTERVAL: Duration = Duration::from_secs(1);

/// What the user sees first in a study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FirstStep {
    #[default]
    Documents,
    /// A preview of what is in a folder.
    ImportFolder(PathBuf),
    /// The tour of the sample study.
    Tour,
}

/// Opens a study in the terminal until the user quits. Errors in the settings are reported and
/// never prevent opening. `privacy` limits what may leave the screen, as files and on the clipboard.
///
/// # Errors
/// If there is no terminal, or it is lost.
pub fn run(
    session: Session,
    settings: &Settings,
    privacy: Privacy,
    first: FirstStep,
) -> Result<(), Refusal> {
    let theme = theme_of(settings);
    let (keymap, faults) = keymap::Keymap::from_settings(screens::ACTIONS, settings)?;
    let mut context = AppContext::new(session, theme, keymap);
    context.privacy = privacy;
    if let Some(home) = log::data_folder() {
        context.load_quick_codes(home.join("digits.json"));
    }
    let mut app = App::new(context, screens::open, Route::Documents);
    informants::offer(&mut app.context);
    if let Some(found) = app.context.session().interrupted_erasure().cloned() {
        app.context.notify_refusal(found);
    }
    // The first fault is said last, so that it is the one on the screen.
    for fault in faults.into_iter().rev() {
        app.context.notify_refusal(fault);
    }
    match first {
        FirstStep::Documents => {}
        FirstStep::ImportFolder(folder) => importing::read_folder(&folder, &mut app.context),
        FirstStep::Tour => app.context.tour = Some(tour::Tour::default()),
    }
    // Before the screen is taken: from here on, whatever ends virk restores it.
    let mut events = EventSource::new().map_err(terminal_lost)?;
    let mut terminal = Terminal::open(settings.mouse.unwrap_or(true))?;
    app.context
        .search_job
        .on_change(events.waker().map_err(terminal_lost)?);
    app.context
        .jobs
        .on_change(events.waker().map_err(terminal_lost)?);
    let minutes = if app.context.session().store().is_encrypted() {
        settings.lock_after.unwrap_or(idle_lock::DEFAULT_MINUTES)
    } else {
        0
    };
    let mut lock = IdleLock::after(minutes, Moment::now());
    serve(&mut app, &mut terminal, &mut events, &mut lock).map_err(terminal_lost)
}

/// The theme that settings, user and terminal ask for.
pub fn theme_of(settings: &Settings) -> Theme {
    let variable = |name: &str| std::env::var(name).ok();
    let depth = settings
        .depth
        .unwrap_or_else(|| ColourDepth::detect(variable));
    let light = settings.light.unwrap_or_else(|| {
        appearance::remembered().unwrap_or_else(|| appearance::has_light_background(variable))
    });
    Theme::new(depth, light)
}

fn terminal_lost(error: io::Error) -> Refusal {
    Refusal::new(
        format!("the terminal is gone ({error})"),
        "Your study is saved",
    )
}

/// The event loop: draw, wait, handle everything that has happened.
fn serve(
    app: &mut App,
    terminal: &mut Terminal,
    events: &mut EventSource,
    lock: &mut IdleLock,
) -> io::Result<()> {
    loop {
        let theme = app.context.theme;
        lock.lock_if_idle(Moment::now());
        terminal.draw(|cells| {
            let mut canvas = Canvas::new(cells, theme);
            if lock.is_locked() {
                lock.draw(&mut canvas)
            } else {
                app.draw(&mut canvas)
            }
        })?;
        let mut inputs = loop {
            match events.wait(REFRESH_INTERVAL)? {
                LoopEvent::Inputs(inputs) => break inputs,
                LoopEvent::Timeout if lock.lock_if_idle(Moment::now()) => break Vec::new(),
                LoopEvent::Timeout if app.context.refresh() => break Vec::new(),
                LoopEvent::Timeout => {}
                #[cfg(unix)]
                LoopEvent::SuspendRequested => {
                    suspend(app, terminal, events, false)?;
                    break Vec::new();
                }
                #[cfg(unix)]
                LoopEvent::Resumed => {
                    terminal.reopen()?;
                    break Vec::new();
                }
                LoopEvent::Shutdown => return Ok(()),
            }
        };
        let began = Instant::now();
        loop {
            for input in inputs {
                // What was pressed after a long time away was meant for what is hidden now.
                lock.lock_if_idle(Moment::now());
                lock.note_input(Moment::now());
                if lock.is_locked() {
                    if let Input::Resize(..) = input {
                        terminal.redraw()?;
                    }
                    let store = app.context.session().store();
                    let response = lock.handle_input(&input, |typed| store.opens_with(typed));
                    if response == LockResponse::Quits {
                        return Ok(());
                    }
                    continue;
                }
                for wish in app.handle_input(input) {
                    match wish {
                        TerminalCommand::Redraw => terminal.redraw()?,
                        TerminalCommand::Copy(text) => {
                            let outcome = clipboard::copy(&text)?;
                            app.context.tell_copied(outcome);
                        }
                        #[cfg(unix)]
                        TerminalCommand::Suspend => suspend(app, terminal, events, true)?,
                        #[cfg(not(unix))]
                        TerminalCommand::Suspend => {}
                        TerminalCommand::Lock => lock.lock(),
                        TerminalCommand::Quit => return Ok(()),
                    }
                }
            }
            if began.elapsed() >= FRAME {
                break;
            }
            inputs = events.drain()?;
            if inputs.is_empty() {
                break;
            }
        }
    }
}

/// Stops virk, with its process group or alone.
#[cfg(unix)]
fn suspend(
    app: &mut App,
    terminal: &mut Terminal,
    events: &EventSource,
    with_group: bool,
) -> io::Result<()> {
    if !terminal.suspend(with_group)? {
        app.context
            .notify("There is no shell here that could resume virk");
    }
    events.clear_suspend();
    app.context.refresh();
    Ok(())
}
