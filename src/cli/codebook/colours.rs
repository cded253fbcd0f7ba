//! `virk codebook colours`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::study::{Refusal, palette};
use serde_json::json;

/// Show colours for codes, and which codes have them.
///
///   virk codebook colours
///
/// The hues of Okabe and Ito, which people with any of the common colour
/// blindnesses can tell apart, each also paler and deeper.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ColoursArgs {}

pub fn run(
    _: ColoursArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let taken = |colour: &str| -> Vec<&str> {
        let codes = study
            .codes()
            .filter(|code| code.body.colour.eq_ignore_ascii_case(colour));
        codes.map(|code| code.name(&study.language)).collect()
    };
    let swatches = palette::swatches();
    if globals.json {
        let all =
            swatches.iter().map(|swatch| json!({ "name": swatch.name, "colour": swatch.colour, "codes": taken(&swatch.colour) }));
        output.json(&all.collect());
    } else {
        let mut grid = TextGrid::new(&["Name", "Colour", "Codes"]);
        for swatch in &swatches {
            grid.row([
                swatch.name.clone(),
                swatch.colour.clone(),
                taken(&swatch.colour).join(", "),
            ]);
        }
        grid.show(output);
    }
    Ok(ExitStatus::Done)
}
