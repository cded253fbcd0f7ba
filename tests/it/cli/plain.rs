//! Reading without a screen: for screen readers and pipes.

use super::virk::Virk;

#[test]
fn a_study_is_told_in_lines() {
    let virk = Virk::sample();
    let told = virk.run(["--plain", "sample.virk"]);
    told.exits(0)
        .says("10 documents")
        .says("03-mentor-3: 33 turns")
        .says("virk document show 01-mentor-1");
    assert!(!told.out().contains('\u{1b}'));
    Virk::study()
        .run(["--plain"])
        .exits(0)
        .says("Import transcripts: virk import");
    virk.run(["sample.virk"])
        .refuses("no terminal", "virk --plain");
}

#[test]
fn a_document_is_read_turn_by_turn_with_what_is_coded() {
    let virk = Virk::sample();
    let nine = virk.run(["document", "show", "03", "--turn", "9"]);
    nine.exits(0)
        .says("9 Mentor 3: Then they’ve never gone without it.")
        .says("- Reflection")
        .says("condensed: If you’ve always");
    let bare = virk
        .run(["document", "show", "03", "--turn", "9", "--bare"])
        .out();
    assert!(!bare.contains("condensed"), "{bare}");
    let turns = virk
        .run(["document", "show", "03", "--turn", "9..10", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (turns[0]["turn"].as_u64(), turns[1]["turn"].as_u64()),
        (Some(9), Some(10))
    );
    let quote = &turns[0]["quotes"][0];
    let text = turns[0]["text"].as_str().unwrap();
    let start = (quote["start"].as_u64().unwrap() - turns[0]["start"].as_u64().unwrap()) as usize;
    let length = (quote["end"].as_u64().unwrap() - quote["start"].as_u64().unwrap()) as usize;
    assert_eq!(
        text.chars().skip(start).take(length).collect::<String>(),
        quote["text"].as_str().unwrap()
    );
    virk.run(["document", "show", "03", "--turn", "99"])
        .exits(1)
        .says("has 33 turns");
    virk.run(["document", "show", "03", "--turn", "0"]).exits(2);
    assert_eq!(
        virk.run(["document", "show", "03", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        33
    );
}
