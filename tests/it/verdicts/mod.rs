//! What verdicts make of numbers: strength and signs before counts, absence only within a declared
//! bound, and whole studies simulated (`simulated`). The studies are synthetic.

mod simulated;
use crate::support::{Desk, code, span_of, start, transcript};
use virk::evidence::{
    Evidence, LinkStatus, NumericStatus, Proposal, basis, lint, proposal::propose,
};
use virk::stats::rng::Rng;
use virk::stats::{estimate, scores};
use virk::study::{
    AnalysisPlan, BilingualText, CodeKind, Column, Command, InformantBody, Link, Polarity,
    ProgressMonitor, Study, Variable,
    command::{NewLink, NewSpeaker},
    dataset::{MeasurementLevel, Value},
    derivation::{Derivation, ScaleItem},
    document::Provenance,
    inference::Confidence,
    plan::{Adjustment, PlannedTest, SmallestEffects, TestFamily, TestUnit},
    theory::ExpectedDirection,
    theory::{Conclusion, QuoteAt},
};

const TALK: &str = "I: What happens?\n\nMentor 1: They see themselves, and then they grow.\n\nI: And you?\n\n\
                    Mentor 2: Who looks back dares more, I find.\n\nMentor 3: One looked back and gave up.";

const SAID: [&str; 3] = [
    "They see themselves, and then they grow.",
    "Who looks back dares more, I find.",
    "One looked back and gave up.",
];

/// A study with one link, what three people do to it, and the answers to the indicators of its two
/// ends.
fn study(
    a: &[Vec<u8>],
    b: &[Vec<u8>],
    quotes: &[(usize, Polarity)],
    plan: Option<AnalysisPlan>,
) -> Desk {
    let names = |end: &str, items: &[Vec<u8>]| {
        (1..=items.len())
            .map(|at| format!("{end}{at}"))
            .collect::<Vec<_>>()
    };
    let scale = |name: &String| Variable {
        name: name.clone(),
        level: MeasurementLevel::Ordinal,
        label: BilingualText::new(name),
        values: ["1", "2", "3", "4", "5"]
            .map(|code| Value {
                code: code.into(),
                label: BilingualText::default(),
            })
            .into(),
        ..Variable::default()
    };
    let (of_a, of_b) = (names("a", a), names("b", b));
    let variables = of_a.iter().chain(&of_b).map(scale).collect();
    let cells = |column: &Vec<u8>| column.iter().map(u8::to_string).collect();
    let columns = a.iter().chain(b).map(cells).collect();
    described(quotes, plan, variables, columns, &of_a, &of_b)
}

fn described(
    quotes: &[(usize, Polarity)],
    plan: Option<AnalysisPlan>,
    variables: Vec<Variable>,
    columns: Vec<Column>,
    of_a: &[String],
    of_b: &[String],
) -> Desk {
    let Command::AddDocument {
        title,
        language,
        format,
        text,
        source,
        ..
    } = transcript("talk", TALK)
    else {
        panic!()
    };
    let mentor = |name: &str| NewSpeaker {
        label: name.into(),
        informant: Some(InformantBody {
            name: name.into(),
            ..InformantBody::default()
        }),
        by_name: false,
    };
    let mut speakers = ["Mentor 1", "Mentor 2", "Mentor 3"].map(mentor).to_vec();
    speakers.push(NewSpeaker {
        label: "I".into(),
        ..NewSpeaker::default()
    });
    let codes = Command::AddCodes {
        codes: vec![
            code("trust", CodeKind::Mechanism, "Trust", None),
            code("growth", CodeKind::Output, "Growth", None),
        ],
    };
    let mut desk = Desk::given([
        start(),
        codes,
        Command::AddDocument {
            title,
            language,
            format,
            text,
            speakers,
            source,
        },
    ]);
    let [trust, growth] = ["trust", "growth"].map(|key| desk.study.find_code(key).unwrap().id);
    let links = vec![NewLink {
        from: trust,
        to: growth,
        statement: String::new(),
        basis: String::new(),
        expected: ExpectedDirection::default(),
    }];
    desk.when(Command::AddTheory {
        version: "v1".into(),
        nodes: vec![trust, growth],
        links,
    })
    .unwrap();
    let indicators = of_a
        .iter()
        .map(|name| (name.clone(), trust))
        .chain(of_b.iter().map(|name| (name.clone(), growth)));
    desk.when(Command::AddDataset {
        name: "survey".into(),
        variables,
        exclusions: Vec::new(),
        columns,
        indicators: indicators.collect(),
        source: Provenance::default(),
    })
    .unwrap();
    let link = desk.study.theory().unwrap().links[0];
    let document = desk.study.find_document("talk").unwrap().clone();
    for (who, polarity) in quotes {
        let quote = QuoteAt {
            document: document.id,
            span: span_of(&document, SAID[*who]),
        };
        desk.when(Command::Judge {
            link,
            quote,
            polarity: Some(*polarity),
        })
        .unwrap();
    }
    if plan.is_some() {
        desk.when(Command::SetPlan { plan }).unwrap();
    }
    desk
}

