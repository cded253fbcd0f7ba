//! Sentences about a comparison of scores, ready to be pasted into a report.

use super::comparison::{ComparisonResult, ScoreComparison, ValueKind, VariableValues};
use super::comparison_lines::statistic;
pub use super::comparison_lines::{line, sentences};
use crate::stats::phrase::{Scale, SentenceLanguage, VariablePhrase, phrase};
use crate::stats::scores::{ManyMeans, ManyRanks, ScoreTest, Summary, TwoMeans, TwoRanks};
use crate::stats::{Estimate, Interval};

/// Up to this many groups are listed one by one.
const MAX_NAMED_GROUPS: usize = 6;

/// Missing answers are mentioned from this share on.
const MAX_UNMENTIONED_MISSING: f64 = 0.2;

/// A comparison with the significance level and language to describe it in.
pub(super) struct ComparisonWriter<'a> {
    pub(super) comparison: &'a ScoreComparison,
    pub(super) alpha: f64,
    pub(super) t: SentenceLanguage,
}

pub fn sentence(comparison: &ScoreComparison, alpha: f64, danish: bool) -> String {
    let words = ComparisonWriter {
        comparison,
        alpha,
        t: SentenceLanguage::of(danish),
    };
    match &comparison.result {
        Ok(found) => format!(
            "{}{}",
            words.describe_result(found),
            words.other_side(found)
        ),
        Err(why) => {
            let t = words.t;
            let (a, b) = (t.quoted(&comparison.a.label), t.quoted(&comparison.b.label));
            super::weighted::untested(t, &a, &b, why)
        }
    }
}

fn about(values: &VariableValues) -> VariablePhrase<'_> {
    match &values.kind {
        ValueKind::Scores { .. } => VariablePhrase::new::<&str>(&values.label, &[]),
        ValueKind::Categories { labels, .. } => VariablePhrase::new(&values.label, labels),
    }
}

