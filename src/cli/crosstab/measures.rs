//! The block of measures: the strength of the association, each with its interval.

use super::OutputLocale;
use crate::cli::{CommandOutput, text_grid::TextGrid};
use crate::evidence::CrosstabAnalysis;

/// Shows the measures that exist for this table.
pub fn show(findings: &CrosstabAnalysis, language: OutputLocale, output: &mut CommandOutput) {
    let value = language.choose(">Value", ">Værdi");
    let mut grid = TextGrid::new(&[
        "",
        value,
        ">ASE",
        language.choose(">95 % low", ">95 % nedre"),
        language.choose(">high", ">øvre"),
    ]);
    for (name, found) in &findings.association {
        let Ok(found) = found else { continue };
        // Shown in the block of effects, with the groups they compare.
        if matches!(*name, "difference" | "relative_risk") {
            continue;
        }
        let number = |value: f64| language.decimals(value, 3);
        let (low, high) = found
            .interval
            .as_ref()
            .map(|interval| (number(interval.low), number(interval.high)))
            .unwrap_or_default();
        grid.row([
            title(name, language).to_owned(),
            number(found.value),
            found.ase.map(number).unwrap_or_default(),
            low,
            high,
        ]);
    }
    grid.show(output);
}

fn title(name: &'static str, language: OutputLocale) -> &'static str {
    match name {
        "phi" => "Phi",
        "cramers_v" => "Cramér's V",
        "cramers_v_corrected" => {
            language.choose("Cramér's V, bias-corrected", "Cramér's V, korrigeret")
        }
        "contingency" => language.choose("Contingency coefficient", "Kontingenskoefficient"),
        "lambda_symmetric" => language.choose("Lambda, symmetric", "Lambda, symmetrisk"),
        "lambda_row" => language.choose("Lambda, rows dependent", "Lambda, rækker afhængige"),
        "lambda_column" => {
            language.choose("Lambda, columns dependent", "Lambda, kolonner afhængige")
        }
        "gamma" => "Gamma",
        "tau_b" => "Kendall's tau-b",
        "tau_c" => "Kendall's tau-c",
        "somers_d_row" => {
            language.choose("Somers' d, rows dependent", "Somers' d, rækker afhængige")
        }
        "somers_d_column" => language.choose(
            "Somers' d, columns dependent",
            "Somers' d, kolonner afhængige",
        ),
        "spearman" => language.choose("Spearman correlation", "Spearman-korrelation"),
        "odds_ratio" => language.choose(
            "Odds ratio ad/bc, exact interval",
            "Odds ratio ad/bc, eksakt interval",
        ),
        other => other,
    }
}
