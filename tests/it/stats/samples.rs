//! Groups, pairs, strata, agreement, reliability, families, proportions and power against R.

use super::support::*;
use serde_json::Value;
use virk::stats::agreement::{KappaWeights, kappa};
use virk::stats::agreement::{Metric, krippendorff};
use virk::stats::{
    StatsError, Table, Warning, distributions, estimate, groups, mantel, odds, paired, planning,
    reliability,
};

fn close(what: &str, ours: f64, theirs: &Value, tolerance: f64) {
    let theirs = theirs
        .as_f64()
        .unwrap_or_else(|| panic!("{what}: no reference"));
    assert!(
        (ours - theirs).abs() <= tolerance * theirs.abs().max(1e-6) || ours == theirs,
        "{what}: {ours:e} {theirs:e}"
    );
}

#[test]
fn groups_agree_with_r() {
    for (name, table, r) in tables() {
        if !r["kruskal"].is_null() {
            let test = groups::kruskal_wallis(&table).unwrap();
            close(&name, test.statistic, &r["kruskal"]["statistic"], 1e-9);
            close(&name, test.p, &r["kruskal"]["p"], 1e-9);
        }
        if !r["mann_whitney"].is_null() {
            let test = groups::mann_whitney(&table).unwrap();
            close(&name, test.u, &r["mann_whitney"]["u"], 1e-12);
            close(&name, test.test.p, &r["mann_whitney"]["p"], 1e-9);
            close(
                &name,
                test.corrected.p,
                &r["mann_whitney"]["p_corrected"],
                1e-9,
            );
        }
    }
}

#[test]
fn paired_tables_agree_with_r() {
    for (name, table, r) in tables() {
        if !r["mcnemar"].is_null() {
            let test = paired::mcnemar(&table).unwrap();
            close(
                &name,
                test.asymptotic.statistic,
                &r["mcnemar"]["statistic"],
                1e-9,
            );
            close(&name, test.asymptotic.p, &r["mcnemar"]["p"], 1e-9);
            if !r["mcnemar_corrected"].is_null() {
                close(
                    &name,
                    test.corrected.unwrap().p,
                    &r["mcnemar_corrected"],
                    1e-9,
                );
                close(&name, test.exact_p.unwrap(), &r["mcnemar_exact"], 1e-9);
            }
        }
        for (key, weights) in [
            ("kappa", KappaWeights::Unweighted),
            ("kappa_linear", KappaWeights::Linear),
            ("kappa_quadratic", KappaWeights::Quadratic),
        ] {
            if let Some(theirs) = r[key]["value"].as_f64() {
                let ours = kappa(&table, weights).unwrap();
                assert!(
                    (ours.value - theirs).abs() < 1e-10,
                    "{name} {key} {} {theirs}",
                    ours.value
                );
                if let Some(ase) = r[key]["ase"].as_f64() {
                    assert!(
                        (ours.ase.unwrap() - ase).abs() < 1e-7_f64.max(1e-9 * ase),
                        "{name} {key} {:?} {ase}",
                        ours.ase
                    );
                }
            }
        }
    }
    let paradox = Table::from_counts(2, 2, &[94, 3, 3, 0]).unwrap();
    let ours = kappa(&paradox, KappaWeights::Unweighted).unwrap();
    assert!(
        ours.value < 0.0
            && matches!(ours.warnings[0], Warning::Prevalence { agreement } if (agreement - 0.94).abs() < 1e-12)
    );
    let same = Table::from_counts(2, 2, &[9, 0, 0, 0]).unwrap();
    assert_eq!(
        kappa(&same, KappaWeights::Unweighted),
        Err(StatsError::OneValue)
    );
    assert_eq!(
        paired::mcnemar(&same).unwrap_err(),
        StatsError::NoDifference
    );
}

