//! Encrypted studies: no word of them on the disk, nothing lost on the way in or out, and no opening
//! without the passphrase.

use crate::cli::virk::Virk;
use crate::support::author;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use virk::import::sample;
use virk::log::{self, Session};
use virk::study::{Command, event::MemoTarget};

const PASSPHRASE: &str = "korrekt hest batteri hæfteklamme";

/// A generator whose every number is known before.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// The sample study, plain and under its own name.
fn plain_sample(folder: &Path) -> PathBuf {
    log::set_passphrase_prompt(|_| Ok(PASSPHRASE.into()));
    let path = folder.join("s.virk");
    drop(sample::create_sample(&path, author("ann")).unwrap());
    path
}

/// Opens a file past virk, by the passphrase, as any SQLCipher would.
fn by_passphrase(path: &Path) -> Connection {
    let file = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    file.pragma_update(None, "key", PASSPHRASE).unwrap();
    file
}

fn rows(file: &Connection) -> Vec<Vec<Value>> {
    let mut all = Vec::new();
    for table in ["record ORDER BY seq", "content ORDER BY id"] {
        let mut select = file.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = select.column_count();
        let mut rows = select.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            all.push(
                (0..columns)
                    .map(|column| row.get(column).unwrap())
                    .collect(),
            );
        }
    }
    all
}

/// 500 runs of six words of the transcripts, wherever they begin.
fn runs(session: &Session) -> Vec<String> {
    let mut random = Seeded(18);
    let texts: Vec<Vec<&str>> = session
        .study()
        .documents()
        .map(|document| document.text.split(' ').collect())
        .collect();
    let mut runs = BTreeSet::new();
    while runs.len() < 500 {
        let words = &texts[random.below(texts.len())];
        let from = random.below(words.len() - 6);
        runs.insert(words[from..from + 6].join(" "));
    }
    runs.into_iter().collect()
}

/// How many of the runs stand in any file below a folder, but for those named.
fn found(folder: &Path, runs: &[String], but: &[&str]) -> usize {
    let mut bytes = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !but.iter().any(|name| path.ends_with(name)) {
                bytes.extend(fs::read(path).unwrap());
                bytes.push(b'\n');
            }
        }
    }
    // Facts hold what people said as JSON would.
    let all = String::from_utf8_lossy(&bytes);
    runs.iter().filter(|run| all.contains(run.as_str())).count()
}

#[test]
fn no_word_of_an_encrypted_study_lies_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = plain_sample(folder.path());
    let session = Session::open(&path, author("ann")).unwrap();
    let runs = runs(&session);
    drop(session);
    // Where a page ends, a run is in two pieces.
    assert!(
        found(folder.path(), &runs, &[]) > 490,
        "they are there before"
    );

    assert!(log::lock(&path, PASSPHRASE).unwrap());
    let mut session = Session::open(&path, author("ann")).unwrap();
    session
        .perform(Command::SetMemo {
            on: MemoTarget::Study,
            text: runs[0].clone(),
        })
        .unwrap();
    session
        .backup_to(&folder.path().join("backup.virk"))
        .unwrap();
    // The journal while everything is being written anew.
    let file = by_passphrase(&path);
    file.execute_batch("PRAGMA cache_size = 1; BEGIN IMMEDIATE; UPDATE content SET text = text || 'x'; UPDATE record SET coder = 'x'")
        .unwrap();
    let journal = folder.path().join("s.virk-journal");
    assert!(fs::metadata(&journal).unwrap().len() > 100_000);
    fs::copy(&journal, folder.path().join("journal-of-a-moment")).unwrap();
    file.execute_batch("ROLLBACK").unwrap();
    assert_eq!(found(folder.path(), &runs, &[]), 0);

    let backup = Session::open(&folder.path().join("backup.virk"), author("ann")).unwrap();
    assert_eq!(backup.store().verify().unwrap(), []);
    assert!(backup.store().is_encrypted());
}

