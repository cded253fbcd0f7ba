//! Crosstabs of samples with weights or clusters, for people and as JSON.

use super::{CrosstabArgs, OutputLocale, blocks};
use crate::cli::table_output::{TableFormat, TextGrid};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs, table_output};
use crate::evidence::WeightedCrosstab;
use crate::export::crosstab::category;
use crate::stats::{Estimate, StatsError};
use crate::study::dataset::MeasurementLevel;
use crate::study::filter::{WeightKind, Weighting};
use crate::study::{Dataset, Refusal, answer};
use serde_json::{Value, json};

/// What weights count.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightKindArg {
    /// Each row is one person who represents this many
    Sampling,
    /// Each row is this many people who gave these answers
    Frequency,
}

impl From<WeightKindArg> for WeightKind {
    fn from(kind: WeightKindArg) -> WeightKind {
        match kind {
            WeightKindArg::Sampling => WeightKind::Sampling,
            WeightKindArg::Frequency => WeightKind::Frequency,
        }
    }
}

/// The default meaning of weights: sampling weights if any of them is not a whole number.
pub fn default_weights(dataset: &Dataset, place: usize) -> WeightKind {
    let whole = |cell: &str| answer::number(cell).is_some_and(|x| x.fract() == 0.0);
    if dataset.answers(place).flatten().all(whole) {
        WeightKind::Frequency
    } else {
        WeightKind::Sampling
    }
}

/// The requested weighting, otherwise that of the dataset.
pub fn requested_weighting(
    args: &CrosstabArgs,
    dataset: &Dataset,
    output: &mut CommandOutput,
) -> Result<Option<Weighting>, Refusal> {
    if args.unweighted {
        return Ok(None);
    }
    if args.weight.is_none() && args.cluster.is_none() {
        return Ok(dataset.weighting.clone());
    }
    let name = |typed: &String| {
        dataset
            .find_variable(typed)
            .map(|place| (place, dataset.body.variables[place].name.clone()))
    };
    let weight = args.weight.as_ref().map(name).transpose()?;
    let cluster = args
        .cluster
        .as_ref()
        .map(name)
        .transpose()?
        .map(|(_, name)| name);
    let weights = match (args.weights, &weight) {
        (Some(kind), _) => kind.into(),
        (None, Some((place, name))) => {
            let usual = default_weights(dataset, *place);
            if usual == WeightKind::Sampling {
                output.note(Refusal::new(
                    format!("`{name}` has numbers that are not whole: used as sampling weights"),
                    "`--weights frequency` says that they count answers",
                ));
            }
            usual
        }
        (None, None) => WeightKind::Frequency,
    };
    Ok(Some(Weighting {
        weight: weight.map(|(_, name)| name),
        weights,
        cluster,
    }))
}

/// Shows the table with the tests that its design allows.
pub fn run(
    args: &CrosstabArgs,
    (dataset, places, weighting): (&Dataset, (usize, usize), &Weighting),
    (alpha, locale): (f64, OutputLocale),
    (globals, output): (&GlobalArgs, &mut CommandOutput),
) -> Result<ExitStatus, Refusal> {
    if args.by.is_some() || args.exact || args.samples.is_some() {
        return Err(Refusal::new(
            format!(
                "{} cannot be joined with --by, --exact or --samples",
                weighting.in_words()
            ),
            "Such tests count each row as one person: use --unweighted, or leave those options out",
        ));
    }
    let found = WeightedCrosstab::new(dataset, places, weighting, locale.language())?;
    match args.form.requested_format(globals)? {
        None => show(&found, alpha, locale, output),
        Some(TableFormat::Json) => {
            let value = value(&found, alpha);
            match &args.form.out {
                None => output.json(&value),
                out => table_output::write_text(
                    &(value.to_string() + "\n"),
                    out.as_deref(),
                    globals,
                    output,
                )?,
            }
        }
        Some(_) => {
            return Err(Refusal::new(
                "weighted tables are not available in this format yet",
                "Use --json, or none",
            ));
        }
    }
    Ok(ExitStatus::Done)
}

