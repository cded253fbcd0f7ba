//! Rules on what the result depends on: one person, a few answers, the interpretation of the middle
//! category, random tables.
//!
//! They only evaluate facts computed elsewhere.

use super::{AdviceCode, AdviceFacts, AdviceMessage, AdviceSeverity, build_message, shown};
use crate::stats::advice::fragile_below;
use crate::stats::advice::recommend::Certainty;
use crate::stats::phrase::SentenceLanguage::{self, Danish, English};
use crate::stats::side::{MiddleMeaning, SideLevel, TableSide};

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
