//! Listings: a noun has one registry of columns, and one function shows its rows as a grid, as JSON
//! or in a file, with the columns and in the order that options ask for.

use super::table_output::{TableFormat, TableOutputArgs, TextGrid, write_text};
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::export::json::escape_json;
use crate::export::{ColumnAlign, ExportCell, ExportColumn, ExportTable};
use crate::study::{Refusal, Study};
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// The options of every listing.
#[derive(clap::Args, Clone, Debug)]
pub struct ListingArgs {
    /// Only these columns, separated by commas; "all" for all of them, "help" to list them
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    columns: Vec<String>,
    /// Sort by this column; a minus before it reverses the order
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    sort: Option<String>,
    #[command(flatten)]
    form: TableOutputArgs,
}

impl ListingArgs {
    /// True if the command shows what it shows without any of these options.
    pub fn is_plain(&self, globals: &GlobalArgs) -> bool {
        self.columns.is_empty()
            && self.sort.is_none()
            && matches!(self.form.requested_format(globals), Ok(None))
    }

    /// Shows a table that is gathered for files too.
    pub fn show_table(
        &self,
        mut table: ExportTable,
        language: &str,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
    ) -> Result<(), Refusal> {
        if self.columns == ["help"] {
            let mut grid = TextGrid::new(&["Column", "What"]);
            for column in &table.columns {
                grid.row([column.key.clone().into_owned(), column.heading.clone()]);
            }
            grid.show(output);
            return Ok(());
        }
        let keys: Vec<&str> = table.columns.iter().map(|column| &*column.key).collect();
        let sorted = self.sort.as_deref().map(|key| {
            let place = place_of(key.trim_start_matches('-'), &keys)?;
            Ok::<_, Refusal>((key, place))
        });
        let chosen = match self.columns.as_slice() {
            [] => None,
            [all] if all == "all" => None,
            columns => Some(
                columns
                    .iter()
                    .map(|key| place_of(key, &keys))
                    .collect::<Result<Vec<usize>, Refusal>>()?,
            ),
        };
        if let Some((key, place)) = sorted.transpose()? {
            table
                .rows
                .sort_by(|a, b| in_order(key, &a[place], &b[place]));
        }
        if let Some(chosen) = chosen {
            let columns = chosen.iter().map(|place| table.columns[*place].clone());
            table.columns = columns.collect();
            for row in &mut table.rows {
                *row = chosen.iter().map(|place| row[*place].clone()).collect();
            }
        }
        match self.form.requested_format(globals)? {
            Some(format) => self
                .form
                .write_table(&table, format, language, globals, output),
            None => {
                TextGrid::from_table(&table).show(output);
                Ok(())
            }
        }
    }
}

/// Where a column stands when --columns does not ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DefaultPlace {
    Everywhere,
    /// In the grid and in files, not in JSON, where the parts that it is made of stand.
    Tables,
    /// Too long or too technical for a line.
    Json,
}

/// A column of a listing: what it is called, and what stands in it.
pub struct ListingColumn<Row> {
    key: &'static str,
    heading: &'static str,
    align: ColumnAlign,
    place: DefaultPlace,
    value: fn(&Study, &Row) -> Value,
    /// What stands in the grid, where that is shorter than the value in words.
    cell: Option<fn(&Study, &Row) -> ExportCell>,
}

impl<Row> ListingColumn<Row> {
    pub fn words(
        key: &'static str,
        heading: &'static str,
        value: fn(&Study, &Row) -> Value,
    ) -> ListingColumn<Row> {
        ListingColumn {
            key,
            heading,
            align: ColumnAlign::Left,
            place: DefaultPlace::Everywhere,
            value,
            cell: None,
        }
    }

    pub fn numbers(
        key: &'static str,
        heading: &'static str,
        value: fn(&Study, &Row) -> Value,
    ) -> ListingColumn<Row> {
        ListingColumn {
            align: ColumnAlign::Right,
            ..ListingColumn::words(key, heading, value)
        }
    }

