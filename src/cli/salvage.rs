//! `virk salvage`

use super::{CommandOutput, ExitStatus, GlobalArgs, number};
use crate::log;
use crate::study::Refusal;
use serde_json::json;
use std::path::PathBuf;

/// Save what can be read from a damaged study.
///
///   virk salvage damaged.virk saved.virk
///
/// Reads every record and every text that the damage has spared, also from a
/// file that no other command opens, and makes a new study of them. Every row is
/// proved by its hash; what does not fit is left out and counted. The damaged
/// file stays as it is. Exit code 1 when anything is missing.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct SalvageArgs {
    /// The damaged study
    #[arg(value_name = "DAMAGED")]
    damaged: PathBuf,
    /// The study to make
    #[arg(value_name = "NEW")]
    new: PathBuf,
}

pub fn run(
    args: &SalvageArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let salvage = log::salvage(&args.damaged, &args.new)?;
    let is_whole =
        salvage.missing_records == 0 && salvage.unproven_records == 0 && salvage.lost_texts == 0;
    if globals.json {
        output.json(&json!({
            "file": args.new.display().to_string(),
            "records": salvage.records,
            "missing_records": salvage.missing_records,
            "unproven_records": salvage.unproven_records,
            "texts": salvage.texts,
            "lost_texts": salvage.lost_texts,
        }));
        return Ok(ExitStatus::from_found(is_whole));
    }
    output.paragraph(&format!(
        "Saved {} and {} to {}",
        number::count_noun(salvage.records, "record"),
        number::count_noun(salvage.texts, "text"),
        args.new.display()
    ));
    let missing = usize::try_from(salvage.missing_records).unwrap_or(usize::MAX);
    for (count, noun, what) in [
        (
            missing,
            "record",
            "could not be read or did not fit its hash",
        ),
        (
            salvage.unproven_records,
            "record",
            "after a gap was saved without proof",
        ),
        (salvage.lost_texts, "text", "is lost; `virk check` names it"),
    ] {
        if count > 0 {
            output.hanging("! ", &format!("{} {what}", number::count_noun(count, noun)));
        }
    }
    output.paragraph(
        "Records that were lost at the end cannot be counted: compare the last lines of `virk log` with what you remember",
    );
    Ok(ExitStatus::from_found(is_whole))
}
