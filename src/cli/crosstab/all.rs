//! `virk crosstab --all`: every pair of a set of variables.

use super::{Args, Source, Tongue};
use crate::cli::{Desk, Outcome, Page, grid::Grid, progress::Progress};
use crate::evidence::Pairs;
use crate::export;
use crate::stats::exact::Effort;
use crate::study::Refusal;

/// Tests them.
///
/// # Errors
/// When a variable is not known or cannot be crossed.
pub fn run(
    args: &Args,
    source: &Source,
    tongue: Tongue,
    desk: &Desk,
    page: &mut Page,
) -> Result<Outcome, Refusal> {
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
    // Many tables: each gets less than one that is asked for by itself.
    let usual = args.work.on(Effort {
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
    let mut testing = Progress::of("Exact tests");
    if args.exact && args.work.is_more() {
        testing.step(0, 1);
    }
    let mut pairs = Pairs::new(dataset, &places, args.exact.then_some(&effort), threads)?;
    drop(testing);
    if args.sort.is_some() {
        pairs.sort_by_p();
    }
    let table = export::pairs::pairs(&pairs, tongue.comma);
    match args.form.asked(desk)? {
        Some(format) => args
            .form
            .deliver(&table, format, tongue.language(), desk, page)?,
        None => Grid::of(&table).show_with_notes(&table, page),
    }
    Ok(Outcome::found(pairs.tested() > 0))
}
