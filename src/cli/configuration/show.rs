//! `virk configuration show`

use super::{find, value};
use crate::cli::{Desk, Outcome, Page};
use crate::study::{Refusal, configuration::Part, quote::CodedText};

/// Show a configuration with its quotes, what it came from and what follows it.
///
///   virk configuration show 2
///   virk configuration show 2 --json
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The configuration
    #[arg(value_name = "NUMBER")]
    number: usize,
}

/// Shows it.
///
/// # Errors
/// When there is none of this number.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let configuration = find(study, args.number)?;
    if desk.json {
        page.json(&value(study, configuration));
        return Ok(Outcome::Done);
    }
    page.heading(&format!("Configuration {}", args.number));
    for part in Part::ALL {
        page.hanging(
            &format!("{} ", part.letter()),
            &study.part_name(configuration, part),
        );
    }
    if let Some(statement) = configuration.body.statement {
        page.gap();
        page.say(
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
        page.say(&format!(
            "Merged from {}",
            numbers(&configuration.body.derived_from)
        ));
    }
    if let Some(next) = configuration.body.next {
        page.say(&format!(
            "Its outcome is the context of {}",
            numbers(&[next])
        ));
    }
    page.heading("Quotes");
    for (quote, polarity) in study.told(configuration.id) {
        let Some(document) = study.document(quote.document) else {
            continue;
        };
        let found = CodedText::new(study, document).quote(quote.span);
        let who = found.voice();
        page.hanging(
            &format!("{} ", polarity.sign()),
            &format!("“{}” ({who}, {})", found.words(), document.body.title),
        );
    }
    Ok(Outcome::Done)
}
