//! `virk paired`

use super::crosstab::output_locale::{DecimalSignArg, LanguageArg, OutputLocale};
use super::data_source::DataSourceArgs;
use super::table_output::TextGrid;
use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::paired::{
    self, Agreement, AnswerCategory, BilingualSentence, ChangeOptions, PairedChange, PairedMeasure,
    PairedShares, PairedTest,
};
use crate::stats::signed_rank::ZeroHandling;
use crate::study::Refusal;
use serde_json::{Value, json};

/// Compare the answers of the same people before and after, or of several raters
/// for the same cases.
///
///   virk paired trust_pre trust_post
///   virk data variable trust_post --before trust_pre
///   virk paired trust_post             the variable says what came before it
///   virk paired --file survey.csv t1 t2 --json
///   virk paired rater_a rater_b --raters
///   virk paired helped_1 helped_2 helped_3
///
/// Each row is a person with both answers. virk chooses the tests that fit the
/// variables: McNemar for two answers, Stuart–Maxwell and Bowker for more
/// unordered ones, Wilcoxon's signed ranks for ordered answers, with the paired
/// t-test for numbers, Cochran's Q for three or more yes/no variables.
/// Percentages come with an interval for their difference.
///
/// With --raters: the percentage of agreement, kappa (weighted if there is an
/// order) and Krippendorff's alpha, whose interval is resampled from --seed.
///
/// In --json `recommended` names the member of `tests` to report.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct PairedArgs {
    /// The variables before and after, or the raters
    #[arg(value_name = "VARIABLE", required = true)]
    names: Vec<String>,
    /// The variables are raters of the same cases
    #[arg(long)]
    raters: bool,
    /// Treat numbers as ordered, whatever their level
    #[arg(long, conflicts_with = "raters")]
    ordinal: bool,
    /// How signed ranks treat people without a change
    #[arg(long, value_enum, default_value_t = ZerosArg::Wilcoxon)]
    zeros: ZerosArg,
    /// Seed for resampling
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    given: DataSourceArgs,
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

/// How people without a change are treated.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum ZerosArg {
    /// Left out before ranking, as R and SPSS do
    Wilcoxon,
    /// Ranked, and left out afterwards
    Pratt,
}

pub fn run(
    args: PairedArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let opened = args
        .given
        .open_source(args.names.first().map(String::as_str), globals, output)?;
    let alpha = opened.alpha(args.alpha)?;
    let locale = OutputLocale::new(args.lang, args.decimal, opened.language());
    let dataset = opened.dataset()?;
    let language = locale.language();
    let mut places = args
        .names
        .iter()
        .map(|typed| dataset.find_variable(typed))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(twice) = (1..places.len()).find(|at| places[..*at].contains(&places[*at])) {
        return Err(Refusal::new(
            format!("`{}` is named twice", args.names[twice]),
            "Name different variables",
        ));
    }
    if places.len() == 1 && !args.raters {
        places.insert(0, paired::before_of(dataset, places[0])?);
    }
    let filters = dataset.filters_in_words();
    let zeros = if args.zeros == ZerosArg::Pratt {
        ZeroHandling::Pratt
    } else {
        ZeroHandling::Wilcoxon
    };
    let mut value = match (args.raters, places.as_slice()) {
        (true, [_]) => {
            return Err(Refusal::new(
                "agreement needs two raters",
                "Usage: virk paired RATER RATER --raters",
            ));
        }
        (true, places) => {
            let found = paired::agreement(dataset, places, args.seed, language)?;
            if !globals.json {
                agreement(&found, locale, output);
            }
            json!({ "kind": "agreement", "result": found })
        }
        (false, [before, after]) => {
            let found = paired::change(
                dataset,
                (*before, *after),
                ChangeOptions {
                    zeros,
                    ordered: args.ordinal,
                    alpha,
                },
                language,
            )?;
            if !globals.json {
                change(&found, locale, output);
            }
            json!({ "kind": "change", "result": found })
        }
        (false, places) => {
            let found = paired::several(dataset, places, alpha, language)?;
            if !globals.json {
                several(&found, locale, output);
            }
            json!({ "kind": "several", "result": found })
        }
    };
    if globals.json {
        output.json(&flat(&mut value, alpha, filters));
    } else if let Some(filters) = filters {
        output.paragraph(&filters);
    }
    Ok(ExitStatus::Done)
}

