//! What is told of groups: the share of each, the share along a scale, the medians, the cell that stands out, and where a bent
//! relation is highest.

use super::super::effect::{Effects, Group, Measure};
use super::super::number::Tongue;
use super::super::recommend::{Method, Outcome};
use super::{FEW, NAMED, THIN, Words, phrase};
use crate::stats::exact::fisher_2x2;
use crate::stats::residuals::residuals;
use crate::stats::side::Side;
use crate::stats::table::Table;

/// An adjusted residual that is told must pass this.
const TOLD: f64 = 2.0;

/// A category with fewer answers is no place where a relation is highest.
const BORNE: f64 = 5.0;

impl Words<'_> {
    /// "In a job is “Yes” for 64 % (32 of 50) with Gender “Man” and for 40 % (20 of 50) with “Woman”".
    pub(super) fn shares(&self, x: &Group, y: &Group) -> String {
        let effects = &self.facts.effects;
        let (outcome, by) = (effects.outcome.as_deref().unwrap_or_default(), effects.groups_by.as_deref().unwrap_or_default());
        let (outcome, by) = (self.titled(outcome), self.titled(by));
        let (answer, t) = (self.tongue.quoted(effects.answer.as_deref().unwrap_or_default()), self.tongue);
        let (x, y) = ((self.share(x), t.quoted(&x.label)), (self.share(y), t.quoted(&y.label)));
        match t {
            Tongue::English => format!("{outcome} is {answer} for {} with {by} {} and for {} with {by} {}", x.0, x.1, y.0, y.1),
            Tongue::Danish => format!("{outcome} er {answer} for {} med {by} {} og for {} med {by} {}", x.0, x.1, y.0, y.1),
        }
    }

    /// "64 % (32 of 50)", or "3 of 4" where percentages say more than there is.
    pub(super) fn share(&self, group: &Group) -> String {
        self.part(group.count.unwrap_or(0.0), group.n)
    }

    /// The same of counts.
    fn part(&self, count: f64, n: f64) -> String {
        let of = format!("{} {} {}", self.tongue.count(count), self.say("of", "af"), self.tongue.count(n));
        if self.facts.outcome.n < FEW { of } else { format!("{} ({of})", self.percent(count, n)) }
    }

    fn percent(&self, count: f64, n: f64) -> String {
        let digits = usize::from(self.facts.outcome.n >= 1_000.0);
        format!("{} %", self.tongue.decimals(100.0 * count / n.max(f64::MIN_POSITIVE), digits))
    }

    /// "“Man” (median “4”, n = 30)".
    pub(super) fn grouped(&self, group: &Group) -> String {
        let t = self.tongue;
        let median = group.median.as_deref().map(|median| format!("{} {}, ", "median", t.quoted(median))).unwrap_or_default();
        format!("{} ({median}n = {})", t.quoted(&group.label), t.count(group.n))
    }

    /// " (medians: “North” “4”, …)", where there are few groups.
    pub(super) fn medians(&self, groups: &[Group]) -> String {
        if groups.len() > NAMED {
            return String::new();
        }
        let t = self.tongue;
        let one = |group: &Group| {
            let median = group.median.as_deref().map(|median| t.quoted(median)).unwrap_or_default();
            format!("{median} {} {}", self.say("with", "ved"), t.quoted(&group.label))
        };
        let all: Vec<String> = groups.iter().map(one).collect();
        format!(", {} {}", self.say("with medians", "med medianerne"), all.join(", "))
    }

    /// "the median of Trust is “Agree” with Gender “Woman” (n = 40) and “Neither” with “Man” (n = 40)".
    pub(super) fn medians_of(&self, effects: &Effects) -> String {
        let (outcome, by) = (effects.outcome.as_deref().unwrap_or_default(), effects.groups_by.as_deref().unwrap_or_default());
        let t = self.tongue;
        let one = |(at, group): (usize, &Group)| {
            let median = t.quoted(group.median.as_deref().unwrap_or_default());
            let by = if at == 0 { format!("{} ", self.titled(by)) } else { String::new() };
            format!("{median} {} {by}{} (n = {})", self.say("with", "ved"), t.quoted(&group.label), t.count(group.n))
        };
        let all = effects.groups.iter().enumerate().map(one).collect();
        let median = self.say("the median of", "medianen af");
        format!("{median} {} {} {}", self.titled(outcome), self.say("is", "er"), self.listed(all))
    }

    /// "a, b and c".
    fn listed(&self, mut all: Vec<String>) -> String {
        let last = all.pop().unwrap_or_default();
        if all.is_empty() { last } else { format!("{} {} {last}", all.join(", "), self.say("and", "og")) }
    }

    /// The table with an answer that means yes in its columns, and the column of that answer.
    fn answered(&self) -> Option<(Table, usize)> {
        let small = &self.facts.small;
        let tells = |side: &Side| side.yes.filter(|_| side.labels.len() == 2);
        match (tells(small.row_side()), tells(small.column_side())) {
            (_, Some(yes)) => Some((small.clone(), yes)),
            (Some(yes), None) => Some((small.transposed(), yes)),
            (None, None) => None,
        }
    }

    /// "25 % (10 of 40) with Region “North”, 55 % (22 of 40) with “South” and 50 % (20 of 40) with “West”"; of many groups those
    /// with the smallest and the largest share.
    fn each(&self, rows: &Table, yes: usize) -> String {
        let totals = rows.row_totals();
        let mut places: Vec<usize> = (0..rows.rows()).collect();
        let many = places.len() > NAMED;
        if many {
            places.sort_by(|&a, &b| (rows.at(a, yes) / totals[a]).total_cmp(&(rows.at(b, yes) / totals[b])));
            places = places.first().into_iter().chain(places.last()).copied().collect();
        }
        let by = self.titled(&rows.row_side().name);
        let one = |(at, &place): (usize, &usize)| {
            let by = if at == 0 { format!("{by} ") } else { String::new() };
            let label = self.tongue.quoted(&rows.row_side().label(place));
            format!("{} {} {by}{label}", self.part(rows.at(place, yes), totals[place]), self.say("with", "ved"))
        };
        let all: Vec<String> = places.iter().enumerate().map(one).collect();
        match all.as_slice() {
            [low, high] if many => format!("{} {low} {} {high}", self.say("from", "fra"), self.say("to", "til")),
            _ => self.listed(all),
        }
    }

    /// "In a job “Yes”", with the shares of each group, where the answers of several groups have a yes.
    pub(super) fn shares_of_names(&self) -> Option<(String, String)> {
        let (rows, yes) = self.answered()?;
        let side = rows.column_side();
        Some((format!("{} {}", self.titled(&side.name), self.tongue.quoted(&side.label(yes))), self.each(&rows, yes)))
    }

    /// What two variables of names show: the share of each group, or the cell that departs most.
    pub(super) fn names(&self, first: bool) -> String {
        let t = self.tongue;
        let article = |english: &str, danish: &str| phrase(if t == Tongue::English { english } else { danish }, first);
        if let Some((answer, shares)) = self.shares_of_names() {
            let by = self.answered().map(|(rows, _)| self.titled(&rows.row_side().name)).unwrap_or_default();
            let start = article("the share with", "andelen med");
            return match t {
                Tongue::English => format!("{start} {answer} differs between the groups of {by}: {shares}"),
                Tongue::Danish => format!("{start} {answer} er forskellig mellem grupperne i {by}: {shares}"),
            };
        }
        let small = &self.facts.small;
        let (a, b) = (self.titled(&small.row_side().name), self.titled(&small.column_side().name));
        let cell = self.departing().map(|cell| format!("; {cell}")).unwrap_or_default();
        match t {
            Tongue::English => format!("{a} and {b} are related{cell}"),
            Tongue::Danish => format!("{a} og {b} hænger sammen{cell}"),
        }
    }

    /// "most of all, Way to work is “Bike” more often with Region “North” (50 %, 20 of 40) than with the others (16 %, 13 of 80)".
    fn departing(&self) -> Option<String> {
        let (small, t) = (&self.facts.small, self.tongue);
        let adjusted = residuals(small).ok()?.adjusted;
        let (place, residual) = adjusted.into_iter().enumerate().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))?;
        if residual.abs() <= TOLD {
            return None;
        }
        let (i, j) = (place / small.columns(), place % small.columns());
        let (rows, columns) = (small.row_totals(), small.column_totals());
        let part = |count: f64, n: f64| {
            let of = format!("{} {} {}", t.count(count), self.say("of", "af"), t.count(n));
            if small.n() < FEW { format!("({of})") } else { format!("({}, {of})", self.percent(count, n)) }
        };
        let here = part(small.at(i, j), rows[i]);
        let elsewhere = part(columns[j] - small.at(i, j), small.n() - rows[i]);
        let (by, label) = (self.titled(&small.row_side().name), t.quoted(&small.row_side().label(i)));
        let (name, answer) = (self.titled(&small.column_side().name), t.quoted(&small.column_side().label(j)));
        Some(match t {
            Tongue::English => {
                let often = if residual > 0.0 { "more" } else { "less" };
                format!("most of all, {name} is {answer} {often} often with {by} {label} {here} than with the others {elsewhere}")
            }
            Tongue::Danish => {
                let often = if residual > 0.0 { "oftere" } else { "sjældnere" };
                format!("tydeligst er {name} {answer} {often} ved {by} {label} {here} end ved de andre {elsewhere}")
            }
        })
    }

    /// The table with the scale as rows where an ordered scale was crossed with an answer that means yes, which is what follows.
    fn scaled(&self) -> Option<(&Table, usize)> {
        let small = &self.facts.small;
        let yes = small.column_side().yes.filter(|_| small.columns() == 2)?;
        let superior = self.facts.effects.first().is_some_and(|effect| effect.measure == Measure::Superiority);
        (superior && small.rows() > 2).then_some((small, yes))
    }

    /// "the share with In a job “Yes” rises from 20 % (4 of 20) with Meetings “0” to 75 % (15 of 20) with “4”".
    pub(super) fn along(&self, first: bool) -> Option<String> {
        let (rows, yes) = self.scaled()?;
        let (t, totals, last) = (self.tongue, rows.row_totals(), rows.rows() - 1);
        let (side, scale) = (rows.column_side(), self.titled(&rows.row_side().name));
        let answer = format!("{} {}", self.titled(&side.name), t.quoted(&side.label(yes)));
        let higher = self.facts.effects.groups.first().map(|group| &group.label)?;
        let rising = *higher == side.label(yes);
        let share = |at: usize| rows.at(at, yes) / totals[at];
        let start = |english: &str, danish: &str| phrase(if t == Tongue::English { english } else { danish }, first);
        let end = |at: usize| (self.part(rows.at(at, yes), totals[at]), t.quoted(&rows.row_side().label(at)));
        if (share(last) > share(0)) == rising && share(last) != share(0) {
            let (low, high, start) = (end(0), end(last), start("the share with", "andelen med"));
            let (verb, from, to) = match (t, rising) {
                (Tongue::English, true) => ("rises", "from", "to"),
                (Tongue::English, false) => ("falls", "from", "to"),
                (Tongue::Danish, true) => ("stiger", "fra", "til"),
                (Tongue::Danish, false) => ("falder", "fra", "til"),
            };
            let with = self.say("with", "ved");
            return Some(format!(
                "{start} {answer} {verb} {from} {} {with} {scale} {} {to} {} {with} {}",
                low.0, low.1, high.0, high.1
            ));
        }
        Some(match (t, rising) {
            (Tongue::English, true) => format!("{answer} is more common with higher {scale}"),
            (Tongue::English, false) => format!("{answer} is less common with higher {scale}"),
            (Tongue::Danish, true) => format!("{answer} er hyppigere ved højere {scale}"),
            (Tongue::Danish, false) => format!("{answer} er sjældnere ved højere {scale}"),
        })
    }

    /// What the groups gave where no relation was shown, to stand after a colon.
    pub(super) fn seen(&self) -> String {
        let effects = &self.facts.effects;
        let told = |(answer, shares): (String, String)| match self.tongue {
            Tongue::English => format!(": the share with {answer} is {shares}"),
            Tongue::Danish => format!(": andelen med {answer} er {shares}"),
        };
        match (effects.first().map(|effect| effect.measure), effects.groups.as_slice()) {
            (Some(Measure::Difference), [x, y]) => format!(": {}", self.shares(x, y)),
            (Some(Measure::Superiority), _) if self.scaled().is_some() => self.shares_of_names().map(told).unwrap_or_default(),
            (Some(Measure::Superiority | Measure::EpsilonSquared), groups) if groups.len() <= NAMED => {
                format!(": {}", self.medians_of(effects))
            }
            (Some(Measure::V), _) => self.shares_of_names().map(told).unwrap_or_default(),
            _ => String::new(),
        }
    }

    /// "Stress and Performance are related (Pearson chi-square: p < .001): Performance is highest with Stress “Neither”. A rising
    /// or falling trend was not shown (…)."
    pub(super) fn bent(&self, other: &Outcome, numbers: &str) -> String {
        let (small, t) = (&self.facts.small, self.tongue);
        let (a, b) = (self.titled(&small.row_side().name), self.titled(&small.column_side().name));
        let test = self.test_of(other);
        let place = self.peak().unwrap_or_default();
        let order = self.order();
        match t {
            Tongue::English => format!(
                "{a} and {b} are related ({test}){place}. A rising or falling trend between the two was not shown ({numbers}).{order}"
            ),
            Tongue::Danish => format!(
                "{a} og {b} hænger sammen ({test}){place}. En stigende eller faldende tendens mellem de to er ikke påvist ({numbers}).{order}"
            ),
        }
    }

    /// Where the columns are highest and lowest, by the mean of their scores, with the medians.
    fn peak(&self) -> Option<String> {
        let (small, t) = (&self.facts.small, self.tongue);
        let (totals, scores) = (small.row_totals(), small.column_scores());
        let mean = |at: usize| small.row(at).iter().zip(scores).map(|(count, score)| count * score).sum::<f64>() / totals[at];
        let borne: Vec<usize> = (0..small.rows()).filter(|&at| totals[at] >= BORNE).collect();
        let most = borne.iter().map(|&at| mean(at)).fold(f64::NEG_INFINITY, f64::max);
        let least = borne.iter().map(|&at| mean(at)).fold(f64::INFINITY, f64::min);
        if most - least < 1e-9 {
            return None;
        }
        let (by, name) = (self.titled(&small.row_side().name), self.titled(&small.column_side().name));
        let at = |mark: f64| {
            let as_far = borne.iter().filter(|&&place| (mean(place) - mark).abs() < 1e-9);
            let told = |&place: &usize| {
                let median = super::super::effect::median(small, place).map(|median| t.quoted(&median)).unwrap_or_default();
                format!("{} (median {median})", t.quoted(&small.row_side().label(place)))
            };
            self.listed(as_far.map(told).collect())
        };
        Some(match t {
            Tongue::English => format!(": {name} is highest with {by} {} and lowest with {}", at(most), at(least)),
            Tongue::Danish => format!(": {name} er højest ved {by} {} og lavest ved {}", at(most), at(least)),
        })
    }

    /// The mid-p of Fisher's test, where the large-sample p of two by two rests on few answers.
    pub(super) fn exact_beside(&self) -> Option<f64> {
        let facts = self.facts;
        let thin = facts.outcome.method == Method::NMinusOne && facts.chi_square.min_expected < THIN;
        thin.then(|| fisher_2x2(facts.table).ok()).flatten().map(|fisher| fisher.mid_p)
    }

    /// That the two p of few answers say different things, where they do.
    pub(super) fn parted(&self) -> String {
        let (alpha, t) = (self.facts.question.alpha, self.tongue);
        if self.exact_beside().is_none_or(|p| (p <= alpha) == (self.facts.outcome.p <= alpha)) {
            return String::new();
        }
        let level = t.share(alpha);
        match t {
            Tongue::English => format!(" The two p-values fall on different sides of {level}."),
            Tongue::Danish => format!(" De to p-værdier falder på hver sin side af {level}."),
        }
    }

    /// Whether the method is one of names.
    pub(super) fn of_names(&self) -> bool {
        self.facts.outcome.method.large_sample() == Method::Pearson
    }
}
