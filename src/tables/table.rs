//! A table as all writers take it: columns, rows, notes.

use super::listing::find_key;
use crate::study::Refusal;
use crate::text::{FoldMode, folding::fold, number};
use serde_json::Value;
use std::borrow::Cow;
use std::cmp::Ordering;

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
    /// What only programs read as it is: yes or no, a list, parts with names.
    Structured { value: Value, shown: String },
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
    /// Keeps rows with `filter` in some cell or, if it is `KEY=TEXT`, with the text in that column.
    /// Case is ignored.
    pub fn filter_rows(&mut self, filter: &str) -> Result<(), Refusal> {
        let has = |cell: &ExportCell, words: &str| {
            fold(cell.as_shown(), FoldMode::IgnoreCase).contains(words)
        };
        if let Some((key, words)) = filter.split_once('=').filter(|(key, _)| !key.contains(' ')) {
            let place = find_key(key, self.columns.iter().map(|column| &*column.key))?;
            let words = fold(words.trim(), FoldMode::IgnoreCase);
            self.rows.retain(|row| {
                if words.is_empty() {
                    row[place] == ExportCell::Empty
                } else {
                    has(&row[place], &words)
                }
            });
        } else {
            let words = fold(filter.trim(), FoldMode::IgnoreCase);
            self.rows
                .retain(|row| row.iter().any(|cell| has(cell, &words)));
        }
        Ok(())
    }

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
            ExportCell::Number { shown, .. } | ExportCell::Structured { shown, .. } => shown,
        }
    }

    /// A value for programs, shown in a form of its caller's choice.
    pub fn structured(value: impl Into<Value>, shown: impl Into<String>) -> ExportCell {
        ExportCell::Structured {
            value: value.into(),
            shown: shown.into(),
        }
    }

    /// As programs read it.
    pub fn value(&self) -> Value {
        match self {
            ExportCell::Empty => Value::Null,
            ExportCell::Text(words) => words.as_str().into(),
            ExportCell::Number { value, .. } if value.fract() == 0.0 && value.abs() < 1e15 => {
                (*value as i64).into()
            }
            ExportCell::Number { value, .. } => (*value).into(),
            ExportCell::Structured { value, .. } => value.clone(),
        }
    }

    /// As people read it: text, a number, or nothing.
    pub fn in_words(self) -> ExportCell {
        match self {
            ExportCell::Structured { shown, .. } => shown.into(),
            ExportCell::Text(words) => words.into(),
            cell => cell,
        }
    }

    /// Numbers by size and before words, words without regard to case. Empty cells come last,
    /// whichever way the others go.
    pub fn compare(&self, other: &ExportCell, backwards: bool) -> Ordering {
        let order = match (self, other) {
            (ExportCell::Number { value: a, .. }, ExportCell::Number { value: b, .. }) => {
                a.total_cmp(b)
            }
            (ExportCell::Number { .. }, _) => Ordering::Less,
            (_, ExportCell::Number { .. }) => Ordering::Greater,
            (a, b) => {
                let lower = |cell: &ExportCell| cell.as_shown().to_lowercase();
                lower(a).cmp(&lower(b))
            }
        };
        let empty = |cell: &ExportCell| *cell == ExportCell::Empty;
        empty(self)
            .cmp(&empty(other))
            .then(if backwards { order.reverse() } else { order })
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

impl From<Value> for ExportCell {
    fn from(value: Value) -> ExportCell {
        match value {
            Value::Null => ExportCell::Empty,
            Value::String(words) => ExportCell::Text(words),
            Value::Number(number) => {
                ExportCell::shown(number.as_f64().unwrap_or_default(), number.to_string())
            }
            Value::Bool(true) => ExportCell::structured(true, "yes"),
            Value::Bool(false) => ExportCell::structured(false, "no"),
            Value::Array(_) | Value::Object(_) => {
                let shown = in_words(&value);
                ExportCell::structured(value, shown)
            }
        }
    }
}

fn in_words(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(in_words).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let named = |(name, value)| format!("{name} = {}", in_words(value));
            fields.iter().map(named).collect::<Vec<_>>().join(", ")
        }
        plain => ExportCell::from(plain.clone()).as_shown().to_owned(),
    }
}
