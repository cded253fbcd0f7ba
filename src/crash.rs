//! What is left of a panic: a report that an engineer can use and that holds nobody's words.
//!
//! The message of a panic may quote a text (`byte index 3 is not a char boundary … of "…"`), and so
//! may arguments and paths. So a report has the version, the place in the code and the names of
//! functions, and nothing else. With `RUST_BACKTRACE` set, the message is printed as well: whoever
//! sets it works on virk.

use crate::disk;
use std::backtrace::Backtrace;
use std::fmt::Write as _;
use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::thread;

/// How many reports are kept: one that comes again and again must not fill the disk.
const KEPT: usize = 20;
/// A stack may be endless where a function calls itself.
const MOST_FRAMES: usize = 200;

/// Reports panics of this process from now on.
pub fn install_hook() {
    std::panic::set_hook(Box::new(report_panic));
}

/// Writes a report and tells on standard error where it is.
pub fn report_panic(panic: &PanicHookInfo) {
    eprintln!(
        "virk has stopped because of an error of its own. Your study is safe: everything that \
         virk confirmed has been saved."
    );
    eprintln!("{}", record_panic(panic));
    eprintln!("Open the study again to continue.");
}

/// Writes a report, and says in a sentence or two where it is and what to do with it.
pub fn record_panic(panic: &PanicHookInfo) -> String {
    if std::env::var_os("RUST_BACKTRACE").is_some() {
        eprintln!("{panic}");
    }
    let place = place(panic);
    let report = report(&place, &Backtrace::force_capture().to_string());
    match save(&report) {
        Some(path) => format!(
            "The error is at {place}. A report without any of your words is in {}: please send it \
             to those who gave you virk, and say what you were doing.",
            path.display()
        ),
        None => format!(
            "The error is at {place}. No report could be written: please tell those who gave you \
             virk this place, and what you were doing."
        ),
    }
}

/// The place of a panic in the code: without the folder in which virk was compiled.
fn place(panic: &PanicHookInfo) -> String {
    panic.location().map_or_else(
        || "an unknown place".to_owned(),
        |at| format!("{}:{}", without_home(at.file()), at.line()),
    )
}

/// A source file from its package on; of any other absolute path, the name.
fn without_home(file: &str) -> &str {
    let Some((_, package)) = file.split_once("/registry/src/") else {
        return if Path::new(file).is_absolute() {
            file.rsplit(['/', '\\']).next().unwrap_or(file)
        } else {
            file
        };
    };
    package.split_once('/').map_or(package, |(_, rest)| rest)
}

fn report(place: &str, backtrace: &str) -> String {
    let mut report = format!(
        "virk {} stopped because of an error of its own.\n\
         This report has no words from a study: no text, no names, no arguments.\n\n\
         at: {place}\nsystem: {} {}\nthread: {}\n\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        thread::current().name().unwrap_or("without a name"),
    );
    for (number, function) in functions(backtrace).take(MOST_FRAMES).enumerate() {
        // Writing to a string cannot fail.
        let _ = writeln!(report, "{number:>4} {function}");
    }
    report
}

/// The names of the functions in a backtrace, innermost first; not the lines `at FILE` between.
fn functions(backtrace: &str) -> impl Iterator<Item = &str> {
    backtrace.lines().filter_map(|line| {
        let (number, function) = line.trim_start().split_once(": ")?;
        number.parse::<usize>().is_ok().then_some(function)
    })
}

/// `crashes` in `VIRK_HOME`, otherwise in the system's folder for the state of programs.
fn folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    if let Some(home) = std::env::var_os("VIRK_HOME") {
        return Some(PathBuf::from(home).join("crashes"));
    }
    let system = etcetera::choose_base_strategy().ok()?;
    let state = system.state_dir().unwrap_or_else(|| system.data_dir());
    Some(state.join("virk").join("crashes"))
}

/// Writes the report to a new file, and returns its path. A failure must not hide the panic.
fn save(report: &str) -> Option<PathBuf> {
    let folder = folder()?;
    disk::create_folder(&folder).ok()?;
    remove_oldest(&folder);
    let now = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%S%6f");
    let path = folder.join(format!("crash-{now}-{}.txt", std::process::id()));
    let mut file = disk::create_new(&path).ok()?;
    file.write_all(report.as_bytes()).ok()?;
    Some(path)
}

/// Makes room for one more report. Names sort by time.
fn remove_oldest(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut reports: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with("crash-") && name.ends_with(".txt"))
        })
        .collect();
    reports.sort();
    let surplus = (reports.len() + 1).saturating_sub(KEPT);
    for report in &reports[..surplus.min(reports.len())] {
        let _ = std::fs::remove_file(report);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_are_taken_from_a_backtrace() {
        let backtrace = "   0: virk::crash::record_panic\n             at /home/anna/virk/src/crash.rs:40:9\n  \
                         1: core::str::slice_error_fail\n             at C:\\Users\\anna: x\\lib.rs:1:2\n  12: <unknown>\n";
        let names: Vec<&str> = functions(backtrace).collect();
        assert_eq!(
            names,
            [
                "virk::crash::record_panic",
                "core::str::slice_error_fail",
                "<unknown>"
            ]
        );
    }

    #[test]
    fn a_place_tells_no_folder_of_a_person() {
        for (file, told) in [
            ("src/tui/app.rs", "src/tui/app.rs"),
            (
                "/home/anna/.cargo/registry/src/index.crates.io-1949/tantivy-0.27.0/src/lib.rs",
                "tantivy-0.27.0/src/lib.rs",
            ),
            ("/home/anna/virk/src/main.rs", "main.rs"),
        ] {
            assert_eq!(without_home(file), told);
        }
    }

    #[test]
    fn old_reports_make_room() {
        let folder = tempfile::tempdir().unwrap();
        for number in 10..10 + KEPT + 3 {
            std::fs::write(folder.path().join(format!("crash-{number}.txt")), "").unwrap();
        }
        std::fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        remove_oldest(folder.path());
        let left = |name: &str| folder.path().join(name).exists();
        assert!(left("notes.txt") && left("crash-14.txt") && !left("crash-13.txt"));
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            KEPT - 1 + 1
        );
    }
}
