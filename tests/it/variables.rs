//! The variable editor: what a variable means, variables made of others, filters, and that every
//! count follows. Given facts, when a command is given, then these facts or this refusal.

use crate::support::{Desk, codes, new_link, start};
use proptest::prelude::*;
use serde_json::Value as Json;
use virk::evidence::{Crosstab, Evidence, composite_index};
use virk::study::dataset::{Exclusion, MeasurementLevel};
use virk::study::derivation::{Derivation, RecodeRule, ScaleItem};
use virk::study::{Command, Dataset, Decision, Event, Refusal, Variable, document::Provenance};

/// A study with a dataset of these columns.
fn given(columns: &[(&str, &[&str])]) -> Desk {
    let mut desk = Desk::default();
    desk.when(start()).unwrap();
    desk.when(codes()).unwrap();
    desk.when(Command::AddDataset {
        name: "survey".into(),
        variables: columns
            .iter()
            .map(|(name, _)| Variable {
                name: (*name).into(),
                ..Variable::default()
            })
            .collect(),
        exclusions: Vec::new(),
        columns: columns
            .iter()
            .map(|(_, cells)| cells.iter().collect())
            .collect(),
        indicators: Vec::new(),
        source: Provenance::default(),
    })
    .unwrap();
    desk
}

fn survey(desk: &Desk) -> &Dataset {
    desk.study.datasets().next().unwrap()
}

fn variable(desk: &Desk, name: &str) -> Variable {
    survey(desk).body.variables[survey(desk).variable_index(name).unwrap()].clone()
}

fn describe(
    desk: &mut Desk,
    name: &str,
    change: impl Fn(&mut Variable),
) -> Result<Decision, Refusal> {
    let (dataset, mut now) = (survey(desk).id, variable(desk, name));
    change(&mut now);
    desk.when(Command::DescribeVariable {
        dataset,
        variable: Box::new(now),
    })
}

fn recode(
    desk: &mut Desk,
    from: &str,
    name: &str,
    rules: &str,
    others_stay: bool,
) -> Result<Decision, Refusal> {
    let variable = Variable::recoded(
        &variable(desk, from),
        name,
        RecodeRule::parse_all(rules)?,
        others_stay,
    );
    let dataset = survey(desk).id;
    desk.when(Command::MakeVariable {
        dataset,
        variable: Box::new(variable),
    })
}

fn index(
    desk: &mut Desk,
    name: &str,
    items: &[&str],
    reversed: &str,
    least: u32,
) -> Result<Decision, Refusal> {
    let ends = |item: &str| (item == reversed).then(|| ("1".to_owned(), "5".to_owned()));
    let items = items
        .iter()
        .map(|item| ScaleItem {
            variable: (*item).into(),
            reversed: *item == reversed,
            ends: ends(item),
        })
        .collect();
    let made = Some(Derivation::Index { items, least });
    let variable = Variable {
        name: name.into(),
        level: MeasurementLevel::Interval,
        made,
        ..Variable::default()
    };
    let dataset = survey(desk).id;
    desk.when(Command::MakeVariable {
        dataset,
        variable: Box::new(variable),
    })
}

fn filter(desk: &mut Desk, rule: &str, reason: &str, out: bool) -> Result<Decision, Refusal> {
    let dataset = survey(desk).id;
    desk.when(Command::Filter {
        dataset,
        rule: Exclusion::parse(rule, reason)?,
        out,
    })
}

fn cells(desk: &Desk, name: &str) -> Vec<String> {
    survey(desk).columns[survey(desk).variable_index(name).unwrap()]
        .iter()
        .map(str::to_owned)
        .collect()
}

/// Takes the last facts back, and answers whether the dataset is as it was.
fn undone(desk: &mut Desk, before: &Dataset, events: &[Event]) {
    let inverses = desk.study.decide_undo(events).unwrap();
    desk.take(&inverses);
    let after = survey(desk);
    assert_eq!(
        (&after.body, &after.kept_rows, &after.columns),
        (&before.body, &before.kept_rows, &before.columns)
    );
}

