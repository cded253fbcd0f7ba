//! Interview guides: a table of questions as CSV, or the same as JSON.
//!
//! Each question names the codes it asks about, by key or name, so that a study shows which parts
//! of its theory no question covers.

use super::{TextFile, allowed_fields::AllowedFields, tabular::TabularData};
use crate::study::{Column, Command, Refusal, Study, command::NewGuideItem};
use serde::Deserialize;

#[derive(Deserialize)]
struct GuideFile {
    #[serde(default)]
    guide: String,
    items: Vec<GuideEntry>,
}

#[derive(Deserialize)]
struct GuideEntry {
    #[serde(default)]
    number: String,
    question: String,
    #[serde(default)]
    about: Vec<String>,
}

const SHAPE: &str = "an object with `items`, each with `question` and optionally `number` and `about` (keys of codes)";

/// Reads the guide. Its name is `name`, or the one in the file, or the file's own.
pub fn parse_guide(file: &TextFile, name: Option<&str>, study: &Study) -> Result<Command, Refusal> {
    let fields = AllowedFields::of::<GuideFile>("a guide")
        .within("items", AllowedFields::of::<GuideEntry>("a question"));
    let GuideFile { guide, items } = if file.source.file.ends_with(".json") {
        file.json_with_fields(SHAPE, &fields)?
    } else {
        table(file)?
    };
    let said = if guide.is_empty() {
        file.stem().to_owned()
    } else {
        guide
    };
    let mut questions = Vec::with_capacity(items.len());
    for GuideEntry {
        number,
        question,
        about,
    } in items
    {
        let mut codes = Vec::with_capacity(about.len());
        for typed in about
            .iter()
            .map(|typed| typed.trim())
            .filter(|typed| !typed.is_empty())
        {
            let code = study.find_code(typed).map_err(|refusal| {
                Refusal::new(
                    format!("{}, question {number}: {}", file.name, refusal.what),
                    refusal.hint,
                )
            })?;
            codes.push(code.id);
        }
        questions.push(NewGuideItem {
            number,
            question,
            about: codes,
        });
    }
    Ok(Command::AddGuide {
        guide: name.map_or(said, str::to_owned),
        items: questions,
    })
}

/// Reads a table with the column `question` and optional columns `number` and `about`, where
/// several codes are separated by `|`.
fn table(file: &TextFile) -> Result<GuideFile, Refusal> {
    let cells = TabularData::read(file, None)?;
    let column = |name: &str| {
        cells
            .header
            .iter()
            .position(|head| head.eq_ignore_ascii_case(name))
    };
    let question = column("question").ok_or_else(|| {
        Refusal::new(
            format!("{} has no column `question`", file.name),
            "Its first row should be number;question;about, where about names codes with | between them",
        )
    })?;
    let (number, about) = (column("number"), column("about"));
    let cell = |place: Option<usize>, row: usize| {
        place
            .and_then(|place| cells.columns[place].get(row))
            .unwrap_or_default()
            .to_owned()
    };
    let rows = cells.columns.first().map_or(0, Column::len);
    let items = (0..rows)
        .map(|row| GuideEntry {
            number: cell(number, row),
            question: cell(Some(question), row),
            about: cell(about, row).split('|').map(str::to_owned).collect(),
        })
        .collect();
    Ok(GuideFile {
        guide: String::new(),
        items,
    })
}
