//! The block of strata. It says whether the strata differ before it shows each, and gives no
//! verdict on single strata: a relation shown in one group and not in another is no evidence of a
//! difference between the groups.

use super::{CrosstabPart, OutputLocale, blocks};
use crate::cli::CommandOutput;
use crate::cli::table_output::TextGrid;
use crate::evidence::{Strata, strata};
use crate::export::crosstab::category;
use crate::stats::mantel::Stratified;
use crate::stats::{Estimate, StatsError, Test};
use serde_json::{Value, json};

pub fn show(
    strata: &Strata,
    parts: &[CrosstabPart],
    alpha: f64,
    language: OutputLocale,
    output: &mut CommandOutput,
) {
    output.heading(&format!(
        "{} {}?",
        language.choose(
            "Does the relation differ by",
            "Er sammenhængen forskellig efter"
        ),
        strata.by.label
    ));
    output.paragraph(&strata.sentence(alpha, language.danish));
    let found = strata.moderation.as_ref().ok();
    let relation = found.and_then(strata::relation);
    let name = |at: usize| category(&strata.by.codes[at], &strata.by.labels[at]);
    if let (Some(found), Some(relation)) = (found, relation) {
        output.blank_line();
        let mut grid = TextGrid::new(&[
            &strata.by.label,
            ">N",
            &format!(">{relation}"),
            language.choose(">95 % CI", ">95 %-konfidensinterval"),
        ]);
        for group in &found.groups {
            let (value, ends) = number_and_interval(group.relation.as_ref(), language);
            grid.row([name(group.place), language.count(group.n), value, ends]);
        }
        grid.show(output);
    }
    output.heading(language.choose("All strata together", "Alle lag samlet"));
    show_pooled(strata, language, output);
    for (at, part) in parts.iter().enumerate() {
        output.heading(&format!("{} = {}", strata.by.label, name(at)));
        blocks::show_case_counts(&part.crosstab, language, output);
        blocks::show_counts(&part.crosstab, None, language, output);
    }
}

fn number_and_interval(estimate: Option<&Estimate>, language: OutputLocale) -> (String, String) {
    let Some(estimate) = estimate else {
        return (String::new(), String::new());
    };
    let ends = estimate.interval.as_ref().map(|ends| {
        format!(
            "[{}; {}]",
            language.decimals(ends.low, 2),
            language.decimals(ends.high, 2)
        )
    });
    (
        language.decimals(estimate.value, 2),
        ends.unwrap_or_default(),
    )
}

/// The association adjusted for strata, and the tests of its homogeneity.
fn show_pooled(strata: &Strata, language: OutputLocale, output: &mut CommandOutput) {
    let mut grid = TextGrid::new(&["", language.choose(">Value", ">Værdi"), ">df", ">p"]);
    let mut line = |name: &str, test: &Test| {
        let df = test.df.map_or(String::new(), |df| df.to_string());
        grid.row([
            name.to_owned(),
            language.decimals(test.statistic, 3),
            df,
            language.p(test.p),
        ]);
    };
    match (&strata.pooled, strata.conditional()) {
        (Ok(found), _) => two_by_two(found, language, &mut line),
        (Err(_), Ok(test)) => line(
            language.choose(
                "Relation within strata (generalised CMH)",
                "Sammenhæng inden for lag (generaliseret CMH)",
            ),
            &test,
        ),
        (Err(_), Err(why)) => {
            return output.paragraph(
                if language.danish {
                    why.danish()
                } else {
                    why.english()
                }
                .as_str(),
            );
        }
    }
    grid.show(output);
    if let Ok(Ok(ratio)) = strata.pooled.as_ref().map(|found| &found.odds_ratio) {
        let (value, ends) = number_and_interval(Some(ratio), language);
        output.paragraph(&format!(
            "{} = {value} {ends}, 95 %",
            language.choose("Common odds ratio", "Fælles odds ratio")
        ));
    }
}

/// Mantel–Haenszel and Breslow–Day.
fn two_by_two(found: &Stratified, language: OutputLocale, line: &mut impl FnMut(&str, &Test)) {
    line(
        language.choose(
            "Mantel–Haenszel (common association)",
            "Mantel–Haenszel (fælles sammenhæng)",
        ),
        &found.test,
    );
    if let (Ok(breslow_day), Ok(tarone)) = (&found.breslow_day, &found.tarone) {
        line(
            language.choose("Breslow–Day (homogeneity)", "Breslow–Day (ens sammenhæng)"),
            breslow_day,
        );
        line("Breslow–Day, Tarone", tarone);
    }
}

/// The strata as JSON.
pub fn value(strata: &Strata, alpha: f64) -> Value {
    let test = |found: &Result<Test, StatsError>| match found {
        Ok(test) => {
            json!({ "statistic": test.statistic, "df": test.df, "p": test.p, "method": test.method })
        }
        Err(why) => json!({ "p": null, "why": why.english() }),
    };
    let homogeneity = match &strata.moderation {
        Ok(found) => json!({
            "statistic": found.test.statistic,
            "df": found.test.df,
            "residual_df": found.test.residual_df,
            "p": found.test.p,
            "n": found.test.n,
            "exact": found.test.exact,
            "method": found.test.method,
            "differs": found.test.p <= alpha,
            "measure": found.size.as_ref().map(|(measure, _)| measure.english()),
            "size": found.size.as_ref().map(|(_, size)| estimate(size)),
            "crude": found.crude.as_ref().map(estimate),
            "adjusted": found.adjusted.as_ref().map(estimate),
            "groups": found.groups.iter().map(|group| json!({
                "level": strata.by.codes.get(group.place),
                "n": group.n,
                "relation": group.relation.as_ref().map(estimate),
            })).collect::<Vec<Value>>(),
            "warnings": found.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        }),
        Err(why) => json!({ "p": null, "why": why.english() }),
    };
    let generalised = match &strata.generalised {
        Ok(found) => json!({
            "correlation": test(&found.correlation),
            "row_means": test(&found.row_means),
            "column_means": test(&found.column_means),
            "general": test(&found.general),
            "fits": test(&strata.conditional()),
        }),
        Err(why) => json!({ "p": null, "why": why.english() }),
    };
    json!({
        "homogeneity": homogeneity,
        "generalised": generalised,
        "sentences": { "en": strata.sentence(alpha, false), "da": strata.sentence(alpha, true) },
    })
}

fn estimate(estimate: &Estimate) -> Value {
    let finite = |x: f64| x.is_finite().then_some(x);
    let ends = estimate.interval.as_ref();
    json!({
        "value": finite(estimate.value),
        "low": ends.and_then(|ends| finite(ends.low)),
        "high": ends.and_then(|ends| finite(ends.high)),
        "interval": ends.map(|ends| ends.method),
        "method": estimate.method,
    })
}
