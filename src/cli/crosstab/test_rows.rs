//! The block of tests: large-sample and exact p-values side by side, with their footnotes.

use super::OutputLocale;
use crate::cli::{CommandOutput, text_grid::TextGrid};
use crate::evidence::CrosstabAnalysis;
use crate::stats::advice::{AlternativeMethod, Certainty, Method};
use crate::stats::error::StatsError;
use crate::stats::exact::{ExactTest, PValueSource};
use crate::stats::{Table, TableSide, Test};
use crate::text::number;

/// `None` if not requested, `Err` if it could not be computed.
type RequestedExactTest = Option<Result<ExactTest, StatsError>>;

/// Shows the tests, or why there are none.
pub fn show(
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
            "Exact tests were not made: with so many answers the large-sample p is close. Ask with --exact.",
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
