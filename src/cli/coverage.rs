//! `virk coverage`

use super::{
    CommandOutput, ExitStatus, GlobalArgs, table_output::TableOutputArgs, text_grid::TextGrid,
};
use crate::evidence::coverage::{self, NodeCoverage};
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
pub struct CoverageArgs {
    /// The version of the theory; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    #[command(flatten)]
    form: TableOutputArgs,
}

pub fn run(
    args: CoverageArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let theory = study.find_theory(args.theory.as_deref())?;
    let nodes = coverage::coverage(study, theory);
    match args.form.requested_format(globals)? {
        Some(format) => {
            let table = export::coverage::coverage(&nodes, &theory.version);
            args.form
                .write_table(&table, format, &study.language, globals, output)?;
        }
        None => show(&nodes, &theory.version, output),
    }
    Ok(ExitStatus::from_found(
        nodes
            .iter()
            .all(|node| node.missing_columns().next().is_none()),
    ))
}

fn show(nodes: &[NodeCoverage], version: &str, output: &mut CommandOutput) {
    output.heading(&format!("Coverage of theory {version}"));
    let mut grid = TextGrid::new(&[
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
        grid.dynamic_row(cells);
        gaps += node.missing_columns().count();
    }
    grid.show(output);
    output.blank_line();
    output.paragraph(&format!(
        "{}, {}",
        number::count_noun(nodes.len(), "node"),
        if gaps == 0 {
            "no gap".to_owned()
        } else {
            number::count_noun(gaps, "gap")
        }
    ));
}
