//! Every example command of the README and of the guide in `docs/` works as it stands.

use super::virk::Virk;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What the examples use beside a study.
const FILES: &[(&str, &str)] = &[
    (
        "interviews/01-mentor-1.txt",
        "transcripts-sample/01-mentor-1.txt",
    ),
    (
        "interviews/02-mentor-2.txt",
        "transcripts-sample/02-mentor-2.txt",
    ),
    ("survey.csv", "transcripts-sample/data/survey.csv"),
    ("variables.json", "transcripts-sample/data/variables.json"),
    ("theory.json", "transcripts-sample/data/theory.json"),
    ("changes.json", "transcripts-sample/data/changes.json"),
    ("codebook.json", "codebooks/mentoring.json"),
];
/// These begin in a folder without a study.
const FROM_NOTHING: &[&str] = &["README.md", "docs/own-study.md"];

fn house(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

/// The commands of a page in its order, without their comments.
fn examples(page: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut inside = false;
    for line in page.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside && !line.trim().is_empty() {
            let command = line.split_once(" # ").map_or(line, |(command, _)| command);
            commands.push(command.trim().to_owned());
        }
    }
    commands
}

fn folder(chapter: &str) -> Virk {
    let mut virk = if FROM_NOTHING.contains(&chapter) {
        Virk::new()
    } else {
        let sample = fs::read(Virk::sample().path("sample.virk")).unwrap();
        let virk = Virk::new();
        fs::create_dir(virk.path("virk-demo")).unwrap();
        virk.file("virk-demo/mentoring.virk", sample)
    };
    for folder in ["interviews", "backup"] {
        fs::create_dir(virk.path(folder)).unwrap();
    }
    for (name, from) in FILES {
        virk = virk.file(name, house(from));
    }
    if chapter == "docs/working-together.md" {
        let sample = fs::read(Virk::sample().path("sample.virk")).unwrap();
        virk = virk.file("mentoring.virk", sample);
    }
    let corrected = house("transcripts-sample/02-mentor-2.txt").replacen(" the ", " that ", 1);
    virk.file("corrected.txt", corrected)
        .file(
            "talk.txt",
            "Int: How was it?\n\nAnna: Good, and I said so.\n",
        )
        .file("names.csv", "name,pseudonym\nAnna,Mentor 9\n")
}

/// Runs the commands of one page, one after the other, and returns what went wrong.
fn try_page(chapter: &str) -> Vec<String> {
    let virk = folder(chapter);
    let mut wrong = Vec::new();
    for command in examples(&house(chapter)) {
        let Some(words) = command.strip_prefix("virk ") else {
            // The two by which one starts: the tests' own runner tries them.
            if chapter != "README.md" || !command.starts_with("cargo ") {
                wrong.push(format!("{chapter}: `{command}` is not tried"));
            }
            continue;
        };
        // Opening the screen needs a terminal; the same study is told in lines.
        let opens = words.ends_with(".virk") && !words.contains(' ');
        let ran = virk.shell(&format!(
            "$VIRK {words}{}",
            if opens { " --plain" } else { "" }
        ));
        // Checks end with 1 when they have found something.
        let first = words.split(' ').next().unwrap_or_default();
        let may_find = ["lint", "coverage", "merge", "conflicts"].contains(&first);
        if first == "copy" {
            // What the page tells of: both write in the same place.
            for (who, file) in [("Anna", "mentoring"), ("Bente", "mentoring-bente")] {
                let study = format!("{file}.virk");
                let memo = format!("What {who} thinks");
                virk.run(["memo", "study", &memo, "--coder", who, "--study", &study])
                    .exits(0);
            }
        }
        if ran.code() != Some(0) && !(may_find && ran.code() == Some(1)) {
            wrong.push(format!(
                "{chapter}: `{command}` ended with {:?}\n{}{}",
                ran.code(),
                ran.out(),
                ran.err()
            ));
        }
    }
    wrong
}

#[test]
fn every_example_of_readme_and_guide_works() {
    let mut pages = vec!["README.md".to_owned()];
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".md") {
            pages.push(format!("docs/{name}"));
        }
    }
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = pages
            .iter()
            .map(|page| scope.spawn(|| try_page(page)))
            .collect();
        running
            .into_iter()
            .flat_map(|page| page.join().unwrap())
            .collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let tried: usize = pages.iter().map(|page| examples(&house(page)).len()).sum();
    assert!(tried > 80, "only {tried} examples were found");
}

/// The two commands that do all set-up stay the first.
#[test]
fn the_readme_begins_with_two_commands() {
    let readme = house("README.md");
    assert_eq!(
        examples(&readme)[..2],
        ["cargo run --release -- demo", "cargo test"]
    );
    let lines = readme.lines().count();
    assert!(lines <= 110, "{lines} lines are more than one reads");
}

#[test]
fn every_chapter_is_in_the_readme_and_every_link_leads_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let link = regex::Regex::new(r"\]\(([^)#:]+)(?:#[^)]*)?\)").unwrap();
    let targets = |page: &str| -> BTreeSet<String> {
        link.captures_iter(&house(page))
            .map(|found| found[1].to_owned())
            .collect()
    };
    let from_readme = targets("README.md");
    for entry in fs::read_dir(root.join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.ends_with(".md") {
            continue;
        }
        let page = format!("docs/{name}");
        assert!(from_readme.contains(&page), "README does not name {page}");
        for target in targets(&page) {
            assert!(
                root.join("docs").join(&target).exists(),
                "{page} leads to {target}, which does not exist"
            );
        }
    }
    for target in from_readme {
        assert!(root.join(&target).exists(), "README leads to {target}");
    }
}
