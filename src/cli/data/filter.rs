//! `virk data filter`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::study::{Command, Dataset, Refusal, dataset::Exclusion};
use serde_json::{Value, json};

/// Leave rows of a dataset out of every count and test, with the reason.
/// Without a rule, list the filters and how many rows each leaves out.
///
///   virk data filter "completed = 0" --because "answers broken off"
///   virk data filter "age < 18" --because "outside the population"
///   virk data filter "completed = 0" --not
///   virk data filter --json
///
/// A rule says which rows go: `=`, `!=`, `<`, `>`, and `age =` for empty cells.
/// Every test of the dataset says how many rows were left out and why.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataFilterArgs {
    /// Which rows are left out
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// Why
    #[arg(long, value_name = "REASON", requires = "rule", conflicts_with = "not")]
    because: Option<String>,
    /// Count these rows again
    #[arg(long, requires = "rule")]
    not: bool,
    /// The dataset, when there are several
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
}

pub fn run(
    args: DataFilterArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let Some(words) = &args.rule else {
        return list(&args, globals, output);
    };
    globals.perform(output, |study| {
        let mut rule = Exclusion::parse(words, args.because.as_deref().unwrap_or_default())?;
        let (dataset, place) = super::find(study, args.dataset.as_deref(), &rule.variable)?;
        rule.variable = dataset.body.variables[place].name.clone();
        Ok(Command::Filter {
            dataset: dataset.id,
            rule,
            out: !args.not,
        })
    })
}

fn list(
    args: &DataFilterArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let datasets: Vec<&Dataset> = match &args.dataset {
        Some(typed) => vec![study.find_dataset(Some(typed))?],
        None => study.datasets().collect(),
    };
    let rules = datasets
        .iter()
        .flat_map(|dataset| dataset.body.exclusions.iter().map(|rule| (*dataset, rule)));
    if globals.json {
        let value = |(dataset, rule): (&Dataset, &Exclusion)| {
            json!({
                "dataset": dataset.body.name, "rule": rule.to_string(), "reason": rule.reason,
                "left_out": dataset.excluded_count(rule), "rows": dataset.body.rows, "n": dataset.kept_rows.len(),
            })
        };
        output.json(&rules.clone().map(value).collect::<Value>());
    } else {
        let mut grid = TextGrid::new(&["Dataset", "Left out where", ">Rows", "Because"]);
        for (dataset, rule) in rules.clone() {
            grid.row([
                dataset.body.name.clone(),
                rule.to_string(),
                dataset.excluded_count(rule).to_string(),
                rule.reason.clone(),
            ]);
        }
        if rules.clone().next().is_some() {
            grid.show(output);
            datasets.iter().for_each(|dataset| {
                output.paragraph(&format!(
                    "`{}`: {} of {} rows counted",
                    dataset.body.name,
                    dataset.kept_rows.len(),
                    dataset.body.rows
                ));
            });
        } else {
            output.paragraph("No rows are left out; `virk data filter \"completed = 0\" --because REASON` leaves some out");
        }
    }
    Ok(ExitStatus::from_found(rules.count() > 0))
}
