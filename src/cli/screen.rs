//! `virk STUDY`: handing over to the terminal UI.

use super::{Desk, Outcome, Page, plain};
use crate::export::privacy::{Privacy, internal_only};
use crate::study::Refusal;
use crate::tui::{self, colour::Depth, settings::Settings};
use std::io::IsTerminal;

/// What a person may choose about the terminal UI.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Screen {
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
    /// Tell the study in lines instead of opening the screen: for screen readers and pipes
    #[arg(long)]
    plain: bool,
    /// What is behind the words; without it what the terminal says
    #[arg(long, value_enum)]
    background: Option<Background>,
    /// How many colours to use: none, 16, 256 or true; without it what the terminal says
    #[arg(long, value_name = "DEPTH", value_parser = depth)]
    colours: Option<Depth>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum Background {
    Light,
    Dark,
}

impl Screen {
    /// Whether there is a terminal to open a study in.
    #[must_use]
    pub fn is_there(page: &Page) -> bool {
        page.on_terminal() && std::io::stdin().is_terminal()
    }

    /// Opens a study until the person leaves. Who looks at the screen works on the study; what
    /// leaves it, as files and on the clipboard, is for the readers the desk names.
    ///
    /// # Errors
    /// When there is no terminal, or it is gone.
    pub fn open(self, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
        if self.plain {
            internal_only(desk.privacy, "`virk --plain`")?;
        }
        let session = desk.open(page)?;
        if self.plain {
            return plain::run(&session, page);
        }
        if !Screen::is_there(page) {
            return Err(Refusal::new(
                "there is no terminal to open the study in",
                "`virk --plain` tells the study in lines, and the commands do the same without a terminal: see `virk --help`",
            ));
        }
        tui::run(session, &self.over(Settings::here(), desk.privacy))?;
        Ok(Outcome::Done)
    }

    /// Settings with what the command line says in their place.
    fn over(self, settings: Settings, privacy: Privacy) -> Settings {
        Settings {
            privacy,
            light: self
                .background
                .map(|background| background == Background::Light)
                .or(settings.light),
            depth: self.colours.or(settings.depth),
            mouse: if self.no_mouse {
                Some(false)
            } else {
                settings.mouse
            },
            ..settings
        }
    }
}

fn depth(typed: &str) -> Result<Depth, String> {
    Depth::named(typed).ok_or_else(|| "it is none, 16, 256 or true".into())
}
