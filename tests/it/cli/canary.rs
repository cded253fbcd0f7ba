//! A word of its own stands in every field of a study; every way out is gone, for every reader, and
//! looked through for words that the reader may not see. The ways out are those that the program
//! itself lists: a new command, table, form or format is crawled, or this test says that it does
//! not know how.

use super::planted::{FIELDS, Seen, study, word};
use super::virk::{Ran, Virk};
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::sync::OnceLock;
use virk::export::{StudyTable, TableFormat, matrix::MatrixLayout, questions::EvaluationQuestion};
use zip::ZipArchive;

fn planted() -> &'static Virk {
    static STUDY: OnceLock<Virk> = OnceLock::new();
    STUDY.get_or_init(study)
}

/// Everything in a file, also in the files that it holds.
fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).to_lowercase();
    if let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) {
        for place in 0..archive.len() {
            let mut file = archive.by_index(place).unwrap();
            text += &file.name().unwrap().to_lowercase();
            let mut inside = Vec::new();
            file.read_to_end(&mut inside).unwrap();
            text += &unpacked(&inside);
        }
    }
    text
}

/// The fields whose words stand in a text.
fn found(text: &str) -> BTreeSet<&'static str> {
    FIELDS
        .iter()
        .map(|(field, ..)| *field)
        .filter(|field| text.contains(&word(field)))
        .collect()
}

fn may_see(readers: &str, seen: Seen) -> bool {
    match readers {
        "supervisor" => seen != Seen::Inside,
        "public" => seen == Seen::Everybody,
        _ => true,
    }
}

/// What readers see of a way out that they may not.
fn leaks(readers: &str, text: &str) -> Vec<&'static str> {
    let told = found(text);
    FIELDS
        .iter()
        .filter(|(field, seen, _)| told.contains(field) && !may_see(readers, *seen))
        .map(|(field, ..)| *field)
        .collect()
}

/// Goes a way out and answers all that came: what was printed, what was complained of, and the
/// file.
fn all(ran: &Ran, file: Option<&str>) -> String {
    let mut text = (ran.out() + &ran.err()).to_lowercase();
    if let Some(bytes) = file.and_then(|file| std::fs::read(planted().path(file)).ok()) {
        text += &unpacked(&bytes);
    }
    text
}

/// Calls for readers, named now by the option and now by the environment.
fn go(readers: &str, words: &[&str], file: Option<&str>) -> (Ran, String) {
    let virk = planted();
    if let Some(file) = file {
        let _ = std::fs::remove_file(virk.path(file));
    }
    let mut words = words.to_vec();
    words.extend(["--study", "study.virk", "--privacy", readers]);
    let ran = virk.call(&words);
    let text = all(&ran, file);
    (ran, text)
}

/// The ways out that ask a shield: what is called, and the file it writes.
fn shielded() -> Vec<(Vec<String>, Option<String>)> {
    let mut ways: Vec<(Vec<String>, Option<String>)> = Vec::new();
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<String>>();
    for format in TableFormat::ALL {
        for sheet in StudyTable::ALL {
            let file = format!("out-{}.{}", sheet.name(), format.name());
            ways.push((
                words(&format!("export {file} --table {}", sheet.name())),
                Some(file),
            ));
        }
        for form in MatrixLayout::ALL {
            let file = format!("matrix-{}.{}", form.name(), format.name());
            ways.push((
                words(&format!(
                    "matrix --form {} --columns all --output {file}",
                    form.name()
                )),
                Some(file),
            ));
        }
        for question in EvaluationQuestion::ALL {
            let file = format!("question-{}.{}", question.name(), format.name());
            ways.push((
                words(&format!("questions {} --output {file}", question.name())),
                Some(file),
            ));
        }
    }
    for form in MatrixLayout::ALL {
        ways.push((words(&format!("matrix --form {}", form.name())), None));
        ways.push((
            words(&format!(
                "matrix --form {} --columns all --json",
                form.name()
            )),
            None,
        ));
    }
    for line in [
        "matrix",
        "matrix --json",
        "questions",
        "questions --json",
        "check",
        "check --json",
    ] {
        ways.push((words(line), None));
    }
    for version in ["zqversionqz", "second"] {
        ways.push((
            words(&format!("report report.html --theory {version}")),
            Some("report.html".into()),
        ));
        ways.push((
            words(&format!("archive archive.zip --theory {version}")),
            Some("archive.zip".into()),
        ));
        ways.push((
            words(&format!("archive archive.zip --theory {version} --json")),
            Some("archive.zip".into()),
        ));
        ways.push((
            words(&format!("export t.csv --table matrix --theory {version}")),
            Some("t.csv".into()),
        ));
    }
    ways
}

