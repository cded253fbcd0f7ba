//! `virk crosstab`: what it promises to programs, what it says to people, and
//! what it does with tables that are strange.

use super::virk::Virk;
use serde_json::{Value, json};

/// A file with a row for each cell: two variables, and how many answered so.
fn weighted(rows: usize, columns: usize, cells: &[u32]) -> String {
    assert_eq!(rows * columns, cells.len());
    let mut text = String::from("a;b;times\n");
    for (at, times) in cells.iter().enumerate() {
        text += &format!("{};{};{times}\n", at / columns + 1, at % columns + 1);
    }
    text
}

const JOB: [u32; 16] = [1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11];

fn near(value: &Value, expected: f64) {
    let value = value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is not {expected}"));
    assert!(
        (value - expected).abs() <= 1e-6 * expected.abs(),
        "{value} is not {expected}"
    );
}

#[test]
fn everything_that_is_promised_is_there() {
    let virk = Virk::new().file("job.csv", weighted(4, 4, &JOB));
    let table = virk
        .run([
            "crosstab",
            "--file",
            "job.csv",
            "a",
            "b",
            "--weight",
            "times",
            "--ordinal",
            "--json",
        ])
        .exits(0)
        .json();
    for name in [
        "row",
        "column",
        "n",
        "missing",
        "observed",
        "expected",
        "adjusted_residuals",
        "min_expected",
    ] {
        assert!(!table[name].is_null(), "{name}");
    }
    assert_eq!(table["row"]["levels"], json!(["1", "2", "3", "4"]));
    assert_eq!(
        (&table["row"]["name"], &table["n"], &table["missing"]),
        (&json!("a"), &json!(96), &json!(0))
    );
    assert_eq!(table["observed"][2], json!([10, 10, 14, 9]));
    // R: fisher.test(Job), chisq.test(Job, correct = FALSE)
    near(&table["tests"]["fisher_exact"]["p"], 0.782_684_9);
    near(&table["tests"]["pearson"]["statistic"], 5.965_514_9);
    near(&table["tests"]["pearson"]["p"], 0.743_364_725);
    assert_eq!(table["tests"]["pearson"]["df"], 9);
    for name in [
        "likelihood_ratio",
        "linear_by_linear",
        "linear_by_linear_exact",
        "pearson_exact",
    ] {
        assert!(table["tests"][name]["p"].is_f64(), "{name}");
    }
    assert!(table["tests"]["yates"]["p"].is_null() && table["tests"]["yates"]["why"].is_string());
    for name in [
        "phi",
        "cramers_v",
        "cramers_v_corrected",
        "contingency",
        "gamma",
        "tau_b",
        "tau_c",
        "somers_d_row",
        "somers_d_column",
    ] {
        let [value, low, high] =
            ["value", "low", "high"].map(|key| table["association"][name][key].as_f64().unwrap());
        assert!(low <= value && value <= high, "{name}");
    }
    assert!(table["association"]["spearman"]["low"].is_f64());
    assert!(
        table["association"]["odds_ratio"]["value"].is_null()
            && table["association"]["odds_ratio"]["why"].is_string()
    );
    let recommended = table["recommended"].as_str().unwrap();
    assert!(table["tests"][recommended]["p"].is_f64(), "{recommended}");
    assert_eq!(table["advice"]["status"], "not shown");
    assert!(
        table["advice"]["english"]
            .as_str()
            .unwrap()
            .contains("was not shown")
    );
    assert_eq!(
        (&table["row"]["level"], &table["row"]["scores"]),
        (&json!("ordinal"), &json!([1.0, 2.0, 3.0, 4.0]))
    );
    assert_eq!(
        (
            &table["row"]["scores_from"],
            &table["row"]["yes"],
            &table["weighted"]
        ),
        (&json!("codes"), &json!(null), &json!(true))
    );
    let messages = table["advice"]["messages"].as_array().unwrap();
    assert!(messages.iter().all(|message| {
        ["code", "severity", "english", "danish", "source"]
            .iter()
            .all(|k| message[k].is_string())
    }));
}

