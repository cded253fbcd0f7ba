//! `virk codebook add`

use super::code_field_args::{self, CodeFieldArgs};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{CodeBody, Command, Refusal, command::NewCode};

/// Add a code to the codebook.
///
///   virk codebook add "Being seen" --kind mechanism --definition "Somebody notices"
///   virk codebook add "Earned praise" --kind mechanism --under "Being seen"
///
/// Key, tag and colour are chosen when they are left out.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CodebookAddArgs {
    /// What it is called, in the study's language
    #[arg(value_name = "NAME")]
    name: String,
    /// A short name for files
    #[arg(long)]
    key: Option<String>,
    /// The code it belongs under
    #[arg(long, value_name = "CODE")]
    under: Option<String>,
    #[command(flatten)]
    description: CodeFieldArgs,
}

pub fn run(
    args: CodebookAddArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        if let Some(taken) = args.key.as_ref().and_then(|key| study.code_by_key(key)) {
            return Err(Refusal::new(
                format!("{} has that key", study.code_name(taken)),
                "Choose another, or leave it out",
            ));
        }
        let parent = args
            .under
            .map(|typed| study.find_code(&typed))
            .transpose()?
            .map(|code| code.body.key.clone());
        let mut body = CodeBody {
            key: args.key.unwrap_or_default(),
            ..CodeBody::default()
        };
        code_field_args::set_if_given(&mut body.name, Some(args.name), &study.language);
        args.description.apply_to(&mut body, &study.language);
        Ok(Command::AddCodes {
            codes: vec![NewCode { body, parent }],
        })
    })
}
