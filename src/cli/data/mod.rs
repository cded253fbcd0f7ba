//! `virk data`, with `indicator`, `recode`, `filter` and `remove`

mod compare;
mod frequencies;
mod import;
mod index;
mod missing;
mod model;
mod variable;
mod variables;

use super::listing::ListingArgs;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::dataset::{Exclusion, MeasurementLevel};
use crate::study::derivation::RecodeRule;
use crate::study::{BilingualText, Command, Dataset, Refusal, Study, Variable};
use crate::tables::{Listing, datasets::filter_columns};

pub use compare::value as compared;

/// Import surveys and register extracts; describe, recode and filter their
/// variables, and link them to codes.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct DataArgs {
    #[command(subcommand)]
    command: DataCommand,
}

#[derive(clap::Subcommand, Debug)]
enum DataCommand {
    Import(import::DataImportArgs),
    Variables(variables::DataVariablesArgs),
    Frequencies(frequencies::DataFrequenciesArgs),
    Missing(missing::DataMissingArgs),
    Compare(compare::DataCompareArgs),
    Describe(variable::DataDescribeArgs),
    Variable(variable::DataVariableArgs),
    Recode(DataRecodeArgs),
    Index(index::DataIndexArgs),
    Filter(DataFilterArgs),
    Indicator(DataIndicatorArgs),
    Weight(frequencies::DataWeightArgs),
    Model(model::DataModelArgs),
    Remove(DataRemoveArgs),
}

pub fn run(
    args: DataArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        DataCommand::Import(args) => import::run(args, globals, output),
        DataCommand::Variables(args) => variables::run(args, globals, output),
        DataCommand::Frequencies(args) => frequencies::run(args, globals, output),
        DataCommand::Missing(args) => missing::run(args, globals, output),
        DataCommand::Compare(args) => compare::run(args, globals, output),
        DataCommand::Describe(args) => variable::describe(args, globals, output),
        DataCommand::Variable(args) => variable::run(args, globals, output),
        DataCommand::Recode(args) => recode(args, globals, output),
        DataCommand::Index(args) => index::run(args, globals, output),
        DataCommand::Filter(args) => filter(args, globals, output),
        DataCommand::Indicator(args) => indicator(args, globals, output),
        DataCommand::Weight(args) => frequencies::weight(args, globals, output),
        DataCommand::Model(args) => model::run(args, globals, output),
        DataCommand::Remove(args) => remove(args, globals, output),
    }
}

/// Finds a variable in the named dataset, otherwise in the dataset that has it.
fn find<'a>(
    study: &'a Study,
    within: Option<&str>,
    typed: &str,
) -> Result<(&'a Dataset, usize), Refusal> {
    match within {
        Some(name) => {
            let dataset = study.find_dataset(Some(name))?;
            Ok((dataset, dataset.find_variable(typed)?))
        }
        None => study.find_variable(typed),
    }
}

/// Make a variable an indicator of a code, or stop it being one.
///
///   virk data indicator refl_gen Reflection
///   virk data indicator rel_unik "The right match" --not
///
/// A link is tested with the indicators of its two ends.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct DataIndicatorArgs {
    /// The variable
    #[arg(value_name = "VARIABLE")]
    variable: String,
    /// The code it measures
    #[arg(value_name = "CODE")]
    code: String,
    /// Dataset, when several have this variable
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
    /// The variable does not measure the code
    #[arg(long)]
    not: bool,
}

fn indicator(
    args: DataIndicatorArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let (dataset, place) = find(study, args.dataset.as_deref(), &args.variable)?;
        let variable = dataset.body.variables[place].name.clone();
        Ok(Command::SetIndicator {
            dataset: dataset.id,
            variable,
            code: study.find_code(&args.code)?.id,
            measures: !args.not,
        })
    })
}

/// Remove a dataset from the study, with its tests.
///
///   virk data remove survey
///
/// `virk undo` restores it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct DataRemoveArgs {
    /// The dataset
    #[arg(value_name = "NAME")]
    dataset: String,
}

fn remove(
    args: DataRemoveArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::RemoveDataset {
            id: study.find_dataset(Some(&args.dataset))?.id,
        })
    })
}

