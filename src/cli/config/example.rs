//! `virk config example`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, table_output::write_text};
use crate::disk;
use crate::settings::Settings;
use crate::study::Refusal;
use crate::tui::settings_example;
use std::path::PathBuf;

/// Print a settings file to begin with: everything as it is from the start, switched off.
///
///   virk config example
///   virk config example --write          puts it where virk looks for it
///
/// A settings file that is there already is never written over.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigExampleArgs {
    /// Write it where virk looks for it
    #[arg(long)]
    write: bool,
}

pub fn run(
    args: ConfigExampleArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if !args.write {
        output.raw_text(&settings_example::example());
        return Ok(ExitStatus::Done);
    }
    let file = new_file_path(Settings::path())?;
    if let Some(folder) = file.parent() {
        disk::create_folder(folder).map_err(|error| {
            Refusal::new(
                format!("cannot make {}: {error}", folder.display()),
                "Make it by hand, or set VIRK_HOME",
            )
        })?;
    }
    write_text(&settings_example::example(), Some(&file), globals, output)?;
    Ok(ExitStatus::Done)
}

fn new_file_path(file: Option<PathBuf>) -> Result<PathBuf, Refusal> {
    let file = file.ok_or_else(|| {
        Refusal::new(
            "there is no home folder to write settings to",
            "Set VIRK_HOME to a folder",
        )
    })?;
    if file.exists() {
        return Err(Refusal::new(
            format!("{} is there already", file.display()),
            "Edit it, or move it away first",
        ));
    }
    Ok(file)
}
