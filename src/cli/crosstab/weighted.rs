//! A crosstab of a sample with weights or clusters, for people and for programs.

use super::{Args, Tongue, blocks};
use crate::cli::form::{self, Format};
use crate::cli::{Desk, Outcome, Page, grid::Grid};
use crate::evidence::Weighted;
use crate::export::crosstab::category;
use crate::stats::{Estimate, Why};
use crate::study::{
    Dataset, Refusal, answer,
    dataset::Level,
    weighting::{Weighting, Weights},
};
use serde_json::{Value, json};

/// What weights count.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One person gave these answers and stands for so many
    Sampling,
    /// So many people gave these answers
    Frequency,
}

impl From<Kind> for Weights {
    fn from(kind: Kind) -> Weights {
        match kind {
            Kind::Sampling => Weights::Sampling,
            Kind::Frequency => Weights::Frequency,
        }
    }
}

/// What weights count when nobody says it: people of a sample where one is not whole.
pub fn usual(dataset: &Dataset, place: usize) -> Weights {
    let whole = |cell: &str| answer::number(cell).is_some_and(|x| x.fract() == 0.0);
    if dataset.answers(place).flatten().all(whole) {
        Weights::Frequency
    } else {
        Weights::Sampling
    }
}

/// The weighting that was asked for, else the dataset's own.
pub fn asked(
    args: &Args,
    dataset: &Dataset,
    page: &mut Page,
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
            let usual = usual(dataset, *place);
            if usual == Weights::Sampling {
                page.note(Refusal::new(
                    format!(
                        "`{name}` holds numbers that are not whole: taken for weights of a sample"
                    ),
                    "`--weights frequency` says that they count answers",
                ));
            }
            usual
        }
        (None, None) => Weights::Frequency,
    };
    Ok(Some(Weighting {
        weight: weight.map(|(_, name)| name),
        weights,
        cluster,
    }))
}

/// Shows the table with the tests that its design allows.
pub fn run(
    args: &Args,
    (dataset, places, weighting): (&Dataset, (usize, usize), &Weighting),
    (alpha, tongue): (f64, Tongue),
    (desk, page): (&Desk, &mut Page),
) -> Result<Outcome, Refusal> {
    if args.by.is_some() || args.exact || args.samples.is_some() {
        return Err(Refusal::new(
            format!(
                "{} cannot be joined with --by, --exact or --samples",
                weighting.in_words()
            ),
            "Such tests take each row for one person: ask with --unweighted, or leave them out",
        ));
    }
    let found = Weighted::new(dataset, places, weighting, tongue.language())?;
    match args.form.asked(desk)? {
        None => show(&found, alpha, tongue, page),
        Some(Format::Json) => {
            let value = value(&found, alpha);
            match &args.form.out {
                None => page.json(&value),
                out => form::hand_over(&(value.to_string() + "\n"), out.as_deref(), desk, page)?,
            }
        }
        Some(_) => {
            return Err(Refusal::new(
                "a table by weights or clusters has no such format yet",
                "Use --json, or none",
            ));
        }
    }
    Ok(Outcome::Done)
}

