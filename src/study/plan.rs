//! The planned analysis: by which test a link counts as shown, and among which
//! tests its p-values are read. Declared once, before the numbers are looked at;
//! what another choice would have said is always told beside it.
//!
//! The smallest effect of interest: below it a relation is too slight to matter to the theory.
//! Declared in the plan, by kind of measure, since a difference of means and a rank correlation
//! have different units. Without it nothing can be called slight: that a test shows nothing does
//! not say how much there may be.

use super::{Refusal, Study};
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
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "lowercase")]
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
    pub fn name(self) -> &'static str {
        match self {
            TestUnit::Pairs => "pairs",
            TestUnit::Indices => "indices",
        }
    }

    /// The words in a sentence.
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
    pub fn name(self) -> &'static str {
        match self {
            PlannedTest::Pearson => "pearson",
            PlannedTest::Fitting => "fitting",
        }
    }

    /// The words in a sentence.
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
    pub fn name(self) -> &'static str {
        self.into()
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
    pub fn declared_plan(&self) -> Option<AnalysisPlan> {
        self.plan
    }

    /// The plan that counts: the declared one, else the test that fits, each p by itself.
    pub fn plan(&self) -> AnalysisPlan {
        self.plan.unwrap_or_default()
    }
}

/// A kind of measure that has a bound of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoundedMeasure {
    /// Pearson's r or Spearman's rho of two scores.
    R,
    /// Kendall's tau-b of two ordered answers.
    TauB,
    /// Phi of a table with two rows and two columns.
    Phi,
    /// Cramér's V; also the root of epsilon squared, which is on the same scale.
    V,
    /// Hedges' g: a difference of means in standard deviations.
    D,
    /// Probability of superiority, by its distance from one half.
    Superiority,
}

/// The bounds that were declared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SmallestEffects {
    /// Of r and rho.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r: Option<f64>,
    /// Of tau-b.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tau_b: Option<f64>,
    /// Of phi.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phi: Option<f64>,
    /// Of V.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub v: Option<f64>,
    /// Of a difference of means in standard deviations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub d: Option<f64>,
    /// Of the probability of superiority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superiority: Option<f64>,
}

impl BoundedMeasure {
    /// All of them.
    pub const ALL: [BoundedMeasure; 6] = [
        BoundedMeasure::R,
        BoundedMeasure::TauB,
        BoundedMeasure::Phi,
        BoundedMeasure::V,
        BoundedMeasure::D,
        BoundedMeasure::Superiority,
    ];

    /// The word in commands and sentences.
    pub fn name(self) -> &'static str {
        match self {
            BoundedMeasure::R => "r",
            BoundedMeasure::TauB => "tau-b",
            BoundedMeasure::Phi => "phi",
            BoundedMeasure::V => "V",
            BoundedMeasure::D => "d",
            BoundedMeasure::Superiority => "superiority",
        }
    }
}

impl SmallestEffects {
    /// Whether nothing was declared.
    pub fn is_undeclared(&self) -> bool {
        BoundedMeasure::ALL
            .into_iter()
            .all(|measure| self.of(measure).is_none())
    }

    /// The bound of a measure, as a distance from no relation.
    pub fn of(&self, measure: BoundedMeasure) -> Option<f64> {
        match measure {
            BoundedMeasure::R => self.r,
            BoundedMeasure::TauB => self.tau_b,
            BoundedMeasure::Phi => self.phi,
            BoundedMeasure::V => self.v,
            BoundedMeasure::D => self.d,
            BoundedMeasure::Superiority => self.superiority.map(|share| share - 0.5),
        }
    }

