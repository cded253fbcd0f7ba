//! Finds the columns that hold times, speakers and words.
//!
//! The report on the columns and rows of a transcript table.

use super::UtteranceTable;
use crate::import::captions::{is_name, milliseconds};
use crate::text::{number, sanitize};
use std::collections::{BTreeMap, HashSet};

const TIME: &str = "time timestamp time_stamp timecode time_code start start_time starttime start_timecode begin begin_time offset \
    tid tidspunkt start_tid starttid tidskode zeit zeitstempel startzeit beginn anfang temps heure début horodatage hora tiempo inicio \
    tijd begintijd tijdstip tidpunkt tidskod";
const SPEAKER: &str = "speaker speakers speaker_name speaker_label speaker_id name who participant participant_name person role talker \
    taler talende navn deltager hvem sprecher sprecherin teilnehmer wer locuteur intervenant orateur nom qui hablante orador \
    participante nombre quien spreker naam deelnemer wie talare namn deltagare vem";
const WORDS: &str = "words text transcript transcription transcript_text content utterance speech caption subtitle sentence dialogue \
    dialog message tekst ord ytring udsagn udtalelse indhold transskription transkription transkript inhalt äußerung aussage wortlaut \
    texte paroles contenu énoncé texto contenido enunciado palabras inhoud uiting uitspraak innehåll yttrande";
/// Headings that make a table one of codings, unless it also has columns for speaker and words.
const OTHER: &str = "code codes kode koder coder tag tags codesystem";
/// Number of rows searched for the one with the column names.
const MOST_ABOVE: usize = 20;
/// A table with more other columns than this is a survey.
const MOST_OTHERS: usize = 8;

/// Column numbers, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct UtteranceColumns {
    pub time: Option<usize>,
    pub speaker: Option<usize>,
    pub words: usize,
    /// The first row names the columns.
    pub has_header: bool,
}
/// Matches a heading against a list of words: `Start time (s)` is `start_time`.
fn is_called(head: &str, words: &str) -> bool {
    let bare = head
        .split(['(', '['])
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let bare = bare.trim_end_matches(':').replace([' ', '-', '.'], "_");
    !bare.is_empty() && words.split_whitespace().any(|word| word == bare)
}

/// True for a heading of any column of a transcript.
pub(super) fn is_column(name: &str) -> bool {
    [TIME, SPEAKER, WORDS]
        .iter()
        .any(|words| is_called(name, words))
}

/// True if one of the headings names the column of words.
pub(super) fn names_words(row: &[String]) -> bool {
    row.iter().any(|head| is_called(head, WORDS))
}

/// Number of rows above the one that names the columns, such as a title.
pub(super) fn above(rows: &[Vec<String>]) -> usize {
    let names = |row: &Vec<String>| {
        [TIME, SPEAKER, WORDS]
            .iter()
            .filter(|words| row.iter().any(|head| is_called(head, words)))
            .count()
    };
    rows.iter()
        .take(MOST_ABOVE)
        .position(|row| names(row) > 1)
        .unwrap_or_else(|| {
            rows.iter()
                .position(|row| row.iter().any(|cell| !cell.trim().is_empty()))
                .unwrap_or(0)
        })
}

/// Finds time, speaker and words by their headings or else by their content.
pub(super) fn columns(rows: &[Vec<String>]) -> Option<UtteranceColumns> {
    let first = rows.first()?;
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let called = |words: &str| first.iter().position(|head| is_called(head, words));
    let (time, speaker, words) = (called(TIME), called(SPEAKER), called(WORDS));
    if first.iter().any(|head| is_called(head, OTHER)) && (speaker.is_none() || words.is_none()) {
        return None;
    }
    let headed = time.is_some() || speaker.is_some() || words.is_some();
    let body = &rows[usize::from(headed)..];
    let shapes: Vec<ColumnShape> = (0..width)
        .map(|column| ColumnShape::of(body, column))
        .collect();
    if shapes.iter().filter(|shape| shape.filled > 0).count() > MOST_OTHERS + 3 {
        return None;
    }
    let free = |column: &usize| ![time, speaker, words].contains(&Some(*column));
    let words = words.or_else(|| {
        let (longest, shape) = shapes
            .iter()
            .enumerate()
            .filter(|(column, _)| free(column))
            .max_by_key(|(_, shape)| shape.letters)?;
        (shape.filled > 0 && shape.letters / shape.filled >= 12 && shape.spaced * 2 >= shape.filled)
            .then_some(longest)
    })?;
    let free = |column: &usize| *column != words && free(column);
    // A time column without a heading must look like clock times, so that row numbers are not taken
    // for times.
    let time = time.or_else(|| {
        (0..width)
            .filter(free)
            .find(|column| shapes[*column].is_times())
    });
    let speaker = speaker.or_else(|| {
        (0..width)
            .filter(free)
            .filter(|column| Some(*column) != time)
            .find(|column| shapes[*column].is_names())
    });
    (time.is_some() || speaker.is_some()).then_some(UtteranceColumns {
        time,
        speaker,
        words,
        has_header: headed,
    })
}

