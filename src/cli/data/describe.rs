//! `virk data describe`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, number};
use crate::study::{Dataset, Refusal};
use serde_json::{Value, json};

/// Describe the study's datasets: where they came from, how many rows count,
/// which are left out, and why.
///
///   virk data describe
///   virk data describe survey --json
///
/// Exit code 1 when there is no dataset.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataDescribeArgs {
    /// Only this dataset
    #[arg(value_name = "NAME")]
    dataset: Option<String>,
}

pub fn run(
    args: DataDescribeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let datasets: Vec<&Dataset> = match &args.dataset {
        Some(typed) => vec![study.find_dataset(Some(typed))?],
        None => study.datasets().collect(),
    };
    if globals.json {
        output.json(&datasets.iter().map(|dataset| value(dataset)).collect());
    } else if datasets.is_empty() {
        output.paragraph("The study has no dataset yet; import one with `virk data import FILE`");
    } else {
        datasets.iter().for_each(|dataset| show(dataset, output));
    }
    Ok(ExitStatus::from_found(!datasets.is_empty()))
}

/// The number of variables per level, in order of first appearance.
fn levels(dataset: &Dataset) -> Vec<(&'static str, usize)> {
    let mut levels: Vec<(&'static str, usize)> = Vec::new();
    for name in dataset
        .body
        .variables
        .iter()
        .map(|variable| variable.level.name())
    {
        match levels.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => levels.push((name, 1)),
        }
    }
    levels
}

/// The number of variables whose order is only proposed, not confirmed.
fn proposed(dataset: &Dataset) -> usize {
    dataset
        .body
        .variables
        .iter()
        .filter(|variable| variable.proposed.is_some())
        .count()
}

fn value(dataset: &Dataset) -> Value {
    let body = &dataset.body;
    json!({
        "name": body.name,
        "file": body.source.file,
        "sha256": body.source.sha256,
        "encoding": body.source.encoding,
        "virk": body.source.virk,
        "rows": body.rows,
        "rows_erased": dataset.erased_rows.len(),
        "n": dataset.kept_rows.len(),
        "exclusions": body.exclusions,
        "variables": body.variables.len(),
        "proposed": proposed(dataset),
        "levels": levels(dataset).into_iter().map(|(name, count)| (name.to_owned(), json!(count))).collect::<serde_json::Map<_, _>>(),
    })
}

fn show(dataset: &Dataset, output: &mut CommandOutput) {
    let body = &dataset.body;
    output.heading(&body.name);
    output.paragraph(&format!(
        "From {} ({}), read by virk {}",
        body.source.file, body.source.encoding, body.source.virk
    ));
    output.paragraph(&format!("SHA-256 {}", body.source.sha256));
    output.paragraph(&format!(
        "{}, {} of them counted (N)",
        number::count_noun(body.rows, "row"),
        dataset.kept_rows.len()
    ));
    if !dataset.erased_rows.is_empty() {
        output.paragraph(&format!(
            "{} erased for ever; the others keep their numbers",
            number::count_noun(dataset.erased_rows.len(), "row")
        ));
    }
    for rule in &body.exclusions {
        output.paragraph(&format!(
            "Left out: {} with {rule}, because {}",
            number::count_noun(dataset.excluded_count(rule), "row"),
            rule.reason
        ));
    }
    let levels: Vec<String> = levels(dataset)
        .into_iter()
        .map(|(name, count)| format!("{count} {name}"))
        .collect();
    output.paragraph(&format!(
        "{}: {}",
        number::count_noun(body.variables.len(), "variable"),
        levels.join(", ")
    ));
    match proposed(dataset) {
        0 => {}
        1 => output.paragraph("1 variable seems to be on a scale; `virk data variable --confirm` confirms its order"),
        some => output.paragraph(&format!("{some} variables seem to be on a scale; `virk data variable --confirm` confirms their order")),
    }
}
