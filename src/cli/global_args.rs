//! Options of all commands: the study, the readers, and JSON output.

use super::start;
use super::{CommandOutput, ExitStatus, table_output};
use crate::export::privacy::{Privacy, PrivacyFilter, check_internal};
use crate::import::personal_data;
use crate::log::{Author, Register, Session};
use crate::settings::{ColourDepth, Settings};
use crate::stats::exact::Effort;
use crate::study::{Command, Refusal, Study};
use crate::tui::FirstStep;
use serde_json::json;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// The folder that `virk demo` creates by default.
pub const DEMO_FOLDER: &str = "virk-demo";

/// The options every command takes.
#[derive(clap::Args, Clone, Debug)]
pub struct GlobalArgs {
    /// Study file (default: the only *.virk in this folder, or the one in ./virk-demo)
    #[arg(
        id = "study_file",
        long = "study",
        value_name = "FILE",
        global = true,
        env = "VIRK_STUDY",
        hide_env_values = true
    )]
    pub file: Option<PathBuf>,
    /// Your name or initials, recorded with your changes
    #[arg(
        long,
        value_name = "NAME",
        global = true,
        env = "VIRK_CODER",
        hide_env_values = true
    )]
    pub coder: Option<String>,
    /// Output as JSON, including errors
    #[arg(long, global = true)]
    pub json: bool,
    /// Who will read the output: internal, supervisor or public
    #[arg(id = "readers", long = "privacy", global = true, env = "VIRK_PRIVACY", hide_env_values = true, value_name = "WHO", value_parser = readers, default_value = "internal", hide_default_value = true)]
    pub privacy: Privacy,
}

fn readers(typed: &str) -> Result<Privacy, String> {
    let known = Privacy::ALL
        .into_iter()
        .find(|privacy| privacy.name() == typed.trim().to_lowercase());
    known.ok_or_else(|| "choose one of internal, supervisor, public".to_owned())
}

impl GlobalArgs {
    /// Opens the study. If it can only be read, a note says so.
    pub fn open_study(&self, output: &mut CommandOutput) -> Result<Session, Refusal> {
        let mut session = Session::open(&self.study_path()?, self.author()?)?;
        session.set_post_commit_check(personal_data::warn_about_text);
        use_register(&mut session, output);
        if let Some(why) = session.read_only() {
            output.note(why);
        }
        if let Some(found) = session.interrupted_erasure() {
            output.note(found.clone());
        }
        Ok(session)
    }

    /// `small` is the threshold below which counts of people are withheld in public.
    pub fn privacy_filter<'a>(&self, study: &'a Study, small: usize) -> PrivacyFilter<'a> {
        PrivacyFilter::new(study, self.privacy, small)
    }

    /// Fails if the installation's identity cannot be read or stored.
    pub fn author(&self) -> Result<Author, Refusal> {
        let asked = self.coder.clone().filter(|name| !name.trim().is_empty());
        Author::current(asked.or_else(|| Settings::load().coder).as_deref())
    }

    /// The path of the study: the named one, otherwise the only one in this folder, otherwise the
    /// demo.
    pub fn study_path(&self) -> Result<PathBuf, Refusal> {
        if let Some(file) = self
            .file
            .as_ref()
            .filter(|file| !file.as_os_str().is_empty())
        {
            return Ok(file.clone());
        }
        let here = studies_in(Path::new("."));
        match here.as_slice() {
            [only] => return Ok(only.clone()),
            [] => {}
            several => {
                let names: Vec<String> = several
                    .iter()
                    .map(|path| path.display().to_string())
                    .collect();
                return Err(Refusal::new(
                    "there are several studies in this folder",
                    format!("Choose one with --study: {}", names.join(", ")),
                ));
            }
        }
        match studies_in(Path::new(DEMO_FOLDER)).as_slice() {
            [only] => Ok(only.clone()),
            _ => Err(Refusal::new(
                "there is no study in this folder",
                "Start one with `virk new NAME.virk`, see one with `virk demo`, or name one with --study FILE",
            )),
        }
    }
}

impl GlobalArgs {
    /// Opens the study, performs one command and prints its message.
    pub fn perform(
        &self,
        output: &mut CommandOutput,
        intend: impl FnOnce(&Study) -> Result<Command, Refusal>,
    ) -> Result<ExitStatus, Refusal> {
        let mut session = self.open_study(output)?;
        let command = intend(session.study())?;
        let said = session.perform(command)?;
        self.print_message(output, &said);
        Ok(ExitStatus::Done)
    }

