//! A column of a noun's registry.

use super::privacy::Privacy;
use super::{ColumnAlign, ExportCell, ExportColumn};
use crate::study::Study;
use std::borrow::Cow;

/// Who may see what stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Those who work on the study.
    Team,
    /// A supervisor too.
    Supervisor,
    /// Everybody: its cells pass a [`super::privacy::PrivacyFilter`], or hold what is written to be
    /// published.
    Everybody,
}

impl Audience {
    pub fn admits(self, reader: Privacy) -> bool {
        match self {
            Audience::Team => reader == Privacy::Internal,
            Audience::Supervisor => reader != Privacy::Public,
            Audience::Everybody => true,
        }
    }
}

/// What a table is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableForm {
    /// To be read in a grid of narrow columns.
    Screen,
    /// Files for people and spreadsheets: whole words.
    File,
    /// Values as programs read them.
    Json,
}

type CellOf<'a, Row> = Box<dyn Fn(&Study, &Row) -> ExportCell + 'a>;

/// What it is called, what stands in it, and who may see it.
pub struct TableColumn<'a, Row> {
    pub column: ExportColumn,
    pub audience: Audience,
    /// The heading where there is little room.
    short: Option<&'static str>,
    /// True if filling it takes long.
    pub is_slow: bool,
    /// Whether it stands in each [`TableForm`] when no columns are chosen.
    default_in: [bool; 3],
    cell: CellOf<'a, Row>,
    /// What stands on a screen, where that is shorter.
    shown: Option<CellOf<'a, Row>>,
}

impl<'a, Row> TableColumn<'a, Row> {
    /// A left-aligned column of text.
    pub fn words<T: Into<ExportCell>>(
        key: impl Into<Cow<'static, str>>,
        heading: impl Into<String>,
        audience: Audience,
        cell: impl Fn(&Study, &Row) -> T + 'a,
    ) -> TableColumn<'a, Row> {
        TableColumn {
            column: ExportColumn::words(key, heading),
            audience,
            short: None,
            is_slow: false,
            default_in: [true; 3],
            cell: Box::new(move |study, row| cell(study, row).into()),
            shown: None,
        }
    }

    /// A right-aligned column of numbers.
    pub fn numbers<T: Into<ExportCell>>(
        key: impl Into<Cow<'static, str>>,
        heading: impl Into<String>,
        audience: Audience,
        cell: impl Fn(&Study, &Row) -> T + 'a,
    ) -> TableColumn<'a, Row> {
        let mut column = TableColumn::words(key, heading, audience, cell);
        column.column.align = ColumnAlign::Right;
        column
    }

    /// Text that is too long or too technical for a line, and is there by itself only in JSON.
    pub fn detail<T: Into<ExportCell>>(
        key: impl Into<Cow<'static, str>>,
        heading: impl Into<String>,
        audience: Audience,
        cell: impl Fn(&Study, &Row) -> T + 'a,
    ) -> TableColumn<'a, Row> {
        TableColumn::words(key, heading, audience, cell).only_in_json()
    }

    /// Such a number.
    pub fn figure<T: Into<ExportCell>>(
        key: impl Into<Cow<'static, str>>,
        heading: impl Into<String>,
        audience: Audience,
        cell: impl Fn(&Study, &Row) -> T + 'a,
    ) -> TableColumn<'a, Row> {
        TableColumn::numbers(key, heading, audience, cell).only_in_json()
    }

    /// On a screen `shown` stands instead of the whole.
    pub fn shown(mut self, shown: impl Fn(&Study, &Row) -> ExportCell + 'a) -> Self {
        self.shown = Some(Box::new(shown));
        self
    }

    /// Stands in these forms when no columns are chosen.
    pub fn only_in(mut self, forms: &[TableForm]) -> Self {
        self.default_in =
            [TableForm::Screen, TableForm::File, TableForm::Json].map(|form| forms.contains(&form));
        self
    }

    /// Also on a screen, under this heading.
    pub fn on_screen(mut self, heading: &'static str) -> Self {
        self.short = Some(heading);
        self.default_in[TableForm::Screen as usize] = true;
        self
    }

    pub fn only_in_json(self) -> Self {
        self.only_in(&[TableForm::Json])
    }

    /// Not in JSON, where the parts that it is made of stand.
    pub fn only_in_tables(self) -> Self {
        self.only_in(&[TableForm::Screen, TableForm::File])
    }

    /// Only where it is chosen.
    pub fn on_request(self) -> Self {
        self.only_in(&[])
    }

    /// Filled only where it is chosen, because that takes long.
    pub fn slow(mut self) -> Self {
        self.is_slow = true;
        self.on_request()
    }

    /// The column of rows that have such a row in them.
    pub fn within<Outer>(self, inner: fn(&Outer) -> &Row) -> TableColumn<'a, Outer>
    where
        Row: 'a,
        Outer: 'a,
    {
        let outer = |cell: CellOf<'a, Row>| -> CellOf<'a, Outer> {
            Box::new(move |study, row| cell(study, inner(row)))
        };
        TableColumn {
            column: self.column,
            audience: self.audience,
            short: self.short,
            is_slow: self.is_slow,
            default_in: self.default_in,
            cell: outer(self.cell),
            shown: self.shown.map(outer),
        }
    }

    pub fn is_default(&self, form: TableForm) -> bool {
        self.default_in[form as usize]
    }

    /// When it is there, for the list of columns.
    pub fn occurrence(&self) -> &'static str {
        match (self.is_slow, self.default_in) {
            (true, _) => "when asked for; takes longer",
            (_, [true, true, true]) => "",
            (_, [false, false, false]) => "when asked for",
            (_, [false, false, true]) => "in JSON, else when asked for",
            (_, [true, true, false]) => "in JSON when asked for",
            (_, [false, _, _]) => "in files and JSON, else when asked for",
            (_, [true, _, _]) => "in files when asked for",
        }
    }

    /// Its head in a table.
    pub fn head(&self, form: TableForm) -> ExportColumn {
        let mut head = self.column.clone();
        if let (TableForm::Screen, Some(short)) = (form, self.short) {
            head.heading = short.to_owned();
        }
        head
    }

    /// What a reader finds there.
    pub fn cell(&self, study: &Study, row: &Row, form: TableForm, reader: Privacy) -> ExportCell {
        if !self.audience.admits(reader) {
            return ExportCell::Empty;
        }
        match (form, &self.shown) {
            (TableForm::Json, _) => (self.cell)(study, row),
            (TableForm::Screen, Some(shown)) => shown(study, row).in_words(),
            _ => (self.cell)(study, row).in_words(),
        }
    }

    /// What rows are sorted by: the count that is shown of a list, all else by the whole.
    pub fn sort_key(&self, study: &Study, row: &Row, reader: Privacy) -> ExportCell {
        match self.cell(study, row, TableForm::Screen, reader) {
            number @ ExportCell::Number { .. } => number,
            _ => self.cell(study, row, TableForm::File, reader),
        }
    }
}