/// Recode a variable into a new one. The variable itself stays as it is, and
/// the new one follows when its missing values change.
///
///   virk data recode sat sat3 "1,2=low; 3=middle; 4,5=high" --level ordinal
///   virk data recode age young "..29=yes; 30..=no" --label "Under 30"
///   virk data recode town town_2 --join
///
/// The first rule that matches a value applies; ranges include both ends; nothing
/// after `=` means missing. Values that no rule matches become missing, unless
/// --others-stay. --join merges answers that differ only in capitals, spaces or
/// how their letters are composed, using the most common spelling.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct DataRecodeArgs {
    /// The variable
    #[arg(value_name = "VARIABLE")]
    from: String,
    /// Name of the new variable
    #[arg(value_name = "NEW")]
    name: String,
    /// Rules, e.g. "1,2=low; 3=middle"
    #[arg(value_name = "RULES", default_value = "")]
    rules: String,
    /// Keep values that no rule mentions
    #[arg(long)]
    others_stay: bool,
    /// Join answers that differ only in spelling
    #[arg(long)]
    join: bool,
    /// Label, in a few words
    #[arg(long, value_name = "WORDS")]
    label: Option<String>,
    /// nominal, ordinal or interval (default: as the source variable)
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// Dataset, when several have this variable
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
}

fn recode(
    args: DataRecodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let (dataset, place) = find(study, args.dataset.as_deref(), &args.from)?;
        let from = &dataset.body.variables[place];
        let mut rules = RecodeRule::parse_all(&args.rules)?;
        if args.join {
            rules.extend(dataset.joining_rules(place));
            if rules.is_empty() {
                return Err(Refusal::new(
                    format!("`{}` has only one spelling for each answer", from.name),
                    "There is nothing to join",
                ));
            }
        }
        let level = args
            .level
            .as_deref()
            .map_or(Ok(from.level), MeasurementLevel::parse)?;
        let label = args
            .label
            .as_deref()
            .map_or_else(|| from.label.clone(), BilingualText::new);
        let variable =
            Variable::recoded(from, args.name.trim(), rules, args.others_stay || args.join);
        let variable = Variable {
            level,
            label,
            ..variable
        };
        Ok(Command::MakeVariable {
            dataset: dataset.id,
            variable: Box::new(variable),
        })
    })
}

/// Filter rows of a dataset out of every count and test, with a reason.
/// Without a rule, list the filters and how many rows each leaves out.
///
///   virk data filter "completed = 0" --because "answers broken off"
///   virk data filter "age < 18" --because "outside the population"
///   virk data filter "completed = 0" --not
///   virk data filter --json
///
/// A rule says which rows to leave out: `=`, `!=`, `<`, `>`, and `age =` for
/// empty cells. Every test says how many rows were left out and why.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct DataFilterArgs {
    /// Rows to leave out
    #[arg(value_name = "RULE")]
    rule: Option<String>,
    /// Reason
    #[arg(long, value_name = "REASON", requires = "rule", conflicts_with = "not")]
    because: Option<String>,
    /// Include these rows again
    #[arg(long, requires = "rule")]
    not: bool,
    /// Dataset, when there are several
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
    #[command(flatten)]
    listing: ListingArgs,
}

fn filter(
    args: DataFilterArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let Some(words) = &args.rule else {
        return list(&args, globals, output);
    };
    globals.perform(output, |study| {
        let mut rule = Exclusion::parse(words, args.because.as_deref().unwrap_or_default())?;
        let (dataset, place) = find(study, args.dataset.as_deref(), &rule.variable)?;
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
    let rules: Vec<(&Dataset, &Exclusion)> = datasets
        .iter()
        .flat_map(|dataset| dataset.body.exclusions.iter().map(|rule| (*dataset, rule)))
        .collect();
    let mut listing = Listing::new(
        filter_columns(),
        rules,
        "No rows are left out; `virk data filter \"completed = 0\" --because REASON` leaves some out",
    );
    listing.footer.extend(datasets.iter().map(|dataset| {
        format!(
            "`{}`: {} of {} rows counted",
            dataset.body.name,
            dataset.kept_rows.len(),
            dataset.body.rows
        )
    }));
    listing.show(study, &args.listing, globals, output)
}
