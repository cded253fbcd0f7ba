//! Change between two measurements of the same people.

use super::{
    AnswerCategory, BilingualSentence, NamedVariable, PairedMeasure, PairedTest, common_categories,
    level, named, numbers, rows, scores,
};
use crate::evidence::crosstab::CrosstabSide;
use crate::stats::phrase::SentenceLanguage;
use crate::stats::signed_rank::ZeroHandling;
use crate::stats::{Interval, Table, paired};
use crate::study::{Dataset, Refusal, Variable, dataset::MeasurementLevel};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShareChange {
    /// The answer, or the answers that count as the goal.
    pub answer: AnswerCategory,
    /// Share before, 0 to 1.
    pub before: f64,
    /// Share after, 0 to 1.
    pub after: f64,
    /// After minus before.
    pub difference: f64,
    /// The 95 % interval of the difference.
    pub interval: Option<Interval>,
    /// Number of people with the answer only after.
    pub gained: usize,
    /// Number of people with the answer only before.
    pub lost: usize,
}

/// Number of people by direction of change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DirectionCounts {
    pub up: usize,
    pub down: usize,
    pub same: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairedChange {
    pub before: NamedVariable,
    pub after: NamedVariable,
    /// `yes_no`, `nominal`, `ordinal` or `interval`.
    pub compared_as: &'static str,
    /// Number of people with both answers.
    pub n: usize,
    /// Number of people without one of them.
    pub missing: usize,
    /// In order; empty for numbers.
    pub categories: Vec<AnswerCategory>,
    /// People by category before (rows) and after (columns).
    pub counts: Vec<Vec<usize>>,
    /// Scores of the categories, for ordered answers.
    pub scores: Option<Vec<f64>>,
    /// Change of each share; empty for numbers.
    pub shares: Vec<ShareChange>,
    /// The answers that count as the goal of the programme, combined.
    pub goal: Option<ShareChange>,
    /// For ordered answers.
    pub moved: Option<DirectionCounts>,
    /// Effect sizes.
    pub measures: Vec<PairedMeasure>,
    pub tests: Vec<PairedTest>,
    /// Key of the test to report.
    pub recommended: Option<&'static str>,
    pub notes: Vec<BilingualSentence>,
    pub sentence: BilingualSentence,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChangeOptions {
    /// How to treat people without a change.
    pub zeros: ZeroHandling,
    /// Whether to treat numbers as ordinal, whatever their declared level.
    pub ordered: bool,
    /// The significance level.
    pub alpha: f64,
}

/// Compares two variables, measured before and after.
/// Refused when they cannot be compared, or nobody has answered both.
pub fn change(
    dataset: &Dataset,
    (before, after): (usize, usize),
    manner: ChangeOptions,
    language: &str,
) -> Result<PairedChange, Refusal> {
    if before == after {
        return Err(Refusal::new(
            "a variable cannot be compared with itself",
            "Name the variable of before and that of after",
        ));
    }
    let places = [before, after];
    let ChangeOptions {
        zeros,
        ordered,
        alpha,
    } = manner;
    let level = match level(dataset, &places)? {
        MeasurementLevel::Nominal if ordered => MeasurementLevel::Ordinal,
        level => level,
    };
    let names = (
        named(dataset, before, language),
        named(dataset, after, language),
    );
    let mut change = PairedChange {
        before: names.0,
        after: names.1,
        compared_as: level.name(),
        n: 0,
        missing: 0,
        categories: Vec::new(),
        counts: Vec::new(),
        scores: None,
        shares: Vec::new(),
        goal: None,
        moved: None,
        measures: Vec::new(),
        tests: Vec::new(),
        recommended: None,
        notes: Vec::new(),
        sentence: BilingualSentence::default(),
    };
    if level == MeasurementLevel::Interval {
        let (rows, missing) = numbers(dataset, &places)?;
        (change.n, change.missing) = (rows.len(), missing);
        change.require_answers()?;
        change.of_numbers(&rows, zeros, alpha);
    } else {
        let sides = [
            CrosstabSide::new(dataset, before, language)?,
            CrosstabSide::new(dataset, after, language)?,
        ];
        let answers = common_categories(&sides)?;
        let numbered = answers.len() > 2 && scores(&answers).1;
        if ordered
            && !numbered
            && sides
                .iter()
                .any(|side| side.level == MeasurementLevel::Nominal)
            && answers.len() > 2
        {
            return Err(Refusal::new(
                format!(
                    "`{}` is answered in words, and the alphabet is not their order",
                    sides[1].name
                ),
                format!(
                    "Say the order: virk data variable '{}' --order 'lowest, …, highest'",
                    sides[1].name
                ),
            ));
        }
        if level == MeasurementLevel::Nominal && numbered {
            change.notes.push(BilingualSentence::new(
                "The answers are taken as names. If the numbers are in an order, --ordinal (or `virk data variable --level ordinal`) compares them by ranks.",
                "Svarene er taget som navne. Hvis tallene står i rækkefølge, sammenligner --ordinal (eller `virk data variable --level ordinal`) dem ved range.",
            ));
        }
        let (rows, missing) = rows(dataset, &places, &answers);
        (change.n, change.missing, change.categories) = (rows.len(), missing, answers);
        change.require_answers()?;
        change.of_categories(&rows, &dataset.body.variables[after], level, zeros, alpha);
    }
    let variables = &dataset.body.variables;
    if change.compared_as != MeasurementLevel::Interval.name() {
        change
            .notes
            .extend(super::hint::raters(&variables[before], &variables[after]));
    }
    if change.missing > 0 {
        let left = change.missing;
        change.notes.push(BilingualSentence::new(
            format!("Left out: {left} without an answer to one of the two. Are they like the others? See `virk data missing`."),
            format!("Udeladt: {left} uden svar på et af de to. Ligner de de andre? Se `virk data missing`."),
        ));
    }
    change.notes.push(BilingualSentence::new(
        "Without a comparison group this is a change, and not yet an effect: whatever else happened meanwhile is in it.",
        "Uden en sammenligningsgruppe er det en ændring og endnu ikke en virkning: alt andet, der er sket imens, er med i den.",
    ));
    Ok(change)
}

impl PairedChange {
    fn require_answers(&self) -> Result<(), Refusal> {
        if self.n > 0 {
            return Ok(());
        }
        Err(Refusal::new(
            format!(
                "nobody has answered both {} and {}",
                self.before.name, self.after.name
            ),
            "A change needs both answers of the same person, in the same row",
        ))
    }

    fn of_categories(
        &mut self,
        rows: &[Vec<usize>],
        variable: &Variable,
        level: MeasurementLevel,
        zeros: ZeroHandling,
        alpha: f64,
    ) {
        let k = self.categories.len();
        self.counts = vec![vec![0; k]; k];
        rows.iter().for_each(|row| self.counts[row[0]][row[1]] += 1);
        self.shares = (0..k)
            .map(|place| self.share(self.categories[place].clone(), |at| at == place))
            .collect();
        let goal = |at: usize| variable.goal.contains(&self.categories[at].code);
        if (0..k).any(goal) && !(0..k).all(goal) {
            let labels: Vec<&str> = (0..k)
                .filter(|at| goal(*at))
                .map(|at| self.categories[at].label.as_str())
                .collect();
            let answer = AnswerCategory {
                code: variable.goal.join(", "),
                label: labels.join(", "),
            };
            self.goal = Some(self.share(answer, goal));
        }
        let used: Vec<usize> = (0..k)
            .filter(|at| rows.iter().any(|row| row.contains(at)))
            .collect();
        if used.len() <= 2 && k <= 2
            || k > 2 && used.len() <= 2 && level == MeasurementLevel::Nominal
        {
            self.compared_as = "yes_no";
            self.of_two(variable, &used, alpha);
        } else if level == MeasurementLevel::Ordinal {
            let (scores, own) = scores(&self.categories);
            let differences: Vec<f64> = rows
                .iter()
                .map(|row| scores[row[1]] - scores[row[0]])
                .collect();
            self.notes.push(self.order(own));
            self.scores = Some(scores);
            self.of_order(&differences, zeros, alpha);
        } else {
            self.of_names(alpha);
        }
    }

    /// The change in the share of the answers for which `has` returns true.
    fn share(&self, answer: AnswerCategory, has: impl Fn(usize) -> bool) -> ShareChange {
        let k = self.counts.len();
        let sum = |keep: &dyn Fn(usize, usize) -> bool| -> usize {
            (0..k)
                .flat_map(|i| (0..k).map(move |j| (i, j)))
                .filter(|(i, j)| keep(*i, *j))
                .map(|(i, j)| self.counts[i][j])
                .sum()
        };
        let (gained, lost) = (
            sum(&|i, j| !has(i) && has(j)),
            sum(&|i, j| has(i) && !has(j)),
        );
        let (n, stayed) = (self.n as f64, sum(&|i, j| has(i) && has(j)));
        let interval = paired::share_change(self.n as u64, gained as u64, lost as u64, 0.95)
            .ok()
            .and_then(|change| change.interval);
        ShareChange {
            answer,
            before: (stayed + lost) as f64 / n,
            after: (stayed + gained) as f64 / n,
            difference: (gained as f64 - lost as f64) / n,
            interval,
            gained,
            lost,
        }
    }

    /// The table that the tests are derived from.
    fn table(&self) -> Option<Table> {
        let k = self.counts.len();
        let cells: Vec<u64> = self
            .counts
            .iter()
            .flatten()
            .map(|count| *count as u64)
            .collect();
        Table::from_counts(k, k, &cells).ok()
    }

    /// Binary answers, reported by one of the two.
    fn of_two(&mut self, variable: &Variable, used: &[usize], alpha: f64) {
        let told = |place: &usize| variable.yes.as_ref() == Some(&self.categories[*place].code);
        let wanted = |place: &usize| variable.goal.contains(&self.categories[*place].code);
        let places: Vec<usize> = (0..self.categories.len()).collect();
        let place = places
            .iter()
            .find(|place| told(place))
            .or_else(|| places.iter().find(|place| wanted(place)));
        let place = place.or(used.last()).copied().unwrap_or(0);
        self.goal = None;
        let Some(share) = self.shares.get(place).cloned() else {
            return;
        };
        let (p, names) = self.changed_or_not(&share);
        self.recommended = p.map(|_| "mcnemar_mid_p");
        self.tests = names;
        let exact = self
            .tests
            .iter()
            .find(|test| test.key == "mcnemar_exact")
            .and_then(|test| test.p);
        self.sentence = BilingualSentence::both(|t| {
            let other = p
                .zip(exact)
                .filter(|(p, exact)| (*p <= alpha) != (*exact <= alpha));
            let other = other.map(|(_, exact)| {
                (
                    t.say("McNemar’s exact test", "McNemars eksakte test")
                        .to_owned(),
                    exact,
                )
            });
            format!(
                "{}{}",
                self.share_sentence(t, &share, p, alpha),
                t.other_side(alpha, other.as_slice())
            )
        });
    }

    /// McNemar's tests of one share, the mid-p first.
    fn changed_or_not(&self, share: &ShareChange) -> (Option<f64>, Vec<PairedTest>) {
        let rest = (self.n - share.gained - share.lost) as u64;
        let table = Table::from_counts(2, 2, &[rest, share.lost as u64, share.gained as u64, 0]);
        let names = [
            (
                "mcnemar_mid_p",
                BilingualSentence::new("McNemar, mid-p", "McNemar, mid-p"),
            ),
            (
                "mcnemar_exact",
                BilingualSentence::new("McNemar, exact", "McNemar, eksakt"),
            ),
            (
                "mcnemar",
                BilingualSentence::new("McNemar, large-sample", "McNemar, asymptotisk"),
            ),
        ];
        match table.and_then(|table| paired::mcnemar(&table)) {
            Ok(test) => {
                let [mid, exact, large] = names;
                let tests = vec![
                    PairedTest::exact(mid.0, mid.1, test.mid_p),
                    PairedTest::exact(exact.0, exact.1, test.exact_p),
                    PairedTest::of(large.0, large.1, Ok(test.asymptotic)),
                ];
                (test.mid_p, tests)
            }
            Err(why) => (
                None,
                names
                    .into_iter()
                    .map(|(key, name)| PairedTest::none(key, name, &why))
                    .collect(),
            ),
        }
    }

    /// Nominal answers.
    fn of_names(&mut self, alpha: f64) {
        let Some(table) = self.table() else { return };
        let margins = paired::stuart_maxwell(&table);
        let symmetry = paired::mcnemar(&table).map(|test| test.asymptotic);
        let p = margins.as_ref().ok().map(|test| test.p);
        let said = margins
            .as_ref()
            .ok()
            .map(|test| (test.statistic, test.df.unwrap_or(0), test.p));
        self.tests = vec![
            PairedTest::of(
                "stuart_maxwell",
                BilingualSentence::new("Stuart–Maxwell (the shares)", "Stuart–Maxwell (andelene)"),
                margins,
            ),
            PairedTest::of(
                "bowker",
                BilingualSentence::new(
                    "Bowker (every move and its way back)",
                    "Bowker (hvert skift og dets modsatte)",
                ),
                symmetry,
            ),
        ];
        self.recommended = p.map(|_| "stuart_maxwell");
        let most = self
            .shares
            .iter()
            .max_by(|a, b| a.difference.abs().total_cmp(&b.difference.abs()))
            .cloned();
        self.sentence = BilingualSentence::both(|t| {
            let (before, after) = (t.quoted(&self.before.label), t.quoted(&self.after.label));
            let times = match (before == after, t) {
                (true, SentenceLanguage::English) => {
                    format!("of {after} changed from before to after")
                }
                (true, SentenceLanguage::Danish) => {
                    format!("for {after} ændrede sig fra før til efter")
                }
                (false, SentenceLanguage::English) => format!("changed from {before} to {after}"),
                (false, SentenceLanguage::Danish) => {
                    format!("ændrede sig fra {before} til {after}")
                }
            };
            let n = t.count(self.n as f64);
            let Some((statistic, df, p)) = said else {
                let nobody = t.say(
                    "Nobody changed from {} to {}",
                    "Ingen ændrede sig fra {} til {}",
                );
                return format!(
                    "{} (N = {n}).",
                    nobody.replacen("{}", &before, 1).replacen("{}", &after, 1)
                );
            };
            let name = t.say("Stuart–Maxwell test", "Stuart–Maxwell-test");
            let test = format!(
                "{name}: χ²({df}) = {}, {}; N = {n}",
                t.decimals(statistic, 2),
                t.p_against(p, alpha)
            );
            let begin = match (p <= alpha, t) {
                (true, _) => format!(
                    "{} {times}",
                    t.say("The shares of the categories", "Kategoriernes andele")
                ),
                (false, SentenceLanguage::English) => {
                    format!("That the shares of the categories {times} was not shown")
                }
                (false, SentenceLanguage::Danish) => {
                    format!("At kategoriernes andele {times}, er ikke påvist")
                }
            };
            let most = most
                .as_ref()
                .filter(|_| p <= alpha)
                .map(|share| format!(" {}", self.largest(t, share)))
                .unwrap_or_default();
            format!("{begin} ({test}).{most}")
        });
    }
}
