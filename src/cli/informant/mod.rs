//! `virk informant`

mod describe;
mod import;
mod join;
mod list;
mod rename;
mod split;

use super::{Desk, Outcome, Page};
use crate::evidence::lint::unnamed;
use crate::study::{Refusal, Study};
use crate::text::number;

/// List informants, say who they are, and who is the same person as who.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    List(list::Args),
    Import(import::Args),
    Describe(describe::Args),
    Rename(rename::Args),
    Join(join::Args),
    Split(split::Args),
}

/// Does one of the above.
///
/// # Errors
/// When it cannot.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Command::List(args) => list::run(args, desk, page),
        Command::Import(args) => import::run(args, desk, page),
        Command::Describe(args) => describe::run(args, desk, page),
        Command::Rename(args) => rename::run(args, desk, page),
        Command::Join(args) => join::run(args, desk, page),
        Command::Split(args) => split::run(args, desk, page),
    }
}

/// Notes who stands in several documents for a label that names nobody.
fn offer(study: &Study, page: &mut Page) {
    for one in unnamed::open(study) {
        let name = &one.informant.body.name;
        page.note(Refusal::new(
            format!("{name} names nobody, and is one informant in {}", number::some(one.documents.len(), "document")),
            format!(
                "`virk informant split {name:?} --by-document` makes another informant of each, `virk lint accept L30 {name:?} REASON` keeps the one"
            ),
        ));
    }
}
