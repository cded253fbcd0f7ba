//! A table as every writer understands it: columns, rows, notes.

use crate::text::number;
use std::borrow::Cow;

/// On which side a column's cells stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnAlign {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
    /// Signs.
    Centre,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportColumn {
    /// Its name for programs, e.g. `smallest_p`.
    pub key: Cow<'static, str>,
    /// Its heading for people.
    pub heading: String,
    /// On which side its cells stand.
    pub align: ColumnAlign,
}

/// What stands in one place of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ExportCell {
    /// Nothing.
    #[default]
    Empty,
    /// Words, of one line or several.
    Text(String),
    /// A number, and how people are shown it.
    Number {
        /// The number itself, for programs.
        value: f64,
        /// E.g. `.024` or `< .001`.
        shown: String,
    },
}

/// A table with what belongs to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExportTable {
    /// What it shows.
    pub title: Option<String>,
    /// Its columns.
    pub columns: Vec<ExportColumn>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<ExportCell>>,
    /// What a reader must know beside it, a sentence each.
    pub notes: Vec<String>,
}

impl ExportColumn {
    /// A column of words.
    pub fn words(key: impl Into<Cow<'static, str>>, heading: impl Into<String>) -> ExportColumn {
        ExportColumn {
            key: key.into(),
            heading: heading.into(),
            align: ColumnAlign::Left,
        }
    }

    /// A column of numbers.
    pub fn numbers(key: impl Into<Cow<'static, str>>, heading: impl Into<String>) -> ExportColumn {
        ExportColumn {
            key: key.into(),
            heading: heading.into(),
            align: ColumnAlign::Right,
        }
    }
}

impl ExportTable {
    /// The table without the columns of these keys.
    #[must_use]
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
    /// A number shown with as many decimals as given.
    #[must_use]
    pub fn decimals(value: f64, decimals: usize) -> ExportCell {
        ExportCell::Number {
            value,
            shown: number::decimals(value, decimals),
        }
    }

    /// A number to calculate with, shown in its own way.
    pub fn shown(value: f64, shown: impl Into<String>) -> ExportCell {
        ExportCell::Number {
            value,
            shown: shown.into(),
        }
    }

    /// What people are shown.
    #[must_use]
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
