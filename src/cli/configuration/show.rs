//! `virk configuration show`

use super::{find, value};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Refusal, configuration::ConfigurationPart, quote::CodedText};

/// Show a configuration with its quotes, what it came from and what follows it.
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
