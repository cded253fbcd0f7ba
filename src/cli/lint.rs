//! `virk lint`

use super::command_output::with_progress;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::lint;
use crate::evidence::lint::rule::ALL;
use crate::evidence::lint::{LintRule, RuleFinding};
use crate::study::{Command, Refusal, Study};
use crate::text::number;
use serde_json::{Value, json};

/// Check the reasoning: find conclusions that do not follow from their evidence.
///
///   virk lint
///   virk lint --rule L10 --json
///   virk lint accept L5 T004 "Said so in the text, and reported as not shown"
///
/// Checks indicators, links and verdicts, and what reports print (`virk
/// reported`). `virk lint rules` lists the rules with their sources. Exit code 1
/// if something is found that nobody has accepted.
#[derive(clap::Args, Debug)]
#[command(
    verbatim_doc_comment,
    arg_required_else_help = false,
    args_conflicts_with_subcommands = true
)]
pub struct LintArgs {
    #[command(subcommand)]
    command: Option<LintCommand>,
    /// Only this rule, e.g. L5; repeatable
    #[arg(long, value_name = "RULE", value_parser = known_rule)]
    rule: Vec<&'static LintRule>,
    /// Include accepted findings, with the reasons
    #[arg(long)]
    all: bool,
}

#[derive(clap::Subcommand, Debug)]
enum LintCommand {
    Accept(AcceptArgs),
    Rules(LintRulesArgs),
}

fn known_rule(typed: &str) -> Result<&'static LintRule, String> {
    lint::rule::named(typed).ok_or_else(|| {
        format!(
            "rules are called L1 to L{}; see `virk lint rules`",
            lint::rule::ALL.len()
        )
    })
}

pub fn run(
    args: LintArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    match args.command {
        Some(LintCommand::Accept(args)) => return accept(args, globals, output),
        Some(LintCommand::Rules(args)) => return Ok(rules(args, globals, output)),
        None => {}
    }
    let session = globals.open_study(output)?;
    let study = session.study();
    let mut findings = with_progress("Checking links", |watch| {
        lint::findings_with_progress(study, watch)
    })?;
    findings.retain(|finding| args.rule.is_empty() || args.rule.contains(&finding.rule));
    let accepted = findings
        .iter()
        .filter(|finding| finding.acceptance(study).is_some())
        .count();
    let open = findings.len() - accepted;
    if !args.all {
        findings.retain(|finding| finding.acceptance(study).is_none());
    }
    if globals.json {
        output.json(
            &findings
                .iter()
                .map(|finding| value(study, finding))
                .collect(),
        );
    } else {
        show(study, &findings, (open, accepted), output);
    }
    Ok(ExitStatus::from_found(open == 0))
}

/// A finding as JSON.
fn value(study: &Study, finding: &RuleFinding) -> Value {
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

fn show(
    study: &Study,
    findings: &[RuleFinding],
    (open, accepted): (usize, usize),
    output: &mut CommandOutput,
) {
    let mut last = None;
    for finding in findings {
        if last != Some(finding.rule.id) {
            output.heading(&format!(
                "{} {} · {}",
                finding.rule.id,
                finding.rule.name,
                finding.rule.severity.name()
            ));
            last = Some(finding.rule.id);
        }
        output.hanging(
            &format!("{} ", finding.rule.severity.sign()),
            &finding.location(),
        );
        output.indented(4, &finding.message);
        if let Some((_, reason)) = finding.acceptance(study) {
            output.indented(4, &format!("Accepted: {reason}"));
        }
    }
    output.blank_line();
    let more = if accepted > 0 {
        format!(", {accepted} accepted")
    } else {
        String::new()
    };
    match open {
        0 => output.paragraph(&format!("Nothing found{more}")),
        _ => output.paragraph(&format!("{}{more}", number::count_noun(open, "finding"))),
    }
}

/// Accept a finding, with a reason; an empty reason opens it again.
///
///   virk lint accept L5 T004 "Said so in the text, and reported as not shown"
///   virk lint accept L27 "Reflection → Progression" "The register will show it"
///
/// Name the object as `virk lint` does; its beginning is enough. It is reported
/// again if the finding changes.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct AcceptArgs {
    /// The rule
    #[arg(value_name = "RULE", value_parser = known_rule)]
    rule: &'static LintRule,
    /// The object, or its beginning
    #[arg(value_name = "OBJECT")]
    object: String,
    /// Why it is acceptable
    #[arg(value_name = "REASON")]
    reason: String,
}

fn accept(
    args: AcceptArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let finding = find(study, args.rule, &args.object)?;
        Ok(Command::Accept {
            finding: finding
                .acceptance(study)
                .map_or_else(|| finding.key(study), |(key, _)| key),
            reason: args.reason,
        })
    })
}

fn find(study: &Study, rule: &'static LintRule, typed: &str) -> Result<RuleFinding, Refusal> {
    let wanted = typed.trim().to_lowercase().replace("->", "→");
    let mut found: Vec<RuleFinding> = lint::findings(study)
        .into_iter()
        .filter(|finding| finding.rule == rule && finding.place.to_lowercase().starts_with(&wanted))
        .collect();
    if let Some(exact) = found
        .iter()
        .position(|finding| finding.place.to_lowercase() == wanted)
    {
        return Ok(found.swap_remove(exact));
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Refusal::new(
            format!("{} finds nothing at `{typed}`", rule.id),
            format!("See `virk lint --rule {}`", rule.id),
        )),
        _ => {
            let places: Vec<String> = found
                .iter()
                .take(5)
                .map(|finding| format!("`{}`", finding.place))
                .collect();
            Err(Refusal::new(
                format!(
                    "{} finds something at several places that begin with `{typed}`",
                    rule.id
                ),
                format!("Type more letters of one of these: {}", places.join(", ")),
            ))
        }
    }
}

/// List the rules: what each looks for, how serious it is, and its source.
///
///   virk lint rules
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct LintRulesArgs {}

fn rules(_: LintRulesArgs, globals: &GlobalArgs, output: &mut CommandOutput) -> ExitStatus {
    if globals.json {
        let value = |rule: &&crate::evidence::lint::LintRule| json!({ "rule": rule.id, "name": rule.name, "severity": rule.severity.name(), "source": rule.source });
        output.json(&ALL.iter().map(value).collect());
    } else {
        for rule in ALL {
            output.hanging(
                &format!("{:4}", rule.id),
                &format!("{} ({})", rule.name, rule.severity.name()),
            );
            output.indented(4, rule.source);
        }
    }
    ExitStatus::Done
}
