//! `virk codebook recolour`

use super::change;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{Refusal, palette};

/// Give a code another colour.
///
///   virk codebook recolour Praise "deep green"
///   virk codebook recolour Praise "#00A0B0" --reason "beside the others of its family"
///
/// `virk codebook colours` shows colours that colour-blind people can tell
/// apart, and who has them.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct RecolourArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// A colour of `virk codebook colours`, or #RRGGBB
    #[arg(value_name = "COLOUR")]
    colour: String,
    /// Why
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

pub fn run(
    args: RecolourArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    change::change_code(globals, output, &args.code, args.reason, |_, body| {
        body.colour = palette::parse_colour(&args.colour).ok_or_else(|| {
            Refusal::new(
                format!("`{}` is no colour", args.colour),
                "Write it as #RRGGBB, or choose one of `virk codebook colours`",
            )
        })?;
        Ok(())
    })
}
