//! `virk lint`

mod accept;
mod rules;

use super::{Desk, Outcome, Page, progress::watched};
use crate::evidence::lint::{self, Finding, Rule};
use crate::study::{Refusal, Study};
use crate::text::number;
use serde_json::{Value, json};

/// Check the reasoning: where a conclusion does not follow from what it rests on.
///
///   virk lint
///   virk lint --rule L10 --json
///   virk lint accept L5 T004 "Said so in the text, and reported as not shown"
///
/// Looks at the study's indicators, links and verdicts, and at what reports print
/// (`virk reported`). `virk lint rules` lists the rules with their sources. Exit
/// code 1 when something is found that nobody has accepted.
#[derive(clap::Args, Debug)]
#[command(
    verbatim_doc_comment,
    arg_required_else_help = false,
    args_conflicts_with_subcommands = true
)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
    /// Only this rule, e.g. L5; may be given several times
    #[arg(long, value_name = "RULE", value_parser = known_rule)]
    rule: Vec<&'static Rule>,
    /// Show what has been accepted, too, with the reasons
    #[arg(long)]
    all: bool,
}

#[derive(clap::Subcommand, Debug)]
enum Command {
    Accept(accept::Args),
    Rules(rules::Args),
}

fn known_rule(typed: &str) -> Result<&'static Rule, String> {
    lint::rule::named(typed).ok_or_else(|| {
        format!(
            "rules are called L1 to L{}; see `virk lint rules`",
            lint::rule::ALL.len()
        )
    })
}

/// Checks it.
///
/// # Errors
/// When the study cannot be opened.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    match args.command {
        Some(Command::Accept(args)) => return accept::run(args, desk, page),
        Some(Command::Rules(args)) => return Ok(rules::run(args, desk, page)),
        None => {}
    }
    let session = desk.open(page)?;
    let study = session.study();
    let mut findings = watched("Checking links", |watch| lint::watched(study, watch))?;
    findings.retain(|finding| args.rule.is_empty() || args.rule.contains(&finding.rule));
    let accepted = findings
        .iter()
        .filter(|finding| finding.acceptance(study).is_some())
        .count();
    let open = findings.len() - accepted;
    if !args.all {
        findings.retain(|finding| finding.acceptance(study).is_none());
    }
    if desk.json {
        page.json(
            &findings
                .iter()
                .map(|finding| value(study, finding))
                .collect(),
        );
    } else {
        show(study, &findings, (open, accepted), page);
    }
    Ok(Outcome::found(open == 0))
}

/// A finding for programs.
fn value(study: &Study, finding: &Finding) -> Value {
    let mut value = json!({
        "rule": finding.rule.id,
        "name": finding.rule.name,
        "severity": finding.rule.severity.name(),
        "object": finding.place,
        "section": finding.section,
        "line": finding.line,
        "tests": finding.tests,
        "message": finding.message,
    });
    if let Some((_, reason)) = finding.acceptance(study) {
        value["accepted"] = reason.into();
    }
    value
}

fn show(study: &Study, findings: &[Finding], (open, accepted): (usize, usize), page: &mut Page) {
    let mut last = None;
    for finding in findings {
        if last != Some(finding.rule.id) {
            page.heading(&format!(
                "{} {} · {}",
                finding.rule.id,
                finding.rule.name,
                finding.rule.severity.name()
            ));
            last = Some(finding.rule.id);
        }
        page.hanging(
            &format!("{} ", finding.rule.severity.sign()),
            &finding.whereabouts(),
        );
        page.indented(4, &finding.message);
        if let Some((_, reason)) = finding.acceptance(study) {
            page.indented(4, &format!("Accepted: {reason}"));
        }
    }
    page.gap();
    let more = if accepted > 0 {
        format!(", {accepted} accepted")
    } else {
        String::new()
    };
    match open {
        0 => page.say(&format!("Nothing found{more}")),
        _ => page.say(&format!("{}{more}", number::some(open, "finding"))),
    }
}
