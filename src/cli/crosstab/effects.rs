//! Blocks of a crosstab below its tests: the groups compared, effect sizes with the interval that
//! belongs to each, measures of association, and advice.

use super::output_locale::OutputLocale;
use crate::cli::CommandOutput;
use crate::cli::table_output::TextGrid;
use crate::evidence::CrosstabAnalysis;
use crate::stats::advice::{
    Advice, AdviceSeverity, EffectMeasure, Effects, MeasuredEffect, MiddleReading,
};

pub fn show_effects(effects: &Effects, language: OutputLocale, output: &mut CommandOutput) {
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
            effect_title(effect, effects, language),
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

fn effect_title(effect: &MeasuredEffect, effects: &Effects, language: OutputLocale) -> String {
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

pub fn show_advice(advice: &Advice, language: OutputLocale, output: &mut CommandOutput) {
    output.paragraph(&format!(
        "{}: {}",
        language.choose("Status", "Status"),
        if language.danish {
            advice.status.danish()
        } else {
            advice.status.english()
        }
    ));
    if let Some(outcome) = &advice.outcome {
        let p = language.p(outcome.p);
        output.paragraph(&format!(
            "{}: {}, p {}",
            language.choose("The test that fits", "Den test, der passer"),
            outcome.name,
            sign(&p)
        ));
    }
    for message in &advice.messages {
        let mark = match message.severity {
            AdviceSeverity::Warning => "! ",
            AdviceSeverity::Caution => "~ ",
            AdviceSeverity::Note => "· ",
        };
        let text = if language.danish {
            &message.danish
        } else {
            &message.english
        };
        output.hanging(mark, &format!("{text} ({})", message.source));
    }
    if !advice.readings.is_empty() {
        show_middle_readings(advice, language, output);
    }
    output.blank_line();
    output.hanging(
        "",
        if language.danish {
            &advice.danish
        } else {
            &advice.english
        },
    );
}

/// "= 0.043", but "<0.001" without another sign.
fn sign(p: &str) -> String {
    if p.starts_with('<') {
        p.to_owned()
    } else {
        format!("= {p}")
    }
}

/// The result under each reading of the middle category, side by side.
fn show_middle_readings(advice: &Advice, language: OutputLocale, output: &mut CommandOutput) {
    output.blank_line();
    let mut grid = TextGrid::new(&[
        language.choose("The middle category", "Midterkategorien"),
        ">N",
        ">p",
        ">tau-b",
    ]);
    for read in &advice.readings {
        let words = match read.reading {
            MiddleReading::AsIs => language.choose("as answered", "som besvaret"),
            MiddleReading::Missing => language.choose("as missing", "som manglende"),
            MiddleReading::WithBelow => language.choose("with those below", "med dem under"),
            MiddleReading::WithAbove => language.choose("with those above", "med dem over"),
            MiddleReading::ThreePoints => {
                language.choose("as one of three points", "som ét af tre trin")
            }
        };
        let p = read.p.map_or_else(
            || {
                language
                    .choose("not testable", "kan ikke testes")
                    .to_owned()
            },
            |p| language.p(p),
        );
        let tau = read
            .tau_b
            .map_or(String::new(), |tau| language.decimals(tau, 2));
        grid.row([words.to_owned(), language.count(read.n), p, tau]);
    }
    grid.show(output);
}

/// Shows the measures that exist for this table.
pub fn show_measures(
    findings: &CrosstabAnalysis,
    language: OutputLocale,
    output: &mut CommandOutput,
) {
    let value = language.choose(">Value", ">Værdi");
    let mut grid = TextGrid::new(&[
        "",
        value,
        ">ASE",
        language.choose(">95 % low", ">95 % nedre"),
        language.choose(">high", ">øvre"),
    ]);
    for (measure, found) in &findings.association {
        let (Ok(found), Some([english, danish])) = (found, measure.titles) else {
            continue;
        };
        let number = |value: f64| language.decimals(value, 3);
        let (low, high) = found
            .interval
            .as_ref()
            .map(|interval| (number(interval.low), number(interval.high)))
            .unwrap_or_default();
        grid.row([
            language.choose(english, danish).to_owned(),
            number(found.value),
            found.ase.map(number).unwrap_or_default(),
            low,
            high,
        ]);
    }
    grid.show(output);
}
