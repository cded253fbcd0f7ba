//! `virk theory draft`, `freeze`, `import`, `show` and `log`: versions as a whole.

use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::Evidence;
use crate::import::{TextFile, theory, theory_changes};
use crate::study::revision::{ChangeGround, TheoryElement};
use crate::study::theory::Prespecification;
use crate::study::{Change, CodeKind, Command, Link, Refusal, Study, Theory, sentence};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Begin a new version of the theory from another one, optionally with a list of changes.
///
///   virk theory draft v1 v2
///   virk theory revise v1 v2 --changes changes.json
///
/// The new version begins with all nodes and links of the old one, which is frozen with
/// that. Quotes and what they do to a link carry over; verdicts stay with the old version.
///
/// The file of changes is JSON: `changes`, each with `change` (keep, remove, add, replace,
/// demote, promote, reword, narrow, weaken), `node` or `link` by keys of codes, `reason`,
/// and as needed `by`, `to`, `links`, `statement`, `expected`, `origin`, `evidence`.
/// transcripts-sample/data/changes.json is an example. Nothing happens unless all can.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryDraftArgs {
    /// Version to start from
    #[arg(value_name = "BEFORE")]
    before: String,
    /// Name of the new version
    #[arg(value_name = "NEW")]
    new: String,
    /// File of changes to make
    #[arg(long, value_name = "FILE")]
    changes: Option<PathBuf>,
}

pub fn draft(
    args: TheoryDraftArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let before = study.find_theory(Some(&args.before))?;
        match &args.changes {
            Some(path) => {
                theory_changes::parse_changes(&TextFile::open(path)?, study, before, &args.new)
            }
            None => Ok(Command::DeriveTheory {
                from: before.id,
                version: args.new.clone(),
                revisions: Vec::new(),
            }),
        }
    })
}

/// Freeze a version of the theory: it will never change again.
///
///   virk theory freeze v1
///
/// Freeze a theory before its data are looked at, so that nobody needs to ask
/// whether it was made to fit. Quotes and verdicts can still be added.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct FreezeArgs {
    /// The version
    #[arg(value_name = "VERSION")]
    version: String,
}

pub fn freeze(
    args: FreezeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        Ok(Command::FreezeTheory {
            id: study.find_theory(Some(&args.version))?.id,
        })
    })
}

/// Import a version of the programme theory from JSON.
///
///   virk theory import theory.json --version v1
///
/// The file holds versions by name, each with `nodes`, which are keys of codes,
/// and `links` with `from`, `to`, and, as you like, `statement` and `basis`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryImportArgs {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Version to import; not needed when the file has only one
    #[arg(long, value_name = "VERSION")]
    version: Option<String>,
}

pub fn import(
    args: TheoryImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        theory::parse_theory(&TextFile::open(&args.file)?, args.version.as_deref(), study)
    })
}

/// Show a version of the programme theory: its nodes and its links.
///
///   virk theory show
///   virk theory show v1 --json
///
/// Without a version the latest. Exit code 2 when the study has none.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryShowArgs {
    /// The version
    #[arg(value_name = "VERSION")]
    version: Option<String>,
}

pub fn show(
    args: TheoryShowArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let theory = study.find_theory(args.version.as_deref())?;
    if globals.json {
        output.json(&version_value(study, theory));
    } else {
        print_version(study, theory, output);
    }
    Ok(ExitStatus::Done)
}

/// A theory as JSON.
fn version_value(study: &Study, theory: &Theory) -> Value {
    json!({
        "version": theory.version,
        "frozen": theory.frozen,
        "versions": study.theories().map(|theory| &theory.version).collect::<Vec<_>>(),
        "parent": study.parent_of(theory).map(|parent| &parent.version),
        "frozen_at": theory.frozen_at.map(crate::export::timestamp::utc_timestamp),
        "nodes": study.nodes_of(theory).map(|node| json!({
            "key": node.code.body.key,
            "name": node.code.name(&study.language),
            "kind": node.kind.name(),
            "origin": node.node.origin.map(|origin| origin.name()),
            "resource": node.node.resource.and_then(|id| study.words(id)),
            "reasoning": node.node.reasoning.and_then(|id| study.words(id)),
        })).collect::<Vec<_>>(),
        "links": study.links_of(theory).map(|link| link_value(study, link)).collect::<Vec<_>>(),
    })
}

/// A link as JSON.
pub fn link_value(study: &Study, link: &Link) -> Value {
    let key = |id| study.code(id).map(|code| &code.body.key);
    json!({
        "from": study.code_name(link.from),
        "to": study.code_name(link.to),
        "from_key": key(link.from),
        "to_key": key(link.to),
        "relation": study.relation_of(link),
        "statement": link.statement,
        "basis": link.basis,
        "expected": link.expected.name(),
        "fixed": match study.prespecification(link) {
            Prespecification::NotFrozen => "not_yet",
            Prespecification::Prespecified(_) => "prespecified",
            Prespecification::PostHoc => "post_hoc",
        },
        "acts_on": link.on.and_then(|on| study.link(on)).map(|on| study.link_name(on)),
    })
}

fn print_version(study: &Study, theory: &Theory, output: &mut CommandOutput) {
    output.heading(&format!(
        "Theory {}{}",
        theory.version,
        if theory.frozen { " (frozen)" } else { "" }
    ));
    let others: Vec<&str> = study
        .theories()
        .filter(|other| other.id != theory.id)
        .map(|other| other.version.as_str())
        .collect();
    if !others.is_empty() {
        output.paragraph(&format!("Other versions: {}", others.join(", ")));
    }
    output.heading("Nodes");
    for kind in CodeKind::ALL {
        let nodes = study.nodes_of(theory).filter(|node| node.kind == kind);
        let names: Vec<String> = nodes
            .map(|node| {
                let origin = node
                    .node
                    .origin
                    .map(|origin| format!(" ({origin})"))
                    .unwrap_or_default();
                format!("{}{origin}", node.code.name(&study.language))
            })
            .collect();
        if !names.is_empty() {
            output.hanging(&format!("{} {kind}: ", kind.glyph()), &names.join(", "));
        }
    }
    output.heading("Links");
    let mut grid = TextGrid::new(&["From", "", "To", "Claim"]);
    for link in study.links_of(theory) {
        grid.row([
            study.code_name(link.from).to_owned(),
            study.relation_of(link).to_owned(),
            study.code_name(link.to).to_owned(),
            link.statement.clone(),
        ]);
    }
    grid.show(output);
}

/// Show the change log of a version: what became of each element, why, and on what grounds.
///
///   virk theory log
///   virk theory log v2 --json
///
/// Exit code 1 when the version has no log: it is the first, or nothing was changed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryLogArgs {
    /// Version (default: the latest)
    #[arg(value_name = "VERSION")]
    version: Option<String>,
}

pub fn log(
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
                .map(|change| change_value(study, change))
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
pub fn change_value(study: &Study, change: &Change) -> Value {
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
