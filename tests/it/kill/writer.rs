//! A writer is killed at random moments; no acknowledged record is lost.
//!
//! The writer is this very test program, started again as a child: it does one
//! command after the other and says the number of each once it is durable.
//! `VIRK_KILL_ROUNDS` sets the number of kills (20 unless told; 200 for a
//! release).
use crate::support::{author, session};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command as Process, Stdio};
use std::time::Duration;
use virk::log::Session;
use virk::study::{Command, event::MemoTarget};

/// The child's work; does nothing unless it is told which study to write to.
#[test]
fn child() {
    let Some(path) = std::env::var_os("VIRK_KILL_STUDY").map(PathBuf::from) else {
        return;
    };
    let mut session = Session::open(&path, author("child")).unwrap();
    let from: u64 = session
        .study()
        .memo(MemoTarget::Study)
        .and_then(|memo| memo.parse().ok())
        .unwrap_or(0);
    for n in from + 1.. {
        session
            .perform(Command::SetMemo {
                on: MemoTarget::Study,
                text: n.to_string(),
            })
            .unwrap();
        println!("durable {n}");
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn a_killed_writer_loses_nothing_it_has_acknowledged() {
    let rounds = std::env::var("VIRK_KILL_ROUNDS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(20);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.virk");
    drop(session(&path));
    // A fixed seed, so that a failure can be looked at again; the moments still differ by the
    // machine.
    let mut random: u64 = 0x2545_f491_4f6c_dd1d;
    let (mut acknowledged_in_all, mut last) = (0, 0);
    for round in 0..rounds {
        let mut child = Process::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::writer::child", "--nocapture"])
            .env("VIRK_KILL_STUDY", &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let reader = std::thread::spawn(move || {
            out.lines()
                .map_while(Result::ok)
                .filter_map(|line| line.split("durable ").nth(1)?.trim().parse::<u64>().ok())
                .last()
        });
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        // The moment of the kill is what is varied here; nothing is asserted about time.
        std::thread::sleep(Duration::from_millis(10 + random % 90));
        child.kill().unwrap();
        child.wait().unwrap();
        let acknowledged = reader.join().unwrap().unwrap_or(last);
        acknowledged_in_all += acknowledged - last;

        let session = Session::open(&path, author("parent")).unwrap();
        let found: u64 = session
            .study()
            .memo(MemoTarget::Study)
            .map_or(0, |memo| memo.parse().unwrap());
        assert!(
            found >= acknowledged,
            "round {round}: {acknowledged} was acknowledged, {found} is there"
        );
        assert!(
            session.store().verify().unwrap().is_empty(),
            "round {round}"
        );
        last = found;
    }
    assert!(
        acknowledged_in_all > 0,
        "no child wrote anything in {rounds} rounds"
    );
    println!("{rounds} kills, {acknowledged_in_all} acknowledged, none lost");
}
