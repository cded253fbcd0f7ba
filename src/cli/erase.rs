//! `virk erase`

use super::{Desk, Outcome, Page};
use crate::search::Searcher;
use crate::study::{Command, Document, Informant, Refusal, Study, erasure::Erasure};
use crate::text::{harmless, number};
use serde_json::{Value, json};
use std::io::{IsTerminal, Write};

/// Erase a document, or all that one informant said, for ever.
///
///   virk erase 02-mentor-2
///   virk erase "Mentor 2" --yes
///
/// For people who withdraw. The words of the document go, and the
/// condensations and memos on it in every version they ever had, and every
/// other memo or reason that repeats six words in a row of it; the places they
/// had in the file and its journal are overwritten, and the search index
/// forgets them. That it was there, and who coded it where, stays as facts.
/// So do titles, file names, pseudonyms, attributes, statements of links, and the
/// definitions and examples of codes: those that repeat six words in a row are
/// told, to be changed by hand.
///
/// This cannot be undone, and undo does not reach behind it; virk asks before,
/// or takes --yes. Backups, exports and older versions that a synchroniser
/// keeps are out of its reach: erase those yourself.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The title of a document, or the pseudonym of an informant
    #[arg(value_name = "DOCUMENT|INFORMANT")]
    name: String,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Which of the two was named.
enum Whose<'a> {
    Document(&'a Document),
    Informant(&'a Informant),
}

/// Erases it.
///
/// # Errors
/// When nothing or both are called so, others speak in a document, or it is not confirmed.
pub fn run(args: &Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let mut session = desk.open(page)?;
    let whose = find(session.study(), &args.name)?;
    let (erasure, name, command) = match whose {
        Whose::Document(document) => {
            let command = Command::EraseDocument { id: document.id };
            (session.study().erasure_of(document), document.body.title.clone(), command)
        }
        Whose::Informant(informant) => {
            let command = Command::EraseInformant { id: informant.id };
            (session.study().erasure_of_informant(informant)?, informant.body.name.clone(), command)
        }
    };
    // Before the words are gone: afterwards nobody could tell.
    let still = session.study().still_said(&erasure);
    if !args.yes {
        confirm(&name, &foretell(&erasure))?;
    }
    let said = session.perform(command)?;
    let forgotten = Searcher::open(Some(session.store().path())).catch_up(session.study(), &mut |_, _| {});
    if let Err(refusal) = forgotten {
        page.note(refusal);
    }
    if desk.json {
        let (documents, codings) = (erasure.documents.len(), erasure.codings);
        page.json(
            &json!({ "said": said, "documents": documents, "notes": erasure.notes(), "codings": codings, "still_said": still, "undo": Value::Null }),
        );
    } else {
        page.say(&said);
        if !still.is_empty() {
            page.say(&format!(
                "The same words still stand in {}: change those by hand, and know that the log keeps what they were",
                still.join(", ")
            ));
        }
        page.say(
            "This cannot be undone. Backups, exports and versions kept by a synchroniser still hold the words: erase those too",
        );
    }
    Ok(Outcome::Done)
}

fn find<'a>(study: &'a Study, name: &str) -> Result<Whose<'a>, Refusal> {
    match (study.find_document_ever(name), study.find_informant(name)) {
        (Ok(document), Ok(informant)) if informant.body.name != name && document.body.title != name => Err(Refusal::new(
            format!("`{name}` may be the document `{}` or the informant {}", document.body.title, informant.body.name),
            "Nothing was erased; write the whole name",
        )),
        (Ok(document), Ok(_)) if document.body.title == name => Ok(Whose::Document(document)),
        (_, Ok(informant)) => Ok(Whose::Informant(informant)),
        (Ok(document), Err(_)) => Ok(Whose::Document(document)),
        (Err(refusal), Err(_)) => Err(Refusal::new(
            refusal.what.replacen("document", "document or informant", 1),
            "See `virk document list` and `virk informant list`",
        )),
    }
}

/// What will go, for the person who is asked.
fn foretell(erasure: &Erasure) -> String {
    format!(
        "the words of {} and {} on them would be erased for ever; {} would stay without words",
        number::some(erasure.documents.len(), "document"),
        number::some(erasure.notes(), "note"),
        number::some(erasure.codings, "coding"),
    )
}

/// Asks for the name, where somebody can be asked.
fn confirm(name: &str, foretold: &str) -> Result<(), Refusal> {
    let (stdin, mut stderr) = (std::io::stdin(), std::io::stderr());
    if stdin.is_terminal() && stderr.is_terminal() {
        let asked = harmless::one_line(&format!("{foretold}. This cannot be undone. Type {name} to erase: "));
        let mut typed = String::new();
        // Who cannot be asked has not agreed.
        let heard = stderr.write_all(asked.as_bytes()).and_then(|()| stderr.flush()).and_then(|()| stdin.read_line(&mut typed));
        if heard.is_ok() && typed.trim() == name {
            return Ok(());
        }
        return Err(Refusal::new("that is not the name", "Nothing was erased"));
    }
    Err(Refusal::new(format!("this cannot be undone: {foretold}"), "Nothing was erased; say --yes to erase"))
}
