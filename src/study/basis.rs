//! What a verdict rested on when it was given: counts, p-values and the version
//! of things, no words. Kept with the verdict, so that a later change is seen.

use crate::text::number;
use serde::{Deserialize, Serialize};

/// The evidence of a link at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Basis {
    /// The theory's version.
    pub theory: String,
    /// Quotes for the link.
    pub supports: usize,
    /// Quotes against it.
    pub contradicts: usize,
    /// Quotes that nuance it.
    pub nuances: usize,
    /// Quotes nobody had judged.
    pub unjudged: usize,
    /// Informants quoted.
    pub informants: usize,
    /// Its tests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tests: Vec<TestBasis>,
    /// The datasets they were made on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub datasets: Vec<DatasetBasis>,
}

/// A test as it stood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TestBasis {
    /// The first variable.
    pub a: String,
    /// The second.
    pub b: String,
    /// Answers in the table.
    pub n: usize,
    /// Its p-value, 0 to 1; `None` when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<f64>,
    /// How p was reached, e.g. "Pearson's chi-square".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub method: String,
    /// What the plan reads of it, where that is another test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<PlannedBasis>,
    /// p of the planned trend by the numbers of the codes, whatever the declared order: what
    /// verdicts rested on that keep no planned test. Never stored.
    #[serde(skip)]
    pub by_codes: Option<f64>,
}

/// What a plan read of a test, before any adjustment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PlannedBasis {
    /// Its p-value, 0 to 1.
    pub p: f64,
    /// How p was reached.
    pub method: String,
    /// How many random tables p was drawn from; 0 when it was calculated.
    #[serde(default, skip_serializing_if = "is_none_drawn")]
    pub drawn: u64,
}

fn is_none_drawn(drawn: &u64) -> bool {
    *drawn == 0
}

impl PlannedBasis {
    /// Whether another p is the same: rounding aside, and of those drawn at random what drawing
    /// anew may do.
    fn is(&self, p: f64, drawn: u64) -> bool {
        let error = |drawn: u64| {
            if drawn == 0 {
                0.0
            } else {
                self.p * (1.0 - self.p) / drawn as f64 + (drawn as f64).powi(-2)
            }
        };
        (self.p - p).abs() <= 1e-9 + 4.0 * (error(self.drawn) + error(drawn)).sqrt()
    }
}

/// A dataset as it stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetBasis {
    /// Its name.
    pub name: String,
    /// The digest of its rows.
    pub digest: String,
    /// Rows that were not left out.
    pub rows: usize,
    /// Rows that had been erased.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub erased: usize,
}

impl Basis {
    /// What is different now, a phrase each; empty when nothing is.
    pub fn differences(&self, now: &Basis) -> Vec<String> {
        let mut found = Vec::new();
        let counts = [
            ("supporting quotes", self.supports, now.supports),
            ("contradicting quotes", self.contradicts, now.contradicts),
            ("nuancing quotes", self.nuances, now.nuances),
            ("quotes not judged", self.unjudged, now.unjudged),
            ("informants", self.informants, now.informants),
        ];
        found.extend(
            counts
                .iter()
                .filter(|(_, was, now)| was != now)
                .map(|(what, was, now)| format!("{what} {was} → {now}")),
        );
        // With the same file and the same rows it is the counting that differs: what answers mean,
        // or a later virk. … and with the same file but for rows that were erased, it is the same
        // count without them.
        let as_it_was = |now: &&DatasetBasis| {
            self.datasets
                .iter()
                .any(|was| was == *now || now.only_lost(was).is_some())
        };
        let anew = if !now.datasets.is_empty() && now.datasets.iter().all(|now| as_it_was(&now)) {
            "recomputed: "
        } else {
            ""
        };
        let find = |all: &[TestBasis], test: &TestBasis| {
            all.iter()
                .find(|other| (&other.a, &other.b) == (&test.a, &test.b))
                .cloned()
        };
        for test in &now.tests {
            match find(&self.tests, test) {
                None => found.push(format!("new test {} × {}", test.a, test.b)),
                Some(was) => {
                    let mut other = Vec::new();
                    other.extend((was.n != test.n).then(|| format!("N {} → {}", was.n, test.n)));
                    other.extend(
                        (!same(was.p, test.p))
                            .then(|| format!("p {}", format_p_change(was.p, test.p))),
                    );
                    if was.method != test.method
                        && !was.method.is_empty()
                        && !test.method.is_empty()
                    {
                        other.push(format!("by {}, before by {}", test.method, was.method));
                    }
                    other.extend(was.planned_otherwise(test));
                    if !other.is_empty() {
                        found.push(format!(
                            "{anew}{} × {}: {}",
                            test.a,
                            test.b,
                            other.join(", ")
                        ));
                    }
                }
            }
        }
        let gone = self
            .tests
            .iter()
            .filter(|test| find(&now.tests, test).is_none());
        found.extend(gone.map(|test| format!("the test {} × {} is gone", test.a, test.b)));
        for dataset in &now.datasets {
            if let Some(was) = self.datasets.iter().find(|was| was.name == dataset.name)
                && was != dataset
            {
                found.push(match dataset.only_lost(was) {
                    Some(rows) => {
                        format!(
                            "{} of {} erased",
                            number::count_noun(rows, "row"),
                            dataset.name
                        )
                    }
                    None => format!("other rows in {}", dataset.name),
                });
            }
        }
        found
    }
}

