//! `virk verdict`

mod propose;

pub use propose::plan;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::{Evidence, basis};
use crate::study::{Command, Refusal, theory::Conclusion};

/// Conclude something of a link, with the reason, or let virk propose what.
///
///   virk verdict "Reflection -> Personal dev" keep "Both mentors and numbers say so"
///   virk verdict propose "Reflection -> Personal dev"
///   virk verdict propose Reflection --json
///
/// Conclusions: keep, revise, replace, demote, promote, remove, open. The
/// verdict is yours; virk notes what it rested on: counts of quotes, tests with
/// their p, the theory's version, the datasets. When that is no longer so, `virk
/// evidence` says what changed since.
#[derive(clap::Args, Debug)]
#[command(
    verbatim_doc_comment,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub struct VerdictArgs {
    /// The link, as "FROM -> TO"
    #[arg(value_name = "LINK", required = true)]
    link: Option<String>,
    /// keep, revise, replace, demote, promote, remove or open
    #[arg(value_name = "CONCLUSION", value_parser = conclusion, required = true)]
    conclusion: Option<Conclusion>,
    /// What the quotes and the tests show, in a sentence
    #[arg(value_name = "REASON", required = true)]
    reason: Option<String>,
    /// The version of the theory; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    #[command(subcommand)]
    command: Option<VerdictCommand>,
}

#[derive(clap::Subcommand, Debug)]
enum VerdictCommand {
    Propose(propose::ProposeArgs),
}

pub fn run(
    args: VerdictArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if let Some(VerdictCommand::Propose(args)) = args.command {
        return propose::run(args, globals, output);
    }
    let (Some(link), Some(conclusion), Some(reason)) = (args.link, args.conclusion, args.reason)
    else {
        return Err(Refusal::new(
            "a verdict takes a link, a conclusion and a reason",
            "See `virk verdict --help`",
        ));
    };
    globals.perform(output, |study| {
        let link = study.find_link(study.find_theory(args.theory.as_deref())?, &link)?;
        let evidence = Evidence::new(study, link);
        let (rests_on, basis) = (
            evidence.summary(study),
            Some(Box::new(basis::of(study, &evidence))),
        );
        Ok(Command::Conclude {
            link: link.id,
            conclusion,
            reason,
            rests_on,
            basis,
        })
    })
}

fn conclusion(typed: &str) -> Result<Conclusion, String> {
    let names: Vec<&str> = Conclusion::ALL
        .iter()
        .map(|conclusion| conclusion.name())
        .collect();
    Conclusion::parse(typed).ok_or_else(|| format!("choose one of {}", names.join(", ")))
}
