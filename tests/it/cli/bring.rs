//! Bringing transcripts in: folders, previews, and what identifies somebody.

use super::virk::Virk;

const TALK: &str = "Sofie: Hvad så?\n\nMentor 1: Det er ikke let, men det går.\n\nSofie: Og hvad så?\n\nMentor 1: Ja.\n";

#[test]
fn a_folder_comes_in_as_one_change_and_twice_is_said() {
    let virk = Virk::study();
    std::fs::create_dir(virk.path("talks")).unwrap();
    for n in 1..=3 {
        std::fs::write(
            virk.path(&format!("talks/{n}.md")),
            TALK.replace("let", &format!("let {n}")),
        )
        .unwrap();
    }
    std::fs::write(virk.path("talks/data.csv"), "a;b\n").unwrap();
    let ran = virk.run(["import", "talks"]);
    ran.exits(0).says("markdown, utf-8, Danish");
    assert!(
        ran.err()
            .contains("data.csv (a table without columns of speakers or times and words)"),
        "{}",
        ran.err()
    );
    let again = virk.run(["import", "talks"]);
    again.exits(0);
    assert!(
        again.err().contains("is already in the study, as `1`"),
        "{}",
        again.err()
    );
    virk.run(["undo"]).exits(0);
    virk.run(["document", "list"]).exits(1);
}

/// A synthetic PDF in which a command lacks a number: the library that knows PDFs panics at it.
const HALF_A_COMMAND: &[u8] = include_bytes!("../../fixtures/import/half-a-command.pdf");

#[test]
fn a_broken_pdf_is_refused_in_our_own_words() {
    let virk = Virk::study();
    std::fs::write(virk.path("talk.pdf"), HALF_A_COMMAND).unwrap();
    virk.refuses(
        ["import", "talk.pdf"],
        "talk.pdf cannot be read as a PDF: it is broken",
        "Export its text",
    );
}

#[test]
fn a_preview_says_how_a_file_is_read_and_stores_nothing() {
    let virk = Virk::study().file("talk.txt", TALK);
    virk.run(["import", "--preview", "talk.txt"])
        .exits(0)
        .says("Sofie 2 5 interviewer, by the questions asked")
        .says("Nothing was imported");
    let json = virk
        .run([
            "import",
            "--preview",
            "talk.txt",
            "--interviewer",
            "Mentor 1",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&json[0]["turns"], &json[0]["interviewer"]),
        (&4.into(), &"by_person".into())
    );
    assert_eq!(json[0]["first_turns"][1]["speaker"], "Mentor 1");
    virk.run(["document", "list"]).exits(1);
    virk.refuses(
        ["import", "talk.txt", "--speakers", "Nobody"],
        "nobody called `Nobody` speaks in it",
        "such as `Sofie`",
    );
    virk.run(["import", "talk.txt", "--speakers", "Mentor 1"])
        .exits(0);
    let list = virk.run(["document", "list", "--json"]).exits(0).json();
    assert_eq!(
        list[0]["turns"], 4,
        "what Sofie says is a turn of its own paragraph, by nobody known"
    );
    assert_eq!(list[0]["informants"], serde_json::json!(["Mentor 1"]));
}

#[test]
fn informants_are_described_by_a_table() {
    let virk = Virk::study().file("talk.txt", TALK).file(
        "who.csv",
        "navn;Rolle;alder\nMentor 1;mentor;30-39\n;;\nMentor 2;;\n",
    );
    virk.run(["import", "talk.txt"]).exits(0);
    virk.run(["informant", "import", "who.csv"]).exits(0);
    virk.run(["informant", "list", "--json"])
        .exits(0)
        .says("30-39")
        .says("\"mentor\"")
        .says("Mentor 2");
    virk.run(["undo"]).exits(0);
    assert!(
        !virk
            .run(["informant", "list", "--json"])
            .out()
            .contains("30-39")
    );
    let odd = Virk::study().file("who.csv", "a;b\n1;2\n");
    odd.refuses(
        ["informant", "import", "who.csv"],
        "no column of who.csv names the informants",
        "--name-column",
    );
}

