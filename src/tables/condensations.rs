//! The condensation table: natural unit, condensed meaning, central theme (Kvale & Brinkmann), with
//! speaker and codes; one row per unit, or pivoted into themes by informants.
//!
//! Condensations pivoted: one row per central theme, one column per informant. An empty cell is a
//! finding too: this informant did not speak of the theme.
//!
//! A natural unit beside its condensation: the quote, its condensed meaning, how much shorter that
//! is, and which of its words are not the informant's own.

use super::Audience::Everybody;
use super::column::with_table_keys;
use super::privacy::PrivacyFilter;
use super::quotes::{EXCERPT_CHARS, excerpt, quote_columns};
use super::{ExportCell, ExportTable, Listing, TableColumn};
use crate::search::UnsaidWordFinder;
use crate::study::quote::CodedText;
use crate::study::{Document, Id, Quote, Study};
use crate::text::{Span, boundary};
use serde_json::{Value, json};

/// `length` is the length of the condensation in per cent of the quote; `not_said` has the words of
/// the condensation that do not occur in the quote.
pub fn unit_columns<'a>(reader: PrivacyFilter<'a>) -> Vec<TableColumn<'a, CondensationUnit<'a>>> {
    type Column<'a> = TableColumn<'a, CondensationUnit<'a>>;
    const KEYS: &str =
        "informant document turn natural_unit condensation theme codes length not_said";
    let quote = quote_columns(reader).into_iter();
    let mut columns: Vec<Column<'a>> = quote
        .map(|column| column.within(|unit: &CondensationUnit<'a>| &unit.quote))
        .collect();
    for column in &mut columns {
        match &*column.column.key {
            "condensation" => column.column.heading = "Condensed meaning".into(),
            "theme" => column.column.heading = "Central theme".into(),
            _ => {}
        }
    }
    columns.extend([
        Column::words("natural_unit", "Natural unit", Everybody, |_, unit| {
            unit.quote.words().to_owned()
        })
        .shown(|_, unit| excerpt(unit.quote.words(), EXCERPT_CHARS).into()),
        Column::numbers("length", "Length %", Everybody, |_, unit| unit.share()),
        Column::words("not_said", "Not said", Everybody, |_, unit| {
            json!(unit.not_said())
        }),
        Column::figure("words", "Words", Everybody, |_, unit| unit.words.0),
        Column::figure(
            "condensed_words",
            "Condensed words",
            Everybody,
            |_, unit| unit.words.1,
        ),
        Column::figure("length_percent", "Length %", Everybody, |_, unit| {
            unit.share()
        }),
    ]);
    with_table_keys(columns, KEYS)
}

/// The natural units of a table for a reader, one row each. Quotes that the reader may not see are
/// left out.
pub fn listing<'a>(
    reader: PrivacyFilter<'a>,
    mut units: Vec<CondensationUnit<'a>>,
) -> Listing<'a, CondensationUnit<'a>> {
    let all = units.len();
    units.retain(|unit| reader.may_quote(unit.quote.location()));
    let left_out = all - units.len();
    let mut listing = Listing::new(unit_columns(reader), units, "Nothing has been condensed");
    listing.title = Some(format!("Condensed meaning in {}", reader.study().title));
    listing.notes.extend(reader.note());
    listing
        .notes
        .extend(reader.unreleased_note(left_out, "quote"));
    listing
}

/// The same as a table.
pub fn table<'a>(reader: PrivacyFilter<'a>, units: &[CondensationUnit<'a>]) -> ExportTable {
    listing(reader, units.to_vec()).file(reader)
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

    /// Condensed sentences by theme and informant, with a dash in empty cells. Rows are places in
    /// the themes.
    pub fn listing<'p>(
        &'p self,
        units: &'p [CondensationUnit<'_>],
        title: &str,
    ) -> Listing<'p, usize> {
        type Column<'p> = TableColumn<'p, usize>;
        let theme = |row: &usize| self.themes[*row].as_str();
        let said = move |places: &[usize]| -> Vec<&'p str> {
            places.iter().map(|place| units[*place].condensed).collect()
        };
        let mut columns = vec![Column::words(
            "theme",
            "Central theme",
            Everybody,
            move |_, row| {
                let shown = if theme(row).is_empty() {
                    "(no theme)"
                } else {
                    theme(row)
                };
                ExportCell::structured(theme(row), shown)
            },
        )];
        for (place, name) in self.informants.iter().enumerate() {
            let heading = if name.is_empty() { "(unknown)" } else { name };
            let cell = move |_: &Study, row: &usize| match said(&self.cells[*row][place]) {
                none if none.is_empty() => EMPTY.to_owned(),
                said => said.join("\n"),
            };
            columns
                .push(Column::words(heading.to_owned(), heading, Everybody, cell).only_in_tables());
        }
        let cells = move |_: &Study, row: &usize| {
            let row = self.informants.iter().zip(&self.cells[*row]);
            row.map(|(name, places)| json!({ "informant": name, "condensations": said(places) }))
                .collect::<Value>()
        };
        columns.push(Column::detail("cells", "Cells", Everybody, cells));
        let none = "Nothing has been condensed";
        let mut listing = Listing::new(columns, (0..self.themes.len()).collect(), none);
        let empty = self.cells.iter().flatten();
        let empty = empty.filter(|cell| cell.is_empty()).count();
        listing.title = Some(format!("Themes by informants in {title}"));
        listing.notes.push(format!(
            "{EMPTY}: nothing condensed under the theme ({empty} of {} cells).",
            self.cells.len() * self.informants.len()
        ));
        listing
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

    /// The words of the condensation that do not occur in the quote.
    pub fn not_said(&self) -> Vec<&'a str> {
        let words = self.foreign.iter();
        words.map(|span| span.text(self.condensed)).collect()
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
