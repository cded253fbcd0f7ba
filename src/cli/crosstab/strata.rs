//! The block of strata: whether they differ, before each is shown; and each without a verdict of
//! its own, since that one group shows a relation and another does not is no difference between
//! them.

use super::{Part, Tongue, blocks};
use crate::cli::{Page, grid::Grid};
use crate::evidence::{Strata, homogeneity};
use crate::export::crosstab::category;
use crate::stats::{Estimate, Test, Why, mantel::Stratified};
use serde_json::{Value, json};

/// Shows the strata.
pub fn show(strata: &Strata, parts: &[Part], alpha: f64, tongue: Tongue, page: &mut Page) {
    page.heading(&format!(
        "{} {}?",
        tongue.say(
            "Does the relation differ by",
            "Er sammenhængen forskellig efter"
        ),
        strata.by.label
    ));
    page.say(&strata.sentence(alpha, tongue.danish));
    let found = strata.moderation.as_ref().ok();
    let relation = found.and_then(homogeneity::relation);
    let name = |at: usize| category(&strata.by.codes[at], &strata.by.labels[at]);
    if let (Some(found), Some(relation)) = (found, relation) {
        page.gap();
        let mut grid = Grid::new(&[
            &strata.by.label,
            ">N",
            &format!(">{relation}"),
            tongue.say(">95 % CI", ">95 %-konfidensinterval"),
        ]);
        for group in &found.groups {
            let (value, ends) = shown(group.relation.as_ref(), tongue);
            grid.row([name(group.place), tongue.count(group.n), value, ends]);
        }
        grid.show(page);
    }
    page.heading(tongue.say("All strata together", "Alle lag samlet"));
    together(strata, tongue, page);
    for (at, part) in parts.iter().enumerate() {
        page.heading(&format!("{} = {}", strata.by.label, name(at)));
        blocks::processing(&part.crosstab, tongue, page);
        blocks::counts(&part.crosstab, None, tongue, page);
    }
}

/// A number and its interval.
fn shown(estimate: Option<&Estimate>, tongue: Tongue) -> (String, String) {
    let Some(estimate) = estimate else {
        return (String::new(), String::new());
    };
    let ends = estimate.interval.as_ref().map(|ends| {
        format!(
            "[{}; {}]",
            tongue.decimals(ends.low, 2),
            tongue.decimals(ends.high, 2)
        )
    });
    (tongue.decimals(estimate.value, 2), ends.unwrap_or_default())
}

/// The relation with the strata held apart, and the tests of its being one.
fn together(strata: &Strata, tongue: Tongue, page: &mut Page) {
    let mut grid = Grid::new(&["", tongue.say(">Value", ">Værdi"), ">df", ">p"]);
    let mut line = |name: &str, test: &Test| {
        let df = test.df.map_or(String::new(), |df| df.to_string());
        grid.row([
            name.to_owned(),
            tongue.decimals(test.statistic, 3),
            df,
            tongue.p(test.p),
        ]);
    };
    match (&strata.together, strata.conditional()) {
        (Ok(found), _) => two_by_two(found, tongue, &mut line),
        (Err(_), Ok(test)) => line(
            tongue.say(
                "Relation within strata (generalised CMH)",
                "Sammenhæng inden for lag (generaliseret CMH)",
            ),
            &test,
        ),
        (Err(_), Err(why)) => {
            return page.say(
                if tongue.danish {
                    why.danish()
                } else {
                    why.english()
                }
                .as_str(),
            );
        }
    }
    grid.show(page);
    if let Ok(Ok(ratio)) = strata.together.as_ref().map(|found| &found.odds_ratio) {
        let (value, ends) = shown(Some(ratio), tongue);
        page.say(&format!(
            "{} = {value} {ends}, 95 %",
            tongue.say("Common odds ratio", "Fælles odds ratio")
        ));
    }
}

/// Mantel–Haenszel and Breslow–Day.
fn two_by_two(found: &Stratified, tongue: Tongue, line: &mut impl FnMut(&str, &Test)) {
    line(
        tongue.say(
            "Mantel–Haenszel (common association)",
            "Mantel–Haenszel (fælles sammenhæng)",
        ),
        &found.test,
    );
    if let (Ok(breslow_day), Ok(tarone)) = (&found.breslow_day, &found.tarone) {
        line(
            tongue.say("Breslow–Day (homogeneity)", "Breslow–Day (ens sammenhæng)"),
            breslow_day,
        );
        line("Breslow–Day, Tarone", tarone);
    }
}

/// The same for programs.
pub fn value(strata: &Strata, alpha: f64) -> Value {
    let test = |found: &Result<Test, Why>| match found {
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
