//! `virk data model`

use crate::cli::crosstab::output_locale::{DecimalSignArg, LanguageArg, OutputLocale};
use crate::cli::table_output::TextGrid;
use crate::cli::{CommandOutput, ExitStatus, GlobalArgs};
use crate::evidence::regression_analysis::{
    Contrast, RegressionAnalysis, RegressionSpec, TermRole,
};
use crate::evidence::regression_sentence::displayed_value;
use crate::stats::regression::{RegressionFit, RegressionKind};
use crate::study::Refusal;
use serde_json::{Value, json};

/// Fit a regression: explain an outcome by a cause with other variables held
/// constant, and ask for whom the cause matters more.
///
///   virk data model pu_selv --by rel_tilfr
///   virk data model pu_selv --by rel_tilfr --covariate alder --covariate kon
///   virk data model pu_selv --by rel_tilfr --for-whom kon --lang da
///
/// The outcome decides the regression: logistic for two answers (that which means yes, else the
/// second, is explained), proportional odds for an ordered scale, linear for numbers. Scales enter
/// by their numbers, centred; categories are compared with the first. p is by likelihood ratio (F
/// for numbers) and intervals by the profile likelihood, Wald's for single groups. Where the
/// answers separate, Firth's correction is used; a fit that does not converge has no p, and fewer
/// than five cases for each coefficient are refused.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct DataModelArgs {
    /// Outcome variable
    #[arg(value_name = "OUTCOME")]
    outcome: String,
    /// Explanatory variable
    #[arg(long, value_name = "CAUSE")]
    by: String,
    /// Control variable; repeatable
    #[arg(long, value_name = "VARIABLE")]
    covariate: Vec<String>,
    /// Moderator: for whom the effect may differ
    #[arg(long, value_name = "VARIABLE")]
    for_whom: Option<String>,
    /// Dataset, when several have these variables
    #[arg(long, value_name = "NAME")]
    dataset: Option<String>,
    /// Level of significance (default: the study's)
    #[arg(long, value_name = "P")]
    alpha: Option<f64>,
    /// Language of the output (default: the study's)
    #[arg(long, value_enum)]
    lang: Option<LanguageArg>,
    /// Decimal sign
    #[arg(long, value_enum)]
    decimal: Option<DecimalSignArg>,
}

pub fn run(
    args: DataModelArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if let Some(alpha) = args.alpha.filter(|alpha| !(*alpha > 0.0 && *alpha < 1.0)) {
        return Err(Refusal::new(
            format!("--alpha {alpha} is not a level of significance"),
            "It must be between 0 and 1, usually 0.05",
        ));
    }
    let session = globals.open_study(output)?;
    let study = session.study();
    let (dataset, outcome) = super::find(study, args.dataset.as_deref(), &args.outcome)?;
    let find = |typed: &String| dataset.find_variable(typed);
    let asked = RegressionSpec {
        outcome,
        cause: find(&args.by)?,
        covariates: args
            .covariate
            .iter()
            .map(find)
            .collect::<Result<_, Refusal>>()?,
        moderator: args.for_whom.as_ref().map(find).transpose()?,
    };
    let locale = OutputLocale::new(args.lang, args.decimal, &study.language);
    let found = RegressionAnalysis::new(dataset, &asked, locale.language())?;
    if let Some(weighting) = &dataset.weighting {
        output.note(Refusal::new(
            format!(
                "the model counts each row as one person, though the dataset is counted by {}",
                weighting.in_words()
            ),
            "Mention this where you report it; `virk crosstab` tests pairs by the design",
        ));
    }
    let alpha = args.alpha.unwrap_or(study.alpha);
    if globals.json {
        output.json(&value(&found, alpha));
        return Ok(ExitStatus::from_found(found.fit.is_ok()));
    }
    output.heading(&found.outcome.label);
    output.paragraph(&found.sentence(alpha, locale.danish));
    let Ok(fit) = &found.fit else {
        return Ok(ExitStatus::from_found(false));
    };
    output.blank_line();
    coefficients(&found, fit, locale, output);
    groups(&found, fit, locale, output);
    output.blank_line();
    output.paragraph(fit.method);
    if let Some(yes) = &found.yes {
        output.paragraph(&format!(
            "{} {yes}",
            locale.choose("Counted as yes:", "Regnes som ja:")
        ));
    }
    output.paragraph(&locale.with_decimal_sign(&format!(
        "N = {}, {} {}; {} {:.1}",
        fit.n,
        locale.choose("missing", "manglende"),
        found.missing,
        locale.choose("cases per coefficient", "tilfælde pr. koefficient"),
        fit.cases / fit.slopes.len() as f64
    )));
    match &fit.proportional {
        Some(Ok(test)) => output.paragraph(&format!(
            "{} p {}",
            locale.choose(
                "One odds ratio for all steps of the outcome (likelihood ratio against one for each):",
                "Én odds ratio for alle trin (likelihood ratio mod én for hvert):"
            ),
            locale.p(test.p)
        )),
        Some(Err(why)) => output.paragraph(&format!(
            "{} {}",
            locale.choose(
                "Whether one odds ratio does for all steps cannot be tested:",
                "Om én odds ratio dækker alle trin, kan ikke testes:"
            ),
            if locale.danish { why.danish() } else { why.english() }
        )),
        None => {}
    }
    fit.warnings.iter().for_each(|warning| {
        output.paragraph(&if locale.danish {
            warning.danish()
        } else {
            warning.english()
        })
    });
    Ok(ExitStatus::Done)
}

