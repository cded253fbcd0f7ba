//! Codebooks as tables (CSV, workbooks) with one code per row and columns found by name, as
//! exported by MAXQDA, ATLAS.ti, NVivo, QualCoder, Taguette and virk.
//!
//! The parent of a code comes from a parent column, from a path in its name (`A > B`, `A>>B`,
//! `A\B`), or from one column per level.

use super::code_list::CodeList;
use super::coding_table::normalized_name;
use super::refi::import::shared::new_codes;
use super::{code_list, coding_table};
use crate::import::tabular::TabularData;
use crate::study::command::NewCode;
use crate::study::{BilingualText, CodeBody, CodeKind, Column, Refusal, Study};
use std::collections::HashMap;

const PARENT: &[&str] = &[
    "parent code",
    "parent",
    "under",
    "parent tag",
    "category",
    "obercode",
    "overkode",
    "overordnet",
    "code parent",
];
const DEFINITION: &[&str] = &[
    "definition",
    "description",
    "beschreibung",
    "beskrivelse",
    "descripción",
];
const COLOUR: &[&str] = &["colour", "color", "farve", "farbe"];
const LEVELS: &[&str] = &[
    "level",
    "code",
    "code level",
    "kode",
    "niveau",
    "ebene",
    "nivel",
    "subcode",
];
/// Nesting limit.
const DEEPEST: usize = 50;

/// The codes that the study does not have yet, and notes on what was not imported.
#[derive(Clone, Debug, Default)]
pub struct CodeTable {
    /// Parents before children.
    pub codes: Vec<NewCode>,
    pub notes: Vec<String>,
}

struct CodeTableColumns {
    code: Option<usize>,
    /// One column per level, from the top.
    levels: Vec<usize>,
    parent: Option<usize>,
    definition: Option<usize>,
    memo: Option<usize>,
    colour: Option<usize>,
    rest: [Option<usize>; 6],
}

/// Columns that only virk writes.
const REST: [&str; 6] = ["key", "kind", "tag", "include", "exclude", "example"];

impl CodeTableColumns {
    fn of(header: &[String]) -> Option<CodeTableColumns> {
        let levels = levels(header);
        let code = coding_table::find_column(header, coding_table::CODE_NAMES)
            .filter(|_| levels.is_empty());
        if code.is_none() && levels.is_empty()
            || coding_table::find_column(header, coding_table::DOCUMENT_NAMES).is_some()
        {
            return None;
        }
        let other = |names: &[&str]| {
            coding_table::find_column(header, names)
                .filter(|place| Some(*place) != code && !levels.contains(place))
        };
        let columns = CodeTableColumns {
            parent: other(PARENT),
            definition: other(DEFINITION),
            memo: other(coding_table::NOTE_NAMES),
            colour: other(COLOUR),
            rest: REST.map(|name| other(&[name])),
            code,
            levels,
        };
        Some(columns)
    }

    /// True if the header has columns of codes and nothing that another table would have.
    fn certain(&self, header: &[String]) -> bool {
        let counts = header.iter().any(|head| {
            let head = normalized_name(head);
            [
                "highlights",
                "grounded",
                "cod. seg.",
                "references",
                "segment",
            ]
            .iter()
            .any(|word| head.contains(word))
        });
        let named = self.code.is_some_and(|code| {
            !matches!(normalized_name(&header[code]).as_str(), "name" | "navn")
        });
        let described = [self.parent, self.definition, self.memo, self.colour]
            .iter()
            .any(Option::is_some);
        self.levels.len() > 1 || (named && (counts || described)) || (counts && described)
    }

    fn used(&self) -> impl Iterator<Item = usize> + '_ {
        let one = [
            self.code,
            self.parent,
            self.definition,
            self.memo,
            self.colour,
        ];
        one.into_iter()
            .chain(self.rest)
            .flatten()
            .chain(self.levels.iter().copied())
    }
}

/// Columns such as `Level 1`, `Level 2`.
fn levels(header: &[String]) -> Vec<usize> {
    let mut numbered: Vec<(usize, usize)> = Vec::new();
    for (place, head) in header.iter().enumerate() {
        let head = normalized_name(head);
        let name = head.trim_end_matches(|c: char| c.is_ascii_digit());
        if let (Ok(level), true) = (head[name.len()..].parse(), LEVELS.contains(&name.trim())) {
            numbered.push((level, place));
        }
    }
    numbered.sort_unstable();
    if numbered.len() < 2 {
        Vec::new()
    } else {
        numbered.into_iter().map(|(_, place)| place).collect()
    }
}

pub fn is_code_table(header: &[String]) -> bool {
    CodeTableColumns::of(header).is_some_and(|columns| columns.certain(header))
}

