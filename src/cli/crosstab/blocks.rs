//! A crosstab for people, in the blocks that SPSS has taught them to read.

use super::{Part, Shown, Tongue, advice, effects, measures, strata, tested};
use crate::cli::{Page, grid::Grid};
use crate::evidence::Crosstab;
use crate::export::crosstab::category;
use crate::text::number;

/// Shows the whole table, then its strata and what they say together.
pub fn show(shown: &Shown, weight: Option<&str>, tongue: Tongue, page: &mut Page) {
    let Part { crosstab, .. } = &shown.whole;
    let (row, column) = (&crosstab.row, &crosstab.column);
    page.heading(&format!("{} × {}", row.name, column.name));
    let level = |name: &'static str| match name {
        "ordinal" => tongue.say("ordinal", "ordinal"),
        "interval" => tongue.say("interval", "interval"),
        _ => tongue.say("nominal", "nominal"),
    };
    page.hanging(
        &format!("{}: ", tongue.say("Rows", "Rækker")),
        &format!("{} ({})", row.label, level(row.level.name())),
    );
    page.hanging(
        &format!("{}: ", tongue.say("Columns", "Kolonner")),
        &format!("{} ({})", column.label, level(column.level.name())),
    );
    if let Some(weight) = weight {
        page.say(&format!(
            "{} {weight}",
            tongue.say("Weighted by", "Vægtet med")
        ));
    }
    part(&shown.whole, tongue, page);
    if let Some((strata, parts)) = &shown.strata {
        strata::show(strata, parts, shown.alpha, tongue, page);
    }
}

/// One table with its findings.
fn part(Part { crosstab, findings }: &Part, tongue: Tongue, page: &mut Page) {
    page.heading(tongue.say("Case processing", "Antal svar"));
    processing(crosstab, tongue, page);
    page.heading(tongue.say("Crosstab", "Krydstabel"));
    counts(
        crosstab,
        findings
            .residuals
            .as_ref()
            .ok()
            .map(|residuals| residuals.adjusted.as_slice()),
        tongue,
        page,
    );
    if let Some(effects) = &findings.advice.effects {
        page.heading(tongue.say("Effects", "Effekter"));
        effects::show(effects, tongue, page);
    }
    page.heading(tongue.say("Chi-square tests", "Chi i anden-test"));
    tested::show(findings, &crosstab.table, tongue, page);
    if findings.pearson.is_ok() {
        page.heading(tongue.say(
            "Symmetric and directional measures",
            "Symmetriske og retningsbestemte mål",
        ));
        measures::show(findings, tongue, page);
    }
    page.heading(tongue.say("Advice", "Råd"));
    advice::show(&findings.advice, tongue, page);
}

pub(super) fn processing(crosstab: &Crosstab, tongue: Tongue, page: &mut Page) {
    let (n, missing) = (crosstab.table.n(), crosstab.missing);
    // Weighted answers and missing rows do not add up to anything.
    let whole = n.fract() == 0.0;
    let share = |part: usize| {
        if whole {
            format!(
                " ({})",
                tongue.sign(&number::percent(part, n as usize + missing))
            )
        } else {
            String::new()
        }
    };
    page.say(&format!(
        "N = {}{}, {} {missing}{}",
        tongue.count(n),
        share(n as usize),
        tongue.say("missing", "manglende"),
        share(missing)
    ));
}

pub(super) fn counts(
    crosstab: &Crosstab,
    adjusted: Option<&[f64]>,
    tongue: Tongue,
    page: &mut Page,
) {
    let (row, column, table) = (&crosstab.row, &crosstab.column, &crosstab.table);
    let titles = column
        .codes
        .iter()
        .zip(&column.labels)
        .map(|(code, label)| format!(">{}", category(code, label)));
    let total = tongue.say("Total", "I alt");
    let head: Vec<String> = ["".into(), "".into()]
        .into_iter()
        .chain(titles)
        .chain([format!(">{total}")])
        .collect();
    let mut grid = Grid::new(&head.iter().map(String::as_str).collect::<Vec<_>>());
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
            .map(|value| tongue.count(*value))
            .collect();
        grid.cells(line(
            category(code, label),
            tongue.say("Count", "Antal"),
            counts,
            tongue.count(totals[at]),
        ));
        let cells = expected[places.clone()]
            .iter()
            .map(|value| tongue.decimals(*value, 1))
            .collect();
        grid.cells(line(
            String::new(),
            tongue.say("Expected", "Forventet"),
            cells,
            tongue.decimals(totals[at], 1),
        ));
        if let Some(adjusted) = adjusted {
            let cells = adjusted[places]
                .iter()
                .map(|value| tongue.decimals(*value, 1))
                .collect();
            grid.cells(line(
                String::new(),
                tongue.say("Adj. residual", "Just. residual"),
                cells,
                String::new(),
            ));
        }
    }
    let mut sums = vec![total.to_owned(), tongue.say("Count", "Antal").to_owned()];
    sums.extend(
        table
            .column_totals()
            .into_iter()
            .map(|value| tongue.count(value)),
    );
    sums.push(tongue.count(table.n()));
    grid.cells(sums);
    grid.show(page);
}
