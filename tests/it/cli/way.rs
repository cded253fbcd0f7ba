//! The whole way by hand, from an empty folder to a verdict.

use super::virk::Virk;

const TALK: &str = "Interviewer: Hvordan gik det?\n\nMentor 1: Jeg så på mig selv udefra. Det var \u{1f469}\u{200d}\u{1f467} hårdt.\n\nInterviewer: Og så?\n\nMentor 1: Så blev det bedre, jeg tør mere.\n";
const CODES: &str = r#"{"codes": [
    {"key": "m_refl", "kind": "mechanism", "name": {"en": "Reflection", "da": "Refleksion"}},
    {"key": "m_task", "kind": "mechanism", "parent": "m_refl", "name": {"en": "Task reflection"}},
    {"key": "o_dev", "kind": "output", "name": {"en": "Personal development"}}
]}"#;
const THEORY: &str = r#"{
    "v1": {"nodes": ["m_refl", "o_dev"], "links": [{"from": "m_refl", "to": "o_dev", "statement": "It grows"}]},
    "v2": {"nodes": ["m_task", "o_dev"], "links": [{"from": "m_task", "to": "o_dev"}]}
}"#;
const SURVEY: &str = "id;refl;dev\n1;1;1\n2;1;1\n3;1;2\n4;2;2\n5;2;2\n6;2;\n7;9;1\n";
const VARIABLES: &str = r#"{"exclude": [{"variable": "refl", "equals": "9", "reason": "broken off"}], "variables": [
    {"name": "id", "level": "id"},
    {"name": "refl", "level": "nominal", "label": {"en": "Thinks about it"}, "indicator_of": ["m_refl"]},
    {"name": "dev", "level": "nominal", "indicator_of": ["o_dev"]}
]}"#;

/// A study with one transcript, a codebook, a theory and a survey.
fn begun() -> Virk {
    let virk = Virk::study()
        .file("talk.txt", TALK)
        .file("codes.json", CODES)
        .file("theory.json", THEORY)
        .file("survey.csv", SURVEY)
        .file("variables.json", VARIABLES);
    virk.run(["import", "talk.txt", "codes.json"])
        .says("Interviewer (2 turns, the interviewer")
        .exits(0);
    virk.run(["theory", "import", "theory.json", "--version", "v1"])
        .says("Began theory v1: 2 nodes, 1 link")
        .exits(0);
    virk.run([
        "data",
        "import",
        "survey.csv",
        "--variables",
        "variables.json",
    ])
    .says("1 left out: broken off (refl = 9)")
    .exits(0);
    virk
}

#[test]
fn coding_condensing_and_taking_back() {
    let virk = begun();
    virk.run([
        "code",
        "apply",
        "talk",
        "--quote",
        "Jeg så på mig selv udefra.",
        "Refl",
        "Pers",
    ])
    .says("Coded 6 words as Reflection + Personal development")
    .exits(0);
    virk.run(["code", "list"])
        .says("talk 41..67 Reflection AB Jeg så på mig selv udefra.")
        .exits(0);
    virk.run([
        "condense",
        "set",
        "talk",
        "41..67",
        "Ser sig selv",
        "--theme",
        "udefra",
    ])
    .says("Condensed to 3 words")
    .exits(0);
    virk.run(["condense", "list"])
        .says("condensed: Ser sig selv [udefra]")
        .exits(0);
    virk.run(["undo", "--steps", "2"])
        .says("Undone: Wrote the condensation of “Jeg så på mig selv udefra.” (talk)")
        .says("Undone: Coded “Jeg så på mig selv udefra.” (talk) as Reflection, and 1 more change")
        .exits(0);
    virk.run(["code", "list"]).says("No codings").exits(1);
    virk.run(["redo"])
        .says("Redone: Coded “Jeg så på mig selv udefra.” (talk) as Reflection")
        .exits(0);
    virk.run(["log", "--limit", "2"])
        .says("Redo: Restored the coding of “Jeg så på mig selv udefra.”")
        .exits(0);
    virk.run(["code", "remove", "talk", "41..67", "Pers"])
        .says("Removed 1 coding (Personal development)")
        .exits(0);
    virk.refuses(
        ["code", "remove", "talk", "41..67", "Pers"],
        "there is no such coding of exactly these words",
        "coded as Reflection",
    );
    virk.run(["check"]).says("Everything is in order").exits(0);
}

