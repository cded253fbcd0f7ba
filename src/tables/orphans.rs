//! Quotes that corrected versions of documents left behind or changed.

use super::Audience::Team;
use super::quotes::{excerpt, quote_columns};
use super::{TableColumn, TableForm, privacy::PrivacyFilter};
use crate::study::quote::CodedText;
use crate::study::theory::QuoteAt;
use crate::study::version::Orphan;
use crate::study::{Quote, Study};
use serde_json::json;

/// A quote that was left behind or changed by a correction; numbered from 1 in the list.
pub enum OrphanListItem<'a> {
    Orphan(Orphan<'a>),
    ChangedQuote { quote: QuoteAt, before: &'a str },
}

/// All items, orphans first.
pub fn orphan_list(study: &Study) -> Vec<OrphanListItem<'_>> {
    let changed = study
        .changed_quotes()
        .map(|doubt| OrphanListItem::ChangedQuote {
            quote: doubt.quote,
            before: doubt.before,
        });
    study
        .orphans()
        .into_iter()
        .map(OrphanListItem::Orphan)
        .chain(changed)
        .collect()
}

/// The title of the document's current version.
fn title<'a>(study: &'a Study, left: &OrphanListItem<'a>) -> &'a str {
    match left {
        OrphanListItem::Orphan(orphan) => &orphan.document.body.title,
        OrphanListItem::ChangedQuote { quote, .. } => study
            .document(quote.document)
            .map_or("", |document| &document.body.title),
    }
}

fn codes<'a>(study: &'a Study, left: &OrphanListItem<'a>) -> Vec<&'a str> {
    match left {
        OrphanListItem::Orphan(orphan) => orphan
            .codings
            .iter()
            .map(|coding| study.code_name(coding.code))
            .collect(),
        OrphanListItem::ChangedQuote { quote, .. } => study
            .codings_at(quote.document, quote.span)
            .map(|coding| study.code_name(coding.code))
            .collect(),
    }
}

const EXCERPT_CHARS: usize = 50;

/// An item with its number, and the quote where it stands now, or stood.
pub struct OrphanRow<'a> {
    pub number: usize,
    pub left: OrphanListItem<'a>,
    pub quote: Quote<'a>,
}

/// The items, without those of other documents if a title is given.
pub fn orphan_rows<'a>(study: &'a Study, only: Option<&str>) -> Vec<OrphanRow<'a>> {
    let row = |(place, left): (usize, OrphanListItem<'a>)| {
        let (document, span) = match &left {
            OrphanListItem::Orphan(orphan) => (orphan.version, orphan.quote.span),
            OrphanListItem::ChangedQuote { quote, .. } => {
                (study.document(quote.document)?, quote.span)
            }
        };
        let quote = CodedText::new(study, document).quote(span);
        Some(OrphanRow {
            number: place + 1,
            left,
            quote,
        })
    };
    let all = orphan_list(study).into_iter().enumerate().filter_map(row);
    all.filter(|row| only.is_none_or(|only| only == title(study, &row.left)))
        .collect()
}

fn before<'a>(row: &OrphanRow<'a>) -> &'a str {
    match &row.left {
        OrphanListItem::Orphan(orphan) => orphan.words(),
        OrphanListItem::ChangedQuote { before, .. } => before,
    }
}

fn now<'a>(row: &OrphanRow<'a>) -> &'a str {
    match &row.left {
        OrphanListItem::Orphan(_) => "gone",
        OrphanListItem::ChangedQuote { .. } => row.quote.words(),
    }
}

/// Positions of orphans are those of the earlier version.
pub fn orphan_columns<'a>(study: &'a Study) -> Vec<TableColumn<'a, OrphanRow<'a>>> {
    type Column<'a> = TableColumn<'a, OrphanRow<'a>>;
    let mut columns = vec![
        Column::numbers("number", "No.", Team, |_, row| row.number),
        Column::detail("what", "What", Team, |_, row| match &row.left {
            OrphanListItem::Orphan(_) => "orphan",
            OrphanListItem::ChangedQuote { .. } => "changed",
        }),
        Column::words("document", "Document", Team, move |_, row| {
            title(study, &row.left)
        }),
        Column::words("codes", "Codes", Team, move |_, row| {
            json!(codes(study, &row.left))
        }),
        Column::words("before", "Words before", Team, |_, row| before(row))
            .shown(|_, row| excerpt(before(row), EXCERPT_CHARS).into()),
        Column::words("now", "Words now", Team, |_, row| now(row))
            .shown(|_, row| excerpt(now(row), EXCERPT_CHARS).into()),
        Column::detail("words", "Words", Team, |_, row| match &row.left {
            OrphanListItem::Orphan(orphan) => Some(orphan.words().to_owned()),
            OrphanListItem::ChangedQuote { .. } => None,
        }),
        Column::figure("said", "Said of it", Team, |_, row| match &row.left {
            OrphanListItem::Orphan(orphan) => Some(orphan.annotation_count),
            OrphanListItem::ChangedQuote { .. } => None,
        }),
    ];
    // Where a changed quote stands now, and an orphan stood.
    for of in quote_columns(PrivacyFilter::internal(study)) {
        let known = columns
            .iter()
            .any(|known| known.column.key == of.column.key);
        if !known && of.is_default(TableForm::Json) {
            columns.push(of.within(|row: &OrphanRow<'a>| &row.quote).only_in_json());
        }
    }
    columns
}
