//! `virk data index`

use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, number};
use crate::evidence::composite_index;
use crate::study::dataset::MeasurementLevel;
use crate::study::derivation::{Derivation, ScaleItem};
use crate::study::{BilingualText, Command, Dataset, Refusal, Study, Variable, derivation};
use serde_json::{Value, json};

/// Make an index, the mean of several variables, and show how consistent they
/// are. Without variables, show the existing indices.
///
///   virk data index wellbeing sat_1 sat_2 sat_3 --least 2
///   virk data index trust tr_1 tr_2 tr_3 --reverse tr_2 --ends 1..5
///   virk data index --json
///
/// People who answered at least --least of the variables (default: all) have a value. A reversed
/// item is reflected between the ends of its scale: those of its values, or --ends. Answers in
/// words count by their place in an order that was given or confirmed. Cronbach's alpha (1951,
/// interval by Feldt 1965) is for those who answered all; it says that items vary together, not
/// that they measure one thing. McDonald's omega (1999) is shown for three or more items: one
/// factor, fitted to the correlations by minimum residuals, lets items measure unequally well.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataIndexArgs {
    /// Name of the index to make or show
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// The variables
    #[arg(value_name = "VARIABLE")]
    items: Vec<String>,
    /// A variable that is scored in reverse; repeatable
    #[arg(long, value_name = "VARIABLE")]
    reverse: Vec<String>,
    /// Lowest and highest answer of reversed variables, e.g. 1..5
    #[arg(long, value_name = "1..5")]
    ends: Option<String>,
    /// Number of variables a person must have answered
    #[arg(long, value_name = "N")]
    least: Option<u32>,
    /// Label, in a few words
    #[arg(long, value_name = "WORDS")]
    label: Option<String>,
    /// Dataset, when several have these variables
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
}

pub fn run(
    args: DataIndexArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let mut session = globals.open_study(output)?;
    let mut said = None;
    if let (Some(name), Some(first)) = (&args.name, args.items.first()) {
        let study = session.study();
        let (dataset, _) = super::find(study, args.dataset.as_deref(), first)?;
        let named = |typed: &String| {
            dataset
                .find_variable(typed)
                .map(|place| dataset.body.variables[place].name.clone())
        };
        let ends = derivation::parse_ends(args.ends.as_deref().unwrap_or_default())?;
        if ends.is_some() && args.reverse.is_empty() {
            return Err(Refusal::new(
                "--ends is for variables that are reversed, and none is",
                "Name them with --reverse",
            ));
        }
        let reversed = args
            .reverse
            .iter()
            .map(named)
            .collect::<Result<Vec<_>, Refusal>>()?;
        let mut items = Vec::new();
        for typed in args.items.iter().chain(&args.reverse) {
            let variable = named(typed)?;
            // An item may be named both in the list and as reversed; it is added once.
            if !items
                .iter()
                .any(|item: &ScaleItem| item.variable == variable && reversed.contains(&variable))
            {
                let turned = reversed.contains(&variable);
                items.push(ScaleItem {
                    variable,
                    reversed: turned,
                    ends: ends.clone().filter(|_| turned),
                });
            }
        }
        let label = args.label.as_deref().unwrap_or(name);
        let least = args.least.unwrap_or(items.len() as u32);
        let variable = Variable {
            name: name.trim().to_owned(),
            level: MeasurementLevel::Interval,
            label: BilingualText::new(label),
            made: Some(Derivation::Index { items, least }),
            ..Variable::default()
        };
        let dataset = dataset.id;
        said = Some(session.perform(Command::MakeVariable {
            dataset,
            variable: Box::new(variable),
        })?);
    }
    let study = session.study();
    let wanted = |variable: &Variable| {
        args.name
            .as_ref()
            .is_none_or(|name| variable.name == name.trim())
    };
    let indices: Vec<(&Dataset, usize)> = study
        .datasets()
        .flat_map(|dataset| (0..dataset.body.variables.len()).map(move |place| (dataset, place)))
        .filter(|(dataset, place)| {
            let variable = &dataset.body.variables[*place];
            matches!(variable.made, Some(Derivation::Index { .. })) && wanted(variable)
        })
        .collect();
    if globals.json {
        let told: Value = indices
            .iter()
            .map(|(dataset, place)| value(dataset, *place))
            .collect();
        output.json(&said.map_or_else(
            || told.clone(),
            |said| json!({ "said": said, "indices": told }),
        ));
        return Ok(ExitStatus::from_found(!indices.is_empty()));
    }
    said.iter().for_each(|said| output.paragraph(said));
    if indices.is_empty() {
        output.paragraph("No such index; make one with `virk data index NAME VARIABLE VARIABLE…`");
    }
    indices
        .iter()
        .for_each(|(dataset, place)| show(study, dataset, *place, output));
    Ok(ExitStatus::from_found(!indices.is_empty()))
}

