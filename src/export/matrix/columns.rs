//! The columns of the evidence matrix by link. Columns that need the tests to be assessed are slow,
//! and are computed only when asked for.

pub use super::cells::p_value;
use super::cells::{
    changes, departments, effect, indicators, is_new, leading, measured, method, middle_meaning,
    names, places, prespecified, smallest_n, sparse_cells, tally, tests,
};
use super::entry::MatrixEntry;
use crate::export::ExportCell;
use crate::study::event::MemoTarget;
use crate::study::{Polarity, Study};
use crate::tables::{Audience::Everybody, TableColumn, TableForm};

/// On a screen there is room for few.
const FILES: &[TableForm] = &[TableForm::File, TableForm::Json];

/// A column of the matrix by link. Its cells pass the filter of the entry.
pub type MatrixColumn<'a> = TableColumn<'a, MatrixEntry<'a>>;

fn words<'a>(
    key: &'static str,
    heading: &'static str,
    cell: fn(&MatrixEntry<'a>) -> ExportCell,
) -> MatrixColumn<'a> {
    let cell = move |_: &Study, entry: &MatrixEntry<'a>| cell(entry);
    TableColumn::words(key, heading, Everybody, cell).only_in(FILES)
}

fn count<'a>(
    key: &'static str,
    heading: &'static str,
    cell: fn(&MatrixEntry<'a>) -> ExportCell,
) -> MatrixColumn<'a> {
    let cell = move |_: &Study, entry: &MatrixEntry<'a>| cell(entry);
    TableColumn::numbers(key, heading, Everybody, cell).only_in(FILES)
}

