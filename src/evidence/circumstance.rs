//! For whom and under what circumstances: the outcome against what people bring
//! with them, and each relation of the theory within those whom a moderator
//! describes and the others.
//!
//! That a relation is shown in one stratum and not in the other is no moderation;
//! whether they differ is asked of the odds ratios (Breslow–Day with Tarone's correction).

use super::crosstab::Crosstab;
use super::tests::variables;
use crate::stats::{Estimate, Table, Why, advice, exact::Effort, family, mantel, test::Test};
use crate::study::{Code, Dataset, Id, Kind, Link, Study, Theory, dataset::Level};

/// The outcome against a background variable.
#[derive(Clone, Debug)]
pub struct Background {
    /// The table.
    pub crosstab: Crosstab,
    /// Pearson's p, or why there is none.
    pub pearson: Result<f64, Why>,
    /// The test that fits, or why there is none.
    pub fitting: Result<advice::Outcome, Why>,
    /// Its p by Benjamini–Hochberg among all background variables.
    pub adjusted: Option<f64>,
}

/// The outcomes of a theory against what people bring with them: the variables
/// of the same dataset that measure no code and leave no row out.
#[must_use]
pub fn backgrounds(study: &Study, theory: &Theory) -> Vec<Background> {
    let outcomes = theory.nodes.iter().filter(|code| study.kind_in(theory, **code) == Kind::Outcome);
    let mut found = Vec::new();
    for (dataset, outcome) in outcomes.flat_map(|code| variables(study, *code)) {
        for (place, variable) in dataset.body.variables.iter().enumerate() {
            let measures = study.all_indicators().any(|known| known.dataset == dataset.id && known.variable == variable.name);
            let excludes = dataset.body.exclusions.iter().any(|rule| rule.variable == variable.name);
            if measures || excludes || !matches!(variable.level, Level::Nominal | Level::Ordinal) {
                continue;
            }
            let Ok(crosstab) = Crosstab::new(dataset, place, outcome, &study.language) else { continue };
            let effort = Effort { work: 2_000_000, samples: 10_000, ..Effort::default() };
            let fitting = advice::recommend(&crosstab.table).and_then(|method| advice::run(&crosstab.table, method, &effort));
            found.push(Background { pearson: crosstab.pearson().map(|test| test.p), crosstab, fitting, adjusted: None });
        }
    }
    let p: Vec<Option<f64>> = found.iter().map(|background| background.fitting.as_ref().ok().map(|outcome| outcome.p)).collect();
    for (background, adjusted) in found.iter_mut().zip(family::benjamini_hochberg(&p)) {
        background.adjusted = adjusted;
    }
    found
}

/// A relation within those whom a moderator describes, and within the others.
#[derive(Clone, Debug)]
pub struct Moderation<'a> {
    /// The moderator.
    pub moderator: Id<Code>,
    /// Its indicator.
    pub by: String,
    /// The link whose relation it may change.
    pub link: &'a Link,
    /// The indicators of the link's ends.
    pub pair: (String, String),
    /// Answers in the stratum of those who agree with the moderator's indicator, and in the other one.
    pub n: (usize, usize),
    /// Whether the relation is the same in both; `Err` says why it cannot be told.
    pub homogeneity: Result<Test, Why>,
    /// The odds ratio common to both.
    pub common: Result<Estimate, Why>,
}

/// Every relation that a moderator of the theory may change: of its links' ends onward. Scales are divided above their middle.
#[must_use]
pub fn moderations<'a>(study: &'a Study, theory: &'a Theory) -> Vec<Moderation<'a>> {
    let mut found = Vec::new();
    let moderates = |link: &&Link| study.kind_in(theory, link.from) == Kind::Context;
    for acts in study.links_of(theory).filter(moderates) {
        let onward = study.links_of(theory).filter(|link| Some(link.id) == acts.on || (acts.on.is_none() && link.from == acts.to));
        for link in onward {
            for (dataset, by) in variables(study, acts.from) {
                for (one, a) in variables(study, link.from).into_iter().filter(|(other, _)| other.id == dataset.id) {
                    for (_, b) in variables(study, link.to).into_iter().filter(|(other, _)| other.id == one.id) {
                        // A variable does not moderate itself.
                        if by != a && by != b && a != b {
                            found.push(moderation(dataset, acts.from, link, (by, a, b)));
                        }
                    }
                }
            }
        }
    }
    let p = |moderation: &Moderation<'_>| moderation.homogeneity.as_ref().map_or(f64::INFINITY, |test| test.p);
    found.sort_by(|x, y| p(x).total_cmp(&p(y)));
    found
}

fn moderation<'a>(dataset: &Dataset, moderator: Id<Code>, link: &'a Link, (by, a, b): (usize, usize, usize)) -> Moderation<'a> {
    let halves = [by, a, b].map(|place| upper(dataset, place));
    let mut cells = [[0.0; 4]; 2];
    let all = dataset.answers(by).zip(dataset.answers(a)).zip(dataset.answers(b));
    for ((by, a), b) in all {
        let side = |half: &[String], cell: Option<&str>| cell.map(|cell| usize::from(half.iter().any(|code| code == cell)));
        if let (Some(stratum), Some(row), Some(column)) = (side(&halves[0], by), side(&halves[1], a), side(&halves[2], b)) {
            cells[1 - stratum][row * 2 + column] += 1.0;
        }
    }
    let n = cells.map(|cells| cells.iter().sum::<f64>() as usize);
    let tables: Result<Vec<Table>, Why> = cells.into_iter().map(|cells| Table::new(2, 2, cells.to_vec())).collect();
    let together = tables.and_then(|tables| mantel::stratified(&tables));
    let name = |place: usize| dataset.body.variables.get(place).map(|variable| variable.name.clone()).unwrap_or_default();
    let (homogeneity, common) = match together {
        Ok(stratified) => (stratified.tarone, stratified.odds_ratio),
        Err(why) => (Err(why.clone()), Err(why)),
    };
    Moderation { moderator, by: name(by), link, pair: (name(a), name(b)), n: (n[0], n[1]), homogeneity, common }
}

/// The categories above the middle.
fn upper(dataset: &Dataset, place: usize) -> Vec<String> {
    let categories = dataset.categories(place);
    let from = categories.len() / 2 + categories.len() % 2;
    categories.into_iter().skip(from).collect()
}
