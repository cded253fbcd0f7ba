//! How cost grows with the work: each task at one, two, four and eight times its smallest size, with the exponent
//! fitted over them (1 is: twice the work takes twice the time). The built program is run as a user runs it, so what is
//! measured is a whole command: opening the study, the work, writing it down. Inputs are synthetic and the same in
//! every run.
//!
//! `VIRK_BENCH_PROGRAM=path` measures another build, `VIRK_BENCH_ONLY=word` the tasks whose name has the word, and
//! `VIRK_BENCH_SHARE=10` inputs of a tenth of the size. Memory and time are those that `/usr/bin/time` tells.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// A folder with one study and the files that are brought into it.
struct Workplace<'a> {
    folder: &'a Path,
    program: &'a Path,
}

/// What a command took.
struct Cost {
    seconds: f64,
    megabytes: f64,
}

impl Workplace<'_> {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn write(&self, name: &str, text: &str) -> Outcome<String> {
        let path = self.file(name);
        fs::write(&path, text)?;
        Ok(path.to_string_lossy().into_owned())
    }

    /// Runs a command on the study and answers with what it took.
    fn run(&self, arguments: &[&str]) -> Outcome<Cost> {
        let cost = self.file("cost");
        let output = Command::new("/usr/bin/time")
            .args(["-f", "%e %M", "-o"])
            .arg(&cost)
            .arg(self.program)
            .args(arguments)
            .env("VIRK_HOME", self.file("home"))
            .env("VIRK_CODER", "bench")
            .env("VIRK_STUDY", self.file("study.virk"))
            .stdin(Stdio::null())
            .output()?;
        if output.status.code().is_none_or(|code| code > 1) {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            return Err(format!("virk {}: {said}", arguments.join(" ")).into());
        }
        let cost = fs::read_to_string(cost)?;
        let told = cost.lines().last().unwrap_or_default();
        let (seconds, kilobytes) = told.split_once(' ').ok_or("no time was told")?;
        Ok(Cost {
            seconds: seconds.parse()?,
            megabytes: kilobytes.parse::<f64>()? / 1024.0,
        })
    }

    /// A new, empty study.
    fn start(&self) -> Outcome<()> {
        let study = self.file("study.virk");
        let _ = fs::remove_file(&study);
        self.run(&["new", &study.to_string_lossy()]).map(drop)
    }
}

/// A transcript in which every stretch of words is found once: each turn has its number.
fn transcript(random: &mut Random, words: usize) -> String {
    let syllables = [
        "be", "re", "så", "gik", "de", "vel", "ord", "om", "ing", "for",
    ];
    let mut text = String::with_capacity(words * 8);
    for turn in 0..words.div_ceil(50) {
        text += if turn % 5 == 0 {
            "Interviewer: "
        } else {
            "Mentor: "
        };
        let _ = write!(text, "nr{turn}");
        for _ in 1..50 {
            text.push(' ');
            for _ in 0..1 + random.below(4) {
                text += syllables[random.below(syllables.len())];
            }
        }
        text += ".\n\n";
    }
    text
}

/// Transcripts of `words` words together, and codings of them with the words they stand on.
fn coded(at: &Workplace<'_>, words: usize, codings: usize, codes: usize) -> Outcome<[String; 2]> {
    let mut random = Random(7);
    let documents = (codings / 100).clamp(1, 2_000);
    let talks = at.file("talks");
    fs::create_dir_all(&talks)?;
    let mut table = String::from("Document,Code,Segment\n");
    for document in 0..documents {
        let text = transcript(&mut random, (words / documents).max(100));
        fs::write(talks.join(format!("talk {document}.txt")), &text)?;
        let turns: Vec<&str> = text
            .split("\n\n")
            .filter_map(|turn| turn.split_once(": "))
            .map(|(_, said)| said)
            .collect();
        for n in 0..codings / documents {
            let said = turns[n % turns.len()];
            // Longer each time round, so that no two codings are alike.
            let end = said
                .match_indices(' ')
                .nth(8 + n / turns.len() % 30)
                .map_or(said.len(), |(end, _)| end);
            let code = match n % 3 {
                0 => 0,
                _ => random.below(codes),
            };
            let _ = writeln!(table, "talk {document},Code {code},{}", &said[..end]);
        }
    }
    Ok([
        talks.to_string_lossy().into_owned(),
        at.write("segments.csv", &table)?,
    ])
}

