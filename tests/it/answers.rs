//! What was answered, however it was written: one number is one answer, what says nothing is none,
//! and an order is there only where somebody gave it. The numbers are those of pandas and SciPy for
//! the same files.

use crate::support::Desk;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;
use virk::evidence::Crosstab;
use virk::import::survey::{self, Survey};
use virk::stats::ordinal;
use virk::study::dataset::{DatasetBody, Exclusion, MeasurementLevel};
use virk::study::derivation::{Derivation, RecodeRule, ScaleItem, parse_ends};
use virk::study::{Command, Dataset, Id, Variable, answer, document::Provenance};

fn file(name: &str) -> Survey {
    survey::read_survey(
        format!("tests/fixtures/data/answers/{name}").as_ref(),
        None,
        None,
    )
    .unwrap()
}

fn bare(variable: Variable, cells: &[&str]) -> Dataset {
    let body = DatasetBody {
        name: "bare".into(),
        variables: vec![variable],
        exclusions: Vec::new(),
        content: Id::new(uuid::Uuid::nil()),
        rows: cells.len() as u32,
        source: Provenance::default(),
    };
    Dataset::new(
        Id::new(uuid::Uuid::nil()),
        body,
        vec![cells.iter().collect()],
    )
}

/// Each category with its count, and how many have none.
fn counted(dataset: &Dataset, name: &str) -> (Vec<(String, usize)>, usize) {
    let place = dataset.variable_index(name).unwrap();
    let answers: Vec<Option<&str>> = dataset.answers(place).collect();
    let count = |code: String| {
        let count = answers
            .iter()
            .filter(|answer| **answer == Some(code.as_str()))
            .count();
        (code, count)
    };
    let counts: Vec<_> = dataset.categories(place).into_iter().map(count).collect();
    // Every answer has its category.
    assert_eq!(
        counts.iter().map(|(_, count)| count).sum::<usize>(),
        answers.iter().flatten().count()
    );
    (
        counts,
        answers.iter().filter(|answer| answer.is_none()).count(),
    )
}

fn told(counts: &[(String, usize)]) -> String {
    counts
        .iter()
        .map(|(code, count)| format!("{code} {count}"))
        .collect::<Vec<_>>()
        .join(", ")
}

// The same number in several spellings

#[test]
fn one_number_in_two_spellings_is_one_category() {
    let dataset = file("01-one-number-two-spellings.csv").dataset();
    assert_eq!(told(&counted(&dataset, "sat").0), "1 8, 2 7, 3 8");
    let crosstab = Crosstab::new(&dataset, 0, 1, "en").unwrap();
    let pearson = crosstab.pearson().unwrap();
    assert_eq!((crosstab.table.rows(), pearson.df), (3, 2));
    assert!(
        (pearson.statistic - 6.359_752_747_252_748).abs() < 1e-10
            && (pearson.p - 0.041_590_796_522_710_51).abs() < 1e-10
    );
}

#[test]
fn numbers_and_words_in_one_column_have_one_order() {
    let dataset = file("02-panic-mixed-values.csv").dataset();
    let (counts, missing) = counted(&dataset, "q");
    let right = "6 1, 12 2, 19 1, 21 1, 29 1, 34 1, 37 1, 52 2, 53 1, 54 1, 10c 1, 15a 1, 35a 1, 36b 1, 39c 1, 41a 1, 53b 1, 59a 1, 5a 1";
    assert_eq!((told(&counts).as_str(), missing), (right, 0));
    Crosstab::new(&dataset, 1, 2, "en").unwrap();
}

