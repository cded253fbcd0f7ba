//! Numbers and addresses that identify people: every kind in many spellings, and what looks
//! like one. All of them are made up; domains are example.org.

use proptest::prelude::*;
use proptest::sample::select;
use virk::privacy::{PersonalDataKind, kind_of_bare_digits, scan, scan_sure};

fn kinds(text: &str) -> Vec<PersonalDataKind> {
    scan(text, &[])
        .into_iter()
        .map(|finding| finding.kind)
        .collect()
}

#[test]
fn every_kind_is_found_in_the_spellings_people_use() {
    use PersonalDataKind::{
        Address, AmericanNumber, BirthDate, BritishNumber, Cpr, Email, FinnishNumber, Iban,
        NorwegianNumber, Phone, SwedishNumber,
    };
    let mut missed = Vec::new();
    for (kind, spellings) in [
        (
            Cpr,
            &[
                "010190-1234",
                "010190 - 1234",
                "01 01 90-1234",
                "01.01.90-1234",
                "010190\n-1234",
                "010190-\n1234",
                "cpr0101901234",
                "010190—1234",
                "010190/1234",
                "01/01/90-1234",
                "01-01-90-1234",
                "01.01.90 - 1234",
                "1.1.90-1234",
                "01.01.1990-1234",
                "010190.1234",
                "0 1 0 1 9 0 - 1 2 3 4",
                "CPR-nr. 01 01 90 1234",
                "CPR: 01.01.90 1234",
                "010190\n1234",
                "010190-12 34",
                "010190-1234Anna",
                "Anna010190-1234",
                "(010190-1234)",
                "personnummer 0101 90 1234",
                "3 010190-1234",
                "01. 01. 90-1234",
                "nr.0101901234",
                "01\u{2009}01\u{2009}90\u{2013}1234",
                "\u{ff10}10190-1234",
                "_010190-1234_",
                "01 01 90 1234",
                "01-01-90 1234",
                "0101901\n234",
                "01.01.90 4123",
                "010190-1234AB",
                "0101901234.0",
                "personnummer er 01 01 90 12 34",
            ][..],
        ),
        (
            Phone,
            &[
                "20304050",
                "20 30 40 50",
                "2030 4050",
                "20-30-40-50",
                "20.30.40.50",
                "+45 20 30 40 50",
                "+4520304050",
                "0045 20304050",
                "(+45) 20 30 40 50",
                "+45-2030-4050",
                "tlf20304050",
                "Tlf.: 20 304 050",
                "ring 20 30\n40 50",
                "45 20304050",
                "20 30 4050",
                "070-123 45 67",
                "0731234567",
                "070 123 45 67",
                "08-123 456 78",
                "08-12 34 56",
                "+46 (0)70-123 45 67",
                "+46701234567",
                "031-12 34 56",
                "412 34 567",
                "+47 412 34 567",
                "22 12 34 56",
                "0170 1234567",
                "0171/1234567",
                "030 12345678",
                "+49 170 1234567",
                "+49 (0) 170 1234567",
                "0049-170-1234567",
                "(030) 123456",
                "(030) 12 34 56 78",
                "0 30 / 12 34 56 78",
                "07700 900123",
                "+44 7700 900123",
                "020 7946 0123",
                "(020) 7946 0123",
                "0161 496 0123",
                "+44 (0)20 7946 0123",
                "07700900123",
                "07700 900 123",
                "(202) 555-0123",
                "202-555-0123",
                "202.555.0123",
                "+1 202 555 0123",
                "1-800-555-0123",
                "(202)555-0123",
                "202 555 0123",
                "call me on 2025550123",
                "ring til mig på 2 0 3 0 4 0 5 0",
                "tel:+4520304050",
                "(45) 20 30 40 50",
                "2025550123 is my cell",
                "20304050 (mobil)",
                "20_30_40_50",
                "+1.202.555.0123",
                "20304050.0",
                "mobil 20304050 kl. 12",
                "mit nummer er 20 304 050",
                "020 7946\n0123",
                "01512 3456789",
            ],
        ),
        (
            Email,
            &[
                "anna.b@example.org",
                "anna (at) example.org",
                "anna [at] example [dot] org",
                "anna at example dot org",
                "anna snabel-a example.org",
                "anna snabela example punktum org",
                "anna @ example.org",
                "anna@\nexample.org",
                "anna@example . org",
                "anna＠example.org",
                "anna+x@mail.example.org",
                "ANNA@EXAMPLE.ORG",
                "mailto:anna@example.org",
                "anna(at)example(dot)org",
                "åse.ø@example.org",
                "anna_b@example.co.uk",
                "anna{at}example.org",
                "anna.b (a) example.org",
                "anna@example dot org",
                "anna.b at example.org",
                "anna [snabel-a] example.org",
            ],
        ),
        (
            NorwegianNumber,
            &[
                "01019012480",
                "010190 12480",
                "010190-12480",
                "01 01 90 12480",
                "010190 124 80",
                "fnr01019012480",
            ],
        ),
        (
            SwedishNumber,
            &[
                "900101-1239",
                "19900101-1239",
                "9001011239",
                "199001011239",
                "900101 1239",
                "900101+1239",
                "19900101 - 1239",
                "90 01 01-1239",
                "900161-1236",
                "pnr 900101-1239",
            ],
        ),
        (
            FinnishNumber,
            &[
                "010190-123M",
                "010190A123M",
                "010190 - 123M",
                "010190–123M",
                "hetu010190Y123M",
                "010190+123m",
            ],
        ),
        (
            BritishNumber,
            &[
                "AB123456C",
                "AB 12 34 56 C",
                "AB-12-34-56-C",
                "ab123456c",
                "AB 123456 C",
                "NI number: ab 12 34 56 c",
            ],
        ),
        (
            AmericanNumber,
            &[
                "123-45-6789",
                "123 45 6789",
                "SSN 123456789",
                "SSN: 123.45.6789",
                "123–45–6789",
            ],
        ),
        (
            Iban,
            &[
                "DK5000400440116243",
                "DK50 0040 0440 1162 43",
                "dk50 0040 0440 1162 43",
                "DK50-0040-0440-1162-43",
                "DK50 0040\n0440 1162 43",
                "NO9386011117947",
                "NO93 8601 1117 947",
                "SE45 5000 0000 0583 9825 7466",
                "DE89 3704 0044 0532 0130 00",
                "GB29 NWBK 6016 1331 9268 19",
                "FI21 1234 5600 0007 85",
                "IBAN:DE89370400440532013000",
            ],
        ),
        (
            BirthDate,
            &[
                "født 3. maj 1971",
                "født den 3/5 1971",
                "f. 3.5.71",
                "fødselsdato: 03-05-1971",
                "födelsedatum 1971-05-03",
                "född den 3 maj 1971",
                "geb. 03.05.1971",
                "geboren am 3. Mai 1971",
                "Geburtsdatum: 3.5.1971",
                "DOB: 05/03/1971",
                "D.O.B. 3/5/71",
                "date of birth: 3 May 1971",
                "born on May 3, 1971",
                "born on the 3rd of May 1971",
                "født d. 3. maj 1971",
                "født på Rigshospitalet den 3. maj 1971",
                "fødselsdag er den 3. maj i 1971",
                "fødd 03.05.71",
                "den 3. maj 1971 blev jeg født",
                "född 710503",
                "DOB 19710503",
                "født 030571",
            ],
        ),
        (
            Address,
            &[
                "Nørregade 12",
                "Vestergade 5, 2. tv.",
                "Karl Johans gate 5 B",
                "Storgatan 12",
                "Hauptstraße 12",
                "Hauptstr. 5",
                "12 High Street",
                "221B Baker Street",
                "Gammel Kongevej 123A",
                "H.C. Andersens Boulevard 27",
                "Strandvägen 7",
                "10 Downing St",
            ],
        ),
    ] {
        for words in spellings {
            for text in [
                format!("Hun sagde {words} til mig."),
                format!("{words}\n"),
                format!("Svar: {words}, tak"),
            ] {
                let found = kinds(&text);
                if found != [kind] {
                    missed.push((kind, text, found));
                }
            }
        }
    }
    assert!(missed.is_empty(), "{} missed: {missed:#?}", missed.len());
}

