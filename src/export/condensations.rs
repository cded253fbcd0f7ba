//! The condensation table: natural unit, condensed meaning, central theme (Kvale & Brinkmann), with
//! speaker and codes; one row per unit, or pivoted into themes by informants.
//!
//! Condensations pivoted: one row per central theme, one column per informant. An empty cell is a
//! finding too: this informant did not speak of the theme.
//!
//! A natural unit beside its condensation: the quote, its condensed meaning, how much shorter that
//! is, and which of its words are not the informant's own.

use super::privacy::PrivacyFilter;
use super::quotes::codes;
use super::{ExportCell, ExportColumn, ExportTable};
use crate::search::UnsaidWordFinder;
use crate::study::quote::CodedText;
use crate::study::{Document, Id, Quote, Study};
use crate::text::{Span, boundary};

/// The natural units as a table, one row each. `Length` is the length of the condensation in per
/// cent of the quote; `Not said` lists the words of the condensation that do not occur in the
/// quote. Quotes that the reader may not see are left out.
pub fn table(privacy_filter: PrivacyFilter<'_>, units: &[CondensationUnit<'_>]) -> ExportTable {
    let study = privacy_filter.study();
    let columns = vec![
        ExportColumn::words("informant", "Informant"),
        ExportColumn::words("document", "Document"),
        ExportColumn::numbers("turn", "Turn"),
        ExportColumn::words("natural_unit", "Natural unit"),
        ExportColumn::words("condensation", "Condensed meaning"),
        ExportColumn::words("theme", "Central theme"),
        ExportColumn::words("codes", "Codes"),
        ExportColumn::numbers("length", "Length %"),
        ExportColumn::words("not_said", "Not said"),
    ];
    let seen: Vec<&CondensationUnit<'_>> = units
        .iter()
        .filter(|unit| privacy_filter.may_quote(unit.quote.location()))
        .collect();
    let rows = seen.iter().map(|unit| {
        let foreign: Vec<&str> = unit
            .foreign
            .iter()
            .map(|span| span.text(unit.condensed))
            .collect();
        vec![
            unit.quote
                .informant
                .map(|informant| privacy_filter.informant(informant.id))
                .into(),
            privacy_filter.document(unit.quote.document.id).into(),
            (unit.quote.turn + 1).into(),
            unit.quote.words().into(),
            unit.condensed.into(),
            unit.theme.into(),
            codes(study, &unit.quote),
            unit.share().map_or(ExportCell::Empty, ExportCell::from),
            foreign.join(", ").into(),
        ]
    });
    let rows = rows.collect();
    let mut notes: Vec<String> = privacy_filter.note().into_iter().collect();
    notes.extend(privacy_filter.unreleased_note(units.len() - seen.len(), "quote"));
    ExportTable {
        title: Some(format!("Condensed meaning in {}", study.title)),
        columns,
        rows,
        notes,
    }
}

/// Shown in a cell without condensations.
pub const EMPTY: &str = "–";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemePivot {
    /// In the order of the units.
    pub informants: Vec<String>,
    /// Alphabetical; units without a theme come last, under an empty name.
    pub themes: Vec<String>,
    /// Indices into the list of units, by theme and informant.
    pub cells: Vec<Vec<Vec<usize>>>,
}