#[test]
fn a_missing_code_and_labels_are_met_however_the_cells_are_spelled() {
    let mut desk = Desk::default();
    desk.when(crate::support::start()).unwrap();
    let survey = file("07-missing-code-9-written-9.0.csv");
    desk.when(survey.command(&desk.study).unwrap()).unwrap();
    let dataset = desk.study.datasets().next().unwrap();
    let mut variable = dataset.body.variables[dataset.variable_index("sat").unwrap()].clone();
    variable.missing = vec!["9".into()];
    variable.set_values("1=Low; 2=Mid; 3=High", "en").unwrap();
    let id = dataset.id;
    desk.when(Command::DescribeVariable {
        dataset: id,
        variable: Box::new(variable),
    })
    .unwrap();
    let dataset = desk.study.dataset(id).unwrap();
    let (counts, missing) = counted(dataset, "sat");
    assert_eq!((told(&counts).as_str(), missing), ("1 8, 2 9, 3 13", 10));
    let crosstab = Crosstab::new(
        dataset,
        dataset.variable_index("sat").unwrap(),
        dataset.variable_index("q").unwrap(),
        "en",
    )
    .unwrap();
    assert_eq!(crosstab.row.labels, ["Low", "Mid", "High"]);

    // Recodes, indices and filters meet them as well.
    let recoded = Variable::recoded(
        &dataset.body.variables[1],
        "high",
        RecodeRule::parse_all("3=yes; 1,2=no; 9=").unwrap(),
        false,
    );
    desk.when(Command::MakeVariable {
        dataset: id,
        variable: Box::new(recoded),
    })
    .unwrap();
    assert_eq!(
        told(&counted(desk.study.dataset(id).unwrap(), "high").0),
        "yes 13, no 17"
    );
    let rule = Exclusion::parse("sat = 01", "too low").unwrap();
    desk.when(Command::Filter {
        dataset: id,
        rule,
        out: true,
    })
    .unwrap();
    assert_eq!(
        told(&counted(desk.study.dataset(id).unwrap(), "sat").0),
        "1 0, 2 9, 3 13"
    );
}

#[test]
fn what_is_text_stays_text() {
    let shown = |variable: Variable, cells: &[&str]| told(&counted(&bare(variable, cells), "x").0);
    let x = |level: MeasurementLevel| Variable {
        name: "x".into(),
        level,
        ..Variable::default()
    };
    assert_eq!(
        shown(
            x(MeasurementLevel::Nominal),
            &["1", "1.0", "01", "1,0", "1e0", "2"]
        ),
        "1 5, 2 1"
    );
    assert_eq!(
        shown(x(MeasurementLevel::Nominal), &["1", "1.0", "x"]),
        "1 1, 1.0 1, x 1"
    );
    assert_eq!(
        shown(x(MeasurementLevel::Id), &["1", "1.0", "01"]),
        "01 1, 1 1, 1.0 1"
    );
    // Codes of one length are shown as they are written.
    assert_eq!(
        shown(x(MeasurementLevel::Nominal), &["0101", "0851", "0101"]),
        "0101 2, 0851 1"
    );
    // Nobody can say whether these are thousands.
    assert_eq!(
        shown(x(MeasurementLevel::Nominal), &["1,234", "1.234"]),
        "1,234 1, 1.234 1"
    );
    assert_eq!(
        shown(x(MeasurementLevel::Nominal), &["1,25", "1.25", "0,5"]),
        "0.5 1, 1.25 2"
    );
    assert_eq!(
        shown(
            x(MeasurementLevel::Nominal),
            &["12345678901234567890", "12345678901234567891"]
        ),
        "12345678901234567890 1, 12345678901234567891 1"
    );
    let mut labelled = x(MeasurementLevel::Nominal);
    labelled.set_values("5=Always; 1=Never", "en").unwrap();
    assert_eq!(
        shown(labelled.clone(), &["1.0", "5.0", "3.0"]),
        "5 1, 3 1, 1 1"
    );
    labelled.set_values("01=Never; 02=Often", "en").unwrap();
    assert_eq!(shown(labelled, &["1", "2", "2.0", "3"]), "01 1, 02 2, 3 1");
}

// No answer

