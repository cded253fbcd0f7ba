//! The different answers of a variable, as scales are compared with.

use super::detection::MAX_SCALE_VALUES;
use super::response_scale::{SCALES, find_wording};
use super::{ProposedScale, response_scale, words};
use crate::study::Variable;
use std::collections::HashMap;

/// The different answers to a variable, as far as its scale can be seen from them.
#[derive(Clone, Debug, Default)]
pub struct DistinctAnswers {
    /// The variable's name.
    pub(super) name: String,
    /// Each answer with what it means in words.
    pub(super) answers: Vec<(String, String)>,
    /// Whether the file says which answers there are, so that no other variable has to be asked.
    pub(super) labelled: bool,
}

impl DistinctAnswers {
    /// The answers to a variable: its values, and whatever else occurs.
    pub fn new<'a>(
        variable: &'a Variable,
        occurring: impl IntoIterator<Item = &'a str>,
    ) -> DistinctAnswers {
        let missing = |code: &str| variable.missing.iter().any(|missing| missing == code);
        let mut answers: Vec<(String, String)> = Vec::new();
        let listed = variable.values.iter().map(|value| value.code.as_str());
        for code in listed.chain(occurring).filter(|code| !missing(code)) {
            if answers.len() > 2 * MAX_SCALE_VALUES {
                break;
            }
            if !answers.iter().any(|(known, _)| known == code) {
                answers.push((code.to_owned(), words(&variable.values, code).to_owned()));
            }
        }
        DistinctAnswers {
            name: variable.name.clone(),
            answers,
            labelled: !variable.values.is_empty(),
        }
    }

    /// The answer that means yes, where they are plain yes and no.
    pub fn yes(&self) -> Option<&str> {
        super::find_yes(
            self.answers
                .iter()
                .map(|(code, words)| (code.as_str(), words.as_str())),
        )
    }

    /// What each scale makes of the answers, where it knows them all: the answers with their ranks,
    /// and those outside.
    pub(super) fn ranked(&self) -> HashMap<usize, RankedAnswers<'_>> {
        let mut found: HashMap<usize, RankedAnswers<'_>> = HashMap::new();
        let Some(meanings) = self
            .answers
            .iter()
            .map(|(_, words)| find_wording(words))
            .collect::<Option<Vec<_>>>()
        else {
            return found;
        };
        let of_all = |scale: usize| {
            let mut ranked = RankedAnswers::default();
            for (meaning, (code, _)) in meanings.iter().zip(&self.answers) {
                match meaning.ranks.iter().find(|(known, _)| *known == scale) {
                    Some((_, rank)) => ranked.values.push((*rank, code)),
                    None if meaning.non_answer => ranked.outside.push(code),
                    None if meaning.undecided => ranked.undecided.push(code),
                    None => return None,
                }
            }
            let taken = ranked.values.iter().any(|(rank, _)| *rank == 0);
            if SCALES[scale].undecided && !taken && ranked.undecided.len() == 1 {
                ranked
                    .values
                    .extend(ranked.undecided.drain(..).map(|code| (0, code)));
            }
            ranked.outside.append(&mut ranked.undecided);
            (!ranked.values.is_empty()).then_some(ranked)
        };
        let mut scales: Vec<usize> = meanings
            .iter()
            .flat_map(|meaning| meaning.ranks.iter().map(|(scale, _)| *scale))
            .collect();
        scales.sort_unstable();
        scales.dedup();
        found.extend(
            scales
                .into_iter()
                .filter_map(|scale| Some((scale, of_all(scale)?))),
        );
        found
    }

    /// The answers as whole numbers, where that is all they are and nothing else is said of them.
    pub(super) fn numbers(&self) -> Option<Vec<i64>> {
        let of = |(code, words): &(String, String)| {
            response_scale::whole(code).filter(|_| words == code || find_wording(words).is_some())
        };
        let numbers: Vec<i64> = self.answers.iter().map(of).collect::<Option<_>>()?;
        (!numbers.is_empty()).then_some(numbers)
    }
}

/// Answers on a scale.
#[derive(Clone, Debug, Default)]
pub(super) struct RankedAnswers<'a> {
    pub(super) values: Vec<(i8, &'a str)>,
    pub(super) outside: Vec<&'a str>,
    pub(super) undecided: Vec<&'a str>,
}

impl RankedAnswers<'_> {
    /// The scale as it is proposed; `None` where two answers have one rank, or there are too few.
    pub(super) fn proposed(&self, scale: usize) -> Option<ProposedScale> {
        let mut values = self.values.clone();
        values.sort_by_key(|(rank, _)| *rank);
        let sure =
            (3..=MAX_SCALE_VALUES).contains(&values.len()) && values.is_sorted_by(|a, b| a.0 < b.0);
        let owned = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect();
        sure.then(|| ProposedScale {
            scale: SCALES[scale].name.to_owned(),
            values: values.iter().map(|(_, code)| (*code).to_owned()).collect(),
            missing: owned(&self.outside),
        })
    }
}
