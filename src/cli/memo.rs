//! `virk memo`

use super::{Desk, Outcome, Page, place};
use crate::study::{Command, Refusal, Study, event::Target};
use serde_json::json;

/// Write or read a memo on the study, a document, a quote, a code or a link.
///
///   virk memo study "Ask the leaders about caseloads"
///   virk memo code Reflection "Split general from task reflection?"
///   virk memo link "Reflection -> Personal dev" "Which way round?"
///   virk memo quote 02-mentor-2 1204..1290 "She laughs here"
///
/// Without a text the memo is shown (exit code 1 when there is none); an empty
/// text takes it away.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, arg_required_else_help = false)]
pub struct Args {
    #[command(subcommand)]
    on: On,
}

#[derive(clap::Subcommand, Debug)]
enum On {
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
        /// The words, as places in the text, and the memo
        #[arg(value_name = "START..END TEXT")]
        rest: Vec<String>,
        /// The words themselves instead of START..END
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
        /// The link, as "FROM -> TO"
        link: String,
        /// The memo
        text: Option<String>,
    },
}

/// Writes or shows it.
///
/// # Errors
/// When what it is attached to is not known.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let mut session = desk.open(page)?;
    let (on, text) = target(session.study(), args.on)?;
    if let Some(text) = text {
        let said = session.perform(Command::SetMemo { on, text })?;
        desk.answer(page, &said);
        return Ok(Outcome::Done);
    }
    let memo = session.study().memo(on);
    if desk.json {
        page.json(&json!({ "memo": memo }));
    } else {
        page.say(memo.unwrap_or("No memo"));
    }
    Ok(Outcome::found(memo.is_some()))
}

fn target(study: &Study, on: On) -> Result<(Target, Option<String>), Refusal> {
    Ok(match on {
        On::Study { text } => (Target::Study, text),
        On::Document { document, text } => {
            (Target::Document(study.find_document(&document)?.id), text)
        }
        On::Code { code, text } => (Target::Code(study.find_code(&code)?.id), text),
        On::Link { link, text } => (
            Target::Link(study.find_link(study.find_theory(None)?, &link)?.id),
            text,
        ),
        On::Quote {
            document,
            mut rest,
            quote,
        } => {
            let at = place::find(study, &document, quote.as_deref(), &mut rest)?;
            let mut rest = rest.into_iter();
            match (rest.next(), rest.next()) {
                (text, None) => (Target::Quote(at), text),
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
