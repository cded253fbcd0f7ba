//! Every listing takes the same options: columns, order, format and file.

use super::virk::Virk;
use serde_json::Value;
use std::fs;

type Words = &'static [&'static str];

/// A listing, the keys of a row in JSON, a column of words and one of numbers, if it has one.
const LISTINGS: &[(Words, Words, &str, Option<&str>)] = &[
    (
        &["informant", "list"],
        &[
            "attributes",
            "codings",
            "department",
            "documents",
            "name",
            "role",
            "turns",
        ],
        "name",
        Some("codings"),
    ),
    (
        &["document", "list"],
        &[
            "characters",
            "codings",
            "erased",
            "format",
            "hash",
            "informants",
            "language",
            "source",
            "title",
            "turns",
        ],
        "title",
        Some("characters"),
    ),
    (
        &["code", "list"],
        &[
            "code",
            "coder",
            "document",
            "end",
            "id",
            "informant",
            "interviewer",
            "key",
            "seconds",
            "start",
            "text",
            "time",
            "turn",
        ],
        "code",
        Some("start"),
    ),
    (
        &["codebook", "show"],
        &[
            "codings",
            "colour",
            "definition",
            "example",
            "exclude",
            "include",
            "key",
            "kind",
            "name",
            "names",
            "parent",
            "tag",
        ],
        "name",
        Some("codings"),
    ),
    (
        &["codebook", "colours"],
        &["codes", "colour", "name"],
        "colour",
        None,
    ),
    (&["searches"], &["name", "query"], "name", None),
    (
        &["data", "filter"],
        &["dataset", "left_out", "n", "reason", "rows", "rule"],
        "rule",
        Some("left_out"),
    ),
    (&["words"], &["count", "in", "word"], "word", Some("count")),
    (
        &["coverage"],
        &[
            "definition",
            "gaps",
            "guide",
            "informants",
            "key",
            "kind",
            "name",
            "quotes",
            "survey",
            "tests",
        ],
        "name",
        Some("quotes"),
    ),
    (
        &["guide", "list"],
        &["about", "guide", "number", "question"],
        "question",
        None,
    ),
    (
        &["quotes"],
        &[
            "codes",
            "condensation",
            "department",
            "document",
            "end",
            "informant",
            "interviewer",
            "keys",
            "matches",
            "role",
            "seconds",
            "speaker",
            "start",
            "text",
            "theme",
            "turn",
            "turn_time",
        ],
        "document",
        Some("start"),
    ),
    (
        &["search", "and"],
        &[
            "codes",
            "condensation",
            "department",
            "document",
            "end",
            "informant",
            "interviewer",
            "keys",
            "matches",
            "role",
            "score",
            "seconds",
            "speaker",
            "start",
            "text",
            "theme",
            "turn",
            "turn_time",
        ],
        "document",
        Some("start"),
    ),
    (
        &["search", "and", "--kwic"],
        &[
            "after",
            "before",
            "document",
            "end",
            "informant",
            "interviewer",
            "match",
            "speaker",
            "start",
            "turn",
        ],
        "document",
        Some("start"),
    ),
    (
        &["condense", "list"],
        &[
            "codes",
            "condensation",
            "condensed_words",
            "department",
            "document",
            "end",
            "informant",
            "interviewer",
            "keys",
            "length",
            "length_percent",
            "natural_unit",
            "not_said",
            "role",
            "seconds",
            "speaker",
            "start",
            "text",
            "theme",
            "turn",
            "turn_time",
            "words",
        ],
        "document",
        Some("start"),
    ),
    (
        &["log"],
        &[
            "act", "batch", "coder", "event", "id", "n", "of", "says", "time", "writer",
        ],
        "says",
        Some("n"),
    ),
    (
        &["config", "keys"],
        &["action", "doc", "from_the_start", "keys", "view"],
        "action",
        None,
    ),
    (
        &["configuration", "list"],
        &[
            "context",
            "derived_from",
            "mechanism",
            "missing",
            "next",
            "number",
            "outcome",
            "quotes",
            "shape",
            "statement",
        ],
        "shape",
        Some("number"),
    ),
    (
        &["data", "variables"],
        &[
            "asked_if",
            "before",
            "dataset",
            "goal",
            "label",
            "level",
            "made",
            "measures",
            "middle",
            "missing",
            "missing_codes",
            "n",
            "name",
            "order",
            "ordered",
            "proposed",
            "question",
            "read_as_missing",
            "values",
            "yes",
        ],
        "name",
        Some("n"),
    ),
    (
        &["privacy", "scan", "talk.txt"],
        &["document", "end", "kind", "line", "start"],
        "kind",
        Some("line"),
    ),
    (
        &["orphan", "list"],
        &[
            "before",
            "codes",
            "condensation",
            "department",
            "document",
            "end",
            "informant",
            "interviewer",
            "keys",
            "now",
            "number",
            "role",
            "said",
            "seconds",
            "speaker",
            "start",
            "text",
            "theme",
            "turn",
            "turn_time",
            "what",
            "words",
        ],
        "what",
        Some("number"),
    ),
];

