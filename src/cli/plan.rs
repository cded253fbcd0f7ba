//! `virk plan`

use super::crosstab::output_locale::{DecimalSignArg, LanguageArg, OutputLocale};
use super::data_source::DataSourceArgs;
use super::table_output::TextGrid;
use super::{CommandOutput, ExitStatus, GlobalArgs, verdict};
use crate::evidence::power_plan;
use crate::evidence::power_plan::{PlannedEffect, PowerPlan, PowerPlanRequest};
use crate::study::plan::{Adjustment, Percent, PlannedTest, SmallestEffects, TestFamily, TestUnit};
use crate::study::{AnalysisPlan, Command, Dataset, Refusal, Study};
use crate::text::number;
use serde_json::json;

/// Declare the analysis plan: which test decides whether a link is shown. Without options, show it.
///
///   virk plan
///   virk plan --test pearson --family stage --adjust none
///   virk plan --test fitting --family link --adjust bh
///   virk plan --unit indices --smallest-effect .2
///   virk plan --smallest-effect 'tau-b=.15 V=.2 d=.4'
///
/// With `--unit indices` a link is tested once: the mean of everything that
/// measures one end against that of the other. It mostly finds more than every
/// pair (docs/numbers.md). With a smallest effect of interest, what a test does not show
/// is told apart: “at most slight” where the interval lies within it, “too
/// imprecise to say” where it does not. max-T draws 9,999
/// orders of the rows at most, seed 1.
/// A plan is best declared before the numbers are looked at. Whatever it says,
/// proposals tell beside it what the other choices come to. The level of
/// significance is the study's own. Exit code 1 when no plan is declared.
/// `virk plan power` says what a test can find.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, args_conflicts_with_subcommands = true)]
pub struct PlanArgs {
    #[command(subcommand)]
    command: Option<PlanCommand>,
    /// pearson: the chi-square test; fitting: the test that fits levels and table
    #[arg(long, value_name = "TEST", value_parser = ["pearson", "fitting"])]
    test: Option<String>,
    /// Tests that belong together: of one link, of a stage (such as mechanism to output), of the
    /// theory
    #[arg(long, value_name = "FAMILY", value_parser = ["link", "stage", "theory"])]
    family: Option<String>,
    /// How p is adjusted within the family: none, holm, bh (Benjamini–Hochberg) or max-t
    /// (Westfall–Young)
    #[arg(long, value_name = "HOW", value_parser = ["none", "holm", "bh", "max-t"])]
    adjust: Option<String>,
    /// What to test for a link: every pair of indicators, or one test of the two indices
    #[arg(long, value_name = "UNIT", value_parser = ["pairs", "indices"])]
    unit: Option<String>,
    /// Per cent of an index's items that a person must have answered
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    least_answered: Option<u8>,
    /// The smallest effect of interest: a correlation, or by measure (r, tau-b, phi, V, d,
    /// superiority); none takes it back
    #[arg(long, value_name = "EFFECT")]
    smallest_effect: Option<String>,
    /// Remove the plan
    #[arg(long, conflicts_with_all = ["test", "family", "adjust", "unit", "least_answered", "smallest_effect"])]
    none: bool,
}

/// What is asked before there are numbers.
#[derive(clap::Subcommand, Debug)]
enum PlanCommand {
    Power(PowerArgs),
}

