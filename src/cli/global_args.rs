//! Options of all commands: the study, the readers, and JSON output.

use super::{CommandOutput, ExitStatus};
use crate::export::privacy::{Privacy, PrivacyFilter};
use crate::import::personal_data;
use crate::log::{Author, Session};
use crate::settings::Settings;
use crate::study::{Command, Refusal, Study};
use serde_json::json;
use std::path::{Path, PathBuf};

/// The folder that `virk demo` creates by default.
pub const DEMO_FOLDER: &str = "virk-demo";

/// The options every command takes.
#[derive(clap::Args, Clone, Debug)]
pub struct GlobalArgs {
    /// The study file; without it the only *.virk in this folder, or the one in ./virk-demo
    #[arg(
        id = "study_file",
        long = "study",
        value_name = "FILE",
        global = true,
        env = "VIRK_STUDY",
        hide_env_values = true
    )]
    pub file: Option<PathBuf>,
    /// Who is at work: a name or initials
    #[arg(
        long,
        value_name = "NAME",
        global = true,
        env = "VIRK_CODER",
        hide_env_values = true
    )]
    pub coder: Option<String>,
    /// Answer as JSON, errors too
    #[arg(long, global = true)]
    pub json: bool,
    /// Who may read what comes out: internal, supervisor or public
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
        if let Some(why) = session.read_only() {
            output.note(why);
        }
        if let Some(found) = session.interrupted_erasure() {
            output.note(found.clone());
        }
        Ok(session)
    }

    /// `small` is the threshold below which counts of people are withheld in public.
    #[must_use]
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

/// The study files of a folder, sorted by name; empty if the folder cannot be read.
#[must_use]
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
