//! `virk data compare`

use crate::cli::crosstab::output_locale::{LanguageArg, OutputLocale};
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::comparison::{ComparisonResult, ScoreComparison};
use crate::evidence::comparison_sentence;
use crate::stats::scores::Summary;
use crate::study::{Refusal, plan::BoundedMeasure};
use serde_json::{Value, json};

/// Compare scores: two variables of which at least one is a number, such as an
/// index, an age or a total, value by value and without categories.
///
///   virk data compare wellbeing trust
///   virk data compare wellbeing mentor --json
///
/// Two scores, or a score and ordered answers, are correlated: Spearman, with
/// Pearson beside it (for two indices the other way round). For two groups virk
/// shows means, medians, Welch’s t with the difference and Hedges’ g, and
/// Mann–Whitney with the probability of superiority; for several groups Welch’s
/// analysis of variance and Kruskal–Wallis with ε². The choice of test depends on
/// what the variables are, not on the results. For categories use
/// `virk crosstab`.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataCompareArgs {
    /// The first variable
    #[arg(value_name = "A")]
    a: String,
    /// The second
    #[arg(value_name = "B")]
    b: String,
    /// Dataset, when several have these variables
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
    /// Level of significance (default: the study's, or 0.05)
    #[arg(long, value_name = "P")]
    alpha: Option<f64>,
    /// Language of the output (default: the study's)
    #[arg(long, value_enum)]
    lang: Option<LanguageArg>,
}

pub fn run(
    args: DataCompareArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
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
            format!("--alpha {alpha} is not a level of significance"),
            "It must be between 0 and 1, usually 0.05",
        ));
    }
    let locale = OutputLocale::new(args.lang, None, &study.language);
    let comparison = ScoreComparison::new(dataset, a, b, locale.language())?;
    if globals.json {
        let mut told = value(&comparison, alpha);
        told["dataset"] = json!(dataset.body.name);
        told["filters"] = json!(dataset.filters_in_words());
        output.json(&told);
        return Ok(ExitStatus::Done);
    }
    let named = |side: &crate::evidence::comparison::VariableValues| {
        if side.label == side.name {
            side.name.clone()
        } else {
            format!("{} ({})", side.label, side.name)
        }
    };
    output.heading(&format!(
        "{} × {}",
        named(&comparison.a),
        named(&comparison.b)
    ));
    output.paragraph(&format!(
        "N = {}, {} {}",
        comparison.n,
        locale.choose("missing", "manglende"),
        comparison.missing
    ));
    comparison_sentence::sentences(&comparison, alpha, locale.danish)
        .iter()
        .for_each(|line| output.paragraph(line));
    output.blank_line();
    output.hanging(
        "",
        &comparison_sentence::sentence(&comparison, alpha, locale.danish),
    );
    dataset
        .filters_in_words()
        .iter()
        .for_each(|line| output.paragraph(line));
    Ok(ExitStatus::Done)
}

/// A comparison as JSON.
pub fn value(comparison: &ScoreComparison, alpha: f64) -> Value {
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
        "why": comparison.result.as_ref().err().map(ToString::to_string),
        "sentences": comparison_sentence::sentences(comparison, alpha, false),
        "sentence": { "en": comparison_sentence::sentence(comparison, alpha, false), "da": comparison_sentence::sentence(comparison, alpha, true) },
    });
    let grouped = |labels: &[String], groups: &[Summary]| -> Value {
        labels
            .iter()
            .zip(groups)
            .map(|(label, told)| json!({ "group": label, "told": told }))
            .collect()
    };
    match &comparison.result {
        Ok(ComparisonResult::Correlated {
            pearson, spearman, ..
        }) => {
            told["pearson"] = json!(pearson);
            told["spearman"] = json!(spearman);
        }
        Ok(ComparisonResult::TwoGroups {
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
        Ok(ComparisonResult::Groups {
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

fn kind(comparison: &ScoreComparison, measure: BoundedMeasure) -> &'static str {
    match (&comparison.result, measure) {
        (Ok(ComparisonResult::Groups { .. }), _) => "epsilon_squared",
        (
            Ok(ComparisonResult::Correlated {
                by_pearson: false, ..
            }),
            _,
        ) => "rho",
        (_, BoundedMeasure::D) => "hedges_g",
        (_, measure) => measure.name(),
    }
}
