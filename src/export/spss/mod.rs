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

pub use crosstab::crosstab;
pub use theory::{Syntax, theory};
