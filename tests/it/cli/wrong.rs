//! Wrong input of every kind: one line says what and where, one what to do,
//! the exit code is 2, and nothing has changed.

use super::virk::{Virk, files};
use rusqlite::Connection;

#[test]
fn a_missing_file() {
    let virk = Virk::sample();
    virk.refuses(
        ["import", "nowhere.txt"],
        "there is no file nowhere.txt",
        "Check the name",
    );
    virk.refuses(
        ["data", "import", "nowhere.csv"],
        "there is no file nowhere.csv",
        "Check the name",
    );
    virk.refuses(
        ["codebook", "import", "nowhere.json"],
        "there is no file nowhere.json",
        "Check the name",
    );
    virk.refuses(
        ["theory", "import", "nowhere.json"],
        "there is no file nowhere.json",
        "Check the name",
    );
    virk.refuses(
        ["crosstab", "--file", "nowhere.csv", "a", "b"],
        "there is no file nowhere.csv",
        "Check the name",
    );
    virk.refuses(
        ["check", "--study", "nowhere.virk"],
        "there is no study nowhere.virk",
        "virk new",
    );
    Virk::new().refuses(["check"], "there is no study in this folder", "virk new");
}

#[test]
fn a_folder() {
    let virk = Virk::sample();
    std::fs::create_dir(virk.path("folder")).unwrap();
    virk.refuses(
        ["import", "folder"],
        "folder holds no file that can be read as a transcript",
        "txt, md, docx",
    );
    virk.refuses(
        ["data", "import", "folder"],
        "folder is a folder",
        "Name the files in it",
    );
    virk.refuses(
        ["check", "--study", "folder"],
        "folder is a folder",
        "NAME.virk",
    );
    virk.refuses(
        ["new", "sample.virk"],
        "sample.virk exists already",
        "another name",
    );
    virk.refuses(
        ["new", "nowhere/new.virk"],
        "there is no folder nowhere",
        "folder",
    );
    virk.refuses(
        ["demo", "sample.virk"],
        "cannot make the folder sample.virk",
        "virk demo DIR",
    );
}

#[test]
fn a_binary() {
    let virk = Virk::sample()
        .file(
            "photo.txt",
            [
                0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d,
            ],
        )
        .file("other.virk", "no study");
    virk.refuses(
        ["import", "photo.txt", "--study", "sample.virk"],
        "photo.txt",
        "",
    );
    virk.refuses(
        ["data", "import", "photo.txt", "--study", "sample.virk"],
        "photo.txt",
        "",
    );
    virk.refuses(
        ["check", "--study", "other.virk"],
        "other.virk is not a virk study",
        "virk new",
    );
}

#[test]
fn a_broken_file() {
    let virk = Virk::sample()
        .file("rows.csv", "a;b;c\n1;2;3\n4;5\n6;7;8\n")
        .file("codes.json", "{\"codes\": [\n  {\"key\": \"x\",, }\n]}")
        .file("empty.txt", "\n \n")
        .file("good.txt", "A: One.\n\nB: Two.\n\nA: Three.\n\nB: Four.\n");
    virk.refuses(["data", "import", "rows.csv"], "rows.csv line 3", "");
    virk.refuses(
        ["codebook", "import", "codes.json"],
        "codes.json line 2",
        "Correct the file",
    );
    // All files or none.
    virk.refuses(
        ["import", "good.txt", "empty.txt"],
        "empty.txt holds no words",
        "Nothing was imported",
    );
    virk.refuses(
        ["import", "rows.csv"],
        "rows.csv is a table",
        "virk data import rows.csv",
    );
}

