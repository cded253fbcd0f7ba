//! `virk demo`

use super::{CommandOutput, ExitStatus, GlobalArgs, global_args, matrix, tui_args::TuiArgs};
use crate::disk;
use crate::evidence::Matrix;
use crate::export::privacy::Privacy;
use crate::import::sample;
use crate::log::Session;
use crate::study::{ProgressMonitor, Refusal};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Make and open the sample study: fictional interviews, synthetic answers.
///
///   virk demo
///   virk demo ~/virk-course
///
/// On a terminal it opens in the terminal UI; elsewhere the evidence matrix is
/// printed. A second run opens what the first one made.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DemoArgs {
    /// The folder to make it in
    #[arg(value_name = "DIR", default_value = global_args::DEMO_FOLDER)]
    folder: PathBuf,
    #[command(flatten)]
    screen: TuiArgs,
}

const FILE: &str = "mentoring.virk";

pub fn run(
    args: DemoArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let path = args.folder.join(FILE);
    let made = !path.exists();
    let session = if made {
        make(&args.folder, &path, globals)?
    } else {
        Session::open(&path, globals.author()?)?
    };
    if TuiArgs::has_terminal(output) && !globals.json {
        drop(session);
        return args.screen.open(
            &GlobalArgs {
                file: Some(path),
                ..globals.clone()
            },
            output,
        );
    }
    let study = session.study();
    let matrix = Matrix::new(study, study.find_theory(None)?, ProgressMonitor::default())?;
    if globals.json {
        output.json(&json!({
            "study": path.display().to_string(),
            "made": made,
            "links": matrix.rows.len(),
            "tests": matrix.tests_in_theory,
        }));
        return Ok(ExitStatus::Done);
    }
    output.paragraph(&format!(
        "{} the sample study {}",
        if made { "Made" } else { "Opened" },
        path.display()
    ));
    // A study that existed before may be anybody's.
    if globals.privacy == Privacy::Internal {
        matrix::show(study, &matrix, output);
        output.blank_line();
    }
    output.paragraph("Fictional interviews and synthetic answers. Next:");
    let quoted = path.display().to_string().replace('\'', "'\\''");
    output.line(&format!("  virk '{quoted}'"));
    output.line(&format!(
        "  virk evidence \"Reflection -> Personal development\" --study '{quoted}'"
    ));
    Ok(ExitStatus::Done)
}

fn make(folder: &Path, path: &Path, globals: &GlobalArgs) -> Result<Session, Refusal> {
    let fresh = !folder.exists();
    disk::create_folder(folder).map_err(|error| {
        Refusal::new(
            format!("cannot make the folder {}: {error}", folder.display()),
            "Name another one: `virk demo DIR`",
        )
    })?;
    sample::create_sample(path, globals.author()?).inspect_err(|_| {
        if fresh {
            // An empty folder would look as if a study had been lost.
            let _ = std::fs::remove_dir(folder);
        }
    })
}
