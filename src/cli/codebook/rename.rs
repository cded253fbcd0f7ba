//! `virk codebook rename`

use super::{change, code_field_args};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::Refusal;

/// Call a code by another name.
///
///   virk codebook rename "Being seen" "Being recognised" --reason "wider than seen"
///
/// Key, letters and codings stay; the history tells both names.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookRenameArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// What it is called from now on, in the study's language
    #[arg(value_name = "NAME")]
    name: String,
    /// Why
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
}

pub fn run(
    args: CodebookRenameArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    change::change_code(globals, output, &args.code, args.reason, |study, body| {
        if args.name.trim().is_empty() {
            return Err(Refusal::new(
                "a code needs a name",
                "Say what it is called from now on",
            ));
        }
        code_field_args::set_if_given(
            &mut body.name,
            Some(args.name.trim().to_owned()),
            &study.language,
        );
        Ok(())
    })
}
