//! `virk reported list`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, text_grid::TextGrid};
use crate::study::{
    Refusal, Reported,
    reported::{Relation, ReportedTest},
};
use crate::text::number;
use serde_json::{Value, json};

/// List the tests that reports print.
///
///   virk reported list
///   virk reported list "Evaluation 2019" --json
///
/// Exit code 1 when none have been written down.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct ReportedListArgs {
    /// Only this report
    #[arg(value_name = "REPORT")]
    report: Option<String>,
}

pub fn run(
    args: ReportedListArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let reports: Vec<&Reported> = match args.report {
        Some(typed) => vec![study.find_reported(Some(&typed))?],
        None => study.reported().collect(),
    };
    if globals.json {
        let tests = reports
            .iter()
            .flat_map(|report| report.results.tests.iter().map(|test| value(report, test)));
        output.json(&tests.collect());
    } else if reports.is_empty() {
        output.paragraph("No reported results yet. Write down what a report prints with `virk reported import FILE`.");
    }
    for report in reports.iter().filter(|_| !globals.json) {
        show(report, output);
    }
    Ok(ExitStatus::from_found(!reports.is_empty()))
}

fn value(report: &Reported, test: &ReportedTest) -> Value {
    let (from, to) = test.ends();
    json!({
        "report": report.body.name,
        "id": test.id,
        "section": test.section,
        "line": test.line,
        "a": test.a,
        "b": test.b,
        "from": from,
        "to": to,
        "p": test.p,
        "claim": test.claim,
        "design": test.design,
    })
}

fn show(report: &Reported, output: &mut CommandOutput) {
    let results = &report.results;
    output.heading(&format!("Reported by “{}”", report.body.name));
    let mut grid = TextGrid::new(&[
        "Test",
        "Section",
        ">Line",
        "A",
        "B",
        "Link",
        ">p printed",
        "Said to be",
    ]);
    for test in &results.tests {
        grid.row([
            test.id.clone(),
            test.section.clone(),
            test.line.map(|line| line.to_string()).unwrap_or_default(),
            test.a.clone(),
            test.b.clone(),
            test.link.replace("->", " → "),
            test.p.clone().unwrap_or_default(),
            test.claim.map_or("", Relation::name).to_owned(),
        ]);
    }
    grid.show(output);
    output.blank_line();
    let printed = results.tests.iter().filter(|test| test.p.is_some()).count();
    let related = results
        .tests
        .iter()
        .filter(|test| test.claim == Some(Relation::Related))
        .count();
    output.paragraph(&format!(
        "{}, {printed} with a printed p, {related} called related; {}",
        number::count_noun(results.tests.len(), "test"),
        number::count_noun(results.claims.len(), "claim")
    ));
}
