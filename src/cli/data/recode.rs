//! `virk data recode`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::derivation::RecodeRule;
use crate::study::{BilingualText, Command, Refusal, Variable, dataset::MeasurementLevel};

/// Recode a variable into a new one. The variable itself stays as it is, and
/// the new one follows when its missing values change.
///
///   virk data recode sat sat3 "1,2=low; 3=middle; 4,5=high" --level ordinal
///   virk data recode age young "..29=yes; 30..=no" --label "Under 30"
///   virk data recode town town_2 --join
///
/// The first rule that speaks of a value holds; ranges include both ends;
/// nothing after `=` is no answer. Values that no rule speaks of are no
/// answer, unless --others-stay. --join makes one answer of those that differ in
/// capitals, spaces or how their letters are composed, written as most wrote it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataRecodeArgs {
    /// The variable
    #[arg(value_name = "VARIABLE")]
    from: String,
    /// What to call the new one
    #[arg(value_name = "NEW")]
    name: String,
    /// What becomes of which values
    #[arg(value_name = "RULES", default_value = "")]
    rules: String,
    /// Values that no rule speaks of stay as they are
    #[arg(long)]
    others_stay: bool,
    /// Make one answer of its spellings
    #[arg(long)]
    join: bool,
    /// What it is about, in a few words
    #[arg(long, value_name = "WORDS")]
    label: Option<String>,
    /// nominal, ordinal or interval; without it, as the variable
    #[arg(long, value_name = "LEVEL")]
    level: Option<String>,
    /// The dataset it is in, when several have such a variable
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
}

pub fn run(
    args: DataRecodeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let (dataset, place) = super::find(study, args.dataset.as_deref(), &args.from)?;
        let from = &dataset.body.variables[place];
        let mut rules = RecodeRule::parse_all(&args.rules)?;
        if args.join {
            rules.extend(dataset.joining_rules(place));
            if rules.is_empty() {
                return Err(Refusal::new(
                    format!("`{}` spells each of its answers in one way", from.name),
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
