//! Where the variables of a command are: in a dataset of a study, or in a bare file.

use super::{CommandOutput, GlobalArgs};
use crate::import::survey;
use crate::log::Session;
use crate::study::{Dataset, Id, Refusal, Study};
use std::path::PathBuf;

/// The options that say it.
#[derive(clap::Args, Clone, Debug)]
pub struct DataSourceArgs {
    /// The dataset they are in, when several have such variables
    #[arg(long, value_name = "NAME", conflicts_with = "file")]
    pub dataset: Option<String>,
    /// A delimited text file instead of a study
    #[arg(long, value_name = "CSV")]
    pub file: Option<PathBuf>,
    /// What the numbers of --file mean
    #[arg(long, value_name = "JSON", requires = "file")]
    pub variables: Option<PathBuf>,
    /// Which sheet of the file, when it is a workbook
    #[arg(long, value_name = "NAME", requires = "file")]
    pub sheet: Option<String>,
}

/// What was opened.
pub enum DataSource {
    /// A study, and the dataset in it that is meant.
    Study(Box<Session>, Id<Dataset>),
    /// A file.
    File(Box<Dataset>),
}

impl DataSourceArgs {
    /// Opens the file, or the study and the dataset in it that is meant: the one that is named,
    /// else the one that has the variable `first`, else the only one.
    ///
    /// # Errors
    /// When there is none, or the variable is in none.
    pub fn open_source(
        &self,
        first: Option<&str>,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
    ) -> Result<DataSource, Refusal> {
        if let Some(path) = &self.file {
            let dataset =
                survey::read_survey(path, self.variables.as_deref(), self.sheet.as_deref())?
                    .dataset();
            return Ok(DataSource::File(Box::new(dataset)));
        }
        let session = globals.open_study(output)?;
        let study = session.study();
        let dataset = match (&self.dataset, first) {
            (None, Some(first)) => study.find_variable(first)?.0,
            (typed, _) => study.find_dataset(typed.as_deref())?,
        };
        let id = dataset.id;
        Ok(DataSource::Study(Box::new(session), id))
    }
}

impl DataSource {
    /// The dataset.
    ///
    /// # Errors
    /// When another has taken it out of the study meanwhile.
    pub fn dataset(&self) -> Result<&Dataset, Refusal> {
        match self {
            DataSource::File(dataset) => Ok(dataset),
            DataSource::Study(session, id) => session
                .study()
                .dataset(*id)
                .ok_or_else(|| Refusal::new("the dataset is gone", "See `virk data describe`")),
        }
    }

    /// The study, when it is one.
    pub fn study(&self) -> Option<&Study> {
        match self {
            DataSource::Study(session, _) => Some(session.study()),
            DataSource::File(_) => None,
        }
    }

    /// The language of its words.
    pub fn language(&self) -> &str {
        self.study().map_or("en", |study| &study.language)
    }

    /// The level of significance: the one that is asked for, else the study's.
    ///
    /// # Errors
    /// When it is none.
    pub fn alpha(&self, asked: Option<f64>) -> Result<f64, Refusal> {
        match asked {
            Some(alpha) if !(alpha > 0.0 && alpha < 1.0) => Err(Refusal::new(
                format!("--alpha {alpha} is no level of significance"),
                "It lies between 0 and 1; usual is 0.05",
            )),
            Some(alpha) => Ok(alpha),
            None => Ok(self.study().map_or(0.05, |study| study.alpha)),
        }
    }
}