/// Commands leave nothing in the home, the cache or the folder of temporary files either, and a study
/// that would have a search index on the disk has it in memory.
#[test]
fn no_command_leaves_a_word_of_an_encrypted_study() {
    let text: String = (0..60_000)
        .map(|n| format!("ordet{n} siger nu"))
        .collect::<Vec<_>>()
        .join(" ");
    let virk = Virk::study().file("talk.txt", format!("Mentor 1: {text}"));
    fs::create_dir(virk.path("temporary")).unwrap();
    virk.file_for_passphrase();
    let call = |words: &[&str]| {
        let ran = virk
            .process(env!("CARGO_BIN_EXE_virk"))
            .env("TMPDIR", virk.path("temporary"))
            .env("VIRK_PASSPHRASE_FILE", virk.path("passphrase"))
            .args(words)
            .output()
            .unwrap();
        assert!(
            ran.status.success(),
            "{words:?}: {}",
            String::from_utf8_lossy(&ran.stderr)
        );
        String::from_utf8(ran.stdout).unwrap()
    };
    let runs: Vec<String> = (0..500)
        .map(|n| format!("ordet{} siger nu ordet{} siger nu", n * 100, n * 100 + 1))
        .collect();
    call(&["import", "talk.txt"]);
    call(&["search", "ordet77"]);
    assert!(
        virk.path("home/cache/search").is_dir(),
        "a plain study has an index"
    );
    assert!(found(&virk.path(""), &runs, &["talk.txt"]) > 490);

    call(&["lock", "study.virk"]);
    assert!(
        !virk.path("home/cache/search").is_dir()
            || fs::read_dir(virk.path("home/cache/search"))
                .unwrap()
                .count()
                == 0
    );
    assert!(call(&["search", "ordet77"]).contains("ordet77"));
    call(&[
        "codebook",
        "import",
        concat!(env!("CARGO_MANIFEST_DIR"), "/codebooks/realist.json"),
    ]);
    call(&[
        "memo",
        "document",
        "talk",
        "ordet100 siger nu ordet101 siger nu",
    ]);
    call(&["check"]);
    call(&["log"]);
    call(&["backup", "backup.virk"]);
    assert!(
        !virk.path("home/cache/search").is_dir()
            || fs::read_dir(virk.path("home/cache/search"))
                .unwrap()
                .count()
                == 0
    );
    assert_eq!(found(&virk.path(""), &runs, &["talk.txt"]), 0);
}

#[test]
fn every_row_is_the_same_when_locked_and_when_unlocked_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = plain_sample(folder.path());
    let before = rows(&Connection::open(&path).unwrap());
    assert!(before.len() > 1_000);
    log::lock(&path, PASSPHRASE).unwrap();
    // By SQLCipher's own derivation.
    assert!(rows(&by_passphrase(&path)) == before);
    let session = Session::open(&path, author("ann")).unwrap();
    assert_eq!(session.store().verify().unwrap(), []);
    assert!(session.store().opens_with(PASSPHRASE) && !session.store().opens_with("korrekt hest"));
    drop(session);
    assert!(
        log::lock(&path, PASSPHRASE).is_err(),
        "it is encrypted already"
    );
    log::unlock(&path).unwrap();
    assert!(rows(&Connection::open(&path).unwrap()) == before);
    assert!(log::unlock(&path).is_err(), "it is plain already");
    let session = Session::open(&path, author("ann")).unwrap();
    assert!(!session.store().is_encrypted());
    assert_eq!(session.store().verify().unwrap(), []);
}

