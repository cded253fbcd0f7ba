//! All pairs of a set of variables as a table, one test per row.

use super::{ExportCell, ExportColumn, ExportTable};
use crate::evidence::PairwiseTests;
use crate::stats::exact::PValueSource;
use crate::text::number;

/// `comma` asks for a decimal comma.
#[must_use]
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