impl ComparisonWriter<'_> {
    /// The score, and the variable that defines the groups.
    pub(super) fn sides(&self) -> (VariablePhrase<'_>, VariablePhrase<'_>) {
        let (a, b) = (&self.comparison.a, &self.comparison.b);
        if matches!(a.kind, ValueKind::Scores { .. }) {
            (about(a), about(b))
        } else {
            (about(b), about(a))
        }
    }

    pub(super) fn say<'b>(&self, english: &'b str, danish: &'b str) -> &'b str {
        self.t.say(english, danish)
    }

    fn describe_result(&self, found: &ComparisonResult) -> String {
        match found {
            ComparisonResult::Correlated {
                pearson,
                spearman,
                by_pearson,
            } => {
                let rho = (self.say("Spearman’s rho", "Spearmans rho"), spearman);
                let r = pearson
                    .as_ref()
                    .map(|pearson| (self.say("Pearson’s r", "Pearsons r"), pearson));
                let (first, second) = match r {
                    Some(r) if *by_pearson => (r, Some(rho)),
                    r => (rho, r),
                };
                let told = |estimate: &Estimate| {
                    self.t
                        .estimate(estimate.value, estimate.interval.as_ref(), Scale::Unit)
                };
                let mut numbers = format!(
                    "{} = {}; {}",
                    first.0,
                    told(&first.1.estimate),
                    self.test(&first.1.test, false)
                );
                if let Some((name, beside)) = second {
                    numbers += &format!("; {name} = {}", told(&beside.estimate));
                }
                let (a, b) = (about(&self.comparison.a), about(&self.comparison.b));
                let ((a, one), (b, _)) = (a.values(self.t), b.values(self.t));
                let claim = || {
                    self.t
                        .goes_with((&a, one), &b, first.1.estimate.value > 0.0, true)
                };
                let room = first
                    .1
                    .estimate
                    .interval
                    .as_ref()
                    .map(|interval| self.interval_room(first.0, interval))
                    .unwrap_or_default();
                self.claim_or_not_shown(first.1.test.p, &claim, &numbers, &room)
            }
            ComparisonResult::TwoGroups {
                labels,
                means: Ok(means),
                by_means: true,
                ..
            } => self.two_means(labels, means),
            ComparisonResult::TwoGroups { labels, ranks, .. } => self.two_ranks(labels, ranks),
            ComparisonResult::Groups {
                labels,
                means: Ok(means),
                by_means: true,
                ..
            } => self.means(labels, means),
            ComparisonResult::Groups { labels, ranks, .. } => self.ranks(labels, ranks),
        }
    }

    /// The claim, or that it was not shown; then its numbers and qualifications.
    fn claim_or_not_shown(
        &self,
        p: f64,
        claim: &dyn Fn() -> String,
        numbers: &str,
        room: &str,
    ) -> String {
        let numbers = format!("{numbers}; {}", self.people());
        if p <= self.alpha {
            return format!("{} ({numbers}).", claim());
        }
        let t = self.t;
        let (a, b) = (
            t.quoted(&self.comparison.a.label),
            t.quoted(&self.comparison.b.label),
        );
        t.choose(
            format!("A relation between {a} and {b} was not shown ({numbers}).{room}"),
            format!("En sammenhæng mellem {a} og {b} er ikke påvist ({numbers}).{room}"),
        )
    }

    /// " The data leave room for relations from rho = −.05 to .31."
    fn interval_room(&self, name: &str, interval: &Interval) -> String {
        let (low, high) = self.t.ends(interval, Scale::Unit);
        self.t.choose(
            format!(" The data leave room for relations from {name} = {low} to {high}."),
            format!(" Data giver plads til sammenhænge fra {name} = {low} til {high}."),
        )
    }

    /// "N = 47", with the number of missing answers if they are many.
    fn people(&self) -> String {
        let (n, missing) = (self.comparison.n as f64, self.comparison.missing as f64);
        let told = format!("N = {}", self.t.count(n));
        if missing > MAX_UNMENTIONED_MISSING * (n + missing) {
            format!("{told}; {}", self.t.left_out(missing, n + missing))
        } else {
            told
        }
    }

    /// The higher mean comes first.
    fn two_means(&self, labels: &[String; 2], means: &TwoMeans) -> String {
        let (t, (score, by)) = (self.t, self.sides());
        // The difference is second minus first, but here the group with the higher mean comes
        // first.
        let rising = means.difference.value >= 0.0;
        let (x, y) = if rising {
            (&labels[1], &labels[0])
        } else {
            (&labels[0], &labels[1])
        };
        let [second, first] = &means.groups;
        let (high, low) = if rising {
            (second, first)
        } else {
            (first, second)
        };
        let turned = |estimate: &Estimate, scale| {
            let estimate = if rising {
                estimate.clone()
            } else {
                reversed(estimate, |x| -x)
            };
            t.estimate(estimate.value, estimate.interval.as_ref(), scale)
        };
        let numbers = format!(
            "{} {} {} {}, n = {} {} {}; {} {}; Hedges’ g = {}; {}",
            self.say("means", "gennemsnit"),
            t.decimals(high.mean, 2),
            self.say("and", "og"),
            t.decimals(low.mean, 2),
            t.count(high.n as f64),
            self.say("and", "og"),
            t.count(low.n as f64),
            self.say("difference", "forskel"),
            turned(&means.difference, Scale::Own(2)),
            turned(&means.hedges_g, Scale::Own(2)),
            self.test(&means.test, true),
        );
        let (x, y, score) = (by.whose(t, x), by.whose(t, y), score.quoted(t));
        let claim = || {
            t.choose(
                format!("The mean of {score} is higher for those {x} than for those {y}"),
                format!("Gennemsnittet af {score} er højere blandt dem, {x}, end blandt dem, {y}"),
            )
        };
        self.claim_or_not_shown(means.test.p, &claim, &numbers, "")
    }

    /// The group with the higher ranks comes first.
    fn two_ranks(&self, labels: &[String; 2], ranks: &TwoRanks) -> String {
        let (t, (score, by)) = (self.t, self.sides());
        let rising = ranks.superiority.value >= 0.5;
        let (x, y) = if rising {
            (&labels[1], &labels[0])
        } else {
            (&labels[0], &labels[1])
        };
        let [second, first] = &ranks.groups;
        let (high, low) = if rising {
            (second, first)
        } else {
            (first, second)
        };
        let chance = if rising {
            ranks.superiority.clone()
        } else {
            reversed(&ranks.superiority, |x| 1.0 - x)
        };
        let numbers = format!(
            "{} {} {} {}, n = {} {} {}; {}; {}",
            self.say("medians", "medianer"),
            t.decimals(high.median, 2),
            self.say("and", "og"),
            t.decimals(low.median, 2),
            t.count(high.n as f64),
            self.say("and", "og"),
            t.count(low.n as f64),
            t.superior(
                &by,
                (x, y),
                &score.higher(t),
                &t.estimate(chance.value, chance.interval.as_ref(), Scale::Chance)
            ),
            self.test(&ranks.test, true),
        );
        let ((values, _), (x, y)) = (score.all_values(t), (by.whose(t, x), by.whose(t, y)));
        let claim = || {
            t.choose(
                format!(
                    "{} tend to be higher for those {x} than for those {y}",
                    phrase(&values, true)
                ),
                format!(
                    "{} har en tendens til at være højere blandt dem, {x}, end blandt dem, {y}",
                    phrase(&values, true)
                ),
            )
        };
        self.claim_or_not_shown(ranks.test.p, &claim, &numbers, "")
    }

    fn means(&self, labels: &[String], means: &ManyMeans) -> String {
        let (t, (score, by)) = (self.t, self.sides());
        let (score, by) = (score.quoted(t), by.quoted(t));
        let each = self.each(
            labels,
            &means.groups,
            |group| group.mean,
            ("The mean", "Gennemsnittet"),
        );
        let claim = || {
            t.choose(
                format!("The mean of {score} differs between the groups of {by}"),
                format!("Gennemsnittet af {score} er forskelligt mellem grupperne i {by}"),
            )
        };
        format!(
            "{}{each}",
            self.claim_or_not_shown(means.test.p, &claim, &self.test(&means.test, false), "")
        )
    }

    fn ranks(&self, labels: &[String], ranks: &ManyRanks) -> String {
        let (t, (score, by)) = (self.t, self.sides());
        let ((values, _), by) = (score.all_values(t), by.quoted(t));
        let each = self.each(
            labels,
            &ranks.groups,
            |group| group.median,
            ("The median", "Medianen"),
        );
        let epsilon = t.estimate(
            ranks.epsilon_squared.value,
            ranks.epsilon_squared.interval.as_ref(),
            Scale::Unit,
        );
        let numbers = format!("ε² = {epsilon}; {}", self.test(&ranks.test, false));
        let claim = || {
            t.choose(
                format!(
                    "{} differ between the groups of {by}",
                    phrase(&values, true)
                ),
                format!(
                    "{} er forskellige mellem grupperne i {by}",
                    phrase(&values, true)
                ),
            )
        };
        let room = ranks.epsilon_squared.interval.as_ref().map(|interval| {
            let high = t.ends(interval, Scale::Unit).1;
            t.choose(
                format!(" The data leave room for relations up to ε² = {high}."),
                format!(" Data giver plads til sammenhænge op til ε² = {high}."),
            )
        });
        format!(
            "{}{each}",
            self.claim_or_not_shown(ranks.test.p, &claim, &numbers, &room.unwrap_or_default())
        )
    }

    /// " The median of “Trust” is 5.2 for “A” (n = 30) and 4.8 for “B” (n = 28).", if there are few
    /// groups.
    fn each(
        &self,
        labels: &[String],
        groups: &[Summary],
        of: fn(&Summary) -> f64,
        what: (&str, &str),
    ) -> String {
        if groups.len() > MAX_NAMED_GROUPS {
            return String::new();
        }
        let t = self.t;
        let one = |(label, group): (&String, &Summary)| {
            format!(
                "{} for {} (n = {})",
                t.decimals(of(group), 2),
                t.quoted(label),
                t.count(group.n as f64)
            )
        };
        let all = t.list(&labels.iter().zip(groups).map(one).collect::<Vec<_>>());
        let score = self.sides().0.quoted(t);
        format!(
            " {} {} {score} {} {all}.",
            t.say(what.0, what.1),
            self.say("of", "af"),
            self.say("is", "er")
        )
    }

    /// "Mann–Whitney test: z = 2.10, p = .036". `bare` drops the sign, for sentences that name the
    /// higher group first.
    pub(super) fn test(&self, test: &ScoreTest, bare: bool) -> String {
        let t = self.t;
        let (name, letter) = match test.method {
            method if method.contains("analysis of variance") => (
                self.say("Welch’s analysis of variance: ", "Welchs variansanalyse: "),
                "F",
            ),
            method if method.starts_with("Mann") => {
                (self.say("Mann–Whitney test: ", "Mann–Whitney-test: "), "z")
            }
            method if method.starts_with("Kruskal") => (
                self.say("Kruskal–Wallis test: ", "Kruskal–Wallis-test: "),
                "H",
            ),
            method if method.contains("Welch") => {
                (self.say("Welch’s t test: ", "Welchs t-test: "), "t")
            }
            _ => ("", "t"),
        };
        let value = if bare {
            test.statistic.abs()
        } else {
            test.statistic
        };
        format!("{name}{}", statistic(t, letter, value, test, self.alpha))
    }

    /// Mentions an alternative test that falls on the other side of the significance level.
    fn other_side(&self, found: &ComparisonResult) -> String {
        let (fits, beside) = match found {
            ComparisonResult::Correlated {
                pearson: Some(pearson),
                spearman,
                by_pearson,
            } => {
                let r = (
                    self.say("that of Pearson’s r", "den af Pearsons r"),
                    pearson.test.p,
                );
                let rho = (
                    self.say("that of Spearman’s rho", "den af Spearmans rho"),
                    spearman.test.p,
                );
                if *by_pearson { (r, rho) } else { (rho, r) }
            }
            ComparisonResult::TwoGroups {
                means: Ok(means),
                ranks,
                by_means,
                ..
            } => {
                let mean = (self.say("Welch’s t test", "Welchs t-test"), means.test.p);
                let rank = (
                    self.say("the Mann–Whitney test", "Mann–Whitney-test"),
                    ranks.test.p,
                );
                if *by_means {
                    (mean, rank)
                } else {
                    (rank, mean)
                }
            }
            ComparisonResult::Groups {
                means: Ok(means),
                ranks,
                by_means,
                ..
            } => {
                let mean = (
                    self.say("Welch’s analysis of variance", "Welchs variansanalyse"),
                    means.test.p,
                );
                let rank = (
                    self.say("the Kruskal–Wallis test", "Kruskal–Wallis-test"),
                    ranks.test.p,
                );
                if *by_means {
                    (mean, rank)
                } else {
                    (rank, mean)
                }
            }
            _ => return String::new(),
        };
        let parted = (fits.1 <= self.alpha) != (beside.1 <= self.alpha);
        let other = parted.then(|| (beside.0.to_owned(), beside.1));
        self.t.other_side(self.alpha, other.as_slice())
    }
}

/// The estimate with the two groups swapped.
fn reversed(estimate: &Estimate, other: fn(f64) -> f64) -> Estimate {
    let interval = estimate.interval.as_ref().map(|i| Interval {
        low: other(i.high),
        high: other(i.low),
        ..i.clone()
    });
    Estimate {
        value: other(estimate.value),
        interval,
        ..estimate.clone()
    }
}
