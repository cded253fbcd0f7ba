//! SPSS syntax that repeats a crosstab, so that nobody has to take virk's word for it.
//!
//! SPSS reads a command up to a full stop at the end of a line; a name that is
//! none in SPSS is refused, and every value is a number or a quoted string, so
//! that nothing from a file becomes a command.

use crate::evidence::Crosstab;
use crate::stats::exact::Effort;
use crate::study::{Dataset, Refusal, Variable};

/// Writes the syntax: rows left out, missing values, weights, the table, its tests and measures.
///
/// # Errors
/// When a variable's name is none in SPSS.
pub fn crosstab(
    dataset: &Dataset,
    crosstab: &Crosstab,
    by: Option<&str>,
    weight: Option<&str>,
    exact: Option<&Effort>,
) -> Result<String, Refusal> {
    let (row, column) = (named(&crosstab.row.name)?, named(&crosstab.column.name)?);
    let mut out = String::new();
    if exact.is_some_and(|effort| effort.work == 0) {
        out += &format!("SET SEED={}.\n", exact.map_or(0, |effort| effort.seed));
    }
    if let Some(weight) = weight {
        out += &format!("WEIGHT BY {}.\n", named(weight)?);
    }
    out += "TEMPORARY.\n";
    for rule in &dataset.body.exclusions {
        let name = named(&rule.variable)?;
        out += &format!("SELECT IF ({name} NE {} OR MISSING({name})).\n", value(&rule.equals));
    }
    for name in [Some(crosstab.row.name.as_str()), Some(crosstab.column.name.as_str()), by].into_iter().flatten() {
        let missing = dataset.place(name).map(|place| &dataset.body.variables[place]).map_or(&[][..], |v: &Variable| &v.missing);
        if !missing.is_empty() {
            let values: Vec<String> = missing.iter().map(|code| value(code)).collect();
            out += &format!("MISSING VALUES {} ({}).\n", named(name)?, values.join(", "));
        }
    }
    out += &format!("CROSSTABS\n  /TABLES={row} BY {column}");
    if let Some(by) = by {
        out += &format!(" BY {}", named(by)?);
    }
    out += "\n  /FORMAT=AVALUE TABLES\n  /STATISTICS=CHISQ CC PHI LAMBDA GAMMA BTAU CTAU D CORR RISK";
    if by.is_some() {
        out += " CMH(1)";
    }
    out += "\n  /CELLS=COUNT EXPECTED ASRESID";
    if weight.is_some() {
        out += "\n  /COUNT ASIS";
    }
    if let Some(effort) = exact {
        // SPSS Exact Tests: five minutes for enumeration, else random tables with a 99 % interval.
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

/// Words that are no names in SPSS.
const RESERVED: [&str; 13] = ["ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"];

/// A name that SPSS takes for one.
fn named(name: &str) -> Result<&str, Refusal> {
    let first = name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '@');
    let rest = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '#' | '$'));
    let reserved = RESERVED.contains(&name.to_ascii_uppercase().as_str());
    if first && rest && !reserved && !name.ends_with(['.', '_']) && name.len() <= 64 {
        return Ok(name);
    }
    Err(Refusal::new(
        format!("`{name}` is no name of a variable in SPSS"),
        "SPSS takes a letter, then letters, digits, _ and full stops, 64 bytes at most; rename the column",
    ))
}

/// A value: a number as it is, anything else in quotation marks on one line.
fn value(code: &str) -> String {
    let number = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if number && code.parse::<f64>().is_ok() {
        return code.to_owned();
    }
    let words: String = code.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("'{}'", words.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_are_no_commands() {
        assert!(named("refl_gen").is_ok() && named("spørgsmål1").is_ok());
        for name in ["", "by", "1a", "a b", "a.", "a\n", "a;b", "a'b"] {
            assert!(named(name).is_err(), "{name:?}");
        }
        assert_eq!((value("-1.5"), value("inf"), value("it's\nx.")), ("-1.5".into(), "'inf'".into(), "'it''s x.'".into()));
    }
}