fn only(study: &Study) -> (&virk::study::Theory, &Link) {
    let theory = study.theory().unwrap();
    (theory, study.links_of(theory).next().unwrap())
}

fn proposed(study: &Study) -> Proposal<'_> {
    let (theory, link) = only(study);
    propose(study, theory, &[link], 1, ProgressMonitor::default())
        .unwrap()
        .remove(0)
}

fn normal(rng: &mut Rng) -> f64 {
    (-2.0 * (1.0 - rng.unit()).ln()).sqrt() * (std::f64::consts::TAU * rng.unit()).cos()
}

/// An answer on a scale of five.
fn five(z: f64) -> u8 {
    (3.0 + 1.2 * z).round().clamp(1.0, 5.0) as u8
}

/// Two ends that correlate by `rho`, `items` each, loadings .7.
fn ends(rng: &mut Rng, n: usize, rho: f64, items: usize) -> [Vec<Vec<u8>>; 2] {
    let (mut a, mut b) = (vec![Vec::new(); items], vec![Vec::new(); items]);
    for _ in 0..n {
        let first = normal(rng);
        let second = rho * first + (1.0 - rho * rho).sqrt() * normal(rng);
        for (end, factor) in [(&mut a, first), (&mut b, second)] {
            for item in end.iter_mut() {
                item.push(five(0.7 * factor + 0.51_f64.sqrt() * normal(rng)));
            }
        }
    }
    [a, b]
}

fn plan(unit: TestUnit, adjustment: Adjustment) -> Option<AnalysisPlan> {
    Some(AnalysisPlan {
        unit,
        test: PlannedTest::Fitting,
        family: TestFamily::Link,
        adjustment,
        ..AnalysisPlan::default()
    })
}

/// A strong pair beside a weak one: the p are adjusted, and do not pay twice.
#[test]
fn one_strong_test_is_shown_when_the_p_are_adjusted() {
    let mut rng = Rng::new(4);
    let a1: Vec<u8> = (0..60).map(|_| 1 + rng.below(5) as u8).collect();
    let apart: Vec<u8> = (0..60).map(|_| 1 + rng.below(5) as u8).collect();
    let b1: Vec<u8> = a1
        .iter()
        .map(|x| (*x + u8::from(rng.below(4) == 0)).min(5))
        .collect();
    // The one that falls a little where the other rises, turned round: two items of one end.
    let a2: Vec<u8> = apart.iter().map(|answer| 6 - *answer).collect();
    for adjustment in [
        Adjustment::Holm,
        Adjustment::BenjaminiHochberg,
        Adjustment::MaxT,
    ] {
        let desk = study(
            &[a1.clone(), a2.clone()],
            std::slice::from_ref(&b1),
            &[],
            plan(TestUnit::Pairs, adjustment),
        );
        let found = proposed(&desk.study);
        assert_eq!(
            (found.tally.run, found.tally.shown, found.numbers),
            (2, 1, NumericStatus::Supported),
            "{adjustment:?}"
        );
        let said = found.quantitative.join(" ");
        assert!(
            !said.contains("chance") && !said.contains("below “supported”"),
            "{said}"
        );
        assert!(said.contains("tau-b = .8") || said.contains("tau-b = .9"));
        // As it was answered it may be a reversed item, which these answers cannot tell: shown, and
        // doubtful.
        let desk = study(
            &[a1.clone(), apart.clone()],
            std::slice::from_ref(&b1),
            &[],
            plan(TestUnit::Pairs, adjustment),
        );
        let found = proposed(&desk.study);
        assert_eq!(
            (found.tally.shown, found.numbers),
            (1, NumericStatus::Fragile),
            "{adjustment:?}"
        );
        let said = found.quantitative.join(" ");
        assert!(
            said.contains(
                "a2: these answers do not rise with the other indicators of the same end"
            ),
            "{said}"
        );
    }
    // Each p by itself, one of two may be chance.
    let desk = study(
        &[a1, a2],
        &[b1],
        &[],
        plan(TestUnit::Pairs, Adjustment::None),
    );
    assert!(
        proposed(&desk.study)
            .quantitative
            .join(" ")
            .contains("no more than chance brings")
    );
}

