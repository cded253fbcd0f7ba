//! `virk paired`

use super::crosstab::tongue::{Decimal, Lang, Tongue};
use super::given::Given;
use super::{Desk, Outcome, Page, grid::Grid};
use crate::evidence::paired::{
    self, Agreement, Answer, Change, Manner, Measured, Said, Several, Tested,
};
use crate::stats::signed_rank::Zeros;
use crate::study::Refusal;
use serde_json::{Value, json};

/// Compare the answers of the same people before and after, or those of two
/// raters to the same cases.
///
///   virk paired trust_pre trust_post
///   virk data variable trust_post --before trust_pre
///   virk paired trust_post             the variable says what came before it
///   virk paired --file survey.csv t1 t2 --json
///   virk paired rater_a rater_b --raters
///   virk paired helped_1 helped_2 helped_3
///
/// Each row is a person with both answers. What fits the variables is made and
/// said: McNemar's test for two answers, Stuart–Maxwell's and Bowker's for more
/// without an order, Wilcoxon's signed ranks for answers in order, the paired
/// t-test beside it for numbers, Cochran's Q for three or more yes/no
/// variables. Shares come with the interval of their difference.
///
/// With --raters: the share of agreement, kappa (weighted where there is an
/// order) and Krippendorff's alpha, whose interval is resampled from --seed.
///
/// In --json `recommended` names the member of `tests` to report.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The variable of before and that of after; or the raters
    #[arg(value_name = "VARIABLE", required = true)]
    names: Vec<String>,
    /// The variables are raters of the same cases
    #[arg(long)]
    raters: bool,
    /// Take numbers as ordered, whatever is known of them
    #[arg(long, conflicts_with = "raters")]
    ordinal: bool,
    /// What becomes of people without a change in the signed ranks
    #[arg(long, value_enum, default_value_t = ZerosArg::Wilcoxon)]
    zeros: ZerosArg,
    /// The seed of resampling
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    #[command(flatten)]
    given: Given,
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

/// What becomes of people without a change.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum ZerosArg {
    /// Left out before ranking, as R and SPSS do
    Wilcoxon,
    /// Ranked, and left out afterwards
    Pratt,
}

/// Compares them.
///
/// # Errors
/// When a variable is not known, or they cannot be compared.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let opened = args
        .given
        .open(args.names.first().map(String::as_str), desk, page)?;
    let alpha = opened.alpha(args.alpha)?;
    let tongue = Tongue::new(args.lang, args.decimal, opened.language());
    let dataset = opened.dataset()?;
    let language = tongue.language();
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
        Zeros::Pratt
    } else {
        Zeros::Wilcoxon
    };
    let mut value = match (args.raters, places.as_slice()) {
        (true, [_]) => {
            return Err(Refusal::new(
                "agreement takes two raters",
                "Usage: virk paired RATER RATER --raters",
            ));
        }
        (true, places) => {
            let found = paired::agreement(dataset, places, args.seed, language)?;
            if !desk.json {
                agreement(&found, tongue, page);
            }
            json!({ "kind": "agreement", "result": found })
        }
        (false, [before, after]) => {
            let found = paired::change(
                dataset,
                (*before, *after),
                Manner {
                    zeros,
                    ordered: args.ordinal,
                    alpha,
                },
                language,
            )?;
            if !desk.json {
                change(&found, tongue, page);
            }
            json!({ "kind": "change", "result": found })
        }
        (false, places) => {
            let found = paired::several(dataset, places, alpha, language)?;
            if !desk.json {
                several(&found, tongue, page);
            }
            json!({ "kind": "several", "result": found })
        }
    };
    if desk.json {
        page.json(&flat(&mut value, alpha, filters));
    } else if let Some(filters) = filters {
        page.say(&filters);
    }
    Ok(Outcome::Done)
}

