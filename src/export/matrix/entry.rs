//! A row of the matrix before it is divided into columns.

use crate::evidence::{
    AssessedTest, Evidence, LinkQuote, MatrixRow, Proposal, assessment::PlannedResult,
};
use crate::export::privacy::{PrivacyFilter, WITHHELD};
use crate::study::{Link, Polarity, QuoteSpeaker, Study, Theory};

/// A link with all that its row may need.
pub struct MatrixEntry<'a> {
    pub study: &'a Study,
    pub theory: &'a Theory,
    /// What the reader may see.
    pub privacy_filter: PrivacyFilter<'a>,
    pub link: &'a Link,
    /// The link's quotes and tests.
    pub evidence: Evidence<'a>,
    /// The link's counts.
    pub row: MatrixRow,
    /// What the evidence suggests; only if the tests were assessed.
    pub proposal: Option<&'a Proposal<'a>>,
}

impl<'a> MatrixEntry<'a> {
    /// Collects the evidence of `link`.
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
            privacy_filter,
            link,
            evidence,
            row,
            proposal,
        }
    }

    /// "Reflection → Personal development".
    pub fn name(&self) -> String {
        self.study.link_name(self.link)
    }

    /// True if the number of informants quoted may be shown, and so who they are.
    pub fn may_count_informants(&self) -> bool {
        self.privacy_filter
            .may_show_count(self.row.informants.len())
    }

    /// True if the figures of all tests may be shown. Figures of the link are derived from them.
    pub fn may_show_figures(&self) -> bool {
        self.evidence
            .tests
            .tests
            .iter()
            .all(|test| self.privacy_filter.may_show_test(test))
    }

    /// Removes counts of informants and of answers from a sentence where they may not be shown.
    pub fn redact_counts(&self, sentence: &str) -> String {
        if self.may_count_informants() && self.may_show_figures() || sentence.is_empty() {
            self.privacy_filter.generated_sentence(sentence)
        } else {
            WITHHELD.to_owned()
        }
    }

    /// Joins sentences of a proposal, redacted likewise.
    pub fn redacted_sentence(&self, sentences: &[String]) -> String {
        self.redact_counts(&sentences.join(" "))
    }

    /// [`MatrixEntry::leading_test`], if its figures may be shown.
    pub fn visible_leading_test(&self) -> Option<&AssessedTest<'a>> {
        self.leading_test()
            .filter(|weighed| self.privacy_filter.may_show_test(&weighed.test))
    }

    /// The first quote of a polarity, with its speaker.
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

    /// A quote with its speaker, as far as the reader may see them.
    pub fn quote_with_speaker(&self, found: &LinkQuote<'_>) -> String {
        // A speaker label of the transcript may be a real name; it has no pseudonym.
        let who = match found.quote.speaker() {
            // Naming informants one by one would amount to counting them.
            QuoteSpeaker::Informant(_) if !self.may_count_informants() => "an informant".to_owned(),
            QuoteSpeaker::Informant(who) => self.privacy_filter.informant(who.id),
            QuoteSpeaker::Interviewer(_) => "interviewer".to_owned(),
            QuoteSpeaker::Unknown(_) => "unknown".to_owned(),
        };
        match self
            .privacy_filter
            .quote_words(found.quote.location(), found.quote.words())
        {
            // The speaker of a withheld quote is withheld too.
            words if words == WITHHELD => words,
            words => format!("“{words}” ({who})"),
        }
    }

    /// The condensed meanings of the link's quotes, as far as the reader may see them.
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

    /// The strongest result among the tests chosen as fitting: the one whose effect the row shows.
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
