//! Power models: what a planned test detects, by the kind of its variables.
//!
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
use super::crosstab::{Crosstab, CrosstabSide};
use super::power_plan::PlannedEffect;
use super::tests;
use crate::stats::latent::LatentOrdinals;
use crate::stats::phrase::BilingualSentence;
use crate::stats::rng::Rng;
use crate::stats::{StatsError, Table, distributions, estimate, planning};
use crate::study::dataset::MeasurementLevel;
use crate::study::plan::{Adjustment, TestUnit};
use crate::study::{Dataset, Refusal, Study};
use crate::text::number;

/// Power and sample size as functions of the effect.
pub(super) struct PowerModel {
    pub(super) effect: PlannedEffect,
    pub(super) usual: Vec<f64>,
    pub(super) most: f64,
    pub(super) test: BilingualSentence,
    pub(super) given: BilingualSentence,
    pub(super) power: Box<dyn Fn(f64, f64) -> Result<f64, StatsError>>,
}

/// The smallest effect with the requested power.
pub(super) fn detectable(model: &PowerModel, n: f64, wanted: f64) -> Option<f64> {
    let found = |effect: f64| (model.power)(effect, n).is_ok_and(|power| power >= wanted);
    if !found(model.most) {
        return None;
    }
    let (mut low, mut high) = (0.0, model.most);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if found(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

pub(super) fn correlation(alpha: f64) -> PowerModel {
    PowerModel {
        effect: PlannedEffect::Correlation,
        usual: vec![0.1, 0.2, 0.3, 0.5],
        most: 0.999,
        test: BilingualSentence {
            en: "test of a correlation".into(),
            da: "test af en korrelation".into(),
        },
        given: BilingualSentence {
            en: "scores that are about normal".into(),
            da: "tal, der er nogenlunde normalfordelte".into(),
        },
        power: Box::new(move |r, n| planning::correlation_power(r, n, alpha)),
    }
}

/// A comparison of groups by means.
pub(super) fn means(
    dataset: &Dataset,
    scores: usize,
    groups: usize,
    alpha: f64,
    language: &str,
) -> Result<PowerModel, Refusal> {
    let side = CrosstabSide::new(dataset, groups, language)?;
    let mut counts = vec![0_usize; side.codes.len()];
    for (score, group) in dataset.answers(scores).zip(dataset.answers(groups)) {
        if let (Some(_), Some(group)) = (score, group)
            && let Some(place) = side.codes.iter().position(|code| code == group)
        {
            counts[place] += 1;
        }
    }
    let used: Vec<f64> = counts
        .into_iter()
        .filter(|count| *count > 0)
        .map(|count| count as f64)
        .collect();
    let n: f64 = used.iter().sum();
    match used.as_slice() {
        [] | [_] => Err(Refusal::new(
            format!("`{}` has fewer than two groups with an answer", side.name),
            "A comparison takes two groups",
        )),
        [first, _] => {
            let part = first / n;
            Ok(PowerModel {
                effect: PlannedEffect::CohensD,
                usual: vec![0.2, 0.5, 0.8],
                most: 5.0,
                test: BilingualSentence {
                    en: "t-test of two groups".into(),
                    da: "t-test af to grupper".into(),
                },
                given: BilingualSentence {
                    en: format!(
                        "groups as they are ({} % and {} %)",
                        percent(part),
                        percent(1.0 - part)
                    ),
                    da: format!(
                        "grupper, som de er ({} % og {} %)",
                        percent(part),
                        percent(1.0 - part)
                    ),
                },
                power: Box::new(move |d, n| {
                    planning::means_power(d, (part * n, (1.0 - part) * n), alpha)
                }),
            })
        }
        several => Ok(ranks(several.len(), alpha)),
    }
}

/// A comparison of groups by ranks: λ = (n − 1)ε² with one degree of freedom less than there are
/// groups.
fn ranks(groups: usize, alpha: f64) -> PowerModel {
    let df = u32::try_from(groups.saturating_sub(1))
        .unwrap_or(u32::MAX)
        .max(1);
    PowerModel {
        effect: PlannedEffect::EpsilonSquared,
        usual: vec![0.01, 0.06, 0.14],
        most: 0.999,
        test: BilingualSentence {
            en: format!("Kruskal–Wallis test of {groups} groups"),
            da: format!("Kruskal–Wallis-test af {groups} grupper"),
        },
        given: BilingualSentence {
            en: "groups as they are".into(),
            da: "grupper, som de er".into(),
        },
        power: Box::new(move |effect, n| {
            planning::chi_square_power(effect.sqrt(), (n - 1.0).max(1.0), df, alpha)
        }),
    }
}

/// Two categorical variables.
pub(super) fn categories(crosstab: &Crosstab, alpha: f64) -> Result<PowerModel, Refusal> {
    let small = crosstab
        .table
        .testable()
        .map_err(|why| Refusal::new(why.english(), "Choose other variables"))?;
    let ordered =
        |side: &CrosstabSide, used: usize| side.level != MeasurementLevel::Nominal || used == 2;
    let both = ordered(&crosstab.row, small.rows()) && ordered(&crosstab.column, small.columns());
    if small.rows() == 2 && small.columns() == 2 {
        return Ok(shares(&small, alpha));
    }
    if both
        && (crosstab.row.level != MeasurementLevel::Nominal
            || crosstab.column.level != MeasurementLevel::Nominal)
    {
        let wrong = |why: StatsError| Refusal::new(why.english(), "Choose other variables");
        let margins = LatentOrdinals::of(&small).map_err(wrong)?;
        let most = margins.tau_b(0.999).map_err(wrong)?;
        return Ok(PowerModel {
            effect: PlannedEffect::TauB,
            usual: vec![0.1, 0.2, 0.3, 0.5],
            most: most - 1e-9,
            test: BilingualSentence {
                en: "linear-by-linear test".into(),
                da: "test for lineær sammenhæng".into(),
            },
            given: BilingualSentence {
                en: "answers spread over the categories as they are, ties included".into(),
                da: "svar, der fordeler sig på kategorierne, som de gør nu, også ens svar".into(),
            },
            power: Box::new(move |tau, n| margins.power(tau, n, alpha)),
        });
    }
    if ordered(&crosstab.row, 0) != ordered(&crosstab.column, 0) {
        return Ok(ranks(
            if crosstab.row.level == MeasurementLevel::Nominal {
                small.rows()
            } else {
                small.columns()
            },
            alpha,
        ));
    }
    let (rows, columns) = (small.rows(), small.columns());
    let df = u32::try_from((rows - 1) * (columns - 1)).unwrap_or(u32::MAX);
    let root = ((rows.min(columns) - 1) as f64).sqrt();
    Ok(PowerModel {
        effect: PlannedEffect::CramersV,
        usual: vec![0.1, 0.2, 0.3, 0.5],
        most: 1.0,
        test: BilingualSentence {
            en: format!("chi-square test, df {df}"),
            da: format!("chi-i-anden-test, df {df}"),
        },
        given: BilingualSentence {
            en: format!("{rows} × {columns} categories"),
            da: format!("{rows} × {columns} kategorier"),
        },
        power: Box::new(move |v, n| planning::chi_square_power(v * root, n, df, alpha)),
    })
}

/// Two proportions: the group sizes and the overall proportion are held constant.
fn shares(table: &Table, alpha: f64) -> PowerModel {
    let (rows, columns, n) = (table.row_totals(), table.column_totals(), table.n());
    let (part, over) = (rows[0] / n, columns[1] / n);
    // The largest difference possible with these margins, of either sign.
    let most = [
        (over / part).min(1.0) - ((over - part) / (1.0 - part)).max(0.0),
        (over / (1.0 - part)).min(1.0) - ((over + part - 1.0) / part).max(0.0),
    ]
    .into_iter()
    .fold(0.0, f64::max);
    let ends = move |difference: f64| {
        // The first group is higher, unless only the opposite is possible.
        let (first, second) = (over + difference * (1.0 - part), over - difference * part);
        let inside = |x: f64| (-1e-12..=1.0 + 1e-12).contains(&x);
        let pair = if inside(first) && inside(second) {
            (first, second)
        } else {
            (over - difference * (1.0 - part), over + difference * part)
        };
        (pair.0.clamp(0.0, 1.0), pair.1.clamp(0.0, 1.0))
    };
    PowerModel {
        effect: PlannedEffect::ShareDifference,
        usual: vec![0.1, 0.2, 0.3],
        most,
        test: BilingualSentence {
            en: "N − 1 chi-square test".into(),
            da: "chi-i-anden-test (N − 1)".into(),
        },
        given: BilingualSentence {
            en: format!(
                "groups of {} % and {} %, and {} % over both, as they are",
                percent(part),
                percent(1.0 - part),
                percent(over)
            ),
            da: format!(
                "grupper på {} % og {} % og {} % over begge, som de er",
                percent(part),
                percent(1.0 - part),
                percent(over)
            ),
        },
        power: Box::new(move |difference, n| {
            let (first, second) = ends(difference);
            planning::shares_power(first, second, (part * n, (1.0 - part) * n), alpha)
        }),
    }
}

pub(super) fn percent(share: f64) -> String {
    number::decimals(100.0 * share, 0)
}

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