#[test]
fn a_corrected_version_takes_quotes_along_and_lists_what_it_leaves() {
    let virk = Virk::study().file("talk.txt", TALK).file(
        "codes.json",
        r#"{"codes": [{"key": "m", "name": {"en": "Motivation"}, "kind": "mechanism"}]}"#,
    );
    virk.run(["import", "talk.txt", "--interviewer", "Mentor 1"])
        .exits(0);
    virk.run(["codebook", "import", "codes.json"]).exits(0);
    for words in ["ikke let", "Og hvad så?", "Ja."] {
        virk.run(["code", "apply", "talk", "--quote", words, "Motivation"])
            .exits(0);
    }
    let before = virk.run(["code", "list", "--json"]).exits(0).json();
    let virk = virk.file(
        "new.txt",
        TALK.replace("Hvad så?", "Hvad så nu?")
            .replace("Ja.", "Nej!")
            .replace("hvad så", "hvad nu så"),
    );
    let told = virk
        .run([
            "import",
            "new.txt",
            "--replaces",
            "talk",
            "--preview",
            "--json",
        ])
        .exits(0)
        .json();
    assert_eq!(
        (&told["same"], &told["changed"][0]["now"]),
        (&1.into(), &"Og hvad nu så?".into())
    );
    assert_eq!(told["orphans"][0]["before"], "Ja.");
    assert_eq!(
        virk.run(["code", "list", "--json"]).exits(0).json(),
        before,
        "a preview changes nothing"
    );
    virk.run(["import", "new.txt", "--replaces", "talk"])
        .exits(0)
        .says("1 quote with the same words, 1 with changed words to review, 1 orphan");
    let list = virk.run(["orphan", "list", "--json"]).exits(0).json();
    assert_eq!(
        (&list[0]["what"], &list[0]["words"], &list[0]["codes"][0]),
        (&"orphan".into(), &"Ja.".into(), &"Motivation".into())
    );
    assert_eq!(
        (&list[1]["what"], &list[1]["before"]),
        (&"changed".into(), &"Og hvad så?".into())
    );
    let documents = virk.run(["document", "list", "--json"]).exits(0).json();
    assert_eq!(documents.as_array().map(Vec::len), Some(1));
    assert_eq!(
        documents[0]["informants"],
        serde_json::json!(["Sofie"]),
        "who asks was said for the first version"
    );
    virk.run(["check"])
        .exits(0)
        .says("1 orphan")
        .says("Everything is in order");
    virk.run(["orphan", "keep", "2"]).exits(0);
    virk.run(["orphan", "anchor", "1", "--quote", "Nej!"])
        .exits(0);
    virk.run(["orphan", "list"]).exits(1).says("No orphans");
    virk.refuses(
        ["orphan", "remove", "1"],
        "there is no number 1",
        "virk orphan list",
    );
    virk.refuses(
        ["import", "new.txt", "--replaces", "talk"],
        "`talk` has exactly these words",
        "Nothing was changed",
    );
    virk.refuses(
        ["import", "new.txt"],
        "is already in the study, as `talk`",
        "Nothing was imported",
    );
    virk.run(["check"]).exits(0);
    for _ in 0..3 {
        virk.run(["undo"]).exits(0);
    }
    assert_eq!(virk.run(["code", "list", "--json"]).exits(0).json(), before);
}

#[test]
fn informants_come_from_a_workbook_too() {
    let virk = Virk::study();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, (head, cell)) in [
        ("navn", "Mentor 1"),
        ("rolle", "mentor"),
        ("alder", "30-39"),
    ]
    .into_iter()
    .enumerate()
    {
        sheet.write(0, column as u16, head).unwrap();
        sheet.write(1, column as u16, cell).unwrap();
    }
    book.save(virk.path("who.xlsx")).unwrap();
    virk.run(["informant", "import", "who.xlsx"]).exits(0);
    virk.run(["informant", "list", "--json"])
        .exits(0)
        .says("30-39")
        .says("\"mentor\"")
        .says("Mentor 1");
}

#[test]
fn names_of_a_list_are_refused_and_so_is_a_project_that_tells_who_somebody_is() {
    let talk = "I: Hvem?\n\nM: Anna Holm.\n\nI: Nå?\n\nM: Bo, ring 20304050.\n";
    let virk = Virk::study()
        .file("talk.txt", talk)
        .file("staff.txt", "Anna Holm\n\nCarl\n");
    virk.refuses(
        ["import", "talk.txt", "--names", "staff.txt", "--name", "Bo"],
        "name in line 3, name in line 7, phone number in line 7",
        "--pseudonyms",
    );
    virk.run(["import", "talk.txt", "--keep-personal"]).exits(0);
    virk.run(["export", "study.qdpx"]).exits(0);
    virk.run(["new", "other.virk"]).exits(0);
    virk.refuses(
        ["import", "study.qdpx", "--study", "other.virk"],
        "phone number in line 7",
        "--keep-personal",
    );
    virk.run([
        "import",
        "study.qdpx",
        "--study",
        "other.virk",
        "--keep-personal",
    ])
    .exits(0);
}

