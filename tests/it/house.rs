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
    ("tables", &["study", "text", "stats", "search", "evidence"]),
    (
        "import",
        &[
            "disk", "study", "text", "log", "evidence", "privacy", "tables",
        ],
    ),
    (
        "exchange",
        &["disk", "study", "text", "privacy", "tables", "import"],
    ),
    (
        "export",
        &[
            "disk", "study", "text", "stats", "search", "evidence", "privacy", "tables", "exchange",
        ],
    ),
    (
        "team",
        &["disk", "study", "text", "log", "evidence", "privacy"],
    ),
    (
        "cli",
        &[
            "disk", "study", "text", "stats", "log", "search", "evidence", "privacy", "tables",
            "settings", "import", "exchange", "export", "team", "tui", "crash",
        ],
    ),
    (
        "tui",
        &[
            "disk", "study", "text", "stats", "log", "search", "evidence", "privacy", "tables",
            "settings", "import", "exchange", "export", "team", "crash",
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
    named_after("crate::", source)
}

/// The names that follow a prefix, one by one or in braces.
fn named_after(prefix: &str, source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for part in source.split(prefix).skip(1) {
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

/// The modules of the terminal, each with those it uses.
fn terminal_modules() -> BTreeMap<String, BTreeSet<String>> {
    let root = Path::new("src/tui");
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for path in files(root) {
        let inside = path.strip_prefix(root).unwrap();
        let module = inside.iter().next().unwrap().to_str().unwrap();
        let module = module.trim_end_matches(".rs").to_owned();
        if module == "mod" {
            continue;
        }
        let deeper = inside.iter().count() - usize::from(path.ends_with("mod.rs"));
        let source = code(&path);
        let mut names = named_after("crate::tui::", &source);
        names.extend(named_after(&"super::".repeat(deeper), &source));
        uses.entry(module).or_default().extend(names);
    }
    let modules: BTreeSet<String> = uses.keys().cloned().collect();
    for (module, names) in &mut uses {
        names.retain(|name| name != module && modules.contains(name));
    }
    uses
}

#[test]
fn screens_know_each_other_in_one_direction_and_only_the_list_knows_all() {
    let uses = terminal_modules();
    let list = code(Path::new("src/tui/screens.rs"));
    let screens: BTreeSet<String> = list
        .split("::ACTIONS,")
        .filter_map(|before| {
            before
                .rsplit(|c: char| c != '_' && !c.is_alphanumeric())
                .next()
        })
        .map(str::to_owned)
        .filter(|name| uses.contains_key(name) && name != "layer")
        .collect();
    assert!(screens.len() >= 13, "{screens:?}");
    for screen in &screens {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&String> = uses[screen].iter().collect();
        while let Some(module) = next.pop() {
            if reached.insert(module) {
                next.extend(&uses[module]);
            }
        }
        assert!(!reached.contains(screen), "{screen} is in a circle");
    }
    for (module, names) in &uses {
        let known = names.intersection(&screens).count();
        assert!(
            known <= 4 || module == "screens",
            "{module} knows {known} screens"
        );
    }
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
    const OWN: &[&str] = &[
        "src/tui/appearance.rs",
        "src/tui/quick_codes.rs",
        "src/tui/layer/save.rs",
    ];
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

/// Paths and names of modules in backticks, such as `tui/app.rs` and `study::mention`.
fn named_in_backticks(text: &str) -> Vec<String> {
    let inside = text.split('`').skip(1).step_by(2);
    let each = inside.flat_map(|name| match name.split_once("{") {
        Some((before, group)) => group
            .trim_end_matches('}')
            .split(", ")
            .map(|last| format!("{before}{last}"))
            .collect(),
        None => vec![name.to_owned()],
    });
    each.filter(|name| name.contains("::") || name.contains('/'))
        .filter(|name| {
            let plain = |c: char| c.is_ascii_alphanumeric() || "_/:.-".contains(c);
            name.chars().all(plain) && name.starts_with(|c: char| c.is_ascii_lowercase())
        })
        .collect()
}

/// Whether a name leads to a folder, a file, or something declared in one.
fn is_there(name: &str, sources: &[(String, String)]) -> bool {
    let under_root = |path: &str| Path::new(path).exists();
    if name.contains('/') {
        return under_root(name) || under_root(&format!("src/{name}"));
    }
    let parts: Vec<&str> = name.split("::").collect();
    let last = parts[parts.len() - 1];
    let place = parts[..parts.len() - 1].join("/");
    let in_place = |path: &String| {
        path.contains(&format!("/{place}/")) || path.ends_with(&format!("/{place}.rs"))
    };
    let declared = [
        format!("fn {last}"),
        format!("struct {last}"),
        format!("enum {last}"),
        format!("trait {last}"),
        format!("const {last}"),
    ];
    sources.iter().any(|(path, source)| {
        path.ends_with(&format!("/{place}/{last}.rs"))
            || path.ends_with(&format!("/{place}/{last}/mod.rs"))
            || in_place(path) && declared.iter().any(|declared| source.contains(declared))
            // A method or a variant of a type.
            || source.contains(&format!(" {place} {{")) && source.contains(last)
    })
}

#[test]
fn what_the_documents_name_is_there() {
    let sources: Vec<(String, String)> = files(Path::new("src"))
        .iter()
        .map(|path| (path.display().to_string(), code(path)))
        .collect();
    let mut gone = Vec::new();
    for document in ["ARCHITECTURE.md", "docs/numbers.md"] {
        let text = std::fs::read_to_string(document).unwrap();
        let names = named_in_backticks(&text);
        assert!(names.len() > 2, "{document} names {names:?}");
        gone.extend(
            names
                .into_iter()
                .filter(|name| !is_there(name, &sources))
                .map(|name| format!("{document}: {name}")),
        );
    }
    assert!(gone.is_empty(), "{gone:#?}");
}
