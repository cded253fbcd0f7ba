//! A project with everything the standard knows: placed and left behind are what it held.

use super::{codings, fixture, packed, read};
use crate::support::{Desk, start};
use virk::exchange::{
    other_programs,
    refi::import::{
        ProjectReport,
        tally::{ItemFate, ProjectItem},
    },
};
use virk::import::transcript::PersonalDataPolicy;
use virk::study::event::MemoTarget;

const TALK: &str = "Interviewer: Why?\nBo: It helped me. So it did.\nInterviewer: Yes?\nBo: Yes.";

const PROJECT: &str = r##"<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="All" origin="Other 1" creatingUserGUID="u1" creationDateTime="2026-01-01T00:00:00Z">
<Users><User guid="u1" name="Ana"/><User guid="u2" name="Nobody"/></Users>
<CodeBook><Codes><Code guid="c1" name="Trust" isCodable="true" color="#0a0"><Description>When somebody trusts</Description><NoteRef targetGUID="n1"/>
<Code guid="c2" name="Deep trust" isCodable="true" color="rgba(1,2,3)"/></Code></Codes></CodeBook>
<Variables><Variable guid="v1" name="Role" typeOfVariable="Text"><Description>What somebody does</Description></Variable>
<Variable guid="v2" name="Age" typeOfVariable="Integer"/><Variable guid="v3" name="Unused" typeOfVariable="Text"/></Variables>
<Cases><Case guid="k1" name="Bo"><Description>A mentor for years</Description><CodeRef targetGUID="c1"/>
<VariableValue><VariableRef targetGUID="v2"/><IntegerValue>41</IntegerValue></VariableValue>
<VariableValue><VariableRef targetGUID="v9"/><TextValue>lost</TextValue></VariableValue>
<SourceRef targetGUID="s1"/><SourceRef targetGUID="s3"/><SelectionRef targetGUID="p1"/></Case><Case guid="k2"><SourceRef targetGUID="s2"/></Case></Cases>
<Sources>
<TextSource guid="s1" name="Talk" plainTextPath="internal://s1.txt" richTextPath="internal://s1.docx" creatingUser="u1" creationDateTime="2026-01-02T00:00:00Z" modifyingUser="u2" modifiedDateTime="2026-01-03T00:00:00Z">
<Description>In the kitchen</Description>
<PlainTextSelection guid="p1" startPosition="22" endPosition="35" name="It helped me." creatingUser="u1" creationDateTime="2026-01-04T00:00:00Z"><Description>Look here</Description>
<Coding guid="g1" creatingUser="u1" creationDateTime="2026-01-04T00:00:00Z"><CodeRef targetGUID="c1"/><NoteRef targetGUID="n2"/></Coding>
<Coding guid="g2"><CodeRef targetGUID="c2"/></Coding><Coding guid="g3"><CodeRef targetGUID="k1"/></Coding><Coding guid="g4"><CodeRef targetGUID="zz"/></Coding>
<NoteRef targetGUID="n3"/></PlainTextSelection>
<PlainTextSelection guid="p2" startPosition="900" endPosition="910"><Description>lost</Description><Coding guid="g5"><CodeRef targetGUID="c1"/></Coding><NoteRef targetGUID="n8"/></PlainTextSelection>
<PlainTextSelection guid="p3" startPosition="22" endPosition="24"/>
<Coding guid="g6" creatingUser="u1"><CodeRef targetGUID="c2"/></Coding><NoteRef targetGUID="n4"/><NoteRef targetGUID="n99"/>
<VariableValue><VariableRef targetGUID="v1"/><TextValue>mentor</TextValue></VariableValue><VariableValue><VariableRef targetGUID="v2"/></VariableValue>
</TextSource>
<TextSource guid="s2" plainTextPath="internal://s2.txt"><VariableValue><VariableRef targetGUID="v1"/><TextValue>pair</TextValue></VariableValue></TextSource>
<TextSource guid="s3" name="Gone" plainTextPath="internal://gone.txt"><PlainTextSelection guid="p4" startPosition="0" endPosition="3"><Coding guid="g7"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection></TextSource>
<TextSource guid="s4" name="Again"><PlainTextContent>Interviewer: Why?
Bo: It helped me. So it did.
Interviewer: Yes?
Bo: Yes.</PlainTextContent></TextSource>
<PictureSource guid="s5" name="Photo" path="internal://p.jpg" creationDateTime="2026-01-05T00:00:00Z"><TextDescription guid="d1" name="x"><PlainTextContent>A house</PlainTextContent></TextDescription>
<PictureSelection guid="p5" firstX="1" firstY="1" secondX="2" secondY="2"><Coding guid="g8"><CodeRef targetGUID="c1"/></Coding></PictureSelection><Coding guid="g9"><CodeRef targetGUID="c1"/></Coding></PictureSource>
<PDFSource guid="s6" name="Paper" path="internal://x.pdf"><PDFSelection guid="p6" page="1" firstX="1" firstY="1" secondX="2" secondY="2"><Description>area</Description><Coding guid="g10"><CodeRef targetGUID="c1"/></Coding></PDFSelection>
<Representation guid="r1" name="Paper"><PlainTextContent>Cai: We built it alone.</PlainTextContent><PlainTextSelection guid="p7" startPosition="5" endPosition="13" name="We built"><Coding guid="g11" creatingUser="u1"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection></Representation></PDFSource>
<PDFSource guid="s7" name="Scan" path="internal://scan.pdf"/>
<AudioSource guid="s8" name="Tape" path="relative:///t.mp3"><Description>Noisy</Description><Transcript guid="t1" name="Tape, written"><PlainTextContent>Dot: One. Two. Three.</PlainTextContent>
<SyncPoint guid="y1" timeStamp="0" position="5"/><SyncPoint guid="y2" timeStamp="900" position="9"/>
<TranscriptSelection guid="p8" name="One." fromSyncPoint="y1" toSyncPoint="y2"><Coding guid="g12" creatingUser="u1"><CodeRef targetGUID="c2"/></Coding></TranscriptSelection></Transcript>
<AudioSelection guid="p9" begin="0" end="900"><Coding guid="g13"><CodeRef targetGUID="c1"/></Coding></AudioSelection></AudioSource>
<VideoSource guid="s9" name="Film"><VideoSelection guid="p10" begin="1" end="2"><Coding guid="g14"><CodeRef targetGUID="c1"/></Coding></VideoSelection></VideoSource>
</Sources>
<Notes><Note guid="n1" name="On trust"><PlainTextContent>A rule</PlainTextContent></Note><Note guid="n2" name="a"><PlainTextContent>On a coding</PlainTextContent></Note>
<Note guid="n3" name="b" plainTextPath="internal://n3.txt"/><Note guid="n4" name="c"><PlainTextContent>On a source</PlainTextContent><PlainTextSelection guid="p11" startPosition="0" endPosition="1"><Coding guid="g15"><CodeRef targetGUID="c1"/></Coding></PlainTextSelection></Note>
<Note guid="n5" name="Diary"><PlainTextContent>Day one</PlainTextContent></Note><Note guid="n6" name="Empty"/><Note guid="n7" name="d"><PlainTextContent>On a link</PlainTextContent></Note>
<Note guid="n8" name="e"><PlainTextContent>On a lost quote</PlainTextContent></Note></Notes>
<Links><Link guid="l1" originGUID="n5" targetGUID="p1" direction="OneWay"/><Link guid="l2" name="causes" originGUID="c1" targetGUID="c2"><NoteRef targetGUID="n7"/></Link></Links>
<Sets><Set guid="e1" name="Group A"><Description>Those of the first year</Description><MemberCode targetGUID="c1"/><MemberSource targetGUID="s1"/><MemberNote targetGUID="n1"/></Set></Sets>
<Graphs><Graph guid="h1" name="Map"><Vertex guid="x1" representedGUID="c1"/><Vertex guid="x2" representedGUID="c2"/><Edge guid="x3" sourceVertex="x1" targetVertex="x2"/></Graph></Graphs>
<Description>What works for whom</Description><NoteRef targetGUID="n5"/></Project>"##;

