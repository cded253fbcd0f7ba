//! Two groups and the share of each that gave an answer: difference, ratio and odds ratio.
//!
//! Intervals invert score tests (Miettinen & Nurminen 1985). At no difference that score is the N −
//! 1 chi-square, so the interval contains no difference exactly when that test is not significant.
//! Verified against statsmodels' `confint_proportions_2indep(method="score")`.

use super::chisq::two_by_two;
use super::distributions;
use super::error::StatsError;
use super::estimate::{Estimate, Interval};
use super::side::TableSide;
use super::table::Table;
use serde::Serialize;

/// Method of the intervals.
const SCORE: &str = "score interval (Miettinen & Nurminen 1985)";

/// The same, where the exact p disagrees with the score test.
const SCORE_EXACT: &str =
    "score interval (Miettinen & Nurminen 1985), its end towards no difference by the exact p";

/// Two groups, an answer, and how many in each group gave it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupShares {
    /// Name of the grouping variable.
    pub groups: String,
    /// Names of the two groups.
    pub labels: [String; 2],
    /// Name of the outcome variable.
    pub outcome: String,
    /// The answer whose share is reported.
    pub answer: String,
    /// How many in each group gave it.
    pub counts: TwoProportions,
}

/// `hits` out of `sizes`, for the first and the second group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TwoProportions {
    /// How many in each group gave the answer.
    pub hits: [f64; 2],
    /// Size of each group.
    pub sizes: [f64; 2],
}

/// How two shares are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareComparison {
    /// First minus second, −1 to 1.
    Difference,
    /// First over second, 0 to ∞.
    Ratio,
    /// Odds of the first over odds of the second, 0 to ∞.
    Odds,
}

/// The test that decides about significance, which the interval must not contradict.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DecidingTest {
    /// p of the deciding test, 0 to 1.
    pub p: f64,
    /// Coverage of the interval, 0 to 1.
    pub level: f64,
}

impl DecidingTest {
    /// The score test of the interval itself.
    pub fn by_score(level: f64) -> DecidingTest {
        DecidingTest { p: f64::NAN, level }
    }

    /// Critical values of the interval away from no effect and towards it, if the interval's own
    /// test has the statistic `z`. Where the deciding test is on the other side of the level, its z
    /// is used instead (test-based interval, Miettinen 1976).
    pub(crate) fn critical_values(self, z: f64) -> (f64, f64) {
        let usual = distributions::normal_quantile(0.5 + self.level / 2.0);
        if self.p.is_nan() || (self.p <= 1.0 - self.level) == (z.abs() > usual) {
            return (usual, usual);
        }
        let decided = -distributions::normal_quantile(self.p.clamp(1e-300, 1.0) / 2.0);
        (usual, usual * z.abs() / decided.max(1e-9))
    }
}

impl DecidingTest {
    /// The near limit of a measure whose estimate is 1: the deciding test says whether it includes
    /// no effect.
    pub(crate) fn least_of_all(self, least: f64) -> f64 {
        let shown = self.p <= 1.0 - self.level;
        if self.p.is_nan() || shown == (least > 0.0) {
            return least;
        }
        let z = |tail: f64| -distributions::normal_quantile(tail / 2.0);
        (1.0 - z(1.0 - self.level) / z(self.p).max(1e-9)).clamp(-1.0, 1.0)
    }

    /// The lower limit of a measure that cannot be below no effect: it excludes no effect exactly
    /// when the deciding test does.
    pub(crate) fn end_above_nothing(self, low: f64, value: f64) -> f64 {
        let shown = self.p <= 1.0 - self.level;
        if self.p.is_nan() || shown == (low > 0.0) {
            return low;
        }
        let z = |tail: f64| -distributions::normal_quantile(tail / 2.0);
        if shown {
            (value * (1.0 - z(1.0 - self.level) / z(self.p.max(1e-300)))).max(f64::MIN_POSITIVE)
        } else {
            0.0
        }
    }
}

