//! Surveys and register extracts, in any format of rows, with or without a file
//! that says what their numbers mean.
//!
//! Without one, levels are guessed and every guess is said, and no row is left
//! out: that an answer was broken off is for the researcher to know. How headings of
//! survey programs are understood stands in `understood`.

mod choice_columns;
mod data_dictionary;
mod headings;
mod interpretation;
mod metadata;
mod multiple_answers;
pub mod personal_columns;
mod programs;
mod variable_names;

pub use interpretation::{SurveyReadOptions, VariableDecision};
pub use programs::{KnownProgram, PROGRAMS, SurveyProgram};
pub use variable_names::VariablePreview;

use super::codebook::refuse_unknown_keys;
use super::table::{TableFile, TableReadOptions, VariablesFile};
use super::tabular::{ReadProgress, TabularData};
use super::{TextFile, answer_levels, table, table as decimal};
use crate::study::dataset::{Exclusion, MeasurementLevel};
use crate::study::document::Provenance;
use crate::study::lookup::nearest_name;
use crate::study::parsed_column::is_numeric;
use crate::study::scale::ProposedScale;
use crate::study::{
    BilingualText, Column, Command, Dataset, DatasetBody, Id, Refusal, Study, Variable, dataset,
};
use crate::text::number;
use data_dictionary::DataDictionary;
use interpretation::{SurveyInterpretation, interpret};
use serde::Serialize;
use std::fmt;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// A dataset that has been read and belongs to no study yet.
#[derive(Clone, Debug)]
pub struct Survey {
    /// What it is called: the file's name without its extension.
    pub name: String,
    /// Its variables in the order of the columns.
    pub variables: Vec<Variable>,
    /// Which rows are left out, and why.
    pub exclusions: Vec<Exclusion>,
    pub columns: Vec<Column>,
    /// Variables and the keys of the codes they measure.
    pub indicators: Vec<(String, String)>,
    /// Where it came from.
    pub source: Provenance,
    /// How the file was read.
    pub report: SurveyReport,
    described_by: String,
}

/// How a dataset was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SurveyReport {
    /// How the bytes were read.
    pub encoding: String,
    /// What stands between two cells, in delimited text.
    pub delimiter: Option<char>,
    /// The sheet they were on, in a workbook.
    pub sheet: Option<String>,
    /// Rows in the file.
    pub rows: usize,
    /// Rows that no rule leaves out.
    pub kept: usize,
    /// The rules that leave rows out, each with its count, in words.
    pub left_out: Vec<String>,
    /// Variables whose level was guessed.
    pub guessed: Vec<(String, MeasurementLevel)>,
    /// Scales that variables seem to be on, each with the names of these variables.
    pub proposed: Vec<(ProposedScale, Vec<String>)>,
    /// Whatever else the person should know.
    pub notes: Vec<String>,
    /// The program that exported it, if its headings tell.
    pub program: Option<SurveyProgram>,
    /// How many rows of headings it has.
    pub header_rows: usize,
    /// What was decided about single variables, and why.
    pub decided: Vec<VariableDecision>,
    /// Columns that may identify somebody.
    pub personal: Vec<personal_columns::PersonalColumn>,
}

/// How many letters the label of a variable takes of its question.
const LABEL: usize = 80;

/// What is asked for when a dataset is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurveyRequest {
    /// The file that says what its numbers mean.
    pub variables_file: Option<PathBuf>,
    /// Which sheet of a workbook.
    pub sheet: Option<String>,
    /// How many rows of headings there are.
    pub header_rows: Option<usize>,
    /// The data dictionary of REDCap.
    pub dictionary: Option<PathBuf>,
    /// Columns that are left out.
    pub excluded_columns: Vec<String>,
}

/// Reads the dataset at `path`, described by the file at `described`, if given; of a workbook, the
/// sheet, if given.
/// Refused when a file is missing, broken or no file of rows, or the two do not fit.
pub fn read_survey(
    path: &Path,
    described: Option<&Path>,
    sheet: Option<&str>,
) -> Result<Survey, Refusal> {
    let asked = SurveyRequest {
        variables_file: described.map(Path::to_owned),
        sheet: sheet.map(str::to_owned),
        ..SurveyRequest::default()
    };
    read_survey_with_progress(path, &asked, &mut |_, _| {})
}

/// The same as it is asked for, telling now and then how many bytes of how many have been read.
/// Refused as there, and when it does not fit what is asked for.
pub fn read_survey_with_progress(
    path: &Path,
    asked: &SurveyRequest,
    watch: ReadProgress<'_>,
) -> Result<Survey, Refusal> {
    let described = asked
        .variables_file
        .as_ref()
        .map(|path| table::parse_variables(&TextFile::open(path)?))
        .transpose()?;
    let delimiter = described.as_ref().and_then(|file| file.delimiter);
    let dictionary = |path: &PathBuf| {
        let table = TableFile::open(path, &TableReadOptions::default())?;
        DataDictionary::read(&table.name, &table.cells)
    };
    let dictionary = asked.dictionary.as_ref().map(dictionary).transpose()?;
    let file = TableFile::open_with_progress(
        path,
        &TableReadOptions {
            delimiter,
            sheet: asked.sheet.clone(),
        },
        watch,
    )?;
    read_with(
        file,
        described.as_ref(),
        &SurveyReadOptions {
            header_rows: asked.header_rows,
            excluded_columns: asked.excluded_columns.clone(),
            dictionary,
        },
    )
}

