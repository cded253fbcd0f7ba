//! Where the variables of a crosstab come from: a dataset of a study, or a file by itself.

use super::CrosstabArgs;
use crate::cli::{CommandOutput, GlobalArgs};
use crate::evidence::family;
use crate::import::survey;
use crate::log::Session;
use crate::stats::advice::Family;
use crate::study::{AnalysisPlan, Dataset, Id, Refusal};

pub struct CrosstabSource {
    place: CrosstabOrigin,
    /// Language code of the labels.
    pub language: String,
    /// The level of significance.
    pub alpha: f64,
    /// The study's declared plan, if there is one.
    pub plan: Option<AnalysisPlan>,
}

enum CrosstabOrigin {
    Study(Box<Session>, Id<Dataset>),
    File(Box<Dataset>),
}

impl CrosstabSource {
    /// Opens the file, or the study and a dataset in it: the named one, otherwise the one that has
    /// the first variable.
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

    /// Fails if another process has removed the dataset since it was opened.
    pub fn dataset(&self) -> Result<&Dataset, Refusal> {
        match &self.place {
            CrosstabOrigin::File(dataset) => Ok(dataset),
            CrosstabOrigin::Study(session, id) => session
                .study()
                .dataset(*id)
                .ok_or_else(|| Refusal::new("the dataset is gone", "See `virk data describe`")),
        }
    }

    /// The family of tests to which a crosstab of two variables belongs, if a link of the study has
    /// it.
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