/// A survey of items from 1 to 5, each leaning on a hidden one, some not answered.
fn survey(at: &Workplace<'_>, variables: usize, rows: usize) -> Outcome<String> {
    let mut random = Random(7);
    let mut text = String::with_capacity(variables * rows * 2 + 5_000);
    for variable in 0..variables {
        let _ = write!(
            text,
            "{}item_{variable}",
            if variable > 0 { "," } else { "" }
        );
    }
    text.push('\n');
    for _ in 0..rows {
        let leaning = random.below(3);
        for variable in 0..variables {
            if variable > 0 {
                text.push(',');
            }
            if random.below(20) > 0 {
                let _ = write!(text, "{}", 1 + leaning + random.below(3));
            }
        }
        text.push('\n');
    }
    at.write("survey.csv", &text)
}

fn codings(at: &Workplace<'_>, size: usize) -> Outcome<Cost> {
    at.start()?;
    let [talks, table] = coded(at, size * 10, size, 200)?;
    at.run(&["import", &talks])?;
    at.run(&["import", &table])
}

fn codes(at: &Workplace<'_>, size: usize) -> Outcome<Cost> {
    at.start()?;
    let mut table = String::from("Code,Parent,Definition\n");
    for code in 0..size {
        let parent = if code % 20 == 0 {
            String::new()
        } else {
            format!("Theme {}", code / 20 * 20)
        };
        let _ = writeln!(table, "Theme {code},{parent},What theme {code} is about");
    }
    let table = at.write("codebook.csv", &table)?;
    at.run(&["import", &table])
}

fn survey_imported(at: &Workplace<'_>, rows: usize) -> Outcome<Cost> {
    at.start()?;
    let file = survey(at, 300, rows)?;
    at.run(&["data", "import", &file])
}

fn crosstab(at: &Workplace<'_>, rows: usize) -> Outcome<Cost> {
    survey_imported(at, rows)?;
    at.run(&["crosstab", "item_3", "item_4"])
}

fn all_pairs(at: &Workplace<'_>, rows: usize) -> Outcome<Cost> {
    survey_imported(at, rows)?;
    at.run(&["crosstab", "--all", "--json"])
}

fn sqlite_export(at: &Workplace<'_>, rows: usize) -> Outcome<Cost> {
    survey_imported(at, rows)?;
    let out = at.file("out.sqlite");
    let _ = fs::remove_file(&out);
    at.run(&["export", &out.to_string_lossy()])
}

/// A theory of 48 links with 10 codings to a thousand words and a survey of 40 items.
fn report(at: &Workplace<'_>, words: usize) -> Outcome<Cost> {
    at.start()?;
    let [talks, table] = coded(at, words, words / 50, 32)?;
    let mut codebook = String::from("Code,Kind,Definition\n");
    for code in 0..32 {
        let kind = ["mechanism", "output", "outcome", "context"][code / 8];
        let _ = writeln!(codebook, "Code {code},{kind},About {code}");
    }
    let codebook = at.write("codebook.csv", &codebook)?;
    at.run(&["import", &codebook])?;
    at.run(&["import", &talks])?;
    at.run(&["import", &table])?;
    let file = survey(at, 40, 1_000)?;
    at.run(&["data", "import", &file])?;
    for item in 0..32 {
        at.run(&[
            "data",
            "indicator",
            &format!("item_{item}"),
            &format!("Code {item}"),
        ])?;
    }
    let code = |code: usize| format!("\"code_{code}\"");
    let nodes: Vec<String> = (0..32).map(code).collect();
    let links: Vec<String> = (0..48)
        .map(|link| {
            format!(
                "{{\"from\": {}, \"to\": {}}}",
                code(link % 24),
                code(8 + (link % 24 / 8) * 8 + (link * 3 + link / 24) % 8)
            )
        })
        .collect();
    let theory = format!(
        "{{\"v1\": {{\"nodes\": [{}], \"links\": [{}]}}}}",
        nodes.join(", "),
        links.join(", ")
    );
    let theory = at.write("theory.json", &theory)?;
    at.run(&["import", &theory])?;
    at.run(&["report", &at.file("report.html").to_string_lossy()])
}

