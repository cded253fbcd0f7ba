//! Codings as a table (CSV): document, start and end or words, code, and optionally coder, time and
//! memo. virk's own export of codings has this form.
//!
//! No quote is placed by similarity: its words must be at the position given, or, without a
//! position, occur exactly once. All mistakes are reported with their lines, and then nothing is
//! imported.
//!
//! Finds columns by name, in the languages used by other programs.

use super::refi::import::shared::{Attachments, ImportedCoding, ImportedQuote, parse_time};
use crate::import::{TextFile, codings};
use crate::study::{Command, Document, Refusal, Study};
use crate::text::folding::fold;
use crate::text::{FoldMode, Span, number, sanitize};
use csv::StringRecord;
use std::sync::Arc;

const MAX_REPORTED_ERRORS: usize = 8;
const ROWS: usize = 1_000_000;

struct CodingColumns {
    document: usize,
    start: Option<usize>,
    end: Option<usize>,
    words: Option<usize>,
    code: usize,
    coder: Option<usize>,
    time: Option<usize>,
    memo: Option<usize>,
}

impl CodingColumns {
    /// The columns named by a header; `None` if it is not one of codings.
    fn of(header: &StringRecord) -> Option<CodingColumns> {
        let place = |names: &[&str]| {
            let named = |name: &&str| {
                header.iter().position(|head| {
                    head.trim()
                        .trim_start_matches('\u{feff}')
                        .eq_ignore_ascii_case(name)
                })
            };
            names.iter().find_map(named)
        };
        let columns = CodingColumns {
            document: place(&["document", "dokument"])?,
            start: place(&["start"]),
            end: place(&["end", "slut"]),
            words: place(&["words", "quote", "text", "citat"]),
            // Keys are unambiguous, unlike names.
            code: place(&["code key", "key", "code", "kode"])?,
            coder: place(&["coder", "koder"]),
            time: place(&["time", "date", "tid"]),
            memo: place(&["memo", "note"]),
        };
        (columns.words.is_some() || (columns.start.is_some() && columns.end.is_some()))
            .then_some(columns)
    }
}

pub fn is_coding_table(file: &TextFile) -> bool {
    let first = file.text.lines().next().unwrap_or_default();
    let mut reader = reader(first);
    reader
        .records()
        .next()
        .and_then(Result::ok)
        .is_some_and(|header| CodingColumns::of(&header).is_some())
}

fn reader(text: &str) -> csv::Reader<&[u8]> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter = [';', '\t', ',']
        .into_iter()
        .max_by_key(|sign| first.matches(*sign).count())
        .unwrap_or(',');
    csv::ReaderBuilder::new()
        .delimiter(delimiter as u8)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Reads the codings, for documents and codes of the study. Any mistake refuses the table, listing
/// the first few by line.
pub fn read_codings(file: &TextFile, study: &Study) -> Result<Command, Refusal> {
    let name = &file.name;
    let mut reader = reader(&file.text);
    let mut rows = reader.records();
    let header = rows.next().and_then(Result::ok).unwrap_or_default();
    let columns = CodingColumns::of(&header).ok_or_else(|| {
        Refusal::new(
            format!("{name} is no table of codings"),
            "Its first row should be document;start;end;code or document;words;code, and may go on with coder;time;memo",
        )
    })?;
    let mut rest = Attachments::default();
    let mut mistakes: Vec<String> = Vec::new();
    for (place, row) in rows.enumerate() {
        if place >= ROWS {
            return Err(Refusal::new(
                format!("{name} has more than {ROWS} rows"),
                "Nothing was imported; divide it",
            ));
        }
        let row = row.map_err(|error| {
            Refusal::new(
                format!("{name}: {error}"),
                "Nothing was imported; correct the file",
            )
        })?;
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = row.position().map_or(place as u64 + 2, csv::Position::line);
        match taken(study, &columns, &row) {
            Ok((taken, quote)) => {
                rest.codings.push(taken);
                rest.quotes.extend(quote);
            }
            Err(what) => mistakes.push(format!("line {line}: {what}")),
        }
    }
    if !mistakes.is_empty() {
        let more = if mistakes.len() > MAX_REPORTED_ERRORS {
            format!("; and {} more", mistakes.len() - MAX_REPORTED_ERRORS)
        } else {
            String::new()
        };
        return Err(Refusal::new(
            format!(
                "{name} has {}: {}{more}",
                number::count_noun(mistakes.len(), "mistake"),
                mistakes[..mistakes.len().min(MAX_REPORTED_ERRORS)].join("; ")
            ),
            "Nothing was imported; correct the file",
        ));
    }
    if rest.codings.is_empty() {
        return Err(Refusal::new(
            format!("{name} holds no coding"),
            "Nothing was imported; check the file",
        ));
    }
    rest.to_command(study)
}

