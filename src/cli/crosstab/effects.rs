//! The block of effects: the groups compared, and the effect sizes with the interval that belongs
//! to the test.

use super::OutputLocale;
use crate::cli::{CommandOutput, text_grid::TextGrid};
use crate::stats::advice::{EffectMeasure, Effects, MeasuredEffect};

pub fn show(effects: &Effects, language: OutputLocale, output: &mut CommandOutput) {
    if !effects.groups.is_empty() {
        groups(effects, language, output);
        output.blank_line();
    }
    let level = effects
        .first()
        .and_then(|effect| effect.estimate.interval.as_ref())
        .map_or(0.95, |interval| interval.level);
    let percent = language.count((level * 1000.0).round() / 10.0);
    let (low, high) = (
        format!(">{percent} % {}", language.choose("low", "nedre")),
        language.choose(">high", ">øvre"),
    );
    let mut grid = TextGrid::new(&["", language.choose(">Value", ">Værdi"), &low, high]);
    // Phi takes its sign from the order of the table, so it is listed with the measures instead.
    for effect in effects
        .found
        .iter()
        .filter(|effect| effect.measure != EffectMeasure::Phi)
    {
        let number = |value: f64| effect_value(effect.measure, value, language);
        let ends = effect
            .estimate
            .interval
            .as_ref()
            .map(|interval| (number(interval.low), number(interval.high)));
        let (low, high) = ends.unwrap_or_default();
        grid.row([
            title(effect, effects, language),
            number(effect.estimate.value),
            low,
            high,
        ]);
    }
    grid.show(output);
}

/// The groups, with the share or the median answer of each.
fn groups(effects: &Effects, language: OutputLocale, output: &mut CommandOutput) {
    let by = effects.groups_by.clone().unwrap_or_default();
    let outcome = effects.outcome.clone().unwrap_or_default();
    let told = match &effects.answer {
        Some(answer) => format!(">{outcome} = {answer}"),
        None => format!("Median, {outcome}"),
    };
    let mut grid = TextGrid::new(&[
        &by,
        ">N",
        &told,
        if effects.answer.is_some() { ">%" } else { "" },
    ]);
    for group in &effects.groups {
        let (count, share) = (
            group.count.map(|count| language.count(count)),
            group.share.map(|share| language.decimals(share * 100.0, 1)),
        );
        let told = count.or_else(|| group.median.clone()).unwrap_or_default();
        grid.row([
            group.label.clone(),
            language.count(group.n),
            told,
            share.unwrap_or_default(),
        ]);
    }
    grid.show(output);
}

/// A value in its unit: percentage points, or three decimals.
fn effect_value(measure: EffectMeasure, value: f64, language: OutputLocale) -> String {
    match measure {
        EffectMeasure::Difference => language.decimals(value * 100.0, 1),
        EffectMeasure::RelativeRisk | EffectMeasure::OddsRatio => language.decimals(value, 2),
        _ => language.decimals(value, 3),
    }
}

fn title(effect: &MeasuredEffect, effects: &Effects, language: OutputLocale) -> String {
    let first = effects
        .groups
        .first()
        .map(|group| group.label.as_str())
        .unwrap_or_default();
    match effect.measure {
        EffectMeasure::Difference => language
            .choose("Difference, percentage points", "Forskel, procentpoint")
            .into(),
        EffectMeasure::RelativeRisk => language.choose("Relative risk", "Relativ risiko").into(),
        EffectMeasure::OddsRatio => "Odds ratio".into(),
        EffectMeasure::Phi => "Phi".into(),
        EffectMeasure::Superiority => {
            format!(
                "{} {first}",
                language.choose(
                    "Probability of a higher answer with",
                    "Sandsynlighed for et højere svar ved"
                )
            )
        }
        EffectMeasure::EpsilonSquared => language
            .choose("Rank epsilon squared", "Epsilon i anden af range")
            .into(),
        EffectMeasure::TauB => "Kendall's tau-b".into(),
        EffectMeasure::R => language
            .choose("Pearson's r of the scores", "Pearsons r af værdierne")
            .into(),
        EffectMeasure::V => "Cramér's V".into(),
    }
}
