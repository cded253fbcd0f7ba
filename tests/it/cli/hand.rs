//! Handing the study over: tables by name, projects, databases.

use super::virk::Virk;

#[test]
fn a_table_goes_out_by_the_name_of_its_file() {
    let virk = Virk::sample();
    for name in [
        "codings",
        "quotes",
        "condensations",
        "codebook",
        "informants",
        "matrix",
    ] {
        for form in ["csv", "xlsx", "docx"] {
            virk.run(["export", &format!("{name}.{form}")])
                .says(&format!("Wrote {name}.{form}"))
                .exits(0);
        }
        let csv = std::fs::read(virk.path(&format!("{name}.csv"))).unwrap();
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        assert!(reader.records().filter(Result::is_ok).count() > 5, "{name}");
        // Archives for Excel and Word.
        assert!(
            std::fs::read(virk.path(&format!("{name}.xlsx")))
                .unwrap()
                .starts_with(b"PK")
        );
    }
    virk.run([
        "export",
        "out.csv",
        "--table",
        "informants",
        "--delimiter",
        ";",
        "--privacy",
        "supervisor",
    ])
    .exits(0);
    let csv = std::fs::read_to_string(virk.path("out.csv")).unwrap();
    assert!(
        csv.starts_with("\u{feff}Informant;Role;")
            && csv.contains("Informant 1;")
            && !csv.contains("Mentor 1"),
        "{csv}"
    );
}

#[test]
fn what_is_no_table_and_no_format_is_refused() {
    let virk = Virk::sample();
    virk.refuses(
        ["export", "out.csv"],
        "not clear which table to write to out.csv",
        "codings, quotes",
    );
    virk.refuses(
        ["export", "quotes.pdf"],
        "does not know the format of quotes.pdf",
        "qdpx, qdc",
    );
    virk.refuses(
        ["export", "study.qdpx", "--table", "quotes"],
        "--table is for tables",
        "csv",
    );
    virk.refuses(
        ["export", "tests.csv", "--theory", "v9"],
        "no theory version starts with `v9`",
        "virk theory show",
    );
    let bare = Virk::study();
    bare.run(["export", "codings.csv"]).exits(1);
    bare.refuses(
        ["export", "tests.csv"],
        "no programme theory yet",
        "virk theory import",
    );
}

#[test]
fn what_people_said_is_never_a_formula() {
    let virk = Virk::study().file(
        "talk.txt",
        "I: Og?\n\nM: =1+1 sagde jeg, @hans og\n\nI: Ja?\n\nM: -nej\n",
    );
    virk.run(["import", "talk.txt"]).exits(0);
    let virk = virk.file(
        "codes.json",
        r#"{"codes": [{"key": "sum", "name": {"en": "Sum"}}]}"#,
    );
    virk.run(["codebook", "import", "codes.json"]).exits(0);
    virk.run(["code", "apply", "talk", "--quote", "=1+1 sagde", "Sum"])
        .exits(0);
    virk.run(["code", "apply", "talk", "--quote=-nej", "Sum"])
        .exits(0);
    let ran = virk.run(["export", "quotes.csv"]);
    ran.exits(0);
    assert!(
        ran.err()
            .contains("2 cells that a spreadsheet would take for formulas"),
        "{}",
        ran.err()
    );
    let csv = std::fs::read_to_string(virk.path("quotes.csv")).unwrap();
    assert!(
        csv.contains(",'=1+1 sagde,") && csv.contains(",'-nej,"),
        "{csv}"
    );
}

