//! `virk theory draft`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::{TextFile, theory_changes};
use crate::study::{Command, Refusal};
use std::path::PathBuf;

/// Begin a new version of the theory from another one, with a list of changes if you like.
///
///   virk theory draft v1 v2
///   virk theory revise v1 v2 --changes changes.json
///
/// The new version begins with all nodes and links of the old one, which is frozen with
/// that. Quotes and what they do to a link carry over; verdicts stay with the old version.
///
/// The file of changes is JSON: `changes`, each with `change` (keep, remove, add, replace,
/// demote, promote, reword, narrow, weaken), `node` or `link` by keys of codes, `reason`,
/// and as needed `by`, `to`, `links`, `statement`, `expected`, `origin`, `evidence`.
/// transcripts-sample/data/changes.json is an example. Nothing happens unless all can.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryDraftArgs {
    /// The version to begin from
    #[arg(value_name = "BEFORE")]
    before: String,
    /// What the new version is called
    #[arg(value_name = "NEW")]
    new: String,
    /// A file of changes to make at once
    #[arg(long, value_name = "FILE")]
    changes: Option<PathBuf>,
}

pub fn run(
    args: TheoryDraftArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let before = study.find_theory(Some(&args.before))?;
        match &args.changes {
            Some(path) => {
                theory_changes::parse_changes(&TextFile::open(path)?, study, before, &args.new)
            }
            None => Ok(Command::DeriveTheory {
                from: before.id,
                version: args.new.clone(),
                revisions: Vec::new(),
            }),
        }
    })
}
