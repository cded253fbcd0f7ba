//! The tests of links, weighed: what each says by the plan that was declared, and
//! beside that what the test that fits, an adjustment for their number, and
//! the dependence on single answers do to it.
//!
//! A test counts by the plan. An indicator that measures both ends of a link
//! cannot speak for it: such tests are shown and not counted.

use super::findings::question;
use super::tests::{self, IndicatorTest};
use crate::stats::advice::{self, Advice, Expectation, Outcome, Status};
use crate::stats::{Why, exact::Effort, family};
use crate::study::{
    Dataset, Id, Kind, Link, Plan, Stopped, Study, Theory, Watch,
    plan::{Adjustment, FamilyOf, PlannedTest},
    theory::Expected,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A test with what it says in each way.
#[derive(Clone, Debug)]
pub struct Weighed<'a> {
    /// The test with its table and Pearson's chi-square.
    pub test: IndicatorTest<'a>,
    /// The test that fits, or why there is none.
    pub fitting: Result<Outcome, Why>,
    /// The p-value that the plan reads, adjusted as planned; `None` when there is none.
    pub planned: Option<f64>,
    /// The p-value of the fitting test by Benjamini–Hochberg within the plan's family.
    pub adjusted: Option<f64>,
    /// All advice, for a test that shows something in one of the ways.
    pub advice: Option<Box<Advice>>,
    /// The variable that measures both ends, if one does.
    pub circular: Option<String>,
    level: f64,
}

impl Weighed<'_> {
    /// Whether the plan counts it as shown.
    #[must_use]
    pub fn shown(&self) -> bool {
        self.circular.is_none() && self.planned.is_some_and(|p| p < self.level)
    }

    /// Whether the fitting test shows it by itself.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.circular.is_none() && self.fitting.as_ref().is_ok_and(|outcome| outcome.p <= self.level)
    }

    /// Whether it is still shown when adjusted for the number of tests.
    #[must_use]
    pub fn survives(&self) -> bool {
        self.circular.is_none() && self.adjusted.is_some_and(|p| p <= self.level)
    }

    /// Whether neither an answer, a reading of the middle category nor the adjustment undoes it.
    #[must_use]
    pub fn robust(&self) -> bool {
        let holds = |advice: &Advice| advice.status == Status::Shown && !advice.is_fragile(self.level);
        self.survives() && self.advice.as_ref().is_some_and(|advice| holds(advice))
    }

    /// Whether it goes against the direction the link expects.
    #[must_use]
    pub fn contrary(&self, expected: Expected) -> bool {
        let observed = self.advice.as_ref().and_then(|advice| advice.direction);
        self.shown()
            && matches!(
                (expected, observed),
                (Expected::Positive, Some(Expectation::Falling)) | (Expected::Negative, Some(Expectation::Rising))
            )
    }

    /// "+" when higher goes with higher, "−" when with lower, nothing when it has no direction or shows nothing.
    #[must_use]
    pub fn sign(&self) -> &'static str {
        match self.advice.as_ref().and_then(|advice| advice.direction) {
            Some(Expectation::Rising) => "+",
            Some(Expectation::Falling) => "−",
            _ => "",
        }
    }

    /// What it says in one of the six words, read by the plan.
    #[must_use]
    pub fn status(&self, expected: Expected) -> Status {
        match self.planned {
            _ if self.circular.is_some() => Status::NotTestable,
            None => Status::NotTestable,
            Some(_) if !self.shown() => Status::NotShown,
            Some(_) if self.contrary(expected) => Status::Contrary,
            Some(_) if self.robust() => Status::Supported,
            Some(_) => Status::Fragile,
        }
    }
}

/// The tests of a link, weighed.
#[derive(Clone, Debug)]
pub struct Weighing<'a> {
    /// The link.
    pub link: &'a Link,
    /// Its tests.
    pub tests: Vec<Weighed<'a>>,
    /// What stands in the way of more.
    pub notes: Vec<String>,
    /// The plan they were read by.
    pub plan: Plan,
    /// How many tests the plan's family has.
    pub family: usize,
    /// How many tests the whole theory makes.
    pub in_theory: usize,
}

/// How many tests there are, and how many of them show something in each way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tests that count.
    pub run: usize,
    /// Shown by the plan.
    pub shown: usize,
    /// Shown against the direction expected.
    pub contrary: usize,
    /// Shown by the fitting test.
    pub fitting: usize,
    /// Still shown when adjusted.
    pub adjusted: usize,
    /// Still shown whatever single answers and readings do.
    pub robust: usize,
}

