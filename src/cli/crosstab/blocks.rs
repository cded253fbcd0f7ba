//! A crosstab for people, in blocks that users of SPSS know.

use super::{CrosstabPart, CrosstabReport, OutputLocale, effects, strata};
use crate::cli::CommandOutput;
use crate::cli::table_output::TextGrid;
use crate::evidence::{Crosstab, CrosstabAnalysis};
use crate::export::crosstab::category;
use crate::stats::advice::{AlternativeMethod, Certainty, Method};
use crate::stats::error::StatsError;
use crate::stats::exact::{ExactTest, PValueSource};
use crate::stats::{Table, TableSide, Test};
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
        effects::show_effects(effects, language, output);
    }
    output.heading(language.choose("Chi-square tests", "Chi i anden-test"));
    show_tests(findings, &crosstab.table, language, output);
    if findings.pearson.is_ok() {
        output.heading(language.choose(
            "Symmetric and directional measures",
            "Symmetriske og retningsbestemte mål",
        ));
        effects::show_measures(findings, language, output);
    }
    output.heading(language.choose("Advice", "Råd"));
    effects::show_advice(&findings.advice, language, output);
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

/// `None` if not requested, `Err` if it could not be computed.
type RequestedExactTest = Option<Result<ExactTest, StatsError>>;

/// Shows the tests, or why there are none.
pub fn show_tests(
    findings: &CrosstabAnalysis,
    table: &Table,
    language: OutputLocale,
    output: &mut CommandOutput,
) {
    let pearson = match &findings.pearson {
        Ok(test) => test,
        Err(why) => {
            return output.paragraph(&format!(
                "{}: {}",
                language.choose("No test", "Ingen test"),
                why_in_words(why, language)
            ));
        }
    };
    let (large, exact) = (
        language.choose(">p (large-sample)", ">p (tilnærmet)"),
        language.choose(">p (exact)", ">p (eksakt)"),
    );
    let mut grid = TextGrid::new(&["", language.choose(">Value", ">Værdi"), ">df", large, exact]);
    let p = |asked: &RequestedExactTest| match asked {
        Some(Ok(test)) => format!(
            "{}{}",
            language.p(test.p),
            if is_monte_carlo(test) { " b" } else { "" }
        ),
        _ => String::new(),
    };
    let name =
        |english: &'static str, danish: &'static str| language.choose(english, danish).to_owned();
    grid.row([
        name("Pearson chi-square a", "Pearson chi i anden a"),
        language.decimals(pearson.statistic, 3),
        pearson.df.to_string(),
        language.p(pearson.p),
        p(&findings.pearson_exact),
    ]);
    let row = |title: String, test: &Test, exact: String| {
        let df = test.df.map_or(String::new(), |df| df.to_string());
        [
            title,
            language.decimals(test.statistic, 3),
            df,
            language.p(test.p),
            exact,
        ]
    };
    if let Ok(test) = &findings.yates {
        grid.row(row(
            name(
                "Continuity correction (Yates)",
                "Kontinuitetskorrektion (Yates)",
            ),
            test,
            String::new(),
        ));
    }
    if let Ok(test) = &findings.likelihood_ratio {
        grid.row(row(
            name("Likelihood ratio", "Likelihood ratio"),
            test,
            String::new(),
        ));
    }
    let small = findings.fisher_2x2.is_ok();
    if matches!(findings.fisher_exact, Some(Ok(_))) {
        let fisher = if small {
            name("Fisher's exact test", "Fishers eksakte test")
        } else {
            "Fisher–Freeman–Halton".into()
        };
        grid.row([
            fisher,
            String::new(),
            String::new(),
            String::new(),
            p(&findings.fisher_exact),
        ]);
    }
    for other in &findings.advice.beside {
        let title = match other.test {
            AlternativeMethod::FisherMidP => name("Fisher's test, mid-p", "Fishers test, mid-p"),
            AlternativeMethod::Boschloo => name("Boschloo's exact test", "Boschloos eksakte test"),
            AlternativeMethod::FisherExact | AlternativeMethod::Exact => continue,
        };
        grid.row([
            title,
            String::new(),
            String::new(),
            String::new(),
            language.p(other.p),
        ]);
    }
    if let Ok(test) = &findings.linear_by_linear {
        let title = name("Linear-by-linear association", "Lineær sammenhæng");
        grid.row(row(title, test, p(&findings.linear_by_linear_exact)));
    }
    recommended_test_row(findings, language, &mut grid);
    grid.show(output);
    let (cells, below) = (pearson.cells, pearson.cells_below_5);
    let (share, least) = (
        number::percent(below, cells),
        number::decimals(pearson.min_expected, 2),
    );
    output.hanging(
        "a. ",
        &language.with_decimal_sign(&if language.danish {
            format!("{below} af {cells} celler ({share}) har et forventet antal under 5. Det mindste forventede antal er {least}.")
        } else {
            format!("{below} of {cells} cells ({share}) have expected count less than 5. The minimum expected count is {least}.")
        }),
    );
    notes(findings, language, output);
    if findings.linear_by_linear.is_ok() {
        let scores = |side: &TableSide| {
            let scores: Vec<String> = side
                .scores()
                .iter()
                .map(|score| language.count(*score))
                .collect();
            format!(
                "{}: {}",
                side.name,
                scores.join(if language.comma { "; " } else { ", " })
            )
        };
        let words = language.choose(
            "Scores of the linear association",
            "Scorer i den lineære sammenhæng",
        );
        output.hanging(
            "",
            &format!(
                "{words}: {}. {}.",
                scores(table.row_side()),
                scores(table.column_side())
            ),
        );
    }
}

