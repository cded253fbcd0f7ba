//! Assessment of the tests of links: what each shows by the declared plan, and how that changes
//! with the best-fitting test, an adjustment for multiple testing, and a single answer more or
//! less.
//!
//! Whether a test counts is decided by the plan. An indicator that measures both ends of a link is
//! circular: such tests are shown but not counted, and are left out of the family, where their
//! small p would make those of others smaller. The strength of the relation and the agreement of
//! its tests in sign matter more than how many of them fall below a level.

pub use super::basis::AssessedTest;
use super::fitting::{AssessmentDepth, fit_all, small_effort};
use super::numeric_status::SignAgreement;
use super::pairs::TestTally;
use super::planned_tests::{FittingTest, TestKey, key};
use super::tests::IndicatorTest;
use super::{planned_tests, tests};
use crate::stats::{StatsError, estimate};
use crate::study::plan::{Adjustment, TestFamily};
use crate::study::theory::ExpectedDirection;
use crate::study::{
    AnalysisPlan, Cancelled, CodeKind, Dataset, Id, Link, ProgressMonitor, Study, Theory,
};
use std::collections::{BTreeMap, BTreeSet};

/// The assessed tests of a link.
#[derive(Clone, Debug)]
pub struct LinkAssessment<'a> {
    pub link: &'a Link,
    /// The tests that the plan uses.
    pub tests: Vec<AssessedTest<'a>>,
    /// Every pair of indicators, whatever the plan uses.
    pub pairs: Vec<IndicatorTest<'a>>,
    /// Agreement of the pairs in sign.
    pub signs: SignAgreement,
    /// Why there are not more tests.
    pub notes: Vec<String>,
    pub plan: AnalysisPlan,
    /// Number of tests in the plan's family.
    pub family: usize,
    /// Number of tests in the whole theory.
    pub in_theory: usize,
}

impl LinkAssessment<'_> {
    /// The p of the link as a whole: the smallest adjusted p, or without adjustment the probability
    /// of this many p below the level by chance.
    pub fn p(&self, level: f64) -> Option<f64> {
        let own = || {
            self.tests
                .iter()
                .filter(|test| test.circular.is_none())
                .filter_map(|test| test.planned)
        };
        match (self.plan.adjustment, own().count()) {
            (_, 0) => None,
            (_, 1) => own().next(),
            (Adjustment::None, _) => {
                Some(TestTally::of(&self.tests, self.link.expected).by_chance(level))
            }
            _ => own().min_by(f64::total_cmp),
        }
    }
}

/// Assesses the tests of `links`, which belong to `theory`, on `threads` threads. `watch` is
/// notified of each link and then of each test, and may cancel.
pub fn assess<'a>(
    study: &'a Study,
    theory: &'a Theory,
    links: &[&'a Link],
    threads: usize,
    watch: ProgressMonitor<'_>,
) -> Result<Vec<LinkAssessment<'a>>, Cancelled> {
    assess_to_depth(AssessmentDepth::All, study, theory, links, threads, watch)
}

/// The p of each link by the plan and the number of its tests shown. Faster than [`assess`]: exact
/// tests get a small budget, and there is no advice.
pub fn by_plan(
    study: &Study,
    theory: &Theory,
    links: &[&Link],
    watch: ProgressMonitor<'_>,
) -> Result<Vec<PlannedResult>, Cancelled> {
    let weighings = assess_to_depth(AssessmentDepth::Planned, study, theory, links, 1, watch)?;
    Ok(weighings
        .iter()
        .map(|weighing| weighing.by_plan(study.alpha))
        .collect())
}

/// Result of a link's tests by the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlannedResult {
    /// The p of the link as a whole; `None` if nothing could be tested.
    pub p: Option<f64>,
    /// Number of its tests shown.
    pub shown: usize,
}

impl LinkAssessment<'_> {
    /// The result at significance level `level`.
    pub fn by_plan(&self, level: f64) -> PlannedResult {
        PlannedResult {
            p: self.p(level),
            shown: self.tests.iter().filter(|test| test.shown()).count(),
        }
    }
}

