//! Finding the scale that answers are on.

pub use super::distinct_answers::DistinctAnswers;
use super::distinct_answers::RankedAnswers;
use super::response_scale::{NUMBER_SCALE_NAME, find_wording};
use super::{ProposedScale, response_scale};
use std::collections::HashMap;

/// The most values of a scale.
pub(super) const MAX_SCALE_VALUES: usize = 11;

/// The scale that the answers to one variable seem to be on.
pub fn detect_scale(answers: &DistinctAnswers) -> Option<ProposedScale> {
    if answers.answers.len() > 2 * MAX_SCALE_VALUES {
        return None;
    }
    detect_by_words(
        answers
            .ranked()
            .iter()
            .map(|(scale, ranked)| (*scale, ranked)),
    )
    .or_else(|| detect_by_numbers(&answers.numbers()?))
    .or_else(|| detect_by_leading_number(answers))
}

/// What several scales make of the same answers, where they agree on the order.
fn detect_by_words<'a>(
    ranked: impl Iterator<Item = (usize, &'a RankedAnswers<'a>)>,
) -> Option<ProposedScale> {
    let mut ranked: Vec<(usize, &RankedAnswers<'_>)> = ranked.collect();
    ranked.sort_by_key(|(scale, _)| *scale);
    let proposed: Vec<Option<ProposedScale>> = ranked
        .iter()
        .map(|(scale, ranked)| ranked.proposed(*scale))
        .collect();
    let first = proposed.iter().flatten().next()?.clone();
    let agree = |other: &Option<ProposedScale>| {
        other
            .as_ref()
            .is_some_and(|other| other.values == first.values)
    };
    proposed.iter().all(agree).then_some(first)
}

fn detect_by_numbers(numbers: &[i64]) -> Option<ProposedScale> {
    let (low, high) = response_scale::ends(numbers)?;
    let values = (low..=high).map(|number| number.to_string()).collect();
    Some(ProposedScale {
        scale: format!("{NUMBER_SCALE_NAME} {low}–{high}"),
        values,
        missing: Vec::new(),
    })
}

/// Answers that begin with their number: `1 (lowest)`, `2`, `3`.
fn detect_by_leading_number(answers: &DistinctAnswers) -> Option<ProposedScale> {
    let (mut values, mut missing) = (Vec::new(), Vec::new());
    for (code, words) in &answers.answers {
        match response_scale::leading_number(words) {
            Some(number) => values.push((number, code.clone())),
            None if find_wording(words).is_some_and(|meaning| meaning.non_answer) => {
                missing.push(code.clone())
            }
            None => return None,
        }
    }
    values.sort();
    let begins = values
        .first()
        .is_some_and(|(number, _)| matches!(number, 0 | 1));
    let sure = begins
        && (3..=MAX_SCALE_VALUES).contains(&values.len())
        && values.is_sorted_by(|a, b| a.0 < b.0);
    let bare = answers
        .answers
        .iter()
        .all(|(_, words)| response_scale::whole(words).is_some());
    let values = values.into_iter().map(|(_, code)| code).collect();
    (sure && !bare).then(|| ProposedScale {
        scale: "the numbers in front".into(),
        values,
        missing,
    })
}

/// The scales of variables that stand one after another. Items of one question share a scale, of
/// which an item may lack answers that nobody chose; so what stands beside each other, on one scale
/// and under names of one beginning, is looked at together.
pub fn detect_scales(variables: &[Option<DistinctAnswers>]) -> Vec<Option<ProposedScale>> {
    let mut proposed: Vec<Option<ProposedScale>> = variables
        .iter()
        .map(|answers| detect_scale(answers.as_ref()?))
        .collect();
    let mut first = 0;
    while first < variables.len() {
        let last = end_of_battery(variables, first);
        if last > first + 1 {
            let items: Vec<&DistinctAnswers> = variables[first..last].iter().flatten().collect();
            for (place, shared) in (first..last).zip(detect_shared_scale(&items)) {
                proposed[place] = shared.or_else(|| proposed[place].take());
            }
        }
        first = last;
    }
    proposed
}

/// Where the variables end that are items of one question with the one at `first`.
fn end_of_battery(variables: &[Option<DistinctAnswers>], first: usize) -> usize {
    let like = |answers: &DistinctAnswers, other: &DistinctAnswers| {
        let (stem, other_stem) = (stem(&answers.name), stem(&other.name));
        stem == other_stem
            && (!stem.is_empty() || answers.numbers().is_none() && other.numbers().is_none())
    };
    let Some(Some(begins)) = variables.get(first) else {
        return first + 1;
    };
    let fits = |answers: &&Option<DistinctAnswers>| {
        answers
            .as_ref()
            .is_some_and(|answers| !answers.labelled && like(begins, answers))
    };
    if begins.labelled {
        return first + 1;
    }
    let mut end = first + 1;
    // Words stay together as long as there is a scale that knows them all.
    let mut scales: Vec<usize> = begins.ranked().into_keys().collect();
    let numbers = begins.numbers().is_some();
    while let Some(Some(next)) = variables.get(end).filter(fits) {
        if numbers != next.numbers().is_some() {
            break;
        }
        if !numbers {
            let known = next.ranked();
            let both: Vec<usize> = scales
                .iter()
                .copied()
                .filter(|scale| known.contains_key(scale))
                .collect();
            if both.is_empty() {
                break;
            }
            scales = both;
        }
        end += 1;
    }
    end
}

/// The scale that items share, for each of them; where they share none, nothing.
fn detect_shared_scale(items: &[&DistinctAnswers]) -> Vec<Option<ProposedScale>> {
    let nothing = vec![None; items.len()];
    if let Some(numbers) = items
        .iter()
        .map(|item| item.numbers())
        .collect::<Option<Vec<_>>>()
    {
        return vec![detect_by_numbers(&numbers.concat()); items.len()];
    }
    let ranked: Vec<HashMap<usize, RankedAnswers<'_>>> =
        items.iter().map(|item| item.ranked()).collect();
    let mut scales: Vec<usize> = ranked[0]
        .keys()
        .copied()
        .filter(|scale| ranked.iter().all(|item| item.contains_key(scale)))
        .collect();
    scales.sort_unstable();
    let union = |scale: usize| {
        let mut all = RankedAnswers::default();
        for (rank, code) in ranked.iter().flat_map(|item| &item[&scale].values) {
            if !all.values.contains(&(*rank, *code)) {
                all.values.push((*rank, *code));
            }
        }
        all
    };
    let unions: Vec<(usize, RankedAnswers<'_>)> = scales
        .into_iter()
        .map(|scale| (scale, union(scale)))
        .collect();
    let Some(scale) = detect_by_words(unions.iter().map(|(scale, ranked)| (*scale, ranked))) else {
        return nothing;
    };
    let outside = |item: &HashMap<usize, RankedAnswers<'_>>| {
        let own = unions
            .iter()
            .find_map(|(known, _)| item.get(known))
            .map(|own| own.outside.as_slice())
            .unwrap_or_default();
        own.iter().map(|code| (*code).to_owned()).collect()
    };
    ranked
        .iter()
        .map(|item| {
            Some(ProposedScale {
                missing: outside(item),
                ..scale.clone()
            })
        })
        .collect()
}

/// The beginning that names of items share: `Q2_` of `Q2_1`; nothing where no number stands at the
/// end.
fn stem(name: &str) -> &str {
    let stem = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    if stem.len() < name.len() { stem } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Variable;

    fn on(words: &[&str]) -> Option<ProposedScale> {
        detect_scale(&DistinctAnswers::new(
            &Variable::default(),
            words.iter().copied(),
        ))
    }

    #[test]
    fn scales_of_five_languages_are_known_in_their_order() {
        let scales = [
            (
                "agreement",
                "Strongly disagree|Disagree|Neither agree nor disagree|Agree|Strongly agree",
            ),
            (
                "agreement",
                "Strongly Disagree|Disagree|Somewhat disagree|Neutral|Somewhat agree|Agree|Strongly Agree",
            ),
            (
                "agreement",
                "completely disagree|somewhat disagree|somewhat agree|completely agree",
            ),
            ("agreement", "Disagree|Neutral|Agree"),
            ("frequency", "Never|Rarely|Sometimes|Often|Always"),
            (
                "frequency",
                "Never|Sometimes|About half the time|Most of the time|Always",
            ),
            (
                "frequency",
                "Not at all|Several days|More than half the days|Nearly every day",
            ),
            (
                "satisfaction",
                "Very dissatisfied|Dissatisfied|Neither satisfied nor dissatisfied|Satisfied|Very satisfied",
            ),
            (
                "satisfaction",
                "Not at all satisfied|Not very satisfied|Fairly satisfied|Very satisfied",
            ),
            (
                "likelihood",
                "Extremely unlikely|Somewhat unlikely|Neither likely nor unlikely|Somewhat likely|Extremely likely",
            ),
            ("quality", "Poor|Fair|Good|Very good|Excellent"),
            (
                "agreement",
                "Helt uenig|Uenig|Hverken enig eller uenig|Enig|Helt enig",
            ),
            (
                "agreement",
                "Helt uenig|Delvist uenig|Hverken/eller|Delvist enig|Helt enig",
            ),
            ("frequency", "Aldrig|Sjældent|Af og til|Ofte|Altid"),
            (
                "satisfaction",
                "Meget utilfreds|Utilfreds|Hverken tilfreds eller utilfreds|Tilfreds|Meget tilfreds",
            ),
            (
                "likelihood",
                "Meget usandsynligt|Usandsynligt|Måske|Sandsynligt|Meget sandsynligt",
            ),
            (
                "quality",
                "Meget dårlig|Dårlig|Hverken god eller dårlig|God|Meget god",
            ),
            (
                "extent",
                "Slet ikke|I mindre grad|I nogen grad|I høj grad|I meget høj grad",
            ),
            (
                "agreement",
                "Instämmer inte alls|Instämmer i låg grad|Instämmer delvis|Instämmer i hög grad|Instämmer helt",
            ),
            ("frequency", "Aldrig|Sällan|Ibland|Ofta|Alltid"),
            (
                "satisfaction",
                "Mycket missnöjd|Ganska missnöjd|Varken nöjd eller missnöjd|Ganska nöjd|Mycket nöjd",
            ),
            (
                "likelihood",
                "Mycket osannolikt|Osannolikt|Kanske|Sannolikt|Mycket sannolikt",
            ),
            (
                "quality",
                "Mycket dålig|Dålig|Varken bra eller dålig|Bra|Mycket bra",
            ),
            (
                "agreement",
                "Helt uenig|Litt uenig|Verken enig eller uenig|Litt enig|Helt enig",
            ),
            ("frequency", "Aldri|Sjelden|Noen ganger|Ofte|Alltid"),
            (
                "satisfaction",
                "Svært misfornøyd|Misfornøyd|Verken fornøyd eller misfornøyd|Fornøyd|Svært fornøyd",
            ),
            (
                "likelihood",
                "Svært usannsynlig|Usannsynlig|Kanskje|Sannsynlig|Svært sannsynlig",
            ),
            ("quality", "Svært dårlig|Dårlig|Middels|God|Svært god"),
            (
                "agreement",
                "Stimme überhaupt nicht zu|Stimme eher nicht zu|Teils/teils|Stimme eher zu|Stimme voll und ganz zu",
            ),
            (
                "agreement",
                "trifft nicht zu|trifft eher nicht zu|trifft eher zu|trifft zu",
            ),
            ("frequency", "Nie|Selten|Manchmal|Oft|Immer"),
            (
                "satisfaction",
                "Sehr unzufrieden|Eher unzufrieden|Weder noch|Eher zufrieden|Sehr zufrieden",
            ),
            (
                "likelihood",
                "Sehr unwahrscheinlich|Unwahrscheinlich|Vielleicht|Wahrscheinlich|Sehr wahrscheinlich",
            ),
            ("quality", "Sehr schlecht|Schlecht|Mittelmäßig|Gut|Sehr gut"),
        ];
        for (scale, words) in scales {
            let order: Vec<&str> = words.split('|').collect();
            // As they come: by the alphabet, with one that does not know.
            let mut mixed = order.clone();
            mixed.sort_unstable();
            mixed.insert(1, "Don’t know");
            let found = on(&mixed).unwrap_or_else(|| panic!("{words}"));
            assert_eq!(
                (found.scale.as_str(), found.values),
                (scale, order.iter().map(|word| (*word).to_owned()).collect()),
                "{words}"
            );
            assert_eq!(found.missing, ["Don’t know"]);
        }
    }

    #[test]
    fn what_is_no_scale_or_an_unsure_one_is_not_proposed() {
        for words in [
            &["Red", "Green", "Blue"][..],
            &["Agree", "Disagree", "Other"],
            &["Agree", "agree", "Disagree", "Strongly agree"],
            &["Neutral", "Neither agree nor disagree", "Agree", "Disagree"],
            &["Agree", "Disagree"],
            &["Never", "Good", "Agree"],
            &["Always", "Often", "Regularly"],
            &["Yes", "No", "Don't know"],
            &["Don't know", "Not applicable", "No opinion"],
            &["1", "2", "99"],
            &[],
        ] {
            assert_eq!(on(words), None, "{words:?}");
        }
    }

    #[test]
    fn undecided_is_the_middle_where_there_is_no_other() {
        let found = on(&[
            "Agree",
            "Disagree",
            "Not sure",
            "Strongly agree",
            "Strongly disagree",
        ])
        .unwrap();
        assert_eq!(
            found.values,
            [
                "Strongly disagree",
                "Disagree",
                "Not sure",
                "Agree",
                "Strongly agree"
            ]
        );
        let variable = Variable::default().with_scale(&found);
        assert_eq!(variable.middle.unwrap().code, "Not sure");
        let found = on(&["Agree", "Disagree", "Not sure", "Neutral"]).unwrap();
        assert_eq!(
            (found.values.len(), found.missing),
            (3, vec!["Not sure".to_owned()])
        );
    }

    #[test]
    fn items_of_a_question_share_their_scale() {
        let item = |name: &str, words: &[&str]| {
            let variable = Variable {
                name: name.into(),
                ..Variable::default()
            };
            Some(DistinctAnswers::new(&variable, words.iter().copied()))
        };
        let items = [
            item("town", &["North", "South"]),
            item("Q1_1", &["Agree", "Strongly agree"]),
            item(
                "Q1_2",
                &["Agree", "Disagree", "Strongly disagree", "Don't know"],
            ),
            item("Q1_3", &["Neutral"]),
            item("Q2_1", &["Agree", "Disagree"]),
            item("i1", &["1", "2", "3", "4", "5"]),
            item("i4", &["1", "2", "3", "4"]),
        ];
        let found = detect_scales(&items);
        let five = [
            "Strongly disagree",
            "Disagree",
            "Neutral",
            "Agree",
            "Strongly agree",
        ];
        for item in &found[1..=3] {
            assert_eq!(item.as_ref().unwrap().values, five);
        }
        assert_eq!(found[2].as_ref().unwrap().missing, ["Don't know"]);
        assert!(
            found[0].is_none()
                && found[4].is_none()
                && found[1].as_ref().unwrap().missing.is_empty()
        );
        assert_eq!(found[6].as_ref().unwrap().scale, "whole numbers 1–5");
    }

    #[test]
    fn answers_that_begin_with_their_number_have_its_order() {
        let found = on(&["10 (best)", "2", "1 (worst)", "5"]).unwrap();
        assert_eq!(found.values, ["1 (worst)", "2", "5", "10 (best)"]);
        assert_eq!(on(&["18-24", "25-34", "35-44"]), None);
    }
}
