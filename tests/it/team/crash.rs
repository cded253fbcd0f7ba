//! 13. A crash in the middle of a merge: the study is as before or as after, never between.

use super::scenarios::{Two, code_words};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use virk::log::Session;

fn merge(two: &Two) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_virk"))
        .args(["merge", "Bente.virk", "--study", "Anna.virk", "--json"])
        .env("VIRK_HOME", two.path("home"))
        .current_dir(two.path("Anna").parent().unwrap())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn kill_at_points(points: u32) {
    let two = Two::new();
    for words in ["bedre", "godt", "talt", "gik"] {
        code_words(&mut two.session("Bente"), "talk", words, "m_refl");
    }
    code_words(&mut two.session("Anna"), "talk", "mig", "m_task");
    let before = std::fs::read(two.path("Anna")).unwrap();
    let records = |session: &Session| session.study().revision();
    let was = records(&two.session("Anna"));
    let begun = Instant::now();
    assert!(merge(&two).wait().unwrap().success());
    let took = begun.elapsed();
    let becomes = records(&two.session("Anna"));
    assert_eq!(becomes, was + 5);
    let (mut cut, mut done) = (0, 0);
    for point in 0..points {
        std::fs::write(two.path("Anna"), &before).unwrap();
        let mut child = merge(&two);
        std::thread::sleep(took * point / points + Duration::from_micros(u64::from(point)));
        let _ = child.kill();
        child.wait().unwrap();
        let session = two.session("Anna");
        assert_eq!(session.store().verify().unwrap(), [], "point {point}");
        match records(&session) {
            known if known == was => cut += 1,
            known if known == becomes => done += 1,
            between => panic!("{between} records at point {point}"),
        }
    }
    println!("before {cut}, after {done}");
    assert!(cut > 0);
}

#[test]
fn a_merge_that_is_killed_has_happened_or_not() {
    kill_at_points(12);
}

#[test]
#[ignore = "a hundred processes"]
fn a_merge_that_is_killed_at_a_hundred_points_has_happened_or_not() {
    kill_at_points(100);
}
