//! `virk verdict`

use super::{Desk, Outcome, Page};
use crate::evidence::Evidence;
use crate::study::{Command, Refusal, theory::Conclusion};

/// Conclude something of a link, with the reason.
///
///   virk verdict "Reflection -> Personal dev" keep "Both mentors and numbers say so"
///
/// Conclusions: keep, revise, replace, demote, promote, remove, open. The
/// verdict is yours; virk notes the counts of quotes and tests it rested on.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    /// keep, revise, replace, demote, promote, remove or open
    #[arg(value_name = "CONCLUSION", value_parser = conclusion)]
    conclusion: Conclusion,
    /// What the quotes and the tests show, in a sentence
    #[arg(value_name = "REASON")]
    reason: String,
    /// The version of the theory; without it the latest
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
}

/// Concludes it.
///
/// # Errors
/// When the link is not known or no reason is given.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    desk.perform(page, |study| {
        let link = study.find_link(study.find_theory(args.theory.as_deref())?, &args.link)?;
        let rests_on = Evidence::new(study, link).summary(study.alpha);
        Ok(Command::Conclude { link: link.id, conclusion: args.conclusion, reason: args.reason, rests_on })
    })
}

fn conclusion(typed: &str) -> Result<Conclusion, String> {
    let names: Vec<&str> = Conclusion::ALL.iter().map(|conclusion| conclusion.name()).collect();
    Conclusion::parse(typed).ok_or_else(|| format!("choose one of {}", names.join(", ")))
}
