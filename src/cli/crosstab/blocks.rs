//! A crosstab for people, in blocks that users of SPSS know.

use super::{
    CrosstabPart, CrosstabReport, OutputLocale, advice, effects, measures, strata, test_rows,
};
use crate::cli::{CommandOutput, text_grid::TextGrid};
use crate::evidence::Crosstab;
use crate::export::crosstab::category;
use crate::text::number;

/// Shows the whole table, then its strata and their comparison.
pub fn show(
    shown: &CrosstabReport,
    weight: Option<&str>,
    language: OutputLocale,
    output: &mut CommandOutput,
) {
    let CrosstabPart { crosstab, .. } = &shown.overall;
    let (row, column) = (&crosstab.row, &crosstab.column);
    output.heading(&format!("{} × {}", row.name, column.name));
    let level = |name: &'static str| match name {
        "ordinal" => language.choose("ordinal", "ordinal"),
        "interval" => language.choose("interval", "interval"),
        _ => language.choose("nominal", "nominal"),
    };
    output.hanging(
        &format!("{}: ", language.choose("Rows", "Rækker")),
        &format!("{} ({})", row.label, level(row.level.name())),
    );
    output.hanging(
        &format!("{}: ", language.choose("Columns", "Kolonner")),
        &format!("{} ({})", column.label, level(column.level.name())),
    );
    if let Some(weight) = weight {
        output.paragraph(&format!(
            "{} {weight}",
            language.choose("Weighted by", "Vægtet med")
        ));
    }
    part(&shown.overall, language, output);
    if let Some((strata, parts)) = &shown.strata {
        strata::show(strata, parts, shown.alpha, language, output);
    }
}

fn part(
    CrosstabPart { crosstab, findings }: &CrosstabPart,
    language: OutputLocale,
    output: &mut CommandOutput,
) {
    output.heading(language.choose("Case processing", "Antal svar"));
    show_case_counts(crosstab, language, output);
    output.heading(language.choose("Crosstab", "Krydstabel"));
    show_counts(
        crosstab,
        findings
            .residuals
            .as_ref()
            .ok()
            .map(|residuals| residuals.adjusted.as_slice()),
        language,
        output,
    );
    if let Some(effects) = &findings.advice.effects {
        output.heading(language.choose("Effects", "Effekter"));
        effects::show(effects, language, output);
    }
    output.heading(language.choose("Chi-square tests", "Chi i anden-test"));
    test_rows::show(findings, &crosstab.table, language, output);
    if findings.pearson.is_ok() {
        output.heading(language.choose(
            "Symmetric and directional measures",
            "Symmetriske og retningsbestemte mål",
        ));
        measures::show(findings, language, output);
    }
    output.heading(language.choose("Advice", "Råd"));
    advice::show(&findings.advice, language, output);
}

pub(super) fn show_case_counts(
    crosstab: &Crosstab,
    language: OutputLocale,
    output: &mut CommandOutput,
) {
    let (n, missing) = (crosstab.table.n(), crosstab.missing);
    // Weighted counts and missing rows do not add up to a meaningful total.
    let whole = n.fract() == 0.0;
    let share = |part: usize| {
        if whole {
            format!(
                " ({})",
                language.with_decimal_sign(&number::percent(part, n as usize + missing))
            )
        } else {
            String::new()
        }
    };
    output.paragraph(&format!(
        "N = {}{}, {} {missing}{}",
        language.count(n),
        share(n as usize),
        language.choose("missing", "manglende"),
        share(missing)
    ));
}

pub(super) fn show_counts(
    crosstab: &Crosstab,
    adjusted: Option<&[f64]>,
    language: OutputLocale,
    output: &mut CommandOutput,
) {
    let (row, column, table) = (&crosstab.row, &crosstab.column, &crosstab.table);
    let titles = column
        .codes
        .iter()
        .zip(&column.labels)
        .map(|(code, label)| format!(">{}", category(code, label)));
    let total = language.choose("Total", "I alt");
    let head: Vec<String> = ["".into(), "".into()]
        .into_iter()
        .chain(titles)
        .chain([format!(">{total}")])
        .collect();
    let mut grid = TextGrid::new(&head.iter().map(String::as_str).collect::<Vec<_>>());
    let (expected, totals) = (table.expected(), table.row_totals());
    for (at, (code, label)) in row.codes.iter().zip(&row.labels).enumerate() {
        let places = at * table.columns()..(at + 1) * table.columns();
        let line = |first: String, what: &str, cells: Vec<String>, total: String| {
            [first, what.to_owned()]
                .into_iter()
                .chain(cells)
                .chain([total])
                .collect::<Vec<String>>()
        };
        let counts = table
            .row(at)
            .iter()
            .map(|value| language.count(*value))
            .collect();
        grid.dynamic_row(line(
            category(code, label),
            language.choose("Count", "Antal"),
            counts,
            language.count(totals[at]),
        ));
        let cells = expected[places.clone()]
            .iter()
            .map(|value| language.decimals(*value, 1))
            .collect();
        grid.dynamic_row(line(
            String::new(),
            language.choose("Expected", "Forventet"),
            cells,
            language.decimals(totals[at], 1),
        ));
        if let Some(adjusted) = adjusted {
            let cells = adjusted[places]
                .iter()
                .map(|value| language.decimals(*value, 1))
                .collect();
            grid.dynamic_row(line(
                String::new(),
                language.choose("Adj. residual", "Just. residual"),
                cells,
                String::new(),
            ));
        }
    }
    let mut sums = vec![
        total.to_owned(),
        language.choose("Count", "Antal").to_owned(),
    ];
    sums.extend(
        table
            .column_totals()
            .into_iter()
            .map(|value| language.count(value)),
    );
    sums.push(language.count(table.n()));
    grid.dynamic_row(sums);
    grid.show(output);
}
