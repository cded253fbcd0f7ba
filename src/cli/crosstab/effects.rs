//! The block of effects: the groups that are compared, and what comes of it, each with the interval
//! that belongs to the test.

use super::Tongue;
use crate::cli::{Page, grid::Grid};
use crate::stats::advice::{Effect, Effects, Measure};

/// Shows them.
pub fn show(effects: &Effects, tongue: Tongue, page: &mut Page) {
    if !effects.groups.is_empty() {
        groups(effects, tongue, page);
        page.gap();
    }
    let level = effects
        .first()
        .and_then(|effect| effect.estimate.interval.as_ref())
        .map_or(0.95, |interval| interval.level);
    let percent = tongue.count((level * 1000.0).round() / 10.0);
    let (low, high) = (
        format!(">{percent} % {}", tongue.say("low", "nedre")),
        tongue.say(">high", ">øvre"),
    );
    let mut grid = Grid::new(&["", tongue.say(">Value", ">Værdi"), &low, high]);
    // Phi has the sign of the table as it stands, and stands among the measures.
    for effect in effects
        .found
        .iter()
        .filter(|effect| effect.measure != Measure::Phi)
    {
        let number = |value: f64| shown(effect.measure, value, tongue);
        let ends = effect
            .estimate
            .interval
            .as_ref()
            .map(|interval| (number(interval.low), number(interval.high)));
        let (low, high) = ends.unwrap_or_default();
        grid.row([
            title(effect, effects, tongue),
            number(effect.estimate.value),
            low,
            high,
        ]);
    }
    grid.show(page);
}

/// The groups, with the share of each or the answer in its middle.
fn groups(effects: &Effects, tongue: Tongue, page: &mut Page) {
    let by = effects.groups_by.clone().unwrap_or_default();
    let outcome = effects.outcome.clone().unwrap_or_default();
    let told = match &effects.answer {
        Some(answer) => format!(">{outcome} = {answer}"),
        None => format!("Median, {outcome}"),
    };
    let mut grid = Grid::new(&[
        &by,
        ">N",
        &told,
        if effects.answer.is_some() { ">%" } else { "" },
    ]);
    for group in &effects.groups {
        let (count, share) = (
            group.count.map(|count| tongue.count(count)),
            group.share.map(|share| tongue.decimals(share * 100.0, 1)),
        );
        let told = count.or_else(|| group.median.clone()).unwrap_or_default();
        grid.row([
            group.label.clone(),
            tongue.count(group.n),
            told,
            share.unwrap_or_default(),
        ]);
    }
    grid.show(page);
}

/// A value in the unit of its kind: percentage points, or three decimals.
fn shown(measure: Measure, value: f64, tongue: Tongue) -> String {
    match measure {
        Measure::Difference => tongue.decimals(value * 100.0, 1),
        Measure::RelativeRisk | Measure::OddsRatio => tongue.decimals(value, 2),
        _ => tongue.decimals(value, 3),
    }
}

/// What an effect is called.
fn title(effect: &Effect, effects: &Effects, tongue: Tongue) -> String {
    let first = effects
        .groups
        .first()
        .map(|group| group.label.as_str())
        .unwrap_or_default();
    match effect.measure {
        Measure::Difference => tongue
            .say("Difference, percentage points", "Forskel, procentpoint")
            .into(),
        Measure::RelativeRisk => tongue.say("Relative risk", "Relativ risiko").into(),
        Measure::OddsRatio => "Odds ratio".into(),
        Measure::Phi => "Phi".into(),
        Measure::Superiority => {
            format!(
                "{} {first}",
                tongue.say(
                    "Probability of a higher answer with",
                    "Sandsynlighed for et højere svar ved"
                )
            )
        }
        Measure::EpsilonSquared => tongue
            .say("Rank epsilon squared", "Epsilon i anden af range")
            .into(),
        Measure::TauB => "Kendall's tau-b".into(),
        Measure::R => tongue
            .say("Pearson's r of the scores", "Pearsons r af værdierne")
            .into(),
        Measure::V => "Cramér's V".into(),
    }
}