#[test]
fn what_a_variable_means_is_said_anew_and_taken_back() {
    let mut desk = given(&[
        ("sat", &["1", "3", "9", ""]),
        ("name", &["a", "b", "c", "d"]),
    ]);
    let before = survey(&desk).clone();
    let said = describe(&mut desk, "sat", |variable| {
        variable.set_values("1 = Low; 3 = High", "en").unwrap();
        variable.missing = vec!["9".into()];
        variable.level = MeasurementLevel::Interval;
    });
    let described = said.unwrap();
    assert_eq!(described.message, "Updated `sat`");
    assert_eq!(
        survey(&desk).answers(0).flatten().collect::<Vec<_>>(),
        ["1", "3"]
    );
    assert_eq!(
        describe(&mut desk, "sat", |_| ()).unwrap().message,
        "That is already the case"
    );
    let refused = |desk: &mut Desk, name, change: fn(&mut Variable)| {
        describe(desk, name, change).unwrap_err().what
    };
    assert_eq!(
        refused(&mut desk, "name", |variable| variable.level =
            MeasurementLevel::Interval),
        "`name` holds `a`, which is no number, so its level is not interval"
    );
    assert_eq!(
        refused(&mut desk, "sat", |variable| variable
            .set_middle("9 = don't know")
            .unwrap()),
        "`9` is not a category of `sat`, so it cannot be its middle one"
    );
    assert!(
        refused(&mut desk, "sat", |variable| variable
            .set_values("1; 1", "en")
            .unwrap())
        .contains("twice")
    );
    undone(&mut desk, &before, &described.events);
}

#[test]
fn a_recode_leaves_the_original_and_follows_its_missing_values() {
    let mut desk = given(&[
        ("age", &["17", "30", "64,5", "99", "", "x"]),
        ("sat", &["1", "2", "3", "9", "5", ""]),
    ]);
    let original = cells(&desk, "sat");
    assert_eq!(
        recode(&mut desk, "sat", "sat3", "1,2=low; 3..=high; 9=", false)
            .unwrap()
            .message,
        "Made `sat3`: sat recoded: 1, 2 → low; 3.. → high; 9 → no answer; others are missing; N = 5"
    );
    assert_eq!(
        cells(&desk, "sat3"),
        ["low", "low", "high", "high", "high", ""]
    );
    assert_eq!(cells(&desk, "sat"), original);
    assert_eq!(survey(&desk).categories(2), ["low", "high"]);
    // 9 becomes no answer in the original: a range does not take it any more.
    describe(&mut desk, "sat", |variable| {
        variable.missing = vec!["9".into()]
    })
    .unwrap();
    assert_eq!(cells(&desk, "sat3"), ["low", "low", "high", "", "high", ""]);
    recode(&mut desk, "age", "young", "..29=yes; 99=", true).unwrap();
    assert_eq!(cells(&desk, "young"), ["yes", "30", "64,5", "", "", "x"]);
    let refused =
        |desk: &mut Desk, name, rules| recode(desk, "sat", name, rules, false).unwrap_err().what;
    assert_eq!(
        refused(&mut desk, "age", "1=2"),
        "`survey` already has a variable called `age`"
    );
    assert_eq!(
        refused(&mut desk, "new", "7=2"),
        "nobody would have a value for `new`"
    );
    assert_eq!(refused(&mut desk, "new", ""), "the recode has no rules");
    assert_eq!(refused(&mut desk, "new", "1"), "`1` is not a recode rule");
    assert_eq!(
        refused(&mut desk, "new", "a..b=1"),
        "`a..b=1` is not a recode rule"
    );
}

#[test]
fn a_made_variable_goes_when_nothing_rests_on_it() {
    let mut desk = given(&[("a", &["1", "2", "3"]), ("b", &["3", "2", "1"])]);
    recode(&mut desk, "a", "a2", "1,2=1; 3=2", false).unwrap();
    index(&mut desk, "ab", &["a2", "b"], "b", 1).unwrap();
    let dataset = survey(&desk).id;
    let code = desk.study.find_code("m_refl").unwrap().id;
    desk.when(Command::SetIndicator {
        dataset,
        variable: "ab".into(),
        code,
        measures: true,
    })
    .unwrap();
    let before = survey(&desk).clone();
    let unmake = |name: &str| Command::UnmakeVariable {
        dataset,
        variable: name.into(),
    };
    assert_eq!(
        desk.when(unmake("a")).unwrap_err().what,
        "`a` came with the file and stays"
    );
    assert_eq!(
        desk.when(unmake("a2")).unwrap_err().what,
        "`ab` is made of `a2`"
    );
    let facts = desk.when(unmake("ab")).unwrap().events;
    assert_eq!(facts.len(), 2, "the indicator goes too");
    assert_eq!(
        (
            survey(&desk).columns.len(),
            desk.study.indicators(code).len()
        ),
        (3, 0)
    );
    undone(&mut desk, &before, &facts);
    assert_eq!(desk.study.indicators(code).len(), 1);
}