#[test]
fn fisher_tasted_tea() {
    let virk = Virk::new().file("tea.csv", weighted(2, 2, &[3, 1, 1, 3]));
    let tea = virk
        .run([
            "crosstab", "--file", "tea.csv", "a", "b", "--weight", "times", "--json",
        ])
        .exits(0)
        .json();
    // R: fisher.test(TeaTasting)
    near(&tea["tests"]["fisher_exact"]["p"], 34.0 / 70.0);
    near(&tea["tests"]["fisher_exact"]["greater"], 17.0 / 70.0);
    near(&tea["tests"]["fisher_exact"]["mid_p"], 26.0 / 70.0);
    near(&tea["tests"]["yates"]["p"], 0.479_500_1);
    let ratio = &tea["association"]["odds_ratio"];
    assert!(
        (ratio["value"].as_f64().unwrap() - 6.408_309).abs() < 1e-3
            && ratio["high"].as_f64().unwrap() > 621.0
    );
    let tests = &tea["tests"];
    assert!(tests[tea["recommended"].as_str().unwrap()]["p"].is_f64());
    let sure = Virk::new().file("sure.csv", weighted(2, 2, &[4, 0, 0, 4]));
    let sure = sure
        .run([
            "crosstab", "--file", "sure.csv", "a", "b", "--weight", "times", "--json",
        ])
        .exits(0)
        .json();
    let ratio = &sure["association"]["odds_ratio"];
    assert!(
        ratio["value"].is_null() && ratio["high"].is_null() && ratio["low"].as_f64().unwrap() > 1.0
    );
    assert!(ratio["why"].as_str().unwrap().contains("Infinite"));
}

#[test]
fn more_work_is_spent_when_it_is_asked_for() {
    let hair_eye = [
        68, 20, 15, 5, 119, 84, 54, 29, 26, 17, 14, 14, 7, 94, 10, 16,
    ];
    let virk = Virk::new()
        .file("hair.csv", weighted(4, 4, &hair_eye))
        .file("job.csv", weighted(4, 4, &JOB));
    let asked = |file: &str, work: &str| {
        let call = [
            "crosstab", "--file", file, "a", "b", "--weight", "times", "--exact", "--json",
            "--seed", "7", "--work", work,
        ];
        virk.run(call).exits(0).json()
    };
    let usual = virk
        .run([
            "crosstab", "--file", "hair.csv", "a", "b", "--weight", "times", "--exact", "--json",
        ])
        .exits(0)
        .json();
    let twice = asked("hair.csv", "2");
    let number = |table: &Value, name: &str| table["effort"][name].as_u64().unwrap();
    assert_eq!(number(&twice, "work"), 2 * number(&usual, "work"));
    assert_eq!(number(&twice, "samples"), 2 * number(&usual, "samples"));
    assert_eq!(
        (number(&twice, "seed"), &usual["effort"]["seed"]),
        (7, &json!(20_240_131))
    );
    let drawn = |table: &Value| {
        let test = &table["tests"]["fisher_exact"];
        assert_eq!(
            (&test["by"], &test["seed"]),
            (&json!("monte_carlo"), &table["effort"]["seed"])
        );
        test["samples"].as_u64().unwrap()
    };
    assert!(drawn(&twice) == 2 * drawn(&usual) && drawn(&usual) >= number(&usual, "samples"));
    let job = asked("job.csv", "more");
    let fisher = &job["tests"]["fisher_exact"];
    assert_eq!(
        (&fisher["by"], number(&job, "work")),
        (
            &json!("enumeration"),
            20 * number(&asked("job.csv", "1"), "work")
        )
    );
    assert!(fisher["work"].as_u64().unwrap() > 0 && fisher["seed"].is_null());
    virk.refuses(
        ["crosstab", "--file", "job.csv", "a", "b", "--work", "0"],
        "--work",
        "--help",
    );
}