/// One row per coefficient; the p-value of a term is in its first row.
fn coefficients(
    found: &RegressionAnalysis,
    fit: &RegressionFit,
    locale: OutputLocale,
    output: &mut CommandOutput,
) {
    let measure = if fit.model.has_odds() {
        ">Odds ratio"
    } else {
        locale.choose(">Slope", ">Hældning")
    };
    let mut grid = TextGrid::new(&[
        "",
        measure,
        locale.choose(">95 % CI", ">95 %-konfidensinterval"),
        ">Wald p",
        locale.choose(">Term p", ">Leddets p"),
    ]);
    for (at, term) in found.terms.iter().enumerate() {
        for (place, (slope, line)) in term.lines.iter().enumerate() {
            let Some(slope) = fit.slopes.get(*slope) else {
                continue;
            };
            let shown = |x: f64| locale.decimals(displayed_value(fit.model, x), 2);
            let words = line.words(locale.danish);
            let alone = matches!(line, Contrast::Step(_)) || term.role == TermRole::Interaction;
            let name = if alone {
                words
            } else {
                format!("{}: {words}", term.name)
            };
            let whole = fit
                .terms
                .get(at)
                .filter(|_| place == 0)
                .map_or(String::new(), |test| locale.p(test.p));
            let ends = format!(
                "[{}; {}]",
                shown(slope.interval.low),
                shown(slope.interval.high)
            );
            grid.row([
                name,
                shown(slope.value),
                ends,
                locale.p(slope.wald.p),
                whole,
            ]);
        }
    }
    grid.show(output);
}

/// The effect of the cause in each group.
fn groups(
    found: &RegressionAnalysis,
    fit: &RegressionFit,
    locale: OutputLocale,
    output: &mut CommandOutput,
) {
    if found.effects.is_empty() {
        return;
    }
    let (cause, whom) = (found.term(TermRole::Cause), found.term(TermRole::Whom));
    let name = |term: Option<(usize, &crate::evidence::regression_analysis::ModelTerm)>| {
        term.map_or(String::new(), |(_, term)| term.name.clone())
    };
    output.heading(&format!(
        "{} {} {}",
        name(cause),
        locale.choose("by", "efter"),
        name(whom)
    ));
    let measure = if fit.model.has_odds() {
        ">Odds ratio"
    } else {
        locale.choose(">Slope", ">Hældning")
    };
    let mut grid = TextGrid::new(&[
        &name(whom),
        measure,
        locale.choose(">95 % CI (Wald)", ">95 %-konfidensinterval (Wald)"),
    ]);
    for effect in &found.effects {
        let shown = |x: f64| locale.decimals(displayed_value(fit.model, x), 2);
        let ends = effect
            .estimate
            .interval
            .as_ref()
            .map(|ends| format!("[{}; {}]", shown(ends.low), shown(ends.high)));
        grid.row([
            effect.group.clone(),
            shown(effect.estimate.value),
            ends.unwrap_or_default(),
        ]);
    }
    grid.show(output);
    if found.ends {
        output.paragraph(locale.choose(
            "At the lowest and the highest answer.",
            "Ved det laveste og det højeste svar.",
        ));
    }
}