#[test]
fn what_goes_out_holds_what_its_readers_may_see() {
    let mut told = Vec::new();
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    let ways = shielded();
    for readers in ["supervisor", "public"] {
        for (way, file) in &ways {
            let words: Vec<&str> = way.iter().map(String::as_str).collect();
            let (ran, text) = go(readers, &words, file.as_deref());
            assert!(
                matches!(ran.code(), Some(0 | 1)),
                "virk {}: {}",
                way.join(" "),
                ran.err()
            );
            if let Some(file) = file {
                assert!(
                    planted().path(file).is_file(),
                    "virk {} writes no file",
                    way.join(" ")
                );
            }
            for field in leaks(readers, &text) {
                told.push(format!(
                    "{readers} learn `{field}` by virk {}",
                    way.join(" ")
                ));
            }
            seen.extend(found(&text).into_iter().map(|field| (readers, field)));
        }
    }
    assert!(
        told.is_empty(),
        "{} leaks in {} calls:\n{}",
        told.len(),
        2 * ways.len(),
        told.join("\n")
    );
    // What they may see they do: a shield that withholds everything would pass as well.
    for (field, who, _) in FIELDS {
        for readers in ["supervisor", "public"] {
            assert_eq!(
                seen.contains(&(readers, field)),
                may_see(readers, *who),
                "{readers} and `{field}`"
            );
        }
    }
}

#[test]
fn every_word_is_in_the_study() {
    let ran = planted().run(["log", "--limit", "0", "--jsonl", "--content"]);
    let told = found(&ran.exits(0).out());
    let missing: Vec<&str> = FIELDS
        .iter()
        .map(|(field, ..)| *field)
        .filter(|field| !told.contains(field))
        .collect();
    assert!(missing.is_empty(), "not planted: {missing:?}");
    assert!(FIELDS.len() >= 50);
}

#[test]
fn the_log_without_the_words_of_people_holds_none() {
    for words in [
        &["log", "--limit", "0", "--jsonl"][..],
        &["export", "log.jsonl"],
    ] {
        let (ran, text) = go("internal", words, Some("log.jsonl"));
        ran.exits(0);
        // Who did what stays.
        assert_eq!(
            found(&text)
                .into_iter()
                .filter(|field| *field != "coder")
                .collect::<Vec<_>>(),
            [""; 0],
            "{words:?}"
        );
        assert!(
            text.contains("condensation_set")
                && text.contains("search_saved")
                && text.contains("dataset_added")
        );
    }
}

#[test]
fn formats_that_hold_everything_are_refused() {
    let names = planted().run(["export", "study.zzz"]).err();
    let names = names
        .split_once("one of ")
        .unwrap()
        .1
        .split_once(',')
        .map(|_| names.split_once("one of ").unwrap().1)
        .unwrap();
    let names: Vec<&str> = names
        .split(", ")
        .map(|name| {
            name.split_whitespace()
                .next()
                .unwrap()
                .trim_end_matches(',')
        })
        .collect();
    assert!(names.len() >= 12, "{names:?}");
    for name in names
        .into_iter()
        .filter(|name| TableFormat::ALL.iter().all(|format| format.name() != *name))
    {
        for readers in ["supervisor", "public"] {
            let file = format!("whole.{name}");
            let (ran, text) = go(readers, &["export", &file], Some(&file));
            assert_eq!(ran.code(), Some(2), "{name}");
            assert!(
                !planted().path(&file).exists() && leaks(readers, &text).is_empty(),
                "{name}"
            );
        }
    }
}

/// What stands for the words that a manual asks for.
fn sample(asked: &str) -> &'static str {
    match asked.trim_matches(|c: char| !c.is_alphanumeric()) {
        "RULE" => "L1",
        "FILE.html" => "x.html",
        "FILE.zip" => "x.zip",
        "START..END" => "0..1",
        "WHOSE" => "ours",
        "N" | "NO" | "NUMBER" | "OTHER" => "1",
        _ => "zqtitleqz",
    }
}

/// How a command without commands below it is called: by its manual's usage.
fn calls(manual: &str, path: &str) -> Vec<String> {
    let usage = manual
        .lines()
        .find_map(|line| line.strip_prefix("Usage: virk "))
        .unwrap_or_default();
    let rest = usage.strip_prefix(path).unwrap_or_default();
    let mut words: Vec<String> = path.split(' ').map(str::to_owned).collect();
    let mut inside = String::new();
    for part in rest
        .split(' ')
        .filter(|part| !part.is_empty() && *part != "[OPTIONS]")
    {
        inside += part;
        if inside.starts_with('<') && !inside.contains('>') {
            inside.push('_');
            continue;
        }
        if inside.starts_with("--") {
            words.push(inside.clone());
        } else if inside.starts_with('<') {
            words.push(sample(&inside).to_owned());
        }
        inside.clear();
    }
    words
}

