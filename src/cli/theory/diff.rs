//! `virk theory diff`

use crate::cli::{Desk, Outcome, Page};
use crate::study::{Code, Id, Link, Refusal, Study, Theory};
use serde_json::{Value, json};

/// Compare two versions of the theory: what left, what came, what is said in other words.
///
///   virk theory diff v1 v2
///   virk theory diff v1 v2 --json
///
/// Signs: - left, + came, ~ reworded, = kept. Exit code 1 when they are the same.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The earlier version
    #[arg(value_name = "BEFORE")]
    before: String,
    /// The later version
    #[arg(value_name = "AFTER")]
    after: String,
}

/// Compares them.
///
/// # Errors
/// When a version is not known.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let (before, after) = (study.find_theory(Some(&args.before))?, study.find_theory(Some(&args.after))?);
    let (nodes, links) = (nodes(study, before, after), links(study, before, after));
    let changed = nodes.iter().chain(&links).any(|change| change.sign != '=');
    if desk.json {
        let values = |changes: &[Change]| changes.iter().map(Change::value).collect::<Vec<_>>();
        page.json(&json!({ "before": before.version, "after": after.version, "nodes": values(&nodes), "links": values(&links) }));
    } else {
        for (title, changes) in [("Nodes", &nodes), ("Links", &links)] {
            page.heading(&format!("{title}, {} → {}", before.version, after.version));
            changes.iter().for_each(|change| page.hanging(&format!("{} ", change.sign), &change.what));
        }
    }
    Ok(Outcome::found(changed))
}

/// What became of a node or a link.
struct Change {
    sign: char,
    what: String,
}

impl Change {
    fn value(&self) -> Value {
        let change = match self.sign {
            '-' => "left",
            '+' => "came",
            '~' => "reworded",
            _ => "kept",
        };
        json!({ "change": change, "what": self.what })
    }
}

fn nodes(study: &Study, before: &Theory, after: &Theory) -> Vec<Change> {
    let name = |id: &Id<Code>| study.code_name(*id).to_owned();
    let old = before.nodes.iter().map(|id| Change { sign: if after.nodes.contains(id) { '=' } else { '-' }, what: name(id) });
    let new = after.nodes.iter().filter(|id| !before.nodes.contains(id)).map(|id| Change { sign: '+', what: name(id) });
    old.chain(new).collect()
}

fn links(study: &Study, before: &Theory, after: &Theory) -> Vec<Change> {
    let same = |a: &Link, b: &Link| (a.from, a.to) == (b.from, b.to);
    let old = study.links_of(before).map(|link| {
        let name = study.link_name(link);
        match study.links_of(after).find(|other| same(link, other)) {
            None => Change { sign: '-', what: name },
            Some(other) if other.statement != link.statement => {
                Change { sign: '~', what: format!("{name}: “{}” became “{}”", link.statement, other.statement) }
            }
            Some(_) => Change { sign: '=', what: name },
        }
    });
    let new = study
        .links_of(after)
        .filter(|link| !study.links_of(before).any(|other| same(link, other)))
        .map(|link| Change { sign: '+', what: study.link_name(link) });
    old.chain(new).collect()
}
