//! `virk orphan list`

use super::{Left, codes, left, title, value};
use crate::cli::{Desk, Outcome, Page, grid::Grid, quoted};
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
pub struct Args {
    /// Only those of this document
    #[arg(value_name = "DOC")]
    document: Option<String>,
}

/// How many characters of the words a line shows.
const GLIMPSE: usize = 50;

/// Lists them.
///
/// # Errors
/// When the document is not known.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let only = args
        .document
        .map(|typed| study.find_document(&typed))
        .transpose()?
        .map(|document| document.body.title.as_str());
    let all: Vec<(usize, Left<'_>)> = left(study)
        .into_iter()
        .enumerate()
        .map(|(place, left)| (place + 1, left))
        .filter(|(_, left)| only.is_none_or(|only| only == title(study, left)))
        .collect();
    if desk.json {
        page.json(
            &all.iter()
                .map(|(number, left)| value(study, *number, left))
                .collect::<Value>(),
        );
    } else if all.is_empty() {
        page.say("No orphans, and no quotes to look at");
    } else {
        let mut grid = Grid::new(&[">No.", "Document", "Codes", "Words before", "Words now"]);
        for (number, left) in &all {
            let (before, now) = match left {
                Left::Orphan(orphan) => (orphan.words(), "gone"),
                Left::Changed { quote, before } => (
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
                quoted::glimpse(before, GLIMPSE),
                quoted::glimpse(now, GLIMPSE),
            ]);
        }
        grid.show(page);
        page.gap();
        page.say("`virk orphan anchor NO. --quote WORDS` puts an orphan on other words, `remove NO.` takes it away; `keep NO.` says that a changed quote stays as it is");
    }
    Ok(Outcome::found(!all.is_empty()))
}