fn erasure(at: &Workplace<'_>, megabytes: usize) -> Outcome<Cost> {
    at.start()?;
    let text = transcript(&mut Random(7), megabytes * 134_000);
    let file = at.write("long.txt", &text)?;
    at.run(&["import", &file])?;
    at.run(&["erase", "long", "--yes"])
}

/// What is measured, its largest size, and what the size counts.
type Task = (
    &'static str,
    fn(&Workplace<'_>, usize) -> Outcome<Cost>,
    usize,
    &'static str,
);

const TASKS: [Task; 8] = [
    ("codings imported", codings, 200_000, "codings"),
    ("codes imported", codes, 20_000, "codes"),
    (
        "survey of 300 variables imported",
        survey_imported,
        50_000,
        "rows",
    ),
    ("one crosstab of it", crosstab, 50_000, "rows"),
    ("all 44,850 pairs", all_pairs, 50_000, "rows"),
    ("its SQLite export", sqlite_export, 50_000, "rows"),
    ("report with 48 links", report, 1_000_000, "words"),
    ("a document erased", erasure, 250, "MB"),
];

/// The slope of the logarithms, by least squares.
fn exponent(costs: &[(usize, Cost)]) -> f64 {
    let points: Vec<(f64, f64)> = costs
        .iter()
        .map(|(size, cost)| ((*size as f64).ln(), cost.seconds.max(0.005).ln()))
        .collect();
    let n = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let covariance: f64 = points
        .iter()
        .map(|point| (point.0 - x) * (point.1 - y))
        .sum();
    covariance
        / points
            .iter()
            .map(|point| (point.0 - x).powi(2))
            .sum::<f64>()
}

fn main() -> Outcome<()> {
    let set = |name: &str| std::env::var(name).ok();
    let built = option_env!("CARGO_BIN_EXE_virk").map(str::to_owned);
    let program = set("VIRK_BENCH_PROGRAM")
        .or(built)
        .ok_or("VIRK_BENCH_PROGRAM names no program")?;
    let share: usize = set("VIRK_BENCH_SHARE").map_or(Ok(1), |share| share.parse())?;
    let only = set("VIRK_BENCH_ONLY").unwrap_or_default();
    println!(
        "| what | ⅛ | ¼ | ½ | largest | exponent | memory at most |\n|---|---:|---:|---:|---:|---:|---:|"
    );
    for (name, task, largest, unit) in TASKS.iter().filter(|(name, ..)| name.contains(&only)) {
        let mut costs = Vec::new();
        for part in [8, 4, 2, 1] {
            let size = (largest / share / part).max(1);
            let folder = std::env::temp_dir().join(format!("virk-scale-{}", std::process::id()));
            fs::create_dir_all(&folder)?;
            let cost = task(
                &Workplace {
                    folder: &folder,
                    program: Path::new(&program),
                },
                size,
            );
            fs::remove_dir_all(&folder)?;
            match cost {
                Ok(cost) => costs.push((size, cost)),
                Err(error) => eprintln!("{name}, {size} {unit}: {error}"),
            }
        }
        let Some((size, most)) = costs.last() else {
            continue;
        };
        let times: Vec<String> = costs
            .iter()
            .map(|(_, cost)| format!("{:.2} s", cost.seconds))
            .collect();
        println!(
            "| {name}, {size} {unit} | {} | {:.2} | {:.0} MB |",
            times.join(" | "),
            exponent(&costs),
            most.megabytes
        );
    }
    Ok(())
}
