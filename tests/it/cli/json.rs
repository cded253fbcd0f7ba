//! What programs are promised.

use super::virk::Virk;
use serde_json::Value;

fn has(value: &Value, fields: &[&str], call: &str) {
    for field in fields {
        assert!(
            value.get(field).is_some(),
            "`virk {call}` gives no `{field}`: {value}"
        );
    }
}

/// Each element of an array that is not empty.
fn each(value: &Value, fields: &[&str], call: &str) {
    let items = value
        .as_array()
        .unwrap_or_else(|| panic!("`virk {call}` gives no array"));
    assert!(!items.is_empty(), "`virk {call}` gives nothing");
    items.iter().for_each(|item| has(item, fields, call));
}

const QUOTE: &[&str] = &[
    "document",
    "informant",
    "speaker",
    "interviewer",
    "turn",
    "start",
    "end",
    "text",
    "codes",
];

#[test]
fn arrays_have_the_promised_fields() {
    let virk = Virk::sample();
    let calls: [(&str, &[&str]); 14] = [
        (
            "document list",
            &[
                "title",
                "language",
                "informants",
                "turns",
                "characters",
                "codings",
            ],
        ),
        (
            "informant list",
            &[
                "name",
                "role",
                "department",
                "attributes",
                "documents",
                "turns",
                "codings",
            ],
        ),
        ("evidence", &["from", "to", "quotes", "tests", "verdict"]),
        ("search bus", QUOTE),
        ("search code:reflection", &["matches"]),
        ("quotes --code Reflection", QUOTE),
        ("quotes", &["matches"]),
        (
            "matrix",
            &[
                "from",
                "to",
                "quotes",
                "informants",
                "tests_run",
                "tests_significant",
                "tested",
                "verdict",
            ],
        ),
        (
            "code list",
            &[
                "id",
                "document",
                "informant",
                "turn",
                "start",
                "end",
                "text",
                "code",
                "coder",
                "time",
            ],
        ),
        (
            "condense list",
            &[
                "document",
                "informant",
                "start",
                "end",
                "text",
                "condensation",
                "theme",
                "codes",
            ],
        ),
        (
            "codebook show",
            &[
                "key",
                "name",
                "kind",
                "tag",
                "colour",
                "parent",
                "definition",
                "include",
                "exclude",
                "codings",
            ],
        ),
        (
            "data variables",
            &[
                "dataset", "name", "level", "label", "values", "n", "missing", "measures",
            ],
        ),
        (
            "data describe",
            &["name", "file", "rows", "n", "exclusions"],
        ),
        (
            "log",
            &[
                "id", "writer", "n", "time", "coder", "batch", "act", "says", "event",
            ],
        ),
    ];
    for (call, fields) in calls {
        each(
            &virk.shell(&format!("$VIRK {call} --json")).exits(0).json(),
            fields,
            call,
        );
    }
    let frequencies = virk.run(["data", "frequencies", "kon", "--json"]).json();
    each(
        &frequencies,
        &["variable", "n", "missing", "values"],
        "data frequencies",
    );
    each(
        &frequencies[0]["values"],
        &["code", "label", "count", "share"],
        "data frequencies",
    );
}

#[test]
fn evidence_goes_all_the_way_down() {
    let evidence = Virk::sample()
        .run(["evidence", "The right -> Relation", "--json"])
        .exits(0)
        .json();
    let link = &evidence[0];
    each(&link["quotes"], QUOTE, "evidence");
    each(&link["quotes"], &["polarity", "condensation"], "evidence");
    let tests = [
        "a",
        "b",
        "n",
        "statistic",
        "df",
        "p",
        "min_expected",
        "share_expected_below_5",
        "cramers_v",
        "warnings",
    ];
    each(&link["tests"], &tests, "evidence");
    for quote in link["quotes"].as_array().unwrap() {
        let (start, end) = (
            quote["start"].as_u64().unwrap(),
            quote["end"].as_u64().unwrap(),
        );
        assert_eq!(
            end - start,
            quote["text"].as_str().unwrap().chars().count() as u64
        );
    }
}

#[test]
fn objects_have_the_promised_fields() {
    let virk = Virk::sample();
    let crosstab = virk
        .run(["crosstab", "refl_gen", "pu_selv", "--json"])
        .exits(0)
        .json();
    has(
        &crosstab,
        &[
            "row",
            "column",
            "n",
            "missing",
            "observed",
            "expected",
            "adjusted_residuals",
        ],
        "crosstab",
    );
    has(
        &crosstab,
        &[
            "min_expected",
            "share_expected_below_5",
            "tests",
            "association",
            "warnings",
        ],
        "crosstab",
    );
    has(&crosstab["row"], &["name", "levels"], "crosstab");
    has(
        &crosstab["tests"]["pearson"],
        &["statistic", "df", "p"],
        "crosstab",
    );
    has(&crosstab["tests"]["yates"], &["why"], "crosstab");
    for exact in ["linear_by_linear_exact", "pearson_exact", "fisher_exact"] {
        assert!(crosstab["tests"][exact]["p"].is_f64(), "{exact}");
    }
    has(
        &crosstab["association"]["cramers_v"],
        &["value", "low", "high"],
        "crosstab",
    );
    let theory = virk.run(["theory", "show", "--json"]).exits(0).json();
    has(
        &theory,
        &["version", "frozen", "nodes", "links"],
        "theory show",
    );
    each(
        &theory["links"],
        &["from", "to", "from_key", "to_key", "relation", "statement"],
        "theory show",
    );
    has(
        &virk.run(["check", "--json"]).exits(0).json(),
        &["records", "documents", "codings", "faults"],
        "check",
    );
    has(
        &virk
            .run(["memo", "study", "a memo", "--json"])
            .exits(0)
            .json(),
        &["said"],
        "memo",
    );
    has(
        &virk.run(["memo", "study", "--json"]).exits(0).json(),
        &["memo"],
        "memo",
    );
    each(
        &virk.run(["undo", "--json"]).exits(0).json(),
        &["said", "facts"],
        "undo",
    );
    each(
        &virk.run(["redo", "--json"]).exits(0).json(),
        &["said", "facts"],
        "redo",
    );
    let drawing = virk
        .run(["theory", "draw", "--format", "mermaid", "--json"])
        .json();
    assert!(
        drawing["drawing"]
            .as_str()
            .unwrap()
            .starts_with("flowchart LR\n")
    );
    has(
        &virk.run(["codebook", "export"]).json(),
        &["codes"],
        "codebook export",
    );
}

#[test]
fn nothing_found_is_an_empty_array_and_one() {
    let virk = Virk::study();
    for call in [
        "quotes",
        "search nothing",
        "code list",
        "condense list",
        "codebook show",
        "data variables",
        "data describe",
    ] {
        let ran = virk.shell(&format!("$VIRK {call} --json"));
        assert_eq!(ran.exits(1).json(), Value::Array(Vec::new()), "virk {call}");
    }
}
