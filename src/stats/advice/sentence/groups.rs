//! Sentences about groups: the share of each, the share along a scale, the medians, and where a
//! curved relation peaks.

use super::{AdviceWriter, MAX_NAMED_GROUPS, MIN_FOR_PERCENT, about};
use crate::stats::advice::effect::{ComparedGroup, EffectMeasure, median};
use crate::stats::advice::recommend::TestOutcome;
use crate::stats::phrase::{SentenceLanguage, VariablePhrase, phrase};
use crate::stats::side::TableSide;
use crate::stats::table::Table;

/// A category with fewer answers is not reported as a peak.
const MIN_PEAK_ANSWERS: f64 = 5.0;

impl AdviceWriter<'_> {
    /// "“In a job” is “Yes” for 64 % (32 of 50) of those whose “Gender” is “Man” and for 40 % (20
    /// of 50) of those whose “Gender” is “Woman”".
    pub(super) fn shares(&self, x: &ComparedGroup, y: &ComparedGroup) -> String {
        let t = self.language;
        let (outcome, by) = (self.outcome().subject(t), self.by());
        let answer = t.quoted(self.facts.effects.answer.as_deref().unwrap_or_default());
        let one = |group: &ComparedGroup| {
            let (count, n) = (group.count.unwrap_or(0.0), group.n);
            self.among(count, n, &by, &group.label)
        };
        format!(
            "{outcome} {} {answer} {}",
            self.say("is", "er"),
            t.clauses(&[one(x), one(y)])
        )
    }

    /// "for 64 % (32 of 50) of those whose “Gender” is “Man”", or "for 3 of the 4 whose …" if a
    /// percentage would suggest too much precision.
    fn among(&self, count: f64, n: f64, by: &VariablePhrase<'_>, label: &str) -> String {
        let (t, whose) = (self.language, by.whose(self.language, label));
        if self.facts.outcome.n < MIN_FOR_PERCENT {
            let (count, n) = (t.count(count), t.count(n));
            return match t {
                SentenceLanguage::English => format!("for {count} of the {n} {whose}"),
                SentenceLanguage::Danish => format!("for {count} af de {n}, {whose}"),
            };
        }
        let part = t.part(count, n, self.digits());
        match t {
            SentenceLanguage::English => format!("for {part} of those {whose}"),
            SentenceLanguage::Danish => format!("for {part} af dem, {whose}"),
        }
    }

    /// "64 % (32 of 50)", or "3 of 4" if a percentage would suggest too much precision.
    pub(super) fn part(&self, count: f64, n: f64) -> String {
        if self.facts.outcome.n < MIN_FOR_PERCENT {
            self.language.of_n(count, n)
        } else {
            self.language.part(count, n, self.digits())
        }
    }

    /// "“Agree”", or "between “Agree” and “Strongly agree”".
    fn middle(&self, (low, high): &(String, String)) -> String {
        let t = self.language;
        if low == high {
            return t.quoted(low);
        }
        format!(
            "{} {}",
            self.say("between", "mellem"),
            t.list(&[t.quoted(low), t.quoted(high)])
        )
    }

    /// " The median of “Trust” is “Agree” for “Woman” (n = 40) and “Neither” for “Man” (n = 40).",
    /// if there are few groups.
    fn medians(&self) -> String {
        let (groups, t) = (&self.facts.effects.groups, self.language);
        let medians: Vec<&(String, String)> = groups
            .iter()
            .filter_map(|group| group.middle.as_ref())
            .collect();
        let [first, ..] = medians.as_slice() else {
            return String::new();
        };
        if groups.len() > MAX_NAMED_GROUPS || medians.len() < groups.len() {
            return String::new();
        }
        let named = |group: &ComparedGroup| {
            format!("{} (n = {})", t.quoted(&group.label), t.count(group.n))
        };
        let all = if medians.iter().all(|median| median == first) {
            let both = if groups.len() == 2 {
                self.say("both ", "både ")
            } else {
                ""
            };
            format!(
                "{} for {both}{}",
                self.middle(first),
                t.list(&groups.iter().map(named).collect::<Vec<_>>())
            )
        } else {
            let one = |(group, median): (&ComparedGroup, &&(String, String))| {
                format!("{} for {}", self.middle(median), named(group))
            };
            t.list(&groups.iter().zip(&medians).map(one).collect::<Vec<_>>())
        };
        format!(
            " {} {} {} {all}.",
            self.say("The median of", "Medianen af"),
            self.outcome().quoted(t),
            self.say("is", "er")
        )
    }

    /// The table with an answer meaning yes in its columns, and the column of that answer.
    pub(super) fn answered(&self) -> Option<(Table, usize)> {
        let small = &self.facts.small;
        let tells = |side: &TableSide| side.yes.filter(|_| side.labels.len() == 2);
        match (tells(small.row_side()), tells(small.column_side())) {
            (_, Some(yes)) => Some((small.clone(), yes)),
            (Some(yes), None) => Some((small.transposed(), yes)),
            (None, None) => None,
        }
    }

    /// "the share of “Yes” for “In a job”".
    pub(super) fn share_of(&self, side: &TableSide, yes: usize) -> String {
        let (t, answer) = (self.language, side.label(yes));
        format!(
            "{} {} for {}",
            self.say("the share of", "andelen af"),
            t.quoted(&answer),
            t.quoted(&side.name)
        )
    }

    /// "is 25 % (10 of 40) for “North”, 55 % (22 of 40) for “South” and 50 % (20 of 40) for
    /// “West”". Of many groups only two are reported: the ends of a scale, otherwise those with the
    /// smallest and the largest share.
    fn each(&self, rows: &Table, yes: usize) -> String {
        let (totals, t) = (rows.row_totals(), self.language);
        let mut places: Vec<usize> = (0..rows.rows()).collect();
        let one = |&place: &usize| {
            let label = t.quoted(&rows.row_side().label(place));
            format!(
                "{} for {label}",
                self.part(rows.at(place, yes), totals[place])
            )
        };
        if places.len() <= MAX_NAMED_GROUPS {
            return format!(
                "{} {}",
                self.say("is", "er"),
                t.list(&places.iter().map(one).collect::<Vec<_>>())
            );
        }
        if !rows.row_side().is_ordered() {
            places.sort_by(|&a, &b| {
                (rows.at(a, yes) / totals[a]).total_cmp(&(rows.at(b, yes) / totals[b]))
            });
        }
        let ends = [places[0], places[places.len() - 1]].map(|place| one(&place));
        format!(
            "{} {} {} {}",
            self.say("goes from", "går fra"),
            ends[0],
            self.say("to", "til"),
            ends[1]
        )
    }

    /// A sentence about the groups after the claim: shares if an answer means yes, medians on a
    /// scale, the most deviating cell for nominal variables.
    pub(super) fn details(&self) -> String {
        let (effects, it) = (&self.facts.effects, self.say("It", "Den"));
        match effects.first().map(|effect| effect.measure) {
            Some(EffectMeasure::Superiority) if self.scaled().is_some() => {
                self.describe_subject(it)
            }
            Some(EffectMeasure::Superiority | EffectMeasure::EpsilonSquared) => self.medians(),
            Some(EffectMeasure::V) if self.answered().is_some() => self.describe_subject(it),
            Some(EffectMeasure::V) => self.departing(),
            _ => String::new(),
        }
    }

    /// The same where nothing was shown: the observed figures.
    pub(super) fn seen(&self) -> String {
        let measure = self.facts.effects.first().map(|effect| effect.measure);
        match (measure, self.answered()) {
            (Some(EffectMeasure::Superiority), Some((rows, yes))) if self.scaled().is_some() => {
                self.shares_by(&rows, yes)
            }
            (Some(EffectMeasure::V), Some((rows, yes))) => self.shares_by(&rows, yes),
            (Some(EffectMeasure::Superiority | EffectMeasure::EpsilonSquared), _) => self.medians(),
            _ => String::new(),
        }
    }

    fn describe_subject(&self, subject: &str) -> String {
        self.answered()
            .map(|(rows, yes)| format!(" {subject} {}.", self.each(&rows, yes)))
            .unwrap_or_default()
    }

    fn shares_by(&self, rows: &Table, yes: usize) -> String {
        let (by, share) = (
            self.language.quoted(&rows.row_side().name),
            self.share_of(rows.column_side(), yes),
        );
        let each = self.each(rows, yes);
        match self.language {
            SentenceLanguage::English => format!(" By {by}, {share} {each}."),
            // The verb precedes its subject there.
            SentenceLanguage::Danish => {
                let (verb, rest) = each.split_once(' ').unwrap_or((&each, ""));
                format!(" Fordelt på {by} {verb} {share} {rest}.")
            }
        }
    }

    /// The table with the scale as rows, if an ordered scale was crossed with an answer meaning
    /// yes.
    fn scaled(&self) -> Option<(&Table, usize)> {
        let small = &self.facts.small;
        let yes = small.column_side().yes.filter(|_| small.columns() == 2)?;
        let superior = self
            .facts
            .effects
            .first()
            .is_some_and(|effect| effect.measure == EffectMeasure::Superiority);
        (superior && small.rows() > 2).then_some((small, yes))
    }

    /// "the share of “Yes” for “In a job” rises with “Meetings attended”".
    pub(super) fn along(&self, first: bool) -> Option<String> {
        let (rows, yes) = self.scaled()?;
        let (side, scale) = (
            rows.column_side(),
            about(rows.row_side()).subject(self.language),
        );
        let rising = self
            .facts
            .effects
            .groups
            .first()
            .is_some_and(|group| group.label == side.label(yes));
        let verb = if rising {
            self.say("rises with", "stiger med")
        } else {
            self.say("falls with", "falder med")
        };
        Some(format!(
            "{} {verb} {scale}",
            phrase(&self.share_of(side, yes), first)
        ))
    }

    /// "“Stress” and “Performance” are related (Pearson chi-square: p < .001): values of
    /// “Performance” are highest for those whose “Stress” is “Neither” (median …) … A rising or
    /// falling trend between the two was not shown (…)."
    pub(super) fn bent(&self, other: &TestOutcome, numbers: &str) -> String {
        let t = self.language;
        let (a, b) = self.sides();
        let (a, b) = (a.quoted(t), b.quoted(t));
        let (test, place, order) = (
            self.test_of(other),
            self.peak().unwrap_or_default(),
            self.order(),
        );
        t.choose(
            format!(
                "{a} and {b} are related ({test}){place}. A rising or falling trend between the two was not shown ({numbers}).{order}"
            ),
            format!(
                "{a} og {b} hænger sammen ({test}){place}. En stigende eller faldende tendens mellem de to er ikke påvist ({numbers}).{order}"
            ),
        )
    }

    /// Where the columns are highest and lowest, by their mean score, with the medians.
    fn peak(&self) -> Option<String> {
        let (small, t) = (&self.facts.small, self.language);
        let (totals, scores) = (small.row_totals(), small.column_scores());
        let mean = |at: usize| {
            small
                .row(at)
                .iter()
                .zip(scores)
                .map(|(count, score)| count * score)
                .sum::<f64>()
                / totals[at]
        };
        let borne: Vec<usize> = (0..small.rows())
            .filter(|&at| totals[at] >= MIN_PEAK_ANSWERS)
            .collect();
        let most = borne
            .iter()
            .map(|&at| mean(at))
            .fold(f64::NEG_INFINITY, f64::max);
        let least = borne
            .iter()
            .map(|&at| mean(at))
            .fold(f64::INFINITY, f64::min);
        if most - least < 1e-9 {
            return None;
        }
        let (by, outcome) = self.sides();
        let (by, (values, one)) = (by.subject(t), outcome.all_values(t));
        let at = |mark: f64| {
            let as_far = borne
                .iter()
                .filter(|&&place| (mean(place) - mark).abs() < 1e-9);
            let told = |&place: &usize| {
                let median = median(small, place)
                    .map(|median| self.middle(&median))
                    .unwrap_or_default();
                format!(
                    "{} (median {median})",
                    t.quoted(&small.row_side().label(place))
                )
            };
            let all: Vec<String> = as_far.map(told).collect();
            all.join(self.say(" or ", " eller "))
        };
        let (most, least) = (at(most), at(least));
        Some(match t {
            SentenceLanguage::English => {
                let are = if one { "is" } else { "are" };
                format!(
                    ": {values} {are} on average highest where {by} is {most} and lowest where it is {least}"
                )
            }
            SentenceLanguage::Danish => {
                format!(
                    ": {values} er i gennemsnit højest, hvor {by} er {most}, og lavest, hvor {by} er {least}"
                )
            }
        })
    }
}
