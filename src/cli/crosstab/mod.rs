//! `virk crosstab`

mod all_pairs;
mod blocks;
mod effects;
mod json_value;
pub(in crate::cli) mod output_locale;
mod strata;
pub(in crate::cli) mod weighted;

use super::command_output::ProgressLine;
use super::global_args::EffortArgs;
use super::table_output::{TableFormat, TableOutputArgs};
use super::{CommandOutput, ExitStatus, GlobalArgs, table_output};
use crate::evidence::{Crosstab, CrosstabAnalysis, Strata, comparison, crosstab_analysis, paired};
use crate::export;
use crate::stats::advice::Family;
use crate::stats::exact::Effort;
use crate::study::{Refusal, parsed_column};
use all_pairs::CrosstabSource;
use output_locale::{DecimalSignArg, LanguageArg, OutputLocale};
use std::path::PathBuf;

/// Cross two variables, test whether they are related, and say what may be
/// concluded.
///
///   virk crosstab refl_gen pu_selv
///   virk crosstab refl_gen pu_selv --by kon --lang da
///   virk crosstab --file survey.csv --variables variables.json refl_gen pu_selv --json
///   virk crosstab --all refl_gen refl_opg pu_selv --exact --sort p
///
/// Rows with a missing answer on either side are left out and counted. The
/// beginning of a variable's name is enough. Exact p-values enumerate every table
/// with the same margins; if there are too many, random tables are drawn, and virk
/// says so. They are computed by default up to 1,000 answers, and always with
/// --exact. Their effort is limited, so that nobody has to wait; --work more
/// allows 20 times as much, --work 100 a hundred times. In --json `effort` says
/// what they might cost, `by` whether a p was enumerated or drawn, with which seed.
///
/// Measures and tests of order need an order that was given or confirmed. With
/// --file use --confirm, which accepts the scale that virk proposes, or --order;
/// --ordinal alone orders numbers by size, and never words.
///
/// --by splits the answers by a third variable and says first whether the
/// relation differs between its groups, by the test that fits: exact odds ratios
/// (Zelen) or Breslow–Day for 2 × 2, correlations for scales, an interaction
/// if the third is ordered. A result in one group alone is not a difference. The
/// groups are combined by Mantel–Haenszel and its generalisations. --all tests
/// every pair of the named variables, or of all but identifiers, and adjusts
/// the p-values (the exact ones with --exact) by Holm and Benjamini–Hochberg.
///
/// Frequency weights multiply answers. Sampling weights and clusters of people
/// (--cluster) are tested by the variance between clusters (Rao & Scott 1984),
/// and the effective number of answers is shown. What was set with
/// `virk data weight` applies here too, unless --unweighted.
///
/// In --json `recommended` names the member of `tests` to report. A value that
/// does not exist is null, with the reason in `why`; an infinite end of an
/// interval is null.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct CrosstabArgs {
    /// Row variable and column variable; with --all, any number
    #[arg(value_name = "VARIABLE")]
    names: Vec<String>,
    /// Dataset, when several have these variables
    #[arg(long, value_name = "NAME", conflicts_with = "file")]
    dataset: Option<String>,
    /// A delimited text file instead of a study
    #[arg(long, value_name = "CSV")]
    file: Option<PathBuf>,
    /// Variables file that describes --file
    #[arg(long, value_name = "JSON", requires = "file")]
    variables: Option<PathBuf>,
    /// Sheet, when the file is a workbook
    #[arg(long, value_name = "NAME", requires = "file")]
    sheet: Option<String>,
    /// Treat both variables as ordered: numbers by size, words as confirmed or by --order
    #[arg(long)]
    ordinal: bool,
    /// Order of a variable in --file, from lowest to highest; repeatable
    #[arg(long, value_name = "NAME=A;B;…", requires = "file")]
    order: Vec<String>,
    /// Accept the orders that virk proposes for the variables in --file
    #[arg(long, requires = "file")]
    confirm: bool,
    /// Weight variable
    #[arg(long, value_name = "COLUMN")]
    weight: Option<String>,
    /// Kind of weights (default: sampling weights if they are not whole numbers)
    #[arg(long, value_enum, requires = "weight")]
    weights: Option<weighted::WeightKindArg>,
    /// Cluster variable: team, class, site
    #[arg(long, value_name = "COLUMN")]
    cluster: Option<String>,
    /// Ignore the dataset's weights and clusters
    #[arg(long, conflicts_with_all = ["weight", "cluster"])]
    unweighted: bool,
    /// Split the answers by this variable
    #[arg(long, value_name = "STRATUM")]
    by: Option<String>,
    /// Run exact tests, however many answers there are
    #[arg(long)]
    exact: bool,
    /// Seed for random tables
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    #[command(flatten)]
    work: EffortArgs,
    /// Number of random tables to draw where there are too many to enumerate
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=100_000_000))]
    samples: Option<u32>,
    /// Level of significance (default: the study's, or 0.05)
    #[arg(long, value_name = "P")]
    alpha: Option<f64>,
    /// The smallest relation that matters, as a correlation (0.1); without it what the study's plan
    /// declares
    #[arg(long, value_name = "R", conflicts_with = "all")]
    smallest_effect: Option<f64>,
    /// Decimal sign
    #[arg(long, value_enum)]
    decimal: Option<DecimalSignArg>,
    /// Language of the output (default: the study's)
    #[arg(long, value_enum)]
    lang: Option<LanguageArg>,
    /// Print SPSS syntax that repeats the analysis
    #[arg(long, conflicts_with_all = ["all", "format"])]
    spss: bool,
    /// Test every pair of the named variables, or of all variables
    #[arg(long, conflicts_with_all = ["by", "weight", "cluster", "ordinal"])]
    all: bool,
    /// Sort order
    #[arg(long, value_enum, requires = "all")]
    sort: Option<PairSort>,
    #[command(flatten)]
    form: TableOutputArgs,
}

