//! Transcripts made by other programs: LibreOffice, python-docx, odfpy, pandoc, and
//! captions as Zoom, Teams and Whisper write them. `tests/fixtures/import/make.py`
//! makes the files; what is said in them is the same in all.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests may fail loudly")]

use std::path::{Path, PathBuf};
use virk::import::folder::Folder;
use virk::import::reader::{READERS, Reading, read};
use virk::import::transcript::{Report, TranscriptOptions, transcript};
use virk::study::origin::{original, page};

const FIRST: &str = "Interviewer: Hvordan oplevede du det første møde?";
const SECOND: &str =
    "Mentor 1: Det var ærligt talt lidt akavet. Vi sad og så på hinanden, og så sagde hun: “Skal vi ikke gå en tur?” 👩‍👧";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/import")
}

fn reading(name: &str) -> Reading {
    read(name, &std::fs::read(fixtures().join(name)).unwrap()).unwrap()
}

fn report(name: &str) -> Report {
    transcript(&fixtures().join(name), &TranscriptOptions::default()).unwrap().report
}

fn speakers(name: &str) -> Vec<(String, usize, bool)> {
    report(name).speakers.into_iter().map(|speaker| (speaker.label, speaker.turns, speaker.interviewer)).collect()
}

fn two() -> Vec<(String, usize, bool)> {
    vec![("Interviewer".to_owned(), 2, true), ("Mentor 1".to_owned(), 2, false)]
}

#[test]
fn word_documents_of_three_programs_say_the_same() {
    for name in ["python-docx.docx", "pandoc.docx", "numbered.docx"] {
        let text = reading(name).text;
        assert!(text.contains(FIRST) && text.contains(SECOND), "{name}: {text}");
        assert_eq!(speakers(name), two(), "{name}");
        assert_eq!(report(name).language, "da");
    }
    assert!(reading("numbered.docx").notes[0].contains("4 automatic numbers"), "{:?}", reading("numbered.docx").notes);
}

#[test]
fn a_table_with_line_numbers_becomes_turns() {
    let table = reading("table.docx");
    assert!(table.text.starts_with("Bilag 3\n\nInterviewer: Hvordan"), "{}", table.text);
    assert!(table.text.contains(SECOND), "{}", table.text);
    assert_eq!(table.notes, ["a table was read as speakers and words, without its line numbers"]);
    assert_eq!(speakers("table.docx"), two());
}

#[test]
fn tracked_changes_are_taken_and_comments_know_their_words() {
    for name in ["changes-and-comment.docx", "libreoffice.docx", "libreoffice.odt"] {
        let changed = reading(name);
        assert_eq!(changed.text, "Interviewer: Hvad så?\n\nMentor 1: Jeg sagde altid det samme.\n", "{name}");
        assert!(changed.notes.iter().any(|note| note.starts_with("tracked changes")), "{name}: {:?}", changed.notes);
        let [(span, words)] = changed.comments.as_slice() else { panic!("{name}: {:?}", changed.comments) };
        assert!(words.contains("Husk at spørge igen") && words.contains("Vejleder"), "{name}: {words}");
        assert_eq!(span.text(&changed.text), "det samme.", "{name}");
    }
    let rtf = reading("libreoffice.rtf");
    assert_eq!(rtf.text, "Interviewer: Hvad så?\n\nMentor 1: Jeg sagde altid det samme.\n");
    assert!(rtf.notes.iter().any(|note| note.contains("1 comment")), "{:?}", rtf.notes);
}

