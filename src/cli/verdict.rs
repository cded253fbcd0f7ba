//! `virk verdict`

use super::command_output::with_progress;
use super::{CommandOutput, ExitStatus, GlobalArgs, theory};
use crate::evidence::proposal;
use crate::evidence::{
    ElementStatus, Evidence, Proposal, SubcodeResult, TestTally, basis, element_status,
};
use crate::study::inference::InferenceText;
use crate::study::theory::Conclusion;
use crate::study::{Code, CodeKind, Command, Id, Link, Refusal, Study, Theory};
use serde_json::{Value, json};

/// Record your verdict on a link, with the reason, or let virk propose one.
///
///   virk verdict "Reflection -> Personal dev" keep "Both mentors and numbers say so"
///   virk verdict propose "Reflection -> Personal dev"
///   virk verdict propose Reflection --json
///
/// Conclusions: keep, revise, replace, demote, promote, remove, open. The
/// verdict is yours; virk notes what it rested on: counts of quotes, tests with
/// their p, the theory's version, the datasets. When that is no longer so, `virk
/// evidence` says what changed since.
#[derive(clap::Args, Debug)]
#[command(
    verbatim_doc_comment,
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true
)]
pub struct VerdictArgs {
    /// Link, as "FROM -> TO"
    #[arg(value_name = "LINK", required = true)]
    link: Option<String>,
    /// keep, revise, replace, demote, promote, remove or open
    #[arg(value_name = "CONCLUSION", value_parser = conclusion, required = true)]
    conclusion: Option<Conclusion>,
    /// Reason: what the quotes and the tests show, in a sentence
    #[arg(value_name = "REASON", required = true)]
    reason: Option<String>,
    /// Version of the theory (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    #[command(subcommand)]
    command: Option<VerdictCommand>,
}

#[derive(clap::Subcommand, Debug)]
enum VerdictCommand {
    Propose(ProposeArgs),
}

pub fn run(
    args: VerdictArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if let Some(VerdictCommand::Propose(args)) = args.command {
        return propose(args, globals, output);
    }
    let (Some(link), Some(conclusion), Some(reason)) = (args.link, args.conclusion, args.reason)
    else {
        return Err(Refusal::new(
            "a verdict needs a link, a conclusion and a reason",
            "See `virk verdict --help`",
        ));
    };
    globals.perform(output, |study| {
        let link = study.find_link(study.find_theory(args.theory.as_deref())?, &link)?;
        let evidence = Evidence::new(study, link);
        let (rests_on, basis) = (
            evidence.summary(study),
            Some(Box::new(basis::of(study, &evidence))),
        );
        Ok(Command::Conclude {
            link: link.id,
            conclusion,
            reason,
            rests_on,
            basis,
        })
    })
}

fn conclusion(typed: &str) -> Result<Conclusion, String> {
    let names: Vec<&str> = Conclusion::ALL
        .iter()
        .map(|conclusion| conclusion.name())
        .collect();
    Conclusion::parse(typed).ok_or_else(|| format!("choose one of {}", names.join(", ")))
}

/// Propose a verdict on a link, or assess an element of the theory.
///
///   virk verdict propose "Reflection -> Personal dev"
///   virk verdict propose Relationship
///   virk verdict propose --json
///
/// Without a name, every mechanism and every link. Tests count by the declared
/// plan (`virk plan`); beside it stands what the test that fits, an adjustment
/// for the number of tests, and single answers do to them. Of a mechanism those
/// links count that say what it produces. A proposal decides nothing: conclude
/// with `virk verdict LINK CONCLUSION REASON`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
struct ProposeArgs {
    /// Link, as "FROM -> TO", or a code in the theory
    #[arg(value_name = "LINK|CODE")]
    what: Option<String>,
    /// Version of the theory (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
}