#[test]
fn the_database_tells_the_same_numbers() {
    let virk = Virk::sample();
    virk.run(["export", "study.sqlite"])
        .says("only you can read it")
        .exits(0);
    let file = rusqlite::Connection::open(virk.path("study.sqlite")).unwrap();
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::MetadataExt::mode(
            &std::fs::metadata(virk.path("study.sqlite")).unwrap(),
        );
        assert_eq!(mode & 0o777, 0o600);
    }
    let count = |sql: &str| file.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_eq!(
        file.query_row("PRAGMA integrity_check", [], |row| row.get::<_, String>(0))
            .unwrap(),
        "ok"
    );
    let codings = virk
        .run(["code", "list", "--json"])
        .json()
        .as_array()
        .unwrap()
        .len() as i64;
    assert_eq!(count("SELECT count(*) FROM codings"), codings);
    // Every place gives its words, and every turn its own.
    assert_eq!(
        count(
            "SELECT count(*) FROM codings c JOIN documents d ON d.id = c.document WHERE substr(d.text, c.start + 1, c.end - c.start) <> c.words"
        ),
        0
    );
    assert_eq!(
        count(
            "SELECT count(*) FROM turns t JOIN documents d ON d.id = t.document WHERE substr(d.text, t.start + 1, t.end - t.start) <> t.words"
        ),
        0
    );
    assert_eq!(
        count("SELECT count(*) FROM condensations"),
        virk.run(["condense", "list", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len() as i64
    );
    assert_eq!(count("SELECT count(*) FROM links"), 28);
    // The numbers of a test can be told again from the answers.
    let (n, chi): (i64, f64) = file
        .query_row(
            "SELECT n, statistic FROM tests t JOIN variables a ON a.id = t.a JOIN variables b ON b.id = t.b WHERE a.name = 'refl_gen' AND b.name = 'pu_selv'",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .unwrap();
    assert_eq!(n, 31);
    assert!((chi - 28.875).abs() < 0.0005, "{chi}");
    let again = "WITH cells AS (SELECT x.number AS a, y.number AS b FROM answers x JOIN answers y ON y.row = x.row
        JOIN variables v ON v.id = x.variable JOIN variables w ON w.id = y.variable
        WHERE v.name = 'refl_gen' AND w.name = 'pu_selv' AND x.counted AND NOT x.missing AND NOT y.missing),
        rows AS (SELECT a, count(*) AS n FROM cells GROUP BY a), columns AS (SELECT b, count(*) AS n FROM cells GROUP BY b)
        SELECT sum((o - e) * (o - e) / e) FROM (SELECT rows.n * columns.n * 1.0 / (SELECT count(*) FROM cells) AS e,
            (SELECT count(*) FROM cells WHERE cells.a = rows.a AND cells.b = columns.b) AS o FROM rows, columns)";
    let told: f64 = file.query_row(again, [], |row| row.get(0)).unwrap();
    assert!((told - chi).abs() < 1e-9, "{told} {chi}");
    virk.refuses(
        ["export", "x.virk", "--format", "sqlite"],
        "has the name of a study",
        "another extension",
    );
}

#[test]
fn the_log_goes_out_a_record_in_a_line_and_without_words() {
    let virk = Virk::sample();
    let said = "You remembered my name";
    virk.run(["export", "log.jsonl"]).exits(0);
    let bare = std::fs::read_to_string(virk.path("log.jsonl")).unwrap();
    assert!(!bare.contains(said) && !bare.contains("\"says\""));
    virk.run(["export", "log.jsonl", "--content"]).exits(0);
    let full = std::fs::read_to_string(virk.path("log.jsonl")).unwrap();
    assert!(full.contains(said));
    let records = |text: &str| {
        text.lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .collect::<Vec<_>>()
    };
    let (bare, full) = (records(&bare), records(&full));
    assert!(
        bare.len() == full.len()
            && bare
                .iter()
                .zip(&full)
                .all(|(a, b)| a["id"] == b["id"] && a["event"]["type"] == b["event"]["type"])
    );
    // Facts are told by the words that scripts know, whatever they are stored by.
    for word in [
        "study_started",
        "document_added",
        "code_added",
        "condensation_set",
        "coded",
    ] {
        assert!(
            bare.iter().any(|record| record["event"]["type"] == word),
            "{word}"
        );
    }
    assert!(
        bare.iter()
            .all(|record| record["event"].get("thing").is_none())
    );
    let themed = full.iter().find_map(|record| {
        let theme = record["event"]["now"]["theme_content"].as_str()?;
        record["content"][theme].as_str()
    });
    assert!(themed.is_some_and(|theme| !theme.is_empty()), "{themed:?}");
    let printed = records(&virk.run(["log", "--limit", "0", "--jsonl"]).exits(0).out());
    assert_eq!(printed, bare);
    assert_eq!(
        records(&virk.run(["log", "--limit", "2", "--jsonl"]).out()),
        bare[bare.len() - 2..]
    );
}

#[test]
fn syntax_repeats_every_test_of_the_theory() {
    let virk = Virk::sample();
    virk.run(["export", "tests.sps"])
        .says("Wrote tests.sps with")
        .says("tests-survey.csv")
        .exits(0);
    let syntax = std::fs::read_to_string(virk.path("tests.sps")).unwrap();
    for line in [
        "  /FILE='tests-survey.csv'",
        "VALUE LABELS completed\n  0 'No'\n  1 'Yes'.",
        "VARIABLE LABELS kon 'Gender'.",
        "SELECT IF (VALUE(completed) NE 0 OR SYSMIS(completed)).",
        "  /TABLES=refl_gen BY pu_selv",
        "VARIABLE LEVEL refl_gen (ORDINAL).",
    ] {
        assert!(syntax.contains(line), "{line}\n{syntax}");
    }
    let matrix = virk.run(["matrix"]).out();
    let tests = syntax.matches("CROSSTABS").count();
    assert!(
        matrix.contains(&format!("{tests} different tests in the theory")),
        "{tests} {matrix}"
    );
    let rows = std::fs::read_to_string(virk.path("tests-survey.csv")).unwrap();
    assert_eq!(rows.lines().count(), 39);
    Virk::study().refuses(
        ["export", "tests.sps"],
        "no programme theory yet",
        "virk theory import",
    );
    pspp_agrees(&virk, &syntax);
}

#[test]
fn syntax_leaves_out_what_a_filter_does_also_where_it_counts_as_missing() {
    let virk = Virk::sample();
    virk.run(["data", "variable", "alder", "--missing", "1"])
        .exits(0);
    virk.run([
        "data",
        "filter",
        "alder = 1",
        "--because",
        "another programme",
    ])
    .exits(0)
    .says("left out");
    virk.run(["export", "tests.sps"]).exits(0);
    let syntax = std::fs::read_to_string(virk.path("tests.sps")).unwrap();
    let place = |line: &str| {
        syntax
            .find(line)
            .unwrap_or_else(|| panic!("no {line}\n{syntax}"))
    };
    assert!(
        place("SELECT IF (VALUE(alder) NE 1 OR SYSMIS(alder)).")
            < place("MISSING VALUES alder (1).")
    );
    pspp_agrees(&virk, &syntax);
}

/// Where PSPP can be had, it finds the same chi-squares.
fn pspp_agrees(virk: &Virk, syntax: &str) {
    let Ok(run) = virk
        .process("pspp")
        .args(["-O", "format=csv", "-o", "out.csv", "tests.sps"])
        .output()
    else {
        return;
    };
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stdout)
    );
    let out = std::fs::read_to_string(virk.path("out.csv")).unwrap();
    let theirs: Vec<f64> = out
        .lines()
        .filter_map(|line| line.strip_prefix("Pearson Chi-Square,"))
        .map(|cells| {
            cells
                .split(',')
                .next()
                .unwrap()
                .trim_end_matches(['a', 'b'])
                .parse()
                .unwrap()
        })
        .collect();
    assert_eq!(theirs.len(), syntax.matches("CROSSTABS").count(), "{out}");
    let evidence = virk.run(["evidence", "--json"]).json();
    let tests: Vec<&serde_json::Value> = evidence
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|link| link["tests"].as_array().unwrap())
        .collect();
    let pairs = syntax
        .lines()
        .filter_map(|line| line.trim().strip_prefix("/TABLES=")?.split_once(" BY "));
    for ((a, b), theirs) in pairs.zip(theirs) {
        let ours = tests
            .iter()
            .find(|test| test["a"] == a && test["b"] == b)
            .unwrap()["statistic"]
            .as_f64()
            .unwrap();
        assert!((ours - theirs).abs() < 0.006, "{a} {b}: {ours} {theirs}");
    }
}

