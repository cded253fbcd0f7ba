//! Where the variables of a command come from: a dataset of a study, or a file by itself.

use super::{CommandOutput, GlobalArgs};
use crate::import::survey;
use crate::log::Session;
use crate::study::{Dataset, Id, Refusal, Study};
use std::path::PathBuf;

/// The options that say it.
#[derive(clap::Args, Clone, Debug)]
pub struct DataSourceArgs {
    /// Dataset, when several have these variables
    #[arg(long, value_name = "NAME", conflicts_with = "file")]
    pub dataset: Option<String>,
    /// A delimited text file instead of a study
    #[arg(long, value_name = "CSV")]
    pub file: Option<PathBuf>,
    /// Variables file that describes --file
    #[arg(long, value_name = "JSON", requires = "file")]
    pub variables: Option<PathBuf>,
    /// Sheet, when the file is a workbook
    #[arg(long, value_name = "NAME", requires = "file")]
    pub sheet: Option<String>,
}

pub enum DataSource {
    /// A study, and the selected dataset in it.
    Study(Box<Session>, Id<Dataset>),
    /// A file by itself.
    File(Box<Dataset>),
}

impl DataSourceArgs {
    /// Opens the file, or the study and a dataset in it: the named one, otherwise the one that has
    /// the variable `first`, otherwise the only one.
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
    /// Fails if another process has removed the dataset since it was opened.
    pub fn dataset(&self) -> Result<&Dataset, Refusal> {
        match self {
            DataSource::File(dataset) => Ok(dataset),
            DataSource::Study(session, id) => session
                .study()
                .dataset(*id)
                .ok_or_else(|| Refusal::new("the dataset is gone", "See `virk data describe`")),
        }
    }

    /// The study; `None` for a file.
    pub fn study(&self) -> Option<&Study> {
        match self {
            DataSource::Study(session, _) => Some(session.study()),
            DataSource::File(_) => None,
        }
    }

    /// Language code of the labels.
    pub fn language(&self) -> &str {
        self.study().map_or("en", |study| &study.language)
    }

    /// The requested level of significance, otherwise the study's. Fails unless it is between 0 and
    /// 1.
    pub fn alpha(&self, asked: Option<f64>) -> Result<f64, Refusal> {
        match asked {
            Some(alpha) if !(alpha > 0.0 && alpha < 1.0) => Err(Refusal::new(
                format!("--alpha {alpha} is not a level of significance"),
                "It must be between 0 and 1, usually 0.05",
            )),
            Some(alpha) => Ok(alpha),
            None => Ok(self.study().map_or(0.05, |study| study.alpha)),
        }
    }
}
