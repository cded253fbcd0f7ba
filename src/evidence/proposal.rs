//! A proposal for a link: what the evidence suggests under the declared plan, with the reasons in
//! sentences. Nothing is decided here: the researcher adopts it, edits it or ignores it.

use super::assessment::{LinkAssessment, assess};
use super::element_status::SubcodeResult;
use super::fitting::QuoteConsensus;
use super::pairs::TestTally;
use super::{
    Balance, Evidence, NumericStatus, element_status, fitting, numeric_status, power_model,
};
use crate::study::inference::{Confidence, InferenceText, IntegrationFit};
use crate::study::theory::{Conclusion, Prespecification};
use crate::study::{Cancelled, Link, ProgressMonitor, Study, Theory};

#[derive(Clone, Debug)]
pub struct Proposal<'a> {
    pub evidence: Evidence<'a>,
    pub assessment: LinkAssessment<'a>,
    pub tally: TestTally,
    pub numbers: NumericStatus,
    pub quote_consensus: QuoteConsensus,
    /// Subcodes of an end that show something where the end itself does not.
    pub surviving_subcodes: Vec<SubcodeResult>,
    /// Whether the link, or an end of it, was added after the data were known.
    pub post_hoc: bool,
    pub fit: IntegrationFit,
    pub conclusion: Conclusion,
    pub confidence: Confidence,
    /// Findings of the numbers, in sentences.
    pub quantitative: Vec<String>,
    /// Findings of the quotes, in sentences.
    pub qualitative: Vec<String>,
    /// Reasons for the conclusion, in sentences.
    pub reasons: Vec<String>,
    /// Warnings.
    pub caveats: Vec<String>,
    /// Which way of testing has more power here, if they differ.
    pub power: Option<String>,
}

/// Proposals for `links`, which belong to `theory`, on `threads` threads. `watch` is notified of
/// progress and may cancel.
pub fn propose<'a>(
    study: &'a Study,
    theory: &'a Theory,
    links: &[&'a Link],
    threads: usize,
    watch: ProgressMonitor<'_>,
) -> Result<Vec<Proposal<'a>>, Cancelled> {
    let weighings = assess(study, theory, links, threads, watch)?;
    let all = weighings.len();
    let proposals = weighings.into_iter().enumerate().map(|(done, weighing)| {
        watch.report(done, all, "proposal")?;
        Ok(Proposal::new(study, theory, weighing))
    });
    proposals.collect()
}

impl<'a> Proposal<'a> {
    /// The proposal for a link whose tests have been assessed.
    pub fn new(study: &'a Study, theory: &'a Theory, weighing: LinkAssessment<'a>) -> Proposal<'a> {
        let link = weighing.link;
        let evidence = Evidence::new(study, link);
        let tally = TestTally::of(&weighing.tests, link.expected);
        let except = element_status::exceptions(study, theory, &weighing);
        let post_hoc = study.prespecification(link) == Prespecification::PostHoc;
        let numbers = match numeric_status::of_link(&weighing, tally, study.alpha) {
            NumericStatus::Supported | NumericStatus::Fragile if !except.is_empty() => {
                NumericStatus::NotShown
            }
            NumericStatus::Supported if post_hoc => NumericStatus::Fragile,
            numbers => numbers,
        };
        let people = evidence.people();
        let voices = QuoteConsensus::of(evidence.balance());
        let mostly_for = people.supports >= 2 * people.contradicts.max(1);
        let removable = numbers == NumericStatus::Slight
            && people.contradicts > 1
            && !numeric_status::has_shape(&weighing, study.alpha);
        let mut reading = fitting::assess_fit(numbers, voices, mostly_for, removable);
        if !except.is_empty() {
            reading.conclusion = Conclusion::Replace;
            reading.reason = "As a whole it is not shown, a part of it is: the part may take its place, and needs new data.";
        } else if post_hoc && reading.fit == IntegrationFit::Confirm {
            reading.fit = IntegrationFit::Complement;
            reading.conclusion = Conclusion::Open;
            reading.reason = "It was found in these data, which therefore cannot confirm it.";
        }
        let confidence = confidence(numbers, people, post_hoc || !except.is_empty());
        let power = power_model::sentence(study, &weighing);
        let mut proposal = Proposal {
            evidence,
            tally,
            numbers,
            quote_consensus: voices,
            surviving_subcodes: except,
            post_hoc,
            fit: reading.fit,
            conclusion: reading.conclusion,
            confidence,
            quantitative: Vec::new(),
            qualitative: Vec::new(),
            reasons: vec![reading.reason.to_owned()],
            caveats: Vec::new(),
            power,
            assessment: weighing,
        };
        proposal.quantitative = proposal.describe_numbers(study);
        proposal.qualitative = proposal.describe_quotes();
        proposal.caveats = proposal.collect_caveats(study);
        proposal
    }

    /// The status by the numbers with its exceptions: "not shown except Praise and recognition,
    /// post hoc".
    pub fn numbers_in_words(&self, study: &Study) -> String {
        let mut words = self.numbers.to_string();
        for part in &self.surviving_subcodes {
            words += &part.exception(study);
        }
        words
    }

    /// All sentences in the order in which they lead to a verdict.
    pub fn reason(&self) -> String {
        let first = self
            .quantitative
            .first()
            .into_iter()
            .chain(self.qualitative.first());
        first
            .chain(&self.reasons)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The proposal as an editable inference.
    pub fn to_inference(&self) -> InferenceText {
        let explanation = if self.fit == IntegrationFit::Discord {
            self.reasons.join(" ")
        } else {
            String::new()
        };
        InferenceText {
            quantitative: self.quantitative.join(" "),
            qualitative: self.qualitative.join(" "),
            fit: Some(self.fit),
            explanation,
            caveats: self.caveats.join(" "),
            confidence: Some(self.confidence),
        }
    }
}

/// Confidence counts people rather than quotes. Counter-examples that say when the claim does not
/// hold raise it more than support alone.
fn confidence(numbers: NumericStatus, people: Balance, post_hoc: bool) -> Confidence {
    let mostly_for = people.supports >= 2 * people.contradicts.max(1)
        || people.supports > 0 && people.contradicts == 0;
    let looked = people.contradicts + people.nuances > 0;
    match numbers {
        _ if post_hoc || !mostly_for => Confidence::Low,
        NumericStatus::Supported if people.supports >= 3 && looked => Confidence::High,
        NumericStatus::Supported if people.supports >= 2 => Confidence::Medium,
        _ => Confidence::Low,
    }
}

#[cfg(test)]
mod unit {
    use super::*;

    #[test]
    fn confidence_rises_with_counter_examples_that_were_looked_for_and_counts_people() {
        let people = |supports, contradicts, nuances| Balance {
            supports,
            contradicts,
            nuances,
            unjudged: 0,
        };
        let of = |people| confidence(NumericStatus::Supported, people, false);
        assert_eq!(of(people(3, 0, 0)), Confidence::Medium);
        assert_eq!(of(people(3, 0, 1)), Confidence::High);
        assert_eq!(of(people(3, 1, 0)), Confidence::High);
        assert_eq!(of(people(1, 0, 1)), Confidence::Low);
        assert_eq!(of(people(3, 2, 0)), Confidence::Low);
        assert_eq!(
            confidence(NumericStatus::Fragile, people(5, 0, 2), false),
            Confidence::Low
        );
        assert_eq!(
            confidence(NumericStatus::Supported, people(5, 0, 2), true),
            Confidence::Low
        );
    }
}