/// The result as one flat object, with level of significance and filters.
fn flat(value: &mut Value, alpha: f64, filters: Option<String>) -> Value {
    let mut flat = json!({ "kind": value["kind"], "alpha": alpha, "left_out": filters });
    if let (Some(flat), Some(result)) = (flat.as_object_mut(), value["result"].as_object_mut()) {
        flat.append(result);
    }
    flat
}

fn category(answer: &AnswerCategory) -> String {
    if answer.code == answer.label {
        answer.label.clone()
    } else {
        format!("{} {}", answer.code, answer.label)
    }
}

fn change(found: &PairedChange, locale: OutputLocale, output: &mut CommandOutput) {
    output.heading(&format!("{} → {}", found.before.name, found.after.name));
    output.hanging(
        &format!("{}: ", locale.choose("Before", "Før")),
        &found.before.label,
    );
    output.hanging(
        &format!("{}: ", locale.choose("After", "Efter")),
        &found.after.label,
    );
    output.paragraph(&format!(
        "N = {}, {} {}",
        found.n,
        locale.choose("missing", "manglende"),
        found.missing
    ));
    if !found.counts.is_empty() {
        output.heading(locale.choose(
            "Before (rows) and after (columns)",
            "Før (rækker) og efter (kolonner)",
        ));
        counts(&found.categories, &found.counts, locale, output);
        output.heading(locale.choose("Shares", "Andele"));
        let goal = found
            .goal
            .iter()
            .map(|share| (locale.choose("Goal: ", "Mål: "), share));
        let mut grid = TextGrid::new(&[
            "",
            locale.choose(">Before", ">Før"),
            locale.choose(">After", ">Efter"),
            locale.choose(">Difference", ">Forskel"),
            locale.choose("95 % CI", "95 %-konfidensinterval"),
            locale.choose(">To", ">Til"),
            locale.choose(">From", ">Fra"),
        ]);
        for (what, share) in found.shares.iter().map(|share| ("", share)).chain(goal) {
            let percent = |x: f64| format!("{} %", locale.decimals(100.0 * x, 0));
            let interval = share
                .interval
                .as_ref()
                .map_or_else(String::new, |interval| {
                    format!(
                        "[{}; {}]",
                        locale.decimals(100.0 * interval.low, 0),
                        locale.decimals(100.0 * interval.high, 0)
                    )
                });
            grid.row([
                format!("{what}{}", category(&share.answer)),
                percent(share.before),
                percent(share.after),
                locale.decimals(100.0 * share.difference, 0),
                interval,
                share.gained.to_string(),
                share.lost.to_string(),
            ]);
        }
        grid.show(output);
    }
    if let Some(moved) = &found.moved {
        let words = format!(
            "{} {}, {} {}, {} {}",
            moved.up,
            locale.choose("higher after", "højere efter"),
            moved.down,
            locale.choose("lower", "lavere"),
            moved.same,
            locale.choose("the same", "det samme")
        );
        output.paragraph(&words);
    }
    if !found.measures.is_empty() {
        output.heading(locale.choose("How much", "Hvor meget"));
        measures(&found.measures, locale, output);
    }
    output.heading("Tests");
    tests(&found.tests, found.recommended, locale, output);
    notes(&found.notes, locale, output);
    output.blank_line();
    output.hanging("", found.sentence.say(locale.danish));
}

