//! Which program exported a survey, by its headings, and how many rows of them there are.
//!
//! Sources: the manuals of Qualtrics ("Understanding your dataset": names, questions, import ids),
//! SurveyMonkey ("Exporting all responses": questions over answer options), LimeSurvey ("Export
//! results": codes or full questions), and REDCap (`record_id`, `field___code`, `form_complete`);
//! Google Forms writes a timestamp and the questions.

use super::metadata::is_moment;
use crate::import::tabular::TabularData;
use crate::study::Column;
use serde::Serialize;

/// A program whose exports are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyProgram {
    /// Names, questions, and in later versions import ids.
    Qualtrics,
    /// Questions over the options of those with several answers.
    SurveyMonkey,
    /// Codes or questions, with the part in brackets.
    LimeSurvey,
    /// A timestamp, and the questions.
    GoogleForms,
    /// Fields, with the choice of a checkbox behind three underlines.
    RedCap,
}

impl SurveyProgram {
    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            SurveyProgram::Qualtrics => "Qualtrics",
            SurveyProgram::SurveyMonkey => "SurveyMonkey",
            SurveyProgram::LimeSurvey => "LimeSurvey",
            SurveyProgram::GoogleForms => "Google Forms",
            SurveyProgram::RedCap => "REDCap",
        }
    }
}

/// What the first column of a sheet of Google Forms is called.
const TIMESTAMPS: [&str; 10] = [
    "timestamp",
    "tidsstempel",
    "tidstempel",
    "tidsstämpel",
    "zeitstempel",
    "horodateur",
    "marca temporal",
    "carimbo de data/hora",
    "informazioni cronologiche",
    "tijdstempel",
];

/// The columns that LimeSurvey writes before the answers, as codes and in words.
const LIMESURVEY: [&str; 12] = [
    "submitdate",
    "lastpage",
    "startlanguage",
    "seed",
    "datestamp",
    "date submitted",
    "last page",
    "start language",
    "date last action",
    "date started",
    "response id",
    "id",
];

/// What SurveyMonkey writes under a question with one answer only.
const ANSWERS: [&str; 8] = [
    "response",
    "open-ended response",
    "svar",
    "åbent svar",
    "antwort",
    "offene antwort",
    "réponse",
    "respuesta",
];

/// Whether words under a question say no more than that there is an answer.
pub fn is_answer(words: &str) -> bool {
    words.is_empty() || ANSWERS.contains(&words.to_lowercase().as_str())
}

pub struct ExportHeadings<'a> {
    cells: &'a TabularData,
    /// The first row in lower case.
    lower: Vec<String>,
    /// Whether options stand under the questions, which is no sign of most programs.
    spread: bool,
}

/// A program whose exports are known by their headings.
pub struct KnownProgram {
    pub program: SurveyProgram,
    /// The number of rows of headings, when it is the program that wrote them.
    recognizes: fn(&ExportHeadings<'_>) -> Option<usize>,
}

/// Every such program. Columns that a program adds of its own stand in `metadata`.
pub const PROGRAMS: &[KnownProgram] = &[
    KnownProgram {
        program: SurveyProgram::Qualtrics,
        recognizes: qualtrics,
    },
    KnownProgram {
        program: SurveyProgram::SurveyMonkey,
        recognizes: |headings| {
            let own = |head: &String| head.contains("respondent") || head.starts_with("collector");
            (headings.spread && headings.lower.iter().any(own)).then_some(2)
        },
    },
    KnownProgram {
        program: SurveyProgram::LimeSurvey,
        recognizes: |headings| (!headings.spread && is_limesurvey(headings)).then_some(1),
    },
    KnownProgram {
        program: SurveyProgram::GoogleForms,
        // A question of Google Forms may hold the underlines that are a sign of REDCap.
        recognizes: |headings| {
            (!headings.spread && is_google_forms(headings) && !is_redcap(headings)).then_some(1)
        },
    },
    KnownProgram {
        program: SurveyProgram::RedCap,
        recognizes: |headings| (!headings.spread && is_redcap(headings)).then_some(1),
    },
];

/// The program that wrote the cells, if it is known, and the rows of headings they begin with.
pub fn recognize_program(cells: &TabularData) -> (Option<SurveyProgram>, usize) {
    let headings = ExportHeadings {
        cells,
        lower: cells
            .header
            .iter()
            .map(|head| head.to_lowercase())
            .collect(),
        spread: is_spread(cells),
    };
    let known = PROGRAMS
        .iter()
        .find_map(|known| Some((known.program, (known.recognizes)(&headings)?)));
    match known {
        Some((program, rows)) => (Some(program), rows),
        None if headings.spread => (None, 2),
        None => (None, 1),
    }
}

impl ExportHeadings<'_> {
    fn has(&self, name: &str) -> bool {
        self.lower.iter().any(|head| head == name)
    }

    fn first(&self) -> &str {
        self.lower.first().map_or("", String::as_str)
    }
}

