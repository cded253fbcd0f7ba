//! Compares the power of two ways of testing a link: every pair of indicators, or one test of the
//! two composite indices.
//!
//! Items contain measurement error, and the mean of several contains less. From the reliability of
//! the items (alpha) follows how much of a relation between the ends remains in a pair, and how
//! much between the indices (Spearman's correction for attenuation, 1904). The pairs of a link
//! share items, so their z values are correlated as the items are; they are simulated accordingly,
//! with a stated seed, and evaluated by the plan. That whole simulated studies agree is tested in
//! `tests/it/verdicts/simulated.rs`; see `docs/numbers.md`.

use super::assessment::LinkAssessment;
use super::tests;
use crate::stats::rng::Rng;
use crate::stats::{distributions, estimate};
use crate::study::{
    Study,
    plan::{Adjustment, TestUnit},
};
use crate::text::number;

/// The assumed true correlation between the ends: medium by Cohen.
const ASSUMED_CORRELATION: f64 = 0.3;

/// The smallest difference in power worth mentioning.
const MIN_GAIN: f64 = 0.05;

/// Number of simulated sets of z values.
const DRAWS: usize = 1_000;
const SEED: u64 = 1;

/// Power of both ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Power {
    /// Testing every pair by the plan.
    pub pairs: f64,
    /// Testing the indices once.
    pub indices: f64,
    /// Number of people.
    pub n: usize,
    /// Alpha of either end; 1 for a single item, whose error affects both ways alike.
    pub alpha: [f64; 2],
}

/// The items of an end: how many, alpha, and the reliability of a single item.
#[derive(Clone, Copy)]
struct EndReliability {
    items: usize,
    alpha: f64,
    one: f64,
}

/// `None` if there is only one pair, or alpha is not usable.
#[must_use]
pub fn of(study: &Study, weighing: &LinkAssessment<'_>) -> Option<Power> {
    let tests = tests::indices(study, weighing.link);
    let test = tests.first()?;
    let indices = test.indices.as_deref()?;
    let n = test.crosstab.n();
    let end =
        |index: &super::composite_index::CompositeIndex| match (&index.alpha, index.items.len()) {
            (_, 1) => Some(EndReliability {
                items: 1,
                alpha: 1.0,
                one: 1.0,
            }),
            (Ok(alpha), items) if alpha.value > 0.05 => {
                let (alpha, k) = (alpha.value.min(0.99), items as f64);
                Some(EndReliability {
                    items,
                    alpha,
                    one: alpha / (k - (k - 1.0) * alpha),
                })
            }
            _ => None,
        };
    let ends = [end(&indices[0])?, end(&indices[1])?];
    if ends[0].items * ends[1].items < 2 || n < 5 {
        return None;
    }
    let alpha = ends.map(|end| end.alpha);
    Some(Power {
        pairs: by_pairs(ends, n, weighing.plan.adjustment, study.alpha),
        indices: correlation_power(
            ASSUMED_CORRELATION * (alpha[0] * alpha[1]).sqrt(),
            n,
            study.alpha,
        ),
        n,
        alpha,
    })
}

/// `None` unless one way has clearly more power.
#[must_use]
pub fn sentence(study: &Study, weighing: &LinkAssessment<'_>) -> Option<String> {
    let power = of(study, weighing)?;
    let percent = |share: f64| format!("{} %", number::decimals(share * 100.0, 0));
    let alphas = power
        .alpha
        .map(|alpha| number::decimals(alpha, 2).replacen("0.", ".", 1));
    let better = match (weighing.plan.unit, power.indices - power.pairs) {
        (TestUnit::Pairs, more) if more > MIN_GAIN => {
            "; see `virk plan --unit indices`, best before the numbers are looked at"
        }
        (TestUnit::Indices, less) if less < -MIN_GAIN => {
            "; see `virk plan --unit pairs`, best before the numbers are looked at"
        }
        _ => return None,
    };
    Some(format!(
        "A true correlation of .3 between the ends would be found by one test of the two indices in about {} of studies like this one (N = {}), by every pair and this plan in about {}; from α = {} and {} (attenuation, Spearman 1904) and {DRAWS} draws, seed {SEED}{better}.",
        percent(power.indices),
        power.n,
        percent(power.pairs),
        alphas[0],
        alphas[1],
    ))
}

/// Power of the two-sided test of a correlation, by Fisher's z.
fn correlation_power(r: f64, n: usize, level: f64) -> f64 {
    let (z, bound) = (
        r.atanh() * (n as f64 - 3.0).max(0.0).sqrt(),
        distributions::normal_quantile(1.0 - level / 2.0),
    );
    distributions::normal(bound - z) + distributions::normal(bound + z)
}

/// Share of draws in which the plan shows the link. The z values of two pairs are correlated as
/// their items are, if they share an item or an end.
fn by_pairs([a, b]: [EndReliability; 2], n: usize, adjustment: Adjustment, level: f64) -> f64 {
    let mut rng = Rng::new(SEED);
    let mut normal =
        || (-2.0 * (1.0 - rng.unit()).ln()).sqrt() * (std::f64::consts::TAU * rng.unit()).cos();
    let shift =
        (ASSUMED_CORRELATION * (a.one * b.one).sqrt()).atanh() * (n as f64 - 3.0).max(0.0).sqrt();
    let tests = a.items * b.items;
    let noise: Vec<Vec<f64>> = (0..DRAWS)
        .map(|_| {
            let both = normal();
            let of_a: Vec<f64> = (0..a.items).map(|_| normal()).collect();
            let of_b: Vec<f64> = (0..b.items).map(|_| normal()).collect();
            let root = f64::sqrt;
            let each = |at: usize, own: f64| {
                root(a.one * b.one) * both
                    + root((1.0 - a.one) * b.one) * of_a[at / b.items]
                    + root(a.one * (1.0 - b.one)) * of_b[at % b.items]
                    + root((1.0 - a.one) * (1.0 - b.one)) * own
            };
            (0..tests).map(|at| each(at, normal())).collect()
        })
        .collect();
    let most = |draw: &Vec<f64>, shift: f64| {
        draw.iter()
            .fold(0.0_f64, |most, z| most.max((z + shift).abs()))
    };
    let bound = {
        let mut all: Vec<f64> = noise.iter().map(|draw| most(draw, 0.0)).collect();
        all.sort_by(f64::total_cmp);
        all[((1.0 - level) * DRAWS as f64) as usize]
    };
    let shows = |draw: &Vec<f64>| {
        let p = || {
            draw.iter()
                .map(|z| Some(distributions::normal_two_sided(z + shift)))
                .collect::<Vec<_>>()
        };
        let any = |adjusted: Vec<Option<f64>>| adjusted.into_iter().flatten().any(|p| p < level);
        match adjustment {
            Adjustment::None => {
                let shown = p().into_iter().flatten().filter(|p| *p < level).count();
                super::TestTally {
                    run: tests,
                    shown,
                    ..super::TestTally::default()
                }
                .beats_chance(level)
            }
            Adjustment::Holm => any(estimate::holm(&p())),
            Adjustment::BenjaminiHochberg => any(estimate::benjamini_hochberg(&p())),
            Adjustment::MaxT => most(draw, shift) > bound,
        }
    };
    noise.iter().filter(|draw| shows(draw)).count() as f64 / DRAWS as f64
}
