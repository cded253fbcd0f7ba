//! `virk guide list`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::study::{GuideItem, Refusal};
use serde_json::json;

/// List the questions of the interview guides.
///
///   virk guide list
///   virk guide list mentors --json
///
/// Exit code 1 when there are none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct GuideListArgs {
    /// Only this guide
    #[arg(value_name = "GUIDE")]
    guide: Option<String>,
}

pub fn run(
    args: GuideListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let wanted = |item: &&GuideItem| {
        args.guide
            .as_ref()
            .is_none_or(|guide| item.body.guide == *guide)
    };
    let items: Vec<&GuideItem> = study.guide_items().filter(wanted).collect();
    let words = |item: &GuideItem| {
        study
            .words(item.body.content)
            .unwrap_or("(erased)")
            .to_owned()
    };
    if globals.json {
        let values = items.iter().map(|item| {
            json!({
                "guide": item.body.guide,
                "number": item.body.number,
                "question": words(item),
                "about": study.codes_asked_about(item).map(|code| &code.body.key).collect::<Vec<_>>(),
            })
        });
        output.json(&values.collect());
    } else if items.is_empty() {
        output.paragraph("No interview guide yet. Import one with `virk guide import FILE`.");
    } else {
        let mut grid = TextGrid::new(&["Guide", "No.", "Question", "About"]);
        for item in &items {
            let about: Vec<&str> = study
                .codes_asked_about(item)
                .map(|code| code.name(&study.language))
                .collect();
            grid.row([
                item.body.guide.clone(),
                item.body.number.clone(),
                words(item),
                about.join(", "),
            ]);
        }
        grid.show(output);
    }
    Ok(ExitStatus::from_found(!items.is_empty()))
}
