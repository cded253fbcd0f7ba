//! Codebooks and coded segments as tables of other programs.

use super::{codings, fixture};
use crate::support::{Desk, start, transcript};
use virk::exchange::{
    other_programs,
    segments::{self, Segments},
};
use virk::import::{TableFile, table::TableReadOptions, transcript::PersonalDataPolicy};
use virk::study::{CodeKind, Refusal};

const TALK: &str = "Interviewer: Did it help you?\n\nMentor 1: Yes. It helped me a lot.\n\nInterviewer: Sure?\n\nMentor 1: Yes. We went on.\nTogether.\n";

fn coded(code: &str, words: &str) -> (String, String) {
    (code.to_owned(), words.to_owned())
}

fn given() -> Desk {
    Desk::given([
        start(),
        transcript("talk", TALK),
        transcript("other", "Mentor 1: Quite another thing."),
    ])
}

fn read(text: &str, desk: &Desk) -> Result<Segments, Refusal> {
    let table = TableFile::from_bytes(
        "s.csv",
        "s.csv".into(),
        text.as_bytes(),
        &TableReadOptions::default(),
    )
    .unwrap();
    assert!(
        segments::is_segment_table(&table.cells.header),
        "{:?}",
        table.cells.header
    );
    segments::read_segments("s.csv", &table.cells, &desk.study)
}

#[test]
fn codebooks_come_in_from_tables_and_lists() {
    for (name, codes) in [
        (
            "codebook.xlsx",
            vec![(0, "Mechanism", ""), (1, "Trust", "When somebody trusts")],
        ),
        (
            "taguette-codebook.csv",
            vec![(0, "Trust", "When somebody trusts")],
        ),
        (
            "qualcoder-codes.txt",
            vec![
                (0, "code1", "A memo for code 1"),
                (0, "cat1", ""),
                (1, "code2", ""),
                (0, "cat3", ""),
                (1, "cat2", ""),
                (2, "code4", "another memo"),
            ],
        ),
    ] {
        let mut desk = Desk::given([start()]);
        let (new, _) = other_programs::read_foreign_codebook(&fixture(name), &desk.study).unwrap();
        desk.when(virk::study::Command::AddCodes { codes: new })
            .unwrap();
        let tree: Vec<(usize, &str, &str)> = desk
            .study
            .code_tree()
            .into_iter()
            .map(|(depth, code)| (depth, code.name("en"), code.body.definition.en.as_str()))
            .collect();
        assert_eq!(tree, codes, "{name}");
    }
}