/// What is stopped before it is done has changed nothing, whenever that is.
#[cfg(unix)]
#[test]
fn an_import_that_is_stopped_leaves_the_study_as_it_was() {
    let rows: String = (0..60_000)
        .map(|n| format!("{n};North {};{}\n", n % 7, n % 5))
        .collect();
    let virk = Virk::study().file("register.csv", format!("id;region;item\n{rows}"));
    std::fs::create_dir(virk.path("talks")).unwrap();
    for n in 0..200 {
        std::fs::write(
            virk.path(&format!("talks/{n}.txt")),
            TALK.replace("let", &format!("let {n}")),
        )
        .unwrap();
    }
    let mut stopped = 0;
    for words in [
        ["import", "talks", "--keep-personal"],
        ["data", "import", "register.csv"],
    ] {
        for millis in [1, 40, 120, 250, 500] {
            let null = std::process::Stdio::null;
            let mut child = virk
                .process(env!("CARGO_BIN_EXE_virk"))
                .args(words)
                .stdout(null())
                .stderr(null())
                .spawn()
                .unwrap();
            // The moment is what is varied here; nothing is asserted about time. TERM and not INT,
            // which is ignored where tests run in the background.
            std::thread::sleep(std::time::Duration::from_millis(millis));
            virk.shell(&format!("kill -TERM {} 2>/dev/null || true", child.id()))
                .exits(0);
            let done = child.wait().unwrap().success();
            stopped += usize::from(!done);
            let check = virk.run(["check", "--json"]).exits(0).json();
            let there = (
                check["documents"].as_array().unwrap().len(),
                check["datasets"].as_array().unwrap().len(),
            );
            let all = if words[0] == "data" { (0, 1) } else { (200, 0) };
            // It may have been stopped when it was done and had only to leave.
            assert!(there == all || (there == (0, 0) && !done), "{there:?}");
            if there == all {
                virk.run(["undo"]).exits(0);
            }
        }
    }
    assert!(stopped > 0, "none was stopped in time");
}

#[test]
fn what_tells_who_somebody_is_stays_outside() {
    let talk = "I: Navn?\n\nM: Anna Holm, 010190-1234, ring 20304050.\n\nI: p = 0,060?\n\nM: Ja, Anna Holm.\n";
    let virk = Virk::study()
        .file("talk.txt", talk)
        .file("key.csv", "name,pseudonym\nAnna Holm,Mentor 7\n");
    virk.refuses(
        ["import", "talk.txt"],
        "CPR number in line 3, phone number in line 3",
        "--pseudonyms",
    );
    virk.run(["privacy", "scan", "talk.txt"])
        .exits(1)
        .says("talk.txt 3 CPR number");
    let found = virk
        .run(["privacy", "scan", "talk.txt", "--json"])
        .exits(1)
        .json();
    assert_eq!(
        (&found[0]["kind"], &found[0]["line"]),
        (&"cpr".into(), &3.into())
    );
    assert!(
        !found.to_string().contains("010190"),
        "it is never repeated"
    );
    virk.run(["import", "talk.txt", "--pseudonyms", "key.csv"])
        .exits(0)
        .says("4 places replaced by pseudonyms");
    virk.run(["search", "Mentor", "--json"])
        .exits(0)
        .says("Mentor 7, [CPR number 1], ring [phone number 1]");
    virk.run(["privacy", "scan"]).exits(0).says("Nothing found");
    let study = std::fs::read(virk.path("study.virk")).unwrap();
    for secret in ["Anna Holm", "010190", "20304050"] {
        assert!(
            !study
                .windows(secret.len())
                .any(|window| window == secret.as_bytes()),
            "{secret}"
        );
    }
    let key = std::fs::read_to_string(virk.path("key.csv")).unwrap();
    assert!(
        key.contains("Anna Holm,Mentor 7") && key.contains("010190-1234,[CPR number 1]"),
        "{key}"
    );
}

