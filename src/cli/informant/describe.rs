//! `virk informant describe`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Command, InformantBody, Refusal};

/// Say who an informant is: role, department, and whatever else is worth comparing by.
///
///   virk informant describe "Mentor 1" --role mentor --department "over 30"
///   virk informant describe "Mentor 1" --attribute experience_years=8
///
/// Use pseudonyms. What is left out stays as it is; a new name makes a new
/// informant known.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct InformantDescribeArgs {
    /// The pseudonym, as it stands before the turns
    #[arg(value_name = "NAME")]
    name: String,
    /// E.g. mentor, leader, consultant
    #[arg(long, default_value = "", hide_default_value = true)]
    role: String,
    /// Where in the organisation
    #[arg(long, default_value = "", hide_default_value = true)]
    department: String,
    /// Anything else; may be given again
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    attribute: Vec<(String, String)>,
}

pub fn run(
    args: InformantDescribeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |_| {
        let InformantDescribeArgs {
            name,
            role,
            department,
            attribute,
        } = args;
        Ok(Command::DescribeInformant {
            body: InformantBody {
                name,
                role,
                department,
                attributes: attribute.into_iter().collect(),
            },
        })
    })
}

fn pair(typed: &str) -> Result<(String, String), String> {
    let (name, value) = typed.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}