/// The same columns; these, apart by blanks, come first and stand in tables by themselves, the others where they are
/// chosen, and in JSON as before.
pub fn with_table_keys<'a, Row>(
    mut columns: Vec<TableColumn<'a, Row>>,
    keys: &str,
) -> Vec<TableColumn<'a, Row>> {
    let place = |column: &TableColumn<'a, Row>| {
        let place = keys.split(' ').position(|key| key == column.column.key);
        (place.is_none(), place)
    };
    columns.sort_by_key(place);
    for column in &mut columns {
        let json = column.is_default(TableForm::Json);
        let (other, _) = place(column);
        column.default_in = [!other, !other, json];
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_see_a_column_is_asked_of_its_audience() {
        let readers = |audience: Audience| Privacy::ALL.map(|reader| audience.admits(reader));
        assert_eq!(readers(Audience::Team), [true, false, false]);
        assert_eq!(readers(Audience::Supervisor), [true, true, false]);
        assert_eq!(readers(Audience::Everybody), [true, true, true]);
        let column = TableColumn::<&str>::words("note", "Note", Audience::Supervisor, |_, row| {
            (*row).to_owned()
        })
        .shown(|_, _| "short".into());
        let study = Study::default();
        let cell = |form, reader| column.cell(&study, &"secret", form, reader);
        assert_eq!(cell(TableForm::Screen, Privacy::Supervisor), "short".into());
        assert_eq!(cell(TableForm::File, Privacy::Internal), "secret".into());
        for form in [TableForm::Screen, TableForm::File, TableForm::Json] {
            assert_eq!(cell(form, Privacy::Public), ExportCell::Empty);
        }
    }
}
