//! The rows of a noun, and its registry of columns.

use super::privacy::{Privacy, PrivacyFilter};
use super::{Audience, ExportCell, ExportTable, TableColumn, TableForm};
use crate::study::{Refusal, Study};
use serde_json::{Map, Value};

/// Which columns, in which order.
#[derive(Clone, Copy, Debug, Default)]
pub struct TableRequest<'a> {
    /// Column keys; those that are there by themselves if empty, all of them if "all".
    pub columns: &'a [String],
    /// A column key; backwards with a minus before it.
    pub sort: Option<&'a str>,
}

pub struct Listing<'a, Row> {
    pub columns: Vec<TableColumn<'a, Row>>,
    pub rows: Vec<Row>,
    pub title: Option<String>,
    /// Sentences that readers need beside the rows.
    pub notes: Vec<String>,
    /// What a person reads when there is no row.
    pub none: String,
    /// Said below the rows on a screen.
    pub footer: Vec<String>,
    /// What the rows are put together by on a screen.
    pub group: Option<fn(&Study, &Row) -> String>,
}

impl<'a, Row> Listing<'a, Row> {
    pub fn new(
        columns: Vec<TableColumn<'a, Row>>,
        rows: Vec<Row>,
        none: impl Into<String>,
    ) -> Listing<'a, Row> {
        Listing {
            columns,
            rows,
            title: None,
            notes: Vec::new(),
            none: none.into(),
            footer: Vec::new(),
            group: None,
        }
    }

    /// The columns that are asked for, or that are there by themselves.
    pub fn chosen(
        &self,
        keys: &[String],
        form: TableForm,
    ) -> Result<Vec<&TableColumn<'a, Row>>, Refusal> {
        let all = self.columns.iter();
        match keys {
            [] => Ok(all.filter(|column| column.is_default(form)).collect()),
            [only] if only == "all" => Ok(all.collect()),
            keys => keys.iter().map(|key| self.column(key)).collect(),
        }
    }

    fn column(&self, key: &str) -> Result<&TableColumn<'a, Row>, Refusal> {
        let keys = self.columns.iter().map(|column| &*column.column.key);
        Ok(&self.columns[find_key(key, keys)?])
    }

    /// Sorts the rows by a column.
    pub fn sort(&mut self, reader: PrivacyFilter<'_>, key: &str) -> Result<(), Refusal> {
        let column = self.column(key.trim_start_matches('-'))?;
        let key_of = |row: &Row| column.sort_key(reader.study(), row, reader.privacy());
        let keys: Vec<ExportCell> = self.rows.iter().map(key_of).collect();
        let mut keyed: Vec<(ExportCell, Row)> = keys.into_iter().zip(self.rows.drain(..)).collect();
        keyed.sort_by(|(a, _), (b, _)| a.compare(b, key.starts_with('-')));
        self.rows = keyed.into_iter().map(|(_, row)| row).collect();
        Ok(())
    }

    /// The rows as a table for a reader, who finds nothing in columns that are for others.
    pub fn table(
        &mut self,
        reader: PrivacyFilter<'_>,
        asked: TableRequest<'_>,
        form: TableForm,
    ) -> Result<ExportTable, Refusal> {
        if let Some(key) = asked.sort {
            self.sort(reader, key)?;
        }
        let columns = self.chosen(asked.columns, form)?;
        let cells = |row: &Row| {
            let cell = |column: &&TableColumn<'a, Row>| {
                column.cell(reader.study(), row, form, reader.privacy())
            };
            columns.iter().map(cell).collect()
        };
        Ok(ExportTable {
            title: self.title.clone(),
            columns: columns.iter().map(|column| column.head(form)).collect(),
            rows: self.rows.iter().map(cells).collect(),
            notes: self.notes.clone(),
        })
    }

    /// The table that files hold when nothing else is asked.
    pub fn file(mut self, reader: PrivacyFilter<'_>) -> ExportTable {
        // Without requested columns nothing can be unknown.
        self.table(reader, TableRequest::default(), TableForm::File)
            .unwrap_or_default()
    }
}

/// A row as JSON, with the columns that are there by themselves.
pub fn json_object<Row>(columns: &[TableColumn<'_, Row>], study: &Study, row: &Row) -> Value {
    let of = columns
        .iter()
        .filter(|column| column.is_default(TableForm::Json));
    of.map(|column| {
        let cell = column.cell(study, row, TableForm::Json, Privacy::Internal);
        (column.column.key.to_string(), cell.value())
    })
    .collect::<Map<String, Value>>()
    .into()
}

/// What was gathered for a reader already.
impl From<ExportTable> for Listing<'_, Vec<ExportCell>> {
    fn from(table: ExportTable) -> Self {
        let columns = table
            .columns
            .into_iter()
            .enumerate()
            .map(|(place, column)| {
                let cell = move |_: &Study, row: &Vec<ExportCell>| row[place].clone();
                let mut of = TableColumn::words("", "", Audience::Everybody, cell);
                of.column = column;
                of
            });
        Listing {
            title: table.title,
            notes: table.notes,
            ..Listing::new(columns.collect(), table.rows, "")
        }
    }
}

/// The place of a column among these keys.
pub fn find_key<'k>(
    key: &str,
    mut keys: impl Iterator<Item = &'k str> + Clone,
) -> Result<usize, Refusal> {
    let key = key.trim();
    let all: Vec<&str> = keys.clone().collect();
    keys.position(|known| known == key).ok_or_else(|| {
        Refusal::new(
            format!("there is no column {key:?} here"),
            format!("Choose from {}", all.join(", ")),
        )
    })
}