fn show(found: &WeightedCrosstab, alpha: f64, locale: OutputLocale, output: &mut CommandOutput) {
    let crosstab = &found.crosstab;
    output.heading(&format!("{} × {}", crosstab.row.name, crosstab.column.name));
    output.hanging(
        &format!("{}: ", locale.choose("Rows", "Rækker")),
        &crosstab.row.label,
    );
    output.hanging(
        &format!("{}: ", locale.choose("Columns", "Kolonner")),
        &crosstab.column.label,
    );
    output.paragraph(&format!(
        "{} {}",
        locale.choose("Counted by", "Talt med"),
        found.weighting.in_words()
    ));
    output.blank_line();
    output.paragraph(&found.sentence(alpha, locale.danish));
    output.heading(locale.choose(
        "Weighted crosstab, scaled to the answers",
        "Vægtet krydstabel, skaleret til antal svar",
    ));
    blocks::show_counts(crosstab, None, locale, output);
    output.heading(locale.choose(
        "Weighted shares of each row, 95 %",
        "Vægtede andele af hver række, 95 %",
    ));
    shares(found, locale, output);
    output.heading(locale.choose("Tests", "Test"));
    match &found.test {
        Ok(test) => {
            let mut grid = TextGrid::new(&["", locale.choose(">Value", ">Værdi"), ">df", ">p"]);
            let df = format!(
                "{}; {}",
                locale.decimals(test.df, 2),
                locale.decimals(test.residual_df, 1)
            );
            grid.row([
                locale
                    .choose("Rao–Scott, second order (F)", "Rao–Scott, anden orden (F)")
                    .into(),
                locale.decimals(test.f, 3),
                df,
                locale.p(test.p),
            ]);
            let first = &test.first_order;
            let mean = first.statistic;
            let name = locale.choose(
                "Rao–Scott, first order (chi-square)",
                "Rao–Scott, første orden (chi i anden)",
            );
            grid.row([
                name.into(),
                locale.decimals(mean, 3),
                first.df.map_or(String::new(), |df| df.to_string()),
                locale.p(first.p),
            ]);
            if let Some((_, t)) = &found.correlation {
                let name = locale.choose("Correlation of scores (t)", "Korrelation af scorer (t)");
                grid.row([
                    name.into(),
                    locale.decimals(t.statistic, 3),
                    t.df.map_or(String::new(), |df| df.to_string()),
                    locale.p(t.p),
                ]);
            }
            grid.show(output);
            output.paragraph(&locale.with_decimal_sign(&format!(
                "{} {}, {} {}, {} {:.1} (Kish), {} {}, {} {:.2}",
                locale.choose("Answers", "Svar"),
                test.answers,
                locale.choose("missing", "manglende"),
                crosstab.missing,
                locale.choose("effective", "effektivt"),
                test.effective,
                locale.choose("drawn separately", "trukket hver for sig"),
                test.clusters,
                locale.choose("design effect", "designeffekt"),
                test.design_effect,
            )));
        }
        Err(why) => output.paragraph(&if locale.danish {
            why.danish()
        } else {
            why.english()
        }),
    }
    if let Some(two) = &found.two_by_two {
        let line = |name: &str, estimate: &Estimate, scale: f64| {
            let shown = |x: f64| locale.decimals(x * scale, 2);
            let ends = estimate
                .interval
                .as_ref()
                .map(|ends| format!(" [{}; {}], 95 %", shown(ends.low), shown(ends.high)));
            format!(
                "{name} = {}{}",
                shown(estimate.value),
                ends.unwrap_or_default()
            )
        };
        let [first, second, told] = &found.compared;
        let of = format!("“{told}”, “{first}” – “{second}”");
        let difference = locale.choose(
            "Difference of shares in percentage points",
            "Forskel i andele, procentpoint",
        );
        output.paragraph(&line(
            &format!("{difference}, {of}"),
            &two.difference,
            100.0,
        ));
        if let Ok(ratio) = &two.odds_ratio {
            output.paragraph(&line(
                &format!("{}, {of}", locale.choose("Odds ratio", "Oddsratio")),
                ratio,
                1.0,
            ));
        }
    }
}

