//! PDFs: words, lines, paragraphs and columns from where letters stand. Real ones are
//! printed by Chrome, reportlab and fpdf2; the others are written here, page by page.

use std::path::Path;
use virk::import::reader::{ParsedText, read};
use virk::import::transcript::{TranscriptOptions, import_transcript};
use virk::study::origin::{original, page};

fn fixture(name: &str) -> ParsedText {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import")
        .join(name);
    read(name, &std::fs::read(path).unwrap()).unwrap()
}

const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

/// A PDF with these pages of commands, set in a font, and one more object.
fn pdf_with(pages: &[String], font: &str, more: &str) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|place| format!("{} 0 R", 5 + 2 * place))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Kids[{}]/Count {}/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>/XObject<</X 4 0 R>>>>>>",
            kids.join(" "),
            pages.len()
        ),
        font.to_owned(),
        more.to_owned(),
    ];
    for (place, commands) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/Contents {} 0 R>>",
            6 + 2 * place
        ));
        objects.push(format!(
            "<</Length {}>>stream\n{commands}\nendstream",
            commands.len()
        ));
    }
    let (mut out, mut places) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (place, object) in objects.iter().enumerate() {
        places.push(out.len());
        out += &format!("{} 0 obj{object} endobj\n", place + 1);
    }
    let start = out.len();
    out += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places
        .iter()
        .for_each(|place| out += &format!("{place:010} 00000 n \n"));
    out += &format!(
        "trailer<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    out.into_bytes()
}

fn reading(pages: &[String]) -> ParsedText {
    read("talk.pdf", &pdf_with(pages, HELVETICA, "null")).unwrap()
}

/// Words at a place of the page, of this size.
fn at(x: f64, y: f64, size: f64, words: &str) -> String {
    format!("BT /F {size} Tf {x} {y} Td ({words}) Tj ET\n")
}

/// Lines below each other.
fn down(x: f64, top: f64, step: f64, lines: &[&str]) -> String {
    lines
        .iter()
        .enumerate()
        .map(|(place, line)| at(x, top - step * place as f64, 11.0, line))
        .collect()
}

