//! Killing virk at the n-th system call of a kind, which strace does.
//!
//! `VIRK_KILL_POINTS=all` kills at every call (at most 60 of a kind, spread evenly); a number, at
//! so many points of each case, drawn with a fixed seed. Unless told it is 2, and only some cases
//! are tried. Without strace nothing is, and that is said.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};
use tempfile::TempDir;

/// The calls by which something on a disk changes.
const CALLS: [&str; 15] = [
    "openat",
    "open",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "unlink",
    "unlinkat",
    "ftruncate",
    "rename",
    "renameat",
    "renameat2",
    "link",
    "linkat",
    "chmod",
];
/// Of one kind at most so many.
const MOST: usize = 60;

/// A folder as it is before each kill, and the folder virk works in, which is always the same: an
/// index lies where the study's path says.
pub struct Stage {
    _folder: TempDir,
    before: PathBuf,
    pub work: PathBuf,
}

/// Where virk was killed.
#[derive(Clone, Debug)]
pub struct Point {
    pub call: String,
    pub number: usize,
}

impl Stage {
    /// A stage that `set` has set.
    pub fn new(set: impl FnOnce(&Stage)) -> Stage {
        let folder = tempfile::tempdir().unwrap();
        let (before, work) = (folder.path().join("before"), folder.path().join("work"));
        fs::create_dir(&work).unwrap();
        fs::create_dir(work.join("tmp")).unwrap();
        let stage = Stage {
            _folder: folder,
            before,
            work,
        };
        set(&stage);
        copy(&stage.work, &stage.before);
        stage
    }

    /// Everything as it was before.
    pub fn reset(&self) {
        fs::remove_dir_all(&self.work).unwrap();
        copy(&self.before, &self.work);
    }

