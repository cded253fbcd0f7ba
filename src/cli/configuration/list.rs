//! `virk configuration list`

use super::value;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::configurations::grouped;
use crate::study::{Configuration, Polarity, Refusal, Study, configuration::ConfigurationPart};
use serde_json::json;

/// List the configurations, grouped by mechanism, with what is missing of each.
///
///   virk configuration list
///   virk configuration list --partial --json
///
/// Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ConfigurationListArgs {
    /// Only those of which a part is missing
    #[arg(long)]
    partial: bool,
}

pub fn run(
    args: ConfigurationListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let wanted = |configuration: &&Configuration| {
        !args.partial || configuration.body.missing().next().is_some()
    };
    let count = study.configurations().filter(wanted).count();
    if globals.json {
        output.json(&json!(
            study
                .configurations()
                .filter(wanted)
                .map(|one| value(study, one))
                .collect::<Vec<_>>()
        ));
    } else if count == 0 {
        output
            .paragraph("There is no configuration yet: `virk configuration add` puts one together");
    } else {
        let merged = study.merged_configurations();
        for group in grouped(study) {
            let own: Vec<&Configuration> =
                group.configurations.into_iter().filter(wanted).collect();
            if own.is_empty() {
                continue;
            }
            output.heading(&format!("{} ({})", group.name, own.len()));
            for configuration in own {
                let part_of = if merged.contains(&configuration.id) {
                    "  "
                } else {
                    ""
                };
                output.hanging(
                    &format!(
                        "{part_of}{}. ",
                        study.configuration_number(configuration.id)
                    ),
                    &line(study, configuration),
                );
            }
        }
    }
    Ok(ExitStatus::from_found(count > 0))
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