fn assess_to_depth<'a>(
    depth: AssessmentDepth,
    study: &'a Study,
    theory: &'a Theory,
    links: &[&'a Link],
    threads: usize,
    watch: ProgressMonitor<'_>,
) -> Result<Vec<LinkAssessment<'a>>, Cancelled> {
    let plan = study.plan();
    let kinds = |link: &Link| -> (CodeKind, CodeKind) {
        (
            study.kind_in(theory, link.from),
            study.kind_in(theory, link.to),
        )
    };
    let stages: BTreeSet<_> = links.iter().map(|link| kinds(link)).collect();
    let kin: Vec<&Link> = match plan.family {
        TestFamily::Link => links.to_vec(),
        TestFamily::Stage => study
            .links_of(theory)
            .filter(|link| stages.contains(&kinds(link)))
            .collect(),
        TestFamily::Theory => study.links_of(theory).collect(),
    };
    let mut all: BTreeMap<TestKey, (IndicatorTest<'a>, ExpectedDirection)> = BTreeMap::new();
    let mut of_link: TestsByLink<'a> = BTreeMap::new();
    let asked: BTreeSet<Id<Link>> = kin.iter().chain(links).map(|link| link.id).collect();
    for link in kin.iter().chain(links) {
        if of_link.contains_key(&link.id) {
            continue;
        }
        watch.report(of_link.len(), asked.len(), "link")?;
        let found = tests::of_link(study, link);
        let both = both_ends(study, link);
        let mut gathered = CollectedTests {
            pairs: found.tests.clone(),
            notes: found.notes.clone(),
            ..CollectedTests::default()
        };
        for test in found.planned(plan.unit) {
            gathered.keys.push(key(test));
            gathered
                .counted
                .extend(circular(test, &both).is_none().then(|| key(test)));
            all.entry(key(test))
                .or_insert_with(|| (test.clone(), link.expected));
        }
        of_link.insert(
            link.id,
            CollectedTests {
                shared_variables: both,
                ..gathered
            },
        );
    }
    let fitted = fit_all(&all, (depth, &plan), study.alpha, threads, watch)?;
    let in_theory = tests::in_theory(study, theory);
    // Links that share a family share its adjustment.
    let mut known: Vec<(Vec<TestKey>, Vec<Option<f64>>)> = Vec::new();
    let mut one = |link: &&'a Link| {
        let CollectedTests {
            keys,
            counted,
            pairs,
            notes,
            shared_variables: both,
        } = of_link.get(&link.id).cloned().unwrap_or_default();
        let family: Vec<TestKey> = match plan.family {
            TestFamily::Link => counted,
            TestFamily::Stage => distinct_tests(
                kin.iter().filter(|other| kinds(other) == kinds(link)),
                &of_link,
            ),
            TestFamily::Theory => distinct_tests(kin.iter(), &of_link),
        };
        let fitting = |key: &TestKey| {
            fitted
                .get(key)
                .and_then(|(fitting, _)| fitting.as_ref().ok())
        };
        let members: Vec<(&IndicatorTest<'_>, Option<f64>)> = family
            .iter()
            .filter_map(|key| {
                all.get(key)
                    .map(|(test, _)| (test, planned_tests::raw(test, fitting(key), &plan)))
            })
            .collect();
        let planned = match known.iter().find(|(of, _)| *of == family) {
            Some((_, planned)) => planned.clone(),
            None => {
                let planned = planned_tests::adjusted(&members, &plan);
                known.push((family.clone(), planned.clone()));
                planned
            }
        };
        let adjusted = estimate::benjamini_hochberg(
            &family
                .iter()
                .map(|key| fitting(key).map(|found| found.p))
                .collect::<Vec<_>>(),
        );
        let weighed = keys.iter().filter_map(|key| {
            let (test, _) = all.get(key)?;
            let (fitting, advice) = fitted.get(key).cloned()?;
            let circular = circular(test, &both);
            // The family may contain tests that are circular for this link but not for another.
            let place = family
                .iter()
                .position(|other| other == key)
                .filter(|_| circular.is_none());
            let read = |all: &[Option<f64>]| place.and_then(|place| all[place]);
            let (planned, adjusted) = (read(&planned), read(&adjusted));
            Some(AssessedTest {
                test: test.clone(),
                fitting,
                planned,
                adjusted,
                advice,
                circular,
                plan,
                level: study.alpha,
            })
        });
        let weighed: Vec<AssessedTest<'_>> = weighed.collect();
        // An indicator of both ends says nothing about the relation, nor about its sign.
        let pairs: Vec<IndicatorTest<'_>> = pairs
            .iter()
            .filter(|test| circular(test, &both).is_none())
            .cloned()
            .collect();
        let signs = if depth == AssessmentDepth::All {
            SignAgreement::of_link(study, link, &pairs)
        } else {
            SignAgreement::default()
        };
        LinkAssessment {
            link,
            tests: weighed,
            pairs,
            signs,
            notes,
            plan,
            family: family.len(),
            in_theory,
        }
    };
    Ok(links.iter().map(&mut one).collect())
}

