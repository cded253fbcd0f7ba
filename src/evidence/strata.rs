//! Stratified crosstabs: a crosstab within each category of a third variable.
//!
//! A relation that is significant in one stratum and not in another is no evidence of moderation;
//! whether the strata differ is tested on all answers together.
//!
//! Sentences about strata and moderation, ready to be pasted into a report.

use super::Crosstab;
use super::crosstab::{CrosstabSide, RowWeight, shares};
use crate::stats::mantel::Stratified;
use crate::stats::moderation::{Moderation, ModerationMeasure, OrderedSides};
use crate::stats::phrase::{Scale, SentenceLanguage};
use crate::stats::strata::Generalised;
use crate::stats::{Estimate, StatsError, Table, Test, mantel, moderation, strata};
use crate::study::dataset::MeasurementLevel;
use crate::study::{Dataset, Refusal};

#[derive(Clone, Debug)]
pub struct Strata {
    /// The stratifying variable.
    pub by: CrosstabSide,
    /// One per category, including empty ones, with the same rows and columns.
    pub tables: Vec<Crosstab>,
    /// The pooled result, if the whole table is 2 × 2.
    pub pooled: Result<Stratified, StatsError>,
    /// Whether, and how much, the relation differs between the strata.
    pub moderation: Result<Moderation, StatsError>,
    /// Whether there is a relation within strata, for tables of any size.
    pub generalised: Result<Generalised, StatsError>,
}

impl Strata {
    /// Stratifies the crosstab of `row` and `column` by the variable at `by`.
    pub fn new(
        dataset: &Dataset,
        (row, column, by): (usize, usize, usize),
        weight: Option<usize>,
        language: &str,
    ) -> Result<Strata, Refusal> {
        let divides = CrosstabSide::new(dataset, by, language)?;
        let sides = (
            CrosstabSide::new(dataset, row, language)?,
            CrosstabSide::new(dataset, column, language)?,
        );
        let all = shares(dataset, weight)?;
        let within = |code: &String| {
            let inside = dataset.answers(by).zip(&all);
            let shares = inside.map(|(cell, share)| {
                if cell == Some(code) {
                    *share
                } else {
                    RowWeight::NotThere
                }
            });
            Crosstab::counted(dataset, (row, column), sides.clone(), shares)
        };
        let tables = divides
            .codes
            .iter()
            .map(within)
            .collect::<Result<Vec<_>, Refusal>>()?;
        let together = pool(&tables);
        let counts: Vec<Table> = tables
            .iter()
            .map(|crosstab| crosstab.table.clone())
            .collect();
        let ordered = |side: &CrosstabSide| side.level != MeasurementLevel::Nominal;
        let order = OrderedSides {
            cause: ordered(&sides.0),
            outcome: ordered(&sides.1),
            by: ordered(&divides),
        };
        let moderation = moderation::between(&counts, order);
        Ok(Strata {
            by: divides,
            pooled: together,
            moderation,
            generalised: strata::generalised(&counts),
            tables,
        })
    }
}

/// Mantel–Haenszel over the strata, in the two rows and two columns that have answers.
fn pool(tables: &[Crosstab]) -> Result<Stratified, StatsError> {
    let sum = |totals: fn(&Table) -> Vec<f64>| {
        let all = tables.iter().map(|crosstab| totals(&crosstab.table));
        all.reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a + b).collect())
            .unwrap_or_default()
    };
    let used = |totals: Vec<f64>| {
        let mut next = 0..;
        totals
            .into_iter()
            .map(|total| if total > 0.0 { next.next() } else { None })
            .collect::<Vec<Option<usize>>>()
    };
    let (rows, columns) = (
        used(sum(Table::row_totals)),
        used(sum(Table::column_totals)),
    );
    if rows.iter().flatten().count() != 2 || columns.iter().flatten().count() != 2 {
        return Err(StatsError::NotTwoByTwo);
    }
    let tables = tables
        .iter()
        .map(|crosstab| crosstab.table.regrouped(&rows, &columns))
        .collect::<Result<Vec<_>, StatsError>>()?;
    mantel::stratified(&tables)
}

impl Strata {
    /// Whether the strata differ, and what that means for the pooled result.
    pub fn sentence(&self, alpha: f64, danish: bool) -> String {
        let t = SentenceLanguage::of(danish);
        let (row, column, by) = self.names();
        let (row, column, by) = (t.quoted(row), t.quoted(column), t.quoted(by));
        let found = match &self.moderation {
            Ok(found) => found,
            Err(why) => {
                return t.choose(
                    format!(
                        "Whether the relation between {row} and {column} differs by {by} cannot be tested: {}",
                        why.english()
                    ),
                    format!(
                        "Om sammenhængen mellem {row} og {column} er forskellig efter {by}, kan ikke testes: {}",
                        why.danish()
                    ),
                );
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
