//! `virk data variables`

use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{
    Dataset, Refusal, Study, Variable, dataset::MeasurementLevel, parsed_column::ParsedColumn,
};
use serde_json::{Value, json};

/// List the variables of the datasets: label, number of answers, and the codes
/// they are indicators of.
///
///   virk data variables
///   virk data variables --dataset survey --json
///
/// The order of an ordinal variable is shown beside its level; one after a `?` is proposed by virk
/// and applies once confirmed (`virk data variable --confirm`). N counts the answers that no filter
/// leaves out. Exit code 1 if there is no dataset.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataVariablesArgs {
    /// Only this dataset
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
}

pub fn run(
    args: DataVariablesArgs,
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
        let all = datasets
            .iter()
            .flat_map(|dataset| rows(study, dataset).map(|row| row.value(study)));
        output.json(&all.collect());
    } else if datasets.is_empty() {
        output.paragraph("The study has no dataset yet; import one with `virk data import FILE`");
    } else {
        datasets
            .iter()
            .for_each(|dataset| show(study, dataset, output));
    }
    Ok(ExitStatus::from_found(!datasets.is_empty()))
}

/// A variable with statistics of its answers.
struct VariableListing<'a> {
    dataset: &'a Dataset,
    place: usize,
    variable: &'a Variable,
    n: usize,
    missing: usize,
    measures: Vec<&'a str>,
}

fn rows<'a>(study: &'a Study, dataset: &'a Dataset) -> impl Iterator<Item = VariableListing<'a>> {
    dataset
        .body
        .variables
        .iter()
        .enumerate()
        .map(move |(place, variable)| {
            let n = dataset.answers(place).flatten().count();
            let measures = study
                .all_indicators()
                .filter(|indicator| {
                    indicator.dataset == dataset.id && indicator.variable == variable.name
                })
                .map(|indicator| study.code_name(indicator.code))
                .collect();
            VariableListing {
                dataset,
                place,
                variable,
                n,
                missing: dataset.kept_rows.len() - n,
                measures,
            }
        })
}

impl VariableListing<'_> {
    /// The categories in their given or confirmed order. `None` if there is no order, or it is only
    /// the numeric one.
    fn order(&self) -> Option<Vec<String>> {
        let told =
            self.variable.level == MeasurementLevel::Ordinal && self.dataset.is_ordered(self.place);
        told.then(|| self.dataset.categories(self.place))
    }

    /// The order, or the proposed one, marked as such.
    fn order_in_words(&self, language: &str) -> String {
        if let Some(scale) = &self.variable.proposed {
            let labels: Vec<&str> = scale
                .values
                .iter()
                .map(|code| self.variable.label_of(code, language))
                .collect();
            return format!("? {}", ends(&labels));
        }
        let order = self.order().unwrap_or_default();
        ends(
            &order
                .iter()
                .map(|code| self.variable.label_of(code, language))
                .collect::<Vec<_>>(),
        )
    }

    fn value(&self, study: &Study) -> Value {
        let Variable {
            name,
            level,
            label,
            question,
            values,
            missing,
            middle,
            yes,
            proposed,
            asked_if,
            before,
            goal,
            made,
        } = self.variable;
        let language = study.language.as_str();
        json!({
            "dataset": self.dataset.body.name,
            "name": name,
            "level": level.name(),
            "label": label.in_language(language),
            "question": question.in_language(language),
            "values": values.iter().map(|value| json!({ "code": value.code, "label": value.label.in_language(language) })).collect::<Vec<_>>(),
            "missing_codes": missing,
            "middle": middle,
            "yes": yes,
            "proposed": proposed,
            "ordered": self.dataset.is_ordered(self.place),
            "order": self.order(),
            "read_as_missing": self.dataset.parsed_column(self.place).map(ParsedColumn::implicit_missing).unwrap_or_default(),
            "asked_if": asked_if,
            "before": before,
            "goal": goal,
            "made": made.as_ref().map(ToString::to_string),
            "n": self.n,
            "missing": self.missing,
            "measures": self.measures,
        })
    }
}

/// First and last category, and their number.
fn ends(order: &[&str]) -> String {
    match order {
        [first, .., last] => format!("{first} … {last} ({})", order.len()),
        few => few.concat(),
    }
}

fn show(study: &Study, dataset: &Dataset, output: &mut CommandOutput) {
    output.heading(&format!(
        "{} (N = {})",
        dataset.body.name,
        dataset.kept_rows.len()
    ));
    let rows: Vec<VariableListing<'_>> = rows(study, dataset).collect();
    let scaled = rows
        .iter()
        .any(|row| row.order().is_some() || row.variable.proposed.is_some());
    let mut head = vec!["Variable", "Level", ">N", ">Missing", "About", "Measures"];
    if scaled {
        head.insert(2, "Order");
    }
    let mut grid = TextGrid::new(&head);
    for row in &rows {
        let mut cells = vec![
            row.variable.name.clone(),
            row.variable.level.name().to_owned(),
            row.n.to_string(),
            row.missing.to_string(),
            row.variable.label.in_language(&study.language).to_owned(),
            row.measures.join(", "),
        ];
        if scaled {
            cells.insert(2, row.order_in_words(&study.language));
        }
        grid.dynamic_row(cells);
    }
    grid.show(output);
    let proposed = rows
        .iter()
        .filter(|row| row.variable.proposed.is_some())
        .count();
    if proposed > 0 {
        let what = if proposed == 1 {
            "1 order is".to_owned()
        } else {
            format!("{proposed} orders are")
        };
        output.paragraph(&format!("{what} proposed and marked with `?`: `virk data variable --confirm` takes them all, `virk data variable \"NAME*\" --confirm` some"));
    }
}
