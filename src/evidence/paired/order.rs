//! Changes of answers in order and of numbers: who rose and who fell, by ranks and by means.

use super::change::{Change, Moved};
use super::words::Words;
use super::{Measured, Said, Tested};
use crate::stats::signed_rank::{MeanChange, SignedRank, Zeros, mean_change, signed_rank};
use crate::stats::{Estimate, paired};

impl Change {
    /// Answers in order, or their scores.
    pub(super) fn of_order(&mut self, differences: &[f64], zeros: Zeros, alpha: f64) {
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
    pub(super) fn of_numbers(&mut self, rows: &[Vec<f64>], zeros: Zeros, alpha: f64) {
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
                    "{} {about} {} {span} (N = {}).",
                    w.pick("The mean of", "Gennemsnittet af"),
                    w.pick("went", "gik"),
                    self.n
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
    pub(super) fn order(&self, own: bool) -> Said {
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
