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

use crate::study::filter::{Comparison, Exclusion};

pub use crosstab::crosstab;
pub use theory::{Syntax, theory};

/// The condition under which a filter leaves a row in.
fn stays(name: &str, rule: &Exclusion, value: &str) -> String {
    let sign = match rule.comparison {
        Comparison::Is => "NE",
        Comparison::IsNot => "EQ",
        Comparison::Below => "GE",
        Comparison::Above => "LE",
        Comparison::Empty => return format!("NOT MISSING({name})"),
    };
    format!("{name} {sign} {value} OR MISSING({name})")
}