#[test]
fn what_says_nothing_beside_numbers_is_no_answer() {
    let survey = file("08-na-of-r-as-answer.csv");
    let (counts, missing) = counted(&survey.dataset(), "x");
    assert_eq!(
        (told(&counts).as_str(), missing),
        ("1.5 6, 2.5 6, 3.5 8, 4.25 5", 5)
    );
    assert_eq!(survey.variables[1].level, MeasurementLevel::Interval);
    assert!(
        survey
            .report
            .notes
            .iter()
            .any(|note| note == "`x` holds `NA` beside numbers: counted as missing"),
        "{:?}",
        survey.report.notes
    );

    let survey = file("na.csv");
    let levels: Vec<MeasurementLevel> = survey
        .variables
        .iter()
        .map(|variable| variable.level)
        .collect();
    assert_eq!(
        levels,
        [
            MeasurementLevel::Id,
            MeasurementLevel::Interval,
            MeasurementLevel::Nominal
        ]
    );
    let dataset = survey.dataset();
    let scores: Vec<f64> = dataset
        .answers(1)
        .flatten()
        .map(|answer| answer.parse().unwrap())
        .collect();
    assert_eq!(scores.len(), 19);
    assert!((scores.iter().sum::<f64>() / 19.0 - 6.4).abs() < 1e-9);
    // Beside words, too, since the file writes it so beside numbers; and it is said.
    let (counts, missing) = counted(&dataset, "sat");
    assert_eq!((told(&counts).as_str(), missing), ("High 14, Low 11", 15));
    assert!(
        survey
            .report
            .notes
            .iter()
            .any(|note| note.contains("`sat` holds `NA`") && note.contains("--missing \"\"")),
        "{:?}",
        survey.report.notes
    );
}

#[test]
fn every_word_for_nothing_is_none_beside_numbers_and_asked_about_beside_words() {
    for word in ["NA", "N/A", "#N/A", "n/a", "nan", "NaN", "NULL", ".", "-"] {
        let read = |cells: String| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("x.csv");
            std::fs::write(&path, cells).unwrap();
            survey::read_survey(&path, None, None).unwrap()
        };
        let numbers = read(format!("id,x\na,1.5\nb,{word}\nc,2.5\nd,\n"));
        let (counts, missing) = counted(&numbers.dataset(), "x");
        assert_eq!(
            (told(&counts).as_str(), missing, numbers.variables[1].level),
            ("1.5 1, 2.5 1", 2, MeasurementLevel::Interval),
            "{word}"
        );
        let words = read(format!("id,x\na,Red\nb,{word}\nc,Blue\nd,Red\n"));
        let (counts, missing) = counted(&words.dataset(), "x");
        assert_eq!((counts.len(), missing), (3, 0), "{word}");
        let note = format!("`x` holds `{word}`: missing values? `virk data variable x --missing=");
        assert!(
            words
                .report
                .notes
                .iter()
                .any(|told| told.starts_with(&note)),
            "{:?}",
            words.report.notes
        );
    }
}

#[test]
fn codes_outside_a_scale_and_spellings_of_one_answer_are_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.csv");
    let mut cells = String::from("q1,q2,town,age\n");
    for row in 0..40 {
        let town = ["Århus", "A\u{30a}rhus", "århus", "Odense"][row % 4];
        writeln!(
            cells,
            "{},{},{town},{}",
            [1, 2, 3, 4, 99][row % 5],
            [5, 4, 3, 99][row % 4],
            18 + row
        )
        .unwrap();
    }
    std::fs::write(&path, cells).unwrap();
    let survey = survey::read_survey(&path, None, None).unwrap();
    let notes = &survey.report.notes;
    let codes = "`q1`, `q2` hold `99`, far from the other numbers: missing values? `virk data variable \"q*\" --missing=99` marks them";
    assert!(notes.iter().any(|note| note == codes), "{notes:?}");
    assert!(
        notes.iter().any(|note| note.starts_with("`town` holds `")
            && note.contains("virk data recode town town_2 --join")),
        "{notes:?}"
    );
    // It is a question: nothing is left out.
    let dataset = survey.dataset();
    assert_eq!(counted(&dataset, "q1").1, 0);
    let rules = dataset.joining_rules(2);
    assert_eq!((rules.len(), rules[0].codes.len()), (1, 2));
}

// Scales

