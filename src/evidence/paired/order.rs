//! Change of ordered answers and of numbers: directions, ranks and means.

use super::change::{DirectionCounts, PairedChange};
use super::{BilingualSentence, PairedMeasure, PairedTest};
use crate::stats::phrase::{Scale, SentenceLanguage, phrase};
use crate::stats::signed_rank::{MeanChange, SignedRank, ZeroHandling, mean_change, signed_rank};
use crate::stats::{Estimate, paired};

impl PairedChange {
    /// Ordered answers, by their scores.
    pub(super) fn of_order(&mut self, differences: &[f64], zeros: ZeroHandling, alpha: f64) {
        let count = |keep: fn(f64) -> bool| differences.iter().filter(|d| keep(**d)).count();
        let moved = DirectionCounts {
            up: count(|d| d > 0.0),
            down: count(|d| d < 0.0),
            same: count(|d| d == 0.0),
        };
        let ranked = signed_rank(differences, zeros);
        self.rank_tests(&ranked, &moved);
        if let Ok(ranked) = &ranked {
            let name =
                BilingualSentence::new("Matched-pairs rank-biserial r", "Parret rank-biserial r");
            self.measures.push(PairedMeasure::of(
                "rank_biserial",
                name,
                ranked.effect.clone(),
            ));
            self.measures.extend(net(self.n, &moved));
            self.recommended = Some(if ranked.exact_p.is_some() {
                "signed_rank_exact"
            } else {
                "signed_rank"
            });
        }
        self.sentence = BilingualSentence::both(|t| {
            let (before, after) = (t.quoted(&self.before.label), t.quoted(&self.after.label));
            let count = |n: usize| t.count(n as f64);
            let (n, up, down, same) = (
                count(self.n),
                count(moved.up),
                count(moved.down),
                count(moved.same),
            );
            let counts = match (before == after, t) {
                (true, SentenceLanguage::English) => format!(
                    "Of {n} people, {up} have a higher value of {after} after than before, {down} a lower one and {same} the same"
                ),
                (true, SentenceLanguage::Danish) => {
                    format!(
                        "Af {n} personer har {up} en højere værdi af {after} efter end før, {down} en lavere og {same} den samme"
                    )
                }
                (false, SentenceLanguage::English) => {
                    format!(
                        "Of {n} people, {up} have a higher value of {after} than of {before}, {down} a lower one and {same} the same"
                    )
                }
                (false, SentenceLanguage::Danish) => {
                    format!(
                        "Af {n} personer har {up} en højere værdi af {after} end af {before}, {down} en lavere og {same} den samme"
                    )
                }
            };
            let Ok(ranked) = &ranked else {
                return format!("{counts}.");
            };
            let p = t.p_against(ranked.p(), alpha);
            let exact = if ranked.exact_p.is_some() {
                t.say("exact ", "eksakt ")
            } else {
                ""
            };
            let test = format!(
                "{exact}{}: {p}",
                t.say("Wilcoxon signed-rank test", "Wilcoxon signed-rank-test")
            );
            let effect = t.estimate(
                ranked.effect.value,
                ranked.effect.interval.as_ref(),
                Scale::Unit,
            );
            let shown = if ranked.p() <= alpha {
                ""
            } else {
                t.say(
                    "; a change in one direction was not shown",
                    "; en ændring i én retning er ikke påvist",
                )
            };
            format!(
                "{counts} (rank-biserial r = {effect}; {test}){shown}.{}",
                self.runs(t)
            )
        });
        self.moved = Some(moved);
    }

