//! `virk condense`

use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::study::{Command, Refusal, Study};
use crate::tables::condensations::{self, CondensationUnit, ThemePivot};
use crate::tables::privacy::PrivacyFilter;

/// Condense the meaning of quotes, and list condensations.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct CondenseArgs {
    #[command(subcommand)]
    command: CondenseCommand,
}

#[derive(clap::Subcommand, Debug)]
enum CondenseCommand {
    Set(CondenseSetArgs),
    List(CondenseListArgs),
}

pub fn run(
    args: CondenseArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        CondenseCommand::Set(args) => set(args, globals, output),
        CondenseCommand::List(args) => list(args, globals, output),
    }
}

/// Write a quote's condensation: its meaning in a short sentence, and its central theme.
///
///   virk condense set 02-mentor-2 1204..1290 "Sees her own influence" --theme "from outside"
///   virk condense set 02-mentor-2 --quote "she sees herself" "Sees her own influence"
///
/// An empty sentence removes the condensation.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
#[command(
    override_usage = "virk condense set DOC START..END TEXT [--theme THEME]\n       virk condense set DOC --quote WORDS TEXT"
)]
struct CondenseSetArgs {
    /// The document
    #[arg(value_name = "DOC")]
    document: String,
    /// The words as START..END, then the condensation
    #[arg(value_name = "START..END TEXT", required = true)]
    rest: Vec<String>,
    /// Quote the words instead of giving START..END
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
    /// Central theme, in a few words
    #[arg(long, default_value = "", hide_default_value = true)]
    theme: String,
}

fn set(
    args: CondenseSetArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let mut rest = args.rest;
        let quote =
            quote_output::find_quote(study, &args.document, args.quote.as_deref(), &mut rest)?;
        let [text] = rest.as_slice() else {
            return Err(Refusal::new(
                "the condensation is not a single text",
                "Write it after the words, in quotation marks",
            ));
        };
        Ok(Command::Condense {
            quote,
            text: text.clone(),
            theme: args.theme,
        })
    })
}

/// List the condensation table: natural units, their meaning, their central themes.
///
///   virk condense list
///   virk condense list 02-mentor-2 --json
///   virk condense list --pivot                    themes by informants
///   virk condense list --output condensations.csv
///
/// Shows for each how long it is compared with what was said, and which of its words were not
/// said. Exit code 1 if nothing has been condensed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct CondenseListArgs {
    /// Only this document
    #[arg(value_name = "DOC")]
    document: Option<String>,
    /// One row per theme, one column per informant
    #[arg(long)]
    pivot: bool,
    /// Include quotes that are not condensed yet
    #[arg(long, conflicts_with = "pivot")]
    all: bool,
    #[command(flatten)]
    listing: ListingArgs,
}

fn list(
    args: CondenseListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let only = args
        .document
        .map(|typed| study.find_document(&typed))
        .transpose()?;
    let units = condensations::units(study, only.map(|document| document.id), args.all);
    let reader = PrivacyFilter::internal(study);
    if args.pivot {
        let pivot = ThemePivot::new(&units);
        return pivot.listing(&units, &study.title).show_in_words(
            study,
            &args.listing,
            globals,
            output,
            |_, output| {
                show_pivot(&pivot, &units, output);
            },
        );
    }
    condensations::listing(reader, units).show_in_words(
        study,
        &args.listing,
        globals,
        output,
        |units, output| units.iter().for_each(|unit| show(study, unit, output)),
    )
}

fn show(study: &Study, unit: &CondensationUnit<'_>, output: &mut CommandOutput) {
    quote_output::show(study, &unit.quote, '·', output);
    if let Some(share) = unit.share() {
        let foreign = unit.not_said();
        let not_said = if foreign.is_empty() {
            String::new()
        } else {
            format!("; not said: {}", foreign.join(", "))
        };
        output.indented(
            4,
            &format!(
                "length: {} of {} words, {share} %{not_said}",
                unit.words.1, unit.words.0
            ),
        );
    }
    output.blank_line();
}

/// A list instead of a grid, which suits narrow terminals and screen readers: each theme, followed
/// by what informants say about it.
fn show_pivot(pivot: &ThemePivot, units: &[CondensationUnit<'_>], output: &mut CommandOutput) {
    for (theme, row) in pivot.themes.iter().zip(&pivot.cells) {
        output.heading(if theme.is_empty() {
            "(no theme)"
        } else {
            theme
        });
        for (name, places) in pivot.informants.iter().zip(row) {
            for place in places {
                let unit = &units[*place];
                output.hanging(
                    "  ",
                    &format!(
                        "{name}: {} ({}, turn {})",
                        unit.condensed,
                        unit.quote.document.body.title,
                        unit.quote.turn + 1
                    ),
                );
            }
        }
        let silent: Vec<&str> = pivot
            .informants
            .iter()
            .zip(row)
            .filter(|(_, places)| places.is_empty())
            .map(|(name, _)| name.as_str())
            .collect();
        if !silent.is_empty() {
            output.hanging("  ", &format!("nothing from: {}", silent.join(", ")));
        }
    }
}
