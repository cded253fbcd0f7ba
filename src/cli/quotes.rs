//! `virk quotes`

use super::{
    CommandOutput, ExitStatus, GlobalArgs,
    hit_list::{HitList, HitListArgs, QuoteHit},
    release,
    table_output::TableOutputArgs,
};
use crate::study::{Code, CodeKind, Id, Refusal, Study};
use std::collections::HashSet;

/// Find quotes by what they are coded as and who says them.
///
///   virk quotes --code Reflection
///   virk quotes --code Reflection --code "Personal dev" --informant "Mentor 2" --json
///   virk quotes --kind mechanism --document 03 --output quotes.csv
///   virk quotes --code Reflection --count --group informant
///
/// A code stands for itself and those under it. Given twice, quotes that carry both are found.
/// Without any option all quotes are listed. Places are Unicode code points. On a terminal the
/// quotes are paragraphs; to another program they go as lines, DOCUMENT:TURN:WORDS. `virk quotes
/// release` says which may be published. Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, args_conflicts_with_subcommands = true)]
pub struct QuotesArgs {
    /// Coded so; may be given again
    #[arg(long, value_name = "CODE")]
    code: Vec<String>,
    /// Coded under a code of this kind
    #[arg(long, value_name = "KIND", value_parser = kind)]
    kind: Option<CodeKind>,
    /// Said by this informant
    #[arg(long, value_name = "NAME")]
    informant: Option<String>,
    /// In this document
    #[arg(long, value_name = "DOC")]
    document: Option<String>,
    #[command(flatten)]
    layout: HitListArgs,
    #[command(flatten)]
    form: TableOutputArgs,
    #[command(subcommand)]
    command: Option<QuotesCommand>,
}

#[derive(clap::Subcommand, Debug)]
enum QuotesCommand {
    Release(release::ReleaseArgs),
    Withhold(release::ReleaseArgs),
}

pub fn run(
    args: QuotesArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        Some(QuotesCommand::Release(args)) => return release::run(args, true, globals, output),
        Some(QuotesCommand::Withhold(args)) => return release::run(args, false, globals, output),
        None => {}
    }
    let session = globals.open_study(output)?;
    let study = session.study();
    let families = args
        .code
        .iter()
        .map(|typed| Ok(study.subtree(study.find_code(typed)?.id)))
        .collect::<Result<Vec<_>, Refusal>>()?;
    let informant = args
        .informant
        .map(|typed| study.find_informant(&typed))
        .transpose()?
        .map(|known| known.id);
    let document = args
        .document
        .map(|typed| study.find_document(&typed))
        .transpose()?
        .map(|known| known.id);
    let mut quotes = study.quotes_under(&selected_codes(study, families.first(), args.kind));
    quotes.retain(|quote| {
        informant.is_none_or(|id| quote.informant.is_some_and(|known| known.id == id))
            && document.is_none_or(|id| quote.document.id == id)
            && families
                .iter()
                .all(|family| quote.codes.iter().any(|code| family.contains(&code.id)))
            && args
                .kind
                .is_none_or(|kind| quote.codes.iter().any(|code| code.body.kind == kind))
    });
    let found = |quote| QuoteHit {
        quote,
        matches: Vec::new(),
        note: None,
        score: None,
    };
    let findings = HitList {
        total: quotes.len(),
        hits: quotes.into_iter().map(found).collect(),
        noun: "quote",
    };
    args.layout
        .show(study, findings, &args.form, globals, output)
}

/// The codes whose quotes are listed: those of `family` if there is one, otherwise those of the
/// kind, otherwise all.
fn selected_codes(
    study: &Study,
    family: Option<&HashSet<Id<Code>>>,
    kind: Option<CodeKind>,
) -> HashSet<Id<Code>> {
    match family {
        Some(family) => family.clone(),
        None => study
            .codes()
            .filter(|code| kind.is_none_or(|kind| code.body.kind == kind))
            .map(|code| code.id)
            .collect(),
    }
}

pub fn kind(typed: &str) -> Result<CodeKind, String> {
    let names: Vec<&str> = CodeKind::ALL.iter().map(|kind| kind.name()).collect();
    CodeKind::parse(typed).ok_or_else(|| format!("choose one of {}", names.join(", ")))
}
