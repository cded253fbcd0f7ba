//! Listings on the command line: the rows of a noun as a grid, in words, as JSON or in a file, with
//! the columns and in the order that options ask for.

use super::table_output::{TableOutputArgs, TextGrid};
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::export::TableFormat;
use crate::study::{Refusal, Study};
use crate::tables::privacy::{DEFAULT_MIN_COUNT, PrivacyFilter};
use crate::tables::{Listing, TableForm, TableRequest};

/// The options of every listing.
#[derive(clap::Args, Clone, Debug)]
pub struct ListingArgs {
    /// Only these columns, separated by commas; "all" for all of them, "help" to list them
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    columns: Vec<String>,
    /// Sort by this column; a minus before it reverses the order
    #[arg(long, value_name = "COLUMN", allow_hyphen_values = true)]
    pub sort: Option<String>,
    #[command(flatten)]
    form: TableOutputArgs,
}

impl ListingArgs {
    /// True if columns, an order or a format are asked for.
    pub fn is_requested(&self, globals: &GlobalArgs) -> bool {
        !self.columns.is_empty()
            || self.sort.is_some()
            || !matches!(self.form.requested_format(globals), Ok(None))
    }

    /// What the rows are shown for.
    pub fn form(&self, globals: &GlobalArgs) -> Result<TableForm, Refusal> {
        Ok(match self.form.requested_format(globals)? {
            None => TableForm::Screen,
            Some(TableFormat::Json) => TableForm::Json,
            Some(_) => TableForm::File,
        })
    }

    /// True if the columns are to be listed, not the rows.
    pub fn asks_for_columns(&self) -> bool {
        self.columns == ["help"]
    }

    /// The exit status of a command that looks for something else than rows.
    pub fn exit_status(&self, found: bool) -> ExitStatus {
        ExitStatus::from_found(found || self.asks_for_columns())
    }

    /// The same, for rows whose columns and order were chosen already.
    pub fn with_request_done(self) -> ListingArgs {
        ListingArgs {
            columns: Vec::new(),
            sort: None,
            form: self.form,
        }
    }

    pub fn request(&self) -> TableRequest<'_> {
        TableRequest {
            columns: &self.columns,
            sort: self.sort.as_deref(),
        }
    }
}

impl<Row> Listing<'_, Row> {
    /// Shows the rows as the options say. Exit code 1 when there is none.
    pub fn show(
        self,
        study: &Study,
        args: &ListingArgs,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
    ) -> Result<ExitStatus, Refusal> {
        self.show_or(
            study,
            args,
            globals,
            output,
            None::<fn(&[Row], &mut CommandOutput)>,
        )
    }

    /// The same, but `in_words` prints the rows when nothing else is asked.
    pub fn show_in_words(
        self,
        study: &Study,
        args: &ListingArgs,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
        in_words: impl FnOnce(&[Row], &mut CommandOutput),
    ) -> Result<ExitStatus, Refusal> {
        self.show_or(study, args, globals, output, Some(in_words))
    }

    fn show_or(
        mut self,
        study: &Study,
        args: &ListingArgs,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
        in_words: Option<impl FnOnce(&[Row], &mut CommandOutput)>,
    ) -> Result<ExitStatus, Refusal> {
        if args.asks_for_columns() {
            self.list_columns(output);
            return Ok(ExitStatus::Done);
        }
        let found = ExitStatus::from_found(!self.rows.is_empty());
        let reader = PrivacyFilter::new(study, globals.privacy, DEFAULT_MIN_COUNT);
        if let Some(format) = args.form.requested_format(globals)? {
            let table = self.table(reader, args.request(), args.form(globals)?)?;
            args.form
                .write_table(&table, format, &study.language, globals, output)?;
            return Ok(found);
        }
        let plain = !args.is_requested(globals);
        match (in_words, self.group) {
            _ if self.rows.is_empty() => {
                // Columns that do not exist are refused also where there is nothing to show.
                self.table(reader, args.request(), TableForm::Screen)?;
                if !self.none.is_empty() {
                    output.paragraph(&self.none);
                }
            }
            (Some(in_words), _) if plain => in_words(&self.rows, output),
            (_, Some(group)) if plain => self.show_groups(reader, group, output)?,
            (_, Some(_)) => self.show_grid(reader, args.request(), TableForm::File, output)?,
            _ => self.show_grid(reader, args.request(), TableForm::Screen, output)?,
        }
        if plain && !self.rows.is_empty() && !self.footer.is_empty() {
            output.blank_line();
            self.footer.iter().for_each(|line| output.paragraph(line));
        }
        Ok(found)
    }

    fn list_columns(&self, output: &mut CommandOutput) {
        let mut grid = TextGrid::new(&["Column", "What", ""]);
        for of in &self.columns {
            grid.row([
                of.column.key.to_string(),
                of.column.heading.clone(),
                of.occurrence().to_owned(),
            ]);
        }
        grid.show(output);
    }

    fn show_grid(
        &mut self,
        reader: PrivacyFilter<'_>,
        asked: TableRequest<'_>,
        form: TableForm,
        output: &mut CommandOutput,
    ) -> Result<(), Refusal> {
        let table = self.table(reader, asked, form)?;
        if let Some(title) = &table.title {
            output.heading(title);
        }
        TextGrid::from_table(&table).show_with_notes(&table, output);
        Ok(())
    }

    /// A heading and a grid for each group.
    fn show_groups(
        &mut self,
        reader: PrivacyFilter<'_>,
        group: fn(&Study, &Row) -> String,
        output: &mut CommandOutput,
    ) -> Result<(), Refusal> {
        let titles: Vec<String> = self
            .rows
            .iter()
            .map(|row| group(reader.study(), row))
            .collect();
        let mut table = self.table(reader, TableRequest::default(), TableForm::Screen)?;
        let mut rows = std::mem::take(&mut table.rows).into_iter();
        for titles in titles.chunk_by(|a, b| a == b) {
            output.heading(titles.first().map_or("", String::as_str));
            table.rows = rows.by_ref().take(titles.len()).collect();
            TextGrid::from_table(&table).show(output);
        }
        Ok(())
    }
}