#[test]
fn what_tells_who_somebody_is_is_found_however_it_is_written() {
    let virk = Virk::study().file("names.txt", "Sofie\nMüller\n");
    std::fs::create_dir(virk.path("talks")).unwrap();
    let all = [
        "my number is 010190-1234 they said",
        "my number is 010190\u{2011}1234 they said",
        "my number is 010190\u{2013}1234 they said",
        "my number is 010190\u{a0}1234 they said",
        "my number is 010190\u{ad}1234 they said",
        "my number is 010190 1234 they said",
        "my number is ０１０１９０-１２３４ they said",
        "write to ann@example.org today",
        "write to ann＠example.org today",
        "write to ann.b\u{2011}c@example.org today",
        "call 20304050 today",
        "call 20.30.40.50 today",
        "call 20\u{a0}30\u{a0}40\u{a0}50 today",
        "call +45 20 30 40 50 today",
        "I talked with Sofie today",
        "I talked with SOFIE today",
        "I talked with Sofies today",
        "I talked with Soﬁe today",
        "I talked with So\u{ad}fie today",
        "I talked with S\u{200b}ofie\u{200f} today",
        "I talked with Søren Müller today",
        "I talked with Søren Mu\u{308}ller today",
    ];
    for (nth, written) in all.iter().enumerate() {
        let text = format!(
            "Ann: {}.\n\nAnn: {written}.\n",
            ["yes"; 30][..=nth].join(" ")
        );
        std::fs::write(virk.path(&format!("talks/talk-{nth:02}.txt")), text).unwrap();
    }
    let found = virk
        .run(["privacy", "scan", "talks", "--names", "names.txt", "--json"])
        .exits(1)
        .json();
    let lines: Vec<i64> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["line"].as_i64().unwrap())
        .collect();
    assert_eq!(lines, [3].repeat(all.len()), "one in each: {found}");
    virk.refuses(
        ["import", "talks/talk-01.txt", "--names", "names.txt"],
        "holds what identifies somebody",
        "--pseudonyms",
    );
    virk.run([
        "import",
        "talks",
        "--names",
        "names.txt",
        "--pseudonyms",
        "key.csv",
    ])
    .exits(0);
    virk.run(["privacy", "scan", "--names", "names.txt"])
        .exits(0)
        .says("Nothing found in 22 documents");
    let key = std::fs::read_to_string(virk.path("key.csv")).unwrap();
    let (people, phones) = (
        ["Sofie,[name 1]", "Müller,[name 2]"],
        key.matches("[phone number ").count(),
    );
    assert!(
        people.iter().all(|row| key.contains(row)) && phones == 1,
        "one row for each, however it is written: {key}"
    );
}

fn project(name: &str) -> Vec<u8> {
    std::fs::read(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/import/projects")
            .join(name),
    )
    .unwrap()
}

#[test]
fn projects_of_qualcoder_and_taguette_come_in_and_say_what_they_left_behind() {
    let virk = Virk::study()
        .file("p.zip", project("qualcoder.qda.zip"))
        .file("t.sqlite3", project("taguette.sqlite3"));
    virk.run(["import", "p.zip"])
        .exits(0)
        .says("from QualCoder 3.8 (v17); 4 codes, 2 documents, 4 codings; positions count UTF-16 units")
        .says("Left behind")
        .says("1 picture");
    virk.run(["import", "t.sqlite3"])
        .exits(0)
        .says("from Taguette; 2 codes, 1 document, 4 codings; positions count UTF-8 bytes");
    let coded = virk.run(["code", "list", "--json"]).json();
    assert_eq!(coded.as_array().unwrap().len(), 8);
    virk.run(["undo"]).exits(0);
    virk.run(["undo"]).exits(0);
    virk.run(["document", "list"]).exits(1);
    // A project of QualCoder is a folder.
    std::fs::create_dir(virk.path("mine.qda")).unwrap();
    let mut archive =
        zip::ZipArchive::new(std::io::Cursor::new(project("qualcoder.qda.zip"))).unwrap();
    std::io::copy(
        &mut archive.by_index(0).unwrap(),
        &mut std::fs::File::create(virk.path("mine.qda/data.qda")).unwrap(),
    )
    .unwrap();
    virk.run(["import", "mine.qda", "--json"])
        .exits(0)
        .says("\"codings\": 4");
    std::fs::write(virk.path("mine.qda/data.qda-wal"), "x").unwrap();
    virk.refuses(
        ["import", "mine.qda"],
        "mine.qda is open in QualCoder",
        "close the project there",
    );
    virk.refuses(
        ["import", "study.virk", "--keep-personal"],
        "is a study itself",
        "open it",
    );
}