#[test]
fn too_many_tables_are_drawn_and_say_so() {
    let hair_eye = [
        68, 20, 15, 5, 119, 84, 54, 29, 26, 17, 14, 14, 7, 94, 10, 16,
    ];
    let virk = Virk::new().file("hair.csv", weighted(4, 4, &hair_eye));
    let call = [
        "crosstab",
        "--file",
        "hair.csv",
        "a",
        "b",
        "--weight",
        "times",
        "--exact",
        "--samples",
        "500",
        "--seed",
        "7",
        "--json",
    ];
    let table = virk.run(call).exits(0).json();
    let fisher = &table["tests"]["fisher_exact"];
    assert_eq!(
        (&fisher["samples"], &fisher["seed"], &fisher["by"]),
        (&json!(500), &json!(7), &json!("monte_carlo"))
    );
    near(&fisher["p"], 1.0 / 501.0);
    assert!(fisher["low"].as_f64().unwrap() == 0.0 && fisher["high"].as_f64().unwrap() > 0.0);
    assert_eq!(
        virk.run(call).json(),
        table,
        "the same seed gives the same answer"
    );
    virk.run([
        "crosstab",
        "--file",
        "hair.csv",
        "a",
        "b",
        "--weight",
        "times",
        "--exact",
        "--samples",
        "500",
        "--seed",
        "7",
    ])
    .says("Monte Carlo: 500 random tables, 99 % interval of p 0.0000–")
    .says("seed 7");
    let syntax = virk.run([
        "crosstab",
        "--file",
        "hair.csv",
        "a",
        "b",
        "--weight",
        "times",
        "--samples",
        "500",
        "--spss",
    ]);
    syntax
        .says("WEIGHT BY times. TEMPORARY. CROSSTABS /TABLES=a BY b")
        .says("/COUNT ASIS")
        .says("SET SEED=20240131.")
        .says("/METHOD=MC CIN(99) SAMPLES(500).")
        .exits(0);
    virk.refuses(
        ["crosstab", "--file", "hair.csv", "a", "b", "--samples", "5"],
        "5",
        "--help",
    );
}

#[test]
fn many_answers_need_no_exact_test_unless_asked() {
    let even = weighted(3, 3, &[400, 200, 100, 300, 300, 300, 100, 200, 500]);
    let virk = Virk::new().file("many.csv", even);
    let call = "$VIRK crosstab --file many.csv a b --weight times";
    let table = virk.shell(&format!("{call} --json")).exits(0).json();
    assert!(table["tests"]["fisher_exact"]["p"].is_null());
    assert!(
        table["tests"]["fisher_exact"]["why"]
            .as_str()
            .unwrap()
            .contains("--exact")
    );
    assert_eq!(table["recommended"], "pearson");
    virk.shell(call).says("No exact tests").exits(0);
    let ordered = virk.shell(&format!("{call} --ordinal --json")).json();
    assert_eq!(ordered["recommended"], "linear_by_linear");
}

#[test]
fn strata_are_shown_and_put_together() {
    let strata: Value =
        serde_json::from_str(include_str!("../../fixtures/stats/strata.json")).unwrap();
    let admissions = &strata[0];
    assert_eq!(admissions["name"], "ucb");
    let mut text = String::from("sex,admitted,department,times\n");
    for (department, table) in admissions["tables"].as_array().unwrap().iter().enumerate() {
        for (at, times) in table.as_array().unwrap().iter().enumerate() {
            text += &format!("{},{},{department},{times}\n", at / 2, at % 2);
        }
    }
    let virk = Virk::new().file("ucb.csv", &text);
    let call = "$VIRK crosstab --file ucb.csv sex admitted --by department --weight times";
    let table = virk.shell(&format!("{call} --json")).exits(0).json();
    let together = &table["by"]["mantel_haenszel"];
    near(
        &together["statistic"],
        admissions["statistic"].as_f64().unwrap(),
    );
    near(
        &together["odds_ratio"]["value"],
        admissions["odds_ratio"].as_f64().unwrap(),
    );
    near(
        &together["odds_ratio"]["high"],
        admissions["high"].as_f64().unwrap(),
    );
    near(
        &together["breslow_day"]["statistic"],
        admissions["breslow_day"]["statistic"].as_f64().unwrap(),
    );
    let parts = table["by"]["strata"].as_array().unwrap();
    assert_eq!(parts.len(), 6);
    assert_eq!(
        (&parts[0]["level"], &parts[0]["observed"]),
        (&json!("0"), &json!([[512, 89], [313, 19]]))
    );
    let sum: f64 = parts.iter().map(|part| part["n"].as_f64().unwrap()).sum();
    assert_eq!(Some(sum), table["n"].as_f64());
    virk.shell(call)
        .says("department = 5")
        .says("Mantel–Haenszel (common association)")
        .says("Breslow–Day (homogeneity)")
        .exits(0);
    virk.shell(&format!("{call} --spss"))
        .says("/TABLES=sex BY admitted BY department")
        .says("CMH(1)")
        .exits(0);
}

