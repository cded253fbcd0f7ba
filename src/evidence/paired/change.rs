//! Before and after of the same people.

use super::words::Words;
use super::{Answer, Measured, Named, Said, Tested, level, named, numbers, rows, scores, together};
use crate::evidence::crosstab::Side;
use crate::stats::signed_rank::{MeanChange, SignedRank, Zeros, mean_change, signed_rank};
use crate::stats::{Estimate, Interval, Table, paired};
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

/// Compares two variables of `dataset`, by place: the one of before and the one of after.
///
/// # Errors
/// When they cannot be compared, or nobody has answered both.
pub fn change(
    dataset: &Dataset,
    (before, after): (usize, usize),
    zeros: Zeros,
    alpha: f64,
    language: &str,
) -> Result<Change, Refusal> {
    if before == after {
        return Err(Refusal::new("a variable cannot be compared with itself", "Name the variable of before and that of after"));
    }
    let places = [before, after];
    let level = level(dataset, &places)?;
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
            shares_sentence(w, &self.after.label, self.n, &share, &test, p.is_some_and(|p| p <= alpha))
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
                return format!("{} {about} {}", w.pick("Nobody changed the answer to", "Ingen ændrede svar på"), n_of(w, self.n));
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

    /// Answers in order, or their scores.
    fn of_order(&mut self, differences: &[f64], zeros: Zeros, alpha: f64) {
        let count = |keep: fn(f64) -> bool| differences.iter().filter(|d| keep(**d)).count();
        let moved = Moved { up: count(|d| d > 0.0), down: count(|d| d < 0.0), same: count(|d| d == 0.0) };
        let ranked = signed_rank(differences, zeros);
        self.rank_tests(&ranked, &moved);
        if let Ok(ranked) = &ranked {
            let name = Said::new("Matched-pairs rank-biserial r", "Parret rank-biserial r");
            self.measures.push(Measured::of("rank_biserial", name, ranked.effect.clone()));
            self.measures.extend(net(self.n, &moved));
            self.recommended = Some(if ranked.exact_p.is_some() { "signed_rank_exact" } else { "signed_rank" });
        }
        self.sentence = Said::both(|w| {
            let about = w.quoted(&self.after.label);
            let counts = if w.danish {
                format!(
                    "På {about} svarede {} af {} personer højere efter end før, {} lavere og {} det samme",
                    moved.up, self.n, moved.down, moved.same
                )
            } else {
                format!(
                    "On {about}, {} of {} people answered higher after than before, {} lower and {} the same",
                    moved.up, self.n, moved.down, moved.same
                )
            };
            let Ok(ranked) = &ranked else { return format!("{counts}.") };
            let interval = ranked.effect.interval.as_ref().map(|interval| w.share_interval(interval)).unwrap_or_default();
            let exact = if ranked.exact_p.is_some() { w.pick(", exact", ", eksakt") } else { "" };
            let test = format!("{}{exact} {}", w.pick("Wilcoxon signed-rank test", "Wilcoxons signed-rank-test"), w.p(ranked.p()));
            let shown = if ranked.p() <= alpha {
                String::new()
            } else {
                w.pick("; a change in one direction was not shown", "; en ændring i én retning blev ikke påvist").to_owned()
            };
            let effect = w.pick("rank-biserial r", "rank-biserial r");
            format!("{counts} ({effect} = {} {interval}; {test}){shown}.", w.share(ranked.effect.value))
        });
        self.moved = Some(moved);
    }

    fn rank_tests(&mut self, ranked: &Result<SignedRank, crate::stats::Why>, moved: &Moved) {
        let (exact, large) = (
            Said::new("Wilcoxon signed-rank, exact", "Wilcoxons signed-rank, eksakt"),
            Said::new("Wilcoxon signed-rank, large-sample", "Wilcoxons signed-rank, asymptotisk"),
        );
        match ranked {
            Ok(ranked) => {
                if ranked.exact_p.is_some() {
                    self.tests.push(Tested::exact("signed_rank_exact", exact, ranked.exact_p));
                }
                self.tests.push(Tested::of("signed_rank", large, Ok(ranked.test.clone())));
                self.notes.push(zeros_note(ranked));
            }
            Err(why) => self.tests.push(Tested::none("signed_rank", large, why)),
        }
        let sign = Said::new("Sign test, mid-p (up against down)", "Fortegnstest, mid-p (op mod ned)");
        match paired::sign_test(moved.up as u64, moved.down as u64) {
            Ok((_, mid)) => self.tests.push(Tested::exact("sign_mid_p", sign, Some(mid))),
            Err(why) => self.tests.push(Tested::none("sign_mid_p", sign, &why)),
        }
    }

    /// Numbers.
    fn of_numbers(&mut self, rows: &[Vec<f64>], zeros: Zeros, alpha: f64) {
        let differences: Vec<f64> = rows.iter().map(|row| row[1] - row[0]).collect();
        let mean = |place: usize| rows.iter().map(|row| row[place]).sum::<f64>() / rows.len() as f64;
        let (before, after) = (mean(0), mean(1));
        let bare =
            |value: f64, method| Estimate { value, interval: None, ase: None, n: rows.len() as f64, method, warnings: vec![] };
        self.measures.push(Measured::of("mean_before", Said::new("Mean before", "Gennemsnit før"), bare(before, "mean")));
        self.measures.push(Measured::of("mean_after", Said::new("Mean after", "Gennemsnit efter"), bare(after, "mean")));
        let student = mean_change(&differences);
        let name = Said::new("Paired t-test", "Parret t-test");
        if let Ok(MeanChange { mean, standardised, test }) = &student {
            self.measures.push(Measured::of(
                "mean_difference",
                Said::new("Mean difference", "Gennemsnitlig forskel"),
                mean.clone(),
            ));
            let d = Said::new(
                "Difference in standard deviations of the differences (d_z)",
                "Forskel i differencernes standardafvigelser (d_z)",
            );
            self.measures.push(Measured::of("d_z", d, bare(*standardised, "Cohen's d_z (1988)")));
            self.tests.push(Tested::of("paired_t", name, Ok(test.clone())));
            self.recommended = Some("paired_t");
        } else if let Err(why) = &student {
            self.tests.push(Tested::none("paired_t", name, why));
        }
        let count = |keep: fn(f64) -> bool| differences.iter().filter(|d| keep(**d)).count();
        let moved = Moved { up: count(|d| d > 0.0), down: count(|d| d < 0.0), same: count(|d| d == 0.0) };
        let ranked = signed_rank(&differences, zeros);
        self.rank_tests(&ranked, &moved);
        self.moved = Some(moved);
        if let (Ok(student), Ok(ranked)) = (&student, &ranked)
            && (student.test.p <= alpha) != (ranked.p() <= alpha)
        {
            self.notes.push(Said::both(|w| {
                format!(
                    "{} ({}).",
                    w.pick(
                        "The signed-rank test, which outliers do not sway, says otherwise",
                        "Signed-rank-testen, som enkelte store ændringer ikke flytter, siger noget andet"
                    ),
                    w.p(ranked.p())
                )
            }));
        }
        self.sentence = Said::both(|w| {
            let about = w.quoted(&self.after.label);
            let span =
                format!("{} {} {} {}", w.pick("from", "fra"), w.decimals(before, 2), w.pick("to", "til"), w.decimals(after, 2));
            let Ok(MeanChange { mean, test, .. }) = &student else {
                return format!(
                    "{} {about} {} {span} ({}).",
                    w.pick("The mean of", "Gennemsnittet af"),
                    w.pick("went", "gik"),
                    n_of(w, self.n)
                );
            };
            let interval =
                mean.interval.as_ref().map(|i| format!("[{}; {}], {}", w.decimals(i.low, 2), w.decimals(i.high, 2), w.ci()));
            let what = format!(
                "{} {} {}; {} t({}) = {}, {}",
                w.pick("difference", "forskel"),
                w.decimals(mean.value, 2),
                interval.unwrap_or_default(),
                w.pick("paired", "parret"),
                test.df.unwrap_or(0),
                w.decimals(test.statistic, 2),
                w.p(test.p)
            );
            if test.p <= alpha {
                let went = if mean.value > 0.0 { w.pick("rose", "steg") } else { w.pick("fell", "faldt") };
                format!("{} {about} {went} {span} ({what}; N = {}).", w.pick("The mean of", "Gennemsnittet af"), self.n)
            } else {
                let begin = w.pick("A change in the mean of", "En ændring i gennemsnittet af");
                format!("{begin} {about} {} ({span}, {what}; N = {}).", w.pick("was not shown", "blev ikke påvist"), self.n)
            }
        });
    }

    /// What stands for what.
    fn order(&self, own: bool) -> Said {
        let names: Vec<&str> = self.categories.iter().map(|answer| answer.label.as_str()).collect();
        let order = crate::text::harmless::one_line(&names.join(" < "));
        let scored = |w: Words| match own {
            true => w.pick("their own numbers", "deres egne tal"),
            false => "1, 2, 3 …",
        };
        Said::both(|w| {
            let (begin, counted) = (w.pick("Lowest to highest", "Lavest til højest"), w.pick("counted as", "talt som"));
            format!("{begin}: {order}; {counted} {}.", scored(w))
        })
    }
}

