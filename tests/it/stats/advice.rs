//! Which test is advised, which words are used, and which reservations are made.

use super::support::*;
use virk::stats::Table;
use virk::stats::advice::{
    AdviceCode, AdviceRequest, AssociationStatus, Expectation, Family, Method, MiddleMeaning,
    MiddleReading, SideLevel, TableSide, advise,
};

fn meant(table: Table, row: SideLevel, column: SideLevel) -> Table {
    table
        .with_sides(
            TableSide::new("reflection", row),
            TableSide::new("confidence", column),
        )
        .unwrap()
}

fn ordered(table: Table) -> Table {
    meant(table, SideLevel::Ordinal, SideLevel::Ordinal)
}

fn fixture(name: &str) -> Table {
    tables().into_iter().find(|t| t.0 == name).unwrap().1
}

fn has(advice: &virk::stats::advice::Advice, code: AdviceCode) -> bool {
    advice.messages.iter().any(|m| m.code == code)
}

#[test]
fn the_test_follows_the_levels() {
    use SideLevel::{Nominal, Ordinal};
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
        let advice = advise(
            &meant(fixture(name), row, column),
            &AdviceRequest::default(),
        );
        assert_eq!(advice.outcome.unwrap().method, method, "{name}");
    }
    let tiny = Table::from_counts(2, 2, &[9, 0, 9, 1]).unwrap();
    assert_eq!(
        advise(&meant(tiny, Nominal, Nominal), &AdviceRequest::default())
            .outcome
            .unwrap()
            .method,
        Method::Fisher
    );
}

#[test]
fn the_fixed_words() {
    let rising = AdviceRequest {
        expected: Expectation::Rising,
        ..AdviceRequest::default()
    };
    let falling = AdviceRequest {
        expected: Expectation::Falling,
        ..AdviceRequest::default()
    };
    let strong = ordered(fixture("monotone_5x5"));
    assert_eq!(advise(&strong, &rising).status, AssociationStatus::Shown);
    let contrary = advise(&strong, &falling);
    assert_eq!(contrary.status, AssociationStatus::Contrary);
    assert!(has(&contrary, AdviceCode::OtherDirection));
    let weak = advise(&ordered(fixture("likert31_01")), &rising);
    assert_eq!(weak.status, AssociationStatus::NotShown);
    assert!(
        has(&weak, AdviceCode::AbsenceIsNotEvidence)
            && has(&weak, AdviceCode::Sparse)
            && has(&weak, AdviceCode::InflatedV)
    );
    assert!(!weak.english.contains("no relation ") && weak.danish.contains("ikke påvist"));
    let one = advise(&Table::from_counts(1, 3, &[4, 5, 6]).unwrap(), &rising);
    assert_eq!(
        (one.status, one.messages[0].code),
        (AssociationStatus::NotTestable, AdviceCode::NotTestable)
    );
    let words = [
        (AssociationStatus::Shown, "association shown"),
        (AssociationStatus::Slight, "at most slight"),
        (AssociationStatus::Imprecise, "too imprecise to say"),
        (AssociationStatus::Supported, "supported"),
        (AssociationStatus::Fragile, "supported, fragile"),
        (AssociationStatus::NotShown, "not shown"),
        (AssociationStatus::Contrary, "contrary"),
        (AssociationStatus::Untested, "untested"),
        (AssociationStatus::NotTestable, "not testable"),
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
    let advice = advise(&table, &AdviceRequest::default());
    // What hangs on an answer is told beside the word and makes no word.
    assert_eq!(advice.status, AssociationStatus::Shown);
    assert!(advice.is_fragile(0.05));
    let fragility = advice.fragility.clone().unwrap();
    assert_eq!((fragility.fewest, fragility.certain), (Some(1), true));
    let mut moved = table.clone();
    for step in &fragility.moves {
        moved = moved.with_answer_moved(step.from, step.to).unwrap();
        let apart = step.from.0.abs_diff(step.to.0) + step.from.1.abs_diff(step.to.1);
        assert_eq!(apart, 1);
    }
    let after = advise(&moved, &AdviceRequest::default());
    assert_eq!(after.status, AssociationStatus::NotShown);
    assert!((after.outcome.unwrap().p - fragility.p_after).abs() < 1e-12);
    assert!(
        has(&advice, AdviceCode::Fragile)
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
    let asked = AdviceRequest {
        family: Some(family),
        ..AdviceRequest::default()
    };
    let advice = advise(&ordered(fixture("likert31_03")), &asked);
    assert!(has(&advice, AdviceCode::TestOfMany) && has(&advice, AdviceCode::NotAfterCorrection));
    let (p, holm) = (advice.outcome.unwrap().p, advice.holm.unwrap());
    assert!((holm - 4.0 * p).abs() < 1e-12);
    assert!(advice.english.contains("test 3 of 5"));
    let near = advise(&ordered(fixture("likert31_11")), &AdviceRequest::default());
    assert!(has(&near, AdviceCode::NearMiss) && near.status == AssociationStatus::NotShown);
}

#[test]
fn the_middle_is_read_five_ways() {
    let middle = |meaning| TableSide::new("q", SideLevel::Ordinal).with_middle(2, meaning);
    let read = |meaning| {
        let table = fixture("likert31_07")
            .with_sides(middle(meaning), middle(meaning))
            .unwrap();
        advise(&table, &AdviceRequest::default())
    };
    let advice = read(MiddleMeaning::AlsoDoNotKnow);
    let kinds: Vec<MiddleReading> = advice.readings.iter().map(|r| r.reading).collect();
    assert_eq!(
        kinds,
        [
            MiddleReading::AsIs,
            MiddleReading::Missing,
            MiddleReading::WithBelow,
            MiddleReading::WithAbove,
            MiddleReading::ThreePoints
        ]
    );
    assert!(advice.readings[1].n < 31.0 && advice.readings[4].n == 31.0);
    assert!(has(&advice, AdviceCode::MiddleDoubles));
    assert!(read(MiddleMeaning::Neutral).readings.is_empty());
}

#[test]
fn relations_that_bend_and_tests_without_direction() {
    let bent = advise(
        &meant(
            fixture("nonmonotone_5x5"),
            SideLevel::Nominal,
            SideLevel::Nominal,
        ),
        &AdviceRequest::default(),
    );
    assert!(has(&bent, AdviceCode::AssociationIsNotDirection) && bent.direction.is_none());
    let mut cells = [0_u64; 25];
    for k in [0, 4, 10, 14, 22] {
        cells[k] = 6;
    }
    let arch = Table::from_counts(5, 5, &cells).unwrap();
    let advice = advise(&ordered(arch), &AdviceRequest::default());
    assert!(has(&advice, AdviceCode::NotAStraightTrend));
}

#[test]
fn every_table_gets_advice_without_nan() {
    for (name, table, _) in tables() {
        if table.n() > 5_000.0 {
            continue;
        }
        for (row, column) in [
            (SideLevel::Ordinal, SideLevel::Ordinal),
            (SideLevel::Nominal, SideLevel::Nominal),
        ] {
            let mut asked = AdviceRequest::default();
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