fn paragraphs(reading: &ParsedText) -> Vec<&str> {
    reading
        .text
        .lines()
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn a_page_printed_by_chrome_becomes_paragraphs() {
    for (name, pages) in [("chrome-print.pdf", 8), ("chrome-ligatures.pdf", 6)] {
        let chrome = fixture(name);
        let lines = paragraphs(&chrome);
        assert_eq!(lines.len(), 120, "{name}");
        assert_eq!(lines[0], "interviewer");
        assert_eq!(
            lines[1],
            "It was difficult, you know, and my staff was afraid of it. I felt, well, that it differed from the offer they made. I felt, well, that it differed from the offer they made. It was difficult, you know, and my staff was afraid of it."
        );
        assert!(
            lines
                .iter()
                .step_by(2)
                .all(|line| *line == "interviewer" || *line == "interviewee"),
            "{name}: {lines:?}"
        );
        assert!(chrome.text.contains("interviewer\n\nIt was"), "{name}");
        assert_eq!(chrome.text.matches("different").count(), 88, "{name}");
        assert!(!chrome.text.contains("11/30/26"), "{name}");
        let note = format!(
            "{} lines of page headers and page numbers left out, as “11/30/26, 11:12 AM Interview 1 - Coder”",
            pages * 2
        );
        assert!(
            chrome.notes.iter().any(|own| own.starts_with(&note)),
            "{name}: {:?}",
            chrome.notes
        );
        let raw = original(&chrome.text, &chrome.edits).unwrap();
        assert_eq!(
            raw.matches("11/30/26, 11:12 AM Interview 1 - Coder")
                .count(),
            pages,
            "{name}"
        );
        assert_eq!(page(&chrome.edits, chrome.text.len() - 2), pages, "{name}");
    }
}

#[test]
fn a_turn_at_the_top_of_a_page_is_no_header() {
    let talk = fixture("yes-at-page-top.pdf");
    assert_eq!(paragraphs(&talk).len(), 10, "{}", talk.text);
    assert_eq!(talk.text.matches("Bo: Yes.").count(), 2, "{}", talk.text);
    assert_eq!(talk.notes, ["3 pages"]);
}

#[test]
fn words_are_parted_by_spaces() {
    assert_eq!(
        fixture("tab-spaces.pdf").text,
        "Anna: Well what did you do then?\n\nBo: I stayed at home and read the paper.\n"
    );
}

#[test]
fn joined_letters_are_written_as_single_ones_and_lead_back() {
    let talk = fixture("ligatures.pdf");
    assert!(
        talk.text
            .starts_with("Ann: The office had a flow of cases, plain office too.\n\n"),
        "{}",
        talk.text
    );
    assert!(
        talk.text
            .contains("Ann: a well-known thing at the end of a line.\n\nBo: 2019-2020 was long."),
        "{}",
        talk.text
    );
    assert!(
        original(&talk.text, &talk.edits)
            .unwrap()
            .contains("The ofﬁce had a ﬂow of cases")
    );
    assert!(
        talk.notes
            .iter()
            .any(|note| note.starts_with("2 joined letters")),
        "{:?}",
        talk.notes
    );
}

#[test]
fn what_runs_to_the_left_is_read_in_its_order_and_columns_one_after_the_other() {
    let lines = [
        "Ann: The office had a flow of cases.",
        "Bo: مرحبا بكم في عالم",
        "Ann: שלום עולם",
        "Ann: left one of column goes on in the left and ends here left.",
        "Bo: right one of column goes on in the right and ends here right.",
    ];
    assert_eq!(paragraphs(&fixture("right-to-left-and-columns.pdf")), lines);
    // Written by a program that sets such letters from left to right: what only ends a word tells.
    let written = fixture("ligatures.pdf").text;
    assert!(
        written.contains("Bo: Arabic مرحبا بكم end.\n\nAnn: Hebrew שלום עולם end."),
        "{written}"
    );
}

#[test]
fn a_printed_line_is_no_paragraph_but_a_name_begins_one() {
    let lines = [
        "Anna: What happened in the park on the first",
        "day, and who came?",
        "Bo: I came, and then we walked on for a while, and",
        "talked, and some days later somebody said",
        "nothing: that was it.",
        "Anna: And then?",
    ];
    let talk = reading(&[down(72.0, 700.0, 14.0, &lines)]);
    let turns = [
        "Anna: What happened in the park on the first day, and who came?",
        "Bo: I came, and then we walked on for a while, and talked, and some days later somebody said nothing: that was it.",
        "Anna: And then?",
    ];
    assert_eq!(paragraphs(&talk), turns);
}

#[test]
fn a_paragraph_goes_on_over_the_page() {
    let first = down(
        72.0,
        120.0,
        14.0,
        &[
            "Anna: What did you do?",
            "Bo: I went to the office in the middle of the town,",
        ],
    );
    let second = down(
        72.0,
        700.0,
        14.0,
        &[
            "and there I waited for the whole of the afternoon.",
            "Anna: How long?",
            "Bo: Long.",
        ],
    );
    let talk = reading(&[first, second]);
    assert_eq!(
        paragraphs(&talk)[1],
        "Bo: I went to the office in the middle of the town, and there I waited for the whole of the afternoon."
    );
    assert_eq!(page(&talk.edits, talk.text.find("town").unwrap()), 1);
    assert_eq!(page(&talk.edits, talk.text.find("and there").unwrap()), 2);
}

#[test]
fn numbers_of_lines_in_the_margin_are_left_out_and_told() {
    let said = [
        "Anna: What did you do in the year that we",
        "spoke of?",
        "Bo: I moved.",
        "Anna: In 2019?",
        "Bo: 12 of us moved, to the north of the town and",
        "beyond.",
        "Anna: Why?",
    ];
    let numbers: String = (1..=said.len())
        .map(|number| {
            at(
                45.0,
                700.0 - 14.0 * (number - 1) as f64,
                7.0,
                &number.to_string(),
            )
        })
        .collect();
    let talk = reading(&[down(72.0, 700.0, 14.0, &said) + &numbers]);
    let turns = [
        "Anna: What did you do in the year that we spoke of?",
        "Bo: I moved.",
        "Anna: In 2019?",
        "Bo: 12 of us moved, to the north of the town and beyond.",
        "Anna: Why?",
    ];
    assert_eq!(paragraphs(&talk), turns);
    assert!(
        talk.notes
            .contains(&"7 numbers in the margin left out (1 to 7)".to_owned()),
        "{:?}",
        talk.notes
    );
    assert!(
        original(&talk.text, &talk.edits)
            .unwrap()
            .contains("3 Bo: I moved.")
    );
}

/// As MAXQDA prints a coded interview: numbers of paragraphs beside the words, names of codes
/// beside the numbers.
#[test]
fn names_of_codes_beside_the_numbers_are_no_words() {
    let rest = [
        "and that is how it went in the years that I",
        "worked there, as far as I can remember, with",
        "all of them and in every kind of weather,",
        "as one did.",
    ];
    let mut page = String::new();
    let mut turns = Vec::new();
    for turn in 1..=5 {
        let first = format!(
            "{}: Well, this is the answer of number {turn},",
            if turn % 2 == 0 { "Bo" } else { "Dan" }
        );
        let top = 740.0 - 90.0 * f64::from(turn - 1);
        page += &at(120.0, top, 11.0, &turn.to_string());
        page += &at(150.0, top, 11.0, &first);
        page += &down(150.0, top - 14.0, 14.0, &rest);
        if turn % 2 == 0 {
            page += &at(20.0, top - 7.0, 8.0, "..Welcome");
        }
        turns.push(format!("{first} {}", rest.join(" ")));
    }
    let talk = reading(&[page]);
    assert_eq!(paragraphs(&talk), turns);
    assert!(
        talk.notes
            .iter()
            .any(|note| note == "2 lines left of them left out, as “..Welcome”"),
        "{:?}",
        talk.notes
    );
}

/// The name of a code may be longer than the margin: what is cut off on the page still stands in
/// the file. Paragraphs that go on over the page have their numbers again.
#[test]
fn names_of_codes_that_reach_under_the_words_are_none_of_them() {
    let turn = |number: usize, top: f64| {
        let first = format!(
            "{}: This is the answer of number {number},",
            if number.is_multiple_of(2) {
                "Bo"
            } else {
                "Dan"
            }
        );
        at(170.0, top, 10.0, &number.to_string())
            + &at(200.0, top, 11.0, &first)
            + &down(
                200.0,
                top - 14.0,
                14.0,
                &["and that is how it went in all of the years", "as one did."],
            )
    };
    let name = |top: f64| {
        at(
            60.0,
            top,
            7.0,
            "..Culture Shift Towards Data-Driven Strategies of the Company and its Customers",
        )
    };
    let one: String = (1..=5)
        .map(|number| turn(number, 800.0 - 60.0 * number as f64))
        .collect::<String>()
        + &name(726.0)
        + &name(620.0);
    let two: String = (4..=9)
        .map(|number| turn(number, 1000.0 - 60.0 * number as f64))
        .collect::<String>()
        + &name(640.0);
    let talk = reading(&[one, two]);
    assert!(!talk.text.contains("Culture"), "{}", talk.text);
    assert_eq!(
        talk.text.matches("answer of number").count(),
        11,
        "{}",
        talk.text
    );
    let told = "3 lines left of them left out, as “..Culture Shift Towards Data-Driven Strategies of the Company and its Customers”";
    assert!(
        talk.notes.iter().any(|note| note == told),
        "{:?}",
        talk.notes
    );
}

#[test]
fn a_name_before_what_was_said_is_no_column() {
    let mut commands = String::new();
    for (place, (name, said)) in [
        ("Anna:", "What did you do there in the first of the weeks?"),
        ("", "And in the second?"),
        ("Bo:", "I waited in the canteen, as all of us did at that"),
        ("", "time of the year."),
        ("Anna:", "Why?"),
        ("Bo:", "Nobody came."),
    ]
    .iter()
    .enumerate()
    {
        let y = 700.0 - 14.0 * place as f64;
        commands += &(at(72.0, y, 11.0, name) + &at(140.0, y, 11.0, said));
    }
    let turns = [
        "Anna: What did you do there in the first of the weeks? And in the second?",
        "Bo: I waited in the canteen, as all of us did at that time of the year.",
        "Anna: Why?",
        "Bo: Nobody came.",
    ];
    assert_eq!(paragraphs(&reading(&[commands])), turns);
}

#[test]
fn running_lines_go_only_where_they_cannot_be_a_turn() {
    let body = |page: usize| {
        let first = format!(
            "Anna: What was the number {} that you told us of?",
            ["one", "two", "three"][page]
        );
        down(
            72.0,
            700.0,
            14.0,
            &[
                &first,
                "Bo: It was so long ago.",
                "Anna: Try.",
                "Bo: Well, it was in the spring, I think it was.",
                "Anna: Which?",
                "Bo: No.",
                "Anna: And then we went on.",
                "Bo: Yes.",
            ],
        )
    };
    let pages: Vec<String> = (0..3)
        .map(|page| {
            body(page)
                + &at(72.0, 780.0, 9.0, "Study: Confidential")
                + &at(300.0, 30.0, 9.0, &format!("{} / 3", page + 1))
        })
        .collect();
    let talk = reading(&pages);
    assert_eq!(paragraphs(&talk).len(), 24, "{}", talk.text);
    assert_eq!(talk.text.matches("Bo: Yes.").count(), 3);
    assert!(
        !talk.text.contains("Study") && !talk.text.contains('/'),
        "{}",
        talk.text
    );
    assert!(
        talk.notes.contains(
            &"6 lines of page headers and page numbers left out, as “Study: Confidential”, “1 / 3”"
                .to_owned()
        ),
        "{:?}",
        talk.notes
    );
}

#[test]
fn every_way_of_showing_words_is_read() {
    let quotes =
        "BT /F 12 Tf 14 TL 50 700 Td (Anna: How was it to begin there?) Tj (Bo: Good.) ' 1 0 (Anna: Really?) \" ET".to_owned();
    assert_eq!(
        paragraphs(&reading(&[quotes])),
        [
            "Anna: How was it to begin there?",
            "Bo: Good.",
            "Anna: Really?"
        ]
    );
    let form = "BT /F 11 Tf 0 0 Td (Bo: below.) Tj ET";
    let form = format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 500 100]/Matrix[1 0 0 1 0 -20]/Length {}>>stream\n{form}\nendstream",
        form.len()
    );
    let pages = [at(
        72.0,
        700.0,
        11.0,
        "Anna: above, and to the right of it too?",
    ) + "q 1 0 0 1 72 700 cm /X Do Q"];
    assert_eq!(
        paragraphs(&read("talk.pdf", &pdf_with(&pages, HELVETICA, &form)).unwrap()),
        ["Anna: above, and to the right of it too?", "Bo: below."]
    );
    let given =
        "BT /F 12 Tf 50 700 Td (Anna: a long re) Tj /Span <</ActualText <FEFF00AD>>> BDC (-) Tj EMC 0 -14 Td (lation) Tj ET"
            .to_owned();
    assert_eq!(reading(&[given]).text, "Anna: a long relation\n");
    let twice = at(50.0, 700.0, 12.0, "Anna:")
        + &at(50.3, 700.0, 12.0, "Anna:")
        + &at(95.0, 700.0, 12.0, "yes");
    assert_eq!(reading(&[twice]).text, "Anna: yes\n");
}

