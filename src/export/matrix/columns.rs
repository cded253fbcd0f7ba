//! The columns of the evidence matrix by link. Columns that need the tests to be assessed are slow,
//! and are computed only when asked for.

pub use super::cells::p_value;
use super::cells::{
    changes, departments, effect, indicators, is_new, leading, measured, method, middle_meaning,
    names, places, prespecified, smallest_n, sparse_cells, tally, tests,
};
use super::entry::MatrixEntry;
use crate::export::{ColumnAlign, ExportCell, ExportColumn};
use crate::study::Polarity;
use crate::study::event::MemoTarget;

pub struct MatrixColumn {
    /// Name in `--columns` and in JSON.
    pub key: &'static str,
    pub heading: &'static str,
    pub align: ColumnAlign,
    /// True if the tests must be assessed to fill it.
    pub needs_proposals: bool,
    /// True if it is shown when no columns are named.
    pub is_default: bool,
    pub cell: fn(&MatrixEntry<'_>) -> ExportCell,
}

impl MatrixColumn {
    pub fn column(&self) -> ExportColumn {
        ExportColumn {
            key: self.key.into(),
            heading: self.heading.to_owned(),
            align: self.align,
        }
    }
}

const fn words(
    key: &'static str,
    heading: &'static str,
    cell: fn(&MatrixEntry<'_>) -> ExportCell,
) -> MatrixColumn {
    MatrixColumn {
        key,
        heading,
        align: ColumnAlign::Left,
        needs_proposals: false,
        is_default: true,
        cell,
    }
}

const fn count(
    key: &'static str,
    heading: &'static str,
    cell: fn(&MatrixEntry<'_>) -> ExportCell,
) -> MatrixColumn {
    MatrixColumn {
        key,
        heading,
        align: ColumnAlign::Right,
        needs_proposals: false,
        is_default: true,
        cell,
    }
}

/// Not shown by default.
const fn optional(of: MatrixColumn) -> MatrixColumn {
    MatrixColumn {
        is_default: false,
        ..of
    }
}

/// Needs assessed tests, and so is not shown by default either.
const fn with_proposals(of: MatrixColumn) -> MatrixColumn {
    MatrixColumn {
        is_default: false,
        needs_proposals: true,
        ..of
    }
}

/// In the order of the evidence matrix.
pub const ALL: &[MatrixColumn] = &[
    words("from", "From", |e| e.row.from.name.as_str().into()),
    words("from_kind", "From kind", |e| e.row.from.kind.name().into()),
    words("relation", "Relation", |e| e.row.relation.into()),
    words("to", "To", |e| e.row.to.name.as_str().into()),
    words("to_kind", "To kind", |e| e.row.to.kind.name().into()),
    words("statement", "Statement", |e| {
        e.row.statement.as_str().into()
    }),
    optional(words("link_id", "Link", |e| e.link.id.to_string().into())),
    optional(words("prespecified", "Fixed beforehand", |e| {
        prespecified(e).into()
    })),
    optional(words("expected", "Expected direction", |e| {
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
        e.privacy_filter.count(e.row.informants.len())
    }),
    words("informant_names", "Who", |e| names(e).into()),
    words("departments", "Departments", |e| departments(e).into()),
    words("quote", "A supporting quote", |e| {
        e.first_quote(Polarity::Supports).into()
    }),
    words("counter_quote", "A contradicting quote", |e| {
        e.first_quote(Polarity::Contradicts).into()
    }),
    optional(words("condensed", "Condensed meaning", |e| {
        e.condensations().into()
    })),
    optional(words("quote_places", "Places of the quotes", |e| {
        places(e).into()
    })),
    count("tests_run", "Tests run", |e| e.row.tests.into()),
    count("tests_significant", "Tests significant", |e| {
        e.row.significant.into()
    }),
    words("tested", "Tests in words", |e| {
        e.privacy_filter.generated_sentence(&e.row.tested()).into()
    }),
    count("p_link", "p by the plan", |e| {
        e.row.p.filter(|_| e.may_show_figures()).map(p_value).into()
    }),
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
    optional(words(
        "indicators_from",
        "Indicators of the beginning",
        |e| indicators(e, true).into(),
    )),
    optional(words("indicators_to", "Indicators of the end", |e| {
        indicators(e, false).into()
    })),
    optional(words("neutral_rule", "The middle category", |e| {
        middle_meaning(e).into()
    })),
    optional(count("min_expected", "Smallest expected count", |e| {
        sparse_cells(e).0
    })),
    optional(count(
        "share_expected_below_5",
        "Share of cells expecting < 5, at most",
        |e| sparse_cells(e).1,
    )),
    optional(words("tests", "The tests", |e| tests(e).into())),
    with_proposals(count("tests_shown", "Shown by the plan", |e| {
        tally(e, |t| t.shown)
    })),
    with_proposals(count("tests_fitting", "Shown by the test that fits", |e| {
        tally(e, |t| t.fitting)
    })),
    with_proposals(count("tests_adjusted", "Shown after adjustment", |e| {
        tally(e, |t| t.adjusted)
    })),
    with_proposals(count("tests_robust", "Shown and robust", |e| {
        tally(e, |t| t.robust)
    })),
    with_proposals(words("effect_of", "Effect of", |e| {
        leading(e, |t| {
            format!(
                "{} × {}",
                t.test.crosstab.row.name, t.test.crosstab.column.name
            )
            .into()
        })
    })),
    with_proposals(words("effect_name", "Effect", |e| {
        leading(e, |t| {
            measured(t).map_or(ExportCell::Empty, |(measure, _)| measure.name().into())
        })
    })),
    with_proposals(count("effect", "Value", |e| effect(e, |value, _, _| value))),
    with_proposals(count("ci_low", "95 % from", |e| effect(e, |_, low, _| low))),
    with_proposals(count("ci_high", "95 % to", |e| {
        effect(e, |_, _, high| high)
    })),
    with_proposals(words("direction", "Direction", |e| {
        leading(e, |t| t.sign().into())
    })),
    with_proposals(count("p_recommended", "Recommended p", |e| {
        leading(e, |t| {
            t.fitting
                .as_ref()
                .map_or(ExportCell::Empty, |o| p_value(o.p))
        })
    })),
    with_proposals(words("p_method", "How p was reached", |e| {
        leading(e, |t| {
            t.fitting
                .as_ref()
                .map_or(ExportCell::Empty, |o| method(o).into())
        })
    })),
    with_proposals(count("p_asymptotic", "Pearson p of the same", |e| {
        leading(e, |t| {
            t.test
                .pearson
                .as_ref()
                .map_or(ExportCell::Empty, |o| p_value(o.p))
        })
    })),
    with_proposals(count("p_adjusted", "Adjusted p", |e| {
        leading(e, |t| t.adjusted.map_or(ExportCell::Empty, p_value))
    })),
    with_proposals(words("adjust_method", "Adjusted by", |e| {
        e.proposal.map(|_| "Benjamini–Hochberg").into()
    })),
    with_proposals(words("family", "Family", |e| {
        e.proposal
            .map(|proposal| proposal.assessment.plan.family.name())
            .into()
    })),
    with_proposals(count("family_m", "Tests in the family", |e| {
        e.proposal.map(|proposal| proposal.assessment.family).into()
    })),
    with_proposals(count("project_m", "Tests in the theory", |e| {
        e.proposal
            .map(|proposal| proposal.assessment.in_theory)
            .into()
    })),
    with_proposals(count("fragility_k", "Fewest answers that undo it", |e| {
        leading(e, |t| smallest_n(t).into())
    })),
    with_proposals(words("quant_status", "The numbers say", |e| {
        e.proposal
            .map(|proposal| proposal.numbers_in_words(e.study))
            .into()
    })),
    with_proposals(words("qual_status", "The quotes say", |e| {
        e.proposal
            .map(|proposal| proposal.quote_consensus.name())
            .into()
    })),
    with_proposals(words("fit_proposed", "Fit proposed", |e| {
        e.proposal.map(|proposal| proposal.fit.name()).into()
    })),
    with_proposals(words("verdict_proposed", "Verdict proposed", |e| {
        e.proposal.map(|proposal| proposal.conclusion.name()).into()
    })),
    with_proposals(words("confidence_proposed", "Confidence proposed", |e| {
        e.proposal.map(|proposal| proposal.confidence.name()).into()
    })),
    with_proposals(words("caveats_proposed", "To beware of, proposed", |e| {
        e.proposal
            .map(|proposal| e.redacted_sentence(&proposal.caveats))
            .into()
    })),
    optional(words("quantitative", "Quantitative inference", |e| {
        e.privacy_filter
            .free_text(&e.study.inference_text(e.link.id).quantitative)
            .into()
    })),
    optional(words("qualitative", "Qualitative inference", |e| {
        e.privacy_filter
            .free_text(&e.study.inference_text(e.link.id).qualitative)
            .into()
    })),
    words("fit", "Fit", |e| {
        e.study
            .inference(e.link.id)
            .and_then(|inference| inference.fit)
            .map(|fit| fit.name())
            .into()
    }),
    optional(words("explanation", "Explanation", |e| {
        e.privacy_filter
            .free_text(&e.study.inference_text(e.link.id).explanation)
            .into()
    })),
    optional(words("caveats", "To beware of", |e| {
        e.privacy_filter
            .free_text(&e.study.inference_text(e.link.id).caveats)
            .into()
    })),
    optional(words("confidence", "Confidence", |e| {
        e.study
            .inference(e.link.id)
            .and_then(|inference| inference.confidence)
            .map(|confidence| confidence.name())
            .into()
    })),
    words("verdict", "Verdict", |e| e.row.verdict.into()),
    words("reason", "Reason", |e| {
        e.privacy_filter.free_text(&e.row.reason).into()
    }),
    optional(words("rests_on", "Rested on", |e| {
        e.evidence
            .verdict
            .map(|verdict| e.redact_counts(&verdict.rests_on))
            .into()
    })),
    optional(words("changed_since", "Changed since", |e| {
        e.redact_counts(&e.evidence.changed_since(e.study).join("; "))
            .into()
    })),
    optional(words("change", "Change in this version", |e| {
        changes(e).into()
    })),
    optional(words("new_in_version", "New in this version", |e| {
        is_new(e).into()
    })),
    optional(words("memo", "Memo", |e| {
        e.study
            .memo(MemoTarget::Link(e.link.id))
            .map(|memo| e.privacy_filter.free_text(memo))
            .into()
    })),
    words("theory", "Theory", |e| e.theory.version.as_str().into()),
];

pub fn find_column(key: &str) -> Option<&'static MatrixColumn> {
    ALL.iter().find(|of| of.key == key)
}
