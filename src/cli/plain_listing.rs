//! `virk --plain`: the study as lines of text. Screen readers cannot follow a screen that is
//! painted cell by cell; they can read this, and commands do the rest. Nothing is interactive.

use super::{CommandOutput, ExitStatus};
use crate::log::Session;
use crate::study::{Refusal, Study};
use crate::text::number;

/// Lists the content of the study, with the commands that continue from there.
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
