//! The sentence to paste: what was found, in figures that people understand, by which test, and
//! what it does not mean.
//!
//! English and Danish, with the same figures. It keeps to the fixed vocabulary, never says proven
//! or no relation, and mentions a direction only if both sides are ordered or have a declared yes.
//! The claim comes first, its figures follow in brackets, and then the figures of the groups.

mod groups;
mod numbers;

use super::AdviceFacts;
use super::effect::{EffectMeasure, MeasuredEffect};
use super::question::AssociationStatus;
use super::question::Expectation;
use super::recommend::Method;
use crate::stats::association;
use crate::stats::error::StatsError;
use crate::stats::phrase::{Scale, SentenceLanguage, VariablePhrase, phrase};
use crate::stats::side::TableSide;
use crate::stats::table::Table;

pub(super) use numbers::name;

/// Up to this many groups are listed one by one.
const MAX_NAMED_GROUPS: usize = 6;

/// With fewer answers, shares are given as counts only.
const MIN_FOR_PERCENT: f64 = 10.0;

/// The sentence in English and Danish.
pub(super) fn of(facts: &AdviceFacts<'_>) -> (String, String) {
    let in_words = |language| {
        let words = AdviceWriter { facts, language };
        format!(
            "{}{}{}",
            words.sentence(),
            words.disagreeing_tests(),
            words.undecided()
        )
    };
    (
        in_words(SentenceLanguage::English),
        in_words(SentenceLanguage::Danish),
    )
}

/// The sentence for a table that cannot be tested.
pub(super) fn not_testable(table: &Table, why: &StatsError) -> (String, String) {
    let sides = |t: SentenceLanguage| {
        (
            t.quoted(&table.row_side().name),
            t.quoted(&table.column_side().name),
        )
    };
    let (english, danish) = reason(table, why);
    let ((a, b), (c, d)) = (
        sides(SentenceLanguage::English),
        sides(SentenceLanguage::Danish),
    );
    (
        format!("The relation between {a} and {b} cannot be tested: {english}"),
        format!("Sammenhængen mellem {c} og {d} kan ikke testes: {danish}"),
    )
}

/// Why a table cannot be tested, in English and Danish; if all gave one answer, names it.
pub(super) fn reason(table: &Table, why: &StatsError) -> (String, String) {
    let (rows, columns) = table.used();
    let only = match (rows.as_slice(), columns.as_slice()) {
        (_, [place]) => Some((table.column_side(), *place)),
        ([place], _) => Some((table.row_side(), *place)),
        _ => None,
    };
    match (why, only) {
        (StatsError::OneCategory { .. }, Some((side, place))) => {
            let all = |t: SentenceLanguage| {
                let subject = phrase(&about(side).subject(t), true);
                let (is, n) = (t.say("is", "er"), t.count(table.n()));
                format!(
                    "{subject} {is} {} {} {n}.",
                    t.quoted(&side.label(place)),
                    t.say("for all", "for alle")
                )
            };
            (
                all(SentenceLanguage::English),
                all(SentenceLanguage::Danish),
            )
        }
        _ => (why.english(), why.danish()),
    }
}

/// A side as it appears in sentences.
fn about(side: &TableSide) -> VariablePhrase<'_> {
    VariablePhrase::new(&side.name, &side.labels)
}

/// The facts with the language to describe them in.
struct AdviceWriter<'a> {
    facts: &'a AdviceFacts<'a>,
    language: SentenceLanguage,
}

