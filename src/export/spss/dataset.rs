//! A dataset as SPSS opens it: a file of rows, and the commands that read it and
//! say what its numbers mean.

use super::name::{is_number, names, quoted, remark};
use crate::study::{Column, Dataset, Variable, answer, dataset::Level, reading::Reading};
use std::borrow::Cow;

/// How SPSS reads a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A number with so many decimals.
    Number(usize),
    /// Words of at most so many bytes.
    Words(usize),
}

/// A dataset with its names in SPSS.
pub(super) struct Opened<'a> {
    dataset: &'a Dataset,
    language: &'a str,
    names: Vec<String>,
    kinds: Vec<Kind>,
}

impl<'a> Opened<'a> {
    pub(super) fn new(dataset: &'a Dataset, language: &'a str) -> Opened<'a> {
        let variables = &dataset.body.variables;
        let kinds = variables
            .iter()
            .enumerate()
            .map(|(place, variable)| kind(dataset, place, variable))
            .collect();
        Opened {
            dataset,
            language,
            names: names(variables.iter().map(|variable| variable.name.as_str())),
            kinds,
        }
    }

    /// The name of a variable in SPSS.
    pub(super) fn name(&self, variable: &str) -> Option<&str> {
        self.names
            .get(self.dataset.place(variable)?)
            .map(String::as_str)
    }

    /// The rows, as `GET DATA` below reads them.
    pub(super) fn rows(&self) -> String {
        let mut out = self.names.join(";") + "\r\n";
        for row in 0..self.dataset.columns.first().map_or(0, Column::len) {
            let cells = self
                .dataset
                .columns
                .iter()
                .zip(&self.kinds)
                .map(|(column, kind)| {
                    let cell = column.get(row).unwrap_or_default().trim();
                    match kind {
                        // What is no number stands for no answer: nothing, which SPSS reads as
                        // missing.
                        Kind::Number(_) => answer::plain(cell).unwrap_or_default().into_owned(),
                        Kind::Words(_) => {
                            format!("\"{}\"", super::name::one_line(cell).replace('"', "\"\""))
                        }
                    }
                });
            out += &cells.collect::<Vec<_>>().join(";");
            out += "\r\n";
        }
        out
    }

    /// The commands that read the rows from `file` and describe them.
    pub(super) fn opened(&self, file: &str) -> String {
        let mut out = remark(&format!("Dataset {}", self.dataset.body.name));
        out += "SET DECIMAL=DOT.\n";
        out += &format!(
            "GET DATA\n  /TYPE=TXT\n  /FILE={}\n  /ENCODING='UTF8'\n",
            quoted(file)
        );
        out += "  /ARRANGEMENT=DELIMITED\n  /DELIMITERS=';'\n  /QUALIFIER='\"'\n  /FIRSTCASE=2\n  /VARIABLES=";
        for (name, kind) in self.names.iter().zip(&self.kinds) {
            out += &match kind {
                Kind::Number(decimals) => format!("\n    {name} F{}.{decimals}", 12 + decimals),
                Kind::Words(bytes) => format!("\n    {name} A{bytes}"),
            };
        }
        out += ".\n";
        // Before answers that count as missing are taken out of the cells: a filter may be about
        // them.
        for rule in &self.dataset.body.exclusions {
            let Some(place) = self.dataset.place(&rule.variable) else {
                continue;
            };
            let (name, kind) = (&self.names[place], self.kinds[place]);
            out += &remark(&format!("Left out: {}", rule.reason));
            let condition = super::stays(
                name,
                rule,
                &typed(kind, &rule.equals),
                matches!(kind, Kind::Words(_)),
            );
            out += &format!("SELECT IF ({condition}).\n");
        }
        self.described(&mut out);
        out
    }

    fn described(&self, out: &mut String) {
        for (place, variable) in self.dataset.body.variables.iter().enumerate() {
            let (name, kind) = (&self.names[place], self.kinds[place]);
            if *name != variable.name {
                *out += &remark(&format!("{} is called {name} here", variable.name));
            }
            let label = if variable.label.is_empty() {
                &variable.question
            } else {
                &variable.label
            };
            if !label.is_empty() {
                *out += &format!(
                    "VARIABLE LABELS {name} {}.\n",
                    quoted(&cut(label.say(self.language), 255))
                );
            }
            let labelled = variable
                .values
                .iter()
                .filter(|value| !value.label.is_empty() && can_be(kind, &value.code));
            let labels: Vec<String> = labelled
                .map(|value| {
                    format!(
                        "\n  {} {}",
                        typed(kind, &value.code),
                        quoted(&cut(value.label.say(self.language), 120))
                    )
                })
                .collect();
            if !labels.is_empty() {
                *out += &format!("VALUE LABELS {name}{}.\n", labels.concat());
            }
            *out += &missing(name, kind, &variable.missing);
            let level = match variable.level {
                Level::Nominal | Level::Id => "NOMINAL",
                Level::Ordinal => "ORDINAL",
                Level::Interval => "SCALE",
            };
            // Words cannot be on a scale.
            let level = if matches!(kind, Kind::Words(_)) && level == "SCALE" {
                "NOMINAL"
            } else {
                level
            };
            *out += &format!("VARIABLE LEVEL {name} ({level}).\n");
        }
    }
}

