//! `virk --plain`: the study told in lines instead of on a screen. A screen
//! that is painted cell by cell cannot be read aloud; this can, and every
//! command does the rest. It asks nothing and moves no cursor.

use super::{CommandOutput, ExitStatus};
use crate::log::Session;
use crate::study::{Refusal, Study};
use crate::text::number;

/// Tells what there is in a study, and which commands go on from there.
///
/// # Errors
/// Never: what a study holds can be told.
pub fn run(session: &Session, output: &mut CommandOutput) -> Result<ExitStatus, Refusal> {
    let study = session.study();
    output.heading(&study.title);
    let counts = [
        number::count_noun(study.documents().count(), "document"),
        number::count_noun(study.informants().count(), "informant"),
        number::count_noun(study.codes().count(), "code"),
        number::count_noun(study.codings().count(), "coding"),
        number::count_noun(study.condensations().count(), "condensation"),
    ];
    output.paragraph(&format!("{}.", counts.join(", ")));
    documents(study, output);
    output.heading("What to do next");
    let first = study
        .documents()
        .next()
        .map_or("DOC", |document| document.body.title.as_str());
    let steps: &[(&str, String)] = &[
        ("Read a document", format!("virk document show {first}")),
        (
            "Code words of it",
            format!("virk code apply {first} --quote \"WORDS\" CODE"),
        ),
        (
            "Write their meaning",
            format!("virk condense set {first} --quote \"WORDS\" \"MEANING\" --theme \"THEME\""),
        ),
        ("See the codebook", "virk codebook show".into()),
        ("Search", "virk search WORDS".into()),
        ("See all condensations", "virk condense list".into()),
        (
            "See the evidence of the links",
            "virk matrix, then virk evidence \"A -> B\"".into(),
        ),
        ("Take back what was done last", "virk undo".into()),
        ("See all commands", "virk --help".into()),
    ];
    let none = study.documents().next().is_none();
    if none {
        output.paragraph("Import transcripts: virk import FILE or FOLDER");
    }
    for (what, command) in steps.iter().skip(if none { 3 } else { 0 }) {
        output.hanging("- ", &format!("{what}: {command}"));
    }
    Ok(ExitStatus::Done)
}

fn documents(study: &Study, output: &mut CommandOutput) {
    if study.documents().next().is_some() {
        output.heading("Documents");
    }
    for document in study.documents() {
        let turns = number::count_noun(document.turns().len(), "turn");
        let coded = number::count_noun(study.codings_in(document.id).count(), "coding");
        output.hanging("- ", &format!("{}: {turns}, {coded}", document.body.title));
    }
}
