//! `virk demo`

use super::{Desk, Outcome, Page, desk, matrix, screen::Screen};
use crate::disk;
use crate::evidence::Matrix;
use crate::export::privacy::Privacy;
use crate::import::sample;
use crate::log::Session;
use crate::study::{Refusal, Watch};
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
pub struct Args {
    /// The folder to make it in
    #[arg(value_name = "DIR", default_value = desk::DEMO)]
    folder: PathBuf,
    #[command(flatten)]
    screen: Screen,
}

/// The file of the sample study.
const FILE: &str = "mentoring.virk";

/// Makes and opens it.
///
/// # Errors
/// When the folder or the study cannot be made.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let path = args.folder.join(FILE);
    let made = !path.exists();
    let session = if made {
        make(&args.folder, &path, desk)?
    } else {
        Session::open(&path, desk.author()?)?
    };
    if Screen::is_there(page) && !desk.json {
        drop(session);
        return args.screen.open(
            &Desk {
                file: Some(path),
                ..desk.clone()
            },
            page,
        );
    }
    let study = session.study();
    let matrix = Matrix::new(study, study.find_theory(None)?, Watch::default())?;
    if desk.json {
        page.json(&json!({
            "study": path.display().to_string(),
            "made": made,
            "links": matrix.rows.len(),
            "tests": matrix.tests_in_theory,
        }));
        return Ok(Outcome::Done);
    }
    page.say(&format!(
        "{} the sample study {}",
        if made { "Made" } else { "Opened" },
        path.display()
    ));
    // A study that was there already may be anybody's.
    if desk.privacy == Privacy::Internal {
        matrix::show(study, &matrix, page);
        page.gap();
    }
    page.say("Fictional interviews and synthetic answers. Next:");
    let quoted = path.display().to_string().replace('\'', "'\\''");
    page.line(&format!("  virk '{quoted}'"));
    page.line(&format!(
        "  virk evidence \"Reflection -> Personal development\" --study '{quoted}'"
    ));
    Ok(Outcome::Done)
}

fn make(folder: &Path, path: &Path, desk: &Desk) -> Result<Session, Refusal> {
    let fresh = !folder.exists();
    disk::create_folder(folder).map_err(|error| {
        Refusal::new(
            format!("cannot make the folder {}: {error}", folder.display()),
            "Name another one: `virk demo DIR`",
        )
    })?;
    sample::sample(path, desk.author()?).inspect_err(|_| {
        if fresh {
            // An empty folder would look like a study that is lost.
            let _ = std::fs::remove_dir(folder);
        }
    })
}