/// Statistics of a column's cells.
struct ColumnShape {
    filled: usize,
    letters: usize,
    /// Cells of more than one word.
    spaced: usize,
    clocks: usize,
    names: usize,
    different: usize,
}

impl ColumnShape {
    fn of(rows: &[Vec<String>], column: usize) -> ColumnShape {
        let mut shape = ColumnShape {
            filled: 0,
            letters: 0,
            spaced: 0,
            clocks: 0,
            names: 0,
            different: 0,
        };
        let mut seen = HashSet::new();
        for cell in rows
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
        {
            shape.filled += 1;
            shape.letters += cell.chars().count();
            shape.spaced += usize::from(cell.contains(char::is_whitespace));
            shape.clocks +=
                usize::from(cell.contains(':') && time(cell, TimeUnit::Seconds).is_some());
            shape.names += usize::from(is_name(cell) && cell.chars().count() <= 40);
            seen.insert(cell);
        }
        shape.different = seen.len();
        shape
    }

    fn is_times(&self) -> bool {
        self.filled > 0 && self.clocks * 10 >= self.filled * 9
    }

    /// Few names that recur, or just two or three rows: a conversation that has barely begun.
    fn is_names(&self) -> bool {
        self.names * 10 >= self.filled * 9
            && self.filled > 0
            && (self.different * 2 <= self.filled || self.filled < 4)
    }
}

/// The meaning of a number without a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TimeUnit {
    Seconds,
    Milliseconds,
    /// Seconds, except that a clock of two parts is hours and minutes.
    Hours,
}

/// A time in milliseconds: `0:05`, `[00:00:05.200]`, `00:00:05,200 --> 00:00:07`, `5.2`, `10:15:03
/// AM`.
pub(super) fn time(cell: &str, unit: TimeUnit) -> Option<u64> {
    let cell = cell.trim().trim_start_matches(['[', '(', '#']);
    let cell = cell.split("-->").next().unwrap_or_default().trim();
    // Of a date with a time, only the time of day tells where in the recording it is.
    let date = cell
        .split_once([' ', 'T'])
        .filter(|(date, _)| date.contains(['-', '/', '.']) && !date.contains(':'));
    let cell = date.map_or(cell, |(_, time)| time);
    let afternoon = cell.to_ascii_lowercase().ends_with("pm");
    let token = cell
        .split([' ', ']', ')', '#', '–'])
        .next()
        .unwrap_or_default();
    let token = token.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    if token.contains(':') {
        // Of a range such as `00:01-00:05` the start counts.
        let token = token.split('-').next().unwrap_or_default();
        let parts = token.matches(':').count();
        let time = milliseconds(token)?;
        let time = if parts == 1 && unit == TimeUnit::Hours {
            time.checked_mul(60)?
        } else {
            time
        };
        return Some(if afternoon && time < 12 * 3_600_000 {
            time + 12 * 3_600_000
        } else {
            time
        });
    }
    let number: f64 = token.replace(',', ".").parse().ok()?;
    let number = if unit == TimeUnit::Milliseconds {
        number
    } else {
        number * 1_000.0
    };
    (number.is_finite() && (0.0..1e12).contains(&number)).then_some(number.round() as u64)
}