/// Reads a dataset whose rows have been read.
/// Refused when the variables file does not fit.
pub fn read(file: TableFile, described: Option<&VariablesFile>) -> Result<Survey, Refusal> {
    read_with(file, described, &SurveyReadOptions::default())
}

/// The same, as a person says.
/// Refused as there, and when the file does not fit what is said.
pub fn read_with(
    mut file: TableFile,
    described: Option<&VariablesFile>,
    how: &SurveyReadOptions,
) -> Result<Survey, Refusal> {
    // What another program stored as numbers has no decimal commas.
    let stored = !file.variables.is_empty();
    let SurveyInterpretation {
        program,
        header_rows,
        notes: understood,
        decisions: decided,
        personal,
    } = interpret(&mut file, described, how)?;
    if let Some(described) = described {
        refuse_absent(&file, described)?;
    }
    let name = file.stem().to_owned();
    let TableFile {
        cells:
            TabularData {
                delimiter,
                sheet,
                header,
                mut columns,
                blank_rows,
                notes,
            },
        variables: own,
        unsure,
        source,
        ..
    } = file;
    let mut report = SurveyReport {
        encoding: source.encoding.clone(),
        delimiter,
        sheet,
        notes: [notes, understood].concat(),
        program,
        header_rows,
        decided,
        personal,
        ..SurveyReport::default()
    };
    report.rows = columns.first().map_or(0, Column::len);
    if header.len() == 1 && delimiter.is_some() {
        report.notes.push(
            "only one column was found: cells are divided by semicolons, commas or tabs".into(),
        );
    }
    if blank_rows > 0 {
        report.notes.push(format!(
            "{blank_rows} empty row{} skipped",
            if blank_rows == 1 { "" } else { "s" }
        ));
    }
    let mut known = Vec::with_capacity(header.len());
    let mut asking = answer_levels::AnswerReview::default();
    for (place, (name, column)) in header.iter().zip(&mut columns).enumerate() {
        let told = described
            .and_then(|file| file.get(name))
            .map(|told| &told.variable);
        let sure = told.is_some() || !unsure.contains(name);
        let told = told
            .or_else(|| own.iter().find(|variable| variable.name == *name))
            .cloned();
        let labelled = told
            .as_ref()
            .is_some_and(|variable| !variable.values.is_empty());
        if !labelled && !stored && delimiter != Some(',') && decimal::read_decimal_commas(column) {
            report
                .notes
                .push(format!("decimal commas in `{name}` read as decimal points"));
        }
        let mut variable = match told {
            Some(told) if sure => told,
            told => {
                let level = answer_levels::level(column, place == 0);
                report.guessed.push((name.clone(), level));
                let bare = || Variable {
                    name: name.clone(),
                    label: BilingualText::new(name),
                    ..Variable::default()
                };
                Variable {
                    level,
                    ..told.unwrap_or_else(bare)
                }
            }
        };
        asking.review(
            &mut variable,
            column,
            described.is_some_and(|file| file.get(name).is_some()),
        );
        known.push(variable);
    }
    asking.apply_missing_words(&mut known);
    report.proposed = asking.apply_proposed_scales(&mut known);
    report.notes.extend(asking.notes(&known));
    let indicators = described
        .iter()
        .flat_map(|file| &file.variables)
        .flat_map(|described| {
            described
                .indicator_of
                .keys()
                .iter()
                .map(|key| (described.variable.name.clone(), key.clone()))
        });
    let mut survey = Survey {
        name,
        variables: known,
        exclusions: described
            .map(|file| file.exclude.clone())
            .unwrap_or_default(),
        columns,
        indicators: indicators.collect(),
        source,
        report,
        described_by: described.map(|file| file.name.clone()).unwrap_or_default(),
    };
    survey.count();
    Ok(survey)
}

impl Survey {
    /// The dataset by itself, for looking at a file without a study.
    pub fn dataset(&self) -> Dataset {
        let body = DatasetBody {
            name: self.name.clone(),
            variables: self.variables.clone(),
            exclusions: self.exclusions.clone(),
            content: Id::new(Uuid::nil()),
            rows: u32::try_from(self.report.rows).unwrap_or(u32::MAX),
            source: self.source.clone(),
        };
        Dataset::new(Id::new(Uuid::nil()), body, self.columns.clone())
    }