/// A variable that measures both ends is related to the others of either, which says nothing; by
/// Benjamini–Hochberg its small p would lower theirs.
#[test]
fn what_measures_both_ends_lends_its_p_to_no_other() {
    let mut rng = Rng::new(12);
    let [a, b] = ends(&mut rng, 90, 0.3, 2);
    let both: Vec<u8> = a[0].iter().zip(&b[0]).map(|(x, y)| (x + y) / 2).collect();
    let scale = |name: &str| Variable {
        name: name.into(),
        level: MeasurementLevel::Ordinal,
        values: ["1", "2", "3", "4", "5"]
            .map(|code| Value {
                code: code.into(),
                label: BilingualText::default(),
            })
            .into(),
        ..Variable::default()
    };
    let columns = [&a[0], &a[1], &both, &b[0]]
        .map(|column| column.iter().map(u8::to_string).collect())
        .into();
    let variables = ["a1", "a2", "c", "b1"].map(scale).into();
    let of = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .collect::<Vec<_>>()
    };
    let plan = plan(TestUnit::Pairs, Adjustment::BenjaminiHochberg);
    let desk = described(
        &[],
        plan,
        variables,
        columns,
        &of(&["a1", "a2", "c"]),
        &of(&["b1", "c"]),
    );
    let (_, link) = only(&desk.study);
    let evidence = Evidence::new(&desk.study, link);
    for weighing in [
        proposed(&desk.study).assessment,
        virk::evidence::assessment::assess_quickly(&desk.study, link, &evidence.tests),
    ] {
        let (counted, circular): (Vec<_>, Vec<_>) = weighing
            .tests
            .iter()
            .partition(|test| test.circular.is_none());
        assert_eq!((counted.len(), circular.len(), weighing.family), (2, 3, 2));
        assert!(circular.iter().all(|test| test.planned.is_none()));
        let p = |tests: &[&virk::evidence::AssessedTest<'_>]| -> Vec<Option<f64>> {
            tests
                .iter()
                .map(|test| test.fitting.as_ref().ok().map(|fitting| fitting.p))
                .collect()
        };
        let own = estimate::benjamini_hochberg(&p(&counted));
        let planned: Vec<_> = counted.iter().map(|test| test.planned).collect();
        assert_eq!(planned, own);
        // Among all five they would be smaller.
        let among: Vec<_> = estimate::benjamini_hochberg(&[p(&counted), p(&circular)].concat())
            .into_iter()
            .take(2)
            .collect();
        assert!(among[0] < own[0] || among[1] < own[1], "{among:?} {own:?}");
    }
}