#[test]
fn what_an_evaluation_counts_is_nobody() {
    let mut wrong = Vec::new();
    for text in [
        "det kostede 22 345 678 kr. i alt",
        "uge 23 24 25 26",
        "linje 2345-2399",
        "25 000 000",
        "25 00 00 00 kr",
        "23000000 kr.",
        "DKK 23 456 789",
        "€ 23 456 789",
        "kr. 23 456 789",
        "et beløb på 23.456.789",
        "23 456 789 euro",
        "i ugerne 23 24 25 26 og 27",
        "linjerne 2345-2399, 2410-2455 og 2500-2533",
        "s. 2345-2399",
        "pp. 2345–2399",
        "siderne 2345-2399",
        "N = 23456789",
        "n=20304050",
        "p = 0,0203040506",
        "ISBN 978-87-412-5678-9",
        "ISBN 8741256789",
        "ISSN 2045-2322",
        "doi:10.1016/j.ssresearch.2019.20304050",
        "https://doi.org/10.1080/13561820.2023.22334455",
        "https://www.example.org/nyt/20304050",
        "CVR 25313763",
        "CVR-nr.: 25 31 37 63",
        "2024-03-01 12:30:05",
        "20240301123005",
        "2024-03-01T12:30:05",
        "[00:12:34.567]",
        "kl. 09.30-10.15",
        "fra 20.30-21.45",
        "01.02.2024",
        "den 23.01.2015 kl. 12",
        "24-12-98 2000 kr.",
        "01.02.2024 - 31.12.2024",
        "320190-1234",
        "013190-1234",
        "310490-1234",
        "2019-2023",
        "1998 2004",
        "ordrenummer 0101901234",
        "faktura 20304050",
        "varenr. 20304050",
        "respondent 20304050",
        "ID 20304050",
        "NCT02030405",
        "PMC23456789",
        "grant 8023-00123B",
        "version 2023.10.15.22",
        "M = 23,45 (SD = 12,34)",
        "χ²(16) = 27,345",
        "F(3, 2345) = 23.45",
        "0.123 0.456 0.789",
        "23.45 67.89 12.34",
        "1 2 3 4 5 4 3 2 1 2 3 4",
        "12\n23\n34\n45\n56",
        "2030\n4050\n6070",
        "100 200 300 400",
        "23456789 indbyggere",
        "20304050 tegn",
        "tabel 22 23 24 25",
        "000-12-3456",
        "666-12-3456",
        "900-12-3456",
        "123-00-4567",
        "BG 12 34 56 C",
        "QQ 12 34 56 C",
        "er 12 34 56 a",
        "DK51 0040 0440 1162 43",
        "010190-123A",
        "900101-1238",
        "01019012481",
        "3. maj 1971 startede projektet",
        "jeg er født i 1971",
        "mødes @ Rådhuset",
        "3 stk @ 25.50",
        "@example",
        "kig at home.dk",
        "@anna.example",
        "to karrierevej 3",
        "På Motorvej 45",
        "timestamp 1609459200",
        "sag 2019-0012345",
        "journalnr. 20304050",
        "55.676098, 12.568337",
        "10^8 = 100000000",
        "99999999",
        "00000000",
        "konto 20304050",
        "90-100-110",
        "5-10-15-20-25",
        "12345678",
        "øger 22 23 24 25 i alder",
        "23-25 26-28",
        "KW 17/2021 bis KW 03/2022",
        "hvilepuls 72 75 81 78",
        "We have 30",
        "You'll all have 30",
        "Så er vi alle 12",
        "På vej 3",
        "Vi kom på vei 2",
        "2,5 20,3 40,5",
    ] {
        for text in [format!("Det er {text}."), text.to_owned()] {
            let found = kinds(&text);
            if !found.is_empty() {
                wrong.push((text, found));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong: {wrong:#?}", wrong.len());
}

/// Texts written by somebody who had seen neither the patterns nor what they were made from, fixed
/// before the first run: sixty that identify people, and sixty that look so. All numbers are
/// made up.
///
/// The first run found 55 of the 60 (recall 91.7 %) and took 2 look-alikes for somebody (precision
/// 55 of 57, 96.5 %). Missed then: a CPR number with two capitals glued on behind, one in pairs
/// behind `personnummer`, one that a workbook made a decimal number of (`.0`), `+1.614.555.0182`,
/// and a Swedish number behind `pnr`. Taken wrongly: a week (`KW 03/2022`) and four pulses. The
/// second run, after these kinds were mended, found all sixty and no look-alike.
#[test]
fn the_held_out_lists() {
    let (missed, wrong) = held_out("held-out");
    assert!(missed.is_empty(), "missed: {missed:#?}");
    assert!(wrong.is_empty(), "taken wrongly: {wrong:#?}");
}

/// Two more such lists by another who had not seen the first, run once on what had been mended
/// then: 59 of the 60 found (recall 98.3 %), 1 look-alike taken (precision 59 of 60, 98.3 %). What
/// was missed was left as it is, so that the figures stand.
#[test]
fn the_second_held_out_lists() {
    let (missed, wrong) = held_out("held-out-2");
    assert_eq!(missed, ["cpr;navn_kode;502641872;R07"]);
    assert_eq!(wrong, ["Projektet blev født på et seminar den 3. maj 2016"]);
}

/// What was missed of sixty texts that identify people, and what was taken wrongly of sixty
/// that look so.
fn held_out(list: &str) -> (Vec<String>, Vec<String>) {
    let read = |name: &str| -> Vec<String> {
        let path = format!(
            "{}/tests/fixtures/privacy/{list}-{name}.json",
            env!("CARGO_MANIFEST_DIR")
        );
        let items: Vec<serde_json::Value> =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        items
            .iter()
            .map(|item| item["text"].as_str().unwrap().to_owned())
            .collect()
    };
    let (mut personal, mut alike) = (read("personal"), read("lookalikes"));
    assert_eq!((personal.len(), alike.len()), (60, 60));
    personal.retain(|text| kinds(text).is_empty());
    alike.retain(|text| !kinds(text).is_empty());
    (personal, alike)
}

#[test]
fn bare_digits_of_a_column() {
    for (digits, kind) in [
        ("0101901234", Some(PersonalDataKind::Cpr)),
        ("101901234", Some(PersonalDataKind::Cpr)),
        ("1019012480", Some(PersonalDataKind::NorwegianNumber)),
        ("199001011239", Some(PersonalDataKind::SwedishNumber)),
        ("20304050", None),
        ("3292953864", None),
        ("", None),
    ] {
        assert_eq!(kind_of_bare_digits(digits), kind, "{digits}");
    }
}

/// Two check digits of modulus 11, or none where they would have two digits.
fn norwegian(nine: &str) -> Option<String> {
    let mut digits: Vec<u32> = nine.chars().map(|c| c.to_digit(10).unwrap()).collect();
    for weights in [
        &[3, 7, 6, 1, 8, 9, 4, 5, 2][..],
        &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2],
    ] {
        let rest = 11
            - digits
                .iter()
                .zip(weights)
                .map(|(digit, weight)| digit * weight)
                .sum::<u32>()
                % 11;
        digits.push(match rest {
            11 => 0,
            10 => return None,
            rest => rest,
        });
    }
    Some(digits.iter().map(u32::to_string).collect())
}

fn swedish(nine: &str) -> String {
    let doubled = |(place, c): (usize, char)| {
        let digit = c.to_digit(10).unwrap() * if place % 2 == 0 { 2 } else { 1 };
        digit / 10 + digit % 10
    };
    let sum: u32 = nine.chars().enumerate().map(doubled).sum();
    format!("{nine}{}", (10 - sum % 10) % 10)
}

fn finnish(date: &str, number: &str, sign: &str) -> String {
    let all: usize = format!("{date}{number}").parse().unwrap();
    format!(
        "{date}{sign}{number}{}",
        "0123456789ABCDEFHJKLMNPRSTUVWXY"
            .chars()
            .nth(all % 31)
            .unwrap()
    )
}

const HYPHENS: [&str; 6] = [
    "-", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}", "\u{2212}",
];
const BLANKS: [&str; 4] = [" ", "\u{a0}", "\u{2009}", "\u{202f}"];
const HIDDEN: [&str; 5] = ["", "", "\u{200b}", "\u{ad}", "\u{2060}"];

/// A number in one of many spellings: hyphens and blanks of all sorts, letters nobody sees, digits
/// in full width.
fn spelled(plain: &str, (hyphen, blank, hidden, wide): (&str, &str, &str, bool)) -> String {
    let mut written = String::new();
    for c in plain.chars() {
        match c {
            '-' => written.push_str(hyphen),
            ' ' => written.push_str(blank),
            '0'..='9' if wide => {
                written.push(char::from_u32(u32::from(c) - 0x30 + 0xff10).unwrap())
            }
            c => written.push(c),
        }
        written.push_str(hidden);
    }
    // A soft hyphen in front of a line end joins the lines.
    written.truncate(written.len() - hidden.len());
    written
}

fn spelling() -> impl Strategy<Value = (&'static str, &'static str, &'static str, bool)> {
    (
        select(&HYPHENS[..]),
        select(&BLANKS[..]),
        select(&HIDDEN[..]),
        any::<bool>(),
    )
}

proptest! {
    #[test]
    fn a_valid_number_is_found_in_every_spelling(
        (day, month, year) in (1_u32..29, 1_u32..13, 40_u32..100),
        serial in 0_u32..4000,
        layout in 0_usize..8,
        spelling in spelling(),
        (before, after) in (select(&["", "Jeg hedder ", "Mentor 1: ", "(", "cpr:", "nr. ", "å "][..]), select(&["", ".", ", tak", ")", "\nNej", " og"][..])),
    ) {
        let date = format!("{day:02}{month:02}{year:02}");
        let turned = format!("{year:02}{month:02}{day:02}");
        let number = match layout {
            0 => format!("{date}-{serial:04}"),
            1 => format!("{date} - {serial:04}"),
            2 => format!("{day:02} {month:02} {year:02}-{serial:04}"),
            3 => format!("{day:02}.{month:02}.{year:02}-{serial:04}"),
            4 => norwegian(&format!("{date}{:03}", serial % 1000)).unwrap_or_else(|| format!("{date}-{serial:04}")),
            5 => { let ten = swedish(&format!("{turned}{:03}", serial % 1000)); format!("{}-{}", &ten[..6], &ten[6..]) }
            6 => finnish(&date, &format!("{:03}", 2 + serial % 900), "-"),
            _ => format!("{date}-\n{serial:04}"),
        };
        let written = spelled(&number, spelling);
        let text = format!("{before}{written}{after}");
        let found = scan(&text, &[]);
        prop_assert_eq!(found.len(), 1, "{:?}: {:?}", text, found);
        // The place is one of the text itself, from the first digit to the last.
        let words = found[0].span.text(&text);
        prop_assert_eq!(words, written.as_str());
    }

    #[test]
    fn what_is_counted_is_nobody(
        digits in "[1-9][0-9]{5,9}",
        (before, after) in select(&[("kr. ", ""), ("", " kr."), ("DKK ", ""), ("€ ", ""), ("", " euro"), ("N = ", ""), ("", " personer"), ("p = 0,", ""), ("ISBN ", ""), ("linje ", ""), ("uge ", ""), ("", " tegn"), ("", " %")][..]),
        grouped in select(&["", " ", "."][..]),
    ) {
        let mut written = String::new();
        for (place, c) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place) % 3 == 0 && before != "p = 0," {
                written.push_str(grouped);
            }
            written.push(c);
        }
        let text = format!("Det var {before}{written}{after} i alt.");
        prop_assert!(scan(&text, &[]).is_empty(), "{:?}: {:?}", text, scan(&text, &[]));
    }

    #[test]
    fn places_are_of_the_text_whatever_it_holds(text in "([0-9]{2,6}|[-. /()+\n:,]|[a-zæøå@]{1,4}|\u{200b}|\u{ad}|[½²①]|å\u{301}){0,40}") {
        let found = scan(&text, &[]);
        for pair in found.windows(2) {
            prop_assert!(pair[0].span.end <= pair[1].span.start);
        }
        for finding in &found {
            prop_assert!(text.is_char_boundary(finding.span.start as usize) && text.is_char_boundary(finding.span.end as usize));
            prop_assert!(finding.span.start < finding.span.end);
        }
        prop_assert!(scan_sure(&text, &[]).iter().all(|finding| !finding.kind.is_hint()));
    }
}
