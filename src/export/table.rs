//! A table as all writers take it: columns, rows, notes.

use crate::text::number;
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnAlign {
    /// For text.
    #[default]
    Left,
    /// For numbers.
    Right,
    /// For signs.
    Centre,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportColumn {
    /// Name for programs, such as `smallest_p`.
    pub key: Cow<'static, str>,
    /// For people.
    pub heading: String,
    pub align: ColumnAlign,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum ExportCell {
    #[default]
    Empty,
    /// May have several lines.
    Text(String),
    /// A number with the form in which people see it.
    Number {
        /// Full precision, for programs.
        value: f64,
        /// Such as `.024` or `< .001`.
        shown: String,
    },
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportTable {
    pub title: Option<String>,
    pub columns: Vec<ExportColumn>,
    /// Each row has one cell per column.
    pub rows: Vec<Vec<ExportCell>>,
    /// Sentences that readers need beside the table.
    pub notes: Vec<String>,
}

impl ExportColumn {
    /// A left-aligned column of text.
    pub fn words(key: impl Into<Cow<'static, str>>, heading: impl Into<String>) -> ExportColumn {
        ExportColumn {
            key: key.into(),
            heading: heading.into(),
            align: ColumnAlign::Left,
        }
    }

    /// A right-aligned column of numbers.
    pub fn numbers(key: impl Into<Cow<'static, str>>, heading: impl Into<String>) -> ExportColumn {
        ExportColumn {
            key: key.into(),
            heading: heading.into(),
            align: ColumnAlign::Right,
        }
    }
}

impl ExportTable {
    /// Drops the columns with these keys.
    pub fn without(mut self, keys: &[&str]) -> ExportTable {
        let kept: Vec<bool> = self
            .columns
            .iter()
            .map(|column| !keys.contains(&&*column.key))
            .collect();
        let mut places = kept.iter();
        self.columns
            .retain(|_| places.next().copied().unwrap_or_default());
        for row in &mut self.rows {
            let mut places = kept.iter();
            row.retain(|_| places.next().copied().unwrap_or_default());
        }
        self
    }
}

impl ExportCell {
    /// A number shown with the given number of decimals.
    pub fn decimals(value: f64, decimals: usize) -> ExportCell {
        ExportCell::Number {
            value,
            shown: number::decimals(value, decimals),
        }
    }

    /// A number shown in a form of its caller's choice.
    pub fn shown(value: f64, shown: impl Into<String>) -> ExportCell {
        ExportCell::Number {
            value,
            shown: shown.into(),
        }
    }

    /// The text that people see.
    pub fn as_shown(&self) -> &str {
        match self {
            ExportCell::Empty => "",
            ExportCell::Text(words) => words,
            ExportCell::Number { shown, .. } => shown,
        }
    }
}

impl From<usize> for ExportCell {
    fn from(count: usize) -> ExportCell {
        ExportCell::Number {
            value: count as f64,
            shown: count.to_string(),
        }
    }
}

impl From<&str> for ExportCell {
    fn from(words: &str) -> ExportCell {
        ExportCell::from(words.to_owned())
    }
}

impl From<String> for ExportCell {
    fn from(words: String) -> ExportCell {
        if words.is_empty() {
            ExportCell::Empty
        } else {
            ExportCell::Text(words)
        }
    }
}

impl<T: Into<ExportCell>> From<Option<T>> for ExportCell {
    fn from(cell: Option<T>) -> ExportCell {
        cell.map_or(ExportCell::Empty, Into::into)
    }
}
