//! Which test is advised, which words are used, and which reservations are made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod stats_support;
use stats_support::*;
use virk::stats::Table;
use virk::stats::advice::{
    Code, Expectation, Family, Level, Method, Middle, Question, Reading, Side, Status, advise,
};

fn meant(table: Table, row: Level, column: Level) -> Table {
    table
        .with_sides(
            Side::new("reflection", row),
            Side::new("confidence", column),
        )
        .unwrap()
}

fn ordered(table: Table) -> Table {
    meant(table, Level::Ordinal, Level::Ordinal)
}

fn fixture(name: &str) -> Table {
    tables().into_iter().find(|t| t.0 == name).unwrap().1
}

fn has(advice: &virk::stats::advice::Advice, code: Code) -> bool {
    advice.messages.iter().any(|m| m.code == code)
}

#[test]
fn the_test_follows_the_levels() {
    use Level::{Nominal, Ordinal};
    let cases = [
        ("likert31_03", Ordinal, Ordinal, Method::LinearByLinearExact),
        ("likert31_03", Nominal, Nominal, Method::FisherFreemanHalton),
        ("likert31_03", Nominal, Ordinal, Method::KruskalWallisExact),
        ("likert2000", Ordinal, Ordinal, Method::LinearByLinear),
        ("hair_eye", Nominal, Nominal, Method::Pearson),
        ("mtcars_am_vs", Nominal, Nominal, Method::NMinusOne),
        ("campbell", Nominal, Nominal, Method::NMinusOne),
        ("arthritis", Nominal, Ordinal, Method::MannWhitney),
        ("rand_2x5", Nominal, Ordinal, Method::MannWhitneyExact),
    ];
    for (name, row, column, method) in cases {
        let advice = advise(&meant(fixture(name), row, column), &Question::default());
        assert_eq!(advice.outcome.unwrap().method, method, "{name}");
    }
    let tiny = Table::from_counts(2, 2, &[9, 0, 9, 1]).unwrap();
    assert_eq!(
        advise(&meant(tiny, Nominal, Nominal), &Question::default())
            .outcome
            .unwrap()
            .method,
        Method::Fisher
    );
}

#[test]
fn the_fixed_words() {
    let rising = Question {
        expected: Expectation::Rising,
        ..Question::default()
    };
    let falling = Question {
        expected: Expectation::Falling,
        ..Question::default()
    };
    let strong = ordered(fixture("monotone_5x5"));
    assert_eq!(advise(&strong, &rising).status, Status::Shown);
    let contrary = advise(&strong, &falling);
    assert_eq!(contrary.status, Status::Contrary);
    assert!(has(&contrary, Code::OtherDirection));
    let weak = advise(&ordered(fixture("likert31_01")), &rising);
    assert_eq!(weak.status, Status::NotShown);
    assert!(
        has(&weak, Code::AbsenceIsNotEvidence)
            && has(&weak, Code::Sparse)
            && has(&weak, Code::InflatedV)
    );
    assert!(!weak.english.contains("no relation ") && weak.danish.contains("ikke påvist"));
    let one = advise(&Table::from_counts(1, 3, &[4, 5, 6]).unwrap(), &rising);
    assert_eq!(
        (one.status, one.messages[0].code),
        (Status::NotTestable, Code::NotTestable)
    );
    let words = [
        (Status::Shown, "association shown"),
        (Status::Slight, "at most slight"),
        (Status::Imprecise, "too imprecise to say"),
        (Status::Supported, "supported"),
        (Status::Fragile, "supported, fragile"),
        (Status::NotShown, "not shown"),
        (Status::Contrary, "contrary"),
        (Status::Untested, "untested"),
        (Status::NotTestable, "not testable"),
    ];
    for (status, word) in words {
        assert_eq!(
            (status.english(), serde_json::to_value(status).unwrap()),
            (word, word.into())
        );
    }
}

