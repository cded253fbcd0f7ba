//! `virk codebook change`

use super::code_field_args::{self, CodeFieldArgs};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{CodeBody, Command, Refusal, Study};

/// Change a code: rename it, move it, describe it better.
///
///   virk codebook change "Being seen" --name "Being recognised" --reason "wider than seen"
///   virk codebook change Praise --under "Being recognised"
///
/// The reason stays in the history. Codings stay with the code.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookChangeArgs {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// What it is called from now on
    #[arg(long)]
    name: Option<String>,
    /// The code it belongs under from now on
    #[arg(long, value_name = "CODE", conflicts_with = "top")]
    under: Option<String>,
    /// It belongs under no code from now on
    #[arg(long)]
    top: bool,
    /// Why
    #[arg(long, default_value = "", hide_default_value = true)]
    reason: String,
    #[command(flatten)]
    description: CodeFieldArgs,
}

pub fn run(
    args: CodebookChangeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    change_code(globals, output, &args.code, args.reason, |study, body| {
        if let Some(typed) = &args.under {
            body.parent = Some(study.find_code(typed)?.id);
        } else if args.top {
            body.parent = None;
        }
        code_field_args::set_if_given(&mut body.name, args.name, &study.language);
        args.description.apply_to(body, &study.language);
        Ok(())
    })
}

/// Changes a code found by name.
pub fn change_code(
    globals: &GlobalArgs,
    output: &mut CommandOutput,
    typed: &str,
    reason: String,
    change: impl FnOnce(&Study, &mut CodeBody) -> Result<(), Refusal>,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let code = study.find_code(typed)?;
        let mut body = code.body.clone();
        change(study, &mut body)?;
        Ok(Command::ChangeCode {
            id: code.id,
            body: Box::new(body),
            reason,
        })
    })
}