impl AdviceWriter<'_> {
    /// The text in the current language.
    fn say<'b>(&self, english: &'b str, danish: &'b str) -> &'b str {
        self.language.say(english, danish)
    }

    /// Both sides, rows first.
    fn sides(&self) -> (VariablePhrase<'_>, VariablePhrase<'_>) {
        (
            about(self.facts.small.row_side()),
            about(self.facts.small.column_side()),
        )
    }

    /// The side with this name, by which groups and outcomes are identified.
    fn side(&self, name: Option<&str>) -> VariablePhrase<'_> {
        let (row, column) = (self.facts.small.row_side(), self.facts.small.column_side());
        about(if name == Some(row.name.as_str()) {
            row
        } else {
            column
        })
    }

    /// The grouping variable.
    fn by(&self) -> VariablePhrase<'_> {
        self.side(self.facts.effects.groups_by.as_deref())
    }

    /// The outcome variable.
    fn outcome(&self) -> VariablePhrase<'_> {
        self.side(self.facts.effects.outcome.as_deref())
    }

    fn sentence(&self) -> String {
        let (a, b) = self.sides();
        let t = self.language;
        let (a, b, numbers) = (a.quoted(t), b.quoted(t), self.numbers());
        let smallest = self
            .facts
            .question
            .smallest
            .map(|smallest| t.share(smallest))
            .unwrap_or_default();
        match self.facts.status {
            AssociationStatus::Slight => t.choose(
                format!(
                    "A relation between {a} and {b} is at most slight ({numbers}): all of the interval lies within the smallest effect of interest ({smallest})."
                ),
                format!(
                    "En sammenhæng mellem {a} og {b} er højst svag ({numbers}): hele intervallet ligger inden for den mindste effekt af interesse ({smallest})."
                ),
            ),
            AssociationStatus::Imprecise => t.choose(
                format!(
                    "The data are too imprecise to say whether {a} and {b} are related ({numbers}): {} holds no relation as well as relations beyond the smallest effect of interest ({smallest}).",
                    self.wide()
                ),
                format!(
                    "Det er for usikkert til at sige, om {a} og {b} hænger sammen ({numbers}): {} rummer både ingen sammenhæng og sammenhænge ud over den mindste effekt af interesse ({smallest}).",
                    self.wide()
                ),
            ),
            AssociationStatus::NotShown => self.not_shown(&a, &b, &numbers),
            AssociationStatus::Contrary => format!(
                "{}{} ({numbers}).{}{}",
                self.say(
                    "Contrary to what was expected, ",
                    "Modsat forventningen gælder, at "
                ),
                self.describe_result(false),
                self.details(),
                self.order()
            ),
            _ => format!(
                "{} ({numbers}).{}{}",
                self.describe_result(true),
                self.details(),
                self.order()
            ),
        }
    }

    /// The interval that is too wide: of the effect, otherwise of V, which also covers unordered
    /// relations.
    fn wide(&self) -> String {
        let smallest = self.facts.question.smallest.unwrap_or(1.0);
        let level = 1.0 - self.facts.question.alpha;
        let v = association::cramers_v_at(self.facts.table, level)
            .ok()
            .and_then(|v| v.interval);
        match v.filter(|_| {
            self.facts
                .effects
                .interval_reach()
                .is_some_and(|reach| reach < smallest)
        }) {
            Some(v) => {
                let (low, high) = self.language.ends(&v, Scale::Unit);
                format!(
                    "{} V [{low}; {high}]",
                    self.say("the interval of", "intervallet for")
                )
            }
            None => self.say("the interval", "intervallet").to_owned(),
        }
    }

    /// What was found; `first` tells whether it begins a sentence.
    fn describe_result(&self, first: bool) -> String {
        let (effects, t) = (&self.facts.effects, self.language);
        match (effects.first().map(|effect| effect.measure), effects.groups.as_slice()) {
            (Some(EffectMeasure::Difference), [x, y]) => phrase(&self.shares(x, y), first),
            (Some(EffectMeasure::Superiority), [x, y]) => self.along(first).unwrap_or_else(|| {
                let ((values, one), by) = (self.outcome().all_values(t), self.by());
                let (x, y, values) = (by.whose(t, &x.label), by.whose(t, &y.label), phrase(&values, first));
                match t {
                    SentenceLanguage::English => {
                        let tend = if one { "tends" } else { "tend" };
                        format!("{values} {tend} to be higher for those {x} than for those {y}")
                    }
                    SentenceLanguage::Danish => format!("{values} har en tendens til at være højere blandt dem, {x}, end blandt dem, {y}"),
                }
            }),
            (Some(EffectMeasure::EpsilonSquared), _) => {
                let ((values, one), by) = (self.outcome().all_values(t), self.by().quoted(t));
                let values = phrase(&values, first);
                match (t, one) {
                    (SentenceLanguage::English, true) => format!("{values} differs between the groups of {by}"),
                    (SentenceLanguage::English, false) => format!("{values} differ between the groups of {by}"),
                    (SentenceLanguage::Danish, true) => format!("{values} er forskellig mellem grupperne i {by}"),
                    (SentenceLanguage::Danish, false) => format!("{values} er forskellige mellem grupperne i {by}"),
                }
            }
            _ => {
                let (a, b) = self.sides();
                let ((a, one), (b, _)) = (a.values(t), b.values(t));
                match self.facts.direction.filter(|_| !self.of_names()) {
                    Some(Expectation::Rising) => t.goes_with((&a, one), &b, true, first),
                    Some(Expectation::Falling) => t.goes_with((&a, one), &b, false, first),
                    _ => self.names(first),
                }
            }
        }
    }

    /// What was not shown, and the effects that the interval leaves possible.
    fn not_shown(&self, a: &str, b: &str, numbers: &str) -> String {
        if let Some(other) = &self.facts.nonlinear {
            return self.bent(other, numbers);
        }
        let effects = &self.facts.effects;
        let room = effects
            .first()
            .and_then(|effect| self.interval_room(effect))
            .map(|room| format!(" {room}"))
            .unwrap_or_default();
        let begin = match self.language {
            SentenceLanguage::English => format!("A relation between {a} and {b} was not shown"),
            SentenceLanguage::Danish => format!("En sammenhæng mellem {a} og {b} er ikke påvist"),
        };
        match (
            effects.first().map(|effect| effect.measure),
            effects.groups.as_slice(),
        ) {
            // The sign of a difference needs its two shares before it.
            (Some(EffectMeasure::Difference), [x, y]) => {
                format!("{begin}: {} ({numbers}).{room}", self.shares(x, y))
            }
            _ => format!("{begin} ({numbers}).{}{room}{}", self.seen(), self.order()),
        }
    }

    /// "The data leave room for a difference from −4 to 41 percentage points."
    fn interval_room(&self, effect: &MeasuredEffect) -> Option<String> {
        let (interval, t) = (effect.estimate.interval.as_ref()?, self.language);
        let (low, high) = t.ends(interval, self.scale(effect.measure));
        let ends = format!("{low} {} {high}", self.say("to", "til"));
        let room = match effect.measure {
            EffectMeasure::Difference => match t {
                SentenceLanguage::English => format!("a difference from {ends} percentage points"),
                SentenceLanguage::Danish => format!("en forskel fra {ends} procentpoint"),
            },
            EffectMeasure::Superiority => t.choose(
                format!("a probability from {ends} (.50 is no difference)"),
                format!("en sandsynlighed fra {ends} (0,50 er ingen forskel)"),
            ),
            EffectMeasure::V | EffectMeasure::EpsilonSquared => {
                let name = self.name(effect);
                match t {
                    SentenceLanguage::English => format!("relations up to {name} = {high}"),
                    SentenceLanguage::Danish => format!("sammenhænge op til {name} = {high}"),
                }
            }
            _ => {
                let name = self.name(effect);
                match t {
                    SentenceLanguage::English => format!("relations from {name} = {ends}"),
                    SentenceLanguage::Danish => format!("sammenhænge fra {name} = {ends}"),
                }
            }
        };
        Some(match t {
            SentenceLanguage::English => format!("The data leave room for {room}."),
            SentenceLanguage::Danish => format!("Data giver plads til {room}."),
        })
    }

    /// The order of both sides, and the scores of a trend if they are not 1, 2, 3 …
    fn order(&self) -> String {
        match self.facts.outcome.method.large_sample() {
            Method::LinearByLinear => {}
            Method::MannWhitney => return self.scale_of_groups(),
            _ => return String::new(),
        }
        let (a, b, t) = (
            self.facts.small.row_side(),
            self.facts.small.column_side(),
            self.language,
        );
        let (run_a, run_b) = (self.runs(a), self.runs(b));
        let mut text = if a.labels == b.labels {
            format!(" {} {run_a}.", self.say("Both run", "Begge går"))
        } else {
            let (a, b) = (t.quoted(&a.name), t.quoted(&b.name));
            format!(
                " {a} {} {run_a} {} {b} {run_b}.",
                self.say("runs", "går"),
                self.say("and", "og")
            )
        };
        for side in [a, b].into_iter().filter(|side| !side.is_plainly_scored()) {
            let (scores, name) = (t.scores(side.scores()), t.quoted(&side.name));
            text.push_str(&t.choose(
                format!(" The linear-by-linear test takes {scores} as scores of {name}."),
                format!(" Testen for lineær sammenhæng bruger {scores} som scorer for {name}."),
            ));
        }
        text
    }

    /// "from “Never” to “Always”".
    fn runs(&self, side: &TableSide) -> String {
        let (t, first, last) = (
            self.language,
            side.label(0),
            side.label(side.labels.len().saturating_sub(1)),
        );
        format!(
            "{} {} {} {}",
            self.say("from", "fra"),
            t.quoted(&first),
            self.say("to", "til"),
            t.quoted(&last)
        )
    }

    /// The direction of the scale on which groups are compared; empty for numbers.
    fn scale_of_groups(&self) -> String {
        let (row, column) = (self.facts.small.row_side(), self.facts.small.column_side());
        let outcome = self.facts.effects.outcome.as_deref();
        let side = if outcome == Some(row.name.as_str()) {
            row
        } else {
            column
        };
        if side
            .labels
            .iter()
            .all(|label| label.replace(',', ".").parse::<f64>().is_ok())
        {
            return String::new();
        }
        format!(
            " {} {} {}.",
            self.language.quoted(&side.name),
            self.say("runs", "går"),
            self.runs(side)
        )
    }

    /// Returns whether the test treats both sides as nominal.
    fn of_names(&self) -> bool {
        self.facts.outcome.method.large_sample() == Method::Pearson
    }
}