#[test]
fn strata_of_larger_tables_are_asked_whether_they_differ_before_each_is_shown() {
    let virk = Virk::sample();
    let table = virk
        .run(["crosstab", "refl_gen", "pu_selv", "--by", "kon", "--json"])
        .exits(0)
        .json();
    let by = &table["by"];
    let parts = by["strata"].as_array().unwrap();
    assert_eq!(parts.len(), 2);
    assert!(
        parts
            .iter()
            .all(|part| part["tests"]["pearson"]["p"].is_f64() && part["advice"].is_null())
    );
    assert!(by["mantel_haenszel"]["p"].is_null());
    // R: Fisher's z of Spearman's rho with the variance of Bonett and Wright, and CMHtest's
    // correlation.
    near(&by["homogeneity"]["p"], 0.036_097_012_949_985_886);
    near(
        &by["generalised"]["fits"]["p"],
        by["generalised"]["correlation"]["p"].as_f64().unwrap(),
    );
    assert_eq!(by["homogeneity"]["measure"], "difference of Spearman's rho");
    assert!(
        by["sentences"]["en"]
            .as_str()
            .unwrap()
            .contains("differs by")
    );
    let shown = virk
        .run(["crosstab", "refl_gen", "pu_selv", "--by", "kon"])
        .exits(0)
        .out();
    let place = |words: &str| {
        shown
            .find(words)
            .unwrap_or_else(|| panic!("{words}: {shown}"))
    };
    assert!(place("Does the relation differ by") < place("Gender = 1"));
    assert!(
        !shown[place("Does the relation differ by")..].contains("Advice"),
        "{shown}"
    );
}

