//! What shells complete and what `man` shows knows every command.

use super::help;
use super::virk::Virk;

/// Runs a shell that may not be installed; `None` then.
fn shell(virk: &Virk, shell: &str, script: &str) -> Option<String> {
    let ran = virk.process(shell).args(["-c", script]).output().ok()?;
    let err = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{shell} says: {err}");
    Some(String::from_utf8(ran.stdout).unwrap())
}

#[test]
fn completions_know_every_command() {
    let virk = Virk::new();
    let commands = help::all_commands(&virk);
    assert!(commands.len() > 100, "{}", commands.len());
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = virk.run(["completions", shell]).exits(0).out();
        for command in commands.iter().filter(|path| !path.is_empty()) {
            let name = command.rsplit(' ').next().unwrap();
            assert!(
                script.contains(name),
                "{shell} does not know `virk {command}`"
            );
        }
        for option in ["privacy", "coder", "replaces"] {
            assert!(script.contains(option), "{shell} does not know --{option}");
        }
    }
    let json = virk.run(["completions", "bash", "--json"]).exits(0).json();
    assert_eq!(json["shell"], "bash");
    virk.refuses(["completions", "cmd"], "possible values: bash", "--help");
}

#[test]
fn bash_completes_what_is_begun() {
    let virk = Virk::new();
    let script = virk.run(["completions", "bash"]).exits(0).out();
    let virk = virk.file("virk.bash", script);
    let completed = |words: &str, place: usize| {
        shell(
            &virk,
            "bash",
            &format!(
                "source ./virk.bash && COMP_WORDS=({words}) COMP_CWORD={place} \
                 && _virk virk \"${{COMP_WORDS[{place}]}}\" && printf '%s\\n' \"${{COMPREPLY[@]}}\""
            ),
        )
    };
    let Some(first) = completed("virk cross", 1) else {
        eprintln!("there is no bash: nothing is tried");
        return;
    };
    assert_eq!(first, "crosstab\n");
    assert_eq!(completed("virk code ap", 2).unwrap(), "apply\n");
    assert_eq!(completed("virk crosstab --exa", 2).unwrap(), "--exact\n");
}

#[test]
fn every_command_has_a_man_page() {
    let virk = Virk::new();
    let commands = help::all_commands(&virk);
    virk.run(["man", "pages/man1"])
        .says(&format!("Wrote {} man pages to pages/man1", commands.len()))
        .exits(0);
    for command in &commands {
        let title = format!("virk {command}").trim().replace(' ', "-");
        let file = format!("pages/man1/{title}.1");
        let page = std::fs::read_to_string(virk.path(&file)).expect(&file);
        assert!(page.contains(&format!(".TH {title} 1")), "{page}");
        assert!(page.contains(".SH SYNOPSIS"), "{page}");
        // What the help says first stands there too, by the signs that roff gives it.
        let manual = virk.shell(&format!("$VIRK {command} --help")).out();
        let plain = page.replace("\\-", "-").replace("\\*(Aq", "'");
        let about = manual.lines().next().unwrap().trim_end_matches('.');
        assert!(plain.contains(about), "{about}\n{page}");
    }
    assert_eq!(
        std::fs::read_dir(virk.path("pages/man1")).unwrap().count(),
        commands.len()
    );
}

#[test]
fn the_first_man_page_is_printed() {
    let virk = Virk::new();
    let page = virk.run(["man"]).exits(0).out();
    assert!(page.contains(".TH virk 1"));
    assert!(page.contains("virk\\-crosstab(1)"));
    assert_eq!(
        virk.run(["man", "--json"]).json()["page"].as_str(),
        Some(page.as_str())
    );
    virk.file("occupied", "a file")
        .refuses(["man", "occupied"], "occupied", "virk man DIR");
}