fn value(dataset: &Dataset, place: usize) -> Value {
    let variable = &dataset.body.variables[place];
    let found = composite_index::of_index(dataset, place);
    let Some(Derivation::Index { items, least }) = &variable.made else {
        return Value::Null;
    };
    let alpha = found.as_ref().and_then(|found| found.as_ref().ok());
    let each = |at: usize, item: &ScaleItem| {
        json!({
            "variable": item.variable,
            "reversed": item.reversed,
            "ends": dataset.ends(item).filter(|_| item.reversed).map(|(low, high)| [low, high]),
            "item_rest": alpha.and_then(|alpha| alpha.item_rest[at]),
            "alpha_without": alpha.and_then(|alpha| alpha.without[at]),
        })
    };
    json!({
        "dataset": dataset.body.name,
        "name": variable.name,
        "least": least,
        "n": dataset.answers(place).flatten().count(),
        "items": items.iter().enumerate().map(|(at, item)| each(at, item)).collect::<Vec<_>>(),
        "alpha": alpha.map(|alpha| alpha.alpha.value),
        "alpha_n": alpha.map(|alpha| alpha.alpha.n),
        "interval": alpha.and_then(|alpha| alpha.alpha.interval.as_ref()).map(|interval| [interval.low, interval.high]),
        "standardised": alpha.and_then(|alpha| alpha.standardised),
        "omega": alpha.and_then(|alpha| alpha.omega.as_ref().ok()).map(|omega| omega.value),
        "omega_method": alpha.and_then(|alpha| alpha.omega.as_ref().ok()).map(|omega| omega.method),
        "omega_why": alpha.and_then(|alpha| alpha.omega.as_ref().err()).map(ToString::to_string),
        "warnings": alpha.map_or(&[][..], |alpha| &alpha.alpha.warnings).iter().map(ToString::to_string).collect::<Vec<_>>(),
        "why": found.and_then(Result::err).map(|why| why.to_string()),
    })
}

fn show(study: &Study, dataset: &Dataset, place: usize, output: &mut CommandOutput) {
    let variable = &dataset.body.variables[place];
    let (Some(Derivation::Index { items, .. }), Some(found)) =
        (&variable.made, composite_index::of_index(dataset, place))
    else {
        return;
    };
    let n = dataset.answers(place).flatten().count();
    output.heading(&format!("{} (N = {n})", variable.name));
    output.paragraph(variable.label.in_language(&study.language));
    variable
        .made
        .iter()
        .for_each(|made| output.paragraph(&made.to_string()));
    let found = match found {
        Ok(found) => found,
        Err(why) => return output.paragraph(&format!("No alpha: {why}")),
    };
    let ends = found.alpha.interval.as_ref().map(|interval| {
        format!(
            ", 95 % CI {} to {}",
            number::decimals(interval.low, 2),
            number::decimals(interval.high, 2)
        )
    });
    output.paragraph(&format!(
        "Cronbach's alpha {}{} (the {} who answered all items)",
        number::decimals(found.alpha.value, 2),
        ends.unwrap_or_default(),
        found.alpha.n
    ));
    found
        .alpha
        .warnings
        .iter()
        .for_each(|warning| output.paragraph(&warning.to_string()));
    match &found.omega {
        Ok(omega) => output.paragraph(&format!(
            "{}: {}",
            omega.method,
            number::decimals(omega.value, 2)
        )),
        Err(why) => output.paragraph(&format!("No omega: {why}")),
    }
    let mut grid = TextGrid::new(&["Item", ">With the others", ">Alpha without it", ""]);
    let shown = |value: Option<f64>| {
        value
            .map(|value| number::decimals(value, 2))
            .unwrap_or_default()
    };
    for (at, item) in items.iter().enumerate() {
        let name = match dataset.ends(item).filter(|_| item.reversed) {
            Some((low, high)) => format!("{} (reversed {low}..{high})", item.variable),
            None => item.to_string(),
        };
        let beware = if found.item_rest[at].is_some_and(|with| with < 0.2) {
            "look: reversed, or of something else?"
        } else {
            ""
        };
        grid.row([
            name,
            shown(found.item_rest[at]),
            shown(found.without[at]),
            beware.to_owned(),
        ]);
    }
    grid.show(output);
}
