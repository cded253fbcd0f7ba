//! The cells of the matrix, for the columns that take more than a field.

use super::entry::MatrixEntry;
use crate::export::ExportCell;
use crate::export::privacy::WITHHELD;
use crate::stats::Estimate;
use crate::stats::advice::Certainty;
use crate::study::plan::BoundedMeasure;
use crate::study::theory::Prespecification;
use crate::text::number;
use std::collections::BTreeSet;

/// A p-value in its conventional form.
pub fn p_value(p: f64) -> ExportCell {
    ExportCell::shown(
        p,
        if p < 0.001 {
            "< 0.001".to_owned()
        } else {
            format!("{p:.3}")
        },
    )
}

pub(super) fn prespecified(e: &MatrixEntry<'_>) -> &'static str {
    match e.study.prespecification(e.link) {
        Prespecification::Prespecified(_) => "yes",
        Prespecification::PostHoc => "post hoc",
        Prespecification::NotFrozen => "not frozen",
    }
}

/// The informants quoted; withheld if there are too few to be counted.
pub(super) fn names(e: &MatrixEntry<'_>) -> String {
    if !e.may_count_informants() {
        return WITHHELD.to_owned();
    }
    e.evidence
        .informants()
        .iter()
        .map(|(informant, _)| e.privacy_filter.informant(informant.id))
        .collect::<Vec<_>>()
        .join("; ")
}

/// The departments of those quoted; withheld for a department with few informants, since it would
/// identify them.
pub(super) fn departments(e: &MatrixEntry<'_>) -> String {
    if !e.may_count_informants() {
        return WITHHELD.to_owned();
    }
    let people = |name: &str| {
        e.study
            .informants()
            .filter(|informant| informant.body.department == name)
            .count()
    };
    let shown = e.row.departments.iter().map(|name| {
        if e.privacy_filter.may_show_count(people(name)) {
            name.as_str()
        } else {
            WITHHELD
        }
    });
    let shown: BTreeSet<&str> = shown.collect();
    shown.into_iter().collect::<Vec<_>>().join("; ")
}

pub(super) fn places(e: &MatrixEntry<'_>) -> String {
    let place = |found: &crate::evidence::LinkQuote<'_>| {
        let (start, end) = found
            .quote
            .document
            .points()
            .of_span(&found.quote.document.text, found.quote.span);
        format!(
            "{} {start}..{end}",
            e.privacy_filter.document(found.quote.document.id)
        )
    };
    let told = e
        .evidence
        .quotes
        .iter()
        .filter(|found| e.privacy_filter.may_quote(found.quote.location()));
    told.map(place).collect::<Vec<_>>().join("; ")
}

pub(super) fn indicators(e: &MatrixEntry<'_>, from: bool) -> String {
    let side = |test: &crate::evidence::IndicatorTest<'_>| {
        if from {
            test.crosstab.row.name.clone()
        } else {
            test.crosstab.column.name.clone()
        }
    };
    let names: BTreeSet<String> = e.evidence.tests.tests.iter().map(side).collect();
    names.into_iter().collect::<Vec<_>>().join("; ")
}

pub(super) fn middle_meaning(e: &MatrixEntry<'_>) -> &'static str {
    let declared = e.evidence.tests.tests.iter().any(|test| {
        test.crosstab
            .row
            .middle
            .or(test.crosstab.column.middle)
            .is_some()
    });
    if declared {
        "in its place; see sensitivity"
    } else {
        ""
    }
}

pub(super) fn sparse_cells(e: &MatrixEntry<'_>) -> (ExportCell, ExportCell) {
    let told = e
        .evidence
        .tests
        .tests
        .iter()
        .filter(|test| e.privacy_filter.may_show_expected(&test.crosstab));
    let done: Vec<_> = told.filter_map(|test| test.pearson.as_ref().ok()).collect();
    let least = done
        .iter()
        .map(|test| test.min_expected)
        .min_by(f64::total_cmp);
    let most = done
        .iter()
        .map(|test| test.share_expected_below_5)
        .max_by(f64::total_cmp);
    (
        least.map(|value| ExportCell::decimals(value, 2)).into(),
        most.map(|value| ExportCell::decimals(value, 2)).into(),
    )
}

pub(super) fn tests(e: &MatrixEntry<'_>) -> String {
    let one = |test: &crate::evidence::IndicatorTest<'_>| {
        let p = match (test.p(), &test.pearson) {
            _ if !e.privacy_filter.may_show_test(test) => WITHHELD.to_owned(),
            (Some(p), _) => number::p(p),
            (None, Err(why)) => why.to_string(),
            (None, Ok(_)) => String::new(),
        };
        format!(
            "{} × {}: {p}",
            test.crosstab.row.name, test.crosstab.column.name
        )
    };
    e.evidence
        .tests
        .tests
        .iter()
        .map(one)
        .collect::<Vec<_>>()
        .join("\n")
}

pub(super) fn tally(
    e: &MatrixEntry<'_>,
    count: fn(&crate::evidence::TestTally) -> usize,
) -> ExportCell {
    e.proposal.map(|proposal| count(&proposal.tally)).into()
}

pub(super) fn leading(
    e: &MatrixEntry<'_>,
    cell: fn(&crate::evidence::AssessedTest<'_>) -> ExportCell,
) -> ExportCell {
    e.visible_leading_test().map_or(ExportCell::Empty, cell)
}

pub(super) fn effect(e: &MatrixEntry<'_>, which: fn(f64, f64, f64) -> f64) -> ExportCell {
    let Some((_, estimate)) = e.visible_leading_test().and_then(measured) else {
        return ExportCell::Empty;
    };
    let (low, high) = estimate
        .interval
        .as_ref()
        .map_or((f64::NAN, f64::NAN), |interval| {
            (interval.low, interval.high)
        });
    match which(estimate.value, low, high) {
        value if value.is_finite() => ExportCell::decimals(value, 2),
        _ => ExportCell::Empty,
    }
}

/// The effect measure of the test that was used.
pub(super) fn measured<'a>(
    test: &'a crate::evidence::AssessedTest<'_>,
) -> Option<&'a (BoundedMeasure, Estimate)> {
    test.fitting.as_ref().ok()?.measure.as_ref()
}

pub(super) fn method(outcome: &crate::evidence::planned_tests::FittingTest) -> String {
    match &outcome.certainty {
        Certainty::LargeSample => outcome.name.to_owned(),
        Certainty::Exact => format!("{}, exact", outcome.name),
        Certainty::MonteCarlo { samples, .. } => {
            format!("{}, Monte Carlo of {samples}", outcome.name)
        }
    }
}

pub(super) fn smallest_n(test: &crate::evidence::AssessedTest<'_>) -> Option<usize> {
    test.advice.as_ref()?.fragility.as_ref()?.fewest
}

pub(super) fn changes(e: &MatrixEntry<'_>) -> String {
    let element = crate::study::revision::TheoryElement::Link(e.link.id);
    let said = e.study.changes_on(e.theory.id, element).map(|change| {
        let why = e.study.words(change.body.reason).unwrap_or_default();
        format!(
            "{}: {}",
            change.body.operation,
            e.privacy_filter.free_text(why)
        )
    });
    said.collect::<Vec<_>>().join("; ")
}

pub(super) fn is_new(e: &MatrixEntry<'_>) -> &'static str {
    match (e.theory.parent, e.link.carried) {
        (Some(_), None) => "yes",
        (Some(_), Some(_)) => "no",
        (None, _) => "",
    }
}
