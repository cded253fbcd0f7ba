//! `virk lint accept`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::lint::{self, LintRule, RuleFinding};
use crate::study::{Command, Refusal, Study};

/// Accept what a rule finds at an object, with the reason; an empty reason opens it again.
///
///   virk lint accept L5 T004 "Said so in the text, and reported as not shown"
///   virk lint accept L27 "Reflection → Progression" "The register will show it"
///
/// The object is named as `virk lint` names it; its beginning is enough. It is
/// found again as soon as the finding says something else.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct AcceptArgs {
    /// The rule
    #[arg(value_name = "RULE", value_parser = super::known_rule)]
    rule: &'static LintRule,
    /// The object, or its beginning
    #[arg(value_name = "OBJECT")]
    object: String,
    /// Why it may stand
    #[arg(value_name = "REASON")]
    reason: String,
}

pub fn run(
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
                format!("Type more of one of {}", places.join(", ")),
            ))
        }
    }
}