/// Reads the codes of a table called `name`; refuses codes that are their own parents.
pub fn read_code_table(
    name: &str,
    cells: &TabularData,
    study: &Study,
) -> Result<CodeTable, Refusal> {
    let columns = CodeTableColumns::of(&cells.header).ok_or_else(|| {
        Refusal::new(
            format!("{name} is no codebook: no column is called Code, Tag or Name"),
            "Its first row should name the columns, such as Code, Parent, Definition, Colour",
        )
    })?;
    let rows = cells.columns.first().map_or(0, Column::len);
    let cell = |place: Option<usize>, row: usize| {
        place.map_or("", |place| cells.columns[place][row].trim())
    };
    let paths = paths(name, &columns, cells, rows)?;
    let mut list = CodeList::default();
    let mut colours = 0;
    for (row, path) in paths
        .iter()
        .enumerate()
        .filter(|(_, path)| !path.is_empty())
    {
        let code = list.path(path);
        let entry = &mut list.codes[code];
        let said: Vec<&str> = [cell(columns.definition, row), cell(columns.memo, row)]
            .into_iter()
            .filter(|said| !said.is_empty())
            .collect();
        if entry.description.is_empty() {
            entry.description = said.join("\n\n");
        }
        let colour = cell(columns.colour, row);
        let hex = colour.len() == 7
            && colour.starts_with('#')
            && colour[1..].bytes().all(|byte| byte.is_ascii_hexdigit());
        if hex {
            entry.colour = colour.to_owned();
        } else {
            colours += usize::from(!colour.is_empty());
        }
        let [key, kind, tag, include, exclude, example] =
            columns.rest.map(|place| cell(place, row));
        let words = |said: &str| {
            if study.language == "da" {
                BilingualText {
                    da: said.into(),
                    en: String::new(),
                }
            } else {
                BilingualText::new(said)
            }
        };
        let told = CodeBody {
            key: key.to_owned(),
            kind: CodeKind::parse(kind).unwrap_or_default(),
            tag: tag.to_owned(),
            include: words(include),
            exclude: words(exclude),
            example: words(example),
            ..CodeBody::default()
        };
        if told != CodeBody::default() {
            entry.body = Some(Box::new(told));
        }
    }
    if list.codes.is_empty() {
        return Err(Refusal::new(
            format!("{name} holds no code"),
            "Nothing was imported; check the file",
        ));
    }
    let mut notes = Vec::new();
    let used: Vec<usize> = columns.used().collect();
    let others: Vec<String> = (0..cells.header.len())
        .filter(|place| {
            !used.contains(place) && cells.columns[*place].iter().any(|cell| !cell.is_empty())
        })
        .map(|place| format!("`{}`", cells.header[place]))
        .collect();
    if !others.is_empty() {
        notes.push(format!(
            "Columns that were not taken over: {}",
            others.join(", ")
        ));
    }
    if colours > 0 {
        notes.push(format!(
            "{colours} colours are not written as #RRGGBB and were left out"
        ));
    }
    let codes = new_codes(&list.codes, study);
    match list.codes.len() - codes.len() {
        0 => {}
        1 => notes.insert(
            0,
            "1 code is already in the study and stays as it is there".to_owned(),
        ),
        known => notes.insert(
            0,
            format!("{known} codes are in the study already and stay as they are there"),
        ),
    }
    Ok(CodeTable { codes, notes })
}

/// The path of each row's code; empty for a row without one.
fn paths(
    name: &str,
    columns: &CodeTableColumns,
    cells: &TabularData,
    rows: usize,
) -> Result<Vec<Vec<String>>, Refusal> {
    let Some(code) = columns.code else {
        return Ok(stepped(columns, cells, rows));
    };
    // Taguette's tags have no hierarchy: separators are part of the name.
    let whole = columns.parent.is_some() || normalized_name(&cells.header[code]).starts_with("tag");
    let names: Vec<Vec<String>> = cells.columns[code]
        .iter()
        .map(|cell| {
            if whole {
                vec![cell.trim().to_owned()]
            } else {
                code_list::split_path(cell)
            }
        })
        .map(|path| path.into_iter().filter(|name| !name.is_empty()).collect())
        .collect();
    let Some(parents) = columns.parent.map(|parent| &cells.columns[parent]) else {
        return Ok(names);
    };
    let mut rows_of: HashMap<&str, Vec<usize>> = HashMap::new();
    for (row, path) in names.iter().enumerate() {
        path.last()
            .into_iter()
            .for_each(|name| rows_of.entry(name.as_str()).or_default().push(row));
    }
    let mut paths = Vec::with_capacity(rows);
    for (row, own) in names.iter().enumerate().take(rows) {
        let mut path: Vec<String> = own.iter().rev().cloned().collect();
        let mut above = row;
        while !path.is_empty() && !parents[above].trim().is_empty() {
            let mut parent = code_list::split_path(&parents[above]);
            let single = parent.len() == 1;
            parent.reverse();
            let known = rows_of
                .get(parents[above].trim())
                .filter(|rows| single && rows.len() == 1)
                .map(|rows| rows[0]);
            path.extend(parent);
            if path.len() > DEEPEST {
                return Err(Refusal::new(
                    format!(
                        "{name}: `{}` stands under itself",
                        &cells.columns[code][row]
                    ),
                    "Nothing was imported; correct the column of parents",
                ));
            }
            match known {
                Some(next) => above = next,
                None => break,
            }
        }
        path.reverse();
        paths.push(path);
    }
    Ok(paths)
}

