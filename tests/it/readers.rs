//! Transcripts made by other programs: LibreOffice, python-docx, odfpy, pandoc, and
//! captions as Zoom, Teams and Whisper write them. `tests/fixtures/import/make.py`
//! makes the files; what is said in them is the same in all.

use std::path::{Path, PathBuf};
use virk::import::folder::TranscriptFolder;
use virk::import::reader::{ParsedText, READERS, ReadOptions, read, read_with};
use virk::import::transcript::{TranscriptOptions, TranscriptReport, import_transcript};
use virk::study::origin::{original, page};

const FIRST: &str = "Interviewer: Hvordan oplevede du det første møde?";
const SECOND: &str = "Mentor 1: Det var ærligt talt lidt akavet. Vi sad og så på hinanden, og så sagde hun: “Skal vi ikke gå en tur?” 👩‍👧";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import")
}

fn reading(name: &str) -> ParsedText {
    read(name, &std::fs::read(fixtures().join(name)).unwrap()).unwrap()
}

fn report(name: &str) -> TranscriptReport {
    import_transcript(&fixtures().join(name), &TranscriptOptions::default())
        .unwrap()
        .report
}

fn speakers(name: &str) -> Vec<(String, usize, bool)> {
    report(name)
        .speakers
        .into_iter()
        .map(|speaker| (speaker.label, speaker.turns, speaker.interviewer))
        .collect()
}

fn two() -> Vec<(String, usize, bool)> {
    vec![
        ("Interviewer".to_owned(), 2, true),
        ("Mentor 1".to_owned(), 2, false),
    ]
}

#[test]
fn word_documents_of_three_programs_say_the_same() {
    for name in ["python-docx.docx", "pandoc.docx", "numbered.docx"] {
        let text = reading(name).text;
        assert!(
            text.contains(FIRST) && text.contains(SECOND),
            "{name}: {text}"
        );
        assert_eq!(speakers(name), two(), "{name}");
        assert_eq!(report(name).language, "da");
    }
    assert!(
        reading("numbered.docx").notes[0].contains("4 automatic numbers"),
        "{:?}",
        reading("numbered.docx").notes
    );
}

#[test]
fn a_table_with_line_numbers_becomes_turns() {
    let table = reading("table.docx");
    assert!(
        table.text.starts_with("Bilag 3\n\nInterviewer: Hvordan"),
        "{}",
        table.text
    );
    assert!(table.text.contains(SECOND), "{}", table.text);
    assert_eq!(
        table.notes,
        ["a table was read as speakers and words, without its line numbers"]
    );
    assert_eq!(speakers("table.docx"), two());
}

#[test]
fn tracked_changes_are_taken_and_comments_know_their_words() {
    for name in [
        "changes-and-comment.docx",
        "libreoffice.docx",
        "libreoffice.odt",
    ] {
        let changed = reading(name);
        assert_eq!(
            changed.text, "Interviewer: Hvad så?\n\nMentor 1: Jeg sagde altid det samme.\n",
            "{name}"
        );
        assert!(
            changed
                .notes
                .iter()
                .any(|note| note.starts_with("tracked changes")),
            "{name}: {:?}",
            changed.notes
        );
        let [(span, words)] = changed.comments.as_slice() else {
            panic!("{name}: {:?}", changed.comments)
        };
        assert!(
            words.contains("Husk at spørge igen") && words.contains("Vejleder"),
            "{name}: {words}"
        );
        assert_eq!(span.text(&changed.text), "det samme.", "{name}");
    }
    let rtf = reading("libreoffice.rtf");
    assert_eq!(
        rtf.text,
        "Interviewer: Hvad så?\n\nMentor 1: Jeg sagde altid det samme.\n"
    );
    assert!(
        rtf.notes.iter().any(|note| note.contains("1 comment")),
        "{:?}",
        rtf.notes
    );
}