fn qualtrics(headings: &ExportHeadings<'_>) -> Option<usize> {
    let ExportHeadings { cells, lower, .. } = headings;
    if let Some(rows) = import_ids(cells) {
        return Some(rows);
    }
    if headings.has("responseid") && (headings.has("startdate") || headings.has("recordeddate")) {
        return Some(if labelled(cells, lower) { 2 } else { 1 });
    }
    let is_old = headings.first() == "v1" && cells.columns[0].first() == Some("ResponseID");
    is_old.then_some(2)
}

fn is_limesurvey(headings: &ExportHeadings<'_>) -> bool {
    let plain = |head: &String| {
        head.split_once(". ")
            .map_or(head.clone(), |(_, rest)| rest.to_owned())
    };
    let is_own = |head: &&String| {
        LIMESURVEY.contains(&head.as_str()) || LIMESURVEY.contains(&plain(head).as_str())
    };
    headings.lower.iter().filter(is_own).count() > 2
}

fn is_redcap(headings: &ExportHeadings<'_>) -> bool {
    let is_own = |head: &String| {
        head.starts_with("redcap_") || head.contains("___") || head.contains("(choice=")
    };
    let is_complete = |head: &String| head.ends_with("_complete") || head == "complete?";
    headings.lower.iter().any(is_own)
        || (headings.has("record_id") || headings.has("record id"))
            && headings.lower.iter().any(is_complete)
}

fn is_google_forms(headings: &ExportHeadings<'_>) -> bool {
    TIMESTAMPS.contains(&headings.first())
        && headings.cells.columns[0]
            .iter()
            .filter(|cell| !cell.is_empty())
            .take(20)
            .all(is_moment)
}

/// How many rows there are when one of them holds the import ids of Qualtrics.
fn import_ids(cells: &TabularData) -> Option<usize> {
    let ids = |row: usize| {
        let told = |column: &&Column| {
            column
                .get(row)
                .is_some_and(|cell| cell.starts_with('{') && cell.contains("ImportId"))
        };
        cells.columns.iter().filter(told).count()
    };
    (0..3)
        .find(|row| ids(*row) * 2 > cells.columns.len())
        .map(|row| row + 2)
}

/// Whether the first row tells in words what the headings of Qualtrics name, above the dates that
/// follow.
fn labelled(cells: &TabularData, lower: &[String]) -> bool {
    let dates = lower
        .iter()
        .position(|head| head == "startdate" || head == "recordeddate");
    dates
        .and_then(|place| cells.columns[place].first())
        .is_some_and(|first| !first.is_empty() && !is_moment(first))
}

/// Whether the first row of cells holds the options of the questions above: filled under empty
/// headings, and empty under what is no question, or else of words that no answer in their columns
/// says.
fn is_spread(cells: &TabularData) -> bool {
    let first = |place: usize| cells.columns[place].first().unwrap_or_default();
    let all = 0..cells.header.len();
    let Some(column) = cells.columns.first() else {
        return false;
    };
    let nameless: Vec<usize> = all
        .clone()
        .filter(|place| cells.header[*place].is_empty())
        .collect();
    if column.len() < 2 || nameless.iter().any(|place| first(*place).is_empty()) {
        return false;
    }
    let filled = column
        .iter()
        .skip(1)
        .filter(|cell| !cell.is_empty())
        .count();
    let aside =
        first(0).is_empty() && !cells.header[0].is_empty() && filled * 10 >= (column.len() - 1) * 9;
    let answers = all
        .clone()
        .filter(|place| !first(*place).is_empty() && is_answer(first(*place)))
        .count();
    if aside && (!nameless.is_empty() || answers > 0) {
        return true;
    }
    // An option stands in no answer below it, or in all of them.
    let is_option = |place: &usize| {
        let option = first(*place);
        let mut below = cells.columns[*place]
            .iter()
            .skip(1)
            .filter(|cell| !cell.is_empty())
            .peekable();
        let alone = below.peek().is_some() && below.clone().all(|cell| cell == option);
        option.parse::<f64>().is_err() && (alone || below.all(|cell| cell != option))
    };
    nameless.len() > 1
        && nameless.len() * 5 >= cells.header.len()
        && all
            .filter(|place| !first(*place).is_empty())
            .all(|place| is_option(&place))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> usize {
        let cells = TabularData::delimited("f", text, None, &mut |_, _| {}).unwrap_or_default();
        recognize_program(&cells).1
    }

    #[test]
    fn options_under_questions_are_headings_and_answers_are_not() {
        for (text, told) in [
            ("id;Which?;;\n;Bus;Car;Boat\n1;Bus;;\n2;;Car;\n", 2),
            ("Which?;;How?;\nBus;Car;Now;Then\n1;;2;3\n;1;3;3\n", 2),
            (";;Party;\nTeam;All;A;B\nx;1;2;3\ny;2;3;4\n", 2),
            (";sat;dep\n1;Low;A\n2;High;A\n", 1),
            (";;sat;dep\nx;1;Low;A\ny;1;Low;A\n", 1),
            ("a;b\n;2\n1;2\n2;3\n", 1),
        ] {
            assert_eq!(rows(text), told, "{text}");
        }
    }
}
