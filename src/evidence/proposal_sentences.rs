//! The sentences of a proposal: what numbers and quotes say, and what to beware of.

use super::fitting::QuoteConsensus;
use super::pairs::TestTally;
use super::{Balance, NumericStatus, Proposal, numeric_status};
use crate::stats::phrase::SentenceLanguage::English;
use crate::study::Study;
use crate::study::theory::ExpectedDirection;
use crate::text::number;
use std::collections::BTreeSet;

impl Proposal<'_> {
    pub(super) fn describe_numbers(&self, study: &Study) -> Vec<String> {
        let TestTally {
            run,
            shown,
            contrary,
            fitting,
            adjusted,
            robust,
        } = self.tally;
        let (plan, level) = (&self.assessment.plan, study.alpha);
        let mut sentences = Vec::new();
        if run == 0 {
            sentences.extend(self.assessment.notes.iter().map(|note| format!("{note}.")));
            if sentences.is_empty() && self.numbers == NumericStatus::Untested {
                sentences.push("No indicators in a common dataset: untested.".into());
            }
        } else {
            sentences.push(format!(
                "{shown} of {} shown by the plan ({plan}, p < {}).",
                number::count_noun(run, "test"),
                English.level(level)
            ));
        }
        if shown > 0 && !self.tally.shows(plan, level) {
            let percent = number::decimals(self.tally.by_chance(level) * 100.0, 0);
            sentences.push(format!("That is no more than chance brings: so many or more in {percent} % of cases (a rough guide, as tests of one questionnaire are not independent)."));
        }
        sentences.extend(self.describe_strength(level));
        let measured = self
            .assessment
            .tests
            .iter()
            .filter_map(|test| test.circular.as_deref());
        let mut circular: Vec<&str> = measured.collect();
        circular.sort_unstable();
        circular.dedup();
        if !circular.is_empty() {
            sentences.push(format!(
                "Tests with {} are not counted: {} both ends.",
                circular.join(", "),
                if circular.len() == 1 {
                    "it measures"
                } else {
                    "they measure"
                }
            ));
        }
        if shown + fitting > 0 {
            sentences.push(format!(
                "With the test that fits {fitting} of {run}; after Benjamini–Hochberg among {} {adjusted}; {robust} that no single answer or reading undoes.",
                number::count_noun(self.assessment.family, "test")
            ));
        }
        if self.assessment.link.expected != ExpectedDirection::Unstated && shown > 0 {
            let direction = self.assessment.link.expected.name();
            sentences.push(match contrary {
                0 => {
                    format!("None of those shown goes against the {direction} direction expected.")
                }
                some => {
                    format!("{some} of those shown go against the {direction} direction expected.")
                }
            });
        }
        for part in &self.surviving_subcodes {
            sentences.push(format!(
                "{} under it: {} of {}; everything else: {} of {}.",
                study.code_name(part.code),
                part.tally.shown,
                part.tally.run,
                part.others.shown,
                part.others.run
            ));
        }
        sentences
    }

    /// Strength and agreement in direction, which stand behind the one-word status.
    pub(super) fn describe_strength(&self, level: f64) -> Vec<String> {
        let mut sentences = Vec::new();
        for test in self
            .assessment
            .tests
            .iter()
            .filter(|test| test.circular.is_none())
        {
            let Some(indices) = test.test.indices.as_deref() else {
                continue;
            };
            let label = |index: &super::composite_index::CompositeIndex| {
                English.quoted(&index.values.label)
            };
            let told: Vec<String> = indices
                .iter()
                .map(|index| format!("{} ({})", label(index), index.in_words()))
                .collect();
            if let (Ok(fitting), Some(measure)) = (&test.fitting, test.measure_in_words()) {
                sentences.push(format!(
                    "{}: {measure}; {}: {}; N = {}.",
                    told.join(" and "),
                    fitting.name,
                    English.p_against(fitting.p, level),
                    English.count(test.test.crosstab.n() as f64)
                ));
            }
            for index in indices {
                let some = |names: &[String], what: &str| {
                    (!names.is_empty())
                        .then(|| format!("{}: {} {what}.", label(index), names.join(", ")))
                };
                sentences.extend(some(
                    &index.reversed,
                    "turned round, as the answers fall where those to the other items rise; declare it as reversed if it is",
                ));
                sentences.extend(some(
                    &index.conflicting,
                    "go against each other, and which is reversed cannot be told: their mean is the mean of nothing",
                ));
                sentences.extend(some(
                    &index.without_order,
                    "left out of the index, as there is no order in the answers",
                ));
            }
        }
        let shown: Vec<&super::AssessedTest<'_>> = self
            .assessment
            .tests
            .iter()
            .filter(|test| test.shown())
            .collect();
        let strongest = shown.iter().filter(|test| test.test.indices.is_none());
        let size = |test: &super::AssessedTest<'_>| {
            test.fitting
                .as_ref()
                .ok()
                .and_then(|fitting| Some(fitting.measure.as_ref()?.1.value.abs()))
        };
        let strongest = strongest
            .filter_map(|test| Some((size(test)?, *test)))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, test)) = strongest
            && let Some(measure) = test.measure_in_words()
        {
            let (a, b) = (
                &test.test.crosstab.row.label,
                &test.test.crosstab.column.label,
            );
            let (a, b) = (English.quoted(a), English.quoted(b));
            sentences.push(format!(
                "Of those shown, the largest in absolute value is that of {a} and {b}: {measure}."
            ));
        }
        let signs = &self.assessment.signs;
        if signs.rising + signs.falling > 1
            && let Some(words) = signs.in_words()
        {
            sentences.push(format!(
                "Of {}, {words}.",
                number::count_noun(self.assessment.pairs.len(), "pair")
            ));
        }
        if self.numbers == NumericStatus::Mixed {
            sentences
                .push("Signs differ, so that it is not supported, however many are shown.".into());
        } else if !signs.agree() && self.numbers.is_shown() {
            sentences.push("Less than three quarters of the strength goes one way.".into());
        }
        if !signs.items.is_empty() {
            sentences.push(format!(
                "{}: falls where other indicators of the same end rise; is it reversed?",
                signs.items.join(", ")
            ));
        }
        let indices = self
            .assessment
            .tests
            .iter()
            .filter_map(|test| test.test.indices.as_deref())
            .flatten();
        let doubtful: BTreeSet<&String> = signs
            .doubtful
            .iter()
            .chain(indices.flat_map(|index| &index.doubtful))
            .collect();
        if !doubtful.is_empty() && self.numbers.is_shown() {
            let names: Vec<&str> = doubtful.into_iter().map(String::as_str).collect();
            sentences.push(format!(
                "{}: these answers do not rise with the other indicators of the same end, which keeps the link below “supported”.",
                names.join(", ")
            ));
        }
        if self.numbers.shows_nothing() && numeric_status::has_shape(&self.assessment, level) {
            sentences.push("Pearson’s chi-square (Holm within the link) shows a relation that neither rises nor falls throughout: look at the tables before concluding that there is none.".into());
        }
        let smallest = &self.assessment.plan.smallest;
        match self.numbers {
            NumericStatus::Slight => sentences.push(format!(
                "All intervals lie within the smallest effect of interest ({smallest})."
            )),
            NumericStatus::Imprecise => {
                sentences.push(format!(
                    "The intervals reach beyond the smallest effect of interest ({smallest}): too imprecise to say."
                ));
            }
            _ => {}
        }
        sentences
    }

    pub(super) fn describe_quotes(&self) -> Vec<String> {
        let Balance {
            supports,
            contradicts,
            nuances,
            unjudged,
        } = self.evidence.balance();
        let informants = self.evidence.informants();
        let mut sentences = Vec::new();
        if self.quote_consensus == QuoteConsensus::None {
            sentences.push(match unjudged {
                0 => "Nobody mentions it.".to_owned(),
                some => format!("{} not judged yet.", number::count_noun(some, "quote")),
            });
            return sentences;
        }
        let departments = self.evidence.departments();
        sentences.push(format!(
            "{} for it, {contradicts} against, {nuances} saying when; {} quoted{}.",
            number::count_noun(supports, "quote"),
            number::count_noun(informants.len(), "informant"),
            if departments.len() > 1 {
                format!(" in {} departments", departments.len())
            } else {
                String::new()
            }
        ));
        if contradicts == 0 && supports > 0 {
            sentences.push(
                "Nothing speaks against it: has anybody searched for counter-examples?".into(),
            );
        }
        if unjudged > 0 {
            sentences.push(format!(
                "{} not judged yet.",
                number::count_noun(unjudged, "quote")
            ));
        }
        sentences
    }

    pub(super) fn collect_caveats(&self, study: &Study) -> Vec<String> {
        let mut sentences = Vec::new();
        let tests = &self.assessment.tests;
        if let Some(n) = tests
            .iter()
            .map(|test| test.test.crosstab.n())
            .min()
            .filter(|n| *n < 100)
        {
            sentences.push(format!(
                "Few answers (N = {n}): “not shown” is not “no relation”."
            ));
        }
        if self.assessment.in_theory > 1 && !tests.is_empty() {
            sentences.push(format!(
                "One of {} different tests of the theory.",
                self.assessment.in_theory
            ));
        }
        let declared = |test: &super::AssessedTest<'_>| {
            [&test.test.crosstab.row, &test.test.crosstab.column]
                .iter()
                .any(|side| side.middle.is_some())
        };
        if tests.iter().any(declared) {
            sentences.push("The middle category may hide those who do not know.".into());
        }
        if self.post_hoc {
            sentences.push("Post hoc: the same data cannot confirm it.".into());
        }
        for part in self.surviving_subcodes.iter().filter(|part| part.post_hoc) {
            sentences.push(format!(
                "{} is post hoc: it was chosen after the answers were seen and needs new data.",
                study.code_name(part.code)
            ));
        }
        let informants = self.evidence.informants();
        if let [(only, quotes)] = informants.as_slice()
            && *quotes > 1
        {
            sentences.push(format!("All {quotes} quotes are by {}.", only.body.name));
        }
        if study.relation_of(self.assessment.link) == "moderates" && !tests.is_empty() {
            sentences.push(
                "Tested as a plain relation, not as a moderation; see the stratified tests.".into(),
            );
        }
        sentences
    }
}