fn show(found: &Weighted, alpha: f64, tongue: Tongue, page: &mut Page) {
    let crosstab = &found.crosstab;
    page.heading(&format!("{} × {}", crosstab.row.name, crosstab.column.name));
    page.hanging(
        &format!("{}: ", tongue.say("Rows", "Rækker")),
        &crosstab.row.label,
    );
    page.hanging(
        &format!("{}: ", tongue.say("Columns", "Kolonner")),
        &crosstab.column.label,
    );
    page.say(&format!(
        "{} {}",
        tongue.say("Counted by", "Talt med"),
        found.weighting.in_words()
    ));
    page.gap();
    page.say(&found.sentence(alpha, tongue.danish));
    page.heading(tongue.say(
        "Weighted crosstab, scaled to the answers",
        "Vægtet krydstabel, skaleret til antal svar",
    ));
    blocks::counts(crosstab, None, tongue, page);
    page.heading(tongue.say(
        "Weighted shares of each row, 95 %",
        "Vægtede andele af hver række, 95 %",
    ));
    shares(found, tongue, page);
    page.heading(tongue.say("Tests", "Test"));
    match &found.test {
        Ok(test) => {
            let mut grid = Grid::new(&["", tongue.say(">Value", ">Værdi"), ">df", ">p"]);
            let df = format!(
                "{}; {}",
                tongue.decimals(test.df, 2),
                tongue.decimals(test.residual_df, 1)
            );
            grid.row([
                tongue
                    .say("Rao–Scott, second order (F)", "Rao–Scott, anden orden (F)")
                    .into(),
                tongue.decimals(test.f, 3),
                df,
                tongue.p(test.p),
            ]);
            let first = &test.first_order;
            let mean = first.statistic;
            let name = tongue.say(
                "Rao–Scott, first order (chi-square)",
                "Rao–Scott, første orden (chi i anden)",
            );
            grid.row([
                name.into(),
                tongue.decimals(mean, 3),
                first.df.map_or(String::new(), |df| df.to_string()),
                tongue.p(first.p),
            ]);
            if let Some((_, t)) = &found.correlation {
                let name = tongue.say("Correlation of scores (t)", "Korrelation af scorer (t)");
                grid.row([
                    name.into(),
                    tongue.decimals(t.statistic, 3),
                    t.df.map_or(String::new(), |df| df.to_string()),
                    tongue.p(t.p),
                ]);
            }
            grid.show(page);
            page.say(&tongue.sign(&format!(
                "{} {}, {} {}, {} {:.1} (Kish), {} {}, {} {:.2}",
                tongue.say("Answers", "Svar"),
                test.answers,
                tongue.say("missing", "manglende"),
                crosstab.missing,
                tongue.say("effective", "effektivt"),
                test.effective,
                tongue.say("drawn separately", "trukket hver for sig"),
                test.clusters,
                tongue.say("design effect", "designeffekt"),
                test.design_effect,
            )));
        }
        Err(why) => page.say(&if tongue.danish {
            why.danish()
        } else {
            why.english()
        }),
    }
    if let Some(two) = &found.two_by_two {
        let line = |name: &str, estimate: &Estimate, scale: f64| {
            let shown = |x: f64| tongue.decimals(x * scale, 2);
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
        let difference = tongue.say(
            "Difference of shares in percentage points",
            "Forskel i andele, procentpoint",
        );
        page.say(&line(
            &format!("{difference}, {of}"),
            &two.difference,
            100.0,
        ));
        if let Ok(ratio) = &two.odds_ratio {
            page.say(&line(
                &format!("{}, {of}", tongue.say("Odds ratio", "Oddsratio")),
                ratio,
                1.0,
            ));
        }
    }
}

/// The shares with their intervals.
fn shares(found: &Weighted, tongue: Tongue, page: &mut Page) {
    let (row, column) = (&found.crosstab.row, &found.crosstab.column);
    let titles = column
        .codes
        .iter()
        .zip(&column.labels)
        .map(|(code, label)| format!(">{}", category(code, label)));
    let head: Vec<String> = std::iter::once(String::new()).chain(titles).collect();
    let mut grid = Grid::new(&head.iter().map(String::as_str).collect::<Vec<_>>());
    let percent = |x: f64| tongue.decimals(x * 100.0, 0);
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
        grid.cells(
            std::iter::once(category(code, label))
                .chain(own.map(cell))
                .collect(),
        );
    }
    grid.show(page);
}

fn value(found: &Weighted, alpha: f64) -> Value {
    let crosstab = &found.crosstab;
    let table = &crosstab.table;
    let rows: Vec<&[f64]> = (0..table.rows()).map(|i| table.row(i)).collect();
    let estimate = |estimate: &Estimate| {
        let ends = estimate.interval.as_ref();
        json!({ "value": estimate.value, "low": ends.map(|e| e.low), "high": ends.map(|e| e.high), "method": estimate.method })
    };
    let absent = |why: &Why| json!({ "p": null, "why": why.english() });
    let test = found.test.as_ref();
    let ordered = crosstab.row.level != Level::Nominal && crosstab.column.level != Level::Nominal;
    json!({
        "row": super::value::side(&crosstab.row),
        "column": super::value::side(&crosstab.column),
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
