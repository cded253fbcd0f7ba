//! What identifies somebody: refused on its way in, told where it is typed, found in the whole
//! study.

use super::virk::Virk;
use serde_json::Value;
use std::fs;

#[test]
fn spellings_of_a_cpr_number_are_all_found() {
    let virk = Virk::study();
    for spelling in [
        "010190 - 1234",
        "01 01 90-1234",
        "01.01.90-1234",
        "010190\u{a0}1234",
        "010190\u{2011}1234",
        "010190-\n1234",
    ] {
        fs::write(
            virk.path("talk.txt"),
            format!("Interviewer: x\nMentor 1: {spelling}\n"),
        )
        .unwrap();
        virk.run(["privacy", "scan", "talk.txt"])
            .exits(1)
            .says("CPR number");
        virk.refuses(
            ["import", "talk.txt"],
            "CPR number in line 2",
            "--keep-personal",
        );
    }
}

#[test]
fn surveys_refuse_columns_that_tell_who_somebody_is() {
    let virk = Virk::study();
    fs::write(
        virk.path("sv.csv"),
        "cpr;sat;remark\n010190-1234;3;fine\n020290-1235;4;write to a.b@example.org\n",
    )
    .unwrap();
    virk.refuses(
        ["data", "import", "sv.csv"],
        "`cpr` (2 CPR numbers), `remark` (1 e-mail address)",
        "--without cpr,remark",
    );
    virk.run(["data", "import", "sv.csv", "--preview"])
        .exits(0)
        .says("2 columns may identify somebody");
    virk.run(["privacy", "scan"]).exits(0).says("Nothing found");
    virk.run(["data", "import", "sv.csv", "--without", "cpr,remark"])
        .exits(0)
        .says("Imported `sv`: 1 variable");
    virk.run(["undo"]).exits(0);
    // What lies in the file is not silent, whoever took it away.
    virk.run(["privacy", "scan"]).exits(0);
    virk.run(["data", "import", "sv.csv", "--keep-personal"])
        .exits(0);
    let found = virk.run(["privacy", "scan", "--json"]).exits(1).json();
    let columns: Vec<(&str, &str, u64)> = found.as_array().unwrap().iter().map(column).collect();
    assert_eq!(
        columns,
        [("cpr", "cpr of sv", 2), ("email", "remark of sv", 1)]
    );
    assert_eq!(found[0]["show"], "virk data frequencies cpr --dataset sv");
    virk.run(["data", "remove", "sv"]).exits(0);
    virk.run(["privacy", "scan"])
        .exits(1)
        .says("text out of sight")
        .says("CPR number");
    // Names, places and streets are told and refuse nothing.
    fs::write(
        virk.path("streets.csv"),
        "where;name\nNørregade 12;Ada\nVestergade 5;Bo\n",
    )
    .unwrap();
    virk.run(["data", "import", "streets.csv"])
        .exits(0)
        .says("`where` (2 street addresses)");
}

fn column(found: &Value) -> (&str, &str, u64) {
    (
        found["kind"].as_str().unwrap(),
        found["of"].as_str().unwrap(),
        found["answers"].as_u64().unwrap(),
    )
}

#[test]
fn transcripts_by_the_name_of_their_file_and_a_street_is_told() {
    let virk = Virk::study();
    let talk = "Interviewer: Hvor?\nMentor 1: På Nørregade 12.\n";
    fs::write(virk.path("010190-1234 Anna.txt"), talk).unwrap();
    virk.refuses(
        ["import", "010190-1234 Anna.txt"],
        "the name of … Anna.txt identifies somebody: CPR number",
        "rename the file",
    );
    fs::write(virk.path("20304050.txt"), talk).unwrap();
    virk.run(["import", "20304050.txt"])
        .exits(0)
        .says("street address in line 2");
    virk.run(["privacy", "scan"])
        .exits(1)
        .says("street address");
}

#[test]
fn informants_refuse_what_can_never_be_erased() {
    let virk = Virk::study();
    fs::write(
        virk.path("people.csv"),
        "name,mail,age\nMentor 1,a.b@example.org,40\nMentor 2,c.d@example.org,41\n",
    )
    .unwrap();
    virk.refuses(
        ["informant", "import", "people.csv"],
        "`mail` (2 e-mail addresses)",
        "--keep-personal",
    );
    virk.run(["informant", "import", "people.csv", "--keep-personal"])
        .exits(0);
    virk.run(["privacy", "scan"])
        .exits(1)
        .says("informant")
        .says("e-mail address");
}

#[test]
fn what_is_typed_is_told_and_the_study_is_looked_through_everywhere() {
    let virk = Virk::sample();
    virk.run(["privacy", "scan"])
        .exits(0)
        .says("Nothing found in 10 documents");
    for (place, command) in [
        ("memo", "memo study 'ring 20 30 40 50'"),
        ("memo", "memo document 03-mentor-3 'ring 20 30 40 51'"),
        ("memo", "memo code Reflection 'ring 20 30 40 52'"),
        ("memo", "memo quote 03-mentor-3 10..40 'ring 20 30 40 56'"),
        (
            "condensation",
            "condense set 03-mentor-3 10..40 'write to a.b@example.org' --theme x",
        ),
        (
            "theme",
            "condense set 03-mentor-3 50..80 Laughs --theme '010190-1234'",
        ),
        (
            "informant",
            "informant describe 'Mentor 1' --attribute mail=c.d@example.org",
        ),
        ("code", "codebook add 'Call 20 30 40 53'"),
        (
            "saved search",
            "search 'meget OR \"20 30 40 54\"' --save often",
        ),
        (
            "reason of a change",
            "theory draft v1 v2 && \"$VIRK\" theory note Reflection kept --because 'as e.f@example.org says'",
        ),
        (
            "reason of a verdict",
            "verdict 'Reflection -> Personal dev' keep 'so says g.h@example.org'",
        ),
        (
            "inference",
            "infer 'Reflection -> Personal dev' --qualitative 'born 3 May 1971'",
        ),
        ("interview guide", "guide import guide.csv"),
    ] {
        fs::write(
            virk.path("guide.csv"),
            "number,question\n1,May I call you on 20 30 40 57?\n",
        )
        .unwrap();
        let done = virk.shell(&format!("\"$VIRK\" {command}"));
        let said = format!("{}{}", done.out(), done.err())
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(
            said.contains("check whether that identifies somebody"),
            "{command}: {said}"
        );
        let found = virk.run(["privacy", "scan", "--json"]).exits(1).json();
        assert!(
            found
                .as_array()
                .unwrap()
                .iter()
                .any(|told| told["what"] == place),
            "{command}: {found:#}"
        );
    }
    let said = virk
        .run(["memo", "study", "ring 20 30 40 55", "--json"])
        .exits(0)
        .json();
    let told = "Memo written. It holds a phone number: check whether that identifies somebody";
    assert_eq!(said["said"], told);
    // What the memo said before lies in the file.
    let found = virk.run(["privacy", "scan", "--json"]).exits(1).json();
    let hidden = found
        .as_array()
        .unwrap()
        .iter()
        .filter(|told| told["what"] == "text out of sight")
        .count();
    assert_eq!(hidden, 1);
    let memo = found
        .as_array()
        .unwrap()
        .iter()
        .find(|told| told["what"] == "memo")
        .unwrap();
    assert_eq!(
        (
            memo["start"].as_u64(),
            memo["end"].as_u64(),
            memo["line"].as_u64()
        ),
        (Some(5), Some(16), Some(1))
    );
}
