//! `Virk::new().file("a.txt", "…").run(["import", "a.txt"]).says("…").exits(0)`

use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A folder to call virk in.
pub struct Virk {
    folder: TempDir,
}

/// What a call left behind.
pub struct Ran {
    call: String,
    output: Output,
}

impl Virk {
    /// An empty folder.
    pub fn new() -> Virk {
        Virk {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A folder with a study that has nothing in it.
    pub fn study() -> Virk {
        let virk = Virk::new();
        virk.run(["new", "study.virk", "--title", "Test"]).exits(0);
        virk
    }

    /// A folder with the sample study, which is made once and copied.
    pub fn sample() -> Virk {
        static SAMPLE: OnceLock<Vec<u8>> = OnceLock::new();
        let bytes = SAMPLE.get_or_init(|| {
            let virk = Virk::new();
            virk.run(["demo", "made"]).exits(0);
            fs::read(virk.path("made/mentoring.virk")).unwrap()
        });
        Virk::new().file("sample.virk", bytes)
    }

    /// Puts a file into the folder.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Virk {
        fs::write(self.path(name), content).unwrap();
        self
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A process that stands in the folder and knows nothing of the person who runs the tests.
    pub fn process(&self, program: impl AsRef<OsStr>) -> Command {
        let mut process = Command::new(program);
        process
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path("home"))
            .env("VIRK_HOME", self.path("home"))
            .env("VIRK_CODER", "AB")
            .env("TZ", "UTC");
        process
    }

    /// Calls virk.
    pub fn run<const N: usize>(&self, words: [&str; N]) -> Ran {
        let output = self
            .process(env!("CARGO_BIN_EXE_virk"))
            .args(words)
            .output()
            .unwrap();
        Ran {
            call: format!("virk {}", words.join(" ")),
            output,
        }
    }

    /// Calls virk with as many words as there are.
    pub fn call<S: AsRef<OsStr>>(&self, words: &[S]) -> Ran {
        let output = self
            .process(env!("CARGO_BIN_EXE_virk"))
            .args(words)
            .output()
            .unwrap();
        let call: Vec<_> = words
            .iter()
            .map(|word| word.as_ref().to_string_lossy())
            .collect();
        Ran {
            call: format!("virk {}", call.join(" ")),
            output,
        }
    }

    /// Calls virk through a shell, which knows it as `$VIRK`.
    pub fn shell(&self, script: &str) -> Ran {
        let output = self
            .process("sh")
            .env("VIRK", env!("CARGO_BIN_EXE_virk"))
            .args(["-c", script])
            .output()
            .unwrap();
        Ran {
            call: script.to_owned(),
            output,
        }
    }

    /// Calls virk with something wrong: it must say what and what to do, once,
    /// on standard error and as JSON too, exit with 2, and change no file.
    pub fn refuses<const N: usize>(&self, words: [&str; N], what: &str, hint: &str) {
        let before = files(self.folder.path());
        self.run(words).refuses(what, hint);
        let mut words = words.to_vec();
        words.push("--json");
        let output = self
            .process(env!("CARGO_BIN_EXE_virk"))
            .args(&words)
            .output()
            .unwrap();
        let ran = Ran {
            call: format!("virk {}", words.join(" ")),
            output,
        };
        ran.exits(2);
        let error: Value = serde_json::from_slice(&ran.output.stderr)
            .unwrap_or_else(|error| panic!("{error}: {}", ran.told()));
        assert!(
            error["error"]
                .as_str()
                .is_some_and(|text| text.contains(what)),
            "{}",
            ran.told()
        );
        assert!(
            error["hint"]
                .as_str()
                .is_some_and(|text| text.contains(hint)),
            "{}",
            ran.told()
        );
        assert_eq!(
            before,
            files(self.folder.path()),
            "{} changed something",
            ran.call
        );
    }
}

/// All files below a folder with their bytes, but for those of the installation.
pub fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with("home") {
                found.extend(files(&path));
            }
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found.sort();
    found
}

impl Ran {
    fn told(&self) -> String {
        let Output {
            status,
            stdout,
            stderr,
        } = &self.output;
        let (out, err) = (
            String::from_utf8_lossy(stdout),
            String::from_utf8_lossy(stderr),
        );
        format!(
            "`{}` ended with {status}\n--- standard output\n{out}--- standard error\n{err}---",
            self.call
        )
    }

    /// With which code it ended.
    pub fn code(&self) -> Option<i32> {
        self.output.status.code()
    }

    /// What it printed.
    pub fn out(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    /// What it complained of.
    pub fn err(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    /// Standard output is exactly this.
    #[track_caller]
    pub fn prints(&self, text: &str) -> &Ran {
        assert_eq!(self.out(), text, "{}", self.told());
        self
    }

    /// It printed this, white space apart.
    pub fn says(&self, text: &str) -> &Ran {
        assert!(
            squeezed(&self.out()).contains(&squeezed(text)),
            "“{text}” is not said\n{}",
            self.told()
        );
        self
    }

    /// It ended so.
    pub fn exits(&self, code: i32) -> &Ran {
        assert_eq!(self.output.status.code(), Some(code), "{}", self.told());
        self
    }

    /// It printed nothing, said once what is wrong and what to do, and ended with 2.
    pub fn refuses(&self, what: &str, hint: &str) -> &Ran {
        self.exits(2);
        let err = self.err();
        let lines: Vec<&str> = err.lines().collect();
        // A mistake in a query is shown at its place, in two lines between.
        let [error, shown @ .., help] = lines.as_slice() else {
            panic!("not an error and a hint\n{}", self.told())
        };
        assert!(
            shown.is_empty() || shown.len() == 2 && shown[1].trim() == "^",
            "not an error and a hint\n{}",
            self.told()
        );
        assert!(
            error.starts_with("error: ") && says_sentence(error, what),
            "“{what}” is not the error\n{}",
            self.told()
        );
        assert!(
            help.starts_with("hint: ") && says_sentence(help, hint),
            "“{hint}” is not the hint\n{}",
            self.told()
        );
        assert_eq!(
            self.out(),
            "",
            "an error prints nothing else\n{}",
            self.told()
        );
        self
    }

    /// What it printed as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.output.stdout)
            .unwrap_or_else(|error| panic!("no JSON: {error}\n{}", self.told()))
    }
}

/// Whether a line contains words that may begin its sentence, with a capital then.
fn says_sentence(line: &str, words: &str) -> bool {
    let mut letters = words.chars();
    let begun = letters
        .next()
        .map(|first| first.to_uppercase().to_string() + letters.as_str());
    line.contains(words) || begun.is_some_and(|begun| line.contains(&begun))
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
