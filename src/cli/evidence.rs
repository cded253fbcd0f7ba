//! `virk evidence`

use super::table_output::TextGrid;
use super::{CommandOutput, ExitStatus, GlobalArgs, data, number, quote_output, theory};
use crate::evidence::{Evidence, IndicatorTest, LinkQuote, LinkTests, comparison_sentence};
use crate::stats::{StatsError, Warning, bayes};
use crate::study::{Dataset, Link, Refusal, Study, Theory, inference::InferenceText};
use serde_json::{Value, json};

/// Show the evidence for a link: what people said and what the numbers say.
///
///   virk evidence "Reflection -> Personal development"
///   virk evidence --json
///   virk evidence "Reflection -> Personal development" --bayes
///
/// Without a link, all links of the theory are shown. The sign before a quote
/// says that it supports (+), contradicts (−) or nuances (~) the link, or is not
/// judged yet (·); contradicting quotes come first. Tests are all pairs of
/// indicators of the two ends, including those that showed nothing. Places are
/// Unicode code points.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct EvidenceArgs {
    /// Link, as "FROM -> TO"; the beginning of a code's name is enough
    #[arg(value_name = "LINK")]
    link: Option<String>,
    /// Version of the theory (default: the latest)
    #[arg(long, value_name = "VERSION")]
    theory: Option<String>,
    /// Beside each table its Bayes factor (Gunel and Dickey 1974): how much likelier the answers
    /// are with a relation than without
    #[arg(long)]
    bayes: bool,
}

pub fn run(
    args: EvidenceArgs,
    globals: &GlobalArgs,
    output: &mut CommandOutput,
) -> Result<ExitStatus, Refusal> {
    let session = globals.open_study(output)?;
    let study = session.study();
    let theory = study.find_theory(args.theory.as_deref())?;
    let links: Vec<&Link> = match &args.link {
        Some(typed) => vec![study.find_link(theory, typed)?],
        None => study.links_of(theory).collect(),
    };
    if globals.json {
        output.json(
            &links
                .iter()
                .map(|link| value(study, theory, &Evidence::new(study, link), args.bayes))
                .collect(),
        );
    } else {
        links.iter().for_each(|link| {
            show(
                study,
                theory,
                &Evidence::new(study, link),
                args.bayes,
                output,
            )
        });
    }
    Ok(ExitStatus::from_found(!links.is_empty()))
}

fn value(study: &Study, theory: &Theory, evidence: &Evidence<'_>, bayes: bool) -> Value {
    let balance = evidence.balance();
    let mut value = theory::link_value(study, evidence.link);
    value["theory"] = json!(theory.version);
    value["summary"] = json!(evidence.summary(study));
    value["balance"] = json!({
        "supports": balance.supports,
        "contradicts": balance.contradicts,
        "nuances": balance.nuances,
        "unjudged": balance.unjudged,
    });
    value["quotes"] = evidence
        .quotes
        .iter()
        .map(|quote| quote_value(study, quote))
        .collect();
    value["alpha"] = json!(study.alpha);
    let tests = evidence.tests.tests.iter().map(|test| {
        let mut value = test_value(study, test);
        if bayes {
            value["bayes"] = json!(factor(test).ok());
            value["bayes_why"] = json!(factor(test).err().map(|why| why.to_string()));
        }
        value
    });
    value["tests"] = tests.collect();
    value["significant"] = json!(evidence.significant(study.alpha));
    value["indices"] = evidence
        .tests
        .indices
        .iter()
        .map(|test| test_value(study, test))
        .collect();
    value["notes"] = json!(evidence.tests.notes);
    value["verdict"] = json!(evidence.verdict.map(|verdict| json!({
        "conclusion": verdict.conclusion.name(),
        "reason": study.words(verdict.reason),
        "rests_on": verdict.rests_on,
        "basis": verdict.basis,
        "changed_since": evidence.changed_since(study),
    })));
    let inferred = study.inference_text(evidence.link.id);
    value["inference"] = json!(study.inference(evidence.link.id).map(|_| json!({
        "quantitative": inferred.quantitative,
        "qualitative": inferred.qualitative,
        "fit": inferred.fit.map(|fit| fit.name()),
        "explanation": inferred.explanation,
        "caveats": inferred.caveats,
        "confidence": inferred.confidence.map(|confidence| confidence.name()),
    })));
    let by = |(department, quotes): (String, usize)| json!({ "department": department, "quotes": quotes });
    value["departments"] = evidence.departments().into_iter().map(by).collect();
    value
}

fn quote_value(study: &Study, quote: &LinkQuote<'_>) -> Value {
    let mut value = quote_output::quote_json(study, &quote.quote);
    value["polarity"] = json!(quote.polarity.map(|polarity| polarity.name()));
    value["coded"] = json!(quote.coded);
    value["released"] = json!(study.is_released(quote.quote.location()));
    value["configurations"] = json!(
        quote
            .configurations
            .iter()
            .map(|id| study.configuration_number(*id))
            .collect::<Vec<_>>()
    );
    value
}