#[test]
fn strata_agree_with_r() {
    for s in read("strata.json").as_array().unwrap() {
        let name = s["name"].as_str().unwrap();
        let tables: Vec<Table> = s["tables"]
            .as_array()
            .unwrap()
            .iter()
            .map(|t| Table::new(2, 2, floats(t)).unwrap())
            .collect();
        let ours = mantel::stratified(&tables).unwrap();
        close(name, ours.test.statistic, &s["statistic"], 1e-9);
        close(name, ours.test.p, &s["p"], 1e-9);
        close(name, ours.corrected.p, &s["p_corrected"], 1e-9);
        let ratio = ours.odds_ratio.unwrap();
        close(name, ratio.value, &s["odds_ratio"], 1e-9);
        close(name, ratio.interval.clone().unwrap().low, &s["low"], 1e-9);
        close(name, ratio.interval.unwrap().high, &s["high"], 1e-9);
        if s["breslow_day"]["statistic"].is_number() {
            close(
                name,
                ours.breslow_day.unwrap().statistic,
                &s["breslow_day"]["statistic"],
                1e-8,
            );
            close(
                name,
                ours.tarone.unwrap().statistic,
                &s["breslow_day"]["tarone"],
                1e-8,
            );
        }
    }
    assert_eq!(mantel::stratified(&[]).unwrap_err(), StatsError::Empty);
    let flat = Table::from_counts(2, 2, &[3, 4, 0, 0]).unwrap();
    assert_eq!(
        mantel::stratified(&[flat]).unwrap_err(),
        StatsError::NoVariance
    );
}

#[test]
fn families_agree_with_r() {
    for f in read("family.json").as_array().unwrap() {
        let list = |key: &str| -> Vec<Option<f64>> {
            f[key]
                .as_array()
                .unwrap()
                .iter()
                .map(Value::as_f64)
                .collect()
        };
        let p = list("p");
        for (ours, key) in [
            (estimate::holm(&p), "holm"),
            (estimate::benjamini_hochberg(&p), "bh"),
        ] {
            for (a, b) in ours.iter().zip(list(key)) {
                match (a, b) {
                    (Some(a), Some(b)) => assert!((a - b).abs() <= 1e-12 * b, "{key} {a} {b}"),
                    (a, b) => assert_eq!(*a, b),
                }
            }
        }
    }
    assert!((estimate::chance_of_any(60, 0.05) - 0.954).abs() < 1e-3);
}

