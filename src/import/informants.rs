//! Informants with their attributes, from a table.

use super::cells::Cells;
use crate::study::{Command, InformantBody, Refusal};

/// Headings of the column that holds the pseudonym, in English and Danish.
const NAMES: [&str; 5] = ["name", "informant", "pseudonym", "navn", "label"];
const ROLES: [&str; 3] = ["role", "rolle", "position"];
const DEPARTMENTS: [&str; 3] = ["department", "afdeling", "unit"];

/// One command for each row: who it is, and everything else as attributes.
/// Empty cells say nothing.
///
/// # Errors
/// When no column holds the pseudonyms.
pub fn informants(name: &str, cells: &Cells) -> Result<Vec<Command>, Refusal> {
    let column = |known: &[&str]| cells.header.iter().position(|head| known.contains(&head.to_lowercase().as_str()));
    let Some(names) = column(&NAMES) else {
        return Err(Refusal::new(
            format!("{name} has no column called `name`"),
            "The first row should be `name`, and if you like `role`, `department` and others",
        ));
    };
    let (roles, departments) = (column(&ROLES), column(&DEPARTMENTS));
    let rows = cells.columns[names].len();
    let commands = (0..rows).filter(|row| !cells.columns[names][*row].is_empty()).map(|row| {
        let cell = |column: Option<usize>| column.map(|column| cells.columns[column][row].clone()).unwrap_or_default();
        let others = (0..cells.header.len()).filter(|column| ![Some(names), roles, departments].contains(&Some(*column)));
        let attributes = others
            .filter(|column| !cells.columns[*column][row].is_empty())
            .map(|column| (cells.header[column].clone(), cells.columns[column][row].clone()))
            .collect();
        Command::DescribeInformant {
            body: InformantBody { name: cell(Some(names)), role: cell(roles), department: cell(departments), attributes },
        }
    });
    Ok(commands.collect())
}