    /// The bounds that words such as `.2` or `tau-b=.15, V=.2, d=.4` declare; `none` declares
    /// nothing. One number is a correlation: it holds for r, tau-b, phi and V, and a difference of
    /// means and a probability of superiority get the bounds that are as large as it (d = 2r/√(1 −
    /// r²); superiority = ½ + r/2).
    /// Refused when a measure is not known, or a number is out of its range.
    pub fn parse(words: &str) -> Result<SmallestEffects, Refusal> {
        let mut smallest = SmallestEffects::default();
        if words.trim().eq_ignore_ascii_case("none") {
            return Ok(smallest);
        }
        // A comma before a name parts two bounds; before a digit it is a decimal comma.
        let mut parted = String::new();
        for (at, letter) in words.char_indices() {
            let ends = letter == ','
                && words[at + 1..]
                    .trim_start()
                    .chars()
                    .next()
                    .is_none_or(char::is_alphabetic);
            parted.push(if ends || letter == ';' { ' ' } else { letter });
        }
        for part in parted.split_whitespace() {
            match part.split_once('=') {
                None => {
                    let r = within(part, part, 0.0, 1.0)?;
                    let alike = [
                        &mut smallest.r,
                        &mut smallest.tau_b,
                        &mut smallest.phi,
                        &mut smallest.v,
                    ];
                    alike.into_iter().for_each(|bound| *bound = Some(r));
                    smallest.d = Some(2.0 * r / (1.0 - r * r).sqrt());
                    smallest.superiority = Some(0.5 + r / 2.0);
                }
                Some((name, value)) => match name.trim().to_lowercase().as_str() {
                    "r" | "rho" | "spearman" | "pearson" => {
                        smallest.r = Some(within(part, value, 0.0, 1.0)?)
                    }
                    "tau-b" | "tau_b" | "tau" | "taub" => {
                        smallest.tau_b = Some(within(part, value, 0.0, 1.0)?)
                    }
                    "phi" | "φ" => smallest.phi = Some(within(part, value, 0.0, 1.0)?),
                    "v" | "cramer" => smallest.v = Some(within(part, value, 0.0, 1.0)?),
                    "d" | "g" => smallest.d = Some(within(part, value, 0.0, 10.0)?),
                    "superiority" | "ps" => {
                        smallest.superiority = Some(within(part, value, 0.5, 1.0)?)
                    }
                    _ => return Err(refuse(part)),
                },
            }
        }
        if smallest.is_undeclared() {
            Err(refuse(words))
        } else {
            Ok(smallest)
        }
    }
}

fn within(part: &str, number: &str, least: f64, most: f64) -> Result<f64, Refusal> {
    let value = number.trim().replace(',', ".").parse::<f64>().ok();
    value
        .filter(|value| *value > least && *value < most)
        .ok_or_else(|| refuse(part))
}

fn refuse(part: &str) -> Refusal {
    Refusal::new(
        format!("`{part}` is not an effect size"),
        "Write one correlation between 0 and 1, such as .2, or by measure: r=.2 tau-b=.15 phi=.2 V=.2 d=.4 superiority=.6; or none",
    )
}

impl fmt::Display for SmallestEffects {
    /// "r .20, tau-b .15".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for measure in BoundedMeasure::ALL {
            let Some(bound) = self.of(measure) else {
                continue;
            };
            let bound = if measure == BoundedMeasure::Superiority {
                bound + 0.5
            } else {
                bound
            };
            write!(
                f,
                "{}{} {}",
                if first { "" } else { ", " },
                measure.name(),
                format!("{bound:.2}").trim_start_matches('0')
            )?;
            first = false;
        }
        Ok(())
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

#[cfg(test)]
mod smallest_effects_tests {
    use super::*;

    #[test]
    fn one_number_is_a_correlation_and_others_are_by_name() {
        let one = SmallestEffects::parse(".2").unwrap_or_default();
        assert_eq!((one.r, one.tau_b, one.v), (Some(0.2), Some(0.2), Some(0.2)));
        assert!(
            (one.d.unwrap_or_default() - 0.408_248).abs() < 1e-6 && one.superiority == Some(0.6)
        );
        let some = SmallestEffects::parse("tau-b=.15, V=0.25 d=,4").unwrap_or_default();
        assert_eq!((some.r, some.tau_b, some.v), (None, Some(0.15), Some(0.25)));
        assert_eq!(some.to_string(), "tau-b .15, V .25, d .40");
        assert!(
            SmallestEffects::parse("none")
                .unwrap_or(one)
                .is_undeclared()
        );
        for wrong in ["", "2", "-.1", "tau=2", "beta=.1", "superiority=.3", "0"] {
            assert!(SmallestEffects::parse(wrong).is_err(), "{wrong}");
        }
    }
}
