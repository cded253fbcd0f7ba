//! Transcripts as tables: one row per utterance, with time and speaker in columns, as CSV, TSV,
//! Excel and OpenDocument files have them; also Whisper's JSON.
//!
//! Columns are found by their headings in the languages people work in, or by their content. Every
//! row is either placed or counted.

mod columns;

use super::decode::{DecodedText, decode};
use super::reader::{ParsedText, TurnHeading, left_out_sentence};
use super::table_reader::refuse_unread;
use super::tabular::TabularData;
use super::workbook;
use crate::study::Refusal;
use crate::text::{Span, number};
use columns::UtteranceCounts;
use columns::{UtteranceColumns, above, columns, is_column, names_words, time, unit};
use serde_json::Value;
use std::collections::BTreeMap;

/// Words after which a paragraph is closed at the end of a sentence.
const LONG: usize = 150;

struct UtteranceTable {
    rows: Vec<Vec<String>>,
    /// How the bytes were decoded.
    encoding: String,
    /// `None` for a workbook, in which `12:30` means hours and minutes.
    delimiter: Option<char>,
    /// In a row without a speaker somebody unnamed speaks, rather than the previous speaker.
    unnamed: bool,
    notes: Vec<String>,
}

/// Reads the file called `name`. Refuses tables in which no column holds speech.
pub fn read(name: &str, bytes: &[u8]) -> Result<ParsedText, Refusal> {
    let mut table = table(name, bytes)?;
    let above = above(&table.rows);
    let before = table
        .rows
        .drain(..above)
        .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
        .count();
    table.notes.extend(left_out_sentence(
        before,
        "row above the columns' names",
        "rows above the columns' names",
    ));
    let Some(columns) = columns(&table.rows) else {
        return Err(refuse(name));
    };
    let heading = if columns.has_header {
        Some(table.rows.remove(0))
    } else {
        None
    };
    Ok(reading(table, columns, heading.as_deref()))
}

/// True if the column headings mark a table as a transcript: words, and a speaker or a time.
pub fn is_named(name: &str, bytes: &[u8]) -> bool {
    let Ok(mut table) = table(name, bytes) else {
        return false;
    };
    table.rows.drain(..above(&table.rows));
    columns(&table.rows).is_some_and(|found| {
        found.has_header && table.rows.first().is_some_and(|names| names_words(names))
    })
}

fn refuse(name: &str) -> Refusal {
    Refusal::new(
        format!(
            "{name} is a table, not a transcript: no column of words beside one of times or speakers"
        ),
        format!(
            "Nothing was imported; import a survey with `virk data import {name}`, or name its columns time, speaker and words"
        ),
    )
}

fn table(name: &str, bytes: &[u8]) -> Result<UtteranceTable, Refusal> {
    if bytes.starts_with(b"PK\x03\x04") {
        let (sheet, format) = workbook::read(name, bytes, None)?;
        let others: Vec<&str> = sheet.names().skip(1).collect();
        let mut notes = Vec::new();
        if !others.is_empty() {
            notes.push(format!(
                "not read: {} `{}`",
                if others.len() == 1 { "sheet" } else { "sheets" },
                others.join("`, `")
            ));
        }
        return Ok(UtteranceTable {
            encoding: format.to_owned(),
            notes,
            rows: sheet.rows(),
            delimiter: None,
            unnamed: false,
        });
    }
    if let Some(refusal) = refuse_unread(name, bytes) {
        return Err(refusal);
    }
    let DecodedText { text, encoding } = decode(bytes, name)?;
    let begins = text.trim_start();
    // Whisper writes an object with `segments`; JSON lists of rows hold objects.
    if begins.starts_with('{')
        || begins
            .strip_prefix('[')
            .is_some_and(|rest| rest.trim_start().starts_with('{'))
    {
        let encoding = format!("json, {encoding}");
        return Ok(UtteranceTable {
            rows: segments(name, &text)?,
            encoding,
            delimiter: Some(','),
            unnamed: true,
            notes: Vec::new(),
        });
    }
    let (delimiter, rows) = TabularData::delimited_rows_as_is(name, &text)?;
    Ok(UtteranceTable {
        rows,
        encoding: encoding.to_owned(),
        delimiter: Some(delimiter),
        unnamed: false,
        notes: Vec::new(),
    })
}