    fn rank_tests(
        &mut self,
        ranked: &Result<SignedRank, crate::stats::StatsError>,
        moved: &DirectionCounts,
    ) {
        let (exact, large) = (
            BilingualSentence::new(
                "Wilcoxon signed-rank, exact",
                "Wilcoxons signed-rank, eksakt",
            ),
            BilingualSentence::new(
                "Wilcoxon signed-rank, large-sample",
                "Wilcoxons signed-rank, asymptotisk",
            ),
        );
        match ranked {
            Ok(ranked) => {
                if ranked.exact_p.is_some() {
                    self.tests.push(PairedTest::exact(
                        "signed_rank_exact",
                        exact,
                        ranked.exact_p,
                    ));
                }
                self.tests.push(PairedTest::of(
                    "signed_rank",
                    large,
                    Ok(ranked.test.clone()),
                ));
                self.notes.push(zeros_note(ranked));
            }
            Err(why) => self.tests.push(PairedTest::none("signed_rank", large, why)),
        }
        let sign = BilingualSentence::new(
            "Sign test, mid-p (up against down)",
            "Fortegnstest, mid-p (op mod ned)",
        );
        match paired::sign_test(moved.up as u64, moved.down as u64) {
            Ok((_, mid)) => self
                .tests
                .push(PairedTest::exact("sign_mid_p", sign, Some(mid))),
            Err(why) => self.tests.push(PairedTest::none("sign_mid_p", sign, &why)),
        }
    }

    /// Numbers.
    pub(super) fn of_numbers(&mut self, rows: &[Vec<f64>], zeros: ZeroHandling, alpha: f64) {
        let differences: Vec<f64> = rows.iter().map(|row| row[1] - row[0]).collect();
        let mean =
            |place: usize| rows.iter().map(|row| row[place]).sum::<f64>() / rows.len() as f64;
        let (before, after) = (mean(0), mean(1));
        let bare = |value: f64, method| Estimate {
            value,
            interval: None,
            ase: None,
            n: rows.len() as f64,
            method,
            warnings: vec![],
        };
        self.measures.push(PairedMeasure::of(
            "mean_before",
            BilingualSentence::new("Mean before", "Gennemsnit før"),
            bare(before, "mean"),
        ));
        self.measures.push(PairedMeasure::of(
            "mean_after",
            BilingualSentence::new("Mean after", "Gennemsnit efter"),
            bare(after, "mean"),
        ));
        let student = mean_change(&differences);
        let name = BilingualSentence::new("Paired t-test", "Parret t-test");
        if let Ok(MeanChange {
            mean,
            standardised,
            test,
        }) = &student
        {
            self.measures.push(PairedMeasure::of(
                "mean_difference",
                BilingualSentence::new("Mean difference", "Gennemsnitlig forskel"),
                mean.clone(),
            ));
            let d = BilingualSentence::new(
                "Difference in standard deviations of the differences (d_z)",
                "Forskel i differencernes standardafvigelser (d_z)",
            );
            self.measures.push(PairedMeasure::of(
                "d_z",
                d,
                bare(*standardised, "Cohen's d_z (1988)"),
            ));
            self.tests
                .push(PairedTest::of("paired_t", name, Ok(test.clone())));
            self.recommended = Some("paired_t");
        } else if let Err(why) = &student {
            self.tests.push(PairedTest::none("paired_t", name, why));
        }
        let count = |keep: fn(f64) -> bool| differences.iter().filter(|d| keep(**d)).count();
        let moved = DirectionCounts {
            up: count(|d| d > 0.0),
            down: count(|d| d < 0.0),
            same: count(|d| d == 0.0),
        };
        let ranked = signed_rank(&differences, zeros);
        self.rank_tests(&ranked, &moved);
        self.moved = Some(moved);
        if let (Ok(student), Ok(ranked)) = (&student, &ranked)
            && (student.test.p <= alpha) != (ranked.p() <= alpha)
        {
            self.notes.push(BilingualSentence::both(|t| {
                let says = t.say(
                    "The signed-rank test, which outliers do not sway, says otherwise",
                    "Signed-rank-testen, som enkelte store ændringer ikke flytter, siger noget andet",
                );
                format!("{says} ({}).", t.p_against(ranked.p(), alpha))
            }));
        }
        self.sentence = BilingualSentence::both(|t| {
            let mean_of = t.say("the mean", "gennemsnittet");
            let ends = || (t.decimals(before, 2), t.decimals(after, 2));
            let n = t.count(self.n as f64);
            let Ok(MeanChange { mean, test, .. }) = &student else {
                return format!(
                    "{} (N = {n}).",
                    phrase(&self.stands(t, mean_of, ends()), true)
                );
            };
            let numbers = format!(
                "{} {}; {}: t({}) = {}, {}; N = {n}",
                t.say("difference", "forskel"),
                t.estimate(mean.value, mean.interval.as_ref(), Scale::Own(2)),
                t.say("paired t test", "parret t-test"),
                test.df.unwrap_or(0),
                t.decimals(test.statistic, 2),
                t.p_against(test.p, alpha)
            );
            let other = ranked
                .as_ref()
                .ok()
                .map(SignedRank::p)
                .filter(|p| (*p <= alpha) != (test.p <= alpha));
            let other = other.map(|p| {
                (
                    t.say("the Wilcoxon signed-rank test", "Wilcoxon signed-rank-test")
                        .to_owned(),
                    p,
                )
            });
            let other = t.other_side(alpha, other.as_slice());
            if test.p <= alpha {
                let verb = if mean.value > 0.0 {
                    t.say("rose", "steg")
                } else {
                    t.say("fell", "faldt")
                };
                return format!(
                    "{} ({numbers}).{other}",
                    phrase(&self.spans(t, mean_of, verb, ends()), true)
                );
            }
            let begin = t.say(
                "A change in the mean was not shown",
                "En ændring i gennemsnittet er ikke påvist",
            );
            format!(
                "{begin}: {} ({numbers}).{other}",
                self.stands(t, mean_of, ends())
            )
        });
    }