/// Shares with their intervals.
fn shares(found: &WeightedCrosstab, locale: OutputLocale, output: &mut CommandOutput) {
    let (row, column) = (&found.crosstab.row, &found.crosstab.column);
    let titles = column
        .codes
        .iter()
        .zip(&column.labels)
        .map(|(code, label)| format!(">{}", category(code, label)));
    let head: Vec<String> = std::iter::once(String::new()).chain(titles).collect();
    let mut grid = TextGrid::new(&head.iter().map(String::as_str).collect::<Vec<_>>());
    let percent = |x: f64| locale.decimals(x * 100.0, 0);
    let cell = |estimate: &Option<Estimate>| match estimate
        .as_ref()
        .map(|share| (share.value, share.interval.as_ref()))
    {
        Some((value, Some(ends))) => format!(
            "{} [{}; {}]",
            percent(value),
            percent(ends.low),
            percent(ends.high)
        ),
        Some((value, None)) => percent(value),
        None => String::new(),
    };
    for (at, (code, label)) in row.codes.iter().zip(&row.labels).enumerate() {
        let own = found
            .shares
            .iter()
            .skip(at * column.codes.len())
            .take(column.codes.len());
        grid.dynamic_row(
            std::iter::once(category(code, label))
                .chain(own.map(cell))
                .collect(),
        );
    }
    grid.show(output);
}

fn value(found: &WeightedCrosstab, alpha: f64) -> Value {
    let crosstab = &found.crosstab;
    let table = &crosstab.table;
    let rows: Vec<&[f64]> = (0..table.rows()).map(|i| table.row(i)).collect();
    let estimate = |estimate: &Estimate| {
        let ends = estimate.interval.as_ref();
        json!({ "value": estimate.value, "low": ends.map(|e| e.low), "high": ends.map(|e| e.high), "method": estimate.method })
    };
    let absent = |why: &StatsError| json!({ "p": null, "why": why.english() });
    let test = found.test.as_ref();
    let ordered = crosstab.row.level != MeasurementLevel::Nominal
        && crosstab.column.level != MeasurementLevel::Nominal;
    json!({
        "row": super::json_value::side(&crosstab.row),
        "column": super::json_value::side(&crosstab.column),
        "weighting": found.weighting,
        "n": test.map_or(table.n(), |test| test.answers as f64),
        "missing": crosstab.missing,
        "observed": rows,
        "row_shares": found.shares.chunks(table.columns().max(1)).map(|row| {
            row.iter().map(|share| share.as_ref().map(estimate)).collect::<Vec<_>>()
        }).collect::<Vec<_>>(),
        "effective_n": test.ok().map(|test| test.effective),
        "clusters": test.ok().map(|test| test.clusters),
        "design_effect": test.ok().map(|test| test.design_effect),
        "tests": {
            "rao_scott": test.map_or_else(absent, |test| json!({
                "statistic": test.f, "df": test.df, "residual_df": test.residual_df, "p": test.p, "method": test.method,
            })),
            "rao_scott_first_order": test.map_or_else(absent, |test| json!({
                "statistic": test.first_order.statistic, "df": test.first_order.df, "p": test.first_order.p, "method": test.first_order.method,
            })),
            "correlation": found.correlation.as_ref().map(|(_, test)| json!({
                "statistic": test.statistic, "df": test.df, "p": test.p, "method": test.method,
            })),
        },
        "association": {
            "r": found.correlation.as_ref().map(|(r, _)| estimate(r)),
            "difference": found.two_by_two.as_ref().map(|two| estimate(&two.difference)),
            "shares": found.two_by_two.as_ref().map(|two| two.shares),
            "compared": found.two_by_two.as_ref().map(|_| &found.compared),
            "odds_ratio": found.two_by_two.as_ref().and_then(|two| two.odds_ratio.as_ref().ok()).map(estimate),
        },
        "recommended": if ordered && found.correlation.is_some() { "correlation" } else { "rao_scott" },
        "sentences": { "en": found.sentence(alpha, false), "da": found.sentence(alpha, true) },
    })
}