#[test]
fn what_is_not_read_is_told() {
    let outside = at(72.0, 700.0, 11.0, "Anna: Here.") + &at(72.0, -40.0, 11.0, "nobody");
    let talk = reading(&[outside]);
    assert_eq!(talk.text, "Anna: Here.\n");
    assert!(
        talk.notes
            .iter()
            .any(|note| note.starts_with("6 letters left out outside")),
        "{:?}",
        talk.notes
    );
    let behind = reading(&["BT 3 Tr /F 11 Tf 72 700 Td (Anna: recognised) Tj ET".to_owned()]);
    assert_eq!(behind.text, "Anna: recognised\n");
    assert!(
        behind
            .notes
            .iter()
            .any(|note| note.contains("are invisible text")),
        "{:?}",
        behind.notes
    );
    let broken = reading(&[at(72.0, 700.0, 11.0, "Anna: Here.") + "BT (lost"]);
    assert!(
        broken
            .notes
            .iter()
            .any(|note| note.starts_with("page 1 is damaged")),
        "{:?}",
        broken.notes
    );
}

#[test]
fn a_font_that_does_not_say_its_letters_is_refused() {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/G/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/G/DW 500>>]>>";
    let commands = "BT /F 11 Tf 72 700 Td <00010002000300040005> Tj ET".to_owned();
    let refused = read("talk.pdf", &pdf_with(&[commands], font, "null")).unwrap_err();
    assert!(
        refused.what.contains("which letters its fonts show"),
        "{}",
        refused.what
    );
}