    /// Prints a message: a line, or `{"said": …}`.
    pub fn print_message(&self, output: &mut CommandOutput, said: &str) {
        if self.json {
            output.json(&json!({ "said": said }))
        } else {
            output.paragraph(said)
        }
    }
}

/// Compares a study with what this installation wrote to it, and remembers what it writes.
pub fn use_register(session: &mut Session, output: &mut CommandOutput) {
    if let Some(register) = Register::of_installation()
        && let Err(why) = session.use_register(register)
    {
        output.note(why);
    }
}

/// The study files of a folder, sorted by name; empty if the folder cannot be read.
pub fn studies_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "virk")
                && path.is_file()
        })
        .map(|path| path.strip_prefix(".").map(Path::to_owned).unwrap_or(path))
        .collect();
    found.sort();
    found
}

/// What a person may choose about the terminal UI.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct TuiArgs {
    /// Do not use the mouse
    #[arg(long)]
    no_mouse: bool,
    /// Print the study as lines instead of opening the screen: for screen readers and pipes
    #[arg(long)]
    plain: bool,
    /// Background of the terminal (default: detected)
    #[arg(long, value_enum)]
    background: Option<BackgroundArg>,
    /// Number of colours: none, 16, 256 or true (default: detected)
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
    pub fn has_terminal(output: &CommandOutput) -> bool {
        output.on_terminal() && std::io::stdin().is_terminal()
    }

    /// Runs the terminal UI until it is quit. The screen is for those who work on the study; files
    /// and clipboard are filtered for the readers in `globals`.
    pub fn open(
        self,
        globals: &GlobalArgs,
        first: FirstStep,
        output: &mut CommandOutput,
    ) -> Result<ExitStatus, Refusal> {
        if self.plain {
            check_internal(globals.privacy, "`virk --plain`")?;
        }
        if self.plain {
            let session = globals.open_study(output)?;
            return table_output::run(&session, output);
        }
        let named = globals.study_path();
        if named.is_err() && TuiArgs::has_terminal(output) {
            return start::begin(&self.apply_to(Settings::load()), globals, output);
        }
        let session = globals.open_study(output)?;
        if !TuiArgs::has_terminal(output) {
            return Err(Refusal::new(
                "there is no terminal to open the study in",
                "`virk --plain` prints the study as lines, and everything can be done with commands: see `virk --help`",
            ));
        }
        let settings = self.apply_to(Settings::load());
        start::run(session, &settings, globals, first)
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
        .map_err(|_| "choose none, 16, 256 or true".into())
}

/// How much work exact p-values may take.
#[derive(clap::Args, Clone, Copy, Debug, Default)]
pub struct EffortArgs {
    /// Spend so many times the usual work on exact p-values, and draw as many times the random
    /// tables where it does not suffice; `more` is 20 times
    #[arg(long = "work", value_name = "TIMES|more", value_parser = times)]
    times: Option<u32>,
}

/// Factor of `more`: half a minute instead of two seconds.
const MORE_TIMES: u32 = 20;
/// Upper limit, which amounts to some hours.
const MAX_TIMES: u32 = 10_000;

impl EffortArgs {
    /// Scales a command's usual budget by the user's request.
    pub fn scale(self, usual: Effort) -> Effort {
        usual.times(self.times.unwrap_or(1))
    }

    /// True if the user asked for more than the usual budget.
    pub fn is_increased(self) -> bool {
        self.times.is_some_and(|times| times > 1)
    }
}

fn times(typed: &str) -> Result<u32, String> {
    let times = if typed == "more" {
        Some(MORE_TIMES)
    } else {
        typed
            .parse()
            .ok()
            .filter(|times| (1..=MAX_TIMES).contains(times))
    };
    times.ok_or_else(|| format!("it is `more`, or a whole number of times from 1 to {MAX_TIMES}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_a_number_of_times_or_more() {
        assert_eq!(
            (times("more"), times("3"), times("10000")),
            (Ok(20), Ok(3), Ok(10_000))
        );
        assert!(
            ["0", "-1", "1.5", "most", "10001", ""]
                .iter()
                .all(|typed| times(typed).is_err())
        );
        let usual = Effort {
            work: 10,
            samples: 40_000_000,
            seed: 7,
        };
        assert_eq!(EffortArgs::default().scale(usual.clone()), usual);
        assert_eq!(
            EffortArgs { times: Some(20) }.scale(usual),
            Effort {
                work: 200,
                samples: 100_000_000,
                seed: 7
            }
        );
    }
}
