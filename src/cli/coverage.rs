//! `virk coverage`

use super::{Desk, Outcome, Page, form::Form, grid::Grid};
use crate::evidence::coverage::{self, Covered};
use crate::export;
use crate::study::Refusal;
use crate::text::number;

/// Show what there is for each node of the theory, and what is missing.
///
///   virk coverage
///   virk coverage --json
///   virk coverage --output coverage.xlsx
///
/// For each node whether it is defined, how many questions of the interview guides
/// ask about it, variables measure it, quotes and informants speak of it, and tests
/// its links make. `–` marks a gap. Exit code 1 when there is one.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The version of the theory; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    #[command(flatten)]
    form: Form,
}

/// Shows it.
///
/// # Errors
/// When the study has no such theory, or the file cannot be written.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let theory = study.find_theory(args.theory.as_deref())?;
    let nodes = coverage::coverage(study, theory);
    match args.form.asked(desk)? {
        Some(format) => {
            let table = export::coverage::coverage(&nodes, &theory.version);
            args.form
                .deliver(&table, format, &study.language, desk, page)?;
        }
        None => show(&nodes, &theory.version, page),
    }
    Ok(Outcome::found(
        nodes.iter().all(|node| node.gaps().next().is_none()),
    ))
}

fn show(nodes: &[Covered], version: &str, page: &mut Page) {
    page.heading(&format!("Coverage of theory {version}"));
    let mut grid = Grid::new(&[
        "",
        "Node",
        ">Definition",
        ">Guide",
        ">Survey",
        ">Quotes",
        ">Informants",
        ">Tests",
    ]);
    let mut gaps = 0;
    for node in nodes {
        let [definition, counts @ ..] = node.counts;
        let count = |count: usize| {
            if count == 0 {
                "–".to_owned()
            } else {
                count.to_string()
            }
        };
        let mut cells = vec![
            node.kind.glyph().to_string(),
            node.name.clone(),
            if definition > 0 { "yes" } else { "–" }.to_owned(),
        ];
        cells.extend(counts.into_iter().map(count));
        grid.cells(cells);
        gaps += node.gaps().count();
    }
    grid.show(page);
    page.gap();
    page.say(&format!(
        "{}, {}",
        number::some(nodes.len(), "node"),
        if gaps == 0 {
            "no gap".to_owned()
        } else {
            number::some(gaps, "gap")
        }
    ));
}
