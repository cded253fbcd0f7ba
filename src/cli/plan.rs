//! `virk plan`

mod power;

use super::{CommandOutput, ExitStatus, GlobalArgs, verdict};
use crate::study::{
    AnalysisPlan, Command, Refusal,
    plan::{Adjustment, Percent, PlannedTest, SmallestEffects, TestFamily, TestUnit},
};

/// Declare by which test a link counts as shown, or show what is declared.
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
    /// What of a link is tested: every pair of indicators, or one test of the two indices
    #[arg(long, value_name = "UNIT", value_parser = ["pairs", "indices"])]
    unit: Option<String>,
    /// Of an index: the share of its items, in per cent, that a person must have answered
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(1..=100))]
    least_answered: Option<u8>,
    /// The smallest effect of interest: a correlation, or by measure (r, tau-b, phi, V, d,
    /// superiority); none takes it back
    #[arg(long, value_name = "EFFECT")]
    smallest_effect: Option<String>,
    /// Take the plan back
    #[arg(long, conflicts_with_all = ["test", "family", "adjust", "unit", "least_answered", "smallest_effect"])]
    none: bool,
}

/// What is asked before there are numbers.
#[derive(clap::Subcommand, Debug)]
enum PlanCommand {
    Power(power::PowerArgs),
}

pub fn run(
    args: PlanArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if let Some(PlanCommand::Power(args)) = args.command {
        return power::run(args, globals, output);
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
