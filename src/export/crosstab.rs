//! A crosstab as a table for articles and spreadsheets: observed and expected counts and residuals
//! for every row, with the tests in words below.
//!
//! The tests of a theory as a table: one row per test of each link, with its own result and the
//! result adjusted for all others. An untested link has a row as well, which says why it is
//! untested.
//!
//! All pairs of a set of variables as a table, one test per row.

use super::privacy::{FEW_PEOPLE_NOTE, PrivacyFilter};
use super::{ExportCell, ExportColumn, ExportTable};
use crate::evidence::{AssessedTest, Crosstab, CrosstabAnalysis, PairwiseTests, assessment, tests};
use crate::stats::Warning;
use crate::stats::advice::Certainty;
use crate::stats::exact::PValueSource;
use crate::study::{Cancelled, Link, ProgressMonitor, Study, Theory};
use crate::text::number;

/// `comma` asks for a decimal comma.
pub fn crosstab(
    crosstab: &Crosstab,
    findings: &CrosstabAnalysis,
    danish: bool,
    comma: bool,
) -> ExportTable {
    let (row, column, table) = (&crosstab.row, &crosstab.column, &crosstab.table);
    let say = |english: &'static str, danish_words: &'static str| {
        if danish { danish_words } else { english }
    };
    let sign = |text: String| {
        if comma {
            number::with_comma(&text)
        } else {
            text
        }
    };
    let mut columns = vec![
        ExportColumn::words("category", row.label.as_str()),
        ExportColumn::words("cell", ""),
    ];
    let titles = column.codes.iter().zip(&column.labels);
    columns
        .extend(titles.map(|(code, label)| ExportColumn::numbers("count", category(code, label))));
    columns.push(ExportColumn::numbers("total", say("Total", "I alt")));
    let count = |value: f64| ExportCell::shown(value, sign(number::count(value)));
    let decimals = |value: f64| ExportCell::shown(value, sign(number::decimals(value, 1)));
    let expected = table.expected();
    let totals = table.row_totals();
    let mut rows = Vec::new();
    for (at, (code, label)) in row.codes.iter().zip(&row.labels).enumerate() {
        let places = at * table.columns()..(at + 1) * table.columns();
        let mut counts: Vec<ExportCell> =
            vec![category(code, label).into(), say("Count", "Antal").into()];
        counts.extend(table.row(at).iter().copied().map(count));
        counts.push(count(totals[at]));
        rows.push(counts);
        let mut cells: Vec<ExportCell> =
            vec![ExportCell::Empty, say("Expected", "Forventet").into()];
        cells.extend(expected[places.clone()].iter().copied().map(decimals));
        cells.push(decimals(totals[at]));
        rows.push(cells);
        if let Ok(residuals) = &findings.residuals {
            let mut cells: Vec<ExportCell> = vec![
                ExportCell::Empty,
                say("Adjusted residual", "Justeret residual").into(),
            ];
            cells.extend(residuals.adjusted[places].iter().copied().map(decimals));
            cells.push(ExportCell::Empty);
            rows.push(cells);
        }
    }
    let mut sums: Vec<ExportCell> =
        vec![say("Total", "I alt").into(), say("Count", "Antal").into()];
    sums.extend(table.column_totals().into_iter().map(count));
    sums.push(count(table.n()));
    rows.push(sums);
    ExportTable {
        title: Some(format!("{} × {}", row.label, column.label)),
        columns,
        rows,
        notes: notes(crosstab, findings, danish, comma),
    }
}

/// N, the tests in words, and a sentence ready to be pasted into an article.
fn notes(
    crosstab: &Crosstab,
    findings: &CrosstabAnalysis,
    danish: bool,
    comma: bool,
) -> Vec<String> {
    let sign = |text: String| {
        if comma {
            number::with_comma(&text)
        } else {
            text
        }
    };
    let n = sign(number::count(crosstab.table.n()));
    let missing = crosstab.missing;
    let mut notes = vec![if danish {
        format!("N = {n}, manglende {missing}.")
    } else {
        format!("N = {n}, missing {missing}.")
    }];
    if let Ok(test) = &findings.pearson {
        notes.push(sign(format!(
            "Pearson χ² = {}, df = {}, {}.",
            number::decimals(test.statistic, 3),
            test.df,
            number::p(test.p)
        )));
        let beware = test
            .warnings
            .iter()
            .filter(|warning| matches!(warning, Warning::Sparse { .. }));
        notes.extend(beware.map(|warning| {
            sign(if danish {
                warning.danish()
            } else {
                warning.english()
            })
        }));
    }
    notes.push(if danish {
        findings.advice.danish.clone()
    } else {
        findings.advice.english.clone()
    });
    notes
}

