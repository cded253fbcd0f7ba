//! `virk config check`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::settings::Settings;
use crate::study::Refusal;
use crate::tui::keymap::Keymap;
use serde_json::json;
use std::path::PathBuf;

/// Look a settings file through: names, values, keys, and whether two actions share one.
///
///   virk config check
///   virk config check draft.toml --json
///
/// Exit code 1 when there are faults, 2 when the file cannot be read.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigCheckArgs {
    /// The file; without it the one virk opens with
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
}

pub fn run(
    args: ConfigCheckArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let path = args.file.or_else(Settings::path);
    let path = path.ok_or_else(|| {
        Refusal::new(
            "there is no home folder with settings",
            "Name a file, or set VIRK_HOME",
        )
    })?;
    let text = std::fs::read_to_string(&path).map_err(|error| {
        Refusal::new(
            format!("cannot read {}: {error}", path.display()),
            "`virk config example --write` makes one to begin with",
        )
    })?;
    let settings = Settings::parse(&text, &path.display().to_string());
    let (_, faults) = Keymap::from_settings(&settings)?;
    if globals.json {
        output.json(
            &faults
                .iter()
                .map(|fault| json!({"error": fault.what, "hint": fault.hint}))
                .collect(),
        );
    } else if faults.is_empty() {
        output.paragraph(&format!("{} is in order", path.display()));
    } else {
        for fault in &faults {
            output.paragraph(&format!("{}. {}.", fault.what, fault.hint));
        }
    }
    Ok(ExitStatus::from_found(faults.is_empty()))
}
