//! Regression against R: glm, lm, ordinal::clm, brglm2, and what must be refused.

use super::support::*;
use serde_json::Value;
use virk::stats::regression::{
    Predictors, RegressionFit, RegressionKind, least_squares, logistic, proportional_odds,
};
use virk::stats::{StatsError, Warning};

/// One scale for estimates: what is relative for large numbers is absolute for small ones.
#[track_caller]
fn close(what: &str, ours: f64, theirs: f64, tolerance: f64) {
    assert!(
        (ours - theirs).abs() <= tolerance * theirs.abs().max(1.0),
        "{what}: {ours:.12e} is not {theirs:.12e}"
    );
}

fn all(what: &str, ours: impl IntoIterator<Item = f64>, theirs: &Value, tolerance: f64) {
    let (ours, theirs): (Vec<f64>, Vec<f64>) = (ours.into_iter().collect(), floats(theirs));
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (at, (a, b)) in ours.into_iter().zip(theirs).enumerate() {
        close(&format!("{what} {at}"), a, b, tolerance);
    }
}

/// a, m, c, two groups, a × m, as the script has them.
fn predictors(set: &Value) -> Predictors {
    let column = |key: &str, less: f64| {
        floats(&set[key])
            .into_iter()
            .map(|x| x - less)
            .collect::<Vec<f64>>()
    };
    let group = |of: f64| {
        floats(&set["group"])
            .into_iter()
            .map(|x| f64::from(u8::from(x == of)))
            .collect::<Vec<f64>>()
    };
    let a = column("a", 3.0);
    let mut made = Predictors::new(a.len());
    for term in [
        vec![a],
        vec![column("m", 3.0)],
        vec![column("c", 0.0)],
        vec![group(1.0), group(2.0)],
    ] {
        made.term(term).unwrap();
    }
    made.interaction(0, 1).unwrap();
    made
}

fn coefficients(fit: &RegressionFit) -> Vec<f64> {
    fit.constants
        .iter()
        .map(|c| c.0)
        .chain(fit.slopes.iter().map(|s| s.value))
        .collect()
}

fn errors(fit: &RegressionFit) -> Vec<f64> {
    fit.constants
        .iter()
        .map(|c| c.1)
        .chain(fit.slopes.iter().map(|s| s.error))
        .collect()
}

