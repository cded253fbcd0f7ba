//! Code lists as people write them: one path per line (`Context > Labour market`), or names nested
//! by indentation.
//!
//! ```text
//! Mechanism > Reflection ; #56B4E9 ; Seeing oneself from outside
//! Mechanism > Reflection > Task reflection
//!
//! Context
//!   Labour market
//!     - Few vacancies
//! ```
//!
//! `>>`, as QualCoder writes it, and `\` are equivalent to `>`. An optional colour and definition
//! follow a tab or a semicolon. Codes that the codebook has at the same place are not created
//! again, and missing parents are created.

use super::refi::import::shared::{CodeEntry, new_codes};
use crate::import::TextFile;
use crate::study::{Refusal, Study, command::NewCode};
use std::collections::HashMap;

/// The codes that the study does not have yet, parents before children.
pub fn parse_code_list(file: &TextFile, study: &Study) -> Result<Vec<NewCode>, Refusal> {
    let mut list = CodeList::default();
    for (place, line) in file.text.lines().enumerate() {
        list.line(line).map_err(|error| {
            Refusal::new(
                format!("{} line {}: {error}", file.name, place + 1),
                error.hint(),
            )
        })?;
    }
    if list.codes.is_empty() {
        return Err(Refusal::new(
            format!("{} holds no code", file.name),
            "Write a code in a line, such as `Mechanism > Reflection`",
        ));
    }
    Ok(new_codes(&list.codes, study))
}

/// Splits a path: `A > B`, `A>>B` as in QualCoder, or `A\B` as in MAXQDA and NVivo.
pub(super) fn split_path(words: &str) -> Vec<String> {
    let between = [">>", ">", "\\"]
        .into_iter()
        .find(|sign| words.contains(sign))
        .unwrap_or(">");
    let names = words.split(between).map(str::trim);
    // NVivo paths begin with the folder of all codes, and contain double backslashes.
    let names: Vec<String> = if between == "\\" {
        names
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    } else {
        names.map(str::to_owned).collect()
    };
    match names.split_first() {
        Some((first, rest))
            if between == "\\"
                && !rest.is_empty()
                && matches!(first.as_str(), "Nodes" | "Codes") =>
        {
            rest.to_vec()
        }
        _ => names,
    }
}

#[derive(Default)]
pub(super) struct CodeList {
    pub codes: Vec<CodeEntry>,
    /// The index of each path.
    known: HashMap<Vec<String>, usize>,
    /// Indentation and code of the open levels.
    open_levels: Vec<(usize, usize)>,
}

#[derive(Debug, thiserror::Error)]
enum CodeListError {
    #[error("`{0}` has a part without a name")]
    NamelessPart(String),
    #[error("`{0}` is no colour")]
    InvalidColour(String),
}

impl CodeListError {
    fn hint(&self) -> &'static str {
        match self {
            CodeListError::NamelessPart(_) => "Write names between the signs, such as `a > b`",
            CodeListError::InvalidColour(_) => "Write colours as #RRGGBB",
        }
    }
}

impl CodeList {
    fn line(&mut self, line: &str) -> Result<(), CodeListError> {
        if line.trim().is_empty() {
            return Ok(());
        }
        // A tab counts as four spaces.
        let depth = line
            .chars()
            .take_while(|c| c.is_whitespace())
            .map(|c| if c == '\t' { 4 } else { 1 })
            .sum();
        let words = line.trim();
        let words = ["- ", "* ", "+ ", "• "]
            .iter()
            .find_map(|sign| words.strip_prefix(sign))
            .unwrap_or(words);
        let (path, colour, definition) = parted(words)?;
        while self
            .open_levels
            .last()
            .is_some_and(|(other, _)| *other >= depth)
        {
            self.open_levels.pop();
        }
        let mut parent = self.open_levels.last().map(|(_, code)| *code);
        for name in &self::split_path(&path) {
            if name.is_empty() {
                return Err(CodeListError::NamelessPart(path));
            }
            parent = Some(self.code(parent, name));
        }
        let Some(code) = parent else { return Ok(()) };
        if !colour.is_empty() {
            self.codes[code].colour = colour;
        }
        if !definition.is_empty() {
            self.codes[code].description = definition;
        }
        self.open_levels.push((depth, code));
        Ok(())
    }