/// A quick assessment of one link, for drawings of many links at once: the family is the link
/// whatever the plan says, max-T gives way to Holm, exact tests get a small budget, and there is no
/// advice.
pub fn assess_quickly<'a>(
    study: &'a Study,
    link: &'a Link,
    found: &tests::LinkTests<'a>,
) -> LinkAssessment<'a> {
    let mut plan = study.plan();
    if plan.adjustment == Adjustment::MaxT {
        plan.adjustment = Adjustment::Holm;
    }
    let effort = small_effort();
    let planned = found.planned(plan.unit);
    let fitted: Vec<Result<FittingTest, StatsError>> = planned
        .iter()
        .map(|test| FittingTest::new(test, &effort))
        .collect();
    let both = both_ends(study, link);
    // A test without p is not a member of the family.
    let counts = |test: &IndicatorTest<'_>| circular(test, &both).is_none();
    let of = |test, fitting: &Result<FittingTest, StatsError>| {
        (
            test,
            planned_tests::raw(test, fitting.as_ref().ok(), &plan).filter(|_| counts(test)),
        )
    };
    let members: Vec<(&IndicatorTest<'_>, Option<f64>)> = planned
        .iter()
        .zip(&fitted)
        .map(|(test, fitting)| of(test, fitting))
        .collect();
    let read = planned_tests::adjusted(&members, &plan);
    let own = |(test, fitting): (&IndicatorTest<'_>, &Result<FittingTest, StatsError>)| {
        fitting
            .as_ref()
            .ok()
            .filter(|_| counts(test))
            .map(|fitting| fitting.p)
    };
    let adjusted =
        estimate::benjamini_hochberg(&planned.iter().zip(&fitted).map(own).collect::<Vec<_>>());
    let weighed = planned
        .iter()
        .zip(fitted)
        .enumerate()
        .map(|(at, (test, fitting))| AssessedTest {
            circular: circular(test, &both),
            test: test.clone(),
            fitting,
            planned: read[at],
            adjusted: adjusted[at],
            advice: None,
            plan,
            level: study.alpha,
        });
    let pairs: Vec<IndicatorTest<'_>> = found
        .tests
        .iter()
        .filter(|test| circular(test, &both).is_none())
        .cloned()
        .collect();
    let signs = SignAgreement::of_link(study, link, &pairs);
    let (tests, family) = (
        weighed.collect(),
        planned.iter().filter(|test| counts(test)).count(),
    );
    LinkAssessment {
        link,
        tests,
        pairs,
        signs,
        notes: found.notes.clone(),
        plan,
        family,
        in_theory: family,
    }
}

/// The variable of the test that measures both ends of its link.
fn circular(test: &IndicatorTest<'_>, both: &BTreeSet<(Id<Dataset>, usize)>) -> Option<String> {
    let sides = [&test.crosstab.row.name, &test.crosstab.column.name].into_iter();
    let mut places = sides.filter_map(|name| test.dataset.variable_index(name));
    let at = places.find(|at| both.contains(&(test.dataset.id, *at)))?;
    test.dataset.variable_name(at).map(str::to_owned)
}

/// The tests of one link before assessment.
#[derive(Clone, Default)]
struct CollectedTests<'a> {
    /// The tests that the plan uses.
    keys: Vec<TestKey>,
    /// Those of `keys` that are not circular.
    counted: Vec<TestKey>,
    /// Every pair of indicators.
    pairs: Vec<IndicatorTest<'a>>,
    /// Why there are not more tests.
    notes: Vec<String>,
    shared_variables: BTreeSet<(Id<Dataset>, usize)>,
}

type TestsByLink<'a> = BTreeMap<Id<Link>, CollectedTests<'a>>;

/// Tests that count for several links are returned once.
fn distinct_tests<'a, 'b: 'a>(
    links: impl Iterator<Item = &'a &'b Link>,
    of_link: &TestsByLink<'_>,
) -> Vec<TestKey> {
    let keys: BTreeSet<TestKey> = links
        .filter_map(|link| of_link.get(&link.id))
        .flat_map(|gathered| gathered.counted.iter().cloned())
        .collect();
    keys.into_iter().collect()
}

/// The variables that measure both ends of a link.
fn both_ends(study: &Study, link: &Link) -> BTreeSet<(Id<Dataset>, usize)> {
    let of = |end| {
        tests::variables(study, end)
            .into_iter()
            .map(|(dataset, place)| (dataset.id, place))
            .collect::<BTreeSet<_>>()
    };
    of(link.from).intersection(&of(link.to)).copied().collect()
}