#[test]
fn likelihoods_agree_with_r() {
    let all_sets = read("regression.json");
    for (name, set) in all_sets["data"].as_object().unwrap() {
        let x = predictors(set);
        let yes: Vec<bool> = floats(&set["yes"]).into_iter().map(|y| y > 0.5).collect();
        let answers: Vec<usize> = floats(&set["y"]).into_iter().map(|y| y as usize).collect();
        for (kind, fit) in [
            ("logistic", logistic(&yes, &x)),
            ("ordered", proportional_odds(&answers, &x)),
        ] {
            let (what, theirs) = (format!("{name} {kind}"), &set[kind]);
            let fit = match fit {
                // Sixty people are too few for six coefficients of a rare yes: refused, and said
                // so.
                Err(StatsError::FewPerCoefficient { .. }) if name == "small" => continue,
                fit => fit.unwrap(),
            };
            all(
                &format!("{what} coefficient"),
                coefficients(&fit),
                &theirs["coef"],
                1e-8,
            );
            all(&format!("{what} error"), errors(&fit), &theirs["se"], 1e-8);
            close(
                &what,
                fit.log_likelihood,
                theirs["ll"].as_f64().unwrap(),
                1e-10,
            );
            all(
                &format!("{what} ratio"),
                fit.terms.iter().map(|t| t.statistic),
                &theirs["lr"],
                1e-8,
            );
            close(
                &what,
                fit.all.statistic,
                theirs["all"].as_f64().unwrap(),
                1e-8,
            );
            let interval = &fit.slopes[5].interval;
            assert_eq!(interval.method, "profile likelihood");
            all(
                &format!("{what} profile"),
                [interval.low, interval.high],
                &theirs["profile"],
                1e-8,
            );
            if let Some(proportional) = fit.proportional {
                match theirs["proportional"].as_f64() {
                    Some(theirs) => close(
                        &format!("{what} proportional"),
                        proportional.unwrap().statistic,
                        theirs,
                        1e-7,
                    ),
                    None => assert!(proportional.is_err(), "{what}"),
                }
            }
        }
        let mut alone = Predictors::new(answers.len());
        alone.term(vec![floats(&set["a"])]).unwrap();
        let one = proportional_odds(&answers, &alone)
            .unwrap()
            .proportional
            .unwrap()
            .unwrap();
        close(
            name,
            one.statistic,
            set["ordered"]["one_lrt"].as_f64().unwrap(),
            1e-7,
        );
        assert_eq!(
            one.df.unwrap(),
            set["ordered"]["one_df"].as_u64().unwrap() as u32
        );
        let outcome = floats(&set["y"]);
        let (fit, theirs) = (least_squares(&outcome, &x).unwrap(), &set["linear"]);
        all(name, coefficients(&fit), &theirs["coef"], 1e-9);
        all(name, errors(&fit), &theirs["se"], 1e-9);
        all(
            name,
            fit.slopes.iter().map(|s| s.wald.p),
            &Value::from(floats(&theirs["t_p"])[1..].to_vec()),
            1e-9,
        );
        all(
            name,
            fit.terms.iter().map(|t| t.statistic),
            &theirs["f"],
            1e-9,
        );
        for (ours, theirs) in fit.terms.iter().zip(floats(&theirs["f_p"])) {
            near(name, ours.p, theirs, 1e-8);
        }
        near(name, fit.all.p, theirs["all_p"].as_f64().unwrap(), 1e-8);
        all(
            name,
            [fit.slopes[5].interval.low, fit.slopes[5].interval.high],
            &theirs["ci"],
            1e-9,
        );
        close(
            name,
            fit.log_likelihood,
            theirs["ll"].as_f64().unwrap(),
            1e-10,
        );
    }
}

#[test]
fn separated_answers_are_seen_and_firth_agrees_with_r() {
    let sets = read("regression.json");
    for (name, set) in sets["separated"].as_object().unwrap() {
        let yes: Vec<bool> = floats(&set["y"]).into_iter().map(|y| y > 0.5).collect();
        let mut x = Predictors::new(yes.len());
        x.term(vec![floats(&set["x1"])]).unwrap();
        x.term(vec![floats(&set["x2"])]).unwrap();
        let (fit, theirs) = (logistic(&yes, &x).unwrap(), &set["firth"]);
        assert_eq!(fit.model, RegressionKind::Firth, "{name}");
        assert!(fit.warnings.contains(&Warning::Separated));
        all(name, coefficients(&fit), &theirs["coef"], 1e-8);
        all(name, errors(&fit), &theirs["se"], 1e-8);
        close(
            name,
            fit.log_likelihood,
            theirs["top"].as_f64().unwrap(),
            1e-9,
        );
        all(
            name,
            fit.terms.iter().map(|t| t.statistic),
            &theirs["lr"],
            1e-7,
        );
        if theirs["profile"].as_array().is_some_and(|p| p.len() == 2) {
            all(
                name,
                [fit.slopes[1].interval.low, fit.slopes[1].interval.high],
                &theirs["profile"],
                1e-6,
            );
        }
    }
}

