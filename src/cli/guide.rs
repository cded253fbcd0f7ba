//! `virk guide`

use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::{TextFile, guide};
use crate::study::{Command, GuideItem, Refusal};
use crate::tables::{Listing, guides::guide_columns};
use std::path::PathBuf;

/// Manage interview guides: the questions, and the codes they are about.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct GuideArgs {
    #[command(subcommand)]
    command: GuideCommand,
}

#[derive(clap::Subcommand, Debug)]
enum GuideCommand {
    Import(GuideImportArgs),
    List(GuideListArgs),
    Remove(GuideRemoveArgs),
}

pub fn run(
    args: GuideArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        GuideCommand::Import(args) => import(args, globals, output),
        GuideCommand::List(args) => list(args, globals, output),
        GuideCommand::Remove(args) => remove(args, globals, output),
    }
}

/// Import an interview guide.
///
///   virk guide import mentors.csv
///   virk guide import guide.json --name leaders
///
/// A CSV file has a first row `number;question;about`, where `about` names the
/// codes a question asks about, by key or name, with | between them. A JSON file
/// has `items` with the same fields, `about` as a list.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct GuideImportArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Name of the guide (default: as in the file, or the file's name)
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

fn import(
    args: GuideImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        guide::parse_guide(&TextFile::open(&args.file)?, args.name.as_deref(), study)
    })
}

/// List the questions of the interview guides.
///
///   virk guide list
///   virk guide list mentors --json
///
/// Exit code 1 if there are none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct GuideListArgs {
    /// Only this guide
    #[arg(value_name = "GUIDE")]
    guide: Option<String>,
    #[command(flatten)]
    listing: ListingArgs,
}

fn list(
    args: GuideListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let wanted = |item: &&GuideItem| {
        args.guide
            .as_ref()
            .is_none_or(|guide| item.body.guide == *guide)
    };
    Listing::new(
        guide_columns(),
        study.guide_items().filter(wanted).collect(),
        "No interview guide yet. Import one with `virk guide import FILE`.",
    )
    .show(study, &args.listing, globals, output)
}

/// Remove an interview guide from the study.
///
///   virk guide remove mentors
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct GuideRemoveArgs {
    /// The guide
    #[arg(value_name = "GUIDE")]
    guide: String,
}

fn remove(
    args: GuideRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |_| Ok(Command::RemoveGuide { guide: args.guide }))
}
