//! The planned analysis: by which test a link counts as shown, and among which
//! tests its p-values are read. Declared once, before the numbers are looked at;
//! what another choice would have said is always told beside it.

use super::Study;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The declared plan; the level of significance is the study's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The test that decides.
    pub test: PlannedTest,
    /// The tests that belong together.
    pub family: FamilyOf,
    /// How p-values are adjusted within the family before they are read.
    pub adjustment: Adjustment,
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
pub enum FamilyOf {
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

impl FamilyOf {
    /// All of them.
    pub const ALL: [FamilyOf; 3] = [FamilyOf::Link, FamilyOf::Stage, FamilyOf::Theory];

    /// The word in files and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FamilyOf::Link => "link",
            FamilyOf::Stage => "stage",
            FamilyOf::Theory => "theory",
        }
    }
}

impl Adjustment {
    /// All of them.
    pub const ALL: [Adjustment; 3] = [Adjustment::None, Adjustment::Holm, Adjustment::BenjaminiHochberg];

    /// The word in files and commands.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Adjustment::None => "none",
            Adjustment::Holm => "holm",
            Adjustment::BenjaminiHochberg => "bh",
        }
    }
}

impl fmt::Display for Plan {
    /// "Pearson’s chi-square, each p by itself", "the test that fits, Holm within the link".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", self.test.words())?;
        match self.adjustment {
            Adjustment::None => write!(f, "each p by itself (family: {})", self.family.name()),
            Adjustment::Holm => write!(f, "Holm within the {}", self.family.name()),
            Adjustment::BenjaminiHochberg => write!(f, "Benjamini–Hochberg within the {}", self.family.name()),
        }
    }
}

impl Study {
    /// The plan that was declared, if one was.
    #[must_use]
    pub fn declared_plan(&self) -> Option<Plan> {
        self.plan
    }

    /// The plan that counts: the declared one, else the test that fits, each p by itself.
    #[must_use]
    pub fn plan(&self) -> Plan {
        self.plan.unwrap_or_default()
    }
}
