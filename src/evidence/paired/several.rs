//! Several yes/no questions answered by the same people: do they have the same share of yes?

use super::words::Words;
use super::{Answer, Named, Said, Tested, level, named, rows, together};
use crate::evidence::crosstab::Side;
use crate::stats::{Interval, paired, proportion};
use crate::study::{Dataset, Refusal};
use serde::Serialize;

/// The share of one variable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShareOf {
    /// The variable.
    pub variable: Named,
    /// People who gave the answer.
    pub count: usize,
    /// Their share, 0 to 1.
    pub share: f64,
    /// Its interval at 95 %.
    pub interval: Option<Interval>,
}

/// Everything about several shares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Several {
    /// The answer that is counted.
    pub answer: Answer,
    /// Its share in each variable.
    pub shares: Vec<ShareOf>,
    /// People who answered all.
    pub n: usize,
    /// People who did not.
    pub missing: usize,
    /// Cochran's Q.
    pub test: Tested,
    /// The sentence to paste.
    pub sentence: Said,
}

/// Compares three or more yes/no variables of `dataset`, by place.
///
/// # Errors
/// When they are not yes/no questions with the same two answers.
pub fn several(dataset: &Dataset, places: &[usize], alpha: f64, language: &str) -> Result<Several, Refusal> {
    level(dataset, places)?;
    let sides = places.iter().map(|place| Side::new(dataset, *place, language)).collect::<Result<Vec<_>, _>>()?;
    let answers = together(&sides)?;
    if answers.len() != 2 {
        return Err(Refusal::new(
            format!("three or more variables are compared when they have two answers, and these have {}", answers.len()),
            "Compare two at a time, or recode them to yes and no (`virk data recode`)",
        ));
    }
    let variables = || places.iter().map(|place| &dataset.body.variables[*place]);
    let means_yes = |at: &usize| {
        variables().any(|variable| variable.yes.as_ref() == Some(&answers[*at].code))
            || variables().any(|variable| variable.goal.contains(&answers[*at].code))
    };
    let yes = (0..2).find(means_yes).unwrap_or(1);
    let (rows, missing) = rows(dataset, places, &answers);
    let n = rows.len();
    if n == 0 {
        return Err(Refusal::new("nobody has answered all of them", "Leave one out, or compare two at a time"));
    }
    let said: Vec<Vec<bool>> = rows.iter().map(|row| row.iter().map(|at| *at == yes).collect()).collect();
    let shares: Vec<ShareOf> = places
        .iter()
        .enumerate()
        .map(|(column, place)| {
            let count = said.iter().filter(|row| row[column]).count();
            let interval = proportion::wilson(count as u64, n as u64, 0.95).ok().and_then(|share| share.interval);
            ShareOf { variable: named(dataset, *place, language), count, share: count as f64 / n as f64, interval }
        })
        .collect();
    let test = paired::cochran_q(&said);
    let answer = answers[yes].clone();
    let result = test.as_ref().ok().map(|test| (test.statistic, test.df.unwrap_or(0), test.p));
    let sentence = Said::both(|w| {
        let list = list(w, shares.iter().map(|share| format!("{} ({})", w.quoted(&share.variable.label), w.percent(share.share))));
        let quoted = w.quoted(&answer.label);
        let Some((statistic, df, p)) = result else {
            return format!("{} {quoted}: {list} (N = {n}).", w.pick("The same people answered", "De samme personer svarede"));
        };
        let test = format!("Cochran Q({df}) = {}, {}; N = {n}", w.decimals(statistic, 2), w.p(p));
        let begin = match (p <= alpha, w.danish) {
            (true, false) => format!("The share that answered {quoted} differs between"),
            (true, true) => format!("Andelen, der svarede {quoted}, er forskellig mellem"),
            (false, false) => format!("A difference in the share that answered {quoted} was not shown between"),
            (false, true) => format!("En forskel i andelen, der svarede {quoted}, blev ikke påvist mellem"),
        };
        format!("{begin} {list} ({test}).")
    });
    let name = Said::new("Cochran's Q (the same share in all)", "Cochrans Q (samme andel i alle)");
    Ok(Several { answer, shares, n, missing, test: Tested::of("cochran_q", name, test), sentence })
}

/// "a, b and c".
fn list(w: Words, items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} {} {last}", others.join(", "), w.pick("and", "og")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
