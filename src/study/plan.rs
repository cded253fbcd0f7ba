//! The planned analysis: by which test a link counts as shown, and among which
//! tests its p-values are read. Declared once, before the numbers are looked at;
//! what another choice would have said is always told beside it.

use super::Study;
pub use super::smallest_effects::{BoundedMeasure, SmallestEffects};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The declared plan; the level of significance is the study's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AnalysisPlan {
    /// What of a link is tested.
    #[serde(default, skip_serializing_if = "TestUnit::is_pairs")]
    pub unit: TestUnit,
    /// The test that decides.
    pub test: PlannedTest,
    /// The tests that belong together.
    pub family: TestFamily,
    /// How p-values are adjusted within the family before they are read.
    pub adjustment: Adjustment,
    /// Of an index: the share of its items, in per cent, that a person must have answered.
    #[serde(default = "half", skip_serializing_if = "is_half")]
    pub least_answered: Percent,
    /// The smallest effect of interest.
    #[serde(default, skip_serializing_if = "SmallestEffects::is_undeclared")]
    pub smallest: SmallestEffects,
}

/// A whole number of per cent, half by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Percent(pub u8);

impl Default for Percent {
    fn default() -> Percent {
        half()
    }
}

fn half() -> Percent {
    Percent(50)
}

fn is_half(percent: &Percent) -> bool {
    *percent == half()
}

/// What of a link is tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestUnit {
    /// Every indicator of one end against every indicator of the other.
    #[default]
    Pairs,
    /// The mean of all indicators of one end against that of the other: one test.
    Indices,
}

/// The test that decides whether an indicator pair counts as shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlannedTest {
    /// Pearson's chi-square without correction, large-sample p.
    Pearson,
    /// The test that fits the variables' levels and the table, exact where the table is sparse.
    #[default]
    Fitting,
}

/// Which tests belong together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestFamily {
    /// Those of one link.
    #[default]
    Link,
    /// Those of all links between the same two kinds, such as mechanism and output.
    Stage,
    /// Those of the whole theory.
    Theory,
}

/// How p-values are adjusted for the number of tests in the family.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adjustment {
    /// Not at all: each test by itself.
    #[default]
    None,
    /// Holm (1979).
    Holm,
    /// Benjamini and Hochberg (1995).
    BenjaminiHochberg,
    /// The step-down maximum of Westfall and Young (1993), by putting rows in another order.
    MaxT,
}

impl TestUnit {
    /// Both.
    pub const ALL: [TestUnit; 2] = [TestUnit::Pairs, TestUnit::Indices];

    /// The word in files and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TestUnit::Pairs => "pairs",
            TestUnit::Indices => "indices",
        }
    }

    /// The words in a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            TestUnit::Pairs => "every pair",
            TestUnit::Indices => "one test of the two indices",
        }
    }

    fn is_pairs(&self) -> bool {
        *self == TestUnit::Pairs
    }
}

impl PlannedTest {
    /// Both.
    pub const ALL: [PlannedTest; 2] = [PlannedTest::Pearson, PlannedTest::Fitting];

    /// The word in files and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            PlannedTest::Pearson => "pearson",
            PlannedTest::Fitting => "fitting",
        }
    }

    /// The words in a sentence.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            PlannedTest::Pearson => "Pearson’s chi-square",
            PlannedTest::Fitting => "the test that fits",
        }
    }
}

impl TestFamily {
    /// All of them.
    pub const ALL: [TestFamily; 3] = [TestFamily::Link, TestFamily::Stage, TestFamily::Theory];

    /// The word in files and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            TestFamily::Link => "link",
            TestFamily::Stage => "stage",
            TestFamily::Theory => "theory",
        }
    }
}

impl Adjustment {
    /// All of them.
    pub const ALL: [Adjustment; 4] = [
        Adjustment::None,
        Adjustment::Holm,
        Adjustment::BenjaminiHochberg,
        Adjustment::MaxT,
    ];

    /// The word in files and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Adjustment::None => "none",
            Adjustment::Holm => "holm",
            Adjustment::BenjaminiHochberg => "bh",
            Adjustment::MaxT => "max-t",
        }
    }
}

impl fmt::Display for AnalysisPlan {
    /// "Pearson’s chi-square, each p by itself", "one test of the two indices, the test that fits,
    /// Holm within the link".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.unit == TestUnit::Indices {
            write!(
                f,
                "{} (those who answered at least {} % of the items), ",
                self.unit.words(),
                self.least_answered.0
            )?;
        }
        write!(f, "{}, ", self.test.words())?;
        match self.adjustment {
            Adjustment::None => write!(f, "each p by itself (family: {})", self.family.name()),
            Adjustment::Holm => write!(f, "Holm within the {}", self.family.name()),
            Adjustment::BenjaminiHochberg => {
                write!(f, "Benjamini–Hochberg within the {}", self.family.name())
            }
            Adjustment::MaxT => write!(
                f,
                "max-T of Westfall and Young within the {}",
                self.family.name()
            ),
        }?;
        if self.smallest.is_undeclared() {
            Ok(())
        } else {
            write!(f, "; smallest effect of interest {}", self.smallest)
        }
    }
}

impl Study {
    /// The plan that was declared, if one was.
    #[must_use]
    pub fn declared_plan(&self) -> Option<AnalysisPlan> {
        self.plan
    }

    /// The plan that counts: the declared one, else the test that fits, each p by itself.
    #[must_use]
    pub fn plan(&self) -> AnalysisPlan {
        self.plan.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_of_before_is_read_and_written_as_it_was() {
        let before = r#"{"test":"pearson","family":"stage","adjustment":"none"}"#;
        let plan: AnalysisPlan = serde_json::from_str(before).unwrap_or_default();
        assert_eq!(
            (plan.test, plan.unit, plan.least_answered),
            (PlannedTest::Pearson, TestUnit::Pairs, Percent(50))
        );
        assert_eq!(serde_json::to_string(&plan).unwrap_or_default(), before);
        let new = AnalysisPlan {
            unit: TestUnit::Indices,
            adjustment: Adjustment::MaxT,
            ..plan
        };
        let written = serde_json::to_string(&new).unwrap_or_default();
        assert!(
            written.contains("\"indices\"") && written.contains("\"max_t\""),
            "{written}"
        );
        assert_eq!(
            serde_json::from_str::<AnalysisPlan>(&written).unwrap_or_default(),
            new
        );
    }
}
