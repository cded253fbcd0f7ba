//! Syntax for all tests of a theory, link by link, with the data beside it.

use super::dataset::SpssExport;
use super::name::comment;
use crate::evidence::tests;
use crate::study::{
    Cancelled, Dataset, Link, ProgressMonitor, Study, Theory, dataset::MeasurementLevel,
};
use std::collections::BTreeMap;

/// Syntax and the data files that it reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpssSyntax {
    pub text: String,
    /// File names and contents.
    pub rows: Vec<(String, String)>,
    /// Number of tests repeated.
    pub tests: usize,
}

/// The syntax for every different test of `theory`; names of the data files begin with `stem`.
pub fn theory(
    study: &Study,
    theory: &Theory,
    stem: &str,
    watch: ProgressMonitor<'_>,
) -> Result<SpssSyntax, Cancelled> {
    let mut out = SpssSyntax::default();
    out.text += &comment(&format!(
        "The tests of {}, theory {}, as virk {} made them",
        study.title,
        theory.version,
        env!("CARGO_PKG_VERSION")
    ));
    out.text += &comment(
        "Pearson chi-square without correction; with the module Exact Tests add /METHOD=EXACT TIMER(5)",
    );
    for dataset in study.datasets() {
        let pairs = pairs(study, theory, dataset, watch)?;
        if pairs.is_empty() {
            continue;
        }
        let opened = SpssExport::new(dataset, &study.language);
        let name: String = dataset
            .body
            .name
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '_' })
            .collect();
        let file = format!("{stem}-{name}.csv");
        out.text += "\n";
        out.text += &opened.read_commands(&file);
        for SpssTestPair { a, b, links } in &pairs {
            let (Some(row), Some(column)) = (opened.name(a), opened.name(b)) else {
                continue;
            };
            out.text += "\n";
            out.text += &comment(&links.join("; "));
            out.text += &crosstabs(dataset, (a, row), (b, column));
            out.tests += 1;
        }
        out.rows.push((file, opened.rows()));
    }
    Ok(out)
}

/// Two variables that are tested against each other, and the links that use the test.
struct SpssTestPair {
    a: String,
    b: String,
    links: Vec<String>,
}

/// The different pairs tested on a dataset, in the order of the links.
fn pairs(
    study: &Study,
    theory: &Theory,
    dataset: &Dataset,
    watch: ProgressMonitor<'_>,
) -> Result<Vec<SpssTestPair>, Cancelled> {
    let mut pairs: Vec<SpssTestPair> = Vec::new();
    let mut known: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let links: Vec<&Link> = study.links_of(theory).collect();
    for (done, link) in links.iter().enumerate() {
        watch.report(done, links.len(), "link")?;
        for test in tests::of_link(study, link)
            .tests
            .iter()
            .filter(|test| test.dataset.id == dataset.id)
        {
            let (row, column) = (
                test.crosstab.row.name.clone(),
                test.crosstab.column.name.clone(),
            );
            let (Some(a), Some(b)) = (
                dataset.variable_index(&row),
                dataset.variable_index(&column),
            ) else {
                continue;
            };
            let place = *known.entry((a.min(b), a.max(b))).or_insert_with(|| {
                pairs.push(SpssTestPair {
                    a: row,
                    b: column,
                    links: Vec::new(),
                });
                pairs.len() - 1
            });
            pairs[place].links.push(study.link_name(link));
        }
    }
    Ok(pairs)
}

/// `CROSSTABS` with the statistics that suit the levels of both variables.
fn crosstabs(dataset: &Dataset, a: (&str, &str), b: (&str, &str)) -> String {
    let ordered = |name: &str| {
        let variable = dataset
            .variable_index(name)
            .map(|place| &dataset.body.variables[place]);
        variable.is_some_and(|variable| {
            matches!(
                variable.level,
                MeasurementLevel::Ordinal | MeasurementLevel::Interval
            )
        })
    };
    let more = if ordered(a.0) && ordered(b.0) {
        " BTAU GAMMA D"
    } else {
        ""
    };
    format!(
        "CROSSTABS\n  /TABLES={} BY {}\n  /FORMAT=AVALUE TABLES\n  /STATISTICS=CHISQ PHI{more}\n  /CELLS=COUNT EXPECTED ASRESID.\n",
        a.1, b.1
    )
}
