//! The theory travels in virk's own note, whole: versions, nodes, links, what quotes do
//! to them, and what was concluded.

use super::{read, seen};
use crate::support::{Desk, author};
use virk::exchange::refi::export as out;
use virk::import::sample;
use virk::study::{Command, Study, Time};

/// The lines of what is seen that a project can carry.
fn kept(study: &Study) -> Vec<String> {
    let seen = seen(study);
    let left = [
        "dataset",
        "indicator",
        "search",
        "reported",
        "asked in",
        "accepted",
        "plan",
        "released",
        "inferred",
        "  Variable",
        " Variable",
    ];
    seen.lines()
        .skip(1)
        .filter(|line| !left.iter().any(|start| line.starts_with(start)))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_theory_of_the_sample_comes_home() {
    let folder = tempfile::tempdir().unwrap();
    let session = sample::create_sample(&folder.path().join("sample.virk"), author("AB")).unwrap();
    let study = session.study();
    let handed = out::project(study, Time(0)).unwrap();
    assert_eq!(
        handed.losses.count("verdict") + handed.losses.count("judged quote"),
        0,
        "{}",
        handed.losses.summary()
    );
    let start = Command::StartStudy {
        title: study.title.clone(),
        language: study.language.clone(),
        alpha: study.alpha,
    };
    let mut home = Desk::given([start]);
    let incoming = read(&handed.bytes, &home.study);
    assert!(
        incoming.report.losses.is_empty(),
        "{}",
        incoming.report.losses.summary()
    );
    home.when(incoming.command).unwrap();
    let (mut home_lines, mut there) = (kept(&home.study), kept(study));
    home_lines.sort();
    there.sort();
    let missing: Vec<&String> = there
        .iter()
        .filter(|line| !home_lines.contains(line))
        .take(10)
        .collect();
    let extra: Vec<&String> = home_lines
        .iter()
        .filter(|line| !there.contains(line))
        .take(10)
        .collect();
    assert!(
        missing.is_empty() && extra.is_empty(),
        "missing: {missing:#?}\nextra: {extra:#?}"
    );
    assert!(study.theories().count() > 0);
    // A second time nothing is added, and nothing is said to be in the way.
    let again = read(&handed.bytes, &home.study);
    assert!(
        again.report.losses.is_empty(),
        "{}",
        again.report.losses.summary()
    );
    let decision = home
        .study
        .decide(again.command, "ann", &mut uuid::Uuid::now_v7)
        .unwrap();
    assert!(decision.events.is_empty(), "{:?}", decision.events);
}
