//! Rules on the interpretation of the result: order, direction, absence, near misses, and multiple
//! testing.
//!
//! They only evaluate facts computed elsewhere.

use super::{AdviceCode, AdviceFacts, AdviceMessage, AdviceSeverity, build_message, shown};
use crate::stats::advice::effect::EffectMeasure;
use crate::stats::advice::question::AssociationStatus;
use crate::stats::advice::question::Expectation;
use crate::stats::advice::recommend::Method;
use crate::stats::advice::sentence;
use crate::stats::phrase::SentenceLanguage::{self, Danish, English};
use crate::stats::side::TableSide;
use crate::stats::table::Table;
use crate::stats::{distributions, estimate, ordinal, planning, shares};

/// Order is used here; reports what Pearson would have said without it.
pub(super) fn ordinal_under_nominal(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    if facts.outcome.method.large_sample() != Method::LinearByLinear {
        return None;
    }
    let p = facts.chi_square.p;
    let differ = (p <= facts.question.alpha) != shown(facts);
    let scores = |language: SentenceLanguage| {
        let side = |side: &TableSide| {
            format!(
                "{} for {}",
                language.scores(side.scores()),
                language.quoted(&side.name)
            )
        };
        (
            side(facts.small.row_side()),
            side(facts.small.column_side()),
        )
    };
    let ((row_en, column_en), (row_da, column_da)) = (scores(English), scores(Danish));
    build_message(
        AdviceCode::OrdinalUnderNominal,
        if differ {
            AdviceSeverity::Caution
        } else {
            AdviceSeverity::Note
        },
        format!(
            "Both variables are ordered, and the test uses the order, with the scores {row_en}, and {column_en}. Pearson's chi-square ignores it ({}).",
            English.p(p)
        ),
        format!(
            "Begge variable er ordnede, og testen bruger ordenen, med scorerne {row_da} og {column_da}. Pearsons chi i anden ser bort fra den ({}).",
            Danish.p(p)
        ),
        "Agresti 2010; Mantel 1963",
    )
}

/// A p slightly above the level.
pub(super) fn near_miss(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let alpha = facts.question.alpha;
    if shown(facts) || facts.outcome.p > 2.0 * alpha {
        return None;
    }
    let level = (English.level(alpha), Danish.level(alpha));
    build_message(
        AdviceCode::NearMiss,
        AdviceSeverity::Caution,
        format!(
            "Not shown at {}. Do not write “a tendency”: such a p is no promise of a smaller one. Give the interval.",
            level.0
        ),
        format!(
            "Ikke påvist ved {}. Skriv ikke »en tendens«: sådan et p lover ikke et mindre. Angiv intervallet.",
            level.1
        ),
        "Wood et al. 2014, BMJ",
    )
}

/// The smallest effect that this many answers could probably have shown.
pub(super) fn absence(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    if shown(facts) || facts.status == AssociationStatus::Slight {
        return None;
    }
    let (english, danish) = match detectable(facts)? {
        None => ("no effect".to_owned(), "ingen effekt".to_owned()),
        Some(least) => (least_of(&least, English), least_of(&least, Danish)),
    };
    let n = facts.outcome.n;
    build_message(
        AdviceCode::AbsenceIsNotEvidence,
        AdviceSeverity::Caution,
        format!(
            "With N = {}, {english} would be found with 80 % probability.",
            English.count(n)
        ),
        format!(
            "Med N = {} ville {danish} blive fundet med 80 % sandsynlighed.",
            Danish.count(n)
        ),
        "Altman & Bland 1995; Cohen 1988",
    )
}

/// The smallest effect, on the measure reported, that the test detects with 80 % power.
struct SmallestDetectable {
    measure: EffectMeasure,
    value: f64,
}

/// The inner `None` means that the margins allow no effect that large.
fn detectable(facts: &AdviceFacts<'_>) -> Option<Option<SmallestDetectable>> {
    let (n, alpha) = (facts.outcome.n, facts.question.alpha);
    let first = facts.effects.first()?.measure;
    // Distance, in standard deviations, between no effect and one detected with this power.
    let far =
        distributions::normal_quantile(1.0 - alpha / 2.0) + distributions::normal_quantile(0.8);
    let found = |df: usize| {
        let w = planning::detectable_w(0.8, n, u32::try_from(df).ok()?, alpha).ok()?;
        Some(w * w)
    };
    let (value, most) = match first {
        EffectMeasure::Difference => {
            let two = shares::GroupShares::of(facts.table).ok()?.counts;
            let all = (two.hits[0] + two.hits[1]) / n;
            let (a, b) = (two.sizes[0] / n, two.sizes[1] / n);
            // With this many answers of the kind, one group can have all of them.
            let most = (all / a)
                .min(1.0)
                .max((all / b).min(1.0))
                .min((1.0 - all) / a.min(b));
            (far * (all * (1.0 - all) / (n * a * b)).sqrt(), most)
        }
        EffectMeasure::Superiority => {
            let groups = &facts.effects.groups;
            let spread = ordinal_spread(facts.table)?;
            let product = groups.first()?.n * groups.get(1)?.n;
            (0.5 + far * spread / product.max(1.0), 1.0)
        }
        EffectMeasure::EpsilonSquared => (
            found(facts.effects.groups.len().checked_sub(1)?)? * n / (n - 1.0),
            1.0,
        ),
        EffectMeasure::TauB => (far * ordinal::tau_b_spread(facts.table).ok()?, 1.0),
        EffectMeasure::R => (found(1)?.sqrt(), 1.0),
        _ => {
            let (rows, columns) = (facts.small.rows(), facts.small.columns());
            (
                planning::detectable_v(0.8, n, rows, columns, alpha).ok()?,
                1.0,
            )
        }
    };
    Some((value <= most).then_some(SmallestDetectable {
        measure: first,
        value,
    }))
}