#[test]
fn reliability_agrees_with_r() {
    let s = read("samples.json");
    let rows: Vec<Vec<Option<f64>>> = s["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| floats(r).into_iter().map(Some).collect())
        .collect();
    let ours = reliability::cronbach(&rows).unwrap();
    close("alpha", ours.alpha.value, &s["alpha"]["raw"], 1e-10);
    close(
        "standardised",
        ours.standardised.unwrap(),
        &s["alpha"]["std"],
        1e-9,
    );
    let feldt = floats(&s["alpha"]["feldt"]);
    let interval = ours.alpha.interval.unwrap();
    assert!(
        (interval.low - feldt[0]).abs() < 1e-9 && (interval.high - feldt[1]).abs() < 1e-9,
        "{interval:?} {feldt:?}"
    );
    for (a, b) in ours.without.iter().zip(floats(&s["alpha"]["without"])) {
        assert!((a.unwrap() - b).abs() < 1e-9);
    }
    for (a, b) in ours.item_rest.iter().zip(floats(&s["alpha"]["drop"])) {
        assert!((a.unwrap() - b).abs() < 1e-9);
    }
    let flat: Vec<Vec<Option<f64>>> = (0..5)
        .map(|i| vec![Some(f64::from(i)), Some(f64::from(i % 3)), Some(2.0)])
        .collect();
    assert_eq!(
        reliability::cronbach(&flat).unwrap().alpha.warnings,
        [Warning::LeftOut { count: 1 }]
    );
}

#[test]
fn cochran_proportions_power_and_quantiles_agree_with_r() {
    let s = read("samples.json");
    let rows: Vec<Vec<bool>> = s["cochran"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| floats(r).into_iter().map(|x| x == 1.0).collect())
        .collect();
    let q = paired::cochran_q(&rows).unwrap();
    close("Q", q.statistic, &s["cochran"]["statistic"], 1e-12);
    close("Q p", q.p, &s["cochran"]["p"], 1e-9);
    for share in s["proportions"].as_array().unwrap() {
        let (k, n) = (
            share["k"].as_f64().unwrap() as u64,
            share["n"].as_f64().unwrap() as u64,
        );
        for (ours, key) in [
            (odds::clopper_pearson(k, n, 0.95), "cp"),
            (odds::wilson(k, n, 0.95), "wilson"),
        ] {
            let interval = ours.unwrap().interval.unwrap();
            let theirs = floats(&share[key]);
            assert!(
                (interval.low - theirs[0]).abs() < 1e-10
                    && (interval.high - theirs[1]).abs() < 1e-10,
                "{k}/{n} {key}"
            );
        }
    }
    for case in s["power"].as_array().unwrap() {
        let f = |key: &str| case[key].as_f64().unwrap();
        let ours = planning::chi_square_power(f("w"), f("n"), f("df") as u32, 0.05).unwrap();
        assert!((ours - f("power")).abs() < 1e-9, "{case} {ours}");
    }
    // The guide's table of smallest detectable w at N = 31 (SciPy's ncx2 with brentq).
    for (df, w) in [(1, 0.503), (2, 0.557), (4, 0.620), (9, 0.711), (16, 0.788)] {
        assert!(
            (planning::detectable_w(0.8, 31.0, df, 0.05).unwrap() - w).abs() < 6e-4,
            "{df}"
        );
    }
    for (p, z) in floats(&s["quantiles"]["p"])
        .iter()
        .zip(floats(&s["quantiles"]["z"]))
    {
        assert!(
            (distributions::normal_quantile(*p) - z).abs() <= 1e-12 * z.abs().max(1.0),
            "{p} {} {z}",
            distributions::normal_quantile(*p)
        );
    }
}

#[test]
fn krippendorff_repeats_the_published_example() {
    // Krippendorff 2011, "Computing Krippendorff's alpha-reliability", example C: 4 observers, 12
    // units, gaps.
    let n = None;
    let s = Some;
    let a = [
        s(1),
        s(2),
        s(3),
        s(3),
        s(2),
        s(1),
        s(4),
        s(1),
        s(2),
        n,
        n,
        n,
    ];
    let b = [
        s(1),
        s(2),
        s(3),
        s(3),
        s(2),
        s(2),
        s(4),
        s(1),
        s(2),
        s(5),
        n,
        s(3),
    ];
    let c = [
        n,
        s(3),
        s(3),
        s(3),
        s(2),
        s(3),
        s(4),
        s(2),
        s(2),
        s(5),
        s(1),
        n,
    ];
    let d = [
        s(1),
        s(2),
        s(3),
        s(3),
        s(2),
        s(4),
        s(4),
        s(1),
        s(2),
        s(5),
        s(1),
        n,
    ];
    let units: Vec<Vec<Option<f64>>> = (0..12)
        .map(|i| [a[i], b[i], c[i], d[i]].map(|x| x.map(f64::from)).to_vec())
        .collect();
    for (metric, alpha) in [
        (Metric::Nominal, 0.743),
        (Metric::Ordinal, 0.815),
        (Metric::Interval, 0.849),
        (Metric::Ratio, 0.797),
    ] {
        let ours = krippendorff(&units, metric, 1).unwrap();
        assert!(
            (ours.value - alpha).abs() < 6e-4,
            "{metric:?} {}",
            ours.value
        );
        assert!(ours.interval.unwrap().contains(ours.value));
    }
    assert_eq!(
        krippendorff(&vec![vec![Some(1.0), Some(1.0)]; 4], Metric::Nominal, 1).unwrap_err(),
        StatsError::OneValue
    );
}
