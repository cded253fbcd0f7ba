//! Files as they lie on the disk: whose they are, what happens to what lies there, what is not
//! read.
#![cfg(unix)]

use super::virk::Virk;
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Stdio;

fn rights(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// Everything below a folder that others than its owner have a right to.
fn open_to_others(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if rights(&path) & 0o077 != 0 {
            found.push(path.display().to_string());
        }
        if path.is_dir() {
            found.extend(open_to_others(&path));
        }
    }
    found
}

#[test]
fn what_is_written_is_its_owners() {
    let virk = Virk::new().file("talk.txt", "Interviewer: Og?\n\nBo: Det hjalp mig meget.\n");
    let script = "umask 022; set -e; export VIRK_STUDY=made/s.virk; mkdir -m 700 made; \
        \"$VIRK\" new made/s.virk; \"$VIRK\" import talk.txt; \"$VIRK\" codebook add Help; \"$VIRK\" code auto hjalp Help; \
        \"$VIRK\" search hjalp; \"$VIRK\" backup made/copy.virk; \"$VIRK\" report made/page.html; \"$VIRK\" archive made/kept.zip; \
        for f in a.qdpx b.sqlite c.jsonl d.qdc; do \"$VIRK\" export made/$f; done; \
        for f in quotes.csv codings.xlsx informants.docx; do \"$VIRK\" export made/$f --table ${f%.*}; done";
    virk.shell(script).exits(0);
    assert!(fs::read_dir(virk.path("made")).unwrap().count() > 10);
    assert_eq!(open_to_others(&virk.path("made")), [] as [String; 0]);
    assert_eq!(open_to_others(&virk.path("home")), [] as [String; 0]);
}

#[test]
fn rights_to_a_study_of_others_are_told() {
    let virk = Virk::study();
    assert!(
        !virk
            .run(["check"])
            .exits(0)
            .out()
            .contains("others on this machine")
    );
    fs::set_permissions(virk.path("study.virk"), fs::Permissions::from_mode(0o644)).unwrap();
    virk.run(["check"])
        .exits(0)
        .says("other people on this computer can open study.virk (rights 044)")
        .says("chmod 600");
    // A copy of it is not as open as it is.
    virk.run(["backup", "copy.virk"]).exits(0);
    assert_eq!(rights(&virk.path("copy.virk")), 0o600);
}

#[test]
fn what_lies_beside_is_left_alone() {
    let virk = Virk::sample()
        .file("victim", "precious")
        .file("closed.csv", "old");
    symlink(virk.path("victim"), virk.path("quotes.csv.part")).unwrap();
    fs::set_permissions(virk.path("closed.csv"), fs::Permissions::from_mode(0o400)).unwrap();
    for file in ["quotes.csv", "closed.csv"] {
        virk.run(["export", file, "--table", "quotes"]).exits(0);
    }
    assert_eq!(fs::read_to_string(virk.path("victim")).unwrap(), "precious");
    assert!(
        fs::symlink_metadata(virk.path("quotes.csv.part"))
            .unwrap()
            .is_symlink()
    );
    assert_eq!(
        rights(&virk.path("closed.csv")),
        0o400,
        "a stricter right is kept"
    );
    virk.refuses(
        [
            "export",
            "/dev/null",
            "--table",
            "quotes",
            "--format",
            "csv",
        ],
        "is a device or a pipe",
        "name a file",
    );
}

#[test]
fn of_two_that_make_one_study_one_is_told() {
    let virk = Virk::new();
    for round in 0..6 {
        let name = format!("s{round}.virk");
        let start = |title: &str| {
            virk.process(env!("CARGO_BIN_EXE_virk"))
                .args(["new", &name, "--title", title])
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        };
        let racers: Vec<_> = ["one", "two", "three"].map(start).into();
        let made = racers
            .into_iter()
            .map(|mut racer| racer.wait().unwrap().success())
            .filter(|made| *made)
            .count();
        assert_eq!(made, 1, "{name}");
        virk.run(["check", "--study", &name])
            .exits(0)
            .says("Everything is in order");
    }
}

#[test]
fn pipes_and_what_is_too_large_are_not_read() {
    let virk = Virk::study().file("talk.txt", "Interviewer: Og?\n\nBo: Ja.\n");
    virk.shell("mkdir all && mv talk.txt all/ && mkfifo all/pipe.txt && mkfifo alone.txt")
        .exits(0);
    fs::File::create(virk.path("large.txt"))
        .unwrap()
        .set_len(10 << 30)
        .unwrap();
    virk.run(["import", "large.txt"])
        .refuses("larger than 256 MB", "Divide it");
    virk.run(["import", "alone.txt"])
        .refuses("is a device or a pipe", "Save what it holds");
    virk.run(["import", "/dev/zero", "--as", "txt"])
        .refuses("is a device or a pipe", "Save what it holds");
    virk.run(["import", "all"]).exits(0).says("Imported `talk`");
}

