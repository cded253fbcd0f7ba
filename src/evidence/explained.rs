//! What a regression may be made to say, in a sentence to paste.

use super::model::{Explained, Role, Term};
use crate::stats::regression::{Fit, Model};
use crate::stats::{Interval, Test};
use crate::text::number;

impl Explained {
    /// The finding in a sentence, with the numbers that belong to it; for a fit that is none, why.
    #[must_use]
    pub fn sentence(&self, alpha: f64, danish: bool) -> String {
        let said = match &self.fit {
            Ok(fit) => {
                let mut said = self.found(fit, alpha, danish);
                if let Some(Ok(test)) = &fit.proportional
                    && test.p <= alpha
                {
                    said += &if danish {
                        format!(
                            " Én odds ratio for alle trin af {} passer ikke godt (likelihood ratio: {}).",
                            self.outcome.label,
                            number::p(test.p)
                        )
                    } else {
                        format!(
                            " One odds ratio for all steps of {} does not fit well (likelihood ratio: {}).",
                            self.outcome.label,
                            number::p(test.p)
                        )
                    };
                }
                said
            }
            Err(why) => {
                let at = self.fault.as_ref().map_or(String::new(), |fault| format!(" ({fault})"));
                if danish {
                    format!("{} kan ikke forklares med disse svar: {}{at}", self.outcome.label, why.danish())
                } else {
                    format!("{} cannot be explained with these answers: {}{at}", self.outcome.label, why.english())
                }
            }
        };
        if danish { number::with_comma(&said) } else { said }
    }

    fn found(&self, fit: &Fit, alpha: f64, danish: bool) -> String {
        let label = |role: Role| self.term(role).map_or("", |(_, term)| term.name.as_str());
        let (cause, whom, outcome) = (label(Role::Cause), label(Role::Whom), &self.outcome.label);
        let others: Vec<&str> =
            self.terms.iter().filter(|term| term.role == Role::Covariate).map(|term| term.name.as_str()).collect();
        let equal = match (others.is_empty(), danish) {
            (true, _) => String::new(),
            (false, false) => format!(", with {} held equal", others.join(" and ")),
            (false, true) => format!(", når {} holdes lige", others.join(" og ")),
        };
        let role = if self.term(Role::Interaction).is_some() { Role::Interaction } else { Role::Cause };
        let Some((at, term)) = self.term(role) else { return String::new() };
        let Some(test) = fit.terms.get(at) else { return String::new() };
        let bracket = self.bracket(fit, term, test, danish);
        match (role, test.p <= alpha, danish) {
            (Role::Interaction, true, false) => {
                format!("{cause} goes with {outcome} differently by {whom}{equal} ({bracket}).{}", self.groups(fit, danish))
            }
            (Role::Interaction, true, true) => {
                format!(
                    "{cause} hænger forskelligt sammen med {outcome} efter {whom}{equal} ({bracket}).{}",
                    self.groups(fit, danish)
                )
            }
            (Role::Interaction, false, false) => {
                format!("That {cause} goes with {outcome} differently by {whom}{equal}, was not shown ({bracket}).")
            }
            (Role::Interaction, false, true) => {
                format!("At {cause} hænger forskelligt sammen med {outcome} efter {whom}{equal}, blev ikke påvist ({bracket}).")
            }
            (_, true, false) => format!("{cause} and {outcome} go together{equal} ({bracket})."),
            (_, true, true) => format!("{cause} og {outcome} hænger sammen{equal} ({bracket})."),
            (_, false, false) => format!("That {cause} and {outcome} go together{equal}, was not shown ({bracket})."),
            (_, false, true) => format!("At {cause} og {outcome} hænger sammen{equal}, blev ikke påvist ({bracket})."),
        }
    }

    /// The cause's coefficient in each group.
    fn groups(&self, fit: &Fit, danish: bool) -> String {
        if self.effects.is_empty() {
            return String::new();
        }
        let each: Vec<String> = self
            .effects
            .iter()
            .map(|effect| {
                format!("{}: {}", effect.group, ends(fit.model, effect.estimate.value, effect.estimate.interval.as_ref()))
            })
            .collect();
        let name = if fit.model.has_odds() {
            "Odds ratio"
        } else if danish {
            "Hældning"
        } else {
            "Slope"
        };
        format!(" {name}: {}.", each.join("; "))
    }

    /// Measure, test and N.
    fn bracket(&self, fit: &Fit, term: &Term, test: &Test, danish: bool) -> String {
        let mut parts = Vec::new();
        if let [(at, line)] = term.lines.as_slice()
            && let Some(slope) = fit.slopes.get(*at)
        {
            let name = measure(fit.model, danish);
            let of = match (&self.yes, term.role) {
                (Some(yes), Role::Cause) => format!("{name} {} {yes}, {line}", if danish { "for" } else { "of" }),
                (_, Role::Interaction) if fit.model.has_odds() => {
                    if danish {
                        "forhold mellem odds ratioer".into()
                    } else {
                        "ratio of odds ratios".into()
                    }
                }
                (_, Role::Interaction) => {
                    if danish {
                        "forskel i hældning".into()
                    } else {
                        "difference of slopes".into()
                    }
                }
                _ => format!("{name}, {line}"),
            };
            parts.push(format!("{of} = {}, 95 % CI", ends(fit.model, slope.value, Some(&slope.interval))));
        }
        let kind = match (fit.model, danish) {
            (Model::Logistic, false) => "logistic regression",
            (Model::Logistic, true) => "logistisk regression",
            (Model::Firth, false) => "logistic regression with Firth's correction",
            (Model::Firth, true) => "logistisk regression med Firths korrektion",
            (Model::ProportionalOdds, false) => "proportional-odds regression",
            (Model::ProportionalOdds, true) => "proportional odds-regression",
            (Model::LeastSquares, false) => "linear regression",
            (Model::LeastSquares, true) => "lineær regression",
        };
        parts.push(format!("{kind}, {}: {}", test.method, number::p(test.p)));
        parts.push(format!("N = {}", number::count(fit.n)));
        parts.join("; ")
    }
}

/// What a coefficient is shown as.
#[must_use]
pub fn measure(model: Model, danish: bool) -> &'static str {
    match (model.has_odds(), danish) {
        (true, _) => "odds ratio",
        (false, false) => "slope",
        (false, true) => "hældning",
    }
}

/// A coefficient as it is shown, as an odds ratio where it is one.
#[must_use]
pub fn turned(model: Model, value: f64) -> f64 {
    if model.has_odds() { value.exp() } else { value }
}

/// The number with its interval.
fn ends(model: Model, value: f64, interval: Option<&Interval>) -> String {
    let decimals = |x: f64| {
        let x = turned(model, x);
        if x.is_infinite() { "∞".to_owned() } else { number::decimals(x, 2) }
    };
    interval
        .map_or_else(|| decimals(value), |ends| format!("{} [{}; {}]", decimals(value), decimals(ends.low), decimals(ends.high)))
}
