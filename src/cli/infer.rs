//! `virk infer`

use super::{CommandOutput, ExitStatus, GlobalArgs};
use crate::study::{
    Command, Refusal,
    inference::{Confidence, InferenceText, IntegrationFit},
};

/// Record what the numbers and the quotes together say about a link.
///
///   virk infer "Reflection -> Personal dev" --quantitative "All six rise" \
///     --qualitative "Mentors see it in most courses" --fit confirm --confidence medium
///   virk infer "Reflection -> Personal dev" --clear
///
/// What you leave out stays as it was; an empty text removes a part. A discord
/// needs an explanation. `virk verdict propose` offers a draft.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct InferArgs {
    /// Link, as "FROM -> TO"
    #[arg(value_name = "LINK")]
    link: String,
    /// What the numbers say
    #[arg(long, value_name = "TEXT")]
    quantitative: Option<String>,
    /// What people say
    #[arg(long, value_name = "TEXT")]
    qualitative: Option<String>,
    /// confirm, expand, discord, complement, quant-only, qual-only, silence or unclear
    #[arg(long, value_name = "FIT", value_parser = fit)]
    fit: Option<IntegrationFit>,
    /// Why they disagree, if they do
    #[arg(long, value_name = "TEXT")]
    explanation: Option<String>,
    /// Caveats
    #[arg(long, value_name = "TEXT")]
    caveats: Option<String>,
    /// low, medium or high
    #[arg(long, value_name = "HOW", value_parser = confidence)]
    confidence: Option<Confidence>,
    /// Remove the inference
    #[arg(long)]
    clear: bool,
    /// Version of the theory (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
}

pub fn run(
    args: InferArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    globals.perform(output, |study| {
        let link = study
            .find_link(study.find_theory(args.theory.as_deref())?, &args.link)?
            .id;
        if args.clear {
            return Ok(Command::Infer {
                link,
                inferred: Box::default(),
            });
        }
        let texts = [
            &args.quantitative,
            &args.qualitative,
            &args.explanation,
            &args.caveats,
        ];
        if texts.iter().all(|text| text.is_none())
            && args.fit.is_none()
            && args.confidence.is_none()
        {
            return Err(Refusal::new(
                "nothing is inferred",
                "Give --quantitative, --qualitative, --fit, or see `virk infer --help`",
            ));
        }
        let was = study.inference_text(link);
        let inferred = InferenceText {
            quantitative: args.quantitative.unwrap_or(was.quantitative),
            qualitative: args.qualitative.unwrap_or(was.qualitative),
            fit: args.fit.or(was.fit),
            explanation: args.explanation.unwrap_or(was.explanation),
            caveats: args.caveats.unwrap_or(was.caveats),
            confidence: args.confidence.or(was.confidence),
        };
        Ok(Command::Infer {
            link,
            inferred: Box::new(inferred),
        })
    })
}

fn fit(typed: &str) -> Result<IntegrationFit, String> {
    let names: Vec<&str> = IntegrationFit::ALL.iter().map(|fit| fit.name()).collect();
    IntegrationFit::parse(typed).ok_or_else(|| format!("choose one of {}", names.join(", ")))
}

fn confidence(typed: &str) -> Result<Confidence, String> {
    Confidence::parse(typed).ok_or_else(|| "choose one of low, medium, high".to_owned())
}