#[test]
fn an_index_and_its_alpha_agree_with_r() {
    let told: Json =
        serde_json::from_str(&std::fs::read_to_string("tests/fixtures/data/index.json").unwrap())
            .unwrap();
    let columns: Vec<(String, Vec<String>)> = told["items"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, cells)| (name.clone(), serde_json::from_value(cells.clone()).unwrap()))
        .collect();
    let borrowed: Vec<(&str, Vec<&str>)> = columns
        .iter()
        .map(|(name, cells)| (name.as_str(), cells.iter().map(String::as_str).collect()))
        .collect();
    let given_columns: Vec<(&str, &[&str])> = borrowed
        .iter()
        .map(|(name, cells)| (*name, cells.as_slice()))
        .collect();
    let mut desk = given(&given_columns);
    for name in ["q1", "q2", "q3", "q4"] {
        describe(&mut desk, name, |variable| {
            variable.set_values("1; 2; 3; 4; 5", "en").unwrap();
            variable.missing = vec!["9".into()];
        })
        .unwrap();
    }
    let said = index(&mut desk, "all", &["q1", "q2", "q3", "q4"], "q3", 2)
        .unwrap()
        .message;
    assert!(said.ends_with(&format!("N = {}", told["n"])), "{said}");
    for (cell, expected) in cells(&desk, "all")
        .iter()
        .zip(told["index"].as_array().unwrap())
    {
        match expected.as_f64() {
            None => assert_eq!(cell, ""),
            Some(mean) => assert!(
                (cell.parse::<f64>().unwrap() - mean).abs() <= 5e-7,
                "{cell} {mean}"
            ),
        }
    }
    let found =
        composite_index::of_index(survey(&desk), survey(&desk).variable_index("all").unwrap())
            .unwrap()
            .unwrap();
    let near = |value: f64, expected: &Json| {
        assert!(
            (value - expected.as_f64().unwrap()).abs() < 1e-12,
            "{value} {expected}"
        )
    };
    near(found.alpha.value, &told["alpha"]);
    near(found.alpha.n, &told["alpha_n"]);
    near(found.standardised.unwrap(), &told["standardised"]);
    for at in 0..4 {
        near(found.without[at].unwrap(), &told["without"][at]);
        near(found.item_rest[at].unwrap(), &told["item_rest"][at]);
    }
    assert!(composite_index::of_index(survey(&desk), 0).is_none());
    let refused = |desk: &mut Desk, items: &[&str], least| {
        index(desk, "new", items, "", least).unwrap_err().what
    };
    assert_eq!(
        refused(&mut desk, &["q1"], 1),
        "an index needs at least two different variables"
    );
    assert_eq!(
        refused(&mut desk, &["q1", "q2"], 3),
        "at least 3 of 2 answers cannot be required"
    );
    assert_eq!(
        refused(&mut desk, &["q1", "nobody"], 1),
        "`survey` has no variable `nobody`"
    );
}

