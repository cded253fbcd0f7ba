//! Where the variables of a crosstab are: in a study, or in a bare file.

use super::Args;
use crate::cli::{Desk, Page};
use crate::evidence::family;
use crate::import::survey;
use crate::log::Session;
use crate::stats::advice::Family;
use crate::study::{Dataset, Id, Plan, Refusal};

/// A dataset that may be asked.
pub struct Source {
    place: Place,
    /// The language of its words.
    pub language: String,
    /// The level of significance.
    pub alpha: f64,
    /// What the study has planned.
    pub plan: Option<Plan>,
}

enum Place {
    Study(Box<Session>, Id<Dataset>),
    File(Box<Dataset>),
}

impl Source {
    /// Opens the file, or the study and the dataset in it that is meant: the
    /// one that is named, else the one that has the first variable.
    ///
    /// # Errors
    /// When there is none, or the variable is in none.
    pub fn open(args: &Args, desk: &Desk, page: &mut Page) -> Result<Source, Refusal> {
        if let Some(path) = &args.file {
            let mut dataset =
                survey::survey(path, args.variables.as_deref(), args.sheet.as_deref())?.dataset();
            dataset.put_in_order(&args.order, args.confirm)?;
            let alpha = args.alpha.unwrap_or(0.05);
            return Ok(Source {
                place: Place::File(Box::new(dataset)),
                language: "en".into(),
                alpha,
                plan: None,
            });
        }
        let session = desk.open(page)?;
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
        Ok(Source {
            place: Place::Study(Box::new(session), id),
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
            Place::File(dataset) => Ok(dataset),
            Place::Study(session, id) => session
                .study()
                .dataset(*id)
                .ok_or_else(|| Refusal::new("the dataset is gone", "See `virk data describe`")),
        }
    }

    /// The tests among which a crosstab of two variables is counted, when the study has a link
    /// between them.
    pub fn family(&self, row: usize, column: usize) -> Option<Family> {
        match &self.place {
            Place::Study(session, id) => {
                let study = session.study();
                family::of(study, study.dataset(*id)?, row, column)
            }
            Place::File(_) => None,
        }
    }
}