fn everything() -> Vec<u8> {
    packed(&[
        ("project.qde", PROJECT.as_bytes()),
        ("sources/s1.txt", TALK.as_bytes()),
        ("sources/s2.txt", b"Ann: One two three.\nBo: Four five six."),
        ("sources/n3.txt", b"Written elsewhere"),
    ])
}

fn told(report: &ProjectReport) -> String {
    let fates = report
        .held
        .all()
        .map(|(thing, ItemFate { held, placed, left })| {
            format!("{}: {held} = {placed} + {left}\n", thing.name())
        });
    fates.collect::<String>() + &report.losses.summary()
}

#[test]
fn placed_and_left_behind_are_what_the_file_held() {
    let mut desk = Desk::given([start()]);
    let incoming = read(&everything(), &desk.study);
    let report = &incoming.report;
    let told = told(report);
    for thing in ProjectItem::ALL {
        let ItemFate { held, placed, left } = report.held.fate(thing);
        assert!(held > 0, "the project holds no {}", thing.name());
        assert_eq!(held, placed + left, "{}\n{told}", thing.name());
    }
    assert!(!told.contains("overlooked"), "{told}");
    let fate = |thing| {
        let ItemFate { held, placed, left } = report.held.fate(thing);
        (held, placed, left)
    };
    assert_eq!(fate(ProjectItem::Code), (2, 2, 0));
    assert_eq!(fate(ProjectItem::Colour), (2, 1, 1));
    assert_eq!(fate(ProjectItem::Coding), (15, 5, 10), "{told}");
    assert_eq!(fate(ProjectItem::Source), (9, 4, 5), "{told}");
    assert_eq!(fate(ProjectItem::Note), (8, 7, 1), "{told}");
    assert_eq!(fate(ProjectItem::Value), (4, 3, 1), "{told}");
    assert_eq!(fate(ProjectItem::Description), (10, 8, 2), "{told}");
    assert_eq!(report.missing, ["Gone", "Scan"]);
    desk.when(incoming.command).unwrap();
    let study = &desk.study;
    // What is counted as placed is there.
    assert_eq!(study.codings().count(), 5);
    assert_eq!(study.documents().count(), 4);
    let own = study.memo(MemoTarget::Study).unwrap();
    for words in [
        "What works for whom",
        "Diary: Day one",
        "What somebody does",
        "A mentor for years",
        "On a link",
        "On a lost quote",
        "Those of the first year",
    ] {
        assert!(own.contains(words), "{words} is not in {own}");
    }
    let memos: Vec<&str> = study.memos().map(|(_, memo)| memo).collect();
    for words in [
        "A rule",
        "On a coding",
        "Written elsewhere",
        "On a source",
        "In the kitchen",
        "Look here",
        "Noisy",
    ] {
        assert!(
            memos.iter().any(|memo| memo.contains(words)),
            "{words} is in no memo"
        );
    }
    let bo = study.find_informant("Bo").unwrap();
    assert_eq!(
        (bo.body.role.as_str(), bo.body.attributes["Age"].as_str()),
        ("mentor", "41")
    );
    // Importing it twice adds nothing.
    let again = read(&everything(), study);
    let decision = study
        .decide(again.command, "ann", &mut uuid::Uuid::now_v7)
        .unwrap();
    assert!(decision.events.is_empty(), "{:?}", decision.events);
}