fn propose(
    args: ProposeArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let theory = study.find_theory(args.theory.as_deref())?;
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (codes, links) = selected_targets(study, theory, args.what.as_deref())?;
    // Assesses every link once, for elements and links alike.
    let mut needed: Vec<&Link> = codes
        .iter()
        .flat_map(|code| element_status::links_of(study, theory, *code))
        .collect();
    needed.extend(
        links
            .iter()
            .filter(|link| !needed.iter().any(|known| known.id == link.id))
            .copied()
            .collect::<Vec<_>>(),
    );
    let weighed = with_progress("Weighing tests", |watch| {
        proposal::propose(study, theory, &needed, threads, watch)
    })?;
    let standings: Vec<_> = codes
        .iter()
        .map(|code| element_status::element_status(study, theory, *code, &weighed))
        .collect();
    let of = |link: &&Link| {
        weighed
            .iter()
            .find(|proposal| proposal.evidence.link.id == link.id)
    };
    let proposals: Vec<_> = links.iter().filter_map(of).collect();
    let found = !standings.is_empty() || !proposals.is_empty();
    if globals.json {
        output.json(&json!({
            "theory": theory.version,
            "alpha": study.alpha,
            "plan": plan(study),
            "codes": standings.iter().map(|standing| standing_value(study, standing)).collect::<Vec<_>>(),
            "links": proposals.iter().map(|proposal| value(study, proposal)).collect::<Vec<_>>(),
        }));
        return Ok(ExitStatus::from_found(found));
    }
    let declared = if study.declared_plan().is_some() {
        "declared"
    } else {
        "not declared, see `virk plan`"
    };
    output.paragraph(&format!(
        "Plan ({declared}): {}, at the level {}",
        study.plan(),
        study.alpha
    ));
    for standing in &standings {
        output.heading(&format!(
            "{}: {}",
            study.code_name(standing.code),
            standing.in_words(study)
        ));
        standing
            .reasons
            .iter()
            .for_each(|why| output.hanging("· ", why));
    }
    for proposal in &proposals {
        show(study, proposal, output);
    }
    Ok(ExitStatus::from_found(found))
}

/// The selected codes and links; all mechanisms and links if none are named.
fn selected_targets<'a>(
    study: &'a Study,
    theory: &'a Theory,
    what: Option<&str>,
) -> Result<(Vec<Id<Code>>, Vec<&'a Link>), Refusal> {
    match what {
        None => {
            let mechanisms = theory
                .nodes
                .iter()
                .copied()
                .filter(|code| study.kind_in(theory, *code) == CodeKind::Mechanism);
            Ok((mechanisms.collect(), study.links_of(theory).collect()))
        }
        Some(typed) if typed.contains("->") || typed.contains('→') => {
            Ok((Vec::new(), vec![study.find_link(theory, typed)?]))
        }
        Some(typed) => {
            let code = study.find_code(typed)?;
            if element_status::links_of(study, theory, code.id).is_empty() {
                return Err(Refusal::new(
                    format!(
                        "no link of theory {} starts from {}",
                        theory.version,
                        code.name(&study.language)
                    ),
                    "See `virk theory show`; name another code, or a link as \"FROM -> TO\"",
                ));
            }
            Ok((vec![code.id], Vec::new()))
        }
    }
}

/// The plan as JSON.
pub fn plan(study: &Study) -> Value {
    let plan = study.plan();
    json!({
        "declared": study.declared_plan().is_some(),
        "test": plan.test.name(),
        "family": plan.family.name(),
        "adjustment": plan.adjustment.name(),
        "unit": plan.unit.name(),
        "least_answered": plan.least_answered.0,
        "smallest_effect": plan.smallest,
        "alpha": study.alpha,
        "words": plan.to_string(),
    })
}

fn tally(tally: TestTally) -> Value {
    json!({
        "run": tally.run,
        "shown": tally.shown,
        "contrary": tally.contrary,
        "fitting": tally.fitting,
        "adjusted": tally.adjusted,
        "robust": tally.robust,
    })
}

fn index_parts(study: &Study, except: &[SubcodeResult]) -> Value {
    except
        .iter()
        .map(|part| {
            json!({
                "code": study.code_name(part.code),
                "post_hoc": part.post_hoc,
                "tests": tally(part.tally),
                "others": tally(part.others),
            })
        })
        .collect()
}

fn standing_value(study: &Study, standing: &ElementStatus<'_>) -> Value {
    json!({
        "code": study.code_name(standing.code),
        "key": study.code(standing.code).map(|code| &code.body.key),
        "proposal": standing.level.name(),
        "in_words": standing.in_words(study),
        "fragile": standing.fragile,
        "except": index_parts(study, &standing.surviving_subcodes),
        "tests": tally(standing.tally),
        "because": standing.reasons,
        "links": standing.links.iter().map(|proposal| value(study, proposal)).collect::<Vec<_>>(),
    })
}

fn index(index: &crate::evidence::composite_index::CompositeIndex) -> Value {
    json!({
        "of": index.values.label,
        "items": index.items,
        "turned": index.reversed,
        "against": index.conflicting,
        "doubtful": index.doubtful,
        "without_order": index.without_order,
        "standardised": index.standardised,
        "alpha": index.alpha.as_ref().ok(),
        "omega": index.omega.as_ref().ok(),
    })
}

