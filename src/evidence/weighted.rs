//! A crosstab whose rows stand for unequally many people, or come in clusters: tested by what such a sample allows.

use super::Crosstab;
use super::crosstab::{Share, Side, shares};
use crate::stats::survey::{RaoScott, Sample, TwoByTwo, Unit, rao_scott, share, two_by_two};
use crate::stats::{Estimate, Test, Why};
use crate::study::{Dataset, Refusal, dataset::Level, weighting::Weighting};
use crate::text::number;
use std::collections::HashMap;

/// A table of weighted shares, times the number of people who answered, with its tests.
#[derive(Clone, Debug)]
pub struct Weighted {
    /// The table; its counts sum to the people who answered.
    pub crosstab: Crosstab,
    /// What was weighted and clustered by.
    pub weighting: Weighting,
    /// Rao and Scott's test.
    pub test: Result<RaoScott, Why>,
    /// Shares, their difference and the odds ratio of two rows and two columns.
    pub two_by_two: Option<TwoByTwo>,
    /// What is compared there: both rows and the first column.
    pub compared: [String; 3],
    /// The share of each column within each row, row after row; nothing where a row holds no answer.
    pub shares: Vec<Option<Estimate>>,
    /// Pearson's r of the scores of two ordered sides, and its test.
    pub correlation: Option<(Estimate, Test)>,
}

impl Weighted {
    /// Counts two variables of `dataset`, by place, over its kept rows.
    ///
    /// # Errors
    /// When a variable cannot be crossed, a weight is none, or there are no clusters to compare.
    pub fn new(
        dataset: &Dataset,
        (row, column): (usize, usize),
        weighting: &Weighting,
        language: &str,
    ) -> Result<Weighted, Refusal> {
        let sides = (Side::new(dataset, row, language)?, Side::new(dataset, column, language)?);
        let place = |name: &Option<String>| name.as_ref().map(|name| dataset.find_variable(name)).transpose();
        let (weight, cluster) = (place(&weighting.weight)?, place(&weighting.cluster)?);
        let shares = shares(dataset, weight)?;
        let clusters: Option<Vec<Option<&str>>> = cluster.map(|place| dataset.answers(place).collect());
        let at =
            |codes: &[String]| codes.iter().enumerate().map(|(at, code)| (code.clone(), at)).collect::<HashMap<String, usize>>();
        let (rows, columns) = (at(&sides.0.codes), at(&sides.1.codes));
        let (mut units, mut missing, mut numbers) = (Vec::new(), 0, HashMap::new());
        for (i, ((a, b), share)) in dataset.answers(row).zip(dataset.answers(column)).zip(&shares).enumerate() {
            let named = clusters.as_ref().map(|clusters| clusters[i]);
            let weight = match (share, named) {
                (Share::NotThere, _) => continue,
                // Somebody of no weight or no cluster has no place in the design.
                (Share::Missing, _) | (_, Some(None)) => {
                    missing += 1;
                    continue;
                }
                (Share::Answers(weight), _) => *weight,
            };
            let next = numbers.len();
            let cluster = named.flatten().map_or(i, |name| *numbers.entry(name.to_owned()).or_insert(next));
            let cell = a.zip(b).and_then(|(a, b)| Some((*rows.get(a)?, *columns.get(b)?)));
            missing += usize::from(cell.is_none());
            units.push(Unit { cell, weight, cluster });
        }
        let refused = |why: Why| {
            Refusal::new(
                format!("{} and {} cannot be crossed: {}", sides.0.name, sides.1.name, why.english()),
                "Choose other variables, or another weight or cluster",
            )
        };
        let sample = Sample::new(sides.0.codes.len(), sides.1.codes.len(), &units).map_err(refused)?;
        let empty = Crosstab::counted(dataset, (row, column), sides.clone(), std::iter::repeat(Share::NotThere))?;
        let scores = (empty.table.row_scores().to_vec(), empty.table.column_scores().to_vec());
        let table = sample.table().and_then(|table| table.with_scores(scores.0.clone(), scores.1.clone())).map_err(refused)?;
        let used = |totals: Vec<f64>| (0..totals.len()).filter(|i| totals[*i] > 0.0).collect::<Vec<usize>>();
        let mut compared = [String::new(), String::new(), String::new()];
        let two = match (used(table.row_totals()).as_slice(), used(table.column_totals()).as_slice()) {
            (&[a, b], &[c, d]) => {
                // The share of yes is told, and those with the characteristic come first.
                let yes_first =
                    |one: usize, other: usize, yes: Option<usize>| if yes == Some(other) { (other, one) } else { (one, other) };
                let ((a, b), (c, d)) = (yes_first(a, b, sides.0.yes), yes_first(c, d, sides.1.yes));
                compared = [&sides.0.labels[a], &sides.0.labels[b], &sides.1.labels[c]].map(Clone::clone);
                two_by_two(&sample, (a, b), (c, d)).ok()
            }
            _ => None,
        };
        let ordered = sides.0.level != Level::Nominal && sides.1.level != Level::Nominal;
        let correlation = if ordered { sample.correlation(&scores.0, &scores.1).ok() } else { None };
        let test = rao_scott(&sample);
        let columns = sides.1.codes.len();
        let shares = (0..sides.0.codes.len() * columns).map(|at| share(&sample, Some(at / columns), at % columns).ok()).collect();
        let crosstab = Crosstab { table, missing, ..empty };
        Ok(Weighted { crosstab, weighting: weighting.clone(), test, two_by_two: two, compared, shares, correlation })
    }

