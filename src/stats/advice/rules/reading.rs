//! What may be read from the result: order, direction, absence, near misses, and the company of other tests.
//!
//! Rules only; what they look at is computed elsewhere.

use super::{Code, Facts, Message, Severity, say, shown};
use crate::stats::advice::number::Tongue::{Danish, English};
use crate::stats::advice::question::Expectation;
use crate::stats::advice::recommend::Method;
use crate::stats::advice::sentence::detectable;
use crate::stats::side::Level;
use crate::stats::{association, chisq, family, variants};

/// Order used here, and what Pearson would have said without it.
pub(super) fn ordinal_under_nominal(facts: &Facts<'_>) -> Option<Message> {
    let used = matches!(facts.outcome.method, Method::LinearByLinear | Method::LinearByLinearExact);
    if !used {
        return None;
    }
    let p = facts.chi_square.p;
    let differ = (p <= facts.question.alpha) != shown(facts);
    say(
        Code::OrdinalUnderNominal,
        if differ { Severity::Caution } else { Severity::Note },
        format!(
            "Both variables are ordered, and the test uses the order. Pearson's chi-square ignores it ({}) and finds a trend about half as often.",
            English.p(p)
        ),
        format!(
            "Begge variable er ordnede, og testen bruger ordenen. Pearsons chi i anden ser bort fra den ({}) og finder en tendens omtrent halvt så ofte.",
            Danish.p(p)
        ),
        "Agresti 2010; Mantel 1963",
    )
}

/// A p a little above the level.
pub(super) fn near_miss(facts: &Facts<'_>) -> Option<Message> {
    let alpha = facts.question.alpha;
    if shown(facts) || facts.outcome.p > 2.0 * alpha {
        return None;
    }
    let level = (English.share(alpha), Danish.share(alpha));
    say(
        Code::NearMiss,
        Severity::Caution,
        format!(
            "Not shown at {}. Do not write “a tendency” or “with more data”: more data moves such a p up about as often as down. Give the interval.",
            level.0
        ),
        format!(
            "Ikke påvist ved {}. Skriv ikke »en tendens« eller »med flere svar«: flere svar flytter sådan et p op omtrent lige så ofte som ned. Angiv intervallet.",
            level.1
        ),
        "Wood et al. 2014, BMJ",
    )
}

/// Not shown is not absent.
pub(super) fn absence(facts: &Facts<'_>) -> Option<Message> {
    if shown(facts) {
        return None;
    }
    let (name, least) = detectable(facts)?;
    let n = facts.outcome.n;
    say(
        Code::AbsenceIsNotEvidence,
        Severity::Caution,
        format!(
            "“Not shown” is not “no relation”: with N = {} only {name} of about {} or more would be found with 80 % probability.",
            English.count(n),
            English.share(least)
        ),
        format!(
            "»Ikke påvist« er ikke »ingen sammenhæng«: med N = {} ville kun {name} på omkring {} eller mere blive fundet med 80 % sandsynlighed.",
            Danish.count(n),
            Danish.share(least)
        ),
        "Altman & Bland 1995; Cohen 1988",
    )
}

/// Association without direction.
pub(super) fn no_direction(facts: &Facts<'_>) -> Option<Message> {
    if facts.direction.is_some() || !shown(facts) {
        return None;
    }
    let severity = if facts.question.expected == Expectation::Any { Severity::Note } else { Severity::Warning };
    say(
        Code::AssociationIsNotDirection,
        severity,
        "The test shows that the answers go together, not which way. Read the adjusted residuals before a direction is named."
            .into(),
        "Testen viser, at svarene følges ad, ikke hvilken vej. Læs de justerede residualer, før en retning nævnes.".into(),
        "Agresti 2013",
    )
}

/// A direction against the expectation.
pub(super) fn other_direction(facts: &Facts<'_>) -> Option<Message> {
    let expected = facts.question.expected;
    if expected == Expectation::Any || facts.direction.is_none_or(|d| d == expected) {
        return None;
    }
    let severity = if shown(facts) { Severity::Warning } else { Severity::Caution };
    say(
        Code::OtherDirection,
        severity,
        "The answers go the other way than the theory expects.".into(),
        "Svarene går den modsatte vej af, hvad teorien forventer.".into(),
        "sign of the association",
    )
}

/// A relation that bends.
pub(super) fn not_straight(facts: &Facts<'_>) -> Option<Message> {
    let ordered = facts.table.row_side().level == Level::Ordinal && facts.table.column_side().level == Level::Ordinal;
    let trend = variants::linear_by_linear(facts.table).ok()?.p;
    let strong = association::cramers_v_corrected(facts.table).ok()?.value >= 0.3;
    if !ordered || chisq::pearson(facts.table).ok()?.p > facts.question.alpha || trend <= 0.2 || !strong {
        return None;
    }
    say(
        Code::NotAStraightTrend,
        Severity::Warning,
        "The answers are related, but not as a rising or falling line: read the adjusted residuals.".into(),
        "Svarene hænger sammen, men ikke som en stigende eller faldende linje: læs de justerede residualer.".into(),
        "Agresti 2010",
    )
}

/// One test among many.
pub(super) fn test_of_many(facts: &Facts<'_>) -> Option<Message> {
    let f = facts.question.family.as_ref()?;
    let (k, m, study) = (f.position, f.others.len() + 1, f.in_study.max(f.others.len() + 1));
    if study < 2 {
        return None;
    }
    let alpha = facts.question.alpha;
    let (chance, expected) = (100.0 * family::chance_of_any(study, alpha), family::expected_by_chance(study, alpha));
    say(
        Code::TestOfMany,
        Severity::Caution,
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

/// Significant alone, not in its family.
pub(super) fn not_after_correction(facts: &Facts<'_>) -> Option<Message> {
    let (holm, bh) = (facts.holm?, facts.benjamini_hochberg?);
    if !shown(facts) || holm <= facts.question.alpha {
        return None;
    }
    let severity = if bh > facts.question.alpha { Severity::Warning } else { Severity::Caution };
    say(
        Code::NotAfterCorrection,
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