/// A forgotten reversed item: the tests are shown and go opposite ways.
#[test]
fn signs_that_differ_are_never_supported_and_told() {
    let mut rng = Rng::new(11);
    let [a, mut b] = ends(&mut rng, 150, 0.6, 2);
    b[1].iter_mut().for_each(|answer| *answer = 6 - *answer);
    for unit in TestUnit::ALL {
        let desk = study(
            &a,
            &b,
            &[(0, Polarity::Supports)],
            plan(unit, Adjustment::None),
        );
        let found = proposed(&desk.study);
        assert_eq!(found.numbers, NumericStatus::Mixed, "{unit:?}");
        assert_eq!(LinkStatus::from(found.numbers), LinkStatus::NotShown);
        let said = found.quantitative.join(" ");
        assert!(
            said.contains("Of 4 pairs, 2 rise, 2 fall.") && said.contains("Signs differ"),
            "{said}"
        );
        assert!(
            said.contains("b1, b2: falls where other indicators of the same end rise"),
            "{said}"
        );
        let told: Vec<_> = lint::findings(&desk.study)
            .into_iter()
            .filter(|finding| finding.rule.id == "L31")
            .collect();
        assert!(
            told.len() == 1
                && told[0]
                    .message
                    .contains("together they do not support the link. b1, b2: falls where"),
            "{told:?}"
        );
    }
    // Of three items it can be told which one is turned round; it is said, and the word stays below
    // supported.
    let [a, mut b] = ends(&mut rng, 150, 0.6, 3);
    b[1].iter_mut().for_each(|answer| *answer = 6 - *answer);
    let desk = study(&a, &b, &[], plan(TestUnit::Indices, Adjustment::None));
    let found = proposed(&desk.study);
    assert_eq!(found.numbers, NumericStatus::Fragile);
    assert!(
        found.quantitative.join(" ").contains("b2 turned round"),
        "{:?}",
        found.quantitative
    );
}

/// A U: Pearson's chi-square is far from chance, tau-b near 0.
fn bent(rng: &mut Rng, n: usize) -> [Vec<Vec<u8>>; 2] {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for _ in 0..n {
        let x = 1 + rng.below(5) as u8;
        a.push(x);
        b.push(five((f64::from(x) - 3.0).abs() - 1.2 + 0.7 * normal(rng)));
    }
    [vec![a], vec![b]]
}

#[test]
fn what_bends_is_never_removed() {
    let bound = SmallestEffects::parse(".2").unwrap();
    let against = [(1, Polarity::Contradicts), (2, Polarity::Contradicts)];
    let mut rng = Rng::new(3);
    for n in [100, 540] {
        let [a, b] = bent(&mut rng, n);
        let desk = study(
            &a,
            &b,
            &against,
            Some(AnalysisPlan {
                smallest: bound,
                ..AnalysisPlan::default()
            }),
        );
        let found = proposed(&desk.study);
        assert_ne!(found.conclusion, Conclusion::Remove);
        assert_ne!(found.numbers, NumericStatus::Slight);
        assert!(
            found
                .quantitative
                .join(" ")
                .contains("neither rises nor falls throughout"),
            "{:?}",
            found.quantitative
        );
    }
}

/// Independent answers of many: at most slight, and removed only when two or more deny it and a
/// bound was declared.
#[test]
fn absence_needs_a_declared_bound_and_more_than_one_person() {
    let mut rng = Rng::new(8);
    let [a, b] = ends(&mut rng, 1_500, 0.0, 1);
    let bound = Some(AnalysisPlan {
        smallest: SmallestEffects::parse("tau-b=.15, V=.2").unwrap(),
        ..AnalysisPlan::default()
    });
    let (one, two) = (
        [(1, Polarity::Contradicts)],
        [(1, Polarity::Contradicts), (2, Polarity::Contradicts)],
    );
    let of = |quotes: &[(usize, Polarity)], plan| {
        let desk = study(&a, &b, quotes, plan);
        let found = proposed(&desk.study);
        (found.numbers, found.conclusion)
    };
    assert_eq!(of(&two, bound), (NumericStatus::Slight, Conclusion::Remove));
    assert_eq!(of(&one, bound), (NumericStatus::Slight, Conclusion::Open));
    assert_eq!(of(&two, None), (NumericStatus::NotShown, Conclusion::Open));
    let few: [Vec<Vec<u8>>; 2] = [vec![a[0][..40].to_vec()], vec![b[0][..40].to_vec()]];
    let desk = study(&few[0], &few[1], &two, bound);
    let found = proposed(&desk.study);
    assert_eq!(
        (found.numbers, found.conclusion),
        (NumericStatus::Imprecise, Conclusion::Open)
    );
}

