//! What is asked of a table: the two variables, the direction expected, and the company the test keeps.
//!
//! Only what advice depends on. Where a question comes from, and who asked it, belongs to the study.

use crate::stats::exact::Effort;
use serde::Serialize;

/// Measurement level of a variable's categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Names without order.
    Nominal,
    /// Ordered categories.
    Ordinal,
}

/// What the middle category of a scale stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Middle {
    /// A true position between the sides.
    Neutral,
    /// Also a way out for those who do not know or will not say.
    AlsoDoNotKnow,
    /// Nobody has said.
    Undeclared,
}

/// One variable of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// The words for it in a sentence.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// Index of its middle category and what that means, when it has one.
    pub middle: Option<(usize, Middle)>,
}

impl Side {
    /// A side without a middle category.
    pub fn new(name: impl Into<String>, level: Level) -> Side {
        Side { name: name.into(), level, middle: None }
    }

    /// The same side with a middle category.
    pub fn with_middle(mut self, index: usize, meaning: Middle) -> Side {
        self.middle = Some((index, meaning));
        self
    }
}

/// The direction that the theory expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expectation {
    /// Higher goes with higher.
    Rising,
    /// Higher goes with lower.
    Falling,
    /// Some relation, of any shape.
    Any,
}

/// The tests among which this one is counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Family {
    /// Which test of the family this is, from 1.
    pub position: usize,
    /// p-values of the other tests of the family; `None` for those that could not be made.
    pub others: Vec<Option<f64>>,
    /// All tests made in the study, this one and those not kept included.
    pub in_study: usize,
}

/// Everything that advice needs besides the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Question {
    /// The row variable.
    pub row: Side,
    /// The column variable.
    pub column: Side,
    /// The expected direction.
    pub expected: Expectation,
    /// The level of significance, 0 to 1 (usually 0.05).
    pub alpha: f64,
    /// The other tests.
    pub family: Option<Family>,
    /// What exact tests may cost, and the seed.
    pub effort: Effort,
}

impl Question {
    /// A question with no expectation, level .05, and no family.
    pub fn new(row: Side, column: Side) -> Question {
        Question { row, column, expected: Expectation::Any, alpha: 0.05, family: None, effort: Effort::default() }
    }
}