    /// The command that adds it to `study`, its indicators tied to the codes of the codebook.
    /// Refused when an indicator measures a code the study does not have.
    pub fn command(self, study: &Study) -> Result<Command, Refusal> {
        let Survey {
            name,
            variables,
            exclusions,
            columns,
            indicators,
            source,
            described_by,
            ..
        } = self;
        refuse_unknown_keys(&described_by, study, indicators.iter().map(|(_, key)| key))?;
        let indicators = indicators
            .into_iter()
            .filter_map(|(variable, key)| Some((variable, study.code_by_key(&key)?)))
            .collect();
        Ok(Command::AddDataset {
            name,
            variables,
            exclusions,
            columns,
            indicators,
            source,
        })
    }

    /// Leaves out the variables with these names.
    pub fn exclude_variables(&mut self, names: &[&str]) {
        let keep: Vec<bool> = self
            .variables
            .iter()
            .map(|known| !names.contains(&known.name.as_str()))
            .collect();
        let (mut variable, mut column) = (keep.iter(), keep.iter());
        self.variables.retain(|_| variable.next() == Some(&true));
        self.columns.retain(|_| column.next() == Some(&true));
        self.indicators
            .retain(|(variable, _)| !names.contains(&variable.as_str()));
        self.report
            .personal
            .retain(|found| !names.contains(&found.variable.as_str()));
        self.report
            .proposed
            .iter_mut()
            .for_each(|(_, known)| known.retain(|name| !names.contains(&name.as_str())));
        self.report.proposed.retain(|(_, known)| !known.is_empty());
    }

    /// Counts what each rule leaves out.
    fn count(&mut self) {
        self.report.kept =
            dataset::kept_rows(&self.variables, &self.exclusions, &self.columns).len();
        for rule in &self.exclusions {
            let Some(place) = self
                .variables
                .iter()
                .position(|known| known.name == rule.variable)
            else {
                continue;
            };
            let column = &self.columns[place];
            let numeric = is_numeric(&self.variables[place], column.strings());
            let rows = column.count(|cell| rule.excludes(cell, numeric));
            self.report
                .left_out
                .push(format!("{rows} left out: {} ({rule})", rule.reason));
        }
    }
}

/// Refuses a variables file that speaks of variables the dataset does not have.
fn refuse_absent(file: &TableFile, described: &VariablesFile) -> Result<(), Refusal> {
    let header = &file.cells.header;
    let variables = described
        .variables
        .iter()
        .map(|described| &described.variable.name);
    let rules = described.exclude.iter().map(|rule| &rule.variable);
    let Some(name) = variables.chain(rules).find(|name| !header.contains(name)) else {
        return Ok(());
    };
    let hint = match nearest_name(&name.to_lowercase(), header.iter().map(String::as_str)) {
        Some(near) => format!("Did you mean its column `{near}`?"),
        None => "Correct the variables file".into(),
    };
    Err(Refusal::new(
        format!(
            "{} mentions `{name}`, which {} does not have",
            described.name, file.name
        ),
        hint,
    ))
}

impl SurveyReport {
    /// How it was read: encoding, sheet, delimiter, and rows.
    pub fn read(&self) -> String {
        let sheet = self.sheet.iter().map(|sheet| format!(", sheet `{sheet}`"));
        let divided = match self.delimiter {
            Some('\t') => ", divided by tabs".to_owned(),
            Some(other) => format!(", divided by `{other}`"),
            None => String::new(),
        };
        let mut read = self.encoding.clone();
        read.extend(sheet);
        read.push_str(&divided);
        read.push_str(&format!("; {}", number::count_noun(self.rows, "row")));
        self.left_out
            .iter()
            .for_each(|rule| read.push_str(&format!("; {rule}")));
        read
    }

    /// The scales that answers seem to be on, a sentence for each.
    pub fn scales(&self) -> impl Iterator<Item = String> + '_ {
        self.proposed.iter().map(|(scale, names)| {
            let seem = if names.len() == 1 { "seems" } else { "seem" };
            let outside = if scale.missing.is_empty() {
                String::new()
            } else {
                format!(", outside of it {}", scale.missing.join(", "))
            };
            format!(
                "{} {seem} to be on a scale of {} ({scale}{outside})",
                answer_levels::join_names(names),
                scale.scale
            )
        })
    }
}

impl fmt::Display for SurveyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.read())?;
        write!(f, "; N = {}", self.kept)?;
        if !self.guessed.is_empty() {
            let guesses: Vec<String> = self
                .guessed
                .iter()
                .map(|(name, level)| format!("{name} {}", level.name()))
                .collect();
            write!(f, "; levels guessed: {}", guesses.join(", "))?;
        }
        for scale in self.scales() {
            write!(f, "; {scale}")?;
        }
        if !self.proposed.is_empty() {
            write!(
                f,
                "; `virk data variable --confirm` confirms this order for all of them; until then it does not count"
            )?;
        }
        for note in self
            .notes
            .iter()
            .cloned()
            .chain(personal_columns::command_line_sentence(&self.personal))
        {
            write!(f, "; {note}")?;
        }
        Ok(())
    }
}
