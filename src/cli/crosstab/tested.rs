//! The block of tests: large-sample p-values beside exact ones, and the
//! footnotes that belong to both.

use super::Tongue;
use crate::cli::{Page, grid::Grid};
use crate::evidence::Findings;
use crate::stats::advice::{Certainty, Method, Other};
use crate::stats::exact::{By, ExactTest};
use crate::stats::why::Why;
use crate::stats::{Side, Table, Test};
use crate::text::number;

/// An exact test as findings have it: not asked for, without an answer, or done.
type Asked = Option<Result<ExactTest, Why>>;

/// Shows the tests, or why there are none.
pub fn show(findings: &Findings, table: &Table, tongue: Tongue, page: &mut Page) {
    let pearson = match &findings.pearson {
        Ok(test) => test,
        Err(why) => {
            return page.say(&format!(
                "{}: {}",
                tongue.say("No test", "Ingen test"),
                words(why, tongue)
            ));
        }
    };
    let (large, exact) = (
        tongue.say(">p (large-sample)", ">p (tilnærmet)"),
        tongue.say(">p (exact)", ">p (eksakt)"),
    );
    let mut grid = Grid::new(&["", tongue.say(">Value", ">Værdi"), ">df", large, exact]);
    let p = |asked: &Asked| match asked {
        Some(Ok(test)) => format!(
            "{}{}",
            tongue.p(test.p),
            if drawn(test) { " b" } else { "" }
        ),
        _ => String::new(),
    };
    let name = |english: &'static str, danish: &'static str| tongue.say(english, danish).to_owned();
    grid.row([
        name("Pearson chi-square a", "Pearson chi i anden a"),
        tongue.decimals(pearson.statistic, 3),
        pearson.df.to_string(),
        tongue.p(pearson.p),
        p(&findings.pearson_exact),
    ]);
    let row = |title: String, test: &Test, exact: String| {
        let df = test.df.map_or(String::new(), |df| df.to_string());
        [
            title,
            tongue.decimals(test.statistic, 3),
            df,
            tongue.p(test.p),
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
            Other::FisherMidP => name("Fisher's test, mid-p", "Fishers test, mid-p"),
            Other::Boschloo => name("Boschloo's exact test", "Boschloos eksakte test"),
            Other::FisherExact | Other::Exact => continue,
        };
        grid.row([
            title,
            String::new(),
            String::new(),
            String::new(),
            tongue.p(other.p),
        ]);
    }
    if let Ok(test) = &findings.linear_by_linear {
        let title = name("Linear-by-linear association", "Lineær sammenhæng");
        grid.row(row(title, test, p(&findings.linear_by_linear_exact)));
    }
    further(findings, tongue, &mut grid);
    grid.show(page);
    let (cells, below) = (pearson.cells, pearson.cells_below_5);
    let (share, least) = (
        number::percent(below, cells),
        number::decimals(pearson.min_expected, 2),
    );
    page.hanging(
        "a. ",
        &tongue.sign(&if tongue.danish {
            format!("{below} af {cells} celler ({share}) har et forventet antal under 5. Det mindste forventede antal er {least}.")
        } else {
            format!("{below} of {cells} cells ({share}) have expected count less than 5. The minimum expected count is {least}.")
        }),
    );
    notes(findings, tongue, page);
    if findings.linear_by_linear.is_ok() {
        let scores = |side: &Side| {
            let scores: Vec<String> = side
                .scores()
                .iter()
                .map(|score| tongue.count(*score))
                .collect();
            format!(
                "{}: {}",
                side.name,
                scores.join(if tongue.comma { "; " } else { ", " })
            )
        };
        let words = tongue.say(
            "Scores of the linear association",
            "Scorer i den lineære sammenhæng",
        );
        page.hanging(
            "",
            &format!(
                "{words}: {}. {}.",
                scores(table.row_side()),
                scores(table.column_side())
            ),
        );
    }
}

/// The recommended test, when it has no line of its own yet.
fn further(findings: &Findings, tongue: Tongue, grid: &mut Grid) {
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
        _ if outcome.certainty != Certainty::LargeSample => (String::new(), tongue.p(outcome.p)),
        _ => (tongue.p(outcome.p), String::new()),
    };
    let value = outcome
        .statistic
        .map_or(String::new(), |value| tongue.decimals(value, 3));
    grid.row([
        title.into(),
        value,
        outcome.df.map_or(String::new(), |df| df.to_string()),
        large,
        exact,
    ]);
}

/// How the exact p-values came about, where that must be said.
fn notes(findings: &Findings, tongue: Tongue, page: &mut Page) {
    let all = [
        &findings.pearson_exact,
        &findings.fisher_exact,
        &findings.linear_by_linear_exact,
    ];
    let mut simulated = Vec::new();
    for test in all.into_iter().flatten().flatten() {
        if let By::MonteCarlo {
            samples,
            seed,
            low,
            high,
            ..
        } = test.by
        {
            simulated.push(tongue.sign(&format!(
                "{}: {samples} {}, 99 % {} {low:.4}–{high:.4}, {} {seed}",
                test.method,
                tongue.say("random tables", "tilfældige tabeller"),
                tongue.say("interval of p", "interval for p"),
                tongue.say("seed", "seed"),
            )));
        }
    }
    if !simulated.is_empty() {
        page.hanging("b. ", &simulated.join(". "));
    }
    if all.iter().any(|asked| asked.is_none()) {
        page.say(tongue.say(
            "Exact tests were not made: with so many answers the large-sample p is close. Ask with --exact.",
            "Eksakte test er ikke lavet: med så mange svar er det tilnærmede p tæt på. Bed om dem med --exact.",
        ));
    }
    if let Some(why) = all
        .into_iter()
        .flatten()
        .find_map(|test| test.as_ref().err().filter(|why| **why != Why::NoOrder))
    {
        page.say(&format!(
            "{}: {}",
            tongue.say("No exact test", "Ingen eksakt test"),
            words(why, tongue)
        ));
    }
}

fn drawn(test: &ExactTest) -> bool {
    matches!(test.by, By::MonteCarlo { .. })
}

fn words(why: &Why, tongue: Tongue) -> String {
    if tongue.danish {
        why.danish()
    } else {
        why.english()
    }
}
