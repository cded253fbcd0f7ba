//! `virk theory log`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::Evidence;
use crate::study::{
    Change, Link, Refusal, Study,
    change::{ChangeGround, TheoryElement},
    sentence,
};
use serde_json::{Value, json};

/// Show the change log of a version: what became of each element, why, and on what grounds.
///
///   virk theory log
///   virk theory log v2 --json
///
/// Exit code 1 when the version has no log: it is the first, or nothing was changed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryLogArgs {
    /// The version; without it the latest
    #[arg(value_name = "VERSION")]
    version: Option<String>,
}

pub fn run(
    args: TheoryLogArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let theory = study.find_theory(args.version.as_deref())?;
    let changes: Vec<&Change> = study.changes(theory.id).collect();
    if globals.json {
        output.json(&json!(
            changes
                .iter()
                .map(|change| value(study, change))
                .collect::<Vec<_>>()
        ));
    } else if changes.is_empty() {
        output.paragraph(&format!(
            "Theory {} has no change log: it is the first version, or nothing was changed",
            theory.version
        ));
    } else {
        let from = study
            .parent_of(theory)
            .map_or("?", |parent| &parent.version);
        output.heading(&format!("Changes, {from} → {}", theory.version));
        for change in &changes {
            let by = change
                .body
                .by
                .map(|code| format!(" → {}", study.code_name(code)))
                .unwrap_or_default();
            let operation = change.body.operation;
            output.hanging(
                &format!("{} ", operation.sign()),
                &format!("{}{by} ({operation})", element(study, change)),
            );
            let reason = study
                .words(change.body.reason)
                .unwrap_or("its reason has been erased");
            output.hanging(
                "    ",
                &format!("{reason}{}", grounds_in_words(study, change)),
            );
        }
    }
    Ok(ExitStatus::from_found(!changes.is_empty()))
}

/// A change as JSON.
pub fn value(study: &Study, change: &Change) -> Value {
    json!({
        "change": change.body.operation.name(),
        "on": element(study, change),
        "of": match change.body.on { TheoryElement::Node(_) => "node", TheoryElement::Link(_) => "link" },
        "by": change.body.by.map(|code| study.code_name(code)),
        "reason": study.words(change.body.reason),
        "evidence": change.body.grounds.iter().map(|ground| ground_value(study, ground)).collect::<Vec<_>>(),
        "coder": &*change.coder,
        "time": crate::export::timestamp::utc_timestamp(change.time),
    })
}

fn element(study: &Study, change: &Change) -> String {
    match change.body.on {
        TheoryElement::Node(code) => study.code_name(code).to_owned(),
        TheoryElement::Link(link) => study
            .any_link(link)
            .map(|link| study.link_name(link))
            .unwrap_or_default(),
    }
}

fn ground_value(study: &Study, ground: &ChangeGround) -> Value {
    let text = ground_in_words(study, ground);
    match ground {
        ChangeGround::Quote(_) => json!({ "quote": text }),
        ChangeGround::Test { a, b, .. } => json!({ "test": [a, b] }),
        ChangeGround::Memo(_) => json!({ "memo": text }),
        ChangeGround::Link(id) => {
            let summary = study.any_link(*id).map(|link| summary(study, link));
            json!({ "link": text, "evidence": summary })
        }
    }
}

fn summary(study: &Study, link: &Link) -> String {
    Evidence::new(study, link).summary(study)
}

fn ground_in_words(study: &Study, ground: &ChangeGround) -> String {
    match ground {
        ChangeGround::Quote(quote) => sentence::excerpt(study, *quote),
        ChangeGround::Test { a, b, .. } => format!("{a} × {b}"),
        ChangeGround::Memo(_) => "a memo".into(),
        ChangeGround::Link(id) => study
            .any_link(*id)
            .map(|link| study.link_name(link))
            .unwrap_or_default(),
    }
}

/// " [rests on a × b; c → d]", or an empty text.
pub fn grounds_in_words(study: &Study, change: &Change) -> String {
    let all: Vec<String> = change
        .body
        .grounds
        .iter()
        .map(|ground| ground_in_words(study, ground))
        .collect();
    if all.is_empty() {
        String::new()
    } else {
        format!(" [rests on {}]", all.join("; "))
    }
}