#[test]
fn open_documents_rich_text_html_and_markdown_say_the_same() {
    for name in [
        "pandoc.odt",
        "pandoc.rtf",
        "pandoc.html",
        "talk.md",
        "odfpy.odt",
    ] {
        let text = reading(name).text;
        assert!(
            text.contains(FIRST) && text.contains(SECOND),
            "{name}: {text}"
        );
        assert_eq!(speakers(name), two(), "{name}");
    }
    let commented = reading("odfpy.odt");
    assert_eq!(commented.comments.len(), 1, "{:?}", commented.comments);
    let html = reading("libreoffice.html").text;
    assert!(
        html.contains("Mentor 1: Jeg sagde") && html.contains("det samme."),
        "{html}"
    );
}

#[test]
fn a_pdf_loses_its_headers_numbers_and_hyphens_and_leads_back() {
    let pdf = reading("libreoffice.pdf");
    let sentence = "Udviklingen gik langsomt, men tillidsforholdet voksede, og hverdagsmestringen blev bedre for hver uge, der gik, fordi samarbejdsaftalerne med virksomhederne blev overholdt.";
    assert_eq!(pdf.text.matches(sentence).count(), 8, "{}", pdf.text);
    assert!(!pdf.text.contains("Speciale"), "{}", pdf.text);
    assert!(pdf.text.contains("i ind- og udland?"), "{}", pdf.text);
    let lines: Vec<&str> = pdf.text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), 8, "{lines:?}");
    assert!(
        lines
            .iter()
            .all(|line| line.starts_with("Interviewer: ") || line.starts_with("Mentor 1: ")),
        "{lines:?}"
    );
    let raw = original(&pdf.text, &pdf.edits).unwrap();
    let pages = raw.matches('\u{c}').count() + 1;
    assert_eq!(raw.matches("Speciale: Mentorer i praksis").count(), pages);
    assert_eq!(page(&pdf.edits, 0), 1);
    assert_eq!(page(&pdf.edits, pdf.text.len() - 2), pages);
    assert_eq!(
        speakers("libreoffice.pdf"),
        [
            ("Interviewer".to_owned(), 4, true),
            ("Mentor 1".to_owned(), 4, false)
        ]
    );
}

#[test]
fn a_scanned_pdf_says_that_it_has_no_text() {
    let scan = std::fs::read(fixtures().join("scan.pdf")).unwrap();
    assert!(read("scan.pdf", &scan).unwrap_err().what.contains("images"));
}

#[test]
fn captions_of_every_program_become_turns_with_times() {
    assert_eq!(
        reading("zoom.vtt").text,
        "[00:00:01] Sofie Holm: Hvordan oplevede du det første møde?\n\n[00:00:06] Mentor 1: Det var ærligt talt lidt akavet.\n"
    );
    assert_eq!(
        reading("teams.vtt").text,
        "[00:00:01] Holm, Sofie (HR): Hvordan oplevede du det første møde?\n\n[00:00:06] Mentor 1: Det var <ærligt> talt lidt akavet.\n"
    );
    assert_eq!(
        reading("whisper.vtt").text,
        "[00:00:00] Hvordan oplevede du det første møde?\n\n[00:01:06] Det var ærligt talt lidt akavet.\n"
    );
    assert_eq!(
        reading("whisperx.srt").text,
        "[00:00:01] SPEAKER_00: Hvordan oplevede du det første møde?\n\n[00:00:06] SPEAKER_01: Det var ærligt talt lidt akavet.\n"
    );
    for name in ["zoom.vtt", "teams.vtt", "whisperx.srt"] {
        assert_eq!(speakers(name).len(), 2, "{name}");
        let reading = reading(name);
        let raw = String::from_utf8(std::fs::read(fixtures().join(name)).unwrap())
            .unwrap()
            .replace("\r\n", "\n");
        assert_eq!(
            original(&reading.text, &reading.edits).unwrap(),
            raw.trim_start_matches('\u{feff}'),
            "{name}"
        );
    }
}

