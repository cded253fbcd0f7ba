//! The forms of the matrix that are not a link in a row.

use super::columns::p;
use super::entry::Entry;
use crate::evidence::{Balance, Proposal, standing};
use crate::export::{Cell, Column, Table, privacy::Shield};
use crate::study::{Code, Id, Kind, Study, Theory};
use crate::text::number;
use std::collections::BTreeMap;

/// A mechanism in a row, or an output or outcome.
pub fn elements(
    shield: Shield<'_>,
    theory: &Theory,
    proposals: &[Proposal<'_>],
    mechanisms: bool,
) -> Table {
    let study = shield.study();
    let wanted = |kind: Kind| {
        if mechanisms {
            kind == Kind::Mechanism
        } else {
            matches!(kind, Kind::Output | Kind::Outcome)
        }
    };
    let columns = vec![
        Column::words("code", if mechanisms { "Mechanism" } else { "Output" }),
        Column::words("proposal", "The numbers say"),
        Column::words("fragile", "Fragile"),
        Column::numbers("links", "Links"),
        Column::numbers("tests_run", "Tests that count"),
        Column::numbers("tests_shown", "Shown by the plan"),
        Column::numbers("tests_fitting", "Shown by the test that fits"),
        Column::numbers("tests_adjusted", "Shown after adjustment"),
        Column::numbers("tests_robust", "Shown and robust"),
        Column::numbers("supports", "Supporting"),
        Column::numbers("contradicts", "Contradicting"),
        Column::numbers("nuances", "Nuancing"),
        Column::words("because", "Why"),
        Column::words("verdicts", "Verdicts"),
    ];
    let mut rows = Vec::new();
    for code in theory
        .nodes
        .iter()
        .copied()
        .filter(|code| wanted(study.kind_in(theory, *code)))
    {
        let standing = if mechanisms {
            standing::standing(study, theory, code, proposals)
        } else {
            standing::reached(study, code, proposals)
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
            shield.made(&standing.because.join("\n")).into(),
            verdicts.collect::<Vec<_>>().join("\n").into(),
        ]);
    }
    Table {
        columns,
        rows,
        ..Table::default()
    }
}

/// For each link what the numbers say beside what people say, and what they come to.
pub fn side_by_side(entries: &[Entry<'_>]) -> Table {
    let columns = vec![
        Column::words("link", "Link"),
        Column::words("numbers", "Numbers"),
        Column::words("quotes", "Quotes"),
        Column::words("fit", "Fit"),
        Column::words("inference", "What they come to"),
        Column::words("verdict", "Verdict"),
    ];
    let rows = entries.iter().map(|entry| {
        let inferred = entry.study.inferred(entry.link.id);
        let mut numbers = entry
            .proposal
            .map(|proposal| format!("{}.", capital(&proposal.numbers_in_words(entry.study))))
            .unwrap_or_default();
        numbers += &entry
            .proposal
            .map(|proposal| format!(" {}", entry.sentence(&proposal.quantitative)))
            .unwrap_or_default();
        let balance = entry.row.balance;
        let mut quotes = format!(
            "+{} −{} ~{} ·{}",
            balance.supports, balance.contradicts, balance.nuances, balance.unjudged
        );
        // Contradicting ones first, as everywhere.
        for polarity in [
            crate::study::Polarity::Contradicts,
            crate::study::Polarity::Supports,
        ] {
            let quote = entry.quote(polarity);
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
            .map(|text| entry.shield.free(text))
            .collect();
        let verdict = match (entry.row.verdict, entry.proposal) {
            (Some(verdict), _) => format!("{verdict}: {}", entry.shield.free(&entry.row.reason)),
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
    Table {
        columns,
        rows: rows.collect(),
        ..Table::default()
    }
}

/// For each link its statistics in the first row, and a row for each central theme of its quotes.
pub fn by_themes(entries: &[Entry<'_>]) -> Table {
    let columns = vec![
        Column::words("link", "Link"),
        Column::words("numbers", "The numbers say"),
        Column::words("tests", "Tests shown"),
        Column::numbers("p_recommended", "Smallest recommended p"),
        Column::words("theme", "Theme"),
        Column::numbers("quotes", "Quotes"),
        Column::numbers("supports", "Supporting"),
        Column::numbers("contradicts", "Contradicting"),
        Column::numbers("informants", "Informants"),
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
                .shield
                .words(found.quote.place(), theme.unwrap_or("(no theme)"));
            themes.entry(theme).or_default().push(found);
        }
        let tally = entry
            .proposal
            .map(|proposal| proposal.tally)
            .unwrap_or_default();
        let least = entry
            .told_leading()
            .and_then(|test| test.fitting.as_ref().ok())
            .map(|outcome| p(outcome.p));
        let tests = if tally.run == 0 {
            String::new()
        } else {
            format!("{} of {}", tally.shown, tally.run)
        };
        let mut statistics: Vec<Cell> = vec![
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
            // The statistics stand in the first row of a link only; its name in each.
            let mut row = std::mem::replace(
                &mut statistics,
                vec![entry.name().into(), Cell::Empty, Cell::Empty, Cell::Empty],
            );
            row.extend([
                theme.into(),
                quotes.len().into(),
                having(crate::study::Polarity::Supports).into(),
                having(crate::study::Polarity::Contradicts).into(),
                entry.shield.count(informants.len()),
            ]);
            rows.push(row);
        }
    }
    Table {
        columns,
        rows,
        ..Table::default()
    }
}

/// Mechanisms in rows, outputs in columns, and in each cell what is known of the link between them.
pub fn grid(study: &Study, theory: &Theory, entries: &[Entry<'_>]) -> Table {
    let of = |kinds: &[Kind]| -> Vec<Id<Code>> {
        theory
            .nodes
            .iter()
            .copied()
            .filter(|code| kinds.contains(&study.kind_in(theory, *code)))
            .collect()
    };
    let (mechanisms, outputs) = (of(&[Kind::Mechanism]), of(&[Kind::Output, Kind::Outcome]));
    let mut columns = vec![Column::words("mechanism", "Mechanism")];
    columns.extend(
        outputs
            .iter()
            .map(|code| Column::words("output", study.code_name(*code))),
    );
    let rows = mechanisms.iter().map(|mechanism| {
        let cell = |output: &Id<Code>| match entries
            .iter()
            .find(|entry| (entry.link.from, entry.link.to) == (*mechanism, *output))
        {
            None => Cell::Empty,
            Some(entry) => in_a_cell(entry).into(),
        };
        std::iter::once(Cell::from(study.code_name(*mechanism)))
            .chain(outputs.iter().map(cell))
            .collect()
    });
    let rows = rows.collect();
    let notes = vec!["In each cell: what the numbers say, tests shown of those that count, quotes for (+), against (−) and nuancing (~), the verdict.".to_owned()];
    Table {
        columns,
        rows,
        notes,
        ..Table::default()
    }
}

fn in_a_cell(entry: &Entry<'_>) -> String {
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
        text += &format!("\n{} of {}", tally.shown, number::some(tally.run, "test"));
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

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}
