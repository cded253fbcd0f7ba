//! The evidence of one link: its quotes and its tests, side by side.

use super::link_status::LinkStatus;
use super::quotes::{self, LinkQuote};
use super::tests::{self, LinkTests};
use crate::stats::phrase::SentenceLanguage::English;
use crate::study::{Informant, Link, Polarity, Study, Verdict, plan::TestUnit};

/// Everything that speaks for or against a link.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    /// The link.
    pub link: &'a Link,
    /// What people said, contradicting quotes first.
    pub quotes: Vec<LinkQuote<'a>>,
    /// What the numbers say.
    pub tests: LinkTests<'a>,
    /// What the evaluator concluded.
    pub verdict: Option<&'a Verdict>,
}

/// How a link's quotes are divided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Quotes for it.
    pub supports: usize,
    /// Quotes against it.
    pub contradicts: usize,
    /// Quotes that say when, for whom, how far.
    pub nuances: usize,
    /// Quotes nobody judged yet.
    pub unjudged: usize,
}

impl<'a> Evidence<'a> {
    /// Gathers the evidence of a link.
    #[must_use]
    pub fn new(study: &'a Study, link: &'a Link) -> Evidence<'a> {
        Evidence {
            link,
            quotes: quotes::of_link(study, link),
            tests: tests::of_link(study, link),
            verdict: study.verdict(link.id),
        }
    }

    /// How the quotes are divided.
    #[must_use]
    pub fn balance(&self) -> Balance {
        let mut balance = Balance::default();
        for quote in &self.quotes {
            match quote.polarity {
                Some(Polarity::Supports) => balance.supports += 1,
                Some(Polarity::Contradicts) => balance.contradicts += 1,
                Some(Polarity::Nuances) => balance.nuances += 1,
                None => balance.unjudged += 1,
            }
        }
        balance
    }

    /// How those who are quoted are divided: everybody once for each thing they say. A quote of
    /// nobody known is its document's.
    #[must_use]
    pub fn people(&self) -> Balance {
        let who = |wanted: Option<Polarity>| {
            let mut seen = std::collections::BTreeSet::new();
            for quote in self.quotes.iter().filter(|quote| quote.polarity == wanted) {
                let informant = quote.quote.informant.map(|informant| informant.id);
                seen.insert((
                    informant,
                    informant.is_none().then_some(quote.quote.document.id),
                ));
            }
            seen.len()
        };
        Balance {
            supports: who(Some(Polarity::Supports)),
            contradicts: who(Some(Polarity::Contradicts)),
            nuances: who(Some(Polarity::Nuances)),
            unjudged: who(None),
        }
    }

    /// The informants who are quoted, each once, with their quotes; most quoted first.
    #[must_use]
    pub fn informants(&self) -> Vec<(&'a Informant, usize)> {
        let mut counts: Vec<(&Informant, usize)> = Vec::new();
        for informant in self.quotes.iter().filter_map(|quote| quote.quote.informant) {
            match counts
                .iter_mut()
                .find(|(known, _)| known.id == informant.id)
            {
                Some((_, count)) => *count += 1,
                None => counts.push((informant, 1)),
            }
        }
        counts.sort_by(|a, b| {
            b.1.cmp(&a.1)
                .then_with(|| a.0.body.name.cmp(&b.0.body.name))
        });
        counts
    }

    /// The departments of those who are quoted, each with its quotes; most quoted first.
    #[must_use]
    pub fn departments(&self) -> Vec<(String, usize)> {
        let mut counts: Vec<(String, usize)> = Vec::new();
        for (informant, quotes) in self.informants() {
            let name = informant.body.department.as_str();
            match counts.iter_mut().find(|(known, _)| known == name) {
                Some((_, count)) => *count += quotes,
                None if name.is_empty() => {}
                None => counts.push((name.to_owned(), quotes)),
            }
        }
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        counts
    }

    /// How many of its tests have p below `alpha`.
    #[must_use]
    pub fn significant(&self, alpha: f64) -> usize {
        self.tests
            .tests
            .iter()
            .filter(|test| test.is_significant(alpha))
            .count()
    }

    /// What is different now from what the verdict rested on, a phrase each.
    #[must_use]
    pub fn changed_since(&self, study: &Study) -> Vec<String> {
        let basis = self.verdict.and_then(|verdict| verdict.basis.as_ref());
        basis
            .map(|basis| basis.differences(&super::basis::of(study, self)))
            .unwrap_or_default()
    }

    /// In one line of counts, what a verdict taken now would rest on.
    #[must_use]
    pub fn summary(&self, study: &Study) -> String {
        let (alpha, unit) = (study.alpha, study.plan().unit);
        let Balance {
            supports,
            contradicts,
            nuances,
            unjudged,
        } = self.balance();
        let tests = self.tests.tests.len();
        let indices = self
            .tests
            .indices
            .iter()
            .filter_map(|test| Some((test.scores.as_ref()?.measure()?, test.p()?)))
            .next();
        let numbers = if let (TestUnit::Indices, Some(((measure, estimate), p))) = (unit, indices) {
            format!(
                "two indices, {} = {}, {}",
                measure.name(),
                English.share(estimate.value),
                English.p_against(p, alpha)
            )
        } else if tests == 0 {
            "untested".to_owned()
        } else {
            let shown = LinkStatus::of(study, self).1;
            format!(
                "{shown} of {tests} tests shown by the plan (p < {})",
                English.level(alpha)
            )
        };
        let some = |count: usize, noun: &str| {
            format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
        };
        let (quotes, informants) = (
            some(self.quotes.len(), "quote"),
            some(self.informants().len(), "informant"),
        );
        format!(
            "{quotes} (+{supports} −{contradicts} ~{nuances} ·{unjudged}) by {informants}; {numbers}"
        )
    }
}