impl GroupShares {
    /// The shares of a 2 × 2 table. Groups are the rows, unless only the rows declare a yes; the
    /// answer is the one meaning yes, otherwise the last. A group meaning yes comes first.
    pub fn of(table: &Table) -> Result<GroupShares, StatsError> {
        let small = two_by_two(table)?;
        let tells = |side: &TableSide| side.yes.is_some();
        let across = tells(small.row_side()) && !tells(small.column_side());
        let small = if across { small.transposed() } else { small };
        // People with a characteristic are compared with those without it.
        let small = if small.row_side().yes == Some(1) {
            small.row_turned()
        } else {
            small
        };
        let answer = small.column_side().yes.unwrap_or(1);
        let sizes = small.row_totals();
        Ok(GroupShares {
            groups: small.row_side().name.clone(),
            labels: [small.row_side().label(0), small.row_side().label(1)],
            outcome: small.column_side().name.clone(),
            answer: small.column_side().label(answer),
            counts: TwoProportions {
                hits: [small.at(0, answer), small.at(1, answer)],
                sizes: [sizes[0], sizes[1]],
            },
        })
    }
}

impl TwoProportions {
    /// The two shares, 0 to 1.
    pub fn shares(&self) -> [f64; 2] {
        [self.hits[0] / self.sizes[0], self.hits[1] / self.sizes[1]]
    }

    /// The comparison with the interval that agrees with the deciding test.
    pub fn compared(&self, by: ShareComparison, decided: DecidingTest) -> Estimate {
        let [first, second] = self.shares();
        let (value, method) = match by {
            ShareComparison::Difference => (first - second, "Difference of two shares"),
            ShareComparison::Ratio => (first / second, "Ratio of two shares (relative risk)"),
            ShareComparison::Odds => (
                first * (1.0 - second) / (second * (1.0 - first)),
                "Odds ratio of the sample, ad/bc",
            ),
        };
        let (far, near) = decided.critical_values(self.score(by, by.none()).abs().sqrt());
        let rising = first > second;
        let (down, up) = if rising { (near, far) } else { (far, near) };
        let mut estimate = Estimate::bare(value, self.sizes[0] + self.sizes[1], method);
        estimate.interval = Some(Interval {
            low: self.end(by, value, down, false),
            high: self.end(by, value, up, true),
            level: decided.level,
            method: if far == near { SCORE } else { SCORE_EXACT },
        });
        estimate
    }

    /// Phi that corresponds to a difference between the shares, given the group sizes.
    fn phi_at(&self, difference: f64) -> f64 {
        let [first, second] = self.fitted(ShareComparison::Difference, difference);
        let n = self.sizes[0] + self.sizes[1];
        let (a, b) = (self.sizes[0] / n, self.sizes[1] / n);
        let mean = a * first + b * second;
        let spread = mean * (1.0 - mean);
        if spread <= 0.0 {
            0.0
        } else {
            (difference * (a * b / spread).sqrt()).clamp(-1.0, 1.0)
        }
    }

    /// The interval of the difference, converted to phi.
    pub(crate) fn phi_ends(&self, decided: DecidingTest) -> (f64, f64) {
        let difference = self.compared(ShareComparison::Difference, decided);
        difference.interval.map_or((-1.0, 1.0), |ends| {
            (self.phi_at(ends.low), self.phi_at(ends.high))
        })
    }

