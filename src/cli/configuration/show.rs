//! `virk configuration show`

use super::find;
use crate::cli::listing::ListingArgs;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::matrix::grouped;
use crate::study::configuration::ConfigurationPart;
use crate::study::quote::CodedText;
use crate::study::{Configuration, Polarity, Refusal, Study};
use crate::tables::Listing;
use crate::tables::configurations::{configuration_columns, value};

/// Show a configuration with its quotes, its origin and what follows it.
///
///   virk configuration show 2
///   virk configuration show 2 --json
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigurationShowArgs {
    /// The configuration
    #[arg(value_name = "NUMBER")]
    number: usize,
}

pub fn run(
    args: ConfigurationShowArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let configuration = find(study, args.number)?;
    if globals.json {
        output.json(&value(study, configuration));
        return Ok(ExitStatus::Done);
    }
    output.heading(&format!("Configuration {}", args.number));
    for part in ConfigurationPart::ALL {
        output.hanging(
            &format!("{} ", part.letter()),
            &study.part_name(configuration, part),
        );
    }
    if let Some(statement) = configuration.body.statement {
        output.blank_line();
        output.paragraph(
            study
                .words(statement)
                .unwrap_or("its statement has been erased"),
        );
    }
    let numbers = |ids: &[_]| {
        ids.iter()
            .map(|id| study.configuration_number(*id).to_string())
            .collect::<Vec<_>>()
            .join(", ")
    };
    if !configuration.body.derived_from.is_empty() {
        output.paragraph(&format!(
            "Merged from {}",
            numbers(&configuration.body.derived_from)
        ));
    }
    if let Some(next) = configuration.body.next {
        output.paragraph(&format!(
            "Its outcome is the context of {}",
            numbers(&[next])
        ));
    }
    output.heading("Quotes");
    for (quote, polarity) in study.configuration_polarities(configuration.id) {
        let Some(document) = study.document(quote.document) else {
            continue;
        };
        let found = CodedText::new(study, document).quote(quote.span);
        let who = found.speaker();
        output.hanging(
            &format!("{} ", polarity.sign()),
            &format!("“{}” ({who}, {})", found.words(), document.body.title),
        );
    }
    Ok(ExitStatus::Done)
}

/// List the configurations by mechanism, with what is missing in each.
///
///   virk configuration list
///   virk configuration list --partial --json
///
/// Exit code 1 if there are none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigurationListArgs {
    /// Only those with a missing part
    #[arg(long)]
    partial: bool,
    #[command(flatten)]
    listing: ListingArgs,
}

pub fn list(
    args: ConfigurationListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let wanted = |configuration: &&Configuration| {
        !args.partial || configuration.body.missing().next().is_some()
    };
    let rows: Vec<&Configuration> = study.configurations().filter(wanted).collect();
    let none = "No configurations yet: `virk configuration add` adds one";
    Listing::new(configuration_columns(), rows, none).show_in_words(
        study,
        &args.listing,
        globals,
        output,
        |_, output| {
            for group in grouped(study) {
                let own: Vec<&Configuration> =
                    group.configurations.into_iter().filter(wanted).collect();
                if !own.is_empty() {
                    output.heading(&format!("{} ({})", group.name, own.len()));
                    own.iter().for_each(|one| show_line(study, one, output));
                }
            }
        },
    )
}

fn show_line(study: &Study, configuration: &Configuration, output: &mut CommandOutput) {
    let part_of = if study.merged_configurations().contains(&configuration.id) {
        "  "
    } else {
        ""
    };
    let number = study.configuration_number(configuration.id);
    output.hanging(&format!("{part_of}{number}. "), &line(study, configuration));
}

/// One line about a configuration: its parts, what is missing, and how its quotes divide.
fn line(study: &Study, configuration: &Configuration) -> String {
    let of = |wanted: Polarity| {
        study
            .configuration_polarities(configuration.id)
            .filter(|(_, polarity)| *polarity == wanted)
            .count()
    };
    let balance: String = Polarity::ALL
        .map(|polarity| format!("{}{}", polarity.sign(), of(polarity)))
        .join(" ");
    let missing: Vec<String> = configuration
        .body
        .missing()
        .map(|part: ConfigurationPart| part.letter().to_string())
        .collect();
    let missing = if missing.is_empty() {
        String::new()
    } else {
        format!(" · without {}", missing.join(" and "))
    };
    let next = configuration
        .body
        .next
        .map(|next| format!(" → {}", study.configuration_number(next)))
        .unwrap_or_default();
    format!(
        "{} [{balance}]{missing}{next}",
        study.configuration_name(configuration)
    )
}
