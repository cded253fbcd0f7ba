//! Rules on what the table allows: expected counts, empty or rare categories, weights, small bases,
//! inflated measures.
//!
//! They only evaluate facts computed elsewhere.
//!
//! Rules on what the result depends on: one person, a few answers, the interpretation of the middle
//! category, random tables.
//!
//! They only evaluate facts computed elsewhere.

use super::{AdviceCode, AdviceFacts, AdviceMessage, AdviceSeverity, build_message, shown};
use crate::stats::advice::effect::EffectMeasure;
use crate::stats::advice::fragile_below;
use crate::stats::advice::recommend::Certainty;
use crate::stats::association;
use crate::stats::chisq::is_sparse;
use crate::stats::error::Warning;
use crate::stats::phrase::SentenceLanguage;
use crate::stats::phrase::SentenceLanguage::{Danish, English};
use crate::stats::side::{MiddleMeaning, SideLevel, TableSide};

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

/// A middle category that also means "don't know", or has not been declared.
pub(super) fn middle_doubles(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let side = [facts.table.row_side(), facts.table.column_side()]
        .into_iter()
        .find(|s| {
            s.level == SideLevel::Ordinal
                && matches!(
                    s.middle,
                    Some((_, MiddleMeaning::AlsoDoNotKnow | MiddleMeaning::Undeclared))
                )
        })?;
    let declared = matches!(side.middle, Some((_, MiddleMeaning::AlsoDoNotKnow)));
    let (en, da) = (English.quoted(&side.name), Danish.quoted(&side.name));
    let (english, danish) = if declared {
        (
            format!(
                "The middle category of {en} also holds those who do not know; see the readings beside each other."
            ),
            format!(
                "Midterkategorien i {da} rummer også dem, der ikke ved det; se læsningerne ved siden af hinanden."
            ),
        )
    } else {
        (
            format!(
                "Say what the middle category of {en} means: neutral, or also a way out for those who do not know."
            ),
            format!(
                "Angiv, hvad midterkategorien i {da} betyder: neutral, eller også en udvej for dem, der ikke ved det."
            ),
        )
    };
    build_message(
        AdviceCode::MiddleDoubles,
        AdviceSeverity::Caution,
        english,
        danish,
        "Kankaraš & Capecchi 2025",
    )
}

/// Interpretations of the middle category that change the result.
pub(super) fn middle_decides(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let alpha = facts.question.alpha;
    let as_is = shown(facts);
    let other = facts
        .readings
        .iter()
        .filter(|v| v.p.is_some_and(|p| p <= alpha) != as_is)
        .count();
    if other == 0 {
        return None;
    }
    let all = facts.readings.len();
    build_message(
        AdviceCode::MiddleDecides,
        AdviceSeverity::Warning,
        format!("{other} of {all} readings of the middle category give another result."),
        format!("{other} af {all} læsninger af midterkategorien giver et andet resultat."),
        "sensitivity analysis",
    )
}

/// One respondent whose answer decides.
pub(super) fn one_person(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let found = facts.fragility.as_ref()?;
    let ((i, j), p) = (found.one_person?, found.p_without?);
    let (row, column) = (
        facts.table.row_side().label(i),
        facts.table.column_side().label(j),
    );
    let kind = |exact: &'static str| {
        if facts.outcome.certainty == Certainty::Exact {
            exact
        } else {
            ""
        }
    };
    let ps = |language: SentenceLanguage| (bare(language, facts.outcome.p), bare(language, p));
    let ((from_en, to_en), (from_da, to_da)) = (ps(English), ps(Danish));
    let side = if shown(facts) {
        ("above", "over")
    } else {
        ("below", "under")
    };
    build_message(
        AdviceCode::OnePerson,
        if shown(facts) {
            AdviceSeverity::Warning
        } else {
            AdviceSeverity::Caution
        },
        format!(
            "One person decides which side of the level p lies on: without one of those with “{row}” and “{column}”, {}p goes from {from_en} to {to_en}, {} it.",
            kind("exact "),
            side.0
        ),
        format!(
            "Én person afgør, på hvilken side af niveauet p ligger: uden én af dem med »{row}« og »{column}« går {}p fra {from_da} til {to_da}, {} det.",
            kind("eksakt "),
            side.1
        ),
        "leave one out",
    )
}

/// A bare p for comparison with another one, with enough decimals for a small one.
fn bare(language: SentenceLanguage, p: f64) -> String {
    if p < 0.0001 {
        return format!("< {}", language.unit(0.0001, 4));
    }
    language.unit(p, 4)
}

/// A small number of answers that flips the result.
pub(super) fn fragile(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let found = facts.fragility.as_ref()?;
    let k = found.fewest?;
    let severity = if shown(facts) && k <= fragile_below(facts.outcome.n) {
        AdviceSeverity::Caution
    } else {
        AdviceSeverity::Note
    };
    let (after_en, after_da) = (English.p(found.p_after), Danish.p(found.p_after));
    let ordered = |side: &TableSide| side.level == SideLevel::Ordinal;
    let steps = ordered(facts.table.row_side()) && ordered(facts.table.column_side());
    let (how_en, how_da) = if steps {
        ("one step away", "ét trin væk")
    } else {
        ("different", "anderledes")
    };
    let (n_en, n_da) = (
        English.count(facts.outcome.n),
        Danish.count(facts.outcome.n),
    );
    // If not all nearer tables were examined, fewer may suffice.
    let (at_en, at_da) = if found.certain {
        ("", "")
    } else {
        (" or fewer", " eller færre")
    };
    let were = if k == 1 { "was" } else { "were" };
    build_message(
        AdviceCode::Fragile,
        severity,
        format!(
            "p would cross the level if {k}{at_en} of {n_en} answers {were} {how_en} ({after_en})."
        ),
        format!(
            "p ville krydse niveauet, hvis {k}{at_da} af {n_da} svar var {how_da} ({after_da})."
        ),
        "after Walsh et al. 2014",
    )
}

/// A Monte Carlo interval that contains the level.
pub(super) fn undecided_message(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    if !facts.outcome.is_undecided(facts.question.alpha) {
        return None;
    }
    build_message(
        AdviceCode::Undecided,
        AdviceSeverity::Warning,
        "The interval of the Monte Carlo p contains the level: draw more tables, or call it undecided.".into(),
        "Monte Carlo-intervallet for p rummer niveauet: træk flere tabeller, eller kald det uafgjort.".into(),
        "Clopper & Pearson 1934",
    )
}