/// An order of pairs.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
enum PairSort {
    /// The smallest p first
    P,
}

/// What is shown of two variables: the whole table, and its strata.
struct CrosstabReport {
    overall: CrosstabPart,
    alpha: f64,
    strata: Option<(Strata, Vec<CrosstabPart>)>,
}

/// One table with its analysis.
struct CrosstabPart {
    crosstab: Crosstab,
    findings: CrosstabAnalysis,
}

pub fn run(
    mut args: CrosstabArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    if let Some(alpha) = args.alpha.filter(|alpha| !(*alpha > 0.0 && *alpha < 1.0)) {
        return Err(Refusal::new(
            format!("--alpha {alpha} is not a level of significance"),
            "It must be between 0 and 1, usually 0.05",
        ));
    }
    if let Some(smallest) = args
        .smallest_effect
        .filter(|smallest| !(*smallest > 0.0 && *smallest < 1.0))
    {
        return Err(Refusal::new(
            format!("--smallest-effect {smallest} is not a correlation"),
            "It must be between 0 and 1, and chosen before looking; 0.1 is commonly called small",
        ));
    }
    let source = CrosstabSource::open(&args, globals, output)?;
    let locale = OutputLocale::new(args.lang, args.decimal, &source.language);
    if locale.comma && args.form.delimiter == ',' {
        args.form.delimiter = ';';
    }
    if args.all {
        return all_pairs::run(&args, &source, locale, globals, output);
    }
    let [row, column] = args.names.as_slice() else {
        return Err(Refusal::new(
            format!(
                "a crosstab needs two variables, A and B, not {}",
                args.names.len()
            ),
            "Usage: virk crosstab A B, or virk crosstab --all [VARIABLE]...",
        ));
    };
    let dataset = source.dataset()?;
    let find = |typed: &str| dataset.find_variable(typed);
    let (row, column) = (find(row)?, find(column)?);
    let by = args.by.as_deref().map(find).transpose()?;
    if row == column {
        let name = &dataset.body.variables[row].name;
        return Err(Refusal::new(
            format!("`{name}` cannot be crossed with itself"),
            "Name two different variables",
        ));
    }
    let weighting = weighted::requested_weighting(&args, dataset, output)?;
    if let Some(design) = weighting
        .as_ref()
        .filter(|weighting| weighting.is_design() && !args.spss)
    {
        return weighted::run(
            &args,
            (dataset, (row, column), design),
            (source.alpha, locale),
            (globals, output),
        );
    }
    let named = weighting.and_then(|weighting| weighting.weight);
    let weight = named.as_deref().map(find).transpose()?;
    if args.ordinal {
        [row, column]
            .into_iter()
            .try_for_each(|place| dataset.require_order(place))?;
    }
    let language = locale.language();
    let crosstab = match weight {
        Some(weight) => Crosstab::weighted(dataset, row, column, weight, language)?,
        None => Crosstab::new(dataset, row, column, language)?,
    };
    let crosstab = if args.ordinal {
        crosstab.as_ordered()?
    } else {
        crosstab
    };
    if args.spss {
        let name = |place: usize| dataset.body.variables[place].name.as_str();
        // With an explicit number of samples, SPSS is made to sample as well.
        let work = |usual: u64| if args.samples.is_some() { 0 } else { usual };
        let effort = effort(&args, &crosstab);
        let effort = (args.exact || args.samples.is_some()).then(|| Effort {
            work: work(effort.work),
            ..effort
        });
        let syntax = export::spss::crosstab(
            dataset,
            &crosstab,
            by.map(name),
            weight.map(name),
            effort.as_ref(),
        )?;
        table_output::write_text(&syntax, args.form.out.as_deref(), globals, output)?;
        return Ok(ExitStatus::Done);
    }
    let family = if weight.is_none() {
        source.family(row, column)
    } else {
        None
    };
    let mut testing = ProgressLine::new("Exact tests");
    if args.work.is_increased() {
        testing.step(0, 1);
    }
    let part = |crosstab: Crosstab| CrosstabPart {
        findings: analyse(&crosstab, &args, &source, None),
        crosstab,
    };
    let strata = by
        .map(|by| Strata::new(dataset, (row, column, by), weight, language))
        .transpose()?;
    let ordered = |crosstab: Crosstab| {
        if args.ordinal {
            crosstab.as_ordered()
        } else {
            Ok(crosstab)
        }
    };
    let strata = match strata {
        Some(strata) => {
            let tables = strata
                .tables
                .clone()
                .into_iter()
                .map(ordered)
                .collect::<Result<Vec<_>, Refusal>>()?;
            Some((strata, tables.into_iter().map(part).collect()))
        }
        None => None,
    };
    let whole = CrosstabPart {
        findings: analyse(&crosstab, &args, &source, family),
        crosstab,
    };
    drop(testing);
    let shown = CrosstabReport {
        overall: whole,
        alpha: source.alpha,
        strata,
    };
    let twice = paired::hint(dataset, row, column);
    match args.form.requested_format(globals)? {
        None => {
            blocks::show(&shown, named.as_deref(), locale, output);
            if let Some(hint) = &twice {
                output.hanging("· ", hint.say(locale.danish));
            }
            for place in [row, column] {
                if let Some(scale) = dataset.proposed_scale(place) {
                    let name = &dataset.body.variables[place].name;
                    let how = match args.file {
                        Some(_) => "--confirm".to_owned(),
                        None => format!(
                            "virk data variable {} --confirm",
                            parsed_column::shell_quoted(name)
                        ),
                    };
                    let told = format!(
                        "`{name}` seems to be on a scale of {}: {scale}. Its order counts once confirmed: {how}",
                        scale.scale
                    );
                    output.hanging("· ", &told);
                }
            }
            if comparison::is_score(dataset, row) || comparison::is_score(dataset, column) {
                let name = |place: usize| &dataset.body.variables[place].name;
                output.hanging(
                    "· ",
                    &format!(
                        "Scores are compared value by value: virk data compare '{}' '{}'",
                        name(row),
                        name(column)
                    ),
                );
            }
        }
        Some(TableFormat::Json) => {
            let mut value = json_value::crosstab_json(&shown);
            value["effort"] = serde_json::json!(effort(&args, &shown.overall.crosstab));
            (value["row"]["proposed"], value["column"]["proposed"]) = (
                serde_json::json!(dataset.proposed_scale(row)),
                serde_json::json!(dataset.proposed_scale(column)),
            );
            value["same_people_twice"] = serde_json::json!(twice);
            match &args.form.out {
                None => output.json(&value),
                out => table_output::write_text(
                    &(value.to_string() + "\n"),
                    out.as_deref(),
                    globals,
                    output,
                )?,
            }
        }
        Some(format) => {
            let CrosstabPart { crosstab, findings } = &shown.overall;
            let table = export::crosstab::crosstab(crosstab, findings, locale.danish, locale.comma);
            args.form
                .write_table(&table, format, language, globals, output)?;
        }
    }
    Ok(ExitStatus::Done)
}

/// The budget for exact tests of a table.
fn effort(args: &CrosstabArgs, crosstab: &Crosstab) -> Effort {
    let usual = args.work.scale(crosstab_analysis::effort(&crosstab.table));
    Effort {
        samples: args.samples.unwrap_or(usual.samples),
        seed: args.seed.unwrap_or(usual.seed),
        ..usual
    }
}

/// Analyses a table. If a link of the theory has the test, p is also adjusted within the family.
fn analyse(
    crosstab: &Crosstab,
    args: &CrosstabArgs,
    source: &CrosstabSource,
    family: Option<Family>,
) -> CrosstabAnalysis {
    let effort = effort(args, crosstab);
    let exact = args.exact || crosstab_analysis::is_small(&crosstab.table);
    let mut question = crosstab_analysis::question(source.alpha, effort.clone());
    let planned = source
        .plan
        .as_ref()
        .and_then(|plan| crosstab_analysis::smallest_effect(plan, &crosstab.table));
    (question.family, question.smallest) = (family, args.smallest_effect.or(planned));
    CrosstabAnalysis::new(crosstab, &question, exact.then_some(&effort))
}
