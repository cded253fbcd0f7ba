//! Before and after of the same people.

use super::words::Words;
use super::{Answer, Measured, Named, Said, Tested, level, named, numbers, rows, scores, together};
use crate::evidence::crosstab::Side;
use crate::stats::signed_rank::Zeros;
use crate::stats::{Interval, Table, paired};
use crate::study::{Dataset, Refusal, Variable, dataset::Level};
use serde::Serialize;

/// How the share of one answer changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShareChange {
    /// The answer, or the answers that the programme wants people to reach.
    pub answer: Answer,
    /// Its share before, 0 to 1.
    pub before: f64,
    /// Its share after.
    pub after: f64,
    /// After less before.
    pub difference: f64,
    /// The interval of the difference at 95 %.
    pub interval: Option<Interval>,
    /// People who have it only after.
    pub gained: usize,
    /// People who had it only before.
    pub lost: usize,
}

/// Who rose, fell and stayed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// Higher after.
    pub up: usize,
    /// Lower after.
    pub down: usize,
    /// The same.
    pub same: usize,
}

/// Everything about a change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// The variable of the time before.
    pub before: Named,
    /// The variable of the time after.
    pub after: Named,
    /// What both are compared as: `yes_no`, `nominal`, `ordinal` or `interval`.
    pub compared_as: &'static str,
    /// People with both answers.
    pub n: usize,
    /// People without one of them.
    pub missing: usize,
    /// The categories in order; empty for numbers.
    pub categories: Vec<Answer>,
    /// People by category before (rows) and after (columns).
    pub counts: Vec<Vec<usize>>,
    /// What the categories count as, for answers in order.
    pub scores: Option<Vec<f64>>,
    /// How shares changed; of numbers none.
    pub shares: Vec<ShareChange>,
    /// The answers that the programme wants people to reach, taken together.
    pub goal: Option<ShareChange>,
    /// Who rose, fell and stayed, where there is an order.
    pub moved: Option<Moved>,
    /// Sizes of the change.
    pub measures: Vec<Measured>,
    /// All tests.
    pub tests: Vec<Tested>,
    /// The key of the test to report.
    pub recommended: Option<&'static str>,
    /// What to know beside it.
    pub notes: Vec<Said>,
    /// The sentence to paste.
    pub sentence: Said,
}

/// How two variables are to be compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Manner {
    /// What becomes of people without a change.
    pub zeros: Zeros,
    /// Whether numbers are taken as ordered, whatever is known of them.
    pub ordered: bool,
    /// The level of significance.
    pub alpha: f64,
}

/// Compares two variables of `dataset`, by place: the one of before and the one of after.
///
/// # Errors
/// When they cannot be compared, or nobody has answered both.
pub fn change(dataset: &Dataset, (before, after): (usize, usize), manner: Manner, language: &str) -> Result<Change, Refusal> {
    if before == after {
        return Err(Refusal::new("a variable cannot be compared with itself", "Name the variable of before and that of after"));
    }
    let places = [before, after];
    let Manner { zeros, ordered, alpha } = manner;
    let level = match level(dataset, &places)? {
        Level::Nominal if ordered => Level::Ordinal,
        level => level,
    };
    let names = (named(dataset, before, language), named(dataset, after, language));
    let mut change = Change {
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
        sentence: Said::default(),
    };
    if level == Level::Interval {
        let (rows, missing) = numbers(dataset, &places)?;
        (change.n, change.missing) = (rows.len(), missing);
        change.nobody()?;
        change.of_numbers(&rows, zeros, alpha);
    } else {
        let sides = [Side::new(dataset, before, language)?, Side::new(dataset, after, language)?];
        let answers = together(&sides)?;
        let numbered = answers.len() > 2 && scores(&answers).1;
        if ordered && !numbered && sides.iter().any(|side| side.level == Level::Nominal) && answers.len() > 2 {
            return Err(Refusal::new(
                format!("`{}` is answered in words, and the alphabet is not their order", sides[1].name),
                format!("Say the order: virk data variable '{}' --order 'lowest, …, highest'", sides[1].name),
            ));
        }
        if level == Level::Nominal && numbered {
            change.notes.push(Said::new(
                "The answers are taken as names. If the numbers are in an order, --ordinal (or `virk data variable --level ordinal`) compares them by ranks.",
                "Svarene er taget som navne. Hvis tallene står i rækkefølge, sammenligner --ordinal (eller `virk data variable --level ordinal`) dem ved range.",
            ));
        }
        let (rows, missing) = rows(dataset, &places, &answers);
        (change.n, change.missing, change.categories) = (rows.len(), missing, answers);
        change.nobody()?;
        change.of_categories(&rows, &dataset.body.variables[after], level, zeros, alpha);
    }
    if change.missing > 0 {
        let left = change.missing;
        change.notes.push(Said::new(
            format!("Left out: {left} without an answer to one of the two. Are they like the others? See `virk data missing`."),
            format!("Udeladt: {left} uden svar på et af de to. Ligner de de andre? Se `virk data missing`."),
        ));
    }
    change.notes.push(Said::new(
        "Without a comparison group this is a change, and not yet an effect: whatever else happened meanwhile is in it.",
        "Uden en sammenligningsgruppe er det en ændring og endnu ikke en virkning: alt andet, der er sket imens, er med i den.",
    ));
    Ok(change)
}

