//! Layouts of the matrix other than one link per row.

use super::columns::p_value;
use super::entry::MatrixEntry;
use crate::evidence::{Balance, Proposal, element_status};
use crate::export::{ExportCell, ExportColumn, ExportTable, privacy::PrivacyFilter};
use crate::study::{Code, CodeKind, Id, Study, Theory};
use crate::text::number;
use std::collections::BTreeMap;

/// One row per mechanism, or per output or outcome.
pub fn by_element(
    privacy_filter: PrivacyFilter<'_>,
    theory: &Theory,
    proposals: &[Proposal<'_>],
    mechanisms: bool,
) -> ExportTable {
    let study = privacy_filter.study();
    let wanted = |kind: CodeKind| {
        if mechanisms {
            kind == CodeKind::Mechanism
        } else {
            matches!(kind, CodeKind::Output | CodeKind::Outcome)
        }
    };
    let columns = vec![
        ExportColumn::words("code", if mechanisms { "Mechanism" } else { "Output" }),
        ExportColumn::words("proposal", "The numbers say"),
        ExportColumn::words("fragile", "Fragile"),
        ExportColumn::numbers("links", "Links"),
        ExportColumn::numbers("tests_run", "Tests that count"),
        ExportColumn::numbers("tests_shown", "Shown by the plan"),
        ExportColumn::numbers("tests_fitting", "Shown by the test that fits"),
        ExportColumn::numbers("tests_adjusted", "Shown after adjustment"),
        ExportColumn::numbers("tests_robust", "Shown and robust"),
        ExportColumn::numbers("supports", "Supporting"),
        ExportColumn::numbers("contradicts", "Contradicting"),
        ExportColumn::numbers("nuances", "Nuancing"),
        ExportColumn::words("because", "Why"),
        ExportColumn::words("verdicts", "Verdicts"),
    ];
    let mut rows = Vec::new();
    for code in theory
        .nodes
        .iter()
        .copied()
        .filter(|code| wanted(study.kind_in(theory, *code)))
    {
        let standing = if mechanisms {
            element_status::element_status(study, theory, code, proposals)
        } else {
            element_status::goal_status(study, code, proposals)
        };
        let mut sum = Balance::default();
        for balance in standing
            .links
            .iter()
            .map(|proposal| proposal.evidence.balance())
        {
            sum.supports += balance.supports;
            sum.contradicts += balance.contradicts;
            sum.nuances += balance.nuances;
        }
        let verdicts = standing.links.iter().filter_map(|proposal| {
            let verdict = proposal.evidence.verdict?;
            Some(format!(
                "{}: {}",
                study.link_name(proposal.evidence.link),
                verdict.conclusion
            ))
        });
        let tally = standing.tally;
        rows.push(vec![
            study.code_name(code).into(),
            standing.in_words(study).into(),
            if standing.fragile { "yes" } else { "" }.into(),
            standing.links.len().into(),
            tally.run.into(),
            tally.shown.into(),
            tally.fitting.into(),
            tally.adjusted.into(),
            tally.robust.into(),
            sum.supports.into(),
            sum.contradicts.into(),
            sum.nuances.into(),
            privacy_filter
                .generated_sentence(&standing.reasons.join("\n"))
                .into(),
            verdicts.collect::<Vec<_>>().join("\n").into(),
        ]);
    }
    ExportTable {
        columns,
        rows,
        ..ExportTable::default()
    }
}

/// For each link the statistics beside the quotes, and what the two amount to.
pub fn side_by_side(entries: &[MatrixEntry<'_>]) -> ExportTable {
    let columns = vec![
        ExportColumn::words("link", "Link"),
        ExportColumn::words("numbers", "Numbers"),
        ExportColumn::words("quotes", "Quotes"),
        ExportColumn::words("fit", "Fit"),
        ExportColumn::words("inference", "What they come to"),
        ExportColumn::words("verdict", "Verdict"),
    ];
    let rows = entries.iter().map(|entry| {
        let inferred = entry.study.inference_text(entry.link.id);
        let mut numbers = entry
            .proposal
            .map(|proposal| format!("{}.", capitalise(&proposal.numbers_in_words(entry.study))))
            .unwrap_or_default();
        numbers += &entry
            .proposal
            .map(|proposal| format!(" {}", entry.redacted_sentence(&proposal.quantitative)))
            .unwrap_or_default();
        let balance = entry.row.balance;
        let mut quotes = format!(
            "+{} −{} ~{} ·{}",
            balance.supports, balance.contradicts, balance.nuances, balance.unjudged
        );
        // Contradicting quotes first, as everywhere.
        for polarity in [
            crate::study::Polarity::Contradicts,
            crate::study::Polarity::Supports,
        ] {
            let quote = entry.first_quote(polarity);
            if !quote.is_empty() {
                quotes += &format!("\n{} {quote}", polarity.sign());
            }
        }
        let proposed = entry
            .proposal
            .map(|proposal| format!("{} (proposed)", proposal.fit))
            .unwrap_or_default();
        let inference = [
            inferred.quantitative,
            inferred.qualitative,
            inferred.explanation,
            inferred.caveats,
        ];
        let inference: Vec<&str> = inference
            .iter()
            .filter(|text| !text.is_empty())
            .map(|text| entry.privacy_filter.free_text(text))
            .collect();
        let verdict = match (entry.row.verdict, entry.proposal) {
            (Some(verdict), _) => format!(
                "{verdict}: {}",
                entry.privacy_filter.free_text(&entry.row.reason)
            ),
            (None, Some(proposal)) => format!("{} (proposed)", proposal.conclusion),
            (None, None) => String::new(),
        };
        vec![
            entry.name().into(),
            numbers.into(),
            quotes.into(),
            inferred
                .fit
                .map_or(proposed, |fit| fit.name().to_owned())
                .into(),
            inference.join("\n").into(),
            verdict.into(),
        ]
    });
    ExportTable {
        columns,
        rows: rows.collect(),
        ..ExportTable::default()
    }
}

/// For each link its statistics in the first row, then one row per central theme of its quotes.
pub fn by_themes(entries: &[MatrixEntry<'_>]) -> ExportTable {
    let columns = vec![
        ExportColumn::words("link", "Link"),
        ExportColumn::words("numbers", "The numbers say"),
        ExportColumn::words("tests", "Tests shown"),
        ExportColumn::numbers("p_recommended", "Smallest recommended p"),
        ExportColumn::words("theme", "Theme"),
        ExportColumn::numbers("quotes", "Quotes"),
        ExportColumn::numbers("supports", "Supporting"),
        ExportColumn::numbers("contradicts", "Contradicting"),
        ExportColumn::numbers("informants", "Informants"),
    ];
    let mut rows = Vec::new();
    for entry in entries {
        let mut themes: BTreeMap<String, Vec<&crate::evidence::LinkQuote<'_>>> = BTreeMap::new();
        for found in &entry.evidence.quotes {
            let theme = found
                .quote
                .condensed(entry.study)
                .map(|(_, theme)| theme)
                .filter(|theme| !theme.is_empty());
            let theme = entry
                .privacy_filter
                .quote_words(found.quote.location(), theme.unwrap_or("(no theme)"));
            themes.entry(theme).or_default().push(found);
        }
        let tally = entry
            .proposal
            .map(|proposal| proposal.tally)
            .unwrap_or_default();
        let least = entry
            .visible_leading_test()
            .and_then(|test| test.fitting.as_ref().ok())
            .map(|outcome| p_value(outcome.p));
        let tests = if tally.run == 0 {
            String::new()
        } else {
            format!("{} of {}", tally.shown, tally.run)
        };
        let mut statistics: Vec<ExportCell> = vec![
            entry.name().into(),
            entry
                .proposal
                .map(|proposal| proposal.numbers_in_words(entry.study))
                .into(),
            tests.into(),
            least.into(),
        ];
        if themes.is_empty() {
            themes.insert(String::new(), Vec::new());
        }
        for (theme, quotes) in themes {
            let having = |polarity| {
                quotes
                    .iter()
                    .filter(|found| found.polarity == Some(polarity))
                    .count()
            };
            let mut informants: Vec<_> = quotes
                .iter()
                .filter_map(|found| found.quote.informant)
                .map(|informant| informant.id)
                .collect();
            informants.sort_unstable();
            informants.dedup();
            // The first row of a link has its statistics; every row has its name.
            let mut row = std::mem::replace(
                &mut statistics,
                vec![
                    entry.name().into(),
                    ExportCell::Empty,
                    ExportCell::Empty,
                    ExportCell::Empty,
                ],
            );
            row.extend([
                theme.into(),
                quotes.len().into(),
                having(crate::study::Polarity::Supports).into(),
                having(crate::study::Polarity::Contradicts).into(),
                entry.privacy_filter.count(informants.len()),
            ]);
            rows.push(row);
        }
    }
    ExportTable {
        columns,
        rows,
        ..ExportTable::default()
    }
}

/// Mechanisms in rows, outputs in columns, and in each cell what is known of the link between them.
pub fn grid(study: &Study, theory: &Theory, entries: &[MatrixEntry<'_>]) -> ExportTable {
    let of = |kinds: &[CodeKind]| -> Vec<Id<Code>> {
        theory
            .nodes
            .iter()
            .copied()
            .filter(|code| kinds.contains(&study.kind_in(theory, *code)))
            .collect()
    };
    let (mechanisms, outputs) = (
        of(&[CodeKind::Mechanism]),
        of(&[CodeKind::Output, CodeKind::Outcome]),
    );
    let mut columns = vec![ExportColumn::words("mechanism", "Mechanism")];
    columns.extend(
        outputs
            .iter()
            .map(|code| ExportColumn::words("output", study.code_name(*code))),
    );
    let rows = mechanisms.iter().map(|mechanism| {
        let cell = |output: &Id<Code>| match entries
            .iter()
            .find(|entry| (entry.link.from, entry.link.to) == (*mechanism, *output))
        {
            None => ExportCell::Empty,
            Some(entry) => link_cell(entry).into(),
        };
        std::iter::once(ExportCell::from(study.code_name(*mechanism)))
            .chain(outputs.iter().map(cell))
            .collect()
    });
    let rows = rows.collect();
    let notes = vec!["In each cell: what the numbers say, tests shown of those that count, quotes for (+), against (−) and nuancing (~), the verdict.".to_owned()];
    ExportTable {
        columns,
        rows,
        notes,
        ..ExportTable::default()
    }
}

fn link_cell(entry: &MatrixEntry<'_>) -> String {
    let balance = entry.row.balance;
    let tally = entry
        .proposal
        .map(|proposal| proposal.tally)
        .unwrap_or_default();
    let numbers = entry
        .proposal
        .map(|proposal| proposal.numbers_in_words(entry.study))
        .unwrap_or_default();
    let mut text = numbers;
    if tally.run > 0 {
        text += &format!(
            "\n{} of {}",
            tally.shown,
            number::count_noun(tally.run, "test")
        );
    }
    text += &format!(
        "\n+{} −{} ~{}",
        balance.supports, balance.contradicts, balance.nuances
    );
    if let Some(verdict) = entry.row.verdict {
        text += &format!("\n{verdict}");
    }
    text
}

fn capitalise(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