#[test]
fn encodings_are_told() {
    for (name, encoding) in [
        ("windows-1252.txt", "windows-1252"),
        ("utf-16.txt", "utf-16le"),
    ] {
        let reading = reading(name);
        assert_eq!(reading.encoding, encoding);
        assert!(
            reading.text.starts_with(FIRST) && reading.text.contains("“Skal vi ikke gå en tur?”"),
            "{}",
            reading.text
        );
        assert_eq!(speakers(name), two());
    }
}

#[test]
fn every_reader_refuses_what_is_none_of_its_files() {
    for reader in READERS
        .iter()
        .filter(|reader| ["docx", "odt", "rtf", "pdf", "srt", "vtt"].contains(&reader.name))
    {
        for bytes in [&b""[..], b"hello", b"PK\x03\x04", b"%PDF-1.4"] {
            assert!(
                (reader.read)("f", bytes).is_err(),
                "{} took {bytes:?}",
                reader.name
            );
        }
    }
    let entity = b"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file(
        "word/document.xml",
        zip::write::SimpleFileOptions::default(),
    )
    .unwrap();
    std::io::Write::write_all(&mut zip, entity).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert!(read("f.docx", &bytes).unwrap_err().what.contains("DOCTYPE"));
}

#[test]
fn a_folder_is_looked_through_and_says_what_it_passes_over() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("more/.hidden")).unwrap();
    for name in [
        "b.txt",
        "a.DOCX",
        "table.csv",
        "more/c.vtt",
        "more/~$c.docx",
    ] {
        std::fs::write(folder.path().join(name), "x").unwrap();
    }
    let TranscriptFolder { files, skipped } = TranscriptFolder::open(folder.path()).unwrap();
    let names: Vec<String> = files
        .iter()
        .map(|file| {
            file.strip_prefix(folder.path())
                .unwrap()
                .display()
                .to_string()
        })
        .collect();
    assert_eq!(names, ["a.DOCX", "b.txt", "more/c.vtt"]);
    assert_eq!(skipped.len(), 3, "{skipped:?}");
    // A table is one of them where its columns say so, and once where its words stand beside it as
    // a text.
    for name in ["said.csv", "b.csv"] {
        std::fs::write(
            folder.path().join(name),
            "start;speaker;text\n0:01;Anna;Why?\n0:04;Bo;So it is.\n",
        )
        .unwrap();
    }
    let again = TranscriptFolder::open(folder.path()).unwrap();
    assert!(
        again.files.len() == 4 && again.files.contains(&folder.path().join("said.csv")),
        "{:?}",
        again.files
    );
    let why = |name: &str| {
        again
            .skipped
            .iter()
            .find(|(path, _)| path.ends_with(name))
            .map(|(_, why)| *why)
    };
    assert!(
        why("b.csv").unwrap().contains("the same name"),
        "{:?}",
        again.skipped
    );
    assert!(
        why("table.csv").unwrap().contains("without columns"),
        "{:?}",
        again.skipped
    );
    assert!(
        TranscriptFolder::open(&folder.path().join("more/.hidden"))
            .unwrap_err()
            .what
            .contains("no file")
    );
}

#[test]
fn what_stands_beside_the_lines_of_a_word_document_is_read_or_counted() {
    let boxed = reading("box-symbol-ruby-hidden.docx");
    assert_eq!(
        boxed.text,
        "Ann: before the box  after the box.\n\nThese words were said in a text box.\n\nBo: from idea → deed, level α, done.\n\n\
         Ann: read 漢字 aloud.\n\nBo: hidden  shown.\n"
    );
    assert_eq!(
        boxed.notes,
        [
            "1 text box read after the paragraph they belong to",
            "hidden text was left out (4 words)",
            "1 reading above a word (ruby) was left out"
        ]
    );
    let read = reading("text-box.docx").text;
    assert_eq!(
        read,
        "Field note, visit 1\n\nShe said that the garden saved her winter.\n\nAfter the visit I went home.\n"
    );
}

