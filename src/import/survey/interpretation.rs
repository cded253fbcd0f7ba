//! A file of rows as a survey: its headings understood, its columns named, and whatever was decided
//! on the way told.

use super::data_dictionary::DataDictionary;
use super::headings::{ColumnHeadings, take_headings};
use super::personal_columns::PersonalColumn;
use super::programs::SurveyProgram;
use super::{choice_columns, metadata, multiple_answers, personal_columns, variable_names};
use crate::import::table::{TableFile, VariablesFile};
use crate::study::dataset::MeasurementLevel;
use crate::study::lookup::nearest_name;
use crate::study::{BilingualText, Refusal, Variable};
use crate::text::number::count_noun;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// How a survey is to be read, where a person says so.
#[derive(Clone, Debug, Default)]
pub struct SurveyReadOptions {
    /// How many rows of headings stand above the answers.
    pub header_rows: Option<usize>,
    /// Columns that are left out, by name or heading; `*` stands for anything.
    pub excluded_columns: Vec<String>,
    pub dictionary: Option<DataDictionary>,
}

/// Something that was decided about a variable, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VariableDecision {
    pub variable: String,
    pub what: String,
}

/// What was understood of a file beside its cells.
#[derive(Clone, Debug, Default)]
pub struct SurveyInterpretation {
    pub program: Option<SurveyProgram>,
    /// How many rows of headings it has.
    pub header_rows: usize,
    /// What there is to tell, a sentence each.
    pub notes: Vec<String>,
    pub decisions: Vec<VariableDecision>,
    /// What may identify somebody.
    pub personal: Vec<PersonalColumn>,
}

/// Understands the headings of a file and names its columns; a file that describes its variables
/// itself keeps them.
/// Refused when it has fewer rows than headings are asked for, or no column that is to be left out.
pub fn interpret(
    file: &mut TableFile,
    described: Option<&VariablesFile>,
    how: &SurveyReadOptions,
) -> Result<SurveyInterpretation, Refusal> {
    let mut understood = SurveyInterpretation {
        header_rows: 1,
        ..SurveyInterpretation::default()
    };
    let told: Vec<String>;
    if file.variables.is_empty() {
        let heads = take_headings(&file.name, &mut file.cells, how.header_rows)?;
        told = heads.all.iter().map(|head| head.text.clone()).collect();
        understood.columns(file, &heads, described, how);
    } else if how.header_rows.is_some() {
        return Err(Refusal::new(
            format!("{} names its variables itself", file.name),
            "Leave --header-rows out",
        ));
    } else {
        told = file.cells.header.clone();
    }
    let mut headings: HashMap<String, String> =
        file.cells.header.iter().cloned().zip(told).collect();
    understood.options(file, described, &mut headings);
    for (name, column) in file.cells.header.iter().zip(&file.cells.columns) {
        let known = understood
            .personal
            .iter()
            .any(|known| known.variable == *name);
        // A moment is nobody, and a register has millions of them.
        let moment = understood.decisions.iter().any(|decided| {
            decided.variable == *name && decided.what.starts_with(metadata::DATE_COLUMN_KIND)
        });
        if !known && !moment {
            let about = file
                .variables
                .iter()
                .find(|variable| variable.name == *name)
                .map(|variable| {
                    let question = variable.question.in_language("en");
                    if question.is_empty() {
                        variable.label.in_language("en")
                    } else {
                        question
                    }
                });
            let told = headings.get(name).unwrap_or(name);
            understood
                .personal
                .extend(personal_columns::find_personal_columns(
                    name,
                    told,
                    about.unwrap_or_default(),
                    column,
                ));
        }
    }
    understood.leave_out(file, &how.excluded_columns, &headings)?;
    Ok(understood)
}

impl SurveyInterpretation {
    fn decide(&mut self, variable: &str, what: impl Into<String>) {
        self.decisions.push(VariableDecision {
            variable: variable.to_owned(),
            what: what.into(),
        });
    }

