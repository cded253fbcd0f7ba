//! What an installation remembers of the studies it wrote to.

use super::virk::Virk;
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::fs;

/// The heads of a study, as `virk check` prints them.
fn heads(virk: &Virk, file: &str) -> BTreeSet<String> {
    let answer = virk.run(["--study", file, "check", "--json"]).json();
    let heads = answer["heads"].as_array().unwrap().iter();
    heads
        .map(|head| head.as_str().unwrap().to_owned())
        .collect()
}

/// A head without its hash.
fn places(heads: &BTreeSet<String>) -> BTreeSet<String> {
    let place = |head: &String| head.rsplit_once(':').unwrap().0.to_owned();
    heads.iter().map(place).collect()
}

fn write(virk: &Virk, file: &str, text: &str) {
    virk.run(["--study", file, "memo", "study", text]).exits(0);
}

#[test]
fn a_file_that_lost_its_end_is_told_and_not_written_to_until_it_was_restored_on_purpose() {
    let virk = Virk::study();
    write(&virk, "study.virk", "Trust");
    write(&virk, "study.virk", "Time");
    virk.run(["check"]).exits(0);
    let file = Connection::open(virk.path("study.virk")).unwrap();
    file.execute_batch("DELETE FROM record WHERE seq = (SELECT max(seq) FROM record)")
        .unwrap();
    drop(file);
    let told = "ends before change";
    virk.run(["check"]).exits(1).says(told);
    let cut = fs::read(virk.path("study.virk")).unwrap();
    virk.refuses(["memo", "study", "Fear"], told, "--restored");
    assert_eq!(fs::read(virk.path("study.virk")).unwrap(), cut);
    let before = heads(&virk, "study.virk");
    virk.run(["check", "--restored", "Monday's backup"])
        .exits(0);
    write(&virk, "study.virk", "Fear");
    virk.run(["check"]).exits(0);
    let after = heads(&virk, "study.virk");
    assert!(after.is_superset(&before), "nothing more of the old writer");
    assert_eq!(after.len(), before.len() + 1, "a fresh writer");
    virk.refuses(
        ["check", "--restored", "again"],
        "holds everything",
        "Nothing was changed",
    );
}

#[test]
fn a_copy_beside_its_original_has_a_writer_of_its_own() {
    let virk = Virk::study();
    write(&virk, "study.virk", "Trust");
    fs::copy(virk.path("study.virk"), virk.path("copy.virk")).unwrap();
    for file in ["copy.virk", "study.virk", "copy.virk"] {
        write(&virk, file, &format!("Time {}", heads(&virk, file).len()));
        virk.run(["--study", file, "check"]).exits(0);
    }
    let (one, two) = (heads(&virk, "study.virk"), heads(&virk, "copy.virk"));
    assert_eq!((one.len(), two.len()), (1, 2));
    assert!(places(&one).is_disjoint(&places(&two)));
}

#[test]
fn a_file_that_was_moved_goes_on_under_its_writer() {
    let virk = Virk::study();
    write(&virk, "study.virk", "Trust");
    fs::rename(virk.path("study.virk"), virk.path("moved.virk")).unwrap();
    write(&virk, "moved.virk", "Time");
    // As a synchroniser does: another file of the same content in its place.
    let bytes = fs::read(virk.path("moved.virk")).unwrap();
    fs::write(virk.path("draft"), bytes).unwrap();
    fs::rename(virk.path("draft"), virk.path("moved.virk")).unwrap();
    write(&virk, "moved.virk", "Fear");
    assert_eq!(heads(&virk, "moved.virk").len(), 1);
    virk.run(["check"]).exits(0);
}

#[test]
fn a_register_that_cannot_be_read_or_written_is_told_and_stops_nothing() {
    let virk = Virk::study();
    let register = virk.path("home/register.json");
    assert!(register.exists());
    fs::write(&register, "[{").unwrap();
    let ran = virk.run(["memo", "study", "Trust"]);
    ran.exits(0);
    assert!(ran.err().contains("cannot be compared"), "{}", ran.err());
    virk.run(["check"]).exits(0);
    assert!(virk.path("home/register.damaged.json").exists());
    fs::remove_file(&register).unwrap();
    fs::create_dir_all(register.join("in the way")).unwrap();
    virk.run(["memo", "study", "Time"]).exits(0);
}

#[test]
fn what_others_wrote_is_missed_too_once_it_was_seen() {
    let virk = Virk::sample();
    virk.run(["check"]).exits(0);
    let file = Connection::open(virk.path("sample.virk")).unwrap();
    file.execute_batch("DELETE FROM record WHERE seq > 55")
        .unwrap();
    drop(file);
    virk.run(["check"]).exits(1).says("that was there");
    virk.refuses(["memo", "study", "Trust"], "that was there", "--restored");
}