impl ThemePivot {
    /// Pivots those of `units` that are condensed.
    pub fn new(units: &[CondensationUnit<'_>]) -> ThemePivot {
        let condensed = || {
            units
                .iter()
                .enumerate()
                .filter(|(_, unit)| !unit.condensed.is_empty())
        };
        let mut informants: Vec<String> = Vec::new();
        for (_, unit) in condensed() {
            if !informants.iter().any(|known| known == unit.informant()) {
                informants.push(unit.informant().to_owned());
            }
        }
        let mut themes: Vec<String> = condensed()
            .map(|(_, unit)| unit.theme.trim().to_owned())
            .collect();
        themes.sort_by_key(|theme| (theme.is_empty(), theme.to_lowercase()));
        themes.dedup();
        let mut cells = vec![vec![Vec::new(); informants.len()]; themes.len()];
        for (place, unit) in condensed() {
            let row = themes.iter().position(|theme| theme == unit.theme.trim());
            let column = informants.iter().position(|name| name == unit.informant());
            if let (Some(row), Some(column)) = (row, column) {
                cells[row][column].push(place);
            }
        }
        ThemePivot {
            informants,
            themes,
            cells,
        }
    }

    /// As a table of condensed sentences, with a dash in empty cells.
    pub fn table(&self, units: &[CondensationUnit<'_>], title: &str) -> ExportTable {
        let mut columns = vec![ExportColumn::words("theme", "Central theme")];
        columns.extend(self.informants.iter().map(|name| {
            ExportColumn::words(
                "informant",
                if name.is_empty() {
                    "(nobody known)"
                } else {
                    name
                },
            )
        }));
        let rows = self.themes.iter().zip(&self.cells).map(|(theme, row)| {
            let said = |places: &Vec<usize>| match places.as_slice() {
                [] => ExportCell::from(EMPTY),
                places => places
                    .iter()
                    .map(|place| units[*place].condensed)
                    .collect::<Vec<_>>()
                    .join("\n")
                    .into(),
            };
            let theme: ExportCell = if theme.is_empty() {
                "(no theme)".into()
            } else {
                theme.as_str().into()
            };
            std::iter::once(theme).chain(row.iter().map(said)).collect()
        });
        let empty = self
            .cells
            .iter()
            .flatten()
            .filter(|cell| cell.is_empty())
            .count();
        let notes = vec![format!(
            "{EMPTY}: nothing condensed under the theme ({empty} of {} cells).",
            self.cells.len() * self.informants.len()
        )];
        ExportTable {
            title: Some(format!("Themes by informants in {title}")),
            columns,
            rows: rows.collect(),
            notes,
        }
    }
}

#[derive(Clone, Debug)]
pub struct CondensationUnit<'a> {
    pub quote: Quote<'a>,
    /// The condensed meaning; empty if the quote is not condensed yet.
    pub condensed: &'a str,
    /// The central theme; may be empty.
    pub theme: &'a str,
    /// Number of words in the quote and in the condensation.
    pub words: (usize, usize),
    /// Words in `condensed` that do not occur in the quote.
    pub foreign: Vec<Span>,
}

impl<'a> CondensationUnit<'a> {
    fn new(
        study: &'a Study,
        quote: Quote<'a>,
        foreign: &mut UnsaidWordFinder,
    ) -> CondensationUnit<'a> {
        let (condensed, theme) = quote.condensed(study).unwrap_or_default();
        let words = (
            boundary::count_words(quote.words()),
            boundary::count_words(condensed),
        );
        let foreign = foreign.words(condensed, quote.words(), &quote.document.body.language);
        CondensationUnit {
            quote,
            condensed,
            theme,
            words,
            foreign,
        }
    }

    /// Length of the condensation in per cent of the quote, by words; `None` if either is empty.
    pub fn share(&self) -> Option<usize> {
        (self.words.1 > 0 && self.words.0 > 0)
            .then(|| (self.words.1 * 100 + self.words.0 / 2) / self.words.0)
    }

    /// The informant's name; empty for an interviewer or an unknown speaker.
    pub fn informant(&self) -> &'a str {
        self.quote
            .informant
            .map_or("", |informant| informant.body.name.as_str())
    }
}

/// The natural units of a study, or of one document. Informants come in the order in which they
/// first speak, and the units of each by document and position. `whole` adds coded quotes of
/// informants that are not condensed yet.
pub fn units(study: &Study, only: Option<Id<Document>>, whole: bool) -> Vec<CondensationUnit<'_>> {
    let mut foreign = UnsaidWordFinder::default();
    let mut units: Vec<CondensationUnit<'_>> = Vec::new();
    for document in study
        .documents()
        .filter(|document| only.is_none_or(|id| id == document.id))
    {
        let here = study
            .condensations()
            .filter(|(at, _)| at.document == document.id);
        let mut spans: Vec<Span> = here.map(|(at, _)| at.span).collect();
        if whole {
            spans.extend(study.codings_in(document.id).map(|coding| coding.span));
            spans.sort_unstable();
            spans.dedup();
        }
        if spans.is_empty() {
            continue;
        }
        let coded = CodedText::new(study, document);
        units.extend(
            spans
                .into_iter()
                .map(|span| CondensationUnit::new(study, coded.quote(span), &mut foreign)),
        );
    }
    // The sort is stable and so keeps the order by document and position within each informant.
    let mut order: Vec<&str> = Vec::new();
    let places: Vec<usize> = units
        .iter()
        .map(|unit| {
            let name = unit.informant();
            order
                .iter()
                .position(|known| *known == name)
                .unwrap_or_else(|| {
                    order.push(name);
                    order.len() - 1
                })
        })
        .collect();
    let mut sorted: Vec<(usize, CondensationUnit<'_>)> = places.into_iter().zip(units).collect();
    sorted.sort_by_key(|(place, _)| *place);
    sorted.into_iter().map(|(_, unit)| unit).collect()
}
