//! The evidence of a link as shown on screen, gathered once per revision of the study.

use crate::evidence::{
    Balance, Crosstab, Evidence, IndicatorTest, ScoreComparison, comparison_sentence, tests,
};
use crate::study::{Id, Link, Polarity, Study, inference::InferenceText, theory, theory::QuoteAt};
use crate::text::{number, sanitize};
use crate::tui::transcript;
use std::sync::Arc;

pub struct LinkEvidence {
    /// Names of the link's origin and target with the signs of their kinds.
    pub ends: [String; 2],
    /// "produces, theory v1".
    pub relation: String,
    pub statement: String,
    /// Position among the links of its theory, and their number.
    pub place: (usize, usize),
    pub quotes: Vec<QuoteCard>,
    /// Counts by polarity.
    pub balance: Balance,
    /// Departments and people quoted, with counts.
    pub quoted: String,
    pub tests: Vec<TestCard>,
    /// Number of tests that are of indices.
    pub indices: usize,
    /// Why there are not more tests.
    pub notes: Vec<String>,
    /// Tests with p below the study's level of significance.
    pub significant: usize,
    /// Distinct tests in the whole theory.
    pub tests_in_theory: usize,
    pub verdict: Option<[String; 3]>,
    /// The inference, a sentence each after the name of its part.
    pub inferred: Vec<String>,
    /// What has changed since the verdict was given.
    pub changed_since: String,
}

pub struct QuoteCard {
    /// Its place in the document.
    pub at: QuoteAt,
    /// The whole document.
    pub text: Arc<str>,
    /// What it does to the link.
    pub polarity: Option<Polarity>,
    /// Speaker, document and turn.
    pub source: String,
    pub condensed: String,
    /// The quote with its source, for the clipboard.
    pub citation: String,
}

pub struct TestCard {
    pub dataset: String,
    /// The table of the test.
    pub crosstab: Crosstab,
    pub statistics: String,
    /// Remarks on the test; warnings begin with `!`.
    pub warnings: Vec<String>,
}

impl LinkEvidence {
    /// Returns `None` if the link does not exist.
    pub fn new(study: &Study, link: Id<Link>) -> Option<LinkEvidence> {
        let link = study.link(link)?;
        let theory = study.theories().find(|theory| theory.id == link.theory)?;
        let evidence = Evidence::new(study, link);
        let kinds = [link.from, link.to].map(|end| {
            study
                .code(end)
                .map(|code| code.body.kind)
                .unwrap_or_default()
        });
        let end = |place: usize, id| {
            format!(
                "{} {}",
                kinds[place].glyph(),
                sanitize::sanitize_line(study.code_name(id))
            )
        };
        let counted =
            |(name, quotes): (&str, usize)| sanitize::sanitize_line(&format!("{name} ({quotes})"));
        let informants = evidence.informants();
        let informants = informants
            .iter()
            .map(|(informant, quotes)| counted((&informant.body.name, *quotes)));
        let informants = informants.collect::<Vec<_>>().join(", ");
        let departments = evidence.departments();
        let departments = departments
            .iter()
            .map(|(name, quotes)| counted((name, *quotes)))
            .collect::<Vec<_>>()
            .join(", ");
        let verdict = evidence.verdict.map(|verdict| {
            let reason = study
                .words(verdict.reason)
                .map_or_else(|| "(erased)".to_owned(), sanitize::sanitize_line);
            [
                verdict.conclusion.name().to_owned(),
                reason,
                sanitize::sanitize_line(&verdict.rests_on),
            ]
        });
        // Tests that the analysis plan asks for come first.
        let tests = evidence
            .tests
            .indices
            .iter()
            .chain(&evidence.tests.tests)
            .map(|test| TestCard {
                dataset: sanitize::sanitize_line(&test.dataset.body.name),
                statistics: match (&test.scores, &test.weighted) {
                    (Some(scores), _) => {
                        comparison_sentence::line(scores)
                            + if test.is_significant(study.alpha) {
                                " *"
                            } else {
                                ""
                            }
                    }
                    (None, Some(weighted)) => sanitize::sanitize_line(
                        &weighted.sentence(study.alpha, study.language == "da"),
                    ),
                    (None, None) => crate::tui::crosstab::statistics(&test.crosstab, study.alpha),
                },
                warnings: match &test.scores {
                    Some(scores) => said_of(scores, test, study),
                    None => crate::tui::crosstab::warnings(&test.crosstab)
                        .iter()
                        .map(|warning| format!("! {warning}"))
                        .collect(),
                },
                crosstab: test.crosstab.clone(),
            });
        Some(LinkEvidence {
            ends: [end(0, link.from), end(1, link.to)],
            relation: format!(
                "{}, theory {}",
                theory::relation(kinds[0], kinds[1]),
                sanitize::sanitize_line(&theory.version)
            ),
            statement: sanitize::sanitize_line(&link.statement),
            place: (
                theory.links.iter().position(|id| *id == link.id)?,
                study.links_of(theory).count(),
            ),
            quotes: evidence
                .quotes
                .iter()
                .map(|quote| QuoteCard::new(study, quote))
                .collect(),
            balance: evidence.balance(),
            quoted: if departments.is_empty() {
                informants
            } else {
                format!("{departments} · {informants}")
            },
            significant: evidence.significant(study.alpha),
            tests: tests.collect(),
            indices: evidence.tests.indices.len(),
            notes: evidence
                .tests
                .notes
                .iter()
                .map(|note| sanitize::sanitize_line(note))
                .collect(),
            tests_in_theory: tests::in_theory(study, theory),
            changed_since: sanitize::sanitize_line(&evidence.changed_since(study).join("; ")),
            inferred: inferred(study, link.id),
            verdict,
        })
    }