fn n_of(w: Words, n: usize) -> String {
    let _ = w;
    format!("(N = {n})")
}

/// The net share that rose, with its interval.
fn net(n: usize, moved: &Moved) -> Option<Measured> {
    let estimate = paired::share_change(n as u64, moved.up as u64, moved.down as u64, 0.95).ok()?;
    Some(Measured::of(
        "net_share",
        Said::new("Share that rose less share that fell", "Andel, der steg, minus andel, der faldt"),
        estimate,
    ))
}

fn zeros_note(ranked: &SignedRank) -> Said {
    let same = ranked.moved.2;
    match ranked.zeros {
        Zeros::Wilcoxon => Said::new(
            format!("{same} without a change are left out of the ranks (Wilcoxon), as R and SPSS do; --zeros pratt ranks them."),
            format!("{same} uden ændring indgår ikke i rangene (Wilcoxon), som i R og SPSS; --zeros pratt tager dem med."),
        ),
        Zeros::Pratt => Said::new(
            format!("{same} without a change are ranked and then left out (Pratt 1959)."),
            format!("{same} uden ændring er rangordnet og derefter udeladt (Pratt 1959)."),
        ),
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

/// The sentence of one share.
fn shares_sentence(w: Words, label: &str, n: usize, share: &ShareChange, test: &str, shown: bool) -> String {
    let (about, answer) = (w.quoted(label), w.quoted(&share.answer.label));
    let (before, after) = (w.percent(share.before), w.percent(share.after));
    let interval = share.interval.as_ref().map(|interval| format!(" {}", w.points_interval(interval))).unwrap_or_default();
    let points = w.points(share.difference);
    let (gained, lost) = (share.gained, share.lost);
    let shown = if shown { "" } else { w.pick("; a change was not shown", "; en ændring blev ikke påvist") };
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
