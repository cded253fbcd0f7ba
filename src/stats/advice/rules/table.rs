//! Rules on what the table allows: expected counts, empty or rare categories, weights, small bases,
//! inflated measures.
//!
//! They only evaluate facts computed elsewhere.

use super::{AdviceCode, AdviceFacts, AdviceMessage, AdviceSeverity, build_message};
use crate::stats::advice::effect::EffectMeasure;
use crate::stats::advice::recommend::Certainty;
use crate::stats::association;
use crate::stats::chisq::is_sparse;
use crate::stats::error::Warning;
use crate::stats::phrase::SentenceLanguage::{Danish, English};

/// Expected counts too small for the large-sample p.
pub(super) fn sparse(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let test = &facts.chi_square;
    // The N − 1 chi-square holds its level there, and Fisher's test needs no warning.
    if !is_sparse(test) || facts.small.rows().max(facts.small.columns()) == 2 {
        return None;
    }
    let (k, m, share) = (
        test.cells_below_5,
        test.cells,
        (100.0 * test.share_expected_below_5).round(),
    );
    let severity = if facts.outcome.certainty == Certainty::LargeSample {
        AdviceSeverity::Warning
    } else {
        AdviceSeverity::Note
    };
    build_message(
        AdviceCode::Sparse,
        severity,
        format!(
            "{k} of {m} cells ({share} %) have an expected count below 5; the smallest is {}. The large-sample p of chi-square ({}) is only a rough guide.",
            English.decimals(test.min_expected, 2),
            English.p(test.p)
        ),
        format!(
            "{k} af {m} celler ({share} %) har et forventet antal under 5; det mindste er {}. Chi i andens p ({}) er kun en rettesnor.",
            Danish.decimals(test.min_expected, 2),
            Danish.p(test.p)
        ),
        "Cochran 1954",
    )
}

/// Plain Cramér's V beside its mean under independence.
pub(super) fn inflated_v(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let chance = association::v_by_chance(facts.table).ok()?;
    let plain = association::cramers_v(facts.table).ok()?.value;
    let corrected = association::cramers_v_corrected(facts.table).ok()?.value;
    if chance < 0.15 {
        return None;
    }
    build_message(
        AdviceCode::InflatedV,
        AdviceSeverity::Note,
        format!(
            "Plain Cramér's V ({}) is inflated at this N: {} is expected by chance alone. Corrected: {}.",
            English.share(plain),
            English.share(chance),
            English.share(corrected)
        ),
        format!(
            "Cramérs V ({}) er oppustet ved dette N: {} ventes alene ved tilfældighed. Korrigeret: {}.",
            Danish.share(plain),
            Danish.share(chance),
            Danish.share(corrected)
        ),
        "Bergsma 2013",
    )
}

/// The interval of V, if V is the effect reported.
pub(super) fn short_interval(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let v = facts.effects.of(EffectMeasure::V)?;
    let short = v
        .warnings
        .iter()
        .find(|warning| matches!(warning, Warning::ShortInterval { .. }))?;
    build_message(
        AdviceCode::ShortInterval,
        AdviceSeverity::Caution,
        short.english(),
        short.danish(),
        "docs/coverage.md, simulated",
    )
}

/// Too few answers for percentages.
pub(super) fn small_base(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let n = facts.outcome.n;
    if n >= 50.0 {
        return None;
    }
    let (english, danish) = if n < 10.0 {
        (
            "Fewer than 10 answers: give counts, no percentages.",
            "Færre end 10 svar: angiv antal, ingen procenter.",
        )
    } else {
        (
            "Fewer than 50 answers: counts first, whole percentages, with Wilson intervals.",
            "Færre end 50 svar: antal først, hele procenter, med Wilson-intervaller.",
        )
    };
    build_message(
        AdviceCode::SmallBase,
        AdviceSeverity::Note,
        english.into(),
        danish.into(),
        "Wilson 1927",
    )
}

/// Categories left out, and fractional weights.
pub(super) fn empty_and_weights(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    if facts.table.is_weighted() {
        return build_message(
            AdviceCode::Weighted,
            AdviceSeverity::Caution,
            "Weighted counts: p-values and intervals take the weights for numbers of people. Do not use them for sampling weights."
                .into(),
            "Vægtede antal: p-værdier og intervaller regner vægtene for antal personer. Brug dem ikke til stikprøvevægte.".into(),
            "definition",
        );
    }
    let (rows, columns) = (
        facts.table.rows() - facts.small.rows(),
        facts.table.columns() - facts.small.columns(),
    );
    if rows + columns == 0 {
        return None;
    }
    build_message(
        AdviceCode::EmptyCategories,
        AdviceSeverity::Note,
        format!(
            "Nobody chose {} of the categories; they are shown and left out of the test, as in SPSS.",
            rows + columns
        ),
        format!(
            "Ingen har valgt {} af kategorierne; de vises og er udeladt af testen, som i SPSS.",
            rows + columns
        ),
        "IBM SPSS Crosstabs",
    )
}

/// Categories so rare that merging them by meaning should be considered.
pub(super) fn collapse(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let small = &facts.small;
    let thin = small
        .row_totals()
        .iter()
        .chain(&small.column_totals())
        .any(|t| *t < 3.0);
    let room = small.n() / (small.rows() * small.columns()) as f64;
    if (!thin && room >= 2.0) || small.rows().max(small.columns()) < 4 {
        return None;
    }
    build_message(
        AdviceCode::Collapse,
        AdviceSeverity::Note,
        "Some categories are very thin. Merge only by meaning (1+2, 3, 4+5), the same way for all items and before looking at p; it costs power, so try the ordinal test first.".into(),
        "Nogle kategorier er meget tynde. Slå kun sammen efter betydning (1+2, 3, 4+5), ens for alle spørgsmål og før p ses; det koster styrke, så prøv først den ordinale test.".into(),
        "Legendre & Legendre 2012",
    )
}
