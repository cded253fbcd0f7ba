//! The data of the grid, gathered once per revision of the study.

use crate::export::condensations::{CondensationUnit, ThemePivot, units};
use crate::study::{Study, theory::QuoteAt};
use crate::text::{Span, sanitize};

#[derive(Default)]
pub struct CondensationTable {
    /// Grouped by informant.
    pub units: Vec<CondensationRow>,
    /// Themes by informants.
    pub pivot: ThemePivot,
}

pub struct CondensationRow {
    pub at: QuoteAt,
    pub informant: String,
    /// Other attributes of the informant, e.g. the role.
    pub role: String,
    /// True for the first unit of its informant.
    pub first: bool,
    /// Document and turn.
    pub source: String,
    /// The words, on one line.
    pub text: String,
    pub condensed: String,
    /// Where `condensed` uses words that were not said.
    pub unsaid_words: Vec<Span>,
    pub theme: String,
    /// Tag and colour of each code.
    pub codes: Vec<(String, String)>,
    /// Number of words said, and of words in the condensation.
    pub words: (usize, usize),
    /// Length of the condensation in percent of what was said.
    pub share: Option<usize>,
}

impl CondensationTable {
    /// Gathers the table; `whole` includes units that are not condensed yet.
    #[must_use]
    pub fn new(study: &Study, whole: bool) -> CondensationTable {
        let units = units(study, None, whole);
        let pivot = ThemePivot::new(&units);
        let rows = units.iter().enumerate().map(|(place, unit)| {
            let before = place.checked_sub(1).map(|before| units[before].informant());
            CondensationRow::new(unit, before != Some(unit.informant()))
        });
        CondensationTable {
            units: rows.collect(),
            pivot,
        }
    }
}

impl CondensationRow {
    fn new(unit: &CondensationUnit<'_>, first: bool) -> CondensationRow {
        let body = unit.quote.informant.map(|informant| &informant.body);
        let codes = unit.quote.codes.iter().map(|code| {
            (
                sanitize::sanitize_line(&code.body.tag),
                code.body.colour.clone(),
            )
        });
        // Kept as it is, because `unsaid_words` index into it; Canvas sanitizes it.
        CondensationRow {
            at: unit.quote.location(),
            informant: sanitize::sanitize_line(unit.informant()),
            role: body
                .map(|body| sanitize::sanitize_line(&body.role))
                .unwrap_or_default(),
            first,
            source: format!(
                "{} · turn {}",
                sanitize::sanitize_line(&unit.quote.document.body.title),
                unit.quote.turn + 1
            ),
            text: sanitize::sanitize_line(unit.quote.words()),
            condensed: unit.condensed.to_owned(),
            unsaid_words: unit.foreign.clone(),
            theme: sanitize::sanitize_line(unit.theme.trim()),
            codes: codes.collect(),
            words: unit.words,
            share: unit.share(),
        }
    }
}

/// Display name of a theme.
#[must_use]
pub fn theme_name(theme: &str) -> &str {
    if theme.is_empty() {
        "(no theme)"
    } else {
        theme
    }
}

/// Display name of an informant.
#[must_use]
pub fn informant_name(informant: &str) -> &str {
    if informant.is_empty() {
        "(nobody known)"
    } else {
        informant
    }
}
