//! The block of measures: how strongly the two go together, each with its interval.

use super::Tongue;
use crate::cli::{Page, grid::Grid};
use crate::evidence::Findings;

/// Shows the measures that exist for this table.
pub fn show(findings: &Findings, tongue: Tongue, page: &mut Page) {
    let value = tongue.say(">Value", ">Værdi");
    let mut grid = Grid::new(&[
        "",
        value,
        ">ASE",
        tongue.say(">95 % low", ">95 % nedre"),
        tongue.say(">high", ">øvre"),
    ]);
    for (name, found) in &findings.association {
        let Ok(found) = found else { continue };
        // These stand among the effects, with the groups they compare.
        if matches!(*name, "difference" | "relative_risk") {
            continue;
        }
        let number = |value: f64| tongue.decimals(value, 3);
        let (low, high) = found
            .interval
            .as_ref()
            .map(|interval| (number(interval.low), number(interval.high)))
            .unwrap_or_default();
        grid.row([
            title(name, tongue).to_owned(),
            number(found.value),
            found.ase.map(number).unwrap_or_default(),
            low,
            high,
        ]);
    }
    grid.show(page);
}

/// What a measure is called.
fn title(name: &'static str, tongue: Tongue) -> &'static str {
    match name {
        "phi" => "Phi",
        "cramers_v" => "Cramér's V",
        "cramers_v_corrected" => tongue.say("Cramér's V, bias-corrected", "Cramér's V, korrigeret"),
        "contingency" => tongue.say("Contingency coefficient", "Kontingenskoefficient"),
        "lambda_symmetric" => tongue.say("Lambda, symmetric", "Lambda, symmetrisk"),
        "lambda_row" => tongue.say("Lambda, rows dependent", "Lambda, rækker afhængige"),
        "lambda_column" => tongue.say("Lambda, columns dependent", "Lambda, kolonner afhængige"),
        "gamma" => "Gamma",
        "tau_b" => "Kendall's tau-b",
        "tau_c" => "Kendall's tau-c",
        "somers_d_row" => tongue.say("Somers' d, rows dependent", "Somers' d, rækker afhængige"),
        "somers_d_column" => tongue.say(
            "Somers' d, columns dependent",
            "Somers' d, kolonner afhængige",
        ),
        "spearman" => tongue.say("Spearman correlation", "Spearman-korrelation"),
        "odds_ratio" => tongue.say(
            "Odds ratio ad/bc, exact interval",
            "Odds ratio ad/bc, eksakt interval",
        ),
        other => other,
    }
}
