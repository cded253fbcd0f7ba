//! `virk data missing`

use crate::cli::command_output::ProgressLine;
use crate::cli::crosstab::output_locale::{DecimalSignArg, LanguageArg, OutputLocale};
use crate::cli::data_source::DataSourceArgs;
use crate::cli::global_args::EffortArgs;
use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::nonresponse::{self, NonresponseAnalysis};
use crate::stats::exact::{Effort, PValueSource};
use crate::study::Refusal;
use serde_json::json;

/// Compare people who did not answer a variable, or one of several, with the
/// others by background variables.
///
///   virk data missing trust
///   virk data missing trust hope --by gender --by age
///   virk data missing --file survey.csv trust --json
///
/// People who were not asked, according to the variable's `asked_if`, are left out.
/// Without --by, all other variables with few categories are used, and numbers
/// split at their medians. p is exact if groups are small (see --work), and
/// adjusted by Benjamini–Hochberg for the number of background variables.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataMissingArgs {
    /// The variables
    #[arg(value_name = "VARIABLE", required = true)]
    names: Vec<String>,
    /// A background variable; repeatable
    #[arg(long, value_name = "VARIABLE", value_delimiter = ',')]
    by: Vec<String>,
    #[command(flatten)]
    given: DataSourceArgs,
    #[command(flatten)]
    work: EffortArgs,
    /// Level of significance (default: the study's, or 0.05)
    #[arg(long, value_name = "P")]
    alpha: Option<f64>,
    /// Decimal sign
    #[arg(long, value_enum)]
    decimal: Option<DecimalSignArg>,
    /// Language of the output (default: the study's)
    #[arg(long, value_enum)]
    lang: Option<LanguageArg>,
}

pub fn run(
    args: DataMissingArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let opened = args
        .given
        .open_source(args.names.first().map(String::as_str), globals, output)?;
    let alpha = opened.alpha(args.alpha)?;
    let locale = OutputLocale::new(args.lang, args.decimal, opened.language());
    let dataset = opened.dataset()?;
    let find = |names: &[String]| {
        names
            .iter()
            .map(|typed| dataset.find_variable(typed))
            .collect::<Result<Vec<_>, _>>()
    };
    let effort = args.work.scale(Effort::default());
    let mut testing = ProgressLine::new("Exact tests");
    if args.work.is_increased() {
        testing.step(0, 1);
    }
    let found = nonresponse::missing(
        dataset,
        &find(&args.names)?,
        &find(&args.by)?,
        (alpha, effort),
        locale.language(),
    )?;
    drop(testing);
    if globals.json {
        output.json(&json!(found));
        return Ok(ExitStatus::Done);
    }
    show(&found, locale, output);
    if let Some(filters) = dataset.filters_in_words() {
        output.paragraph(&filters);
    }
    Ok(ExitStatus::Done)
}

fn show(found: &NonresponseAnalysis, locale: OutputLocale, output: &mut CommandOutput) {
    let names: Vec<&str> = found
        .variables
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    output.heading(&format!(
        "{} {}",
        locale.choose("Without an answer:", "Uden svar:"),
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
            locale.choose("were not asked", "blev ikke spurgt")
        ));
    }
    output.paragraph(&format!(
        "{} {} {}",
        found.missing,
        locale.choose("of", "af"),
        found.n
    ));
    if !counts.is_empty() {
        output.paragraph(&counts.join(", "));
    }
    let mut grid = TextGrid::new(&[
        "",
        "",
        ">N",
        locale.choose(">Without", ">Uden svar"),
        ">%",
        locale.choose("95 % CI", "95 %-konfidensinterval"),
        ">p",
        locale.choose(">BH", ">BH"),
    ]);
    let p = |p: Option<f64>| p.map_or_else(|| "–".into(), |p| locale.p(p));
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
                locale.choose("median", "median"),
                locale.decimals(gone, 1),
                locale.choose("against", "mod"),
                locale.decimals(here, 1)
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
            let percent = |x: f64| locale.decimals(100.0 * x, 0);
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
    grid.show(output);
    for against in found.against.iter().filter(|against| against.why.is_some()) {
        output.hanging(
            "· ",
            &format!(
                "{}: {}",
                against.variable,
                against.why.as_deref().unwrap_or_default()
            ),
        );
    }
    for against in &found.against {
        if let Some(PValueSource::MonteCarlo {
            samples,
            seed,
            low,
            high,
            ..
        }) = against.by
        {
            let random = locale.choose("random tables", "tilfældige tabeller");
            let interval = locale.choose("interval of p", "interval for p");
            let ends = locale.with_decimal_sign(&format!("{low:.4}–{high:.4}"));
            output.hanging(
                "· ",
                &format!(
                    "{}: {samples} {random}, 99 % {interval} {ends}, seed {seed}",
                    against.variable
                ),
            );
        }
    }
    output.blank_line();
    output.hanging("", found.sentence.say(locale.danish));
}
