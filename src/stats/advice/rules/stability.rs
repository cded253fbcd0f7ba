//! What the verdict hangs on: one person, a few answers, the reading of the middle, the way p is computed.
//!
//! Rules only; what they look at is computed elsewhere.

use super::undecided;
use super::{Code, Facts, Message, Severity, say, shown};
use crate::stats::advice::fragile_below;
use crate::stats::advice::number::Tongue::{Danish, English};
use crate::stats::side::{Level, Middle};

/// A middle category that is also a way out, or has not been declared.
pub(super) fn middle_doubles(facts: &Facts<'_>) -> Option<Message> {
    let side = [facts.table.row_side(), facts.table.column_side()]
        .into_iter()
        .find(|s| s.level == Level::Ordinal && matches!(s.middle, Some((_, Middle::AlsoDoNotKnow | Middle::Undeclared))))?;
    let declared = matches!(side.middle, Some((_, Middle::AlsoDoNotKnow)));
    let name = &side.name;
    let (english, danish) = if declared {
        (
            format!("The middle category of {name} also holds those who do not know; see the readings beside each other."),
            format!("Midterkategorien i {name} rummer også dem, der ikke ved det; se læsningerne ved siden af hinanden."),
        )
    } else {
        (
            format!("Say what the middle category of {name} means: neutral, or also a way out for those who do not know."),
            format!("Angiv, hvad midterkategorien i {name} betyder: neutral, eller også en udvej for dem, der ikke ved det."),
        )
    };
    say(Code::MiddleDoubles, Severity::Caution, english, danish, "Kankaraš & Capecchi 2025")
}

/// Readings of the middle that give another verdict.
pub(super) fn middle_decides(facts: &Facts<'_>) -> Option<Message> {
    let alpha = facts.question.alpha;
    let as_is = shown(facts);
    let other = facts.readings.iter().filter(|v| v.p.is_some_and(|p| p <= alpha) != as_is).count();
    if other == 0 {
        return None;
    }
    let all = facts.readings.len();
    say(
        Code::MiddleDecides,
        Severity::Warning,
        format!("{other} of {all} readings of the middle category give another verdict."),
        format!("{other} af {all} læsninger af midterkategorien giver et andet resultat."),
        "sensitivity analysis",
    )
}

/// One respondent who decides.
pub(super) fn one_person(facts: &Facts<'_>) -> Option<Message> {
    let (i, j) = facts.fragility.one_person?;
    let (row, column) = (i + 1, j + 1);
    say(
        Code::OnePerson,
        Severity::Warning,
        format!("One respondent decides: without one answer in row {row}, column {column} the verdict flips."),
        format!("Én respondent afgør det: uden ét svar i række {row}, kolonne {column} vender resultatet."),
        "leave one out",
    )
}

/// The fewest answers that flip the verdict.
pub(super) fn fragile(facts: &Facts<'_>) -> Option<Message> {
    let k = facts.fragility.fewest.filter(|k| *k > 0)?;
    let severity = if shown(facts) && k <= fragile_below(facts.outcome.n) { Severity::Warning } else { Severity::Note };
    let (after_en, after_da) = (English.p(facts.fragility.p_after), Danish.p(facts.fragility.p_after));
    let steps = facts.table.row_side().level == Level::Ordinal && facts.table.column_side().level == Level::Ordinal;
    let (how_en, how_da) = if steps { ("one step", "ét trin") } else { ("category", "kategori") };
    let (n_en, n_da) = (English.count(facts.outcome.n), Danish.count(facts.outcome.n));
    let verb = if k == 1 { "answer changes" } else { "answers change" };
    say(
        Code::Fragile,
        severity,
        format!("The verdict flips when {k} {verb} {how_en} ({after_en}; N = {n_en})."),
        format!("Resultatet vender, når {k} af {n_da} svar flytter {how_da} ({after_da})."),
        "after Walsh et al. 2014",
    )
}

/// Large-sample and exact p on different sides of the level.
pub(super) fn method_decides(facts: &Facts<'_>) -> Option<Message> {
    if facts.fragility.fewest != Some(0) {
        return None;
    }
    say(
        Code::MethodDecides,
        Severity::Warning,
        "The verdict depends on how the p-value is computed (large-sample or exact).".into(),
        "Resultatet afhænger af, hvordan p beregnes (tilnærmet eller eksakt).".into(),
        "comparison of methods",
    )
}

/// A Monte Carlo interval that contains the level.
pub(super) fn undecided_message(facts: &Facts<'_>) -> Option<Message> {
    if !undecided(facts) {
        return None;
    }
    say(
        Code::Undecided,
        Severity::Warning,
        "The interval of the Monte Carlo p contains the level: draw more tables, or call it undecided.".into(),
        "Monte Carlo-intervallet for p rummer niveauet: træk flere tabeller, eller kald det uafgjort.".into(),
        "Clopper & Pearson 1934",
    )
}