fn counts(
    categories: &[AnswerCategory],
    counts: &[Vec<usize>],
    locale: OutputLocale,
    output: &mut CommandOutput,
) {
    let heads: Vec<String> = std::iter::once(String::new())
        .chain(
            categories
                .iter()
                .map(|answer| format!(">{}", category(answer))),
        )
        .chain([format!(">{}", locale.choose("Total", "I alt"))])
        .collect();
    let mut grid = TextGrid::new(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    for (answer, row) in categories.iter().zip(counts) {
        let mut cells = vec![category(answer)];
        cells.extend(row.iter().map(usize::to_string));
        cells.push(row.iter().sum::<usize>().to_string());
        grid.dynamic_row(cells);
    }
    grid.show(output);
}

fn measures(all: &[PairedMeasure], locale: OutputLocale, output: &mut CommandOutput) {
    let mut grid = TextGrid::new(&[
        "",
        locale.choose(">Value", ">Værdi"),
        locale.choose("95 % CI", "95 %-konfidensinterval"),
        locale.choose("How", "Hvordan"),
    ]);
    for measure in all {
        let interval = measure.interval.as_ref();
        grid.row([
            measure.name.say(locale.danish).to_owned(),
            locale.decimals(measure.value, 2),
            interval.map_or_else(String::new, |i| {
                format!(
                    "[{}; {}]",
                    locale.decimals(i.low, 2),
                    locale.decimals(i.high, 2)
                )
            }),
            interval.map_or("", |interval| interval.method).to_owned(),
        ]);
    }
    grid.show(output);
    for (measure, warning) in all.iter().flat_map(|measure| {
        measure
            .warnings
            .iter()
            .map(move |warning| (measure, warning))
    }) {
        output.hanging(
            "~ ",
            &format!(
                "{}: {}",
                measure.name.say(locale.danish),
                warning.say(locale.danish)
            ),
        );
    }
}

fn tests(
    all: &[PairedTest],
    recommended: Option<&str>,
    locale: OutputLocale,
    output: &mut CommandOutput,
) {
    let mut grid = TextGrid::new(&["", locale.choose(">Value", ">Værdi"), ">df", ">p", ""]);
    for test in all {
        grid.row([
            test.name.say(locale.danish).to_owned(),
            test.statistic
                .map_or_else(String::new, |x| locale.decimals(x, 3)),
            test.df.map_or_else(String::new, |df| df.to_string()),
            test.p.map_or_else(|| "–".into(), |p| locale.p(p)),
            if recommended == Some(test.key) {
                locale.choose("← fits", "← passer").to_owned()
            } else {
                String::new()
            },
        ]);
    }
    grid.show(output);
    let mut whys: Vec<&BilingualSentence> =
        all.iter().filter_map(|test| test.why.as_ref()).collect();
    whys.dedup();
    whys.iter()
        .for_each(|why| output.paragraph(why.say(locale.danish)));
}

fn notes(all: &[BilingualSentence], locale: OutputLocale, output: &mut CommandOutput) {
    output.blank_line();
    all.iter()
        .for_each(|note| output.hanging("· ", note.say(locale.danish)));
}

fn several(found: &PairedShares, locale: OutputLocale, output: &mut CommandOutput) {
    output.heading(&format!(
        "{} {}",
        locale.choose("The share of", "Andelen af"),
        category(&found.answer)
    ));
    output.paragraph(&format!(
        "N = {}, {} {}",
        found.n,
        locale.choose("missing", "manglende"),
        found.missing
    ));
    let mut grid = TextGrid::new(&[
        "",
        "",
        locale.choose(">Count", ">Antal"),
        locale.choose(">Share", ">Andel"),
        locale.choose("95 % CI", "95 %-konfidensinterval"),
    ]);
    for share in &found.shares {
        let percent = |x: f64| locale.decimals(100.0 * x, 0);
        let interval = share.interval.as_ref();
        let label = if share.variable.label == share.variable.name {
            ""
        } else {
            share.variable.label.as_str()
        };
        grid.row([
            share.variable.name.clone(),
            label.to_owned(),
            share.count.to_string(),
            format!("{} %", percent(share.share)),
            interval.map_or_else(String::new, |i| {
                format!("[{}; {}]", percent(i.low), percent(i.high))
            }),
        ]);
    }
    grid.show(output);
    output.heading("Tests");
    tests(std::slice::from_ref(&found.test), None, locale, output);
    output.blank_line();
    output.hanging("", found.sentence.say(locale.danish));
}

fn agreement(found: &Agreement, locale: OutputLocale, output: &mut CommandOutput) {
    let names: Vec<&str> = found
        .raters
        .iter()
        .map(|rater| rater.name.as_str())
        .collect();
    output.heading(&names.join(" · "));
    output.paragraph(&format!(
        "N = {}, {} {}",
        found.n,
        locale.choose("not rated by all", "ikke vurderet af alle"),
        found.missing
    ));
    if !found.counts.is_empty() {
        counts(&found.categories, &found.counts, locale, output);
    }
    output.heading(locale.choose("Agreement", "Enighed"));
    measures(&found.measures, locale, output);
    if let Some(why) = &found.why {
        output.paragraph(why.say(locale.danish));
    }
    output.blank_line();
    output.hanging("", found.sentence.say(locale.danish));
}