#[test]
fn formatted_words_are_read_where_the_plain_text_has_none() {
    let project = r#"<Project origin="Other 1"><Sources><TextSource guid="s" name="t" plainTextPath="internal://s.txt" richTextPath="internal://s.docx"/></Sources></Project>"#;
    let docx = std::fs::read(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/import/python-docx.docx"),
    )
    .unwrap();
    let mut desk = Desk::given([start()]);
    let incoming = read(
        &packed(&[
            ("p.qde", project.as_bytes()),
            ("sources/s.txt", b"\n"),
            ("sources/s.docx", &docx),
        ]),
        &desk.study,
    );
    assert_eq!(
        incoming.report.held.fate(ProjectItem::Source).placed,
        1,
        "{}",
        incoming.report.losses.summary()
    );
    desk.when(incoming.command).unwrap();
    assert!(desk.study.documents().next().unwrap().text.len() > 20);
}

#[test]
fn comments_on_the_same_words_stand_side_by_side() {
    let quote = |guid: &str, comment: &str| {
        format!(
            "<PlainTextSelection guid=\"{guid}\" startPosition=\"22\" endPosition=\"35\"><Description>{comment}</Description></PlainTextSelection>"
        )
    };
    let project = format!(
        "<Project origin=\"Other 1\"><Sources><TextSource guid=\"s\" name=\"t\"><PlainTextContent>{TALK}</PlainTextContent>{}{}</TextSource></Sources></Project>",
        quote("p", "first"),
        quote("q", "second")
    );
    let mut desk = Desk::given([start()]);
    desk.when(read(&packed(&[("p.qde", project.as_bytes())]), &desk.study).command)
        .unwrap();
    assert_eq!(
        desk.study.memos().map(|(_, memo)| memo).collect::<Vec<_>>(),
        ["first\n\nsecond"]
    );
}

