//! A table as every writer understands it: columns, rows, notes.

use crate::text::number;
use std::borrow::Cow;

/// On which side a column's cells stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
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
pub struct Column {
    /// Its name for programs, e.g. `smallest_p`.
    pub key: Cow<'static, str>,
    /// Its heading for people.
    pub heading: String,
    /// On which side its cells stand.
    pub align: Align,
}

/// What stands in one place of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
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
pub struct Table {
    /// What it shows.
    pub title: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
    /// What a reader must know beside it, a sentence each.
    pub notes: Vec<String>,
}

impl Column {
    /// A column of words.
    pub fn words(key: impl Into<Cow<'static, str>>, heading: impl Into<String>) -> Column {
        Column {
            key: key.into(),
            heading: heading.into(),
            align: Align::Left,
        }
    }

    /// A column of numbers.
    pub fn numbers(key: impl Into<Cow<'static, str>>, heading: impl Into<String>) -> Column {
        Column {
            key: key.into(),
            heading: heading.into(),
            align: Align::Right,
        }
    }
}

impl Table {
    /// The table without the columns of these keys.
    #[must_use]
    pub fn without(mut self, keys: &[&str]) -> Table {
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

impl Cell {
    /// A number shown with as many decimals as given.
    #[must_use]
    pub fn decimals(value: f64, decimals: usize) -> Cell {
        Cell::Number {
            value,
            shown: number::decimals(value, decimals),
        }
    }

    /// A number to calculate with, shown in its own way.
    pub fn shown(value: f64, shown: impl Into<String>) -> Cell {
        Cell::Number {
            value,
            shown: shown.into(),
        }
    }

    /// What people are shown.
    #[must_use]
    pub fn as_shown(&self) -> &str {
        match self {
            Cell::Empty => "",
            Cell::Text(words) => words,
            Cell::Number { shown, .. } => shown,
        }
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Cell {
        Cell::Number {
            value: count as f64,
            shown: count.to_string(),
        }
    }
}

impl From<&str> for Cell {
    fn from(words: &str) -> Cell {
        Cell::from(words.to_owned())
    }
}

impl From<String> for Cell {
    fn from(words: String) -> Cell {
        if words.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(words)
        }
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Cell {
        cell.map_or(Cell::Empty, Into::into)
    }
}