/// The same with what the usage does not name: one of several options.
fn completed(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    for _ in 0..4 {
        let err = planted()
            .call(&[&words[..], &["--privacy".to_owned(), "public".to_owned()]].concat())
            .err();
        if let Some((_, more)) = err
            .lines()
            .next()
            .unwrap_or_default()
            .split_once("arguments were not provided: ")
        {
            let first = more.split(' ').next().unwrap_or_default();
            let first = first.trim_end_matches('.');
            words.push(
                if first.starts_with('<') {
                    sample(first)
                } else {
                    first
                }
                .to_owned(),
            );
        } else if err.to_lowercase().contains("a value is required for") {
            words.push(sample("").to_owned());
        } else {
            break;
        }
    }
    words
}

fn leaves(path: &str, found: &mut Vec<(String, Vec<String>)>) {
    let words: Vec<&str> = path
        .split(' ')
        .filter(|word| !word.is_empty())
        .chain(["--help"])
        .collect();
    let manual = planted().call(&words).out();
    let below: Vec<&str> = match manual.split_once("\nCommands:\n") {
        None => Vec::new(),
        Some((_, list)) => list
            .lines()
            .take_while(|line| !line.trim().is_empty())
            .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
            .filter_map(|line| line.split_whitespace().next())
            .filter(|name| *name != "help")
            .collect(),
    };
    if !path.is_empty()
        && (below.is_empty() || manual.contains("Usage: virk ") && !manual.contains("<COMMAND>"))
    {
        found.push((path.to_owned(), calls(&manual, path)));
    }
    below
        .iter()
        .for_each(|name| leaves(format!("{path} {name}").trim(), found));
}

/// Commands that show everything refuse in one sentence; all others are in the list of ways out
/// above or tell nothing.
#[test]
fn no_command_shows_others_what_they_may_not_see() {
    const ASK: &[&str] = &[
        "export",
        "matrix",
        "questions",
        "report",
        "archive",
        "check",
    ];
    const TELL_NOTHING: &[&str] = &["new", "config", "lock", "unlock", "completions", "man"];
    let mut commands = Vec::new();
    leaves("", &mut commands);
    assert!(commands.len() > 90, "{}", commands.len());
    let (mut refused, mut open) = (0, Vec::new());
    for (path, words) in &commands {
        let words = &completed(words);
        let first = path.split(' ').next().unwrap();
        for (readers, json) in [("public", false), ("public", true), ("supervisor", false)] {
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            words.extend(json.then_some("--json"));
            let (ran, text) = go(readers, &words, None);
            let gate = ran
                .err()
                .contains("is only for people who work on the study, not for");
            // Whoever calls sees the words that are typed.
            let typed = text.replace("zqtitleqz", "");
            assert!(
                leaks(readers, &typed).is_empty(),
                "virk {}: {:?}",
                words.join(" "),
                leaks(readers, &typed)
            );
            if gate {
                assert_eq!(
                    (ran.code(), ran.out().as_str()),
                    (Some(2), ""),
                    "virk {}",
                    words.join(" ")
                );
                refused += 1;
            } else if first != "demo" {
                let known = ASK.contains(&first) || TELL_NOTHING.contains(&first);
                open.extend(
                    (!known)
                        .then(|| format!("virk {}: {}{}", words.join(" "), ran.out(), ran.err())),
                );
            }
        }
    }
    assert!(
        open.is_empty(),
        "neither refused nor known to ask:\n{}",
        open.join("\n")
    );
    assert!(refused > 240, "{refused}");
    planted()
        .run(["check", "--study", "study.virk"])
        .exits(0)
        .says("Everything is in order");
}

#[test]
fn the_environment_names_the_readers_too() {
    let virk = planted();
    for command in [
        "log --json",
        "quotes",
        "document show zqtitleqz",
        "--plain",
        "demo . --json",
    ] {
        let ran =
            virk.shell(&format!("cp study.virk mentoring.virk; VIRK_PRIVACY=public VIRK_STUDY=study.virk \"$VIRK\" {command}"));
        assert!(
            leaks("public", &all(&ran, None).replace("zqtitleqz", "")).is_empty(),
            "{command}"
        );
    }
    virk.shell("VIRK_PRIVACY=public \"$VIRK\" log --study study.virk")
        .refuses("not for public readers", "VIRK_PRIVACY");
    virk.shell("VIRK_PRIVACY=public \"$VIRK\" log --study study.virk --privacy internal")
        .exits(0);
    virk.shell("VIRK_PRIVACY=everybody \"$VIRK\" log --study study.virk")
        .exits(2);
}
