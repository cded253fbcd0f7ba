//! The tests of links, weighed: what each says by the plan that was declared, and
//! beside that what the test that fits, an adjustment for their number, and
//! the dependence on single answers do to it.
//!
//! A test counts by the plan. An indicator that measures both ends of a link cannot speak for it:
//! such tests are shown, not counted, and no members of the family, where their small p would make
//! those of others smaller. How strong the relation is and whether its tests agree in sign weighs
//! more than how many of them fall below a level.

use super::fitted::{Depth, fit, little};
use super::numbers::Numbers;
use super::planned::{self, Fitting, Key, key};
use super::signs::Signs;
use super::tally::Tally;
use super::tests::{self, IndicatorTest};
use crate::stats::advice::{Advice, Expectation, Status};
use crate::stats::phrase::{Scale, Tongue};
use crate::stats::{Why, family};
use crate::study::{
    Dataset, Id, Kind, Link, Plan, Stopped, Study, Theory, Watch,
    plan::{Adjustment, FamilyOf, Measure},
    theory::Expected,
};
use std::collections::{BTreeMap, BTreeSet};

/// A test with what it says in each way.
#[derive(Clone, Debug)]
pub struct Weighed<'a> {
    /// The test with its table and Pearson's chi-square, or its scores.
    pub test: IndicatorTest<'a>,
    /// The test that fits, or why there is none.
    pub fitting: Result<Fitting, Why>,
    /// The p-value that the plan reads, adjusted as planned; `None` when there is none.
    pub planned: Option<f64>,
    /// The p-value of the fitting test by Benjamini–Hochberg within the plan's family.
    pub adjusted: Option<f64>,
    /// All advice, for a table that shows something in one of the ways.
    pub advice: Option<Box<Advice>>,
    /// The variable that measures both ends, if one does.
    pub circular: Option<String>,
    plan: Plan,
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
        self.circular.is_none()
            && self
                .fitting
                .as_ref()
                .is_ok_and(|fitting| fitting.p < self.level)
    }

    /// Whether it is still shown when adjusted for the number of tests.
    #[must_use]
    pub fn survives(&self) -> bool {
        self.circular.is_none() && self.adjusted.is_some_and(|p| p < self.level)
    }

    /// Whether neither an answer, a reading of the middle category nor the adjustment undoes it. A
    /// comparison of scores hangs on no single category.
    #[must_use]
    pub fn robust(&self) -> bool {
        // Whether it goes as expected is another question, and links that share a test may expect
        // different things.
        let holds = |advice: &Advice| {
            matches!(advice.status, Status::Shown | Status::Contrary)
                && !advice.is_fragile(self.level)
        };
        self.survives()
            && (self.test.scores.is_some()
                || self.test.weighted.is_some()
                || self.advice.as_ref().is_some_and(|advice| holds(advice)))
    }

    /// The direction of the test, when it has one.
    #[must_use]
    pub fn direction(&self) -> Option<Expectation> {
        self.fitting.as_ref().ok()?.direction
    }

    /// Whether it goes against the direction the link expects.
    #[must_use]
    pub fn contrary(&self, expected: Expected) -> bool {
        self.shown()
            && matches!(
                (expected, self.direction()),
                (Expected::Positive, Some(Expectation::Falling))
                    | (Expected::Negative, Some(Expectation::Rising))
            )
    }

    /// "+" when higher goes with higher, "−" when with lower, nothing when it has no direction or
    /// shows nothing.
    #[must_use]
    pub fn sign(&self) -> &'static str {
        match self.direction().filter(|_| self.shown() || self.fits()) {
            Some(Expectation::Rising) => "+",
            Some(Expectation::Falling) => "−",
            _ => "",
        }
    }

    /// The measure of the test that was used with its interval: "tau-b = .34 [.16; .51]"; of means,
    /// the difference too.
    #[must_use]
    pub fn measure_in_words(&self) -> Option<String> {
        let (measure, estimate) = self.fitting.as_ref().ok()?.measure.as_ref()?;
        let (name, scale) = match (measure, &self.test.scores) {
            (Measure::V, Some(_)) => ("ε²", Scale::Unit),
            (Measure::Superiority, _) => ("probability of superiority", Scale::Chance),
            (Measure::D, _) => ("Hedges’ g", Scale::Own(2)),
            _ if estimate.method.starts_with("Spearman") => ("rho", Scale::Unit),
            (measure, _) => (measure.name(), Scale::Unit),
        };
        Some(format!(
            "{name} = {}",
            Tongue::English.told(estimate.value, estimate.interval.as_ref(), scale)
        ))
    }

    /// Whether the interval of the measure that was used, and V's upper end, lie within the
    /// smallest effect of interest; `None` when none was declared for it, or there is no interval.
    #[must_use]
    pub fn slight(&self) -> Option<bool> {
        let (measure, reach) = self.fitting.as_ref().ok()?.reach()?;
        let within = reach < self.plan.smallest.of(measure)?;
        // What does not rise or fall may still bend. Quarters of scores show that too.
        let bends = match self.plan.smallest.of(Measure::V) {
            Some(bound) => planned::most_v(&self.test).is_none_or(|most| most >= bound),
            None => true,
        };
        Some(within && !bends)
    }

    /// The p of Pearson's chi-square, of scores in quarters: it sees relations that bend.
    #[must_use]
    pub fn shape(&self) -> Option<f64> {
        match &self.test.weighted {
            Some(_) => self.test.p(),
            None => self.test.crosstab.pearson().ok().map(|test| test.p),
        }
    }

    /// What it says, read by the plan.
    #[must_use]
    pub fn status(&self, expected: Expected) -> Numbers {
        match self.planned {
            _ if self.circular.is_some() => Numbers::NotTestable,
            None => Numbers::NotTestable,
            Some(_) if self.slight() == Some(true) => Numbers::Slight,
            Some(_) if self.contrary(expected) => Numbers::Contrary,
            Some(_) if self.shown() => Numbers::Shown,
            Some(_) if self.slight() == Some(false) => Numbers::Imprecise,
            Some(_) => Numbers::NotShown,
        }
    }
}

