//! The numbers in brackets: effect with interval, test, p, N; and what stands after them where the
//! tests do not agree.

use super::{FEW, Words};
use crate::stats::advice::beside::{Beside, Other, is_thin};
use crate::stats::advice::effect::{Effect, Measure};
use crate::stats::advice::recommend::{Certainty, Method, Outcome};
use crate::stats::advice::status::Status;
use crate::stats::phrase::{Scale, Tongue};

/// The part of those asked that may be missing without a word.
const MISSED: f64 = 0.2;

impl Words<'_> {
    /// The numbers in brackets: effect with interval, test, p, N, and the family.
    pub(super) fn numbers(&self) -> String {
        let (facts, t) = (self.facts, self.tongue);
        let mut parts: Vec<String> = facts
            .effects
            .first()
            .map(|effect| self.effect(effect))
            .into_iter()
            .collect();
        let told = |measure: Measure| {
            facts.effects.of(measure).map(|found| Effect {
                measure,
                estimate: found.clone(),
            })
        };
        if facts.question.smallest.is_some()
            && let Some(phi) = told(Measure::Phi)
        {
            parts.push(self.effect(&phi));
        } else if let Some(ratio) = told(Measure::RelativeRisk).filter(|ratio| {
            facts.outcome.n >= FEW && ratio.estimate.value > 0.0 && ratio.estimate.value.is_finite()
        }) && facts.status != Status::NotShown
        {
            parts.push(self.effect(&ratio));
        }
        parts.push(self.test_of(&facts.outcome));
        // What falls on the other side is told after the brackets.
        if is_thin(&facts.outcome, &facts.chi_square) {
            let agreeing = facts
                .beside
                .iter()
                .filter(|other| other.test != Other::FisherExact && self.agrees(other));
            parts.extend(agreeing.map(|other| {
                format!(
                    "{}: {}",
                    self.other(other.test),
                    t.p_against(other.p, facts.question.alpha)
                )
            }));
        }
        let weighted = if facts.table.is_weighted() {
            self.say(", weighted", ", vægtet")
        } else {
            ""
        };
        parts.push(format!("N = {}{weighted}", t.count(facts.outcome.n)));
        let (missing, asked) = (
            facts.question.missing as f64,
            facts.question.missing as f64 + facts.outcome.n,
        );
        if missing > MISSED * asked && !facts.table.is_weighted() {
            parts.push(t.left_out(missing, asked));
        }
        if let (Some(family), Some(bh)) = (&facts.question.family, facts.benjamini_hochberg) {
            let m = family.others.len() + 1;
            parts.push(match t {
                Tongue::English => {
                    format!("test {} of {m}, BH-adjusted {}", family.position, t.p(bh))
                }
                Tongue::Danish => {
                    format!("test {} af {m}, BH-justeret {}", family.position, t.p(bh))
                }
            });
        }
        parts.join("; ")
    }

    /// How a measure is told.
    pub(super) fn scale(&self, measure: Measure) -> Scale {
        match measure {
            Measure::Difference => Scale::Points(self.digits()),
            Measure::RelativeRisk | Measure::OddsRatio => Scale::Ratio,
            Measure::Superiority => Scale::Chance,
            _ => Scale::Unit,
        }
    }

    /// Decimals of percentages.
    pub(super) fn digits(&self) -> usize {
        usize::from(self.facts.outcome.n >= 1_000.0)
    }

    /// "tau-b = .52 [.42; .62], 95 % CI".
    fn effect(&self, effect: &Effect) -> String {
        let t = self.tongue;
        let told = t.told(
            effect.estimate.value,
            effect.estimate.interval.as_ref(),
            self.scale(effect.measure),
        );
        match effect.measure {
            Measure::Difference => format!("{} {told}", self.say("difference", "forskel")),
            Measure::RelativeRisk => {
                format!("{} {told}", self.say("relative risk", "relativ risiko"))
            }
            Measure::OddsRatio => format!("odds ratio {told}"),
            Measure::Superiority => {
                let label = |at: usize| {
                    self.facts
                        .effects
                        .groups
                        .get(at)
                        .map_or("", |group| group.label.as_str())
                };
                t.superior(
                    &self.by(),
                    (label(0), label(1)),
                    &self.outcome().higher(t),
                    &told,
                )
            }
            _ => format!("{} = {told}", self.name(effect)),
        }
    }

    /// The sign of a measure, and which V it is.
    pub(super) fn name(&self, effect: &Effect) -> String {
        match effect.measure {
            Measure::V if effect.estimate.method.contains("bias-corrected") => {
                self.say("bias-corrected V", "biaskorrigeret V").into()
            }
            measure => name(measure).into(),
        }
    }

    /// "Pearson chi-square: χ²(2) = 8.42, p = .015", with how the p of random tables came about.
    pub(super) fn test_of(&self, outcome: &Outcome) -> String {
        let (t, alpha) = (self.tongue, self.facts.question.alpha);
        let statistic = match (outcome.statistic, outcome.df) {
            (Some(value), Some(df)) => {
                let sign = if outcome.method == Method::KruskalWallis {
                    "H"
                } else {
                    "χ²"
                };
                format!("{sign}({df}) = {}, ", t.decimals(value, 2))
            }
            // The group that is named first is the one with the higher ranks.
            (Some(value), None) if outcome.method == Method::MannWhitney => {
                format!("z = {}, ", t.decimals(value.abs(), 2))
            }
            _ => String::new(),
        };
        let p = t.p_against(outcome.p, alpha);
        let Certainty::MonteCarlo {
            low,
            high,
            samples,
            seed,
        } = outcome.certainty
        else {
            return format!("{}: {statistic}{p}", self.test(outcome));
        };
        let (test, samples) = (self.test(outcome), t.count(samples as f64));
        let nothing = t.unit(low, 4).trim_matches(['.', ',', '0']).is_empty();
        let (low, high) = (t.unit(low, 4), t.unit(high, 4));
        match (t, nothing) {
            (Tongue::English, true) => {
                format!(
                    "{test} with {samples} random tables and seed {seed}: {p}, 99 % CI of p up to {high}"
                )
            }
            (Tongue::English, false) => {
                format!(
                    "{test} with {samples} random tables and seed {seed}: {p}, 99 % CI of p {low} to {high}"
                )
            }
            (Tongue::Danish, true) => {
                format!(
                    "{test} med {samples} tilfældige tabeller og seed {seed}: {p}, 99 %-konfidensinterval for p op til {high}"
                )
            }
            (Tongue::Danish, false) => {
                format!(
                    "{test} med {samples} tilfældige tabeller og seed {seed}: {p}, 99 %-konfidensinterval for p {low} til {high}"
                )
            }
        }
    }

    /// The test by its name in the language.
    fn test(&self, outcome: &Outcome) -> String {
        named(self.tongue, outcome.method, &outcome.certainty)
    }

    /// Another test by its name.
    fn other(&self, other: Other) -> String {
        match other {
            Other::FisherExact => self
                .say("Fisher’s exact test", "Fishers eksakte test")
                .into(),
            Other::FisherMidP => self
                .say("Fisher’s test with mid-p", "Fishers test med mid-p")
                .into(),
            Other::Boschloo => self
                .say("Boschloo’s exact test", "Boschloos eksakte test")
                .into(),
            Other::Exact => {
                let name = named(
                    self.tongue,
                    self.facts.outcome.method.exact(),
                    &Certainty::Exact,
                );
                format!("{}{name}", self.say("the ", ""))
            }
        }
    }

    /// Whether another test falls on the same side of the level.
    fn agrees(&self, other: &Beside) -> bool {
        let alpha = self.facts.question.alpha;
        (other.p <= alpha) == (self.facts.outcome.p <= alpha)
    }

    /// Which other tests that fit fall on the other side of the level.
    pub(super) fn parted(&self) -> String {
        let others = self.facts.beside.iter().filter(|other| !self.agrees(other));
        let others: Vec<(String, f64)> = others
            .map(|other| (self.other(other.test), other.p))
            .collect();
        self.tongue.other_side(self.facts.question.alpha, &others)
    }

    /// That more random tables may say otherwise.
    pub(super) fn undecided(&self) -> String {
        let alpha = self.facts.question.alpha;
        if !self.facts.outcome.is_undecided(alpha) {
            return String::new();
        }
        let level = self.tongue.level(alpha);
        match self.tongue {
            Tongue::English => {
                format!(
                    " The interval of the Monte Carlo p holds {level}: more random tables may say otherwise."
                )
            }
            Tongue::Danish => {
                format!(
                    " Intervallet for Monte Carlo-p rummer {level}: flere tilfældige tabeller kan vise noget andet."
                )
            }
        }
    }
}

