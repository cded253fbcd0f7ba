//! Pipes and terminals: a closed pipe is no error, and nothing steers a screen.

use super::virk::Virk;
use std::process::Stdio;

#[test]
fn a_reader_who_has_seen_enough_is_no_error() {
    let virk = Virk::sample();
    let mut log = virk
        .process(env!("CARGO_BIN_EXE_virk"))
        .args(["log", "--limit", "0", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(log.stdout.take());
    let output = log.wait_with_output().unwrap();
    assert_eq!(
        (
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).as_ref()
        ),
        (Some(0), "")
    );
}

#[test]
fn an_output_that_cannot_be_written_is_one() {
    if std::path::Path::new("/dev/full").exists() {
        Virk::study()
            .shell("$VIRK check > /dev/full")
            .refuses("cannot write the output", "virk log");
    }
}

const HOSTILE: &str = "I: How \u{1b}[31mred?\n\nM: Very\u{1b}]0;title\u{7} \u{9b}2J much, \u{202e}yes.\n\nI: So?\n\nM: So.\n";

#[test]
fn escape_sequences_in_a_transcript_are_harmless_everywhere() {
    let virk = Virk::study().file("talk.txt", HOSTILE).file(
        "codes.json",
        r#"{"codes":[{"key":"c","name":{"en":"Co\u001b[1mde"}}]}"#,
    );
    virk.run(["import", "talk.txt", "codes.json"]).exits(0);
    virk.run(["code", "apply", "talk", "--quote", "much,", "c"])
        .exits(0);
    let calls: [&[&str]; 8] = [
        &["search", "very"],
        &["search", "very", "--json"],
        &["quotes"],
        &["quotes", "--json"],
        &["code", "list"],
        &["log"],
        &["log", "--json"],
        &["codebook", "show"],
    ];
    for words in calls {
        let output = virk
            .process(env!("CARGO_BIN_EXE_virk"))
            .args(words)
            .output()
            .unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && !out.is_empty(), "{words:?}");
        let steering = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!out.contains(steering), "{words:?} printed {out:?}");
    }
    let quotes = virk.run(["search", "very", "--json"]).json();
    assert!(
        quotes[0]["text"]
            .as_str()
            .unwrap()
            .contains("\u{1b}]0;title\u{7}"),
        "programs get the words themselves"
    );
}

#[test]
fn a_file_name_cannot_steer_the_screen_either() {
    let virk = Virk::study();
    let err = virk.run(["import", "a\u{1b}[31m.txt"]).err();
    assert!(err.contains("a␛[31m.txt"), "{err:?}");
}
