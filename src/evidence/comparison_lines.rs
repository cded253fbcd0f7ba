//! A comparison of scores as lines of numbers: all results, or the fitting test alone.

use super::comparison::{ComparisonResult, ScoreComparison, in_words};
use super::comparison_sentence::ComparisonWriter;
use crate::stats::phrase::{Scale, SentenceLanguage};
use crate::stats::scores::{ScoreTest, Summary};
use crate::stats::{Estimate, Warning};
use crate::study::plan::BoundedMeasure;

/// All results, one per line, beginning with the fitting test.
pub fn sentences(comparison: &ScoreComparison, alpha: f64, danish: bool) -> Vec<String> {
    let found = match &comparison.result {
        Ok(found) => found,
        Err(why) => return vec![if danish { why.danish() } else { why.english() }],
    };
    let words = ComparisonWriter {
        comparison,
        alpha,
        t: SentenceLanguage::of(danish),
    };
    let t = words.t;
    let told = |name: &str, estimate: &Estimate, scale| {
        let sign = if name.ends_with("rho") || name.ends_with('r') || name.ends_with('²') {
            " ="
        } else {
            ""
        };
        format!(
            "{name}{sign} {}",
            t.estimate(estimate.value, estimate.interval.as_ref(), scale)
        )
    };
    let in_order = |fits: String, beside: Option<String>| {
        let beside =
            beside.map(|beside| format!("{}: {beside}", words.say("Beside it", "Ved siden af")));
        std::iter::once(fits).chain(beside).collect::<Vec<String>>()
    };
    match found {
        ComparisonResult::Correlated {
            pearson,
            spearman,
            by_pearson,
        } => {
            let rho = format!(
                "{}; {}",
                told(
                    words.say("Spearman’s rho", "Spearmans rho"),
                    &spearman.estimate,
                    Scale::Unit
                ),
                words.test(&spearman.test, false)
            );
            let r = pearson.as_ref().map(|pearson| {
                format!(
                    "{}; {}",
                    told(
                        words.say("Pearson’s r", "Pearsons r"),
                        &pearson.estimate,
                        Scale::Unit
                    ),
                    words.test(&pearson.test, false)
                )
            });
            let mut lines = match r {
                Some(r) if *by_pearson => in_order(r, Some(rho)),
                r => in_order(rho, r),
            };
            let warnings = pearson
                .iter()
                .flat_map(|pearson| &pearson.estimate.warnings);
            let skewed = warnings.filter(|warning| matches!(warning, Warning::Skewed { .. }));
            lines.extend(skewed.map(|warning| {
                if danish {
                    warning.danish()
                } else {
                    warning.english()
                }
            }));
            lines
        }
        ComparisonResult::TwoGroups {
            labels,
            means,
            ranks,
            by_means,
            ..
        } => {
            let [first, second] = labels;
            let [high, low] = &ranks.groups;
            let mut lines = vec![format!(
                "{}; {}",
                group(t, first, low),
                group(t, second, high)
            )];
            let chance = t.estimate(
                ranks.superiority.value,
                ranks.superiority.interval.as_ref(),
                Scale::Chance,
            );
            let (score, by) = words.sides();
            let shift = ranks.shift.as_ref().map(|shift| {
                format!(
                    "; {}",
                    told(
                        words.say("median of all differences", "median af alle forskelle"),
                        shift,
                        Scale::Own(2)
                    )
                )
            });
            let by_rank = format!(
                "{}{}; {}",
                t.superior(&by, (second, first), &score.higher(t), &chance),
                shift.unwrap_or_default(),
                words.test(&ranks.test, false)
            );
            let by_mean = means.as_ref().map(|means| {
                let minus = format!("({} {} {})", t.quoted(second), "minus", t.quoted(first));
                format!(
                    "{} {minus}; {}; {}",
                    told(
                        words.say("difference of means", "forskel i gennemsnit"),
                        &means.difference,
                        Scale::Own(2)
                    ),
                    told("Hedges’ g =", &means.hedges_g, Scale::Own(2)),
                    words.test(&means.test, false)
                )
            });
            lines.extend(match by_mean {
                Ok(by_mean) if *by_means => in_order(by_mean, Some(by_rank)),
                Ok(by_mean) => in_order(by_rank, Some(by_mean)),
                Err(why) => in_order(
                    by_rank,
                    Some(if danish { why.danish() } else { why.english() }),
                ),
            });
            lines
        }
        ComparisonResult::Groups {
            labels,
            means,
            ranks,
            by_means,
        } => {
            let mut lines = vec![
                labels
                    .iter()
                    .zip(&ranks.groups)
                    .map(|(label, told)| group(t, label, told))
                    .collect::<Vec<_>>()
                    .join("; "),
            ];
            let by_rank = format!(
                "{}; {}",
                told("ε²", &ranks.epsilon_squared, Scale::Unit),
                words.test(&ranks.test, false)
            );
            lines.extend(match means {
                Ok(means) if *by_means => in_order(words.test(&means.test, false), Some(by_rank)),
                Ok(means) => in_order(by_rank, Some(words.test(&means.test, false))),
                Err(why) => in_order(
                    by_rank,
                    Some(if danish { why.danish() } else { why.english() }),
                ),
            });
            lines
        }
    }
}

/// The fitting test in one line, for lists.
pub fn line(comparison: &ScoreComparison) -> String {
    match comparison.test() {
        Err(why) => format!("No test: {why}  N = {}", comparison.n),
        Ok(found) => {
            let measure = comparison.measure().map(|(measure, estimate)| {
                let name = match (&comparison.result, measure) {
                    (Ok(ComparisonResult::Groups { .. }), _) => "ε²",
                    (_, BoundedMeasure::D) => "Hedges’ g",
                    (_, BoundedMeasure::Superiority) => "superiority",
                    _ if estimate.method.starts_with("Spearman") => "rho",
                    (_, measure) => measure.name(),
                };
                in_words(name, &estimate)
            });
            format!(
                "{}  {}  N = {}",
                SentenceLanguage::English.p(found.p),
                measure.unwrap_or_default(),
                comparison.n
            )
        }
    }
}

fn group(t: SentenceLanguage, label: &str, told: &Summary) -> String {
    let two = |value: f64| t.decimals(value, 2);
    let mean = t.say("mean", "gennemsnit");
    format!(
        "{}: {mean} {}, median {}, SD {}, n = {}",
        t.quoted(label),
        two(told.mean),
        two(told.median),
        two(told.sd),
        told.n
    )
}

/// "t(88) = 5.13, p < .001".
pub(super) fn statistic(
    t: SentenceLanguage,
    letter: &str,
    value: f64,
    test: &ScoreTest,
    alpha: f64,
) -> String {
    let df = match (test.df, test.df_within) {
        (Some(between), Some(within)) => format!(
            "({}{} {})",
            t.plain_to(between, 1),
            t.say(",", ";"),
            t.plain_to(within, 1)
        ),
        (Some(df), None) => format!("({})", t.plain_to(df, 1)),
        _ => String::new(),
    };
    format!(
        "{letter}{df} = {}, {}",
        t.decimals(value, 2),
        t.p_against(test.p, alpha)
    )
}