    /// In the grid `cell` stands instead of the value; files have the whole value.
    pub fn shown(self, cell: fn(&Study, &Row) -> ExportCell) -> ListingColumn<Row> {
        ListingColumn {
            cell: Some(cell),
            ..self
        }
    }

    pub fn only_in_json(self) -> ListingColumn<Row> {
        ListingColumn {
            place: DefaultPlace::Json,
            ..self
        }
    }

    pub fn only_in_tables(self) -> ListingColumn<Row> {
        ListingColumn {
            place: DefaultPlace::Tables,
            ..self
        }
    }

    fn grid_cell(&self, study: &Study, row: &Row) -> ExportCell {
        match self.cell {
            Some(cell) => cell(study, row),
            None => self.file_cell(study, row),
        }
    }

    fn file_cell(&self, study: &Study, row: &Row) -> ExportCell {
        cell_of(&(self.value)(study, row))
    }

    /// Lists sort by the count that is shown of them, all else by the value.
    fn sort_key(&self, study: &Study, row: &Row) -> ExportCell {
        match self.grid_cell(study, row) {
            number @ ExportCell::Number { .. } => number,
            _ => self.file_cell(study, row),
        }
    }
}

/// The rows of a noun, and its registry of columns.
pub struct Listing<'a, Row> {
    pub columns: Vec<ListingColumn<Row>>,
    pub rows: Vec<Row>,
    /// What a person reads when there is no row.
    pub none: &'a str,
}

impl<Row> Listing<'_, Row> {
    /// Shows the rows as the options say. Exit code 1 when there is none.
    pub fn show(
        mut self,
        study: &Study,
        args: &ListingArgs,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
    ) -> Result<ExitStatus, Refusal> {
        if args.columns == ["help"] {
            self.list_columns(output);
            return Ok(ExitStatus::Done);
        }
        if let Some(key) = &args.sort {
            self.sort(study, key)?;
        }
        let format = args.form.requested_format(globals)?;
        let columns = self.chosen(&args.columns, format == Some(TableFormat::Json))?;
        match format {
            Some(TableFormat::Json) => {
                let value = self.json(study, &columns);
                match args.form.out.as_deref() {
                    None => output.json(&value),
                    out => {
                        // Keys are strings and cells plain values: serialisation cannot fail.
                        let text = serde_json::to_string_pretty(&value).unwrap_or_default();
                        write_text(&(escape_json(&text) + "\n"), out, globals, output)?;
                    }
                }
            }
            Some(format) => {
                let table = self.table(study, &columns, ListingColumn::file_cell);
                args.form
                    .write_table(&table, format, &study.language, globals, output)?;
            }
            None if self.rows.is_empty() => output.paragraph(self.none),
            None => {
                let table = self.table(study, &columns, ListingColumn::grid_cell);
                TextGrid::from_table(&table).show(output);
            }
        }
        Ok(ExitStatus::from_found(!self.rows.is_empty()))
    }

    fn list_columns(&self, output: &mut CommandOutput) {
        let mut grid = TextGrid::new(&["Column", "What", ""]);
        for column in &self.columns {
            let when = match column.place {
                DefaultPlace::Everywhere => "",
                DefaultPlace::Tables => "in JSON when asked for",
                DefaultPlace::Json => "in JSON, else when asked for",
            };
            grid.row([column.key.into(), column.heading.into(), when.into()]);
        }
        grid.show(output);
    }

    fn find(&self, key: &str) -> Result<&ListingColumn<Row>, Refusal> {
        let keys: Vec<&str> = self.columns.iter().map(|column| column.key).collect();
        Ok(&self.columns[place_of(key, &keys)?])
    }

    fn chosen(&self, keys: &[String], json: bool) -> Result<Vec<&ListingColumn<Row>>, Refusal> {
        let hidden = if json {
            DefaultPlace::Tables
        } else {
            DefaultPlace::Json
        };
        match keys {
            [] => Ok(self
                .columns
                .iter()
                .filter(|column| column.place != hidden)
                .collect()),
            [all] if all == "all" => Ok(self.columns.iter().collect()),
            keys => keys.iter().map(|key| self.find(key)).collect(),
        }
    }

    fn sort(&mut self, study: &Study, key: &str) -> Result<(), Refusal> {
        let column = self.find(key.trim_start_matches('-'))?;
        let cells: Vec<ExportCell> = self
            .rows
            .iter()
            .map(|row| column.sort_key(study, row))
            .collect();
        let mut keyed: Vec<(ExportCell, Row)> =
            cells.into_iter().zip(self.rows.drain(..)).collect();
        keyed.sort_by(|(a, _), (b, _)| in_order(key, a, b));
        self.rows = keyed.into_iter().map(|(_, row)| row).collect();
        Ok(())
    }

    fn json(&self, study: &Study, columns: &[&ListingColumn<Row>]) -> Value {
        let object = |row: &Row| -> Map<String, Value> {
            columns
                .iter()
                .map(|column| (column.key.to_owned(), (column.value)(study, row)))
                .collect()
        };
        self.rows.iter().map(object).collect()
    }

    fn table(
        &self,
        study: &Study,
        columns: &[&ListingColumn<Row>],
        cell: fn(&ListingColumn<Row>, &Study, &Row) -> ExportCell,
    ) -> ExportTable {
        let cells = |row: &Row| {
            columns
                .iter()
                .map(|column| cell(column, study, row))
                .collect()
        };
        ExportTable {
            columns: columns
                .iter()
                .map(|column| ExportColumn {
                    key: column.key.into(),
                    heading: column.heading.to_owned(),
                    align: column.align,
                })
                .collect(),
            rows: self.rows.iter().map(cells).collect(),
            ..ExportTable::default()
        }
    }
}