impl DatasetBasis {
    /// How many rows were erased since `was`, when nothing else about the rows is different.
    fn only_lost(&self, was: &DatasetBasis) -> Option<usize> {
        let lost = self
            .erased
            .checked_sub(was.erased)
            .filter(|lost| *lost > 0)?;
        // An erased row may have been left out before.
        let fits = self.rows <= was.rows && was.rows - self.rows <= lost;
        (fits && self.name == was.name && self.digest == was.digest).then_some(lost)
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl TestBasis {
    /// How the planned test differs now, in a phrase.
    fn planned_otherwise(&self, now: &TestBasis) -> Option<String> {
        let planned = now.planned.as_ref()?;
        let told = |what: &str, was: f64| {
            format!(
                "p of the {what} {}",
                format_p_change(Some(was), Some(planned.p))
            )
        };
        match (&self.planned, now.by_codes) {
            (Some(was), _) if was.is(planned.p, planned.drawn) => None,
            (Some(was), _) if was.method == planned.method => Some(told("planned test", was.p)),
            (Some(was), _) => Some(format!(
                "{} by {}, before by {}",
                told("planned test", was.p),
                planned.method,
                was.method
            )),
            (None, Some(was)) if !planned.is(was, planned.drawn) => Some(format!(
                "{}, by the declared order and not by the numbers of the codes",
                told("planned trend", was)
            )),
            (None, _) => None,
        }
    }
}

/// A p-value with so many digits that another one shows: ".31", "<.001".
fn format_p(p: Option<f64>) -> String {
    match p {
        None => "none".to_owned(),
        Some(p) if p < 0.001 => "<.001".to_owned(),
        Some(p) => format!("{p:.3}").trim_start_matches('0').to_owned(),
    }
}

/// Two p-values that differ, with so many digits that one sees it.
fn format_p_change(was: Option<f64>, now: Option<f64>) -> String {
    match (was, now) {
        (Some(a), Some(b)) if format_p(was) == format_p(now) => format!("{a:.1e} → {b:.1e}"),
        _ => format!("{} → {}", format_p(was), format_p(now)),
    }
}

/// Whether two p-values are the same, rounding aside.
fn same(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 1e-9,
        (a, b) => a.is_none() && b.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basis() -> Basis {
        let test = TestBasis {
            a: "x".into(),
            b: "y".into(),
            n: 31,
            p: Some(0.02),
            method: "Pearson".into(),
            ..TestBasis::default()
        };
        let dataset = DatasetBasis {
            name: "survey".into(),
            digest: "ab".into(),
            rows: 31,
            erased: 0,
        };
        Basis {
            theory: "v1".into(),
            supports: 2,
            tests: vec![test],
            datasets: vec![dataset],
            ..Basis::default()
        }
    }

    #[test]
    fn what_changed_since_is_told_and_nothing_else() {
        let was = basis();
        assert!(was.differences(&was).is_empty());
        let mut now = basis();
        (now.contradicts, now.tests[0].p, now.datasets[0].digest) = (1, Some(0.2), "cd".into());
        assert_eq!(
            was.differences(&now),
            [
                "contradicting quotes 0 → 1",
                "x × y: p .020 → .200",
                "other rows in survey"
            ]
        );
        now.datasets[0].digest = "ab".into();
        assert_eq!(was.differences(&now)[1], "recomputed: x × y: p .020 → .200");
        (now.tests[0].n, now.tests[0].method) = (30, "Spearman".into());
        assert_eq!(
            was.differences(&now)[1],
            "recomputed: x × y: N 31 → 30, p .020 → .200, by Spearman, before by Pearson"
        );
        now.tests = was.tests.clone();
        assert_eq!(format_p_change(Some(4e-7), Some(0.0002)), "4.0e-7 → 2.0e-4");
        // A planned test that is drawn differs by more than drawing; before it was kept, a trend
        // may have gone by the codes.
        let planned = |p, drawn| {
            Some(PlannedBasis {
                p,
                method: "trend".into(),
                drawn,
            })
        };
        let first = |was: &TestBasis, now: &TestBasis| was.planned_otherwise(now);
        let (mut one, mut other) = (was.tests[0].clone(), was.tests[0].clone());
        (one.planned, other.planned) = (planned(0.10, 1_000), planned(0.12, 1_000));
        assert_eq!(first(&one, &other), None);
        (one.planned, other.planned) = (planned(0.10, 0), planned(0.001, 0));
        assert_eq!(
            first(&one, &other).unwrap(),
            "p of the planned test .100 → .001"
        );
        one.planned = None;
        assert_eq!(first(&one, &other), None);
        other.by_codes = Some(0.1);
        assert_eq!(
            first(&one, &other).unwrap(),
            "p of the planned trend .100 → .001, by the declared order and not by the numbers of the codes"
        );
        now.tests.clear();
        assert!(
            was.differences(&now)
                .contains(&"the test x × y is gone".to_owned())
        );
    }
}