#[test]
fn an_erasure_reaches_the_bytes_of_an_encrypted_study() {
    let folder = tempfile::tempdir().unwrap();
    let path = plain_sample(folder.path());
    log::lock(&path, PASSPHRASE).unwrap();
    let session = Session::open(&path, author("ann")).unwrap();
    let document = session.study().find_document("01-mentor-1").unwrap();
    let (id, words) = (
        document.id,
        document
            .text
            .split(' ')
            .skip(200)
            .take(12)
            .collect::<Vec<_>>()
            .join(" "),
    );
    drop(session);
    log::unlock(&path).unwrap();
    let holds = || String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(&words);
    assert!(holds());
    log::lock(&path, PASSPHRASE).unwrap();
    let mut session = Session::open(&path, author("ann")).unwrap();
    session.perform(Command::EraseDocument { id }).unwrap();
    assert_eq!(session.store().verify().unwrap(), []);
    drop(session);
    log::unlock(&path).unwrap();
    assert!(!holds());
}

#[test]
fn nothing_but_the_passphrase_opens_it() {
    let virk = Virk::sample()
        .file("empty", "")
        .file("wrong", "korrekt hest batteri\n");
    virk.file_for_passphrase();
    private(&virk.path("wrong"));
    private(&virk.path("empty"));
    let call = |passphrase: &str, words: &[&str]| {
        virk.process(env!("CARGO_BIN_EXE_virk"))
            .env("VIRK_PASSPHRASE_FILE", virk.path(passphrase))
            .args(words)
            .output()
            .unwrap()
    };
    let refused = |passphrase: &str, words: &[&str], what: &str| {
        let before = fs::read(virk.path("sample.virk")).unwrap();
        let ran = call(passphrase, words);
        let told = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(2), "{told}");
        assert!(told.to_lowercase().contains(what), "{told}");
        assert_eq!(told.lines().count(), 2, "{told}");
        assert_eq!(before, fs::read(virk.path("sample.virk")).unwrap());
    };
    refused("wrong", &["unlock"], "is not encrypted");
    refused("empty", &["lock"], "is empty");
    assert!(call("passphrase", &["lock"]).status.success());
    refused("passphrase", &["lock"], "is encrypted already");
    for words in [
        &["check"][..],
        &["code", "list"],
        &["unlock"],
        &["backup", "b.virk"],
    ] {
        refused("wrong", words, "this is not the passphrase of sample.virk");
    }
    refused("none", &["check"], "there is no file");
    // Away from a terminal nobody is asked.
    virk.run(["check"])
        .refuses("there is no terminal to ask", "VIRK_PASSPHRASE_FILE");
    let by_command = virk
        .process(env!("CARGO_BIN_EXE_virk"))
        .env("VIRK_PASSPHRASE_COMMAND", "cat passphrase")
        .arg("check")
        .output()
        .unwrap();
    assert!(by_command.status.success());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(virk.path("passphrase"), fs::Permissions::from_mode(0o644)).unwrap();
        refused(
            "passphrase",
            &["check"],
            "other people on this computer may open",
        );
    }
}

/// A locked study that is damaged says so, and not that the passphrase is wrong.
#[test]
fn no_damage_of_an_encrypted_study_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    let path = plain_sample(folder.path());
    log::lock(&path, PASSPHRASE).unwrap();
    let sound = fs::read(&path).unwrap();
    let mut random = Seeded(7);
    for n in 0..30 {
        let mut bytes = sound.clone();
        // Not in the first page, without which no passphrase fits.
        let at = 4096 + random.below(bytes.len() - 4096);
        bytes[at] ^= 1 << random.below(8);
        let damaged = folder.path().join(format!("damaged-{n}.virk"));
        fs::write(&damaged, bytes).unwrap();
        let told = match Session::open(&damaged, author("ann")) {
            Err(refusal) => refusal.what,
            Ok(session) => match session.store().verify() {
                Err(refusal) => refusal.what,
                Ok(faults) => {
                    assert!(!faults.is_empty(), "a bit of byte {at} is silent");
                    continue;
                }
            },
        };
        assert!(told.contains("damaged"), "{told}");
    }
}