#[test]
fn eighteen_items_in_words_are_ordinal_after_one_confirmation() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("likert.csv");
    let scale = [
        "Strongly disagree",
        "Disagree",
        "Neither agree nor disagree",
        "Agree",
        "Strongly agree",
    ];
    let mut cells = String::from("id");
    (1..=18).for_each(|item| write!(cells, ",Q2_{item}").unwrap());
    cells += ",town\n";
    for row in 0..50 {
        write!(cells, "p{row}").unwrap();
        for item in 0..18 {
            // The last item lacks an answer that nobody chose; some do not know.
            let answer = match (row * 7 + item * 3) % 11 {
                10 => "Don't know",
                at if item == 17 => scale[at % 4],
                at => scale[at % 5],
            };
            write!(cells, ",{answer}").unwrap();
        }
        cells += ["", ",North\n", ",South\n"][1 + row % 2];
    }
    std::fs::write(&path, cells).unwrap();
    let survey = survey::read_survey(&path, None, None).unwrap();
    assert!(
        survey
            .variables
            .iter()
            .all(|variable| variable.level != MeasurementLevel::Ordinal)
    );
    let [(proposed, names)] = survey.report.proposed.as_slice() else {
        panic!("{:?}", survey.report.proposed)
    };
    assert_eq!(
        (
            proposed.values.as_slice(),
            names.len(),
            proposed.missing.as_slice()
        ),
        (
            &scale.map(str::to_owned)[..],
            18,
            &["Don't know".to_owned()][..]
        )
    );

    let mut desk = Desk::default();
    desk.when(crate::support::start()).unwrap();
    desk.when(survey.command(&desk.study).unwrap()).unwrap();
    let before = crate::support::visible(&desk.study);
    let dataset = desk.study.datasets().next().unwrap();
    let id = dataset.id;
    let confirmed = dataset
        .body
        .variables
        .iter()
        .filter_map(|variable| Some(variable.clone().with_scale(variable.proposed.as_ref()?)));
    let commands: Vec<Command> = confirmed
        .map(|variable| Command::DescribeVariable {
            dataset: id,
            variable: Box::new(variable),
        })
        .collect();
    assert_eq!(commands.len(), 18);
    let confirmed = desk.when(Command::All(commands)).unwrap();
    let dataset = desk.study.dataset(id).unwrap();
    for place in 1..=18 {
        assert!(dataset.is_ordered(place));
        assert_eq!(dataset.categories(place), scale);
        assert!(
            dataset
                .answers(place)
                .flatten()
                .all(|answer| answer != "Don't know")
        );
    }
    let inverses = desk.study.decide_undo(&confirmed.events).unwrap();
    desk.take(&inverses);
    assert_eq!(crate::support::visible(&desk.study), before);
}

#[test]
fn words_have_no_order_until_it_is_confirmed() {
    let mut dataset = file("04-likert-in-words.csv").dataset();
    let (q1, q2) = (
        dataset.variable_index("q1").unwrap(),
        dataset.variable_index("q2").unwrap(),
    );
    assert!(!dataset.is_ordered(q1));
    let refusal = dataset.require_order(q1).unwrap_err();
    assert!(
        refusal.hint.contains(
            "scale of agreement (Strongly disagree < Disagree < Neutral < Agree < Strongly agree)"
        ),
        "{refusal:?}"
    );
    dataset.set_orders(&[], true).unwrap();
    dataset.require_order(q1).unwrap();
    let tau = ordinal::tau_b(&Crosstab::new(&dataset, q1, q2, "en").unwrap().table)
        .unwrap()
        .value;
    // SciPy: kendalltau of the same answers in numbers.
    assert!((tau - 0.726_124_424_442_619_6).abs() < 1e-12, "{tau}");
    // The same in numbers has an order by size once it is asked for.
    file("04-likert-in-numbers.csv")
        .dataset()
        .require_order(1)
        .unwrap();

    let mut dataset = file("likert.csv").dataset();
    let places: Vec<usize> = (1..3).collect();
    assert!(places.iter().all(|place| !dataset.is_ordered(*place)));
    dataset.set_orders(&[], true).unwrap();
    assert_eq!(
        told(&counted(&dataset, "I meet my mentor").0),
        "Never 10, Rarely 15, Sometimes 13, Often 9, Always 13"
    );
    let agreement = "Strongly disagree 16, Disagree 8, Neither agree nor disagree 12, Agree 11, Strongly agree 13";
    assert_eq!(
        told(&counted(&dataset, "I get the help I need").0),
        agreement
    );
}

