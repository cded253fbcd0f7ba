//! The tests of a theory as a table: one row per test of each link, with its own result and the
//! result adjusted for all others. An untested link has a row as well, which says why it is
//! untested.

use super::{
    ExportCell, ExportColumn, ExportTable,
    privacy::{FEW_PEOPLE_NOTE, PrivacyFilter},
};
use crate::evidence::{AssessedTest, assessment, tests};
use crate::stats::advice::Certainty;
use crate::study::{Cancelled, Link, ProgressMonitor, Study, Theory};
use crate::text::number;

/// All tests of `theory`, computed on `threads` threads. Tests of fewer people than may be shown
/// are listed without figures.
pub fn table(
    privacy_filter: PrivacyFilter<'_>,
    theory: &Theory,
    threads: usize,
    watch: ProgressMonitor<'_>,
) -> Result<ExportTable, Cancelled> {
    let study = privacy_filter.study();
    let columns = vec![
        ExportColumn::words("from", "From"),
        ExportColumn::words("to", "To"),
        ExportColumn::words("dataset", "Dataset"),
        ExportColumn::words("a", "A"),
        ExportColumn::words("a_label", "A says"),
        ExportColumn::words("b", "B"),
        ExportColumn::words("b_label", "B says"),
        ExportColumn::numbers("n", "N"),
        ExportColumn::numbers("statistic", "χ²"),
        ExportColumn::numbers("df", "df"),
        ExportColumn::numbers("p", "p"),
        ExportColumn::numbers("cramers_v", "Cramér’s V"),
        ExportColumn::numbers("min_expected", "Smallest expected"),
        ExportColumn::words("fitting", "The test that fits"),
        ExportColumn::numbers("fitting_p", "Its p"),
        ExportColumn::words("fitting_by", "By"),
        ExportColumn::numbers("fitting_adjusted", "Adjusted (BH)"),
        ExportColumn::numbers("planned_p", "p by the plan"),
        ExportColumn::words("direction", "Direction"),
        ExportColumn::words("status", "It says"),
        ExportColumn::words("note", "Note"),
    ];
    let links: Vec<&Link> = study.links_of(theory).collect();
    let mut rows = Vec::new();
    for weighing in assessment::assess(study, theory, &links, threads, watch)? {
        let ends = [
            study.code_name(weighing.link.from).into(),
            study.code_name(weighing.link.to).into(),
        ];
        rows.extend(
            weighing
                .tests
                .iter()
                .map(|test| [ends.to_vec(), cells(privacy_filter, weighing.link, test)].concat()),
        );
        if weighing.tests.is_empty() {
            let why = if weighing.notes.is_empty() {
                "no indicators in a common dataset".into()
            } else {
                privacy_filter.generated_sentence(&weighing.notes.join("; "))
            };
            let mut row = ends.to_vec();
            row.resize(columns.len() - 2, ExportCell::Empty);
            row.extend(["untested".into(), why.into()]);
            rows.push(row);
        }
    }
    let title = format!("Tests of {}, theory {}", study.title, theory.version);
    Ok(ExportTable {
        title: Some(title),
        columns,
        rows,
        notes: notes(privacy_filter, study, theory),
    })
}

fn notes(privacy_filter: PrivacyFilter<'_>, study: &Study, theory: &Theory) -> Vec<String> {
    let mut notes = vec![
        format!(
            "{} different tests in the theory; one that stands in several links has a row in each.",
            tests::in_theory(study, theory)
        ),
        "χ² is Pearson’s, without correction; its p is the large-sample one.".to_owned(),
        format!(
            "By the plan: {}, level {}. “Not shown” is not “no relation”.",
            study.plan(),
            study.alpha
        ),
    ];
    notes.extend(privacy_filter.note());
    notes
}

/// The cells of a test after those of its link.
fn cells(
    privacy_filter: PrivacyFilter<'_>,
    link: &Link,
    weighed: &AssessedTest<'_>,
) -> Vec<ExportCell> {
    let crosstab = &weighed.test.crosstab;
    let told = privacy_filter.may_show_test(&weighed.test);
    let number =
        |value: f64, decimals: usize| ExportCell::shown(value, number::decimals(value, decimals));
    let p = |p: f64| ExportCell::shown(p, number::bare_p(p));
    let pearson = weighed.test.pearson.as_ref().ok().filter(|_| told);
    let fitting = weighed.fitting.as_ref().ok().filter(|_| told);
    let by = fitting.map(|outcome| match outcome.certainty {
        Certainty::LargeSample => "large sample",
        Certainty::Exact => "exact",
        Certainty::MonteCarlo { .. } => "Monte Carlo",
    });
    let note = match (&weighed.test.pearson, &weighed.circular) {
        _ if !told => FEW_PEOPLE_NOTE.to_owned(),
        (_, Some(variable)) => {
            format!("{variable} measures both ends: it cannot speak for the link")
        }
        (Err(why), None) => why.to_string(),
        (Ok(_), None) => String::new(),
    };
    vec![
        privacy_filter.dataset(weighed.test.dataset.id).into(),
        crosstab.row.name.as_str().into(),
        crosstab.row.label.as_str().into(),
        crosstab.column.name.as_str().into(),
        crosstab.column.label.as_str().into(),
        privacy_filter.count(crosstab.n()),
        pearson.map(|test| number(test.statistic, 3)).into(),
        pearson.map(|test| test.df as usize).into(),
        pearson.map(|test| p(test.p)).into(),
        weighed
            .test
            .cramers_v
            .as_ref()
            .ok()
            .filter(|_| told)
            .map(|estimate| number(estimate.value, 3))
            .into(),
        pearson
            .filter(|_| privacy_filter.may_show_expected(crosstab))
            .map(|test| number(test.min_expected, 2))
            .into(),
        fitting.map(|outcome| outcome.key).into(),
        fitting.map(|outcome| p(outcome.p)).into(),
        by.into(),
        weighed.adjusted.filter(|_| told).map(p).into(),
        weighed.planned.filter(|_| told).map(p).into(),
        weighed.sign().into(),
        weighed.status(link.expected).name().into(),
        note.into(),
    ]
}
