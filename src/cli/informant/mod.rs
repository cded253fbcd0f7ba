//! `virk informant`

mod describe;
mod import;
mod join;
mod list;
mod rename;
mod split;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::lint::unnamed_informants;
use crate::study::{Refusal, Study};
use crate::text::number;

/// List informants, say who they are, and who is the same person as who.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct InformantArgs {
    #[command(subcommand)]
    command: InformantCommand,
}

#[derive(clap::Subcommand, Debug)]
enum InformantCommand {
    List(list::InformantListArgs),
    Import(import::InformantImportArgs),
    Describe(describe::InformantDescribeArgs),
    Rename(rename::InformantRenameArgs),
    Join(join::InformantJoinArgs),
    Split(split::InformantSplitArgs),
}

pub fn run(
    args: InformantArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        InformantCommand::List(args) => list::run(args, globals, output),
        InformantCommand::Import(args) => import::run(args, globals, output),
        InformantCommand::Describe(args) => describe::run(args, globals, output),
        InformantCommand::Rename(args) => rename::run(args, globals, output),
        InformantCommand::Join(args) => join::run(args, globals, output),
        InformantCommand::Split(args) => split::run(args, globals, output),
    }
}

/// Notes informants of several documents that are only joined by an ambiguous label.
fn note_shared_labels(study: &Study, output: &mut CommandOutput) {
    for one in unnamed_informants::open(study) {
        let name = &one.informant.body.name;
        output.note(Refusal::new(
            format!("{name} names nobody, and is one informant in {}", number::count_noun(one.documents.len(), "document")),
            format!(
                "`virk informant split {name:?} --by-document` makes another informant of each, `virk lint accept L30 {name:?} REASON` keeps the one"
            ),
        ));
    }
}