#[test]
fn an_order_names_every_answer_in_words() {
    let x = Variable {
        name: "x".into(),
        ..Variable::default()
    };
    let mut dataset = bare(x, &["Never", "Always", "Sometimes"]);
    assert!(
        dataset
            .set_orders(&["x=Never;Allways;Sometimes".into()], false)
            .unwrap_err()
            .what
            .contains("leaves out `Always`")
    );
    dataset
        .set_orders(&["x=Never;Sometimes;Always".into()], false)
        .unwrap();
    assert_eq!(dataset.categories(0), ["Never", "Sometimes", "Always"]);
}

// Indices

#[test]
fn an_item_is_turned_round_between_ends_that_somebody_said() {
    let mut desk = Desk::default();
    desk.when(crate::support::start()).unwrap();
    let survey = file("17-index-reversed-without-labels.csv");
    desk.when(survey.command(&desk.study).unwrap()).unwrap();
    let dataset = desk.study.datasets().next().unwrap().id;
    let mut make = |name: &str, ends: &str| {
        let item = |variable: &str, reversed: bool| ScaleItem {
            variable: variable.into(),
            reversed,
            ends: parse_ends(ends).unwrap().filter(|_| reversed),
        };
        let made = Some(Derivation::Index {
            items: vec![item("i1", false), item("i4", true)],
            least: 2,
        });
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
    };
    assert!(
        make("nl", "")
            .unwrap_err()
            .what
            .contains("nothing says where its scale begins and ends")
    );
    assert!(
        make("nl", "1..3")
            .unwrap_err()
            .what
            .contains("outside its scale")
    );
    make("nl", "1..5").unwrap();
    let dataset = desk.study.dataset(dataset).unwrap();
    let number = |place: usize| {
        dataset
            .answers(place)
            .map(|answer| answer.unwrap().parse::<f64>().unwrap())
            .collect::<Vec<_>>()
    };
    for ((index, first), turned) in number(3).iter().zip(number(1)).zip(number(2)) {
        assert!((index - (first + 6.0 - turned) / 2.0).abs() < 1e-9);
    }
}

#[test]
fn words_in_order_count_by_their_place() {
    let x = Variable {
        name: "x".into(),
        ..Variable::default()
    };
    let mut dataset = bare(x, &["Never", "Always", "Sometimes", ""]);
    assert!(dataset.scores(0).is_empty());
    dataset
        .set_orders(&["x=Never;Sometimes;Always".into()], false)
        .unwrap();
    assert_eq!(dataset.scores(0), [3.0, 1.0, 2.0]);
    assert_eq!(
        dataset.ends(&ScaleItem {
            variable: "x".into(),
            reversed: true,
            ends: None
        }),
        Some((1.0, 3.0))
    );
}

// Any mix of cells

/// A cell that was answered: a number in halves, or a word, or nothing.
#[derive(Clone, Debug)]
enum Truth {
    Number(i64),
    Word,
    Nothing,
}

fn cell() -> impl Strategy<Value = (Truth, String)> {
    let number = (-12_i64..40, 0..9_usize).prop_map(|(halves, spelling)| {
        let (sign, whole, half) = (
            if halves < 0 { "-" } else { "" },
            halves.abs() / 2,
            halves % 2 != 0,
        );
        let fraction = if half { "5" } else { "0" };
        let cell = match spelling {
            0 => format!("{sign}{whole}.{fraction}"),
            1 => format!("{sign}{whole}.{fraction}00"),
            2 => format!("{sign}0{whole}.{fraction}"),
            3 => format!("{sign}{whole},{fraction}"),
            4 => format!("{sign}{whole}{fraction}e-1"),
            5 => format!(" {sign}{whole}.{fraction} "),
            6 if sign.is_empty() => format!("+{whole}.{fraction}"),
            _ if half => format!("{sign}{whole}.5"),
            _ => format!("{sign}{whole}"),
        };
        (Truth::Number(halves), cell)
    });
    let word = prop::sample::select(vec![
        "a", "b", "B", "Yes", "10x", "1 2", "é", "e\u{301}", "--5",
    ]);
    let nothing = prop::sample::select(vec!["", " ", "NA", "n/a", ".", "-", "NaN", "NULL"]);
    prop_oneof![
        6 => number,
        1 => word.prop_map(|word| (Truth::Word, word.to_owned())),
        1 => nothing.prop_map(|cell| (Truth::Nothing, cell.to_owned())),
    ]
}

