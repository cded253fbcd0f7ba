//! `virk condense list`

use crate::cli::{
    Desk, Outcome, Page,
    form::{Form, Format},
    quoted,
};
use crate::export::condensations::{self, Pivot, Unit};
use crate::export::privacy::Shield;
use crate::study::{Refusal, Study};
use serde_json::{Value, json};

/// List the condensation table: natural units, their meaning, their central themes.
///
///   virk condense list
///   virk condense list 02-mentor-2 --json
///   virk condense list --pivot                    themes by informants
///   virk condense list --output condensations.csv
///
/// Told with each: how long it is beside what was said, and which of its words were not said.
/// Exit code 1 when nothing has been condensed.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// Only this document
    #[arg(value_name = "DOC")]
    document: Option<String>,
    /// A row for each theme, a column for each informant
    #[arg(long)]
    pivot: bool,
    /// Also quotes of informants that are not condensed yet
    #[arg(long, conflicts_with = "pivot")]
    all: bool,
    #[command(flatten)]
    form: Form,
}

/// Lists it.
///
/// # Errors
/// When the document is not known.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let only = args
        .document
        .map(|typed| study.find_document(&typed))
        .transpose()?;
    let units = condensations::units(study, only.map(|document| document.id), args.all);
    let pivot = args.pivot.then(|| Pivot::new(&units));
    match args.form.asked(desk)? {
        Some(Format::Json) if args.form.out.is_none() => {
            let rows = match &pivot {
                Some(pivot) => turned(pivot, &units),
                None => units.iter().map(|unit| value(study, unit)).collect(),
            };
            page.json(&rows);
        }
        Some(format) => {
            let table = match &pivot {
                Some(pivot) => pivot.table(&units, &study.title),
                None => condensations::table(Shield::internal(study), &units),
            };
            args.form
                .deliver(&table, format, &study.language, desk, page)?;
        }
        None if units.is_empty() => page.say("Nothing has been condensed"),
        None => match &pivot {
            Some(pivot) => show_turned(pivot, &units, page),
            None => units.iter().for_each(|unit| show(study, unit, page)),
        },
    }
    Ok(Outcome::found(!units.is_empty()))
}

fn show(study: &Study, unit: &Unit<'_>, page: &mut Page) {
    quoted::show(study, &unit.quote, '·', page);
    if let Some(share) = unit.share() {
        let foreign: Vec<&str> = unit
            .foreign
            .iter()
            .map(|span| span.text(unit.condensed))
            .collect();
        let not_said = if foreign.is_empty() {
            String::new()
        } else {
            format!("; not said: {}", foreign.join(", "))
        };
        page.indented(
            4,
            &format!(
                "length: {} of {} words, {share} %{not_said}",
                unit.words.1, unit.words.0
            ),
        );
    }
    page.gap();
}

fn value(study: &Study, unit: &Unit<'_>) -> Value {
    let mut value = quoted::value(study, &unit.quote);
    value["words"] = json!(unit.words.0);
    value["condensed_words"] = json!(unit.words.1);
    value["length_percent"] = json!(unit.share());
    value["not_said"] = unit
        .foreign
        .iter()
        .map(|span| span.text(unit.condensed))
        .collect();
    value
}

/// Line by line, for people and their screen readers: a theme, then who says what of it.
fn show_turned(pivot: &Pivot, units: &[Unit<'_>], page: &mut Page) {
    for (theme, row) in pivot.themes.iter().zip(&pivot.cells) {
        page.heading(if theme.is_empty() {
            "(no theme)"
        } else {
            theme
        });
        for (name, places) in pivot.informants.iter().zip(row) {
            for place in places {
                let unit = &units[*place];
                page.hanging(
                    "  ",
                    &format!(
                        "{name}: {} ({}, turn {})",
                        unit.condensed,
                        unit.quote.document.body.title,
                        unit.quote.turn + 1
                    ),
                );
            }
        }
        let silent: Vec<&str> = pivot
            .informants
            .iter()
            .zip(row)
            .filter(|(_, places)| places.is_empty())
            .map(|(name, _)| name.as_str())
            .collect();
        if !silent.is_empty() {
            page.hanging("  ", &format!("nothing from: {}", silent.join(", ")));
        }
    }
}

fn turned(pivot: &Pivot, units: &[Unit<'_>]) -> Value {
    let cell = |(name, places): (&String, &Vec<usize>)| {
        let said: Vec<&str> = places.iter().map(|place| units[*place].condensed).collect();
        json!({ "informant": name, "condensations": said })
    };
    let row = |(theme, row): (&String, &Vec<Vec<usize>>)| json!({ "theme": theme, "cells": pivot.informants.iter().zip(row).map(cell).collect::<Vec<_>>() });
    pivot.themes.iter().zip(&pivot.cells).map(row).collect()
}