impl Change {
    fn nobody(&self) -> Result<(), Refusal> {
        if self.n > 0 {
            return Ok(());
        }
        Err(Refusal::new(
            format!("nobody has answered both {} and {}", self.before.name, self.after.name),
            "A change needs both answers of the same person, in the same row",
        ))
    }

    fn of_categories(&mut self, rows: &[Vec<usize>], variable: &Variable, level: Level, zeros: Zeros, alpha: f64) {
        let k = self.categories.len();
        self.counts = vec![vec![0; k]; k];
        rows.iter().for_each(|row| self.counts[row[0]][row[1]] += 1);
        self.shares = (0..k).map(|place| self.share(self.categories[place].clone(), |at| at == place)).collect();
        let goal = |at: usize| variable.goal.contains(&self.categories[at].code);
        if (0..k).any(goal) && !(0..k).all(goal) {
            let labels: Vec<&str> = (0..k).filter(|at| goal(*at)).map(|at| self.categories[at].label.as_str()).collect();
            let answer = Answer { code: variable.goal.join(", "), label: labels.join(", ") };
            self.goal = Some(self.share(answer, goal));
        }
        let used: Vec<usize> = (0..k).filter(|at| rows.iter().any(|row| row.contains(at))).collect();
        if used.len() <= 2 && k <= 2 || k > 2 && used.len() <= 2 && level == Level::Nominal {
            self.compared_as = "yes_no";
            self.of_two(variable, &used, alpha);
        } else if level == Level::Ordinal {
            let (scores, own) = scores(&self.categories);
            let differences: Vec<f64> = rows.iter().map(|row| scores[row[1]] - scores[row[0]]).collect();
            self.notes.push(self.order(own));
            self.scores = Some(scores);
            self.of_order(&differences, zeros, alpha);
        } else {
            self.of_names(alpha);
        }
    }

