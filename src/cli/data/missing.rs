//! `virk data missing`

use crate::cli::crosstab::tongue::{Decimal, Lang, Tongue};
use crate::cli::{Desk, Outcome, Page, given::Given, grid::Grid, progress::Progress, work::Work};
use crate::evidence::missing::{self, Missing};
use crate::stats::exact::{By, Effort};
use crate::study::Refusal;
use serde_json::json;

/// Who did not answer: those without an answer to a variable, or to one of
/// several, compared with the others by background variables.
///
///   virk data missing trust
///   virk data missing trust hope --by gender --by age
///   virk data missing --file survey.csv trust --json
///
/// Those who were not asked, as `asked_if` of the variable says, are left out.
/// Without --by all other variables with few categories are taken, and numbers
/// by their medians. p is exact where groups are small (--work spends more on
/// it), and adjusted by Benjamini–Hochberg for the number of background variables.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The variables
    #[arg(value_name = "VARIABLE", required = true)]
    names: Vec<String>,
    /// A background variable; may be said several times
    #[arg(long, value_name = "VARIABLE", value_delimiter = ',')]
    by: Vec<String>,
    #[command(flatten)]
    given: Given,
    #[command(flatten)]
    work: Work,
    /// The level of significance; without it the study's, or 0.05
    #[arg(long, value_name = "P")]
    alpha: Option<f64>,
    /// The sign before decimals
    #[arg(long, value_enum)]
    decimal: Option<Decimal>,
    /// The language of words; without it the study's
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

/// Compares them.
///
/// # Errors
/// When a variable is not known, or there is nobody to compare.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let opened = args
        .given
        .open(args.names.first().map(String::as_str), desk, page)?;
    let alpha = opened.alpha(args.alpha)?;
    let tongue = Tongue::new(args.lang, args.decimal, opened.language());
    let dataset = opened.dataset()?;
    let find = |names: &[String]| {
        names
            .iter()
            .map(|typed| dataset.find_variable(typed))
            .collect::<Result<Vec<_>, _>>()
    };
    let effort = args.work.on(Effort::default());
    let mut testing = Progress::of("Exact tests");
    if args.work.is_more() {
        testing.step(0, 1);
    }
    let found = missing::missing(
        dataset,
        &find(&args.names)?,
        &find(&args.by)?,
        (alpha, effort),
        tongue.language(),
    )?;
    drop(testing);
    if desk.json {
        page.json(&json!(found));
        return Ok(Outcome::Done);
    }
    show(&found, tongue, page);
    if let Some(filters) = dataset.filters_in_words() {
        page.say(&filters);
    }
    Ok(Outcome::Done)
}

fn show(found: &Missing, tongue: Tongue, page: &mut Page) {
    let names: Vec<&str> = found
        .variables
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    page.heading(&format!(
        "{} {}",
        tongue.say("Without an answer:", "Uden svar:"),
        names.join(", ")
    ));
    let mut counts: Vec<String> = Vec::new();
    if found.variables.len() > 1 {
        counts.extend(
            found
                .variables
                .iter()
                .map(|(name, count)| format!("{name} {count}")),
        );
    }
    if found.not_asked > 0 {
        counts.push(format!(
            "{} {}",
            found.not_asked,
            tongue.say("were not asked", "blev ikke spurgt")
        ));
    }
    page.say(&format!(
        "{} {} {}",
        found.missing,
        tongue.say("of", "af"),
        found.n
    ));
    if !counts.is_empty() {
        page.say(&counts.join(", "));
    }
    let mut grid = Grid::new(&[
        "",
        "",
        ">N",
        tongue.say(">Without", ">Uden svar"),
        ">%",
        tongue.say("95 % CI", "95 %-konfidensinterval"),
        ">p",
        tongue.say(">BH", ">BH"),
    ]);
    let p = |p: Option<f64>| p.map_or_else(|| "–".into(), |p| tongue.p(p));
    for against in &found.against {
        let name = if against.label == against.variable {
            against.variable.clone()
        } else {
            against.label.clone()
        };
        let (first, adjusted) = (p(against.p), p(against.benjamini_hochberg));
        if let Some((here, gone)) = against.medians {
            let medians = format!(
                "{} {} {} {}",
                tongue.say("median", "median"),
                tongue.decimals(gone, 1),
                tongue.say("against", "mod"),
                tongue.decimals(here, 1)
            );
            grid.row([
                name,
                medians,
                String::new(),
                String::new(),
                String::new(),
                String::new(),
                first,
                adjusted,
            ]);
            continue;
        }
        for (at, group) in against.groups.iter().enumerate() {
            let percent = |x: f64| tongue.decimals(100.0 * x, 0);
            let interval = group.interval.as_ref();
            grid.row([
                if at == 0 { name.clone() } else { String::new() },
                if group.code == group.label {
                    group.label.clone()
                } else {
                    format!("{} {}", group.code, group.label)
                },
                group.n.to_string(),
                group.missing.to_string(),
                group.share.map_or_else(String::new, percent),
                interval.map_or_else(String::new, |i| {
                    format!("[{}; {}]", percent(i.low), percent(i.high))
                }),
                if at == 0 {
                    first.clone()
                } else {
                    String::new()
                },
                if at == 0 {
                    adjusted.clone()
                } else {
                    String::new()
                },
            ]);
        }
    }
    grid.show(page);
    for against in found.against.iter().filter(|against| against.why.is_some()) {
        page.hanging(
            "· ",
            &format!(
                "{}: {}",
                against.variable,
                against.why.as_deref().unwrap_or_default()
            ),
        );
    }
    for against in &found.against {
        if let Some(By::MonteCarlo {
            samples,
            seed,
            low,
            high,
            ..
        }) = against.by
        {
            let random = tongue.say("random tables", "tilfældige tabeller");
            let interval = tongue.say("interval of p", "interval for p");
            let ends = tongue.sign(&format!("{low:.4}–{high:.4}"));
            page.hanging(
                "· ",
                &format!(
                    "{}: {samples} {random}, 99 % {interval} {ends}, seed {seed}",
                    against.variable
                ),
            );
        }
    }
    page.gap();
    page.hanging("", found.sentence.say(tongue.danish));
}
