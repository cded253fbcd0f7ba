//! `virk orphan list`

use super::{OrphanListItem, codes, orphan_list, title, value};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, quote_output, text_grid::TextGrid};
use crate::study::Refusal;
use serde_json::Value;

/// List orphans and changed quotes, with the words as they were.
///
///   virk orphan list
///   virk orphan list 02-mentor-2 --json
///
/// Exit code 1 when there is none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct OrphanListArgs {
    /// Only those of this document
    #[arg(value_name = "DOC")]
    document: Option<String>,
}

const EXCERPT_CHARS: usize = 50;

pub fn run(
    args: OrphanListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let only = args
        .document
        .map(|typed| study.find_document(&typed))
        .transpose()?
        .map(|document| document.body.title.as_str());
    let all: Vec<(usize, OrphanListItem<'_>)> = orphan_list(study)
        .into_iter()
        .enumerate()
        .map(|(place, left)| (place + 1, left))
        .filter(|(_, left)| only.is_none_or(|only| only == title(study, left)))
        .collect();
    if globals.json {
        output.json(
            &all.iter()
                .map(|(number, left)| value(study, *number, left))
                .collect::<Value>(),
        );
    } else if all.is_empty() {
        output.paragraph("No orphans, and no quotes to look at");
    } else {
        let mut grid = TextGrid::new(&[">No.", "Document", "Codes", "Words before", "Words now"]);
        for (number, left) in &all {
            let (before, now) = match left {
                OrphanListItem::Orphan(orphan) => (orphan.words(), "gone"),
                OrphanListItem::ChangedQuote { quote, before } => (
                    *before,
                    study
                        .document(quote.document)
                        .map_or("", |document| quote.span.text(&document.text)),
                ),
            };
            grid.row([
                number.to_string(),
                title(study, left).to_owned(),
                codes(study, left).join(", "),
                quote_output::excerpt(before, EXCERPT_CHARS),
                quote_output::excerpt(now, EXCERPT_CHARS),
            ]);
        }
        grid.show(output);
        output.blank_line();
        output.paragraph("`virk orphan anchor NO. --quote WORDS` puts an orphan on other words, `remove NO.` takes it away; `keep NO.` says that a changed quote stays as it is");
    }
    Ok(ExitStatus::from_found(!all.is_empty()))
}