#[test]
fn an_unknown_name() {
    let virk = Virk::sample();
    virk.refuses(
        ["code", "apply", "01", "10..20", "Reflektion"],
        "no code starts with `Reflektion`",
        "Did you mean `Refle",
    );
    virk.refuses(
        ["code", "apply", "01", "10..20", "m_r"],
        "several codes start with `m_r`",
        "Type more",
    );
    virk.refuses(
        ["code", "apply", "99", "10..20", "Reflection"],
        "no document starts with `99`",
        "virk document list",
    );
    virk.refuses(
        ["quotes", "--code", "xyz"],
        "no code starts with `xyz`",
        "virk codebook show",
    );
    virk.refuses(
        ["quotes", "--informant", "Mentor"],
        "several informants start with `Mentor`",
        "Mentor 1",
    );
    virk.refuses(
        ["evidence", "Reflection"],
        "`Reflection` is not a link",
        "FROM -> TO",
    );
    virk.refuses(
        ["evidence", "Reflection -> Motivation"],
        "has no link Reflection → Motivation",
        "virk theory show v1",
    );
    virk.refuses(
        ["evidence", "--theory", "v9"],
        "no theory version starts with `v9`",
        "",
    );
    virk.refuses(
        ["crosstab", "refl_gem", "pu_selv"],
        "no variable starts with `refl_gem`",
        "Did you mean `refl_gen`?",
    );
    virk.refuses(
        ["crosstab", "respondent", "pu_selv"],
        "`respondent` only tells the rows apart",
        "",
    );
    virk.refuses(
        ["verdict", "Reflection -> Personal", "maybe", "so"],
        "maybe",
        "",
    );
    virk.refuses(["search", "cod:x"], "there is no field `cod:`", "code:");
}

#[test]
fn words_that_are_not_there() {
    let virk = Virk::sample();
    let length = virk.run(["check", "--json"]).json()["documents"][0]["characters"]
        .as_u64()
        .unwrap();
    let beyond = format!("{}..{}", length - 1, length + 1);
    virk.refuses(
        ["code", "apply", "01", &beyond, "Reflection"],
        "of `01-mentor-1` lies outside the text",
        &length.to_string(),
    );
    virk.refuses(
        ["code", "apply", "01", "20..10", "Reflection"],
        "the span 20..10",
        "characters",
    );
    virk.refuses(
        ["code", "apply", "01", "7..7", "Reflection"],
        "holds no character",
        "",
    );
    virk.refuses(
        ["code", "apply", "01", "here", "Reflection"],
        "`here` is not a span",
        "START..END",
    );
    virk.refuses(
        [
            "code",
            "apply",
            "01",
            "99999999999999999999..1",
            "Reflection",
        ],
        "is not a span",
        "START..END",
    );
    virk.refuses(
        ["code", "apply", "01", "--quote", "the", "Reflection"],
        "says “the”",
        "Quote more words",
    );
    virk.refuses(
        [
            "code",
            "apply",
            "01",
            "--quote",
            "quite elsewhere",
            "Reflection",
        ],
        "does not say",
        "virk search",
    );
    virk.refuses(
        ["condense", "set", "01", &beyond, "x"],
        "lies outside the text",
        "",
    );
}

#[test]
fn a_study_from_the_future() {
    let virk = Virk::sample();
    Connection::open(virk.path("sample.virk"))
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    virk.refuses(
        ["check"],
        "sample.virk comes from a newer virk (format 99",
        "install the newer virk",
    );
    virk.refuses(
        ["memo", "study", "x"],
        "sample.virk comes from a newer virk",
        "Nothing was changed",
    );
}

#[test]
fn a_record_from_the_future_is_read_up_to_and_never_written_after() {
    let virk = Virk::study();
    let file = Connection::open(virk.path("study.virk")).unwrap();
    file.execute(
        "INSERT INTO record SELECT seq + 1, randomblob(16), writer, n + 1, time + 1, coder, batch, act, of, \
         '{\"type\":\"dream_noted\"}', hash FROM record",
        [],
    )
    .unwrap();
    crate::support::rehash_last(&file);
    drop(file);
    let before = files(&virk.path(""));
    virk.run(["memo", "study", "x"]).exits(2);
    assert_eq!(before, files(&virk.path("")));
    let check = virk.run(["check"]);
    check
        .says("record 2 of study.virk is a `dream_noted`")
        .exits(1);
    assert!(
        check
            .err()
            .contains("note: Record 2 of study.virk is a `dream_noted`"),
        "{}",
        check.err()
    );
}

#[test]
fn a_study_without_its_first_page_is_saved() {
    let virk = Virk::sample();
    let path = virk.path("sample.virk");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..4096].fill(0);
    std::fs::write(&path, bytes).unwrap();
    virk.run(["check"]).exits(2);
    virk.run(["salvage", "sample.virk", "saved.virk"])
        .says("Saved")
        .exits(0);
    virk.run(["salvage", "sample.virk", "saved.virk"])
        .refuses("saved.virk exists already", "choose another name");
    let check = virk.run(["check", "--study", "saved.virk", "--json"]);
    let head = check.json()["heads"][0].as_str().unwrap().to_owned();
    virk.run(["check", "--study", "saved.virk", "--since", &head])
        .says("Everything is in order")
        .exits(0);
}