#[test]
fn a_test_of_a_link_knows_its_company() {
    let table = Virk::sample()
        .run(["crosstab", "refl_gen", "pu_selv", "--json"])
        .exits(0)
        .json();
    let codes: Vec<&str> = table["advice"]["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|message| message["code"].as_str().unwrap())
        .collect();
    assert!(
        codes.contains(&"test_of_many") && codes.contains(&"middle_doubles"),
        "{codes:?}"
    );
    let (p, holm) = (
        table["advice"]["outcome"]["p"].as_f64().unwrap(),
        table["advice"]["holm"].as_f64().unwrap(),
    );
    assert!(holm >= p);
    assert_eq!(table["advice"]["readings"].as_array().unwrap().len(), 5);
}

#[test]
fn degenerate_tables_have_answers_with_reasons() {
    let text = "one;none;all;half\n1;;1;1\n1;;2;\n1;;1;1\n1;;2;2\n";
    let virk = Virk::new().file("few.csv", text);
    let one = virk
        .run(["crosstab", "--file", "few.csv", "one", "all", "--json"])
        .exits(0)
        .json();
    assert_eq!((&one["n"], &one["observed"]), (&json!(4), &json!([[2, 2]])));
    assert!(one["tests"]["pearson"]["p"].is_null() && one["recommended"].is_null());
    assert!(one["why"].as_str().unwrap().contains("at least two"));
    assert_eq!(one["advice"]["status"], "not testable");
    virk.run(["crosstab", "--file", "few.csv", "one", "all"])
        .says("No test: Only 1 row(s)")
        .says("not testable")
        .exits(0);
    let half = virk
        .run(["crosstab", "--file", "few.csv", "half", "all", "--json"])
        .exits(0)
        .json();
    assert_eq!((&half["n"], &half["missing"]), (&json!(3), &json!(1)));
    assert!(!half.to_string().contains("NaN"));
    virk.refuses(
        ["crosstab", "--file", "few.csv", "none", "all"],
        "`none` has no answers",
        "virk data variables",
    );
    let zero = Virk::new().file("zero.csv", "a;b;w\n1;1;0\n2;2;0\n");
    let zero = zero
        .run([
            "crosstab", "--file", "zero.csv", "a", "b", "--weight", "w", "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&zero["n"], &zero["observed"]),
        (&json!(0), &json!([[0, 0], [0, 0]]))
    );
}

#[test]
fn weights_may_be_fractions_with_a_decimal_comma_and_must_be_weights() {
    let virk = Virk::new().file(
        "w.csv",
        "a;b;w;bad\n1;1;0,5;1\n1;2;1,25;-1\n2;1;2;x\n2;2;1,5;1\n2;2;;1\n",
    );
    let table = virk
        .run([
            "crosstab",
            "--file",
            "w.csv",
            "a",
            "b",
            "--weight",
            "w",
            "--weights",
            "frequency",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&table["observed"], &table["missing"]),
        (&json!([[0.5, 1.25], [2, 1.5]]), &json!(1))
    );
    assert!(
        table["tests"]["fisher_exact"]["p"].is_null() && table["tests"]["pearson"]["p"].is_f64()
    );
    assert!(
        table["tests"]["fisher_exact"]["why"]
            .as_str()
            .unwrap()
            .contains("whole answers")
    );
    let call = [
        "crosstab",
        "--file",
        "w.csv",
        "a",
        "b",
        "--weight",
        "w",
        "--weights",
        "frequency",
        "--decimal",
        "comma",
    ];
    virk.run(call).says("N = 5,25").says("1,25").exits(0);
    virk.refuses(
        ["crosstab", "--file", "w.csv", "a", "b", "--weight", "bad"],
        "`bad` has the value `-1`",
        "--weight",
    );
}

#[test]
fn every_pair_is_what_it_is_alone() {
    let virk = Virk::sample();
    let all = virk.run([
        "crosstab", "--all", "refl_gen", "refl_opg", "pu_selv", "kon", "--exact", "--sort", "p",
        "--json",
    ]);
    let all = all.exits(0).json();
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), 6);
    let p = |pair: &Value, key: &str| pair[key].as_f64().unwrap();
    assert!(
        all.windows(2)
            .all(|two| p(&two[0], "exact_p") <= p(&two[1], "exact_p"))
    );
    for pair in all {
        let (a, b) = (
            pair["row"].as_str().unwrap(),
            pair["column"].as_str().unwrap(),
        );
        let alone = virk.run(["crosstab", a, b, "--json"]).json();
        near(&pair["p"], p(&alone["tests"]["pearson"], "p"));
        near(
            &pair["statistic"],
            p(&alone["tests"]["pearson"], "statistic"),
        );
        near(&pair["exact_p"], p(&alone["tests"]["fisher_exact"], "p"));
        assert_eq!(
            (&pair["n"], &pair["df"]),
            (&alone["n"], &alone["tests"]["pearson"]["df"])
        );
        assert!(
            p(pair, "holm") >= p(pair, "benjamini_hochberg")
                && p(pair, "benjamini_hochberg") >= p(pair, "exact_p")
        );
    }
    near(&all[0]["holm"], 6.0 * p(&all[0], "exact_p"));
    let every = virk
        .run([
            "crosstab",
            "--all",
            "--dataset",
            "survey",
            "--format",
            "csv",
        ])
        .exits(0)
        .out();
    // 35 variables that are no identifiers.
    assert_eq!(
        every.lines().count(),
        1 + 35 * 34 / 2,
        "{}",
        every.lines().next().unwrap()
    );
    virk.refuses(
        ["crosstab", "--all", "refl_gen"],
        "fewer than two variables",
        "two or more",
    );
    virk.refuses(["crosstab", "refl_gen", "--sort", "p"], "--all", "");
}

