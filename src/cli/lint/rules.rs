//! `virk lint rules`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::lint::rule::ALL;
use serde_json::json;

/// List the rules: what each looks for, how much it weighs, and who says so.
///
///   virk lint rules
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct LintRulesArgs {}

pub fn run(_: LintRulesArgs, globals: &GlobalArgs, output: &mut CommandOutput) -> ExitStatus {
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
