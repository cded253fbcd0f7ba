//! `virk informant import`

use crate::cli::{Desk, Outcome, Page};
use crate::import::informants::{self, Columns, Described};
use crate::import::table::{TableFile, Told};
use crate::study::{Command, Refusal};
use crate::text::number;
use serde_json::json;
use std::path::PathBuf;

/// Describe informants by a table: one row for each.
///
///   virk informant import informants.csv
///   virk informant import participants.xlsx --sheet People --name-column Participant
///
/// Who somebody is stands in a column called `name`, `pseudonym`, `participant` or the like, or
/// else in the only one that names informants of the study, or the documents in which they alone
/// speak; in doubt say which by --name-column. Role and department are known by their headings or
/// said; every other column is an attribute. Who is known already is described anew; empty cells
/// leave what was; rows that name nobody known make new informants, which is said. Columns with
/// identity numbers, e-mail addresses, phone numbers or days of birth refuse the table, since what
/// is said of informants cannot be erased. One undo takes all back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The table: CSV, TSV, XLSX, ODS, SPSS or JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which sheet of a workbook; without it, the first that holds something
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// The heading of the column that says who somebody is
    #[arg(long, value_name = "HEADING")]
    name_column: Option<String>,
    /// The heading of the column with the role
    #[arg(long, value_name = "HEADING")]
    role_column: Option<String>,
    /// The heading of the column with the department
    #[arg(long, value_name = "HEADING")]
    department_column: Option<String>,
    /// Keep columns that tell who somebody is
    #[arg(long)]
    keep_personal: bool,
}

/// How many of those who are new are named.
const NAMED: usize = 6;

/// Describes them.
///
/// # Errors
/// When the table cannot be read, or the study refuses.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let table = TableFile::open(
        &args.file,
        &Told {
            sheet: args.sheet,
            ..Told::default()
        },
    )?;
    let columns = Columns {
        name: args.name_column,
        role: args.role_column,
        department: args.department_column,
    };
    if !args.keep_personal {
        informants::refuse_personal(&table.name, &table.cells)?;
    }
    let mut session = desk.open(page)?;
    let Described {
        commands,
        column,
        known,
        new,
        mut notes,
    } = informants::informants(&table.name, &table.cells, &columns, session.study())?;
    if !new.is_empty() && session.study().informants().next().is_some() {
        let more = if new.len() > NAMED {
            format!(" and {} more", new.len() - NAMED)
        } else {
            String::new()
        };
        let names = new
            .iter()
            .take(NAMED)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        notes.push(format!(
            "{} of nobody the study knew, made known as new: {names}{more}",
            number::some(new.len(), "row")
        ));
    }
    session.perform(Command::All(commands))?;
    let said = format!(
        "Described {} by the column {column}: {known} known, {} new",
        number::some(known + new.len(), "informant"),
        new.len()
    );
    if desk.json {
        page.json(&json!({ "said": said, "name_column": column, "known": known, "new": new, "notes": notes }));
    } else {
        notes.iter().for_each(|note| page.say(note));
        page.say(&said);
    }
    Ok(Outcome::Done)
}
