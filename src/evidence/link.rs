//! The evidence for one link: its quotes and its tests side by side.
//!
//! The status of a link by its tests, which drawings of the theory show as the style of a line.
//!
//! It is a quick reading by the plan within the link alone and no verdict. A proposal weighs the
//! same tests more thoroughly, takes longer, and takes precedence.
//!
//! The quotes of a link.
//!
//! A quote belongs to a link when codings of both its ends, including their subcodes, overlap; when
//! it belongs to a configuration that joins both ends; or when someone has judged it as evidence
//! for the link. Where codings overlap, the quote is their intersection.

use super::tests::LinkTests;
use super::{NumericStatus, TestTally, assessment, numeric_status, tests};
use crate::stats::phrase::SentenceLanguage::English;
use crate::study::plan::TestUnit;
use crate::study::quote::CodedText;
use crate::study::theory::QuoteAt;
use crate::study::{
    Coding, Configuration, Document, Id, Informant, Link, Polarity, Quote, Study, Verdict,
};
use crate::text::Span;
use crate::text::overlap::OverlapIndex;
use std::collections::BTreeMap;

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
    pub fn new(study: &'a Study, link: &'a Link) -> Evidence<'a> {
        Evidence {
            link,
            quotes: of_link(study, link),
            tests: tests::of_link(study, link),
            verdict: study.verdict(link.id),
        }
    }

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
    pub fn significant(&self, alpha: f64) -> usize {
        self.tests
            .tests
            .iter()
            .filter(|test| test.is_significant(alpha))
            .count()
    }

    /// Differences between the present evidence and the basis of the verdict, one phrase each.
    pub fn changed_since(&self, study: &Study) -> Vec<String> {
        let basis = self.verdict.and_then(|verdict| verdict.basis.as_ref());
        basis
            .map(|basis| basis.differences(&super::basis::of(study, self)))
            .unwrap_or_default()
    }

    /// The evidence in one line of counts: the basis that a verdict would have now.
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

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr)]
pub enum LinkStatus {
    /// Shown by the plan, with tests agreeing in sign, and partly shown by the stricter reading.
    #[strum(to_string = "supported")]
    Supported,
    /// Shown by the plan, with doubts.
    #[strum(to_string = "supported, fragile")]
    Fragile,
    /// Tested, and not shown by the plan.
    #[strum(to_string = "not shown")]
    NotShown,
    /// The numbers go against the expected direction; or there are none, and more quotes contradict
    /// the link than support it.
    #[strum(to_string = "contrary")]
    Contrary,
    #[strum(to_string = "untested")]
    Untested,
}

impl LinkStatus {
    pub fn name(self) -> &'static str {
        self.into()
    }

    /// The status by the plan, and the number of tests shown.
    pub fn of(study: &Study, evidence: &Evidence<'_>) -> (LinkStatus, usize) {
        if evidence.tests.planned(study.plan().unit).is_empty() {
            let Balance {
                supports,
                contradicts,
                ..
            } = evidence.balance();
            return (
                if contradicts > supports {
                    LinkStatus::Contrary
                } else {
                    LinkStatus::Untested
                },
                0,
            );
        }
        let weighing = assessment::assess_quickly(study, evidence.link, &evidence.tests);
        let tally = TestTally::of(&weighing.tests, evidence.link.expected);
        (
            LinkStatus::from(numeric_status::of_link(&weighing, tally, study.alpha)),
            tally.shown,
        )
    }
}

/// Simplified for a drawing. Tests of opposite sign show no relation.
impl From<NumericStatus> for LinkStatus {
    fn from(numbers: NumericStatus) -> LinkStatus {
        match numbers {
            NumericStatus::Supported | NumericStatus::Shown => LinkStatus::Supported,
            NumericStatus::Fragile => LinkStatus::Fragile,
            NumericStatus::NotShown
            | NumericStatus::Imprecise
            | NumericStatus::Slight
            | NumericStatus::Mixed => LinkStatus::NotShown,
            NumericStatus::Contrary => LinkStatus::Contrary,
            NumericStatus::Untested | NumericStatus::NotTestable => LinkStatus::Untested,
        }
    }
}

#[derive(Clone, Debug)]
pub struct LinkQuote<'a> {
    /// With its speaker and location.
    pub quote: Quote<'a>,
    /// `None` while it has not been judged.
    pub polarity: Option<Polarity>,
    /// Whether it is coded with both ends of the link.
    pub coded: bool,
    /// The configurations that join both ends and include it. If there are none and it is not
    /// coded, it was attached by hand.
    pub configurations: Vec<Id<Configuration>>,
}