#[test]
fn a_locked_study() {
    let virk = Virk::study();
    let other = Connection::open(virk.path("study.virk")).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    virk.run(["memo", "study", "x"])
        .refuses("study.virk is locked by another program", "try again");
    other.execute_batch("ROLLBACK").unwrap();
    virk.run(["memo", "study", "x"]).exits(0);
}

#[test]
fn a_study_that_may_only_be_read() {
    let virk = Virk::sample();
    let path = virk.path("sample.virk");
    let mut rights = std::fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&path, rights).unwrap();
    // An administrator may write to everything: then there is nothing to refuse.
    if std::fs::OpenOptions::new().append(true).open(&path).is_ok() {
        return;
    }
    virk.refuses(
        ["memo", "study", "x"],
        "sample.virk may not be written to",
        "",
    );
    virk.run(["check"]).says("Everything is in order").exits(0);
}

#[cfg(unix)]
#[test]
fn a_full_disk() {
    let virk = Virk::sample();
    virk.run(["check"]).exits(0);
    let before = files(&virk.path(""));
    // No file may grow beyond a few blocks: writing fails as on a full disk.
    let full = virk.shell("trap '' XFSZ; ulimit -f 4; exec $VIRK memo study 'a memo'");
    full.refuses("the disk that holds sample.virk", "Nothing was changed");
    assert_eq!(before, files(&virk.path("")));
    virk.run(["check"]).says("Everything is in order").exits(0);
    let new = virk.shell("trap '' XFSZ; ulimit -f 4; exec $VIRK new other.virk");
    new.refuses("the disk that holds other.virk", "Nothing was changed");
    assert_eq!(
        before,
        files(&virk.path("")),
        "half a study would be in the way of the next try"
    );
}

#[test]
fn a_changed_text_is_noticed() {
    let virk = Virk::sample();
    let file = Connection::open(virk.path("sample.virk")).unwrap();
    file.execute(
        "UPDATE content SET text = replace(text, 'bus', 'tram') WHERE text LIKE '%bus%'",
        [],
    )
    .unwrap();
    drop(file);
    let check = virk.run(["check"]);
    check
        .says("is not what was stored")
        .says("is not the one that was imported")
        .exits(1);
    let faults = virk.run(["check", "--json"]).exits(1).json();
    assert!(faults["faults"].as_array().unwrap().len() > 2);
}

/// An encrypted study looks like chance, and nothing else that one may name does.
#[test]
#[cfg(not(feature = "encryption"))]
fn without_encryption_virk_says_what_an_encrypted_study_needs() {
    let mut state = 1_u32;
    let chance: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
    .take(8192)
    .collect();
    let virk = Virk::sample()
        .file("locked.virk", &chance)
        .file("odd.virk", &chance[1..])
        .file("text.virk", "words ".repeat(4096))
        .file("zeros.virk", [0; 8192]);
    // Damage of one page makes no plain study look encrypted.
    let mut damaged = std::fs::read(virk.path("sample.virk")).unwrap();
    damaged[..4096].copy_from_slice(&chance[..4096]);
    let virk = virk.file("damaged.virk", damaged);
    virk.run(["check", "--study", "damaged.virk"])
        .refuses("is not a virk study", "");
    virk.run(["salvage", "damaged.virk", "saved.virk"])
        .says("Saved 7");
    std::fs::remove_file(virk.path("saved.virk")).unwrap();
    virk.refuses(
        ["check", "--study", "locked.virk"],
        "locked.virk is encrypted, and this virk was built without encryption",
        "--features encryption",
    );
    for name in ["odd.virk", "text.virk", "zeros.virk"] {
        virk.run(["check", "--study", name])
            .refuses("is not a virk study", "");
    }
    virk.refuses(
        ["lock", "sample.virk"],
        "built without encryption; sample.virk stays as it is",
        "--features encryption",
    );
    virk.refuses(["unlock", "sample.virk"], "built without encryption", "");
}
