//! Where a command works: on which study, for whom, and in which form it answers.

use super::{CommandOutput, ExitStatus};
use crate::export::privacy::{Privacy, PrivacyFilter};
use crate::import::personal_data;
use crate::log::{Author, Session};
use crate::study::{Command, Refusal, Study};
use crate::tui::settings::Settings;
use serde_json::json;
use std::path::{Path, PathBuf};

/// The folder `virk demo` makes when no other is named.
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

/// Who may read something, as typed.
fn readers(typed: &str) -> Result<Privacy, String> {
    let known = Privacy::ALL
        .into_iter()
        .find(|privacy| privacy.name() == typed.trim().to_lowercase());
    known.ok_or_else(|| "choose one of internal, supervisor, public".to_owned())
}

impl GlobalArgs {
    /// Opens the study; notes on the page when it can only be read.
    ///
    /// # Errors
    /// When it cannot be told which study is meant, or it cannot be opened.
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

    /// What the readers may see of a study; counts of people below `small` are withheld in public.
    #[must_use]
    pub fn privacy_filter<'a>(&self, study: &'a Study, small: usize) -> PrivacyFilter<'a> {
        PrivacyFilter::new(study, self.privacy, small)
    }

    /// Who is at work.
    ///
    /// # Errors
    /// When the installation's identity cannot be kept.
    pub fn author(&self) -> Result<Author, Refusal> {
        let asked = self.coder.clone().filter(|name| !name.trim().is_empty());
        Author::current(asked.or_else(|| Settings::load().coder).as_deref())
    }

    /// The study that is meant.
    ///
    /// # Errors
    /// When there is none or several to choose from.
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
    /// Opens the study, does what is intended, and says what was done.
    ///
    /// # Errors
    /// When the study cannot be opened or refuses.
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

    /// Says what was done: a line, or `{"said": …}`.
    pub fn print_message(&self, output: &mut CommandOutput, said: &str) {
        if self.json {
            output.json(&json!({ "said": said }))
        } else {
            output.paragraph(said)
        }
    }
}

/// The study files of a folder, by name. A folder that cannot be read has none.
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
