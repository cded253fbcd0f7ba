//! Sentences about strata and moderation, ready to be pasted into a report.

use super::strata::Strata;
use crate::stats::moderation::{Moderation, ModerationMeasure};
use crate::stats::phrase::{Scale, SentenceLanguage};
use crate::stats::strata::Generalised;
use crate::stats::{Estimate, StatsError, Test};
use crate::study::dataset::MeasurementLevel;

impl Strata {
    /// Whether the strata differ, and what that means for the pooled result.
    #[must_use]
    pub fn sentence(&self, alpha: f64, danish: bool) -> String {
        let t = SentenceLanguage::of(danish);
        let (row, column, by) = self.names();
        let (row, column, by) = (t.quoted(row), t.quoted(column), t.quoted(by));
        let found = match &self.moderation {
            Ok(found) => found,
            Err(why) => {
                return match t {
                    SentenceLanguage::English => format!(
                        "Whether the relation between {row} and {column} differs by {by} cannot be tested: {}",
                        why.english()
                    ),
                    SentenceLanguage::Danish => {
                        format!(
                            "Om sammenhængen mellem {row} og {column} er forskellig efter {by}, kan ikke testes: {}",
                            why.danish()
                        )
                    }
                };
            }
        };
        let bracket = bracket(found, Some(&self.by.labels), alpha, danish);
        let differs = found.test.p <= alpha;
        let sentence = match (differs, t) {
            (true, SentenceLanguage::English) => {
                format!("The relation between {row} and {column} differs by {by} ({bracket}).")
            }
            (true, SentenceLanguage::Danish) => format!(
                "Sammenhængen mellem {row} og {column} er forskellig efter {by} ({bracket})."
            ),
            (false, SentenceLanguage::English) => {
                format!(
                    "A difference by {by} in the relation between {row} and {column} was not shown ({bracket})."
                )
            }
            (false, SentenceLanguage::Danish) => {
                format!(
                    "En forskel efter {by} i sammenhængen mellem {row} og {column} er ikke påvist ({bracket})."
                )
            }
        };
        let (Some(crude), Some(adjusted)) = (&found.crude, &found.adjusted) else {
            return sentence;
        };
        let told = |estimate: &Estimate| {
            t.estimate(estimate.value, estimate.interval.as_ref(), Scale::Ratio)
        };
        let (crude, adjusted) = (told(crude), told(adjusted));
        let more = match (differs, t) {
            (true, SentenceLanguage::English) => {
                format!("One common odds ratio ({adjusted}) averages what differs.")
            }
            (true, SentenceLanguage::Danish) => format!(
                "Én fælles odds ratio ({adjusted}) er et gennemsnit af det, der er forskelligt."
            ),
            (false, SentenceLanguage::English) => {
                format!(
                    "The odds ratio is {crude} for all together and {adjusted} within the groups of {by} (Mantel–Haenszel)."
                )
            }
            (false, SentenceLanguage::Danish) => {
                format!(
                    "Odds ratioen er {crude} for alle under ét og {adjusted} inden for grupperne i {by} (Mantel–Haenszel)."
                )
            }
        };
        format!("{sentence} {more}")
    }

    /// The generalised test that fits the measurement levels of both sides.
    pub fn conditional(&self) -> Result<Test, StatsError> {
        let Some(first) = self.tables.first() else {
            return Err(StatsError::Empty);
        };
        let Generalised {
            correlation,
            row_means,
            column_means,
            general,
        } = self.generalised.clone()?;
        match (
            first.row.level != MeasurementLevel::Nominal,
            first.column.level != MeasurementLevel::Nominal,
        ) {
            (true, true) => correlation,
            (false, true) => row_means,
            (true, false) => column_means,
            (false, false) => general,
        }
    }

    fn names(&self) -> (&str, &str, &str) {
        let side = |of: fn(&super::Crosstab) -> &super::crosstab::CrosstabSide| {
            self.tables
                .first()
                .map_or("", |table| of(table).label.as_str())
        };
        (
            side(|table| &table.row),
            side(|table| &table.column),
            &self.by.label,
        )
    }
}

/// Effect, test and number of answers as they follow a sentence in brackets, with the names of the
/// groups if known.
#[must_use]
pub fn bracket(found: &Moderation, labels: Option<&[String]>, alpha: f64, danish: bool) -> String {
    let t = SentenceLanguage::of(danish);
    let mut parts = Vec::new();
    if let Some((measure, size)) = &found.size {
        let scale = match measure {
            ModerationMeasure::RatioOfOddsRatios | ModerationMeasure::OddsRatioPerDeviation => {
                Scale::Ratio
            }
            ModerationMeasure::DifferenceOfRho => Scale::Unit,
            ModerationMeasure::SlopePerDeviation => Scale::Own(2),
        };
        let name = if danish {
            measure.danish()
        } else {
            measure.english()
        };
        parts.push(format!(
            "{name} = {}",
            t.estimate(size.value, size.interval.as_ref(), scale)
        ));
    } else if found.groups.iter().all(|group| group.relation.is_some()) && found.groups.len() <= 6 {
        let odds = found.crude.is_some();
        let each: Vec<String> = found
            .groups
            .iter()
            .filter_map(|group| {
                let relation = group.relation.as_ref()?.value;
                let value = t.on(relation, if odds { Scale::Ratio } else { Scale::Unit });
                let label = labels.and_then(|labels| labels.get(group.place));
                Some(label.map_or(value.clone(), |label| {
                    format!("{value} for {}", t.quoted(label))
                }))
            })
            .collect();
        let name = if odds {
            "odds ratio"
        } else {
            t.say("Spearman’s rho", "Spearmans rho")
        };
        parts.push(format!("{name} {}", t.list(&each)));
    }
    parts.push(format!(
        "{}: {}",
        method(found.test.method, t),
        t.p_against(found.test.p, alpha)
    ));
    parts.push(format!("N = {}", t.count(found.test.n)));
    parts.join("; ")
}

/// Name of a test within a sentence.
fn method(name: &'static str, t: SentenceLanguage) -> &'static str {
    match name {
        "Zelen's exact test of one odds ratio (1971)" => {
            t.say("Zelen’s exact test", "Zelens eksakte test")
        }
        _ if name.contains("Tarone") => t.say("Breslow–Day–Tarone test", "Breslow–Day–Tarone-test"),
        _ if name.contains("Spearman") => {
            t.say("Q test of Spearman’s rho", "Q-test af Spearmans rho")
        }
        _ if name.contains("linear regression") => t.say(
            "F test of the interaction in a regression of normal scores",
            "F-test af interaktionen i en regression af normalscorer",
        ),
        _ if name.contains("logistic") => t.say(
            "likelihood-ratio test of the interaction in a logistic regression",
            "likelihood ratio-test af interaktionen i en logistisk regression",
        ),
        _ => t.say(
            "chi-square test of one association in all groups",
            "chi-i-anden-test af én sammenhæng i alle grupper",
        ),
    }
}

/// Name of the relation within one group.
#[must_use]
pub fn relation(found: &Moderation) -> Option<&'static str> {
    found
        .groups
        .iter()
        .any(|group| group.relation.is_some())
        .then(|| {
            if found.crude.is_some() {
                "Odds ratio"
            } else {
                "Spearman's rho"
            }
        })
}
