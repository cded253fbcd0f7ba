//! The house: who may know whom, and how large a file may grow.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A module and the modules it may use.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("stats", &[]),
    ("study", &["text"]),
    ("disk", &["study", "text"]),
    ("crash", &["disk"]),
    ("privacy", &["text"]),
    ("settings", &["study"]),
    ("log", &["disk", "study", "text"]),
    ("search", &["disk", "study", "text", "stats"]),
    ("evidence", &["study", "text", "stats"]),
    (
        "import",
        &["disk", "study", "text", "log", "evidence", "privacy"],
    ),
    ("exchange", &["disk", "study", "text", "privacy", "import"]),
    (
        "export",
        &[
            "disk", "study", "text", "stats", "search", "evidence", "privacy", "exchange",
        ],
    ),
    (
        "cli",
        &[
            "disk", "study", "text", "stats", "log", "search", "evidence", "privacy", "settings",
            "import", "exchange", "export", "tui", "crash",
        ],
    ),
    (
        "tui",
        &[
            "disk", "study", "text", "stats", "log", "search", "evidence", "privacy", "settings",
            "import", "exchange", "export", "crash",
        ],
    ),
];

/// What the pure modules never touch: files, terminals, databases, clocks.
const PURE: &[&str] = &["text", "stats", "study", "evidence"];
const IMPURE: &[&str] = &[
    "std::fs",
    "std::io",
    "std::env",
    "std::process",
    "std::net",
    "std::time",
    "crossterm",
    "ratatui",
    "rusqlite",
    "tantivy",
    "jiff",
    "now_v7",
];

fn files(folder: &Path) -> Vec<PathBuf> {
    // A module may be one file.
    let alone = folder.with_extension("rs");
    if !folder.is_dir() && alone.is_file() {
        return vec![alone];
    }
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The source without its comments and without its tests.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every `crate::module` that a source names, also inside `use crate::{…}`.
fn known(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in source.split("crate::").skip(1) {
        let names = part.strip_prefix('{').map_or(part, |group| {
            group.split_once("};").map_or(group, |(group, _)| group)
        });
        let mut depth = 0;
        let mut word = String::new();
        let mut fresh = true;
        for c in names.chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => fresh = true,
                c if c.is_alphanumeric() || c == '_' => {
                    if fresh {
                        word.push(c);
                    }
                    continue;
                }
                _ => {}
            }
            if !word.is_empty() {
                found.insert(std::mem::take(&mut word));
                fresh = c == ',';
            }
            if !part.starts_with('{') {
                break;
            }
        }
        if !word.is_empty() {
            found.insert(word);
        }
    }
    found
}

#[test]
fn modules_know_only_whom_they_may() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let modules: BTreeSet<&str> = MAY_KNOW.iter().map(|(module, _)| *module).collect();
    let mut wrong = Vec::new();
    for (module, allowed) in MAY_KNOW {
        for path in files(&root.join(module)) {
            for other in known(&code(&path)) {
                if modules.contains(other.as_str())
                    && other != *module
                    && !allowed.contains(&other.as_str())
                {
                    wrong.push(format!("{} knows {other}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_pure_modules_touch_no_file_terminal_database_or_clock() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for module in PURE {
        for path in files(&root.join(module)) {
            let source = code(&path);
            wrong.extend(
                IMPURE
                    .iter()
                    .filter(|what| source.contains(*what))
                    .map(|what| format!("{} touches {what}", path.display())),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A reader who meets a type's name knows which type it is, wherever that is.
#[test]
fn a_type_name_stands_for_one_type() {
    // Two halves of one type, of which a platform has one.
    const HALVES: &[&str] = &["EventSource"];
    let definition = regex::Regex::new(
        r"(?m)^(?:    )*(?:pub(?:\([^)]*\))? )?(?:struct|enum|trait|union|type) ([A-Z]\w*)",
    )
    .unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files(&root) {
        let source = code(&path);
        for name in definition.captures_iter(&source) {
            // What a trait asks its types for.
            if name[0].trim_start().starts_with("type ") && name[0].starts_with(' ') {
                continue;
            }
            places
                .entry(name[1].to_owned())
                .or_default()
                .push(path.display().to_string());
        }
    }
    assert!(places.len() > 1_000, "the definitions are found");
    places.retain(|name, places| places.len() > 1 && !HALVES.contains(&name.as_str()));
    assert!(places.is_empty(), "{places:#?}");
}

/// Another storage engine is a folder beside that of SQLite, named in one file.
#[test]
fn a_session_knows_no_engine() {
    let engine = Path::new("src/log/sqlite");
    let mut wrong = Vec::new();
    for path in files(Path::new("src/log")) {
        let source = code(&path);
        wrong.extend(
            [
                "rusqlite",
                "Connection",
                "sqlite::",
                "Store::open",
                "Store::create",
            ]
            .iter()
            .filter(|what| source.contains(*what))
            .filter(|_| !path.starts_with(engine) && !path.ends_with("log/engine.rs"))
            .filter(|what| **what != "sqlite::" || !path.ends_with("log/mod.rs"))
            .map(|what| format!("{} knows {what}", path.display())),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_hides_a_missing_noun() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let long: Vec<String> = files(&root)
        .iter()
        .map(|path| (path, std::fs::read_to_string(path).unwrap().lines().count()))
        .filter(|(_, lines)| *lines > 500)
        .map(|(path, lines)| format!("{} {lines}", path.display()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn the_reader_of_use_lines_reads_them() {
    let source = "use crate::study::{Code, Id};\nuse crate::{text::Span, log};\nlet x = crate::stats::Table::new();";
    let expected: BTreeSet<String> = ["study", "text", "log", "stats"].map(str::to_owned).into();
    assert_eq!(known(source), expected);
}

/// What a view writes into a file passes the gate: the shield of `layer::save`, or a refusal.
#[test]
fn what_leaves_the_screen_passes_the_gate() {
    // What the program keeps for itself.
    const OWN: &[&str] = &["src/tui/quick_codes.rs", "src/tui/layer/save.rs"];
    for path in files(Path::new("src/tui")) {
        let source = code(&path);
        let writes = [
            "file::write_file(",
            "fs::write(",
            "disk::write(",
            "File::create(",
        ]
        .iter()
        .any(|call| source.contains(call));
        let gated = source.contains("allow_export(") || OWN.iter().any(|own| path.ends_with(own));
        assert!(
            !writes || gated,
            "{} writes a file past the gate",
            path.display()
        );
        let copies =
            source.contains("TerminalCommand::Copy(text))") && !source.contains("allow_export(");
        assert!(
            !copies || path.ends_with("src/tui/mod.rs"),
            "{} copies past the gate",
            path.display()
        );
    }
}