    /// Names the columns of a file and describes them as far as its headings do.
    fn columns(
        &mut self,
        file: &mut TableFile,
        heads: &ColumnHeadings,
        described: Option<&VariablesFile>,
        how: &SurveyReadOptions,
    ) {
        (self.program, self.header_rows) = (heads.program, heads.rows);
        let kept: HashSet<&str> = described
            .iter()
            .flat_map(|file| &file.variables)
            .map(|described| described.variable.name.as_str())
            .collect();
        let (names, notes) = variable_names::make_names(&heads.all, &kept);
        if let Some(program) = heads.program {
            self.notes.push(format!(
                "an export of {}, with {} of headings",
                program.name(),
                count_noun(heads.rows, "row")
            ));
        } else if heads.rows != 1 {
            self.notes
                .push(format!("{} of headings", count_noun(heads.rows, "row")));
        }
        self.notes.extend(notes);
        let marked =
            choice_columns::convert_choice_columns(&heads.all, &mut file.cells.columns, &kept);
        if let Some(first) = marked.first() {
            self.notes.push(format!(
                "{} of one option each became yes and no, such as `{}`: no if another option of the question was chosen, missing if none was",
                count_noun(marked.len(), "column"),
                names[*first]
            ));
        }
        let mut metadata: Vec<String> = Vec::new();
        let mut known = 0;
        for (place, (head, name)) in heads.all.iter().zip(&names).enumerate() {
            let column = &file.cells.columns[place];
            if *name != head.text && !head.text.is_empty() {
                self.decide(name, format!("heading: {}", head.text));
            }
            let row_names = (place == 0)
                .then(|| metadata::row_names(&head.text, column))
                .flatten();
            let kind =
                row_names.or_else(|| metadata::metadata_kind(heads.program, &head.text, column));
            let label = if head.part.is_empty() {
                &head.question
            } else {
                &head.part
            };
            let mut variable = Variable {
                name: name.clone(),
                label: BilingualText::new(if label.is_empty() {
                    name.clone()
                } else {
                    variable_names::cut(label, super::LABEL)
                }),
                question: BilingualText::new(&head.question),
                ..Variable::default()
            };
            let mut sure = false;
            if let Some(kind) = kind {
                (variable.level, sure) = (kind.level, true);
                metadata.push(format!("`{name}` {}", kind.level.name()));
                let tested = if kind.level == MeasurementLevel::Id {
                    ", never tested"
                } else {
                    ""
                };
                self.decide(name, format!("{}{tested}", kind.what));
            }
            if marked.binary_search(&place).is_ok() {
                (variable.level, variable.values, sure) = (
                    MeasurementLevel::Nominal,
                    choice_columns::yes_and_no(),
                    true,
                );
                variable.yes = Some("1".into());
                self.decide(
                    name,
                    "1 where it was chosen, 0 where another option of the question was",
                );
            }
            if let Some(meaning) = how
                .dictionary
                .as_ref()
                .and_then(|dictionary| dictionary.column_meaning(&head.text, column))
            {
                known += 1;
                sure = meaning.level_is_known;
                variable = Variable {
                    name: name.clone(),
                    ..meaning.variable
                };
                if meaning.identifier {
                    let answers = column.count(|cell| !cell.is_empty());
                    self.personal.push(PersonalColumn {
                        variable: name.clone(),
                        kind: personal_columns::PersonalDataKind::Identifier,
                        answers,
                    });
                }
            }
            if !sure {
                file.unsure.push(name.clone());
            }
            file.variables.push(variable);
        }
        if !metadata.is_empty() {
            self.notes.push(format!(
                "about the answers, not answers themselves: {}",
                metadata.join(", ")
            ));
        }
        if let Some(dictionary) = &how.dictionary {
            self.notes.push(format!(
                "the dictionary describes {known} of {} ({} in it)",
                count_noun(names.len(), "column"),
                count_noun(dictionary.len(), "field")
            ));
        }
        file.cells.header = names;
    }