/// A PDF of one page with these objects from the fifth on.
fn pdf(content: &str, resources: &str, more: &[String]) -> Vec<u8> {
    let stream = |content: &str| {
        format!(
            "<</Length {}>>\nstream\n{content}\nendstream",
            content.len()
        )
    };
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources{resources}>>"
        ),
        stream(content),
    ];
    objects.extend_from_slice(more);
    let (mut out, mut table) = (
        String::from("%PDF-1.5\n"),
        String::from("0000000000 65535 f \n"),
    );
    for (place, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", place + 1);
    }
    let at = out.len();
    let size = objects.len() + 1;
    let _ = write!(
        out,
        "xref\n0 {size}\n{table}trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{at}\n%%EOF"
    );
    out.into_bytes()
}

fn form(content: &str, draws: usize) -> String {
    let length = content.len();
    format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {draws} 0 R>>>>/Length {length}>>\nstream\n{content}\nendstream"
    )
}

#[test]
fn pages_that_draw_without_end_are_refused() {
    let draws = "<</XObject<</X 5 0 R>>>>";
    let own = pdf("/X Do", draws, &[form("/X Do", 5)]);
    let ten_of_ten: Vec<String> = (0..10)
        .map(|place| form(&"/X Do ".repeat(10), 6 + place))
        .collect();
    let tower = pdf(&"/X Do ".repeat(10), draws, &ten_of_ten);
    let circle = pdf("BT (x) Tj ET", "<<>>", &[]);
    let circle = String::from_utf8(circle)
        .unwrap()
        .replace("/Count 1", "/Count 1/Parent 3 0 R");
    let virk = Virk::study()
        .file("own.pdf", own)
        .file("tower.pdf", tower)
        .file("circle.pdf", circle);
    for file in ["own.pdf", "tower.pdf", "circle.pdf"] {
        virk.run(["import", file]).refuses(file, "");
    }
    virk.run(["check"]).exits(0).says("Everything is in order");
}

/// 4 GB of nothing, packed twice to 5 KB: the process that unpacks it is ended, and virk says so.
#[test]
fn a_page_that_unpacks_to_gigabytes_is_refused() {
    let packed = include_bytes!("../../fixtures/import/unpacks-to-4-gb.pdf");
    let virk = Virk::study().file("bomb.pdf", packed);
    virk.run(["import", "bomb.pdf"]).refuses(
        "more time or memory than a document does",
        "Export its text",
    );
    virk.run(["check"]).exits(0).says("Everything is in order");
}

#[test]
fn what_holds_everything_is_not_made_for_others() {
    let virk = Virk::study().file("talk.txt", "Interviewer: Og?\n\nBo: Ja.\n");
    virk.run(["import", "talk.txt"]).exits(0);
    for file in ["a.qdpx", "b.sqlite", "c.jsonl", "d.sps", "e.qdc"] {
        for readers in ["supervisor", "public"] {
            virk.refuses(
                ["export", file, "--privacy", readers],
                "contains everything",
                "--privacy",
            );
        }
    }
    virk.shell("VIRK_PRIVACY=public \"$VIRK\" export a.qdpx")
        .refuses("contains everything", "--privacy");
    virk.shell("VIRK_PRIVACY=public \"$VIRK\" export a.qdpx --privacy internal")
        .exits(0);
}

/// What a process holds in memory is what people said, and a core file would hold it too.
#[test]
#[cfg(target_os = "linux")]
fn no_crash_leaves_a_core_file() {
    use std::os::unix::process::ExitStatusExt;
    use std::time::{Duration, Instant};

    let virk = Virk::sample();
    // Virk waits five seconds for whoever writes.
    let writer = rusqlite::Connection::open(virk.path("sample.virk")).unwrap();
    writer.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let mut waiting = virk
        .process("sh")
        .env("VIRK", env!("CARGO_BIN_EXE_virk"))
        .args(["-c", "ulimit -c unlimited; exec \"$VIRK\" check"])
        .spawn()
        .unwrap();
    let proc = format!("/proc/{}", waiting.id());
    let core_limit = || {
        let is_virk = fs::read_to_string(format!("{proc}/comm")).unwrap() == "virk\n";
        let limits = fs::read_to_string(format!("{proc}/limits")).unwrap();
        let line = limits
            .lines()
            .find(|line| line.contains("core file"))
            .unwrap();
        (is_virk, line.split_whitespace().nth(4).unwrap().to_owned())
    };
    let patience = Instant::now() + Duration::from_secs(4);
    while core_limit() != (true, "0".into()) {
        assert!(Instant::now() < patience, "{:?}", core_limit());
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(20));
    let aborted = std::process::Command::new("kill")
        .args(["-ABRT", &waiting.id().to_string()])
        .status()
        .unwrap();
    assert!(aborted.success());
    let ended = waiting.wait().unwrap();
    assert_eq!((ended.signal(), ended.core_dumped()), (Some(6), false));
}
