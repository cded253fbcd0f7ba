//! `virk data compare`

use crate::cli::crosstab::tongue::{Lang, Tongue};
use crate::cli::{Desk, Outcome, Page};
use crate::evidence::compared;
use crate::evidence::comparison::{Comparison, Found};
use crate::stats::scores::Summary;
use crate::study::{Refusal, plan::Measure};
use serde_json::{Value, json};

/// Compare scores: two variables of which at least one is a number, such as an
/// index, an age or a total, value by value and without categories.
///
///   virk data compare wellbeing trust
///   virk data compare wellbeing mentor --json
///
/// Two scores, or a score and ordered answers, are correlated: Spearman, and
/// Pearson beside it (of two indices the other way round). Of two groups stand
/// means, medians, Welch’s t with the difference and Hedges’ g, and
/// Mann–Whitney with the probability of superiority; of several groups Welch’s
/// analysis of variance and Kruskal–Wallis with ε². Which test fits follows from
/// what the variables are, not from what comes out. Categories are crossed with
/// `virk crosstab`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The first variable
    #[arg(value_name = "A")]
    a: String,
    /// The second
    #[arg(value_name = "B")]
    b: String,
    /// The dataset they are in, when several have such variables
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
    /// The level of significance; without it the study's, or 0.05
    #[arg(long, value_name = "P")]
    alpha: Option<f64>,
    /// The language of words; without it the study's
    #[arg(long, value_enum)]
    lang: Option<Lang>,
}

/// Compares them.
///
/// # Errors
/// When a variable is not known, both are the same, or neither is a score.
pub fn run(args: Args, desk: &Desk, page: &mut Page) -> Result<Outcome, Refusal> {
    let session = desk.open(page)?;
    let study = session.study();
    let (dataset, a) = super::find(study, args.dataset.as_deref(), &args.a)?;
    let b = dataset.find_variable(&args.b)?;
    if a == b {
        return Err(Refusal::new(
            format!("`{}` is compared with itself", args.a),
            "Name two variables",
        ));
    }
    let alpha = args.alpha.unwrap_or(study.alpha);
    if !(alpha > 0.0 && alpha < 1.0) {
        return Err(Refusal::new(
            format!("--alpha {alpha} is no level of significance"),
            "It lies between 0 and 1; usual is 0.05",
        ));
    }
    let tongue = Tongue::new(args.lang, None, &study.language);
    let comparison = Comparison::new(dataset, a, b, tongue.language())?;
    if desk.json {
        let mut told = value(&comparison, alpha);
        told["dataset"] = json!(dataset.body.name);
        told["filters"] = json!(dataset.filters_in_words());
        page.json(&told);
        return Ok(Outcome::Done);
    }
    let named = |side: &crate::evidence::comparison::Values| {
        if side.label == side.name {
            side.name.clone()
        } else {
            format!("{} ({})", side.label, side.name)
        }
    };
    page.heading(&format!(
        "{} × {}",
        named(&comparison.a),
        named(&comparison.b)
    ));
    page.say(&format!(
        "N = {}, {} {}",
        comparison.n,
        tongue.say("missing", "manglende"),
        comparison.missing
    ));
    compared::sentences(&comparison, alpha, tongue.danish)
        .iter()
        .for_each(|line| page.say(line));
    page.gap();
    page.hanging("", &compared::sentence(&comparison, alpha, tongue.danish));
    dataset
        .filters_in_words()
        .iter()
        .for_each(|line| page.say(line));
    Ok(Outcome::Done)
}

/// A comparison for programs.
pub fn value(comparison: &Comparison, alpha: f64) -> Value {
    let fitting = comparison.test().ok();
    let mut told = json!({
        "a": comparison.a.name,
        "b": comparison.b.name,
        "a_label": comparison.a.label,
        "b_label": comparison.b.label,
        "n": comparison.n,
        "missing": comparison.missing,
        "recommended": fitting,
        "measure": comparison.measure().map(|(measure, estimate)| json!({ "kind": kind(comparison, measure), "estimate": estimate })),
        "why": comparison.found.as_ref().err().map(ToString::to_string),
        "sentences": compared::sentences(comparison, alpha, false),
        "sentence": { "en": compared::sentence(comparison, alpha, false), "da": compared::sentence(comparison, alpha, true) },
    });
    let grouped = |labels: &[String], groups: &[Summary]| -> Value {
        labels
            .iter()
            .zip(groups)
            .map(|(label, told)| json!({ "group": label, "told": told }))
            .collect()
    };
    match &comparison.found {
        Ok(Found::Correlated {
            pearson, spearman, ..
        }) => {
            told["pearson"] = json!(pearson);
            told["spearman"] = json!(spearman);
        }
        Ok(Found::TwoGroups {
            labels,
            means,
            ranks,
            ..
        }) => {
            let [second, first] = &ranks.groups;
            told["groups"] = grouped(labels, &[first.clone(), second.clone()]);
            told["welch"] = json!(means.as_ref().ok());
            told["mann_whitney"] = json!(ranks);
        }
        Ok(Found::Groups {
            labels,
            means,
            ranks,
            ..
        }) => {
            told["groups"] = grouped(labels, &ranks.groups);
            told["welch"] = json!(means.as_ref().ok().map(|means| &means.test));
            told["kruskal_wallis"] =
                json!({ "test": ranks.test, "epsilon_squared": ranks.epsilon_squared });
        }
        Err(_) => {}
    }
    told
}

fn kind(comparison: &Comparison, measure: Measure) -> &'static str {
    match (&comparison.found, measure) {
        (Ok(Found::Groups { .. }), _) => "epsilon_squared",
        (
            Ok(Found::Correlated {
                by_pearson: false, ..
            }),
            _,
        ) => "rho",
        (_, Measure::D) => "hedges_g",
        (_, measure) => measure.name(),
    }
}
