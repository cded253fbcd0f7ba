//! `virk data`

mod compare;
mod describe;
mod filter;
mod frequencies;
mod import;
mod index;
mod indicator;
mod missing;
mod model;
mod recode;
mod remove;
mod variable;
mod variables;
mod weight;

pub use compare::value as compared;

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Dataset, Refusal, Study};

/// Import surveys and register extracts, say what their variables mean, recode
/// and filter them, and tie them to codes.
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
    Describe(describe::DataDescribeArgs),
    Variable(variable::DataVariableArgs),
    Recode(recode::DataRecodeArgs),
    Index(index::DataIndexArgs),
    Filter(filter::DataFilterArgs),
    Indicator(indicator::DataIndicatorArgs),
    Weight(weight::DataWeightArgs),
    Model(model::DataModelArgs),
    Remove(remove::DataRemoveArgs),
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
        DataCommand::Describe(args) => describe::run(args, globals, output),
        DataCommand::Variable(args) => variable::run(args, globals, output),
        DataCommand::Recode(args) => recode::run(args, globals, output),
        DataCommand::Index(args) => index::run(args, globals, output),
        DataCommand::Filter(args) => filter::run(args, globals, output),
        DataCommand::Indicator(args) => indicator::run(args, globals, output),
        DataCommand::Weight(args) => weight::run(args, globals, output),
        DataCommand::Model(args) => model::run(args, globals, output),
        DataCommand::Remove(args) => remove::run(args, globals, output),
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