    /// Finds or adds the code at a path, including its parents.
    pub(super) fn path(&mut self, names: &[String]) -> usize {
        let mut parent = None;
        for name in names {
            parent = Some(self.code(parent, name));
        }
        parent.unwrap_or_default()
    }

    fn code(&mut self, parent: Option<usize>, name: &str) -> usize {
        let mut path = vec![name.to_owned()];
        let mut at = parent;
        while let Some(code) = at {
            path.push(self.codes[code].name.clone());
            at = self.codes[code].parent;
        }
        let place = self.codes.len();
        let known = *self.known.entry(path).or_insert(place);
        if known == place {
            let guid = format!("line {place}");
            self.codes.push(CodeEntry {
                guid,
                parent,
                name: name.to_owned(),
                ..CodeEntry::default()
            });
        }
        known
    }
}

/// Splits a line into path, colour and definition.
fn parted(line: &str) -> Result<(String, String, String), CodeListError> {
    let by = if line.contains('\t') { '\t' } else { ';' };
    let mut parts = line.splitn(2, by).map(str::trim);
    let path = parts.next().unwrap_or_default().to_owned();
    let rest = parts.next().unwrap_or_default();
    if !rest.starts_with('#') {
        // An empty column may stand for the colour.
        let definition = rest.strip_prefix(by).unwrap_or(rest).trim();
        return Ok((path, String::new(), definition.to_owned()));
    }
    let (colour, definition) = rest.split_once(by).unwrap_or((rest, ""));
    let colour = colour.trim();
    let hex = colour.len() == 7 && colour[1..].bytes().all(|byte| byte.is_ascii_hexdigit());
    if !hex {
        return Err(CodeListError::InvalidColour(colour.to_owned()));
    }
    Ok((path, colour.to_owned(), definition.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, Option<String>)>, Refusal> {
        let file = TextFile::from_bytes("codes.txt", "codes.txt".into(), text.as_bytes()).unwrap();
        let codes = parse_code_list(&file, &Study::default())?;
        Ok(codes
            .into_iter()
            .map(|code| (code.body.name.en, code.parent))
            .collect())
    }

    fn tree(pairs: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
        pairs
            .iter()
            .map(|(name, parent)| ((*name).to_owned(), parent.map(str::to_owned)))
            .collect()
    }

    #[test]
    fn paths_and_steps_make_the_same_tree() {
        let expected = tree(&[
            ("Mechanism", None),
            ("Reflection", Some("mechanism")),
            ("Task", Some("reflection")),
            ("Context", None),
        ]);
        assert_eq!(
            read("Mechanism > Reflection>Task\nContext\nMechanism > Reflection").unwrap(),
            expected
        );
        assert_eq!(
            read("Mechanism>>Reflection>>Task\nContext").unwrap(),
            expected
        );
        assert_eq!(
            read("Mechanism\\Reflection\\Task\nContext").unwrap(),
            expected
        );
        assert_eq!(
            read("Mechanism\n  Reflection\n    - Task\n\nContext\n").unwrap(),
            expected
        );
        assert_eq!(
            read("- Mechanism\n\t- Reflection\n\t\t- Task\n- Context").unwrap(),
            expected
        );
    }

    #[test]
    fn colour_and_definition_are_taken_and_kinds_told_by_name() {
        let file = TextFile::from_bytes(
            "c",
            "c".into(),
            "Mechanisms > Trust ; #56B4E9 ; One; and two\nHope\t\tA wish\n".as_bytes(),
        )
        .unwrap();
        let codes = parse_code_list(&file, &Study::default()).unwrap();
        let trust = &codes[1].body;
        assert_eq!(
            (
                trust.colour.as_str(),
                trust.definition.en.as_str(),
                trust.kind.name()
            ),
            ("#56B4E9", "One; and two", "mechanism")
        );
        assert_eq!(codes[2].body.definition.en, "A wish");
    }

    #[test]
    fn faults_name_their_line() {
        for (text, line, what) in [
            ("a\nb > > c", 2, "without a name"),
            ("a ; #12", 1, "is no colour"),
            ("\n\n", 0, "holds no code"),
            (" a\n  b\n c\nd\n e\n f ; #zzzzzz", 6, "is no colour"),
        ] {
            let refused = read(text).unwrap_err().what;
            assert!(
                refused.contains(what) && (line == 0 || refused.contains(&format!("line {line}:"))),
                "{refused}"
            );
        }
    }
}