/// Quotes of a document from configurations: polarity and configurations by span.
type QuotesBySpan = BTreeMap<Span, (Option<Polarity>, Vec<Id<Configuration>>)>;

/// Contradicting quotes first, then nuances, support and unjudged quotes; each in document order.
pub fn of_link<'a>(study: &'a Study, link: &Link) -> Vec<LinkQuote<'a>> {
    let (from, to) = (study.subtree(link.from), study.subtree(link.to));
    let mut configured = quotes_from_configurations(study, link);
    let mut quotes = Vec::new();
    for document in study.documents() {
        let configured = configured.remove(&document.id).unwrap_or_default();
        let judged: BTreeMap<Span, Polarity> = study
            .polarities(link.id)
            .filter(|(quote, _)| quote.document == document.id)
            .map(|(quote, polarity)| (quote.span, polarity))
            .collect();
        let (mut starts, mut ends): (Vec<&Coding>, Vec<&Coding>) = (Vec::new(), Vec::new());
        for coding in study.codings_in(document.id) {
            if from.contains(&coding.code) {
                starts.push(coding);
            }
            if to.contains(&coding.code) {
                ends.push(coding);
            }
        }
        if judged.is_empty() && configured.is_empty() && (starts.is_empty() || ends.is_empty()) {
            continue;
        }
        quotes.extend(in_document(
            study,
            document,
            &shared(&starts, &ends),
            &judged,
            configured,
        ));
    }
    quotes.sort_by_key(|quote| match quote.polarity {
        Some(Polarity::Contradicts) => 0,
        Some(Polarity::Nuances) => 1,
        Some(Polarity::Supports) => 2,
        None => 3,
    });
    quotes
}

/// Quotes of the configurations that join both ends, by document: those for and against, and those
/// of the two joined parts.
fn quotes_from_configurations(study: &Study, link: &Link) -> BTreeMap<Id<Document>, QuotesBySpan> {
    let mut configured: BTreeMap<Id<Document>, QuotesBySpan> = BTreeMap::new();
    for configuration in study.configurations() {
        let Some((a, b)) = study.joins(configuration, link) else {
            continue;
        };
        let mut take = |quote: QuoteAt, polarity: Option<Polarity>| {
            let (known, from) = configured
                .entry(quote.document)
                .or_default()
                .entry(quote.span)
                .or_default();
            *known = known.or(polarity);
            if !from.contains(&configuration.id) {
                from.push(configuration.id);
            }
        };
        study
            .configuration_polarities(configuration.id)
            .for_each(|(quote, polarity)| take(quote, Some(polarity)));
        [a, b]
            .iter()
            .flat_map(|part| &configuration.body.part(*part).quotes)
            .for_each(|quote| take(*quote, None));
    }
    configured
}

/// Intersections of the codings of both lists, sorted.
fn shared(starts: &[&Coding], ends: &[&Coding]) -> Vec<Span> {
    let index = OverlapIndex::new(&ends.iter().map(|coding| coding.span).collect::<Vec<_>>());
    let mut spans = Vec::new();
    for start in starts {
        index.for_each_overlapping(start.span, |_, end| {
            spans.extend(start.span.intersection(end))
        });
    }
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn in_document<'a>(
    study: &'a Study,
    document: &'a Document,
    shared: &[Span],
    judged: &BTreeMap<Span, Polarity>,
    mut configured: QuotesBySpan,
) -> Vec<LinkQuote<'a>> {
    // A span inside a longer one adds nothing, unless it was judged itself.
    let named = |span: &Span| judged.contains_key(span) || configured.contains_key(span);
    let inside = |span: &Span| {
        shared
            .iter()
            .any(|other| other != span && other.contains(*span))
    };
    let mut spans: Vec<Span> = shared
        .iter()
        .copied()
        .filter(|span| named(span) || !inside(span))
        .collect();
    spans.extend(judged.keys().chain(configured.keys()));
    spans.sort_unstable();
    spans.dedup();
    let coded = CodedText::new(study, document);
    let quoted = |span: Span| {
        let (said, configurations) = configured.remove(&span).unwrap_or_default();
        // A judgement for this very link takes precedence over a configuration.
        let polarity = judged.get(&span).copied().or(said);
        LinkQuote {
            quote: coded.quote(span),
            polarity,
            coded: shared.contains(&span),
            configurations,
        }
    };
    spans.into_iter().map(quoted).collect()
}