fn test_value(study: &Study, test: &IndicatorTest<'_>) -> Value {
    let done = test.pearson.as_ref().ok();
    let warnings = done
        .map_or(&[][..], |test| &test.warnings)
        .iter()
        .map(ToString::to_string);
    let warnings = warnings.chain(test.dataset.filters_in_words());
    json!({
        "dataset": test.dataset.body.name,
        "a": test.crosstab.row.name,
        "b": test.crosstab.column.name,
        "a_label": test.crosstab.row.label,
        "b_label": test.crosstab.column.label,
        "n": test.crosstab.n(),
        "missing": test.crosstab.missing,
        "statistic": done.map(|test| test.statistic),
        "df": done.map(|test| test.df),
        "p": test.p(),
        "method": test.method(),
        "scores": test.scores.as_deref().map(|scores| data::compared(scores, study.alpha)),
        "weighted": test.weighted.as_deref().map(|weighted| json!({
            "weighting": weighted.weighting,
            "effective_n": weighted.test.as_ref().ok().map(|test| test.effective),
            "clusters": weighted.test.as_ref().ok().map(|test| test.clusters),
            "sentence": weighted.sentence(study.alpha, study.language == "da"),
        })),
        "significant": test.is_significant(study.alpha),
        "min_expected": done.map(|test| test.min_expected),
        "share_expected_below_5": done.map(|test| test.share_expected_below_5),
        "cramers_v": test.cramers_v.as_ref().ok().map(|v| v.value),
        "rows": test.dataset.body.rows,
        "left_out": test.dataset.body.rows as usize - test.dataset.kept_rows.len(),
        "warnings": warnings.collect::<Vec<_>>(),
        "why": test.pearson.as_ref().err().map(ToString::to_string),
    })
}

fn show(
    study: &Study,
    theory: &Theory,
    evidence: &Evidence<'_>,
    bayes: bool,
    output: &mut CommandOutput,
) {
    let link = evidence.link;
    output.heading(&format!(
        "{} ({}, theory {})",
        study.link_name(link),
        study.relation_of(link),
        theory.version
    ));
    output.paragraph(&link.statement);
    output.paragraph(&evidence.summary(study));
    if !evidence.quotes.is_empty() {
        output.heading("Quotes");
    }
    for quote in &evidence.quotes {
        quote_output::show(
            study,
            &quote.quote,
            quote.polarity.map_or('·', |polarity| polarity.sign()),
            output,
        );
    }
    output.heading("Tests");
    tests(study, evidence, output);
    if bayes {
        let tables = evidence
            .tests
            .tests
            .iter()
            .filter(|test| test.scores.is_none() && test.weighted.is_none());
        for test in tables {
            let said = factor(test).map_or_else(
                |why| format!("No Bayes factor: {why}"),
                |found| found.english(),
            );
            output.hanging(
                "  ",
                &format!(
                    "{} × {}: {said}",
                    test.crosstab.row.name, test.crosstab.column.name
                ),
            );
        }
        output.paragraph("Bayes factors take categories as names, with a gamma prior of shape 1 in each cell and the number of people fixed (Gunel and Dickey 1974; Jamil et al. 2017).");
    }
    inference(study, evidence, output);
    output.heading("Verdict");
    match evidence.verdict {
        None => output.paragraph("Not concluded yet"),
        Some(verdict) => {
            output.paragraph(&format!(
                "{}: {}",
                verdict.conclusion,
                study.words(verdict.reason).unwrap_or("(erased)")
            ));
            output.paragraph(&format!("Rested on {}", verdict.rests_on));
            let changed = evidence.changed_since(study);
            if !changed.is_empty() {
                output.paragraph(&format!("Changed since: {}", changed.join("; ")));
            }
        }
    }
}

fn inference(study: &Study, evidence: &Evidence<'_>, output: &mut CommandOutput) {
    let Some(inference) = study.inference(evidence.link.id) else {
        return;
    };
    let InferenceText {
        quantitative,
        qualitative,
        explanation,
        caveats,
        ..
    } = study.inference_text(evidence.link.id);
    output.heading("Inference");
    let fit = inference
        .fit
        .map(|fit| format!("{fit}: {}", fit.about()))
        .unwrap_or_default();
    let confidence = inference
        .confidence
        .map(|confidence| confidence.to_string())
        .unwrap_or_default();
    let parts = [
        quantitative,
        qualitative,
        fit,
        explanation,
        caveats,
        confidence,
    ];
    let marks = [
        "Numbers     ",
        "Quotes      ",
        "Fit         ",
        "Explanation ",
        "Beware      ",
        "Confidence  ",
    ];
    for (mark, text) in marks.iter().zip(parts).filter(|(_, text)| !text.is_empty()) {
        output.hanging(mark, &text);
    }
}

