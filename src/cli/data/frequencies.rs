//! `virk data frequencies` and `virk data weight`

use crate::cli::crosstab::weighted::{WeightKindArg, default_weights};
use crate::cli::listing::ListingArgs;
use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, number};
use crate::study::filter::{WeightKind, Weighting};
use crate::study::parsed_column::ParsedColumn;
use crate::study::{Command, Dataset, Refusal, Study, parsed_column};
use crate::tables::{Listing, datasets::weighting_columns};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Count the answers to one or more variables.
///
///   virk data frequencies refl_gen refl_opg
///   virk data frequencies kon --dataset register --json
///
/// Percentages are of the valid answers: those that no filter leaves out and that
/// are not missing. They are cumulated if the answers have an order that was given
/// or confirmed. The beginning of a variable's name is enough.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataFrequenciesArgs {
    /// The variables
    #[arg(value_name = "VARIABLE", required = true)]
    variables: Vec<String>,
    /// Dataset, when several have this variable
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
}

pub fn run(
    args: DataFrequenciesArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let within = args
        .dataset
        .map(|typed| study.find_dataset(Some(&typed)))
        .transpose()?;
    let counts = args
        .variables
        .iter()
        .map(|typed| match within {
            Some(dataset) => Ok(AnswerFrequencies::new(
                dataset,
                dataset.find_variable(typed)?,
            )),
            None => study
                .find_variable(typed)
                .map(|(dataset, place)| AnswerFrequencies::new(dataset, place)),
        })
        .collect::<Result<Vec<_>, Refusal>>()?;
    if globals.json {
        output.json(&counts.iter().map(|counts| counts.value(study)).collect());
    } else {
        counts.iter().for_each(|counts| counts.show(study, output));
    }
    Ok(ExitStatus::Done)
}

struct AnswerFrequencies<'a> {
    dataset: &'a Dataset,
    place: usize,
    /// Each category with its count, in order.
    categories: Vec<(String, usize)>,
    valid: usize,
}

impl<'a> AnswerFrequencies<'a> {
    fn new(dataset: &'a Dataset, place: usize) -> AnswerFrequencies<'a> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        dataset
            .answers(place)
            .flatten()
            .for_each(|answer| *counts.entry(answer).or_default() += 1);
        let count = |code: String| {
            let count = counts.get(code.as_str()).copied().unwrap_or_default();
            (code, count)
        };
        let categories: Vec<(String, usize)> =
            dataset.categories(place).into_iter().map(count).collect();
        let valid = categories.iter().map(|(_, count)| count).sum();
        AnswerFrequencies {
            dataset,
            place,
            categories,
            valid,
        }
    }

    /// Cumulative counts, if the categories are ordered.
    fn cumulated(&self) -> Option<Vec<usize>> {
        let sum = |so_far: &mut usize, (_, count): &(String, usize)| {
            *so_far += count;
            Some(*so_far)
        };
        self.dataset
            .is_ordered(self.place)
            .then(|| self.categories.iter().scan(0, sum).collect())
    }

    fn missing(&self) -> usize {
        self.dataset.kept_rows.len() - self.valid
    }

    fn value(&self, study: &Study) -> Value {
        let variable = &self.dataset.body.variables[self.place];
        let cumulated = self.cumulated();
        let share = |count: usize| {
            if self.valid == 0 {
                None
            } else {
                Some(count as f64 / self.valid as f64)
            }
        };
        let values = self
            .categories
            .iter()
            .enumerate()
            .map(|(at, (code, count))| {
                json!({
                    "code": code,
                    "label": variable.label_of(code, &study.language),
                    "count": count,
                    "share": share(*count),
                    "cumulated": cumulated.as_ref().and_then(|cumulated| share(cumulated[at])),
                })
            });
        json!({
            "dataset": self.dataset.body.name,
            "variable": variable.name,
            "label": variable.label.in_language(&study.language),
            "level": variable.level.name(),
            "proposed": self.dataset.proposed_scale(self.place),
            "n": self.valid,
            "missing": self.missing(),
            "values": values.collect::<Vec<_>>(),
        })
    }

