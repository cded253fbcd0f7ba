//! `virk crosstab --all`: every pair of a set of variables.

use super::{CrosstabArgs, OutputLocale};
use crate::cli::command_output::ProgressLine;
use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::{PairwiseTests, planned_tests};
use crate::import::survey;
use crate::log::Session;
use crate::stats::advice::Family;
use crate::stats::exact::Effort;
use crate::study::{AnalysisPlan, Dataset, Id, Refusal, Study};
use crate::tables::{privacy::PrivacyFilter, tests};

pub fn run(
    args: &CrosstabArgs,
    source: &CrosstabSource,
    locale: OutputLocale,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let dataset = source.dataset()?;
    let places = args
        .names
        .iter()
        .map(|typed| dataset.find_variable(typed))
        .collect::<Result<Vec<_>, Refusal>>()?;
    if let Some((_, place)) = places
        .iter()
        .enumerate()
        .find(|(at, place)| places[..*at].contains(place))
    {
        let name = &dataset.body.variables[*place].name;
        return Err(Refusal::new(
            format!("`{name}` is named twice"),
            "Name each variable once: none is crossed with itself",
        ));
    }
    // With many tables, each gets a smaller budget than one that is asked for by itself.
    let usual = args.work.scale(Effort {
        work: 2_000_000,
        samples: 10_000,
        ..Effort::default()
    });
    let effort = Effort {
        samples: args.samples.unwrap_or(usual.samples),
        seed: args.seed.unwrap_or(usual.seed),
        ..usual
    };
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut testing = ProgressLine::new("Exact tests");
    if args.exact && args.work.is_increased() {
        testing.step(0, 1);
    }
    let mut pairs = PairwiseTests::new(dataset, &places, args.exact.then_some(&effort), threads)?;
    drop(testing);
    if args.sort.is_some() {
        pairs.sort_by_p();
    }
    let study = Study::default();
    let table = tests::pairs(&pairs, locale.comma).file(PrivacyFilter::internal(&study));
    match args.form.requested_format(globals)? {
        Some(format) => {
            args.form
                .write_table(&table, format, locale.language(), globals, output)?
        }
        None => TextGrid::from_table(&table).show_with_notes(&table, output),
    }
    Ok(ExitStatus::from_found(pairs.tested() > 0))
}

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
                planned_tests::of(study, study.dataset(*id)?, row, column)
            }
            CrosstabOrigin::File(_) => None,
        }
    }
}