    /// "8 quotes +5 −1 ~1 ·1".
    pub fn quotes_counted(&self) -> String {
        let Balance {
            supports,
            contradicts,
            nuances,
            unjudged,
        } = self.balance;
        format!(
            "{} +{supports} −{contradicts} ~{nuances} ·{unjudged}",
            number::count_noun(self.quotes.len(), "quote")
        )
    }

    /// "6 tests here, 3 significant, 114 in the theory"; with indices, "the two indices, 9 pairs, 3
    /// significant, …".
    pub fn tests_counted(&self) -> String {
        if self.indices > 0 {
            let pairs = number::count_noun(self.tests.len() - self.indices, "pair");
            return format!(
                "the two indices, {pairs}, {} significant, {} in the theory",
                self.significant, self.tests_in_theory
            );
        }
        format!(
            "{} here, {} significant, {} in the theory",
            number::count_noun(self.tests.len(), "test"),
            self.significant,
            self.tests_in_theory
        )
    }
}

/// Remarks below a comparison of scores: the sentences, how the indices are made, and what the
/// table shows.
fn said_of(scores: &ScoreComparison, test: &IndicatorTest<'_>, study: &Study) -> Vec<String> {
    let mut remarks = comparison_sentence::sentences(scores, study.alpha, study.language == "da");
    for index in test.indices.iter().flat_map(|indices| indices.iter()) {
        let turned = if index.reversed.is_empty() {
            String::new()
        } else {
            format!(", reversed: {}", index.reversed.join(", "))
        };
        remarks.push(format!(
            "{}: {}{turned}",
            index.values.label,
            index.in_words()
        ));
    }
    remarks.push("! The table shows scores in quarters; the test takes every value.".into());
    remarks
        .iter()
        .map(|sentence| sanitize::sanitize_line(sentence))
        .collect()
}

/// The inference on a link; empty if there is none.
fn inferred(study: &Study, link: Id<Link>) -> Vec<String> {
    let Some(inference) = study.inference(link) else {
        return Vec::new();
    };
    let InferenceText {
        quantitative,
        qualitative,
        explanation,
        caveats,
        ..
    } = study.inference_text(link);
    let fit = inference
        .fit
        .map(|fit| format!("{fit}: {}", fit.about()))
        .unwrap_or_default();
    let confidence = inference
        .confidence
        .map(|confidence| confidence.to_string())
        .unwrap_or_default();
    let parts = [
        ("Numbers", quantitative),
        ("Quotes", qualitative),
        ("Fit", fit),
        ("Explanation", explanation),
        ("Beware", caveats),
        ("Confidence", confidence),
    ];
    let parts = parts.into_iter().filter(|(_, text)| !text.is_empty());
    parts
        .map(|(what, text)| format!("{what}: {}", sanitize::sanitize_line(&text)))
        .collect()
}

impl QuoteCard {
    fn new(study: &Study, found: &crate::evidence::LinkQuote<'_>) -> QuoteCard {
        let quote = &found.quote;
        let who = quote.speaker();
        let condensed = quote.condensed(study).map(|(text, theme)| {
            let theme = if theme.is_empty() {
                String::new()
            } else {
                format!(" — {theme}")
            };
            sanitize::sanitize_line(&format!("{text}{theme}"))
        });
        let from = match found.configurations.first() {
            Some(first) => format!(" · configuration {}", study.configuration_number(*first)),
            None if found.coded => String::new(),
            None => " · attached by hand".into(),
        };
        let released = if study.is_released(quote.location()) {
            " · released"
        } else {
            ""
        };
        QuoteCard {
            at: quote.location(),
            text: quote.document.text.clone(),
            polarity: found.polarity,
            source: sanitize::sanitize_line(&format!(
                "{who} · {} · turn {}{from}{released}",
                quote.document.body.title,
                quote.turn + 1
            )),
            condensed: condensed.unwrap_or_default(),
            citation: transcript::citation(quote),
        }
    }
}