/// Mostly numbers alone, and mixes.
fn cells() -> impl Strategy<Value = Vec<(Truth, String)>> {
    (prop::collection::vec(cell(), 0..60), any::<bool>()).prop_map(|(cells, mixed)| {
        cells
            .into_iter()
            .filter(|(truth, _)| mixed || !matches!(truth, Truth::Word))
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_mix_of_cells_sorts_and_counts_as_brute_force_does(cells in cells()) {
        let dataset = bare(Variable { name: "x".into(), ..Variable::default() }, &cells.iter().map(|(_, cell)| cell.as_str()).collect::<Vec<_>>());
        let (counts, missing) = counted(&dataset, "x");
        let numeric = cells.iter().any(|(truth, _)| matches!(truth, Truth::Number(_))) && !cells.iter().any(|(truth, _)| matches!(truth, Truth::Word));
        if numeric {
            let mut right: BTreeMap<i64, usize> = BTreeMap::new();
            for (truth, _) in &cells {
                if let Truth::Number(halves) = truth {
                    *right.entry(*halves).or_default() += 1;
                }
            }
            let found: Vec<(i64, usize)> = counts.iter().map(|(code, count)| ((code.parse::<f64>().unwrap() * 2.0) as i64, *count)).collect();
            prop_assert_eq!(found, right.into_iter().collect::<Vec<_>>());
            prop_assert_eq!(missing, cells.iter().filter(|(truth, _)| matches!(truth, Truth::Nothing)).count());
        } else {
            // Numbers by size, then by spelling; then words by letter.
            let mut right: BTreeMap<(u8, i64, String), usize> = BTreeMap::new();
            for (truth, cell) in cells.iter().filter(|(_, cell)| !cell.trim().is_empty()) {
                let key = match truth {
                    Truth::Number(halves) => (0, *halves, cell.trim().to_owned()),
                    Truth::Word | Truth::Nothing => (1, 0, cell.trim().to_owned()),
                };
                *right.entry(key).or_default() += 1;
            }
            let right: Vec<(String, usize)> = right.into_iter().map(|((.., cell), count)| (cell, count)).collect();
            prop_assert_eq!(counts, right);
            prop_assert_eq!(missing, cells.iter().filter(|(_, cell)| cell.trim().is_empty()).count());
        }
    }

    #[test]
    fn the_order_of_answers_is_total(a in ".{0,6}|[-+]?[0-9]{0,3}[.,]?[0-9]{0,2}(e-?[0-9])?", b in ".{0,6}|[-+]?[0-9]{0,3}[.,]?[0-9]{0,2}(e-?[0-9])?", c in ".{0,6}|[-+]?[0-9]{0,3}[.,]?[0-9]{0,2}(e-?[0-9])?") {
        let le = |a: &str, b: &str| answer::compare_answers(a, b).is_le();
        prop_assert!(le(&a, &b) || le(&b, &a));
        prop_assert!(!(le(&a, &b) && le(&b, &c)) || le(&a, &c));
        prop_assert_eq!(answer::compare_answers(&a, &b), answer::compare_answers(&b, &a).reverse());
        prop_assert_eq!(answer::compare_answers(&a, &b).is_eq(), a == b);
        if let Some(plain) = answer::plain_number(&a) {
            let (read, again) = (plain.parse::<f64>().unwrap(), answer::plain_number(&plain).unwrap());
            prop_assert_eq!(&again, &plain);
            if let Ok(number) = a.replace(',', ".").parse::<f64>() {
                prop_assert!((read - number).abs() <= 1e-12 * number.abs());
            }
        }
    }
}
