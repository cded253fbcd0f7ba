//! `virk plan`

mod power;

use super::{Desk, Outcome, Page, verdict};
use crate::study::{
    Command, Plan, Refusal,
    plan::{Adjustment, FamilyOf, PlannedTest},
};

/// Declare by which test a link counts as shown, or show what is declared.
///
///   virk plan
///   virk plan --test pearson --family stage --adjust none
///   virk plan --test fitting --family link --adjust bh
///
/// A plan is best declared before the numbers are looked at. Whatever it says,
/// proposals tell beside it what the other choices come to. The level of
/// significance is the study's own. Exit code 1 when no plan is declared.
/// `virk plan power` says what a test can find.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, args_conflicts_with_subcommands = true)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Ahead>,
    /// pearson: the chi-square test; fitting: the test that fits levels and table
    #[arg(long, value_name = "TEST", value_parser = ["pearson", "fitting"])]
    test: Option<String>,
    /// Tests that belong together: of one link, of a stage (such as mechanism to output), of the theory
    #[arg(long, value_name = "FAMILY", value_parser = ["link", "stage", "theory"])]
    family: Option<String>,
    /// How p is adjusted within the family: none, holm or bh (Benjamini–Hochberg)
    #[arg(long, value_name = "HOW", value_parser = ["none", "holm", "bh"])]
    adjust: Option<String>,
    /// Take the plan back
    #[arg(long, conflicts_with_all = ["test", "family", "adjust"])]
    none: bool,
}

/// What is asked before there are numbers.
#[derive(clap::Subcommand, Debug)]
enum Ahead {
    Power(power::Args),
}

/// Declares or shows it.
///
/// # Errors
/// When the study cannot be opened.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    if let Some(Ahead::Power(args)) = args.command {
        return power::run(args, desk, page);
    }
    if args.none {
        return desk.perform(page, |_| Ok(Command::SetPlan { plan: None }));
    }
    if args.test.is_none() && args.family.is_none() && args.adjust.is_none() {
        let session = desk.open(page)?;
        let study = session.study();
        let declared = study.declared_plan().is_some();
        if desk.json {
            page.json(&verdict::plan(study));
        } else if declared {
            page.say(&format!("Declared: {}, at the level {}", study.plan(), study.alpha));
        } else {
            page.say(&format!("No plan is declared; what counts is {}, at the level {}", study.plan(), study.alpha));
        }
        return Ok(Outcome::found(declared));
    }
    desk.perform(page, |study| {
        let was = study.plan();
        let test = args.test.as_deref().and_then(|name| PlannedTest::ALL.into_iter().find(|test| test.name() == name));
        let family = args.family.as_deref().and_then(|name| FamilyOf::ALL.into_iter().find(|family| family.name() == name));
        let adjustment = args.adjust.as_deref().and_then(|name| Adjustment::ALL.into_iter().find(|how| how.name() == name));
        let plan = Plan {
            test: test.unwrap_or(was.test),
            family: family.unwrap_or(was.family),
            adjustment: adjustment.unwrap_or(was.adjustment),
        };
        Ok(Command::SetPlan { plan: Some(plan) })
    })
}