#[test]
fn a_filter_says_its_reason_and_every_test_counts_without_its_rows() {
    let mut desk = given(&[
        ("done", &["1", "1", "0", "1", "1", "", "1", "1"]),
        ("refl", &["1", "2", "2", "1", "2", "1", "1", "2"]),
        ("dev", &["1", "2", "1", "1", "2", "2", "2", "2"]),
    ]);
    let (refl, dev) = (
        desk.study.find_code("m_refl").unwrap().id,
        desk.study.find_code("o_dev").unwrap().id,
    );
    let dataset = survey(&desk).id;
    for (variable, code) in [("refl", refl), ("dev", dev)] {
        desk.when(Command::SetIndicator {
            dataset,
            variable: variable.into(),
            code,
            measures: true,
        })
        .unwrap();
    }
    let links = vec![new_link(refl, dev, "Who reflects grows")];
    desk.when(Command::AddTheory {
        version: "v1".into(),
        nodes: vec![refl, dev],
        links,
    })
    .unwrap();
    let tested = |desk: &Desk| {
        let theory = desk.study.theory().unwrap();
        let link = desk.study.links_of(theory).next().unwrap();
        let evidence = Evidence::new(&desk.study, link);
        let test = &evidence.tests.tests[0];
        (
            test.crosstab.n(),
            test.pearson.as_ref().unwrap().p,
            test.dataset.filters_in_words(),
        )
    };
    let all = tested(&desk);
    assert_eq!((all.0, all.2.clone()), (8, None));
    let before = survey(&desk).clone();
    let broken_off = filter(&mut desk, "done = 0", "broken off", true).unwrap();
    assert_eq!(
        broken_off.message,
        "1 row of `survey` left out: broken off (done = 0); N = 7"
    );
    assert_eq!(
        filter(&mut desk, "done =", "never begun", true)
            .unwrap()
            .message,
        "1 row of `survey` left out: never begun (done empty); N = 6"
    );
    let (n, p, words) = tested(&desk);
    assert_eq!(
        words.unwrap(),
        "2 of 8 rows of `survey` left out: broken off (done = 0); never begun (done empty)"
    );
    let by_hand = Crosstab::new(survey(&desk), 1, 2, "en").unwrap();
    assert!(
        n == 6 && p == by_hand.pearson().unwrap().p && p != all.1,
        "{n} {p} {all:?}"
    );
    let refused =
        |desk: &mut Desk, rule, reason, out| filter(desk, rule, reason, out).unwrap_err().what;
    assert_eq!(
        refused(&mut desk, "done = 1", "", true),
        "a filter needs a reason"
    );
    assert_eq!(
        refused(&mut desk, "done = 7", "why", true),
        "no row of `survey` has done = 7"
    );
    assert_eq!(
        refused(&mut desk, "done = 0", "why", true),
        "`survey` already has the filter `done = 0`"
    );
    assert_eq!(
        refused(&mut desk, "dev = 1", "", false),
        "`survey` has no filter `dev = 1`"
    );
    assert_eq!(
        filter(&mut desk, "done =", "", false).unwrap().message,
        "`done empty` leaves no rows of `survey` out any more; N = 7"
    );
    undone(&mut desk, &before, &broken_off.events);
}

proptest! {
    /// However a dataset was changed, taking it all back leaves it as it was.
    #[test]
    fn changes_of_a_dataset_are_taken_back_one_by_one(steps in proptest::collection::vec((0..6_u8, 0..3_usize), 1..12)) {
        let mut desk = given(&[("a", &["1", "2", "3", "9"]), ("b", &["2", "2", "1", ""]), ("c", &["x", "1", "2", "3"])]);
        let before = survey(&desk).clone();
        let mut batches = Vec::new();
        for (number, (step, place)) in steps.into_iter().enumerate() {
            let (name, new) = (["a", "b", "c"][place], format!("new{number}"));
            let done = match step {
                0 => describe(&mut desk, name, |variable| variable.missing.push(number.to_string())),
                1 => describe(&mut desk, name, |variable| variable.label = virk::study::BilingualText::new(&new)),
                2 => recode(&mut desk, name, &new, "1=one; 2..3=more", true),
                3 => index(&mut desk, &new, &["a", "b"], name, 1),
                4 => filter(&mut desk, &format!("{name} = 2"), "why", true),
                _ => filter(&mut desk, &format!("{name} = 2"), "why", false),
            };
            batches.extend(done.map(|decision| decision.events));
            let dataset = survey(&desk);
            prop_assert_eq!(dataset.columns.len(), dataset.body.variables.len());
            prop_assert!(dataset.columns.iter().all(|column| column.len() == 4));
        }
        for facts in batches.iter().rev() {
            let inverses = desk.study.decide_undo(facts).unwrap();
            desk.take(&inverses);
        }
        let after = survey(&desk);
        prop_assert_eq!((&after.body, &after.kept_rows, &after.columns), (&before.body, &before.kept_rows, &before.columns));
    }
}
