//! Several yes/no questions answered by the same people: compares their shares of yes.

use super::{
    AnswerCategory, BilingualSentence, NamedVariable, PairedTest, common_categories, level, named,
    rows,
};
use crate::evidence::crosstab::CrosstabSide;
use crate::stats::phrase::SentenceLanguage;
use crate::stats::{Interval, odds, paired};
use crate::study::{Dataset, Refusal};
use serde::Serialize;

/// The share for one variable.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VariableShare {
    pub variable: NamedVariable,
    /// Number of people who gave the answer.
    pub count: usize,
    /// 0 to 1.
    pub share: f64,
    /// At 95 %.
    pub interval: Option<Interval>,
}

/// Comparison of several shares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairedShares {
    /// The answer counted.
    pub answer: AnswerCategory,
    /// One per variable.
    pub shares: Vec<VariableShare>,
    /// Number of people who answered all questions.
    pub n: usize,
    /// Number of people who did not.
    pub missing: usize,
    /// Cochran's Q.
    pub test: PairedTest,
    /// The sentence to paste.
    pub sentence: BilingualSentence,
}

/// Compares three or more yes/no variables.
///
/// # Errors
/// When they are not yes/no questions with the same two answers.
pub fn several(
    dataset: &Dataset,
    places: &[usize],
    alpha: f64,
    language: &str,
) -> Result<PairedShares, Refusal> {
    level(dataset, places)?;
    let sides = places
        .iter()
        .map(|place| CrosstabSide::new(dataset, *place, language))
        .collect::<Result<Vec<_>, _>>()?;
    let answers = common_categories(&sides)?;
    if answers.len() != 2 {
        return Err(Refusal::new(
            format!(
                "three or more variables are compared when they have two answers, and these have {}",
                answers.len()
            ),
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
        return Err(Refusal::new(
            "nobody has answered all of them",
            "Leave one out, or compare two at a time",
        ));
    }
    let said: Vec<Vec<bool>> = rows
        .iter()
        .map(|row| row.iter().map(|at| *at == yes).collect())
        .collect();
    let shares: Vec<VariableShare> = places
        .iter()
        .enumerate()
        .map(|(column, place)| {
            let count = said.iter().filter(|row| row[column]).count();
            let interval = odds::wilson(count as u64, n as u64, 0.95)
                .ok()
                .and_then(|share| share.interval);
            VariableShare {
                variable: named(dataset, *place, language),
                count,
                share: count as f64 / n as f64,
                interval,
            }
        })
        .collect();
    let test = paired::cochran_q(&said);
    let answer = answers[yes].clone();
    let result = test
        .as_ref()
        .ok()
        .map(|test| (test.statistic, test.df.unwrap_or(0), test.p));
    let sentence = BilingualSentence::both(|t| {
        let one = |share: &VariableShare| {
            let (count, n) = (share.count as f64, n as f64);
            format!(
                "{} ({}, {})",
                t.quoted(&share.variable.label),
                t.percent(count, n, 0),
                t.of_n(count, n)
            )
        };
        let list = t.list(&shares.iter().map(one).collect::<Vec<_>>());
        let (quoted, count) = (t.quoted(&answer.label), t.count(n as f64));
        let Some((statistic, df, p)) = result else {
            let same = t
                .say(
                    "The share of {} is the same for",
                    "Andelen af {} er den samme for",
                )
                .replace("{}", &quoted);
            return format!("{same} {list}, N = {count}.");
        };
        let name = t.say("Cochran’s Q test", "Cochrans Q-test");
        let test = format!(
            "{name}: Q({df}) = {}, {}; N = {count}",
            t.decimals(statistic, 2),
            t.p_against(p, alpha)
        );
        match (p <= alpha, t) {
            (true, SentenceLanguage::English) => {
                format!("The share of {quoted} differs between {list} ({test}).")
            }
            (true, SentenceLanguage::Danish) => {
                format!("Andelen af {quoted} er forskellig mellem {list} ({test}).")
            }
            (false, SentenceLanguage::English) => format!(
                "A difference in the share of {quoted} between {list} was not shown ({test})."
            ),
            (false, SentenceLanguage::Danish) => {
                format!("En forskel i andelen af {quoted} mellem {list} er ikke påvist ({test}).")
            }
        }
    });
    let name = BilingualSentence::new(
        "Cochran's Q (the same share in all)",
        "Cochrans Q (samme andel i alle)",
    );
    Ok(PairedShares {
        answer,
        shares,
        n,
        missing,
        test: PairedTest::of("cochran_q", name, test),
        sentence,
    })
}
