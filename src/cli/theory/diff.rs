//! `virk theory diff`

use super::draw::DrawingOutputArgs;
use super::version;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::Diff;
use crate::export::drawing::TheoryDrawing;
use crate::study::revision::Operation;
use crate::study::{Change, ProgressMonitor, Refusal, Study};
use serde_json::{Value, json};

/// Compare two versions of the theory: what became of every node and link, why, and with what
/// caveats.
///
///   virk theory diff v1 v2
///   virk theory diff v1 v2 --json
///   virk theory diff v1 v2 --output change.svg
///
/// Signs: = kept, - removed, + added, ~ reworded, narrowed or weakened, ↓ demoted,
/// ↑ promoted, → replaced; ! is a warning. Exit code 1 when they are the same.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct TheoryDiffArgs {
    /// The earlier version
    #[arg(value_name = "BEFORE")]
    before: String,
    /// The later version
    #[arg(value_name = "AFTER")]
    after: String,
    #[command(flatten)]
    easel: DrawingOutputArgs,
}

pub fn run(
    args: TheoryDiffArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let (before, after) = (
        study.find_theory(Some(&args.before))?,
        study.find_theory(Some(&args.after))?,
    );
    let diff = Diff::new(study, before, after);
    if args.easel.is_requested() {
        return args.easel.draw(
            &TheoryDrawing::of_diff(study, &diff, ProgressMonitor::default())?,
            &format!("{} → {}", before.version, after.version),
            globals,
            output,
        );
    }
    let lines = lines(study, &diff);
    if globals.json {
        let of = |of: &str| {
            lines
                .iter()
                .filter(|line| line.element == of)
                .map(|line| line.value(study))
                .collect::<Vec<_>>()
        };
        output.json(&json!({ "before": before.version, "after": after.version, "nodes": of("node"), "links": of("link") }));
    } else {
        show(study, &diff, &lines, output);
    }
    Ok(ExitStatus::from_found(diff.changed()))
}

/// The history of a node or a link.
struct TheoryDiffLine<'a> {
    element: &'static str,
    operation: Operation,
    what: String,
    detail: String,
    log: Vec<&'a Change>,
    warnings: &'a [&'static str],
}

impl TheoryDiffLine<'_> {
    fn value(&self, study: &Study) -> Value {
        json!({
            "change": self.operation.name(),
            "what": self.what,
            "detail": self.detail,
            "reasons": self.log.iter().map(|change| version::change_value(study, change)).collect::<Vec<_>>(),
            "warnings": self.warnings,
        })
    }
}

fn lines<'a>(study: &'a Study, diff: &'a Diff<'a>) -> Vec<TheoryDiffLine<'a>> {
    let nodes = diff.nodes.iter().map(|change| {
        let name = |code| study.code_name(code).to_owned();
        let detail = match (change.by, change.instead_of) {
            (Some(by), _) => format!("→ {}", name(by)),
            (None, Some(was)) => format!("instead of {}", name(was)),
            _ => String::new(),
        };
        let what = format!("{} {}", change.kind.glyph(), name(change.code));
        TheoryDiffLine {
            element: "node",
            operation: change.operation,
            what,
            detail,
            log: change.log.clone(),
            warnings: &change.warnings,
        }
    });
    let links = diff.links.iter().filter_map(|change| {
        let detail = match (change.before, change.after) {
            (Some(old), Some(new)) if old.statement != new.statement => {
                format!("“{}” became “{}”", old.statement, new.statement)
            }
            _ => String::new(),
        };
        let what = study.link_name(change.link()?);
        Some(TheoryDiffLine {
            element: "link",
            operation: change.operation,
            what,
            detail,
            log: change.log.clone(),
            warnings: &change.warnings,
        })
    });
    nodes.chain(links).collect()
}

fn show(study: &Study, diff: &Diff<'_>, lines: &[TheoryDiffLine<'_>], output: &mut CommandOutput) {
    for (title, of) in [("Nodes", "node"), ("Links", "link")] {
        output.heading(&format!(
            "{title}, {} → {}",
            diff.before.version, diff.after.version
        ));
        for line in lines.iter().filter(|line| line.element == of) {
            let detail = if line.detail.is_empty() {
                String::new()
            } else {
                format!(" {}", line.detail)
            };
            let named = if line.operation == Operation::Kept {
                String::new()
            } else {
                format!(" ({})", line.operation)
            };
            output.hanging(
                &format!("{} ", line.operation.sign()),
                &format!("{}{named}{detail}", line.what),
            );
            // A link that was added or removed along with a node is listed with that node.
            let own = line.log.iter().filter(|change| {
                of == "node"
                    || matches!(
                        change.body.on,
                        crate::study::revision::TheoryElement::Link(_)
                    )
            });
            for change in own {
                let reason = study
                    .words(change.body.reason)
                    .unwrap_or("its reason has been erased");
                output.hanging(
                    "    ",
                    &format!(
                        "{}: {reason}{}",
                        change.body.operation,
                        version::grounds_in_words(study, change)
                    ),
                );
            }
            line.warnings
                .iter()
                .for_each(|warning| output.hanging("    ! ", warning));
        }
    }
    let count = |operation: Operation| {
        lines
            .iter()
            .filter(|line| line.operation == operation)
            .count()
    };
    let told: Vec<String> = Operation::ALL
        .into_iter()
        .filter(|operation| count(*operation) > 0)
        .map(|operation| format!("{} {operation}", count(operation)))
        .collect();
    let warned = lines
        .iter()
        .filter(|line| !line.warnings.is_empty())
        .count();
    output.blank_line();
    output.paragraph(&format!(
        "Of {} nodes and links: {}; {warned} with warnings",
        lines.len(),
        told.join(", ")
    ));
}
