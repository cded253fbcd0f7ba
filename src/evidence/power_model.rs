//! Power models: what a planned test detects, by the kind of its variables.

use super::crosstab::{Crosstab, CrosstabSide};
use super::power_plan::PlannedEffect;
use crate::stats::latent::LatentOrdinals;
use crate::stats::phrase::BilingualSentence;
use crate::stats::{StatsError, Table, planning};
use crate::study::{Dataset, Refusal, dataset::MeasurementLevel};
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
