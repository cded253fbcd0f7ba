//! `virk memo`

use super::{CommandOutput, ExitStatus, GlobalArgs, quote_output};
use crate::study::{Command, Refusal, Study, event::MemoTarget};
use serde_json::json;

/// Write or read a memo on the study, a document, a quote, a code or a link.
///
///   virk memo study "Ask the leaders about caseloads"
///   virk memo code Reflection "Split general from task reflection?"
///   virk memo link "Reflection -> Personal dev" "Which way round?"
///   virk memo quote 02-mentor-2 1204..1290 "She laughs here"
///
/// Without a text the memo is shown (exit code 1 if there is none); an empty text
/// removes it.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct MemoArgs {
    #[command(subcommand)]
    on: MemoCommand,
}

#[derive(clap::Subcommand, Debug)]
enum MemoCommand {
    /// On the study itself
    Study {
        /// The memo
        text: Option<String>,
    },
    /// On a document
    Document {
        /// The document
        #[arg(value_name = "DOC")]
        document: String,
        /// The memo
        text: Option<String>,
    },
    /// On words of a document
    #[command(
        override_usage = "virk memo quote DOC START..END [TEXT]\n       virk memo quote DOC --quote WORDS [TEXT]"
    )]
    Quote {
        /// The document
        #[arg(value_name = "DOC")]
        document: String,
        /// The words as START..END, then the memo
        #[arg(value_name = "START..END TEXT")]
        rest: Vec<String>,
        /// Quote the words instead of giving START..END
        #[arg(long, value_name = "WORDS")]
        quote: Option<String>,
    },
    /// On a code
    Code {
        /// The code
        code: String,
        /// The memo
        text: Option<String>,
    },
    /// On a link of the latest theory
    Link {
        /// Link, as "FROM -> TO"
        link: String,
        /// The memo
        text: Option<String>,
    },
}

pub fn run(
    args: MemoArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let (on, text) = target(session.study(), args.on)?;
    if let Some(text) = text {
        let said = session.perform(Command::SetMemo { on, text })?;
        globals.print_message(output, &said);
        return Ok(ExitStatus::Done);
    }
    let memo = session.study().memo(on);
    if globals.json {
        output.json(&json!({ "memo": memo }));
    } else {
        output.paragraph(memo.unwrap_or("No memo"));
    }
    Ok(ExitStatus::from_found(memo.is_some()))
}

fn target(study: &Study, on: MemoCommand) -> Result<(MemoTarget, Option<String>), Refusal> {
    Ok(match on {
        MemoCommand::Study { text } => (MemoTarget::Study, text),
        MemoCommand::Document { document, text } => (
            MemoTarget::Document(study.find_document(&document)?.id),
            text,
        ),
        MemoCommand::Code { code, text } => (MemoTarget::Code(study.find_code(&code)?.id), text),
        MemoCommand::Link { link, text } => (
            MemoTarget::Link(study.find_link(study.find_theory(None)?, &link)?.id),
            text,
        ),
        MemoCommand::Quote {
            document,
            mut rest,
            quote,
        } => {
            let at = quote_output::find_quote(study, &document, quote.as_deref(), &mut rest)?;
            let mut rest = rest.into_iter();
            match (rest.next(), rest.next()) {
                (text, None) => (MemoTarget::Quote(at), text),
                _ => {
                    return Err(Refusal::new(
                        "the memo is not one text",
                        "Write it after the words, in quotation marks",
                    ));
                }
            }
        }
    })
}
