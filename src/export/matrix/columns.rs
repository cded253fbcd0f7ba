//! The columns of the matrix by link: what each is called and what stands in it.
//! Those that need the tests to be weighed take a moment, and are made only when asked for.

use super::entry::Entry;
use crate::export::{Align, Cell, Column, privacy::WITHHELD};
use crate::stats::{Estimate, advice::Certainty};
use crate::study::plan::Measure;
use crate::study::{Polarity, event::Target, theory::Fixed};
use crate::text::number;
use std::collections::BTreeSet;

/// A column of the matrix.
pub struct Of {
    /// Its name for programs and `--columns`.
    pub key: &'static str,
    /// Its heading.
    pub heading: &'static str,
    /// On which side its cells stand.
    pub align: Align,
    /// Whether the tests must be weighed for it.
    pub weighed: bool,
    /// Whether it stands in the matrix when no columns are named.
    pub usual: bool,
    /// What stands in it.
    pub cell: fn(&Entry<'_>) -> Cell,
}

impl Of {
    /// The column of a table.
    #[must_use]
    pub fn column(&self) -> Column {
        Column {
            key: self.key.into(),
            heading: self.heading.to_owned(),
            align: self.align,
        }
    }
}

const fn words(key: &'static str, heading: &'static str, cell: fn(&Entry<'_>) -> Cell) -> Of {
    Of {
        key,
        heading,
        align: Align::Left,
        weighed: false,
        usual: true,
        cell,
    }
}

const fn count(key: &'static str, heading: &'static str, cell: fn(&Entry<'_>) -> Cell) -> Of {
    Of {
        key,
        heading,
        align: Align::Right,
        weighed: false,
        usual: true,
        cell,
    }
}

/// The same column, but only when asked for.
const fn asked(of: Of) -> Of {
    Of { usual: false, ..of }
}

/// The same column, which needs weighed tests.
const fn weighed(of: Of) -> Of {
    Of {
        usual: false,
        weighed: true,
        ..of
    }
}

/// All columns, in the order of the evidence matrix.
pub const ALL: &[Of] = &[
    words("from", "From", |e| e.row.from.name.as_str().into()),
    words("from_kind", "From kind", |e| e.row.from.kind.name().into()),
    words("relation", "Relation", |e| e.row.relation.into()),
    words("to", "To", |e| e.row.to.name.as_str().into()),
    words("to_kind", "To kind", |e| e.row.to.kind.name().into()),
    words("statement", "Statement", |e| {
        e.row.statement.as_str().into()
    }),
    asked(words("link_id", "Link", |e| e.link.id.to_string().into())),
    asked(words("prespecified", "Fixed beforehand", |e| {
        prespecified(e).into()
    })),
    asked(words("expected", "Expected direction", |e| {
        e.link.expected.name().into()
    })),
    count("quotes", "Quotes", |e| e.row.quotes.into()),
    count("supports", "Supporting", |e| e.row.balance.supports.into()),
    count("contradicts", "Contradicting", |e| {
        e.row.balance.contradicts.into()
    }),
    count("nuances", "Nuancing", |e| e.row.balance.nuances.into()),
    count("unjudged", "Not judged", |e| e.row.balance.unjudged.into()),
    count("informants", "Informants", |e| {
        e.shield.count(e.row.informants.len())
    }),
    words("informant_names", "Who", |e| names(e).into()),
    words("departments", "Departments", |e| departments(e).into()),
    words("quote", "A supporting quote", |e| {
        e.quote(Polarity::Supports).into()
    }),
    words("counter_quote", "A contradicting quote", |e| {
        e.quote(Polarity::Contradicts).into()
    }),
    asked(words("condensed", "Condensed meaning", |e| {
        e.condensed().into()
    })),
    asked(words("quote_places", "Places of the quotes", |e| {
        places(e).into()
    })),
    count("tests_run", "Tests run", |e| e.row.tests.into()),
    count("tests_significant", "Tests significant", |e| {
        e.row.significant.into()
    }),
    words("tested", "Tests in words", |e| {
        e.shield.made(&e.row.tested()).into()
    }),
    count("p_link", "p by the plan", |e| {
        e.row.p.filter(|_| e.tells()).map(p).into()
    }),
    count("n", "N", |e| {
        e.row.n.map_or(Cell::Empty, |n| e.shield.count(n))
    }),
    count("tests_sparse", "Tests with small expected counts", |e| {
        e.row.sparse.into()
    }),
    words("notes", "Notes on the tests", |e| {
        e.shield.made(&e.row.notes.join("; ")).into()
    }),
    asked(words(
        "indicators_from",
        "Indicators of the beginning",
        |e| indicators(e, true).into(),
    )),
    asked(words("indicators_to", "Indicators of the end", |e| {
        indicators(e, false).into()
    })),
    asked(words("neutral_rule", "The middle category", |e| {
        middle(e).into()
    })),
    asked(count("min_expected", "Smallest expected count", |e| {
        sparse(e).0
    })),
    asked(count(
        "share_expected_below_5",
        "Share of cells expecting < 5, at most",
        |e| sparse(e).1,
    )),
    asked(words("tests", "The tests", |e| tests(e).into())),
    weighed(count("tests_shown", "Shown by the plan", |e| {
        tally(e, |t| t.shown)
    })),
    weighed(count("tests_fitting", "Shown by the test that fits", |e| {
        tally(e, |t| t.fitting)
    })),
    weighed(count("tests_adjusted", "Shown after adjustment", |e| {
        tally(e, |t| t.adjusted)
    })),
    weighed(count("tests_robust", "Shown and robust", |e| {
        tally(e, |t| t.robust)
    })),
    weighed(words("effect_of", "Effect of", |e| {
        leading(e, |t| {
            format!(
                "{} × {}",
                t.test.crosstab.row.name, t.test.crosstab.column.name
            )
            .into()
        })
    })),
    weighed(words("effect_name", "Effect", |e| {
        leading(e, |t| {
            measured(t).map_or(Cell::Empty, |(measure, _)| measure.name().into())
        })
    })),
    weighed(count("effect", "Value", |e| effect(e, |value, _, _| value))),
    weighed(count("ci_low", "95 % from", |e| effect(e, |_, low, _| low))),
    weighed(count("ci_high", "95 % to", |e| {
        effect(e, |_, _, high| high)
    })),
    weighed(words("direction", "Direction", |e| {
        leading(e, |t| t.sign().into())
    })),
    weighed(count("p_recommended", "Recommended p", |e| {
        leading(e, |t| t.fitting.as_ref().map_or(Cell::Empty, |o| p(o.p)))
    })),
    weighed(words("p_method", "How p was reached", |e| {
        leading(e, |t| {
            t.fitting.as_ref().map_or(Cell::Empty, |o| method(o).into())
        })
    })),
    weighed(count("p_asymptotic", "Pearson p of the same", |e| {
        leading(e, |t| {
            t.test.pearson.as_ref().map_or(Cell::Empty, |o| p(o.p))
        })
    })),
    weighed(count("p_adjusted", "Adjusted p", |e| {
        leading(e, |t| t.adjusted.map_or(Cell::Empty, p))
    })),
    weighed(words("adjust_method", "Adjusted by", |e| {
        e.proposal.map(|_| "Benjamini–Hochberg").into()
    })),
    weighed(words("family", "Family", |e| {
        e.proposal
            .map(|proposal| proposal.weighing.plan.family.name())
            .into()
    })),
    weighed(count("family_m", "Tests in the family", |e| {
        e.proposal.map(|proposal| proposal.weighing.family).into()
    })),
    weighed(count("project_m", "Tests in the theory", |e| {
        e.proposal
            .map(|proposal| proposal.weighing.in_theory)
            .into()
    })),
    weighed(count("fragility_k", "Fewest answers that undo it", |e| {
        leading(e, |t| fewest(t).into())
    })),
    weighed(words("quant_status", "The numbers say", |e| {
        e.proposal
            .map(|proposal| proposal.numbers_in_words(e.study))
            .into()
    })),
    weighed(words("qual_status", "The quotes say", |e| {
        e.proposal.map(|proposal| proposal.voices.name()).into()
    })),
    weighed(words("fit_proposed", "Fit proposed", |e| {
        e.proposal.map(|proposal| proposal.fit.name()).into()
    })),
    weighed(words("verdict_proposed", "Verdict proposed", |e| {
        e.proposal.map(|proposal| proposal.conclusion.name()).into()
    })),
    weighed(words("confidence_proposed", "Confidence proposed", |e| {
        e.proposal.map(|proposal| proposal.confidence.name()).into()
    })),
    weighed(words("caveats_proposed", "To beware of, proposed", |e| {
        e.proposal
            .map(|proposal| e.sentence(&proposal.caveats))
            .into()
    })),
    asked(words("quantitative", "Quantitative inference", |e| {
        e.shield
            .free(&e.study.inferred(e.link.id).quantitative)
            .into()
    })),
    asked(words("qualitative", "Qualitative inference", |e| {
        e.shield
            .free(&e.study.inferred(e.link.id).qualitative)
            .into()
    })),
    words("fit", "Fit", |e| {
        e.study
            .inference(e.link.id)
            .and_then(|inference| inference.fit)
            .map(|fit| fit.name())
            .into()
    }),
    asked(words("explanation", "Explanation", |e| {
        e.shield
            .free(&e.study.inferred(e.link.id).explanation)
            .into()
    })),
    asked(words("caveats", "To beware of", |e| {
        e.shield.free(&e.study.inferred(e.link.id).caveats).into()
    })),
    asked(words("confidence", "Confidence", |e| {
        e.study
            .inference(e.link.id)
            .and_then(|inference| inference.confidence)
            .map(|confidence| confidence.name())
            .into()
    })),
    words("verdict", "Verdict", |e| e.row.verdict.into()),
    words("reason", "Reason", |e| e.shield.free(&e.row.reason).into()),
    asked(words("rests_on", "Rested on", |e| {
        e.evidence
            .verdict
            .map(|verdict| e.counted(&verdict.rests_on))
            .into()
    })),
    asked(words("changed_since", "Changed since", |e| {
        e.counted(&e.evidence.changed_since(e.study).join("; "))
            .into()
    })),
    asked(words("change", "Change in this version", |e| {
        changes(e).into()
    })),
    asked(words("new_in_version", "New in this version", |e| {
        new(e).into()
    })),
    asked(words("memo", "Memo", |e| {
        e.study
            .memo(Target::Link(e.link.id))
            .map(|memo| e.shield.free(memo))
            .into()
    })),
    words("theory", "Theory", |e| e.theory.version.as_str().into()),
];

/// The column of this name.
#[must_use]
pub fn named(key: &str) -> Option<&'static Of> {
    ALL.iter().find(|of| of.key == key)
}

/// A p-value as people read it.
pub fn p(p: f64) -> Cell {
    Cell::shown(
        p,
        if p < 0.001 {
            "< 0.001".to_owned()
        } else {
            format!("{p:.3}")
        },
    )
}

fn prespecified(e: &Entry<'_>) -> &'static str {
    match e.study.fixed(e.link) {
        Fixed::Prespecified(_) => "yes",
        Fixed::PostHoc => "post hoc",
        Fixed::NotYet => "not frozen",
    }
}

/// Who is quoted; nobody where there are too few of them to be counted.
fn names(e: &Entry<'_>) -> String {
    if !e.counts() {
        return WITHHELD.to_owned();
    }
    e.evidence
        .informants()
        .iter()
        .map(|(informant, _)| e.shield.informant(informant.id))
        .collect::<Vec<_>>()
        .join("; ")
}

/// The departments of those quoted; one with few informants would tell who they are.
fn departments(e: &Entry<'_>) -> String {
    if !e.counts() {
        return WITHHELD.to_owned();
    }
    let people = |name: &str| {
        e.study
            .informants()
            .filter(|informant| informant.body.department == name)
            .count()
    };
    let shown = e.row.departments.iter().map(|name| {
        if e.shield.shows(people(name)) {
            name.as_str()
        } else {
            WITHHELD
        }
    });
    let shown: BTreeSet<&str> = shown.collect();
    shown.into_iter().collect::<Vec<_>>().join("; ")
}

fn places(e: &Entry<'_>) -> String {
    let place = |found: &crate::evidence::LinkQuote<'_>| {
        let (start, end) = found
            .quote
            .document
            .points()
            .of_span(&found.quote.document.text, found.quote.span);
        format!(
            "{} {start}..{end}",
            e.shield.document(found.quote.document.id)
        )
    };
    let told = e
        .evidence
        .quotes
        .iter()
        .filter(|found| e.shield.may_quote(found.quote.place()));
    told.map(place).collect::<Vec<_>>().join("; ")
}

fn indicators(e: &Entry<'_>, from: bool) -> String {
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

fn middle(e: &Entry<'_>) -> &'static str {
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

fn sparse(e: &Entry<'_>) -> (Cell, Cell) {
    let told = e
        .evidence
        .tests
        .tests
        .iter()
        .filter(|test| e.shield.tells_expected(&test.crosstab));
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
        least.map(|value| Cell::decimals(value, 2)).into(),
        most.map(|value| Cell::decimals(value, 2)).into(),
    )
}

fn tests(e: &Entry<'_>) -> String {
    let one = |test: &crate::evidence::IndicatorTest<'_>| {
        let p = match (test.p(), &test.pearson) {
            _ if !e.shield.tells_of(test) => WITHHELD.to_owned(),
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

fn tally(e: &Entry<'_>, count: fn(&crate::evidence::Tally) -> usize) -> Cell {
    e.proposal.map(|proposal| count(&proposal.tally)).into()
}

fn leading(e: &Entry<'_>, cell: fn(&crate::evidence::Weighed<'_>) -> Cell) -> Cell {
    e.told_leading().map_or(Cell::Empty, cell)
}

fn effect(e: &Entry<'_>, which: fn(f64, f64, f64) -> f64) -> Cell {
    let Some((_, estimate)) = e.told_leading().and_then(measured) else {
        return Cell::Empty;
    };
    let (low, high) = estimate
        .interval
        .as_ref()
        .map_or((f64::NAN, f64::NAN), |interval| {
            (interval.low, interval.high)
        });
    match which(estimate.value, low, high) {
        value if value.is_finite() => Cell::decimals(value, 2),
        _ => Cell::Empty,
    }
}

/// The measure of the test that was used.
fn measured<'a>(test: &'a crate::evidence::Weighed<'_>) -> Option<&'a (Measure, Estimate)> {
    test.fitting.as_ref().ok()?.measure.as_ref()
}

fn method(outcome: &crate::evidence::planned::Fitting) -> String {
    match &outcome.certainty {
        Certainty::LargeSample => outcome.name.to_owned(),
        Certainty::Exact => format!("{}, exact", outcome.name),
        Certainty::MonteCarlo { samples, .. } => {
            format!("{}, Monte Carlo of {samples}", outcome.name)
        }
    }
}

fn fewest(test: &crate::evidence::Weighed<'_>) -> Option<usize> {
    test.advice.as_ref()?.fragility.as_ref()?.fewest
}

fn changes(e: &Entry<'_>) -> String {
    let element = crate::study::change::Element::Link(e.link.id);
    let said = e.study.changes_on(e.theory.id, element).map(|change| {
        let why = e.study.words(change.body.reason).unwrap_or_default();
        format!("{}: {}", change.body.operation, e.shield.free(why))
    });
    said.collect::<Vec<_>>().join("; ")
}

fn new(e: &Entry<'_>) -> &'static str {
    match (e.theory.parent, e.link.carried) {
        (Some(_), None) => "yes",
        (Some(_), Some(_)) => "no",
        (None, _) => "",
    }
}
