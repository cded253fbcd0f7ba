//! A disk that fails: what virk says of it is so.

use super::points::{Point, Stage};
use crate::support::author;
use std::fs;
use std::process::Output;
use virk::log::Session;

fn set(stage: &Stage) {
    let said = "Interviewer: Og?\n\nVidne 7: Det er zebrahestepasseren der siger sandheden.\n";
    fs::write(stage.work.join("w.txt"), said).unwrap();
    fs::write(
        stage.work.join("more.txt"),
        "Interviewer: Og?\n\nVidne 8: Nej.\n",
    )
    .unwrap();
    stage.done(&["new", "s.virk", "--title", "Test"]);
    stage.done(&["import", "w.txt"]);
    fs::remove_file(stage.work.join("w.txt")).unwrap();
}

fn records(stage: &Stage) -> u64 {
    Session::open(&stage.work.join("s.virk"), author("parent"))
        .unwrap()
        .study()
        .revision()
}

#[test]
fn what_is_said_of_a_disk_that_fails_is_so() {
    let stage = Stage::new(set);
    let before = records(&stage);
    let (mut failed, mut uncertain) = (0, 0);
    let commands: [&[&str]; 3] = [
        &["erase", "--document", "w", "--yes"],
        &["import", "more.txt"],
        &["memo", "study", "Ask the leaders"],
    ];
    // A few suffice where the whole is long; to force to the disk is what fails late.
    let all = std::env::var_os("VIRK_KILL_POINTS").is_some();
    let calls: &[&str] = if all {
        &["fsync", "fdatasync", "pwrite64", "unlink", "ftruncate"]
    } else {
        &["fsync", "fdatasync"]
    };
    for words in super::points::cases(&commands, 1) {
        failed += stage.fail(
            calls,
            words,
            &mut |stage: &Stage, point: &Point, output: &Output| {
                let told = String::from_utf8_lossy(&output.stderr).into_owned();
                let told_at = format!("{words:?} at {point:?} said {told:?}");
                let changed = records(stage) > before;
                if told.contains("Nothing was changed") {
                    assert!(!changed, "{told_at}");
                } else if changed && !output.status.success() {
                    uncertain += 1;
                    assert!(
                        told.to_lowercase().contains("it is not certain")
                            || told.contains("traces may be left"),
                        "{told_at}"
                    );
                    assert!(
                        told.contains("virk log") || told.contains("open it once more"),
                        "{told_at}"
                    );
                }
                assert!(changed || !output.status.success(), "{told_at}");
                let session = Session::open(&stage.work.join("s.virk"), author("parent")).unwrap();
                assert!(session.store().verify().unwrap().is_empty(), "{told_at}");
                let erased = words[0] != "erase"
                    || !changed
                    || stage.holding("zebrahestepasseren").is_empty();
                assert!(erased, "{told_at}");
            },
        );
    }
    println!("{failed} failures, {uncertain} of them after the change");
}