#[test]
fn the_archive_is_for_the_public() {
    let virk = Virk::study().file(
        "talk.txt",
        "I: Og?\n\nMentor 1: Det er ikke let, men det går fremad nu.\n\nI: Ja?\n\nMentor 1: Ja.\n",
    );
    let virk = virk.file("codes.txt", "Trust\n");
    virk.run(["codebook", "import", "codes.txt"]).exits(0);
    virk.run(["import", "talk.txt"]).exits(0);
    virk.run([
        "code",
        "apply",
        "talk",
        "--quote",
        "det går fremad nu",
        "Trust",
    ])
    .exits(0);
    virk.run(["archive", "a.zip", "--dry-run"])
        .exits(0)
        .says("Would write a.zip with 8 files")
        .says("1 unreleased quote");
    assert!(!virk.path("a.zip").exists());
    virk.run(["quotes", "release", "talk", "--quote", "det går fremad nu"])
        .exits(0);
    let made = virk.run(["archive", "a.zip", "--json"]).exits(0).json();
    assert_eq!(
        (&made["written"], &made["left_out"]["transcript"]),
        (&true.into(), &1.into())
    );
    let first = std::fs::read(virk.path("a.zip")).unwrap();
    virk.run(["archive", "a.zip"]).exits(0);
    assert_eq!(first, std::fs::read(virk.path("a.zip")).unwrap());
    virk.refuses(
        ["archive", "a.tar"],
        "a.tar does not end in .zip",
        "NAME.zip",
    );
}
