//! Sentences about a regression, ready to be pasted into a report.

use super::regression_analysis::{ModelTerm, RegressionAnalysis, TermRole};
use crate::stats::phrase::{Scale, SentenceLanguage};
use crate::stats::regression::{RegressionFit, RegressionKind};
use crate::stats::{Interval, Test};

impl RegressionAnalysis {
    /// The finding with its numbers; if there is no fit, the reason.
    pub fn sentence(&self, alpha: f64, danish: bool) -> String {
        let t = SentenceLanguage::of(danish);
        let outcome = t.quoted(&self.outcome.label);
        let fit = match &self.fit {
            Ok(fit) => fit,
            Err(why) => {
                let at = self
                    .blocking_term
                    .as_ref()
                    .map_or(String::new(), |fault| format!(" ({})", t.quoted(fault)));
                return t.choose(
                    format!(
                        "{outcome} cannot be explained with these data: {}{at}",
                        why.english()
                    ),
                    format!(
                        "{outcome} kan ikke forklares med disse data: {}{at}",
                        why.danish()
                    ),
                );
            }
        };
        let mut said = self.describe_result(fit, alpha, t);
        if let Some(Ok(test)) = &fit.proportional
            && test.p <= alpha
        {
            let p = t.p_against(test.p, alpha);
            said += &t.choose(
                format!(
                    " One odds ratio for all steps of {outcome} does not fit well (likelihood-ratio test: {p})."
                ),
                format!(
                    " Én odds ratio for alle trin af {outcome} passer ikke godt (likelihood ratio-test: {p})."
                ),
            );
        }
        said
    }

    fn describe_result(&self, fit: &RegressionFit, alpha: f64, t: SentenceLanguage) -> String {
        let label = |role: TermRole| {
            self.term(role)
                .map_or(String::new(), |(_, term)| t.quoted(&term.name))
        };
        let (cause, whom, outcome) = (
            label(TermRole::Cause),
            label(TermRole::Whom),
            t.quoted(&self.outcome.label),
        );
        let others = self
            .terms
            .iter()
            .filter(|term| term.role == TermRole::Covariate);
        let others = t.list(&others.map(|term| t.quoted(&term.name)).collect::<Vec<_>>());
        let equal = match t {
            _ if others.is_empty() => String::new(),
            SentenceLanguage::English => format!(", with {others} held equal"),
            SentenceLanguage::Danish => format!(", når {others} holdes lige"),
        };
        let end = if equal.is_empty() { "" } else { "," };
        let role = if self.term(TermRole::Interaction).is_some() {
            TermRole::Interaction
        } else {
            TermRole::Cause
        };
        let Some((at, term)) = self.term(role) else {
            return String::new();
        };
        let Some(test) = fit.terms.get(at) else {
            return String::new();
        };
        let numbers = self.bracket(fit, term, test, (alpha, t));
        match (role, test.p <= alpha, t) {
            (TermRole::Interaction, true, SentenceLanguage::English) => {
                format!(
                    "The relation between {cause} and {outcome} differs by {whom}{equal} ({numbers}).{}",
                    self.groups(fit, t)
                )
            }
            (TermRole::Interaction, true, SentenceLanguage::Danish) => format!(
                "Sammenhængen mellem {cause} og {outcome} er forskellig efter {whom}{equal} ({numbers}).{}",
                self.groups(fit, t)
            ),
            (TermRole::Interaction, false, SentenceLanguage::English) => format!(
                "A difference by {whom} in the relation between {cause} and {outcome}{equal}{end} was not shown ({numbers})."
            ),
            (TermRole::Interaction, false, SentenceLanguage::Danish) => {
                format!(
                    "En forskel efter {whom} i sammenhængen mellem {cause} og {outcome}{equal}{end} er ikke påvist ({numbers})."
                )
            }
            (_, true, SentenceLanguage::English) => {
                format!("{cause} and {outcome} are related{equal} ({numbers}).")
            }
            (_, true, SentenceLanguage::Danish) => {
                format!("{cause} og {outcome} hænger sammen{equal} ({numbers}).")
            }
            (_, false, SentenceLanguage::English) => {
                format!(
                    "A relation between {cause} and {outcome}{equal}{end} was not shown ({numbers})."
                )
            }
            (_, false, SentenceLanguage::Danish) => {
                format!(
                    "En sammenhæng mellem {cause} og {outcome}{equal}{end} er ikke påvist ({numbers})."
                )
            }
        }
    }

