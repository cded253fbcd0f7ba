//! Names of variables, made of headings: short, readable, each once, and the same at every import.
//!
//! What would come in, variable by variable.

use super::Survey;
use super::headings::{ColumnHeading, is_long};
use crate::study::Variable;
use crate::text::{number, sanitize};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet};
use unicode_segmentation::UnicodeSegmentation;

/// The letters a name takes when it is made of a question.
const SHORT: usize = 24;

/// The names of all columns, and what there is to say of them. What is in `kept` keeps its heading
/// as its name.
pub fn make_names(headings: &[ColumnHeading], kept: &HashSet<&str>) -> (Vec<String>, Vec<String>) {
    let bases: Vec<String> = headings
        .iter()
        .map(|head| words(&head.name_source))
        .collect();
    let long = |place: usize| {
        is_long(&headings[place].name_source) && !kept.contains(headings[place].text.as_str())
    };
    let mut names: Vec<String> = bases
        .iter()
        .enumerate()
        .map(|(place, base)| match base.as_str() {
            "" => format!("column {}", place + 1),
            _ if long(place) => short(base),
            _ if kept.contains(headings[place].text.as_str()) => headings[place].text.clone(),
            _ => headings[place].name_source.clone(),
        })
        .collect();
    apart(&bases, &mut names, long);
    let mut notes = Vec::new();
    let nameless: Vec<&String> = (0..bases.len())
        .filter(|place| bases[*place].is_empty())
        .map(|place| &names[place])
        .collect();
    if let [first, ..] = nameless.as_slice() {
        notes.push(format!(
            "{} named by the place, such as `{first}`",
            number::count_noun(nameless.len(), "column without a heading")
        ));
    }
    let doubled = make_unique(&mut names);
    if let [first, ..] = doubled.as_slice() {
        notes.push(format!(
            "{} numbered, such as `{}`",
            number::count_noun(doubled.len(), "name that stands twice"),
            sanitize::sanitize_line(&names[*first])
        ));
    }
    let shortened: Vec<usize> = (0..bases.len())
        .filter(|place| long(*place) && names[*place] != bases[*place])
        .collect();
    if let [first, ..] = shortened.as_slice() {
        notes.push(format!(
            "{} shortened to names, such as `{}`; the questions are kept",
            number::count_noun(shortened.len(), "long heading"),
            sanitize::sanitize_line(&names[*first])
        ));
    }
    (names, notes)
}

/// Long headings that begin alike are called by what comes after that.
fn apart(bases: &[String], names: &mut [String], long: impl Fn(usize) -> bool) {
    let mut alike: HashMap<String, Vec<usize>> = HashMap::new();
    for place in (0..bases.len()).filter(|place| long(*place)) {
        alike.entry(names[place].clone()).or_default().push(place);
    }
    for places in alike.values().filter(|places| places.len() > 1) {
        let split: Vec<Vec<&str>> = places
            .iter()
            .map(|place| bases[*place].split(' ').collect())
            .collect();
        let common = (0..).take_while(|at| {
            split.iter().all(|words| {
                words
                    .get(*at)
                    .is_some_and(|word| Some(word) == split[0].get(*at))
            })
        });
        let common = common.count();
        for (place, words) in places.iter().zip(&split) {
            let rest = words[common..].join(" ");
            let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
            if !rest.is_empty() {
                names[*place] = short(rest);
            }
        }
    }
}

/// Makes each name stand once, by a number behind all but the first; answers with the places of
/// those.
pub fn make_unique(names: &mut [String]) -> Vec<usize> {
    let mut taken: HashSet<String> = HashSet::with_capacity(names.len());
    let all: HashSet<String> = names.iter().cloned().collect();
    let mut again = Vec::new();
    for (place, name) in names.iter_mut().enumerate() {
        if taken.insert(name.clone()) {
            continue;
        }
        let mut number = 2;
        while all.contains(&format!("{name} ({number})"))
            || !taken.insert(format!("{name} ({number})"))
        {
            number += 1;
        }
        *name = format!("{name} ({number})");
        again.push(place);
    }
    again
}

/// The first words, as many as fit; of a single long word its beginning.
pub fn short(text: &str) -> String {
    cut(text, SHORT)
}

