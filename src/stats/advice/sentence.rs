//! A sentence to paste: what was found, by which test, with which numbers, and what it does not mean.
//!
//! English and Danish, with the same numbers. It keeps to the fixed words and never says proven or no relation.

use super::number::Tongue;
use super::question::Expectation;
use super::recommend::{Certainty, Method};
use super::status::Status;
use super::{Facts, fragile_below};
use crate::stats::power;
use crate::stats::table::Table;
use crate::stats::why::Why;

/// The sentence in English and Danish.
pub(super) fn of(facts: &Facts<'_>) -> (String, String) {
    (english(facts), danish(facts))
}

/// The sentence for a table that cannot be tested.
pub(super) fn not_testable(table: &Table, why: &Why) -> (String, String) {
    let (a, b) = (&table.row_side().name, &table.column_side().name);
    (
        format!("The relation between {a} and {b} cannot be tested: {}", why.english()),
        format!("Sammenhængen mellem {a} og {b} kan ikke testes: {}", why.danish()),
    )
}

/// The smallest r (one degree of freedom) or Cramér's V that would probably have been found, with what it is called.
pub(super) fn detectable(facts: &Facts<'_>) -> Option<(&'static str, f64)> {
    let (n, alpha) = (facts.outcome.n, facts.question.alpha);
    let (name, value) = match facts.outcome.method {
        Method::Pearson | Method::FisherFreemanHalton | Method::KruskalWallis => {
            ("V", power::detectable_v(0.8, n, facts.small.rows(), facts.small.columns(), alpha))
        }
        Method::NMinusOne | Method::Fisher => ("φ", power::detectable_w(0.8, n, 1, alpha)),
        _ => ("r", power::detectable_w(0.8, n, 1, alpha)),
    };
    value.ok().map(|v| (name, v.min(1.0)))
}

/// The numbers in brackets: measure with interval, test, p, N, and the family.
fn numbers(facts: &Facts<'_>, tongue: Tongue, test: &str) -> String {
    let mut parts = Vec::new();
    let name = match facts.outcome.method {
        Method::NMinusOne | Method::Fisher => "φ",
        Method::Pearson | Method::FisherFreemanHalton | Method::KruskalWallis => "V",
        _ => "tau-b",
    };
    if let Some(measure) = &facts.association {
        let mut text = format!("{name} = {}", tongue.share(measure.value));
        if let Some(i) = &measure.interval {
            let label = if tongue == Tongue::English { "95 % CI" } else { "95 %-interval" };
            text.push_str(&format!(" [{}; {}], {label}", tongue.share(i.low), tongue.share(i.high)));
        }
        parts.push(text);
    }
    let mut p = format!("{test}: {}", tongue.p(facts.outcome.p));
    if let Certainty::MonteCarlo { low, high, samples, seed } = facts.outcome.certainty {
        let (low, high) = (tongue.decimals(low, 4), tongue.decimals(high, 4));
        p.push_str(&match tongue {
            Tongue::English => {
                format!(" ({samples} random tables, 99 % CI {low} to {high}, seed {seed})")
            }
            Tongue::Danish => format!(" ({samples} tilfældige tabeller, 99 %-interval {low} til {high}, frø {seed})"),
        });
    }
    parts.push(p);
    parts.push(format!("N = {}", tongue.count(facts.outcome.n)));
    if let (Some(family), Some(bh)) = (&facts.question.family, facts.benjamini_hochberg) {
        let m = family.others.len() + 1;
        parts.push(match tongue {
            Tongue::English => format!("test {} of {m}, BH-adjusted {}", family.position, tongue.p(bh)),
            Tongue::Danish => format!("test {} af {m}, BH-justeret {}", family.position, tongue.p(bh)),
        });
    }
    parts.join("; ")
}