/// Standard deviation of U if the groups do not differ.
fn ordinal_spread(table: &Table) -> Option<f64> {
    let small = table.testable().ok()?;
    let rows = if small.rows() == 2 {
        small
    } else {
        small.transposed()
    };
    let (n, groups) = (rows.n(), rows.row_totals());
    let ties: f64 = rows.column_totals().iter().map(|t| t * t * t - t).sum();
    Some((groups.first()? * groups.get(1)? / 12.0 * (n + 1.0 - ties / (n * (n - 1.0)))).sqrt())
}

/// "a difference of about 8 percentage points or more".
fn least_of(least: &SmallestDetectable, language: SentenceLanguage) -> String {
    let value = match least.measure {
        EffectMeasure::Difference => {
            language.decimals(100.0 * least.value, usize::from(least.value < 0.095))
        }
        _ => language.share(least.value),
    };
    let english = language == English;
    match least.measure {
        EffectMeasure::Difference if english => {
            format!("only a difference of about {value} percentage points or more")
        }
        EffectMeasure::Difference => {
            format!("kun en forskel på omkring {value} procentpoint eller mere")
        }
        EffectMeasure::Superiority if english => {
            format!("only a probability of a higher value of about {value} or more")
        }
        EffectMeasure::Superiority => {
            format!("kun en sandsynlighed for en højere værdi på omkring {value} eller mere")
        }
        measure => {
            let name = sentence::name(measure);
            if english {
                format!("only {name} of about {value} or more")
            } else {
                format!("kun {name} på omkring {value} eller mere")
            }
        }
    }
}

/// Association without direction.
pub(super) fn no_direction(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    // A comparison of groups already says which is higher.
    if facts.direction.is_some()
        || !shown(facts)
        || !facts.effects.groups.is_empty() && facts.small.rows().min(facts.small.columns()) == 2
    {
        return None;
    }
    let severity = if facts.question.expected == Expectation::Any {
        AdviceSeverity::Note
    } else {
        AdviceSeverity::Warning
    };
    build_message(
        AdviceCode::AssociationIsNotDirection,
        severity,
        "The test shows that the answers go together, not which way. Read the adjusted residuals before a direction is named."
            .into(),
        "Testen viser, at svarene hænger sammen, ikke hvilken vej. Læs de justerede residualer, før en retning nævnes.".into(),
        "Agresti 2013",
    )
}

/// A direction against the expectation.
pub(super) fn other_direction(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let expected = facts.question.expected;
    if expected == Expectation::Any || facts.direction.is_none_or(|d| d == expected) {
        return None;
    }
    let severity = if shown(facts) {
        AdviceSeverity::Warning
    } else {
        AdviceSeverity::Caution
    };
    build_message(
        AdviceCode::OtherDirection,
        severity,
        "The answers go the other way than the theory expects.".into(),
        "Svarene går den modsatte vej af, hvad teorien forventer.".into(),
        "sign of the association",
    )
}

/// A curved relation.
pub(super) fn not_straight(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    facts.nonlinear.as_ref()?;
    build_message(
        AdviceCode::NotAStraightTrend,
        AdviceSeverity::Warning,
        "The answers are related, but not as a rising or falling line: read the adjusted residuals.".into(),
        "Svarene hænger sammen, men ikke som en stigende eller faldende linje: læs de justerede residualer.".into(),
        "Agresti 2010",
    )
}

/// One test among many.
pub(super) fn test_of_many(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let f = facts.question.family.as_ref()?;
    let (k, m, study) = (
        f.position,
        f.others.len() + 1,
        f.in_study.max(f.others.len() + 1),
    );
    if study < 2 {
        return None;
    }
    let alpha = facts.question.alpha;
    let (chance, expected) = (
        100.0 * estimate::chance_of_any(study, alpha),
        estimate::expected_by_chance(study, alpha),
    );
    build_message(
        AdviceCode::TestOfMany,
        AdviceSeverity::Caution,
        format!(
            "Test {k} of {m} for this link, among {study} in the study. With {study} tests of nothing, the chance of a false positive is {chance:.0} % and {} are expected.",
            English.decimals(expected, 1)
        ),
        format!(
            "Test {k} af {m} for dette led, blandt {study} i undersøgelsen. Med {study} test af ingenting er chancen for et falsk positivt {chance:.0} %, og {} kan ventes.",
            Danish.decimals(expected, 1)
        ),
        "Victor et al. 2010",
    )
}

/// Significant alone, not within its family.
pub(super) fn not_after_correction(facts: &AdviceFacts<'_>) -> Option<AdviceMessage> {
    let (holm, bh) = (facts.holm?, facts.benjamini_hochberg?);
    if !shown(facts) || holm <= facts.question.alpha {
        return None;
    }
    let severity = if bh > facts.question.alpha {
        AdviceSeverity::Warning
    } else {
        AdviceSeverity::Caution
    };
    build_message(
        AdviceCode::NotAfterCorrection,
        severity,
        format!(
            "Within its family the p-value is not below the level after Holm ({}); after Benjamini–Hochberg: {}.",
            English.p(holm),
            English.p(bh)
        ),
        format!(
            "Inden for sin familie er p-værdien ikke under niveauet efter Holm ({}); efter Benjamini–Hochberg: {}.",
            Danish.p(holm),
            Danish.p(bh)
        ),
        "Holm 1979; Benjamini & Hochberg 1995",
    )
}