fn taken(
    study: &Study,
    columns: &CodingColumns,
    row: &StringRecord,
) -> Result<(ImportedCoding, Option<ImportedQuote>), String> {
    let cell = |place: usize| row.get(place).unwrap_or_default().trim();
    let asked = |place: Option<usize>| place.map(cell).unwrap_or_default();
    let document = study
        .find_document(cell(columns.document))
        .map_err(|refusal| refusal.what)?;
    let code = study
        .find_code(cell(columns.code))
        .map_err(|refusal| refusal.what)?;
    let span = span(
        document,
        asked(columns.start),
        asked(columns.end),
        asked(columns.words),
    )?;
    let written = asked(columns.time);
    let at = match written {
        "" => None,
        written => Some(
            parse_time(written)
                .ok_or_else(|| format!("`{}` is no time", sanitize::sanitize_line(written)))?,
        ),
    };
    let by = Some(asked(columns.coder))
        .filter(|coder| !coder.is_empty())
        .map(Arc::from);
    let hash: Arc<str> = document.body.hash.as_str().into();
    let memo = asked(columns.memo);
    let quote = (!memo.is_empty()).then(|| ImportedQuote {
        document: hash.clone(),
        span,
        condensation: None,
        memo: memo.to_owned(),
    });
    Ok((
        ImportedCoding {
            document: hash,
            span,
            code: code.body.key.as_str().into(),
            coder: by,
            time: at,
        },
        quote,
    ))
}

/// Locates a row: by code points, where its words must be if it has any, or by its words alone.
fn span(document: &Document, start: &str, end: &str, words: &str) -> Result<Span, String> {
    let title = sanitize::sanitize_line(&document.body.title);
    if start.is_empty() && end.is_empty() {
        if words.is_empty() {
            return Err("neither a place nor words".into());
        }
        let passage = codings::find_passage(document, words).or_else(|error| {
            // virk's tables put an apostrophe before what a spreadsheet would take for a formula.
            words
                .strip_prefix('\'')
                .map_or(Err(error), |bare| codings::find_passage(document, bare))
        });
        return passage.map_err(|error| error.to_string());
    }
    let places = start.parse::<usize>().ok().zip(end.parse::<usize>().ok());
    let (from, to) =
        places.ok_or_else(|| format!("`{start}`–`{end}` is no place in code points"))?;
    let points = document.points();
    let bytes = points
        .to_byte(&document.text, from)
        .zip(points.to_byte(&document.text, to))
        .filter(|(from, to)| from < to);
    let (from_byte, to_byte) =
        bytes.ok_or_else(|| format!("{from}–{to} lies outside `{title}` or holds nothing"))?;
    let span = Span::snap(&document.text, from_byte..to_byte)
        .map_err(|_| format!("{from}–{to} holds nothing of `{title}`"))?;
    let bare = |words: &str| {
        fold(words, FoldMode::KeepCase)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    let (said, wanted) = (
        bare(&sanitize::sanitize(span.text(&document.text))),
        bare(&sanitize::sanitize(words)),
    );
    if !wanted.is_empty() && said != wanted && Some(said.as_str()) != wanted.strip_prefix('\'') {
        let short: String = words.chars().take(40).collect();
        return Err(format!(
            "“{}” does not stand at {from}–{to} of `{title}`",
            sanitize::sanitize_line(&short)
        ));
    }
    Ok(span)
}

/// The first column with one of these names; earlier names take precedence.
pub fn find_column(header: &[String], names: &[&str]) -> Option<usize> {
    let called = |name: &&str| {
        header
            .iter()
            .position(|head| normalized_name(head) == **name)
    };
    names.iter().find_map(called)
}

/// A heading in lower case, without surrounding punctuation.
pub fn normalized_name(head: &str) -> String {
    head.trim()
        .trim_start_matches('\u{feff}')
        .trim_end_matches([':', '.', '*'])
        .trim()
        .to_lowercase()
}

/// Headings for codes in MAXQDA, ATLAS.ti, NVivo, QualCoder, Taguette and virk.
pub const CODE_NAMES: &[&str] = &[
    "code",
    "codes",
    "kode",
    "koder",
    "tag",
    "tags",
    "code name",
    "codename",
    "kodenavn",
    "código",
    "codigo",
    "códigos",
    "name",
    "navn",
    "node",
];
pub const DOCUMENT_NAMES: &[&str] = &[
    "document name",
    "document",
    "dokumentname",
    "dokumentnavn",
    "dokument",
    "nom du document",
    "nombre del documento",
    "file",
    "source",
];
/// Headings for notes on a code or a segment.
pub const NOTE_NAMES: &[&str] = &[
    "comment",
    "memo",
    "kommentar",
    "note",
    "code memo",
    "commentaire",
    "comentario",
];
