//! What a regression may be made to say, in a sentence to paste.

use super::model::{Explained, Role, Term};
use crate::stats::phrase::{Scale, Tongue};
use crate::stats::regression::{Fit, Model};
use crate::stats::{Interval, Test};

impl Explained {
    /// The finding in a sentence, with the numbers that belong to it; for a fit that is none, why.
    #[must_use]
    pub fn sentence(&self, alpha: f64, danish: bool) -> String {
        let t = Tongue::of(danish);
        let outcome = t.quoted(&self.outcome.label);
        let fit = match &self.fit {
            Ok(fit) => fit,
            Err(why) => {
                let at = self
                    .fault
                    .as_ref()
                    .map_or(String::new(), |fault| format!(" ({})", t.quoted(fault)));
                return match t {
                    Tongue::English => format!(
                        "{outcome} cannot be explained with these data: {}{at}",
                        why.english()
                    ),
                    Tongue::Danish => format!(
                        "{outcome} kan ikke forklares med disse data: {}{at}",
                        why.danish()
                    ),
                };
            }
        };
        let mut said = self.found(fit, alpha, t);
        if let Some(Ok(test)) = &fit.proportional
            && test.p <= alpha
        {
            let p = t.p_against(test.p, alpha);
            said += &match t {
                Tongue::English => {
                    format!(
                        " One odds ratio for all steps of {outcome} does not fit well (likelihood-ratio test: {p})."
                    )
                }
                Tongue::Danish => {
                    format!(
                        " Én odds ratio for alle trin af {outcome} passer ikke godt (likelihood ratio-test: {p})."
                    )
                }
            };
        }
        said
    }

    fn found(&self, fit: &Fit, alpha: f64, t: Tongue) -> String {
        let label = |role: Role| {
            self.term(role)
                .map_or(String::new(), |(_, term)| t.quoted(&term.name))
        };
        let (cause, whom, outcome) = (
            label(Role::Cause),
            label(Role::Whom),
            t.quoted(&self.outcome.label),
        );
        let others = self
            .terms
            .iter()
            .filter(|term| term.role == Role::Covariate);
        let others = t.list(&others.map(|term| t.quoted(&term.name)).collect::<Vec<_>>());
        let equal = match t {
            _ if others.is_empty() => String::new(),
            Tongue::English => format!(", with {others} held equal"),
            Tongue::Danish => format!(", når {others} holdes lige"),
        };
        let end = if equal.is_empty() { "" } else { "," };
        let role = if self.term(Role::Interaction).is_some() {
            Role::Interaction
        } else {
            Role::Cause
        };
        let Some((at, term)) = self.term(role) else {
            return String::new();
        };
        let Some(test) = fit.terms.get(at) else {
            return String::new();
        };
        let numbers = self.bracket(fit, term, test, (alpha, t));
        match (role, test.p <= alpha, t) {
            (Role::Interaction, true, Tongue::English) => {
                format!(
                    "The relation between {cause} and {outcome} differs by {whom}{equal} ({numbers}).{}",
                    self.groups(fit, t)
                )
            }
            (Role::Interaction, true, Tongue::Danish) => format!(
                "Sammenhængen mellem {cause} og {outcome} er forskellig efter {whom}{equal} ({numbers}).{}",
                self.groups(fit, t)
            ),
            (Role::Interaction, false, Tongue::English) => format!(
                "A difference by {whom} in the relation between {cause} and {outcome}{equal}{end} was not shown ({numbers})."
            ),
            (Role::Interaction, false, Tongue::Danish) => {
                format!(
                    "En forskel efter {whom} i sammenhængen mellem {cause} og {outcome}{equal}{end} er ikke påvist ({numbers})."
                )
            }
            (_, true, Tongue::English) => {
                format!("{cause} and {outcome} are related{equal} ({numbers}).")
            }
            (_, true, Tongue::Danish) => {
                format!("{cause} og {outcome} hænger sammen{equal} ({numbers}).")
            }
            (_, false, Tongue::English) => {
                format!(
                    "A relation between {cause} and {outcome}{equal}{end} was not shown ({numbers})."
                )
            }
            (_, false, Tongue::Danish) => {
                format!(
                    "En sammenhæng mellem {cause} og {outcome}{equal}{end} er ikke påvist ({numbers})."
                )
            }
        }
    }

    /// The cause's coefficient in each group.
    fn groups(&self, fit: &Fit, t: Tongue) -> String {
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
                    told(t, fit.model, effect.estimate.value, interval),
                    t.quoted(&effect.group)
                )
            })
            .collect();
        let each = each.join(t.say("; and ", "; og "));
        match (fit.model.has_odds(), t) {
            (true, Tongue::English) => format!(" The odds ratio is {each}."),
            (true, Tongue::Danish) => format!(" Odds ratioen er {each}."),
            (false, Tongue::English) => format!(" The slope is {each}."),
            (false, Tongue::Danish) => format!(" Hældningen er {each}."),
        }
    }

    /// Measure, test and N.
    fn bracket(&self, fit: &Fit, term: &Term, test: &Test, (alpha, t): (f64, Tongue)) -> String {
        let mut parts = Vec::new();
        if let [(at, line)] = term.lines.as_slice()
            && let Some(slope) = fit.slopes.get(*at)
        {
            let (name, line) = (measure(fit.model, t == Tongue::Danish), line.quoted(t));
            let of = match (&self.yes, term.role) {
                (_, Role::Interaction) if fit.model.has_odds() => t
                    .say("ratio of odds ratios =", "forhold mellem odds ratioer =")
                    .to_owned(),
                (_, Role::Interaction) => t
                    .say("difference of slopes =", "forskel i hældning =")
                    .to_owned(),
                (Some(yes), Role::Cause) => {
                    format!("{name} {} {} {line} =", t.say("of", "for"), t.quoted(yes))
                }
                _ => format!("{name} {line} ="),
            };
            parts.push(format!(
                "{of} {}",
                told(t, fit.model, slope.value, Some(&slope.interval))
            ));
        }
        let kind = match fit.model {
            Model::Logistic => t.say("logistic regression", "logistisk regression"),
            Model::Firth => t.say(
                "logistic regression with Firth’s correction",
                "logistisk regression med Firths korrektion",
            ),
            Model::ProportionalOdds => t.say(
                "proportional-odds regression",
                "proportional odds-regression",
            ),
            Model::LeastSquares => t.say("linear regression", "lineær regression"),
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

/// The number with its interval, as it is shown.
fn told(t: Tongue, model: Model, value: f64, interval: Option<&Interval>) -> String {
    let shown = |x: f64| turned(model, x);
    let interval = interval.map(|i| Interval {
        low: shown(i.low),
        high: shown(i.high),
        ..i.clone()
    });
    t.told(
        shown(value),
        interval.as_ref(),
        if model.has_odds() {
            Scale::Ratio
        } else {
            Scale::Own(2)
        },
    )
}
