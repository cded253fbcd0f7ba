//! `virk STUDY`: starts the terminal UI.

use super::{CommandOutput, ExitStatus, GlobalArgs, plain_listing};
use crate::export::privacy::check_internal;
use crate::settings::{ColourDepth, Settings};
use crate::study::Refusal;
use crate::tui;
use std::io::IsTerminal;

/// What a person may choose about the terminal UI.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct TuiArgs {
    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,
    /// Tell the study in lines instead of opening the screen: for screen readers and pipes
    #[arg(long)]
    plain: bool,
    /// What is behind the words; without it what the terminal says
    #[arg(long, value_enum)]
    background: Option<BackgroundArg>,
    /// How many colours to use: none, 16, 256 or true; without it what the terminal says
    #[arg(long, value_name = "DEPTH", value_parser = depth)]
    colours: Option<ColourDepth>,
}

#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum BackgroundArg {
    Light,
    Dark,
}

impl TuiArgs {
    /// True if standard input and output are terminals.
    #[must_use]
    pub fn has_terminal(output: &CommandOutput) -> bool {
        output.on_terminal() && std::io::stdin().is_terminal()
    }

    /// Runs the terminal UI until it is quit. The screen is for those who work on the study; files
    /// and clipboard are filtered for the readers in `globals`.
    pub fn open(
        self,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
    ) -> Result<ExitStatus, Refusal> {
        if self.plain {
            check_internal(globals.privacy, "`virk --plain`")?;
        }
        let session = globals.open_study(output)?;
        if self.plain {
            return plain_listing::run(&session, output);
        }
        if !TuiArgs::has_terminal(output) {
            return Err(Refusal::new(
                "there is no terminal to open the study in",
                "`virk --plain` tells the study in lines, and the commands do the same without a terminal: see `virk --help`",
            ));
        }
        tui::run(session, &self.apply_to(Settings::load()), globals.privacy)?;
        Ok(ExitStatus::Done)
    }

    /// Settings with what the command line says in their place.
    fn apply_to(self, settings: Settings) -> Settings {
        Settings {
            light: self
                .background
                .map(|background| background == BackgroundArg::Light)
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

fn depth(typed: &str) -> Result<ColourDepth, String> {
    typed
        .parse()
        .map_err(|_| "it is none, 16, 256 or true".into())
}
