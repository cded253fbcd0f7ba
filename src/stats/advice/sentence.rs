//! A sentence to paste: what was found, in numbers that people understand, by which test, and what it does not mean.
//!
//! English and Danish, with the same numbers. It keeps to the fixed words, never says proven or no relation, and names a
//! direction only where both sides have an order or a declared yes.

mod groups;

use super::Facts;
use super::effect::{Effect, Measure};
use super::number::Tongue;
use super::question::Expectation;
use super::recommend::{Certainty, Method, Outcome};
use super::status::Status;
use crate::stats::association;
use crate::stats::side::Side;
use crate::stats::table::Table;
use crate::stats::why::Why;

/// Groups whose medians are told one by one.
const NAMED: usize = 6;

/// Answers below which shares are told as counts alone.
const FEW: f64 = 10.0;

/// The part of those asked that may be missing without a word.
const MISSED: f64 = 0.2;

/// Below this expected count the large-sample p of two by two is not told alone.
const THIN: f64 = 5.0;

/// The sentence in English and Danish.
pub(super) fn of(facts: &Facts<'_>) -> (String, String) {
    let in_words = |tongue| {
        let words = Words { facts, tongue };
        format!("{}{}", words.sentence(), words.parted())
    };
    (in_words(Tongue::English), in_words(Tongue::Danish))
}

/// The sentence for a table that cannot be tested.
pub(super) fn not_testable(table: &Table, why: &Why) -> (String, String) {
    let (a, b) = (&table.row_side().name, &table.column_side().name);
    let (english, danish) = reason(table, why);
    (
        format!("The relation between {a} and {b} cannot be tested: {english}"),
        format!("Sammenhængen mellem {a} og {b} kan ikke testes: {danish}"),
    )
}

/// Why a table cannot be tested, in English and Danish: where all gave one answer, which.
pub(super) fn reason(table: &Table, why: &Why) -> (String, String) {
    let (rows, columns) = table.used();
    let only = match (rows.as_slice(), columns.as_slice()) {
        (_, [place]) => Some((table.column_side(), *place)),
        ([place], _) => Some((table.row_side(), *place)),
        _ => None,
    };
    match (why, only) {
        (Why::OneCategory { .. }, Some((side, place))) => {
            let (name, label) = (&side.name, side.label(place));
            let n = |tongue: Tongue| tongue.count(table.n());
            (
                format!("All {} answered {} to {name}.", n(Tongue::English), Tongue::English.quoted(&label)),
                format!("Alle {} svarede {} til {name}.", n(Tongue::Danish), Tongue::Danish.quoted(&label)),
            )
        }
        _ => (why.english(), why.danish()),
    }
}

/// The facts in a language.
struct Words<'a> {
    facts: &'a Facts<'a>,
    tongue: Tongue,
}