/// In the order of the evidence matrix.
pub fn columns<'a>() -> Vec<MatrixColumn<'a>> {
    vec![
        words("link", "Link", |e| e.name().into()).only_in(&[TableForm::Screen]),
        words("from", "From", |e| e.row.from.name.as_str().into()),
        words("from_kind", "From kind", |e| e.row.from.kind.name().into()),
        words("relation", "Relation", |e| e.row.relation.into()),
        words("to", "To", |e| e.row.to.name.as_str().into()),
        words("to_kind", "To kind", |e| e.row.to.kind.name().into()),
        words("statement", "Statement", |e| {
            e.row.statement.as_str().into()
        }),
        words("link_id", "Link", |e| e.link.id.to_string().into()).on_request(),
        words("prespecified", "Fixed beforehand", |e| {
            prespecified(e).into()
        })
        .on_request(),
        words("expected", "Expected direction", |e| {
            e.link.expected.name().into()
        })
        .on_request(),
        count("quotes", "Quotes", |e| e.row.quotes.into()),
        count("supports", "Supporting", |e| e.row.balance.supports.into()).on_screen("+"),
        count("contradicts", "Contradicting", |e| {
            e.row.balance.contradicts.into()
        })
        .on_screen("−"),
        count("nuances", "Nuancing", |e| e.row.balance.nuances.into()).on_screen("~"),
        count("unjudged", "Not judged", |e| e.row.balance.unjudged.into()).on_screen("·"),
        count("informants", "Informants", |e| {
            e.privacy_filter.count(e.row.informants.len())
        })
        .on_screen("Informants"),
        words("informant_names", "Who", |e| names(e).into()),
        words("departments", "Departments", |e| departments(e).into()),
        words("quote", "A supporting quote", |e| {
            e.first_quote(Polarity::Supports).into()
        }),
        words("counter_quote", "A contradicting quote", |e| {
            e.first_quote(Polarity::Contradicts).into()
        }),
        words("condensed", "Condensed meaning", |e| {
            e.condensations().into()
        })
        .on_request(),
        words("quote_places", "Places of the quotes", |e| places(e).into()).on_request(),
        count("tests_run", "Tests run", |e| e.row.tests.into()),
        count("tests_significant", "Tests significant", |e| {
            e.row.significant.into()
        })
        .on_screen("Significant")
        .shown(|_, e| match e.row.tests {
            0 => "untested".into(),
            tests => format!("{} of {tests}", e.row.significant).into(),
        }),
        words("tested", "Tests in words", |e| {
            e.privacy_filter.generated_sentence(&e.row.tested()).into()
        }),
        count("p_link", "p by the plan", |e| {
            e.row.p.filter(|_| e.may_show_figures()).map(p_value).into()
        })
        .on_screen("Plan p"),
        count("n", "N", |e| {
            e.row
                .n
                .map_or(ExportCell::Empty, |n| e.privacy_filter.count(n))
        }),
        count("tests_sparse", "Tests with small expected counts", |e| {
            e.row.sparse.into()
        }),
        words("notes", "Notes on the tests", |e| {
            e.privacy_filter
                .generated_sentence(&e.row.notes.join("; "))
                .into()
        }),
        words("indicators_from", "Indicators of the beginning", |e| {
            indicators(e, true).into()
        })
        .on_request(),
        words("indicators_to", "Indicators of the end", |e| {
            indicators(e, false).into()
        })
        .on_request(),
        words("neutral_rule", "The middle category", |e| {
            middle_meaning(e).into()
        })
        .on_request(),
        count("min_expected", "Smallest expected count", |e| {
            sparse_cells(e).0
        })
        .on_request(),
        count(
            "share_expected_below_5",
            "Share of cells expecting < 5, at most",
            |e| sparse_cells(e).1,
        )
        .on_request(),
        words("tests", "The tests", |e| tests(e).into()).on_request(),
        count("tests_shown", "Shown by the plan", |e| {
            tally(e, |t| t.shown)
        })
        .slow(),
        count("tests_fitting", "Shown by the test that fits", |e| {
            tally(e, |t| t.fitting)
        })
        .slow(),
        count("tests_adjusted", "Shown after adjustment", |e| {
            tally(e, |t| t.adjusted)
        })
        .slow(),
        count("tests_robust", "Shown and robust", |e| {
            tally(e, |t| t.robust)
        })
        .slow(),
        words("effect_of", "Effect of", |e| {
            leading(e, |t| {
                format!(
                    "{} × {}",
                    t.test.crosstab.row.name, t.test.crosstab.column.name
                )
                .into()
            })
        })
        .slow(),
        words("effect_name", "Effect", |e| {
            leading(e, |t| {
                measured(t).map_or(ExportCell::Empty, |(measure, _)| measure.name().into())
            })
        })
        .slow(),
        count("effect", "Value", |e| effect(e, |value, _, _| value)).slow(),
        count("ci_low", "95 % from", |e| effect(e, |_, low, _| low)).slow(),
        count("ci_high", "95 % to", |e| effect(e, |_, _, high| high)).slow(),
        words("direction", "Direction", |e| {
            leading(e, |t| t.sign().into())
        })
        .slow(),
        count("p_recommended", "Recommended p", |e| {
            leading(e, |t| {
                t.fitting
                    .as_ref()
                    .map_or(ExportCell::Empty, |o| p_value(o.p))
            })
        })
        .slow(),
        words("p_method", "How p was reached", |e| {
            leading(e, |t| {
                t.fitting
                    .as_ref()
                    .map_or(ExportCell::Empty, |o| method(o).into())
            })
        })
        .slow(),
        count("p_asymptotic", "Pearson p of the same", |e| {
            leading(e, |t| {
                t.test
                    .pearson
                    .as_ref()
                    .map_or(ExportCell::Empty, |o| p_value(o.p))
            })
        })
        .slow(),
        count("p_adjusted", "Adjusted p", |e| {
            leading(e, |t| t.adjusted.map_or(ExportCell::Empty, p_value))
        })
        .slow(),
        words("adjust_method", "Adjusted by", |e| {
            e.proposal.map(|_| "Benjamini–Hochberg").into()
        })
        .slow(),
        words("family", "Family", |e| {
            e.proposal
                .map(|proposal| proposal.assessment.plan.family.name())
                .into()
        })
        .slow(),
        count("family_m", "Tests in the family", |e| {
            e.proposal.map(|proposal| proposal.assessment.family).into()
        })
        .slow(),
        count("project_m", "Tests in the theory", |e| {
            e.proposal
                .map(|proposal| proposal.assessment.in_theory)
                .into()
        })
        .slow(),
        count("fragility_k", "Fewest answers that undo it", |e| {
            leading(e, |t| smallest_n(t).into())
        })
        .slow(),
        words("quant_status", "The numbers say", |e| {
            e.proposal
                .map(|proposal| proposal.numbers_in_words(e.study))
                .into()
        })
        .slow(),
        words("qual_status", "The quotes say", |e| {
            e.proposal
                .map(|proposal| proposal.quote_consensus.name())
                .into()
        })
        .slow(),
        words("fit_proposed", "Fit proposed", |e| {
            e.proposal.map(|proposal| proposal.fit.name()).into()
        })
        .slow(),
        words("verdict_proposed", "Verdict proposed", |e| {
            e.proposal.map(|proposal| proposal.conclusion.name()).into()
        })
        .slow(),
        words("confidence_proposed", "Confidence proposed", |e| {
            e.proposal.map(|proposal| proposal.confidence.name()).into()
        })
        .slow(),
        words("caveats_proposed", "To beware of, proposed", |e| {
            e.proposal
                .map(|proposal| e.redacted_sentence(&proposal.caveats))
                .into()
        })
        .slow(),
        words("quantitative", "Quantitative inference", |e| {
            e.privacy_filter
                .free_text(&e.study.inference_text(e.link.id).quantitative)
                .into()
        })
        .on_request(),
        words("qualitative", "Qualitative inference", |e| {
            e.privacy_filter
                .free_text(&e.study.inference_text(e.link.id).qualitative)
                .into()
        })
        .on_request(),
        words("fit", "Fit", |e| {
            e.study
                .inference(e.link.id)
                .and_then(|inference| inference.fit)
                .map(|fit| fit.name())
                .into()
        }),
        words("explanation", "Explanation", |e| {
            e.privacy_filter
                .free_text(&e.study.inference_text(e.link.id).explanation)
                .into()
        })
        .on_request(),
        words("caveats", "To beware of", |e| {
            e.privacy_filter
                .free_text(&e.study.inference_text(e.link.id).caveats)
                .into()
        })
        .on_request(),
        words("confidence", "Confidence", |e| {
            e.study
                .inference(e.link.id)
                .and_then(|inference| inference.confidence)
                .map(|confidence| confidence.name())
                .into()
        })
        .on_request(),
        words("verdict", "Verdict", |e| e.row.verdict.into()).on_screen("Verdict"),
        words("reason", "Reason", |e| {
            e.privacy_filter.free_text(&e.row.reason).into()
        }),
        words("rests_on", "Rested on", |e| {
            e.evidence
                .verdict
                .map(|verdict| e.redact_counts(&verdict.rests_on))
                .into()
        })
        .on_request(),
        words("changed_since", "Changed since", |e| {
            e.redact_counts(&e.evidence.changed_since(e.study).join("; "))
                .into()
        })
        .on_request(),
        words("change", "Change in this version", |e| changes(e).into()).on_request(),
        words("new_in_version", "New in this version", |e| {
            is_new(e).into()
        })
        .on_request(),
        words("memo", "Memo", |e| {
            e.study
                .memo(MemoTarget::Link(e.link.id))
                .map(|memo| e.privacy_filter.free_text(memo))
                .into()
        })
        .on_request(),
        words("theory", "Theory", |e| e.theory.version.as_str().into()),
    ]
}