#[test]
fn open_documents_rich_text_html_and_markdown_say_the_same() {
    for name in ["pandoc.odt", "pandoc.rtf", "pandoc.html", "talk.md", "odfpy.odt"] {
        let text = reading(name).text;
        assert!(text.contains(FIRST) && text.contains(SECOND), "{name}: {text}");
        assert_eq!(speakers(name), two(), "{name}");
    }
    let commented = reading("odfpy.odt");
    assert_eq!(commented.comments.len(), 1, "{:?}", commented.comments);
    let html = reading("libreoffice.html").text;
    assert!(html.contains("Mentor 1: Jeg sagde") && html.contains("det samme."), "{html}");
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
    assert!(lines.iter().all(|line| line.starts_with("Interviewer: ") || line.starts_with("Mentor 1: ")), "{lines:?}");
    let raw = original(&pdf.text, &pdf.edits).unwrap();
    let pages = raw.matches('\u{c}').count() + 1;
    assert_eq!(raw.matches("Speciale: Mentorer i praksis").count(), pages);
    assert_eq!(page(&pdf.edits, 0), 1);
    assert_eq!(page(&pdf.edits, pdf.text.len() - 2), pages);
    assert_eq!(speakers("libreoffice.pdf"), [("Interviewer".to_owned(), 4, true), ("Mentor 1".to_owned(), 4, false)]);
}

#[test]
fn a_scanned_pdf_says_that_it_has_no_text() {
    let scan = std::fs::read(fixtures().join("scan.pdf")).unwrap();
    assert!(read("scan.pdf", &scan).unwrap_err().what.contains("pictures"));
}

#[test]
fn captions_of_every_program_become_turns_with_times() {
    assert_eq!(
        reading("zoom.vtt").text,
        "[00:00:01] Sofie Holm: Hvordan oplevede du det første møde?\n\n[00:00:06] Mentor 1: Det var ærligt talt lidt akavet.\n"
    );
    assert_eq!(
        reading("teams.vtt").text,
        "[00:00:01] Holm Sofie HR: Hvordan oplevede du det første møde?\n\n[00:00:06] Mentor 1: Det var <ærligt> talt lidt akavet.\n"
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
        let raw = String::from_utf8(std::fs::read(fixtures().join(name)).unwrap()).unwrap().replace("\r\n", "\n");
        assert_eq!(original(&reading.text, &reading.edits).unwrap(), raw.trim_start_matches('\u{feff}'), "{name}");
    }
}

#[test]
fn encodings_are_told() {
    for (name, encoding) in [("windows-1252.txt", "windows-1252"), ("utf-16.txt", "utf-16le")] {
        let reading = reading(name);
        assert_eq!(reading.encoding, encoding);
        assert!(reading.text.starts_with(FIRST) && reading.text.contains("“Skal vi ikke gå en tur?”"), "{}", reading.text);
        assert_eq!(speakers(name), two());
    }
}

#[test]
fn every_reader_refuses_what_is_none_of_its_files() {
    for reader in READERS.iter().filter(|reader| ["docx", "odt", "rtf", "pdf", "srt", "vtt"].contains(&reader.name)) {
        for bytes in [&b""[..], b"hello", b"PK\x03\x04", b"%PDF-1.4"] {
            assert!((reader.read)("f", bytes).is_err(), "{} took {bytes:?}", reader.name);
        }
    }
    let entity = b"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, entity).unwrap();
    let bytes = zip.finish().unwrap().into_inner();
    assert!(read("f.docx", &bytes).unwrap_err().what.contains("DOCTYPE"));
}

#[test]
fn a_folder_is_looked_through_and_says_what_it_passes_over() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("more/.hidden")).unwrap();
    for name in ["b.txt", "a.DOCX", "table.csv", "more/c.vtt", "more/~$c.docx"] {
        std::fs::write(folder.path().join(name), "x").unwrap();
    }
    let Folder { files, skipped } = Folder::open(folder.path()).unwrap();
    let names: Vec<String> = files.iter().map(|file| file.strip_prefix(folder.path()).unwrap().display().to_string()).collect();
    assert_eq!(names, ["a.DOCX", "b.txt", "more/c.vtt"]);
    assert_eq!(skipped.len(), 3, "{skipped:?}");
    assert!(Folder::open(&folder.path().join("more/.hidden")).unwrap_err().what.contains("no file"));
}
