//! `virk data indicator`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, Refusal};

/// Say that a variable is an indicator of a code, or that it is not.
///
///   virk data indicator refl_gen Reflection
///   virk data indicator rel_unik "The right match" --not
///
/// The indicators of a link's two ends make its tests.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataIndicatorArgs {
    /// The variable
    #[arg(value_name = "VARIABLE")]
    variable: String,
    /// The code it measures
    #[arg(value_name = "CODE")]
    code: String,
    /// The dataset it is in, when several have such a variable
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
    /// It does not measure the code
    #[arg(long)]
    not: bool,
}

pub fn run(
    args: DataIndicatorArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let (dataset, place) = super::find(study, args.dataset.as_deref(), &args.variable)?;
        let variable = dataset.body.variables[place].name.clone();
        Ok(Command::SetIndicator {
            dataset: dataset.id,
            variable,
            code: study.find_code(&args.code)?.id,
            measures: !args.not,
        })
    })
}
