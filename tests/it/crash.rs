//! A crash leaves a report, and in it nobody's words.

use std::path::Path;
use std::process::{Command, Output};

const SAID: &str = "Kirsten said that she was afraid";

/// Panics with somebody's words; does nothing unless it is told to.
#[test]
fn a_text_is_cut_within_a_letter() {
    if std::env::var_os("VIRK_CRASH").is_none() {
        return;
    }
    virk::crash::install_hook();
    let said = format!("{SAID} – æ");
    let within = said.len() - 1;
    std::hint::black_box(&said[within..]);
}

/// Runs the test above in a process of its own, as a program that crashes.
fn crash(home: &Path) -> Output {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::a_text_is_cut_within_a_letter"])
        .args(["--nocapture", "--color", "never"])
        .env("VIRK_CRASH", "1")
        .env("VIRK_HOME", home)
        .env_remove("RUST_BACKTRACE")
        .output()
        .unwrap()
}

#[test]
fn a_crash_leaves_a_report_without_words() {
    let home = tempfile::tempdir().unwrap();
    let ran = crash(home.path());
    assert!(!ran.status.success());
    let told = String::from_utf8(ran.stderr).unwrap();
    let reports: Vec<_> = std::fs::read_dir(home.path().join("crashes"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let [path] = reports.as_slice() else {
        panic!("{reports:?}\n{told}")
    };
    let report = std::fs::read_to_string(path).unwrap();
    for part in [
        concat!("virk ", env!("CARGO_PKG_VERSION")),
        "at: tests/it/crash.rs:",
        "it::crash::a_text_is_cut_within_a_letter",
    ] {
        assert!(report.contains(part), "“{part}” is missing from\n{report}");
    }
    assert!(told.contains("Your study is safe"), "{told}");
    assert!(told.contains(path.to_str().unwrap()), "{told}");
    assert!(told.contains("Open the study again"), "{told}");
    // Neither words, nor arguments, nor the folders of whoever compiled it.
    for secret in [
        "Kirsten",
        "afraid",
        "--exact",
        "--nocapture",
        env!("CARGO_MANIFEST_DIR"),
    ] {
        assert!(!report.contains(secret), "“{secret}” is in\n{report}");
    }
    assert!(!told.contains("Kirsten"), "{told}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
}

#[test]
fn a_crash_without_a_place_for_its_report_is_told_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let occupied = folder.path().join("file");
    std::fs::write(&occupied, "no folder").unwrap();
    let told = String::from_utf8(crash(&occupied).stderr).unwrap();
    assert!(told.contains("No report could be written"), "{told}");
    assert!(told.contains("tests/it/crash.rs:"), "{told}");
    assert!(!told.contains("Kirsten"), "{told}");
}