/// The tests of a link, weighed.
#[derive(Clone, Debug)]
pub struct Weighing<'a> {
    /// The link.
    pub link: &'a Link,
    /// The tests that the plan reads.
    pub tests: Vec<Weighed<'a>>,
    /// Every pair of indicators, whatever the plan reads.
    pub pairs: Vec<IndicatorTest<'a>>,
    /// How the pairs agree in sign.
    pub signs: Signs,
    /// What stands in the way of more.
    pub notes: Vec<String>,
    /// The plan they were read by.
    pub plan: Plan,
    /// How many tests the plan's family has.
    pub family: usize,
    /// How many tests the whole theory makes.
    pub in_theory: usize,
}

impl Weighing<'_> {
    /// The p of the link as a whole: the smallest one the plan adjusted; without adjustment, the
    /// chance of so many below the level when nothing goes on.
    #[must_use]
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
                Some(Tally::of(&self.tests, self.link.expected).by_chance(level))
            }
            _ => own().min_by(f64::total_cmp),
        }
    }
}

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
    weigh_to(Depth::All, study, theory, links, threads, watch)
}

/// The p of each link by the plan and how many of its tests are shown, and nothing else: exact p
/// get little work, and there is no advice.
///
/// # Errors
/// When it is stopped.
pub fn by_plan(
    study: &Study,
    theory: &Theory,
    links: &[&Link],
    watch: Watch<'_>,
) -> Result<Vec<ByPlan>, Stopped> {
    let weighings = weigh_to(Depth::Planned, study, theory, links, 1, watch)?;
    Ok(weighings
        .iter()
        .map(|weighing| weighing.by_plan(study.alpha))
        .collect())
}

/// What a link's tests come to by the plan.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ByPlan {
    /// The p of the link as a whole, 0 to 1; `None` when nothing could be tested.
    pub p: Option<f64>,
    /// How many of its tests are shown.
    pub shown: usize,
}

