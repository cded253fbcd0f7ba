//! A table carries what its sides mean, and nothing that is computed from it means anything else.

use virk::stats::side::ScoreSource;
use virk::stats::{
    MiddleMeaning, SideLevel, StatsError, Table, TableSide, chisq, correlation, exact, ordinal,
};

fn table(counts: [u64; 9], row: TableSide, column: TableSide) -> Table {
    Table::from_counts(3, 3, &counts)
        .unwrap()
        .with_sides(row, column)
        .unwrap()
}

/// 1 never, 3 sometimes, 2 always, declared in that order.
fn declared() -> TableSide {
    TableSide::new("training", SideLevel::Ordinal)
        .with_labels(["Never", "Sometimes", "Always"])
        .with_codes(Some(vec![1.0, 3.0, 2.0]))
}

#[test]
fn code_numbers_are_scores_only_when_they_rise_in_the_declared_order() {
    let shown = table([14, 8, 4, 9, 10, 9, 4, 8, 14], declared(), declared());
    assert_eq!(
        (shown.row_scores(), shown.row_side().source()),
        (&[1.0, 2.0, 3.0][..], ScoreSource::Places)
    );
    // coin::lbl_test: chi-squared = 11.25, p-value = 0.0007963.
    let test = chisq::linear_by_linear(&shown).unwrap();
    assert!(
        (test.statistic - 11.25).abs() < 5e-3 && (test.p - 0.000_796_3).abs() < 5e-6,
        "{test:?}"
    );
    let uneven =
        TableSide::new("dose", SideLevel::Ordinal).with_codes(Some(vec![0.0, 100.0, 600.0]));
    let uneven = table([1; 9], uneven.clone(), uneven);
    assert_eq!(
        (uneven.row_scores(), uneven.row_side().source()),
        (&[0.0, 100.0, 600.0][..], ScoreSource::Codes)
    );
}

#[test]
fn a_falling_order_turns_trend_and_tau_together() {
    let side =
        |codes: [f64; 3]| TableSide::new("a", SideLevel::Ordinal).with_codes(Some(codes.to_vec()));
    // The same people, whose first question is declared from 3 down to 1.
    let falling = table(
        [4, 8, 14, 9, 10, 9, 14, 8, 4],
        side([3.0, 2.0, 1.0]),
        side([1.0, 2.0, 3.0]),
    );
    let (r, tau) = (
        correlation::pearson_r(&falling).unwrap().value,
        ordinal::tau_b(&falling).unwrap().value,
    );
    assert!(r < 0.0 && tau < 0.0, "{r} {tau}");
}

#[test]
fn names_have_no_direction_and_a_declared_yes_has_one() {
    let names = || TableSide::new("town", SideLevel::Nominal);
    let shown = table([14, 8, 4, 9, 10, 9, 4, 8, 14], names(), declared());
    assert_eq!(ordinal::tau_b(&shown).err(), Some(StatsError::NoOrder));
    assert_eq!(
        correlation::spearman(&shown).err(),
        Some(StatsError::NoOrder)
    );
    assert_eq!(
        chisq::linear_by_linear(&shown).err(),
        Some(StatsError::NoOrder)
    );
    assert_eq!(
        exact::test(
            &shown,
            exact::ExtremenessCriterion::Linear,
            &exact::Effort::default()
        )
        .err(),
        Some(StatsError::NoOrder)
    );
    // Two groups have a trend in either direction, and no direction of their own.
    let two = |side: TableSide| {
        Table::from_counts(2, 3, &[2, 5, 9, 8, 6, 1])
            .unwrap()
            .with_sides(side, declared())
            .unwrap()
    };
    assert!(chisq::linear_by_linear(&two(names())).is_ok());
    assert_eq!(
        ordinal::tau_b(&two(names())).err(),
        Some(StatsError::NoOrder)
    );
    let (first, last) = (two(names().with_yes(0)), two(names().with_yes(1)));
    let tau = |table: &Table| ordinal::tau_b(table).unwrap().value;
    assert!(tau(&first) > 0.0 && (tau(&first) + tau(&last)).abs() < 1e-15);
}

#[test]
fn unused_categories_take_their_meaning_along() {
    let side = TableSide::new("a", SideLevel::Nominal)
        .with_labels(["yes", "nobody", "no"])
        .with_yes(0)
        .with_middle(2, MiddleMeaning::Neutral);
    let shown = table([5, 0, 1, 0, 0, 0, 2, 0, 7], side.clone(), side);
    assert_eq!(shown.used(), (vec![0, 2], vec![0, 2]));
    let small = shown.compact();
    assert_eq!(small.row_side().labels, ["yes", "no"]);
    assert_eq!(
        (small.row_side().yes, small.row_side().middle),
        (Some(0), Some((1, MiddleMeaning::Neutral)))
    );
    assert_eq!(small.row_scores(), [1.0, 3.0]);
    let turned = small.oriented();
    assert_eq!(
        (turned.at(1, 1), turned.row_side().labels.as_slice()),
        (5.0, &["no".to_owned(), "yes".into()][..])
    );
    let merged = shown
        .regrouped(&[Some(0), Some(0), Some(1)], &[Some(0), None, Some(1)])
        .unwrap();
    assert_eq!(
        (merged.row_side().labels[0].as_str(), merged.row_side().yes),
        ("yes / nobody", None)
    );
    assert_eq!(
        (merged.row_scores(), merged.column_side().yes),
        (&[1.5, 3.0][..], Some(0))
    );
}
