//! Coded segments as exported by MAXQDA (document, code, paragraphs, segment), ATLAS.ti (document,
//! quotation, codes) and Taguette (document, tag, content).
//!
//! A segment is placed by its words in the named document. Where the words occur several times, the
//! paragraph number may decide; nothing is guessed. What cannot be placed is counted and reported.

mod names;
pub(super) mod passage;

use super::code_list::CodeList;
use super::refi::ConversionLosses;
use super::refi::import::shared::{
    Attachments, CodeKeys, ImportedCoding, ImportedQuote, parse_time,
};
use super::{code_list, coding_table};
use crate::import::tabular::TabularData;
use crate::study::command::Deferred;
use crate::study::{Column, Command, Document, Id, Refusal, Study, Time};
use crate::text::{Span, number, sanitize};
use names::{DocumentNames, KnownCodes, NamedDocument};
use passage::{PassageMatch, SearchableText};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

const GROUP: &[&str] = &[
    "document group",
    "dokumentgruppe",
    "groupe de documents",
    "grupo de documentos",
];
const WORDS: &[&str] = &[
    "segment",
    "coded segment",
    "coded segments",
    "codiertes segment",
    "segmento",
    "quotation content",
    "content",
    "quotation",
    "text content",
];
const BEGINNING: &[&str] = &[
    "beginning",
    "begin",
    "anfang",
    "début",
    "inicio",
    "start position",
    "reference",
    "start",
];
const CODER: &[&str] = &[
    "author",
    "coder",
    "autor",
    "auteur",
    "created by",
    "creator",
    "bearbeiter",
    "codierer",
    "koder",
];
const MADE: &[&str] = &[
    "creation date",
    "created",
    "created at",
    "erstellt am",
    "erstellt",
    "date",
    "dato",
];
/// Number of rows listed in the report.
const MAX_REPORTED_ROWS: usize = 5;

#[derive(Clone, Debug)]
pub struct Segments {
    /// Adds codes and codings, as one undo step.
    pub command: Command,
    pub report: SegmentReport,
}

/// `read` equals `placed` plus all losses.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SegmentReport {
    /// Codings in the table, where a row may have several.
    pub read: usize,
    pub placed: usize,
    /// Codes that the study did not have.
    pub codes: usize,
    /// What could not be placed, by reason.
    pub losses: ConversionLosses,
    /// The first rows that could not be placed, with the reason.
    pub rows: Vec<String>,
    /// Columns that were not imported.
    pub columns: Vec<String>,
}

impl SegmentReport {
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = vec![format!(
            "Of {}, {} found their place; {}",
            number::count_noun(self.read, "coding"),
            self.placed,
            match self.codes {
                0 => "the study has all their codes".to_owned(),
                new => format!("{} to add", number::count_noun(new, "code")),
            }
        )];
        if !self.losses.is_empty() {
            sentences.push(format!("Left behind: {}", self.losses.summary()));
            sentences.extend(self.rows.iter().cloned());
        }
        if !self.columns.is_empty() {
            sentences.push(format!(
                "Columns that were not taken over: {}",
                self.columns.join(", ")
            ));
        }
        sentences
    }
}

struct SegmentColumns {
    document: usize,
    group: Option<usize>,
    code: usize,
    words: usize,
    beginning: Option<usize>,
    coder: Option<usize>,
    created: Option<usize>,
    note: Option<usize>,
}

impl SegmentColumns {
    fn of(header: &[String]) -> Option<SegmentColumns> {
        let place = |names: &[&str]| coding_table::find_column(header, names);
        Some(SegmentColumns {
            document: place(coding_table::DOCUMENT_NAMES)?,
            group: place(GROUP),
            code: place(coding_table::CODE_NAMES).filter(|place| {
                !matches!(
                    coding_table::normalized_name(&header[*place]).as_str(),
                    "name" | "navn"
                )
            })?,
            words: place(WORDS)?,
            beginning: place(BEGINNING),
            coder: place(CODER),
            created: place(MADE),
            note: place(coding_table::NOTE_NAMES),
        })
    }

    fn used(&self) -> Vec<usize> {
        let rest = [
            self.group,
            self.beginning,
            self.coder,
            self.created,
            self.note,
        ]
        .into_iter()
        .flatten();
        [self.document, self.code, self.words]
            .into_iter()
            .chain(rest)
            .collect()
    }
}