/// A value as the variable's kind has it.
/// Whether SPSS reads a column as words.
pub(super) fn is_words(dataset: &Dataset, place: usize) -> bool {
    dataset
        .body
        .variables
        .get(place)
        .is_some_and(|variable| matches!(kind(dataset, place, variable), Kind::Words(_)))
}

fn typed(kind: Kind, code: &str) -> String {
    match kind {
        Kind::Number(_) => answer::plain(code).map_or_else(|| quoted(code), Cow::into_owned),
        Kind::Words(_) => quoted(code),
    }
}

/// Whether a value can stand in a column of this kind.
fn can_be(kind: Kind, code: &str) -> bool {
    matches!(kind, Kind::Words(_)) || answer::plain(code).is_some()
}

/// Numbers, where everything that stands or may stand in the column is one.
fn kind(dataset: &Dataset, place: usize, variable: &Variable) -> Kind {
    let cells = dataset
        .columns
        .get(place)
        .into_iter()
        .flat_map(Column::strings)
        .map(str::trim);
    let known = variable
        .values
        .iter()
        .map(|value| value.code.as_str())
        .chain(variable.missing.iter().map(String::as_str));
    let written: Vec<&str> = cells.chain(known).filter(|cell| !cell.is_empty()).collect();
    let numeric = dataset.reading(place).is_some_and(Reading::is_numeric);
    if numeric || !written.is_empty() && written.iter().all(|cell| is_number(cell)) {
        let numbers = written.iter().filter_map(|cell| answer::plain(cell));
        let decimals = numbers.map(|number| {
            number
                .split_once('.')
                .map_or(0, |(_, decimals)| decimals.len())
        });
        return Kind::Number(decimals.max().unwrap_or_default().min(10));
    }
    Kind::Words(
        written
            .iter()
            .map(|cell| cell.len())
            .max()
            .unwrap_or_default()
            .clamp(1, 32_767),
    )
}

/// SPSS takes three values for missing, and of words only short ones; others become the empty
/// value.
fn missing(name: &str, kind: Kind, codes: &[String]) -> String {
    let mut values: Vec<String> = codes
        .iter()
        .filter(|code| can_be(kind, code))
        .map(|code| typed(kind, code))
        .collect();
    let words = matches!(kind, Kind::Words(_));
    if !words && (1..=3).contains(&values.len()) {
        return format!("MISSING VALUES {name} ({}).\n", values.join(", "));
    }
    let mut out = String::new();
    let empty = if words { "''" } else { "SYSMIS" };
    if !values.is_empty() {
        values
            .iter_mut()
            .for_each(|value| *value = format!("({value}={empty})"));
        out += &format!("RECODE {name} {}.\n", values.concat());
    }
    // Of words, nothing at all counts as an answer unless it is said not to.
    if matches!(kind, Kind::Words(bytes) if bytes <= 8) {
        out += &format!("MISSING VALUES {name} ('').\n");
    }
    out
}

fn cut(words: &str, bytes: usize) -> String {
    let mut end = words.len().min(bytes);
    while !words.is_char_boundary(end) {
        end -= 1;
    }
    words[..end].to_owned()
}
