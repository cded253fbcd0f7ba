//! `virk paired`, `virk data missing`, `virk plan power`: what is said, and to programs.

use super::virk::Virk;
use serde_json::{Value, json};

/// A file with a row for each pair: two columns, and how many people answered so.
fn pairs(head: &str, cells: &[(&str, &str, usize)]) -> String {
    let mut text = format!("{head}\n");
    for (a, b, times) in cells {
        (0..*times).for_each(|_| text += &format!("{a},{b}\n"));
    }
    text
}

const ORDERED: &str = r#"{"variables":[
 {"name":"pre","level":"ordinal","values":[{"code":"1","label":{"en":"Never"}},{"code":"2","label":{"en":"Now and then"}},{"code":"3","label":{"en":"Often"}}]},
 {"name":"post","level":"ordinal","before":"pre","label":{"en":"Walks","da":"Går"},"values":[{"code":"1","label":{"en":"Never"}},{"code":"2","label":{"en":"Now and then"}},{"code":"3","label":{"en":"Often"}}]}]}"#;

fn near(value: &Value, expected: f64) {
    let value = value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is not {expected}"));
    assert!(
        (value - expected).abs() <= 1e-6 * expected.abs().max(1e-3),
        "{value} is not {expected}"
    );
}

#[test]
fn two_answers_before_and_after() {
    let file = pairs(
        "job_pre,job_post",
        &[
            ("No", "No", 29),
            ("No", "Yes", 13),
            ("Yes", "No", 2),
            ("Yes", "Yes", 16),
            ("", "Yes", 3),
        ],
    );
    let virk = Virk::new().file("p.csv", file);
    let found = virk
        .run(["paired", "--file", "p.csv", "job_pre", "job_post", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (&found["kind"], &found["n"], &found["missing"]),
        (&json!("change"), &json!(60), &json!(3))
    );
    assert_eq!(
        (&found["compared_as"], &found["recommended"]),
        (&json!("yes_no"), &json!("mcnemar_mid_p"))
    );
    // R: 2 * pbinom(2, 15, .5) - dbinom(2, 15, .5); mcnemar.test(correct = FALSE)
    near(&found["tests"][0]["p"], 0.004_180_908_203_125);
    near(&found["tests"][2]["p"], 0.004_508_698_364_904);
    let said = found["sentence"]["en"].as_str().unwrap();
    assert_eq!(
        said,
        "The share of “Yes” rose from 30 % (18 of 60) for “job_pre” to 48 % (29 of 60) for “job_post” (change +18 percentage points \
         [7; 31], 95 % CI; McNemar’s test with mid-p: p = .004; N = 60): 13 changed to “Yes” and 2 from it."
    );
    assert!(
        found["sentence"]["da"]
            .as_str()
            .unwrap()
            .contains("procentpoint [7; 31], 95 %-konfidensinterval")
    );
    virk.run([
        "paired", "--file", "p.csv", "job_pre", "job_post", "--lang", "da",
    ])
    .says("McNemars test med mid-p: p = 0,004")
    .exits(0);
    virk.run(["crosstab", "--file", "p.csv", "job_pre", "job_post"])
        .says("the same people before and after")
        .exits(0);
}

#[test]
fn answers_in_order_by_signed_ranks_and_the_variable_of_before() {
    let cells = [
        ("1", "1", 3),
        ("1", "2", 8),
        ("2", "2", 5),
        ("2", "3", 6),
        ("2", "1", 2),
        ("3", "3", 4),
        ("1", "3", 2),
    ];
    let virk = Virk::new()
        .file("p.csv", pairs("pre,post", &cells))
        .file("v.json", ORDERED);
    let found = virk
        .run([
            "paired",
            "--file",
            "p.csv",
            "--variables",
            "v.json",
            "post",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&found["before"]["name"], &found["recommended"]),
        (&json!("pre"), &json!("signed_rank_exact"))
    );
    assert_eq!(found["moved"], json!({"up": 16, "down": 2, "same": 12}));
    // R: exactRankTests::wilcox.exact(c(rep(1, 14), rep(2, 2), rep(-1, 2)))
    near(&found["tests"][0]["p"], 0.001_045_227_050_781_25);
    let said = found["sentence"]["en"].as_str().unwrap();
    let counts = "Of 30 people, 16 have a higher value of “Walks” than of “pre”, 2 a lower one and 12 the same (rank-biserial r = ";
    assert!(
        said.starts_with(counts)
            && said.contains("; exact Wilcoxon signed-rank test: p = .001). Both run from"),
        "{said}"
    );
    virk.refuses(
        ["paired", "--file", "p.csv", "pre"],
        "nothing is known of the time before `pre`",
        "virk paired BEFORE AFTER",
    );
    virk.run(["paired", "--file", "p.csv", "pre", "post"])
        .says("--ordinal")
        .exits(0);
    virk.run(["paired", "--file", "p.csv", "pre", "post", "--ordinal"])
        .says("Wilcoxon signed-rank, exact")
        .exits(0);
}

#[test]
fn what_came_before_can_be_said() {
    let virk = Virk::study().file(
        "p.csv",
        pairs(
            "q1,q2",
            &[
                ("yes", "yes", 4),
                ("no", "yes", 9),
                ("yes", "no", 1),
                ("no", "no", 4),
            ],
        ),
    );
    virk.run(["data", "import", "p.csv"]).exits(0);
    virk.refuses(
        ["paired", "q2"],
        "nothing is known of the time before `q2`",
        "virk paired BEFORE AFTER",
    );
    virk.refuses(
        ["data", "variable", "q2", "--before", "q2"],
        "cannot be its own earlier measurement",
        "earlier variable",
    );
    virk.run(["data", "variable", "q2", "--before", "q1"])
        .exits(0);
    virk.run(["paired", "q2"])
        .says("The share of “yes” rose from 28 % (5 of 18) for “q1” to 72 % (13 of 18) for “q2”")
        .exits(0);
    virk.run(["undo"]).exits(0);
    virk.refuses(
        ["paired", "q2"],
        "nothing is known of the time before `q2`",
        "virk paired BEFORE AFTER",
    );
}

#[test]
fn what_cannot_be_compared_is_refused_with_help() {
    let virk = Virk::new()
        .file("a.csv", pairs("a,b", &[("Bus", "1", 4), ("Car", "2", 3)]))
        .file(
            "w.csv",
            pairs(
                "a,b",
                &[("low", "high", 4), ("mid", "low", 3), ("high", "mid", 3)],
            ),
        );
    virk.refuses(
        ["paired", "--file", "a.csv", "a", "b"],
        "the answers are not the same",
        "recode",
    );
    virk.refuses(
        ["paired", "--file", "a.csv", "a", "a"],
        "`a` is named twice",
        "different variables",
    );
    virk.refuses(
        ["paired", "--file", "w.csv", "a", "b", "--ordinal"],
        "the alphabet is not their order",
        "virk data variable 'b' --order",
    );
    virk.run(["paired", "--file", "w.csv", "a", "b"])
        .says("Stuart–Maxwell")
        .exits(0);
}

#[test]
fn raters_by_kappa_and_alpha_and_several_by_cochran() {
    let virk = Virk::new()
        .file(
            "r.csv",
            pairs(
                "one,two",
                &[("x", "x", 14), ("x", "y", 3), ("y", "x", 2), ("y", "y", 12)],
            ),
        )
        .file(
            "q.csv",
            "a,b,c\nyes,no,no\nyes,yes,no\nyes,yes,yes\nyes,no,no\nno,no,no\nyes,yes,no\n",
        );
    let found = virk
        .run([
            "paired", "--file", "r.csv", "one", "two", "--raters", "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&found["kind"], &found["agreed"], &found["n"]),
        (&json!("agreement"), &json!(26), &json!(31))
    );
    // R: vcd::Kappa(matrix(c(14, 2, 3, 12), 2))
    near(&found["measures"][0]["value"], 0.676_409_185_803_757_9);
    assert_eq!(found["measures"][1]["key"], "alpha");
    let q = virk
        .run(["paired", "--file", "q.csv", "a", "b", "c", "--json"])
        .exits(0)
        .json();
    // statsmodels.stats.contingency_tables.cochrans_q
    near(&q["test"]["statistic"], 6.0);
    assert_eq!(q["shares"][0]["count"], 5);
}

#[test]
fn who_did_not_answer() {
    let mut rows = String::from("trust,gender,age\n");
    for at in 0..60 {
        let (gender, age) = (if at % 2 == 0 { "Man" } else { "Woman" }, 20 + at % 37);
        let missing = if gender == "Man" {
            at % 3 == 0
        } else {
            at == 7
        };
        rows += &format!("{},{gender},{age}\n", if missing { "" } else { "1" });
    }
    let virk = Virk::new().file("m.csv", rows);
    let found = virk
        .run([
            "data", "missing", "--file", "m.csv", "trust", "--by", "gender", "--json",
        ])
        .exits(0)
        .json();
    assert_eq!((&found["n"], &found["missing"]), (&json!(60), &json!(11)));
    let against = &found["against"][0];
    assert_eq!(
        (
            &against["groups"][0]["missing"],
            &against["groups"][1]["missing"]
        ),
        (&json!(10), &json!(1))
    );
    // R: chisq.test(matrix(c(10, 20, 1, 29), 2), correct = FALSE), times 59/60
    near(&against["p"], 0.002_904_643_263_75);
    virk.run(["data", "missing", "--file", "m.csv", "trust"])
        .says("“trust” is missing for 18 % (11 of 60). This differs by “gender” (33 % for “Man” and 3 % for “Woman”; p = ")
        .exits(0);
    virk.refuses(
        ["data", "missing", "--file", "m.csv", "gender"],
        "all 60 have answered `gender`",
        "nobody to compare",
    );
}

#[test]
fn what_a_test_can_find() {
    let virk = Virk::new().file(
        "p.csv",
        pairs(
            "group,job",
            &[
                ("A", "no", 12),
                ("A", "yes", 8),
                ("B", "no", 8),
                ("B", "yes", 12),
            ],
        ),
    );
    let found = virk
        .run([
            "plan", "power", "--file", "p.csv", "group", "job", "--effect", "0.4", "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&found["effect"], &found["n"]),
        (&json!("share_difference"), &json!(40))
    );
    // R: power.prop.test(n = 20, p1 = .3, p2 = .7), and n = NULL, power = .8
    let row = found["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["effect"] == 0.4)
        .unwrap();
    near(&row["power"], 0.732_952_195_732);
    assert_eq!(row["needed"], 47);
    virk.run(["plan", "power", "--file", "p.csv", "group", "job"])
        .says("With N = 40, ")
        .exits(0);
    virk.refuses(
        [
            "plan", "power", "--file", "p.csv", "group", "job", "--effect", "3",
        ],
        "is no difference of shares",
        "at most at",
    );
    virk.refuses(
        ["plan", "power", "--file", "p.csv", "group"],
        "a power plan needs two variables",
        "virk plan power",
    );
}

#[test]
fn variables_of_two_people_are_told_of_raters() {
    let cells = [("x", "x", 14), ("x", "y", 3), ("y", "x", 2), ("y", "y", 12)];
    let virk = Virk::new()
        .file("r.csv", pairs("theme_anna,theme_bo", &cells))
        .file("p.csv", pairs("theme_pre,theme_post", &cells));
    let hint = "virk paired 'theme_anna' 'theme_bo' --raters";
    virk.run(["paired", "--file", "r.csv", "theme_anna", "theme_bo"])
        .says("two raters of the same cases")
        .says(hint)
        .exits(0);
    let notes = virk
        .run([
            "paired",
            "--file",
            "p.csv",
            "theme_pre",
            "theme_post",
            "--json",
        ])
        .exits(0)
        .json();
    assert!(
        !notes["notes"].to_string().contains("--raters"),
        "{}",
        notes["notes"]
    );
    let agreed = virk
        .run([
            "paired",
            "--file",
            "r.csv",
            "theme_anna",
            "theme_bo",
            "--raters",
            "--json",
        ])
        .exits(0)
        .json();
    let said = agreed["sentence"]["da"].as_str().unwrap();
    assert!(
        said.starts_with("»theme_anna« og »theme_bo« er enige om 26 af 31 tilfælde (84 % ["),
        "{said}"
    );
    assert!(
        agreed["sentence"]["en"]
            .as_str()
            .unwrap()
            .contains("agree on 26 of 31 cases (84 % [")
    );
}