impl Weighing<'_> {
    /// What the tests come to at the level `level`.
    #[must_use]
    pub fn by_plan(&self, level: f64) -> ByPlan {
        ByPlan {
            p: self.p(level),
            shown: self.tests.iter().filter(|test| test.shown()).count(),
        }
    }
}

fn weigh_to<'a>(
    depth: Depth,
    study: &'a Study,
    theory: &'a Theory,
    links: &[&'a Link],
    threads: usize,
    watch: Watch<'_>,
) -> Result<Vec<Weighing<'a>>, Stopped> {
    let plan = study.plan();
    let kinds = |link: &Link| -> (Kind, Kind) {
        (
            study.kind_in(theory, link.from),
            study.kind_in(theory, link.to),
        )
    };
    let stages: BTreeSet<_> = links.iter().map(|link| kinds(link)).collect();
    let kin: Vec<&Link> = match plan.family {
        FamilyOf::Link => links.to_vec(),
        FamilyOf::Stage => study
            .links_of(theory)
            .filter(|link| stages.contains(&kinds(link)))
            .collect(),
        FamilyOf::Theory => study.links_of(theory).collect(),
    };
    let mut all: BTreeMap<Key, (IndicatorTest<'a>, Expected)> = BTreeMap::new();
    let mut of_link: OfLink<'a> = BTreeMap::new();
    let asked: BTreeSet<Id<Link>> = kin.iter().chain(links).map(|link| link.id).collect();
    for link in kin.iter().chain(links) {
        if of_link.contains_key(&link.id) {
            continue;
        }
        watch.step(of_link.len(), asked.len(), "link")?;
        let found = tests::of_link(study, link);
        let both = both_ends(study, link);
        let mut gathered = Gathered {
            pairs: found.tests.clone(),
            notes: found.notes.clone(),
            ..Gathered::default()
        };
        for test in found.planned(plan.unit) {
            gathered.keys.push(key(test));
            gathered
                .counted
                .extend(circular(test, &both).is_none().then(|| key(test)));
            all.entry(key(test))
                .or_insert_with(|| (test.clone(), link.expected));
        }
        of_link.insert(link.id, Gathered { both, ..gathered });
    }
    let fitted = fit(&all, (depth, &plan), study.alpha, threads, watch)?;
    let in_theory = tests::in_theory(study, theory);
    // The same family is adjusted once.
    let mut known: Vec<(Vec<Key>, Vec<Option<f64>>)> = Vec::new();
    let mut one = |link: &&'a Link| {
        let Gathered {
            keys,
            counted,
            pairs,
            notes,
            both,
        } = of_link.get(&link.id).cloned().unwrap_or_default();
        let family: Vec<Key> = match plan.family {
            FamilyOf::Link => counted,
            FamilyOf::Stage => together(
                kin.iter().filter(|other| kinds(other) == kinds(link)),
                &of_link,
            ),
            FamilyOf::Theory => together(kin.iter(), &of_link),
        };
        let fitting = |key: &Key| {
            fitted
                .get(key)
                .and_then(|(fitting, _)| fitting.as_ref().ok())
        };
        let members: Vec<(&IndicatorTest<'_>, Option<f64>)> = family
            .iter()
            .filter_map(|key| {
                all.get(key)
                    .map(|(test, _)| (test, planned::raw(test, fitting(key), &plan)))
            })
            .collect();
        let planned = match known.iter().find(|(of, _)| *of == family) {
            Some((_, planned)) => planned.clone(),
            None => {
                let planned = planned::adjusted(&members, &plan);
                known.push((family.clone(), planned.clone()));
                planned
            }
        };
        let adjusted = family::benjamini_hochberg(
            &family
                .iter()
                .map(|key| fitting(key).map(|found| found.p))
                .collect::<Vec<_>>(),
        );
        let weighed = keys.iter().filter_map(|key| {
            let (test, _) = all.get(key)?;
            let (fitting, advice) = fitted.get(key).cloned()?;
            let circular = circular(test, &both);
            // What counts for another link may be a member of the family, and still not count for
            // this one.
            let place = family
                .iter()
                .position(|other| other == key)
                .filter(|_| circular.is_none());
            let read = |all: &[Option<f64>]| place.and_then(|place| all[place]);
            let (planned, adjusted) = (read(&planned), read(&adjusted));
            Some(Weighed {
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
        let weighed: Vec<Weighed<'_>> = weighed.collect();
        // What measures both ends says nothing of the relation, nor of its sign.
        let pairs: Vec<IndicatorTest<'_>> = pairs
            .iter()
            .filter(|test| circular(test, &both).is_none())
            .cloned()
            .collect();
        let signs = if depth == Depth::All {
            Signs::of_link(study, link, &pairs)
        } else {
            Signs::default()
        };
        Weighing {
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

/// The tests of one link weighed by themselves and quickly: the family is the link whatever the
/// plan says, max-T gives way to Holm, exact p get little work, and there is no advice. For
/// pictures of many links at once.
#[must_use]
pub fn quick<'a>(study: &'a Study, link: &'a Link, found: &tests::LinkTests<'a>) -> Weighing<'a> {
    let mut plan = study.plan();
    if plan.adjustment == Adjustment::MaxT {
        plan.adjustment = Adjustment::Holm;
    }
    let effort = little();
    let planned = found.planned(plan.unit);
    let fitted: Vec<Result<Fitting, Why>> = planned
        .iter()
        .map(|test| Fitting::new(test, &effort))
        .collect();
    let both = both_ends(study, link);
    // A test without p is no member of the family.
    let counts = |test: &IndicatorTest<'_>| circular(test, &both).is_none();
    let of = |test, fitting: &Result<Fitting, Why>| {
        (
            test,
            planned::raw(test, fitting.as_ref().ok(), &plan).filter(|_| counts(test)),
        )
    };
    let members: Vec<(&IndicatorTest<'_>, Option<f64>)> = planned
        .iter()
        .zip(&fitted)
        .map(|(test, fitting)| of(test, fitting))
        .collect();
    let read = planned::adjusted(&members, &plan);
    let own = |(test, fitting): (&IndicatorTest<'_>, &Result<Fitting, Why>)| {
        fitting
            .as_ref()
            .ok()
            .filter(|_| counts(test))
            .map(|fitting| fitting.p)
    };
    let adjusted =
        family::benjamini_hochberg(&planned.iter().zip(&fitted).map(own).collect::<Vec<_>>());
    let weighed = planned
        .iter()
        .zip(fitted)
        .enumerate()
        .map(|(at, (test, fitting))| Weighed {
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
    let signs = Signs::of_link(study, link, &pairs);
    let (tests, family) = (
        weighed.collect(),
        planned.iter().filter(|test| counts(test)).count(),
    );
    Weighing {
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

/// The variable of a test that measures both ends of its link.
fn circular(test: &IndicatorTest<'_>, both: &BTreeSet<(Id<Dataset>, usize)>) -> Option<String> {
    let sides = [&test.crosstab.row.name, &test.crosstab.column.name].into_iter();
    let mut places = sides.filter_map(|name| test.dataset.place(name));
    let at = places.find(|at| both.contains(&(test.dataset.id, *at)))?;
    test.dataset
        .body
        .variables
        .get(at)
        .map(|variable| variable.name.clone())
}

/// What is gathered of a link.
#[derive(Clone, Default)]
struct Gathered<'a> {
    /// The tests that the plan reads.
    keys: Vec<Key>,
    /// Those of them that count.
    counted: Vec<Key>,
    /// Every pair of indicators.
    pairs: Vec<IndicatorTest<'a>>,
    /// What stands in the way of more.
    notes: Vec<String>,
    /// The variables that measure both ends.
    both: BTreeSet<(Id<Dataset>, usize)>,
}

type OfLink<'a> = BTreeMap<Id<Link>, Gathered<'a>>;

/// The different tests that count for several links.
fn together<'a, 'b: 'a>(
    links: impl Iterator<Item = &'a &'b Link>,
    of_link: &OfLink<'_>,
) -> Vec<Key> {
    let keys: BTreeSet<Key> = links
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