/// "4 agree", or the code alone if it has no label.
pub fn category(code: &str, label: &str) -> String {
    if label == code {
        code.to_owned()
    } else {
        format!("{code} {label}")
    }
}

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
        notes: link_test_notes(privacy_filter, study, theory),
    })
}

fn link_test_notes(
    privacy_filter: PrivacyFilter<'_>,
    study: &Study,
    theory: &Theory,
) -> Vec<String> {
    let mut link_test_notes = vec![
        format!(
            "{} different tests in the theory; one that belongs to several links has a row in each.",
            tests::in_theory(study, theory)
        ),
        "χ² is Pearson’s, without correction; its p is the large-sample one.".to_owned(),
        format!(
            "By the plan: {}, level {}. “Not shown” is not “no relation”.",
            study.plan(),
            study.alpha
        ),
    ];
    link_test_notes.extend(privacy_filter.note());
    link_test_notes
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
            format!("{variable} measures both ends: it cannot support the link")
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

/// `comma` asks for a decimal comma.
pub fn pairs(pairs: &PairwiseTests, comma: bool) -> ExportTable {
    let exact = pairs.pairs.iter().any(|pair| pair.exact.is_some());
    let sign = |text: String| {
        if comma {
            number::with_comma(&text)
        } else {
            text
        }
    };
    let p = |p: f64| ExportCell::shown(p, sign(number::bare_p(p)));
    let mut columns = vec![
        ExportColumn::words("row", "A"),
        ExportColumn::words("column", "B"),
        ExportColumn::numbers("n", "N"),
        ExportColumn::numbers("statistic", "χ²"),
        ExportColumn::numbers("df", "df"),
        ExportColumn::numbers("p", "p"),
        ExportColumn::numbers("min_expected", "Smallest expected"),
    ];
    if exact {
        columns.push(ExportColumn::numbers("exact_p", "Exact p"));
        columns.push(ExportColumn::words("exact_by", ""));
    }
    columns.push(ExportColumn::numbers("holm", "Holm"));
    columns.push(ExportColumn::numbers("benjamini_hochberg", "BH"));
    let rows = pairs.pairs.iter().map(|pair| {
        let test = &pair.test;
        let some = |value: f64, decimals: usize| {
            test.p
                .map(|_| ExportCell::shown(value, sign(number::decimals(value, decimals))))
        };
        let mut row: Vec<ExportCell> = vec![
            pair.row.as_str().into(),
            pair.column.as_str().into(),
            (test.n as usize).into(),
            some(test.statistic, 3).into(),
            some(f64::from(test.df), 0).into(),
            test.p.map(p).into(),
            some(test.min_expected, 2).into(),
        ];
        if exact {
            let done = pair.exact.as_ref().and_then(|test| test.as_ref().ok());
            row.push(done.map(|test| p(test.p)).into());
            row.push(
                done.map_or("", |test| {
                    if matches!(test.by, PValueSource::Enumeration { .. }) {
                        "exact"
                    } else {
                        "Monte Carlo"
                    }
                })
                .into(),
            );
        }
        row.extend([
            pair.holm.map(p).into(),
            pair.benjamini_hochberg.map(p).into(),
        ]);
        row
    });
    let rows = rows.collect();
    let adjusted = if exact {
        "the exact p-values"
    } else {
        "Pearson's p-values"
    };
    let mut notes = vec![format!(
        "{}, {} of them testable. Holm and BH (Benjamini–Hochberg) adjust {adjusted} for that many tests.",
        number::count_noun(pairs.pairs.len(), "pair"),
        pairs.tested()
    )];
    notes.extend(
        pairs
            .left_out
            .iter()
            .map(|what| format!("Left out: {what}.")),
    );
    ExportTable {
        title: Some("All pairs".into()),
        columns,
        rows,
        notes,
    }
}