/// One object, with what it is and by which level it was judged.
fn flat(value: &mut Value, alpha: f64, filters: Option<String>) -> Value {
    let mut flat = json!({ "kind": value["kind"], "alpha": alpha, "left_out": filters });
    if let (Some(flat), Some(result)) = (flat.as_object_mut(), value["result"].as_object_mut()) {
        flat.append(result);
    }
    flat
}

fn category(answer: &Answer) -> String {
    if answer.code == answer.label {
        answer.label.clone()
    } else {
        format!("{} {}", answer.code, answer.label)
    }
}

fn change(found: &Change, tongue: Tongue, page: &mut Page) {
    page.heading(&format!("{} → {}", found.before.name, found.after.name));
    page.hanging(
        &format!("{}: ", tongue.say("Before", "Før")),
        &found.before.label,
    );
    page.hanging(
        &format!("{}: ", tongue.say("After", "Efter")),
        &found.after.label,
    );
    page.say(&format!(
        "N = {}, {} {}",
        found.n,
        tongue.say("missing", "manglende"),
        found.missing
    ));
    if !found.counts.is_empty() {
        page.heading(tongue.say(
            "Before (rows) and after (columns)",
            "Før (rækker) og efter (kolonner)",
        ));
        counts(&found.categories, &found.counts, tongue, page);
        page.heading(tongue.say("Shares", "Andele"));
        let goal = found
            .goal
            .iter()
            .map(|share| (tongue.say("Goal: ", "Mål: "), share));
        let mut grid = Grid::new(&[
            "",
            tongue.say(">Before", ">Før"),
            tongue.say(">After", ">Efter"),
            tongue.say(">Difference", ">Forskel"),
            tongue.say("95 % CI", "95 %-konfidensinterval"),
            tongue.say(">To", ">Til"),
            tongue.say(">From", ">Fra"),
        ]);
        for (what, share) in found.shares.iter().map(|share| ("", share)).chain(goal) {
            let percent = |x: f64| format!("{} %", tongue.decimals(100.0 * x, 0));
            let interval = share
                .interval
                .as_ref()
                .map_or_else(String::new, |interval| {
                    format!(
                        "[{}; {}]",
                        tongue.decimals(100.0 * interval.low, 0),
                        tongue.decimals(100.0 * interval.high, 0)
                    )
                });
            grid.row([
                format!("{what}{}", category(&share.answer)),
                percent(share.before),
                percent(share.after),
                tongue.decimals(100.0 * share.difference, 0),
                interval,
                share.gained.to_string(),
                share.lost.to_string(),
            ]);
        }
        grid.show(page);
    }
    if let Some(moved) = &found.moved {
        let words = format!(
            "{} {}, {} {}, {} {}",
            moved.up,
            tongue.say("higher after", "højere efter"),
            moved.down,
            tongue.say("lower", "lavere"),
            moved.same,
            tongue.say("the same", "det samme")
        );
        page.say(&words);
    }
    if !found.measures.is_empty() {
        page.heading(tongue.say("How much", "Hvor meget"));
        measures(&found.measures, tongue, page);
    }
    page.heading("Tests");
    tests(&found.tests, found.recommended, tongue, page);
    notes(&found.notes, tongue, page);
    page.gap();
    page.hanging("", found.sentence.say(tongue.danish));
}

fn counts(categories: &[Answer], counts: &[Vec<usize>], tongue: Tongue, page: &mut Page) {
    let heads: Vec<String> = std::iter::once(String::new())
        .chain(
            categories
                .iter()
                .map(|answer| format!(">{}", category(answer))),
        )
        .chain([format!(">{}", tongue.say("Total", "I alt"))])
        .collect();
    let mut grid = Grid::new(&heads.iter().map(String::as_str).collect::<Vec<_>>());
    for (answer, row) in categories.iter().zip(counts) {
        let mut cells = vec![category(answer)];
        cells.extend(row.iter().map(usize::to_string));
        cells.push(row.iter().sum::<usize>().to_string());
        grid.cells(cells);
    }
    grid.show(page);
}