#[test]
fn one_answer_makes_the_difference_between_separated_and_not() {
    let x: Vec<f64> = (0..40).map(|i| f64::from(i / 8)).collect();
    let mut made = Predictors::new(40);
    made.term(vec![x.clone()]).unwrap();
    let mut yes: Vec<bool> = x.iter().map(|x| *x > 2.5).collect();
    assert_eq!(logistic(&yes, &made).unwrap().model, RegressionKind::Firth);
    // A tie at the border is still separated; an answer on the other side of it is not.
    yes[23] = true;
    assert_eq!(
        logistic(&yes, &made).unwrap().model,
        RegressionKind::Firth,
        "quasi-complete"
    );
    yes[3] = true;
    assert_eq!(
        logistic(&yes, &made).unwrap().model,
        RegressionKind::Logistic
    );
    let answers: Vec<usize> = x
        .iter()
        .map(|x| usize::from(*x > 0.5) + usize::from(*x > 2.5))
        .collect();
    assert_eq!(
        proportional_odds(&answers, &made).unwrap_err(),
        StatsError::Separated
    );
}

#[test]
fn what_the_sample_cannot_bear_is_refused() {
    let n = 30;
    let a: Vec<f64> = (0..n).map(|i| f64::from(i % 5)).collect();
    let b: Vec<f64> = (0..n).map(|i| f64::from(i * 7 % 11)).collect();
    let yes: Vec<bool> = (0..n).map(|i| i * 13 % 7 < 2).collect();
    let cases = yes.iter().filter(|y| **y).count() as f64;
    let mut made = Predictors::new(n as usize);
    made.term(vec![a.clone()]).unwrap();
    made.term(vec![b.clone()]).unwrap();
    made.interaction(0, 1).unwrap();
    assert_eq!(
        logistic(&yes, &made).unwrap_err(),
        StatsError::FewPerCoefficient {
            cases,
            coefficients: 3
        }
    );
    let twice = |other: Vec<f64>| {
        let mut made = Predictors::new(n as usize);
        made.term(vec![a.clone()]).unwrap();
        made.term(vec![other]).unwrap();
        made
    };
    let outcome: Vec<f64> = b.iter().zip(&a).map(|(b, a)| b + 0.3 * a * a).collect();
    let copied = twice(a.iter().map(|x| 2.0 * x - 700.0).collect());
    assert_eq!(
        least_squares(&outcome, &copied).unwrap_err(),
        StatsError::Collinear { term: 1 }
    );
    assert_eq!(
        least_squares(&outcome, &twice(vec![4.0; n as usize])).unwrap_err(),
        StatsError::Collinear { term: 1 }
    );
    let mut nearly: Vec<f64> = a.iter().map(|x| 2.0 * x - 700.0).collect();
    nearly[3] += 0.5;
    assert!(least_squares(&outcome, &twice(nearly)).is_ok());
    let half: Vec<bool> = (0..n).map(|i| i % 2 == 0).collect();
    assert_eq!(
        logistic(&half, &copied).unwrap_err(),
        StatsError::Collinear { term: 1 }
    );
    assert_eq!(
        logistic(&vec![true; n as usize], &twice(b)).unwrap_err(),
        StatsError::NoVariance
    );
}

#[test]
fn separation_is_what_linear_programming_says() {
    let (mut seen, mut apart) = (0, 0);
    for set in read("separation.json")["sets"].as_array().unwrap() {
        let column = |key: &str| floats(&set[key]);
        let mut x = Predictors::new(column("y").len());
        x.term(vec![column("x1")]).unwrap();
        x.term(vec![column("x2")]).unwrap();
        let yes: Vec<bool> = column("y").into_iter().map(|y| y > 0.5).collect();
        let fit = logistic(&yes, &x).unwrap_or_else(|why| panic!("{seen}: {why}"));
        assert_eq!(
            fit.model == RegressionKind::Firth,
            set["binary"].as_bool().unwrap(),
            "{seen}"
        );
        let ordered: Vec<usize> = column("z").into_iter().map(|z| z as usize).collect();
        match proportional_odds(&ordered, &x) {
            Ok(_) => assert!(!set["ordered"].as_bool().unwrap(), "{seen}"),
            Err(why) => {
                assert_eq!(why, StatsError::Separated, "{seen}");
                assert!(set["ordered"].as_bool().unwrap(), "{seen}");
                apart += 1;
            }
        }
        seen += 1;
    }
    assert!(seen == 240 && apart > 40, "{apart}");
}
