//! What the matrix knows of a link before it is cut into columns.

use crate::evidence::{Evidence, LinkQuote, Proposal, Row, Weighed, weighing::ByPlan};
use crate::export::privacy::{Shield, WITHHELD};
use crate::study::{Link, Polarity, Study, Theory, Voice};

/// A link with everything that may stand in its row.
pub struct Entry<'a> {
    /// The study.
    pub study: &'a Study,
    /// The theory.
    pub theory: &'a Theory,
    /// Who reads it.
    pub shield: Shield<'a>,
    /// The link.
    pub link: &'a Link,
    /// Its quotes and tests.
    pub evidence: Evidence<'a>,
    /// Its counts.
    pub row: Row,
    /// What is proposed, when the tests were weighed.
    pub proposal: Option<&'a Proposal<'a>>,
}

impl<'a> Entry<'a> {
    /// Gathers them.
    #[must_use]
    pub fn new(
        study: &'a Study,
        theory: &'a Theory,
        link: &'a Link,
        shield: Shield<'a>,
        proposals: &'a [Proposal<'a>],
        planned: ByPlan,
    ) -> Entry<'a> {
        let evidence = Evidence::new(study, link);
        let row = Row::new(study, &evidence, planned);
        let proposal = proposals
            .iter()
            .find(|proposal| proposal.evidence.link.id == link.id);
        Entry {
            study,
            theory,
            shield,
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
    pub fn counts(&self) -> bool {
        self.shield.shows(self.row.informants.len())
    }

    /// Whether the figures of all tests may be told: those of the link are made of them.
    #[must_use]
    pub fn tells(&self) -> bool {
        self.evidence
            .tests
            .tests
            .iter()
            .all(|test| self.shield.tells_of(test))
    }

    /// A sentence that counts informants and answers, as far as both may be told.
    #[must_use]
    pub fn counted(&self, sentence: &str) -> String {
        if self.counts() && self.tells() || sentence.is_empty() {
            self.shield.made(sentence)
        } else {
            WITHHELD.to_owned()
        }
    }

    /// Sentences of a proposal, likewise.
    #[must_use]
    pub fn sentence(&self, sentences: &[String]) -> String {
        self.counted(&sentences.join(" "))
    }

    /// [`Entry::leading`], as far as its figures may be told.
    #[must_use]
    pub fn told_leading(&self) -> Option<&Weighed<'a>> {
        self.leading()
            .filter(|weighed| self.shield.tells_of(&weighed.test))
    }

    /// The first quote of a polarity, with who said it.
    #[must_use]
    pub fn quote(&self, polarity: Polarity) -> String {
        let quote = self
            .evidence
            .quotes
            .iter()
            .find(|quote| quote.polarity == Some(polarity));
        quote.map(|quote| self.cited(quote)).unwrap_or_default()
    }

    /// A quote with who said it, as far as the reader may see it.
    #[must_use]
    pub fn cited(&self, found: &LinkQuote<'_>) -> String {
        // A label of the transcript is nobody's pseudonym.
        let who = match found.quote.voice() {
            // Who they are, one by one, would be a count.
            Voice::Informant(_) if !self.counts() => "an informant".to_owned(),
            Voice::Informant(who) => self.shield.informant(who.id),
            Voice::Interviewer(_) => "interviewer".to_owned(),
            Voice::Unknown(_) => "unknown".to_owned(),
        };
        match self.shield.words(found.quote.place(), found.quote.words()) {
            // Who said what is not told is not told either.
            words if words == WITHHELD => words,
            words => format!("“{words}” ({who})"),
        }
    }

    /// The meanings of its quotes in short, as far as the reader may see them.
    #[must_use]
    pub fn condensed(&self) -> String {
        let all = self.evidence.quotes.iter().filter_map(|found| {
            let (text, _) = found.quote.condensed(self.study)?;
            let sign = found.polarity.map_or('·', Polarity::sign);
            Some(format!(
                "{sign} {}",
                self.shield.words(found.quote.place(), text)
            ))
        });
        let mut all: Vec<String> = all.collect();
        all.dedup();
        all.join("\n")
    }

    /// The test that shows most by the test that fits: the one whose effect stands in the row.
    #[must_use]
    pub fn leading(&self) -> Option<&Weighed<'a>> {
        let p = |test: &Weighed<'_>| {
            test.fitting
                .as_ref()
                .map_or(f64::INFINITY, |outcome| outcome.p)
        };
        let tests = self.proposal?.weighing.tests.iter();
        tests
            .filter(|test| test.fitting.is_ok())
            .min_by(|a, b| p(a).total_cmp(&p(b)))
    }
}
