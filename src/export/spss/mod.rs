//! SPSS syntax that repeats what virk computed, so that nobody has to take its
//! word for it: one crosstab, or all tests of a theory with the data they are on.
//! PSPP reads it too.
//!
//! SPSS reads a command up to a full stop at the end of a line; a name that is
//! none in SPSS is refused or made one, and every value is a number or a quoted string, so
//! that nothing from a file becomes a command.

mod crosstab;
mod dataset;
mod name;
mod theory;

use crate::study::filter::{Exclusion, FilterOperator};

pub use crosstab::crosstab;
pub use theory::{SpssSyntax, theory};

/// The condition under which a filter leaves a row in. A filter looks at what stands in
/// a cell, be it declared missing or not: hence `VALUE` and `SYSMIS`, which words do not need.
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