#[test]
fn virks_own_table_of_codes_comes_home() {
    use virk::export::{TableFormat, codebook, format::TableWriteOptions, privacy::PrivacyFilter};
    let desk = Desk::given([start(), crate::support::codes()]);
    let table = codebook::table(PrivacyFilter::internal(&desk.study));
    for format in [TableFormat::Csv, TableFormat::Xlsx] {
        let bytes = format
            .write(&table, TableWriteOptions::default())
            .unwrap()
            .bytes;
        let file =
            TableFile::from_bytes("c", "c".into(), &bytes, &TableReadOptions::default()).unwrap();
        let home = Desk::given([start()]);
        let codes = virk::exchange::code_table::read_code_table("c", &file.cells, &home.study)
            .unwrap()
            .codes;
        let told: Vec<(&str, CodeKind, Option<&str>)> = codes
            .iter()
            .map(|code| {
                (
                    code.body.key.as_str(),
                    code.body.kind,
                    code.parent.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("m_refl", CodeKind::Mechanism, None),
                ("m_task", CodeKind::Mechanism, Some("m_refl")),
                ("o_dev", CodeKind::Output, None)
            ]
        );
    }
}

#[test]
fn segments_of_maxqda_are_put_where_their_words_are() {
    let mut desk = given();
    let brought = other_programs::read_foreign(
        &fixture("maxqda-coded-segments.csv"),
        None,
        &desk.study,
        &PersonalDataPolicy::Keep,
    )
    .unwrap()
    .unwrap();
    desk.when(brought.command).unwrap();
    assert_eq!(codings(&desk.study), [coded("Trust", "It helped me a lot")]);
    assert_eq!(&*desk.study.codings().next().unwrap().coder, "AB");
}

#[test]
fn placed_and_told_are_what_was_read() {
    let mut desk = given();
    let table = "Document group,Document name,Code,Beginning,End,Weight score,Segment,Author,Creation date,Comment\n\
        G,talk,Mechanism\\Trust,3,3,0,It helped  me a lot,AB,01.02.2026 10:11:12,strong\n\
        G,Talk.docx,Mechanism > Hope,7,8,0,\"We went on.\nTogether.\",AB,2026-02-01 10:11:12,\n\
        G,talk,Doubt,3,3,0,Yes.,AB,,\n\
        G,talk,Doubt,,,0,Yes.,AB,,\n\
        G,talk,Doubt,3,3,0,No such words,AB,,\n\
        G,nowhere,Doubt,3,3,0,Yes.,AB,,\n\
        G,talk,,3,3,0,It helped,AB,,\n\
        G,talk,Doubt,3,3,0,,AB,soon,\n";
    let Segments { command, report } = read(table, &desk).unwrap();
    let lost: usize = report
        .losses
        .all()
        .filter(|(what, _)| !what.starts_with("date"))
        .map(|(_, n)| n)
        .sum();
    assert_eq!(
        (report.read, report.placed, lost),
        (8, 3, 5),
        "{}",
        report.losses.summary()
    );
    assert_eq!(report.columns, ["`End`", "`Weight score`"]);
    for what in [
        "coding whose words stand in several places",
        "coding whose words are not in its document",
        "coding whose document is not in the study",
        "segment without a code",
        "coding without words",
    ] {
        assert_eq!(
            report.losses.count(what),
            1,
            "{what}: {}",
            report.losses.summary()
        );
    }
    desk.when(command).unwrap();
    assert_eq!(
        codings(&desk.study),
        [
            coded("Doubt", "Yes."),
            coded("Hope", "We went on.\nTogether."),
            coded("Trust", "It helped me a lot")
        ]
    );
    let yes = desk
        .study
        .codings()
        .find(|coding| desk.study.code_name(coding.code) == "Doubt")
        .unwrap()
        .span
        .start as usize;
    assert_eq!(
        yes,
        TALK.find("Yes.").unwrap(),
        "paragraph 3 is the first of the two"
    );
    assert_eq!(
        desk.study.code_tree().len(),
        4,
        "Mechanism, and three under or beside it"
    );
    assert_eq!(
        desk.study.memos().map(|(_, memo)| memo).collect::<Vec<_>>(),
        ["strong"]
    );
}

#[test]
fn segments_of_taguette_and_atlas_are_known_by_their_columns() {
    for table in [
        "id,document,tag,content\n1,talk,Trust,It helped me a lot\n2,talk,Hope,It helped me a lot\n",
        "ID;Document;Quotation Name;Quotation Content;Codes;Reference\n1:1;1: talk.docx;x;It helped me a lot;\"Trust\nHope\";3\n",
    ] {
        let mut desk = given();
        let Segments { command, report } = read(table, &desk).unwrap();
        assert_eq!(
            (report.read, report.placed),
            (2, 2),
            "{}",
            report.losses.summary()
        );
        desk.when(command).unwrap();
        assert_eq!(
            codings(&desk.study),
            [
                coded("Hope", "It helped me a lot"),
                coded("Trust", "It helped me a lot")
            ]
        );
    }
}

#[test]
fn a_code_the_study_has_is_known_by_its_name_alone() {
    let mut desk = given();
    desk.when(crate::support::codes()).unwrap();
    let Segments { command, report } = read(
        "id,document,tag,content\n1,talk,Task reflection,We went on.\n",
        &desk,
    )
    .unwrap();
    assert_eq!(report.codes, 0);
    desk.when(command).unwrap();
    assert_eq!(
        codings(&desk.study),
        [coded("Task reflection", "We went on.")]
    );
}

#[test]
fn a_table_without_any_place_is_refused_with_the_reason() {
    let refused = read("id,document,tag,content\n1,nowhere,Trust,words\n", &given()).unwrap_err();
    assert!(
        refused
            .what
            .contains("1 coding whose document is not in the study"),
        "{}",
        refused.what
    );
}