    /// The effect of the cause in each group.
    fn groups(&self, fit: &RegressionFit, t: SentenceLanguage) -> String {
        if self.effects.is_empty() {
            return String::new();
        }
        let each: Vec<String> = self
            .effects
            .iter()
            .map(|effect| {
                let interval = effect.estimate.interval.as_ref();
                format!(
                    "{} for {}",
                    format_coefficient(t, fit.model, effect.estimate.value, interval),
                    t.quoted(&effect.group)
                )
            })
            .collect();
        let each = each.join(t.say("; and ", "; og "));
        match (fit.model.has_odds(), t) {
            (true, SentenceLanguage::English) => format!(" The odds ratio is {each}."),
            (true, SentenceLanguage::Danish) => format!(" Odds ratioen er {each}."),
            (false, SentenceLanguage::English) => format!(" The slope is {each}."),
            (false, SentenceLanguage::Danish) => format!(" Hældningen er {each}."),
        }
    }

    /// Effect, test and N.
    fn bracket(
        &self,
        fit: &RegressionFit,
        term: &ModelTerm,
        test: &Test,
        (alpha, t): (f64, SentenceLanguage),
    ) -> String {
        let mut parts = Vec::new();
        if let [(at, line)] = term.lines.as_slice()
            && let Some(slope) = fit.slopes.get(*at)
        {
            let (name, line) = (
                coefficient_name(fit.model, t == SentenceLanguage::Danish),
                line.quoted(t),
            );
            let of = match (&self.yes, term.role) {
                (_, TermRole::Interaction) if fit.model.has_odds() => t
                    .say("ratio of odds ratios =", "forhold mellem odds ratioer =")
                    .to_owned(),
                (_, TermRole::Interaction) => t
                    .say("difference of slopes =", "forskel i hældning =")
                    .to_owned(),
                (Some(yes), TermRole::Cause) => {
                    format!("{name} {} {} {line} =", t.say("of", "for"), t.quoted(yes))
                }
                _ => format!("{name} {line} ="),
            };
            parts.push(format!(
                "{of} {}",
                format_coefficient(t, fit.model, slope.value, Some(&slope.interval))
            ));
        }
        let kind = match fit.model {
            RegressionKind::Logistic => t.say("logistic regression", "logistisk regression"),
            RegressionKind::Firth => t.say(
                "logistic regression with Firth’s correction",
                "logistisk regression med Firths korrektion",
            ),
            RegressionKind::ProportionalOdds => t.say(
                "proportional-odds regression",
                "proportional odds-regression",
            ),
            RegressionKind::LeastSquares => t.say("linear regression", "lineær regression"),
        };
        let by = match test.method {
            "likelihood ratio" => t.say("likelihood-ratio test", "likelihood ratio-test"),
            "penalised likelihood ratio" => t.say(
                "penalised likelihood-ratio test",
                "penaliseret likelihood ratio-test",
            ),
            "F" => t.say("F test", "F-test"),
            other => other,
        };
        parts.push(format!("{kind}, {by}: {}", t.p_against(test.p, alpha)));
        parts.push(format!("N = {}", t.count(fit.n)));
        parts.join("; ")
    }
}

/// The name under which a coefficient is reported.
pub fn coefficient_name(model: RegressionKind, danish: bool) -> &'static str {
    match (model.has_odds(), danish) {
        (true, _) => "odds ratio",
        (false, false) => "slope",
        (false, true) => "hældning",
    }
}

/// Converts a coefficient to what is reported, an odds ratio where it is one.
pub fn displayed_value(model: RegressionKind, value: f64) -> f64 {
    if model.has_odds() { value.exp() } else { value }
}

/// With its interval.
fn format_coefficient(
    t: SentenceLanguage,
    model: RegressionKind,
    value: f64,
    interval: Option<&Interval>,
) -> String {
    let shown = |x: f64| displayed_value(model, x);
    let interval = interval.map(|i| Interval {
        low: shown(i.low),
        high: shown(i.high),
        ..i.clone()
    });
    t.estimate(
        shown(value),
        interval.as_ref(),
        if model.has_odds() {
            Scale::Ratio
        } else {
            Scale::Own(2)
        },
    )
}
