//! The quick way over all pairs gives what the careful way gives, missing answers and odd lengths
//! included.

use proptest::prelude::*;
use virk::stats::bulk::PackedItems;
use virk::stats::{Table, chisq};

fn check(columns: &[(Vec<u8>, usize)], threads: usize) {
    let borrowed: Vec<(&[u8], usize)> = columns.iter().map(|(v, k)| (v.as_slice(), *k)).collect();
    let items = PackedItems::new(&borrowed).unwrap();
    let tests = items.all_pairs(threads);
    assert_eq!(tests.len(), columns.len() * (columns.len() - 1) / 2);
    for test in tests {
        let (a, b) = (&columns[test.a as usize], &columns[test.b as usize]);
        let pairs =
            a.0.iter()
                .zip(&b.0)
                .map(|(x, y)| (usize::from(*x), usize::from(*y)));
        let kept = pairs
            .filter(|(x, y)| *x < a.1 && *y < b.1)
            .map(|(x, y)| (x, y, 1.0));
        let table = Table::from_pairs(a.1, b.1, kept).unwrap();
        let counts: Vec<f64> = items
            .counts(test.a as usize, test.b as usize)
            .into_iter()
            .map(f64::from)
            .collect();
        assert_eq!(counts, table.observed());
        assert_eq!(f64::from(test.n), table.n());
        match chisq::pearson(&table) {
            Ok(slow) => {
                assert_eq!(test.df, slow.df);
                assert!(
                    (test.statistic - slow.statistic).abs() <= 1e-10 * slow.statistic.max(1e-3)
                );
                assert!((test.min_expected - slow.min_expected).abs() <= 1e-10 * slow.min_expected);
                let p = test.p.unwrap();
                assert!((p - slow.p).abs() <= 1e-9 * slow.p, "{p} {}", slow.p);
            }
            Err(_) => assert_eq!((test.df, test.p), (0, None)),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn all_pairs_are_pearson(
        rows in 0_usize..700,
        shapes in proptest::collection::vec((1_usize..=16, 0_u8..3), 2..7),
        seed in any::<u64>(),
        threads in 1_usize..5,
    ) {
        let mut rng = virk::stats::rng::Rng::new(seed);
        let columns: Vec<(Vec<u8>, usize)> = shapes
            .iter()
            .map(|&(k, gaps)| {
                let value = |_| if gaps > 0 && rng.below(9) == 0 { 255 } else { rng.below(k as u32) as u8 };
                ((0..rows).map(value).collect(), k)
            })
            .collect();
        check(&columns, threads);
    }
}

#[test]
fn many_pairs_on_several_threads() {
    let mut rng = virk::stats::rng::Rng::new(5);
    let columns: Vec<(Vec<u8>, usize)> = (0..20)
        .map(|_| ((0..5_000).map(|_| rng.below(5) as u8).collect(), 5))
        .collect();
    check(&columns, 3);
}

#[test]
fn wrong_shapes_are_refused() {
    assert!(PackedItems::new(&[(&[0, 1], 2), (&[0], 2)]).is_err());
    assert!(PackedItems::new(&[(&[0, 1], 17)]).is_err());
    assert!(PackedItems::new(&[]).unwrap().all_pairs(2).is_empty());
}
