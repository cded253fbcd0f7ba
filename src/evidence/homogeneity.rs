//! What may be said of strata, in a sentence to paste.

use super::strata::Strata;
use crate::stats::moderation::Moderation;
use crate::stats::strata::Generalised;
use crate::stats::{Estimate, Test, Why};
use crate::study::dataset::Level;
use crate::text::number;

/// One of two ways to say the same.
fn say<'a>(danish: bool, english: &'a str, dansk: &'a str) -> &'a str {
    if danish { dansk } else { english }
}

impl Strata {
    /// Whether the strata differ, in a sentence; and what that means for the numbers of all together.
    #[must_use]
    pub fn sentence(&self, alpha: f64, danish: bool) -> String {
        let (row, column, by) = self.names();
        let found = match &self.moderation {
            Ok(found) => found,
            Err(why) => {
                let why = if danish { why.danish() } else { why.english() };
                return format!(
                    "{} {by}: {why}",
                    say(
                        danish,
                        "It cannot be told whether the relation differs by",
                        "Det kan ikke siges, om sammenhængen er forskellig efter"
                    )
                );
            }
        };
        let bracket = bracket(found, danish);
        let mut said = if found.test.p <= alpha {
            if danish {
                format!("Sammenhængen mellem {row} og {column} er forskellig efter {by} ({bracket}).")
            } else {
                format!("The relation of {row} and {column} differs by {by} ({bracket}).")
            }
        } else if danish {
            format!("At sammenhængen mellem {row} og {column} er forskellig efter {by}, blev ikke påvist ({bracket}).")
        } else {
            format!("That the relation of {row} and {column} differs by {by} was not shown ({bracket}).")
        };
        if let (Some(crude), Some(adjusted)) = (&found.crude, &found.adjusted) {
            let (crude, adjusted) = (value(crude), value(adjusted));
            said += &if found.test.p <= alpha {
                if danish {
                    format!(" En fælles odds ratio ({adjusted}) er et gennemsnit af det, der er forskelligt.")
                } else {
                    format!(" One odds ratio for all ({adjusted}) averages what differs.")
                }
            } else if danish {
                format!(" Odds ratio: {crude} for alle under ét, {adjusted} inden for grupperne.")
            } else {
                format!(" Odds ratio: {crude} for all together, {adjusted} within the groups.")
            };
        }
        said
    }

    /// The generalised test that fits the levels of both sides.
    ///
    /// # Errors
    /// When there is none for these data.
    pub fn conditional(&self) -> Result<Test, Why> {
        let Some(first) = self.tables.first() else { return Err(Why::Empty) };
        let Generalised { correlation, row_means, column_means, general } = self.generalised.clone()?;
        match (first.row.level != Level::Nominal, first.column.level != Level::Nominal) {
            (true, true) => correlation,
            (false, true) => row_means,
            (true, false) => column_means,
            (false, false) => general,
        }
    }

    fn names(&self) -> (&str, &str, &str) {
        let side =
            |of: fn(&super::Crosstab) -> &super::crosstab::Side| self.tables.first().map_or("", |table| of(table).label.as_str());
        (side(|table| &table.row), side(|table| &table.column), &self.by.label)
    }
}

/// The number with its interval, or without one.
fn value(estimate: &Estimate) -> String {
    let decimals = |x: f64| if x.is_infinite() { "∞".to_owned() } else { number::decimals(x, 2) };
    let ends = estimate.interval.as_ref();
    ends.map_or_else(
        || decimals(estimate.value),
        |ends| format!("{} [{}; {}]", decimals(estimate.value), decimals(ends.low), decimals(ends.high)),
    )
}

/// Size, test and number of answers, as they stand in brackets behind a sentence.
pub fn bracket(found: &Moderation, danish: bool) -> String {
    let mut parts = Vec::new();
    if let Some((measure, size)) = &found.size {
        let name = if danish { measure.danish() } else { measure.english() };
        parts.push(format!("{name} = {}, 95 % CI", value(size)));
    } else if found.groups.iter().all(|group| group.relation.is_some()) && found.groups.len() <= 6 {
        let each: Vec<String> = found
            .groups
            .iter()
            .filter_map(|group| group.relation.as_ref())
            .map(|relation| number::decimals(relation.value, 2))
            .collect();
        let odds = found.crude.is_some();
        parts.push(format!("{}: {}", if odds { "odds ratios" } else { "Spearman's rho" }, each.join(", ")));
    }
    parts.push(format!("{}: {}", method(found.test.method, danish), number::p(found.test.p)));
    parts.push(format!("N = {}", number::count(found.test.n)));
    let said = parts.join("; ");
    if danish { number::with_comma(&said) } else { said }
}

/// A test's name as it stands in a sentence.
fn method(name: &'static str, danish: bool) -> &'static str {
    match name {
        "Zelen's exact test of one odds ratio (1971)" => say(danish, "Zelen's exact test", "Zelens eksakte test"),
        _ if name.contains("Tarone") => "Breslow–Day–Tarone",
        _ if name.contains("Spearman") => say(danish, "Q test of Spearman's rho", "Q-test af Spearmans rho"),
        _ if name.contains("linear regression") => say(
            danish,
            "F test of the interaction in a regression of normal scores",
            "F-test af interaktionen i en regression af normalscorer",
        ),
        _ if name.contains("logistic") => say(
            danish,
            "likelihood-ratio test of the interaction in a logistic regression",
            "likelihood ratio-test af interaktionen i en logistisk regression",
        ),
        _ => say(danish, "chi-square test of one association in all groups", "chi i anden-test af én sammenhæng i alle grupper"),
    }
}

/// What the relation in one group is called.
#[must_use]
pub fn relation(found: &Moderation) -> Option<&'static str> {
    found
        .groups
        .iter()
        .any(|group| group.relation.is_some())
        .then(|| if found.crude.is_some() { "Odds ratio" } else { "Spearman's rho" })
}