#[test]
fn remarks_and_empty_lines_among_commands_lose_nothing() {
    let commands = "% made by hand\n\n% (not read\n".to_owned()
        + &at(72.0, 700.0, 11.0, "Anna: all of it, 100 % \\(yes\\).")
        + "% end\n\n";
    let talk = reading(&[commands]);
    assert_eq!(talk.text, "Anna: all of it, 100 % (yes).\n");
    assert_eq!(talk.notes, ["1 page"]);
}

#[test]
fn widths_of_ranges_count_in_fonts_of_many_letters() {
    let map = "% map\n\n/CMapName /M def\n1 beginbfrange\n<0041> <007A> <0041>\nendbfrange\n";
    let font = "<</Type/Font/Subtype/Type0/BaseFont/G/Encoding/Identity-H/ToUnicode 4 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/G/DW 1000/W[65 122 500]>>]>>";
    let stream = format!("<</Length {}>>stream\n{map}\nendstream", map.len());
    // "noword" with a step of half an em from letter to letter, and a wider one in its middle.
    let commands =
        "BT /F 10 Tf 72 700 Td <006E006F> Tj 13 0 Td <0077006F00720064> Tj ET".to_owned();
    assert_eq!(
        read("talk.pdf", &pdf_with(&[commands], font, &stream))
            .unwrap()
            .text,
        "no word\n"
    );
}

#[test]
fn who_speaks_is_found_in_the_paragraphs() {
    let speakers = |name: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("tests/fixtures/import")
            .join(name);
        let report = import_transcript(&path, &TranscriptOptions::default())
            .unwrap()
            .report;
        report
            .speakers
            .into_iter()
            .map(|speaker| (speaker.label, speaker.turns))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        speakers("chrome-print.pdf"),
        [
            ("interviewer".to_owned(), 30),
            ("interviewee".to_owned(), 30)
        ]
    );
    assert_eq!(
        speakers("yes-at-page-top.pdf"),
        [("Anna".to_owned(), 5), ("Bo".to_owned(), 5)]
    );
}
