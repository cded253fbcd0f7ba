//! `virk informant import`

use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::import::informants::{self, InformantColumns, InformantTable};
use crate::import::table::{TableFile, TableReadOptions};
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
/// identity numbers, e-mail addresses, phone numbers or days of birth refuse the table: nothing of
/// the kind should stand beside a pseudonym. One undo takes all back.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct InformantImportArgs {
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

/// Limit on the new informants listed by name.
const MAX_NAMED: usize = 6;

pub fn run(
    args: InformantImportArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let table = TableFile::open(
        &args.file,
        &TableReadOptions {
            sheet: args.sheet,
            ..TableReadOptions::default()
        },
    )?;
    let columns = InformantColumns {
        name: args.name_column,
        role: args.role_column,
        department: args.department_column,
    };
    if !args.keep_personal {
        informants::refuse_personal(&table.name, &table.cells)?;
    }
    let mut session = globals.open_study(output)?;
    let InformantTable {
        commands,
        column,
        known,
        new,
        mut notes,
    } = informants::read_informants(&table.name, &table.cells, &columns, session.study())?;
    if !new.is_empty() && session.study().informants().next().is_some() {
        let more = if new.len() > MAX_NAMED {
            format!(" and {} more", new.len() - MAX_NAMED)
        } else {
            String::new()
        };
        let names = new
            .iter()
            .take(MAX_NAMED)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ");
        notes.push(format!(
            "{} of nobody the study knew, made known as new: {names}{more}",
            number::count_noun(new.len(), "row")
        ));
    }
    session.perform(Command::All(commands))?;
    let said = format!(
        "Described {} by the column {column}: {known} known, {} new",
        number::count_noun(known + new.len(), "informant"),
        new.len()
    );
    if globals.json {
        output.json(&json!({ "said": said, "name_column": column, "known": known, "new": new, "notes": notes }));
    } else {
        notes.iter().for_each(|note| output.paragraph(note));
        output.paragraph(&said);
    }
    Ok(ExitStatus::Done)
}
