//! Where the variables of a crosstab are: in a study, or in a bare file.

use super::CrosstabArgs;
use crate::cli::{CommandOutput, GlobalArgs};
use crate::evidence::family;
use crate::import::survey;
use crate::log::Session;
use crate::stats::advice::Family;
use crate::study::{AnalysisPlan, Dataset, Id, Refusal};

/// A dataset that may be asked.
pub struct CrosstabSource {
    place: CrosstabOrigin,
    /// The language of its words.
    pub language: String,
    /// The level of significance.
    pub alpha: f64,
    /// What the study has planned.
    pub plan: Option<AnalysisPlan>,
}

enum CrosstabOrigin {
    Study(Box<Session>, Id<Dataset>),
    File(Box<Dataset>),
}

impl CrosstabSource {
    /// Opens the file, or the study and the dataset in it that is meant: the
    /// one that is named, else the one that has the first variable.
    ///
    /// # Errors
    /// When there is none, or the variable is in none.
    pub fn open(
        args: &CrosstabArgs,
        globals: &GlobalArgs,
        output: &mut CommandOutput,
    ) -> Result<CrosstabSource, Refusal> {
        if let Some(path) = &args.file {
            let mut dataset =
                survey::read_survey(path, args.variables.as_deref(), args.sheet.as_deref())?
                    .dataset();
            dataset.set_orders(&args.order, args.confirm)?;
            let alpha = args.alpha.unwrap_or(0.05);
            return Ok(CrosstabSource {
                place: CrosstabOrigin::File(Box::new(dataset)),
                language: "en".into(),
                alpha,
                plan: None,
            });
        }
        let session = globals.open_study(output)?;
        let study = session.study();
        let dataset = match (&args.dataset, args.names.first()) {
            (None, Some(first)) => study.find_variable(first)?.0,
            (typed, _) => study.find_dataset(typed.as_deref())?,
        };
        let (id, language, alpha) = (
            dataset.id,
            study.language.to_string(),
            args.alpha.unwrap_or(study.alpha),
        );
        let plan = Some(study.plan());
        Ok(CrosstabSource {
            place: CrosstabOrigin::Study(Box::new(session), id),
            language,
            alpha,
            plan,
        })
    }

    /// The dataset.
    ///
    /// # Errors
    /// When another has taken it out of the study meanwhile.
    pub fn dataset(&self) -> Result<&Dataset, Refusal> {
        match &self.place {
            CrosstabOrigin::File(dataset) => Ok(dataset),
            CrosstabOrigin::Study(session, id) => session
                .study()
                .dataset(*id)
                .ok_or_else(|| Refusal::new("the dataset is gone", "See `virk data describe`")),
        }
    }

    /// The tests among which a crosstab of two variables is counted, when the study has a link
    /// between them.
    pub fn family(&self, row: usize, column: usize) -> Option<Family> {
        match &self.place {
            CrosstabOrigin::Study(session, id) => {
                let study = session.study();
                family::of(study, study.dataset(*id)?, row, column)
            }
            CrosstabOrigin::File(_) => None,
        }
    }
}