/// The sample study, with a row in each listing.
fn study() -> Virk {
    let virk = Virk::sample().file(
        "leaders.csv",
        "number;question;about\n1;How do you lead?;\n2;And who helps?;\n",
    );
    for name in ["first", "Second"] {
        virk.run(["search", "and", "--save", name]);
    }
    virk.run(["guide", "import", "leaders.csv"]).exits(0);
    let virk = virk
        .file("few.csv", "age;done\n20;1\n40;0\n17;1\n")
        .file(
            "talk.txt",
            "Write to anna@example.org\nor to bo@example.org\n",
        )
        .file("old.txt", "Sofie: Ja.\nBo: Og hvad så?\n")
        .file("new.txt", "Sofie: Nej!\nBo: Og hvad nu?\n");
    virk.run(["import", "old.txt"]).exits(0);
    for words in ["Ja.", "Og hvad så?"] {
        virk.run(["code", "apply", "old", "--quote", words, "Reflection"])
            .exits(0);
    }
    virk.run(["import", "new.txt", "--replaces", "old"])
        .exits(0);
    virk
}

fn with<'a>(words: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [words, more].concat()
}

fn rows(virk: &Virk, words: &[&str]) -> Vec<Value> {
    virk.call(words).json().as_array().unwrap().clone()
}

#[test]
fn every_listing_takes_columns_order_format_and_file() {
    let virk = study();
    virk.run(["data", "import", "few.csv"]).exits(0);
    for rule in ["age < 18", "done = 0"] {
        virk.run([
            "data",
            "filter",
            rule,
            "--dataset",
            "few",
            "--because",
            "agreed",
        ])
        .exits(0);
    }
    for (words, keys, column, number) in LISTINGS {
        let all = rows(&virk, &with(words, &["--json"]));
        assert!(all.len() > 1, "{words:?} has {} rows", all.len());
        let found: Vec<&String> = all[0].as_object().unwrap().keys().collect();
        assert_eq!(found, *keys, "{words:?}");
        assert_eq!(rows(&virk, &with(words, &["--format", "json"])), all);

        let one = rows(&virk, &with(words, &["--columns", column, "--json"]));
        assert!(
            one.iter()
                .zip(&all)
                .all(|(one, all)| one.as_object().unwrap().len() == 1
                    && one[*column] == all[*column]),
            "{words:?}"
        );

        let csv = virk.call(&with(words, &["--columns", column, "--format", "csv"]));
        assert!(csv.out().lines().count() > all.len(), "{words:?}");
        virk.call(&with(words, &["--output", "out.json"]))
            .says("Wrote out.json");
        let written: Value =
            serde_json::from_slice(&fs::read(virk.path("out.json")).unwrap()).unwrap();
        assert_eq!(written, Value::from(all.clone()), "{words:?}");

        let mut sorted: Vec<String> = all
            .iter()
            .map(|row| row[*column].as_str().unwrap().to_lowercase())
            .collect();
        sorted.sort();
        let by_words: Vec<String> = rows(&virk, &with(words, &["--sort", column, "--json"]))
            .iter()
            .map(|row| row[*column].as_str().unwrap().to_lowercase())
            .collect();
        assert_eq!(by_words, sorted, "{words:?}");
        if let Some(number) = number {
            let backwards = format!("-{number}");
            let values: Vec<f64> = rows(&virk, &with(words, &["--sort", &backwards, "--json"]))
                .iter()
                .map(|row| row[*number].as_f64().unwrap())
                .collect();
            assert!(values.is_sorted_by(|a, b| a >= b), "{words:?} {values:?}");
            assert!(
                values.first() > values.last() || words[0] == "data",
                "{words:?}"
            );
        }

        virk.call(&with(words, &["--columns", "help"])).says(column);
        virk.call(&with(words, &["--columns", "shoes"]))
            .refuses("there is no column \"shoes\" here", "Choose from");
        virk.call(&with(words, &["--sort", "shoes"]))
            .refuses("there is no column \"shoes\" here", column);
    }
}

/// Also where there is nothing to list, and where a command looks for gaps.
#[test]
fn the_columns_are_listed_wherever_rows_would_be() {
    let virk = Virk::new().file("talk.txt", "Nothing\n");
    virk.run(["new", "study"]).exits(0);
    let more: &[(Words, &str)] = &[
        (&["reported", "list"], "claim"),
        (&["data", "weight"], "weighting"),
        (&["condense", "list", "--pivot"], "theme"),
        (&["search", "and", "--in", "memos"], "target"),
        (&["matrix"], "quant_status"),
    ];
    let listings = LISTINGS.iter().map(|(words, _, column, _)| (words, column));
    for (words, column) in listings.chain(more.iter().map(|(words, column)| (words, column))) {
        virk.call(&with(words, &["--columns", "help"]))
            .exits(0)
            .says(column);
    }
}

#[test]
fn a_file_has_the_whole_words_where_the_grid_has_their_beginning() {
    let virk = Virk::sample();
    let json = rows(&virk, &["code", "list", "--json"]);
    let longest = json
        .iter()
        .filter_map(|row| row["text"].as_str())
        .max_by_key(|text| text.len())
        .unwrap();
    assert!(longest.chars().count() > 60);
    let csv = virk.run(["code", "list", "--columns", "text", "--format", "csv"]);
    csv.says(longest.trim_matches('"')).exits(0);
    assert!(
        !virk
            .run(["code", "list", "--columns", "text"])
            .out()
            .contains(longest)
    );
}
