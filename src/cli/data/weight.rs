//! `virk data weight`

use crate::cli::crosstab::weighted::{WeightKindArg, default_weights};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::study::{
    Command, Dataset, Refusal,
    weighting::{WeightKind, Weighting},
};
use serde_json::{Value, json};

/// Say what the rows of a dataset stand for: weights, and clusters that people
/// come in. Without a variable, show what is said.
///
///   virk data weight w --weights sampling
///   virk data weight w --cluster team
///   virk data weight --cluster school
///   virk data weight --none
///
/// Weights of a sample are no people: a hundred who stand for a thousand are a
/// hundred, and multiplying all weights changes nothing. Weights that are not
/// whole are taken for those of a sample. Crosstabs and the tests of links then
/// use the variance between clusters (Rao & Scott 1984).
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataWeightArgs {
    /// The variable that says how much each row counts
    #[arg(value_name = "VARIABLE")]
    weight: Option<String>,
    /// What the weights count
    #[arg(long, value_enum, requires = "weight")]
    weights: Option<WeightKindArg>,
    /// The variable that says who belongs together: team, class, site
    #[arg(long, value_name = "VARIABLE")]
    cluster: Option<String>,
    /// Count each row as one person again
    #[arg(long, conflicts_with_all = ["weight", "cluster"])]
    none: bool,
    /// The dataset, when there are several
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
}

pub fn run(
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
    if globals.json {
        output.json(
            &datasets
                .iter()
                .map(|dataset| json!({ "dataset": dataset.body.name, "weighting": dataset.weighting }))
                .collect::<Value>(),
        );
        return Ok(ExitStatus::from_found(said));
    }
    let mut grid = TextGrid::new(&["Dataset", "Rows count"]);
    for dataset in datasets {
        let words = dataset
            .weighting
            .as_ref()
            .map_or_else(|| "one each".to_owned(), Weighting::in_words);
        grid.row([dataset.body.name.clone(), words]);
    }
    grid.show(output);
    Ok(ExitStatus::from_found(said))
}
