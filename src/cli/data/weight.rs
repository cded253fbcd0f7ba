//! `virk data weight`

use crate::cli::crosstab::weighted::{Kind, usual};
use crate::cli::{Desk, Outcome, Page, grid::Grid};
use crate::study::{
    Command, Dataset, Refusal,
    weighting::{Weighting, Weights},
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
pub struct Args {
    /// The variable that says how much each row counts
    #[arg(value_name = "VARIABLE")]
    weight: Option<String>,
    /// What the weights count
    #[arg(long, value_enum, requires = "weight")]
    weights: Option<Kind>,
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

/// Says or shows it.
///
/// # Errors
/// When a variable is not known, or holds no weights.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let Some(first) = args.weight.as_ref().or(args.cluster.as_ref()) else {
        if args.none {
            return desk.perform(page, |study| {
                let dataset = study.find_dataset(args.dataset.as_deref())?;
                Ok(Command::Weigh {
                    dataset: dataset.id,
                    weighting: None,
                })
            });
        }
        return list(&args, desk, page);
    };
    desk.perform(page, |study| {
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
            (None, Some((place, _))) => usual(dataset, *place),
            (None, None) => Weights::Frequency,
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

fn list(args: &Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let datasets: Vec<&Dataset> = match &args.dataset {
        Some(typed) => vec![study.find_dataset(Some(typed))?],
        None => study.datasets().collect(),
    };
    let said = datasets.iter().any(|dataset| dataset.weighting.is_some());
    if desk.json {
        page.json(
            &datasets
                .iter()
                .map(|dataset| json!({ "dataset": dataset.body.name, "weighting": dataset.weighting }))
                .collect::<Value>(),
        );
        return Ok(Outcome::found(said));
    }
    let mut grid = Grid::new(&["Dataset", "Rows count"]);
    for dataset in datasets {
        let words = dataset
            .weighting
            .as_ref()
            .map_or_else(|| "one each".to_owned(), Weighting::in_words);
        grid.row([dataset.body.name.clone(), words]);
    }
    grid.show(page);
    Ok(Outcome::found(said))
}