#[test]
fn what_is_known_of_a_document_with_two_speakers_is_kept_in_its_memo() {
    let mut desk = Desk::given([start()]);
    let incoming = other_programs::open(
        &fixture("document-variable.qdpx"),
        &desk.study,
        &PersonalDataPolicy::Keep,
    )
    .unwrap();
    assert!(
        incoming
            .report
            .sentences()
            .join("\n")
            .contains("Role = mentor"),
        "{:?}",
        incoming.report
    );
    desk.when(incoming.command).unwrap();
    let document = desk.study.documents().next().unwrap();
    assert_eq!(
        desk.study.memo(MemoTarget::Document(document.id)),
        Some("Role = mentor")
    );
}

#[test]
fn a_source_of_one_case_is_spoken_by_it() {
    let project = r#"<Project xmlns="urn:QDA-XML:project:1.0" origin="Other 1"><Variables><Variable guid="v" name="Age" typeOfVariable="Text"/></Variables>
<Cases><Case guid="k" name="P07"><VariableValue><VariableRef targetGUID="v"/><TextValue>41</TextValue></VariableValue><SourceRef targetGUID="s"/></Case></Cases>
<Sources><TextSource guid="s" name="7"><PlainTextContent>Interviewer: Why?
Interviewee: It helped me.
Interviewer: How?
Interviewee: A lot.</PlainTextContent></TextSource></Sources></Project>"#;
    let mut desk = Desk::given([start()]);
    let incoming = read(&packed(&[("project.qde", project.as_bytes())]), &desk.study);
    assert!(
        incoming.report.losses.is_empty(),
        "{}",
        incoming.report.losses.summary()
    );
    desk.when(incoming.command).unwrap();
    let names: Vec<&str> = desk
        .study
        .informants()
        .map(|informant| informant.body.name.as_str())
        .collect();
    assert_eq!(names, ["P07"]);
    let speaker = desk
        .study
        .documents()
        .next()
        .unwrap()
        .body
        .speakers
        .iter()
        .find(|speaker| speaker.informant.is_some())
        .unwrap();
    assert_eq!(speaker.label, "Interviewee");
}