pub fn run(
    args: PlanArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if let Some(PlanCommand::Power(args)) = args.command {
        return power(args, globals, output);
    }
    if args.none {
        return globals.perform(output, |_| Ok(Command::SetPlan { plan: None }));
    }
    let words = [
        &args.test,
        &args.family,
        &args.adjust,
        &args.unit,
        &args.smallest_effect,
    ];
    if words.iter().all(|word| word.is_none()) && args.least_answered.is_none() {
        let session = globals.open_study(output)?;
        let study = session.study();
        let declared = study.declared_plan().is_some();
        if globals.json {
            output.json(&verdict::plan(study));
        } else if declared {
            output.paragraph(&format!(
                "Declared: {}, at the level {}",
                study.plan(),
                study.alpha
            ));
        } else {
            output.paragraph(&format!(
                "No plan is declared; what counts is {}, at the level {}",
                study.plan(),
                study.alpha
            ));
        }
        return Ok(ExitStatus::from_found(declared));
    }
    globals.perform(output, |study| {
        let was = study.plan();
        let test = args.test.as_deref().and_then(|name| {
            PlannedTest::ALL
                .into_iter()
                .find(|test| test.name() == name)
        });
        let family = args.family.as_deref().and_then(|name| {
            TestFamily::ALL
                .into_iter()
                .find(|family| family.name() == name)
        });
        let adjustment = args
            .adjust
            .as_deref()
            .and_then(|name| Adjustment::ALL.into_iter().find(|how| how.name() == name));
        let unit = args
            .unit
            .as_deref()
            .and_then(|name| TestUnit::ALL.into_iter().find(|unit| unit.name() == name));
        let smallest = args
            .smallest_effect
            .as_deref()
            .map(SmallestEffects::parse)
            .transpose()?;
        let plan = AnalysisPlan {
            unit: unit.unwrap_or(was.unit),
            least_answered: args.least_answered.map_or(was.least_answered, Percent),
            smallest: smallest.unwrap_or(was.smallest),
            test: test.unwrap_or(was.test),
            family: family.unwrap_or(was.family),
            adjustment: adjustment.unwrap_or(was.adjustment),
        };
        Ok(Command::SetPlan { plan: Some(plan) })
    })
}

/// How likely a test of two variables finds an effect, and how many people it
/// takes: for two variables, or for every pair of indicators of a link.
///
///   virk plan power trust job
///   virk plan power trust job --effect 0.25 --power 0.9
///   virk plan power trust job --n 120
///   virk plan power "Reflection -> Personal development"
///   virk plan power --file pilot.csv trust job --json
///
/// The variables keep their shares as they are in the data; the effect is the
/// one of the test that fits them: a difference of two shares (--effect 0.2 is
/// 20 percentage points), tau-b of answers in order, a correlation of numbers,
/// d of means of two groups, V of names. Power for an effect that the same data
/// have shown says nothing new: name one that would matter.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct PowerArgs {
    /// Two variables, or a link as "FROM -> TO"
    #[arg(value_name = "VARIABLE", required = true, num_args = 1..=2)]
    names: Vec<String>,
    /// An effect that would matter, beside the usual ones
    #[arg(long, value_name = "SIZE", allow_hyphen_values = true)]
    effect: Option<f64>,
    /// Desired power
    #[arg(long, value_name = "SHARE", default_value_t = 0.8)]
    power: f64,
    /// Number of people to plan for, instead of those in the data
    #[arg(long, value_name = "PEOPLE", value_parser = clap::value_parser!(u32).range(4..=100_000_000))]
    n: Option<u32>,
    /// Version of the theory that the link is in (default: the latest)
    #[arg(long, value_name = "VERSION", conflicts_with = "file")]
    theory: Option<String>,
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

fn power(
    args: PowerArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let linked = args.names.len() == 1;
    let first = args.names.first().filter(|_| !linked).map(String::as_str);
    if linked {
        return plan_link(&args, globals, output);
    }
    let opened = args.given.open_source(first, globals, output)?;
    let wanted = power_request(&args, opened.alpha(args.alpha)?);
    let locale = OutputLocale::new(args.lang, args.decimal, opened.language());
    let dataset = opened.dataset()?;
    let find = |at: usize| dataset.find_variable(args.names.get(at).map_or("", String::as_str));
    let planned = power_plan::plan(dataset, (find(0)?, find(1)?), &wanted, locale.language())?;
    if globals.json {
        output.json(&json!(planned));
    } else {
        show(&planned, locale, output);
    }
    Ok(ExitStatus::Done)
}

fn power_request(args: &PowerArgs, alpha: f64) -> PowerPlanRequest {
    PowerPlanRequest {
        effect: args.effect,
        power: args.power,
        alpha,
        n: args.n.map(|n| n as usize),
    }
}

