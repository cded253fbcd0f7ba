//! Erasing and backing up from a shell.

use crate::virk::{Virk, files};

fn talked() -> Virk {
    let virk = Virk::study().file("talk.txt", "Interviewer: Og?\n\nMentor 1: Det sagde jeg i fortrolighed.\n");
    virk.run(["import", "talk.txt"]).exits(0);
    std::fs::remove_file(virk.path("talk.txt")).unwrap();
    virk
}

#[test]
fn erasing_asks_says_what_it_did_and_cannot_be_undone() {
    let virk = talked();
    virk.refuses(["erase", "talk"], "this cannot be undone: the words of 1 document", "--yes");
    virk.refuses(["erase", "nobody", "--yes"], "no document or informant", "virk document list");
    virk.run(["erase", "Mentor 1", "--yes"]).exits(0).says("Erased `Mentor 1`").says("Backups");
    virk.run(["check"]).exits(0).says("talk erased").says("Everything holds");
    virk.refuses(["undo"], "cannot be brought back", "Import");
    let fortrolig = b"fortrolighed";
    assert!(files(&virk.path("")).iter().all(|(_, bytes)| !bytes.windows(fortrolig.len()).any(|window| window == fortrolig)));
    virk.run(["log"]).exits(0).says("Erased what Mentor 1 said").says("Erased the words of “talk”, 1 text in all");
    virk.run(["document", "list"]).exits(0).says("erased");
}

#[test]
fn where_erased_words_still_stand_is_told() {
    let said = "Det er ikke let at komme herind om morgenen";
    let codes = format!(
        r#"{{"codes": [{{"key": "m", "name": {{"en": "Motivation"}}, "kind": "mechanism", "example": {{"en": "{said}"}}}}]}}"#
    );
    let virk = Virk::study().file("talk.txt", format!("Interviewer: Og?\n\nMentor 1: {said}.\n")).file("codes.json", codes);
    virk.run(["import", "talk.txt"]).exits(0);
    virk.run(["codebook", "import", "codes.json"]).exits(0);
    let told = virk.run(["erase", "talk", "--yes", "--json"]).exits(0).json();
    assert_eq!(told["still_said"], serde_json::json!(["the texts of the code Motivation"]));
}

#[test]
fn a_backup_is_made_once() {
    let virk = talked();
    assert_eq!(virk.run(["backup", "copy.virk", "--json"]).exits(0).json()["records"], 3);
    virk.run(["check", "--study", "copy.virk"]).exits(0);
    virk.refuses(["backup", "copy.virk", "--study", "study.virk"], "exists already", "another name");
}