    fn prepared(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.work)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.work.join("home"))
            .env("VIRK_HOME", self.work.join("home"))
            .env("TMPDIR", self.work.join("tmp"))
            .env("VIRK_CODER", "AB")
            .env("TZ", "UTC");
        command
    }

    /// Runs virk and answers with what it printed and complained of.
    pub fn virk(&self, words: &[&str]) -> (ExitStatus, String) {
        let output = self.prepared(&program()).args(words).output().unwrap();
        let told = [&output.stdout[..], &output.stderr[..]].concat();
        (output.status, String::from_utf8_lossy(&told).into_owned())
    }

    /// The same, which must go well.
    #[track_caller]
    pub fn done(&self, words: &[&str]) {
        let (status, told) = self.virk(words);
        assert!(status.success(), "virk {words:?}: {told}");
    }

    fn strace(&self, trace: &str, more: &[String], words: &[&str]) -> Output {
        let mut command = self.prepared("strace");
        command
            .args([
                "-f",
                "-qq",
                "-o",
                "trace.txt",
                "-e",
                &format!("trace={trace}"),
            ])
            .args(more);
        command.arg(program()).args(words);
        command.stdin(Stdio::null()).output().unwrap()
    }

    /// Every file there is, with its bytes.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        gather(&self.work, &mut found);
        found
    }

    /// The files that hold these words.
    pub fn holding(&self, words: &str) -> Vec<PathBuf> {
        let holds = |bytes: &[u8]| {
            bytes
                .windows(words.len())
                .any(|window| window == words.as_bytes())
        };
        self.files()
            .into_iter()
            .filter(|(_, bytes)| holds(bytes))
            .map(|(path, _)| path)
            .collect()
    }

    /// Runs virk so often that it is killed at each point, and lets `judge` look at what is left.
    /// Answers with how often it was killed.
    pub fn kill(&self, name: &str, words: &[&str], judge: &mut dyn FnMut(&Stage, &Point)) -> usize {
        let Some(points) = self.points(words) else {
            println!("{name}: strace is not here, so nothing was killed");
            return 0;
        };
        let points = drawn(points);
        let mut killed = 0;
        for point in &points {
            self.reset();
            let Point { call, number } = point;
            let inject = [
                "-e".to_owned(),
                format!("inject={call}:signal=KILL:when={number}"),
            ];
            let status = self.strace(call, &inject, words).status;
            fs::remove_file(self.work.join("trace.txt")).unwrap();
            killed += usize::from(!status.success());
            judge(self, point);
        }
        println!("{name}: {killed} kills at {} points", points.len());
        killed
    }

    /// Runs virk so often that each of these calls fails once, and lets `judge` look at what it
    /// said and left.
    pub fn fail(
        &self,
        calls: &[&str],
        words: &[&str],
        judge: &mut dyn FnMut(&Stage, &Point, &Output),
    ) -> usize {
        let points = self.points(words).unwrap_or_default();
        let points: Vec<Point> = points
            .into_iter()
            .filter(|point| calls.contains(&point.call.as_str()))
            .collect();
        for point in &points {
            self.reset();
            let inject = [
                "-e".to_owned(),
                format!("inject={}:error=EIO:when={}", point.call, point.number),
            ];
            judge(self, point, &self.strace(&point.call, &inject, words));
        }
        points.len()
    }

    /// Every call of a whole run; `None` where there is no strace.
    fn points(&self, words: &[&str]) -> Option<Vec<Point>> {
        if Command::new("strace").arg("-V").output().is_err() {
            return None;
        }
        self.reset();
        let known = |call: &&&str| {
            let traced = Command::new("strace")
                .args(["-e", &format!("trace={call}"), "true"])
                .output();
            traced.is_ok_and(|output| output.status.success())
        };
        let calls: Vec<&str> = CALLS.iter().filter(known).copied().collect();
        let status = self.strace(&calls.join(","), &[], words).status;
        assert!(status.success(), "virk {words:?} undisturbed");
        let trace = fs::read_to_string(self.work.join("trace.txt")).unwrap();
        let mut points = Vec::new();
        for call in calls {
            // By process, as strace counts.
            let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
            for line in trace.lines() {
                let Some((process, rest)) = line.split_once(' ') else {
                    continue;
                };
                if rest.trim_start().starts_with(&format!("{call}(")) {
                    *counts.entry(process).or_default() += 1;
                }
            }
            let most = counts.values().max().copied().unwrap_or_default();
            let step = most.div_ceil(MOST).max(1);
            points.extend((1..=most).rev().step_by(step).map(|number| Point {
                call: call.to_owned(),
                number,
            }));
        }
        Some(points)
    }
}

/// The virk that is killed: that of the tests, or another, such as the released one
/// (`VIRK_KILL_PROGRAM`).
fn program() -> String {
    std::env::var("VIRK_KILL_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_virk").to_owned())
}

/// The cases to try: all of them when told at how many points, else a few from all over.
pub fn cases<T: Copy>(all: &[T], few: usize) -> Vec<T> {
    let step = if std::env::var_os("VIRK_KILL_POINTS").is_some() {
        1
    } else {
        all.len().div_ceil(few)
    };
    all.iter().rev().step_by(step).copied().collect()
}

/// The points to try: all of them, or some.
fn drawn(mut points: Vec<Point>) -> Vec<Point> {
    let wanted = std::env::var("VIRK_KILL_POINTS").unwrap_or_else(|_| "2".into());
    if wanted == "all" {
        return points;
    }
    let wanted: usize = wanted.parse().unwrap();
    let mut random: u64 = 0x2545_f491_4f6c_dd1d;
    let mut some = Vec::new();
    // Most of these open libraries.
    points.retain(|point| point.call != "openat");
    while some.len() < wanted && !points.is_empty() {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        some.push(points.swap_remove(random as usize % points.len()));
    }
    some
}

fn gather(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, found);
        } else {
            let bytes = fs::read(&path).unwrap();
            found.insert(path, bytes);
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let there = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &there);
        } else {
            fs::copy(&path, &there).unwrap();
        }
    }
}