    /// Explains the order of the categories and their scores.
    pub(super) fn order(&self, own: bool) -> BilingualSentence {
        let names: Vec<&str> = self
            .categories
            .iter()
            .map(|answer| answer.label.as_str())
            .collect();
        let order = crate::text::sanitize::sanitize_line(&names.join(" < "));
        BilingualSentence::both(|t| {
            let scored = if own {
                t.say("their own numbers", "deres egne tal")
            } else {
                "1, 2, 3 …"
            };
            let (begin, counted) = (
                t.say("Lowest to highest", "Lavest til højest"),
                t.say("counted as", "talt som"),
            );
            format!("{begin}: {order}; {counted} {scored}.")
        })
    }

    /// " Both run from “Never” to “Always”.", for ordered categories.
    fn runs(&self, t: SentenceLanguage) -> String {
        let [first, .., last] = self.categories.as_slice() else {
            return String::new();
        };
        let (first, last) = (t.quoted(&first.label), t.quoted(&last.label));
        match t {
            SentenceLanguage::English => format!(" Both run from {first} to {last}."),
            SentenceLanguage::Danish => format!(" Begge går fra {first} til {last}."),
        }
    }
}

/// Net share that rose, with its interval.
fn net(n: usize, moved: &DirectionCounts) -> Option<PairedMeasure> {
    let estimate = paired::share_change(n as u64, moved.up as u64, moved.down as u64, 0.95).ok()?;
    Some(PairedMeasure::of(
        "net_share",
        BilingualSentence::new(
            "Share that rose less share that fell",
            "Andel, der steg, minus andel, der faldt",
        ),
        estimate,
    ))
}

fn zeros_note(ranked: &SignedRank) -> BilingualSentence {
    let same = ranked.moved.2;
    match ranked.zeros {
        ZeroHandling::Wilcoxon => BilingualSentence::new(
            format!(
                "{same} without a change are left out of the ranks (Wilcoxon), as R and SPSS do; --zeros pratt ranks them."
            ),
            format!(
                "{same} uden ændring indgår ikke i rangene (Wilcoxon), som i R og SPSS; --zeros pratt tager dem med."
            ),
        ),
        ZeroHandling::Pratt => BilingualSentence::new(
            format!("{same} without a change are ranked and then left out (Pratt 1959)."),
            format!("{same} uden ændring er rangordnet og derefter udeladt (Pratt 1959)."),
        ),
    }
}