#[test]
fn one_answer_can_decide() {
    // p just under .05: one answer moved one step is enough.
    let table = ordered(fixture("likert31_03"));
    let advice = advise(&table, &Question::default());
    // What hangs on an answer is told beside the word and makes no word.
    assert_eq!(advice.status, Status::Shown);
    assert!(advice.is_fragile(0.05));
    let fragility = advice.fragility.clone().unwrap();
    assert_eq!((fragility.fewest, fragility.certain), (Some(1), true));
    let mut moved = table.clone();
    for step in &fragility.moves {
        moved = moved.moved(step.from, step.to).unwrap();
        let apart = step.from.0.abs_diff(step.to.0) + step.from.1.abs_diff(step.to.1);
        assert_eq!(apart, 1);
    }
    let after = advise(&moved, &Question::default());
    assert_eq!(after.status, Status::NotShown);
    assert!((after.outcome.unwrap().p - fragility.p_after).abs() < 1e-12);
    assert!(
        has(&advice, Code::Fragile)
            && !advice.english.contains("fragile")
            && !advice.danish.contains("skrøbeligt")
    );
}

#[test]
fn families_and_near_misses() {
    let family = Family {
        position: 3,
        others: vec![Some(0.9), Some(0.4), None, Some(0.2)],
        in_study: 114,
    };
    let asked = Question {
        family: Some(family),
        ..Question::default()
    };
    let advice = advise(&ordered(fixture("likert31_03")), &asked);
    assert!(has(&advice, Code::TestOfMany) && has(&advice, Code::NotAfterCorrection));
    let (p, holm) = (advice.outcome.unwrap().p, advice.holm.unwrap());
    assert!((holm - 4.0 * p).abs() < 1e-12);
    assert!(advice.english.contains("test 3 of 5"));
    let near = advise(&ordered(fixture("likert31_11")), &Question::default());
    assert!(has(&near, Code::NearMiss) && near.status == Status::NotShown);
}

#[test]
fn the_middle_is_read_five_ways() {
    let middle = |meaning| Side::new("q", Level::Ordinal).with_middle(2, meaning);
    let read = |meaning| {
        let table = fixture("likert31_07")
            .with_sides(middle(meaning), middle(meaning))
            .unwrap();
        advise(&table, &Question::default())
    };
    let advice = read(Middle::AlsoDoNotKnow);
    let kinds: Vec<Reading> = advice.readings.iter().map(|r| r.reading).collect();
    assert_eq!(
        kinds,
        [
            Reading::AsIs,
            Reading::Missing,
            Reading::WithBelow,
            Reading::WithAbove,
            Reading::ThreePoints
        ]
    );
    assert!(advice.readings[1].n < 31.0 && advice.readings[4].n == 31.0);
    assert!(has(&advice, Code::MiddleDoubles));
    assert!(read(Middle::Neutral).readings.is_empty());
}

#[test]
fn relations_that_bend_and_tests_without_direction() {
    let bent = advise(
        &meant(fixture("nonmonotone_5x5"), Level::Nominal, Level::Nominal),
        &Question::default(),
    );
    assert!(has(&bent, Code::AssociationIsNotDirection) && bent.direction.is_none());
    let mut cells = [0_u64; 25];
    for k in [0, 4, 10, 14, 22] {
        cells[k] = 6;
    }
    let arch = Table::from_counts(5, 5, &cells).unwrap();
    let advice = advise(&ordered(arch), &Question::default());
    assert!(has(&advice, Code::NotAStraightTrend));
}

#[test]
fn every_table_gets_advice_without_nan() {
    for (name, table, _) in tables() {
        if table.n() > 5_000.0 {
            continue;
        }
        for (row, column) in [
            (Level::Ordinal, Level::Ordinal),
            (Level::Nominal, Level::Nominal),
        ] {
            let mut asked = Question::default();
            asked.effort.work = 50_000;
            asked.effort.samples = 200;
            let advice = advise(&meant(table.clone(), row, column), &asked);
            let text = serde_json::to_string(&advice).unwrap();
            assert!(
                !advice.english.contains("NaN") && !text.contains("NaN"),
                "{name}: {text}"
            );
            assert!(
                !advice.english.is_empty()
                    && advice.danish.contains(if advice.outcome.is_some() {
                        "p "
                    } else {
                        "kan ikke"
                    })
            );
            assert!(
                advice
                    .messages
                    .windows(2)
                    .all(|w| w[0].severity >= w[1].severity)
            );
        }
    }
}