/// Adds the recommended test if it has no row yet.
fn recommended_test_row(findings: &CrosstabAnalysis, language: OutputLocale, grid: &mut TextGrid) {
    let Some(outcome) = &findings.advice.outcome else {
        return;
    };
    let title = match outcome.method {
        Method::NMinusOne => "N − 1 chi-square",
        Method::MannWhitney | Method::MannWhitneyExact => "Mann–Whitney",
        Method::KruskalWallis | Method::KruskalWallisExact => "Kruskal–Wallis",
        _ => return,
    };
    let (large, exact) = match outcome.method {
        _ if outcome.certainty != Certainty::LargeSample => (String::new(), language.p(outcome.p)),
        _ => (language.p(outcome.p), String::new()),
    };
    let value = outcome
        .statistic
        .map_or(String::new(), |value| language.decimals(value, 3));
    grid.row([
        title.into(),
        value,
        outcome.df.map_or(String::new(), |df| df.to_string()),
        large,
        exact,
    ]);
}

/// Footnotes on how the exact p-values were computed, where needed.
fn notes(findings: &CrosstabAnalysis, language: OutputLocale, output: &mut CommandOutput) {
    let all = [
        &findings.pearson_exact,
        &findings.fisher_exact,
        &findings.linear_by_linear_exact,
    ];
    let mut simulated = Vec::new();
    for test in all.into_iter().flatten().flatten() {
        if let PValueSource::MonteCarlo {
            samples,
            seed,
            low,
            high,
            ..
        } = test.by
        {
            simulated.push(language.with_decimal_sign(&format!(
                "{}: {samples} {}, 99 % {} {low:.4}–{high:.4}, {} {seed}",
                test.method,
                language.choose("random tables", "tilfældige tabeller"),
                language.choose("interval of p", "interval for p"),
                language.choose("seed", "seed"),
            )));
        }
    }
    if !simulated.is_empty() {
        output.hanging("b. ", &simulated.join(". "));
    }
    if all.iter().any(|asked| asked.is_none()) {
        output.paragraph(language.choose(
            "No exact tests: with this many answers the large-sample p is accurate enough. Use --exact to run them.",
            "Eksakte test er ikke lavet: med så mange svar er det tilnærmede p tæt på. Bed om dem med --exact.",
        ));
    }
    if let Some(why) = all.into_iter().flatten().find_map(|test| {
        test.as_ref()
            .err()
            .filter(|why| **why != StatsError::NoOrder)
    }) {
        output.paragraph(&format!(
            "{}: {}",
            language.choose("No exact test", "Ingen eksakt test"),
            why_in_words(why, language)
        ));
    }
}

fn is_monte_carlo(test: &ExactTest) -> bool {
    matches!(test.by, PValueSource::MonteCarlo { .. })
}

fn why_in_words(why: &StatsError, language: OutputLocale) -> String {
    if language.danish {
        why.danish()
    } else {
        why.english()
    }
}