#[test]
fn what_cannot_be_crossed_is_refused_with_a_way_out() {
    let mut text = String::from("id;income;happy\n");
    for row in 0..1_000 {
        text += &format!("{row};{};{}\n", 20_000 + row % 500, row % 3);
    }
    let virk = Virk::new().file("wide.csv", text);
    virk.refuses(
        ["crosstab", "--file", "wide.csv", "income", "happy"],
        "`income` has 500 different values, too many to cross",
        "virk data compare",
    );
    virk.refuses(
        ["crosstab", "--file", "wide.csv", "hapy", "income"],
        "no variable starts with `hapy`",
        "Did you mean `happy`?",
    );
    virk.refuses(
        ["crosstab", "--file", "wide.csv", "--all", "income", "happy"],
        "500 different values",
        "virk data compare",
    );
    virk.refuses(
        ["crosstab", "--file", "wide.csv", "happy"],
        "needs two variables",
        "virk crosstab A B",
    );
    virk.refuses(
        [
            "crosstab", "--file", "wide.csv", "happy", "id", "--alpha", "2",
        ],
        "not a level of significance",
        "0.05",
    );
    virk.refuses(
        [
            "crosstab", "--file", "wide.csv", "happy", "id", "--by", "nobody",
        ],
        "no variable starts with `nobody`",
        "",
    );
}

#[test]
fn hostile_labels_are_words_everywhere() {
    let labels = [
        "\u{1b}[31mred",
        "=cmd|' /C calc'!A0",
        "\\end{tabular}\\input{x}",
        "<script>alert(1)</script>",
    ];
    let mut text = String::from("a,b\n");
    for (at, label) in labels.iter().enumerate() {
        text += &format!("\"{label}\",{at}\n\"{label}\",{}\n", at % 2);
    }
    let virk = Virk::new().file("evil.csv", text);
    let call = "$VIRK crosstab --file evil.csv a b";
    for form in [
        "",
        "--json",
        "--format csv",
        "--format md",
        "--format html",
        "--format tex",
    ] {
        let out = virk.shell(&format!("{call} {form}")).exits(0).out();
        assert!(!out.contains('\u{1b}'), "{form}");
        match form {
            "--format csv" => assert!(out.contains("'=cmd") && !out.contains("\n=cmd")),
            "--format html" => assert!(!out.contains("<script>")),
            "--format tex" => assert_eq!(out.matches("\\end{tabular}").count(), 1),
            _ => {}
        }
    }
    let names = Virk::new().file("names.csv", "a. ERASE FILE='x',b\n1,1\n2,2\n");
    names
        .shell("$VIRK crosstab --file names.csv a b --spss")
        .refuses("is not a valid SPSS variable name", "rename the column");
}

#[test]
fn people_may_have_it_in_danish() {
    let virk = Virk::sample();
    virk.run(["crosstab", "refl_gen", "pu_selv", "--lang", "da"])
        .says("Krydstabel")
        .says("Helt uenig")
        .says("0,025")
        .says("sammenhæng påvist")
        .exits(0);
    virk.run([
        "crosstab",
        "refl_gen",
        "pu_selv",
        "--lang",
        "da",
        "--decimal",
        "point",
    ])
    .says("28.875")
    .exits(0);
    let csv = virk
        .run([
            "crosstab",
            "refl_gen",
            "pu_selv",
            "--decimal",
            "comma",
            "--format",
            "csv",
        ])
        .exits(0)
        .out();
    assert!(
        csv.lines().next().unwrap().contains("agree;Total") && csv.contains("Expected;0,19"),
        "{csv}"
    );
    virk.run(["crosstab", "refl_gen", "pu_selv", "--output", "t.tex"])
        .says("Wrote t.tex")
        .exits(0);
    assert!(
        std::fs::read_to_string(virk.path("t.tex"))
            .unwrap()
            .contains("\\toprule")
    );
    virk.run(["crosstab", "refl_gen", "pu_selv", "--spss"])
        .says("SELECT IF (VALUE(completed) NE 0 OR SYSMIS(completed)).")
        .exits(0);
}