impl Tally {
    /// Counts tests.
    #[must_use]
    pub fn of<'a, 'b: 'a>(tests: impl IntoIterator<Item = &'a Weighed<'b>>, expected: Expected) -> Tally {
        let mut tally = Tally::default();
        for test in tests.into_iter().filter(|test| test.circular.is_none() && test.planned.is_some()) {
            tally.run += 1;
            tally.shown += usize::from(test.shown());
            tally.contrary += usize::from(test.contrary(expected));
            tally.fitting += usize::from(test.fits());
            tally.adjusted += usize::from(test.survives());
            tally.robust += usize::from(test.robust());
        }
        tally
    }

    /// Both together.
    #[must_use]
    pub fn with(self, other: Tally) -> Tally {
        Tally {
            run: self.run + other.run,
            shown: self.shown + other.shown,
            contrary: self.contrary + other.contrary,
            fitting: self.fitting + other.fitting,
            adjusted: self.adjusted + other.adjusted,
            robust: self.robust + other.robust,
        }
    }

    /// Whether so many shown are more than chance brings at `level`.
    #[must_use]
    pub fn beats_chance(&self, level: f64) -> bool {
        // One test of one has exactly the chance of the level, rounding aside.
        self.by_chance(level) <= level + 1e-9
    }

    /// The chance that so many or more of so many tests fall below `level` when there is nothing to be found, 0 to 1.
    /// Tests of one questionnaire are not independent, so it is a rough guide.
    #[must_use]
    pub fn by_chance(&self, level: f64) -> f64 {
        if self.shown == 0 {
            return 1.0;
        }
        let mut below = 0.0;
        let mut term = (1.0 - level).powi(self.run as i32);
        for k in 0..self.shown {
            below += term;
            term *= (self.run - k) as f64 / (k + 1) as f64 * level / (1.0 - level);
        }
        (1.0 - below).clamp(0.0, 1.0)
    }
}

/// Which two variables a test is of, whatever their order.
type Key = (Id<Dataset>, usize, usize);

/// Weighs the tests of `links`, which are links of `theory`; the work is shared by
/// `threads`, and `watch` hears of each link and then of each test.
///
/// # Errors
/// When it is stopped.
pub fn weigh<'a>(
    study: &'a Study,
    theory: &'a Theory,
    links: &[&'a Link],
    threads: usize,
    watch: Watch<'_>,
) -> Result<Vec<Weighing<'a>>, Stopped> {
    let plan = study.plan();
    let kinds = |link: &Link| -> (Kind, Kind) { (study.kind_in(theory, link.from), study.kind_in(theory, link.to)) };
    let stages: BTreeSet<_> = links.iter().map(|link| kinds(link)).collect();
    let kin: Vec<&Link> = match plan.family {
        FamilyOf::Link => links.to_vec(),
        FamilyOf::Stage => study.links_of(theory).filter(|link| stages.contains(&kinds(link))).collect(),
        FamilyOf::Theory => study.links_of(theory).collect(),
    };
    let mut all: BTreeMap<Key, (IndicatorTest<'a>, Expected)> = BTreeMap::new();
    let mut of_link: BTreeMap<Id<Link>, (Vec<Key>, Vec<String>)> = BTreeMap::new();
    let asked: BTreeSet<Id<Link>> = kin.iter().chain(links).map(|link| link.id).collect();
    for link in kin.iter().chain(links) {
        if of_link.contains_key(&link.id) {
            continue;
        }
        watch.step(of_link.len(), asked.len(), "link")?;
        let found = tests::of_link(study, link);
        let mut keys = Vec::new();
        for test in found.tests {
            let Some(key) = key(&test) else { continue };
            keys.push(key);
            all.entry(key).or_insert((test, link.expected));
        }
        of_link.insert(link.id, (keys, found.notes));
    }
    let fitted = fit(&all, study.alpha, threads, watch)?;
    let in_theory = tests::in_theory(study, theory);
    let one = |link: &&'a Link| {
        let family: Vec<Key> = match plan.family {
            FamilyOf::Link => of_link.get(&link.id).map(|(keys, _)| keys.clone()).unwrap_or_default(),
            FamilyOf::Stage => together(kin.iter().filter(|other| kinds(other) == kinds(link)), &of_link),
            FamilyOf::Theory => together(kin.iter(), &of_link),
        };
        let raw = |key: &Key| match plan.test {
            PlannedTest::Pearson => all.get(key).and_then(|(test, _)| test.pearson.as_ref().ok()).map(|test| test.p),
            PlannedTest::Fitting => fitted.get(key).and_then(|(outcome, _)| outcome.as_ref().ok()).map(|outcome| outcome.p),
        };
        let planned: Vec<Option<f64>> = family.iter().map(raw).collect();
        let planned = match plan.adjustment {
            Adjustment::None => planned,
            Adjustment::Holm => family::holm(&planned),
            Adjustment::BenjaminiHochberg => family::benjamini_hochberg(&planned),
        };
        let fit_p = |key: &Key| fitted.get(key).and_then(|(outcome, _)| outcome.as_ref().ok()).map(|outcome| outcome.p);
        let adjusted = family::benjamini_hochberg(&family.iter().map(fit_p).collect::<Vec<_>>());
        let (keys, notes) = of_link.get(&link.id).cloned().unwrap_or_default();
        let both = both_ends(study, link);
        let weighed = keys.iter().filter_map(|key| {
            let (test, _) = all.get(key)?;
            let place = family.iter().position(|other| other == key)?;
            let (fitting, advice) = fitted.get(key).cloned()?;
            let circular = [key.1, key.2].into_iter().find(|at| both.contains(&(key.0, *at)));
            let circular = circular.and_then(|at| test.dataset.body.variables.get(at)).map(|variable| variable.name.clone());
            let (planned, adjusted) = (planned[place], adjusted[place]);
            Some(Weighed { test: test.clone(), fitting, planned, adjusted, advice, circular, level: study.alpha })
        });
        Weighing { link, tests: weighed.collect(), notes, plan, family: family.len(), in_theory }
    };
    Ok(links.iter().map(one).collect())
}