fn tests(study: &Study, evidence: &Evidence<'_>, output: &mut CommandOutput) {
    let LinkTests {
        tests,
        indices,
        notes,
    } = &evidence.tests;
    for test in indices {
        let names = [&test.crosstab.row.name, &test.crosstab.column.name];
        let [a, b] = names;
        output.paragraph(&format!("The two indices, by the plan: {a} × {b}"));
        compared(study, test, output);
    }
    if tests.is_empty() {
        output.paragraph("Untested");
    } else {
        let mut grid = TextGrid::new(&[
            "A",
            "B",
            ">N",
            ">χ²",
            ">df",
            ">p",
            "",
            ">V",
            ">Cells that expect < 5",
        ]);
        tests.iter().for_each(|test| grid.row(row(study, test)));
        grid.show(output);
        output.paragraph(&format!(
            "* p < {}, each test by itself. {}",
            study.alpha, SPARSE_WARNING
        ));
        tests
            .iter()
            .filter(|test| test.scores.is_some())
            .for_each(|test| {
                output.paragraph(&format!(
                    "{} × {}:",
                    test.crosstab.row.name, test.crosstab.column.name
                ));
                compared(study, test, output);
            });
        tests
            .iter()
            .filter_map(|test| test.weighted.as_deref())
            .for_each(|weighted| {
                output.hanging(
                    "  ",
                    &weighted.sentence(study.alpha, study.language == "da"),
                );
            });
        let mut datasets: Vec<&Dataset> = tests.iter().map(|test| test.dataset).collect();
        datasets.dedup_by_key(|dataset| dataset.id);
        datasets
            .iter()
            .filter_map(|dataset| dataset.filters_in_words())
            .for_each(|line| output.paragraph(&line));
        labels(tests, output);
    }
    notes.iter().for_each(|note| output.paragraph(note));
}

/// The Bayes factor for a design with a fixed number of people, as in a survey.
fn factor(test: &IndicatorTest<'_>) -> Result<bayes::BayesFactor, StatsError> {
    if test.scores.is_some() {
        return Err(StatsError::ComparedAsScores);
    }
    if test.weighted.is_some() {
        return Err(StatsError::ByDesign);
    }
    bayes::contingency(
        &test.crosstab.table,
        bayes::Sampling::Joint,
        bayes::CONCENTRATION,
    )
}

fn compared(study: &Study, test: &IndicatorTest<'_>, output: &mut CommandOutput) {
    let danish = study.language == "da";
    for scores in test.scores.iter() {
        output.hanging(
            "  ",
            &comparison_sentence::sentence(scores, study.alpha, danish),
        );
        comparison_sentence::sentences(scores, study.alpha, danish)
            .iter()
            .for_each(|line| output.hanging("  ", line));
    }
}

/// Cochran's rule.
const SPARSE_WARNING: &str = "Where more than a fifth of the cells expect fewer than 5 answers, p is only a rough guide (!).";

fn row(study: &Study, test: &IndicatorTest<'_>) -> [String; 9] {
    let (a, b) = (
        test.crosstab.row.name.clone(),
        test.crosstab.column.name.clone(),
    );
    let n = test.crosstab.n().to_string();
    let v = test
        .cramers_v
        .as_ref()
        .map(|v| number::decimals(v.value, 2))
        .unwrap_or_default();
    let star = if test.is_significant(study.alpha) {
        "*"
    } else {
        ""
    };
    if let Some(Ok(found)) = test.scores.as_ref().map(|scores| scores.test()) {
        let df = found
            .df
            .map(|df| number::count((df * 10.0).round() / 10.0))
            .unwrap_or_default();
        return [
            a,
            b,
            n,
            String::new(),
            df,
            number::bare_p(found.p),
            star.into(),
            String::new(),
            "scores, see below".into(),
        ];
    }
    if let Some(Ok(found)) = test.weighted.as_ref().map(|weighted| &weighted.test) {
        let df = number::decimals(found.df, 1);
        return [
            a,
            b,
            n,
            String::new(),
            df,
            number::bare_p(found.p),
            star.into(),
            String::new(),
            "by design, see below".into(),
        ];
    }
    match &test.pearson {
        Ok(done) => {
            let sparse = done
                .warnings
                .iter()
                .any(|warning| matches!(warning, Warning::Sparse { .. }));
            let small = format!(
                "{} of {}{}",
                done.cells_below_5,
                done.cells,
                if sparse { " !" } else { "  " }
            );
            let statistic = number::decimals(done.statistic, 2);
            [
                a,
                b,
                n,
                statistic,
                done.df.to_string(),
                number::bare_p(done.p),
                star.into(),
                v,
                small,
            ]
        }
        Err(why) => [
            a,
            b,
            n,
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            v,
            why.to_string(),
        ],
    }
}

/// The labels of all variables tested, each once.
fn labels(tests: &[IndicatorTest<'_>], output: &mut CommandOutput) {
    let sides = tests
        .iter()
        .flat_map(|test| [&test.crosstab.row, &test.crosstab.column]);
    let mut seen: Vec<&str> = Vec::new();
    for side in sides {
        if side.label != side.name && !seen.contains(&side.name.as_str()) {
            seen.push(&side.name);
            output.hanging(&format!("{}: ", side.name), &side.label);
        }
    }
}