fn measures(all: &[Measured], tongue: Tongue, page: &mut Page) {
    let mut grid = Grid::new(&[
        "",
        tongue.say(">Value", ">Værdi"),
        tongue.say("95 % CI", "95 %-konfidensinterval"),
        tongue.say("How", "Hvordan"),
    ]);
    for measure in all {
        let interval = measure.interval.as_ref();
        grid.row([
            measure.name.say(tongue.danish).to_owned(),
            tongue.decimals(measure.value, 2),
            interval.map_or_else(String::new, |i| {
                format!(
                    "[{}; {}]",
                    tongue.decimals(i.low, 2),
                    tongue.decimals(i.high, 2)
                )
            }),
            interval.map_or("", |interval| interval.method).to_owned(),
        ]);
    }
    grid.show(page);
    for (measure, warning) in all.iter().flat_map(|measure| {
        measure
            .warnings
            .iter()
            .map(move |warning| (measure, warning))
    }) {
        page.hanging(
            "~ ",
            &format!(
                "{}: {}",
                measure.name.say(tongue.danish),
                warning.say(tongue.danish)
            ),
        );
    }
}

fn tests(all: &[Tested], recommended: Option<&str>, tongue: Tongue, page: &mut Page) {
    let mut grid = Grid::new(&["", tongue.say(">Value", ">Værdi"), ">df", ">p", ""]);
    for test in all {
        grid.row([
            test.name.say(tongue.danish).to_owned(),
            test.statistic
                .map_or_else(String::new, |x| tongue.decimals(x, 3)),
            test.df.map_or_else(String::new, |df| df.to_string()),
            test.p.map_or_else(|| "–".into(), |p| tongue.p(p)),
            if recommended == Some(test.key) {
                tongue.say("← fits", "← passer").to_owned()
            } else {
                String::new()
            },
        ]);
    }
    grid.show(page);
    let mut whys: Vec<&Said> = all.iter().filter_map(|test| test.why.as_ref()).collect();
    whys.dedup();
    whys.iter().for_each(|why| page.say(why.say(tongue.danish)));
}

fn notes(all: &[Said], tongue: Tongue, page: &mut Page) {
    page.gap();
    all.iter()
        .for_each(|note| page.hanging("· ", note.say(tongue.danish)));
}

fn several(found: &Several, tongue: Tongue, page: &mut Page) {
    page.heading(&format!(
        "{} {}",
        tongue.say("The share of", "Andelen af"),
        category(&found.answer)
    ));
    page.say(&format!(
        "N = {}, {} {}",
        found.n,
        tongue.say("missing", "manglende"),
        found.missing
    ));
    let mut grid = Grid::new(&[
        "",
        "",
        tongue.say(">Count", ">Antal"),
        tongue.say(">Share", ">Andel"),
        tongue.say("95 % CI", "95 %-konfidensinterval"),
    ]);
    for share in &found.shares {
        let percent = |x: f64| tongue.decimals(100.0 * x, 0);
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
    grid.show(page);
    page.heading("Tests");
    tests(std::slice::from_ref(&found.test), None, tongue, page);
    page.gap();
    page.hanging("", found.sentence.say(tongue.danish));
}

fn agreement(found: &Agreement, tongue: Tongue, page: &mut Page) {
    let names: Vec<&str> = found
        .raters
        .iter()
        .map(|rater| rater.name.as_str())
        .collect();
    page.heading(&names.join(" · "));
    page.say(&format!(
        "N = {}, {} {}",
        found.n,
        tongue.say("not rated by all", "ikke vurderet af alle"),
        found.missing
    ));
    if !found.counts.is_empty() {
        counts(&found.categories, &found.counts, tongue, page);
    }
    page.heading(tongue.say("Agreement", "Enighed"));
    measures(&found.measures, tongue, page);
    if let Some(why) = &found.why {
        page.say(why.say(tongue.danish));
    }
    page.gap();
    page.hanging("", found.sentence.say(tongue.danish));
}