fn value(found: &RegressionAnalysis, alpha: f64) -> Value {
    let sentences =
        json!({ "en": found.sentence(alpha, false), "da": found.sentence(alpha, true) });
    let fit = match &found.fit {
        Ok(fit) => fit,
        Err(why) => {
            return json!({
                "outcome": found.outcome.name, "model": null, "why": why.english(), "term": found.blocking_term,
                "missing": found.missing, "sentences": sentences,
            });
        }
    };
    let finite = |x: f64| x.is_finite().then_some(x);
    let turned = |x: f64| finite(displayed_value(fit.model, x));
    let term = |(at, term): (usize, &crate::evidence::regression_analysis::ModelTerm)| {
        let test = fit.terms.get(at);
        let line = |(slope, line): &(usize, Contrast)| {
            let slope = fit.slopes.get(*slope)?;
            Some(json!({
                "line": line.words(false),
                "coefficient": slope.value,
                "standard_error": slope.error,
                "value": turned(slope.value),
                "low": turned(slope.interval.low),
                "high": turned(slope.interval.high),
                "interval": slope.interval.method,
                "wald": slope.wald.statistic,
                "wald_p": slope.wald.p,
            }))
        };
        json!({
            "term": term.name,
            "role": term.role.name(),
            "statistic": test.map(|test| test.statistic),
            "df": test.and_then(|test| test.df),
            "p": test.map(|test| test.p),
            "test": test.map(|test| test.method),
            "coefficients": term.lines.iter().filter_map(line).collect::<Vec<Value>>(),
        })
    };
    json!({
        "outcome": found.outcome.name,
        "yes": found.yes,
        "model": match fit.model {
            RegressionKind::Logistic => "logistic",
            RegressionKind::Firth => "firth",
            RegressionKind::ProportionalOdds => "proportional_odds",
            RegressionKind::LeastSquares => "linear",
        },
        "method": fit.method,
        "n": fit.n,
        "missing": found.missing,
        "cases": fit.cases,
        "cases_per_coefficient": fit.cases / fit.slopes.len() as f64,
        "log_likelihood": fit.log_likelihood,
        "constants": fit.constants.iter().map(|(value, error)| json!({ "value": value, "standard_error": error })).collect::<Vec<_>>(),
        "measure": if fit.model.has_odds() { "odds_ratio" } else { "slope" },
        "terms": found.terms.iter().enumerate().map(term).collect::<Vec<_>>(),
        "groups": found.effects.iter().map(|effect| {
            let ends = effect.estimate.interval.as_ref();
            json!({
                "group": effect.group,
                "value": turned(effect.estimate.value),
                "low": ends.and_then(|ends| turned(ends.low)),
                "high": ends.and_then(|ends| turned(ends.high)),
            })
        }).collect::<Vec<_>>(),
        "proportional": fit.proportional.as_ref().map(|test| match test {
            Ok(test) => json!({ "statistic": test.statistic, "df": test.df, "p": test.p, "test": test.method }),
            Err(why) => json!({ "p": null, "why": why.english() }),
        }),
        "residual_df": fit.residual_df,
        "iterations": fit.iterations,
        "warnings": fit.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "sentences": sentences,
    })
}
