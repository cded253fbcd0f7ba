//! `virk undo`

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::log::{Session, UndoResult};
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
pub struct UndoArgs {
    /// How many changes
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
}

pub fn run(
    args: UndoArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    steps(args.steps, "Took back", Session::undo, globals, output)
}

/// Undoes or redoes up to `steps` batches, as far as there are any, and prints a message for each.
pub fn steps(
    steps: u32,
    verb: &str,
    step: fn(&mut Session) -> Result<UndoResult, Refusal>,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let mut done: Vec<UndoResult> = Vec::new();
    for _ in 0..steps {
        match step(&mut session) {
            Ok(undone) => done.push(undone),
            Err(refusal) if done.is_empty() => return Err(refusal),
            Err(refusal) => {
                output.note(refusal);
                break;
            }
        }
    }
    let study = session.study();
    if globals.json {
        let says = |undone: &UndoResult| json!({ "said": summary(verb, undone, study), "facts": undone.event_count });
        output.json(&done.iter().map(says).collect());
    } else {
        done.iter()
            .for_each(|undone| output.paragraph(&summary(verb, undone, study)));
    }
    Ok(ExitStatus::Done)
}

fn summary(verb: &str, undone: &UndoResult, study: &Study) -> String {
    let first = sentence::describe_event(&undone.first, study);
    match undone.event_count {
        1 => format!("{verb}: {first}"),
        2 => format!("{verb}: {first}, and 1 fact more"),
        facts => format!("{verb}: {first}, and {} facts more", facts - 1),
    }
}
