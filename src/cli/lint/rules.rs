//! `virk lint rules`

use crate::cli::{Desk, Outcome, Page};
use crate::evidence::lint::rule::ALL;
use serde_json::json;

/// List the rules: what each looks for, how much it weighs, and who says so.
///
///   virk lint rules
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {}

/// Lists them.
pub fn run(_: Args, desk: &Desk, page: &mut Page) -> Outcome {
    if desk.json {
        let value = |rule: &&crate::evidence::lint::Rule| json!({ "rule": rule.id, "name": rule.name, "severity": rule.severity.name(), "source": rule.source });
        page.json(&ALL.iter().map(value).collect());
    } else {
        for rule in ALL {
            page.hanging(
                &format!("{:4}", rule.id),
                &format!("{} ({})", rule.name, rule.severity.name()),
            );
            page.indented(4, rule.source);
        }
    }
    Outcome::Done
}
