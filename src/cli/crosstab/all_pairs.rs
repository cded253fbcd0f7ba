//! `virk crosstab --all`: every pair of a set of variables.

use super::{CrosstabArgs, CrosstabSource, OutputLocale};
use crate::cli::{
    CommandOutput, ExitStatus, GlobalArgs, progress::ProgressLine, text_grid::TextGrid,
};
use crate::evidence::PairwiseTests;
use crate::export;
use crate::stats::exact::Effort;
use crate::study::Refusal;

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
            "Name each variable once: one is not crossed with itself",
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
    let table = export::pairs::pairs(&pairs, locale.comma);
    match args.form.requested_format(globals)? {
        Some(format) => {
            args.form
                .write_table(&table, format, locale.language(), globals, output)?
        }
        None => TextGrid::from_table(&table).show_with_notes(&table, output),
    }
    Ok(ExitStatus::from_found(pairs.tested() > 0))
}