/// The place of a column among these keys.
fn place_of(key: &str, keys: &[&str]) -> Result<usize, Refusal> {
    let key = key.trim();
    keys.iter().position(|known| *known == key).ok_or_else(|| {
        Refusal::new(
            format!("there is no column {key:?} here"),
            format!("Choose of {}", keys.join(", ")),
        )
    })
}

/// How two cells of the column stand to each other; backwards if its key begins with a minus.
/// Empty cells come last, whichever way the others go.
fn in_order(key: &str, a: &ExportCell, b: &ExportCell) -> Ordering {
    let empty = |cell: &ExportCell| *cell == ExportCell::Empty;
    let order = compare(a, b);
    empty(a).cmp(&empty(b)).then(if key.starts_with('-') {
        order.reverse()
    } else {
        order
    })
}

/// Numbers by size and before words, words without regard to case.
fn compare(a: &ExportCell, b: &ExportCell) -> Ordering {
    match (a, b) {
        (ExportCell::Number { value: a, .. }, ExportCell::Number { value: b, .. }) => {
            a.total_cmp(b)
        }
        (ExportCell::Number { .. }, _) => Ordering::Less,
        (_, ExportCell::Number { .. }) => Ordering::Greater,
        _ => a
            .as_shown()
            .to_lowercase()
            .cmp(&b.as_shown().to_lowercase()),
    }
}

/// A value in words.
fn cell_of(value: &Value) -> ExportCell {
    let joined = |parts: Vec<String>| parts.join(", ").into();
    let words = |value: &Value| cell_of(value).as_shown().to_owned();
    match value {
        Value::Null => ExportCell::Empty,
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Number(number) => {
            ExportCell::shown(number.as_f64().unwrap_or_default(), number.to_string())
        }
        Value::String(words) => words.as_str().into(),
        Value::Array(items) => joined(items.iter().map(words).collect()),
        Value::Object(fields) => joined(
            fields
                .iter()
                .map(|(name, value)| format!("{name} = {}", words(value)))
                .collect(),
        ),
    }
}