    /// Gives the options of cells that hold several answers a variable each, behind the original.
    fn options(
        &mut self,
        file: &mut TableFile,
        described: Option<&VariablesFile>,
        headings: &mut HashMap<String, String>,
    ) {
        let mut place = 0;
        while place < file.cells.header.len() {
            let name = file.cells.header[place].clone();
            let told = described.is_some_and(|file| file.get(&name).is_some());
            let labelled = file
                .variables
                .iter()
                .find(|known| known.name == name)
                .is_some_and(|known| !known.values.is_empty());
            let sure = file.variables.iter().any(|known| known.name == name)
                && !file.unsure.contains(&name);
            let found = if told || labelled || sure {
                None
            } else {
                multiple_answers::find_multiple_answers(&file.cells.columns[place])
            };
            place += 1;
            let Some(several) = found else { continue };
            let mut others = file.cells.header.clone();
            let of = file.variables.iter().position(|known| known.name == name);
            let question = of
                .map(|of| file.variables[of].question.in_language("en").to_owned())
                .filter(|question| !question.is_empty());
            let question = question.unwrap_or_else(|| name.clone());
            for (at, (option, column)) in several.options.iter().zip(several.columns).enumerate() {
                others.push(format!(
                    "{}: {}",
                    variable_names::cut(&name, 12),
                    variable_names::cut(option, 16)
                ));
                variable_names::make_unique(&mut others);
                let made = others.last().cloned().unwrap_or_default();
                self.decide(
                    &made,
                    format!("1 where `{name}` holds `{option}`, 0 where it holds others"),
                );
                let variable = Variable {
                    name: made.clone(),
                    label: BilingualText::new(variable_names::cut(option, super::LABEL)),
                    question: BilingualText::new(format!("{question} – {option}")),
                    values: choice_columns::yes_and_no(),
                    yes: Some("1".into()),
                    ..Variable::default()
                };
                headings.insert(made.clone(), made.clone());
                file.cells.header.insert(place + at, made);
                file.cells.columns.insert(place + at, column);
                match of {
                    Some(of) => file.variables.insert(of + 1 + at, variable),
                    None => file.variables.push(variable),
                }
            }
            let rest = if several.others > 0 {
                format!(
                    "; {} only there",
                    count_noun(several.others, "other answer")
                )
            } else {
                String::new()
            };
            self.notes.push(format!(
                "`{name}` holds several answers, divided by `{}`: {} of yes and no made from it; the original is kept{rest}",
                several.separator,
                count_noun(several.options.len(), "variable")
            ));
            self.decide(
                &name,
                format!(
                    "several answers divided by `{}`, each a variable of its own",
                    several.separator
                ),
            );
            place += several.options.len();
        }
    }

    /// Leaves columns out that a person does not want.
    fn leave_out(
        &mut self,
        file: &mut TableFile,
        without: &[String],
        headings: &HashMap<String, String>,
    ) -> Result<(), Refusal> {
        let mut gone: HashSet<String> = HashSet::new();
        for wanted in without
            .iter()
            .map(|wanted| wanted.trim())
            .filter(|wanted| !wanted.is_empty())
        {
            let fits = |name: &&String| {
                is_like(name, wanted)
                    || headings
                        .get(*name)
                        .is_some_and(|told| is_like(told, wanted))
            };
            let found: Vec<&String> = file.cells.header.iter().filter(fits).collect();
            if found.is_empty() {
                let hint = match nearest_name(
                    &wanted.to_lowercase(),
                    file.cells.header.iter().map(String::as_str),
                ) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => "Look at its columns with --preview".into(),
                };
                return Err(Refusal::new(
                    format!("{} has no column `{wanted}` to leave out", file.name),
                    hint,
                ));
            }
            gone.extend(found.into_iter().cloned());
        }
        if gone.is_empty() {
            return Ok(());
        }
        if gone.len() == file.cells.header.len() {
            return Err(Refusal::new(
                "every column would be left out",
                "Name fewer with --without",
            ));
        }
        let listed: Vec<String> = file
            .cells
            .header
            .iter()
            .filter(|name| gone.contains(*name))
            .map(|name| format!("`{name}`"))
            .collect();
        let keep: Vec<bool> = file
            .cells
            .header
            .iter()
            .map(|name| !gone.contains(name))
            .collect();
        let (mut head, mut column) = (keep.iter(), keep.iter());
        file.cells.header.retain(|_| head.next() == Some(&true));
        file.cells.columns.retain(|_| column.next() == Some(&true));
        file.variables.retain(|known| !gone.contains(&known.name));
        self.personal
            .retain(|found| !gone.contains(&found.variable));
        self.decisions
            .retain(|decided| !gone.contains(&decided.variable));
        self.notes
            .push(format!("left out as told: {}", listed.join(", ")));
        Ok(())
    }
}

/// Whether a name is like what is written, in any case, `*` standing for anything.
fn is_like(name: &str, written: &str) -> bool {
    let (name, written) = (name.to_lowercase(), written.to_lowercase());
    let parts: Vec<&str> = written.split('*').collect();
    let [first, middle @ .., last] = parts.as_slice() else {
        return name == written;
    };
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    for part in middle {
        let Some(at) = rest.find(part) else {
            return false;
        };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_with_a_star() {
        for (name, written, fits) in [
            ("Q2_1", "q2_*", true),
            ("Q21", "Q2_*", false),
            ("email", "email", true),
            ("my email", "*mail", true),
            ("a", "a*a", false),
            ("LocationLatitude", "loc*tude", true),
        ] {
            assert_eq!(is_like(name, written), fits, "{name} {written}");
        }
    }
}