/// The first words within so many letters.
pub fn cut(text: &str, most: usize) -> String {
    let text = words(text);
    if text.graphemes(true).count() <= most {
        return text;
    }
    let mut short = String::new();
    for word in text.split(' ') {
        if short.graphemes(true).count() + word.graphemes(true).count() >= most && !short.is_empty()
        {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    let short: String = short.graphemes(true).take(most).collect();
    let trimmed = short.trim_end_matches([',', ';', ':', '-', '–', '—', '(', '[', ' ', '.']);
    if trimmed.is_empty() {
        short
    } else {
        trimmed.to_owned()
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A variable before it is anybody's.
#[derive(Clone, Debug)]
pub struct VariablePreview<'a> {
    pub variable: &'a Variable,
    pub guessed: bool,
    /// How many answers there are.
    pub n: usize,
    /// How many rows have none.
    pub missing: usize,
    /// The first answers that differ.
    pub first: Vec<&'a str>,
    /// What was decided about it.
    pub decided: Vec<&'a str>,
}

/// How many answers are shown of a variable.
const FIRST: usize = 4;

impl Survey {
    /// Every variable with its first answers, and what was decided about it.
    pub fn preview(&self) -> Vec<VariablePreview<'_>> {
        let dataset = self.dataset();
        let rows = self.variables.iter().zip(&self.columns).enumerate();
        rows.map(|(place, (variable, column))| {
            let mut first: Vec<&str> = Vec::new();
            for cell in column.strings().filter(|cell| !cell.is_empty()) {
                if !first.contains(&cell) {
                    first.push(cell);
                }
                if first.len() == FIRST {
                    break;
                }
            }
            let n = dataset.answers(place).flatten().count();
            let decided = self
                .report
                .decided
                .iter()
                .filter(|decided| decided.variable == variable.name);
            VariablePreview {
                variable,
                guessed: self
                    .report
                    .guessed
                    .iter()
                    .any(|(name, _)| *name == variable.name),
                n,
                missing: dataset.kept_rows.len() - n,
                first,
                decided: decided.map(|decided| decided.what.as_str()).collect(),
            }
        })
        .collect()
    }
}

impl VariablePreview<'_> {
    /// The same for programs.
    pub fn value(&self, language: &str) -> Value {
        let Variable {
            name,
            level,
            label,
            question,
            values,
            missing,
            yes,
            proposed,
            ..
        } = self.variable;
        json!({
            "name": name,
            "level": level.name(),
            "guessed": self.guessed,
            "label": label.in_language(language),
            "question": question.in_language(language),
            "values": values.iter().map(|value| json!({ "code": value.code, "label": value.label.in_language(language) })).collect::<Vec<_>>(),
            "missing_codes": missing,
            "yes": yes,
            "proposed": proposed,
            "n": self.n,
            "missing": self.missing,
            "first": self.first,
            "decided": self.decided,
        })
    }

    /// Why it is as it is, in one line.
    pub fn decision_line(&self) -> String {
        let level = if self.guessed { "level guessed" } else { "" };
        let scale = self
            .variable
            .proposed
            .as_ref()
            .map(|scale| format!("seems to be on a scale of {}", scale.scale));
        let parts = self
            .decided
            .iter()
            .copied()
            .chain([level])
            .chain(scale.as_deref())
            .filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("; ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(headings: &[&str]) -> Vec<String> {
        let heads: Vec<ColumnHeading> = headings
            .iter()
            .map(|head| ColumnHeading {
                text: (*head).into(),
                name_source: (*head).into(),
                ..ColumnHeading::default()
            })
            .collect();
        make_names(
            &heads,
            &HashSet::from(["kept as it is, because a file of variables names it so"]),
        )
        .0
    }

    #[test]
    fn names_are_short_and_each_stands_once() {
        assert_eq!(
            made(&["a", "", "a", "a (2)", "a"]),
            ["a", "column 2", "a (3)", "a (2)", "a (4)"]
        );
        assert_eq!(
            made(&[
                "How satisfied are you with the food in the canteen?",
                "How satisfied are you with the rooms, all in all?",
                "Er der noget, som du gerne vil tilføje til sidst?",
                "kept as it is, because a file of variables names it so",
            ]),
            [
                "food in the canteen?",
                "rooms, all in all?",
                "Er der noget, som du",
                "kept as it is, because a file of variables names it so"
            ]
        );
        assert_eq!(
            made(&["Donaudampfschifffahrtsgesellschaftskapitän"]),
            ["Donaudampfschifffahrtsge"]
        );
        assert_eq!(made(&["two\nlines"]), ["two lines"]);
    }
}