/// The English sentence.
fn english(facts: &Facts<'_>) -> String {
    let (a, b) = (&facts.table.row_side().name, &facts.table.column_side().name);
    let how = match facts.outcome.certainty {
        Certainty::LargeSample => "",
        Certainty::Exact => "exact ",
        Certainty::MonteCarlo { .. } => "Monte Carlo ",
    };
    let test = match facts.outcome.method {
        Method::Pearson => "Pearson chi-square",
        Method::NMinusOne => "N − 1 chi-square",
        Method::Fisher => "Fisher test",
        Method::FisherFreemanHalton => "Fisher–Freeman–Halton test",
        Method::LinearByLinear | Method::LinearByLinearExact => "linear-by-linear test",
        Method::MannWhitney | Method::MannWhitneyExact => "Mann–Whitney test",
        Method::KruskalWallis => "Kruskal–Wallis test",
    };
    let numbers = numbers(facts, Tongue::English, &format!("{how}{test}"));
    let found = match facts.direction {
        Some(Expectation::Rising) => format!("higher {a} goes with higher {b}"),
        Some(Expectation::Falling) => format!("higher {a} goes with lower {b}"),
        _ => format!("{a} and {b} go together, with no direction tested"),
    };
    match facts.status {
        Status::NotShown => {
            let mut text = format!("A relation between {a} and {b} was not shown ({numbers}).");
            if let Some((name, least)) = detectable(facts) {
                let (n, least) = (Tongue::English.count(facts.outcome.n), Tongue::English.share(least));
                text.push_str(&format!(
                    " That is no evidence that there is none: with N = {n}, only relations of about {name} = {least} or stronger would probably have been found."
                ));
            }
            text
        }
        Status::Contrary => format!("Contrary to what was expected, {found} ({numbers})."),
        Status::Fragile => format!("{} ({numbers}). The result is fragile{}.", capital(&found), reason(facts, Tongue::English)),
        _ => format!("{} ({numbers}).", capital(&found)),
    }
}

/// The Danish sentence.
fn danish(facts: &Facts<'_>) -> String {
    let (a, b) = (&facts.table.row_side().name, &facts.table.column_side().name);
    let how = match facts.outcome.certainty {
        Certainty::LargeSample => "",
        Certainty::Exact => "eksakt ",
        Certainty::MonteCarlo { .. } => "Monte Carlo-",
    };
    let test = match facts.outcome.method {
        Method::Pearson => "Pearsons chi i anden",
        Method::NMinusOne => "N − 1-chi i anden",
        Method::Fisher => "Fishers test",
        Method::FisherFreemanHalton => "Fisher–Freeman–Haltons test",
        Method::LinearByLinear | Method::LinearByLinearExact => "test for lineær sammenhæng",
        Method::MannWhitney | Method::MannWhitneyExact => "Mann–Whitneys test",
        Method::KruskalWallis => "Kruskal–Wallis' test",
    };
    let numbers = numbers(facts, Tongue::Danish, &format!("{how}{test}"));
    let found = match facts.direction {
        Some(Expectation::Rising) => format!("højere {a} følges med højere {b}"),
        Some(Expectation::Falling) => format!("højere {a} følges med lavere {b}"),
        _ => format!("{a} og {b} følges ad, uden at en retning er testet"),
    };
    match facts.status {
        Status::NotShown => {
            let mut text = format!("En sammenhæng mellem {a} og {b} er ikke påvist ({numbers}).");
            if let Some((name, least)) = detectable(facts) {
                let (n, least) = (Tongue::Danish.count(facts.outcome.n), Tongue::Danish.share(least));
                text.push_str(&format!(
                    " Det viser ikke, at der ingen er: med N = {n} ville kun sammenhænge på omkring {name} = {least} eller stærkere sandsynligvis være fundet."
                ));
            }
            text
        }
        Status::Contrary => format!("Modsat forventningen gælder, at {found} ({numbers})."),
        Status::Fragile => format!("{} ({numbers}). Resultatet er skrøbeligt{}.", capital(&found), reason(facts, Tongue::Danish)),
        _ => format!("{} ({numbers}).", capital(&found)),
    }
}

/// Why a result is fragile, after a colon.
fn reason(facts: &Facts<'_>, tongue: Tongue) -> String {
    let few = facts.fragility.fewest.filter(|k| *k > 0 && *k <= fragile_below(facts.outcome.n));
    let english = tongue == Tongue::English;
    if facts.fragility.one_person.is_some() {
        return if english { ": it rests on one respondent" } else { ": det hviler på én respondent" }.into();
    }
    if let Some(k) = few {
        return match (english, k) {
            (true, 1) => ": it is gone if one answer moves".into(),
            (true, k) => format!(": it is gone if {k} answers move"),
            (false, 1) => ": det forsvinder, hvis ét svar flyttes".into(),
            (false, k) => format!(": det forsvinder, hvis {k} svar flyttes"),
        };
    }
    if facts.benjamini_hochberg.is_some_and(|p| p > facts.question.alpha) {
        return if english {
            ": it does not hold when the number of tests is counted"
        } else {
            ": det holder ikke, når antallet af test regnes med"
        }
        .into();
    }
    if facts.readings.iter().any(|v| v.p.is_none_or(|p| p > facts.question.alpha)) {
        return if english {
            ": it depends on how the middle category is read"
        } else {
            ": det afhænger af, hvordan midterkategorien læses"
        }
        .into();
    }
    if english { ": it depends on how p is computed" } else { ": det afhænger af, hvordan p beregnes" }.into()
}

/// The text with its first letter large.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
