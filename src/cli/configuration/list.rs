//! `virk configuration list`

use super::value;
use crate::cli::{Desk, Outcome, Page};
use crate::evidence::configurations::grouped;
use crate::study::{Configuration, Polarity, Refusal, Study, configuration::Part};
use serde_json::json;

/// List the configurations, grouped by mechanism, with what is missing of each.
///
///   virk configuration list
///   virk configuration list --partial --json
///
/// Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Only those of which a part is missing
    #[arg(long)]
    partial: bool,
}

/// Lists them.
///
/// # Errors
/// When the study cannot be opened.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let wanted = |configuration: &&Configuration| {
        !args.partial || configuration.body.missing().next().is_some()
    };
    let count = study.configurations().filter(wanted).count();
    if desk.json {
        page.json(&json!(
            study
                .configurations()
                .filter(wanted)
                .map(|one| value(study, one))
                .collect::<Vec<_>>()
        ));
    } else if count == 0 {
        page.say("There is no configuration yet: `virk configuration add` puts one together");
    } else {
        let merged = study.merged();
        for group in grouped(study) {
            let own: Vec<&Configuration> =
                group.configurations.into_iter().filter(wanted).collect();
            if own.is_empty() {
                continue;
            }
            page.heading(&format!("{} ({})", group.name, own.len()));
            for configuration in own {
                let part_of = if merged.contains(&configuration.id) {
                    "  "
                } else {
                    ""
                };
                page.hanging(
                    &format!(
                        "{part_of}{}. ",
                        study.configuration_number(configuration.id)
                    ),
                    &line(study, configuration),
                );
            }
        }
    }
    Ok(Outcome::found(count > 0))
}

/// A configuration in a line: its parts, what is missing, how its quotes are divided.
fn line(study: &Study, configuration: &Configuration) -> String {
    let of = |wanted: Polarity| {
        study
            .told(configuration.id)
            .filter(|(_, polarity)| *polarity == wanted)
            .count()
    };
    let balance: String = Polarity::ALL
        .map(|polarity| format!("{}{}", polarity.sign(), of(polarity)))
        .join(" ");
    let missing: Vec<String> = configuration
        .body
        .missing()
        .map(|part: Part| part.letter().to_string())
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