pub fn is_segment_table(header: &[String]) -> bool {
    SegmentColumns::of(header).is_some()
}

struct PlacedSegment {
    document: Arc<str>,
    span: Span,
    codes: Vec<String>,
    coder: Option<Arc<str>>,
    time: Option<Time>,
    note: String,
}

/// Reads the codings of a table called `name`, for documents of the study. Refuses a table of which
/// nothing can be placed.
pub fn read_segments(name: &str, cells: &TabularData, study: &Study) -> Result<Segments, Refusal> {
    let columns = SegmentColumns::of(&cells.header).ok_or_else(|| {
        Refusal::new(
            format!("{name} is no table of coded segments"),
            "Its columns should be called Document, Code and Segment (or Tag and Content, or Quotation Content)",
        )
    })?;
    let mut reading = SegmentReader {
        report: SegmentReport::default(),
        documents: DocumentNames::new(study),
        found: HashMap::new(),
        texts: HashMap::new(),
    };
    let rows = cells.columns.first().map_or(0, Column::len);
    let cell = |place: usize, row: usize| &cells.columns[place][row];
    // Segments that occur once show how paragraphs are counted, which is then used for those that
    // occur several times.
    for row in 0..rows {
        let document = reading.document(
            cell(columns.document, row),
            columns.group.map(|group| cell(group, row)),
        );
        if let Ok(document) = document {
            let beginning = columns
                .beginning
                .and_then(|place| leading(cell(place, row)));
            reading
                .text(document)
                .learn_paragraph_counting(cell(columns.words, row), beginning);
        }
    }
    let placed: Vec<PlacedSegment> = (0..rows)
        .filter_map(|row| reading.row(row, &columns, &cell))
        .collect();
    let mut report = reading.report;
    if placed.is_empty() {
        let why = report.rows.first().cloned().unwrap_or_default();
        return Err(Refusal::new(
            format!(
                "nothing in {name} has a place in the study: {}",
                report.losses.summary()
            ),
            format!(
                "Nothing was imported; import the transcripts first, under the names the table has. {why}"
            ),
        ));
    }
    let used = columns.used();
    let filled = |place: &usize| cells.columns[*place].iter().any(|cell| !cell.is_empty());
    let others = (0..cells.header.len())
        .filter(|place| !used.contains(place))
        .filter(filled);
    report.columns = others
        .map(|place| format!("`{}`", sanitize::sanitize_line(&cells.header[place])))
        .collect();
    let whole = coding_table::normalized_name(&cells.header[columns.code]).starts_with("tag");
    let command = command(placed, whole, study, &mut report);
    Ok(Segments { command, report })
}

/// With `whole`, separators are part of a code's name, as in Taguette's tags.
fn command(
    rows: Vec<PlacedSegment>,
    whole: bool,
    study: &Study,
    report: &mut SegmentReport,
) -> Command {
    let mut list = CodeList::default();
    let mut rest = Attachments::default();
    let mut new: Vec<(usize, usize)> = Vec::new();
    let known = KnownCodes::new(study);
    let path = |code: &str| {
        if whole {
            vec![code.to_owned()]
        } else {
            code_list::split_path(code)
        }
    };
    for row in rows {
        for code in row.codes {
            let key = known.key(&path(&code)).map_or_else(
                || {
                    new.push((rest.codings.len(), list.path(&path(&code))));
                    Arc::from("")
                },
                Arc::from,
            );
            let (document, by, at) = (row.document.clone(), row.coder.clone(), row.time);
            rest.codings.push(ImportedCoding {
                document,
                span: row.span,
                code: key,
                coder: by,
                time: at,
            });
        }
        if !row.note.is_empty() {
            rest.quotes.push(ImportedQuote {
                document: row.document,
                span: row.span,
                condensation: None,
                memo: row.note,
            });
        }
    }
    let keys = CodeKeys::new(&list.codes, None, study);
    for (coding, code) in new {
        if let Some(key) = keys.by_guid.get(&list.codes[code].guid) {
            rest.codings[coding].code = key.clone();
        }
    }
    report.placed = rest.codings.len();
    report.codes = keys.new.len();
    Command::All(vec![
        Command::AddCodes { codes: keys.new },
        Command::Later(Deferred::new(move |study| rest.to_command(study))),
    ])
}