    /// The maximum-likelihood shares under this value of the comparison.
    fn fitted(&self, by: ShareComparison, value: f64) -> [f64; 2] {
        let ([x, y], [m, n]) = (self.hits, self.sizes);
        // Each comparison makes the first share a function of the second; the likelihood is
        // unimodal in between.
        let first = |second: f64| match by {
            ShareComparison::Difference => second + value,
            ShareComparison::Ratio => value * second,
            ShareComparison::Odds => value * second / (1.0 - second + value * second),
        };
        let (low, high) = match by {
            ShareComparison::Difference => ((-value).max(0.0), (1.0 - value).min(1.0)),
            ShareComparison::Ratio => (0.0, (1.0 / value).min(1.0)),
            ShareComparison::Odds => (0.0, 1.0),
        };
        let part = |count: f64, share: f64| {
            if count == 0.0 {
                0.0
            } else {
                count / share.max(1e-300)
            }
        };
        let slope = |second: f64| {
            let share = first(second);
            match by {
                ShareComparison::Difference => {
                    part(y, second) - part(n - y, 1.0 - second) + part(x, share)
                        - part(m - x, 1.0 - share)
                }
                ShareComparison::Ratio => {
                    part(x + y, second)
                        - value * part(m - x, 1.0 - share)
                        - part(n - y, 1.0 - second)
                }
                // The sum of hits is preserved.
                ShareComparison::Odds => x + y - m * share - n * second,
            }
        };
        let second = root(low, high, |second| slope(second) < 0.0);
        [first(second).clamp(0.0, 1.0), second]
    }

    /// The score test of a comparison: a chi-square with one degree of freedom.
    fn score(&self, by: ShareComparison, value: f64) -> f64 {
        let ([p, q], [m, n]) = (self.shares(), self.sizes);
        let [first, second] = self.fitted(by, value);
        let (a, b) = (first * (1.0 - first) / m, second * (1.0 - second) / n);
        let (distance, variance) = match by {
            ShareComparison::Difference => (p - q - value, a + b),
            ShareComparison::Ratio => (p - value * q, a + value * value * b),
            // m(p − first) has the variance 1/(1/(m·first·…) + 1/(n·second·…)).
            ShareComparison::Odds => (
                m * (p - first),
                1.0 / (1.0 / (a * m * m) + 1.0 / (b * n * n)),
            ),
        };
        if distance == 0.0 {
            return 0.0;
        }
        if variance <= 0.0 {
            return f64::INFINITY;
        }
        distance * distance / variance * (m + n - 1.0) / (m + n)
    }

    /// The score statistic as a normal deviate, with the sign of the observed comparison minus
    /// `value`.
    pub(crate) fn z(&self, by: ShareComparison, value: f64) -> f64 {
        let [p, q] = self.shares();
        let distance = match by {
            ShareComparison::Difference => p - q - value,
            ShareComparison::Ratio => p - value * q,
            ShareComparison::Odds => p * (1.0 - q) - value * q * (1.0 - p),
        };
        distance.signum() * self.score(by, value).sqrt()
    }

    /// Where the score is `reach` standard deviations below (or above) the observed comparison.
    fn end(&self, by: ShareComparison, value: f64, reach: f64, above: bool) -> f64 {
        let critical = reach * reach;
        let passes = |at: f64| self.score(by, at) > critical;
        match (by, above) {
            (ShareComparison::Difference, true) => root(value, 1.0, passes),
            (ShareComparison::Difference, false) => -root(-value, 1.0, |at| passes(-at)),
            // Ratios are searched on the scale of s/(1 + s), where ∞ is 1.
            (_, true) if value.is_infinite() => f64::INFINITY,
            (_, false) if value == 0.0 => 0.0,
            (_, true) => {
                let at = root(value / (1.0 + value), 1.0, |s| passes(s / (1.0 - s)));
                if at >= 1.0 - 1e-13 {
                    f64::INFINITY
                } else {
                    at / (1.0 - at)
                }
            }
            (_, false) => {
                let from = if value.is_infinite() {
                    1.0
                } else {
                    value / (1.0 + value)
                };
                let at = 1.0 - root(1.0 - from, 1.0, |s| passes((1.0 - s) / s));
                at / (1.0 - at)
            }
        }
    }
}

impl ShareComparison {
    /// The value of the comparison if the groups do not differ.
    fn none(self) -> f64 {
        if self == ShareComparison::Difference {
            0.0
        } else {
            1.0
        }
    }
}

/// The point between `low` and `high` from which on a monotone condition holds.
pub(crate) fn root(mut low: f64, mut high: f64, holds: impl Fn(f64) -> bool) -> f64 {
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if holds(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    0.5 * (low + high)
}
