//! The evidence for one link: its quotes and its tests side by side.

use super::link_status::LinkStatus;
use super::quotes::{self, LinkQuote};
use super::tests::{self, LinkTests};
use crate::stats::phrase::SentenceLanguage::English;
use crate::study::{Informant, Link, Polarity, Study, Verdict, plan::TestUnit};

/// All evidence for or against a link.
#[derive(Clone, Debug)]
pub struct Evidence<'a> {
    pub link: &'a Link,
    /// Contradicting quotes first.
    pub quotes: Vec<LinkQuote<'a>>,
    pub tests: LinkTests<'a>,
    pub verdict: Option<&'a Verdict>,
}

/// Judgements of quotes, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    pub supports: usize,
    pub contradicts: usize,
    /// Quotes that restrict the link: when, for whom, how far.
    pub nuances: usize,
    pub unjudged: usize,
}

impl<'a> Evidence<'a> {
    #[must_use]
    pub fn new(study: &'a Study, link: &'a Link) -> Evidence<'a> {
        Evidence {
            link,
            quotes: quotes::of_link(study, link),
            tests: tests::of_link(study, link),
            verdict: study.verdict(link.id),
        }
    }

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

    /// Counts people instead of quotes: everyone once for each judgement. A quote by an unknown
    /// speaker counts for its document.
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

    /// Informants with their number of quotes, most quoted first.
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

    /// Departments with their number of quotes, most quoted first.
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

    /// Number of tests with p below `alpha`.
    #[must_use]
    pub fn significant(&self, alpha: f64) -> usize {
        self.tests
            .tests
            .iter()
            .filter(|test| test.is_significant(alpha))
            .count()
    }

    /// Differences between the present evidence and the basis of the verdict, one phrase each.
    #[must_use]
    pub fn changed_since(&self, study: &Study) -> Vec<String> {
        let basis = self.verdict.and_then(|verdict| verdict.basis.as_ref());
        basis
            .map(|basis| basis.differences(&super::basis::of(study, self)))
            .unwrap_or_default()
    }

    /// The evidence in one line of counts: the basis that a verdict would have now.
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