/// A Word document of this body, with these other parts.
fn word(body: &str, parts: &[(&str, &str)]) -> ParsedText {
    let names = "xmlns:w=\"w\" xmlns:wps=\"wps\" xmlns:mc=\"mc\" xmlns:v=\"v\" xmlns:c=\"c\" xmlns:dgm=\"dgm\" xmlns:a=\"a\" xmlns:o=\"o\"";
    let document = format!("<w:document {names}><w:body>{body}</w:body></w:document>");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, part) in parts
        .iter()
        .copied()
        .chain([("word/document.xml", document.as_str())])
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut zip, part.as_bytes()).unwrap();
    }
    read("f.docx", &zip.finish().unwrap().into_inner()).unwrap()
}

#[test]
fn what_is_skipped_in_a_word_document_is_told_with_its_words() {
    let body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Bo: ja</w:t></w:r><w:del><w:r><w:delText>eller nej tak</w:delText></w:r></w:del></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\"> og mere</w:t><w:footnoteReference w:id=\"1\"/></w:r>\
        <w:r><w:drawing><a:graphicData><c:chart/></a:graphicData></w:drawing></w:r>\
        <w:r><w:drawing><a:graphicData><dgm:relIds/></a:graphicData></w:drawing></w:r>\
        <w:r><w:object><v:shape/><o:OLEObject/></w:object></w:r><w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FF\"/></w:r></w:p>\
        <w:sdt><w:sdtContent><w:p><w:r><w:t>I: valgt</w:t></w:r></w:p></w:sdtContent></w:sdt>\
        <w:p><w:fldSimple><w:r><w:t>felt</w:t></w:r></w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>";
    let parts = [
        (
            "word/footnotes.xml",
            "<w:footnotes xmlns:w=\"w\"><w:p><w:r><w:t>Se bilag tre</w:t></w:r></w:p></w:footnotes>",
        ),
        (
            "word/header1.xml",
            "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>Fortroligt udkast 12</w:t></w:r></w:p></w:hdr>",
        ),
        (
            "word/charts/chart1.xml",
            "<c:x xmlns:c=\"c\"><c:pt><c:v>Ofte</c:v></c:pt><c:pt><c:v>7</c:v></c:pt></c:x>",
        ),
        (
            "word/diagrams/data1.xml",
            "<d xmlns:a=\"a\"><a:p><a:t>Tillid</a:t></a:p><a:p><a:t>Støtte</a:t></a:p></d>",
        ),
    ];
    let read = word(body, &parts);
    assert_eq!(read.text, "Bo: ja og mere\u{fffd}\n\nI: valgt\n\nfelt\n");
    assert_eq!(
        read.notes,
        [
            "tracked changes: 0 insertions accepted, 2 deletions left out (3 words)",
            "1 embedded document was left out",
            "1 symbol of a font whose signs are not known, each shown as �",
            "1 footnote was left out (3 words)",
            "headers and footers were left out (2 words)",
            "1 chart was left out (1 word)",
            "1 diagram was left out (2 words)",
        ]
    );
}

#[test]
fn a_comment_that_stands_nowhere_is_told() {
    let body = "<w:p><w:commentRangeStart w:id=\"1\"/><w:r><w:t>Bo: ja</w:t></w:r><w:commentRangeEnd w:id=\"1\"/></w:p>";
    let comments = "<w:comments xmlns:w=\"w\"><w:comment w:id=\"1\"><w:p><w:r><w:t>hvorfor</w:t></w:r></w:p></w:comment>\
        <w:comment w:id=\"2\"><w:p><w:r><w:t>spørg igen senere</w:t></w:r></w:p></w:comment></w:comments>";
    let read = word(body, &[("word/comments.xml", comments)]);
    assert_eq!(read.comments.len(), 1, "{:?}", read.comments);
    assert!(
        read.notes
            .contains(&"1 comment beside no words was left out (3 words)".to_owned()),
        "{:?}",
        read.notes
    );
}

