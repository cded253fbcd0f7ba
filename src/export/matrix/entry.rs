//! What the matrix knows of a link before it is cut into columns.

use crate::evidence::{
    AssessedTest, Evidence, LinkQuote, MatrixRow, Proposal, assessment::PlannedResult,
};
use crate::export::privacy::{PrivacyFilter, WITHHELD};
use crate::study::{Link, Polarity, QuoteSpeaker, Study, Theory};

/// A link with everything that may stand in its row.
pub struct MatrixEntry<'a> {
    /// The study.
    pub study: &'a Study,
    /// The theory.
    pub theory: &'a Theory,
    /// Who reads it.
    pub privacy_filter: PrivacyFilter<'a>,
    /// The link.
    pub link: &'a Link,
    /// Its quotes and tests.
    pub evidence: Evidence<'a>,
    /// Its counts.
    pub row: MatrixRow,
    /// What is proposed, when the tests were weighed.
    pub proposal: Option<&'a Proposal<'a>>,
}

impl<'a> MatrixEntry<'a> {
    /// Gathers them.
    #[must_use]
    pub fn new(
        study: &'a Study,
        theory: &'a Theory,
        link: &'a Link,
        privacy_filter: PrivacyFilter<'a>,
        proposals: &'a [Proposal<'a>],
        planned: PlannedResult,
    ) -> MatrixEntry<'a> {
        let evidence = Evidence::new(study, link);
        let row = MatrixRow::new(study, &evidence, planned);
        let proposal = proposals
            .iter()
            .find(|proposal| proposal.evidence.link.id == link.id);
        MatrixEntry {
            study,
            theory,
            privacy_filter: privacy_filter,
            link,
            evidence,
            row,
            proposal,
        }
    }

    /// "Reflection → Personal development".
    #[must_use]
    pub fn name(&self) -> String {
        self.study.link_name(self.link)
    }

    /// Whether it may be told how many informants are quoted, and so who.
    #[must_use]
    pub fn may_count_informants(&self) -> bool {
        self.privacy_filter
            .may_show_count(self.row.informants.len())
    }

    /// Whether the figures of all tests may be told: those of the link are made of them.
    #[must_use]
    pub fn may_show_figures(&self) -> bool {
        self.evidence
            .tests
            .tests
            .iter()
            .all(|test| self.privacy_filter.may_show_test(test))
    }

    /// A sentence that counts informants and answers, as far as both may be told.
    #[must_use]
    pub fn redact_counts(&self, sentence: &str) -> String {
        if self.may_count_informants() && self.may_show_figures() || sentence.is_empty() {
            self.privacy_filter.generated_sentence(sentence)
        } else {
            WITHHELD.to_owned()
        }
    }

    /// Sentences of a proposal, likewise.
    #[must_use]
    pub fn redacted_sentence(&self, sentences: &[String]) -> String {
        self.redact_counts(&sentences.join(" "))
    }

    /// [`MatrixEntry::leading_test`], as far as its figures may be told.
    #[must_use]
    pub fn visible_leading_test(&self) -> Option<&AssessedTest<'a>> {
        self.leading_test()
            .filter(|weighed| self.privacy_filter.may_show_test(&weighed.test))
    }

    /// The first quote of a polarity, with who said it.
    #[must_use]
    pub fn first_quote(&self, polarity: Polarity) -> String {
        let quote = self
            .evidence
            .quotes
            .iter()
            .find(|quote| quote.polarity == Some(polarity));
        quote
            .map(|quote| self.quote_with_speaker(quote))
            .unwrap_or_default()
    }

    /// A quote with who said it, as far as the reader may see it.
    #[must_use]
    pub fn quote_with_speaker(&self, found: &LinkQuote<'_>) -> String {
        // A label of the transcript is nobody's pseudonym.
        let who = match found.quote.speaker() {
            // Who they are, one by one, would be a count.
            QuoteSpeaker::Informant(_) if !self.may_count_informants() => "an informant".to_owned(),
            QuoteSpeaker::Informant(who) => self.privacy_filter.informant(who.id),
            QuoteSpeaker::Interviewer(_) => "interviewer".to_owned(),
            QuoteSpeaker::Unknown(_) => "unknown".to_owned(),
        };
        match self
            .privacy_filter
            .quote_words(found.quote.location(), found.quote.words())
        {
            // Who said what is not told is not told either.
            words if words == WITHHELD => words,
            words => format!("“{words}” ({who})"),
        }
    }

    /// The meanings of its quotes in short, as far as the reader may see them.
    #[must_use]
    pub fn condensations(&self) -> String {
        let all = self.evidence.quotes.iter().filter_map(|found| {
            let (text, _) = found.quote.condensed(self.study)?;
            let sign = found.polarity.map_or('·', Polarity::sign);
            Some(format!(
                "{sign} {}",
                self.privacy_filter
                    .quote_words(found.quote.location(), text)
            ))
        });
        let mut all: Vec<String> = all.collect();
        all.dedup();
        all.join("\n")
    }

    /// The test that shows most by the test that fits: the one whose effect stands in the row.
    #[must_use]
    pub fn leading_test(&self) -> Option<&AssessedTest<'a>> {
        let p = |test: &AssessedTest<'_>| {
            test.fitting
                .as_ref()
                .map_or(f64::INFINITY, |outcome| outcome.p)
        };
        let tests = self.proposal?.assessment.tests.iter();
        tests
            .filter(|test| test.fitting.is_ok())
            .min_by(|a, b| p(a).total_cmp(&p(b)))
    }
}
