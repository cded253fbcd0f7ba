//! What the grid shows, gathered once for a revision of the study.

use crate::export::condensations::{CondensationUnit, ThemePivot, units};
use crate::study::{Study, theory::QuoteAt};
use crate::text::{Span, sanitize};

/// All units and their turned table.
#[derive(Default)]
pub struct CondensationTable {
    /// The units, informant by informant.
    pub units: Vec<CondensationRow>,
    /// Themes by informants.
    pub pivot: ThemePivot,
}

/// What is shown of a unit.
pub struct CondensationRow {
    /// Where it lies.
    pub at: QuoteAt,
    /// Who said it.
    pub informant: String,
    /// What else is known of who said it, e.g. the role.
    pub role: String,
    /// Whether it is the first one of its informant.
    pub first: bool,
    /// Document and turn.
    pub source: String,
    /// What was said, on one line.
    pub text: String,
    /// Its meaning.
    pub condensed: String,
    /// The places in the meaning of words that were not said.
    pub unsaid_words: Vec<Span>,
    /// Its theme.
    pub theme: String,
    /// Its codes: two letters and colour of each.
    pub codes: Vec<(String, String)>,
    /// How many words were said, and how many are left.
    pub words: (usize, usize),
    /// How long it is in hundredths of what was said.
    pub share: Option<usize>,
}

impl CondensationTable {
    /// What is known now; with `whole` also what is not condensed yet.
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
        // Places of foreign words are kept by keeping the sentence as it is; Canvas makes it
        // harmless.
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

/// A theme as it is shown.
#[must_use]
pub fn theme_name(theme: &str) -> &str {
    if theme.is_empty() {
        "(no theme)"
    } else {
        theme
    }
}

/// An informant as it is shown.
#[must_use]
pub fn informant_name(informant: &str) -> &str {
    if informant.is_empty() {
        "(nobody known)"
    } else {
        informant
    }
}
