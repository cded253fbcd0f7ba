//! `virk copy`, `virk merge` and `virk conflicts`: two people, two files.

use super::virk::Virk;

/// Anna's study and Bente's copy of it, in each of which the same place says something else.
fn two() -> Virk {
    let virk = Virk::sample();
    virk.run([
        "copy",
        "bente.virk",
        "--for",
        "Bente",
        "--study",
        "sample.virk",
    ])
    .exits(0)
    .says("Made a copy for Bente");
    for (file, coder, text) in [
        ("bente.virk", "Bente", "what Bente thinks"),
        ("sample.virk", "Anna", "what Anna thinks"),
    ] {
        virk.run(["memo", "study", text, "--study", file, "--coder", coder])
            .exits(0);
    }
    virk
}

#[test]
fn a_dry_run_tells_what_would_come_and_writes_nothing() {
    let virk = two();
    let before = std::fs::read(virk.path("sample.virk")).unwrap();
    let told = ["merge", "bente.virk", "--study", "sample.virk", "--dry-run"];
    virk.run(told)
        .exits(1)
        .says("Memo set")
        .says("nothing was written");
    let ran = virk.call(&[&told[..], &["--json"]].concat());
    let json = ran.exits(1).json();
    assert_eq!(json["dry_run"], true);
    assert_eq!(json["conflicts"][0]["kind"], "both_set");
    assert!(
        json["conflicts"][0]["theirs"]
            .as_str()
            .unwrap()
            .starts_with("Bente, ")
    );
    let memos = json["came"].as_array().unwrap().iter();
    assert_eq!(
        memos
            .filter(|came| came["person"] == "Bente" && came["kind"] == "memo_set")
            .count(),
        1
    );
    assert!(std::fs::read(virk.path("sample.virk")).unwrap() == before);
}

#[test]
fn a_merge_is_backed_up_told_settled_and_taken_back() {
    let virk = two();
    let merged = virk
        .run(["merge", "bente.virk", "--study", "sample.virk", "--json"])
        .exits(0)
        .json();
    let backup = merged["backup"].as_str().unwrap().to_owned();
    virk.run(["check", "--study", &backup])
        .exits(0)
        .says("Everything is in order");
    virk.run(["check", "--study", "sample.virk"])
        .exits(0)
        .says("Everything is in order");
    virk.run(["conflicts", "--study", "sample.virk"])
        .exits(1)
        .says("Both wrote something else")
        .says("“what Bente thinks”")
        .says("1 conflict open");
    let memo = || {
        virk.run(["memo", "study", "--study", "sample.virk"])
            .exits(0)
            .out()
    };
    let before = memo();
    assert!(
        before.contains("what Anna thinks"),
        "the later holds: {before}"
    );
    virk.run([
        "conflicts",
        "settle",
        "1",
        "theirs",
        "--because",
        " ",
        "--study",
        "sample.virk",
    ])
    .refuses("for a reason", "--because");
    virk.run([
        "conflicts",
        "settle",
        "7",
        "theirs",
        "--because",
        "so",
        "--study",
        "sample.virk",
    ])
    .refuses("there is no conflict 7", "virk conflicts list");
    let settle = [
        "conflicts",
        "settle",
        "1",
        "theirs",
        "--because",
        "hers is better",
    ];
    let settle = [&settle[..], &["--study", "sample.virk"]].concat();
    virk.call(&settle).exits(0).says("theirs is kept");
    assert!(memo().contains("what Bente thinks"));
    virk.run(["conflicts", "list", "--all", "--study", "sample.virk"])
        .exits(0)
        .says("hers is better");
    virk.run(["undo", "--study", "sample.virk"]).exits(0);
    assert_eq!(memo(), before);
    virk.run(["conflicts", "--study", "sample.virk", "--json"])
        .exits(1);
    let both = [
        "conflicts",
        "settle",
        "1",
        "both",
        "--because",
        "both matter",
    ];
    virk.call(&[&both[..], &["--study", "sample.virk"]].concat())
        .exits(0);
    assert!(memo().contains("what Anna thinks") && memo().contains("what Bente thinks"));
    virk.run(["merge", "bente.virk", "--study", "sample.virk"])
        .exits(0)
        .says("nothing that is not here already");
}

#[test]
fn what_cannot_be_merged_is_refused() {
    let virk = Virk::sample();
    virk.run(["new", "other.virk"]).exits(0);
    let merge = |from: &str| virk.run(["merge", from, "--study", "sample.virk"]);
    merge("other.virk").refuses("not copies of one study", "virk export");
    merge("sample.virk").refuses("is the study itself", "Name the copy");
    merge("nowhere.virk").refuses("there is no study nowhere.virk", "virk new");
    let taken = [
        "copy",
        "other.virk",
        "--for",
        "Bente",
        "--study",
        "sample.virk",
    ];
    virk.run(taken)
        .refuses("other.virk exists already", "another name");
}