#[test]
fn places_are_code_points_and_whole_letters() {
    let virk = begun();
    let found = virk.run(["search", "hårdt", "--json"]).json();
    let (start, end) = (
        found[0]["matches"][0][0].as_u64().unwrap(),
        found[0]["matches"][0][1].as_u64().unwrap(),
    );
    let points: Vec<char> = TALK.chars().collect();
    assert_eq!(
        points[start as usize..end as usize]
            .iter()
            .collect::<String>(),
        "hårdt"
    );
    // A span that begins inside the family widens to all of it.
    let family = points.iter().position(|c| *c == '\u{200d}').unwrap();
    virk.run([
        "code",
        "apply",
        "talk",
        &format!("{family}..{end}"),
        "m_task",
    ])
    .exits(0);
    let codings = virk.run(["code", "list", "--json"]).json();
    assert_eq!(codings[0]["text"], "\u{1f469}\u{200d}\u{1f467} hårdt");
    assert_eq!(codings[0]["start"], family - 1);
}

#[test]
fn quotes_and_numbers_meet_in_a_verdict() {
    let virk = begun();
    let link = "Refl -> Pers";
    virk.run([
        "code",
        "apply",
        "talk",
        "--quote",
        "Så blev det bedre",
        "Task",
        "o_dev",
    ])
    .exits(0);
    virk.run(["evidence", link])
        .says("1 quote (+0 −0 ~0 ·1)")
        .says("refl dev 5 2.22 1 0.136")
        .exits(0);
    virk.run([
        "judge",
        link,
        "talk",
        "--quote",
        "Så blev det bedre",
        "supports",
    ])
    .says("The quote supports Reflection → Personal development")
    .exits(0);
    virk.run(["memo", "link", link]).says("No memo").exits(1);
    virk.run(["memo", "link", link, "Which way round?"])
        .exits(0);
    virk.run(["memo", "link", link])
        .says("Which way round?")
        .exits(0);
    virk.run(["verdict", link, "keep", "One quote speaks for it"])
        .says("Verdict on Reflection → Personal development: keep")
        .exits(0);
    let evidence = virk.run(["evidence", link, "--json"]).json();
    assert_eq!(evidence[0]["quotes"][0]["polarity"], "supports");
    assert_eq!(
        evidence[0]["verdict"]["rests_on"],
        "1 quote (+1 −0 ~0 ·0) by 1 informant; 0 of 1 tests shown by the plan (p < .05)"
    );
    virk.run(["theory", "freeze", "v1"])
        .says("Froze theory v1")
        .exits(0);
    virk.run(["theory", "import", "theory.json", "--version", "v2"])
        .exits(0);
    virk.run(["theory", "diff", "v1", "v2"])
        .says("- ◆ Reflection (removed)")
        .says("+ ◆ Task reflection (added)")
        .says("= ■ Personal development")
        .exits(0);
    virk.run(["theory", "diff", "v1", "v1"]).exits(1);
    virk.run(["theory", "show"])
        .says("Theory v2")
        .says("Other versions: v1")
        .exits(0);
}

#[test]
fn a_codebook_goes_out_and_comes_in_again() {
    let virk = begun();
    virk.run(["codebook", "export", "out.json"])
        .says("Wrote out.json")
        .exits(0);
    virk.run(["new", "other.virk"]).exits(0);
    virk.run(["codebook", "import", "out.json", "--study", "other.virk"])
        .says("Added 3 codes")
        .exits(0);
    let shown = |study: &str| {
        virk.run(["codebook", "show", "--json", "--study", study])
            .json()
    };
    assert_eq!(shown("other.virk"), shown("study.virk"));
    virk.run(["codebook", "show", "Task", "--study", "other.virk"])
        .says("under Reflection")
        .exits(0);
    virk.refuses(
        ["check"],
        "several studies in this folder",
        "other.virk, study.virk",
    );
}