    /// The change of the share of the answers that `has` says.
    fn share(&self, answer: Answer, has: impl Fn(usize) -> bool) -> ShareChange {
        let k = self.counts.len();
        let sum = |keep: &dyn Fn(usize, usize) -> bool| -> usize {
            (0..k).flat_map(|i| (0..k).map(move |j| (i, j))).filter(|(i, j)| keep(*i, *j)).map(|(i, j)| self.counts[i][j]).sum()
        };
        let (gained, lost) = (sum(&|i, j| !has(i) && has(j)), sum(&|i, j| has(i) && !has(j)));
        let (n, stayed) = (self.n as f64, sum(&|i, j| has(i) && has(j)));
        let interval =
            paired::share_change(self.n as u64, gained as u64, lost as u64, 0.95).ok().and_then(|change| change.interval);
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

    /// The table, of which every test makes what it needs.
    fn table(&self) -> Option<Table> {
        let k = self.counts.len();
        let cells: Vec<u64> = self.counts.iter().flatten().map(|count| *count as u64).collect();
        Table::from_counts(k, k, &cells).ok()
    }

    /// One of two answers, of which one is told.
    fn of_two(&mut self, variable: &Variable, used: &[usize], alpha: f64) {
        let told = |place: &usize| variable.yes.as_ref() == Some(&self.categories[*place].code);
        let wanted = |place: &usize| variable.goal.contains(&self.categories[*place].code);
        let places: Vec<usize> = (0..self.categories.len()).collect();
        let place = places.iter().find(|place| told(place)).or_else(|| places.iter().find(|place| wanted(place)));
        let place = place.or(used.last()).copied().unwrap_or(0);
        self.goal = None;
        let Some(share) = self.shares.get(place).cloned() else { return };
        let (p, names) = self.changed_or_not(&share);
        self.recommended = p.map(|_| "mcnemar_mid_p");
        self.tests = names;
        self.sentence = Said::both(|w| {
            let test = match p {
                None => w.pick("nobody changed", "ingen skiftede").to_owned(),
                Some(p) => format!("{}: {}", w.pick("McNemar mid-p", "McNemars test, mid-p"), w.p(p)),
            };
            shares_sentence(w, (&self.before.label, &self.after.label), self.n, &share, &test, p.is_some_and(|p| p <= alpha))
        });
    }

    /// McNemar's tests of one share, the mid-p first.
    fn changed_or_not(&self, share: &ShareChange) -> (Option<f64>, Vec<Tested>) {
        let rest = (self.n - share.gained - share.lost) as u64;
        let table = Table::from_counts(2, 2, &[rest, share.lost as u64, share.gained as u64, 0]);
        let names = [
            ("mcnemar_mid_p", Said::new("McNemar, mid-p", "McNemar, mid-p")),
            ("mcnemar_exact", Said::new("McNemar, exact", "McNemar, eksakt")),
            ("mcnemar", Said::new("McNemar, large-sample", "McNemar, asymptotisk")),
        ];
        match table.and_then(|table| paired::mcnemar(&table)) {
            Ok(test) => {
                let [mid, exact, large] = names;
                let tests = vec![
                    Tested::exact(mid.0, mid.1, test.mid_p),
                    Tested::exact(exact.0, exact.1, test.exact_p),
                    Tested::of(large.0, large.1, Ok(test.asymptotic)),
                ];
                (test.mid_p, tests)
            }
            Err(why) => (None, names.into_iter().map(|(key, name)| Tested::none(key, name, &why)).collect()),
        }
    }

    /// Names without order.
    fn of_names(&mut self, alpha: f64) {
        let Some(table) = self.table() else { return };
        let margins = paired::stuart_maxwell(&table);
        let symmetry = paired::mcnemar(&table).map(|test| test.asymptotic);
        let p = margins.as_ref().ok().map(|test| test.p);
        let said = margins.as_ref().ok().map(|test| (test.statistic, test.df.unwrap_or(0), test.p));
        self.tests = vec![
            Tested::of("stuart_maxwell", Said::new("Stuart–Maxwell (the shares)", "Stuart–Maxwell (andelene)"), margins),
            Tested::of(
                "bowker",
                Said::new("Bowker (every move and its way back)", "Bowker (hvert skift og dets modsatte)"),
                symmetry,
            ),
        ];
        self.recommended = p.map(|_| "stuart_maxwell");
        let most = self.shares.iter().max_by(|a, b| a.difference.abs().total_cmp(&b.difference.abs())).cloned();
        self.sentence = Said::both(|w| {
            let about = w.quoted(&self.after.label);
            let Some((statistic, df, p)) = said else {
                return format!("{} {about} (N = {})", w.pick("Nobody changed the answer to", "Ingen ændrede svar på"), self.n);
            };
            let test = format!("Stuart–Maxwell χ²({df}) = {}, {}; N = {}", w.decimals(statistic, 2), w.p(p), self.n);
            let begin = if p <= alpha {
                w.pick("The answers to {} changed from before to after", "Svarene på {} ændrede sig fra før til efter")
            } else {
                w.pick("A change in the answers to {} was not shown", "En ændring i svarene på {} blev ikke påvist")
            };
            let most =
                most.as_ref().map(|share| format!("; {} {}", w.pick("most", "mest"), share_words(w, share))).unwrap_or_default();
            format!("{} ({test}){most}.", begin.replace("{}", &about))
        });
    }
}

/// "“Yes” from 40 % to 55 % (+15 percentage points [2; 27], 95 % CI)".
fn share_words(w: Words, share: &ShareChange) -> String {
    let interval = share.interval.as_ref().map(|interval| format!(" {}", w.points_interval(interval))).unwrap_or_default();
    format!(
        "{} {} {} {} {} ({} {}{interval})",
        w.quoted(&share.answer.label),
        w.pick("from", "fra"),
        w.percent(share.before),
        w.pick("to", "til"),
        w.percent(share.after),
        w.points(share.difference),
        w.pick("percentage points", "procentpoint")
    )
}

/// The sentence of one share. Two labels say themselves which came first.
fn shares_sentence(w: Words, (first, label): (&str, &str), n: usize, share: &ShareChange, test: &str, shown: bool) -> String {
    let (about, answer) = (w.quoted(label), w.quoted(&share.answer.label));
    let (before, after) = (w.percent(share.before), w.percent(share.after));
    let interval = share.interval.as_ref().map(|interval| format!(" {}", w.points_interval(interval))).unwrap_or_default();
    let points = w.points(share.difference);
    let (gained, lost) = (share.gained, share.lost);
    let shown = if shown { "" } else { w.pick("; a change was not shown", "; en ændring blev ikke påvist") };
    if first != label {
        let first = w.quoted(first);
        return if w.danish {
            format!(
                "Af {n} personer svarede {before} {answer} på {first} og {after} på {about} (ændring {points} procentpoint{interval}): {gained} skiftede til det og {lost} fra det ({test}){shown}."
            )
        } else {
            format!(
                "Of {n} people, {before} answered {answer} to {first} and {after} to {about} (change {points} percentage points{interval}): {gained} changed to it and {lost} from it ({test}){shown}."
            )
        };
    }
    if w.danish {
        format!(
            "På {about} svarede {before} af {n} personer {answer} før og {after} efter (ændring {points} procentpoint{interval}): {gained} skiftede til det og {lost} fra det ({test}){shown}."
        )
    } else {
        format!(
            "On {about}, {before} of {n} people answered {answer} before and {after} after (change {points} percentage points{interval}): {gained} changed to it and {lost} from it ({test}){shown}."
        )
    }
}