/// The different tests of several links.
fn together<'a, 'b: 'a>(
    links: impl Iterator<Item = &'a &'b Link>,
    of_link: &BTreeMap<Id<Link>, (Vec<Key>, Vec<String>)>,
) -> Vec<Key> {
    let keys: BTreeSet<Key> = links.filter_map(|link| of_link.get(&link.id)).flat_map(|(keys, _)| keys.iter().copied()).collect();
    keys.into_iter().collect()
}

fn key(test: &IndicatorTest<'_>) -> Option<Key> {
    let (a, b) = (test.dataset.place(&test.crosstab.row.name)?, test.dataset.place(&test.crosstab.column.name)?);
    Some((test.dataset.id, a.min(b), a.max(b)))
}

/// The variables that measure both ends of a link.
fn both_ends(study: &Study, link: &Link) -> BTreeSet<(Id<Dataset>, usize)> {
    let of = |end| tests::variables(study, end).into_iter().map(|(dataset, place)| (dataset.id, place)).collect::<BTreeSet<_>>();
    of(link.from).intersection(&of(link.to)).copied().collect()
}

type Fitted = (Result<Outcome, Why>, Option<Box<Advice>>);

/// The fitting test of each, and all advice on those that show something.
fn fit(
    all: &BTreeMap<Key, (IndicatorTest<'_>, Expected)>,
    level: f64,
    threads: usize,
    watch: Watch<'_>,
) -> Result<BTreeMap<Key, Fitted>, Stopped> {
    let work: Vec<_> = all.iter().collect();
    let share = work.len().div_ceil(threads.max(1)).max(1);
    let done = &AtomicUsize::new(0);
    let one = |(key, (test, expected)): &(&Key, &(IndicatorTest<'_>, Expected))| {
        watch.step(done.fetch_add(1, Ordering::Relaxed), all.len(), "test")?;
        Ok((**key, fit_one(test, *expected, level)))
    };
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            work.chunks(share).map(|part| scope.spawn(move || part.iter().map(one).collect::<Result<Vec<_>, Stopped>>())).collect();
        let mut fitted = BTreeMap::new();
        for part in parts {
            // What a thread that died was at is missing, as it always was.
            fitted.extend(part.join().unwrap_or_else(|_| Ok(Vec::new()))?);
        }
        Ok(fitted)
    })
}

fn fit_one(test: &IndicatorTest<'_>, expected: Expected, level: f64) -> Fitted {
    let table = &test.crosstab.table;
    // One of many: it gets less than one that is asked for by itself.
    let effort = Effort { work: 2_000_000, samples: 10_000, ..Effort::default() };
    let mut question = question(level, effort);
    question.expected = match expected {
        Expected::Positive => Expectation::Rising,
        Expected::Negative => Expectation::Falling,
        Expected::None | Expected::Unstated => Expectation::Any,
    };
    let outcome = advice::recommend(table).and_then(|method| advice::run(table, method, &question.effort));
    let interesting = test.is_significant(level) || outcome.as_ref().is_ok_and(|outcome| outcome.p <= level);
    let advice = interesting.then(|| Box::new(advice::advise(table, &question)));
    (outcome, advice)
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn what_chance_brings_is_the_upper_tail_of_the_binomial() {
        let tally = |shown, run| Tally { run, shown, ..Tally::default() };
        assert!((tally(1, 10).by_chance(0.05) - 0.401_263).abs() < 1e-6);
        assert!((tally(2, 3).by_chance(0.05) - 0.007_25).abs() < 1e-6);
        assert!((tally(0, 5).by_chance(0.05) - 1.0).abs() < 1e-12);
        assert!((tally(1, 1).by_chance(0.05) - 0.05).abs() < 1e-12);
    }
}