#[test]
fn code_lists_and_tables_of_codings_come_in() {
    let virk = Virk::study().file("talk.txt", TALK).file(
        "codes.txt",
        "Mechanism > Trust ; #56B4E9\nMechanism > Hope\n",
    );
    virk.run(["codebook", "import", "codes.txt"])
        .exits(0)
        .says("Added 3 codes");
    virk.run(["import", "talk.txt"]).exits(0);
    let virk = virk
        .file(
            "codings.csv",
            "document;words;code;coder\ntalk;det går;Trust;bo\n",
        )
        .file(
            "wrong.csv",
            "document;words;code\ntalk;det går;Trust\ntalk;Hest;Trust\n",
        )
        .file("codes.txt", "Mechanism > > Trust\n");
    virk.run(["import", "codings.csv"]).exits(0);
    virk.refuses(
        ["import", "wrong.csv"],
        "wrong.csv has 1 mistake: line 3: “Hest” stands nowhere in `talk`",
        "Nothing was imported",
    );
    virk.refuses(
        ["codebook", "import", "codes.txt"],
        "codes.txt line 1: `Mechanism > > Trust` has a part without a name",
        "a > b",
    );
    let coded = virk.run(["code", "list", "--json"]).json();
    assert_eq!(
        (coded.as_array().unwrap().len(), &coded[0]["coder"]),
        (1, &"bo".into())
    );
}

#[test]
fn files_of_one_name_are_told_apart_by_their_folders() {
    let virk = Virk::study();
    for day in ["day-1", "day-2"] {
        std::fs::create_dir_all(virk.path(&format!("talks/{day}"))).unwrap();
        std::fs::write(
            virk.path(&format!("talks/{day}/transcript.txt")),
            TALK.replace("let", day),
        )
        .unwrap();
    }
    virk.run(["import", "talks", "--preview"])
        .exits(0)
        .says("day-2/transcript");
    virk.run(["import", "talks"])
        .exits(0)
        .says("called `day-1/transcript`, as 2 files are called `transcript`");
    virk.run(["document", "list"])
        .exits(0)
        .says("day-1/transcript")
        .says("day-2/transcript");
    std::fs::create_dir(virk.path("more")).unwrap();
    let virk = virk
        .file("transcript.txt", TALK)
        .file("more/transcript.txt", TALK.replace("let", "svært"));
    virk.run(["import", "transcript.txt"])
        .exits(0)
        .says("transcript: utf-8");
    virk.run(["import", "more/transcript.txt"])
        .exits(0)
        .says("called `more/transcript`, as there is a document `transcript` already");
    virk.refuses(
        ["import", "transcript.txt"],
        "is already in the study, as `transcript`",
        "Nothing was imported",
    );
    virk.refuses(
        ["import", "more/transcript.txt", "--title", "transcript"],
        "is already in the study",
        "Nothing was imported",
    );
}

#[test]
fn what_virk_cannot_know_of_a_file_is_told_it() {
    let virk = Virk::study().file("talk.xyz", TALK).file(
        "old.txt",
        b"M: s\x86 \x91ngstelig, p\x86 \x9ben, s\x86dan\n",
    );
    virk.refuses(
        ["import", "talk.xyz"],
        "virk does not know files that end in .xyz",
        "--as txt",
    );
    virk.refuses(
        ["import", "talk.xyz", "--as", "zip"],
        "there is no format called `zip`",
        "txt, md, docx",
    );
    virk.refuses(
        ["import", "talk.xyz", "--as", "txt", "--language", "xx"],
        "does not know the language `xx`",
        "de (German)",
    );
    virk.run(["import", "talk.xyz", "--as", "txt", "--language", "no"])
        .exits(0)
        .says("Norwegian");
    virk.run(["import", "old.txt", "--preview"])
        .exits(0)
        .says("cp850")
        .says("(--encoding to change it)");
    virk.run(["import", "old.txt", "--encoding", "windows-1252"])
        .exits(0)
        .says("windows-1252");
    virk.refuses(
        ["import", "old.txt", "--encoding", "klingon"],
        "there is no encoding called `klingon`",
        "cp850",
    );
    let talk = "B: Meine Mutter hat mir die Gärten gezeigt, und ich war sofort begeistert. Es war so schön.\n";
    let virk = virk.file("talk.txt", talk);
    virk.run(["import", "talk.txt"]).exits(0).says("German");
    virk.run(["search", "garten"]).exits(0).says("Gärten");
    virk.run(["search", "lang:de", "schön"])
        .exits(0)
        .says("schön");
}