/// The segments of Whisper's JSON as rows, the first of which names the columns.
fn segments(name: &str, text: &str) -> Result<Vec<Vec<String>>, Refusal> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        Refusal::new(
            format!("{name} is broken JSON: {error}"),
            "Nothing was imported; check the file",
        )
    })?;
    let list = value.get("segments").unwrap_or(&value).as_array();
    let Some(list) = list.filter(|list| list.iter().all(Value::is_object)) else {
        return Err(Refusal::new(
            format!(
                "{name} is JSON, but not a transcript: it has no list `segments` of times and texts, as Whisper writes"
            ),
            "Nothing was imported; import codebooks, theories and codings with `virk import`, surveys with `virk data import`",
        ));
    };
    let plain = |value: &Value| match value {
        Value::String(words) => Some(words.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (key, _) in list
        .iter()
        .filter_map(Value::as_object)
        .flatten()
        .filter(|(_, value)| plain(value).is_some())
    {
        let next = names.len();
        names.entry(key).or_insert(next);
    }
    // The other fields of Whisper's segments are model internals such as probabilities.
    let mut wanted: Vec<(&str, usize)> = names
        .into_iter()
        .filter(|(name, _)| is_column(name))
        .collect();
    wanted.sort_by_key(|(_, place)| *place);
    let mut rows = vec![
        wanted
            .iter()
            .map(|(name, _)| (*name).to_owned())
            .collect::<Vec<String>>(),
    ];
    rows.extend(list.iter().map(|segment| {
        wanted
            .iter()
            .map(|(name, _)| segment.get(name).and_then(plain).unwrap_or_default())
            .collect::<Vec<String>>()
    }));
    Ok(rows)
}

/// Joins the rows to turns: consecutive rows of one speaker become one turn.
fn reading(
    table: UtteranceTable,
    columns: UtteranceColumns,
    heading: Option<&[String]>,
) -> ParsedText {
    let unit = unit(&table, columns, heading);
    let width = heading
        .or(table.rows.first().map(Vec::as_slice))
        .map_or(0, <[String]>::len);
    let (mut text, mut headings) = (String::new(), Vec::<TurnHeading>::new());
    // Where many rows have no speaker, a name is meant for the rows below it too, as in merged
    // cells. Where only few have none, these are notes or unidentified speakers.
    let blank = |row: &&Vec<String>, column: Option<usize>| {
        column
            .and_then(|at| row.get(at))
            .is_none_or(|cell| cell.trim().is_empty())
    };
    let spoken_rows = || {
        table
            .rows
            .iter()
            .filter(|row| !blank(row, Some(columns.words)))
    };
    let goes_on = spoken_rows()
        .filter(|row| blank(row, columns.speaker))
        .count()
        * 5
        >= spoken_rows().count();
    let mut counts = UtteranceCounts {
        goes_on,
        ..UtteranceCounts::default()
    };
    let mut speaker: Option<String> = None;
    let (mut placed, mut length) = (0, 0);
    for row in &table.rows {
        let cell = |column: Option<usize>| {
            column
                .and_then(|column| row.get(column))
                .map_or("", |cell| cell.trim())
        };
        let mut words = cell(Some(columns.words)).to_owned();
        // Unquoted commas in the words make a row wider than the header.
        let last = columns.words + 1 == width;
        if let Some(delimiter) = table.delimiter.filter(|_| last && row.len() > width) {
            counts.joined += 1;
            words = row[columns.words..]
                .join(&delimiter.to_string())
                .trim()
                .to_owned();
        }
        for (place, cell) in row
            .iter()
            .enumerate()
            .filter(|(place, _)| !last || *place < width)
        {
            if ![columns.time, columns.speaker, Some(columns.words)].contains(&Some(place))
                && !cell.trim().is_empty()
            {
                *counts.others.entry(place).or_default() += 1;
            }
        }
        if words.is_empty() {
            let blank = row.iter().all(|cell| cell.trim().is_empty());
            counts.empty += usize::from(blank);
            counts.wordless += usize::from(!blank);
            continue;
        }
        placed += 1;
        let when = cell(columns.time);
        let at = time(when, unit);
        if at.is_none() && !when.is_empty() {
            counts.unread.push(when.to_owned());
        }
        let who = cell(columns.speaker)
            .trim_end_matches(':')
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let same = if columns.speaker.is_none() {
            false
        } else if who.is_empty() && !table.unnamed {
            counts.speakerless += 1;
            // A note in brackets has no speaker.
            goes_on && !headings.is_empty() && !words.starts_with(['[', '('])
        } else {
            !headings.is_empty() && speaker.as_deref().unwrap_or_default() == who && !who.is_empty()
        };
        let sentence = text.ends_with(['.', '?', '!', '…', '”', '"', ')', ']']);
        if same {
            let paragraph = length >= LONG && sentence;
            text.push_str(if paragraph { "\n\n" } else { " " });
            length = if paragraph { 0 } else { length };
        } else {
            text.push_str(if headings.is_empty() { "" } else { "\n\n" });
            headings.push(head(&mut text, &who, at, columns.speaker.is_some()));
            (speaker, length) = (Some(who), 0);
        }
        length += words.split_whitespace().count();
        text.push_str(&words);
    }
    text.push_str(if text.is_empty() { "" } else { "\n" });
    let turns = headings.len();
    let mut notes = vec![format!(
        "{} became {}",
        number::count_noun(placed, "row"),
        number::count_noun(turns, "turn")
    )];
    notes.extend(counts.said(columns, heading));
    notes.extend(table.notes);
    let encoding = table.encoding;
    ParsedText {
        text,
        encoding,
        notes,
        headings: Some(headings),
        ..ParsedText::default()
    }
}

/// Writes the heading of a turn: the name, or in a table without speakers the time.
fn head(text: &mut String, who: &str, at: Option<u64>, speakers: bool) -> TurnHeading {
    let start = text.len();
    let mut label = None;
    if !who.is_empty() {
        text.push_str(who);
        label = Some(Span::of(start, text.len()));
        text.push_str(": ");
    } else if let Some(at) = at.filter(|_| !speakers) {
        let seconds = at / 1_000;
        text.push_str(&format!(
            "[{:02}:{:02}:{:02}] ",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        ));
    }
    TurnHeading {
        span: Span::of(start, text.len()),
        label,
        time: at,
        same_speaker: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> ParsedText {
        read("f.csv", text.as_bytes()).unwrap()
    }

    #[test]
    fn columns_are_found_by_name_and_by_what_they_hold() {
        let danish = rows(
            "Nr;Taler;Start (hh:mm:ss);Udtalelse\n1;Anna;0:03;Hvad så?\n2;Anna;0:05;Nå.\n3;Bo;0:09;Ja, da.\n;;;\n4;Bo;0:10;\n",
        );
        assert_eq!(danish.text, "Anna: Hvad så? Nå.\n\nBo: Ja, da.\n");
        let headings = danish.headings.unwrap();
        assert_eq!(
            headings
                .iter()
                .map(|heading| heading.time)
                .collect::<Vec<_>>(),
            [Some(3_000), Some(9_000)]
        );
        assert_eq!(headings[1].label.unwrap().text(&danish.text), "Bo");
        assert_eq!(
            danish.notes,
            [
                "3 rows became 2 turns",
                "words from `Udtalelse`, speakers from `Taler`, times from `Start (hh:mm:ss)`",
                "1 row without words",
                "1 empty row",
                "`Nr` was left out (4 cells)",
            ]
        );
        let bare = rows(
            "0:01,Anna,\"How did you come here, then?\"\n0:05,Bo,A friend took me along.\n0:09,Anna,And then you stayed?\n",
        );
        assert!(
            bare.text
                .starts_with("Anna: How did you come here, then?\n\nBo: A friend"),
            "{}",
            bare.text
        );
        let times = rows("start\tend\ttext\n0\t1500\tSo.\n61500\t63000\tNo.\n");
        assert_eq!(times.text, "[00:00:00] So.\n\n[00:01:01] No.\n");
        let odd = rows("time,speaker,words\nx,Anna,Well, I think\n0:05,,so, or not\n");
        assert_eq!(odd.text, "Anna: Well, I think so, or not\n");
        let notes = format!(
            "speaker,words\n{},(a bird sings)\nBo,So it is.\n",
            "Anna,Well then.\nBo,So it is.\n".repeat(6)
        );
        let few = rows(&notes);
        let nobody = few
            .headings
            .as_ref()
            .unwrap()
            .iter()
            .filter(|heading| heading.label.is_none())
            .count();
        assert_eq!(
            (
                nobody,
                few.notes
                    .contains(&"1 row without a speaker: nobody is named for them".to_owned())
            ),
            (1, true)
        );
        assert_eq!(
            odd.notes[2..].join("; "),
            "1 row without a speaker: the one before goes on; 2 rows with more cells than columns, which are words with a delimiter in them; 1 time that cannot be read, such as `x`"
        );
    }

    #[test]
    fn what_is_no_transcript_is_refused() {
        for text in [
            "id;age;sat\n1;20;3\n2;30;4\n",
            "document;words;code\na;b c;d\n",
            "a,b\n1,2\n",
            "",
            "name\nAnna\n",
        ] {
            assert!(read("f.csv", text.as_bytes()).is_err(), "{text}");
        }
        assert!(
            read("f.json", b"{\"codes\": []}")
                .unwrap_err()
                .what
                .contains("not a transcript")
        );
    }

    #[test]
    fn segments_of_whisper() {
        let json = r#"{"text": " So. No.", "language": "en", "segments": [
            {"id": 0, "start": 0.0, "end": 1.5, "text": " So.", "tokens": [1, 2], "speaker": "SPEAKER_00", "words": [{"word": "So."}]},
            {"id": 1, "start": 1.5, "end": 2.5, "text": " Yes.", "speaker": "SPEAKER_00"},
            {"id": 2, "start": 61.5, "end": 63, "text": " No."}]}"#;
        let reading = read("f.json", json.as_bytes()).unwrap();
        assert_eq!(reading.text, "SPEAKER_00: So. Yes.\n\nNo.\n");
        let headings = reading.headings.unwrap();
        assert_eq!(
            (headings.len(), headings[1].label, headings[1].time),
            (2, None, Some(61_500))
        );
        assert_eq!(reading.encoding, "json, utf-8");
    }
}