/// Every pair of indicators of a link.
fn plan_link(
    args: &PowerArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if args.given.file.is_some() {
        return Err(Refusal::new(
            "a power plan needs two variables of a file",
            "Usage: virk plan power --file CSV A B",
        ));
    }
    let session = globals.open_study(output)?;
    let study: &Study = session.study();
    let typed = args.names.first().map_or("", String::as_str);
    if !typed.contains("->") && !typed.contains('→') {
        return Err(Refusal::new(
            format!("`{typed}` is one variable, and a power plan needs two"),
            "Name two, or a link: virk plan power \"FROM -> TO\"",
        ));
    }
    let link = study.find_link(study.find_theory(args.theory.as_deref())?, typed)?;
    let pairs: Vec<(&Dataset, usize, usize)> = crate::evidence::tests::pairs(study, link);
    let locale = OutputLocale::new(args.lang, args.decimal, &study.language);
    let wanted = power_request(args, args.alpha.unwrap_or(study.alpha));
    let mut planned = Vec::new();
    let mut refused = Vec::new();
    for (dataset, row, column) in pairs {
        match power_plan::plan(dataset, (row, column), &wanted, locale.language()) {
            Ok(one) => planned.push(one),
            Err(refusal) => refused.push(refusal.what),
        }
    }
    if globals.json {
        output.json(
            &json!({ "link": study.link_name(link), "pairs": planned, "without_a_plan": refused }),
        );
        return Ok(ExitStatus::from_found(!planned.is_empty()));
    }
    output.heading(&study.link_name(link));
    if planned.is_empty() {
        output.paragraph(locale.choose(
            "No pair of indicators can be tested.",
            "Intet par af indikatorer kan testes.",
        ));
    } else {
        let found = locale.choose("Found with", "Findes med");
        let least = format!(">{found} {} %", locale.decimals(100.0 * args.power, 0));
        let mut grid = TextGrid::new(&["", "", ">N", locale.choose("Test", "Test"), &least]);
        for one in &planned {
            grid.row([
                one.row.name.clone(),
                one.column.name.clone(),
                one.n.to_string(),
                (if locale.danish {
                    &one.test.da
                } else {
                    &one.test.en
                })
                .clone(),
                one.detectable.map_or_else(
                    || "–".into(),
                    |effect| locale.with_decimal_sign(&one.effect.say(effect, locale.danish)),
                ),
            ]);
        }
        grid.show(output);
        output.paragraph(locale.choose(
            "Each is one test. Several at once are adjusted, which asks for more; one test of two indices often finds more (`virk data index`).",
            "Hver er én test. Flere på én gang skal justeres, og det kræver mere; én test af to indeks finder ofte mere (`virk data index`).",
        ));
    }
    refused.iter().for_each(|what| output.hanging("· ", what));
    Ok(ExitStatus::from_found(!planned.is_empty()))
}

fn show(planned: &PowerPlan, locale: OutputLocale, output: &mut CommandOutput) {
    output.heading(&format!("{} × {}", planned.row.name, planned.column.name));
    output.paragraph(&format!(
        "{}; N = {}, α = {}, {}",
        planned.test.say(locale.danish),
        planned.n,
        locale.with_decimal_sign(&format!("{}", planned.alpha)),
        planned.given.say(locale.danish)
    ));
    let mut grid = TextGrid::new(&[
        planned.effect.words(locale.danish),
        locale.choose(">Power now", ">Styrke nu"),
        &format!(
            ">{} {} %",
            locale.choose("N for", "N til"),
            locale.decimals(100.0 * planned.wanted, 0)
        ),
    ]);
    for row in &planned.rows {
        let effect = match planned.effect {
            PlannedEffect::ShareDifference => {
                format!("{} %", locale.decimals(100.0 * row.effect, 0))
            }
            _ => locale.decimals(row.effect, 2),
        };
        grid.row([
            effect,
            format!("{} %", locale.decimals(100.0 * row.power, 0)),
            row.needed
                .map_or_else(|| "–".into(), |needed| number::count(needed as f64)),
        ]);
    }
    grid.show(output);
    output.blank_line();
    output.hanging("", planned.sentence.say(locale.danish));
}
