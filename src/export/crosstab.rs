//! A crosstab as a table for articles and spreadsheets: observed and expected counts and residuals
//! for every row, with the tests in words below.

use super::{ExportCell, ExportColumn, ExportTable};
use crate::evidence::{Crosstab, CrosstabAnalysis};
use crate::stats::Warning;
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
