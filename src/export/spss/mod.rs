//! SPSS syntax that repeats what virk computed, so that anybody can check it: one crosstab, or all
//! tests of a theory with their data. PSPP reads it too.
//!
//! SPSS reads a command up to a full stop at the end of a line. Names that are invalid in SPSS are
//! refused or converted, and every value is a number or a quoted string, so nothing from a file can
//! become a command.

mod crosstab;
mod dataset;
mod name;
mod theory;

use crate::study::filter::{Exclusion, FilterOperator};

pub use crosstab::crosstab;
pub use theory::{SpssSyntax, theory};

/// The condition under which a filter keeps a row. A filter compares the raw cell even if its value
/// is declared missing; for numeric variables that takes `VALUE` and `SYSMIS`, for text it does
/// not.
fn keep_condition(name: &str, rule: &Exclusion, value: &str, words: bool) -> String {
    let (cell, empty, filled) = match words {
        true => (
            name.to_owned(),
            format!("{name} EQ ''"),
            format!("{name} NE ''"),
        ),
        false => (
            format!("VALUE({name})"),
            format!("SYSMIS({name})"),
            format!("NOT SYSMIS({name})"),
        ),
    };
    let sign = match rule.comparison {
        FilterOperator::Is => "NE",
        FilterOperator::IsNot => "EQ",
        FilterOperator::Below => "GE",
        FilterOperator::Above => "LE",
        FilterOperator::Empty => return filled,
    };
    format!("{cell} {sign} {value} OR {empty}")
}