/// Guesses the unit of times: Whisper's table counts milliseconds, and workbooks display hours and
/// minutes where minutes and seconds are meant.
pub(super) fn unit(
    table: &UtteranceTable,
    columns: UtteranceColumns,
    heading: Option<&[String]>,
) -> TimeUnit {
    let cells = || {
        table
            .rows
            .iter()
            .filter_map(|row| row.get(columns.time?))
            .map(|cell| cell.trim())
    };
    let whisper = heading.is_some_and(|heading| {
        heading
            .iter()
            .map(|head| head.trim())
            .eq(["start", "end", "text"])
    });
    if whisper && cells().all(|cell| cell.bytes().all(|byte| byte.is_ascii_digit())) {
        return TimeUnit::Milliseconds;
    }
    let parts = |count: usize| cells().any(|cell| cell.matches(':').count() == count);
    if table.delimiter.is_none() && parts(1) && parts(2) {
        TimeUnit::Hours
    } else {
        TimeUnit::Seconds
    }
}

/// Irregular rows, counted for the report.
#[derive(Default)]
pub(super) struct UtteranceCounts {
    pub wordless: usize,
    pub speakerless: usize,
    /// In rows without a speaker the previous one continues.
    pub goes_on: bool,
    pub empty: usize,
    pub joined: usize,
    pub unread: Vec<String>,
    pub others: BTreeMap<usize, usize>,
}

impl UtteranceCounts {
    pub fn said(&self, columns: UtteranceColumns, heading: Option<&[String]>) -> Vec<String> {
        let name = |column: usize| {
            let named = heading
                .and_then(|heading| heading.get(column))
                .map(|head| head.trim())
                .filter(|head| !head.is_empty());
            named.map_or(format!("column {}", column + 1), |head| {
                format!("`{}`", sanitize::sanitize_line(head))
            })
        };
        let mut notes = Vec::new();
        let mut taken = vec![format!("words from {}", name(columns.words))];
        taken.extend(
            columns
                .speaker
                .map(|column| format!("speakers from {}", name(column))),
        );
        taken.extend(
            columns
                .time
                .map(|column| format!("times from {}", name(column))),
        );
        notes.push(taken.join(", "));
        if self.wordless > 0 {
            notes.push(number::count_noun(self.wordless, "row without words"));
        }
        if self.empty > 0 {
            notes.push(number::count_noun(self.empty, "empty row"));
        }
        if self.speakerless > 0 {
            let who = if self.goes_on {
                "the one before goes on"
            } else {
                "nobody is named for them"
            };
            notes.push(format!(
                "{}: {who}",
                number::count_noun(self.speakerless, "row without a speaker")
            ));
        }
        if self.joined > 0 {
            notes.push(format!(
                "{} with more cells than columns, which are words with a delimiter in them",
                number::count_noun(self.joined, "row")
            ));
        }
        if let Some(first) = self.unread.first() {
            let first = sanitize::sanitize_line(first);
            notes.push(format!(
                "{} that cannot be read, such as `{first}`",
                number::count_noun(self.unread.len(), "time")
            ));
        }
        for (column, cells) in &self.others {
            notes.push(format!(
                "{} was left out ({})",
                name(*column),
                number::count_noun(*cells, "cell")
            ));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_every_kind() {
        for (cell, at) in [
            ("0:05", 5_000),
            ("[00:00:05.200]", 5_200),
            ("00:00:05,200 --> 00:00:07,000", 5_200),
            ("00:01-00:05", 1_000),
            ("5.2", 5_200),
            ("5,2 s", 5_200),
            ("10:15:03 PM", 80_103_000),
            ("2024-05-01 12:30:05", 45_005_000),
            ("#00:00:05-2#", 5_000),
        ] {
            assert_eq!(time(cell, TimeUnit::Seconds), Some(at), "{cell}");
        }
        assert_eq!(
            (
                time("12:30", TimeUnit::Hours),
                time("1500", TimeUnit::Milliseconds)
            ),
            (Some(45_000_000), Some(1_500))
        );
        assert_eq!(
            (
                time("", TimeUnit::Seconds),
                time("later", TimeUnit::Seconds),
                time("-3", TimeUnit::Seconds)
            ),
            (None, None, None)
        );
    }
}
