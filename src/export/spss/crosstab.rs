//! Syntax for a single crosstab, to be run on data that are already open in SPSS.

use super::dataset::is_string;
use super::name::{check_name, literal_value, quoted};
use crate::evidence::Crosstab;
use crate::stats::exact::Effort;
use crate::study::{Dataset, Refusal, Variable};

/// Writes the syntax: excluded rows, missing values, weights, the table, its tests and measures.
/// Refused if a variable's name is not valid in SPSS.
pub fn crosstab(
    dataset: &Dataset,
    crosstab: &Crosstab,
    by: Option<&str>,
    weight: Option<&str>,
    exact: Option<&Effort>,
) -> Result<String, Refusal> {
    let (row, column) = (
        check_name(&crosstab.row.name)?,
        check_name(&crosstab.column.name)?,
    );
    let mut out = String::new();
    if exact.is_some_and(|effort| effort.work == 0) {
        out += &format!("SET SEED={}.\n", exact.map_or(0, |effort| effort.seed));
    }
    if let Some(weight) = weight {
        out += &format!("WEIGHT BY {}.\n", check_name(weight)?);
    }
    out += "TEMPORARY.\n";
    for rule in &dataset.body.exclusions {
        let name = check_name(&rule.variable)?;
        let words = dataset
            .variable_index(&rule.variable)
            .is_some_and(|place| is_string(dataset, place));
        let value = if words {
            quoted(&rule.equals)
        } else {
            literal_value(&rule.equals)
        };
        out += &format!(
            "SELECT IF ({}).\n",
            super::keep_condition(name, rule, &value, words)
        );
    }
    for name in [
        Some(crosstab.row.name.as_str()),
        Some(crosstab.column.name.as_str()),
        by,
    ]
    .into_iter()
    .flatten()
    {
        let missing = dataset
            .variable_index(name)
            .map(|place| &dataset.body.variables[place])
            .map_or(&[][..], |v: &Variable| &v.missing);
        if !missing.is_empty() {
            let values: Vec<String> = missing.iter().map(|code| literal_value(code)).collect();
            out += &format!(
                "MISSING VALUES {} ({}).\n",
                check_name(name)?,
                values.join(", ")
            );
        }
    }
    out += &format!("CROSSTABS\n  /TABLES={row} BY {column}");
    if let Some(by) = by {
        out += &format!(" BY {}", check_name(by)?);
    }
    out +=
        "\n  /FORMAT=AVALUE TABLES\n  /STATISTICS=CHISQ CC PHI LAMBDA GAMMA BTAU CTAU D CORR RISK";
    if by.is_some() {
        out += " CMH(1)";
    }
    out += "\n  /CELLS=COUNT EXPECTED ASRESID";
    if weight.is_some() {
        out += "\n  /COUNT ASIS";
    }
    if let Some(effort) = exact {
        // SPSS Exact Tests: five minutes for enumeration, otherwise random tables with a 99 %
        // interval.
        out += &match effort.work {
            0 => format!("\n  /METHOD=MC CIN(99) SAMPLES({})", effort.samples),
            _ => "\n  /METHOD=EXACT TIMER(5)".to_owned(),
        };
    }
    out += ".\n";
    if weight.is_some() {
        out += "WEIGHT OFF.\n";
    }
    Ok(out)
}