impl Words<'_> {
    /// One of two ways to say the same.
    fn say<'b>(&self, english: &'b str, danish: &'b str) -> &'b str {
        if self.tongue == Tongue::English { english } else { danish }
    }

    fn sentence(&self) -> String {
        let (a, b) = (self.titled(&self.facts.small.row_side().name), self.titled(&self.facts.small.column_side().name));
        let (numbers, t) = (self.numbers(), self.tongue);
        let smallest = self.facts.question.smallest.map(|smallest| t.share(smallest)).unwrap_or_default();
        match self.facts.status {
            Status::Slight => match t {
                Tongue::English => format!(
                    "A relation between {a} and {b} is at most slight ({numbers}): all of the interval lies within the smallest effect of interest ({smallest})."
                ),
                Tongue::Danish => format!(
                    "En sammenhæng mellem {a} og {b} er højst svag ({numbers}): hele intervallet ligger inden for den mindste effekt af interesse ({smallest})."
                ),
            },
            Status::Imprecise => match t {
                Tongue::English => format!(
                    "Whether {a} and {b} are related is too imprecise to say ({numbers}): {} holds no relation as well as ones beyond the smallest effect of interest ({smallest}).",
                    self.wide()
                ),
                Tongue::Danish => format!(
                    "Om {a} og {b} hænger sammen, er for usikkert til at sige ({numbers}): {} rummer både ingen sammenhæng og nogle ud over den mindste effekt af interesse ({smallest}).",
                    self.wide()
                ),
            },
            Status::NotShown => self.not_shown(&a, &b, &numbers),
            Status::Contrary => format!(
                "{}{} ({numbers}).{}",
                self.say("Contrary to what was expected, ", "Modsat forventningen gælder, at "),
                self.found(false),
                self.order()
            ),
            _ => format!("{} ({numbers}).{}", self.found(true), self.order()),
        }
    }

    /// The interval that is too wide: that of the effect, else that of V, which also sees relations without order.
    fn wide(&self) -> String {
        let smallest = self.facts.question.smallest.unwrap_or(1.0);
        let level = 1.0 - self.facts.question.alpha;
        let v = association::cramers_v_at(self.facts.table, level).ok().and_then(|v| v.interval);
        match v.filter(|_| self.facts.effects.reach().is_some_and(|reach| reach < smallest)) {
            Some(v) => {
                let ends = self.tongue.ends(v.low, v.high, 0.0);
                format!("{} V {ends}", self.say("the interval of", "intervallet for"))
            }
            None => self.say("the interval", "intervallet").to_owned(),
        }
    }

    /// What was found, to begin a sentence or to go on in one.
    fn found(&self, first: bool) -> String {
        let (small, effects, t) = (&self.facts.small, &self.facts.effects, self.tongue);
        let (outcome, by) = (effects.outcome.as_deref().unwrap_or_default(), effects.groups_by.as_deref().unwrap_or_default());
        let (outcome, by) = (self.titled(outcome), self.titled(by));
        match (effects.first().map(|effect| effect.measure), effects.groups.as_slice()) {
            (Some(Measure::Difference), [x, y]) => self.shares(x, y),
            (Some(Measure::Superiority), [x, y]) => self.along(first).unwrap_or_else(|| {
                let (x, y) = (self.grouped(x), self.grouped(y));
                match t {
                    Tongue::English => format!("{outcome} tends to be higher with {by} {x} than with {y}"),
                    Tongue::Danish => format!("{outcome} er gennemgående højere ved {by} {x} end ved {y}"),
                }
            }),
            (Some(Measure::EpsilonSquared), groups) => match t {
                Tongue::English => format!("{outcome} differs between the groups of {by}{}", self.medians(groups)),
                Tongue::Danish => format!("{outcome} er forskellig mellem grupperne i {by}{}", self.medians(groups)),
            },
            _ => {
                let (a, b) = (self.more_of(small.row_side()), self.titled(&small.column_side().name));
                let b = if self.agreement(small.row_side()) == self.agreement(small.column_side()) {
                    b
                } else {
                    self.more_of(small.column_side())
                };
                let start = phrase(self.say("higher", "højere"), first);
                match self.facts.direction.filter(|_| !self.of_names()) {
                    Some(Expectation::Rising) => {
                        format!("{start} {a} {} {b}", self.say("goes with higher", "hænger sammen med højere"))
                    }
                    Some(Expectation::Falling) => {
                        format!("{start} {a} {} {b}", self.say("goes with lower", "hænger sammen med lavere"))
                    }
                    _ => self.names(first),
                }
            }
        }
    }

    /// The name of a variable; in quotation marks where it is a sentence of its own.
    fn titled(&self, name: &str) -> String {
        let starts =
            ["I ", "I'", "I’", "My ", "We ", "Our ", "It ", "There ", "Jeg ", "Vi ", "Min ", "Mit ", "Mine ", "Det ", "Der "];
        let sentence = name.ends_with(['.', '?', '!']) || starts.iter().any(|start| name.starts_with(start));
        if sentence { self.tongue.quoted(name) } else { name.to_owned() }
    }

    /// Whether a variable is a sentence that people agree with.
    fn agreement(&self, side: &Side) -> bool {
        let said = side.labels.iter().any(|label| {
            let label = label.to_lowercase();
            label.contains("agree") || label.contains("enig")
        });
        said && self.titled(&side.name) != side.name
    }

    /// "Trust", or "agreement with “I was seen”", to stand after "higher".
    fn more_of(&self, side: &Side) -> String {
        let name = self.titled(&side.name);
        if self.agreement(side) { format!("{} {name}", self.say("agreement with", "enighed i")) } else { name }
    }

    /// What was not shown, and what the interval leaves room for.
    fn not_shown(&self, a: &str, b: &str, numbers: &str) -> String {
        let first = self.facts.effects.first();
        if let Some(other) = &self.facts.bent {
            return self.bent(other, numbers);
        }
        let seen = self.seen();
        let room = first.and_then(|effect| self.room(effect)).map(|room| format!(" {room}")).unwrap_or_default();
        match self.tongue {
            Tongue::English => format!("A relation between {a} and {b} was not shown{seen} ({numbers}).{room}"),
            Tongue::Danish => format!("En sammenhæng mellem {a} og {b} er ikke påvist{seen} ({numbers}).{room}"),
        }
    }

    /// "The answers leave room for a difference from −4 to 41 percentage points."
    fn room(&self, effect: &Effect) -> Option<String> {
        let (interval, t) = (effect.estimate.interval.as_ref()?, self.tongue);
        let ends = |low: String, high: String| format!("{low} {} {high}", self.say("to", "til"));
        let digits = usize::from(self.facts.outcome.n >= 1_000.0);
        let room = match effect.measure {
            Measure::Difference => {
                let (low, high) = t.pair((100.0 * interval.low, 100.0 * interval.high), digits, 0.0);
                let ends = ends(low.1, high.1);
                match t {
                    Tongue::English => format!("a difference from {ends} percentage points"),
                    Tongue::Danish => format!("en forskel fra {ends} procentpoint"),
                }
            }
            Measure::Superiority => {
                let ends = ends(t.share(interval.low), t.share(interval.high));
                match t {
                    Tongue::English => format!("a probability from {ends} (.50 is no difference)"),
                    Tongue::Danish => format!("en sandsynlighed fra {ends} (0,50 er ingen forskel)"),
                }
            }
            Measure::V | Measure::EpsilonSquared => {
                let (name, high) = (self.name(effect), t.share(interval.high));
                match t {
                    Tongue::English => format!("relations up to {name} = {high}"),
                    Tongue::Danish => format!("sammenhænge op til {name} = {high}"),
                }
            }
            _ => {
                let (name, ends) = (self.name(effect), ends(t.share(interval.low), t.share(interval.high)));
                match t {
                    Tongue::English => format!("relations from {name} = {ends}"),
                    Tongue::Danish => format!("sammenhænge fra {name} = {ends}"),
                }
            }
        };
        Some(match t {
            Tongue::English => format!("The answers leave room for {room}."),
            Tongue::Danish => format!("Svarene giver plads til {room}."),
        })
    }

    /// How both sides are ordered, and which scores a trend took where these are not 1, 2, 3 …
    fn order(&self) -> String {
        if self.facts.outcome.method.large_sample() != Method::LinearByLinear {
            return String::new();
        }
        let (a, b) = (self.facts.small.row_side(), self.facts.small.column_side());
        let runs = |side: &Side| {
            let (first, last) = (side.label(0), side.label(side.labels.len().saturating_sub(1)));
            let (first, last) = (self.tongue.quoted(&first), self.tongue.quoted(&last));
            format!("{} {first} {} {last}", self.say("from", "fra"), self.say("to", "til"))
        };
        let mut text = if a.labels == b.labels {
            format!(" {} {}.", self.say("Both run", "Begge går"), runs(a))
        } else {
            let run = self.say("runs", "går");
            format!(" {} {run} {}, {} {}.", self.titled(&a.name), runs(a), self.titled(&b.name), runs(b))
        };
        for side in [a, b].into_iter().filter(|side| !side.is_plainly_scored()) {
            let scores: Vec<String> = side.scores().iter().map(|score| self.tongue.count(*score)).collect();
            let (name, scores) = (self.titled(&side.name), scores.join(self.say(", ", "; ")));
            text.push_str(&match self.tongue {
                Tongue::English => format!(" The trend takes {scores} as scores of {name}."),
                Tongue::Danish => format!(" Tendensen bruger {scores} som scorer for {name}."),
            });
        }
        text
    }

    /// The numbers in brackets: effect with interval, test, p, N, and the family.
    fn numbers(&self) -> String {
        let (facts, t) = (self.facts, self.tongue);
        let mut parts: Vec<String> = facts.effects.first().map(|effect| self.effect(effect)).into_iter().collect();
        if facts.question.smallest.is_some()
            && let Some(phi) = facts.effects.of(Measure::Phi)
        {
            parts.push(self.effect(&Effect { measure: Measure::Phi, estimate: phi.clone() }));
        } else if let Some(ratio) =
            facts.effects.of(Measure::RelativeRisk).filter(|ratio| facts.outcome.n >= FEW && ratio.value > 0.0)
            && ratio.value.is_finite()
            && facts.status != Status::NotShown
        {
            parts.push(self.effect(&Effect { measure: Measure::RelativeRisk, estimate: ratio.clone() }));
        }
        parts.push(self.test_of(&facts.outcome));
        let weighted = if facts.table.is_weighted() { self.say(", weighted", ", vægtet") } else { "" };
        if let Some(p) = self.exact_beside() {
            parts.push(format!("Fisher mid-{}", t.p_beside(p, facts.question.alpha)));
        }
        parts.push(format!("N = {}{weighted}", t.count(facts.outcome.n)));
        let (missing, asked) = (facts.question.missing as f64, facts.question.missing as f64 + facts.outcome.n);
        if missing > MISSED * asked && !facts.table.is_weighted() {
            let (missing, asked) = (t.count(missing), t.count(asked));
            parts.push(match t {
                Tongue::English => format!("{missing} of {asked} did not answer both"),
                Tongue::Danish => format!("{missing} af {asked} har ikke svaret på begge"),
            });
        }
        if let (Some(family), Some(bh)) = (&facts.question.family, facts.benjamini_hochberg) {
            let m = family.others.len() + 1;
            parts.push(match t {
                Tongue::English => format!("test {} of {m}, BH-adjusted {}", family.position, t.p(bh)),
                Tongue::Danish => format!("test {} af {m}, BH-justeret {}", family.position, t.p(bh)),
            });
        }
        parts.join("; ")
    }

    /// "tau-b = .52 [.42; .62], 95 % CI".
    fn effect(&self, effect: &Effect) -> String {
        let (t, value, interval) = (self.tongue, effect.estimate.value, effect.estimate.interval.as_ref());
        let level = interval.map_or(String::new(), |interval| {
            let percent = t.count((1000.0 * interval.level).round() / 10.0);
            if t == Tongue::English { format!(", {percent} % CI") } else { format!(", {percent} %-konfidensinterval") }
        });
        match effect.measure {
            Measure::Difference => {
                let points = 100.0 * value;
                let digits = usize::from(self.facts.outcome.n >= 1_000.0);
                let ends = interval.map(|i| format!(" {}", t.points(i.low, i.high, digits))).unwrap_or_default();
                let words = (self.say("difference", "forskel"), self.say("percentage points", "procentpoint"));
                format!("{} {} {}{ends}{level}", words.0, t.decimals(points, digits), words.1)
            }
            Measure::RelativeRisk | Measure::OddsRatio => {
                let ends = interval
                    .map(|i| t.pair((i.low, i.high), 2, 1.0))
                    .map(|(low, high)| format!(" [{}; {}]", low.1, high.1))
                    .unwrap_or_default();
                format!("{} {}{ends}", self.say("relative risk", "relativ risiko"), t.decimals(value, 2))
            }
            Measure::Superiority => {
                let ends = interval.map(|i| format!(" {}", t.ends(i.low, i.high, 0.5))).unwrap_or_default();
                let label = self.facts.effects.groups.first().map(|group| t.quoted(&group.label)).unwrap_or_default();
                match t {
                    Tongue::English => {
                        format!(
                            "probability of a higher answer with {label}, counting ties as one half, {}{ends}{level}",
                            t.share(value)
                        )
                    }
                    Tongue::Danish => {
                        format!(
                            "sandsynlighed for et højere svar ved {label}, lige svar talt som en halv, {}{ends}{level}",
                            t.share(value)
                        )
                    }
                }
            }
            _ => {
                let ends = interval.map(|i| format!(" {}", t.ends(i.low, i.high, 0.0))).unwrap_or_default();
                format!("{} = {}{ends}{level}", self.name(effect), t.share(value))
            }
        }
    }

    /// The sign of a measure, and which V it is.
    fn name(&self, effect: &Effect) -> String {
        match effect.measure {
            Measure::V if effect.estimate.method.contains("bias-corrected") => {
                self.say("bias-corrected V", "biaskorrigeret V").into()
            }
            measure => name(measure).into(),
        }
    }

    /// "Pearson chi-square: χ²(2) = 8.42, p = .015", with how the p of random tables came about.
    fn test_of(&self, outcome: &Outcome) -> String {
        let (t, alpha) = (self.tongue, self.facts.question.alpha);
        let statistic = match (outcome.statistic, outcome.df) {
            (Some(value), Some(df)) => {
                let sign = if outcome.method == Method::KruskalWallis { "H" } else { "χ²" };
                format!("{sign}({df}) = {}, ", t.decimals(value, 2))
            }
            _ => String::new(),
        };
        let mut text = format!("{}: {statistic}{}", self.test(outcome), t.p_beside(outcome.p, alpha));
        if let Certainty::MonteCarlo { low, high, samples, seed } = outcome.certainty {
            let low = t.unit(low, 4).trim_matches(['.', ',', '0']).is_empty().then_some(()).map_or_else(
                || format!("{} {} ", t.unit(low, 4), self.say("to", "til")),
                |()| self.say("up to ", "op til ").to_owned(),
            );
            let high = t.unit(high, 4);
            text.push_str(&match t {
                Tongue::English => format!(" ({samples} random tables, 99 % CI {low}{high}, seed {seed})"),
                Tongue::Danish => format!(" ({samples} tilfældige tabeller, 99 %-konfidensinterval {low}{high}, seed {seed})"),
            });
        }
        text
    }

    /// The test by its name in the language.
    fn test(&self, outcome: &Outcome) -> String {
        let how = match outcome.certainty {
            Certainty::LargeSample => "",
            Certainty::Exact => self.say("exact ", "eksakt "),
            Certainty::MonteCarlo { .. } => self.say("Monte Carlo ", "Monte Carlo-"),
        };
        let name = match outcome.method {
            Method::Pearson => self.say("Pearson chi-square", "Pearsons chi-i-anden-test"),
            Method::NMinusOne => self.say("N − 1 chi-square", "chi-i-anden-test (N − 1)"),
            Method::Fisher => self.say("Fisher test", "Fishers test"),
            Method::FisherFreemanHalton => self.say("Fisher–Freeman–Halton test", "Fisher–Freeman–Haltons test"),
            Method::LinearByLinear | Method::LinearByLinearExact => self.say("linear-by-linear test", "test for lineær sammenhæng"),
            Method::MannWhitney | Method::MannWhitneyExact => self.say("Mann–Whitney test", "Mann–Whitneys test"),
            Method::KruskalWallis | Method::KruskalWallisExact => self.say("Kruskal–Wallis test", "Kruskal–Wallis' test"),
        };
        format!("{how}{name}")
    }
}

/// The sign of a measure.
pub(super) fn name(measure: Measure) -> &'static str {
    match measure {
        Measure::Phi => "φ",
        Measure::EpsilonSquared => "ε²",
        Measure::TauB => "tau-b",
        Measure::R => "r",
        Measure::V => "V",
        Measure::Difference | Measure::RelativeRisk | Measure::OddsRatio | Measure::Superiority => "",
    }
}

/// The words, with their first letter large where they begin a sentence.
fn phrase(words: &str, first: bool) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(letter) if first => letter.to_uppercase().chain(letters).collect(),
        _ => words.to_owned(),
    }
}
