//! The variable editor on the command line, and datasets in other formats.

use super::virk::Virk;
use serde_json::json;

const ROWS: &str = "id;done;sat_1;sat_2;sat_3;age\n1;1;1;2;5;17\n2;1;2;2;4;35\n3;0;3;4;2;40\n4;1;4;4;1;51\n5;1;5;9;1;66\n6;1;;;;70\n";

fn surveyed() -> Virk {
    let virk = Virk::study().file("survey.csv", ROWS);
    virk.run(["data", "import", "survey.csv"]).exits(0);
    virk
}

#[test]
fn a_variable_is_described_and_what_is_known_of_it_is_shown() {
    let virk = surveyed();
    let values = "1=Low;2;3=Middle;4;5=High";
    virk.run([
        "data",
        "variable",
        "sat_2",
        "--values",
        values,
        "--missing",
        "9",
        "--level",
        "ordinal",
    ])
    .exits(0)
    .says("Updated `sat_2`");
    virk.run([
        "data",
        "variable",
        "sat_2",
        "--middle",
        "3=neutral or don't know",
        "--label",
        "Satisfied",
    ])
    .exits(0);
    let told = virk.run(["data", "variables", "--json"]).exits(0).json();
    let sat = &told[3];
    assert_eq!(
        (&sat["level"], &sat["n"], &sat["missing"], &sat["label"]),
        (&json!("ordinal"), &json!(4), &json!(2), &json!("Satisfied"))
    );
    assert_eq!(
        sat["middle"],
        json!({ "code": "3", "means": "neutral or don't know" })
    );
    virk.run(["data", "variable", "sat_2", "--order", "5,4,3,2,1"])
        .exits(0);
    virk.run(["data", "frequencies", "sat_2"])
        .exits(0)
        .says("5 High 0 0.0 % 0.0 %");
    virk.run(["undo"]).exits(0);
    virk.run(["data", "frequencies", "sat_2"])
        .exits(0)
        .says("1 Low 0 0.0 % 0.0 %");
    virk.refuses(
        ["data", "variable", "sat_2", "--level", "scale"],
        "`scale` is not a level",
        "nominal, ordinal",
    );
    virk.refuses(
        ["data", "variable", "sat_2"],
        "nothing is said of `sat_2`",
        "Add --label",
    );
    virk.run(["log"])
        .exits(0)
        .says("Updated the variable sat_2");
}

#[test]
fn a_recode_an_index_and_a_filter_are_made_and_taken_away() {
    let virk = surveyed();
    virk.run(["data", "variable", "sat_2", "--missing", "9"])
        .exits(0);
    virk.run([
        "data",
        "recode",
        "age",
        "young",
        "..29=yes; 30..=no",
        "--level",
        "nominal",
    ])
    .exits(0)
    .says("N = 6");
    virk.run(["data", "frequencies", "young"])
        .exits(0)
        .says("yes 1")
        .says("no 5");
    let made = virk
        .run([
            "data",
            "index",
            "sat",
            "sat_1",
            "sat_2",
            "--reverse",
            "sat_3",
            "--ends",
            "1..5",
            "--least",
            "2",
            "--json",
        ])
        .exits(0)
        .json();
    assert!(made["said"].as_str().unwrap().ends_with("N = 5"), "{made}");
    let index = &made["indices"][0];
    assert_eq!(
        (
            &index["n"],
            &index["alpha_n"],
            &index["items"][2]["reversed"]
        ),
        (&json!(5), &json!(4.0), &json!(true))
    );
    // R: psych::alpha(cbind(c(1,2,3,4), c(2,2,4,4), 6 - c(5,4,2,1)))$total$raw_alpha
    assert!(
        (index["alpha"].as_f64().unwrap() - 0.962_264_150_943_396_2).abs() < 1e-12,
        "{index}"
    );
    virk.run(["data", "index"])
        .exits(0)
        .says("Cronbach's alpha 0.96")
        .says("the 4 who answered all items")
        .says("sat_3 (reversed 1..5)");
    virk.run(["data", "filter"])
        .exits(1)
        .says("No rows are left out");
    virk.refuses(
        ["data", "filter", "done = 0"],
        "a filter needs a reason",
        "Give the reason why",
    );
    virk.run(["data", "filter", "done = 0", "--because", "broken off"])
        .exits(0)
        .says("1 row of `survey` left out: broken off (done = 0); N = 5");
    let filters = virk.run(["data", "filter", "--json"]).exits(0).json();
    assert_eq!(
        (
            &filters[0]["left_out"],
            &filters[0]["n"],
            &filters[0]["reason"]
        ),
        (&json!(1), &json!(5), &json!("broken off"))
    );
    virk.run(["data", "describe"])
        .exits(0)
        .says("Left out: 1 row with done = 0, because broken off");
    virk.run(["data", "filter", "done = 0", "--not"])
        .exits(0)
        .says("N = 6");
    virk.run(["data", "variable", "sat", "--remove"])
        .exits(0)
        .says("Removed `sat`");
    virk.run(["data", "index", "--json"]).exits(1);
    virk.run(["undo"]).exits(0);
    virk.run(["data", "index", "sat"]).exits(0);
    virk.refuses(
        ["data", "variable", "age", "--remove"],
        "came with the file",
        "Only recodes",
    );
    virk.refuses(
        ["data", "recode", "age", "young", "1=2"],
        "already has a variable called `young`",
        "another name",
    );
}

