//! Moderation as one question: which instrument is taken, and that it holds its level and has
//! power.

use virk::stats::moderation::{CategoricalAnswers, ModerationMeasure, moderation};
use virk::stats::rng::Rng;
use virk::stats::{Table, distributions, mantel};

fn normal(rng: &mut Rng) -> f64 {
    distributions::normal_quantile(rng.unit().max(1e-300))
}

/// A five-point item with 10, 20, 40, 20 and 10 % in its categories.
fn five(z: f64) -> usize {
    [-1.2816, -0.5244, 0.5244, 1.2816]
        .iter()
        .filter(|cut| z > **cut)
        .count()
}

fn answers(places: &[usize], categories: usize, ordered: bool) -> CategoricalAnswers {
    let scores = (1..=categories).map(|x| x as f64).collect();
    CategoricalAnswers {
        places: places.iter().copied().map(Some).collect(),
        scores,
        ordered,
    }
}

/// One study: cause, moderator, outcome. The latent outcome is 0.3 cause + 0.2 moderator +
/// `interaction` × both + noise.
fn study(rng: &mut Rng, n: usize, interaction: f64) -> [Vec<usize>; 3] {
    let mut made = [Vec::new(), Vec::new(), Vec::new()];
    let spread = (1.13 + interaction * interaction).sqrt();
    for _ in 0..n {
        let (x, z, e) = (normal(rng), normal(rng), normal(rng));
        let y = (0.3 * x + 0.2 * z + interaction * x * z + e) / spread;
        made.iter_mut()
            .zip([x, z, y])
            .for_each(|(column, value)| column.push(five(value)));
    }
    made
}

/// The share of studies in which p ≤ .05: by the scores' interaction, and by halving all three
/// scales.
fn found(n: usize, interaction: f64, studies: u32) -> (f64, f64) {
    let mut rng = Rng::new(20_260_720 + n as u64);
    let (mut scores, mut halves) = (0, 0);
    for _ in 0..studies {
        let [cause, by, outcome] = study(&mut rng, n, interaction);
        let ours = moderation(
            &answers(&cause, 5, true),
            &answers(&outcome, 5, true),
            &answers(&by, 5, true),
        );
        scores += u32::from(ours.is_ok_and(|found| found.test.p <= 0.05));
        let mut cells = [[0.0; 4]; 2];
        for i in 0..n {
            let upper = |place: usize| usize::from(place > 2);
            cells[upper(by[i])][upper(cause[i]) * 2 + upper(outcome[i])] += 1.0;
        }
        let tables = cells.map(|cells| Table::new(2, 2, cells.to_vec()).unwrap());
        halves += u32::from(
            mantel::stratified(&tables).is_ok_and(|found| found.tarone.is_ok_and(|t| t.p <= 0.05)),
        );
    }
    (
        f64::from(scores) / f64::from(studies),
        f64::from(halves) / f64::from(studies),
    )
}

#[test]
fn an_interaction_of_scores_holds_its_level_and_beats_halving() {
    for n in [31, 100, 300] {
        let (level, _) = found(n, 0.0, 1_000);
        assert!((0.03..=0.07).contains(&level), "level {level} at N = {n}");
        let (power, halves) = found(n, 0.33, 400);
        println!("N = {n}: level {level:.3}, power {power:.3}, of halves {halves:.3}");
        assert!(
            power > halves + 0.1,
            "power {power}, of halves {halves} at N = {n}"
        );
        assert!(n != 100 || power >= 0.65, "power {power} at N = 100");
    }
}

/// Answers that crowd at the upper end, where main effects look like an interaction on plain
/// scores.
#[test]
fn crowded_scales_make_no_interaction_of_main_effects() {
    let skewed = |z: f64| {
        [-2.05, -1.48, -0.84, 0.25]
            .iter()
            .filter(|cut| z > **cut)
            .count()
    };
    let crowded = |z: f64| {
        [-2.05, -1.75, -1.2, -0.5]
            .iter()
            .filter(|cut| z > **cut)
            .count()
    };
    let level = |n: usize, outcome: &dyn Fn(f64) -> usize| {
        let (mut rng, mut hits, mut tested) = (Rng::new(5), 0.0, 0.0);
        for _ in 0..600 {
            let mut made = [Vec::new(), Vec::new(), Vec::new()];
            for _ in 0..n {
                let (x, z, e) = (normal(&mut rng), normal(&mut rng), normal(&mut rng));
                let y = (0.5 * x + 0.3 * z + e) / 1.34_f64.sqrt();
                made[0].push(skewed(x));
                made[1].push(skewed(z));
                made[2].push(outcome(y));
            }
            let [cause, by, outcome] = made.map(|column| answers(&column, 5, true));
            if let Ok(found) = moderation(&cause, &outcome, &by) {
                tested += 1.0;
                hits += f64::from(u8::from(found.test.p <= 0.05));
            }
        }
        hits / tested
    };
    for n in [31, 100, 300] {
        let (one, other) = (level(n, &skewed), level(n, &crowded));
        println!("N = {n}: skewed {one:.3}, crowded {other:.3}");
        let most = if n < 60 { 0.12 } else { 0.09 };
        assert!(one <= 0.09 && other <= most, "N = {n}: {one} {other}");
    }
}