/// A test by its name.
fn named(t: Tongue, method: Method, certainty: &Certainty) -> String {
    let how = match certainty {
        Certainty::LargeSample => "",
        Certainty::Exact => t.say("exact ", "eksakt "),
        Certainty::MonteCarlo { .. } => t.say("Monte Carlo ", "Monte Carlo-"),
    };
    let name = match method {
        Method::Fisher => return t.say("Fisher’s exact test", "Fishers eksakte test").into(),
        Method::Pearson => t.say("Pearson chi-square", "Pearsons chi-i-anden-test"),
        Method::NMinusOne => t.say("N − 1 chi-square", "chi-i-anden-test (N − 1)"),
        Method::FisherFreemanHalton => {
            t.say("Fisher–Freeman–Halton test", "Fisher–Freeman–Halton-test")
        }
        Method::LinearByLinear | Method::LinearByLinearExact => {
            t.say("linear-by-linear test", "test for lineær sammenhæng")
        }
        Method::MannWhitney | Method::MannWhitneyExact => "Mann–Whitney",
        Method::KruskalWallis | Method::KruskalWallisExact => "Kruskal–Wallis",
    };
    let end = if name.contains("test") || name.contains("chi") {
        ""
    } else {
        t.say(" test", "-test")
    };
    format!("{how}{name}{end}")
}

/// The sign of a measure.
pub(in crate::stats::advice) fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Phi => "φ",
        Measure::EpsilonSquared => "ε²",
        Measure::TauB => "tau-b",
        Measure::R => "r",
        Measure::V => "V",
        Measure::Difference | Measure::RelativeRisk | Measure::OddsRatio | Measure::Superiority => {
            ""
        }
    }
}
