//! The figures in brackets (effect with interval, test, p, N), and remarks after them if tests
//! disagree.
//!
//! Sentences about two nominal variables: that the share of an answer differs, or that they are
//! related, and the cell that deviates most by a stated criterion.

use super::{AdviceWriter, MIN_FOR_PERCENT};
use crate::stats::advice::effect::{EffectMeasure, MeasuredEffect};
use crate::stats::advice::question::{
    AlternativeMethod, AlternativeTest, AssociationStatus, is_thin,
};
use crate::stats::advice::recommend::{Certainty, Method, TestOutcome};
use crate::stats::chisq::residuals;
use crate::stats::phrase::{Scale, SentenceLanguage, phrase};

/// Missing answers are mentioned from this share on.
const MAX_UNMENTIONED_MISSING: f64 = 0.2;

impl AdviceWriter<'_> {
    /// The numbers in brackets: effect with interval, test, p, N, and the family.
    pub(super) fn numbers(&self) -> String {
        let (facts, t) = (self.facts, self.language);
        let mut parts: Vec<String> = facts
            .effects
            .first()
            .map(|effect| self.effect(effect))
            .into_iter()
            .collect();
        let told = |measure: EffectMeasure| {
            facts.effects.of(measure).map(|found| MeasuredEffect {
                measure,
                estimate: found.clone(),
            })
        };
        if facts.question.smallest.is_some()
            && let Some(phi) = told(EffectMeasure::Phi)
        {
            parts.push(self.effect(&phi));
        } else if let Some(ratio) = told(EffectMeasure::RelativeRisk).filter(|ratio| {
            facts.outcome.n >= MIN_FOR_PERCENT
                && ratio.estimate.value > 0.0
                && ratio.estimate.value.is_finite()
        }) && facts.status != AssociationStatus::NotShown
        {
            parts.push(self.effect(&ratio));
        }
        parts.push(self.test_of(&facts.outcome));
        // Tests on the other side of the level are reported after the brackets.
        if is_thin(&facts.outcome, &facts.chi_square) {
            let agreeing = facts
                .alternatives
                .iter()
                .filter(|other| other.test != AlternativeMethod::FisherExact && self.agrees(other));
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
        if missing > MAX_UNMENTIONED_MISSING * asked && !facts.table.is_weighted() {
            parts.push(t.left_out(missing, asked));
        }
        if let (Some(family), Some(bh)) = (&facts.question.family, facts.benjamini_hochberg) {
            let m = family.others.len() + 1;
            parts.push(t.choose(
                format!("test {} of {m}, BH-adjusted {}", family.position, t.p(bh)),
                format!("test {} af {m}, BH-justeret {}", family.position, t.p(bh)),
            ));
        }
        parts.join("; ")
    }

    /// The scale of a measure.
    pub(super) fn scale(&self, measure: EffectMeasure) -> Scale {
        match measure {
            EffectMeasure::Difference => Scale::Points(self.digits()),
            EffectMeasure::RelativeRisk | EffectMeasure::OddsRatio => Scale::Ratio,
            EffectMeasure::Superiority => Scale::Chance,
            _ => Scale::Unit,
        }
    }

    /// Decimals of percentages.
    pub(super) fn digits(&self) -> usize {
        usize::from(self.facts.outcome.n >= 1_000.0)
    }

    /// "tau-b = .52 [.42; .62], 95 % CI".
    fn effect(&self, effect: &MeasuredEffect) -> String {
        let t = self.language;
        let told = t.estimate(
            effect.estimate.value,
            effect.estimate.interval.as_ref(),
            self.scale(effect.measure),
        );
        match effect.measure {
            EffectMeasure::Difference => format!("{} {told}", self.say("difference", "forskel")),
            EffectMeasure::RelativeRisk => {
                format!("{} {told}", self.say("relative risk", "relativ risiko"))
            }
            EffectMeasure::OddsRatio => format!("odds ratio {told}"),
            EffectMeasure::Superiority => {
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

    /// Symbol of a measure, including which V it is.
    pub(super) fn name(&self, effect: &MeasuredEffect) -> String {
        match effect.measure {
            EffectMeasure::V if effect.estimate.method.contains("bias-corrected") => {
                self.say("bias-corrected V", "biaskorrigeret V").into()
            }
            measure => name(measure).into(),
        }
    }

    /// "Pearson chi-square: χ²(2) = 8.42, p = .015", with the source of a p from random tables.
    pub(super) fn test_of(&self, outcome: &TestOutcome) -> String {
        let (t, alpha) = (self.language, self.facts.question.alpha);
        let statistic = match (outcome.statistic, outcome.df) {
            (Some(value), Some(df)) => {
                let sign = if outcome.method == Method::KruskalWallis {
                    "H"
                } else {
                    "χ²"
                };
                format!("{sign}({df}) = {}, ", t.decimals(value, 2))
            }
            // The group named first is the one with the higher ranks.
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
            (SentenceLanguage::English, true) => {
                format!(
                    "{test} with {samples} random tables and seed {seed}: {p}, 99 % CI of p up to {high}"
                )
            }
            (SentenceLanguage::English, false) => {
                format!(
                    "{test} with {samples} random tables and seed {seed}: {p}, 99 % CI of p {low} to {high}"
                )
            }
            (SentenceLanguage::Danish, true) => {
                format!(
                    "{test} med {samples} tilfældige tabeller og seed {seed}: {p}, 99 %-konfidensinterval for p op til {high}"
                )
            }
            (SentenceLanguage::Danish, false) => {
                format!(
                    "{test} med {samples} tilfældige tabeller og seed {seed}: {p}, 99 %-konfidensinterval for p {low} til {high}"
                )
            }
        }
    }

    fn test(&self, outcome: &TestOutcome) -> String {
        named(self.language, outcome.method, &outcome.certainty)
    }

    fn other(&self, other: AlternativeMethod) -> String {
        match other {
            AlternativeMethod::FisherExact => self
                .say("Fisher’s exact test", "Fishers eksakte test")
                .into(),
            AlternativeMethod::FisherMidP => self
                .say("Fisher’s test with mid-p", "Fishers test med mid-p")
                .into(),
            AlternativeMethod::Boschloo => self
                .say("Boschloo’s exact test", "Boschloos eksakte test")
                .into(),
            AlternativeMethod::Exact => {
                let name = named(
                    self.language,
                    self.facts.outcome.method.exact(),
                    &Certainty::Exact,
                );
                format!("{}{name}", self.say("the ", ""))
            }
        }
    }

    /// Returns whether another test is on the same side of the level.
    fn agrees(&self, other: &AlternativeTest) -> bool {
        let alpha = self.facts.question.alpha;
        (other.p <= alpha) == (self.facts.outcome.p <= alpha)
    }

    /// Lists the fitting tests on the other side of the level.
    pub(super) fn disagreeing_tests(&self) -> String {
        let others = self
            .facts
            .alternatives
            .iter()
            .filter(|other| !self.agrees(other));
        let others: Vec<(String, f64)> = others
            .map(|other| (self.other(other.test), other.p))
            .collect();
        self.language.other_side(self.facts.question.alpha, &others)
    }

    /// States that more random tables may change the result.
    pub(super) fn undecided(&self) -> String {
        let alpha = self.facts.question.alpha;
        if !self.facts.outcome.is_undecided(alpha) {
            return String::new();
        }
        let level = self.language.level(alpha);
        self.language.choose(
            format!(
                " The interval of the Monte Carlo p holds {level}: more random tables may say otherwise."
            ),
            format!(
                " Intervallet for Monte Carlo-p rummer {level}: flere tilfældige tabeller kan vise noget andet."
            ),
        )
    }
}

fn named(t: SentenceLanguage, method: Method, certainty: &Certainty) -> String {
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

/// Symbol of a measure.
pub(in crate::stats::advice) fn name(measure: EffectMeasure) -> &'static str {
    match measure {
        EffectMeasure::Phi => "φ",
        EffectMeasure::EpsilonSquared => "ε²",
        EffectMeasure::TauB => "tau-b",
        EffectMeasure::R => "r",
        EffectMeasure::V => "V",
        EffectMeasure::Difference
        | EffectMeasure::RelativeRisk
        | EffectMeasure::OddsRatio
        | EffectMeasure::Superiority => "",
    }
}

/// Smaller adjusted residuals are not reported.
const MIN_RESIDUAL: f64 = 2.0;

impl AdviceWriter<'_> {
    /// The claim about two nominal variables.
    pub(super) fn names(&self, first: bool) -> String {
        let t = self.language;
        if let Some((rows, yes)) = self.answered() {
            let (by, share) = (
                t.quoted(&rows.row_side().name),
                self.share_of(rows.column_side(), yes),
            );
            let share = phrase(&share, first);
            return t.choose(
                format!("{share} differs between the groups of {by}"),
                format!("{share} er forskellig mellem grupperne i {by}"),
            );
        }
        let (a, b) = self.sides();
        let (a, b) = (a.quoted(t), b.quoted(t));
        match t {
            SentenceLanguage::English => format!("{a} and {b} are related"),
            SentenceLanguage::Danish => format!("{a} og {b} hænger sammen"),
        }
    }

    /// " The adjusted residual largest in absolute value (4.41) is that of “Bike” among those whose
    /// “Region” is “North”: …"; empty if there is none to report.
    pub(super) fn departing(&self) -> String {
        let (small, t) = (&self.facts.small, self.language);
        let Ok(all) = residuals(small) else {
            return String::new();
        };
        let largest = all
            .adjusted
            .into_iter()
            .enumerate()
            .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()));
        let Some((place, residual)) = largest.filter(|(_, residual)| residual.abs() > MIN_RESIDUAL)
        else {
            return String::new();
        };
        let (i, j) = (place / small.columns(), place % small.columns());
        let (rows, columns) = (small.row_totals(), small.column_totals());
        let (by, _) = self.sides();
        let (row, column) = (small.row_side().label(i), small.column_side().label(j));
        let here = self.part(small.at(i, j), rows[i]);
        let elsewhere = self.part(columns[j] - small.at(i, j), small.n() - rows[i]);
        let (whose, column, residual) = (
            by.whose(t, &row),
            t.quoted(&column),
            t.decimals(residual, 2),
        );
        t.choose(
            format!(
                " The adjusted residual largest in absolute value ({residual}) is that of {column} among those {whose}: {here}, against {elsewhere} of the others."
            ),
            format!(
                " Det numerisk største justerede residual ({residual}) er for {column} blandt dem, {whose}: {here} mod {elsewhere} af de andre."
            ),
        )
    }
}