    fn show(&self, study: &Study, output: &mut CommandOutput) {
        let variable = &self.dataset.body.variables[self.place];
        output.heading(&format!(
            "{}: {} ({})",
            variable.name,
            variable.label.in_language(&study.language),
            self.dataset.body.name
        ));
        let question = variable.question.in_language(&study.language);
        if !question.is_empty() {
            output.paragraph(question);
        }
        let cumulated = self.cumulated();
        let mut head = vec!["Value", "Meaning", ">Count", ">Share"];
        head.extend(cumulated.as_ref().map(|_| ">Cumulated"));
        let mut grid = TextGrid::new(&head);
        let mut row = |cells: [String; 4], so_far: Option<String>| {
            grid.dynamic_row(
                cells
                    .into_iter()
                    .chain(so_far.filter(|_| cumulated.is_some()))
                    .collect(),
            );
        };
        for (at, (code, count)) in self.categories.iter().enumerate() {
            let label = variable.label_of(code, &study.language);
            let meaning = if label == code {
                String::new()
            } else {
                label.to_owned()
            };
            let so_far = cumulated
                .as_ref()
                .map(|cumulated| number::percent(cumulated[at], self.valid));
            row(
                [
                    code.clone(),
                    meaning,
                    count.to_string(),
                    number::percent(*count, self.valid),
                ],
                so_far,
            );
        }
        let all = number::percent(self.valid, self.valid);
        row(
            [String::new(), "Valid".into(), self.valid.to_string(), all],
            Some(String::new()),
        );
        if self.missing() > 0 {
            row(
                [
                    String::new(),
                    "Missing".into(),
                    self.missing().to_string(),
                    String::new(),
                ],
                Some(String::new()),
            );
        }
        grid.show(output);
        let nothing = self
            .dataset
            .parsed_column(self.place)
            .map(ParsedColumn::implicit_missing)
            .unwrap_or_default();
        if !nothing.is_empty() {
            output.paragraph(&format!(
                "Counted as missing, beside numbers: {}",
                nothing.join(", ")
            ));
        }
        if let Some(scale) = self.dataset.proposed_scale(self.place) {
            let typed = parsed_column::shell_quoted(&variable.name);
            output.paragraph(&format!(
                "It seems to be on a scale of {}: {scale}",
                scale.scale
            ));
            output.paragraph(&format!("Nothing is cumulated until its order is confirmed: `virk data variable {typed} --confirm`"));
        }
        if let Some(middle) = &variable.middle {
            output.paragraph(&format!(
                "The middle value {} means: {}",
                middle.code, middle.means
            ));
        }
    }
}

/// Set the weights and clusters of a dataset. Without a variable, show the
/// current ones.
///
///   virk data weight w --weights sampling
///   virk data weight w --cluster team
///   virk data weight --cluster school
///   virk data weight --none
///
/// Sampling weights are not people: a hundred who represent a thousand are still a
/// hundred, and multiplying all weights changes nothing. Weights that are not whole
/// numbers are taken as sampling weights. Crosstabs and the tests of links then
/// use the variance between clusters (Rao & Scott 1984).
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataWeightArgs {
    /// Weight variable
    #[arg(value_name = "VARIABLE")]
    weight: Option<String>,
    /// Kind of weights
    #[arg(long, value_enum, requires = "weight")]
    weights: Option<WeightKindArg>,
    /// Cluster variable: team, class, site
    #[arg(long, value_name = "VARIABLE")]
    cluster: Option<String>,
    /// Remove weights and clusters
    #[arg(long, conflicts_with_all = ["weight", "cluster"])]
    none: bool,
    /// Dataset, when there are several
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
    #[command(flatten)]
    listing: ListingArgs,
}

pub fn weight(
    args: DataWeightArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let Some(first) = args.weight.as_ref().or(args.cluster.as_ref()) else {
        if args.none {
            return globals.perform(output, |study| {
                let dataset = study.find_dataset(args.dataset.as_deref())?;
                Ok(Command::Weigh {
                    dataset: dataset.id,
                    weighting: None,
                })
            });
        }
        return list(&args, globals, output);
    };
    globals.perform(output, |study| {
        let (dataset, _) = super::find(study, args.dataset.as_deref(), first)?;
        let find = |typed: &String| {
            dataset
                .find_variable(typed)
                .map(|place| (place, dataset.body.variables[place].name.clone()))
        };
        let weight = args.weight.as_ref().map(find).transpose()?;
        let cluster = args
            .cluster
            .as_ref()
            .map(find)
            .transpose()?
            .map(|(_, name)| name);
        let weights = match (args.weights, &weight) {
            (Some(kind), _) => kind.into(),
            (None, Some((place, _))) => default_weights(dataset, *place),
            (None, None) => WeightKind::Frequency,
        };
        let weighting = Weighting {
            weight: weight.map(|(_, name)| name),
            weights,
            cluster,
        };
        Ok(Command::Weigh {
            dataset: dataset.id,
            weighting: Some(weighting),
        })
    })
}

fn list(
    args: &DataWeightArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let datasets: Vec<&Dataset> = match &args.dataset {
        Some(typed) => vec![study.find_dataset(Some(typed))?],
        None => study.datasets().collect(),
    };
    let said = datasets.iter().any(|dataset| dataset.weighting.is_some());
    Listing::new(
        weighting_columns(),
        datasets,
        "The study has no dataset yet; import one with `virk data import FILE`",
    )
    .show(study, &args.listing, globals, output)?;
    Ok(args.listing.exit_status(said))
}
