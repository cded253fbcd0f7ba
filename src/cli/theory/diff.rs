//! `virk theory diff`

use super::{draw::Easel, log};
use crate::cli::{Desk, Outcome, Page};
use crate::evidence::Diff;
use crate::export::drawing::Drawing;
use crate::study::{Change, Refusal, Study, Watch, change::Operation};
use serde_json::{Value, json};

/// Compare two versions of the theory: what became of every node and link, why, and what to beware
/// of.
///
///   virk theory diff v1 v2
///   virk theory diff v1 v2 --json
///   virk theory diff v1 v2 --output change.svg
///
/// Signs: = kept, - removed, + added, ~ reworded, narrowed or weakened, ↓ demoted,
/// ↑ promoted, → replaced; ! is a warning. Exit code 1 when they are the same.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The earlier version
    #[arg(value_name = "BEFORE")]
    before: String,
    /// The later version
    #[arg(value_name = "AFTER")]
    after: String,
    #[command(flatten)]
    easel: Easel,
}

/// Compares them.
///
/// # Errors
/// When a version is not known, or the file cannot be written.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let (before, after) = (
        study.find_theory(Some(&args.before))?,
        study.find_theory(Some(&args.after))?,
    );
    let diff = Diff::new(study, before, after);
    if args.easel.is_asked() {
        return args.easel.draw(
            &Drawing::of_diff(study, &diff, Watch::default())?,
            &format!("{} → {}", before.version, after.version),
            desk,
            page,
        );
    }
    let lines = lines(study, &diff);
    if desk.json {
        let of = |of: &str| {
            lines
                .iter()
                .filter(|line| line.of == of)
                .map(|line| line.value(study))
                .collect::<Vec<_>>()
        };
        page.json(&json!({ "before": before.version, "after": after.version, "nodes": of("node"), "links": of("link") }));
    } else {
        show(study, &diff, &lines, page);
    }
    Ok(Outcome::found(diff.changed()))
}

/// What became of a node or a link.
struct Line<'a> {
    of: &'static str,
    operation: Operation,
    what: String,
    detail: String,
    log: Vec<&'a Change>,
    warnings: &'a [&'static str],
}

impl Line<'_> {
    fn value(&self, study: &Study) -> Value {
        json!({
            "change": self.operation.name(),
            "what": self.what,
            "detail": self.detail,
            "reasons": self.log.iter().map(|change| log::value(study, change)).collect::<Vec<_>>(),
            "warnings": self.warnings,
        })
    }
}

fn lines<'a>(study: &'a Study, diff: &'a Diff<'a>) -> Vec<Line<'a>> {
    let nodes = diff.nodes.iter().map(|change| {
        let name = |code| study.code_name(code).to_owned();
        let detail = match (change.by, change.instead_of) {
            (Some(by), _) => format!("→ {}", name(by)),
            (None, Some(was)) => format!("instead of {}", name(was)),
            _ => String::new(),
        };
        let what = format!("{} {}", change.kind.glyph(), name(change.code));
        Line {
            of: "node",
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
        Some(Line {
            of: "link",
            operation: change.operation,
            what,
            detail,
            log: change.log.clone(),
            warnings: &change.warnings,
        })
    });
    nodes.chain(links).collect()
}

fn show(study: &Study, diff: &Diff<'_>, lines: &[Line<'_>], page: &mut Page) {
    for (title, of) in [("Nodes", "node"), ("Links", "link")] {
        page.heading(&format!(
            "{title}, {} → {}",
            diff.before.version, diff.after.version
        ));
        for line in lines.iter().filter(|line| line.of == of) {
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
            page.hanging(
                &format!("{} ", line.operation.sign()),
                &format!("{}{named}{detail}", line.what),
            );
            // A link that came or left with a node says so by the node.
            let own = line.log.iter().filter(|change| {
                of == "node" || matches!(change.body.on, crate::study::change::Element::Link(_))
            });
            for change in own {
                let reason = study
                    .words(change.body.reason)
                    .unwrap_or("its reason has been erased");
                page.hanging(
                    "    ",
                    &format!(
                        "{}: {reason}{}",
                        change.body.operation,
                        log::grounds_in_words(study, change)
                    ),
                );
            }
            line.warnings
                .iter()
                .for_each(|warning| page.hanging("    ! ", warning));
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
    page.gap();
    page.say(&format!(
        "Of {} nodes and links: {}; {warned} to beware of",
        lines.len(),
        told.join(", ")
    ));
}