/// Pages of zeros anywhere but at the front, where the salt is.
#[test]
fn what_can_be_read_of_a_damaged_encrypted_study_can_be_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = plain_sample(folder.path());
    log::lock(&path, PASSPHRASE).unwrap();
    let sound = fs::read(&path).unwrap();
    let whole = log::salvage(&path, &folder.path().join("whole.virk")).unwrap();
    assert_eq!(
        (whole.records, whole.missing_records, whole.lost_texts),
        (755, 0, 0)
    );
    let mut random = Seeded(3);
    let mut saved = 0;
    for n in 0..20 {
        let mut bytes = sound.clone();
        let page = 1 + random.below(bytes.len() / 4096 - 1);
        bytes[page * 4096..][..4096].fill(0);
        let damaged = folder.path().join(format!("damaged-{n}.virk"));
        fs::write(&damaged, bytes).unwrap();
        let new = folder.path().join(format!("saved-{n}.virk"));
        saved += log::salvage(&damaged, &new).unwrap().records;
        let session = Session::open(&new, author("ann")).unwrap();
        assert!(session.store().is_encrypted());
    }
    assert!(saved > 20 * 755 * 95 / 100, "{saved}");
}

/// Whoever has the study open while another encrypts it is refused, and loses nothing that was
/// acknowledged.
#[test]
fn a_study_that_is_open_elsewhere_is_not_written_past() {
    let folder = tempfile::tempdir().unwrap();
    let path = plain_sample(folder.path());
    let mut open = Session::open(&path, author("ann")).unwrap();
    let memo = |text: &str| Command::SetMemo {
        on: MemoTarget::Study,
        text: text.into(),
    };
    open.perform(memo("acknowledged")).unwrap();
    log::lock(&path, PASSPHRASE).unwrap();
    assert!(open.perform(memo("too late")).is_err());
    let session = Session::open(&path, author("bo")).unwrap();
    assert_eq!(
        session.study().memo(MemoTarget::Study),
        Some("acknowledged")
    );
}

/// Killed at any moment, it is the plain study or the encrypted one, and whole.
#[test]
#[cfg(unix)]
fn a_lock_that_is_killed_leaves_a_whole_study() {
    let (mut plain, mut encrypted) = (0, 0);
    // While the draft grows, and after it took the place of the plain file, which is overwritten then.
    for (seen, micros) in [
        (true, 0),
        (true, 200),
        (true, 1_000),
        (true, 5_000),
        (true, 10_000),
        (true, 20_000),
        (true, 40_000),
        (false, 0),
        (false, 200),
        (false, 1_000),
    ] {
        let virk = Virk::sample();
        virk.file_for_passphrase();
        let call = |words: &[&str]| {
            let mut call = virk.process(env!("CARGO_BIN_EXE_virk"));
            call.env("VIRK_PASSPHRASE_FILE", virk.path("passphrase"))
                .args(words)
                .stdout(Stdio::null());
            call
        };
        let mut locking = call(&["lock"]).spawn().unwrap();
        let is_there = || {
            fs::read_dir(virk.path(""))
                .unwrap()
                .flatten()
                .any(|entry| entry.file_name().to_string_lossy().ends_with(".part"))
        };
        while !is_there() && locking.try_wait().unwrap().is_none() {}
        while !seen && is_there() {}
        std::thread::sleep(Duration::from_micros(micros));
        let _ = locking.kill();
        locking.wait().unwrap();
        let bytes = fs::read(virk.path("sample.virk")).unwrap();
        if bytes.starts_with(b"SQLite format 3") {
            plain += 1;
        } else {
            encrypted += 1;
        }
        assert!(
            call(&["check"]).status().unwrap().success(),
            "killed {micros} µs after the draft was there ({seen})"
        );
    }
    println!("killed: {plain} plain, {encrypted} encrypted");
    assert!(plain > 0 && encrypted > 0);
}

fn private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

impl Virk {
    /// A file `passphrase` that only its owner may read.
    fn file_for_passphrase(&self) {
        fs::write(self.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
        private(&self.path("passphrase"));
    }
}