/// An index of ten items has more values than a table takes, and is tested all the same.
#[test]
fn an_index_of_ten_items_is_tested_as_a_score() {
    let mut rng = Rng::new(5);
    let [a, b] = ends(&mut rng, 200, 0.5, 10);
    let mut desk = study(&a, &b, &[], None);
    let dataset = desk.study.datasets().next().unwrap().id;
    for (name, end, count) in [("ia", "a", 10), ("ib", "b", 7)] {
        let items: Vec<ScaleItem> = (1..=count)
            .map(|at| ScaleItem {
                variable: format!("{end}{at}"),
                reversed: false,
                ends: None,
            })
            .collect();
        let made = Some(Derivation::Index { items, least: 4 });
        let variable = Variable {
            name: name.into(),
            level: MeasurementLevel::Interval,
            made,
            ..Variable::default()
        };
        desk.when(Command::MakeVariable {
            dataset,
            variable: Box::new(variable),
        })
        .unwrap();
    }
    for (end, key) in [("a", "trust"), ("b", "growth")] {
        let code = desk.study.find_code(key).unwrap().id;
        for at in 1..=10 {
            desk.when(Command::SetIndicator {
                dataset,
                variable: format!("{end}{at}"),
                code,
                measures: false,
            })
            .unwrap();
        }
        desk.when(Command::SetIndicator {
            dataset,
            variable: format!("i{end}"),
            code,
            measures: true,
        })
        .unwrap();
    }
    let found = proposed(&desk.study);
    assert_eq!(
        (found.tally.run, found.numbers),
        (1, NumericStatus::Supported)
    );
    let test = &found.assessment.tests[0];
    let (measure, estimate) = test.fitting.as_ref().unwrap().measure.clone().unwrap();
    // The same by the means themselves.
    let mean = |items: &[Vec<u8>]| -> Vec<f64> {
        (0..200)
            .map(|row| {
                items.iter().map(|item| f64::from(item[row])).sum::<f64>() / items.len() as f64
            })
            .collect()
    };
    let expected = scores::pearson(&mean(&a), &mean(&b[..7])).unwrap();
    assert_eq!(measure.name(), "r");
    assert!((estimate.value - expected.estimate.value).abs() < 1e-6 && expected.test.p < 1e-6);
    assert!((test.planned.unwrap() - expected.test.p).abs() < 1e-9);
}

#[test]
fn confidence_counts_people_and_rises_with_what_was_looked_for() {
    let mut rng = Rng::new(21);
    let [a, b] = ends(&mut rng, 150, 0.6, 2);
    let of = |quotes: &[(usize, Polarity)]| {
        let desk = study(&a, &b, quotes, plan(TestUnit::Indices, Adjustment::None));
        let found = proposed(&desk.study);
        assert_eq!(found.numbers, NumericStatus::Supported);
        found.confidence
    };
    let supports = |who| (who, Polarity::Supports);
    assert_eq!(of(&[supports(0)]), Confidence::Low);
    assert_eq!(of(&[supports(0), supports(1)]), Confidence::Medium);
    assert_eq!(
        of(&[supports(0), supports(1), supports(2)]),
        Confidence::Medium
    );
    assert_eq!(
        of(&[supports(0), supports(1), (2, Polarity::Nuances)]),
        Confidence::Medium
    );
}

/// A verdict keeps its word and reason when the same answers give another p, and says so.
#[test]
fn a_verdict_says_what_was_computed_anew() {
    let mut rng = Rng::new(2);
    let [a, b] = ends(&mut rng, 60, 0.4, 1);
    let mut desk = study(&a, &b, &[], None);
    let (link, mut rested) = {
        let (_, link) = only(&desk.study);
        (
            link.id,
            basis::of(&desk.study, &Evidence::new(&desk.study, link)),
        )
    };
    let now = rested.tests[0].p.unwrap();
    rested.tests[0].p = Some(0.31);
    let (reason, rests_on) = ("So it was.".to_owned(), "1 test".to_owned());
    desk.when(Command::Conclude {
        link,
        conclusion: Conclusion::Open,
        reason,
        rests_on,
        basis: Some(Box::new(rested)),
    })
    .unwrap();
    let (_, link) = only(&desk.study);
    let evidence = Evidence::new(&desk.study, link);
    let p = if now < 0.001 {
        "<.001".to_owned()
    } else {
        format!("{now:.3}").trim_start_matches('0').to_owned()
    };
    assert_eq!(
        evidence.changed_since(&desk.study),
        [format!("recomputed: a1 × b1: p .310 → {p}")]
    );
    let verdict = evidence.verdict.unwrap();
    assert_eq!(
        (verdict.conclusion, desk.study.words(verdict.reason)),
        (Conclusion::Open, Some("So it was."))
    );
}
