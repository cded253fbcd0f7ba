//! `virk config`: the settings of a person.

use super::virk::Virk;

fn home(settings: &str) -> Virk {
    let virk = Virk::new();
    std::fs::create_dir_all(virk.path("home")).unwrap();
    std::fs::write(virk.path("home/config.toml"), settings).unwrap();
    virk
}

#[test]
fn settings_are_shown_as_they_hold() {
    let virk = home("background = \"light\"\ncoder = \"Bo\"\n[keys.transcript]\ncode = [\"k\"]\n");
    let shown = virk.run(["config", "--json"]).exits(0).json();
    assert_eq!(
        (
            shown["background"].as_str(),
            shown["mouse"].as_bool(),
            shown["exists"].as_bool()
        ),
        (Some("light"), Some(true), Some(true))
    );
    // What the environment says goes before the file.
    assert_eq!(shown["coder"], "AB");
    assert_eq!(
        virk.shell("unset VIRK_CODER; $VIRK config --json").json()["coder"],
        "Bo"
    );
    assert_eq!(shown["keys"]["code"], serde_json::json!(["k"]));
    virk.run(["config"])
        .says("Background light")
        .says("Keys code: k");
    virk.run(["config", "keys", "transcript"])
        .says("k code Code the selection");
    let keys = virk.run(["config", "keys", "--json"]).json();
    let code = keys
        .as_array()
        .unwrap()
        .iter()
        .find(|action| action["action"] == "code")
        .unwrap()
        .clone();
    assert_eq!(
        (&code["keys"], &code["view"]),
        (&serde_json::json!(["k"]), &"transcript".into())
    );
    // `up` has lost k.
    let up = keys
        .as_array()
        .unwrap()
        .iter()
        .find(|action| action["action"] == "up")
        .unwrap()
        .clone();
    assert_eq!(
        (&up["keys"], &up["from_the_start"]),
        (&serde_json::json!(["Up"]), &serde_json::json!(["k", "Up"]))
    );
}

#[test]
fn faults_are_told_with_their_line_and_stop_nothing() {
    let virk = home(
        "background = \"light\"\n[keys.transcript]\ncod = \"k\"\nmemo = \"z\"\nuncode = \"z\"\n",
    );
    let check = virk.run(["config", "check"]);
    check
        .exits(1)
        .says("line 3: there is no action `cod`. Perhaps `code`; ")
        .says("line 5: `z` of uncode is taken by memo");
    assert_eq!(
        virk.run(["config", "check", "--json"])
            .exits(1)
            .json()
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let shown = virk.run(["config"]);
    assert!(shown.exits(0).err().contains("line 3"), "{}", shown.err());
    virk.run(["new", "study.virk"]).exits(0);
}

#[test]
fn keys_of_questions_are_settings_like_others() {
    let virk = home(
        "[keys.questions]\nleave = \"q\"\nanswr = \"F8\"\ngo_on = [\"F8\"]\n[keys.question]\n",
    );
    let check = virk.run(["config", "check"]);
    let page = check
        .exits(1)
        .says("line 2: `q` types a letter or picks a choice in a form")
        .says("Take a key that types nothing");
    page.says("line 3: there is no action `answr`. Perhaps `answer`")
        .says("line 5: there is no view `question`. Perhaps `questions`");
    // What holds is listed; what could not be is as from the start.
    virk.run(["config", "keys", "questions"])
        .says("Esc, Ctrl-c leave")
        .says("F8 go_on")
        .says("Enter answer");
}

#[test]
fn an_example_is_written_once() {
    let virk = Virk::new();
    virk.refuses(["config", "check"], "cannot read", "virk config example");
    virk.run(["config", "example", "--write"]).exits(0);
    virk.run(["config", "check"]).exits(0).says("is in order");
    virk.refuses(
        ["config", "example", "--write"],
        "is there already",
        "Edit it",
    );
    virk.refuses(
        ["config", "keys", "nowhere"],
        "no view `nowhere`",
        "transcript",
    );
    virk.run(["config", "example"])
        .says("[keys.transcript]")
        .says("# undo = [\"u\"]");
}