#[test]
fn projects_are_known_by_what_is_in_them() {
    let folder = tempfile::tempdir().unwrap();
    let lies = |name: &str| folder.path().join(name);
    // Unpacked, bare, packed with its folder, and under another ending.
    std::fs::create_dir_all(lies("unpacked/Sources")).unwrap();
    std::fs::write(lies("unpacked/project.qde"), PROJECT).unwrap();
    std::fs::write(lies("unpacked/Sources/S1.txt"), TALK).unwrap();
    std::fs::write(lies("bare.qde"), PROJECT).unwrap();
    let inside = packed(&[
        ("All/project.qde", PROJECT.as_bytes()),
        ("All/sources/s1.txt", TALK.as_bytes()),
        ("__MACOSX/All/._project.qde", b"x"),
    ]);
    std::fs::write(lies("folder.zip"), inside).unwrap();
    std::fs::write(lies("renamed.bin"), everything()).unwrap();
    for (name, documents) in [
        ("unpacked", 3),
        ("unpacked/project.qde", 3),
        ("bare.qde", 3),
        ("folder.zip", 3),
        ("renamed.bin", 4),
    ] {
        let mut desk = Desk::given([start()]);
        assert!(other_programs::is_project(&lies(name)), "{name}");
        let incoming =
            other_programs::open(&lies(name), &desk.study, &PersonalDataPolicy::Keep).unwrap();
        desk.when(incoming.command).unwrap();
        assert_eq!(desk.study.documents().count(), documents, "{name}");
    }
    let mut desk = Desk::given([start()]);
    let incoming = other_programs::open(
        &fixture("renamed.zip"),
        &desk.study,
        &PersonalDataPolicy::Keep,
    )
    .unwrap();
    desk.when(incoming.command).unwrap();
    assert_eq!(
        codings(&desk.study),
        [("Trust".to_owned(), "it helped".to_owned())]
    );
    for name in ["codebook.xlsx", "taguette-codebook.csv"] {
        assert!(!other_programs::is_project(&fixture(name)), "{name}");
    }
}

#[test]
fn quotes_that_end_in_words_stay_where_they_are() {
    let mut desk = Desk::given([start()]);
    let incoming = other_programs::open(
        &fixture("roundtrip.qdpx"),
        &desk.study,
        &PersonalDataPolicy::Keep,
    )
    .unwrap();
    assert_eq!(incoming.report.counting.to_string(), "code points");
    assert!(
        incoming.report.losses.is_empty() && incoming.report.unlike.is_empty(),
        "{:?}",
        incoming.report
    );
    desk.when(incoming.command).unwrap();
    let spans: Vec<(u32, u32)> = desk
        .study
        .codings()
        .map(|coding| (coding.span.start, coding.span.end))
        .collect();
    assert_eq!(spans, [(71, 83), (132, 159)]);
}

#[test]
fn virk_believes_its_own_places_and_tells_of_names_that_differ() {
    let own = include_bytes!("../../fixtures/exchange/roundtrip.qdpx");
    let files: Vec<(String, Vec<u8>)> = super::unpacked(own)
        .into_iter()
        .map(|(name, bytes)| match String::from_utf8(bytes) {
            Ok(text) => (
                name,
                text.replace("name=\"It helped me\"", "name=\"It helped me.\"")
                    .into_bytes(),
            ),
            Err(error) => (name, error.into_bytes()),
        })
        .collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let mut desk = Desk::given([start()]);
    let incoming = read(&packed(&files), &desk.study);
    assert_eq!(incoming.report.unlike, ["It helped me."]);
    desk.when(incoming.command).unwrap();
    assert_eq!(desk.study.codings().next().unwrap().span.start, 71);
    assert_eq!(desk.study.codings().next().unwrap().span.end, 83);
}

#[test]
fn qualcoders_places_are_found_by_their_words() {
    let mut desk = Desk::given([start()]);
    let incoming = other_programs::open(
        &fixture("offset.qda"),
        &desk.study,
        &PersonalDataPolicy::Keep,
    )
    .unwrap();
    let told = incoming.report.losses.summary();
    desk.when(incoming.command.clone()).unwrap();
    let coded = |code: &str, words: &str| (code.to_owned(), words.to_owned());
    let all = codings(&desk.study);
    assert_eq!(
        all,
        [
            coded("Child", "I was seen"),
            coded("Child", "Was it so?"),
            coded("Grandchild", "Yes."),
            coded("Parent", "Why?")
        ],
        "{told}"
    );
    assert_eq!(
        incoming.report.remarks.len(),
        1,
        "{:?}",
        incoming.report.remarks
    );
}