struct SegmentReader<'a> {
    report: SegmentReport,
    documents: DocumentNames<'a>,
    /// What was found for the name and the group of rows before.
    found: HashMap<(String, Option<String>), NamedDocument<'a>>,
    texts: HashMap<Id<Document>, SearchableText<'a>>,
}

impl<'a> SegmentReader<'a> {
    fn text(&mut self, document: &'a Document) -> &mut SearchableText<'a> {
        self.texts
            .entry(document.id)
            .or_insert_with(|| SearchableText::new(&document.text))
    }

    fn document(&mut self, name: &str, group: Option<&str>) -> NamedDocument<'a> {
        let asked = (name.to_owned(), group.map(str::to_owned));
        if let Some(known) = self.found.get(&asked) {
            return *known;
        }
        let found = self.documents.find(name, group);
        self.found.insert(asked, found);
        found
    }

    fn row<'c>(
        &mut self,
        row: usize,
        columns: &SegmentColumns,
        cell: &impl Fn(usize, usize) -> &'c str,
    ) -> Option<PlacedSegment> {
        let asked = |place: Option<usize>| {
            place
                .map(|place| cell(place, row).trim())
                .unwrap_or_default()
        };
        let words = cell(columns.words, row);
        let codes: Vec<String> = codes(cell(columns.code, row));
        if codes.is_empty() && words.trim().is_empty() {
            return None;
        }
        let number = codes.len().max(1);
        self.report.read += number;
        let document = self.document(
            cell(columns.document, row),
            columns.group.map(|group| cell(group, row)),
        );
        let place_found = document.and_then(|document| {
            if codes.is_empty() {
                return Err("segment without a code");
            }
            let beginning = columns
                .beginning
                .and_then(|place| leading(cell(place, row)));
            match self.text(document).find(words, beginning) {
                PassageMatch::One(span) => Ok((document, span)),
                PassageMatch::Nowhere => Err("coding whose words are not in its document"),
                PassageMatch::Several => Err("coding whose words stand in several places"),
                PassageMatch::Empty => Err("coding without words"),
            }
        });
        match place_found {
            Ok((document, span)) => {
                let written = asked(columns.created);
                let at = when(written);
                self.report.losses.add(
                    "date that is written in no known way",
                    usize::from(at.is_none() && !written.is_empty()),
                );
                Some(PlacedSegment {
                    document: document.body.hash.as_str().into(),
                    span,
                    codes,
                    coder: Some(asked(columns.coder))
                        .filter(|coder| !coder.is_empty())
                        .map(Arc::from),
                    time: at,
                    note: asked(columns.note).to_owned(),
                })
            }
            Err(why) => {
                self.report.losses.add(why, number);
                if self.report.rows.len() < MAX_REPORTED_ROWS {
                    let short: String = words
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ")
                        .chars()
                        .take(50)
                        .collect();
                    self.report.rows.push(format!(
                        "Row {}: {why}: “{}”",
                        row + 2,
                        sanitize::sanitize_line(&short)
                    ));
                }
                None
            }
        }
    }
}

/// ATLAS.ti writes several codes into one cell.
fn codes(cell: &str) -> Vec<String> {
    cell.split(['\n', ';'])
        .map(str::trim)
        .filter(|code| !code.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The number at the beginning of a cell.
fn leading(cell: &str) -> Option<usize> {
    let digits = cell.trim().trim_start_matches(['¶', ' ']);
    digits[..digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len())]
        .parse()
        .ok()
}

/// Parses a date in ISO notation, or in German and Danish notation.
fn when(written: &str) -> Option<Time> {
    let spaced = written.replacen(' ', "T", 1);
    let civil = |format| jiff::civil::DateTime::strptime(format, written).ok();
    let local = || {
        let local = civil("%d.%m.%Y %H:%M:%S").or_else(|| civil("%d.%m.%Y %H:%M"))?;
        local
            .to_zoned(jiff::tz::TimeZone::UTC)
            .ok()
            .map(|zoned| Time(zoned.timestamp().as_microsecond()))
    };
    parse_time(written)
        .or_else(|| parse_time(&spaced))
        .or_else(local)
}
