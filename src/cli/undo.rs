//! `virk undo`

use super::{Desk, Outcome, Page};
use crate::log::{Session, Undone};
use crate::study::{Refusal, Study, sentence};
use serde_json::json;

/// Take back your last changes, the latest first.
///
///   virk undo
///   virk undo --steps 3
///
/// Undo reaches your own changes from this computer, however far back, and is
/// itself a record: nothing is lost, and `virk redo` repeats what was taken back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// How many changes
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
}

/// Takes them back.
///
/// # Errors
/// When there is nothing to take back, or somebody has changed the same since.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    steps(args.steps, "Took back", Session::undo, desk, page)
}

/// Goes `steps` through the history, as far as it goes, and says what each did.
pub fn steps(
    steps: u32,
    verb: &str,
    step: fn(&mut Session) -> Result<Undone, Refusal>,
    desk: &Desk,
    page: &mut Page,
) -> Result<Outcome, Refusal> {
    let mut session = desk.open(page)?;
    let mut done: Vec<Undone> = Vec::new();
    for _ in 0..steps {
        match step(&mut session) {
            Ok(undone) => done.push(undone),
            Err(refusal) if done.is_empty() => return Err(refusal),
            Err(refusal) => {
                page.note(refusal);
                break;
            }
        }
    }
    let study = session.study();
    if desk.json {
        let says =
            |undone: &Undone| json!({ "said": said(verb, undone, study), "facts": undone.facts });
        page.json(&done.iter().map(says).collect());
    } else {
        done.iter()
            .for_each(|undone| page.say(&said(verb, undone, study)));
    }
    Ok(Outcome::Done)
}

fn said(verb: &str, undone: &Undone, study: &Study) -> String {
    let first = sentence::describe(&undone.first, study);
    match undone.facts {
        1 => format!("{verb}: {first}"),
        2 => format!("{verb}: {first}, and 1 fact more"),
        facts => format!("{verb}: {first}, and {} facts more", facts - 1),
    }
}