/// A proposal as JSON.
pub fn value(study: &Study, proposal: &Proposal<'_>) -> Value {
    let balance = proposal.evidence.balance();
    let mut value = theory::link_value(study, proposal.evidence.link);
    let InferenceText {
        quantitative,
        qualitative,
        explanation,
        caveats,
        ..
    } = proposal.to_inference();
    value["quantitative"] = json!(proposal.numbers.name());
    value["in_words"] = json!(proposal.numbers_in_words(study));
    value["qualitative"] = json!(proposal.quote_consensus.name());
    value["fit"] = json!(proposal.fit.name());
    value["verdict"] = json!(proposal.conclusion.name());
    value["confidence"] = json!(proposal.confidence.name());
    value["post_hoc"] = json!(proposal.post_hoc);
    value["except"] = index_parts(study, &proposal.surviving_subcodes);
    value["tests"] = tally(proposal.tally);
    value["tests"]["in_family"] = json!(proposal.assessment.family);
    value["tests"]["in_theory"] = json!(proposal.assessment.in_theory);
    value["tests"]["by_chance"] = json!(proposal.tally.by_chance(study.alpha));
    value["p"] = json!(proposal.assessment.p(study.alpha));
    value["signs"] = json!({
        "rising": proposal.assessment.signs.rising,
        "falling": proposal.assessment.signs.falling,
        "agree": proposal.assessment.signs.agree(),
        "items": proposal.assessment.signs.items,
        "doubtful": proposal.assessment.signs.doubtful,
    });
    value["power"] = json!(proposal.power);
    value["balance"] = json!({
        "supports": balance.supports,
        "contradicts": balance.contradicts,
        "nuances": balance.nuances,
        "unjudged": balance.unjudged,
    });
    let quoted = |(informant, quotes): (&crate::study::Informant, usize)| json!({ "informant": informant.body.name, "quotes": quotes });
    value["informants"] = proposal
        .evidence
        .informants()
        .into_iter()
        .map(quoted)
        .collect();
    let from = |(department, quotes): (String, usize)| json!({ "department": department, "quotes": quotes });
    value["departments"] = proposal
        .evidence
        .departments()
        .into_iter()
        .map(from)
        .collect();
    value["quantitative_inference"] = json!(quantitative);
    value["qualitative_inference"] = json!(qualitative);
    value["explanation"] = json!(explanation);
    value["caveats"] = json!(caveats);
    value["because"] = json!(proposal.reasons);
    value["weighed"] = proposal
        .assessment
        .tests
        .iter()
        .map(|test| {
            let fitting = test.fitting.as_ref().ok();
            json!({
                "a": test.test.crosstab.row.name,
                "b": test.test.crosstab.column.name,
                "n": test.test.crosstab.n(),
                "status": test.status(proposal.evidence.link.expected).name(),
                "kind": if test.test.scores.is_some() { "scores" } else { "table" },
                "measure": fitting.and_then(|fitting| Some(fitting.measure.as_ref()?.0.name())),
                "estimate": fitting.and_then(|fitting| Some(&fitting.measure.as_ref()?.1)),
                "indices": test.test.indices.as_deref().map(|indices| indices.iter().map(index).collect::<Vec<_>>()),
                "p_planned": test.planned,
                "p_pearson": test.test.pearson.as_ref().ok().map(|test| test.p),
                "p_recommended": fitting.map(|outcome| outcome.p),
                "method": fitting.map(|outcome| outcome.name),
                "p_adjusted": test.adjusted,
                "direction": test.sign(),
                "fewest_answers_that_undo": test.advice.as_ref().and_then(|advice| advice.fragility.as_ref()?.fewest),
                "circular": test.circular,
            })
        })
        .collect();
    value
}

fn show(study: &Study, proposal: &Proposal<'_>, output: &mut CommandOutput) {
    let link = proposal.evidence.link;
    output.heading(&format!(
        "{} ({})",
        study.link_name(link),
        study.relation_of(link)
    ));
    output.paragraph(&format!(
        "Propose: {} ({} confidence). Numbers: {}. Quotes: {}. Fit: {}.",
        proposal.conclusion,
        proposal.confidence,
        proposal.numbers_in_words(study),
        proposal.quote_consensus,
        proposal.fit
    ));
    for (mark, sentences) in [
        ("Numbers  ", &proposal.quantitative),
        ("Quotes   ", &proposal.qualitative),
        ("So       ", &proposal.reasons),
        ("Beware   ", &proposal.caveats),
    ] {
        if !sentences.is_empty() {
            output.hanging(mark, &sentences.join(" "));
        }
    }
    if let Some(power) = &proposal.power {
        output.hanging("Power    ", power);
    }
}