    /// The p-value to read: the correlation's for two ordered sides, else Rao and Scott's.
    ///
    /// # Errors
    /// When there is none.
    pub fn p(&self) -> Result<f64, Why> {
        match (&self.correlation, &self.test) {
            (Some((_, test)), _) => Ok(test.p),
            (None, test) => test.as_ref().map(|test| test.p).map_err(Clone::clone),
        }
    }

    /// The finding in a sentence, which says that it is weighted.
    #[must_use]
    pub fn sentence(&self, alpha: f64, danish: bool) -> String {
        let (row, column) = (&self.crosstab.row.label, &self.crosstab.column.label);
        let (p, test) = match (self.p(), self.test.clone()) {
            (Ok(p), Ok(test)) => (p, test),
            (Err(why), _) | (_, Err(why)) => {
                let why = if danish { why.danish() } else { why.english() };
                return format!("{row} × {column}: {why}");
            }
        };
        let mut parts = Vec::new();
        let ends = |estimate: &Estimate, scale: f64, decimals: usize| {
            let shown = |x: f64| number::decimals(x * scale, decimals);
            let interval = estimate.interval.as_ref().map(|ends| format!(" [{}; {}], 95 % CI", shown(ends.low), shown(ends.high)));
            format!("{}{}", shown(estimate.value), interval.unwrap_or_default())
        };
        if let Some((r, _)) = &self.correlation {
            parts.push(format!("r = {}", ends(r, 1.0, 2)));
        } else if let Some(two) = &self.two_by_two {
            let share = |at: usize| format!("{} %", number::decimals(two.shares[at] * 100.0, 0));
            let points = ends(&two.difference, 100.0, 0);
            let [a, b, c] = &self.compared;
            parts.push(if danish {
                format!(
                    "{column} er »{c}« for {} med {row} »{a}« og {} med »{b}«, forskel i procentpoint {points}",
                    share(0),
                    share(1)
                )
            } else {
                format!(
                    "{column} is “{c}” for {} with {row} “{a}” and {} with “{b}”, difference in percentage points {points}",
                    share(0),
                    share(1)
                )
            });
        }
        let method = match (&self.correlation, danish) {
            (Some(_), false) => "t test with design-based variance",
            (Some(_), true) => "t-test med designbaseret varians",
            (None, false) => "Rao–Scott test",
            (None, true) => "Rao–Scott-test",
        };
        parts.push(format!("{method}: {}", number::p(p)));
        let weighted = self.weighting.weight.is_some();
        let mut people = format!("{} {}", test.answers, if danish { "svar" } else { "answers" });
        if weighted {
            people += &if danish {
                format!(", vægtet, svarende til {}", number::decimals(test.effective, 0))
            } else {
                format!(", weighted, worth {}", number::decimals(test.effective, 0))
            };
        }
        if self.weighting.cluster.is_some() {
            people += &format!(", {} {}", test.clusters, if danish { "klynger" } else { "clusters" });
        }
        parts.push(people);
        let bracket = parts.join("; ");
        let said = match (p <= alpha, danish) {
            (true, false) => format!("{row} and {column} are related ({bracket})."),
            (true, true) => format!("{row} og {column} hænger sammen ({bracket})."),
            (false, false) => format!("That {row} and {column} are related was not shown ({bracket})."),
            (false, true) => format!("At {row} og {column} hænger sammen, blev ikke påvist ({bracket})."),
        };
        if danish { number::with_comma(&said) } else { said }
    }
}