/// Paths from level columns, where a parent need not be repeated.
fn stepped(columns: &CodeTableColumns, cells: &TabularData, rows: usize) -> Vec<Vec<String>> {
    let mut before: Vec<String> = Vec::new();
    let mut paths = Vec::with_capacity(rows);
    for row in 0..rows {
        let names: Vec<&str> = columns
            .levels
            .iter()
            .map(|place| cells.columns[*place][row].trim())
            .collect();
        let Some(last) = names.iter().rposition(|name| !name.is_empty()) else {
            paths.push(Vec::new());
            continue;
        };
        let mut path: Vec<String> = Vec::new();
        let mut follows = true;
        for (level, name) in names[..=last].iter().enumerate() {
            let above = before.get(level).cloned().unwrap_or_default();
            let named = if name.is_empty() && follows {
                above.clone()
            } else {
                (*name).to_owned()
            };
            follows = follows && named == above;
            if !named.is_empty() {
                path.push(named);
            }
        }
        before = path.clone();
        paths.push(path);
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::TextFile;

    type Row = (String, Option<String>, String);

    fn read(text: &str) -> (Vec<Row>, Vec<String>) {
        let file = TextFile::from_bytes("codes.csv", "codes.csv".into(), text.as_bytes()).unwrap();
        let cells = TabularData::read(&file, None).unwrap();
        let table = read_code_table("codes.csv", &cells, &Study::default()).unwrap();
        let told = table
            .codes
            .into_iter()
            .map(|code| (code.body.name.en, code.parent, code.body.definition.en));
        (told.collect(), table.notes)
    }

    fn code(
        name: &str,
        parent: Option<&str>,
        definition: &str,
    ) -> (String, Option<String>, String) {
        (
            name.to_owned(),
            parent.map(str::to_owned),
            definition.to_owned(),
        )
    }

    #[test]
    fn a_tree_is_told_by_parents_by_paths_and_by_levels() {
        let tree = [
            code("Mechanism", None, ""),
            code("Trust", Some("mechanism"), "d"),
            code("Hope", Some("trust"), ""),
        ];
        for table in [
            "Code,Parent,Definition\nTrust,Mechanism,d\nHope,Trust,\n",
            "Code,Parent code,Definition\nTrust,Mechanism,d\nHope,Mechanism\\Trust,\n",
            "Code,Memo\nMechanism > Trust,d\nMechanism > Trust > Hope,\n",
            "Code,Memo\nMechanism\\Trust,d\nMechanism\\Trust\\Hope,\n",
            "Name;Description\nMechanism;\nMechanism>>Trust;d\nMechanism>>Trust>>Hope;\n",
            "Level 1,Level 2,Level 3,Description\nMechanism,Trust,,d\n,,Hope,\n",
        ] {
            assert_eq!(read(table).0, tree, "{table}");
        }
    }

    #[test]
    fn tags_of_taguette_have_no_tree_and_other_columns_are_told() {
        let (codes, notes) =
            read("tag,description,number of highlights\nA > B,When somebody trusts,3\n");
        assert_eq!(codes, [code("A > B", None, "When somebody trusts")]);
        assert_eq!(
            notes,
            ["Columns that were not taken over: `number of highlights`"]
        );
    }

    #[test]
    fn what_is_no_codebook_is_not_taken_for_one() {
        let header = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
        for (names, is) in [
            ("Code,Parent,Definition", true),
            ("tag,description,number of highlights", true),
            ("Code,Comment,Grounded,Density", true),
            ("Document,Start,End,Code", false),
            ("Document name,Code,Segment", false),
            ("name,role,comment", false),
            ("time,speaker,words", false),
            ("code,age,sex", false),
        ] {
            assert_eq!(is_code_table(&header(names)), is, "{names}");
        }
    }

    #[test]
    fn codes_under_themselves_are_refused() {
        let file = TextFile::from_bytes("c", "c".into(), b"Code,Parent\nA,B\nB,A\n").unwrap();
        let refused = read_code_table(
            "c",
            &TabularData::read(&file, None).unwrap(),
            &Study::default(),
        )
        .unwrap_err();
        assert!(
            refused.what.contains("stands under itself"),
            "{}",
            refused.what
        );
    }
}