#[test]
fn a_codebook_is_made_by_hand() {
    let virk = Virk::study();
    virk.run([
        "codebook",
        "add",
        "Being seen",
        "--kind",
        "mechanism",
        "--definition",
        "Somebody notices",
    ])
    .says("Added the code Being seen")
    .exits(0);
    virk.run([
        "codebook",
        "add",
        "Praise",
        "--kind",
        "mechanism",
        "--under",
        "Being",
    ])
    .exits(0);
    virk.run([
        "codebook",
        "change",
        "Being",
        "--name",
        "Recognition",
        "--tag",
        "RC",
        "--reason",
        "wider",
    ])
    .exits(0);
    virk.run(["codebook", "show", "Recog"])
        .says("mechanism, key being_seen, tag RC, colour #009E73, codings 0")
        .says("Means: Somebody notices")
        .says("under Recognition")
        .exits(0);
    virk.run(["log", "--limit", "1"])
        .says("Renamed the code Being seen to Recognition: wider");
    virk.refuses(
        ["codebook", "add", "Other", "--key", "praise"],
        "Praise has that key",
        "Choose another",
    );
    virk.refuses(
        ["codebook", "change", "Recog", "--under", "Praise"],
        "cannot be its own parent",
        "another parent",
    );
    virk.refuses(
        ["codebook", "retire", "Recog"],
        "Praise is a subcode of Recognition",
        "first",
    );
    virk.run(["codebook", "change", "Praise", "--top"]).exits(0);
    virk.run(["codebook", "retire", "Recog", "--reason", "merged"])
        .says("Retired Recognition")
        .exits(0);
    virk.run(["codebook", "add", "Heard"]).exits(0);
    virk.run(["codebook", "retire", "Heard", "Praise", "--reason", "none"])
        .says("Retired 2 codes")
        .exits(0);
    virk.run(["undo"]).says("Undone: Retired the code").exits(0);
    virk.run(["codebook", "retire", "Heard"])
        .says("Retired Heard")
        .exits(0);
    assert_eq!(
        virk.run(["codebook", "show", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn codings_and_codes_are_put_elsewhere_and_taken_back() {
    let virk = begun();
    let doc = virk.run(["document", "list", "--json"]).json()[0]["title"]
        .as_str()
        .unwrap()
        .to_owned();
    let codes = virk.run(["codebook", "show", "--json"]).json();
    let name = |place: usize| codes[place]["name"].as_str().unwrap().to_owned();
    virk.run(["code", "apply", &doc, "0..12", &name(0)])
        .exits(0);
    virk.run(["code", "recode", &doc, "0..12", &name(0), "--to", &name(2)])
        .says(&format!("Coded as {} instead", name(2)))
        .exits(0);
    virk.run(["code", "move", &doc, "0..12", "--to", "0..20"])
        .says("The quote has")
        .exits(0);
    let listed = virk.run(["code", "list", &doc, "--json"]).json();
    assert!(
        listed
            .as_array()
            .unwrap()
            .iter()
            .any(|coding| coding["end"] == 20 && coding["code"] == name(2).as_str())
    );
    virk.refuses(
        ["code", "move", &doc, "0..12", "--to", "0..20"],
        "no such coding",
        "virk code list",
    );
    virk.run(["codebook", "split", &name(2)])
        .says("Document")
        .exits(0);
    virk.run([
        "codebook",
        "split",
        &name(2),
        "--new",
        "Apart=1",
        "--reason",
        "two things",
    ])
    .says(&format!("Split {}: 1 coding assigned to 1 code", name(2)))
    .exits(0);
    virk.run(["log", "--limit", "1"]).says("instead of");
    virk.refuses(
        ["codebook", "split", &name(2), "Apart=9", "--reason", "x"],
        "no coding number 9",
        "lists them",
    );
    virk.run([
        "codebook",
        "merge",
        "Apart",
        "--into",
        &name(2),
        "--reason",
        "one thing",
        "--json",
    ])
    .exits(0);
    virk.run(["undo"])
        .says("Merged the code Apart")
        .says("one thing")
        .exits(0);
    virk.run([
        "codebook", "rename", "Apart", "Aside", "--reason", "shorter",
    ])
    .says("Renamed the code Apart to Aside: shorter")
    .exits(0);
    virk.run(["codebook", "recolour", "Aside", "deep green"])
        .says("Recoloured the code Aside")
        .exits(0);
    virk.refuses(
        ["codebook", "recolour", "Aside", "beige"],
        "`beige` is not a colour",
        "virk codebook colours",
    );
    virk.run(["codebook", "colours"])
        .says("deep green #005E45 Aside")
        .exits(0);
    virk.run(["codebook", "retag", "Aside", "Q1"])
        .says("Gave the code Aside the letters Q1")
        .exits(0);
    virk.run(["codebook", "move", "Aside", "--under", &name(0)])
        .says(&format!("under {}", name(0)))
        .exits(0);
    virk.run(["codebook", "move", "Aside", "--top"])
        .says("to the top")
        .exits(0);
    virk.run(["check"]).says("Everything is in order").exits(0);
}

#[test]
fn informants_documents_and_indicators() {
    let virk = begun();
    virk.run([
        "informant",
        "describe",
        "Mentor 1",
        "--role",
        "mentor",
        "--attribute",
        "years=8",
    ])
    .exits(0);
    virk.run(["informant", "list"])
        .says("Mentor 1 mentor years = 8 1 2 0")
        .exits(0);
    virk.run(["document", "list"])
        .says("talk da Mentor 1 4")
        .exits(0);
    virk.run(["search", "role:mentor", "bedre", "--page"])
        .says("1 turn by 1 informant")
        .exits(0);
    virk.run(["data", "indicator", "refl", "Refl", "--not"])
        .says("`refl` no longer measures Reflection")
        .exits(0);
    virk.run(["evidence", "Refl -> Pers"])
        .says("Reflection has no indicator")
        .exits(0);
    virk.run(["data", "indicator", "refl", "Task"]).exits(0);
    virk.run(["evidence", "Refl -> Pers"])
        .says("0 of 1 tests")
        .exits(0);
    virk.run(["data", "remove", "survey"])
        .says("Removed `survey` and its tests")
        .exits(0);
    virk.run(["document", "remove", "talk"]).exits(0);
    virk.run(["document", "list"]).says("No documents").exits(1);
    virk.run(["undo"])
        .says("Undone: Removed the document “talk”")
        .exits(0);
    virk.run(["document", "list"]).exits(0);
}

#[test]
fn a_bare_file_is_crossed_without_a_study() {
    let virk = Virk::new()
        .file("survey.csv", SURVEY)
        .file("variables.json", VARIABLES);
    let call = [
        "crosstab",
        "--file",
        "survey.csv",
        "--variables",
        "variables.json",
        "refl",
        "dev",
        "--json",
    ];
    let table = virk.run(call).exits(0).json();
    assert_eq!(table["observed"], serde_json::json!([[2, 1], [0, 2]]));
    assert_eq!((&table["n"], &table["missing"]), (&5.into(), &1.into()));
    virk.refuses(
        ["crosstab", "--file", "survey.csv", "refl", "devv"],
        "no variable starts with `devv`",
        "Did you mean `dev`?",
    );
}

#[test]
fn the_study_is_named_in_many_ways() {
    let virk = begun();
    virk.run(["log", "--study", "study.virk"]).exits(0);
    virk.run(["study.virk", "log"]).exits(0);
    virk.shell("VIRK_STUDY=study.virk $VIRK log").exits(0);
    virk.run(["--study", "study.virk", "log"]).exits(0);
    virk.run(["memo", "study", "by another", "--coder", "CD"])
        .exits(0);
    virk.run(["log", "--limit", "1"])
        .says("CD Wrote the memo on the study")
        .exits(0);
    virk.run(["undo", "--steps", "3"])
        .says("Undone: Imported the dataset “survey”: 7 rows, and 2 more changes")
        .says("Undone: Began theory v1, and 3 more changes")
        .says("Undone: Imported the document “talk”, and 4 more changes")
        .exits(0);
    virk.refuses(
        ["undo", "--coder", "EF"],
        "nothing to undo",
        "your own changes",
    );
}