#[test]
fn styles_hide_words_and_make_them_bold() {
    let styles = "<w:styles xmlns:w=\"w\"><w:style w:type=\"paragraph\" w:styleId=\"H\"><w:name w:val=\"heading 3\"/></w:style>\
        <w:style w:type=\"character\" w:styleId=\"N\"><w:rPr><w:b/></w:rPr></w:style><w:style w:type=\"character\" w:styleId=\"M\"><w:basedOn w:val=\"N\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"X\"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>";
    let body = "<w:p><w:pPr><w:pStyle w:val=\"H\"/></w:pPr><w:r><w:t>Åse Holm</w:t></w:r></w:p>\
        <w:p><w:r><w:rPr><w:rStyle w:val=\"M\"/></w:rPr><w:t>Bo:</w:t></w:r><w:r><w:t xml:space=\"preserve\"> ja </w:t></w:r><w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>tak</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"X\"/></w:pPr><w:r><w:t>skjult note</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>I</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Hvad?</w:t></w:r></w:p></w:tc></w:tr>\
        <w:tr><w:tc><w:p><w:r><w:t>Bo</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ja.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let read = word(body, &[("word/styles.xml", styles)]);
    assert!(
        read.text.starts_with("Åse Holm\n") && read.text.ends_with("I: Hvad?\n\nBo: Ja.\n"),
        "{}",
        read.text
    );
    assert_eq!(
        read.strong
            .iter()
            .map(|span| span.text(&read.text))
            .collect::<Vec<_>>(),
        ["Åse Holm", "Bo:", "I"]
    );
    assert!(
        read.notes
            .contains(&"hidden text was left out (2 words)".to_owned()),
        "{:?}",
        read.notes
    );
}