#[test]
fn the_evidence_says_which_rows_a_test_left_out() {
    let virk = Virk::sample();
    let told = virk
        .run(["evidence", "Reflection -> Personal", "--json"])
        .exits(0)
        .json();
    let test = &told[0]["tests"][0];
    assert_eq!((&test["rows"], &test["left_out"]), (&json!(38), &json!(7)));
    let words = "7 of 38 rows of `survey` left out: answers broken off (completed = 0)";
    assert!(
        test["warnings"].as_array().unwrap().contains(&json!(words)),
        "{test}"
    );
    virk.run(["evidence", "Reflection -> Personal"])
        .exits(0)
        .says(words);
    virk.run(["data", "filter", "completed = 0", "--not"])
        .exits(0);
    assert!(
        !virk
            .run(["evidence", "Reflection -> Personal"])
            .exits(0)
            .out()
            .contains("left out")
    );
}

#[test]
fn a_workbook_and_an_spss_file_are_datasets() {
    let fixture = |name: &str| std::fs::read(format!("tests/fixtures/data/{name}")).unwrap();
    let virk = Virk::study()
        .file("a.xlsx", fixture("openpyxl.xlsx"))
        .file("b.sav", fixture("pspp-packed.sav"));
    virk.run(["data", "import", "a.xlsx"])
        .exits(0)
        .says("sheet `Answers 2024`; 4 rows");
    let json = virk
        .run([
            "data", "import", "a.xlsx", "--sheet", "register", "--name", "register", "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&json["report"]["sheet"], &json["report"]["delimiter"]),
        (&json!("Register"), &json!(null))
    );
    virk.run(["data", "import", "b.sav"])
        .exits(0)
        .says("SPSS weights the rows by `vægt`");
    virk.run(["data", "frequencies", "tilfreds"])
        .exits(0)
        .says("5 Særdeles 1");
    virk.run(["crosstab", "--file", "b.sav", "tilfreds", "afdeling"])
        .exits(0);
}

#[test]
fn a_survey_is_seen_before_it_comes_in_and_columns_stay_outside() {
    let fixture = |name: &str| std::fs::read(format!("tests/fixtures/surveys/{name}")).unwrap();
    let virk = Virk::study()
        .file("q.csv", fixture("qualtrics.csv"))
        .file("p.csv", fixture("personal.csv"))
        .file("b.por", fixture("survey.por"));
    virk.run(["data", "import", "q.csv", "--preview"])
        .exits(0)
        .says("Nothing was imported")
        .says("Q2_1")
        .says("I feel listened to");
    virk.run(["data", "variables"]).exits(1);
    let seen = virk
        .run(["data", "import", "p.csv", "--preview", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        seen["report"]["personal"][1],
        json!({ "variable": "email", "kind": "email", "answers": 30 })
    );
    assert_eq!(
        (
            &seen["variables"][3]["n"],
            &seen["variables"][3]["first"][0]
        ),
        (&json!(30), &json!("High"))
    );
    virk.run(["data", "import", "q.csv"])
        .exits(0)
        .says("3 rows of headings");
    let counted = virk
        .run(["data", "frequencies", "Q2_1", "--json"])
        .exits(0)
        .json();
    assert_eq!(counted[0]["n"], json!(25));
    virk.run(["data", "import", "p.csv", "--without", "name,e*,phone"])
        .exits(0)
        .says("left out as told");
    let json = virk
        .run(["data", "variables", "--dataset", "p", "--json"])
        .exits(0)
        .json();
    assert_eq!(json.as_array().unwrap().len(), 1);
    virk.run(["data", "import", "b.por"])
        .exits(0)
        .says("por; 4 rows");
    virk.refuses(
        [
            "data",
            "import",
            "p.csv",
            "--name",
            "x",
            "--without",
            "fone",
        ],
        "no column `fone`",
        "",
    );
}

#[test]
fn scales_are_proposed_confirmed_turned_down_and_described_by_a_pattern() {
    let cells = "Q2_1,Q2_2,town,n_1\nAgree,Disagree,Odense,99\nStrongly agree,Neutral,odense,1\nNeutral,Strongly disagree,Aarhus,2\nDisagree,Agree,Odense,3\nDon't know,Agree,Odense,2\n";
    let virk = Virk::new().file("survey.csv", cells);
    virk.run(["new", "s.virk"]).exits(0);
    let read = virk
        .run(["data", "import", "survey.csv", "--json"])
        .exits(0)
        .json();
    let agreement = [
        "Strongly disagree",
        "Disagree",
        "Neutral",
        "Agree",
        "Strongly agree",
    ];
    assert_eq!(read["report"]["proposed"][0][0]["values"], json!(agreement));
    assert_eq!(read["report"]["proposed"][0][1], json!(["Q2_1", "Q2_2"]));
    let notes = read["report"]["notes"].to_string();
    assert!(
        notes.contains("virk data recode town town_2 --join")
            && notes.contains("virk data variable n_1 --missing=99"),
        "{notes}"
    );
    virk.run(["data", "recode", "town", "town_2", "--join"])
        .exits(0)
        .says("odense → Odense");
    virk.run(["data", "frequencies", "town_2"])
        .exits(0)
        .says("Odense 4");
    // No order, so nothing is cumulated.
    let asked = virk.run(["data", "frequencies", "Q2_1"]);
    assert!(!asked.out().contains("Cumulated"), "{}", asked.out());
    asked.exits(0).says("virk data variable Q2_1 --confirm");
    virk.run(["data", "variables"])
        .exits(0)
        .says("? Strongly disagree … Strongly agree (5)");
    virk.refuses(
        ["data", "variable", "Q2_1", "--order", "Agree;Neutral"],
        "which has no place in its order",
        "It may be the scale of agreement",
    );
    virk.refuses(
        ["data", "variable", "town", "--confirm"],
        "virk proposes no scale for `town`",
        "--order",
    );
    virk.refuses(
        ["data", "variable", "Q9_*", "--confirm"],
        "no variable matches `Q9_*`",
        "See",
    );
    let said = virk
        .run(["data", "variable", "q2_*", "--confirm", "--json"])
        .exits(0)
        .json();
    assert!(
        said["said"]
            .as_str()
            .unwrap()
            .contains("missing: Don't know; "),
        "{said}"
    );
    let variables = virk.run(["data", "variables", "--json"]).exits(0).json();
    for place in 0..2 {
        assert_eq!(
            (&variables[place]["level"], &variables[place]["order"]),
            (&json!("ordinal"), &json!(agreement))
        );
    }
    virk.run(["data", "frequencies", "Q2_1"])
        .exits(0)
        .says("Cumulated")
        .says("Missing 1");
    virk.run(["undo"]).exits(0);
    let variables = virk.run(["data", "variables", "--json"]).exits(0).json();
    assert_eq!(
        (&variables[0]["level"], &variables[1]["level"]),
        (&json!("nominal"), &json!("nominal"))
    );
    virk.run(["data", "variable", "Q2_2", "--level", "nominal"])
        .exits(0);
    assert!(virk.run(["data", "variables", "--json"]).exits(0).json()[1]["proposed"].is_null());
    virk.run(["data", "variable", "--confirm"])
        .exits(0)
        .says("Updated `Q2_1`");
}
