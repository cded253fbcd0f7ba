//! Files of other programs from the command line: shown before they come in, refused with a way
//! out where only their program can read them, and told where a format cuts something off.

use super::virk::Virk;

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures")
            .join(name),
    )
    .unwrap()
}

#[test]
fn every_project_is_shown_before_it_comes_in() {
    let virk = Virk::study()
        .file("r.qdpx", fixture("exchange/roundtrip.qdpx"))
        .file("r.zip", fixture("exchange/renamed.zip"))
        .file("q.zip", fixture("import/projects/qualcoder.qda.zip"))
        .file("t.sqlite3", fixture("import/projects/taguette.sqlite3"))
        .file("codes.qdc", "<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes><Code guid=\"a\" name=\"Trust\" isCodable=\"true\"/></Codes></CodeBook>");
    let ran = virk.run(["import", "r.qdpx", "--preview"]);
    ran.exits(0)
        .says("from virk")
        .says("positions count code points")
        .says("2 codings: all come in")
        .says("Nothing was imported");
    virk.run(["import", "r.zip", "--preview"])
        .exits(0)
        .says("from ATLAS.ti 26.1.2; 1 code, 1 document, 1 coding");
    virk.run(["import", "q.zip", "--preview"])
        .exits(0)
        .says("from QualCoder 3.8")
        .says("1 picture");
    virk.run(["import", "t.sqlite3", "--preview"])
        .exits(0)
        .says("from Taguette");
    virk.run(["import", "codes.qdc", "--preview"])
        .exits(0)
        .says("a codebook; 1 new code");
    let json = virk
        .run(["import", "r.qdpx", "r.zip", "--preview", "--json"])
        .exits(0)
        .json();
    assert_eq!(
        (
            &json[0]["codings"],
            &json[0]["held"]["coding"]["placed"],
            &json[1]["origin"]
        ),
        (&2.into(), &2.into(), &"ATLAS.ti 26.1.2".into())
    );
    virk.run(["document", "list"]).exits(1);
    virk.run(["import", "r.qdpx"]).exits(0);
    virk.run(["import", "r.qdpx", "--preview"])
        .exits(0)
        .says("Everything in it is already in the study");
    // Whoever has no study yet may look as well.
    let nowhere = Virk::new().file("r.qdpx", fixture("exchange/roundtrip.qdpx"));
    nowhere
        .run(["import", "r.qdpx", "--preview"])
        .exits(0)
        .says("2 codings: all come in");
}

#[test]
fn files_that_only_their_program_reads_are_refused_with_a_way_out() {
    let virk = Virk::study().file(
        "words.trs",
        "Ann: Why?\n\nBo: It helped.\n\nAnn: How?\n\nBo: A lot.\n",
    );
    virk.run(["import", "words.trs", "--as", "txt"]).exits(0);
    std::fs::remove_file(virk.path("words.trs")).unwrap();
    for (name, what, way) in [
        ("a.nvpx", "a project of NVivo", "REFI-QDA"),
        ("a.mx24", "a project of MAXQDA", "REFI-QDA"),
        ("a.mex22", "a project of MAXQDA", "REFI-QDA"),
        ("a.atlproj23", "a project of ATLAS.ti", "QDPX"),
        ("a.hpr7", "before version 8", "QDPX"),
        ("a.eaf", "an annotation of ELAN", "Subtitles"),
        ("a.ris", "a list of references", "import the texts"),
        ("a.qpr", "a project of Quirkos", "REFI-QDA"),
        ("a.trs", "a transcription of Transcriber", "import the text"),
        ("a.exb", "a transcription of EXMARaLDA", "import that"),
    ] {
        std::fs::write(virk.path(name), b"\x00\x01binary").unwrap();
        virk.refuses(["import", name], what, way);
        virk.refuses(["import", name, "--preview"], what, way);
        virk.refuses(["codebook", "import", name], what, way);
    }
}

#[test]
fn codebooks_and_segments_of_other_programs_come_in() {
    let virk = Virk::study()
        .file("talk.txt", "Ann: How was it?\n\nBo: It helped me a lot.\n")
        .file("codebook.xlsx", fixture("exchange/codebook.xlsx"))
        .file("tags.csv", fixture("exchange/taguette-codebook.csv"))
        .file("codes.txt", fixture("exchange/qualcoder-codes.txt"))
        .file(
            "segments.csv",
            fixture("exchange/maxqda-coded-segments.csv"),
        );
    virk.run(["codebook", "import", "codebook.xlsx"])
        .exits(0)
        .says("Added 2 codes");
    virk.run(["codebook", "import", "tags.csv", "--json"])
        .exits(0)
        .says("number of highlights");
    virk.run(["codebook", "import", "codes.txt"])
        .exits(0)
        .says("Added 6 codes");
    virk.refuses(
        ["import", "segments.csv"],
        "1 coding whose document is not in the study",
        "import the transcripts first",
    );
    virk.run(["import", "talk.txt"]).exits(0);
    virk.run(["import", "segments.csv", "--preview"])
        .exits(0)
        .says("Of 1 coding, 1 found their place; the study has all their codes");
    virk.run(["import", "segments.csv"])
        .exits(0)
        .says("coded segments; 1 coding");
    let coded = virk.run(["code", "list", "--json"]).json();
    assert_eq!(
        (coded.as_array().unwrap().len(), &coded[0]["coder"]),
        (1, &"AB".into())
    );
}

#[test]
fn a_cell_that_is_cut_is_told() {
    let long = format!("Ann: {}\n", "word ".repeat(7000));
    let virk = Virk::study().file("talk.txt", &long);
    virk.run(["import", "talk.txt"]).exits(0);
    virk.run(["codebook", "add", "Trust"]).exits(0);
    virk.run([
        "code",
        "apply",
        "talk",
        "--quote",
        long.trim().trim_start_matches("Ann: "),
        "Trust",
    ])
    .exits(0);
    let ran = virk.run(["export", "quotes.xlsx"]);
    ran.exits(0);
    assert!(
        ran.err()
            .contains("1 cell is longer than the 32,767 characters"),
        "{}",
        ran.err()
    );
    let json = virk
        .run(["export", "quotes.xlsx", "--json"])
        .exits(0)
        .json();
    assert_eq!(json["cells_cut"], 1);
    assert!(!virk.run(["export", "quotes.csv"]).err().contains("32,767"));
}
