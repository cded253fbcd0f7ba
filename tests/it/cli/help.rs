//! Every command has a manual, and an example in it.

use super::virk::Virk;

/// The commands that a manual lists.
fn commands(manual: &str) -> Vec<String> {
    let Some((_, list)) = manual.split_once("\nCommands:\n") else {
        return Vec::new();
    };
    list.lines()
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

fn walk(virk: &Virk, path: &str, seen: &mut Vec<String>) {
    let ran = virk.shell(&format!("$VIRK {path} --help"));
    let manual = ran.exits(0).out();
    let below = commands(&manual);
    // A memo's targets are explained together.
    if below.is_empty() && !path.starts_with("memo ") {
        let call = format!("  virk {path}");
        assert!(
            manual.lines().any(|line| line.starts_with(&call)),
            "`virk {path} --help` gives no example:\n{manual}"
        );
    }
    seen.push(path.to_owned());
    below
        .iter()
        .for_each(|name| walk(virk, format!("{path} {name}").trim(), seen));
}

/// Every command by its path, such as `code apply`; the first is virk itself, by no words.
pub fn all_commands(virk: &Virk) -> Vec<String> {
    let mut seen = Vec::new();
    walk(virk, "", &mut seen);
    seen
}

#[test]
fn every_command_has_a_manual_with_an_example() {
    let virk = Virk::new();
    let seen = all_commands(&virk);
    for promised in [
        "demo",
        "new",
        "import",
        "data",
        "crosstab",
        "code",
        "condense",
        "codebook",
        "search",
        "searches remove",
        "words",
        "similar",
        "suggest",
        "code auto",
        "searches rename",
        "quotes",
        "theory",
        "evidence",
        "matrix",
        "log",
        "undo",
        "redo",
        "check",
        "copy",
        "merge",
        "conflicts list",
        "conflicts settle",
        "data import",
        "data variables",
        "data frequencies",
        "data describe",
        "code apply",
        "code list",
        "code remove",
        "condense set",
        "condense list",
        "codebook show",
        "codebook import",
        "codebook export",
        "codebook merge",
        "codebook split",
        "codebook move",
        "codebook rename",
        "codebook recolour",
        "codebook colours",
        "codebook retag",
        "code recode",
        "code move",
        "theory show",
        "theory diff",
        "theory draw",
        "theory draft",
        "theory log",
        "theory add-node",
        "theory link",
        "theory unlink",
        "configuration add",
        "configuration list",
        "configuration show",
        "configuration change",
        "configuration attach",
        "configuration merge",
        "configuration remove",
        "informant rename",
        "informant join",
        "informant split",
        "document speaker",
        "completions",
        "man",
    ] {
        assert!(
            seen.iter().any(|path| path == promised),
            "`virk {promised}` is promised"
        );
    }
}

#[test]
fn the_version_is_told() {
    Virk::new()
        .run(["--version"])
        .says(concat!("virk ", env!("CARGO_PKG_VERSION")))
        .exits(0);
}

#[test]
fn a_mistyped_command_is_guessed() {
    let virk = Virk::new();
    virk.refuses(
        ["serach", "trust"],
        "`serach` is neither a study nor a command; did you mean `virk search`?",
        "virk --help",
    );
    virk.refuses(["xyzzy"], "neither a study nor a command", "virk --help");
    virk.refuses(["code", "aply"], "aply", "apply");
    virk.refuses(
        ["codebook", "import"],
        "<FILE>",
        "Usage: virk codebook import",
    );
    virk.refuses(["undo", "--steps", "0"], "0", "");
}