/// An OpenDocument text of this content.
fn open_document(styles: &str, body: &str) -> ParsedText {
    let content = format!(
        "<office:document-content xmlns:office=\"office\" xmlns:text=\"text\" xmlns:draw=\"draw\" xmlns:style=\"style\" xmlns:fo=\"fo\" xmlns:svg=\"svg\">\
         <office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("content.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    std::io::Write::write_all(&mut zip, content.as_bytes()).unwrap();
    read("f.odt", &zip.finish().unwrap().into_inner()).unwrap()
}

#[test]
fn open_documents_have_frames_ruby_and_hidden_words_too() {
    let ruby = reading("ruby.odt");
    assert_eq!(
        (ruby.text.as_str(), ruby.notes.as_slice()),
        (
            "Ann: read 漢字 aloud\n\nBo: yes\n",
            ["1 reading above a word (ruby) was left out".to_owned()].as_slice()
        )
    );
    let styles = "<style:style style:name=\"T1\" style:family=\"text\"><style:text-properties fo:font-weight=\"bold\"/></style:style>\
        <style:style style:name=\"T2\" style:family=\"text\"><style:text-properties text:display=\"none\"/></style:style>";
    let body = "<text:h>Åse</text:h><text:p><text:span text:style-name=\"T1\">Bo:</text:span> ja<draw:frame><svg:desc>et billede</svg:desc>\
        <draw:text-box><text:p>I rammen</text:p></draw:text-box></draw:frame><text:span text:style-name=\"T2\">skjult her</text:span> tak.\
        <text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Se bilag</text:p></text:note-body></text:note></text:p>\
        <text:section text:display=\"none\"><text:p>nok en</text:p></text:section><text:p>Slut<text:hidden-text text:is-hidden=\"true\" text:string-value=\"gemt\"/></text:p>";
    let read = open_document(styles, body);
    assert_eq!(read.text, "Åse\n\nBo: ja tak.\n\nI rammen\n\nSlut\n");
    assert_eq!(
        read.strong
            .iter()
            .map(|span| span.text(&read.text))
            .collect::<Vec<_>>(),
        ["Åse", "Bo:"]
    );
    assert_eq!(
        read.notes,
        [
            "1 text frame read after the paragraph they belong to",
            "hidden text was left out (5 words)",
            "1 footnote was left out (2 words)"
        ]
    );
}

#[test]
fn rich_text_reads_every_byte_by_its_font() {
    let rtf = reading("font-charsets.rtf");
    for words in [
        "Ann: plain æøå.",
        "Bo: Привет мир end.",
        "Ann: Żółć end.",
        "Bo: Šiauliai ąč end.",
        "Ann: Καλημέρα end.",
        "Bo: 日本 end.",
        "Ann: ğış end.",
        "Bo: emoji 😀 and éxand ’s ‘q.",
        "Bo: linktext after     β end.",
        "Ann: שלום end.",
        "Bo: nested bold  done.",
    ] {
        assert!(rtf.text.contains(words), "{words}: {}", rtf.text);
    }
    for note in [
        "1 deletion left out (1 word)",
        "hidden text was left out (1 word)",
        "1 footnote was left out (1 word)",
    ] {
        assert!(
            rtf.notes.iter().any(|said| said.contains(note)),
            "{note}: {:?}",
            rtf.notes
        );
    }
}

#[test]
fn old_encodings_are_told_when_they_are_certain() {
    let right = "Mentor: Jeg så æbler og ål.\n\nBorger: Ja, på øen ";
    for (name, encoding) in [
        ("macroman", "macintosh"),
        ("cp850", "cp850"),
        ("twice", "utf-8, encoded twice"),
    ] {
        let read = reading(&format!("encodings/{name}.txt"));
        assert!(read.text.starts_with(right), "{name}: {}", read.text);
        assert_eq!(read.encoding, encoding);
        assert!(read.notes[0].contains("--encoding"), "{:?}", read.notes);
    }
    let twice = reading("encodings/twice.txt");
    assert!(
        twice.notes[1].starts_with("1 letter lost in the file itself"),
        "{:?}",
        twice.notes
    );
    let how = ReadOptions::from_names(Some("windows-1252"), None).unwrap();
    let bytes = std::fs::read(fixtures().join("encodings/cp850.txt")).unwrap();
    assert!(
        read_with("cp850.txt", &bytes, how)
            .unwrap()
            .text
            .starts_with("Mentor: Jeg s† ‘bler")
    );
    let page = b"<meta charset='iso-8859-2'><p>\xa3ukasz: tak, prosz\xea";
    assert_eq!(read("f.html", page).unwrap().text, "Łukasz: tak, proszę\n");
    assert!(
        ReadOptions::from_names(Some("xyz"), None).is_err()
            && ReadOptions::from_names(None, Some("xyz")).is_err()
    );
}

#[test]
fn an_unknown_ending_is_refused_unless_the_format_is_named() {
    let words = "I: Why?\nB: Because.\n".as_bytes();
    let refused = |name: &str| read(name, words).unwrap_err();
    assert_eq!(
        refused("interview.xyz").what,
        "interview.xyz: virk does not know files that end in .xyz"
    );
    assert!(refused("interview.xyz").hint.contains("--as txt"));
    assert!(refused("interview").what.contains("has no extension"));
    assert!(refused("interview.mp3").what.contains("is a recording"));
    let how = ReadOptions::from_names(None, Some(".TXT")).unwrap();
    assert_eq!(
        read_with("interview.xyz", words, how)
            .unwrap()
            .text
            .as_bytes(),
        words
    );
    let markdown = ReadOptions::from_names(None, Some("md")).unwrap();
    assert_eq!(
        read_with("interview", b"**B:** a\n", markdown)
            .unwrap()
            .text,
        "B: a\n"
    );
}

#[test]
fn the_language_of_a_transcript_is_told() {
    for (name, language) in [("german", "de"), ("french", "fr"), ("spanish", "es")] {
        assert_eq!(report(&format!("languages/{name}.txt")).language, language);
    }
    assert!(
        report("languages/german.txt")
            .to_string()
            .contains("German, 2"),
        "{}",
        report("languages/german.txt")
    );
}
