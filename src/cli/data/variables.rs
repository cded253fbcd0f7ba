//! `virk data variables`

use crate::cli::listing::ListingArgs;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Dataset, Refusal};
use crate::tables::variables::{VariableListing, variable_columns, variable_rows};
use crate::tables::{Listing, privacy::PrivacyFilter};

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
    #[command(flatten)]
    listing: ListingArgs,
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
    let rows: Vec<VariableListing<'_>> = datasets
        .iter()
        .flat_map(|dataset| variable_rows(study, dataset))
        .collect();
    let proposed = rows.iter().filter(|row| row.variable.proposed.is_some());
    let proposed = match proposed.count() {
        0 => None,
        1 => Some("1 order is".to_owned()),
        orders => Some(format!("{orders} orders are")),
    };
    let mut listing = Listing::new(
        variable_columns(PrivacyFilter::internal(study)),
        rows,
        "The study has no dataset yet; import one with `virk data import FILE`",
    );
    listing.group = Some(|_, row| {
        format!(
            "{} (N = {})",
            row.dataset.body.name,
            row.dataset.kept_rows.len()
        )
    });
    listing.footer.extend(proposed.map(|what| format!("{what} proposed and marked with `?`: `virk data variable --confirm` takes them all, `virk data variable \"NAME*\" --confirm` some")));
    listing.show(study, &args.listing, globals, output)?;
    Ok(args.listing.exit_status(!datasets.is_empty()))
}
