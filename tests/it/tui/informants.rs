//! The list of informants: renamed, described, joined and split by hand, and who speaks put right.

use super::screen::Screen;
use virk::study::{Command, Study, command::NewSpeaker};
use virk::tui::colour::ColourDepth;
use virk::tui::informants;
use virk::tui::key::Input;

const TALKS: [(&str, &str); 3] = [
    ("one", "I: How?\nR: By bus.\nR: Or not."),
    ("two", "I: How?\nR: On foot."),
    ("three", "I: And?\nAnna: By train."),
];

fn names(study: &Study) -> Vec<&str> {
    study
        .informants()
        .map(|informant| informant.body.name.as_str())
        .collect()
}

/// A study of before: `R` is one person in two documents.
fn before() -> Screen {
    let screen = Screen::on(&TALKS[..1], ColourDepth::True);
    let mut session = screen.neighbour_as_anna();
    for (title, text) in [
        ("two", "I: How?\nR: On foot.\n"),
        ("three", "I: How?\nR: Not at all.\n"),
    ] {
        let mut command = super::screen::document(title, text);
        if let Command::AddDocument { speakers, .. } = &mut command {
            speakers
                .iter_mut()
                .for_each(|speaker: &mut NewSpeaker| speaker.by_name = true);
        }
        session.perform(command).unwrap();
    }
    screen.give(Input::Focus)
}

#[test]
fn the_list_tells_whose_the_study_is() {
    let screen = Screen::on(&TALKS, ColourDepth::None).press("g i");
    let screen = screen
        .sees("Informants")
        .sees("3 informants")
        .sees("R · one")
        .sees("R · two")
        .sees("informant 1 of 3");
    insta::assert_snapshot!(screen.text());
}

#[test]
fn an_empty_list_says_what_to_do() {
    Screen::on(&[], ColourDepth::None)
        .press("g i")
        .sees("No informants yet")
        .sees("g d, then i imports")
        .press("Enter r s m e");
}

#[test]
fn informants_are_renamed_described_and_joined_by_hand() {
    let screen = Screen::on(&TALKS, ColourDepth::True)
        .press("g i r Ctrl-u")
        .types("Anna")
        .press("Enter");
    let screen = screen
        .sees("another informant is called Anna")
        .press("Ctrl-u")
        .types("Bo")
        .press("Enter")
        .says("Renamed R · one to Bo");
    let screen = screen
        .press("e")
        .types("mentor")
        .press("Tab Tab")
        .types("age = 45")
        .press("Enter")
        .says("Described Bo");
    assert_eq!(
        screen.study().find_informant("Bo").unwrap().body.attributes["age"],
        "45"
    );
    let screen = screen
        .press("e Tab Tab")
        .types("0")
        .press("Ctrl-w")
        .press("Ctrl-u")
        .types("x")
        .press("Enter")
        .sees("is not written as name = value");
    let screen = screen.press("Ctrl-u Enter").says("Described Bo");
    assert!(
        screen
            .study()
            .find_informant("Bo")
            .unwrap()
            .body
            .attributes
            .is_empty(),
        "what is taken out is gone"
    );
    let screen = screen
        .press("m")
        .types("two")
        .press("Enter")
        .sees("One person")
        .press("Enter")
        .says("Joined R · two with Bo");
    assert_eq!(names(screen.study()), ["Bo", "Anna"]);
    let screen = screen.press("u");
    assert_eq!(names(screen.study()), ["Bo", "R · two", "Anna"]);
}

#[test]
fn a_study_of_before_offers_to_split_its_labels() {
    let mut screen = before();
    informants::offer(&mut screen.app.context);
    let screen =
        screen.says("R is a generic label, but one informant in 3 documents: g i shows it");
    let screen = screen
        .press("g i")
        .sees("S splits it, o keeps it")
        .press("S")
        .says("Split R into 3 informants");
    assert_eq!(names(screen.study()), ["R · one", "R · two", "R · three"]);
    let screen = screen
        .sees_not("one person in")
        .press("u")
        .sees("S splits it");
    assert_eq!(names(screen.study()), ["R"]);
    let mut screen = screen.press("o").sees_not("S splits it");
    informants::offer(&mut screen.app.context);
    screen.sees_not("names nobody");
}

#[test]
fn some_documents_are_split_off() {
    let screen = before()
        .press("g i s")
        .sees("each of 3 documents is a different person")
        .press("s")
        .types("two")
        .press("Enter");
    let screen = screen
        .sees("A different person")
        .types("Bo")
        .press("Enter")
        .says("Split R: Bo speaks in `two`");
    assert_eq!(names(screen.study()), ["R", "Bo"]);
    let screen = screen.press("u s e");
    assert_eq!(names(screen.study()), ["R · one", "R · two", "R · three"]);
    screen.press("Enter").sees("By bus.");
}

#[test]
fn who_speaks_is_put_right_from_the_documents_and_from_the_text() {
    let screen = Screen::on(&TALKS[2..], ColourDepth::True)
        .press("w")
        .sees("Who speaks in three")
        .types("Anna")
        .press("Enter");
    let screen = screen
        .sees("Who is Anna here?")
        .press("Enter")
        .says("Anna in `three` is the interviewer");
    assert!(names(screen.study()).is_empty());
    let screen = screen
        .press("Enter G W")
        .sees("Who is Anna here?")
        .types("Karen")
        .press("Enter")
        .says("Anna in `three` is Karen");
    assert_eq!(names(screen.study()), ["Karen"]);
}

#[test]
fn a_table_describes_informants() {
    let screen = Screen::on(&TALKS[2..], ColourDepth::True);
    let path = screen.folder().join("who.csv");
    std::fs::write(&path, "x,Age\nAnna,45\nKim,30\n").unwrap();
    let screen = screen
        .press("g i i")
        .types(path.to_str().unwrap())
        .press("Enter")
        .sees("1 updated, 1 new");
    assert_eq!(
        screen
            .study()
            .find_informant("Anna")
            .unwrap()
            .body
            .attributes["Age"],
        "45"
    );
    assert_eq!(names(screen.study()), ["Anna", "Kim"]);
}

#[test]
fn the_preview_of_an_import_offers_one_person_or_one_each() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        std::fs::write(
            folder.path().join(format!("{name}.txt")),
            format!("I: {name}?\nR: Ja.\nI: Og?\nR: Nej."),
        )
        .unwrap();
    }
    let preview = || {
        Screen::on(&[], ColourDepth::True)
            .press("i")
            .types(folder.path().to_str().unwrap())
            .press("Enter")
    };
    let screen = preview()
        .sees("R names nobody")
        .sees("a different person in each of 2 documents")
        .sees("Tab one person")
        .press("Enter");
    assert_eq!(names(screen.study()), ["R · a", "R · b"]);
    let screen = preview()
        .press("Tab")
        .sees("R is one person in 2 documents")
        .sees("Tab one each")
        .press("Enter");
    assert_eq!(names(screen.study()), ["R"]);
    screen
        .press("g i")
        .sees("1 informant")
        .sees_not("one person in");
}