#[test]
fn correlations_in_groups_hold_their_level() {
    let mut rng = Rng::new(7);
    for (n, groups) in [(60, 2), (120, 4), (300, 4)] {
        let mut hits = 0;
        for _ in 0..1_000 {
            let [cause, by, outcome] = study(&mut rng, n, 0.0);
            let by: Vec<usize> = by.iter().enumerate().map(|(i, _)| i % groups).collect();
            let ours = moderation(
                &answers(&cause, 5, true),
                &answers(&outcome, 5, true),
                &answers(&by, groups, false),
            );
            hits += u32::from(ours.is_ok_and(|found| found.test.p <= 0.05));
        }
        let level = f64::from(hits) / 1_000.0;
        assert!(
            (0.03..=0.07).contains(&level),
            "level {level} at N = {n} in {groups} groups"
        );
    }
}

/// Four kinds of people, of whom the first and third show a strong relation and the second and
/// fourth a weak one: halved by their numbers they are alike.
fn four_kinds() -> [Vec<usize>; 3] {
    let mut rng = Rng::new(11);
    let mut made = [Vec::new(), Vec::new(), Vec::new()];
    for i in 0..140 {
        let (kind, x) = (i % 4, normal(&mut rng));
        let rho: f64 = [0.88, 0.35, 0.88, 0.35][kind];
        let y = rho * x + (1.0 - rho * rho).sqrt() * normal(&mut rng);
        made.iter_mut()
            .zip([five(x), kind, five(y)])
            .for_each(|(column, value)| column.push(value));
    }
    made
}

#[test]
fn a_moderator_without_order_is_taken_by_its_categories_whatever_their_numbers() {
    let [cause, by, outcome] = four_kinds();
    let p = |names: [usize; 4]| {
        let renamed: Vec<usize> = by.iter().map(|kind| names[*kind]).collect();
        let found = moderation(
            &answers(&cause, 5, true),
            &answers(&outcome, 5, true),
            &answers(&renamed, 4, false),
        )
        .unwrap();
        assert_eq!(found.test.df, Some(3));
        assert_eq!(found.groups.len(), 4);
        found.test.p
    };
    let one = p([0, 1, 2, 3]);
    assert!(one < 1e-4, "{one}");
    assert!((p([3, 1, 0, 2]) / one - 1.0).abs() < 1e-9);
}

#[test]
fn each_kind_of_question_has_its_instrument() {
    let mut rng = Rng::new(3);
    let [cause, by, outcome] = study(&mut rng, 200, 0.3);
    let two = |places: &[usize]| {
        places
            .iter()
            .map(|place| usize::from(*place > 2))
            .collect::<Vec<usize>>()
    };
    let three = |places: &[usize]| places.iter().map(|place| place % 3).collect::<Vec<usize>>();
    let (yes, no) = (two(&cause), two(&outcome));
    let test = |a: &CategoricalAnswers, b: &CategoricalAnswers, c: &CategoricalAnswers| {
        moderation(a, b, c).unwrap()
    };
    let (scale, kinds) = (answers(&by, 5, true), answers(&three(&by), 3, false));
    // Yes/no questions: odds ratios in groups, and along a scale.
    let found = test(
        &answers(&yes, 2, false),
        &answers(&no, 2, false),
        &answers(&two(&by), 2, false),
    );
    assert!(
        found.test.method.contains("Tarone") && found.crude.is_some() && found.adjusted.is_some()
    );
    assert_eq!(found.size.unwrap().0, ModerationMeasure::RatioOfOddsRatios);
    let found = test(&answers(&yes, 2, false), &answers(&no, 2, false), &scale);
    assert!(found.test.method.contains("logistic"));
    assert_eq!(
        found.size.unwrap().0,
        ModerationMeasure::OddsRatioPerDeviation
    );
    // Scales: an interaction along a scale, correlations in groups.
    let found = test(
        &answers(&cause, 5, true),
        &answers(&outcome, 5, true),
        &scale,
    );
    assert_eq!(
        (found.test.df, found.test.residual_df, found.size.unwrap().0),
        (Some(1), Some(196), ModerationMeasure::SlopePerDeviation)
    );
    let found = test(
        &answers(&cause, 5, true),
        &answers(&outcome, 5, true),
        &kinds,
    );
    assert!(found.test.method.contains("Spearman") && found.size.is_none());
    // Groups on a scale, and nothing with an order at all.
    let found = test(
        &answers(&three(&cause), 3, false),
        &answers(&outcome, 5, true),
        &kinds,
    );
    assert_eq!(
        (found.test.df, found.test.residual_df),
        (Some(4), Some(191))
    );
    let found = test(
        &answers(&outcome, 5, true),
        &answers(&three(&cause), 3, false),
        &kinds,
    );
    assert_eq!(
        (found.test.df, found.test.residual_df),
        (Some(4), Some(191))
    );
    let found = test(
        &answers(&three(&cause), 3, false),
        &answers(&three(&outcome), 3, false),
        &kinds,
    );
    assert!(found.test.method.contains("one association"));
}
